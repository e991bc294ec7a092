"""Which visit a meeting or an inspection is part of.

The rule: somebody of the visitors took part, it was in the state that was visited, and its time lies in the
visit's; if two visits fit equally well, none is chosen. A denied visit holds nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import Status
from kg.told import WINDOW, read_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.model import Event
    from kg.told import Days

#: Roles of those who take part, by the types of event that a visit holds.
_PARTS: Mapping[str, frozenset[str]] = {
    "Meeting": frozenset({"participant", "host", "visitor"}),
    "Inspection": frozenset({"agent"}),
}
#: Days that a visit may last beyond what was told of it, and that clocks and texts may be off.
_STAY = 7
_OFF = 1


def hold(events: Iterable[Event], lands: Mapping[str, str]) -> tuple[Event, ...]:
    """Say of events which visit holds them; ``lands`` gives the state of an entity, states their own."""
    listed = tuple(events)
    visits: dict[str, list[Event]] = defaultdict(list)
    for event in listed:
        if event.event_type == "Visit" and event.status is not Status.DENIED:
            for visitor in _fillers(event, frozenset({"visitor"})):
                visits[visitor].append(event)
    return tuple(_held(event, visits, lands) for event in listed)


def _held(event: Event, visits: Mapping[str, list[Event]], lands: Mapping[str, str]) -> Event:
    roles = _PARTS.get(event.event_type)
    if roles is None or event.status is Status.DENIED:
        return event
    near = {visit.key: visit for one in _fillers(event, roles) for visit in visits.get(one, ())}
    ranked = sorted(
        (rank, key)
        for key, visit in near.items()
        if (rank := _apart(event, visit)) is not None and _there(event, visit, roles, lands)
    )
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return event
    return replace(event, part_of=ranked[0][1])


def _there(event: Event, visit: Event, roles: frozenset[str], lands: Mapping[str, str]) -> bool:
    """Tell whether it was in the state visited: by its place, else by whom the visitors met there."""
    visited = {lands.get(visit.place, "")} - {""}
    visited = visited or {lands.get(host, "") for host in _fillers(visit, frozenset({"host"}))} - {""}
    if event.place:
        return lands.get(event.place, "") in visited
    others = _fillers(event, roles) - _fillers(visit, frozenset({"visitor"}))
    return bool(visited & {lands.get(one, "") for one in others})


def _apart(event: Event, visit: Event) -> int | None:
    """Give how many days after the visit's begin it was, None if outside."""
    own, whole = _days(event, 0), _days(visit, _STAY)
    if own is None or whole is None or own[0] > whole[1] or own[1] < whole[0]:
        return None
    return abs(own[0] - whole[0])


def _days(event: Event, stay: int) -> Days | None:
    begin, end = read_day(event.begin), read_day(event.end)
    if begin:
        return begin - (_OFF if stay else 0), max(end, begin + stay)
    first, last = read_day(event.first_reported), read_day(event.last_reported)
    return (first - WINDOW, min(last, first + WINDOW)) if first else None


def _fillers(event: Event, roles: frozenset[str]) -> set[str]:
    return {filler.entity for filler in event.roles if filler.role in roles}
