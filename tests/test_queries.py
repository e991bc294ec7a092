"""The ready questions answer rightly, alike in two engines, and cannot be bent by what is typed."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from rdflib import Graph

from kg.errors import ArticleError, ProjectError
from kg.queries import Question, Table, ask, fill, library, read_question, run
from kg.rooms import room
from kg.store import load
from tests.question_world import FOLDER, build_world, expected, named, plain

if TYPE_CHECKING:
    from pathlib import Path

    from kg.assembling import Assembled

QUESTIONS = library(room("queries"))
#: The questions that the design asks for, by number.
ASKED = (
    "visits",
    "exchange-rate",
    "who-met-whom",
    "delegations",
    "agreements",
    "announced-not-done",
    "arms-by-certainty",
    "claims-denied",
    "quantities",
    "ships-routes",
    "transfer-after-visit",
    "return-favours",
    "speculation-fate",
    "spaceports",
    "tech-help",
    "contact-then-launch",
    "troops",
    "workers",
    "un-and-sanctions",
    "place-dossier",
    "third-parties",
    "proof",
    "framing",
    "weak-spots",
    "whats-new",
)
BLANKS = tomllib.loads((FOLDER / "parameters.toml").read_text(encoding="utf-8"))
#: A gift after a meeting, told by two papers that differ on the day, and by a third that denies it.
GIFT = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kg: <https://w3id.org/geoevents/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX x: <https://example.org/>
x:gift kg:eventType kg:Gift ; kg:status kg:Disputed ; kg:reportCount 3 ; kg:independentSourceCount 3 ;
  kg:firstReported "2023-10-01" ; kg:contestedRole kg:begin , kg:place ;
  kg:supplier x:korea ; kg:recipient x:russia .
x:met kg:eventType kg:Meeting ; kg:status kg:Asserted ; kg:reportCount 1 ; kg:independentSourceCount 2 ;
  kg:begin "2023-10-01" ; kg:participant x:korea , x:russia .
x:korea a kg:Country ; rdfs:label "North Korea"@en .
x:russia a kg:Country ; rdfs:label "Russia"@en .
x:r1 kg:reportsOn x:gift ; kg:modality kg:Asserted ; kg:inArticle x:a1 ; kg:place x:korea ;
  kg:begin "2023-10-02" ; kg:end "2023-10-02" .
x:r2 kg:reportsOn x:gift ; kg:modality kg:Reported ; kg:inArticle x:a2 ; kg:place x:russia ;
  kg:begin "2023-10-05" ; kg:end "2023-10-07" .
x:r3 kg:reportsOn x:gift ; kg:modality kg:Denied ; kg:inArticle x:a2 ; kg:begin "2023-09-01" .
x:a1 dcterms:issued "2023-10-09" ; dcterms:publisher x:p1 .
x:a2 dcterms:issued "2023-10-08" ; dcterms:publisher x:p2 .
x:p1 rdfs:label "A"@en .
x:p2 rdfs:label "B"@en .
"""
PASSING = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kg: <https://w3id.org/geoevents/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX x: <https://example.org/>
x:arms kg:eventType kg:ArmsDeal ; kg:status kg:Asserted ; kg:reportCount 1 ; kg:independentSourceCount 1 ;
  kg:firstReported "2023-10-09" ; kg:supplier x:korea ; kg:recipient x:russia .
x:met kg:eventType kg:Meeting ; kg:status kg:Asserted ; kg:reportCount 1 ; kg:independentSourceCount 1 ;
  kg:begin "2023-10-08" ; kg:participant x:korea , x:russia .
x:korea a kg:Country ; rdfs:label "North Korea"@en .
x:russia a kg:Country ; rdfs:label "Russia"@en .
x:r1 kg:reportsOn x:met ; kg:modality kg:Asserted ; kg:inArticle x:a1 .
x:r2 kg:reportsOn x:arms ; kg:modality kg:Asserted ; kg:inArticle x:told .
x:a1 dcterms:issued "2023-10-09" .
x:a2 dcterms:issued "2023-10-09" .
"""
NEWS = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kg: <https://w3id.org/geoevents/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX x: <https://example.org/>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
x:met kg:eventType kg:Meeting ; kg:status kg:Asserted .
x:r1 kg:eventType kg:Meeting ; kg:reportsOn x:met ; kg:modality kg:Asserted ;
  kg:inSentence x:s1 ; kg:inArticle x:a1 .
x:s1 nif:anchorOf "WORDS" .
x:a1 dcterms:identifier "a1" .
"""
CONTESTED = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kg: <https://w3id.org/geoevents/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX x: <https://example.org/>
x:met kg:eventType kg:Meeting ; kg:status kg:Asserted ; kg:reportCount 3 ; kg:independentSourceCount 3 ;
  kg:begin "2023-09-13" ; kg:contestedRole kg:place .
x:vostochny a kg:Spaceport ; kg:country x:russia ; rdfs:label "Vostochny"@en .
x:sohae a kg:Spaceport ; rdfs:label "Sohae"@en .
x:russia a kg:Country ; rdfs:label "Russia"@en .
x:r1 kg:reportsOn x:met ; kg:modality kg:Asserted ; kg:inArticle x:a1 ; kg:place x:vostochny .
x:r2 kg:reportsOn x:met ; kg:modality kg:Reported ; kg:inArticle x:a2 ; kg:place x:sohae .
x:r3 kg:reportsOn x:met ; kg:modality kg:Reported ; kg:inArticle x:a2 ; kg:place x:russia .
x:a1 dcterms:issued "2023-09-13" .
x:a2 dcterms:issued "2023-09-14" .
"""
#: A name in the reader's language, and in whatever language there is, English before all others.
OWN = re.compile(r"OPTIONAL \{ \?(\w+) rdfs:label \?(\w+)1 FILTER\(LANG\(\?\2[1]\) = \?lang\) \}")
ANY = re.compile(
    r"OPTIONAL \{ SELECT \?(\w+) \(MIN\(CONCAT\(IF\(LANG\(\?(\w+)Any\) = \"en\", \"\", LANG\(\?\2Any\)\), "
    r"\"@\", STR\(\?\2Any\)\)\) AS \?\2[2]\) WHERE \{ "
    r"(?:\{ SELECT DISTINCT \?\1 WHERE \{ \?\w+ \S+ \?\1 \} \} )?\?\1 rdfs:label \?\2Any \} GROUP BY \?\1 \}"
)
#: Events are named in German and English, always, and so are countries.
EVENT = re.compile(r"OPTIONAL \{ \?(\w+) rdfs:label \?(\w+)([23]) FILTER\(LANG\(\?\2\3\) = \"(\w\w)\"\) \}")


@pytest.fixture(scope="module")
def asked_of(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Assembled]:
    """Build the world that all questions are asked of."""
    folder = tmp_path_factory.mktemp("asked") / "build"
    return folder, build_world(folder)


@pytest.fixture(scope="module")
def store(asked_of: tuple[Path, Assembled]) -> pyoxigraph.Store:
    """Load that world."""
    return load(asked_of[0])


@pytest.fixture(scope="module")
def graph(asked_of: tuple[Path, Assembled]) -> Graph:
    """Load that world in a second engine, which shares no code with the first."""
    return Graph().parse(asked_of[0] / "graph.ttl")


def german(name: str) -> dict[str, str]:
    """Ask in German where the question has a language at all."""
    return {"lang": "de"} if any(one.name == "lang" for one in QUESTIONS[name].parameters) else {}


def question(tmp_path: Path, text: str) -> Path:
    """Write a question."""
    path = tmp_path / "q.rq"
    path.write_text(text, encoding="utf-8")
    return path


def head(columns: str = "# column a: A | A\n", parameters: str = "") -> str:
    """Make a header that is right but for what is given."""
    keys = [f"# {key}-{lang}: x\n" for key in ("title", "question", "row") for lang in ("de", "en")]
    return "".join(keys) + parameters + columns


def test_every_question_is_there() -> None:
    """The library holds the questions that the design lists, each with its rows, and no other."""
    assert sorted(QUESTIONS) == sorted(ASKED)
    assert {path.stem for path in FOLDER.glob("*.csv")} == set(ASKED)
    assert len(ASKED) == 25


def test_the_world_breaks_no_rule(asked_of: tuple[Path, Assembled]) -> None:
    """What the questions are tested on is a graph as a build gives it."""
    summary = asked_of[1].summary
    assert (summary.set_aside, summary.broken, summary.warnings) == ((), (), 0)
    assert len(summary.events) == 23


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_question_gives_the_expected_rows(name: str, store: pyoxigraph.Store) -> None:
    """Each question answers on the tiny world as worked out by hand, in the order it promises."""
    found = ask(store, QUESTIONS[name], german(name))
    wanted = expected(name)
    assert wanted
    assert named(found) == wanted


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_rdflib_gives_the_same_rows(name: str, store: pyoxigraph.Store, graph: Graph) -> None:
    """A second engine gives the same rows, addresses and all."""
    first = ask(store, QUESTIONS[name], german(name))
    second = graph.query(fill(QUESTIONS[name], german(name)))
    assert [str(one) for one in second.vars or ()] == list(first.columns)
    found = sorted(tuple(plain(term) for term in row) for row in second)  # type: ignore[union-attr]
    assert found == sorted(tuple(map(plain, row)) for row in first.rows)
    assert found


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_every_question_shows_certainty(name: str) -> None:
    """No table of events or reports lacks the column that says how certain they are."""
    assert {"status", "modality"} & set(QUESTIONS[name].columns)


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_names_come_first_and_addresses_last(name: str, store: pyoxigraph.Store) -> None:
    """A column of addresses of events or reports stands after all others."""
    table = ask(store, QUESTIONS[name], {})
    kinds = [
        any("/id/" in str(getattr(row[place], "value", "")) for row in table.rows)
        for place in range(len(table.columns))
    ]
    assert kinds == sorted(kinds)
    assert not kinds[0]


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_labels_are_looked_up_alike(name: str) -> None:
    """Each name is asked for in the reader's language, then in English, then in any there is."""
    sparql = QUESTIONS[name].sparql
    own, others, events = OWN.findall(sparql), ANY.findall(sparql), EVENT.findall(sparql)
    assert ("lang" in {one.name for one in QUESTIONS[name].parameters}) == bool(own)
    named_events = {(item, name) for item, name, _, _ in events}
    assert sorted(events) == sorted(
        (item, name, number, lang)
        for item, name in named_events
        for number, lang in (("2", "en"), ("3", "de"))
    )
    assert {item for item, _ in named_events} <= {"event", "contactEvent", "homeItem", "goalItem"}
    assert sorted(own) == sorted([*others, *named_events])


def test_every_blank_is_tried() -> None:
    """The list of values to try has each blank of each question, the language apart."""
    blanks = {(name, one.name) for name, asked in QUESTIONS.items() for one in asked.parameters}
    assert blanks - {(name, "lang") for name in QUESTIONS} == {
        (name, blank) for name, values in BLANKS.items() for blank in values
    }


@pytest.mark.parametrize(("name", "blank"), [(name, blank) for name in BLANKS for blank in BLANKS[name]])
def test_a_blank_chooses_rows(name: str, blank: str, store: pyoxigraph.Store, graph: Graph) -> None:
    """A value in a blank changes the rows as expected, in both engines."""
    given = BLANKS[name][blank]
    everything = ask(store, QUESTIONS[name], german(name))
    values = {**german(name), blank: given["value"]}
    chosen = ask(store, QUESTIONS[name], values)
    assert (len(chosen.rows), len(everything.rows)) == (given["rows"], given["of"])
    assert named(chosen) != named(everything)
    assert len(list(graph.query(fill(QUESTIONS[name], values)))) == given["rows"]


@pytest.mark.parametrize("name", [name for name in sorted(QUESTIONS) if german(name)])
def test_the_language_changes_names(name: str, store: pyoxigraph.Store) -> None:
    """English names where English is asked for; the rows are the same ones."""
    de, en = (ask(store, QUESTIONS[name], {"lang": lang}) for lang in ("de", "en"))
    assert len(de.rows) == len(en.rows)
    assert sorted(named(de)) != sorted(named(en))


def test_a_name_in_neither_language_is_told_in_the_one_it_has(store: pyoxigraph.Store) -> None:
    """A person named in Russian letters only is told in these, not by an address."""
    assert [row[0] for row in named(ask(store, QUESTIONS["delegations"], {}))] == ["Kim Jong-un", "Цой"]


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
def test_days_that_reports_give_differently(engine: str) -> None:
    """Who names which day is told, and the earliest one counts for a transfer; what is denied names none."""
    spots = asked_in(engine, "weak-spots")
    assert [row[3:6] for row in spots if row[0] == "contradictory reports"] == [
        ("begin", "2023-10-02", "A"),
        ("begin", "2023-10-05/2023-10-07", "B"),
        ("place", "North Korea", "A"),
        ("place", "Russia", "B"),
    ]
    transfers = asked_in(engine, "transfer-after-visit")
    assert [row[4:8] for row in transfers] == [
        ("2023-10-01", "2023-10-02", "earliest of the days that are named", "1")
    ]


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
@pytest.mark.parametrize(("told_in", "rows"), [("x:a1", 0), ("x:a2", 1)])
def test_what_the_news_of_a_contact_tell_by_the_way_did_not_follow(
    told_in: str, rows: int, engine: str
) -> None:
    """A delivery counts as later only where an article says so that does not tell of the contact."""
    assert len(asked_in(engine, "transfer-after-visit", PASSING.replace("x:told", told_in))) == rows


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
def test_a_contested_place_is_shown_as_such(engine: str) -> None:
    """What happened at either place is told, and that reports differ; a state contradicts none of its own."""
    rows = asked_in(engine, "place-dossier", CONTESTED)
    assert [(row[0], row[6]) for row in rows] == [("Russia", "yes"), ("Sohae", "yes"), ("Vostochny", "yes")]
    assert [(row[0], row[4]) for row in asked_in(engine, "spaceports", CONTESTED)] == [
        ("Sohae", "yes"),
        ("Vostochny", "yes"),
    ]
    spots = [row[4] for row in asked_in(engine, "weak-spots", CONTESTED) if row[0] == "contradictory reports"]
    assert spots == ["Sohae", "Vostochny"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("The UN Security Council met.", True),
        ("Das Gremium des Sicherheitsrats endet.", True),
        ("Совбез ООН собрался.", True),
        ("Security Council Secretary Shoigu met Kim.", False),
        ("Schoigu, Sekretär des russischen Sicherheitsrates, traf Kim.", False),
        ("Секретарь Совбеза РФ Шойгу встретился с Кимом.", False),
    ],
)
def test_russias_own_council_is_not_that_of_the_united_nations(words: str, told: bool) -> None:
    """Its secretary is no matter of the United Nations; their council is."""
    data = NEWS.replace("WORDS", words)
    for engine in ("oxigraph", "rdflib"):
        assert bool(asked_in(engine, "un-and-sanctions", data)) is told


def asked_in(engine: str, name: str, data: str = GIFT) -> list[tuple[str, ...]]:
    """Ask an engine a question about a gift on whose day two papers differ, or of another small graph."""
    if engine == "rdflib":
        answer = Graph().parse(data=data, format="turtle").query(QUESTIONS[name].sparql)
        return [tuple(map(plain, row)) for row in answer]  # type: ignore[arg-type]
    store = pyoxigraph.Store()
    store.load(data, format=pyoxigraph.RdfFormat.TURTLE)
    return [tuple(map(plain, row)) for row in ask(store, QUESTIONS[name], {}).rows]


@pytest.mark.parametrize(
    "value", ['" } ?s ?p ?o #', "\\", 'a"b', "{ }", "\n}", "VALUES ?who { 1 }", "\ud800", "\x00", "'''"]
)
def test_a_value_stays_a_value(value: str, store: pyoxigraph.Store) -> None:
    """Nothing that is typed into a blank becomes a part of the query."""
    assert ask(store, QUESTIONS["visits"], {"who": value, "from": "2000-01-01"}).rows == ()


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
        (head() + "# overview: a | b\nSELECT ?a {}", "write 'overview: COLUMN | COLUMN'"),
        (head() + "# overview: a\nSELECT ?a {}", "write 'overview: COLUMN | COLUMN'"),
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
