"""Learns what the tables of lemmas lack from the training treebanks, and writes it below the hand-made rules.

    python training/lemma_rules.py ko --shared ../shared

A rule says by the ending of a form how many letters go and which come: learnt from types, longest ending
first, kept only where it corrects what the shorter endings say (as ripple-down rules: Plisson et al. 2004).
A whole form is listed where the rules fail on it and the treebank is sure. German rules are by hand.
"""

from __future__ import annotations

import argparse
import collections
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import rules

from kg.lemmas import Lemmatizer

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).resolve().parent.parent / "kg" / "lemmas_data"
_MARK = "\n# ---- learned"
_WHOLE = "^"
_GAIN = 2
_SURE = 0.6
Edit = tuple[int, str]


@dataclass(frozen=True)
class Source:
    """What a language learns from, and how bold it is.

    ``merged`` are parts of speech that also learn from the others' nouns, because a tagger errs there;
    ``composed`` says that letters are made of parts (Hangul), which rules must see.
    """

    name: str
    path: str
    parts: tuple[str, ...] = ()
    longest: int = 0
    support: int = 0
    whole: int = 0
    listed: int = 2
    merged: tuple[str, ...] = ()
    composed: bool = False


SOURCES = {
    "en": Source(
        "UD English EWT, train",
        "ud-english-ewt/en_ewt-ud-train.rebuilt.conllu",
        ("VERB", "NOUN", "ADJ", "ADV", "AUX"),
        longest=5,
        support=3,
        whole=2,
    ),
    "ko": Source(
        "UD Korean Kaist, train",
        "ud-korean-kaist/ko_kaist-ud-train.rebuilt.conllu",
        (
            *("VERB", "NOUN", "ADJ", "ADV", "AUX", "PROPN", "CCONJ"),
            *("SCONJ", "PRON", "DET", "ADP", "PART", "INTJ"),
        ),
        longest=9,
        support=2,
        whole=2,
        merged=("NOUN", "PROPN"),
        composed=True,
    ),
    "ru": Source("UD Russian Taiga, train", "ud-russian-taiga/ru_taiga-ud-train.r2.7.conllu", listed=3),
}


@dataclass(frozen=True)
class Seen:
    """A word of the treebank: form, lemma, universal part of speech, the treebank's own tag."""

    form: str
    lemma: str
    pos: str
    tag: str


def main() -> None:
    """Write the learnt part of a language's file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lang", choices=sorted(SOURCES))
    parser.add_argument("--shared", type=Path, required=True, help="the folder shared")
    options = parser.parse_args()
    source = SOURCES[options.lang]
    words = list(_words(options.shared / "language-data" / source.path, source))
    path = DATA / f"{options.lang}.toml"
    head = path.read_text(encoding="utf-8").split(_MARK)[0].rstrip("\n") + "\n"
    text = f"{head}{_MARK} from {source.name} (CC BY-SA 4.0)\n{_endings(words, source)}"
    path.write_text(text, encoding="utf-8")
    if not source.composed:  # the rules just written are asked, so the file comes first
        path.write_text(text + _irregular(options.lang, words, source), encoding="utf-8")


def _words(path: Path, source: Source) -> Iterator[Seen]:
    for word in rules.words(path):
        if word.pos in rules.NOT_WORDS:
            continue
        if not source.composed:
            yield Seen(word.form, word.lemma, word.pos, word.tag)
        elif word.lemma != "_":
            yield Seen(word.form, _content(word.lemma, word.tag), word.pos, word.tag)


def _content(lemma: str, tag: str) -> str:
    """Give the nouns that lead a chain of morphemes, joined; else the first morpheme."""
    morphemes, tags = lemma.split("+"), tag.split("+")
    taken = 1
    if len(morphemes) == len(tags):
        while taken < len(morphemes) and {tags[0][:2], tags[taken][:2]} <= {"nc", "nq"}:
            taken += 1
    return "".join(morphemes[:taken])


def _endings(words: list[Seen], source: Source) -> str:
    lines = []
    for part in source.parts:
        pairs: collections.Counter[tuple[str, str]] = collections.Counter(
            (_plain(w.form), _plain(w.lemma)) for w in words if w.pos == part or _merges(w, part, source)
        )
        by_edit: dict[str, list[str]] = collections.defaultdict(list)
        for ending, (off, on) in _learn(pairs, source).items():
            if " " not in ending and ending != _WHOLE:
                edit = f"{off}+{unicodedata.normalize('NFC', on)}"
                by_edit[edit].append(unicodedata.normalize("NFC", ending))
        lines.append(f"\n[endings.{part}]\n")
        ordered = sorted(by_edit.items(), key=lambda item: (-len(item[1]), item[0]))
        lines += [f"{_quoted(edit)} = {_quoted(' '.join(sorted(ends)))}\n" for edit, ends in ordered]
    return "".join(lines)


def _merges(word: Seen, part: str, source: Source) -> bool:
    if part not in source.merged or word.pos not in {"NOUN", "PROPN", "ADV", "CCONJ"}:
        return False
    return word.tag[:2] == "nq" or (part != "PROPN" and word.tag[:2] in {"nc", "nb", "np"})


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text.lower())


def _learn(pairs: collections.Counter[tuple[str, str]], source: Source) -> dict[str, Edit]:
    """Learn endings from types and whole forms (marked) from tokens."""
    cut = _morphemes if source.composed else str
    lemmas: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for (form, lemma), count in pairs.items():
        lemmas[form][lemma] += count
    edits: dict[str, collections.Counter[Edit]] = collections.defaultdict(collections.Counter)
    best: dict[str, tuple[str, Edit, int, int]] = {}
    for form, counted in lemmas.items():
        lemma, count = counted.most_common(1)[0]
        parts = cut(form)
        edit = _edit(parts, cut(lemma))
        best[form] = (parts, edit, count, counted.total())
        for length in range(min(source.longest, len(parts)) + 1):
            edits[parts[len(parts) - length :]][edit] += 1
    learnt: dict[str, Edit] = {}
    for ending in sorted(edits, key=len):
        counted_edits = edits[ending]
        if ending and counted_edits.total() < source.support:
            continue
        edit, count = counted_edits.most_common(1)[0]
        above = _above(learnt, ending[1:]) if ending else None
        if above != edit and (above is None or count - counted_edits[above] >= _GAIN):
            learnt[ending] = edit
    for parts, edit, count, total in best.values():
        sure = count >= source.whole and count > 2 * (total - count)
        if sure and edit != _above(learnt, parts):
            learnt[_WHOLE + parts] = edit
    return learnt


def _morphemes(text: str) -> str:
    """Give Hangul by its letters, which endings share."""
    return unicodedata.normalize("NFD", text)


def _edit(form: str, lemma: str) -> Edit:
    """Give how many letters go at the end of a form, and what comes."""
    same = 0
    while same < min(len(form), len(lemma)) and form[same] == lemma[same]:
        same += 1
    return len(form) - same, lemma[same:]


def _above(learnt: dict[str, Edit], ending: str) -> Edit | None:
    """Give what the longest known ending of this one says."""
    while ending and ending not in learnt:
        ending = ending[1:]
    return learnt.get(ending)


def _irregular(lang: str, words: list[Seen], source: Source) -> str:
    """List the forms on which the rules fail and the treebank is sure."""
    lemmatizer = Lemmatizer(lang)
    counted: dict[tuple[str, str], collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for word in words:
        if word.pos not in {"X", "INTJ", "PROPN"} and "_" not in word.lemma:
            counted[word.pos, word.form][word.lemma] += 1
    found: dict[str, dict[str, str]] = collections.defaultdict(dict)
    for (pos, form), lemmas in counted.items():
        lemma, count = lemmas.most_common(1)[0]
        sure = count >= source.listed and count > _SURE * lemmas.total()
        if sure and lemmatizer.lemma(form, pos) != lemma and not form.startswith("http"):
            found[pos][form] = lemma
    lines = []
    for pos, forms in sorted(found.items()):
        lines.append(f"\n[irregular.{pos}]\n")
        for form in sorted(forms):
            low = form.lower()
            if form == low or forms.get(low) != forms[form]:
                lines.append(f"{_quoted(form)} = {_quoted(forms[form])}\n")
    return "".join(lines)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


if __name__ == "__main__":
    main()
