"""Answers the questions of `kg.wikidata` from a SPARQL service, with patience and manners.

The rule: a service that does not answer raises `LookupFailed`; an empty answer always means "looked,
found nothing".
"""

from __future__ import annotations

import email.utils
import http.client
import json
import re
import time
import urllib.error
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from SPARQLWrapper import JSON, POST, SPARQLExceptions, SPARQLWrapper

from kg import __version__
from kg.errors import LookupFailed, MissingError
from kg.wikidata import Row, Term, WikidataLookup

if TYPE_CHECKING:
    from collections.abc import Callable

_PATIENCE = 120.0
_BACKOFF = 2.0
_LATER = "Nothing is lost: run the command again later, or work without it:  --offline"
_STATUS: dict[type[Exception], int] = {
    SPARQLExceptions.QueryBadFormed: 400,
    SPARQLExceptions.Unauthorized: 401,
    SPARQLExceptions.EndPointNotFound: 404,
    SPARQLExceptions.URITooLong: 414,
    SPARQLExceptions.EndPointInternalError: 500,
}


class EndpointLookup(WikidataLookup):
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
