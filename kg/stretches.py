"""Stretches of the calendar: days, weeks, months, seasons, years, their parts, and ways between them.

Pure arithmetic; what lies outside the calendar raises ValueError or OverflowError, as `datetime` does.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from kg.model import TimePrecision


@dataclass(frozen=True, slots=True)
class Stretch:
    """First and last day; ``end`` None if open."""

    begin: date
    end: date | None
    precision: TimePrecision

    @property
    def last(self) -> date:
        """The last day, of an open stretch the last there is."""
        return self.end or date.max


def year(number: int) -> Stretch:
    """Give a year's days."""
    return Stretch(date(number, 1, 1), date(number, 12, 31), TimePrecision.YEAR)


def month(number: int, which: int) -> Stretch:
    """Give a month's days; months before 1 and after 12 lie in the years around."""
    number, which = number + (which - 1) // 12, (which - 1) % 12 + 1
    return Stretch(
        date(number, which, 1), date(number, which, monthrange(number, which)[1]), TimePrecision.MONTH
    )


def day_of(day: date) -> Stretch:
    """Give one day."""
    return Stretch(day, day, TimePrecision.DAY)


def week_of(day: date) -> Stretch:
    """Give the week of a day, from Monday on."""
    monday = day - timedelta(day.weekday())
    return Stretch(monday, monday + timedelta(6), TimePrecision.WEEK)


def weekend_of(day: date) -> Stretch:
    """Give the weekend of a day's week."""
    saturday = day + timedelta(5 - day.weekday())
    return Stretch(saturday, saturday + timedelta(1), TimePrecision.INTERVAL)


def season(number: int, first: int) -> Stretch:
    """Give the three months from a year's month on."""
    return Stretch(month(number, first).begin, month(number, first + 2).last, TimePrecision.INTERVAL)


def cut(stretch: Stretch, nth: int, parts: int) -> Stretch:
    """Cut out the nth part: of whole years in months, of anything from a week up in days."""
    if stretch.end is None or (stretch.end - stretch.begin).days < 6:  # noqa: PLR2004 - a week
        return stretch
    if stretch.precision is TimePrecision.YEAR:
        begin, end = (12 * cut // parts for cut in (nth - 1, nth))
        number = stretch.begin.year
        return Stretch(month(number, begin + 1).begin, month(number, end).last, TimePrecision.INTERVAL)
    days = (stretch.end - stretch.begin).days + 1
    begin, end = (days * cut // parts for cut in (nth - 1, nth))
    return Stretch(
        stretch.begin + timedelta(begin), stretch.begin + timedelta(end - 1), TimePrecision.INTERVAL
    )


def shifted(day: date, number: float, unit: str) -> date:
    """Go a number of units from a day, to the same day of the month or the last it has."""
    months = {"month": 1, "year": 12, "decade": 120}.get(unit)
    if months is None:
        return day + timedelta(round(number * {"day": 1, "week": 7}[unit]))
    there = month(day.year, day.month + round(number * months))
    return there.begin.replace(day=min(day.day, there.last.day))


def around(day: date, unit: str) -> Stretch:
    """Give the unit that holds the day."""
    if unit == "week":
        return week_of(day)
    if unit == "weekend":
        return weekend_of(day)
    if unit == "month":
        return month(day.year, day.month)
    return year(day.year) if unit in ("year", "decade") else day_of(day)
