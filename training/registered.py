"""What the training configurations name: the tables of words, the augmenter, the embedding layer.

Used while training only; a trained pipeline needs nothing of this.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import augment  # noqa: F401 - registers the augmenter
import spacy

import kg.word_features  # noqa: F401 - registers the embedding layer

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language


def word_tables(path: str | None) -> Callable[[Language], Language]:
    """Give the vocabulary the tables of words and names (JSON, see ``word_tables.py``) before training."""

    def fill(nlp: Language) -> Language:
        if path:
            tables = json.loads(Path(path).read_text(encoding="utf-8"))
            for name, table in tables.items():
                nlp.vocab.lookups.add_table(name, {int(key): value for key, value in table.items()})
        return nlp

    return fill


spacy.registry.callbacks.register("geoevents.word_tables.v1", func=word_tables)
