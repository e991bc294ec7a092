"""What a build costs: the first, one with nothing new, one article more; and what of it goes where.

Run by hand (``python -m tests.bench_build ARTICLES``); prints shares and ratios, as they hold elsewhere, too.
The bare parser is the pipeline alone (words, tags, trees, names) on the same sentences, in the same run. Time
is that of the processor: other work on the machine counts little. Only for the build that several processes
share, it is the time that passed: for that, the machine must be idle.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import spacy.language

from kg import assembling, extracting, pipeline, tellings, verdicts
from kg.building import cores
from kg.checking import Checker
from kg.parsing import Parser
from kg.pipeline import Settings, build
from kg.results import Results
from kg.setup import Setup
from tests.recombined import write_articles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ARTICLES = 500
#: By what is told: the functions and methods that do it; what one calls of another counts for that one.
PARTS: dict[str, tuple[tuple[object, str], ...]] = {
    "load": ((Setup, "parser"), (Setup, "names"), (Setup, "language")),
    "read": ((pipeline, "read_in"),),
    "parse": ((Parser, "read"),),
    "keep": ((Results, "read"), (Results, "keep_all"), (Results, "forget_unused")),
    "fingerprint": ((extracting, "content_of"), (assembling, "_content_of")),
    "tell and link": ((tellings, "tell"),),
    "describe": (
        (assembling, "article_triples"),
        (assembling, "reported_events"),
        (assembling, "event_triples"),
        (verdicts, "article_triples"),
    ),
    "check": ((Checker, "check"), (Checker, "undeclared"), (verdicts.Judge, "_own_rules")),
    "merge": ((assembling, "join"), (assembling, "merge"), (assembling, "label")),
    "turtle": ((assembling, "to_turtle"),),
    "write": ((pipeline, "write"), (pipeline, "keep_in_step"), (pipeline, "_log")),
}


class Stopwatch:
    """Sums up the processor's time by part; what runs inside another is taken from that."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._running: list[str] = []
        self._since = time.process_time()

    def switch(self, part: str | None) -> None:
        """Begin a part, or end the one that runs."""
        now = time.process_time()
        if self._running:
            self.seconds[self._running[-1]] = self.seconds.get(self._running[-1], 0.0) + now - self._since
        self._since = now
        if part is None:
            self._running.pop()
        else:
            self._running.append(part)

    def watch(self, place: Any, name: str, part: str) -> None:
        """Measure a method, or a function where it is used."""
        real: Callable[..., Any] = getattr(place, name)

        def measured(*given: Any, **named: Any) -> Any:
            self.switch(part)
            try:
                return real(*given, **named)
            finally:
                self.switch(None)

        setattr(place, name, measured)

    def watch_bare(self) -> None:
        """Measure spaCy's pipeline by itself."""
        kind: Any = spacy.language.Language
        real = kind.pipe

        def measured(*given: Any, **named: Any) -> Iterator[Any]:
            docs = iter(real(*given, **named))
            while True:
                self.switch("bare parser")
                try:
                    doc = next(docs)
                except StopIteration:
                    return
                finally:
                    self.switch(None)
                yield doc

        kind.pipe = measured


def measured(watch: Stopwatch, source: Path, out: Path, words: str) -> float:
    """Build, and print where the time went; gives all of it but the loading of pipelines."""
    watch.seconds.clear()
    begun, wall = time.process_time(), time.perf_counter()
    summary = build([str(source)], out, Settings(), lambda *_: None)
    whole, passed = time.process_time() - begun, time.perf_counter() - wall
    assert summary.tellings
    parts = sorted(watch.seconds.items(), key=lambda one: -one[1])
    shares = ", ".join(f"{name} {seconds / whole:.1%}" for name, seconds in parts if seconds > whole / 500)
    sys.stdout.write(
        f"{words}: {whole:.1f} s of the processor ({passed:.1f} s passed), "
        f"{summary.unchanged} of {len(summary.tellings)} unchanged\n   {shares}\n"
    )
    return whole - watch.seconds.get("load", 0.0)


def shared(source: Path, out: Path, jobs: int) -> float:
    """Build with so many processes; gives the time that passed."""
    begun = time.perf_counter()
    summary = build([str(source)], out, Settings(jobs=jobs), lambda *_: None)
    assert summary.tellings
    return time.perf_counter() - begun


def main(articles: int) -> None:
    """Print the figures."""
    watch = Stopwatch()
    for part, places in PARTS.items():
        for place, name in places:
            watch.watch(place, name, part)
    watch.watch_bare()
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "in", Path(folder) / "build"
        write_articles(source, range(articles))
        first = measured(watch, source, out, f"first build of {articles} articles")
        bare = watch.seconds["bare parser"]
        together = shared(source, Path(folder) / "together", jobs := cores())
        parse = bare + watch.seconds["parse"]
        again = measured(watch, source, out, "nothing new")
        write_articles(source, range(articles, articles + 1))
        more = measured(watch, source, out, "one article more")
        (source / "00000.txt").unlink()
        less = measured(watch, source, out, "one article taken out")
        shutil.rmtree(out / "work")
        sys.stdout.write(
            f"without loading: the first build takes {first / bare:.2f} of the bare parser, "
            f"{first / parse:.2f} of reading with all that is ours;\n"
            f"shared by {jobs} processes, loading included, it passes in {together / bare:.2f} of the bare "
            "parser's time;\n"
            f"with everything cached, a build takes {again / bare:.2f} of the bare parser;\n"
            f"nothing new {again / first:.3f} of the first, one article more {more / first:.3f}, "
            f"one taken out {less / first:.3f}\n"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES)
