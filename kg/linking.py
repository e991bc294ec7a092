"""Which Wikidata item a name means, or honestly why none. Pure: the asking is behind `Lookup`.

Names are grouped first (a part of a person's name, "Kim" after "Kim Jong Un", is the same name), then
looked up together, and each candidate is scored by the agreement of name and class, by what else the
article speaks of, and by how much points to it. Two candidates that stay close make it Ambiguous; a
service that failed makes it LookupFailed, never NIL.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kg.errors import LookupFailed
from kg.model import Candidate, Link, LinkStatus, Mention, MentionKind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_ENOUGH = 0.5
_CLOSE = 0.05
_PLACES = frozenset({"Place", "Country", "City", "Region", "Facility", "Spaceport"})


class Lookup(Protocol):
    """What the linker asks of a source of Wikidata items; every method may raise `LookupFailed`."""

    def named(self, names: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], tuple[Candidate, ...]]:
        """Candidates by (name, language)."""
        ...

    def items(self, qids: Collection[str]) -> Mapping[str, Candidate]:
        """Full candidates by QID."""
        ...

    def holders(self, positions: Collection[str]) -> Mapping[str, tuple[tuple[str, str, str], ...]]:
        """(person, begin, end) by position."""
        ...


@dataclass(frozen=True)
class Linked:
    """Outcome for one mention: the link, its item if any, and the ontology class it has."""

    link: Link
    item: Candidate | None
    type: str


def link(
    mentions: Sequence[Mention],
    lang: str,
    lookup: Lookup,
    classes: Mapping[str, Sequence[str]],
    *,
    exhaustive: bool,
) -> dict[int, Linked]:
    """Link every mention that is a name, or whose item the language file knows.

    Parameters
    ----------
    classes
        Wikidata classes by ontology class, finest first.
    exhaustive
        Whether no candidate means that there is none (a live endpoint), or only that the embedded
        snapshot has none.

    Returns
    -------
    dict
        `Linked` by the mention's index; mentions that are no names are left out.
    """
    names = {
        i: full_name(i, mentions)
        for i, m in enumerate(mentions)
        if m.kind is MentionKind.NAME and not m.key and m.name
    }
    asked = {(mentions[j].name, lang) for j in names.values()}
    asked |= {(mentions[j].bare_name, lang) for j in names.values() if mentions[j].bare_name}
    asked |= {(mentions[j].text, lang) for j in names.values()}
    known = {m.key for m in mentions if m.key}
    try:
        found = lookup.named(asked)
        items = lookup.items(known)
    except LookupFailed as error:
        failed = Linked(Link(LinkStatus.LOOKUP_FAILED, reasons=(error.what,)), None, "")
        return {i: failed for i, m in enumerate(mentions) if i in names or m.key}
    out: dict[int, Linked] = {}
    for i, m in enumerate(mentions):
        if m.key:
            item = items.get(m.key)
            status = Link(LinkStatus.LINKED, m.key, 1.0, ((m.key, 1.0),), ("known to the language file",))
            out[i] = Linked(status, item, class_of(item, classes) if item else m.type)
    countries = {m.key for m in mentions if m.key} | {
        c.qid for (_, _), cs in found.items() if len(cs) == 1 for c in cs if class_of(c, classes) == "Country"
    }
    decided: dict[int, Linked] = {}
    for i, j in names.items():
        if j not in decided:
            decided[j] = _decide(mentions[j], lang, found, classes, countries, exhaustive=exhaustive)
        out[i] = decided[j]
    return out


def full_name(index: int, mentions: Sequence[Mention]) -> int:
    """Give the mention whose longer name this one is a part of, itself if none.

    A single word is taken for a person's name if persons of the article bear it: the one named last
    before, else the first after.
    """
    mention = mentions[index]
    words = {mention.name, mention.bare_name} - {""}
    if " " in mention.name or mention.type not in {"Person", "Entity", "Place", "Organization"}:
        return index
    longer = [
        j
        for j, other in enumerate(mentions)
        if other.kind is MentionKind.NAME
        and " " in other.name
        and other.type in {"Person", "Entity"}
        and words & {*other.name.split(), *(other.bare_name.split() if other.bare_name else ())}
    ]
    before = [j for j in longer if j < index]
    chosen = before[-1:] or longer[:1]
    if not chosen:
        return index
    same = mentions[chosen[0]].name
    return next(j for j in longer if mentions[j].name == same)


def class_of(item: Candidate, classes: Mapping[str, Sequence[str]]) -> str:
    """Ontology class of an item: the first line of the table that one of its classes is in."""
    for name, qids in classes.items():
        if any(c in qids for c in item.classes):
            return name
    return "Entity"


def _decide(
    mention: Mention,
    lang: str,
    found: Mapping[tuple[str, str], tuple[Candidate, ...]],
    classes: Mapping[str, Sequence[str]],
    countries: Collection[str],
    *,
    exhaustive: bool,
) -> Linked:
    scored: dict[str, tuple[float, Candidate, str]] = {}
    for weight, name in ((1.0, mention.text), (1.0, mention.name), (0.97, mention.bare_name)):
        for candidate in found.get((name, lang), ()) if name else ():
            score, why = _score(mention, candidate, name, classes, countries)
            score *= weight
            if candidate.qid not in scored or scored[candidate.qid][0] < score:
                scored[candidate.qid] = (score, candidate, why)
    ranked = sorted(scored.values(), key=lambda s: (-s[0], s[1].qid))
    listed = tuple((c.qid, round(score, 2)) for score, c, _ in ranked)
    reasons = tuple(f"{c.qid} {c.label}: {why}" for _, c, why in ranked)
    good = [entry for entry in ranked if entry[0] >= _ENOUGH]
    if not good:
        status = LinkStatus.NIL if exhaustive or ranked else LinkStatus.NOT_ATTEMPTED
        return Linked(Link(status, candidates=listed, reasons=reasons), None, "")
    if len(good) > 1 and good[0][0] - good[1][0] < _CLOSE:
        return Linked(Link(LinkStatus.AMBIGUOUS, candidates=listed, reasons=reasons), None, "")
    score, item, _ = good[0]
    made = Link(LinkStatus.LINKED, item.qid, round(min(score, 1.0), 2), listed, reasons)
    return Linked(made, item, class_of(item, classes))


def _score(
    mention: Mention,
    candidate: Candidate,
    name: str,
    classes: Mapping[str, Sequence[str]],
    countries: Collection[str],
) -> tuple[float, str]:
    kind = class_of(candidate, classes)
    primary = any(text == name for text, _ in candidate.labels)
    score = 0.62 if primary else 0.58
    why = ["label" if primary else "alias", kind]
    fits = compatible(mention.type, kind)
    if mention.head and not fits:
        score -= 0.4
        why.append(f"not a {mention.type}")
    elif fits and mention.type not in {"Entity", ""}:
        score += 0.2 if mention.head else 0.1
        why.append(f"fits {mention.type}")
    if kind == "Country":
        score += 0.1
    if candidate.country in countries:
        score += 0.06
        why.append("its country is spoken of")
    score += min(0.1, 0.02 * math.log1p(candidate.links))
    return score, ", ".join(why)


def compatible(hint: str, kind: str) -> bool:
    """Whether what the text shows of a name's class agrees with an item's class."""
    if hint in {"", "Entity"} or hint == kind:
        return True
    if hint == "Place":
        return kind in _PLACES
    if hint == "Organization":
        return kind in {"NewsAgency", "Publisher", "Government", "ArmedForces", "Company", "Country"}
    return hint in _PLACES and kind == "Place"
