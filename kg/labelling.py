"""Names for events, so that people never have to read an IRI.

The rule: a label is made of a head for type and standing ("Mögliches Waffengeschäft"), the first tail
whose roles the event all fills ("Nordkorea–Russland"), and the time if known. The words are data
(`data/labels.toml`); a label never shows a gap.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.errors import ProjectError
from kg.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from kg.minting import Mint
    from kg.model import Entity, Event, Telling

_STANDINGS: Mapping[Status, str] = MappingProxyType(
    {
        Status.ASSERTED: "stated",
        Status.REPORTED: "stated",
        Status.PLANNED: "planned",
        Status.SPECULATED: "possible",
        Status.DENIED: "denied",
        Status.DISPUTED: "disputed",
    },
)
_SLOT = re.compile(r"\{(\w+)\}")
#: Roles that the slot {actors} stands for.
_ACTORS = ("participant", "host", "visitor", "supplier", "recipient")
_FALLBACK = "en"
#: Beyond this a list of names is cut, so that a label stays a label.
_NAMES = 3


@dataclass(frozen=True, slots=True)
class Templates:
    """The words of labels: heads by language, type and standing, tails and forms of dates by language."""

    heads: Mapping[tuple[str, str, str], str]
    tails: Mapping[tuple[str, str], tuple[str, ...]]
    dates: Mapping[tuple[str, str], str]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages labels are made in, sorted."""
        return tuple(sorted({lang for lang, _, _ in self.heads}))


def read_templates(path: Path) -> Templates:
    """Read `data/labels.toml`.

    Raises
    ------
    ProjectError
        If the file is missing or is not TOML of the expected form.
    """
    heads: dict[tuple[str, str, str], str] = {}
    tails: dict[tuple[str, str], tuple[str, ...]] = {}
    dates: dict[tuple[str, str], str] = {}
    try:
        for lang, types in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for name, words in types.items():
                if name == "date":
                    dates |= {(lang, precision): form for precision, form in words.items()}
                    continue
                tails[lang, name] = tuple(words["tails"])
                heads |= {(lang, name, standing): words[standing] for standing in set(_STANDINGS.values())}
    except (OSError, tomllib.TOMLDecodeError, AttributeError, KeyError, TypeError) as error:
        raise ProjectError("KG-134", f"{path} does not hold the words of labels: {error!r}.") from error
    return Templates(MappingProxyType(heads), MappingProxyType(tails), MappingProxyType(dates))


def label(
    events: Iterable[Event], tellings: Sequence[Telling], mint: Mint, templates: Templates
) -> tuple[Event, ...]:
    """Give the events with their labels, one a language."""
    names = _names(tellings, mint)
    return tuple(
        replace(
            event,
            labels=tuple((event_label(event, lang, names, templates), lang) for lang in templates.languages),
        )
        for event in events
    )


def event_label(event: Event, lang: str, names: Mapping[str, Mapping[str, str]], templates: Templates) -> str:
    """Name one event in one language, given the names of entities by key and language."""
    head = templates.heads.get((lang, event.event_type, _STANDINGS[event.status]), event.event_type)
    slots: dict[str, list[str]] = {}
    for role, key in [*((filler.role, filler.entity) for filler in event.roles), ("place", event.place)]:
        name = _name(names.get(key, {}), lang)
        if name and name not in slots.setdefault(role, []):
            slots[role].append(name)
    slots["actors"] = sorted({name for role in _ACTORS for name in slots.get(role, [])})
    for tail in templates.tails.get((lang, event.event_type), ()):
        if all(slots.get(slot) for slot in _SLOT.findall(tail)):
            head += _SLOT.sub(lambda found: _join(found[1], slots[found[1]]), tail)
            break
    return head + _time(event, lang, templates)


def _join(slot: str, names: Sequence[str]) -> str:
    shown = [*names[:_NAMES], "…"] if len(names) > _NAMES else list(names)
    return ("–" if slot == "actors" else ", ").join(shown)


def _time(event: Event, lang: str, templates: Templates) -> str:
    """Give the day, month or year of an event as a label's end, nothing for anything else."""
    begin, end = event.begin, event.end
    if not begin or not end:
        return ""
    shared = next((length for length in (10, 7, 4) if begin[:length] == end[:length]), 0)
    form = templates.dates.get((lang, {10: "day", 7: "month", 4: "year"}.get(shared, "")), "")
    year, month, day = begin.split("-")
    parts = {"year": year, "month": month, "day": day}
    return _SLOT.sub(lambda found: parts[found[1]], form)


def _name(labels: Mapping[str, str], lang: str) -> str:
    for wanted in (lang, _FALLBACK, "mul", *sorted(labels)):
        if labels.get(wanted):
            return labels[wanted]
    return ""


def _names(tellings: Sequence[Telling], mint: Mint) -> dict[str, dict[str, str]]:
    """Collect the names of all entities by key and language; where articles differ, the first by alphabet."""
    names: dict[str, dict[str, str]] = {}
    for telling in tellings:
        article = telling.reading.article
        for entity in telling.entities:
            own = names.setdefault(mint.global_key(entity.key, article.sha256), {})
            for text, lang in _labels(entity, article.lang):
                own[lang] = min(own.get(lang, text), text)
    return names


def _labels(entity: Entity, lang: str) -> Iterable[tuple[str, str]]:
    return entity.labels or ((entity.name, lang),)
