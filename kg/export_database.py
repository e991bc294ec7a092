"""The graph as an SQLite database, for Datasette, R, QGIS and whoever speaks SQL.

The rule: the schema is a file of its own, values only ever go in as parameters, and all foreign keys hold.
What it leaves out stands in the table ``about``.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

from kg.errors import ArticleError
from kg.export_scope import BETWEEN, clean
from kg.records import identifier
from kg.rooms import room
from kg.showing import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.export_scope import Scope

    Row = tuple[Any, ...]

SCHEMA: Final = "export_schema.sql"
_TABLES: Final = (
    *("about", "terms", "entities", "mentions", "sources", "sentences", "events", "roles", "contested"),
    *("reports", "report_roles", "relays", "facts"),
)


def sqlite_file(scope: Scope) -> Mapping[str, bytes]:
    """Write a database.

    Raises
    ------
    ArticleError
        KG-242 if a statement leads to something that the graph does not describe.
    """
    rows = _Rows(scope)
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute("PRAGMA foreign_keys = ON")
        base.executescript((room("templates") / SCHEMA).read_text(encoding="utf-8"))
        try:
            with base:
                # A country may come after its city: all keys are looked at when all rows are there.
                base.execute("PRAGMA defer_foreign_keys = ON")
                for table in _TABLES:
                    _insert(base, table, getattr(rows, table)())
        except sqlite3.IntegrityError as error:
            raise ArticleError(
                "KG-242", f"This graph is not whole: {error}.", "See what is missing:  kg check FILE"
            ) from error
        for table in ("sentences", "events", "entities"):
            base.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')")  # noqa: S608  ours
        base.commit()
        return {"": base.serialize()}


def _insert(base: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    for row in rows:
        values = [(clean(value) or None) if isinstance(value, str) else value for value in row]
        marks = ", ".join("?" * len(values))
        base.execute(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608  the names are ours


class _Rows:
    """The rows of each table, in the order of its columns."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._records = scope.records
        self._sentences = {iri: number for number, iri in enumerate(scope.records.sentences, 1)}
        self._entities = scope.complete.entities

    def about(self) -> Iterable[Row]:
        note = self._scope.note()
        yield "about", note[0]
        yield "left_out", note[1]
        yield "reading", note[2]

    def terms(self) -> Iterable[Row]:
        vocabulary = self._scope.vocabulary
        for name in sorted(vocabulary.declared_in):
            yield name, MARKS.get(name, ""), vocabulary.label(name, "de"), vocabulary.label(name, "en")

    def entities(self) -> Iterable[Row]:
        for one in self._entities.values():
            names = (one.names.get(lang, "") for lang in ("de", "en", "ru", "ko"))
            yield (
                *(identifier(one.iri), self._scope.name(one.iri), one.type, one.wikidata, one.link_status),
                *(one.link_score, self._entity(one.country), *(one.point or (None, None)), *names, one.iri),
            )

    def mentions(self) -> Iterable[Row]:
        for one in self._entities.values():
            for mention in one.mentions:
                yield identifier(one.iri), mention

    def sources(self) -> Iterable[Row]:
        for one in self._scope.complete.sources.values():
            by = self._entity(one.publisher), self._entity(one.agency)
            yield one.id, one.title, *by, one.date, one.language, one.url, one.sha256, one.iri

    def sentences(self) -> Iterable[Row]:
        for one in self._records.sentences.values():
            place = self._source(one.source), one.index, one.section, one.begin, one.end
            yield self._sentences[one.iri], *place, one.text, one.iri

    def events(self) -> Iterable[Row]:
        for one in self._records.events.values():
            yield (
                *(identifier(one.iri), self._scope.label(one), one.type, one.status),
                *(one.time.begin, one.time.end, one.time.precision, self._entity(one.place)),
                *(
                    one.reports,
                    one.origins,
                    one.first,
                    one.last,
                    self._event(one.part_of),
                    one.wikidata,
                    one.iri,
                ),
            )

    def roles(self) -> Iterable[Row]:
        for one in self._records.events.values():
            for role, iri in one.roles:
                yield identifier(one.iri), role, self._entity(iri)

    def contested(self) -> Iterable[Row]:
        for one in self._records.events.values():
            for role in one.contested:
                yield identifier(one.iri), role

    def reports(self) -> Iterable[Row]:
        for one in self._records.reports.values():
            told = one.telling
            yield (
                *(identifier(one.iri), identifier(one.event), one.type, told.modality, told.certainty),
                *(told.polarity, told.tense, self._entity(told.holder), BETWEEN.join(told.cues)),
                *(self._sentences.get(told.sentence), self._source(told.source), self._entity(one.place)),
                *(one.time.begin, one.time.end, one.time.precision, *one.quantity, one.confidence),
                *(told.trigger, told.rule, one.iri),
            )

    def report_roles(self) -> Iterable[Row]:
        for one in self._records.reports.values():
            for role, iri in one.roles:
                yield identifier(one.iri), role, self._entity(iri)

    def relays(self) -> Iterable[Row]:
        for one in self._records.reports.values():
            for iri in one.telling.relays:
                yield identifier(one.iri), self._entity(iri)

    def facts(self) -> Iterable[Row]:
        for one in self._records.facts.values():
            told = one.telling
            yield (
                *(identifier(one.iri), self._entity(one.subject), one.predicate, self._entity(one.object)),
                *(told.modality, told.certainty, self._entity(told.holder), BETWEEN.join(told.cues)),
                *(self._sentences.get(told.sentence), self._source(told.source), one.iri),
            )

    def _event(self, iri: str) -> str:
        return identifier(iri) if iri in self._records.events else ""

    def _entity(self, iri: str) -> str:
        return identifier(iri) if iri in self._entities else ""

    def _source(self, iri: str) -> str:
        source = self._scope.complete.sources.get(iri)
        return source.id if source else ""
