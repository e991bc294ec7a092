"""Rockets that carry a satellite are launch vehicles, by whatever plain word the sentence calls them.

The rule: only what stands in one sentence with a satellite, in a form that the language file lists, is one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language
    from kg.model import Mention

_CARRIER = "LaunchVehicle"


def as_carriers(mentions: Sequence[Mention], language: Language) -> tuple[Mention, ...]:
    """Give the mentions of an article with such rockets as launch vehicles ("a rocket with a satellite")."""
    grammar = language.grammar
    carried = {m.sentence for m in mentions if m.head.rpartition(" ")[2] in grammar.orbited}
    return tuple(
        replace(one, type=_CARRIER)
        if one.sentence in carried and one.text.rpartition(" ")[2].lower() in grammar.carriers
        else one
        for one in mentions
    )
