"""From the lines of a page to the sections of an article: what is headline, caption, paragraph.

Strategy: furniture is told apart piece by piece, but its place is remembered, for it shows the layout:
a block before a credit is a caption, a paragraph before the first picture or byline is the lead. What
is left becomes sections.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kg.datelines import agency_of, cut_agency, cut_place, cut_whole
from kg.furniture import LineKind, cut_credit, is_bare_date, is_caption, line_kind
from kg.model import SectionKind
from kg.pieces import Piece, tidy, without_bullet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.furniture import Furniture

_END: Final = re.compile(r"[.!?…;:。！？]['\"”“»«›‹’)\]]*$")
_STOP: Final = re.compile(r"(?<![A-Z]\.[A-Z])[.;。]['\"”“»«›‹’)\]]*$")
_SENTENCE: Final = re.compile(r"[.!?…]['\"”“»«’)]*\s+(?=[^\W\d_a-zа-я])")
_QUOTE: Final = re.compile(r"^[„“”\"«»'‚‘].*[“”\"»«'’]$")
_HEADLINE_LENGTH: Final = 160
_SUBHEADING_LENGTH: Final = 100
_CAPTION_LENGTH: Final = 350
_CAPTION_SENTENCES: Final = 3
_COMMENT_LENGTH: Final = 200
_LEAD_PARAGRAPHS: Final = 2
_KICKER_WORDS: Final = 2
_BREAKS: Final = frozenset({LineKind.IMAGE, LineKind.CREDIT, LineKind.BYLINE, LineKind.TIMESTAMP})


@dataclass(frozen=True, slots=True)
class Layout:
    """The sections with their texts, the headline, the agency tag and the line that bears a date.

    ``datelines`` are the words of the days that datelines name, each once.
    """

    sections: tuple[tuple[SectionKind, str], ...]
    title: str = ""
    agency: str = ""
    timestamp: str = ""
    datelines: tuple[str, ...] = ()


def same(one: str, other: str) -> bool:
    """Tell whether two headings are the same but for case, quotes and punctuation."""
    return bool(_bare(one)) and _bare(one) == _bare(other)


def arrange(pieces: Sequence[Piece], furniture: Furniture, lang: str, title: str) -> Layout:
    """Take the furniture off and say what each remaining block is."""
    title = tidy(title)
    agency, timestamp, known, days = "", "", [], []
    opened = False
    for given in pieces:
        piece = without_bullet(given)
        whole = cut_whole(furniture, piece.text)
        cut = whole or cut_agency(furniture, piece.text)
        text, found = cut.text, cut.agency
        kind = LineKind.AGENCY if whole else line_kind(furniture, text, lang)
        if kind is LineKind.AGENCY and not whole:
            found = agency_of(furniture, text)
        days.append(cut.day)
        if kind is LineKind.TIMESTAMP and opened and is_bare_date(furniture, text):
            kind, piece = None, replace(piece, hint="heading")  # a day of a chronology
        if kind is LineKind.TIMESTAMP:
            timestamp = timestamp or text
        agency = agency or found
        bare = text if kind else cut_credit(furniture, text, lang)
        hint = "caption" if bare != text and _fits_caption(bare) else piece.hint
        if text != piece.text and not kind:
            hint = "body"  # agencies sign and date paragraphs, not captions
        known.append(Piece(bare, piece.chunk, hint, kind))
        opened = opened or (kind is None and _paragraph(known[-1]))
    known = _cut_boxes(known)
    known = _mark_captions(known, furniture, lang, title)
    blocks, lead_end = _drop(known)
    title, sections, day = _name(blocks, lead_end, furniture, title)
    return Layout(sections, title, agency, timestamp, tuple(dict.fromkeys(filter(None, (*days, day)))))


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def _fits_caption(text: str) -> bool:
    return 0 < len(text) <= _CAPTION_LENGTH and len(_SENTENCE.findall(text)) < _CAPTION_SENTENCES


def _cut_boxes(pieces: list[Piece]) -> list[Piece]:
    """Cut the comment box and lists of other articles."""
    while (end := _box(pieces)) < len(pieces):
        pieces = pieces[:end]
    kept: list[Piece] = []
    related = -1
    for piece in pieces:
        if piece.kind is LineKind.RELATED:
            related = piece.chunk
        elif piece.kind is None and piece.chunk == related and not _END.search(piece.text):
            continue
        kept.append(replace(piece, kind=None) if piece.kind is LineKind.COMMENTS else piece)
    return kept


def _box(pieces: Sequence[Piece]) -> int:
    """Give the index where a box begins that reaches to the end, or the number of pieces."""
    begin = len(pieces)
    listed = short = True
    comments = False
    for index in range(len(pieces) - 1, -1, -1):
        piece = pieces[index]
        boxed = short and (comments or index == len(pieces) - 1)
        if (piece.kind is LineKind.COMMENTS and boxed) or (piece.kind is LineKind.RELATED and listed):
            begin = index
        comments = comments or piece.kind is LineKind.COMMENT
        short = short and (piece.kind is not None or len(piece.text) <= _COMMENT_LENGTH)
        listed = listed and (piece.kind is not None or not _END.search(piece.text))
        if not (short or listed):
            break
    return begin


def _mark_captions(pieces: list[Piece], furniture: Furniture, lang: str, title: str) -> list[Piece]:
    marked = list(pieces)
    opening = next(
        (i for i, piece in enumerate(pieces) if piece.kind is None and _paragraph(piece)), len(pieces)
    )
    full = next((i for i, piece in enumerate(pieces) if _full_heading(piece)), len(pieces))
    for index, piece in enumerate(pieces):
        if piece.kind or piece.hint or not _fits_caption(piece.text) or _is_title(piece.text, title):
            continue
        before = pieces[index - 1].kind if index else None
        after = pieces[index + 1].kind if index + 1 < len(pieces) else None
        # The only full heading before a credit is the headline over a picture without a caption.
        headline = index < opening and not title and index <= full
        # A credit that ends the page is of the picture on its top; several sentences before it are the text.
        closing = index + 2 == len(pieces) and bool(_SENTENCE.search(piece.text))
        single = not _SENTENCE.search(piece.text) and len(piece.text) <= _COMMENT_LENGTH
        if (
            is_caption(furniture, piece.text, lang)
            or (after is LineKind.CREDIT and not headline and not closing)
            or (before is LineKind.IMAGE and single and index + 1 < len(pieces))
        ):
            marked[index] = replace(piece, hint="caption")
    return marked


def _full_heading(piece: Piece) -> bool:
    return piece.kind is None and len(piece.text.split()) > _KICKER_WORDS and not _kicker(piece)


def _kicker(piece: Piece) -> bool:
    """Tell whether a heading can only stand above the headline: a quote, or words before a colon."""
    return bool(_QUOTE.match(piece.text)) or piece.text.endswith(":")


def _drop(pieces: Sequence[Piece]) -> tuple[list[Piece], int]:
    """Leave the furniture out; tell how many blocks stand before the first break after a paragraph."""
    blocks: list[Piece] = []
    lead_end = -1
    opened = False
    for piece in pieces:
        if lead_end < 0 and opened and (piece.kind in _BREAKS or piece.hint == "caption"):
            lead_end = len(blocks)
        if piece.kind is None and piece.text:
            blocks.append(piece)
            opened = opened or _paragraph(piece)
    return blocks, lead_end


def _paragraph(piece: Piece) -> bool:
    if piece.hint:
        return piece.hint == "body"
    return (
        bool(_STOP.search(piece.text))
        or len(piece.text) > _HEADLINE_LENGTH
        or bool(_SENTENCE.search(piece.text))
    )


def _name(
    blocks: list[Piece], lead_end: int, furniture: Furniture, title: str
) -> tuple[str, tuple[tuple[SectionKind, str], ...], str]:
    """Say what each block is, and which is the headline; give the day of the first one's dateline."""
    start = _first_paragraph(blocks, 0)
    headline = _headline(blocks, start, title)
    if headline >= 0:
        title = blocks[headline].text
    kept = [i for i, repeated in enumerate(_repeated(blocks, start, title)) if i == headline or not repeated]
    lead_end = sum(i < lead_end for i in kept)
    blocks = [blocks[i] for i in kept]
    headline = kept.index(headline) if headline >= 0 else -1
    start = _first_paragraph(blocks, 0)
    if headline == start:  # a stated title that is a whole sentence
        start = _first_paragraph(blocks, start + 1)
    leads = range(start, lead_end) if start < lead_end <= start + _LEAD_PARAGRAPHS else range(0)
    sections = [(SectionKind.HEADLINE, title)] if title and headline < 0 and blocks else []
    day = ""
    for index, piece in enumerate(blocks):
        text = piece.text
        if start <= index <= start + _LEAD_PARAGRAPHS and not day:
            cut = cut_place(furniture, text, dashed=index > start)
            text, day = cut.text, cut.day or day
        sections.append((_section_kind(blocks, index, headline, start, leads), text))
    return title, tuple(sections), day


def _first_paragraph(blocks: Sequence[Piece], begin: int) -> int:
    return next((i for i in range(begin, len(blocks)) if _paragraph(blocks[i])), len(blocks))


def _repeated(blocks: Sequence[Piece], start: int, title: str) -> list[bool]:
    """Tell which blocks are the headline again, or a heading above the first paragraph for a second time."""
    seen: set[str] = set()
    repeated = []
    for index, piece in enumerate(blocks):
        bare = "" if _paragraph(piece) or piece.hint == "caption" else _bare(piece.text)
        repeated.append(bool(bare) and (bare == _bare(title) or (index < start and bare in seen)))
        seen.add(bare)
    return repeated


def _headline(blocks: Sequence[Piece], start: int, title: str) -> int:
    """Give the index of the headline, -1 if the text has none."""
    candidates = [i for i in range(start) if blocks[i].hint != "caption"]
    if title:
        for index in [*candidates, start]:
            if index < len(blocks) and _is_title(blocks[index].text, title):
                return index
        return -1
    stated = [i for i in candidates if blocks[i].hint == "title"]
    if stated:
        return stated[0]
    if start == len(blocks):  # no paragraph at all: nothing shows what the lines are
        return -1
    plain = [i for i in candidates if not _kicker(blocks[i])]
    longest = max((len(blocks[i].text) for i in plain), default=0)
    return next(
        (i for i in reversed(plain) if 2 * len(blocks[i].text) >= longest),
        candidates[-1] if candidates else -1,
    )


def _is_title(heading: str, title: str) -> bool:
    """Tell whether a heading is the title, or the title is it and the site's name ("Heading | Site")."""
    return same(heading, title) or (
        title.startswith(heading) and bool(re.match(r"\s+[|–—-]\s+\S", title[len(heading) :]))
    )


def _section_kind(
    blocks: Sequence[Piece], index: int, headline: int, start: int, leads: range
) -> SectionKind:
    piece = blocks[index]
    if index == headline:
        return SectionKind.HEADLINE
    if piece.hint == "caption":
        return SectionKind.CAPTION
    if index in leads:
        return SectionKind.LEAD
    if piece.hint in {"title", "heading"} or index < start < len(blocks):
        return SectionKind.SUBHEADING
    after = blocks[index + 1] if index + 1 < len(blocks) else None
    short = (
        len(piece.text) <= _SUBHEADING_LENGTH and not _END.search(piece.text) and piece.text[0] not in "-•*–—"
    )
    return SectionKind.SUBHEADING if short and after and _paragraph(after) else SectionKind.BODY
