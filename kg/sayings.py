"""Where a sentence says that somebody says something: the frame, its cue, the speaker, and what is said.

Frames stand before what is said ("X sagte, …"), after or within it ("…, sagte X"), or beside it (see
`kg.asides`). The clauses of the reading tell the verb and its subject; pauses tell where the frame ends.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kg.asides import Asides, Saying
from kg.speakers import Speakers
from kg.speech_verbs import SpeechVerb, speaking, speech_verbs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.language import Language
    from kg.lines import Line
    from kg.model import Clause, Span

__all__ = ["Saying", "find_sayings"]

_REPORTING = frozenset({"subjunctive1", "subjunctive2"})
_INSERTING = frozenset({",", "–", "—", "-", ";"})


def find_sayings(language: Language, line: Line, clauses: Sequence[Clause]) -> Sequence[Saying]:
    """Give the sayings of a sentence, whose clauses are given, in its order."""
    return _Sayings(language, line, clauses).find()


@dataclass(frozen=True)
class _Sayings:
    language: Language
    line: Line
    clauses: Sequence[Clause]

    def find(self) -> list[Saying]:
        asides = Asides(self.line, self.language, self.speakers)
        found = [s for c in self.clauses for s in asides.beside(c)]
        found += asides.so()
        for verb in self.verbs:
            saying = self._told(verb) or self._spoken(verb)
            if saying is not None:
                found.append(saying)
        told = {s.verb for s in found}
        found += [s for v in self.verbs[:1] if v.clause.index not in told for s in self._pointed(v)]
        found = found or [s for v in self.verbs for s in self._acts(v)][:1]
        return sorted(found, key=lambda s: s.frame[0].begin if s.frame else 0)

    # ------------------------------------------------------------ words

    @cached_property
    def speakers(self) -> Speakers:
        return Speakers(self.line, self.language, self.clauses)

    @cached_property
    def verbs(self) -> Sequence[SpeechVerb]:
        return speech_verbs(self.language, self.line, self.clauses, self.speakers)

    def _expletives(self, first: int, last: int) -> set[int]:
        words = self.language.quoting.expletives
        return {
            i for i in range(first, min(last + 1, len(self.line.words))) if self.line.words[i].low in words
        }

    def _addressee(self, verb: SpeechVerb) -> tuple[Span, ...]:
        grammar, addressed = self.language.grammar, self.language.quoting.addressed
        for argument in verb.clause.arguments:
            article = self.line.words[self.line.at(argument.span.begin)].low
            dative = argument.function == "object" and article in grammar.dative_articles
            if dative or argument.function in addressed or argument.function == "recipient":
                first, last = self.speakers.named(argument)
                if not set(verb.taken) & set(range(first, last + 1)):
                    return self.line.cut(first, last)
        return ()

    def _said(
        self, verb: SpeechVerb, content: tuple[Span, ...], frame: tuple[Span, ...], cue: set[int]
    ) -> Saying:
        speaker = self.line.cut(*verb.subject) if verb.subject else ()
        return Saying(
            content, frame, self.line.spans(cue), speaker, self._addressee(verb), verb=verb.clause.index
        )

    # ------------------------------------------------------------ "wie X mitteilte"

    def _told(self, verb: SpeechVerb) -> Saying | None:
        line, grammar = self.line, self.language.grammar
        first, last = line.stretch(verb.finite)
        start = next((i for i in range(first, -1, -1) if line.words[i].low in grammar.as_told), -1)
        opens = start == 1 and line.words[0].low in self.language.quoting.openers
        if start < 0 or any(i in self.speakers.verbs for i in range(start, first)):
            return None
        if start > 0 and start - 1 not in line.bounds and not opens:
            return None
        last = max(last, *verb.group)
        begin = 0 if opens else max(start - 1, 0)
        if begin == 0 and last >= line.last:
            return None
        end = last + 1 if last < line.last and last + 1 in line.bounds else last
        content = (*line.cut(0, begin - 1), *line.cut(end + 1, line.last))
        cue = {start, *verb.group, *(self._expletives(start, last) - set(verb.taken))}
        return self._said(verb, content, line.cut(begin, end), cue)

    # ------------------------------------------------------------ "X sagte, …"; "…, sagte X"

    def _spoken(self, verb: SpeechVerb) -> Saying | None:
        first, _ = self.line.stretch(verb.finite)
        so = first == verb.finite - 1 and self.line.words[first].low in self.language.attribution.so
        opens = first if so else verb.finite
        if first == opens > 0 and self._subject_after(verb):
            return self._after_content(verb, opens)
        if first > 0 and self._closes(verb, first):
            return self._after_content(verb, first)
        return self._before_content(verb)

    def _closes(self, verb: SpeechVerb, first: int) -> bool:
        """Whether a verb with its subject before it stands after what is said ("…, Tass said")."""
        if verb.subject is None or verb.subject[0] != first:
            return False
        at = self.line.at
        after = max(verb.group) + 1
        alone = after < len(self.line.words) and self.line.words[after].text == ","
        if alone and self.language.grammar.fixed_order:
            return True  # "the North, Seoul says, has …"
        below = [c for c in self.clauses if c.parent == verb.clause.index and c.relation == "complement"]
        said = any(at(c.trigger.begin) < first and c.kind == "verb" for c in below)
        return said or (first - 1 in self.line.bounds and first - 2 in self.line.quoted | {-1})

    def _subject_after(self, verb: SpeechVerb) -> bool:
        if self._expletives(verb.finite + 1, verb.finite + 1):
            return True
        return verb.subject is not None and verb.subject[0] > verb.finite

    def _after_content(self, verb: SpeechVerb, opens: int) -> Saying | None:
        """Read "…, sagte X" with what is said before it, or around it."""
        line, words = self.line, self.line.words
        last = max(line.stretch(verb.finite)[1], *verb.group)
        if verb.subject:
            last = max(last, line.stretch(verb.subject[1])[1])
        content = self._content_after(verb, last)
        follows = last + 1 < len(words) and words[last + 1].text == ":"
        if content is not None and (follows or words[content].low in self.language.grammar.complementizers):
            return self._before_content(verb)
        begin = opens - 1 if words[opens - 1].text in _INSERTING else opens
        if not self._sayable(verb, begin):
            return None
        last = self._beyond(last)
        closing = last + 1 if last < line.last and last + 1 in line.bounds else last
        if closing != last and words[closing].span.begin in line.marks:
            closing = last
        pieces = (*line.cut(self._after_colon(begin), begin - 1), *line.cut(closing + 1, line.last))
        cue = {*verb.group, *(self._expletives(verb.finite, verb.finite + 1))}
        cue |= {opens} if words[opens].low in self.language.attribution.so else set()
        return self._said(verb, pieces, line.cut(begin, closing), cue)

    def _after_colon(self, end: int) -> int:
        """Give where words before a frame begin: behind a colon that a clause of the outlet's own closes.

        "Der Kreml wies das zurück: Lieferungen gebe es nicht, sagte Peskow."
        """
        at = next((i for i in range(end) if self.line.words[i].text == ":"), 0)
        told = any(verb < at for verb in self.speakers.verbs) and at not in self.line.quoted
        return at + 1 if told and at + 1 < end else 0

    def _sayable(self, verb: SpeechVerb, begin: int) -> bool:
        """Whether what stands before a verb is said: of verbs that also do other things it must look so."""
        words = self.language.attribution
        if verb.clause.lemma in words.say | words.pause | words.impersonal:
            return True
        before = [c for c in self.clauses if self.line.at(c.trigger.begin) < begin]
        quoted = bool(self.line.quoted & set(range(begin)))
        return quoted or any(c.mood in _REPORTING and c.relation != "relative" for c in before)

    def _beyond(self, last: int) -> int:
        """Take the relative clauses on a speaker into his frame ("sagte X, der …")."""
        line = self.line
        while last + 2 <= line.last and line.words[last + 1].text == ",":
            verbs = [c for c in self.clauses if c.kind == "verb"]
            inside = [c for c in verbs if line.stretch(line.at(c.trigger.begin))[0] == last + 2]
            if not inside or inside[0].relation != "relative":
                break
            last = line.stretch(last + 2)[1]
        return last

    def _before_content(self, verb: SpeechVerb) -> Saying | None:
        """Read "X sagte, …"."""
        line, words = self.line, self.line.words
        end = max(verb.group)
        if verb.subject and verb.subject[0] > verb.finite:
            end = max(end, verb.subject[1])
        begins = self._content_after(verb, line.stretch(end)[1])
        if begins is None:
            return None
        after = range(verb.finite + 1, begins)
        correlates = {i for i in after if words[i].low in self.language.quoting.correlates}
        cue = {*verb.group, *correlates, *(self._expletives(verb.finite, verb.finite + 2) - set(verb.taken))}
        for argument in verb.clause.arguments:
            if argument.lemma in self.language.quoting.nouns and verb.clause.lemma not in speaking(
                self.language
            ):
                cue |= set(range(line.at(argument.span.begin), line.at(argument.span.end - 1) + 1))
        start = self._starts(verb)
        return self._said(
            verb, line.cut(begins, line.last), line.cut(start, begins - 1), {i for i in cue if i < begins}
        )

    def _starts(self, verb: SpeechVerb) -> int:
        """Give the first word of a frame: of the sentence, or of its clause where another tells before it."""
        line = self.line
        first = line.stretch(min(verb.finite, verb.subject[0] if verb.subject else verb.finite))[0]
        earlier = [v for v in self.speakers.verbs if v < first]
        own = verb.clause.relation == "coordinated" or any(
            c.parent == verb.clause.index and c.relation == "coordinated" for c in self.clauses
        )
        named = verb.subject is not None and first <= verb.subject[0] < verb.finite
        colon = max((i + 1 for i in range(verb.finite) if line.words[i].text == ":"), default=0)
        return first if earlier and own and named else colon

    def _content_after(self, verb: SpeechVerb, last: int) -> int | None:
        """Give the first word of what is said after a frame's last word; None if nothing is."""
        line, words, grammar = self.line, self.line.words, self.language.grammar
        at = last + 1
        if at + 1 <= line.last and words[at].text == ":":
            return at + 1
        if at + 1 <= line.last and words[at].text == ",":
            opener = words[at + 1]
            if opener.low in grammar.complementizers or opener.span.begin in line.marks:
                return at + 1
            end = line.stretch(at + 1)[1]
            inside = [c for c in self.clauses if at < line.at(c.trigger.begin) <= end and c.kind == "verb"]
            if any(self._reported(c, verb) for c in inside):
                return at + 1
        below = [c for c in self.clauses if c.parent == verb.clause.index and c.kind == "verb"]
        firsts = [line.at(c.span.begin) for c in below if c.relation == "complement"]
        begins = [b for first in firsts if (b := line.stretch(first)[0]) > last]
        if not begins and grammar.fixed_order:  # no comma stands before "that"
            begins = [
                b - (words[b - 1].low in grammar.complementizers) for b in firsts if b > max(verb.group)
            ]
        return min(begins, default=None)

    def _reported(self, clause: Clause, verb: SpeechVerb) -> bool:
        """Whether a clause right after a verb of saying looks like what is said."""
        if clause.mood == "infinitive":
            return True
        return clause.mood in _REPORTING and (
            clause.relation != "relative" or clause.parent == verb.clause.index
        )

    # ------------------------------------------------------------ "Dies teilte X mit."

    def _pointed(self, verb: SpeechVerb) -> Iterator[Saying]:
        line = self.line
        points = line.words[0].low in self.language.quoting.pointing and verb.finite == 1
        if not points or verb.clause.mood in _REPORTING or verb.subject is None or verb.subject[0] < 1:
            return
        frame = line.cut(0, line.last)
        yield self._said(verb, (), frame, {*verb.group})

    # ------------------------------------------------------------ "X kritisierte den Plan"

    def _acts(self, verb: SpeechVerb) -> Iterator[Saying]:
        """Read an act of speech that is told without what was said."""
        quoting, clause = self.language.quoting, verb.clause
        on = any((clause.lemma, a.function) in quoting.acts_on for a in clause.arguments)
        bare = clause.lemma in quoting.acts and not clause.passive
        top = clause.relation in {"", "coordinated"} and clause.mood == "indicative"
        simple = verb.finite == self.line.at(clause.trigger.begin)
        if not (on or bare) or not top or not simple or verb.subject is None:
            return
        yield replace(self._said(verb, (), (self.line.span,), {*verb.group}), whole=True)
