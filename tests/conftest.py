"""A tiny world, built from what three articles tell: four happenings of different certainty."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from kg.assembling import Assembled, Told, assemble
from kg.crew import Crew
from kg.describe import Run
from kg.language_files import load_language
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
    Section,
    SectionKind,
    Sentence,
    Span,
    Stance,
    Telling,
    Tense,
    TimeBasis,
    TimePrecision,
)
from kg.parsing import Parser
from kg.rooms import room
from kg.setup import Setup
from kg.snapshot import SnapshotLookup
from kg.telling import Knowledge, load_knowledge
from kg.telling import tell as tell_article
from kg.vocabulary import Vocabulary, load_vocabulary
from kg.writing import write

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from kg.language import Language

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
    runs = {telling.reading.article.id: Run("0.1.0", "test-1") for telling in TELLINGS}
    return assemble(Told(TELLINGS, runs), Crew(Setup({})), Mint(), "en", lambda *_: None)


@pytest.fixture(scope="session")
def world(assembled: Assembled, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the world as a build folder."""
    folder = tmp_path_factory.mktemp("world") / "build"
    folder.mkdir()
    write(folder, assembled.files, assembled.summary.plain())
    return folder


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """Read the ontology."""
    return load_vocabulary(room("ontology"))


@pytest.fixture(scope="session")
def language_de(vocabulary: Vocabulary) -> Language:
    """Read the German language file."""
    events = {name: vocabulary.roles(name) for name in vocabulary.event_types()}
    return load_language(room("lang") / "de.toml", events, vocabulary.fact_predicates())


@pytest.fixture(scope="session")
def snapshot() -> SnapshotLookup:
    """Open the embedded snapshot of Wikidata."""
    return SnapshotLookup(room("data") / "wikidata")


@pytest.fixture(scope="session")
def parser_de(language_de: Language, snapshot: SnapshotLookup) -> Parser:
    """Load the shipped German pipeline, once: it costs seconds."""
    names = [name for name, _ in snapshot.names("de")]
    return Parser(language_de, str(room("data") / "pipelines" / "de"), names)


@pytest.fixture(scope="session")
def knowledge(vocabulary: Vocabulary, snapshot: SnapshotLookup) -> Knowledge:
    """Bring together what is known beside the text, as an offline build does."""
    tree = {name: vocabulary.superclasses(name) for name in vocabulary.declared_in}
    return load_knowledge(snapshot, room("data") / "wikidata", tree)


@pytest.fixture(scope="session")
def read_de(parser_de: Parser) -> Callable[..., Reading]:
    """Read German words as the body of an article."""

    def read(text: str, date: str = "2023-09-13", kind: SectionKind = SectionKind.BODY) -> Reading:
        section = Section(kind, Span(0, len(text)))
        return parser_de.read(Article("test", text, "de", "0" * 64, date=date, sections=(section,)))

    return read


@pytest.fixture(scope="session")
def tell_de(
    read_de: Callable[..., Reading], language_de: Language, knowledge: Knowledge
) -> Callable[..., Telling]:
    """Tell what German words tell."""

    def told(text: str, date: str = "2023-09-13", kind: SectionKind = SectionKind.BODY) -> Telling:
        return tell_article(read_de(text, date, kind), language_de, knowledge)

    return told


def _teller(
    lang: str, vocabulary: Vocabulary, snapshot: SnapshotLookup, knowledge: Knowledge
) -> Callable[..., Telling]:
    """Make what tells words of a language with its shipped pipeline."""
    events = {name: vocabulary.roles(name) for name in vocabulary.event_types()}
    language = load_language(room("lang") / f"{lang}.toml", events, vocabulary.fact_predicates())
    names = [name for name, _ in snapshot.names(lang)]
    parser = Parser(language, str(room("data") / "pipelines" / lang), names)

    def told(text: str, date: str = "2023-09-13", kind: SectionKind = SectionKind.BODY) -> Telling:
        section = Section(kind, Span(0, len(text)))
        article = Article("test", text, lang, "0" * 64, date=date, sections=(section,))
        return tell_article(parser.read(article), language, knowledge)

    return told


@pytest.fixture(scope="session")
def tell_en(vocabulary: Vocabulary, snapshot: SnapshotLookup, knowledge: Knowledge) -> Callable[..., Telling]:
    """Tell what English words tell, with the shipped English pipeline."""
    return _teller("en", vocabulary, snapshot, knowledge)


@pytest.fixture(scope="session")
def tell_ko(vocabulary: Vocabulary, snapshot: SnapshotLookup, knowledge: Knowledge) -> Callable[..., Telling]:
    """Tell what Korean words tell, with the shipped Korean pipeline."""
    return _teller("ko", vocabulary, snapshot, knowledge)


@pytest.fixture(scope="session")
def tell_ru(vocabulary: Vocabulary, snapshot: SnapshotLookup, knowledge: Knowledge) -> Callable[..., Telling]:
    """Tell what Russian words tell, with the shipped Russian pipeline."""
    return _teller("ru", vocabulary, snapshot, knowledge)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Generator[None]:
    """Say in one line, below all others, what this machine lacks for tests that were left out."""
    yield
    skipped = terminalreporter.getreports("skipped")
    if needed := sorted({report.longrepr[2].removeprefix("Skipped: ") for report in skipped}):
        terminalreporter.write_line(f"Left out on this machine: {'; '.join(needed)}")
