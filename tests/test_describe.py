import hashlib
from dataclasses import replace

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, XSD
from rdflib.term import Node

from kg.describe import Run, article_triples, day, decimal, reported_events
from kg.describing_events import event_triples, precision_of
from kg.errors import ProjectError
from kg.indexed import Indexed
from kg.minting import Mint, local_key
from kg.model import (
    Article,
    Certainty,
    Entity,
    Event,
    Fact,
    Filler,
    Link,
    LinkStatus,
    Period,
    Quantity,
    Reading,
    Report,
    SectionKind,
    Sentence,
    Span,
    Stance,
    Status,
    Telling,
    TimeBasis,
    TimePrecision,
)
from kg.rooms import room
from kg.turtle import to_turtle
from kg.vocabulary import GEO, KG, NIF, SCHEMA, SEM, WD, load_vocabulary

VOCABULARY = load_vocabulary(room("ontology"))
MINT = Mint()
RUN = Run("0.1.0", "de-1", "abc", "2025-11-01")

TEXT = "Kopf.\nFachleute halten Waffengeschäfte mit Russland für möglich. Sie liegt 100 km vor China."
HASH = hashlib.sha256(TEXT.encode()).hexdigest()
ARTICLE_IRI = URIRef(MINT.article(HASH))
ARTICLE = Article(
    id="a1",
    text=TEXT,
    lang="de",
    sha256=HASH,
    title="Kopf",
    date="2023-09-13",
    publisher="Blatt",
    url="https://example.org/ä",
)
DEAL = TEXT.index("Waffengeschäfte")
SECOND, THIRD = TEXT.index("Fachleute"), TEXT.index("Sie liegt")
SENTENCES = (
    Sentence(0, Span(0, 5), SectionKind.HEADLINE, "Kopf."),
    Sentence(1, Span(SECOND, THIRD - 1), SectionKind.BODY, TEXT[SECOND : THIRD - 1]),
    Sentence(2, Span(THIRD, len(TEXT)), SectionKind.BODY, TEXT[THIRD:]),
)
LINKED = Link(LinkStatus.LINKED, "Q159", 0.980000001)
SITE = local_key("Spaceport", "Basis")
ENTITIES = (
    Entity(
        "Q159",
        "Country",
        "Russland",
        LINKED,
        mentions=("Russland", "Moskau"),
        labels=(("Russland", "de"), ("Russia", "en")),
        country="Q159",
    ),
    Entity(
        "source/experts", "UnnamedSource", "Fachleute", Link(LinkStatus.NOT_LINKABLE), source_kind="Experts"
    ),
    Entity(
        SITE,
        "Spaceport",
        "Basis",
        Link(LinkStatus.AMBIGUOUS, candidates=(("Q1", 0.5), ("Q2", 0.4))),
        country="Q159",
        point="Point(128.33 51.88)",
    ),
    Entity(local_key("Country", "China"), "Country", "China", Link(LinkStatus.NIL), country="Q99"),
)
REPORT = Report(
    event_type="ArmsDeal",
    sentence=1,
    trigger=Span(DEAL, DEAL + 15),
    trigger_text="Waffengeschäfte",
    stance=Stance(Certainty.POSSIBLE, source="source/experts", cues=("möglich",)),
    roles=(Filler("participant", "Q159"),),
    rule="de/ArmsDeal/noun-1",
    place=SITE,
    time=Period(
        "2023-09-13", "2023-09-13", TimePrecision.DAY, TimeBasis.RELATIVE_TO_PUBLICATION, "am Mittwoch"
    ),
    quantity=Quantity(1000000.0, None, "Granaten", "mehr als eine Million Granaten"),
    confidence=0.7,
)
FACT = Fact(
    predicate="nearBorderOf",
    subject=SITE,
    object=ENTITIES[3].key,
    sentence=2,
    trigger=Span(THIRD + 4, THIRD + 9),
    trigger_text="liegt",
    stance=Stance(),
    rule="de/fact-1",
    quantity=Quantity(100, 100, "km", "100 km"),
)
TELLING = Telling(Reading(ARTICLE, SENTENCES, (), ()), ENTITIES, (REPORT,), (FACT,), mentions=("Q159",))
REPORT_IRI = URIRef(MINT.reports(TELLING)[0])
FACT_IRI = URIRef(MINT.facts(TELLING)[0])


def graph_of(telling: Telling = TELLING) -> Graph:
    """Describe a telling without events."""
    return Indexed(article_triples(telling, VOCABULARY, MINT, RUN))


def about(graph: Graph, subject: URIRef) -> set[tuple[Node, Node]]:
    """Give all that a graph says of a subject; a subject it says nothing of fails."""
    found = set(graph.predicate_objects(subject))
    assert found
    return found


def entity(key: str) -> URIRef:
    """Give the IRI of an entity of the article."""
    return URIRef(MINT.entity(key, HASH))


def de(text: str) -> Literal:
    """Give German words."""
    return Literal(text, lang="de")


def test_an_article_says_where_it_is_from() -> None:
    """Identifier, title, day, language, publisher as an entity, address, hash and mentions."""
    publisher = entity(local_key("Publisher", "Blatt"))
    graph = graph_of()
    assert about(graph, ARTICLE_IRI) == {
        (RDF.type, KG.Article),
        (DCTERMS.identifier, Literal("a1")),
        (DCTERMS.title, de("Kopf")),
        (DCTERMS.issued, Literal("2023-09-13", datatype=XSD.date)),
        (DCTERMS.language, Literal("de")),
        (DCTERMS.publisher, publisher),
        (SCHEMA.url, URIRef("https://example.org/%C3%A4")),
        (KG.sha256, Literal(HASH)),
        (KG.mentions, entity("Q159")),
    }
    assert about(graph, publisher) == {
        (RDF.type, KG.Publisher),
        (RDFS.label, de("Blatt")),
        (KG.linkStatus, KG.NotAttempted),
    }


def test_only_sentences_that_prove_something_are_written() -> None:
    """The headline tells of nothing and stays out."""
    graph = graph_of()
    proof = {URIRef(MINT.sentence(HASH, index)) for index in (1, 2)}
    assert set(graph.subjects(RDF.type, KG.Sentence)) == proof
    assert about(graph, URIRef(MINT.sentence(HASH, 1))) == {
        (RDF.type, KG.Sentence),
        (DCTERMS.isPartOf, ARTICLE_IRI),
        (KG["index"], Literal("1", datatype=XSD.integer)),
        (KG.section, KG.Body),
        (NIF.beginIndex, Literal(str(SECOND), datatype=XSD.nonNegativeInteger)),
        (NIF.endIndex, Literal(str(THIRD - 1), datatype=XSD.nonNegativeInteger)),
        (NIF.anchorOf, de(TEXT[SECOND : THIRD - 1])),
    }


def test_a_report_says_what_its_sentence_claims() -> None:
    """Roles, place, time, quantity, stance, trigger, proof, rule and run."""
    run = URIRef(
        MINT.run(
            {
                "tool_version": "0.1.0",
                "pipeline_version": "de-1",
                "language_file_hash": "abc",
                "snapshot_date": "2025-11-01",
            }
        ),
    )
    assert about(graph_of(), REPORT_IRI) == {
        (RDF.type, KG.Report),
        (KG.eventType, KG.ArmsDeal),
        (KG.participant, entity("Q159")),
        (KG.place, entity(SITE)),
        (KG.begin, Literal("2023-09-13", datatype=XSD.date)),
        (KG.end, Literal("2023-09-13", datatype=XSD.date)),
        (KG.timePrecision, KG.Day),
        (KG.timeBasis, KG.RelativeToPublication),
        (KG.timeText, de("am Mittwoch")),
        (KG.quantityMin, Literal("1000000", datatype=XSD.decimal)),
        (KG.quantityUnit, Literal("Granaten")),
        (KG.quantityText, de("mehr als eine Million Granaten")),
        (KG.source, URIRef(f"{ARTICLE_IRI}/source/experts")),
        (KG.certainty, KG.Possible),
        (KG.polarity, KG.Positive),
        (KG.tense, KG.NonFuture),
        (KG.modality, KG.Speculated),
        (KG.cue, de("möglich")),
        (KG.triggerText, de("Waffengeschäfte")),
        (KG.triggerBegin, Literal(str(DEAL), datatype=XSD.nonNegativeInteger)),
        (KG.triggerEnd, Literal(str(DEAL + 15), datatype=XSD.nonNegativeInteger)),
        (KG.inSentence, URIRef(MINT.sentence(HASH, 1))),
        (KG.inArticle, ARTICLE_IRI),
        (KG.rule, Literal("de/ArmsDeal/noun-1")),
        (KG.confidence, Literal("0.7", datatype=XSD.decimal)),
        (PROV.wasGeneratedBy, run),
    }
    assert about(graph_of(), run) == {
        (RDF.type, KG.Run),
        (KG.toolVersion, Literal("0.1.0")),
        (KG.pipelineVersion, Literal("de-1")),
        (KG.languageFileHash, Literal("abc")),
        (KG.snapshotDate, Literal("2025-11-01", datatype=XSD.date)),
    }


def test_a_fact_is_a_report_too() -> None:
    """Subject, predicate and object stand on the fact's own node, with its stance, not as a bare triple."""
    found = about(graph_of(), FACT_IRI)
    assert {
        (RDF.type, KG.FactReport),
        (KG.subject, entity(SITE)),
        (KG.predicate, KG.nearBorderOf),
        (KG.object, entity(ENTITIES[3].key)),
        (KG.quantityMin, Literal("100", datatype=XSD.decimal)),
        (KG.modality, KG.Asserted),
    } <= found
    assert KG.eventType not in {predicate for predicate, _ in found}
    assert (entity(SITE), KG.nearBorderOf, None) not in graph_of()


def test_a_linked_entity_is_one_wikidata_item() -> None:
    """Labels by language, mentions in the article's language, item, score and the snapshot's day."""
    assert about(graph_of(), entity("Q159")) == {
        (RDF.type, KG.Country),
        (RDFS.label, de("Russland")),
        (RDFS.label, Literal("Russia", lang="en")),
        (KG.mention, de("Russland")),
        (KG.mention, de("Moskau")),
        (OWL.sameAs, WD.Q159),
        (KG.linkStatus, KG.Linked),
        (KG.linkScore, Literal("0.98", datatype=XSD.decimal)),
        (KG.snapshotDate, Literal("2025-11-01", datatype=XSD.date)),
    }


def test_an_ambiguous_entity_keeps_its_candidates() -> None:
    """Candidates are no sameAs; a described country and a point are written."""
    graph = graph_of()
    geometry = URIRef(f"{entity(SITE)}/geometry")
    assert about(graph, entity(SITE)) == {
        (RDF.type, KG.Spaceport),
        (RDFS.label, de("Basis")),
        (KG.linkStatus, KG.Ambiguous),
        (KG.candidate, WD.Q1),
        (KG.candidate, WD.Q2),
        (KG.country, entity("Q159")),
        (GEO.hasGeometry, geometry),
    }
    assert about(graph, geometry) == {
        (RDF.type, GEO.Geometry),
        (GEO.asWKT, Literal("POINT(128.33 51.88)", datatype=GEO.wktLiteral)),
    }


def test_a_source_without_a_name_belongs_to_its_article() -> None:
    """Its kind is named, and it is not linkable."""
    assert about(graph_of(), URIRef(f"{ARTICLE_IRI}/source/experts")) == {
        (RDF.type, KG.UnnamedSource),
        (RDFS.label, de("Fachleute")),
        (KG.linkStatus, KG.NotLinkable),
        (KG.sourceKind, KG.Experts),
    }


def test_a_country_that_is_not_described_is_left_out() -> None:
    """China's country would point to nothing."""
    assert (entity(ENTITIES[3].key), KG.country, None) not in graph_of()


@pytest.mark.parametrize("date", ["2023", "2023-09", "", "2023-02-31"])
def test_only_a_full_day_is_a_date_of_issue(date: str) -> None:
    """A month is never written as its first day."""
    graph = graph_of(replace(TELLING, reading=replace(TELLING.reading, article=replace(ARTICLE, date=date))))
    assert (ARTICLE_IRI, RDF.type, KG.Article) in graph
    assert (ARTICLE_IRI, DCTERMS.issued, None) not in graph


def test_an_agency_is_an_entity() -> None:
    """The tag as read becomes a news agency of its own."""
    article = replace(ARTICLE, agency="dpa")
    graph = graph_of(replace(TELLING, reading=replace(TELLING.reading, article=article)))
    agency = entity(local_key("NewsAgency", "dpa"))
    assert (ARTICLE_IRI, KG.agency, agency) in graph
    assert (agency, RDF.type, KG.NewsAgency) in graph


def test_a_condition_is_written_only_where_there_is_one() -> None:
    """kg:conditional is true or absent."""
    report = replace(REPORT, stance=Stance(conditional=True))
    graph = graph_of(replace(TELLING, reports=(report,)))
    assert (REPORT_IRI, KG.conditional, Literal("true", datatype=XSD.boolean)) in graph
    assert (REPORT_IRI, KG.modality, KG.Hypothetical) in graph
    assert (REPORT_IRI, KG.conditional, None) not in graph_of()


def test_an_entity_that_nobody_describes_is_our_mistake() -> None:
    """A dangling role stops the run and names article and key."""
    report = replace(REPORT, roles=(Filler("participant", "Q7"),))
    with pytest.raises(ProjectError, match=r"a1.*Q7"):
        graph_of(replace(TELLING, reports=(report,)))


def test_a_role_the_ontology_lacks_is_our_mistake() -> None:
    """The vocabulary is closed."""
    report = replace(REPORT, roles=(Filler("partner", "Q159"),))
    with pytest.raises(ProjectError, match="partner"):
        graph_of(replace(TELLING, reports=(report,)))


def test_all_terms_are_declared_and_nothing_is_blank() -> None:
    """What is written can be loaded anywhere."""
    graph = graph_of()
    assert len(graph) > 50
    assert VOCABULARY.undeclared(graph) == ()
    assert to_turtle(graph).startswith(b"@prefix")


def test_reports_name_their_event_once_it_is_known() -> None:
    """The mapping of the merging step adds kg:reportsOn and nothing else."""
    event = MINT.event("ArmsDeal-Q159-2023-abc")
    graph = Indexed(
        [
            *article_triples(TELLING, VOCABULARY, MINT, RUN),
            *reported_events(TELLING, MINT, {str(REPORT_IRI): event}),
        ]
    )
    assert set(graph) - set(graph_of()) == {(REPORT_IRI, KG.reportsOn, URIRef(event))}


EVENT = Event(
    key="ArmsDeal-Q159-2023-abc",
    event_type="ArmsDeal",
    status=Status.SPECULATED,
    roles=(Filler("supplier", "Q159"), Filler("item", "waffen-1a2b3c4d")),
    place="Q2",
    begin="2023-09-01",
    end="2023-09-30",
    reports=(str(REPORT_IRI),),
    contested=("recipient",),
    sources=1,
    first_reported="2023-09-13",
    last_reported="2023-09-14",
    labels=(("Mögliches Waffengeschäft", "de"), ("Possible arms deal", "en")),
)
EVENT_IRI = URIRef(MINT.event(EVENT.key))


def test_a_rumour_never_looks_like_a_fact() -> None:
    """A speculated arms deal has no content class and no SEM alignment."""
    graph = Indexed(event_triples([EVENT], VOCABULARY, MINT))
    assert about(graph, EVENT_IRI) == {
        (RDF.type, KG.UnconfirmedEvent),
        (RDF.type, KG.ArmsDealSpeculation),
        (KG.eventType, KG.ArmsDeal),
        (KG.status, KG.Speculated),
        (RDFS.label, de("Mögliches Waffengeschäft")),
        (RDFS.label, Literal("Possible arms deal", lang="en")),
        (KG.supplier, entity("Q159")),
        (KG.item, entity("waffen-1a2b3c4d")),
        (KG.place, entity("Q2")),
        (KG.begin, Literal("2023-09-01", datatype=XSD.date)),
        (KG.end, Literal("2023-09-30", datatype=XSD.date)),
        (KG.timePrecision, KG.Month),
        (KG.reportCount, Literal("1", datatype=XSD.integer)),
        (KG.independentSourceCount, Literal("1", datatype=XSD.integer)),
        (KG.firstReported, Literal("2023-09-13", datatype=XSD.date)),
        (KG.lastReported, Literal("2023-09-14", datatype=XSD.date)),
        (KG.contestedRole, KG.recipient),
    }
    assert set(graph.subjects(KG.reportsOn, EVENT_IRI)) == {REPORT_IRI}
    assert VOCABULARY.undeclared(graph) == ()


@pytest.mark.parametrize("status", [Status.ASSERTED, Status.REPORTED])
def test_a_confirmed_event_has_its_class_and_its_alignment(status: Status) -> None:
    """SEM says the same, with actors only."""
    found = about(Indexed(event_triples([replace(EVENT, status=status)], VOCABULARY, MINT)), EVENT_IRI)
    assert {node for predicate, node in found if predicate == RDF.type} == {KG.ArmsDeal}
    assert {(p, o) for p, o in found if str(p).startswith(str(SEM))} == {
        (SEM.eventType, KG.ArmsDeal),
        (SEM.hasActor, entity("Q159")),
        (SEM.hasPlace, entity("Q2")),
        (SEM.hasBeginTimeStamp, Literal("2023-09-01", datatype=XSD.date)),
    }


@pytest.mark.parametrize(
    ("status", "event_type", "classes"),
    [
        (Status.PLANNED, "Visit", {KG.UnconfirmedEvent, KG.PlannedEvent}),
        (Status.PLANNED, "ArmsDeal", {KG.UnconfirmedEvent, KG.PlannedEvent, KG.ArmsDealSpeculation}),
        (Status.DENIED, "Visit", {KG.UnconfirmedEvent}),
        (Status.DISPUTED, "ArmsDeal", {KG.UnconfirmedEvent, KG.ArmsDealSpeculation}),
    ],
)
def test_what_is_not_confirmed_says_so(status: Status, event_type: str, classes: set[URIRef]) -> None:
    """The class follows from the status."""
    graph = Indexed(event_triples([replace(EVENT, status=status, event_type=event_type)], VOCABULARY, MINT))
    assert set(graph.objects(EVENT_IRI, RDF.type)) == classes


@pytest.mark.parametrize(
    ("begin", "end", "precision"),
    [
        ("2023-09-13", "2023-09-13", TimePrecision.DAY),
        ("2023-09-11", "2023-09-17", TimePrecision.WEEK),
        ("2024-02-01", "2024-02-29", TimePrecision.MONTH),
        ("2023-01-01", "2023-12-31", TimePrecision.YEAR),
        ("2023-09-12", "2023-09-17", TimePrecision.INTERVAL),
        ("2023-09-12", "", TimePrecision.INTERVAL),
    ],
)
def test_precision_follows_from_the_days(begin: str, end: str, precision: TimePrecision) -> None:
    """Begin and end tell how exactly an event's time is known."""
    assert precision_of(begin, end) is precision


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.7, "0.7"),
        (1.0, "1"),
        (0.1 + 0.2, "0.3"),
        (0, "0"),
        (-0.0, "0"),
        (1e6, "1000000"),
        (1e-9, "0"),
        (100, "100"),
    ],
)
def test_decimals_have_one_form(value: float, text: str) -> None:
    """No exponent, no trailing zero: other stores would write it differently."""
    assert decimal(value) == Literal(text, datatype=XSD.decimal)
    assert str(decimal(value)) == text


def test_a_day_is_a_day() -> None:
    """Other ISO forms are none."""
    assert day("2023-09-13") == Literal("2023-09-13", datatype=XSD.date)
    assert [day(text) for text in ("20230913", "2023-W37-3", "2023-9-13", "")] == [None] * 4
