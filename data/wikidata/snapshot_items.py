"""The snapshot while it is built: items, what may be put together, and how an item is written.

The rule: the first source that brings an item decides its kind; a later row with the same QID but
another kind is refused and listed, never merged.
"""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from dataclasses import dataclass, field

LANGUAGES = ("de", "en", "ru", "ko")
PREFIXES = {
    "geo": "http://www.opengis.net/ont/geosparql#",
    "p": "http://www.wikidata.org/prop/",
    "pq": "http://www.wikidata.org/prop/qualifier/",
    "pqv": "http://www.wikidata.org/prop/qualifier/value/",
    "ps": "http://www.wikidata.org/prop/statement/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wd": "http://www.wikidata.org/entity/",
    "wds": "http://www.wikidata.org/entity/statement/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "wdv": "http://www.wikidata.org/value/",
    "wikibase": "http://wikiba.se/ontology#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_QID = re.compile(r"Q[1-9][0-9]*")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_PRECISION = {4: 9, 7: 10, 10: 11}
_STATEMENTS = uuid.uuid5(uuid.NAMESPACE_URL, "https://w3id.org/geoevents/snapshot")


def rank(qid: str) -> int:
    """Order QIDs by number."""
    return int(qid[1:])


@dataclass
class Item:
    """One thing as the sources tell of it; ``kind`` names the file it goes to."""

    qid: str
    kind: str
    labels: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    claims: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    point: tuple[float, float] | None = None
    offices: set[tuple[str, str, str]] = field(default_factory=set)

    def name(self, language: str, *names: str) -> None:
        """Add names: the first becomes the label where there is none, the others are aliases."""
        for raw in names:
            text = " ".join(raw.split())
            if not text or language not in LANGUAGES:
                continue
            self.labels.setdefault(language, text)
            if self.labels[language] != text:
                self.aliases[language].add(text)

    def claim(self, prop: str, *qids: str) -> None:
        """Add item-valued statements; what is no QID is left out."""
        self.claims[prop].update(qid for qid in qids if _QID.fullmatch(qid))

    def hold(self, position: str, begin: str, end: str) -> None:
        """Add an office; of two that differ only in how exactly a date is known the exacter stays."""
        dates = tuple(date if _DATE.fullmatch(date) else "" for date in (begin, end))
        new = (position, dates[0], dates[1])
        for old in sorted(self.offices):
            if old[0] == position and all(_fits(a, b) for a, b in zip(old[1:], new[1:], strict=True)):
                self.offices.discard(old)
                new = (position, max(old[1], new[1], key=len), max(old[2], new[2], key=len))
        self.offices.add(new)

    def finish(self, position: str, begin: str, end: str) -> None:
        """Bring an office up to date: close the open one of that position, or add the new one."""
        for old in sorted(self.offices):
            if old[0] == position and not old[2] and (not begin or _fits(old[1], begin)):
                self.offices.discard(old)
                self.offices.add((position, max(old[1], begin, key=len), end))
                return
        self.hold(position, begin, end)


def _fits(one: str, other: str) -> bool:
    """Tell whether two dates may be the same one, written with different precision."""
    return one.startswith(other) or other.startswith(one)


class Snapshot:
    """All items by QID, and what was refused."""

    def __init__(self) -> None:
        self.items: dict[str, Item] = {}
        self.refused: list[str] = []

    def item(self, qid: str, kind: str, source: str) -> Item | None:
        """Give the item to add to, a new one, or None if the QID already stands for another kind."""
        if not _QID.fullmatch(qid):
            self.refuse(f"{source}: {qid!r} is no QID")
            return None
        known = self.items.setdefault(qid, Item(qid, kind))
        if known.kind != kind:
            label = known.labels.get("en", "?")
            self.refuse(f"{source}: {qid} is already in {known.kind} ({label}), not added as {kind}")
            return None
        return known

    def refuse(self, why: str) -> None:
        """Remember what was left out, and why."""
        self.refused.append(why)


def quoted(text: str) -> str:
    """Write a Turtle string."""
    for char, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        text = text.replace(char, escape)
    return f'"{text}"'


def _moment(date: str) -> str:
    full = date + "-01" * ((10 - len(date)) // 3)
    return f'"{full}T00:00:00Z"^^xsd:dateTime'


def _wd(qids: set[str]) -> str:
    return ", ".join(f"wd:{qid}" for qid in sorted(qids, key=rank))


def _statement(item: Item, office: tuple[str, str, str]) -> tuple[str, list[str], list[str]]:
    """Write an office as Wikidata does: statement node, and value nodes for dates that are no days."""
    position, begin, end = office
    name = f"{item.qid}-{uuid.uuid5(_STATEMENTS, ' '.join((item.qid, 'P39', *office)))}"
    lines, values = [f"ps:P39 wd:{position}"], []
    for prop, date in (("P580", begin), ("P582", end)):
        if not date:
            continue
        lines.append(f"pq:{prop} {_moment(date)}")
        if len(date) < len("2012-05-07"):
            value = f"wdv:date-{date}"
            lines.append(f"pqv:{prop} {value}")
            precision = f"wikibase:timePrecision {_PRECISION[len(date)]}"
            values.append(f"{value} wikibase:timeValue {_moment(date)} ; {precision} .")
    return f"wds:{name}", lines, values


def turtle(items: list[Item], degree: dict[str, int], title: str) -> str:
    """Write items as sorted Turtle that reads by hand and is the same for the same items."""
    used, blocks, values = set(), [], set()
    for item in sorted(items, key=lambda item: rank(item.qid)):
        lines = [f"rdfs:label {quoted(text)}@{tag}" for tag, text in sorted(item.labels.items())]
        for tag in sorted(item.aliases):
            names = sorted(item.aliases[tag] - {item.labels.get(tag)})
            if names:
                lines.append("skos:altLabel " + ", ".join(f"{quoted(name)}@{tag}" for name in names))
        lines += [f"wdt:{prop} {_wd(qids)}" for prop, qids in sorted(item.claims.items()) if qids]
        if item.point:
            lat, lon = item.point
            lines.append(f'wdt:P625 "Point({lon:g} {lat:g})"^^geo:wktLiteral')
        statements = [_statement(item, office) for office in sorted(item.offices)]
        if statements:
            lines.append("p:P39 " + ", ".join(name for name, _, _ in statements))
        lines.append(f"wikibase:statements {degree.get(item.qid, 0)}")
        block = [f"wd:{item.qid} " + " ;\n    ".join(lines) + " ."]
        for name, parts, dated in statements:
            block.append(f"{name} " + " ; ".join(parts) + " .")
            values.update(dated)
        blocks.append("\n".join(block))
    body = "\n\n".join([*blocks, "\n".join(sorted(values))]).rstrip() + "\n"
    used = {prefix for prefix in PREFIXES if re.search(rf"(?<![\w:]){prefix}:\w|\^\^{prefix}:", body)}
    head = [f"@prefix {prefix}: <{PREFIXES[prefix]}> ." for prefix in sorted(used)]
    return "\n".join([*head, "", f"# {title}", "# Written by build.py; do not edit.", "", body])
