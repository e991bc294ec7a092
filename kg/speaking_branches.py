"""Who speaks at the end of a sentence, or in the middle of it, parted from what is said.

"… with his counterpart Wang Yi, Seoul's ministry said": a small parser takes Wang Yi for one who says so, or
the ministry for one more word of the name before it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.tree_moves import hang, under

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language
    from kg.tokens import Token

_VERBAL: Final = frozenset({"VERB", "AUX"})
_NOMINAL: Final = frozenset({"NOUN", "PROPN"})
_NEW_CLAUSE: Final = frozenset({"advcl", "ccomp", "conj", "parataxis", "acl", "xcomp", "dep"})
_OPENERS: Final = frozenset({"ADP", "CCONJ", "SCONJ"})
_SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass"})
_WITHIN: Final = frozenset({"compound", "flat", "det", "amod", "nmod:poss", "nummod", "nmod:desc", "case"})


def part_speaker(tree: list[Token], language: Language) -> None:
    """Give a verb of saying behind the last comma its subject alone, and all before it as what is said."""
    said = language.attribution.say | language.attribution.think
    for verb in [t for t in tree if t.pos == "VERB" and t.lemma in said]:
        _part_inserted(tree, verb.index)
        _take_that(tree, verb.index, language)
        comma = max((t.index for t in tree[: verb.index] if t.text == ","), default=-1)
        region = range(comma + 1, verb.index)
        if comma < 1 or not _speaks(tree, region, verb.index):
            continue
        strangers = [
            t for t in tree[:comma] if t.pos not in _VERBAL | {"PUNCT"} and comma < t.head <= verb.index
        ]
        before = [t.index for t in tree[:comma] if t.pos == "VERB" and not _deep(tree, t.index, verb.index)]
        below = tree[verb.index].head < comma and tree[verb.index].dep in _NEW_CLAUSE
        for one in [b for b in before if tree[b].head == verb.index and tree[b].dep == "advcl"]:
            own = {t.dep for t in under(tree, one)}
            if own & _SUBJECTS and not own & {"mark", "advmod"}:
                hang(tree, one, verb.index, "ccomp")  # "Kim called …, the ministry said in a note"
        if before and (strangers or below):
            _part(tree, region, verb.index, [t.index for t in strangers], before)
            _hang_places(tree, verb.index, before, language)
            return


def _part_inserted(tree: list[Token], verb: int) -> None:
    """Give a clause the name before an inserted "says" as its subject ("Moscow, Kyiv says, also sent …")."""
    comma = next((t.index for t in tree[:verb] if t.text == ","), -1)
    after = tree[verb + 1].text if verb + 1 < len(tree) else ""
    rest = [t for t in under(tree, verb) if t.index > verb + 1 and t.pos == "VERB"]
    if comma < 1 or after != "," or not rest or any(t.pos in _VERBAL for t in tree[:verb]):
        return
    heads = [t.index for t in tree[:comma] if t.head not in range(comma) and t.pos in _NOMINAL]
    speaks = any(t.dep in _SUBJECTS and t.index > comma for t in under(tree, verb))
    bare = not any(t.dep in _SUBJECTS for t in under(tree, rest[0].index))
    if len(heads) == 1 and speaks and bare and tree[0].pos != "ADP":
        passive = any(t.dep == "aux:pass" for t in under(tree, rest[0].index))
        hang(tree, heads[0], rest[0].index, "nsubj:pass" if passive else "nsubj")


def _take_that(tree: list[Token], verb: int, language: Language) -> None:
    """Give "said last week that …" its clause, which the tree holds one of the week."""
    for noun in [t for t in under(tree, verb) if t.dep == "obl:unmarked" and t.index > verb]:
        for clause in [t for t in under(tree, noun.index) if t.dep == "acl:relcl"]:
            thats = [t for t in under(tree, clause.index) if t.low in language.grammar.complementizers]
            if thats and thats[0].index == noun.index + 1:
                hang(tree, clause.index, verb, "ccomp")
                tree[thats[0].index] = replace(thats[0], pos="SCONJ", dep="mark")


def _hang_places(tree: list[Token], verb: int, before: Sequence[int], language: Language) -> None:
    """Hang a clause with "where" on the verb before it, not on who says both."""
    for at in before[1:]:
        where = any(t.low in language.grammar.relative_places for t in under(tree, at))
        if where and tree[at].head == verb:
            hang(tree, at, max(one for one in before if one < at), "advcl")


def _deep(tree: Sequence[Token], index: int, verb: int) -> bool:
    """Whether a verb stands in an attribute or under another verb before the comma."""
    return tree[index].dep in {"amod", "acl", "acl:relcl"} and tree[index].head != verb


def _speaks(tree: Sequence[Token], region: range, verb: int) -> bool:
    """Whether the words before a verb are one noun phrase, and those after it no clause."""
    words = [tree[i] for i in region]
    if not any(t.pos in _NOMINAL for t in words) or words[0].pos in _OPENERS | _VERBAL:
        return False
    if any(t.pos in _VERBAL | {"SCONJ"} or (t.pos == "PRON" and t.dep != "nmod:poss") for t in words):
        return False
    if any(t.dep.startswith("aux") for t in under(tree, verb)):
        return False
    rest = []
    for token in tree[verb + 1 :]:
        if token.text in {",", "."}:
            break
        rest.append(token)
    closes = not any(t.pos in _VERBAL | {"SCONJ"} or t.dep == "obj" for t in rest)
    return closes and any(t.pos in _VERBAL for t in tree[: region.start - 1])


def _part(tree: list[Token], region: range, verb: int, strangers: list[int], before: list[int]) -> None:
    tops = [i for i in region if tree[i].pos in _NOMINAL and (tree[i].head not in region)]
    tops = tops or [i for i in region if tree[i].pos in _NOMINAL]
    own = [i for i in tops if tree[i].head == verb and tree[i].dep in _SUBJECTS]
    subject = (own or tops)[-1]
    root = min(before)
    for i in sorted(strangers):
        if tree[i].pos == "ADP":
            continue
        nearest = max((b for b in before if b < i), default=root)
        cased = tree[i - 1].pos == "ADP" or any(t.dep in {"case", "mark"} for t in _near(tree, i))
        hang(tree, i, nearest, "obl" if cased else tree[i].dep if tree[i].dep not in _SUBJECTS else "dep")
    for i in [one for one in strangers if tree[one].pos == "ADP"]:
        noun = next((t.index for t in tree[i + 1 : region.start] if t.pos in _NOMINAL), -1)
        if noun >= 0:
            top = _top(tree, noun, i)
            hang(tree, i, top, "case")
    hang(tree, subject, verb, "nsubj")
    joins = [i for i in range(tops[0], subject) if tree[i].pos == "CCONJ"]
    if joins and tops[0] != subject:  # "Seoul and Tokyo say"
        hang(tree, tops[0], verb, "nsubj")
        hang(tree, subject, tops[0], "conj")
        hang(tree, joins[0], subject, "cc")
    if tree[verb].head < region.start and tree[verb].head != verb:
        top = _root(tree, root, verb)
        hang(tree, verb, verb, "ROOT")
        hang(tree, top, verb, "ccomp")


def _near(tree: Sequence[Token], index: int) -> list[Token]:
    return [t for t in under(tree, index) if t.index < index]


def _top(tree: Sequence[Token], index: int, after: int) -> int:
    """Give the noun that heads the phrase of a word, as long as it stands after a preposition."""
    seen: set[int] = set()
    while index not in seen and tree[index].dep in _WITHIN and tree[index].head > after:
        seen.add(index)
        index = tree[index].head
    return index


def _root(tree: Sequence[Token], index: int, verb: int) -> int:
    """Give the verb at the top of what is said."""
    seen: set[int] = set()
    while index not in seen and tree[index].head not in {index, verb}:
        seen.add(index)
        index = tree[index].head
    return index
