"""What merging costs: seconds and memory for 10,000 and 100,000 generated reports, and their ratio.

Run by hand (``python -m tests.bench_merging``). Each size runs in a process of its own, so that the peak of
memory is its own; memory includes the generated articles, seconds are those of the processor in merging.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import random
import resource
import sys
import time
from datetime import date

from kg.merging import merge
from kg.minting import Mint
from kg.model import (
    Article,
    Certainty,
    Entity,
    Filler,
    Link,
    LinkStatus,
    Period,
    Polarity,
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
from kg.outlets import load_outlets
from kg.rooms import room

SIZES = (10_000, 100_000)
REPORTS = 3
#: Reports an event has on average; a tenth of the events has half of all reports.
DEPTH = 10
COUNTRIES = ("Q159", "Q423", "Q148", "Q30", "Q884", "Q183")
PEOPLE = tuple((f"Q9{number:04}", COUNTRIES[number % len(COUNTRIES)]) for number in range(60))
PLACES = tuple((f"Q8{number:04}", COUNTRIES[number % len(COUNTRIES)]) for number in range(40))
ENTITIES = {
    **{key: Entity(key, "Country", key, Link(LinkStatus.LINKED)) for key in COUNTRIES},
    **{key: Entity(key, "Person", key, Link(LinkStatus.LINKED), country=land) for key, land in PEOPLE},
    **{key: Entity(key, "City", key, Link(LinkStatus.LINKED), country=land) for key, land in PLACES},
}
STANCES = (
    Stance(),
    Stance(),
    Stance(source="Q30"),
    Stance(Certainty.POSSIBLE),
    Stance(tense=Tense.FUTURE),
    Stance(polarity=Polarity.NEGATIVE),
)
FIRST, DAYS = date(2014, 1, 1).toordinal(), 4000
WORDS = tuple(f"wort{number}" for number in range(4000))


def generate(number: int) -> list[Telling]:
    """Generate articles with so many reports of a tenth as many events."""
    chance = random.Random(number)  # noqa: S311 - a repeatable sample, no secret
    events = [_happening(chance) for _ in range(number // DEPTH)]
    frequent = events[: len(events) // 10]
    made = []
    for index in range(number // REPORTS):
        anchor = chance.choice(frequent if chance.random() < 0.5 else events)
        published = anchor[3] + chance.randint(0, 6)
        near = [anchor] + [chance.choice(events) for _ in range(REPORTS - 1)]
        reports = tuple(_report(chance, one, place, published) for place, one in enumerate(near))
        sentences = tuple(
            Sentence(i, Span(10 * i, 10 * i + 9), SectionKind.BODY, " ".join(chance.choices(WORDS, k=18)))
            for i in range(8)
        )
        article = Article(
            f"a{index}",
            "",
            "de",
            hashlib.sha256(str(index).encode()).hexdigest(),
            date=date.fromordinal(published).isoformat(),
            publisher=f"Blatt {chance.randint(1, 40)}",
            agency=chance.choice(("", "", "dpa", "AFP", "TASS")),
        )
        keys = sorted({key for one in reports for key in _keys(one)})
        made.append(
            Telling(Reading(article, sentences, (), ()), tuple(ENTITIES[key] for key in keys), reports, ())
        )
    return made


Happening = tuple[str, tuple[Filler, ...], str, int]


def _happening(chance: random.Random) -> Happening:
    kind = chance.choice(("Meeting", "Visit", "ArmsDeal", "Inspection", "WeaponsTest", "Statement"))
    # The most frequent two have a third of everything, as in the news.
    first, second = (PEOPLE[0][0], PEOPLE[1][0]) if chance.random() < 0.3 else _two(chance)
    roles = {
        "Meeting": (Filler("participant", first), Filler("participant", second)),
        "Visit": (Filler("visitor", first),),
        "ArmsDeal": (
            Filler("supplier", chance.choice(COUNTRIES)),
            Filler("recipient", chance.choice(COUNTRIES)),
        ),
        "Inspection": (Filler("agent", first),),
        "WeaponsTest": (Filler("agent", chance.choice(COUNTRIES)),),
        "Statement": (Filler("speaker", first), Filler("topic", second)),
    }[kind]
    return kind, roles, chance.choice(PLACES)[0], FIRST + chance.randrange(DAYS)


def _two(chance: random.Random) -> list[str]:
    return [key for key, _ in chance.sample(PEOPLE, 2)]


def _report(chance: random.Random, happening: Happening, index: int, published: int) -> Report:
    kind, roles, place, day = happening
    exact = date.fromordinal(day).isoformat()
    month = f"{exact[:7]}-01"
    time_told = chance.choice(
        (
            None
            if abs(published - day) < 10
            else Period(exact, exact, TimePrecision.DAY, TimeBasis.EXPLICIT),
            Period(exact, exact, TimePrecision.DAY, TimeBasis.EXPLICIT),
            Period(month, f"{exact[:7]}-28", TimePrecision.MONTH, TimeBasis.EXPLICIT),
        )
    )
    return Report(
        kind,
        index,
        Span(10 * index, 10 * index + 5),
        "w",
        chance.choice(STANCES),
        roles,
        "r",
        place=place if kind != "Statement" and chance.random() < 0.6 else "",
        time=time_told,
    )


def _keys(report: Report) -> set[str]:
    named = {filler.entity for filler in report.roles} | {report.place, report.stance.source}
    return named - {""}


def measure(number: int) -> tuple[float, int, int]:
    """Merge so many generated reports: seconds, peak of memory in MiB, events."""
    tellings = generate(number)
    outlets = load_outlets(room("data") / "publishers.tsv")
    begun = time.process_time()
    events = merge(tellings, Mint(), outlets)
    seconds = time.process_time() - begun
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, len(events)


def main() -> None:
    """Measure each size and say how the cost grows."""
    seconds = []
    for size in SIZES:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            took, peak, events = pool.apply(measure, (size,))
        seconds.append(took)
        sys.stdout.write(f"{size:,} reports: {took:.1f} s, {peak:,} MiB at most, {events:,} events\n")
    growth = seconds[1] / seconds[0]
    sys.stdout.write(f"{SIZES[1] // SIZES[0]} times the reports take {growth:.1f} times the seconds\n")


if __name__ == "__main__":
    main()
