"""Lemmas of words of the four languages: `tests/sentences/lemmas.toml`, exactly."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kg.lemmas import Lemmatizer
from kg.rooms import room

_FILE = Path(__file__).parent / "sentences" / "lemmas.toml"
DATA: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
LANGUAGES = sorted(DATA.keys() - {"separable"})
WORDS = [
    (lang, pos, form, lemma)
    for lang in LANGUAGES
    for pos, lemmas in DATA[lang].items()
    for lemma, forms in lemmas.items()
    for form in forms.split()
]
SEPARABLE = [(entry["verb"], *entry["apart"]) for entry in DATA["separable"]]
TOGETHER = [(entry["verb"], form) for entry in DATA["separable"] for form in entry["forms"].split()]


@cache
def lemmatizer(lang: str) -> Lemmatizer:
    """Give the lemmatizer of a language; its tables are read once for all tests."""
    return Lemmatizer(lang)


def test_there_are_enough_cases() -> None:
    """Every language with data has its words here, and German its separable verbs; none stands twice."""
    assert [path.stem for path in sorted(room("lemmas_data").glob("*.toml"))] == LANGUAGES
    counts = {lang: sum(word[0] == lang for word in WORDS) for lang in LANGUAGES}
    assert counts["de"] >= 120
    assert counts["en"] >= 60
    assert counts["ru"] >= 40
    assert counts["ko"] >= 25
    assert len(SEPARABLE) >= 30
    assert len({(lang, pos, form) for lang, pos, form, _ in WORDS}) == len(WORDS)


@pytest.mark.parametrize(("lang", "pos", "form", "lemma"), WORDS)
def test_a_form_has_its_lemma(lang: str, pos: str, form: str, lemma: str) -> None:
    """A form has the lemma that its part of speech asks for."""
    assert lemmatizer(lang).lemma(form, pos) == lemma


@pytest.mark.parametrize(("verb", "finite", "particle"), SEPARABLE)
def test_a_particle_joins_its_verb(verb: str, finite: str, particle: str) -> None:
    """A finite form and the particle that stands apart from it give the verb as the dictionary has it."""
    german = lemmatizer("de")
    assert german.join(german.lemma(finite, "VERB"), particle) == verb


@pytest.mark.parametrize(("verb", "form"), TOGETHER)
def test_a_verb_with_its_particle_has_its_infinitive(verb: str, form: str) -> None:
    """A form that holds its particle, with or without what stands inside it, gives the whole verb."""
    assert lemmatizer("de").lemma(form, "VERB") == verb


@pytest.mark.parametrize("word", ["nicht", "heute", "gestern"])
def test_what_is_no_particle_is_not_joined(word: str) -> None:
    """An adverb that a parser holds a particle leaves the verb alone."""
    assert lemmatizer("de").join("gehen", word) == "gehen"


@pytest.mark.parametrize("lang", ["en", "ru", "ko"])
def test_a_language_without_particles_joins_nothing(lang: str) -> None:
    """Where the language separates no verbs, a verb stays what it is."""
    assert lemmatizer(lang).join("go", "on") == "go"


def test_known_names_keep_their_last_letter() -> None:
    """A name known from elsewhere is not taken for a genitive, and its own genitive is."""
    german = Lemmatizer("de", names=frozenset({"Jannes", "Schoigu"}))
    assert german.lemma("Jannes", "PROPN") == "Jannes"
    assert german.lemma("Schoigus", "PROPN") == "Schoigu"
    assert lemmatizer("de").lemma("Schoigus", "PROPN") == "Schoigus"


def test_a_language_without_data_keeps_its_forms() -> None:
    """A language that nobody described keeps names as they are and puts other words in small letters."""
    french = Lemmatizer("fr")
    assert french.lemma("Paris", "PROPN") == "Paris"
    assert french.lemma("Armes", "NOUN") == "armes"


def test_endings_give_whole_syllables() -> None:
    """No Korean lemma ends within a syllable, whatever letters are taken off."""
    korean = lemmatizer("ko")
    forms = [form for lang, _, form, _ in WORDS if lang == "ko"]
    made = {korean.lemma(form, pos) for form in forms for pos in ("NOUN", "VERB", "ADV", "PROPN", "CCONJ")}
    assert made
    assert {lemma for lemma in made if any("\u1100" <= letter <= "\u11ff" for letter in lemma)} == set()


@pytest.mark.parametrize(
    ("form", "cases"),
    [
        ("Путиным", {"Ins"}),
        ("Россию", {"Acc"}),
        ("Ыну", {"Dat"}),
        ("Ына", {"Gen", "Acc"}),
        ("КНДР", {"Nom", "Gen", "Dat", "Acc", "Ins", "Loc"}),
        ("Рютте", set()),
    ],
)
def test_a_russian_name_shows_its_case(form: str, cases: set[str]) -> None:
    """A form gives the cases it may be in; an abbreviation all, a foreign name that shows nothing none."""
    assert lemmatizer("ru").cases(form, "PROPN") == cases


@pytest.mark.parametrize(
    ("form", "tense"), [("посетит", "Fut"), ("сообщает", "Pres"), ("прибыл", "Past"), ("проводит", "")]
)
def test_a_russian_verb_shows_its_tense(form: str, tense: str) -> None:
    """The dictionary tells the tense of a form where all its readings agree."""
    assert lemmatizer("ru").tense(form) == tense
