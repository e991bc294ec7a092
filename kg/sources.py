"""Who says it: the holders that a clause names, and those that carry on from the sentence before.

A holder is named by the subject of a verb of saying, by an adposition ("laut …", "nach Angaben …"), or not
at all: then a reported mood, or a word such as "demnach", points back to the holder named last.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.accounts import by_somebody, hedge_charge, in_own_words, told_before
from kg.colons import label
from kg.holders import Holders
from kg.model import Certainty
from kg.shown import rumoured

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.coreference import Who
    from kg.language import Language
    from kg.model import Argument, Clause, Reading, Span

_RANK = {Certainty.CERTAIN: 0, Certainty.PROBABLE: 1, Certainty.POSSIBLE: 2}
#: Reported speech runs on, but not far: sentences after which its holder is forgotten.
_RUNS_ON = 2


@dataclass
class Way:
    """What was gathered on the way from an event up to the top of its sentence."""

    certainty: Certainty = Certainty.CERTAIN
    negative: bool = False
    future: bool = False
    conditional: bool = False
    sources: list[str] = field(default_factory=list)
    cues: list[Span] = field(default_factory=list)
    reported: bool = False
    topic: Span | None = None
    unreal: bool = False
    hearsay: bool = False
    supposed: Span | None = None
    granted: bool = False

    def hedge(self, level: Certainty, cue: Span) -> None:
        """Lower the certainty to a level; it never rises again."""
        if _RANK[level] > _RANK[self.certainty]:
            self.certainty = level
        self.cues.append(cue)

    def deny(self, *, asked: bool) -> None:
        """Take back what is told; "거래는 중단돼야 한다" only ``asked`` for that."""
        self.negative, self.conditional = self.negative or not asked, self.conditional or asked

    def plain(self) -> bool:
        """Whether nothing yet makes it less than plain that it happened."""
        unsure = self.negative or self.future or self.conditional or self.certainty is not Certainty.CERTAIN
        return not (unsure or self.supposed)

    def holder(self, key: str, cue: Span | None = None) -> None:
        """Add a holder, the innermost first, each once; "" adds none."""
        if key and key not in self.sources:
            self.sources.append(key)
        if cue is not None:
            self.cues.append(cue)


class Sources:
    """Who holds what an article tells, as far as its words name or point to somebody."""

    def __init__(self, reading: Reading, language: Language, who: Who) -> None:
        self._reading = reading
        self._language = language
        self._who = who
        self.holders = Holders(reading, language, who)
        self.voices = self.holders.voices
        self._carried: Mapping[int, str] = {}
        self._carried = self._carry()
        self._after = self._point_back()

    def somebody(self) -> str:
        """Give the key of the source of what is told as said by others, who are not even described."""
        key = "source/unspecified"
        self.holders.unnamed.setdefault(key, ("MediaReports", self._language.attribution.unnamed))
        return key

    def adpositions(self, clause: Clause, way: Way) -> None:
        """Note the holders that a clause names by an adposition, or by a word that points back."""
        for argument in clause.arguments:
            holder = self.holders.beside(clause, argument)
            if holder:
                way.holder(holder, argument.span)
            elif self.holders.is_account(argument):
                way.holder(self._accounted(clause, argument), argument.span)
                way.hearsay = way.hearsay or self.holders.of_others(argument)
            elif by_somebody(argument, self._language):
                way.reported = way.hearsay = True
            way.reported = way.reported or bool(holder) or self.holders.is_account(argument)
            rumoured(argument, self._reading.clauses, self._language, way)
        for word in clause.adverbs:
            if word.form in self._language.attribution.back:
                way.reported = True
                way.holder(self._carried.get(clause.sentence, "") or self.somebody(), word.span)

    def _accounted(self, clause: Clause, argument: Argument) -> str:
        """Give who gave the account just before that is meant ("보고했다 … 보고에 따르면"); "" if nobody."""
        verb = argument.lemma + self._language.suffixes.does_verb
        for other in reversed(self._reading.clauses) if verb != argument.lemma else ():
            if other.lemma == verb and 0 < clause.sentence - other.sentence <= _RUNS_ON:
                return self.holders.holder_of(other)
        return ""

    def cited(self, clause: Clause, way: Way) -> None:
        """Note on whom who says it relies ("сообщает Yonhap со ссылкой на разведку")."""
        citing, clauses = self._language.attribution.citing, self._reading.clauses
        below = [c for c in clauses if c.parent == clause.index and c.kind == "verb"]
        for argument in (a for c in (clause, *below) for a in c.arguments):
            if argument.function in citing:
                way.holder(self.holders.who_says(argument), argument.span)
            for inner in (a for i in argument.clauses for a in clauses[i].arguments):
                if f"{argument.function} {argument.lemma} {inner.function}" in citing:
                    way.holder(self.holders.who_says(inner), argument.span)

    def labelled(self, clause: Clause, way: Way) -> None:
        """Note who is named with a colon beside what is said ("Seoul: the North has sent troops")."""
        named = label(clause, self._reading, self._who)
        if named is not None:
            way.reported = True
            way.holder(named[0] or self.holders.kind_of(named[1].head, named[1].span), named[1].span)

    def told_after(self, clause: Clause, way: Way) -> None:
        """Note who is said to have told a sentence by the next one ("Об этом сообщил Песков")."""
        told = self._after.get(clause.sentence)
        if told is not None and not way.sources:
            way.reported = True
            way.holder(self.holders.holder_of(told), told.trigger)
        near = {clause.sentence, told.sentence if told is not None else clause.sentence}
        for key, span in self.holders.passing_on(clause, near, said=bool(way.sources)):
            way.reported = True
            way.holder(key, span)

    def _point_back(self) -> Mapping[int, Clause]:
        """Give the clause of saying that points back to a sentence, by that sentence."""
        found: dict[int, Clause] = {}
        words = self._language.attribution
        content = {c.parent for c in self._reading.clauses if c.relation == "complement"}
        for clause in self._reading.clauses:
            text = self._reading.sentences[clause.sentence].text.lower()
            says = clause.kind == "verb" and clause.lemma in words.say and clause.index not in content
            if says and clause.sentence and any(text.startswith(one) for one in words.told_before):
                found.setdefault(clause.sentence - 1, clause)
        return found

    def as_told(self, clause: Clause, way: Way) -> None:
        """Note the holder of a clause beside this one that says who tells it ("…, wie Tass meldet")."""
        say, grammar = self._language.attribution.say, self._language.grammar
        for told in self._reading.clauses:
            here = told.sentence == clause.sentence and told.lemma in say
            if not here or (told.parent != clause.index and not self._of_all(told, clause)):
                continue
            if any(c.parent == told.index and c.mood == "infinitive" for c in self._reading.clauses):
                continue  # "as the two continue to talk"
            ahead = [w for w in told.adverbs if w.span.begin < told.trigger.begin or not grammar.fixed_order]
            if grammar.as_told & {word.form for word in ahead}:  # "describing it as" tells nothing
                way.reported = True
                self.cited(told, way)
                way.holder(self.holders.holder_of(told), told.trigger)

    def said_before(self, told: Clause, verb: Clause, way: Way) -> None:
        """Note who says what the tree has no verb for ("US targets …, Seoul says"), or charges with it."""
        grammar, words = self._language.grammar, self._language.attribution
        subjects = [a for a in verb.arguments if a.function == "subject"]
        spoke = [a for a in subjects if told.trigger.end < a.span.begin < a.span.end <= verb.trigger.begin]
        apart = told.relation in grammar.circumstantial | grammar.as_told | {"subject", "object"}
        loose = told.relation in {"object", "within", "", "relative"}  # not "during his visit, Putin showed"
        loose |= len(spoke) < len(subjects)  # "X spoke during a visit, Tass said"
        if (grammar.fixed_order and verb.lemma in words.say and spoke and loose) or (
            verb.lemma in words.charge and not (apart or verb.negated)
        ):
            way.reported = True
            own = self.holders.who_says(spoke[-1]) if spoke and loose else ""
            hedge_charge(verb, self._language, way)
            way.holder(own or self.holders.holder_of(verb), verb.trigger)

    def _of_all(self, told: Clause, clause: Clause) -> bool:
        """Whether a remark at the end of a sentence is of its main clause, though it hangs lower."""
        if clause.parent >= 0 or told.parent < 0 or told.index == clause.index:
            return False
        over = self._reading.clauses[told.parent]
        rest = [c for c in self._reading.clauses if c.sentence == clause.sentence and c.kind == "verb"]
        last = all(c.trigger.begin <= told.trigger.begin for c in rest)
        return last and over.relation in {"relative", "adverbial"}

    def in_quotes(self, clause: Clause, way: Way, *, content: bool) -> Clause | None:
        """Note in whose words a clause stands, where the tree tells no holder.

        What is in quotation marks is its speaker's, whatever else; of what is told without them only the
        ``content`` of a verb is. Gives a verb of thinking that has still to be weighed.
        """
        words = self._language.attribution
        for quote in self.voices.direct(clause):
            key = self.voices.key(quote)
            if key or not in_own_words(clause, quote.content, self._reading, self._language):
                way.reported = True
                way.holder(key)
                way.cues.extend(quote.cue)
        for quote in self.voices.indirect(clause) if content and not way.sources else ():
            verb = self._reading.clauses[quote.verb] if quote.verb >= 0 else None
            if verb is not None and (
                verb.lemma not in words.say | words.impersonal | words.think or verb.negated
            ):
                continue
            if verb is not None and verb.sentence != clause.sentence and verb.lemma in words.think:
                return verb
            key = self.voices.key(quote)
            if verb is not None and (verb.index == clause.index or self._beside(verb, clause)):
                continue
            if key or (verb is not None and told_before(verb, self._reading.article.text, self._language)):
                way.reported = True
                if verb is not None:
                    self.cited(verb, way)
                way.holder(key)
                way.cues.extend(quote.cue)
                break
        return None

    def _beside(self, verb: Clause, clause: Clause) -> bool:
        """Whether a clause stands beside one in which somebody speaks ("after Kyiv said so, Moscow …")."""
        at, seen = clause, {clause.index}
        if self._language.grammar.contrasting & {w.form for w in clause.adverbs}:
            return clause.trigger.begin > verb.trigger.begin  # "said so, while Seoul condemned it"
        while at.index != verb.index and at.parent >= 0 and at.parent not in seen:
            seen.add(at.parent)
            at = self._reading.clauses[at.parent]
        apart = verb.sentence == clause.sentence and verb.relation == "adverbial"
        return self._language.grammar.fixed_order and apart and at.index != verb.index

    def carry_on(self, clause: Clause, way: Way) -> None:
        """Give a reported mood without a holder that of the sentence before.

        The second subjunctive reports where somebody is reported, else it tells what is not so.
        """
        told = way.sources or way.reported or clause.sentence in self._carried
        if way.unreal and (self._language.grammar.subjunctive or not told):  # "встретился бы" reports nothing
            way.conditional = True
        elif way.unreal:
            way.reported = True
        own = way.reported or way.sources
        if way.supposed is not None and not own and clause.sentence in self._carried:
            way.conditional = True
            way.holder(self._carried[clause.sentence])
        if way.reported and not way.sources:
            carried = "" if way.hearsay else self._carried.get(clause.sentence, "")
            way.holder(carried or self.somebody())

    # ------------------------------------------------------------ across sentences

    def _carry(self) -> Mapping[int, str]:
        """Give the holder named last before each sentence, for moods and adverbs that point back."""
        carried: dict[int, str] = {}
        last, at = "", -1
        for sentence in self._reading.sentences:
            if last and sentence.index - at <= _RUNS_ON:
                carried[sentence.index] = last
            found = self._named_in(sentence.index)
            if found:
                last, at = found[0], sentence.index
            elif sentence.index in carried and self._runs_on(sentence.index):
                at = sentence.index
        return carried

    def _named_in(self, sentence: int) -> list[str]:
        way = Way()
        words = self._language.attribution
        telling = words.say | words.think | words.pause | self._language.quoting.acts
        for clause in self._reading.clauses:
            if clause.sentence != sentence:
                continue
            self.adpositions(clause, way)
            if clause.lemma in telling and clause.kind == "verb" and not self._said_by_another(clause):
                way.holder(self.holders.holder_of(clause))
        return way.sources

    def _said_by_another(self, clause: Clause) -> bool:
        """Whether who speaks does so only in somebody else's words of the same sentence."""
        clauses, seen = self._reading.clauses, {clause.index}
        while clause.parent >= 0 and clause.parent not in seen:
            seen.add(clause.parent)
            over = clauses[clause.parent]
            speaks = over.kind == "verb" and over.lemma in self._language.attribution.say
            if clause.relation == "complement" and speaks and self.holders.holder_of(over):
                return True
            clause = over
        return False

    def _runs_on(self, sentence: int) -> bool:
        clauses = self._reading.clauses
        return any(c.sentence == sentence and c.mood == "subjunctive1" for c in clauses)
