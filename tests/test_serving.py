"""`kg serve` speaks SPARQL 1.1, only reads, survives any query, and its pages hold what they show."""

from __future__ import annotations

import html
import http.client
import re
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import pyoxigraph
import pytest
import requests
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

from kg.cli import execute
from kg.errors import ArticleError
from kg.queries import LANGUAGES, ask, library, run
from kg.rooms import room
from kg.service_calls import service_calls
from kg.store import load
from tests.real_servers import BIN, free_port, kg_serve, oxigraph, program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUESTIONS = library(room("queries"))
ARTICLES = "SELECT ?a WHERE { ?a a <https://w3id.org/geoevents/ontology#Article> } ORDER BY ?a"
CONSTRUCT = "CONSTRUCT { ?a a <urn:x> } WHERE { ?a a <https://w3id.org/geoevents/ontology#Article> }"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
GREEDY = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
LONG = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
JSON_TYPE = "application/sparql-results+json"
EVIL = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
#: Long enough for every other query on a machine that is busy.
SECONDS = 10


@pytest.fixture(scope="module")
def service(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the tiny world."""
    folder = tmp_path_factory.mktemp("serve")
    with kg_serve(world, folder, "--time-limit", str(SECONDS), "--memory-limit", "200") as address:
        yield address


def get(address: str, query: str, accept: str = "", **given: str) -> requests.Response:
    """Ask by GET."""
    headers = {"Accept": accept} if accept else {}
    return requests.get(f"{address}/sparql", params={"query": query, **given}, headers=headers, timeout=60)


def test_the_three_ways_of_asking_answer_alike(service: str) -> None:
    """GET, POST of a form and POST of the query itself give the same rows."""
    url, accept = f"{service}/sparql", {"Accept": JSON_TYPE}
    direct = accept | {"Content-Type": "application/sparql-query"}
    answers = [
        get(service, ARTICLES, JSON_TYPE),
        requests.post(url, data={"query": ARTICLES}, headers=accept, timeout=30),
        requests.post(url, data=ARTICLES.encode(), headers=direct, timeout=30),
    ]
    assert {one.status_code for one in answers} == {200}
    first = answers[0].json()
    assert len(first["results"]["bindings"]) == 3
    assert all(one.json() == first for one in answers)


@pytest.mark.parametrize(
    ("accept", "kind", "begin"),
    [
        ("", JSON_TYPE, '{"head"'),
        ("*/*", JSON_TYPE, '{"head"'),
        (JSON_TYPE, JSON_TYPE, '{"head"'),
        ("application/json", JSON_TYPE, '{"head"'),
        ("application/sparql-results+xml", "application/sparql-results+xml", "<?xml"),
        ("text/csv", "text/csv", "a\r\nhttps://"),
        ("text/tab-separated-values", "text/tab-separated-values", "?a\n<https://"),
        (
            "text/html, text/csv;q=0.2, application/sparql-results+xml;q=0.9",
            "application/sparql-results+xml",
            "<?xml",
        ),
    ],
)
def test_tables_come_in_the_format_asked_for(accept: str, kind: str, begin: str, service: str) -> None:
    """JSON, XML, CSV and TSV, by weight; JSON for who takes anything."""
    answer = get(service, ARTICLES, accept)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].partition(";")[0] == kind
    assert answer.text.startswith(begin)
    assert answer.headers["Vary"] == "Accept"


@pytest.mark.parametrize(
    ("accept", "kind", "form"),
    [
        ("", "text/turtle", "turtle"),
        ("text/turtle", "text/turtle", "turtle"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
    ],
)
def test_graphs_come_in_the_format_asked_for(accept: str, kind: str, form: str, service: str) -> None:
    """Turtle, N-Triples and RDF/XML, read back by rdflib."""
    answer = get(service, CONSTRUCT, accept)
    assert answer.headers["Content-Type"].partition(";")[0] == kind
    assert len(Graph().parse(data=answer.content, format=form)) == 3


def test_sparqlwrapper_understands_it(service: str) -> None:
    """The client that most people use gets tables, yes and no, and graphs, by GET and POST."""
    client: Any = SPARQLWrapper(f"{service}/sparql")
    client.setQuery(ARTICLES)
    for form in (JSON, XML, CSV):
        client.setReturnFormat(form)
        assert client.query().convert()
    client.setMethod(POST)
    client.setReturnFormat(JSON)
    assert len(client.queryAndConvert()["results"]["bindings"]) == 3
    client.setQuery("ASK { ?s ?p ?o }")
    assert client.queryAndConvert()["boolean"] is True
    client.setQuery(CONSTRUCT)
    client.setReturnFormat(TURTLE)
    assert len(Graph().parse(data=client.queryAndConvert(), format="turtle")) == 3


def test_rdflib_understands_it(service: str) -> None:
    """The library that most people parse with takes the service for a graph."""
    graph = Graph(SPARQLStore(f"{service}/sparql"), identifier=URIRef("urn:x-rdflib:default"))
    found = list(graph.query(ARTICLES))
    assert len(found) == 3
    store = SPARQLStore(f"{service}/sparql", method="POST", returnFormat="csv")
    assert len(list(store.query(ARTICLES))) == 3


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_the_ready_questions_run_there(name: str, service: str, world: Path) -> None:
    """Each question as its file has it gives the rows of the embedded store."""
    answer = get(service, QUESTIONS[name].sparql, JSON_TYPE)
    assert answer.status_code == 200, answer.text
    own = ask(load(world), QUESTIONS[name], {})
    assert answer.json()["head"]["vars"] == list(own.columns)
    assert len(answer.json()["results"]["bindings"]) == len(own.rows)


@pytest.mark.parametrize(
    ("method", "query", "body", "headers", "status", "words"),
    [
        (
            "GET",
            {"query": "SELECT ?x WHERE {"},
            None,
            {},
            400,
            "KG-225  The query cannot be read: error at 1:",
        ),
        ("GET", {"query": "INSERT DATA { <x:a> <x:b> 1 }"}, None, {}, 400, "KG-225"),
        ("GET", {"query": ["ASK {}", "ASK {}"]}, None, {}, 400, "has 2"),
        ("POST", {}, b"", {"Content-Type": "application/x-www-form-urlencoded"}, 400, "has 0"),
        ("POST", {}, b"\xff", {"Content-Type": "application/sparql-query"}, 400, "UTF-8"),
        ("POST", {}, b"CLEAR ALL", {"Content-Type": "application/sparql-update"}, 403, "only reads"),
        (
            "POST",
            {},
            b"update=CLEAR+ALL",
            {"Content-Type": "application/x-www-form-urlencoded"},
            403,
            "only reads",
        ),
        ("GET", {"update": "CLEAR ALL"}, None, {}, 403, "only reads"),
        ("POST", {}, b"{}", {"Content-Type": "application/json"}, 415, "application/sparql-query"),
        ("POST", {}, b"x" * 2_000_000, {"Content-Type": "application/sparql-query"}, 413, ""),
        ("PUT", {}, b"", {}, 405, ""),
        ("GET", {"query": "ASK {}"}, None, {"Accept": "image/png"}, 406, "text/turtle"),
        ("GET", {"query": "ASK {}"}, None, {"Accept": "text/turtle"}, 406, "yes and no"),
        ("GET", {"query": CONSTRUCT}, None, {"Accept": "text/csv"}, 406, "a graph"),
        ("GET", {"query": "ASK {}", "default-graph-uri": "urn:none"}, None, {}, 400, "no graph <urn:none>"),
        ("GET", {"query": "ASK {}", "named-graph-uri": "urn:none"}, None, {}, 400, "no graph <urn:none>"),
    ],
)
def test_what_it_does_not_take_is_told(
    method: str,
    query: dict[str, str],
    body: bytes | None,
    headers: dict[str, str],
    status: int,
    words: str,
    service: str,
) -> None:
    """No query, an update, two queries, a graph or a format that is not there: status and words."""
    answer = requests.request(
        method, f"{service}/sparql", params=query, data=body, headers=headers, timeout=30
    )
    assert answer.status_code == status, answer.text
    assert words in answer.text
    assert answer.headers["Content-Type"].startswith("text/plain")
    if status == 405:
        assert "POST" in answer.headers["Allow"]


def test_the_default_graph_may_be_named(service: str) -> None:
    """A client that always names the default graph, as rdflib does, is answered."""
    answer = get(service, "ASK { ?s ?p ?o }", **{"default-graph-uri": "urn:x-rdflib:default"})
    assert answer.json()["boolean"] is True


def test_it_describes_itself(service: str) -> None:
    """Without a query it gives its description to programs, and its page to browsers."""
    answer = requests.get(f"{service}/sparql", headers={"Accept": "text/turtle"}, timeout=30)
    described = Graph().parse(data=answer.text, format="turtle")
    endpoint = URIRef("http://www.w3.org/ns/sparql-service-description#endpoint")
    assert [str(one) for one in described.objects(None, endpoint)] == [f"{service}/sparql"]
    sent = requests.get(
        f"{service}/sparql", headers={"Accept": "text/html"}, timeout=30, allow_redirects=False
    )
    assert (sent.status_code, sent.headers["Location"]) == (303, "/")
    assert requests.head(f"{service}/sparql", timeout=30).status_code == 200


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        (ENDLESS, 503, "KG-433  This query took longer than 10 s and was ended"),
        (GREEDY, 500, "KG-434  This query needed more than it may have"),
        (LONG, 500, "KG-435  The answer is larger than 64 MB"),
    ],
)
def test_a_query_that_takes_too_much_is_ended(query: str, status: int, words: str, service: str) -> None:
    """Too long, too much memory, too large: told so, and the next query is answered as before."""
    answer = get(service, query, JSON_TYPE)
    if query == GREEDY and sys.platform != "linux":  # where memory has no limit, time has
        status, words = 503, "KG-433"
    assert (answer.status_code, answer.text[: len(words)]) == (status, words)
    assert get(service, "ASK { ?s ?p ?o }").json()["boolean"] is True


def workers(address: str) -> set[int]:
    """Give the processes that answer the queries of a service."""
    ps = [program("ps", "procps"), "-ww", "-eo", "pid,ppid,args"]
    listed = subprocess.run(ps, check=True, capture_output=True, text=True).stdout.splitlines()[1:]
    rows = [(int(pid), int(parent), args) for pid, parent, args in (line.split(None, 2) for line in listed)]
    port = address.rpartition(":")[2]
    services = {pid for pid, _, args in rows if "kg serve -g" in args and f"--port {port}" in args}
    return {pid for pid, parent, args in rows if parent in services and "--multiprocessing-fork" in args}


def alive(processes: set[int]) -> set[int]:
    """Give those that are still there, after they had time to go."""
    left = processes
    for _ in range(100):
        left = {
            one
            for one in processes
            if subprocess.run(["ps", "-p", str(one)], capture_output=True, check=False).returncode == 0
        }
        if not left:
            break
        time.sleep(0.1)
    return left


def test_an_ended_query_uses_the_machine_no_more(world: Path, tmp_path: Path) -> None:
    """The process of a query that was ended is gone, and the service goes on with a new one."""
    with kg_serve(world, tmp_path, "--time-limit", "1", "--processes", "1") as address:
        assert get(address, "ASK {}").status_code == 200
        before = workers(address)
        assert get(address, ENDLESS).status_code == 503
        assert get(address, ARTICLES).status_code == 200
        after = workers(address)
        assert len(before) == len(after) == 1
        assert alive(before) == set()
    assert alive(after) == set()


def test_the_end_of_the_service_ends_its_queries(world: Path, tmp_path: Path) -> None:
    """A service that is told to stop leaves no process behind, also in the middle of a query."""
    with kg_serve(world, tmp_path, "--time-limit", "60") as address:
        port = int(address.rpartition(":")[2])
        busy = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        busy.request("GET", f"/sparql?{urlencode({'query': ENDLESS})}")
        time.sleep(1)
        working = workers(address)
        assert len(working) == 2
    busy.close()
    assert alive(working) == set()


def test_ctrl_c_ends_it(world: Path, tmp_path: Path) -> None:
    """Ctrl-C ends the service with 130 and without a traceback."""
    log = tmp_path / "log"
    with log.open("wb") as out:
        command = [str(BIN / "kg"), "serve", "-g", str(world), "--port", "0"]
        running = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
        for _ in range(300):
            if b"/sparql" in log.read_bytes():
                break
            time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=30) == 130
    told = log.read_text(encoding="utf-8")
    assert "Traceback" not in told
    assert re.search(r"http://127\.0\.0\.1:\d+/sparql", told)


ELSEWHERE = "SELECT * WHERE {{ SERVICE <{}/query> {{ ?s ?p ?o }} }} LIMIT 1"


def test_no_other_machine_is_asked(service: str) -> None:
    """SERVICE is refused before anybody is asked, also as a variable or a prefixed name."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0)
        there = f"http://127.0.0.1:{listener.getsockname()[1]}"
        for query in (
            ELSEWHERE.format(there),
            f"PREFIX a-b: <{there}/> SELECT * WHERE {{ SERVICE a-b:query {{ ?s ?p ?o }} }}",
            f"SELECT * WHERE {{ VALUES ?x {{ <{there}/query> }} SERVICE $x {{ ?s ?p ?o }} }}",
            f"SELECT * WHERE {{ # a\rSERVICE <{there}/query> {{ ?s ?p ?o }} }}",
        ):
            answer = get(service, query)
            assert answer.status_code == 403, query
            assert "SERVICE is not allowed" in answer.text
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_a_machine_that_is_allowed_is_asked(world: Path, tmp_path: Path) -> None:
    """With --allow-service a query joins the graph with another store; no third one is asked."""
    (tmp_path / "store").mkdir()
    (tmp_path / "serve").mkdir()
    with oxigraph(tmp_path / "store") as there:
        told = b"<http://www.wikidata.org/entity/Q1> <urn:says> 'hello' ."
        requests.post(
            f"{there}/store?default", data=told, headers={"Content-Type": "text/turtle"}, timeout=30
        )
        host = there.removeprefix("http://")
        with kg_serve(world, tmp_path / "serve", "--allow-service", host) as address:
            query = (
                "PREFIX owl: <http://www.w3.org/2002/07/owl#> SELECT ?thing ?said WHERE { "
                f"?thing owl:sameAs ?item . SERVICE <{there}/query> {{ ?item <urn:says> ?said }} }}"
            )
            rows = get(address, query).json()["results"]["bindings"]
            assert [row["said"]["value"] for row in rows] == ["hello"]
            assert get(address, ELSEWHERE.format("http://127.0.0.1:1")).status_code == 403


@pytest.mark.parametrize(
    ("query", "addresses"),
    [
        ("SELECT * { SERVICE <http://a/> { ?a ?b ?c } }", ("http://a/",)),
        ("SELECT * { SERVICE SILENT<http://a/> { } SERVICE <http://b/>{} }", ("http://a/", "http://b/")),
        ("SELECT * { ?a ?b 1SERVICE<http://a/>{} }", ("http://a/",)),
        ("SELECT * { ?a ?b trueservice <http://a/>{} }", ("http://a/",)),
        ("PREFIX e: <http://a/> SELECT * { SERVICEe:x {} }", ("",)),
        ("PREFIX : <http://a/> SELECT * { service:x {} }", ("",)),
        ("PREFIX a-b: <http://a/> SELECT * { SERVICE a-b:x {} }", ("",)),
        ("SELECT * { SERVICE $x {} SERVICE ?y {} }", ("", "")),
        ("SELECT * { SERVICE # where?\n <http://a/> {} }", ("http://a/",)),
        ("SELECT * { # a\rSERVICE <http://a/> {} }", ("http://a/",)),
        ("SELECT * { FILTER(?a<?b) SERVICE ?x {} FILTER(?c>?d) }", ("",)),
        ("SELECT ?service { ?service <http://service/> 'SERVICE <x>' } # SERVICE <x>", ()),
        ('PREFIX x: <http://service/> SELECT * { ?s x:service """SERVICE <x> {""" }', ()),
    ],
)
def test_every_clause_that_asks_elsewhere_is_found(query: str, addresses: tuple[str, ...]) -> None:
    """However it is written; a name, a text or a comment is none. `kg query` refuses it, too."""
    assert service_calls(query) == addresses
    if addresses:
        with pytest.raises(ArticleError, match="ask another machine"):
            run(pyoxigraph.Store(), query)


def test_other_pages_may_read_only_where_that_was_allowed(service: str, world: Path, tmp_path: Path) -> None:
    """CORS is off by default, and on for the origins that were named."""
    origin = {"Origin": "https://example.org"}
    closed = requests.get(f"{service}/sparql?query=ASK%7B%7D", headers=origin, timeout=30)
    assert not [name for name in closed.headers if name.lower().startswith("access-control")]
    with kg_serve(world, tmp_path, "--cors", "https://example.org") as address:
        url = f"{address}/sparql"
        answer = requests.get(url, params={"query": "ASK {}"}, headers=origin, timeout=30)
        assert answer.headers["Access-Control-Allow-Origin"] == "https://example.org"
        asked = requests.options(url, headers=origin | {"Access-Control-Request-Method": "POST"}, timeout=30)
        assert (asked.status_code, asked.headers["Access-Control-Allow-Methods"]) == (
            204,
            "GET, POST, OPTIONS",
        )
        other = requests.get(url, params={"query": "ASK {}"}, headers={"Origin": "https://x.org"}, timeout=30)
        assert "Access-Control-Allow-Origin" not in other.headers
        assert "Access-Control-Allow-Origin" not in requests.get(address, headers=origin, timeout=30).headers


def test_it_answers_to_its_own_name_only(service: str) -> None:
    """A name elsewhere that points to this machine gets nothing."""
    port = service.rpartition(":")[2]
    for host, status in (("localhost", 200), ("127.0.0.1", 200), ("evil.example", 421)):
        headers = {"Host": f"{host}:{port}"}
        assert (
            requests.get(f"{service}/sparql?query=ASK%7B%7D", headers=headers, timeout=30).status_code
            == status
        )


def page(address: str, path: str) -> str:
    """Get a page; it forbids all that is not its own, and asks for nothing else."""
    answer = requests.get(f"{address}{path}", timeout=60)
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    links = re.findall(r'(?:src|href|action)="([^"]*)"', answer.text)
    assert links
    assert [one for one in links if not one.startswith(("/", "#")) or one.startswith("//")] == []
    assert "<script" not in answer.text
    assert " style=" not in answer.text
    return answer.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_start_page_lists_the_questions(lang: str, service: str) -> None:
    """Each question with its words and its blanks, in German and in English."""
    text = page(service, f"/?lang={lang}")
    assert f'<html lang="{lang}">' in text
    for name, question in QUESTIONS.items():
        form = text.partition(f'action="/ask/{name}"')[2].partition("</form>")[0]
        assert html.escape(question.say("question", lang), quote=False) in html.unescape(text).replace(
            "&", "&amp;"
        )
        blanks = set(re.findall(r'<input name="(\w+)"', form))
        assert blanks == {one.name for one in question.parameters} - {"lang"}


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_each_form_gives_an_answer(name: str, service: str, world: Path) -> None:
    """Every question runs from its form as it stands, and the page has as many rows as the graph."""
    text = page(service, f"/ask/{name}?lang=de")
    values = {"lang": "de"} if any(one.name == "lang" for one in QUESTIONS[name].parameters) else {}
    total = len(ask(load(world), QUESTIONS[name], values).rows)
    assert f"Zeilen: {total}." in text
    assert text.count("<tr>") == (total + 1 if total else 0)


def test_a_blank_narrows_the_answer(service: str) -> None:
    """What is typed into a form is asked, and stays in it."""
    assert "Rows: 1." in page(service, "/ask/visits?lang=en&who=kim")
    text = page(service, "/ask/visits?lang=en&who=nobody")
    assert "The graph says nothing of this." in text
    assert 'value="nobody"' in text


def test_what_a_question_has_by_itself_stands_in_its_form(service: str) -> None:
    """Who asks sees the number of days and the giver that are meant, and may take them out."""
    shown = {
        (name, one.name, one.default)
        for name, question in QUESTIONS.items()
        for one in question.parameters
        if one.kind in ("text", "number") and one.default
    }
    assert shown
    text = page(service, "/?lang=en")
    for name, blank, default in shown:
        form = text.partition(f'action="/ask/{name}"')[2].partition("</form>")[0]
        assert re.search(rf'<input name="{blank}" type="\w+" value="{html.escape(default)}"', form), name
    name, blank, _ = next(one for one in sorted(shown) if QUESTIONS[one[0]].parameters[-1].kind == "text")
    assert f'name="{blank}" type="text" value=""' in page(service, f"/ask/{name}?{blank}=")


def test_a_wrong_value_is_told_on_the_page(service: str) -> None:
    """A day that is none, a query that is none, a page that is none."""
    answer = requests.get(f"{service}/ask/visits?from=gestern", timeout=30)
    assert (answer.status_code, "gestern" in answer.text) == (400, True)
    assert requests.get(f"{service}/query?query=nonsense", timeout=30).status_code == 400
    assert requests.get(f"{service}/ask/nonsense", timeout=30).status_code == 404
    assert requests.post(f"{service}/", timeout=30).status_code == 405


def test_nothing_that_is_typed_or_told_becomes_markup(service: str, world: Path, tmp_path: Path) -> None:
    """Markup in a blank, in a query and in the graph is shown as text."""
    asked = page(service, f"/ask/visits?lang=en&who={quote(EVIL)}")
    free = page(service, f"/query?query={quote(f'ASK {{ }} # </textarea>{EVIL}')}")
    graph = tmp_path / "graph.ttl"
    label = EVIL.replace('"', '\\"')
    told = (world / "graph.ttl").read_text(encoding="utf-8").replace('"Kim"@', f'"{label}"@')
    assert label in told
    graph.write_text(told, encoding="utf-8")
    with kg_serve(graph, tmp_path) as address:
        shown = page(address, "/ask/who-met-whom?lang=en")
    for text in (asked, free, shown):
        assert "&lt;script&gt;" in text
        assert "<img" not in text


def test_a_browser_shows_it(world: Path, tmp_path: Path) -> None:
    """A real browser opens the pages, runs nothing that stands in the data, and sends the form."""
    browser = program("chromium", "chromium")
    graph = tmp_path / "graph.ttl"
    label = EVIL.replace('"', '\\"')
    graph.write_text(
        (world / "graph.ttl").read_text(encoding="utf-8").replace('"Kim"@', f'"{label}"@'), encoding="utf-8"
    )
    command = [
        browser,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path / 'profile'}",
    ]
    with kg_serve(graph, tmp_path) as address:

        def dom(path: str) -> str:
            shown = subprocess.run(
                [*command, "--dump-dom", f"{address}{path}"],
                check=True,
                capture_output=True,
                text=True,
                timeout=120,
            )
            return shown.stdout

        start = dom("/?lang=de")
        answer = dom("/ask/who-met-whom?lang=de")
        picture = tmp_path / "page.png"
        subprocess.run(
            [*command, "--window-size=1000,800", f"--screenshot={picture}", f"{address}/?lang=de"],
            check=True,
            capture_output=True,
            timeout=120,
        )
    assert start.count("<details>") == len(QUESTIONS)
    assert "<title>Wer traf wen – geoevents</title>" in answer
    assert "&lt;script&gt;" in answer
    assert "owned</title>" not in answer
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_port_that_is_taken_is_told(world: Path) -> None:
    """Another program has the port: 3, and what to do."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [str(BIN / "kg"), "serve", "-g", str(world), "--port", str(port)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 3
    assert f"KG-319  Port {port}" in done.stderr
    assert "--port 0" in done.stderr


@pytest.mark.parametrize(
    ("options", "status"),
    [(["-g", "nowhere"], 3), (["--allow-service", "http://"], 2), (["--cors", "example.org/x"], 2)],
)
def test_what_is_written_wrong_is_told(
    options: list[str], status: int, world: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No graph, no host, no origin."""
    given = options if "-g" in options else ["-g", str(world), *options]
    assert execute(["serve", "--port", str(free_port()), *given]) == status
    assert capsys.readouterr().err
