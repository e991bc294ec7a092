"""The two tables of words that travel with a pipeline: clusters with frequencies, and kinds of names.

Clusters and frequencies come from the package ``spacy-lookups-data`` (MIT; German and English only), the
most frequent words of its million; the kinds of names from ``name_tables.py``.
"""

from __future__ import annotations

import gzip
import json
from importlib import resources

from spacy.strings import get_string_id

from kg.word_features import BUCKETS, NAMES, WORDS

_MOST_WORDS = 250_000
_HAVE_CLUSTERS = frozenset({"de", "en"})


def codes(kinds: dict[str, str], known: dict[str, int]) -> dict[str, int]:
    """Give each kind of names (as ``name_tables.flags`` writes it) a number; known ones keep theirs."""
    new = sorted(set(kinds.values()) - set(known))
    return known | {letters: n for n, letters in enumerate(new, len(known) + 1)}


def build(lang: str, kinds: dict[str, str], codes: dict[str, int]) -> dict[str, dict[int, int]]:
    """Give both tables of a language, keyed by the hash of the form.

    Parameters
    ----------
    lang
        One of de, en, ru, ko.
    kinds
        Word -> letters, as ``name_tables.flags`` gives them.
    codes
        Letters -> number.
    """
    return {
        WORDS: _clusters(lang) if lang in _HAVE_CLUSTERS else {},
        NAMES: {get_string_id(word): codes[letters] for word, letters in sorted(kinds.items())},
    }


def _clusters(lang: str) -> dict[int, int]:
    folder = resources.files("spacy_lookups_data") / "data"
    tables = []
    for name in ("cluster", "prob"):
        packed = (folder / f"{lang}_lexeme_{name}.json.gz").read_bytes()
        tables.append(json.loads(gzip.decompress(packed)))
    clusters, logs = tables
    frequent = sorted(clusters, key=lambda word: (-logs.get(word, -BUCKETS), word))[:_MOST_WORDS]
    return {
        get_string_id(word): clusters[word] * BUCKETS + min(BUCKETS - 1, int(-logs.get(word, -BUCKETS)))
        for word in frequent
    }
