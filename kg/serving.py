"""A built graph as a SPARQL 1.1 service on this machine, and as plain pages that run the ready questions.

The rule: it only reads. A query runs in a process of its own with limits, asks no other machine unless its
address was allowed, and what it says in words is text and nothing else. Only those who ask for this machine
by its own name are answered, so that a page elsewhere cannot ask through a name that points here; other
pages may read the answers only where that was allowed.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import pyoxigraph
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Request, Response

from kg.query_process import Answer, Task
from kg.service_calls import service_calls

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from kg.query_process import Processes
    from kg.serving_pages import Pages

_XML: Final = "application/sparql-results+xml"
#: What may be asked for, the best first, and what is then given.
_TABLES: Final[dict[str, str]] = {
    "application/sparql-results+json": "application/sparql-results+json",
    "application/json": "application/sparql-results+json",
    _XML: _XML,
    "application/xml": _XML,
    "text/xml": _XML,
    "text/csv": "text/csv",
    "text/tab-separated-values": "text/tab-separated-values",
}
_GRAPHS: Final[dict[str, str]] = {
    "text/turtle": "text/turtle",
    "application/x-turtle": "text/turtle",
    "application/n-triples": "application/n-triples",
    "text/plain": "application/n-triples",
    "application/rdf+xml": "application/rdf+xml",
}
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_FORM: Final = "application/x-www-form-urlencoded"
_LARGEST: Final = 1 << 20
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_GRAPH_PARAMETERS: Final = ("default-graph-uri", "named-graph-uri")
#: The one graph by a name: what stores call that which has none.
_UNNAMED: Final = frozenset({"urn:x-arq:DefaultGraph", "urn:x-rdflib:default"})


@dataclass(frozen=True, slots=True)
class Manners:
    """Whom the service lets do what: hosts that a query may ask, pages that may read, own names."""

    services: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()
    names: frozenset[str] = field(default=frozenset({"127.0.0.1", "localhost", "[::1]"}))


class _Request(Request):
    max_content_length = _LARGEST
    max_form_memory_size = _LARGEST


class Service:
    """The service as a WSGI application.

    Parameters
    ----------
    processes
        What runs the queries.
    pages
        What writes the pages.
    manners
        Whom it lets do what.
    """

    def __init__(self, processes: Processes, pages: Pages, manners: Manners) -> None:
        self._processes = processes
        self._pages = pages
        self._manners = manners

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        request = _Request(environ)
        try:
            response = self._answer(request)
        except HTTPException as error:
            response = _words(error.code or 500, error.description or error.name)
            response.headers.extend(
                (name, value) for name, value in error.get_headers() if name.lower() == "allow"
            )
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        self._share(request, response)
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        name = request.host.rpartition(":")[0] or request.host
        if not {name, request.host} & self._manners.names:
            return _words(421, f"KG-440  This service answers on this machine only, not as {name}.")
        if request.path == "/sparql":
            return self._sparql(request)
        if request.method not in ("GET", "HEAD"):
            raise MethodNotAllowed(["GET", "HEAD"])
        return self._pages.answer(request, self._run)

    def _run(self, task: Task) -> Answer:
        """Run a task, unless its query would leave the machine."""
        for address in service_calls(task.sparql):
            host = urlsplit(address).netloc if address else ""
            if (
                host not in self._manners.services
                and urlsplit(address).hostname not in self._manners.services
            ):
                what = f"asks {host}" if host else "asks a machine that it does not name by its address"
                hint = f" Allow it:  kg serve --allow-service {host}" if host else ""
                return Answer(
                    403, "text/plain", f"KG-226  This query {what}: SERVICE is not allowed.{hint}\n".encode()
                )
        return self._processes.run(task)

    def _sparql(self, request: Request) -> Response:
        """Speak the SPARQL 1.1 protocol."""
        if request.method == "OPTIONS":
            return Response(status=204, headers={"Allow": "GET, HEAD, POST, OPTIONS"})
        if request.method not in ("GET", "HEAD", "POST"):
            raise MethodNotAllowed(["GET", "HEAD", "POST", "OPTIONS"])
        found = self._query_of(request)
        if isinstance(found, Response):
            return found
        if refused := self._graphs(request):
            return refused
        tables = (
            request.accept_mimetypes.best_match(_TABLES) if request.accept_mimetypes else next(iter(_TABLES))
        )
        graphs = (
            request.accept_mimetypes.best_match(_GRAPHS) if request.accept_mimetypes else next(iter(_GRAPHS))
        )
        if not tables and not graphs:
            known = ", ".join(sorted({*_TABLES.values(), *_GRAPHS.values()}))
            return _words(406, f"KG-437  None of the formats asked for is known here. There are: {known}.")
        task = Task(found, _TABLES.get(tables or "", ""), _GRAPHS.get(graphs or "", ""))
        answer = self._run(task)
        return Response(
            answer.body, answer.status, content_type=_typed(answer.kind), headers={"Vary": "Accept"}
        )

    def _query_of(self, request: Request) -> str | Response:
        """Give the one query of a request, or what is wrong with it."""
        kind = request.mimetype
        if kind == _UPDATE or "update" in request.args or (kind == _FORM and "update" in request.form):
            return _words(403, "KG-226  This service only reads: it takes no SPARQL Update.")
        if request.method == "POST" and kind == _QUERY:
            try:
                queries = [request.get_data().decode("utf-8")]
            except UnicodeDecodeError:
                return _words(400, "KG-438  The query is not UTF-8.")
        elif request.method == "POST" and kind == _FORM:
            queries = [*request.form.getlist("query"), *request.args.getlist("query")]
        elif request.method == "POST":
            return _words(415, f"KG-438  A query is sent as {_FORM} or {_QUERY}, not as {kind or 'nothing'}.")
        else:
            queries = request.args.getlist("query")
        if not queries and request.method != "POST":
            return self._described(request)
        if len(queries) != 1:
            return _words(400, f"KG-438  A request holds one parameter 'query'; this one has {len(queries)}.")
        return queries[0]

    def _graphs(self, request: Request) -> Response | None:
        """Refuse a choice of graphs that are not there: an empty answer would say that there is nothing."""
        for name in _GRAPH_PARAMETERS:
            for iri in (*request.args.getlist(name), *request.form.getlist(name)):
                if iri and iri not in _UNNAMED:
                    what = f"KG-439  There is no graph <{iri}> here: everything is in the default graph."
                    return _words(400, f"{what} Leave {name} out.")
        return None

    def _described(self, request: Request) -> Response:
        """Describe the service, as SPARQL 1.1 Service Description has it; a browser is sent to the page."""
        best = request.accept_mimetypes.best_match([*_GRAPHS, "text/html"], "text/turtle")
        if best == "text/html":
            return Response(status=303, headers={"Location": "/"})
        text = self._pages.description(request.base_url)
        written = io.BytesIO()
        known = pyoxigraph.RdfFormat.from_media_type(_GRAPHS[best])
        quads = pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.TURTLE)
        pyoxigraph.serialize((quad.triple for quad in quads), written, format=known)
        return Response(written.getvalue(), content_type=_typed(_GRAPHS[best]))

    def _share(self, request: Request, response: Response) -> None:
        """Let pages elsewhere read the answer, where that was allowed."""
        if request.path != "/sparql" or not self._manners.origins:
            return
        response.headers.add("Vary", "Origin")
        origin = request.headers.get("Origin", "")
        if "*" in self._manners.origins or origin in self._manners.origins:
            response.headers["Access-Control-Allow-Origin"] = "*" if "*" in self._manners.origins else origin
            response.headers["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS"
            response.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type"


def _words(status: int, words: str) -> Response:
    return Response(f"{words}\n", status, content_type="text/plain; charset=utf-8")


def _typed(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
