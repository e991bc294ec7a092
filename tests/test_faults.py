"""A service that fails in every way that services do: each named, none an answer, nothing lost."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kg.cache import Cache
from kg.endpoint import EndpointLookup
from kg.errors import LookupFailed, PartlyFailed
from kg.linking import link
from kg.model import LinkStatus
from kg.pipeline import Settings, build
from kg.rooms import room
from kg.snapshot import SnapshotLookup
from tests.services import EMPTY, JSON_TYPE, Answer, Fault, faulty, sparql_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from kg.assembling import Summary
    from kg.model import Link, Reading
    from kg.telling import Knowledge

SNAPSHOT = room("data") / "wikidata"
CONTACT = "tests@example.org"
NAMES = [("Putin", "de"), ("Nordkorea", "de"), ("Niemandsland an der Lena", "de")]
HEAD = "---\nlang: de\n---\n"
ARTICLES = {
    "a.txt": "Wladimir Putin reiste am 13. September 2023 nach Wostotschny. Dort traf er Kim Jong Un.\n",
    "b.txt": "Der Außenminister Sergej Lawrow besuchte am 18. Oktober 2023 Pjöngjang. Er lobte Nordkorea.\n",
}
#: By name: what the service does, the code of the failure, and how often it is asked with three tries.
FAULTS: dict[str, tuple[Answer, str, int]] = {
    "403 forbidden": ((403, {}, b"no"), "KG-404", 1),
    "400 bad request": ((400, {}, b"bad"), "KG-404", 1),
    "401 unauthorized": ((401, {}, b"who?"), "KG-404", 1),
    "404 not found": ((404, {}, b"none"), "KG-404", 1),
    "414 too long": ((414, {}, b"long"), "KG-404", 1),
    "429 with Retry-After": ((429, {"Retry-After": "7"}, b"slow"), "KG-402", 3),
    "429 with a date": ((429, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, b""), "KG-402", 3),
    "429 for an hour": ((429, {"Retry-After": "3600"}, b""), "KG-402", 1),
    "429 without a time": ((429, {"Retry-After": "soon"}, b""), "KG-402", 3),
    "500": ((500, {}, b"oops"), "KG-405", 3),
    "502": ((502, {}, b"<html>Bad gateway</html>"), "KG-405", 3),
    "503 with Retry-After": ((503, {"Retry-After": "2"}, b""), "KG-405", 3),
    "504": ((504, {}, b""), "KG-405", 3),
    "HTML": ((200, {"Content-Type": "text/html"}, b"<html>Login</html>"), "KG-406", 3),
    "HTML as JSON": ((200, JSON_TYPE, b"<html>Login</html>"), "KG-406", 3),
    "cut JSON": ((200, JSON_TYPE, EMPTY[:-6]), "KG-406", 3),
    "JSON and a trace of the error": (
        (200, JSON_TYPE, EMPTY[:-2] + b"java.util.TimeoutException"),
        "KG-406",
        3,
    ),
    "JSON of something else": ((200, JSON_TYPE, b"[]"), "KG-406", 3),
    "JSON nested without end": ((200, JSON_TYPE, b"[" * 200_000), "KG-406", 3),
    "an answer to ASK": ((200, JSON_TYPE, b'{"head": {}, "boolean": false}'), "KG-406", 3),
    "nothing": ((200, JSON_TYPE, b""), "KG-406", 3),
    "no text": ((200, JSON_TYPE, b"\xff\xfe\x00"), "KG-406", 3),
    "broken off": ((200, {**JSON_TYPE, "Content-Length": "4000"}, EMPTY), "KG-401", 3),
    "redirect 301": ((301, {"Location": "/elsewhere"}, b""), "KG-407", 1),
    "redirect 302": ((302, {"Location": "/elsewhere"}, b""), "KG-407", 1),
    "redirect 303": ((303, {"Location": "/elsewhere"}, b""), "KG-407", 1),
    "redirect 307": ((307, {"Location": "/elsewhere"}, b""), "KG-407", 1),
    "redirect 308": ((308, {"Location": "/elsewhere"}, b""), "KG-407", 1),
    "redirect in a circle": ((301, {"Location": "/sparql"}, b""), "KG-407", 1),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the shipped snapshot."""
    with sparql_server(sorted(SNAPSHOT.glob("*.ttl")), tmp_path_factory.mktemp("oxigraph")) as url:
        yield url


def no_pause(_seconds: float) -> None:
    """Wait for nothing."""


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_and_nothing_is_lost(name: str, server: str, tmp_path: Path) -> None:
    """It raises with its own code, nothing of it is kept, and the same file then gets the true answer."""
    answer, code, requests = FAULTS[name]
    ill = True

    def fault(_number: int, _query: str) -> Fault:
        return answer if ill else None

    with faulty(fault, server) as (url, seen):
        cache = Cache(tmp_path / "c.sqlite")
        lookup = EndpointLookup(url, CONTACT, timeout=5, tries=3, pause=no_pause, cache=cache)
        with pytest.raises(LookupFailed) as caught:
            lookup.named(NAMES[:1])
        assert caught.value.code == code
        assert url in caught.value.what
        assert caught.value.remedy
        assert len(seen) == requests == lookup.requests
        assert [one.code for one in lookup.failures] == [code]
        assert lookup.date == ""
        ill = False
        healed = EndpointLookup(url, CONTACT, cache=cache)
        assert healed.named(NAMES) == SnapshotLookup(SNAPSHOT).named(NAMES)
        assert healed.requests == 1


@pytest.mark.parametrize("name", ["500", "HTML", "cut JSON", "broken off", "429 with Retry-After"])
def test_a_fault_that_passes_is_not_noticed(name: str, server: str) -> None:
    """One bad answer among good ones costs a wait, and no name."""
    answer, _, _ = FAULTS[name]
    with faulty(lambda number, _: answer if number == 1 else None, server) as (url, seen):
        lookup = EndpointLookup(url, CONTACT, timeout=5, pause=no_pause)
        assert lookup.named(NAMES) == SnapshotLookup(SNAPSHOT).named(NAMES)
    assert len(seen) == 2
    assert lookup.failures == ()


def test_nobody_there() -> None:
    """A port where nobody listens, and a host that there is none of."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for url in (f"http://127.0.0.1:{port}/sparql", "http://nowhere.invalid/sparql"):
        with pytest.raises(LookupFailed) as caught:
            EndpointLookup(url, CONTACT, tries=2, pause=no_pause).items(["Q1"])
        assert caught.value.code == "KG-401"


def test_a_late_answer_is_a_failure() -> None:
    """A service that thinks too long is asked once more, not four times."""

    def late(_number: int, _query: str) -> Fault:
        time.sleep(2)
        return 200, JSON_TYPE, EMPTY

    with faulty(late) as (url, seen), pytest.raises(LookupFailed, match="within 1 s") as caught:
        EndpointLookup(url, CONTACT, timeout=1, pause=no_pause).items(["Q1"])
    assert caught.value.code == "KG-401"
    assert len(seen) == 2


def test_a_slow_trickle_ends_in_time() -> None:
    """Where each byte comes in time and the last one never, the time counts for all together."""
    with faulty(lambda *_: (200, JSON_TYPE, EMPTY * 100), trickle=0.1) as (url, _):
        begun = time.monotonic()
        with pytest.raises(LookupFailed, match="within 1 s") as caught:
            EndpointLookup(url, CONTACT, timeout=1, tries=1).items(["Q1"])
        assert time.monotonic() - begun < 5
    assert caught.value.code == "KG-401"


def test_an_endless_answer_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than a sensible answer can have is refused before it fills the memory."""
    monkeypatch.setattr("kg.wire._LARGEST", 1000)
    endless: Answer = (200, JSON_TYPE, EMPTY + b" " * 2000)
    with faulty(lambda *_: endless) as (url, _), pytest.raises(LookupFailed) as caught:
        EndpointLookup(url, CONTACT, tries=1).items(["Q1"])
    assert caught.value.code == "KG-406"


def test_a_batch_that_is_too_much_is_asked_in_halves(server: str) -> None:
    """Where the service gives up at many names, all names are still answered."""
    names = [(name, "de") for name, _ in list(SnapshotLookup(SNAPSHOT).names("de"))[:120:2]]

    def fault(_number: int, query: str) -> Fault:
        block = query.partition("VALUES ?name {")[2].partition("}")[0]
        return (500, {}, b"timeout") if block.count("@de") > 20 else None

    with faulty(fault, server) as (url, seen):
        lookup = EndpointLookup(url, CONTACT, tries=2, pause=no_pause)
        assert lookup.named(names) == SnapshotLookup(SNAPSHOT).named(names)
    assert lookup.failures == ()
    # Twice with all, twice with each half, then four quarters; the breaker is not reached.
    assert len(seen) == 2 + 2 * 2 + 4


def test_a_dead_service_is_given_up(server: str) -> None:
    """Three failed questions in a row, or one refusal, and the rest of a build does not wait for it."""
    del server
    names = [(f"Name {number}", "de") for number in range(600)]
    for answer, most in (((500, {}, b""), 6), ((403, {}, b""), 1), ((429, {"Retry-After": "9999"}, b""), 1)):
        with faulty(lambda *_, answer=answer: answer) as (url, seen):
            lookup = EndpointLookup(url, CONTACT, tries=2, pause=no_pause)
            lookup.foresee(names, lambda _done, _total: None)
            for name in names[:5]:
                with pytest.raises(LookupFailed):
                    lookup.named([name])
        assert len(seen) == most


def test_one_request_at_a_time(server: str) -> None:
    """However many ask: the service sees one after the other."""

    def slowly(_number: int, _query: str) -> Fault:
        time.sleep(0.05)
        return None

    with faulty(slowly, server) as (url, seen):
        lookup = EndpointLookup(url, CONTACT)
        query = "SELECT * WHERE { <http://www.wikidata.org/entity/Q423> ?p ?o } LIMIT 1"
        threads = [threading.Thread(target=lookup.rows, args=(query,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (len(seen), seen.most_at_once) == (8, 1)


def test_waiting_is_told(server: str) -> None:
    """What happened, how long, how far it is, and that stopping loses nothing."""
    words: list[str] = []
    waits: list[float] = []
    names = [(f"Name {number}", "de") for number in range(100)]
    slow: Answer = (429, {"Retry-After": "60"}, b"")
    with faulty(lambda number, _: slow if number == 2 else None, server) as (url, _):
        lookup = EndpointLookup(url, CONTACT, pause=waits.append, told=words.append)
        lookup.foresee(names, lambda _done, _total: None)
    assert waits == [60.0]
    (word,) = words
    assert word == (
        f"KG-402  {url} asked us to slow down (HTTP 429, wait 60 s).\n"
        "        Waiting 60 s. 64 of 100 names are looked up and stored; "
        "you may stop with Ctrl-C and go on later."
    )


def quiet(_stage: str, _done: int, _total: int) -> None:
    """Hear nothing of the progress."""


def run_build(folder: Path, url: str, more: Mapping[str, str] | None = None, **given: object) -> Summary:
    """Build two small articles, and more, against a service, with one cache."""
    sources = []
    for name, text in {**ARTICLES, **(more or {})}.items():
        (folder / name).write_text(HEAD + text, encoding="utf-8")
        sources.append(str(folder / name))
    settings = Settings(endpoint=url, contact=CONTACT, date="2023-10-20", cache=folder / "c.sqlite")
    return build(sources, folder / "build", replace(settings, **given), quiet)  # type: ignore[arg-type]


def graph(folder: Path) -> bytes:
    """Read the graph of the build."""
    return (folder / "build" / "graph.ttl").read_bytes()


def test_a_build_that_fails_in_the_middle_is_completed_by_the_next(server: str, tmp_path: Path) -> None:
    """Both articles are kept, what failed is LookupFailed and never NIL, exit code 4; then all is linked."""
    whole = tmp_path / "whole"
    whole.mkdir()
    expected = run_build(whole, server)
    assert expected.exit_code() == 0
    assert expected.names[LinkStatus.LINKED] >= 4
    ill = True

    def fault(number: int, _query: str) -> Fault:
        return (403, {}, b"") if ill and number > 1 else None

    with faulty(fault, server) as (url, seen):
        first = run_build(tmp_path, url)
        assert [one.reading.article.id for one in first.tellings] == ["a", "b"]
        assert [error.code for error in first.errors] == ["KG-404"]
        assert first.exit_code() == 4
        asked = len(seen)
        ill = False
        second = run_build(tmp_path, url)
        assert second.exit_code() == 0
        assert second.names == expected.names
        # The names were kept by the first build.
        assert not any('"Wladimir Putin"@de' in query for query in seen.queries[asked:])
        assert graph(tmp_path) == graph(whole)
        asked = len(seen)
        third = run_build(tmp_path, url)
        assert (third.requests, len(seen)) == (0, asked)
        assert graph(tmp_path) == graph(whole)


def test_only_the_names_that_were_not_answered_fail(
    server: str, read_de: Callable[..., Reading], knowledge: Knowledge, tmp_path: Path
) -> None:
    """Of a batch of which one name is not answered the others are linked; asked again, only that is asked."""
    reading = read_de("Kim Jong Un und Wladimir Putin trafen sich in Wostotschny. Lawrow sprach mit Putin.")
    ill = True

    def fault(_number: int, query: str) -> Fault:
        return (500, {}, b"") if ill and '"Wostotschny"@' in query else None

    def linked(lookup: EndpointLookup) -> dict[str, Link]:
        made = link(reading.mentions, "de", lookup, knowledge.classes, exhaustive=True)
        return {reading.mentions[i].text: one.link for i, one in made.items()}

    with faulty(fault, server) as (url, seen):
        cache = Cache(tmp_path / "c.sqlite")
        first = linked(EndpointLookup(url, CONTACT, tries=1, cache=cache))
        failed = first.pop("Wostotschny")
        assert (failed.status, failed.qid) == (LinkStatus.LOOKUP_FAILED, "")
        assert failed.reasons == (f"{url} failed (HTTP 500).",)
        asked, ill = len(seen), False
        second = linked(EndpointLookup(url, CONTACT, cache=cache))
        assert second.pop("Wostotschny").qid == "Q1166191"
        assert second == first
        assert {first[name].qid for name in ("Kim Jong Un", "Wladimir Putin", "Putin")} == {"Q56226", "Q7747"}
        # No name that was answered is asked again.
        names = [query.partition("VALUES ?name {")[2].partition("}")[0] for query in seen.queries[asked:]]
        assert any('"Wostotschny"@de' in one for one in names)
        assert not any('"Wladimir Putin"@de' in one for one in names)


def test_what_is_short_for_a_failed_name_failed(
    server: str, read_de: Callable[..., Reading], knowledge: Knowledge
) -> None:
    """A surname is no other bearer's because the whole name was not answered."""
    reading = read_de("Wladimir Putin reiste nach Moskau. Putin lobte die Gespräche.")

    def fault(_number: int, query: str) -> Fault:
        return (500, {}, b"") if '"Wladimir Putin"@' in query else None

    with faulty(fault, server) as (url, _):
        lookup = EndpointLookup(url, CONTACT, tries=1)
        made = link(reading.mentions, "de", lookup, knowledge.classes, exhaustive=True)
    told = {reading.mentions[i].text: one.link for i, one in made.items()}
    assert told["Moskau"].qid == "Q649"
    assert told["Wladimir Putin"].status is told["Putin"].status is LinkStatus.LOOKUP_FAILED
    assert told["Putin"].reasons == ("short for 'Wladimir Putin'", f"{url} failed (HTTP 500).")


def test_an_item_that_was_not_answered_fails_alone(server: str) -> None:
    """Of items, offices and countries the answers that came are given with the failure."""

    def fault(_number: int, query: str) -> Fault:
        ill = any(f"wd:{qid} " in query for qid in ("Q7747", "Q218295", "Q423"))
        return (500, {}, b"") if ill else None

    snapshot = SnapshotLookup(SNAPSHOT)
    with faulty(fault, server) as (url, _):
        lookup = EndpointLookup(url, CONTACT, tries=1, pause=no_pause)
        for ask, given, lost, there in (
            (lookup.items, snapshot.items, "Q7747", "Q649"),
            (lookup.holders, snapshot.holders, "Q218295", "Q11696"),
            (lookup.heads, snapshot.heads, "Q423", "Q159"),
        ):
            with pytest.raises(PartlyFailed) as caught:
                ask([lost, there])
            assert caught.value.answered == given([there])
            assert {key: why.code for key, why in caught.value.failed.items()} == {lost: "KG-405"}


def test_a_build_whose_service_is_gone_after_a_batch_links_what_came(server: str, tmp_path: Path) -> None:
    """In one article names of the answered batch are linked, the others failed; the next build has all."""
    cities = [
        name for name, _ in SnapshotLookup(SNAPSHOT).names("de") if name.startswith("A") and " " not in name
    ]
    listed = "".join(f"Putin reiste nach {city}. " for city in sorted({*cities})[:80])
    text = f"{listed}Danach besuchte Wladimir Putin das Kosmodrom Wostotschny.\n"
    (tmp_path / "whole").mkdir()
    expected = run_build(tmp_path / "whole", server, more={"c.txt": text})
    ill = True

    def fault(number: int, _query: str) -> Fault:
        return (403, {}, b"") if ill and number > 1 else None

    with faulty(fault, server) as (url, _):
        first = run_build(tmp_path, url, more={"c.txt": text})
        assert first.exit_code() == 4
        ill = False
        second = run_build(tmp_path, url, more={"c.txt": text})
    (told,) = (one for one in first.tellings if one.reading.article.id == "c")
    made = {entity.name: entity.link.status for entity in told.entities}
    assert made["Abakan"] is LinkStatus.LINKED
    assert made["Wladimir Putin"] is LinkStatus.LOOKUP_FAILED
    assert LinkStatus.NIL not in made.values()
    assert second.exit_code() == 0
    assert second.names == expected.names
    assert graph(tmp_path) == graph(tmp_path / "whole")


def test_heads_are_asked_for_together(server: str, tmp_path: Path) -> None:
    """The states whose heads are spoken of by the office alone are one question for all articles."""
    more = {
        "c.txt": "Der russische Präsident reiste am 13. September 2023 nach Pjöngjang.\n",
        "d.txt": "Der ukrainische Regierungschef traf den deutschen Präsidenten in Berlin.\n",
    }
    with faulty(lambda *_: None, server) as (url, seen):
        summary = run_build(tmp_path, url, more=more)
        (asked,) = (query for query in seen.queries if "wdt:P35" in query)
        assert "VALUES ?country { wd:Q159 wd:Q183 wd:Q212 }" in asked
        before = len(seen)
        assert run_build(tmp_path, url, more=more).requests == 0
        assert len(seen) == before
    assert summary.exit_code() == 0


def test_a_build_without_its_service_keeps_the_articles(server: str, tmp_path: Path) -> None:
    """No name is linked and none is NIL; every article stands in the graph; the code is 4."""
    del server
    with faulty(lambda *_: (503, {"Retry-After": "3600"}, b"")) as (url, seen):
        summary = run_build(tmp_path, url)
    assert len(seen) == 1
    assert len(summary.tellings) == 2
    assert summary.exit_code() == 4
    assert summary.names[LinkStatus.LOOKUP_FAILED] >= 4
    assert not {LinkStatus.NIL, LinkStatus.LINKED} & {one for one, n in summary.names.items() if n}
    assert b"kg:LookupFailed" in graph(tmp_path)
    assert json.loads((tmp_path / "build" / "summary.json").read_text(encoding="utf-8"))["errors"]


def test_offline_links_what_was_kept_and_calls_nothing_nil(server: str, tmp_path: Path) -> None:
    """With the answers of an earlier build nothing is sent, and the graph's items and date are its own."""
    with faulty(lambda *_: None, server) as (url, seen):
        online = run_build(tmp_path, url)
        asked, told = len(seen), graph(tmp_path)
        offline = run_build(tmp_path, url, offline=True, contact="")
        assert len(seen) == asked
    assert offline.exit_code() == 0
    assert offline.names[LinkStatus.LINKED] == online.names[LinkStatus.LINKED]
    assert not offline.names.get(LinkStatus.NIL)
    dates = [set(re.findall(rb'snapshotDate "([^"]+)"', one)) for one in (told, graph(tmp_path))]
    assert dates[0] == dates[1]
    assert len(dates[0]) == 1


def test_the_text_search_finds_other_spellings(tmp_path: Path) -> None:
    """Names that no label equals are searched for; a hit counts only if it is the same name."""
    hits = {"wladimir putin": [("Q7747", "Wladimir Putin")], "Kim": [("Q56226", "Kim Jong-un")]}

    def answer(_number: int, query: str) -> Fault:
        if "wikibase:mwapi" not in query:
            if "wd:Q7747" in query:
                rows: list[dict[str, object]] = [
                    {
                        "question": {"type": "literal", "value": "labels"},
                        "item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q7747"},
                        "label": {"type": "literal", "xml:lang": "de", "value": "Wladimir Putin"},
                    }
                ]
                return 200, JSON_TYPE, json.dumps({"results": {"bindings": rows}}).encode()
            return 200, JSON_TYPE, EMPTY
        assert 'wikibase:api "EntitySearch"' in query
        assert "mwapi:search ?text" in query
        asked = re.findall(r'"([^"]*)"@([a-z]+)', query.partition("VALUES")[2].partition("\n")[0])
        rows = [
            {
                "name": {"type": "literal", "xml:lang": language, "value": name},
                "item": {"type": "uri", "value": f"http://www.wikidata.org/entity/{qid}"},
                "found": {"type": "literal", "value": found},
            }
            for name, language in asked
            for qid, found in hits.get(name, [])
        ]
        return 200, JSON_TYPE, json.dumps({"results": {"bindings": rows}}).encode()

    names = [("wladimir putin", "de"), ("Kim", "de"), ("Niemand } #", "de")]
    with faulty(answer) as (url, seen):
        cache = Cache(tmp_path / "c.sqlite")
        told = EndpointLookup(url, CONTACT, text_search=True, cache=cache).named(names)
        assert {name: [one.qid for one in found] for name, found in told.items()} == {
            ("wladimir putin", "de"): ["Q7747"],
            ("Kim", "de"): [],
            ("Niemand } #", "de"): [],
        }
        asked = len(seen)
        assert asked == 3
        assert EndpointLookup(url, CONTACT, text_search=True, cache=cache).named(names) == told
        assert len(seen) == asked
        EndpointLookup(url, CONTACT).named(names)
        assert not any("mwapi" in query for query in seen.queries[asked:])


def test_a_search_that_fails_is_no_nil() -> None:
    """If the exact look-up found nothing and the search did not answer, the name failed."""

    def answer(_number: int, query: str) -> Fault:
        return (500, {}, b"") if "wikibase:mwapi" in query else (200, JSON_TYPE, EMPTY)

    with faulty(answer) as (url, _), pytest.raises(LookupFailed):
        EndpointLookup(url, CONTACT, tries=1, text_search=True).named([("putin", "de")])
