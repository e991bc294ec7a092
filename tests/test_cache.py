"""Kept answers: asked once, kept with their time, never a failure, and no file can stop a build."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kg.cache import Cache
from kg.endpoint import EndpointLookup
from kg.errors import LookupFailed
from kg.lookups import default_cache
from kg.rooms import room
from kg.snapshot import SnapshotLookup
from tests.services import Seen, faulty, sparql_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SNAPSHOT = room("data") / "wikidata"
CONTACT = "tests@example.org"
DAY = 86_400.0
NAMES = [("Wladimir Putin", "de"), ("Putin", "de"), ("Nordkorea", "de"), ("Niemandsland an der Lena", "de")]
QIDS = ["Q7747", "Q1166191", "Q4"]
POSITIONS = ["Q218295", "Q4"]
DAMAGES = {
    "text": b"this is no database, but it is long enough to be read as a page of one. " * 100,
    "half a page": b"SQLite format 3\x00" + b"\x10\x00\x01\x01" + b"\xff" * 500,
    "header only": b"SQLite format 3\x00",
}


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.seconds = 1_700_000_000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.seconds


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the shipped snapshot."""
    with sparql_server(sorted(SNAPSHOT.glob("*.ttl")), tmp_path_factory.mktemp("oxigraph")) as url:
        yield url


@pytest.fixture
def service(server: str) -> Iterator[tuple[str, Seen]]:
    """Count what the server is asked."""
    with faulty(lambda _number, _query: None, server) as (url, seen):
        yield url, seen


def everything(lookup: EndpointLookup | SnapshotLookup) -> list[object]:
    """Ask all three kinds of question."""
    return [lookup.named(NAMES), lookup.items(QIDS), lookup.holders(POSITIONS)]


def test_a_second_build_asks_nothing(service: tuple[str, Seen], tmp_path: Path) -> None:
    """What was found, and that nothing was found, is kept; the answers are the snapshot's."""
    url, seen = service
    first = EndpointLookup(url, CONTACT, cache=Cache(tmp_path / "c.sqlite"))
    told = everything(first)
    assert told == everything(SnapshotLookup(SNAPSHOT))
    assert len(seen) == first.requests == 3
    second = EndpointLookup(url, CONTACT, cache=Cache(tmp_path / "c.sqlite"))
    assert everything(second) == told
    assert second.requests == 0
    assert len(seen) == 3


def test_one_lookup_asks_for_each_thing_once(service: tuple[str, Seen]) -> None:
    """Also without a file nothing is asked twice, and half of a question is not asked again."""
    url, seen = service
    lookup = EndpointLookup(url, CONTACT)
    told = everything(lookup)
    assert everything(lookup) == told
    assert len(seen) == 3
    lookup.named([*NAMES, ("Interfax", "de")])
    assert len(seen) == 4
    assert '"Interfax"@de' in seen.queries[-1]
    assert "Putin" not in seen.queries[-1]


@pytest.mark.parametrize(("days", "later", "asked"), [(7, 6.9, 0), (7, 7.1, 3), (0, 0.1, 3), (7, -3, 3)])
def test_the_user_sets_how_long_an_answer_counts(
    days: float, later: float, asked: int, service: tuple[str, Seen], tmp_path: Path
) -> None:
    """Older answers are asked for again, and so are those from a future that a wrong clock made."""
    url, _ = service
    clock = Clock()
    everything(EndpointLookup(url, CONTACT, cache=Cache(tmp_path / "c.sqlite", days, now=clock)))
    clock.seconds += later * DAY
    second = EndpointLookup(url, CONTACT, cache=Cache(tmp_path / "c.sqlite", days, now=clock))
    everything(second)
    assert second.requests == asked


def test_the_date_is_that_of_the_oldest_answer_used(service: tuple[str, Seen], tmp_path: Path) -> None:
    """The first look-up and all that read what it kept tell one day; a newer answer does not move it."""
    url, _ = service
    clock = Clock()
    first = EndpointLookup(url, CONTACT, cache=Cache(tmp_path / "c.sqlite", now=clock))
    assert first.date == ""
    everything(first)
    assert first.date == "2023-11-14"
    clock.seconds += 5 * DAY
    second = EndpointLookup(url, CONTACT, cache=Cache(tmp_path / "c.sqlite", now=clock))
    everything(second)
    second.named([("Interfax", "de")])
    assert second.date == "2023-11-14"
    third = EndpointLookup(url, CONTACT, cache=Cache(tmp_path / "c.sqlite", now=clock))
    third.named([("Interfax", "de")])
    assert (third.date, third.requests) == ("2023-11-19", 0)


def test_a_fresh_item_is_not_replaced_by_a_newer_answer(service: tuple[str, Seen], tmp_path: Path) -> None:
    """A later name of the same item leaves its time: two builds with one cache tell the same."""
    url, _ = service
    clock = Clock()
    EndpointLookup(url, CONTACT, cache=Cache(tmp_path / "c.sqlite", now=clock)).named([("Putin", "de")])
    clock.seconds += 5 * DAY
    EndpointLookup(url, CONTACT, cache=Cache(tmp_path / "c.sqlite", now=clock)).named(
        [("Wladimir Putin", "de")]
    )
    reading = EndpointLookup(url, CONTACT, cache=Cache(tmp_path / "c.sqlite", now=clock))
    reading.items(["Q7747"])
    assert (reading.date, reading.requests) == ("2023-11-14", 0)


def test_services_do_not_answer_for_each_other(server: str, tmp_path: Path) -> None:
    """What one endpoint said is not what another says."""
    cache = Cache(tmp_path / "c.sqlite")
    EndpointLookup(server, CONTACT, cache=cache).named([("Nordkorea", "de")])
    with faulty(lambda _number, _query: None, server) as (url, seen):
        EndpointLookup(url, CONTACT, cache=cache).named([("Nordkorea", "de")])
    assert len(seen) == 1


def test_offline_asks_the_cache_and_then_the_snapshot(service: tuple[str, Seen], tmp_path: Path) -> None:
    """Nothing is sent, however old the answers; the date is that of the oldest of both."""
    url, seen = service
    clock = Clock()
    online = EndpointLookup(url, CONTACT, cache=Cache(tmp_path / "c.sqlite", now=clock))
    told = online.named([("Putin", "de")])
    clock.seconds += 400 * DAY
    snapshot = SnapshotLookup(SNAPSHOT)
    offline = EndpointLookup(url, "", cache=Cache(tmp_path / "c.sqlite", now=clock), standby=snapshot)
    assert offline.named([("Putin", "de")]) == told
    assert offline.date == "2023-11-14"
    assert everything(offline) == everything(snapshot)
    assert offline.date == min("2023-11-14", snapshot.date)
    assert len(seen) == online.requests == 1
    assert offline.requests == 0
    with pytest.raises(LookupFailed, match="--offline"):
        offline.rows("SELECT * WHERE { }")


def test_offline_needs_no_contact(tmp_path: Path) -> None:
    """Wikidata's own address may be set where nothing is sent."""
    url = "https://query.wikidata.org/sparql"
    lookup = EndpointLookup(url, "", cache=Cache(tmp_path / "c"), standby=SnapshotLookup(SNAPSHOT))
    assert [one.qid for one in lookup.named([("Putin", "de")])["Putin", "de"]] == ["Q7747"]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_put_aside(damage: str, service: tuple[str, Seen], tmp_path: Path) -> None:
    """It is told, a new one is begun, and that one is used by the next."""
    url, _ = service
    path, words = tmp_path / "c.sqlite", list[str]()
    path.write_bytes(DAMAGES[damage])
    lookup = EndpointLookup(url, CONTACT, cache=Cache(path, told=words.append))
    assert everything(lookup) == everything(SnapshotLookup(SNAPSHOT))
    (word,) = words
    assert word.startswith("KG-408")
    assert str(path) in word
    assert path.with_name("c.sqlite.damaged").read_bytes() == DAMAGES[damage]
    again = EndpointLookup(url, CONTACT, cache=Cache(path, told=words.append))
    everything(again)
    assert (again.requests, len(words)) == (0, 1)


def test_a_file_that_is_damaged_while_it_is_used(service: tuple[str, Seen], tmp_path: Path) -> None:
    """The build goes on, and nothing it was told already is lost."""
    url, _ = service
    path, words = tmp_path / "c.sqlite", list[str]()
    lookup = EndpointLookup(url, CONTACT, cache=Cache(path, told=words.append))
    before = lookup.named(NAMES)
    size = path.stat().st_size
    path.write_bytes(path.read_bytes()[:24] + b"\xaa" * (size - 24))
    assert everything(lookup) == everything(SnapshotLookup(SNAPSHOT))
    assert lookup.named(NAMES) == before
    assert [word[:6] for word in words] == ["KG-408"]


@pytest.mark.parametrize(
    "answer",
    ["{", "null", '"Q1"', '["Q1 } #"]', "[1]", '[["Q7747"]]', "{}", '["Q7747", "", [], [], "", "", [], "x"]'],
)
def test_an_answer_changed_by_hand_is_asked_for_again(
    answer: str, service: tuple[str, Seen], tmp_path: Path
) -> None:
    """What is not as we write it is as if it were not kept."""
    url, _ = service
    path = tmp_path / "c.sqlite"
    told = everything(EndpointLookup(url, CONTACT, cache=Cache(path)))
    with closing(sqlite3.connect(path)) as connection, connection:
        # No item is a true answer for an item, and so is an empty table of holders.
        changed = connection.execute(
            "UPDATE answers_1 SET answer = ? WHERE kind = 'named' OR kind = 'item' AND ? <> 'null'",
            (answer, answer),
        )
        assert changed.rowcount > 5
    assert everything(EndpointLookup(url, CONTACT, cache=Cache(path))) == told


def test_a_place_that_cannot_be_written_costs_only_the_keeping(
    service: tuple[str, Seen], tmp_path: Path
) -> None:
    """It is told once, and the answers are right."""
    url, _ = service
    (tmp_path / "file").write_text("", encoding="utf-8")
    for path in (tmp_path / "file" / "c.sqlite", tmp_path):
        words: list[str] = []
        lookup = EndpointLookup(url, CONTACT, cache=Cache(path, told=words.append))
        assert everything(lookup) == everything(SnapshotLookup(SNAPSHOT))
        assert [word[:6] for word in words] == ["KG-409"]


def test_a_table_that_goes_away_loses_no_answer(service: tuple[str, Seen], tmp_path: Path) -> None:
    """If keeping stops in the middle, what was told stays told: nothing becomes "not found"."""
    url, _ = service
    path, words = tmp_path / "c.sqlite", list[str]()
    lookup = EndpointLookup(url, CONTACT, cache=Cache(path, told=words.append))
    before = lookup.named(NAMES)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE answers_1")
    assert everything(lookup) == everything(SnapshotLookup(SNAPSHOT))
    assert lookup.named(NAMES) == before
    assert [word[:6] for word in words] == ["KG-409"]


def test_two_processes_use_one_file(tmp_path: Path) -> None:
    """Four at once write and read; each finds all that any of them kept, and the file is sound."""
    code = (
        "import sys; from pathlib import Path; from kg.cache import Cache\n"
        "cache = Cache(Path(sys.argv[1]), told=lambda word: sys.exit(word))\n"
        "for n in range(60):\n"
        "    cache.write('e', 'named', {(f'{sys.argv[2]}-{n}-{i}', 'de'): ['Q1'] for i in range(20)})\n"
        "    assert cache.read('e', 'named', [(f'{sys.argv[2]}-{n}-3', 'de')])\n"
    )
    path = tmp_path / "c.sqlite"
    running = [
        subprocess.Popen([sys.executable, "-c", code, path, str(n)], cwd=room("data").parent)
        for n in range(4)
    ]
    assert [one.wait(timeout=120) for one in running] == [0, 0, 0, 0]
    keys = [(f"{n}-{m}-{i}", "de") for n in range(4) for m in range(60) for i in range(20)]
    assert len(Cache(path).read("e", "named", keys)) == 4800
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_the_file_lies_in_the_users_cache_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """By the custom of the system, and where the user says."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_cache() == tmp_path / "geoevents" / "lookups.sqlite"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_cache() == tmp_path / ".cache" / "geoevents" / "lookups.sqlite"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "Local"))
    assert default_cache() == tmp_path / "Local" / "geoevents" / "lookups.sqlite"
