"""Words that make a statement less than plain: hedges, modal verbs, negations, nouns and set phrases.

Each adds to the `Way` what it means, and its words as the cue.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.accounts import counted, hedge_by_outer
from kg.aspects import former, of_an_aspect
from kg.model import Certainty, Span
from kg.shown import past_or_shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kg.language import Hedges, Language
    from kg.model import Argument, Clause, Word
    from kg.sources import Way

_NAMED, _NOW = frozenset({"object", "within"}), ("relative", "present")
_CORE = frozenset({"subject", "object", "complement"})


@dataclass(frozen=True)
class Hedging:
    """Reads the hedges of one language off the clauses of a text.

    ``whose`` gives who holds what a noun in an argument stands for ("claims by Seoul").
    """

    language: Language
    text: str
    levels: Mapping[Certainty, Hedges]
    clauses: Sequence[Clause]
    whose: Callable[[Argument], str]

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

    def infers(self, verb: Clause, holder: str, way: Way) -> None:
        """Lower what only a thing lets one think ("photos suggest that …"), not somebody."""
        thing = any(a.function == "subject" and not a.mentions for a in verb.arguments)
        thinks = verb.lemma in self.language.attribution.think - self.language.attribution.say
        if self.language.grammar.fixed_order and thing and thinks and not holder:
            way.hedge(Certainty.PROBABLE, verb.trigger)

    def relayed(self, clause: Clause, way: Way) -> None:
        """Take a word that opens what somebody told ("Berichte, wonach …"), whatever it hangs on."""
        for word in clause.adverbs:
            before = self.text[: word.span.begin].rpartition(",")[2].strip()  # ", denen zufolge …"
            after = self.text[word.span.end :].strip().partition(" ")[0]  # "согласно которой"
            words = {word.form, f"{before} {word.form}", f"{word.form} {after}"}
            if words & self.language.attribution.relaying:
                way.reported = way.hearsay = True
                way.cues.append(word.span)

    def shared_modals(self, node: Clause, clause: Clause, way: Way) -> None:
        """Take a clause's modal for the infinitive beside it, or for what the present tells of its noun."""
        beside = node.relation == "coordinated" and node.mood == "infinitive"
        fixed = self.language.grammar.fixed_order  # "is to fly to Tokyo before going to Beijing"
        goes_on = fixed and node.relation == "adverbial" and node.mood == "participle"
        described = (node.relation, node.tense) == _NOW and self.language.grammar.relative_genders
        if described and clause.condition:
            way.conditional = True
            way.cues.append(clause.finite.span if clause.finite else clause.trigger)
        if node.modals or not (beside or goes_on or described):
            return
        for modal in clause.modals:
            self.modal(clause, modal, way)
        if clause.tense == "future" or (described and clause.lemma in self.language.plan.verbs):
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
        elif modal.lemma in plan.evidential and past_or_shown(clause, self.language.grammar):
            way.reported = way.hearsay = True
            way.cues.append(modal.span)
        elif modal.lemma in plan.evidential or modal.form in plan.modals:
            way.future = True
            way.cues.append(modal.span)

    def by_noun(self, outer: Clause, way: Way) -> bool:
        """Take what a noun does to what hangs on it; false if it is none of those known."""
        language, found = self.language, False
        words, unreal = language.denial.verbs, language.denial.adjectives
        if any(w.lemma in words or self.declined(w, unreal) for w in outer.adverbs):
            way.negative = found = True  # "dismissed claims of a deal", "fake news that"
        for level, hedges in self.levels.items():
            if outer.lemma in hedges.nouns:
                way.hedge(level, outer.trigger)
                found = True
        if outer.lemma in language.attribution.nouns:
            way.reported = found = True
            way.hearsay |= bool(language.cases)  # "сообщения о …": not of who spoke before
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

    def stands_apart(self, verb: Clause, noun: Clause) -> bool:
        """Whether a verb does nothing to a noun: it is where or when, or what something is called.

        "Called it a threat" is no call for one.
        """
        words, grammar = self.language.quoting, self.language.grammar
        says = verb.lemma in self.language.attribution.say and noun.lemma in grammar.declared
        if says or noun.relation in grammar.locative | grammar.circumstantial:  # "announced sanctions"
            return True
        asks = self.language.grammar.fixed_order and verb.lemma in words.acts & self.language.request.verbs
        return asks and noun.relation in _NAMED and any(verb.lemma == one for one, _ in words.acts_on)

    def within_noun(self, noun: Clause, way: Way) -> None:
        """Take what a noun over an event noun does to it ("Sorge über ein Geschäft", "Berichte über …")."""
        for outer in self.clauses if noun.kind == "noun" and not former(noun, self.language) else ():
            holds = any(noun.index in a.clauses for a in outer.arguments)
            if holds and outer.kind == "noun" and outer.sentence == noun.sentence:
                self.by_noun(outer, way)
                hedge_by_outer(outer, noun, self, way)

    def under_noun(self, verb: Clause, content: Clause, way: Way) -> bool:
        """Take a noun before a clause that says of it what it is ("die Sorge, dass …", "der Plan, zu …").

        The noun right before it tells, whatever it is to the verb ("amid claims by Seoul that …"), else the
        verb's own.
        """
        before = [a for a in verb.arguments if a.span.end <= content.span.begin]
        last = max(before, key=lambda a: a.span.end, default=None)
        for argument in (last,) if last is not None and last.function not in _CORE else ():
            if self.by_nouns(argument.clauses, way):
                way.holder(self.whose(argument))
                return True
        return self.by_nouns([i for a in before if a.function in _CORE for i in a.clauses], way)

    def by_nouns(self, nouns: Sequence[int], way: Way) -> bool:
        """Take what each of some nouns does to what hangs on it; whether one did."""
        found = [self.by_noun(self.clauses[index], way) for index in nouns]
        return any(found)

    def announced(self, verb: Clause) -> bool:
        """Whether a set phrase puts the event ahead ("in Aussicht stellen", "auf dem Programm stehen")."""
        says = self.language.cases and verb.lemma in self.language.attribution.say  # "Это визит, сообщили …"
        told = {(verb.lemma, a.lemma) for a in verb.arguments if not (says and a.function == "subject")}
        return bool(told & set(self.language.plan.phrases))

    def denies(self, clause: Clause, way: Way) -> None:
        """Take the negation of a clause, or that it tells what should not be ("sollte keine liefern")."""
        if not clause.perfect and any(m.form in self.language.request.barring for m in clause.modals):
            way.conditional = True
        else:
            way.negative = True
        way.cues.append(self.negation(clause))

    def presupposes(self, verb: Clause, noun: Clause, way: Way) -> bool:
        """Whether a verb takes it for granted that there was what its object tells of."""
        language, grammar = self.language, self.language.grammar
        grants = verb.lemma in grammar.granting and noun.relation == "object"  # "to disrupt arms shipments"
        grants = grants and not counted(verb, noun, self)
        way.granted |= grants or (grammar.fixed_order and noun.relation in grammar.other_day)
        doubting = language.denial.verbs | language.request.verbs | language.plan.verbs
        judges = verb.lemma in language.quoting.acts - doubting and noun.definite
        judges = judges and noun.relation == "object" and (verb.negated or bool(verb.modals))
        return grants or judges or former(noun, language)

    def meanwhile(self, clause: Clause, way: Way) -> None:
        """Put ahead what is told of while something ahead is done ("will ask him when meeting Xi")."""
        words = self.language.grammar.meanwhile & {word.form for word in clause.adverbs}
        converb = self.language.grammar.converbs and clause.relation == "adverbial"  # "поможет, направив …"
        if clause.mood != "participle" or not (words or converb):
            return
        top = self.clauses[clause.parent] if converb else clause
        while top.finite is None and top.parent >= 0:
            top = self.clauses[top.parent]
        early = converb and clause.trigger.begin < top.trigger.begin  # "встретив его, обещал"
        planned = top.lemma in self.language.plan.verbs and not early
        if top.finite is not None and (top.tense == "future" or planned):
            way.future = True
            way.cues.append(top.finite.span)

    def plans(self, lemma: str, *, of_noun: bool, infinitive: bool) -> bool:
        """Whether a verb puts ahead what it has as its object, or as a clause."""
        plan = self.language.plan
        told = of_noun or infinitive or lemma not in self.language.attribution.say
        return (told and lemma in plan.verbs) or (infinitive and lemma in plan.decided)

    def supposes(self, verb: Clause, noun: Clause) -> bool:
        """Whether a verb of thinking only holds something of an event that is new to the text.

        "Hält eine Lieferung für gefährlich", but not "nahm eine Einladung an".
        """
        own = frozenset(word for level in self.levels.values() for word in level.only_clauses)
        thinks = verb.lemma in self.language.attribution.think - own - self.language.grammar.light
        in_it = any(a.function in self.language.grammar.locative for a in verb.arguments)  # "in dem Start"
        return thinks and noun.relation == "object" and (in_it or not noun.definite)

    def looms(self, verb: Clause, way: Way) -> bool:
        """Whether a verb says of an event as its subject that it only may come ("Sanktionen drohen")."""
        if verb.lemma not in self.language.plan.looming:
            return False
        way.hedge(Certainty.POSSIBLE, verb.trigger)
        return True

    def takes_back(self, verb: Clause, way: Way, content: Clause | None = None) -> bool:
        """Whether the negation of a verb over a clause does not make that clause untrue.

        "Schließt nicht aus, dass …" leaves it open, as do "bestätigte nicht, dass …", "sagte nicht, ob …".
        """
        language = self.language
        if not verb.negated:
            return False
        if content and (content.condition or of_an_aspect(content, verb, self.clauses, language)):
            return True
        asks = language.denial.verbs | language.request.verbs | language.plan.verbs
        if verb.lemma in language.quoting.acts - asks - language.attribution.say:
            return True  # "did not condemn the launch"
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
        beside |= {written for w in verb.adverbs for written in (w.form, w.lemma)}
        return any((verb.lemma, word) in phrases for word in beside)

    def follows_condition(self, clause: Clause) -> bool:
        """Whether a clause tells only what follows from a condition beside it ("falls …, trifft er ihn")."""
        words = self.language.attribution
        speaks = words.say | words.pause | self.language.denial.verbs | self.language.request.verbs
        speaks -= self.language.plan.looming
        real = self.language.grammar.fixed_order and clause.mood == "indicative" and clause.tense != "present"
        real = real or bool(clause.modals) or clause.tense == "future" or clause.lemma in speaks
        beside = [c for c in self.clauses if c.parent == clause.index and c.relation == "adverbial"]
        on_condition = any(c.condition and c.sentence == clause.sentence for c in beside)
        return clause.kind == "verb" and not real and on_condition

    def purpose(self, clause: Clause, way: Way) -> None:
        """Take an infinitive beside a verb: "um Putin zu treffen" lies ahead, "ohne … zu" is not so."""
        if clause.negated or way.granted:
            return
        if {w.form for w in clause.adverbs} & self.language.grammar.purpose:
            way.future = True
            way.cues.append(clause.trigger)
        else:
            way.hedge(Certainty.POSSIBLE, clause.trigger)
