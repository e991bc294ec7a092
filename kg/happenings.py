"""Happenings that are known beyond the articles, and their Wikidata items.

The rule: a table says who, what, where and when (`data/happenings.tsv`); an event that fits is linked, at
most one an item. A line without an item waits for somebody who has read it in Wikidata and links nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.errors import ProjectError
from kg.told import read_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kg.model import Event

COLUMNS: Final = ("item", "type", "actors", "place", "begin", "end", "name")
_QID: Final = re.compile(r"Q[1-9][0-9]*")


@dataclass(frozen=True, slots=True)
class Happening:
    """One line: an event of this type of these actors within these days; ``item`` "" if not verified."""

    item: str
    event_type: str
    actors: frozenset[str]
    place: str
    begin: str
    end: str
    name: str

    def fits(self, event: Event, actors: frozenset[str]) -> bool:
        """Tell whether an event with these main actors is this happening."""
        begin, end = read_day(event.begin), read_day(event.end)
        return (
            event.event_type == self.event_type
            and self.actors <= actors
            and bool(begin and end)
            and read_day(self.begin) <= begin <= end <= read_day(self.end)
            and event.place in {"", self.place}
        )


def load_happenings(path: Path) -> tuple[Happening, ...]:
    """Read a table of known happenings.

    Raises
    ------
    ProjectError
        KG-137 with the first faulty line.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectError(
            "KG-137", f"{path} cannot be read: {error}.", "Install geoevents again."
        ) from error
    if tuple(lines[0].split("\t")) != COLUMNS:
        raise _faulty(path, 1, f"the columns must be {', '.join(COLUMNS)}")
    found: list[Happening] = []
    for number, line in enumerate(lines[1:], 2):
        if not line.strip() or line.startswith("#"):
            continue
        made = _line(path, number, line)
        if made.item and any(one.item == made.item for one in found):
            raise _faulty(path, number, f"{made.item} stands twice")
        found.append(made)
    return tuple(found)


def known_items(
    events: Iterable[tuple[Event, frozenset[str]]], happenings: Iterable[Happening]
) -> Mapping[str, str]:
    """Give the item of each event that is a known happening, by key; of several that fit, the most told."""
    listed = list(events)
    items: dict[str, str] = {}
    for one in happenings:
        fitting = [event for event, actors in listed if one.item and one.fits(event, actors)]
        if fitting:
            items[min(fitting, key=lambda event: (-len(event.reports), event.key)).key] = one.item
    return items


def _line(path: Path, number: int, line: str) -> Happening:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) != len(COLUMNS):
        raise _faulty(path, number, f"{len(cells)} columns, not {len(COLUMNS)}")
    item, kind, actors, place, begin, end, name = cells
    for qid in (item, place, *actors.split()):
        if qid and not _QID.fullmatch(qid):
            raise _faulty(path, number, f"{qid!r} is no item (Q…)")
    if not read_day(begin) or read_day(begin) > read_day(end):
        raise _faulty(path, number, "begin and end must be days, in this order")
    if not kind or not actors or not name:
        raise _faulty(path, number, "type, actors or name is missing")
    return Happening(item, kind, frozenset(actors.split()), place, begin, end, name)


def _faulty(path: Path, number: int, what: str) -> ProjectError:
    return ProjectError("KG-137", f"{path}, line {number}: {what}.", "Write: " + " <tab> ".join(COLUMNS))
