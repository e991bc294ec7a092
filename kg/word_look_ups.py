"""The tables of words that travel with a shipped pipeline, read so that only asking costs time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import srsly
from spacy.lookups import Lookups
from spacy.strings import get_string_id

from kg.word_features import WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class WordTables(Lookups):
    """The tables of words of a shipped pipeline, only to be asked.

    spaCy's own enters each word into a filter, one by one: that is most of what loading a pipeline takes.

    Parameters
    ----------
    tables
        By name, a table's values by the hash of the word.
    """

    def __init__(self, tables: Mapping[str, dict[int, int]]) -> None:
        super().__init__()
        made: Any = {name: _Hashed(values) for name, values in tables.items()}
        self._tables.update(made)


class _Hashed(dict[int, int]):
    """Values by the hash of a word, asked for by the word."""

    def get(self, word: Any, default: Any = None) -> Any:
        return dict.get(self, get_string_id(word), default)


def read_tables(pipeline: Path) -> WordTables | None:
    """Read the tables of words of a pipeline that is made of these features; None for any other."""
    path = pipeline / "vocab" / "lookups.bin"
    tables = srsly.msgpack_loads(path.read_bytes()) if path.is_file() else {}
    return WordTables(tables) if WORDS in tables else None
