"""A build after another: only what is new is done, and it comes to the same bytes as one from scratch."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.cli import execute
from kg.embedded import embedded
from kg.errors import MissingError
from kg.model import LinkStatus
from kg.parsing import Parser
from kg.pipeline import Settings, build
from kg.results import Results
from kg.rooms import room
from kg.setup import Setup
from kg.store import RESULTS, load
from tests.killed import KILLED
from tests.services import faulty, sparql_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.assembling import Summary

ROOT = Path(__file__).parent.parent
HEAD = "---\nlang: de\ndate: 2023-09-14\npublisher: {}\n---\n"
ARTICLES = {
    "a.txt": "Wladimir Putin empfing Kim Jong Un am 13. September 2023 in Wostotschny.\n",
    "b.txt": "Kim Jong Un könnte sich in Wladiwostok mit Putin treffen, sagten Beobachter.\n",
    "c.txt": "Der Außenminister Sergej Lawrow besuchte am 18. Oktober 2023 Pjöngjang.\n",
}
MORE = {"d.txt": "Nordkorea lieferte im August 2023 Artilleriemunition an Russland.\n"}
#: What a build of one article more has come to then: a result kept, the log written, an article half
#: written, all but the graph, the graph, all but the note that it is at work.
MOMENTS = (7, 18, 19, 34, 35, 38)
GRAPH_LIES_THERE = 35


def silent(_stage: str, _done: int, _total: int) -> None:
    """Hear nothing."""


def run(out: Path, sources: Path, **given: object) -> Summary:
    """Build a folder of articles."""
    return build([str(sources)], out, replace(Settings(), **given), silent)  # type: ignore[arg-type]


def content(folder: Path) -> dict[str, bytes]:
    """Read all that a build wrote, but for what only makes the next one faster, and the history."""
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    found = {name: path.read_bytes() for name, path in paths.items() if not name.startswith("work/")}
    assert found
    return {name: text for name, text in found.items() if name != "changes.tsv"}


def kinds(log: Path) -> list[str]:
    """List the kinds of change that a log tells of, none if there is none."""
    if not log.exists():
        return []
    head, *lines = [line.split("\t") for line in log.read_text(encoding="utf-8").splitlines()]
    return [line[head.index("kind")] for line in lines]


def write(folder: Path, articles: dict[str, str]) -> Path:
    """Write articles."""
    folder.mkdir(exist_ok=True)
    for number, (name, text) in enumerate(articles.items()):
        (folder / name).write_text(HEAD.format(f"Blatt {number}") + text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build three articles from scratch; the folder holds them and their build."""
    place = tmp_path_factory.mktemp("three")
    summary = run(place / "build", write(place / "in", ARTICLES))
    assert (len(summary.tellings), summary.unchanged, summary.exit_code()) == (3, 0, 0)
    assert len(summary.events) >= 2
    return place


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build four articles from scratch."""
    place = tmp_path_factory.mktemp("four")
    summary = run(place / "build", write(place / "in", ARTICLES | MORE))
    assert (len(summary.tellings), summary.unchanged) == (4, 0)
    return place


@pytest.fixture
def begun(three: Path, tmp_path: Path) -> Path:
    """Give a copy of the three articles and their build."""
    shutil.copytree(three, tmp_path / "copy")
    return tmp_path / "copy"


@pytest.fixture
def read_again(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """List the articles that a parser reads from now on."""
    read: list[str] = []
    real = Parser.read

    def noted(parser: Parser, article: object) -> object:
        read.append(article.id)  # type: ignore[attr-defined]
        return real(parser, article)  # type: ignore[arg-type]

    monkeypatch.setattr(Parser, "read", noted)
    return read


def test_nothing_new_is_nothing_to_do(begun: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No parser is loaded, no file is written again, and all articles are said to be unchanged."""
    monkeypatch.setattr(Setup, "parser", None)
    paths = [path for path in (begun / "build").rglob("*") if path.is_file() and path.suffix != ".sqlite"]
    before = {path: path.stat().st_mtime_ns for path in paths}
    first = content(begun / "build")
    # The place of the sources is no part of what they say, but of how they are called.
    summary = run(begun / "build", begun / "in")
    assert (summary.unchanged, len(summary.tellings)) == (3, 3)
    assert content(begun / "build") == first
    assert {path: path.stat().st_mtime_ns for path in paths} == before


def test_an_article_more_is_read_alone(begun: Path, four: Path, read_again: list[str]) -> None:
    """The graph is that of a build from scratch, and the log of changes has what is new."""
    write(begun / "in", ARTICLES | MORE)
    summary = run(begun / "build", begun / "in")
    assert (read_again, summary.unchanged) == (["d"], 3)
    assert content(begun / "build") == content(four / "build")
    assert kinds(begun / "build" / "changes.tsv") == ["new"]


def test_an_article_taken_out_takes_its_reports_along(four: Path, three: Path, tmp_path: Path) -> None:
    """What is left is the build of the others from scratch, without a trace of it."""
    shutil.copytree(four, tmp_path / "copy")
    (tmp_path / "copy" / "in" / "d.txt").unlink()
    summary = run(tmp_path / "copy" / "build", tmp_path / "copy" / "in")
    assert summary.unchanged == 3
    assert content(tmp_path / "copy" / "build") == content(three / "build")
    assert len(load(tmp_path / "copy" / "build")) == summary.statements


def test_an_article_that_says_something_else_is_read_again(begun: Path, read_again: list[str]) -> None:
    """Only it; its old reports are gone."""
    write(begun / "in", ARTICLES | {"a.txt": "Wladimir Putin empfing Xi Jinping in Moskau.\n"})
    summary = run(begun / "build", begun / "in")
    assert (read_again, summary.unchanged) == (["a"], 2)
    assert "13. September" not in (begun / "build" / "graph.ttl").read_text(encoding="utf-8")
    assert kinds(begun / "build" / "changes.tsv")


def test_ctrl_c_keeps_what_is_done(
    tmp_path: Path,
    three: Path,
    read_again: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It gives 130 and says so; the same command reads only what is left, and comes to the same."""
    shutil.copytree(three / "in", tmp_path / "in")
    noted = Parser.read

    def stopped(parser: Parser, article: object) -> object:
        if len(read_again) == 2:
            raise KeyboardInterrupt
        return noted(parser, article)  # type: ignore[arg-type]

    command = ["build", "-q", "-o", str(tmp_path / "build"), str(tmp_path / "in")]
    with monkeypatch.context() as patched:
        patched.setattr(Parser, "read", stopped)
        assert execute(command) == 130
    words = "Stopped. The graph is as it was before. 2 of 3 articles are extracted and kept; "
    assert capsys.readouterr() == ("", f"{words}the same command goes on from there.\n")
    assert execute(command) == 0
    assert read_again == ["a", "b", "c"]
    assert content(tmp_path / "build") == content(three / "build")


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_build_goes_on(moment: int, begun: Path, four: Path) -> None:
    """Wherever it is killed, the next comes to the bytes of an unbroken one, and leaves no stray file.

    What it had begun is put right also if the next build is to be another one.
    """
    three_built = content(begun / "build")
    write(begun / "in", ARTICLES | MORE)
    command = [sys.executable, "-m", "tests.killed"]
    command += [str(moment), str(begun / "build"), str(begun / "in")]
    done = subprocess.run(command, check=False, capture_output=True, cwd=ROOT, timeout=300)
    assert (done.returncode, done.stdout, done.stderr) == (KILLED, b"", b"")
    log = begun / "build" / "changes.tsv"
    if moment % 2:
        run(begun / "build", begun / "in")
        assert content(begun / "build") == content(four / "build")
        assert kinds(log) == ["new"]
    else:
        (begun / "in" / "d.txt").unlink()
        run(begun / "build", begun / "in")
        assert content(begun / "build") == three_built
        assert kinds(log) == (["new", "withdrawn"] if moment >= GRAPH_LIES_THERE else [])
    graph = begun / "build" / "graph.ttl"
    assert not list(begun.rglob("*.part"))
    store = embedded(graph)
    assert store is not None
    assert len(store) == json.loads(content(begun / "build")["summary.json"])["statements"]


def test_a_first_build_that_is_killed_makes_the_folder_its_own(tmp_path: Path, three: Path) -> None:
    """The next goes on without --force, also where the folder lies among the articles."""
    shutil.copytree(three / "in", tmp_path / "in")
    command = [sys.executable, "-m", "tests.killed", "30", str(tmp_path / "in" / "b"), str(tmp_path / "in")]
    done = subprocess.run(command, check=False, capture_output=True, cwd=ROOT, timeout=300)
    assert (done.returncode, done.stderr) == (KILLED, b"")
    assert (tmp_path / "in" / "b" / "articles").is_dir()
    assert not (tmp_path / "in" / "b" / "summary.json").exists()
    summary = run(tmp_path / "in" / "b", tmp_path / "in")
    assert summary.unchanged == 3
    assert content(tmp_path / "in" / "b") == content(three / "build")


def test_what_was_kept_may_be_damaged_or_gone(begun: Path, read_again: list[str]) -> None:
    """All is read again, with a word where the file is damaged, and comes to the same."""
    before = content(begun / "build")
    heard: list[str] = []
    (begun / "build" / RESULTS).write_bytes(b"no such thing" * 1000)
    build([str(begun / "in")], begun / "build", Settings(), silent, heard.append)
    assert [words.partition(" ")[0] for words in heard] == ["KG-313"]
    assert read_again == ["a", "b", "c"]
    assert content(begun / "build") == before


def test_a_kept_result_that_was_altered_does_not_count(begun: Path, read_again: list[str]) -> None:
    """Each is kept with its hash."""
    before = content(begun / "build")
    with sqlite3.connect(begun / "build" / RESULTS) as connection:
        changed = connection.execute(
            "UPDATE results_1 SET content = X'00' || content WHERE kind = 'parsed'"
        ).rowcount
    connection.close()
    assert changed == 3
    assert run(begun / "build", begun / "in").unchanged == 0
    assert read_again == ["a", "b", "c"]
    assert content(begun / "build") == before


def test_a_file_that_was_tampered_with_is_written_again(begun: Path) -> None:
    """Although nothing is new, what lies in the folder is looked at."""
    before = content(begun / "build")
    (begun / "build" / "graph.ttl").write_text("", encoding="utf-8")
    (begun / "build" / "articles" / "a.txt").unlink()
    assert run(begun / "build", begun / "in").unchanged == 3
    assert content(begun / "build") == before


def test_two_builds_do_not_write_into_one_folder(begun: Path) -> None:
    """The second says that another is at work, and changes nothing."""
    before = content(begun / "build")
    with Results(begun / "build" / RESULTS), pytest.raises(MissingError, match="KG-312"):
        run(begun / "build", begun / "in")
    assert content(begun / "build") == before
    assert run(begun / "build", begun / "in").unchanged == 3


@pytest.fixture(scope="module")
def wikidata(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the snapshot as Wikidata."""
    files = sorted((room("data") / "wikidata").glob("*.ttl"))
    with sparql_server(files, tmp_path_factory.mktemp("server")) as url:
        yield url


def test_what_a_service_did_not_answer_is_asked_again(wikidata: str, begun: Path, tmp_path: Path) -> None:
    """The names that failed are linked by the next build, which parses nothing; what is linked stays so."""
    down = [True]
    with faulty(lambda _number, _query: (404, {}, b"") if down[0] else None, behind=wikidata) as (url, seen):
        given = {"endpoint": url, "contact": "a@example.org", "cache": tmp_path / "cache.sqlite"}
        settings = replace(Settings(), **given)  # type: ignore[arg-type]
        out, source = begun / "build", [str(begun / "in")]
        first = build(source, out, settings, silent)
        assert first.names[LinkStatus.LOOKUP_FAILED] > 0
        assert (first.unchanged, first.exit_code()) == (0, 4)
        down[0] = False
        second = build(source, out, settings, silent)
        assert second.names.get(LinkStatus.LOOKUP_FAILED, 0) == 0
        assert second.names[LinkStatus.LINKED] > 0
        assert second.exit_code() == 0
        asked = len(seen)
        third = build(source, out, settings, silent)
        assert (third.unchanged, third.requests, len(seen)) == (3, 0, asked)
        assert third.sha256 == second.sha256
        scratch = build(source, tmp_path / "scratch", settings, silent)
        assert content(tmp_path / "scratch") == content(out)
        assert scratch.unchanged == 0


def test_answers_that_are_others_now_are_taken(wikidata: str, begun: Path, tmp_path: Path) -> None:
    """A telling counts only while its questions are answered as they were."""
    settings = Settings(endpoint=wikidata, contact="a@example.org", cache=tmp_path / "one.sqlite")
    source, out = [str(begun / "in")], begun / "build"
    assert build(source, out, settings, silent).names[LinkStatus.LINKED] > 0
    with sqlite3.connect(tmp_path / "one.sqlite") as connection:
        kept = connection.execute("SELECT count(*) FROM answers_1").fetchone()[0]
        connection.execute("UPDATE answers_1 SET answer = '[]' WHERE kind = 'named'")
    connection.close()
    assert kept
    again = build(source, out, settings, silent)
    assert again.unchanged < 3
    scratch = build(source, tmp_path / "scratch", settings, silent)
    assert scratch.sha256 == again.sha256
