"""What the ontology says of each of its terms, gathered for pages: words, neighbours, rules, alignments.

The rule: the ontology, the shapes and the alignments are the only source; nothing is said of a term that no
file says. A rule belongs to the class whose name its file bears; the reason of an alignment is the note that
begins with the term it is about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rdflib import RDFS, SH, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, SKOS, XSD

from kg.vocabulary import KG, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from kg.vocabulary import Vocabulary

    Words = Mapping[str, str]

LANGUAGES: Final = ("de", "en")
_SHAPES: Final = "https://w3id.org/geoevents/shapes#"
_MEND: Final = URIRef(f"{_SHAPES}mend")
_RELATIONS: Final = (
    RDFS.subClassOf,
    SKOS.exactMatch,
    SKOS.closeMatch,
    SKOS.broadMatch,
    SKOS.narrowMatch,
    SKOS.relatedMatch,
)
#: Annotations that name a code of another scheme, with the scheme's name in the notes.
_CODES: Final = {KG.ploverCode: "PLOVER", KG.factBankValue: "FactBank"}
_NOTE: Final = re.compile(r"(?P<term>\S+(?: \S+)?): (?P<reason>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Rule:
    """A shape in words."""

    name: str
    must: bool
    title: Words
    message: Words
    mend: Words


@dataclass(frozen=True, slots=True)
class Alignment:
    """A bridge to another vocabulary; ``iri`` is "" for a code."""

    term: str
    relation: str
    target: str
    iri: str
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A term of the ontology; names of terms are local names throughout."""

    name: str
    file: str
    kind: str
    label: Words
    definition: Words
    note: Words
    example: Words
    parents: tuple[str, ...]
    children: tuple[str, ...]
    roles: tuple[str, ...]
    values: tuple[str, ...]
    domains: tuple[str, ...]
    ranges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ontology:
    """All entries by name, the rules by class, the alignments in the order of their file's terms."""

    version: str
    title: Words
    description: Words
    comment: Words
    entries: Mapping[str, Entry]
    rules: Mapping[str, tuple[Rule, ...]]
    alignments: tuple[Alignment, ...]

    def of_file(self, start: str) -> tuple[Entry, ...]:
        """Give the entries of files whose name begins so."""
        return tuple(entry for entry in self.entries.values() if entry.file.startswith(start))

    def takers(self, role: str) -> tuple[str, ...]:
        """Give the event types that take a role."""
        return tuple(name for name, entry in self.entries.items() if role in entry.roles)

    def aligned(self, name: str) -> tuple[Alignment, ...]:
        """Give the alignments of a term."""
        return tuple(one for one in self.alignments if one.term == name)


def read_ontology(vocabulary: Vocabulary, ontology: Path, shapes: Path) -> Ontology:
    """Read the ontology, its rules and its alignments."""
    graph = vocabulary.graph
    header = next(graph.subjects(OWL.versionInfo, None))
    order = {name: number for number, name in enumerate(_declared(vocabulary, ontology))}
    names = sorted(vocabulary.declared_in, key=lambda name: (vocabulary.declared_in[name], order[name]))
    return Ontology(
        vocabulary.version,
        _words(graph, header, DCTERMS.title),
        _words(graph, header, DCTERMS.description),
        _words(graph, header, RDFS.comment),
        {name: _entry(name, vocabulary) for name in names},
        _rules(shapes),
        tuple(_alignments(Graph().parse(ontology / "alignments.ttl"), names)),
    )


def _declared(vocabulary: Vocabulary, ontology: Path) -> Iterator[str]:
    """Give the terms in the order in which their files declare them: authors put the general one first."""
    for file in sorted(set(vocabulary.declared_in.values())):
        text = (ontology / file).read_text(encoding="utf-8")
        yield from re.findall(r"^kg:(\w+) a ", text, re.MULTILINE)


def _entry(name: str, vocabulary: Vocabulary) -> Entry:
    graph, term = vocabulary.graph, KG[name]
    parents = (*graph.objects(term, RDFS.subClassOf), *graph.objects(term, RDFS.subPropertyOf))
    children = (*graph.subjects(RDFS.subClassOf, term), *graph.subjects(RDFS.subPropertyOf, term))
    kinds = {str(kind).rpartition("#")[2] for kind in graph.objects(term, _TYPE)}
    return Entry(
        name,
        vocabulary.declared_in[name],
        next(kind for kind in _KINDS if kind in kinds),
        _words(graph, term, RDFS.label),
        _words(graph, term, SKOS.definition),
        _words(graph, term, SKOS.scopeNote),
        _words(graph, term, SKOS.example),
        _local(parents),
        _local(children),
        tuple(sorted(vocabulary.roles(name))) if name in vocabulary.event_types() else (),
        vocabulary.values(name),
        _local(graph.objects(term, SCHEMA.domainIncludes)),
        _local(graph.objects(term, SCHEMA.rangeIncludes)),
    )


_TYPE: Final = URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_KINDS: Final = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "NamedIndividual")


def _local(nodes: Iterable[object]) -> tuple[str, ...]:
    """Give names as people write them: local for ours, with prefix for others."""
    found = set()
    for node in nodes:
        iri = str(node)
        spaces = {str(KG): "", str(XSD): "xsd:", str(OWL): "owl:"}
        space = next((space for space in spaces if iri.startswith(space)), "")
        found.add(spaces[space] + iri[len(space) :] if space else f"rdf:{iri.rpartition('#')[2]}")
    return tuple(sorted(found))


def _words(graph: Graph, node: object, predicate: URIRef) -> Words:
    found = {one.language: str(one) for one in graph.objects(node, predicate) if isinstance(one, Literal)}  # type: ignore[arg-type]
    return {lang: found.get(lang) or found.get("en") or "" for lang in LANGUAGES}


def _rules(folder: Path) -> Mapping[str, tuple[Rule, ...]]:
    found: dict[str, tuple[Rule, ...]] = {}
    for path in sorted(folder.rglob("*.ttl")):
        graph = Graph().parse(path)
        named = re.findall(r"^kgs:([\w-]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        rules = [_rule(graph, name) for name in named if (URIRef(_SHAPES + name), SH.message, None) in graph]
        if rules:
            found[path.stem] = tuple(rules)
    return found


def _rule(graph: Graph, name: str) -> Rule:
    shape = URIRef(_SHAPES + name)
    must = (shape, SH.severity, SH.Violation) in graph
    words = [_words(graph, shape, predicate) for predicate in (SH.name, SH.message, _MEND)]
    return Rule(name, must, *words)


def _alignments(graph: Graph, names: Iterable[str]) -> Iterator[Alignment]:
    for name in names:
        notes = {}
        for note in graph.objects(KG[name], SKOS.editorialNote):
            parts = _NOTE.fullmatch(str(note))
            if parts:
                notes[parts["term"]] = parts["reason"]
        for relation in _RELATIONS:
            for target in sorted(map(str, graph.objects(KG[name], relation))):
                short = graph.qname(target)
                told = URIRef(relation).n3(graph.namespace_manager)
                yield Alignment(name, told, short, target, notes.get(short, ""))
        for annotation, scheme in _CODES.items():
            for code in sorted(map(str, graph.objects(KG[name], annotation))):
                yield Alignment(name, scheme, f"{scheme} {code}", "", notes.get(f"{scheme} {code}", ""))
