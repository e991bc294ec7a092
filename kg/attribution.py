"""Who says it, how sure they are, and the words that show it.

From the clause of an event the way leads up: its own modals, adverbs, negation and mood first, then each
verb that takes it as its content ("glauben, dass …"), until the top of the sentence. The first holder met
is the innermost source; holders further up relay it. A reported mood without a holder carries on the
holder of the sentence before; words such as "demnach" point back to it.
After FactBank (Saurí & Pustejovsky 2009) for the certainty values, GRaSP for source chains.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Certainty, Polarity, Span, Stance, Tense
from kg.sources import Sources, Way

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.coreference import Who
    from kg.language import Language
    from kg.model import Clause, Reading, Word

_TRANSPARENT = frozenset({"coordinated", "parenthetical"})
_CONTENT = frozenset({"complement"})
#: Where an event noun is the content of its verb, not its circumstance.
_CIRCUMSTANCE = frozenset({"subject"})


class Attributor:
    """Gives the stance of each clause of an article."""

    def __init__(self, reading: Reading, language: Language, who: Who) -> None:
        self.reading = reading
        self.language = language
        self.clauses = reading.clauses
        self.levels = {Certainty(level): hedges for level, hedges in language.certainty.items()}
        self.sources = Sources(reading, language, who)

    @property
    def unnamed(self) -> Mapping[str, tuple[str, str]]:
        """Kind and words of the sources without a name that were met so far, by key."""
        return self.sources.unnamed

    def stance(self, clause: Clause) -> Stance:
        """Give the stance in which a clause's event is told."""
        way = Way()
        node: Clause | None = clause
        content = True
        seen: set[int] = set()
        while node is not None and node.index not in seen:
            seen.add(node.index)
            if content or node.kind == "noun":
                self._own(node, way)
            self.sources.adpositions(node, way)
            above = self.clauses[node.parent] if node.parent >= 0 else None
            if above is None:
                break
            if node.kind == "noun":
                self._over_noun(node, above, way)
                content = True
            elif node.relation in _CONTENT:
                self._matrix(above, way)
                content = True
            elif node.relation in _TRANSPARENT:
                if above.finite and not self._shows_mood(node):
                    self._mood(above, way)
                content = False
            else:
                content = False
                if node.relation == "relative" or not way.reported:
                    break
            node = above
        self.sources.carry_on(clause, way)
        return self._stance(way)

    def _stance(self, way: Way) -> Stance:
        if way.topic is not None and way.certainty is Certainty.CERTAIN and not way.negative:
            way.hedge(Certainty.POSSIBLE, way.topic)
        text = self.reading.article.text
        spans = sorted({(s.begin, s.end) for s in way.cues})
        return Stance(
            certainty=way.certainty,
            polarity=Polarity.NEGATIVE if way.negative else Polarity.POSITIVE,
            tense=Tense.FUTURE if way.future else Tense.NON_FUTURE,
            conditional=way.conditional,
            source=way.sources[0] if way.sources else "",
            relays=tuple(way.sources[1:]),
            cues=tuple(dict.fromkeys(text[a:b] for a, b in spans)),
        )

    # ------------------------------------------------------------ the clause itself

    def _own(self, clause: Clause, way: Way) -> None:
        plan = self.language.plan
        for word in clause.adverbs:
            self._hedge_word(word, way, noun=clause.kind == "noun")
            if clause.kind == "noun" and self._declined(word, plan.adjectives):
                way.future = True
                way.cues.append(word.span)
        for modal in clause.modals:
            self._modal(clause, modal, way)
        if clause.finite is not None:
            self._mood(clause, way)
        if clause.negated:
            way.negative = True
            way.cues.append(self._negation(clause))
        if clause.tense == "future":
            way.future = True
            way.cues.extend([clause.finite.span] if clause.finite else [])
        if clause.question or clause.condition:
            way.conditional = True
            way.cues.append(clause.finite.span if clause.finite else clause.trigger)

    def _negation(self, clause: Clause) -> Span:
        negation = self.language.grammar.negation
        for word in clause.adverbs:
            if word.form in negation:
                return word.span
        begin, end = clause.span.begin, clause.span.end
        for argument in clause.arguments:
            first = self.reading.article.text[argument.span.begin : argument.span.end].split(" ")[0]
            if first.lower() in negation:
                return Span(argument.span.begin, argument.span.begin + len(first))
        return Span(begin, end) if clause.kind == "noun" else clause.trigger

    def _hedge_word(self, word: Word, way: Way, *, noun: bool) -> None:
        for level, hedges in self.levels.items():
            if word.form in hedges.adverbs or (noun and self._declined(word, hedges.adjectives)):
                way.hedge(level, word.span)

    def _declined(self, word: Word, adjectives: frozenset[str]) -> bool:
        """Whether a word is a form of one of some adjectives."""
        longest = self.language.grammar.longest_ending
        return word.lemma.lower() in adjectives or any(
            word.form.startswith(a) and len(word.form) - len(a) <= longest for a in adjectives
        )

    def _modal(self, clause: Clause, modal: Word, way: Way) -> None:
        plan = self.language.plan
        for level, hedges in self.levels.items():
            if modal.form in hedges.modals:
                way.hedge(level, modal.span)
                return
        if modal.lemma in plan.evidential and clause.perfect:
            way.reported = True
            way.cues.append(modal.span)
            way.hearsay = True
        elif modal.lemma in plan.evidential or modal.form in plan.modals:
            way.future = True
            way.cues.append(modal.span)

    def _shows_mood(self, clause: Clause) -> bool:
        """Whether a clause's own verb says in which voice it is told."""
        return clause.finite is not None and (clause.mood != "indicative" or bool(clause.modals))

    def _mood(self, clause: Clause, way: Way) -> None:
        if clause.mood == "subjunctive1":
            way.reported = True
        elif clause.mood == "subjunctive2" and not clause.modals:
            way.unreal = True
        else:
            return
        if clause.finite is not None:
            way.cues.append(clause.finite.span)

    # ------------------------------------------------------------ above it

    def _over_noun(self, noun: Clause, verb: Clause, way: Way) -> None:
        """Take what the verb over an event noun does to it ("verhindert", "geplant", "vermutet")."""
        grammar, language = self.language.grammar, self.language
        self._within_noun(noun, way)
        functions = {a.function for a in verb.arguments if a.function}
        if any((verb.lemma, function) in grammar.topical for function in functions):
            way.topic = verb.trigger
        if (verb.lemma, noun.relation) in grammar.governed:
            self._matrix(verb, way, of_noun=True)
            return
        if noun.relation in _CIRCUMSTANCE and not verb.passive:
            self._said_of(verb, way)
            # No event denies or plans: it is the object, or what "ist geplant" is said of.
            if verb.lemma not in language.denial.verbs | language.plan.verbs:
                return
        if noun.relation not in grammar.locative | grammar.circumstantial:
            self._matrix(verb, way, of_noun=True)

    def _said_of(self, verb: Clause, way: Way) -> None:
        """Take what is said of an event noun as the subject ("ist geplant", "ist möglich")."""
        if verb.lemma not in self.language.grammar.copula:
            return
        for word in verb.adverbs:
            self._hedge_word(word, way, noun=True)
            if self._declined(word, self.language.plan.adjectives):
                way.future = True
                way.cues.append(word.span)

    def _within_noun(self, noun: Clause, way: Way) -> None:
        """Take what a noun over an event noun does to it ("Sorge über ein Geschäft", "Berichte über …")."""
        for outer in self.clauses:
            holds = any(noun.index in a.clauses for a in outer.arguments)
            if outer.kind != "noun" or outer.sentence != noun.sentence or not holds:
                continue
            for level, hedges in self.levels.items():
                if outer.lemma in hedges.nouns:
                    way.hedge(level, outer.trigger)
            if outer.lemma in self.language.attribution.nouns:
                way.reported = True
                way.cues.append(outer.trigger)
            if outer.lemma in self.language.plan.nouns:
                way.future = True
                way.cues.append(outer.trigger)
            if outer.lemma in self.language.request.nouns:
                way.conditional = True
                way.cues.append(outer.trigger)

    def _matrix(self, verb: Clause, way: Way, *, of_noun: bool = False) -> None:
        language = self.language
        words = language.attribution
        lemma = verb.lemma
        subject = self.sources.holder_of(verb)
        for level, hedges in self.levels.items():
            if lemma in hedges.verbs:
                way.hedge(level, verb.trigger)
                way.holder(subject)
                return
        for word in verb.adverbs if not of_noun else ():
            self._hedge_word(word, way, noun=True)
        if lemma in language.denial.verbs:
            way.negative = True
            own = lemma in language.denial.own_voice
            way.holder("" if own else subject, verb.trigger)
        elif lemma in language.request.verbs:
            way.conditional = True
            way.holder(subject, verb.trigger)
        elif lemma in language.plan.verbs and (of_noun or lemma not in words.say):
            way.future = True
            way.holder(subject if lemma in words.say else "", verb.trigger)
        elif not of_noun and (lemma in words.say | words.think or lemma in words.so):
            way.reported = True
            way.holder(subject, verb.trigger)
        elif not of_noun and verb.kind == "verb" and subject and lemma in words.pause:
            way.holder(subject, verb.trigger)
