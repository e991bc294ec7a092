"""What describes a build to people and machines: the list of ready questions, its contents as VoID.

The rule: pure, and the same input gives the same bytes. What is counted is counted in the graph as it is; a
question is given as its file has it. All nodes have names, as in the graph. Title, rights and licences are
data (``data/dataset.ttl``).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from rdflib import RDF, RDFS, SH, VOID, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, XSD

from kg.queries import LANGUAGE, LANGUAGES
from kg.turtle import to_turtle
from kg.vocabulary import KG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from rdflib.term import Node

    from kg.minting import Mint
    from kg.queries import Question

VOID_FILE: Final = "void.ttl"
QUERIES_FILE: Final = "queries.ttl"
#: The node in ``data/dataset.ttl`` that stands for a build's own.
_HERE: Final = URIRef("https://w3id.org/geoevents/id/dataset")
_QUERIES: Final = "https://w3id.org/geoevents/query/"
_LIBRARY: Final = URIRef("https://w3id.org/geoevents/queries")
_MORE: Final = {"void": str(VOID), "sh": str(SH), "query": _QUERIES}
_NAMES: Final = ("dcterms", "kg", "nif", "owl", "rdf", "rdfs", "wd", "xsd")


def markdown(questions: Mapping[str, Question]) -> str:
    """List the questions as a table for the README: name, question, options."""
    lines = ["| question | what it asks | options |", "|---|---|---|"]
    for name, one in sorted(questions.items()):
        options = ", ".join(
            f"`--{parameter.name}`" for parameter in one.parameters if parameter.name != LANGUAGE
        )
        lines.append(f"| `{name}` | {one.say('question', 'en')} | {options} |")
    return "\n".join(lines) + "\n"


def queries_ttl(questions: Mapping[str, Question]) -> bytes:
    """Describe the questions as SHACL SPARQL executables, so that a tool that knows SHACL finds them."""
    told = Graph()
    spaces = {**PREFIXES, "rdf": str(RDF), "rdfs": str(RDFS), "xsd": str(XSD)}
    for prefix in _NAMES:
        declared = URIRef(f"{_LIBRARY}#{prefix}")
        told.add((_LIBRARY, SH.declare, declared))
        told.add((declared, SH.prefix, Literal(prefix)))
        told.add((declared, SH.namespace, Literal(spaces[prefix], datatype=XSD.anyURI)))
    told.add((_LIBRARY, RDF.type, OWL.Ontology))
    for name, one in questions.items():
        node = URIRef(f"{_QUERIES}{name}")
        told.add((node, RDF.type, SH.SPARQLExecutable))
        told.add((node, RDF.type, SH.SPARQLSelectExecutable))
        told.add((node, DCTERMS.identifier, Literal(name)))
        told.add((node, SH.prefixes, _LIBRARY))
        told.add((node, SH.select, Literal(_bare(one.sparql))))
        for lang in LANGUAGES:
            told.add((node, RDFS.label, Literal(one.say("title", lang), lang=lang)))
            told.add((node, RDFS.comment, Literal(one.say("question", lang), lang=lang)))
            told.add((node, DCTERMS.description, Literal(one.say("row", lang), lang=lang)))
    return to_turtle(told, _MORE)


def void_ttl(graph: Graph, mint: Mint, rights: Path) -> bytes:
    """Describe the dataset: its size, classes, properties, rights, and from when what is known beside it is.

    Parameters
    ----------
    graph
        The whole graph.
    mint
        Whose base names the dataset.
    rights
        What does not depend on the graph (``data/dataset.ttl``).
    """
    dataset = URIRef(f"{mint.base}dataset")
    told = Graph()
    for _, predicate, value in Graph().parse(rights, format="turtle").triples((_HERE, None, None)):
        told.add((dataset, predicate, value))
    for predicate, value in (
        (RDF.type, VOID.Dataset),
        (VOID.uriSpace, Literal(mint.base)),
        (VOID.triples, _count(len(graph))),
        (VOID.entities, _count(len(set(graph.subjects(KG.linkStatus))))),
        (VOID.distinctSubjects, _count(len(set(graph.subjects())))),
        (VOID.distinctObjects, _count(len(set(graph.objects())))),
        *((VOID.vocabulary, URIRef(space)) for space in _used(graph)),
    ):
        told.add((dataset, predicate, value))
    for snapshot in sorted({str(value) for value in graph.objects(None, KG.snapshotDate)})[-1:]:
        told.add((dataset, KG.snapshotDate, Literal(snapshot, datatype=XSD.date)))
    for name, term, counts in (
        ("class", VOID["class"], Counter(graph.objects(None, RDF.type))),
        ("property", VOID.property, Counter(graph.predicates())),
    ):
        counted = VOID.entities if name == "class" else VOID.triples
        for one, number in counts.items():
            part = URIRef(f"{dataset}#{name}-{_local(one)}")
            told.add((dataset, VOID[f"{name}Partition"], part))
            told.add((part, term, one))
            told.add((part, counted, _count(number)))
    return to_turtle(told, {**_MORE, "part": f"{dataset}#"})


def _bare(sparql: str) -> str:
    """Take the header off: what it says stands beside the query."""
    lines = sparql.splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    return "".join(lines[first:])


def _used(graph: Graph) -> Iterable[str]:
    """List the vocabularies of which the graph uses a term as class or property."""
    terms = {str(term) for term in (*graph.predicates(), *graph.objects(None, RDF.type))}
    return sorted(space for space in PREFIXES.values() if any(term.startswith(space) for term in terms))


def _local(iri: Node) -> str:
    """Shorten a term to prefix and name, which fits at the end of an address."""
    text = str(iri)
    spaces = {**PREFIXES, "rdf": str(RDF)}
    prefix = max(
        (one for one in spaces if text.startswith(spaces[one])), key=lambda one: len(spaces[one]), default=""
    )
    return f"{prefix}-{text[len(spaces[prefix]) :]}" if prefix else text.rpartition("/")[2]


def _count(number: int) -> Literal:
    return Literal(str(number), datatype=XSD.integer)
