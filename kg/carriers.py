"""What a plain word is by the words beside it: rockets that carry satellites, towns called by their port.

The rule: a rocket in one sentence with a satellite, in a form that the language file lists, is a launch
vehicle; "the port of X" where X is named is the town.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import MentionKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Grammar, Language
    from kg.model import Mention

_CARRIER, _TOWN = "LaunchVehicle", "City"


def as_carriers(mentions: Sequence[Mention], language: Language) -> tuple[Mention, ...]:
    """Give the mentions of an article with such rockets and ports as what they are."""
    grammar = language.grammar
    carried = {m.sentence for m in mentions if m.head.rpartition(" ")[2] in grammar.orbited}
    return tuple(_meant(one, grammar, carrying=one.sentence in carried) for one in mentions)


def _meant(mention: Mention, grammar: Grammar, *, carrying: bool) -> Mention:
    words = mention.text.lower().split()
    if carrying and words[-1:] and words[-1] in grammar.carriers:
        return replace(mention, type=_CARRIER)
    named = mention.kind is MentionKind.NAME and mention.head in grammar.harbours
    return replace(mention, type=_TOWN) if named and grammar.named_with_of & set(words[:-1]) else mention
