"""Clauses of which none stands above itself.

Trees of small parsers are mended verb by verb, and two mends together could close a ring. Who climbs from a
clause to the one above must come to an end all the same.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Clause


def without_rings(clauses: Sequence[Clause], first: int) -> tuple[Clause, ...]:
    """Give the clauses of a sentence; where a ring closes, a clause stands by itself.

    Parameters
    ----------
    clauses
        In the order of their numbers, each with that of the clause above it, -1 if none.
    first
        The number of the first.
    """
    freed = list(clauses)
    for clause in clauses:
        seen: set[int] = set()
        node = clause
        while node.parent >= 0 and node.index not in seen:
            seen.add(node.index)
            node = freed[node.parent - first]
        if node.parent >= 0:
            freed[node.index - first] = replace(node, parent=-1, relation="")
    return tuple(freed)
