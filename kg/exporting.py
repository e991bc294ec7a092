"""The command `kg export`: the table of formats, what goes in, and where the files are put.

The rule: nothing is overwritten without ``--force``, a file is whole or not there, and what a format leaves
out is said in the file and on stderr. Libraries that only one format needs are optional: openpyxl for Excel
and networkx for networks come with ``geoevents[export]``.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kg import messages
from kg.asking import BUILD, graph_option, json_option, lang_option, terminal
from kg.errors import MissingError
from kg.export_bibliography import bibtex_file, csl_file
from kg.export_database import sqlite_file
from kg.export_map import geojson_file
from kg.export_nanopubs import nanopubs_file
from kg.export_networks import gexf_file, graphml_file
from kg.export_rdf import jsonld_file, nquads_file, ntriples_file, turtle_file
from kg.export_scope import ALL, ARTICLES, CONFIRMED_ONLY, REPORTS, WHOLE, Scope, confirmed, load_words
from kg.export_tables import csv_files, excel_file
from kg.record_reading import read_graph, read_records
from kg.rooms import room
from kg.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.export_rdf import Statements

_STDOUT: Final = "-"


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


def put(files: Mapping[str, bytes], out: Path, *, force: bool) -> tuple[Path, ...]:
    """Write an export to its place; give the files.

    Raises
    ------
    MissingError
        KG-351 if something is there already, KG-352 if the disk refuses.
    """
    taken = any(out.iterdir()) if out.is_dir() else out.exists()
    single = "" in files
    if taken and (not force or out.is_dir() == single):
        remedy = "Name another place:  -o PLACE" + ("" if force else "\nor write over it:  --force")
        raise MissingError("KG-351", f"{out} is there already.", remedy)
    written = []
    try:
        for name, content in files.items():
            path = out / name if name else out
            path.parent.mkdir(parents=True, exist_ok=True)
            half = path.with_name(path.name + ".part")
            half.write_bytes(content)
            half.replace(path)
            written.append(path)
    except OSError as error:
        raise MissingError(
            "KG-352", f"{out} cannot be written: {error.strerror or error}.", "Name another place:  -o PLACE"
        ) from error
    return tuple(written)


@click.command("export")
@click.argument("name", metavar="[FORMAT]", required=False, type=click.Choice([one.name for one in FORMATS]))
@click.option(
    "-o",
    "--out",
    metavar="PLACE",
    help="File (csv: folder) to write; - is the standard output.  [default: geoevents with the ending]",
)
@click.option("--all", "everything", is_flag=True, help="Put in also what is speculated, planned or denied.")
@click.option("--force", is_flag=True, help="Write over what is there.")
@click.option("-q", "--quiet", is_flag=True, help="Do not tell what the format leaves out.")
@graph_option
@lang_option
@json_option
def export_command(
    name: str | None,
    out: str | None,
    everything: bool,
    force: bool,
    quiet: bool,
    graph: Path | None,
    lang: str,
    as_json: bool,
) -> int:
    """Write the graph for another program; without a format, list them."""
    if name is None:
        _list(lang, as_json=as_json)
        return 0
    made = next(one for one in FORMATS if one.name == name)
    if out == _STDOUT and not made.ending:
        raise click.BadParameter("csv is a folder of files; name one", param_hint="-o")
    found = export(graph or BUILD, made, lang, everything=everything)
    if out == _STDOUT:
        sys.stdout.buffer.write(found.files[""])
        sys.stdout.buffer.flush()
        written: tuple[Path, ...] = ()
    else:
        written = put(found.files, Path(out or f"geoevents{made.ending or '-csv'}"), force=force)
    if not quiet:
        for line in found.note:
            click.echo(messages.safe(line), err=True)
    if as_json and written:
        click.echo(messages.as_json({"files": [path.as_posix() for path in written], "note": found.note}))
    elif not quiet:
        for path in written:
            click.echo(path.as_posix(), err=True)
    return 0


def _list(lang: str, *, as_json: bool) -> None:
    words = load_words(room("data"))["list"]
    if as_json:
        click.echo(messages.as_json([{"name": one.name, "about": words[one.name][lang]} for one in FORMATS]))
    else:
        rows = [(one.name, words[one.name][lang]) for one in FORMATS]
        messages.show_table(terminal(), ("kg export …", ""), rows)
