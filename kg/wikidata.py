"""Asks Wikidata, or the embedded snapshot of it, in the same words.

The rule: every question is a text of ``queries/lookup``; its only variable part is one `VALUES` line,
filled with checked QIDs or escaped literals, so nothing an article says can change a query. A service
that does not answer raises `LookupFailed`: an empty answer always means "looked, found nothing".
No RDF type leaves this module; answers are `kg.model.Candidate` and plain tuples.

Who answers is another module's business: `kg.snapshot.SnapshotLookup` puts one question after the other
to its store, `kg.endpoint.EndpointLookup` sends many in one request. Both satisfy the `Lookup` protocol of
`kg.linking`.
"""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

from rdflib import Literal

from kg.answers import ITEM, Name, Row, Term, candidates, heads_of, holders_of, items_of, qid_of, rank
from kg.errors import ProjectError
from kg.rooms import room

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from kg.answers import Head, Holder
    from kg.model import Candidate

__all__ = ["ITEM", "Row", "Term", "WikidataLookup", "askable", "batches", "fill", "item_terms", "rank"]

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_VALUES = re.compile(r"VALUES (\?\w+) \{[^\n]*\}")
_BATCH = 50
_Value = TypeVar("_Value")


def fill(question: str, values: Iterable[str]) -> str:
    """Put values, written as SPARQL terms, into the `VALUES` line of a question of ``queries/lookup``.

    Raises
    ------
    ProjectError
        If the question has not exactly one `VALUES` line.
    """
    block = " ".join(values)
    return _replaced(question, lambda variable: f"VALUES {variable} {{ {block} }}")


def replace_values(question: str, selector: str) -> str:
    """Put another pattern that binds the same variable in place of a question's `VALUES` line."""
    return _replaced(question, lambda _: selector)


def _replaced(question: str, selector: Callable[[str], str]) -> str:
    path = room("queries") / "lookup" / f"{question}.rq"
    text = path.read_text(encoding="utf-8")
    filled, found = _VALUES.subn(lambda match: selector(match[1]), text)
    if found != 1:
        raise ProjectError("KG-101", f"{path.name} has {found} VALUES lines; a lookup has exactly one.")
    return filled


def item_terms(qids: Iterable[str]) -> list[str]:
    """Write QIDs as SPARQL terms; anything else is a mistake of the caller."""
    return [f"wd:{qid}" for qid in sorted(set(qids), key=rank)]


def name_term(name: Name) -> str:
    """Write a (name, language) as a SPARQL literal."""
    return Literal(name[0], lang=name[1]).n3()


def tags(language: str) -> tuple[str, ...]:
    """Give the languages in which a name is looked up: its own, English, and "mul" (any).

    Since 2024 Wikidata keeps names in Latin script that are the same everywhere as "mul" only.
    """
    if not _LANGUAGE.fullmatch(language):
        raise ValueError(f"{language!r} is not a language code")
    return tuple(dict.fromkeys((language, "en", "mul")))


def askable(name: str) -> bool:
    """Tell whether a label can be so written: engines differ on backslash and control characters."""
    return "\\" not in name and not any(unicodedata.category(char) in {"Cc", "Cs"} for char in name)


def batches(values: list[_Value], size: int = _BATCH) -> Iterator[list[_Value]]:
    """Cut a list into parts that one question takes."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


class WikidataLookup(ABC):
    """Puts one question after the other; who answers is the subclass's business."""

    def __init__(self) -> None:
        self._superclasses: dict[str, list[Row]] = {}

    @abstractmethod
    def rows(self, query: str) -> list[Row]:
        """Answer one SELECT query."""

    def named(self, names: Collection[Name]) -> Mapping[Name, tuple[Candidate, ...]]:
        """Give the items that have a (name, language) as label or alias, also as English or "mul".

        Every name asked for is a key of the answer; nothing found is an empty tuple.
        """
        wanted = sorted({(name, tag) for name, language in names for tag in tags(language) if askable(name)})
        rows = [
            row
            for batch in batches([name_term(one) for one in wanted])
            for row in self.rows(fill("named", batch))
        ]
        found = items_of(rows)
        known = self.items({qid for qids in found.values() for qid in qids})
        answer = {}
        for name, language in names:
            qids = set().union(*(found.get((name, tag), set()) for tag in tags(language)))
            answer[name, language] = tuple(known[qid] for qid in sorted(qids, key=rank) if qid in known)
        return answer

    def items(self, qids: Collection[str]) -> Mapping[str, Candidate]:
        """Give what is known of items; an item without a label in our languages is left out."""
        answer = {}
        for batch in batches(item_terms(qids)):
            rows = {name: self.rows(fill(name, batch)) for name in ("labels", "classes", "about", "offices")}
            kinds = {qid_of(row.get("class")) for row in rows["classes"]} - {""}
            answer.update(candidates({**rows, "superclasses": self._above(kinds)}))
        return answer

    def holders(self, positions: Collection[str]) -> Mapping[str, tuple[Holder, ...]]:
        """Give (person, begin, end) for each office asked for, oldest first; an end "" is open."""
        asked = batches(item_terms(positions))
        return holders_of([row for batch in asked for row in self.rows(fill("holders", batch))], positions)

    def heads(self, countries: Collection[str]) -> Mapping[str, tuple[Head, ...]]:
        """Give (P35 or P6, person, begin, end) for each country asked for; a date "" is not told."""
        asked = batches(item_terms(countries))
        return heads_of([row for batch in asked for row in self.rows(fill("heads", batch))], countries)

    def _above(self, kinds: Collection[str]) -> list[Row]:
        """Ask for the superclasses of classes, of each once."""
        for batch in batches(item_terms(set(kinds) - self._superclasses.keys())):
            found: dict[str, list[Row]] = defaultdict(list)
            for row in self.rows(fill("superclasses", batch)):
                found[qid_of(row["class"])].append(row)
            for term in batch:
                kind = term.removeprefix("wd:")
                self._superclasses[kind] = found[kind]
        return [row for kind in kinds for row in self._superclasses[kind]]
