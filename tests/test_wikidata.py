"""Looking things up: snapshot and endpoint answer alike, nothing injects, no failure is an answer."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import __version__
from kg.endpoint import EndpointLookup
from kg.errors import LookupFailed, MissingError, ProjectError
from kg.rooms import room
from kg.snapshot import SnapshotLookup
from kg.wikidata import fill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
    program = Path(sys.executable).parent / "oxigraph"
    store = tmp_path_factory.mktemp("oxigraph")
    files = [str(path) for path in sorted(SNAPSHOT.glob("*.ttl"))]
    assert files
    subprocess.run([program, "load", "--location", store, "--file", *files], check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [program, "serve-read-only", "--location", store, "--bind", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield EndpointLookup(f"http://127.0.0.1:{port}/query", CONTACT)
    finally:
        server.terminate()
        server.wait(timeout=10)


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


def test_batches_do_not_change_answers(snapshot: SnapshotLookup, endpoint: EndpointLookup) -> None:
    """More names than one query holds give what the names give alone."""
    names = [(name, "de") for name, _ in list(snapshot.names("de"))[:180:2]]
    answer = snapshot.named(names)
    assert len(answer) == len(set(names)) > 80
    assert all(answer.values())
    assert endpoint.named(names) == answer
    assert all(snapshot.named([name])[name] == found for name, found in list(answer.items())[:10])


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
    with pytest.raises(ValueError, match="is not a language code"):
        snapshot.named([("Putin", "de }")])


def test_every_question_has_one_values_line() -> None:
    """Each lookup question can be filled, and has no second VALUES block."""
    questions = sorted(path.stem for path in (room("queries") / "lookup").glob("*.rq"))
    assert questions == ["about", "classes", "holders", "labels", "named", "offices", "superclasses"]
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


Answer = tuple[int, dict[str, str], bytes]
EMPTY = json.dumps({"head": {"vars": []}, "results": {"bindings": []}}).encode()
JSON_TYPE = {"Content-Type": "application/sparql-results+json"}


@contextmanager
def serving(answer: Callable[[int], Answer]) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Run a server that gives the n-th request what ``answer`` says, and keeps the headers it saw."""
    seen: list[dict[str, str]] = []

    class Faults(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            seen.append(dict(self.headers.items()))
            status, headers, body = answer(len(seen))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Faults)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql", seen
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("answer", "code", "requests"),
    [
        ((500, {}, b"oops"), "KG-405", 3),
        ((503, {"Retry-After": "1"}, b""), "KG-405", 3),
        ((429, {"Retry-After": "7"}, b"slow"), "KG-402", 3),
        ((403, {}, b"no"), "KG-404", 1),
        ((400, {}, b"bad"), "KG-404", 1),
        ((404, {}, b"none"), "KG-404", 1),
        ((200, {"Content-Type": "text/html"}, b"<html>Login</html>"), "KG-406", 3),
        ((200, JSON_TYPE, EMPTY[:-6]), "KG-406", 3),
        ((200, JSON_TYPE, b"[]"), "KG-406", 3),
        ((200, JSON_TYPE, b""), "KG-406", 3),
        ((200, {**JSON_TYPE, "Content-Length": "4000"}, EMPTY), "KG-401", 3),
    ],
)
@pytest.mark.filterwarnings("ignore:unknown response content type")
def test_a_failing_service_never_gives_an_answer(answer: Answer, code: str, requests: int) -> None:
    """Errors, pages instead of data, and cut answers raise, after as many tries as make sense."""
    with serving(lambda _: answer) as (url, seen):
        lookup = EndpointLookup(url, CONTACT, timeout=5, tries=3, pause=lambda _: None)
        with pytest.raises(LookupFailed) as caught:
            lookup.named([("Putin", "de")])
    assert caught.value.code == code
    assert url in caught.value.what
    assert len(seen) == requests


def test_a_missing_service_never_gives_an_answer() -> None:
    """Nobody listening is a failure of the lookup."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/sparql"
    with pytest.raises(LookupFailed) as caught:
        EndpointLookup(url, CONTACT, tries=2, pause=lambda _: None).items(["Q1"])
    assert caught.value.code == "KG-401"


def test_a_slow_service_never_gives_an_answer() -> None:
    """A time-out is a failure of the lookup."""

    def late(_: int) -> Answer:
        time.sleep(2)
        return 200, JSON_TYPE, EMPTY

    with serving(late) as (url, _), pytest.raises(LookupFailed) as caught:
        EndpointLookup(url, CONTACT, timeout=1, tries=1).items(["Q1"])
    assert caught.value.code == "KG-401"


def test_retry_after_is_obeyed() -> None:
    """A service that asks for time gets at least that, and then its answer counts."""
    waits: list[float] = []
    slow, good = (429, {"Retry-After": "7"}, b""), (200, JSON_TYPE, EMPTY)
    with serving(lambda n: slow if n == 1 else good) as (url, seen):
        assert EndpointLookup(url, CONTACT, pause=waits.append).named([("x", "de")]) == {("x", "de"): ()}
    assert waits == [7.0]
    assert len(seen) == 2


def test_a_long_ban_ends_the_lookup_at_once() -> None:
    """Nobody waits an hour, and nobody asks again before it is over."""
    waits: list[float] = []
    with serving(lambda _: (429, {"Retry-After": "3600"}, b"")) as (url, seen):
        with pytest.raises(LookupFailed, match="wait 3600 s"):
            EndpointLookup(url, CONTACT, pause=waits.append).items(["Q1"])
        assert len(seen) == 1
    assert waits == []


def test_pauses_grow_without_retry_after() -> None:
    """Server errors are asked again after growing pauses."""
    waits: list[float] = []
    with serving(lambda _: (502, {}, b"")) as (url, _), pytest.raises(LookupFailed):
        EndpointLookup(url, CONTACT, pause=waits.append).items(["Q1"])
    assert waits == [1.0, 2.0, 4.0]


def test_the_user_agent_names_program_and_contact() -> None:
    """Wikidata's rules: who asks, with what, and how to reach them, on one line."""
    with serving(lambda _: (200, JSON_TYPE, EMPTY)) as (url, seen):
        EndpointLookup(url, "me@example.org\r\nX: y").items(["Q1"])
    agents = {headers["User-Agent"] for headers in seen}
    assert agents == {f"geoevents/{__version__} (me@example.org X: y) SPARQLWrapper"}
