"""What is known about an article besides its text: front matter, dates, language names, addresses.

Front matter is read by an own reader of ``key: value`` lines, not as YAML: values are plain text, so
nothing in a file can make an object, a reference or a number out of them.

Notes (warnings that stay with the article): KG-210 no date, or one that cannot be read ·
KG-212 unknown key · KG-213 the language cannot be told · KG-214 a language that is not read ·
KG-215 the stated language is not what the text looks like · KG-216 an address that is no web page ·
KG-233 a dateline's day that does not fit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from kg.errors import ArticleError
from kg.language_id import identify
from kg.pieces import tidy

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from kg.furniture import Furniture

KEYS: Final = ("title", "date", "publisher", "lang", "url", "agency")
_FENCE: Final = "---"
_PAIR: Final = re.compile(r"([^\W\d][\w-]{0,40})\s*:(?:\s+(.*))?$")
_YEARS: Final = range(1900, 2101)

_D: Final = r"(?P<day>\d{1,2})"
_M: Final = r"(?P<month>\d{1,2})"
_Y: Final = r"(?P<year>\d{4})"
_W: Final = r"(?P<word>[^\W\d_]{3,12})\.?"
_DATES: Final = tuple(
    re.compile(rf"(?<!\d){pattern}(?!\d)")
    for pattern in (
        rf"{_Y}-{_M}-{_D}",
        rf"{_Y}(?P<month>\d{{2}})(?P<day>\d{{2}})",
        rf"{_Y}\s?[./년]\s?{_M}\s?[./월]\s?{_D}",
        rf"{_D}\.\s?{_M}\.\s?{_Y}",
        rf"{_D}(?:\.|st|nd|rd|th)?\s+(?:of\s+)?{_W},?\s+{_Y}",
        rf"{_W}\s+{_D}(?:st|nd|rd|th)?,?\s+{_Y}",
        rf"{_Y}-{_M}(?!-?\d)",
        rf"{_Y}년\s?{_M}월",
        rf"{_W},?\s+{_Y}",
        rf"^{_Y}년?$",
    )
)
_SLASHES: Final = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
_MONTHS: Final = 12
#: A day without its year, or with two figures of it.
_DAYS: Final = tuple(
    re.compile(rf"{pattern}\.?$")
    for pattern in (
        r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})(?:\. ?(?P<short>\d\d))?",
        rf"{_D}\.?\s+{_W}",
        rf"{_W}\s+{_D}",
        rf"{_M}월 ?{_D}일",
    )
)
#: POSIX: "69" to "99" are of the last century.
_PIVOT: Final = 69
_CLOSE: Final = 3  # days between writing and publication
_WHOLE: Final = 10  # length of an ISO day


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The stated values, the text that follows, and warnings."""

    values: Mapping[str, str]
    text: str
    notes: tuple[str, ...] = ()


def read_front_matter(text: str, where: str) -> FrontMatter:
    """Part front matter and text; a text without ``---`` on its first line has none.

    Raises
    ------
    ArticleError
        KG-207, if the front matter never closes.
    """
    lines = text.lstrip("\n\r\ufeff").splitlines(keepends=True)
    if not lines or lines[0].strip() != _FENCE:
        return FrontMatter({}, text)
    values: dict[str, str] = {}
    notes: list[str] = []
    for index, line in enumerate(lines[1:], start=1):
        stripped = tidy(line)
        if stripped in (_FENCE, "..."):
            return FrontMatter(values, "".join(lines[index + 1 :]), tuple(notes))
        pair = _PAIR.match(stripped)
        if not stripped or line[0] in "# \t-":  # comments, and lists under a key that we do not know
            continue
        if not pair:
            break
        key = pair[1].casefold()
        if key not in KEYS:
            notes.append(f"KG-212: unknown key {pair[1]!r} in the front matter; known: {', '.join(KEYS)}")
        else:
            values[key] = _unquote(pair[2] or "")
    raise ArticleError(
        "KG-207",
        f"{where}: the front matter that opens with --- never closes.",
        "Put a line of --- after the last 'key: value' line, or take the first --- away.",
    )


def read_date(words: str, furniture: Furniture) -> str:
    """Give a date as ISO day, month or year; "" if there is none or it is ambiguous (03/04/2023)."""
    words = tidy(words)
    for pattern in _DATES:
        for found in pattern.finditer(words):
            groups = found.groupdict()
            month = groups.get("month") or _month(groups.get("word") or "", furniture)
            day = groups.get("day")
            iso = _iso(found["year"], month, day) if month or not (day or "word" in groups) else ""
            if iso:
                return iso
    slashes = _SLASHES.search(words)
    if slashes:
        one, two, year = slashes.groups()
        if int(one) > _MONTHS:
            return _iso(year, two, one)
        if int(two) > _MONTHS or one == two:
            return _iso(year, one, two)
    return ""


def read_days(
    stated: str, timestamp: str, default: str, datelines: Sequence[str], furniture: Furniture
) -> tuple[str, str, tuple[str, ...]]:
    """Give when an article was published, the day of its dateline, and what is doubtful.

    The publication is stated in the head, else in a line of the text, else by ``default``.
    """
    stated = tidy(stated)
    day = read_date(stated or timestamp, furniture) or read_date(default, furniture)
    dateline, notes = read_dateline(datelines, furniture, day)
    if day:
        return day, dateline, notes
    if stated:
        words = f"the date {stated[:60]!r} cannot be read; write it as 2023-09-13"
    elif dateline:
        words = f"no date found; words like 'Wednesday' are counted from the dateline, {dateline}."
        words += " State when it appeared: 'date: 2023-09-13'"
    else:
        words = "no date found; words like 'Wednesday' get no date. State it: 'date: 2023-09-13'"
    return "", dateline, (f"KG-210: {words}", *notes)


def read_dateline(words: Sequence[str], furniture: Furniture, published: str) -> tuple[str, tuple[str, ...]]:
    """Give the ISO day that datelines name, "" if they do not settle it; with what is doubtful.

    A day without its year takes that of the publication. One that lies far from the publication is not
    used: the text is printed again, or the words are no dateline.
    """
    told = {day for each in words for day in [_dated(tidy(each), furniture, published)] if day}
    if len(told) > 1:
        days = ", ".join(sorted(told))
        return "", (f"KG-233: datelines of several days ({days}); none is used",)
    day = next(iter(told), "")
    if not day or not published or day.startswith(published):
        return day, ()
    if len(published) == _WHOLE and _apart(day, published) <= _CLOSE:
        return day, ()
    return "", (f"KG-233: the dateline's day, {day}, does not fit the date {published}; it is not used",)


def _dated(words: str, furniture: Furniture, published: str) -> str:
    """Read one day; of the years that it may be of, take that nearest to the publication."""
    if len(whole := read_date(words, furniture)) == _WHOLE:
        return whole
    found = next(filter(None, (pattern.match(words) for pattern in _DAYS)), None)
    if found is None:
        return ""
    groups = found.groupdict()
    month = groups.get("month") or _month(groups.get("word") or "", furniture)
    if not month:
        return ""
    if short := groups.get("short"):
        return _iso(str(int(short) + (2000 if int(short) < _PIVOT else 1900)), month, found["day"])
    if not published:
        return ""
    year = int(published[:4])
    within = [day for each in (year - 1, year, year + 1) if (day := _iso(str(each), month, found["day"]))]
    fitting = [day for day in within if day.startswith(published)] or within
    return min(fitting, key=lambda day: _apart(day, f"{published}-07-01"[:_WHOLE]), default="")


def _apart(one: str, other: str) -> int:
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)


def read_language(words: str, furniture: Furniture) -> str:
    """Give the two-letter code of a language tag or name ("de-DE", "German"), "" if unknown."""
    words = tidy(words).casefold()
    if words in furniture.codes:
        return furniture.codes[words]
    code = re.split(r"[-_]", words)[0]
    if code in furniture.codes:
        return furniture.codes[code]
    return code if re.fullmatch(r"[a-z]{2}", code) else ""


def settle_language(
    stated: str, text: str, furniture: Furniture, languages: Collection[str]
) -> tuple[str, tuple[str, ...]]:
    """Give the article's language: as stated, else as told from the text; with what is doubtful."""
    told = identify(text, furniture.profiles)
    lang = read_language(stated, furniture) or told
    notes = []
    if stated and not read_language(stated, furniture):
        notes.append(f"KG-213: {stated!r} is no language; told from the text: {told or 'none'}")
    elif not lang:
        notes.append("KG-213: the language cannot be told from the text; state it with 'lang:'")
    if stated and told and lang != told:
        notes.append(f"KG-215: stated as {lang!r}, but the text reads like {told!r}")
    if lang and lang not in languages:
        notes.append(f"KG-214: the text is in {lang!r}; read are {', '.join(sorted(languages)) or 'none'}")
    return lang, tuple(notes)


def read_url(words: str) -> tuple[str, tuple[str, ...]]:
    """Give a web address, or "" and a note: nothing else may become a link in the pages."""
    words = tidy(words)
    if not words or re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", words, re.IGNORECASE):
        return words, ()
    return "", (f"KG-216: {words[:80]!r} is no http(s) address and was left out",)


def _unquote(value: str) -> str:
    quoted = re.fullmatch(r"([\"'])(.*)\1", value)
    return quoted[2] if quoted else value


def _month(word: str, furniture: Furniture) -> str:
    word = word.casefold()
    return next((str(number) for stem, number in furniture.months if word.startswith(stem)), "")


def _iso(year: str, month: str, day: str | None) -> str:
    if int(year) not in _YEARS:
        return ""
    try:
        whole = date(int(year), int(month or 1), int(day or 1)).isoformat()
    except ValueError:
        return ""
    return whole if day else whole[: 7 if month else 4]
