"""The project's own files agree with each other, and a file that does not is found."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from kg import project
from kg.project import Checked, check_project, installed
from kg.rooms import room

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of the rooms in which files may be broken."""
    for name in ("ontology", "shapes", "queries", "lang"):
        shutil.copytree(room(name), tmp_path / name)
    shutil.copytree(room("data") / "wikidata", tmp_path / "data" / "wikidata")
    for name in ("overrides.tsv", "labels.toml", "publishers.tsv", "happenings.tsv", "things.toml"):
        shutil.copy(room("data") / name, tmp_path / "data")
    monkeypatch.setattr(project, "room", lambda name: tmp_path / name)
    return tmp_path


def faults() -> dict[str, str]:
    """Give what is wrong, by check."""
    return {one.name: "\n".join(one.faults) for one in check_project() if not one.good}


def test_project_is_whole(rooms: Path) -> None:
    """Every check has something to look at, and finds nothing wrong, also in the copy."""
    assert rooms.is_dir()
    assert faults() == {}
    assert len(check_project()) == 11
    assert all(one.count for one in check_project())


def test_a_check_of_nothing_fails() -> None:
    """Looking at nothing is not the same as finding nothing."""
    assert not Checked("x", 0).good
    assert Checked("x", 1).good
    assert not Checked("x", 1, ("wrong",)).good


@pytest.mark.parametrize(
    ("path", "old", "new", "check", "told"),
    [
        ("shapes/events/Visit.ttl", "kg:Visit", "kg:Vist", "shapes", "Vist"),
        (
            "queries/visits.rq",
            "kg:visitor",
            "kg:visiter",
            "questions",
            "queries/visits.rq speaks of kg:visiter",
        ),
        ("queries/visits.rq", "# title-de: Besuche\n", "", "questions", "title-de missing"),
        (
            "queries/lookup/named.rq",
            "SELECT",
            "SELEKT",
            "lookups",
            "queries/lookup/named.rq is not SPARQL 1.1",
        ),
        (
            "queries/snapshot/facts.rq",
            "SELECT",
            "SELEKT",
            "lookups",
            "queries/snapshot/facts.rq is not SPARQL 1.1",
        ),
        ("lang/de.toml", 'event = "Visit"', 'event = "Vist"', "languages", "no event type 'Vist'"),
        ("data/overrides.tsv", "Q312653", "312653", "fixed links", "line 4: '312653' is neither an item"),
        (
            "data/publishers.tsv",
            "Q223799\tagency",
            "Q223799\tagence",
            "outlets and happenings",
            "the kind 'agence'",
        ),
        (
            "data/happenings.tsv",
            "\tAgreement\t",
            "\tTreaty\t",
            "outlets and happenings",
            "is no event of the ontology",
        ),
        ("data/labels.toml", "[de.Visit]", "[de.Vist]", "labels of events", "has no [de.Visit] stated"),
        ("data/things.toml", '"Treaty"', '"Treatise"', "words for things", "is no class of the ontology"),
        (
            "data/wikidata/classes.toml",
            "Spaceport =",
            "Spaceprt =",
            "Wikidata snapshot",
            "no class 'Spaceprt'",
        ),
        ("ontology/events/Visit.ttl", "@prefix", "@prefx", "ontology", "is not Turtle"),
    ],
)
def test_what_disagrees_is_found(path: str, old: str, new: str, check: str, told: str, rooms: Path) -> None:
    """A slip in one room is told with file and word, in that check alone."""
    file = rooms / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    found = faults()
    assert list(found) == [check]
    assert told in found[check]


def test_a_missing_shape_is_found(rooms: Path) -> None:
    """Every event type has its file in both rooms."""
    (rooms / "shapes/events/Gift.ttl").unlink()
    assert faults()["event types"] == "The event type Gift has no file shapes/events/Gift.ttl."


def test_no_questions_is_a_fault(rooms: Path) -> None:
    """A room that is empty is told."""
    for path in (rooms / "queries").glob("*.rq"):
        path.unlink()
    assert "holds no question" in faults()["questions"]


@pytest.mark.parametrize("folder", ["lookup", "snapshot"])
def test_no_lookups_is_a_fault(rooms: Path, folder: str) -> None:
    """Of the questions to Wikidata neither room may be empty."""
    shutil.rmtree(rooms / "queries" / folder)
    assert faults() == {"lookups": f"queries/{folder} holds no question."}


def test_installed_names_what_is_missing(rooms: Path) -> None:
    """Without a pipeline no language can be built, and that is told."""
    assert not (rooms / "data/pipelines").exists()
    parts = {part.name: part for part in installed()}
    assert parts["language de"].told == "frames only; name a pipeline:  --pipeline"
    assert not parts["a language that can be built"].good
