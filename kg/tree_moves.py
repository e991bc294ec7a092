"""Moves of words in a tree that is a list of words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.tokens import Token


def under(tree: Sequence[Token], head: int) -> list[Token]:
    """Give the words that hang on a word."""
    return [t for t in tree if t.head == head and t.index != head]


def hang(tree: list[Token], index: int, head: int, dep: str) -> None:
    """Hang a word on another, with a label."""
    tree[index] = replace(tree[index], head=head, dep=dep)


def take_over(tree: list[Token], old: int, new: int) -> None:
    """Put one verb in the place that another has in the tree."""
    over, dep = tree[old].head, tree[old].dep
    hang(tree, new, new if over == old else over, dep)
