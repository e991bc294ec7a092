"""Turtle and N-Triples that are the same bytes for the same graph, and that people can read.

The rule: what is written depends on the triples alone, not on hash seeds, insertion order, bound
prefixes or the version of rdflib. Articles come first, each with its sentences in order, its reports
and its sources; then entities, events and runs. One predicate a line, so that a diff is readable.
"""

from __future__ import annotations

import re
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from rdflib import BNode, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, XSD

from kg.errors import ProjectError
from kg.vocabulary import KG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rdflib.term import Node

    from kg.vocabulary import Triple

_NO_PREFIXES: Mapping[str, str] = MappingProxyType({})
#: What a reader looks for first; all other predicates follow by name.
_FIRST = (RDF.type, RDFS.label, DCTERMS.identifier, DCTERMS.title, KG.eventType, KG.status, KG.reportsOn)
_ORDER = MappingProxyType({str(iri): place for place, iri in enumerate(_FIRST)})
#: Subjects of an article's own, then those of all articles; unnamed kinds are entities.
_RANKS = MappingProxyType({str(KG.Article): 0, str(KG.Sentence): 1, str(KG.Report): 2, str(KG.FactReport): 3})
_ENTITY, _EVENT, _RUN = 4, 5, 6
#: Compared as mere texts, as every triple is: IRIs take ten times as long.
_TYPE, _STATUS, _ARTICLE, _RUNS = map(str, (RDF.type, KG.status, KG.Article, KG.Run))
#: The part of a prefixed name that needs no escape in any parser.
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_ESCAPES = MappingProxyType({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_ESCAPED = re.compile(r'[\\"\x00-\x1f\x7f]')
_BARE = MappingProxyType(
    {
        str(XSD.integer): re.compile(r"[+-]?[0-9]+"),
        str(XSD.decimal): re.compile(r"[+-]?[0-9]*\.[0-9]+"),
        str(XSD.boolean): re.compile(r"true|false"),
    },
)


def to_turtle(graph: Iterable[Triple], prefixes: Mapping[str, str] = _NO_PREFIXES) -> bytes:
    """Write a graph as Turtle, UTF-8.

    Parameters
    ----------
    graph
        Any graph without blank nodes, or its triples in any order.
    prefixes
        Prefixes beside the vocabulary's, such as `Mint.prefixes` gives; only used ones are written.

    Raises
    ------
    ProjectError
        If the graph holds a blank node: its bytes could not be the same twice.
    """
    shortener = _Shortener({**PREFIXES, **prefixes})
    pairs: dict[URIRef, list[tuple[Node, Node]]] = {}
    for subject, predicate, value in graph:
        pairs.setdefault(_iri(subject), []).append((predicate, value))
    blocks = [_block(subject, pairs[subject], shortener) for subject in sorted(pairs, key=_Order(pairs).key)]
    head = "".join(f"@prefix {name}: {URIRef(space).n3()} .\n" for name, space in shortener.used())
    return "\n".join([head, *blocks] if head else blocks).encode()


def to_ntriples(graph: Iterable[Triple]) -> bytes:
    """Write a graph as sorted N-Triples, UTF-8.

    Raises
    ------
    ProjectError
        If the graph holds a blank node.
    """
    term = cache(_term)  # a graph names few terms, each many times
    lines = [f"{term(s)} {term(p)} {term(o)} .\n" for s, p, o in graph]
    return "".join(sorted(lines)).encode()


class _Shortener:
    """Turns IRIs into prefixed names and remembers which prefixes were needed."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        # The longest namespace first: one may begin another.
        self._spaces = sorted(prefixes.items(), key=lambda item: (-len(item[1]), item))
        self._used: set[tuple[str, str]] = set()
        # A graph names few IRIs, each many times.
        self._names: dict[str, str] = {}

    def name(self, iri: str) -> str:
        if iri not in self._names:
            self._names[iri] = self._shortened(iri)
        return self._names[iri]

    def _shortened(self, iri: str) -> str:
        for prefix, space in self._spaces:
            if iri.startswith(space) and _LOCAL.fullmatch(iri, len(space)):
                self._used.add((prefix, space))
                return f"{prefix}:{iri[len(space) :]}"
        return URIRef(iri).n3()

    def used(self) -> list[tuple[str, str]]:
        return sorted(self._used)

    def literal(self, value: Literal) -> str:
        bare = _BARE.get(str(value.datatype))
        if bare is not None and bare.fullmatch(str(value)):
            return str(value)
        text = quoted(value)
        return f"{text}^^{self.name(str(value.datatype))}" if value.datatype is not None else text


def _block(subject: URIRef, pairs: Iterable[tuple[Node, Node]], shortener: _Shortener) -> str:
    objects: dict[str, set[str]] = {}
    for relation, value in pairs:
        text = shortener.literal(value) if isinstance(value, Literal) else shortener.name(str(_iri(value)))
        objects.setdefault(str(relation), set()).add(text)
    lines = []
    for predicate in sorted(objects, key=lambda iri: (_ORDER.get(iri, len(_ORDER)), iri)):
        verb = "a" if predicate == _TYPE else shortener.name(predicate)
        lines.append(f"{verb} {' , '.join(_natural(objects[predicate]))}")
    return f"{shortener.name(subject)} " + " ;\n    ".join(lines) + " .\n"


def _term(node: Node) -> str:
    if not isinstance(node, Literal):
        return _iri(node).n3()
    text = quoted(node)
    return f"{text}^^{node.datatype.n3()}" if node.datatype is not None else text


def quoted(value: Literal) -> str:
    """Write the text of a literal, with its language, as Turtle and N-Triples have it on one line."""
    # Not rdflib's n3(): it breaks lines within a literal, which N-Triples forbids and diffs suffer from.
    text = _ESCAPED.sub(lambda found: _ESCAPES.get(found[0], f"\\u{ord(found[0]):04X}"), str(value))
    return f'"{text}"@{value.language}' if value.language else f'"{text}"'


def _iri(node: Node) -> URIRef:
    if isinstance(node, URIRef):
        return node
    kind = "blank node" if isinstance(node, BNode) else type(node).__name__
    raise ProjectError("KG-133", f"The graph holds a {kind} ({node}): it cannot be written the same twice.")


_Digits = tuple[int, str]


class _Order:
    """Where a subject stands in the file: its article's block, else among all that are shared."""

    def __init__(self, pairs: Mapping[URIRef, Iterable[tuple[Node, Node]]]) -> None:
        self._kinds: dict[str, set[str]] = {}
        events = []
        for subject, said in pairs.items():
            for predicate, value in said:
                text = str(predicate)
                if text == _TYPE:
                    self._kinds.setdefault(str(subject), set()).add(str(value))
                elif text == _STATUS:
                    events.append(str(subject))
        self._events = frozenset(events)

    def key(self, subject: URIRef) -> tuple[bool, str, int, list[_Digits], str]:
        iri = str(subject)
        article = self._article(iri)
        return not article, article, self._place(iri), _numbered(iri), iri

    def _article(self, iri: str) -> str:
        head = re.split(r"#|/source/", iri, maxsplit=1)[0]
        return head if _ARTICLE in self._kinds.get(head, ()) else ""

    def _place(self, iri: str) -> int:
        kinds = self._kinds.get(iri, set())
        if iri in self._events:
            return _EVENT
        if _RUNS in kinds:
            return _RUN
        return min((_RANKS[kind] for kind in kinds if kind in _RANKS), default=_ENTITY)


def _numbered(text: str) -> list[_Digits]:
    """Let "s10" follow "s9": digits count by length, then by value."""
    parts = re.split(r"([0-9]+)", text)
    return [(len(part.lstrip("0")), part.lstrip("0")) if part[:1].isdigit() else (-1, part) for part in parts]


def _natural(texts: Iterable[str]) -> list[str]:
    several = list(texts)
    return sorted(several, key=lambda text: (_numbered(text), text)) if len(several) > 1 else several
