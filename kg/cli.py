"""The command `kg`: arguments, messages and exit codes, nothing else.

Data goes to stdout, talk to stderr. Exit codes: 0 done · 1 done, some articles failed or rules are broken
(listed) · 2 command written wrong · 3 something missing on this machine · 4 a service did not answer ·
5 input unreadable · 130 stopped.
"""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kg import __version__, explaining, messages
from kg.asking import BUILD, ask_command, graph_option, json_option, lang_option, query_command, terminal
from kg.building import build_command
from kg.deciding import review_command
from kg.delivering import load_command
from kg.diffing import diff_command
from kg.documenting import docs_command
from kg.errors import ArticleError, KgError, LookupFailed
from kg.exporting import export_command
from kg.hosting import serve_command
from kg.link_table import about, read_table, words
from kg.renewing import snapshot_command
from kg.rooms import room
from kg.showing import Reader
from kg.store import load
from kg.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.showing import Card

#: Errors in what was typed, not in what was read.
_TYPED: Final = frozenset({"KG-223", "KG-224", "KG-225", "KG-226", "KG-229"})


def main() -> None:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(execute(sys.argv[1:]))


def execute(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code; no error gets past here as a traceback."""
    try:
        result = cli.main(list(arguments), prog_name="kg", standalone_mode=False)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except KgError as error:
        click.echo(messages.safe(str(error)), err=True)
        return _code(error)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. What was built before is unchanged.", err=True)
        return 130
    except BrokenPipeError:
        # Whoever read us has seen enough; nothing more may be written at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return result if isinstance(result, int) else 0


def _code(error: KgError) -> int:
    if error.code == "KG-227":  # looked for and not found: an answer
        return 1
    if error.code in _TYPED:
        return 2
    if isinstance(error, ArticleError):
        return 5
    return 4 if isinstance(error, LookupFailed) else 3


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kg", message="%(prog)s %(version)s")
def cli() -> None:
    """Turn news articles into a checked graph of events, each with its proof."""


@cli.command()
@click.argument("place", required=False, type=click.Path(path_type=Path), metavar="[FILE|FOLDER]")
@lang_option
@json_option
def check(place: Path | None, lang: str, as_json: bool) -> int:
    """Check a graph in words; without a name, the project's own files."""
    if place is None:
        from kg.project import check_project  # noqa: PLC0415

        checks = check_project()
        if as_json:
            click.echo(messages.as_json([asdict(one) | {"good": one.good} for one in checks]))
        else:
            for one in checks:
                click.echo(f"{'ok   ' if one.good else 'WRONG'}  {one.name}: {one.count}")
                for fault in one.faults or (() if one.good else ("There is nothing to check.",)):
                    click.echo(f"       {fault}")
        return 0 if all(one.good for one in checks) else 1
    from kg.project import check_graph  # noqa: PLC0415

    findings, words = check_graph(place, lang)
    musts = sum(one.severity == "must" for one in findings)
    if as_json:
        click.echo(messages.as_json([asdict(one) for one in findings]))
    else:
        for line in words:
            click.echo(messages.safe(line))
        error, warning = (
            (("Fehler", "Fehler"), ("Hinweis", "Hinweise")) if lang == "de" else (("error",), ("warning",))
        )
        found = f"{messages.counted(musts, *error)}, {messages.counted(len(findings) - musts, *warning)}"
        click.echo(f"{place}: {found}" if findings else f"{place}: ok")
    return 1 if musts else 0


@cli.command()
@click.argument("name")
@click.option(
    "--why", is_flag=True, help="Tell why: how a name is linked, what rule read a sentence, and why no more."
)
@graph_option
@lang_option
@json_option
def show(name: str, graph: Path | None, lang: str, as_json: bool, why: bool) -> int:
    """Show an event, a person, a place or an article with its sentences (by name, QID or identifier)."""
    reader = Reader(load(graph or BUILD), load_vocabulary(room("ontology")), lang)
    found = reader.find(name)
    if not found:
        near = " or ".join(map(repr, reader.near(name)))
        hint = f"Did you mean {near}?" if near else "See what there is:  kg ask"
        raise ArticleError("KG-227", f"Nothing here is called {name!r}.", hint)
    cards = [reader.card(found[0][0])] if len(found) == 1 else []
    if why and cards and cards[0].kind != "entity":
        _explain(cards[0], graph or BUILD, lang, as_json=as_json)
    elif why:
        told = about(read_table(graph or BUILD), name, [messages.short(iri) for iri, _ in found])
        click.echo(messages.as_json([asdict(one) for one in told]) if as_json else messages.safe(words(told)))
    elif as_json:
        listed = [{"iri": iri, "title": title} for iri, title in found]
        click.echo(messages.as_json(asdict(cards[0]) if cards else listed))
    elif cards:
        messages.show_card(terminal(), cards[0], lang)
    else:
        click.echo(f"{len(found)} things are so called; name one by its identifier:", err=True)
        rows = [(messages.safe(title), messages.short(iri)) for iri, title in found]
        heads = ("Name", "Kennung") if lang == "de" else ("name", "identifier")
        messages.show_table(terminal(), heads, rows)
    return 0


def _explain(card: Card, place: Path, lang: str, *, as_json: bool) -> None:
    """Say why sentences gave what they gave: all of an article, those that tell of an event."""
    from kg.project import frame_languages  # noqa: PLC0415  loads the language files' reader

    articles = {one.article for one in card.told} if card.kind == "article" else set[str]()
    rows = explaining.about(explaining.read_table(place), articles, [one.quote for one in card.told])
    if as_json:
        click.echo(messages.as_json([asdict(one) for one in rows]))
    else:
        click.echo(messages.safe(explaining.words(rows, frame_languages(), lang)))


@cli.command()
@json_option
def doctor(as_json: bool) -> int:
    """Tell what is installed, which languages can be built, and how old the snapshot is."""
    from kg.project import installed  # noqa: PLC0415

    found = installed()
    if as_json:
        click.echo(messages.as_json([asdict(one) for one in found]))
    else:
        rows = [("ok" if one.good else "MISSING", one.name, one.told) for one in found]
        messages.show_table(terminal(), ("", "", ""), rows)
    return 0 if all(one.good for one in found) else 3


cli.add_command(build_command)
cli.add_command(ask_command)
cli.add_command(query_command)
cli.add_command(snapshot_command)
cli.add_command(load_command)
cli.add_command(serve_command)
cli.add_command(export_command)
cli.add_command(docs_command)
cli.add_command(diff_command)
cli.add_command(review_command)
