"""Predicates of a sentence with their arguments in neutral functions.

Strategy: verbs are grouped with their auxiliaries and particles (`kg.verbs`); each noun phrase hangs on
the verb or noun that the tree gives it, its function told by preposition, article and label, with repairs
that small parsers need (`kg.attaching`). What comes out knows no language.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.attaching import attach_phrases, attach_words
from kg.coordinating import join_coordinated, modifiers
from kg.declension import borrow_subjects
from kg.drafting import SUBJECT_LIKE, Draft, Parsed
from kg.infinitives import hang_infinitives
from kg.language import NATIONAL
from kg.model import Argument, Clause, Span, Word
from kg.morphology import verb_features
from kg.participles import find_participles
from kg.predicates import reshape
from kg.relatives import take_antecedents
from kg.rings import without_rings
from kg.timing import Timing
from kg.verbs import group_verbs, raise_saying, relate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.drafting import Verb
    from kg.language import Language
    from kg.phrases import Phrase

__all__ = ["Parsed", "find_clauses"]

#: What hangs on the name of some of a people: their state.
_PEOPLE, _SUBJECT = "people", "subject"
_OPENING = "„«"
_CLOSING = "“”»"
_CORE = frozenset({"subject", "object", "complement"})


def find_clauses(parsed: Parsed, language: Language) -> tuple[Clause, ...]:
    """Give the clauses of a sentence, verbs first, then the nouns, numbered from ``first_clause``."""
    draft = Draft(parsed, language)
    group_verbs(draft)
    if language.cases:
        reshape(draft)
    find_participles(draft)
    join_coordinated(draft)
    attach_phrases(draft)
    attach_words(draft)
    relate(draft)
    raise_saying(draft)
    hang_infinitives(draft)
    take_antecedents(draft)
    if language.cases:
        borrow_subjects(draft)
    verbs = sorted(draft.verbs)
    nouns = [n for n, p in enumerate(draft.phrases) if p.noun >= 0]
    first = parsed.first_clause
    maker = _Maker(
        draft,
        {main: first + n for n, main in enumerate(verbs)},
        {number: first + len(verbs) + n for n, number in enumerate(nouns)},
    )
    made = [*(maker.verb(draft.verbs[main]) for main in verbs), *(maker.noun(number) for number in nouns)]
    return without_rings(made, first)


@dataclass(frozen=True)
class _Maker:
    """Reads the clauses off a finished draft; ``verbs`` and ``nouns`` number them by word and phrase."""

    draft: Draft
    verbs: Mapping[int, int]
    nouns: Mapping[int, int]

    # ------------------------------------------------------------ verbs

    def verb(self, verb: Verb) -> Clause:
        draft, grammar = self.draft, self.draft.grammar
        helpers = [self._word(i) for i in verb.auxiliaries]
        lemmas = {h.lemma for h in helpers}
        main = draft.tokens[verb.main]
        at = draft.finite(verb)
        finite = self._word(at) if at >= 0 else None
        passive = draft.passive(verb)
        future = bool(lemmas & grammar.future) and not passive and main.low == main.lemma
        future = future or any(draft.told_tense(i) == "future" for i in verb.group) or draft.is_to(verb)
        marks = {word for t in draft.marks(verb) for word in (t.lemma, t.low)}
        marks |= {draft.tokens[i].low for i in verb.words}
        ordered = sorted([*verb.phrases, *verb.borrowed], key=lambda p: p[1])
        return Clause(
            index=self.verbs[verb.main],
            sentence=draft.parsed.index,
            kind="participle" if verb.participle else "verb",
            lemma=verb.lemma,
            trigger=Span(main.begin, main.end),
            span=self._extent(verb),
            arguments=tuple(self._argument(f, n) for f, n in ordered),
            parent=self.verbs.get(verb.parent, -1),
            relation=verb.relation,
            tense="future" if future else self._tense(verb, at),
            mood=_mood(draft, verb, at),
            modals=tuple(h for h in helpers if h.lemma in grammar.modal),
            adverbs=tuple(self._word(i) for i in verb.words),
            finite=finite,
            perfect=bool(lemmas & (grammar.auxiliary - grammar.passive)) and bool(lemmas & grammar.modal),
            negated=self._negated(verb),
            passive=passive,
            question=draft.tokens[-1].text == "?",
            condition=bool(marks & (grammar.conditional | grammar.whether)) or self._verb_first(at),
            times=Timing(draft).of_verb(verb, future=future),
            quoted=self._quoted(verb.main),
        )

    def _negated(self, verb: Verb) -> bool:
        draft, negation = self.draft, self.draft.grammar.negation
        if draft.tokens[verb.main].low in negation:
            return True  # "нет доказательств"
        lacking = {p.preposition_at for p in draft.phrases} if draft.finite(verb) >= 0 else set()
        for index in verb.words:
            after = draft.tokens[index + 1].low if index + 1 < len(draft.tokens) else ""
            if index in lacking:
                continue  # "endete ohne Ergebnis"
            if draft.tokens[index].low in negation and after not in draft.grammar.negation_contrast:
                number = draft.phrase_at.get(index, -1)
                if number < 0 or any(n == number and f in SUBJECT_LIKE for f, n in verb.phrases):
                    return True
        return any(draft.phrases[n].article in negation and f in _CORE for f, n in verb.phrases)

    def _tense(self, verb: Verb, at: int) -> str:
        """Tell the present tense of a verb without auxiliaries; else ""."""
        draft = self.draft
        if at >= 0 and draft.tokens[at].low in draft.grammar.same_past:
            return ""  # "missiles hit the city on Monday"
        told = verb_features(draft.tokens, at, draft.language.forms).tense if at >= 0 else ""
        return "present" if told == "present" and at == verb.main else ""

    def _verb_first(self, at: int) -> bool:
        """Whether a clause opens the sentence with its finite verb, and another one follows it."""
        draft = self.draft
        opens = draft.grammar.verb_first or draft.tokens[at].low in draft.grammar.inverted
        return opens and at == 0 and len(draft.verbs) > 1

    def _extent(self, verb: Verb) -> Span:
        indices = [*verb.group, *verb.words]
        for _, number in verb.phrases:
            indices += [self.draft.phrases[number].first, self.draft.phrases[number].last]
        return self._span(min(indices), max(indices))

    # ------------------------------------------------------------ nouns

    def noun(self, number: int) -> Clause:
        draft, grammar = self.draft, self.draft.grammar
        phrase = draft.phrases[number]
        token = draft.tokens[phrase.noun]
        first, head = draft.language.compound(token.lemma)
        over, relation = self._over_noun(number)
        return Clause(
            index=self.nouns[number],
            sentence=draft.parsed.index,
            kind="noun",
            lemma=head if first else token.lemma,
            trigger=Span(token.begin, token.end),
            span=self._span(phrase.first, phrase.last),
            arguments=self._noun_arguments(number),
            members=(first,) if first else tuple(draft.tokens[i].lemma for i in phrase.parts),
            parent=self.verbs[over] if over >= 0 else -1,
            relation=relation or "within",
            adverbs=tuple(self._word(i) for i in phrase.adjectives),
            negated=phrase.article in grammar.negation,
            definite=self._known(phrase) or self._given(number, over, relation),
            times=Timing(draft).of_noun(number),
            quoted=self._quoted(phrase.noun),
        )

    def _known(self, phrase: Phrase) -> bool:
        """Whether an article says that a noun is known, be it in its preposition ("beim Treffen")."""
        grammar, at = self.draft.grammar, phrase.preposition_at
        inside = not phrase.article and at >= 0 and self.draft.tokens[at].low in grammar.contractions
        return inside or phrase.article in grammar.definite | grammar.possessive

    def _given(self, number: int, over: int, relation: str) -> bool:
        """Whether a bare noun opens its sentence before the verb, as what is known does without articles.

        A circumstance may stand before it ("По его словам, встреча прошла в Вонсане").
        """
        phrase = self.draft.phrases[number]
        bare = not (phrase.adjectives or phrase.numbers or phrase.preposition or self._noun_arguments(number))
        first = not any(verb <= phrase.first for verb in self.draft.verb_of) and relation == _SUBJECT
        opens = (phrase.first == 0 or first) and over > phrase.last
        opens = opens and self.draft.verbs[over].lemma not in self.draft.language.plan.verbs
        return self.draft.grammar.bare_definite and bare and opens

    def _over_noun(self, number: int) -> tuple[int, str]:
        """Give the verb that a noun's phrase hangs on, with its function; (-1, "") if there is none."""
        draft = self.draft
        head = draft.head_of(number)
        for main, verb in draft.verbs.items():
            for function, phrase in verb.phrases:
                if phrase == head:
                    return main, function
        governor = draft.phrases[head].governor
        above = draft.climb(governor) if governor >= 0 else []
        return (above[0], "") if above else (-1, "")

    def _noun_arguments(self, number: int) -> tuple[Argument, ...]:
        """Give what modifies a noun, what its compound is of, and what it names itself."""
        draft, table = self.draft, self.draft.parsed.table
        phrase = draft.phrases[number]
        lemma = draft.tokens[phrase.noun].lemma
        span = self._span(phrase.first, phrase.last)
        arguments = [self._argument(f, n) for f, n in modifiers(draft, number)]
        if draft.language.cases:  # "встреча с прессой перед встречей с лидером": the second is of that
            nearest = {a.function: a for a in reversed(arguments)}
            apart = draft.grammar.prepositions
            arguments = [a for a in arguments if a.function not in apart or nearest[a.function] is a]
        demonym = "demonym" if draft.language.cases else "genitive"
        some = draft.grammar.verb_first and draft.language.office_of_title.get(lemma) == NATIONAL
        demonym = _PEOPLE if some else demonym  # "3000 Nordkoreaner"
        for function, nations in table.nations(number, demonym, sorted(draft.grammar.between)):
            arguments.append(Argument(function, span, "", nations))
        if number in table.members:
            members = table.members[number]
            first = draft.language.compound(lemma)[0] or table.mentions[members[0]].head
            arguments.append(Argument("member", table.mentions[members[0]].span, first, members))
        if number in table.of_phrase:
            arguments.append(Argument("self", span, lemma, (table.of_phrase[number],)))
        return tuple(arguments)

    # ------------------------------------------------------------ of both

    def _argument(self, function: str, number: int) -> Argument:
        """Make the argument of a phrase and of those coordinated with it."""
        draft, of_phrase = self.draft, self.draft.parsed.table.of_phrase
        members = sorted([number, *(n for n, head in draft.coordinated.items() if head == number)])
        phrase = draft.phrases[number]
        return Argument(
            function,
            self._span(draft.phrases[members[0]].first, draft.phrases[members[-1]].last),
            draft.tokens[phrase.core].lemma,
            tuple(of_phrase[n] for n in members if n in of_phrase),
            tuple(self.nouns[n] for n in members if n in self.nouns),
        )

    def _word(self, index: int) -> Word:
        token = self.draft.tokens[index]
        return Word(token.lemma, token.low, Span(token.begin, token.end))

    def _span(self, first: int, last: int) -> Span:
        return Span(self.draft.tokens[first].begin, self.draft.tokens[last].end)

    def _quoted(self, index: int) -> bool:
        before = self.draft.tokens[:index]
        return sum(t.text in _OPENING for t in before) > sum(t.text in _CLOSING for t in before)


def _mood(draft: Draft, verb: Verb, at: int) -> str:
    """Tell the mood of a clause by its finite verb, or by a particle; "" where there is none."""
    if at < 0:
        return ""
    features = verb_features(draft.tokens, at, draft.language.forms)
    if features.form == "infinitive":
        return "infinitive"
    if draft.grammar.subjunctive & {draft.tokens[i].low for i in [*verb.words, *verb.group]}:
        return "subjunctive2"
    if any(draft.tokens[verb.main].has(form) for form in draft.grammar.converbs):
        return "participle"
    if features.form == "participle" and draft.labels.reduced:
        return "participle"  # a gerund ("accused of supplying shells", "after meeting Putin")
    return "indicative" if features.set_phrase or not features.mood else features.mood
