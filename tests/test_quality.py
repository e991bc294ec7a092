"""The annotated articles and what measures on them: the run itself is `make quality`."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from kg.rooms import room
from tests.quality.floors import ENOUGH, EVENT_F1, below, figures, updated
from tests.quality.gold import annotated, read_gold
from tests.quality.run import ALL, FLOORS
from tests.quality.scoring import read_graph, score, stands_in

if TYPE_CHECKING:
    from pathlib import Path

    from kg.snapshot import SnapshotLookup
    from kg.vocabulary import Vocabulary

GOLD = room("data") / "gold"
ANNOTATIONS = tuple(sorted((GOLD / "annotations").glob("*.json")))
LANGUAGES = {"de": 10, "en": 5, "ru": 3, "ko": 3}
DISTRACTORS = 3
MODALITIES = {"denied", "hypothetical", "planned", "speculated", "reported", "asserted"}
KINDS = {"name", "nominal", "metonym", "adjective"}
NO_CLASS = "Other"

each_annotation = pytest.mark.parametrize("path", ANNOTATIONS, ids=lambda path: path.stem)


def text_of(path: Path) -> tuple[dict[str, str], str]:
    """Read an article: its head, and title and text together."""
    opening, head, body = (GOLD / "articles" / f"{path.stem}.txt").read_text("utf-8").split("---\n", 2)
    assert opening == ""
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return fields, f"{fields['title']}\n{body}"


def test_every_language_has_enough_articles_and_the_distractors_tell_nothing() -> None:
    """Each text has its annotation; beside the distractors, each language has its number of articles."""
    assert [path.stem for path in ANNOTATIONS] == sorted(path.stem for path in GOLD.glob("articles/*.txt"))
    gold = read_gold(GOLD / "annotations")
    counts = Counter(one.lang for one in gold if not one.distractor)
    assert {lang: min(counts[lang], least) for lang, least in LANGUAGES.items()} == LANGUAGES
    told = [len(one.happenings) for one in gold if one.distractor]
    assert len(told) >= DISTRACTORS
    assert set(told) == {0}
    assert min(len(one.happenings) for one in gold if not one.distractor) >= ENOUGH


@each_annotation
def test_an_annotation_is_of_its_text(path: Path) -> None:
    """Head and annotation agree; every mention and every passage stands in the text, in its order."""
    given = json.loads(path.read_bytes())
    head, text = text_of(path)
    assert (given["id"], given["lang"], given["reference_date"]) == (path.stem, head["lang"], head["date"])
    assert given["entities"]
    assert [one["mention"] for one in given["entities"] if one["mention"] not in text] == []
    places = [text.find(event["evidence"]) for event in given["events"]]
    assert -1 not in places
    assert places == sorted(places)
    assert [event["id"] for event in given["events"]] == [
        f"e{number}" for number in range(1, len(places) + 1)
    ]


@each_annotation
def test_an_annotation_uses_the_names_of_the_ontology(path: Path, vocabulary: Vocabulary) -> None:
    """Types, roles, classes and modalities are known, and participants and places are entities of it."""
    given = json.loads(path.read_bytes())
    keys = {one["entity"] for one in given["entities"]}
    assert {one["type"] for one in given["entities"]} <= {*vocabulary.declared_in, NO_CLASS}
    assert {one["kind"] for one in given["entities"]} <= KINDS
    types = {*vocabulary.event_types()}
    for event in given["events"]:
        also = event.get("accept_also", {})
        assert {event["type"], *also.get("type", [])} <= types | {NO_CLASS}
        assert {event["modality"], *also.get("modality", [])} <= MODALITIES
        assert {part["role"] for part in event["participants"]} <= vocabulary.roles(event["type"])
        assert {part["key"] for part in event["participants"]} <= keys
        assert event["place_key"] in keys | {None}


def test_wikidata_items_are_of_the_snapshot_and_one_for_each_entity(snapshot: SnapshotLookup) -> None:
    """No item is given that the project does not ship, and a key means the same in all articles."""
    entities = [one for path in ANNOTATIONS for one in json.loads(path.read_bytes())["entities"]]
    qids = {one["qid"] for one in entities} - {None}
    assert qids
    assert qids <= {qid for _, qid in snapshot.names("en")}
    meant = {(one["entity"], one["label_en"], one["qid"]) for one in entities}
    assert [key for key, count in Counter(key for key, *_ in meant).items() if count > 1] == []


ENTITIES = [
    {"mention": mention, "label_en": label, "entity": label.lower(), "qid": qid}
    for mention, label, qid in (
        ("Anna", "Anna", "Q1"),
        ("Bert", "Bert", "Q2"),
        ("Cork", "Cork", "Q3"),
        ("guns", "guns", None),
        ("Dora", "Dora", None),
    )
]


def event(kind: str, modality: str, evidence: str, **given: Any) -> dict[str, Any]:
    """Make an event of an annotation; roles as `visitor="anna"`, the rest by its name."""
    names = given.keys() & {"place", "time", "attributed_to", "accept_also"}
    also: dict[str, Any] = {name: given.pop(name) for name in sorted(names)}
    parts = [{"role": role, "key": key, "entity": key} for role, key in given.items()]
    place = {"place_key": also["place"]} if "place" in also else {}
    return {"type": kind, "modality": modality, "evidence": evidence, "participants": parts, **also, **place}


MADE = {
    "id": "one",
    "lang": "en",
    "distractor": False,
    "entities": ENTITIES,
    "events": [
        event(
            "Visit",
            "reported",
            "Anna came to Cork",
            visitor="anna",
            place="cork",
            time="2020-05-01/2020-05-03",
            attributed_to=["Dora"],
        ),
        event("ArmsDeal", "speculated", "Bert may sell guns", supplier="bert", item="guns"),
        event("Treaty", "asserted", "They signed a paper", party="anna"),
        event("Other", "asserted", "They danced", agent="anna"),
    ],
}
NOTHING = {"id": "two", "lang": "en", "distractor": True, "entities": ENTITIES[:1], "events": []}
GRAPH = """
@prefix kg: <https://w3id.org/geoevents/ontology#> .
@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix : <https://example.org/> .
:one a kg:Article ; dcterms:identifier "one" ; kg:mentions :anna , :cork .
:two a kg:Article ; dcterms:identifier "two" .
:anna rdfs:label "Anna" ; owl:sameAs wd:Q1 .
:bert rdfs:label "Bert" ; owl:sameAs wd:Q7 .
:cork rdfs:label "Cork" .
:guns kg:mention "Guns" .
:dora rdfs:label "Dóra" .
:s1 nif:anchorOf "On Friday, Anna came  to Cork." .
:s2 nif:anchorOf "Dora said Bert may sell guns." .
:s3 nif:anchorOf "They danced." .
:s4 nif:anchorOf "A rocket of a goal!" .
:r1 a kg:Report ; kg:inArticle :one ; kg:inSentence :s1 ; kg:eventType kg:Visit ; kg:modality kg:Reported ;
    kg:visitor :anna ; kg:place :cork ; kg:begin "2020-05-01" ; kg:source :dora .
:r2 a kg:Report ; kg:inArticle :one ; kg:inSentence :s2 ; kg:eventType kg:ArmsDeal ; kg:modality kg:Asserted ;
    kg:recipient :bert ; kg:item :guns .
:r3 a kg:Report ; kg:inArticle :one ; kg:inSentence :s3 ; kg:eventType kg:Visit ; kg:modality kg:Asserted .
:r4 a kg:Report ; kg:inArticle :two ; kg:inSentence :s4 ; kg:eventType kg:Launch ; kg:modality kg:Asserted .
"""


def test_the_scorer_counts_exactly(tmp_path: Path) -> None:
    """A made article: one event right, one as fact what is a guess, one missed; one false in a distractor."""
    (tmp_path / "graph.ttl").write_text(GRAPH, encoding="utf-8")
    tally = score([annotated(MADE), annotated(NOTHING)], read_graph(tmp_path / "graph.ttl"))
    assert figures(tally) == {
        "event P": pytest.approx(2 / 3),  # the report on a dance is of no type that is scored
        "event R": pytest.approx(2 / 3),
        "event F1": pytest.approx(2 / 3),
        "role P": pytest.approx(2 / 3),  # Bert is another item, and no supplier
        "role R": pytest.approx(2 / 3),
        "role F1": pytest.approx(2 / 3),
        "modality": 0.5,
        "unstated kept": 0.0,
        "source": 1.0,
        "place": 1.0,
        "time": 1.0,
        "link recall": 0.25,  # Anna is asked for in both articles and found in one; Cork bears no item
        "link wrong": 0.25,
        "false stated per 100": 50.0,
        "distractor reports": 1.0,
    }
    assert tally.types["Agreement"] == Counter(missed=1)
    assert tally.types["Launch"] == Counter(false=1)


def test_a_type_has_its_own_figure_when_there_are_enough_events_of_it() -> None:
    """Five missed visits make a figure, four do not."""
    for number, names in ((ENOUGH, {f"{EVENT_F1} Visit"}), (ENOUGH - 1, set())):
        visits = [event("Visit", "asserted", f"visit {one}") for one in range(number)]
        found = figures(score([annotated({**MADE, "events": visits})], {}))
        assert {name for name in found if name.startswith(f"{EVENT_F1} ")} == names


@pytest.mark.parametrize(
    ("evidence", "sentence", "right"),
    [
        ("b c", "a b c d", True),
        ("a b c d", "b c", True),
        ("a b x c d", "a b y c d", True),
        ("a b c d", "d c b a", False),
        ("", "a", False),
    ],
)
def test_evidence_stands_in_a_sentence(evidence: str, sentence: str, *, right: bool) -> None:
    """One holds the other, or they share half of the pairs of words."""
    assert stands_in(evidence, sentence) is right


def test_a_floor_breaks_on_the_worse_side_only() -> None:
    """More is better but for errors, what is no longer measured is worse, a set not run breaks nothing."""
    floors = {
        "own": {"de": {"event F1": 0.5, "link wrong": 0.1, "time": 0.2}},
        "shared": {"de": {"time": 1.0}},
    }
    better = {"own": {"de": {"event F1": 0.6, "link wrong": 0.0, "time": 0.2}}}
    worse = {"own": {"de": {"event F1": 0.4999, "link wrong": 0.101}}}
    assert list(below(floors, better)) == []
    assert list(below(floors, worse)) == [
        "own de: event F1: 0.499 (floor 0.500)",
        "own de: link wrong: 0.101 (ceiling 0.100)",
        "own de: time: not measured (floor 0.200)",
    ]
    assert updated(floors, better, lower=False) == floors | better
    assert updated(floors, worse, lower=False) == floors
    assert updated(floors, worse, lower=True)["own"] == {"de": {"event F1": 0.499, "link wrong": 0.101}}


def test_own_results_never_break_the_floors_written_from_them() -> None:
    """Rounding goes to the safe side: floors down, ceilings up."""
    reached = {"own": {"de": {"event F1": 2 / 3, "link wrong": 1 / 3, "time": 0.55}}}
    floors = updated({}, reached, lower=False)
    assert floors == {"own": {"de": {"event F1": 0.666, "link wrong": 0.334, "time": 0.55}}}
    assert list(below(floors, reached)) == []


def test_floors_are_there_for_every_set_language_and_type() -> None:
    """What is pinned fits the annotated articles: each language, and each type with enough events."""
    floors = json.loads(FLOORS.read_bytes())
    languages = {*LANGUAGES, ALL}
    assert {name: {*of_set} for name, of_set in floors.items()} == {"own": languages, "shared": languages}
    gold = read_gold(GOLD / "annotations")
    for lang, of_lang in floors["own"].items():
        nothing_built = figures(score((one for one in gold if lang in {one.lang, ALL}), {}))
        always = {name for name in nothing_built if not name.startswith("role")}
        assert always <= of_lang.keys()
        types = {name for name in of_lang if name.startswith(f"{EVENT_F1} ")}
        assert types == {name for name in nothing_built if name.startswith(f"{EVENT_F1} ")}
