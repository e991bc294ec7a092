"""Each report as a nanopublication (TriG): assertion, provenance, publication info.

The rule: the assertion is that a sentence reports something so and so surely, never that it is so, thus a
rumour stays one when it is passed on alone. Provenance leads to sentence, article, source and run. They
follow the nanopublication guidelines, unsigned and without trusty URI, since only a publisher has a key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, Namespace

from kg import __version__
from kg.export_rdf import graph_of
from kg.minting import Mint
from kg.records import identifier
from kg.turtle import to_turtle
from kg.vocabulary import KG, NIF, SCHEMA, bind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rdflib.term import Node

    from kg.export_rdf import Statements
    from kg.export_scope import Scope

NP: Final = Namespace("http://www.nanopub.org/nschema#")
_PARTS: Final = ("Head", "assertion", "provenance", "pubinfo")
#: Predicates of a report that say where it comes from; all others are what it claims.
_PROVENANCE: Final = frozenset({KG.inSentence, KG.inArticle, KG.rule, KG.confidence, PROV.wasGeneratedBy})
_TEXT: Final = (NIF.anchorOf, NIF.beginIndex, NIF.endIndex)
_SOURCE: Final = (DCTERMS.title, DCTERMS.issued, DCTERMS.publisher, SCHEMA.url)

Triple = tuple["Node", "Node", "Node"]


def nanopubs_file(scope: Scope, statements: Statements) -> Mapping[str, bytes]:
    """Write TriG: four graphs a report."""
    graph = graph_of(statements)
    base = scope.complete.base
    prefixes = {"np": str(NP), **Mint(base).prefixes()}
    heads: dict[str, None] = {}
    blocks = []
    for iri in (*scope.complete.reports, *scope.complete.facts):
        for name, triples in _graphs(URIRef(iri), base, graph):
            head, body = _turtle(triples, prefixes)
            heads.update(dict.fromkeys(head))
            blocks.append(f"{name.n3()} {{\n{body}}}\n")
    remarks = [f"# {' '.join(line.split())}" for line in scope.note()]
    return {"": "\n".join([*remarks, *sorted(heads), "", *blocks]).encode()}


def _graphs(report: URIRef, base: str, graph: Graph) -> Iterator[tuple[URIRef, list[Triple]]]:
    publication = URIRef(f"{base}nanopub/{identifier(report).replace('#', '/')}")
    head, assertion, provenance, pubinfo = (URIRef(f"{publication}#{part}") for part in _PARTS)
    yield (
        head,
        [
            (publication, RDF.type, NP.Nanopublication),
            (publication, NP.hasAssertion, assertion),
            (publication, NP.hasProvenance, provenance),
            (publication, NP.hasPublicationInfo, pubinfo),
        ],
    )
    told = [(report, predicate, value) for predicate, value in graph.predicate_objects(report)]
    yield assertion, [triple for triple in told if triple[1] not in _PROVENANCE and triple[1] != KG.reportsOn]
    yield provenance, list(_provenance(report, assertion, graph))
    yield (
        pubinfo,
        [
            (publication, DCTERMS.subject, report),
            (publication, DCTERMS.isPartOf, URIRef(f"{base}nanopub")),
            (publication, PROV.wasDerivedFrom, report),
            (publication, DCTERMS.description, Literal(f"geoevents {__version__}")),
            *((publication, PROV.wasGeneratedBy, run) for run in graph.objects(report, PROV.wasGeneratedBy)),
            *((publication, DCTERMS.relation, event) for event in graph.objects(report, KG.reportsOn)),
        ],
    )


def _provenance(report: URIRef, assertion: URIRef, graph: Graph) -> Iterator[Triple]:
    for predicate, value in graph.predicate_objects(report):
        if predicate in _PROVENANCE:
            yield report, predicate, value
    for sentence in graph.objects(report, KG.inSentence):
        yield assertion, PROV.wasDerivedFrom, sentence
        yield from _of(sentence, _TEXT, graph)
    for article in graph.objects(report, KG.inArticle):
        yield assertion, PROV.hadPrimarySource, article
        yield from _of(article, _SOURCE, graph)
    for holder in graph.objects(report, KG.source):
        yield assertion, PROV.wasAttributedTo, holder
    for run in graph.objects(report, PROV.wasGeneratedBy):
        yield assertion, PROV.wasGeneratedBy, run


def _of(node: Node, predicates: Iterable[URIRef], graph: Graph) -> Iterator[Triple]:
    for predicate in predicates:
        for value in graph.objects(node, predicate):
            yield node, predicate, value


def _turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> tuple[list[str], str]:
    graph = bind(Graph())
    for triple in triples:
        graph.add(triple)
    lines = to_turtle(graph, prefixes).decode().splitlines()
    head = [line for line in lines if line.startswith("@prefix ")]
    body = "".join(f"    {line}\n" for line in lines[len(head) :] if line)
    return head, body
