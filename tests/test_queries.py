"""The ready questions answer rightly, alike in two engines, and cannot be bent by what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from rdflib import Graph

from kg.errors import ArticleError, ProjectError
from kg.queries import Question, Table, ask, fill, library, read_question, run
from kg.rooms import room
from kg.store import load

if TYPE_CHECKING:
    from pathlib import Path

QUESTIONS = library(room("queries"))
GERMAN = {"lang": "de"}
VISIT = "Besuch: Kim, Basis Nord, 13.09.2023"
DEAL = "Umstrittenes Waffengeschäft Nordkorea–Russland"
MEETING = "Geplantes Treffen Kim–Putin, 13.09.2023"
EXPECTED = {
    "visits": [
        (VISIT, "Asserted", "Kim", "Russland", "Basis Nord", "2023-09-13", "2023-09-13", "1", "1"),
    ],
    "who-met-whom": [
        ("Kim", "Putin", "Planned", "1", "2023-09-13", "2023-09-13"),
        ("Kim", "Russland", "Asserted", "1", "2023-09-13", "2023-09-13"),
    ],
    "arms-by-certainty": [(DEAL, "Disputed", "Nordkorea", "Russland", "", "0", "0", "1", "0", "1", "2")],
    "proof": [
        (
            VISIT,
            "Asserted",
            "Kim besuchte Russland auf der Basis Nord.",
            "",
            "",
            "Kurier",
            "2023-09-13",
            "eins",
        ),
        (MEETING, "Planned", "Kim will meet Putin.", "", "", "Courier", "2023-09-12", "two"),
        (
            DEAL,
            "Speculated",
            "Beobachter sagen, es könnte Waffengeschäfte geben.",
            "könnte",
            "Beobachter",
            "Kurier",
            "2023-09-13",
            "eins",
        ),
        (
            DEAL,
            "Denied",
            "Putin bestritt das Waffengeschäft.",
            "bestritt",
            "Putin",
            "Blatt",
            "2023-09-14",
            "zwei",
        ),
    ],
    "spaceports": [
        ("Basis Nord", VISIT, "Asserted", "Kim", "2023-09-13", "2023-09-13", "1"),
        ("Basis Nord", VISIT, "Asserted", "Russland", "2023-09-13", "2023-09-13", "1"),
    ],
    "weak-spots": [
        (VISIT, "Asserted", "Name ohne Wikidata-Objekt", "Basis Nord"),
        (VISIT, "Asserted", "nur eine unabhängige Quelle", ""),
        (MEETING, "Planned", "nur eine unabhängige Quelle", ""),
        (DEAL, "Disputed", "ohne Datum", ""),
        (DEAL, "Disputed", "wird behauptet und bestritten", ""),
    ],
}


def plain(term: object) -> str:
    """Give a term's value, a term of the ontology by its local name."""
    value = str(getattr(term, "value", term if term is not None else ""))
    return value.rpartition("ontology#")[2]


def rows(table: Table) -> list[tuple[str, ...]]:
    """Give the rows as values, the last column (an address) left out where it is one."""
    whole = [tuple(map(plain, row)) for row in table.rows]
    return [row[:-1] if row[-1].startswith("https://") else row for row in whole]


def question(tmp_path: Path, text: str) -> Path:
    """Write a question."""
    path = tmp_path / "q.rq"
    path.write_text(text, encoding="utf-8")
    return path


def head(columns: str = "# column a: A | A\n", parameters: str = "") -> str:
    """Make a header that is right but for what is given."""
    keys = [f"# {key}-{lang}: x\n" for key in ("title", "question", "row") for lang in ("de", "en")]
    return "".join(keys) + parameters + columns


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_question_gives_the_expected_rows(name: str, world: Path) -> None:
    """Each question answers on the tiny world as worked out by hand."""
    assert rows(ask(load(world), QUESTIONS[name], GERMAN)) == EXPECTED[name]


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_rdflib_gives_the_same_rows(name: str, world: Path) -> None:
    """A second engine, which shares no code with the first, gives the same rows."""
    first = ask(load(world), QUESTIONS[name], GERMAN)
    graph = Graph().parse(world / "graph.ttl")
    second = graph.query(fill(QUESTIONS[name], GERMAN))
    assert [str(one) for one in second.vars or ()] == list(first.columns)
    found = sorted(tuple(plain(term) for term in row) for row in second)  # type: ignore[union-attr]
    assert found == sorted(tuple(map(plain, row)) for row in first.rows)
    assert found


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_every_question_shows_certainty(name: str) -> None:
    """No table of events or reports lacks the column that says how certain they are."""
    assert {"status", "modality"} & set(QUESTIONS[name].columns)


def test_blanks_choose_rows(world: Path) -> None:
    """A part of a name in any case, and a day, narrow the answer."""
    store = load(world)
    assert len(rows(ask(store, QUESTIONS["visits"], {"who": "kIM"}))) == 1
    assert rows(ask(store, QUESTIONS["visits"], {"who": "Lawrow"})) == []
    assert rows(ask(store, QUESTIONS["visits"], {"from": "2023-09-14"})) == []
    assert len(rows(ask(store, QUESTIONS["proof"], {"name": "ArmsDeal-Q"}))) == 2


def test_names_come_in_the_language_asked_for(world: Path) -> None:
    """English where English is asked for, the article's own language where there is no English."""
    (row,) = rows(ask(load(world), QUESTIONS["visits"], {"lang": "en"}))
    assert row[:5] == ("Visit: Kim, Basis Nord, 2023-09-13", "Asserted", "Kim", "Russia", "Basis Nord")


@pytest.mark.parametrize(
    "value", ['" } ?s ?p ?o #', "\\", 'a"b', "{ }", "\n}", "VALUES ?who { 1 }", "\ud800", "\x00", "'''"]
)
def test_a_value_stays_a_value(value: str, world: Path) -> None:
    """Nothing that is typed into a blank becomes a part of the query."""
    assert rows(ask(load(world), QUESTIONS["visits"], {"who": value, "from": "2000-01-01"})) == []


@pytest.mark.parametrize(("name", "value"), [("from", "gestern"), ("lang", 'x"'), ("nobody", "x")])
def test_a_wrong_value_is_refused(name: str, value: str) -> None:
    """A day that is none, a language that is none, a blank that there is not."""
    with pytest.raises(ArticleError):
        fill(QUESTIONS["visits"], {name: value})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("# nonsense\nSELECT ?a {}", "line 1 is no 'key: value'"),
        ("# title-fr: x\nSELECT ?a {}", "line 1 is no 'key: value'"),
        ("SELECT ?a {}", "title-de, title-en, question-de, question-en, row-de, row-en missing"),
        (head("# column a: A\n") + "SELECT ?a {}", "write 'column x: DE | EN'"),
        (head("") + "SELECT ?a {}", "columns [], but the query gives ['a']"),
        (head() + "SELECT ?a { VALUES ?x { 1 } }", "parameters [], but VALUES lines ['x']"),
        (head(parameters="# parameter x: text | X | X\n") + "SELECT ?a {}", "?x needs exactly one line"),
        (head() + "SELECT ?a { ", "cannot be run"),
        (head() + "ASK {}", "is not a SELECT query"),
    ],
)
def test_a_wrong_header_is_refused(text: str, told: str, tmp_path: Path) -> None:
    """A question whose header does not say what the query does is told, with file and place."""
    with pytest.raises(ProjectError) as error:
        read_question(question(tmp_path, text))
    assert told in error.value.what
    assert error.value.code == "KG-150"


def test_a_folder_without_questions_is_refused(tmp_path: Path) -> None:
    """A library of nothing is a broken installation."""
    with pytest.raises(ProjectError, match="holds no question"):
        library(tmp_path)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <http://example.org/> { ?a ?b ?c } }",
        "SELECT * { SERVICE SILENT ?x { ?a ?b ?c } }",
        "INSERT DATA { <x:a> <x:b> <x:c> }",
        "LOAD <http://example.org/>",
        "CLEAR ALL",
    ],
)
def test_a_query_that_leaves_or_changes_is_refused(sparql: str) -> None:
    """What was built stays on the machine, and as it is."""
    with pytest.raises(ArticleError, match="would change the graph or ask another machine"):
        run(pyoxigraph.Store(), sparql)


def test_words_in_texts_and_comments_are_no_keywords() -> None:
    """A string, an address or a comment may speak of SERVICE."""
    sparql = 'SELECT ?a { # SERVICE <x>\n VALUES ?a { "SERVICE <http://x> {" <http://x/LOAD> } }'
    answer = run(pyoxigraph.Store(), sparql)
    assert isinstance(answer, Table)
    assert len(answer.rows) == 2


def test_each_kind_of_answer() -> None:
    """ASK gives yes or no, CONSTRUCT triples."""
    store = pyoxigraph.Store()
    assert run(store, "ASK {}") is True
    assert [str(one) for one in run(store, "CONSTRUCT { <x:a> <x:b> <x:c> } {}")] == ["<x:a> <x:b> <x:c>"]  # type: ignore[union-attr]


def test_questions_are_told_in_both_languages() -> None:
    """Each question has title, question and row in German and English, unlike each other."""
    assert QUESTIONS
    for one in QUESTIONS.values():
        assert isinstance(one, Question)
        for key in ("title", "question", "row"):
            assert one.say(key, "de") != one.say(key, "en")
