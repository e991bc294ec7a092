"""What forms tell by rule: German moods by `tests/sentences/mood_de.toml`, and the case of noun phrases."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import simplemma
import spacy

from kg.errors import ProjectError
from kg.model import Article, Section, SectionKind, Span
from kg.morphology import Rules, VerbFeatures, case_and_number, load_rules, verb_features
from kg.rooms import room
from kg.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.parsing import Parser

_FILE = Path(__file__).parent / "sentences" / "mood_de.toml"
SENTENCES: list[dict[str, Any]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))["sentence"]
#: How many Konjunktiv forms the reported sentences hold, and how many of them are told with the shipped
#: pipeline. The rest it tags as name or adverb.
KONJUNKTIV = 71
FLOOR = 69

_NLP = spacy.blank("de")


@pytest.fixture(scope="module")
def rules_de() -> Rules:
    """Read the German paradigms."""
    return load_rules(room("morph") / "de.toml")


def _id(sentence: Mapping[str, Any]) -> str:
    return " ".join(sentence["text"].split()[:6])


def _tokens(text: str, tags: Sequence[tuple[str, str]]) -> tuple[Token, ...]:
    """Cut a sentence into words without a tree; ``tags`` are the parts of speech of some, in order."""
    found, waiting = [], list(tags)
    for word in _NLP(text):
        pos = "X"
        if waiting and waiting[0][0] == word.text:
            pos = waiting.pop(0)[1]
        lemma = simplemma.lemmatize(word.text, lang="de", greedy=pos in {"VERB", "AUX"})
        end = word.idx + len(word.text)
        found.append(Token(word.i, word.text, lemma, pos, "", word.i, word.idx, end))
    assert not waiting, f"not in the sentence: {waiting}"
    return tuple(found)


def _expected(sentence: Mapping[str, Any]) -> list[tuple[str, str, str, bool]]:
    """Give form, part of speech, mood and whether the expression is fixed, of each finite verb."""
    parts = [written.split() for written in sentence["finite"]]
    return [(p[0], p[1], p[2], "set_phrase" in p) for p in parts]


@pytest.mark.parametrize("sentence", SENTENCES, ids=_id)
def test_every_finite_verb_has_its_mood(sentence: Mapping[str, Any], rules_de: Rules) -> None:
    """Form and words around it tell the mood of each finite verb, without any trained pipeline."""
    expected = _expected(sentence)
    tokens = _tokens(sentence["text"], [(form, pos) for form, pos, _, _ in expected])
    told = [
        (t.text, t.pos, features.mood, features.set_phrase)
        for t in tokens
        if (features := verb_features(tokens, t.index, rules_de)).form == "finite"
    ]
    assert told == expected


def test_sentences_are_enough_and_differ() -> None:
    """There are 70 sentences, 60 with reported speech, none twice; all moods and fixed expressions occur."""
    assert len(SENTENCES) >= 70
    assert sum(s["reported"] for s in SENTENCES) >= 60
    assert len({s["text"] for s in SENTENCES}) == len(SENTENCES)
    verbs = [verb for s in SENTENCES for verb in _expected(s)]
    assert {mood for _, _, mood, _ in verbs} == {"indicative", "subjunctive1", "subjunctive2", "imperative"}
    assert any(fixed for *_, fixed in verbs)


def test_nouns_that_look_like_verbs_tell_nothing(rules_de: Rules) -> None:
    """A noun has no mood, though its form is that of a Konjunktiv."""
    tried = 0
    for sentence in SENTENCES:
        for noun in sentence.get("nouns", ()):
            tokens = _tokens(sentence["text"], [(noun, "NOUN")])
            (index,) = (t.index for t in tokens if t.text == noun)
            assert verb_features(tokens, index, rules_de) == VerbFeatures()
            tried += 1
    assert tried >= 2


def _parsed(parser: Parser, text: str) -> tuple[Token, ...]:
    """Give the words of a text that is one sentence, or of its sentences in one row."""
    body = Section(SectionKind.BODY, Span(0, len(text)))
    article = Article("text", text, "de", "0" * 64, sections=(body,))
    return tuple(token for _, tokens, _ in parser.words(article) for token in tokens)


def test_the_pipeline_tells_the_konjunktiv_of_reported_speech(parser_de: Parser, rules_de: Rules) -> None:
    """With the shipped pipeline's tags and trees, at least the floor of the Konjunktiv forms is told."""
    wanted = hit = 0
    missed = []
    for sentence in SENTENCES:
        if not sentence["reported"]:
            continue
        tokens = _parsed(parser_de, sentence["text"])
        told = [(t.text, verb_features(tokens, t.index, rules_de).mood) for t in tokens]
        for form, _, mood, _ in _expected(sentence):
            if mood.startswith("subjunctive"):
                wanted += 1
                hit += (form, mood) in told
                missed += [] if (form, mood) in told else [(form, sentence["text"])]
    assert wanted == KONJUNKTIV
    assert hit >= FLOOR >= 0.9 * wanted, missed


def test_the_pipeline_makes_no_konjunktiv_of_an_indicative(parser_de: Parser, rules_de: Rules) -> None:
    """With the shipped pipeline, no verb that is indicative is told as Konjunktiv."""
    wrong, tried = [], 0
    for sentence in SENTENCES:
        tokens = _parsed(parser_de, sentence["text"])
        forms = {form for form, _, mood, _ in _expected(sentence) if mood == "indicative"}
        for token in tokens:
            if token.text in forms:
                tried += 1
                mood = verb_features(tokens, token.index, rules_de).mood
                wrong += [(token.text, mood)] if mood.startswith("subjunctive") else []
    assert tried >= 60
    assert wrong == []


@pytest.mark.parametrize(
    ("words", "cases", "numbers"),
    [
        ("des/DET Präsidenten/NOUN/Präsident", "G", "s"),
        ("mit/ADP den/DET Soldaten/NOUN/Soldat", "D", "p"),
        ("gegen/ADP die/DET Sanktionen/NOUN/Sanktion", "A", "p"),
        ("dem/DET russischen/ADJ Minister/NOUN/Minister", "D", "s"),
        ("ein/DET neuer/ADJ Vertrag/NOUN/Vertrag", "N", "s"),
        ("Russlands/PROPN/Russland", "G", "s"),
        ("die/DET Regierung/NOUN/Regierung", "AN", "s"),
        ("im/ADP Hafen/NOUN/Hafen", "D", "s"),
        ("neue/ADJ Waffen/NOUN/Waffe", "AN", "p"),
    ],
)
def test_a_noun_phrase_has_the_cases_that_its_words_allow(
    words: str, cases: str, numbers: str, rules_de: Rules
) -> None:
    """Article, adjective, preposition and the noun's ending leave exactly the cases and numbers stated."""
    parts = [(*word.split("/"), word.split("/")[0])[:3] for word in words.split()]
    last = len(parts) - 1
    tokens = tuple(Token(i, p[0], p[2], p[1], "", last, 0, 0) for i, p in enumerate(parts))
    told = case_and_number(tokens, last, rules_de)
    assert "".join(sorted(told.cases)) == cases
    if len(told.numbers) == 1:
        assert told.numbers == set(numbers)


def test_strong_verbs_have_their_konjunktiv(rules_de: Rules) -> None:
    """At least 150 strong verbs are listed, and their Konjunktiv II is one also behind a prefix."""
    listed = rules_de.tables["strong_verbs"]
    assert len(listed) >= 150
    for lemma, written in listed.items():
        forms = written.split()[2].split("/")
        assert all("subjunctive2" in {r.mood for r in rules_de.readings(form, lemma)} for form in forms)
    prefixed = {"entließe", "hinzukäme", "vorläge", "verlöre", "einbezöge", "teilnähme", "LIESSE", "bestünde"}
    for form in prefixed:
        assert {r.mood for r in rules_de.readings(form, "")} == {"subjunctive2"}, form


def test_a_malformed_file_is_refused_with_its_place(tmp_path: Path) -> None:
    """A reading that is none stops the load and names the file."""
    path = tmp_path / "xx.toml"
    path.write_text('[weak]\ne = ["finite indicative"]\n', encoding="utf-8")
    with pytest.raises(ProjectError, match=r"xx\.toml .*'finite indicative' is no reading"):
        load_rules(path)


@pytest.mark.parametrize(
    ("text", "lemma", "form", "tense"),
    [
        ("says", "say", "finite", "present"),
        ("visited", "visit", "finite", "past"),
        ("was", "be", "finite", "past"),
        ("making", "make", "participle", ""),
    ],
)
def test_english_forms_tell_tense_only(text: str, lemma: str, form: str, tense: str) -> None:
    """English verbs tell form and tense; the mood of a finite one is indicative."""
    rules = load_rules(room("morph") / "en.toml")
    features = verb_features((Token(0, text, lemma, "VERB", "root", 0, 0, len(text)),), 0, rules)
    assert (features.form, features.tense) == (form, tense)
    assert features.mood == ("indicative" if form == "finite" else "")
