import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, XSD

from kg.errors import ProjectError
from kg.minting import Mint
from kg.turtle import to_ntriples, to_turtle
from kg.vocabulary import KG

MINT = Mint()
HASH = "9f3c" * 16
ARTICLE = URIRef(MINT.article(HASH))
SUBJECT = URIRef("https://example.org/s")
ROOT = Path(__file__).parents[1]
PREDICATE = URIRef("https://example.org/p")

LITERALS = st.one_of(
    st.text().map(Literal),
    st.builds(Literal, st.text(), lang=st.sampled_from(["de", "en", "ko", "zh-hant"])),
    st.builds(Literal, st.text(), datatype=st.just(URIRef("https://example.org/type"))),
    st.integers().map(lambda n: Literal(str(n), datatype=XSD.integer)),
    st.decimals(allow_nan=False, allow_infinity=False).map(lambda d: Literal(f"{d:f}", datatype=XSD.decimal)),
    st.sampled_from(["true", "false"]).map(lambda b: Literal(b, datatype=XSD.boolean)),
)


def small() -> Graph:
    """Give an article with two sentences, a report, two entities and an event, put in out of order."""
    graph = Graph()
    report = URIRef(MINT.report(HASH, 2, "Visit", 1, 5))
    for index in (10, 2):
        graph.add((URIRef(MINT.sentence(HASH, index)), RDF.type, KG.Sentence))
    event = URIRef(MINT.event("Visit-Q1"))
    graph.add((event, KG.status, KG.Asserted))
    graph.add((event, RDF.type, KG.Visit))
    graph.add((report, KG.reportsOn, event))
    graph.add((report, RDF.type, KG.Report))
    graph.add((report, KG.cue, Literal("laut", lang="de")))
    graph.add((report, KG.confidence, Literal("0.7", datatype=XSD.decimal)))
    for key in ("Q10", "Q9"):
        graph.add((URIRef(MINT.entity(key)), RDF.type, KG.Country))
        graph.add((ARTICLE, KG.mentions, URIRef(MINT.entity(key))))
    graph.add((URIRef(MINT.entity("Q9")), RDFS.label, Literal('Zei"le\n', lang="de")))
    graph.add((ARTICLE, DCTERMS.identifier, Literal("a1")))
    graph.add((ARTICLE, RDF.type, KG.Article))
    return graph


EXPECTED = f"""\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix entity: <https://w3id.org/geoevents/id/entity/> .
@prefix event: <https://w3id.org/geoevents/id/event/> .
@prefix kg: <https://w3id.org/geoevents/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

<{ARTICLE}> a kg:Article ;
    dcterms:identifier "a1" ;
    kg:mentions entity:Q9 , entity:Q10 .

<{ARTICLE}#s2> a kg:Sentence .

<{ARTICLE}#s10> a kg:Sentence .

<{ARTICLE}#s2-Visit-1-5> a kg:Report ;
    kg:reportsOn event:Visit-Q1 ;
    kg:confidence 0.7 ;
    kg:cue "laut"@de .

entity:Q9 a kg:Country ;
    rdfs:label "Zei\\"le\\n"@de .

entity:Q10 a kg:Country .

event:Visit-Q1 a kg:Visit ;
    kg:status kg:Asserted .
"""


def test_turtle_is_written_for_readers() -> None:
    """Used prefixes first, then article, sentences by number, reports, entities, events."""
    assert to_turtle(small(), MINT.prefixes()).decode() == EXPECTED


def test_ntriples_are_sorted_lines() -> None:
    """One statement a line, in order."""
    lines = to_ntriples(small()).decode().splitlines()
    assert lines == sorted(lines)
    assert len(lines) == len(small()) == 15


def test_bytes_do_not_depend_on_the_hash_seed() -> None:
    """Three processes with three seeds write the same bytes."""
    code = "from tests.test_turtle import small, MINT; from kg.turtle import *; import sys;"
    code += "sys.stdout.buffer.write(to_turtle(small(), MINT.prefixes()) + to_ntriples(small()))"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            env={"PYTHONHASHSEED": seed},
            cwd=ROOT,
        ).stdout
        for seed in ("0", "1", "42")
    }
    assert outputs == {to_turtle(small(), MINT.prefixes()) + to_ntriples(small())}


def test_bytes_do_not_depend_on_bound_prefixes() -> None:
    """A graph that was read back, with other prefixes bound, is written as before."""
    again = Graph().parse(data=to_turtle(small()), format="turtle")
    again.bind("other", str(KG), override=True, replace=True)
    assert to_turtle(again) == to_turtle(small())


@pytest.mark.parametrize("write", [to_turtle, to_ntriples])
@pytest.mark.parametrize("triple", [(BNode(), PREDICATE, SUBJECT), (SUBJECT, PREDICATE, BNode())])
def test_blank_nodes_are_refused(write, triple) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """A blank node has no name that could be the same twice."""
    with pytest.raises(ProjectError, match="blank node"):
        write(Graph().add(triple))


def test_an_empty_graph_is_an_empty_file() -> None:
    """Nothing in, nothing out."""
    assert to_turtle(Graph()) == b""
    assert to_ntriples(Graph()) == b""


def oxigraph_triples(data: bytes, form: pyoxigraph.RdfFormat) -> set[str]:
    """Parse with pyoxigraph and give comparable statements."""
    return {str(quad.triple) for quad in pyoxigraph.parse(data, format=form)}


@given(st.lists(LITERALS, min_size=1, max_size=4))
def test_what_was_written_is_what_is_read(values: list[Literal]) -> None:
    """Two parsers read both forms back as the graph that was written."""
    graph = Graph()
    for value in values:
        graph.add((SUBJECT, PREDICATE, value))
    turtle, ntriples = to_turtle(graph), to_ntriples(graph)
    assert len(ntriples.splitlines()) >= 1
    assert set(Graph().parse(data=turtle, format="turtle")) == set(graph)
    assert set(Graph().parse(data=ntriples, format="nt")) == set(graph)
    expected = {
        str(
            pyoxigraph.Triple(
                pyoxigraph.NamedNode(SUBJECT),
                pyoxigraph.NamedNode(PREDICATE),
                pyoxigraph.Literal(str(v), language=v.language)
                if v.language
                else pyoxigraph.Literal(str(v), datatype=pyoxigraph.NamedNode(v.datatype or XSD.string)),
            ),
        )
        for v in graph.objects()
        if isinstance(v, Literal)
    }
    assert oxigraph_triples(turtle, pyoxigraph.RdfFormat.TURTLE) == expected
    assert oxigraph_triples(ntriples, pyoxigraph.RdfFormat.N_TRIPLES) == expected


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_any_entity_survives_the_way_there_and_back(names: list[str]) -> None:
    """Names of entities make IRIs that shorten and lengthen to themselves."""
    graph = Graph()
    for name in names:
        graph.add((URIRef(MINT.entity(name + "-")), KG.country, URIRef(MINT.entity(name + "x"))))
    data = to_turtle(graph, MINT.prefixes())
    assert set(Graph().parse(data=data, format="turtle")) == set(graph)
    assert oxigraph_triples(data, pyoxigraph.RdfFormat.TURTLE) == oxigraph_triples(
        to_ntriples(graph), pyoxigraph.RdfFormat.N_TRIPLES
    )
