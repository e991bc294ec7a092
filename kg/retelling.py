"""What was told before: words that point back to it, go on with it, or tell it once more.

The rule: a noun that is known ("während des Besuchs") is no second telling unless it brings something new;
what a sentence leaves out because the one before told it is taken from there, and named in the rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.dating import NEAR, STATED
from kg.frames import fits_noun
from kg.model import Certainty, Modality, SectionKind, Tense
from kg.quantities import counts_units

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from kg.frames import Scene
    from kg.language import Frame
    from kg.model import Clause, Filler, Report

_STATEMENT = "Statement"
_ACTING = frozenset({"agent", "sender", "supplier", "recipient"})
#: Who meets, visits or receives.
_PARTIES = frozenset({"participant", "host", "visitor"})
#: Who takes part in what a heading tells.
_WHO = frozenset({"participant", "host", "visitor", "agent", "sender", "supplier", "recipient"})
_INVITATION, _VISIT, _STATE = "Invitation", "Visit", "Country"


@dataclass(frozen=True)
class Retelling:
    """Compares what a clause tells with the reports that were made before it, which grow as it is used.

    ``echoes`` are those that were told once more, at the sentence where they were.
    """

    scene: Scene
    reports: Sequence[Report]
    echoes: list[Report] = field(default_factory=list)

    def goes_on(
        self,
        frame: Frame,
        clause: Clause,
        lacks: Collection[str],
        own: Collection[str],
        news: Callable[[Report], bool],
    ) -> tuple[tuple[Filler, ...], str]:
        """Give who and what and where a sentence leaves out that goes on with what the one before told.

        "Nordkorea lieferte Russland Waffen. Mehr als 1000 Container seien übergeben worden.": a passive
        without its agent, "man", or a known noun that brings ``news``; nothing that only looks so.
        ``lacks`` are the frame's unmet requirements, ``own`` the roles that are filled.
        """
        words, grammar = {w.form for w in clause.adverbs}, self.scene.language.grammar
        noun = clause.kind == "noun" and (clause.definite or bool(words & grammar.such))
        if not (clause.passive or words & grammar.generic or noun):
            return (), ""
        before = [r for r in self.reports if r.sentence < clause.sentence]
        same = [r for r in before if r.event_type == frame.event] if noun else before
        told = same[-1] if same else None
        if told is None or told.event_type != frame.event or clause.sentence - told.sentence > NEAR:
            return (), ""
        if noun and not (self._alone(told, same) and news(told)):
            return (), ""
        wanted = {name for need in lacks for name in need.partition(":")[0].split("|")}
        if noun and "item" in wanted and any(a.function in grammar.of for a in clause.arguments):
            return (), ""  # "the deployment of hospitals" is none of the soldiers told of before
        named = wanted & {"item"} if noun or counts_units(clause, self.scene) else set()
        roles = (wanted & _ACTING | named | (_ACTING if noun else set())) - set(own)
        if noun and wanted & _PARTIES and not set(own) & _PARTIES and self._said_of(frame, clause):
            roles |= _PARTIES
        return tuple(f for f in told.roles if f.role in roles), told.place if "place" in wanted else ""

    def _alone(self, told: Report, same: Sequence[Report]) -> bool:
        """Whether a known noun can mean only one that was told: all near ones are between the same."""
        near = [r for r in same if told.sentence - r.sentence <= NEAR]
        between = {frozenset(f.entity for f in r.roles if f.role in _PARTIES) for r in near}
        return all(one <= other or other <= one for one in between for other in between)

    def _said_of(self, frame: Frame, clause: Clause) -> bool:
        """Whether a known noun is what a sentence tells of, and names nobody itself ("Das Treffen war …")."""
        asked = {slot for spec in frame.roles if spec.role in _PARTIES for slot in spec.slots}
        named = any(a.function in asked for a in clause.arguments)
        above = self.scene.verb_above(clause)
        subject = "object" if above is not None and above.passive else "subject"
        return not named and (clause.relation == subject or bool(clause.times))

    def points_back(self, frame: Frame, clause: Clause, fillers: Sequence[Filler]) -> bool:
        """Whether a known noun only points back ("während des Besuchs") to what was told before.

        So does a greeting between those of whose meeting was told: it is a part of that, no second one.
        """
        if clause.lemma in self.scene.language.grammar.greeting and not clause.times:
            actors = {f.entity for f in fillers}
            told = [r for r in self.reports if r.event_type == frame.event and r.stance.modality in STATED]
            same = [r for r in told if actors <= {f.entity for f in r.roles}]
            self.echoes.extend(replace(r, sentence=clause.sentence) for r in same[-1:])
            return bool(same)
        if clause.kind != "noun" or not clause.definite or clause.times:
            return False
        above = self.scene.verb_above(clause)
        if above is not None and above.lemma in self.scene.language.grammar.copula:
            return False
        actors = {f.entity for f in fillers}
        parties = [{f.entity for f in r.roles} for r in self.reports if r.event_type == frame.event]
        states = all(self.scene.who.types.get(key) == _STATE for key in actors)
        return any(actors & told or (states and actors & self._states(told)) for told in parties)

    def _states(self, keys: Collection[str]) -> set[str]:
        """Give the states of the persons among entities ("Putin met Kim. At the Russian-Korean talks …")."""
        items = (self.scene.who.items.get(key) for key in keys)
        return {item.country for item in items if item is not None and item.country}

    def planned(self, clause: Clause, frame: Frame, fillers: Sequence[Filler], place: str) -> bool:
        """Whether a noun only says what a plan before was of ("Putin wird … Es ist sein erster Besuch")."""
        above = self.scene.verb_above(clause) if clause.kind == "noun" else None
        if above is None or above.lemma not in self.scene.language.grammar.copula:
            return False
        actors = {f.entity for f in fillers}
        near = [r for r in self.reports if 0 < clause.sentence - r.sentence <= NEAR and r.place == place]
        same = [r for r in near if r.event_type == frame.event and actors <= {f.entity for f in r.roles}]
        return bool(same) and all(r.stance.modality is Modality.PLANNED for r in same)

    def as_planned(self, report: Report) -> Report:
        """Put ahead, or in doubt, what only a heading tells as so, with its predicate as the cue."""
        told = self._told_unsure(report)
        if not told:
            return report
        cues = tuple(dict.fromkeys((*report.stance.cues, report.trigger_text)))
        if told != {Modality.PLANNED}:
            return replace(report, stance=replace(report.stance, certainty=Certainty.POSSIBLE, cues=cues))
        stance = replace(report.stance, tense=Tense.FUTURE, cues=cues)
        return replace(report, stance=stance, time=None, rule=report.rule.replace("+time", ""))

    def _told_unsure(self, report: Report) -> set[Modality]:
        """Give how a text tells what its heading tells as so, if nowhere as so ("Putin trifft Kim")."""
        if report.stance.modality not in STATED or not self._heads(report):
            return set()
        actors = {f.entity for f in report.roles if f.role in _WHO}
        body = [r for r in self.reports if r.event_type == report.event_type and not self._heads(r)]
        same = [r for r in body if actors <= {f.entity for f in r.roles}]
        told = {r.stance.modality for r in same}
        return set() if told & STATED else told

    def _heads(self, report: Report) -> bool:
        """Whether a report is of a headline or a heading within the text."""
        section = self.scene.reading.sentences[report.sentence].section
        return section in {SectionKind.HEADLINE, SectionKind.SUBHEADING}

    def invited(self, frame: Frame, clause: Clause) -> bool:
        """Whether a visit is what an invitation invites to, by verb or noun: that is no second event.

        "lud ihn ein, nach Moskau zu kommen", "nahm die Einladung an, nach Moskau zu kommen".
        """
        above = self.scene.above(clause)
        if frame.event == _VISIT and clause.kind == "noun" and above is not None and above.kind == "verb":
            clause, above = above, self.scene.above(above)  # "an invitation to make a trip to Iran"
        told = clause.relation == "complement" or clause.mood == "infinitive"
        if frame.event != _VISIT or above is None or not told:
            return False
        by_noun = any(
            fits_noun(self.scene.reading.clauses[index], inviting.nouns, self.scene.language)
            for argument in above.arguments
            if argument.span.end <= clause.trigger.begin
            for index in argument.clauses
            for inviting in self.scene.language.frames
            if inviting.event == _INVITATION
        )
        return by_noun or any(
            r.event_type == _INVITATION and r.trigger == above.trigger for r in self.reports
        )

    def where_to(self, clause: Clause, place: str) -> tuple[int, Report] | None:
        """Give the invitation of a sentence that lacks its place, with its number, and the place put in."""
        for number, report in enumerate(self.reports):
            if report.event_type == _INVITATION and report.sentence == clause.sentence and not report.place:
                return number, replace(report, place=place)
        return None

    def already(self, frame: Frame, clause: Clause) -> bool:
        """Whether a more telling frame of the same type made a report of this very word."""
        if any(r.event_type == frame.event and r.trigger == clause.trigger for r in self.reports):
            return True
        verb = self.scene.verb_above(clause) if clause.kind == "noun" else None
        if verb is not None and clause.relation in self.scene.language.grammar.one_with:
            return any(r.event_type == frame.event and r.trigger == verb.trigger for r in self.reports)
        if verb is None or frame.event != _STATEMENT or verb.relation != "coordinated":
            return False  # "condemned the test and called it a threat": one statement
        first = self.scene.above(verb)
        return first is not None and any(
            r.event_type == _STATEMENT and r.trigger == first.trigger for r in self.reports
        )

    def unknown(self, frame: Frame) -> bool:
        """Whether a frame wants that the text has told of such a happening before, and it has not."""
        return frame.known and not any(r.event_type == frame.event for r in self.reports)

    def repeats_verb(self, report: Report) -> bool:
        """Whether a noun tells only what its verb does ("kam mit Putin zu einem Gespräch zusammen")."""
        grammar, actors = self.scene.language.grammar, {f.entity for f in report.roles}
        nouns = (c for c in self.scene.reading.clauses if c.kind == "noun" and c.trigger == report.trigger)
        noun = next(nouns, None)
        above = self.scene.verb_above(noun) if noun is not None else None
        if noun is None or above is None or above.trigger == noun.trigger:
            return False
        if noun.relation in grammar.circumstantial | grammar.before:
            return False
        same = (r for r in self.reports if r.trigger == above.trigger and r.event_type == report.event_type)
        return any(actors <= {f.entity for f in r.roles} for r in same)

    def repeats_body(self, report: Report) -> bool:
        """Whether a caption shows only what the text tells: that is no second telling."""
        sentence = self.scene.reading.sentences[report.sentence]
        if sentence.section is not SectionKind.CAPTION:
            return False
        actors = {f.entity for f in report.roles}
        return any(
            other is not report
            and other.event_type == report.event_type
            and actors <= {f.entity for f in other.roles}
            and self.scene.reading.sentences[other.sentence].section is not SectionKind.CAPTION
            for other in self.reports
        )
