"""The command `kg review`: lists what is doubtful, and takes a person's decisions in."""

from __future__ import annotations

import getpass
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kg import messages
from kg.asking import BUILD, json_option, lang_option, terminal
from kg.decisions import DECISIONS, append, latest, load_decisions
from kg.errors import ArticleError, MissingError

if TYPE_CHECKING:
    from kg.decisions import Decision
    from kg.doubts import Doubt

_MOST: Final = 40
_WIDE: Final = 70


@click.command("review")
@click.option(
    "-g",
    "--build",
    "--graph",
    "build",
    type=click.Path(path_type=Path, file_okay=False),
    default=BUILD,
    show_default=True,
    help="Folder of a build.",
)
@click.option(
    "--csv", "table", type=click.Path(path_type=Path, dir_okay=False), help="Write a table to fill in."
)
@click.option(
    "--apply",
    "filled",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Take the decisions of a filled-in table over.",
)
@click.option("--all", "everything", is_flag=True, help="List reports beyond doubt, too.")
@click.option(
    "--who", default=getpass.getuser, metavar="NAME", help="Who decides.  [default: your user name]"
)
@click.option("--force", is_flag=True, help="Overwrite the table.")
@lang_option
@json_option
def review_command(
    build: Path,
    table: Path | None,
    filled: Path | None,
    who: str,
    lang: str,
    *,
    everything: bool,
    force: bool,
    as_json: bool,
) -> int:
    """Go through doubtful reports; what is decided survives every rebuild.

    In the table, write confirm or reject as the verdict, or correct certainty (with cues), time, place,
    roles, links (name=Q… or name=NIL). In the column event, the name of another event merges, "new" splits.
    """
    from kg.doubts import doubtful  # noqa: PLC0415  not all commands read the whole graph
    from kg.record_reading import read_graph, read_records  # noqa: PLC0415
    from kg.rooms import room  # noqa: PLC0415
    from kg.vocabulary import load_vocabulary  # noqa: PLC0415

    records = read_records(read_graph(build), load_vocabulary(room("ontology")))
    if filled is not None:
        return _apply(build, filled, doubtful(records, everything=True), who, as_json=as_json)
    doubts = doubtful(records, everything=everything)
    if table is not None:
        _write(table, doubts, lang, force=force)
        click.echo(f"{table}: {messages.counted(len(doubts), 'report')} to look at", err=True)
        click.echo(f"Fill it in, then:  kg review -g {build} --apply {table}", err=True)
    elif as_json:
        click.echo(messages.as_json([asdict(one) for one in doubts]))
    else:
        _show(doubts)
    return 0


def _apply(build: Path, filled: Path, doubts: tuple[Doubt, ...], who: str, *, as_json: bool) -> int:
    from kg.review_table import read_csv  # noqa: PLC0415

    path = build / DECISIONS
    try:
        content = filled.read_bytes()
    except OSError as error:
        raise ArticleError("KG-262", f"{filled} cannot be read: {error}.", "Check its rights.") from error
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    made = [replace(one, who=who, when=now) for one in read_csv(content, filled.name, doubts)]
    standing = {one.matter: one for one in latest(load_decisions(path))}
    new = [one for one in made if not _stands(one, standing.get(one.matter))]
    if new:
        append(path, new)
    if as_json:
        click.echo(messages.as_json({"decisions": len(new), "known": len(made) - len(new)}))
    else:
        known = f", {len(made) - len(new)} stood there already" if len(made) > len(new) else ""
        click.echo(f"{path}: {messages.counted(len(new), 'decision')} added{known}")
        click.echo("They count from the next build on:  kg build …", err=True)
    return 0


def _stands(one: Decision, other: Decision | None) -> bool:
    return other is not None and one.same(other)


def _write(table: Path, doubts: tuple[Doubt, ...], lang: str, *, force: bool) -> None:
    from kg.review_table import to_csv  # noqa: PLC0415

    if table.exists() and not force:
        raise MissingError("KG-303", f"{table} is there already.", "Overwrite it:  --force")
    try:
        table.write_bytes(to_csv(doubts, lang))
    except OSError as error:
        raise MissingError("KG-302", f"{table} cannot be written: {error}.", "Name another file.") from error


def _show(doubts: tuple[Doubt, ...]) -> None:
    rows = [
        (messages.safe(one.article), one.type, ", ".join(one.reasons), messages.safe(_short(one.quote)))
        for one in doubts[:_MOST]
    ]
    messages.show_table(terminal(), ("article", "type", "reasons", "quote"), rows)
    if len(doubts) > _MOST:
        click.echo(f"and {len(doubts) - _MOST} more:  kg review --csv FILE", err=True)


def _short(quote: str) -> str:
    return quote if len(quote) <= _WIDE else f"{quote[:_WIDE].rstrip()}…"
