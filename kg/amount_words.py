r"""Numbers of things in running text, by the table [amounts] of a language file.

The rule: every word stands in the table, none in Python, and each is a regular expression. A table holds

- ``digits``: how a number in digits is written, with ``group`` and ``decimal`` marks taken off to read it;
- ``numbers.2``: words for numbers; ``parts.1``: those that count only before a scale ("a million", "half a
  million"); ``scales.1000``: words that multiply; ``several``: what stands before a scale for more than one
  ("several thousand"); ``many.1000``: words for thousands, nobody knows how many ("thousands of");
- ``joints``: what may stand between the words of one number ("fünfundzwanzig", "twenty-five");
- ``least``, ``most``, ``about``: words before a number that make it a lower or an upper bound, or less
  exact; ``least_after``, ``most_after``, ``about_after``: the same after it; ``ranges``: two bounds, each
  ``{n}``; ``neither``: words before a number that leave open what it is; ``doubtful``: bounds that after a
  noun are prepositions ("Gespräche über 500 Raketen");
- ``counters``: words that numbers stand with, for a language that counts with such ("발");
- ``units``: nouns that measure out what follows them, by lemma ("Container mit Munition"), and ``links``,
  the words between them; ``not_after``: words after which a number counts nothing ("Typ 59", "drei der"),
  ``dated``: words after which a bare one may be a day or a year ("October 3");
- ``within``: what may stand between a number and its noun without being an adjective ("152 mm");
- ``sorts``: lemmas of nouns that count the same things, by a name for these, so that bounds told in other
  words, or another language, can be compared.

A number that is bare and looks like a year is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from kg.errors import ProjectError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_GAP: Final = "[ \u00a0\u202f]"
_BEFORE: Final = r"(?<![\w%§$€+/.,:-])"
_AFTER: Final = r"(?![\w%°]|[.,:/-]\w|[ \u00a0]?%)"
#: A scale from here on closes what stands before it ("two hundred thousand").
_LARGE: Final = 1000
_FIRST_YEAR, _LAST_YEAR, _CENTURY = 1900, 2099, 100
_YEAR_DIGITS: Final = 4
#: A day of a month, or a year.
_DATED: Final = re.compile(r"[12]?\d|3[01]|(?:19|20)\d\d")
_NOTHING: Final = r"(?!)"


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text with the words that bound it: offsets, bounds, and where its counter ends."""

    begin: int
    end: int
    minimum: float | None
    maximum: float | None
    counter: str = ""


@dataclass(frozen=True)
class AmountWords:
    """The table of one language; ``find`` gives the numbers of a text."""

    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    valued: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    sorts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def units(self) -> frozenset[str]:
        """Lemmas of nouns that measure out what follows them."""
        return frozenset(self.lists.get("units", ()))

    @cached_property
    def sort_of(self) -> Mapping[str, str]:
        """Name of what a lemma counts."""
        return {lemma: sort for sort, lemmas in self.sorts.items() for lemma in lemmas}

    @cached_property
    def links(self) -> frozenset[str]:
        """Words between a unit and what it measures out."""
        return frozenset(self.lists.get("links", ()))

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """Words of bounds that after a noun are prepositions."""
        return frozenset(self.lists.get("doubtful", ()))

    @cached_property
    def within(self) -> re.Pattern[str]:
        """What may stand between a number and its noun."""
        return re.compile(self._any("within"), re.IGNORECASE)

    @cached_property
    def counting(self) -> bool:
        """Whether numbers stand with counters."""
        return bool(self.lists.get("counters"))

    @cached_property
    def _not_after(self) -> re.Pattern[str]:
        return re.compile(f"{_BEFORE}(?:{self._any('not_after')})$", re.IGNORECASE)

    @cached_property
    def _dated(self) -> re.Pattern[str]:
        return re.compile(f"{_BEFORE}(?:{self._any('dated')})$", re.IGNORECASE)

    @cached_property
    def _bounds(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        kinds = ("neither", "least", "most", "about", "least_after", "most_after", "about_after")
        return tuple(
            (re.compile(self._any(kind), re.IGNORECASE), kind.removesuffix("_after")) for kind in kinds
        )

    @cached_property
    def _atoms(self) -> tuple[tuple[re.Pattern[str], str, float], ...]:
        """Every word of a number with its kind and value; scales first, as they may count alone."""
        found = [
            (re.compile(form, re.IGNORECASE), kind, float(value))
            for kind in ("scales", "numbers", "parts")
            for value, forms in self.valued.get(kind, {}).items()
            for form in forms
        ]
        found += [(re.compile(form, re.IGNORECASE), "several", 1.0) for form in self.lists.get("several", ())]
        return tuple(found)

    @cached_property
    def _many(self) -> tuple[tuple[re.Pattern[str], float], ...]:
        return tuple(
            (re.compile(form, re.IGNORECASE), float(value))
            for value, forms in self.valued.get("many", {}).items()
            for form in forms
        )

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        digits, scale = self.texts["digits"], self._forms("scales")
        opener = f"(?:{self._forms('parts')}|{self._any('several')})(?={_GAP}?(?:{scale}))"
        first = f"(?:{digits}|{opener}|{self._forms('numbers')})"
        after = f"{digits}|{self._forms('numbers')}" if self.counting else self._forms("numbers")
        joint = f"(?:{_GAP}|{self._any('joints')})?"
        number = f"(?:{first}(?:{joint}(?:{scale}|{after}))*)"
        if self.counting:
            counter = f"{_GAP}?(?:{self._any('counters')})"
            number += f"(?:{self._any('about_after')}|{self._any('least_after')})?"
        else:
            counter = ""
        ranges = "|".join(
            form.replace("{n}", f"(?P<low{i}>{number})", 1).replace("{n}", f"(?P<high{i}>{number})", 1)
            for i, form in enumerate(self.lists.get("ranges", ()))
        )
        before = "|".join(self._any(kind) for kind in ("neither", "least", "most", "about"))
        behind = "|".join(self._any(kind) for kind in ("least_after", "most_after", "about_after"))
        apart = "" if self.counting else "(?<=[ \u00a0])"
        head = f"(?P<before>(?:(?:{before}){_GAP}?{apart})*)"
        tail = f"(?P<after>(?:{_GAP}?(?:{behind}))?)"
        what = f"(?:{ranges or _NOTHING}|(?P<many>{self._forms('many')})|(?P<one>{number}))"
        whole = f"{_BEFORE}{head}{what}(?P<counter>{counter}){tail}"
        try:
            return re.compile(whole + ("" if self.counting else _AFTER), re.IGNORECASE)
        except re.error as error:
            raise ProjectError("KG-112", f"[amounts]: no regular expression ({error}).") from error

    def find(self, text: str) -> Iterator[Number]:
        """Give the numbers of a text, in its order, that may count something."""
        if not self.texts:
            return
        for match in self._pattern.finditer(text):
            ahead = text[: match.start()].rstrip(" \u00a0")
            if self._not_after.search(ahead) or (_DATED.fullmatch(match[0]) and self._dated.search(ahead)):
                continue
            bounds = self._bounded(match)
            if bounds is not None:
                counter = match["counter"].strip()
                yield Number(match.start(), match.end(), *bounds, counter)

    def _bounded(self, match: re.Match[str]) -> tuple[float | None, float | None] | None:
        """Give the lower and the upper bound of what was found; None if it is no number of things."""
        hedges = self._hedges(match["before"]) | self._hedges(match["after"])
        if "neither" in hedges or {"least", "most"} <= hedges:
            return None
        if match["many"]:
            values = {value for form, value in self._many if form.fullmatch(match["many"])}
            return (max(values), None) if values else None
        groups = match.groupdict()
        name = next((n for n, words in groups.items() if n.startswith("low") and words), "")
        if name:
            return self._range(groups[name] or "", groups[name.replace("low", "high")] or "")
        value, open_ended, hedged = self._value(match["one"])
        hedges |= hedged
        if value is None or (not hedges and self._like_year(match["one"])):
            return None
        if open_ended or "least" in hedges:
            return value, None
        return (None, value) if "most" in hedges else (value, value)

    def _hedges(self, words: str) -> set[str]:
        """Give the kinds of the words that bound a number; the longest words count ("nicht mehr als")."""
        kinds: set[str] = set()
        at = 0
        while at < len(words):
            fits = [(m.end(), kind) for form, kind in self._bounds if (m := form.match(words, at))]
            end, kind = max(fits, default=(at, ""))
            kinds |= {kind} if end > at else set()
            at = max(end, at + 1)
        return kinds

    def _range(self, low: str, high: str) -> tuple[float | None, float | None] | None:
        first, vague, _ = self._value(low)
        last, open_ended, _ = self._value(high)
        if first is None or last is None or vague or open_ended:
            return None
        scale = self._scale(high)
        if self._scale(low) == 1 and first * scale < last and first < _LARGE:
            first *= scale  # "2 bis 3 Millionen"
        if first >= last or (self._like_year(low) and self._like_year(high)):
            return None
        return first, last

    def _value(self, words: str) -> tuple[float | None, bool, set[str]]:
        """Read a number: its value, whether it is open above, and what was said behind it."""
        total, current, pending = 0.0, 0.0, 0.0
        open_ended = False
        hedges: set[str] = set()
        for kind, value, word in self._read(words):
            if kind == "scales" and value >= _LARGE and not (self.counting and value < _LARGE * 10):
                total += (current + pending or 1) * value
                current = pending = 0
            elif kind == "scales":
                current += (pending or 1) * value
                pending = 0
            elif kind == "hedge":
                hedges.add(word)
            else:
                pending += value
                open_ended = open_ended or kind == "several"
        value = total + current + pending
        return value if value > 0 else None, open_ended, hedges

    def _read(self, words: str) -> Iterator[tuple[str, float, str]]:
        at = 0
        digits = re.compile(self.texts["digits"])
        while at < len(words):
            if match := digits.match(words, at):
                plain = re.sub(self.texts["group"], "", match[0]).replace(self.texts["decimal"], ".")
                yield "digits", float(plain), ""
                at = match.end()
                continue
            fits = [(form.match(words, at), kind, value) for form, kind, value in self._atoms]
            longest = max(
                ((m, kind, value) for m, kind, value in fits if m), key=lambda f: f[0].end(), default=None
            )
            if longest is not None and longest[0].end() > at:
                yield longest[1], longest[2], ""
                at = longest[0].end()
                continue
            hedge = next(((m, kind) for form, kind in self._bounds if (m := form.match(words, at))), None)
            if self.counting and hedge is not None and hedge[0].end() > at:
                yield "hedge", 0.0, hedge[1]
                at = hedge[0].end()
                continue
            at += 1

    def _scale(self, words: str) -> float:
        scale = 1.0
        for kind, value, _ in self._read(words):
            scale = scale * value if kind == "scales" else scale
        return scale

    def _like_year(self, words: str) -> bool:
        bare = words.strip()
        if len(bare) != _YEAR_DIGITS or not bare.isdecimal():
            return False
        return _FIRST_YEAR <= int(bare) <= _LAST_YEAR and int(bare) % _CENTURY != 0

    def _any(self, name: str) -> str:
        return _alternatives(self.lists.get(name, ()))

    def _forms(self, name: str) -> str:
        return _alternatives([form for forms in self.valued.get(name, {}).values() for form in forms])


def _alternatives(forms: Sequence[str]) -> str:
    """Give one pattern for several, the longest first."""
    return "|".join(sorted(forms, key=len, reverse=True)) or _NOTHING
