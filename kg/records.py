"""The built graph as records: events, reports, facts, entities, sources and sentences, each read once.

The rule: what tables, networks and maps show comes from here, so that all show the same. A record names
others by address; what the graph lacks is "" or None, never a guess. Order is by date and address, so
that the same graph gives the same records.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The status, and the modality, of what somebody states or reports as certain.
CONFIRMED: Final = frozenset({"Asserted", "Reported"})
_PARTS: Final = ("/article/", "/entity/", "/event/", "/run/")

Role = tuple[str, str]


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """An article."""

    iri: str
    id: str
    title: str
    publisher: str
    agency: str
    date: str
    language: str
    url: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SentenceRecord:
    """A sentence with its offsets in the article's text."""

    iri: str
    source: str
    index: int
    section: str
    begin: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Telling:
    """How a sentence tells something: who, how surely, by which words."""

    modality: str
    certainty: str
    polarity: str
    tense: str
    holder: str
    relays: tuple[str, ...]
    cues: tuple[str, ...]
    trigger: str
    rule: str
    sentence: str
    source: str


@dataclass(frozen=True, slots=True)
class Time:
    """First and last day, and how exactly they are known."""

    begin: str
    end: str
    precision: str


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """What one sentence says of an event; ``roles`` are (role, entity)."""

    iri: str
    type: str
    event: str
    roles: tuple[Role, ...]
    place: str
    time: Time
    quantity: tuple[float | None, float | None, str]
    confidence: float | None
    telling: Telling


@dataclass(frozen=True, slots=True)
class FactRecord:
    """What one sentence says of a lasting relation."""

    iri: str
    subject: str
    predicate: str
    object: str
    telling: Telling


@dataclass(frozen=True, slots=True)
class EventRecord:
    """What the reports of one happening add up to; ``part_of`` is the event that holds it."""

    iri: str
    type: str
    status: str
    names: Mapping[str, str]
    roles: tuple[Role, ...]
    place: str
    time: Time
    reports: int
    origins: int
    first: str
    last: str
    contested: tuple[str, ...]
    part_of: str
    wikidata: str


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """A person, country, place, organization or thing; ``point`` is (longitude, latitude)."""

    iri: str
    type: str
    names: Mapping[str, str]
    wikidata: str
    link_status: str
    link_score: float | None
    country: str
    point: tuple[float, float] | None
    mentions: tuple[str, ...]


@dataclass(frozen=True)
class Records:
    """All records of a graph, by address."""

    events: Mapping[str, EventRecord]
    reports: Mapping[str, ReportRecord]
    facts: Mapping[str, FactRecord]
    entities: Mapping[str, EntityRecord]
    sources: Mapping[str, SourceRecord]
    sentences: Mapping[str, SentenceRecord]

    @cached_property
    def base(self) -> str:
        """Give the base of the data's addresses, "" where there is no article."""
        head, mark, _ = next(iter(self.sources), "").partition("/article/")
        return f"{head}/" if mark else ""

    @cached_property
    def by_source(self) -> Mapping[str, tuple[ReportRecord, ...]]:
        """Give the reports of each article."""
        found: dict[str, list[ReportRecord]] = defaultdict(list)
        for report in self.reports.values():
            found[report.telling.source].append(report)
        return {iri: tuple(reports) for iri, reports in found.items()}


def identifier(iri: str) -> str:
    """Give the part of an address that tells it from all others of its kind."""
    for part in _PARTS:
        if part in iri:
            return iri.partition(part)[2]
    return iri.rpartition("/")[2] or iri


def name_of(names: Mapping[str, str], lang: str, otherwise: str) -> str:
    """Choose a name: in the language, in English, in German, in any, or what else there is."""
    return next((names[one] for one in (lang, "en", "de", *sorted(names)) if one in names), otherwise)
