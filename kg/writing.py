"""How the files of a build get into its folder: one that is stopped leaves nothing half and no stray.

The rule: a folder is only written to if it is empty, was made by `kg build`, or the user forces it; then only
files that a build listed are ever deleted. A file that is as it should be is left alone; any other is
written beside its place and moved there, the graph after the articles, the summary last. What is about to be
written is noted before, so that the next build can clear away what a killed one began.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, Final

from kg.change_log import CHANGES
from kg.errors import MissingError
from kg.store import GRAPH, RESULTS, SUMMARY, WORK

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_OURS: Final = re.compile(
    r"(?:articles|rejected)/[^/\\]+\.(?:ttl|txt)|(?:graph|queries|void)\.ttl|(?:links|sentences)\.tsv|summary\.json"
)
_FOLDERS: Final = ("articles", "rejected")
_PROBE: Final = ".kg-probe"
_NOTE: Final = f"{WORK}/writing.json"
_REMEDY: Final = "Name another folder:  -o FOLDER"


def prepare(out: Path, sources: Iterable[Path], *, force: bool) -> None:
    """See to it that a build may be written to a folder, and make it.

    Raises
    ------
    MissingError
        KG-302 if it cannot be written, KG-303 if it holds something else, KG-304 if sources lie in it.
    """
    try:
        if out.exists() and not out.is_dir():
            raise MissingError("KG-302", f"{out} is a file, not a folder.", _REMEDY)
        inner = {(out / name).resolve() for name in _FOLDERS}
        if not inner.isdisjoint(parent for source in sources for parent in source.resolve().parents):
            raise MissingError("KG-304", f"{out} holds the articles that are to be read.", _REMEDY)
        if out.is_dir() and not _begun(out) and not force:
            raise MissingError(
                "KG-303",
                f"{out} is not empty and was not made by kg build.",
                f"{_REMEDY}\nor write into it all the same:  --force",
            )
        out.mkdir(parents=True, exist_ok=True)
        probe = out / _PROBE
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise _refused(out, error) from error


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """Give the hash of each file, as `lie_there` compares them."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def lie_there(out: Path, files: Mapping[str, str]) -> bool:
    """Tell whether all files lie in a folder with just this content (by hash)."""
    if (out / _NOTE).exists():
        return False
    try:
        return all(hashlib.sha256((out / name).read_bytes()).hexdigest() == files[name] for name in files)
    except OSError:
        return False


def graph_in(out: Path) -> bytes:
    """Give the graph that lies in a folder, nothing if there is none."""
    try:
        return (out / GRAPH).read_bytes()
    except OSError:
        return b""


def log_in(out: Path) -> str:
    """Give the log of changes that lies in a folder, "" if there is none."""
    try:
        return (out / CHANGES).read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""


def write(
    out: Path,
    files: Mapping[str, bytes],
    summary: Mapping[str, Any],
    kept: Iterable[str] = (),
    log: str | None = None,
) -> None:
    """Write a build: its files, then its summary with their names; what an earlier build left over goes.

    ``kept`` names files of the build that lie there already (`lie_there`), ``log`` is the log of changes;
    None leaves it as it is.

    Raises
    ------
    MissingError
        KG-302 if the disk refuses.
    """
    named = sorted({*files, *kept, SUMMARY})
    content = {**files, SUMMARY: _json({**summary, "files": named})}
    try:
        begun = _noted(out)
        stale = (_earlier(out) | begun) - set(named)
        changed = [name for name in content if not _same(out / name, content[name])]
        other_log = log is not None and log != log_in(out)
        if changed or stale or begun or other_log:
            for name in (*begun, CHANGES):
                _half(out / name).unlink(missing_ok=True)
            _move(out / _NOTE, _json({"files": sorted(begun | set(named))}))
            if log:
                _move(out / CHANGES, log.encode())
            elif log is not None:
                (out / CHANGES).unlink(missing_ok=True)
            for name in sorted(changed, key=lambda one: (one == SUMMARY, one == GRAPH, one)):
                _move(out / name, content[name])
            for name in sorted(stale):
                (out / name).unlink(missing_ok=True)
            for folder in _FOLDERS:
                if (out / folder).is_dir() and not any((out / folder).iterdir()):
                    (out / folder).rmdir()
            (out / _NOTE).unlink()
    except OSError as error:
        raise _refused(out, error) from error


def _begun(out: Path) -> bool:
    """Tell whether a build made a folder, or was stopped before it had written anything."""
    ours = (out / SUMMARY).is_file() or (out / RESULTS).is_file()
    return ours or {path.name for path in out.iterdir()} <= {_PROBE, WORK}


def _same(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _move(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    half = _half(path)
    half.write_bytes(content)
    half.replace(path)


def _half(path: Path) -> Path:
    return path.with_name(path.name + ".part")


def _earlier(out: Path) -> set[str]:
    """Give the files an earlier build listed; anything that does not look like ours is left alone."""
    return _listed(out / SUMMARY)


def _noted(out: Path) -> set[str]:
    """Give the files that a build began to write and did not finish."""
    return _listed(out / _NOTE)


def _listed(path: Path) -> set[str]:
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    return {name for name in listed if isinstance(name, str) and _OURS.fullmatch(name)}


def _refused(out: Path, error: OSError) -> MissingError:
    return MissingError("KG-302", f"{out} cannot be written: {error.strerror or error}.", _REMEDY)


def _json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
