"""How well a Wikidata item fits a name of an article, with the reasons in words.

The rule: each sign adds or takes a named weight, and says so; the sum is compared with `ENOUGH` and
`CLOSE` by `kg.linking`. Signs: how the item is called, whether its class fits what the text shows, the
countries, places and offices of the article at its date, and how well known the item is.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.model import Candidate, Mention

#: From this score on an item is taken.
ENOUGH: Final = 0.5
#: A second item that comes so near makes the name ambiguous.
CLOSE: Final = 0.05

LABEL: Final = 0.62
ALIAS: Final = 0.58
#: The item is so called in another language only, and otherwise in the article's.
FOREIGN: Final = 0.5
FITS_NOUN: Final = 0.2
FITS: Final = 0.1
MISFIT: Final = 0.4
CLASH: Final = 0.1
#: A body of the state that stands with its name, or of another state.
OF_STATE: Final = 0.1
OF_ANOTHER: Final = 0.4
#: An authority of a state that the article does not speak of.
ABROAD: Final = 0.2
IS_COUNTRY: Final = 0.1
COUNTRY_SPOKEN_OF: Final = 0.06
NEAR: Final = 0.04
HOLDS: Final = 0.12
HELD: Final = 0.05
IN_OFFICE: Final = 0.03
REGION: Final = 0.1
SAME_SENSE: Final = 0.16
MOST_KNOWN: Final = 0.1
KIND_SPOKEN_OF: Final = 0.1
A_LINK: Final = 0.02

_PLACES: Final = frozenset({"Place", "Country", "City", "Region", "Facility", "Spaceport"})
_OF_AGENTS: Final = frozenset({"NewsAgency", "Publisher", "Government", "ArmedForces", "Company", "Country"})
#: What rivers and towns lend their names to: only the article tells which is meant.
_AUTHORITIES: Final = frozenset({"Government", "ArmedForces"})
_BODIES: Final = _AUTHORITIES | {"Company", "NewsAgency", "Organization", "Publisher"}
_NAMED_AFTER_PLACES: Final = frozenset({"LaunchVehicle", "Vehicle", "Weapon"})
_NEAR_KM: Final = 300.0
_EARTH_KM: Final = 6371.0
_POINT: Final = re.compile(r"Point\((-?[\d.]+) (-?[\d.]+)\)")


@dataclass(frozen=True, slots=True)
class Scene:
    """What of an article bears on its names.

    ``countries`` spoken of (QIDs); ``points`` of places that are beyond doubt, by their name; ``date`` ISO
    or ""; ``positions`` of Wikidata by kind of office and country; ``senses``: QIDs that a name with its
    class noun has in this article, by name; ``lang`` of the article; ``kinds`` that its nouns name.
    """

    lang: str
    date: str = ""
    countries: frozenset[str] = frozenset()
    points: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    positions: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    senses: Mapping[str, frozenset[str]] = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()


def class_of(item: Candidate, classes: Mapping[str, Sequence[str]]) -> str:
    """Ontology class of an item: the first line of the table that one of its classes is in."""
    for name, qids in classes.items():
        if any(c in qids for c in item.classes):
            return name
    return "Entity"


def compatible(hint: str, kind: str) -> bool:
    """Whether what the text shows of a name's class agrees with an item's class."""
    if hint in {"", "Entity"} or hint == kind:
        return True
    if hint == "Place":
        return kind in _PLACES
    if hint == "Organization":
        return kind in _OF_AGENTS
    return hint in _PLACES and kind == "Place"


def score(
    mention: Mention,
    candidate: Candidate,
    form: str,
    kind: str,
    scene: Scene,
    states: frozenset[str] = frozenset(),
) -> tuple[float, tuple[str, ...]]:
    """Give the score of an item for a name in one of its forms, and the reasons.

    Parameters
    ----------
    kind
        Ontology class of the item.
    states
        The states that stand with the name ("the Russian Security Council").
    """
    signs = [
        _called(candidate, form, scene.lang),
        *_of_class(mention, kind, candidate, form, scene),
        *_around(mention, candidate, kind, scene),
        *_of_state(candidate, kind, scene, states),
    ]
    known = min(MOST_KNOWN, A_LINK * math.log1p(candidate.links))
    return sum(weight for weight, _ in signs) + known, tuple(why for _, why in signs if why)


def _called(candidate: Candidate, form: str, lang: str) -> tuple[float, str]:
    labels: dict[str, set[str]] = {}
    for text, tag in candidate.labels:
        labels.setdefault(tag, set()).add(text)
    own = labels.get(lang, set()) | labels.get("mul", set())
    if form in own:
        return LABEL, f"is called {form!r}"
    others = {text for tag, texts in labels.items() if tag not in {lang, "mul"} for text in texts}
    if form in others:
        if own:
            return FOREIGN, f"is called {form!r} in another language only"
        return LABEL, f"is called {form!r}"
    return ALIAS, f"is also called {form!r}"


def _of_class(
    mention: Mention, kind: str, candidate: Candidate, form: str, scene: Scene
) -> list[tuple[float, str]]:
    fits = compatible(mention.type, kind)
    signs: list[tuple[float, str]] = []
    if mention.head and not fits:
        signs.append((-MISFIT, f"is a {kind}, the text says {mention.head!r}"))
    elif fits and mention.type not in {"Entity", ""}:
        weight = FITS_NOUN if mention.head else FITS
        signs.append((weight, f"is a {kind}" + (f", as {mention.head!r} says" if mention.head else "")))
    elif not fits and kind != "Entity" and (mention.type == "Person") != (kind == "Person"):
        signs.append((-CLASH, f"is a {kind}, the name looks like a {mention.type}"))
    if kind == "Country" and _called(candidate, form, scene.lang)[0] != FOREIGN:
        signs.append((IS_COUNTRY, "is a state" if kind != mention.type else ""))
    return signs


def _around(mention: Mention, candidate: Candidate, kind: str, scene: Scene) -> list[tuple[float, str]]:
    signs: list[tuple[float, str]] = []
    if candidate.country in scene.countries:
        signs.append((COUNTRY_SPOKEN_OF, "its country is spoken of"))
    if candidate.qid in scene.senses.get(mention.name, ()) and not mention.head:
        signs.append((SAME_SENSE, "the article says so elsewhere"))
    if kind in _NAMED_AFTER_PLACES and not mention.head and scene.kinds & _NAMED_AFTER_PLACES:
        signs.append((KIND_SPOKEN_OF, "such things are spoken of"))
    if here := point_of(candidate):
        near = sorted(name for name, there in scene.points.items() if 0 < kilometres(here, there) <= _NEAR_KM)
        if near and kind in _PLACES:
            signs.append((NEAR, f"lies near {near[0]}"))
    if kind == "Person":
        signs += _in_office(mention, candidate, scene)
    return signs


def _of_state(
    candidate: Candidate, kind: str, scene: Scene, states: frozenset[str]
) -> list[tuple[float, str]]:
    if kind not in _BODIES:
        return []
    if not states:
        abroad = candidate.country and scene.countries and candidate.country not in scene.countries
        return [(-ABROAD, "its country is not spoken of")] if abroad and kind in _AUTHORITIES else []
    if candidate.country in states:
        return [(OF_STATE, "is of the state that stands with it")]
    return [(-OF_ANOTHER, "is not of the state that stands with it")] if candidate.country else []


def _in_office(mention: Mention, candidate: Candidate, scene: Scene) -> list[tuple[float, str]]:
    of_title = {p for held in scene.positions.get(mention.office, {}).values() for p in held}
    then = [position for position, begin, end in candidate.offices if at(begin, end, scene.date)]
    if of_title & {*then}:
        return [(HOLDS, f"held the office of a {mention.head!r} then")]
    if of_title & {position for position, _, _ in candidate.offices}:
        return [(HELD, f"held the office of a {mention.head!r} at another time")]
    return [(IN_OFFICE, "held an office then")] if then and scene.date else []


def at(begin: str, end: str, date: str) -> bool:
    """Whether a time from begin to end, "" for open, holds a date; all ISO days, months or years."""
    return (not begin or not date or begin[: len(date)] <= date) and (not end or not date or end >= date)


def regions_named_as_cities(kinds: Mapping[str, str], countries: Mapping[str, str]) -> frozenset[str]:
    """Give the regions among the candidates (classes and countries by QID) that a city has its name from."""
    cities = {countries[qid] for qid, kind in kinds.items() if kind == "City"}
    return frozenset(qid for qid, kind in kinds.items() if kind == "Region" and countries[qid] in cities)


def point_of(item: Candidate) -> tuple[float, float] | None:
    """Give longitude and latitude of an item in degrees, None if it has none."""
    found = _POINT.match(item.point)
    return (float(found[1]), float(found[2])) if found else None


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Distance on a sphere (haversine)."""
    lon1, lat1, lon2, lat2 = map(math.radians, (*one, *other))
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, half)))
