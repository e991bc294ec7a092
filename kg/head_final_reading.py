"""A sentence of a language of suffixes, read: from its tokens to mentions and clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.head_final import Topic, find_clauses
from kg.head_final_forms import sentence_items
from kg.noun_groups import Grouper
from kg.written import Lexicon
from kg.written_words import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.language import Language
    from kg.model import Clause, Mention, Period
    from kg.tokens import NameSpan, Token


class SuffixReader:
    """Reads the sentences of one language of suffixes; ``names`` are those that the look-up knows."""

    def __init__(self, language: Language, names: Iterable[str]) -> None:
        self.language = language
        self._words = Reader(Lexicon(language, frozenset(names)))
        self._topic = Topic()

    def read(
        self,
        tokens: Sequence[Token],
        spans: Sequence[NameSpan],
        times: Iterable[tuple[int, int, Period, Period]],
        sentence: tuple[int, str],
        mentions: list[Mention],
        first: int,
    ) -> tuple[Clause, ...]:
        """Give the clauses of a sentence, numbered from ``first``; its mentions are appended.

        ``times`` are (begin, end, past, ahead) by offsets of the article; ``sentence`` is its number and
        the article's text.
        """
        number, text = sentence
        if number == 0:
            self._topic = Topic()
        words = self._words.read(tokens, spans, times)
        grouper = Grouper(self.language, text, number, mentions)
        items = sentence_items(words, grouper, self.language)
        return find_clauses(items, self.language, number, first, self._topic)
