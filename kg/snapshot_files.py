"""The Turtle files of a snapshot: read into items, written so that the same items give the same bytes.

The rule: an item stays in the file where it is, with its statements and dates beside it, so that each file
can be put in place on its own and no item is ever lost between two. The layout is the builder's: reading a
file and writing it changes nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from uuid import NAMESPACE_URL, uuid5

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.errors import ProjectError
from kg.wikidata import ITEM, rank

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.gathering import Found

    Term = NamedNode | Literal
    Node = dict[str, set[Term]]

LABEL: Final = "http://www.w3.org/2000/01/rdf-schema#label"
ALIAS: Final = "http://www.w3.org/2004/02/skos/core#altLabel"
_PREFIXES: Final = {
    "geo": "http://www.opengis.net/ont/geosparql#",
    "p": "http://www.wikidata.org/prop/",
    "pq": "http://www.wikidata.org/prop/qualifier/",
    "pqv": "http://www.wikidata.org/prop/qualifier/value/",
    "ps": "http://www.wikidata.org/prop/statement/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wd": ITEM,
    "wds": "http://www.wikidata.org/entity/statement/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "wdv": "http://www.wikidata.org/value/",
    "wikibase": "http://wikiba.se/ontology#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_WDT, _WIKIBASE, _XSD = _PREFIXES["wdt"], _PREFIXES["wikibase"], _PREFIXES["xsd"]
_HELD: Final = _PREFIXES["p"] + "P39"
_POINT: Final = _WDT + "P625"
_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_OF: Final = re.compile(r"(Q[1-9][0-9]*)-")
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_STATEMENTS: Final = uuid5(NAMESPACE_URL, "https://w3id.org/geoevents/snapshot")
_PRECISIONS: Final = {4: "9", 7: "10", 10: "11"}
_LENGTHS: Final = {precision: length for length, precision in _PRECISIONS.items()}
_DAY: Final = len("2012-05-07")


@dataclass(slots=True)
class SnapshotFile:
    """One file: its comment lines, items by QID, and by IRI their statements and the dates' values."""

    comments: list[str]
    items: dict[str, Node] = field(default_factory=dict)
    statements: dict[str, dict[str, Node]] = field(default_factory=lambda: defaultdict(dict))
    values: dict[str, Node] = field(default_factory=dict)

    def put(self, found: Found) -> None:
        """Take an item in, or renew it: names once known stay as aliases, facts that are told replace."""
        old = self.items.get(found.qid, {})
        new: Node = {predicate: set(terms) for predicate, terms in old.items()}
        new[LABEL], new[ALIAS] = _names(old, found)
        for prop, qids in found.claims.items():
            new[_WDT + prop] = {NamedNode(ITEM + qid) for qid in qids}
        if found.point:
            new[_POINT] = {Literal(found.point, datatype=NamedNode(_PREFIXES["geo"] + "wktLiteral"))}
        if found.counts:
            new = {p: terms for p, terms in new.items() if not p.startswith(_WIKIBASE)}
        for name, count in found.counts.items():
            new[_WIKIBASE + name] = {_integer(count)}
        if found.offices:
            self.statements[found.qid] = {}
            new[_HELD] = {self._office(found.qid, office) for office in found.offices}
        self.items[found.qid] = new

    def _office(self, qid: str, office: tuple[str, str, str]) -> NamedNode:
        """Write an office as Wikidata does, and as the builder does: equal offices get equal names."""
        position, begin, end = office
        name = f"{_PREFIXES['wds']}{qid}-{uuid5(_STATEMENTS, ' '.join((qid, 'P39', *office)))}"
        node: Node = {_PREFIXES["ps"] + "P39": {NamedNode(ITEM + position)}}
        for prop, date in (("P580", begin), ("P582", end)):
            if not date:
                continue
            moment = _moment(date)
            node[_PREFIXES["pq"] + prop] = {moment}
            if len(date) < _DAY:
                value = f"{_PREFIXES['wdv']}date-{date}"
                node[_PREFIXES["pqv"] + prop] = {NamedNode(value)}
                self.values[value] = {
                    _WIKIBASE + "timeValue": {moment},
                    _WIKIBASE + "timePrecision": {_integer(int(_PRECISIONS[len(date)]))},
                }
        self.statements[qid][name] = node
        return NamedNode(name)

    def names(self, qid: str) -> dict[str, frozenset[str]]:
        """Give all names of an item by language."""
        found: dict[str, set[str]] = defaultdict(set)
        for predicate in (LABEL, ALIAS):
            for term in self.items[qid].get(predicate, ()):
                if isinstance(term, Literal) and term.language:
                    found[term.language].add(term.value)
        return {tag: frozenset(texts) for tag, texts in found.items()}

    def drop(self, qid: str) -> None:
        """Take an item out."""
        self.items.pop(qid, None)
        self.statements.pop(qid, None)

    def point_to(self, old: str, new: str) -> bool:
        """Let what points to one item point to another; tell whether anything did."""
        before, after = NamedNode(ITEM + old), NamedNode(ITEM + new)
        nodes = [*self.items.values(), *(node for held in self.statements.values() for node in held.values())]
        found = [terms for node in nodes for terms in node.values() if before in terms]
        for terms in found:
            terms.discard(before)
            terms.add(after)
        return bool(found)


def read_file(path: Path) -> SnapshotFile:
    """Read one Turtle file of a snapshot.

    Raises
    ------
    ProjectError
        If it is no readable Turtle, or no file of a snapshot.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        triples = list(parse(path=str(path), format=RdfFormat.TURTLE))
    except (OSError, SyntaxError, ValueError) as error:
        raise ProjectError("KG-103", f"{path} is no readable Turtle: {error}.") from error
    read = SnapshotFile([line for line in lines if line.startswith("#")])
    for triple in triples:
        subject, value = triple.subject, triple.object
        if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode | Literal):
            raise ProjectError("KG-103", f"{path} holds what no snapshot holds: {triple}.")
        iri = subject.value
        if iri.startswith(_PREFIXES["wds"]):
            owner = _OF.match(iri.removeprefix(_PREFIXES["wds"]))
            node = read.statements[owner[1] if owner else ""].setdefault(iri, {})
        elif iri.startswith(_PREFIXES["wdv"]):
            node = read.values.setdefault(iri, {})
        else:
            node = read.items.setdefault(iri.removeprefix(ITEM), {})
        node.setdefault(triple.predicate.value, set()).add(value)
    return read


def write_file(path: Path, content: SnapshotFile) -> None:
    """Write a file beside the old one, then put it in its place: whoever reads sees the old or the new."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(turtle(content), encoding="utf-8", newline="\n")
    beside.replace(path)


def turtle(content: SnapshotFile) -> str:
    """Write items as sorted Turtle that reads by hand."""
    blocks, used = [], set()
    for qid in sorted(content.items, key=rank):
        node, held = content.items[qid], content.statements.get(qid, {})
        ordered = sorted(held, key=lambda iri: (_office_key(held[iri], content.values), iri))
        blocks.append(
            "\n".join(
                [
                    f"wd:{qid} " + " ;\n    ".join(_lines(node, ordered)) + " .",
                    *(f"{_token(NamedNode(iri))} {_statement(held[iri])} ." for iri in ordered),
                ]
            )
        )
        used |= {
            term.value
            for statement in held.values()
            for predicate, terms in statement.items()
            if predicate.startswith(_PREFIXES["pqv"])
            for term in terms
        }
    values = sorted(
        f"{_token(NamedNode(iri))} {_value(node)} ." for iri, node in content.values.items() if iri in used
    )
    body = "\n\n".join([*blocks, "\n".join(values)]).rstrip() + "\n"
    prefixes = [p for p in _PREFIXES if re.search(rf"(?<![\w:]){p}:\w|\^\^{p}:", body)]
    head = [f"@prefix {prefix}: <{_PREFIXES[prefix]}> ." for prefix in sorted(prefixes)]
    return "\n".join([*head, "", *content.comments, "", body])


def _names(old: Node, found: Found) -> tuple[set[Term], set[Term]]:
    labels = {term.language or "": term.value for term in old.get(LABEL, ()) if isinstance(term, Literal)}
    aliases = {(term.value, term.language) for term in old.get(ALIAS, ()) if isinstance(term, Literal)}
    aliases |= {(text, tag) for tag, text in labels.items()}
    labels |= found.labels
    aliases |= {(text, tag) for tag, texts in found.aliases.items() for text in texts}
    aliases -= {(text, tag) for tag, text in labels.items()}
    return (
        {Literal(text, language=tag) for tag, text in labels.items()},
        {Literal(text, language=tag) for text, tag in aliases},
    )


def _lines(node: Node, offices: Iterable[str]) -> list[str]:
    lines = [f"rdfs:label {text}" for _, text in _by_tag(node.get(LABEL, ()))]
    tags: dict[str, list[str]] = defaultdict(list)
    for tag, text in _by_tag(node.get(ALIAS, ())):
        tags[tag].append(text)
    lines += [f"skos:altLabel {', '.join(texts)}" for _, texts in sorted(tags.items())]
    others = sorted(node.keys() - {LABEL, ALIAS, _HELD}, key=lambda iri: (_place(iri), iri))
    for predicate in others:
        if predicate.startswith(_WIKIBASE):
            continue
        lines.append(f"{_token(NamedNode(predicate))} {', '.join(_sorted(node[predicate]))}")
    if names := [_token(NamedNode(iri)) for iri in offices]:
        lines.append(f"p:P39 {', '.join(names)}")
    counts = [predicate for predicate in others if predicate.startswith(_WIKIBASE)]
    return lines + [f"{_token(NamedNode(one))} {', '.join(_sorted(node[one]))}" for one in counts]


def _place(predicate: str) -> int:
    return 1 if predicate == _POINT else 0


def _by_tag(terms: Iterable[Term]) -> list[tuple[str, str]]:
    pairs = [(term.language or "", term) for term in terms if isinstance(term, Literal)]
    return [(tag, _token(term)) for tag, term in sorted(pairs, key=lambda pair: (pair[0], pair[1].value))]


def _sorted(terms: Iterable[Term]) -> list[str]:
    tokens = [_token(term) for term in terms]
    return sorted(tokens, key=lambda token: (int(token[4:]) if re.fullmatch(r"wd:Q\d+", token) else 0, token))


def _statement(node: Node) -> str:
    order = {_PREFIXES["ps"] + "P39": 0}
    for place, prop in enumerate(("P580", "P582")):
        order[_PREFIXES["pq"] + prop] = 2 * place + 1
        order[_PREFIXES["pqv"] + prop] = 2 * place + 2
    predicates = sorted(node, key=lambda iri: (order.get(iri, len(order)), iri))
    return " ; ".join(f"{_token(NamedNode(one))} {', '.join(_sorted(node[one]))}" for one in predicates)


def _value(node: Node) -> str:
    predicates = sorted(node, key=lambda iri: (not iri.endswith("timeValue"), iri))
    return " ; ".join(f"{_token(NamedNode(one))} {', '.join(_sorted(node[one]))}" for one in predicates)


def _office_key(node: Node, values: dict[str, Node]) -> tuple[str, str, str]:
    """Order offices as the builder does: by position, begin and end as they are known."""

    def date(prop: str) -> str:
        moment = next((term.value for term in node.get(_PREFIXES["pq"] + prop, ())), "")
        value = next((term.value for term in node.get(_PREFIXES["pqv"] + prop, ())), "")
        known = values.get(value, {}).get(_WIKIBASE + "timePrecision", ())
        return moment[: _LENGTHS.get(next((term.value for term in known), "11"), _DAY)]

    position = next((term.value for term in node.get(_PREFIXES["ps"] + "P39", ())), "")
    return position, date("P580"), date("P582")


def _moment(date: str) -> Literal:
    full = date + "-01" * ((_DAY - len(date)) // 3)
    return Literal(f"{full}T00:00:00Z", datatype=NamedNode(_XSD + "dateTime"))


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(_XSD + "integer"))


def _token(term: Term) -> str:
    if isinstance(term, NamedNode):
        # The longest namespace first: one begins another.
        for prefix, space in sorted(_PREFIXES.items(), key=lambda pair: -len(pair[1])):
            if term.value.startswith(space) and _LOCAL.fullmatch(term.value, len(space)):
                return f"{prefix}:{term.value[len(space) :]}"
        return str(term)
    text = re.sub(r'[\\"\n\r\t]', lambda found: _ESCAPES[found[0]], term.value)
    if term.language:
        return f'"{text}"@{term.language}'
    if term.datatype.value == _XSD + "integer" and re.fullmatch(r"\d+", term.value):
        return term.value
    return f'"{text}"^^{_token(term.datatype)}'
