"""The pipelines that ship: what they are made of, how large, and that spaCy alone can load them."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import spacy

from kg.errors import MissingError
from kg.parsing import Parser
from kg.rooms import room
from kg.word_look_ups import read_tables

if TYPE_CHECKING:
    from pathlib import Path

    from kg.language import Language

SHIPPED = room("data") / "pipelines"
LANGUAGES = ("de", "en", "ko", "ru")
PARTS = {"geoevents_bounds", "morphologizer", "ner", "parser", "tok2vec"}
LARGEST = 20_000_000
NAMES = {"LOC", "MISC", "ORG", "PER"}
UNIVERSAL = {"nsubj", "obj", "obl", "nmod", "case", "conj", "root", "ROOT"}
TEXTS = {
    "de": "Kim Jong Un traf Putin in Wladiwostok. Danach reiste er ab.",
    "en": "Kim Jong Un met Putin in Vladivostok. Then he left.",
    "ru": "Ким Чен Ын встретился с Путиным во Владивостоке. Затем он уехал.",
    "ko": "김정은 위원장은 블라디보스토크에서 푸틴 대통령을 만났다. 그는 떠났다.",
}


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_every_language_of_the_issue_has_a_pipeline() -> None:
    """German, English, Russian and Korean each have one, and nothing else lies beside them."""
    assert sorted(path.name for path in SHIPPED.iterdir()) == list(LANGUAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_pipeline_is_small_and_whole(lang: str) -> None:
    """It has bounds, parts of speech, trees in universal labels and names of four classes, in 20 MB."""
    nlp = spacy.load(SHIPPED / lang)
    assert set(nlp.pipe_names) == PARTS
    assert _size(SHIPPED / lang) <= LARGEST
    assert set(nlp.pipe_labels["ner"]) == NAMES
    assert {"nsubj", "obl"} <= set(nlp.pipe_labels["parser"])
    assert nlp.meta["license"] == "CC BY-SA 4.0"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_two_sentences_are_two(lang: str) -> None:
    """A full stop ends a sentence, and each has one root and a part of speech for every word."""
    doc = spacy.load(SHIPPED / lang)(TEXTS[lang])
    sentences = list(doc.sents)
    assert len(sentences) == 2
    assert [sum(t.dep_ == "ROOT" for t in sentence) for sentence in sentences] == [1, 1]
    assert all(t.pos_ for t in doc)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_great_names_are_found(lang: str) -> None:
    """The three names of the first sentence are names."""
    doc = spacy.load(SHIPPED / lang)(TEXTS[lang])
    found = {t.i for e in doc.ents for t in e}
    first = next(iter(doc.sents))
    named = [t.i for t in first if t.text[:1].isupper() or lang == "ko"]
    assert len(found & set(named)) >= 3


def test_spacy_alone_loads_a_pipeline() -> None:
    """Whoever has geoevents installed loads a pipeline with spaCy, without importing kg."""
    program = f"import spacy; print(spacy.load({str(SHIPPED / 'de')!r})('Putin reist.')[0].pos_)"
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "PROPN"


def test_a_pipeline_without_trees_is_refused(tmp_path: Path, language_de: Language) -> None:
    """A pipeline that lacks what reading needs is named with what it lacks."""
    spacy.blank("de").to_disk(tmp_path / "bare")
    with pytest.raises(MissingError) as raised:
        Parser(language_de, str(tmp_path / "bare"))
    assert raised.value.code == "KG-305"
    assert "trees" in raised.value.what


BOUNDS = {
    "Er ist 35. Die Delegation reist ab.": 2,
    "Am 13. September kam er an. Im Osten war es kalt.": 2,
    "Es ging um Öl, Gas usw. Danach sprach Kim.": 2,
    "Das war z.B. Putin in Moskau.": 1,
    "„Wir kommen.“ Das sagte er.": 2,
    "Dr. Weber kam am 3. Oktober 2023 an.": 1,
}


@pytest.mark.parametrize("text", sorted(BOUNDS))
def test_sentences_end_where_they_end(text: str) -> None:
    """A full stop that an abbreviation or a number keeps ends a sentence only before a function word."""
    assert len(list(spacy.load(SHIPPED / "de", exclude=["parser", "ner"])(text).sents)) == BOUNDS[text]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tables_of_words_give_what_spacys_give(lang: str) -> None:
    """Each word of the texts, in several spellings, and words that no table has."""
    tables = read_tables(SHIPPED / lang)
    assert tables is not None
    spacys = spacy.load(SHIPPED / lang).vocab.lookups
    words = TEXTS[lang].split()
    words += [word.strip(".,") for word in words] + [word.lower() for word in words] + ["Qqzyx", ""]
    assert sorted(tables.tables) == sorted(spacys.tables) != []
    for name in tables.tables:
        asked, ours = spacys.get_table(name), tables.get_table(name)
        assert len(ours) == len(asked)
        assert [ours.get(word) for word in words] == [asked.get(word) for word in words]
        assert ours.get("Qqzyx", 7) == 7
    assert any(tables.get_table(name).get(word) is not None for name in tables.tables for word in words)


def test_another_pipeline_has_no_such_tables(tmp_path: Path) -> None:
    """What a user's own pipeline brings stays as it is."""
    spacy.blank("de").to_disk(tmp_path)
    assert read_tables(tmp_path) is None
    assert read_tables(tmp_path / "nowhere") is None
