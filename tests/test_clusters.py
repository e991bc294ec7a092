"""Clusters written for the project: reports as values, and the happenings that they are of.

A file of tests/clusters tells a small story: articles, the reports of each (roles by the names of
world.toml, as an article's telling has them), and which event each report is of; `[event.NAME]` says what
must then be true of the event. Nothing is parsed here: what is tried is the way from reports to events.
"""

from __future__ import annotations

import hashlib
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kg.merging import merge
from kg.minting import Mint
from kg.model import (
    Article,
    Certainty,
    Entity,
    Event,
    Filler,
    Link,
    LinkStatus,
    Period,
    Polarity,
    Quantity,
    Reading,
    Report,
    SectionKind,
    Sentence,
    Span,
    Stance,
    Telling,
    Tense,
    TimeBasis,
    TimePrecision,
)
from kg.outlets import load_outlets
from kg.rooms import room
from kg.told import read_days

FOLDER = Path(__file__).parent / "clusters"
WORLD = tomllib.loads((FOLDER / "world.toml").read_text(encoding="utf-8"))
CLUSTERS = sorted(path for path in FOLDER.glob("*.toml") if path.name != "world.toml")
OUTLETS = load_outlets(room("data") / "publishers.tsv")
MINT = Mint()
ENTITIES = tuple(
    Entity(key, kind, name, Link(LinkStatus(status)), country=country)
    for name, (key, kind, country, status) in ((name, [*row, "Linked"][:4]) for name, row in WORLD.items())
)
STANCES = {
    "asserted": Stance(),
    "reported": Stance(source="source/observers"),
    "speculated": Stance(Certainty.POSSIBLE),
    "planned": Stance(tense=Tense.FUTURE),
    "denied": Stance(polarity=Polarity.NEGATIVE),
}
KEYS = {"in", "event", "type", "stance", "source", "relay", "place", "time", "quantity", "sentence"}
CHECKED = {
    "status",
    "sources",
    "contested",
    "begin",
    "end",
    "place",
    "part_of",
    "first",
    "last",
    "participants",
}
LENGTHS = {4: TimePrecision.YEAR, 7: TimePrecision.MONTH, 10: TimePrecision.DAY}


def key(name: str) -> str:
    """Give the key of somebody of the clusters' world."""
    return str(WORLD[name][0])


def period(text: str) -> Period:
    """Give the time that a day, a month or a year means."""
    if len(text) == len("2023"):
        return Period(f"{text}-01-01", f"{text}-12-31", TimePrecision.YEAR, TimeBasis.EXPLICIT)
    days = read_days(text)
    assert days is not None, text
    begin, end = (date.fromordinal(day).isoformat() for day in days)
    return Period(begin, end, LENGTHS[len(text)], TimeBasis.EXPLICIT)


def report(told: dict[str, Any], index: int) -> Report:
    """Make a report of what a cluster says of it."""
    base = STANCES[told.get("stance", "asserted")]
    source = key(told["source"]) if "source" in told else base.source
    relays = tuple(key(name) for name in told.get("relay", ()))
    stance = Stance(base.certainty, base.polarity, base.tense, source=source, relays=relays)
    roles = tuple(
        Filler(role, key(name)) for role, names in told.items() if role not in KEYS for name in names
    )
    low, high, unit = told.get("quantity", (None, None, ""))
    return Report(
        told["type"],
        index,
        Span(10 * index, 10 * index + 5),
        "w",
        stance,
        roles,
        "r",
        place=key(told["place"]) if "place" in told else "",
        time=period(told["time"]) if "time" in told else None,
        quantity=Quantity(low, high, unit, "") if unit else None,
    )


def tellings(cluster: dict[str, Any]) -> tuple[list[Telling], dict[str, str]]:
    """Make the tellings of a cluster, and say of each report's IRI which event it is of."""
    made: list[Telling] = []
    events: dict[str, str] = {}
    for name, about in cluster["article"].items():
        told = [one for one in cluster["report"] if one["in"] == name]
        assert told, f"{name} tells nothing"
        words = [one.get("sentence", f"Satz {i} von {name}.") for i, one in enumerate(told)] + about.get(
            "text", []
        )
        sentences = tuple(
            Sentence(i, Span(10 * i, 10 * i + 9), SectionKind.BODY, text) for i, text in enumerate(words)
        )
        article = Article(
            name,
            "text",
            about.get("lang", "de"),
            hashlib.sha256(name.encode()).hexdigest(),
            date=about["date"],
            publisher=about.get("publisher", ""),
            agency=about.get("agency", ""),
            url=about.get("url", ""),
        )
        telling = Telling(
            Reading(article, sentences, (), ()),
            ENTITIES,
            tuple(report(one, i) for i, one in enumerate(told)),
            (),
        )
        made.append(telling)
        events |= {iri: one["event"] for iri, one in zip(MINT.reports(telling), told, strict=True)}
    return made, events


def seen(event: Event, names: dict[str, str]) -> dict[str, object]:
    """Give of an event what a cluster can speak of, in the cluster's words."""
    name_of = {key(name): name for name in WORLD}
    return {
        "status": str(event.status),
        "sources": event.sources,
        "contested": list(event.contested),
        "begin": event.begin,
        "end": event.end,
        "place": name_of.get(event.place, event.place),
        "part_of": names.get(event.part_of, ""),
        "first": event.first_reported,
        "last": event.last_reported,
        "participants": sorted(name_of[one.entity] for one in event.roles if one.role == "participant"),
    }


def test_there_are_forty_clusters() -> None:
    """There is something to check, each cluster tells another story, and all tell what it is about."""
    stories = [tomllib.loads(path.read_text(encoding="utf-8")) for path in CLUSTERS]
    assert len(stories) >= 40
    assert len({story["about"] for story in stories}) == len(stories)
    for story in stories:
        assert set(story) == {"about", "article", "report", "event"}
        assert set(story["event"]) == {one["event"] for one in story["report"]}
        assert all(set(event) <= CHECKED and event for event in story["event"].values())


@pytest.mark.parametrize("path", CLUSTERS, ids=lambda path: path.stem)
def test_reports_become_the_events_of_the_story(path: Path) -> None:
    """Reports of one happening are one event, others stay apart, and the event says what it must."""
    cluster = tomllib.loads(path.read_text(encoding="utf-8"))
    told, event_of = tellings(cluster)
    events = merge(told, MINT, OUTLETS)
    found = sorted(sorted({event_of[iri] for iri in event.reports}) for event in events)
    assert found == sorted([name] for name in cluster["event"])
    names = {event.key: event_of[event.reports[0]] for event in events}
    for event in events:
        expected = cluster["event"][names[event.key]]
        real = seen(event, names)
        assert {name: real[name] for name in expected} == expected


@pytest.mark.parametrize("path", CLUSTERS, ids=lambda path: path.stem)
def test_the_order_of_the_articles_plays_no_part(path: Path) -> None:
    """Read backwards, a story gives the same events under the same keys."""
    told, _ = tellings(tomllib.loads(path.read_text(encoding="utf-8")))
    assert merge(told[::-1], MINT, OUTLETS) == merge(told, MINT, OUTLETS)
