"""How many independent origins a happening's reports have: copies of one text are one.

The rule: a report goes back to the agency that its sentence names, else to the one that its article is
tagged with, else to its publisher; two reports whose sentences or whose articles are near-duplicates go
back to one origin whatever is printed above them. Texts are compared by shingles (Broder 1997), sentences
all, articles by a sample that depends on the words alone; hashing is CRC-32, so every run finds the same.
Who vouches for it is counted apart from who prints it: for that the one named as the source stands.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.minting import SOURCE, folded, local_key
from kg.model import LinkStatus
from kg.told import state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.model import Telling
    from kg.outlets import Outlets
    from kg.told import Told

_WORD = re.compile(r"\w+")
#: Words a shingle of a sentence, and how much of both sentences must be shared.
_SHINGLE = 3
_ALIKE = 0.6
#: Shorter sentences are alike only if equal: their shingles are few.
_SHORT = 8
#: Of articles every shingle is sampled that begins with a word whose hash falls on nought.
_LONG_SHINGLE = 4
_SAMPLED = 3
_FEWEST = 6
_SAME_TEXT = 0.4
#: What stands in more texts than this is a formula of the trade, no sign of a copy.
_COMMON = 100
#: Whoever is named as one of these speaks for himself, not for a state.
_OUTLETS = frozenset({"NewsAgency", "Publisher"})


@dataclass(frozen=True, slots=True)
class Copies:
    """Articles that print one text, by sha256: the first of them; others stand for themselves."""

    of: Mapping[str, str] = field(default_factory=dict)

    def first(self, sha256: str) -> str:
        """Give the article of which this one is a copy, itself if of none."""
        return self.of.get(sha256, sha256)


class Union:
    """Names put together in sets; a set is known by the least of its names."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}

    def root(self, name: str) -> str:
        """Give the name by which the set of this one is known."""
        self._parents.setdefault(name, name)
        while self._parents[name] != name:
            self._parents[name] = name = self._parents[self._parents[name]]
        return name

    def join(self, one: str, other: str) -> None:
        """Put the sets of two names together."""
        first, last = sorted((self.root(one), self.root(other)))
        self._parents[last] = first


def find_copies(tellings: Iterable[Telling]) -> Copies:
    """Find the articles that print one text, edited or not."""
    samples = {
        one.reading.article.sha256: _sample(" ".join(s.text for s in one.reading.sentences))
        for one in tellings
    }
    alike = Union()
    for one, other in _pairs({key: one for key, one in samples.items() if len(one) >= _FEWEST}, _SAME_TEXT):
        alike.join(one, other)
    roots = {key: alike.root(key) for key in samples}
    return Copies({key: root for key, root in roots.items() if key != root})


def count_origins(members: Iterable[Told], outlets: Outlets, copies: Copies) -> int:
    """Count the independent origins of reports."""
    told = list(members)
    together = Union()
    names = {}
    sentences: dict[str, frozenset[int]] = {}
    for one in told:
        names[one.iri] = f"from:{origin_of(one, outlets)}"
        together.join(names[one.iri], f"text:{copies.first(one.article.sha256)}")
        words = _WORD.findall(folded(one.sentence))
        together.join(names[one.iri], f"words:{' '.join(words) or one.iri}")
        if len(words) >= _SHORT:
            sentences.setdefault(" ".join(words), _shingles(words, _SHINGLE))
    for first, second in _pairs(sentences, _ALIKE):
        together.join(f"words:{first}", f"words:{second}")
    return len({together.root(name) for name in names.values()})


def count_voices(members: Iterable[Told], outlets: Outlets) -> int:
    """Count who vouches for what is reported: ten outlets that quote one minister have one voice.

    A state's people and offices are one. Whoever is not named may be one of the others, and vouches for
    nothing beside them.
    """
    voices = {_voice(one, outlets) for one in members}
    return len(voices - {""}) or len(voices)


def _voice(one: Told, outlets: Outlets) -> str:
    entity = one.entities.get(one.report.stance.source)
    if entity is None and one.report.stance.relays:
        return origin_of(one, outlets)
    if entity is None or entity.key.startswith(SOURCE):
        return ""
    outlet = outlets.find(one.report.stance.source, entity.name)
    named = entity.link.status is not LinkStatus.NOT_LINKABLE
    if outlet is not None or (named and entity.type in _OUTLETS):
        return outlet.key if outlet else entity.key
    return state_of(entity) or (entity.key if entity.link.status is LinkStatus.LINKED else "")


def origin_of(one: Told, outlets: Outlets) -> str:
    """Give whom a report goes back to: an agency, else the publisher, else the article itself."""
    article, stance = one.article, one.report.stance
    for key in (stance.source, *stance.relays):
        entity = one.entities.get(key)
        if entity is not None:
            outlet = outlets.find(key, entity.name)
            if entity.type == "NewsAgency" or (outlet is not None and outlet.agency):
                return outlet.key if outlet else key
    for key, name, kind in (
        (one.agency, article.agency, "NewsAgency"),
        (one.publisher, article.publisher, "Publisher"),
    ):
        if key or name:
            outlet = outlets.find(key, name)
            return outlet.key if outlet else key or local_key(kind, name)
    outlet = outlets.find(url=article.url)
    return outlet.key if outlet else f"article/{article.sha256}"


def _shingles(words: Sequence[str], length: int) -> frozenset[int]:
    return frozenset(
        zlib.crc32(" ".join(words[i : i + length]).encode()) for i in range(max(1, len(words) - length + 1))
    )


def _sample(text: str) -> frozenset[int]:
    """Give the shingles of a text that begin with a word chosen by its hash."""
    words = _WORD.findall(folded(text))
    return frozenset(
        zlib.crc32(" ".join(words[i : i + _LONG_SHINGLE]).encode())
        for i in range(len(words) - _LONG_SHINGLE + 1)
        if zlib.crc32(words[i].encode()) % _SAMPLED == 0
    )


def _pairs(texts: Mapping[str, frozenset[int]], enough: float) -> Iterable[tuple[str, str]]:
    """Give the pairs of texts that share enough of their shingles (Jaccard), by an index of the shingles."""
    index: dict[int, list[str]] = defaultdict(list)
    for key in sorted(texts):
        shared: dict[str, int] = {}
        for shingle in texts[key]:
            there = index[shingle]
            if len(there) < _COMMON:
                for other in there:
                    shared[other] = shared.get(other, 0) + 1
                there.append(key)
        for other, number in shared.items():
            if number >= enough * (len(texts[key]) + len(texts[other]) - number):
                yield key, other
