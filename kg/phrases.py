"""Noun phrases of a sentence, told from words, names and closed classes; the tree only helps.

Small parsers err most inside noun phrases that are full of names ("Russlands Präsident Wladimir
Putin"), so these are put together from the surface: a core (name, noun or pronoun), what stands before
it (article, adjectives, numbers, a genitive name), a class noun or title that belongs to the name, and
the preposition. The tree is asked only what the whole phrase hangs on.
"""

from __future__ import annotations

from dataclasses import dataclass

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.tokens import NameSpan, Token
    from kg.language import Language
    from collections.abc import Sequence

NOMINAL = frozenset({"NOUN", "PROPN"})
_CLOSING = frozenset('“”"«»')
_QUOTES = frozenset("„“”\"»«‚‘’'")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: token range, its core, and what is known of it.

    ``noun`` is the index of the common noun or title (-1 if none), ``name`` the range of the name
    ((-1, -1) if none), ``preposition`` the lemma of what introduces it, ``owner`` the index (in the list
    of phrases) of a genitive that stands before it, ``governor`` the token outside on which it hangs.
    """

    first: int
    last: int
    noun: int
    name: tuple[int, int]
    name_type: str
    preposition: str
    preposition_at: int
    article: str
    adjectives: tuple[int, ...]
    numbers: tuple[int, ...]
    dep: str
    governor: int
    genitive_name: bool = False
    listed: str = ""
    pronoun: bool = False
    owner: int = -1

    @property
    def core(self) -> int:
        """The token that stands for the phrase: its noun, else the first word of its name."""
        return self.noun if self.noun >= 0 else self.name[0]


def find_phrases(
    tokens: Sequence[Token], names: Sequence[NameSpan], language: Language
) -> tuple[Phrase, ...]:
    """Put the noun phrases of a sentence together, in the order of the text."""
    of_name = {i: span for span in names for i in range(span.first, span.last + 1)}
    phrases: list[Phrase] = []
    at = 0
    while at < len(tokens):
        core = _core(tokens, at, of_name, language)
        if core is None:
            at += 1
            continue
        phrase = _complete(tokens, core, language, phrases)
        phrases.append(phrase)
        at = phrase.last + 1
    return tuple(phrases)


@dataclass(frozen=True, slots=True)
class _Core:
    first: int
    last: int
    noun: int
    name: tuple[int, int]
    type: str
    pronoun: bool = False
    listed: str = ""


def _core(tokens: Sequence[Token], at: int, of_name: dict[int, NameSpan], language: Language) -> _Core | None:
    token = tokens[at]
    if at in of_name:
        span = of_name[at]
        return _Core(span.first, span.last, -1, (span.first, span.last), span.type, listed=span.listed)
    if token.low in language.grammar.personal and _alone(tokens, at):
        return _Core(at, at, -1, (at, at), language.grammar.personal[token.low], pronoun=True)
    if not _is_noun(token) or _truncated(tokens, at, language):
        return None
    following = _name_after(tokens, at, of_name, language)
    if following:
        span = following
        return _Core(at, span.last, at, (span.first, span.last), span.type, listed=span.listed)
    return _Core(at, at, at, (-1, -1), "")


def speaks_after_pause(tokens: Sequence[Token], index: int, language: Language) -> bool:
    """Whether a word after a comma or closing quote is one of saying, whatever the tagger held it."""
    if index == 0 or tokens[index].capital:
        return False
    words = language.attribution
    before = tokens[index - 1].text
    token = tokens[index]
    return (before == "," or before in _CLOSING) and (
        token.lemma.lower() in words.say | words.think | words.pause or token.low in words.so
    )


def _alone(tokens: Sequence[Token], at: int) -> bool:
    """Whether a pronoun stands for itself, not before a noun ("beide Länder")."""
    if tokens[at].pos == "PRON":
        return True
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    before = tokens[at - 1].pos if at else ""
    return (
        tokens[at].pos == "DET"
        and before != "DET"
        and (following is None or following.pos not in {"NOUN", "PROPN", "ADJ"})
    )


def _truncated(tokens: Sequence[Token], at: int, language: Language) -> bool:
    """Whether a word is the first part of a compound whose head comes later ("Atom- und …")."""
    return (
        tokens[at].text.endswith("-")
        and at + 1 < len(tokens)
        and tokens[at + 1].low in language.grammar.coordinators
    )


def _is_noun(token: Token) -> bool:
    return token.pos in NOMINAL and any(c.isalpha() for c in token.text)


def _name_after(
    tokens: Sequence[Token], at: int, of_name: dict[int, NameSpan], language: Language
) -> NameSpan | None:
    """Give the name that a title or class noun introduces: "Kremlchef Putin", "Rakete vom Typ „Angara“"."""
    noun = tokens[at]
    if not introduces(noun, language):
        return None
    beyond = at + 1
    for connective in language.grammar.type_connectives:
        words = connective.split()
        if [t.low for t in tokens[beyond : beyond + len(words)]] == [w.lower() for w in words]:
            beyond += len(words)
            break
    while beyond < len(tokens) and (
        tokens[beyond].text in _QUOTES or _second_class_noun(tokens, beyond, language)
    ):
        beyond += 1
    span = of_name.get(beyond)
    return span if span and span.first == beyond else None


def _second_class_noun(tokens: Sequence[Token], at: int, language: Language) -> bool:
    """Whether a second noun of class stands between ("Weltraumbahnhof Kosmodrom Wostotschny")."""
    return _is_noun(tokens[at]) and introduces(tokens[at], language)


def introduces(token: Token, language: Language) -> bool:
    """Whether a noun can stand before the name of what it describes."""
    lemma = token.lemma
    return bool(
        lemma in language.office_of_title
        or language.classify(lemma)
        or language.compound(lemma)[1] in language.office_of_title
    )


def _complete(tokens: Sequence[Token], core: _Core, language: Language, before: list[Phrase]) -> Phrase:
    grammar = language.grammar
    first = core.first
    adjectives: list[int] = []
    numbers: list[int] = []
    floor = before[-1].last + 1 if before else 0
    while first - 1 >= floor and not core.pronoun:
        token = tokens[first - 1]
        if speaks_after_pause(tokens, first - 1, language):
            break
        if first - 2 >= floor and _truncated(tokens, first - 2, language) and first == core.first:
            first -= 2
            continue
        if (
            token.pos == "CCONJ"
            and adjectives
            and first - 2 >= floor
            and tokens[first - 2].pos == "ADJ"
            and not tokens[first - 2].capital
        ):
            first -= 1
            continue
        if token.pos == "NUM" or (token.pos == "ADJ" and token.text[:1].isdigit()):
            numbers.append(token.index)
        elif (token.pos in {"ADJ", "ADV"} and not token.capital and _attributive(token, core)) or (
            token.pos == "ADJ" and token.capital and first == core.first
        ):
            adjectives.append(token.index)
        elif token.text in _QUOTES and core.noun < 0 and first == core.first:
            pass
        else:
            break
        first -= 1
    article = ""
    if first - 1 >= floor and (
        tokens[first - 1].pos == "DET"
        or tokens[first - 1].low in grammar.definite | grammar.indefinite | grammar.possessive
    ):
        first -= 1
        article = tokens[first].low
        if first - 1 >= floor and tokens[first - 1].pos == "DET":
            first -= 1
            article = tokens[first].low
    owner = -1
    if before and before[-1].last == first - 1 and before[-1].genitive_name and not article:
        owner = len(before) - 1
    last = core.last
    if (
        last + 1 < len(tokens)
        and tokens[last + 1].text in _QUOTES
        and tokens[core.name[0] - 1].text in _QUOTES
    ):
        last += 1
    start = before[owner].first if owner >= 0 else first
    preposition, place = _preposition(tokens, start, last, language)
    if owner >= 0:
        preposition, place = (
            before[owner].preposition or preposition,
            max(before[owner].preposition_at, place),
        )
    dep, governor = _hangs_on(tokens, first, last, core, before[owner] if owner >= 0 else None)
    return Phrase(
        first=first,
        last=last,
        noun=core.noun,
        name=core.name,
        name_type=core.type,
        preposition=preposition,
        preposition_at=place,
        article=article,
        adjectives=tuple(reversed(adjectives)),
        numbers=tuple(reversed(numbers)),
        dep=dep,
        governor=governor,
        genitive_name=core.noun < 0 and not core.pronoun and _in_genitive(tokens[core.last], language),
        pronoun=core.pronoun,
        listed=core.listed,
        owner=owner,
    )


def _attributive(token: Token, core: _Core) -> bool:
    return token.pos == "ADJ" or core.first <= token.head <= core.last


def _in_genitive(token: Token, language: Language) -> bool:
    return any(
        token.text.endswith(ending) and len(token.text) > len(ending) + 1
        for ending in language.grammar.genitive
    )


def _preposition(tokens: Sequence[Token], first: int, last: int, language: Language) -> tuple[str, int]:
    grammar = language.grammar
    if last + 1 < len(tokens) and tokens[last + 1].low in grammar.postpositions:
        after = tokens[last + 1]
        if after.pos == "ADP" and not (last + 2 < len(tokens) and _is_noun(tokens[last + 2])):
            return after.low, last + 1
        if after.low not in grammar.directional and after.pos == "ADP":
            return after.low, last + 1
    if first > 0:
        token = tokens[first - 1]
        if token.low in grammar.contractions:
            return grammar.contractions[token.low], first - 1
        only_after = token.low in grammar.postpositions and token.low not in grammar.prepositions
        if (token.pos == "ADP" or token.low in grammar.prepositions) and not only_after:
            return token.low, first - 1
    return "", -1


def _hangs_on(
    tokens: Sequence[Token], first: int, last: int, core: _Core, owner: Phrase | None
) -> tuple[str, int]:
    begin = owner.first if owner else first
    inside = range(begin, last + 1)
    order = [core.noun if core.noun >= 0 else core.first, *inside]
    for index in order:
        token = tokens[index]
        if index >= 0 and token.head not in inside and token.pos not in {"DET", "ADP", "PUNCT"}:
            return token.dep, token.head
    return "root", -1
