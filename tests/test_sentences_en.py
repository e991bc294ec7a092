"""What single English sentences tell, each with the reports and facts that it must give, and no others."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kg.language_files import load_language
from kg.model import Article, Section, SectionKind, Span
from kg.parsing import Parser
from kg.rooms import room
from kg.telling import tell
from tests.test_sentences import _id, _pairs, _told_of, _wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.model import Telling
    from kg.snapshot import SnapshotLookup
    from kg.telling import Knowledge
    from kg.vocabulary import Vocabulary

SENTENCES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "sentences" / "en.toml").read_text(encoding="utf-8")
)["sentence"]
_STATED = {"Asserted", "Reported"}


@pytest.fixture(scope="module")
def tell_en(
    vocabulary: Vocabulary, snapshot: SnapshotLookup, knowledge: Knowledge
) -> Callable[[str, str], Telling]:
    """Tell what English words tell."""
    events = {name: vocabulary.roles(name) for name in vocabulary.event_types()}
    language = load_language(room("lang") / "en.toml", events, vocabulary.fact_predicates())
    parser = Parser(
        language, str(room("data") / "pipelines" / "en"), [name for name, _ in snapshot.names("en")]
    )

    def told(text: str, date: str) -> Telling:
        section = Section(SectionKind.BODY, Span(0, len(text)))
        article = Article("test", text, "en", "0" * 64, date=date, sections=(section,))
        return tell(parser.read(article), language, knowledge)

    return told


@pytest.mark.parametrize("sentence", SENTENCES, ids=_id)
def test_sentence_tells_what_is_expected(
    sentence: Mapping[str, Any], tell_en: Callable[[str, str], Telling]
) -> None:
    """A sentence gives exactly the expected reports, each with the stated roles, and the stated facts."""
    before = f"{sentence['before']} " if "before" in sentence else ""
    telling = tell_en(before + sentence["text"], sentence.get("date", "2023-09-13"))
    reports = [r for r in telling.reports if r.trigger.begin >= len(before)]
    assert _pairs(reports) == {(e["event"], e["modality"]) for e in sentence["expect"]}
    entities = {entity.key: entity for entity in telling.entities}
    for expected in sentence["expect"]:
        pair = (expected["event"], expected["modality"])
        same = [r for r in reports if (r.event_type, r.stance.modality.value) == pair]
        assert _wanted(expected) in [_told_of(r, entities, expected) for r in same]
    facts = {f"{f.subject} {f.predicate} {f.object}" for f in telling.facts if f.trigger.begin >= len(before)}
    assert facts == set(sentence.get("facts", []))


def test_sentences_are_many_and_differ() -> None:
    """There are at least 250 sentences, none twice."""
    texts = [(s.get("before", ""), s["text"]) for s in SENTENCES]
    assert len(texts) >= 250
    assert len(set(texts)) == len(texts)


def test_third_of_sentences_states_nothing() -> None:
    """At least a third gives no report that is stated as so; another look-alike gives no report at all."""
    unstated = [s for s in SENTENCES if not any(e["modality"] in _STATED for e in s["expect"])]
    silent = [s for s in SENTENCES if not s["expect"]]
    assert len(unstated) * 3 >= len(SENTENCES)
    assert len(silent) >= 40


def test_every_event_type_is_tried(vocabulary: Vocabulary) -> None:
    """All event types of the ontology occur, and all six modalities."""
    expected = [e for s in SENTENCES for e in s["expect"]]
    assert {e["event"] for e in expected} == set(vocabulary.event_types())
    assert {e["modality"] for e in expected} == {
        "Asserted", "Reported", "Planned", "Speculated", "Hypothetical", "Denied",
    }  # fmt: skip


def test_stated_keys_are_known() -> None:
    """No expectation is silently ignored for a misspelt key."""
    for sentence in SENTENCES:
        assert sentence.keys() <= {"text", "date", "before", "expect", "facts"}
        for expected in sentence["expect"]:
            assert expected.keys() <= {"event", "modality", "roles", "place", "source", "begin"}
