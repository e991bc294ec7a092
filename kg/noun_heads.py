"""Heads of noun phrases that a small parser takes for something else, in a language of fixed order.

The first of two names held a part of the second ("Seoul and Tokyo said"), a number held the thing it counts
("sent 500 of its soldiers"), a noun in -ing held a verb ("his third meeting").
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.tree_moves import hang, take_over, under

if TYPE_CHECKING:
    from kg.language import Language
    from kg.tokens import Token

_CORE: Final = frozenset({"nsubj", "nsubj:pass", "obj", "obl", "nmod", "obl:agent"})
_JOINTS: Final = frozenset({",", "and", "or"})
_OWN: Final = frozenset({"nmod:poss", "det", "amod"})


def right_heads(tree: list[Token], index: int, language: Language) -> None:
    """Give a phrase the head that its words show."""
    token = tree[index]
    if token.pos == "PROPN" and token.dep in _CORE:
        _join_names(tree, index)
    elif token.pos == "NUM" and token.dep in _CORE:
        _count(tree, index, language)
    elif token.pos == "VERB" and index and tree[index - 1].dep == "obj":
        _compound(tree, index, language)
    elif token.pos == "NOUN" and index and token.low.endswith("ing"):
        _lead(tree, index, language)
    elif token.pos == "VERB" and token.low.endswith("ing"):
        below = {t.dep for t in under(tree, index)}
        if "cop" in below and below & _OWN:
            tree[index] = replace(token, pos="NOUN", lemma=token.low)


def _join_names(tree: list[Token], index: int) -> None:
    """Make the second of two joined names hang on the first, which the tree held a part of it."""
    first = next((t for t in under(tree, index) if t.dep == "compound" and t.pos == "PROPN"), None)
    between = tree[first.index + 1 : index] if first is not None and first.index < index else []
    joint = next((t.index for t in between if t.low in _JOINTS), -1)
    rest = [t for t in between if t.index > joint and t.text != ","]
    if first is None or joint != first.index + 1 or not all(t.pos == "PROPN" for t in rest):
        return
    take_over(tree, index, first.index)
    hang(tree, index, first.index, "conj")
    for one in rest:
        hang(tree, one.index, index, "compound")
    for one in under(tree, index):
        if one.index < first.index:
            hang(tree, one.index, first.index, one.dep)
    if tree[joint].pos == "CCONJ":
        hang(tree, joint, index, "cc")


def _compound(tree: list[Token], index: int, language: Language) -> None:
    """Join a noun and what only looks like a verb behind it to the compound they are ("arms exchanges")."""
    token, first = tree[index], tree[index - 1]
    kind = language.classify(first.lemma)
    lemma = token.low.removesuffix("s")
    if token.low == lemma or token.head == index or (kind, lemma) not in language.claimed_compounds:
        return
    take_over(tree, first.index, index)
    hang(tree, first.index, index, "compound")
    tree[index] = replace(tree[index], pos="NOUN", lemma=lemma)


def _lead(tree: list[Token], index: int, language: Language) -> None:
    """Make a verb of plans in -ing the verb it is ("accused Seoul of planning to send shells")."""
    low = tree[index].low
    verbs = language.plan.verbs
    lemma = next((v for v in verbs if low in (v + "ing", v[:-1] + "ing", v + v[-1] + "ing")), "")
    if not lemma or index + 2 >= len(tree) or tree[index - 1].low not in language.grammar.before_gerund:
        return
    to, last = tree[index + 1], tree[index - 1]
    verb = next((t for t in reversed(tree[:index]) if t.pos == "VERB"), None)
    if verb is not None and to.low in language.grammar.purpose and to.dep == "mark":
        hang(tree, to.head, index, "xcomp")
        tree[index] = replace(tree[index], pos="VERB", lemma=lemma, dep="advcl", head=verb.index)
        tree[last.index] = replace(last, dep="mark", head=index)


def _count(tree: list[Token], index: int, language: Language) -> None:
    """Put what is counted in the place of its number ("sent 500 of its soldiers")."""
    for noun in under(tree, index):
        of = [t for t in under(tree, noun.index) if t.low in language.grammar.of and t.index == index + 1]
        if noun.dep == "nmod" and noun.index > index and of and language.classify(noun.lemma):
            take_over(tree, index, noun.index)
            hang(tree, index, noun.index, "nummod")
            tree[of[0].index] = replace(of[0], dep="mark", head=index)
            return
