"""Parts two surnames that the pipeline took for one name: "dass Putin Kim empfing".

The rule: both stand elsewhere in the article as the name, or the surname, of a person of their own.
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


def _bare(words: Sequence[Token], name: NameSpan, endings: Collection[str]) -> tuple[str, ...]:
    """Give the words of a person's name, without the ending of a genitive; () of any other."""
    if name.type != _PERSON:
        return ()
    *before, last = (token.text for token in words[name.first : name.last + 1])
    ending = max((e for e in endings if last.endswith(e) and len(last) > len(e) + 2), key=len, default="")
    return (*before, last.removesuffix(ending))
