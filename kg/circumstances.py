"""Where and when: what a clause does not say of its event itself, from what stands near it.

A place that "dort" points to, the day of what was told just before of the same people, the state that a
visitor visits by the place. What is taken from elsewhere is named in the report's rule.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.model import (
    Clause,
    Filler,
    MentionKind,
    Modality,
    Period,
    Report,
    SectionKind,
    Tense,
    TimeBasis,
    TimePrecision,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.frames import Scene
    from kg.language import Frame
    from kg.model import Stance

#: Classes of places, the narrowest first.
WIDENING = ("Spaceport", "Facility", "City", "Region", "Country")
#: What is told as fact.
STATED = frozenset({Modality.ASSERTED, Modality.REPORTED})
#: What somebody holds untrue, or no more than possible.
DOUBTED = frozenset({Modality.DENIED, Modality.SPECULATED})
#: How many sentences back talks, a day or a place may be taken from.
NEAR = 2
#: What a clause may share its time with: "…: Kim kam an", "… und sprach mit ihm".
_JOINED = frozenset({"coordinated", "parenthetical"})
#: Length of a date that names its day.
_FULL = 10


@dataclass(frozen=True)
class Circumstances:
    """Finds the places and times of an article's events."""

    scene: Scene

    def time(self, frame: Frame, clause: Clause) -> Period | None:
        """Give the time told of a clause, or of what it is part of."""
        date = self.scene.reading.article.date
        if frame.now and clause.tense == "present" and len(date) == _FULL and clause.finite is not None:
            known = [t for t in clause.times if t.end]
            today = Period(
                date, date, TimePrecision.DAY, TimeBasis.RELATIVE_TO_PUBLICATION, clause.finite.form
            )
            return known[0] if known else today
        node: Clause | None = clause
        below = clause
        grammar = self.scene.language.grammar
        later = {w.form for w in clause.adverbs} & grammar.earlier
        say = self.scene.language.attribution.say
        while node is not None:
            closed = [t for t in node.times if t.end]
            if node is not clause and below.relation != "subject" and self._speaks(node):
                closed = [t for t in closed if t.text.split(" ")[0].lower() in grammar.scheduled]
            if closed:
                return closed[0]
            if node.relation in grammar.before:
                return None  # what it lies before has a time of its own
            above = self.scene.above(node)
            joined = node.relation in _JOINED and not later and (above is None or above.lemma not in say)
            if node.kind != "noun" and not joined:
                return self._scheduled(node, above)
            below, node = node, above
        return None

    def _scheduled(self, node: Clause, above: Clause | None) -> Period | None:
        """Give the coming day for which something is planned ("On Sunday he is due to visit Beijing")."""
        if above is None or node.mood != "infinitive" or node.relation != "complement" or not above.passive:
            return None
        date = self.scene.reading.article.date
        return next((t for t in above.times if t.end and date and t.begin > date), None)

    def told_of(self, stance: Stance, clause: Clause, time: Period | None) -> Period | None:
        """Leave out the day on which something was only agreed: a plan lies not before the article."""
        above = self.scene.verb_above(clause) if clause.kind == "noun" else None
        planned = (
            above is not None and above.lemma in self.scene.language.plan.verbs and above.tense != "present"
        )
        date = self.scene.reading.article.date
        if time is None or not planned or stance.modality is not Modality.PLANNED or time in clause.times:
            return time
        return None if time.end < date and len(date) == _FULL else time

    def _speaks(self, verb: Clause) -> bool:
        """Whether a verb over an event noun says, denies or asks: when that was is not when the event was."""
        language = self.scene.language
        words = language.attribution.say | language.attribution.pause | language.quoting.acts
        words |= language.denial.verbs | language.request.verbs
        return verb.kind == "verb" and verb.lemma in words

    def ahead(self, stance: Stance, time: Period | None) -> Stance:
        """Put an event ahead that is dated after the article ("reist morgen nach Peking")."""
        date = self.scene.reading.article.date
        if time is None or len(date) != len(time.begin) or time.begin <= date:
            return stance
        return replace(stance, tense=Tense.FUTURE, cues=tuple(dict.fromkeys((*stance.cues, time.text))))

    def dated(self, report: Report, clause: Clause, told: Sequence[Report]) -> Report:
        """Take the day from what was told just before of the same people, where nothing says otherwise."""
        words = {w.form for w in clause.adverbs} | ({clause.finite.form} if clause.finite else set())
        earlier = words & self.scene.language.grammar.earlier
        above = self.scene.verb_above(clause) if clause.kind == "noun" else None
        dated = clause.times or (above is not None and above.times)  # "is the first since 2019", too
        if report.time or dated or earlier or report.stance.modality not in STATED:
            return report
        actors = {f.entity for f in report.roles}
        if said := self._said(report, actors):
            return replace(report, time=said, rule=report.rule + "+time", confidence=0.7)
        for other in reversed(told):
            time = other.time
            if (
                time is not None
                and report.sentence - other.sentence <= NEAR
                and time.begin == time.end
                and actors & {f.entity for f in other.roles}
                and other.stance.modality in STATED
            ):
                time = replace(time, basis=TimeBasis.FROM_CONTEXT)
                return replace(report, time=time, rule=report.rule + "+time", confidence=0.7)
        return report

    def _said(self, report: Report, actors: set[str]) -> Period | None:
        """Give the day on which who makes a statement was said to have spoken, just before."""
        if report.event_type != "Statement":
            return None
        say = self.scene.language.attribution.say
        for clause in reversed(self.scene.reading.clauses):
            near = 0 <= report.sentence - clause.sentence <= NEAR and clause.lemma in say
            subjects = (m for a in clause.arguments if a.function == "subject" for m in a.mentions)
            days = [time for time in clause.times if time.end == time.begin]
            if near and days and actors & set(self.scene.who.keys(tuple(subjects))):
                return replace(days[0], basis=TimeBasis.FROM_CONTEXT)
        return None

    def dated_after(self, number: int, told: Sequence[Report]) -> Report:
        """Take the day that the next sentence tells of the same people at the same place.

        Of what a headline tells, the text tells the day: there the same kind of happening will do.
        """
        report = told[number]
        section = self.scene.reading.sentences[report.sentence].section
        heads = section in {SectionKind.HEADLINE, SectionKind.SUBHEADING}
        if report.time or not (report.place or heads) or report.stance.modality not in STATED:
            return report
        actors = {f.entity for f in report.roles}
        for other in told[number + 1 :]:
            time = other.time
            near = other.sentence == report.sentence + 1 and other.place == report.place
            told_of = heads and other.event_type == report.event_type and other.stance.modality in STATED
            if (
                (near or told_of)
                and time is not None
                and time.begin == time.end
                and actors & {f.entity for f in other.roles}
            ):
                time = replace(time, basis=TimeBasis.FROM_CONTEXT)
                return replace(report, time=time, rule=report.rule + "+time", confidence=0.7)
        return report

    def near_place(self, frame: Frame, clause: Clause) -> str:
        """Give the place that "dort" points to; for an arrival without one, the place told just before."""
        noun = clause.kind == "noun"
        verb = self.scene.verb_above(clause) if noun else clause
        points = verb is not None and {w.form for w in verb.adverbs} & self.scene.language.grammar.there
        has_place = any(spec.role == "place" for spec in frame.roles)
        if not has_place or not (points or (frame.nearby and not noun)):
            return ""
        grammar = self.scene.language.grammar
        where = [
            (argument.span.begin, mention)
            for other in self.scene.reading.clauses
            if other.kind == "verb" and 0 <= clause.sentence - other.sentence <= NEAR
            for argument in other.arguments
            if argument.function in grammar.locative | grammar.directional
            and argument.span.begin < clause.trigger.begin
            for mention in argument.mentions
        ]
        for _, index in sorted(where, reverse=True):
            keys = [k for k in self.scene.who.of.get(index, ()) if self.scene.who.types.get(k) in WIDENING]
            if keys and self.scene.reading.mentions[index].kind is MentionKind.NAME:
                return keys[0]
        return ""

    def abroad(self, clause: Clause, actors: set[str], told: Sequence[Report]) -> str:
        """Give the state in which somebody who arrives was before: that of the last place told of him.

        "In Wladiwostok traf Kim … Eingereist war er am Dienstag": into a state that is not his own.
        """
        if clause.kind == "noun" or clause.lemma not in self.scene.language.grammar.entering:
            return ""
        own = {self.state(key) for key in actors}
        for report in reversed(told):
            item = self.scene.who.items.get(report.place)
            if item is None or not actors & {f.entity for f in report.roles}:
                continue
            state = item.country if self.scene.who.types.get(report.place) != "Country" else report.place
            if state and state not in own and state in self.scene.who.types:
                return state
        return ""

    def forbidden(self, clause: Clause) -> bool:
        """Whether somebody only forbids it: that says of no deal that it is or is not."""
        above = self.scene.verb_above(clause) if clause.kind == "noun" else self.scene.above(clause)
        return above is not None and above.lemma in self.scene.language.grammar.forbidding

    def placed(self, report: Report, told: Sequence[Report]) -> Report:
        """Take the place of an inspection from the meeting or visit that it is part of."""
        if report.place or report.event_type != "Inspection":
            return report
        actors = {f.entity for f in report.roles}
        for other in reversed(told):
            near = report.sentence - other.sentence <= NEAR
            if (
                near
                and other.place
                and actors & {f.entity for f in other.roles}
                and other.event_type != "Statement"
            ):
                return replace(report, place=other.place, rule=report.rule + "+place")
        return report

    def on_visit(self, report: Report, clause: Clause, told: Sequence[Report]) -> Report:
        """Take the place of a meeting that somebody comes for from that visit ("came to Seoul for talks")."""
        above = self.scene.verb_above(clause) if clause.kind == "noun" else None
        grammar = self.scene.language.grammar
        if report.place or report.event_type != "Meeting" or above is None:
            return report
        if clause.relation in grammar.before | grammar.circumstantial:
            return report
        visits = [r for r in told if r.event_type == "Visit" and r.trigger == above.trigger and r.place]
        return replace(report, place=visits[0].place, rule=report.rule + "+place") if visits else report

    def hosted(self, report: Report) -> Report:
        """Add the state that a visitor from elsewhere visits, known by the place."""
        roles = {f.role for f in report.roles}
        country = self._country(report.place)
        if report.event_type != "Visit" or "host" in roles:
            return report
        own = {self.state(f.entity) for f in report.roles if f.role == "visitor"}
        if country in own or country not in self.scene.who.types or not own & set(self.scene.who.types):
            return report
        return replace(report, roles=(*report.roles, Filler("host", country)))

    def away(self, roles: Sequence[Filler], place: str) -> bool:
        """Whether a place lies in another state than the visitors' own; not where that is unknown."""
        items = [self.scene.who.items.get(f.entity) for f in roles if f.role == "visitor"]
        own = {item.country if item is not None else "" for item in items}
        country = self._country(place)
        return bool(country and own) and not own & {"", country}

    def _country(self, place: str) -> str:
        """Give the state of a place, "" where it is unknown."""
        item = self.scene.who.items.get(place)
        if item is None:
            return ""
        return place if self.scene.who.types.get(place) == "Country" else item.country

    def state(self, key: str) -> str:
        """Give the state for which a person at talks between states stands; the entity itself if unknown."""
        item = self.scene.who.items.get(key)
        country = item.country if item is not None and self.scene.who.types.get(key) == "Person" else ""
        return country if country in self.scene.who.types else key
