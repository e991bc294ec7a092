"""How fast the ready questions are on a million made-up statements in the embedded store, beside rdflib.

Run by hand (``python -m tests.bench_questions [STATEMENTS] [SHARE]``). All statements go to the embedded
store, on disk as under a build; rdflib gets a smaller world, on which both engines are timed for the ratio,
since rdflib would take hours for all. Seconds are of the processor, not of the clock.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
from rdflib import Graph

from kg.minting import Mint
from kg.queries import ask, library
from kg.rooms import room
from kg.vocabulary import load_vocabulary
from tests.generated import World

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.queries import Question

#: About so many statements come with one report, its share of article, event and entities included.
_A_REPORT = 44
_LIMIT = 2.0
_SEED = 1


def seconds(work: Callable[[], object]) -> tuple[float, object]:
    """Give the processor's seconds that something takes, and what it gives."""
    begun = time.process_time()
    outcome = work()
    return time.process_time() - begun, outcome


def written(statements: int, path: Path) -> int:
    """Write a world of about so many statements; give the number of its reports."""
    reports = max(1, statements // _A_REPORT)
    with path.open("w", encoding="utf-8") as lines:
        lines.writelines(World(reports, _SEED, Mint()).statements(load_vocabulary(room("ontology"))))
    return reports


def opened(path: Path, folder: Path) -> pyoxigraph.Store:
    """Load statements in an embedded store on disk."""
    store = pyoxigraph.Store(str(folder))
    store.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.N_TRIPLES)
    store.optimize()
    return store


def rows(store: pyoxigraph.Store, question: Question) -> int:
    """Ask a question as `kg ask` does, without values."""
    return len(ask(store, question, {}).rows)


def main(statements: int, share: int) -> None:
    """Print a table: rows and seconds on all, then both engines on the share."""
    questions = library(room("queries"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reports = written(statements, folder / "all.nt")
        took, store = seconds(lambda: opened(folder / "all.nt", folder / "all"))
        assert isinstance(store, pyoxigraph.Store)
        print(f"{len(store):,} statements of {reports:,} reports, loaded in {took:.1f} s")  # noqa: T201
        written(share, folder / "share.nt")
        part = opened(folder / "share.nt", folder / "share")
        graph = Graph().parse(folder / "share.nt", format="nt")
        print(f"beside it {len(part):,} statements in the embedded store and in rdflib")  # noqa: T201
        print(f"{'question':22}{'rows':>8}{'s':>7}{'':5}{'rows':>8}{'s':>8}{'rdflib s':>10}{'ratio':>8}")  # noqa: T201
        slow = []
        for key, one in questions.items():
            took, found = seconds(lambda one=one: rows(store, one))  # type: ignore[misc]
            small, few = seconds(lambda one=one: rows(part, one))  # type: ignore[misc]
            other, same = seconds(lambda one=one: len(list(graph.query(one.sparql))))  # type: ignore[misc]
            assert few == same, f"{key}: {few} rows against {same} in rdflib"
            slow += [key] if took >= _LIMIT else []
            print(  # noqa: T201
                f"{key:22}{found:>8}{took:>7.2f}{'':5}{few:>8}{small:>8.3f}{other:>10.2f}"
                f"{other / max(small, 1e-9):>8.0f}",
                flush=True,
            )
        print(f"{len(questions) - len(slow)} of {len(questions)} under {_LIMIT:.0f} s; slower: {slow}")  # noqa: T201


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    main(*given, *(1_000_000, 20_000)[len(given) :])
