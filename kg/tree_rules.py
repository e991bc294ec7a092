"""The rules by which trees of other schemes are turned into universal ones, read from ``kg/trees``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.errors import ProjectError
from kg.rooms import room

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a rule asks of one word; what is empty is not asked.

    ``with_`` and ``without`` are labels of what hangs on the word, ``inflected`` whether its form differs
    from its lemma, ``kind`` "clause" (a verb, or what has an auxiliary), "noun" or "other".
    """

    pos: frozenset[str] = frozenset()
    lemma: frozenset[str] = frozenset()
    form: frozenset[str] = frozenset()
    label: frozenset[str] = frozenset()
    with_: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    inflected: bool | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a scheme: on which edges it works, and what comes of them.

    ``label`` are the edge's labels, ``word`` and ``head`` what is asked of its two ends, ``beside`` labels of
    which another word under that head must bear one, ``before`` whether the word stands before its head,
    ``first`` whether a turn takes the first of several that fit, not the nearest.
    ``to`` is the new label: of the word, or in a turn of the head that goes below; in a turn, ``own`` is
    the word's new label, its former head's if empty. ``pos`` is a new part of speech for what ``to``
    labels.
    """

    label: frozenset[str]
    to: str = ""
    own: str = ""
    pos: str = ""
    word: Wanted = Wanted()
    head: Wanted = Wanted()
    beside: frozenset[str] = frozenset()
    before: bool | None = None
    first: bool = False


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme as data: labels that tell it, labels to keep, and the rules, each list in its order."""

    telling: frozenset[str]
    function: frozenset[str]
    keep: frozenset[str]
    prepare: tuple[Rule, ...]
    turn: tuple[Rule, ...]
    climb: tuple[Rule, ...]
    shift: tuple[Rule, ...]
    relabel: tuple[Rule, ...]


@cache
def load_scheme(name: str) -> Scheme:
    """Read ``kg/trees/<name>.toml``.

    Raises
    ------
    ProjectError
        If the file cannot be read or holds an unknown key.
    """
    path = room("trees") / f"{name}.toml"
    data = read_table(path)
    words = {key: frozenset(listed) for key, listed in data.pop("words", {}).items()}
    known = {field.name for field in fields(Scheme)}
    if data.keys() != known:
        raise ProjectError("KG-111", f"{path.name}: wrong or missing: {sorted(data.keys() ^ known)}.")
    sets = {key: frozenset(data[key]) for key in ("telling", "function", "keep")}
    rules = {
        key: read_rules(data[key], words, f"{path.name} [[{key}]]")
        for key in ("prepare", "turn", "climb", "shift", "relabel")
    }
    return Scheme(**sets, **rules)  # type: ignore[arg-type]


def read_table(path: Path) -> dict[str, Any]:
    """Read a TOML file of the project."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProjectError("KG-110", f"{path.name} cannot be read: {error}.") from error


def read_rules(
    tables: Sequence[Mapping[str, Any]], words: Mapping[str, frozenset[str]], where: str
) -> tuple[Rule, ...]:
    """Read the rules of one list; ``words`` are the lists that they name with "@"."""
    return tuple(_rule(table, words, f"{where} {n}") for n, table in enumerate(tables, 1))


def _rule(table: Mapping[str, Any], words: Mapping[str, frozenset[str]], where: str) -> Rule:
    if not table.get("label"):
        raise ProjectError("KG-111", f"{where}: no label is named.")
    ends: dict[str, Any] = {
        side: Wanted(**_values(table.get(side, {}), Wanted, words, where)) for side in ("word", "head")
    }
    rest = {key: value for key, value in table.items() if key not in ends}
    return Rule(**_values(rest, Rule, words, where), **ends)


def _values(
    table: Mapping[str, Any], kind: type, words: Mapping[str, frozenset[str]], where: str
) -> dict[str, Any]:
    """Read a table's values: lists become sets, and "@name" the words listed under that name."""
    values: dict[str, Any] = {}
    known = {field.name for field in fields(kind)}
    for key, value in table.items():
        name = "with_" if key == "with" else key
        if name not in known:
            raise ProjectError("KG-111", f"{where}: unknown key {key!r}.")
        if isinstance(value, list):
            values[name] = frozenset(value)
        elif isinstance(value, str) and value.startswith("@"):
            if value[1:] not in words:
                raise ProjectError("KG-111", f"{where}: no words are listed as {value!r}.")
            values[name] = words[value[1:]]
        else:
            values[name] = value
    return values
