"""Reports with all of their surroundings that decide which event they are of.

The rule: what a report alone can tell is worked out here, once: its main actors, its days, where it
happened. Sources without a name get keys that hold beyond their article.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.model import Filler, LinkStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.minting import Mint
    from kg.model import Article, Entity, Period, Report, Telling

#: The roles whose fillers make an event of this type the one it is.
_MAIN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Meeting": ("participant", "host", "visitor"),
        "Visit": ("visitor",),
        "Inspection": ("agent",),
        "Statement": ("speaker",),
        "ArmsDeal": ("participant", "supplier", "recipient"),
        "TechnologyTransfer": ("participant", "supplier", "recipient"),
        "MilitaryCooperation": ("participant", "supplier", "recipient"),
        "Agreement": ("participant",),
        "TroopDeployment": ("sender", "recipient"),
        "WeaponsTest": ("agent",),
        "Launch": ("agent",),
        "Sanction": ("agent", "target"),
        "Exercise": ("participant",),
        "Attack": ("agent", "target"),
        "Invitation": ("agent", "visitor"),
        "Gift": ("supplier", "recipient"),
    },
)
#: Things that go on: reports of one year that tell no closer time are of one event, an umbrella; a dated
#: delivery is another.
_CONTINUING = frozenset({"ArmsDeal", "TechnologyTransfer", "MilitaryCooperation", "TroopDeployment"})
#: Acts of states: a ruler, a government, an army stands for its country.
ACTS_OF_STATES = _CONTINUING | {"Agreement", "WeaponsTest", "Launch", "Sanction", "Exercise"}
_STATE_ACTORS = frozenset({"Person", "Government", "ArmedForces"})
_UMBRELLA = 31
#: The key of what is described by one state ("q159-armee-…").
_OF_A_STATE = re.compile(r"(q[0-9]+)-(?!q[0-9]+-)")
#: Looking at something: another place is another event.
_AT_A_PLACE = frozenset({"Inspection"})
#: Of a meeting the town may be contested, a visit has several stops: only the country makes it another one.
_ABROAD = frozenset({"Inspection", "Meeting", "Visit"})
#: Who receives says where it is; of a meeting it does not.
_HOSTED = frozenset({"Inspection", "Visit"})
#: What lasts: its reports name the day of arrival, of any stop or of departure.
LASTING = frozenset({"Visit"})
_STAY = 4
_NARROW = 7
#: Places that exclude one another; a country or region may hold the other.
_POINTS = frozenset({"City", "Spaceport", "Facility"})
#: Days around its publication within which an undated report's happening is looked for.
WINDOW = 10
Days = tuple[int, int]
FIRST_DAY, LAST_DAY = date.min.toordinal(), date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Told:
    """A report with all of its surroundings that decide which event it is of.

    ``days`` are the first and last day in question (ordinals) of a dated report, ``published`` those of
    the article's publication (a day or a month). ``continuing`` marks what goes on and is told without a
    closer time. ``exact`` is set where only equal ones are one event. ``country`` and ``point`` are where
    it happened, so far as another place makes it another event; ``venue`` is the place told, if it has a
    name: every town has an airport. ``reach`` are the days that a dated report
    leaves open: what lasts may have been told of by another day; ``window`` those within which the
    happening is looked for, None if nothing is known.
    """

    iri: str
    report: Report
    article: Article
    entities: Mapping[str, Entity]
    actors: frozenset[str]
    published: Days | None
    days: Days | None
    continuing: bool = False
    exact: tuple[str, ...] = ()
    country: str = ""
    point: str = ""
    agency: str = ""
    publisher: str = ""
    sentence: str = ""
    verb: str = ""
    venue: str = ""
    reach: Days | None = None
    window: Days | None = None

    @property
    def event_type(self) -> str:
        """The event type, as the ontology names it."""
        return self.report.event_type

    @property
    def things(self) -> frozenset[str]:
        """What it was done with or to: the keys of its items."""
        return frozenset(filler.entity for filler in self.report.roles if filler.role == "item")

    @property
    def received(self) -> frozenset[str]:
        """The persons who received several others; empty where only one came, or a state was the host."""
        hosts = frozenset(
            k for k in self.fillers("host") if k in self.entities and self.entities[k].type == "Person"
        )
        return hosts if len(self.fillers("visitor")) > 1 else frozenset()

    def fillers(self, role: str) -> frozenset[str]:
        """Give who fills a role, as the entity that acts."""
        return frozenset(self.acting(filler.entity) for filler in self.report.roles if filler.role == role)

    def acting(self, key: str) -> str:
        """Give the entity that acts where this one is named: in acts of states, the country."""
        entity = self.entities.get(key)
        if entity and self.event_type in ACTS_OF_STATES and entity.type in _STATE_ACTORS:
            return state_of(entity) or key
        return key


def state_of(entity: Entity) -> str:
    """Give the state that somebody belongs to: as an item, or by the description ("die russische Armee")."""
    described = _OF_A_STATE.match(entity.key)
    return entity.country or (described[1].upper() if described else "")


def read_day(text: str) -> int:
    """Give the ordinal of a full ISO day, 0 for anything less."""
    try:
        return (
            date.fromisoformat(text).toordinal() if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else 0
        )
    except ValueError:
        return 0


def read_days(text: str) -> Days | None:
    """Give the ordinals of an ISO day's or month's first and last day, None for anything else."""
    day = read_day(text) or read_day(f"{text}-01")
    if not day:
        return None
    if read_day(text):
        return day, day
    first = date.fromordinal(day)
    return day, first.replace(day=monthrange(first.year, first.month)[1]).toordinal()


def days_of(period: Period | None) -> Days | None:
    """Give the first and last day a period leaves open; an open end stays open."""
    if period is None or not (read_day(period.begin) or read_day(period.end)):
        return None
    begin = read_day(period.begin) or FIRST_DAY
    end = read_day(period.end)
    if not end:
        end = begin if period.precision == "Day" else LAST_DAY
    return (begin, end) if begin <= end else (begin, begin)


def told(telling: Telling, mint: Mint) -> Iterator[Told]:
    """Give an article's reports with their surroundings."""
    article = telling.reading.article
    entities = {mint.global_key(entity.key, article.sha256): entity for entity in telling.entities}
    sentences = {sentence.index: sentence.text for sentence in telling.reading.sentences}
    verbs = {clause.trigger: clause.lemma for clause in telling.reading.clauses}
    for report, iri in zip(telling.reports, mint.reports(telling), strict=True):
        globally = _globally(report, article, mint)
        bare = Told(
            iri=iri,
            report=globally,
            article=article,
            entities=entities,
            actors=frozenset(),
            published=read_days(article.day),
            days=days_of(globally.time),
            agency=telling.agency,
            publisher=telling.publisher,
            sentence=sentences.get(report.sentence, ""),
            verb=verbs.get(report.trigger, ""),
        )
        yield _placed(bare)


def lands(tellings: Iterable[Telling], mint: Mint) -> dict[str, str]:
    """Give the state that each entity belongs to, states their own, by the key that holds everywhere."""
    return {
        mint.global_key(entity.key, telling.reading.article.sha256): (
            entity.key if entity.type == "Country" else entity.country
        )
        for telling in tellings
        for entity in telling.entities
    }


def _globally(report: Report, article: Article, mint: Mint) -> Report:
    roles = (Filler(filler.role, mint.global_key(filler.entity, article.sha256)) for filler in report.roles)
    stance = report.stance
    source = mint.global_key(stance.source, article.sha256)
    return replace(report, roles=tuple(roles), stance=replace(stance, source=source))


def _placed(bare: Told) -> Told:
    """Add what is worked out from the roles."""
    kind = bare.event_type
    actors = frozenset[str]().union(
        *(bare.fillers(role) for role in _MAIN.get(kind, ("participant", "agent")))
    )
    days, continuing = bare.days, False
    if kind in _CONTINUING and days is None and bare.published:
        year = date.fromordinal(bare.published[0]).year
        days = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    if kind in _CONTINUING and days is not None:
        continuing = days[1] - days[0] > _UMBRELLA
    exact: tuple[str, ...] = ()
    if not actors:
        trigger = bare.report.trigger
        exact = (bare.article.sha256, str(trigger.begin), str(trigger.end))
    elif kind == "Statement":
        when = bare.report.time.begin if bare.report.time else bare.article.day or bare.article.sha256
        # That somebody thanked is not that he announced: without a matter the word itself tells them apart.
        word = f"{bare.article.lang} {bare.verb}" if bare.verb else ""
        exact = ("|".join(sorted(actors)), when, "|".join(sorted(bare.fillers("topic"))) or word)
    country, point = _destination(bare) if kind in _ABROAD else ("", "")
    reach = _reach(kind, days)
    return replace(
        bare,
        actors=actors,
        days=days,
        continuing=continuing,
        exact=exact,
        country=country,
        point=point,
        venue=_venue(bare),
        reach=reach,
        window=reach or _around(bare.published),
    )


def _reach(kind: str, days: Days | None) -> Days | None:
    if days and kind in LASTING and days[1] - days[0] < _NARROW:
        return max(days[0] - _STAY, FIRST_DAY), min(days[1] + _STAY, LAST_DAY)
    return days


def _around(published: Days | None) -> Days | None:
    return (published[0] - WINDOW, published[1] + WINDOW) if published else None


def _venue(bare: Told) -> str:
    place = bare.entities.get(bare.report.place)
    named = place is None or place.link.status is not LinkStatus.NOT_LINKABLE
    return bare.report.place if named else ""


def _destination(bare: Told) -> tuple[str, str]:
    key = _venue(bare)
    place = bare.entities.get(key)
    if place is not None and place.type in _POINTS and bare.event_type in _AT_A_PLACE:
        return place.country, key
    if place is not None:
        return (key if place.type == "Country" else place.country), ""
    if bare.event_type not in _HOSTED:
        return "", ""
    hosts = sorted(bare.fillers("host"))
    for host in hosts:
        entity = bare.entities.get(host)
        if entity is not None:
            return (host if entity.type == "Country" else entity.country), ""
    return "", ""
