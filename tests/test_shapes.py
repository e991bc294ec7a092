"""The rules in shapes/: each is named, worded, in step with the ontology, and broken by a fixture.

A fixture's head names what it breaks, one line a finding: ``# expect: <rule> <item>``. A fixture
without such a line must break nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyshacl
import pytest
from rdflib import OWL, RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection

from kg.checking import Checker, read_shapes
from kg.rooms import room
from kg.vocabulary import KG, load_vocabulary

if TYPE_CHECKING:
    from rdflib.term import Node

    from kg.findings import Finding
    from kg.vocabulary import Vocabulary

KGS = "https://w3id.org/geoevents/shapes#"
MEND = URIRef(KGS + "mend")
FOLDER = Path(__file__).parent / "shapes"
FIXTURES = sorted(FOLDER.rglob("*.ttl"))
EXPECT = re.compile(r"^# expect: (\S+) (\S+)$", re.MULTILINE)
SHAPE_FILES = sorted(path for path in room("shapes").rglob("*.ttl") if path.name != "shapes.ttl")
# What a rule may ask, and the name under which SHACL reports that it is broken.
ASKS = """
    minCount maxCount in datatype pattern minInclusive maxInclusive minLength nodeKind class equals disjoint
    lessThan lessThanOrEquals hasValue uniqueLang qualifiedMinCount qualifiedMaxCount not or
"""
ASKED = {SH[name]: SH[f"{name[0].upper()}{name[1:]}ConstraintComponent"] for name in ASKS.strip().split()} | {
    SH.sparql: SH.SPARQLConstraintComponent
}


@dataclass(frozen=True)
class Broken:
    """What the checker says of one fixture, and which asks of which rules it breaks."""

    graph: Graph
    findings: tuple[Finding, ...]
    asks: frozenset[tuple[Node, Node]]


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """Read the real ontology."""
    return load_vocabulary(room("ontology"))


@pytest.fixture(scope="session")
def shapes() -> Graph:
    """Read the real shapes."""
    return read_shapes(room("shapes"))


@pytest.fixture(scope="session")
def checked(vocabulary: Vocabulary) -> dict[Path, Broken]:
    """Check every fixture once."""
    checker = Checker(room("shapes"), vocabulary)
    found = {}
    for path in FIXTURES:
        graph = Graph().parse(path)
        report = checker.report(graph)
        asks = frozenset(
            (shape, ask)
            for result in report.objects(None, SH.result)
            for shape in report.objects(result, SH.sourceShape)
            for ask in report.objects(result, SH.sourceConstraintComponent)
        )
        found[path] = Broken(graph, checker.told(report, graph), asks)
    return found


def rules_of(shapes: Graph) -> set[Node]:
    """List the rules: a rule is a shape with a message."""
    return set(shapes.subjects(SH.message, None))


def listed(shapes: Graph, name: str, predicate: URIRef = SH["in"]) -> set[str]:
    """Give the members of a shape's list as local names of the ontology."""
    start = shapes.value(URIRef(KGS + name), predicate)
    assert start is not None, name
    return {str(one).removeprefix(KG) for one in Collection(shapes, start)}


def test_there_are_fixtures_and_shapes() -> None:
    """There is something to check."""
    assert len(FIXTURES) > 300
    assert len(SHAPE_FILES) == 30


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_fixture_breaks_exactly_what_it_says(path: Path, checked: dict[Path, Broken]) -> None:
    """A fixture breaks the rules its head names, at the items it names, and no others."""
    seen = checked[path]
    names = seen.graph.namespace_manager
    expected = {
        (rule, item[1:-1] if item.startswith("<") else str(names.expand_curie(item)))
        for rule, item in EXPECT.findall(path.read_text(encoding="utf-8"))
    }
    assert {(finding.rule, finding.node) for finding in seen.findings} == expected
    assert bool(expected) == path.name.startswith("invalid-")


def test_fixture_names_the_rule_it_breaks() -> None:
    """The file invalid-<rule> or invalid-<rule>-<how> expects that rule."""
    invalid = [path for path in FIXTURES if path.name.startswith("invalid-")]
    assert invalid
    for path in invalid:
        rules = {rule for rule, _ in EXPECT.findall(path.read_text(encoding="utf-8"))}
        assert any(f"{path.stem}-".startswith(f"invalid-{rule}-") for rule in rules), path.name


def test_every_ask_of_every_rule_is_broken_by_a_fixture(shapes: Graph, checked: dict[Path, Broken]) -> None:
    """No count, datatype, list, pattern or query of any rule goes untried."""
    asked = {
        (rule, broken)
        for rule in rules_of(shapes)
        for ask, broken in ASKED.items()
        if (rule, ask, None) in shapes
    }
    assert len(asked) > 200
    assert {rule for rule, _ in asked} == rules_of(shapes)
    tried = {ask for seen in checked.values() for ask in seen.asks}
    assert asked - tried == set()


def test_every_shape_file_has_fixtures_of_both_kinds() -> None:
    """A file of shapes and a folder of fixtures belong together, with valid and invalid ones."""
    assert {path.stem for path in SHAPE_FILES} == {path.name for path in FOLDER.iterdir()}
    for folder in FOLDER.iterdir():
        assert list(folder.glob("valid-*.ttl")), folder.name
        assert list(folder.glob("invalid-*.ttl")), folder.name


def test_fixtures_use_only_declared_terms(vocabulary: Vocabulary, checked: dict[Path, Broken]) -> None:
    """A fixture is broken by its rule, not by a misspelt term."""
    assert {path.name: vocabulary.undeclared(seen.graph) for path, seen in checked.items()} == {
        path.name: () for path in checked
    }


def test_every_rule_is_worded_in_german_and_english(shapes: Graph) -> None:
    """A rule has a severity, and name, message and remedy once in each language."""
    rules = rules_of(shapes)
    assert len(rules) > 100
    for rule in rules:
        assert shapes.value(rule, SH.severity) in {SH.Violation, SH.Warning}, rule
        for predicate in (SH.name, SH.message, MEND):
            texts = list(shapes.objects(rule, predicate))
            assert sorted(str(one.language) for one in texts if isinstance(one, Literal)) == ["de", "en"], (
                rule
            )


def test_shapes_say_different_things(shapes: Graph) -> None:
    """No two rules share a name, or a reader could not tell them apart in a list."""
    for lang in ("de", "en"):
        names = [
            (str(rule).removeprefix(KGS).split("-")[0], str(one))
            for rule, one in shapes.subject_objects(SH.name)
            if isinstance(one, Literal) and one.language == lang
        ]
        assert len(names) == len(set(names)) > 100


def test_every_shape_is_named_after_its_file() -> None:
    """Each shape is an IRI that starts with the name of its file."""
    for path in SHAPE_FILES:
        graph = Graph().parse(path)
        shapes = {*graph.subjects(RDF.type, SH.PropertyShape), *graph.subjects(RDF.type, SH.NodeShape)}
        assert shapes, path.name
        for shape in shapes:
            assert not isinstance(shape, BNode), path.name
            assert re.match(rf"{re.escape(KGS)}{path.stem}(?:-|$)", str(shape)), shape


def test_shapes_use_only_terms_of_shacl(shapes: Graph) -> None:
    """A misspelt sh: term, which SHACL tools pass over in silence, is found."""
    used = {
        term for triple in shapes for term in triple if isinstance(term, URIRef) and term.startswith(str(SH))
    }
    assert len(used) > 30
    assert {term for term in used if term not in SH} == set()


def test_shapes_use_only_declared_terms(shapes: Graph, vocabulary: Vocabulary) -> None:
    """Every kg: term of a shape, those inside queries too, is declared by the ontology."""
    used = {term for triple in shapes for term in triple if isinstance(term, URIRef) and term.startswith(KG)}
    queries = " ".join(str(query) for query in shapes.objects(None, SH.select))
    used |= {KG[name] for name in re.findall(r"\bkg:(\w+)", queries)}
    used -= {URIRef(str(KG))}
    assert len(used) > 100
    assert {term for term in used if term not in vocabulary} == set()


def test_shapes_are_good_shacl(shapes: Graph) -> None:
    """The shapes conform to the shapes of SHACL itself."""
    source = Graph()
    source += shapes
    ok, _, words = pyshacl.validate(Graph(), shacl_graph=source, meta_shacl=True, inference="none")
    assert ok, words
    source.set((URIRef(KGS + "Article-title"), SH.maxCount, Literal("one")))
    with pytest.raises(RuntimeError, match="MetaSHACL"):
        pyshacl.validate(Graph(), shacl_graph=source, meta_shacl=True, inference="none")


def test_event_lists_name_the_types_of_the_ontology(shapes: Graph, vocabulary: Vocabulary) -> None:
    """Reports, events and the guard against rumours know the same event types as the ontology."""
    types = set(vocabulary.event_types())
    assert len(types) == 16
    for name in ("Report-eventType", "Event-eventType", "Event-class-of-content"):
        assert listed(shapes, name) == types
    assert listed(shapes, "ArmsDealSpeculation-other-type") == types - {"ArmsDeal"}


def test_foreign_roles_are_those_the_type_does_not_take(shapes: Graph, vocabulary: Vocabulary) -> None:
    """For each event type, the forbidden roles are all roles but those that the ontology allows."""
    every = set(vocabulary.role_names())
    assert len(every) == 15
    for event_type in vocabulary.event_types():
        rule = URIRef(f"{KGS}{event_type}-foreign-role")
        path = shapes.value(rule, SH.path)
        either = shapes.value(path, SH.alternativePath)
        assert either is not None, event_type
        forbidden = {str(one).removeprefix(KG) for one in Collection(shapes, either)}
        assert forbidden == every - vocabulary.roles(event_type), event_type
        remedy = {str(one) for one in shapes.objects(rule, MEND)}
        assert len(remedy) == 2
        for text in remedy:
            assert set(re.findall(r"\w+", text.split(":")[1])) == vocabulary.roles(event_type)


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("Sentence-section", "Section"),
        ("Report-certainty", "Certainty"),
        ("Report-polarity", "Polarity"),
        ("Report-tense", "Tense"),
        ("Report-modality", "Modality"),
        ("Report-timePrecision", "TimePrecision"),
        ("Report-has-timeBasis", "TimeBasis"),
        ("Event-status", "Status"),
        ("Entity-linkStatus", "LinkStatus"),
        ("UnnamedSource-sourceKind", "SourceKind"),
    ],
)
def test_value_lists_are_those_of_the_ontology(
    rule: str, values: str, shapes: Graph, vocabulary: Vocabulary
) -> None:
    """A rule that lists values lists all of the ontology's, and no others."""
    assert listed(shapes, rule) == set(vocabulary.values(values))


def test_relations_are_those_of_the_ontology(shapes: Graph, vocabulary: Vocabulary) -> None:
    """Fact reports may state the ontology's static relations, and no others."""
    assert listed(shapes, "FactReport-predicate") == set(vocabulary.fact_predicates())


def test_entity_classes_are_those_of_the_ontology(shapes: Graph, vocabulary: Vocabulary) -> None:
    """An entity may have every class below kg:Entity, and each of them is aimed at."""
    kinds = {
        str(kind).removeprefix(KG)
        for kind in vocabulary.graph.subjects(RDF.type, OWL.Class)
        if kind in vocabulary and "Entity" in vocabulary.superclasses(str(kind).removeprefix(KG))
    }
    assert len(kinds) > 20
    assert listed(shapes, "Entity-class") == kinds
    aimed = shapes.objects(URIRef(KGS + "Entity-linkStatus"), SH.targetClass)
    assert {str(kind).removeprefix(KG) for kind in aimed} == kinds


def test_every_role_aims_at_the_entity_that_fills_it(shapes: Graph, vocabulary: Vocabulary) -> None:
    """Whoever fills a role must be described, whichever role it is."""
    aimed = {
        str(one).removeprefix(KG)
        for one in shapes.objects(URIRef(KGS + "Entity-linkStatus"), SH.targetObjectsOf)
    }
    assert set(vocabulary.role_names()) <= aimed
    others = {"place", "begin", "quantityMin"}
    assert listed(shapes, "Event-contestedRole") == {*vocabulary.role_names(), *others}
