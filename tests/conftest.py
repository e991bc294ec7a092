"""A tiny world, built from what three articles tell: four happenings of different certainty."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from kg.assembling import Assembled, Told, assemble
from kg.checking import Checker
from kg.describe import Run
from kg.minting import Mint, local_key
from kg.model import (
    Article,
    Certainty,
    Entity,
    Filler,
    Link,
    LinkStatus,
    Period,
    Polarity,
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
from kg.rooms import room
from kg.store import write
from kg.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from pathlib import Path

SITE = local_key("Spaceport", "Basis Nord")


def linked(qid: str, kind: str, de: str, en: str, country: str = "") -> Entity:
    """Make a linked entity."""
    link = Link(LinkStatus.LINKED, qid, 0.9)
    return Entity(qid, kind, de, link, (de,), ((de, "de"), (en, "en")), country)


ENTITIES = {
    "Q1": linked("Q1", "Person", "Kim", "Kim", "Q423"),
    "Q2": linked("Q2", "Person", "Putin", "Putin", "Q159"),
    "Q159": linked("Q159", "Country", "Russland", "Russia"),
    "Q423": linked("Q423", "Country", "Nordkorea", "North Korea"),
    SITE: Entity(SITE, "Spaceport", "Basis Nord", Link(LinkStatus.NIL), ("Basis Nord",)),
    "source/observers": Entity(
        "source/observers",
        "UnnamedSource",
        "Beobachter",
        Link(LinkStatus.NOT_LINKABLE),
        source_kind="Observers",
    ),
}
DAY = Period("2023-09-13", "2023-09-13", TimePrecision.DAY, TimeBasis.EXPLICIT, "13. September")


def tell(
    name: str, lang: str, day: str, publisher: str, *told: tuple[str, str, str, Stance, dict[str, str]]
) -> Telling:
    """Make a telling of sentences: (sentence, trigger, event type, stance, entity by role)."""
    text, sentences, reports = "", [], []
    keys: set[str] = set()
    for index, (words, trigger, kind, stance, roles) in enumerate(told):
        begin = len(text) + (1 if text else 0)
        text = f"{text} {words}".strip()
        sentences.append(Sentence(index, Span(begin, begin + len(words)), SectionKind.BODY, words))
        at = begin + words.index(trigger)
        fillers = tuple(Filler(role, key) for role, key in roles.items() if role != "place")
        place = roles.get("place", "")
        keys |= {*roles.values(), *([stance.source] if stance.source else [])}
        reports.append(
            Report(
                kind,
                index,
                Span(at, at + len(trigger)),
                trigger,
                stance,
                fillers,
                f"{lang}/test",
                place,
                time=DAY if kind in ("Visit", "Meeting") else None,
            )
        )
    sha256 = hashlib.sha256(f"{name}{text}".encode()).hexdigest()
    article = Article(name, text, lang, sha256, title=name.title(), date=day, publisher=publisher)
    entities = tuple(ENTITIES[key] for key in sorted(keys | {"Q159", "Q423"}))
    return Telling(Reading(article, tuple(sentences), (), ()), entities, tuple(reports), ())


STATED = Stance()
SPECULATED = Stance(Certainty.POSSIBLE, source="source/observers", cues=("könnte",))
DENIED = Stance(polarity=Polarity.NEGATIVE, source="Q2", cues=("bestritt",))
PLANNED = Stance(tense=Tense.FUTURE)
DEAL = {"supplier": "Q423", "recipient": "Q159"}
TELLINGS = (
    tell(
        "eins",
        "de",
        "2023-09-13",
        "Kurier",
        (
            "Kim besuchte Russland auf der Basis Nord.",
            "besuchte",
            "Visit",
            STATED,
            {"visitor": "Q1", "host": "Q159", "place": SITE},
        ),
        (
            "Beobachter sagen, es könnte Waffengeschäfte geben.",
            "Waffengeschäfte",
            "ArmsDeal",
            SPECULATED,
            DEAL,
        ),
    ),
    tell(
        "two",
        "en",
        "2023-09-12",
        "Courier",
        ("Kim will meet Putin.", "meet", "Meeting", PLANNED, {"participant": "Q1", "host": "Q2"}),
    ),
    tell(
        "zwei",
        "de",
        "2023-09-14",
        "Blatt",
        ("Putin bestritt das Waffengeschäft.", "Waffengeschäft", "ArmsDeal", DENIED, DEAL),
    ),
)


@pytest.fixture(scope="session")
def assembled() -> Assembled:
    """Assemble the world as a build does after telling."""
    vocabulary = load_vocabulary(room("ontology"))
    runs = {telling.reading.article.id: Run("0.1.0", "test-1") for telling in TELLINGS}
    checker = Checker(room("shapes"), vocabulary)
    return assemble(Told(TELLINGS, runs), vocabulary, checker, Mint(), "en", lambda *_: None)


@pytest.fixture(scope="session")
def world(assembled: Assembled, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the world as a build folder."""
    folder = tmp_path_factory.mktemp("world") / "build"
    folder.mkdir()
    write(folder, assembled.files, assembled.summary.plain())
    return folder
