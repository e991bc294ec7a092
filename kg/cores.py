"""What a noun phrase is built around: a name, a pronoun, a noun, or a noun with the name it introduces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language
    from kg.tokens import NameSpan, Token

#: What may stand around a name without being part of it.
QUOTES = frozenset("„“”\"»«‚‘’'")
_NOMINAL = frozenset({"NOUN", "PROPN"})


@dataclass(frozen=True, slots=True)
class Core:
    """The words that make a phrase one: token range, and within it a common noun or title, and a name.

    ``noun`` is -1 and ``name`` (-1, -1) where there is none; ``type`` hints at a class, ``listed`` is the
    name as the look-up has it.
    """

    first: int
    last: int
    noun: int
    name: tuple[int, int]
    type: str
    pronoun: bool = False
    listed: str = ""


def find_core(
    tokens: Sequence[Token], at: int, of_name: dict[int, NameSpan], language: Language
) -> Core | None:
    """Give the core that begins at a word: a name, a pronoun, or a noun with the name it introduces."""
    token = tokens[at]
    if at in of_name:
        span = of_name[at]
        return Core(span.first, span.last, -1, (span.first, span.last), span.type, listed=span.listed)
    if token.low in language.grammar.personal and _alone(tokens, at):
        return Core(at, at, -1, (at, at), language.grammar.personal[token.low], pronoun=True)
    if not is_noun(token) or truncated(tokens, at, language):
        return None
    following = _name_after(tokens, at, of_name, language)
    if following:
        span = following
        return Core(at, span.last, at, (span.first, span.last), span.type, listed=span.listed)
    return Core(at, at, at, (-1, -1), "")


def _alone(tokens: Sequence[Token], at: int) -> bool:
    """Whether a pronoun stands for itself, not before a noun ("beide Länder")."""
    if tokens[at].pos == "PRON":
        return True
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    before = tokens[at - 1].pos if at else ""
    return (
        tokens[at].pos == "DET"
        and before != "DET"
        and (following is None or following.pos not in {"NOUN", "PROPN", "ADJ"})
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


def _name_after(
    tokens: Sequence[Token], at: int, of_name: dict[int, NameSpan], language: Language
) -> NameSpan | None:
    """Give the name that a title or class noun introduces: "Kremlchef Putin", "Rakete vom Typ „Angara“"."""
    noun = tokens[at]
    if not introduces(noun, language):
        return None
    beyond = at + 1
    for connective in language.grammar.type_connectives:
        words = connective.split()
        if [t.low for t in tokens[beyond : beyond + len(words)]] == [w.lower() for w in words]:
            beyond += len(words)
            break
    while beyond < len(tokens) and (
        tokens[beyond].text in QUOTES or _second_class_noun(tokens, beyond, language)
    ):
        beyond += 1
    span = of_name.get(beyond)
    return span if span and span.first == beyond else None


def _second_class_noun(tokens: Sequence[Token], at: int, language: Language) -> bool:
    """Whether a second noun of class stands between ("Weltraumbahnhof Kosmodrom Wostotschny")."""
    return is_noun(tokens[at]) and introduces(tokens[at], language)


def introduces(token: Token, language: Language) -> bool:
    """Whether a noun can stand before the name of what it describes."""
    lemma = token.lemma
    return bool(
        lemma in language.office_of_title
        or language.classify(lemma)
        or language.compound(lemma)[1] in language.office_of_title
    )
