"""Measures what is told by rule: words cut, lemmas, moods; and the names of the gold articles.

Tokenizer and lemmas on the test sets of Universal Dependencies, moods on those of German; names as the
tool finds them, pipeline and look-up together, in the development articles of ``shared/gold``.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

import spacy

from kg.language_files import load_language
from kg.lemmas import Lemmatizer
from kg.model import Article, MentionKind, Section, SectionKind, Span
from kg.morphology import load_rules, verb_features
from kg.parsing import Parser
from kg.rooms import room
from kg.snapshot import SnapshotLookup
from kg.tokens import Token
from kg.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOT_WORDS = {"PUNCT", "SYM", "X", "NUM", "_"}
_QUOTES = "„“”\"«»‚‘’'"


class Word(NamedTuple):
    """A line of CoNLL-U."""

    form: str
    lemma: str
    pos: str
    tag: str
    features: str
    head: int
    dep: str


def rows(lang: str, test: Path, gold: Path) -> Iterator[tuple[str, str, str]]:
    """Give (figure, value, set) of all that is told by rule for a language."""
    sentences = list(_sentences(test))
    name = f"{test.parent.name}/{test.name}"
    yield "words cut, F1", f"{_token_f1(lang, test):.3f}", f"{name}, running text"
    yield "lemmas, right", f"{_lemmas(lang, sentences):.3f}", f"{name}, gold parts of speech"
    if (room("morph") / f"{lang}.toml").is_file() and lang == "de":
        precision, recall = _moods(lang, sentences)
        yield "Konjunktiv P / R", f"{precision:.3f} / {recall:.3f}", f"{name}, gold trees, finite verbs"
    found, of = _gold_names(lang, gold)
    if of:
        yield "names of the gold articles", f"{found / of:.3f} ({found} of {of})", "shared/gold, right bounds"


def _sentences(path: Path) -> Iterator[list[Word]]:
    words: list[Word] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        columns = line.split("\t")
        if not line and words:
            yield words
            words = []
        elif columns[0].isdigit():
            _, form, lemma, pos, tag, features, head, dep, *_ = columns
            words.append(Word(form, lemma, pos, tag, features, int(head), dep))


def words(path: Path) -> Iterator[Word]:
    """Give the words of a CoNLL-U file."""
    return (word for sentence in _sentences(path) for word in sentence)


def _token_f1(lang: str, path: Path) -> float:
    """Give F1 of tokens by their offsets; a contraction counts as one unless its parts spell it."""
    config = {"nlp": {"tokenizer": {"@tokenizers": "geoevents.Tokenizer.v1", "lang": lang}}}
    nlp = spacy.blank(lang, config=config)
    right = told = wanted = 0
    for text, forms in _texts(path):
        gold, at = set(), 0
        for form in forms:
            begin = text.find(form, at)
            if begin < 0:
                break
            at = begin + len(form)
            gold.add((begin, at))
        else:
            mine = {(t.idx, t.idx + len(t.text)) for t in nlp.make_doc(text) if not t.is_space}
            right, told, wanted = right + len(gold & mine), told + len(mine), wanted + len(gold)
    return 2 * right / (told + wanted)


def _texts(path: Path) -> Iterator[tuple[str, list[str]]]:
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        text = re.search(r"^# text = (.*)$", block, re.MULTILINE)
        lines = [line.split("\t") for line in block.splitlines() if line and not line.startswith("#")]
        by_number = {columns[0]: columns[1] for columns in lines}
        forms, covered = [], 0
        for number, form, *_ in lines:
            first, _, last = number.partition("-")
            if last:
                parts = [by_number[str(n)] for n in range(int(first), int(last) + 1)]
                if "".join(parts) != form:
                    forms.append(form)
                    covered = int(last)
            elif number.isdigit() and int(number) > covered:
                forms.append(form)
        if text:
            yield text[1], forms


def _lemmas(lang: str, sentences: list[list[Word]]) -> float:
    """Give the share of right lemmas, case aside; of Korean morphemes the nouns that lead, else the first."""
    lemmatizer = Lemmatizer(lang)
    told = [w for sentence in sentences for w in sentence if w.pos not in NOT_WORDS and w.lemma != "_"]
    right = sum(
        lemmatizer.lemma(w.form, w.pos).lower() in {w.lemma.lower(), w.lemma.split("+")[0].lower()}
        for w in told
    )
    return right / len(told)


def _moods(lang: str, sentences: list[list[Word]]) -> tuple[float, float]:
    """Give precision and recall of the Konjunktiv among finite verbs."""
    rules, lemmatizer = load_rules(room("morph") / f"{lang}.toml"), Lemmatizer(lang)
    right = told = wanted = 0
    for sentence in sentences:
        tokens = [
            Token(n, w.form, lemmatizer.lemma(w.form, w.pos), w.pos, w.dep, w.head - 1 if w.head else n, 0, 0)
            for n, w in enumerate(sentence)
        ]
        for index, word in enumerate(sentence):
            if "VerbForm=Fin" in word.features:
                mine = verb_features(tokens, index, rules).mood.startswith("subjunctive")
                gold = "Mood=Sub" in word.features
                right, told, wanted = right + (mine and gold), told + mine, wanted + gold
    return right / told, right / wanted


def _gold_names(lang: str, gold: Path) -> tuple[int, int]:
    """Count the distinct names of each article that are found with their bounds, genitive included."""
    vocabulary = load_vocabulary(room("ontology"))
    file = room("lang") / f"{lang}.toml"
    if not file.is_file():
        return 0, 0
    events = {name: vocabulary.roles(name) for name in vocabulary.event_types()}
    language = load_language(file, events, vocabulary.fact_predicates())
    known = [name for name, _ in SnapshotLookup(room("data") / "wikidata").names(lang)]
    parser = Parser(language, str(room("data") / "pipelines" / lang), known)
    found = of = 0
    for path in sorted((gold / "annotations").glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        if record["lang"] != lang:
            continue
        text = (gold / "articles" / f"{path.stem}.txt").read_text(encoding="utf-8")
        body = text.removeprefix("---").partition("\n---\n")[2]
        lines = [Span(m.start(), m.end()) for m in re.finditer(r"\S[^\n]*", body)]
        article = Article(
            path.stem, body, lang, "0" * 64, sections=tuple(Section(SectionKind.BODY, span) for span in lines)
        )
        named = {MentionKind.NAME, MentionKind.METONYM}  # "Kremlin" is a name, whatever it stands for
        mentions = [m for m in parser.read(article).mentions if m.kind in named]
        mine = {form for m in mentions for form in (m.text, m.name, body[m.span.begin : m.span.end])}
        wanted = {e["mention"].strip(_QUOTES) for e in record["entities"] if e["kind"] == "name"}
        found += len(wanted & mine)
        of += len(wanted)
    return found, of
