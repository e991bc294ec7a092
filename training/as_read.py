"""Brings a treebank to the words that the tool parses: compounds in one word, no quotation marks.

UD German GSD cuts "EU-Staaten" into three tokens and keeps quotation marks; the tool reads "EU-Staaten" as
one word and leaves the marks out before it parses (`kg.parsing`). A parser that learns from the treebank as
released learns words and distances that it never meets again.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kg.lines import QUOTATION_MARKS

_HYPHEN = "-"
_MARKS = QUOTATION_MARKS | {"``", "''"}
#: Columns of CoNLL-U.
_ID, _FORM, _POS, _HEAD, _LABEL, _MISC = 0, 1, 3, 6, 7, 9
#: What holds the parts of one compound together in the treebank.
_INNER = frozenset({"compound", "flat", "appos", "nmod", "amod", "dep", "advmod", "conj", "nummod"})
_TIGHT = frozenset({"compound", "flat"})
_NO_SPACE = "SpaceAfter=No"


@dataclass(frozen=True, slots=True)
class _Word:
    """A row of a sentence; ``range`` is the row of the contraction that begins with it, if any."""

    columns: tuple[str, ...]
    range: tuple[str, ...] = field(default=())

    @property
    def form(self) -> str:
        return self.columns[_FORM]

    @property
    def head(self) -> int:
        return int(self.columns[_HEAD])

    def named(self, form: str, misc: str) -> _Word:
        columns = list(self.columns)
        columns[_FORM], columns[_MISC] = form, misc
        return replace(self, columns=tuple(columns))


def as_read(text: str) -> str:
    """Give CoNLL-U with compounds joined and quotation marks left out.

    Parameters
    ----------
    text
        Sentences in CoNLL-U, as released.

    Returns
    -------
    str
        The same sentences without comments; one that hangs on a quotation mark is left out.
    """
    sentences = (_sentence(block) for block in text.split("\n\n"))
    return "\n\n".join(filter(None, sentences)) + "\n\n"


def in_both_forms(text: str) -> str:
    """Give every sentence as the tool reads it, and once more as released where that differs."""
    read, released = as_read(text), []
    kept = set(read.split("\n\n"))
    for block in text.split("\n\n"):
        rows = [row for row in block.splitlines() if not row.startswith("#")]
        if rows and "\n".join(rows) not in kept:
            released.append("\n".join(rows))
    return read + "".join(f"{block}\n\n" for block in released)


def _sentence(block: str) -> str:
    words: list[_Word] = []
    contraction: tuple[str, ...] = ()
    for line in block.splitlines():
        columns = tuple(line.split("\t"))
        if line.startswith("#") or "." in columns[_ID]:
            continue
        if "-" in columns[_ID]:
            contraction = columns
            continue
        words.append(_Word(columns, contraction))
        contraction = ()
    kept = _without_marks(_joined(dict(enumerate(words, 1))))
    return _written(kept)


def _joined(words: dict[int, _Word]) -> dict[int, _Word]:
    """Join what a hyphen parts and the tree holds together; what hung on a part hangs on the whole."""
    for at in sorted(words):
        hyphen, before, after = words.get(at), words.get(at - 1), words.get(at + 1)
        before_at = at - 1
        while before is None and before_at > 1:
            before_at -= 1
            before = words.get(before_at)
        if hyphen is None or hyphen.form != _HYPHEN or before is None or after is None:
            continue
        if before.range or after.range:
            continue
        if after.columns[_POS] == "CCONJ":  # "Gas- und Ölpreise"
            words = _merged(words, before_at, [at], before.form + _HYPHEN, hyphen)
        elif _together(words, before_at, at + 1):
            words = _merged(words, before_at, [at, at + 1], f"{before.form}-{after.form}", after)
    return words


def _together(words: dict[int, _Word], left: int, right: int) -> bool:
    """Whether one of the two hangs on the other as a part of a name or compound does."""
    first, second = words[left], words[right]
    if first.head == right:
        return first.columns[_LABEL] in _INNER
    if second.head == left:
        return second.columns[_LABEL] in _TIGHT
    return first.head == second.head and first.columns[_LABEL] in _TIGHT


def _merged(
    words: dict[int, _Word], whole: int, parts: list[int], form: str, last: _Word
) -> dict[int, _Word]:
    """Put ``parts`` into the word ``whole``: the part whose head lies outside says what the whole is."""
    inside = {whole, *parts}
    outer = [n for n in (*parts, whole) if words[n].head not in inside and words[n].form != _HYPHEN]
    if not outer:
        return words
    new = replace(words[outer[0]].named(form, last.columns[_MISC]), range=words[whole].range)
    made = {n: word for n, word in words.items() if n not in inside} | {whole: new}
    moved = {
        n: _hung(word, whole) if word.head in inside and n != whole else word for n, word in made.items()
    }
    return dict(sorted(moved.items()))


def _hung(word: _Word, head: int) -> _Word:
    columns = list(word.columns)
    columns[_HEAD] = str(head)
    return replace(word, columns=tuple(columns))


def _without_marks(words: dict[int, _Word]) -> dict[int, _Word]:
    """Leave the quotation marks out; none if something hangs on one."""
    marks = {n for n, word in words.items() if word.form in _MARKS}
    if any(word.head in marks for n, word in words.items() if n not in marks):
        return {}
    return {n: word for n, word in words.items() if n not in marks}


def _written(words: dict[int, _Word]) -> str:
    """Write the sentence with its words numbered anew."""
    number = {0: 0} | {old: new for new, old in enumerate(words, 1)}
    lines: list[str] = []
    for old, word in words.items():
        if word.range:
            length = int(word.range[_ID].split("-")[1]) - int(word.range[_ID].split("-")[0])
            lines.append("\t".join((f"{number[old]}-{number[old] + length}", *word.range[1:])))
        columns = list(word.columns)
        columns[_ID], columns[_HEAD] = str(number[old]), str(number[word.head])
        lines.append("\t".join(columns))
    return "\n".join(lines)
