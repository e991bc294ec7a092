"""Outlets and agencies by any of their names: one publisher, one origin, one bloc.

The rule: a table says who is who (`data/publishers.tsv`); what it does not list is its own outlet, of no
bloc. A file is tab-separated, the first line names the columns, lines that begin with ``#`` are remarks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from kg.errors import ProjectError
from kg.minting import folded, slug

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

COLUMNS: Final = ("item", "kind", "bloc", "name", "others", "domains")
KINDS: Final = ("agency", "outlet")
_QID: Final = re.compile(r"Q[1-9][0-9]*")
_BLOC: Final = re.compile(r"[a-z]+(-[a-z]+)*")


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet or agency; ``key`` is its Wikidata item, else made of its name."""

    key: str
    name: str
    agency: bool = False
    bloc: str = ""


@dataclass(frozen=True, slots=True)
class Outlets:
    """Outlets by item, by folded name and by domain."""

    by_key: Mapping[str, Outlet] = field(default_factory=dict)
    by_name: Mapping[str, Outlet] = field(default_factory=dict)
    by_domain: Mapping[str, Outlet] = field(default_factory=dict)

    def find(self, key: str = "", name: str = "", url: str = "") -> Outlet | None:
        """Give the outlet with this key, name or address, the first that is known."""
        found = self.by_key.get(key) or self.by_name.get(folded(name))
        return found or (self._at(url) if url else None)

    def _at(self, url: str) -> Outlet | None:
        try:
            host = (urlsplit(url).hostname or "").split(".")
        except ValueError:
            return None
        domains = (".".join(host[i:]) for i in range(len(host) - 1))
        return next((self.by_domain[one] for one in domains if one in self.by_domain), None)


def load_outlets(path: Path) -> Outlets:
    """Read a table of outlets.

    Raises
    ------
    ProjectError
        KG-136 with the first faulty line.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectError(
            "KG-136", f"{path} cannot be read: {error}.", "Install geoevents again."
        ) from error
    if tuple(lines[0].split("\t")) != COLUMNS:
        raise _faulty(path, 1, f"the columns must be {', '.join(COLUMNS)}")
    keys: dict[str, Outlet] = {}
    names: dict[str, Outlet] = {}
    domains: dict[str, Outlet] = {}
    for number, line in enumerate(lines[1:], 2):
        if not line.strip() or line.startswith("#"):
            continue
        outlet, called, at = _line(path, number, line)
        for table, entries in ((keys, [outlet.key]), (names, called), (domains, at)):
            for entry in entries:
                if entry in table:
                    raise _faulty(path, number, f"{entry!r} stands twice")
                table[entry] = outlet
    return Outlets(keys, names, domains)


def _line(path: Path, number: int, line: str) -> tuple[Outlet, list[str], list[str]]:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) != len(COLUMNS):
        raise _faulty(path, number, f"{len(cells)} columns, not {len(COLUMNS)}")
    item, kind, bloc, name, others, domains = cells
    if item and not _QID.fullmatch(item):
        raise _faulty(path, number, f"{item!r} is no item (Q…)")
    if kind not in KINDS:
        raise _faulty(path, number, f"the kind {kind!r} is neither of {', '.join(KINDS)}")
    if not name or (bloc and not _BLOC.fullmatch(bloc)):
        raise _faulty(path, number, "a name is missing or the bloc is no word in small letters")
    called = dict.fromkeys(folded(one) for one in (name, *others.split("|")) if one)
    outlet = Outlet(item or f"outlet/{slug(name)}", name, kind == KINDS[0], bloc)
    return outlet, list(called), [one for one in domains.split("|") if one]


def _faulty(path: Path, number: int, what: str) -> ProjectError:
    return ProjectError("KG-136", f"{path}, line {number}: {what}.", "Write: " + " <tab> ".join(COLUMNS))
