"""What the reports of all articles add up to: one event a happening.

The rule: everything on an event is derived from its reports, and its IRI from its type, main actors and
time alone, so a rebuild gives the same events whatever the order of the articles. Which reports are of
one happening is decided in `identity`; here they are weighed: status, origins, roles, place, time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from kg.identity import groups
from kg.minting import digest, folded, local_key
from kg.model import Event, Filler, Modality, Polarity, Status, TimePrecision
from kg.told import LAST_DAY, days_of, read_day, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.identity import Group
    from kg.minting import Mint
    from kg.model import Telling
    from kg.told import Told

#: Roles that one filler (or one party) holds; two reports that differ contest them.
_SINGLE = frozenset({"host", "visitor", "supplier", "recipient"})
_PRECISIONS = (
    TimePrecision.DAY,
    TimePrecision.WEEK,
    TimePrecision.MONTH,
    TimePrecision.INTERVAL,
    TimePrecision.YEAR,
)
_MAIN_ACTORS = 2


def merge(tellings: Sequence[Telling], mint: Mint) -> tuple[Event, ...]:
    """Make events of the reports of all articles, sorted by key; labels are given by `labelling.label`.

    The same article told twice counts once.
    """
    reports = {one.iri: one for telling in tellings for one in told(telling, mint)}
    merged = sorted(groups(reports.values()), key=_first_told)
    events: dict[str, Event] = {}
    for group in merged:
        event = _event(group)
        if event.key in events:
            # Same type, actors and time, yet not one: the one told first keeps the plain key.
            event = replace(event, key=f"{event.key}-{digest(_first_told(group)[1], 6)}")
        events[event.key] = event
    return tuple(events[key] for key in sorted(events))


def reports_on(events: Iterable[Event], mint: Mint) -> dict[str, str]:
    """Map each report's IRI to the IRI of its event, as `describe.article_graph` takes it."""
    return {report: mint.event(event.key) for event in events for report in event.reports}


def status_of(stances: Iterable[tuple[Modality, Polarity]], reporting_origins: int) -> Status:
    """Sum up modalities and polarities of reports in one status, the first that fits.

    Parameters
    ----------
    reporting_origins
        How many independent origins the reports of modality Reported have.
    """
    modalities, polarities = set[Modality](), set[Polarity]()
    for modality, polarity in stances:
        modalities.add(modality)
        polarities.add(polarity)
    if polarities == {Polarity.POSITIVE, Polarity.NEGATIVE}:
        return Status.DISPUTED
    if polarities == {Polarity.NEGATIVE}:
        return Status.DENIED
    if Modality.ASSERTED in modalities or reporting_origins > 1:
        return Status.ASSERTED
    if Modality.REPORTED in modalities:
        return Status.REPORTED
    return Status.PLANNED if Modality.PLANNED in modalities else Status.SPECULATED


def _first_told(group: Group) -> tuple[int, str]:
    return min((one.published or LAST_DAY, one.iri) for one in group.members)


def _event(group: Group) -> Event:
    members = sorted(group.members, key=lambda one: one.iri)
    fillers, contested = _roles(members)
    place, place_contested = _place(members)
    begin, end = _time(members)
    stances = [one.report.stance for one in members]
    reporting = [one for one in members if one.report.stance.modality is Modality.REPORTED]
    published = sorted(one.article.date for one in members if read_day(one.article.date))
    return Event(
        key=_key(group),
        event_type=members[0].event_type,
        status=status_of([(stance.modality, stance.polarity) for stance in stances], _origins(reporting)),
        roles=fillers,
        place=place,
        begin=begin,
        end=end,
        reports=tuple(one.iri for one in members),
        contested=tuple(sorted([*contested, *place_contested])),
        sources=_origins(members),
        first_reported=published[0] if published else "",
        last_reported=published[-1] if published else "",
    )


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


def _place(members: Sequence[Told]) -> tuple[str, list[str]]:
    places = {one.report.place for one in members} - {""}
    if len(places) > 1:
        return "", ["place"]
    return next(iter(places), ""), []


def _time(members: Sequence[Told]) -> tuple[str, str]:
    """Give the most exact time told; none if two exclude each other."""
    periods = [one.report.time for one in members if one.report.time is not None and days_of(one.report.time)]
    days = [found for found in map(days_of, periods) if found]
    if not days or max(begin for begin, _ in days) > min(end for _, end in days):
        return "", ""
    best = min(periods, key=lambda time: (_PRECISIONS.index(time.precision), time.begin, time.end))
    return best.begin, best.end or (best.begin if best.precision is TimePrecision.DAY else "")


def _origins(members: Iterable[Told]) -> int:
    """Count the independent origins: one agency, one outlet or one wording is one."""
    parents: dict[str, str] = {}

    def root(name: str) -> str:
        parents.setdefault(name, name)
        while parents[name] != name:
            parents[name] = parents[parents[name]]
            name = parents[name]
        return name

    for one in members:
        words = " ".join(re.findall(r"\w+", folded(one.sentence)))
        parents[root(f"words:{words or one.iri}")] = root(_origin(one))
    return len({root(name) for name in parents})


def _origin(one: Told) -> str:
    """Give whom a report goes back to: an agency, else the publisher, else the article itself."""
    article, stance = one.article, one.report.stance
    if one.agency or article.agency:
        return one.agency or local_key("NewsAgency", article.agency)
    for key in (*stance.relays, stance.source):
        entity = one.entities.get(key)
        if entity is not None and entity.type == "NewsAgency":
            return key
    if one.publisher or article.publisher:
        return one.publisher or local_key("Publisher", article.publisher)
    return f"article/{article.sha256}"


def _key(group: Group) -> str:
    """Make an event's key of its type, its main actors and its time."""
    first = group.members[0]
    actors = sorted(group.actors)
    when = _when(group)
    identity = "\n".join([first.event_type, *actors, when])
    if not actors or first.exact:
        identity = "\n".join([identity, *first.exact])
    names = [re.sub(r"[^A-Za-z0-9-]+", "-", key.rpartition("/")[2]) for key in actors[:_MAIN_ACTORS]]
    return "-".join([first.event_type, *names, when, digest(identity, 6)])


def _when(group: Group) -> str:
    """Give the day, month or year in question, else the month of the first publication."""
    if group.dated:
        begin, end = (date.fromordinal(day).isoformat() for day in group.days)
        if begin == end:
            return begin
        if begin[:7] == end[:7]:
            return begin[:7]
        return begin[:4] if begin[:4] == end[:4] else (begin if group.days[0] > 1 else end)
    published = [one.published for one in group.members if one.published]
    return date.fromordinal(min(published)).isoformat()[:7] if published else "undated"
