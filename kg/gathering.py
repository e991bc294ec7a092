"""Asks a SPARQL service for all that a snapshot keeps of items, in batches.

The rule: a batch is whole or it is not there. What is asked for comes with what it points to (classes and
all their superclasses, countries, offices, heads of state and government), so that a snapshot can be read
after each batch. Nothing that a service says is taken as it is: a QID must be one, a date a date, and a
name is cleaned of what no name has.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kg.rooms import room
from kg.wikidata import ITEM, Row, Term, rank

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    Ask = Callable[[str], list[Row]]

LANGUAGES: Final = ("de", "en", "ko", "mul", "ru")
BATCH: Final = 50
#: How far up superclasses are followed; Wikidata's own tree is less deep.
_HIGHEST: Final = 40
#: Wikidata's own limit.
_LONGEST_NAME: Final = 250
_LONGEST_CODE: Final = 3
_QID: Final = re.compile(r"Q[1-9][0-9]*")
_DIRECT: Final = "http://www.wikidata.org/prop/direct/"
_COUNTS: Final = "http://wikiba.se/ontology#"
_NUMBER: Final = r"(-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)"
_POINT: Final = re.compile(rf"Point\({_NUMBER} {_NUMBER}\)", re.IGNORECASE)
_DAY: Final = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_CUT: Final = {"9": 4, "10": 7, "11": 10}
_VALUES: Final = re.compile(r"VALUES \?item \{[^\n]*\}")
_POINTED_AT: Final = ("P17", "P27", "P1001", "P36")
_HEADS: Final = ("P35", "P6")


@dataclass(frozen=True, slots=True)
class Found:
    """One item as a service tells of it.

    ``labels`` and ``aliases`` by language; ``claims`` QIDs by property; ``point`` WKT or ""; ``offices``
    (position, begin, end) with dates cut to what is known; ``counts`` by "sitelinks" and "statements".
    """

    qid: str
    labels: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, frozenset[str]] = field(default_factory=dict)
    claims: dict[str, frozenset[str]] = field(default_factory=dict)
    point: str = ""
    offices: frozenset[tuple[str, str, str]] = frozenset()
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one batch came to: all items, those of them that were asked for, and merged ones by old QID."""

    items: dict[str, Found]
    wanted: frozenset[str]
    merged: dict[str, str]


class Gatherer:
    """Asks for batches of items; what one batch brought is not asked for again by the next.

    Parameters
    ----------
    ask
        Answers a SELECT, or raises `LookupFailed`; ``EndpointLookup(…).rows``.
    known
        QIDs that need not be asked for if something merely points to them.
    """

    def __init__(self, ask: Ask, known: Collection[str] = ()) -> None:
        self._ask = ask
        self._known = set(known)
        self._superclasses: dict[str, frozenset[str]] = {}

    def gather(self, qids: Collection[str]) -> Gathered:
        """Ask for at most `BATCH` items and what they point to.

        Raises
        ------
        LookupFailed
            If the service fails anywhere in it; nothing of the batch is kept then.
        """
        merged = self._merged(qids)
        wanted = frozenset(merged.get(qid, qid) for qid in qids)
        items = self._items(wanted, offices=True)
        heads = _values(items.values(), _HEADS) - items.keys() - self._known
        items |= self._items(heads, offices=True)
        pointed = _values(items.values(), _POINTED_AT) | {
            position for item in items.values() for position, _, _ in item.offices
        }
        items |= self._items(pointed - items.keys() - self._known, offices=False)
        above = self._classes(_values(items.values(), ("P31", "P279")))
        fresh = self._items(above.keys() - self._superclasses.keys() - items.keys(), offices=False)
        items |= fresh
        self._superclasses |= above
        self._known |= items.keys()
        return Gathered(items, wanted, merged)

    def superclasses(self, qid: str) -> frozenset[str]:
        """Give all classes above a class, and itself."""
        seen, left = {qid}, [qid]
        while left:
            for higher in self._superclasses.get(left.pop(), ()):
                if higher not in seen:
                    seen.add(higher)
                    left.append(higher)
        return frozenset(seen)

    def _merged(self, qids: Collection[str]) -> dict[str, str]:
        """Follow merged items to what they are now; a circle ends where it began."""
        target: dict[str, str] = {}
        for qid, row in self._answers("redirects", qids):
            if (value := _qid(row.get("value"))) and value != qid:
                target[qid] = min(value, target.get(qid, value), key=rank)
        return target

    def _classes(self, qids: Collection[str]) -> dict[str, frozenset[str]]:
        """Give the direct superclasses of classes, of those above them, and so on."""
        above: dict[str, frozenset[str]] = {}
        level = set(qids) - self._superclasses.keys()
        for _ in range(_HIGHEST):
            if not level:
                break
            higher: dict[str, set[str]] = {qid: set() for qid in level}
            for qid, row in self._answers("facts", level):
                if _property(row) == "P279" and (value := _qid(row.get("value"))):
                    higher[qid].add(value)
            above |= {qid: frozenset(values) for qid, values in higher.items()}
            level = {one for values in higher.values() for one in values} - above.keys()
            level -= self._superclasses.keys()
        return above

    def _items(self, qids: Collection[str], *, offices: bool) -> dict[str, Found]:
        labels: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        aliases: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for qid, row in self._answers("names", qids):
            for column, names in (("label", labels), ("alias", aliases)):
                term = row.get(column, Term(""))
                if (text := clean(term.value, code=column == "alias")) and term.language in LANGUAGES:
                    names[qid][term.language].add(text)
        claims: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        points: dict[str, set[str]] = defaultdict(set)
        counts: dict[str, dict[str, int]] = defaultdict(dict)
        for qid, row in self._answers("facts", qids):
            name, value = _property(row), row.get("value", Term("")).value
            if name in {"sitelinks", "statements"}:
                counts[qid][name] = max(_number(value), counts[qid].get(name, 0))
            elif name == "P625":
                points[qid].update(filter(None, [_point(value)]))
            elif one := _qid(row.get("value")):
                claims[qid][name].add(one)
        held: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
        for qid, row in self._answers("offices", qids if offices else ()):
            if position := _qid(row.get("value")):
                held[qid].add((position, _date(row, "begin"), _date(row, "end")))
        return {
            qid: Found(
                qid,
                {tag: min(texts) for tag, texts in labels[qid].items()},
                {tag: frozenset(texts) for tag, texts in aliases[qid].items()},
                {prop: frozenset(values) for prop, values in claims[qid].items()},
                min(points[qid], default=""),
                frozenset(held[qid]),
                dict(counts[qid]),
            )
            for qid in set(qids)
            if qid in labels or qid in aliases or qid in claims
        }

    def _answers(self, question: str, qids: Collection[str]) -> Iterator[tuple[str, Row]]:
        """Put a question for items, a batch at a time; rows on items that were not asked for are left out."""
        text = (room("queries") / "snapshot" / f"{question}.rq").read_text(encoding="utf-8")
        ordered = sorted(qids, key=rank)
        for start in range(0, len(ordered), BATCH):
            some = ordered[start : start + BATCH]
            values = " ".join(f"wd:{qid}" for qid in some)
            for row in self._ask(_VALUES.sub(f"VALUES ?item {{ {values} }}", text)):
                if (qid := _qid(row.get("item"))) in some:
                    yield qid, row


def clean(text: str, *, code: bool = False) -> str:
    """Give a name as it can be written, "" if it is none: control characters, too long, a bare code."""
    text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    text = " ".join(text.split())
    strange = any(unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"} for char in text)
    if strange or len(text) > _LONGEST_NAME or not any(char.isalnum() for char in text):
        return ""
    # "ru", "kor": what Wikidata keeps as aliases of states, and no article means.
    bare = code and text.isascii() and text.islower() and len(text) <= _LONGEST_CODE
    return "" if bare else text


def _values(items: Iterable[Found], properties: Collection[str]) -> set[str]:
    return {qid for item in items for prop in properties for qid in item.claims.get(prop, ())}


def _qid(term: Term | None) -> str:
    name = term.value.removeprefix(ITEM) if term is not None and term.value.startswith(ITEM) else ""
    return name if _QID.fullmatch(name) else ""


def _property(row: Row) -> str:
    iri = row.get("property", Term("")).value
    return iri.removeprefix(_DIRECT).removeprefix(_COUNTS)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _point(text: str) -> str:
    """Give a point on Earth; points elsewhere begin with their globe."""
    found = _POINT.fullmatch(text)
    if found is None:
        return ""
    lon, lat = (float(number) for number in found.groups())
    on_earth = abs(lon) <= 180 and abs(lat) <= 90  # noqa: PLR2004  degrees
    return f"Point({lon:.8g} {lat:.8g})" if on_earth else ""


def _date(row: Row, name: str) -> str:
    """Cut a date to its precision; what is no day of our calendar says nothing."""
    day = row.get(name, Term("")).value[:10]
    precision = row.get(f"{name}Precision", Term("11")).value
    return day[: _CUT[precision]] if _DAY.fullmatch(day) and precision in _CUT else ""
