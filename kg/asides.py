"""Who says it, named beside what is said: "laut X", "X zufolge", "so X", "wie X mitteilte", "demnach"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.language import Language
    from kg.lines import Line
    from kg.model import Argument, Clause, Span
    from kg.speakers import Speakers

_DASHES = frozenset({"–", "—", "-"})
#: Words between an adposition and its noun, before or after it.
_REACH = 8
#: Words before a noun after "so" that are still of its phrase.
_ADJECTIVES = 5


@dataclass(frozen=True, slots=True)
class Saying:
    """A frame with what it frames; an empty ``content`` was said in the sentence before.

    ``whole`` tells an act of speech ("kritisierte den Plan"), which is all that is told of what was said.
    ``verb`` is the clause of saying, -1 if there is none.
    """

    content: tuple[Span, ...]
    frame: tuple[Span, ...]
    cue: tuple[Span, ...]
    speaker: tuple[Span, ...]
    addressee: tuple[Span, ...] = ()
    whole: bool = False
    verb: int = -1


@dataclass(frozen=True)
class Asides:
    """Finds the sources that one sentence names beside what they say."""

    line: Line
    language: Language
    speakers: Speakers

    def beside(self, clause: Clause) -> Iterator[Saying]:
        """Give the sources that a clause names by an adposition, or by a word that points back."""
        line = self.line
        for argument in clause.arguments:
            if self._names_source(argument):
                yield from self._adpositional(clause, argument)
        for word in clause.adverbs if clause.kind == "verb" else ():
            at = line.at(word.span.begin)
            if word.form in self.language.attribution.back and at not in line.quoted:
                own = line.cut(at, at)
                low, high = self._scope(clause)
                yield Saying((*line.cut(low, at - 1), *line.cut(at + 1, high)), own, own, own)

    def _adpositional(self, clause: Clause, argument: Argument) -> Iterator[Saying]:
        line = self.line
        first, last = line.at(argument.span.begin), line.at(argument.span.end - 1)
        cue, before = self._adposition(argument, first, last)
        if cue < 0 or cue in line.quoted:
            return
        first, last = self.speakers.extent(first, last, len(line.words) if before else cue)
        if not before and cue != last + 1:
            return
        begin, end = (cue, last) if before else (first, cue)
        followed = end + 1 < len(line.words) and line.words[end + 1].text == ","
        preceded = begin > 0 and line.words[begin - 1].text == ","
        if followed and (preceded or begin == 0 or not before):
            begin, end = begin - preceded, end + 1
        low, high = self._scope(clause)
        content = (*line.cut(low, begin - 1), *line.cut(end + 1, high))
        yield Saying(content, line.cut(begin, end), line.cut(cue, cue), line.cut(first, last))

    def _names_source(self, argument: Argument) -> bool:
        words = self.language.attribution
        if argument.function in words.prepositions:
            return True
        _, head = self.language.compound(argument.lemma)
        return argument.function in words.noun_prepositions and bool({argument.lemma, head} & words.nouns)

    def _adposition(self, argument: Argument, first: int, last: int) -> tuple[int, bool]:
        """Give where the adposition of an argument stands, and whether before it; -1 if it is not there."""
        words, contractions = self.line.words, self.language.grammar.contractions
        parts = argument.function.split()
        for at in range(first, max(first - _REACH, -1), -1):
            low = contractions.get(words[at].low, words[at].low)
            if [low, *(w.low for w in words[at + 1 : at + len(parts)])] == parts:
                return at, True
        for at in range(last, min(last + _REACH, len(words))):
            if words[at].low == argument.function:
                return at, False
        return -1, False

    def _scope(self, clause: Clause) -> tuple[int, int]:
        """Give the first and last word of what a source in a clause stands for: the sentence, or a clause."""
        if clause.kind != "verb":
            return 0, self.line.last
        first, last = self.line.stretch(self.line.at(clause.trigger.begin))
        placed = first > 0 and self.line.words[first].low in self.language.grammar.there  # "…, wo er laut …"
        return (first, last) if clause.relation == "relative" or placed else (0, self.line.last)

    def so(self) -> Iterator[Saying]:
        """Give the sources named after "so"."""
        line, words = self.line, self.line.words
        for at in range(1, len(words)):
            if words[at].low not in self.language.attribution.so or at - 1 not in line.bounds:
                continue
            if at in line.quoted or at + 1 >= len(words) or words[at + 1].low in self.language.quoting.after:
                continue
            last = line.stretch(at)[1]
            noun = next((i for i in range(at + 1, last + 1) if words[i].capital), -1)
            inside = {i for i in self.speakers.verbs if at < i <= last}
            if not 0 <= noun <= at + _ADJECTIVES or inside:
                continue
            end = self.speakers.extent(noun, noun, len(words))[1]
            last = max(last, end)
            closing = last + 1 if last < line.last and last + 1 in line.bounds else last
            opening = at - 1 if words[at - 1].text in _DASHES | {","} else at
            content = (*line.cut(0, opening - 1), *line.cut(closing + 1, line.last))
            yield Saying(content, line.cut(opening, closing), line.cut(at, at), line.cut(at + 1, end))
