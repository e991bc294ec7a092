"""`kg ask` and `kg query`: every form of an answer, and services that answer, refuse or are not there."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from kg import messages
from kg.cli import execute
from kg.model import Modality, Status
from kg.pipeline import Settings, build
from kg.queries import ask, library
from kg.rooms import room
from kg.store import load
from tests.question_world import FOLDER, build_world, plain
from tests.services import faulty, sparql_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyoxigraph

SAMPLES = room("data") / "articles"
QUESTIONS = library(room("queries"))
KG = "https://w3id.org/geoevents/ontology#"
SELECT = f"SELECT ?t ?n WHERE {{ ?e <{KG}eventType> ?t ; <{KG}reportCount> ?n }} ORDER BY ?t"
FORMS = ("table", "csv", "json", "markdown")


def kg(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Run the command; give exit code, data and talk."""
    capsys.readouterr()
    code = execute([str(one) for one in arguments])
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return code, said.out, said.err


@pytest.fixture(scope="module")
def service(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the tiny world."""
    with sparql_server([world / "graph.ttl"], tmp_path_factory.mktemp("served")) as url:
        yield url


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the world that all questions are asked of."""
    folder = tmp_path_factory.mktemp("asked") / "build"
    assert build_world(folder).summary.events
    return folder


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> pyoxigraph.Store:
    """Build the sample articles as `make demo` does."""
    out = tmp_path_factory.mktemp("samples") / "build"
    build([str(SAMPLES)], out, Settings(offline=True), lambda *_: None)
    return load(out)


def test_a_number_below_nought_is_no_formula() -> None:
    """Days that lie before are numbers in a table program; whatever else begins like a formula is text."""
    told = messages.as_csv(["a"], [["-48"], ["-48 days"], ["=1+1"], ["@x"]], "en")
    assert told.split("\r\n")[1:-1] == ["-48", "'-48 days", "'=1+1", "'@x"]


def test_without_a_name_questions_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Each question stands with its title, in the language asked for."""
    code, out, _ = kg(capsys, "ask", "--lang", "de")
    assert code == 0
    assert all(name in out for name in QUESTIONS)
    assert "Was aus Vermutungen wurde" in out


def test_the_catalogue_is_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    """The list for the README, one line a question."""
    code, out, _ = kg(capsys, "ask", "--catalogue")
    assert code == 0
    assert out.splitlines()[0] == "| question | what it asks | options |"
    assert len(out.splitlines()) == len(QUESTIONS) + 2


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_options_come_from_the_header(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each blank of each question is an option with its words."""
    out = " ".join(kg(capsys, "ask", name, "--help", "--lang", "en")[1].split())
    for one in QUESTIONS[name].parameters:
        assert f"--{one.name}" in out
    assert all(f"--{word}" in out for word in ("format", "csv", "json", "lang", "graph"))


def test_an_answer_in_four_forms(capsys: pytest.CaptureFixture[str], world: Path) -> None:
    """The same row as table, CSV, JSON and Markdown; --csv and --json are short for two of them."""
    said = {form: kg(capsys, "ask", "visits", "-g", world, "--format", form)[1] for form in FORMS}
    assert "● asserted" in said["table"]
    (head, row) = csv.reader(io.StringIO(said["csv"].removeprefix("\ufeff")))
    assert dict(zip(head, row, strict=True))["direction"] == "North Korea → Russia"
    assert json.loads(said["json"])[0]["visitor"] == "Kim"
    lines = said["markdown"].splitlines()
    assert [line.count(" | ") for line in lines] == [10, 10, 10]
    assert "| ● asserted | Kim | Russia |" in lines[2]
    assert kg(capsys, "ask", "visits", "-g", world, "--csv")[1] == said["csv"]
    assert kg(capsys, "ask", "visits", "-g", world, "--json")[1] == said["json"]


def test_a_long_answer_begins_with_an_overview(capsys: pytest.CaptureFixture[str], asked: Path) -> None:
    """How many events have which weakness stands first for people, and not in what programs read."""
    told = {
        form: kg(capsys, "ask", "weak-spots", "-g", asked, "--lang", "de", "--format", form)[1]
        for form in FORMS
    }
    lines = told["markdown"].splitlines()
    assert lines[:8] == [
        "| Schwäche | Anzahl |",
        "| --- | --- |",
        "| wird behauptet und bestritten | 2 |",
        "| widersprüchliche Angaben | 2 |",
        "| Name ohne Wikidata-Objekt | 10 |",
        "| nur eine unabhängige Quelle | 18 |",
        "| ohne Datum | 6 |",
        "",
    ]
    assert lines[8].startswith("| Schwäche | Ereignis | Stand | strittig ist | betrifft | sagt |")
    assert len(lines) == 8 + 2 + 41
    assert "Schwachstellen: Überblick" in told["table"]
    assert len(json.loads(told["json"])) == 41
    assert told["csv"].startswith("\ufeffSchwäche;Ereignis;")
    english = kg(capsys, "ask", "weak-spots", "-g", asked, "--lang", "en", "--format", "markdown")[1]
    assert "| contradictory reports | 2 |" in english
    assert "| place | Vladivostok | Kurier |" in english
    assert "| quantity at least | up to 3,000 soldiers | White House \\< Herald |" in english


def test_help_is_in_the_language_that_stands_before_the_name(capsys: pytest.CaptureFixture[str]) -> None:
    """`kg ask --lang de NAME --help` tells question and blanks in German."""
    out = " ".join(kg(capsys, "ask", "--lang", "de", "visits", "--help")[1].split())
    assert QUESTIONS["visits"].say("question", "de") in out
    assert all(one.words["de"] in out for one in QUESTIONS["visits"].parameters if one.name != "lang")


def test_what_reports_contest_is_told_with_who_says_it(
    capsys: pytest.CaptureFixture[str], asked: Path
) -> None:
    """A card names each claim and who makes it, not only what the claims are about."""
    out = kg(capsys, "show", "Exercise-Q148-Q159-2024-09-10-07b9f3", "-g", asked, "--lang", "de")[1]
    assert "  widersprüchlich: Ort: Kosmodrom Wostotschny (Courier) ≠ Wladiwostok (Kurier)\n" in out
    out = kg(capsys, "show", "TroopDeployment-Q159-Q423-2024-51dcb1", "-g", asked, "--lang", "en")[1]
    claims = "about 10,000 soldiers (South Korea < Courier) ≠ up to 3,000 soldiers (White House < Herald)"
    assert f"  contested: quantity at least: {claims}\n" in out


def test_a_report_can_be_shown(capsys: pytest.CaptureFixture[str], asked: Path) -> None:
    """Each identifier of a report that an answer gives leads to its sentence and its event."""
    (row,) = json.loads(kg(capsys, "ask", "quantities", "-g", asked, "--what", "3,000", "--json")[1])
    out = kg(capsys, "show", row["report"].rpartition("/")[2], "-g", asked, "--lang", "en")[1]
    assert "  event: TroopDeployment-Q159-Q423-2024-51dcb1\n" in out
    assert "“North Korea has sent up to 3,000 soldiers to the Kursk region, the White House said.”" in out
    assert out.count("“") == 1


def drawn(width: int, *, terminal: bool) -> str:
    """Draw a table with a word of thirty letters on a terminal or in a file."""
    console = Console(file=io.StringIO(), width=width, force_terminal=terminal, color_system=None)
    rows = [("Visit to Russia", "", "x" * 30), ("Visit", "Kim", "")]
    messages.show_table(console, ("visit", "visitor", "identifier"), rows, "Visits")
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_no_word_of_a_table_is_broken() -> None:
    """Where words have no room on a terminal, rows stand one below the other; a file is made wide enough."""
    assert drawn(40, terminal=True).splitlines() == [
        "Visits",
        "",
        "Visit to Russia",
        f"  identifier: {'x' * 30}",
        "",
        "Visit",
        "  visitor: Kim",
    ]
    for text in (drawn(60, terminal=True), drawn(40, terminal=False)):
        assert f"│ {'x' * 30} │" in text
        assert len({len(line) for line in text.splitlines() if line[0] in "┏┃┡│└"}) == 1


def test_markup_in_a_cell_stays_text() -> None:
    """What an article says cannot end a cell, become a link, or start a line of its own."""
    (line,) = messages.as_markdown(("a",), [["x | [y](z) <b>\n`c`"]]).splitlines()[2:]
    assert line == r"| x \| \[y\](z) \<b\> \`c\` |"


def test_a_service_answers_as_the_graph_does(
    capsys: pytest.CaptureFixture[str], world: Path, service: str
) -> None:
    """The same rows from the built graph and from a service that holds it, in every form."""
    for form in FORMS:
        here = kg(capsys, "query", SELECT, "-g", world, "--format", form)
        there = kg(capsys, "query", SELECT, "--endpoint", service, "--format", form)
        assert here == there
        assert here[0] == 0
        assert "4" in here[1] or "1" in here[1]
    assert kg(capsys, "query", "ASK { ?a ?b ?c }", "--endpoint", service) == (0, "yes\n", "")


def test_a_question_file_runs_on_a_service(
    capsys: pytest.CaptureFixture[str], world: Path, service: str
) -> None:
    """A ready question runs as it stands, wherever it is asked."""
    path = room("queries") / "claims-denied.rq"
    here = json.loads(kg(capsys, "query", path, "-g", world, "--json")[1])
    assert here == json.loads(kg(capsys, "query", path, "--endpoint", service, "--json")[1])
    assert len(here) == 1


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("DELETE WHERE { ?a ?b ?c }", "KG-226"),
        ("INSERT DATA { <x:a> <x:b> <x:c> }", "KG-226"),
        ("CONSTRUCT { ?a ?b ?c } WHERE { SELECT ?a ?b ?c { ?a ?b ?c } }", "KG-225"),
        ("hello", "KG-225"),
    ],
)
def test_a_service_is_only_read(query: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What would change a service, or gives no table, is not even sent."""
    with faulty(lambda _number, _query: (200, {}, b"")) as (url, seen):
        code, out, err = kg(capsys, "query", query, "--endpoint", url)
    assert (code, out, err[:6]) == (2, "", told)
    assert len(seen) == 0


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((403, {}, b"no"), "KG-404"),
        ((400, {}, b"what?"), "KG-404"),
        ((200, {"Content-Type": "application/sparql-results+json"}, b'{"head": {'), "KG-406"),
        ((200, {"Content-Type": "text/html"}, b"<html>"), "KG-406"),
    ],
)
def test_a_service_that_refuses_is_told(
    answer: tuple[int, dict[str, str], bytes],
    told: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No answer is no empty table: it has a code, a remedy, and an exit code of its own."""
    monkeypatch.setattr("kg.asking._TRIES", 1)
    with faulty(lambda _number, _query: answer) as (url, seen):
        code, out, err = kg(capsys, "query", SELECT, "--endpoint", url)
    assert (code, out) == (4, "")
    assert err.splitlines()[-2].startswith(told)
    assert "--offline" not in err
    assert len(seen) == 1


def test_a_service_that_is_not_there(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody at the address, no address at all, and Wikidata's without a contact."""
    monkeypatch.setattr("kg.asking._TRIES", 1)
    code, out, err = kg(capsys, "query", SELECT, "--endpoint", "http://127.0.0.1:9/sparql")
    assert (code, out, err[:6]) == (4, "", "KG-401")
    assert kg(capsys, "query", SELECT, "--endpoint", "file:///etc/passwd")[0] == 2
    assert kg(capsys, "query", SELECT, "--endpoint", "http://127.0.0.1:9/", "-g", "x")[0] == 2
    assert kg(capsys, "query", SELECT, "--endpoint", "https://query.wikidata.org/sparql")[0] == 3


def test_questions_answer_on_the_samples(samples: pyoxigraph.Store) -> None:
    """Each question has rows there, save those whose matter no sample tells; every row has a certainty."""
    silent = tomllib.loads((FOLDER / "samples.toml").read_text(encoding="utf-8"))
    answers = {name: ask(samples, one, {}) for name, one in QUESTIONS.items()}
    assert {name for name, table in answers.items() if not table.rows} == silent.keys()
    certain = {*Status, *Modality}
    for table in answers.values():
        places = [
            n for n, name in enumerate(table.columns) if name in {"status", "modality", "contactStatus"}
        ]
        assert places
        for row in table.rows:
            assert all(plain(row[place]) in certain for place in places)
            assert plain(row[0]) or "month" in table.columns


def test_names_on_the_samples_are_no_addresses(samples: pyoxigraph.Store) -> None:
    """Nobody has to read a number of Wikidata where a name stands."""
    for one in QUESTIONS.values():
        table = ask(samples, one, {})
        texts = [plain(term) for row in table.rows for term in row]
        assert [text for text in texts if text[:1] == "Q" and text[1:].isdigit()] == []
