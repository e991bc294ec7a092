"""The mentions of an article so far, and where those of a sentence stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Mention


@dataclass
class MentionTable:
    """Mentions of the article so far, and which of them each phrase of this sentence holds.

    ``of_phrase`` gives a phrase's own mention (its name, noun or pronoun), ``members`` those inside a
    compound ("Waffe" in "Waffengeschäft"), ``adjectives`` those of its demonyms,
    ``pairs`` those of an adjective of two states ("das russisch-chinesische Treffen").
    """

    mentions: list[Mention]
    of_phrase: dict[int, int] = field(default_factory=dict)
    members: dict[int, tuple[int, ...]] = field(default_factory=dict)
    adjectives: dict[int, tuple[int, ...]] = field(default_factory=dict)
    pairs: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def add(self, mention: Mention) -> int:
        """Append a mention; gives back its index."""
        self.mentions.append(mention)
        return len(self.mentions) - 1

    def nations(self, number: int, demonym: str, between: Iterable[str]) -> list[tuple[str, tuple[int, ...]]]:
        """Give the states that modify a phrase, by function: whose it is, or between whom it is."""
        own = [(demonym, self.adjectives[number])] if number in self.adjectives else []
        both = [(word, self.pairs[number]) for word in between if number in self.pairs]
        return own + both[:1]
