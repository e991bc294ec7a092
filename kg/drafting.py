"""A sentence's clauses while they are put together, and what can be asked of them on the way.

The draft is handed from step to step: `kg.verbs` groups the verbs and relates them, `kg.attaching` hangs
phrases and words on them, `kg.clauses` reads off the values.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.morphology import verb_features

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Functions, Grammar, Language
    from kg.mention_table import MentionTable
    from kg.model import Period
    from kg.phrases import Phrase
    from kg.tokens import Token

#: Functions of a phrase without a preposition; "" is not yet known.
SUBJECT_LIKE = frozenset({"subject", "object", "recipient", ""})


@dataclass(frozen=True)
class Parsed:
    """A sentence ready for its clauses: words, phrases, mentions, its times by token, the article's day."""

    index: int
    tokens: Sequence[Token]
    phrases: Sequence[Phrase]
    table: MentionTable
    times: Sequence[tuple[int, Period, Period]]
    first_clause: int
    day: str = ""


@dataclass
class Verb:
    """A verb with its auxiliaries, its predicate noun, and what hangs on it so far.

    ``parent`` is the ``main`` of the verb above (-1 if none); ``phrases`` pairs a function with the index
    of a phrase; ``borrowed`` are those of the noun that the verb's clause describes ("the shells that …");
    ``reflexive`` is a passive that no auxiliary tells ("поставляется", "Truppen entsandt"), ``head_at`` the
    modal verb on which the tree hangs an infinitive.
    """

    main: int
    lemma: str
    auxiliaries: list[int] = field(default_factory=list)
    nominal: int = -1
    parent: int = -1
    relation: str = ""
    phrases: list[tuple[str, int]] = field(default_factory=list)
    borrowed: list[tuple[str, int]] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    participle: bool = False
    reflexive: bool = False
    head_at: int = -1

    @property
    def group(self) -> list[int]:
        """The verb and its auxiliaries, in the order of the text."""
        return sorted([self.main, *self.auxiliaries])

    def takes(self, number: int) -> bool:
        """Whether a phrase hangs on the verb."""
        return any(n == number for _, n in self.phrases)


@dataclass
class Draft:
    """What is known of a sentence's clauses so far.

    ``verbs`` by their main word, ``verb_of`` the main word of each word of a group, ``coordinated`` the
    first phrase of a list by each later one, ``extended`` the article that stands before an inserted
    phrase ("die von Moskau gepachtete …"), by the phrase it belongs to.
    """

    parsed: Parsed
    language: Language
    verbs: dict[int, Verb] = field(default_factory=dict)
    verb_of: dict[int, int] = field(default_factory=dict)
    coordinated: dict[int, int] = field(default_factory=dict)
    extended: dict[int, int] = field(default_factory=dict)
    phrase_at: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.extended |= {n: p.article_at for n, p in enumerate(self.phrases) if p.article_at >= 0}
        self.phrase_at = {i: n for n, p in enumerate(self.phrases) for i in range(p.first, p.last + 1)}

    @property
    def tokens(self) -> Sequence[Token]:
        """The words of the sentence."""
        return self.parsed.tokens

    @property
    def phrases(self) -> Sequence[Phrase]:
        """The noun phrases of the sentence."""
        return self.parsed.phrases

    @property
    def grammar(self) -> Grammar:
        """Closed word classes of the language."""
        return self.language.grammar

    @property
    def labels(self) -> Functions:
        """Labels of the tree by neutral function."""
        return self.language.functions

    # ------------------------------------------------------------ of the tree

    def climb(self, index: int) -> list[int]:
        """Give the verb at or above a word, as a list of one; empty if there is none."""
        seen: set[int] = set()
        while index not in seen:
            seen.add(index)
            if index in self.verb_of:
                return [self.verb_of[index]]
            for main, verb in self.verbs.items():
                if verb.nominal == index:
                    return [main]
            index = self.tokens[index].head
        return []

    # ------------------------------------------------------------ of verbs

    def passive(self, verb: Verb) -> bool:
        """Whether a verb is in the passive."""
        token = self.tokens[verb.main]
        helpers = {self.tokens[i].lemma for i in verb.auxiliaries}
        forms = {self.tokens[i].low for i in verb.auxiliaries}
        if forms & self.grammar.passive_forms:
            return True
        if verb.reflexive or any(token.has(feature) for feature in self.grammar.passive_forms_told):
            return True
        if self.labels.reduced:
            return self._passive_by_label(verb)
        readings = self.language.forms.readings(token.text, token.lemma)
        if token.low == token.lemma and not any("participle" in reading.form for reading in readings):
            return False
        core = self.labels.subject | self.labels.passive_subject | self.labels.object
        beside = [t for t in self.tokens if t.head == verb.main and t.dep in core | self.labels.recipient]
        two = sum(t.dep in core or t.pos == "PROPN" for t in beside) > 1
        if two and token.low == token.lemma and not self.language.cases:
            return False  # "Putin wird Xi empfangen": he receives him
        told = {
            self.tokens[i].lemma
            for i in verb.auxiliaries
            if self.tokens[i].dep in self.labels.passive_auxiliary
        }
        return bool(told & self.grammar.passive) or (
            bool(helpers & self.grammar.passive) and token.low != token.lemma
        )

    def _passive_by_label(self, verb: Verb) -> bool:
        """Whether the tree has an auxiliary of the passive, or a past participle after its noun."""
        tokens, labels = self.tokens, self.labels
        if any(tokens[i].dep in labels.passive_auxiliary for i in verb.auxiliaries):
            return True
        told = {t.dep for t in tokens if t.head == verb.main}
        if verb.lemma in self.language.attribution.say and not verb.auxiliaries:
            told = set()  # "…, KCNA reported"
        return bool(told & labels.passive_subject) or self.reduced(verb) == "object"

    def reduced(self, verb: Verb) -> str:
        """Give the function of the noun before a participle without an auxiliary; "" if the verb is none.

        "weapons sent by the North" are the object, "a train carrying Kim" is the subject.
        """
        token = self.tokens[verb.main]
        if self.language.cases:
            told = self.language.forms.tagged and verb_features([token], 0, self.language.forms).form
            apart = token.dep not in self.labels.relative or told != "participle"
            return "" if apart else "object" if self.passive(verb) else "subject"
        marked = any(t.head == token.index and t.dep in self.labels.marker for t in self.tokens)
        if token.dep not in self.labels.reduced or verb.auxiliaries or marked:
            return ""
        if any(t.head == token.index and t.dep in self.labels.object for t in self.tokens):
            return "subject"
        forms = {reading.form for reading in self.language.forms.readings(token.text, token.lemma)}
        if forms and "participle" not in forms:
            return ""
        return "subject" if forms == {"participle"} else "object"

    def finite(self, verb: Verb) -> int:
        """Give the word that shows a verb's mood; -1 for a participle."""
        if verb.participle:
            return -1
        moods = {i: verb_features(self.tokens, i, self.language.forms).mood for i in verb.group}
        subjunctive = [i for i, mood in moods.items() if mood.startswith("subjunctive")]
        modal = [i for i in verb.auxiliaries if self.tokens[i].lemma in self.grammar.modal]
        return (subjunctive or modal or verb.auxiliaries or [verb.main])[0]

    def is_to(self, verb: Verb) -> bool:
        """Whether a verb is what somebody "is to" do: a plan, also in the past ("was to visit")."""
        grammar = self.grammar
        if not grammar.fixed_order or len(verb.group) != len(verb.auxiliaries) + 1:
            return False
        before = self.tokens[verb.main - 1].low if verb.main else ""
        own = [self.tokens[i].lemma for i in verb.auxiliaries]
        over = self.verbs.get(verb.parent)
        said = over is not None and over.lemma in self.language.attribution.say and verb.main < over.main
        above = verb.parent < 0 or (said and verb.relation == "complement")
        alone = not own and above and any(f in {"subject", "object"} for f, _ in verb.phrases)
        return before in grammar.purpose and (alone or (len(own) == 1 and own[0] in grammar.copula))

    def told_tense(self, index: int) -> str:
        """Give the tense that a word's own form tells; "" if it tells none."""
        return verb_features(self.tokens, index, self.language.forms).tense

    def marks(self, verb: Verb) -> list[Token]:
        """Give the words that introduce a verb's clause ("dass", "ob", "wenn")."""
        return [self.tokens[i] for i in verb.words if self.tokens[i].dep in self.labels.marker]

    # ------------------------------------------------------------ of phrases

    def is_time(self, number: int) -> bool:
        """Whether a phrase is (part of) a time expression, so that it is nobody and nothing."""
        phrase = self.phrases[number]
        for index, period, _ in self.parsed.times:
            begin = self.tokens[index].begin
            length = len(period.text) - max(period.text.find(self.tokens[index].text), 0)
            if begin <= self.tokens[phrase.first].begin and self.tokens[phrase.last].end <= begin + length:
                return True
        return False

    def head_of(self, number: int) -> int:
        """Give the first phrase of the list that a phrase is in; itself if it is in none."""
        return self.coordinated.get(number, number)

    def owns_another(self, number: int) -> bool:
        """Whether a phrase is the genitive that stands before another."""
        return any(p.owner == number for p in self.phrases)

    def within_name(self, index: int) -> bool:
        """Whether a word is part of a name in its phrase."""
        number = self.phrase_at.get(index, -1)
        first, last = self.phrases[number].name if number >= 0 else (-1, -1)
        return 0 <= first <= index <= last

    def within(self, index: int, number: int) -> bool:
        """Whether a word belongs to a phrase."""
        return self.phrases[number].first <= index <= self.phrases[number].last

    def follows(self, phrase: Phrase, other: int) -> bool:
        """Whether a phrase, with its preposition, stands after another; false if there is no other."""
        if other < 0:
            return False
        begin = phrase.preposition_at if 0 <= phrase.preposition_at < phrase.first else phrase.first
        if phrase.owner >= 0 and phrase.preposition_at < 0:
            begin = min(phrase.first, self.phrases[phrase.owner].first)
        return begin > self.phrases[other].last

    def adjacent(self, other: Phrase, phrase: Phrase) -> bool:
        """Whether a phrase, with all that introduces it, stands right after another."""
        begin = other.preposition_at if 0 <= other.preposition_at < other.first else other.first
        if other.owner >= 0:
            begin = min(begin, self.phrases[other.owner].first)
        inserted = self._extended_article(other)
        return (inserted if inserted >= 0 else begin) == phrase.last + 1

    def genitive(self, phrase: Phrase) -> bool:
        """Whether a phrase is in the genitive, by its article, its ending or its place beside a noun."""
        if phrase.preposition:
            return False
        if self.language.cases:
            return self.language.cases.get(phrase.case) == "genitive"
        inserted = self._extended_article(phrase)
        article = self.tokens[inserted].low if inserted >= 0 else phrase.article
        if phrase.dep in self.labels.nominal and not article and phrase.noun >= 0:
            governor = self.phrase_at.get(phrase.governor, -1)
            if governor < 0 or self.phrases[governor].noun < 0:
                return False
            return self.adjacent(phrase, self.phrases[governor])
        return article in self.grammar.genitive_articles or (phrase.genitive_name and not article)

    def inserted(self, number: int) -> bool:
        """Whether a phrase stands between the article and the noun of another."""
        phrase = self.phrases[number]
        return any(
            self.phrases[n].first > phrase.last and at < phrase.first for n, at in self.extended.items()
        )

    def _extended_article(self, phrase: Phrase) -> int:
        """Give the article that an inserted phrase parts from this one; -1 if there is none."""
        return next((at for n, at in self.extended.items() if self.phrases[n] is phrase), -1)
