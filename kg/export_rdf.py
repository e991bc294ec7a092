"""The whole graph in the notations of RDF: Turtle, N-Triples, N-Quads, JSON-LD.

The rule: nothing is left out, and the same graph gives the same bytes. N-Quads name a graph an article, so
that one article can be replaced; what is shared stands in the default graph. JSON-LD speaks the ontology's
names, with a context made from the ontology.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, XSD
from rdflib.plugins.serializers.jsonld import from_rdf

from kg.minting import Mint
from kg.turtle import to_ntriples, to_turtle
from kg.vocabulary import KG, NIF, PREFIXES, SCHEMA, SEM, bind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.export_scope import Scope
    from kg.vocabulary import Vocabulary

    Statements = Iterable[pyoxigraph.Quad]

#: What of an address names the article that a node belongs to.
_ARTICLE: Final = re.compile(r"(?P<article>.*/article/[^/#]+)(?:[#/].*)?")
#: Foreign terms in the data: name in JSON-LD, term, how its values are written.
_FOREIGN: Final = (
    ("label", RDFS.label, "@language"),
    ("title", DCTERMS.title, "@language"),
    ("text", NIF.anchorOf, "@language"),
    ("sameAs", OWL.sameAs, "@id"),
    ("publisher", DCTERMS.publisher, "@id"),
    ("isPartOf", DCTERMS.isPartOf, "@id"),
    ("url", SCHEMA.url, "@id"),
    ("issued", DCTERMS.issued, str(XSD.date)),
    ("beginIndex", NIF.beginIndex, str(XSD.nonNegativeInteger)),
    ("endIndex", NIF.endIndex, str(XSD.nonNegativeInteger)),
    ("semType", SEM.eventType, "@vocab"),
)


def turtle_file(scope: Scope, statements: Statements) -> Mapping[str, bytes]:
    """Write Turtle, as `kg build` writes it."""
    return {"": _remarks(scope) + to_turtle(graph_of(statements), Mint(scope.complete.base).prefixes())}


def ntriples_file(scope: Scope, statements: Statements) -> Mapping[str, bytes]:
    """Write sorted N-Triples."""
    return {"": _remarks(scope) + to_ntriples(graph_of(statements))}


def nquads_file(scope: Scope, statements: Statements) -> Mapping[str, bytes]:
    """Write sorted N-Quads: a named graph an article, the rest in the default graph."""
    articles = scope.complete.sources
    lines = []
    for line in to_ntriples(graph_of(statements)).decode().splitlines():
        owner = _ARTICLE.fullmatch(line[1 : line.index(">")])
        named = owner is not None and owner["article"] in articles
        lines.append(f"{line[:-1]}<{owner['article']}> .\n" if named and owner else f"{line}\n")
    return {"": _remarks(scope) + "".join(sorted(lines)).encode()}


def jsonld_file(scope: Scope, statements: Statements) -> Mapping[str, bytes]:
    """Write JSON-LD with a context in the ontology's names."""
    context = context_of(scope.vocabulary)
    made: Any = from_rdf(  # type: ignore[no-untyped-call] # rdflib's plugins are not typed
        graph_of(statements), {"@context": context}
    )
    nodes = made["@graph"] if isinstance(made, dict) and "@graph" in made else [made]
    ordered = sorted((_ordered(node) for node in nodes), key=lambda node: str(node["@id"]))
    document = {"@context": context, "@graph": ordered}
    return {"": (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()}


def graph_of(statements: Statements) -> Graph:
    """Give statements to rdflib, values as they are written."""
    graph = bind(Graph())
    for quad in statements:
        if isinstance(quad.subject, pyoxigraph.NamedNode):
            graph.add((URIRef(quad.subject.value), URIRef(quad.predicate.value), _term(quad.object)))
    return graph


def context_of(vocabulary: Vocabulary) -> dict[str, Any]:
    """Make the JSON-LD context: a name of the ontology a property, with how its values are written."""
    context: dict[str, Any] = {"@vocab": str(KG), **PREFIXES}
    del context["kg"]
    for name, term, kind in _FOREIGN:
        context[name] = {"@id": str(term), ("@container" if kind == "@language" else "@type"): kind}
    graph = vocabulary.graph
    for name in sorted(vocabulary.declared_in):
        term = KG[name]
        if (term, RDF.type, OWL.ObjectProperty) in graph:
            closed = any(
                _is_term(str(kind), vocabulary) for kind in graph.objects(term, SCHEMA.rangeIncludes)
            )
            context[name] = {"@id": str(term), "@type": "@vocab" if closed else "@id"}
        elif (term, RDF.type, OWL.DatatypeProperty) in graph:
            kinds = [str(kind) for kind in graph.objects(term, SCHEMA.rangeIncludes)]
            if kinds == [str(RDF.langString)]:
                context[name] = {"@id": str(term), "@container": "@language"}
            elif len(kinds) == 1 and kinds[0] != str(XSD.string):
                context[name] = {"@id": str(term), "@type": kinds[0]}
    return context


def _is_term(kind: str, vocabulary: Vocabulary) -> bool:
    """Tell whether values of a range are terms of the ontology: value classes, classes, properties."""
    if kind in (str(OWL.Class), str(OWL.ObjectProperty)):
        return True
    return kind in vocabulary and bool(vocabulary.values(kind.removeprefix(KG)))


def _term(term: object) -> URIRef | Literal:
    if isinstance(term, pyoxigraph.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        plain = term.datatype.value == str(XSD.string)
        datatype = None if plain else URIRef(term.datatype.value)
        return Literal(term.value, datatype=datatype, normalize=False)
    if isinstance(term, pyoxigraph.NamedNode):
        return URIRef(term.value)
    raise TypeError(f"the graph holds {term!r}, which its writer never makes")


def _ordered(value: Any) -> Any:
    """Sort keys and lists: none of the graph's lists has an order of its own."""
    if isinstance(value, dict):
        first = sorted(value.items(), key=lambda pair: (not pair[0].startswith("@"), pair[0]))
        return {key: _ordered(one) for key, one in first}
    if isinstance(value, list):
        return sorted((_ordered(one) for one in value), key=lambda one: json.dumps(one, sort_keys=True))
    return value


def _remarks(scope: Scope) -> bytes:
    return "".join(f"# {' '.join(line.split())}\n" for line in scope.note()).encode()
