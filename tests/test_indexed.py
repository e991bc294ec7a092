"""The indexed graph answers as rdflib's, and rules that are run once are not missed the second time."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pyshacl
import pytest
from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection

from kg.aiming import Aimed
from kg.checking import Checker, Scope, read_shapes
from kg.indexed import Indexed
from kg.rooms import room
from kg.store import GRAPH
from kg.vocabulary import KG

if TYPE_CHECKING:
    from rdflib.term import Node

    from kg.assembling import Assembled
    from kg.vocabulary import Vocabulary

FIXTURES = Path(__file__).parent / "shapes"
WITHIN = URIRef("https://w3id.org/geoevents/shapes#within")
E = "https://example.org/"
FAMILY = Graph().parse(
    data=f"""
        @prefix e: <{E}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        e:a a e:Dog ; e:likes e:b , e:c ; rdfs:label "A"@de , "A" .
        e:b e:likes e:c . e:Dog rdfs:subClassOf e:Animal . e:Animal rdfs:subClassOf e:Thing .
        e:list e:has ( 1 2 e:c ) .
    """,
    format="turtle",
)


@pytest.fixture(scope="module")
def checker(vocabulary: Vocabulary) -> Checker:
    """Make a checker of the real shapes."""
    return Checker(room("shapes"), vocabulary)


def test_every_pattern_is_answered_as_rdflib_does() -> None:
    """Subjects, predicates and values, each given, left open or unknown."""
    indexed = Indexed(FAMILY)
    assert len(indexed) == len(FAMILY) > 10
    assert set(indexed) == set(FAMILY)
    terms = [None, URIRef(f"{E}nobody"), *{term for triple in FAMILY for term in triple}]
    for subject, predicate, value in product(terms, repeat=3):
        pattern = (subject, predicate, value)
        assert set(indexed.triples(pattern)) == set(FAMILY.triples(pattern))
        assert (pattern in indexed) == (pattern in FAMILY)
    for one, other in product(terms, repeat=2):
        assert set(indexed.objects(one, other)) == set(FAMILY.objects(one, other))
        assert set(indexed.subjects(one, other)) == set(FAMILY.subjects(one, other))
        assert set(indexed.transitive_objects(one, RDFS.subClassOf)) == set(
            FAMILY.transitive_objects(one, RDFS.subClassOf)
        )
    for one in terms:
        assert set(indexed.subject_objects(one)) == set(FAMILY.subject_objects(one))
        assert set(indexed.predicate_objects(one)) == set(FAMILY.predicate_objects(one))


def test_several_at_once_and_each_once() -> None:
    """What pyshacl asks of several nodes, and of all without repeating."""
    indexed = Indexed([*FAMILY, *FAMILY])
    likes, a, b = (URIRef(f"{E}{name}") for name in ("likes", "a", "b"))
    assert len(indexed) == len(FAMILY)
    assert sorted(indexed.objects([a, b], likes)) == [URIRef(f"{E}{name}") for name in "bcc"]
    assert sorted(indexed.subjects(likes, [a, b])) == [a]
    assert sorted(indexed.objects(None, likes, unique=True)) == [URIRef(f"{E}{name}") for name in "bc"]
    assert sorted(indexed.subjects(likes, None, unique=True)) == [a, b]


def test_lists_are_read() -> None:
    """The members of a list, in their order; a ring ends."""
    head = FAMILY.value(URIRef(f"{E}list"), URIRef(f"{E}has"))
    assert head is not None
    assert list(Indexed(FAMILY).items(head)) == list(Collection(FAMILY, head))
    ring = URIRef(f"{E}ring")
    assert list(Indexed([(ring, RDF.first, Literal(1)), (ring, RDF.rest, ring)]).items(ring)) == [Literal(1)]


@pytest.mark.parametrize(
    "odd", [URIRef(f"{E}x"), URIRef(f"{E}x y"), BNode()], ids=["plain", "spaced", "blank"]
)
def test_queries_are_answered_with_variables_bound(odd: Node) -> None:
    """By Oxigraph, and by rdflib where a term is none that Oxigraph takes as it stands."""
    whole = Graph()
    whole += (triple for triple in FAMILY if not any(isinstance(term, BNode) for term in triple))
    whole.add((odd, RDF.type, URIRef(f"{E}Odd")))
    kinds = f"SELECT ?value WHERE {{ ?value a <{E}Odd> }}"
    assert [one for row in Indexed(whole).query(kinds).bindings for one in row.values()] == [odd]
    likes = f"SELECT $this ?value WHERE {{ ?value <{E}likes> $this }}"
    (c,) = (URIRef(f"{E}c"),)
    rows = Indexed(whole).query(likes, initBindings={"this": c}).bindings
    assert sorted(str(value) for row in rows for name, value in row.items() if str(name) == "value") == [
        f"{E}a",
        f"{E}b",
    ]
    labels = f"SELECT ?value WHERE {{ <{E}a> <{RDFS.label}> ?value }}"
    found = [one for row in Indexed(whole).query(labels).bindings for one in row.values()]
    assert sorted(map(repr, found)) == sorted(map(repr, [Literal("A"), Literal("A", lang="de")]))


def test_shacl_finds_the_same_as_in_rdflibs_graph() -> None:
    """Which rule is broken by which item with which value, over every fixture of all rules."""
    whole = Graph()
    for path in sorted(FIXTURES.glob("*/*.ttl")):
        whole.parse(path)
    shapes, indexed = read_shapes(room("shapes")), Indexed(whole)
    found = []
    for data, rules in ((whole, shapes), (indexed, Indexed(shapes)), (indexed, Aimed(shapes).at(indexed))):
        _, report, _ = pyshacl.validate(data, shacl_graph=rules, inference="none")
        assert isinstance(report, Graph)
        what = (SH.sourceShape, SH.focusNode, SH.value, SH.sourceConstraintComponent)
        results = report.objects(None, SH.result)
        found.append(sorted(repr([report.value(one, name) for name in what]) for one in results))
    assert len(found[0]) > 100
    assert found[0] == found[1]
    assert set(found[0]) == set(found[2])  # who is reached on two ways is named once


def test_rules_of_a_type_are_aimed_at_its_items() -> None:
    """A way from a type to its reports and events is gone, and its rules name them as targets."""
    graph = Indexed(Graph().parse(FIXTURES / "Report" / "valid-asserted.ttl"))
    aimed = Aimed(read_shapes(room("shapes"))).at(graph)
    meetings = set(graph.subjects(KG.eventType, KG.Meeting))
    assert meetings
    assert set(aimed.objects(_shape("Meeting-foreign-role"), SH.targetNode)) == meetings
    assert not set(aimed.predicate_objects(_shape("Meeting")))
    assert set(aimed.predicate_objects(_shape("Meeting-type")))


def test_what_must_be_kept_is_found_without_the_advice(checker: Checker) -> None:
    """The check of an article alone gives the full one's findings but for warnings."""
    whole = Indexed(triple for path in sorted(FIXTURES.glob("*/*.ttl")) for triple in Graph().parse(path))
    fully = checker.check(whole)
    assert {one.severity for one in fully} == {"must", "should"}
    assert checker.check(whole, scope=Scope.MUSTS) == tuple(one for one in fully if one.severity == "must")


def test_rules_within_articles_are_left_out_of_the_whole_and_no_others(checker: Checker) -> None:
    """A fixture's findings are the same but for those of marked rules, which only the full check gives."""
    within = {
        str(rule).partition("#")[2] for rule in read_shapes(room("shapes")).subjects(WITHIN, KG.Article)
    }
    seen = set()
    for path in sorted((FIXTURES / "Report").glob("invalid-*.ttl")):
        graph = Graph().parse(path)
        fully = checker.check(graph)
        assert checker.check(graph, scope=Scope.ACROSS) == tuple(
            one for one in fully if one.rule not in within and one.rule not in _served_by(within)
        ), path.name
        seen |= {one.rule for one in fully}
    assert seen & within
    assert seen - within


def _served_by(within: set[str]) -> set[str]:
    """Name the rules that hang on others: they are left out with those."""
    shapes = read_shapes(room("shapes"))
    hung: set[str] = set()
    for rule in within:
        for link in (SH.property, SH.node):
            hung |= {str(one).partition("#")[2] for one in shapes.objects(_shape(rule), link)}
    return hung


def _shape(rule: str) -> URIRef:
    return URIRef(f"https://w3id.org/geoevents/shapes#{rule}")


def test_a_marked_rule_is_no_warning() -> None:
    """Warnings are counted in the whole graph: none may be left out of it."""
    shapes = read_shapes(room("shapes"))
    marked = set(shapes.subjects(WITHIN, KG.Article))
    assert len(marked) > 50
    assert [one for one in marked if (one, SH.severity, SH.Warning) in shapes] == []


def test_the_whole_graph_hides_nothing(assembled: Assembled, checker: Checker) -> None:
    """Where all articles are good, the short check of the whole finds what the full one finds."""
    whole = Graph().parse(data=assembled.files[GRAPH], format="turtle")
    assert checker.check(whole, scope=Scope.ACROSS) == checker.check(whole)
    assert len(whole) > 200
