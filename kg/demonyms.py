"""Adjectives of states: of one, or of two between which something is ("russisch-chinesisch")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.language import Language
    from kg.phrases import Phrase
    from kg.tokens import Token

_HYPHEN, _REGION = "-", "Region"
_TWO = 2


def demonym(token: Token, language: Language) -> str:
    """Country of an adjective such as "nordkoreanischen"; "" if it is none."""
    return next(
        (found for word in (token.low, token.lemma.lower()) if (found := _country(word, language))), ""
    )


def _country(word: str, language: Language) -> str:
    longest = language.grammar.longest_ending
    for stem, country in language.demonyms.items():
        if word.startswith(stem.lower()) and len(word) - len(stem) <= longest:
            return country
    return ""


def between(token: Token, language: Language) -> tuple[tuple[Span, str], ...]:
    """Give the two states of an adjective of both, each with its words; () if it is no such adjective."""
    parts = token.low.split(_HYPHEN)
    countries = [_country(part, language) for part in parts]
    if len(parts) != _TWO or not all(countries) or len(set(countries)) < _TWO:
        return ()
    middle = token.begin + len(parts[0])
    return (Span(token.begin, middle), countries[0]), (Span(middle + 1, token.end), countries[1])


def nations(
    tokens: Sequence[Token], adjectives: Sequence[int], language: Language
) -> tuple[tuple[Span, str], ...]:
    """Give the states that the adjectives of a phrase tell of, each with its words."""
    found: list[tuple[Span, str]] = []
    for index in adjectives:
        country = demonym(tokens[index], language)
        words = len(tokens[index].lemma.split(" ")) if country else 1
        if country and (words == 1 or index - 1 in adjectives):
            found.append((Span(tokens[index - words + 1].begin, tokens[index].end), country))
    return tuple(found)


def state_before(token: Token, part: str, language: Language) -> tuple[Span, str] | None:
    """Give the state that opens a compound written with a hyphen ("Russland-Besuch"), with its words."""
    key = language.grammar.states_in_compounds.get(part, "") if _HYPHEN in token.text else ""
    return (Span(token.begin, token.begin + len(part)), key) if key else None


def no_name(word: str, lemma: Callable[[str, str], str], language: Language) -> bool:
    """Whether a word is a compound and no name: "US-Sanktionen", or "Waffen-" that goes on later."""
    first, _, last = word.partition(_HYPHEN)
    known = bool(last) and first in language.grammar.states_in_compounds
    return word.endswith(_HYPHEN) or (known and lemma(last, "NOUN") in language.common_nouns)


def proper_noun(phrase: Phrase, tokens: Sequence[Token], kind: str, language: Language) -> str:
    """Give a noun as written, with the capital adjective that makes it a region's name ("Ferner Osten").

    Only where adjectives have no capitals, and not for one that says whose region it is.
    """
    noun, before = tokens[phrase.noun], tokens[phrase.noun - 1]
    named = phrase.noun - 1 in phrase.adjectives and before.capital and not demonym(before, language)
    apart = named and kind == _REGION and not language.grammar.fixed_order and not language.cases
    return f"{before.text} {noun.text}" if apart else noun.text
