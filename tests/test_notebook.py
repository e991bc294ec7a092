"""What somebody in a notebook gets: tables for pandas, events as cards, and an example that runs."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient
from rdflib import RDF, RDFS, Graph, Literal

import kg
from kg.errors import ArticleError, MissingError
from kg.notebook import Answer, Build, load
from kg.rendering import templates
from kg.rooms import room
from kg.vocabulary import KG

if TYPE_CHECKING:
    from pathlib import Path

    from kg.vocabulary import Vocabulary

EXAMPLE = room("data") / "notebooks" / "example.ipynb"
ATTACK = '<img src=x onerror=alert(1)> & "quoted"'


@pytest.fixture(scope="module")
def built(world: Path) -> Build:
    """Open the tiny world."""
    return load(world)


def the_event(built: Build, status: str) -> str:
    """Give the identifier of the one event with a status."""
    answer = built.query(f"SELECT ?event {{ ?event <{KG.status}> <{KG[status]}> }}")
    assert isinstance(answer, Answer)
    (row,) = answer.rows()
    return str(row["event"])


class Tags(HTMLParser):
    """Collects the tags of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag's name; none may run a script."""
        assert not [name for name, _ in attrs if name.startswith("on")]
        self.names.append(tag)

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self.text += data


def test_the_package_is_light_to_import() -> None:
    """Importing kg loads neither graph libraries nor templates; load is there when it is asked for."""
    code = "import sys, kg; print(sorted({'rdflib', 'pyoxigraph', 'jinja2', 'click'} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert told.stdout.strip() == "[]"
    assert kg.load is load
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        kg.nothing  # noqa: B018


def test_an_answer_is_a_data_frame(built: Build) -> None:
    """Dates arrive as dates, counts as whole numbers, a status by its name in the ontology."""
    frame = built.ask("visits").to_pandas()
    assert frame["status"].tolist() == ["Asserted"]
    assert frame["begin"].tolist() == [pd.Timestamp("2023-09-13")]
    assert frame["reports"].tolist() == [1]
    assert str(frame["reports"].dtype) == "Int64"


def test_values_keep_their_kind(built: Build) -> None:
    """Numbers, dates, truth, texts, terms and things each become what Python has for them."""
    answer = built.query(
        'SELECT (1 AS ?n) (0.5 AS ?d) ("2023-09-13"^^<http://www.w3.org/2001/XMLSchema#date> AS ?day)'
        f' (true AS ?yes) ("x"@de AS ?text) (<{KG.Denied}> AS ?term) ?nothing {{}}'
    )
    assert isinstance(answer, Answer)
    (row,) = answer.rows()
    assert row == {
        "n": 1,
        "d": 0.5,
        "day": date(2023, 9, 13),
        "yes": True,
        "text": "x",
        "term": "Denied",
        "nothing": None,
    }
    assert len(answer) == 1


def test_any_sparql_is_answered(built: Build) -> None:
    """SELECT gives a table, ASK a truth, CONSTRUCT statements; what would change the graph is refused."""
    assert built.query("ASK { ?s ?p ?o }") is True
    triples = built.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 2")
    assert isinstance(triples, list)
    assert len(triples) == 2
    with pytest.raises(ArticleError, match="DELETE"):
        built.query("DELETE WHERE { ?s ?p ?o }")


def test_blanks_of_a_question_are_keywords(built: Build) -> None:
    """A blank narrows the answer; one that is not there, and a question that is not, are named."""
    assert "visits" in built.questions()
    with pytest.raises(ArticleError, match="no option --nonsense") as blank:
        built.ask("visits", nonsense=1)
    assert blank.value.code == "KG-223"
    with pytest.raises(ArticleError, match="no question 'visit'") as question:
        built.ask("visit")
    assert question.value.code == "KG-240"


@pytest.mark.parametrize(
    ("status", "mark", "look"),
    [
        ("Asserted", 'class="mark mark-Asserted"', "border-left:3px solid"),
        ("Disputed", 'class="mark mark-Disputed"', "border-left:3px dashed"),
        ("Planned", 'class="mark mark-Planned"', "font-style:italic"),
    ],
)
def test_a_card_shows_certainty_by_shape(built: Build, status: str, mark: str, look: str) -> None:
    """An event's card has the shape of its status and its sentences with who says so."""
    card = built.event(the_event(built, status))
    html = card._repr_html_()
    assert mark in html
    assert look in html
    assert card.status == status
    assert card.card.told
    assert all(told.quote in Tags(html).text for told in card.card.told)
    assert "script" not in Tags(html).names


def test_every_shape_is_different() -> None:
    """The marks differ by what is drawn, not by colour: none names one."""
    macro = templates().get_template("marks.html").module.mark  # type: ignore[attr-defined]
    names = ("Asserted", "Reported", "Speculated", "Denied", "Disputed", "Planned")
    drawn = {str(macro(name)).partition(">")[2] for name in names}
    assert len(drawn) == len(names)
    assert all("#" not in one and "rgb" not in one for one in drawn)


def test_nothing_becomes_markup(world: Path, tmp_path: Path) -> None:
    """Labels, sentences and values with markup are shown as they are."""
    graph = Graph().parse(world / "graph.ttl")
    (visit,) = graph.subjects(RDF.type, KG.Visit)
    graph.remove((visit, RDFS.label, None))
    graph.add((visit, RDFS.label, Literal(ATTACK, lang="en")))
    graph.serialize(tmp_path / "graph.ttl", format="turtle")
    built = load(tmp_path / "graph.ttl")
    for html in (built.event(the_event(built, "Asserted"))._repr_html_(), built.ask("visits")._repr_html_()):
        tags = Tags(html)
        assert "img" not in tags.names
        assert ATTACK in tags.text


def test_things_are_found_by_name(built: Build) -> None:
    """A name or QID gives its card; an unknown one, and one that several have, are errors in words."""
    assert built.show("Q423").card.title == "North Korea"
    assert built.show("Basis Nord").status == ""
    with pytest.raises(ArticleError, match="Nothing here") as nothing:
        built.event("Q423")
    assert nothing.value.code == "KG-227"
    with pytest.raises(ArticleError, match="things are called") as several:
        built.show("i")
    assert several.value.code == "KG-241"


def test_german_speaks_german(world: Path, vocabulary: Vocabulary) -> None:
    """With lang the words are German, names of columns stay."""
    german = load(world, lang="de")
    answer = german.ask("visits")
    assert answer.columns == load(world).ask("visits").columns
    assert vocabulary.label("Asserted", "de") in Tags(answer._repr_html_()).text


def test_without_pandas_it_is_said(built: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pandas the rows are still there, and the error says what to install."""
    answer = built.ask("visits")
    monkeypatch.setitem(sys.modules, "pandas", None)
    assert len(answer.rows()) == 1
    with pytest.raises(MissingError, match="needs pandas") as error:
        answer.to_pandas()
    assert error.value.code == "KG-350"
    assert "geoevents[notebook]" in error.value.remedy


def test_the_example_is_stored_without_outputs() -> None:
    """The example notebook holds no outputs and no counts, so that running it changes nothing."""
    cells = json.loads(EXAMPLE.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert len(code) > 4
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)


@pytest.mark.filterwarnings("ignore")
def test_the_example_runs(world: Path, tmp_path: Path) -> None:
    """Each cell of the example runs on a build, and shows tables and cards."""
    shutil.copytree(world, tmp_path / "build")
    notebook = nbformat.reads(  # type: ignore[no-untyped-call]
        EXAMPLE.read_text(encoding="utf-8"), as_version=4
    )
    client = NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    )
    client.execute()
    shown = "".join(
        "".join(output["data"].get("text/html", ""))
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type in ("display_data", "execute_result")
    )
    assert "mark-Disputed" in shown
    assert shown.count("<table") > 3
