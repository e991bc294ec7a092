"""Which reports a person should look at, and why: what `kg review` lists.

The rule: read from the built graph; a report is doubtful if its event is not confirmed, has one origin or a
contested claim, if the report itself is unsure of its reading, or if a name in it has no item or several.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.records import CONFIRMED, identifier, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.records import EntityRecord, EventRecord, Records, ReportRecord, Time

#: Reasons, the heaviest first.
REASONS: Final = (
    "contested",
    "ambiguous name",
    "low confidence",
    "unconfirmed",
    "name without item",
    "one source",
)
_LOW: Final = 0.6
_LENGTHS: Final = {"Day": 10, "Month": 7, "Year": 4}
_UNLINKED: Final = frozenset({"NIL", "LookupFailed", "NotAttempted"})
#: Between several values of a cell.
BETWEEN: Final = " | "
UNKNOWN: Final = "?"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A report to look at; the last fields are those that a person may change, as text."""

    article: str
    date: str
    type: str
    quote: str
    trigger: str
    reasons: tuple[str, ...]
    status: str
    contested: tuple[str, ...]
    certainty: str
    cues: str
    time: str
    place: str
    roles: str
    links: str
    event: str


def doubtful(records: Records, *, everything: bool = False) -> tuple[Doubt, ...]:
    """List the doubtful reports, the heaviest doubts first; with ``everything`` also those beyond doubt."""
    found = [_doubt(report, records) for report in records.reports.values() if report.event in records.events]
    return tuple(
        sorted(
            (one for one in found if one.reasons or everything),
            key=lambda one: (
                [reason not in one.reasons for reason in REASONS],
                one.date,
                one.article,
                one.quote,
                one.type,
                one.trigger,
                one.roles,
            ),
        )
    )


def _doubt(report: ReportRecord, records: Records) -> Doubt:
    event = records.events[report.event]
    told = report.telling
    source, sentence = records.sources.get(told.source), records.sentences.get(told.sentence)
    named = _named(report, records)
    reasons = _reasons(report, event, named)
    return Doubt(
        source.id if source else "",
        source.date if source else "",
        report.type,
        " ".join(sentence.text.split()) if sentence else "",
        told.trigger,
        tuple(one for one in REASONS if one in reasons),
        event.status,
        event.contested,
        told.certainty,
        BETWEEN.join(told.cues),
        _time(report.time),
        _key(report.place),
        " ".join(f"{role}={_key(filler)}" for role, filler in sorted(report.roles)),
        BETWEEN.join(_link(one) for one in named),
        identifier(report.event),
    )


def _reasons(report: ReportRecord, event: EventRecord, named: Iterable[EntityRecord]) -> set[str]:
    statuses = {one.link_status for one in named}
    true = {
        "contested": bool(event.contested) or event.status == "Disputed",
        "ambiguous name": "Ambiguous" in statuses,
        "low confidence": report.confidence is not None and report.confidence < _LOW,
        "unconfirmed": event.status not in CONFIRMED,
        "name without item": bool(statuses & _UNLINKED),
        "one source": event.origins == 1,
    }
    return {name for name, holds in true.items() if holds}


def _named(report: ReportRecord, records: Records) -> list[EntityRecord]:
    """Give the entities of a report that a name stands for."""
    keys = dict.fromkeys([filler for _, filler in report.roles] + [report.place, report.telling.holder])
    found = [records.entities[key] for key in keys if key in records.entities]
    return [one for one in found if one.link_status != "NotLinkable" and BETWEEN.strip() not in _name(one)]


def _name(entity: EntityRecord) -> str:
    return name_of(entity.names, "en", entity.mentions[0] if entity.mentions else identifier(entity.iri))


def _link(entity: EntityRecord) -> str:
    nothing = "NIL" if entity.link_status == "NIL" else UNKNOWN
    return f"{_name(entity)}={identifier(entity.iri) if entity.wikidata else nothing}"


def _key(iri: str) -> str:
    """Give the key by which a decision names an entity."""
    _, mark, kind = iri.partition("/source/")
    return f"source/{kind}" if mark else identifier(iri)


def _time(time: Time) -> str:
    length = _LENGTHS.get(time.precision)
    if length is not None:
        return time.begin[:length]
    return f"{time.begin}/{time.end}" if time.begin or time.end else ""
