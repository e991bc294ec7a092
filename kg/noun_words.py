"""Which words are nouns by themselves: not half a compound, a preposition or a noun of several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.morphology import verb_features

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language
    from kg.tokens import Token

_NOMINAL = frozenset({"NOUN", "PROPN"})


def hyphened(tokens: Sequence[Token], at: int) -> bool:
    """Whether a hyphen joins the words beside it to one ("Secretary-General")."""
    return (
        tokens[at].text == "-"
        and 0 < at < len(tokens) - 1
        and tokens[at - 1].end == tokens[at].begin
        and tokens[at].end == tokens[at + 1].begin
    )


def truncated(tokens: Sequence[Token], at: int, language: Language) -> bool:
    """Whether a word is the first part of a compound whose head comes later ("Atom- und …")."""
    return (
        tokens[at].text.endswith("-")
        and at + 1 < len(tokens)
        and tokens[at + 1].low in language.grammar.coordinators
    )


def is_noun(token: Token) -> bool:
    """Whether a word is a noun, not a sign that the tagger held one."""
    return token.pos in _NOMINAL and any(c.isalpha() for c in token.text)


def goes_on(tokens: Sequence[Token], at: int, language: Language) -> bool:
    """Whether a noun of several words begins here whose last word stands for it ("secretary of state")."""
    if (
        not language.grammar.fixed_order
        or at + 2 >= len(tokens)
        or tokens[at + 1].low not in language.grammar.of
    ):
        return False
    return tokens[at + 2].lemma in {
        f"{one} {tokens[at + 1].low} {tokens[at + 2].low}" for one in (tokens[at].low, tokens[at].lemma)
    }


def in_preposition(tokens: Sequence[Token], at: int, language: Language) -> bool:
    """Whether a noun is only a part of a preposition of several words ("в области туризма")."""
    for preposition in language.grammar.prepositions:
        words = preposition.split()
        for offset in range(1, len(words)):
            begin = at - offset
            if begin >= 0 and [t.low for t in tokens[begin : begin + len(words)]] == words:
                return True
    return False


def pronoun_type(tokens: Sequence[Token], at: int, language: Language) -> str:
    """Give the class of what a personal pronoun means; "" for what is none, or may mean several ("sie").

    One that may be of several is of one as the subject of a verb that is so.
    """
    token, grammar = tokens[at], language.grammar
    if token.low not in grammar.personal_singular or token.dep not in language.functions.subject:
        return grammar.personal.get(token.low, "")
    labels = language.functions  # "dass es … geschickt und … geliefert hat"
    joined = {t.index for t in tokens if t.head == token.head and t.dep in labels.coordination}
    over = [t for t in tokens if t.head in {token.head, *joined} and t.dep in labels.auxiliary]
    verbs = [token.head, *(t.index for t in over)]
    numbers = {verb_features(tokens, index, language.forms).number for index in verbs} - {""}
    if numbers == {"plural"}:
        return grammar.personal_plural.get(token.low, "")
    return grammar.personal_singular[token.low] if numbers == {"singular"} else ""
