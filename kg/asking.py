"""The commands `kg ask` and `kg query`, and the options that all reading commands share.

The rule: the ready questions are read from ``queries/``, so that a new file there is a new command with
its options and its help.
"""

from __future__ import annotations

import difflib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from rich.console import Console

from kg import messages
from kg.errors import ArticleError
from kg.queries import LANGUAGE, ask, library, run
from kg.rooms import room
from kg.showing import Reader
from kg.store import load
from kg.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.queries import Question, Table

BUILD: Final = Path("build")
_WIDTH: Final = 200


def locale() -> str:
    """Give the reader's language: German where the system says so, else English."""
    stated = next((os.environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(key)), "")
    return "de" if stated.lower().startswith("de") else "en"


def terminal() -> Console:
    """Give what tables are drawn on: as wide as the terminal, or wide enough for a file."""
    interactive = sys.stdout.isatty()
    return Console(file=sys.stdout, width=None if interactive else _WIDTH, highlight=False, soft_wrap=False)


graph_option = click.option(
    "-g",
    "--graph",
    type=click.Path(path_type=Path),
    default=None,
    help="Folder of a build, or a graph file.  [default: build]",
)
lang_option = click.option(
    "--lang", type=click.Choice(["de", "en"]), default=locale, help="Language of words and names."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON.")


csv_option = click.option("--csv", "as_csv", is_flag=True, help="Write CSV that Excel reads.")


class Questions(click.Group):
    """The ready questions as commands: each blank of a question is an option."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the questions."""
        del ctx
        return sorted(library(room("queries")))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Make the command of one question."""
        del ctx
        question = library(room("queries")).get(cmd_name)
        return None if question is None else _command(question)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Help with a name that is not known."""
        known = self.list_commands(ctx)
        if args and args[0] not in known and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], known, n=1)
            hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(known)}."
            raise click.UsageError(f"There is no question {args[0]!r}. {hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group("ask", cls=Questions, invoke_without_command=True)
@graph_option
@lang_option
@json_option
@click.pass_context
def ask_command(context: click.Context, graph: Path | None, lang: str, as_json: bool) -> int:
    """Ask a ready question; without a name, list them."""
    context.obj = graph
    if context.invoked_subcommand is not None:
        return 0
    questions = library(room("queries")).values()
    if as_json:
        listed = [
            {"name": one.name, "title": one.say("title", lang), "question": one.say("question", lang)}
            for one in questions
        ]
        click.echo(messages.as_json(listed))
    else:
        messages.show_table(
            terminal(), ("kg ask …", "?"), [(one.name, one.say("question", lang)) for one in questions]
        )
    return 0


def _command(question: Question) -> click.Command:
    lang = locale()
    blanks = [one for one in question.parameters if one.name != LANGUAGE]
    options: list[click.Parameter] = [
        click.Option([f"--{one.name}", f"blank_{one.name}"], help=one.words[lang], metavar=one.kind.upper())
        for one in blanks
    ]

    @click.pass_context
    def answer(
        context: click.Context, /, graph: Path | None, lang: str, as_json: bool, as_csv: bool, **given: str
    ) -> int:
        values = {name.removeprefix("blank_"): value for name, value in given.items() if value is not None}
        if any(one.name == LANGUAGE for one in question.parameters):
            values[LANGUAGE] = lang
        store = load(graph or context.obj or BUILD)
        table = ask(store, question, values)
        heads = [question.columns[name][lang] for name in table.columns]
        title = f"{question.say('title', lang)} ({messages.counted(len(table.rows), 'row')})"
        _tell(
            table, heads, Reader(store, load_vocabulary(room("ontology")), lang), lang, title, as_json, as_csv
        )
        return 0

    command = click.Command(
        question.name, callback=answer, params=options, help=question.say("question", lang)
    )
    for decorate in (json_option, csv_option, lang_option, graph_option):
        decorate(command)
    return command


@click.command("query")
@click.argument("sparql", metavar="FILE|-|TEXT")
@graph_option
@lang_option
@json_option
@csv_option
def query_command(sparql: str, graph: Path | None, lang: str, as_json: bool, as_csv: bool) -> int:
    """Ask the graph any SPARQL query."""
    store = load(graph or BUILD)
    answer = run(store, _sparql(sparql))
    if isinstance(answer, bool):
        click.echo(messages.as_json(answer) if as_json else "yes" if answer else "no")
    elif isinstance(answer, list):
        for triple in answer:
            click.echo(f"{triple} .")
    else:
        _tell(
            answer,
            answer.columns,
            Reader(store, load_vocabulary(room("ontology")), lang),
            lang,
            "",
            as_json,
            as_csv,
        )
    return 0


def _sparql(given: str) -> str:
    if given == "-":
        return sys.stdin.read()
    try:
        return Path(given).read_text(encoding="utf-8-sig") if Path(given).is_file() else given
    except (OSError, ValueError) as error:
        if (
            given.lstrip()
            .upper()
            .startswith(("SELECT", "ASK", "PREFIX", "CONSTRUCT", "DESCRIBE", "#", "BASE"))
        ):
            return given
        raise ArticleError("KG-220", f"{given} cannot be read: {error}.", "Check the file.") from error


def _tell(
    table: Table, heads: Sequence[str], reader: Reader, lang: str, title: str, as_json: bool, as_csv: bool
) -> None:
    if as_json:
        click.echo(messages.as_json(messages.rows_json(table)))
        return
    rows = [[messages.cell(term, reader) for term in row] for row in table.rows]
    if as_csv:
        click.echo(messages.as_csv(heads, rows, lang), nl=False)
    else:
        messages.show_table(terminal(), heads, rows, title)
