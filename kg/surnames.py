"""Surnames: two that the pipeline took for one name ("dass Putin Kim empfing"), and one in its base form.

The rule: two are parted if both stand elsewhere in the article as the name, or the surname, of a person of
their own. Of which form a declined surname is, the forename tells that agrees with it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kg.model import Section
    from kg.tokens import NameSpan, Token

    Words = tuple[Section, tuple[Token, ...], tuple[NameSpan, ...]]

_PERSON, _TWO = "Person", 2
_SUBJECT, _RECIPIENT = "Nom", "Dat"


def part_surnames(sentences: Sequence[Words], endings: Collection[str]) -> Iterator[Words]:
    """Give the sentences with such names parted; ``endings`` are those of a genitive."""
    written = [_bare(words, name, endings) for _, words, names in sentences for name in names]
    alone = {one[0] for one in written if len(one) == 1}
    long = [one for one in written if len(one) > 1]
    for section, words, names in sentences:
        parted: list[NameSpan] = []
        for name in names:
            own = _bare(words, name, endings)
            others = [one for one in long if one != own]
            first = alone | {one[-1] for one in others}
            second = first | {one[0] for one in others}
            two = len(own) == _TWO and name.type == _PERSON and not name.listed
            if two and own[0] != own[1] and own[0] in first and own[1] in second:
                parted += [replace(name, last=name.first), replace(name, first=name.last)]
            else:
                parted.append(name)
        yield section, words, tuple(parted)


def base_name(words: Sequence[Token], written: str) -> str:
    """Give a declined name in its base form; one with an adjective as it is written."""
    if not all(t.pos == "PROPN" for t in words):
        return written
    return " ".join([*(t.lemma for t in words[:-1]), _in_a(words) or words[-1].lemma])


def _in_a(words: Sequence[Token]) -> str:
    """Give a surname in "-a" behind a forename in its base form; "" if the forename does not tell it.

    The dictionary takes it for the genitive of another one ("Александр Мацегора").
    """
    if len(words) != _TWO:
        return ""
    forename, last = words[0].cases, words[1].text
    if words[0].lemma == words[0].text:
        return last if forename == {_SUBJECT} else ""
    genitive = last.endswith("ы") and words[1].lemma == last
    accusative = last.endswith("у") and _RECIPIENT not in forename
    return f"{last[:-1]}а" if genitive or accusative else ""


def _bare(words: Sequence[Token], name: NameSpan, endings: Collection[str]) -> tuple[str, ...]:
    """Give the words of a person's name, without the ending of a genitive; () of any other."""
    if name.type != _PERSON:
        return ()
    *before, last = (token.text for token in words[name.first : name.last + 1])
    ending = max((e for e in endings if last.endswith(e) and len(last) > len(e) + 2), key=len, default="")
    return (*before, last.removesuffix(ending))
