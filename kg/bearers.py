"""Whom a part of a person's name means: "Kim" after "Kim Jong Un", but not his sister and no reporter.

The rule: a single word is short for a full name of the article that begins or ends with it. Where several
persons bear it, the title decides, then who was spoken of last, then who is named next; two that are
equally near leave it open. Who only signs the article is meant by nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import MentionKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from kg.model import Mention

_PERSONS = frozenset({"Person", "Entity"})
#: Classes that a bare surname is taken for by a tagger.
_SHORT = frozenset({"Person", "Entity", "Place", "Organization"})


@dataclass(frozen=True, slots=True)
class Bearer:
    """The mention with the full name, the mention itself if it is none's part.

    ``rivals`` are mentions of the persons that are equally likely; ``why`` says what decided.
    """

    index: int
    rivals: tuple[int, ...] = ()
    why: str = ""


def bearers(
    mentions: Sequence[Mention],
    person_of: Mapping[int, str],
    held: Callable[[str, str], bool],
    signed: Collection[int] = (),
    settled: Collection[int] = (),
) -> dict[int, Bearer]:
    """Give the bearer of each name of an article.

    Parameters
    ----------
    person_of
        Who the full name of a mention is (a QID, or the folded name), by the mention's index.
    held
        Whether a person held a kind of office.
    signed
        Mentions that are credits ("Von Anna Kim").
    settled
        Mentions that are names on their own, such as places.
    """
    full = {
        i: person_of[i]
        for i, m in enumerate(mentions)
        if m.kind is MentionKind.NAME and " " in m.name and m.type in _PERSONS and i in person_of
    }
    out: dict[int, Bearer] = {}
    meant: dict[int, str] = {i: person for i, person in full.items() if i not in signed}
    for i, mention in enumerate(mentions):
        if mention.kind is not MentionKind.NAME or mention.key:
            continue
        out[i] = Bearer(i)
        if " " in mention.name or mention.type not in _SHORT or i in settled:
            continue
        having = {j: person for j, person in full.items() if _shares(mention, mentions[j])}
        known = {j: person for j, person in having.items() if j not in signed} or having
        if not known:
            continue
        out[i] = _choose(i, mentions, known, meant, held)
        if not out[i].rivals:
            meant[i] = full[out[i].index]
    return out


def _shares(mention: Mention, other: Mention) -> bool:
    """Whether a word is the first or last of a full name, as surnames are."""
    words = {mention.name, mention.bare_name} - {""}
    names = [name.split() for name in (other.name, other.bare_name) if name]
    return any(words & {name[0], name[-1]} for name in names)


def _choose(
    index: int,
    mentions: Sequence[Mention],
    known: Mapping[int, str],
    meant: Mapping[int, str],
    held: Callable[[str, str], bool],
) -> Bearer:
    first: dict[str, int] = {}
    for j in sorted(known):
        first.setdefault(known[j], j)
    if len(first) == 1:
        at = next(iter(first.values()))
        return Bearer(at, why=f"short for {mentions[at].name!r}")
    mention = mentions[index]
    titled = sorted(
        person
        for person in first
        if mention.head
        and (
            any(mentions[j].head == mention.head for j in known if known[j] == person)
            or (mention.office and held(person, mention.office))
        )
    )
    if len(titled) == 1:
        at = first[titled[0]]
        return Bearer(at, why=f"short for {mentions[at].name!r}, whose title {mention.head!r} is")
    among = {*titled} or {*first}
    for nearest in (_before, _after):
        near = nearest(index, mentions, meant, among)
        if len(near) == 1:
            at = first[near[0]]
            return Bearer(at, why=f"short for {mentions[at].name!r}, named nearest")
        if near:
            break
    return Bearer(index, tuple(first[person] for person in sorted(among)), "several persons are so called")


def _before(
    index: int, mentions: Sequence[Mention], meant: Mapping[int, str], among: Collection[str]
) -> list[str]:
    """Give who is meant in the last sentence before that speaks of one of them."""
    there = [j for j, person in meant.items() if j < index and person in among]
    last = max((mentions[j].sentence for j in there), default=-1)
    return sorted({meant[j] for j in there if mentions[j].sentence == last})


def _after(
    index: int, mentions: Sequence[Mention], meant: Mapping[int, str], among: Collection[str]
) -> list[str]:
    there = [j for j, person in meant.items() if j > index and person in among]
    nearest = min((mentions[j].sentence for j in there), default=-1)
    return sorted({meant[j] for j in there if mentions[j].sentence == nearest})
