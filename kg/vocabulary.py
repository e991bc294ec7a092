"""The closed vocabulary: what the ontology declares, and nothing else, can be named in code.

Reach for it wherever a `kg:` IRI is made or met: SHACL lets a misspelt class pass (it has no target),
so the spelling is checked here. The ontology folder is the only source: a new class is a new file,
never a line of Python. The alignments are left out, since no inference of theirs is wanted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyoxigraph
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, PROV, SKOS, XSD, Namespace

from kg.errors import ProjectError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from rdflib.term import Node

    Triple = tuple[Node, Node, Node]

# Write KG["index"], not KG.index, for names that are methods of str (index, title, count, format).
KG = Namespace("https://w3id.org/geoevents/ontology#")
ID = Namespace("https://w3id.org/geoevents/id/")  # the default base of data IRIs; a project may set its own
NIF = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
SEM = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
GEO = Namespace("http://www.opengis.net/ont/geosparql#")
SCHEMA = Namespace("https://schema.org/")
WD = Namespace("http://www.wikidata.org/entity/")

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "kg": str(KG),
        "nif": str(NIF),
        "sem": str(SEM),
        "geo": str(GEO),
        "schema": str(SCHEMA),
        "wd": str(WD),
        "dcterms": str(DCTERMS),
        "prov": str(PROV),
        "skos": str(SKOS),
        "owl": str(OWL),
        "rdfs": str(RDFS),
        "xsd": str(XSD),
    },
)

_ALIGNMENTS = "alignments.ttl"
_FACTS = "facts.ttl"
_KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.NamedIndividual)
_EMPTY: frozenset[str] = frozenset()


def bind(graph: Graph) -> Graph:
    """Bind the prefixes of the project to a graph, in place of any it has, and give it back."""
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, override=True, replace=True)
    return graph


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The terms of the ontology with what code needs to know of them.

    Names are local names ("Meeting", "supplier") throughout. ``declared_in`` gives the file of a
    term relative to the ontology folder. Made by `load_vocabulary`.
    """

    graph: Graph = field(repr=False)
    version: str
    declared_in: Mapping[str, str] = field(repr=False)
    _parents: Mapping[str, frozenset[str]] = field(repr=False)
    _roles: Mapping[str, frozenset[str]] = field(repr=False)
    _fillers: Mapping[str, frozenset[str]] = field(repr=False)
    _labels: Mapping[tuple[str, str], str] = field(repr=False)
    _members: Mapping[str, tuple[str, ...]] = field(repr=False)
    _facts: tuple[str, ...] = field(repr=False)

    def term(self, name: str) -> URIRef:
        """Give the IRI of a declared term.

        Raises
        ------
        ProjectError
            If the ontology does not declare it; the remedy names terms that are spelt alike.
        """
        if name not in self.declared_in:
            raise _unknown(name, "term", self.declared_in)
        return KG[name]

    def __contains__(self, iri: object) -> bool:
        """Tell whether an IRI is a declared term of the `kg:` namespace."""
        return isinstance(iri, str) and iri.startswith(KG) and iri[len(KG) :] in self.declared_in

    def undeclared(self, graph: Iterable[Triple]) -> tuple[URIRef, ...]:
        """List the `kg:` IRIs in a graph that no file of the ontology declares, sorted."""
        nodes = {node for triple in graph for node in triple if isinstance(node, URIRef)}
        return tuple(sorted(node for node in nodes if node.startswith(KG) and node not in self))

    def event_types(self) -> tuple[str, ...]:
        """List the event types, sorted."""
        return tuple(sorted(self._roles))

    def roles(self, event_type: str) -> frozenset[str]:
        """Give the roles that an event type takes."""
        if event_type not in self._roles:
            raise _unknown(event_type, "event type", self._roles)
        return self._roles[event_type]

    def role_names(self) -> tuple[str, ...]:
        """List all roles, sorted; `participant` is one of them."""
        return tuple(sorted(name for name in self.declared_in if "participant" in self.superclasses(name)))

    def fillers(self, role: str) -> frozenset[str]:
        """Give the classes a role (or another property) is meant to point to; subclasses count too."""
        self.term(role)
        return self._fillers.get(role, _EMPTY)

    def superclasses(self, name: str) -> frozenset[str]:
        """Give a class with all classes above it (for a role: all roles above it)."""
        self.term(name)
        found: set[str] = set()
        waiting = [name]
        while waiting:
            current = waiting.pop()
            if current not in found:
                found.add(current)
                waiting.extend(self._parents.get(current, _EMPTY))
        return frozenset(found)

    def values(self, name: str) -> tuple[str, ...]:
        """List the values of a value class ("Certainty"), sorted."""
        self.term(name)
        return self._members.get(name, ())

    def label(self, name: str, lang: str) -> str:
        """Give the label of a term in a language, in English where the ontology lacks that language."""
        self.term(name)
        return self._labels.get((name, lang)) or self._labels.get((name, "en"), name)

    def fact_predicates(self) -> tuple[str, ...]:
        """List the static relations that a fact report may state, sorted."""
        return self._facts


def load_vocabulary(folder: Path) -> Vocabulary:
    """Read the ontology folder, alignments left out.

    Raises
    ------
    ProjectError
        If a file is not Turtle, two files declare one term, or the version is not stated once.
    """
    graph = bind(Graph())
    declared_in: dict[str, str] = {}
    for path in sorted(folder.rglob("*.ttl")):
        if path.name == _ALIGNMENTS:
            continue
        part = _parse(path)
        where = path.relative_to(folder).as_posix()
        for name in _declared(part):
            if name in declared_in:
                raise ProjectError(
                    "KG-103",
                    f"kg:{name} is declared twice: in {declared_in[name]} and in {where}.",
                    "Keep one of the two declarations.",
                )
            declared_in[name] = where
        graph += part
    if not declared_in:
        raise ProjectError(
            "KG-102", f"The folder {folder} declares no term.", "Name the folder of the ontology."
        )
    return Vocabulary(
        graph=graph,
        version=_version(graph),
        declared_in=declared_in,
        _parents=_pairs(graph, declared_in, RDFS.subClassOf, RDFS.subPropertyOf),
        _roles=_pairs(graph, declared_in, KG.allowsRole),
        _fillers=_pairs(graph, declared_in, SCHEMA.rangeIncludes),
        _labels=_labels(graph, declared_in),
        _members=_members(graph, declared_in),
        _facts=tuple(sorted(name for name, where in declared_in.items() if where == _FACTS)),
    )


def _parse(path: Path) -> Graph:
    # rdflib alone lets undeclared prefixes pass and dies of an IndexError on a file cut short.
    try:
        for _ in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE):
            pass
    except SyntaxError as error:
        raise ProjectError("KG-102", f"{path} is not Turtle: {error}", "Mend the line it names.") from error
    return Graph().parse(path, format="turtle")


def _declared(graph: Graph) -> list[str]:
    subjects = {subject for kind in _KINDS for subject in graph.subjects(RDF.type, kind)}
    return sorted(
        _local(subject) for subject in subjects if isinstance(subject, URIRef) and subject.startswith(KG)
    )


def _local(node: Node) -> str:
    return str(node)[len(KG) :]


def _version(graph: Graph) -> str:
    found = sorted(str(version) for version in graph.objects(None, OWL.versionInfo))
    if len(found) != 1:
        raise ProjectError(
            "KG-104",
            f"The ontology states its version {len(found)} times, not once.",
            "State owl:versionInfo in the header, geoevents.ttl, and nowhere else.",
        )
    return found[0]


def _pairs(graph: Graph, names: Iterable[str], *predicates: URIRef) -> Mapping[str, frozenset[str]]:
    """Map a term to the declared terms that the predicates lead to; terms without any are left out."""
    known = {KG[name] for name in names}
    pairs: dict[str, set[str]] = {}
    for predicate in predicates:
        for subject, target in graph.subject_objects(predicate):
            if subject in known and target in known:
                pairs.setdefault(_local(subject), set()).add(_local(target))
    return {name: frozenset(targets) for name, targets in pairs.items()}


def _labels(graph: Graph, names: Iterable[str]) -> Mapping[tuple[str, str], str]:
    return {
        (name, label.language): str(label)
        for name in names
        for label in graph.objects(KG[name], RDFS.label)
        if isinstance(label, Literal) and label.language
    }


def _members(graph: Graph, names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    known = {KG[name] for name in names}
    members: dict[str, list[str]] = {}
    for subject, kind in graph.subject_objects(RDF.type):
        if subject in known and kind in known:
            members.setdefault(_local(kind), []).append(_local(subject))
    return {name: tuple(sorted(found)) for name, found in members.items()}


def _unknown(name: str, kind: str, known: Iterable[str]) -> ProjectError:
    """Say that a name is not known, with those spelt alike (upper and lower case aside)."""
    folded: dict[str, list[str]] = {}
    for candidate in sorted(known):
        folded.setdefault(candidate.casefold(), []).append(candidate)
    spelt = name.casefold()
    matches = [spelt] if spelt in folded else get_close_matches(spelt, folded)
    alike = [term for match in matches for term in folded[match]]
    remedy = f"did you mean {' or '.join(alike)}?" if alike else "See the folder ontology for what there is."
    return ProjectError("KG-101", f"The ontology knows no {kind} {name!r}.", remedy)
