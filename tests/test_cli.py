"""The command says what happened in words, on the right stream, with the right exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg import __version__
from kg.cli import execute
from kg.queries import library
from kg.rooms import room
from tests.services import sparql_server

SAMPLES = room("data") / "articles"
GERMAN = SAMPLES / "2023-09-14-wostotschny-bilanz.txt"
ENGLISH = SAMPLES / "2023-10-13-containers-rajin.txt"
ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the reader be English."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def kg(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Run the command; give exit code, data and talk."""
    capsys.readouterr()
    code = execute([str(one) for one in arguments])
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return code, said.out, said.err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """The version is the package's."""
    assert kg(capsys, "--version") == (0, f"kg {__version__}\n", "")


def test_build_tells_what_it_came_to(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Events by certainty, names by link, statements, hash, and what to do next; nothing on stderr."""
    code, out, err = kg(capsys, "build", GERMAN, "-o", tmp_path / "b")
    summary = json.loads((tmp_path / "b" / "summary.json").read_text(encoding="utf-8"))
    lines = out.splitlines()
    events = sum(summary["events"].values())
    assert (code, err) == (0, "")
    assert lines[0] == f"{events} events from 1 article (1 publisher)"
    assert f"{summary['events']['Asserted']} stated as fact" in lines[1]
    assert f"{summary['names']['Linked']} linked to Wikidata" in lines[2]
    assert lines[-2].startswith(
        f"graph.ttl  {summary['statements']} statements   sha256 {summary['sha256'][:8]}…"
    )
    assert lines[-1] == f"Next:  kg ask -g {tmp_path / 'b'}"


def test_build_counts_what_failed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Beside the articles that were read stands how many were not; stderr says which."""
    empty, missing = tmp_path / "empty.txt", tmp_path / "missing.txt"
    empty.write_text("", encoding="utf-8")
    code, out, err = kg(capsys, "build", GERMAN, empty, missing, "-o", tmp_path / "b")
    lines = out.splitlines()
    assert code == 1
    assert lines[0].endswith(" from 1 article (1 publisher)")
    assert lines[1] == "   besides, 2 failed: the messages say which, and why"
    assert "empty.txt" in err
    assert "missing.txt" in err


def test_build_as_json_is_the_summary(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What a program reads is what lies in the folder, but for the list of files."""
    code, out, _ = kg(capsys, "build", GERMAN, "-o", tmp_path / "b", "--json")
    stored = json.loads((tmp_path / "b" / "summary.json").read_text(encoding="utf-8"))
    assert stored.pop("files")
    assert (code, json.loads(out)) == (0, stored)


def test_explain_names_the_rule_of_each_report(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Each sentence is listed, with what was found and why."""
    _, out, _ = kg(capsys, "build", GERMAN, "-o", tmp_path / "b", "--explain")
    stored = json.loads((tmp_path / "b" / "summary.json").read_text(encoding="utf-8"))
    (article,) = stored["articles"]
    assert out.count(f"{article['id']} [") == article["sentences"] > 0
    assert out.count("\n    + ") == article["reports"] + article["facts"] > 0
    assert "participant: subject" in out
    assert "lacks " in out


def test_explain_takes_one_article(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Named, one article is explained; a name that no article has is an answer of its own."""
    code, out, _ = kg(capsys, "build", GERMAN, ENGLISH, "-o", tmp_path / "b", "--explain", GERMAN.stem)
    assert code == 0
    heads = [line for line in out.splitlines() if re.match(r"\S+ \[\d+\] ", line)]
    assert {line.partition(" [")[0] for line in heads} == {GERMAN.stem}
    code, _, err = kg(capsys, "build", GERMAN, "-o", tmp_path / "b", "--explain", "nothing")
    assert code == 1
    assert "KG-227" in err


def test_show_says_why_sentences_gave_what_they_gave(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """An article is shown with the rules that read it, and with the words that gave nothing."""
    kg(capsys, "build", GERMAN, "-o", tmp_path / "b")
    _, out, _ = kg(capsys, "show", GERMAN.stem, "-g", tmp_path / "b", "--why", "--lang", "de")
    assert "de/" in out
    assert "es fehlt" in out or "kein Wort, das ein Ereignis nennt" in out
    _, out, _ = kg(capsys, "show", GERMAN.stem, "-g", tmp_path / "b", "--why", "--json")
    rows = json.loads(out)
    assert [row["article"] for row in rows] == [GERMAN.stem] * len(rows)


@pytest.mark.parametrize(
    ("name", "content", "code", "told"),
    [
        (
            "none.txt",
            None,
            5,
            "KG-201  none.txt: there is no such file or folder.\n        Check the spelling.\n",
        ),
        (
            "empty.txt",
            b"",
            5,
            (
                "KG-206  empty.txt: there is no article text in it.\n"
                "        Check that the text was saved whole.\n"
            ),
        ),
        (
            "b.txt",
            b"\x00\x01\x81\x8d" * 99,
            5,
            (
                "KG-204  b.txt: this is not text, or its encoding cannot be told.\n"
                "        Save it as text in UTF-8.\n"
            ),
        ),
        (
            "big.txt",
            b"Kim reiste. " * 420_000,
            5,
            (
                "KG-205  big.txt: 5,040,000 bytes are too much for one article (at most 2,000,000).\n"
                "        Split it into one file an article, or give a .jsonl with one article a line.\n"
            ),
        ),
        (
            "a.pdf",
            b"%PDF",
            5,
            (
                "KG-202  a.pdf: this kind of file is not read.\n"
                "        Files that are read: .htm, .html, .jsonl, .markdown, .md, .ndjson, .txt.\n"
            ),
        ),
        (
            "fr.txt",
            b"---\nlang: fr\ndate: 2023-09-13\n---\n\nLe ministre est parti pour Moscou hier soir.\n",
            3,
            (
                "KG-301  fr.txt: no pipeline reads 'fr'.\n"
                "        Languages that can be built here: de, en, ko, ru.\n"
                "        If it was taken for another, state it in the article's head (lang: de).\n"
            ),
        ),
    ],
)
def test_what_cannot_be_built_is_told(
    name: str,
    content: bytes | None,
    code: int,
    told: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One message with code, place and remedy, nothing on stdout, nothing written."""
    monkeypatch.chdir(tmp_path)
    if content is not None:
        Path(name).write_bytes(content)
    assert kg(capsys, "build", name, "-o", "out") == (code, "", told)
    assert not list(Path("out").iterdir())


def test_a_folder_that_cannot_be_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A file in the way, and a folder of something else."""
    (tmp_path / "f").write_text("x", encoding="utf-8")
    assert kg(capsys, "build", GERMAN, "-o", tmp_path / "f") == (
        3,
        "",
        f"KG-302  {tmp_path / 'f'} is a file, not a folder.\n        Name another folder:  -o FOLDER\n",
    )
    code, _, err = kg(capsys, "build", GERMAN, "-o", tmp_path / "f" / "below")
    assert (code, err.splitlines()[0].partition(":")[0]) == (
        3,
        f"KG-302  {tmp_path / 'f' / 'below'} cannot be written",
    )
    assert kg(capsys, "build", GERMAN, "-o", tmp_path) == (
        3,
        "",
        (
            f"KG-303  {tmp_path} is not empty and was not made by kg build.\n"
            "        Name another folder:  -o FOLDER\n        or write into it all the same:  --force\n"
        ),
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("build",),
        ("build", "x.txt", "--pipeline", "de"),
        ("build", "x.txt", "--date", "gestern"),
        ("build", "x.txt", "--cache-days", "-1"),
        ("ask", "nothing"),
        ("ask", "visits", "--nothing", "x"),
        ("nothing",),
        ("query",),
    ],
)
def test_a_command_written_wrong(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, and help is offered."""
    code, out, err = kg(capsys, *arguments)
    assert (code, out) == (2, "")
    assert "--help" in err


def test_a_question_nearly_right_is_suggested(capsys: pytest.CaptureFixture[str]) -> None:
    """A slip of the finger is met with the right name."""
    assert kg(capsys, "ask", "visit")[2].endswith("There is no question 'visit'. Did you mean 'visits'?\n")


@pytest.mark.parametrize("command", [("show", "Q1"), ("ask", "visits"), ("query", "ASK {}"), ("check",)])
def test_without_a_graph(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Every reading command says how to get one."""
    graph = [tmp_path / "none"] if command == ("check",) else ["-g", tmp_path / "none"]
    code, out, err = kg(capsys, *command, *graph)
    assert (code, out) == (3, "")
    assert err.startswith(
        f"KG-310  There is no graph at {tmp_path / 'none'}.\n        Build one:  kg build SOURCE -o"
    )


def test_list_of_questions(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a name, all questions are listed in the language asked for."""
    code, out, err = kg(capsys, "ask", "--json", "--lang", "de")
    listed = {one["name"]: one["question"] for one in json.loads(out)}
    assert (code, err) == (0, "")
    assert listed == {name: one.say("question", "de") for name, one in library(room("queries")).items()}


def test_answer_as_table_json_and_csv(capsys: pytest.CaptureFixture[str], world: Path) -> None:
    """The same rows three ways: marked words for people, values for programs, Excel's CSV in German."""
    code, out, _ = kg(capsys, "ask", "visits", "-g", world)
    assert code == 0
    assert "● asserted" in out
    assert "Visits (1 row)" in out
    (row,) = json.loads(kg(capsys, "ask", "visits", "-g", world, "--json")[1])
    assert (row["visitor"], row["status"]) == ("Kim", "https://w3id.org/geoevents/ontology#Asserted")
    text = kg(capsys, "ask", "visits", "-g", world, "--csv", "--lang", "de")[1]
    assert text.startswith("\ufeffBesuch;Stand;Besucher;")
    assert list(csv.reader(io.StringIO(text[1:]), delimiter=";"))[1][1:4] == [
        "● festgestellt",
        "Kim",
        "Russland",
    ]


def test_options_before_the_question_count(capsys: pytest.CaptureFixture[str], world: Path) -> None:
    """Language, form and folder may stand before the question's name or behind it, which is stronger."""
    behind = kg(capsys, "ask", "visits", "--graph", world, "--lang", "de")
    assert "Besuche (1 Zeile)" in behind[1]
    assert kg(capsys, "ask", "--lang", "de", "--build", world, "visits") == behind
    assert kg(capsys, "ask", "--lang", "en", "-g", world, "visits", "--lang", "de") == behind
    data = kg(capsys, "ask", "visits", "-g", world, "--json")
    assert kg(capsys, "ask", "-g", world, "--json", "visits") == data
    assert [one["visitor"] for one in json.loads(data[1])] == ["Kim"]


def test_blanks_are_options(capsys: pytest.CaptureFixture[str], world: Path) -> None:
    """A value narrows the answer; a wrong one is a command written wrong."""
    code, out, err = kg(capsys, "ask", "visits", "-g", world, "--json", "--who", "Nobody", "--lang", "de")
    assert (code, json.loads(out)) == (0, [])
    assert err.endswith("Das heißt nicht, dass nichts geschah.\n")
    assert kg(capsys, "ask", "visits", "-g", world, "--from", "gestern") == (
        2,
        "",
        "KG-224  --from 'gestern' is no date.\n        Write it as 2023-09-13.\n",
    )


def test_show_an_entity_by_number_and_name(capsys: pytest.CaptureFixture[str], world: Path) -> None:
    """The same card by QID and by name, with each sentence in which it plays a part."""
    code, out, _ = kg(capsys, "show", "Q1", "-g", world)
    assert code == 0
    assert out == kg(capsys, "show", "kim", "-g", world)[1]
    assert out.splitlines()[:3] == ["Kim", "  type: person", "  link: linked"]
    assert "    “Kim besuchte Russland auf der Basis Nord.”" in out.splitlines()
    german = kg(capsys, "show", "kim", "-g", world, "--lang", "de")[1]
    assert "    „Kim besuchte Russland auf der Basis Nord.“" in german.splitlines()


def test_show_an_event_with_its_proof(capsys: pytest.CaptureFixture[str], world: Path) -> None:
    """Claim and denial stand one below the other, each with mark, source, cue and article."""
    lines = kg(capsys, "show", "Disputed arms deal", "-g", world)[1].splitlines()
    assert lines[0] == "Disputed arms deal, North Korea–Russia"
    assert "  status: ◐ ✕ disputed" in lines
    assert "  ○ ? speculated · Beobachter · Kurier · 2023-09-13 · eins" in lines
    assert "  ✕ denied · Putin · Blatt · 2023-09-14 · zwei" in lines
    assert any("[könnte]" in line for line in lines)


def test_show_an_article(capsys: pytest.CaptureFixture[str], world: Path) -> None:
    """An article is found by its identifier; its sentences say of which event they are."""
    out = kg(capsys, "show", "two", "-g", world)[1]
    assert "  ◷ planned · Courier · 2023-09-12 · two" in out.splitlines()
    assert "→ Planned meeting" in out


def test_show_what_is_not_there(capsys: pytest.CaptureFixture[str], world: Path) -> None:
    """Nothing found is an answer of its own."""
    code, out, err = kg(capsys, "show", "Nobody", "-g", world)
    assert (code, out, err.partition(".")[0]) == (1, "", "KG-227  Nothing here is called 'Nobody'")


def test_show_names_what_is_spelt_alike(capsys: pytest.CaptureFixture[str], world: Path) -> None:
    """A slip in a name, or in a part of it, is answered with the names that may be meant."""
    said = kg(capsys, "show", "Putni", "-g", world)[2]
    assert said == "KG-227  Nothing here is called 'Putni'.\n        Did you mean 'Putin'?\n"
    assert kg(capsys, "show", "Xyzzyq", "-g", world)[2].endswith("See what there is:  kg ask\n")


def test_show_lists_where_many_are_meant(capsys: pytest.CaptureFixture[str], world: Path) -> None:
    """A part of several names gives their identifiers to choose from."""
    found = json.loads(kg(capsys, "show", "i", "-g", world, "--json")[1])
    assert len(found) > 1
    assert set(found[0]) == {"iri", "title"}
    assert "Kennung" in kg(capsys, "show", "i", "-g", world, "--lang", "de")[1]


def test_query_from_text_file_and_stdin(
    capsys: pytest.CaptureFixture[str], world: Path, tmp_path: Path
) -> None:
    """Any SPARQL, however it is given; a ready question's file runs as it stands."""
    path = room("queries") / "visits.rq"
    assert len(json.loads(kg(capsys, "query", path, "-g", world, "--json")[1])) == 1
    assert kg(capsys, "query", "ASK { ?a ?b ?c }", "-g", world) == (0, "yes\n", "")
    done = subprocess.run(
        [sys.executable, "-c", "from kg.cli import main; main()", "query", "-", "-g", str(world)],
        input=b"ASK { <x:a> ?b ?c }",
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"},
        check=False,
        capture_output=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"no\n", b"")
    (tmp_path / "bad.rq").write_bytes(b"\xff\xfe\x00")
    assert kg(capsys, "query", tmp_path / "bad.rq", "-g", world)[0] == 5
    assert kg(capsys, "query", "SELECT", "-g", world)[0] == 2
    missing = kg(capsys, "query", tmp_path / "none.rq", "-g", world)
    assert missing[::2] == (
        5,
        f"KG-201  {tmp_path / 'none.rq'}: there is no such file.\n        Check the spelling.\n",
    )


def test_a_role_in_an_answer_has_its_name(capsys: pytest.CaptureFixture[str], world: Path) -> None:
    """A term of the ontology is said in words, whatever its first letter; a report goes by its identifier."""
    roles = "VALUES ?role { kg:speaker kg:source kg:place }"
    query = f"PREFIX kg: <https://w3id.org/geoevents/ontology#> SELECT ?role {{ {roles} }}"
    shown = kg(capsys, "query", query, "-g", world, "--csv", "--lang", "en")[1]
    assert shown.lstrip("\ufeff").split() == ["role", "speaker", "source", "place"]
    query = "PREFIX kg: <https://w3id.org/geoevents/ontology#> SELECT ?one { ?one a kg:Report } LIMIT 1"
    shown = kg(capsys, "query", query, "-g", world, "--csv", "--lang", "en")[1]
    assert re.fullmatch(r"[0-9a-f]{16}#s\d+-[A-Za-z]+-\d+-\d+", shown.split()[1])


def test_output_is_utf8_whatever_the_machine(world: Path) -> None:
    """A redirected output on a machine with another encoding neither fails nor garbles."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from kg.cli import main; main()",
            "ask",
            "visits",
            "-g",
            str(world),
            "--lang",
            "de",
        ],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"},
        check=False,
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 0
    assert "unabhängige Quellen" in done.stdout.decode("utf-8")


def test_check_a_build(capsys: pytest.CaptureFixture[str], world: Path) -> None:
    """A good build has warnings at most, in words without addresses."""
    code, out, err = kg(capsys, "check", world)
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == f"{world}: 0 errors, 1 warning"
    german = kg(capsys, "check", world, "--lang", "de")[1]
    assert german.splitlines()[-1] == f"{world}: 0 Fehler, 1 Hinweis"
    assert "https://" not in out


def test_check_finds_a_forged_quote(capsys: pytest.CaptureFixture[str], world: Path, tmp_path: Path) -> None:
    """A sentence that the text beside the graph does not have is an error; so is a text that is missing."""
    (tmp_path / "articles").mkdir()
    graph = (world / "graph.ttl").read_text(encoding="utf-8")
    (tmp_path / "graph.ttl").write_text(graph.replace("Putin bestritt", "Putin bejahten"), encoding="utf-8")
    for path in (world / "articles").glob("*.txt"):
        (tmp_path / "articles" / path.name).write_bytes(path.read_bytes())
    code, out, _ = kg(capsys, "check", tmp_path)
    assert (code, out.splitlines()[-1]) == (1, f"{tmp_path}: 1 error, 1 warning")
    assert "The article says something else at this place." in out
    (tmp_path / "articles" / "zwei.txt").unlink()
    rules = {one["rule"] for one in json.loads(kg(capsys, "check", tmp_path, "--json")[1])}
    assert "quote-text" in rules


@pytest.mark.parametrize("content", [b"no turtle", b"", b"<x:a> <x:b> <x:c> .", b"\xff\xfe"])
def test_check_what_is_no_graph(content: bytes, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A file that is no graph of articles is unreadable, not good."""
    (tmp_path / "g.ttl").write_bytes(content)
    code, out, err = kg(capsys, "check", tmp_path / "g.ttl")
    assert (code, out) == (5, "")
    assert err.startswith(("KG-220", "KG-228"))


def test_check_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a name the project's own files are checked, and they are good."""
    code, out, err = kg(capsys, "check")
    assert (code, err) == (0, "")
    assert all(line.startswith("ok") for line in out.splitlines())


def test_doctor(capsys: pytest.CaptureFixture[str]) -> None:
    """Versions, languages and the snapshot's date; exit code 0 where nothing is missing."""
    code, out, _ = kg(capsys, "doctor", "--json")
    parts = {one["name"]: one for one in json.loads(out)}
    assert code == 0
    assert parts["geoevents"]["told"] == __version__
    assert parts["language de"]["told"] == "frames and pipeline"
    assert all(one["good"] for one in parts.values())


def test_stopping_says_so(
    capsys: pytest.CaptureFixture[str], world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C gives 130 and no traceback."""

    def stopped() -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdin", type("Stopped", (), {"read": staticmethod(stopped)}))
    code, out, err = kg(capsys, "query", "-", "-g", world)
    assert (code, out, err.lstrip()) == (130, "", "Stopped. What was built before is unchanged.\n")


def test_a_build_tells_how_often_a_service_was_asked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With -v; the answers lie in the user's cache folder, so the second build asks nothing."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    snapshot = sorted((room("data") / "wikidata").glob("*.ttl"))
    with sparql_server(snapshot, tmp_path / "store") as url:
        given = ("build", GERMAN, "-o", tmp_path / "b", "--endpoint", url, "-v")
        code, _, err = kg(capsys, *given)
        assert code == 0
        assert re.fullmatch(rf"{re.escape(url)}: [1-9]\d* requests?\n", err)
        assert kg(capsys, *given)[2] == f"{url}: 0 requests\n"
    first = (tmp_path / "b" / "graph.ttl").read_bytes()
    code, _, err = kg(capsys, *given, "--offline", "--quiet")
    assert (code, err) == (0, f"{url}: 0 requests\n")
    linked = [line for line in first.splitlines() if b"owl:sameAs" in line]
    assert linked
    assert linked == [
        line for line in (tmp_path / "b" / "graph.ttl").read_bytes().splitlines() if b"owl:sameAs" in line
    ]


def test_a_damaged_cache_is_told_and_costs_nothing_else(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """One message, exit code 0, and the graph of a build without a cache."""
    (tmp_path / "c.sqlite").write_bytes(b"no database at all " * 500)
    given = ("build", GERMAN, "--endpoint", "https://query.wikidata.org/sparql", "--offline")
    code, _, err = kg(capsys, *given, "-o", tmp_path / "a", "--cache", tmp_path / "c.sqlite")
    assert code == 0
    assert err.startswith("KG-408")
    assert kg(capsys, *given, "-o", tmp_path / "b", "--cache", tmp_path / "new.sqlite")[:1] == (0,)
    assert (tmp_path / "a" / "graph.ttl").read_bytes() == (tmp_path / "b" / "graph.ttl").read_bytes()
