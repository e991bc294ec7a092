"""Reads a language file into a `kg.language.Language`, and checks it against the ontology.

A file of the project is ours to mend: an unknown key, event, role or predicate stops everything, with
the place and the nearest known word.
"""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from kg.amount_files import load_amounts
from kg.errors import ProjectError
from kg.language import (
    Attribution,
    Denial,
    Distance,
    FactFrame,
    Frame,
    Functions,
    Grammar,
    Hedges,
    Language,
    NounPattern,
    Plan,
    Quoting,
    Request,
    RoleSlots,
)
from kg.paradigms import Rules, load_rules
from kg.rooms import room
from kg.suffixes import Suffixes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_TABLES: Mapping[str, type] = {
    "functions": Functions,
    "grammar": Grammar,
    "suffixes": Suffixes,
    "attribution": Attribution,
    "quoting": Quoting,
    "denial": Denial,
    "plan": Plan,
    "request": Request,
    "distance": Distance,
}
_WORD_TABLES = ("titles", "nouns", "sources")
_MAPPINGS = ("titles_country", "metonyms", "demonyms", "cases")
_KEYS = {
    "code",
    "name",
    "certainty",
    "dates",
    "frame",
    "fact",
    "amounts",
    *_TABLES,
    *_WORD_TABLES,
    *_MAPPINGS,
}


def load_language(path: Path, events: Mapping[str, frozenset[str]], predicates: Sequence[str]) -> Language:
    """Read and check a language file.

    Parameters
    ----------
    path
        The TOML file.
    events
        Roles that the ontology allows, by event type.
    predicates
        Local names of the ontology's static facts.

    Raises
    ------
    ProjectError
        Unknown key, event, role or predicate, or a lemma that two frames of one event claim; names the
        place and the nearest known word.
    """
    where = path.name
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProjectError("KG-110", f"{where} cannot be read: {error}.") from error
    _known(data, _KEYS, where)
    tables = {name: _table(kind, data.get(name, {}), f"{where} [{name}]") for name, kind in _TABLES.items()}
    words: dict[str, Any] = {
        name: {k: frozenset(v) for k, v in data.get(name, {}).items()} for name in _WORD_TABLES
    }
    endings = data.get("grammar", {}).get("feminine", [])
    words["titles"] = {k: v | {_of_a_woman(one, endings) for one in v} for k, v in words["titles"].items()}
    mappings: dict[str, Any] = {name: data.get(name, {}) for name in _MAPPINGS}
    states = mappings["titles_country"]
    mappings["titles_country"] = states | {_of_a_woman(one, endings): states[one] for one in states}
    counted: dict[str, int] = {}
    return Language(
        code=data["code"],
        name=data["name"],
        certainty={
            level: _table(Hedges, table, f"{where} [certainty.{level}]")
            for level, table in data.get("certainty", {}).items()
        },
        frames=tuple(
            _frame(table, data["code"], counted, events, f"{where} [[frame]] {number}")
            for number, table in enumerate(data.get("frame", []), 1)
        ),
        facts=tuple(
            _fact(table, data["code"], counted, predicates, f"{where} [[fact]] {number}")
            for number, table in enumerate(data.get("fact", []), 1)
        ),
        dates=data.get("dates", {}),
        amounts=load_amounts(data.get("amounts", {}), f"{where} [amounts]"),
        forms=_forms(data["code"]),
        **tables,
        **words,
        **mappings,
    )


def _of_a_woman(title: str, endings: Sequence[tuple[str, str]]) -> str:
    """Give the form of a title that a woman bears, or the title itself."""
    for off, on in endings:
        if title.endswith(off) and not title.endswith(on):
            return title.removesuffix(off) + on
    return title


def _forms(code: str) -> Rules:
    """Read the verb forms of a language; one without a file tells no moods by form."""
    path = room("morph") / f"{code}.toml"
    return load_rules(path) if path.is_file() else Rules({})


def with_frames(folder: Path) -> frozenset[str]:
    """List the languages whose file says how events are told; others only have their dates."""
    files = [path for path in folder.glob("*.toml") if path.stem != "furniture"]
    tables = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in files}
    return frozenset(code for code, table in tables.items() if "frame" in table)


def _known(table: Mapping[str, Any], known: set[str], where: str) -> None:
    for key in table:
        if key not in known:
            raise ProjectError("KG-111", f"{where}: {key!r} is not known here.", suggestion(key, known))


def suggestion(word: str, known: set[str]) -> str:
    """Give the sentence that helps with a misspelt name."""
    near = difflib.get_close_matches(word, sorted(known), n=1)
    return f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(sorted(known))}."


def _table(kind: type, table: Mapping[str, Any], where: str) -> Any:
    shapes = {f.name: str(f.type) for f in fields(kind)}
    _known(table, set(shapes), where)
    made: dict[str, Any] = {}
    for key, value in table.items():
        if shapes[key] == "Words":
            made[key] = frozenset(value)
        elif shapes[key].startswith("tuple[tuple"):
            made[key] = tuple(tuple(pair) for pair in value)
        elif shapes[key].startswith("tuple"):
            made[key] = tuple(value)
        else:
            made[key] = value
    return kind(**made)


def _pattern(text: str) -> NounPattern:
    if text.startswith("@"):
        return NounPattern(head="", of_class=text[1:])
    if text.startswith("*"):
        return NounPattern(head=text[1:], any_compound=True)
    member, _, head = text.rpartition("+")
    return NounPattern(head=head, member=member)


def _slots(role: str, table: Mapping[str, Any], where: str) -> RoleSlots:
    _known(table, {"slots", "types", "verbs", "all"}, where)
    return RoleSlots(
        role,
        tuple(table["slots"]),
        tuple(table.get("types", ())),
        frozenset(table.get("verbs", ())),
        bool(table.get("all", False)),
    )


def _number(code: str, name: str, part: str, counted: dict[str, int]) -> str:
    stem = f"{code}/{name}/{part}"
    counted[stem] = counted.get(stem, 0) + 1
    return f"{stem}-{counted[stem]}"


_FRAME_KEYS = {
    "event",
    "verbs",
    "nouns",
    "roles",
    "require",
    "governors",
    "qualities",
    "parties",
    "at_most",
    "nearby",
    "bars",
    "takes",
    "now",
    "ahead",
    "abroad",
    "known",
    "unless",
    "objects",
    "subjects",
    "adjoining",
}


def _frame(
    table: Mapping[str, Any],
    code: str,
    counted: dict[str, int],
    events: Mapping[str, frozenset[str]],
    where: str,
) -> Frame:
    _known(table, _FRAME_KEYS, where)
    event = table.get("event", "")
    if event not in events:
        raise ProjectError("KG-112", f"{where}: no event type {event!r}.", suggestion(event, set(events)))
    allowed = {*events[event], "place"}
    for role in table.get("roles", {}):
        if role not in allowed:
            raise ProjectError("KG-113", f"{where}: {event} has no role {role!r}.", suggestion(role, allowed))
    part = "verb" if "verbs" in table else "noun"
    return Frame(
        id=_number(code, event, part, counted),
        event=event,
        verbs=frozenset(table.get("verbs", ())),
        nouns=tuple(_pattern(noun) for noun in table.get("nouns", ())),
        roles=tuple(_slots(role, spec, f"{where} {role}") for role, spec in table["roles"].items()),
        require=tuple(table.get("require", ())),
        governors=frozenset(table.get("governors", ())),
        qualities=frozenset(table.get("qualities", ())),
        parties=table.get("parties", ""),
        at_most=table.get("at_most", ""),
        nearby=bool(table.get("nearby", False)),
        bars=frozenset(table.get("bars", ())),
        unless=frozenset(table.get("unless", ())),
        objects=frozenset(table.get("objects", ())),
        subjects=frozenset(table.get("subjects", ())),
        adjoining=frozenset(table.get("adjoining", ())),
        takes=frozenset(table.get("takes", ())),
        now=bool(table.get("now", False)),
        ahead=bool(table.get("ahead", False)),
        abroad=bool(table.get("abroad", False)),
        known=bool(table.get("known", False)),
    )


_FACT_KEYS = {"predicate", "verbs", "nouns", "offices", "subject", "object", "governors", "distance"}


def _fact(
    table: Mapping[str, Any], code: str, counted: dict[str, int], predicates: Sequence[str], where: str
) -> FactFrame:
    _known(table, _FACT_KEYS, where)
    predicate = table.get("predicate", "")
    if predicate not in predicates:
        raise ProjectError(
            "KG-114", f"{where}: no fact {predicate!r}.", suggestion(predicate, set(predicates))
        )
    sides = {
        side: _slots(side, table[side], f"{where} {side}") if side in table else None
        for side in ("subject", "object")
    }
    part = next(p for p in ("verbs", "nouns", "offices") if p in table)
    return FactFrame(
        id=_number(code, predicate, part[:-1], counted),
        predicate=predicate,
        verbs=frozenset(table.get("verbs", ())),
        nouns=tuple(_pattern(noun) for noun in table.get("nouns", ())),
        offices=frozenset(table.get("offices", ())),
        subject=sides["subject"],
        object=sides["object"],
        governors=frozenset(table.get("governors", ())),
        distance=bool(table.get("distance", False)),
    )
