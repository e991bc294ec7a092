"""Who says it and how sure they are: stances, source chains, and the words that show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.model import Certainty, Modality, Polarity, Stance, Tense

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import Report, Telling

    Tell = Callable[..., Telling]


def _report(telling: Telling, event: str) -> Report:
    found = [r for r in telling.reports if r.event_type == event]
    assert len(found) == 1, [(r.event_type, r.trigger_text) for r in telling.reports]
    return found[0]


@pytest.mark.parametrize(
    ("stance", "modality"),
    [
        (Stance(), Modality.ASSERTED),
        (Stance(source="Q1"), Modality.REPORTED),
        (Stance(source="Q1", tense=Tense.FUTURE), Modality.PLANNED),
        (Stance(tense=Tense.FUTURE, certainty=Certainty.PROBABLE), Modality.SPECULATED),
        (Stance(conditional=True, certainty=Certainty.POSSIBLE), Modality.HYPOTHETICAL),
        (Stance(polarity=Polarity.NEGATIVE, conditional=True), Modality.DENIED),
    ],
)
def test_modality_is_the_first_that_fits(stance: Stance, modality: Modality) -> None:
    """The one word follows from the parts, the most careful first."""
    assert stance.modality is modality


@pytest.mark.parametrize(
    ("text", "certainty", "cue"),
    [
        ("Nordkorea könnte Russland bald Munition liefern.", Certainty.POSSIBLE, "könnte"),
        ("Nordkorea dürfte Russland im August Granaten geliefert haben.", Certainty.PROBABLE, "dürfte"),
        ("Nordkorea hat wohl Drohnen an Russland verkauft.", Certainty.PROBABLE, "wohl"),
        ("Möglicherweise verkauft Nordkorea Raketen an Russland.", Certainty.POSSIBLE, "Möglicherweise"),
        ("Experten vermuten, dass Nordkorea Raketen an Russland verkauft.", Certainty.PROBABLE, "vermuten"),
        (
            "Nordkorea gilt als möglicher Lieferant von Munition für Russland.",
            Certainty.POSSIBLE,
            "möglicher",
        ),
    ],
)
def test_hedge_lowers_the_certainty(tell_de: Tell, text: str, certainty: Certainty, cue: str) -> None:
    """Each kind of hedge has its strength, and is kept as the cue."""
    stance = _report(tell_de(text), "ArmsDeal").stance
    assert stance.certainty is certainty
    assert cue in stance.cues


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (
            "Nordkorea habe Granaten an Russland geliefert, sagte ein südkoreanischer Beamter.",
            "source/officials-q884",
        ),
        ("Einem Medienbericht zufolge verkaufte Nordkorea Raketen an Russland.", "source/mediareports"),
        ("Aus Sicht Washingtons verkauft Nordkorea Raketen an Russland.", "Q30"),
        ("Laut Interfax liefert Nordkorea Artilleriemunition an Russland.", "Q379271"),
        ("Nordkorea soll Russland im August Granaten geliefert haben.", "source/unspecified"),
        ("Nordkorea hat Russland Granaten geliefert.", ""),
    ],
)
def test_source_is_who_says_it(tell_de: Tell, text: str, source: str) -> None:
    """The holder is a named entity, a kind of unnamed source, or the outlet itself."""
    assert _report(tell_de(text), "ArmsDeal").stance.source == source


def test_own_statement_has_its_subject_as_source(tell_de: Tell) -> None:
    """What stands "nach eigenen Angaben" is said by the subject."""
    stance = _report(
        tell_de("Nordkorea liefert nach eigenen Angaben keine Waffen an Russland."), "ArmsDeal"
    ).stance
    assert (stance.source, stance.modality) == ("Q423", Modality.DENIED)


def test_unnamed_source_is_an_entity_of_its_kind(tell_de: Tell) -> None:
    """Unnamed holders are entities that cannot be linked, and keep their words."""
    telling = tell_de("Experten vermuten, dass Nordkorea Raketen an Russland verkauft.")
    found = [e for e in telling.entities if e.key == "source/experts"]
    assert [(e.type, e.source_kind, e.name) for e in found] == [("UnnamedSource", "Experts", "Experten")]


CHAINS = (
    (
        "Laut Interfax sagte Peskow, dass Nordkorea Granaten an Russland liefere.",
        "ArmsDeal", "Q4359688", ("Q379271",),
    ),
    (
        "Putin habe laut Peskow Xi Jinping getroffen, berichtet Interfax.",
        "Meeting", "Q4359688", ("Q379271",),
    ),
    (
        "Die Agentur Tass meldete, die USA glaubten, dass Nordkorea Granaten an Russland liefere.",
        "ArmsDeal", "Q30", ("Q223799",),
    ),
)  # fmt: skip


@pytest.mark.parametrize(("text", "event", "source", "relays"), CHAINS)
def test_chain_keeps_the_innermost_holder(
    tell_de: Tell, text: str, event: str, source: str, relays: tuple[str, ...]
) -> None:
    """Who believes it is the source; who passed it on are relays, nearest first."""
    stance = _report(tell_de(text), event).stance
    assert (stance.source, stance.relays) == (source, relays)


CARRIED = (
    "Putin sei müde, sagte Kremlsprecher Peskow. In Peking habe Putin am Montag Xi Jinping getroffen.",
    "Die USA zeigten laut Interfax Bilder. Demnach lieferte Nordkorea im August Munition an Russland.",
    "Interfax meldete am Montag neue Reisen. Kim Jong Un sei in Moskau angekommen.",
)


@pytest.mark.parametrize(
    ("text", "event", "source"),
    [
        (CARRIED[0], "Meeting", "Q4359688"),
        (CARRIED[1], "ArmsDeal", "Q379271"),
        (CARRIED[2], "Visit", "Q379271"),
    ],
)
def test_reported_mood_carries_on_its_holder(tell_de: Tell, text: str, event: str, source: str) -> None:
    """A reported mood, or a word that points back, belongs to the holder of the sentence before."""
    assert _report(tell_de(text), event).stance.source == source


def test_plain_sentence_ends_reported_speech(tell_de: Tell) -> None:
    """After reported speech a plain indicative is the outlet's own voice again."""
    text = "Kim Jong Un sei in Moskau angekommen, meldete Interfax. Putin empfing Xi Jinping in Peking."
    assert _report(tell_de(text), "Meeting").stance == Stance()


DENIALS = (
    ("Der Kreml dementierte einen Besuch Putins in Pjöngjang.", "Visit", "Q159"),
    ("Pjöngjang wies Waffenlieferungen an Russland zurück.", "ArmsDeal", "Q423"),
    ("China verkauft keine Waffen an Russland.", "ArmsDeal", ""),
    ("Ein Treffen zwischen Putin und Kim Jong Un fand nicht statt.", "Meeting", ""),
)


@pytest.mark.parametrize(("text", "event", "source"), DENIALS)
def test_denial_is_negative(tell_de: Tell, text: str, event: str, source: str) -> None:
    """A denying verb gives the denier as source; a plain negation is the outlet's own."""
    stance = _report(tell_de(text), event).stance
    assert (stance.polarity, stance.source, stance.modality) == (Polarity.NEGATIVE, source, Modality.DENIED)
    assert stance.cues


@pytest.mark.parametrize("text", [*(c[0] for c in CHAINS), *CARRIED, *(d[0] for d in DENIALS)])
def test_cues_are_words_of_the_text(tell_de: Tell, text: str) -> None:
    """Every cue stands verbatim in the text, and whatever is not plainly asserted has one."""
    reports = tell_de(text).reports
    assert reports
    for report in reports:
        assert all(cue and cue in text for cue in report.stance.cues)
        assert report.stance.cues or report.stance.modality is Modality.ASSERTED
