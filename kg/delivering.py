"""The command `kg load`: where a triple store is, who asks, and what the load came to."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kg import messages
from kg.asking import BUILD, json_option
from kg.errors import MissingError

if TYPE_CHECKING:
    from kg.loading import Loaded
    from kg.remote import Access

_PASSWORD: Final = "KG_PASSWORD"  # noqa: S105  the name of a variable
_TOKEN: Final = "KG_TOKEN"  # noqa: S105  the same
#: Statements a request: what every store takes at once as an update, and as a graph.
_CHUNK_UPDATE: Final = 1000
_CHUNK_GRAPH: Final = 50_000


@click.command("load", epilog=f"A password is asked for, or read from {_PASSWORD}; a token from {_TOKEN}.")
@click.option(
    "-g",
    "--build",
    type=click.Path(path_type=Path),
    default=BUILD,
    show_default=True,
    help="Folder of a build, or a graph file.",
)
@click.option(
    "--endpoint",
    required=True,
    metavar="URL",
    help="The store's Graph Store address; with --update, its address for queries.",
)
@click.option("--update", default="", metavar="URL", help="The store's address for SPARQL Update.")
@click.option(
    "--graph", default="", metavar="IRI", help="Load into this named graph there, not the default one."
)
@click.option("--user", default="", metavar="NAME", envvar="KG_USER", help="Who you are to the store.")
@click.option("--chunk", type=click.IntRange(min=1), metavar="N", help="Statements a request.")
@click.option("--timeout", type=click.FloatRange(min=1), default=300, show_default=True, metavar="SECONDS")
@json_option
def load_command(
    build: Path,
    endpoint: str,
    update: str,
    graph: str,
    user: str,
    chunk: int | None,
    timeout: float,
    *,
    as_json: bool,
) -> int:
    """Put a built graph in a triple store; only what differs is sent, a second load sends nothing."""
    from kg.loading import load_by_graph_store, load_by_update  # noqa: PLC0415  not all need the network
    from kg.remote import Remote  # noqa: PLC0415
    from kg.statements import read_statements  # noqa: PLC0415

    _check_graph(graph)
    access = _access(user)
    remote = Remote(endpoint, access, timeout)
    change = Remote(update, access, timeout) if update else None
    statements = read_statements(build)
    if change:
        done = load_by_update(statements, remote, change, graph, chunk or _CHUNK_UPDATE, _progress)
    else:
        done = load_by_graph_store(statements, remote, graph, chunk or _CHUNK_GRAPH, _progress)
    click.echo(messages.as_json(_plain(done)) if as_json else _words(done, update or endpoint, graph))
    return 0


def _check_graph(iri: str) -> None:
    """Refuse what is no absolute IRI: a folder, most often."""
    from pyoxigraph import NamedNode  # noqa: PLC0415

    try:
        if iri:
            NamedNode(iri)
    except ValueError:
        raise click.BadParameter(
            f"{iri!r} is no IRI such as https://example.org/graph; the build is named by -g.",
            param_hint="--graph",
        ) from None


def _access(user: str) -> Access:
    """Ask who the user is, where the store wants to know; nothing of it may stand on the command line."""
    from kg.remote import Access  # noqa: PLC0415

    if not user:
        return Access(token=os.environ.get(_TOKEN, ""))
    password = os.environ.get(_PASSWORD)
    if password is None and not sys.stdin.isatty():
        raise MissingError("KG-317", f"There is no password for {user!r}.", f"Set it:  {_PASSWORD}")
    return Access(
        user, password if password is not None else click.prompt("Password", hide_input=True, err=True)
    )


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done:,} of {total:,} statements", err=True, nl=done >= total)


def _words(done: Loaded, url: str, graph: str) -> str:
    where = f"{url}, {f'graph {graph}' if graph else 'default graph'}"
    held = f"{messages.counted(done.statements, 'statement')} in {where}"
    if not done.written and not done.removed:
        return f"{held}: nothing to change"
    return f"{held}: {done.written:,} sent, {done.removed:,} old ones removed"


def _plain(done: Loaded) -> dict[str, int]:
    return {
        "statements": done.statements,
        "sent": done.written,
        "removed": done.removed,
        "requests": done.requests,
    }
