"""Which visit a meeting or an inspection is part of.

The rule: somebody of the visitors took part, it was in the state that was visited, and its time lies in the
visit's; if two visits fit equally well, none is chosen. A denied visit holds nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.identity import months
from kg.model import Status
from kg.told import WINDOW, read_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.model import Event
    from kg.told import Days

    _Month = tuple[str, str]
    _Visit = tuple[Event, Days]

#: Roles of those who take part, by the types of event that a visit holds.
_PARTS: Mapping[str, frozenset[str]] = {
    "Meeting": frozenset({"participant", "host", "visitor"}),
    "Inspection": frozenset({"agent"}),
}
_VISITORS = frozenset({"visitor"})
#: Days that a visit may last beyond what was told of it, and that clocks and texts may be off.
_STAY = 7
_OFF = 1


def hold(events: Iterable[Event], lands: Mapping[str, str]) -> tuple[Event, ...]:
    """Say of events which visit holds them; ``lands`` gives the state of an entity, states their own."""
    listed = tuple(events)
    visits: dict[_Month, list[_Visit]] = defaultdict(list)
    for event in listed:
        days = _days(event, _STAY)
        if event.event_type == "Visit" and event.status is not Status.DENIED and days is not None:
            for visitor in _fillers(event, _VISITORS):
                for month in months(*days):
                    visits[visitor, month].append((event, days))
    return tuple(_held(event, visits, lands) for event in listed)


def _held(event: Event, visits: Mapping[_Month, Sequence[_Visit]], lands: Mapping[str, str]) -> Event:
    roles = _PARTS.get(event.event_type)
    days = _days(event, 0)
    if roles is None or event.status is Status.DENIED or days is None:
        return event
    near = {
        visit.key: (visit, whole)
        for one in _fillers(event, roles)
        for month in months(*days)
        for visit, whole in visits.get((one, month), ())
    }
    ranked = sorted(
        (abs(days[0] - whole[0]), key)
        for key, (visit, whole) in near.items()
        if days[0] <= whole[1] and days[1] >= whole[0] and _there(event, visit, roles, lands)
    )
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return event
    return replace(event, part_of=ranked[0][1])


def _there(event: Event, visit: Event, roles: frozenset[str], lands: Mapping[str, str]) -> bool:
    """Tell whether it was in the state visited: by its place, else by whom the visitors met there."""
    visited = {lands.get(visit.place, "")} - {""}
    visited = visited or {lands.get(host, "") for host in _fillers(visit, frozenset({"host"}))} - {""}
    if visited & {lands.get(one, "") for one in _fillers(visit, _VISITORS)}:
        # Who travels at home is in his own state anyway: only the place tells.
        return bool(event.place) and event.place == visit.place
    if event.place:
        return lands.get(event.place, "") in visited
    others = _fillers(event, roles) - _fillers(visit, _VISITORS)
    return bool(visited & {lands.get(one, "") for one in others})


def _days(event: Event, stay: int) -> Days | None:
    begin, end = read_day(event.begin), read_day(event.end)
    if begin:
        return begin - (_OFF if stay else 0), max(end, begin + stay)
    first, last = read_day(event.first_reported), read_day(event.last_reported)
    return (first - WINDOW, min(last, first + WINDOW)) if first else None


def _fillers(event: Event, roles: frozenset[str]) -> set[str]:
    return {filler.entity for filler in event.roles if filler.role in roles}
