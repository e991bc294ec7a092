"""The graph file read into records, once and as it is written.

The rule: what the graph lacks is "" or None, never a guess; order is by date and address, so that the same
graph gives the same records.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

import pyoxigraph
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS

from kg.errors import ArticleError
from kg.records import (
    EntityRecord,
    EventRecord,
    FactRecord,
    Records,
    ReportRecord,
    SentenceRecord,
    SourceRecord,
    Telling,
    Time,
)
from kg.store import graph_file
from kg.vocabulary import GEO, KG, NIF, SCHEMA, WD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kg.records import Role
    from kg.vocabulary import Vocabulary

_FLOAT: Final = r"[+-]?[0-9]+(?:\.[0-9]+)?"
_NUMBER: Final = re.compile(_FLOAT)
_POINT: Final = re.compile(rf"\s*POINT\s*\(\s*({_FLOAT})\s+({_FLOAT})\s*\)\s*", re.IGNORECASE)


def read_graph(place: Path) -> tuple[pyoxigraph.Quad, ...]:
    """Read a graph's statements as they are written; a store would change some types of numbers.

    Raises
    ------
    MissingError
        KG-310 if there is no graph.
    ArticleError
        KG-220 if the file cannot be read.
    """
    path = graph_file(place)
    written = pyoxigraph.RdfFormat.from_extension(path.suffix[1:].lower()) or pyoxigraph.RdfFormat.TURTLE
    try:
        return tuple(pyoxigraph.parse(path=str(path), format=written))
    except (OSError, SyntaxError, ValueError) as error:
        raise ArticleError(
            "KG-220",
            f"{path} cannot be read as a graph: {error}.",
            "Build it again, or mend the place it names.",
        ) from error


def read_records(graph: Iterable[pyoxigraph.Quad], vocabulary: Vocabulary) -> Records:
    """Read all records of a graph."""
    return _Reading(graph, vocabulary).records()


class _Reading:
    """The graph by subject and predicate, and how records are made of it."""

    def __init__(self, graph: Iterable[pyoxigraph.Quad], vocabulary: Vocabulary) -> None:
        self._roles = vocabulary.role_names()
        self._types = {name for name in vocabulary.declared_in if name[:1].isupper()}
        self._values: dict[str, dict[str, list[pyoxigraph.NamedNode | pyoxigraph.Literal]]] = {}
        for quad in graph:
            if isinstance(quad.subject, pyoxigraph.NamedNode) and isinstance(
                quad.object, pyoxigraph.NamedNode | pyoxigraph.Literal
            ):
                found = self._values.setdefault(quad.subject.value, {})
                found.setdefault(quad.predicate.value, []).append(quad.object)

    def records(self) -> Records:
        by: dict[str, list[str]] = defaultdict(list)
        for iri in sorted(self._values):
            for kind in self._kinds(iri):
                by[kind].append(iri)
        sources = [self._source(iri) for iri in by["Article"]]
        sources.sort(key=lambda one: (one.date, one.id))
        order = {source.iri: place for place, source in enumerate(sources)}
        sentences = [self._sentence(iri) for iri in by["Sentence"]]
        sentences.sort(key=lambda one: (order.get(one.source, -1), one.index))
        reports = [self._report(iri) for iri in by["Report"]]
        facts = [self._fact(iri) for iri in by["FactReport"]]
        place = {sentence.iri: number for number, sentence in enumerate(sentences)}
        reports.sort(key=lambda one: (place.get(one.telling.sentence, -1), one.iri))
        facts.sort(key=lambda one: (place.get(one.telling.sentence, -1), one.iri))
        events = [self._event(iri) for iri in sorted(self._values) if self._one(iri, KG.status)]
        events.sort(key=lambda one: (one.time.begin or one.first, one.iri))
        entities = [self._entity(iri) for iri in sorted(self._values) if self._one(iri, KG.linkStatus)]
        return Records(
            {one.iri: one for one in events},
            {one.iri: one for one in reports},
            {one.iri: one for one in facts},
            {one.iri: one for one in entities},
            {one.iri: one for one in sources},
            {one.iri: one for one in sentences},
        )

    def _source(self, iri: str) -> SourceRecord:
        return SourceRecord(
            iri,
            self._one(iri, DCTERMS.identifier),
            self._one(iri, DCTERMS.title),
            self._one(iri, DCTERMS.publisher),
            self._one(iri, KG.agency),
            self._one(iri, DCTERMS.issued),
            self._one(iri, DCTERMS.language),
            self._one(iri, SCHEMA.url),
            self._one(iri, KG.sha256),
        )

    def _sentence(self, iri: str) -> SentenceRecord:
        return SentenceRecord(
            iri,
            self._one(iri, DCTERMS.isPartOf),
            self._count(iri, KG["index"]),
            self._term(iri, KG.section),
            self._count(iri, NIF.beginIndex),
            self._count(iri, NIF.endIndex),
            self._one(iri, NIF.anchorOf),
        )

    def _report(self, iri: str) -> ReportRecord:
        bounds = self._number(iri, KG.quantityMin), self._number(iri, KG.quantityMax)
        return ReportRecord(
            iri,
            self._term(iri, KG.eventType),
            self._one(iri, KG.reportsOn),
            self._role(iri),
            self._one(iri, KG.place),
            self._time(iri),
            (*bounds, self._one(iri, KG.quantityUnit)),
            self._number(iri, KG.confidence),
            self._telling(iri),
        )

    def _fact(self, iri: str) -> FactRecord:
        ends = self._one(iri, KG.subject), self._term(iri, KG.predicate), self._one(iri, KG.object)
        return FactRecord(iri, *ends, self._telling(iri))

    def _telling(self, iri: str) -> Telling:
        return Telling(
            self._term(iri, KG.modality),
            self._term(iri, KG.certainty),
            self._term(iri, KG.polarity),
            self._term(iri, KG.tense),
            self._one(iri, KG.source),
            self._all(iri, KG.relayedBy),
            self._all(iri, KG.cue),
            self._one(iri, KG.triggerText),
            self._one(iri, KG.rule),
            self._one(iri, KG.inSentence),
            self._one(iri, KG.inArticle),
        )

    def _event(self, iri: str) -> EventRecord:
        return EventRecord(
            iri,
            self._term(iri, KG.eventType),
            self._term(iri, KG.status),
            self._names(iri),
            self._role(iri),
            self._one(iri, KG.place),
            self._time(iri),
            self._count(iri, KG.reportCount),
            self._count(iri, KG.independentSourceCount),
            self._one(iri, KG.firstReported),
            self._one(iri, KG.lastReported),
            tuple(_local(term) for term in self._all(iri, KG.contestedRole)),
            self._one(iri, KG.subEventOf),
            self._one(iri, OWL.sameAs).removeprefix(WD),
        )

    def _entity(self, iri: str) -> EntityRecord:
        found = _POINT.fullmatch(self._one(self._one(iri, GEO.hasGeometry), GEO.asWKT))
        return EntityRecord(
            iri,
            next(iter(sorted(self._kinds(iri) & self._types)), ""),
            self._names(iri),
            self._one(iri, OWL.sameAs).removeprefix(WD),
            self._term(iri, KG.linkStatus),
            self._number(iri, KG.linkScore),
            self._one(iri, KG.country),
            (float(found[1]), float(found[2])) if found else None,
            self._all(iri, KG.mention),
        )

    def _names(self, iri: str) -> Mapping[str, str]:
        labels = self._values.get(iri, {}).get(str(RDFS.label), [])
        literals = [one for one in labels if isinstance(one, pyoxigraph.Literal)]
        found = sorted((one.language or "", one.value) for one in literals)
        return dict(reversed(found))

    def _role(self, iri: str) -> tuple[Role, ...]:
        return tuple((role, filler) for role in self._roles for filler in self._all(iri, KG[role]))

    def _time(self, iri: str) -> Time:
        return Time(self._one(iri, KG.begin), self._one(iri, KG.end), self._term(iri, KG.timePrecision))

    def _kinds(self, iri: str) -> set[str]:
        return {_local(kind) for kind in self._all(iri, RDF.type)}

    def _number(self, iri: str, predicate: str) -> float | None:
        text = self._one(iri, predicate)
        return float(text) if _NUMBER.fullmatch(text) else None

    def _count(self, iri: str, predicate: str) -> int:
        return int(self._number(iri, predicate) or 0)

    def _term(self, iri: str, predicate: str) -> str:
        return _local(self._one(iri, predicate))

    def _one(self, iri: str, predicate: str) -> str:
        return next(iter(self._all(iri, predicate)), "")

    def _all(self, iri: str, predicate: str) -> tuple[str, ...]:
        found: Iterable[pyoxigraph.NamedNode | pyoxigraph.Literal]
        found = self._values.get(iri, {}).get(str(predicate), ())
        return tuple(sorted({one.value for one in found}))


def _local(term: str) -> str:
    return term.removeprefix(KG) if term.startswith(KG) else ""
