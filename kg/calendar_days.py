"""The days that a time expression means, seen from a day; knows no language.

The rule: `resolve` gives a `Stretch` or None, never a guess and never an error; a date that the
calendar does not have (31 February) is None.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kg.model import TimePrecision
from kg.stretches import Stretch, around, cut, day_of, month, season, shifted, week_of, weekend_of, year

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Expression:
    """What the words say; ``gives`` is the kind of a pattern or frame in `kg.calendar_words`.

    ``which`` is -1 last, 0 this, 1 next; ``part`` (1, 3) the first third; ``season`` the month it
    begins with; ``shift`` days from today; ``inner`` the times a frame stands around.
    """

    gives: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: int | None = None
    which: int | None = None
    period: str = ""
    number: float = 1
    unit: str = ""
    shift: int = 0
    part: tuple[int, int] | None = None
    inner: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """From where the calendar is looked at: today, the day that bare dates are near to, the way to look."""

    today: date | None
    near: date | None
    future: bool


def resolve(expression: Expression, view: View) -> Stretch | None:
    """Give the days meant, None if they cannot be told from here."""
    try:
        if _either_week(expression, view):
            return _both_weeks(expression, view)
        stretch = _STEPS[expression.gives](expression, view)
    except (ValueError, OverflowError):  # outside the calendar: 31 February, 9000 years ago
        return None
    return cut(stretch, *expression.part) if stretch and expression.part else stretch


def _either_week(expression: Expression, view: View) -> bool:
    """Whether "last week" is said on a weekend: of the week that ends, or of the one before."""
    last = expression.gives == "period" and expression.period == "week" and expression.which == -1
    return last and view.today is not None and view.today.weekday() >= _SATURDAY


def _both_weeks(expression: Expression, view: View) -> Stretch | None:
    """Resolve it as both, up to today."""
    today = view.today
    if today is None:
        return None
    friday, monday = (today + timedelta(_SATURDAY + step - today.weekday()) for step in (-1, 2))
    before, after = (resolve(expression, replace(view, today=day)) for day in (friday, monday))
    if before is None or after is None:
        return None
    return Stretch(before.begin, min(after.last, today), TimePrecision.INTERVAL)


def _nearest(stretches: Iterable[Stretch], expression: Expression, view: View) -> Stretch | None:
    """Choose one of several: last, this, next if said so, else the nearest."""
    if expression.which is not None and not expression.period:
        return _named(stretches, expression, view)
    near = view.near
    if near is None:
        return None
    if view.future:
        return _first(each for each in stretches if each.last >= near)
    return _last(each for each in stretches if each.begin <= near)


def _named(stretches: Iterable[Stretch], expression: Expression, view: View) -> Stretch | None:
    """Choose last, this or next as seen from today; "this" is of this week or of this year."""
    today, which = view.today, expression.which or 0
    if today is None:
        return None
    if which < 0:
        return _last(each for each in stretches if each.last < today)
    if which > 0:
        return _first(each for each in stretches if each.begin > today)
    this = week_of(today) if expression.gives in ("weekday", "period") else year(today.year)
    return _first(each for each in stretches if this.begin <= each.begin <= this.last)


def _first(stretches: Iterable[Stretch]) -> Stretch | None:
    return min(stretches, key=lambda each: each.begin, default=None)


def _last(stretches: Iterable[Stretch]) -> Stretch | None:
    return max(stretches, key=lambda each: each.begin, default=None)


def _anchor(expression: Expression, view: View) -> date | None:
    return view.today if expression.which is not None else view.near


def _years(expression: Expression, view: View, make: Callable[[int], Stretch]) -> Stretch | None:
    """Resolve what comes once a year: in the year said, in last year, or in the nearest year."""
    if expression.year is not None:
        return make(expression.year)
    anchor = _anchor(expression, view)
    if anchor is None:
        return None
    if expression.period == "year" and expression.which is not None:
        return make(anchor.year + expression.which)
    years = range(anchor.year - 8, anchor.year + 9)  # 8: from one 29 February to the next but one
    return _nearest(_made(years, make), expression, view)


def _made(numbers: Iterable[int], make: Callable[[int], Stretch]) -> list[Stretch]:
    found: list[Stretch] = []
    for number in numbers:
        try:
            found.append(make(number))
        except (ValueError, OverflowError):
            continue
    return found


def _resolve_day(expression: Expression, view: View) -> Stretch | None:
    day, which = expression.day or 1, expression.month
    if which is not None:
        return _years(expression, view, lambda number: day_of(date(number, which, day)))
    anchor = _anchor(expression, view)
    if anchor is None:
        return None
    if expression.period == "month" and expression.which is not None:
        return day_of(month(anchor.year, anchor.month + expression.which).begin.replace(day=day))
    months = range(anchor.month - 3, anchor.month + 4)
    return _nearest(
        _made(months, lambda number: day_of(month(anchor.year, number).begin.replace(day=day))),
        expression,
        view,
    )


def _resolve_weekday(expression: Expression, view: View) -> Stretch | None:
    anchor = _anchor(expression, view)
    if anchor is None:
        return None
    monday = week_of(anchor).begin + timedelta((expression.weekday or 1) - 1)
    if expression.period == "week" and expression.which is not None:
        return day_of(monday + timedelta(7 * expression.which))
    return _nearest(
        _made(range(-2, 3), lambda number: day_of(monday + timedelta(7 * number))), expression, view
    )


def _resolve_period(expression: Expression, view: View) -> Stretch | None:
    today, which = view.today, expression.which
    if expression.period == "weekend" and which is None:
        near = view.near
        if near is None:
            return None
        return _nearest(
            [weekend_of(near + timedelta(7 * number)) for number in range(-1, 2)], expression, view
        )
    if today is None:
        return None
    return around(shifted(today, which or 0, expression.period.replace("weekend", "week")), expression.period)


def _resolve_count(expression: Expression, view: View) -> Stretch | None:
    """Resolve "ten days ago": the unit there; of a broken number the next smaller unit."""
    if view.today is None:
        return None
    unit = expression.unit
    there = shifted(view.today, expression.number * (expression.which or 0), unit)
    if expression.number % 1:
        unit = {"week": "day", "month": "week", "decade": "year"}.get(unit, "month")
    return around(there, unit)


def _resolve_span(expression: Expression, view: View) -> Stretch | None:
    """Resolve "the past two years": from the day that long ago to today, or from today on."""
    if view.today is None or not expression.which:
        return None
    there = shifted(view.today, expression.number * expression.which, expression.unit)
    return Stretch(min(there, view.today), max(there, view.today), TimePrecision.INTERVAL)


def _resolve_lasting(expression: Expression, view: View) -> Stretch | None:
    stretch = _resolve_span(replace(expression, which=-1), view)
    return stretch and replace(stretch, end=None)


def _resolve_month(expression: Expression, view: View) -> Stretch | None:
    return _years(expression, view, lambda number: month(number, expression.month or 1))


def _resolve_season(expression: Expression, view: View) -> Stretch | None:
    return _years(expression, view, lambda number: season(number, expression.season or 1))


def _resolve_year(expression: Expression, _view: View) -> Stretch | None:
    return year(expression.year) if expression.year is not None else None


def _resolve_decade(expression: Expression, _view: View) -> Stretch | None:
    first = (expression.year or 0) // 10 * 10
    return Stretch(year(first).begin, year(first + 9).last, TimePrecision.INTERVAL)


def _resolve_shift(expression: Expression, view: View) -> Stretch | None:
    return day_of(view.today + timedelta(expression.shift)) if view.today else None


def _resolve_then(expression: Expression, view: View) -> Stretch | None:
    """Resolve "the next day", "two days earlier": counted from the day that was told before."""
    return (_resolve_count if expression.unit else _resolve_shift)(expression, view)


def _resolve_since(expression: Expression, view: View) -> Stretch | None:
    stretch = resolve(expression.inner[0], view)
    return stretch and Stretch(stretch.begin, None, TimePrecision.INTERVAL)


def _resolve_ever(expression: Expression, view: View) -> Stretch | None:
    """Resolve "since May": up to now, so that May is the last one whatever the verb says."""
    return _resolve_since(expression, replace(view, future=False))


def _resolve_range(expression: Expression, view: View) -> Stretch | None:
    """Resolve two bounds, what the one leaves out being taken from the other."""
    first, second = expression.inner
    if first.gives == "day" and first.month is None and second.month is not None:
        first = replace(first, month=second.month)
    if (
        first.gives in ("day", "month")
        and first.year is None
        and first.which is None
        and second.year is not None
    ):
        end = resolve(second, view)
        begin = end and resolve(first, replace(view, near=end.begin, future=False))
    else:
        begin = resolve(first, view)
        end = begin and resolve(second, replace(view, near=begin.begin, future=True))
    if begin is None or end is None or begin.end is None or end.end is None or begin.begin > end.end:
        return None
    return Stretch(begin.begin, end.end, TimePrecision.INTERVAL)


def _resolve_nothing(_expression: Expression, _view: View) -> Stretch | None:
    return None


_STEPS: Mapping[str, Callable[[Expression, View], Stretch | None]] = {
    "day": _resolve_day,
    "month": _resolve_month,
    "year": _resolve_year,
    "decade": _resolve_decade,
    "weekday": _resolve_weekday,
    "season": _resolve_season,
    "period": _resolve_period,
    "shift": _resolve_shift,
    "then": _resolve_then,
    "then_or_now": _resolve_then,
    "count": _resolve_count,
    "span": _resolve_span,
    "lasting": _resolve_lasting,
    "since": _resolve_since,
    "ever": _resolve_ever,
    "range": _resolve_range,
    "nothing": _resolve_nothing,
}
