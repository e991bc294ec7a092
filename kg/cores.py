"""What a noun phrase is built around: a name, a pronoun, a noun, or a noun with the name it introduces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.noun_words import goes_on, hyphened, in_preposition, is_noun, pronoun_type, truncated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language
    from kg.tokens import NameSpan, Token

#: What may stand around a name without being part of it.
QUOTES = frozenset("„“”\"»«‚‘’'")
_PLACE = "Place"
#: How many words of what a title is of may stand before the name of its bearer.
_FARTHEST_NAME = 7
#: So many cases has a form that shows none.
_UNDECLINED = 5


@dataclass(frozen=True, slots=True)
class Core:
    """The words that make a phrase one: token range, and within it a common noun or title, and a name.

    ``noun`` is -1 and ``name`` (-1, -1) where there is none; ``type`` hints at a class, ``listed`` is the
    name as the look-up has it; ``parts`` are the nouns before the noun where compounds are written apart.
    """

    first: int
    last: int
    noun: int
    name: tuple[int, int]
    type: str
    pronoun: bool = False
    listed: str = ""
    parts: tuple[int, ...] = ()


def find_core(
    tokens: Sequence[Token], at: int, of_name: dict[int, NameSpan], language: Language
) -> Core | None:
    """Give the core that begins at a word: a name, a pronoun, or a noun with the name it introduces."""
    token = tokens[at]
    if at in of_name and not (language.cases and in_preposition(tokens, at, language)):
        return _named(tokens, of_name[at], of_name, language)
    meant = pronoun_type(tokens, at, language)
    if meant and _alone(tokens, at, pair=token.low in language.grammar.pair):
        return Core(at, at, -1, (at, at), meant, pronoun=True)
    joined = language.grammar.fixed_order and at + 2 < len(tokens) and hyphened(tokens, at + 1)
    apart = language.cases and in_preposition(tokens, at, language)
    unfit = truncated(tokens, at, language) or goes_on(tokens, at, language)
    if not is_noun(token) or joined or unfit or apart:
        return None
    if language.cases:
        return _declined(tokens, at, of_name, language)
    head = _compound_head(tokens, at, of_name, language)
    parts = _parts(tokens, at, head)
    following = _name_after(tokens, head, of_name, language)
    if following:
        span = following
        return Core(at, span.last, head, (span.first, span.last), span.type, listed=span.listed, parts=parts)
    return Core(at, head, head, (-1, -1), "", parts=parts)


def _named(tokens: Sequence[Token], span: NameSpan, of_name: dict[int, NameSpan], language: Language) -> Core:
    """Give the core of a name, with the noun of its class behind it."""
    after = _class_noun_after(tokens, span, of_name, language)
    name = (span.first, span.last)
    if after < 0:
        return Core(span.first, span.last, -1, name, span.type, listed=span.listed)
    parts = _parts(tokens, span.last + 1, after)
    return Core(span.first, after, after, name, span.type, listed=span.listed, parts=parts)


def _declined(tokens: Sequence[Token], at: int, of_name: dict[int, NameSpan], language: Language) -> Core:
    """Give the core of a declined noun: of several words, with a name after it or after its genitives."""
    last = at + _words_after(tokens, at)
    span = _name_after(tokens, last, of_name, language, noun=at) or _name_beyond(
        tokens, at, last, of_name, language
    )
    if span is None:
        return Core(at, last, at, (-1, -1), "")
    return Core(at, span.last, at, (span.first, span.last), span.type, listed=span.listed)


def _whose(tokens: Sequence[Token], title: Token, span: NameSpan, language: Language) -> bool:
    """Whether a surname is a genitive where its form could also be a woman's ("помощник Путина")."""
    token = tokens[span.first]
    told = token.dep in language.functions.nominal or token.has("Case=Gen")
    genitive = {case for case, function in language.cases.items() if function == "genitive"}
    return span.first == span.last and told and bool(token.cases & genitive - title.cases)


def _words_after(tokens: Sequence[Token], at: int) -> int:
    """Count the words after the head of a noun of several words that belong to it."""
    whole = tokens[at].lemma.split(" ")
    for begin in range(1, len(whole)):
        tail = whole[begin:]
        if [t.lemma.lower() for t in tokens[at + 1 : at + 1 + len(tail)]] == tail:
            return len(tail)
    return 0


def _name_beyond(
    tokens: Sequence[Token], noun: int, last: int, of_name: dict[int, NameSpan], language: Language
) -> NameSpan | None:
    """Give the name of who bears a title, behind what the title is of ("президент России Владимир Путин")."""
    if tokens[noun].lemma not in language.office_of_title:
        return None
    genitive = {case for case, function in language.cases.items() if function == "genitive"}
    at = last + 1
    while at < len(tokens) and at <= last + _FARTHEST_NAME:
        span = of_name.get(at)
        if span and span.type == "Person":
            agree = _agree(tokens[noun].cases, name_cases(tokens, span), language)
            agree = agree and not _whose(tokens, tokens[noun], span, language)
            if agree or at > last + 1:
                return span if at > last + 1 and agree else None
        end = span.last if span else at
        word = tokens[end]
        inside = span is not None or word.pos in {"ADJ", "NOUN", "PROPN", "DET"}
        if not inside or (word.cases and not word.cases & genitive):
            return None
        at = end + 1
    return None


def _agree(noun: frozenset[str], name: frozenset[str], language: Language) -> bool:
    """Whether a noun and its name may stand in one case; what looks like a nominative may be undeclined."""
    bare = {case for case, function in language.cases.items() if function == "subject"}
    return not noun or not name or bool(noun & name) or bool(name & bare)


def name_cases(tokens: Sequence[Token], span: NameSpan) -> frozenset[str]:
    """Give the cases that a name may be in: as its last word shows, else its first.

    A name of several words whose last shows nothing shows none at all ("поздравил Цой Сон Хи").
    """
    first, last = tokens[span.first].cases, tokens[span.last].cases
    shown = first & last
    long = span.last - span.first > 1
    if long and (not last or (len(last) >= _UNDECLINED and len(shown) == 1)):
        return last
    return shown or last or first


def _parts(tokens: Sequence[Token], first: int, head: int) -> tuple[int, ...]:
    """Give the nouns before the head of a compound, less those that are in its lemma ("foreign minister")."""
    return tuple(range(first, max(first, head - tokens[head].lemma.count(" "))))


def _compound_head(tokens: Sequence[Token], at: int, of_name: dict[int, NameSpan], language: Language) -> int:
    """Give the last noun of a compound that is written apart ("rocket launch site")."""
    labels = language.functions.compound
    while (
        labels
        and at + 1 < len(tokens)
        and is_noun(tokens[at + 1])
        and at + 1 not in of_name
        and ((tokens[at].dep in labels and tokens[at].head > at) or _claimed(tokens, at, language))
    ):
        at += 1
    return at


def _claimed(tokens: Sequence[Token], at: int, language: Language) -> bool:
    """Whether the file has the compound of two nouns, whatever the tree makes of them ("arms talks")."""
    kind = language.classify(tokens[at].lemma)
    return bool(kind) and (kind, tokens[at + 1].lemma) in language.claimed_compounds


def _class_noun_after(
    tokens: Sequence[Token], span: NameSpan, of_name: dict[int, NameSpan], language: Language
) -> int:
    """Give the noun behind a name that says what bears it ("Vostochny cosmodrome"); -1 if there is none."""
    at = span.last + 1
    if not language.grammar.names_before or at >= len(tokens) or at in of_name or not is_noun(tokens[at]):
        return -1
    head = _compound_head(tokens, at, of_name, language)
    return head if language.classify(tokens[head].lemma) in language.grammar.names_before else -1


def _alone(tokens: Sequence[Token], at: int, *, pair: bool) -> bool:
    """Whether a pronoun stands for itself, not before a noun ("beide Länder"); "die beiden" does."""
    if tokens[at].pos == "PRON":
        return True
    if tokens[at].pos == "NUM":  # "the two"
        after = tokens[at + 1].pos if at + 1 < len(tokens) else ""
        return (
            at > 0 and tokens[at - 1].pos == "DET" and after not in {"NOUN", "PROPN", "ADJ", "NUM", "PUNCT"}
        )
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    article = at > 0 and tokens[at - 1].pos == "DET"
    return (
        tokens[at].pos == "DET"
        and (not article or pair)
        and not _of_noun_behind(tokens, at)
        and (following is None or following.pos not in {"NOUN", "PROPN", "ADJ"})
    )


def _of_noun_behind(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word is of a noun that others part from it ("die beiden mit Sanktionen belegten Länder")."""
    head = tokens[at].head
    return head > at and tokens[at].dep.startswith("det") and is_noun(tokens[head])


def _name_after(
    tokens: Sequence[Token], at: int, of_name: dict[int, NameSpan], language: Language, noun: int = -1
) -> NameSpan | None:
    """Give the name that a title or class noun introduces: "Kremlchef Putin", "Rakete vom Typ „Angara“".

    ``noun`` is the head where the noun that ends at ``at`` has several words.
    """
    head = tokens[at if noun < 0 else noun]
    if not introduces(head, language):
        return None
    beyond = at + 1
    of = language.grammar.of if head.lemma in language.grammar.named_with_of else ()
    for connective in (*language.grammar.type_connectives, *of):
        words = connective.split()
        if [t.low for t in tokens[beyond : beyond + len(words)]] == [w.lower() for w in words]:
            beyond += len(words)
            break
    while beyond < len(tokens) and (
        tokens[beyond].text in QUOTES or _second_class_noun(tokens, beyond, language)
    ):
        if head.index + 1 == beyond and all(_is_title(t, language) for t in (head, tokens[beyond])):
            return None  # "lud der Präsident Machthaber Kim ein": two persons
        beyond += 1
    span = of_name.get(beyond)
    if span is None or span.first != beyond or _acts(tokens, head, span, language):
        return None
    if language.cases:
        return span if _names(tokens, head, span, language) else None
    if _is_title(head, language) and _owns(tokens, head.index, span):
        bearer = of_name.get(span.last + 1)  # "der Staatschef Nordkoreas Kim Jong-un"
        return bearer if bearer is not None and bearer.type == "Person" else None
    return None if beyond == at + 1 and _inflected(tokens, span) else span


def _acts(tokens: Sequence[Token], noun: Token, span: NameSpan, language: Language) -> bool:
    """Whether a name right behind a noun does what is told of that ("the shells Seoul sold")."""
    inside = range(span.first, span.last + 1)
    does = (tokens[i].dep in language.functions.subject and tokens[i].head > span.last for i in inside)
    apart = noun.head not in inside and not _is_title(noun, language)
    return language.grammar.fixed_order and apart and any(does)


def _inflected(tokens: Sequence[Token], span: NameSpan) -> bool:
    """Whether a known name has an ending and says whose something is ("die Armee Nordkoreas")."""
    written = " ".join(t.text for t in tokens[span.first : span.last + 1])
    return bool(span.listed) and span.listed != written and written.startswith(span.listed)


def _owns(tokens: Sequence[Token], title: int, span: NameSpan) -> bool:
    """Whether a name says whose somebody is, not what he is called ("der Präsident Russlands")."""
    before = title - 1
    while before > 0 and tokens[before].pos == "ADJ":
        before -= 1
    return span.type == _PLACE or (_inflected(tokens, span) and before >= 0 and tokens[before].pos == "DET")


def _names(tokens: Sequence[Token], head: Token, span: NameSpan, language: Language) -> bool:
    """Whether a name after a declined noun is the noun's own, not its genitive ("президент России")."""
    if head.lemma in language.office_of_title:
        agree = _agree(head.cases, name_cases(tokens, span), language)
        short = span.first == span.last and tokens[span.first].text.isupper()  # "лидер КНДР"
        return (
            span.type in {"Person", ""} and agree and not short and not _whose(tokens, head, span, language)
        )
    if any(t.text in QUOTES for t in tokens[head.index : span.first]):
        return True
    if span.type == "Person" or language.classify(head.lemma) not in language.grammar.named:
        return False
    genitive = {case for case, function in language.cases.items() if function == "genitive"}
    cases = name_cases(tokens, span)
    if cases and cases <= genitive - head.cases:
        return False  # "фрегат Тихоокеанского флота"
    alike = not cases & genitive and _agree(head.cases, cases, language)
    return span.type != "Place" or tokens[span.first].pos == "ADJ" or alike


def _second_class_noun(tokens: Sequence[Token], at: int, language: Language) -> bool:
    """Whether a second noun of class stands between ("Weltraumbahnhof Kosmodrom Wostotschny")."""
    return is_noun(tokens[at]) and introduces(tokens[at], language)


def introduces(token: Token, language: Language) -> bool:
    """Whether a noun can stand before the name of what it describes."""
    return bool(_is_title(token, language) or language.classify(token.lemma))


def _is_title(token: Token, language: Language) -> bool:
    titles = language.office_of_title
    return token.lemma in titles or language.compound(token.lemma)[1] in titles
