"""Every value that passes between the parts of the house, and nothing that does work.

The rule: values are frozen, validated when made, and hold only plain data, so that each step can be
run, stored as JSON, compared and tested alone. Offsets are in characters (Unicode code points) and
always refer to `Article.text`, the kept text.

Text layer: `Article` > `Section`. Parsed: `Reading` > `Sentence`, `Mention`, `Clause` > `Argument`.
Told: `Report`, `Fact`. Linked: `Candidate`, `Link`, `Entity`. Merged: `Event`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class SectionKind(StrEnum):
    """What a block of the kept text is; local names of `kg:Section` values."""

    HEADLINE = "Headline"
    SUBHEADING = "Subheading"
    LEAD = "Lead"
    CAPTION = "Caption"
    BODY = "Body"


class Certainty(StrEnum):
    """How sure the holder of the belief is (FactBank: CT, PR, PS)."""

    CERTAIN = "Certain"
    PROBABLE = "Probable"
    POSSIBLE = "Possible"


class Polarity(StrEnum):
    """Whether the happening is said to be, or not to be."""

    POSITIVE = "Positive"
    NEGATIVE = "Negative"


class Tense(StrEnum):
    """Whether the happening lies ahead, seen from the text."""

    NON_FUTURE = "NonFuture"
    FUTURE = "Future"


class Modality(StrEnum):
    """The one word people filter by, summed up from certainty, polarity, tense and source."""

    DENIED = "Denied"
    HYPOTHETICAL = "Hypothetical"
    PLANNED = "Planned"
    SPECULATED = "Speculated"
    REPORTED = "Reported"
    ASSERTED = "Asserted"


class Status(StrEnum):
    """What the reports of one event add up to."""

    DISPUTED = "Disputed"
    DENIED = "Denied"
    ASSERTED = "Asserted"
    REPORTED = "Reported"
    PLANNED = "Planned"
    SPECULATED = "Speculated"


class LinkStatus(StrEnum):
    """Why an entity has, or has not, a Wikidata item."""

    LINKED = "Linked"
    NIL = "NIL"
    AMBIGUOUS = "Ambiguous"
    LOOKUP_FAILED = "LookupFailed"
    NOT_ATTEMPTED = "NotAttempted"
    NOT_LINKABLE = "NotLinkable"


class TimePrecision(StrEnum):
    """How exactly a time is known."""

    DAY = "Day"
    WEEK = "Week"
    MONTH = "Month"
    YEAR = "Year"
    INTERVAL = "Interval"


class TimeBasis(StrEnum):
    """Where a time was taken from."""

    EXPLICIT = "Explicit"
    RELATIVE_TO_PUBLICATION = "RelativeToPublication"
    RELATIVE_TO_DATELINE = "RelativeToDateline"
    FROM_CONTEXT = "FromContext"


class MentionKind(StrEnum):
    """How the text names an entity."""

    NAME = "name"
    NOMINAL = "nominal"
    ADJECTIVE = "adjective"
    METONYM = "metonym"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open character range of the kept text."""

    begin: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.begin <= self.end:
            raise ValueError(f"span {self.begin}-{self.end} is not a range")


@dataclass(frozen=True, slots=True)
class Section:
    """A block of the kept text: one heading, caption or paragraph."""

    kind: SectionKind
    span: Span


@dataclass(frozen=True, slots=True)
class Article:
    """One news text with what is known about it, page furniture taken off.

    ``id`` is the file's stem (or the record's key), ``date`` ISO day, month or year or "" (when it was
    published), ``dateline`` the ISO day of its dateline, "" if none settles one that fits the date,
    ``lang`` an ISO 639-1 code, ``sha256`` the hash of text and metadata (not of ``id`` and ``path``):
    it names the article in the graph. ``agency`` is the agency tag as read ("dpa"), "" if none.
    ``notes`` are warnings of the reader, each ``code: words``.
    """

    id: str
    text: str
    lang: str
    sha256: str
    title: str = ""
    date: str = ""
    publisher: str = ""
    url: str = ""
    agency: str = ""
    sections: tuple[Section, ...] = ()
    path: str = ""
    notes: tuple[str, ...] = ()
    dateline: str = ""

    @property
    def day(self) -> str:
        """From when its words are counted: the day it was written, else that of its publication."""
        return self.dateline or self.date

    @property
    def counted(self) -> TimeBasis:
        """What the times are taken from that are counted from `day`."""
        told = self.dateline and self.dateline != self.date
        return TimeBasis.RELATIVE_TO_DATELINE if told else TimeBasis.RELATIVE_TO_PUBLICATION


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the kept text; ``index`` counts from 0 in the order of the text."""

    index: int
    span: Span
    section: SectionKind
    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a sentence that name or describe something that can be an entity.

    ``type`` is an ontology class ("Person", "Spaceport", …, "Entity" if nothing finer is known),
    ``name`` the surface without titles as it is looked up, ``bare_name`` the same without an ending that
    may be a genitive, ``head`` the lemma of the noun that describes it. ``key`` is set where the language
    file already knows the entity (demonyms, metonyms: a QID). ``of`` are the mentions that modify a
    nominal ("Russlands" in "Russlands Präsident"), ``country`` the QID that its noun implies
    ("Kremlchef"), ``office`` the kind of office it names ("leader"). ``plural`` marks "die beiden
    Staatschefs". ``same_as`` is the mention that an apposition explains, -1 if none.
    """

    span: Span
    text: str
    sentence: int
    kind: MentionKind
    type: str
    name: str
    head: str = ""
    bare_name: str = ""
    key: str = ""
    country: str = ""
    office: str = ""
    plural: bool = False
    definite: bool = False
    of: tuple[int, ...] = ()
    same_as: int = -1


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a clause that is not an argument: its lemma, its form in lower case, where it stands."""

    lemma: str
    form: str
    span: Span


@dataclass(frozen=True, slots=True)
class Period:
    """A time as told: ISO dates, ``end`` "" if open, the words and where they were taken from."""

    begin: str
    end: str
    precision: TimePrecision
    basis: TimeBasis
    text: str = ""


@dataclass(frozen=True, slots=True)
class Argument:
    """What hangs on a clause's predicate, in neutral functions.

    ``function`` is one of subject, object, recipient (dative), genitive (also possessive),
    modifier (adjective), member (first part of a compound), complement (predicate noun), or a
    preposition's lemma ("in", "nach"). Passive is undone: a passive's subject is its object.
    ``mentions`` are indices into `Reading.mentions`; several when coordinated. ``lemma`` is the
    head word's. ``definite`` tells "the/his" from "a". ``clauses`` are the indices of the event
    nouns or verbs that stand here, so that a frame can go inside.
    """

    function: str
    span: Span
    lemma: str
    mentions: tuple[int, ...] = ()
    clauses: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """One predicate, verb or noun, with its arguments; knows no language.

    ``kind`` is verb, noun or participle. ``lemma`` joins separable verbs ("mitteilen");
    ``members`` are the first parts of a compound noun ("Waffe" in "Waffengeschäft"), ellipsis
    undone. ``parent`` is the clause this one hangs on, by ``relation``: complement ("dass …"),
    adverbial, relative, coordinated, parenthetical, argument, or "" at the top.
    ``mood`` is indicative, subjunctive1, subjunctive2, infinitive or "" (nouns). ``modals`` are
    the modal verbs over the predicate, ``adverbs`` its adverbs, particles and (of a noun) adjectives,
    ``finite`` the verb form that carries the mood, ``perfect`` whether an infinitive is perfect,
    ``negated`` true if a negation has it in scope, ``times`` the time expressions in it,
    ``definite`` whether a noun is introduced as known ("the visit", "his visit").
    """

    index: int
    sentence: int
    kind: str
    lemma: str
    trigger: Span
    span: Span
    arguments: tuple[Argument, ...] = ()
    members: tuple[str, ...] = ()
    parent: int = -1
    relation: str = ""
    tense: str = ""
    mood: str = ""
    modals: tuple[Word, ...] = ()
    adverbs: tuple[Word, ...] = ()
    finite: Word | None = None
    perfect: bool = False
    negated: bool = False
    passive: bool = False
    definite: bool = False
    question: bool = False
    condition: bool = False
    times: tuple[Period, ...] = ()
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as claimed: bounds (equal if exact), unit as the text has it, its words.

    ``sort`` names what is counted as all languages do ("soldiers"), "" if their files do not know it.
    """

    minimum: float | None
    maximum: float | None
    unit: str
    text: str
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of things in a sentence; ``counted`` is the noun that says what, or what a unit holds."""

    sentence: int
    span: Span
    counted: Span
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Reading:
    """An article after parsing: all later steps see only this."""

    article: Article
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    clauses: tuple[Clause, ...]
    amounts: tuple[Amount, ...] = ()


@dataclass(frozen=True, slots=True)
class Stance:
    """Who holds that something is so, and how sure they are, with the words that show it.

    ``source`` is the innermost holder's entity key, "" for the outlet's own voice; ``relays`` who
    passed it on, nearest to the source first. ``cues`` are the words as they stand in the text.
    """

    certainty: Certainty = Certainty.CERTAIN
    polarity: Polarity = Polarity.POSITIVE
    tense: Tense = Tense.NON_FUTURE
    conditional: bool = False
    source: str = ""
    relays: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()

    @property
    def modality(self) -> Modality:
        """The first that fits, in the order of the model."""
        if self.polarity is Polarity.NEGATIVE:
            return Modality.DENIED
        if self.conditional:
            return Modality.HYPOTHETICAL
        if self.certainty is not Certainty.CERTAIN:
            return Modality.SPECULATED
        if self.tense is Tense.FUTURE:
            return Modality.PLANNED
        return Modality.REPORTED if self.source else Modality.ASSERTED


@dataclass(frozen=True, slots=True)
class Filler:
    """An entity in a role; ``role`` is the ontology's local name, ``entity`` an `Entity.key`."""

    role: str
    entity: str


@dataclass(frozen=True, slots=True)
class Report:
    """What one sentence tells of one event: the unit everything else is derived from."""

    event_type: str
    sentence: int
    trigger: Span
    trigger_text: str
    stance: Stance
    roles: tuple[Filler, ...]
    rule: str
    place: str = ""
    origin: str = ""
    time: Period | None = None
    quantity: Quantity | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Fact:
    """A static relation told by a sentence ("Baikonur lies in Kazakhstan"), with its stance."""

    predicate: str
    subject: str
    object: str
    sentence: int
    trigger: Span
    trigger_text: str
    stance: Stance
    rule: str
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A Wikidata item that may be meant.

    ``labels`` are (text, language) pairs; ``classes`` P31 QIDs; ``point`` WKT or "";
    ``offices`` (position QID, begin, end) of P39; ``country`` the QID of P17 or P27;
    ``links`` counts how much of the snapshot or of Wikipedia points to it (prior).
    """

    qid: str
    label: str
    labels: tuple[tuple[str, str], ...] = ()
    classes: tuple[str, ...] = ()
    country: str = ""
    point: str = ""
    offices: tuple[tuple[str, str, str], ...] = ()
    links: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """Which item an entity is, or why none, with the candidates weighed and the reasons."""

    status: LinkStatus
    qid: str = ""
    score: float = 0.0
    candidates: tuple[tuple[str, float], ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """Something named in an article, or one the reports speak of.

    ``key`` is the QID where linked, else "<slug>-<hash of type and name>"; sources without a name
    are "source/<kind>" and belong to their article.
    """

    key: str
    type: str
    name: str
    link: Link
    mentions: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    country: str = ""
    point: str = ""
    source_kind: str = ""


class DeclineReason(StrEnum):
    """Why a word that names an event gave no report."""

    LACKS = "lacks"
    BETWEEN_UNNAMED = "between-unnamed"
    POINTS_BACK = "points-back"
    INVITED_TO = "invited-to"
    NO_PARTIES = "no-parties"
    FORBIDDEN = "forbidden"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Declined:
    """A word that a frame claims, and why no report was made; ``lacks`` are the roles that stayed empty."""

    sentence: int
    trigger_text: str
    event_type: str
    rule: str
    reason: DeclineReason
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """All that one article tells: what `describe` turns into the article's graph."""

    reading: Reading
    entities: tuple[Entity, ...]
    reports: tuple[Report, ...]
    facts: tuple[Fact, ...]
    mentions: tuple[str, ...] = ()
    agency: str = ""
    publisher: str = ""
    declined: tuple[Declined, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """One happening across articles; everything on it is derived from its reports.

    ``part_of`` is the key of the event that holds it, ``item`` the Wikidata item of a known happening.
    """

    key: str
    event_type: str
    status: Status
    roles: tuple[Filler, ...] = ()
    place: str = ""
    begin: str = ""
    end: str = ""
    reports: tuple[str, ...] = ()
    contested: tuple[str, ...] = ()
    sources: int = 0
    first_reported: str = ""
    last_reported: str = ""
    labels: tuple[tuple[str, str], ...] = field(default=())
    part_of: str = ""
    item: str = ""
