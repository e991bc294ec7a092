"""Puts a built graph in a triple store, so that the store holds what the graph says and nothing older.

The rule: the store itself is asked what it holds, and only the difference is written. So a load that was
broken off goes on where it stopped, a second load writes nothing, and what an article no longer says
goes. Only things under the graph's own base are ever removed; what others keep in the store stays.

Two protocols: SPARQL 1.1 Update, where a thing whose statements differ is replaced in one request, and the
SPARQL 1.1 Graph Store protocol, where a graph is replaced or added to as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

import pyoxigraph

from kg.errors import LookupFailed
from kg.remote import Refused, said_by
from kg.statements import base_of, gather

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from kg.remote import Remote, Reply
    from kg.statements import Statements

    Progress = Callable[[int, int], None]

_JSON: Final = "application/sparql-results+json"
_NTRIPLES: Final = "application/n-triples"
_PAGE: Final = 5000
#: A request that is too large may be refused with either.
_TOO_MUCH: Final = frozenset({400, 413})


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load came to: statements of the graph, those written and those removed, requests sent."""

    statements: int
    written: int
    removed: int
    requests: int


def load_by_update(
    statements: Statements, ask: Remote, change: Remote, graph: str, chunk: int, progress: Progress
) -> Loaded:
    """Bring a store up to date by SPARQL queries and updates.

    Parameters
    ----------
    statements
        The graph.
    ask, change
        The store's addresses for queries and for updates.
    graph
        IRI of the graph in the store, "" for the default graph.
    chunk
        Statements a request.
    progress
        Told how many statements of how many are in the store.

    Raises
    ------
    LookupFailed
        As `Remote.send` tells; KG-426 if no readable answer comes, KG-428 if the store does not give back
        what it took.
    """
    store = _Updated(ask, change, graph)
    total, done, written, removed, proven = _count(statements), 0, 0, 0, False
    for subjects in _chunks(statements, chunk):
        held = store.holds(subjects)
        late = [one for one in subjects if held.get(one, {}).keys() != statements[one].keys()]
        if late:
            store.replace(statements, late)
            written += sum(len(statements[one].keys() - held.get(one, {}).keys()) for one in late)
            removed += sum(len(held.get(one, {}).keys() - statements[one].keys()) for one in late)
        if late and not proven:
            held = store.holds(late)
            _given_back(ask.url, any(held.get(one, {}).keys() & statements[one].keys() for one in late))
            proven = True
        done += sum(len(statements[one]) for one in subjects)
        progress(done, total)
    if base := base_of(statements):
        own = {one for one in statements if one.startswith(f"<{base}")}
        removed += store.sweep(base, own, chunk)
    return Loaded(total, written, removed, ask.requests + change.requests)


def load_by_graph_store(
    statements: Statements, remote: Remote, graph: str, chunk: int, progress: Progress
) -> Loaded:
    """Bring a graph up to date by the Graph Store protocol: add what is missing, or replace it whole.

    Parameters are those of `load_by_update`; ``remote`` is the address of the Graph Store service.

    Raises
    ------
    LookupFailed
        As `load_by_update`; KG-430 if the graph would have to be replaced, but holds what is not ours.
    """
    store = _Stored(remote, graph)
    held = store.holds()
    begin = f"<{base_of(statements) or 'nothing'}"
    old = {one: len(said.keys() - statements.get(one, {}).keys()) for one, said in held.items()}
    removed = sum(number for one, number in old.items() if one in statements or one.startswith(begin))
    foreign = sum(old.values()) - removed
    if removed and foreign:
        what = f"{remote.url}: this graph holds {foreign:,} statements that are not of this build."
        remedy = (
            "To replace it would take them away. Name a graph of its own:  --graph IRI\nor use  --update URL"
        )
        raise LookupFailed("KG-430", what, remedy)
    missing = {
        one: {meant: text for meant, text in said.items() if removed or meant not in held.get(one, {})}
        for one, said in statements.items()
    }
    total, waiting = _count(statements), _count(missing)
    lines = [text for one in sorted(missing) for text in missing[one].values()]
    done = total - waiting
    method = "PUT" if removed else "POST"
    for start in range(0, waiting, chunk):
        store.write(method, lines[start : start + chunk])
        method = "POST"
        done += len(lines[start : start + chunk])
        progress(done, total)
    if waiting:
        held = store.holds()
        _given_back(remote.url, any(held.get(one, {}).keys() & said.keys() for one, said in missing.items()))
    progress(total, total)
    return Loaded(total, waiting, removed, remote.requests)


class _Updated:
    """A store that is asked by SPARQL queries and changed by SPARQL updates."""

    def __init__(self, ask: Remote, change: Remote, graph: str) -> None:
        self._ask = ask
        self._change = change
        self._open, self._close = (f"GRAPH {pyoxigraph.NamedNode(graph)} {{ ", " }") if graph else ("", "")

    def holds(self, subjects: Sequence[str]) -> Statements:
        """Give what the store says of things."""
        rows = self._rows(
            f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {' '.join(subjects)} }} "
            f"{self._open}?s ?p ?o{self._close} }}"
        )
        try:
            return gather((row[0], row[1], row[2]) for row in rows)
        except ValueError:
            # Somebody put a thing without a name there: what is said there is not what we say.
            return {one: {("",): ""} for one in subjects}

    def replace(self, statements: Statements, subjects: Sequence[str]) -> None:
        """Put the statements of things in place of those that the store has; less at once if that is much."""
        lines = "\n".join(text for one in subjects for text in statements.get(one, {}).values())
        words = self._without(subjects) + (
            f" ;\nINSERT DATA {{ {self._open}\n{lines}\n{self._close} }}" if lines else ""
        )
        try:
            self._change.send("POST", words.encode(), kind="application/sparql-update; charset=utf-8")
        except Refused as error:
            if error.status not in _TOO_MUCH or len(subjects) == 1:
                raise
            middle = len(subjects) // 2
            self.replace(statements, subjects[:middle])
            self.replace(statements, subjects[middle:])

    def sweep(self, base: str, own: Collection[str], chunk: int) -> int:
        """Remove the things under a base that are not in the graph; gives the number of their statements."""
        within = f"{self._open}?s ?p ?o{self._close} FILTER(ISIRI(?s) && STRSTARTS(STR(?s), {_quoted(base)}))"
        ((count,),) = self._rows(f"SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ {within} }}")
        if int(count.value) == len(own):
            return 0
        removed = 0
        for page in self._pages(within):
            stale = [one for one in page if one not in own]
            for start in range(0, len(stale), max(1, chunk // 10)):
                some = stale[start : start + max(1, chunk // 10)]
                removed += _count(self.holds(some))
                self.replace({}, some)
        return removed

    def _pages(self, within: str) -> Iterator[list[str]]:
        after = ""
        while True:
            rows = self._rows(
                f"SELECT DISTINCT ?s WHERE {{ {within} FILTER(STR(?s) > {_quoted(after)}) }} "
                f"ORDER BY STR(?s) LIMIT {_PAGE}"
            )
            if rows:
                yield [str(row[0]) for row in rows]
                after = rows[-1][0].value
            if len(rows) < _PAGE:
                return

    def _without(self, subjects: Sequence[str]) -> str:
        said = f"{self._open}?s ?p ?o{self._close}"
        return f"DELETE {{ {said} }} WHERE {{ VALUES ?s {{ {' '.join(subjects)} }} {said} }}"

    def _rows(self, query: str) -> list[Any]:
        # As a form: Virtuoso waits for ever where the query is the body.
        body = urlencode({"query": query}).encode()
        reply = self._ask.send("POST", body, kind="application/x-www-form-urlencoded", accept=_JSON)
        try:
            answer = pyoxigraph.parse_query_results(reply.body, format=pyoxigraph.QueryResultsFormat.JSON)
            return list(answer) if isinstance(answer, pyoxigraph.QuerySolutions) else []
        except (SyntaxError, ValueError) as error:
            raise _unreadable(self._ask.url, reply) from error


class _Stored:
    """A graph that is read and written by the Graph Store protocol."""

    def __init__(self, remote: Remote, graph: str) -> None:
        self._remote = remote
        self._params = {"graph": graph} if graph else {"default": ""}

    def holds(self) -> Statements:
        """Give what the graph says; one that is not there says nothing."""
        reply = self._remote.send("GET", params=self._params, accept=_NTRIPLES, absent=True)
        if reply.status == 404 or not reply.body.strip():  # noqa: PLR2004
            return {}
        known = pyoxigraph.RdfFormat.from_media_type(reply.kind)
        if known is None:
            raise _unreadable(self._remote.url, reply)
        try:
            # A thing without a name is one of others: told by its place in the answer.
            triples = [
                (one.subject, one.predicate, one.object) for one in pyoxigraph.parse(reply.body, format=known)
            ]
        except SyntaxError as error:
            raise _unreadable(self._remote.url, reply) from error
        return gather((_named(s), p, _named(o)) for s, p, o in triples)

    def write(self, method: str, lines: Sequence[str]) -> None:
        """Replace the graph (PUT) or add to it (POST); in halves where that is too large."""
        try:
            body = ("\n".join(lines) + "\n").encode()
            self._remote.send(method, body, params=self._params, kind=_NTRIPLES)
        except Refused as error:
            if error.status not in _TOO_MUCH or len(lines) == 1:
                raise
            middle = len(lines) // 2
            self.write(method, lines[:middle])
            self.write("POST", lines[middle:])


def _chunks(statements: Statements, most: int) -> Iterator[list[str]]:
    """Give the things in order, as many at once as have so many statements together."""
    some: list[str] = []
    size = 0
    for one in sorted(statements):
        if some and size + len(statements[one]) > most:
            yield some
            some, size = [], 0
        some.append(one)
        size += len(statements[one])
    if some:
        yield some


def _count(statements: Statements) -> int:
    return sum(len(said) for said in statements.values())


def _named(term: Any) -> Any:
    return pyoxigraph.NamedNode(f"urn:blank:{term.value}") if isinstance(term, pyoxigraph.BlankNode) else term


def _quoted(text: str) -> str:
    return str(pyoxigraph.Literal(text))


def _given_back(url: str, good: object) -> None:
    if not good:
        what = f"{url} took the statements, but does not give them back."
        remedy = "Do the addresses belong to one store? Does it want a graph named:  --graph IRI"
        raise LookupFailed("KG-428", what, remedy)


def _unreadable(url: str, reply: Reply) -> LookupFailed:
    said = said_by(reply)
    what = f"{url} gave {reply.kind or 'something'} that cannot be read here{f': {said}' if said else '.'}"
    return LookupFailed("KG-426", what, "Is this the store's address for queries, or only its web page?")
