"""A second look at what stands alone: it may speak of a happening that others tell more closely.

The rule: a group joins another only if that is the single one it can mean; of two that fit it chooses none.
Looked for are the happening that a later article recalls, the one that a rumour or an announcement led to,
the one that a denial denies, a meeting of rulers told as one of their states, one happening that two
reports date a day apart, and the launch or the troops that are told without who sent them. All choices
are made on the groups as they were found, so their order plays no part.
"""

from __future__ import annotations

from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.identity import months, stated_as
from kg.model import Modality, Polarity
from kg.told import FIRST_DAY, LAST_DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kg.identity import Block, Group
    from kg.told import Days, Told

    Meant = Callable[[Group, Group], bool]

#: How long an article looks back on what it tells without a date, and how long a denial is understood.
_BACK = 90
#: How far ahead of the happening a rumour may be told.
_AHEAD = 45
_ASIDE = 1
_OPEN = frozenset({Modality.PLANNED, Modality.SPECULATED, Modality.HYPOTHETICAL})
#: Happenings of which two reports may name two days; tests and launches follow each other day by day.
_ONCE = frozenset({"Meeting", "Agreement", "Inspection"})
#: For how many days what was launched is the news.
_NEWS = 3
_NO_GROUPS: Mapping[Group, None] = {}


def regroup(groups: Sequence[Group]) -> list[Group]:
    """Put what stands alone to the one group it can mean; the rest stay as they are."""
    index = _index(groups)
    order = {group: number for number, group in enumerate(groups)}
    target: dict[Group, Group] = {}
    for group in groups:
        meant = _meant(group, index) if not group.members[0].exact else _nameless(group, index)
        if meant is not None:
            target[group] = meant
    joined: set[Group] = set()
    for group, into in target.items():
        mutual = target.get(into) is group
        if into in target and not (mutual and _rank(into, order) > _rank(group, order)):
            continue
        for one in group.members:
            into.add(one)
        joined.add(group)
    return [group for group in groups if group not in joined]


def _rank(group: Group, order: Mapping[Group, int]) -> tuple[int, int]:
    return len(group.articles), -order[group]


def _meant(group: Group, index: Mapping[Block, Mapping[Group, None]]) -> Group | None:
    """Give the only group that this one can mean, by the first way of meaning that finds any."""
    near: dict[Group, None] = {}
    for block in _blocks(group, _BACK):
        near |= index.get(block, _NO_GROUPS)
    near.pop(group, None)
    others = [other for other in near if _compatible(group, other)]
    for ways in (_ahead, _recalled, _denies, _of_states, _day_apart):
        found = [other for other in others if ways(group, other)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _nameless(group: Group, index: Mapping[Block, Mapping[Group, None]]) -> Group | None:
    """Give what is meant where nobody is said to have done it: the one of whom the article speaks did."""
    one = group.members[0]
    fits = _NAMELESS.get(one.event_type)
    if fits is None or one.actors or one.published is None:
        return None
    near: dict[Group, None] = {}
    for actor in one.entities:
        for month in months(one.published[0] - _BACK, one.published[1]):
            near |= index.get((one.event_type, actor, month), _NO_GROUPS)
    meant = [other for other in near if other.actors <= one.entities.keys() and fits(group, other)]
    return meant[0] if len(meant) == 1 else None


def _launched(group: Group, other: Group) -> bool:
    """Tell whether a launch was days before the article, or is told in it with its day."""
    one, told = group.members[0], group.members[0].published or (FIRST_DAY, FIRST_DAY)
    return (
        _exact(other)
        and told[0] - _BACK <= other.days[0] <= told[1]
        and (group.articles <= other.articles or told[1] - other.days[0] <= _NEWS)
        and (one.days is None or one.days[0] <= other.days[0] <= one.days[1])
        and _at_home(one, other)
    )


def _deployed(group: Group, other: Group) -> bool:
    """Tell whether troops of one kind went to one place in one year, as stated, as planned or as supposed."""
    one = group.members[0]
    standing = {stated_as(one)}
    return (
        one.continuing
        and other.members[0].continuing
        and one.venue in other.places
        and one.days is not None
        and max(one.days[0], other.days[0]) <= min(one.days[1], other.days[1])
        and any(one.things & member.things and {stated_as(member)} == standing for member in other.members)
    )


def _at_home(one: Told, other: Group) -> bool:
    """Tell whether the place of a launch, so far as it is told, lies in the state that launched."""
    place = one.entities.get(one.venue)
    return place is None or not place.country or place.country in other.actors


#: Told without who did it ("The satellite was put into orbit", "troops were sent to Kursk").
_NAMELESS: Mapping[str, Meant] = MappingProxyType({"Launch": _launched, "TroopDeployment": _deployed})


def _compatible(group: Group, other: Group) -> bool:
    return not any(other.contradicts(one) for one in group.members)


def _ahead(group: Group, other: Group) -> bool:
    """Tell whether a rumour or an announcement came true, or was told again with a date."""
    told, begin = _published(group), _begin(other)
    return (
        _undated(group)
        and not group.members[0].continuing
        and all(one.report.stance.modality in _OPEN for one in group.members)
        and other.dated
        and not other.members[0].continuing
        and group.actors <= other.actors
        and told is not None
        and begin is not None
        and told[0] <= begin <= told[1] + _AHEAD
    )


def _recalled(group: Group, other: Group) -> bool:
    """Tell whether a later article speaks of what it, or one about the same place, dates."""
    told, begin = _published(group), _begin(other)
    same = bool(group.places & other.places) or group.articles <= other.articles
    return (
        _undated(group)
        and not any(one.report.stance.modality in _OPEN for one in group.members)
        and other.dated
        and not other.members[0].continuing
        and same
        and group.actors <= other.actors
        and told is not None
        and begin is not None
        and told[1] - _BACK <= begin <= told[1]
    )


def _denies(group: Group, other: Group) -> bool:
    """Tell whether a denial without a date of its own is about what was told shortly before."""
    told = _published(group)
    there = _published(other) or other.days
    return (
        all(one.report.stance.polarity is Polarity.NEGATIVE for one in group.members)
        and all(one.report.time is None for one in group.members)
        and any(one.report.stance.polarity is Polarity.POSITIVE for one in other.members)
        and group.actors == other.actors
        and told is not None
        and there[0] <= told[1]
        and there[1] >= told[0] - _BACK
    )


def _of_states(group: Group, other: Group) -> bool:
    """Tell whether a meeting of states is that of their rulers: on one day, or at one place in one time."""
    states = {_state(group, actor) for actor in group.actors}
    people = {_state(other, actor) for actor in other.actors}
    return (
        group.event_type == "Meeting"
        and len(states) > 1
        and group.actors == states
        and not group.actors & other.actors
        and states == people
        and (_same_day(group, other) or (bool(group.places & other.places) and _together(group, other)))
    )


def _day_apart(group: Group, other: Group) -> bool:
    """Tell whether two dated reports of one happening at one place are but a day apart."""
    return (
        group.event_type in _ONCE
        and _exact(group)
        and _exact(other)
        and group.actors == other.actors
        and bool(group.places & other.places)
        and 0 < abs(group.days[0] - other.days[0]) <= _ASIDE
    )


def _undated(group: Group) -> bool:
    return all(one.report.time is None for one in group.members)


def _exact(group: Group) -> bool:
    return group.dated and group.days[0] == group.days[1]


def _same_day(group: Group, other: Group) -> bool:
    return _exact(group) and _exact(other) and group.days == other.days


def _together(group: Group, other: Group) -> bool:
    windows = [_window(one) for one in (group, other)]
    return all(windows) and max(begin for begin, _ in windows) <= min(end for _, end in windows)


def _state(group: Group, actor: str) -> str:
    for one in group.members:
        entity = one.entities.get(actor)
        if entity is not None:
            return actor if entity.type == "Country" else entity.country
    return ""


def _begin(group: Group) -> int | None:
    """Give the first day told; of what is only known to a month or longer, none before its last day."""
    return group.days[1] if group.dated and group.days[1] != LAST_DAY else None


def _published(group: Group) -> Days | None:
    days = [one.published for one in group.members if one.published]
    return (min(begin for begin, _ in days), max(end for _, end in days)) if days else None


def _window(group: Group) -> Days:
    windows = [found for one in group.members if (found := one.window)]
    if not windows:
        return LAST_DAY, FIRST_DAY
    return max(begin for begin, _ in windows), min(end for _, end in windows)


def _index(groups: Iterable[Group]) -> Mapping[Block, Mapping[Group, None]]:
    index: dict[Block, dict[Group, None]] = defaultdict(dict)
    for group in groups:
        if not group.members[0].exact:
            for block in _blocks(group, 0):
                index[block][group] = None
    return index


def _blocks(group: Group, margin: int) -> Iterator[Block]:
    begin, end = _window(group)
    if begin > end and not (group.dated or group.anchored):
        return
    begin, end = min(begin, end), max(begin, end)
    parties = group.actors | ({_state(group, one) for one in group.actors} - {""})
    for actor in sorted(parties):
        for month in months(max(begin - margin, FIRST_DAY), min(end + margin, LAST_DAY)):
            yield group.event_type, actor, month
