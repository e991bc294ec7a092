"""Decisions of persons put on what articles tell: done anew on every build, between telling and merging.

The rule: pure; tellings and decisions in, tellings out, with what is to stay together or apart, and the
decisions that found nothing, each with the reason. Which report a decision is about is found by its words.
A report that was changed says so in its rule.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.decisions import NIL, Anchor, Kind, latest
from kg.minting import local_key
from kg.model import Certainty, Entity, Filler, Link, LinkStatus, Period, TimeBasis, TimePrecision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.decisions import Decision
    from kg.minting import Mint
    from kg.model import Report, Telling

    _Words = tuple[str, str, str]

_PRECISIONS = {4: TimePrecision.YEAR, 7: TimePrecision.MONTH, 10: TimePrecision.DAY}
_SURE = 1.0
_LONG = 80


@dataclass(frozen=True, slots=True)
class Ties:
    """Reports (IRIs) put apart under a name, and pairs of which the first is of the second's event."""

    apart: tuple[tuple[str, str], ...] = ()
    together: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """Tellings after the decisions; ``lost`` are decisions that found nothing, with the reason."""

    tellings: tuple[Telling, ...]
    ties: Ties = Ties()
    lost: tuple[tuple[Decision, str], ...] = ()


def decide(tellings: Sequence[Telling], decisions: Iterable[Decision], mint: Mint) -> Decided:
    """Put decisions on tellings; of several on one matter the last counts."""
    made = list(tellings)
    known = {entity.key: entity for telling in tellings for entity in telling.entities}
    lost: list[tuple[Decision, str]] = []
    standing = latest(decisions)
    if not standing:
        return Decided(tuple(made))
    words = _words(made)
    places = {one.about: _find(made, words, one.about) for one in standing}
    places |= {one.other: _find(made, words, one.other) for one in standing if one.other}
    events: list[Decision] = []
    rejected: set[tuple[int, int]] = set()
    for one in standing:
        found = places[one.about]
        reason = "" if found else _why_gone(tellings, one.about)
        if found and one.kind in {Kind.MERGE, Kind.SPLIT}:
            events.append(one)
        elif found and one.kind is Kind.REJECT:
            rejected |= set(found)
        elif found:
            reason = _change(made, found, one, known)
        if reason:
            lost.append((one, reason))
    iris, kept = _without(made, rejected, mint)
    ties = _ties(events, places, iris, made, lost)
    return Decided(tuple(kept), ties, tuple(lost))


def lost_in_words(one: Decision, reason: str) -> str:
    """Say that a decision found nothing; it stays in the file and counts again when its words are back."""
    quote = _flat(one.about.quote)
    short = quote if len(quote) <= _LONG else f"{quote[:_LONG].rstrip()}…"
    who = " ".join(part for part in (one.who, one.when[:10]) if part)
    return f"KG-261: the decision to {one.kind} “{short}” ({who or 'unsigned'}) had no effect: {reason}"


def _words(tellings: Sequence[Telling]) -> Mapping[_Words, Sequence[tuple[int, int]]]:
    """Give the places (telling, report) of all reports by their words."""
    found: dict[_Words, list[tuple[int, int]]] = defaultdict(list)
    for number, telling in enumerate(tellings):
        sentences = {one.index: one.text for one in telling.reading.sentences}
        for index, report in enumerate(telling.reports):
            quote = _flat(sentences.get(report.sentence, ""))
            found[report.event_type, _flat(report.trigger_text), quote].append((number, index))
    return found


def _find(
    tellings: Sequence[Telling], words: Mapping[_Words, Sequence[tuple[int, int]]], about: Anchor
) -> Sequence[tuple[int, int]]:
    """Give the places of an anchor's words: those in its article, if they stand there."""
    found = words.get((about.type, _flat(about.trigger), _flat(about.quote)), ())
    there = [place for place in found if tellings[place[0]].reading.article.id == about.article]
    return there or found


def _why_gone(tellings: Sequence[Telling], about: Anchor) -> str:
    quote = _flat(about.quote)
    if any(_flat(one.text) == quote for telling in tellings for one in telling.reading.sentences):
        return "the sentence is there, but tells of no such event any more"
    return "the sentence is gone"


def _change(
    tellings: list[Telling], found: Iterable[tuple[int, int]], one: Decision, known: Mapping[str, Entity]
) -> str:
    """Change the reports in question; say why not, if it cannot be done."""
    reason = ""
    for number, index in found:
        telling = tellings[number]
        if one.kind is Kind.LINK:
            changed = _linked(telling, one, known)
        else:
            changed = _corrected(telling, index, one, known)
        if changed is None:
            reason = "what it names is described in no article"
        else:
            tellings[number] = changed
    return reason


def _corrected(telling: Telling, index: int, one: Decision, known: Mapping[str, Entity]) -> Telling | None:
    report, new = telling.reports[index], telling.reports[index]
    if one.kind is Kind.CONFIRM:
        new = replace(report, confidence=_SURE)
    elif one.kind is Kind.CERTAINTY:
        name, _, cues = one.value.partition("=")
        words = tuple(cue.strip() for cue in cues.split("|") if cue.strip())
        stance = replace(report.stance, certainty=Certainty(name), cues=words or report.stance.cues)
        new = replace(report, stance=stance)
    elif one.kind is Kind.DATE:
        new = replace(report, time=_period(one.value))
    elif one.kind is Kind.PLACE:
        new = replace(report, place=one.value)
    elif one.kind is Kind.ROLE:
        pairs = [pair.split("=") for pair in one.value.split()]
        new = replace(report, roles=tuple(Filler(role, key) for role, key in pairs))
    there = {entity.key for entity in telling.entities}
    added = {filler.entity for filler in new.roles} | {new.place} - {""}
    missing = added - there - {""}
    if not missing <= known.keys():
        return None
    new = replace(new, rule=_ruled(report.rule, one.kind))
    entities = (*telling.entities, *(replace(known[key], mentions=()) for key in missing))
    reports = (*telling.reports[:index], new, *telling.reports[index + 1 :])
    return replace(telling, reports=reports, entities=tuple(sorted(entities, key=lambda each: each.key)))


def _ruled(rule: str, kind: Kind) -> str:
    """Say in a report's rule that a person changed it, and what."""
    head, _, done = rule.partition(" + decided ")
    kinds = sorted({*done.split(), str(kind)})
    return f"{head} + decided {' '.join(kinds)}"


def _period(value: str) -> Period | None:
    if not value:
        return None
    begin, _, end = value.partition("/")
    if end:
        return Period(begin, end, TimePrecision.INTERVAL, TimeBasis.EXPLICIT)
    year, month = begin[:4], begin[5:7]
    first = f"{year}-{month or '01'}-{begin[8:] or '01'}"
    last_month = month or "12"
    last_day = begin[8:] or f"{monthrange(int(year), int(last_month))[1]:02}"
    return Period(first, f"{year}-{last_month}-{last_day}", _PRECISIONS[len(begin)], TimeBasis.EXPLICIT)


def _linked(telling: Telling, one: Decision, known: Mapping[str, Entity]) -> Telling | None:
    """Give a name of an article the item that was decided on, wherever the article tells of it."""
    name, _, item = one.value.rpartition("=")
    flat = _flat(name).casefold()
    old = next(
        (
            entity
            for entity in telling.entities
            if flat in {_flat(each).casefold() for each in (*_names(entity), *entity.mentions)}
        ),
        None,
    )
    if old is None:
        return None
    key = local_key(old.type, old.name) if item == NIL else item
    link = Link(LinkStatus.NIL if item == NIL else LinkStatus.LINKED, "" if item == NIL else item, _SURE)
    link = replace(link, reasons=(f"decided by {one.who or 'a person'}",))
    base = known.get(key) or Entity(key, old.type, old.name, link)
    new = replace(base, link=link, mentions=tuple(dict.fromkeys((*_own(telling, key), *old.mentions))))
    entities = [each for each in telling.entities if each.key not in {old.key, key}]
    return _renamed(replace(telling, entities=(*entities, new)), old.key, key)


def _names(entity: Entity) -> tuple[str, ...]:
    return entity.name, *(text for text, _ in entity.labels)


def _own(telling: Telling, key: str) -> tuple[str, ...]:
    return next((entity.mentions for entity in telling.entities if entity.key == key), ())


def _renamed(telling: Telling, old: str, new: str) -> Telling:
    def named(key: str) -> str:
        return new if key == old else key

    def stance(told: Report) -> Report:
        relays = tuple(named(key) for key in told.stance.relays)
        return replace(told, stance=replace(told.stance, source=named(told.stance.source), relays=relays))

    reports = tuple(
        replace(
            stance(one),
            roles=tuple(Filler(filler.role, named(filler.entity)) for filler in one.roles),
            place=named(one.place),
            origin=named(one.origin),
        )
        for one in telling.reports
    )
    facts = tuple(
        replace(
            one,
            subject=named(one.subject),
            object=named(one.object),
            stance=replace(
                one.stance,
                source=named(one.stance.source),
                relays=tuple(named(key) for key in one.stance.relays),
            ),
        )
        for one in telling.facts
    )
    return replace(
        telling,
        reports=reports,
        facts=facts,
        entities=tuple(sorted(telling.entities, key=lambda each: each.key)),
        mentions=tuple(sorted({named(key) for key in telling.mentions})),
        agency=named(telling.agency),
        publisher=named(telling.publisher),
    )


def _without(
    tellings: Sequence[Telling], rejected: set[tuple[int, int]], mint: Mint
) -> tuple[dict[tuple[int, int], str], list[Telling]]:
    """Take rejected reports out; give the IRIs of the others by their place before."""
    iris: dict[tuple[int, int], str] = {}
    kept = []
    for number, telling in enumerate(tellings):
        left = [index for index in range(len(telling.reports)) if (number, index) not in rejected]
        made = replace(telling, reports=tuple(telling.reports[index] for index in left))
        iris |= {(number, index): iri for index, iri in zip(left, mint.reports(made), strict=True)}
        kept.append(made)
    return iris, kept


def _ties(
    events: Iterable[Decision],
    places: Mapping[Anchor, Sequence[tuple[int, int]]],
    iris: Mapping[tuple[int, int], str],
    tellings: Sequence[Telling],
    lost: list[tuple[Decision, str]],
) -> Ties:
    apart: list[tuple[str, str]] = []
    together: dict[str, str] = defaultdict(str)
    for one in events:
        mine = [iris[place] for place in places[one.about] if place in iris]
        if one.kind is Kind.SPLIT:
            apart += [(iri, one.value) for iri in mine]
            continue
        other = one.other or one.about
        theirs = [iris[place] for place in places[other] if place in iris]
        if not theirs:
            lost.append((one, f"its other report: {_why_gone(tellings, other)}"))
        elif other.type != one.about.type:
            lost.append((one, "the two reports are of different types"))
        else:
            together |= dict.fromkeys(mine, theirs[0])
    return Ties(tuple(apart), tuple(together.items()))


def _flat(text: str) -> str:
    return " ".join(text.split())
