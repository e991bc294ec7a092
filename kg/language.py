"""A language as data: what the parts of the house need to know of it, read from one TOML file.

The rule: Python knows no word of any language. Everything below is filled from ``kg/lang/<code>.toml``,
checked when it is loaded, and never changed after. A frame says which words tell of an event type and
where its roles stand, in neutral functions, so that the finding of events is the same for all languages.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kg.errors import ProjectError

if TYPE_CHECKING:
    from pathlib import Path

Words = frozenset[str]


@dataclass(frozen=True)
class Functions:
    """Dependency labels of the pipeline, by the neutral function they stand for."""

    subject: Words = frozenset()
    passive_subject: Words = frozenset()
    object: Words = frozenset()
    recipient: Words = frozenset()
    agent: Words = frozenset()
    auxiliary: Words = frozenset()
    particle: Words = frozenset()
    reflexive: Words = frozenset()
    marker: Words = frozenset()
    coordination: Words = frozenset()
    apposition: Words = frozenset()
    compound: Words = frozenset()
    determiner: Words = frozenset()
    clausal: Words = frozenset()
    relative: Words = frozenset()
    complement: Words = frozenset()
    adverbial: Words = frozenset()
    parenthetical: Words = frozenset()


@dataclass(frozen=True)
class Grammar:
    """Closed word classes."""

    linking: tuple[str, ...] = ()
    genitive: tuple[str, ...] = ()
    contractions: Mapping[str, str] = field(default_factory=dict)
    postpositions: Words = frozenset()
    locative: Words = frozenset()
    directional: Words = frozenset()
    definite: Words = frozenset()
    indefinite: Words = frozenset()
    possessive: Words = frozenset()
    genitive_articles: Words = frozenset()
    accusative_articles: Words = frozenset()
    dative_articles: Words = frozenset()
    dative_pronouns: Words = frozenset()
    negation: Words = frozenset()
    negation_contrast: Words = frozenset()
    coordinators: Words = frozenset()
    personal: Mapping[str, str] = field(default_factory=dict)
    auxiliary: Words = frozenset()
    passive: Words = frozenset()
    future: Words = frozenset()
    modal: Words = frozenset()
    copula: Words = frozenset()
    complementizers: Words = frozenset()
    whether: Words = frozenset()
    conditional: Words = frozenset()
    light: Words = frozenset()
    topical: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Mood:
    """How the reported moods look."""

    subjunctive1: Words = frozenset()
    subjunctive2: Words = frozenset()
    ending: str = ""
    infinitive: str = ""
    participle_prefix: str = ""


@dataclass(frozen=True)
class Attribution:
    """Words that show that somebody says so."""

    prepositions: Words = frozenset()
    nouns: Words = frozenset()
    noun_prepositions: Words = frozenset()
    own: Words = frozenset()
    back: Words = frozenset()
    so: Words = frozenset()
    say: Words = frozenset()
    think: Words = frozenset()


@dataclass(frozen=True)
class Hedges:
    """Words that lower the certainty to one level."""

    adverbs: Words = frozenset()
    adjectives: Words = frozenset()
    verbs: Words = frozenset()
    modals: Words = frozenset()


@dataclass(frozen=True)
class Denial:
    """Words by which somebody says that it is not so, or something keeps it from being."""

    verbs: Words = frozenset()
    own_voice: Words = frozenset()


@dataclass(frozen=True)
class Plan:
    """Words that put the event ahead."""

    verbs: Words = frozenset()
    adjectives: Words = frozenset()
    modals: Words = frozenset()
    evidential: Words = frozenset()


@dataclass(frozen=True)
class Request:
    """Words by which the event is asked for, not told."""

    verbs: Words = frozenset()


@dataclass(frozen=True)
class Distance:
    """Units of length and the noun of a border."""

    units: Mapping[str, str] = field(default_factory=dict)
    border: Words = frozenset()


@dataclass(frozen=True)
class NounPattern:
    """A noun that a frame or class claims: a head, and what must stand before it in a compound."""

    head: str
    member: str = ""
    any_compound: bool = False
    of_class: str = ""


@dataclass(frozen=True)
class RoleSlots:
    """Where a role's filler stands, in order of preference, and what it may be."""

    role: str
    slots: tuple[str, ...]
    types: tuple[str, ...] = ()
    verbs: Words = frozenset()


@dataclass(frozen=True)
class Frame:
    """Words that tell of one event type, with its roles; ``id`` is ``de/Meeting/verb-1``."""

    id: str
    event: str
    verbs: Words
    nouns: tuple[NounPattern, ...]
    roles: tuple[RoleSlots, ...]
    require: tuple[str, ...]
    governors: Words = frozenset()
    qualities: Words = frozenset()
    parties: str = ""


@dataclass(frozen=True)
class FactFrame:
    """Words that tell of a static relation."""

    id: str
    predicate: str
    verbs: Words
    nouns: tuple[NounPattern, ...]
    offices: Words
    subject: RoleSlots | None
    object: RoleSlots | None
    governors: Words = frozenset()
    distance: bool = False


@dataclass(frozen=True)
class Language:
    """One language file, checked."""

    code: str
    name: str
    functions: Functions
    grammar: Grammar
    mood: Mood
    titles: Mapping[str, Words]
    titles_country: Mapping[str, str]
    nouns: Mapping[str, Words]
    sources: Mapping[str, Words]
    attribution: Attribution
    certainty: Mapping[str, Hedges]
    denial: Denial
    plan: Plan
    request: Request
    metonyms: Mapping[str, str]
    demonyms: Mapping[str, str]
    distance: Distance
    frames: tuple[Frame, ...]
    facts: tuple[FactFrame, ...]
    dates: Mapping[str, Any]

    @cached_property
    def class_of_noun(self) -> Mapping[str, str]:
        """Ontology class of each plain common noun."""
        return {noun: name for name, words in self.nouns.items() for noun in words if "+" not in noun}

    @cached_property
    def office_of_title(self) -> Mapping[str, str]:
        """Kind of office of each title."""
        return {noun: office for office, words in self.titles.items() for noun in words}

    @cached_property
    def kind_of_source(self) -> Mapping[str, str]:
        """Kind of unnamed source of each noun or adjective."""
        return {noun: kind for kind, words in self.sources.items() for noun in words}

    @cached_property
    def known_nouns(self) -> Words:
        """Every noun that may be the head of a compound, in lower case."""
        frames = {p.head for f in (*self.frames, *self.facts) for p in f.nouns if p.head}
        patterns = {noun.rpartition("+")[2] for words in self.nouns.values() for noun in words}
        plain = {*self.office_of_title, *self.kind_of_source, *self.attribution.nouns}
        return frozenset(noun.lower() for noun in frames | patterns | plain)

    def compound(self, lemma: str) -> tuple[str, str]:
        """Split a compound at its longest known head: ("Waffe", "Geschäft"); ("", lemma) if it is none.

        The first part loses its linking element where what is left is a known noun.
        """
        low = lemma.lower()
        if low in self.known_nouns:
            return "", lemma
        for begin in range(2, len(low) - 2):
            if low[begin:] in self.known_nouns:
                return self._first_part(lemma[:begin].rstrip("-")), low[begin:].capitalize()
        return "", lemma

    def _first_part(self, part: str) -> str:
        for ending in sorted(self.grammar.linking, key=len):
            stem = part[: len(part) - len(ending)] if ending else part
            if part.endswith(ending) and stem.lower() in self.known_nouns:
                return stem
        return part

    def classify(self, lemma: str, members: Sequence[str] = ()) -> str:
        """Ontology class of a common noun, by the noun itself, a class pattern, or its head; "" if none."""
        whole = self.class_of_noun.get(lemma)
        if whole:
            return whole
        first, head = self.compound(lemma)
        firsts = [*members, first] if first else list(members)
        for name, words in self.nouns.items():
            for pattern in words:
                member, plus, last = pattern.rpartition("+")
                if plus and last == head and any(self.classify(f) == member for f in firsts):
                    return name
        return self.class_of_noun.get(head, "") if head != lemma else ""


_TABLES: Mapping[str, type] = {
    "functions": Functions,
    "grammar": Grammar,
    "mood": Mood,
    "attribution": Attribution,
    "denial": Denial,
    "plan": Plan,
    "request": Request,
    "distance": Distance,
}
_WORD_TABLES = ("titles", "nouns", "sources")
_MAPPINGS = ("titles_country", "metonyms", "demonyms")
_KEYS = {"code", "name", "certainty", "dates", "frame", "fact", *_TABLES, *_WORD_TABLES, *_MAPPINGS}


def load_language(path: Path, events: Mapping[str, frozenset[str]], predicates: Sequence[str]) -> Language:
    """Read and check a language file.

    Parameters
    ----------
    path
        The TOML file.
    events
        Roles that the ontology allows, by event type.
    predicates
        Local names of the ontology's static facts.

    Raises
    ------
    ProjectError
        Unknown key, event, role or predicate, or a lemma that two frames of one event claim; names the
        place and the nearest known word.
    """
    where = path.name
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProjectError("KG-110", f"{where} cannot be read: {error}.") from error
    _known(data, _KEYS, where)
    tables = {name: _table(kind, data.get(name, {}), f"{where} [{name}]") for name, kind in _TABLES.items()}
    words = {
        name: {k: frozenset(v) for k, v in data.get(name, {}).items()} for name in _WORD_TABLES
    }
    counted: dict[str, int] = {}
    return Language(
        code=data["code"],
        name=data["name"],
        certainty={
            level: _table(Hedges, table, f"{where} [certainty.{level}]")
            for level, table in data.get("certainty", {}).items()
        },
        frames=tuple(
            _frame(table, data["code"], counted, events, f"{where} [[frame]] {number}")
            for number, table in enumerate(data.get("frame", []), 1)
        ),
        facts=tuple(
            _fact(table, data["code"], counted, predicates, f"{where} [[fact]] {number}")
            for number, table in enumerate(data.get("fact", []), 1)
        ),
        dates=data.get("dates", {}),
        **tables,
        **words,
        **{name: data.get(name, {}) for name in _MAPPINGS},
    )


def _known(table: Mapping[str, Any], known: set[str], where: str) -> None:
    for key in table:
        if key not in known:
            raise ProjectError("KG-111", f"{where}: {key!r} is not known here.", suggestion(key, known))


def suggestion(word: str, known: set[str]) -> str:
    """Give the sentence that helps with a misspelt name."""
    near = difflib.get_close_matches(word, sorted(known), n=1)
    return f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(sorted(known))}."


def _table(kind: type, table: Mapping[str, Any], where: str) -> Any:
    shapes = {f.name: str(f.type) for f in fields(kind)}
    _known(table, set(shapes), where)
    made: dict[str, Any] = {}
    for key, value in table.items():
        if shapes[key] == "Words":
            made[key] = frozenset(value)
        elif shapes[key].startswith("tuple[tuple"):
            made[key] = tuple(tuple(pair) for pair in value)
        elif shapes[key].startswith("tuple"):
            made[key] = tuple(value)
        else:
            made[key] = value
    return kind(**made)


def _pattern(text: str) -> NounPattern:
    if text.startswith("@"):
        return NounPattern(head="", of_class=text[1:])
    if text.startswith("*"):
        return NounPattern(head=text[1:], any_compound=True)
    member, _, head = text.rpartition("+")
    return NounPattern(head=head, member=member)


def _slots(role: str, table: Mapping[str, Any], where: str) -> RoleSlots:
    _known(table, {"slots", "types", "verbs"}, where)
    return RoleSlots(
        role, tuple(table["slots"]), tuple(table.get("types", ())), frozenset(table.get("verbs", ()))
    )


def _number(code: str, name: str, part: str, counted: dict[str, int]) -> str:
    stem = f"{code}/{name}/{part}"
    counted[stem] = counted.get(stem, 0) + 1
    return f"{stem}-{counted[stem]}"


_FRAME_KEYS = {"event", "verbs", "nouns", "roles", "require", "governors", "qualities", "parties"}


def _frame(
    table: Mapping[str, Any],
    code: str,
    counted: dict[str, int],
    events: Mapping[str, frozenset[str]],
    where: str,
) -> Frame:
    _known(table, _FRAME_KEYS, where)
    event = table.get("event", "")
    if event not in events:
        raise ProjectError("KG-112", f"{where}: no event type {event!r}.", suggestion(event, set(events)))
    allowed = {*events[event], "place"}
    for role in table.get("roles", {}):
        if role not in allowed:
            raise ProjectError("KG-113", f"{where}: {event} has no role {role!r}.", suggestion(role, allowed))
    part = "verb" if "verbs" in table else "noun"
    return Frame(
        id=_number(code, event, part, counted),
        event=event,
        verbs=frozenset(table.get("verbs", ())),
        nouns=tuple(_pattern(noun) for noun in table.get("nouns", ())),
        roles=tuple(_slots(role, spec, f"{where} {role}") for role, spec in table["roles"].items()),
        require=tuple(table.get("require", ())),
        governors=frozenset(table.get("governors", ())),
        qualities=frozenset(table.get("qualities", ())),
        parties=table.get("parties", ""),
    )


_FACT_KEYS = {"predicate", "verbs", "nouns", "offices", "subject", "object", "governors", "distance"}


def _fact(
    table: Mapping[str, Any], code: str, counted: dict[str, int], predicates: Sequence[str], where: str
) -> FactFrame:
    _known(table, _FACT_KEYS, where)
    predicate = table.get("predicate", "")
    if predicate not in predicates:
        raise ProjectError(
            "KG-114", f"{where}: no fact {predicate!r}.", suggestion(predicate, set(predicates))
        )
    sides = {
        side: _slots(side, table[side], f"{where} {side}") if side in table else None
        for side in ("subject", "object")
    }
    part = next(p for p in ("verbs", "nouns", "offices") if p in table)
    return FactFrame(
        id=_number(code, predicate, part[:-1], counted),
        predicate=predicate,
        verbs=frozenset(table.get("verbs", ())),
        nouns=tuple(_pattern(noun) for noun in table.get("nouns", ())),
        offices=frozenset(table.get("offices", ())),
        subject=sides["subject"],
        object=sides["object"],
        governors=frozenset(table.get("governors", ())),
        distance=bool(table.get("distance", False)),
    )
