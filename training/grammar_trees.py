"""Words and phrases that a grammar writes, and what joins them to a sentence with its tree."""

from __future__ import annotations

import dataclasses
import itertools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HEAD = "^"
_NO_SPACE_BEFORE = frozenset(",.:;")


class DeadEnd(Exception):  # noqa: N818 - no error: the sentence is drawn anew
    """What was drawn leads nowhere."""


@dataclasses.dataclass(eq=False)
class Word:
    """A word of a sentence, with what it hangs on."""

    text: str
    pos: str
    label: str = HEAD
    head: Word | None = None


@dataclasses.dataclass(frozen=True)
class Phrase:
    """Words in their order, and the one that all others hang on."""

    words: tuple[Word, ...]
    head: Word


def one(text: str, pos: str) -> Phrase:
    """Give a phrase of one word."""
    word = Word(text, pos)
    return Phrase((word,), word)


def join(parts: Sequence[tuple[str, Phrase]]) -> Phrase:
    """Hang phrases on the one that is the head."""
    heads = [phrase.head for label, phrase in parts if label == HEAD]
    if len(heads) != 1:
        raise DeadEnd(" ".join(label for label, _ in parts))
    for label, phrase in parts:
        if label != HEAD:
            phrase.head.head, phrase.head.label = heads[0], label
    return Phrase(tuple(itertools.chain.from_iterable(phrase.words for _, phrase in parts)), heads[0])


def tidy(words: Sequence[Word]) -> list[Word]:
    """Drop the commas that meet another mark, open the sentence or follow a colon."""
    kept: list[Word] = []
    for word in words:
        if word.pos == "PUNCT" and kept and kept[-1].text == ",":
            kept.pop()
        if word.text == "," and (not kept or kept[-1].pos == "PUNCT"):
            continue
        kept.append(word)
    return kept


def contracted(words: Iterable[Word], table: Mapping[str, str]) -> list[Word]:
    """Join a preposition and the article that follows it, where the language does."""
    kept: list[Word] = []
    for word in words:
        before = kept[-1] if kept else word
        whole = table.get(f"{before.text} {word.text}") if before.head is word.head else None
        if whole and (before.pos, word.pos) == ("ADP", "DET"):
            before.text = whole
        else:
            kept.append(word)
    return kept


def relabelled(words: Iterable[Word], table: Mapping[str, Mapping[str, str]]) -> list[Word]:
    """Give labels the name that they have under some head: {label of the head: {label: name}}."""
    kept = list(words)
    names = {id(word): table.get(word.head.label, {}).get(word.label, "") for word in kept if word.head}
    for word in kept:
        word.label = names.get(id(word)) or word.label
    return kept


def conllu(words: Sequence[Word]) -> str:
    """Write a sentence as CoNLL-U."""
    lines = []
    for number, word in enumerate(words, 1):
        head = words.index(word.head) + 1 if word.head else 0
        glued = number < len(words) and words[number].text in _NO_SPACE_BEFORE
        last = "SpaceAfter=No" if glued else "_"
        lines.append(f"{number}\t{word.text}\t_\t{word.pos}\t_\t_\t{head}\t{word.label}\t_\t{last}")
    return "\n".join(lines) + "\n\n"
