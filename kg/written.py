"""The words of a sentence in a language of suffixes: nouns in pieces with their function, verbs with form.

Words are told by what the language file and the look-up know of them, then by their suffixes, and only
last by the tagger: a small tagger takes "우주기지에서" (at a spaceport) for an adverb.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.suffixed_words import Suffixed, VerbForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.language import Language
    from kg.model import Period
    from kg.tokens import NameSpan, Token

_VERBAL = frozenset({"VERB", "AUX", "ADJ"})
_LINKING = frozenset({"SCONJ", "CCONJ", "ADV"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "X", "SYM"})
_OPENING, _CLOSING, _BOTH = "“‘「『《〈<", "”’」』》〉>", "\"'"
_LONGEST_NAME = 5
_SURE = 3
_MAX_AFTER = 2


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
    """What nouns and names a language's reader knows; ``names`` are those of the look-up."""

    language: Language
    names: frozenset[str]
    suffixed: Suffixed = field(init=False)
    nouns: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.suffixed = Suffixed(self.language)
        told = self.language
        words = {n for hedges in told.certainty.values() for n in hedges.nouns}
        words |= told.plan.nouns | told.request.nouns | told.suffixes.content | told.suffixes.ordinary
        words |= set(told.suffixes.bound)
        self.nouns = frozenset(told.common_nouns | words)

    def kind(self, word: str) -> tuple[str, str, str]:
        """Tell kind, class and QID of a whole word; ("", "", "") if it is not known."""
        told = self.language
        qid = told.demonyms.get(word) or told.metonyms.get(word)
        if qid:
            return ("state" if word in told.demonyms else "capital"), "Country", qid
        if word in told.suffixes.pairs:
            return "pair", told.classify(word), ""
        if word in told.office_of_title:
            return "title", "Person", ""
        if word in told.kind_of_source and not told.classify(word):
            return "source", "UnnamedSource", ""
        if word in self.nouns:
            return "noun", told.classify(word), ""
        return ("name", "", "") if word in self.names else ("", "", "")


class Reader:
    """Turns the tokens of a sentence into words of their kinds."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.data = lexicon.language.suffixes
        self.suffixed = lexicon.suffixed

    def read(
        self,
        tokens: Sequence[Token],
        spans: Sequence[NameSpan],
        times: Iterable[tuple[int, int, Period, Period]],
    ) -> list[Written]:
        """Give the words; ``times`` are (begin, end, past, ahead) by offsets of the article."""
        hints = {i: span.type for span in spans for i in range(span.first, span.last + 1)}
        stretches = list(times)
        found: list[Written] = []
        quote, opened, skip, depth = 0, 0, 0, 0
        for at, token in enumerate(tokens):
            if skip:
                skip -= 1
                continue
            depth += (token.text == "(") - (token.text == ")")
            time = next((t for t in stretches if t[0] < token.end and token.begin < t[1]), None)
            if time is not None:
                if not (found and found[-1].times is not None and found[-1].times[0] is time[2]):
                    found.append(
                        Written(token.text, token.begin, token.end, "time", times=time[2:], quote=quote)
                    )
                continue
            if depth > 0 or token.text == ")":
                continue
            if token.text in _OPENING or (token.text in _BOTH and not quote):
                opened += 1
                quote = opened
                continue
            if token.text in _CLOSING or token.text in _BOTH:
                quote = 0
                continue
            if self._glued(tokens, at, found):
                continue
            if not any(c.isalnum() for c in token.text):
                found.append(Written(token.text, token.begin, token.end, "mark", quote=quote))
                continue
            word = replace(self._word(token, hints.get(at, ""), self._awaits(found)), quote=quote)
            word, skip = self._postposition(word, tokens, at)
            found.append(word)
        return self._compounds(found)

    # ------------------------------------------------------------ what hangs on the word before

    def _glued(self, tokens: Sequence[Token], at: int, found: list[Written]) -> bool:
        """Take what stands right after a closing quotation mark or bracket for a suffix of what is inside."""
        if not found or at == 0 or tokens[at].begin != tokens[at - 1].end or tokens[at - 1].text.isalnum():
            return False
        before, text = found[-1], tokens[at].text
        quoting = self.suffixed.quoting(text)
        if before.kind == "verb" and before.verb is not None and quoting is not None:
            found[-1] = replace(before, verb=replace(before.verb, form=quoting.form))
            return True
        function = self.data.particles.get(text)
        if before.kind == "noun" and function and not before.function:
            plain = function.removesuffix("+")
            found[-1] = replace(before, function=plain, adnominal=function != plain)
            return True
        return False

    def _postposition(self, word: Written, tokens: Sequence[Token], at: int) -> tuple[Written, int]:
        """Take the words after a noun that make one particle with its own ("에 따르면")."""
        if word.kind not in {"noun", "time"}:
            return word, 0
        for count in range(_MAX_AFTER, 0, -1):
            after = [t.text for t in tokens[at + 1 : at + 1 + count]]
            function = self.data.postpositions.get(" ".join([word.function or "_", *after]))
            if function and len(after) == count:
                plain = function.removesuffix("+").replace("_", "")
                return replace(word, function=plain, adnominal=function.endswith("+")), count
        return word, 0

    # ------------------------------------------------------------ one word

    def _awaits(self, found: Sequence[Written]) -> bool:
        """Whether the word before is a verb that goes on with another."""
        last = found[-1].verb if found else None
        return last is not None and any(entry["form"] == last.form for entry in self.data.after)

    def _word(self, token: Token, hint: str, awaited: bool) -> Written:
        text = token.text
        made = Written(text, token.begin, token.end, "", pos=token.pos)
        clock = text[:1].isdigit() and any(mark in text for mark in self.data.clock)
        if text in self.data.adverbs or clock:
            return replace(made, kind="adverb")
        if text in self.data.adjectives:
            return replace(made, kind="adjective")
        known = self._known_noun(token, hint)
        verb = self.suffixed.known_verb(text)
        helps = verb is not None and awaited and any(e["verb"] == verb.lemma for e in self.data.after)
        if known is not None and (verb is None or not (helps or self._rather_verb(known, token))):
            return known
        if verb is not None and not (hint and token.pos in _NOMINAL):
            return replace(made, kind="verb", verb=verb)
        for light in self.suffixed.light_verb(text):
            if self._makes_verb(light, token, hint):
                return self._light(made, light)
        if token.pos in _VERBAL:
            verb = self.suffixed.any_verb(text)
            if verb is not None:
                return replace(made, kind="verb", verb=verb)
        return self._other_noun(token, hint)

    def _rather_verb(self, noun: Written, token: Token) -> bool:
        """Whether a word that may be a noun or a verb is the verb: the tagger says so, of a short noun."""
        short = len(noun.pieces) == 1 and len(noun.pieces[0].text) == 1
        return token.pos in _VERBAL and (short or not noun.function)

    def _makes_verb(self, light: VerbForm, token: Token, hint: str) -> bool:
        known = bool(self._pieces(light.noun, token.begin, token.pos, ""))
        if light.copula:
            return known or token.pos in _VERBAL
        nominal = token.pos in _NOMINAL and light.form == "adnominal" and not known
        return (len(light.noun) > 1 or known) and not nominal and not (hint and not known)

    def _light(self, made: Written, light: VerbForm) -> Written:
        pieces = self._pieces(light.noun, made.begin, made.pos, "") if light.copula else ()
        if light.copula and not pieces:
            pieces = (self._piece(light.noun, made.begin, "unknown"),)
        return replace(made, kind="verb", verb=light, pieces=tuple(pieces or ()))

    def _known_noun(self, token: Token, hint: str) -> Written | None:
        made = Written(token.text, token.begin, token.end, "noun", pos=token.pos)
        weak: Written | None = None
        for reading in self.suffixed.nouns(token.text):
            stem = reading.stem
            pieces = self._pieces(stem, token.begin, token.pos, hint, suffixed=bool(reading.function))
            if not pieces:
                bare = next((stem.removesuffix(p) for p in self.data.plural if stem.endswith(p)), "")
                pieces = self._pieces(bare, token.begin, token.pos, hint) if bare else ()
            if not pieces:
                continue
            found = replace(
                made, pieces=tuple(pieces), function=reading.function, adnominal=reading.adnominal
            )
            if len(pieces) == 1 or len(pieces[-1].text) > 1:
                return found
            weak = weak or found  # "대통령도" is no province
        return weak

    def _other_noun(self, token: Token, hint: str) -> Written:
        """Read a noun that nothing knows: the longest particle, with two letters left."""
        made = Written(token.text, token.begin, token.end, "noun", pos=token.pos)
        readings = [r for r in self.suffixed.nouns(token.text) if len(r.stem) > 1 or not r.function]
        chosen = readings[-1] if readings else None
        if chosen is None or (token.pos in {"ADV", "DET", "INTJ"} and not chosen.function):
            return replace(made, kind="adverb")
        if token.pos == "NUM" and not chosen.function:
            return replace(made, kind="adjective")
        piece = self._piece(chosen.stem, token.begin, "unknown", hint or self._proper(token))
        return replace(made, pieces=(piece,), function=chosen.function, adnominal=chosen.adnominal)

    def _proper(self, token: Token) -> str:
        return "Entity" if token.pos == "PROPN" else ""

    # ------------------------------------------------------------ pieces

    def _piece(self, text: str, begin: int, kind: str, type_: str = "", key: str = "") -> Piece:
        return Piece(text, begin, begin + len(text), kind, text, type_, key)

    def _pieces(
        self, stem: str, begin: int, pos: str, hint: str, *, suffixed: bool = False
    ) -> tuple[Piece, ...]:
        """Take a word apart into known nouns and names; none if that does not work."""
        whole = self._whole(stem, begin, pos, hint, suffixed=suffixed)
        if whole:
            return whole
        if stem[:1] in self.data.surnames and self.lexicon.kind(stem[1:])[0] == "title":
            title = self._piece(stem[1:], begin + 1, "title", "Person")
            return (self._piece(stem[:1], begin, "unknown", "Person"), title)
        for cut in range(len(stem) - 1, 0, -1):
            last = self._whole(stem[cut:], begin + cut, pos, "")
            if not last or (len(stem) - cut == 1 and not last[0].type) or last[0].kind == "name":
                continue
            first = self._pieces(stem[:cut], begin, "PROPN", hint) if cut > 1 else ()
            if first:
                return (*first, *last)
            if cut > 1 and hint and last[0].type in self.lexicon.language.grammar.names_before:
                return (self._piece(stem[:cut], begin, "unknown", hint), *last)
        return ()

    def _whole(
        self, stem: str, begin: int, pos: str, hint: str, *, suffixed: bool = False
    ) -> tuple[Piece, ...]:
        short = self.data.short.get(stem)
        if short:
            return tuple(self._short(stem, begin, short))
        kind, type_, key = self.lexicon.kind(stem)
        if kind == "name" and not self._is_name(stem, pos, hint, suffixed=suffixed):
            return ()
        return (self._piece(stem, begin, kind, type_ or (hint if kind == "name" else ""), key),) if kind else ()

    def _is_name(self, stem: str, pos: str, hint: str, *, suffixed: bool) -> bool:
        """Whether a listed name is one here: many towns are called like common words."""
        if stem in self.data.ordinary:
            return False
        if len(stem) > _SURE or hint or pos == "PROPN" or stem in self.data.sure:
            return True
        return len(stem) == _SURE or (suffixed and pos in _LINKING)

    def _short(self, stem: str, begin: int, short: Mapping[str, object]) -> Iterable[Piece]:
        states = [str(one) for one in short["states"]]  # type: ignore[attr-defined]
        for at, (letter, key) in enumerate(zip(stem, states, strict=True)):
            if key.startswith("Q"):
                function = str(short.get("function", ""))
                yield Piece(letter, begin + at, begin + at + 1, "state", letter, "Country", key, function)
        noun = str(short.get("noun", ""))
        if noun:
            kind, type_, _ = self.lexicon.kind(noun)
            yield Piece(stem, begin, begin + len(stem), kind or "noun", noun, type_)

    # ------------------------------------------------------------ words that belong together

    def _counted(self, words: Sequence[Written], at: int) -> tuple[Written, int]:
        """Give a noun the particle of the number that counts it ("포탄 수백만 발을")."""
        first, last, used = words[at], at + 1, 1
        while last < len(words) and first.kind == "noun" and not first.function:
            word = words[last]
            counts = word.kind in {"noun", "adjective"} and (
                self._is_number(word.text) or self._counter(word, after=last > at + 1)
            )
            if not counts or word.quote != first.quote:
                break
            last += 1
            if self._counter(word, after=last > at + 2):
                first = replace(first, function=word.function, adnominal=word.adnominal)
                used = last - at
        return first, used

    def _is_number(self, text: str) -> bool:
        return all(c.isdigit() or c in ".,~" or c in self.data.numerals for c in text)

    def _counter(self, word: Written, *, after: bool) -> bool:
        """Whether a word is a counter, with its number before it or not ("발을", "5곳에", "이상을")."""
        number = "0123456789.,~" + "".join(self.data.numerals)
        for reading in self.suffixed.nouns(word.text):
            if word.kind == "noun" and reading.function != word.function:
                continue
            bare = reading.stem.lstrip(number)
            cut = next((bare.removesuffix(a) for a in self.data.about if bare.endswith(a)), bare)
            counted = bare != reading.stem or after
            if counted and ({bare, cut} & self.data.counters or (after and not cut)):
                return True
        return False

    def _compounds(self, words: list[Written]) -> list[Written]:
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
        first = words[at]
        for size in range(_LONGEST_NAME, 1, -1):
            run = words[at : at + size]
            if len(run) < size or any(w.kind != "noun" or w.function for w in run[:-1]):
                continue
            last = run[-1]
            before = "".join(w.text for w in run[:-1])
            spaced = " ".join(w.text for w in run[:-1])
            if last.kind == "verb" and last.verb is not None and before + last.verb.lemma in self.suffixed.verbs:
                verb = replace(last.verb, lemma=before + last.verb.lemma, noun=before + last.verb.noun)
                return replace(last, begin=first.begin, verb=verb), size
            if last.kind != "noun" or not last.pieces:
                continue
            stem = "".join(p.text for p in last.pieces)
            for whole in (f"{spaced} {stem}", before + stem):
                kind, type_, key = self.lexicon.kind(whole)
                if kind and kind != "capital":
                    piece = Piece(whole, first.begin, last.pieces[-1].end, kind, whole, type_, key)
                    return replace(last, begin=first.begin, pieces=(piece,)), size
        return first, 1
