"""An example of each term, cut from one small graph that keeps all rules (``data/examples.ttl``).

The rule: what is shown stands in that graph as it is; only statements are left away, none is made up. Of
several nodes the one that says most is shown, of equals the first by address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.namespace import PROV

from kg.minting import Mint
from kg.turtle import to_turtle
from kg.vocabulary import KG, NIF, SEM, bind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from rdflib.term import Node

    from kg.ontology_entries import Entry
    from kg.vocabulary import Vocabulary

    Triple = tuple[Node, Node, Node]

#: What a reader of an example can do without.
_MECHANICS: Final = frozenset(
    {
        KG.confidence,
        KG.inArticle,
        KG.rule,
        KG.triggerBegin,
        KG.triggerEnd,
        KG.firstReported,
        KG.lastReported,
        KG.linkScore,
        KG.snapshotDate,
        KG.mentions,
        PROV.wasGeneratedBy,
        SEM.eventType,
        SEM.hasActor,
        SEM.hasPlace,
        SEM.hasBeginTimeStamp,
    }
)
_TOLD: Final = (RDF.type, KG.eventType, KG.predicate, KG.modality, RDFS.label)
_ARTICLE: Final = re.compile(r"(?P<space>.*/article/[^/#]+#).*")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence ("" where none is told of) and the Turtle that it gives."""

    sentence: str
    turtle: str


def read_examples(folder: Path) -> Graph:
    """Read the graph that examples are cut from."""
    return Graph().parse(folder / "examples.ttl")


def examples(graph: Graph, entries: Mapping[str, Entry], vocabulary: Vocabulary) -> Mapping[str, Example]:
    """Give an example of every term that the graph has one of."""
    found = _Examples(graph, vocabulary)
    made = {name: found.of(entry) for name, entry in entries.items()}
    return {name: example for name, example in made.items() if example is not None}


class _Examples:
    def __init__(self, graph: Graph, vocabulary: Vocabulary) -> None:
        self._graph = graph
        self._vocabulary = vocabulary

    def of(self, entry: Entry) -> Example | None:
        term = KG[entry.name]
        if entry.kind == "Class":
            return self._of_class(entry.name, term)
        if entry.kind == "NamedIndividual":
            return self._of_value(term)
        if entry.file == "facts.ttl":
            reports = self._graph.subjects(KG.predicate, term)
            return self._report(reports)
        return self._of_property(term)

    def _of_class(self, name: str, term: URIRef) -> Example | None:
        if name in self._vocabulary.event_types():
            found = self._richest(self._graph.subjects(KG.eventType, term), KG.inSentence)
            if found is not None:
                event = self._graph.value(found, KG.reportsOn)
                return self._made([found, *([event] if event else [])])
        if name in ("Report", "FactReport"):
            return self._report(self._graph.subjects(RDF.type, term))
        kinds = [
            KG[kind] for kind in self._vocabulary.declared_in if name in self._vocabulary.superclasses(kind)
        ]
        exact = list(self._graph.subjects(RDF.type, term))
        nodes = exact or [node for kind in kinds for node in self._graph.subjects(RDF.type, kind)]
        found = self._richest(nodes)
        return None if found is None else self._made([found])

    def _of_value(self, term: URIRef) -> Example | None:
        triples = [(s, p) for s, p in self._graph.subject_predicates(term) if p != KG.predicate]
        for wanted in (KG.status, KG.modality):  # a value of both scales is shown as what readers filter by
            if any(predicate == wanted for _, predicate in triples):
                triples = [one for one in triples if one[1] == wanted]
                break
        found = self._richest(subject for subject, _ in triples)
        predicates = {predicate for subject, predicate in triples if subject == found}
        return None if found is None else self._cut(found, predicates)

    def _of_property(self, term: URIRef) -> Example | None:
        found = self._richest(self._graph.subjects(term, None), KG.inSentence)
        found = found or self._richest(self._graph.subjects(term, None))
        return None if found is None else self._cut(found, {term})

    def _report(self, nodes: Iterable[Node]) -> Example | None:
        found = self._richest(nodes, KG.inSentence)
        return None if found is None else self._made([found])

    def _cut(self, node: Node, predicates: set[Node]) -> Example:
        kept = [
            (s, p, o) for s, p, o in self._graph.triples((node, None, None)) if p in predicates or p in _TOLD
        ]
        return Example(self._sentence(node), self._turtle(kept))

    def _made(self, nodes: Iterable[Node]) -> Example:
        nodes = list(nodes)
        triples = [triple for node in nodes for triple in self._graph.triples((node, None, None))]
        kept = [triple for triple in triples if triple[1] not in _MECHANICS]
        return Example(self._sentence(nodes[0]), self._turtle(kept))

    def _richest(self, nodes: Iterable[Node], needed: URIRef | None = None) -> Node | None:
        found = {node for node in nodes if needed is None or (node, needed, None) in self._graph}
        sizes = {node: len(list(self._graph.predicate_objects(node))) for node in found}
        confirmed = {node: self._confirmed(node) for node in found}
        return min(found, key=lambda node: (not confirmed[node], -sizes[node], str(node)), default=None)

    def _confirmed(self, node: Node) -> bool:
        modality = self._graph.value(node, KG.modality) or self._graph.value(node, KG.status)
        return modality in (None, KG.Asserted, KG.Reported)

    def _sentence(self, node: Node) -> str:
        sentence = self._graph.value(node, KG.inSentence)
        words = self._graph.value(sentence, NIF.anchorOf) if sentence else None
        return str(words or "")

    def _turtle(self, triples: Iterable[Triple]) -> str:
        graph = bind(Graph())
        for triple in triples:
            graph.add(triple)
        prefixes = dict(Mint().prefixes())
        spaces = {
            found["space"] for subject in graph.subjects() if (found := _ARTICLE.fullmatch(str(subject)))
        }
        if len(spaces) == 1:
            prefixes["text"] = spaces.pop()
        lines = to_turtle(graph, prefixes).decode().splitlines()
        return "\n".join(line for line in lines if not line.startswith("@prefix")).strip()
