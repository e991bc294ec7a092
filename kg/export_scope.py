"""What goes into an export, what is left out of it, and how the file says so.

The rule: programs that count rows and draw lines (tables, networks, maps, databases) know no certainty, so
they get what is stated or reported as certain, unless all is asked for; what that leaves out is counted and
told in the file itself. RDF keeps everything, since its classes tell a rumour from a fact.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from kg import __version__
from kg.records import CONFIRMED, identifier, name_of
from kg.showing import MARKS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.records import EventRecord, Records, ReportRecord
    from kg.vocabulary import Vocabulary

#: What a file holds: the whole graph; what is confirmed, or all, of its events; its articles; its reports.
WHOLE, CONFIRMED_ONLY, ALL, ARTICLES, REPORTS = "whole", "confirmed", "all", "articles", "reports"
#: Written between values in one cell.
BETWEEN: Final = "; "


@dataclass(frozen=True)
class Scope:
    """The records that go into a file, and words for them in one language."""

    records: Records
    complete: Records
    kind: str
    format: str
    lang: str
    vocabulary: Vocabulary
    words: Mapping[str, Any] = field(repr=False)

    def note(self) -> tuple[str, ...]:
        """Say what the file is, what it leaves out, and how it is to be read: one sentence or two each."""
        told = {key: str(value) for key, value in self._counts().items()}
        kinds = ("about", f"scope.{self.kind}", f"format.{self.format}")
        return tuple(self._words(key).format(**told) for key in kinds)

    def heading(self, column: str) -> str:
        """Give a column's heading."""
        return str(self._words(f"column.{column}")[0])

    def about(self, column: str) -> str:
        """Say what a column holds."""
        return str(self._words(f"column.{column}")[1])

    def sheet(self, name: str) -> str:
        """Give a sheet's title."""
        return str(self._words(f"sheet.{name}"))

    def term(self, name: str) -> str:
        """Say a term of the ontology, with its mark if it tells certainty."""
        if not name or name not in self.vocabulary.declared_in:
            return name
        mark, label = MARKS.get(name), self.vocabulary.label(name, self.lang)
        return f"{mark} {label}" if mark else label

    def name(self, iri: str) -> str:
        """Give an entity's name."""
        entity = self.complete.entities.get(iri)
        return clean(name_of(entity.names, self.lang, identifier(iri))) if entity else identifier(iri)

    def label(self, event: EventRecord) -> str:
        """Give an event's name."""
        return clean(name_of(event.names, self.lang, identifier(event.iri)))

    def _words(self, key: str) -> Any:
        table: Any = self.words
        for part in key.split("."):
            table = table[part]
        return table[self.lang]

    def _counts(self) -> dict[str, str | int]:
        kept, complete = self.records, self.complete
        away = [event for iri, event in complete.events.items() if iri not in kept.events]
        unconfirmed = [event for event in kept.events.values() if event.status not in CONFIRMED]
        placed = [event for event in kept.events.values() if point_of(event, complete) is not None]
        return {
            "version": __version__,
            "all_events": self._counted(len(complete.events), "events"),
            "all_reports": self._counted(len(complete.reports), "reports"),
            "events": self._counted(len(away), "events"),
            "reports": self._counted(len(complete.reports) - len(kept.reports), "reports"),
            "facts": self._counted(len(complete.facts) - len(kept.facts), "facts"),
            "articles": self._counted(len(complete.sources), "articles"),
            "statuses": self._statuses(away),
            "unconfirmed": self._statuses(unconfirmed),
            "placeless": len(kept.events) - len(placed),
            "edgeless": sum(not self._paired(event) for event in kept.events.values()),
        }

    def _paired(self, event: EventRecord) -> bool:
        return len(actors(event, self.complete, self.vocabulary)) > 1

    def _statuses(self, events: list[EventRecord]) -> str:
        counts = Counter(event.status for event in events)
        told = (f"{counts[one]} {self.vocabulary.label(one, self.lang)}" for one in sorted(counts))
        return ", ".join(told) or "0"

    def _counted(self, number: int, noun: str) -> str:
        one, many = self._words(f"count.{noun}")
        return f"{number} {one if number == 1 else many}"


def load_words(folder: Path) -> Mapping[str, Any]:
    """Read what exports say of themselves (``exports.toml``)."""
    return tomllib.loads((folder / "exports.toml").read_text(encoding="utf-8"))


def confirmed(records: Records) -> Records:
    """Keep events that are stated or reported, and the reports and facts that say so without a hedge."""
    events = {iri: event for iri, event in records.events.items() if event.status in CONFIRMED}
    reports = {iri: one for iri, one in records.reports.items() if one.event in events and _sure(one)}
    facts = {iri: one for iri, one in records.facts.items() if one.telling.modality in CONFIRMED}
    used = {one.telling.sentence for one in reports.values()}
    used |= {one.telling.sentence for one in facts.values()}
    sentences = {iri: one for iri, one in records.sentences.items() if iri in used}
    return replace(records, events=events, reports=reports, facts=facts, sentences=sentences)


def _sure(report: ReportRecord) -> bool:
    return report.telling.modality in CONFIRMED


def actors(event: EventRecord, records: Records, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Give those who act in an event: persons, countries and organizations that it names in a role."""
    found = {iri for _, iri in event.roles if is_actor(iri, records, vocabulary)}
    return tuple(sorted(found))


def is_actor(iri: str, records: Records, vocabulary: Vocabulary) -> bool:
    """Tell whether an entity is one that acts."""
    entity = records.entities.get(iri)
    return entity is not None and bool(entity.type) and "Agent" in vocabulary.superclasses(entity.type)


def point_of(event: EventRecord, records: Records) -> tuple[float, float] | None:
    """Give the longitude and latitude of an event's place, if they are known."""
    place = records.entities.get(event.place)
    return place.point if place else None


def clean(text: str) -> str:
    """Make visible what XML, spreadsheets and terminals cannot hold: control characters."""
    return "".join("\ufffd" if _bad(letter) else letter for letter in text)


def _bad(letter: str) -> bool:
    return letter in "\ufffe\uffff" or (unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\n\t")
