"""What a description means by what is known of the world: an office at a date, a capital, a war.

The rule: nobody is taken where the facts do not tell. Who held an office is read from terms with dates;
where the facts are older than the article, the reason says so and the score is lower. Where the holders
of a position tell nothing, whom the country itself names as its head counts, if it is one person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from kg.model import Link, LinkStatus
from kg.name_forms import name_forms
from kg.scoring import at, class_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from kg.linking import Lookup
    from kg.model import Mention

_SURE: Final = 0.9
#: The holder's term is open, and the facts end before the article.
_OLD_FACTS: Final = 0.6
#: More persons than these at one time: an office of many, or terms whose ends are missing.
_MOST_HOLDERS: Final = 2
_CAPITAL_CLASS: Final = "Q5119"
#: A head of state or government of whom no dates are told: as of the snapshot's date.
_UNDATED: Final = 0.5
_QID: Final = re.compile(r"Q[1-9][0-9]*")


@dataclass(frozen=True)
class Offices:
    """What descriptions mean: ``positions`` by kind of office and country, ``conflicts`` by item.

    ``as_of`` is the ISO day until which an office without an end is known to be held, "" if that is now.
    ``heads`` says by kind of office which properties of a country (P35, P6) must name its holder;
    ``heads_as_of`` is the ISO day of which such a statement without dates is true, "" if no day is known.
    """

    positions: Mapping[str, Mapping[str, Sequence[str]]]
    conflicts: Mapping[str, Mapping[str, Any]]
    as_of: str = ""
    heads: Mapping[str, Sequence[str]] = field(default_factory=dict)
    heads_as_of: str = ""


def meant(qid: str, score: float, reason: str) -> Link:
    """Make the link of something described."""
    return Link(LinkStatus.LINKED, qid, score, ((qid, score),), (reason,))


def is_of_now(mention: Mention, lang: str) -> bool:
    """Whether a title is the holder's at the time: no former, acting or future one."""
    stems = name_forms(lang).not_now
    return not any(word.casefold().startswith(stem) for word in mention.text.split() for stem in stems)


def holder(office: str, country: str, date: str, offices: Offices, lookup: Lookup) -> Link | None:
    """Give who held a country's office at a date; None if the facts do not tell.

    Raises
    ------
    LookupFailed
        If the look-up fails.
    """
    positions = offices.positions.get(office, {}).get(country, ())
    held = lookup.holders(positions) if positions else {}
    for position in positions:
        terms = sorted(
            (begin, person, end)
            for person, begin, end in held.get(position, ())
            if begin and at(begin, end, date or "9999")
        )
        if len({person for _, person, _ in terms}) > _MOST_HOLDERS:
            return None
        if terms:
            begin, person, end = terms[-1]
            return _of_term(person, begin, end, f"held the office ({position})", date, offices)
    over = {
        person
        for terms in held.values()
        for person, _, end in terms
        if end and not at("", end, date) and not any(one == person and not last for one, _, last in terms)
    }
    found = _head(office, country, date, offices, lookup) if _QID.fullmatch(country) and date else None
    return None if found is None or found.qid in over else found


def _of_term(person: str, begin: str, end: str, what: str, date: str, offices: Offices) -> Link:
    known = max(offices.as_of, begin)
    if not end and offices.as_of and (not date or date[: len(known)] > known[: len(date)]):
        return meant(person, _OLD_FACTS, f"{what} as of {known}; the facts end before the article")
    return meant(person, _SURE, f"{what} at the article's date")


def _head(office: str, country: str, date: str, offices: Offices, lookup: Lookup) -> Link | None:
    """Give whom a country itself names as its head; None unless all that is told of then is one person."""
    properties = offices.heads.get(office, ())
    told = lookup.heads([country]).get(country, ()) if properties else ()
    made: list[Link] = []
    for name in properties:
        terms = [(person, begin, end) for kind, person, begin, end in told if kind == name]
        # A date known to the year may mean any day of it.
        dated = [
            one
            for one in terms
            if one[1] and at(one[1], "", date) and one[2][: len(date)] >= date[: len(one[2])]
        ]
        undated = [person for person, begin, end in terms if not begin and not end]
        what = f"was head of {country} ({name})"
        if len({person for person, _, _ in dated}) == 1:
            made.append(_of_term(*max(dated, key=lambda one: one[1]), what, date, offices))
        elif not dated and len(undated) == 1 and "" < offices.heads_as_of <= date:
            why = f"{what} as of {offices.heads_as_of}; without dates, and the facts end before the article"
            made.append(meant(undated[0], _UNDATED, why))
    if len(made) != len(properties) or len({one.qid for one in made}) != 1:
        return None
    return min(made, key=lambda one: one.score)


def capital(
    country: str,
    lang: str,
    metonyms: Mapping[str, str],
    lookup: Lookup,
    classes: Mapping[str, Sequence[str]],
) -> Link | None:
    """Give the capital of a state whose capital may stand for it.

    Raises
    ------
    LookupFailed
        If the look-up fails.
    """
    names = {(name, lang) for name, state in metonyms.items() if state == country}
    found = lookup.named(names) if names else {}
    cities = {
        item.qid
        for items in found.values()
        for item in items
        if item.country == country and _CAPITAL_CLASS in item.classes and class_of(item, classes) == "City"
    }
    if len(cities) != 1:
        return None
    return meant(cities.pop(), _SURE, f"the capital of {country}")


def conflict(named: Collection[str], countries: Collection[str], date: str, offices: Offices) -> Link | None:
    """Give the war described by where it is fought, at a time when it had begun."""
    for qid, war in offices.conflicts.items():
        begun = bool(date) and date >= war["begin"][: len(date)]
        if begun and war["place"] in named and set(countries) <= set(war["parties"]):
            return meant(qid, _SURE, "the war fought there at the article's date")
    return None
