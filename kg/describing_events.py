"""Events as triples, safe by default.

The rule: only an event of status Asserted or Reported gets its content class and is aligned with the
Simple Event Model; any other is a `kg:UnconfirmedEvent` whose `kg:eventType` names the class, so that
nobody who asks for `kg:ArmsDeal` is ever given a rumour.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rdflib import Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, XSD

from kg.describe import day
from kg.model import Status, TimePrecision
from kg.vocabulary import SEM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.minting import Mint
    from kg.model import Event
    from kg.vocabulary import Triple, Vocabulary

_CONFIRMED = frozenset({Status.ASSERTED, Status.REPORTED})
#: Roles of those who act or are acted on; topics, items and means are no actors.
_ACTORS = frozenset(
    {
        "participant",
        "host",
        "visitor",
        "agent",
        "speaker",
        "addressee",
        "supplier",
        "recipient",
        "sender",
        "target",
    },
)


def event_triples(events: Iterable[Event], vocabulary: Vocabulary, mint: Mint) -> Iterator[Triple]:
    """Describe events, and say of each report which event it is on; a triple may come twice.

    Reports and entities stand in the articles' graphs; put together, they are the whole.
    """
    for event in events:
        yield from _triples(event, vocabulary, mint)


def precision_of(begin: str, end: str) -> TimePrecision:
    """Tell how exactly a time is known from its ISO days alone; an open end is an interval."""
    if not begin or not end:
        return TimePrecision.INTERVAL
    first, last = date.fromisoformat(begin), date.fromisoformat(end)
    if first == last:
        return TimePrecision.DAY
    if last - first == timedelta(days=6):
        return TimePrecision.WEEK
    if first.day == 1 and last == first.replace(day=monthrange(first.year, first.month)[1]):
        return TimePrecision.MONTH
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return TimePrecision.YEAR
    return TimePrecision.INTERVAL


def _triples(event: Event, vocabulary: Vocabulary, mint: Mint) -> Iterator[Triple]:
    iri, term = URIRef(mint.event(event.key)), vocabulary.term
    content = term(event.event_type)
    for name in _classes(event):
        yield iri, RDF.type, term(name)
    yield iri, term("eventType"), content
    yield iri, term("status"), term(event.status)
    for text, lang in event.labels:
        yield iri, RDFS.label, Literal(text, lang=lang)
    for filler in event.roles:
        yield iri, term(filler.role), URIRef(mint.entity(filler.entity))
    if event.place:
        yield iri, term("place"), URIRef(mint.entity(event.place))
    yield from _times(iri, event, vocabulary)
    yield iri, term("reportCount"), Literal(str(len(event.reports)), datatype=XSD.integer)
    yield iri, term("independentSourceCount"), Literal(str(event.sources), datatype=XSD.integer)
    for role in event.contested:
        yield iri, term("contestedRole"), term(role)
    if event.part_of:
        yield iri, term("subEventOf"), URIRef(mint.event(event.part_of))
    if event.item:
        yield iri, OWL.sameAs, URIRef(mint.wikidata(event.item))
    for report in event.reports:
        yield URIRef(report), term("reportsOn"), iri
    if event.status in _CONFIRMED:
        yield from _aligned(iri, event, content, mint)


def _classes(event: Event) -> list[str]:
    if event.status in _CONFIRMED:
        return [event.event_type]
    classes = ["UnconfirmedEvent"]
    if event.status is Status.PLANNED:
        classes.append("PlannedEvent")
    if event.event_type == "ArmsDeal":
        classes.append("ArmsDealSpeculation")
    return classes


def _times(iri: URIRef, event: Event, vocabulary: Vocabulary) -> Iterator[Triple]:
    days = {
        "begin": event.begin,
        "end": event.end,
        "firstReported": event.first_reported,
        "lastReported": event.last_reported,
    }
    for name, text in days.items():
        literal = day(text)
        if literal is not None:
            yield iri, vocabulary.term(name), literal
    if event.begin or event.end:
        precision = precision_of(event.begin, event.end)
        yield iri, vocabulary.term("timePrecision"), vocabulary.term(precision)


def _aligned(iri: URIRef, event: Event, content: URIRef, mint: Mint) -> Iterator[Triple]:
    """Say the same in SEM's terms."""
    yield iri, SEM.eventType, content
    for filler in event.roles:
        if filler.role in _ACTORS:
            yield iri, SEM.hasActor, URIRef(mint.entity(filler.entity))
    if event.place:
        yield iri, SEM.hasPlace, URIRef(mint.entity(event.place))
    begin = day(event.begin)
    if begin is not None:
        yield iri, SEM.hasBeginTimeStamp, begin
