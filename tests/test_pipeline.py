"""The whole line, from files to a checked graph: nothing lost, nothing invented, the same bytes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest

from kg.assembling import Assembled, Summary, Told, assemble
from kg.crew import Crew
from kg.describe import Run
from kg.errors import ArticleError, LookupFailed, MissingError
from kg.joining import join
from kg.minting import Mint
from kg.model import Link, LinkStatus, Status, Telling
from kg.pipeline import Settings, build
from kg.project import check_graph
from kg.rooms import room
from kg.setup import Setup
from kg.store import load, texts

SAMPLES = room("data") / "articles"
GERMAN = SAMPLES / "2023-09-14-wostotschny-bilanz.txt"
ROOT = Path(__file__).parent.parent


def quiet(_stage: str, _done: int, _total: int) -> None:
    """Hear nothing of the progress."""


def run_build(out: Path, *sources: Path, **given: object) -> Summary:
    """Build with the shipped parts."""
    return build([str(one) for one in sources], out, replace(Settings(), **given), quiet)  # type: ignore[arg-type]


def content(folder: Path) -> dict[str, bytes]:
    """Read all files of a build; what only makes the next one faster is none of it."""
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    found = {name: path.read_bytes() for name, path in paths.items() if not name.startswith("work/")}
    assert found
    return found


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    """Build one German sample."""
    out = tmp_path_factory.mktemp("sample") / "build"
    return out, run_build(out, GERMAN)


def test_a_build_holds_what_it_says(sample: tuple[Path, Summary]) -> None:
    """Folder, summary and graph agree."""
    out, summary = sample
    name = GERMAN.stem
    files = content(out)
    assert sorted(files) == [
        f"articles/{name}.ttl",
        f"articles/{name}.txt",
        "graph.ttl",
        "links.tsv",
        "queries.ttl",
        "sentences.tsv",
        "summary.json",
        "void.ttl",
    ]
    told = json.loads(files["summary.json"])
    assert told["files"] == sorted(files)
    assert told["statements"] == summary.statements == len(load(out))
    assert sum(told["events"].values()) == len(summary.events) > 0
    assert summary.exit_code() == 0


def test_a_build_keeps_the_rules(sample: tuple[Path, Summary]) -> None:
    """What was built passes `kg check`, quotes against the texts beside it, as a whole and by article."""
    out, _ = sample
    for place in (out, *(out / "articles").glob("*.ttl")):
        findings, words = check_graph(place, "en")
        assert [one for one in findings if one.severity == "must"] == []
        assert len(words) == len(findings)


def test_the_text_beside_the_graph_is_the_kept_text(sample: tuple[Path, Summary]) -> None:
    """Offsets hold in the file as it is written."""
    out, summary = sample
    (telling,) = summary.tellings
    assert texts(out) == {GERMAN.stem: telling.reading.article.text}


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_input_gives_the_same_bytes(seed: str, sample: tuple[Path, Summary], tmp_path: Path) -> None:
    """Whatever the seed of hashes and the folder."""
    code = "import sys; from kg.cli import execute; sys.exit(execute(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, "build", str(GERMAN), "-o", str(tmp_path / "b"), "-q"],
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        timeout=300,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert content(tmp_path / "b") == content(sample[0])


def test_a_rebuild_takes_away_what_is_left_over(tmp_path: Path) -> None:
    """Only files that an earlier build listed go; a stranger's stay."""
    out = tmp_path / "b"
    run_build(out, GERMAN)
    (out / "notes.md").write_text("mine", encoding="utf-8")
    (out / "articles" / "mine.txt").write_text("mine", encoding="utf-8")
    other = tmp_path / "anders.txt"
    other.write_bytes(GERMAN.read_bytes())
    run_build(out, other)
    assert sorted(content(out)) == [
        "articles/anders.ttl",
        "articles/anders.txt",
        "articles/mine.txt",
        "graph.ttl",
        "links.tsv",
        "notes.md",
        "queries.ttl",
        "sentences.tsv",
        "summary.json",
        "void.ttl",
    ]


def test_an_earlier_build_is_no_source(tmp_path: Path) -> None:
    """A folder that holds its own build is read without it."""
    (tmp_path / "a.txt").write_bytes(GERMAN.read_bytes())
    run_build(tmp_path / "build", tmp_path)
    summary = run_build(tmp_path / "build", tmp_path)
    assert [telling.reading.article.id for telling in summary.tellings] == ["a"]


def test_doubles_are_taken_once_and_names_told_apart(tmp_path: Path) -> None:
    """Equal content counts once; different content of one name gets a number; both are said."""
    for folder, text in (("a", ""), ("b", ""), ("c", "\n\nKim reiste nach Moskau.\n")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(GERMAN.read_text(encoding="utf-8") + text, encoding="utf-8")
    summary = run_build(tmp_path / "build", tmp_path)
    assert [telling.reading.article.id for telling in summary.tellings] == ["x", "x-2"]
    assert [(name, note.partition(":")[0]) for name, note in summary.notes] == [
        ("x", "KG-217"),
        ("x-2", "KG-218"),
    ]
    assert summary.exit_code() == 0


@pytest.mark.parametrize("name", ["../../evil", "CON", "a/b", "...", "x" * 300, "naïve", "a\u202eb"])
def test_no_name_leaves_the_folder(name: str, tmp_path: Path) -> None:
    """An id from a record is made a file name that every system takes."""
    record = {"id": name, "text": "Kim reiste am Mittwoch nach Moskau. Putin empfing ihn.", "lang": "de"}
    (tmp_path / "r.jsonl").write_text(json.dumps(record), encoding="utf-8")
    out = tmp_path / "in" / "build"
    run_build(out, tmp_path / "r.jsonl")
    assert len(content(out)) == 8
    assert {path.name for path in tmp_path.iterdir()} == {"in", "r.jsonl"}
    assert all(len(path.name) < 120 for path in out.rglob("*"))


def test_a_foreign_folder_is_left_alone(tmp_path: Path) -> None:
    """Without --force nothing is written into it; sources are never written over, even with it."""
    (tmp_path / "mine.txt").write_bytes(GERMAN.read_bytes())
    with pytest.raises(MissingError, match="KG-303"):
        run_build(tmp_path, tmp_path / "mine.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert run_build(tmp_path, tmp_path / "mine.txt", force=True).exit_code() == 0
    with pytest.raises(MissingError, match="KG-304"):
        run_build(tmp_path, tmp_path / "articles" / "mine.txt", force=True)


def test_bad_files_do_not_stop_good_ones(tmp_path: Path) -> None:
    """Each is told with its reason, the others are built, the exit code says so."""
    (tmp_path / "good.txt").write_bytes(GERMAN.read_bytes())
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 9)
    (tmp_path / "big.txt").write_text("Kim reiste nach Moskau. " * 250_000, encoding="utf-8")
    (tmp_path / "line.txt").write_text("Kim reiste nach Moskau. " * 5_000, encoding="utf-8")
    french = "Le président a rencontré le ministre dans la ville et les autres ont dit que c’est bien. "
    (tmp_path / "french.txt").write_text(french * 5, encoding="utf-8")
    summary = run_build(tmp_path / "build", tmp_path, tmp_path / "missing.txt")
    assert [telling.reading.article.id for telling in summary.tellings] == ["good"]
    codes = ["KG-205", "KG-204", "KG-206", "KG-201", "KG-301", "KG-205"]
    assert sorted(error.code for error in summary.errors) == sorted(codes)
    assert summary.exit_code() == 1


def test_nothing_built_leaves_the_earlier_build(tmp_path: Path) -> None:
    """If no article can be read, what was built before is unchanged."""
    out = tmp_path / "b"
    run_build(out, GERMAN)
    before = content(out)
    (tmp_path / "empty.txt").write_bytes(b"")
    assert run_build(out, tmp_path / "empty.txt").exit_code() == 5
    assert content(out) == before


@pytest.mark.parametrize(
    ("errors", "code"),
    [
        ((MissingError("KG-301", "x"), ArticleError("KG-201", "x")), 3),
        ((ArticleError("KG-201", "x"),), 5),
        ((LookupFailed("KG-401", "x"),), 4),
    ],
)
def test_exit_code_where_nothing_was_built(errors: tuple[MissingError, ...], code: int) -> None:
    """What is missing counts before what is unreadable, that before a service."""
    assert Summary(errors=errors).exit_code() == code


def test_offline_fetches_nothing(tmp_path: Path) -> None:
    """An address is refused with a reason."""
    summary = build(["https://example.org/a"], tmp_path / "b", Settings(offline=True), quiet)
    assert [error.code for error in summary.errors] == ["KG-412"]
    assert summary.exit_code() == 3


def test_world_adds_up(assembled: Assembled) -> None:
    """Three articles give three events: stated, disputed, planned."""
    summary = assembled.summary
    assert {event.event_type: event.status for event in summary.events} == {
        "Visit": Status.ASSERTED,
        "ArmsDeal": Status.DISPUTED,
        "Meeting": Status.PLANNED,
    }
    assert (summary.set_aside, summary.broken) == ((), ())


def remade(assembled: Assembled, *tellings: Telling) -> Assembled:
    """Assemble other tellings in the same way."""
    del assembled
    runs = {telling.reading.article.id: Run("0.1.0", "test-1") for telling in tellings}
    return assemble(Told(tellings, runs), Crew(Setup({})), Mint(), "en", quiet)


def test_order_of_articles_does_not_matter(assembled: Assembled) -> None:
    """The graph of the reversed articles is the same bytes."""
    again = remade(assembled, *reversed(assembled.summary.tellings))
    assert again.files["graph.ttl"] == assembled.files["graph.ttl"]


def test_an_article_that_breaks_a_rule_is_set_aside(assembled: Assembled) -> None:
    """Its graph and the reason are kept apart, the others are built, no event is made of it."""
    first, *others = assembled.summary.tellings
    report = replace(first.reports[0], trigger_text="etwas anderes")
    wrong = replace(first, reports=(report, *first.reports[1:]))
    built = remade(assembled, wrong, *others)
    ((name, reason),) = built.summary.set_aside
    assert name == first.reading.article.id
    assert "The article says something else at this place." in reason
    assert f"rejected/{name}.ttl" in built.files
    assert f"articles/{name}.ttl" not in built.files
    assert len(built.summary.tellings) == len(others)
    assert built.summary.exit_code() == 1


def test_one_entity_is_described_one_way(assembled: Assembled) -> None:
    """Where articles link a name differently sure, the surest goes for all; spellings stay apart."""
    first, *others = assembled.summary.tellings
    entities = tuple(
        replace(
            one, link=Link(LinkStatus.LINKED, one.key, 0.5), labels=(("Anders", "de"),), mentions=("Ruß",)
        )
        if one.key == "Q159"
        else one
        for one in first.entities
    )
    joined = join((replace(first, entities=entities), *others))
    found = [one for telling in joined for one in telling.entities if one.key == "Q159"]
    assert {(one.link.score, one.labels) for one in found} == {(0.9, (("Russland", "de"), ("Russia", "en")))}
    assert {one.mentions for one in found} == {("Ruß",), ("Russland",)}
    built = remade(assembled, replace(first, entities=entities), *others)
    assert (built.summary.set_aside, built.summary.broken) == ((), ())


def test_graph_loads_in_another_engine(world: Path) -> None:
    """Oxigraph reads as many statements as were written."""
    graph = list(pyoxigraph.parse(path=str(world / "graph.ttl"), format=pyoxigraph.RdfFormat.TURTLE))
    assert len(graph) == json.loads((world / "summary.json").read_text(encoding="utf-8"))["statements"] > 0


def test_a_service_that_does_not_answer_stops_no_build(tmp_path: Path) -> None:
    """It is asked once and told once, every article is kept without its links, and the exit code is 4."""
    samples = sorted(SAMPLES.glob("2023-09-1*.txt"))
    assert len(samples) > 1
    summary = run_build(
        tmp_path / "b", *samples, endpoint="http://127.0.0.1:1/sparql", contact="a@example.org"
    )
    (error,) = summary.errors
    assert error.code == "KG-401"
    assert len(summary.tellings) == len(samples)
    assert (summary.set_aside, summary.broken) == ((), ())
    assert summary.names[LinkStatus.LOOKUP_FAILED] > 0
    assert summary.names.get(LinkStatus.NIL, 0) == 0
    assert summary.exit_code() == 4
