"""The words of a sentence in a language of suffixes, and what is known of the nouns that are in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.suffixed_words import Suffixed, VerbForm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.language import Language
    from kg.model import Period

#: Tags that a small tagger gives to nouns with a particle of place.
LINKING = frozenset({"SCONJ", "CCONJ", "ADV"})
#: A name of so many letters is hardly another word.
SURE = 3
PERSON = "Person"
#: Joins two names in one word.
JOINT = "-"


@dataclass(frozen=True, slots=True)
class Piece:
    """A noun, name or part of a compound; ``kind`` is name, state, title, source, pair, noun or unknown."""

    text: str
    begin: int
    end: int
    kind: str
    lemma: str
    type: str = ""
    key: str = ""
    function: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A word: ``kind`` is noun, verb, adverb, adjective, time or mark; ``quote`` numbers its quotation."""

    text: str
    begin: int
    end: int
    kind: str
    pieces: tuple[Piece, ...] = ()
    function: str = ""
    adnominal: bool = False
    verb: VerbForm | None = None
    quote: int = 0
    pos: str = ""
    times: tuple[Period, Period] | None = None


@dataclass
class Lexicon:
    """What nouns and names a language's reader knows.

    ``names`` are those of the look-up, ``called`` those that the article at hand calls by a title.
    """

    language: Language
    names: frozenset[str]
    called: frozenset[str] = frozenset()
    suffixed: Suffixed = field(init=False)
    nouns: frozenset[str] = field(init=False)
    hedges: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.suffixed = Suffixed(self.language)
        told = self.language
        words = {n for hedges in told.certainty.values() for n in hedges.nouns}
        self.hedges = frozenset(words)
        words |= told.plan.nouns | told.request.nouns | told.suffixes.content | told.suffixes.ordinary
        words |= set(told.suffixes.bound)
        self.nouns = frozenset(told.common_nouns | words)

    def kind(self, word: str) -> tuple[str, str, str]:
        """Tell kind, class and QID of a whole word; ("", "", "") if it is not known."""
        told = self.language
        states = {"state": told.demonyms.get(word), "capital": told.metonyms.get(word)}
        for kind, qid in states.items():
            if qid:
                return kind, "Country", qid
        classes = told.classify(word)
        kinds = {
            "pronoun": word in told.grammar.personal,
            "pair": word in told.suffixes.pairs,
            "title": word in told.office_of_title,
            "source": word in told.kind_of_source and not classes,
            "noun": word in self.nouns,
            "name": word in self.names | self.called,
        }
        kind = next((kind for kind, known in kinds.items() if known), "")
        given = {
            "pronoun": told.grammar.personal.get(word, ""),
            "title": PERSON,
            "source": "UnnamedSource",
            "name": PERSON if word in self.called else "",
        }
        return kind, given.get(kind, classes if kind else ""), ""

    def piece(self, text: str, begin: int, kind: str, type_: str = "", key: str = "") -> Piece:
        """Make a piece of a word as it stands."""
        return Piece(text, begin, begin + len(text), kind, text, type_, key)

    def pieces(
        self, stem: str, begin: int, pos: str, hint: str, *, suffixed: bool = False
    ) -> tuple[Piece, ...]:
        """Take a word apart into known nouns and names; none if that does not work."""
        whole = self._whole(stem, begin, pos, hint, suffixed=suffixed) or self._joined(stem, begin)
        if whole:
            return whole
        if stem[:1] in self.language.suffixes.surnames and self.kind(stem[1:])[0] == "title":
            title = self.piece(stem[1:], begin + 1, "title", "Person")
            return (self.piece(stem[:1], begin, "unknown", "Person"), title)
        for cut in range(1, len(stem)):
            last = self._whole(stem[cut:], begin + cut, pos, "")
            if (
                not last
                or (len(stem) - cut == 1 and not last[0].type and last[0].lemma not in self.hedges)
                or last[0].kind == "name"
            ):
                continue
            known = cut > 1 or stem[0] in self.language.suffixes.signs
            first = self.pieces(stem[:cut], begin, "PROPN", hint) if known else ()
            if first:
                return (*first, *last)
            if cut > 1 and last[0].lemma in self.language.suffixes.honorifics:
                return (self.piece(stem[:cut], begin, "unknown", "Person"), *last)
            if cut > 1 and hint and last[0].type in self.language.grammar.names_before:
                return (self.piece(stem[:cut], begin, "unknown", hint), *last)
        return ()

    def _joined(self, stem: str, begin: int) -> tuple[Piece, ...]:
        """Take two names apart that a hyphen joins ("김정은-푸틴"), if one of them is known."""
        first, joint, second = stem.partition(JOINT)
        found = []
        for text, at in ((first, begin), (second, begin + len(first) + 1)):
            kind, type_, key = self.kind(text)
            found.append(self.piece(text, at, kind or "unknown", type_ or "Person", key))
        named = [p for p in found if p.kind in {"name", "state"}]
        return tuple(found) if joint and named and all(len(p.text) > 1 for p in found) else ()

    def _whole(
        self, stem: str, begin: int, pos: str, hint: str, *, suffixed: bool = False
    ) -> tuple[Piece, ...]:
        short = self.language.suffixes.short.get(stem)
        if short:
            return tuple(self.short(stem, begin))
        kind, type_, key = self.kind(stem)
        if kind == "name" and not self._is_name(stem, pos, hint, suffixed=suffixed):
            return ()
        return (
            (self.piece(stem, begin, kind, type_ or (hint if kind == "name" else ""), key),) if kind else ()
        )

    def _is_name(self, stem: str, pos: str, hint: str, *, suffixed: bool) -> bool:
        """Whether a listed name is one here: many towns are called like common words."""
        if stem in self.language.suffixes.ordinary:
            return False
        if len(stem) > SURE or hint or pos == "PROPN" or stem in self.language.suffixes.sure:
            return True
        return len(stem) == SURE or (suffixed and pos in LINKING)

    def short(self, stem: str, begin: int) -> Iterable[Piece]:
        """Give the states that a word holds, and its noun ("방북")."""
        short = self.language.suffixes.short[stem]
        states = [str(one) for one in short["states"]]
        for at, (letter, key) in enumerate(zip(stem, states, strict=True)):
            if key.startswith("Q"):
                function = str(short.get("function", ""))
                yield Piece(letter, begin + at, begin + at + 1, "state", letter, "Country", key, function)
        noun = str(short.get("noun", ""))
        if noun:
            kind, type_, _ = self.kind(noun)
            yield Piece(stem, begin, begin + len(stem), kind or "noun", noun, type_)
