"""Which reports speak of one happening.

The rule: two reports are one event if their type is the same, the main actors of one are among the
other's, no directed role is swapped, and their times and places fit. Groups are grown from the report that
says most; a further one joins only if it fits the whole group, so no chain of vague reports can tie two
dates or two pairs of actors together. What then stands alone gets a second look (`regrouping`). The order
of the input plays no part.

Things: what is only supposed or planned is no part of what is stated of other things, though both go on
(missiles that may come, shells that came). Things without an item are compared in one language only.

Times: a dated report must overlap all dated ones of its group. An undated one is anchored softly at its
publication, ten days either way; an undated report of something that goes on (arms deals, …) at its
year of publication. Without any date a report is joined within its article only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.model import Modality
from kg.told import FIRST_DAY, LAST_DAY, WINDOW

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.told import Days, Told

#: From whom, to whom: swapped, it is another event.
_OPPOSITES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "supplier": ("recipient",),
        "sender": ("recipient",),
        "recipient": ("supplier", "sender"),
        "agent": ("target", "visitor"),
        "target": ("agent",),
        "visitor": ("agent",),
    }
)
_LINKED = re.compile(r"Q[0-9]+")
_NOBODY: frozenset[str] = frozenset()
#: Not at one place, they are told apart by what was looked at.
_OF_THINGS = frozenset({"Inspection"})
#: Who travels is who it is about: a rumour of two does not make their two journeys one.
_OF_ONE_PARTY = frozenset({"Visit"})
#: Who met is who it is about: two who met are not two of whom each met a third.
_OF_PAIRS = frozenset({"Meeting"})
_MANY_MONTHS = 24
#: Two who are named by both are enough where day or place agree: who else was there is told unevenly.
_PAIR = 2

Block = tuple[str, str, str]
_STANCES: Mapping[Modality, str] = MappingProxyType(
    {
        Modality.ASSERTED: "stated",
        Modality.REPORTED: "stated",
        Modality.PLANNED: "planned",
        Modality.SPECULATED: "open",
        Modality.HYPOTHETICAL: "open",
    }
)


class Things:
    """The items of several reports: the same key is the same thing, another one only in the same language."""

    def __init__(self) -> None:
        self._kept: dict[str, set[str]] = {}

    def __bool__(self) -> bool:
        return bool(self._kept)

    def add(self, one: Told) -> None:
        """Take the items of a report in."""
        for key in one.things:
            self._kept.setdefault(_tongue(key, one), set()).add(key)

    def alike(self, one: Told) -> bool | None:
        """Tell whether a report is of one of these things; None where they cannot be compared."""
        if any(key in kept for kept in self._kept.values() for key in one.things):
            return True
        return False if any(_tongue(key, one) in self._kept for key in one.things) else None


class Group:
    """The reports of one happening, with what all of them leave open."""

    def __init__(self, first: Told) -> None:
        self.members: list[Told] = []
        self.actors: frozenset[str] = frozenset()
        self.days: Days = (FIRST_DAY, LAST_DAY)
        #: Publication of the undated ones: the earliest last day, the latest first day.
        self.published: Days = (LAST_DAY, FIRST_DAY)
        self.articles: set[str] = set()
        self.places: set[str] = set()
        self._sides: dict[str, frozenset[str]] = {}
        self._points: set[str] = set()
        self._countries: set[str] = set()
        self._things = Things()
        self._by_stance: dict[str, Things] = {}
        self._parties: set[frozenset[str]] = set()
        self._received: set[frozenset[str]] = set()
        self.add(first)

    @property
    def event_type(self) -> str:
        """The type that all members have."""
        return self.members[0].event_type

    @property
    def dated(self) -> bool:
        """Whether any report tells the time."""
        return self.days != (FIRST_DAY, LAST_DAY)

    @property
    def anchored(self) -> bool:
        """Whether any undated report has a day of publication."""
        return self.published != (LAST_DAY, FIRST_DAY)

    def add(self, one: Told) -> None:
        """Take a further report in."""
        self.members.append(one)
        if not one.actors <= self.actors:
            self.actors |= one.actors
        self.days, self.published = self._narrowed(one)
        self.articles.add(one.article.sha256)
        for filler in one.report.roles:
            if filler.role in _OPPOSITES:
                self._sides[filler.role] = self._sides.get(filler.role, _NOBODY) | one.fillers(filler.role)
        self._parties.add(one.actors)
        self._received.add(one.received)
        self._things.add(one)
        if one.continuing:
            self._by_stance.setdefault(stated_as(one), Things()).add(one)
        self.places |= {one.venue} - {""}
        self._points |= {one.point} - {""}
        self._countries |= {one.country} - {""}

    def takes(self, one: Told) -> bool:
        """Tell whether a report may speak of the same happening as all members."""
        return (
            one.continuing == self.members[0].continuing
            and self._fits_time(one)
            and not self._only_supposed(one)
            and not self.contradicts(one)
            and self._fits_actors(one)
        )

    def nearness(self, one: Told) -> tuple[bool, int, int, bool, int]:
        """Order groups by how well a report fits: same article, days, shared actors, place, more articles."""
        apart, shared = _gap(one.window, self.members[0].window), len(one.actors & self.actors)
        same = one.article.sha256 in self.articles
        return same, -apart, shared, one.venue in self.places, len(self.articles)

    def contradicts(self, one: Told) -> bool:
        """Tell whether a report swaps sides, or is of another place or thing, and so another event."""
        if one.country and self._countries and self._countries != {one.country}:
            return True
        if (one.point and self._points and self._points != {one.point}) or self._of_others(one):
            return True
        if self.event_type in _OF_THINGS and one.point not in self._points:
            alike = self._things.alike(one)
            if alike is False or (alike is None and self._things and one.things and not self._by_pair(one)):
                return True
        if self._sides:
            for filler in one.report.roles:
                for opposite in _OPPOSITES.get(filler.role, ()):
                    if one.acting(filler.entity) in self._sides.get(opposite, _NOBODY):
                        return True
        return False

    def _of_others(self, one: Told) -> bool:
        """Tell whether others travelled, or of three who met another pair, or guests without their host."""
        if self.event_type in _OF_ONE_PARTY:
            return not all(one.actors & party for party in self._parties)
        if self.event_type not in _OF_PAIRS:
            return False
        host = one.received
        for party in self._parties if len(one.actors) >= _PAIR else ():
            shared = one.actors & party
            if shared and len(party) >= _PAIR and (len(shared) < _PAIR or (host and not host & party)):
                return True
        known = len(one.actors & self.actors) >= _PAIR
        return known and any(hosts and not hosts & one.actors for hosts in self._received)

    def _by_pair(self, one: Told) -> bool:
        """Tell whether two who are named by both did it on one day: then things need not be compared."""
        same = bool(one.days) and one.days == self.days
        return same and len(one.actors & self.actors) >= _PAIR

    def _only_supposed(self, one: Told) -> bool:
        """Tell whether a report of what goes on would make a rumour of other things look like a fact."""
        own = stated_as(one)
        if not one.continuing or not own:
            return False
        if {own, *self._by_stance} >= {"planned", "stated"}:
            return True
        others = [things.alike(one) for stance, things in self._by_stance.items() if stance not in {own, ""}]
        return False in others and True not in others

    def _narrowed(self, one: Told) -> tuple[Days, Days]:
        days, published = self.days, self.published
        reach = one.reach
        if reach:
            days = (max(days[0], reach[0]), min(days[1], reach[1]))
        elif one.published:
            published = (min(published[0], one.published[1]), max(published[1], one.published[0]))
        return days, published

    def _fits_time(self, one: Told) -> bool:
        if one.window is None or not (self.dated or self.anchored):
            # Nothing to go by but the article; what it dates elsewhere may be its background.
            return one.article.sha256 in self.articles and one.window is None and not self.dated
        days, (earliest, latest) = self._narrowed(one)
        if days[0] > days[1] or latest - earliest > WINDOW:
            return False
        anchored = self.anchored or not one.days
        return not anchored or (days[0] <= earliest + WINDOW and latest - WINDOW <= days[1])

    def _fits_actors(self, one: Told) -> bool:
        if one.actors <= self.actors or one.actors >= self.actors:
            return True
        agree = bool(one.days and self.dated) or one.venue in self.places
        return agree and len(one.actors & self.actors) >= _PAIR


def _tongue(key: str, one: Told) -> str:
    return "" if _LINKED.fullmatch(key) else one.article.lang


def stated_as(one: Told) -> str:
    """Tell whether a report states, plans or leaves open; "" of a denial."""
    return _STANCES.get(one.report.stance.modality, "")


def _gap(one: Days | None, other: Days | None) -> int:
    if one is None or other is None:
        return LAST_DAY
    return abs(one[0] + one[1] - other[0] - other[1]) // 2


def groups(reports: Iterable[Told]) -> list[Group]:
    """Put reports of one happening together, in an order that does not depend on theirs."""
    exact: dict[tuple[str, ...], Group] = {}
    found: list[Group] = []
    blocks: dict[Block, dict[Group, None]] = defaultdict(dict)
    for one in sorted(reports, key=_most_telling):
        group = exact.get((one.event_type, *one.exact)) if one.exact else _best(one, blocks)
        if group is None:
            group = Group(one)
            found.append(group)
        else:
            group.add(one)
        if one.exact:
            exact[one.event_type, *one.exact] = group
            continue
        for block in _blocks(one):
            blocks[block][group] = None
    return found


def _most_telling(one: Told) -> tuple[int, int, int, str]:
    begin, end = one.window or (FIRST_DAY, LAST_DAY)
    return -len(one.actors), end - begin, begin, one.iri


def _best(one: Told, blocks: Mapping[Block, Mapping[Group, None]]) -> Group | None:
    candidates = dict.fromkeys(group for block in _blocks(one) for group in blocks.get(block, {}))
    fitting = [group for group in candidates if group.takes(one)]
    return max(fitting, key=lambda group: (group.nearness(one), group.members[0].iri), default=None)


def _blocks(one: Told) -> Iterator[Block]:
    """Give the pigeonholes in which the reports that may be one event meet: type, actor, month."""
    window = one.window
    for actor in sorted(one.actors):
        yield one.event_type, actor, one.article.sha256
        if window is not None:
            for month in months(*window):
                yield one.event_type, actor, month


def months(begin: int, end: int) -> Iterator[str]:
    """Give the numbers of the months that a period touches, at most two years of them."""
    first, last = date.fromordinal(max(begin, FIRST_DAY)), date.fromordinal(min(end, LAST_DAY))
    month, final = first.year * 12 + first.month, last.year * 12 + last.month
    # An open period meets others near its known end only; the rest of time would be too many pigeonholes.
    if begin <= FIRST_DAY:
        month = max(month, final - _MANY_MONTHS)
    final = min(final, month + _MANY_MONTHS)
    for number in range(month, final + 1):
        yield str(number)
