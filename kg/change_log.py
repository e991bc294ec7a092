"""What each rebuild changed: ``changes.tsv`` beside the graph, the oldest first.

The rule: one line a change, in blocks of one build, each with the hash of the graph before and after. A block
is written before the graph it speaks of; if the build was stopped in between, the graph is still the one
before, and the next build takes the block out again. So no change is lost or told twice.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final

import pyoxigraph

from kg.comparing import compare
from kg.tab_tables import BETWEEN, from_text, to_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.comparing import Change

CHANGES: Final = "changes.tsv"
_HASH: Final = 16


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log: when it was built (UTC), the graphs' hashes, and what became of which event."""

    built: str
    before: str
    after: str
    kind: str
    event: str
    label: str
    what: str = ""
    old: str = ""
    new: str = ""


def continued(log: str, before: bytes, after: bytes, built: str) -> str:
    """Give the log with what the step from one graph (in Turtle) to the next changed; "" if there is none.

    A graph that cannot be read, because somebody changed it by hand, has no changes.
    """
    lines = read_log(log)
    step = Line(built, _hash(before), _hash(after), "", "", "")
    if lines and lines[-1].before == step.before:  # of a build that was stopped
        void = (lines[-1].before, lines[-1].after)
        while lines and (lines[-1].before, lines[-1].after) == void:
            lines.pop()
    if step.before == step.after:
        return _written(lines)
    stores = [pyoxigraph.Store(), pyoxigraph.Store()]
    try:
        for store, turtle in zip(stores, (before, after), strict=True):
            store.bulk_load(turtle, format=pyoxigraph.RdfFormat.TURTLE)
    except (SyntaxError, ValueError):
        return _written(lines)
    lines += [line for change in compare(*stores).changes for line in _lines(change, step)]
    return _written(lines)


def read_log(log: str) -> list[Line]:
    """Read a log; lines that are none are left out."""
    names, rows = from_text(log)
    if names != _columns():
        return []
    return [Line(*row) for row in rows if len(row) == len(names)]


def _lines(change: Change, step: Line) -> list[Line]:
    line = replace(step, kind=change.kind, event=change.event, label=_label(change.labels))
    if change.kind == "new":
        return [replace(line, what="status", new=change.status)]
    if change.kind == "withdrawn":
        return [replace(line, what="status", old=change.status)]
    if change.kind == "split":
        return [replace(line, what="reports", new=BETWEEN.join(change.others))]
    if change.kind in ("merged", "moved"):
        return [replace(line, what="reports", old=BETWEEN.join(change.others))]
    return [
        replace(line, what=one.what, old=BETWEEN.join(one.old), new=BETWEEN.join(one.new))
        for one in change.details
    ]


def _label(labels: Mapping[str, str]) -> str:
    return labels.get("en") or next(iter(labels.values()), "")


def _hash(graph: bytes) -> str:
    return hashlib.sha256(graph).hexdigest()[:_HASH]


def _written(lines: Sequence[Line]) -> str:
    if not lines:
        return ""
    return to_text(_columns(), ([str(getattr(line, name)) for name in _columns()] for line in lines))


def _columns() -> list[str]:
    return [one.name for one in fields(Line)]
