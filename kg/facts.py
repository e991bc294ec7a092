"""Static relations that sentences tell: where a place lies, who leases it, who heads a state."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.frames import Scene, Slots, fits_noun, fits_verb
from kg.model import Clause, Fact, Mention, MentionKind, Quantity, Span, Stance

if TYPE_CHECKING:
    from kg.attribution import Attributor
    from kg.language import FactFrame

_NUMBER = re.compile(r"\d[\d.,  ]*")


def find_facts(scene: Scene, attributor: Attributor) -> tuple[Fact, ...]:
    """Find the facts of an article, in the order of the text, each once a sentence."""
    slots = Slots(scene)
    found: dict[tuple[str, str, str, int], Fact] = {}
    for frame in scene.language.facts:
        made = _offices(frame, scene) if frame.offices else _clauses(frame, scene, slots, attributor)
        for fact in made:
            found.setdefault((fact.predicate, fact.subject, fact.object, fact.sentence), fact)
    return tuple(sorted(found.values(), key=lambda f: (f.sentence, f.trigger.begin, f.predicate, f.object)))


def _clauses(frame: FactFrame, scene: Scene, slots: Slots, attributor: Attributor) -> list[Fact]:
    made = []
    for clause in scene.reading.clauses:
        verb = fits_verb(clause, frame.verbs, scene.language)
        if not (verb or fits_noun(clause, frame.nouns, scene.language)):
            continue
        if frame.governors and not _governed(frame, clause, scene):
            continue
        if frame.subject is None or frame.object is None:
            continue
        subjects = slots.fill(clause, frame.subject, set(), collect=False)
        objects = slots.fill(clause, frame.object, set(subjects), collect=False)
        if not subjects or not objects:
            continue
        quantity = _distance(clause, scene) if frame.distance else None
        text = scene.reading.article.text[clause.trigger.begin : clause.trigger.end]
        stance = attributor.stance(clause)
        made.append(
            Fact(
                frame.predicate,
                subjects[0],
                objects[0],
                clause.sentence,
                clause.trigger,
                text,
                stance,
                frame.id,
                quantity,
            )
        )
    return made


def _governed(frame: FactFrame, clause: Clause, scene: Scene) -> bool:
    verb = scene.verb_above(clause)
    return verb is not None and verb.lemma in frame.governors


def _distance(clause: Clause, scene: Scene) -> Quantity | None:
    """Give the length that the sentence states ("rund 100 Kilometer")."""
    units = scene.language.distance.units
    text = scene.reading.article.text
    for other in scene.reading.clauses:
        if other.sentence == clause.sentence and other.kind == "noun" and other.lemma in units:
            words = text[other.span.begin : other.span.end]
            number = _NUMBER.search(words)
            if number:
                value = float(re.sub(r"[.  ]", "", number.group().strip()).replace(",", "."))
                return Quantity(value, value, units[other.lemma], words)
    return None


def _offices(frame: FactFrame, scene: Scene) -> list[Fact]:
    """Facts that a title states of the name it stands beside ("Russlands Präsident Wladimir Putin")."""
    who, reading = scene.who, scene.reading
    made = []
    for index, mention in enumerate(reading.mentions):
        if mention.office not in frame.offices or not _names(mention):
            continue
        people = who.of.get(index, ())
        states = [k for m in mention.of for k in who.of.get(m, ()) if who.types.get(k) == "Country"]
        states = [mention.country] if mention.country in who.types else states
        if len(people) == 1 and states and who.types.get(people[0]) == "Person":
            span = _title(mention, reading.article.text)
            text = reading.article.text[span.begin : span.end]
            made.append(
                Fact(frame.predicate, people[0], states[0], mention.sentence, span, text, Stance(), frame.id)
            )
    return made


def _names(mention: Mention) -> bool:
    return (mention.kind is MentionKind.NAME and bool(mention.head)) or mention.same_as >= 0


def _title(mention: Mention, text: str) -> Span:
    begin = mention.span.begin
    words = text[begin : mention.span.end]
    return Span(begin, begin + len(words.split(" ", 1)[0]))
