"""The figures of a run, and those that were reached before: none may get worse unnoticed."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.quality.scoring import Tally

    #: By set, language and figure.
    Figures = dict[str, dict[str, dict[str, float]]]

#: Fewer events of a type than these say nothing of the type.
ENOUGH: Final = 5
EVENT_F1: Final = "event F1"
#: Of these, more is worse.
_COSTS: Final = frozenset({"link wrong", "false stated per 100", "distractor reports"})
_DIGITS: Final = 1000


def figures(tally: Tally) -> dict[str, float]:
    """Work out the figures; one that nothing was asked for is left out."""
    n = tally.n
    events = sum(tally.types.values(), Counter[str]())
    found = {
        **_rates("event", events["right"], events["right"] + events["false"], _asked(events)),
        **_rates("role", n["parts right"], n["parts told"], n["parts asked"]),
    }
    for name in ("modality", "unstated kept", "source", "place", "time"):
        if n[name]:
            found[name] = n[f"{name} right"] / n[name]
    if n["link"]:
        found["link recall"] = n["link right"] / n["link"]
        found["link wrong"] = n["link wrong"] / n["link"]
    found["false stated per 100"] = 100 * n["false stated"] / n["articles"]
    found["distractor reports"] = float(n["distractor reports"])
    for event_type, of in sorted(tally.types.items()):
        if _asked(of) >= ENOUGH:
            rates = _rates("event", of["right"], of["right"] + of["false"], _asked(of))
            found[f"{EVENT_F1} {event_type}"] = rates[EVENT_F1]
    return found


def _asked(of: Counter[str]) -> int:
    return of["right"] + of["missed"]


def _rates(name: str, right: int, told: int, asked: int) -> dict[str, float]:
    """Give precision, recall and their harmonic mean; without annotated events there is nothing to rate."""
    if not asked:
        return {}
    precision = right / told if told else 0.0
    return {f"{name} P": precision, f"{name} R": right / asked, f"{name} F1": 2 * right / (told + asked)}


def below(floors: Figures, reached: Figures) -> Iterator[str]:
    """Name each figure that is worse than its floor, or that is no longer there; sets not run count not."""
    for of_set, languages in reached.items():
        for lang, of_lang in floors.get(of_set, {}).items():
            for name, floor in of_lang.items():
                value = languages.get(lang, {}).get(name)
                if value is None or _worse(name, value, floor):
                    told = "not measured" if value is None else f"{_rounded(name, value):.3f}"
                    bound = "ceiling" if name in _COSTS else "floor"
                    yield f"{of_set} {lang}: {name}: {told} ({bound} {floor:.3f})"


def _worse(name: str, value: float, floor: float) -> bool:
    return _rounded(name, value) > floor if name in _COSTS else _rounded(name, value) < floor


def _rounded(name: str, value: float) -> float:
    """Round to the floor's side, so that the same run never breaks its own floor."""
    side = math.ceil if name in _COSTS else math.floor
    return side(round(value * _DIGITS, 6)) / _DIGITS


def updated(floors: Figures, reached: Figures, *, lower: bool) -> Figures:
    """Take what was reached as floors, the better of both unless they may be lowered."""
    kept = {of_set: dict(languages) for of_set, languages in floors.items()}
    for of_set, languages in reached.items():
        kept[of_set] = {
            lang: _raised(floors.get(of_set, {}).get(lang, {}), of_lang, lower=lower)
            for lang, of_lang in languages.items()
        }
    return kept


def _raised(old: Mapping[str, float], reached: Mapping[str, float], *, lower: bool) -> dict[str, float]:
    new = {name: _rounded(name, value) for name, value in reached.items()}
    if lower:
        return new
    return {name: new[name] if name not in old else _better(name, old[name], new[name]) for name in new} | {
        name: floor for name, floor in old.items() if name not in new
    }


def _better(name: str, one: float, other: float) -> float:
    return min(one, other) if name in _COSTS else max(one, other)
