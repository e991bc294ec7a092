"""Clauses behind ", что" hung on the word that they are the content of ("Неправда, что …").

Only for languages of cases, and before anything reads the tree. A small parser takes such a clause for one
that stands alone, or "том" in "версия о том, что …" for the sentence's main word; then nothing that is said
of it ("… не нашла подтверждения") is heard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.tree_moves import hang, under

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language
    from kg.tokens import Token

_COMMA: Final = ","
_FINITE: Final = "VerbForm=Fin"
_AGREES: Final = ("Gender=", "Number=")
_PREDICATIVE: Final = frozenset({"NOUN", "ADV", "ADJ"})
_NOUN, _LINK, _CASE = "NOUN", "ADP", "case"
_OF_NOUN, _NOMINAL, _SUBJECT, _CONTENT = "acl", "nmod", "nsubj", "ccomp"
#: Between the comma and the verb that goes on with what is said of a noun stands no more than that ("не").
_NEAR: Final = 2


def hang_contents(tree: list[Token], language: Language) -> None:
    """Hang each clause behind a comma and "что" on the word that it is the content of."""
    for mark in range(2, len(tree)):
        opens = tree[mark].low in language.grammar.complementizers and tree[mark - 1].text == _COMMA
        verb = tree[mark].head
        if not opens or verb <= mark:
            continue
        before = mark - 2
        correlate = before if tree[before].low in language.quoting.correlates else -1
        if correlate >= 0:
            before -= 2 if before > 0 and tree[before - 1].pos == _LINK else 1
            if before < 0 or tree[before].pos != _NOUN:
                continue
            _right(tree, before, correlate)
        _content(tree, before, verb, correlate)
        if tree[before].pos == _NOUN:
            _said_of(tree, before, verb)


def _right(tree: list[Token], noun: int, correlate: int) -> None:
    """Put a noun over its correlate, where the tree has it the other way round."""
    if tree[noun].head != correlate:
        return
    over, dep = tree[correlate].head, tree[correlate].dep
    hang(tree, noun, noun if over == correlate else over, dep)
    for one in under(tree, correlate):
        if one.index != noun and one.dep != _CASE:
            hang(tree, one.index, noun, one.dep)
    hang(tree, correlate, noun, _NOMINAL)


def _content(tree: list[Token], before: int, verb: int, correlate: int) -> None:
    """Hang a clause on the noun before it, or on the predicate of a sentence without a verb."""
    word = tree[before]
    root = word.head == before and word.pos in _PREDICATIVE
    if root and correlate < 0 and (word.pos != _NOUN or not _predicate(tree, before, verb)):
        hang(tree, verb, before, _CONTENT)
    elif word.pos == _NOUN and (correlate >= 0 or word.head == tree[verb].head or root):
        hang(tree, verb, before, _OF_NOUN)


def _predicate(tree: Sequence[Token], noun: int, verb: int) -> int:
    """Give the verb that says something of a noun behind its clause; 0 if none does."""
    comma = next((t.index for t in tree[verb:] if t.text == _COMMA), len(tree))
    for token in tree[comma + 1 : comma + 1 + _NEAR]:
        own = [t for t in under(tree, token.index) if t.dep.startswith(_SUBJECT)]
        if token.has(_FINITE) and not own and _agree(tree[noun], token):
            return token.index
    return 0


def _said_of(tree: list[Token], noun: int, verb: int) -> None:
    """Give the verb behind a clause the noun before it as its subject ("Версия, что …, не нашла …")."""
    main = _predicate(tree, noun, verb)
    if not main or tree[noun].head not in {noun, main} or tree[noun].has("Case=Gen"):
        return
    hang(tree, main, main, tree[noun].dep if tree[noun].head == noun else tree[main].dep)
    hang(tree, noun, main, _SUBJECT)


def _agree(noun: Token, verb: Token) -> bool:
    """Whether a verb's gender and number, as far as its form shows them, are the noun's."""
    shown = [f for f in verb.feats.split("|") if f.startswith(_AGREES)]
    plural = noun.has("Number=Plur")
    return all(noun.has(f) for f in shown if not (plural and f.startswith("Gender=")))
