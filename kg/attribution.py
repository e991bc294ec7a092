"""Who says it, how sure they are, and the words that show it.

From the clause of an event the way leads up: its own modals, adverbs, negation and mood first, then each
verb that takes it as its content ("glauben, dass …"), until the top of the sentence. The first holder met
is the innermost source; holders further up relay it. A reported mood without a holder carries on the
holder of the sentence before; words such as "demnach" point back to it.
After FactBank (Saurí & Pustejovsky 2009) for the certainty values, GRaSP for source chains.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.model import Argument, Certainty, Clause, Polarity, Reading, Span, Stance, Tense, Word
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.language import Language
    from kg.coreference import Who
    from collections.abc import Mapping

_RANK = {Certainty.CERTAIN: 0, Certainty.PROBABLE: 1, Certainty.POSSIBLE: 2}
_TRANSPARENT = frozenset({"coordinated", "parenthetical"})
_CONTENT = frozenset({"complement"})
#: Where an event noun is the content of its verb, not its circumstance.
_CIRCUMSTANCE = frozenset({"subject"})


@dataclass
class _Way:
    """What was gathered on the way up."""

    certainty: Certainty = Certainty.CERTAIN
    negative: bool = False
    future: bool = False
    conditional: bool = False
    sources: list[str] = field(default_factory=list)
    cues: list[Span] = field(default_factory=list)
    reported: bool = False

    def hedge(self, level: Certainty, cue: Span) -> None:
        if _RANK[level] > _RANK[self.certainty]:
            self.certainty = level
        self.cues.append(cue)

    def holder(self, key: str, cue: Span | None = None) -> None:
        if key and key not in self.sources:
            self.sources.append(key)
        if cue is not None:
            self.cues.append(cue)


class Attributor:
    """Gives the stance of each clause of an article."""

    def __init__(self, reading: Reading, language: Language, who: Who) -> None:
        self.reading = reading
        self.language = language
        self.who = who
        self.clauses = reading.clauses
        self.children: dict[int, list[Clause]] = {}
        for clause in self.clauses:
            self.children.setdefault(clause.parent, []).append(clause)
        self.levels = {Certainty(level): hedges for level, hedges in language.certainty.items()}
        self.unnamed: dict[str, tuple[str, str]] = {}
        self.carried: Mapping[int, str] = {}
        self.carried = self._carry()

    def stance(self, clause: Clause) -> Stance:
        """Give the stance in which a clause's event is told."""
        way = _Way()
        node: Clause | None = clause
        content = True
        seen: set[int] = set()
        while node is not None and node.index not in seen:
            seen.add(node.index)
            if content or node.kind == "noun":
                self._own(node, way)
            self._adpositions(node, way)
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
                if above.finite and not self._finite(node):
                    self._mood(above, way)
                content = False
            else:
                content = False
                if node.relation == "relative" or not way.reported:
                    break
            node = above
        self._carry_on(clause, way)
        return self._stance(way)

    def _stance(self, way: _Way) -> Stance:
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

    def _own(self, clause: Clause, way: _Way) -> None:
        plan = self.language.plan
        for word in clause.adverbs:
            self._hedge_word(word, way, noun=clause.kind == "noun")
            if clause.kind == "noun" and word.lemma.lower() in plan.adjectives:
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

    def _hedge_word(self, word: Word, way: _Way, *, noun: bool) -> None:
        for level, hedges in self.levels.items():
            known = hedges.adjectives if noun else hedges.adverbs
            if word.lemma.lower() in known or word.form in known:
                way.hedge(level, word.span)

    def _modal(self, clause: Clause, modal: Word, way: _Way) -> None:
        plan = self.language.plan
        for level, hedges in self.levels.items():
            if modal.form in hedges.modals:
                way.hedge(level, modal.span)
                return
        if modal.lemma in plan.evidential and clause.perfect:
            way.reported = True
            way.cues.append(modal.span)
            way.holder(self._unnamed("MediaReports", clause.trigger) if not way.sources else "")
        elif modal.lemma in plan.evidential or modal.form in plan.modals:
            way.future = True
            way.cues.append(modal.span)

    def _finite(self, clause: Clause) -> bool:
        return clause.finite is not None and (clause.mood != "indicative" or bool(clause.modals))

    def _mood(self, clause: Clause, way: _Way) -> None:
        if clause.mood == "subjunctive1" or (clause.mood == "subjunctive2" and not clause.modals):
            way.reported = True
            if clause.finite is not None:
                way.cues.append(clause.finite.span)

    # ------------------------------------------------------------ above it

    def _over_noun(self, noun: Clause, verb: Clause, way: _Way) -> None:
        """Take what the verb over an event noun does to it ("verhindert", "geplant", "vermutet")."""
        if noun.relation in _CIRCUMSTANCE and not verb.passive:
            return
        if (
            noun.relation in self.language.grammar.locative
            or noun.relation in self.language.grammar.circumstantial
        ):
            return
        self._matrix(verb, way, of_noun=True)

    def _matrix(self, verb: Clause, way: _Way, *, of_noun: bool = False) -> None:
        language = self.language
        words = language.attribution
        lemma = verb.lemma
        subject = self._holder_of(verb)
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

    def _holder_of(self, verb: Clause) -> str:
        for argument in verb.arguments:
            if argument.function == "subject":
                return self._who_says(argument)
        return ""

    def _who_says(self, argument: Argument) -> str:
        """Give the key of a holder: a named entity, else an unnamed source by its kind."""
        for mention in argument.mentions:
            if self.reading.mentions[mention].type == "UnnamedSource":
                return self._unnamed_of(argument)
            keys = self.who.of.get(mention, ())
            if keys:
                return keys[0]
        return self._unnamed_of(argument)

    def _unnamed_of(self, argument: Argument) -> str:
        kinds = self.language.kind_of_source
        first, head = self.language.compound(argument.lemma)
        for word in (argument.lemma, head, first):
            if word in kinds:
                return self._unnamed(kinds[word], argument.span)
        return ""

    def _unnamed(self, kind: str, span: Span) -> str:
        key = f"source/{kind.lower()}"
        self.unnamed.setdefault(key, (kind, self.reading.article.text[span.begin : span.end]))
        return key

    # ------------------------------------------------------------ "laut", "nach Angaben", "demnach"

    def _adpositions(self, clause: Clause, way: _Way) -> None:
        words = self.language.attribution
        for argument in clause.arguments:
            holder = self._adposition(clause, argument)
            if holder:
                way.reported = True
                way.holder(holder, argument.span)
        for word in clause.adverbs:
            if word.form in words.back and clause.sentence in self.carried:
                way.reported = True
                way.holder(self.carried[clause.sentence], word.span)

    def _adposition(self, clause: Clause, argument: Argument) -> str:
        words = self.language.attribution
        function = argument.function
        if function not in words.prepositions | words.noun_prepositions:
            return ""
        first, head = self.language.compound(argument.lemma)
        if argument.lemma not in words.nouns and head not in words.nouns:
            return self._who_says(argument) if function in words.prepositions else ""
        own = self._inside(argument)
        if own:
            return own
        for word in [w for i in argument.clauses for w in self.clauses[i].adverbs]:
            if word.lemma.lower() in words.own:
                return self._holder_of(clause)
            if word.lemma.lower() in self.language.kind_of_source:
                return self._unnamed(self.language.kind_of_source[word.lemma.lower()], argument.span)
        kinds = self.language.kind_of_source
        kind = kinds.get(argument.lemma, "") or kinds.get(first, "") or kinds.get(head, "")
        return self._unnamed(kind, argument.span) if kind else ""

    def _inside(self, argument: Argument) -> str:
        """The holder that hangs on "Angaben": a genitive, "von", or an adjective of a country."""
        for index in argument.clauses:
            for inner in self.clauses[index].arguments:
                if inner.function == "genitive" or inner.function in self.language.grammar.of:
                    holder = self._who_says(inner)
                    if holder:
                        return holder
        return ""

    # ------------------------------------------------------------ across sentences

    def _carry(self) -> Mapping[int, str]:
        """Holder named last before each sentence, for moods and adverbs that point back."""
        carried: dict[int, str] = {}
        last, at = "", -9
        for sentence in self.reading.sentences:
            if last and sentence.index - at <= 2:  # noqa: PLR2004 - reported speech runs on, but not far
                carried[sentence.index] = last
            found = self._named_in(sentence.index)
            if found:
                last, at = found[0], sentence.index
            elif sentence.index in carried and self._runs_on(sentence.index):
                at = sentence.index
        return carried

    def _named_in(self, sentence: int) -> list[str]:
        way = _Way()
        words = self.language.attribution
        for clause in self.clauses:
            if clause.sentence != sentence:
                continue
            self._adpositions(clause, way)
            if clause.lemma in words.say | words.think and clause.kind == "verb":
                way.holder(self._holder_of(clause))
        return way.sources

    def _runs_on(self, sentence: int) -> bool:
        return any(c.sentence == sentence and c.mood == "subjunctive1" for c in self.clauses)

    def _carry_on(self, clause: Clause, way: _Way) -> None:
        """A reported mood without a holder belongs to the holder of the sentence before."""
        if way.reported and not way.sources:
            carried = self.carried.get(clause.sentence, "")
            way.holder(carried or self._unnamed("MediaReports", way.cues[0] if way.cues else clause.trigger))
