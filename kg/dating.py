"""When: the time that a clause tells of its event, itself or by what it is part of.

A time of the clause that an event is part of is its own, but where that is of another day ("nach dem
Treffen"), or says when somebody spoke of it. What other sentences tell is for `kg.same_day`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
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
#: How many days after a happening "after it" or "during it" says when something was.
RECENT = 7
#: After how many days something is no news.
_PAST = 45
#: The days of the longest year.
_YEAR = 366
#: The function of a bare noun that says when.
_TIME = "time"
#: What comes before that for which it was made, unless it is what is told ("sprach eine Einladung aus").
_STATEMENT = "Statement"
_EARLIER = frozenset({"Invitation"})
_CORE = frozenset({"subject", "object", "complement", "genitive", ""})
#: What goes on from a day told by "since".
CONTINUING = frozenset({"ArmsDeal", "MilitaryCooperation", "TechnologyTransfer", "TroopDeployment"})


def may_be_one(one: Period, other: Period) -> bool:
    """Whether two times may be those of one happening; an open end is the far future."""
    return one.begin <= (other.end or "9") and other.begin <= (one.end or "9")


def apart(first: str, last: str) -> int:
    """Count the days from one ISO day to another."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def invites(event: str, noun: Clause) -> bool:
    """Whether a noun only says on whose invitation something was: that came before it."""
    return event in _EARLIER and noun.kind == "noun" and noun.relation not in _CORE


@dataclass(frozen=True)
class Dating:
    """Finds the times of an article's events."""

    scene: Scene

    def time(self, frame: Frame, clause: Clause) -> Period | None:
        """Give the time told of a clause, or of what it is part of."""
        day, basis = self.scene.reading.article.day, self.scene.reading.article.counted
        if frame.now and clause.tense == "present" and len(day) == FULL and clause.finite is not None:
            known = [t for t in clause.times if t.end]
            today = Period(day, day, TimePrecision.DAY, basis, clause.finite.form)
            return known[0] if known else today
        node: Clause | None = clause
        below = clause
        grammar = self.scene.language.grammar
        later = {w.form for w in clause.adverbs} & grammar.earlier
        say = self.scene.language.attribution.say
        while node is not None:
            times = self._times(node)
            closed = [t for t in times if t.end and not self._of_content(frame, node, t)]
            if node is clause and frame.event == _STATEMENT and self._by_now(node):
                closed = []
            if not closed and node is clause and self._goes_on_since(frame, node):
                closed = [t for t in times if not t.end]
            apart = below.relation != "subject" and below.relation not in grammar.during
            if node is not clause and apart and self._speaks(node):
                closed = [t for t in closed if self._of_noun(t, below)]
            if closed:
                return closed[0]
            above = self.scene.above(node)
            if self._another_day(frame, node, above):
                return None
            joined = node.relation in JOINED and not later and (above is None or above.lemma not in say)
            joined = joined and node.lemma not in grammar.finishing  # when he left is not when he was there
            if node.kind != "noun" and not joined:
                beside = self._scheduled(node, above) or self._joined_before(node)
                return beside or self._when(node, above) or self._when_that(node)
            below, node = node, above
        return None

    def _by_now(self, clause: Clause) -> bool:
        """Whether a verb only says that something was done by now ("has condemned …"): that has no day."""
        finite, grammar = clause.finite, self.scene.language.grammar
        return grammar.fixed_order and finite is not None and finite.form in grammar.by_now

    def _of_content(self, frame: Frame, node: Clause, time: Period) -> bool:
        """Whether a time is of what something is for or about, not of the happening itself.

        The term of an agreement ("a plan for 2025-2027"), the day of what somebody is invited to, and what
        closes a gerund that somebody says ("acknowledged sending them in April").
        """
        if frame.event == "Agreement" and apart(time.begin, time.end) > _YEAR:
            return True
        text, grammar = self.scene.reading.article.text, self.scene.language.grammar
        if frame.event == _STATEMENT and time.text.split(" ")[0].lower() in grammar.scheduled:
            return True  # "kündigte für Mai ein Treffen an"
        if frame.event in _EARLIER and node.kind == "verb" and time.precision is TimePrecision.DAY:
            to = [a.span.end for a in node.arguments if a.function in grammar.directional]
            end = self.scene.reading.sentences[node.sentence].span.end
            return any(time.text in text[at:end] for at in to)
        above = self.scene.above(node)
        gerund = node.mood == "participle" and node.relation == "complement" and above is not None
        return gerund and above is not None and self._speaks(above)

    def _of_noun(self, time: Period, noun: Clause) -> bool:
        """Whether a time under a verb that says something is of what is spoken of: to come, or long past.

        "Er verwies auf den Besuch in Pjöngjang im Juni 2024": no news speaks of what was said so long ago.
        """
        if time.text.split(" ")[0].lower() in self.scene.language.grammar.scheduled:
            return True
        reading, day = self.scene.reading, self.scene.reading.article.day
        rest = reading.article.text[noun.trigger.end : reading.sentences[noun.sentence].span.end]
        return len(day) == FULL and time.text in rest and apart(time.end, day) > _PAST

    def _when(self, node: Clause, above: Clause | None) -> Period | None:
        """Give the time told right before what was then ("on March 21, when he met Kim"), or of the stay."""
        reading, grammar = self.scene.reading, self.scene.language.grammar
        opener, closed = _opener(node), [t for t in above.times if t.end] if above is not None else []
        earlier = node.finite is not None and node.finite.form in grammar.earlier
        if opener in grammar.when:
            begin = reading.sentences[node.sentence].span.begin
            before = reading.article.text[begin : node.span.begin].rstrip(" ,")
            return next((t for t in closed if before.endswith(t.text)), None)
        if opener not in grammar.relative_places or earlier or above is None or above.tense != node.tense:
            return None  # "came last week to Kazan, where he met him": not "had met", "will meet"
        return next((t for t in closed if t.precision is not TimePrecision.DAY), None)

    def _when_that(self, node: Clause) -> Period | None:
        """Give the time of a clause that says when something was ("signed it when he came in June")."""
        if node.tense or node.modals or node.mood != "indicative":
            return None
        below = [c for c in self.scene.reading.clauses if c.parent == node.index and not c.tense]
        told = [c for c in below if c.kind == "verb" and _opener(c) in self.scene.language.grammar.when]
        return next((t for c in told for t in c.times if t.end), None)

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
        first = "object" if above.passive else "subject"
        if above.lemma in grammar.sequence and node.relation == first:
            return True  # "the talks followed the summit in May"
        return invites(frame.event, node) or (above.lemma, node.relation) in grammar.topical

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
        day = self.scene.reading.article.day
        return next((t for t in above.times if t.end and day and t.begin > day), None)

    def told_of(self, stance: Stance, clause: Clause, time: Period | None) -> Period | None:
        """Leave out a day that is not the event's: on which it was agreed, or of what was before it."""
        day = self.scene.reading.article.day
        if time is None or stance.modality in STATED:
            return time
        now = clause.finite is not None and time.text == clause.finite.form
        if now and time not in clause.times:
            return None  # somebody is there today only where that is told as so
        if stance.modality is not Modality.PLANNED:
            return time
        gone = len(day) == FULL and time.end < day and self._not_yet(clause, time)
        past = time.text.split(" ")[0].lower() in self.scene.language.grammar.earlier
        return None if gone or past else time

    def _not_yet(self, clause: Clause, time: Period) -> bool:
        """Whether what a noun tells lay ahead: it was agreed, or something was before it."""
        if clause.kind != "noun":
            return False
        above = self.scene.verb_above(clause)
        agreed = above is not None and above.lemma in self.scene.language.plan.verbs
        agreed = agreed and above is not None and above.tense != "present" and time not in clause.times
        return agreed or clause.relation in self.scene.language.grammar.before

    def _speaks(self, verb: Clause) -> bool:
        """Whether a verb over an event noun says, denies or asks: when that was is not when the event was."""
        language = self.scene.language
        words = language.attribution.say | language.attribution.pause | language.quoting.acts
        words |= language.denial.verbs | language.request.verbs
        return verb.kind == "verb" and verb.lemma in words

    def ahead(self, stance: Stance, time: Period | None) -> Stance:
        """Put an event ahead that is dated after the article ("reist morgen nach Peking")."""
        day = self.scene.reading.article.day
        if time is None or not day or time.begin[: len(day)] <= day:
            return stance
        return replace(stance, tense=Tense.FUTURE, cues=tuple(dict.fromkeys((*stance.cues, time.text))))


def _opener(clause: Clause) -> str:
    """Give the word that opens a clause, "" if that is none of its words."""
    return next((w.form for w in clause.adverbs if w.span.begin == clause.span.begin), "")


def _subject(clause: Clause) -> frozenset[int]:
    return frozenset(m for a in clause.arguments if a.function == "subject" for m in a.mentions)
