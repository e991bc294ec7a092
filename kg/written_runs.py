"""Words that belong together: nouns of several words, nouns with the verb they make, counted things."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.suffixed_words import VerbForm
from kg.written import Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.suffixed_words import NounForm
    from kg.written import Lexicon, Written

_LONGEST_NAME = 5


class Runs:
    """Joins the words of a sentence."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.data = lexicon.language.suffixes
        self.suffixed = lexicon.suffixed

    def _counted(self, words: Sequence[Written], at: int) -> tuple[Written, int]:
        """Give a noun the particle of the number that counts it ("포탄 수백만 발을")."""
        first, last, used = words[at], at + 1, 1
        while last < len(words) and first.kind == "noun" and not first.function:
            word = words[last]
            counter = self._counter(word, after=last > at + 1)
            if word.quote != first.quote or not (counter or self._is_number(word.text)):
                break
            last += 1
            if counter is not None:
                first = replace(first, function=counter.function, adnominal=counter.adnominal)
                used = last - at
        return first, used

    def _is_number(self, text: str) -> bool:
        about = self.lexicon.language.grammar.approximate
        return text in about or all(c.isdigit() or c in ".,~" or c in self.data.numerals for c in text)

    def _counter(self, word: Written, *, after: bool) -> NounForm | None:
        """Read a counter ("발을", "5곳에", "이상을"); None if the word is none."""
        number = "0123456789.,~" + "".join(self.data.numerals)
        for reading in self.suffixed.nouns(word.text) if word.kind in {"noun", "adjective"} else ():
            if after and reading.stem in self.data.about:
                return reading
            bare = reading.stem.lstrip(number)
            cut = next((bare.removesuffix(a) for a in self.data.about if bare.endswith(a)), bare)
            if (bare != reading.stem or after) and {bare, cut} & self.data.counters:
                return reading
        return None

    def join(self, words: list[Written]) -> list[Written]:
        """Join nouns of several words that are known as one, and a noun with the verb it is part of."""
        joined: list[Written] = []
        at = 0
        while at < len(words):
            word, used = self._longest(words, at)
            joined.append(word)
            at += used
        out: list[Written] = []
        at = 0
        while at < len(joined):
            word, used = self._counted(joined, at)
            out.append(word)
            at += used
        return out

    def _longest(self, words: Sequence[Written], at: int) -> tuple[Written, int]:
        """Join the most words from here on that are known as one; gives it and their number."""
        for size in range(_LONGEST_NAME, 1, -1):
            run = words[at : at + size]
            if len(run) < size or any(w.kind != "noun" or w.function for w in run[:-1]):
                continue
            after = words[at + size] if at + size < len(words) else None
            ends = after is None or after.kind == "mark" or after.quote != run[-1].quote
            doing = self._doing(run) if ends else None
            joined = doing or (self._verb(run) if run[-1].kind == "verb" else self._noun(run))
            if joined is not None:
                return joined, size
        return words[at], 1

    def _verb(self, run: Sequence[Written]) -> Written | None:
        """Join a noun and the verb it is part of: "시험 발사했다", "방문 중이다"."""
        last, before = run[-1], "".join(w.text for w in run[:-1])
        if last.verb is None:
            return None
        doing = last.verb.copula and last.verb.noun in self.data.does
        if doing and before + self.data.does_verb in self.suffixed.verbs:
            lemma = before + self.data.does_verb
            form = "quote" if last.verb.form == "order" else last.verb.form  # "이동 중이라고"
            verb = replace(last.verb, lemma=lemma, form=form, copula=False, tense="present")
            return replace(last, begin=run[0].begin, pieces=(), verb=verb)
        if before + last.verb.lemma not in self.suffixed.verbs:
            return None
        verb = replace(last.verb, lemma=before + last.verb.lemma, noun=before + last.verb.noun)
        return replace(last, begin=run[0].begin, verb=verb)

    def _doing(self, run: Sequence[Written]) -> Written | None:
        """Join a noun and the one that tells that it goes on, where no verb follows: "훈련 중"."""
        last, lemma = run[-1], "".join(w.text for w in run[:-1]) + self.data.does_verb
        if last.kind != "noun" or last.text not in self.data.does or lemma not in self.suffixed.verbs:
            return None
        verb = VerbForm(lemma, "final", "present", noun=lemma.removesuffix(self.data.does_verb))
        return replace(last, kind="verb", begin=run[0].begin, pieces=(), verb=verb)

    def _noun(self, run: Sequence[Written]) -> Written | None:
        last = run[-1]
        if last.kind != "noun" or not last.pieces:
            return None
        stem = "".join(p.text for p in last.pieces)
        spaced = " ".join([*(w.text for w in run[:-1]), stem])
        for whole in (spaced, spaced.replace(" ", "")):
            kind, type_, key = self.lexicon.kind(whole)
            if kind and kind != "capital":
                piece = Piece(whole, run[0].begin, last.pieces[-1].end, kind, whole, type_, key)
                return replace(last, begin=run[0].begin, pieces=(piece,))
        return None
