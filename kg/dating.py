"""When: the time that a clause tells of its event, itself or by what it is part of.

A time of the clause that an event is part of is its own, but where that is of another day ("nach dem
Treffen"), or says when somebody spoke of it. What other sentences tell is for `kg.same_day`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.model import (
    Clause,
    Modality,
    Period,
    Tense,
    TimePrecision,
)

if TYPE_CHECKING:
    from kg.frames import Scene
    from kg.language import Frame
    from kg.model import Stance

#: What is told as fact.
STATED = frozenset({Modality.ASSERTED, Modality.REPORTED})
#: What somebody holds untrue, or no more than possible.
DOUBTED = frozenset({Modality.DENIED, Modality.SPECULATED})
#: How many sentences back talks, a day or a place may be taken from.
NEAR = 2
#: What a clause may share its time with: "…: Kim kam an", "… und sprach mit ihm".
JOINED = frozenset({"coordinated", "parenthetical"})
#: Length of a date that names its day.
FULL = 10
#: The function of a bare noun that says when.
_TIME = "time"
#: What comes before that for which it was made, unless it is what is told ("sprach eine Einladung aus").
_EARLIER = frozenset({"Invitation"})
_CORE = frozenset({"subject", "object", "complement", "genitive", ""})
#: What goes on from a day told by "since".
CONTINUING = frozenset({"ArmsDeal", "MilitaryCooperation", "TechnologyTransfer", "TroopDeployment"})


def may_be_one(one: Period, other: Period) -> bool:
    """Whether two times may be those of one happening; an open end is the far future."""
    return one.begin <= (other.end or "9") and other.begin <= (one.end or "9")


@dataclass(frozen=True)
class Dating:
    """Finds the times of an article's events."""

    scene: Scene

    def time(self, frame: Frame, clause: Clause) -> Period | None:
        """Give the time told of a clause, or of what it is part of."""
        date, basis = self.scene.reading.article.day, self.scene.reading.article.counted
        if frame.now and clause.tense == "present" and len(date) == FULL and clause.finite is not None:
            known = [t for t in clause.times if t.end]
            today = Period(date, date, TimePrecision.DAY, basis, clause.finite.form)
            return known[0] if known else today
        node: Clause | None = clause
        below = clause
        grammar = self.scene.language.grammar
        later = {w.form for w in clause.adverbs} & grammar.earlier
        say = self.scene.language.attribution.say
        while node is not None:
            times = self._times(node)
            closed = [t for t in times if t.end]
            if not closed and node is clause and self._goes_on_since(frame, node):
                closed = list(times)
            apart = below.relation != "subject" and below.relation not in grammar.during
            if node is not clause and apart and self._speaks(node):
                closed = [t for t in closed if t.text.split(" ")[0].lower() in grammar.scheduled]
            if closed:
                return closed[0]
            above = self.scene.above(node)
            if self._another_day(frame, node, above):
                return None
            joined = node.relation in JOINED and not later and (above is None or above.lemma not in say)
            if node.kind != "noun" and not joined:
                return self._scheduled(node, above) or self._joined_before(node)
            below, node = node, above
        return None

    def _joined_before(self, node: Clause) -> Period | None:
        """Give the time of a verb joined before this one, where the last one is the head."""
        clauses = self.scene.reading.clauses
        first = (c for c in clauses if c.parent == node.index and c.relation == "coordinated")
        told = [c for c in first if c.trigger.begin < node.trigger.begin and _subject(c) == _subject(node)]
        return next((t for c in reversed(told) for t in c.times if t.end), None)

    def _another_day(self, frame: Frame, node: Clause, above: Clause | None) -> bool:
        """Whether a clause has another day than what it is part of ("nach dem Treffen", "auf Einladung")."""
        grammar = self.scene.language.grammar
        if node.relation in grammar.before | grammar.after | grammar.other_day:
            return True
        if node.kind != "noun" or above is None:
            return False
        invited = frame.event in _EARLIER and node.relation not in _CORE
        return invited or (above.lemma, node.relation) in grammar.topical

    def _times(self, node: Clause) -> tuple[Period, ...]:
        """Give the times of a clause, also of a noun that is itself a time ("seit Anfang Mai")."""
        clauses = self.scene.reading.clauses
        below = (c for c in clauses if c.parent == node.index and c.relation == _TIME)
        return node.times or tuple(time for c in below for time in c.times)

    def _goes_on_since(self, frame: Frame, node: Clause) -> bool:
        """Whether what is told goes on from an open time; "the first since May" was later."""
        words = {w.form for w in node.adverbs} | {w.lemma.lower() for w in node.adverbs}
        first = words & self.scene.language.grammar.first
        return frame.event in CONTINUING and not node.negated and not first

    def _scheduled(self, node: Clause, above: Clause | None) -> Period | None:
        """Give the coming day for which something is planned ("On Sunday he is due to visit Beijing")."""
        if above is None or node.mood != "infinitive" or node.relation != "complement" or not above.passive:
            return None
        date = self.scene.reading.article.day
        return next((t for t in above.times if t.end and date and t.begin > date), None)

    def told_of(self, stance: Stance, clause: Clause, time: Period | None) -> Period | None:
        """Leave out the day on which something was only agreed: a plan lies not before the article."""
        above = self.scene.verb_above(clause) if clause.kind == "noun" else None
        planned = (
            above is not None and above.lemma in self.scene.language.plan.verbs and above.tense != "present"
        )
        date = self.scene.reading.article.day
        if time is None or not planned or stance.modality is not Modality.PLANNED or time in clause.times:
            return time
        return None if time.end < date and len(date) == FULL else time

    def _speaks(self, verb: Clause) -> bool:
        """Whether a verb over an event noun says, denies or asks: when that was is not when the event was."""
        language = self.scene.language
        words = language.attribution.say | language.attribution.pause | language.quoting.acts
        words |= language.denial.verbs | language.request.verbs
        return verb.kind == "verb" and verb.lemma in words

    def ahead(self, stance: Stance, time: Period | None) -> Stance:
        """Put an event ahead that is dated after the article ("reist morgen nach Peking")."""
        date = self.scene.reading.article.day
        if time is None or len(date) != len(time.begin) or time.begin <= date:
            return stance
        return replace(stance, tense=Tense.FUTURE, cues=tuple(dict.fromkeys((*stance.cues, time.text))))


def _subject(clause: Clause) -> frozenset[int]:
    return frozenset(m for a in clause.arguments if a.function == "subject" for m in a.mentions)
