"""The command `kg export`: writes the graph for another program and says what that leaves out.

The rule: nothing is overwritten without ``--force``, a file is whole or not there; what a format leaves out
is said in the file and on stderr.
"""

from __future__ import annotations

import difflib
import sys
from pathlib import Path
from typing import Final

import click

from kg import messages
from kg.asking import BUILD, graph_option, json_option, lang_option, terminal
from kg.placing import put
from kg.rooms import room

_STDOUT: Final = "-"


@click.command("export")
@click.argument("name", metavar="[FORMAT]", required=False)
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
    from kg.export_formats import FORMATS, export  # noqa: PLC0415  other commands need none of them

    if name is None:
        _list([one.name for one in FORMATS], lang, as_json=as_json)
        return 0
    made = next((one for one in FORMATS if one.name == name), None)
    if made is None:
        raise _unknown(name, [one.name for one in FORMATS])
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


def _unknown(name: str, known: list[str]) -> click.UsageError:
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(known)}."
    return click.UsageError(f"There is no format {name!r}. {hint}")


def _list(names: list[str], lang: str, *, as_json: bool) -> None:
    from kg.export_scope import load_words  # noqa: PLC0415

    words = load_words(room("data"))["list"]
    if as_json:
        click.echo(messages.as_json([{"name": name, "about": words[name][lang]} for name in names]))
    else:
        rows = [(name, words[name][lang]) for name in names]
        messages.show_table(terminal(), ("kg export …", ""), rows)
