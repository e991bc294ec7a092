"""Asks Wikidata, or the embedded snapshot of it, in the same words.

The rule: every question is a text of ``queries/lookup``; its only variable part is one `VALUES` line,
filled with checked QIDs or escaped literals, so nothing an article says can change a query. A service
that does not answer raises `LookupFailed`: an empty answer always means "looked, found nothing".
No RDF type leaves this module; answers are `kg.model.Candidate` and plain tuples.

`SnapshotLookup` and `EndpointLookup` satisfy the `Lookup` protocol of `kg.linking`. Both give dates
cut to what is known: "2012", "2012-05" or "2012-05-07".
"""

from __future__ import annotations

import email.utils
import http.client
import json
import re
import time
import tomllib
import unicodedata
import urllib.error
from abc import ABC, abstractmethod
from collections import defaultdict
from contextlib import closing
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from pyoxigraph import Literal as StoredLiteral
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store, parse
from rdflib import Literal
from SPARQLWrapper import JSON, POST, SPARQLExceptions, SPARQLWrapper

from kg import __version__
from kg.errors import LookupFailed, MissingError, ProjectError
from kg.model import Candidate
from kg.rooms import room

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

_ITEM = "http://www.wikidata.org/entity/"
_QID = re.compile(r"Q[1-9][0-9]*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_VALUES = re.compile(r"VALUES (\?\w+) \{[^\n]*\}")
_PREFERRED = ("de", "en", "mul", "ru", "ko")
_BATCH = 50
_DATE_LENGTH = {"9": 4, "10": 7, "11": 10}
_WORDS = ("classes.ttl", "positions.ttl")
_NAMING = ("http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#altLabel")
_PATIENCE = 120.0
_BACKOFF = 2.0
_REBUILD = "Build it again:  python data/wikidata/build.py --facts FOLDER"
_LATER = "Nothing is lost: run the command again later, or work without it:  --offline"
_STATUS: dict[type[Exception], int] = {
    SPARQLExceptions.QueryBadFormed: 400,
    SPARQLExceptions.Unauthorized: 401,
    SPARQLExceptions.EndPointNotFound: 404,
    SPARQLExceptions.URITooLong: 414,
    SPARQLExceptions.EndPointInternalError: 500,
}


class Term(NamedTuple):
    """One value of an answer: an IRI or a literal's text, and its language or ""."""

    value: str
    language: str = ""


Row = dict[str, Term]
Offices = dict[str, set[tuple[str, str, str]]]


def fill(question: str, values: Iterable[str]) -> str:
    """Put values, written as SPARQL terms, into the `VALUES` line of a question of ``queries/lookup``.

    Raises
    ------
    ProjectError
        If the question has not exactly one `VALUES` line.
    """
    path = room("queries") / "lookup" / f"{question}.rq"
    text = path.read_text(encoding="utf-8")
    block = " ".join(values)
    filled, found = _VALUES.subn(lambda match: f"VALUES {match[1]} {{ {block} }}", text)
    if found != 1:
        raise ProjectError("KG-101", f"{path.name} has {found} VALUES lines; a lookup has exactly one.")
    return filled


def _qid(term: Term | None) -> str:
    """Give the QID of an item's IRI, "" for anything else (lexemes, statements, unknown values)."""
    if term is None or not term.value.startswith(_ITEM):
        return ""
    name = term.value.removeprefix(_ITEM)
    return name if _QID.fullmatch(name) else ""


def _items(qids: Iterable[str]) -> list[str]:
    """Write QIDs as SPARQL terms; anything else is a mistake of the caller."""
    ordered = sorted(set(qids), key=_rank)
    return [f"wd:{qid}" for qid in ordered]


def _rank(qid: str) -> int:
    """Order QIDs by age, which is the only order that all engines share."""
    if not _QID.fullmatch(qid):
        raise ValueError(f"{qid!r} is not a QID")
    return int(qid[1:])


def _askable(name: str) -> bool:
    """Tell whether a label can be so written: engines differ on backslash and control characters."""
    return "\\" not in name and not any(unicodedata.category(char) in {"Cc", "Cs"} for char in name)


def _batches(values: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(values), _BATCH):
        yield values[start : start + _BATCH]


def _date(row: Row, name: str) -> str:
    """Cut a date to its precision; without one it counts as a day."""
    if name not in row:
        return ""
    precision = row.get(f"{name}Precision", Term("11")).value
    text = row[name].value
    if not re.match(r"\d{4}-\d\d-\d\d", text):
        return ""
    return text[: _DATE_LENGTH.get(precision, 10)]


class _Lookup(ABC):
    """Turns rows into candidates; who answers is the subclass's business."""

    def __init__(self) -> None:
        self._superclasses: dict[str, tuple[str, ...]] = {}

    @abstractmethod
    def rows(self, query: str) -> list[Row]:
        """Answer one SELECT query."""

    def named(self, names: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], tuple[Candidate, ...]]:
        """Give the items that have a (name, language) as label or alias, also as English or "mul".

        Every name asked for is a key of the answer; nothing found is an empty tuple.
        """
        for _, language in names:
            if not _LANGUAGE.fullmatch(language):
                raise ValueError(f"{language!r} is not a language code")
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        wanted = sorted({(name, tag) for name, language in names for tag in (language, "en", "mul")})
        for batch in _batches([Literal(name, lang=tag).n3() for name, tag in wanted if _askable(name)]):
            for row in self.rows(fill("named", batch)):
                if qid := _qid(row.get("item")):
                    found[row["name"].value, row["name"].language].add(qid)
        candidates = self.items({qid for qids in found.values() for qid in qids})
        answer = {}
        for name, language in names:
            qids = set().union(*(found.get((name, tag), set()) for tag in (language, "en", "mul")))
            answer[name, language] = tuple(
                candidates[qid] for qid in sorted(qids, key=_rank) if qid in candidates
            )
        return answer

    def items(self, qids: Collection[str]) -> Mapping[str, Candidate]:
        """Give what is known of items; an item without a label in our languages is left out."""
        answer = {}
        for batch in _batches(_items(qids)):
            labels: dict[str, set[tuple[str, str]]] = defaultdict(set)
            for row in self.rows(fill("labels", batch)):
                labels[_qid(row.get("item"))].add((row["label"].value, row["label"].language))
            classes = self._classes(batch)
            about = self._about(batch)
            offices, countries = self._offices(batch)
            for qid, names in labels.items():
                known = about.get(qid, _About())
                country = min(known.countries or known.citizenships or countries[qid], key=_rank, default="")
                answer[qid] = Candidate(
                    qid=qid,
                    label=_preferred(names),
                    labels=tuple(sorted(names, key=lambda pair: (pair[1], pair[0]))),
                    classes=classes.get(qid, ()),
                    country=country,
                    point=min(known.points, default=""),
                    offices=tuple(sorted(offices[qid], key=lambda office: (office[1], *office))),
                    links=known.links,
                )
        return answer

    def holders(self, positions: Collection[str]) -> Mapping[str, tuple[tuple[str, str, str], ...]]:
        """Give (person, begin, end) for each office asked for, oldest first; an end "" is open."""
        found: Offices = {position: set() for position in positions}
        for batch in _batches(_items(positions)):
            for row in self.rows(fill("holders", batch)):
                if person := _qid(row.get("item")):
                    found[_qid(row["position"])].add((person, _date(row, "begin"), _date(row, "end")))
        return {
            position: tuple(sorted(people, key=lambda holder: (holder[1], holder[2], _rank(holder[0]))))
            for position, people in found.items()
        }

    def _classes(self, batch: list[str]) -> dict[str, tuple[str, ...]]:
        """Give the direct classes of items first, then all superclasses."""
        direct: dict[str, set[str]] = defaultdict(set)
        for row in self.rows(fill("classes", batch)):
            if kind := _qid(row.get("class")):
                direct[_qid(row["item"])].add(kind)
        unknown = {kind for kinds in direct.values() for kind in kinds} - self._superclasses.keys()
        for some in _batches(_items(unknown)):
            above: dict[str, set[str]] = defaultdict(set)
            for row in self.rows(fill("superclasses", some)):
                if kind := _qid(row.get("superclass")):
                    above[_qid(row["class"])].add(kind)
            for term in some:
                kind = term.removeprefix("wd:")
                self._superclasses[kind] = tuple(sorted(above[kind], key=_rank))
        answer = {}
        for qid, kinds in direct.items():
            ordered = sorted(kinds, key=_rank)
            higher = {top for kind in ordered for top in self._superclasses[kind]} - kinds
            answer[qid] = (*ordered, *sorted(higher, key=_rank))
        return answer

    def _about(self, batch: list[str]) -> dict[str, _About]:
        answer: dict[str, _About] = {}
        for row in self.rows(fill("about", batch)):
            known = answer.setdefault(_qid(row["item"]), _About())
            known.countries.update(filter(None, [_qid(row.get("country"))]))
            known.citizenships.update(filter(None, [_qid(row.get("citizenship"))]))
            if "point" in row and row["point"].value.startswith("Point("):
                known.points.add(row["point"].value)
            counts = (int(row[name].value) for name in ("sitelinks", "statements") if name in row)
            known.links = max(known.links, next(counts, 0))
        return answer

    def _offices(self, batch: list[str]) -> tuple[Offices, dict[str, set[str]]]:
        offices: Offices = defaultdict(set)
        countries: dict[str, set[str]] = defaultdict(set)
        for row in self.rows(fill("offices", batch)):
            qid, position = _qid(row["item"]), _qid(row.get("position"))
            if position:
                offices[qid].add((position, _date(row, "begin"), _date(row, "end")))
                country = _qid(row.get("country")) or _qid(row.get("jurisdiction"))
                countries[qid].update(filter(None, [country]))
        return offices, countries


class _About:
    """What `about.rq` tells of one item, gathered over its rows."""

    def __init__(self) -> None:
        self.countries: set[str] = set()
        self.citizenships: set[str] = set()
        self.points: set[str] = set()
        self.links = 0


def _preferred(labels: Iterable[tuple[str, str]]) -> str:
    """Choose the label to show: German, English, any-language, Russian, Korean."""
    order = {language: place for place, language in enumerate(_PREFERRED)}
    return min(labels, key=lambda pair: (order.get(pair[1], len(order)), pair[0]))[0]


class SnapshotLookup(_Lookup):
    """The embedded snapshot: no network, the state of its date.

    Parameters
    ----------
    folder
        Folder with the snapshot's ``*.ttl`` and ``snapshot.toml`` (``room("data") / "wikidata"``).
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    @cached_property
    def date(self) -> str:
        """ISO date of the newest facts; open offices are as of ``offices_as_of`` of snapshot.toml."""
        path = self._folder / "snapshot.toml"
        try:
            return str(tomllib.loads(path.read_text(encoding="utf-8"))["date"])
        except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
            raise ProjectError("KG-102", f"{path} does not tell the snapshot's date.", _REBUILD) from error

    @cached_property
    def _store(self) -> Store:
        store = Store()
        paths = sorted(self._folder.glob("*.ttl"))
        if not paths:
            raise ProjectError("KG-103", f"{self._folder} holds no snapshot of Wikidata.", _REBUILD)
        for path in paths:
            try:
                store.bulk_load(path=str(path), format=RdfFormat.TURTLE)
            except (OSError, SyntaxError, ValueError) as error:
                raise ProjectError("KG-103", f"{path} is no readable Turtle: {error}", _REBUILD) from error
        return store

    def rows(self, query: str) -> list[Row]:
        """Answer a query from memory."""
        solutions = self._store.query(query)
        if not isinstance(solutions, QuerySolutions):
            raise ProjectError("KG-101", "A lookup's question must be a SELECT.")
        names = [variable.value for variable in solutions.variables]
        return [
            {name: _term(value) for name, value in zip(names, solution, strict=True) if value is not None}
            for solution in solutions
        ]

    def names(self, lang: str) -> Iterator[tuple[str, str]]:
        """Give (name, QID) of everything that can be named: labels and aliases in one language.

        Where an item has no name in the language, its English and "mul" ones stand in. Classes
        ("Stadt") and positions ("russischer Präsident") are words of the language, not names.
        """
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for predicate in _NAMING:
            for quad in self._store.quads_for_pattern(None, NamedNode(predicate), None):
                if isinstance(quad.object, StoredLiteral):
                    qid = _name_of(quad.subject)
                    found[qid][quad.object.language or ""].add(quad.object.value)
        words = {
            _name_of(quad.subject)
            for path in _WORDS
            if (self._folder / path).is_file()
            for quad in parse(path=str(self._folder / path), format=RdfFormat.TURTLE)
        }
        for qid in sorted(found.keys() - words, key=_rank):
            names = found[qid]
            for name in sorted(names[lang] | names["mul"] or names["en"]):
                yield name, qid


class EndpointLookup(_Lookup):
    """Wikidata's own service or any SPARQL 1.1 endpoint over Wikidata's data.

    One request object a call; failing ones are repeated with growing pauses, and ``Retry-After`` is
    obeyed (Wikidata answers disregard with a ban).

    Parameters
    ----------
    url
        SPARQL endpoint.
    contact
        The user's mail address or page, sent in the User-Agent as Wikidata's rules want.
    timeout
        Seconds until a request counts as failed.
    tries
        How often a question is put before `LookupFailed`.
    pause
        What waiting is done with.
    """

    def __init__(
        self,
        url: str,
        contact: str,
        timeout: int = 60,
        tries: int = 4,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__()
        host = urlsplit(url).hostname or ""
        if host.endswith("wikidata.org") and not contact.strip():
            raise MissingError(
                "KG-403",
                "Wikidata answers only requests that name a contact, and none is set.",
                "Give your mail address or page:  --contact you@example.org\n"
                "or work without Wikidata's service:  --offline",
            )
        self._url = url
        self._agent = f"geoevents/{__version__} ({' '.join(contact.split())}) SPARQLWrapper"
        self._timeout = timeout
        self._tries = tries
        self._pause = pause

    def rows(self, query: str) -> list[Row]:
        """Answer a query over the network.

        Raises
        ------
        LookupFailed
            After the last try, with what the service said: KG-401 not reached, KG-402 asked to slow
            down, KG-404 refused, KG-405 its own error, KG-406 no readable answer.
        """
        for attempt in range(1, self._tries + 1):
            try:
                return self._ask(query)
            except _TryAgain as trouble:
                wait = max(trouble.wait, _BACKOFF ** (attempt - 1))
                if attempt == self._tries or wait > _PATIENCE:
                    raise LookupFailed(trouble.code, trouble.what, trouble.remedy) from trouble
                self._pause(wait)
        raise LookupFailed("KG-401", f"{self._url} was not asked: tries is {self._tries}.")

    def _ask(self, query: str) -> list[Row]:
        request = SPARQLWrapper(self._url, agent=self._agent)
        request.setMethod(POST)
        request.setReturnFormat(JSON)
        request.setTimeout(self._timeout)
        request.setQuery(query)
        try:
            with closing(request.query().response) as response:
                body = response.read()
        except urllib.error.HTTPError as error:
            error.close()
            raise self._refusal(error.code, error.headers.get("Retry-After") or "") from error
        except SPARQLExceptions.SPARQLWrapperException as error:
            if isinstance(error.__context__, urllib.error.HTTPError):
                error.__context__.close()
            raise self._refusal(_STATUS.get(type(error), 400), "") from error
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", error)
            raise _TryAgain("KG-401", f"{self._url} could not be reached: {reason}.", _LATER) from error
        return self._parse(body)

    def _refusal(self, status: int, retry_after: str) -> LookupFailed:
        wait = _seconds(retry_after)
        if status == http.HTTPStatus.TOO_MANY_REQUESTS:
            what = f"{self._url} asked us to slow down (HTTP 429, wait {wait:.0f} s)."
            return _TryAgain("KG-402", what, _LATER, wait)
        if status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
            return _TryAgain("KG-405", f"{self._url} failed (HTTP {status}).", _LATER, wait)
        what = f"{self._url} refused the question (HTTP {status})."
        return LookupFailed("KG-404", what, "Check the address and the contact.")

    def _parse(self, body: bytes) -> list[Row]:
        try:
            bindings = json.loads(body)["results"]["bindings"]
            return [
                {name: Term(cell["value"], cell.get("xml:lang", "").lower()) for name, cell in row.items()}
                for row in bindings
            ]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            start = body[:40].decode("utf-8", "replace").strip()
            what = f"{self._url} gave no readable answer, it begins {start!r}."
            raise _TryAgain("KG-406", what, _LATER) from error


class _TryAgain(LookupFailed):
    """A failure that may pass; ``wait`` is what the service asked for, in seconds."""

    def __init__(self, code: str, what: str, remedy: str, wait: float = 0.0) -> None:
        super().__init__(code, what, remedy)
        self.wait = wait


def _seconds(retry_after: str) -> float:
    """Read a Retry-After header: seconds or an HTTP date."""
    if re.fullmatch(r"\s*\d+\s*", retry_after):
        return float(retry_after)
    try:
        moment = email.utils.parsedate_to_datetime(retry_after)
    except (TypeError, ValueError):
        return 0.0
    return max(0.0, moment.timestamp() - time.time())


def _term(value: object) -> Term:
    if isinstance(value, StoredLiteral):
        return Term(value.value, value.language or "")
    return Term(value.value if isinstance(value, NamedNode) else "")


def _name_of(subject: object) -> str:
    return subject.value.removeprefix(_ITEM) if isinstance(subject, NamedNode) else ""
