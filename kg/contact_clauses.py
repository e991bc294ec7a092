"""Clauses right behind a noun, without a word that opens them: "the shells Seoul sold were old".

A small parser takes the name for an apposition, or its verb for that of the sentence. Only what may be sent,
sold or signed has such a clause here, and only verbs that frames know open one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.tree_moves import hang, take_over, under

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language
    from kg.tokens import Token

_VERBAL: Final = frozenset({"VERB", "AUX"})
_LINKS: Final = frozenset({"mark", "cc"})
_SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass"})
_STOPS: Final = frozenset({",", ";", ":", "–", "—"})
#: What such a clause tells of.
_GIVEN: Final = frozenset({"Weapon", "ArmedForces", "Technology", "Treaty", "Thing"})


def join_contact(tree: list[Token], index: int, language: Language) -> None:
    """Give a thing the clause right behind it whose object it is ("the shells Seoul sold were old")."""
    kind = language.classify(tree[index].lemma)
    if tree[index].pos != "NOUN" or kind not in _GIVEN or index + 2 >= len(tree):
        return
    last = index
    while last + 2 < len(tree) and tree[last + 1].pos == "PROPN":
        last += 1
    verb = tree[last + 1].head if tree[last + 1].dep.startswith("aux") else last + 1
    if last == index or verb <= last or not _lacks_object(tree, verb, language):
        return
    main = [t.index for t in under(tree, verb) if t.index > verb and _goes_with(tree, verb, t.index)]
    if not main and tree[verb].dep not in {"acl", "acl:relcl"}:
        return
    if main:
        _part(tree, index, last, verb, main[0])
    hang(tree, verb, index, "acl:relcl")
    for at in range(index + 1, last + 1):
        if tree[at].head not in range(index + 1, last + 1):
            hang(tree, at, verb, "nsubj")


def _part(tree: list[Token], index: int, last: int, verb: int, main: int) -> None:
    """Give the sentence its own verb behind the clause, and that the noun as its subject."""
    top = index
    while tree[top].dep == "nmod" and tree[top].head < top:
        top = tree[top].head
    take_over(tree, verb, main)
    passive = any(t.dep == "aux:pass" for t in under(tree, main))
    hang(tree, top, main, "nsubj:pass" if passive else "nsubj")
    for one in under(tree, last):
        if one.index < index:
            hang(tree, one.index, index, one.dep)


def _lacks_object(tree: Sequence[Token], verb: int, language: Language) -> bool:
    """Whether a finite verb that frames know has no object behind it."""
    token = tree[verb]
    gerund = token.has("VerbForm=Ger") or token.low.endswith("ing")
    told = token.pos == "VERB" and token.lemma in language.frame_verbs
    return told and not gerund and not any(t.dep == "obj" for t in under(tree, verb))


def _goes_with(tree: Sequence[Token], verb: int, main: int) -> bool:
    """Whether a predicate after a verb has no subject of its own and no pause before it."""
    below = under(tree, main)
    first = min([main, *(t.index for t in below if t.dep.startswith(("aux", "cop")))])
    between = tree[verb + 1 : first]
    plain = not any(t.text in _STOPS or t.pos in _VERBAL or t.dep in _LINKS for t in between)
    own = any(t.dep in _SUBJECTS | _LINKS for t in below)
    return plain and not own and (tree[main].pos in _VERBAL or first < main)
