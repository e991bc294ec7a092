"""Which two states "the two countries" are, of which no sentence says it.

The rule: those that the talk was of just before, if they are two; three leave open which are meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Mention
    from kg.who import Who

_BOTH: Final = 2
#: How many sentences back the talk may have been of them.
_NEAR: Final = (1, 2)


def two_states(
    mention: Mention, mentions: Sequence[Mention], who: Who, persons: tuple[str, ...], *, sides: bool
) -> tuple[str, ...]:
    """Give the states of the two persons spoken of ("Kim received Lavrov. The two sides …").

    Else those of whom and what a sentence before names ("Lavrov came to North Korea. The two countries …").
    Where the article does not name the persons' states, the persons themselves are the ``sides``.
    """
    before = [i for i, m in enumerate(mentions) if m.sentence == mention.sentence]
    here = who.keys([i for i in before if mentions[i].span.begin < mention.span.begin])
    own = {key: state for key in here if (state := _state(key, who))}
    if len(set(own.values())) == _BOTH and all(who.types.get(key) == "Person" for key in own):
        return tuple(dict.fromkeys(own.values()))  # "Putin gave Kim a car, as the two countries …"
    states = [state for key in persons if (state := _state(key, who))]
    if len(set(states)) == _BOTH:
        return tuple(states)
    if persons:
        return persons if sides else ()
    for back in _NEAR:
        there = [i for i, one in enumerate(mentions) if one.sentence == mention.sentence - back]
        named = dict.fromkeys(state for key in who.keys(there) if (state := _state(key, who)))
        if len(named) >= _BOTH:
            return tuple(named) if len(named) == _BOTH else ()
    return ()


def _state(key: str, who: Who) -> str:
    """Give the state that an entity is, or that a person is of, if the article names it."""
    if who.types.get(key) == "Country":
        return key
    item = who.items.get(key) if who.types.get(key) == "Person" else None
    return item.country if item is not None and item.country in who.types else ""
