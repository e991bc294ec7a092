"""What one article tells: names linked, mentions resolved, events and facts found.

Composes the pure parts; the only thing it asks of the world is the `Lookup`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kg.attribution import Attributor
from kg.coreference import Offices, Who, resolve
from kg.errors import LookupFailed, ProjectError
from kg.events import find_reports
from kg.facts import find_facts
from kg.frames import Scene
from kg.linking import Known, Lookup, class_of, link
from kg.minting import local_key
from kg.model import Candidate, Entity, Fact, Link, LinkStatus, MentionKind, Reading, Report, Telling
from kg.overrides import NIL, Override, Overrides, load_overrides
from kg.tenures import Tenures

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kg.language import Language

#: What lies in a state; persons and organisations have theirs by citizenship or seat.
_PLACES = frozenset({"City", "Region", "Facility", "Spaceport"})

#: Of what the words behind the noun say which one is meant.
_THINGS = frozenset({"Technology", "Weapon"})
#: What the key of a thing of some states begins with.
_OF_STATES: Final = re.compile(r"(?:q[0-9]+-)+")
_OUTLETS = frozenset({"Company", "NewsAgency", "Organization", "Publisher"})


@dataclass(frozen=True)
class Knowledge:
    """What is known beside the text: the look-up, and the tables that read its answers.

    ``classes``: Wikidata classes by ontology class, finest first; ``offices``: what descriptions of
    office holders and wars mean; ``superclasses``: the class tree of the ontology; ``exhaustive``:
    whether no answer means that there is none; ``overrides``: links that a person fixed.
    """

    lookup: Lookup
    classes: Mapping[str, Sequence[str]]
    offices: Offices
    superclasses: Mapping[str, frozenset[str]]
    exhaustive: bool = False
    overrides: Overrides = field(default_factory=Overrides)


def load_knowledge(
    lookup: Lookup,
    folder: Path,
    superclasses: Mapping[str, frozenset[str]],
    *,
    exhaustive: bool = False,
    overrides: Path | None = None,
    snapshot: Path | None = None,
    service: bool = False,
) -> Knowledge:
    """Read the tables beside the snapshot, and the fixed links.

    ``overrides`` are a user's own links, ``snapshot`` the folder of a user's own snapshot; ``service`` says
    that answers are a service's, which were true on no one day.

    Raises
    ------
    ProjectError
        If a table is missing or no TOML, or a fixed link is faulty.
    """
    tables = []
    names = ("classes.toml", "offices.toml", "conflicts.toml", "heads.toml", "tenures.toml")
    for path in (*(folder / name for name in names), (snapshot or folder) / "snapshot.toml"):
        try:
            tables.append(tomllib.loads(path.read_text(encoding="utf-8")))
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise ProjectError("KG-115", f"{path} cannot be read: {error}.") from error
    classes, positions, conflicts, heads, later, told = tables
    as_of = "" if exhaustive else str(told.get("offices_as_of", ""))
    fixed = load_overrides(folder.parent / "overrides.tsv", superclasses)
    if overrides is not None:
        fixed = load_overrides(overrides, superclasses).over(fixed)
    of_day = "" if service or exhaustive else str(told.get("date", ""))
    renewed = {seed: one["date"] for one in told.get("renewed", ()) for seed in one.get("seeds", ())}
    tenures = Tenures(as_of, later, renewed)
    offices = Offices(positions, conflicts, tenures, heads, of_day)
    return Knowledge(lookup, classes, offices, superclasses, exhaustive, fixed)


def tell(reading: Reading, language: Language, knowledge: Knowledge) -> Telling:
    """Find what an article tells."""
    article = reading.article
    known = Known(article.day, article.text, knowledge.offices.positions, knowledge.overrides)
    lookup, classes = knowledge.lookup, knowledge.classes
    linked = link(reading.mentions, article.lang, lookup, classes, known, exhaustive=knowledge.exhaustive)
    who = resolve(reading, linked, language, lookup, knowledge.offices, classes)
    scene = Scene(reading, language, who, knowledge.superclasses)
    attributor = Attributor(reading, language, who)
    reports, declined = find_reports(scene, attributor)
    facts = find_facts(scene, attributor)
    entities = {e.key: e for e in _entities(reading, who)}
    for key, (kind, words) in attributor.unnamed.items():
        entities[key] = Entity(
            key, "UnnamedSource", words, Link(LinkStatus.NOT_LINKABLE), (words,), source_kind=kind
        )
    agency = _outlet(article.agency, "NewsAgency", article.lang, knowledge, entities)
    publisher = _outlet(article.publisher, "Publisher", article.lang, knowledge, entities)
    used = _used(reports, facts) | {agency, publisher} - {""}
    named = _named(reading, who)
    told = [entities[key] for key in sorted(entities) if key in used or key in named]
    kept = _with_countries(told, knowledge)
    mentions = tuple(sorted(named | {agency} - {""}))
    return Telling(reading, kept, reports, facts, mentions, agency, publisher, declined)


def _named(reading: Reading, who: Who) -> set[str]:
    """Entities that the article names, or of which Wikidata has the item."""
    return {
        key
        for index, keys in who.of.items()
        for key in keys
        if key in who.items
        or (reading.mentions[index].kind is MentionKind.NAME and reading.mentions[index].type != "Entity")
    }


def _used(reports: Sequence[Report], facts: Sequence[Fact]) -> set[str]:
    used = {f.entity for r in reports for f in r.roles}
    used |= {k for r in reports for k in (r.place, r.origin, r.stance.source, *r.stance.relays) if k}
    used |= {k for f in facts for k in (f.subject, f.object, f.stance.source, *f.stance.relays) if k}
    return used


def _entities(reading: Reading, who: Who) -> list[Entity]:
    forms: dict[str, list[str]] = {}
    whole = _with_what_follows(reading)
    for index in sorted(who.of):
        mention = reading.mentions[index]
        if mention.kind is MentionKind.PRONOUN:
            continue
        surfaces = list(dict.fromkeys([mention.text, mention.name] if mention.head else [mention.text]))
        surfaces += [whole[index]] if index in whole else []
        for key in who.of[index]:
            known = forms.setdefault(key, [])
            known += [s for s in surfaces if s not in known]
    made, lang = [], reading.article.lang
    for key, kind in who.types.items():
        item = who.items.get(key)
        made.append(
            Entity(
                key,
                kind,
                item.label if item else who.names.get(key, key),
                who.links[key],
                tuple(forms.get(key, ())),
                _labels(item) if item else _with_state(key, who, lang),
                item.country if item else "",
                item.point if item else "",
            )
        )
    return made


def _with_state(key: str, who: Who, lang: str) -> tuple[tuple[str, str], ...]:
    """Label what each state has with the states it is of: "Militär (Südkorea)"."""
    of = _OF_STATES.match(key)
    items = [who.items.get(qid) for qid in of[0].upper().strip("-").split("-")] if of else []
    names = [next((text for text, tag in item.labels if tag == lang), "") if item else "" for item in items]
    return ((f"{who.names.get(key, key)} ({', '.join(names)})", lang),) if names and all(names) else ()


def _with_what_follows(reading: Reading) -> dict[int, str]:
    """Give the longer words of things whose noun says more behind it ("Technik für Satelliten")."""
    text = reading.article.text
    found: dict[int, str] = {}
    for clause in reading.clauses:
        own = [m for a in clause.arguments if a.function == "self" for m in a.mentions]
        things = [m for m in own if reading.mentions[m].type in _THINGS]
        if clause.kind != "noun" or len(things) != 1:
            continue
        begin, end = reading.mentions[things[0]].span.begin, clause.span.end
        for argument in sorted(clause.arguments, key=lambda a: a.span.begin):
            between = text[end : argument.span.begin]
            if argument.span.begin >= end and between.split() == [argument.function]:
                end = argument.span.end
        if end > clause.span.end:
            found[things[0]] = text[begin:end]
    return found


def _with_countries(kept: Sequence[Entity], knowledge: Knowledge) -> tuple[Entity, ...]:
    """Add the states in which named places lie: a place without its state cannot be asked for by state.

    They are not mentioned, so they have no mentions; a service that fails costs only them.
    """
    there = {entity.key for entity in kept}
    missing = {entity.country for entity in kept if entity.type in _PLACES} - there - {""}
    try:
        items = knowledge.lookup.items(missing) if missing else {}
    except LookupFailed:
        items = {}
    states = [
        Entity(
            qid,
            "Country",
            item.label,
            Link(LinkStatus.LINKED, qid, 1.0, ((qid, 1.0),), ("state of a place that is named",)),
            (),
            _labels(item),
            "",
            item.point,
        )
        for qid, item in items.items()
        if class_of(item, knowledge.classes) == "Country"
    ]
    return tuple(sorted([*kept, *states], key=lambda entity: entity.key))


def _labels(item: Candidate) -> tuple[tuple[str, str], ...]:
    """One label a language."""
    first: dict[str, str] = {}
    for text, lang in item.labels:
        first.setdefault(lang, text)
    return tuple((text, lang) for lang, text in first.items())


def _outlet(name: str, kind: str, lang: str, knowledge: Knowledge, entities: dict[str, Entity]) -> str:
    """Give the entity of an agency or publisher, linked where the look-up has one of that kind."""
    if not name:
        return ""
    status = LinkStatus.NIL if knowledge.exhaustive else LinkStatus.NOT_ATTEMPTED
    fixed = knowledge.overrides.find([name], lang, kind)
    found: list[Candidate] = []
    try:
        found = _outlets(name, lang, knowledge, fixed)
    except LookupFailed:
        status = LinkStatus.LOOKUP_FAILED
    if len(found) == 1:
        item = found[0]
        reason = f"fixed by {fixed.where}" if fixed else "name of an outlet"
        made = Link(LinkStatus.LINKED, item.qid, 0.9, ((item.qid, 0.9),), (reason,))
        entities.setdefault(
            item.qid,
            Entity(item.qid, kind, item.label, made, (name,), _labels(item), item.country, item.point),
        )
        return item.qid
    key = local_key(kind, name)
    entities.setdefault(key, Entity(key, kind, name, Link(status), (name,)))
    return key


def _outlets(name: str, lang: str, knowledge: Knowledge, fixed: Override | None) -> list[Candidate]:
    if fixed:
        return [] if fixed.item == NIL else [*knowledge.lookup.items([fixed.item]).values()]
    named = knowledge.lookup.named([(name, lang)]).get((name, lang), ())
    return [item for item in named if class_of(item, knowledge.classes) in _OUTLETS]
