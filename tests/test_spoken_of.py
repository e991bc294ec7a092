"""Which state "the country" is: the one spoken of, not the one an agency is from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import Telling

KOREA, SOUTH, RUSSIA = "Q423", "Q884", "Q159"
GERMAN = "Das Land testete am Montag eine Rakete."
ENGLISH = "The country tested a missile on Monday."
RUSSIAN = "Страна испытала ракету в понедельник."


def _agents(told: Telling) -> set[str]:
    tests = [report for report in told.reports if report.event_type == "WeaponsTest"]
    assert tests, [report.event_type for report in told.reports]
    return {filler.entity for report in tests for filler in report.roles if filler.role == "agent"}


@pytest.mark.parametrize(
    ("before", "state"),
    [
        ("Nordkorea plant eine Parade. Das schrieb die japanische Agentur Kyodo am Sonntag.", KOREA),
        ("Nordkorea plant eine Parade. Das sagte ein südkoreanischer Experte der Zeitung.", KOREA),
        ("Nordkorea plant eine Parade. Nach amerikanischen Angaben wird sie groß.", KOREA),
        ("Nordkorea plant eine Parade. Das berichteten japanische Medien.", KOREA),
        ("Der russische Minister Koslow besuchte Nordkorea.", KOREA),
        # Whose leader is spoken of is the state spoken of, if there is no other.
        ("Nordkoreas Machthaber Kim Jong Un besichtigte eine Fabrik.", KOREA),
        ("Südkorea ist besorgt.", SOUTH),
    ],
)
def test_german(tell_de: Callable[..., Telling], before: str, state: str) -> None:
    """An agency's, an expert's, the media's state is not the country; a leader's may be."""
    assert _agents(tell_de(f"{before} {GERMAN}")) == {state}


@pytest.mark.parametrize(
    ("before", "state"),
    [
        ("North Korea plans a parade. Japanese news agency Kyodo said so on Sunday.", KOREA),
        ("North Korea plans a parade. South Korea's Yonhap news agency said so on Sunday.", KOREA),
        ("Russian Foreign Minister Sergei Lavrov visited North Korea.", KOREA),
        ("South Korea is worried.", SOUTH),
    ],
)
def test_english(tell_en: Callable[..., Telling], before: str, state: str) -> None:
    """Also where the state of the agency is a genitive."""
    assert _agents(tell_en(f"{before} {ENGLISH}")) == {state}


def test_russian(tell_ru: Callable[..., Telling]) -> None:
    """Also where the agency's name stands behind its noun."""
    before = "КНДР готовит парад. Об этом сообщило японское агентство Киодо."
    assert _agents(tell_ru(f"{before} {RUSSIAN}")) == {KOREA}


def test_a_state_told_otherwise_is_not_the_one_before(tell_ru: Callable[..., Telling]) -> None:
    """A republic with its own name is not the state of the sentence before."""
    told = tell_ru("Россия ждёт ответа. Северокорейская республика испытала ракету в понедельник.")
    assert RUSSIA not in {f.entity for report in told.reports for f in report.roles}


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("Die Ukraine ist besorgt.", "Das isolierte kommunistische Land testete am Montag eine Rakete."),
        ("Die USA sind besorgt.", "Der isolierte Staat testete am Montag eine Rakete."),
    ],
)
def test_a_described_country_is_not_the_one_before(
    tell_de: Callable[..., Telling], before: str, words: str
) -> None:
    """What is said of a country beside its noun tells which one is meant, not who was named last."""
    told = tell_de(f"{before} {words}")
    assert told.entities
    assert not [report for report in told.reports if {f.entity for f in report.roles} & {"Q212", "Q30"}]


def test_the_neighbouring_country_is_the_other_one(tell_en: Callable[..., Telling]) -> None:
    """A country beside another is found, though its noun has an adjective."""
    told = tell_en("North Korea plans a parade. Putin visited the neighbouring country on Monday.")
    visits = [report for report in told.reports if report.event_type == "Visit"]
    assert visits
    assert KOREA in {f.entity for report in visits for f in report.roles} | {r.place for r in visits}
