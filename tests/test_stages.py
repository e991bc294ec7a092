"""What is done again when something changes: what depends on it, and nothing else."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from kg import stages
from kg.results import Results, fingerprint, written
from kg.rooms import room
from kg.stages import Stages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LANGUAGES = ("de", "en")


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a house of its own: copies of the rooms that a build depends on, without pipelines."""
    package = tmp_path / "kg"
    for name in ("lang", "lemmas_data", "morph", "trees"):
        shutil.copytree(room(name), package / name)
    for name in ("ontology", "shapes", "queries"):
        shutil.copytree(room(name), tmp_path / name)
    shutil.copytree(room("data"), tmp_path / "data", ignore=shutil.ignore_patterns("pipelines", "articles"))
    for lang in LANGUAGES:
        (tmp_path / "data" / "pipelines" / lang).mkdir(parents=True)
        (tmp_path / "data" / "pipelines" / lang / "meta.json").write_text(lang, encoding="utf-8")
    sources = {path.name: path.read_bytes() for path in room("lang").parent.glob("*.py")}
    for name, source in sources.items():
        (package / name).write_bytes(source)
    monkeypatch.setattr(
        stages, "room", lambda name: package / name if (package / name).is_dir() else tmp_path / name
    )
    monkeypatch.setattr(stages, "__file__", str(package / "stages.py"))
    return tmp_path


def all_of(house: Path, overrides: Path | None = None, lookup: str = "") -> dict[str, str]:
    """Give the fingerprints of all stages; names and classes are those that files of the house tell."""

    def told(folder: str) -> list[str]:
        return [path.read_text(encoding="utf-8") for path in sorted((house / folder).rglob("*.ttl"))]

    found = Stages(Results(), house / "data" / "wikidata", {}, overrides)
    made = {
        "reading": found.reading(LANGUAGES),
        "describing": found.describing,
        "checking": found.checking,
        "assembling": found.assembling,
    }
    for lang in LANGUAGES:
        made[f"parsing {lang}"] = found.parsing(lang, lambda: told("data/wikidata"))
        made[f"telling {lang}"] = found.telling(
            lang, lambda: {"": told("ontology")}, lookup or found.snapshot, exhaustive=False
        )
    return made


PARSING = {"parsing de", "parsing en"}
TELLING = {"telling de", "telling en"}
GERMAN = {"parsing de", "telling de"}
GRAPH = {"describing", "checking", "assembling"}


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("kg/lang/de.toml", GERMAN),
        ("kg/lang/tokens/de.toml", GERMAN),
        ("kg/lang/tokens/all.toml", PARSING | TELLING),
        ("kg/morph/en.toml", {"parsing en", "telling en"}),
        ("kg/lang/furniture.toml", {"reading"}),
        ("data/pipelines/de/meta.json", {"parsing de"}),
        ("data/wikidata/people.ttl", PARSING | TELLING),
        ("data/wikidata/offices.toml", TELLING),
        ("data/wikidata/heads.toml", TELLING),
        ("data/overrides.tsv", TELLING | {"assembling"}),
        ("data/labels.toml", {"assembling"}),
        ("data/things.toml", {"assembling"}),
        ("data/publishers.tsv", {"assembling"}),
        ("queries/lookup/named.rq", TELLING),
        ("ontology/events/Meeting.ttl", TELLING | GRAPH),
        ("shapes/events/Meeting.ttl", {"checking", "assembling"}),
        ("kg/clauses.py", PARSING),
        ("kg/frames.py", TELLING),
        ("kg/merging.py", {"assembling"}),
        ("kg/verdicts.py", {"assembling"}),
        ("kg/describe.py", GRAPH),
        ("kg/layout.py", {"reading"}),
        ("kg/model.py", {"reading"} | PARSING | TELLING | GRAPH),
        ("kg/building.py", set()),
        ("kg/messages.py", set()),
        ("queries/visits.rq", {"assembling"}),
    ],
)
def test_what_depends_on_a_file_is_done_again(name: str, changed: set[str], house: Path) -> None:
    """A change in it changes the fingerprints of just these stages."""
    before = all_of(house)
    path = house / name
    remark = "\n# other\n"
    words = "\nother = 1\n"
    text = path.read_text(encoding="utf-8")
    head = name.endswith(".toml")
    path.write_text(f"{words}{text}" if head else f"{text}{remark}", encoding="utf-8")
    after = all_of(house)
    assert {stage for stage in before if before[stage] != after[stage]} == changed


def test_a_remark_in_a_table_changes_nothing(house: Path) -> None:
    """A language file is taken for what it says."""
    before = all_of(house)
    path = house / "kg" / "lang" / "de.toml"
    path.write_text("# a remark\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert all_of(house) == before


def test_own_links_and_another_service_are_told_anew(house: Path) -> None:
    """A user's file of links, and who is asked, count for telling alone."""
    before = all_of(house)
    own = house / "own.tsv"
    own.write_bytes((house / "data" / "overrides.tsv").read_bytes())
    for after in (all_of(house, own), all_of(house, lookup="https://example.org/sparql")):
        assert {stage for stage in before if before[stage] != after[stage]} == TELLING


def test_a_stage_counts_its_code_and_no_other() -> None:
    """Parsing leads to clauses and dates, not to merging; telling does not lead to the parser."""
    parsing, telling = stages._closure("parsing"), stages._closure("telling")
    assert {"parsing", "clauses", "dates", "model", "lemmas"} <= parsing.keys()
    assert not {"merging", "describe", "telling", "checking", "pipeline"} & parsing.keys()
    assert {"telling", "linking", "frames", "attribution", "name_forms"} <= telling.keys()
    assert not {"parsing", "clauses", "merging", "describe"} & telling.keys()


def test_fingerprints_tell_where_a_part_ends() -> None:
    """The same letters, cut otherwise, are another fingerprint."""
    assert fingerprint("ab", "c") != fingerprint("a", "bc") != fingerprint("abc")
    assert fingerprint("ab", b"c") == fingerprint("ab", "c")


@pytest.mark.parametrize("make", [frozenset, list], ids=["set", "list"])
def test_equal_values_are_written_alike(make: Callable[[list[str]], object]) -> None:
    """Whatever the order in which a set was made; the order of a list counts."""
    one, other = make(["a", "b", "c"]), make(["c", "b", "a"])
    assert (written(one) == written(other)) == (one == other)
