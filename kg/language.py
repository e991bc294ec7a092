"""A language as data: what the parts of the house need to know of it, read from one TOML file.

The rule: Python knows no word of any language. Everything below is filled from ``kg/lang/<code>.toml``,
checked when it is loaded, and never changed after. A frame says which words tell of an event type and
where its roles stand, in neutral functions, so that the finding of events is the same for all languages.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.amount_words import AmountWords
    from kg.paradigms import Rules
    from kg.suffixes import Suffixes

Words = frozenset[str]
#: The kind of title of who is called by his nation alone ("der Russe").
NATIONAL: Final = "national"


@dataclass(frozen=True)
class Functions:
    """Dependency labels of the pipeline, by the neutral function they stand for."""

    subject: Words = frozenset()
    passive_subject: Words = frozenset()
    object: Words = frozenset()
    recipient: Words = frozenset()
    agent: Words = frozenset()
    auxiliary: Words = frozenset()
    copula: Words = frozenset()
    particle: Words = frozenset()
    marker: Words = frozenset()
    coordination: Words = frozenset()
    apposition: Words = frozenset()
    nominal: Words = frozenset()
    compound: Words = frozenset()
    relative: Words = frozenset()
    complement: Words = frozenset()
    adverbial: Words = frozenset()
    parenthetical: Words = frozenset()
    passive_auxiliary: Words = frozenset()
    modifier: Words = frozenset()
    reduced: Words = frozenset()


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
    plural_articles: Words = frozenset()
    accusative_articles: Words = frozenset()
    nominative_articles: Words = frozenset()
    dative_articles: Words = frozenset()
    dative_pronouns: Words = frozenset()
    negation: Words = frozenset()
    negation_contrast: Words = frozenset()
    contrast: Words = frozenset()
    going_on: Words = frozenset()
    meanwhile: Words = frozenset()
    unmet: Words = frozenset()
    blaming: Words = frozenset()
    blamed_by: Words = frozenset()
    hindering: Words = frozenset()
    undertakings: Words = frozenset()
    contrasting: Words = frozenset()
    rounds: Words = frozenset()
    carriers: Words = frozenset()
    ordinals: Words = frozenset()
    same_past: Words = frozenset()
    harbours: Words = frozenset()
    leaderships: Words = frozenset()
    orbited: Words = frozenset()
    supposing: Words = frozenset()
    forestalling: Words = frozenset()
    coordinators: Words = frozenset()
    additive: Words = frozenset()
    with_infinitive: Words = frozenset()
    raising: Words = frozenset()
    correlatives: Words = frozenset()
    personal: Mapping[str, str] = field(default_factory=dict)
    auxiliary: Words = frozenset()
    causative: Words = frozenset()
    passive: Words = frozenset()
    future: Words = frozenset()
    modal: Words = frozenset()
    copula: Words = frozenset()
    complementizers: Words = frozenset()
    whether: Words = frozenset()
    whatever: Words = frozenset()
    conditional: Words = frozenset()
    of: Words = frozenset()
    feminine: tuple[tuple[str, str], ...] = ()
    pair: Words = frozenset()
    sides: Words = frozenset()
    declined: Words = frozenset()
    longest_ending: int = 0
    prepositions: Words = frozenset()
    type_connectives: tuple[str, ...] = ()
    circumstantial: Words = frozenset()
    predicative: Words = frozenset()
    purposeful: Words = frozenset()
    by_now: Words = frozenset()
    sequence: Words = frozenset()
    declared: Words = frozenset()
    making: Words = frozenset()
    carrying: Words = frozenset()
    boarding: Words = frozenset()
    attending: Words = frozenset()
    gatherings: Words = frozenset()
    granting: Words = frozenset()
    ways: Words = frozenset()
    state_names: Words = frozenset()
    whence: Words = frozenset()
    passive_forms: Words = frozenset()
    first: Words = frozenset()
    light: Words = frozenset()
    topical: tuple[tuple[str, str], ...] = ()
    governed: tuple[tuple[str, str], ...] = ()
    fixed_order: bool = False
    possessive_marks: Words = frozenset()
    agentive: Words = frozenset()
    names_before: Words = frozenset()
    named_with_of: Words = frozenset()
    object_control: Words = frozenset()
    implicative: Words = frozenset()
    controllers: Words = frozenset()
    purpose: Words = frozenset()
    before: Words = frozenset()
    after: Words = frozenset()
    other_day: Words = frozenset()
    during: Words = frozenset()
    as_told: Words = frozenset()
    there: Words = frozenset()
    earlier: Words = frozenset()
    occasion: Words = frozenset()
    between: Words = frozenset()
    verb_first: bool = False
    irrealis: Words = frozenset()
    relative_pronouns: Words = frozenset()
    counterparts: Words = frozenset()
    relative_places: Mapping[str, str] = field(default_factory=dict)
    relative_genders: Mapping[str, str] = field(default_factory=dict)
    aspects: Words = frozenset()
    finishing: Words = frozenset()
    women: Words = frozenset()
    personal_singular: Mapping[str, str] = field(default_factory=dict)
    personal_plural: Mapping[str, str] = field(default_factory=dict)
    states_in_compounds: Mapping[str, str] = field(default_factory=dict)
    personal_genders: Mapping[str, str] = field(default_factory=dict)
    surname_genders: Mapping[str, str] = field(default_factory=dict)
    relative_functions: Mapping[str, str] = field(default_factory=dict)
    article_genders: Mapping[str, str] = field(default_factory=dict)
    perfect_with_copula: Words = frozenset()
    before_gerund: Words = frozenset()
    blamed_for: Words = frozenset()
    apart: Words = frozenset()
    speakers_own: Words = frozenset()
    here: Words = frozenset()
    clause_openers: Words = frozenset()
    inverted: Words = frozenset()
    claims_to: Words = frozenset()
    one_with: Words = frozenset()
    attributive: Words = frozenset()
    to_places: Words = frozenset()
    greeting: Words = frozenset()
    often: Words = frozenset()
    approximate: Words = frozenset()
    generic: Words = frozenset()
    such: Words = frozenset()
    neighbours: Words = frozenset()
    companions: Words = frozenset()
    scheduled: Words = frozenset()
    attempting: Words = frozenset()
    back_then: Words = frozenset()
    when: Words = frozenset()
    two: Words = frozenset()
    taking_place: Words = frozenset()
    showing: Words = frozenset()
    fiction: Words = frozenset()
    former: Words = frozenset()
    partitive: Words = frozenset()
    forbidding: Words = frozenset()
    entering: Words = frozenset()
    bare_definite: bool = False
    plural_forms: Words = frozenset()
    adjective_endings: tuple[str, ...] = ()
    named: Words = frozenset()
    counting: Words = frozenset()
    zero_copula: str = ""
    converbs: Words = frozenset()
    predicate_forms: Words = frozenset()
    passive_forms_told: Words = frozenset()
    reflexive: tuple[str, ...] = ()
    subjunctive: Words = frozenset()

    def makes_definite(self, article: str) -> bool:
        """Whether a phrase with an article, or none, is of something known."""
        bare = self.bare_definite and article not in self.indefinite
        return bare or article in self.definite | self.possessive

    @property
    def markers(self) -> Words:
        """Words that open a clause under another, whatever a tagger holds them at its beginning."""
        return self.conditional | self.whether | self.complementizers


@dataclass(frozen=True)
class Attribution:
    """Words that show that somebody says so; of ``tell_of`` what they have as object is only said, too.

    ``passing`` are verbs by which an agency passes on what somebody says, each with its object, "" for none.
    """

    prepositions: Words = frozenset()
    nouns: Words = frozenset()
    noun_prepositions: Words = frozenset()
    own: Words = frozenset()
    back: Words = frozenset()
    so: Words = frozenset()
    say: Words = frozenset()
    think: Words = frozenset()
    pause: Words = frozenset()
    blame: Words = frozenset()
    charge: Words = frozenset()
    impersonal: Words = frozenset()
    hearsay: Words = frozenset()
    relaying: Words = frozenset()
    citing: Words = frozenset()
    tell_of: Words = frozenset()
    told_before: tuple[str, ...] = ()
    quote: Words = frozenset()
    passing: tuple[tuple[str, str], ...] = ()
    unnamed: str = ""
    by_order: Words = frozenset()


@dataclass(frozen=True)
class Quoting:
    """Words that show where the words of somebody begin and end.

    ``verbs`` take a clause as what is said, beside those of `Attribution`; ``nouns`` with another verb do so
    ("der Meinung sein"); ``acts`` say something without one ("kritisierte den Plan"), ``acts_on`` with a
    preposition ("sprach von …"); ``pointing`` are words for what was said before ("dies teilte X mit"),
    ``correlates`` those for what follows ("davon, dass"), ``expletives`` go with the verb ("hieß es"),
    ``addressed`` are prepositions before who is spoken to; ``reports`` are verb forms that tell only what
    others say; ``pronouns`` can be who speaks; ``links`` go on within the name of a speaker ("Sprecher für"),
    ``after`` never open his name; ``openers`` stand before a whole sentence ("denn").
    """

    verbs: Words = frozenset()
    nouns: Words = frozenset()
    acts: Words = frozenset()
    acts_on: tuple[tuple[str, str], ...] = ()
    pointing: Words = frozenset()
    correlates: Words = frozenset()
    expletives: Words = frozenset()
    addressed: Words = frozenset()
    reports: Words = frozenset()
    pronouns: Words = frozenset()
    links: Words = frozenset()
    after: Words = frozenset()
    openers: Words = frozenset()


@dataclass(frozen=True)
class Hedges:
    """Words that lower the certainty to one level."""

    adverbs: Words = frozenset()
    adjectives: Words = frozenset()
    verbs: Words = frozenset()
    modals: Words = frozenset()
    nouns: Words = frozenset()
    only_clauses: Words = frozenset()


@dataclass(frozen=True)
class Denial:
    """Words by which somebody says that it is not so, or something keeps it from being.

    What a noun with one of the ``adjectives`` tells of did not come about ("die abgesagte Reise").
    """

    verbs: Words = frozenset()
    own_voice: Words = frozenset()
    adjectives: Words = frozenset()
    phrases: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Plan:
    """Words that put the event ahead.

    What is the subject of ``looming`` verbs only may be ("Sanktionen drohen"); what ``settling`` verbs deny
    is left open ("noch nicht festgelegt"); what is ``decided`` lies ahead only where it is told as an
    infinitive ("beschloss, Truppen zu schicken", not "beschloss Sanktionen"); what the present tells of
    ``soon`` is not yet so ("besucht demnächst", "in den kommenden Tagen").
    """

    nouns: Words = frozenset()
    verbs: Words = frozenset()
    decided: Words = frozenset()
    settling: Words = frozenset()
    looming: Words = frozenset()
    soon: Words = frozenset()
    adjectives: Words = frozenset()
    modals: Words = frozenset()
    evidential: Words = frozenset()
    phrases: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Request:
    """Words by which the event is asked for, or warned of, not told.

    What ``barring`` forms of modal verbs deny is what should not be ("sollte keine Waffen liefern").
    """

    nouns: Words = frozenset()
    verbs: Words = frozenset()
    barring: Words = frozenset()


@dataclass(frozen=True)
class Distance:
    """Units of length."""

    units: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class NounPattern:
    """A noun that a frame or class claims: a head, and what must stand before it in a compound."""

    head: str
    member: str = ""
    any_compound: bool = False
    of_class: str = ""


@dataclass(frozen=True)
class RoleSlots:
    """Where a role's filler stands, in order of preference, and what it may be; ``all`` takes all slots."""

    role: str
    slots: tuple[str, ...]
    types: tuple[str, ...] = ()
    verbs: Words = frozenset()
    all: bool = False


@dataclass(frozen=True)
class Frame:
    """Words that tell of one event type, with its roles; ``id`` is ``de/Meeting/verb-1``.

    ``at_most`` is how sure what is told can be ("hofft auf Raketentechnik"), ``bars`` are functions that
    may not be filled, or moods of what the verb takes ("tauschten Geschenke aus" is no talk), ``nearby``
    whether the place may stand in a sentence before, ``now`` whether the present tense means the article's
    day ("ist in Moskau"), ``ahead`` whether what the words tell lies ahead ("wird in Moskau erwartet"),
    ``abroad`` whether a visitor's own
    state is no place for it ("war zuletzt in Peking"), ``takes`` functions, or moods of what the verb takes
    as a clause, one of which must be there ("agreed to …"), ``unless`` nouns beside which the words mean
    something else ("ein Spiel bestreiten"), ``objects`` the words or classes, one of which its object must
    be if it has one ("launched missiles at", not "launched a probe against"), ``subjects`` those of which
    its subject must be one ("Russian missiles hit Kyiv"), ``adjoining`` the words that alone may stand
    between the verb and where it is ("is now in Kyiv", not "is popular in Kyiv").
    """

    id: str
    event: str
    verbs: Words
    nouns: tuple[NounPattern, ...]
    roles: tuple[RoleSlots, ...]
    require: tuple[str, ...]
    governors: Words = frozenset()
    qualities: Words = frozenset()
    parties: str = ""
    at_most: str = ""
    nearby: bool = False
    bars: Words = frozenset()
    now: bool = False
    ahead: bool = False
    abroad: bool = False
    known: bool = False
    takes: Words = frozenset()
    unless: Words = frozenset()
    objects: Words = frozenset()
    subjects: Words = frozenset()
    adjoining: Words = frozenset()


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
    suffixes: Suffixes
    forms: Rules
    titles: Mapping[str, Words]
    titles_country: Mapping[str, str]
    nouns: Mapping[str, Words]
    sources: Mapping[str, Words]
    attribution: Attribution
    quoting: Quoting
    certainty: Mapping[str, Hedges]
    denial: Denial
    plan: Plan
    request: Request
    metonyms: Mapping[str, str]
    demonyms: Mapping[str, str]
    distance: Distance
    cases: Mapping[str, str]
    frames: tuple[Frame, ...]
    facts: tuple[FactFrame, ...]
    dates: Mapping[str, Any]
    amounts: AmountWords

    @cached_property
    def class_of_noun(self) -> Mapping[str, str]:
        """Ontology class of each plain common noun."""
        return {noun: name for name, words in self.nouns.items() for noun in words if "+" not in noun}

    @cached_property
    def titles_of_women(self) -> Words:
        """Titles and nouns that only women bear."""
        known, ends = self.office_of_title, self.grammar.feminine
        borne = {t for t in known for off, on in ends if t.endswith(on) and t.removesuffix(on) + off in known}
        return self.grammar.women | borne

    @cached_property
    def office_of_title(self) -> Mapping[str, str]:
        """Kind of office of each title."""
        return {noun: office for office, words in self.titles.items() for noun in words}

    @cached_property
    def kind_of_source(self) -> Mapping[str, str]:
        """Kind of unnamed source of each noun or adjective."""
        return {noun: kind for kind, words in self.sources.items() for noun in words}

    @cached_property
    def countable(self) -> Words:
        """Classes of what events are told of by number: those of the items of all frames."""
        roles = (role for frame in self.frames for role in frame.roles if role.role == "item")
        return frozenset(kind for role in roles for kind in role.types)

    @cached_property
    def frame_verbs(self) -> Words:
        """Every verb that a frame claims."""
        claimed = (*(frame.verbs for frame in self.frames), *(fact.verbs for fact in self.facts))
        return frozenset(verb for verbs in claimed for verb in verbs)

    @cached_property
    def ahead_verbs(self) -> Words:
        """Verbs that put what they tell of ahead: those of plans, and of what is expected."""
        return self.plan.verbs.union(*(frame.verbs for frame in self.frames if frame.ahead))

    @cached_property
    def direct_verbs(self) -> Words:
        """Verbs whose frames know a direct object."""
        taking = (f for f in self.frames if any("object" in role.slots for role in f.roles))
        return frozenset(verb for frame in taking for verb in frame.verbs)

    @cached_property
    def known_verbs(self) -> Words:
        """Every verb of the file."""
        stance = self.denial.verbs | self.plan.verbs | self.request.verbs
        said = self.attribution.say | self.attribution.think
        hedged = frozenset(word for hedges in self.certainty.values() for word in hedges.verbs)
        return self.frame_verbs | stance | said | hedged | self.grammar.light | self.grammar.copula

    @cached_property
    def phrasal_verbs(self) -> Words:
        """Every verb of the file that is written with its particle apart ("rule out")."""
        stance = self.denial.verbs | self.plan.verbs | self.request.verbs | self.attribution.say
        hedged = (word for hedges in self.certainty.values() for word in hedges.verbs)
        return frozenset(v for v in {*self.frame_verbs, *stance, *hedged, *self.grammar.light} if " " in v)

    @cached_property
    def giving_verbs(self) -> Words:
        """Verbs whose frames know to whom something is given, without a preposition ("gave Kim a car")."""
        return frozenset(
            verb
            for frame in self.frames
            if any("recipient" in role.slots for role in frame.roles)
            for verb in frame.verbs
        )

    @cached_property
    def dative_verbs(self) -> Words:
        """Verbs whose frames know somebody they are done to, but no direct object ("jemandem drohen")."""
        direct, given = set[str](), set[str]()
        for frame in self.frames:
            slots = {slot for role in frame.roles for slot in role.slots}
            direct |= frame.verbs if "object" in slots else set()
            given |= frame.verbs if "recipient" in slots else set()
        return frozenset(given - direct)

    @cached_property
    def heads(self) -> Words:
        """Kinds of office that head a state, of which it has one at a time."""
        return frozenset(office for fact in self.facts for office in fact.offices)

    @cached_property
    def hedging(self) -> Words:
        """Every adverb that lowers the certainty; undeclined it belongs to the verb, wherever it stands."""
        return frozenset(word for hedges in self.certainty.values() for word in hedges.adverbs)

    @cached_property
    def common_nouns(self) -> Words:
        """Every noun of the file as it is written there, of several words too ("foreign minister")."""
        frames = (*(f.nouns for f in self.frames), *(f.nouns for f in self.facts))
        heads = {pattern.head for nouns in frames for pattern in nouns if pattern.head}
        plain = {noun for words in self.nouns.values() for noun in words if "+" not in noun}
        people = {*self.office_of_title, *self.kind_of_source}
        return frozenset({*heads, *plain, *people, *self.attribution.nouns})

    @cached_property
    def claimed_compounds(self) -> frozenset[tuple[str, str]]:
        """Compounds that frames claim, as the class before and the head."""
        return frozenset((n.member, n.head) for frame in self.frames for n in frame.nouns if n.member)

    @cached_property
    def known_nouns(self) -> Words:
        """Every noun that may be the head of a compound, in lower case."""
        claimed = (*(frame.nouns for frame in self.frames), *(fact.nouns for fact in self.facts))
        frames = {pattern.head for nouns in claimed for pattern in nouns if pattern.head}
        patterns = {noun.rpartition("+")[2] for words in self.nouns.values() for noun in words}
        plain = {*self.office_of_title, *self.kind_of_source, *self.attribution.nouns}
        return frozenset(noun.lower() for noun in frames | patterns | plain)

    def compound(self, lemma: str) -> tuple[str, str]:
        """Split a compound at its longest known head: ("Waffe", "Geschäft"); ("", lemma) if it is none.

        The first part loses its linking element where what is left is a known noun.
        """
        low = lemma.lower()
        if not self.grammar.linking or low in self.known_nouns:
            return "", lemma
        for begin in range(2, len(low) - 2):
            if low[begin:] in self.known_nouns:
                return self.first_part(lemma[:begin].rstrip("-")), low[begin:].capitalize()
        return "", lemma

    def first_part(self, part: str) -> str:
        """Take the linking element off the first part of a compound where a known noun is left."""
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
