"""The command `kg build`: its options, its progress bars, and what it tells at the end."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from rich.console import Console

from kg import explaining, messages
from kg.asking import BUILD, json_option, lang_option
from kg.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_STOPPED: Final = 130
#: Stands for every article.
_ALL: Final = "*"
#: What is counted in a stage; articles where nothing is said.
_UNITS: Final = {"Linking": "names", "Writing": "files"}


def cores() -> int:
    """Tell how many processes this machine lets run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@click.command("build")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("-o", "--out", type=click.Path(path_type=Path), default=BUILD, show_default=True)
@click.option("--offline", is_flag=True, help="Let nothing leave this machine; kept answers count.")
@click.option(
    "--endpoint",
    default="",
    metavar="URL",
    envvar="KG_ENDPOINT",
    help="Ask this SPARQL service, not the shipped snapshot.",
)
@click.option(
    "--contact",
    default="",
    metavar="MAIL",
    envvar="KG_CONTACT",
    help="Your address, for services that want one.",
)
@click.option(
    "--cache",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    envvar="KG_CACHE",
    help="Keep the service's answers here, not in your cache folder.",
)
@click.option(
    "--cache-days",
    type=click.FloatRange(min=0),
    default=30,
    show_default=True,
    metavar="N",
    envvar="KG_CACHE_DAYS",
    help="Ask again for what is older.",
)
@click.option(
    "--text-search/--no-text-search",
    default=None,
    help="Whether the service has Wikidata's text search (its own has).",
)
@click.option(
    "--snapshot",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A snapshot of your own.",
)
@click.option("--overrides", type=click.Path(path_type=Path), metavar="FILE", help="Links that you fixed.")
@click.option("--pipeline", "pipelines", multiple=True, metavar="LANG=PATH", help="Another spaCy pipeline.")
@click.option(
    "--date", "day", default="", metavar="DAY", help="Date of articles that tell none (2023-09-13)."
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=cores,
    show_default="as many as cores",
    metavar="N",
    envvar="KG_JOBS",
    help="Share the work on many articles among N processes.",
)
@click.option("--force", is_flag=True, help="Write into a folder that is no build.")
@click.option(
    "--explain",
    is_flag=False,
    flag_value=_ALL,
    default="",
    metavar="[ARTICLE]",
    help="List the sentences of an article (of all without a name): what they gave, and why not.",
)
@click.option("-q", "--quiet", is_flag=True, help="Tell errors only.")
@click.option("-v", "--verbose", is_flag=True, help="Tell also how often the service was asked.")
@lang_option
@json_option
def build_command(
    sources: tuple[str, ...], out: Path, lang: str, pipelines: tuple[str, ...], **given: Any
) -> int:
    """Read articles (files, folders, web addresses) and write their graph to a folder."""
    named = dict(one.partition("=")[::2] for one in pipelines)
    if not all(code and path for code, path in named.items()):
        raise click.BadParameter("write LANG=PATH, such as de=/data/my-pipeline", param_hint="--pipeline")
    _must_be_day(given["day"])
    from kg.lookups import default_cache  # noqa: PLC0415
    from kg.pipeline import Settings  # noqa: PLC0415  spaCy takes seconds to load
    from kg.pipeline import build as run_build  # noqa: PLC0415

    settings = Settings(
        named,
        given["endpoint"],
        given["contact"],
        given["day"],
        given["offline"],
        given["force"],
        lang=lang,
        snapshot=given["snapshot"],
        cache=given["cache"] or default_cache(),
        cache_days=given["cache_days"],
        text_search=given["text_search"],
        overrides=given["overrides"],
        jobs=given["jobs"],
    )
    quiet = given["quiet"]
    told = _silent if quiet else _tell
    reached: dict[str, tuple[int, int]] = {}
    try:
        with _progress(quiet=quiet) as show:

            def progress(stage: str, done: int, total: int) -> None:
                reached[stage] = (done, total)
                show(stage, done, total)

            summary = run_build(sources, out, settings, progress, told)
    except KeyboardInterrupt:
        click.echo(_stopped(reached), err=True)
        return _STOPPED
    if given["verbose"] and given["endpoint"]:
        click.echo(f"{given['endpoint']}: {messages.counted(summary.requests, 'request')}", err=True)
    if trouble := messages.trouble_words(summary, quiet=quiet):
        click.echo(trouble, err=True)
    code = summary.exit_code()
    if given["as_json"]:
        click.echo(messages.as_json(summary.plain()))
    elif summary.tellings and not quiet:
        if given["explain"]:
            click.echo(_explained(out, given["explain"], lang))
        click.echo(messages.build_words(summary, out))
    return code


def _explained(out: Path, article: str, lang: str) -> str:
    """Say why the sentences of an article, or of all, gave what they gave.

    Raises
    ------
    ArticleError
        KG-227 if the build has no such article.
    """
    from kg.project import frame_languages  # noqa: PLC0415  loads the language files' reader

    rows = explaining.read_table(out)
    known = {row.article for row in rows}
    if article not in {_ALL, *known}:
        raise ArticleError(
            "KG-227",
            f"No article of this build is called {article!r}.",
            f"There are: {', '.join(sorted(known))}",
        )
    chosen = explaining.about(rows, known if article == _ALL else {article}, ())
    return messages.safe(explaining.words(chosen, frame_languages(), lang))


def _must_be_day(given: str) -> None:
    if given:
        try:
            date.fromisoformat(given)
        except ValueError:
            raise click.BadParameter(f"{given!r} is no day; write 2023-09-13", param_hint="--date") from None


def _stopped(reached: Mapping[str, tuple[int, int]]) -> str:
    """Tell what a build that was stopped leaves behind."""
    done, total = reached.get("Extracting", (0, 0))
    kept = f"{done} of {messages.counted(total, 'article')} are extracted and kept" if total else ""
    graph = "" if "Writing" in reached else "The graph is as it was before. "
    return f"Stopped. {graph}{kept or 'What was read is kept'}; the same command goes on from there."


def _tell(words: str) -> None:
    click.echo(messages.safe(words), err=True)


def _silent(_words: str) -> None:
    """Say nothing."""


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Give what a build calls as it goes on: bars on a terminal, nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield lambda _stage, _done, _total: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (
        TextColumn("{task.description:<11}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[unit]}"),
    )
    with Progress(*columns, console=Console(stderr=True)) as bars:
        tasks: dict[str, Any] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total, unit=_UNITS.get(stage, "articles"))
            bars.update(tasks[stage], completed=done, total=total)

        yield show
