"""The forms in which names are looked up."""

from __future__ import annotations

import pytest

from kg.name_forms import name_forms


@pytest.mark.parametrize(
    ("lang", "written", "form"),
    [
        ("de", "Weißen Haus", "Weißes Haus"),
        ("de", "Weißen Haus für Sicherheit", "Weißen Haus"),
        ("de", "Präsident Yoon", "Yoon"),
        ("en", "Foreign Minister Sergei Lavrov", "Sergei Lavrov"),
        ("ru", "Владимиром Путиным", "Владимир Путин"),
        ("ru", "президента Владимира Путина", "Владимир Путин"),
        ("ru", "Ким Чен Ыну", "Ким Чен Ын"),
        ("ru", "Пхеньяне", "Пхеньян"),
        ("ko", "김정은이", "김정은"),
        ("ko", "김정은 국무위원장이", "김정은"),
        ("ko", "푸틴 대통령은", "푸틴"),
        ("ko", "모스크바에서", "모스크바"),
    ],
)
def test_form_is_tried(lang: str, written: str, form: str) -> None:
    """Cases, particles, ranks and declined adjectives are taken off."""
    assert form in dict(name_forms(lang).forms(written))


@pytest.mark.parametrize("lang", ["de", "en", "ru", "ko", "xx"])
def test_written_form_is_first(lang: str) -> None:
    """A name is looked up as it stands before anything else, and other forms count less."""
    forms = name_forms(lang).forms("Weißen Haus")
    assert forms[0] == ("Weißen Haus", 1.0)
    assert all(weight < 1 for _, weight in forms[1:])


def test_rank_alone_is_kept() -> None:
    """A name that is nothing but a word of rank keeps it."""
    assert dict(name_forms("de").forms("General")) == {"General": 1.0}


def test_place_keeps_its_small_words() -> None:
    """One word before a small word is no name of its own."""
    assert "Komsomolsk" not in dict(name_forms("de").forms("Komsomolsk am Amur"))


def test_dots_of_an_abbreviation_may_be_missing() -> None:
    """Abbreviations are also looked up without their dots; an initial before a surname keeps its own."""
    assert "UN Security Council" in dict(name_forms("en").forms("U.N. Security Council"))
    assert list(dict(name_forms("en").forms("John F. Kirby"))) == ["John F. Kirby"]
