"""What the reports of one event claim together: roles, place, time, and what they contradict each other on.

The rule: where some say that it happened, only they are heard; a plan or a rumour adds nothing to a fact
and contests nothing of it. Roles that two of those heard fill differently, towns that exclude each other,
days that cannot be one and numbers that cannot both be right are contested and stay on the reports.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kg.minting import folded
from kg.model import Filler, LinkStatus, Modality, Polarity, TimePrecision
from kg.told import LASTING, days_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.model import Quantity
    from kg.told import Told

#: Roles that one filler (or one party) holds; two reports that differ contest them.
_SINGLE = frozenset({"host", "visitor", "supplier", "recipient"})
_STATED = frozenset({Modality.ASSERTED, Modality.REPORTED})
#: Places that may hold another one.
_AREAS = frozenset({"Country", "Region"})
_PRECISIONS = (
    TimePrecision.DAY,
    TimePrecision.WEEK,
    TimePrecision.MONTH,
    TimePrecision.INTERVAL,
    TimePrecision.YEAR,
)


@dataclass(frozen=True, slots=True)
class Claims:
    """What rises to an event, and what is contested (names of roles, "place", "begin", "quantityMin")."""

    roles: tuple[Filler, ...] = ()
    place: str = ""
    begin: str = ""
    end: str = ""
    contested: tuple[str, ...] = ()


def weigh(members: Sequence[Told]) -> Claims:
    """Weigh the reports of one event against each other."""
    heard = _heard(members)
    roles, contested = _roles(heard)
    place = _place(heard)
    if place is None:
        contested.append("place")
    announced = [one for one in members if one.report.stance.modality is Modality.PLANNED]
    time = _time(heard)
    if time is None:
        contested.append("begin")
    elif time == ("", ""):
        time = _time(announced)
    if _numbers_differ(heard):
        contested.append("quantityMin")
    begin, end = time or ("", "")
    return Claims(roles, place or "", begin, end, tuple(sorted(contested)))


def _heard(members: Sequence[Told]) -> list[Told]:
    """Choose the reports that say that it happened, else those that do not deny it, else all."""
    stated = [one for one in members if one.report.stance.modality in _STATED]
    positive = [one for one in members if one.report.stance.polarity is Polarity.POSITIVE]
    return stated or positive or list(members)


def _roles(members: Sequence[Told]) -> tuple[tuple[Filler, ...], list[str]]:
    """Give the roles that rise to the event, and those that reports contest."""
    stated: dict[str, set[str]] = defaultdict(set)
    acting: dict[str, list[frozenset[str]]] = defaultdict(list)
    for one in members:
        own: dict[str, set[str]] = defaultdict(set)
        for filler in one.report.roles:
            own[filler.role].add(filler.entity)
        if one.report.origin:
            own["origin"].add(one.report.origin)
        for role, keys in own.items():
            stated[role] |= keys
            acting[role].append(frozenset(one.acting(key) for key in keys))
    contested = sorted(role for role in _SINGLE & set(stated) if _differ(acting[role]))
    risen = (
        Filler(role, key) for role in sorted(set(stated) - set(contested)) for key in sorted(stated[role])
    )
    return tuple(risen), contested


def _differ(sets: Sequence[frozenset[str]]) -> bool:
    """Tell whether any two name different fillers; naming more of the same is no difference."""
    largest = max(sets, key=len)
    return not all(keys <= largest for keys in sets)


def _place(members: Sequence[Told]) -> str | None:
    """Give the narrowest place told, "" if none is, None if two exclude each other, as stops do not.

    A name that could not be linked may be another spelling of the place that others name.
    """
    stops = members[0].event_type in LASTING
    points: set[str] = set()
    areas: dict[str, str] = {}
    lands: set[str] = set()
    named = any(one.venue for one in members)
    known = any(_linked(one) for one in members)
    for one in members:
        key = one.venue if named else one.report.place
        entity = one.entities.get(key)
        if not key or (known and not _linked(one)):
            continue
        if entity is not None and entity.type in _AREAS:
            areas[key] = entity.type
        else:
            points.add(key)
        lands |= {key if entity and entity.type == "Country" else entity.country if entity else ""}
    if len(lands - {""}) > 1 or (len(points) > 1 and not stops):
        return None
    if len(points) == 1:
        return next(iter(points))
    narrow = sorted(key for key, kind in areas.items() if kind == "Region") or sorted(areas)
    return (narrow[0] if len(narrow) == 1 else None) if narrow else ""


def _linked(one: Told) -> bool:
    place = one.entities.get(one.venue)
    return place is not None and place.link.status is LinkStatus.LINKED


def _time(members: Sequence[Told]) -> tuple[str, str] | None:
    """Give the most exact time told; "" if none is, None if two exclude each other."""
    told = [(one, one.report.time) for one in members if one.report.time and days_of(one.report.time)]
    days = [found for one, _ in told if (found := one.reach if not one.continuing else one.days)]
    if not days:
        return "", ""
    if max(begin for begin, _ in days) > min(end for _, end in days):
        return None
    stays = [(one.days, time) for one, time in told if one.days and one.reach != one.days]
    # "This week" says less than the days of arrival and departure, and does not lengthen the stay.
    lasting = [days for days, time in stays if time and time.precision is not TimePrecision.WEEK]
    lasting = lasting or [days for days, _ in stays]
    if lasting:
        first, last = min(begin for begin, _ in lasting), max(end for _, end in lasting)
        return date.fromordinal(first).isoformat(), date.fromordinal(last).isoformat()
    periods = [time for _, time in told if time]
    best = min(periods, key=lambda time: (_PRECISIONS.index(time.precision), time.begin, time.end))
    return best.begin, best.end or (best.begin if best.precision is TimePrecision.DAY else "")


def _numbers_differ(members: Iterable[Told]) -> bool:
    """Tell whether two reports of a number of the same thing cannot both be right."""
    bounds: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for one in members:
        quantity = one.report.quantity
        if quantity is not None and quantity.unit:
            bounds[quantity.sort or folded(quantity.unit)].append(_bounds(quantity))
    return any(max(low for low, _ in each) > min(high for _, high in each) for each in bounds.values())


def _bounds(quantity: Quantity) -> tuple[float, float]:
    low = float("-inf") if quantity.minimum is None else quantity.minimum
    return low, float("inf") if quantity.maximum is None else quantity.maximum
