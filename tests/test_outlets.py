"""The tables of outlets and of known happenings, and what is made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import ProjectError
from kg.happenings import Happening, known_items, load_happenings
from kg.model import Event, Status
from kg.outlets import load_outlets
from kg.rooms import room
from kg.snapshot import SnapshotLookup
from kg.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OUTLETS = load_outlets(room("data") / "publishers.tsv")
HEAD = "item\tkind\tbloc\tname\tothers\tdomains\n"
HAPPENINGS_HEAD = "item\ttype\tactors\tplace\tbegin\tend\tname\n"


@pytest.mark.parametrize("name", ["TASS", "tass", "ТАСС", "타스통신"])
def test_an_agency_is_known_by_any_of_its_names(name: str) -> None:
    """Case and script make no difference."""
    found = OUTLETS.find(name=name)
    assert found is not None
    assert (found.key, found.agency, found.bloc) == ("Q223799", True, "russian-state")


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.spiegel.de/ausland/x.html", "Q131478"),
        ("https://spiegel.de", "Q131478"),
        ("https://notspiegel.de/x", ""),
        ("https://example.org/spiegel.de", ""),
        ("http://[broken", ""),
    ],
)
def test_an_outlet_is_known_by_its_address(url: str, key: str) -> None:
    """By the domain or one below it, not by what looks like it."""
    found = OUTLETS.find(url=url)
    assert (found.key if found else "") == key


def test_what_is_not_listed_is_unknown() -> None:
    """An invented paper has no bloc and is nobody else."""
    assert OUTLETS.find("", "Musterblatt", "https://example.org/1") is None


def test_the_blocs_are_told() -> None:
    """State media of three countries, South Korean and Western outlets are each a bloc of several."""
    blocs = [outlet.bloc for outlet in OUTLETS.by_key.values()]
    for bloc in ("russian-state", "north-korean-state", "south-korean", "western"):
        assert blocs.count(bloc) > 1
    assert all(blocs)


def test_items_of_outlets_are_those_of_the_snapshot() -> None:
    """Where the snapshot has an item of the table, it has it under one of the names that the table gives."""
    lookup = SnapshotLookup(room("data") / "wikidata")
    listed = {key for key in OUTLETS.by_key if key.startswith("Q")}
    known = lookup.items(listed)
    assert len(known) > 5
    for qid, item in known.items():
        names = {text for text, _ in item.labels}
        assert any(OUTLETS.find(name=name) is OUTLETS.by_key[qid] for name in names), (qid, names)


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        ("Q1\toutlet\tb\tName\t\t\n", "columns"),
        (HEAD + "Q1\toutlet\tb\tName\n", "line 2: 4 columns"),
        (HEAD + "1\toutlet\tb\tName\t\t\n", "line 2: '1' is no item"),
        (HEAD + "Q1\tpaper\tb\tName\t\t\n", "the kind 'paper'"),
        (HEAD + "Q1\toutlet\tb\t\t\t\n", "a name is missing"),
        (HEAD + "Q1\toutlet\tB!\tName\t\t\n", "no word in small letters"),
        (HEAD + "# remark\nQ1\toutlet\tb\tOne\t\t\nQ1\toutlet\tb\tTwo\t\t\n", "line 4: 'Q1' stands twice"),
        (HEAD + "Q1\toutlet\tb\tOne\t\t\nQ2\toutlet\tb\tTwo\tone\t\n", "line 3: 'one' stands twice"),
    ],
)
def test_a_faulty_line_of_outlets_is_named(lines: str, what: str, tmp_path: Path) -> None:
    """File, line and fault."""
    _refused(load_outlets, "KG-136", lines, what, tmp_path)


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        ("x\n", "columns"),
        (HAPPENINGS_HEAD + "Q1\tMeeting\n", "line 2: 2 columns"),
        (HAPPENINGS_HEAD + "Q1\tMeeting\tKim\t\t2023-09-13\t2023-09-13\tx\n", "'Kim' is no item"),
        (HAPPENINGS_HEAD + "Q1\tMeeting\tQ2\t\t2023-09-14\t2023-09-13\tx\n", "in this order"),
        (HAPPENINGS_HEAD + "Q1\tMeeting\t\t\t2023-09-13\t2023-09-13\tx\n", "is missing"),
        (HAPPENINGS_HEAD + 2 * "Q1\tMeeting\tQ2\t\t2023-09-13\t2023-09-13\tx\n", "line 3: Q1 stands twice"),
    ],
)
def test_a_faulty_line_of_happenings_is_named(lines: str, what: str, tmp_path: Path) -> None:
    """File, line and fault."""
    _refused(load_happenings, "KG-137", lines, what, tmp_path)


def _refused(load: Callable[[Path], object], code: str, lines: str, what: str, folder: Path) -> None:
    path = folder / "table.tsv"
    with pytest.raises(ProjectError, match="cannot be read") as missing:
        load(path)
    assert missing.value.code == code
    path.write_text(lines, encoding="utf-8")
    with pytest.raises(ProjectError, match=what) as caught:
        load(path)
    assert caught.value.code == code
    assert "table.tsv" in caught.value.what


def test_the_shipped_happenings_are_of_known_types_and_people() -> None:
    """Each line is of a type of the ontology, and its actors and places are in the snapshot."""
    shipped = load_happenings(room("data") / "happenings.tsv")
    assert len(shipped) >= 6
    types = set(load_vocabulary(room("ontology")).event_types())
    lookup = SnapshotLookup(room("data") / "wikidata")
    for one in shipped:
        assert one.event_type in types
        named = one.actors | {one.place}
        assert lookup.items(named).keys() == named, one.name


SUMMIT = Happening("Q7", "Meeting", frozenset({"Q1", "Q2"}), "Q5", "2019-04-25", "2019-04-26", "summit")


def event(key: str, begin: str = "2019-04-25", place: str = "Q5", reports: int = 1) -> Event:
    """Give a meeting."""
    told = tuple(str(i) for i in range(reports))
    return Event(key, "Meeting", Status.ASSERTED, place=place, begin=begin, end=begin, reports=told)


@pytest.mark.parametrize(
    ("one", "actors", "item"),
    [
        (event("a"), {"Q1", "Q2"}, "Q7"),
        (event("a", place=""), {"Q1", "Q2", "Q3"}, "Q7"),
        (event("a"), {"Q1"}, ""),
        (event("a", begin="2023-09-13"), {"Q1", "Q2"}, ""),
        (event("a", begin=""), {"Q1", "Q2"}, ""),
        (event("a", place="Q6"), {"Q1", "Q2"}, ""),
    ],
)
def test_an_event_is_a_known_happening_if_all_fits(one: Event, actors: set[str], item: str) -> None:
    """Type, actors, days and place; an undated event is none."""
    assert known_items([(one, frozenset(actors))], [SUMMIT]).get("a", "") == item


def test_a_happening_is_one_event_and_one_without_item_none() -> None:
    """Of two events that fit, the one told more often; a line that waits for its item links nothing."""
    both = [(event("a"), frozenset({"Q1", "Q2"})), (event("b", reports=3), frozenset({"Q1", "Q2"}))]
    assert known_items(both, [SUMMIT]) == {"b": "Q7"}
    waiting = Happening("", "Meeting", frozenset({"Q1"}), "", "2019-04-25", "2019-04-26", "summit")
    assert known_items(both, [waiting]) == {}
