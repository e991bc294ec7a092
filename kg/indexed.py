"""A graph as pyshacl asks it: quick to fill, quick to ask, and read-only.

pyshacl walks a graph node by node, and rdflib's store spends most of that time on what a single graph does
not need (contexts, patterns of any form). Here each question is one look-up in a table. Queries of rules
are answered by Oxigraph; a term that it cannot take (a blank node, an IRI with spaces) leaves them to rdflib.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph
from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef, Variable
from rdflib.query import Result

from kg.turtle import quoted

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping

    from rdflib.term import Node

    from kg.vocabulary import Triple

    Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal

_NONE: Final[dict[Any, Any]] = {}


class Indexed(Graph):
    """Triples by subject and by predicate, as data or as shapes for pyshacl.

    Parameters
    ----------
    triples
        A graph, or any triples; the same one twice counts once.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        super().__init__()
        self._values: dict[Node, dict[Node, dict[Node, None]]] = {}
        self._bearers: dict[Node, dict[Node, dict[Node, None]]] = {}
        for subject, predicate, value in triples:
            self._values.setdefault(subject, {}).setdefault(predicate, {})[value] = None
            self._bearers.setdefault(predicate, {}).setdefault(value, {})[subject] = None
        self._size = sum(len(values) for by in self._values.values() for values in by.values())

    def __len__(self) -> int:
        """Count the triples."""
        return self._size

    def __contains__(self, triple: Any) -> bool:
        """Tell whether a triple, or any of a pattern, is there."""
        subject, predicate, value = triple
        if None not in triple:
            return value in self._values.get(subject, _NONE).get(predicate, _NONE)
        return any(True for _ in self.triples(triple))

    def triples(self, triple: Any) -> Generator[Any, None, None]:
        """Give the triples of a pattern."""
        subject, predicate, value = triple
        if subject is None and predicate is not None:
            for one in [value] if value is not None else self._bearers.get(predicate, _NONE):
                for bearer in self._bearers.get(predicate, _NONE).get(one, _NONE):
                    yield bearer, predicate, one
            return
        for node in self._values if subject is None else (subject,):
            by = self._values.get(node, _NONE)
            for relation in by if predicate is None else (predicate,):
                for one in by.get(relation, _NONE):
                    if value is None or one == value:
                        yield node, relation, one

    def objects(
        self, subject: Any = None, predicate: Any = None, unique: bool = False
    ) -> Generator[Any, None, None]:
        """Give the values of a predicate, of one subject, of several or of all."""
        if isinstance(subject, (list, tuple)):
            for one in subject:
                yield from self.objects(one, predicate, unique=unique)
        elif subject is not None and predicate is not None:
            yield from self._values.get(subject, _NONE).get(predicate, _NONE)
        else:
            found = (one for _, _, one in self.triples((subject, predicate, None)))
            yield from dict.fromkeys(found) if unique else found

    def subjects(
        self, predicate: Any = None, object_: Any = None, unique: bool = False
    ) -> Generator[Any, None, None]:
        """Give the subjects that bear a value, one of several, or any."""
        if isinstance(object_, (list, tuple)):
            for one in object_:
                yield from self.subjects(predicate, one, unique=unique)
        elif predicate is not None and object_ is not None:
            yield from self._bearers.get(predicate, _NONE).get(object_, _NONE)
        else:
            found = (one for one, _, _ in self.triples((None, predicate, object_)))
            yield from dict.fromkeys(found) if unique else found

    def subject_objects(self, predicate: Any = None, unique: bool = False) -> Generator[Any, None, None]:  # noqa: ARG002 - rdflib's
        """Give who bears which value of a predicate."""
        yield from ((one, value) for one, _, value in self.triples((None, predicate, None)))

    def predicate_objects(self, subject: Any = None, unique: bool = False) -> Generator[Any, None, None]:  # noqa: ARG002 - rdflib's
        """Give all that is said of a subject."""
        yield from ((relation, value) for _, relation, value in self.triples((subject, None, None)))

    def items(self, list_: Any) -> Generator[Any, None, None]:
        """Give the members of a list."""
        seen: set[Node] = set()
        while list_ is not None and list_ != RDF.nil and list_ not in seen:
            seen.add(list_)
            yield from self.objects(list_, RDF.first)
            list_ = next(iter(self.objects(list_, RDF.rest)), None)

    def query(
        self,
        query_object: Any,
        processor: Any = "sparql",
        result: Any = "sparql",
        initNs: Any = None,  # noqa: N803 - rdflib's
        initBindings: Any = None,  # noqa: N803 - rdflib's
        use_store_provided: bool = True,
        **named: Any,
    ) -> Result:
        """Answer a query with some variables bound."""
        if self._store_of_queries is not None:
            return _answered(self._store_of_queries, str(query_object), initBindings or {})
        whole = Graph()
        whole += self
        return whole.query(query_object, processor, result, initNs, initBindings, use_store_provided, **named)

    @cached_property
    def _store_of_queries(self) -> pyoxigraph.Store | None:
        store, written = pyoxigraph.Store(), cache(_written)
        try:
            lines = [f"{written(s)} {written(p)} {written(o)} .\n" for s, p, o in self]
            store.load("".join(lines), pyoxigraph.RdfFormat.N_TRIPLES)
        except (SyntaxError, TypeError):
            return None
        return store


def _written(node: Node) -> str:
    if isinstance(node, Literal):
        return f"{quoted(node)}^^<{node.datatype}>" if node.datatype is not None else quoted(node)
    if isinstance(node, BNode):
        message = "Oxigraph gives blank nodes other names"
        raise TypeError(message)
    return f"<{node}>"


def _answered(store: pyoxigraph.Store, query: str, bound: Mapping[Any, Node]) -> Result:
    given: dict[pyoxigraph.Variable, Any] = {
        pyoxigraph.Variable(str(name).lstrip("?$")): _term(node) for name, node in bound.items()
    }
    found: Any = store.query(query, substitutions=given)
    if not isinstance(found, pyoxigraph.QuerySolutions):
        message = "a query of a rule does not begin with SELECT"
        raise TypeError(message)
    names = [one.value for one in found.variables]
    result = Result("SELECT")
    result.vars = [Variable(name) for name in names]
    result.bindings = [
        {Variable(name): _node(row[name]) for name in names if row[name] is not None} for row in found
    ]
    return result


def _term(node: Node) -> Term:
    if isinstance(node, Literal):
        if node.language:
            return pyoxigraph.Literal(str(node), language=node.language)
        kind = pyoxigraph.NamedNode(str(node.datatype)) if node.datatype is not None else None
        return pyoxigraph.Literal(str(node), datatype=kind)
    return pyoxigraph.NamedNode(str(node))


def _node(term: Term) -> Literal | BNode | URIRef:
    if isinstance(term, pyoxigraph.Literal):
        plain = term.language or term.datatype.value == str(XSD.string)
        kind = None if plain else URIRef(term.datatype.value)
        return Literal(term.value, lang=term.language, datatype=kind)
    return BNode(term.value) if isinstance(term, pyoxigraph.BlankNode) else URIRef(term.value)
