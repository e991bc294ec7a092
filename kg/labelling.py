"""Names for events, so that people never have to read an IRI.

The rule: a label is made of a head for type and standing ("Mögliches Waffengeschäft"), the first tail
whose roles the event all fills ("Nordkorea–Russland"), and the time if known. The words are data
(`data/labels.toml`); a label never shows a gap. Of acts of states it names the states, not also their
people; of meetings the people; of things that have a name in its own language only these.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.errors import ProjectError
from kg.model import LinkStatus, Status
from kg.things import THING_ROLES
from kg.told import ACTS_OF_STATES, state_of

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
_NONE: Mapping[str, frozenset[str]] = MappingProxyType({})
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


@dataclass(frozen=True, slots=True)
class Known:
    """What a label needs of an entity: names by language, its state, whether it has a name, what it is of."""

    names: Mapping[str, str]
    country: str = ""
    named: bool = True
    broader: frozenset[str] = frozenset()


def label(
    events: Iterable[Event],
    tellings: Sequence[Telling],
    mint: Mint,
    templates: Templates,
    broader: Mapping[str, frozenset[str]] = _NONE,
) -> tuple[Event, ...]:
    """Give the events with their labels, one a language; ``broader`` says of things what they are one of."""
    known = _known(tellings, mint, broader)
    return tuple(
        replace(
            event,
            labels=tuple((event_label(event, lang, known, templates), lang) for lang in templates.languages),
        )
        for event in events
    )


def event_label(event: Event, lang: str, known: Mapping[str, Known], templates: Templates) -> str:
    """Name one event in one language, given what is known of entities by key."""
    head = templates.heads.get((lang, event.event_type, _STANDINGS[event.status]), event.event_type)
    fillers: dict[str, list[str]] = {}
    for role, key in [*((filler.role, filler.entity) for filler in event.roles), ("place", event.place)]:
        if key in known:
            fillers.setdefault(role, []).append(key)
    fillers["actors"] = [key for role in _ACTORS for key in fillers.get(role, [])]
    slots = {
        role: _names(_chosen(event, role, keys, lang, known), lang, known) for role, keys in fillers.items()
    }
    slots["actors"].sort()
    for tail in templates.tails.get((lang, event.event_type), ()):
        if all(slots.get(slot) for slot in _SLOT.findall(tail)):
            head += _SLOT.sub(lambda found: _join(found[1], slots[found[1]]), tail)
            break
    return head + _time(event, lang, templates)


def _chosen(event: Event, role: str, keys: Sequence[str], lang: str, known: Mapping[str, Known]) -> list[str]:
    """Choose those who stand for all that fill a role."""
    if role in THING_ROLES:
        above = frozenset[str]().union(*(known[key].broader for key in keys))
        keys = [key for key in keys if key not in above]
        own = [key for key in keys if lang in known[key].names]
        own = own or [key for key in keys if {_FALLBACK, "mul"} & known[key].names.keys()]
        return own or list(keys[:1])
    if event.event_type in ACTS_OF_STATES:
        return [key for key in keys if known[key].country not in keys]
    states = {known[key].country for key in keys}
    return [key for key in keys if key not in states and known[key].named] or list(keys)


def _names(keys: Sequence[str], lang: str, known: Mapping[str, Known]) -> list[str]:
    names = {name.casefold(): name for key in reversed(keys) if (name := _name(known[key].names, lang))}
    return [names[folded] for folded in reversed(names)]


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


def _known(
    tellings: Sequence[Telling], mint: Mint, broader: Mapping[str, frozenset[str]]
) -> dict[str, Known]:
    """Collect the names of all entities by key and language; where articles differ, the first by alphabet."""
    names: dict[str, dict[str, str]] = {}
    entities: dict[str, Entity] = {}
    for telling in tellings:
        article = telling.reading.article
        for entity in telling.entities:
            key = mint.global_key(entity.key, article.sha256)
            own = names.setdefault(key, {})
            entities[key] = max(entities.get(key, entity), entity, key=state_of)
            for text, lang in _labels(entity, article.lang):
                own[lang] = min(own.get(lang, text), text)
    return {
        key: Known(
            names[key],
            state_of(one),
            one.link.status is not LinkStatus.NOT_LINKABLE,
            broader.get(key, frozenset()),
        )
        for key, one in entities.items()
    }


def _labels(entity: Entity, lang: str) -> Iterable[tuple[str, str]]:
    return entity.labels or ((entity.name, lang),)
