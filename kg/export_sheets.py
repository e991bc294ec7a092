"""The graph as sheets: events, roles, reports, facts, entities, sources; one row a thing.

The rule: columns have one fixed name each, in every language and format, so that a script written for one
export reads the next. A value is text, a number, a date or None; what a row says of certainty stands near
its beginning.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from kg.export_scope import BETWEEN, clean
from kg.records import identifier

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.export_scope import Scope
    from kg.records import EntityRecord, EventRecord, FactRecord, ReportRecord, Role, SourceRecord, Telling

Value = str | int | float | date | None
_LANGUAGES: Final = ("de", "en", "ru", "ko")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table; ``looks`` gives for each row the status or modality that decides how it is drawn, or ""."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    looks: tuple[str, ...] = ()


def sheets(scope: Scope) -> tuple[Sheet, ...]:
    """Make all sheets."""
    records = scope.records
    events, reports, facts = records.events.values(), records.reports.values(), records.facts.values()
    pairs = [(event, role) for event in events for role in event.roles]
    told = [one.telling.modality for one in reports]
    stated = [one.telling.modality for one in facts]
    return (
        _sheet("events", (_event(one, scope) for one in events), [one.status for one in events]),
        _sheet("roles", (_role(*pair, scope) for pair in pairs), [one.status for one, _ in pairs]),
        _sheet("reports", (_report(one, scope) for one in reports), told),
        _sheet("facts", (_fact(one, scope) for one in facts), stated),
        _sheet("entities", (_entity(one, scope) for one in records.entities.values())),
        _sheet("sources", (_source(one, scope) for one in records.sources.values())),
    )


def _sheet(name: str, rows: Iterable[dict[str, Value]], looks: Iterable[str] = ()) -> Sheet:
    found = tuple(tuple(map(_clean, (row[key] for key in COLUMNS[name]))) for row in rows)
    return Sheet(name, COLUMNS[name], found, tuple(looks))


def _clean(value: Value) -> Value:
    return (clean(value) or None) if isinstance(value, str) else value


def _event(event: EventRecord, scope: Scope) -> dict[str, Value]:
    return {
        "id": identifier(event.iri),
        "label": scope.label(event),
        "type": event.type,
        "type_label": scope.term(event.type),
        "status": event.status,
        "status_label": scope.term(event.status),
        "begin": day(event.time.begin),
        "end": day(event.time.end),
        "precision": event.time.precision,
        "roles": _roles(event.roles, scope),
        "place": scope.name(event.place),
        "place_id": identifier(event.place),
        "reports": event.reports,
        "independent_sources": event.origins,
        "first_reported": day(event.first),
        "last_reported": day(event.last),
        "contested": BETWEEN.join(map(scope.term, event.contested)),
        "part_of": identifier(event.part_of) if event.part_of in scope.records.events else "",
        "wikidata": event.wikidata,
        "iri": event.iri,
    }


def _role(event: EventRecord, role: Role, scope: Scope) -> dict[str, Value]:
    name, iri = role
    entity = scope.complete.entities.get(iri)
    return {
        "event_id": identifier(event.iri),
        "label": scope.label(event),
        "status": event.status,
        "role": name,
        "role_label": scope.term(name),
        "name": scope.name(iri),
        "type": entity.type if entity else "",
        "entity_id": identifier(iri),
    }


def _report(report: ReportRecord, scope: Scope) -> dict[str, Value]:
    low, high, unit = report.quantity
    return {
        "id": identifier(report.iri),
        "event_id": identifier(report.event),
        "type": report.type,
        "type_label": scope.term(report.type),
        "begin": day(report.time.begin),
        "end": day(report.time.end),
        "precision": report.time.precision,
        "roles": _roles(report.roles, scope),
        "place": scope.name(report.place),
        "quantity_min": low,
        "quantity_max": high,
        "quantity_unit": unit,
        "confidence": report.confidence,
        "iri": report.iri,
        **_telling(report.telling, scope),
    }


def _fact(fact: FactRecord, scope: Scope) -> dict[str, Value]:
    return {
        "id": identifier(fact.iri),
        "subject": scope.name(fact.subject),
        "predicate": fact.predicate,
        "predicate_label": scope.term(fact.predicate),
        "object": scope.name(fact.object),
        "subject_id": identifier(fact.subject),
        "object_id": identifier(fact.object),
        "iri": fact.iri,
        **_telling(fact.telling, scope),
    }


def _telling(telling: Telling, scope: Scope) -> dict[str, Value]:
    sentence = scope.complete.sentences.get(telling.sentence)
    source = scope.complete.sources.get(telling.source)
    return {
        "modality": telling.modality,
        "modality_label": scope.term(telling.modality),
        "certainty": telling.certainty,
        "polarity": telling.polarity,
        "tense": telling.tense,
        "sentence": sentence.text if sentence else "",
        "cues": BETWEEN.join(telling.cues),
        "holder": scope.name(telling.holder),
        "relayed_by": BETWEEN.join(map(scope.name, telling.relays)),
        "publisher": scope.name(source.publisher) if source else "",
        "date": day(source.date) if source else None,
        "source_id": source.id if source else "",
        "trigger": telling.trigger,
        "rule": telling.rule,
    }


def _entity(entity: EntityRecord, scope: Scope) -> dict[str, Value]:
    return {
        "id": identifier(entity.iri),
        "name": scope.name(entity.iri),
        "type": entity.type,
        "type_label": scope.term(entity.type),
        "wikidata": entity.wikidata,
        "link_status": entity.link_status,
        "link_score": entity.link_score,
        "country": scope.name(entity.country),
        "longitude": entity.point[0] if entity.point else None,
        "latitude": entity.point[1] if entity.point else None,
        **{f"name_{lang}": entity.names.get(lang) for lang in _LANGUAGES},
        "mentions": BETWEEN.join(entity.mentions),
        "iri": entity.iri,
    }


def _source(source: SourceRecord, scope: Scope) -> dict[str, Value]:
    return {
        "id": source.id,
        "title": source.title,
        "publisher": scope.name(source.publisher),
        "agency": scope.name(source.agency),
        "date": day(source.date),
        "language": source.language,
        "url": source.url,
        "reports": len(scope.complete.by_source.get(source.iri, ())),
        "sha256": source.sha256,
        "iri": source.iri,
    }


def _roles(roles: Iterable[Role], scope: Scope) -> str:
    return BETWEEN.join(f"{scope.term(role)}: {scope.name(iri)}" for role, iri in roles)


def day(text: str) -> date | None:
    """Read an ISO day."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


_TOLD: Final = (
    "modality",
    "modality_label",
    "certainty",
    "polarity",
    "tense",
    "sentence",
    "cues",
    "holder",
    "relayed_by",
    "publisher",
    "date",
    "source_id",
    "trigger",
    "rule",
)
#: The columns of each sheet, in the order in which they are read.
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "events": (
        *("id", "label", "type", "type_label", "status", "status_label", "begin", "end", "precision"),
        *("roles", "place", "place_id", "reports", "independent_sources", "first_reported", "last_reported"),
        *("contested", "part_of", "wikidata", "iri"),
    ),
    "roles": ("event_id", "label", "status", "role", "role_label", "name", "type", "entity_id"),
    "reports": (
        *("id", "event_id", "type", "type_label", *_TOLD[:12], "roles", "place", "begin", "end", "precision"),
        *("quantity_min", "quantity_max", "quantity_unit", "confidence", *_TOLD[12:], "iri"),
    ),
    "facts": (
        *("id", "subject", "predicate", "predicate_label", "object", *_TOLD, "subject_id", "object_id"),
        "iri",
    ),
    "entities": (
        *("id", "name", "type", "type_label", "wikidata", "link_status", "link_score", "country"),
        *("longitude", "latitude", "name_de", "name_en", "name_ru", "name_ko", "mentions", "iri"),
    ),
    "sources": (
        *("id", "title", "publisher", "agency", "date", "language", "url", "reports", "sha256", "iri"),
    ),
}
