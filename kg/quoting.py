"""Who is quoted with which words: the quotes of an article with speaker, cue and frame.

A quote is direct (in quotation marks), indirect (under a verb of saying, or beside "laut X"), carried on
in the reported mood of the sentences after, or only told of as an act ("kritisierte den Plan"). After the
scheme of Petersen-Frey & Biemann 2024 (quote, speaker, cue, frame, addressee).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from kg.language import Quoting
from kg.lines import is_name, line_of, quotations
from kg.model import Span
from kg.sayings import Saying, find_sayings
from kg.speakers import Speakers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.language import Language
    from kg.lines import Line
    from kg.model import Clause, Reading, Sentence

#: Sentences after which a speaker is forgotten.
_RUNS_ON = 2
#: A quotation of so many words is one, whatever stands around it.
_LONG = 4


class QuoteKind(StrEnum):
    """How somebody's words are given."""

    DIRECT = "Direct"
    INDIRECT = "Indirect"
    CARRIED = "IndirectFreeIndirect"
    HEARSAY = "FreeIndirect"
    ACT = "Reported"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of somebody, with the places of all that shows it.

    ``nested`` is a quote within another; ``verb`` is the clause of saying, -1 if there is none.
    """

    kind: QuoteKind
    content: tuple[Span, ...]
    speaker: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    frame: tuple[Span, ...] = ()
    addressee: tuple[Span, ...] = ()
    nested: bool = False
    verb: int = -1


def find_quotes(reading: Reading, language: Language) -> tuple[Quote, ...]:
    """Give the quotes of an article in the order of the text; none where the language has no words for it."""
    if language.quoting == Quoting():
        return ()
    return tuple(_Quoter(reading, language).run())


class _Quoter:
    def __init__(self, reading: Reading, language: Language) -> None:
        self.reading = reading
        self.language = language
        self.text = reading.article.text
        sections = [section.span for section in reading.article.sections]
        self.pairs = [pair for span in sections for pair in quotations(self.text, span)]
        self.clauses: dict[int, list[Clause]] = defaultdict(list)
        for clause in reading.clauses:
            self.clauses[clause.sentence].append(clause)
        self.used: set[Span] = set()
        self.out: list[Quote] = []

    def run(self) -> list[Quote]:
        last: Quote | None = None
        since = 0
        before: Sentence | None = None
        for sentence in self.reading.sentences:
            line = line_of(self.text, sentence.span, self.pairs)
            spoke = last if since < _RUNS_ON else None
            found = list(self._in_sentence(sentence, line, before, spoke, adjacent=since == 0))
            speaking = [q for q in found if q.speaker and not q.nested]
            self._add(found)
            if speaking:
                last, since = speaking[-1], 0
            else:
                since += 1
            before = sentence
        return self.out

    def _add(self, found: list[Quote]) -> None:
        """Take quotes up; what is carried on over several sentences is one."""
        first = next((q for q in found if not q.nested), None)
        at = next((i for i in range(len(self.out) - 1, -1, -1) if not self.out[i].nested), -1)
        if first is not None and at >= 0 and first.kind is self.out[at].kind is QuoteKind.CARRIED:
            before = self.out[at]
            if self.text[before.content[-1].end : first.content[0].begin].isspace():
                found.remove(first)
                whole = Span(before.content[0].begin, first.content[-1].end)
                self.out[at] = replace(before, content=(whole,))
        self.out += found

    def _in_sentence(
        self,
        sentence: Sentence,
        line: Line,
        before: Sentence | None,
        last: Quote | None,
        *,
        adjacent: bool = False,
    ) -> Iterator[Quote]:
        sayings = find_sayings(self.language, line, self.clauses[sentence.index]) if line.words else ()
        for saying in sayings:
            yield from self._told(saying, sentence, before)
        if not sayings:
            yield from self._alone(sentence, line, last, adjacent=adjacent)

    # ------------------------------------------------------------ with a frame

    def _told(self, saying: Saying, sentence: Sentence, before: Sentence | None) -> Iterator[Quote]:
        if saying.whole:
            yield from self._act(saying, sentence)
            return
        if not saying.content:
            if before is not None:
                yield self._quote(QuoteKind.INDIRECT, (before.span,), saying)
            return
        direct = [pair for pair in self._pairs_of(saying.content) if self._fills(pair, saying.content)]
        if direct:
            self.used |= set(direct)
            yield self._quote(QuoteKind.DIRECT, tuple(dict.fromkeys(direct)), saying)
            return
        yield self._quote(QuoteKind.INDIRECT, saying.content, saying)
        yield from self._inside(saying, saying.content)

    def _act(self, saying: Saying, sentence: Sentence) -> Iterator[Quote]:
        """Give an act of speech: the words quoted in it, else the sentence that tells of it."""
        pairs = [p for p in self._pairs_of((sentence.span,)) if p not in self.used]
        pairs = [p for p in pairs if not is_name(self.text, p) and p.end <= sentence.span.end]
        if not pairs:
            yield Quote(QuoteKind.ACT, (sentence.span,), saying.speaker, addressee=saying.addressee)
        for pair in pairs:
            self.used.add(pair)
            frame = tuple(
                Span(begin, end)
                for begin, end in ((sentence.span.begin, pair.begin), (pair.end, sentence.span.end))
                if any(c.isalnum() for c in self.text[begin:end])
            )
            yield replace(self._quote(QuoteKind.DIRECT, (pair,), saying), frame=frame)

    def _quote(self, kind: QuoteKind, content: tuple[Span, ...], saying: Saying) -> Quote:
        return Quote(
            kind, content, saying.speaker, saying.cue, saying.frame, saying.addressee, verb=saying.verb
        )

    def _pairs_of(self, content: Sequence[Span]) -> list[Span]:
        return [p for p in self.pairs if any(p.begin < c.end and c.begin < p.end for c in content)]

    def _fills(self, pair: Span, content: Sequence[Span]) -> bool:
        """Whether a quotation is all of a piece of what is said."""
        for piece in content:
            left = self.text[piece.begin : max(piece.begin, min(pair.begin, piece.end))]
            right = self.text[min(piece.end, max(pair.end, piece.begin)) : piece.end]
            touches = pair.begin < piece.end and piece.begin < pair.end
            if touches and not any(c.isalnum() for c in left + right):
                return True
        return False

    def _inside(self, saying: Saying, content: Sequence[Span]) -> Iterator[Quote]:
        """Give the quotations within what is told of somebody's words."""
        beside = (*saying.frame, *saying.speaker)
        for pair in self._pairs_of(content):
            named = is_name(self.text, pair) or any(pair.begin < s.end and s.begin < pair.end for s in beside)
            if pair not in self.used and not named:
                self.used.add(pair)
                yield replace(self._quote(QuoteKind.DIRECT, (pair,), saying), nested=True)

    # ------------------------------------------------------------ without one

    def _alone(
        self, sentence: Sentence, line: Line, last: Quote | None, *, adjacent: bool
    ) -> Iterator[Quote]:
        pairs = [p for p in self._pairs_of((sentence.span,)) if p not in self.used]
        for pair in pairs:
            framed = self._after_colon(pair, sentence, line)
            if framed is not None:
                self.used.add(pair)
                yield framed
                return
            if self._fills(pair, (sentence.span,)) and not is_name(self.text, pair):
                self.used.add(pair)
                if last is not None and len(self.text[pair.begin : pair.end].split()) >= _LONG:
                    yield Quote(QuoteKind.DIRECT, (pair,), last.speaker)
                return
        if last is None or not last.speaker:
            return
        main = [c for c in self.clauses[sentence.index] if c.kind == "verb" and c.relation != "relative"]
        moods = {c.mood for c in main}
        if "subjunctive1" in moods or (
            adjacent and "subjunctive2" in moods and not any(c.condition for c in main)
        ):
            kind = QuoteKind.CARRIED
        elif any(m.form in self.language.quoting.reports and c.perfect for c in main for m in c.modals):
            kind = QuoteKind.HEARSAY
        else:
            return
        quote = Quote(kind, (sentence.span,), last.speaker)
        yield quote
        yield from self._inside(Saying((), (), (), last.speaker), (sentence.span,))

    def _after_colon(self, pair: Span, sentence: Sentence, line: Line) -> Quote | None:
        """Give a quotation after a colon with the clause before that as its frame, whatever it tells."""
        at = line.at(pair.begin)
        if at == 0 or line.words[at - 1].text != ":" or line.words[at].span.begin != pair.begin:
            return None
        clauses = self.clauses[sentence.index]
        verbs = [c for c in clauses if c.kind == "verb" and c.trigger.end <= pair.begin]
        main = [c for c in verbs if c.relation not in {"relative", "adverbial"}]
        if not main:
            return None
        clause = main[-1]
        finite = line.at(clause.finite.span.begin if clause.finite else clause.trigger.begin)
        subject = Speakers(line, self.language, clauses).subject(clause, finite)
        cue = line.spans({finite, line.at(clause.trigger.begin)})
        speaker = line.cut(*subject) if subject else ()
        return Quote(QuoteKind.DIRECT, (pair,), speaker, cue, line.cut(0, at - 1))
