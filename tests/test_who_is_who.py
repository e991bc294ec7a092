"""Names and descriptions that look like somebody or some place they are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from kg.model import Entity, Telling

JAPAN_SEA, CHINA_SEA, KURSK, PARTY = "Q27092", "Q37660", "Q3178", "Q49623"


def _told(request: pytest.FixtureRequest, lang: str, text: str) -> dict[str, Entity]:
    told: Telling = request.getfixturevalue(f"tell_{lang}")(text)
    assert told.entities
    return {entity.key: entity for entity in told.entities}


@pytest.mark.parametrize(
    ("lang", "text", "item"),
    [
        ("en", "North Korea fired a ballistic missile into the East Sea on Monday.", JAPAN_SEA),
        ("en", "North Korea fired a ballistic missile into the Sea of Japan on Monday.", JAPAN_SEA),
        ("en", "China held an exercise in the South China Sea on Monday.", CHINA_SEA),
        ("de", "Nordkorea feuerte am Montag eine Rakete ins Ostmeer.", JAPAN_SEA),
        ("de", "Nordkorea feuerte am Montag eine Rakete ins Gelbe Meer.", "Q37960"),
        ("ru", "КНДР запустила ракету в Японское море в понедельник.", JAPAN_SEA),
        ("ko", "김정은 북한 노동당 총비서가 연설했다. 북한 노동당은 대회를 열었다.", PARTY),
        (
            "en",
            "Rockets fly from Sohae in North Korea, the Shanghai Cooperation Organization said.",
            "Q485207",
        ),
    ],
)
def test_names_of_the_field_are_found(
    request: pytest.FixtureRequest, lang: str, text: str, item: str
) -> None:
    """Seas, parties and bodies are those that articles on Korea mean."""
    assert item in _told(request, lang, text)


@pytest.mark.parametrize(
    ("lang", "text", "item"),
    [
        ("en", "North Korea fired a ballistic missile into the East Sea on Monday.", CHINA_SEA),
        ("ko", "북한 노동당은 대회를 열었다.", "Q9630"),
        ("de", "Der nordkoreanische Minister Ju Yong-il reiste nach Moskau.", "Q1062006"),
        # An authority of a state that is not spoken of.
        ("en", "Russia sent the Ministry of Natural Resources to Pyongyang.", "Q50483797"),
        # A class is no name, a continent no union.
        ("de", "Kim besuchte die Universität Wladiwostok in Russland.", "Q3918"),
        ("en", "Rutte said that Europe must act.", "Q458"),
    ],
)
def test_what_only_looks_like_it_is_left_out(
    request: pytest.FixtureRequest, lang: str, text: str, item: str
) -> None:
    """A name alone does not make it the item that is so called."""
    assert item not in _told(request, lang, text)


@pytest.mark.parametrize(
    ("words", "same"),
    [("the region", True), ("the West", False), ("the east", False)],
)
def test_a_point_of_the_compass_is_no_region_named_before(
    request: pytest.FixtureRequest, words: str, *, same: bool
) -> None:
    """Only nouns of regions mean the one named before: "the region", not "the West"."""
    text = f"Shoigu visited the Kursk region on Monday. North Korea sent soldiers to {words}."
    assert (words in _told(request, "en", text)[KURSK].mentions) == same


def test_a_noun_makes_no_country_of_a_name(request: pytest.FixtureRequest) -> None:
    """Nothing that has no item is a country by a title's words."""
    text = (
        "Kim Jong Un, president of the State Affairs of the DPRK, met Sergei Shoigu in Pyongyang on Monday."
    )
    told = _told(request, "en", text)
    assert [one.key for one in told.values() if one.type == "Country" and not one.key.startswith("Q")] == []


def test_designations_are_things(request: pytest.FixtureRequest) -> None:
    """A missile is no person and no body."""
    told = _told(request, "en", "Japan said SM-3 and PAC-3 Patriot were ready. Russia tested a Hwasong-18.")
    kinds = {one.name: one.type for one in told.values() if any(c.isdigit() for c in one.name)}
    assert kinds
    assert set(kinds.values()) == {"Weapon"}
