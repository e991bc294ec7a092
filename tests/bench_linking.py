"""What linking costs: requests for 1,000 names, and its share of a build's time with answers kept.

Run by hand (``python -m tests.bench_linking``); prints ratios, which hold on other machines.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import telling
from kg.cache import Cache
from kg.endpoint import EndpointLookup
from kg.pipeline import Settings, build
from kg.rooms import room
from kg.snapshot import SnapshotLookup
from tests.services import sparql_server

if TYPE_CHECKING:
    from collections.abc import Callable

SNAPSHOT = room("data") / "wikidata"
CONTACT = "bench@example.org"


def thousand(url: str, folder: Path) -> None:
    """Ask for 1,000 names, then again with the answers kept."""
    names = [(name, "de") for name, _ in SnapshotLookup(SNAPSHOT).names("de")]
    names = sorted(dict.fromkeys(names))[::5][:1000]
    assert len(names) == 1000
    for words in ("first", "again"):
        lookup = EndpointLookup(url, CONTACT, cache=Cache(folder / "names.sqlite"))
        begun = time.perf_counter()
        lookup.foresee(names, lambda _done, _total: None)
        found = sum(bool(one) for one in lookup.named(names).values())
        sys.stdout.write(
            f"1,000 names, {words}: {lookup.requests} requests, {time.perf_counter() - begun:.2f} s, "
            f"{found} found\n"
        )


class Stopwatch:
    """Sums up the time that linking and its look-ups take, nested ones once."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._inside = False

    def watch(self, kind: object, name: str) -> None:
        """Measure a method or a function of a module."""
        real: Callable[..., Any] = getattr(kind, name)

        def measured(*given: Any, **named: Any) -> Any:
            if self._inside:
                return real(*given, **named)
            self._inside = True
            begun = time.perf_counter()
            try:
                return real(*given, **named)
            finally:
                self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begun
                self._inside = False

        setattr(kind, name, measured)


def shares(url: str, folder: Path) -> None:
    """Build the German samples twice with one cache."""
    watch = Stopwatch()
    for name in ("named", "items", "holders", "heads", "foresee"):
        watch.watch(EndpointLookup, name)
    watch.watch(telling, "link")
    samples = [str(one) for one in sorted((room("data") / "articles").glob("*.txt"))]
    settings = Settings(endpoint=url, contact=CONTACT, cache=folder / "build.sqlite")
    for words in ("first", "again"):
        watch.seconds.clear()
        begun = time.perf_counter()
        summary = build(samples, folder / "build", settings, lambda *_: None)
        whole, linking = time.perf_counter() - begun, sum(watch.seconds.values())
        sys.stdout.write(
            f"build of {len(summary.tellings)} articles, {words}: {summary.requests} requests, "
            f"linking {linking / whole:.2%} of {whole:.1f} s\n"
        )


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with sparql_server(sorted(SNAPSHOT.glob("*.ttl")), place / "store") as url:
            thousand(url, place)
            shares(url, place)


if __name__ == "__main__":
    main()
