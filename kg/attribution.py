"""Who says it, how sure they are, and the words that show it.

From the clause of an event the way leads up: its own modals, adverbs, negation and mood first, then each
verb that takes it as its content ("glauben, dass …"), until the top of the sentence. The first holder met
is the innermost source; holders further up relay it. A reported mood without a holder carries on the
holder of the sentence before; words such as "demnach" point back to it.
After FactBank (Saurí & Pustejovsky 2009) for the certainty values, GRaSP for source chains.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.accounts import first_to, in_general, mistaken, take_account
from kg.aspects import as_said
from kg.hedging import Hedging
from kg.model import Certainty, Polarity, Stance, Tense
from kg.openings import read_openings
from kg.shown import shown
from kg.sources import Sources, Way
from kg.unmet import read_unmet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.coreference import Who
    from kg.language import Language
    from kg.model import Clause, Reading

_TRANSPARENT = frozenset({"coordinated", "parenthetical", "described"})
_CONTENT = frozenset({"complement"})
_NON_FINITE = frozenset({"infinitive", "participle"})
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
        text, whose = reading.article.text, self.sources.holders.inside
        self.hedging = Hedging(language, text, self.levels, self.clauses, whose)

    @property
    def unnamed(self) -> Mapping[str, tuple[str, str]]:
        """Kind and words of the sources without a name that were met so far, by key."""
        return self.sources.holders.unnamed

    def stance(self, clause: Clause, at_most: str = "", *, ahead: bool = False) -> Stance:
        """Give the stance in which a clause's event is told, no surer than ``at_most``, ``ahead`` or not."""
        way = Way(future=ahead, cues=[clause.trigger] if ahead else [])
        if at_most:
            way.hedge(Certainty(at_most), clause.trigger)
        node: Clause | None = clause
        content, negation, seen = True, True, set[int]()
        while node is not None and node.index not in seen:
            seen.add(node.index)
            if content or node.kind == "noun":
                self._own(node if node is clause else as_said(node, self.language), way, negation=negation)
            negation = True
            self.sources.adpositions(node, way)
            self.sources.as_told(node, way)
            above = self.clauses[node.parent] if node.parent >= 0 else None
            if above is None:
                break
            climbed = self._climb(node, above, way)
            if climbed is None:
                break
            (content, negation), node = climbed, above
        self._in_quotes(clause, node, way)
        self.sources.labelled(clause, way)
        self.sources.told_after(clause, way)
        self.sources.carry_on(clause, way)
        return self._stance(way)

    def _in_quotes(self, clause: Clause, top: Clause | None, way: Way) -> None:
        """Take whose words a clause is in beyond what its sentence's tree tells."""
        moodless = self.language.grammar.fixed_order  # no mood shows that a relative clause is the outlet's
        content = top is not None and (moodless or top.relation != "relative")
        verb = self.sources.in_quotes(clause, way, content=content)
        if verb is not None:  # "Davon geht X aus."
            self._by_verb(verb, way, of_noun=False, infinitive=False)

    def _climb(self, node: Clause, above: Clause, way: Way) -> tuple[bool, bool] | None:
        """Take what stands above a clause: whether the clause is its content, and in its negation's scope.

        None where the way ends.
        """
        if node.kind == "noun":
            self._over_noun(node, above, way)
            if self.hedging.presupposes(above, node, way):
                return False, False  # "will den Test verurteilen": there was one
            negation = node.relation not in self.language.grammar.circumstantial
            negation = negation and not self.hedging.takes_back(above, way, node)
            return True, negation
        if node.relation in _CONTENT and above.kind == "noun":  # "만날 가능성": the noun stands over it
            if not self.hedging.by_noun(above, way) and node.mood in _NON_FINITE:
                way.hedge(Certainty.POSSIBLE, above.trigger)
            return True, True
        if node.relation in _CONTENT or shown(node, above, self.language):
            self.sources.cited(above, way)
            self._matrix(above, way, content=node)
            speaks = above.lemma in self.language.attribution.say | self.language.attribution.think
            unreal = above.mood == "subjunctive2" and not speaks
            if unreal and node.trigger.begin < above.trigger.begin:  # "Würde er liefern, müsste Seoul …"
                way.conditional = True
                way.cues.append(above.finite.span if above.finite else above.trigger)
            return True, not self.hedging.takes_back(above, way, node)
        if node.relation in _TRANSPARENT:
            if above.finite and not self._shows_mood(node):
                self._mood(above, way)
            self.hedging.shared_modals(node, above, way)
            return False, True
        if node.mood == "infinitive" and node.relation == "adverbial" and not first_to(above, self.hedging):
            self.hedging.purpose(node, way)
        self.hedging.shared_modals(node, above, way)
        self.hedging.meanwhile(node, way)
        take_account(node, above, self.hedging, way)
        self.sources.said_before(node, above, way)
        return None if node.relation == "relative" or not way.reported else (False, True)

    def _stance(self, way: Way) -> Stance:
        if way.topic is not None and way.certainty is Certainty.CERTAIN and not way.negative:
            way.hedge(Certainty.POSSIBLE, way.topic)
        if way.supposed is not None:  # "would": ahead in what somebody says, else only supposed
            way.future = way.future or bool(way.sources)
            way.conditional = way.conditional or not way.sources
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

    def _own(self, clause: Clause, way: Way, *, negation: bool = True) -> None:
        read_unmet(clause, self.hedging, way)
        for word in clause.adverbs:
            self.hedging.hedge_word(word, way, noun=clause.kind == "noun")
        self.hedging.relayed(clause, way)
        read_openings(self.hedging, clause, way, self.reading.article.day)
        self.hedging.within_noun(clause, way)
        for modal in clause.modals:
            self.hedging.modal(clause, modal, way)
        if clause.finite is not None:
            self._mood(clause, way)
        if clause.negated and negation:
            self.hedging.denies(clause, way)
        first = clause.relation in {"adverbial", ""} and clause.tense == "present" and clause.kind == "verb"
        here = {a.function for a in clause.arguments}  # "warnt vor Folgen"
        before = [w.span for w in clause.adverbs if w.form in self.language.grammar.before - here]
        if first and before:  # "before Trump visits Beijing": he has not yet
            way.future = True
            way.cues.append(before[0])
        if clause.tense == "future":
            way.future = True
            way.cues.extend([clause.finite.span] if clause.finite else [])
        if clause.question or clause.condition or self.hedging.follows_condition(clause):
            way.conditional = True
            way.cues.append(clause.finite.span if clause.finite else clause.trigger)

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
        self.sources.said_before(noun, verb, way)
        if self.hedging.any_such(noun):
            way.conditional = True
            way.cues.append(noun.trigger)
        aside = noun.relation in grammar.circumstantial and (verb.lemma, noun.relation) not in grammar.topical
        if not aside and any((verb.lemma, a.function) in grammar.topical for a in verb.arguments):
            way.topic = verb.trigger
        same = [a for a in verb.arguments if a.function == noun.relation]
        if (verb.lemma, noun.relation) in grammar.governed and same and noun.index in same[-1].clauses:
            self._governed(verb, way)
            return
        if noun.relation in _CIRCUMSTANCE and not verb.passive:
            if in_general(noun, verb, self.hedging):
                way.hedge(Certainty.POSSIBLE, verb.trigger)
            self._said_of(verb, way)
            # No event denies or plans: it is the object, or what "ist geplant" is said of.
            acts = verb.lemma in language.denial.verbs | language.plan.verbs or self.hedging.rejects(verb)
            if self.hedging.looms(verb, way) or not (acts or self.hedging.announced(verb)):
                return
        if self.hedging.supposes(verb, noun):
            way.hedge(Certainty.POSSIBLE, verb.trigger)  # "hält eine Lieferung für gefährlich"
        if noun.relation in grammar.before:
            way.future = True
            way.cues.append(noun.trigger)
        if not self.hedging.stands_apart(verb, noun):
            self._matrix(verb, way, of_noun=True)

    def _governed(self, verb: Clause, way: Way) -> None:
        """Take what a verb does to the event noun that its preposition governs."""
        plain, says = way.plain(), verb.lemma in self.language.attribution.say
        self._matrix(verb, way, of_noun=True)
        if plain and way.plain() and not says:
            way.hedge(Certainty.POSSIBLE, verb.trigger)  # "freut sich auf ein Treffen"
        if says:  # "сообщил о поставках"
            way.reported = True
            way.holder(self.sources.holders.holder_of(verb), verb.trigger)

    def _said_of(self, verb: Clause, way: Way) -> None:
        """Take what is said of an event noun as the subject ("ist geplant", "ist möglich")."""
        if verb.lemma in self.language.grammar.copula:
            self._by_adverbs(verb, way)

    def _matrix(
        self, verb: Clause, way: Way, *, of_noun: bool = False, content: Clause | None = None
    ) -> None:
        grammar, words = self.language.grammar, self.language.attribution
        if of_noun and verb.lemma in grammar.light & words.think:
            return  # "concluded talks" held them, "concluded that" believes it
        found = content is not None and self.hedging.under_noun(verb, content, way)
        known = len(way.cues)
        infinitive = content is not None and content.mood == "infinitive"
        if infinitive and first_to(verb, self.hedging):
            return
        self._by_verb(verb, way, of_noun=of_noun, infinitive=infinitive)
        if content is None or found or len(way.cues) > known or content.mood not in _NON_FINITE:
            return
        told = grammar.implicative | self.language.plan.verbs | self.language.plan.decided
        if verb.lemma not in told and not grammar.going_on & {word.form for word in verb.adverbs}:
            way.hedge(Certainty.POSSIBLE, verb.trigger)

    def _by_adverbs(self, verb: Clause, way: Way) -> None:
        """Take the adverbs of a verb over a clause, and what is said of somebody ("ist bereit, …")."""
        copula = verb.lemma in self.language.grammar.copula
        for word in verb.adverbs:
            self.hedging.hedge_word(word, way, noun=True)
            if copula and self.hedging.declined(word, self.language.plan.adjectives):
                way.future = True
                way.cues.append(word.span)

    def _by_verb(self, verb: Clause, way: Way, *, of_noun: bool, infinitive: bool) -> None:
        """Take what a verb does to its content: hold, deny, ask for, plan, say, think."""
        language, words = self.language, self.language.attribution
        lemma = verb.lemma
        subject = self.sources.holders.holder_of(verb)
        for level, hedges in self.levels.items():
            unsure = lemma in (hedges.adjectives if verb.passive else ()) or lemma in hedges.verbs
            if unsure and not (of_noun and lemma in hedges.only_clauses):  # "is unconfirmed"
                way.hedge(level, verb.trigger)
                way.holder(subject)
                return
        self._by_adverbs(verb, way)  # of a noun too: "halten ein Treffen für möglich"
        announced = self.hedging.announced(verb)
        planned = self.hedging.plans(lemma, of_noun=of_noun, infinitive=infinitive)
        if lemma in language.denial.verbs or self.hedging.rejects(verb):
            own = lemma in language.denial.own_voice
            way.deny(asked=own and verb.condition)
            way.holder("" if own else subject, verb.trigger)
        elif lemma in language.request.verbs:
            way.conditional = True
            way.negative = way.negative and verb.negated  # asked not to do it: nobody says that it is not so
            way.holder(subject, verb.trigger)
        elif announced or planned:
            way.future = True
            way.holder(subject if announced or lemma in words.say else "", verb.trigger)
        elif infinitive and lemma in language.grammar.implicative:
            return  # "continue to accuse" says nothing
        elif not of_noun and (lemma in words.say | words.think or lemma in words.so):
            way.reported = True
            way.negative |= mistaken(verb, self.hedging)
            way.holder(subject, verb.trigger)
            unsaid = verb.passive and bool(language.cases)  # "ранее сообщалось"
            nobody = lemma in words.hearsay or unsaid or self.sources.holders.describes(verb)
            way.hearsay = way.hearsay or (not subject and nobody)
            self.hedging.infers(verb, subject, way)
        elif not of_noun and verb.kind == "verb" and subject and lemma in words.pause | words.blame:
            way.holder(subject, verb.trigger)
        elif of_noun and verb.kind == "verb" and subject and lemma in words.tell_of:
            way.reported = True  # "Seoul meldete die Lieferung von Granaten"
            way.holder(subject, verb.trigger)
