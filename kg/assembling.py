"""The tellings of all articles put together: events, graphs, checks, and the files of a build.

The rule: bytes out, nothing written. An article whose graph breaks a must-rule is set aside first, with its
reasons, and events are made of the others; what the whole graph then breaks is told. Where an earlier build
came to just the same and its files lie there as it wrote them, they are not made again.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from kg import __version__, explaining
from kg.catalogue import QUERIES_FILE, VOID_FILE, queries_ttl, void_ttl
from kg.checking import Scope
from kg.describe import article_triples, reported_events
from kg.describing_events import event_triples
from kg.errors import ArticleError, KgError, LookupFailed, MissingError
from kg.explaining import SENTENCES
from kg.findings import in_words
from kg.happenings import load_happenings
from kg.indexed import Indexed
from kg.joining import join
from kg.labelling import label, read_templates
from kg.link_table import LINKS, to_table, why
from kg.merging import merge, reports_on
from kg.model import Event, LinkStatus, Status
from kg.outlets import load_outlets
from kg.queries import library
from kg.results import Results, fingerprint, written
from kg.reviewing import decide, lost_in_words
from kg.rooms import room
from kg.store import GRAPH
from kg.things import THINGS, gather, load_things
from kg.turtle import to_turtle
from kg.verdicts import BATCH, Task, Verdict, judged, set_aside
from kg.writing import digests, lie_there

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from kg.crew import Crew
    from kg.decisions import Decision
    from kg.describe import Run
    from kg.minting import Mint
    from kg.model import Telling
    from kg.reviewing import Ties
    from kg.setup import Setup
    from kg.stages import Stages

    Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build came to. ``notes`` and ``set_aside`` are (article or pipeline, words).

    ``requests`` were sent to the service that tells what names mean; a second build may need none.
    ``unchanged`` articles were neither parsed nor told again.
    """

    tellings: tuple[Telling, ...] = ()
    events: tuple[Event, ...] = ()
    names: Mapping[LinkStatus, int] = field(default_factory=dict)
    publishers: int = 0
    statements: int = 0
    sha256: str = ""
    warnings: int = 0
    errors: tuple[KgError, ...] = ()
    set_aside: tuple[tuple[str, str], ...] = ()
    broken: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    requests: int = 0
    unchanged: int = 0

    @property
    def statuses(self) -> Mapping[Status, int]:
        """How many events there are of each status."""
        return Counter(event.status for event in self.events)

    def exit_code(self) -> int:
        """Sum up in the command's exit code: the first reason of each kind, if nothing could be built."""
        if not self.tellings:
            kinds = ((MissingError, 3), (ArticleError, 5), (LookupFailed, 4))
            return next((code for kind, code in kinds if any(isinstance(e, kind) for e in self.errors)), 1)
        if self.names.get(LinkStatus.LOOKUP_FAILED) or any(e.code.startswith("KG-40") for e in self.errors):
            return 4
        return 1 if self.errors or self.set_aside or self.broken else 0

    def plain(self) -> dict[str, Any]:
        """Give what does not change between two builds of the same input, as JSON takes it."""
        return {
            "articles": [
                {
                    "id": telling.reading.article.id,
                    "language": telling.reading.article.lang,
                    "sha256": telling.reading.article.sha256,
                    "sentences": len(telling.reading.sentences),
                    "reports": len(telling.reports),
                    "facts": len(telling.facts),
                }
                for telling in self.tellings
            ],
            "events": {str(status): self.statuses[status] for status in Status},
            "names": {str(status): self.names.get(status, 0) for status in LinkStatus},
            "publishers": self.publishers,
            "statements": self.statements,
            "sha256": self.sha256,
            "warnings": self.warnings,
            "errors": [{"code": e.code, "what": e.what, "remedy": e.remedy} for e in self.errors],
            "set_aside": [{"article": name, "reasons": words} for name, words in self.set_aside],
            "broken": list(self.broken),
            "notes": [{"article": name, "note": note} for name, note in self.notes],
            "version": __version__,
        }


@dataclass(frozen=True, slots=True)
class Told:
    """Tellings, by article the run each was made in, and how many an earlier build had made."""

    tellings: tuple[Telling, ...]
    runs: Mapping[str, Run]
    errors: tuple[KgError, ...] = ()
    requests: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Assembled:
    """A build before it is written: content by file name, and what it came to.

    ``lying`` are files that are not here because they lie in the folder already.
    """

    files: Mapping[str, bytes]
    summary: Summary
    lying: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Finished:
    """What a build came to, as it is kept for the next."""

    files: dict[str, str]
    events: tuple[Event, ...]
    names: dict[LinkStatus, int]
    publishers: int
    statements: int
    sha256: str
    warnings: int
    broken: tuple[str, ...]


def assemble(
    told: Told,
    crew: Crew,
    mint: Mint,
    lang: str,
    progress: Progress,
    results: Results | None = None,
    stages: Stages | None = None,
    out: Path | None = None,
    decisions: Sequence[Decision] = (),
) -> Assembled:
    """Make the files of a build from what the articles tell, and what persons decided on it.

    ``results`` and ``stages`` tell what an earlier build worked out, ``out`` is where its files lie.
    """
    decided = decide(told.tellings, decisions, mint)
    told = replace(told, tellings=decided.tellings)
    kept = results or Results()
    stage = fingerprint(stages.checking if stages else "", mint.base, lang)
    verdicts = _verdicts(told, crew, Task((), mint.base, lang), kept, stage, progress)
    good = [one for one in told.tellings if not verdicts[one.reading.article.id].reasons]
    key = fingerprint(
        stages.assembling if stages else "",
        mint.base,
        lang,
        written(decided.ties),
        *(_content_of(telling, told) for telling in told.tellings),
    )
    aside = tuple((name, "\n".join(one.reasons)) for name, one in verdicts.items() if one.reasons)
    tellings = join(gather(good, load_things(room("data") / THINGS)))
    finished = kept.read("built", key, _Finished) if out is not None else None
    files: dict[str, bytes] = {}
    if finished is None or out is None or not lie_there(out, finished.files):
        files = set_aside(verdicts)
        made = _Whole(tellings, told, crew.setup, mint, lang, decided.ties)
        files |= made.files
        progress("Checking", len(told.tellings) + 1, len(told.tellings) + 1)
        finished = made.finished(files)
        kept.keep("built", key, finished)
    summary = Summary(
        tellings=tellings,
        events=finished.events,
        names=finished.names,
        publishers=finished.publishers,
        statements=finished.statements,
        sha256=finished.sha256,
        warnings=finished.warnings,
        set_aside=aside,
        broken=finished.broken,
        requests=told.requests,
        unchanged=told.unchanged,
        notes=tuple((one.about.article, lost_in_words(one, reason)) for one, reason in decided.lost),
    )
    return Assembled(files, summary, tuple(sorted(finished.files.keys() - files.keys())))


def _content_of(telling: Telling, told: Told) -> bytes:
    """Write all of a telling that its graph hangs on, with the run it was made in."""
    reading = telling.reading
    named = replace(reading, article=replace(reading.article, path="", notes=()))
    return written([replace(telling, reading=named), told.runs[reading.article.id]])


def _verdicts(
    told: Told, crew: Crew, empty: Task, kept: Results, stage: str, progress: Progress
) -> dict[str, Verdict]:
    """Give the verdict on each article by its id, in the order of the tellings."""
    keys = {one.reading.article.id: fingerprint(stage, _content_of(one, told)) for one in told.tellings}
    found = {name: kept.read("verdict", key, Verdict) for name, key in keys.items()}
    new = [one for one in told.tellings if found[one.reading.article.id] is None]
    done = len(told.tellings) - len(new)
    batches = [new[begin : begin + BATCH] for begin in range(0, len(new), BATCH)]
    tasks = [
        replace(empty, batch=tuple((one, told.runs[one.reading.article.id]) for one in batch))
        for batch in batches
    ]
    for number, made in crew.each(judged, tasks, weight=BATCH):
        names = [one.reading.article.id for one in batches[number]]
        kept.keep_all("verdict", {keys[name]: one for name, one in zip(names, made, strict=True)})
        found |= zip(names, made, strict=True)
        done += len(names)
        progress("Checking", done, len(told.tellings) + 1)
    return {name: verdict for name, verdict in found.items() if verdict is not None}


class _Whole:
    """The events of all good articles, and the files that tell of them."""

    def __init__(
        self, tellings: Sequence[Telling], told: Told, setup: Setup, mint: Mint, lang: str, ties: Ties
    ) -> None:
        vocabulary, checker = setup.vocabulary, setup.checker
        data = room("data")
        templates = read_templates(data / "labels.toml")
        self._tellings = tellings
        outlets = load_outlets(data / "publishers.tsv")
        events = merge(tellings, mint, outlets, load_happenings(data / "happenings.tsv"), ties)
        broader = load_things(data / THINGS).broader
        self.events = label(events, tellings, mint, templates, broader)
        on = reports_on(self.events, mint)
        self.files: dict[str, bytes] = {}
        triples = [*event_triples(self.events, vocabulary, mint)]
        for telling in tellings:
            article = telling.reading.article
            own = article_triples(telling, vocabulary, mint, told.runs[article.id])
            own += reported_events(telling, mint, on)
            self.files[f"articles/{article.id}.ttl"] = to_turtle(own, mint.prefixes())
            self.files[f"articles/{article.id}.txt"] = article.text.encode()
            triples += own
        whole = Indexed(triples)
        self.files[GRAPH] = to_turtle(whole, mint.prefixes())
        self.files[LINKS] = to_table(why(tellings))
        self.files[SENTENCES] = explaining.to_table(explaining.explain(tellings))
        self.files[VOID_FILE] = void_ttl(whole, mint, data / "dataset.ttl")
        self.files[QUERIES_FILE] = queries_ttl(library(room("queries")))
        findings = [*checker.check(whole, lang, Scope.ACROSS), *checker.undeclared(whole, lang)]
        self._statements = len(whole)
        self._warnings = sum(one.severity == "should" for one in findings)
        self._broken = tuple(in_words(one, whole, lang) for one in findings if one.severity == "must")

    def finished(self, files: Mapping[str, bytes]) -> _Finished:
        """Give what the build came to."""
        entities = {
            entity.key: entity.link.status
            for telling in self._tellings
            for entity in telling.entities
            if entity.mentions  # the state of a place that is named is no name that was linked
        }
        publishers = {one.publisher or one.reading.article.publisher for one in self._tellings} - {""}
        return _Finished(
            files=digests(files),
            events=self.events,
            names=dict(Counter(entities.values())),
            publishers=len(publishers),
            statements=self._statements,
            sha256=hashlib.sha256(self.files[GRAPH]).hexdigest(),
            warnings=self._warnings,
            broken=self._broken,
        )
