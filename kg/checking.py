"""Does a graph keep the rules, and if not, which item breaks which rule and how is it mended.

The rules are data: the shapes in ``shapes/`` (SHACL, https://www.w3.org/TR/shacl/) carry message and
remedy in German and English. What SHACL cannot see stands here: terms that the ontology does not
declare (a misspelt class has no shape), quotes that do not stand in the article's text, and RDF that
not every store loads alike. A shape that cannot be run is a `ProjectError`, never a finding.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from enum import Enum
from typing import TYPE_CHECKING, Final

import pyoxigraph
import pyshacl
from pyparsing.exceptions import ParseBaseException
from rdflib import RDF, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS

from kg.aiming import Aimed
from kg.errors import ProjectError
from kg.findings import Finding, in_language, ordered, own, plain
from kg.indexed import Indexed
from kg.vocabulary import KG, NIF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from rdflib.term import Node

    from kg.findings import Severity
    from kg.vocabulary import Triple, Vocabulary

_MEND: Final = URIRef("https://w3id.org/geoevents/shapes#mend")
_WITHIN: Final = URIRef("https://w3id.org/geoevents/shapes#within")
#: The words of a sentence or trigger, its article, and where they begin and end there.
_QUOTES: Final = (
    (NIF.anchorOf, DCTERMS.isPartOf, NIF.beginIndex, NIF.endIndex),
    (KG.triggerText, KG.inArticle, KG.triggerBegin, KG.triggerEnd),
)
_OF_QUOTES: Final = frozenset(one for quote in _QUOTES for one in quote)
_FOR_READERS: Final = frozenset({_MEND, _WITHIN, SH.name})
_TARGETS: Final = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
# As mere texts: what is looked up for every term of a graph should not be made an IRI first.
_LISTS: Final = frozenset(map(str, (RDF.first, RDF.rest, RDF.nil, RDF.List)))
_PARTIAL_DATES: Final = frozenset(map(str, (XSD.gYear, XSD.gYearMonth, XSD.gMonth, XSD.gMonthDay, XSD.gDay)))
_ZONE: Final = re.compile(r"(?:Z|[+-]\d\d:\d\d)$")
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")


class Scope(Enum):
    """Which rules are run: all; those that see more than one article; those that must be kept."""

    ALL = "all"
    ACROSS = "across"
    MUSTS = "musts"


class Checker:
    """Checks graphs against the shapes of a folder and a closed vocabulary; make it once, use it often.

    Raises
    ------
    ProjectError
        If the folder holds no shapes, or a shape cannot be read or run.
    """

    def __init__(self, shapes: Path, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._shapes = Indexed(read_shapes(shapes))
        # pyshacl goes through all that is said of a shape each time it is run: what is for readers stays out.
        run = [one for one in self._shapes if one[1] not in _FOR_READERS]
        within = set(self._shapes.subjects(_WITHIN, KG.Article))
        advice = set(self._shapes.subjects(SH.severity, SH.Warning))
        self._run = {
            Scope.ALL: Aimed(run),
            Scope.ACROSS: Aimed(one for one in run if one[1] not in _TARGETS or one[0] not in within),
            Scope.MUSTS: Aimed(one for one in run if one[0] not in advice and one[2] not in advice),
        }

    def check(
        self, graph: Iterable[Triple], lang: str = "en", scope: Scope = Scope.ALL
    ) -> tuple[Finding, ...]:
        """Find every rule of the shapes that the graph breaks, what must be mended first."""
        indexed = graph if isinstance(graph, Indexed) else Indexed(graph)
        return self.told(self.report(indexed, scope), indexed, lang)

    def told(self, report: Graph, graph: Graph, lang: str = "en") -> tuple[Finding, ...]:
        """Turn SHACL's own report on a graph into findings."""
        results = set(report.objects(None, SH.result))
        return ordered(one for result in results for one in self._findings(report, result, graph, lang))

    def report(self, graph: Graph, scope: Scope = Scope.ALL) -> Graph:
        """Give the same as SHACL's own validation report, for tools that read that."""
        indexed = graph if isinstance(graph, Indexed) else Indexed(graph)
        shapes = self._run[scope].at(indexed)
        try:
            _, report, words = pyshacl.validate(indexed, shacl_graph=shapes, inference="none", advanced=False)
        except (RuntimeError, SyntaxError, TypeError, ValueError, ParseBaseException) as error:
            raise _cannot_run(error) from error
        if not isinstance(report, Graph):
            raise _cannot_run(words)
        return report

    def undeclared(self, graph: Iterable[Triple], lang: str = "en") -> tuple[Finding, ...]:
        """Find every term of the project's namespace that the ontology does not declare."""
        terms = {term.datatype if isinstance(term, Literal) else term for triple in graph for term in triple}
        unknown = {one for one in terms if str(one).startswith(KG) and one not in self._vocabulary}
        found = []
        hint = "meintest du {}?" if lang == "de" else "did you mean {}?"
        for triple in graph if unknown else ():
            for term in triple:
                iri = term.datatype if isinstance(term, Literal) else term
                if iri is not None and iri in unknown:
                    near = get_close_matches(plain(iri), self._vocabulary.declared_in, n=1)
                    detail = plain(iri) + (f" ({hint.format(near[0])})" if near else "")
                    found.append(own("undeclared-term", triple[0], lang, detail))
        return ordered(found)

    def _findings(self, report: Graph, result: Node, graph: Graph, lang: str) -> Iterator[Finding]:
        shape = report.value(result, SH.sourceShape)
        node = report.value(result, SH.focusNode)
        value = report.value(result, SH.value)
        if isinstance(node, URIRef) and node.startswith(KG):
            # Some rules are aimed at a class or status and lead to its items: the offender is the value.
            node, value = value, None
        if shape is None or node is None or isinstance(node, Literal):
            # A mere text where an entry belongs: the item that holds it breaks a rule of its own.
            return
        severity: Severity = "should" if report.value(result, SH.resultSeverity) == SH.Warning else "must"
        yield Finding(
            severity,
            plain(shape),
            str(node),
            in_language(self._shapes, shape, SH.message, lang),
            in_language(self._shapes, shape, _MEND, lang),
            self._detail(graph, shape, node, value),
        )

    def _detail(self, graph: Graph, shape: Node, node: Node, value: Node | None) -> str:
        if value is not None and value != node:
            return plain(value)
        path = self._shapes.value(shape, SH.path)
        either = self._shapes.value(path, SH.alternativePath)
        steps = [path] if either is None else list(Collection(self._shapes, either))
        known = [step for step in steps if isinstance(step, URIRef)]
        return "; ".join(
            sorted(f"{plain(one)}: {plain(v)}" for one in known for v in graph.objects(node, one))
        )


def _cannot_run(error: object) -> ProjectError:
    return ProjectError("KG-141", f"The rules in shapes/ cannot be run: {error}", "Mend the shape it names.")


def read_shapes(folder: Path) -> Graph:
    """Read all shapes of a folder and its folders into one graph.

    Raises
    ------
    ProjectError
        If there are none, or a file is not Turtle.
    """
    files = sorted(folder.rglob("*.ttl"))
    if not files:
        raise ProjectError("KG-140", f"There are no rules in {folder}.", "Install geoevents again.")
    shapes = Graph()
    for file in files:
        try:
            # rdflib lets a prefix pass that is not declared, and other tools do not.
            for _ in pyoxigraph.parse(path=file, format=pyoxigraph.RdfFormat.TURTLE):
                pass
        except SyntaxError as error:
            raise ProjectError("KG-140", f"{file} is not Turtle: {error}", "Correct the file.") from error
        shapes.parse(file, format="turtle")
    return shapes


def quotes_hold(graph: Iterable[Triple], texts: Mapping[str, str], lang: str = "en") -> tuple[Finding, ...]:
    """Find sentences and triggers whose words do not stand at their place in the article's text.

    ``texts`` maps an article's IRI to its kept text; a quote from an article that is not among them
    is a finding too, since an unchecked quote must not pass for a good one.
    """
    return ordered(_quotes(graph, texts, lang))


def _quotes(graph: Iterable[Triple], texts: Mapping[str, str], lang: str) -> Iterator[Finding]:
    said: dict[Node, dict[Node, Node]] = {}
    for subject, predicate, value in graph:
        if predicate in _OF_QUOTES:
            said.setdefault(subject, {})[predicate] = value
    for words_of, *places in _QUOTES:
        for node, told in said.items():
            if words_of not in told:
                continue
            words, (article, begin, end) = told[words_of], (str(told.get(one)) for one in places)
            placed = begin.isdecimal() and end.isdecimal()
            if article not in texts:
                yield own("quote-text", node, lang)
            elif not placed or texts[article][int(begin) : int(end)] != str(words):
                yield own("quote", node, lang, str(words))


def loads_everywhere(graph: Iterable[Triple], lang: str = "en") -> tuple[Finding, ...]:
    """Find what some stores refuse or change: nodes without name, lists, bad IRIs, dates with a zone.

    rdflib drops a date's zone while it reads: for a file use `file_loads_everywhere` as well.
    """
    faults = {term: tuple(_faults(term)) for term in {term for triple in graph for term in triple}}
    found = [
        own(rule, triple[0], lang, plain(term))
        for triple in graph
        for term in triple
        for rule in faults[term]
    ]
    return ordered(found)


def _faults(term: Node) -> Iterator[str]:
    datatype = str(term.datatype or "") if isinstance(term, Literal) else None
    return _unsafe(str(term), datatype, blank=isinstance(term, BNode))


def file_loads_everywhere(turtle: str | bytes, lang: str = "en") -> tuple[Finding, ...]:
    """Find the same in a Turtle file as it is written, which a second parser reads unchanged."""
    try:
        triples = list(pyoxigraph.parse(turtle, format=pyoxigraph.RdfFormat.TURTLE))
    except (SyntaxError, ValueError) as error:
        return (own("turtle", "", lang, str(error)),)
    found = []
    for triple in triples:
        for term in (triple.subject, triple.predicate, triple.object):
            datatype = term.datatype.value if isinstance(term, pyoxigraph.Literal) else None
            value = str(getattr(term, "value", ""))
            rules = _unsafe(value, datatype, blank=isinstance(term, pyoxigraph.BlankNode))
            found += [own(rule, str(triple.subject).strip("<>"), lang, value) for rule in rules]
    return ordered(found)


def _unsafe(value: str, datatype: str | None, *, blank: bool) -> Iterator[str]:
    if blank:
        yield "blank-node"
    elif datatype is None:
        if not _IRI.fullmatch(value):
            yield "iri"
        if value in _LISTS:
            yield "list"
    elif datatype in _PARTIAL_DATES:
        yield "partial-date"
    elif datatype == str(XSD.date) and _ZONE.search(value[4:]):
        yield "date-zone"
