"""Tables beside a graph as tab-separated text: one line a row, several values in a cell between bars.

The rule: a cell is one line, and one that begins like a formula is guarded from being run by a
spreadsheet; reading takes the guard off again, so that what was written is what is read.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from kg.formulas import guarded, unguarded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BETWEEN: Final = " | "


def to_text(names: Sequence[str], rows: Iterable[Sequence[str | tuple[str, ...]]]) -> str:
    """Write a table with its heading."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, escapechar="\\")
    writer.writerow(names)
    for row in rows:
        cells = [flat(BETWEEN.join(cell) if isinstance(cell, tuple) else cell) for cell in row]
        writer.writerow([guarded(cell) for cell in cells])
    return out.getvalue()


def from_text(text: str) -> tuple[list[str], list[list[str]]]:
    """Read a table: its heading, and its rows."""
    lines = csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE, escapechar="\\")
    names = next(lines, [])
    return names, [[unguarded(cell) for cell in cells] for cells in lines]


def several(cell: str) -> tuple[str, ...]:
    """Give the values of a cell that holds several."""
    return tuple(part for part in cell.split(BETWEEN) if part)


def flat(text: str) -> str:
    """Put a text on one line."""
    return " ".join(text.split())
