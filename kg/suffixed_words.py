"""What a single word says by its suffixes: a noun with its particle, a verb with its ending.

Letters are compared apart (NFD), because an ending may begin within a syllable. A verb that the language
file knows is told by its stems; any other is a noun with a light verb ("제공" and "하다"), or whatever
stands before an ending where the tagger holds the word a verb.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.language import Language

_BASE, _INFINITIVE, _PAST, _AHEAD = "base", "infinitive", "past", "ahead"
_SYLLABLES, _FINALS = range(0xAC00, 0xD7A4), 28


@dataclass(frozen=True, slots=True)
class VerbForm:
    """A verb with its ending: ``form`` says how its clause goes on, ``means`` a word for that, if any.

    ``noun`` is what stands before a light verb or the copula; ``passive`` undone in the lemma.
    """

    lemma: str
    form: str
    tense: str = ""
    passive: bool = False
    copula: bool = False
    noun: str = ""
    means: str = ""


@dataclass(frozen=True, slots=True)
class NounForm:
    """A noun and its function; ``adnominal`` where it stands before another noun."""

    stem: str
    function: str
    adnominal: bool = False


@dataclass(frozen=True, slots=True)
class _Ending:
    after: str
    regex: re.Pattern[str]
    form: str
    tense: str
    means: str


def apart(text: str) -> str:
    """Give a text with the letters of its syllables apart."""
    return unicodedata.normalize("NFD", text)


def closed(text: str) -> bool:
    """Whether a word ends in a consonant, as far as its script shows."""
    code = ord(text[-1])
    return code in _SYLLABLES and (code - _SYLLABLES[0]) % _FINALS > 0


class Suffixed:
    """Takes words apart by the table [suffixes] of a language."""

    def __init__(self, language: Language) -> None:
        self.data = language.suffixes
        words = language.attribution
        hedged = {v for hedges in language.certainty.values() for v in hedges.verbs}
        known = language.frame_verbs | words.say | words.think | language.denial.verbs | hedged
        known |= language.plan.verbs | language.plan.looming | language.request.verbs | language.grammar.light
        self.verbs = {v for v in known | self.data.verbs if " " not in v}
        self._stems: dict[str, list[tuple[str, str]]] = {}
        for verb in sorted(self.verbs):
            for stem, kind in self._stems_of(verb):
                self._stems.setdefault(stem, []).append((verb, kind))
        self._light: dict[str, list[tuple[str, str]]] = {}
        for verb in sorted(self.data.light):
            for stem, kind in self._stems_of(verb):
                self._light.setdefault(stem, []).append((verb, kind))
        self._endings = [
            _Ending(
                item["after"],
                re.compile(apart(item["match"])),
                item["form"],
                item.get("tense", ""),
                item.get("means", ""),
            )
            for item in self.data.endings
        ]
        self._particles = sorted(self.data.particles, key=len, reverse=True)

    def _stems_of(self, verb: str) -> Iterator[tuple[str, str]]:
        base = apart(verb.removesuffix(self.data.citation))
        given = self.data.irregular.get(verb, {})
        bases = [base, *map(apart, given.get(_BASE, ()))]
        found = [apart(one) for one in given.get(_INFINITIVE, ())]
        if not found:
            for match, put in self.data.infinitive:
                if re.search(apart(match), base):
                    found.append(re.sub(apart(match), apart(put), base))
        bases += [
            re.sub(apart(m), apart(put), base) for m, put in self.data.bare if re.search(apart(m), base)
        ]
        yield from ((one, _BASE) for one in bases)
        yield from ((one, _INFINITIVE) for one in found)

    # ------------------------------------------------------------ verbs

    def known_verb(self, text: str) -> VerbForm | None:
        """Read a form of a verb that the language file has; the longest stem first."""
        letters = apart(text)
        for cut in range(len(letters), 0, -1):
            for verb, kind in self._stems.get(letters[:cut], ()):
                ending = self._ending(letters[cut:], kind)
                if ending is not None:
                    return VerbForm(verb, ending.form, ending.tense, means=ending.means)
        return None

    def light_verb(self, text: str) -> Iterator[VerbForm]:
        """Read a noun with a light verb or the copula, the longest noun first."""
        for size in range(len(text) - 1, 0, -1):
            noun, rest = text[:size], apart(text[size:])
            for cut in range(len(rest), 0, -1):
                for verb, kind in self._light.get(rest[:cut], ()):
                    ending = self._ending(rest[cut:], kind)
                    if ending is not None:
                        yield self._made(noun, verb, ending)

    def _made(self, noun: str, verb: str, ending: _Ending) -> VerbForm:
        way = self.data.light[verb]
        whole = noun + verb
        told = VerbForm(whole, ending.form, ending.tense, noun=noun, means=ending.means)
        if way == "copula":
            return VerbForm(verb, ending.form, ending.tense, copula=True, noun=noun, means=ending.means)
        if whole in self.verbs or not way:
            return told
        plain = way.partition(" ")[2]
        return VerbForm(
            noun + plain,
            ending.form,
            ending.tense,
            passive=way.startswith("passive"),
            noun=noun,
            means=ending.means,
        )

    def any_verb(self, text: str) -> VerbForm | None:
        """Read a verb that is in no list by its longest ending."""
        letters = apart(text)
        if ord(text[0]) not in _SYLLABLES:
            return None
        for cut in range(1, len(letters)):
            for kind in (_BASE, _INFINITIVE):
                ending = self._ending(letters[cut:], kind) if letters[cut:] else None
                if ending is not None:
                    stem = unicodedata.normalize("NFC", letters[:cut])
                    return VerbForm(stem + self.data.citation, ending.form, ending.tense, means=ending.means)
        return None

    def _ending(self, rest: str, kind: str) -> _Ending | None:
        """Give the ending that the rest of a form is, its tense taken in; None if it is none."""
        ahead = apart(self.data.marks.get(_AHEAD, ""))
        past = apart(self.data.marks.get(_PAST, ""))
        tense = ""
        if kind == _INFINITIVE and past and rest.startswith(past):
            rest, kind, tense = rest[len(past) :], _PAST, _PAST
            again = apart(self.data.marks.get("again", ""))
            rest = rest.removeprefix(again) if again and rest != again else rest
        if kind != _INFINITIVE and ahead and rest.startswith(ahead):
            rest, kind, tense = rest[len(ahead) :], _PAST, "future"
        for ending in self._endings:
            fits = ending.after == kind or (ending.after == "stem" and kind in {_BASE, _PAST})
            if fits and ending.regex.fullmatch(rest):
                return _Ending(kind, ending.regex, ending.form, tense or ending.tense, ending.means)
        return None

    def quoting(self, text: str) -> VerbForm | None:
        """Read a particle that stands after a quotation and says how the sentence goes on."""
        form = self.data.quoting.get(text)
        return VerbForm("", form) if form else None

    # ------------------------------------------------------------ nouns

    def nouns(self, text: str) -> Iterator[NounForm]:
        """Give the readings of a word as a noun with a particle, the longest noun first."""
        yield NounForm(text, "")
        for particle in reversed(self._particles):
            stem = text.removesuffix(particle)
            if stem and stem != text and self._follows(stem, particle):
                function = self.data.particles[particle]
                yield NounForm(stem, function.removesuffix("+"), function.endswith("+"))

    def _follows(self, stem: str, particle: str) -> bool:
        """Whether a particle may stand after a word that ends so."""
        if ord(stem[-1]) not in _SYLLABLES:
            return True
        if particle in self.data.after_consonant:
            return closed(stem)
        return particle not in self.data.after_vowel or not closed(stem)
