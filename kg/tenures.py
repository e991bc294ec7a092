"""Until when an office without an end counts as held: what is known of the days on which it was held.

The rule: a fact of an office is true of the days it was read on, and of a while after that grows with the
time the office had been held by then. Whoever held it for nine years is likely (nine in ten) to hold it for
one more (J. R. Gott, Nature 363, 1993); the terms of the shipped snapshot from 2008 to 2022 say the same.
What lies later is not known, which is not the same as that nobody holds it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The while after the last day known: this share of the time until then, but not less than so many days.
SHARE: Final = 9
LEAST: Final = 90


@dataclass(frozen=True)
class Tenures:
    """What is known of offices without an end beside their begin.

    ``as_of`` is the ISO day of which all of them are true, "" if they are of now. ``told`` gives by position
    and person a later day on which the office was held still (``seen``), ``renewed`` by person the day of
    which his facts are.
    """

    as_of: str = ""
    told: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    renewed: Mapping[str, str] = field(default_factory=dict)

    def known(self, position: str, person: str, begin: str) -> str:
        """Give the last day on which an open term is known to have been held."""
        seen = self.told.get(position, {}).get(person, {}).get("seen", "")
        return max(self.as_of, begin, seen, self.renewed.get(person, ""))


def reaches(begin: str, known: str, day: str) -> bool:
    """Whether an office held from ``begin`` and known to be held at ``known`` is likely held on a day.

    All are ISO days, months or years; a month or year counts from its first day.
    """
    first, last, asked = _day(begin), _day(known), _day(day)
    return asked <= last + max(timedelta(LEAST), (last - first) / SHARE)


def _day(iso: str) -> date:
    return date.fromisoformat(f"{iso}-01-01"[:10] if len(iso) == len("2024") else f"{iso}-01"[:10])
