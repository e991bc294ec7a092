"""The commands `kg ask` and `kg query`, and the options that all reading commands share.

The rule: the ready questions are read from ``queries/``, so that a new file there is a new command with
its options and its help.
"""

from __future__ import annotations

import difflib
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
import pyoxigraph
from click.core import ParameterSource
from rich.console import Console

from kg import messages
from kg.catalogue import markdown
from kg.errors import ArticleError, LookupFailed
from kg.queries import LANGUAGE, ask, ask_service, library, run
from kg.rooms import room
from kg.showing import Reader
from kg.store import load
from kg.vocabulary import load_vocabulary
from kg.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.queries import Question, Table

BUILD: Final = Path("build")
FORMS: Final = ("table", "csv", "json", "markdown")
_WIDTH: Final = 200
_NO_ROW: Final = {
    "de": "Nichts passt: In diesen Artikeln wurde das nicht gelesen. Das heißt nicht, dass nichts geschah.",
    "en": "No row fits: none was read in these articles. That is not to say that nothing happened.",
}
_ROWS: Final = {"de": ("Zeile", "Zeilen"), "en": ("row",)}
_OVERVIEW: Final = {"de": ("Überblick", "Anzahl"), "en": ("overview", "number")}
_LIST: Final = {"de": ("kg ask …", "Titel", "was sie fragt"), "en": ("kg ask …", "title", "what it asks")}
#: Seconds until a service counts as silent, and how often it is asked.
_PATIENCE: Final = 60
_TRIES: Final = 3


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
    "--build",
    "graph",
    type=click.Path(path_type=Path),
    default=None,
    help="Folder of a build, or a graph file.  [default: build]",
)
lang_option = click.option(
    "--lang", type=click.Choice(["de", "en"]), default=locale, help="Language of words and names."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON.")


def _forms(command: click.decorators.FC) -> click.decorators.FC:
    """Give a command the options for the form of its answer: --format, and two in short."""
    short = (("csv", "Write CSV that Excel reads."), ("json", "Write JSON."))
    for form, words in short:
        command = click.option(f"--{form}", f"as_{form}", is_flag=True, help=words)(command)
    return click.option(
        "--format",
        "form",
        type=click.Choice(FORMS),
        default=FORMS[0],
        help="Form of the answer.",
        show_default=True,
    )(command)


def _form(form: str, *, as_csv: bool, as_json: bool) -> str:
    return "json" if as_json else "csv" if as_csv else form


class Questions(click.Group):
    """The ready questions as commands: each blank of a question is an option."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the questions."""
        del ctx
        return sorted(library(room("queries")))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Make the command of one question."""
        question = library(room("queries")).get(cmd_name)
        return None if question is None else _command(question, ctx.params.get("lang") or locale())

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
@click.option("--catalogue", is_flag=True, help="List the questions with their options, as Markdown.")
@click.pass_context
def ask_command(context: click.Context, graph: Path | None, lang: str, as_json: bool, catalogue: bool) -> int:
    """Ask a ready question; without a name, list them."""
    # What stands before the question's name counts as if it stood behind it.
    context.obj = {"graph": graph, "as_json": as_json}
    if context.get_parameter_source("lang") is ParameterSource.COMMANDLINE:
        context.obj["lang"] = lang
    if context.invoked_subcommand is not None:
        return 0
    questions = library(room("queries")).values()
    if catalogue:
        click.echo(markdown(library(room("queries"))), nl=False)
    elif as_json:
        listed = [
            {"name": one.name, "title": one.say("title", lang), "question": one.say("question", lang)}
            for one in questions
        ]
        click.echo(messages.as_json(listed))
    else:
        rows = [(one.name, one.say("title", lang), one.say("question", lang)) for one in questions]
        messages.show_table(terminal(), _LIST[lang], rows)
    return 0


def _command(question: Question, lang: str) -> click.Command:
    """Make the command of a question, its help in a language."""
    blanks = [one for one in question.parameters if one.name != LANGUAGE]
    options: list[click.Parameter] = [
        click.Option([f"--{one.name}", f"blank_{one.name}"], help=one.words[lang], metavar=one.kind.upper())
        for one in blanks
    ]

    @click.pass_context
    def answer(
        context: click.Context,
        /,
        graph: Path | None,
        lang: str,
        form: str,
        as_csv: bool,
        as_json: bool,
        **given: str,
    ) -> int:
        values = {name.removeprefix("blank_"): value for name, value in given.items() if value is not None}
        if context.get_parameter_source("lang") is not ParameterSource.COMMANDLINE:
            lang = context.obj.get("lang", lang)
        form = _form(form, as_csv=as_csv, as_json=as_json or context.obj["as_json"])
        if any(one.name == LANGUAGE for one in question.parameters):
            values[LANGUAGE] = lang
        store = load(graph or context.obj["graph"] or BUILD)
        table = ask(store, question, values)
        heads = [question.columns[name][lang] for name in table.columns]
        title = question.say("title", lang)
        if form in {"table", "markdown"}:
            _overview(question, table, heads, lang, form)
        rows = messages.counted(len(table.rows), *_ROWS[lang])
        _tell(table, heads, store, lang, form, f"{title} ({rows})")
        if not table.rows:
            click.echo(_NO_ROW[lang], err=True)
        return 0

    command = click.Command(
        question.name, callback=answer, params=options, help=question.say("question", lang)
    )
    for decorate in (_forms, lang_option, graph_option):
        decorate(command)
    return command


@click.command("query")
@click.argument("sparql", metavar="FILE|-|TEXT")
@graph_option
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL service instead of a graph that was built.")
@click.option("--contact", default="", metavar="MAIL", help="Your address; Wikidata's service wants it.")
@lang_option
@_forms
def query_command(
    sparql: str,
    graph: Path | None,
    endpoint: str | None,
    contact: str,
    lang: str,
    form: str,
    as_csv: bool,
    as_json: bool,
) -> int:
    """Ask the graph, or a SPARQL service, any query that only reads."""
    if endpoint and graph:
        raise click.UsageError("Name a graph or an endpoint, not both.")
    store = pyoxigraph.Store() if endpoint else load(graph or BUILD)
    query = _sparql(sparql)
    answer = _from_service(_service(endpoint, contact), query) if endpoint else run(store, query)
    form = _form(form, as_csv=as_csv, as_json=as_json)
    if isinstance(answer, bool):
        click.echo(messages.as_json(answer) if form == "json" else "yes" if answer else "no")
    elif isinstance(answer, list):
        for triple in answer:
            click.echo(f"{triple} .")
    else:
        _tell(answer, answer.columns, store, lang, form)
    return 0


def _from_service(service: Wire, query: str) -> Table | bool:
    try:
        return ask_service(service, query)
    except LookupFailed as error:
        if "--offline" in error.remedy:  # that is for a build
            error.remedy = "Run the command again later, or ask a graph that was built:  -g FOLDER"
        raise


def _service(url: str, contact: str) -> Wire:
    """Open a service; waiting is told, as it may take long."""
    if not url.lower().startswith(("http://", "https://")):
        raise click.UsageError(f"--endpoint {url!r} is no address: it begins with http:// or https://")

    def told(trouble: LookupFailed, seconds: float) -> None:
        click.echo(f"{trouble.code}  {trouble.what} Waiting {seconds:.0f} s.", err=True)

    return Wire(url, contact, _PATIENCE, _TRIES, time.sleep, told)


def _sparql(given: str) -> str:
    if given == "-":
        return sys.stdin.read()
    try:
        if Path(given).is_file():
            return Path(given).read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        if (
            given.lstrip()
            .upper()
            .startswith(("SELECT", "ASK", "PREFIX", "CONSTRUCT", "DESCRIBE", "#", "BASE"))
        ):
            return given
        raise ArticleError("KG-220", f"{given} cannot be read: {error}.", "Check the file.") from error
    if "{" not in given and given.lower().endswith((".rq", ".sparql")):
        raise ArticleError("KG-201", f"{given}: there is no such file.", "Check the spelling.")
    return given


def _overview(question: Question, table: Table, heads: Sequence[str], lang: str, form: str) -> None:
    """Tell first what a long answer comes to."""
    if not (told := question.overview()) or not table.rows:
        return
    name, number = _OVERVIEW[lang]
    head = (heads[table.columns.index(told[1])], number)
    rows = messages.tally(table, *told)
    if form == "markdown":
        click.echo(messages.as_markdown(head, rows) + "\n")
    else:
        messages.show_table(terminal(), head, rows, f"{question.say('title', lang)}: {name}")


def _tell(
    table: Table, heads: Sequence[str], store: pyoxigraph.Store, lang: str, form: str, title: str = ""
) -> None:
    if form == "json":
        click.echo(messages.as_json(messages.rows_json(table)))
        return
    reader = Reader(store, load_vocabulary(room("ontology")), lang)
    rows = [[messages.cell(term, reader) for term in row] for row in table.rows]
    if form == "csv":
        click.echo(messages.as_csv(heads, rows, lang), nl=False)
    elif form == "markdown":
        click.echo(messages.as_markdown(heads, rows))
    else:
        messages.show_table(terminal(), heads, rows, title)
