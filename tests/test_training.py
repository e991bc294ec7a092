"""The own corpus, and what turns it and the other sets into training documents."""

from __future__ import annotations

import random
import re
import tomllib
from pathlib import Path
from typing import Any

import augment
import build
import corpora
import pytest
import rounds
import spacy
from spacy.training import Example

ROOT = Path(__file__).resolve().parent.parent
OWN = ROOT / "training" / "own"
RECIPES = tomllib.loads((ROOT / "training" / "recipes.toml").read_text(encoding="utf-8"))
FEWEST = {"de": 1500, "en": 800, "ru": 300, "ko": 300}
_MARK = re.compile(r"\[([^\[\]|]+)\|(PER|LOC|ORG|MISC)\]")


def _lines(lang: str, topics: list[str] | None = None) -> list[str]:
    """Give the sentences of a language's corpus, of some topics or of all."""
    paths = sorted((OWN / lang).glob("*.txt"))
    chosen = [path for path in paths if topics is None or path.stem in topics]
    return [line for path in chosen for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("lang", sorted(FEWEST))
def test_the_own_corpus_is_large_enough_and_a_fifth_is_held_out(lang: str) -> None:
    """Each language has its number of sentences, and about a fifth of them, by topic, only measure."""
    lines, held = _lines(lang), _lines(lang, RECIPES[lang]["held"])
    assert len(lines) >= FEWEST[lang]
    assert 0.19 <= len(held) / len(lines) <= 0.22
    topics = {path.stem for path in (OWN / lang).glob("*.txt")}
    assert set(RECIPES[lang]["held"]) < topics


@pytest.mark.parametrize("lang", sorted(FEWEST))
def test_marks_are_well_formed_and_no_sentence_stands_twice(lang: str) -> None:
    """What is left without the marks has no bracket, no line is empty, and none is a copy."""
    lines = _lines(lang)
    rests = [_MARK.sub(r"\1", line) for line in lines]
    assert [rest for rest in rests if not rest.strip() or re.search(r"[\[\]|]", rest)] == []
    assert len(set(rests)) == len(rests)


@pytest.mark.parametrize("lang", sorted(FEWEST))
def test_every_mark_becomes_a_name(lang: str) -> None:
    """Each mark is an entity of its label, and of its words where the tokenizer cuts at its bounds."""
    nlp = build.blank(lang)
    whole = of = 0
    for path in sorted((OWN / lang).glob("*.txt")):
        for line, doc in zip(
            path.read_text(encoding="utf-8").splitlines(), corpora.own(path, nlp), strict=True
        ):
            marks = _MARK.findall(line)
            assert [e.label_ for e in doc.ents] == [label for _, label in marks], line
            whole += sum(e.text == surface for e, (surface, _) in zip(doc.ents, marks, strict=True))
            of += len(marks)
    assert whole / of >= (0.4 if lang == "ko" else 0.98)  # Korean particles share the token


def test_replacement_keeps_class_count_and_genitive(tmp_path: Path) -> None:
    """A swapped name is another of its class with the genitive of the old one; the sentence stays."""
    tables = tmp_path / "names.json"
    tables.write_text(
        '{"PER": ["Anna Berg"], "LOC": ["Kirow", "Russland"], "ORG": ["Tass"]}', encoding="utf-8"
    )
    nlp = build.blank("de")
    path = tmp_path / "a.txt"
    path.write_text("[Putins|PER] Gast sah [Russlands|LOC] Osten.\n", encoding="utf-8")
    (doc,) = corpora.own(path, nlp)
    swap = augment.names_augmenter(str(tables), 1.0, 0.0, 0.0, 0.0, 0.0, copies=1, seed=0)
    random.seed(0)
    seen = set()
    for _ in range(40):
        (made,) = swap(nlp, Example(nlp.make_doc(doc.text), doc))
        assert [e.label_ for e in made.reference.ents] == ["PER", "LOC"]
        seen.add(made.reference.text)
    assert "Berg Gast sah Kirows Osten." in seen
    assert all(text.endswith(" Osten.") for text in seen)


def test_names_keep_their_marks_in_small_letters(tmp_path: Path) -> None:
    """A sentence in small letters has the names of the one it was made of."""
    nlp = build.blank("en")
    path = tmp_path / "a.txt"
    path.write_text("[Anna Berg|PER] saw [Kirov|LOC].\n", encoding="utf-8")
    (doc,) = corpora.own(path, nlp)
    lower = augment.names_augmenter(str(_no_names(tmp_path)), 0.0, 0.0, 1.0, 0.0, 0.0, copies=1, seed=0)
    (made,) = lower(nlp, Example(nlp.make_doc(doc.text), doc))
    assert made.reference.text == "anna berg saw kirov."
    assert [(e.text, e.label_) for e in made.reference.ents] == [("anna berg", "PER"), ("kirov", "LOC")]


def test_silver_keeps_what_enough_teachers_find_and_leaves_the_rest_open(tmp_path: Path) -> None:
    """A name that one teacher of two finds is neither a name nor none; measured sentences are left out."""
    nlp = build.blank("de")
    text, measured = tmp_path / "text.spacy", tmp_path / "measured.spacy"
    corpora.write([nlp.make_doc("Anna Berg sah Kirow wieder."), nlp.make_doc("Das misst nur.")], text)
    corpora.write([nlp.make_doc("Das misst nur.")], measured)
    teachers = []
    for number, patterns in enumerate(({"Anna Berg": "PER", "Kirow": "LOC"}, {"Anna Berg": "PER"})):
        teacher = spacy.blank("de")
        ruler: Any = teacher.add_pipe("entity_ruler")
        ruler.add_patterns([{"label": label, "pattern": name} for name, label in patterns.items()])
        teacher.to_disk(tmp_path / str(number))
        teachers.append(tmp_path / str(number))
    (doc,) = rounds.silver(text, teachers, 2, [measured])
    assert [(e.text, e.label_) for e in doc.ents] == [("Anna Berg", "PER")]
    assert [t.text for t in doc if not t.ent_iob] == ["Kirow"]
    change = augment.names_augmenter(str(_no_names(tmp_path)), 0.0, 0.0, 0.0, 0.0, 0.0, copies=1, seed=0)
    (example,) = change(nlp, Example(nlp.make_doc(doc.text), doc))
    assert [t.text for t in example.reference if not t.ent_iob] == ["Kirow"]


def test_an_average_lies_between_the_models(tmp_path: Path) -> None:
    """Each weight of the average is the mean of those it is made of."""
    paths, weights = [], []
    for number in (1.0, 2.0):
        nlp = spacy.blank("de")
        tagger: Any = nlp.add_pipe("tagger")
        tagger.add_label("X")
        nlp.initialize()
        for node in tagger.model.walk():
            for name in node.param_names:
                if node.has_param(name):
                    node.set_param(name, node.get_param(name) * 0 + number)
        paths.append(tmp_path / str(number))
        nlp.to_disk(paths[-1])
    rounds.average(paths, tmp_path / "new" / "mean")
    made: Any = spacy.load(tmp_path / "new" / "mean").get_pipe("tagger")
    for node in made.model.walk():
        weights += [node.get_param(name) for name in node.param_names if node.has_param(name)]
    assert weights
    assert all((weight == 1.5).all() for weight in weights)


def _no_names(folder: Path) -> Path:
    """Give tables without a name."""
    path = folder / "none.json"
    path.write_text('{"PER": [], "LOC": [], "ORG": []}', encoding="utf-8")
    return path
