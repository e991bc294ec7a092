"""The times of an article's sentences, in the order of the text.

What one sentence tells decides what the next one means by "on the same day": the day told last, in the
running text and shortly before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.dates import find, last_day
from kg.model import SectionKind

if TYPE_CHECKING:
    from kg.calendar_words import DateWords
    from kg.model import Article, Period, Sentence

#: How many sentences back a day may be told that "then" is counted from.
_SHORTLY = 2


class Times:
    """Finds the times of an article, sentence by sentence."""

    def __init__(self, words: DateWords, article: Article) -> None:
        self._words = words
        self._article = article
        self._told, self._coming, self._at = "", "", 0

    def find(self, sentence: Sentence) -> list[tuple[int, int, Period, Period]]:
        """Give the times of a sentence with their offsets: (begin, end, past, ahead)."""
        day, basis = self._article.day, self._article.counted
        near = sentence.index - self._at <= _SHORTLY
        told, coming = (self._told, self._coming) if near else ("", "")
        past = find(sentence.text, self._words, day, counted=basis, told=told)
        if not past:
            return []
        ahead = find(sentence.text, self._words, day, future=True, counted=basis, told=coming)
        if last_day(past) and sentence.section is not SectionKind.CAPTION:
            self._told, self._coming, self._at = last_day(past), last_day(ahead), sentence.index
        base = sentence.span.begin
        later = {f.begin: f.period for f in ahead}
        return [(base + f.begin, base + f.end, f.period, later.get(f.begin, f.period)) for f in past]
