"""The tiny world that every question is asked of, and the rows that each must give there.

The rule: `questions/world.toml` says what the articles tell, as values after reading; the graph is made
of it by the project's own merging and description, so it has the form of what is built.
"""

from __future__ import annotations

import csv
import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.assembling import Assembled, Told, assemble
from kg.crew import Crew
from kg.describe import Run
from kg.minting import SOURCE, Mint, local_key
from kg.model import (
    Article,
    Certainty,
    Entity,
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
from kg.setup import Setup
from kg.writing import write

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.queries import Table

FOLDER = Path(__file__).parent / "questions"
LANGUAGES = ("de", "en", "ru")
COUNTRIES = ("Q159", "Q423", "Q884", "Q30", "Q148")


@dataclass(frozen=True, slots=True)
class _World:
    entities: Mapping[str, Entity]

    def key(self, name: str) -> str:
        return self.entities[name].key if name else ""

    def by_key(self, keys: Iterable[str]) -> tuple[Entity, ...]:
        known = {entity.key: entity for entity in self.entities.values()}
        return tuple(known[key] for key in sorted(keys))


def build_world(folder: Path) -> Assembled:
    """Write the world as a build folder."""
    spec = tomllib.loads((FOLDER / "world.toml").read_text(encoding="utf-8"))
    world = _World({name: _entity(given) for name, given in spec["entity"].items()})
    tellings = tuple(_telling(world, given) for given in spec["article"])
    runs = {one.reading.article.id: Run("0.1.0", "test-1", "0" * 16) for one in tellings}
    assembled = assemble(Told(tellings, runs), Crew(Setup({})), Mint(), "en", lambda *_: None)
    folder.mkdir(parents=True)
    write(folder, assembled.files, assembled.summary.plain())
    return assembled


def _entity(given: Mapping[str, str]) -> Entity:
    labels = tuple((given[lang], lang) for lang in LANGUAGES if lang in given)
    name = labels[0][0]
    if given["type"] == "UnnamedSource":
        kind = given["kind"]
        return Entity(
            f"{SOURCE}{kind.lower()}",
            "UnnamedSource",
            name,
            Link(LinkStatus.NOT_LINKABLE),
            source_kind=kind,
            labels=labels,
        )
    qid = given.get("qid", "")
    link = Link(LinkStatus.LINKED, qid, 0.9) if qid else Link(LinkStatus.NIL)
    key = qid or local_key(given["type"], name)
    return Entity(key, given["type"], name, link, (name,), labels, given.get("country", ""))


def _telling(world: _World, given: Mapping[str, Any]) -> Telling:
    sentences: list[Sentence] = []
    reports: list[Report] = []
    keys = {*COUNTRIES}
    begin = 0
    for index, one in enumerate(given["report"]):
        text = one["text"]
        sentences.append(Sentence(index, Span(begin, begin + len(text)), SectionKind.BODY, text))
        report = _report(world, one, index, begin, f"{given['lang']}/test")
        keys |= {filler.entity for filler in report.roles}
        keys |= {report.place, report.origin, report.stance.source} - {""}
        reports.append(report)
        begin += len(text) + 1
    mentions = tuple(world.key(name) for name in given.get("mentions", ()))
    whole = " ".join(sentence.text for sentence in sentences)
    article = Article(
        given["id"],
        whole,
        given["lang"],
        hashlib.sha256(f"{given['id']}{whole}".encode()).hexdigest(),
        title=given["id"].title(),
        date=given["date"],
        publisher=given["publisher"],
    )
    reading = Reading(article, tuple(sentences), (), ())
    return Telling(reading, world.by_key({*keys, *mentions}), tuple(reports), (), mentions=mentions)


def _report(world: _World, given: Mapping[str, Any], index: int, begin: int, rule: str) -> Report:
    at = begin + given["text"].index(given["trigger"])
    roles = tuple(Filler(role, world.key(name)) for role, names in given["roles"].items() for name in names)
    time = None
    if "time" in given:
        first, last, precision = given["time"]
        time = Period(first, last, TimePrecision(precision), TimeBasis.EXPLICIT, "then")
    quantity = None
    if "quantity" in given:
        least, most, unit, words = given["quantity"]
        quantity = Quantity(least or None, most or None, unit, words)
    return Report(
        given["type"],
        index,
        Span(at, at + len(given["trigger"])),
        given["trigger"],
        Stance(
            Certainty(given.get("certainty", "Certain")),
            Polarity(given.get("polarity", "Positive")),
            Tense(given.get("tense", "NonFuture")),
            source=world.key(given.get("source", "")),
            cues=tuple(given.get("cues", ())),
        ),
        roles,
        rule,
        place=world.key(given.get("place", "")),
        origin=world.key(given.get("origin", "")),
        time=time,
        quantity=quantity,
    )


def plain(term: object) -> str:
    """Give a term's value, a term of the ontology by its local name."""
    value = str(getattr(term, "value", term if term is not None else ""))
    return value.rpartition("ontology#")[2]


def named(table: Table) -> list[tuple[str, ...]]:
    """Give the rows as values, columns of addresses left out."""
    rows = [tuple(map(plain, row)) for row in table.rows]
    addresses = {place for row in rows for place, value in enumerate(row) if value.startswith("https://")}
    return [tuple(value for place, value in enumerate(row) if place not in addresses) for row in rows]


def expected(name: str) -> list[tuple[str, ...]]:
    """Read the rows that a question must give, in order."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return [tuple(row) for row in csv.reader(lines)]
