"""Until when an office without an end counts as held."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest

from kg.rooms import room
from kg.snapshot import SnapshotLookup
from kg.tenures import Tenures, reaches

FOLDER = room("data") / "wikidata"


@pytest.mark.parametrize(
    ("begin", "known", "day", "held"),
    [
        ("2022-01-01", "2023-01-01", "2022-06-01", True),
        ("2022-01-01", "2023-01-01", "2023-04-01", True),  # ninety days
        ("2022-01-01", "2023-01-01", "2023-04-02", False),
        ("2005-01-01", "2023-01-01", "2024-12-31", True),  # two years after eighteen
        ("2005-01-01", "2023-01-01", "2025-01-02", False),
        ("2024", "2024", "2024-03", True),
        ("2024-05", "2024-05", "2024-09", False),
    ],
)
def test_who_held_it_long_holds_it_longer(begin: str, known: str, day: str, *, held: bool) -> None:
    """Three months after the last day known, or a ninth of the time until then."""
    assert reaches(begin, known, day) == held


def test_the_latest_day_known_counts() -> None:
    """Of the day of all facts, the begin, a later page and the renewal of the person."""
    told = {"Q1": {"Q2": {"seen": "2025-03-01"}}}
    assert Tenures("2023-01-31").known("Q1", "Q2", "2020-01-01") == "2023-01-31"
    assert Tenures("2023-01-31").known("Q1", "Q2", "2024-05") == "2024-05"
    assert Tenures("2023-01-31", told).known("Q1", "Q2", "2020-01-01") == "2025-03-01"
    assert Tenures("2023-01-31", told).known("Q1", "Q3", "2020-01-01") == "2023-01-31"
    assert Tenures("2023-01-31", told, {"Q2": "2026-02-01"}).known("Q1", "Q2", "2020-01-01") == "2026-02-01"


def test_shipped_days_are_of_open_terms() -> None:
    """Each later day is of a person whose term the snapshot has open, is a day, and names its page."""
    told = tomllib.loads((FOLDER / "tenures.toml").read_text(encoding="utf-8"))
    held = SnapshotLookup(FOLDER).holders(told)
    as_of = tomllib.loads((FOLDER / "snapshot.toml").read_text(encoding="utf-8"))["offices_as_of"]
    assert told
    for position, persons in told.items():
        for person, entry in persons.items():
            assert entry.keys() == {"seen", "page"}
            begins = [begin for one, begin, end in held[position] if one == person and not end]
            assert len(begins) == 1, (position, person)
            assert date.fromisoformat(entry["seen"]) > date.fromisoformat(as_of)
            assert entry["seen"] > begins[0]
            assert entry["page"].startswith("http")


def test_nine_of_ten_holders_are_still_there() -> None:
    """Of the terms of the snapshot, seen month by month from 2008 to 2021, about nine in ten last as long."""
    table = tomllib.loads((FOLDER / "offices.toml").read_text(encoding="utf-8"))
    positions = {one for kind in table.values() for of_country in kind.values() for one in of_country}
    terms = [term for held in SnapshotLookup(FOLDER).holders(positions).values() for term in held if term[1]]
    last = date(2022, 7, 1).isoformat()
    kept = seen = 0
    for month in range(2008 * 12, 2022 * 12):
        known = f"{month // 12}-{month % 12 + 1:02}-01"
        for _, begin, end in terms:
            if begin <= known and (not end or end > known) and not reaches(begin, known, last):
                seen += 1
                kept += not end or not reaches(begin, known, end)
    assert seen > 5000
    assert 0.85 < kept / seen < 0.95
