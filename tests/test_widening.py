"""`kg snapshot`: asks a real SPARQL server for items, loses nothing, and writes what `kg build` reads."""

from __future__ import annotations

import json
import shutil
import threading
import tomllib
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

import pytest

from kg.cli import execute
from kg.endpoint import EndpointLookup
from kg.errors import ArticleError, LookupFailed, MissingError
from kg.gathering import BATCH, Gatherer, clean
from kg.rooms import room
from kg.snapshot import SnapshotLookup
from kg.snapshot_files import read_file, turtle
from kg.widening import WAITING, Renewal, Seeds, renew, seeds
from tests.services import sparql_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.wikidata import Row

SHIPPED = room("data") / "wikidata"
DAY = "2026-11-23"
MANY = range(9_000_001, 9_000_061)
#: What Wikidata knows and the shipped snapshot does not: a newer state, new items, merged and strange ones.
WORLD = """
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix p: <http://www.wikidata.org/prop/> .
@prefix pq: <http://www.wikidata.org/prop/qualifier/> .
@prefix pqv: <http://www.wikidata.org/prop/qualifier/value/> .
@prefix ps: <http://www.wikidata.org/prop/statement/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wds: <http://www.wikidata.org/entity/statement/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix wdv: <http://www.wikidata.org/value/> .
@prefix wikibase: <http://wikiba.se/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

wd:Q423 rdfs:label "Nordkorea"@de, "North Korea"@en, "Corée du Nord"@fr, "DPRK"@mul ;
    skos:altLabel "Democratic People's Republic of Korea"@en, "kp"@en, "🇰🇵"@en ;
    wdt:P31 wd:Q3624078 ; wdt:P35 wd:Q56226 ; wdt:P6 wd:Q900001 ; wdt:P36 wd:Q18808 ;
    wdt:P625 "Point(127.0 40.0)"^^geo:wktLiteral ; wikibase:sitelinks 330 .
wd:Q3624078 rdfs:label "sovereign state"@en ; wdt:P279 wd:Q6256 .
wd:Q6256 rdfs:label "country"@en ; wdt:P279 wd:Q3624078, wd:Q900010 .
wd:Q900010 rdfs:label "thing of a kind"@en .

wd:Q900001 rdfs:label "A Premier"@en, "총리"@ko ; wdt:P31 wd:Q5 ; wdt:P27 wd:Q423 ;
    p:P39 wds:Q900001-a, wds:Q900001-b, wds:Q900001-c .
wds:Q900001-a ps:P39 wd:Q900002 ; pq:P580 "2024-12-29T00:00:00Z"^^xsd:dateTime .
wds:Q900001-b ps:P39 wd:Q900003 ; pq:P580 "2012-01-01T00:00:00Z"^^xsd:dateTime ; pqv:P580 wdv:x ;
    pq:P582 "2014-05-01T00:00:00Z"^^xsd:dateTime ; pqv:P582 wdv:y .
wds:Q900001-c ps:P39 wd:Q900003 ; wikibase:rank wikibase:DeprecatedRank .
wdv:x wikibase:timePrecision 9 . wdv:y wikibase:timePrecision 10 .
wd:Q900002 rdfs:label "head of the cabinet"@en ; wdt:P31 wd:Q4164871 ; wdt:P17 wd:Q423 .
wd:Q900003 rdfs:label "head of an office"@en ; wdt:P279 wd:Q4164871 .

wd:Q900004 rdfs:label "Hill Range"@en, "Хилл"@ru ; wdt:P31 wd:Q900005 ; wdt:P17 wd:Q423 ;
    wdt:P625 "Point(128.333 51.88441234567)"^^geo:wktLiteral ; wikibase:sitelinks 7 ; wikibase:statements 31 .
wd:Q900005 rdfs:label "missile range"@en ; wdt:P279 wd:Q900006 .
wd:Q900006 rdfs:label "launch place"@en ; wdt:P279 wd:Q194188 .
wd:Q194188 rdfs:label "spaceport"@en .
wd:Q900007 rdfs:label "Crater"@en ; wdt:P31 wd:Q900010 ;
    wdt:P625 "<http://www.wikidata.org/entity/Q405> Point(1 2)"^^geo:wktLiteral .

wd:Q6886 owl:sameAs wd:Q900008 .
wd:Q900008 rdfs:label "Amur Oblast anew"@en ; wdt:P31 wd:Q835714 ; wdt:P17 wd:Q159 .
wd:Q900009 wdt:P31 wd:Q515 .
wd:Q900011 rdfs:label "Nur auf Französisch"@fr ; wdt:P31 wd:Q515 .
wd:Q900012 rdfs:label "Evil\\" . wd:Q1 <x:y> <x:z> . #\\\\"@en, "b\\nreak"@de, "\\u0000"@ru ;
    rdfs:label "\\u202Eturned"@ko ;
    skos:altLabel "'''"@en, "a } UNION { ?s ?p ?o"@en ; wdt:P31 wd:Q515 .
""" + "\n".join(f'wd:Q{n} rdfs:label "Town {n}"@en ; wdt:P31 wd:Q515 .' for n in MANY)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve that world by a real SPARQL server."""
    folder = tmp_path_factory.mktemp("world")
    world = folder / "world.ttl"
    world.write_text(WORLD, encoding="utf-8")
    with sparql_server([world], folder / "store") as url:
        yield url


@contextmanager
def failing(behind: str, after: int) -> Iterator[str]:
    """Serve what stands behind it, and an error from the given request on."""
    left = iter(range(after))

    class Faulty(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if next(left, None) is None:
                self.send_error(403)
                return
            names = ("Content-Type", "Accept")
            kept = {name: self.headers[name] for name in names}
            with urlopen(Request(behind, body, kept)) as answer:  # noqa: S310  our own server
                told = answer.read()
                self.send_response(200)
                self.send_header("Content-Type", answer.headers["Content-Type"])
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Faulty)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/query"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def renewed(service: str, out: Path, *qids: str) -> Renewal:
    """Renew items as the command does, on a fixed day."""
    ask = EndpointLookup(service, "tests@example.org", tries=1).rows
    return renew(seeds(qids, None, None, ask), ask, out, "a service", DAY)


def state(folder: Path) -> dict[str, bytes]:
    """Give all that a folder holds."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def block(folder: Path, qid: str) -> str:
    """Give the lines of an item wherever it stands; exactly one file has it."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.ttl"))]
    found = [part for text in texts for part in text.split("\n\n") if part.startswith(f"wd:{qid} ")]
    assert len(found) == 1, qid
    return found[0]


def test_reading_and_writing_changes_no_byte() -> None:
    """The files of the shipped snapshot come out as the builder wrote them."""
    paths = sorted(SHIPPED.glob("*.ttl"))
    assert len(paths) >= 7
    for path in paths:
        assert turtle(read_file(path)) == path.read_text(encoding="utf-8"), path.name


def test_new_folder_begins_as_the_shipped_snapshot(service: str, tmp_path: Path) -> None:
    """All shipped items are there, the named one is new, and untouched files have the same bytes."""
    out = tmp_path / "mine"
    result = renewed(service, out, "Q900004")
    assert result.added == {"Q900004", "Q900005", "Q900006"}
    before = sum(len(read_file(path).items) for path in SHIPPED.glob("*.ttl"))
    told = tomllib.loads((out / "snapshot.toml").read_text(encoding="utf-8"))
    assert told["items"] == sum(told["counts"].values()) == result.total == before + 3
    assert (out / "people.ttl").read_bytes() == (SHIPPED / "people.ttl").read_bytes()
    assert not list(out.glob(".*"))


def test_new_item_is_found_by_its_classes(service: str, tmp_path: Path) -> None:
    """A range three classes below spaceport is one for the look-up, with country, point and links."""
    renewed(service, tmp_path, "Q900004")
    lookup = SnapshotLookup(tmp_path)
    (found,) = lookup.named([("Hill Range", "en")])["Hill Range", "en"]
    assert (found.qid, found.country, found.point, found.links) == (
        "Q900004",
        "Q423",
        "Point(128.333 51.884412)",
        7,
    )
    assert found.classes == ("Q900005", "Q194188", "Q900006")
    assert lookup.date == DAY
    assert ("Hill Range", "Q900004") in set(lookup.names("en"))


def test_state_gets_heads_and_keeps_its_names(service: str, tmp_path: Path) -> None:
    """P35 and P6 come with the persons; a hand-written German name stays; codes and flags are no names."""
    result = renewed(service, tmp_path, "Q423")
    text = block(tmp_path, "Q423")
    assert result.renewed == {"Q423"}
    assert "wdt:P35 wd:Q56226" in text
    assert "wdt:P6 wd:Q900001" in text
    assert '"KDVR"@de' in text
    assert '"DPRK"@mul' in text
    assert '"kp"' not in text
    assert "🇰🇵" not in text
    assert "wikibase:sitelinks 330" in text
    assert "wikibase:statements" not in text
    assert "Corée" not in text


def test_offices_have_dates_as_they_are_known(service: str, tmp_path: Path) -> None:
    """Day, month and year come back; a deprecated statement does not; the offices have names."""
    renewed(service, tmp_path, "Q900001")
    lookup = SnapshotLookup(tmp_path)
    person = lookup.items(["Q900001"])["Q900001"]
    assert person.offices == (("Q900003", "2012", "2014-05"), ("Q900002", "2024-12-29", ""))
    assert lookup.items(["Q900002"])["Q900002"].label == "head of the cabinet"
    files = {
        path.stem for path in tmp_path.glob("*.ttl") if "wd:Q900002 r" in path.read_text(encoding="utf-8")
    }
    assert files == {"positions"}


def test_same_answers_give_the_same_bytes(service: str, tmp_path: Path) -> None:
    """Twice into one folder, or once into another: no byte differs."""
    names = ("Q423", "Q900001", "Q900004")
    renewed(service, tmp_path / "one", *names)
    first = state(tmp_path / "one")
    renewed(service, tmp_path / "one", *names)
    renewed(service, tmp_path / "two", *reversed(names))
    assert state(tmp_path / "one")["people.ttl"] == first["people.ttl"]
    assert {name: text for name, text in state(tmp_path / "one").items() if name != "snapshot.toml"} == {
        name: text for name, text in state(tmp_path / "two").items() if name != "snapshot.toml"
    }
    assert first == state(tmp_path / "two")


def test_record_names_date_source_and_seeds(service: str, tmp_path: Path) -> None:
    """Each renewal is an entry of snapshot.toml; the older ones stay."""
    renewed(service, tmp_path, "Q423")
    renewed(service, tmp_path, "Q900004", "Q900999")
    told = tomllib.loads((tmp_path / "snapshot.toml").read_text(encoding="utf-8"))
    assert told["date"] == DAY
    assert told["renewed"] == [
        {"date": DAY, "source": "a service", "items": 1 + 4, "seeds": ["Q423"]},
        {"date": DAY, "source": "a service", "items": 3, "seeds": ["Q900004", "Q900999"]},
    ]


def test_unknown_and_nameless_items_change_nothing(service: str, tmp_path: Path) -> None:
    """What the service does not know stays as it was; what has no name of ours is not taken."""
    result = renewed(service, tmp_path, "Q7747", "Q900999", "Q900009", "Q900011")
    assert result.unknown == {"Q7747", "Q900999"}
    assert result.nameless == {"Q900009", "Q900011"}
    assert block(tmp_path, "Q7747") == block(SHIPPED, "Q7747")
    assert "wd:Q900009 " not in "".join(path.read_text(encoding="utf-8") for path in tmp_path.glob("*.ttl"))


def test_merged_item_gives_its_place_and_names(service: str, tmp_path: Path) -> None:
    """The old QID goes, its names and what pointed to it go to the new one."""
    pointing = sum(path.read_text(encoding="utf-8").count("wd:Q6886 ") for path in SHIPPED.glob("*.ttl"))
    assert pointing >= 1
    result = renewed(service, tmp_path, "Q6886")
    assert result.merged == {"Q6886": "Q900008"}
    texts = "".join(path.read_text(encoding="utf-8") for path in tmp_path.glob("*.ttl"))
    assert "wd:Q6886 " not in texts
    assert "wd:Q6886," not in texts
    lookup = SnapshotLookup(tmp_path)
    assert [one.qid for one in lookup.named([("Gebiet Amur", "de")])["Gebiet Amur", "de"]] == ["Q900008"]


def test_hostile_names_are_cleaned(service: str, tmp_path: Path) -> None:
    """Quotes and braces are part of a name; line breaks, control characters and turned text are not."""
    renewed(service, tmp_path, "Q900012")
    found = SnapshotLookup(tmp_path).items(["Q900012"])["Q900012"]
    labels = {tag: text for text, tag in found.labels}
    assert labels == {"en": 'Evil" . wd:Q1 <x:y> <x:z> . #\\', "de": "b reak", "ko": "turned"}
    assert "'''" not in block(tmp_path, "Q900012")
    assert clean("\ud800") == clean("x" * 251) == clean("kor", code=True) == ""
    assert clean("kor") == "kor"


def test_point_elsewhere_is_no_place_on_earth(service: str, tmp_path: Path) -> None:
    """A crater of the Moon gets no coordinates."""
    renewed(service, tmp_path, "Q900007")
    assert "P625" not in block(tmp_path, "Q900007")


def test_failure_in_the_middle_keeps_all_and_the_next_run_goes_on(service: str, tmp_path: Path) -> None:
    """The first batch is kept, the second waits in a list; nothing is half; the list completes it."""
    names = [f"Q{number}" for number in MANY]
    asked: list[str] = []

    def count(query: str) -> list[Row]:
        asked.append(query)
        return EndpointLookup(service, "").rows(query)

    Gatherer(count, {"Q515"}).gather(names[:BATCH])
    with failing(service, len(asked) + 2) as faulty:
        result = renewed(faulty, tmp_path, *names)
    assert isinstance(result.failure, LookupFailed)
    assert result.failure.code == "KG-404"
    assert result.waiting == tuple(names[BATCH:])
    assert len(result.added & set(names)) == BATCH
    assert "Town 9000050" in block(tmp_path, "Q9000050")
    assert (tmp_path / WAITING).read_text(encoding="utf-8").split() == names[BATCH:]
    whole = EndpointLookup(service, "").rows
    last = renew(seeds([], tmp_path / WAITING, None, whole), whole, tmp_path, "a service", DAY)
    assert last.failure is None
    assert last.added == set(names[BATCH:])
    assert not (tmp_path / WAITING).exists()


def test_failure_at_once_changes_nothing(service: str, tmp_path: Path) -> None:
    """A service that is down leaves a folder byte for byte, and makes no new one."""
    (tmp_path / "old").mkdir()
    for path in (*SHIPPED.glob("*.ttl"), SHIPPED / "snapshot.toml"):
        shutil.copyfile(path, tmp_path / "old" / path.name)
    before = state(tmp_path / "old")
    assert len(before) > 7
    for after in (0, 3):
        with failing(service, after) as faulty:
            assert renewed(faulty, tmp_path / "old", "Q423").failure
            assert renewed(faulty, tmp_path / "new", "Q423").failure
        assert {name: text for name, text in state(tmp_path / "old").items() if name != WAITING} == before
    assert not (tmp_path / "new").exists()


def test_seeds_come_from_words_files_and_queries(service: str, tmp_path: Path) -> None:
    """All three add up; remarks and doubles go; what is no QID is refused before anything is asked."""
    ask = EndpointLookup(service, "").rows
    (tmp_path / "seeds.txt").write_text("Q423 # a state\n\nQ5\nQ423\n", encoding="utf-8")
    query = tmp_path / "towns.rq"
    query.write_text(
        "PREFIX wdt: <http://www.wikidata.org/prop/direct/>\nPREFIX wd: <http://www.wikidata.org/entity/>\n"
        "SELECT ?town WHERE { ?town wdt:P17 wd:Q423 }",
        encoding="utf-8",
    )
    found = seeds(["Q7"], tmp_path / "seeds.txt", query, ask)
    assert found == Seeds(found.qids, query.read_text(encoding="utf-8"))
    assert found.qids == ("Q5", "Q7", "Q423", "Q900002", "Q900004")
    for wrong in (["Q1 } #"], ["P31"], ["q5"], []):
        with pytest.raises(ArticleError, match=r"is no QID|Nothing is asked"):
            seeds(wrong, None, None, ask)


def test_foreign_turtle_is_not_touched(service: str, tmp_path: Path) -> None:
    """A folder with other Turtle is no snapshot, and stays as it is."""
    (tmp_path / "graph.ttl").write_text("", encoding="utf-8")
    with pytest.raises(MissingError, match="no snapshot"):
        renewed(service, tmp_path, "Q423")
    assert list(tmp_path.iterdir()) == [tmp_path / "graph.ttl"]


def test_command_tells_what_came_of_it(
    service: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says what is new; it ends with 1 if something was not found, 2 for a wrong QID, 4 for no answer."""
    out = tmp_path / "mine"
    common = ["--endpoint", service, "--contact", "tests@example.org", "-o", str(out)]
    assert execute(["snapshot", "Q423", *common]) == 0
    assert "1 item renewed, 0 new, 4 new that they point to" in capsys.readouterr().out
    assert execute(["snapshot", "Q900999", "--json", *common]) == 1
    assert json.loads(capsys.readouterr().out)["unknown"] == ["Q900999"]
    assert execute(["snapshot", "P31", *common]) == 2
    with failing(service, 0) as faulty:
        assert execute(["snapshot", "Q423", *common[2:], "--endpoint", faulty]) == 4
    assert "Still to ask: 1 item" in capsys.readouterr().err


def test_live_service_needs_a_contact(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a contact, Wikidata's own service is not asked."""
    assert execute(["snapshot", "Q423"]) == 3
    assert "KG-403" in capsys.readouterr().err


def test_build_reads_a_snapshot_of_ones_own(service: str, tmp_path: Path) -> None:
    """`kg build --snapshot` takes names and date from it; a place has its state, though no one names that."""
    renewed(service, tmp_path / "mine", "Q423")
    text = "Nordkoreas Machthaber Kim Jong Un traf am Mittwoch den russischen Präsidenten Putin in Hanoi."
    (tmp_path / "a.txt").write_text(f"---\nlang: de\ndate: 2024-06-20\n---\n\n{text}\n", encoding="utf-8")
    out = tmp_path / "build"
    given = [str(tmp_path / "a.txt"), "--snapshot", str(tmp_path / "mine"), "-o", str(out), "--quiet"]
    assert execute(["build", *given]) == 0
    graph = (out / "graph.ttl").read_text(encoding="utf-8")
    assert f'kg:snapshotDate "{DAY}"' in graph
    city = next(part for part in graph.split("\n\n") if "owl:sameAs wd:Q1858" in part)
    assert "kg:country entity:Q881" in city
    assert "geo:hasGeometry" in city
    assert {f"@{tag}" for tag in ("de", "en", "ru", "ko")} <= {
        word.rstrip(" ,;")[-3:] for word in city.split()
    }
