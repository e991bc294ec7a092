"""Which words of a sentence are a name: what the pipeline holds one, what the look-up knows, what is left.

The pipeline's names are trimmed of titles and quotes; names that the look-up knows are a second opinion;
proper nouns that nobody claimed are names of an unknown kind.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.cores import QUOTES, name_cases
from kg.designations import class_by_form
from kg.name_edges import before_noun, only_describes
from kg.tokens import NameSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.language import Language
    from kg.tokens import Token

_LONGEST_NAME = 6
_JOINTS = frozenset({"-", "–", "/"})
_SHORTEST_NAME = 2


def _stem(word: str, endings: Sequence[str]) -> str:
    """Take the ending of an adjective off a word; what has none stays."""
    ending = next((e for e in endings if word.endswith(e) and len(word) > len(e) + 2), "")
    return word.removesuffix(ending) if ending else word


def _closed(tokens: Sequence[Token], span: NameSpan) -> Iterator[NameSpan]:
    """Part a name where quotes end that begin right before or in it: the pipeline reads without the marks."""
    marks = [i for i in range(span.first, span.last) if tokens[i].text in QUOTES]
    opened = span.first > 0 and tokens[span.first - 1].text in QUOTES
    if len(marks) == 1 and opened and marks[0] > span.first:
        yield replace(span, last=marks[0] - 1)
        yield NameSpan(marks[0] + 1, span.last)
    elif len(marks) == 2 and not opened and marks[1] > marks[0] + 1:  # noqa: PLR2004  one pair
        if marks[0] > span.first:
            yield replace(span, last=marks[0] - 1)
        yield replace(span, first=marks[0] + 1, last=marks[1] - 1)
        yield NameSpan(marks[1] + 1, span.last)
    else:
        yield span


class NameFinder:
    """Finds the names of sentences of one language.

    Parameters
    ----------
    language
        The language as data.
    names
        Names that the look-up knows.
    """

    def __init__(self, language: Language, names: Iterable[str]) -> None:
        self.language = language
        self._names = {self._folded(name): name for name in sorted(names, reverse=True)}

    def find(self, tokens: Sequence[Token], spans: Sequence[NameSpan]) -> tuple[NameSpan, ...]:
        """Give the names of a sentence, in their order; ``spans`` are those of the pipeline."""
        whole = [one for span in spans for one in _closed(tokens, span)]
        trimmed = [self._typed(tokens, one) for span in whole if (one := self._trim(tokens, span))]
        told = [one for span in trimmed for one in self._parted(tokens, span)]
        listed = [*self._listed(tokens, told), *self._quoted(tokens)]
        chosen: list[NameSpan] = []
        taken: set[int] = set()
        by_length = sorted([*listed, *told], key=lambda s: (s.first - s.last, s.first, s.type == ""))
        for span in by_length:
            inside = set(range(span.first, span.last + 1))
            if not inside & taken:
                chosen.append(span)
                taken |= inside
        chosen += self._proper(tokens, taken)
        return tuple(sorted((_classed(tokens, one) for one in chosen), key=lambda s: s.first))

    def _quoted(self, tokens: Sequence[Token]) -> Iterator[NameSpan]:
        """Give what stands in quotes behind the noun of its class ("Schiff „Marschall Schaposchnikow“")."""
        for at in range(1, len(tokens) - 1):
            if tokens[at].text not in QUOTES or not self.language.classify(tokens[at - 1].lemma):
                continue
            last = at
            while last + 1 < len(tokens) and tokens[last + 1].capital and last - at < _LONGEST_NAME:
                last += 1
            if last > at + 1 and last + 1 < len(tokens) and tokens[last + 1].text in QUOTES:
                yield NameSpan(at + 1, last)

    def _typed(self, tokens: Sequence[Token], span: NameSpan) -> NameSpan:
        """Take back that an abbreviation is a person ("КНДР")."""
        text = tokens[span.first].text
        short = span.first == span.last and text.isupper() and len(text) > 1
        return replace(span, type="") if self.language.cases and short and span.type == "Person" else span

    def _parted(self, tokens: Sequence[Token], span: NameSpan) -> Iterator[NameSpan]:
        """Part what the pipeline holds one name and the look-up two, of which one has several words."""
        whole = self._is_listed(tokens, span.first, span.last)
        joints = [i for i in range(span.first + 1, span.last) if tokens[i].text in _JOINTS]
        sides = ((span.first, joints[0] - 1), (joints[0] + 1, span.last)) if len(joints) == 1 else ()
        fixed = self.language.grammar.fixed_order and not whole
        if sides and fixed and all(self._is_listed(tokens, *one) for one in sides):  # "Tokyo-Seoul talks"
            yield from (NameSpan(first, last, span.type) for first, last in sides)
            return
        for cut in range(span.first + 1, span.last + 1):
            parts = ((span.first, cut - 1), (cut, span.last))
            several = any(last > first for first, last in parts)
            if several and not whole and all(self._is_listed(tokens, *part) for part in parts):
                yield from (NameSpan(first, last, span.type) for first, last in parts)
                return
        at = span.first if whole else self._bearer(tokens, span)
        if at > span.first:
            yield NameSpan(span.first, at - 1, span.type)
        yield replace(span, first=at)

    def _bearer(self, tokens: Sequence[Token], span: NameSpan) -> int:
        """Give where the name of a title's bearer begins after a genitive ("помощник Путина Юрий Ушаков")."""
        cases = {function: case for case, function in self.language.cases.items()}
        titled = span.first > 0 and tokens[span.first - 1].lemma in self.language.office_of_title
        cuts = range(span.last - 1, span.first, -1) if cases and titled and span.type == "Person" else ()
        for cut in cuts:
            owner = name_cases(tokens, replace(span, last=cut - 1))
            bearer = name_cases(tokens, replace(span, first=cut))
            genitive, subject = cases["genitive"], cases["subject"]
            inflected = tokens[cut - 1].lemma != tokens[cut - 1].text
            if inflected and genitive in owner - bearer and subject in bearer:
                return cut
        return span.first

    def _trim(self, tokens: Sequence[Token], span: NameSpan) -> NameSpan | None:
        """Take titles, class nouns, demonyms and quotes off the ends of what the pipeline holds a name."""
        first, last = span.first, span.last
        listed = bool(self._is_listed(tokens, first, last))
        if only_describes(tokens[first : last + 1], self.language, listed=listed):
            return None
        first += 0 if listed else self._before_noun(tokens, first, last)
        last = before_noun(tokens, first, last, self.language)
        common = [i for i in range(first, last) if self._common(tokens[i])]
        titled = bool(common) and tokens[common[-1]].lemma in self.language.office_of_title
        if titled and span.type == "Organization" and self.language.grammar.fixed_order:
            span = replace(span, type="Person") if common[-1] + 1 == last else span  # "Russian FM Lavrov"
        if common and span.type in {"Person", ""}:
            first = common[-1] + 1
        opening = self.language.grammar.conditional | self.language.grammar.complementizers
        while first <= last and (
            not any(c.isalnum() for c in tokens[first].text)
            or (self._common(tokens[first]) and first < last)
            or (first < last and tokens[first].low in opening and not _within(tokens, first))
            or not (tokens[first].capital or tokens[first].text[:1].isdigit())
        ):
            first += 1
        while first <= last and (
            not any(c.isalnum() for c in tokens[last].text)
            or (first < last and tokens[last].text.islower() and not self._described(tokens, first, last))
            or (first < last and self._common(tokens[last]) and self._alone(tokens, span, first, last))
        ):
            last -= 1
        last = before_noun(tokens, first, last, self.language)
        if first > last or (first == last and (self._common(tokens[first]) or not tokens[first].capital)):
            return None
        if first == last and self._opens(tokens[first]):
            return None  # "Объединённый комитет начальников штабов"
        return NameSpan(first, last, span.type)

    def _before_noun(self, tokens: Sequence[Token], first: int, last: int) -> int:
        """Give 1 if an adjective opens a name, its noun and a listed name behind ("Autonome Region X")."""
        kept = self.language.cases or self.language.grammar.fixed_order or first + 1 >= last
        named = not kept and self._common(tokens[first + 1]) and self._is_listed(tokens, first + 2, last)
        return 1 if named and not self._common(tokens[first]) else 0

    def _opens(self, token: Token) -> bool:
        """Whether what is left of a name only opens a noun of several words."""
        begin = f"{token.lemma.lower()} "
        return bool(self.language.cases) and any(n.startswith(begin) for n in self.language.common_nouns)

    def _alone(self, tokens: Sequence[Token], span: NameSpan, first: int, last: int) -> bool:
        """Whether a common noun at the end of a name is none of it: but "Nationaler Sicherheitsrat"."""
        if self._described(tokens, first, last):
            return False
        return span.type != "Organization" or bool(self._is_listed(tokens, first, last - 1))

    def _described(self, tokens: Sequence[Token], first: int, last: int) -> bool:
        """Whether a name is an adjective with a common noun ("Курская область")."""
        return bool(self.language.cases) and all(t.pos == "ADJ" for t in tokens[first:last])

    def _common(self, token: Token) -> bool:
        """Whether a word is a common noun that the language file knows."""
        language = self.language
        lemma = token.lemma
        return bool(
            lemma in language.office_of_title
            or lemma in language.kind_of_source
            or lemma.lower() in language.known_nouns
            or language.compound(lemma)[0]
            or language.classify(lemma)
        )

    def _listed(self, tokens: Sequence[Token], told: Sequence[NameSpan]) -> Iterator[NameSpan]:
        types = {(s.first, s.last): s.type for s in told}
        names = {i for s in told for i in range(s.first, s.last + 1)}
        for first in range(len(tokens)):
            if not tokens[first].capital:
                if tokens[first].text in self._names:  # an agency may be written small ("dpa")
                    yield NameSpan(first, first, types.get((first, first), ""), tokens[first].text)
                continue
            for last in range(min(first + _LONGEST_NAME, len(tokens)) - 1, first - 1, -1):
                listed = self._is_listed(tokens, first, last)
                if listed and (last > first or self._may_be_name(tokens[first], names)):
                    yield NameSpan(first, last, types.get((first, last), ""), listed)
                    break

    def _folded(self, name: str) -> str:
        """Take the case endings off the adjectives inside a name ("Demokratischen Volksrepublik Korea")."""
        *words, last = name.split(" ")
        if self.language.cases:
            endings = self.language.grammar.adjective_endings
            return " ".join([*(_stem(word, endings) for word in words), last])
        return " ".join(
            [
                *(
                    w[:-1] if w[-2:-1] == "e" and w[-1] in self.language.grammar.declined else w
                    for w in words
                ),
                last,
            ]
        )

    def _is_listed(self, tokens: Sequence[Token], first: int, last: int) -> str:
        """Give the listed name that stands here, "" if none."""
        written = "".join(
            t.text + (" " if n < last and tokens[n + 1].begin > t.end else "")
            for n, t in enumerate(tokens[first : last + 1], first)
        )
        folded = self._folded(written)
        if self.language.cases:
            return self._declined(tokens[first : last + 1], folded)
        if folded in self._names:
            return self._names[folded]
        for ending in self.language.grammar.genitive:
            bare = folded.removesuffix(ending)
            if bare != folded and len(bare) > _SHORTEST_NAME and bare in self._names:
                return self._names[bare]
        return ""

    def _declined(self, words: Sequence[Token], written: str) -> str:
        """Give the listed name that stands here in whatever case, "" if none."""
        *before, last = (t.lemma if t.pos != "ADJ" else t.text for t in words)
        forms = (written, " ".join([*before, last]), self._folded(" ".join([*before, last])))
        return next((self._names[form] for form in forms if form in self._names), "")

    def _may_be_name(self, token: Token, names: set[int]) -> bool:
        """Whether a single listed word is a name here: many towns are called like common words."""
        language = self.language
        if {token.text, *(token.text.removesuffix(e) for e in language.grammar.genitive)} & set(
            language.metonyms
        ):
            return True
        if "-" in token.text.strip("-"):
            return True  # a compound that the look-up lists as it stands ("UN-Sicherheitsrat")
        if token.lemma in language.class_of_noun or token.lemma in language.office_of_title:
            return False
        return (
            token.pos == "PROPN" or token.index in names or (token.pos in {"NOUN", "X"} and not token.known)
        )

    def _proper(self, tokens: Sequence[Token], taken: set[int]) -> Iterator[NameSpan]:
        """Give what the tagger holds proper nouns and nobody else claimed."""
        first = 0
        while first < len(tokens):
            last = first
            while last < len(tokens) and self._is_proper(tokens[last]) and last not in taken:
                last += 1
            stands = any(t.text in self.language.metonyms for t in tokens[first:last])
            if last > first and (stands or not all(t.known for t in tokens[first:last])):
                yield NameSpan(first, last - 1)
            first = max(last, first + 1)

    def _common_here(self, token: Token) -> bool:
        """Whether a word is a common noun, and no short name of a state ("the North")."""
        return token.text not in self.language.metonyms and self._common(token)

    def _is_proper(self, token: Token) -> bool:
        return token.pos == "PROPN" and token.capital and not self._common_here(token) and len(token.text) > 1


def _within(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word with a capital stands behind a word, so not for what it opens ("„Falls Nordkorea …")."""
    return at > 0 and tokens[at].capital and tokens[at - 1].text.isalpha()


def _classed(tokens: Sequence[Token], span: NameSpan) -> NameSpan:
    """Give a name the class that its form tells, unless it is a person's."""
    name = span.listed or " ".join(t.text for t in tokens[span.first : span.last + 1])
    kind = class_by_form(name) if span.type != "Person" or "-" in name else ""
    return replace(span, type=kind) if kind else span
