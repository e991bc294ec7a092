"""No clause stands above itself."""

from __future__ import annotations

from kg.model import Clause, Span
from kg.rings import without_rings

FIRST = 7


def clauses(*parents: int) -> list[Clause]:
    """Make clauses, each with the number of the one above it."""
    words = Span(0, 1)
    return [
        Clause(
            FIRST + n,
            0,
            "verb",
            "go",
            words,
            words,
            parent=parent,
            relation="complement" if parent >= 0 else "",
        )
        for n, parent in enumerate(parents)
    ]


def test_a_tree_stays_as_it_is() -> None:
    """Where every climb ends, nothing is changed."""
    tree = clauses(-1, FIRST, FIRST, FIRST + 1)
    assert without_rings(tree, FIRST) == tuple(tree)


def test_a_ring_is_opened_once() -> None:
    """Of two clauses above each other one stands by itself, and what hangs on them stays there."""
    found = without_rings(clauses(FIRST + 1, FIRST, FIRST + 1), FIRST)
    assert [(one.parent, one.relation) for one in found] == [
        (-1, ""),
        (FIRST, "complement"),
        (FIRST + 1, "complement"),
    ]


def test_a_clause_above_itself_stands_alone() -> None:
    """The smallest ring is a clause."""
    assert [one.parent for one in without_rings(clauses(FIRST), FIRST)] == [-1]
