"""Answers the questions of `kg.wikidata` from the embedded snapshot, without a network."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Store, parse

from kg.errors import ProjectError
from kg.wikidata import ITEM, Row, Term, WikidataLookup, rank

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_WORDS = ("classes.ttl", "positions.ttl")
_NAMING = ("http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#altLabel")
_REBUILD = "Build it again:  python data/wikidata/build.py --facts FOLDER"


class SnapshotLookup(WikidataLookup):
    """The embedded snapshot: no network, the state of its date.

    Parameters
    ----------
    folder
        Folder with the snapshot's ``*.ttl`` and ``snapshot.toml`` (``room("data") / "wikidata"``).
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    @cached_property
    def date(self) -> str:
        """ISO date of the newest facts; open offices are as of ``offices_as_of`` of snapshot.toml."""
        path = self._folder / "snapshot.toml"
        try:
            return str(tomllib.loads(path.read_text(encoding="utf-8"))["date"])
        except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
            raise ProjectError("KG-102", f"{path} does not tell the snapshot's date.", _REBUILD) from error

    @cached_property
    def _store(self) -> Store:
        store = Store()
        paths = sorted(self._folder.glob("*.ttl"))
        if not paths:
            raise ProjectError("KG-103", f"{self._folder} holds no snapshot of Wikidata.", _REBUILD)
        for path in paths:
            try:
                store.bulk_load(path=str(path), format=RdfFormat.TURTLE)
            except (OSError, SyntaxError, ValueError) as error:
                raise ProjectError("KG-103", f"{path} is no readable Turtle: {error}", _REBUILD) from error
        return store

    def rows(self, query: str) -> list[Row]:
        """Answer a query from memory."""
        solutions = self._store.query(query)
        if not isinstance(solutions, QuerySolutions):
            raise ProjectError("KG-101", "A lookup's question must be a SELECT.")
        names = [variable.value for variable in solutions.variables]
        return [
            {name: _term(value) for name, value in zip(names, solution, strict=True) if value is not None}
            for solution in solutions
        ]

    def names(self, lang: str) -> Iterator[tuple[str, str]]:
        """Give (name, QID) of everything that can be named: labels and aliases in one language.

        Where an item has no name in the language, its English and "mul" ones stand in. Classes
        ("Stadt") and positions ("russischer Präsident") are words of the language, not names.
        """
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for predicate in _NAMING:
            for quad in self._store.quads_for_pattern(None, NamedNode(predicate), None):
                if isinstance(quad.object, Literal):
                    qid = _name_of(quad.subject)
                    found[qid][quad.object.language or ""].add(quad.object.value)
        words = {
            _name_of(quad.subject)
            for path in _WORDS
            if (self._folder / path).is_file()
            for quad in parse(path=str(self._folder / path), format=RdfFormat.TURTLE)
        }
        for qid in sorted(found.keys() - words, key=rank):
            names = found[qid]
            for name in sorted(names[lang] | names["mul"] or names["en"]):
                yield name, qid


def _term(value: object) -> Term:
    if isinstance(value, Literal):
        return Term(value.value, value.language or "")
    return Term(value.value if isinstance(value, NamedNode) else "")


def _name_of(subject: object) -> str:
    return subject.value.removeprefix(ITEM) if isinstance(subject, NamedNode) else ""
