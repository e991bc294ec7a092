"""The words that name a speaker: who is the subject of a verb of saying, and all that belongs to the name.

The clauses of a reading know the core of a phrase ("der Sprecher"); who reads a quote wants all of it
("der Sprecher der Polizei, Karl Meier (SPD)"). Where the tree gives a verb no subject, the phrase beside
the verb is it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language
    from kg.lines import Line
    from kg.model import Argument, Clause

_OPEN, _CLOSE = "(", ")"
#: Words that a phrase may go on for after what links it, and that brackets may hold.
_REACH, _BRACKETS = 6, 10
#: How far after its verb a subject may begin, adverbs between.
_NEAR = 3


@dataclass(frozen=True)
class Speakers:
    """Finds who speaks in one sentence; ``clauses`` are the sentence's."""

    line: Line
    language: Language
    clauses: Sequence[Clause]

    @cached_property
    def verbs(self) -> frozenset[int]:
        """Give the places of the verbs, main and finite."""
        line = self.line
        verbs = [c for c in self.clauses if c.kind == "verb"]
        finite = {line.at(c.finite.span.begin) for c in verbs if c.finite}
        return frozenset(finite | {line.at(c.trigger.begin) for c in verbs})

    # ------------------------------------------------------------ who

    def subject(self, clause: Clause, finite: int) -> tuple[int, int] | None:
        """Give the first and last word of who says it; None if nobody is named."""
        argument = self._argument(clause)
        if argument is not None:
            return self.named(argument)
        if clause.passive or clause.lemma in self.language.attribution.impersonal:
            return None
        near = self._pronoun(finite) or self._beside(finite)
        if near is None and clause.relation == "coordinated":
            over = next((c for c in self.clauses if c.index == clause.parent), None)
            argument = self._argument(over) if over is not None else None
            return self.named(argument) if argument is not None else None
        return near

    def _argument(self, clause: Clause) -> Argument | None:
        """Give the subject that the tree names: the agent of a passive, an object that can be a subject."""
        grammar = self.language.grammar
        if clause.passive:
            agents = grammar.of | grammar.agentive
            return next((a for a in clause.arguments if a.function in agents), None)
        if clause.lemma in self.language.attribution.impersonal and not self._named(clause):
            # "in der Mitteilung heißt es"
            where = grammar.whence | grammar.of | grammar.locative
            return next(
                (a for a in clause.arguments if a.function in where and not self._time(a, clause)), None
            )
        outside = [a for a in clause.arguments if self.line.at(a.span.begin) not in self.line.quoted]
        for argument in outside:
            if argument.function == "subject":
                return argument
        return None

    def _named(self, clause: Clause) -> bool:
        """Whether a verb has a subject that its case shows ("в Кремле сообщили", but "Песков сообщил")."""
        return bool(self.language.cases) and any(a.function == "subject" for a in clause.arguments)

    def _time(self, argument: Argument, clause: Clause) -> bool:
        """Whether an argument tells when, not who."""
        words = self.line.words[self.line.at(argument.span.begin) : self.line.at(argument.span.end - 1) + 1]
        told = " ".join(period.text for period in clause.times)
        return any(word.capital and word.text in told for word in words)

    def _pronoun(self, finite: int) -> tuple[int, int] | None:
        """Give the personal pronoun right after a verb, or right before it."""
        words, pronouns = self.line.words, self.language.quoting.pronouns
        for at in (finite + 1, finite - 1):
            if 0 <= at < len(words) and words[at].low in pronouns:
                return at, at
        return None

    def _beside(self, finite: int) -> tuple[int, int] | None:
        """Give the phrase right before a verb, else the one after it, if it can be a subject."""
        line, grammar = self.line, self.language.grammar
        bare = [a for c in self.clauses for a in c.arguments if a.function in {"subject", "object"}]
        for argument in bare:
            first, last = self.named(argument)
            fits = line.words[first].low not in grammar.accusative_articles
            before = first <= finite - 1 <= last and finite not in range(first, last + 1)
            after = (
                not grammar.fixed_order
                and finite < first <= finite + _NEAR
                and not any(i in line.bounds for i in range(finite, first))
            )
            if fits and (before or after):
                return first, last
        return None

    def named(self, argument: Argument, stop: int = -1) -> tuple[int, int]:
        """Give the first and last word of the whole of an argument, before the word ``stop``."""
        first, last = self.line.at(argument.span.begin), self.line.at(argument.span.end - 1)
        return self.extent(first, last, stop if stop >= 0 else len(self.line.words))

    # ------------------------------------------------------------ how far

    def extent(self, first: int, last: int, stop: int) -> tuple[int, int]:
        """Give the whole of a phrase whose core is given; ``stop`` is the first word it cannot have."""
        first = self._back(first)
        at = last
        while (after := self._after(at, stop)) > at:
            at = after
        return first, at

    def _back(self, first: int) -> int:
        """Go back over the article, adjectives, titles and a genitive before a core."""
        words, grammar = self.line.words, self.language.grammar
        articles = grammar.definite | grammar.indefinite | grammar.possessive
        closed = grammar.prepositions | self.language.quoting.after | grammar.coordinators
        if words[first].low in articles:
            return first
        at = first - 1
        while at >= 0 and at not in self.line.bounds and at not in self.verbs:
            low = words[at].low
            if low in articles:
                return at
            if not words[at].text[0].isalpha() or low in closed:
                break
            first = at if words[at].capital else first
            at -= 1
        return first

    def _after(self, at: int, stop: int) -> int:
        """Give the last word of what goes on after a phrase, its own last word if nothing does."""
        words = self.line.words
        if at + 1 >= min(stop, len(words)):
            return at
        after = words[at + 1]
        if after.text == _OPEN:
            reach = range(at + 2, min(stop, at + _BRACKETS, len(words)))
            return next((i for i in reach if words[i].text == _CLOSE), at)
        if at + 1 in self.line.bounds:
            return self._apposition(at, stop)
        closing = self.line.closing(at + 1)
        if closing >= 0 or at + 1 in self.verbs:
            return max(closing, at)
        named = after.capital and after.low not in self.language.quoting.after
        return at + 1 if named else self._linked(at, stop)

    def _linked(self, at: int, stop: int) -> int:
        """Go on over a genitive, or what a word such as "von" or "und" links."""
        grammar = self.language.grammar
        low = self.line.words[at + 1].low
        linking = self.language.quoting.links | grammar.coordinators | grammar.genitive_articles
        return self._phrase(at + 2, stop, at) if low in linking else at

    def _phrase(self, begin: int, stop: int, otherwise: int) -> int:
        """Give the last word of the phrase that begins at a word: articles, adjectives, a noun."""
        words, grammar = self.line.words, self.language.grammar
        for i in range(begin, min(stop, begin + _REACH, len(words))):
            if i in self.line.bounds or i in self.verbs:
                return otherwise
            closing = self.line.closing(i)
            if closing >= 0:
                return closing
            if words[i].capital or words[i].text[0].isdigit():
                return i
            if words[i].low in grammar.prepositions:
                return otherwise
        return otherwise

    def _apposition(self, at: int, stop: int) -> int:
        """Give the last word of an apposition after a comma: no verb in it, and closed by a pause."""
        line, grammar = self.line, self.language.grammar
        if line.words[at + 1].text != "," or at + 2 >= min(stop, len(line.words)):
            return at
        first, last = line.stretch(at + 2)
        inside = range(first, last + 1)
        if first != at + 2 or last >= stop or any(i in self.verbs for i in inside):
            return at
        opens = line.words[first].low in grammar.definite | grammar.indefinite or line.words[first].capital
        if not opens or not any(line.words[i].capital for i in inside):
            return at
        return last if last + 1 in line.bounds or last >= line.last else at
