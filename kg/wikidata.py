"""Asks Wikidata, or the embedded snapshot of it, in the same words.

The rule: every question is a text of ``queries/lookup``; its only variable part is one `VALUES` line,
filled with checked QIDs or escaped literals, so nothing an article says can change a query. A service
that does not answer raises `LookupFailed`: an empty answer always means "looked, found nothing".
No RDF type leaves this module; answers are `kg.model.Candidate` and plain tuples.

Who answers is a subclass's business: `kg.snapshot.SnapshotLookup` or `kg.endpoint.EndpointLookup`. Both
satisfy the `Lookup` protocol of `kg.linking` and give dates cut to what is known: "2012", "2012-05" or
"2012-05-07".
"""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from rdflib import Literal

from kg.errors import ProjectError
from kg.model import Candidate
from kg.rooms import room

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

ITEM = "http://www.wikidata.org/entity/"
_QID = re.compile(r"Q[1-9][0-9]*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_VALUES = re.compile(r"VALUES (\?\w+) \{[^\n]*\}")
_PREFERRED = ("de", "en", "mul", "ru", "ko")
_BATCH = 50
_DATE_LENGTH = {"9": 4, "10": 7, "11": 10}


class Term(NamedTuple):
    """One value of an answer: an IRI or a literal's text, and its language or ""."""

    value: str
    language: str = ""


Row = dict[str, Term]
Offices = dict[str, set[tuple[str, str, str]]]


def fill(question: str, values: Iterable[str]) -> str:
    """Put values, written as SPARQL terms, into the `VALUES` line of a question of ``queries/lookup``.

    Raises
    ------
    ProjectError
        If the question has not exactly one `VALUES` line.
    """
    path = room("queries") / "lookup" / f"{question}.rq"
    text = path.read_text(encoding="utf-8")
    block = " ".join(values)
    filled, found = _VALUES.subn(lambda match: f"VALUES {match[1]} {{ {block} }}", text)
    if found != 1:
        raise ProjectError("KG-101", f"{path.name} has {found} VALUES lines; a lookup has exactly one.")
    return filled


def _qid(term: Term | None) -> str:
    """Give the QID of an item's IRI, "" for anything else (lexemes, statements, unknown values)."""
    if term is None or not term.value.startswith(ITEM):
        return ""
    name = term.value.removeprefix(ITEM)
    return name if _QID.fullmatch(name) else ""


def _items(qids: Iterable[str]) -> list[str]:
    """Write QIDs as SPARQL terms; anything else is a mistake of the caller."""
    ordered = sorted(set(qids), key=rank)
    return [f"wd:{qid}" for qid in ordered]


def rank(qid: str) -> int:
    """Order QIDs by age, which is the only order that all engines share."""
    if not _QID.fullmatch(qid):
        raise ValueError(f"{qid!r} is not a QID")
    return int(qid[1:])


def _askable(name: str) -> bool:
    """Tell whether a label can be so written: engines differ on backslash and control characters."""
    return "\\" not in name and not any(unicodedata.category(char) in {"Cc", "Cs"} for char in name)


def _batches(values: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(values), _BATCH):
        yield values[start : start + _BATCH]


def _date(row: Row, name: str) -> str:
    """Cut a date to its precision; without one it counts as a day."""
    if name not in row:
        return ""
    precision = row.get(f"{name}Precision", Term("11")).value
    text = row[name].value
    if not re.match(r"\d{4}-\d\d-\d\d", text):
        return ""
    return text[: _DATE_LENGTH.get(precision, 10)]


class WikidataLookup(ABC):
    """Turns rows into candidates; who answers is the subclass's business."""

    def __init__(self) -> None:
        self._superclasses: dict[str, tuple[str, ...]] = {}

    @abstractmethod
    def rows(self, query: str) -> list[Row]:
        """Answer one SELECT query."""

    def named(self, names: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], tuple[Candidate, ...]]:
        """Give the items that have a (name, language) as label or alias, also as English or "mul".

        Every name asked for is a key of the answer; nothing found is an empty tuple.
        """
        for _, language in names:
            if not _LANGUAGE.fullmatch(language):
                raise ValueError(f"{language!r} is not a language code")
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        wanted = sorted({(name, tag) for name, language in names for tag in (language, "en", "mul")})
        for batch in _batches([Literal(name, lang=tag).n3() for name, tag in wanted if _askable(name)]):
            for row in self.rows(fill("named", batch)):
                if qid := _qid(row.get("item")):
                    found[row["name"].value, row["name"].language].add(qid)
        candidates = self.items({qid for qids in found.values() for qid in qids})
        answer = {}
        for name, language in names:
            qids = set().union(*(found.get((name, tag), set()) for tag in (language, "en", "mul")))
            answer[name, language] = tuple(
                candidates[qid] for qid in sorted(qids, key=rank) if qid in candidates
            )
        return answer

    def items(self, qids: Collection[str]) -> Mapping[str, Candidate]:
        """Give what is known of items; an item without a label in our languages is left out."""
        answer = {}
        for batch in _batches(_items(qids)):
            labels: dict[str, set[tuple[str, str]]] = defaultdict(set)
            for row in self.rows(fill("labels", batch)):
                labels[_qid(row.get("item"))].add((row["label"].value, row["label"].language))
            classes = self._classes(batch)
            about = self._about(batch)
            offices, countries = self._offices(batch)
            for qid, names in labels.items():
                known = about.get(qid, _About())
                country = min(known.countries or known.citizenships or countries[qid], key=rank, default="")
                answer[qid] = Candidate(
                    qid=qid,
                    label=_preferred(names),
                    labels=tuple(sorted(names, key=lambda pair: (pair[1], pair[0]))),
                    classes=classes.get(qid, ()),
                    country=country,
                    point=min(known.points, default=""),
                    offices=tuple(sorted(offices[qid], key=lambda office: (office[1], *office))),
                    links=known.links,
                )
        return answer

    def holders(self, positions: Collection[str]) -> Mapping[str, tuple[tuple[str, str, str], ...]]:
        """Give (person, begin, end) for each office asked for, oldest first; an end "" is open."""
        found: Offices = {position: set() for position in positions}
        for batch in _batches(_items(positions)):
            for row in self.rows(fill("holders", batch)):
                if person := _qid(row.get("item")):
                    found[_qid(row["position"])].add((person, _date(row, "begin"), _date(row, "end")))
        return {
            position: tuple(sorted(people, key=lambda holder: (holder[1], holder[2], rank(holder[0]))))
            for position, people in found.items()
        }

    def _classes(self, batch: list[str]) -> dict[str, tuple[str, ...]]:
        """Give the direct classes of items first, then all superclasses."""
        direct: dict[str, set[str]] = defaultdict(set)
        for row in self.rows(fill("classes", batch)):
            if kind := _qid(row.get("class")):
                direct[_qid(row["item"])].add(kind)
        unknown = {kind for kinds in direct.values() for kind in kinds} - self._superclasses.keys()
        for some in _batches(_items(unknown)):
            above: dict[str, set[str]] = defaultdict(set)
            for row in self.rows(fill("superclasses", some)):
                if kind := _qid(row.get("superclass")):
                    above[_qid(row["class"])].add(kind)
            for term in some:
                kind = term.removeprefix("wd:")
                self._superclasses[kind] = tuple(sorted(above[kind], key=rank))
        answer = {}
        for qid, kinds in direct.items():
            ordered = sorted(kinds, key=rank)
            higher = {top for kind in ordered for top in self._superclasses[kind]} - kinds
            answer[qid] = (*ordered, *sorted(higher, key=rank))
        return answer

    def _about(self, batch: list[str]) -> dict[str, _About]:
        answer: dict[str, _About] = {}
        for row in self.rows(fill("about", batch)):
            known = answer.setdefault(_qid(row["item"]), _About())
            known.countries.update(filter(None, [_qid(row.get("country"))]))
            known.citizenships.update(filter(None, [_qid(row.get("citizenship"))]))
            if "point" in row and row["point"].value.startswith("Point("):
                known.points.add(row["point"].value)
            counts = (int(row[name].value) for name in ("sitelinks", "statements") if name in row)
            known.links = max(known.links, next(counts, 0))
        return answer

    def _offices(self, batch: list[str]) -> tuple[Offices, dict[str, set[str]]]:
        offices: Offices = defaultdict(set)
        countries: dict[str, set[str]] = defaultdict(set)
        for row in self.rows(fill("offices", batch)):
            qid, position = _qid(row["item"]), _qid(row.get("position"))
            if position:
                offices[qid].add((position, _date(row, "begin"), _date(row, "end")))
                country = _qid(row.get("country")) or _qid(row.get("jurisdiction"))
                countries[qid].update(filter(None, [country]))
        return offices, countries


class _About:
    """What `about.rq` tells of one item, gathered over its rows."""

    def __init__(self) -> None:
        self.countries: set[str] = set()
        self.citizenships: set[str] = set()
        self.points: set[str] = set()
        self.links = 0


def _preferred(labels: Iterable[tuple[str, str]]) -> str:
    """Choose the label to show: German, English, any-language, Russian, Korean."""
    order = {language: place for place, language in enumerate(_PREFERRED)}
    return min(labels, key=lambda pair: (order.get(pair[1], len(order)), pair[0]))[0]
