"""The ready questions give the same rows in two real triple stores as in the embedded one."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
import requests

from kg.loading import load_by_graph_store, load_by_update
from kg.pipeline import Settings, build
from kg.queries import LANGUAGES, ask, fill, library
from kg.remote import Remote
from kg.rooms import room
from kg.statements import meaning, read_statements
from kg.store import load
from tests.question_world import build_world
from tests.real_servers import STORES, kg_serve, store_server
from tests.services import sparql_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.queries import Question
    from tests.real_servers import Place

QUESTIONS = library(room("queries"))
ROWS_CAP = 10_000


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the graph of all sample articles."""
    out = tmp_path_factory.mktemp("samples") / "build"
    summary = build([str(room("data") / "articles")], out, replace(Settings(), offline=True), lambda *_: None)
    assert summary.statements
    return out


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the tiny world, in which every question has rows."""
    out = tmp_path_factory.mktemp("world") / "build"
    assert build_world(out).summary.events
    return out


@pytest.fixture(scope="module", params=STORES)
def place(
    request: pytest.FixtureRequest, samples: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """Load the graph of the samples into a store."""
    with store_server(request.param, tmp_path_factory.mktemp(request.param)) as found:
        put(samples, found)
        yield found


@pytest.fixture(scope="module", params=STORES)
def world_place(
    request: pytest.FixtureRequest, world: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """Load the graph of the tiny world into a store."""
    with store_server(request.param, tmp_path_factory.mktemp(request.param)) as found:
        put(world, found)
        yield found


def put(built: Path, place: Place) -> None:
    """Load a graph into a store."""
    loaded = load_by_update(
        read_statements(built),
        Remote(place.query, place.access),
        Remote(place.update, place.access),
        place.graph,
        1000,
        lambda *_: None,
    )
    assert loaded.written == loaded.statements > 0


def answered(place: Place, sparql: str) -> tuple[list[str], list[tuple[object, ...]]]:
    """Ask a store by the SPARQL protocol."""
    form = {"query": sparql} | ({"default-graph-uri": place.graph} if place.graph else {})
    accept = {"Accept": "application/sparql-results+json"}
    answer = requests.post(place.query, data=form, headers=accept, timeout=60)
    assert answer.status_code == 200, answer.text
    found = pyoxigraph.parse_query_results(answer.content, format=pyoxigraph.QueryResultsFormat.JSON)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return [one.value for one in found.variables], [tuple(row) for row in found]


def comparable(question: Question, columns: list[str], rows: list[tuple[object, ...]]) -> Counter[object]:
    """Count rows by what they mean; the parts of a joined text have no order in SPARQL."""
    joined = set(re.findall(r"GROUP_CONCAT\(.*? AS \?(\w+)\)", question.sparql))

    def cell(name: str, term: object) -> object:
        if term is None:
            return None
        if name in joined:
            return tuple(sorted(str(getattr(term, "value", "")).split(", ")))
        return meaning(term)  # type: ignore[arg-type]

    return Counter(tuple(cell(name, term) for name, term in zip(columns, row, strict=True)) for row in rows)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_a_store_gives_the_same_rows(name: str, lang: str, place: Place, samples: Path) -> None:
    """Each ready question has the rows of the embedded store, under the same columns, in another store."""
    question = QUESTIONS[name]
    values = {"lang": lang} if any(one.name == "lang" for one in question.parameters) else {}
    own = ask(load(samples), question, values)
    columns, rows = answered(place, fill(question, values))
    assert columns == list(own.columns)
    assert len(rows) < ROWS_CAP
    assert comparable(question, columns, rows) == comparable(question, columns, list(own.rows))


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_a_store_gives_the_rows_of_the_world(name: str, world_place: Place, world: Path) -> None:
    """So it is with the tiny world, where each question has rows and nothing is left to chance."""
    question = QUESTIONS[name]
    own = ask(load(world), question, {})
    columns, rows = answered(world_place, question.sparql)
    assert own.rows
    assert columns == list(own.columns)
    assert comparable(question, columns, rows) == comparable(question, columns, list(own.rows))


def test_the_samples_answer_most_questions(samples: Path) -> None:
    """The rows that are compared are there: at least six in ten questions have some on the samples."""
    store = load(samples)
    some = [name for name, question in QUESTIONS.items() if ask(store, question, {}).rows]
    assert len(some) >= 0.6 * len(QUESTIONS)


def test_a_second_load_writes_nothing(place: Place, samples: Path) -> None:
    """What a store holds, it is not sent again: neither by updates nor as a graph."""
    statements = read_statements(samples)
    change = Remote(place.update, place.access)
    again = load_by_update(
        statements, Remote(place.query, place.access), change, place.graph, 1000, lambda *_: None
    )
    assert (again.written, again.removed, change.requests) == (0, 0, 0)
    graphs = Remote(place.graphs, place.access)
    whole = load_by_graph_store(statements, graphs, place.graph, 1000, lambda *_: None)
    assert (whole.written, whole.removed) == (0, 0)


def test_a_store_holds_just_the_graph(place: Place, samples: Path) -> None:
    """All statements arrive, each once, with their values as they were meant."""
    where = f"GRAPH <{place.graph}> {{ ?s ?p ?o }}" if place.graph else "?s ?p ?o"
    _, ((count,),) = answered(place, f"SELECT (COUNT(*) AS ?n) WHERE {{ {where} }}")
    expected = sum(len(said) for said in read_statements(samples).values())
    assert int(getattr(count, "value", 0)) == expected


def test_the_query_with_wikidata_gives_the_rows_of_the_readme(samples: Path, tmp_path: Path) -> None:
    """The README's federated query gives the rows shown there, with the snapshot in Wikidata's place."""
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"```sparql\n(PREFIX.*?SERVICE <([^>]*)>.*?)```\n\n(.*?)\n\n", readme, re.DOTALL)
    assert shown
    expected = [[cell.strip() for cell in line.strip("|").split("|")] for line in shown[3].splitlines()]
    snapshot = sorted((room("data") / "wikidata").glob("*.ttl"))
    (tmp_path / "serve").mkdir()
    with sparql_server(snapshot, tmp_path / "wikidata") as wikidata:
        host = wikidata.split("/")[2]
        with kg_serve(samples, tmp_path / "serve", "--allow-service", host) as address:
            query = shown[1].replace(shown[2], wikidata)
            answer = requests.post(
                f"{address}/sparql", data={"query": query}, headers={"Accept": "text/csv"}, timeout=60
            )
    assert answer.status_code == 200, answer.text
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0] == expected[0]
    assert rows[1:] == expected[2:]
