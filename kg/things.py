"""Things that texts call by plain words are one thing across languages: "Waffen", "weapons", "оружие".

The rule: which words mean the same is data (`data/things.toml`); what no table has stays what its text calls
it. Only what was done with, to or about is brought together so, never who acts: an army that fires is its
country's, and the words of the text stay as mentions.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from kg.errors import ProjectError
from kg.minting import local_key
from kg.model import Entity, Filler, Link, LinkStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from kg.model import Report, Telling

#: The table, in the room of data.
THINGS = "things.toml"
#: Roles of things and matters.
THING_ROLES = frozenset({"item", "topic", "instrument", "counterPerformance"})
#: A thing of some country: "q423-troops-…".
_OF_COUNTRY = re.compile(r"(q[0-9]+)-")
_KEYS = frozenset({"type", "name", "broader"})


@dataclass(frozen=True, slots=True)
class Thing:
    """What plain words of several languages mean: its key, class, and names by language."""

    key: str
    type: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Things:
    """All things of the table, by the keys and by the words that their entities have.

    ``broader`` gives, by the key of a thing, the keys of those that it is one of.
    """

    by_key: Mapping[str, Thing] = field(default_factory=dict)
    by_word: Mapping[tuple[str, str], Thing] = field(default_factory=dict)
    broader: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def meant(self, entity: Entity) -> Thing | None:
        """Give the thing that an entity is, if it is one; whose it is plays no part."""
        if entity.link.status is not LinkStatus.NOT_LINKABLE:
            return None
        found = self.by_key.get(entity.key)
        country = _OF_COUNTRY.match(entity.key)
        if found is None and country:
            owner = country[1].upper()
            words = ((word, thing) for (kind, word), thing in self.by_word.items() if kind == entity.type)
            found = next((t for word, t in words if local_key(t.type, f"{owner} {word}") == entity.key), None)
        return found


def load_things(path: Path) -> Things:
    """Read the table of things.

    Raises
    ------
    ProjectError
        KG-138 if it cannot be read, lacks something, or has a word twice.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProjectError(
            "KG-138", f"{path} cannot be read: {error}.", "Install geoevents again."
        ) from error
    by_key: dict[str, Thing] = {}
    by_word: dict[tuple[str, str], Thing] = {}
    made_of: dict[str, Thing] = {}
    for title, table in tables.items():
        made, words = _thing(path, title, table)
        made_of[title] = made
        for word in words:
            if (made.type, word) in by_word:
                raise _faulty(path, title, f"{word!r} means two things")
            by_word[made.type, word] = made
            by_key[local_key(made.type, word)] = made
    broader: dict[str, frozenset[str]] = {}
    for title, table in tables.items():
        if unknown := sorted(set(table.get("broader", ())) - made_of.keys()):
            raise _faulty(path, title, f"there is no [{unknown[0]}]")
        broader[made_of[title].key] = frozenset(made_of[one].key for one in table.get("broader", ()))
    return Things(by_key, by_word, broader)


def gather(tellings: Iterable[Telling], things: Things) -> list[Telling]:
    """Give the tellings with one entity for each thing, whatever word it was called by."""
    return [_gathered(telling, things) for telling in tellings]


def _gathered(telling: Telling, things: Things) -> Telling:
    meant = {one.key: thing for one in telling.entities if (thing := things.meant(one)) is not None}
    if not meant:
        return telling
    reports = tuple(_told(report, meant) for report in telling.reports)
    elsewhere = _used(telling, reports)
    lang = telling.reading.article.lang
    entities: dict[str, Entity] = {}
    for one in telling.entities:
        thing = meant.get(one.key)
        if thing is None or one.key in elsewhere:
            entities.setdefault(one.key, one)
        if thing is not None:
            made = entities.get(thing.key, _entity(thing, lang))
            mentions = tuple(dict.fromkeys([*made.mentions, *one.mentions]))
            entities[thing.key] = replace(made, mentions=mentions)
    named = (
        key
        for one in telling.mentions
        for key in ((meant[one].key,) if one in meant and one not in elsewhere else (one,))
    )
    return replace(
        telling,
        entities=tuple(entities.values()),
        reports=reports,
        mentions=tuple(dict.fromkeys(named)),
    )


def _told(report: Report, meant: Mapping[str, Thing]) -> Report:
    fillers = (
        Filler(one.role, meant[one.entity].key) if one.role in THING_ROLES and one.entity in meant else one
        for one in report.roles
    )
    return replace(report, roles=tuple(dict.fromkeys(fillers)))


def _used(telling: Telling, reports: Sequence[Report]) -> set[str]:
    """List the entities that something still speaks of."""
    used = {key for one in telling.facts for key in (one.subject, one.object, one.stance.source)}
    for report in reports:
        used |= {filler.entity for filler in report.roles}
        used |= {report.place, report.origin, report.stance.source, *report.stance.relays}
    return used | {telling.agency, telling.publisher}


def _entity(thing: Thing, lang: str) -> Entity:
    name = thing.names.get(lang) or next(iter(thing.names.values()))
    labels = tuple((text, tag) for tag, text in sorted(thing.names.items()))
    return Entity(thing.key, thing.type, name, Link(LinkStatus.NOT_LINKABLE), labels=labels)


def _thing(path: Path, title: str, table: dict[str, Any]) -> tuple[Thing, list[str]]:
    names, words = table.get("name"), [word for lang in sorted(table.keys() - _KEYS) for word in table[lang]]
    if not isinstance(names, dict) or not names.get("en") or not table.get("type") or not words:
        raise _faulty(path, title, "type, an English name or all words are missing")
    if missing := sorted((table.keys() - _KEYS) - names.keys()):
        raise _faulty(path, title, f"there are words but no name in {', '.join(missing)}")
    kind = str(table["type"])
    return Thing(local_key(kind, names["en"]), kind, {lang: str(name) for lang, name in names.items()}), words


def _faulty(path: Path, title: str, what: str) -> ProjectError:
    return ProjectError("KG-138", f"{path}, [{title}]: {what}.", "Mend the table.")
