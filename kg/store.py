"""A built graph on disk and in memory: where it lies, how it is loaded, how files get into its folder.

The rule: a folder is only written to if it is empty, was made by `kg build` (it has a ``summary.json``),
or the user forces it; then only files that an earlier build listed are ever deleted. A file is written
beside its place and moved there, so that a build that is stopped leaves no half a file.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph

from kg.errors import ArticleError, MissingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

SUMMARY: Final = "summary.json"
GRAPH: Final = "graph.ttl"
_FORMATS: Final = {
    ".ttl": pyoxigraph.RdfFormat.TURTLE,
    ".nt": pyoxigraph.RdfFormat.N_TRIPLES,
    ".nq": pyoxigraph.RdfFormat.N_QUADS,
    ".rdf": pyoxigraph.RdfFormat.RDF_XML,
    ".jsonld": pyoxigraph.RdfFormat.JSON_LD,
}
_OURS: Final = re.compile(r"(?:articles|rejected)/[^/\\]+\.(?:ttl|txt)|graph\.ttl|links\.tsv|summary\.json")


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
            f"Build one:  kg build SOURCE -o {place}\nor name another:  -g FOLDER",
        )
    return path


def load(place: Path) -> pyoxigraph.Store:
    """Load a graph into memory for queries.

    Raises
    ------
    MissingError
        KG-310 if there is no graph.
    ArticleError
        KG-220 if the file cannot be read.
    """
    path = graph_file(place)
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
    """Tell whether a file is one that a build wrote, and so no article to read."""
    folder = path.parent.parent
    return path.parent.name in ("articles", "rejected") and all(
        (folder / name).is_file() for name in (SUMMARY, GRAPH)
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


def prepare(out: Path, sources: Iterable[Path], *, force: bool) -> None:
    """See to it that a build may be written to a folder, and make it.

    Raises
    ------
    MissingError
        KG-302 if it cannot be written, KG-303 if it holds something else, KG-304 if sources lie in it.
    """
    remedy = "Name another folder:  -o FOLDER"
    try:
        if out.exists() and not out.is_dir():
            raise MissingError("KG-302", f"{out} is a file, not a folder.", remedy)
        inner = {(out / name).resolve() for name in ("articles", "rejected")}
        if not inner.isdisjoint(parent for source in sources for parent in source.resolve().parents):
            raise MissingError("KG-304", f"{out} holds the articles that are to be read.", remedy)
        if out.is_dir() and any(out.iterdir()) and not (out / SUMMARY).is_file() and not force:
            raise MissingError(
                "KG-303",
                f"{out} is not empty and was not made by kg build.",
                f"{remedy}\nor write into it all the same:  --force",
            )
        out.mkdir(parents=True, exist_ok=True)
        probe = out / ".kg-probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise MissingError(
            "KG-302", f"{out} cannot be written: {error.strerror or error}.", remedy
        ) from error


def write(out: Path, files: Mapping[str, bytes], summary: Mapping[str, Any]) -> None:
    """Write a build: its files, then its summary with their names; what an earlier build left over goes.

    Raises
    ------
    MissingError
        KG-302 if the disk refuses.
    """
    named = sorted([*files, SUMMARY])
    content = {**files, SUMMARY: _json({**summary, "files": named})}
    try:
        stale = _earlier(out) - set(named)
        for name in sorted(content, key=lambda one: (one == SUMMARY, one)):
            path = out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            half = path.with_name(path.name + ".part")
            half.write_bytes(content[name])
            half.replace(path)
        for name in sorted(stale):
            (out / name).unlink(missing_ok=True)
        for folder in ("articles", "rejected"):
            if (out / folder).is_dir() and not any((out / folder).iterdir()):
                (out / folder).rmdir()
    except OSError as error:
        raise MissingError(
            "KG-302",
            f"{out} cannot be written: {error.strerror or error}.",
            "Name another folder:  -o FOLDER",
        ) from error


def _earlier(out: Path) -> set[str]:
    """Give the files an earlier build listed; anything that does not look like ours is left alone."""
    try:
        listed = json.loads((out / SUMMARY).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    return {name for name in listed if isinstance(name, str) and _OURS.fullmatch(name)}


def _json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
