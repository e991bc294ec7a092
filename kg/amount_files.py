"""The table [amounts] of a language file, checked; what its keys mean is told in `kg.amount_words`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.amount_words import AmountWords
from kg.errors import ProjectError

if TYPE_CHECKING:
    from collections.abc import Mapping

_LISTS: Final = frozenset(
    {
        *("joints", "several", "least", "most", "about", "least_after", "most_after", "about_after"),
        *("ranges", "neither", "doubtful", "counters", "units", "links", "not_after", "dated"),
        "within",
    }
)
_VALUED: Final = frozenset({"numbers", "parts", "scales", "many"})
_TEXTS: Final = frozenset({"digits", "group", "decimal"})
_KEYS: Final = frozenset({*_LISTS, *_VALUED, *_TEXTS, "sorts"})


def load_amounts(table: Mapping[str, Any], where: str) -> AmountWords:
    """Check the table [amounts]; ``where`` names it in errors.

    Raises
    ------
    ProjectError
        KG-110 unknown key, KG-111 bad value, KG-112 bad pattern.
    """
    for key in table:
        if key not in _KEYS:
            known = ", ".join(sorted(_KEYS))
            raise ProjectError("KG-110", f"{where}: {key!r} is not known here.", f"Known: {known}.")
    if not table:
        return AmountWords()
    try:
        words = AmountWords(
            {name: tuple(table.get(name, ())) for name in _LISTS},
            {name: {k: tuple(v) for k, v in table.get(name, {}).items()} for name in _VALUED},
            {name: str(table[name]) for name in _TEXTS},
            {name: tuple(lemmas) for name, lemmas in table.get("sorts", {}).items()},
        )
        list(words.find("1"))
    except (KeyError, TypeError, ValueError) as error:
        raise ProjectError("KG-111", f"{where}: {error} is missing or no such value.") from error
    return words
