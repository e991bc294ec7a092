"""Words that make a statement less than plain: hedges, modal verbs, negations, nouns and set phrases.

Each adds to the `Way` what it means, and its words as the cue.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import Certainty, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.language import Hedges, Language
    from kg.model import Clause, Word
    from kg.sources import Way

_NAMED = frozenset({"object", "within"})
_CORE = frozenset({"subject", "object", "complement"})


@dataclass(frozen=True)
class Hedging:
    """Reads the hedges of one language off the clauses of a text."""

    language: Language
    text: str
    levels: Mapping[Certainty, Hedges]
    clauses: Sequence[Clause] = ()

    def negation(self, clause: Clause) -> Span:
        """Give the word that negates a clause."""
        negation = self.language.grammar.negation
        for word in clause.adverbs:
            if word.form in negation:
                return word.span
        begin, end = clause.span.begin, clause.span.end
        for argument in clause.arguments:
            first = self.text[argument.span.begin : argument.span.end].split(" ")[0]
            if first.lower() in negation:
                return Span(argument.span.begin, argument.span.begin + len(first))
        return Span(begin, end) if clause.kind == "noun" else clause.trigger

    def hedge_word(self, word: Word, way: Way, *, noun: bool) -> None:
        """Take an adverb, or an adjective of a noun, that lowers the certainty."""
        for level, hedges in self.levels.items():
            if word.form in hedges.adverbs or (noun and self.declined(word, hedges.adjectives)):
                way.hedge(level, word.span)

    def declined(self, word: Word, adjectives: frozenset[str]) -> bool:
        """Whether a word is a form of one of some adjectives."""
        grammar = self.language.grammar
        endings = {"", "e", *(f"e{one}" for one in grammar.declined)}  # "bereits" is no form of "bereit"
        return word.lemma.lower() in adjectives or any(
            word.form.startswith(a)
            and len(word.form) - len(a) <= grammar.longest_ending
            and (not grammar.declined or word.form[len(a) :] in endings)
            for a in adjectives
        )

    def relayed(self, clause: Clause, way: Way) -> None:
        """Take a word that opens what somebody told ("Berichte, wonach …"), whatever it hangs on."""
        for word in clause.adverbs:
            if word.form in self.language.attribution.relaying:
                way.reported = way.hearsay = True
                way.cues.append(word.span)

    def shared_modals(self, node: Clause, clause: Clause, way: Way) -> None:
        """Take the modal of a clause for the infinitive beside it ("will reisen und … besuchen")."""
        if node.relation != "coordinated" or node.mood != "infinitive" or node.modals:
            return
        for modal in clause.modals:
            self.modal(clause, modal, way)
        if clause.tense == "future":
            way.future = True
            way.cues.extend([clause.finite.span] if clause.finite else [])

    def modal(self, clause: Clause, modal: Word, way: Way) -> None:
        """Take a modal verb: a hedge, hearsay ("soll geliefert haben"), or a plan."""
        plan = self.language.plan
        for level, hedges in self.levels.items():
            if modal.form in hedges.modals:
                way.hedge(level, modal.span)
                return
        if modal.lemma in self.language.grammar.irrealis:
            way.supposed = modal.span
            way.cues.append(modal.span)
        elif modal.lemma in plan.evidential and clause.perfect:
            way.reported = True
            way.cues.append(modal.span)
            way.hearsay = True
        elif modal.lemma in plan.evidential or modal.form in plan.modals:
            way.future = True
            way.cues.append(modal.span)

    def by_noun(self, outer: Clause, way: Way) -> bool:
        """Take what a noun does to what hangs on it; false if it is none of those known."""
        language = self.language
        found = False
        for level, hedges in self.levels.items():
            if outer.lemma in hedges.nouns:
                way.hedge(level, outer.trigger)
                found = True
        if outer.lemma in language.attribution.nouns:
            way.reported = found = True
            way.cues.append(outer.trigger)
        if outer.lemma in language.plan.nouns:
            way.future = found = True
            way.cues.append(outer.trigger)
        if outer.lemma in language.request.nouns:
            way.conditional = found = True
            way.cues.append(outer.trigger)
        return found

    def any_such(self, noun: Clause) -> bool:
        """Whether an event noun is of none in particular ("any such deal")."""
        words = self.text[noun.span.begin : noun.span.end].split(maxsplit=1)
        return bool(words) and words[0].lower() in self.language.grammar.whatever

    def first_to(self, verb: Clause) -> bool:
        """Whether somebody is said to be the first to do what an infinitive tells: he did it."""
        first, copula = self.language.grammar.first, verb.lemma in self.language.grammar.copula
        inside = [self.clauses[i] for a in verb.arguments if a.function == "complement" for i in a.clauses]
        return copula and any(first & {w.form for w in noun.adverbs} for noun in inside)

    def stands_apart(self, verb: Clause, noun: Clause) -> bool:
        """Whether a verb does nothing to a noun: it is where or when, or what something is called.

        "Called it a threat" is no call for one.
        """
        words, grammar = self.language.quoting, self.language.grammar
        if noun.relation in grammar.locative | grammar.circumstantial:
            return True
        asks = self.language.grammar.fixed_order and verb.lemma in words.acts & self.language.request.verbs
        return asks and noun.relation in _NAMED and any(verb.lemma == one for one, _ in words.acts_on)

    def within_noun(self, noun: Clause, way: Way) -> None:
        """Take what a noun over an event noun does to it ("Sorge über ein Geschäft", "Berichte über …")."""
        for outer in self.clauses:
            holds = any(noun.index in a.clauses for a in outer.arguments)
            if outer.kind != "noun" or outer.sentence != noun.sentence or not holds:
                continue
            self.by_noun(outer, way)

    def under_noun(self, verb: Clause, content: Clause, way: Way) -> bool:
        """Take a noun before a clause that says of it what it is ("die Sorge, dass …", "der Plan, zu …")."""
        found = False
        for argument in verb.arguments:
            before = argument.span.end <= content.span.begin
            for index in argument.clauses if before and argument.function in _CORE else ():
                found = self.by_noun(self.clauses[index], way) or found
        return found

    def announced(self, verb: Clause) -> bool:
        """Whether a set phrase puts the event ahead ("in Aussicht stellen", "auf dem Programm stehen")."""
        return any((verb.lemma, a.lemma) in self.language.plan.phrases for a in verb.arguments)

    def supposes(self, verb: Clause, noun: Clause) -> bool:
        """Whether a verb of thinking only holds something of an event that is new to the text.

        "Hält eine Lieferung für gefährlich", but not "nahm eine Einladung an".
        """
        own = frozenset(word for level in self.levels.values() for word in level.only_clauses)
        thinks = verb.lemma in self.language.attribution.think - own - self.language.grammar.light
        return thinks and noun.relation == "object" and not noun.definite

    def looms(self, verb: Clause, way: Way) -> bool:
        """Whether a verb says of an event as its subject that it only may come ("Sanktionen drohen")."""
        if verb.lemma not in self.language.plan.looming:
            return False
        way.hedge(Certainty.POSSIBLE, verb.trigger)
        return True

    def takes_back(self, verb: Clause, way: Way) -> bool:
        """Whether the negation of a verb over a clause does not make that clause untrue.

        "Schließt nicht aus, dass …" leaves it open, and so does "bestätigte nicht, dass …".
        """
        language = self.language
        if not verb.negated:
            return False
        if verb.lemma in language.denial.verbs:
            way.negative, way.conditional = False, True
            way.cues.append(self.negation(verb))
            return True
        if verb.lemma in language.attribution.say | language.plan.settling:
            way.hedge(Certainty.POSSIBLE, self.negation(verb))
            return True
        return False

    def rejects(self, verb: Clause) -> bool:
        """Whether a set phrase says that it is not so ("назвать ложью", "haltlos nennen")."""
        phrases = self.language.denial.phrases
        beside = {c.lemma for c in self.clauses if c.parent == verb.index} | {a.lemma for a in verb.arguments}
        beside |= {w.form for w in verb.adverbs}
        return any((verb.lemma, word) in phrases for word in beside)

    def follows_condition(self, clause: Clause) -> bool:
        """Whether a clause tells only what follows from a condition beside it ("falls …, trifft er ihn")."""
        words = self.language.attribution
        speaks = words.say | words.pause | self.language.denial.verbs | self.language.request.verbs
        if clause.kind != "verb" or clause.modals or clause.tense == "future" or clause.lemma in speaks:
            return False
        beside = (c for c in self.clauses if c.parent == clause.index and c.relation == "adverbial")
        return any(c.condition and c.sentence == clause.sentence for c in beside)
