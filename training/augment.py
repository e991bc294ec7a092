"""Mention replacement and the noise of real pages, for training the names (Dai and Adel 2020).

A name in a training sentence is swapped for another of its class from the tables of names; genitives and
particles stay. Now and then a sentence is set in capitals or small letters, loses its umlauts, or changes its
quotes.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from spacy.tokens import Doc, Span
from spacy.training import Example

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from spacy.language import Language

_QUOTES = ["„“", "»«", "“”", '""', "‚‘", "«»", "''"]
_ALL_QUOTES = frozenset("".join(_QUOTES))
_ASCII = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
_SHORTEST = 3
#: How many of the names of a chosen sentence are swapped; the table of organisations is one-sided.
_ORGANISATIONS, _OTHERS = 0.3, 0.7
#: Label of a word of which nobody says whether it is a name.
_UNKNOWN = "?"

Sentence = tuple[list[str], list[bool], list[tuple[int, int, str]]]


def names_augmenter(
    tables: str,
    replaced: float,
    capitals: float,
    lowered: float,
    ascii_only: float,
    requoted: float,
    *,
    copies: int,
    seed: int,
) -> Callable[[Language, Example], Iterator[Example]]:
    """Give the augmenter; each number is the share of sentences it touches, 0 to 1.

    Parameters
    ----------
    tables
        JSON file: class of name -> list of names in their base form.
    replaced
        Share of sentences whose names are swapped, in addition to the sentence itself.
    capitals, lowered, ascii_only, requoted
        Share of sentences that are set in capitals, in small letters, without umlauts, with other quotes.
    copies
        How often each sentence is read, each time with other dice.
    seed
        Of the dice.
    """
    names = Names(json.loads(Path(tables).read_text(encoding="utf-8")))
    dice = random.Random(seed)  # noqa: S311 - not for secrets

    def augment(nlp: Language, example: Example) -> Iterator[Example]:
        for _ in range(copies):
            sentence = _plain(example.reference)
            if dice.random() < replaced and sentence[2]:
                sentence = _replace(str(nlp.lang), sentence, names, dice)
            words, spaces, spans = sentence
            if dice.random() < capitals:
                words = [w.upper() for w in words]
            elif dice.random() < lowered:
                words = [w.lower() for w in words]
            if dice.random() < ascii_only:
                words = [w.translate(_ASCII) for w in words]
            if dice.random() < requoted:
                words = _requote(words, dice)
            yield _example(nlp, words, spaces, spans)

    return augment


class Names:
    """Names by class: all, those of one word, those of two or three."""

    def __init__(self, names: dict[str, list[str]]) -> None:
        self.known = {label: frozenset(listed) for label, listed in names.items()}
        self.single = {label: [n for n in listed if " " not in n] for label, listed in names.items()}
        self.several = {
            label: [n for n in listed if 0 < n.count(" ") < _SHORTEST] for label, listed in names.items()
        }


def _plain(doc: Doc) -> Sentence:
    words = [t.text for t in doc]
    spans = [(e.start, e.end, e.label_) for e in doc.ents]
    spans += [(t.i, t.i + 1, _UNKNOWN) for t in doc if not t.ent_iob]
    return words, [bool(t.whitespace_) for t in doc], sorted(spans)


def _replace(lang: str, sentence: Sentence, names: Names, dice: random.Random) -> Sentence:
    words, spaces, spans = sentence
    new_words: list[str] = []
    new_spaces: list[bool] = []
    new_spans: list[tuple[int, int, str]] = []
    at = 0
    for begin, end, label in [*spans, (len(words), len(words), "")]:
        new_words += words[at:begin]
        new_spaces += spaces[at:begin]
        if label:
            new = words[begin:end]
            if label in names.known and dice.random() < (_ORGANISATIONS if label == "ORG" else _OTHERS):
                new = _another(lang, new, label, names, dice)
            new_spans.append((len(new_words), len(new_words) + len(new), label))
            new_words += new
            new_spaces += [True] * (len(new) - 1) + [spaces[end - 1]]
        at = end
    return new_words, new_spaces, new_spans


def _another(lang: str, surface: list[str], label: str, names: Names, dice: random.Random) -> list[str]:
    """Give the words of another name of the class, with what hangs on this one."""
    written = " ".join(surface)
    hanging = ""
    if lang == "ko":
        stems = (written[:n] for n in range(len(written), 1, -1))
        stem = next((s for s in stems if s in names.known[label]), "")
        hanging = written[len(stem) :]
        if not stem:
            return surface
    elif lang == "ru" and written not in names.known[label]:
        return surface  # another case than the tables have
    elif lang == "de" and written.endswith("s") and written[:-1] in names.known[label]:
        hanging = "s"
    pool = names.several[label] if len(surface) > 1 or label == "PER" else names.single[label]
    new = dice.choice(pool).split() if pool else surface
    if len(surface) == 1 and label == "PER":
        new = new[-1:]
    if any(w[:1].isalpha() and not w[:1].isupper() and lang != "ko" for w in (new[0], new[-1])):
        return surface
    if hanging == "s" and new[-1].endswith(("s", "x", "z", "ß")):
        hanging = ""
    return [*new[:-1], new[-1] + hanging]


def _requote(words: list[str], dice: random.Random) -> list[str]:
    pair = dice.choice(_QUOTES)
    opening, closing = pair[0], pair[1]
    out: list[str] = []
    inside = False
    for word in words:
        if word in _ALL_QUOTES and len(word) == 1:
            out.append(closing if inside else opening)
            inside = not inside
        else:
            out.append(word)
    return out


def _example(
    nlp: Language, words: list[str], spaces: list[bool], spans: list[tuple[int, int, str]]
) -> Example:
    reference = Doc(nlp.vocab, words=words, spaces=spaces)
    made = [Span(reference, b, e, label=label) for b, e, label in spans]
    reference.set_ents(
        [span for span in made if span.label_ != _UNKNOWN],
        missing=[span for span in made if span.label_ == _UNKNOWN],
        default="outside",
    )
    return Example(Doc(nlp.vocab, words=words, spaces=spaces), reference)


spacy.registry.augmenters.register("geoevents.names.v1", func=names_augmenter)
