"""What stands at the edges of a noun phrase: its article, its preposition, the mark of a genitive."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.noun_words import is_noun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.cores import Core
    from kg.language import Language
    from kg.tokens import Token

_YEAR: Final = re.compile("(?:19|20)[0-9]{2}")
_CLOSING = frozenset('“”"«»')
_ENDS_SPEECH = frozenset(",.!?")


def find_article(tokens: Sequence[Token], first: int, floor: int, language: Language) -> tuple[int, str]:
    """Take the articles before a phrase in ("all die"): the first word, and the article."""
    grammar = language.grammar
    articles = grammar.definite | grammar.indefinite | grammar.possessive
    before = tokens[first - 1] if first > floor else None
    other = before is not None and before.pos != "DET" and before.low in grammar.relative_pronouns
    pair = before is not None and grammar.fixed_order and before.low in grammar.pair - grammar.two
    if before is None or other or not (pair or before.pos == "DET" or before.low in articles):
        return first, ""
    first -= 1
    if first > floor and tokens[first - 1].pos == "DET":
        first -= 1
    return first, tokens[first].low


def find_preposition(tokens: Sequence[Token], first: int, last: int, language: Language) -> tuple[str, int]:
    """Give what introduces a phrase, before or after it, and where it stands; ("", -1) if nothing does."""
    grammar = language.grammar
    if last + 1 < len(tokens) and tokens[last + 1].low in grammar.postpositions:
        after = tokens[last + 1]
        opens = after.low in grammar.prepositions and after.head > after.index  # "sagte Kim nach dem Treffen"
        if after.pos == "ADP" and not opens and not (last + 2 < len(tokens) and is_noun(tokens[last + 2])):
            return after.low, last + 1
        if after.low not in grammar.directional and after.pos == "ADP":
            return after.low, last + 1
    for length in (3, 2):
        words = " ".join(t.low for t in tokens[max(0, first - length) : first])
        if first >= length and words in grammar.prepositions:
            return words, first - 1
    particle = grammar.fixed_order and first > 0 and tokens[first - 1].dep in language.functions.particle
    if first > 0 and not particle:  # "rule out cooperation"
        token = tokens[first - 1]
        if token.low in grammar.contractions:
            return grammar.contractions[token.low], first - 1
        only_after = token.low in grammar.postpositions and token.low not in grammar.prepositions
        opens = token.dep in language.functions.marker  # "wie Agenturen melden", "mehr als 1000 Granaten"
        if (token.pos == "ADP" or token.low in grammar.prepositions) and not only_after and not opens:
            return token.low, first - 1
    return "", -1


def marks_genitive(token: Token, language: Language) -> bool:
    """Whether a word is the mark of a genitive written apart ("'s")."""
    return token.pos == "PART" and token.low in language.grammar.possessive_marks


def is_genitive(tokens: Sequence[Token], core: Core, language: Language) -> bool:
    """Whether a name belongs to the noun after it: by its ending, or because it stands before one."""
    if core.noun >= 0 or core.pronoun:
        return False
    if core.last + 1 < len(tokens) and language.grammar.possessive_marks:
        given = core.first > 0 and tokens[core.first - 1].lemma in language.giving_verbs
        return not given and _stands_before_noun(tokens, core.last, language)
    return _in_genitive(tokens[core.last], language)


def _stands_before_noun(tokens: Sequence[Token], last: int, language: Language) -> bool:
    """Whether only words that modify the next noun stand between ("Kremlin deputy spokesman")."""
    labels = language.functions
    given = labels.recipient | labels.object | labels.subject
    if tokens[last].dep in given or (tokens[last].dep == "flat" and tokens[tokens[last].head].dep in given):
        return False
    at = last + 1
    while at < len(tokens) and tokens[at].pos == "ADJ" and tokens[at].dep in labels.modifier:
        at += 1
    if at >= len(tokens) or not (tokens[at].pos == "NOUN" or tokens[at].lemma in language.office_of_title):
        return False
    hangs = tokens[last].dep in labels.compound | labels.modifier | labels.nominal
    return at == last + 1 or hangs


def _in_genitive(token: Token, language: Language) -> bool:
    return any(
        token.text.endswith(ending) and len(token.text) > len(ending) + 1
        for ending in language.grammar.genitive
    )


def approximated(tokens: Sequence[Token], first: int, floor: int, language: Language) -> int:
    """Go back over the words that make a number less exact ("more than 1,000")."""
    for length in (3, 2, 1):
        words = " ".join(t.low for t in tokens[max(floor, first - length) : first])
        if words in language.grammar.approximate and first - length >= floor:
            return first - length
    return first


def ends_quote(tokens: Sequence[Token], at: int) -> bool:
    """Whether a quote mark closes what was said before, rather than that it opens a name."""
    return at > 0 and tokens[at].text in _CLOSING and tokens[at - 1].text in _ENDS_SPEECH


def words_before(tokens: Sequence[Token], core: Core, floor: int) -> int:
    """Count the words of a noun of several that a tagger holds something else ("hunting rifle")."""
    words = tokens[core.noun].lemma.split(" ")[:-1] if core.noun >= 0 else []
    before = tokens[max(floor, core.first - len(words)) : core.first]
    same = [one in {t.low, t.lemma} for t, one in zip(before, words, strict=False)]
    return len(words) if words and len(before) == len(words) and all(same) else 0


def after_and(tokens: Sequence[Token], at: int, language: Language) -> bool:
    """Whether a word follows a conjunction, in a language whose verbs may look like adjectives."""
    return language.grammar.fixed_order and at > 0 and tokens[at - 1].low in language.grammar.coordinators


def year_since(tokens: Sequence[Token], at: int, language: Language) -> bool:
    """Whether a number says since when something is so ("seit 2025 nordkoreanische Piloten")."""
    intro = language.dates.get("intro", {})
    since = {*intro.get("since", ()), *intro.get("ever", ())}
    return at > 0 and bool(_YEAR.fullmatch(tokens[at].text)) and tokens[at - 1].low in since
