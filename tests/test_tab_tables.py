"""The tables beside a graph."""

from __future__ import annotations

import pytest

from kg.tab_tables import from_text, several, to_text


@pytest.mark.parametrize(
    "cell", ["=1+1", "+49", "-5", "@here", "a\ttab", "a\nline", "back\\slash", "'quoted", ""]
)
def test_what_is_written_is_read(cell: str) -> None:
    """A cell comes back as it was, on one line, and no line of the file begins or goes on like a formula."""
    text = to_text(["name", "value"], [["x", cell], ["y", (cell or "none", "z")]])
    names, rows = from_text(text)
    assert names == ["name", "value"]
    assert rows[0] == ["x", " ".join(cell.split())]
    assert several(rows[1][1])[-1] == "z"
    assert len(text.splitlines()) == 3
    assert not any(
        one.startswith(("=", "+", "-", "@")) for line in text.splitlines() for one in line.split("\t")
    )
