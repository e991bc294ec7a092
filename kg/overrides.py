"""Links that a person fixed for good: the project's own, and a user's on top.

The rule: what stands here is taken before any candidate is weighed, and every such link names its line.
A file is tab-separated; the first line names the columns; lines that begin with ``#`` are remarks.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kg.errors import ProjectError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

COLUMNS: Final = ("text", "language", "type", "item", "note")
NIL: Final = "NIL"
_QID: Final = re.compile(r"Q[1-9][0-9]*")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_REMEDY: Final = "Write: text <tab> language <tab> type or nothing <tab> Q… or NIL <tab> note"


@dataclass(frozen=True, slots=True)
class Override:
    """A fixed link: the item, or that there is none; ``where`` is the file and line that fix it."""

    text: str
    language: str
    type: str
    item: str
    note: str
    where: str


@dataclass(frozen=True, slots=True)
class Overrides:
    """Fixed links by (folded text, language)."""

    by_name: Mapping[tuple[str, str], tuple[Override, ...]] = field(default_factory=dict)

    def find(self, names: Collection[str], language: str, kind: str) -> Override | None:
        """Give what is fixed for one of these spellings; a line that names the class counts first."""
        lines = [one for name in names for one in self.by_name.get((_folded(name), language), ())]
        exact = [one for one in lines if one.type == kind]
        return next(iter([*exact, *(one for one in lines if not one.type)]), None)

    def over(self, other: Overrides) -> Overrides:
        """Put these links before others."""
        keys = {**other.by_name, **self.by_name}
        return Overrides(
            {key: (*self.by_name.get(key, ()), *other.by_name.get(key, ())) for key in sorted(keys)}
        )


def load_overrides(path: Path, classes: Collection[str]) -> Overrides:
    """Read a file of fixed links; ``classes`` are the ontology's.

    Raises
    ------
    ProjectError
        KG-135 with the first faulty line.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectError(
            "KG-135", f"{path} cannot be read: {error}.", "Name another:  --overrides FILE"
        ) from error
    if tuple(lines[0].rstrip("\r").split("\t")) != COLUMNS:
        raise _faulty(path, 1, f"the columns must be {', '.join(COLUMNS)}")
    found: dict[tuple[str, str], list[Override]] = {}
    for number, line in enumerate(lines[1:], 2):
        if line.strip() and not line.startswith("#"):
            made = _line(path, number, line.rstrip("\r"), classes)
            same = found.setdefault((_folded(made.text), made.language), [])
            if any(one.type == made.type for one in same):
                raise _faulty(path, number, f"{made.text!r} is fixed twice in {made.language!r}")
            same.append(made)
    return Overrides({key: tuple(found[key]) for key in sorted(found)})


def _line(path: Path, number: int, line: str, classes: Collection[str]) -> Override:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) != len(COLUMNS):
        raise _faulty(path, number, f"{len(cells)} columns, not {len(COLUMNS)}")
    text, language, kind, item, note = cells
    if not text:
        raise _faulty(path, number, "the text is missing")
    if not _LANGUAGE.fullmatch(language):
        raise _faulty(path, number, f"{language!r} is no language code")
    if kind and kind not in classes:
        raise _faulty(path, number, f"the ontology has no class {kind!r}")
    if item != NIL and not _QID.fullmatch(item):
        raise _faulty(path, number, f"{item!r} is neither an item (Q…) nor {NIL}")
    return Override(text, language, kind, item, note, f"{path.name}, line {number}")


def _faulty(path: Path, number: int, what: str) -> ProjectError:
    return ProjectError("KG-135", f"{path}, line {number}: {what}.", _REMEDY)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
