"""A large made-up world in the model's form, for benchmarks: seeded, so that two runs give the same.

The rule: values only, as a build has them after telling and merging; `statements` writes them with the
project's own `describe`, so that what is measured has the form of what is built.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kg.describe import Run, article_triples, reported_events
from kg.describing_events import event_triples
from kg.merging import reports_on, status_of
from kg.minting import local_key
from kg.model import (
    Article,
    Certainty,
    Entity,
    Event,
    Filler,
    Link,
    LinkStatus,
    Modality,
    Period,
    Polarity,
    Quantity,
    Reading,
    Report,
    SectionKind,
    Sentence,
    Span,
    Stance,
    Telling,
    Tense,
    TimeBasis,
    TimePrecision,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.minting import Mint
    from kg.vocabulary import Vocabulary

#: Roles of each event type and what fills them; the first role may be filled several times.
ROLES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "Agreement": {"participant": "Country", "topic": "Treaty"},
        "ArmsDeal": {"supplier": "Country", "recipient": "Country", "item": "Weapon"},
        "Attack": {"agent": "ArmedForces", "target": "City"},
        "Exercise": {"participant": "Country"},
        "Gift": {"supplier": "Person", "recipient": "Person", "item": "Weapon"},
        "Inspection": {"agent": "Person", "item": "Facility"},
        "Invitation": {"agent": "Person", "visitor": "Person"},
        "Launch": {"agent": "Country", "item": "LaunchVehicle"},
        "Meeting": {"participant": "Person", "host": "Person"},
        "MilitaryCooperation": {"participant": "Country"},
        "Sanction": {"agent": "Organization", "target": "Company"},
        "Statement": {"speaker": "Person", "topic": "Technology"},
        "TechnologyTransfer": {"supplier": "Country", "recipient": "Country", "item": "Technology"},
        "TroopDeployment": {"sender": "Country", "recipient": "Country", "item": "ArmedForces"},
        "Visit": {"visitor": "Person", "host": "Country"},
        "WeaponsTest": {"agent": "Country", "item": "Weapon"},
    }
)
#: Roles that only some events of a type have, and how often.
RARER: Final[Mapping[str, tuple[str, str, float]]] = MappingProxyType(
    {
        "ArmsDeal": ("counterPerformance", "Technology", 0.2),
        "TroopDeployment": ("origin", "City", 0.3),
        "Visit": ("instrument", "Vehicle", 0.2),
    }
)
SEVERAL: Final = frozenset({"Agreement", "Exercise", "Meeting", "MilitaryCooperation", "Visit"})
SCENES: Final[Mapping[str, str]] = MappingProxyType(
    {"Inspection": "Facility", "Launch": "Spaceport", "Meeting": "City", "WeaponsTest": "Region"}
)
#: How many things there are of each kind.
KINDS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "Country": 60,
        "ArmedForces": 200,
        "City": 800,
        "Company": 400,
        "Facility": 300,
        "Government": 100,
        "LaunchVehicle": 60,
        "NewsAgency": 12,
        "Organization": 200,
        "Person": 3000,
        "Publisher": 150,
        "Region": 200,
        "Spaceport": 12,
        "Technology": 200,
        "Treaty": 80,
        "Vehicle": 80,
        "Weapon": 300,
    }
)
WORDS: Final = (
    "autumn",
    "border",
    "bridge",
    "camp",
    "crew",
    "deal",
    "factory",
    "harbour",
    "ministry",
    "office",
    "parade",
    "pier",
    "satellite",
    "spokesman",
    "station",
    "talks",
    "train",
    "winter",
)
#: Words that the questions on workers and on sanctions look for, in one sentence of twenty.
RARE_WORDS: Final = ("sanctions", "workers")
#: The two countries of the field, named seven times of ten.
FIELD: Final = (("Q423", "North Korea"), ("Q159", "Russia"))
OBSERVERS: Final = "source/observers"
FIRST: Final = date(2000, 1, 1)
DAYS: Final = 9000
_RUN: Final = Run("0.0.0", "made up")
_OPEN_ARTICLES, _REPORTS_AN_ARTICLE = 8, 5


@dataclass(slots=True)
class _Draft:
    """An article that is being written, and the events that its reports are on."""

    number: int
    day: date
    sentences: list[Sentence] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    plans: list[_Plan] = field(default_factory=list)
    length: int = 0


@dataclass(slots=True)
class _Plan:
    """An event that is being told; ``told`` are its reports with publisher and day."""

    kind: str
    day: date
    roles: tuple[Filler, ...]
    place: str
    time: Period | None
    told: list[tuple[str, Stance, str, str]] = field(default_factory=list)


class World:
    """About so many reports with their articles, entities and events.

    Parameters
    ----------
    reports
        How many reports to make.
    seed
        The same seed gives the same world.
    mint
        Names the reports, as in a build.
    """

    def __init__(self, reports: int, seed: int, mint: Mint) -> None:
        self._chance = random.Random(seed)  # noqa: S311
        self._mint = mint
        self._of: dict[str, list[str]] = {}
        self._entities: dict[str, Entity] = {
            OBSERVERS: Entity(
                OBSERVERS,
                "UnnamedSource",
                "observers",
                Link(LinkStatus.NOT_LINKABLE),
                source_kind="Observers",
            )
        }
        for kind in KINDS:
            self._people(kind)
        plans: list[_Plan] = []
        self.tellings = tuple(self._tell(reports, plans))
        self.events = tuple(self._event(number, plan) for number, plan in enumerate(plans) if plan.told)

    def statements(self, vocabulary: Vocabulary) -> Iterator[str]:
        """Write N-Triples, one line each; what several articles say stands several times."""
        on = reports_on(self.events, self._mint)
        for telling in self.tellings:
            own = article_triples(telling, vocabulary, self._mint, _RUN)
            for triple in (*own, *reported_events(telling, self._mint, on)):
                yield " ".join(term.n3() for term in triple) + " .\n"
        for triple in event_triples(self.events, vocabulary, self._mint):
            yield " ".join(term.n3() for term in triple) + " .\n"

    def _people(self, kind: str) -> None:
        """Make the things of a kind, every fourth without a Wikidata item."""
        keys = []
        for number in range(KINDS[kind]):
            qid, name = f"Q{len(self._entities) + 10**6}", f"{kind} {number}"
            if kind == "Country" and number < len(FIELD):
                qid, name = FIELD[number]
            linked = kind == "Country" or number % 4 != 3
            key = qid if linked else local_key(kind, name)
            others = tuple((f"{name} {lang}", lang) for lang in ("en", "ko", "ru"))
            self._entities[key] = Entity(
                key,
                kind,
                name,
                Link(LinkStatus.LINKED, qid, 0.9) if linked else Link(LinkStatus.NIL),
                (name,),
                ((name, "de"), *others) if linked else ((name, "en"),),
                country="" if kind in {"Country", "Treaty"} else self._pick("Country"),
                point="POINT(131.9 43.1)" if kind == "City" else "",
            )
            keys.append(key)
        self._of[kind] = keys

    def _pick(self, kind: str) -> str:
        """Pick some far more often than others, as news does: seven of ten times one of the two countries."""
        keys, lot = self._of[kind], self._chance.random()
        if kind == "Country":
            return keys[0] if lot < 0.35 else keys[1] if lot < 0.7 else self._chance.choice(keys)
        return keys[int(len(keys) * lot**3)]

    def _tell(self, wanted: int, plans: list[_Plan]) -> Iterator[Telling]:
        drafts = [_Draft(number, FIRST) for number in range(_OPEN_ARTICLES)]
        told, number = 0, len(drafts)
        while told < wanted:
            plan = self._plan(FIRST + timedelta(days=DAYS * told // wanted))
            plans.append(plan)
            for _ in range(min(self._chance.randint(1, 4), wanted - told)):
                place = self._chance.randrange(_OPEN_ARTICLES)
                self._report(drafts[place], plan)
                told += 1
                if len(drafts[place].reports) == _REPORTS_AN_ARTICLE:
                    yield self._article(drafts[place])
                    drafts[place] = _Draft(number, plan.day)
                    number += 1
        yield from (self._article(draft) for draft in drafts if draft.reports)

    def _plan(self, day: date) -> _Plan:
        chance = self._chance
        kind = chance.choice(tuple(ROLES))
        roles = {(role, self._pick(wanted)) for role, wanted in ROLES[kind].items()}
        if kind in SEVERAL:
            role, wanted = next(iter(ROLES[kind].items()))
            roles |= {(role, self._pick(wanted)) for _ in range(chance.randint(0, 2))}
        if kind in RARER and chance.random() < RARER[kind][2]:
            roles.add((RARER[kind][0], self._pick(RARER[kind][1])))
        place = self._pick(SCENES.get(kind, "City")) if chance.random() < 0.7 else ""
        text = day.isoformat()
        time = Period(text, text, TimePrecision.DAY, TimeBasis.EXPLICIT, "that day")
        fillers = tuple(Filler(role, key) for role, key in sorted(roles))
        return _Plan(kind, day, fillers, place, time if chance.random() < 0.7 else None)

    def _stance(self) -> Stance:
        """Make one in five a guess, one in twelve a denial, one in twelve a plan."""
        chance = self._chance
        named = self._pick(chance.choice(("Government", "Person")))
        source = chance.choice(("", OBSERVERS, named)) if chance.random() < 0.7 else ""
        lot = chance.random()
        if lot < 0.2:
            return Stance(Certainty.POSSIBLE, source=source, cues=("reportedly",))
        if lot < 0.28:
            return Stance(polarity=Polarity.NEGATIVE, source=source, cues=("reportedly",))
        return Stance(tense=Tense.FUTURE if lot < 0.36 else Tense.NON_FUTURE, source=source)

    def _report(self, draft: _Draft, plan: _Plan) -> None:
        chance, index = self._chance, len(draft.sentences)
        trigger = f"told{chance.randint(1, 40)}"
        names = " ".join(self._entities[one.entity].name for one in plan.roles)
        head = f"Sentence {draft.number}.{index} {names} "
        rare = chance.choice(RARE_WORDS if chance.random() < 0.05 else WORDS)
        text = f"{head}{trigger} reportedly {' '.join([*chance.choices(WORDS, k=13), rare])}."
        many = chance.randint(1, 9999)
        quantity = Quantity(many, many, "pieces", f"{many} pieces") if chance.random() < 0.15 else None
        span = Span(draft.length, draft.length + len(text))
        at = Span(span.begin + len(head), span.begin + len(head) + len(trigger))
        draft.sentences.append(Sentence(index, span, SectionKind.BODY, text))
        draft.length = span.end + 1
        draft.reports.append(
            Report(
                plan.kind,
                index,
                at,
                trigger,
                self._stance(),
                plan.roles,
                "en/made-up",
                plan.place,
                time=plan.time,
                quantity=quantity,
            )
        )
        draft.plans.append(plan)
        draft.day = max(draft.day, plan.day + timedelta(days=chance.randint(0, 3)))

    def _article(self, draft: _Draft) -> Telling:
        text = " ".join(one.text for one in draft.sentences)
        publisher = self._pick("Publisher")
        agency = self._pick("NewsAgency") if self._chance.random() < 0.3 else ""
        named = {filler.entity for report in draft.reports for filler in report.roles}
        named |= {self._pick("Vehicle"), *(report.place for report in draft.reports)} - {""}
        keys = named | {publisher, agency, *(report.stance.source for report in draft.reports)} - {""}
        keys |= {self._entities[key].country for key in keys} - {""}
        article = Article(
            f"article-{draft.number}",
            text,
            "en",
            hashlib.sha256(text.encode()).hexdigest(),
            title=f"Article {draft.number}",
            date=draft.day.isoformat(),
            url=f"https://example.org/{draft.number}",
        )
        telling = Telling(
            Reading(article, tuple(draft.sentences), (), ()),
            tuple(self._entities[key] for key in sorted(keys)),
            tuple(draft.reports),
            (),
            mentions=tuple(sorted(named)),
            agency=agency,
            publisher=publisher,
        )
        for iri, report, plan in zip(self._mint.reports(telling), draft.reports, draft.plans, strict=True):
            plan.told.append((iri, report.stance, agency or publisher, article.date))
        return telling

    def _event(self, number: int, plan: _Plan) -> Event:
        sure = {origin for _, stance, origin, _ in plan.told if stance.modality is Modality.REPORTED}
        days = sorted(day for _, _, _, day in plan.told)
        begin = plan.time.begin if plan.time else ""
        name = f"{plan.kind} {number}"
        return Event(
            f"{plan.kind}-{number}",
            plan.kind,
            status_of([(stance.modality, stance.polarity) for _, stance, _, _ in plan.told], len(sure)),
            plan.roles,
            plan.place,
            begin,
            begin,
            tuple(iri for iri, _, _, _ in plan.told),
            sources=len({origin for _, _, origin, _ in plan.told}),
            first_reported=days[0],
            last_reported=days[-1],
            labels=((name, "de"), (f"{name} en", "en")),
        )
