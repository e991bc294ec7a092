"""The ontology says what the model demands: every term explained, each in its file, nothing inferred."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, PROV, SKOS

from kg import model
from kg.rooms import room
from kg.vocabulary import GEO, KG, NIF, SCHEMA, SEM, WD, load_vocabulary

if TYPE_CHECKING:
    from enum import StrEnum
    from pathlib import Path

    from rdflib.term import Node


def words(text: str) -> set[str]:
    """Give the words of a line as a set."""
    return set(text.split())


ONTOLOGY = URIRef("https://w3id.org/geoevents/ontology")

TREE: dict[str, set[str]] = {
    **{name: set() for name in ("Article", "Sentence", "Report", "FactReport", "Event", "Entity", "Run")},
    "UnconfirmedEvent": {"Event"},
    "PlannedEvent": {"UnconfirmedEvent"},
    "ArmsDealSpeculation": {"UnconfirmedEvent"},
    "Agent": {"Entity"},
    "Place": {"Entity"},
    "Thing": {"Entity"},
    "Person": {"Agent"},
    "Country": {"Agent", "Place"},
    "Organization": {"Agent"},
    "UnnamedSource": {"Agent"},
    **{
        name: {"Organization"} for name in ("NewsAgency", "Publisher", "Government", "ArmedForces", "Company")
    },
    **{name: {"Place"} for name in ("Spaceport", "City", "Region", "Facility")},
    **{
        name: {"Thing"}
        for name in ("LaunchVehicle", "Weapon", "Technology", "Vehicle", "ArmedConflict", "Treaty")
    },
}

ROLES_OF = {
    "Meeting": "participant host visitor topic",
    "Visit": "visitor host origin instrument",
    "Inspection": "agent host item",
    "Statement": "speaker addressee topic",
    "ArmsDeal": "participant supplier recipient item counterPerformance",
    "TechnologyTransfer": "participant supplier recipient item counterPerformance",
    "MilitaryCooperation": "participant supplier recipient topic",
    "Agreement": "participant topic",
    "TroopDeployment": "sender item recipient origin",
    "WeaponsTest": "agent item",
    "Launch": "agent item",
    "Sanction": "agent target",
    "Exercise": "participant",
    "Attack": "agent target instrument",
    "Invitation": "agent visitor",
    "Gift": "supplier recipient item",
}

ROLES = words(
    "participant host visitor agent item speaker addressee topic supplier recipient counterPerformance "
    "sender target origin instrument",
)
FACTS = words("locatedIn country headOf memberOf operator nearBorderOf leasedBy supplements")
ANNOTATIONS = {"allowsRole", "ploverCode", "factBankValue"}
PROPERTIES = words(
    "sha256 dateline mentions agency index section "
    "eventType reportsOn place begin end timePrecision timeBasis timeText source relayedBy certainty "
    "polarity tense conditional modality cue triggerText triggerBegin triggerEnd inSentence inArticle "
    "rule confidence quantityMin quantityMax quantityUnit quantityText subject predicate object "
    "status reportCount independentSourceCount firstReported lastReported contestedRole subEventOf "
    "mention linkStatus linkScore candidate sourceKind snapshotDate "
    "toolVersion pipelineVersion languageFileHash",
)

VALUES = {
    "Certainty": "Certain Probable Possible",
    "Polarity": "Positive Negative",
    "Tense": "NonFuture Future",
    "Modality": "Denied Hypothetical Planned Speculated Reported Asserted",
    "Status": "Disputed Denied Asserted Reported Planned Speculated",
    "LinkStatus": "Linked NIL Ambiguous LookupFailed NotAttempted NotLinkable",
    "TimePrecision": "Day Week Month Year Interval",
    "TimeBasis": "Explicit RelativeToPublication RelativeToDateline FromContext",
    "SourceKind": "Observers Experts Officials Intelligence MediaReports Eyewitnesses Diplomats Insiders",
    "Section": "Headline Subheading Lead Caption Body",
}

# Read in a stored source each, with the English label found there; never from memory.
VERIFIED_ITEMS = {
    "Q5": "human",
    "Q198": "war",
    "Q515": "city",
    "Q532": "village",
    "Q3957": "town",
    "Q6256": "country",
    "Q7278": "political party",
    "Q11032": "newspaper",
    "Q26540": "artificial satellite",
    "Q34763": "peninsula",
    "Q43229": "organization",
    "Q43263": "federal subject of Russia",
    "Q47913": "intelligence agency",
    "Q127771": "fighter aircraft",
    "Q131569": "treaty",
    "Q155271": "think tank",
    "Q179348": "ballistic missile",
    "Q185785": "ammunition",
    "Q192283": "news agency",
    "Q192350": "ministry",
    "Q194188": "spaceport",
    "Q213283": "diplomatic mission",
    "Q245065": "intergovernmental organization",
    "Q327333": "government agency",
    "Q350604": "armed conflict",
    "Q697175": "launch vehicle",
    "Q772547": "armed forces",
    "Q783794": "company",
    "Q831740": "krai of Russia",
    "Q835714": "oblast of Russia",
    "Q877358": "United Nations Security Council resolution",
    "Q974850": "missile",
    "Q1072326": "summit (meeting)",
    "Q1127126": "military alliance",
    "Q1248784": "airport",
    "Q1331793": "media company",
    "Q1616075": "television station",
    "Q2761147": "meeting",
    "Q2989457": "urban-type settlement",
    "Q3624078": "sovereign state",
    "Q9557810": "bilateral treaty",
    "Q15142889": "weapon family",
    "Q15142894": "weapon model",
    "Q15620174": "province of North Korea",
    "Q17505024": "space agency",
}

PLOVER = words(
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION "
    "MOBILIZE COERCE ASSAULT",
)
MAPPINGS = {
    SKOS.closeMatch,
    SKOS.exactMatch,
    SKOS.broadMatch,
    SKOS.narrowMatch,
    SKOS.relatedMatch,
    RDFS.subClassOf,
}
CODES = {KG.ploverCode: "PLOVER", KG.factBankValue: "FactBank"}


def files() -> list[Path]:
    """All Turtle files of the ontology."""
    return sorted(room("ontology").rglob("*.ttl"))


@cache
def parsed(path: Path) -> Graph:
    """One file as a graph."""
    return Graph().parse(path, format="turtle")


@cache
def ontology() -> Graph:
    """Give the ontology without the alignments."""
    return load_vocabulary(room("ontology")).graph


@cache
def alignments() -> Graph:
    """Give the bridges alone."""
    return parsed(room("ontology") / "alignments.ttl")


def local(node: Node) -> str:
    """Give the local name of a term of ours."""
    assert str(node).startswith(KG), node
    return str(node)[len(KG) :]


def named(graph: Graph, kind: Node) -> set[str]:
    """Give the local names of our terms of a kind."""
    return {local(node) for node in graph.subjects(RDF.type, kind) if str(node).startswith(KG)}


def event_types() -> set[str]:
    """Give the local names of the sixteen event types."""
    return set(ROLES_OF)


def in_both_languages(term: str, predicate: URIRef) -> list[str]:
    """Give the two texts of a term, German first; fail unless there is one text a language."""
    texts: dict[str, str] = {}
    for text in ontology().objects(KG[term], predicate):
        assert isinstance(text, Literal), (term, predicate)
        assert text.language not in texts, (term, predicate, text.language)
        texts[text.language or ""] = str(text)
    assert sorted(texts) == ["de", "en"], (term, predicate, sorted(texts))
    return [texts["de"], texts["en"]]


EXPLAINED = sorted(
    {*TREE, *ROLES_OF, *VALUES, *ROLES, *FACTS}.union(*(names.split() for names in VALUES.values())),
)
ALL_TERMS = sorted({*EXPLAINED, *PROPERTIES, *ANNOTATIONS})


def test_terms_are_the_closed_list() -> None:
    """The ontology declares the terms of the list, no more and no fewer."""
    assert sorted(load_vocabulary(room("ontology")).declared_in) == ALL_TERMS
    assert len(ALL_TERMS) == 178


@pytest.mark.parametrize("term", ALL_TERMS)
def test_every_term_is_labelled_defined_and_attributed(term: str) -> None:
    """Every term has a label and a definition in German and English and names its ontology."""
    labels = in_both_languages(term, RDFS.label)
    definitions = in_both_languages(term, SKOS.definition)
    assert all(labels)
    assert all(text.endswith((".", ")")) and len(text) > 20 for text in definitions), definitions
    assert definitions[0] != definitions[1]
    assert list(ontology().objects(KG[term], RDFS.isDefinedBy)) == [ONTOLOGY]


@pytest.mark.parametrize("term", EXPLAINED)
def test_every_class_role_fact_and_value_says_what_does_not_count(term: str) -> None:
    """Classes, roles, facts and values have a scope note and an example sentence in both languages."""
    notes = in_both_languages(term, SKOS.scopeNote)
    examples = in_both_languages(term, SKOS.example)
    assert notes[0] != notes[1]
    assert examples[0] != examples[1]


def test_no_text_is_used_twice() -> None:
    """No definition, scope note or example serves two classes, roles, facts or values."""
    seen: dict[str, str] = {}
    for term in EXPLAINED:
        for predicate in (SKOS.definition, SKOS.scopeNote, SKOS.example):
            for text in in_both_languages(term, predicate):
                assert text not in seen, (term, seen.get(text), text)
                seen[text] = term
    assert len(seen) == 6 * len(EXPLAINED)


def test_prose_names_only_declared_terms() -> None:
    """Each kg: name inside a text is a term of the list, and each file's name inside one exists."""
    found = set()
    for path in files():
        for name in re.findall(r"kg:(\w+)", path.read_text(encoding="utf-8")):
            assert name in ALL_TERMS, (path.name, name)
            found.add(name)
    assert found == set(ALL_TERMS)


def test_subclass_tree_is_the_list() -> None:
    """Classes and their superclasses are those of the model; event types hang under kg:Event only."""
    expected = {**TREE, **{name: {"Event"} for name in ROLES_OF}, **{name: set[str]() for name in VALUES}}
    graph = ontology()
    found = {
        name: {local(above) for above in graph.objects(KG[name], RDFS.subClassOf)}
        for name in named(graph, OWL.Class)
    }
    assert found == expected


def test_event_types_allow_their_roles() -> None:
    """Every event type names its roles, each of which exists; no other class names any."""
    graph = ontology()
    found: dict[str, set[str]] = {}
    for subject, role in graph.subject_objects(KG.allowsRole):
        found.setdefault(local(subject), set()).add(local(role))
    assert found == {name: set(roles.split()) for name, roles in ROLES_OF.items()}
    assert set().union(*found.values()) == ROLES


def test_roles_are_participants_without_domain() -> None:
    """Every role is a sub-property of kg:participant alone and says what kinds of filler it takes."""
    graph = ontology()
    for role in sorted(ROLES):
        above = {local(node) for node in graph.objects(KG[role], RDFS.subPropertyOf)}
        assert above == (set() if role == "participant" else {"participant"}), role
        kinds = {local(node) for node in graph.objects(KG[role], SCHEMA.rangeIncludes)}
        assert kinds, role
        assert kinds <= named(graph, OWL.Class), role


def test_properties_are_of_one_kind() -> None:
    """Each property is an object, datatype or annotation property, and only one of them."""
    kinds = [
        named(ontology(), kind) for kind in (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    ]
    found = set().union(*kinds)
    assert sum(map(len, kinds)) == len(found)
    expected = {*ROLES, *FACTS, *PROPERTIES, *ANNOTATIONS}
    assert found == expected
    assert kinds[0].issuperset(ROLES | FACTS)
    assert kinds[2] == ANNOTATIONS


def test_properties_say_where_they_stand() -> None:
    """Every property that is no role says by schema:domainIncludes on which declared classes it stands."""
    graph = ontology()
    classes = named(graph, OWL.Class)
    for name in sorted(FACTS | PROPERTIES):
        domains = {local(node) for node in graph.objects(KG[name], SCHEMA.domainIncludes)}
        assert domains, name
        assert domains <= classes, name
    for name in ("eventType", "place", "begin", "end", "timePrecision"):
        assert set(graph.objects(KG[name], SCHEMA.domainIncludes)) == {KG.Report, KG.Event}, name


@pytest.mark.parametrize("value_class", sorted(VALUES))
def test_value_classes_have_their_values(value_class: str) -> None:
    """A value class has the individuals of the list."""
    graph = ontology()
    assert named(graph, KG[value_class]) == set(VALUES[value_class].split())
    assert named(graph, KG[value_class]) <= named(graph, OWL.NamedIndividual)


@pytest.mark.parametrize(
    "enum",
    [
        model.Certainty,
        model.Polarity,
        model.Tense,
        model.Modality,
        model.Status,
        model.LinkStatus,
        model.TimePrecision,
        model.TimeBasis,
        model.SectionKind,
    ],
)
def test_code_and_ontology_have_the_same_values(enum: type[StrEnum]) -> None:
    """The enumerations of kg/model.py hold the local names of the ontology's values."""
    name = enum.__name__.removesuffix("Kind")
    assert {member.value for member in enum} == named(ontology(), KG[name])


def test_a_class_is_a_file() -> None:
    """Each class has a file of its name, which declares no other class; rooms hold what they are for."""
    root = room("ontology")
    rooms: dict[str, set[str]] = {}
    for path in files():
        classes = named(parsed(path), OWL.Class)
        if path.parent == root:
            assert not classes, path.name
        else:
            assert classes == {path.stem}, path
            rooms.setdefault(path.parent.name, set()).add(path.stem)
    assert rooms.pop("events") == event_types()
    assert rooms.pop("values") == set(VALUES)
    organizations = {"NewsAgency", "Publisher", "Government", "ArmedForces", "Company"}
    assert (
        rooms.pop("agents") == {"Agent", "Person", "Country", "Organization", "UnnamedSource"} | organizations
    )
    assert rooms.pop("places") == {"Place", "Spaceport", "City", "Region", "Facility"}
    assert rooms.pop("things") == {"Thing"} | {name for name, above in TREE.items() if above == {"Thing"}}
    assert rooms.pop("core") == {
        *("Article", "Sentence", "Report", "FactReport", "Event", "UnconfirmedEvent", "PlannedEvent"),
        *("ArmsDealSpeculation", "Entity", "Run"),
    }
    assert not rooms


def test_files_hold_only_what_belongs_to_their_class() -> None:
    """Roles, facts and values stand in their own files; event and entity files hold one class alone."""
    root = room("ontology")
    properties = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    assert named(parsed(root / "roles.ttl"), OWL.ObjectProperty) == ROLES
    assert named(parsed(root / "facts.ttl"), OWL.ObjectProperty) == FACTS
    checked = 0
    for path in files():
        graph = parsed(path)
        held = set().union(*(named(graph, kind) for kind in properties))
        individuals = named(graph, OWL.NamedIndividual)
        if path.parent.name in {"events", "agents", "places", "things"}:
            assert {local(s) for s in graph.subjects()} == {path.stem}, path
        elif path.parent.name == "values":
            assert not held, path
            assert individuals == {
                name for name in individuals if (KG[name], RDF.type, KG[path.stem]) in graph
            }
        elif path.parent.name == "core":
            assert not individuals, path
            for name in held - ANNOTATIONS:
                assert (KG[name], SCHEMA.domainIncludes, None) in graph, (path, name)
        checked += 1
    assert checked == 62


def test_owl_stays_simple() -> None:
    """There are no blank nodes, domains, ranges, restrictions or axioms that make new statements."""
    allowed_types = {
        *(OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.NamedIndividual),
        *(OWL.Ontology, *(KG[name] for name in VALUES)),
    }
    owl = {OWL.versionIRI, OWL.versionInfo}
    for path in files():
        graph = parsed(path)
        assert len(graph) > 0, path
        for subject, predicate, value in graph:
            assert not isinstance(subject, BNode), path
            assert not isinstance(value, BNode), path
            assert predicate not in {RDFS.domain, RDFS.range}, path
            assert predicate in owl or not str(predicate).startswith(str(OWL)), (path, predicate)
            if predicate == RDF.type:
                assert value in allowed_types, (path, value)


def test_turtle_is_for_reading() -> None:
    """Files are UTF-8 with LF, prefixes on top, each used, and end with one newline."""
    for path in files():
        raw = path.read_bytes()
        text = raw.decode("utf-8")
        assert b"\r" not in raw, path
        assert text.endswith(" .\n"), path
        head, _, body = text.partition("\n\n")
        declared = re.findall(r"^@prefix (\w+): <", head, flags=re.MULTILINE)
        assert declared, path
        assert declared == sorted(declared), path
        assert "@prefix" not in body, path
        code = re.sub(r'"[^"]*"|<[^>]*>|^#.*', "", body, flags=re.MULTILINE)
        used = set(re.findall(r"(?<!\w)(\w+):\w", code))
        assert used == set(declared), path


def test_version_stands_in_one_place() -> None:
    """Only the ontology's header states a version, and both its forms agree."""
    header = parsed(room("ontology") / "geoevents.ttl")
    version = str(header.value(ONTOLOGY, OWL.versionInfo))
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert header.value(ONTOLOGY, OWL.versionIRI) == URIRef(f"{ONTOLOGY}/{version}")
    stated = [
        path.name
        for folder in ("ontology", "shapes", "queries", "kg", "tests")
        for path in sorted((room("ontology").parent / folder).rglob("*"))
        if path.suffix in {".ttl", ".py", ".rq", ".toml", ".md"}
        and re.search(rf"{ONTOLOGY}/\d|owl:version(IRI|Info) (<|\"\d)", path.read_text(encoding="utf-8"))
    ]
    assert stated == ["geoevents.ttl"]


def test_alignments_speak_of_declared_terms() -> None:
    """The bridges start from declared terms and declare none themselves."""
    subjects = {node for node in alignments().subjects() if str(node).startswith(KG)}
    assert {local(node) for node in subjects} <= set(ALL_TERMS)
    assert event_types() <= {local(node) for node in subjects}
    others = set(alignments().subjects()) - subjects
    assert others == {URIRef("https://w3id.org/geoevents/alignments")}
    assert not any((node, RDF.type, None) in alignments() for node in subjects)


def test_every_alignment_has_its_reason() -> None:
    """Each mapping has one editorial note on the same term that begins with what is mapped to."""
    graph = alignments()
    manager = graph.namespace_manager
    mapped = 0
    for subject in {node for node in graph.subjects() if str(node).startswith(KG)}:
        expected = []
        for predicate, value in graph.predicate_objects(subject):
            if predicate in MAPPINGS:
                expected.append(URIRef(str(value)).n3(manager))
            elif predicate in CODES:
                expected.append(f"{CODES[URIRef(str(predicate))]} {value}")
            else:
                assert predicate == SKOS.editorialNote, (subject, predicate)
        notes = [str(note) for note in graph.objects(subject, SKOS.editorialNote)]
        assert sorted(note.partition(": ")[0] for note in notes) == sorted(expected), subject
        assert all(len(note.partition(": ")[2]) > 10 for note in notes), subject
        mapped += len(expected)
    assert mapped > 100


def test_wikidata_items_are_the_verified_ones() -> None:
    """Only Wikidata classes whose QID and label were read in a source are linked, under that label."""
    graph = alignments()
    found = {
        str(item)[len(WD) :]: subject for subject, item in graph.subject_objects() if str(item).startswith(WD)
    }
    assert set(found) == set(VERIFIED_ITEMS)
    for qid, subject in found.items():
        notes = [str(note) for note in graph.objects(subject, SKOS.editorialNote)]
        assert any(note.startswith(f"wd:{qid}: the item “{VERIFIED_ITEMS[qid]}”") for note in notes), qid


def test_codes_are_those_of_the_schemes() -> None:
    """Every event type has a PLOVER category; certainty and polarity have FactBank's signs."""
    graph = alignments()
    assert {local(node) for node in graph.subjects(KG.ploverCode)} == event_types()
    assert {str(code) for code in graph.objects(None, KG.ploverCode)} <= PLOVER
    signs = {local(node): str(sign) for node, sign in graph.subject_objects(KG.factBankValue)}
    assert signs == {"Certain": "CT", "Probable": "PR", "Possible": "PS", "Positive": "+", "Negative": "-"}


def test_alignments_reach_every_vocabulary_of_the_model() -> None:
    """The bridges lead to SEM, schema.org, PROV-O, GRaSP, NIF, Web Annotation, GeoSPARQL and Wikidata."""
    targets = {str(value) for _, predicate, value in alignments() if predicate in MAPPINGS}
    grasp = "http://groundedannotationframework.org/grasp"
    for namespace in (SEM, SCHEMA, str(PROV), grasp, NIF, "http://www.w3.org/ns/oa#", GEO, WD):
        assert any(target.startswith(namespace) for target in targets), namespace


def closure(graph: Graph) -> Graph:
    """Apply the RDFS rules for subclass, sub-property, domain and range until nothing new follows."""
    while True:
        new = Graph()
        for above, below in ((RDFS.subClassOf, RDF.type), (RDFS.subPropertyOf, None)):
            for narrow, wide in graph.subject_objects(above):
                if below is not None:
                    for subject in graph.subjects(below, narrow):
                        new.add((subject, below, wide))
                else:
                    for subject, value in graph.subject_objects(narrow):
                        new.add((subject, wide, value))
        for prop, kind in graph.subject_objects(RDFS.domain):
            for subject in graph.subjects(prop):
                new.add((subject, RDF.type, kind))
        before = len(graph)
        graph += new
        if len(graph) == before:
            return graph


def test_inference_makes_no_event_of_a_report_or_a_rumour() -> None:
    """With ontology, bridges and SEM's domains under RDFS, only the settled event is a sem:Event."""
    data = """
        @prefix kg: <https://w3id.org/geoevents/ontology#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> .
        @prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
        sem:hasActor rdfs:domain sem:Event . sem:eventType rdfs:domain sem:Event .
        sem:hasPlace rdfs:domain sem:Event . nif:beginIndex rdfs:domain nif:String .
        <x:report> a kg:Report ; kg:eventType kg:ArmsDeal ; kg:supplier <x:dprk> ; kg:place <x:amur> ;
            kg:triggerBegin 3 ; kg:reportsOn <x:rumour> .
        <x:rumour> a kg:ArmsDealSpeculation , kg:UnconfirmedEvent ; kg:eventType kg:ArmsDeal ;
            kg:supplier <x:dprk> .
        <x:settled> a kg:Meeting ; kg:eventType kg:Meeting ; kg:participant <x:dprk> .
    """
    facts = Graph().parse(data=data, format="turtle")
    inferred = closure(facts + ontology() + alignments())
    assert set(inferred.subjects(RDF.type, SEM.Event)) == {URIRef("x:settled")}
    assert set(inferred.subjects(RDF.type, KG.Event)) == {URIRef("x:settled"), URIRef("x:rumour")}
    assert set(inferred.objects(URIRef("x:report"), RDF.type)) == {KG.Report, PROV.Entity}
    assert (URIRef("x:report"), KG.participant, URIRef("x:dprk")) in inferred
    assert not set(inferred.subjects(RDF.type, NIF.String))


def test_header_describes_itself() -> None:
    """The header has title and description in both languages and a licence."""
    header = parsed(room("ontology") / "geoevents.ttl")
    for predicate in (DCTERMS.title, DCTERMS.description, RDFS.comment):
        texts = [text for text in header.objects(ONTOLOGY, predicate) if isinstance(text, Literal)]
        assert sorted(text.language or "" for text in texts) == ["de", "en"], predicate
    assert len(list(header.objects(ONTOLOGY, DCTERMS.license))) == 1
