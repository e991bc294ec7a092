"""Tells what each word of a sentence is, in a language of suffixes: noun, verb, adverb, time.

By what the language file and the look-up know of it, then by its suffixes, and only last by the tagger: a
small tagger takes "우주기지에서" (at a spaceport) for an adverb.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.head_final_nodes import OBJECT
from kg.suffixed_words import VerbForm
from kg.written import PERSON, SURE, Written
from kg.written_runs import Runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.model import Period
    from kg.tokens import NameSpan, Token
    from kg.written import Lexicon

_VERBAL = frozenset({"VERB", "AUX", "ADJ"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "X", "SYM"})
_OPENING, _CLOSING, _BOTH = "“‘「『《〈<", "”’」』》〉>", "\"'"
_MAX_AFTER = 2
_CALLED = "order"


class Reader:
    """Turns the tokens of a sentence into words of their kinds."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.data = lexicon.language.suffixes
        self.suffixed = lexicon.suffixed
        self.runs = Runs(lexicon)

    def meet(self, sentences: Iterable[tuple[Sequence[Token], Sequence[NameSpan]]]) -> None:
        """Learn by what one word an article may call its people: what stands before a title, or last."""
        persons = [(tokens, span) for tokens, spans in sentences for span in spans if span.type == PERSON]
        called = {t[s.first].text for t, s in persons if self._title(t, s.first + 1)}
        called |= {t[s.last].text for t, s in persons if s.last > s.first and self._title(t, s.last + 1)}
        self.lexicon.called = frozenset(
            name for name in called if len(name) >= SURE and not self.lexicon.kind(name)[0]
        )

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
            found += self._with_state(word)
        return [one for word in self.runs.join(found) for one in self._with_state(word)]

    # ------------------------------------------------------------ what hangs on the word before

    def _glued(self, tokens: Sequence[Token], at: int, found: list[Written]) -> bool:
        """Take what stands right after a closing quotation mark or bracket for a suffix of what is inside."""
        if not found or at == 0 or tokens[at].begin != tokens[at - 1].end or tokens[at - 1].text.isalnum():
            return False
        before, text = found[-1], tokens[at].text
        whole = self.suffixed.known_verb(tokens[at - 2].text + text) if at > 1 else None
        ends = before.kind != "verb" and tokens[at - 2].end == before.end
        if whole is not None and ends:  # "'강력히 규탄'한다고"
            found[-1] = replace(before, kind="verb", verb=whole, pieces=(), end=tokens[at].end, quote=0)
            return True
        quoting = self.suffixed.quoting(text)
        if before.kind == "verb" and before.verb is not None and quoting is not None:
            found[-1] = replace(before, verb=replace(before.verb, form=quoting.form))
            return True
        if before.kind == "noun" and quoting is not None and not before.function:  # "… 것"이라고
            copula = next((v for v, way in self.data.light.items() if way == "copula"), "")
            verb = VerbForm(copula, quoting.form, copula=True, noun=before.text)
            found[-1] = replace(before, kind="verb", verb=verb, end=tokens[at].end)
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
            former = count == 1 and after and after[0] in self.data.adjectives and self._title(tokens, at + 2)
            if function and len(after) == count and not former:  # "푸틴 전 대통령" is no time
                plain = function.removesuffix("+").replace("_", "")
                return replace(word, function=plain, adnominal=function.endswith("+")), count
        return word, 0

    def _title(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether the word in a place is a title, with a particle or without."""
        readings = self.suffixed.nouns(tokens[at].text) if at < len(tokens) else ()
        return any(self.lexicon.kind(one.stem)[0] == "title" for one in readings)

    def _with_state(self, word: Written) -> list[Written]:
        """Take the state out of a verb that holds it: "방북하다" is to visit the North."""
        verb = word.verb
        noun = verb.lemma.removesuffix(self.data.does_verb) if verb is not None else ""
        told = self.data.short.get(noun) if verb is not None and noun != verb.lemma else None
        if told is None or verb is None or not told.get("noun"):
            return [word]
        states = tuple(p for p in self.lexicon.short(noun, word.begin) if p.kind == "state")
        plain = replace(verb, lemma=told["noun"] + self.data.does_verb, noun=told["noun"])
        object_ = replace(word, kind="noun", verb=None, pieces=states, function=OBJECT)
        return [replace(object_, end=states[-1].end), replace(word, verb=plain)]

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
        return self._made_verb(made, token, hint) or self._other_noun(token, hint)

    def _made_verb(self, made: Written, token: Token, hint: str) -> Written | None:
        """Read a verb that is in no list: of a noun and a light verb, or as the tagger says."""
        for light in self.suffixed.light_verb(made.text):
            if self._makes_verb(light, token, hint):
                return self._light(made, light)
        verb = self.suffixed.any_verb(made.text) if token.pos in _VERBAL else None
        return replace(made, kind="verb", verb=verb) if verb is not None else None

    def _rather_verb(self, noun: Written, token: Token) -> bool:
        """Whether a word that may be a noun or a verb is the verb: the tagger says so, of a short noun."""
        short = len(noun.pieces) == 1 and len(noun.pieces[0].text) == 1
        return token.pos in _VERBAL and (short or not noun.function)

    def _makes_verb(self, light: VerbForm, token: Token, hint: str) -> bool:
        known = bool(self.lexicon.pieces(light.noun, token.begin, token.pos, ""))
        if light.copula:
            return known or token.pos in _VERBAL or light.form == _CALLED
        nominal = token.pos in _NOMINAL and light.form == "adnominal" and not known
        return (len(light.noun) > 1 or known) and not nominal and not (hint and not known)

    def _light(self, made: Written, light: VerbForm) -> Written:
        pieces = self.lexicon.pieces(light.noun, made.begin, made.pos, "") if light.copula else ()
        if light.copula and not pieces:
            pieces = (self.lexicon.piece(light.noun, made.begin, "unknown"),)
        return replace(made, kind="verb", verb=light, pieces=tuple(pieces or ()))

    def _known_noun(self, token: Token, hint: str) -> Written | None:
        made = Written(token.text, token.begin, token.end, "noun", pos=token.pos)
        weak: Written | None = None
        for reading in self.suffixed.nouns(token.text):
            stem = reading.stem
            pieces = self.lexicon.pieces(stem, token.begin, token.pos, hint, suffixed=bool(reading.function))
            if not pieces:
                bare = next((stem.removesuffix(p) for p in self.data.plural if stem.endswith(p)), "")
                pieces = self.lexicon.pieces(bare, token.begin, token.pos, hint) if bare else ()
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
        readings = [
            r
            for r in self.suffixed.nouns(token.text)
            if not r.function or (len(r.stem) > 1 and token.text[len(r.stem) :] not in self.data.brief)
        ]
        chosen = readings[-1] if readings else None
        if chosen is None or (token.pos in {"ADV", "DET", "INTJ"} and not chosen.function):
            return replace(made, kind="adverb")
        if token.pos == "NUM" and not chosen.function:
            return replace(made, kind="adjective")
        piece = self.lexicon.piece(chosen.stem, token.begin, "unknown", hint or self._proper(token))
        return replace(made, pieces=(piece,), function=chosen.function, adnominal=chosen.adnominal)

    def _proper(self, token: Token) -> str:
        return "Entity" if token.pos == "PROPN" else ""
