"""Branches of a small parser's tree that case, number and commas show to grow elsewhere.

Only for languages of cases, and before anything reads the tree: who else is of one list ("переговоры
Лаврова и главы МИД"), whose verb stands behind a comma after "as they said" ("Как сообщили в Пхеньяне,
министр посетит …"), a converb before words that only say who says it ("…, направив солдат, заявил …"),
a place behind another phrase of the verb that is done to it ("посетит с визитом КНДР"), what stands
behind a date ("совершил 25-27 марта визит"), what the paper only reminds of ("Напомним, что …"),
and the name of a place that is no subject ("На станции Хасан его встретил министр").
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.content_clauses import hang_contents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language
    from kg.tokens import NameSpan, Token

_NOMINAL: Final = frozenset({"NOUN", "PROPN"})
_FINITE: Final = "VerbForm=Fin"
_WE: Final = ("Person=1", "Number=Plur", "Tense=Fut")
_SHORT: Final = "Variant=Short"
_CLAUSAL: Final = frozenset({"VERB", "AUX", "ADJ"})
_NOW, _INFINITIVE = "Tense=Pres", "VerbForm=Inf"
_LIVING: Final = "Animacy=Anim"
_COMMA: Final = ","
_COLON: Final = ":"
#: Words of a label before a colon, at most.
_LABEL: Final = 8
_PERSON: Final = "Person"
_MARKS: Final = frozenset({"«", "»", "„", "“", "”", '"'})
#: Within so many words after a verb of saying who says it is named.
_SOON: Final = 4


def realign(tokens: Sequence[Token], language: Language) -> tuple[Token, ...]:
    """Give the words of a sentence with such branches where they belong."""
    tree = list(tokens)
    if language.cases:
        hang_contents(tree, language)
    for index in range(len(tree)) if language.cases else ():
        _list(tree, index, language)
        _as_said(tree, index, language)
        _converb(tree, index, language)
        _visited(tree, index, language)
        _dated(tree, index, language)
        _recalled(tree, index, language)
        _named(tree, index, language)
        _labelled(tree, index, language)
    return tuple(tree)


def unquoted(names: Sequence[NameSpan], tokens: Sequence[Token], language: Language) -> tuple[NameSpan, ...]:
    """Give the names, none in quotation marks as a person's: those are of projects, ships, bands."""
    return tuple(
        replace(name, type="") if language.cases and name.type == _PERSON and _quoted(name, tokens) else name
        for name in names
        if not _predicate(name, tokens, language)
    )


def _predicate(name: NameSpan, tokens: Sequence[Token], language: Language) -> bool:
    """Whether what was taken for a name is an adjective that stands for a verb ("Маловероятно, что …")."""
    forms = language.grammar.predicate_forms
    return name.first == name.last and any(tokens[name.first].has(form) for form in forms)


def _quoted(name: NameSpan, tokens: Sequence[Token]) -> bool:
    after = name.last + 1
    opens = name.first > 0 and tokens[name.first - 1].text in _MARKS
    return opens and after < len(tokens) and tokens[after].text in _MARKS


def _under(tree: Sequence[Token], head: int) -> list[Token]:
    return [t for t in tree if t.head == head and t.index != head]


def _case(token: Token) -> str:
    return next((feature for feature in token.feats.split("|") if feature.startswith("Case=")), "")


def _list(tree: list[Token], index: int, language: Language) -> None:
    """Put a noun beside the one of its case that stands nearest before it, not beside what that is of."""
    token = tree[index]
    head, labels = tree[token.head], language.functions
    if token.dep not in labels.coordination or token.pos not in _NOMINAL or head.index >= index:
        return
    own, prepositions = _case(token), (t for t in _under(tree, index) if t.pos == "ADP")
    if head.pos not in _NOMINAL or own in {"", _case(head)} or any(t.index < index for t in prepositions):
        return
    between = [t for t in tree[head.index + 1 : index] if t.head == head.index and t.pos in _NOMINAL]
    same = [t for t in between if _case(t) == own and not any(u.pos == "ADP" for u in _under(tree, t.index))]
    if same and not any(t.text == _COMMA for t in tree[same[-1].index : index]):
        tree[index] = replace(token, head=same[-1].index)


def _as_said(tree: list[Token], index: int, language: Language) -> None:
    """Give the verb behind "as they said, …" the subject that the tree hangs on the saying."""
    said = tree[index]
    under = _under(tree, index)
    opens = any(t.low in language.grammar.as_told and t.index < index for t in under)
    comma = next((t.index for t in tree[index:] if t.text == _COMMA), len(tree))
    main = next((t for t in tree[comma:] if t.has(_FINITE)), None)
    if said.lemma not in language.attribution.say or not opens or main is None or main.head != index:
        return
    over = said.head if said.head != index else main.index
    tree[main.index] = replace(main, head=over, dep=said.dep)
    tree[index] = replace(said, head=main.index, dep=min(language.functions.parenthetical))
    for subject in [t for t in under if t.dep in language.functions.subject and t.index > comma]:
        tree[subject.index] = replace(subject, head=main.index)


def _converb(tree: list[Token], index: int, language: Language) -> None:
    """Hang a converb on the verb before it, where the one behind it only tells who says so."""
    converb = tree[index]
    head = tree[converb.head]
    if not any(converb.has(form) for form in language.grammar.converbs) or head.index < index:
        return
    subjects = [t for t in _under(tree, head.index) if t.dep in language.functions.subject]
    named = any(t.pos in _NOMINAL for t in tree[head.index + 1 : head.index + _SOON])
    follows = named and all(t.index > head.index for t in subjects)
    before = [t for t in tree[:index] if t.has(_FINITE) and t.index != head.index]
    if head.lemma in language.attribution.say and follows and before and tree[head.index - 1].text == _COMMA:
        tree[index] = replace(converb, head=before[-1].index)


def _visited(tree: list[Token], index: int, language: Language) -> None:
    """Give a verb that is done to places the undeclined one behind its phrase ("посетит с поездкой КНДР")."""
    place, head = tree[index], tree[tree[index].head]
    verb = tree[head.head]
    beside = place.dep in language.functions.nominal and head.index == index - 1
    led = any(t.pos == "ADP" for t in _under(tree, head.index))
    objects = any(t.dep in language.functions.object for t in _under(tree, verb.index))
    if place.text.isupper() and beside and led and not objects and verb.lemma in language.grammar.to_places:
        tree[index] = replace(place, head=verb.index, dep=min(language.functions.object))


def _dated(tree: list[Token], index: int, language: Language) -> None:
    """Give a verb the object that the tree puts beside the month before it, with all that hangs on it."""
    noun, month = tree[index], tree[index - 1]
    beside = noun.dep in language.functions.apposition | language.functions.parenthetical
    follows = index > 0 and beside and noun.head in {month.index, month.head}
    counted = any(t.pos == "NUM" for t in _under(tree, month.index))
    same = noun.pos != "NOUN" or _case(noun) == _case(month)
    objects = any(t.dep in language.functions.object for t in _under(tree, month.head))
    if not follows or same or not counted or objects or tree[month.head].pos != "VERB":
        return
    tree[index] = replace(noun, head=month.head, dep=min(language.functions.object))
    for under in [t for t in _under(tree, month.index) if t.index > index]:
        tree[under.index] = replace(under, head=index)


def _recalled(tree: list[Token], index: int, language: Language) -> None:
    """Let what the paper itself recalls stand alone: "Напомним, что …"."""
    said, under = tree[index], _under(tree, index)
    own = all(said.has(feature) for feature in _WE)
    nobody = not any(t.dep in language.functions.subject and t.pos in _NOMINAL for t in under)
    urged = next((t for t in under if t.has(_INFINITIVE) and t.lemma in language.attribution.say), None)
    if urged is not None and nobody and said.has(_NOW):  # "Стоит отметить, что …"
        own, said, under = True, urged, [*under, *_under(tree, urged.index)]
    labels = language.functions.complement | (language.functions.parenthetical if own else set())
    told = [t for t in under if t.dep in labels and t.pos in _CLAUSAL and t.index > said.index]
    content = next((t for t in told if t.has(_FINITE) or t.has(_SHORT)), None)
    own = own and index == 0 and tree[index].head == index
    if not own or content is None or said.lemma not in language.attribution.say:
        return
    tree[content.index] = replace(content, head=content.index, dep=tree[index].dep)
    tree[index] = replace(tree[index], head=content.index, dep=min(language.functions.parenthetical))
    for other in [t for t in under if t.index != content.index]:
        tree[other.index] = replace(other, head=content.index)


def _labelled(tree: list[Token], index: int, language: Language) -> None:
    """Take who is named before a colon off the verb behind it: "Генсек НАТО: войска прибыли"."""
    before = tree[:index] if tree[index].text == _COLON and index <= _LABEL else []
    if any(token.pos == "VERB" for token in before):
        return
    for token in before:
        for behind in (t for t in _under(tree, token.index) if t.index > index and t.pos in _NOMINAL):
            cases = language.functions.subject if _case(behind) in {"", _case(token)} else ()
            tree[behind.index] = replace(behind, head=token.head, dep=max(cases, default=behind.dep))
        if token.head > index:
            tree[token.index] = replace(token, head=token.index, dep="")


def _named(tree: list[Token], index: int, language: Language) -> None:
    """Put a name beside the place that it stands behind, where the verb has a subject: "На станции Хасан"."""
    name, place = tree[index], tree[index - 1]
    labels = language.functions
    if index == 0 or name.pos != "PROPN" or name.dep not in labels.subject or place.pos != "NOUN":
        return
    led = any(t.pos == "ADP" and t.index < place.index for t in _under(tree, place.index))
    later = [t for t in _under(tree, name.head) if t.dep in labels.subject and t.index > name.head]
    subjects = [t for t in later if t.has(_LIVING)]
    if led and place.head == name.head and name.head > index and subjects:
        tree[index] = replace(name, head=place.index, dep=min(labels.apposition))
        for under in [t for t in _under(tree, index) if t.index < name.head and t.pos == "PRON"]:
            tree[under.index] = replace(under, head=name.head, dep=min(labels.object))
