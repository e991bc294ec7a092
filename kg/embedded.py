"""The embedded store beside a graph: the same statements on disk, indexed, so that questions need not wait.

The rule: a store is named by the hash of the graph file it was made of, is made beside its place, moved there
when it is whole, and never written to again. So a store is either just the graph or not there; a build that
is killed leaves none that answers wrongly, and who asks while a build goes on is not disturbed. Without one
that fits, the graph file answers.
"""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING, Final

import pyoxigraph

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_WORK: Final = "work"
_GRAPH: Final = "graph.ttl"
_NAME: Final = "store-"
_HALF: Final = "half-store"
_HASH: Final = 16
#: The newest, and the one before, of which somebody may be reading still.
_STORES: Final = 2


def keep_in_step(out: Path, told: Callable[[str], None] = lambda _: None) -> None:
    """See to it that the store of a build folder is that of its graph; ``told`` hears why there is none."""
    work = out / _WORK
    place = _place(out / _GRAPH)
    half = work / _HALF
    try:
        shutil.rmtree(half, ignore_errors=True)
        if not place.is_dir():
            store = pyoxigraph.Store(str(half))
            store.bulk_load(path=str(out / _GRAPH), format=pyoxigraph.RdfFormat.TURTLE)
            store.flush()
            del store  # lets go of the files
            half.replace(place)
        others = [path for path in work.glob(f"{_NAME}*") if path != place]
        others.sort(key=lambda path: (path.stat().st_mtime_ns, path.name))
        for old in others[: 1 - _STORES]:
            shutil.rmtree(old, ignore_errors=True)
    except (OSError, RuntimeError, ValueError) as error:
        told(
            f"KG-315  {work}: the embedded store cannot be made: {error}.\n"
            "        Questions are answered from graph.ttl, which takes longer to load."
        )


def embedded(graph: Path) -> pyoxigraph.Store | None:
    """Open the store that was made of just this graph file, only for reading; None if there is none."""
    try:
        place = _place(graph) if (graph.parent / _WORK).is_dir() else None
        return pyoxigraph.Store.read_only(str(place)) if place is not None and place.is_dir() else None
    except (OSError, RuntimeError, ValueError):
        return None


def _place(graph: Path) -> Path:
    """Name the store of a graph file; another version of the library makes another."""
    with graph.open("rb") as file:
        made_of = hashlib.file_digest(file, "sha256").hexdigest()[:_HASH]
    return graph.parent / _WORK / f"{_NAME}{made_of}-{pyoxigraph.__version__}"
