"""Where sentences end: by punctuation, before the parser, which errs more often than the full stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc

_END = frozenset(".!?…")
#: Parts two clauses that a parser would tangle, whatever letter follows.
_PARTS = ";"
_AFTER_END = frozenset("“”\"«»)’'")
#: Marks of quotations that open in one place and close in another.
_EITHER = frozenset("“”\"«»'")


@Language.factory("geoevents_bounds")
def make_bounds(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001 - spaCy's signature
    """Give the component that sets the bounds, for a pipeline's configuration."""
    return set_bounds


def set_bounds(doc: Doc) -> Doc:
    """Mark the first token of each sentence, and every other token as not the first."""
    for token in doc:
        token.is_sent_start = token.i == 0 or begins_sentence(doc, token.i)
    return doc


def begins_sentence(doc: Doc, index: int) -> bool:
    """Whether a new sentence begins here: after a full stop and what closes it, before no small letter.

    After a semicolon too: what stands on each side of it is a clause of its own.
    """
    if index and doc[index - 1].text == _PARTS and not doc[index].is_space:
        return True
    if doc[index].text[:1].islower() or doc[index].is_space or (index and _opens(doc, index - 1)):
        return False
    if doc[index].text in _AFTER_END and not _opens(doc, index):
        return False
    before = index - 1
    while before > 0 and (doc[before].text in _AFTER_END or doc[before].is_space):
        before -= 1
    return doc[before].text in _END or _ends_abbreviated(doc, before, index)


def _opens(doc: Doc, index: int) -> bool:
    """Whether a mark that may also close stands before a word: it opens what follows (… so. "We …)."""
    if doc[index].text not in _EITHER or index + 1 >= len(doc) or doc[index].whitespace_:
        return False
    before = doc[index - 1] if index else doc[index]
    return index == 0 or bool(before.whitespace_) or before.is_space


def _ends_abbreviated(doc: Doc, before: int, index: int) -> bool:
    """Whether an abbreviation or a number keeps the full stop that ends the sentence ("usw.", "35.").

    Told by what follows: a function word with a capital. Titles ("Mr. May") end no sentence.
    """
    bare = doc[before].text.removesuffix(".")
    if bare == doc[before].text or not (bare.islower() or "." in bare or bare.isdigit()):
        return False
    return bool(doc[index].is_stop and doc[index].is_title)
