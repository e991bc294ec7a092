"""Nouns by which somebody says or thinks something, read as verbs: "…는 것이 정보기관의 판단이다".

With the copula such a noun tells what its verb tells ("정보기관이 판단한다"); whose it is, stands before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.head_final_nodes import SUBJECT, TOPIC, Group, Node

if TYPE_CHECKING:
    from kg.head_final_forms import Item
    from kg.language import Language

_COMPLEMENT, _OF = "complement", "genitive"
_TOLD, _QUOTE, _THING = "told", "quote", "thing"
_TWO: Final = 2
_BARE: Final = frozenset({SUBJECT, TOPIC, ""})


def as_verbs(items: list[Item], language: Language) -> list[Item]:
    """Give the items of a sentence with such nouns as verbs; all others stay as they are."""
    words = language.attribution
    known = words.say | words.think | {v for hedges in language.certainty.values() for v in hedges.verbs}
    out: list[Item] = []
    for item in items:
        _neither(item, out, language)
        noun, owner = (out[-1], out[-2]) if len(out) > 1 else (None, None)
        if (
            isinstance(item, Node)
            and item.lemma in language.grammar.copula
            and isinstance(noun, Group)
            and noun.function == _COMPLEMENT
            and noun.link.lemma + language.suffixes.does_verb in known
            and isinstance(owner, Group)
            and owner.function == _OF
        ):
            item.lemma = noun.link.lemma + language.suffixes.does_verb
            owner.link.function, owner.adnominal = SUBJECT, False
            del out[-1]
            _say(out, language)
        out.append(item)
    return out


def _neither(item: Item, out: list[Item], language: Language) -> None:
    """Read "확인도 부정도 하지 않다" as one verb of saying: who neither confirms nor denies is open."""
    does = language.suffixes.does_verb
    nouns = [one for one in out[-_TWO:] if isinstance(one, Group) and one.function == TOPIC]
    verbs = [one.link.lemma + does for one in nouns]
    both = {verb in language.denial.verbs for verb in verbs} == {True, False}
    if isinstance(item, Node) and item.lemma == does and both and len(verbs) == _TWO:
        item.lemma = next(verb for verb in verbs if verb not in language.denial.verbs)
        del out[-_TWO:]


def _say(out: list[Item], language: Language) -> None:
    """Let the clause before the owner of an opinion be its content ("보냈다는 것이")."""
    match out:
        case [*_, Node(form=form) as verb, Group() as thing, _] if form == _TOLD and thing.function in _BARE:
            if language.suffixes.bound.get(thing.link.lemma) == _THING:
                verb.form = _QUOTE
                del out[-2]
