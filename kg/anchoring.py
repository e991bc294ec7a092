"""When, by another happening that the words point to: "während des Besuchs", "damals", "der Start".

The rule: what they point to is told in the article with one time only, and of the same states. What was done
during a visit that began on a day was on one of the days from that on, up to the one on which it is told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.dating import FULL, JOINED, NEAR, RECENT, STATED, apart
from kg.frames import fits
from kg.model import TimePrecision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kg.frames import Scene
    from kg.model import Clause, Period, Report

_VISIT = "Visit"
#: How many days before the article "then" is of another time than the article's own.
_PAST = 14


@dataclass(frozen=True)
class Anchoring:
    """Finds the times of events that are told by others of the same article.

    ``states`` gives those who take part in what is told, as the states that they act for.
    """

    scene: Scene
    states: Callable[[Report], frozenset[str]]

    def time(self, report: Report, clause: Clause, told: Sequence[Report]) -> Period | None:
        """Give the time of what a clause points to, None if it points to nothing of one time."""
        return self._during(report, clause, told) or self._then(report, clause, told)

    def on_visit(self, clause: Clause) -> bool:
        """Whether something was on some day of a visit that is known ("während des Besuchs")."""
        return _VISIT in self._kinds(self._occasions(clause))

    def _occasions(self, clause: Clause) -> list[Clause]:
        """List the known happenings during which a clause says that something was, and tells no time of."""
        scene = self.scene
        verb = clause if clause.kind != "noun" else scene.verb_above(clause)
        over = [verb] if verb is not None else []
        if verb is not None and verb.relation in JOINED and verb.parent >= 0:
            over.append(scene.reading.clauses[verb.parent])  # "In the talks they … and agreed"
        below = [c for c in scene.reading.clauses if c.parent in {one.index for one in over}]
        nouns = [c for c in below if c.kind == "noun" and c.definite and c.index != clause.index]
        return [c for c in nouns if c.relation in scene.language.grammar.during and not c.times]

    def _kinds(self, nouns: Sequence[Clause]) -> set[str]:
        return {f.event for c in nouns for f in self.scene.language.frames if fits(f, c, self.scene)}

    def _during(self, report: Report, clause: Clause, told: Sequence[Report]) -> Period | None:
        """Give the time of the known happening during which something was ("bei dem Treffen")."""
        kinds = self._kinds(self._occasions(clause))
        same = [r for r in told if r.event_type in kinds and self.states(r) & self.states(report)]
        today, time = self.scene.reading.article.day, self._one(same)
        if time is None or not self._lasts(same, time):
            return time
        recent = len(today) == FULL and 0 <= apart(time.begin, today) <= RECENT
        precision = TimePrecision.DAY if time.begin == today else TimePrecision.INTERVAL
        return replace(time, end=today, precision=precision) if recent else None

    def _then(self, report: Report, clause: Clause, told: Sequence[Report]) -> Period | None:
        """Give the past time told just before, for what was "then" ("Damals unterzeichneten sie …")."""
        grammar, today = self.scene.language.grammar, self.scene.reading.article.day
        verb = clause if clause.kind != "noun" else self.scene.verb_above(clause)
        words = {w.form for w in verb.adverbs} if verb is not None else set()
        near = [r for r in told if 0 <= report.sentence - r.sentence <= NEAR and r.time is not None]
        if not words & grammar.back_then or len(today) != FULL:
            return None
        if not near:
            return self._told_last(clause, today)
        last = [r for r in near if r.sentence == near[-1].sentence and self.states(r) & self.states(report)]
        time = self._one(last)
        past = time is not None and apart(time.end, today) > _PAST
        return time if time is not None and past and not self._lasts(last, time) else None

    def _told_last(self, clause: Clause, today: str) -> Period | None:
        """Give the past month or year told last, in the sentence or the one before."""
        before = [c for c in self.scene.reading.clauses if 0 <= clause.sentence - c.sentence <= 1 and c.times]
        last = max((c for c in before if c.trigger.begin < clause.trigger.begin), key=_at, default=None)
        times = [t for t in last.times if t.end] if last is not None else []
        long = [t for t in times if t.precision is not TimePrecision.DAY and apart(t.end, today) > _PAST]
        return long[0] if len(times) == 1 and long else None

    def _one(self, reports: Iterable[Report]) -> Period | None:
        """Give the one time of some reports; None where they differ, or one is not told as so."""
        listed = list(reports)
        times = {(r.time.begin, r.time.end): r.time for r in listed if r.time is not None}
        stated = all(r.stance.modality in STATED for r in listed)
        if len(times) != 1 or not stated:
            return None
        time = next(iter(times.values()))
        return time if time.end else None

    def _lasts(self, reports: Iterable[Report], time: Period) -> bool:
        """Whether a day is only one of those of a visit."""
        return time.precision is TimePrecision.DAY and any(r.event_type == _VISIT for r in reports)


def _at(clause: Clause) -> int:
    return clause.trigger.begin
