"""Where: what a clause does not say of its event's place itself, from what stands near it.

A place that "dort" points to, the place of the meeting that an inspection is part of, the state that a
visitor visits by the place. What is taken from elsewhere is named in the report's rule. When it was is
told by `kg.dating`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.dating import NEAR, STATED
from kg.frames import fits
from kg.model import Clause, Filler, LinkStatus, MentionKind, Report, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.frames import Scene
    from kg.language import Frame

#: Classes of places, the narrowest first.
WIDENING = ("Spaceport", "Facility", "City", "Region", "Country")
#: What is wider than any site.
_WIDE = frozenset(WIDENING[-2:])
#: What a building may stand in without being named.
_TOWNS = frozenset({"Spaceport", "Facility", "City"})

#: What an inspection can be part of.
_WHOLES = frozenset({"Inspection", "Meeting", "Visit"})
_TWO = 2
#: What the rule of a report has that a noun told.
_BY_NOUN = "/noun-"


@dataclass(frozen=True)
class Circumstances:
    """Finds the places of an article's events."""

    scene: Scene

    def named(self, clause: Clause, places: Sequence[str]) -> str:
        """Choose the narrowest place, but the town that a building without a name stands in."""
        links, who = self.scene.who.links, self.scene.who
        unnamed = {key for key, link in links.items() if link.status is LinkStatus.NOT_LINKABLE}
        known = [key for key in places if key not in unnamed]
        if known or not places:
            return next(iter(known), "")
        mentions = self.scene.reading.mentions
        here = [m for a in clause.arguments for m in a.mentions if places[0] in who.of.get(m, ())]
        within = who.keys([of for m in here for of in mentions[m].of])
        return next((key for key in within if who.types.get(key) in WIDENING[:-1]), places[0])  # no state

    def narrowest(self, keys: Sequence[str]) -> list[str]:
        """Order places from the narrowest kind to the widest, only those of the state of the first."""
        first = self._country(keys[0]) if keys else ""
        keys = [key for key in keys if not first or self._country(key) in {"", first}]
        rank = {kind: n for n, kind in enumerate(WIDENING)}
        kinds = self.scene.who.types
        return sorted(keys, key=lambda k: rank.get(kinds.get(k, ""), len(rank)))

    def at_site(self, fillers: Sequence[Filler], place: str) -> str:
        """Give the spaceport that is looked at, where the place told is wider ("… in the Far East")."""
        kinds = self.scene.who.types
        sites = [f.entity for f in fillers if f.role == "item" and kinds.get(f.entity) == WIDENING[0]]
        return sites[0] if sites and kinds.get(place) in _WIDE else place

    def elsewhere(self, clause: Clause) -> set[str]:
        """List the places of what a verb only comes before or after ("nach dem Besuch in Moskau")."""
        grammar = self.scene.language.grammar
        frames = self.scene.language.frames
        other = [
            c
            for c in self.scene.reading.clauses
            if c.parent == clause.index and c.kind == "noun" and clause.kind == "verb"
            if c.relation in grammar.before | grammar.after | grammar.other_day
            if any(fits(frame, c, self.scene) for frame in frames)
        ]
        places = (a for c in other for a in c.arguments if a.function in grammar.locative)
        return {key for place in places for key in self.scene.who.keys(place.mentions)}

    def near_place(self, frame: Frame, clause: Clause) -> str:
        """Give the place that "dort" points to; for an arrival without one, the place told just before."""
        noun = clause.kind == "noun"
        verb = self.scene.verb_above(clause) if noun else clause
        points = verb is not None and {w.form for w in verb.adverbs} & self.scene.language.grammar.there
        has_place = any(spec.role == "place" for spec in frame.roles)
        if noun and has_place and verb is not None and (place := self._taking_place(frame, clause, verb)):
            return place
        if not has_place or not (points or (frame.nearby and not noun)):
            return ""
        if verb is not None and {w.form for w in verb.adverbs} & self.scene.language.grammar.here:
            return ""  # where it is written, not where somebody was last
        grammar = self.scene.language.grammar
        if noun and any(a.function in grammar.directional for a in clause.arguments):
            return ""  # "his trip to Sakha was the first there"
        slots = {
            slot for spec in frame.roles if spec.role == "place" for slot in spec.slots
        } | grammar.locative
        own = not points and any(a.function in slots and not a.mentions for a in clause.arguments)
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
            kinds = _TOWNS if own else frozenset(WIDENING)  # "arrived at the station": that of the town
            keys = [k for k in self.scene.who.of.get(index, ()) if self.scene.who.types.get(k) in kinds]
            if keys and self.scene.reading.mentions[index].kind is MentionKind.NAME:
                return keys[0]
        return ""

    def _taking_place(self, frame: Frame, noun: Clause, verb: Clause) -> str:
        """Give where a verb says that what a noun tells of took place ("Das Treffen fand in Kasan statt")."""
        grammar = self.scene.language.grammar
        said_of = noun.relation == ("object" if verb.passive else "subject") and noun.parent == verb.index
        if not said_of or verb.lemma not in grammar.taking_place:
            return ""
        kinds = [spec.types for spec in frame.roles if spec.role == "place"]
        named = [m for a in verb.arguments if a.function in grammar.locative for m in a.mentions]
        keys = [key for key in self.scene.who.keys(named) if any(self.scene.is_a(key, k) for k in kinds)]
        return self.named(verb, self.narrowest(keys))

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
        """Take the place of an inspection from the meeting or visit that it is part of.

        Another thing that was looked at may share the town or the site, not the building.
        """
        report = self._town(self._state_meant(report), told)
        if report.place or report.event_type != "Inspection":
            return report
        sites = [f.entity for f in report.roles if f.role == "item" and self._site(f.entity)]
        if sites:
            return replace(report, place=sites[0])
        actors = {f.entity for f in report.roles}
        for other in reversed(told):
            near = report.sentence - other.sentence <= NEAR and other.event_type in _WHOLES
            days = {one.time.begin for one in (report, other) if one.time is not None}
            alike = other.stance.modality in {*STATED, report.stance.modality}
            alike |= report.time is not None and other.time is not None  # of one day, as is seen below
            narrow = other.event_type == report.event_type and self._narrow(other.place)
            together = actors & {f.entity for f in other.roles} or self._goes_on(report, other)
            if not (near and other.place and together):
                continue
            if alike and not narrow and len(days) < _TWO:
                return replace(report, place=other.place, rule=report.rule + "+place")
        return report

    def _goes_on(self, report: Report, other: Report) -> bool:
        """Whether an unnamed group looks at more of a site ("A delegation toured …. It was shown …")."""
        agents = {f.entity for f in other.roles if f.role == "agent"}
        after = report.sentence - other.sentence == 1 and other.event_type == report.event_type
        return after and self._site(other.place) and not agents & self.scene.who.items.keys()

    def _state_meant(self, report: Report) -> Report:
        """Send troops "to Moscow" where that is who receives them: to the state, not into the town."""
        names = self.scene.language.metonyms
        mentions = (m for m in self.scene.reading.mentions if m.sentence == report.sentence)
        states = {names.get(m.bare_name or m.name, "") for m in mentions}
        country = self._country(report.place)
        to = {f.entity for f in report.roles if f.role == "recipient"} & states
        meant = report.event_type == "TroopDeployment" and report.place != country and country in to
        capital = self.scene.who.types.get(report.place) == "City"
        return replace(report, place=country) if meant and capital else report

    def _town(self, report: Report, told: Sequence[Report]) -> Report:
        """Leave out a place without a name ("off its coast"): of a building tell the town just come to.

        Of a region the state to which it belongs ("in Russia's east").
        """
        link, kinds = self.scene.who.links.get(report.place), self.scene.who.types
        if link is None or link.status is not LinkStatus.NOT_LINKABLE:
            return report
        if " " in self.scene.who.names.get(report.place, ""):
            return report  # "Ferner Osten": a name, though no look-up knows it
        if kinds.get(report.place) not in {"Facility", "Spaceport"}:
            return replace(report, place=self._state_of(report))
        actors, modality = {f.entity for f in report.roles}, report.stance.modality
        alike = STATED if modality in STATED else {modality}
        near = [r for r in told if r.event_type == "Visit" and report.sentence - r.sentence <= NEAR]
        came = [r.place for r in near if actors & {f.entity for f in r.roles} and r.stance.modality in alike]
        town = came[-1] if came and kinds.get(came[-1]) in {"City", "Spaceport"} else ""
        return replace(report, place=town, rule=report.rule + ("+place" if town else ""))

    def _state_of(self, report: Report) -> str:
        """Give the one state that the words for a place without a name speak of, "" if there is none."""
        who, mentions = self.scene.who, self.scene.reading.mentions
        here = [m for m in mentions if m.sentence == report.sentence]
        named = [m for n, m in enumerate(mentions) if m in here and report.place in who.of.get(n, ())]
        states = [k for k in who.keys([of for m in named for of in m.of]) if who.types.get(k) == "Country"]
        return states[0] if len(set(states)) == 1 else ""

    def _site(self, key: str) -> bool:
        """Whether what is looked at is a place itself ("besichtigte das Kosmodrom")."""
        link = self.scene.who.links.get(key)
        named = link is not None and link.status is LinkStatus.LINKED
        return named and self.scene.who.types.get(key) in {"Spaceport", "Facility", "City"}

    def _narrow(self, place: str) -> bool:
        return self.scene.who.types.get(place) == "Facility"

    def on_visit(self, report: Report, clause: Clause, told: Sequence[Report]) -> Report:
        """Take the place of a meeting that somebody comes for from that visit ("came to Seoul for talks").

        Also of one that is told in the same breath: "flew to Seoul and met him".
        """
        grammar = self.scene.language.grammar
        if report.place or report.event_type != "Meeting":
            return report
        if clause.relation in grammar.before | grammar.circumstantial:
            return report
        above = self.scene.verb_above(clause) if clause.kind == "noun" else None
        triggers = {above.trigger} if above is not None else self._joined(clause)
        visits = [r for r in told if r.event_type == "Visit" and r.trigger in triggers and r.place]
        actors = {f.entity for f in report.roles}
        visits = [r for r in visits if above or r.stance == report.stance]
        visits = [r for r in visits if above or actors & {f.entity for f in r.roles if f.role == "visitor"}]
        return replace(report, place=visits[0].place, rule=report.rule + "+place") if visits else report

    def _joined(self, clause: Clause) -> set[Span]:
        """List the triggers of the verbs that are joined to this one and stand before it."""
        above = self.scene.above(clause) if clause.relation == "coordinated" else None
        below = [
            c
            for c in self.scene.reading.clauses
            if c.parent == clause.index and c.relation == "coordinated" and clause.kind == "verb"
        ]
        joined = {c.trigger for c in (above, *below) if c is not None}
        return {trigger for trigger in joined if trigger.begin < clause.trigger.begin}

    def hosted(self, report: Report) -> Report:
        """Add the state that a visitor from elsewhere visits, known by the place."""
        country = self._country(report.place)
        if report.event_type != "Visit":
            return report
        items = self.scene.who.items
        visitors = [f for f in report.roles if f.role == "visitor" and f.entity in items]
        occasion = bool(country) and _BY_NOUN in report.rule  # together they may well "visit" a place
        home = {f for f in visitors if occasion and items[f.entity].country == country}
        if 0 < len(home) < sum(f.role == "visitor" for f in report.roles):  # "on a visit to X he and X's Y …"
            report = replace(report, roles=tuple(f for f in report.roles if f not in home))
        own = {self.state(f.entity) for f in report.roles if f.role == "visitor"}
        states = {key for key, kind in self.scene.who.types.items() if kind == "Country"}
        hosts = {f.entity for f in report.roles if f.role == "host"}
        # Nobody's own state receives him, nor one where the place is not.
        wrong = hosts & (own | (states - {country} if country else set()))
        if wrong:
            report = replace(report, roles=tuple(f for f in report.roles if f.entity not in wrong))
        if hosts - wrong:
            return report
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
