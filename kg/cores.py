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
    name as the look-up has it; ``parts`` are the nouns before the noun where compounds are written apart.
    """

    first: int
    last: int
    noun: int
    name: tuple[int, int]
    type: str
    pronoun: bool = False
    listed: str = ""
    parts: tuple[int, ...] = ()


def find_core(
    tokens: Sequence[Token], at: int, of_name: dict[int, NameSpan], language: Language
) -> Core | None:
    """Give the core that begins at a word: a name, a pronoun, or a noun with the name it introduces."""
    token = tokens[at]
    if at in of_name:
        span = of_name[at]
        after = _class_noun_after(tokens, span, of_name, language)
        if after >= 0:
            name = (span.first, span.last)
            parts = _parts(tokens, span.last + 1, after)
            return Core(span.first, after, after, name, span.type, listed=span.listed, parts=parts)
        return Core(span.first, span.last, -1, (span.first, span.last), span.type, listed=span.listed)
    if token.low in language.grammar.personal and _alone(tokens, at, pair=token.low in language.grammar.pair):
        return Core(at, at, -1, (at, at), language.grammar.personal[token.low], pronoun=True)
    joined = language.grammar.fixed_order and at + 2 < len(tokens) and hyphened(tokens, at + 1)
    if not is_noun(token) or truncated(tokens, at, language) or joined:
        return None
    head = _compound_head(tokens, at, of_name, language)
    parts = _parts(tokens, at, head)
    following = _name_after(tokens, head, of_name, language)
    if following:
        span = following
        return Core(at, span.last, head, (span.first, span.last), span.type, listed=span.listed, parts=parts)
    return Core(at, head, head, (-1, -1), "", parts=parts)


def _parts(tokens: Sequence[Token], first: int, head: int) -> tuple[int, ...]:
    """Give the nouns before the head of a compound, less those that are in its lemma ("foreign minister")."""
    return tuple(range(first, max(first, head - tokens[head].lemma.count(" "))))


def _compound_head(tokens: Sequence[Token], at: int, of_name: dict[int, NameSpan], language: Language) -> int:
    """Give the last noun of a compound that is written apart ("rocket launch site")."""
    labels = language.functions.compound
    while (
        labels
        and at + 1 < len(tokens)
        and is_noun(tokens[at + 1])
        and at + 1 not in of_name
        and ((tokens[at].dep in labels and tokens[at].head > at) or _claimed(tokens, at, language))
    ):
        at += 1
    return at


def _claimed(tokens: Sequence[Token], at: int, language: Language) -> bool:
    """Whether the file has the compound of two nouns, whatever the tree makes of them ("arms talks")."""
    kind = language.classify(tokens[at].lemma)
    return bool(kind) and (kind, tokens[at + 1].lemma) in language.claimed_compounds


def _class_noun_after(
    tokens: Sequence[Token], span: NameSpan, of_name: dict[int, NameSpan], language: Language
) -> int:
    """Give the noun behind a name that says what bears it ("Vostochny cosmodrome"); -1 if there is none."""
    at = span.last + 1
    if not language.grammar.names_before or at >= len(tokens) or at in of_name or not is_noun(tokens[at]):
        return -1
    head = _compound_head(tokens, at, of_name, language)
    return head if language.classify(tokens[head].lemma) in language.grammar.names_before else -1


def _alone(tokens: Sequence[Token], at: int, *, pair: bool) -> bool:
    """Whether a pronoun stands for itself, not before a noun ("beide Länder"); "die beiden" does."""
    if tokens[at].pos == "PRON":
        return True
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    article = at > 0 and tokens[at - 1].pos == "DET"
    return (
        tokens[at].pos == "DET"
        and (not article or pair)
        and (following is None or following.pos not in {"NOUN", "PROPN", "ADJ"})
    )


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


def _name_after(
    tokens: Sequence[Token], at: int, of_name: dict[int, NameSpan], language: Language
) -> NameSpan | None:
    """Give the name that a title or class noun introduces: "Kremlchef Putin", "Rakete vom Typ „Angara“"."""
    noun = tokens[at]
    if not introduces(noun, language):
        return None
    beyond = at + 1
    of = language.grammar.of if noun.lemma in language.grammar.named_with_of else ()
    for connective in (*language.grammar.type_connectives, *of):
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
