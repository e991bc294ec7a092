"""The key of an event: its type, its main actors and its time, as most of its articles have them.

The rule: what most articles say makes the key, and of two that are told equally often the one told first,
so that one article more leaves it as it is wherever it can. Publishers' clocks play no other part.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from kg.minting import digest
from kg.told import FIRST_DAY, LAST_DAY

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from kg.identity import Group
    from kg.told import Told

T = TypeVar("T", bound="Hashable")

_MAIN_ACTORS = 2
_NEVER = (LAST_DAY, LAST_DAY)
_MONTH = 7


def first_told(group: Group) -> tuple[int, str]:
    """Give the day on which an event was first published and the report's IRI: orders events."""
    return min(_since(one) for one in group.members)


def event_key(group: Group) -> str:
    """Make an event's key, the same as long as most of its articles agree."""
    first = group.members[0]
    actors, when = _actors(group), _when(group)
    identity = "\n".join([first.event_type, *actors, when])
    if not actors or first.exact:
        identity = "\n".join([identity, *first.exact])
    names = [re.sub(r"[^A-Za-z0-9-]+", "-", key.rpartition("/")[2]) for key in actors[:_MAIN_ACTORS]]
    return "-".join([first.event_type, *names, when, digest(identity, 6)])


def _actors(group: Group) -> list[str]:
    """Give the actors that most articles name; one that names a single party leaves the other open."""
    several = [one for one in group.members if len(one.actors) > 1]
    return sorted(_voted((one, one.actors) for one in several or group.members))


def _when(group: Group) -> str:
    """Give the day, month or year in question, else the month of the first publication."""
    if not group.dated:
        published = [one.published for one in group.members if one.published]
        return date.fromordinal(min(published)[0]).isoformat()[:_MONTH] if published else "undated"
    exact = [(one, one.days[0]) for one in group.members if one.days and one.days[0] == one.days[1]]
    if exact:
        day = date.fromordinal(_voted(exact)).isoformat()
        return day[:_MONTH] if any(one.reach != one.days for one, _ in exact) else day
    begin, end = (date.fromordinal(day).isoformat() for day in group.days)
    if begin[:_MONTH] == end[:_MONTH]:
        return begin[:_MONTH]
    return begin[:4] if begin[:4] == end[:4] else (begin if group.days[0] > FIRST_DAY else end)


def _voted(votes: Iterable[tuple[Told, T]]) -> T:
    """Give what most articles say; of equals, what was said first."""
    articles: dict[T, set[str]] = defaultdict(set)
    since: dict[T, tuple[int, str]] = {}
    for one, value in votes:
        articles[value].add(one.article.sha256)
        since[value] = min(since.get(value, _since(one)), _since(one))
    return min(articles, key=lambda value: (-len(articles[value]), since[value]))


def _since(one: Told) -> tuple[int, str]:
    return (one.published or _NEVER)[0], one.iri
