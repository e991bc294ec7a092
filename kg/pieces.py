"""Plain text and Markdown, cut into pieces: a piece is a line, or the lines of one wrapped paragraph."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kg.furniture import LineKind, line_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.furniture import Furniture

_SOFT_BREAK: Final = re.compile("\u00ad[ \t]*(?:\r?\n[ \t]*)?")
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_WRAP_WIDTH: Final = 120
#: A mark before an entry of a list. A dash that another one answers in the line opens speech, no entry.
_BULLET: Final = re.compile(r"(?:[•◦▪‣⁃∙·*]\s*|-\s(?!.*\s-\s))(?=[^\W_]|[\"„“«'‚‘(])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of the page. ``chunk`` counts the groups that blank lines part.

    ``hint`` is what the source says it is: "title", "heading", "caption" or "".
    """

    text: str
    chunk: int
    hint: str = ""
    kind: LineKind | None = None


def tidy(text: str) -> str:
    """Fold white space to single spaces, drop what cannot be seen, compose characters (NFC)."""
    text = _INVISIBLE.sub("", _SOFT_BREAK.sub("", text))
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return " ".join(unicodedata.normalize("NFC", _CONTROL.sub(" ", text)).split())


def without_bullet(piece: Piece) -> Piece:
    """Take off the mark before an entry of a list: it is no word of the sentence behind it."""
    found = None if piece.kind else _BULLET.match(piece.text)
    return replace(piece, text=piece.text[found.end() :], hint=piece.hint or "body") if found else piece


def split(text: str, furniture: Furniture, lang: str, *, markdown: bool = False) -> list[Piece]:
    """Cut plain text or Markdown into pieces; wrapped lines are joined again."""
    pieces: list[Piece] = []
    text = _SOFT_BREAK.sub("", text)
    chunks = [[line for raw in lines if (line := tidy(raw))] for lines in _chunks(text)]
    for number, lines in enumerate(chunks):
        known = [Piece(line, number, kind=line_kind(furniture, line, lang)) for line in lines]
        if markdown:
            known = [part for piece in known for part in _markdown(piece, furniture, lang)]
        run: list[Piece] = []
        for piece in known:
            if piece.kind or piece.hint:
                pieces += _unwrap(run, furniture, joined=markdown)
                run = []
                pieces.append(piece)
            else:
                if _BULLET.match(piece.text):  # an entry goes on with no line before it
                    pieces += _unwrap(run, furniture, joined=markdown)
                    run = []
                run.append(piece)
        pieces += _unwrap(run, furniture, joined=markdown)
    return pieces


def _chunks(text: str) -> list[list[str]]:
    chunks: list[list[str]] = [[]]
    for line in text.splitlines():
        if tidy(line):
            chunks[-1].append(line)
        elif chunks[-1]:
            chunks.append([])
    return [chunk for chunk in chunks if chunk]


def _markdown(piece: Piece, furniture: Furniture, lang: str) -> list[Piece]:
    """Take the marks off a line of Markdown."""
    line = piece.text
    image = re.fullmatch(r"!\[([^\]]*)\]\([^)]*\)\s*(.*)", line)
    if image:
        parts = [Piece("image", piece.chunk, kind=LineKind.IMAGE)]
        words = tidy(re.sub(r"[*_]", "", image[2] or image[1]))
        return parts + ([Piece(words, piece.chunk, "caption")] if " " in words else [])
    if re.fullmatch(r"=+|-+", line):
        return [Piece("", piece.chunk, kind=LineKind.DROP)]
    heading = re.fullmatch(r"(#{1,6})\s+(.*?)\s*#*", line)
    hint = ("title" if heading[1] == "#" else "heading") if heading else piece.hint
    line = heading[2] if heading else re.sub(r"^(?:>\s*)+|^[-*+]\s+", "", line)
    line = re.sub(r"!?\[([^\]]*)\]\([^)\s]*(?:\s\"[^\"]*\")?\)", r"\1", line)
    line = re.sub(r"<!--.*?-->|<br ?/?>", " ", line)
    line = re.sub(r"(\*{1,3}|`)(?=\S)(.+?)(?<=\S)\1", r"\2", line)
    line = re.sub(r"(?<!\w)(_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", line)
    line = tidy(re.sub(r"\\([\\`*_{}\[\]()#+.!>-])", r"\1", line))
    return [Piece(line, piece.chunk, hint, line_kind(furniture, line, lang))] if line else []


def _unwrap(run: Sequence[Piece], furniture: Furniture, *, joined: bool) -> list[Piece]:
    """Join the lines of a paragraph that was wrapped: each line is filled as far as its width goes."""
    if len(run) < 2:  # noqa: PLR2004
        return list(run)
    width = max(len(piece.text) for piece in run)
    filled = width <= _WRAP_WIDTH and all(
        len(one.text) + 1 + len(after.text.split()[0]) > width for one, after in pairwise(run)
    )
    words = furniture.function_words
    cut = any(
        after.text[0].islower() or one.text.endswith((",", "-")) or one.text.split()[-1].casefold() in words
        for one, after in pairwise(run)
    )
    if joined or (filled and cut):
        return [replace(run[0], text=" ".join(piece.text for piece in run))]
    return list(run)
