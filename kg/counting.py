"""Numbers of things in a sentence, and the noun that each counts.

A number with its hedges ("at least 10,000", "mehr als eine Million", "hundreds of") belongs to the noun after
it, whatever a small tree makes of it: here its words are hung on that noun as numbers, so that the noun is
what the verb takes. A unit is passed over to what it holds ("containers of munitions"). Where numbers stand
after the noun with a counter ("포탄 100만 발"), the noun is the mention before it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.model import Amount, MentionKind, Quantity, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.amount_words import Number
    from kg.language import Language
    from kg.model import Mention, Sentence
    from kg.tokens import NameSpan, Token

_NOMINAL = frozenset({"NOUN", "PROPN"})
_MODIFIERS = frozenset({"ADJ", "NUM"})
_COUNTED, _OBJECT = "nummod", "obj"
#: What a tree makes of a noun behind words of a number that look like prepositions ("between two and three").
_OBLIQUE = frozenset({"obl", "nmod"})
_VERBAL = frozenset({"VERB", "AUX"})
#: How many words may stand between a number and its noun.
_REACH = 6
#: How many links may stand between a unit and what it holds ("filled with").
_LINKS = 2
#: What units hold.
_HELD = frozenset({"Weapon", "Technology"})


@dataclass(frozen=True, slots=True)
class _Found:
    """A number by its words, with its noun, and the unit between them (-1 if none)."""

    number: Number
    first: int
    last: int
    noun: int
    unit: int = -1


def count(
    tokens: Sequence[Token], names: Iterable[NameSpan], sentence: Sentence, text: str, language: Language
) -> tuple[tuple[Token, ...], tuple[Amount, ...]]:
    """Find the numbers of things in a sentence; gives its words with the numbers hung on their nouns."""
    found = list(_find(tokens, names, sentence, language)) if any(_opens(t) for t in tokens) else []
    words = list(tokens)
    amounts = []
    for one in found:
        words = _hung(words, one, transparent=not language.cases)
        noun, unit = tokens[one.noun], tokens[one.unit if one.unit >= 0 else one.noun]
        end = max(noun.end, unit.end)
        quantity = Quantity(
            one.number.minimum,
            one.number.maximum,
            unit.text,
            text[tokens[one.first].begin : end],
            _sort(unit.lemma, language),
        )
        span = Span(tokens[one.first].begin, end)
        amounts.append(Amount(sentence.index, span, Span(noun.begin, noun.end), quantity))
    return tuple(words), tuple(amounts)


def _sort(lemma: str, language: Language) -> str:
    """Name what a noun counts, by the noun or the head of the compound."""
    sorts = language.amounts.sort_of
    return sorts.get(lemma, "") or sorts.get(language.compound(lemma)[1], "")


def _opens(token: Token) -> bool:
    return token.text[:1].isdigit() or token.pos in {"NUM", "NOUN", "DET", "ADJ"}


def _find(
    tokens: Sequence[Token], names: Iterable[NameSpan], sentence: Sentence, language: Language
) -> Iterator[_Found]:
    begins = {t.begin: t.index for t in tokens}
    ends = {t.end: t.index for t in tokens}
    of_name = {i for span in names for i in range(span.first, span.last + 1)}
    base = sentence.span.begin
    for number in language.amounts.find(sentence.text):
        first, last = begins.get(base + number.begin, -1), ends.get(base + number.end, -1)
        if first < 0 or last < 0 or of_name & set(range(first, last + 1)):
            continue
        if tokens[first].low in language.amounts.doubtful and first and _takes(tokens[first - 1], language):
            continue
        noun = _noun_after(tokens, last + 1, of_name, language)
        if noun < 0:
            continue
        if tokens[noun].lemma in language.amounts.units:
            held = _held(tokens, noun, of_name, language)
            if held is not None:
                yield _Found(number, first, last, held, noun)
        elif _kind(tokens, last + 1, noun, language) in language.countable:
            yield _Found(number, first, last, noun)


def _takes(noun: Token, language: Language) -> bool:
    """Whether a noun before a number takes a preposition that looks like a bound ("Gespräche über 500 …")."""
    known = {noun.lemma.lower(), language.compound(noun.lemma)[1].lower()} & language.known_nouns
    return noun.pos == "NOUN" and bool(known)


def _noun_after(tokens: Sequence[Token], at: int, of_name: set[int], language: Language) -> int:
    """Give the noun that a number at this place counts: the last of its compound; -1 if there is none."""
    for index in range(at, min(at + _REACH, len(tokens))):
        token = tokens[index]
        if index not in of_name and token.pos in _NOMINAL and any(c.isalpha() for c in token.text):
            noun = _last_noun(tokens, index, of_name) if language.grammar.fixed_order else index
            if tokens[noun - 1].text != "-" or noun + 1 >= len(tokens) or tokens[noun + 1].pos != "ADJ":
                return noun
            continue  # "short-range ballistic missiles"
        hyphen = token.text == "-" and tokens[index - 1].end == token.begin
        within = language.amounts.within.fullmatch(token.low) is not None
        modifies = token.pos in _MODIFIERS or token.dep in language.functions.modifier
        if not (index in of_name or hyphen or within or modifies):
            return -1
    return -1


def _last_noun(tokens: Sequence[Token], index: int, of_name: set[int]) -> int:
    """Give the last noun of a compound that is written apart ("short-range missiles")."""
    while index + 1 < len(tokens) and index + 1 not in of_name:
        after = tokens[index + 1]
        hyphen = after.text == "-" and after.begin == tokens[index].end and index + 2 < len(tokens)
        if after.pos == "NOUN":
            index += 1
        elif hyphen:
            index += 2
        else:
            break
    return index


def _kind(tokens: Sequence[Token], begin: int, noun: int, language: Language) -> str:
    parts = [t.lemma for t in tokens[begin:noun] if t.pos in _NOMINAL]
    return language.classify(tokens[noun].lemma, parts)


def _held(tokens: Sequence[Token], unit: int, of_name: set[int], language: Language) -> int | None:
    """Give what a unit holds, the unit itself if nothing is said of that, None if it is no thing of note."""
    at = unit + 1
    while at < len(tokens) and at - unit <= _LINKS and tokens[at].low in language.amounts.links:
        at += 1
    linked = at > unit + 1
    if not linked and (language.grammar.fixed_order or language.cases):
        return unit
    noun = _noun_after(tokens, at, of_name, language)
    if noun < 0:
        return unit
    return noun if _kind(tokens, at, noun, language) in _HELD else None


# ---------------------------------------------------------------- the tree


def _hung(tokens: list[Token], found: _Found, *, transparent: bool) -> list[Token]:
    """Hang a number on its noun, which takes its place; as it was if that makes no tree."""
    noun = found.noun if transparent or found.unit < 0 else found.unit
    inside = set(range(found.first, found.last + 1))
    if transparent and found.unit >= 0:
        inside |= set(range(found.last + 1, noun))
    words = list(tokens)
    top = _top(tokens, noun, inside)
    head = noun if tokens[top].head == top else tokens[top].head
    bare = found.first == 0 or tokens[found.first - 1].pos != "ADP"
    taken = transparent and bare and tokens[head].pos in _VERBAL and head < noun
    dep = _OBJECT if taken and tokens[top].dep in _OBLIQUE else tokens[top].dep
    words[noun] = replace(tokens[noun], dep=dep, head=head)
    for index in inside:
        words[index] = replace(tokens[index], pos="NUM", dep=_COUNTED, head=noun, cases=frozenset())
    for token in words:
        if token.head in inside and token.index not in inside and token.index != noun:
            words[token.index] = replace(token, head=noun)
    return words if _is_tree(words, noun) else tokens


def _top(tokens: Sequence[Token], noun: int, inside: set[int]) -> int:
    """Give the word of a number, or its noun, that hangs on what is outside."""
    index = noun
    for _ in tokens:
        head = tokens[index].head
        if head not in inside or head == index:
            return index
        index = head
    return noun


def _is_tree(tokens: Sequence[Token], index: int) -> bool:
    begin = index
    for _ in tokens:
        head = tokens[index].head
        if head == index:
            return True
        index = head
        if index == begin:
            return False
    return False


# ---------------------------------------------------------------- counters


def count_by_counters(
    sentence: Sentence, text: str, mentions: Sequence[Mention], language: Language
) -> tuple[Amount, ...]:
    """Find the numbers of things in a sentence of a language with counters; ``mentions`` are those in it."""
    if not language.amounts.counting:
        return ()
    base = sentence.span.begin
    ends = {m.span.end: m for m in mentions if m.type in language.countable}
    begins = {m.span.begin: m for m in mentions}
    found = []
    for number in language.amounts.find(sentence.text):
        begin, end = base + number.begin, base + number.end
        particle = text[end : _word_end(text, end)]
        if particle.rstrip(".,") not in {"", *language.suffixes.particles}:
            continue
        before = ends.get(len(text[:begin].rstrip(" ")))
        after = _after(text, end, begins, language)
        unit = before is not None and before.head in language.amounts.units
        counted = after if before is None or (unit and after is not None) else before
        if counted is None:
            continue
        named = before if before is not None else counted
        span = Span(min(begin, named.span.begin), end if before is not None else counted.span.end)
        words = text[span.begin : span.end]
        quantity = Quantity(number.minimum, number.maximum, named.text, words, _sort(named.head, language))
        found.append(Amount(sentence.index, span, counted.span, quantity))
    return tuple(found)


def _word_end(text: str, at: int) -> int:
    while at < len(text) and not text[at].isspace():
        at += 1
    return at


def _after(text: str, at: int, begins: Mapping[int, Mention], language: Language) -> Mention | None:
    """Give the noun that a number before it counts ("3000명의 북한 병력")."""
    link = next((one for one in language.amounts.links if text[at:].lstrip(" ").startswith(f"{one} ")), "")
    if not link:
        return None
    at = text.index(f"{link} ", at) + len(link) + 1
    while (mention := begins.get(at)) is not None:
        if mention.kind is not MentionKind.ADJECTIVE:
            return mention if mention.type in language.countable else None
        at = mention.span.end
        at += len(text[at:]) - len(text[at:].lstrip(" "))
    return None
