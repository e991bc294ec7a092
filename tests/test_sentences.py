"""What single sentences tell: `tests/sentences/<lang>.toml`, each against the real pipeline."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kg.model import SectionKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kg.model import Entity, Quantity, Report, Telling
    from kg.vocabulary import Vocabulary

_FOLDER = Path(__file__).parent / "sentences"
#: Languages that are read: how many sentences each must have, and how many that give no report at all.
FEWEST = {"de": (400, 60), "en": (250, 40), "ko": (60, 12), "ru": (60, 20)}
SENTENCES: dict[str, list[dict[str, Any]]] = {
    lang: tomllib.loads((_FOLDER / f"{lang}.toml").read_text(encoding="utf-8"))["sentence"] for lang in FEWEST
}
#: How many sentences with an amount each language must have, and how many whose numbers are none.
FEWEST_AMOUNTS = {"de": (25, 10), "en": (20, 8), "ko": (12, 4), "ru": (12, 5)}
EACH = [(lang, sentence) for lang, sentences in SENTENCES.items() for sentence in sentences]
_STATED = {"Asserted", "Reported"}


def _id(value: str | Mapping[str, Any]) -> str:
    return value if isinstance(value, str) else " ".join(value["text"].split()[:6])


def _told_of(report: Report, entities: Mapping[str, Entity], expected: Mapping[str, Any]) -> dict[str, Any]:
    """Give of a report what the expectation states."""
    holder = entities.get(report.stance.source)
    source = report.stance.source
    if holder is not None and not holder.link.qid:
        source = holder.source_kind or holder.name
    roles: dict[str, set[str]] = {role: set() for role in expected.get("roles", {})}
    for filler in report.roles:
        if filler.role in roles:
            roles[filler.role].add(filler.entity)
    told: dict[str, Any] = {
        "event": report.event_type,
        "modality": report.stance.modality.value,
        "roles": roles,
        "place": report.place,
        "source": source,
        "begin": report.time.begin if report.time else "",
        "quantity": _bounds(report.quantity),
    }
    return {key: told[key] for key in expected}


def _bounds(quantity: Quantity | None) -> list[float | str] | str:
    """Give [least, most, unit], "" for a bound that is open, "" if there is no quantity."""
    if quantity is None:
        return ""
    bounds = (quantity.minimum, quantity.maximum)
    return [*("" if bound is None else bound for bound in bounds), quantity.unit]


def _wanted(expected: Mapping[str, Any]) -> dict[str, Any]:
    roles = {
        role: {keys} if isinstance(keys, str) else set(keys)
        for role, keys in expected.get("roles", {}).items()
    }
    return {**expected, "roles": roles} if roles else dict(expected)


def _pairs(reports: Sequence[Report]) -> set[tuple[str, str]]:
    return {(r.event_type, r.stance.modality.value) for r in reports}


@pytest.mark.parametrize(("lang", "sentence"), EACH, ids=_id)
def test_sentence_tells_what_is_expected(
    lang: str, sentence: Mapping[str, Any], request: pytest.FixtureRequest
) -> None:
    """A sentence gives exactly the expected reports, each with the stated roles, and the stated facts."""
    tell: Callable[..., Telling] = request.getfixturevalue(f"tell_{lang}")
    before = f"{sentence['before']} " if "before" in sentence else ""
    kind = SectionKind.HEADLINE if sentence.get("heading") else SectionKind.BODY
    telling = tell(before + sentence["text"], sentence.get("date", "2023-09-13"), kind)
    reports = [r for r in telling.reports if r.trigger.begin >= len(before)]
    assert _pairs(reports) == {(e["event"], e["modality"]) for e in sentence["expect"]}
    entities = {entity.key: entity for entity in telling.entities}
    for expected in sentence["expect"]:
        pair = (expected["event"], expected["modality"])
        same = [r for r in reports if (r.event_type, r.stance.modality.value) == pair]
        assert _wanted(expected) in [_told_of(r, entities, expected) for r in same]
    facts = {f"{f.subject} {f.predicate} {f.object}" for f in telling.facts if f.trigger.begin >= len(before)}
    assert facts == set(sentence.get("facts", []))


@pytest.mark.parametrize("lang", sorted(FEWEST))
def test_sentences_are_many_and_differ(lang: str) -> None:
    """There are as many sentences as a language must have, and none twice."""
    texts = [(s.get("before", ""), s["text"]) for s in SENTENCES[lang]]
    assert len(texts) >= FEWEST[lang][0]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("lang", sorted(FEWEST))
def test_third_of_sentences_states_nothing(lang: str) -> None:
    """At least a third gives no report that is stated as so; another look-alike gives no report at all."""
    sentences = SENTENCES[lang]
    unstated = [s for s in sentences if not any(e["modality"] in _STATED for e in s["expect"])]
    silent = [s for s in sentences if not s["expect"]]
    assert len(unstated) * 3 >= len(sentences)
    assert len(silent) >= FEWEST[lang][1]


@pytest.mark.parametrize("lang", sorted(FEWEST))
def test_every_event_type_is_tried(lang: str, vocabulary: Vocabulary) -> None:
    """All event types of the ontology occur, and all six modalities."""
    expected = [e for s in SENTENCES[lang] for e in s["expect"]]
    assert {e["event"] for e in expected} == set(vocabulary.event_types())
    assert len(vocabulary.event_types()) == 16
    assert {e["modality"] for e in expected} == {
        "Asserted", "Reported", "Planned", "Speculated", "Hypothetical", "Denied",
    }  # fmt: skip


@pytest.mark.parametrize("lang", sorted(FEWEST_AMOUNTS))
def test_amounts_are_tried(lang: str) -> None:
    """As many sentences state an amount as must, and as many have a number that is none of the event's."""
    told = [e["quantity"] for s in SENTENCES[lang] for e in s["expect"] if "quantity" in e]
    assert len([one for one in told if one]) >= FEWEST_AMOUNTS[lang][0]
    assert len([one for one in told if not one]) >= FEWEST_AMOUNTS[lang][1]


def test_stated_keys_are_known() -> None:
    """No expectation is silently ignored for a misspelt key."""
    for _, sentence in EACH:
        assert sentence.keys() <= {"text", "heading", "date", "before", "expect", "facts"}
        for expected in sentence["expect"]:
            assert expected.keys() <= {"event", "modality", "roles", "place", "source", "begin", "quantity"}
