"""The one place where a SPARQL service is spoken to, with patience and manners.

The rule: a service that does not answer raises `LookupFailed`; an empty answer always means "looked,
found nothing". One request at a time; a service that failed at three questions in a row, or that refuses,
is not asked again by the same object: the rest of a build does not wait for it.
"""

from __future__ import annotations

import email.message
import email.utils
import http.client
import json
import re
import threading
import time
import urllib.error
import warnings
from contextlib import closing
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from SPARQLWrapper import JSON, POST, SPARQLExceptions, SPARQLWrapper

from kg import __version__
from kg.answers import Row, Term
from kg.errors import LookupFailed, MissingError

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")

_PATIENCE = 120.0
_BACKOFF = 2.0
_ENOUGH = 3
_LARGEST = 64 * 1024 * 1024
_PIECE = 64 * 1024
_LATER = "Nothing is lost: run the command again later, or work without it:  --offline"
_STATUS: dict[type[Exception], int] = {
    SPARQLExceptions.QueryBadFormed: 400,
    SPARQLExceptions.Unauthorized: 401,
    SPARQLExceptions.EndPointNotFound: 404,
    SPARQLExceptions.URITooLong: 414,
    SPARQLExceptions.EndPointInternalError: 500,
}


class TooHeavy(LookupFailed):
    """A question that may have been more than the service does in its time: ask for less at once."""


class Wire:
    """Puts queries to one service.

    Always by POST, which takes queries of any length, and with content negotiation only, which every
    SPARQL 1.1 service understands.

    Parameters
    ----------
    url
        SPARQL endpoint.
    contact
        The user's mail address or page, sent in the User-Agent as Wikidata's rules want.
    timeout
        Seconds until a request counts as failed, also one that trickles.
    tries
        How often a question is put before `LookupFailed`.
    pause
        What waiting is done with.
    waiting
        Told before each pause: the trouble, and the seconds.
    """

    def __init__(
        self,
        url: str,
        contact: str,
        timeout: int,
        tries: int,
        pause: Callable[[float], None],
        waiting: Callable[[LookupFailed, float], None],
    ) -> None:
        if is_wikidata(url) and not contact.strip():
            raise MissingError(
                "KG-403",
                "Wikidata answers only requests that name a contact, and none is set.",
                "Give your mail address or page:  --contact you@example.org\n"
                "or build without Wikidata's service:  kg build SOURCE --offline",
            )
        self.url = url
        #: Requests sent so far, repeated ones included.
        self.requests = 0
        #: What made the service be given up, if it was.
        self.given_up: LookupFailed | None = None
        self._agent = f"geoevents/{__version__} ({' '.join(contact.split())}) SPARQLWrapper"
        self._timeout = timeout
        self._tries = tries
        self._pause = pause
        self._waiting = waiting
        self._in_a_row = 0
        self._turn = threading.Lock()

    def rows(self, query: str) -> list[Row]:
        """Answer a query over the network."""
        return self.answer(query, _rows)

    def answer(self, query: str, parse: Callable[[bytes], Answer]) -> Answer:
        """Answer a query over the network, as ``parse`` reads the service's JSON.

        Raises
        ------
        LookupFailed
            After the last try, with what the service said: KG-401 not reached, KG-402 asked to slow
            down, KG-404 refused, KG-405 its own error, KG-406 no readable answer, KG-407 moved.
        """
        with self._turn:
            if self.given_up is not None:
                raise self.given_up
            try:
                answer = self._patiently(query, parse)
            except LookupFailed as error:
                self._in_a_row += 1
                if self._in_a_row >= _ENOUGH or not isinstance(error, TooHeavy):
                    self.given_up = error
                raise
            self._in_a_row = 0
            return answer

    def _patiently(self, query: str, parse: Callable[[bytes], Answer]) -> Answer:
        for attempt in range(1, self._tries + 1):
            try:
                return self._parsed(self._ask(query), parse)
            except _TryAgain as trouble:
                wait = max(trouble.wait, _BACKOFF ** (attempt - 1))
                # What was late once and once again is too much: less is asked then.
                late = attempt > 1 and trouble.late
                if late or attempt == self._tries or wait > _PATIENCE:
                    raise trouble.last(hopeless=wait > _PATIENCE) from trouble
                self._waiting(trouble, wait)
                self._pause(wait)
        raise LookupFailed("KG-401", f"{self.url} was not asked: tries is {self._tries}.")

    def _ask(self, query: str) -> bytes:
        # One object a request: shared ones gave other queries' answers.
        request = SPARQLWrapper(self.url, agent=self._agent)
        request.setMethod(POST)
        request.setReturnFormat(JSON)
        request.setOnlyConneg(True)
        request.setTimeout(self._timeout)
        request.setQuery(query)
        self.requests += 1
        ends = time.monotonic() + self._timeout
        try:
            with warnings.catch_warnings():
                # SPARQLWrapper warns of answers that are no JSON; we say so ourselves.
                warnings.simplefilter("ignore", RuntimeWarning)
                response = request.query().response
            with closing(response):
                self._refuse_moved(response.geturl())
                body = self._read(response, ends)
        except urllib.error.HTTPError as error:
            error.close()
            raise self._refusal(error) from error
        except SPARQLExceptions.SPARQLWrapperException as error:
            cause = error.__context__
            if isinstance(cause, urllib.error.HTTPError):
                cause.close()
                raise self._refusal(cause) from error
            raise self._refusal(_STATUS.get(type(error), 400)) from error
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", error)
            late = isinstance(error, TimeoutError) or isinstance(reason, TimeoutError)
            broken_off = isinstance(error, http.client.IncompleteRead)
            what = f"within {self._timeout:.0f} s" if late else f": {str(reason) or type(reason).__name__}"
            what = f"{self.url} did not answer{' ' if late else ''}{what}."
            raise _TryAgain("KG-401", what, heavy=late or broken_off, late=late) from error
        return body

    def _read(self, response: Any, ends: float) -> bytes:
        """Read an answer within the time, also where each byte comes in time and the last one never."""
        pieces: list[bytes] = []
        size = 0
        while piece := response.read1(_PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > _LARGEST:
                raise _TryAgain("KG-406", f"{self.url} gave more than {_LARGEST >> 20} MB.", heavy=True)
            if time.monotonic() > ends:
                raise TimeoutError
        if response.length:
            raise http.client.IncompleteRead(b"", response.length)
        return b"".join(pieces)

    def _refuse_moved(self, where: str) -> None:
        """Take no answer from elsewhere: a redirected question arrives without its text."""
        if where != self.url:
            raise LookupFailed(
                "KG-407", f"{self.url} sends its visitors on to {where}.", "Give that address."
            )

    def _refusal(self, refused: urllib.error.HTTPError | int) -> LookupFailed:
        status = refused if isinstance(refused, int) else refused.code
        headers = email.message.Message() if isinstance(refused, int) else refused.headers
        wait = _seconds(headers.get("Retry-After") or "")
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            return _TryAgain(
                "KG-402", f"{self.url} asked us to slow down (HTTP 429, wait {wait:.0f} s).", wait
            )
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return _TryAgain("KG-405", f"{self.url} failed (HTTP {status}).", wait, heavy=True)
        if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
            where = headers.get("Location") or "another address"
            return LookupFailed(
                "KG-407", f"{self.url} sends its visitors on to {where}.", "Give that address."
            )
        what = f"{self.url} refused the question (HTTP {status})."
        return LookupFailed("KG-404", what, "Check the address and the contact.")

    def _parsed(self, body: bytes, parse: Callable[[bytes], Answer]) -> Answer:
        try:
            return parse(body)
        except (SyntaxError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            # A service whose time is up may break off in the middle of its answer.
            start = " ".join(body[:40].decode("utf-8", "replace").split())
            what = f"{self.url} gave no readable answer, it begins {start!r}."
            raise _TryAgain("KG-406", what, heavy=body.lstrip()[:1] == b"{") from error


class _TryAgain(LookupFailed):
    """A failure that may pass; ``wait`` is what the service asked for, in seconds."""

    def __init__(
        self, code: str, what: str, wait: float = 0.0, *, heavy: bool = False, late: bool = False
    ) -> None:
        super().__init__(code, what, _LATER)
        self.wait = wait
        self.late = late
        self._heavy = heavy

    def last(self, *, hopeless: bool) -> LookupFailed:
        """Give the error that ends the trying; ``hopeless`` where less at once would not help either."""
        kind = TooHeavy if self._heavy and not hopeless else LookupFailed
        return kind(self.code, self.what, self.remedy)


def is_wikidata(url: str) -> bool:
    """Tell whether an address is Wikidata's own, with its rules and its text search."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    return host == "wikidata.org" or host.endswith(".wikidata.org")


def _rows(body: bytes) -> list[Row]:
    bindings = json.loads(body)["results"]["bindings"]
    return [
        {name: Term(cell["value"], cell.get("xml:lang", "").lower()) for name, cell in row.items()}
        for row in bindings
    ]


def _seconds(retry_after: str) -> float:
    """Read a Retry-After header: seconds or an HTTP date."""
    if re.fullmatch(r"\s*\d+\s*", retry_after):
        return float(retry_after)
    try:
        moment = email.utils.parsedate_to_datetime(retry_after)
    except (TypeError, ValueError):
        return 0.0
    return max(0.0, moment.timestamp() - time.time())
