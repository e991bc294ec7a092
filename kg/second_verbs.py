"""Second verbs behind "and", hung on the verb that they go on with, in a language of fixed order.

A small parser hangs them on the nearest: "met a team led by X and called for calm" has the team call, and "is
to stay in Seoul and then fly on" forgets that the flight is only planned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.tree_moves import hang, under

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language
    from kg.tokens import Token

_VERBAL: Final = frozenset({"VERB", "AUX"})
_SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass"})
_OPEN: Final = frozenset({"xcomp", "advcl", "ccomp"})


def go_on_with(tree: list[Token], index: int, language: Language) -> None:
    """Hang a second verb without a subject on the one that has its subject, or its infinitive."""
    verb, first = tree[index], tree[tree[index].head]
    below = under(tree, index)
    if index and tree[index - 1].text == "," and verb.dep == "advcl" and verb.low.endswith("ing"):
        _add(tree, index)
        return
    joined = verb.pos == "VERB" and verb.dep in language.functions.coordination and first.index < index
    if not joined or first.pos != "VERB" or any(t.dep in _SUBJECTS for t in below):
        return
    if _led_by(tree, first.index, index, language):
        over = _over(tree, first.index)
        if over >= 0:
            hang(tree, index, over, verb.dep)
    elif verb.low == verb.lemma and not any(t.dep.startswith("aux") for t in below):
        infinitive = _infinitive(tree, first.index, index)
        if infinitive >= 0:
            hang(tree, index, infinitive, verb.dep)


def _add(tree: list[Token], index: int) -> None:
    """Hang a remark behind a comma on who does the whole ("accused him of lying, calling for talks")."""
    seen: set[int] = set()
    at = tree[index].head
    while at not in seen and not any(t.dep in _SUBJECTS for t in under(tree, at)):
        seen.add(at)
        at = tree[at].head
    if at != tree[index].head and tree[at].pos in _VERBAL and at < index:
        hang(tree, index, at, "advcl")


def _led_by(tree: Sequence[Token], first: int, index: int, language: Language) -> bool:
    """Whether the first verb is a participle that says by whom, and the second is none."""
    agents = [t for t in under(tree, first) if t.dep in language.functions.agent and t.index < index]
    after = tree[index + 1].low if index + 1 < len(tree) else ""
    told = tree[first].dep in language.functions.reduced and agents
    return bool(told) and after not in language.grammar.agentive


def _over(tree: Sequence[Token], index: int) -> int:
    """Give the finite verb above the noun that a participle describes; -1 if there is none."""
    seen: set[int] = set()
    at = tree[index].head
    while at not in seen:
        seen.add(at)
        if tree[at].pos in _VERBAL:
            return at if any(t.dep in _SUBJECTS for t in under(tree, at)) else -1
        at = tree[at].head
    return -1


def _infinitive(tree: Sequence[Token], first: int, index: int) -> int:
    """Give the infinitive between two verbs of which the first is in another form; -1 if there is none."""
    if tree[first].low == tree[first].lemma:
        return -1
    for token in reversed(under(tree, first)):
        marked = any(t.dep == "mark" and t.low == "to" for t in under(tree, token.index))
        if first < token.index < index and token.pos == "VERB" and token.dep in _OPEN and marked:
            return token.index
    return -1
