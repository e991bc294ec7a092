"""The statements of a graph by the thing they are of, told apart by what they mean.

The rule: stores write one value in several ways (185 as an integer or as one that is not negative, a point
with fewer digits); what means the same counts as the same. A thing without a name cannot be found again in
a store, so a graph that has one is refused.
"""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

import pyoxigraph

from kg.errors import ArticleError
from kg.store import graph_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    Meaning = tuple[str, ...]
    #: What is said of each thing: its meaning, and how it is written.
    Statements = dict[str, dict[Meaning, str]]
    Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS: Final = frozenset(
    f"{_XSD}{sign}{kind}"
    for sign in ("", "nonNegative", "positive", "nonPositive", "negative")
    for kind in ("integer", "Integer", "decimal", "double", "float", "int", "long", "short")
)
_POINTS: Final = ("wktLiteral", "virtrdf#Geometry")
_SUBJECT: Final = "article/"
_TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_ARTICLE: Final = "<https://w3id.org/geoevents/ontology#Article>"


def read_statements(place: Path) -> Statements:
    """Read the graph of a build.

    Raises
    ------
    MissingError
        KG-310 if there is no graph.
    ArticleError
        KG-220 if it cannot be read, KG-232 if it has things without a name.
    """
    path = graph_file(place)
    try:
        quads = pyoxigraph.parse(path=str(path), format=_format(path))
        return gather((quad.subject, quad.predicate, quad.object) for quad in quads)
    except (OSError, SyntaxError) as error:
        raise ArticleError(
            "KG-220",
            f"{path} cannot be read as a graph: {error}.",
            "Build it again, or mend the place it names.",
        ) from error
    except ValueError as error:
        raise ArticleError(
            "KG-232", f"{path}: {error}.", "kg build writes none; give each a name and load again."
        ) from error


def gather(triples: Iterable[tuple[Term, Term, Term]]) -> Statements:
    """Put statements in order by the thing that they are of.

    Raises
    ------
    ValueError
        If a thing has no name.
    """
    found: Statements = defaultdict(dict)
    for subject, predicate, value in triples:
        for term in (subject, value):
            if not isinstance(term, (pyoxigraph.NamedNode, pyoxigraph.Literal)):
                raise ValueError(f"a thing without a name: {term}")  # noqa: TRY004  the reader tells both
        found[str(subject)][str(predicate), *meaning(value)] = f"{subject} {predicate} {value} ."
    return found


def meaning(term: Term) -> Meaning:
    """Give what a value means, however a store writes it."""
    if not isinstance(term, pyoxigraph.Literal):
        return ("node", str(term))
    kind = term.datatype.value
    if term.language:
        return ("text", term.value, term.language.lower())
    if kind in _NUMBERS:
        with suppress(InvalidOperation):
            return ("number", str(Decimal(term.value).normalize()))
    if kind == f"{_XSD}boolean":
        return ("truth", str(term.value in ("true", "1")))
    if kind.endswith(_POINTS):
        return ("place", re.sub(r"-?\d+\.\d+", lambda found: f"{float(found[0]):.6g}", term.value))
    return ("value", term.value, kind)


def base_of(statements: Statements) -> str:
    """Give what the names of a graph's own things begin with, "" if it holds no article."""
    for subject, said in statements.items():
        if (_TYPE, "node", _ARTICLE) in said and _SUBJECT in subject:
            return subject.removeprefix("<").partition(_SUBJECT)[0]
    return ""


def _format(path: Path) -> pyoxigraph.RdfFormat:
    return pyoxigraph.RdfFormat.from_extension(path.suffix[1:].lower()) or pyoxigraph.RdfFormat.TURTLE
