"""What a description means by what is known of the world: an office at a date, a capital, a war.

The rule: nobody is taken where the facts do not tell. Who held an office is read from terms with dates;
where the facts are a little older than the article, the reason says so and the score is lower; where they are
older than that (`kg.tenures`), the holder stays a candidate. Where the holders of a position tell nothing,
whom the country itself names as its head counts, if it is one person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from kg.model import Link, LinkStatus
from kg.scoring import at, class_of
from kg.tenures import Tenures, reaches

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from kg.linking import Lookup

#: From this score on the facts reach the article's day.
SURE: Final = 0.9
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

    ``tenures`` says until when an office without an end is known to be held. ``heads`` says by kind of office
    which properties of a country (P35, P6) must name its holder; ``heads_as_of`` is the ISO day of which such
    a statement without dates is true, "" if no day is known.
    """

    positions: Mapping[str, Mapping[str, Sequence[str]]]
    conflicts: Mapping[str, Mapping[str, Any]]
    tenures: Tenures = field(default_factory=Tenures)
    heads: Mapping[str, Sequence[str]] = field(default_factory=dict)
    heads_as_of: str = ""


def meant(qid: str, score: float, reason: str) -> Link:
    """Make the link of something described."""
    return Link(LinkStatus.LINKED, qid, score, ((qid, score),), (reason,))


def holder(office: str, country: str, date: str, offices: Offices, lookup: Lookup) -> Link | None:
    """Give who held a country's office at a date; None if the facts do not tell.

    A link without an item says who may have held it, where the facts end too long before the date.

    Raises
    ------
    LookupFailed
        If the look-up fails.
    """
    tenures, positions = offices.tenures, offices.positions.get(office, {}).get(country, ())
    held = lookup.holders(positions) if positions else {}
    day = date or offices.heads_as_of or tenures.as_of
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
            known = tenures.known(position, person, begin)
            if not end and tenures.as_of and known < day:
                known = max(known, _still_head(office, country, person, offices, lookup))
            made = _of_term((person, begin, end), known, f"held the office ({position})", day, tenures)
            return made if date or not made.qid else replace(made, score=_OLD_FACTS)
    over = {
        person
        for terms in held.values()
        for person, _, end in terms
        if end and not at("", end, date) and not any(one == person and not last for one, _, last in terms)
    }
    found = _head(office, country, date, offices, lookup) if _QID.fullmatch(country) and date else None
    return None if found is None or over & {qid for qid, _ in found.candidates} else found


def _of_term(term: tuple[str, str, str], known: str, what: str, date: str, tenures: Tenures) -> Link:
    """Make the link of who held an office; where the facts end too long before the date, it is open."""
    person, begin, end = term
    if end or not tenures.as_of or date[: len(known)] <= known[: len(date)]:
        return meant(person, SURE, f"{what} at the article's date")
    if reaches(begin, known, date):
        return meant(person, _OLD_FACTS, f"{what} as of {known}; the facts end before the article")
    return _open(person, _OLD_FACTS, what, known)


def _open(person: str, score: float, what: str, known: str) -> Link:
    why = f"{person} {what} as of {known}: too long before the article to tell who did then"
    return Link(LinkStatus.NOT_ATTEMPTED, candidates=((person, score),), reasons=(why,))


def _still_head(office: str, country: str, person: str, offices: Offices, lookup: Lookup) -> str:
    """Give the day of which the country itself names a person as its head; "" if it does not."""
    properties = offices.heads.get(office, ())
    told = lookup.heads([country]).get(country, ()) if properties and offices.heads_as_of else ()
    named = {(kind, one) for kind, one, begin, end in told if not begin and not end}
    return offices.heads_as_of if any((kind, person) in named for kind in properties) else ""


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
            term = max(dated, key=lambda one: one[1])
            made.append(_of_term(term, max(offices.tenures.as_of, term[1]), what, date, offices.tenures))
        elif not dated and len(undated) == 1 and "" < offices.heads_as_of <= date:
            known = offices.heads_as_of
            why = f"{what} as of {known}; without dates, and the facts end before the article"
            near = reaches(known, known, date)
            made.append(
                meant(undated[0], _UNDATED, why) if near else _open(undated[0], _UNDATED, what, known)
            )
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
    return meant(cities.pop(), SURE, f"the capital of {country}")


def conflict(named: Collection[str], countries: Collection[str], date: str, offices: Offices) -> Link | None:
    """Give the war described by where it is fought, at a time when it had begun."""
    for qid, war in offices.conflicts.items():
        begun = bool(date) and date >= war["begin"][: len(date)]
        if begun and war["place"] in named and set(countries) <= set(war["parties"]):
            return meant(qid, SURE, "the war fought there at the article's date")
    return None
