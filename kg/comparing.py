"""What became of the events of a graph in a later one: new, changed, withdrawn, merged, split.

The rule: an event is followed by its reports, not by its name. It goes on in the event that has most of its
reports (one of the same name counts first); an event whose reports joined another's was merged into it, one
whose reports came off another was split from it. Told is what people would cite: standing, roles, place,
time; not how many reports there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

KINDS: Final = ("new", "changed", "withdrawn", "merged", "split", "moved")
_KG: Final = "https://w3id.org/geoevents/ontology#"
_STATUS: Final = pyoxigraph.NamedNode(f"{_KG}status")
_REPORTS_ON: Final = pyoxigraph.NamedNode(f"{_KG}reportsOn")
_LABEL: Final = pyoxigraph.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
#: Counted or worked out from the rest; they change whenever a report is added.
_COUNTED: Final = frozenset(
    {"reportCount", "independentSourceCount", "firstReported", "lastReported", "timePrecision"}
)


@dataclass(frozen=True, slots=True)
class Seen:
    """An event as a graph has it: ``said`` are its values by the ontology's name of what they are."""

    key: str
    labels: Mapping[str, str]
    said: Mapping[str, frozenset[str]]
    reports: frozenset[str]

    @property
    def status(self) -> str:
        """Its standing, as the ontology names it."""
        return next(iter(sorted(self.said.get("status", ()))), "")


@dataclass(frozen=True, slots=True)
class Detail:
    """A value that is another now: what of the event, and what was and is said."""

    what: str
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one event; ``others`` are those merged into it, split from it, or whose reports moved.

    ``event`` is its key now; that of before for what was withdrawn or split.
    """

    kind: str
    event: str
    labels: Mapping[str, str]
    status: str
    others: tuple[str, ...] = ()
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes between two graphs, sorted, and how many events are as they were.

    ``names`` are labels of what the changes speak of, by key and language.
    """

    changes: tuple[Change, ...]
    same: int
    names: Mapping[str, Mapping[str, str]]

    def counts(self) -> Mapping[str, int]:
        """How many changes there are of each kind."""
        return Counter(one.kind for one in self.changes)


def compare(old: pyoxigraph.Store, new: pyoxigraph.Store) -> Comparison:
    """Tell what became of the events of one graph in another."""
    before, after = events_in(old), events_in(new)
    paths = _Paths(before, after)
    changes: list[Change] = []
    same = 0
    for key, event in after.items():
        origin = paths.origin.get(key)
        if origin is not None and paths.goes_on.get(origin) == key:
            details = _details(before[origin], event)
            if origin != key:
                details = (Detail("name", (origin,), (key,)), *details)
            if details:
                changes.append(Change("changed", key, event.labels, event.status, (), details))
            else:
                same += 1
        elif origin is None:
            changes.append(Change("new", key, event.labels, event.status))
        changes += [
            Change(kind, key, event.labels, event.status, tuple(sorted(others)))
            for kind, others in (("merged", paths.merged[key]), ("moved", paths.moved[key]))
            if others
        ]
    for key, event in before.items():
        if key not in paths.goes_on:
            changes.append(Change("withdrawn", key, event.labels, event.status))
        if paths.split[key]:
            parts = tuple(sorted(paths.split[key]))
            changes.append(Change("split", key, event.labels, event.status, parts))
    ordered = tuple(sorted(changes, key=lambda one: (KINDS.index(one.kind), one.event)))
    spoken_of = {name for one in ordered for part in one.details for name in (*part.old, *part.new)}
    events = {key: event.labels for key, event in (*before.items(), *after.items())}
    names: dict[str, Mapping[str, str]] = {**_names(old, spoken_of), **_names(new, spoken_of), **events}
    return Comparison(ordered, same, names)


def events_in(store: pyoxigraph.Store) -> dict[str, Seen]:
    """Give the events of a graph by key."""
    found = {}
    for subject in {quad.subject for quad in store.quads_for_pattern(None, _STATUS, None)}:
        labels: dict[str, str] = {}
        said: dict[str, set[str]] = defaultdict(set)
        for quad in store.quads_for_pattern(subject, None, None):
            name = quad.predicate.value.removeprefix(_KG)
            if quad.predicate == _LABEL and isinstance(quad.object, pyoxigraph.Literal):
                labels[quad.object.language or ""] = quad.object.value
            elif name != quad.predicate.value and name not in _COUNTED:
                said[name].add(_short(quad.object))
        reports = frozenset(
            _iri(quad.subject) for quad in store.quads_for_pattern(None, _REPORTS_ON, subject)
        )
        key = _short(subject)
        values = {name: frozenset(said[name]) for name in sorted(said)}
        found[key] = Seen(key, labels, values, reports)
    return {key: found[key] for key in sorted(found)}


class _Paths:
    """Where events go on, and where they come from."""

    def __init__(self, before: Mapping[str, Seen], after: Mapping[str, Seen]) -> None:
        now_on = {report: key for key, event in after.items() for report in event.reports}
        shared: Counter[tuple[str, str]] = Counter(
            (key, now_on[report])
            for key, event in before.items()
            for report in event.reports
            if report in now_on
        )
        linked = {key for pair in shared for key in pair}
        for key in before.keys() & after.keys() - linked:  # articles that were changed throughout
            shared[key, key] = 1
        #: The event of now in which one of before goes on, and the one that one of now comes from.
        self.goes_on = _best((old, new, count) for (old, new), count in shared.items())
        self.origin = _best((new, old, count) for (old, new), count in shared.items())
        self.merged: dict[str, set[str]] = defaultdict(set)
        self.split: dict[str, set[str]] = defaultdict(set)
        self.moved: dict[str, set[str]] = defaultdict(set)
        for old, new in shared:
            on, back = self.goes_on[old] == new, self.origin[new] == old
            if on and not back:
                self.merged[new].add(old)
            elif back and not on:
                self.split[old].add(new)
            elif not on:
                self.moved[new].add(old)


def _best(links: Iterable[tuple[str, str, int]]) -> dict[str, str]:
    """Choose for each the one of the same name, else the one with most shared reports."""
    chosen: dict[str, tuple[bool, int, str]] = {}
    for one, other, count in sorted(links, reverse=True):
        ranked = (one == other, count, other)
        if one not in chosen or ranked[:2] >= chosen[one][:2]:
            chosen[one] = ranked
    return {one: other for one, (_, _, other) in chosen.items()}


def _details(old: Seen, new: Seen) -> tuple[Detail, ...]:
    names = sorted(old.said.keys() | new.said.keys(), key=lambda name: (name != "status", name))
    pairs = [(name, old.said.get(name, frozenset()), new.said.get(name, frozenset())) for name in names]
    return tuple(
        Detail(name, tuple(sorted(was)), tuple(sorted(now))) for name, was, now in pairs if was != now
    )


def _names(store: pyoxigraph.Store, wanted: set[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for quad in store.quads_for_pattern(None, _LABEL, None) if wanted else ():
        key = _short(quad.subject)
        if key in wanted and isinstance(quad.object, pyoxigraph.Literal):
            found.setdefault(key, {})[quad.object.language or ""] = quad.object.value
    return found


def _iri(term: object) -> str:
    return term.value if isinstance(term, pyoxigraph.NamedNode) else str(term)


def _short(term: object) -> str:
    """Give what tells a term from others: the last part of an address, the text of a literal."""
    if isinstance(term, pyoxigraph.NamedNode):
        return term.value.removeprefix(_KG).rpartition("/")[2]
    return term.value if isinstance(term, pyoxigraph.Literal) else str(term)
