"""Rules aimed at what they look at: the same findings, and the validator is asked once and not item by item.

A rule on the reports and events of a type is written as a way from the type to them, with rules on whoever
is reached. A validator runs such a rule once for each item. Here the items of a graph are named as targets
of those rules, so that each runs once, on all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rdflib import RDF, SH, URIRef

from kg.indexed import Indexed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib.term import Node

    from kg.vocabulary import Triple

#: What a shape that only leads to others may say.
_LEADING: Final = frozenset({RDF.type, SH.targetNode, SH.path, SH.property})


@dataclass(frozen=True, slots=True)
class _Way:
    """From some nodes, against a predicate, to the items that rules are about."""

    begins: tuple[Node, ...]
    against: URIRef
    rules: tuple[Node, ...]

    def targets(self, graph: Indexed) -> list[Triple]:
        """Name the items of a graph as targets of the rules."""
        items = dict.fromkeys(item for begin in self.begins for item in graph.subjects(self.against, begin))
        return [(rule, SH.targetNode, item) for rule in self.rules for item in items]


class Aimed:
    """Shapes that are to be run on many graphs.

    Parameters
    ----------
    shapes
        The shapes as they are written.
    """

    def __init__(self, shapes: Iterable[Triple]) -> None:
        self._shapes = Indexed(shapes)
        leading = {
            one: way for one in self._shapes.subjects(SH.property, unique=True) if (way := self._way(one))
        }
        self._ways = tuple(leading.values())
        self._rest = [one for one in self._shapes if one[0] not in leading]

    def at(self, graph: Indexed) -> Indexed:
        """Give the shapes, aimed at the items of a graph."""
        return Indexed([*self._rest, *(target for way in self._ways for target in way.targets(graph))])

    def _way(self, shape: Node) -> _Way | None:
        said = {predicate for predicate, _ in self._shapes.predicate_objects(shape)}
        begins = tuple(self._shapes.objects(shape, SH.targetNode))
        steps = [*self._shapes.predicate_objects(self._shapes.value(shape, SH.path))]
        if not begins or not said <= _LEADING or len(steps) != 1:
            return None
        ((step, against),) = steps
        if step != SH.inversePath or not isinstance(against, URIRef):
            return None
        return _Way(begins, against, tuple(self._shapes.objects(shape, SH.property)))
