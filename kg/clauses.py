"""Predicates of a sentence with their arguments in neutral functions.

Strategy: verbs are grouped with their auxiliaries and particles; each noun phrase hangs on the verb or
noun that the tree gives it, its function told by preposition, article and label, with three repairs that
small parsers need (a phrase with two objects and no subject; a bare phrase glued to a name; a verb of
saying after a comma). Passive is undone. What comes out knows no language.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.model import Argument, Clause, Period, Span, Word
from kg.phrases import Phrase, speaks_after_pause
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.tokens import Token
    from kg.mentions import MentionTable
    from kg.language import Language
    from collections.abc import Mapping, Sequence

_SUBJECT_LIKE = frozenset({"subject", "object", "recipient", ""})


@dataclass
class _Verb:
    """A verb with its auxiliaries while the clause is being put together."""

    main: int
    lemma: str
    auxiliaries: list[int] = field(default_factory=list)
    nominal: int = -1
    parent: int = -1
    relation: str = ""
    phrases: list[tuple[str, int]] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    participle: bool = False


@dataclass(frozen=True)
class Parsed:
    """A sentence ready for its clauses: words, phrases, mentions, and its times by token."""

    index: int
    tokens: Sequence[Token]
    phrases: Sequence[Phrase]
    table: MentionTable
    times: Sequence[tuple[int, Period, Period]]
    first_clause: int


def find_clauses(parsed: Parsed, language: Language) -> tuple[Clause, ...]:
    """Give the clauses of a sentence, verbs first, then the nouns, numbered from ``first_clause``."""
    return _Builder(parsed, language).build()


class _Builder:
    def __init__(self, parsed: Parsed, language: Language) -> None:
        self.parsed = parsed
        self.tokens = parsed.tokens
        self.phrases = parsed.phrases
        self.language = language
        self.grammar = language.grammar
        self.labels = language.functions
        self.phrase_at = {i: n for n, p in enumerate(self.phrases) for i in range(p.first, p.last + 1)}
        self.verbs: dict[int, _Verb] = {}
        self.verb_of: dict[int, int] = {}
        self.noun_clause: dict[int, int] = {}
        self.coordinated: dict[int, int] = {}
        self.extended: dict[int, int] = {}

    def build(self) -> tuple[Clause, ...]:
        self._group_verbs()
        self._find_participles()
        self._join_coordinated()
        self._attach_phrases()
        self._attach_words()
        self._relate()
        self._raise_saying()
        order = sorted(self.verbs)
        number = {main: self.parsed.first_clause + n for n, main in enumerate(order)}
        nouns = [n for n, p in enumerate(self.phrases) if p.noun >= 0]
        self.noun_clause = {n: self.parsed.first_clause + len(order) + k for k, n in enumerate(nouns)}
        made = [self._verb_clause(self.verbs[main], number) for main in order]
        made += [self._noun_clause(n, number) for n in nouns]
        return tuple(made)

    # ------------------------------------------------------------ verbs

    def _group_verbs(self) -> None:
        auxiliaries: dict[int, list[int]] = {}
        for token in self.tokens:
            if (
                token.dep in self.labels.auxiliary
                and token.head != token.index
                and token.pos in {"AUX", "VERB"}
            ):
                auxiliaries.setdefault(self._top(token.head), []).append(token.index)
        for main, helpers in auxiliaries.items():
            if self.tokens[main].pos in {"VERB", "AUX"} and main not in self.phrase_at:
                self._add(_Verb(main, self._lemma(main), helpers))
            else:
                copula = next((i for i in helpers if self.tokens[i].dep == "cop"), helpers[-1])
                others = [i for i in helpers if i != copula]
                self._add(_Verb(copula, self._lemma(copula), others, nominal=main))
        for token in self.tokens:
            if token.index in self.verb_of or token.index in self.phrase_at:
                continue
            if token.pos in {"VERB", "AUX"} or self._says(token.index):
                self._add(_Verb(token.index, self._lemma(token.index)))

    def _top(self, index: int) -> int:
        """The word that a chain of auxiliaries ends in ("beteiligt gewesen sein sollen")."""
        seen: set[int] = set()
        while index not in seen and self.tokens[index].dep in self.labels.auxiliary:
            seen.add(index)
            index = self.tokens[index].head
        return index

    def _add(self, verb: _Verb) -> None:
        for index in (verb.main, *verb.auxiliaries):
            if index in self.verb_of:
                return
        self.verbs[verb.main] = verb
        for index in (verb.main, *verb.auxiliaries):
            self.verb_of[index] = verb.main
        for token in self.tokens:
            if token.dep in self.labels.particle and self.tokens[token.head].index in (
                verb.main,
                *verb.auxiliaries,
            ):
                self.verb_of[token.index] = verb.main

    def _lemma(self, main: int) -> str:
        lemma = self.tokens[main].lemma.lower()
        for token in self.tokens:
            if token.head == main and token.index != main and token.dep in self.labels.particle:
                return token.low + lemma
        return lemma

    def _says(self, index: int) -> bool:
        """Whether a word after a comma or closing quote is a verb of saying, whatever the tagger held."""
        return speaks_after_pause(self.tokens, index, self.language)

    def _find_participles(self) -> None:
        """Attributive participles of verbs that frames know ("die von Moskau gepachtete …")."""
        for phrase in self.phrases:
            for index in phrase.adjectives:
                lemma = self.tokens[index].lemma
                if lemma in self.language.frame_verbs and index not in self.verb_of:
                    verb = _Verb(index, lemma, participle=True)
                    self.verbs[index] = verb
                    self.verb_of[index] = index
                    verb.phrases.append(("object", self.phrase_at[index]))
                    before = [
                        n for n, p in enumerate(self.phrases) if p.last == phrase.first - 1 and p.preposition
                    ]
                    verb.phrases += [(self.phrases[n].preposition, n) for n in before]
                    article = self.phrases[before[0]].preposition_at - 1 if before else -1
                    if article >= 0 and self.tokens[article].pos == "DET":
                        self.extended[self.phrase_at[index]] = article

    # ------------------------------------------------------------ phrases

    def _join_coordinated(self) -> None:
        """Note which phrase a coordinated one belongs to ("Putin und Kim", "A, B und C")."""
        for number in range(1, len(self.phrases)):
            phrase, before = self.phrases[number], self.phrases[number - 1]
            start = self.phrases[phrase.owner].first if phrase.owner >= 0 else phrase.first
            if phrase.owner == number - 1 or (phrase.preposition_at >= 0 and phrase.preposition_at < start):
                continue
            between = [t.low for t in self.tokens[before.last + 1 : start]]
            joined = len(between) == 1 and between[0] in self.grammar.coordinators
            listed = between == [","] and phrase.dep in self.labels.coordination
            if (joined and self._alike(number, number - 1)) or listed:
                self.coordinated[number] = self.coordinated.get(number - 1, number - 1)

    def _alike(self, number: int, before: int) -> bool:
        """Whether two phrases beside "und" hang together, not two clauses that meet there."""
        phrase = self.phrases[number]
        governor = phrase.governor
        if phrase.dep in self.labels.coordination and governor >= 0:
            return self.phrase_at.get(governor, -1) >= 0 or governor not in self.verb_of
        return (
            phrase.dep in (self.labels.subject | self.labels.object)
            and governor == self.phrases[before].governor
        )

    def _attach_phrases(self) -> None:
        for number, phrase in enumerate(self.phrases):
            if number in self.coordinated or self._owns_another(number) or self._genitive_after(number):
                continue
            for main in self._verbs_over(number, phrase):
                verb = self.verbs[main]
                function = phrase.preposition or self._function(phrase, passive=self._passive(verb))
                if function in self.grammar.of and self._passive(verb) and not self._follows_noun(number):
                    function = "subject"
                if phrase.noun >= 0 and verb.nominal in range(phrase.first, phrase.last + 1):
                    function = phrase.preposition or "complement"
                if (function, number) not in verb.phrases and not any(n == number for _, n in verb.phrases):
                    verb.phrases.append((function, number))
        for verb in self.verbs.values():
            if not verb.participle:
                self._repair(verb)

    def _follows_noun(self, number: int) -> bool:
        """Whether a phrase with a preposition stands right after a noun, which it may belong to."""
        return (
            number > 0
            and self.phrases[number - 1].noun >= 0
            and self._adjacent(self.phrases[number], self.phrases[number - 1])
        )

    def _genitive_after(self, number: int) -> bool:
        """Whether a phrase is a genitive right after a noun: it belongs to that, whatever the tree says."""
        phrase = self.phrases[number]
        if not self._genitive(phrase) or number == 0:
            return False
        inside = [n for n, at in self.extended.items() if n == number]
        before = number - 2 if inside else number - 1
        if before < 0 or self.phrases[before].noun < 0 or not self._adjacent(phrase, self.phrases[before]):
            return False
        article = phrase.article or (self.tokens[self.extended[number]].low if inside else "")
        return (
            article not in self.grammar.definite or phrase.dep not in self.labels.subject | self.labels.object
        )

    def _owns_another(self, number: int) -> bool:
        return any(p.owner == number for p in self.phrases)

    def _verbs_over(self, number: int, phrase: Phrase) -> list[int]:
        """The verb on which a phrase hangs; a bare phrase glued to another goes to that one's verb."""
        governor = phrase.governor
        if governor < 0:
            nearest = self._nearest_verb(phrase)
            predicates = [m for m, v in self.verbs.items() if phrase.first <= v.nominal <= phrase.last]
            return predicates or nearest
        if governor in self.verb_of:
            main = self.verb_of[governor]
            predicate = [m for m, v in self.verbs.items() if phrase.first <= v.nominal <= phrase.last]
            return predicate or [main]
        other = self.phrase_at.get(governor, -1)
        as_predicate = [
            m
            for m, v in self.verbs.items()
            if v.nominal == governor or (other >= 0 and self._within(v.nominal, other))
        ]
        if as_predicate and (phrase.dep in self.labels.subject or not self._follows(phrase, other)):
            return as_predicate
        if other >= 0 and not phrase.preposition and not self._genitive(phrase) and other != number:
            explained = self._apposition(phrase, other)
            return [] if explained else self._verbs_over(other, self.phrases[other])[:1]
        if other >= 0 and phrase.preposition and not self._follows(phrase, other):
            return self._verbs_over(other, self.phrases[other])[:1] if other != number else []
        if other < 0:
            return self._climb(governor)
        if phrase.preposition and phrase.preposition not in self.grammar.of and other != number:
            return self._verbs_over(other, self.phrases[other])[:1]
        return []

    def _within(self, index: int, number: int) -> bool:
        return self.phrases[number].first <= index <= self.phrases[number].last

    def _follows(self, phrase: Phrase, other: int) -> bool:
        """Whether a phrase stands right after another, its preposition between them."""
        if other < 0:
            return False
        begin = phrase.preposition_at if 0 <= phrase.preposition_at < phrase.first else phrase.first
        if phrase.owner >= 0 and phrase.preposition_at < 0:
            begin = self.phrases[phrase.owner].first
        return begin > self.phrases[other].last

    def _apposition(self, phrase: Phrase, other: int) -> bool:
        head = self.phrases[other]
        between = [t.text for t in self.tokens[head.last + 1 : phrase.first]]
        return phrase.dep in self.labels.apposition and bool(between) and between[0] in {",", "(", "–"}

    def _nearest_verb(self, phrase: Phrase) -> list[int]:
        return [min(self.verbs, key=lambda m: (abs(m - phrase.first), m))] if self.verbs else []

    def _climb(self, index: int) -> list[int]:
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

    def _genitive(self, phrase: Phrase) -> bool:
        if phrase.preposition:
            return False
        article = phrase.article
        for number, at in self.extended.items():
            if self.phrases[number] is phrase:
                article = self.tokens[at].low
        if phrase.dep in self.labels.nominal and not article and phrase.noun >= 0:
            governor = self.phrase_at.get(phrase.governor, -1)
            return (
                governor >= 0
                and self.phrases[governor].noun >= 0
                and self._adjacent(phrase, self.phrases[governor])
            )
        return article in self.grammar.genitive_articles or (phrase.genitive_name and not article)

    def _function(self, phrase: Phrase, *, passive: bool) -> str:
        if phrase.dep in self.labels.passive_subject:
            return "object" if passive else "subject"
        if phrase.article in self.grammar.accusative_articles and phrase.dep not in self.labels.recipient:
            return "object"
        low = self.tokens[phrase.first].low
        if phrase.article in self.grammar.dative_articles or low in self.grammar.dative_pronouns:
            return "recipient"
        for name in ("subject", "object", "recipient", "agent"):
            if phrase.dep in getattr(self.labels, name):
                return "subject" if name == "agent" else name
        return ""

    def _repair(self, verb: _Verb) -> None:
        """Give a verb its subject where the tree left it without, or with two."""
        passive = self._passive(verb)
        bare = [(f, n) for f, n in verb.phrases if f in _SUBJECT_LIKE]
        functions = {n: f for f, n in bare}
        order = sorted(functions)
        marked = {n for n in order if self.phrases[n].article in self.grammar.accusative_articles}
        subjects = [n for n in order if functions[n] == "subject" and n not in marked]
        if passive and not any(self.phrases[n].dep in self.labels.passive_subject for n in order):
            functions.update(dict.fromkeys(subjects, "object"))
        elif not passive:
            objects = [n for n in order if functions[n] in {"object", ""} and n not in marked]
            finite = min([verb.main, *verb.auxiliaries])
            if not subjects and not objects:
                dative = self.grammar.dative_articles
                objects = [
                    n for n in order if functions[n] == "recipient" and self.phrases[n].article not in dative
                ]
            if not subjects and objects and not self._has_other_subject(verb):
                chosen = next((n for n in objects if self.phrases[n].first > finite), objects[0])
                first = objects[0] if self.phrases[objects[0]].first < finite else chosen
                functions[first] = "subject"
            elif len(subjects) > 1:
                functions.update(dict.fromkeys(subjects[1:], "object"))
            elif subjects:
                early = [n for n in objects if functions[n] == "" and self.phrases[n].first < finite]
                if early and self.phrases[subjects[0]].first > finite:
                    functions[early[0]], functions[subjects[0]] = "subject", "object"
        functions = {n: f or "object" for n, f in functions.items()}
        verb.phrases = [(functions.get(n, f), n) for f, n in verb.phrases]

    def _has_other_subject(self, verb: _Verb) -> bool:
        """Whether a word that is no phrase ("man", "es", a relative pronoun) is the subject."""
        group = {verb.main, verb.nominal, *verb.auxiliaries}
        labels = self.labels.subject | self.labels.passive_subject
        finite = self._finite(verb, sorted(group - {-1}))
        infinitive = finite is not None and finite.form == finite.lemma and verb.relation == "complement"
        return infinitive or any(
            t.dep in labels and t.head in group and t.index not in self.phrase_at for t in self.tokens
        )

    def _speaks(self, verb: _Verb) -> bool:
        words = self.language.attribution
        return verb.lemma in words.say | words.think | words.so

    def _passive(self, verb: _Verb) -> bool:
        token = self.tokens[verb.main]
        helpers = {self.tokens[i].lemma for i in verb.auxiliaries}
        return bool(helpers & self.grammar.passive) and token.low != token.lemma

    # ------------------------------------------------------------ words and relations

    def _attach_words(self) -> None:
        for token in self.tokens:
            if token.index in self.verb_of or token.pos not in {
                "ADV",
                "ADJ",
                "PART",
                "SCONJ",
                "DET",
                "CCONJ",
                "ADP",
            }:
                continue
            if token.index in self.phrase_at and token.low not in self.grammar.negation:
                continue
            for main in self._climb(token.index)[:1]:
                self.verbs[main].words.append(token.index)

    def _relate(self) -> None:
        for verb in self.verbs.values():
            top = verb.nominal if verb.nominal >= 0 else verb.main
            token = self.tokens[top]
            if verb.participle or token.head == top:
                continue
            over = [m for m in self._climb(token.head) if m != verb.main]
            if not over:
                continue
            verb.parent = over[0]
            for name in ("complement", "relative", "adverbial", "parenthetical"):
                if token.dep in getattr(self.labels, name):
                    verb.relation = name
            if token.dep in self.labels.coordination:
                verb.relation = "coordinated"
            marks = {t.lemma for t in self._marks(verb)}
            if marks & self.grammar.complementizers and verb.relation != "relative":
                verb.relation = "complement"
            verb.relation = verb.relation or "adverbial"

    def _marks(self, verb: _Verb) -> list[Token]:
        return [self.tokens[i] for i in verb.words if self.tokens[i].dep in self.labels.marker]

    def _raise_saying(self) -> None:
        """ "…, glauben Beobachter": what stands before such a verb is what is said."""
        for main in sorted(self.verbs):
            verb = self.verbs[main]
            first = min([main, *verb.auxiliaries])
            pause = first > 0 and not self.tokens[first - 1].text.isalnum()
            speaks = self._says(first) or (pause and self._speaks(verb))
            if not speaks or not self._subject_after(verb):
                continue
            for other in self.verbs.values():
                if other.main < main and (other.parent == main or not self._under(other.parent, before=main)):
                    other.parent, other.relation = main, "complement"
            verb.parent, verb.relation = -1, ""
            self._take_subject(verb)

    def _under(self, parent: int, *, before: int) -> bool:
        return 0 <= parent < before

    def _subject_after(self, verb: _Verb) -> bool:
        return any(p.first in range(verb.main + 1, verb.main + 4) and not p.preposition for p in self.phrases)

    def _take_subject(self, verb: _Verb) -> None:
        if any(f == "subject" and self.phrases[n].first > verb.main for f, n in verb.phrases):
            return
        for number, phrase in enumerate(self.phrases):
            if phrase.first > verb.main and not phrase.preposition and number not in self.coordinated:
                for other in self.verbs.values():
                    other.phrases = [(f, n) for f, n in other.phrases if n != number]
                verb.phrases.append(("subject", number))
                return

    # ------------------------------------------------------------ making

    def _argument(self, function: str, number: int) -> Argument:
        members = [number, *(n for n, head in self.coordinated.items() if head == number)]
        phrase = self.phrases[number]
        mentions = tuple(self.parsed.table.of_phrase[n] for n in members if n in self.parsed.table.of_phrase)
        clauses = tuple(self.noun_clause[n] for n in members if n in self.noun_clause)
        last = self.phrases[members[-1]].last
        span = Span(self.tokens[phrase.first].begin, self.tokens[last].end)
        return Argument(function, span, self.tokens[phrase.core].lemma, mentions, clauses)

    def _word(self, index: int) -> Word:
        token = self.tokens[index]
        return Word(token.lemma, token.low, Span(token.begin, token.end))

    def _verb_clause(self, verb: _Verb, number: Mapping[int, int]) -> Clause:
        tokens = self.tokens
        group = sorted([verb.main, *verb.auxiliaries])
        helpers = [self._word(i) for i in verb.auxiliaries]
        finite = self._finite(verb, group)
        lemmas = {h.lemma for h in helpers}
        main = tokens[verb.main]
        passive = self._passive(verb)
        future = bool(lemmas & self.grammar.future) and not passive and main.low == main.lemma
        words = [self._word(i) for i in verb.words]
        marks = {t.lemma for t in self._marks(verb)} | {t.low for t in self._marks(verb)}
        arguments = tuple(self._argument(f, n) for f, n in sorted(verb.phrases, key=lambda p: p[1]))
        return Clause(
            index=number[verb.main],
            sentence=self.parsed.index,
            kind="participle" if verb.participle else "verb",
            lemma=verb.lemma,
            trigger=Span(main.begin, main.end),
            span=self._extent(verb, group),
            arguments=arguments,
            parent=number.get(verb.parent, -1),
            relation=verb.relation,
            tense="future" if future else "",
            mood=self._mood(finite),
            modals=tuple(h for h in helpers if h.lemma in self.grammar.modal),
            adverbs=tuple(words),
            finite=finite,
            perfect=len(lemmas & self.grammar.auxiliary) > 0 and bool(lemmas & self.grammar.modal),
            negated=self._negated(verb),
            passive=passive,
            question=bool(tokens) and tokens[-1].text == "?",
            condition=bool(marks & (self.grammar.conditional | self.grammar.whether)),
            times=self._times(verb, future=future),
            quoted=self._quoted(verb.main),
        )

    def _finite(self, verb: _Verb, group: Sequence[int]) -> Word | None:
        if verb.participle:
            return None
        forms = self.language.mood.subjunctive1 | self.language.mood.subjunctive2
        subjunctive = [i for i in group if self.tokens[i].low in forms]
        modal = [i for i in verb.auxiliaries if self.tokens[i].lemma in self.grammar.modal]
        chosen = subjunctive or modal or verb.auxiliaries or [verb.main]
        return self._word(chosen[0])

    def _mood(self, finite: Word | None) -> str:
        mood = self.language.mood
        if finite is None:
            return ""
        if finite.form in mood.subjunctive1:
            return "subjunctive1"
        if finite.form in mood.subjunctive2:
            return "subjunctive2"
        for infinitive in mood.infinitive:
            stem = finite.lemma.removesuffix(infinitive)
            if mood.ending and stem != finite.lemma and finite.form == stem + mood.ending:
                return "subjunctive1"
        return "infinitive" if finite.form == finite.lemma else "indicative"

    def _negated(self, verb: _Verb) -> bool:
        for index in verb.words:
            token = self.tokens[index]
            after = self.tokens[index + 1].low if index + 1 < len(self.tokens) else ""
            if token.low in self.grammar.negation and after not in self.grammar.negation_contrast:
                number = self.phrase_at.get(index, -1)
                if number < 0 or any(n == number and f in _SUBJECT_LIKE for f, n in verb.phrases):
                    return True
        return any(
            self.phrases[n].article in self.grammar.negation and f in {"subject", "object", "complement"}
            for f, n in verb.phrases
        )

    def _times(self, verb: _Verb, *, future: bool) -> tuple[Period, ...]:
        found = []
        for index, past, ahead in self.parsed.times:
            number = self.phrase_at.get(index, -1)
            mine = any(n == number for _, n in verb.phrases) or self._climb(index)[:1] == [verb.main]
            if mine:
                lemmas = {self.tokens[i].lemma for i in verb.auxiliaries}
                modal = lemmas & self.grammar.modal and not lemmas & self.grammar.auxiliary
                found.append(ahead if future or modal else past)
        return tuple(found)

    def _quoted(self, index: int) -> bool:
        opened = sum(t.text in "„«" for t in self.tokens[:index])
        closed = sum(t.text in "“”»" for t in self.tokens[:index])
        return opened > closed

    def _extent(self, verb: _Verb, group: Sequence[int]) -> Span:
        indices = [*group, *verb.words]
        indices += [i for _, n in verb.phrases for i in (self.phrases[n].first, self.phrases[n].last)]
        return Span(self.tokens[min(indices)].begin, self.tokens[max(indices)].end)

    def _noun_clause(self, number: int, verbs: Mapping[int, int]) -> Clause:
        phrase = self.phrases[number]
        token = self.tokens[phrase.noun]
        first, head = self.language.compound(token.lemma)
        over = [m for m, v in self.verbs.items() if any(n == self._head_of(number) for _, n in v.phrases)]
        over = over or self._verb_above(number)
        relation = next((f for m in over for f, n in self.verbs[m].phrases if n == self._head_of(number)), "")
        table = self.parsed.table
        arguments = self._noun_arguments(number)
        if number in table.members:
            span = table.mentions[table.members[number][0]].span
            arguments.append(Argument("member", span, first, table.members[number]))
        if number in table.of_phrase:
            arguments.append(Argument("self", self._span(phrase), token.lemma, (table.of_phrase[number],)))
        grammar = self.grammar
        return Clause(
            index=self.noun_clause[number],
            sentence=self.parsed.index,
            kind="noun",
            lemma=head if first else token.lemma,
            trigger=Span(token.begin, token.end),
            span=self._span(phrase),
            arguments=tuple(arguments),
            members=(first,) if first else (),
            parent=verbs[over[0]] if over else -1,
            relation=relation or "within",
            adverbs=tuple(self._word(i) for i in phrase.adjectives),
            negated=phrase.article in grammar.negation,
            definite=phrase.article in grammar.definite | grammar.possessive,
            times=tuple(past for i, past, _ in self.parsed.times if self._time_of_noun(i, number)),
            quoted=self._quoted(phrase.noun),
        )

    def _time_of_noun(self, index: int, number: int) -> bool:
        phrase = self.phrases[number]
        at = self.phrase_at.get(index, -1)
        if at == number:
            return True
        if at >= 0:
            return self.phrases[at].governor in range(phrase.first, phrase.last + 1)
        return self.tokens[index].head in range(phrase.first, phrase.last + 1)

    def _head_of(self, number: int) -> int:
        return self.coordinated.get(number, number)

    def _span(self, phrase: Phrase) -> Span:
        return Span(self.tokens[phrase.first].begin, self.tokens[phrase.last].end)

    def _verb_above(self, number: int) -> list[int]:
        governor = self.phrases[self._head_of(number)].governor
        return self._climb(governor)[:1] if governor >= 0 else []

    def _noun_arguments(self, number: int) -> list[Argument]:
        """What modifies a noun: genitives, adjectives of countries, and what follows with a preposition."""
        phrase = self.phrases[number]
        found: list[tuple[str, int]] = []
        if phrase.owner >= 0:
            found.append(("genitive", phrase.owner))
        chain = number
        for after in range(number + 1, len(self.phrases)):
            other = self.phrases[after]
            if after in self.coordinated:
                chain = after if self.coordinated[after] in {n for _, n in found} | {number} else chain
                continue
            if self._owns_another(after):
                continue
            if any(
                self.phrases[n].first > other.last and at < other.first for n, at in self.extended.items()
            ):
                continue
            direct = self._adjacent(other, self.phrases[chain])
            hangs = other.governor in range(phrase.first, phrase.last + 1)
            if self._genitive(other) and direct and chain == number:
                found.append(("genitive", after))
            elif other.preposition and (hangs or direct):
                found.append((other.preposition, after))
            else:
                break
            chain = after
        arguments = [self._argument(f, n) for f, n in found]
        table = self.parsed.table
        if number in table.adjectives:
            arguments.append(Argument("genitive", self._span(phrase), "", table.adjectives[number]))
        return arguments

    def _adjacent(self, other: Phrase, phrase: Phrase) -> bool:
        begin = other.preposition_at if 0 <= other.preposition_at < other.first else other.first
        if other.owner >= 0:
            begin = min(begin, self.phrases[other.owner].first)
        for number, at in self.extended.items():
            if self.phrases[number] is other:
                begin = at
        return begin == phrase.last + 1
