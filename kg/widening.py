"""Renews or widens a snapshot of Wikidata from a SPARQL service (`kg snapshot`).

The rule: nothing is lost. All asking comes before any writing; a service that fails in the middle leaves the
batches before it, and the items that wait are listed. An item that the service does not know, or that has
no name in our languages, stays as it was; one that was merged into another gives its place to that one.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.errors import ArticleError, LookupFailed, MissingError, ProjectError
from kg.gathering import BATCH, Found, Gatherer
from kg.rooms import room
from kg.snapshot_files import SnapshotFile, read_file, write_file
from kg.wikidata import ITEM, rank

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from kg.gathering import Ask

WAITING: Final = "waiting.txt"
_QID: Final = re.compile(r"Q[1-9][0-9]*")
_POSITION: Final = "Q4164871"
#: File by class of the ontology; all else are things.
_FILES: Final = {
    "Person": "people", "Country": "countries", "City": "places", "Region": "places", "Facility": "places",
    "Organization": "organisations", "NewsAgency": "organisations", "Publisher": "organisations",
    "Government": "organisations", "ArmedForces": "organisations", "Company": "organisations",
}  # fmt: skip
_TITLES: Final = {
    "classes": "Classes", "countries": "States and territories", "organisations": "Organisations and media",
    "people": "Persons", "places": "Cities, regions and other places", "positions": "Offices",
    "things": "Spaceports, rockets and events",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seeds:
    """What is to be asked for, and how it was named: kept in the snapshot's own record."""

    qids: tuple[str, ...]
    query: str = ""


@dataclass(slots=True)
class Renewal:
    """What came of it: QIDs asked for and renewed, new ones, those not taken, and why it stopped."""

    renewed: set[str] = field(default_factory=set)
    added: set[str] = field(default_factory=set)
    beside: set[str] = field(default_factory=set)
    merged: dict[str, str] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    nameless: set[str] = field(default_factory=set)
    waiting: tuple[str, ...] = ()
    failure: LookupFailed | None = None
    total: int = 0

    def plain(self) -> dict[str, Any]:
        """Give it as JSON can hold it."""
        return {
            "renewed": sorted(self.renewed, key=rank),
            "added": sorted(self.added, key=rank),
            "beside": len(self.beside),
            "merged": {old: self.merged[old] for old in sorted(self.merged, key=rank)},
            "unknown": sorted(self.unknown, key=rank),
            "nameless": sorted(self.nameless, key=rank),
            "waiting": list(self.waiting),
            "failure": str(self.failure) if self.failure else "",
            "items": self.total,
        }


def seeds(qids: Sequence[str], file: Path | None, query: Path | None, ask: Ask) -> Seeds:
    """Read what to ask for: QIDs as typed, a file with one a line, a query that gives items.

    Raises
    ------
    ArticleError
        KG-229 if a QID is wrong or nothing is asked for, KG-203 if a file cannot be opened.
    LookupFailed
        If the query is not answered.
    """
    found = list(qids)
    if file is not None:
        lines = (line.partition("#")[0].strip() for line in _read(file).splitlines())
        found += [word for line in lines for word in line.split()]
    for qid in found:
        if not _QID.fullmatch(qid):
            raise ArticleError("KG-229", f"{qid[:40]!r} is no QID.", "Write them so:  kg snapshot Q423 Q159")
    text = "" if query is None else _read(query)
    if text:
        values = [term.value for row in ask(text) for term in row.values() if term.value.startswith(ITEM)]
        names = [value.removeprefix(ITEM) for value in values]
        found += [name for name in names if _QID.fullmatch(name)]
    if not found:
        what = "The query gave no items." if text else "Nothing is asked for."
        raise ArticleError("KG-229", what, "Name QIDs, or give --seeds FILE or --query FILE.rq.")
    return Seeds(tuple(sorted(set(found), key=rank)), text)


def renew(wanted: Seeds, ask: Ask, out: Path, source: str, day: str) -> Renewal:
    """Ask for items and put them into a snapshot's folder; a new folder begins as the shipped snapshot.

    Parameters
    ----------
    source
        Address of the service, as the record names it.
    day
        ISO date of today.

    Raises
    ------
    MissingError
        If the folder holds Turtle that is no snapshot, or cannot be written.
    """
    base = _base(out)
    files = {path.stem: read_file(path) for path in sorted(base.glob("*.ttl"))}
    place = {qid: name for name, content in files.items() for qid in content.items}
    result, changed = Renewal(), set()
    gatherer = Gatherer(ask, place)
    for start in range(0, len(wanted.qids), BATCH):
        some = wanted.qids[start : start + BATCH]
        try:
            batch = gatherer.gather(some)
        except LookupFailed as error:
            result.failure, result.waiting = error, wanted.qids[start:]
            break
        named = {qid: item for qid, item in batch.items.items() if item.labels}
        for qid, item in named.items():
            if qid not in place:
                place[qid] = _kind(item, batch.items, gatherer)
                files.setdefault(place[qid], SnapshotFile([f"# {_TITLES[place[qid]]}"]))
                result.added.add(qid)
            elif qid in batch.wanted:
                result.renewed.add(qid)
            files[place[qid]].put(item)
            changed.add(place[qid])
        result.nameless |= (batch.wanted & batch.items.keys()) - named.keys()
        result.unknown |= batch.wanted - batch.items.keys()
        result.beside |= named.keys() - batch.wanted
        for old, new in batch.merged.items():
            if new in named:
                result.merged[old] = new
                changed |= _merge(files, old, new)
    result.renewed -= result.added
    result.total = sum(len(content.items) for content in files.values())
    if result.failure is None or changed:
        record = _record(base, files, wanted, result, source=source, day=day)
        _write(out, base, {name: files[name] for name in sorted(changed)}, record)
        _wait(out, result.waiting)
    return result


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ArticleError("KG-203", f"{path} cannot be opened: {error}.") from error


def _base(out: Path) -> Path:
    """Give the folder to start from: the one named if it holds a snapshot, else the shipped one."""
    if (out / "snapshot.toml").is_file():
        return out
    if out.is_dir() and any(out.glob("*.ttl")):
        raise MissingError(
            "KG-307", f"{out} holds Turtle files, but no snapshot.toml: it is no snapshot.",
            "Empty it or name another folder:  -o DIR",
        )  # fmt: skip
    return room("data") / "wikidata"


def _kind(item: Found, batch: Mapping[str, Found], gatherer: Gatherer) -> str:
    """Give the file an item belongs to, by its classes and all above them."""
    direct = item.claims.get("P31", frozenset())
    if item.claims.get("P279") or not direct:
        return "classes"
    classes = {above for one in direct for above in gatherer.superclasses(one)}
    held = {position for other in batch.values() for position, _, _ in other.offices}
    if _POSITION in classes or item.qid in held:
        return "positions"
    table = tomllib.loads((room("data") / "wikidata" / "classes.toml").read_text(encoding="utf-8"))
    name = next((name for name, qids in table.items() if classes & set(qids)), "")
    return _FILES.get(name, "things")


def _merge(files: Mapping[str, SnapshotFile], old: str, new: str) -> set[str]:
    """Let the item that another was merged into take its place and its names, whatever points to it."""
    changed = set()
    for name, content in files.items():
        if old in content.items:
            aliases = content.names(old)
            content.drop(old)
            home = next(one for one, other in files.items() if new in other.items)
            files[home].put(Found(new, aliases=aliases))
            changed |= {name, home}
        if content.point_to(old, new):
            changed.add(name)
    return changed


def _record(
    base: Path, files: Mapping[str, SnapshotFile], wanted: Seeds, result: Renewal, *, source: str, day: str
) -> str:
    """Write ``snapshot.toml``: what it held before, the new counts, and one entry a renewal."""
    try:
        told = tomllib.loads((base / "snapshot.toml").read_text(encoding="utf-8"))
        date, as_of, licence = (str(told[key]) for key in ("date", "offices_as_of", "licence"))
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise ProjectError("KG-102", f"{base / 'snapshot.toml'} cannot be read: {error}.") from error
    done = [qid for qid in wanted.qids if qid not in set(result.waiting)]
    entry = {"date": day, "source": source, "items": len(result.renewed | result.added), "seeds": done}
    if wanted.query:
        entry["query"] = wanted.query
    lines = [
        "# Written by kg snapshot: when the facts are from, and how many items there are.",
        f"date = {json.dumps(max(date, day))} # newest fact",
        f"offices_as_of = {json.dumps(as_of)} # an office without an end was held then, unless renewed below",
        f"licence = {json.dumps(licence)}",
        f"items = {result.total}",
        "",
        "[counts]",
        *(f"{name} = {len(files[name].items)}" for name in sorted(files)),
    ]
    entries = [one for one in told.get("renewed", []) if one != entry]
    for one in [*entries, entry]:
        lines += ["", "[[renewed]]", *(f"{key} = {_toml(value)}" for key, value in one.items())]
    return "\n".join([*lines, ""])


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _write(out: Path, base: Path, changed: Mapping[str, SnapshotFile], record: str) -> None:
    """Put the changed files in place, the record last; a new folder appears only when it is whole."""
    try:
        if base == out:
            for name, content in changed.items():
                write_file(out / f"{name}.ttl", content)
            _put(out / "snapshot.toml", record)
            return
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out, prefix=".new-") as beside:
            for path in base.glob("*.ttl"):
                shutil.copyfile(path, Path(beside) / path.name)
            for name, content in changed.items():
                write_file(Path(beside) / f"{name}.ttl", content)
            for path in sorted(Path(beside).iterdir()):
                path.replace(out / path.name)
            # The record last: without it, the folder is no snapshot, and nobody reads half of one.
            _put(out / "snapshot.toml", record)
    except OSError as error:
        what = f"{out} cannot be written: {error}."
        raise MissingError("KG-307", what, "Name another folder:  -o DIR") from error


def _put(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)


def _wait(out: Path, qids: Iterable[str]) -> None:
    """List what was not asked for any more, so that the next run can go on with it."""
    names: Collection[str] = list(qids)
    if names:
        _put(out / WAITING, "\n".join([*names, ""]))
    else:
        (out / WAITING).unlink(missing_ok=True)
