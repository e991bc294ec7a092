"""A sentence as words and the pauses between them, and the quotation marks of a text.

A pause (comma, colon, dash) or a quotation mark parts a sentence into stretches. Marks around a name part
nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORD: Final = re.compile(r"\w+(?:[-–'’./]\w+)*|\S")
_PAUSES: Final = frozenset({",", ":", ";", "–", "—", "-"})
_STOPS: Final = frozenset({".", "!", "?", "…"})
#: Opening marks with those that may close them; each style of the languages that we read.
_CLOSING: Final = {"„": '“”"', "“": '”"“', "«": "»", "»": "«", '"': '"', "‚": "‘’", "‹": "›", "”": "”"}
QUOTATION_MARKS: Final = frozenset('„“”«»"')
#: More words than these are no name.
_LONGEST_NAME: Final = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or mark of a sentence with its place in the text."""

    text: str
    span: Span

    @property
    def low(self) -> str:
        """The form in lower case."""
        return self.text.lower()

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


@dataclass(frozen=True)
class Line:
    """A sentence's words; ``marks`` are the places of the quotation marks that part it."""

    span: Span
    words: tuple[Piece, ...]
    marks: frozenset[int]
    pairs: tuple[Span, ...] = ()

    @cached_property
    def quoted(self) -> frozenset[int]:
        """Give the words within quotation marks that part the sentence."""
        parting = [pair for pair in self.pairs if pair.begin in self.marks]
        return frozenset(
            i for i, w in enumerate(self.words) if any(p.begin < w.span.begin < p.end - 1 for p in parting)
        )

    def closing(self, index: int) -> int:
        """Give the mark that closes the quotation which a word opens; -1 if it opens none here."""
        begin = self.words[index].span.begin
        end = next((pair.end for pair in self.pairs if pair.begin == begin), -1)
        return next((i for i, w in enumerate(self.words) if w.span.end == end), -1)

    @cached_property
    def bounds(self) -> frozenset[int]:
        """Give the words that part stretches."""
        return frozenset(
            i for i, w in enumerate(self.words) if w.text in _PAUSES or w.span.begin in self.marks
        )

    @property
    def last(self) -> int:
        """Give the last word that is no full stop."""
        at = len(self.words) - 1
        while at > 0 and self.words[at].text in _STOPS:
            at -= 1
        return at

    def at(self, offset: int) -> int:
        """Give the word at an offset of the text; the next one if there is a space."""
        return next((i for i, w in enumerate(self.words) if w.span.end > offset), len(self.words) - 1)

    def stretch(self, index: int) -> tuple[int, int]:
        """Give the first and last word of the stretch around a word."""
        first = last = index
        while first > 0 and first - 1 not in self.bounds:
            first -= 1
        while last < self.last and last + 1 not in self.bounds:
            last += 1
        return first, last

    def cut(self, first: int, last: int) -> tuple[Span, ...]:
        """Give the text from one word to another, nothing if there is none."""
        if first > last or first >= len(self.words):
            return ()
        return (Span(self.words[first].span.begin, self.words[last].span.end),)

    def spans(self, indices: Iterator[int] | Sequence[int] | frozenset[int] | set[int]) -> tuple[Span, ...]:
        """Give words as spans, those beside each other as one."""
        out: list[Span] = []
        before = -2
        for i in sorted(set(indices)):
            span = self.words[i].span
            if i == before + 1:
                out[-1] = Span(out[-1].begin, span.end)
            else:
                out.append(span)
            before = i
        return tuple(out)


def line_of(text: str, span: Span, pairs: Sequence[Span]) -> Line:
    """Cut a sentence into words; ``pairs`` are the quotations of its text."""
    found = _WORD.finditer(text, span.begin, span.end)
    words = tuple(Piece(m.group(), Span(m.start(), m.end())) for m in found)
    parting = [pair for pair in pairs if not is_name(text, pair)]
    marks = frozenset(i for pair in parting for i in (pair.begin, pair.end - 1))
    return Line(span, words, marks, tuple(pairs))


def is_name(text: str, pair: Span) -> bool:
    """Whether what stands in quotation marks is a name: few words, the first and the last with a capital."""
    words = [m.group() for m in _WORD.finditer(text, pair.begin + 1, pair.end - 1)]
    plain = [w for w in words if w[:1].isalnum()]
    if not plain:
        return True
    if len(plain) > _LONGEST_NAME or any(w in _STOPS or w in _PAUSES for w in words):
        return False
    return all(w[:1].isupper() or w[:1].isdigit() for w in (plain[0], plain[-1]))


def quotations(text: str, span: Span) -> tuple[Span, ...]:
    """Give what stands in quotation marks in a stretch of a text, marks included, the outermost only."""
    pairs: list[Span] = []
    at = span.begin
    while at < span.end:
        closing = _CLOSING.get(text[at])
        if closing is None or not _opens(text, at, span):
            at += 1
            continue
        end = next((i for i in range(at + 1, span.end) if text[i] in closing and _closes(text, i, span)), -1)
        if end < 0:
            at += 1
            continue
        pairs.append(Span(at, end + 1))
        at = end + 1
    return tuple(pairs)


def _opens(text: str, at: int, span: Span) -> bool:
    before = text[at - 1] if at > span.begin else " "
    after = text[at + 1] if at + 1 < span.end else " "
    return not before.isalnum() and not after.isspace()


def _closes(text: str, at: int, span: Span) -> bool:
    after = text[at + 1] if at + 1 < span.end else " "
    return not after.isalnum() and not text[at - 1].isspace()
