"""One event, entity or article as a card: what is known of it, and the sentences that say so.

The rule: reads the built graph alone; words come first, addresses last. A card is plain data, so that a
terminal, JSON and a page can show the same.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import pyoxigraph
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS

from kg.vocabulary import KG, NIF, SCHEMA, WD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.vocabulary import Vocabulary

#: One look for certainty everywhere: full, half, hollow, struck, clock.
MARKS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Asserted": "●",
        "Reported": "◐",
        "Speculated": "○ ?",
        "Hypothetical": "○ ?",
        "Denied": "✕",
        "Disputed": "◐ ✕",
        "Planned": "◷",
    }
)
_WORDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "type": ("Art", "type"),
        "status": ("Stand", "status"),
        "when": ("Zeit", "when"),
        "reports": ("Meldungen", "reports"),
        "origins": ("unabhängige Quellen", "independent sources"),
        "contested": ("widersprüchlich", "contested"),
        "spellings": ("Schreibweisen", "spellings"),
        "wikidata": ("Wikidata", "Wikidata"),
        "link": ("Verknüpfung", "link"),
        "date": ("Datum", "date"),
        "publisher": ("Herausgeber", "publisher"),
        "language": ("Sprache", "language"),
        "url": ("Adresse", "address"),
        "address": ("im Graphen", "in the graph"),
        "event": ("Ereignis", "event"),
    }
)
_MOST: Final = 12
_ORDER: Final = attrgetter("date", "article", "quote", "modality", "event")
_SURE: Final = (str(KG.Asserted), str(KG.Reported))


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence as proof: what it says, who says so, how sure, and of which event."""

    modality: str
    quote: str
    source: str
    publisher: str
    date: str
    article: str
    cues: tuple[str, ...]
    event: str


@dataclass(frozen=True, slots=True)
class Card:
    """A thing of the graph in words; ``facts`` are (name, value) in the order of reading."""

    kind: str
    title: str
    iri: str
    facts: tuple[tuple[str, str], ...] = ()
    told: tuple[Told, ...] = field(default=())


class Reader:
    """Reads cards from a graph, in one language."""

    def __init__(self, store: pyoxigraph.Store, vocabulary: Vocabulary, lang: str) -> None:
        self._store = store
        self._vocabulary = vocabulary
        self._lang = lang

    def find(self, words: str) -> tuple[tuple[str, str], ...]:
        """Give (IRI, title) of what is meant: by QID, identifier or address, else by name or part of it."""
        wanted = words.strip()
        if not wanted:
            return ()
        exact = {
            *self._subjects(OWL.sameAs, pyoxigraph.NamedNode(WD + wanted) if wanted.isalnum() else None),
            *self._subjects(DCTERMS.identifier, pyoxigraph.Literal(wanted)),
            *(iri for iri in self._known() if iri == wanted or iri.rpartition("/")[2] == wanted),
        }
        if not exact:
            folded = wanted.casefold()
            named = [(iri, text.casefold()) for iri, text in self._names()]
            exact = {iri for iri, text in named if text == folded}
            exact = exact or {iri for iri, text in named if folded in text}
        return tuple(sorted(((iri, self.title(iri)) for iri in exact), key=lambda one: (one[1], one[0])))

    def near(self, words: str) -> list[str]:
        """Give names that are spelt like what was not found, in part or whole."""
        names = sorted((text for _, text in self._names()), key=lambda text: (-len(text), text))
        named = {part.casefold(): text for text in names for part in (*text.split(), text)}
        return sorted({named[one] for one in difflib.get_close_matches(words.casefold(), named)})

    def card(self, iri: str) -> Card:
        """Describe one thing."""
        if self._one(iri, KG.status):
            return self._event(iri)
        if self._one(iri, KG.inSentence):
            return self._report(iri)
        return self._article(iri) if str(KG.Article) in self._all(iri, RDF.type) else self._entity(iri)

    def title(self, iri: str) -> str:
        """Give a thing's name in the language, in English or German otherwise, or the end of its address."""
        if not iri:
            return ""
        labels, node = dict[str, str](), pyoxigraph.NamedNode(iri)
        for predicate in (DCTERMS.title, RDFS.label):
            for quad in self._store.quads_for_pattern(node, pyoxigraph.NamedNode(predicate), None):
                if isinstance(quad.object, pyoxigraph.Literal):
                    labels[quad.object.language or ""] = quad.object.value
        wanted = [lang for lang in (self._lang, "en", "de", *sorted(labels)) if lang in labels]
        return labels[wanted[0]] if wanted else iri.rpartition("/")[2]

    def word(self, term: str) -> str:
        """Say a term of the ontology in the language, with its mark if it tells certainty."""
        name = term.rpartition("#")[2]
        if term not in self._vocabulary:
            return self.title(term)
        label = self._vocabulary.label(name, self._lang)
        return " ".join(part for part in (MARKS.get(name), label) if part)

    def cell(self, iri: str) -> str:
        """Say an address as a value of an answer; events and reports by the identifier `kg show` takes."""
        own = iri not in self._vocabulary and ("/event/" in iri or "#s" in iri)
        return iri.rpartition("/")[2] or iri if own else self.word(iri)

    def _say(self, key: str) -> str:
        return _WORDS[key][0 if self._lang == "de" else 1]

    def _event(self, iri: str) -> Card:
        days, precision = self._days(iri), "".join(map(self.word, self._all(iri, KG.timePrecision)))
        facts = [
            (self._say("type"), self.word(self._one(iri, KG.eventType))),
            (self._say("status"), self.word(self._one(iri, KG.status))),
            *self._roles(iri),
            (self.word(KG.quantityText), self._amounts(iri)),
            (self._say("when"), f"{days} ({precision})" if days else ""),
            (self._say("reports"), self._one(iri, KG.reportCount)),
            (self._say("origins"), self._one(iri, KG.independentSourceCount)),
            *((self._say("contested"), words) for words in self._contested(iri)),
            (self._say("address"), iri),
        ]
        return self._made("event", iri, facts, self._subjects(KG.reportsOn, pyoxigraph.NamedNode(iri)))

    def _report(self, iri: str) -> Card:
        facts = [
            (self._say("type"), self.word(self._one(iri, KG.eventType))),
            *self._roles(iri),
            (self.word(KG.quantityText), ", ".join(self._all(iri, KG.quantityText))),
            (self._say("when"), self._days(iri)),
            (self._say("event"), self._one(iri, KG.reportsOn).rpartition("/")[2]),
            (self._say("address"), iri),
        ]
        return self._made("report", iri, facts, (iri,))

    def _article(self, iri: str) -> Card:
        facts = [
            (self._say("publisher"), ", ".join(map(self.title, self._all(iri, DCTERMS.publisher)))),
            (self._say("date"), self._one(iri, DCTERMS.issued)),
            (self.word(KG.dateline), self._one(iri, KG.dateline)),
            (self._say("language"), self._one(iri, DCTERMS.language)),
            (self._say("url"), self._one(iri, SCHEMA.url)),
            (self._say("address"), iri),
        ]
        return self._made("article", iri, facts, self._subjects(KG.inArticle, pyoxigraph.NamedNode(iri)))

    def _entity(self, iri: str) -> Card:
        mentions = list(dict.fromkeys(self._all(iri, KG.mention)))
        shown = [*mentions[:_MOST], "…"] if len(mentions) > _MOST else mentions
        facts = [
            (self._say("type"), ", ".join(map(self.word, self._all(iri, RDF.type)))),
            (self._say("link"), self.word(self._one(iri, KG.linkStatus))),
            (self._say("wikidata"), ", ".join(self._all(iri, OWL.sameAs))),
            (self._say("spellings"), ", ".join(shown)),
            (self._say("address"), iri),
        ]
        node = pyoxigraph.NamedNode(iri)
        told = {
            quad.subject.value
            for quad in self._store.quads_for_pattern(None, None, node)
            if isinstance(quad.subject, pyoxigraph.NamedNode)
        }
        return self._made("entity", iri, facts, (one for one in told if self._one(one, KG.inSentence)))

    def _made(self, kind: str, iri: str, facts: list[tuple[str, str]], reports: Iterable[str]) -> Card:
        kept = tuple((name, value) for name, value in facts if value)
        told = sorted({self._told(report) for report in reports}, key=_ORDER)
        return Card(kind, self.title(iri), iri, kept, tuple(told))

    def _told(self, report: str) -> Told:
        sentence, article = self._one(report, KG.inSentence), self._one(report, KG.inArticle)
        event = self._one(report, KG.reportsOn)
        source = [*self._all(report, KG.source), *self._all(report, KG.relayedBy)]
        return Told(
            modality=self.word(self._one(report, KG.modality)),
            quote=self._one(sentence, NIF.anchorOf),
            source=" < ".join(map(self.title, source)),
            publisher=", ".join(map(self.title, self._all(article, DCTERMS.publisher))),
            date=self._one(article, DCTERMS.issued),
            article=self._one(article, DCTERMS.identifier),
            cues=tuple(self._all(report, KG.cue)),
            event=self.title(event) or self._fact(report),
        )

    def _fact(self, report: str) -> str:
        ends = self.title(self._one(report, KG.subject)), self.title(self._one(report, KG.object))
        predicate = self.word(self._one(report, KG.predicate))
        return f"{ends[0]} – {predicate} – {ends[1]}" if predicate else ""

    def _roles(self, iri: str) -> list[tuple[str, str]]:
        names = (*self._vocabulary.role_names(), "place")
        return [
            (self._vocabulary.label(name, self._lang), ", ".join(sorted(map(self.title, fillers))))
            for name in names
            if (fillers := self._all(iri, KG[name]))
        ]

    def _amounts(self, iri: str) -> str:
        """Give the numbers that the reports of an event claim, each wording once."""
        reports = sorted(self._subjects(KG.reportsOn, pyoxigraph.NamedNode(iri)))
        return "; ".join(sorted({text for one in reports for text in self._all(one, KG.quantityText)}))

    def _days(self, iri: str) -> str:
        begin, end = self._one(iri, KG.begin), self._one(iri, KG.end)
        return begin if begin == end or not end else f"{begin} – {end}"

    def _contested(self, iri: str) -> Iterator[str]:
        """Say of each role that reports contest who fills it how; what is denied fills nothing."""
        reports = self._subjects(KG.reportsOn, pyoxigraph.NamedNode(iri))
        sure = [one for one in reports if self._one(one, KG.modality) in _SURE]
        heard = sure or [one for one in reports if self._one(one, KG.modality) != str(KG.Denied)]
        for role in self._all(iri, KG.contestedRole):
            said: dict[str, dict[str, None]] = {}
            for one in sorted(heard):
                told = self._told(one)
                who = " < ".join(name for name in (told.source, told.publisher) if name) or told.article
                said.setdefault(self._value(one, role), {})[who] = None
            claims = (f"{value} ({', '.join(who)})" for value, who in sorted(said.items()) if value)
            yield f"{self.word(role)}: {' ≠ '.join(claims)}"

    def _value(self, report: str, role: str) -> str:
        if role == str(KG.quantityMin):
            return "; ".join(self._all(report, KG.quantityText))
        if role == str(KG.begin):
            return self._days(report)
        return ", ".join(sorted(map(self.title, self._all(report, role))))

    def _all(self, iri: str, predicate: str) -> list[str]:
        if not iri:
            return []
        node, kind = pyoxigraph.NamedNode(iri), pyoxigraph.NamedNode(predicate)
        found = self._store.quads_for_pattern(node, kind, None)
        return sorted(str(getattr(quad.object, "value", "")) for quad in found)

    def _one(self, iri: str, predicate: str) -> str:
        return next(iter(self._all(iri, predicate)), "")

    def _subjects(self, predicate: str, value: pyoxigraph.NamedNode | pyoxigraph.Literal | None) -> set[str]:
        if value is None:
            return set()
        found = self._store.quads_for_pattern(None, pyoxigraph.NamedNode(predicate), value)
        return {quad.subject.value for quad in found if isinstance(quad.subject, pyoxigraph.NamedNode)}

    def _known(self) -> set[str]:
        kinds = (KG.status, KG.linkStatus, KG.sha256, KG.modality)
        return {iri for kind in kinds for iri, _ in self._literals(kind)}

    def _names(self) -> list[tuple[str, str]]:
        return [pair for kind in (RDFS.label, DCTERMS.title, KG.mention) for pair in self._literals(kind)]

    def _literals(self, predicate: str) -> list[tuple[str, str]]:
        found = self._store.quads_for_pattern(None, pyoxigraph.NamedNode(predicate), None)
        return [
            (quad.subject.value, str(getattr(quad.object, "value", "")))
            for quad in found
            if isinstance(quad.subject, pyoxigraph.NamedNode)
        ]
