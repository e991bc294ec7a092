"""Other spellings of a name (capitals, accents, hyphens), by Wikidata's own text search.

The rule: the search guesses, we do not. A hit counts only where the text that was found is the name but
for capitals, accents, hyphens and spaces; a person of whose name ours is a part is no hit.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

from kg.answers import qid_of, rank
from kg.wikidata import fill, name_term

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from kg.answers import Name, Row


def search_query(names: Collection[Name]) -> str:
    """Ask for items whose label or alias resembles one of the names."""
    return fill("search", [name_term(one) for one in sorted(names)])


def spelt_alike(rows: Iterable[Row], names: Iterable[Name]) -> dict[Name, list[str]]:
    """Read the hits: for each name the items that have it in another spelling."""
    hits: dict[Name, set[str]] = defaultdict(set)
    for row in rows:
        name, found, qid = row.get("name"), row.get("found"), qid_of(row.get("item"))
        if name and found and qid and _plain(found.value) == _plain(name.value):
            hits[name.value, name.language].add(qid)
    return {name: sorted(hits[name], key=rank) for name in names}


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFD", text.casefold())
    return "".join(one for one in parts if unicodedata.category(one)[0] in "LN")
