"""Brings Korean trees of Kaist from before version 2.11 of Universal Dependencies to what it says since.

The training part at hand is older than the parts that measure. What changed is told by the changelog of the
treebank and by its development part, of which both states are known: names and fixed phrases are headed by
their first word, only few verbs are auxiliaries, nouns are oblique rather than adverbs or markers, a sign
after a number is its unit, and a comma before a conjunct hangs on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

#: Columns of CoNLL-U.
_LEMMA, _POS, _TAG, _HEAD, _DEP = 2, 3, 4, 6, 7
_FIRST_WORD_HEADS = frozenset({"fixed", "flat"})
_JOINED = frozenset({"conj", "flat"})
_AUXILIARY_STEM = "px"
_UNIT, _COMMA, _OPENING, _CLOSING = "su", "sp", "sl", "sr"
#: What a word that is no auxiliary any longer, an adverb, or a marker has become, by part of speech.
_NO_AUXILIARY = {
    "NOUN": "obl",
    "ADV": "advmod",
    "SCONJ": "mark",
    "CCONJ": "cc",
    "AUX": "compound",
    "VERB": "advcl",
}
_NO_ADVERB = {"NOUN": "obl", "PRON": "obl", "NUM": "obl", "PROPN": "obl", "VERB": "advcl"}
_NO_MARKER = {"NOUN": "obl"}


@dataclass
class _Word:
    """A word of a tree that is being changed; heads count from 1, 0 is none."""

    number: int
    stem: str
    pos: str
    tag: str
    head: int
    dep: str


def newer(text: str, auxiliaries: Collection[str]) -> str:
    """Give the trees of a CoNLL-U text as the newer version has them, whose auxiliaries are few stems."""
    return "".join(f"{_sentence(block, auxiliaries)}\n\n" for block in text.split("\n\n") if block.strip())


def _sentence(block: str, auxiliaries: Collection[str]) -> str:
    lines = [line.split("\t") for line in block.strip("\n").split("\n")]
    rows = [row for row in lines if row[0].isdigit()]
    tree = [
        _Word(int(row[0]), row[_LEMMA].split("+")[0], row[_POS], row[_TAG], int(row[_HEAD]), row[_DEP])
        for row in rows
    ]
    _head_first(tree)
    _hang_units(tree)
    _relabel(tree, auxiliaries)
    _hang_commas(tree)
    _hang_quotes(tree)
    for row, word in zip(rows, tree, strict=True):
        row[_POS], row[_HEAD], row[_DEP] = word.pos, str(word.head), word.dep
    return "\n".join("\t".join(row) for row in lines)


def _head_first(tree: Sequence[_Word]) -> None:
    """Let the first word of a name or a fixed phrase head it, and take over all that hung on its last."""
    for last in tree:
        parts = [
            w for w in tree if w.head == last.number and w.dep in _FIRST_WORD_HEADS and w.number < last.number
        ]
        if not parts:
            continue
        first, dep = parts[0], parts[0].dep
        for word in tree:
            if word.head == last.number:
                word.head = first.number
        first.head, first.dep, last.head, last.dep = last.head, last.dep, first.number, dep


def _hang_units(tree: Sequence[_Word]) -> None:
    """Let a sign after a number head it, as a noun that counts does."""
    for unit in tree:
        number = tree[unit.head - 1] if unit.head else None
        if unit.tag == _UNIT and number and number.number == unit.number - 1:
            unit.pos, unit.head, unit.dep = "SYM", number.head, number.dep
            number.head, number.dep = unit.number, "nummod"
            for word in tree:
                if word.head == number.number and word.number > unit.number and word.dep == "punct":
                    word.head = unit.number


def _relabel(tree: Sequence[_Word], auxiliaries: Collection[str]) -> None:
    heads = {word.head for word in tree}
    for word in tree:
        if word.pos == "PUNCT" and word.number not in heads and word.head:
            word.dep = "punct"
        auxiliary = word.tag.startswith(_AUXILIARY_STEM) and word.stem in auxiliaries
        if word.dep == "aux":
            if auxiliary:
                word.pos = "AUX"
            else:
                word.dep = _NO_AUXILIARY.get(word.pos, word.dep)
        elif word.dep == "advmod":
            word.dep = _NO_ADVERB.get(word.pos, word.dep)
        elif word.dep == "mark":
            word.dep = _NO_MARKER.get(word.pos, word.dep)
        if word.dep == "cop":
            word.pos = "AUX"
        elif word.pos == "AUX" and word.dep != "aux":
            word.pos = "VERB"


def _hang_commas(tree: Sequence[_Word]) -> None:
    """Let a comma between two parts of a conjunction or a name hang on the second.

    Unless the first has a comma on its other side, too.
    """
    for mark in tree:
        if mark.tag == _COMMA and 0 < mark.head < mark.number:
            before = tree[mark.head - 1]
            first = _first(tree, before)
            if first == 1 or tree[first - 2].tag != _COMMA or tree[first - 2].head != before.number:
                mark.head = next(_later_parts(tree, mark, before), mark.head)


def _first(tree: Sequence[_Word], head: _Word) -> int:
    """Give the number of the first word, marks aside, of what hangs on a word, itself included."""
    first = head.number
    while True:
        before = [w.number for w in tree[: first - 1] if first <= w.head <= head.number and w.dep != "punct"]
        if not before:
            return first
        first = min(before)


def _later_parts(tree: Sequence[_Word], mark: _Word, before: _Word) -> Iterator[int]:
    """Give the words after a mark that are joined to what stands before it, or to what that hangs on."""
    while True:
        for later in tree[mark.number :]:
            inside = later.head == before.number
            beside = later.head == before.head and later.dep == before.dep
            if later.dep in _JOINED and (inside or beside):
                yield later.number
        if not 0 < before.head < before.number:
            return
        before = tree[before.head - 1]


def _hang_quotes(tree: Sequence[_Word]) -> None:
    """Let an opening quote hang on what the closing one hangs on, if that is inside."""
    for mark in tree:
        if mark.tag == _OPENING and mark.dep == "punct":
            closing = next((w for w in tree[mark.number :] if w.tag in {_OPENING, _CLOSING}), mark)
            if closing.tag == _CLOSING and mark.number < closing.head < closing.number:
                mark.head = closing.head
