"""Noun phrases of a sentence, told from words, names and closed classes; the tree only helps.

Small parsers err most inside noun phrases that are full of names ("Russlands Präsident Wladimir
Putin"), so these are put together from the surface: a core (name, noun or pronoun), what stands before
it (article, adjectives, numbers, a genitive name), a class noun or title that belongs to the name, and
the preposition. The tree is asked only what the whole phrase hangs on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.cores import QUOTES, find_core
from kg.declension import governs, phrase_case, stands_alone
from kg.demonyms import demonym
from kg.noun_words import hyphened, truncated
from kg.phrase_edges import (
    after_and,
    approximated,
    article_apart,
    ends_quote,
    find_article,
    find_preposition,
    is_genitive,
    marks_genitive,
    words_before,
    year_since,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.cores import Core
    from kg.language import Language
    from kg.tokens import NameSpan, Token

_CLOSING = frozenset('“”"«»')


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: token range, its core, and what is known of it.

    ``noun`` is the index of the common noun or title (-1 if none), ``parts`` those of the nouns before it
    in a compound that is written apart, ``name`` the range of the name ((-1, -1) if none),
    ``preposition`` the lemma of what introduces it, ``owner`` the index (in the list of phrases) of a
    genitive that stands before it (or in it: "президент России Путин"), ``governor`` the token outside on
    which it hangs, ``case`` its case where the language's words show cases, ``cases`` all that are possible,
    ``article_at`` an article that another phrase parts from this one ("die von Moskau gepachtete …").
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
    parts: tuple[int, ...] = ()
    case: str = ""
    cases: frozenset[str] = frozenset()
    article_at: int = -1

    @property
    def core(self) -> int:
        """The token that stands for the phrase: its noun, else the first word of its name."""
        return self.noun if self.noun >= 0 else self.name[0]


def find_phrases(
    tokens: Sequence[Token], names: Sequence[NameSpan], language: Language
) -> tuple[Phrase, ...]:
    """Put the noun phrases of a sentence together, in the order of the text."""
    known = [one for span in names if (one := _trimmed(tokens, span, language))]
    of_name = {i: span for span in known for i in range(span.first, span.last + 1)}
    phrases: list[Phrase] = []
    at = 0
    while at < len(tokens):
        core = find_core(tokens, at, of_name, language)
        if core is None:
            at += 1
            continue
        inner = _inner(tokens, core, of_name, language, phrases)
        phrase = _complete(tokens, core, language, phrases)
        if inner is not None:
            phrases.append(inner)
            phrase = replace(phrase, owner=len(phrases) - 1)
        phrases.append(phrase)
        at = phrase.last + 1
    return tuple(phrases)


def _inner(
    tokens: Sequence[Token],
    core: Core,
    of_name: dict[int, NameSpan],
    language: Language,
    before: Sequence[Phrase],
) -> Phrase | None:
    """Give the genitive between a title and its bearer ("президент России Владимир Путин"), if any."""
    at = core.name[0] - 1
    if not language.cases or core.noun < 0 or at <= core.noun or tokens[at].text in QUOTES:
        return None
    span = of_name.get(at)
    first = span.first if span else at
    own = find_core(tokens, first, of_name, language)
    if own is None or own.last != at or first <= core.noun:
        return None
    inner = _complete(tokens, own, language, [*before, _bound(core.noun)])
    return replace(inner, preposition="", preposition_at=-1, owner=-1)


def _bound(at: int) -> Phrase:
    """Give a phrase of one word, before which none that follows may reach."""
    return Phrase(at, at, at, (-1, -1), "", "", -1, "", (), (), "", -1)


def _trimmed(tokens: Sequence[Token], span: NameSpan, language: Language) -> NameSpan | None:
    """Take the mark of the genitive off a name, and demonyms off one that is not listed ("Russian Tass")."""
    first, last = span.first, span.last
    if last > first and marks_genitive(tokens[last], language):
        last -= 1
    whole = " ".join(t.text for t in tokens[first : last + 1]) in language.metonyms
    if (not span.listed or last == first) and not whole:  # "Российская Федерация"
        while first <= last and (
            (tokens[first].pos == "ADJ" and demonym(tokens[first], language))
            or (language.grammar.fixed_order and tokens[first].low in language.grammar.definite)
        ):
            first += 1
    return replace(span, first=first, last=last) if first <= last else None


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


def _complete(tokens: Sequence[Token], core: Core, language: Language, before: list[Phrase]) -> Phrase:
    floor = before[-1].last + 1 if before else 0
    first, adjectives, numbers = _modifiers(tokens, core, floor, language)
    begin, article = find_article(tokens, first, floor, language)
    alone = bool(article) and stands_alone(tokens[begin], tokens, core, language)
    first, article = (first, "") if alone else (begin, article)
    owner = -1
    if before and before[-1].last == first - 1 and before[-1].genitive_name and not article:
        owner = len(before) - 1
    last = core.last
    marked = last + 1 < len(tokens) and marks_genitive(tokens[last + 1], language)
    closes = last + 1 < len(tokens) and tokens[last + 1].text in QUOTES
    if marked or (closes and tokens[core.name[0] - 1].text in QUOTES):
        last += 1
    start = before[owner].first if owner >= 0 else first
    preposition, place = find_preposition(tokens, start, last, language, before)
    apart = article_apart(tokens, first, adjectives, before, language) if owner < 0 and not article else -1
    if apart >= 0:
        article = tokens[apart].low
        preposition, place = find_preposition(tokens, apart, last, language)
    if owner >= 0:
        preposition = before[owner].preposition or preposition
        place = max(before[owner].preposition_at, place)
    dep, governor = _hangs_on(tokens, first, last, core, before[owner] if owner >= 0 else None)
    case, cases = phrase_case(tokens, core, (adjectives, numbers), (dep, governor), language)
    if not governs(preposition, cases, language):
        preposition, place = "", -1
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
        genitive_name=marked or (not language.cases and is_genitive(tokens, core, language)),
        pronoun=core.pronoun,
        listed=core.listed,
        owner=owner,
        parts=core.parts,
        case=case,
        cases=cases,
        article_at=apart,
    )


def _modifiers(
    tokens: Sequence[Token], core: Core, floor: int, language: Language
) -> tuple[int, list[int], list[int]]:
    """Go back from a core over what modifies it: the first word, the adjectives and the numbers."""
    first = core.first - words_before(tokens, core, floor)
    adjectives: list[int] = []
    numbers: list[int] = []
    begin = first
    while not core.pronoun and first > floor and not speaks_after_pause(tokens, first - 1, language):
        token = tokens[first - 1]
        at_core = first == begin
        if first - 2 >= floor and truncated(tokens, first - 2, language) and at_core:
            first -= 2
            continue
        if year_since(tokens, first - 1, language):
            break
        if token.pos == "NUM" or (token.pos == "ADJ" and token.text[:1].isdigit()):
            numbers.append(token.index)
        elif _is_adjective(
            token, core, language, at_core=at_core, joined=after_and(tokens, first - 1, language)
        ):
            adjectives.append(token.index)
        elif hyphened(tokens, first - 1) and first - 2 >= floor:
            first -= 1  # "military-technical", "Secretary-General"
        elif not (
            (adjectives and _joins(tokens, first - 1, floor, language))
            or (adjectives and _qualifies(tokens, first - 1, floor, language))
            or (token.text in QUOTES and core.noun < 0 and at_core and not ends_quote(tokens, first - 1))
            or (token.text in QUOTES and first - 2 >= floor and _awaits_noun(tokens[first - 2], core))
        ):
            break
        first -= 1
    return approximated(tokens, first, floor, language) if numbers else first, adjectives, numbers


def _is_adjective(token: Token, core: Core, language: Language, *, at_core: bool, joined: bool) -> bool:
    """Whether a word modifies a core; one with a capital only right before it ("Großes Interesse")."""
    if token.low in language.hedging and not language.grammar.fixed_order:
        return False  # "vermutlich neue Waffen" are no presumable ones
    if token.dep in language.functions.modifier and token.pos in {"ADJ", "VERB"}:
        return not (joined and token.pos == "VERB" and core.name[0] >= 0)  # "thanked him and invited Kim"
    if token.capital:
        return token.pos == "ADJ" and (at_core or bool(demonym(token, language)))
    return token.pos == "ADJ" or (token.pos == "ADV" and core.first <= token.head <= core.last)


def _awaits_noun(token: Token, core: Core) -> bool:
    """Whether a word before a quotation mark goes on to the noun within ("eine „enge Freundschaft“")."""
    return token.pos in {"DET", "ADJ"} and core.first <= token.head <= core.last


def _qualifies(tokens: Sequence[Token], at: int, floor: int, language: Language) -> bool:
    """Whether an adverb stands between an article and an adjective of it ("der nun geplanten Reise")."""
    grammar = language.grammar
    begin = at
    while begin > floor and tokens[begin - 1].pos == "ADV":
        begin -= 1
    opens = (
        begin > floor and tokens[begin - 1].pos == "DET" and not grammar.fixed_order and not language.cases
    )
    token = tokens[at]
    known = token.low in language.hedging or token.low in language.grammar.negation
    alone = token.pos == "ADV" and not token.capital and tokens[token.head].pos == "ADJ" and token.head > at
    return opens and alone and not known and tokens[begin - 1].low in grammar.definite | grammar.indefinite


def _joins(tokens: Sequence[Token], at: int, floor: int, language: Language) -> bool:
    """Whether a conjunction stands after an adjective, so that it may join two of one noun."""
    listed = language.grammar.fixed_order and tokens[at].text == "," and demonym(tokens[at - 1], language)
    if not (tokens[at].pos == "CCONJ" or listed) or at - 1 < floor:
        return False
    before = tokens[at - 1]
    return before.pos == "ADJ" and (not before.capital or bool(demonym(before, language)))


def _hangs_on(
    tokens: Sequence[Token], first: int, last: int, core: Core, owner: Phrase | None
) -> tuple[str, int]:
    begin = min(first, owner.first) if owner else first
    inside = range(begin, last + 1)
    order = [core.noun if core.noun >= 0 else core.first, *inside]
    for index in order:
        token = tokens[index]
        told = token.pos not in {"DET", "ADP", "PUNCT"} or (core.pronoun and index == core.first)
        if index >= 0 and token.head not in inside and told:
            return token.dep, token.head
    return "root", -1
