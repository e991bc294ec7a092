"""What describes a build: the list of questions, the dataset, and that both are the same bytes twice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from rdflib import RDF, RDFS, SH, VOID, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, XSD

from kg.catalogue import QUERIES_FILE, VOID_FILE, markdown, queries_ttl, void_ttl
from kg.minting import Mint
from kg.queries import library
from kg.rooms import room
from kg.vocabulary import KG

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.queries import Question

QUESTIONS = library(room("queries"))
RIGHTS = room("data") / "dataset.ttl"
README = Path(__file__).parent.parent / "README.md"
DATASET = URIRef("https://w3id.org/geoevents/id/dataset")


def number(value: int) -> Literal:
    """Make a count."""
    return Literal(str(value), datatype=XSD.integer)


@pytest.fixture(scope="module")
def questions() -> Graph:
    """Read the description of the questions."""
    return Graph().parse(data=queries_ttl(QUESTIONS), format="turtle")


@pytest.fixture(scope="module")
def graph(world: Path) -> Graph:
    """Read the graph of the tiny world."""
    return Graph().parse(world / "graph.ttl")


def test_the_readme_lists_the_questions() -> None:
    """The table in the README is the one that kg ask --catalogue gives."""
    text = README.read_text(encoding="utf-8")
    table = text.partition("<!-- kg ask --catalogue -->\n")[2].partition("<!-- end of the catalogue -->")[0]
    assert table == markdown(QUESTIONS)
    assert table.count("\n| `") == len(QUESTIONS) == 25


def test_every_option_is_in_the_catalogue() -> None:
    """Each question stands with its blanks; the language is an option of every command."""
    lines = markdown(QUESTIONS).splitlines()
    assert "| `spaceports` |" in lines[2 + sorted(QUESTIONS).index("spaceports")]
    assert any(line.endswith("| `--who`, `--from`, `--to` |") for line in lines)
    assert "--lang" not in "".join(lines)


def test_questions_are_executables(questions: Graph) -> None:
    """Each question is a SHACL SELECT executable with words in both languages."""
    found = set(questions.subjects(RDF.type, SH.SPARQLSelectExecutable))
    assert {str(node).rpartition("/")[2] for node in found} == set(QUESTIONS)
    for node in found:
        assert (node, RDF.type, SH.SPARQLExecutable) in questions
        for predicate in (RDFS.label, RDFS.comment, DCTERMS.description):
            assert {getattr(one, "language", "") for one in questions.objects(node, predicate)} == {
                "de",
                "en",
            }


def test_executables_give_what_the_files_give(questions: Graph, world: Path) -> None:
    """The query in the description gives the same rows as the file, with or without its own prefixes."""
    store = pyoxigraph.Store()
    store.bulk_load(path=str(world / "graph.ttl"), format=pyoxigraph.RdfFormat.TURTLE)
    prefixes = {
        str(questions.value(one, SH.prefix)): str(questions.value(one, SH.namespace))
        for one in questions.objects(None, SH.declare)
    }
    assert prefixes["kg"] == str(KG)
    rows = 0
    for node in questions.subjects(RDF.type, SH.SPARQLSelectExecutable):
        text = str(questions.value(node, SH.select))
        assert questions.value(node, SH.prefixes) is not None
        bare = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("PREFIX"))
        whole = [list(map(str, row)) for row in store.query(QUESTIONS[str(node).rpartition("/")[2]].sparql)]  # type: ignore[union-attr]
        assert [list(map(str, row)) for row in store.query(text)] == whole  # type: ignore[union-attr]
        assert [list(map(str, row)) for row in store.query(bare, prefixes=prefixes)] == whole  # type: ignore[union-attr]
        rows += len(whole)
    assert rows > 0


def test_the_dataset_counts_what_is_there(graph: Graph) -> None:
    """Statements, classes and properties are counted in the graph itself."""
    told = Graph().parse(data=void_ttl(graph, Mint(), RIGHTS), format="turtle")
    assert told.value(DATASET, VOID.triples) == number(len(graph))
    entities = set(graph.subjects(KG.linkStatus))
    assert told.value(DATASET, VOID.entities) == number(len(entities))
    classes = {
        told.value(part, VOID["class"]): told.value(part, VOID.entities)
        for part in told.objects(DATASET, VOID.classPartition)
    }
    assert classes.keys() == set(graph.objects(None, RDF.type))
    assert classes[KG.Report] == number(len(set(graph.subjects(RDF.type, KG.Report))))
    properties = {
        told.value(part, VOID.property): told.value(part, VOID.triples)
        for part in told.objects(DATASET, VOID.propertyPartition)
    }
    assert properties.keys() == set(graph.predicates())
    assert properties[KG.modality] == number(len(list(graph.subject_objects(KG.modality))))
    assert str(KG) in {str(one) for one in told.objects(DATASET, VOID.vocabulary)}


def test_the_dataset_says_its_rights_and_its_day(graph: Graph) -> None:
    """Licences, rights in both languages, and the day of the snapshot that names were looked up in."""
    day = Literal("2026-01-31", datatype=XSD.date)
    graph = graph + Graph().add((URIRef("https://w3id.org/geoevents/id/run/1"), KG.snapshotDate, day))
    told = Graph().parse(data=void_ttl(graph, Mint(), RIGHTS), format="turtle")
    assert len(list(told.objects(DATASET, DCTERMS.license))) == 2
    assert {getattr(one, "language", "") for one in told.objects(DATASET, DCTERMS.rights)} == {"de", "en"}
    assert told.value(DATASET, KG.snapshotDate) == day


def test_the_dataset_is_named_by_its_base(graph: Graph) -> None:
    """Whoever builds under an own base has a dataset of that base."""
    told = Graph().parse(data=void_ttl(graph, Mint("https://example.org/data/"), RIGHTS), format="turtle")
    (dataset,) = told.subjects(RDF.type, VOID.Dataset)
    assert str(dataset) == "https://example.org/data/dataset"
    assert told.value(dataset, DCTERMS.title, any=True) is not None


def test_no_description_names_a_machine(graph: Graph) -> None:
    """All addresses are absolute ones of the web."""
    for told in (void_ttl(graph, Mint(), RIGHTS), queries_ttl(QUESTIONS)):
        assert b"<http" in told
        assert b"<file:" not in told
        assert str(Path(__file__).parent.parent).encode() not in told


def test_descriptions_are_the_same_bytes_twice(graph: Graph) -> None:
    """Neither the order of statements nor that of questions shows."""
    other: Mapping[str, Question] = dict(reversed(QUESTIONS.items()))
    assert queries_ttl(QUESTIONS) == queries_ttl(other)
    turned = Graph()
    for triple in sorted(graph, reverse=True):
        turned.add(triple)
    assert void_ttl(graph, Mint(), RIGHTS) == void_ttl(turned, Mint(), RIGHTS)


def test_a_build_has_both_beside_its_graph(world: Path, graph: Graph) -> None:
    """What describes a graph lies beside it."""
    assert (world / QUERIES_FILE).read_bytes() == queries_ttl(QUESTIONS)
    assert (world / VOID_FILE).read_bytes() == void_ttl(graph, Mint(), RIGHTS)
