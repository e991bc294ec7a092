"""What a spreadsheet would run as a formula, and how a cell is kept from it."""

from __future__ import annotations

from typing import Final

#: What a cell begins with that is run; full-width signs are turned into plain ones by some programs.
BEGINS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_MARK: Final = "'"


def guarded(cell: str) -> str:
    """Put the mark of a text before a cell that begins like a formula."""
    return f"{_MARK}{cell}" if cell.startswith(BEGINS) else cell


def unguarded(cell: str) -> str:
    """Take that mark off again."""
    return cell[1:] if cell.startswith(_MARK) and cell[1:].startswith(BEGINS) else cell
