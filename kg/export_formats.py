"""The formats of `kg export`: what each holds, what it needs, and who writes it.

The rule: a format is one line here. Libraries that only one format needs are optional: openpyxl for Excel and
networkx for networks come with ``geoevents[export]``.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from kg.errors import MissingError
from kg.export_bibliography import bibtex_file, csl_file
from kg.export_database import sqlite_file
from kg.export_map import geojson_file
from kg.export_nanopubs import nanopubs_file
from kg.export_networks import gexf_file, graphml_file
from kg.export_rdf import jsonld_file, nquads_file, ntriples_file, turtle_file
from kg.export_scope import (
    ALL,
    ARTICLES,
    CONFIRMED_ONLY,
    REPORTS,
    WHOLE,
    Scope,
    confirmed,
    load_words,
)
from kg.export_tables import csv_files, excel_file
from kg.record_reading import read_graph, read_records
from kg.rooms import room
from kg.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from kg.export_rdf import Statements


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, what its files end in ("" for a folder), what it holds, and how it is written.

    ``holds`` is what of the graph goes in; CONFIRMED_ONLY becomes ALL with ``--all``. ``library`` is what it
    needs beyond the program itself.
    """

    name: str
    ending: str
    holds: str
    write: Callable[[Scope, Statements], Mapping[str, bytes]]
    library: str = ""


FORMATS: Final = (
    Format("ttl", ".ttl", WHOLE, turtle_file),
    Format("nt", ".nt", WHOLE, ntriples_file),
    Format("nquads", ".nq", WHOLE, nquads_file),
    Format("jsonld", ".jsonld", WHOLE, jsonld_file),
    Format("csv", "", CONFIRMED_ONLY, lambda scope, _: csv_files(scope)),
    Format("excel", ".xlsx", CONFIRMED_ONLY, lambda scope, _: excel_file(scope), "openpyxl"),
    Format("gexf", ".gexf", CONFIRMED_ONLY, lambda scope, _: gexf_file(scope), "networkx"),
    Format("graphml", ".graphml", CONFIRMED_ONLY, lambda scope, _: graphml_file(scope), "networkx"),
    Format("geojson", ".geojson", CONFIRMED_ONLY, lambda scope, _: geojson_file(scope)),
    Format("sqlite", ".db", CONFIRMED_ONLY, lambda scope, _: sqlite_file(scope)),
    Format("bib", ".bib", ARTICLES, lambda scope, _: bibtex_file(scope)),
    Format("csl", ".json", ARTICLES, lambda scope, _: csl_file(scope)),
    Format("nanopubs", ".trig", REPORTS, nanopubs_file),
)


@dataclass(frozen=True, slots=True)
class Export:
    """An export before it is put anywhere: content by file name ("" is the one file), and what it says."""

    files: Mapping[str, bytes]
    note: tuple[str, ...]


def export(place: Path, made: Format, lang: str, *, everything: bool = False) -> Export:
    """Make an export of a built graph.

    Raises
    ------
    MissingError
        KG-310 if there is no graph, KG-350 if the format's library is not installed.
    ArticleError
        KG-220 if the graph cannot be read.
    """
    if made.library and find_spec(made.library) is None:
        raise MissingError(
            "KG-350",
            f"kg export {made.name} needs {made.library}, which is not installed.",
            'Install it:  pip install "geoevents[export]"',
        )
    statements = read_graph(place)
    vocabulary = load_vocabulary(room("ontology"))
    complete = read_records(statements, vocabulary)
    holds = ALL if everything and made.holds == CONFIRMED_ONLY else made.holds
    records = confirmed(complete) if holds == CONFIRMED_ONLY else complete
    scope = Scope(records, complete, holds, made.name, lang, vocabulary, load_words(room("data")))
    return Export(made.write(scope, statements), scope.note())
