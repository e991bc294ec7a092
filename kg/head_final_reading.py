"""A sentence of a language of suffixes, read: from its tokens to mentions and clauses."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kg.head_final import Topic, find_clauses
from kg.head_final_forms import sentence_items
from kg.noun_groups import Grouper
from kg.written import Lexicon
from kg.written_words import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.language import Language
    from kg.model import Clause, Mention, Period, Section
    from kg.tokens import NameSpan, Token

#: What ends a sentence of the text, within so many tokens of its end; a heading has no full stop.
_STOPS, _LAST = ".。", 2
#: A day is as long as that, written out; how much nearer one must be to be the one that is meant.
_DAY, _NEARER = 10, 3


class SuffixReader:
    """Reads the sentences of one language of suffixes; ``names`` are those that the look-up knows."""

    def __init__(self, language: Language, names: Iterable[str]) -> None:
        self.language = language
        self._words = Reader(Lexicon(language, frozenset(names)))
        self._topic = Topic()

    def meet(self, sentences: Iterable[tuple[Section, Sequence[Token], Sequence[NameSpan]]]) -> None:
        """Learn whom an article calls by a title somewhere: headings leave it out ("방북 쇼이구 접견")."""
        self._words.meet((tokens, spans) for _, tokens, spans in sentences)

    def read(
        self,
        tokens: Sequence[Token],
        spans: Sequence[NameSpan],
        times: Iterable[tuple[int, int, Period, Period]],
        sentence: tuple[int, str, str],
        mentions: list[Mention],
        first: int,
    ) -> tuple[Clause, ...]:
        """Give the clauses of a sentence, numbered from ``first``; its mentions are appended.

        ``times`` are (begin, end, past, ahead) by offsets of the article; ``sentence`` is its number, the
        article's text and the article's day.
        """
        number, text, day = sentence
        if number == 0:
            self._topic = Topic()
        heading = not any(token.text in _STOPS for token in tokens[-_LAST:])
        told = [
            (b, e, _nearer(past, ahead, day), ahead) if heading else (b, e, past, ahead)
            for b, e, past, ahead in times
        ]
        words = self._words.read(tokens, spans, told)
        grouper = Grouper(self.language, text, number, mentions)
        items = sentence_items(words, grouper, self.language, heading=heading)
        return find_clauses(items, self.language, number, first, self._topic)


def _nearer(past: Period, ahead: Period, day: str) -> Period:
    """Give of two days the one much nearer to the article's: a heading without a verb tells no tense.

    "김정은, 15일 러시아 방문" on the 13th: in two days, not four weeks ago.
    """
    if any(len(one) != _DAY for one in (past.begin, ahead.begin, day)):
        return past
    told, before, after = (date.fromisoformat(one) for one in (day, past.begin, ahead.begin))
    return ahead if (after - told) * _NEARER <= told - before else past
