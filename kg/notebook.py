"""A built graph in a notebook: ``from kg import load; g = load("build"); g.ask("visits").to_pandas()``.

The rule: an answer is a table that pandas takes, an event is a card with its sentences; both say how sure
something is by shape. Whatever a text holds is shown as text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph
from rdflib.namespace import XSD

from kg.errors import ArticleError, MissingError
from kg.queries import LANGUAGE, ask, library, run
from kg.records import identifier
from kg.rendering import templates
from kg.rooms import room
from kg.showing import Reader
from kg.store import load as load_store
from kg.vocabulary import KG, Vocabulary, load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from kg.queries import Question, Table
    from kg.showing import Card

#: Rows and sentences that are shown before "+ n".
_MOST: Final = 50
_SENTENCES: Final = 6
_QUOTES: Final = {"de": ("„", "“"), "en": ("“", "”")}
_WHOLE_NUMBERS: Final = frozenset(
    {str(XSD.integer), str(XSD.nonNegativeInteger), str(XSD.int), str(XSD.long)}
)
_NUMBERS: Final = frozenset({str(XSD.decimal), str(XSD.double), str(XSD.float)})

Value = str | int | float | bool | date | None


def load(place: str | Path = "build", lang: str = "en") -> Build:
    """Open a built graph: the folder of a build, or a graph file.

    Raises
    ------
    MissingError
        KG-310 if there is no graph.
    """
    return Build(load_store(Path(place)), load_vocabulary(room("ontology")), lang)


@dataclass(frozen=True)
class Answer:
    """The rows of a question, under the words of its columns."""

    table: Table
    heads: tuple[str, ...]
    title: str
    reader: Reader
    vocabulary: Vocabulary

    @property
    def columns(self) -> tuple[str, ...]:
        """Give the names of the columns, the same in every language."""
        return self.table.columns

    def __len__(self) -> int:
        return len(self.table.rows)

    def rows(self) -> list[dict[str, Value]]:
        """Give the rows as texts, numbers and dates; terms of the ontology by name, things by identifier."""
        return [dict(zip(self.columns, map(self._value, row), strict=True)) for row in self.table.rows]

    def to_pandas(self) -> pd.DataFrame:
        """Give the rows as a data frame: dates as dates, counts as whole numbers.

        Raises
        ------
        MissingError
            KG-350 if pandas is not installed.
        """
        try:
            import pandas as pd  # noqa: PLC0415  only who wants a frame needs it
        except ImportError as error:
            raise MissingError(
                "KG-350",
                "to_pandas needs pandas, which is not installed.",
                'Install it:  pip install "geoevents[notebook]"',
            ) from error
        frame = pd.DataFrame(self.rows(), columns=list(self.columns))
        for name in self.columns:
            kinds = {type(value) for value in frame[name] if value is not None}
            if kinds == {date}:
                frame[name] = pd.to_datetime(frame[name])
            elif kinds == {int}:
                frame[name] = frame[name].astype("Int64")
            elif kinds and kinds <= {int, float}:
                frame[name] = frame[name].astype("Float64")
        return frame

    def __repr__(self) -> str:
        return f"<{self.title}: {len(self)} × {len(self.columns)}>"

    def _repr_html_(self) -> str:
        rows = [[self._word(term) for term in row] for row in self.table.rows[:_MOST]]
        more = max(0, len(self) - _MOST)
        return (
            templates()
            .get_template("answer.html")
            .render(title=f"{self.title} ({len(self)})", heads=self.heads, rows=rows, more=more)
        )

    def _value(self, term: object) -> Value:
        if isinstance(term, pyoxigraph.Literal):
            return _python(term)
        if isinstance(term, pyoxigraph.NamedNode):
            known = term.value in self.vocabulary
            return term.value.removeprefix(KG) if known else identifier(term.value)
        return None if term is None else str(term)

    def _word(self, term: object) -> str:
        if isinstance(term, pyoxigraph.NamedNode):
            known = term.value in self.vocabulary
            return self.reader.word(term.value) if known else identifier(term.value)
        return str(getattr(term, "value", "" if term is None else term))


@dataclass(frozen=True)
class Shown:
    """One thing as a card; ``status`` is an event's, "" for others."""

    card: Card
    status: str
    kinds: tuple[str, ...]
    lang: str

    def __repr__(self) -> str:
        return f"<{self.card.title}: {' · '.join(self.kinds) or self.card.kind}>"

    def _repr_html_(self) -> str:
        told = self.card.told
        return (
            templates()
            .get_template("card.html")
            .render(
                card=self.card,
                status=self.status,
                kinds=self.kinds,
                facts=[fact for fact in self.card.facts if fact[1] not in self.kinds],
                shown=told[:_SENTENCES],
                more=max(0, len(told) - _SENTENCES),
                quotes=_QUOTES[self.lang],
            )
        )


class Build:
    """A built graph to ask; made by `load`."""

    def __init__(self, store: pyoxigraph.Store, vocabulary: Vocabulary, lang: str) -> None:
        self._store = store
        self._vocabulary = vocabulary
        self._lang = lang if lang in _QUOTES else "en"
        self._reader = Reader(store, vocabulary, self._lang)

    def __repr__(self) -> str:
        return f"<geoevents: {len(self._store)} statements>"

    def questions(self) -> Mapping[str, str]:
        """List the ready questions with what they ask."""
        return {name: one.say("question", self._lang) for name, one in _library().items()}

    def ask(self, name: str, /, **blanks: object) -> Answer:
        """Ask a ready question; its blanks are keywords.

        Raises
        ------
        ArticleError
            KG-240 if there is no such question, KG-223 for a blank it does not have.
        """
        question = _library().get(name)
        if question is None:
            known = ", ".join(_library())
            raise ArticleError("KG-240", f"There is no question {name!r}.", f"There are: {known}.")
        values = {key: str(value) for key, value in blanks.items()}
        if any(one.name == LANGUAGE for one in question.parameters):
            values.setdefault(LANGUAGE, self._lang)
        table = ask(self._store, question, values)
        heads = tuple(question.columns[column][self._lang] for column in table.columns)
        return Answer(table, heads, question.say("title", self._lang), self._reader, self._vocabulary)

    def query(self, sparql: str) -> Answer | bool | list[pyoxigraph.Triple]:
        """Ask any SPARQL: SELECT gives a table, ASK yes or no, CONSTRUCT and DESCRIBE statements."""
        answer = run(self._store, sparql)
        if isinstance(answer, bool | list):
            return answer
        return Answer(answer, answer.columns, "SPARQL", self._reader, self._vocabulary)

    def show(self, name: str) -> Shown:
        """Show one thing by identifier, QID or name.

        Raises
        ------
        ArticleError
            KG-227 if nothing, KG-241 if several things are so called.
        """
        return self._shown(name, event=False)

    def event(self, name: str) -> Shown:
        """Show one event by identifier or name."""
        return self._shown(name, event=True)

    def _shown(self, name: str, *, event: bool) -> Shown:
        found = [one for one in self._reader.find(name) if not event or self._term(one[0], "status")]
        if not found:
            raise ArticleError(
                "KG-227", f"Nothing here is called {name!r}.", 'See what there is:  g.ask("…")'
            )
        if len(found) > 1:
            names = "\n".join(f"{identifier(iri)}  {title}" for iri, title in found)
            raise ArticleError("KG-241", f"{len(found)} things are called {name!r}.", names)
        iri = found[0][0]
        terms = [self._term(iri, kind) for kind in ("eventType", "status")]
        kinds = tuple(self._reader.word(term) for term in terms if term)
        return Shown(self._reader.card(iri), terms[1].removeprefix(KG), kinds, self._lang)

    def _term(self, iri: str, predicate: str) -> str:
        node, kind = pyoxigraph.NamedNode(iri), pyoxigraph.NamedNode(KG[predicate])
        found = sorted(
            str(getattr(quad.object, "value", "")) for quad in self._store.quads_for_pattern(node, kind, None)
        )
        return next(iter(found), "")


def _library() -> Mapping[str, Question]:
    return library(room("queries"))


def _python(term: pyoxigraph.Literal) -> Value:
    kind = term.datatype.value
    try:
        if kind in _WHOLE_NUMBERS:
            return int(term.value)
        if kind in _NUMBERS:
            return float(term.value)
        if kind == str(XSD.date):
            return date.fromisoformat(term.value)
    except ValueError:
        return term.value
    return term.value == "true" if kind == str(XSD.boolean) else term.value
