"""A language's verb forms as its file tells them: every reading of a form, whatever stands around it.

A file of `kg/morph` lists the irregular forms and the principal parts of strong verbs; prefix verbs follow
their base; all else is told by its ending on the stem of the lemma.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kg.errors import ProjectError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

_PARTS = ("present", "preterite", "subjunctive2")
_FIELDS = 5


@dataclass(frozen=True, slots=True)
class VerbFeatures:
    """What a verb's form tells; "" and 0 where it tells nothing.

    ``form`` is "finite", "infinitive" or "participle"; ``mood`` "indicative", "subjunctive1",
    "subjunctive2" or "imperative"; ``set_phrase`` marks a subjunctive that belongs to a fixed expression.
    """

    form: str = ""
    mood: str = ""
    tense: str = ""
    number: str = ""
    person: int = 0
    set_phrase: bool = False


@dataclass(frozen=True)
class Rules:
    """A language's forms: the file's tables, and what follows from them."""

    tables: Mapping[str, Any]

    def fold(self, text: str) -> str:
        """Give a form as it is looked up: small letters, one spelling."""
        low = text.lower()
        for old, new in self.tables.get("fold", {}).items():
            low = low.replace(old, new)
        return low

    def words(self, name: str) -> frozenset[str]:
        """Give a list of the table that tells what decides between readings."""
        return frozenset(self.tables.get("context", {}).get(name, ()))

    @cached_property
    def tagged(self) -> Mapping[str, VerbFeatures]:
        """What the tagger's features mean, in languages whose forms it tells well enough."""
        return {feats: _reading(one) for feats, one in self.tables.get("tagged", {}).items()}

    @cached_property
    def weak(self) -> Mapping[str, tuple[VerbFeatures, ...]]:
        """Regular endings."""
        return _endings(self.tables.get("weak", {}))

    @cached_property
    def lexicon(self) -> Mapping[str, tuple[VerbFeatures, ...]]:
        """Every form that the file lists or that follows from its principal parts."""
        found: dict[str, list[VerbFeatures]] = {}
        for form, reading in self._forms():
            known = found.setdefault(self.fold(form), [])
            if reading not in known:
                known.append(reading)
        return {form: tuple(readings) for form, readings in found.items()}

    @cached_property
    def bare(self) -> frozenset[str]:
        """Strong participles as they stand after an inseparable prefix."""
        prefix = self._participle("prefix", "")
        verbs = self.tables.get("strong_verbs", {}).values()
        forms = {self.fold(one) for parts in verbs for one in parts.split()[-1].split("/")}
        return frozenset(form.removeprefix(prefix) for form in forms if form.startswith(prefix))

    def prefixes(self, name: str) -> tuple[str, ...]:
        """Give the separable or inseparable prefixes, long ones first."""
        return self._prefixes.get(name, ())

    @cached_property
    def _prefixes(self) -> Mapping[str, tuple[str, ...]]:
        folded = {
            name: {self.fold(p) for p in listed} for name, listed in self.tables.get("prefixes", {}).items()
        }
        return {name: tuple(sorted(some, key=lambda p: (-len(p), p))) for name, some in folded.items()}

    def readings(self, text: str, lemma: str) -> tuple[VerbFeatures, ...]:
        """Give all that a form may be, whatever stands around it."""
        form = self.fold(text)
        return self._listed(form) or tuple(dict.fromkeys(self._regular(form, self.fold(lemma))))

    def certain(self, text: str, lemma: str) -> bool:
        """Whether a form is a verb's by the file or by its lemma, not by its ending alone."""
        form, base = self.fold(text), self.fold(lemma)
        return bool(self._listed(form)) or any(s + e == form for s in self.stems(base) for e in self.weak)

    def stems(self, lemma: str) -> Iterator[str]:
        """Give the stems of an infinitive."""
        table = self.tables.get("infinitive", {})
        for ending in table.get("endings", ()):
            if lemma.endswith(ending):
                stem = lemma.removesuffix(ending)
                yield stem
                for long, short in table.get("contract", {}).items():
                    if stem.endswith(long):
                        yield stem.removesuffix(long) + short

    def _participle(self, name: str, default: Any) -> Any:
        return self.tables.get("participle", {}).get(name, default)

    def _forms(self) -> Iterator[tuple[str, VerbFeatures]]:
        for forms in self.tables.get("forms", {}).values():
            for form, written in forms.items():
                yield from ((form, _reading(one)) for one in written)
        for lemma in self.tables.get("weak_verbs", {}).get("infinitives", ()):
            stem = next(self.stems(lemma))
            yield from ((stem + e, reading) for e, readings in self.weak.items() for reading in readings)
            for ending in self._participle("endings", ()):
                yield self._participle("prefix", "") + stem + ending, VerbFeatures("participle")
        for kind, verbs in (("strong", "strong_verbs"), ("modal", "modals")):
            endings = {**self.tables.get("strong", {}), **self.tables.get(kind, {})}
            for lemma, written in self.tables.get(verbs, {}).items():
                yield from self._conjugated(lemma, written.split(), endings, kind)

    def _conjugated(
        self, lemma: str, parts: Sequence[str], endings: Mapping[str, Any], kind: str
    ) -> Iterator[tuple[str, VerbFeatures]]:
        cut = {"present": "t" if kind == "strong" else "", "preterite": "", "subjunctive2": "e"}
        stems = [("stem", next(self.stems(lemma)))]
        for name, part in zip(_PARTS, parts, strict=False):
            stems += [(name, one.removesuffix(cut[name])) for one in part.split("/")]
        for name, stem in stems:
            for ending, readings in _endings(endings[name]).items():
                yield from ((stem + ending, reading) for reading in readings)
        yield from ((one, VerbFeatures("participle")) for one in parts[-1].split("/"))

    def _listed(self, form: str, *, separable: bool = True) -> tuple[VerbFeatures, ...]:
        """Look a form up, whole and without its prefixes."""
        if form in self.lexicon:
            return self.lexicon[form]
        for prefix in self.prefixes("inseparable"):
            rest = form.removeprefix(prefix)
            if rest != form and (rest in self.lexicon or rest in self.bare):
                whole = self.lexicon.get(rest, ())
                kept = tuple(r for r in whole if r.form != "participle")
                weak = bool(kept) and form.endswith(tuple(self._participle("endings", ())))
                past = (VerbFeatures("participle"),) if weak or rest in self.bare else ()
                return (*kept, *past) or whole
        for prefix in self.prefixes("separable") if separable else ():
            rest = form.removeprefix(prefix)
            if rest == form:
                continue
            if readings := self._listed(rest, separable=False):
                return readings
            for marker in self.words("marker"):
                inner = self._listed(rest.removeprefix(marker), separable=False)
                if rest.startswith(marker) and any(r.form == "infinitive" for r in inner):
                    return (VerbFeatures("infinitive"),)
        return ()

    def _regular(self, form: str, lemma: str) -> Iterator[VerbFeatures]:
        """Tell a regular form by the ending on its lemma's stem; if that does not fit, by the ending."""
        prefix, endings = self._participle("prefix", ""), tuple(self._participle("endings", ()))
        starts = [start for start in ("", *self.prefixes("separable")) if form.startswith(start)]
        bases = [(start, stem.removeprefix(start)) for stem in self.stems(lemma) for start in starts]
        if any(form == start + prefix + stem + e for start, stem in bases for e in endings):
            yield VerbFeatures("participle")
            return
        markers = self.words("marker")
        if any(start and form == start + m + lemma.removeprefix(start) for start in starts for m in markers):
            yield VerbFeatures("infinitive")
            return
        fitting = [form.removeprefix(stem) for stem in self.stems(lemma) if form.startswith(stem)]
        listed = [ending for ending in fitting if ending in self.weak]
        if not listed:
            listed = sorted((e for e in self.weak if e and form.endswith(e)), key=lambda e: -len(e))[:1]
        yield from (reading for ending in listed for reading in self.weak[ending])
        if not endings or not form.endswith(endings):
            return
        inside = (prefix, *self.prefixes("inseparable"))
        if form.endswith(tuple(self._participle("without_prefix", ()))) or any(
            form.startswith(start + begin) for start in starts for begin in inside
        ):
            yield VerbFeatures("participle")


def load_rules(path: Path) -> Rules:
    """Read a file of `kg/morph`.

    Raises
    ------
    ProjectError
        If it cannot be read or a reading in it is not well formed; names the place.
    """
    try:
        rules = Rules(tomllib.loads(path.read_text(encoding="utf-8")))
        _ = rules.lexicon, rules.weak
    except (OSError, ValueError, KeyError) as error:
        raise ProjectError("KG-110", f"{path.name} cannot be read: {error}.") from error
    return rules


def _reading(written: str) -> VerbFeatures:
    parts = ["" if part == "-" else part for part in written.split()]
    if len(parts) != _FIELDS:
        message = f"{written!r} is no reading: form mood tense number person"
        raise ValueError(message)
    form, mood, tense, number, person = parts
    return VerbFeatures(form, mood, tense, number, int(person or 0))


def _endings(table: Mapping[str, Iterable[str]]) -> dict[str, tuple[VerbFeatures, ...]]:
    return {ending: tuple(_reading(one) for one in written) for ending, written in table.items()}
