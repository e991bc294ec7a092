"""An article's telling as triples: its text layer, its reports, its entities and the run.

The rule: pure, and closed. A term is only written if the ontology declares it (`Vocabulary.term`
refuses others), a role or source only if the telling describes that entity, a node only with an IRI.

Left out on purpose: a publication date known only to the month or year (the contract has
`dcterms:issued` as a full day, and no other date of an article); a point that is not a WKT point; the
country of an entity where that country is not described in the same graph.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from functools import cache
from typing import TYPE_CHECKING

from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, XSD

from kg.errors import ProjectError
from kg.minting import local_key, web
from kg.model import Entity, Link, LinkStatus
from kg.told import read_day
from kg.vocabulary import GEO, KG, NIF, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rdflib.term import Node

    from kg.minting import Mint
    from kg.model import Fact, Period, Quantity, Report, Sentence, Stance, Telling
    from kg.vocabulary import Triple, Vocabulary

_POINT = re.compile(r"\s*POINT\s*\(\s*(-?[0-9.]+)\s+(-?[0-9.]+)\s*\)\s*", re.IGNORECASE)
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Run:
    """What a graph was made with: enough to make it again. No clock time: bytes must be stable.

    ``snapshot_date`` is the ISO day of the Wikidata snapshot, "" if none was used.
    """

    tool_version: str
    pipeline_version: str = ""
    language_file_hash: str = ""
    snapshot_date: str = ""


def article_triples(telling: Telling, vocabulary: Vocabulary, mint: Mint, run: Run) -> tuple[Triple, ...]:
    """Describe one article completely, as it is before events are made; each triple once, in a fixed order.

    Raises
    ------
    ProjectError
        If the telling names an entity it does not describe, or a term the ontology lacks.
    """
    return _Article(telling, vocabulary, mint, run).triples()


def reported_events(telling: Telling, mint: Mint, events: Mapping[str, str]) -> tuple[Triple, ...]:
    """Say of each report of an article which event it is on, where there is one.

    ``events`` gives the event's IRI by the report's, as `merging.reports_on` makes it.
    """
    return tuple(
        (URIRef(iri), KG.reportsOn, URIRef(events[iri])) for iri in mint.reports(telling) if iri in events
    )


def decimal(value: float) -> Literal:
    """Write a number as xsd:decimal in its one canonical form: "0.7", "1", never an exponent."""
    text = f"{value:.{_DIGITS}f}".rstrip("0").rstrip(".")
    return Literal("0" if text == "-0" else text, datatype=XSD.decimal)


def day(text: str) -> Literal | None:
    """Write a full ISO day as xsd:date; a month or a year is none."""
    return Literal(text, datatype=XSD.date) if read_day(text) else None


class _Article:
    """Collects the triples of one article."""

    def __init__(self, telling: Telling, vocabulary: Vocabulary, mint: Mint, run: Run) -> None:
        self._telling = telling
        self._article = telling.reading.article
        self._hash = self._article.sha256
        # Each is asked for again with every report.
        self._term = cache(vocabulary.term)
        self._named_iris: dict[str, URIRef] = {}
        self._mint = mint
        self._run = run
        self._run_iri = URIRef(mint.run(asdict(run)))
        self._iri = URIRef(mint.article(self._hash))
        self._publisher, publishers = self._named(telling.publisher, self._article.publisher, "Publisher")
        self._agency, agencies = self._named(telling.agency, self._article.agency, "NewsAgency")
        described = (*telling.entities, *publishers, *agencies)
        self._entities = {entity.key: entity for entity in described}
        self._triples: dict[Triple, None] = {}

    def _named(self, key: str, name: str, kind: str) -> tuple[str, tuple[Entity, ...]]:
        """Give the key of publisher or agency, and an entity made from the bare name if none was linked."""
        if key or not name:
            return key, ()
        made = Entity(local_key(kind, name), kind, name, Link(LinkStatus.NOT_ATTEMPTED))
        return made.key, (() if any(entity.key == made.key for entity in self._telling.entities) else (made,))

    def triples(self) -> tuple[Triple, ...]:
        """Write all layers."""
        self._describe_article()
        proof = {report.sentence for report in self._telling.reports}
        proof |= {fact.sentence for fact in self._telling.facts}
        for sentence in self._telling.reading.sentences:
            if sentence.index in proof:
                self._describe_sentence(sentence)
        for report, iri in zip(self._telling.reports, self._mint.reports(self._telling), strict=True):
            self._describe_report(URIRef(iri), report)
        for fact, iri in zip(self._telling.facts, self._mint.facts(self._telling), strict=True):
            self._describe_fact(URIRef(iri), fact)
        for entity in self._entities.values():
            self._describe_entity(entity)
        self._describe_run()
        return tuple(self._triples)

    def _describe_article(self) -> None:
        article = self._article
        self._add(self._iri, RDF.type, self._term("Article"))
        self._add(self._iri, DCTERMS.identifier, Literal(article.id))
        self._add(self._iri, DCTERMS.title, self._words(article.title))
        self._add(self._iri, DCTERMS.issued, day(article.date))
        self._add(self._iri, self._term("dateline"), day(article.dateline))
        self._add(self._iri, DCTERMS.language, Literal(article.lang))
        self._add(self._iri, DCTERMS.publisher, self._entity(self._publisher))
        url = web(article.url)
        self._add(self._iri, SCHEMA.url, URIRef(url) if url else None)
        self._add(self._iri, self._term("sha256"), Literal(article.sha256))
        self._add(self._iri, self._term("agency"), self._entity(self._agency))
        self._add_entities(self._iri, "mentions", self._telling.mentions)

    def _describe_sentence(self, sentence: Sentence) -> None:
        iri = URIRef(self._mint.sentence(self._hash, sentence.index))
        self._add(iri, RDF.type, self._term("Sentence"))
        self._add(iri, DCTERMS.isPartOf, self._iri)
        self._add(iri, self._term("index"), Literal(str(sentence.index), datatype=XSD.integer))
        self._add(iri, self._term("section"), self._term(sentence.section))
        self._add(iri, NIF.beginIndex, _count(sentence.span.begin))
        self._add(iri, NIF.endIndex, _count(sentence.span.end))
        self._add(iri, NIF.anchorOf, self._words(self._article.text[sentence.span.begin : sentence.span.end]))

    def _describe_report(self, iri: URIRef, report: Report) -> None:
        self._add(iri, RDF.type, self._term("Report"))
        self._add(iri, self._term("eventType"), self._term(report.event_type))
        for filler in report.roles:
            self._add(iri, self._term(filler.role), self._entity(filler.entity))
        self._add(iri, self._term("place"), self._entity(report.place))
        self._add(iri, self._term("origin"), self._entity(report.origin))
        self._describe_time(iri, report.time)
        self._add(iri, self._term("confidence"), decimal(report.confidence))
        self._describe_telling(iri, report)

    def _describe_fact(self, iri: URIRef, fact: Fact) -> None:
        self._add(iri, RDF.type, self._term("FactReport"))
        self._add(iri, self._term("subject"), self._entity(fact.subject))
        self._add(iri, self._term("predicate"), self._term(fact.predicate))
        self._add(iri, self._term("object"), self._entity(fact.object))
        self._describe_telling(iri, fact)

    def _describe_telling(self, iri: URIRef, told: Report | Fact) -> None:
        """Write what reports of events and of facts share: stance, quantity, trigger, proof, run."""
        self._describe_stance(iri, told.stance)
        self._describe_quantity(iri, told.quantity)
        self._add(iri, self._term("triggerText"), self._words(told.trigger_text))
        self._add(iri, self._term("triggerBegin"), _count(told.trigger.begin))
        self._add(iri, self._term("triggerEnd"), _count(told.trigger.end))
        self._add(iri, self._term("inSentence"), URIRef(self._mint.sentence(self._hash, told.sentence)))
        self._add(iri, self._term("inArticle"), self._iri)
        self._add(iri, self._term("rule"), Literal(told.rule))
        self._add(iri, PROV.wasGeneratedBy, self._run_iri)

    def _describe_stance(self, iri: URIRef, stance: Stance) -> None:
        self._add(iri, self._term("source"), self._entity(stance.source))
        self._add_entities(iri, "relayedBy", stance.relays)
        self._add(iri, self._term("certainty"), self._term(stance.certainty))
        self._add(iri, self._term("polarity"), self._term(stance.polarity))
        self._add(iri, self._term("tense"), self._term(stance.tense))
        self._add(iri, self._term("modality"), self._term(stance.modality))
        if stance.conditional:
            self._add(iri, self._term("conditional"), Literal("true", datatype=XSD.boolean))
        for cue in stance.cues:
            self._add(iri, self._term("cue"), self._words(cue))

    def _describe_time(self, iri: URIRef, period: Period | None) -> None:
        if period is None:
            return
        self._add(iri, self._term("begin"), day(period.begin))
        self._add(iri, self._term("end"), day(period.end))
        self._add(iri, self._term("timePrecision"), self._term(period.precision))
        self._add(iri, self._term("timeBasis"), self._term(period.basis))
        self._add(iri, self._term("timeText"), self._words(period.text))

    def _describe_quantity(self, iri: URIRef, quantity: Quantity | None) -> None:
        if quantity is None:
            return
        for name, bound in (("quantityMin", quantity.minimum), ("quantityMax", quantity.maximum)):
            self._add(iri, self._term(name), None if bound is None else decimal(bound))
        self._add(iri, self._term("quantityUnit"), Literal(quantity.unit) if quantity.unit else None)
        self._add(iri, self._term("quantityText"), self._words(quantity.text))

    def _describe_entity(self, entity: Entity) -> None:
        iri = URIRef(self._mint.entity(entity.key, self._hash))
        link = entity.link
        self._add(iri, RDF.type, self._term(entity.type))
        for text, lang in entity.labels or ((entity.name, self._article.lang),):
            self._add(iri, RDFS.label, Literal(text, lang=lang or None))
        for mention in entity.mentions:
            self._add(iri, self._term("mention"), self._words(mention))
        self._add(iri, self._term("linkStatus"), self._term(link.status))
        if link.status is LinkStatus.LINKED:
            self._add(iri, OWL.sameAs, URIRef(self._mint.wikidata(link.qid)))
            self._add(iri, self._term("linkScore"), decimal(link.score))
            self._add(iri, self._term("snapshotDate"), day(self._run.snapshot_date))
        elif link.status is LinkStatus.AMBIGUOUS:
            for qid, _ in link.candidates:
                self._add(iri, self._term("candidate"), URIRef(self._mint.wikidata(qid)))
        if entity.country in self._entities and entity.country != entity.key:
            self._add(iri, self._term("country"), self._entity(entity.country))
        self._add(
            iri, self._term("sourceKind"), self._term(entity.source_kind) if entity.source_kind else None
        )
        self._describe_point(iri, entity.point)

    def _describe_point(self, iri: URIRef, point: str) -> None:
        found = _POINT.fullmatch(point)
        if found is not None:
            node = URIRef(self._mint.geometry(str(iri)))
            self._add(iri, GEO.hasGeometry, node)
            self._add(node, RDF.type, GEO.Geometry)
            self._add(node, GEO.asWKT, Literal(f"POINT({found[1]} {found[2]})", datatype=GEO.wktLiteral))

    def _describe_run(self) -> None:
        run = self._run
        iri = self._run_iri
        self._add(iri, RDF.type, self._term("Run"))
        self._add(iri, self._term("toolVersion"), Literal(run.tool_version))
        self._add(iri, self._term("pipelineVersion"), _plain(run.pipeline_version))
        self._add(iri, self._term("languageFileHash"), _plain(run.language_file_hash))
        self._add(iri, self._term("snapshotDate"), day(run.snapshot_date))

    def _entity(self, key: str) -> URIRef | None:
        if not key:
            return None
        if key not in self._entities:
            raise ProjectError(
                "KG-132", f"{self._article.id}: the entity {key!r} is named but not described."
            )
        if key not in self._named_iris:
            self._named_iris[key] = URIRef(self._mint.entity(key, self._hash))
        return self._named_iris[key]

    def _add_entities(self, iri: URIRef, predicate: str, keys: Iterable[str]) -> None:
        for key in keys:
            self._add(iri, self._term(predicate), self._entity(key))

    def _words(self, text: str) -> Literal | None:
        return Literal(text, lang=self._article.lang or None) if text else None

    def _add(self, subject: URIRef, predicate: URIRef, value: Node | None) -> None:
        if value is not None:
            self._triples[subject, predicate, value] = None


def _count(number: int) -> Literal:
    return Literal(str(number), datatype=XSD.nonNegativeInteger)


def _plain(text: str) -> Literal | None:
    return Literal(text) if text else None
