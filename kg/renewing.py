"""The command `kg snapshot`: renews a snapshot of Wikidata, or makes it wider."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kg import messages
from kg.asking import json_option

if TYPE_CHECKING:
    from kg.widening import Renewal

WIKIDATA: Final = "https://query.wikidata.org/sparql"
SNAPSHOT: Final = Path("snapshot")
_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("snapshot")
@click.argument("qids", nargs=-1, metavar="[QID]...")
@click.option("--seeds", "file", type=_FILE, help="A file with QIDs, one a line; # begins a remark.")
@click.option("--query", type=_FILE, metavar="FILE.rq", help="A SPARQL query that gives items.")
@click.option("--endpoint", default=WIKIDATA, show_default=True, metavar="URL", envvar="KG_ENDPOINT")
@click.option(
    "--contact", default="", metavar="MAIL", envvar="KG_CONTACT", help="Your address; Wikidata wants one."
)
@click.option("-o", "--out", type=click.Path(path_type=Path), default=SNAPSHOT, show_default=True)
@json_option
def snapshot_command(
    qids: tuple[str, ...],
    file: Path | None,
    query: Path | None,
    endpoint: str,
    contact: str,
    out: Path,
    *,
    as_json: bool,
) -> int:
    """Ask Wikidata for items and keep them in a folder that `kg build --snapshot` reads.

    A new folder begins as the shipped snapshot; one that exists is renewed where items are named.
    """
    from kg.endpoint import EndpointLookup  # noqa: PLC0415  not all commands need the network
    from kg.widening import renew, seeds  # noqa: PLC0415

    ask = EndpointLookup(endpoint, contact).rows
    wanted = seeds(qids, file, query, ask)
    click.echo(f"Asking {endpoint} for {messages.counted(len(wanted.qids), 'item')}.", err=True)
    result = renew(wanted, ask, out, endpoint, datetime.now(UTC).date().isoformat())
    click.echo(messages.as_json(result.plain()) if as_json else messages.safe(_words(result, out)))
    if result.failure:
        waiting = messages.counted(len(result.waiting), "item")
        click.echo(f"{result.failure}\nStill to ask: {waiting}. Go on:  {_go_on(out)}", err=True)
        return 4
    return 1 if result.unknown or result.nameless else 0


def _words(result: Renewal, out: Path) -> str:
    new, renewed = result.added - result.beside, messages.counted(len(result.renewed), "item")
    lines = [f"{renewed} renewed, {len(new)} new, {len(result.added - new)} new that they point to"]
    lines += [f"{old} was merged into {new}" for old, new in sorted(result.merged.items())]
    for words, found in (
        ("not known to the service", result.unknown),
        ("without a name in de, en, ru, ko", result.nameless),
    ):
        if found:
            lines.append(f"{words}, left as it was: {', '.join(sorted(found))}")
    lines.append(f"{out}: {messages.counted(result.total, 'item')}")
    lines.append(f"Next:  kg build --snapshot {out} …")
    return "\n".join(lines)


def _go_on(out: Path) -> str:
    from kg.widening import WAITING  # noqa: PLC0415

    path = out / WAITING
    return f"kg snapshot --seeds {path} -o {out}" if path.is_file() else "the same command"
