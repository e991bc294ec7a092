"""Whom an office means at a date: by the terms of those who held it, else by whom the country names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kg.coreference import resolve
from kg.descriptions import Offices, holder
from kg.linking import link
from kg.rooms import room
from kg.snapshot import SnapshotLookup
from kg.telling import load_knowledge
from kg.tenures import Tenures

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from kg.language import Language
    from kg.model import Reading
    from kg.telling import Knowledge

#: Q901 dates its heads, Q902 does not, in Q903 two persons are the heads, Q904 names two heads of state.
WORLD = """
@prefix p: <http://www.wikidata.org/prop/> .
@prefix pq: <http://www.wikidata.org/prop/qualifier/> .
@prefix pqv: <http://www.wikidata.org/prop/qualifier/value/> .
@prefix ps: <http://www.wikidata.org/prop/statement/> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wds: <http://www.wikidata.org/entity/statement/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix wdv: <http://www.wikidata.org/value/> .
@prefix wikibase: <http://wikiba.se/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

wd:Q901 wdt:P35 wd:Q911 ; p:P35 wds:a, wds:b ; p:P6 wds:c .
wds:a ps:P35 wd:Q911 ; pq:P580 "2020-05-07T00:00:00Z"^^xsd:dateTime .
wds:b ps:P35 wd:Q912 ; pq:P580 "2012-01-01T00:00:00Z"^^xsd:dateTime ; pqv:P580 wdv:x ;
    pq:P582 "2020-01-01T00:00:00Z"^^xsd:dateTime ; pqv:P582 wdv:x .
wds:c ps:P6 wd:Q911 ; pq:P580 "2021-01-01T00:00:00Z"^^xsd:dateTime .
wdv:x wikibase:timePrecision 9 .
wd:Q902 wdt:P35 wd:Q921 ; wdt:P6 wd:Q921 .
wd:Q903 wdt:P35 wd:Q931 ; wdt:P6 wd:Q932 .
wd:Q904 wdt:P35 wd:Q941, wd:Q942 .
wd:Q921 p:P39 wds:d .
wds:d ps:P39 wd:Q800 ; pq:P580 "2020-01-01T00:00:00Z"^^xsd:dateTime ;
    pq:P582 "2025-01-01T00:00:00Z"^^xsd:dateTime .
"""
KINDS = {"president": ["P35"], "primeMinister": ["P6"], "leader": ["P35", "P6"]}
DAY = "2024-01-01"


@pytest.fixture
def world(tmp_path: Path) -> SnapshotLookup:
    """Give a small snapshot."""
    (tmp_path / "world.ttl").write_text(WORLD, encoding="utf-8")
    return SnapshotLookup(tmp_path)


def _held(
    lookup: SnapshotLookup,
    office: str,
    country: str,
    date: str,
    positions: Mapping[str, Mapping[str, list[str]]] | None = None,
    *,
    as_of: str = DAY,
) -> tuple[str, float] | None:
    offices = Offices(positions or {}, {}, Tenures(), KINDS, as_of)
    link = holder(office, country, date, offices, lookup)
    return None if link is None else (link.qid, link.score)


@pytest.mark.parametrize(
    ("office", "country", "date", "held"),
    [
        ("president", "Q901", "2023-06-01", ("Q911", 0.9)),
        ("president", "Q901", "2015-06-01", ("Q912", 0.9)),
        ("president", "Q901", "2011-06-01", None),
        ("president", "Q901", "2020-06-01", None),  # the first may have gone in December
        ("president", "Q901", "", None),
        ("leader", "Q901", "2023-06-01", ("Q911", 0.9)),
        ("leader", "Q901", "2020-03-01", None),
        ("president", "Q902", "2024-01-01", ("Q921", 0.5)),
        ("president", "Q902", "2023-12-31", None),
        ("president", "Q902", "2024", None),
        ("primeMinister", "Q903", "2024-02-01", ("Q932", 0.5)),
        ("leader", "Q903", "2024-02-01", None),
        ("president", "Q904", "2024-02-01", None),
        ("defenceMinister", "Q901", "2023-06-01", None),
        ("president", "atlantis-1a2b3c4d", "2024-02-01", None),
    ],
)
def test_a_country_names_its_heads(
    world: SnapshotLookup, office: str, country: str, date: str, held: tuple[str, float] | None
) -> None:
    """With dates at the article's date; without only from the snapshot's day on, less sure; never of two."""
    assert _held(world, office, country, date) == held


def test_a_service_is_of_no_day(world: SnapshotLookup) -> None:
    """Without dates and without a day of which the answer is true, nobody is taken."""
    assert _held(world, "president", "Q902", "2024-02-01", as_of="") is None
    assert _held(world, "president", "Q901", "2023-06-01", as_of="") == ("Q911", 0.9)


def test_terms_of_the_office_come_first(world: SnapshotLookup) -> None:
    """Who held the position counts before the country's word, and whose term has ended is no head."""
    positions = {"president": {"Q902": ["Q800"]}}
    assert _held(world, "president", "Q902", "2024-02-01", positions) == ("Q921", 0.9)
    assert _held(world, "president", "Q902", "2025-02-01", positions) is None
    told = "2025-01-02"
    assert _held(world, "primeMinister", "Q902", "2025-02-01", positions, as_of=told) == ("Q921", 0.5)


def test_the_reason_says_how_it_is_known(world: SnapshotLookup) -> None:
    """Which property, of which day, and that no dates were told."""
    offices = Offices({}, {}, Tenures(), KINDS, DAY)
    dated = holder("president", "Q901", "2023-06-01", offices, world)
    undated = holder("president", "Q902", "2024-02-01", offices, world)
    assert dated is not None
    assert undated is not None
    assert dated.reasons == ("was head of Q901 (P35) at the article's date",)
    assert undated.reasons == (
        "was head of Q902 (P35) as of 2024-01-01; without dates, and the facts end before the article",
    )


def test_shipped_heads_count_from_the_snapshots_day(knowledge: Knowledge) -> None:
    """Germany's president has no position in the table: P35 tells it, from the snapshot's day on."""
    lookup = SnapshotLookup(room("data") / "wikidata")
    day = lookup.date
    assert knowledge.offices.heads_as_of == day
    assert "Q183" not in knowledge.offices.positions["president"]
    found = holder("president", "Q183", day, knowledge.offices, lookup)
    assert found is not None
    assert (found.qid, found.score) == ("Q76658", 0.5)
    assert holder("president", "Q183", "2024-05-01", knowledge.offices, lookup) is None
    # Terms with dates still come first.
    putin = holder("president", "Q159", "2024-05-01", knowledge.offices, lookup)
    assert putin is not None
    assert "Q218295" in putin.reasons[0]


def test_a_title_alone_is_the_head_of_the_day(
    read_de: Callable[..., Reading], language_de: Language, knowledge: Knowledge
) -> None:
    """A president without a name is known from the snapshot's day on; before it, it is somebody."""
    reading = read_de("Der deutsche Präsident reiste nach Moskau.")
    title = next(i for i, mention in enumerate(reading.mentions) if mention.office == "president")
    meant = {}
    for date in (knowledge.offices.heads_as_of, "2025-05-01"):
        dated = replace(reading, article=replace(reading.article, date=date))
        linked = link(dated.mentions, "de", knowledge.lookup, knowledge.classes, exhaustive=False)
        who = resolve(dated, linked, language_de, knowledge.lookup, knowledge.offices, knowledge.classes)
        meant[date] = who.of.get(title, ())
    assert meant.pop(knowledge.offices.heads_as_of) == ("Q76658",)
    assert meant["2025-05-01"][0].startswith("president-q183-2025-")


def test_kinds_of_heads_are_kinds_of_office(knowledge: Knowledge) -> None:
    """The table of heads names no kind that the table of positions lacks, and only P35 and P6."""
    offices = knowledge.offices
    assert offices.heads
    assert offices.heads.keys() <= offices.positions.keys()
    assert {one for names in offices.heads.values() for one in names} == {"P35", "P6"}
    folder = room("data") / "wikidata"
    asked = load_knowledge(knowledge.lookup, folder, knowledge.superclasses, service=True)
    assert asked.offices == replace(offices, heads_as_of="")
