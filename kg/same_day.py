"""When, by the sentences around: the day of what was told just before of the same people.

Also the day that the text tells of what its headline says, or the next sentence of what this one does.
What is taken from elsewhere is named in the report's rule, and its basis is the context. What is told
beside the story, or goes back to what had been before, gives no day to what follows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.anchoring import Anchoring
from kg.dating import CONTINUING, FULL, JOINED, NEAR, RECENT, STATED, apart, invites
from kg.frames import fits
from kg.model import Clause, Period, Report, SectionKind, TimeBasis, TimePrecision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.frames import Scene

#: How far a scene goes on that nobody enters or leaves.
_FAR = 6
#: What stands over a text or opens it.
_HEADS = frozenset({SectionKind.HEADLINE, SectionKind.SUBHEADING, SectionKind.LEAD})
#: Roles of things, which bring no two happenings together.
_NO_ACTORS = frozenset({"item", "topic", "instrument", "counterPerformance"})
#: Acts of states: who does them stands for one.
_OF_STATES = frozenset({"Agreement", "Exercise", "Launch", "Sanction", "TroopDeployment", "WeaponsTest"})
#: What may be told without who did it ("The rocket lifted off on Tuesday").
_AGENTLESS = frozenset({"Launch", "WeaponsTest"})
#: Who says or does what has another side, too.
_DOERS = frozenset({"speaker", "agent", "sender", "supplier"})
_STATEMENT, _VISIT = "Statement", "Visit"
#: Another thing looked at is another look.
_LOOKED_AT = frozenset({"Inspection"})
#: What is looked at while it happens: the day of the one is that of the other.
_OVERSEEN = frozenset({"Exercise", "Launch", "WeaponsTest"})


@dataclass(frozen=True)
class SameDay:
    """Finds the days of events whose clauses tell none."""

    scene: Scene

    def dated(self, report: Report, clause: Clause, told: Sequence[Report]) -> Report:
        """Take the day from what was told just before of the same people, where nothing says otherwise."""
        words = {w.form for w in clause.adverbs} | ({clause.finite.form} if clause.finite else set())
        grammar = self.scene.language.grammar
        before = words & (grammar.earlier | grammar.often) or self._on_several(clause)
        above = self.scene.verb_above(clause) if clause.kind == "noun" else None
        dated = bool(clause.times or (above is not None and above.times))  # "is the first since 2019", too
        dated = dated or any(c.times for c in self._beside(clause))
        if report.time or dated or report.stance.modality not in STATED:
            return report
        if after := self._after(clause):
            return self._from_then_on(report, after, told)
        anchoring = Anchoring(self.scene, lambda r: self._states(_actors(r)))
        then = anchoring.time(report, clause, told)
        if then or before or self._of_no_day(report, clause) or anchoring.on_visit(clause):
            return _taking(report, then)
        if said := self._said(report):
            return _taking(report, said)
        for other in reversed(told):
            shared = _actors(report) & _actors(other)
            if not shared or not _one_day(other) or self._aside(other) or self._only_there(other, report):
                continue
            if self._only_said(other, report) or self._arrives(other, report, clause):
                continue
            near = report.sentence - other.sentence <= NEAR
            if near or (len(shared) > 1 and self._goes_on(other, report)):
                return report if self._before_that(other) else _taking(report, other.time)
        return report

    def _beside(self, clause: Clause) -> list[Clause]:
        """List what is told beside a verb of who does it ("led them to Rason, arriving on Monday")."""
        below = (c for c in self.scene.reading.clauses if c.parent == clause.index and c.kind != "noun")
        return [c for c in below if c.relation == "adverbial" and c.mood == "participle"]

    def _of_no_day(self, report: Report, clause: Clause) -> bool:
        """Whether something goes on, or was at another time than what is told beside it ("after he came")."""
        verb = clause if clause.kind != "noun" else self.scene.verb_above(clause)
        grammar, above = self.scene.language.grammar, self.scene.above(verb) if verb is not None else None
        opens = [w.form for w in verb.adverbs if w.span.begin == verb.span.begin] if verb is not None else []
        follows = above is not None and verb is not None and above.trigger.begin < verb.span.begin
        before_that = any(w in grammar.after or (follows and w in grammar.when) for w in opens)
        return report.event_type in CONTINUING or before_that or invites(report.event_type, clause)

    def _only_said(self, other: Report, report: Report) -> bool:
        """Whether the one day is that of a statement: who speaks of something says not when it was."""
        said = other.event_type == _STATEMENT and report.event_type != _STATEMENT
        return said and other.time is not None and other.time.basis is not TimeBasis.FROM_CONTEXT

    def _arrives(self, other: Report, report: Report, clause: Clause) -> bool:
        """Whether somebody came for what was on that day: he may have come before it."""
        there = report.place == other.place and clause.relation != "relative"
        if not report.event_type == _VISIT != other.event_type or there:
            return False
        scene = self.scene
        towards = any(a.function in scene.language.grammar.directional for a in clause.arguments)
        arrives = any(f.nearby and clause.lemma in f.verbs for f in scene.language.frames)
        return clause.kind == "verb" and (towards or arrives)

    def _on_several(self, clause: Clause) -> bool:
        """Whether a phrase says that it was on no single day, or the first in years ("세 차례 방문했다")."""
        verb = self.scene.verb_above(clause) if clause.kind == "noun" else clause
        words = {a.lemma for one in (clause, verb) if one is not None for a in one.arguments}
        return bool(words & self.scene.language.grammar.often)

    def _from_then_on(self, report: Report, after: Sequence[Clause], told: Sequence[Report]) -> Report:
        """Give what came after a happening the days from that on to the day on which it is told."""
        today, scene = self.scene.reading.article.day, self.scene
        triggers = {c.trigger for c in after}
        kinds = {f.event for c in after for f in scene.language.frames if fits(f, c, scene)}
        meant = [r for r in told if r.trigger in triggers] or [r for r in told if r.event_type in kinds]
        days = {r.time.begin if r.time is not None and _one_day(r) else "" for r in meant}
        day = next(iter(days), "")
        known = any(self._states(_actors(r)) & self._states(_actors(report)) for r in meant)
        known |= all(r.event_type in _AGENTLESS and not _actors(r) for r in meant)
        if len(days) != 1 or not day or not known or len(today) != FULL:
            return report
        if not 0 <= apart(day, today) <= RECENT:
            return report
        precision = TimePrecision.DAY if day == today else TimePrecision.INTERVAL
        said = scene.reading.article.text[after[0].trigger.begin : after[0].trigger.end]
        return _taking(report, Period(day, today, precision, TimeBasis.FROM_CONTEXT, said))

    def _after(self, clause: Clause) -> list[Clause]:
        """List the happenings that a clause says it came after ("nach dem Start")."""
        scene = self.scene
        nouns = [c for c in scene.reading.clauses if c.parent == clause.index and c.kind == "noun"]
        after = [c for c in nouns if c.relation in scene.language.grammar.after and not c.times]
        return [c for c in after if any(fits(f, c, scene) for f in scene.language.frames)]

    def _said(self, report: Report) -> Period | None:
        """Give the day on which who makes a statement is said to have spoken, just before or just after."""
        if report.event_type != _STATEMENT:
            return None
        say = self.scene.language.attribution.say
        for clause in reversed(self.scene.reading.clauses):
            near = -1 <= report.sentence - clause.sentence <= NEAR and clause.lemma in say
            days = [time for time in clause.times if time.end == time.begin]
            subjects = (m for a in clause.arguments if a.function == "subject" for m in a.mentions)
            if near and days and _actors(report) & set(self.scene.who.keys(tuple(subjects))):
                return days[0]
        return None

    def dated_after(self, number: int, told: Sequence[Report]) -> Report:
        """Take the day that the next sentence tells of the same people at the same place.

        Of what headline and opening tell, the text tells the day: there the same kind of happening will do.
        """
        report = told[number]
        if any(self._on_several(c) for c in self._over(report)[:1]):
            return report
        opens = self._opens(report)
        if report.time or not (report.place or opens) or report.stance.modality not in STATED:
            return report
        later = [other for other in told[number + 1 :] if other.time is not None and _one_day(other)]
        for other in later:
            near = other.sentence == report.sentence + 1 and other.place == report.place
            if near and _actors(report) & _actors(other) and not self._before_that(other):
                return _taking(report, other.time)
        same = [o for o in later if opens and self._same_kind(report, o) and not self._long_gone(report, o)]
        days = {other.time.begin for other in same if other.time is not None}
        return _taking(report, same[0].time) if len(days) == 1 else report

    def _long_gone(self, report: Report, other: Report) -> bool:
        """Whether a time is told as gone, far from what a text opens with: it is of an earlier happening."""
        first = other.time.text.split(" ")[0].lower() if other.time is not None else ""
        return first in self.scene.language.grammar.earlier and other.sentence - report.sentence > NEAR

    def _opens(self, report: Report) -> bool:
        """Whether a report stands in a heading or in the sentence that opens the text."""
        sentences = self.scene.reading.sentences
        section = sentences[report.sentence].section
        first = next((one.index for one in sentences if one.section is SectionKind.BODY), -1)
        return section in _HEADS or report.sentence == first

    def _same_kind(self, report: Report, other: Report) -> bool:
        """Whether a later report may tell of the happening that an earlier one sums up."""
        alike = other.event_type == report.event_type and other.stance.modality in STATED
        items, places = (
            [{f.entity for f in one.roles if f.role == "item"} for one in (report, other)],
            {report.place, other.place} - {""},
        )
        kinds = {self.scene.who.types.get(place) for place in places}
        if not alike or self._aside(other) or self._before_that(other):
            return False
        if (len(places) > 1 and "Country" not in kinds) or self._of_others(report, other):
            return False
        if report.event_type in _LOOKED_AT and all(items) and not items[0] & items[1]:
            return False
        who, others = _actors(report), _actors(other)
        if report.event_type in _OF_STATES:
            who, others = self._states(who), self._states(others)
        if not (who and others):
            return report.event_type in _AGENTLESS
        return who <= others or others <= who

    def _of_others(self, report: Report, other: Report) -> bool:
        """Whether others speak or act in two reports of one kind."""
        doers = [{f.entity for f in one.roles if f.role in _DOERS} for one in (report, other)]
        doing = [self._states(frozenset(who)) for who in doers]
        return all(doing) and not doing[0] & doing[1]

    def _states(self, keys: frozenset[str]) -> frozenset[str]:
        """Give the states for which people and offices act, themselves where that is unknown."""
        items = self.scene.who.items
        return frozenset(item.country or key if (item := items.get(key)) else key for key in keys)

    def _goes_on(self, other: Report, report: Report) -> bool:
        """Whether the sentences after a report, up to a later one, tell of no other time."""
        between = range(other.sentence + 1, report.sentence + 1)
        clauses = [clause for clause in self.scene.reading.clauses if clause.sentence in between]
        verbs = [(c, self.scene.verb_above(c) if c.kind == "noun" else c) for c in clauses]
        told = (c for c, verb in verbs if verb is None or verb.relation in JOINED | {""})
        return len(between) <= _FAR and not any(clause.times for clause in told)

    def _over(self, report: Report) -> list[Clause]:
        """List the clause that a report is taken from, and those that it hangs on."""
        clauses = self.scene.reading.clauses
        node = next((c for c in clauses if c.trigger == report.trigger), None)
        over: list[Clause] = []
        while node is not None and node not in over:
            over.append(node)
            node = self.scene.above(node)
        return over

    def _aside(self, report: Report) -> bool:
        """Whether a report is told beside the story, in a clause of its own."""
        words = self.scene.language.grammar.when
        opens = (w for c in self._over(report) for w in c.adverbs if w.span.begin == c.span.begin)
        when = any(word.form in words for word in opens)  # "on Thursday, when it launched two"
        return when or any(clause.relation == "relative" for clause in self._over(report))

    def _only_there(self, other: Report, report: Report) -> bool:
        """Whether somebody is told to be there today, which does not say when he came."""
        finite = next((c.finite for c in self._over(other) if c.finite is not None), None)
        today = finite is not None and other.time is not None and other.time.text == finite.form
        return today and report.event_type == other.event_type == "Visit"

    def _before_that(self, report: Report) -> bool:
        """Whether a report goes back to what had been before ("war am Montag angereist")."""
        over = self._over(report)
        verb = next((clause for clause in over if clause.kind != "noun"), None)
        earlier = self.scene.language.grammar.earlier
        if verb is not None and verb.finite is not None and verb.finite.form in earlier:
            return True
        words = {w.form for clause in (*over[:1], verb) if clause is not None for w in clause.adverbs}
        today = report.time is not None and report.time.begin == self.scene.reading.article.day
        return bool(words & earlier) and not today

    def overseeing(self, report: Report, told: Sequence[Report]) -> Report:
        """Give somebody who oversees a test, a launch or an exercise the day of that."""
        if report.time or report.event_type not in _LOOKED_AT or report.stance.modality not in STATED:
            return report
        for other in told:
            same = other.sentence == report.sentence and other.event_type in _OVERSEEN
            if same and _one_day(other) and report.trigger in [c.trigger for c in self._over(other)]:
                return _taking(report, other.time)
        return report


def _taking(report: Report, time: Period | None) -> Report:
    """Give a report the time of another one."""
    if time is None:
        return report
    time = replace(time, basis=TimeBasis.FROM_CONTEXT)
    return replace(report, time=time, rule=report.rule + "+time", confidence=0.7)


def _one_day(report: Report) -> bool:
    """Whether what is told as fact is told of one day."""
    time = report.time
    return time is not None and time.begin == time.end and report.stance.modality in STATED


def _actors(report: Report) -> frozenset[str]:
    """Give who does something; two who visit one state do not come on one day."""
    still = _NO_ACTORS | ({"host"} if report.event_type == "Visit" else set())
    return frozenset(f.entity for f in report.roles if f.role not in still)
