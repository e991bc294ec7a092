"""What other programs get: each format opened by the library that its users open it with."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import bibtexparser.entrypoint
import geojson
import networkx as nx
import openpyxl
import pandas as pd
import pyoxigraph
import pytest
from rdflib import RDF, RDFS, Dataset, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV

from kg.cli import execute
from kg.errors import ArticleError, MissingError
from kg.export_formats import FORMATS, export
from kg.export_scope import ALL, CONFIRMED_ONLY, WHOLE, load_words
from kg.export_sheets import COLUMNS
from kg.placing import put
from kg.rooms import room
from kg.vocabulary import GEO, KG

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.vocabulary import Vocabulary

NP = Namespace("http://www.nanopub.org/nschema#")
FORMULA = '=HYPERLINK("http://example.org";"x")'
MARKUP = "<script>alert('x')</script> '); DROP TABLE events;-- \x0b"
TEX = r"\input{/x} 100 % & <i>x</i> {"
BY_NAME = {one.name: one for one in FORMATS}
EVERYTHING = room("data") / "examples.ttl"
NARROWED = [one.name for one in FORMATS if one.holds == CONFIRMED_ONLY]
LEFT_OUT = "LEFT OUT are 2 events (1 disputed, 1 planned), 3 reports"


@pytest.fixture(scope="session")
def hostile(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the tiny world with a known place, and with words that attack whoever opens them."""
    graph = Graph().parse(world / "graph.ttl")
    (visit,) = graph.subjects(RDF.type, KG.Visit)
    place = graph.value(visit, KG.place)
    assert isinstance(place, URIRef)
    point = URIRef(f"{place}/geometry")
    graph.add((place, GEO.hasGeometry, point))
    graph.add((point, GEO.asWKT, Literal("POINT(128.33 51.88)", datatype=GEO.wktLiteral)))
    graph.set((place, RDFS.label, Literal(MARKUP, lang="de")))
    graph.remove((visit, RDFS.label, None))
    graph.add((visit, RDFS.label, Literal(FORMULA, lang="en")))
    (article,) = graph.subjects(DCTERMS.identifier, Literal("eins"))
    graph.set((article, DCTERMS.title, Literal(TEX, lang="de")))
    graph.set((article, DCTERMS.identifier, Literal("../../eins")))
    path = tmp_path_factory.mktemp("hostile") / "graph.ttl"
    graph.serialize(path, format="turtle", encoding="utf-8")
    return path


def made(place: Path, name: str, lang: str = "en", *, everything: bool = False) -> Mapping[str, bytes]:
    """Export a graph."""
    return export(place, BY_NAME[name], lang, everything=everything).files


def one(place: Path, name: str, *, everything: bool = False) -> bytes:
    """Export a graph to one file."""
    (content,) = made(place, name, everything=everything).values()
    return content


def frames(place: Path, lang: str = "en", *, everything: bool = False) -> dict[str, pd.DataFrame]:
    """Open the CSV files as somebody with pandas does."""
    files = made(place, "csv", lang, everything=everything)
    separator = {"de": ";", "en": ","}[lang]
    return {
        name: pd.read_csv(io.BytesIO(text), sep=separator, keep_default_na=False)
        for name, text in files.items()
        if name.endswith(".csv")
    }


def database(content: bytes) -> sqlite3.Connection:
    """Open a database."""
    base = sqlite3.connect(":memory:")
    base.deserialize(content)
    return base


def test_every_format_has_words_in_both_languages() -> None:
    """Each format says in German and English what it is and how to read it; each column what it holds."""
    words = load_words(room("data"))
    assert len(FORMATS) == 13
    for table in ("format", "list"):
        assert set(words[table]) == set(BY_NAME)
        assert all(set(told) == {"de", "en"} and all(told.values()) for told in words[table].values())
    columns = {column for names in COLUMNS.values() for column in names}
    assert set(words["column"]) == columns
    assert all(len(told[lang]) == 2 for told in words["column"].values() for lang in ("de", "en"))


@pytest.mark.parametrize("name", ["ttl", "nt", "jsonld"])
@pytest.mark.parametrize("place", ["world", "hostile"])
def test_rdf_gives_the_same_graph(name: str, place: str, request: pytest.FixtureRequest) -> None:
    """Turtle, N-Triples and JSON-LD hold every statement of the graph, value for value."""
    path = request.getfixturevalue(place)
    original = Graph().parse(path / "graph.ttl" if path.is_dir() else path)
    form = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld"}[name]
    assert set(Graph().parse(data=one(path, name), format=form)) == set(original)
    assert len(original) > 200


def test_turtle_is_what_the_build_wrote(world: Path) -> None:
    """But for its remarks, the Turtle export is the build's own file, byte by byte."""
    lines = one(world, "ttl").decode().splitlines(keepends=True)
    remarks = [line for line in lines if line.startswith("#")]
    assert len(remarks) == 3
    assert "".join(lines[3:]).encode() == (world / "graph.ttl").read_bytes()


def test_json_ld_speaks_the_names_of_the_ontology(world: Path) -> None:
    """A program without RDF reads types, roles and values by the ontology's names; another engine agrees."""
    content = one(world, "jsonld")
    nodes = json.loads(content)["@graph"]
    (deal,) = [node for node in nodes if node["@type"] == "Report" and node["modality"] == "Speculated"]
    assert deal["eventType"] == "ArmsDeal"
    assert deal["supplier"].endswith("/entity/Q423")
    assert deal["cue"] == {"de": "könnte"}
    assert not [key for node in nodes for key in node if key.startswith("http")]
    store = pyoxigraph.Store()
    store.load(content, format=pyoxigraph.RdfFormat.JSON_LD)
    assert len(store) == len(Graph().parse(world / "graph.ttl"))


def test_n_quads_name_a_graph_an_article(world: Path) -> None:
    """Each article's statements stand in the graph of its address, what is shared in the default graph."""
    dataset = Dataset(default_union=True)
    dataset.parse(data=one(world, "nquads"), format="nquads")
    articles = set(Graph().parse(world / "graph.ttl").subjects(RDF.type, KG.Article))
    named = {graph.identifier for graph in dataset.graphs() if len(graph)} - {
        dataset.default_graph.identifier
    }
    assert len(articles) == 3
    assert named == articles
    plain = Dataset(default_union=False)
    plain.parse(data=one(world, "nquads"), format="nquads")
    events = set(plain.default_graph.subjects(KG.status))
    assert len(events) == 3
    assert set(plain.default_graph.subjects(KG.inSentence)) == set()
    assert len(dataset) == len(Graph().parse(world / "graph.ttl"))


def test_tables_leave_speculation_out_and_say_so(world: Path) -> None:
    """CSV holds stated and reported events only, unless all is asked for; a text counts what is not in."""
    files = made(world, "csv")
    narrow, wide = frames(world), frames(world, everything=True)
    assert list(narrow["events.csv"]["type"]) == ["Visit"]
    assert sorted(wide["events.csv"]["status"]) == ["Asserted", "Disputed", "Planned"]
    assert set(narrow["reports.csv"]["modality"]) == {"Asserted"}
    assert sorted(wide["reports.csv"]["modality"]) == ["Asserted", "Denied", "Planned", "Speculated"]
    assert LEFT_OUT in files["README.txt"].decode()
    assert "WEGGELASSEN sind 2 Ereignisse" in made(world, "csv", "de")["README.txt"].decode()
    assert "LEFT OUT" not in made(world, "csv", everything=True)["README.txt"].decode()


def test_tables_join(world: Path) -> None:
    """Rows of roles and reports find their event, entity and source by identifier."""
    tables = frames(world, everything=True)
    assert {name.removesuffix(".csv") for name in tables} == set(COLUMNS)
    events = set(tables["events.csv"]["id"])
    assert events == set(tables["roles.csv"]["event_id"]) == set(tables["reports.csv"]["event_id"])
    assert set(tables["roles.csv"]["entity_id"]) <= set(tables["entities.csv"]["id"])
    assert set(tables["reports.csv"]["source_id"]) == set(tables["sources.csv"]["id"])
    (visit,) = tables["events.csv"].query("type == 'Visit'").to_dict("records")
    assert visit["begin"] == "2023-09-13"
    assert visit["roles"] == "host: Russia; visitor: Kim"
    assert visit["status_label"] == "● asserted"


def test_german_csv_opens_in_german_excel(world: Path) -> None:
    """German CSV has the mark for UTF-8, semicolons and decimal commas."""
    text = made(world, "csv", "de")["reports.csv"]
    assert text.startswith(b"\xef\xbb\xbfid;event_id;")
    table = pd.read_csv(io.BytesIO(text), sep=";", decimal=",")
    assert table["confidence"].tolist() == [1]
    assert list(table["holder"].isna()) == [True]


def test_no_cell_of_csv_is_a_formula(hostile: Path) -> None:
    """A cell that begins like a formula has an apostrophe before it."""
    table = frames(hostile)["events.csv"]
    assert list(table["label"]) == [f"'{FORMULA}"]
    cells = [str(cell) for frame in frames(hostile).values() for cell in frame.to_numpy().ravel()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def workbook(content: bytes) -> Any:
    """Open a workbook."""
    return openpyxl.load_workbook(io.BytesIO(content))


def test_a_workbook_has_sensible_sheets(world: Path) -> None:
    """Each sheet has a frozen head, a filter, widths, and dates that are dates."""
    book = workbook(one(world, "excel"))
    assert book.sheetnames == ["README", "Events", "Roles", "Reports", "Facts", "Entities", "Sources"]
    for page in book.worksheets[1:]:
        assert page.freeze_panes in ("B2", "C2")
        assert page.auto_filter.ref.startswith("A1:")
        assert all(4 < dimension.width <= 60 for dimension in page.column_dimensions.values())
    heads = [cell.value for cell in book["Events"][1]]
    begin = book["Events"].cell(2, heads.index("Begin") + 1)
    assert begin.is_date
    assert begin.number_format == "yyyy-mm-dd"
    assert LEFT_OUT in " ".join(str(cell.value) for cell in book["README"]["A"])
    assert (book.properties.created.year, book.properties.modified.year) == (1980, 1980)


def test_a_workbook_opens_in_pandas_in_the_readers_language(world: Path) -> None:
    """Sheets and heads are named in German for a German reader; dates arrive as dates."""
    (content,) = made(world, "excel", "de").values()
    book = pd.read_excel(io.BytesIO(content), sheet_name=None)
    assert list(book) == [
        "LIESMICH",
        "Ereignisse",
        "Beteiligte",
        "Berichte",
        "Feste Angaben",
        "Entitäten",
        "Quellen",
    ]
    assert list(book["Ereignisse"]["Stand"]) == ["● festgestellt"]
    assert book["Ereignisse"]["Beginn"].dt.year.tolist() == [2023]


def test_a_workbook_shows_certainty_by_shape(world: Path) -> None:
    """With all, unconfirmed rows are italic and denied ones struck through."""
    page = workbook(one(world, "excel", everything=True))["Reports"]
    column = [cell.value for cell in page[1]].index("Modality") + 1
    looks = {
        page.cell(row, column).value: (
            bool(page.cell(row, 1).font.italic),
            bool(page.cell(row, 1).font.strike),
        )
        for row in range(2, page.max_row + 1)
    }
    assert looks == {
        "Asserted": (False, False),
        "Speculated": (True, False),
        "Planned": (True, False),
        "Denied": (True, True),
    }


def test_no_cell_of_a_workbook_is_a_formula(hostile: Path) -> None:
    """Words that look like a formula are text, unchanged, with Excel's mark for text."""
    book = workbook(one(hostile, "excel"))
    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row if cell.value]
    assert not [cell for cell in cells if cell.data_type == "f"]
    (label,) = [
        cell for cell in cells if cell.value == FORMULA and cell.column_letter == "B" and cell.row == 2
    ][:1]
    assert label.data_type == "s"
    assert label.quotePrefix


@pytest.mark.parametrize("name", ["gexf", "graphml"])
def test_networks_read_back(name: str, world: Path) -> None:
    """Nodes are actors, edges events with type, status, date and weight; nothing unconfirmed is a line."""
    read = {"gexf": nx.read_gexf, "graphml": nx.read_graphml}[name]
    network = read(io.BytesIO(one(world, name)))
    assert sorted(data["label"] for _, data in network.nodes(data=True)) == ["Kim", "Russia"]
    ((source, target, edge),) = network.edges(data=True)
    assert (network.nodes[source]["label"], network.nodes[target]["label"]) == ("Kim", "Russia")
    told = {key: edge[key] for key in ("event_type", "status", "date", "weight", "line", "directed")}
    expected = {
        "event_type": "Visit",
        "status": "Asserted",
        "date": "2023-09-13",
        "weight": 1,
        "line": "solid",
    }
    assert told == {**expected, "directed": True}
    assert edge["uncertain"] is False


@pytest.mark.parametrize("name", ["gexf", "graphml"])
def test_networks_mark_the_unconfirmed(name: str, world: Path) -> None:
    """With all, every edge that is unconfirmed says so and is dashed or dotted."""
    read = {"gexf": nx.read_gexf, "graphml": nx.read_graphml}[name]
    network = read(io.BytesIO(one(world, name, everything=True)))
    lines = {edge["status"]: (edge["line"], edge["uncertain"]) for _, _, edge in network.edges(data=True)}
    assert lines == {"Asserted": ("solid", False), "Disputed": ("dotted", True), "Planned": ("dashed", True)}


def test_networks_say_what_they_leave_out(world: Path) -> None:
    """The note stands in the graph's data (GraphML) and in the description that Gephi shows (GEXF)."""
    assert LEFT_OUT in nx.read_graphml(io.BytesIO(one(world, "graphml"))).graph["note"]
    text = one(world, "gexf").decode()
    assert LEFT_OUT in text[text.index("<description>") : text.index("</description>")]
    assert "lastmodifieddate" not in text


def test_a_map_is_geojson(hostile: Path, world: Path) -> None:
    """Events whose place has a position are points, longitude first; the others are counted."""
    whole = geojson.loads(one(hostile, "geojson"))
    assert whole.is_valid
    (feature,) = whole["features"]
    assert feature["geometry"]["coordinates"] == [128.33, 51.88]
    assert feature["properties"]["status"] == "Asserted"
    assert feature["properties"]["extended"] is False
    assert LEFT_OUT in " ".join(whole["note"])
    empty = geojson.loads(one(world, "geojson"))
    assert empty["features"] == []
    assert "without one: 1." in empty["note"][2]


def test_a_database_is_whole(world: Path) -> None:
    """All foreign keys hold, the views answer, and the search finds sentences, events and names."""
    with closing(database(one(world, "sqlite", everything=True))) as base:
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        events = pd.read_sql("SELECT * FROM event_list ORDER BY id", base)
        assert sorted(events["mark"]) == ["●", "◐ ✕", "◷"]
        assert base.execute("SELECT count(*) FROM confirmed_events").fetchone() == (1,)
        proof = "SELECT sentence, holder FROM proof WHERE modality = 'Speculated'"
        assert base.execute(proof).fetchall() == [
            ("Beobachter sagen, es könnte Waffengeschäfte geben.", "Beobachter")
        ]
        found = "SELECT text FROM sentences_fts WHERE sentences_fts MATCH 'bestritt'"
        assert base.execute(found).fetchall() == [("Putin bestritt das Waffengeschäft.",)]
        named = "SELECT count(*) FROM entities_fts WHERE entities_fts MATCH 'Nordkorea'"
        assert base.execute(named).fetchone() == (1,)
        # So Datasette finds the full-text table that belongs to a table.
        search = """SELECT count(*) FROM sqlite_schema WHERE sql LIKE '%USING fts%content="' || ? || '"%'"""
        for table in ("sentences", "events", "entities"):
            assert base.execute(search, (table,)).fetchone() == (1,)
        indexes = "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
        assert base.execute(indexes).fetchone()[0] > 10


def test_a_database_says_what_it_leaves_out(world: Path) -> None:
    """The table about counts what is not in, and no unconfirmed event or sentence of one is."""
    with closing(database(one(world, "sqlite"))) as base:
        (said,) = base.execute("SELECT value FROM about WHERE key = 'left_out'").fetchone()
        assert LEFT_OUT in said
        assert base.execute("SELECT DISTINCT status FROM events").fetchall() == [("Asserted",)]
        assert base.execute("SELECT text FROM sentences").fetchall() == [
            ("Kim besuchte Russland auf der Basis Nord.",)
        ]


def test_no_text_becomes_sql(hostile: Path) -> None:
    """Words that would end a statement are stored as words."""
    with closing(database(one(hostile, "sqlite"))) as base:
        (name,) = base.execute("SELECT name_de FROM entities WHERE type = 'Spaceport'").fetchone()
        assert name == MARKUP.replace("\x0b", "\ufffd")
        assert base.execute("SELECT count(*) FROM events").fetchone() == (1,)


def test_a_graph_with_holes_is_named(hostile: Path, tmp_path: Path) -> None:
    """A graph that names an event without describing it is no database, and the error says so."""
    graph = Graph().parse(hostile)
    (visit,) = graph.subjects(RDF.type, KG.Visit)
    (report,) = graph.subjects(KG.reportsOn, visit)
    graph.remove((report, KG.inSentence, None))
    graph.serialize(tmp_path / "graph.ttl", format="turtle")
    with pytest.raises(ArticleError, match="not whole") as error:
        one(tmp_path / "graph.ttl", "sqlite")
    assert error.value.code == "KG-242"


@pytest.mark.parametrize("name", list(BY_NAME))
def test_every_format_takes_every_term(name: str) -> None:
    """A graph with every class, role and value of the ontology goes into every format."""
    files = made(EVERYTHING, name, "de", everything=True)
    assert all(files.values())
    if name == "sqlite":
        with closing(database(files[""])) as base:
            assert base.execute("PRAGMA foreign_key_check").fetchall() == []
            assert base.execute("SELECT count(*) FROM events WHERE part_of IS NOT NULL").fetchone()[0] > 0
            assert base.execute("SELECT count(DISTINCT predicate) FROM facts").fetchone() == (8,)
    if name == "gexf":
        network = nx.read_gexf(io.BytesIO(files[""]))
        assert {edge["line"] for _, _, edge in network.edges(data=True)} == {"solid", "dashed", "dotted"}
        assert {edge["directed"] for _, _, edge in network.edges(data=True)} == {True, False}


def test_a_bibliography_parses(world: Path) -> None:
    """BibTeX has an entry an article with publisher, date, and its reports by certainty."""
    library = bibtexparser.entrypoint.parse_string(one(world, "bib").decode())
    assert library.failed_blocks == []
    entries = {entry.key: {field.key: field.value for field in entry.fields} for entry in library.entries}
    assert sorted(entries) == ["eins", "two", "zwei"]
    assert entries["eins"]["journal"] == "Kurier"
    assert (entries["eins"]["year"], entries["eins"]["date"]) == ("2023", "2023-09-13")
    assert entries["eins"]["note"].endswith("1 asserted, 1 speculated")


def test_no_title_becomes_a_command_of_tex(hostile: Path) -> None:
    """Signs that TeX obeys are written as the signs they are; a key is letters and digits."""
    library = bibtexparser.entrypoint.parse_string(one(hostile, "bib").decode())
    assert library.failed_blocks == []
    (entry,) = [entry for entry in library.entries if entry.key == "eins"]
    assert entry["title"] == r"{\textbackslash{}input\{/x\} 100 \% \& <i>x</i> \{}"


def test_csl_is_what_citation_managers_read(world: Path, hostile: Path) -> None:
    """CSL-JSON has an item an article; no title brings markup along."""
    items = {item["id"]: item for item in json.loads(one(world, "csl"))}
    assert sorted(items) == ["eins", "two", "zwei"]
    assert items["two"]["type"] == "article-newspaper"
    assert items["two"]["container-title"] == "Courier"
    assert items["two"]["issued"] == {"date-parts": [[2023, 9, 12]]}
    (bad,) = [item for item in json.loads(one(hostile, "csl")) if item["id"] == "eins"]
    assert bad["title"] == r"\input{/x} 100 % & < i>x< /i> {"


def test_nanopublications_follow_the_guidelines(world: Path) -> None:
    """Each report has a head, an assertion, provenance and publication info that speak of what they must."""
    dataset = Dataset()
    dataset.parse(data=one(world, "nanopubs"), format="trig")
    reports = set(Graph().parse(world / "graph.ttl").subjects(RDF.type, KG.Report))
    publications = [
        (subject, graph) for subject, _, _, graph in dataset.quads((None, RDF.type, NP.Nanopublication, None))
    ]
    assert len(publications) == len(reports) == 4
    seen = set()
    for publication, head in publications:
        parts: list[Any] = [head]
        for relation in (NP.hasAssertion, NP.hasProvenance, NP.hasPublicationInfo):
            ((_, _, part, graph),) = dataset.quads((publication, relation, None, None))
            assert graph == head
            parts.append(part)
        assert len(set(parts)) == 4
        sizes = [len(dataset.graph(part)) for part in parts]
        assert all(sizes)
        _, assertion, provenance, information = (dataset.graph(part) for part in parts)
        assert set(provenance.objects(parts[1], PROV.wasDerivedFrom))
        assert set(information.predicates(publication))
        ((report, _),) = assertion.subject_objects(KG.modality)
        seen.add(report)
        assert set(assertion.objects(report, KG.certainty))
    graphs = {graph for _, _, _, graph in dataset.quads() if graph is not None}
    assert len(graphs) == 4 * len(reports)
    assert seen == reports


@pytest.mark.parametrize("name", list(BY_NAME))
def test_every_format_says_what_it_holds(name: str, world: Path) -> None:
    """What is said on stderr says the scope; formats without certainty count what they leave out."""
    note = " ".join(export(world, BY_NAME[name], "en").note)
    assert "3 events, 4 reports and 3 articles" in note
    assert (LEFT_OUT in note) == (name in NARROWED)
    everything = export(world, BY_NAME[name], "en", everything=True)
    assert "LEFT OUT" not in " ".join(everything.note)
    assert NARROWED == ["csv", "excel", "gexf", "graphml", "geojson", "sqlite"]
    assert {BY_NAME["ttl"].holds, CONFIRMED_ONLY, ALL} == {WHOLE, CONFIRMED_ONLY, ALL}


SCRIPT = """
import hashlib, sys
from pathlib import Path
from kg.export_formats import FORMATS, export
for made in FORMATS:
    files = export(Path(sys.argv[1]), made, "de", everything=True).files
    print(made.name, hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest())
"""


def test_the_same_graph_gives_the_same_bytes(hostile: Path) -> None:
    """Every format is the same bytes from run to run, whatever the hash seed."""
    told = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT, hostile],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout.split()
        for seed in ("1", "2")
    ]
    assert told[0][::2] == list(BY_NAME)
    assert told[0] == told[1]


def test_the_command_writes_and_tells(
    world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file is written, stderr says what it leaves out, a second run overwrites only by force."""
    out = tmp_path / "net.gexf"
    assert execute(["export", "gexf", "-g", str(world), "-o", str(out), "--lang", "en"]) == 0
    said = capsys.readouterr()
    assert LEFT_OUT in said.err
    assert said.out == ""
    before = hashlib.sha256(out.read_bytes()).hexdigest()
    assert execute(["export", "gexf", "-g", str(world), "-o", str(out)]) == 3
    assert "KG-351" in capsys.readouterr().err
    assert execute(["export", "gexf", "-g", str(world), "-o", str(out), "--force", "--lang", "en"]) == 0
    assert hashlib.sha256(out.read_bytes()).hexdigest() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["net.gexf"]


def test_csv_is_a_folder(world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """CSV is written to a folder, whose other files stay, and never to the standard output."""
    assert execute(["export", "csv", "-g", str(world), "-o", str(tmp_path / "t"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    names = ["README.txt", *(f"{name}.csv" for name in COLUMNS)]
    assert [path.rpartition("/")[2] for path in told["files"]] == names
    (tmp_path / "t" / "mine.txt").write_text("mine", encoding="utf-8")
    assert execute(["export", "csv", "-g", str(world), "-o", str(tmp_path / "t")]) == 3
    assert execute(["export", "csv", "-g", str(world), "-o", str(tmp_path / "t"), "--force"]) == 0
    assert (tmp_path / "t" / "mine.txt").read_text(encoding="utf-8") == "mine"
    assert execute(["export", "csv", "-g", str(world), "-o", "-"]) == 2
    assert execute(["export", "ttl", "-g", str(world), "-o", str(tmp_path / "t"), "--force"]) == 3


def test_the_list_names_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a format the command lists them; an unknown one is a usage error."""
    assert execute(["export", "--json", "--lang", "de"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [item["name"] for item in listed] == list(BY_NAME)
    assert execute(["export", "pdf"]) == 2


@pytest.mark.parametrize(
    ("name", "library"), [("excel", "openpyxl"), ("gexf", "networkx"), ("graphml", "networkx")]
)
def test_a_missing_library_is_named(
    name: str, library: str, world: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the optional library the command says what to install and exits with 3."""
    monkeypatch.setitem(sys.modules, library, None)
    assert execute(["export", name, "-g", str(world)]) == 3
    said = capsys.readouterr().err
    assert f"KG-350  kg export {name} needs {library}" in said
    assert 'pip install "geoevents[export]"' in said


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A file where a folder is needed gives an error in words."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(MissingError, match="cannot be written") as error:
        put({"": b"x"}, tmp_path / "file" / "inner", force=False)
    assert error.value.code == "KG-352"
    assert execute(["export", "ttl", "-g", str(tmp_path)]) == 3


def test_labels_are_in_the_readers_language(world: Path, vocabulary: Vocabulary) -> None:
    """German tables speak German; the columns keep their names, so that scripts go on working."""
    german, english = frames(world, "de"), frames(world)
    assert list(german["events.csv"].columns) == list(english["events.csv"].columns)
    assert list(german["events.csv"]["type_label"]) == [vocabulary.label("Visit", "de")]
