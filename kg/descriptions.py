"""What a description means by what is known of the world: an office at a date, a capital, a war.

The rule: nobody is taken where the facts do not tell. Who held an office is read from terms with dates;
where the facts are older than the article, the reason says so and the score is lower.
"""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Offices:
    """What descriptions mean: ``positions`` by kind of office and country, ``conflicts`` by item.

    ``as_of`` is the ISO day until which an office without an end is known to be held, "" if that is now.
    """

    positions: Mapping[str, Mapping[str, Sequence[str]]]
    conflicts: Mapping[str, Mapping[str, Any]]
    as_of: str = ""


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
            known = max(offices.as_of, begin)
            if not end and offices.as_of and (not date or date[: len(known)] > known[: len(date)]):
                why = f"held the office ({position}) as of {known}; the facts end before the article"
                return meant(person, _OLD_FACTS, why)
            return meant(person, _SURE, f"held the office ({position}) at the article's date")
    return None


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
