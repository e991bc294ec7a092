"""What the rows of a look-up's answers come to: candidates, holders of offices, heads of states.

The rule: pure. Whether rows came from the snapshot, one question after the other, or from a service, many
questions in one request, the same rows give the same values. Dates are cut to what is known: "2012",
"2012-05" or "2012-05-07".
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from kg.errors import PartlyFailed
from kg.model import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.errors import LookupFailed

_Asked = TypeVar("_Asked")
_Answer = TypeVar("_Answer")
ITEM = "http://www.wikidata.org/entity/"
_QID = re.compile(r"Q[1-9][0-9]*")
_PREFERRED = ("de", "en", "mul", "ru", "ko")
_DATE_LENGTH = {"9": 4, "10": 7, "11": 10}


class Term(NamedTuple):
    """One value of an answer: an IRI or a literal's text, and its language or ""."""

    value: str
    language: str = ""


Row = dict[str, Term]
Name = tuple[str, str]
Holder = tuple[str, str, str]
#: P35 or P6, person, begin, end.
Head = tuple[str, str, str, str]


def qid_of(term: Term | None) -> str:
    """Give the QID of an item's IRI, "" for anything else (lexemes, statements, unknown values)."""
    if term is None or not term.value.startswith(ITEM):
        return ""
    name = term.value.removeprefix(ITEM)
    return name if _QID.fullmatch(name) else ""


def rank(qid: str) -> int:
    """Order QIDs by age, which is the only order that all engines share."""
    if not _QID.fullmatch(qid):
        raise ValueError(f"{qid!r} is not a QID")
    return int(qid[1:])


def items_of(rows: Iterable[Row]) -> dict[Name, set[str]]:
    """Read the rows of ``named``: the items by (name, language)."""
    found: dict[Name, set[str]] = defaultdict(set)
    for row in rows:
        if qid := qid_of(row.get("item")):
            found[row["name"].value, row["name"].language].add(qid)
    return found


def candidates(rows: Mapping[str, Iterable[Row]]) -> dict[str, Candidate]:
    """Read the rows of ``labels``, ``classes``, ``superclasses``, ``about`` and ``offices``.

    An item without a label in our languages is left out.
    """
    labels: dict[str, set[Name]] = defaultdict(set)
    for row in rows["labels"]:
        labels[qid_of(row.get("item"))].add((row["label"].value, row["label"].language))
    classes = _classes(rows)
    about = _about(rows["about"])
    offices, countries = _offices(rows["offices"])
    answer = {}
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


def holders_of(rows: Iterable[Row], positions: Iterable[str]) -> dict[str, tuple[Holder, ...]]:
    """Read the rows of ``holders``: (person, begin, end) by position, oldest first; an end "" is open."""
    found: dict[str, set[Holder]] = {position: set() for position in positions}
    for row in rows:
        position, person = qid_of(row.get("position")), qid_of(row.get("item"))
        if person and position in found:
            found[position].add((person, _date(row, "begin"), _date(row, "end")))
    return {
        position: tuple(sorted(people, key=lambda holder: (holder[1], holder[2], rank(holder[0]))))
        for position, people in found.items()
    }


def heads_of(rows: Iterable[Row], countries: Iterable[str]) -> dict[str, tuple[Head, ...]]:
    """Read the rows of ``heads``: (P35 or P6, person, begin, end) by country, those without dates first.

    A person with dates is not told without: who held the office once may be the best statement still. A
    date that is said to be unknown is none, and what has ended at such a date is left out.
    """
    found: dict[str, set[Head]] = {country: set() for country in countries}
    dated = set()
    for row in rows:
        country, person = qid_of(row.get("country")), qid_of(row.get("item"))
        if not person or country not in found:
            continue
        kind, begin, end = row["property"].value, _date(row, "begin"), _date(row, "end")
        if {"begin", "end"} & row.keys():
            dated.add((country, kind, person))
            if ("end" in row and not end) or not (begin or end):
                continue
        found[country].add((kind, person, begin, end))
    return {
        country: tuple(
            sorted(
                (one for one in heads if one[2] or one[3] or (country, *one[:2]) not in dated),
                key=lambda one: (one[0], one[2], one[3], rank(one[1])),
            )
        )
        for country, heads in found.items()
    }


def whole(answer: dict[_Asked, _Answer], failed: Mapping[_Asked, LookupFailed]) -> dict[_Asked, _Answer]:
    """Give an answer to which nothing is lacking.

    Raises
    ------
    PartlyFailed
        If something failed.
    """
    if failed:
        raise PartlyFailed(answer, failed)
    return answer


def _date(row: Row, name: str) -> str:
    """Cut a date to its precision; without one it counts as a day."""
    if name not in row:
        return ""
    precision = row.get(f"{name}Precision", Term("11")).value
    text = row[name].value
    if not re.match(r"\d{4}-\d\d-\d\d", text):
        return ""
    return text[: _DATE_LENGTH.get(precision, 10)]


def _classes(rows: Mapping[str, Iterable[Row]]) -> dict[str, tuple[str, ...]]:
    """Give the direct classes of items first, then all superclasses."""
    direct: dict[str, set[str]] = defaultdict(set)
    for row in rows["classes"]:
        if kind := qid_of(row.get("class")):
            direct[qid_of(row["item"])].add(kind)
    above: dict[str, set[str]] = defaultdict(set)
    for row in rows["superclasses"]:
        if kind := qid_of(row.get("superclass")):
            above[qid_of(row["class"])].add(kind)
    answer = {}
    for qid, kinds in direct.items():
        higher = {top for kind in kinds for top in above[kind]} - kinds
        answer[qid] = (*sorted(kinds, key=rank), *sorted(higher, key=rank))
    return answer


@dataclass
class _About:
    """What ``about`` tells of one item, gathered over its rows."""

    countries: set[str] = field(default_factory=set)
    citizenships: set[str] = field(default_factory=set)
    points: set[str] = field(default_factory=set)
    links: int = 0


def _about(rows: Iterable[Row]) -> dict[str, _About]:
    answer: dict[str, _About] = {}
    for row in rows:
        known = answer.setdefault(qid_of(row["item"]), _About())
        known.countries.update(filter(None, [qid_of(row.get("country"))]))
        known.citizenships.update(filter(None, [qid_of(row.get("citizenship"))]))
        if "point" in row and row["point"].value.startswith("Point("):
            known.points.add(row["point"].value)
        counts = (int(row[name].value) for name in ("sitelinks", "statements") if name in row)
        known.links = max(known.links, next(counts, 0))
    return answer


def _offices(rows: Iterable[Row]) -> tuple[dict[str, set[Holder]], dict[str, set[str]]]:
    offices: dict[str, set[Holder]] = defaultdict(set)
    countries: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        qid, position = qid_of(row["item"]), qid_of(row.get("position"))
        if position:
            offices[qid].add((position, _date(row, "begin"), _date(row, "end")))
            country = qid_of(row.get("country")) or qid_of(row.get("jurisdiction"))
            countries[qid].update(filter(None, [country]))
    return offices, countries


def _preferred(labels: Iterable[Name]) -> str:
    """Choose the label to show: German, English, any-language, Russian, Korean."""
    order = {language: place for place, language in enumerate(_PREFERRED)}
    return min(labels, key=lambda pair: (order.get(pair[1], len(order)), pair[0]))[0]
