"""What the reports of all articles add up to: one event a happening.

The rule: everything on an event is derived from its reports, and its IRI from its type, main actors and
time alone, so a rebuild gives the same events whatever the order of the articles. Which reports are of
one happening is decided in `identity` and `regrouping`, what they claim together in `claims`, how many
origins they have in `origins`; here it is put together, with the status that follows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.claims import weigh
from kg.event_keys import event_key, first_told
from kg.happenings import known_items
from kg.identity import groups
from kg.minting import digest
from kg.model import Event, Modality, Polarity, Status
from kg.origins import count_origins, count_voices, find_copies
from kg.outlets import Outlets
from kg.regrouping import regroup
from kg.reviewing import Ties
from kg.subevents import hold
from kg.told import lands, read_day, told
from kg.tying import tie

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.happenings import Happening
    from kg.identity import Group
    from kg.minting import Mint
    from kg.model import Telling
    from kg.origins import Copies

_NO_OUTLETS = Outlets()
_NO_TIES = Ties()


def merge(
    tellings: Sequence[Telling],
    mint: Mint,
    outlets: Outlets = _NO_OUTLETS,
    happenings: Sequence[Happening] = (),
    ties: Ties = _NO_TIES,
) -> tuple[Event, ...]:
    """Make events of the reports of all articles, sorted by key; labels are given by `labelling.label`.

    The same article told twice counts once. ``outlets`` tells which names are one publisher or agency,
    ``happenings`` which items are those of known events, ``ties`` what a person put together or apart.
    """
    copies = find_copies(tellings)
    reports = {one.iri: one for telling in tellings for one in told(telling, mint)}
    merged = sorted(tie(regroup(groups(reports.values())), ties), key=first_told)
    events: dict[str, Event] = {}
    actors: dict[str, frozenset[str]] = {}
    for group in merged:
        event = _event(group, outlets, copies)
        if event.key in events:
            # Same type, actors and time, yet not one: the one told first keeps the plain key.
            event = replace(event, key=f"{event.key}-{digest(first_told(group)[1], 6)}")
        events[event.key], actors[event.key] = event, group.actors
    items = known_items([(event, actors[key]) for key, event in events.items()], happenings)
    linked = (replace(events[key], item=items.get(key, "")) for key in sorted(events))
    return hold(linked, lands(tellings, mint))


def reports_on(events: Iterable[Event], mint: Mint) -> dict[str, str]:
    """Map each report's IRI to the IRI of its event, as `describe.reported_events` takes it."""
    return {report: mint.event(event.key) for event in events for report in event.reports}


def status_of(stances: Iterable[tuple[Modality, Polarity]], reporting_origins: int) -> Status:
    """Sum up modalities and polarities of reports in one status, the first that fits.

    Parameters
    ----------
    reporting_origins
        How many independent origins the reports of modality Reported have, of whom as many vouch for it.
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


def _event(group: Group, outlets: Outlets, copies: Copies) -> Event:
    members = sorted(group.members, key=lambda one: one.iri)
    claims = weigh(members)
    stances = [one.report.stance for one in members]
    reporting = [one for one in members if one.report.stance.modality is Modality.REPORTED]
    days = (one.article.date if read_day(one.article.date) else one.article.dateline for one in members)
    published = sorted(day for day in days if day)
    return Event(
        key=event_key(group),
        event_type=members[0].event_type,
        status=status_of(
            [(stance.modality, stance.polarity) for stance in stances],
            min(count_origins(reporting, outlets, copies), count_voices(reporting, outlets)),
        ),
        roles=claims.roles,
        place=claims.place,
        begin=claims.begin,
        end=claims.end,
        reports=tuple(one.iri for one in members),
        contested=claims.contested,
        sources=count_origins(members, outlets, copies),
        first_reported=published[0] if published else "",
        last_reported=published[-1] if published else "",
    )
