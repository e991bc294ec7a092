"""Reads what a grammar says: its rules, the frames of its verbs, the forms of its words."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Features = dict[str, str]

_ITEM = re.compile(r"(?P<label>[^/]+)/(?P<symbol>[^{?]+)(\{(?P<own>[^}]*)\})?(\?(?P<chance>\d+))?")


@dataclasses.dataclass(frozen=True)
class Item:
    """A symbol in a rule: its label, the features that it is given, how often it is there."""

    label: str
    symbol: str
    own: tuple[tuple[str, str], ...]
    chance: int


@dataclasses.dataclass(frozen=True)
class Rule:
    """One way to write a symbol."""

    weight: int
    tests: tuple[tuple[str, bool, frozenset[str]], ...]
    settings: tuple[tuple[str, str], ...]
    items: tuple[Item, ...]


@dataclasses.dataclass(frozen=True)
class Frame:
    """What a class of verbs takes, in one voice."""

    of: str
    voice: str
    weight: float
    items: tuple[Item, ...]


def read_rule(text: str) -> Rule:
    """Read a rule as the grammar writes it."""
    header, _, body = text.rpartition(";")
    weight, tests, settings = 10, [], []
    for part in header.split():
        if part.isdigit():
            weight = int(part)
        elif found := re.fullmatch(r"(\w+)(==|!=)(.*)", part):
            tests.append((found[1], found[2] == "==", frozenset(found[3].split(","))))
        else:
            name, _, value = part.partition("=")
            settings.append((name, value))
    return Rule(weight, tuple(tests), tuple(settings), tuple(map(read_item, body.split())))


def read_item(text: str) -> Item:
    """Read one symbol of a rule."""
    found = _ITEM.fullmatch(text)
    if not found:
        raise ValueError(text)
    own = [pair.partition("=") for pair in (found["own"] or "").split(",") if pair]
    pairs = tuple((name, value) for name, _, value in own)
    return Item(found["label"], found["symbol"], pairs, int(found["chance"] or 100))


def spelled(line: str, macros: Mapping[str, str]) -> str:
    """Write out what several rules share."""
    return re.sub(r"&(\w+)", lambda found: macros[found[1]], line)


def derive(text: str, rules: Iterable[Sequence[str]]) -> str:
    """Give the form that the first pattern that fits makes."""
    for pattern, into in rules:
        if re.search(pattern, text):
            return re.sub(pattern, into, text, count=1)
    return text


def is_gap(item: Item, label: str) -> bool:
    """Whether an item has a role: ``nsubj`` is ``nsubj:pass`` too."""
    return item.label == label or item.label.partition(":")[0] == label


def frames(data: Mapping[str, Any]) -> list[Frame]:
    """Read the frames of all classes of verbs; those of a class and voice share its weight."""
    return [
        Frame(name, voice, group.get("weight", 10) * weight / len(lines), tuple(map(read_item, line.split())))
        for name, group in data["verbs"].items()
        for voice, weight in data["voices"].items()
        if (lines := group.get(voice, ()))
        for line in lines
    ]


def noun_forms(line: str, data: Mapping[str, Any]) -> Features:
    """Give the forms of a noun by number and case, and its gender."""
    kind, first, *others = re.split(r"[: ]+", line)
    forms = [first, *(other.replace("~", first) for other in others)]
    forms.append(derive(forms[-1], data["derived"]["plural"]))
    cells = data["declensions"][kind]
    named = {cell: at if isinstance(at, str) else forms[at] for cell, at in cells.items()}
    return {cell: form for cell, form in named.items() if not form.startswith("-")}


def verb_forms(line: str, data: Mapping[str, Any]) -> Features:
    """Give the forms of a verb, whole and (``bare``) without its particle."""
    first, *parts, aux = line.split()
    particle, _, stem = first.rpartition("|")
    names = ("inf", "pres", "past", "part")
    forms = dict(zip(names, (part.replace("~", stem) for part in parts), strict=True))
    for name, (source, *rules) in data["derived"]["verb"].items():
        forms[name] = derive(forms[source], rules)
    bare = {f"bare.{name}": form for name, form in forms.items()}
    joined = {name: particle + form for name, form in forms.items()}
    joined["to"] = data["to"][bool(particle)].format(particle=particle, inf=forms["inf"])
    return {**bare, **joined, "particle": particle, "aux": aux}
