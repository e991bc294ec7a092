"""Looking things up: snapshot and endpoint answer alike, nothing injects, no failure is an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions, Store
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery

from kg import __version__
from kg.bundling import bundle_items, bundle_named
from kg.cache import Cache
from kg.endpoint import EndpointLookup
from kg.errors import LookupFailed, MissingError, ProjectError
from kg.rooms import room
from kg.snapshot import SnapshotLookup
from kg.wikidata import fill
from tests.services import EMPTY, JSON_TYPE, Answer, faulty, sparql_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SNAPSHOT = room("data") / "wikidata"
CONTACT = "tests@example.org"
KNOWN = {
    ("Wladimir Putin", "de"): ("Q7747",),
    ("Putin", "de"): ("Q7747",),
    ("Kim Jong Un", "de"): ("Q56226",),
    ("Kim Jong-un", "de"): ("Q56226",),
    ("Kim Jong Un", "en"): ("Q56226",),
    ("김정은", "ko"): ("Q56226",),
    ("Владимир Путин", "ru"): ("Q7747",),
    ("Wostotschny", "de"): ("Q1166191",),
    ("Kosmodrom Baikonur", "de"): ("Q177477",),
    ("Baikonur", "de"): ("Q165413", "Q177477"),
    ("Nordkorea", "de"): ("Q423",),
    ("Demokratische Volksrepublik Korea", "de"): ("Q423",),
    ("Interfax", "de"): ("Q379271",),
    ("dpa", "de"): ("Q312653",),
    ("Angara", "de"): ("Q162737", "Q530600"),
    ("Gebiet Amur", "de"): ("Q6886",),
    ("Pjöngjang", "de"): ("Q18808",),
    ("Niemandsland an der Lena", "de"): (),
}
HOSTILE = (
    'Putin" } DELETE WHERE { ?s ?p ?o } #',
    '"@de } ?item ?p ?o . { VALUES ?name { "Putin',
    "Putin\n} UNION { ?item ?p ?name }",
    "Putin\\",
    'a\n\\"',
    "\\u0022 } #",
    "}{",
    "\ud800",
    "\x00",
    "'''",
    '"""',
    "",
)


@pytest.fixture(scope="module")
def snapshot() -> SnapshotLookup:
    """Give the shipped snapshot."""
    return SnapshotLookup(SNAPSHOT)


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EndpointLookup]:
    """Serve the shipped snapshot by a real SPARQL server."""
    with sparql_server(sorted(SNAPSHOT.glob("*.ttl")), tmp_path_factory.mktemp("oxigraph")) as url:
        yield EndpointLookup(url, CONTACT)


def test_snapshot_knows_the_names_of_the_field(snapshot: SnapshotLookup) -> None:
    """Every name finds exactly the items it may mean."""
    answer = snapshot.named(KNOWN)
    assert {name: tuple(found.qid for found in hits) for name, hits in answer.items()} == KNOWN


def test_snapshot_and_server_answer_alike(snapshot: SnapshotLookup, endpoint: EndpointLookup) -> None:
    """The embedded snapshot and a SPARQL server over it give equal candidates and holders."""
    assert endpoint.named(KNOWN) == snapshot.named(KNOWN)
    qids = ["Q7747", "Q56226", "Q1166191", "Q423", "Q6886", "Q177471", "Q39670004"]
    assert endpoint.items(qids) == snapshot.items(qids)
    positions = ["Q218295", "Q17287317", "Q56876342", "Q4"]
    assert endpoint.holders(positions) == snapshot.holders(positions)
    states = ["Q159", "Q423", "Q183", "Q142"]
    assert endpoint.heads(states) == snapshot.heads(states)
    assert snapshot.heads(["Q159"]) == {"Q159": (("P35", "Q7747", "", ""), ("P6", "Q4298520", "", ""))}


def test_batches_do_not_change_answers(snapshot: SnapshotLookup, endpoint: EndpointLookup) -> None:
    """More names than one query holds give what the names give alone."""
    names = [(name, "de") for name, _ in list(snapshot.names("de"))[:180:2]]
    answer = snapshot.named(names)
    assert len(answer) == len(set(names)) > 80
    assert all(answer.values())
    assert endpoint.named(names) == answer
    assert all(snapshot.named([name])[name] == found for name, found in list(answer.items())[:10])


def test_a_thousand_names_cost_at_most_a_request_for_fifty(
    snapshot: SnapshotLookup, endpoint: EndpointLookup, tmp_path: Path
) -> None:
    """All that is known of the items comes with the names; a second build asks nothing."""
    names = [(name, "de") for name in sorted({name for name, _ in snapshot.names("de")})[::4][:1000]]
    assert len(names) == 1000
    first = EndpointLookup(endpoint.url, CONTACT, cache=Cache(tmp_path / "c.sqlite"))
    steps: list[tuple[int, int]] = []
    first.foresee(names, lambda done, total: steps.append((done, total)))
    answer = first.named(names)
    assert all(answer.values())
    assert first.requests <= 1000 / 50
    assert steps[-1] == (1000, 1000)
    # What the names brought is whole: nothing is asked for afterwards.
    assert first.items({one.qid for found in answer.values() for one in found})
    assert first.requests <= 1000 / 50
    second = EndpointLookup(endpoint.url, CONTACT, cache=Cache(tmp_path / "c.sqlite"))
    assert second.named(names) == answer
    assert second.requests == 0
    assert snapshot.named(names[:200]) == {name: answer[name] for name in names[:200]}


def test_a_name_of_too_many_gives_the_best_known(tmp_path: Path) -> None:
    """A request brings a bounded number of items; those with the most pages come first, no name is lost."""
    lines = [
        "@prefix wd: <http://www.wikidata.org/entity/> .",
        "@prefix wikibase: <http://wikiba.se/ontology#> .",
    ]
    lines.append("@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .")
    lines.append('wd:Q9999 rdfs:label "Niemand"@de .')
    lines += [f'wd:Q{n} rdfs:label "Kim"@mul ; wikibase:sitelinks {n % 350} .' for n in range(1, 700)]
    (tmp_path / "kim.ttl").write_text("\n".join(lines), encoding="utf-8")
    with sparql_server([tmp_path / "kim.ttl"], tmp_path / "store") as url:
        lookup = EndpointLookup(url, CONTACT)
        answer = lookup.named([("Kim", "de"), ("Niemand", "de"), ("Kim Jong Un", "ko")])
    kims = answer["Kim", "de"]
    assert [one.qid for one in answer["Niemand", "de"]] == ["Q9999"]
    assert answer["Kim Jong Un", "ko"] == ()
    assert sorted(one.links for one in kims) == [number for number in range(335, 350) for _ in "ab"]
    assert len(kims) == 30


@pytest.mark.parametrize("bundle", ["names", "items"])
def test_a_bundle_is_plain_sparql(bundle: str) -> None:
    """Two engines' parsers take it, and no service of Wikidata's own is in it."""
    text = bundle_named([("Kim", "ko"), ("Kim", "mul")]) if bundle == "names" else bundle_items(["Q1", "Q2"])
    assert translateQuery(parseQuery(text)).algebra.name == "SelectQuery"
    assert isinstance(Store().query(text), QuerySolutions)
    assert "SERVICE" not in text


def test_candidate_is_complete(snapshot: SnapshotLookup) -> None:
    """A candidate has labels, classes, country, coordinates, offices with dates, and a prior."""
    place, person = snapshot.items(["Q1166191"])["Q1166191"], snapshot.items(["Q7747"])["Q7747"]
    assert place.label == "Kosmodrom Wostotschny"
    assert ("Vostochny Cosmodrome", "en") in place.labels
    assert (place.classes, place.country, place.point) == (("Q194188",), "Q159", "Point(128.333 51.8844)")
    assert person.classes == ("Q5",)
    assert ("Q218295", "2012-05-07", "") in person.offices
    assert person.links > 0


def test_superclasses_follow_the_direct_class(snapshot: SnapshotLookup) -> None:
    """An intercontinental missile is a ballistic missile, a missile and a weapon."""
    assert snapshot.items(["Q177471"])["Q177471"].classes == ("Q179348", "Q728", "Q974850")


def test_dates_are_cut_to_what_is_known(snapshot: SnapshotLookup) -> None:
    """A date known to the year or month is not shown as a day."""
    holders = snapshot.holders(["Q114595547", "Q17287317"])
    assert ("Q56682897", "2022", "2024") in holders["Q114595547"]
    assert holders["Q17287317"][-2:] == (("Q32024", "2012-11-06", "2024-05-12"), ("Q4082839", "2024-05", ""))


#: A state with heads as Wikidata tells them: past and present, dated to the day and the year, refused, ended
#: some time, and dated like none.
HEADS = """
@prefix p: <http://www.wikidata.org/prop/> .
@prefix pq: <http://www.wikidata.org/prop/qualifier/> .
@prefix pqv: <http://www.wikidata.org/prop/qualifier/value/> .
@prefix ps: <http://www.wikidata.org/prop/statement/> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wds: <http://www.wikidata.org/entity/statement/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix wdv: <http://www.wikidata.org/value/> .
@prefix wikibase: <http://wikiba.se/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

wd:Q901 wdt:P35 wd:Q911, wd:Q913 ; wdt:P6 wd:Q914 ;
    p:P35 wds:a, wds:b, wds:c, wds:d, wds:e ; p:P6 wds:f .
wds:a ps:P35 wd:Q911 ; pq:P580 "2020-05-07T00:00:00Z"^^xsd:dateTime .
wds:b ps:P35 wd:Q912 ; pq:P580 "2012-01-01T00:00:00Z"^^xsd:dateTime ; pqv:P580 wdv:x ;
    pq:P582 "2020-05-07T00:00:00Z"^^xsd:dateTime .
wds:c ps:P35 wd:Q913 ; pq:P580 "2010-01-01T00:00:00Z"^^xsd:dateTime ; pq:P582 _:sometime .
wds:d ps:P35 wd:Q915 ; pq:P580 "2001-01-01T00:00:00Z"^^xsd:dateTime ;
    wikibase:rank wikibase:DeprecatedRank .
wds:e ps:P35 wd:Q916 .
wds:f ps:P6 wd:Q914 .
wdv:x wikibase:timePrecision 9 .
"""


def test_heads_of_states_come_with_their_dates(tmp_path: Path) -> None:
    """By P35 and P6: the best statements, and all that are dated; who ended some time is nobody's head."""
    (tmp_path / "heads.ttl").write_text(HEADS, encoding="utf-8")
    expected = (
        ("P35", "Q912", "2012", "2020-05-07"),
        ("P35", "Q911", "2020-05-07", ""),
        ("P6", "Q914", "", ""),
    )
    with sparql_server([tmp_path / "heads.ttl"], tmp_path / "store") as url:
        cache = Cache(tmp_path / "c.sqlite")
        first, second = (EndpointLookup(url, CONTACT, cache=cache) for _ in "ab")
        assert first.heads(["Q901", "Q902"]) == {"Q901": expected, "Q902": ()}
        assert first.requests == 1
        assert second.heads(["Q901", "Q902"]) == {"Q901": expected, "Q902": ()}
        assert second.requests == 0
    assert SnapshotLookup(tmp_path).heads(["Q901", "Q902"]) == {"Q901": expected, "Q902": ()}


def test_office_gives_the_country_of_a_person(snapshot: SnapshotLookup) -> None:
    """Where citizenship is not told, the country of the office stands in."""
    assert snapshot.items(["Q83382151"])["Q83382151"].country == "Q159"


def test_names_are_for_things_not_words(snapshot: SnapshotLookup) -> None:
    """The gazetteer has persons, places and organisations, no classes and no offices."""
    names = set(snapshot.names("de"))
    assert {("Nordkorea", "Q423"), ("Wostotschny", "Q1166191"), ("Kim Jong Un", "Q56226")} <= names
    assert not {qid for _, qid in names} & {"Q515", "Q218295", "Q5", "Q4970706"}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_find_nothing(snapshot: SnapshotLookup, endpoint: EndpointLookup, name: str) -> None:
    """Quotes, braces, line breaks and backslashes are part of a name, never of a query."""
    asked = [(name, "de"), ("Nordkorea", "de")]
    for lookup in (snapshot, endpoint):
        answer = lookup.named(asked)
        assert answer[name, "de"] == ()
        assert [found.qid for found in answer["Nordkorea", "de"]] == ["Q423"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.sampled_from(list("\"'\\{}<>?@#\n\r\t .;aQ1^")), max_size=12))
def test_no_text_breaks_a_query(snapshot: SnapshotLookup, name: str) -> None:
    """Any text is answered, and the names beside it keep their answers."""
    answer = snapshot.named([(name, "de"), ("Interfax", "de")])
    assert [found.qid for found in answer["Interfax", "de"]] == ["Q379271"]
    assert answer[name, "de"] == ()


def test_wrong_ids_are_refused(snapshot: SnapshotLookup) -> None:
    """What is no QID or no language code never reaches a query."""
    with pytest.raises(ValueError, match="is not a QID"):
        snapshot.items(["Q1 } UNION { ?s ?p ?o"])
    with pytest.raises(ValueError, match="is not a QID"):
        snapshot.holders(["P39"])
    with pytest.raises(ValueError, match="is not a QID"):
        snapshot.heads(["Q1 } UNION { ?s ?p ?o"])
    with pytest.raises(ValueError, match="is not a language code"):
        snapshot.named([("Putin", "de }")])


def test_every_question_has_one_values_line() -> None:
    """Each lookup question can be filled, and has no second VALUES block."""
    questions = sorted(path.stem for path in (room("queries") / "lookup").glob("*.rq"))
    assert questions == [
        "about",
        "classes",
        "heads",
        "holders",
        "labels",
        "named",
        "offices",
        "search",
        "superclasses",
    ]
    for question in questions:
        assert fill(question, ["wd:Q1"]).count("VALUES") == 1


def test_empty_folder_is_a_project_error(tmp_path: Path) -> None:
    """A snapshot that is not there is told, not taken for an empty one."""
    with pytest.raises(ProjectError, match="holds no snapshot"):
        SnapshotLookup(tmp_path).named([("Putin", "de")])


def test_broken_file_is_a_project_error(tmp_path: Path) -> None:
    """A Turtle file that cannot be read is named."""
    (tmp_path / "people.ttl").write_text("wd:Q1 <", encoding="utf-8")
    with pytest.raises(ProjectError, match=r"people\.ttl"):
        SnapshotLookup(tmp_path).items(["Q1"])


def test_wikidata_is_not_asked_without_contact() -> None:
    """The public service wants a contact; without one nothing is sent."""
    for contact in ("", "  "):
        with pytest.raises(MissingError, match="contact") as caught:
            EndpointLookup("https://query.wikidata.org/sparql", contact)
        assert caught.value.code == "KG-403"
        assert "--contact" in caught.value.remedy


def test_retry_after_is_obeyed() -> None:
    """A service that asks for time gets at least that, and then its answer counts."""
    waits: list[float] = []
    slow: Answer = (429, {"Retry-After": "7"}, b"")
    good: Answer = (200, JSON_TYPE, EMPTY)
    with faulty(lambda number, _: slow if number == 1 else good) as (url, seen):
        assert EndpointLookup(url, CONTACT, pause=waits.append).named([("x", "de")]) == {("x", "de"): ()}
    assert waits == [7.0]
    assert len(seen) == 2


def test_a_long_ban_ends_the_lookup_at_once() -> None:
    """Nobody waits an hour, and nobody asks again before it is over."""
    waits: list[float] = []
    with faulty(lambda *_: (429, {"Retry-After": "3600"}, b"")) as (url, seen):
        with pytest.raises(LookupFailed, match="wait 3600 s"):
            EndpointLookup(url, CONTACT, pause=waits.append).items(["Q1"])
        assert len(seen) == 1
    assert waits == []


def test_pauses_grow_without_retry_after() -> None:
    """Server errors are asked again after growing pauses."""
    waits: list[float] = []
    with faulty(lambda *_: (502, {}, b"")) as (url, _), pytest.raises(LookupFailed):
        EndpointLookup(url, CONTACT, pause=waits.append).items(["Q1"])
    assert waits == [1.0, 2.0, 4.0]


def test_the_user_agent_names_program_and_contact() -> None:
    """Wikidata's rules: who asks, with what, and how to reach them, on one line."""
    with faulty(lambda *_: (200, JSON_TYPE, EMPTY)) as (url, seen):
        EndpointLookup(url, "me@example.org\r\nX: y").items(["Q1"])
    agents = {headers["User-Agent"] for headers in seen.headers}
    assert agents == {f"geoevents/{__version__} (me@example.org X: y) SPARQLWrapper"}
