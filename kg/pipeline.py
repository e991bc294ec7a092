"""Articles in, a checked graph out: the parts of the house in the order in which they work.

The rule: nothing is decided here. find -> read -> parse -> tell -> join -> check -> merge -> describe ->
write. One article that fails becomes a `KgError` in the `Summary`, and the others go on; an article whose
graph breaks a must-rule is set aside with its reasons before events are made of the rest. What an earlier
build worked out and nothing has changed since is taken from it (`kg.results`, `kg.stages`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kg.assembling import Summary, assemble
from kg.change_log import continued
from kg.crew import Crew
from kg.decisions import DECISIONS, load_decisions
from kg.embedded import keep_in_step
from kg.extracting import parse_all
from kg.intake import Sources, read_in
from kg.minting import Mint
from kg.network import is_address
from kg.results import Results
from kg.setup import Setup
from kg.stages import Stages
from kg.store import GRAPH, RESULTS, SUMMARY
from kg.tellings import tell_all
from kg.writing import graph_in, log_in, prepare, write

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kg.assembling import Assembled

    Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a build can be told.

    ``pipelines`` maps a language to a folder or spaCy package in place of the shipped one; ``endpoint``
    is asked in place of the snapshot, its answers are kept in ``cache`` for ``cache_days``, and
    ``text_search`` says whether it has Wikidata's; ``date`` is for articles that tell none; ``lang`` is
    the language in which broken rules are told; ``snapshot`` is a folder in place of the shipped one;
    ``overrides`` is a file of links that a person fixed, put before the project's own; ``jobs`` is how many
    processes may share the work on the articles.
    """

    pipelines: Mapping[str, str] = field(default_factory=dict)
    endpoint: str = ""
    contact: str = ""
    date: str = ""
    offline: bool = False
    force: bool = False
    base: str = Mint().base
    lang: str = "en"
    snapshot: Path | None = None
    cache: Path | None = None
    cache_days: float = 30
    text_search: bool | None = None
    overrides: Path | None = None
    jobs: int = 1


def build(
    sources: Sequence[str],
    out: Path,
    settings: Settings,
    progress: Progress,
    told: Callable[[str], None] = lambda _: None,
) -> Summary:
    """Build the graph of all sources in a folder; if no article could be read, nothing is written.

    ``told`` hears of waiting for a service, and of kept answers that cannot be used.

    Raises
    ------
    MissingError
        If the folder cannot be written, or the setup lacks something for all articles.
    ProjectError
        If a file of the project is wrong.
    """
    prepare(out, [Path(source) for source in sources if not is_address(source)], force=settings.force)
    decisions = load_decisions(out / DECISIONS)
    setup = Setup(settings.pipelines, settings.snapshot, settings.overrides)
    with Results(out / RESULTS, told) as results, Crew(setup, settings.jobs) as crew:
        stages = Stages(results, setup.folder, settings.pipelines, settings.overrides)
        named = Sources(sources, settings.date, settings.contact, settings.offline)
        articles = read_in(named, setup.built, results, stages, progress)
        parsed = parse_all(articles.articles, setup, crew, results, stages, progress)
        tellings = tell_all(parsed.readings, setup, crew, settings, results, stages, progress, told)
        errors = articles.errors + parsed.errors + tellings.errors
        if not tellings.tellings:
            if not (out / SUMMARY).is_file():
                results.discard()
            return Summary(errors=errors, notes=articles.notes + parsed.notes, requests=tellings.requests)
        assembled = assemble(
            tellings,
            crew,
            Mint(settings.base),
            settings.lang,
            progress,
            results,
            stages,
            out,
            decisions,
        )
        notes = articles.notes + parsed.notes + assembled.summary.notes
        summary = replace(assembled.summary, errors=errors, notes=notes)
        log = _log(out, assembled)
        progress("Writing", 0, len(assembled.files))
        write(out, assembled.files, summary.plain(), assembled.lying, log)
        progress("Writing", len(assembled.files), len(assembled.files))
        keep_in_step(out, told)
        results.forget_unused()
    return summary


def _log(out: Path, assembled: Assembled) -> str | None:
    """Give the log of changes as it is to be, None if it may stay as it is."""
    log, before = log_in(out), graph_in(out)
    after = assembled.files.get(GRAPH, before)
    if not before or (before == after and not log):
        return None
    return continued(log, before, after, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
