"""A built graph: where it lies, and how it is loaded for questions.

The rule: ``graph.ttl`` is what counts. The store that a build made of it (`kg.embedded`) answers faster and
is taken only if it was made of just these bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph

from kg.embedded import embedded
from kg.errors import ArticleError, MissingError

if TYPE_CHECKING:
    from pathlib import Path

SUMMARY: Final = "summary.json"
GRAPH: Final = "graph.ttl"
#: What only makes the next build faster; may be deleted at any time.
WORK: Final = "work"
RESULTS: Final = f"{WORK}/results.sqlite"
_DECISIONS: Final = "decisions.jsonl"
_FORMATS: Final = {
    ".ttl": pyoxigraph.RdfFormat.TURTLE,
    ".nt": pyoxigraph.RdfFormat.N_TRIPLES,
    ".nq": pyoxigraph.RdfFormat.N_QUADS,
    ".rdf": pyoxigraph.RdfFormat.RDF_XML,
    ".jsonld": pyoxigraph.RdfFormat.JSON_LD,
}


def graph_file(place: Path) -> Path:
    """Give the file a graph lies in: the file itself, or ``graph.ttl`` of a folder.

    Raises
    ------
    MissingError
        KG-310 if there is no graph.
    """
    path = place / GRAPH if place.is_dir() else place
    if not path.is_file():
        raise MissingError(
            "KG-310",
            f"There is no graph at {place}.",
            f"Build one:  kg build SOURCE -o {place}\nor name the folder of another build.",
        )
    return path


def load(place: Path) -> pyoxigraph.Store:
    """Load a graph for queries: the store that its build made of it, else the file, into memory.

    Raises
    ------
    MissingError
        KG-310 if there is no graph.
    ArticleError
        KG-220 if the file cannot be read.
    """
    path = graph_file(place)
    if (made := embedded(path)) is not None:
        return made
    store = pyoxigraph.Store()
    try:
        store.bulk_load(path=str(path), format=_FORMATS.get(path.suffix.lower(), pyoxigraph.RdfFormat.TURTLE))
    except (OSError, SyntaxError, ValueError) as error:
        raise ArticleError(
            "KG-220",
            f"{path} cannot be read as a graph: {error}.",
            "Build it again, or mend the place it names.",
        ) from error
    return store


def is_output(path: Path) -> bool:
    """Tell whether a file is one that a build wrote, or what was decided on it, and so no article to read."""
    own = path.name == _DECISIONS
    folder = path.parent if own else path.parent.parent
    return (own or path.parent.name in ("articles", "rejected")) and (
        (folder / RESULTS).is_file() or all((folder / name).is_file() for name in (SUMMARY, GRAPH))
    )


def texts(place: Path) -> dict[str, str]:
    """Give the kept texts beside a graph, by the name of their file without ending."""
    folder = place if place.is_dir() else place.parent
    found: dict[str, str] = {}
    for path in sorted([*folder.glob("*.txt"), *(folder / "articles").glob("*.txt")]):
        try:
            found[path.stem] = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            continue  # the quotes of this article are then told as unchecked
    return found
