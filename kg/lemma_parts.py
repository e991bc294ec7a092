"""Lemmas of words that are made of parts: prefixed verbs, participles, compounds, declined adjectives.

The table of forms decides wherever it can; what it lacks is taken apart by the affixes that the
language's data names, and an outcome is believed only if the table knows it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

_SHORTEST_STEM = 3
_SHORTEST_HEAD = 4


@dataclass(frozen=True)
class Affixes:
    """The affixes of a language as its data names them; ``strong`` gives the parts of strong verbs.

    ``strong`` maps an infinitive to its preterite and participle stems; ``declined`` are endings of
    adjectives, longest first, ``finite`` those of weak verbs; ``steady`` endings of names whose final s
    belongs to them; ``formed`` endings by which an adjective is known.
    """

    infinitive: tuple[str, ...] = ()
    verbal: tuple[str, ...] = ()
    finite: tuple[str, ...] = ()
    preterite: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    separable: tuple[str, ...] = ()
    inseparable: tuple[str, ...] = ()
    perfect: str = ""
    weak: tuple[str, ...] = ()
    present: str = ""
    infix: str = ""
    linking: tuple[str, ...] = ()
    formed: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    genitive: str = ""
    steady: tuple[str, ...] = ()
    kept: frozenset[str] = frozenset()
    plural: Mapping[str, str] = field(default_factory=dict)
    strong: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Parts:
    """Takes the words of one language apart.

    Parameters
    ----------
    table
        Lemma by form, with the capitals of the language.
    affixes
        The language's affixes.
    """

    def __init__(self, table: Mapping[str, str], affixes: Affixes) -> None:
        self._table = table
        self._affixes = affixes
        self._strong = dict(_strong_forms(affixes))

    # ------------------------------------------------------------ verbs

    def is_verb(self, word: str) -> bool:
        """Whether a word is an infinitive that the table knows."""
        if word in self._affixes.strong:
            return True
        if not word.endswith(self._affixes.verbal) or len(word) < _SHORTEST_STEM:
            return False
        return self._table.get(word) == word or self._is_inflected(word)

    def _is_inflected(self, word: str) -> bool:
        """Whether the table has a finite form of an infinitive; some participles it lists as lemmas."""
        ending = next(e for e in self._affixes.infinitive if word.endswith(e))
        stem = word.removesuffix(ending)
        return any(self._table.get(stem + weak) == word for weak in self._affixes.weak)

    def verb(self, form: str) -> str:
        """Give the infinitive of a form of a verb, participles declined or not; "" if none is found."""
        if form.endswith(self._affixes.verbal) and self._is_inflected(form):
            return form
        return (
            self._with_infix(form, sure=True)
            or self._of_strong(form)
            or self._from_table(form)
            or self._of_weak(form)
            or self._prefixed(form)
            or self._with_infix(form, sure=False)
            or self._of_declined(form)
        )

    def _with_infix(self, form: str, *, sure: bool) -> str:
        """Take the infix of the infinitive out, if the outcome is in the table or need not be."""
        infix = self._affixes.infix
        if sure and self._table.get(form) == form:
            return ""
        for prefix in self._affixes.separable:
            rest = form.removeprefix(prefix + infix)
            if infix and rest != form and self.is_verb(rest) and (not sure or self.is_verb(prefix + rest)):
                return prefix + rest
        return ""

    def _splits(self, form: str) -> Iterator[tuple[str, str]]:
        yield "", form
        for prefix in (*self._affixes.separable, *self._affixes.inseparable):
            if form.startswith(prefix) and len(form) - len(prefix) >= _SHORTEST_STEM:
                rest = form.removeprefix(prefix)
                yield prefix, rest
                for second in self._affixes.inseparable:
                    if rest.startswith(second):
                        yield prefix + second, rest.removeprefix(second)

    def _of_strong(self, form: str) -> str:
        perfect = self._affixes.perfect
        for prefix, rest in self._splits(form):
            bare = not any(prefix.endswith(p) for p in self._affixes.inseparable)
            found = self._strong.get(rest, "") if not prefix or bare else ""
            if not found and prefix and not bare:
                found = self._strong.get(rest, "") or self._strong.get(perfect + rest, "")
            if found and (not prefix or self.is_verb(prefix + found)):
                return prefix + found
        return ""

    def _from_table(self, form: str) -> str:
        lemma = self._table.get(form, "")
        if lemma and self.is_verb(lemma):
            return lemma
        return form if self.is_verb(form) else ""

    def _infinitive(self, stem: str, prefix: str = "") -> str:
        if len(stem) < _SHORTEST_STEM - 1:
            return ""
        for ending in self._affixes.infinitive:
            if self.is_verb(prefix + stem + ending):
                return prefix + stem + ending
        return ""

    def _of_weak(self, form: str) -> str:
        for prefix, rest in self._splits(form):
            stem = rest.removeprefix(self._affixes.perfect)
            if stem != rest:
                stems = (stem.removesuffix(e) for e in self._affixes.weak if stem.endswith(e))
                found = next(filter(None, (self._infinitive(s, prefix) for s in stems)), "")
                if found:
                    return found
        for ending in self._affixes.finite:
            found = self._infinitive(form.removesuffix(ending)) if form.endswith(ending) else ""
            if found:
                return found
        return ""

    def _prefixed(self, form: str) -> str:
        for prefix in self._affixes.separable:
            rest = form.removeprefix(prefix)
            if rest != form and len(rest) > _SHORTEST_STEM:
                found = self._of_strong(rest) or self._from_table(rest) or self._of_weak(rest)
                if found:
                    return prefix + found
        return ""

    def _of_declined(self, form: str) -> str:
        present = self._affixes.present
        if present and form.endswith(present) and self.is_verb(form.removesuffix(present)):
            return form.removesuffix(present)
        for ending in self._affixes.declined:
            bare = form.removesuffix(ending)
            if bare != form and len(bare) > _SHORTEST_STEM:
                found = self.verb(bare)
                if found:
                    return found
        return ""

    # ------------------------------------------------------------ adjectives

    def adjective(self, form: str) -> str:
        """Give the undeclined positive; a participle stays one and only loses its declension."""
        low = form.lower()
        if form != low and low.endswith(self._affixes.places) and self._is_place(form, low):
            return form
        lemma = self._table.get(low, "")
        bare = [low.removesuffix(e) for e in self._affixes.declined if low.endswith(e)]
        bare = [b for b in bare if len(b) >= _SHORTEST_STEM]
        if lemma and self.is_verb(lemma):
            return self._participle(low, lemma, bare)
        if lemma and (lemma in bare or lemma != low):
            return lemma.lower()
        return self._undeclined(bare, listed=bool(lemma)) or low

    def _participle(self, low: str, lemma: str, bare: Sequence[str]) -> str:
        strong = self._of_strong(low)
        if low == lemma or strong:
            bare = [b for b in bare if not strong and self._is_adjective(b)]
        return next((b for b in bare if b in self._table or self._of_strong(b)), low)

    def _is_adjective(self, word: str) -> bool:
        return any(self._table.get(word + ending) == word for ending in self._affixes.declined)

    def _undeclined(self, bare: Sequence[str], *, listed: bool) -> str:
        """Choose among a form without its possible endings; what the table lists needs a reason."""
        formed = [b for b in bare if not listed or b.endswith(self._affixes.formed)]
        known = next((b for b in formed if b in self._table or self._of_strong(b)), "")
        if known or listed or not bare:
            found = self._table.get(known, known)
            return known if self.is_verb(found) else found.lower()
        for ending in self._affixes.compared:
            stem = bare[0].removesuffix(ending)
            if stem != bare[0] and (stem.endswith(self._affixes.formed) or self._table.get(stem) == stem):
                return stem
        return bare[0]

    def _is_place(self, form: str, low: str) -> bool:
        """Whether an adjective is that of a town, which keeps its capital and is not declined."""
        town = any(self._table.get(form.removesuffix(e), "")[:1].isupper() for e in self._affixes.places)
        known = town or self._table.get(form) == form
        bare = any(low.removesuffix(e) in self._table for e in self._affixes.places)
        return known and not bare and self._table.get(low, low) == low

    # ------------------------------------------------------------ nouns and names

    def noun(self, form: str) -> str:
        """Give the singular; that of a compound by its head where the table lacks it."""
        if "-" in form[1:-1]:
            first, _, last = form.rpartition("-")
            return f"{first}-{self.noun(last)}" if last[:1].isupper() else form
        word = form[:1].upper() + (form[1:].lower() if form.isupper() else form[1:])
        lemma = self._table.get(word, "")
        if form.isupper() and not (lemma and len(form) > _SHORTEST_STEM):
            return form
        if lemma and lemma != word:
            return lemma if lemma[:1].isupper() else word
        if lemma and self.is_verb(word.lower()):
            return word
        return self._by_head(word, known=bool(lemma)) or self._singular(word)

    def _singular(self, word: str) -> str:
        for ending, singular in self._affixes.plural.items():
            if word.endswith(ending) and word not in {ending, ending.capitalize()}:
                return word.removesuffix(ending) + singular
        return word

    def _by_head(self, word: str, *, known: bool) -> str:
        for begin in range(_SHORTEST_STEM, len(word) - _SHORTEST_HEAD + 1):
            head = word[begin:].capitalize()
            lemma = self._table.get(head, "")
            if not lemma[:1].isupper():
                continue
            if not self._is_first(word[:begin]):
                continue
            if known and not self._is_declined(head, lemma):
                return ""
            return word[:begin] + lemma.lower()
        return ""

    def _is_declined(self, head: str, lemma: str) -> bool:
        """Whether a head is surely no lemma: the table says so, and no verb or weak noun looks like it."""
        weak = any(self._table.get(head + ending) == head for ending in self._affixes.infinitive)
        return head != lemma and not weak and not self.is_verb(head.lower())

    def _is_first(self, part: str) -> bool:
        """Whether a compound may begin so: a word of the table, or one with a linking ending."""
        words = (part.removesuffix(link) for link in self._affixes.linking if part.endswith(link))
        return any(w in self._table or w.lower() in self._table for w in words if len(w) >= _SHORTEST_STEM)

    def name(self, form: str, names: Container[str]) -> str:
        """Take the genitive off a name whose bare form is known, or that is not otherwise known.

        Taggers hold many nouns names: what the table knows as a form of a noun is led back to it.
        """
        if not form[:1].isupper() or form.isupper() or form in names or form in self._affixes.kept:
            return form
        lemma = self._table.get(form, "")
        ending = self._affixes.genitive
        bare = form.removesuffix(ending) if ending else form
        if bare in names:
            return bare
        if lemma[:1].isupper() and len(lemma) < len(form):
            return lemma
        if bare == form or (self._table.get(bare) == bare and len(bare) >= _SHORTEST_HEAD):
            return bare
        return form if form.endswith(self._affixes.steady) or lemma else bare


def _strong_forms(affixes: Affixes) -> Iterator[tuple[str, str]]:
    """Give each form of the strong verbs with its infinitive; the last stem is the participle."""
    for infinitive, (*preterites, participle) in affixes.strong.items():
        for stem in preterites:
            for ending in affixes.preterite:
                yield stem + ending, infinitive
        yield participle, infinitive
