"""A graph gets into a triple store whole, once, and goes on after a break; each trouble is named."""

from __future__ import annotations

import base64
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph
import pytest
import requests

from kg.cli import execute
from kg.errors import KgError, LookupFailed, MissingError
from kg.loading import Loaded, load_by_graph_store, load_by_update
from kg.remote import Access, Remote
from kg.statements import base_of, meaning, read_statements
from tests.real_servers import STORES, Place, store_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Meant = tuple[str, ...]
BASE = "https://w3id.org/geoevents/id/"
KG = "https://w3id.org/geoevents/ontology#"
HEAD = f"@prefix : <{BASE}> .\n@prefix kg: <{KG}> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
ARTICLE = ":article\\/one a kg:Article ; kg:index 1 . :article\\/two a kg:Article ; kg:index 2 .\n"
FOREIGN = '<https://example.org/theirs> <https://example.org/says> "mine" .\n'
#: Texts that would end a literal, a group or a request, were they not written as what they are.
TEXTS = ('say "no" } ; DROP ALL #', "line\nbreak\ttab\\back", "Пак 한글 \U0001f680", "'''\"\"\"", "%20&x=1+2")


@pytest.fixture(scope="module", params=STORES)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Run a store."""
    with store_server(request.param, tmp_path_factory.mktemp(request.param)) as found:
        yield found


@pytest.fixture(params=["update", "graph store"])
def protocol(request: pytest.FixtureRequest) -> str:
    """Give the name of a protocol."""
    return str(request.param)


@pytest.fixture
def put(protocol: str, place: Place) -> Iterator[Callable[[Path], Loaded]]:
    """Give what loads a graph file into the store, which is empty before."""
    empty(place)

    def load(path: Path, chunk: int = 5) -> Loaded:
        statements, quiet = read_statements(path), lambda *_: None
        if protocol == "update":
            ask, change = Remote(place.query, place.access), Remote(place.update, place.access)
            return load_by_update(statements, ask, change, place.graph, chunk, quiet)
        return load_by_graph_store(statements, Remote(place.graphs, place.access), place.graph, chunk, quiet)

    yield load
    empty(place)


def empty(place: Place) -> None:
    """Take everything out of the store's graph."""
    what = f"GRAPH <{place.graph}>" if place.graph else "DEFAULT"
    Remote(place.update, place.access).send(
        "POST", f"CLEAR {what}".encode(), kind="application/sparql-update"
    )


def held(place: Place) -> set[Meant]:
    """Give what the store holds, by the Graph Store protocol."""
    params = {"graph": place.graph} if place.graph else {"default": ""}
    reply = Remote(place.graphs, place.access).send(
        "GET", params=params, accept="application/n-triples", absent=True
    )
    return lines(reply.body) if reply.status == 200 else set()


def lines(content: bytes) -> set[Meant]:
    """Give statements by what they mean: a store may write 07 as 7."""
    triples = [one.triple for one in pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.TURTLE)]
    return {(str(one.subject), str(one.predicate), *meaning(one.object)) for one in triples}


def graph(folder: Path, *parts: str, name: str = "graph.ttl") -> Path:
    """Write a graph."""
    path = folder / name
    path.write_text(HEAD + "".join(parts), encoding="utf-8")
    return path


def add(place: Place, text: str) -> None:
    """Put something else into the store's graph."""
    params = {"graph": place.graph} if place.graph else {"default": ""}
    Remote(place.graphs, place.access).send("POST", text.encode(), params=params, kind="text/turtle")


def test_all_arrives_and_a_second_load_changes_nothing(
    put: Callable[[Path], Loaded], place: Place, world: Path
) -> None:
    """The store holds each statement once, and the same again is sent nowhere."""
    first = put(world)
    assert first.written == first.statements > 100
    before = held(place)
    assert len(before) == first.statements
    second = put(world)
    assert (second.written, second.removed, second.statements) == (0, 0, first.statements)
    assert held(place) == before


def test_old_statements_go(put: Callable[[Path], Loaded], place: Place, tmp_path: Path) -> None:
    """An article that says something else, or is gone, leaves nothing of what it said before."""
    put(graph(tmp_path, ARTICLE, ':article\\/one kg:mention "old"@de . :entity\\/x kg:mention "stays"@de .'))
    path = graph(tmp_path, ':article\\/one a kg:Article ; kg:index 3 . :entity\\/x kg:mention "stays"@de .')
    done = put(path)
    assert held(place) == lines(path.read_bytes())
    assert done.removed == 4


def test_texts_arrive_as_they_are(put: Callable[[Path], Loaded], place: Place, tmp_path: Path) -> None:
    """Nothing that a text holds ends a literal or becomes a command, and every script arrives."""
    said = " , ".join(str(pyoxigraph.Literal(text, language="de")) for text in TEXTS)
    path = graph(tmp_path, ARTICLE, f":article\\/one kg:mention {said} .")
    put(path)
    assert held(place) == lines(path.read_bytes())
    assert put(path).written == 0


def test_what_others_keep_there_stays(
    put: Callable[[Path], Loaded], place: Place, protocol: str, tmp_path: Path
) -> None:
    """Statements of others survive a first load and a second; where they could not, nothing is done."""
    add(place, FOREIGN)
    theirs = lines(FOREIGN.encode())
    path = graph(tmp_path, ARTICLE)
    put(path)
    put(path)
    assert held(place) == lines(path.read_bytes()) | theirs
    changed = graph(tmp_path, ":article\\/one a kg:Article .", name="changed.ttl")
    if protocol == "update":
        put(changed)
        assert held(place) == lines(changed.read_bytes()) | theirs
    else:
        with pytest.raises(LookupFailed, match="not of this build"):
            put(changed)
        assert held(place) == lines(path.read_bytes()) | theirs


def test_numbers_and_points_count_as_what_they_mean(put: Callable[[Path], Loaded], tmp_path: Path) -> None:
    """A store that writes 07 as 7, or a point with other digits, is not sent it again and again."""
    values = '"07"^^xsd:nonNegativeInteger , 0.40 , "2024-01-31"^^xsd:date , 1.5e0'
    point = '"POINT(128.3344 51.8844)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>'
    path = graph(tmp_path, ARTICLE, f":article\\/one kg:index {values} ; kg:place {point} , true .")
    assert put(path).written
    assert put(path).written == 0


Answer = tuple[int, dict[str, str], bytes]
Fault = Answer | None
BREAK: Answer = (0, {}, b"")


class Seen(NamedTuple):
    """What a server in between was sent."""

    method: str
    size: int
    authorization: str


@contextmanager
def between(behind: str, fault: Callable[[int, Seen], Fault]) -> Iterator[tuple[str, list[Seen]]]:
    """Run a server that passes requests on, unless ``fault`` gives an answer, or says that it breaks off."""
    seen: list[Seen] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            seen.append(Seen(self.command, len(body), self.headers.get("Authorization", "")))
            found = fault(len(seen), seen[-1])
            if found == BREAK:
                self.connection.close()
                self.close_connection = True
                return
            status, headers, content = found or passed_on(self, behind, body)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = answer  # noqa: N815  the library's names

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = Quiet(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", seen
    finally:
        server.shutdown()
        server.server_close()


class Quiet(ThreadingHTTPServer):
    """A server that says nothing when who asked has gone."""

    def handle_error(self, *_: object) -> None:
        """Say nothing."""


def passed_on(request: BaseHTTPRequestHandler, behind: str, body: bytes) -> Answer:
    """Ask the server behind."""
    kept = {name: request.headers[name] for name in ("Accept", "Content-Type") if name in request.headers}
    found = requests.request(request.command, f"{behind}{request.path}", data=body, headers=kept, timeout=30)
    return found.status_code, {"Content-Type": found.headers.get("Content-Type", "")}, found.content


@pytest.fixture(scope="module")
def open_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Run a store that asks nobody who they are."""
    with store_server("oxigraph", tmp_path_factory.mktemp("open")) as found:
        yield found


def kg_load(capsys: pytest.CaptureFixture[str], path: Path, *options: str) -> tuple[int, str, str]:
    """Run the command; give exit code, data and talk."""
    code = execute(["load", "-g", str(path), *options])
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return code, said.out, said.err


def through(url: str, protocol: str) -> list[str]:
    """Give the options that load by a protocol."""
    if protocol == "update":
        return ["--endpoint", f"{url}/query", "--update", f"{url}/update", "--chunk", "20"]
    return ["--endpoint", f"{url}/store", "--chunk", "20"]


def test_a_load_goes_on_where_it_was_broken_off(
    protocol: str, open_store: Place, world: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A store that goes away ends the command with 4; the next run sends only what is missing."""
    empty(open_store)
    url = open_store.query.removesuffix("/query")

    def away(number: int, _: Seen) -> Fault:
        return None if number <= 9 else (502, {}, b"gone")

    with between(url, away) as (address, _seen), pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.remote._BACKOFF", 0)
        code, out, err = kg_load(capsys, world, *through(address, protocol))
    assert (code, out) == (4, "")
    assert "KG-425" in err
    assert "run the command again to go on" in err
    part = len(held(open_store))
    code, out, _ = kg_load(capsys, world, *through(url, protocol), "--json")
    total = len(lines((world / "graph.ttl").read_bytes()))
    assert code == 0
    assert 0 < part < total
    assert f'"sent": {total - part}' in out
    assert held(open_store) == lines((world / "graph.ttl").read_bytes())


def test_what_is_too_large_is_sent_in_parts(
    protocol: str, open_store: Place, world: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A store that takes little at once gets little at once."""
    empty(open_store)
    url = open_store.query.removesuffix("/query")
    small = 4000

    def strict(_: int, request: Seen) -> Fault:
        return (413, {}, b"too much") if request.size > small and request.method != "GET" else None

    with between(url, strict) as (address, seen):
        options = through(address, protocol)
        options[-1] = "50"
        code, _, err = kg_load(capsys, world, *options)
    assert (code, err) == (0, "")
    assert max(one.size for one in seen) > small
    assert held(open_store) == lines((world / "graph.ttl").read_bytes())


HTML = {"Content-Type": "text/html"}
TROUBLES: dict[str, tuple[Answer, str, str]] = {
    "401": ((401, {}, b""), "KG-421", "--user"),
    "403": ((403, HTML, b"<html><body><h1>Not <b>you</b></h1>"), "KG-422", "Not you"),
    "404": ((404, {}, b"no such thing"), "KG-423", "no such thing"),
    "405": ((405, {}, b""), "KG-423", "address"),
    "413": ((413, {}, b""), "KG-424", "--chunk"),
    "500": ((500, {}, b"disk full"), "KG-425", "disk full"),
    "503": ((503, {"Retry-After": "0"}, b"later"), "KG-425", "later"),
    "400": ((400, {}, b"no default graph"), "KG-429", "--graph IRI"),
    "302": ((302, {"Location": "https://elsewhere.example/"}, b""), "KG-427", "https://elsewhere.example/"),
    "page": ((200, HTML, b"<!doctype html><html><body>Welcome"), "KG-426", "Welcome"),
    "half": ((200, {"Content-Type": "application/sparql-results+json"}, b'{"head":'), "KG-426", "web page"),
    "break": (BREAK, "KG-420", "broke the connection off"),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_each_trouble_is_named(
    name: str, protocol: str, world: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a store answers but "yes" ends with 4, a code, the store's own words and what to do."""
    fault, told, words = TROUBLES[name]
    monkeypatch.setattr("kg.remote._BACKOFF", 0)
    monkeypatch.delenv("KG_USER", raising=False)
    with between("", lambda *_: fault) as (address, _seen):
        code, out, err = kg_load(capsys, world, *through(address, protocol))
    assert (code, out) == (4, "")
    assert err.startswith(told), err
    assert words in err
    assert "<b>" not in err


def test_a_store_that_is_not_there_is_told(
    world: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody listens: said so, with 4."""
    monkeypatch.setattr("kg.remote._BACKOFF", 0)
    code, _, err = kg_load(capsys, world, "--endpoint", "http://127.0.0.1:9/store")
    assert code == 4
    assert err.startswith("KG-420  http://127.0.0.1:9/store cannot be reached")


def test_a_store_that_is_too_slow_is_told(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No answer in time: said so, with what to do."""

    def slow(*_: object) -> Fault:
        threading.Event().wait(3)
        return 200, {}, b""

    with between("", slow) as (address, seen):
        code, _, err = kg_load(capsys, world, "--endpoint", f"{address}/store", "--timeout", "1")
    assert code == 4
    assert "did not answer within 1 s" in err
    assert "--timeout" in err
    assert len(seen) == 1


def test_a_store_that_forgets_is_found_out(open_store: Place, world: Path) -> None:
    """Addresses of two stores: what is written to one is missed in the other at the first request."""
    empty(open_store)
    statements = read_statements(world)
    with between("", lambda *_: (200, {}, b"")) as (address, seen):
        ask, change = Remote(open_store.query, Access()), Remote(f"{address}/update", Access())
        with pytest.raises(LookupFailed) as error:
            load_by_update(statements, ask, change, "", 20, lambda *_: None)
    assert error.value.code == "KG-428"
    assert len(seen) == 1


def test_credentials_are_given_when_asked_for(
    open_store: Place, world: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Basic where the store wants it, from the environment; the first request does not hold them."""
    empty(open_store)
    right = "Basic " + base64.b64encode("Müller:geheim".encode()).decode()

    def guarded(_: int, request: Seen) -> Fault:
        return None if request.authorization == right else (401, {"WWW-Authenticate": 'Basic realm="x"'}, b"")

    monkeypatch.setenv("KG_PASSWORD", "geheim")
    with between(open_store.query.removesuffix("/query"), guarded) as (address, seen):
        code, out, err = kg_load(capsys, world, *through(address, "update"), "--user", "Müller")
    assert (code, err) == (0, "")
    assert "sent" in out
    assert seen[0].authorization == ""
    assert seen[1].authorization == right
    monkeypatch.setenv("KG_PASSWORD", "falsch")
    with between("", guarded) as (address, _):
        code, out, err = kg_load(capsys, world, *through(address, "update"), "--user", "Müller")
    assert code == 4
    assert "KG-421" in err
    assert "falsch" not in err


def test_a_token_is_sent(
    world: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that knows tokens gets the one of the environment."""
    monkeypatch.setenv("KG_TOKEN", "abc")
    with between("", lambda *_: (403, {}, b"")) as (address, seen):
        kg_load(capsys, world, *through(address, "graph store"))
    assert [one.authorization for one in seen] == ["Bearer abc"]


def test_digest_is_spoken_with_virtuoso(
    place: Place, world: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong password is told apart from a right one where only a digest of it is sent."""
    if not place.access.user:
        assert requests.get(place.query, params={"query": "ASK {}"}, timeout=30).status_code == 200
        return
    with pytest.raises(LookupFailed) as error:
        Remote(place.graphs, Access("dba", "wrong")).send("GET", params={"graph": place.graph})
    assert error.value.code == "KG-421"
    assert (
        Remote(place.graphs, place.access).send("GET", params={"graph": "urn:none"}, absent=True).status
        == 404
    )
    code, _, err = kg_load(capsys, world, "--endpoint", place.graphs, "--graph", place.graph)
    assert (code, err[:6]) == (4, "KG-421")


def test_nobody_is_asked_for_a_password_where_nobody_sits(
    world: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a terminal and a variable the command ends with 3 before it asks the store."""
    monkeypatch.delenv("KG_PASSWORD", raising=False)
    with between("", lambda *_: (200, {}, b"")) as (address, seen):
        code, _, err = kg_load(capsys, world, *through(address, "update"), "--user", "me")
    assert (code, seen) == (3, [])
    assert "KG_PASSWORD" in err


@pytest.mark.parametrize(
    ("options", "expected", "words"),
    [
        (["--endpoint", "http://me:secret@127.0.0.1/"], 3, "KG-318"),
        (["--endpoint", "example.org"], 3, "KG-318"),
        (["--endpoint", "http://127.0.0.1:9/", "--graph", "build"], 2, "-g"),
        (["--endpoint", "http://127.0.0.1:9/", "--graph", "http://x/> { } DROP ALL"], 2, "no IRI"),
        ([], 2, "--endpoint"),
    ],
)
def test_what_is_written_wrong_is_told(
    options: list[str], expected: int, words: str, world: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An address that is none, one with a password in it, a graph that is no IRI."""
    code, _, err = kg_load(capsys, world, *options)
    assert code == expected
    assert words in err
    assert "secret" not in err


def test_there_must_be_a_graph(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No graph is 3; one that cannot be read, or whose things have no names, is 5."""
    assert kg_load(capsys, tmp_path, "--endpoint", "http://127.0.0.1:9/")[0] == 3
    (tmp_path / "graph.ttl").write_text("nonsense", encoding="utf-8")
    assert kg_load(capsys, tmp_path, "--endpoint", "http://127.0.0.1:9/")[0] == 5
    (tmp_path / "graph.ttl").write_text("[] a <http://x/y> .", encoding="utf-8")
    code, _, err = kg_load(capsys, tmp_path, "--endpoint", "http://127.0.0.1:9/")
    assert code == 5
    assert "KG-232" in err


def test_the_base_is_that_of_the_articles(world: Path, tmp_path: Path) -> None:
    """Own things are those beside the articles; in a graph without articles nothing is."""
    assert base_of(read_statements(world)) == BASE
    assert base_of(read_statements(graph(tmp_path, FOREIGN))) == ""


def test_a_password_is_never_shown() -> None:
    """Neither by printing who asks nor in an error of an address."""
    assert "geheim" not in repr(Access("me", "geheim", "geheim"))
    with pytest.raises(MissingError) as error:
        Remote("http://me:geheim@x.example/", Access())
    assert "geheim" not in str(error.value)
    assert isinstance(error.value, KgError)
