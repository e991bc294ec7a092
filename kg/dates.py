"""Time expressions of a sentence, and the days they mean.

The rule: a `Period` is only given where the words and the article's date settle it; everything else,
also what merely looks like a time, gives nothing. The strategy has two layers: patterns find times
written in one piece ("13. September", "vergangene Woche"), frames build on them ("seit …",
"Ende …", "zwischen … und …"); then the longest win and are resolved against the article's date.

Decisions
---------
- A bare weekday, or a date without its year, is the nearest one not after the article's day; with
  ``future`` the nearest one not before it (agencies write "am Mittwoch" on that Wednesday). "Last" and
  "next" never mean the article's own day or the month it is in.
- An article dated by month or year resolves what is the same for each of its days.
- "seit 2019" has an open end. "bis 2025", "vor Mittwoch", "nach 2019" tell no begin: nothing.
- "Am selben Tag", "zwei Tage später" count from the day told last, in the sentence or before it, and are
  taken from the context; without such a day they give nothing.
- Parts of a month or year are thirds, precision INTERVAL. Parts of a day are that day.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from kg.calendar_days import Expression, View, resolve
from kg.calendar_words import DateWords, Frame, Value, load_words
from kg.model import Period, TimeBasis, TimePrecision
from kg.stretches import month, year

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["DateWords", "Found", "find", "last_day", "load_words"]

_THEN = frozenset({"then", "then_or_now"})
_ROUNDS = 3  # frames inside frames: "seit Ende der vergangenen Woche" takes two


@dataclass(frozen=True, slots=True)
class Found:
    """A time expression: offsets in the text given, what it means, the preposition before it or "".

    ``back`` marks one that goes back from the day told before ("a day earlier") or is told as gone
    ("지난 26일"): "then" stays the day that the text is about.
    """

    begin: int
    end: int
    period: Period
    introduced_by: str
    back: bool = False


@dataclass(frozen=True, slots=True)
class _Item:
    begin: int
    end: int
    rank: int
    alone: bool
    intro: str
    expression: Expression


def find(
    text: str,
    words: DateWords,
    reference: str,
    *,
    future: bool = False,
    counted: TimeBasis = TimeBasis.RELATIVE_TO_PUBLICATION,
    told: str = "",
) -> tuple[Found, ...]:
    """Find and resolve the time expressions of a sentence.

    Parameters
    ----------
    text
        The sentence; offsets refer to it.
    words
        The language's table, from `load_words`.
    reference
        The article's date, ISO day, month or year; "" if unknown: then only absolute times resolve.
    future
        The sentence speaks of what is to come, so a bare weekday is the next one.
    counted
        What day ``reference`` is: that of the publication or of the dateline.
    told
        The day that was told last before the sentence, "" if none was.

    Raises
    ------
    ValueError
        If ``reference`` is no ISO date.
    """
    days = _reference(reference)
    chosen: list[_Item] = []
    taken: list[tuple[int, int]] = []
    finals = (item for item in _items(text, words) if item.alone)
    for item in sorted(finals, key=lambda item: (item.begin - item.end, item.rank, item.begin)):
        at = bisect_left(taken, (item.end, 0))
        if at and taken[at - 1][1] > item.begin:
            continue
        taken.insert(at, (item.begin, item.end))
        chosen.append(item)
    found: list[Found] = []
    story = told
    for item in sorted(chosen, key=lambda each: each.begin):
        expression, spoken = item.expression, text[item.begin : item.end]
        base = story if expression.gives == "then_or_now" else told
        period = _then(expression, base, spoken) if expression.gives in _THEN else None
        if period is None and expression.gives != "then":
            period = _period(expression, days, future, spoken, counted)
        if period is not None:
            gone = expression.gives == "day" and expression.which == -1 and not expression.period
            back = expression.gives in _THEN and (expression.shift < 0 or expression.which == -1)
            found.append(Found(item.begin, item.end, period, item.intro, back or gone))
            told = period.begin if period.precision is TimePrecision.DAY and not back else told
            story = story if gone else told
    return tuple(found)


def last_day(found: Iterable[Found]) -> str:
    """Give the day told last among the times of a sentence, "" if none is one day."""
    days = [one.period.begin for one in found if one.period.begin == one.period.end and not one.back]
    return days[-1] if days else ""


# Finding ---------------------------------------------------------------------------------------------


def _items(text: str, words: DateWords) -> list[_Item]:
    items: dict[tuple[int, int, Expression], _Item] = {}

    def keep(new: Iterable[_Item]) -> bool:
        size = len(items)
        for item in new:
            key = (item.begin, item.end, item.expression)
            if key not in items or (item.alone and not items[key].alone):
                items[key] = item
        return len(items) > size

    for rank, pattern in enumerate(words.patterns):
        keep(
            _Item(
                match.start(),
                match.end(),
                rank,
                pattern.alone,
                (match.groupdict().get("intro") or "").lower(),
                _express(pattern.gives, {**pattern.constants, **words.read(match.groupdict())}),
            )
            for match in pattern.regex.finditer(text)
            if match.end() > match.start()
        )
    for _ in range(_ROUNDS):
        known = tuple(items.values())
        grown = [keep(_framed(text, words, frame, rank, known)) for rank, frame in enumerate(words.frames)]
        if not any(grown):
            break
    return list(items.values())


def _framed(
    text: str, words: DateWords, frame: Frame, rank: int, known: tuple[_Item, ...]
) -> Iterable[_Item]:
    """Build a frame around every time, or pair of times, that it fits."""
    by_begin: dict[int, list[_Item]] = {}
    for item in known:
        if item.expression.gives in frame.takes and not (frame.bare and item.intro):
            by_begin.setdefault(item.begin, []).append(item)
    for start, groups, first in _opened(text, frame, by_begin):
        chains: list[tuple[_Item, ...]] = [(first,)]
        if len(frame.pieces) > 2:  # noqa: PLR2004 - two times, three pieces
            middle = frame.pieces[1].match(text, first.end)
            chains = [(first, second) for second in by_begin.get(middle.end(), ())] if middle else []
        for chain in chains:
            closing = frame.pieces[-1].match(text, chain[-1].end)
            if closing is None:
                continue
            expression = Expression(frame.gives, inner=tuple(item.expression for item in chain))
            if frame.gives in ("time", "part"):
                part = words.read({**groups, **closing.groupdict()}).get("part", first.expression.part)
                expression = replace(first.expression, part=part if isinstance(part, tuple) else None)
            intro = (groups.get("intro") or first.intro).lower()
            yield _Item(start, closing.end(), rank, alone=True, intro=intro, expression=expression)


def _opened(
    text: str, frame: Frame, by_begin: dict[int, list[_Item]]
) -> Iterable[tuple[int, dict[str, str | None], _Item]]:
    """Give each time that the frame's opening words stand before, with their place and groups."""
    if not frame.opens:
        yield from ((item.begin, {}, item) for items in by_begin.values() for item in items)
        return
    begins = sorted(by_begin)
    for opening in frame.pieces[0].finditer(text):
        for begin in begins[bisect_right(begins, opening.start()) : bisect_right(begins, opening.end())]:
            # "the" may belong to the opening or to the time: not only the longest opening counts
            if exact := frame.pieces[0].fullmatch(text, opening.start(), begin):
                yield from ((opening.start(), exact.groupdict(), item) for item in by_begin[begin])


def _express(gives: str, values: dict[str, Value]) -> Expression:
    """Make an expression, or a range of two where values of a second time were caught."""
    second: dict[str, Any] = {key[:-1]: value for key, value in values.items() if key.endswith("2")}
    first: dict[str, Any] = {key: value for key, value in values.items() if not key.endswith("2")}
    if not second:
        return Expression(gives, **first)
    if second.get("year", 1000) < 100 and first.get("year"):  # noqa: PLR2004 - "2022/23"
        second["year"] += first["year"] // 100 * 100
    shared = {key: value for key, value in first.items() if key not in second}
    return Expression("range", inner=(Expression(gives, **first), Expression(gives, **{**shared, **second})))


# Resolving -------------------------------------------------------------------------------------------


def _reference(reference: str) -> tuple[date, date] | None:
    """First and last day the article may be of."""
    if not reference:
        return None
    first = date.fromisoformat(f"{reference}-01-01"[:10])
    whole = {4: year(first.year), 7: month(first.year, first.month)}.get(len(reference))
    if whole is None and first.isoformat() != reference:
        raise ValueError(f"{reference!r} is no ISO date")
    return (whole.begin, whole.last) if whole else (first, first)


def _then(expression: Expression, told: str, words: str) -> Period | None:
    """Count from the day told before."""
    day = date.fromisoformat(told) if told else None
    stretch = resolve(expression, View(day, day, future=False))
    if stretch is None or stretch.end is None:
        return None
    begin, end = stretch.begin.isoformat(), stretch.end.isoformat()
    return Period(begin, end, stretch.precision, TimeBasis.FROM_CONTEXT, words)


def _period(
    expression: Expression, days: tuple[date, date] | None, future: bool, words: str, counted: TimeBasis
) -> Period | None:
    """Resolve without the article's date, else with each day it may be of, which must agree."""
    basis = TimeBasis.EXPLICIT
    stretch = resolve(expression, View(None, None, future))
    if stretch is None and days is not None:
        basis = counted
        stretch, other = (resolve(expression, View(day, day, future)) for day in days)
        if stretch != other:
            return None
    if stretch is None:
        return None
    end = stretch.end.isoformat() if stretch.end else ""
    return Period(stretch.begin.isoformat(), end, stretch.precision, basis, words)
