"""Agency tags and datelines: cut off the ends of a paragraph, and what they tell kept.

``SEOUL, June 3 (Sample) --`` tells from which day "today" is counted, and for whom the text was written.
Strategy: a tag or dateline is cut off an end of a line, never out of its middle. The day is told in the
words as they stand; `kg.metadata.read_dateline` reads them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.furniture import Furniture

_LONGEST: Final = 400  # bounds the work of the patterns
_WORD: Final = r"(?-i:[A-ZÄÖÜА-ЯЁ][\w.'’-]*|[가-힣]+)"
_PLACE: Final = rf"{_WORD}(?:(?:, ?|/| ){_WORD}){{0,4}}"
_YEAR: Final = r"(?:,? (?:\d{4}|(?-i:\d{4} г(?:\.|ода))))?"
_NTH: Final = r"\d{1,2}(?:\.|st|nd|rd|th)?"
#: A day: "12. Juli 2025", "3rd Jun, 2025", "June 3", "12.07.2025", "12.07.25", "2025-06-03", "6월 3일".
_NAMED: Final = rf"(?:{_NTH} [^\W\d]{{3,9}}\.?{_YEAR}|[^\W\d]{{3,9}}\.? \d{{1,2}}{_YEAR})"
_NUMBERS: Final = (
    r"(?:\d{1,2}\. ?\d{1,2}\.(?: ?\d{4}| ?\d{2})?|\d{4}-\d\d-\d\d|\d{4}[./] ?\d{1,2}[./] ?\d{1,2}\.?)"
)
_KOREAN: Final = r"(?:\d{4}년 ?)?\d{1,2}월 ?\d{1,2}일"
_DAY: Final = rf"(?:,? (?P<day>{_NAMED}|{_NUMBERS}|{_KOREAN}))"
_LATER: Final = rf"(?:,? (?P<later>{_NAMED}|{_NUMBERS}))"
_DASH: Final = re.compile(r"\s(?:--?|[–—])\s")
_END: Final = r"\s*(?:--|[-–—:.])\s+"


@dataclass(frozen=True, slots=True)
class Cut:
    """What is left of a line, the agency as it is known ("dpa"), and the words of the dateline's day."""

    text: str
    agency: str = ""
    day: str = ""


def cut_agency(furniture: Furniture, line: str) -> Cut:
    """Take agency tags off both ends of a paragraph, with the dateline; keep who and when."""
    agency, day = "", ""
    for _ in range(4):  # a text can bear a dateline and a closing tag, seldom two
        found = _match(furniture.datelines, line)
        rest = line[found.end() :] if found else line
        if found:
            day = day or told_day(found)
        else:
            tail = line[-_LONGEST:]
            found = next(filter(None, (pattern.search(tail) for pattern in furniture.tails)), None)
            rest = line[: len(line) - len(tail) + found.start()] if found else line
        if not found or not rest.strip():
            break
        agency = agency or agency_of(furniture, found[0])
        line = rest.strip()
    return Cut(line, agency, day)


def cut_place(furniture: Furniture, line: str, *, dashed: bool = False) -> Cut:
    """Take a dateline that names a town, and perhaps a day, but no agency off the first paragraph.

    Below a headline that is not known as one, only a ``dashed`` one: "Moscow: …" may say who speaks.
    """
    found = _match(furniture.places, line)
    if found and dashed and not _DASH.search(found[0]):
        return Cut(line)
    return Cut(line[found.end() :], day=told_day(found)) if found else Cut(line)


def cut_whole(furniture: Furniture, line: str) -> Cut | None:
    """Tell what a line says that is a dateline and nothing else, None if it is text."""
    if len(line) > _LONGEST:
        return None
    ended = f"{line} – "
    found = _match(furniture.datelines, ended)
    if found is None or found.end() < len(ended):
        return None
    return Cut("", agency_of(furniture, found[0]), told_day(found))


def agency_of(furniture: Furniture, words: str) -> str:
    """Give the first agency a tag names, as it is known ("dpa"), "" if none."""
    found = furniture.agency.search(words)
    return furniture.agencies[found[0].casefold()] if found else ""


def told_day(found: re.Match[str]) -> str:
    """Give the words of the day that a dateline names, "" if it names none."""
    groups = found.groupdict()
    return (groups.get("day") or groups.get("later") or "").rstrip(".")


def _match(patterns: Iterable[re.Pattern[str]], line: str) -> re.Match[str] | None:
    return next(filter(None, (pattern.match(line) for pattern in patterns)), None)


# Patterns --------------------------------------------------------------------------------------------


def alternatives(words: Mapping[str, str] | Sequence[str]) -> str:
    """Give a pattern of whole words, the longest first."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)" if words else r"(?!)"


def compile_tails(agency: str) -> tuple[re.Pattern[str], ...]:
    """Compile the tags at the end of a text."""
    other = r"[\w.-]{1,14}"
    listed = rf"(?:{other}\s?[/,;]\s?){{0,3}}{agency}(?:(?:\s?[/,;]\s?| und | and | и ){other}){{0,4}}"
    after = r"(?<=[.!?…\"“”»«›‹’'])"  # only behind a finished sentence: "of the agency (dpa)" stays
    return (
        re.compile(rf"{after}\s*[(\[]\s?{listed}\s?[)\]]$", re.IGNORECASE),
        re.compile(rf"{after}\s*(?:[—–]|--?)\s?{agency}$", re.IGNORECASE),
    )


def compile_datelines(agency: str) -> tuple[re.Pattern[str], ...]:
    """Compile the datelines that name an agency."""
    reporter = r"(?:[가-힣·, ]{2,24}(?:기자|특파원)\s*=\s*)?"
    tag = rf"(?:[\w.-]{{1,14}}[/,] ?){{0,2}}{agency}(?:[/,;] ?[\w.-]{{1,14}}){{0,3}}"
    day = rf"(?:{_LATER})?"
    numbers = r"(?:(?P<later>\d{4}\. ?\d{1,2}\. ?\d{1,2}\.?)\s+)?"
    return (
        re.compile(rf"^(?:{_PLACE}{_DAY}?,? ?)?\({tag}\){day}{_END}", re.IGNORECASE),
        re.compile(rf"^{_PLACE}{_DAY}?[.,]?\s+/{agency}/(?:\.|\s*[-–—])\s+", re.IGNORECASE),
        re.compile(rf"^{_PLACE}{_DAY}[.,]?\s+[-–—]\s*{agency}(?:\.|\s*[-–—])\s+", re.IGNORECASE),
        re.compile(rf"^{_PLACE}[.,]{_DAY}\.?\s+{agency}(?:\.[a-z]{{2,3}})?\s*[-–—]\s+", re.IGNORECASE),
        re.compile(rf"^[(\[](?:[가-힣·]{{2,12}})?{_DAY}발? {agency}[)\]]\s*(?:=|[-–—]+)?\s*", re.IGNORECASE),
        re.compile(rf"^[(\[](?:[가-힣·]{{2,12}}\s?=\s?)?{agency}[)\]]\s*{numbers}{reporter}", re.IGNORECASE),
    )


def compile_places(places: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    """Compile the datelines without an agency: of a town that is known, or of any in capitals with a day."""
    town = alternatives(places)
    country = r"(?-i:, [A-ZÄÖÜ][\w.]+(?: [A-ZÄÖÜ][\w.]+)?)?"
    wire = r"(?: \([^()]{2,40}\))?"  # "(Sample Wire) —"
    end = rf"{wire}(?:\s+(?:--?|[–—|])\s+|:\s+|\.\s+)(?=[^\d\s(])"
    capitals = r"(?-i:[A-ZÄÖÜА-ЯЁ][A-ZÄÖÜА-ЯЁ'’-]{2,24})"
    dash = rf"{wire}\s+(?:--?|[–—])\s+(?=[^\d\s(])"
    within = r"[^()]{2,50} ?[-–—]"  # "Seoul, (Sample Wire - 3rd Jun, 2024) :"
    return (
        re.compile(rf"^{town}(?:/{town})*{country}{_DAY}?{end}", re.IGNORECASE),
        re.compile(rf"^{capitals}(?:[ /]{capitals}){{0,2}}{_DAY}{dash}", re.IGNORECASE),
        re.compile(rf"^{capitals}(?:[ /]{capitals}){{0,2}}{country}{dash}", re.IGNORECASE),
        re.compile(rf"^{town}{country},? \({within}{_DAY} ?\)(?:\s?[:–—-]\s*|\s+)", re.IGNORECASE),
    )
