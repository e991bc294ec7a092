"""A sentence without its quotation marks, for the parser, and with them again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.lines import QUOTATION_MARKS
from kg.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token as SpacyToken


def unmarked(words: Sequence[SpacyToken]) -> Sequence[SpacyToken]:
    """Leave the quotation marks out: trees are better without them."""
    return [t for t in words if t.text not in QUOTATION_MARKS] or words


def marked(
    tokens: Sequence[Token], place: Sequence[int], words: Sequence[tuple[str, int]]
) -> tuple[Token, ...]:
    """Put the marks back among the words; ``place`` is where each word stands with them."""
    by_place = {at: replace(t, index=at, head=place[t.head]) for at, t in zip(place, tokens, strict=True)}
    whole: list[Token] = []
    for at, (text, begin) in enumerate(words):
        if at in by_place:
            whole.append(by_place[at])
            continue
        beside = min(place, key=lambda one: (abs(one - at), -one))
        whole.append(Token(at, text, text, "PUNCT", "punct", beside, begin, begin + len(text)))
    return tuple(whole)
