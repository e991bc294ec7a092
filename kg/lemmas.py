"""Lemmas by form and part of speech: a table of forms, and rules for what it lacks or gets wrong.

The table comes from simplemma, Russian readings from pymorphy3; what is particular to a language is
data (``lemmas_data``): whole forms, endings with what replaces them, affixes. A part of speech names
the way its words go; ways are methods here and know no language.
"""

from __future__ import annotations

import tomllib
import unicodedata
from importlib import import_module
from typing import TYPE_CHECKING, Any

from kg.lemma_parts import Affixes, Parts
from kg.rooms import room

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

_BEGIN = "^"
_STRESS = "\u0301"
_SHORTEST = 3
_SURNAME = "Surn"
_LONGEST_CACHE = 500_000


class Lemmatizer:
    """Gives the lemmas of one language.

    Parameters
    ----------
    lang
        Code of the language; one without data keeps its forms, in small letters where no name.
    names
        Names known from elsewhere: they keep their last letter.
    """

    def __init__(self, lang: str, names: Collection[str] = ()) -> None:
        data = _read(lang)
        self._names = frozenset(names)
        self._table = _table(lang) if data.get("table") else {}
        affixes = data.get("affixes", {})
        self._particles = frozenset(affixes.get("separable", ()))
        self._parts = Parts(self._table, _affixes(affixes))
        learned, own = data.get("irregular", {}), data.get("own", {})
        self._irregular = {pos: learned.get(pos, {}) | own.get(pos, {}) for pos in {*learned, *own}}
        self._endings = {pos: _endings(rules) for pos, rules in data.get("endings", {}).items()}
        self._asked = {pos: tuple(ends) for pos, ends in data.get("asked", {}).items()}
        self._cased = {pos: tuple(ends) for pos, ends in data.get("cased", {}).items()}
        self._light: dict[str, str] = data.get("light", {})
        self._lightened = frozenset(data.get("lightened", ()))
        self._composed = bool(data.get("letters_in_parts"))
        self._readings: dict[str, list[str]] = data.get("readings", {})
        self._spelling = str.maketrans(data.get("spelling", {}))
        self._replaced = str.maketrans(data.get("replaced", {}))
        self._declined: dict[str, list[str]] = data.get("declined", {})
        self._citation = frozenset(data.get("citation", ()))
        self._of_names: list[str] = data.get("of_names", [])
        self._kept_marks: list[str] = data.get("kept_marks", [])
        self._plural = str(data.get("plural", ""))
        self._abbreviated = str(data.get("abbreviated", ""))
        self._analyse = _analyser() if self._readings else None
        ways: dict[str, Callable[[str, str], str]] = {
            "verb": self._verb,
            "noun": self._noun,
            "adjective": self._adjective,
            "name": self._name,
            "ending": self._by_ending,
            "reading": self._by_reading,
            "plain": self._plain,
        }
        self._ways = {pos: ways[way] for pos, way in data.get("ways", {}).items()}
        self._cases: dict[str, str] = data.get("cases", {})
        self._tenses: dict[str, str] = data.get("tenses", {})
        self._undeclined = tuple(data.get("undeclined", ()))
        self._name_cases: dict[str, list[str]] = data.get("name_cases", {})
        self._found: dict[tuple[str, str], str] = {}

    def lemma(self, form: str, pos: str) -> str:
        """Give the lemma of a form.

        Parameters
        ----------
        form
            The word as it stands in the text.
        pos
            Universal part of speech. A participle that the tagger holds an adjective is lemmatised as one;
            asked for as ``VERB`` it gives its infinitive, declined or not.
        """
        key = (form, pos)
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= _LONGEST_CACHE:
                self._found.clear()
            found = self._found[key] = self._find(form, pos)
        return found

    def cases(self, form: str, pos: str) -> frozenset[str]:
        """Give the universal cases that a form may be in; none where that is not known, or may be all."""
        if self._analyse is None or not self._cases:
            return frozenset()
        if pos == "PROPN" and len(form) > 1 and (form.isascii() or form.isupper()):
            return frozenset(self._cases.values())  # an abbreviation, or of another script
        readings = self._analyse(form)
        if pos == "PROPN" and not any(r.is_known for r in readings):
            return self._foreign_cases(form)
        fitting = [r for r in readings if str(r.tag.POS) in self._readings.get(pos, ())]
        if pos == "PROPN":
            named = [r for r in fitting if any(mark in r.tag for mark in self._of_names)]
            fitting = [r for r in named if self._plural not in r.tag] or named or fitting
        return frozenset(self._cases[str(r.tag.case)] for r in fitting if str(r.tag.case) in self._cases)

    def tense(self, form: str) -> str:
        """Give the universal tense of a verb's form where all readings of it agree, else ""."""
        readings = self._analyse(form) if self._analyse is not None and self._tenses else []
        told = {str(r.tag.tense) for r in readings if str(r.tag.tense) in self._tenses}
        return self._tenses[next(iter(told))] if len(told) == 1 else ""

    def _foreign_cases(self, form: str) -> frozenset[str]:
        """Give the cases of a name that the dictionary lacks, by what it adds to its base form."""
        base = self.lemma(form, "PROPN")
        if form.endswith(self._undeclined) or not form.startswith(base):
            return frozenset()
        return frozenset(self._name_cases.get(form.removeprefix(base), ()))

    def join(self, verb_lemma: str, particle: str) -> str:
        """Put a separated particle before its verb, if the two make a verb.

        They do if the table knows it, or if the particle is one that the language separates; else the
        verb stays alone.
        """
        joined = particle.lower() + verb_lemma
        if particle.lower() in self._particles or (self._particles and self._parts.is_verb(joined)):
            return joined
        return verb_lemma

    def separates(self, verb_lemma: str, particle: str) -> bool:
        """Whether the language separates a particle from its verbs, and the two make one that it knows."""
        return particle in self._particles and self._parts.is_verb(particle + verb_lemma)

    def _find(self, form: str, pos: str) -> str:
        form = unicodedata.normalize("NFC", form)
        irregular = self._irregular.get(pos, {})
        whole = irregular.get(form) or irregular.get(form.lower())
        return whole or self._ways.get(pos, self._plain)(form, pos) or form

    # ------------------------------------------------------------ ways

    def _plain(self, form: str, pos: str) -> str:
        low = form.lower()
        return self._table.get(low, form if pos == "PROPN" else low)

    def _verb(self, form: str, _pos: str) -> str:
        low = form.lower()
        modern = low.translate(self._spelling)
        return self._parts.verb(low) or self._parts.verb(modern) or self._table.get(low, low).lower()

    def _noun(self, form: str, _pos: str) -> str:
        return self._parts.noun(form)

    def _adjective(self, form: str, _pos: str) -> str:
        return self._parts.adjective(form)

    def _name(self, form: str, _pos: str) -> str:
        return self._parts.name(form, self._names)

    def _by_ending(self, form: str, pos: str) -> str:
        """Replace the longest ending; if that gives no word, ask the table, then try shorter endings."""
        low = form if self._composed else form.lower()
        whole = unicodedata.normalize("NFD", low) if self._composed else low
        rules = self._endings.get(pos, {})
        made = list(self._made(_BEGIN + whole, rules))
        if _BEGIN + whole in rules:
            return made[0]
        light = self._light.get(low[1:2], "")
        told = self._table.get(low, "") if low.endswith(self._asked.get(pos, ())) else ""
        words = [m for m in made if self._is_word(m, low)]
        if made and words[:1] != made[:1] and told not in {"", low}:
            return told
        found = (words or ([] if self._composed else made) or [low])[0]
        if light and len(found) == 1 and pos in self._lightened:
            return found + light
        cased = form[:1].isupper() and low.endswith(self._cased.get(pos, ()))
        return found[:1].upper() + found[1:] if cased else found

    def _made(self, marked: str, rules: Mapping[str, tuple[int, str]]) -> Iterator[str]:
        """Give what the rules make of a form, that of the longest ending first; a whole form stands alone."""
        whole = marked.removeprefix(_BEGIN)
        for begin in range(len(marked) + 1):
            off, on = rules.get(marked[begin:], (len(marked), ""))
            if off <= len(whole):
                made = whole[: len(whole) - off] + on
                yield unicodedata.normalize("NFC", made) if self._composed else made

    def _is_word(self, made: str, form: str) -> bool:
        if self._table:
            return self._table.get(made) == made and (made == form or len(made) >= _SHORTEST)
        return bool(made) and not any(unicodedata.combining(c) or "\u1100" <= c <= "\u11ff" for c in made)

    def _by_reading(self, form: str, pos: str) -> str:
        """Take the likeliest reading of the dictionary whose part of speech fits; names keep their case."""
        if self._analyse is None:
            return self._plain(form, pos)
        if form.isascii() or (pos == "PROPN" and form.isupper()):
            return form
        plain = "".join(c for c in unicodedata.normalize("NFD", form) if c != _STRESS)
        plain = unicodedata.normalize("NFC", plain)
        best = self._best(self._analyse(plain), pos)
        if form.isupper() and len(form) > 1 and self._abbreviated in best.tag:
            return form
        found = str(best.normal_form)
        if str(best.tag.POS) in self._declined.get(pos, ()):
            wanted = {*self._citation, *(mark for mark in self._kept_marks if mark in best.tag)}
            citation = best.inflect(wanted)
            found = str(citation.word) if citation else found
        if pos == "PROPN" and not self._is_name(best, plain):
            found = plain
        found = found.translate(self._replaced)
        if pos != "PROPN" or not form[:1].isupper():
            return found
        shown, parts = form.split("-"), found.split("-")
        low = len(shown) == len(parts)  # "Ростов-на-Дону"
        cased = (p if low and s[:1].islower() else p.capitalize() for s, p in zip(shown, parts, strict=low))
        return "-".join(cased if low else map(str.capitalize, parts))

    def _is_name(self, reading: Any, form: str) -> bool:
        """Whether a reading of a name is to be trusted: no verb, and no guess that makes the name longer."""
        longer = len(reading.normal_form) > len(form)
        if not reading.is_known and form.endswith(self._undeclined) and _SURNAME not in reading.tag:
            return False
        if any(mark in reading.tag for mark in self._of_names):
            return bool(reading.is_known) or not longer
        return str(reading.tag.POS) in {*self._readings["PROPN"], *self._declined["PROPN"]} and not longer

    def _best(self, readings: list[Any], pos: str) -> Any:
        """Choose the likeliest reading that fits; of names, a known one, and no plural."""
        fitting = [r for r in readings if str(r.tag.POS) in self._readings.get(pos, ())] or readings
        if pos != "PROPN":
            return fitting[0]
        named = [r for r in fitting if any(mark in r.tag for mark in self._of_names)] or fitting
        return next((r for r in named if self._plural not in r.tag), named[0])


def _read(lang: str) -> dict[str, Any]:
    path = room("lemmas_data") / f"{lang}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _affixes(data: Mapping[str, Any]) -> Affixes:
    made: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
    made["kept"] = frozenset(made.get("kept", ()))
    made["strong"] = {k: tuple(v) for k, v in data.get("strong", {}).items()}
    for name in ("separable", "inseparable", "declined"):
        made[name] = tuple(sorted(made.get(name, ()), key=lambda affix: (-len(affix), affix)))
    return Affixes(**made)


def _endings(rules: Mapping[str, str]) -> dict[str, tuple[int, str]]:
    """Read "<letters off>+<letters on>" = "ending ending …" into what is done by ending."""
    read: dict[str, tuple[int, str]] = {}
    for edit, endings in rules.items():
        off, _, on = edit.partition("+")
        for ending in endings.split(" "):
            read[unicodedata.normalize("NFD", ending)] = (int(off), unicodedata.normalize("NFD", on))
    return read


def _table(lang: str) -> Mapping[str, str]:
    """Give simplemma's table: its own instance, so that one language is loaded once in a process."""
    from simplemma.strategies import DEFAULT_DICTIONARY_FACTORY  # noqa: PLC0415

    return DEFAULT_DICTIONARY_FACTORY.get_dictionary(lang)


def _analyser() -> Callable[[str], list[Any]]:
    """Give the Russian dictionary; imported here because other languages need not load it."""
    module: Any = import_module("pymorphy3")  # without types
    analyser = module.MorphAnalyzer()
    return lambda form: list(analyser.parse(form))
