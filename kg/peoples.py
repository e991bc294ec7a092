"""Peoples that stand for their states: "die Briten verhängten Sanktionen", "Manöver der Amerikaner".

The rule: all of them are meant, without a number or an adjective; one of them is a person, some are nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.language import NATIONAL
from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language
    from kg.phrases import Phrase
    from kg.tokens import Token

#: How many words at most lie between two that "und" joins.
_JOINED: Final = 2


def whole_people(number: int, phrases: Sequence[Phrase], tokens: Sequence[Token], language: Language) -> bool:
    """Whether the noun of a phrase names a people as a whole.

    Parameters
    ----------
    number
        Index of the phrase among ``phrases``, all of one sentence.
    """
    phrase = phrases[number]
    office = language.office_of_title.get(tokens[phrase.noun].lemma, "") if phrase.noun >= 0 else ""
    if office != NATIONAL or phrase.adjectives or phrase.numbers:
        return False
    if phrase.article in language.grammar.plural_articles:
        return True
    if phrase.article:
        return (
            phrase.dep in language.functions.nominal and phrase.article in language.grammar.genitive_articles
        )
    joined = number > 0 and phrase.dep in language.functions.coordination
    near = joined and 0 < phrase.first - phrases[number - 1].last <= _JOINED
    return near and whole_people(number - 1, phrases, tokens, language)


def one_person(phrase: Phrase, language: Language) -> bool:
    """Whether the words show that one is meant: "der Russe" as the subject."""
    nominative = phrase.article in language.grammar.nominative_articles
    return nominative and phrase.dep in language.functions.subject


def some_of_people(
    phrase: Phrase, tokens: Sequence[Token], language: Language
) -> tuple[tuple[Span, str], ...]:
    """Give the state whose people some are, who are not named ("3000 Nordkoreaner": North Korean ones)."""
    noun = tokens[phrase.noun] if phrase.noun >= 0 else None
    if noun is None or not language.grammar.verb_first or phrase.name != (-1, -1):
        return ()
    if language.office_of_title.get(noun.lemma, "") != NATIONAL or (phrase.article and not phrase.numbers):
        return ()
    return ((Span(noun.begin, noun.end), language.titles_country[noun.lemma]),)
