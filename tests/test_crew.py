"""Processes that share the work of a build: what comes out never hangs on how many there are."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import spacy

from kg.cli import execute
from kg.crew import Crew
from kg.errors import ArticleError, KgError, LookupFailed, MissingError, PartlyFailed
from kg.pipeline import Settings, build
from kg.setup import Setup
from tests.recombined import write_articles

if TYPE_CHECKING:
    from kg.assembling import Summary

ROOT = Path(__file__).parent.parent
#: Enough for two processes.
MANY = 50
LENGTH = 2


def silent(_stage: str, _done: int, _total: int) -> None:
    """Hear nothing."""


def content(folder: Path) -> dict[str, bytes]:
    """Read all that a build wrote, but for what only makes the next one faster."""
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in paths.items() if not name.startswith("work/")}


def doubled(_setup: Setup, number: int) -> tuple[int, int]:
    """Double a number, and tell who did it."""
    return 2 * number, os.getpid()


def refused(_setup: Setup, number: int) -> int:
    """Refuse one number."""
    if number == 1:
        raise ArticleError("KG-201", "This number is none.", "Take another.")
    return number


def ended(_setup: Setup, number: int) -> int:
    """End the process without a word."""
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def reporting(_setup: Setup, _number: int) -> None:
    """Tell that something is done, and take a while."""
    os.write(1, b"at work\n")
    time.sleep(1)


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write articles in two languages, more than one process does alone."""
    folder = tmp_path_factory.mktemp("articles")
    write_articles(folder, range(MANY), LENGTH)
    return folder


def built(articles: Path, out: Path, jobs: int) -> Summary:
    """Build with so many processes."""
    return build([str(articles)], out, Settings(jobs=jobs), silent)


def test_two_processes_come_to_the_same_bytes_as_one(articles: Path, tmp_path: Path) -> None:
    """All files are alike, and what two kept is all that one needs."""
    one, two = built(articles, tmp_path / "one", 1), built(articles, tmp_path / "two", 2)
    assert len(one.tellings) == MANY
    assert content(tmp_path / "two") == content(tmp_path / "one")
    assert two.plain() == one.plain()
    assert built(articles, tmp_path / "two", 1).unchanged == MANY


def test_much_work_is_shared_and_little_is_not() -> None:
    """Others take part where it is worth their start, and each item is done once."""
    with Crew(Setup({}), 2) as crew:
        few = dict(crew.each(doubled, range(10)))
        many = dict(crew.each(doubled, range(100)))
    assert {who for _, who in few.values()} == {os.getpid()}
    others = {who for _, who in many.values()}
    assert len(others) == 2
    assert os.getpid() not in others
    assert {number: made for number, (made, _) in many.items()} == {n: 2 * n for n in range(100)}


def test_what_is_raised_in_another_process_is_raised_here() -> None:
    """An error keeps its code, its words and its remedy."""
    with Crew(Setup({}), 2) as crew, pytest.raises(ArticleError) as told:
        dict(crew.each(refused, range(100)))
    assert (told.value.code, told.value.what, told.value.remedy) == (
        "KG-201",
        "This number is none.",
        "Take another.",
    )


def test_a_process_that_is_ended_is_told() -> None:
    """Who loses a process hears what may be the reason, and what to do."""
    with Crew(Setup({}), 2) as crew, pytest.raises(MissingError, match="ended from outside") as told:
        dict(crew.each(ended, range(100)))
    assert told.value.code == "KG-316"
    assert "--jobs 1" in told.value.remedy


def test_processes_end_with_their_parent(tmp_path: Path) -> None:
    """A build that is killed leaves no process behind: they end with what they are at."""
    program = (
        "from kg.crew import Crew; from kg.setup import Setup; from tests.test_crew import reporting\n"
        "if __name__ == '__main__':\n"
        "    dict(Crew(Setup({}), 2).each(reporting, range(100)))\n"
    )
    script = tmp_path / "program.py"
    script.write_text(program, encoding="utf-8")
    where = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, str(script)], env=where, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"at work\n"
        parent.kill()
        rest = parent.stdout.read()  # to its end: nobody holds it any more
    assert rest.count(b"at work") < 10


def test_a_pipeline_that_cannot_be_loaded_is_told_once(articles: Path, tmp_path: Path) -> None:
    """However many processes meet it, its reason is told with one article, and the others are named."""
    spacy.blank("de").to_disk(tmp_path / "none")
    told = []
    for jobs in (1, 2):
        settings = Settings(pipelines={"de": str(tmp_path / "none")}, jobs=jobs)
        summary = build([str(articles)], tmp_path / f"out-{jobs}", settings, silent)
        told.append([(one.code, one.what) for one in summary.errors])
    codes = [code for code, _ in told[0]]
    assert codes[0] == "KG-305"
    assert set(codes[1:]) == {"KG-301"}
    assert told[1] == told[0]


@pytest.mark.parametrize(
    "error",
    [
        ArticleError("KG-201", "what", "remedy"),
        PartlyFailed({"a": 1}, {"b": LookupFailed("KG-401", "what")}),
    ],
)
def test_errors_can_be_sent(error: KgError) -> None:
    """An error that was sent to another process is the same error."""
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  made here
    assert type(again) is type(error)
    assert str(again) == str(error)


def test_the_command_takes_no_fewer_than_one_process(articles: Path, tmp_path: Path) -> None:
    """A number of processes below one is a command written wrong."""
    assert execute(["build", str(articles), "-o", str(tmp_path / "out"), "--jobs", "0"]) == 2
