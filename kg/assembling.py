"""The tellings of all articles put together: events, graphs, checks, and the files of a build.

The rule: pure; bytes out, nothing written. An article whose graph breaks a must-rule is set aside first,
with its reasons, and events are made of the others; what the whole graph then breaks is told.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rdflib import Graph

from kg import __version__
from kg.checking import in_words, loads_everywhere, quotes_hold
from kg.describe import article_graph
from kg.describing_events import describe_events
from kg.errors import ArticleError, KgError, LookupFailed, MissingError
from kg.joining import join
from kg.labelling import label, read_templates
from kg.link_table import LINKS, to_table, why
from kg.merging import merge, reports_on
from kg.model import LinkStatus, Status
from kg.rooms import room
from kg.store import GRAPH
from kg.turtle import to_turtle
from kg.vocabulary import bind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.checking import Checker, Finding
    from kg.describe import Run
    from kg.minting import Mint
    from kg.model import Event, Telling
    from kg.vocabulary import Vocabulary

    Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build came to. ``notes`` and ``set_aside`` are (article, words).

    ``requests`` were sent to the service that tells what names mean; a second build may need none.
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
    """Tellings, and by article the run each was made in."""

    tellings: tuple[Telling, ...]
    runs: Mapping[str, Run]
    errors: tuple[KgError, ...] = ()
    requests: int = 0


@dataclass(frozen=True, slots=True)
class Assembled:
    """A build before it is written: content by file name, and what it came to."""

    files: Mapping[str, bytes]
    summary: Summary


def assemble(
    told: Told, vocabulary: Vocabulary, checker: Checker, mint: Mint, lang: str, progress: Progress
) -> Assembled:
    """Make the files of a build from what the articles tell."""
    good: list[Telling] = []
    files: dict[str, bytes] = {}
    aside: list[tuple[str, str]] = []
    for number, telling in enumerate(told.tellings, 1):
        article = telling.reading.article
        run = told.runs[article.id]
        graph = Graph()
        try:
            graph = article_graph(telling, vocabulary, mint, run)
            reasons = [in_words(one, graph, lang) for one in _musts(graph, telling, checker, mint, lang)]
        except KgError as error:
            reasons = [str(error)]
        if reasons:
            aside.append((article.id, "\n".join(reasons)))
            files[f"rejected/{article.id}.ttl"] = to_turtle(graph, mint.prefixes())
            files[f"rejected/{article.id}.txt"] = ("\n".join(reasons) + "\n").encode()
        else:
            good.append(telling)
        progress("Checking", number, len(told.tellings) + 1)
    tellings = join(good)
    events = label(merge(tellings, mint), tellings, mint, read_templates(room("data") / "labels.toml"))
    on = reports_on(events, mint)
    whole = bind(describe_events(events, vocabulary, mint))
    for telling in tellings:
        article = telling.reading.article
        graph = article_graph(telling, vocabulary, mint, told.runs[article.id], on)
        files[f"articles/{article.id}.ttl"] = to_turtle(graph, mint.prefixes())
        files[f"articles/{article.id}.txt"] = article.text.encode()
        whole += graph
    files[GRAPH] = to_turtle(whole, mint.prefixes())
    files[LINKS] = to_table(why(tellings))
    findings = [*checker.check(whole, lang), *checker.undeclared(whole, lang)]
    progress("Checking", len(told.tellings) + 1, len(told.tellings) + 1)
    entities = {
        entity.key: entity.link.status
        for telling in tellings
        for entity in telling.entities
        if entity.mentions  # the state of a place that is named is no name that was linked
    }
    publishers = {telling.publisher or telling.reading.article.publisher for telling in tellings} - {""}
    summary = Summary(
        tellings=tellings,
        events=events,
        names=Counter(entities.values()),
        publishers=len(publishers),
        statements=len(whole),
        sha256=hashlib.sha256(files[GRAPH]).hexdigest(),
        warnings=sum(one.severity == "should" for one in findings),
        set_aside=tuple(aside),
        broken=tuple(in_words(one, whole, lang) for one in findings if one.severity == "must"),
        requests=told.requests,
    )
    return Assembled(files, summary)


def _musts(graph: Graph, telling: Telling, checker: Checker, mint: Mint, lang: str) -> list[Finding]:
    article = telling.reading.article
    findings = [
        *checker.check(graph, lang),
        *checker.undeclared(graph, lang),
        *loads_everywhere(graph, lang),
        *quotes_hold(graph, {mint.article(article.sha256): article.text}, lang),
    ]
    return [one for one in findings if one.severity == "must"]
