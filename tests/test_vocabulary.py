"""The closed vocabulary: what is declared can be named, what is not is refused with a hint."""

from __future__ import annotations

import pickle
import time
from typing import TYPE_CHECKING

import pytest
from rdflib import RDF, Graph, URIRef

from kg.errors import ProjectError
from kg.rooms import room
from kg.vocabulary import GEO, ID, KG, NIF, PREFIXES, SCHEMA, SEM, WD, Vocabulary, bind, load_vocabulary

if TYPE_CHECKING:
    from pathlib import Path

CLASS = (
    "@prefix kg: <https://w3id.org/geoevents/ontology#> .\n@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    """Load the project's own vocabulary."""
    return load_vocabulary(room("ontology"))


def test_a_declared_name_gives_its_iri(vocabulary: Vocabulary) -> None:
    """A class, a role, a property and a value each give their IRI."""
    for name in ("Meeting", "supplier", "index", "Denied"):
        assert vocabulary.term(name) == URIRef(f"https://w3id.org/geoevents/ontology#{name}")


@pytest.mark.parametrize(
    ("wrong", "remedy"),
    [
        ("Meetng", "did you mean Meeting?"),
        ("armsdeal", "did you mean ArmsDeal?"),
        ("AGENT", "did you mean Agent or agent?"),
        ("qqqqqq", "See the folder ontology for what there is."),
    ],
)
def test_a_misspelt_name_is_refused_with_a_hint(vocabulary: Vocabulary, wrong: str, remedy: str) -> None:
    """An undeclared name raises KG-101 and names the terms spelt alike, if there are any."""
    with pytest.raises(ProjectError) as caught:
        vocabulary.term(wrong)
    assert caught.value.code == "KG-101"
    assert str(caught.value) == f"KG-101  The ontology knows no term {wrong!r}.\n        {remedy}"


def test_membership_is_by_iri(vocabulary: Vocabulary) -> None:
    """Declared IRIs are members; undeclared and foreign ones, local names and the namespace are not."""
    assert KG.Meeting in vocabulary
    assert str(KG.Meeting) in vocabulary
    for other in (KG.Meetng, SEM.Event, "Meeting", KG[""], 7):
        assert other not in vocabulary


def test_undeclared_terms_of_a_graph_are_listed(vocabulary: Vocabulary) -> None:
    """Misspelt classes, predicates and objects of the kg: namespace are found, foreign IRIs left alone."""
    graph = Graph()
    subject = URIRef("https://w3id.org/geoevents/id/event/x")
    graph.add((subject, RDF.type, KG.Meetng))
    graph.add((subject, KG.staus, KG.Assertd))
    graph.add((subject, KG.status, KG.Asserted))
    graph.add((subject, SEM.hasActor, WD.Q423))
    assert vocabulary.undeclared(graph) == (KG.Assertd, KG.Meetng, KG.staus)
    assert vocabulary.undeclared(vocabulary.graph) == ()


def test_event_types_are_the_sixteen(vocabulary: Vocabulary) -> None:
    """Event types are those with roles of their own, sorted, without the unconfirmed classes."""
    expected = (
        "Agreement ArmsDeal Attack Exercise Gift Inspection Invitation Launch Meeting MilitaryCooperation "
        "Sanction Statement TechnologyTransfer TroopDeployment Visit WeaponsTest"
    )
    assert vocabulary.event_types() == tuple(expected.split())


def test_roles_belong_to_an_event_type(vocabulary: Vocabulary) -> None:
    """An event type gives its roles; what is no event type is refused with a hint."""
    assert vocabulary.roles("Visit") == {"visitor", "host", "origin", "instrument"}
    assert vocabulary.roles("Exercise") == {"participant"}
    for wrong in ("Person", "Event", "UnconfirmedEvent"):
        with pytest.raises(ProjectError, match=f"knows no event type '{wrong}'"):
            vocabulary.roles(wrong)
    with pytest.raises(ProjectError) as caught:
        vocabulary.roles("Visits")
    assert caught.value.remedy == "did you mean Visit?"


def test_role_names_are_all_roles_of_all_types(vocabulary: Vocabulary) -> None:
    """The roles are exactly those that some event type takes."""
    taken = set().union(*(vocabulary.roles(name) for name in vocabulary.event_types()))
    assert set(vocabulary.role_names()) == taken
    assert len(vocabulary.role_names()) == 15


def test_fillers_are_classes(vocabulary: Vocabulary) -> None:
    """A role gives the classes it points to; a property with a plain datatype gives none."""
    assert vocabulary.fillers("participant") == {"Agent"}
    assert vocabulary.fillers("item") == {"Thing", "Place", "ArmedForces"}
    assert vocabulary.fillers("counterPerformance") == {"Thing"}
    assert vocabulary.fillers("place") == {"Place"}
    assert vocabulary.fillers("begin") == frozenset()
    with pytest.raises(ProjectError, match="'itm'"):
        vocabulary.fillers("itm")


def test_superclasses_reach_the_top(vocabulary: Vocabulary) -> None:
    """Superclasses are transitive, hold the class itself, and follow both lines above a country."""
    assert vocabulary.superclasses("PlannedEvent") == {"PlannedEvent", "UnconfirmedEvent", "Event"}
    assert vocabulary.superclasses("NewsAgency") == {"NewsAgency", "Organization", "Agent", "Entity"}
    assert vocabulary.superclasses("Country") == {"Country", "Agent", "Place", "Entity"}
    assert vocabulary.superclasses("FactReport") == {"FactReport"}
    assert vocabulary.superclasses("host") == {"host", "participant"}


def test_values_are_those_of_a_class(vocabulary: Vocabulary) -> None:
    """A value class gives its values, shared ones included; any other class gives none."""
    assert vocabulary.values("Polarity") == ("Negative", "Positive")
    assert "Denied" in vocabulary.values("Status")
    assert "Denied" in vocabulary.values("Modality")
    assert vocabulary.values("Meeting") == ()


def test_labels_fall_back_to_english(vocabulary: Vocabulary) -> None:
    """A label is given in the language asked for, else in English."""
    assert vocabulary.label("ArmsDeal", "de") == "Waffengeschäft"
    assert vocabulary.label("ArmsDeal", "en") == "arms deal"
    assert vocabulary.label("ArmsDeal", "ko") == "arms deal"


def test_fact_predicates_are_the_eight(vocabulary: Vocabulary) -> None:
    """The static relations are those of facts.ttl, sorted."""
    expected = "country headOf leasedBy locatedIn memberOf nearBorderOf operator supplements"
    assert vocabulary.fact_predicates() == tuple(expected.split())


def test_alignments_are_left_out(vocabulary: Vocabulary) -> None:
    """The graph holds no statement about SEM, so that nothing of it is inferred unasked."""
    assert len(vocabulary.graph) > 1500
    assert not [triple for triple in vocabulary.graph if any(str(node).startswith(SEM) for node in triple)]


def test_loading_is_fast() -> None:
    """Loading takes well under a second."""
    start = time.process_time()
    load_vocabulary(room("ontology"))
    assert time.process_time() - start < 1.0


def test_a_vocabulary_travels_to_worker_processes(vocabulary: Vocabulary) -> None:
    """It can be pickled, and can be a key of a cache."""
    copy = pickle.loads(pickle.dumps(vocabulary))  # noqa: S301 - our own bytes
    assert copy.roles("Visit") == vocabulary.roles("Visit")
    assert len(copy.graph) == len(vocabulary.graph)
    assert {vocabulary: 1}[vocabulary] == 1


def test_version_comes_from_the_header(vocabulary: Vocabulary) -> None:
    """The version is that of the header file."""
    header = (room("ontology") / "geoevents.ttl").read_text(encoding="utf-8")
    assert f'owl:versionInfo "{vocabulary.version}"' in header


def test_bind_sets_the_prefixes_of_the_project() -> None:
    """A bound graph writes our prefixes, even where another stood before."""
    graph = Graph()
    graph.bind("kg", "http://example.org/")
    assert bind(graph) is graph
    bound = {prefix: str(namespace) for prefix, namespace in graph.namespaces()}
    assert {prefix: bound[prefix] for prefix in PREFIXES} == dict(PREFIXES)
    graph.add((ID["event/x"], RDF.type, KG.Meeting))
    assert "a kg:Meeting" in graph.serialize(format="turtle")


def test_namespaces_are_those_of_the_model() -> None:
    """The namespaces are spelt as the model fixes them."""
    assert ID == "https://w3id.org/geoevents/id/"
    assert SCHEMA == "https://schema.org/"
    assert WD == "http://www.wikidata.org/entity/"
    assert GEO == "http://www.opengis.net/ont/geosparql#"
    assert NIF == "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"


def write(folder: Path, **files: str) -> Path:
    """Write small ontology files."""
    for name, text in files.items():
        (folder / f"{name}.ttl").write_text(text, encoding="utf-8")
    return folder


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    """A folder without terms is no vocabulary."""
    with pytest.raises(ProjectError, match="declares no term"):
        load_vocabulary(tmp_path)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    """A file that is not Turtle is named in the error."""
    folder = write(tmp_path, Broken="@prefix kg: <https://w3id.org/geoevents/ontology#> .\nkg:A a")
    with pytest.raises(ProjectError, match=r"Broken\.ttl is not Turtle") as caught:
        load_vocabulary(folder)
    assert caught.value.code == "KG-102"


def test_an_undeclared_prefix_is_an_error(tmp_path: Path) -> None:
    """A well-known prefix that the file does not declare is refused, though rdflib would let it pass."""
    folder = write(tmp_path, Loose=CLASS + 'kg:A a owl:Class ; skos:note "x" .')
    with pytest.raises(ProjectError, match=r"Loose\.ttl is not Turtle"):
        load_vocabulary(folder)


def test_a_term_declared_twice_is_refused(tmp_path: Path) -> None:
    """Two files that declare one term are both named."""
    folder = write(tmp_path, One=CLASS + "kg:A a owl:Class .", Two=CLASS + "kg:A a owl:Class .")
    with pytest.raises(ProjectError, match=r"kg:A is declared twice: in One\.ttl and in Two\.ttl") as caught:
        load_vocabulary(folder)
    assert caught.value.code == "KG-103"


@pytest.mark.parametrize(("versions", "count"), [([], 0), (["1", "2"], 2)])
def test_the_version_is_stated_once(tmp_path: Path, versions: list[str], count: int) -> None:
    """No version, or two, is an error."""
    stated = "".join(f'<x:o> owl:versionInfo "{version}" .\n' for version in versions)
    folder = write(tmp_path, A=CLASS + "kg:A a owl:Class .\n" + stated)
    with pytest.raises(ProjectError, match=f"states its version {count} times") as caught:
        load_vocabulary(folder)
    assert caught.value.code == "KG-104"
