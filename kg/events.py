"""Which events the sentences tell of: frames laid over neutral clauses.

Pure, and knows no language. A frame claims a predicate; its roles are filled from the clause's own
arguments where the filler is of the right class; what comes from elsewhere (the verb above, the talks
of the sentence before) is named in the report's rule. A report that lacks what its frame requires is not
made: a wrong fact is worse than a missed one.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.circumstances import Circumstances
from kg.dating import CONTINUING, DOUBTED, NEAR, STATED, Dating, may_be_one
from kg.frames import Scene, Slots, fits
from kg.model import (
    Clause,
    Declined,
    DeclineReason,
    Filler,
    Period,
    Report,
    Tense,
    TimeBasis,
    TimePrecision,
)
from kg.quantities import find_quantity
from kg.retelling import Retelling
from kg.same_day import SameDay

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.attribution import Attributor
    from kg.language import Frame
    from kg.model import Stance

_POOL = frozenset({"participant", "host", "visitor"})
_PARTIES = frozenset({"participant", "host", "visitor", "supplier", "recipient"})
#: Parties that were only at talks before are a guess: it may not make what is told as fact.
_TALKS = "+talks"
#: The subject is left out, and that of the sentence before.
_TOPIC = "+topic"
#: Who and what was left out, because the sentence before told of the same.
_BEFORE = "+before"


def find_reports(scene: Scene, attributor: Attributor) -> tuple[tuple[Report, ...], tuple[Declined, ...]]:
    """Find what the sentences of an article tell, in the order of the text, and what was not taken."""
    return _Finder(scene, attributor).run()


class _Finder:
    def __init__(self, scene: Scene, attributor: Attributor) -> None:
        self.scene = scene
        self.attributor = attributor
        self.slots = Slots(scene)
        self.near = Circumstances(scene)
        self.when = Dating(scene)
        self.same_day = SameDay(scene)
        self.reports: list[Report] = []
        self.told = Retelling(scene, self.reports)
        self.declined: list[Declined] = []

    def run(self) -> tuple[tuple[Report, ...], tuple[Declined, ...]]:
        text_order = sorted(self.scene.reading.clauses, key=lambda c: (c.sentence, c.trigger.begin))
        for clause in text_order:
            for frame in self.scene.language.frames:
                if fits(frame, clause, self.scene):
                    self._try(frame, clause)
        self.reports[:] = [self.told.as_planned(r) for r in self.reports]
        told = [self.same_day.dated_after(n, self.reports) for n in range(len(self.reports))]
        told = [self.same_day.overseeing(r, told) for r in told]
        kept = tuple(r for r in told if not (self.told.repeats_body(r) or self.told.repeats_verb(r)))
        taken = {(r.event_type, r.sentence, r.trigger_text) for r in kept}
        for r in (r for r in told if r not in kept):
            why = DeclineReason.CAPTION if self.told.repeats_body(r) else DeclineReason.POINTS_BACK
            self.declined.append(Declined(r.sentence, r.trigger_text, r.event_type, r.rule, why))
        declined = [d for d in self.declined if (d.event_type, d.sentence, d.trigger_text) not in taken]
        return kept, tuple(dict.fromkeys(declined))

    def _decline(
        self, frame: Frame, clause: Clause, reason: DeclineReason, lacks: tuple[str, ...] = ()
    ) -> None:
        """Keep why a word that the frame claims gives no report."""
        self.declined.append(
            Declined(clause.sentence, self._text(clause), frame.event, frame.id, reason, lacks)
        )

    def _text(self, clause: Clause) -> str:
        """Give the words of a clause's predicate, as the article has them."""
        return self.scene.reading.article.text[clause.trigger.begin : clause.trigger.end]

    def _try(self, frame: Frame, clause: Clause) -> None:
        fillers, place, origin, rule = self._fill(frame, clause)
        if not place:
            place = self.near.near_place(frame, clause) or self.near.abroad(
                clause, {f.entity for f in fillers}, self.reports
            )
            rule += "+place" if place else ""
        if self.told.already(frame, clause) or self.told.unknown(frame):
            return
        fillers, place, rule = self._gone_on(frame, clause, fillers, place, rule)
        if refused := self._refused(frame, clause, fillers, place, rule):
            self._decline(frame, clause, *refused)
            invitation = self.told.where_to(clause, place) if DeclineReason.INVITED_TO in refused else None
            if place and invitation is not None:
                self.reports[invitation[0]] = invitation[1]
            return
        stance = self._stance(frame, clause)
        time = self.when.told_of(stance, clause, self.when.time(frame, clause))
        stance = self.when.ahead(stance, time)
        if stance.modality in STATED and self.told.planned(clause, frame, fillers, place):
            stance = replace(stance, tense=Tense.FUTURE, cues=(*stance.cues, self._text(clause)))
        if _TALKS in rule and stance.modality in STATED:
            fillers, rule = tuple(f for f in fillers if f.role != frame.parties), frame.id
        if frame.parties and stance.modality in STATED and not any(f.role in _PARTIES for f in fillers):
            # A deal of nobody with nobody is no fact.
            self._decline(frame, clause, DeclineReason.NO_PARTIES)
            return
        report = Report(
            event_type=frame.event,
            sentence=clause.sentence,
            trigger=clause.trigger,
            trigger_text=self._text(clause),
            stance=stance,
            roles=fillers,
            rule=rule,
            place=place,
            origin=origin,
            time=time,
            quantity=find_quantity(frame, clause, fillers, self.slots),
            confidence=0.9 if rule == frame.id else 0.7,
        )
        report = self.near.placed(
            self.near.hosted(self.same_day.dated(report, clause, self.reports)), self.reports
        )
        report = self.near.on_visit(report, clause, self.reports)
        self.reports.append(report)
        self._presupposed(clause, report)

    def _gone_on(
        self, frame: Frame, clause: Clause, fillers: tuple[Filler, ...], place: str, rule: str
    ) -> tuple[tuple[Filler, ...], str, str]:
        """Fill in who, what and where from a report before that the clause goes on with."""
        guessed = _TALKS in rule and frame.event == "Meeting"
        own = () if guessed else fillers  # parties of the talks before: those that the noun means, if it does
        lacks = self._lacks(frame, own, place)
        if not lacks:
            return fillers, place, rule
        roles = {f.role for f in own}
        goes_on, where = self.told.goes_on(
            frame, clause, lacks, roles, lambda told: self._brings_news(frame, clause, told, place)
        )
        if not goes_on:
            return fillers, place, rule
        return (*own, *goes_on), place or where, rule.replace(_TALKS, "") + _BEFORE

    def _refused(
        self, frame: Frame, clause: Clause, fillers: Sequence[Filler], place: str, rule: str
    ) -> tuple[DeclineReason, tuple[str, ...]] | None:
        """Tell why what a frame claims is no report, None if it is one."""
        if self._half_between(frame, clause, fillers):
            return DeclineReason.BETWEEN_UNNAMED, ()
        if self.near.forbidden(clause):
            return DeclineReason.FORBIDDEN, ()
        if lacks := self._lacks(frame, fillers, place):
            return DeclineReason.LACKS, lacks
        if frame.abroad and not self.near.away(fillers, place):
            return DeclineReason.LACKS, ("host",)
        if not rule.endswith(_BEFORE) and self.told.points_back(frame, clause, fillers):
            return DeclineReason.POINTS_BACK, ()
        return (DeclineReason.INVITED_TO, ()) if self.told.invited(frame, clause) else None

    # ------------------------------------------------------------ roles

    def _fill(self, frame: Frame, clause: Clause) -> tuple[tuple[Filler, ...], str, str, str]:
        used: set[str] = set()
        fillers: list[Filler] = []
        place = origin = ""
        for spec in frame.roles:
            collect = spec.role == "participant" or spec.all
            if spec.role in {"place", "origin"}:
                apart = self.near.elsewhere(clause)
                told = self.slots.fill(clause, spec, set(), collect=True)
                places = self.near.narrowest([key for key in told if key not in apart])
                if len(places) > 1 and len(clause.times) > 1:
                    places = []  # "im Mai in Minsk und im Juni in Peking": which time goes with which?
                place = self.near.named(clause, places) or place if spec.role == "place" else place
                origin = places[0] if spec.role == "origin" and places else origin
                continue
            keys = self.slots.fill(clause, spec, used, collect=collect)
            fillers += [Filler(spec.role, key) for key in keys]
            used |= set(keys)
        rule = frame.id + self._left_out(clause)
        if frame.parties and not any(f.role in _PARTIES for f in fillers):
            parties, where = self._parties(frame, clause)
            parties = [p for p in parties if p not in used]
            fillers += [Filler(frame.parties, key) for key in parties]
            rule += where if parties else ""
        return tuple(fillers), self.near.at_site(fillers, place), origin, rule

    def _left_out(self, clause: Clause) -> str:
        """Name it in the rule where a clause leaves its subject to the sentence before."""
        mentions = self.scene.reading.mentions
        subjects = [m for a in clause.arguments if a.function == "subject" for m in a.mentions]
        return _TOPIC if any(mentions[m].sentence != clause.sentence for m in subjects) else ""

    def _parties(self, frame: Frame, clause: Clause) -> tuple[list[str], str]:
        """Whose matter it is that is spoken of: those who speak of it, else of the talks before."""
        topical = set(self.scene.language.grammar.topical)
        node: Clause | None = clause
        while node is not None and node.kind == "noun":
            above = self.scene.above(node)
            if above is not None:
                functions = {a.function for a in above.arguments}
                if any((above.lemma, preposition) in topical for preposition in functions):
                    keys = list(self.slots.fetch(above, "subject"))
                    if len(keys) > 1:
                        return keys, "+speakers"
            node = above
        for report in sorted([*self.reports, *self.told.echoes], key=lambda r: -r.sentence):
            if report.event_type == "Meeting" and clause.sentence - report.sentence <= NEAR:
                keys = [f.entity for f in report.roles if f.role in _POOL]
                if frame.event == "Meeting":
                    return keys, _TALKS
                states = [self.near.state(key) for key in keys]
                if len(set(states)) == len(keys):
                    return states, _TALKS
        return [], ""

    def _stance(self, frame: Frame, clause: Clause) -> Stance:
        return self.attributor.stance(clause, frame.at_most, ahead=frame.ahead)

    def _brings_news(self, frame: Frame, clause: Clause, told: Report, place: str) -> bool:
        """Whether of a happening told before a noun tells when or where, or that it is denied or in doubt.

        What is stated is not what was only thought of: "If it launched one, … The launch was the fifth."
        """
        stance = self._stance(frame, clause)
        if stance.modality in STATED and told.stance.modality not in STATED:
            return False
        time = self.when.time(frame, clause)
        if time and told.time and frame.event not in CONTINUING and not may_be_one(time, told.time):
            return False
        if time is not None or (place and not told.place):
            return True
        return bool(stance.source) and stance.modality in DOUBTED

    def _half_between(self, frame: Frame, clause: Clause, fillers: Sequence[Filler]) -> bool:
        """Whether "zwischen den zwei Ländern" left open who they are: then one alone is a guess."""
        asked = {slot for spec in frame.roles for slot in spec.slots} & self.scene.language.grammar.between
        between = [a for a in clause.arguments if a.function in asked]
        return bool(between) and sum(f.role in _PARTIES for f in fillers) == 1

    def _lacks(self, frame: Frame, fillers: Sequence[Filler], place: str) -> tuple[str, ...]:
        """List the requirements that stay unmet, as the frame words them."""
        roles = [f.role for f in fillers] + (["place"] if place else [])
        lacks: list[str] = []
        for need in frame.require:
            names, _, count = need.partition(":")
            wanted = set(names.split("|"))
            if wanted == {"participant"} and frame.event == "Meeting":
                wanted = set(_POOL)
            if sum(role in wanted for role in roles) < int(count or 1):
                lacks.append(need)
        return tuple(lacks)

    # ------------------------------------------------------------ where and when

    def _presupposed(self, clause: Clause, report: Report) -> None:
        """Report what is taken for granted: "die erste Visite seit 2019" means one in 2019."""
        first = self.scene.language.grammar.first
        if clause.kind != "noun" or not first & {w.lemma.lower() for w in clause.adverbs}:
            return
        for time in clause.times:
            if not time.end and time.basis is TimeBasis.EXPLICIT:
                earlier = _known(time)
                stance = replace(report.stance, tense=Tense.NON_FUTURE)
                self.reports.append(
                    replace(report, time=earlier, stance=stance, rule=report.rule + "+since", confidence=0.7)
                )


def _known(time: Period) -> Period:
    """Close an open period to the year, or the day, in which it begins."""
    if time.begin.endswith("-01-01"):
        return replace(time, end=time.begin[:4] + "-12-31", precision=TimePrecision.YEAR)
    if time.begin.endswith("-01"):
        last = monthrange(int(time.begin[:4]), int(time.begin[5:7]))[1]
        return replace(time, end=f"{time.begin[:8]}{last}", precision=TimePrecision.MONTH)
    return replace(time, end=time.begin, precision=TimePrecision.DAY)
