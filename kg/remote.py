"""Speaks to one address of a triple store over HTTP, with the user's credentials and with patience.

The rule: what the store refuses is an error that says which of the known troubles it is, and in the
store's own words why; what may pass (slow down, cannot now, broken connection) is tried again, for all
that is sent here may be sent twice. Credentials are sent when they are asked for, never to another
address, and never stand in a message.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

from kg import __version__
from kg.errors import LookupFailed, MissingError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_CONNECT: Final = 10.0
_BACKOFF: Final = 2.0
_PATIENCE: Final = 60.0
_PIECE: Final = 1 << 16
_WORDS: Final = 200
_PASSING: Final = frozenset({429, 502, 503, 504})
_KEPT: Final = "What was loaded stays loaded: run the command again to go on."
_NAMED: Final[dict[int, tuple[str, str, str]]] = {
    401: (
        "KG-421",
        "wants to know who asks, or does not take what you gave",
        "State --user, and KG_PASSWORD.",
    ),
    403: ("KG-422", "does not allow this", "Ask its owner for the right to write."),
    404: ("KG-423", "has no such address", "Check it in the documentation of the store."),
    405: ("KG-423", "does not take this kind of request at this address", "Is it the address for changes?"),
    413: ("KG-424", "takes no request of this size", "Allow larger ones there, or send less:  --chunk 100"),
}


@dataclass(frozen=True, slots=True)
class Access:
    """Who asks: name and password, or a token; all empty for a store that is open."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: HTTP status, media type, body; where it sends us, and how it wants us to log in."""

    status: int
    kind: str
    body: bytes
    where: str = ""
    wanted: str = ""


class Refused(LookupFailed):
    """The store answered, and said no; ``status`` is the HTTP status."""

    def __init__(self, code: str, what: str, remedy: str, status: int) -> None:
        super().__init__(code, what, remedy)
        self.status = status


class Remote:
    """One address of a store.

    Parameters
    ----------
    url
        Absolute address, http or https.
    access
        Credentials; Basic or Digest is used, whichever the store asks for.
    timeout
        Seconds without a byte until a request counts as failed.
    tries
        How often a request is sent before `LookupFailed`.
    pause
        What waiting is done with.

    Raises
    ------
    MissingError
        KG-318 for an address that is none, or that holds a password.
    """

    def __init__(
        self,
        url: str,
        access: Access,
        timeout: float = 300.0,
        tries: int = 3,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        _check(url)
        self.url = url
        #: Requests sent so far, repeated ones included.
        self.requests = 0
        self._timeout = (_CONNECT, timeout)
        self._tries = tries
        self._pause = pause
        self._session = requests.Session()
        self._session.headers["User-Agent"] = f"geoevents/{__version__}"
        self._session.auth = _Plain(access.token)
        self._access = access
        self._introduced = False

    def send(
        self,
        method: str,
        body: bytes = b"",
        *,
        params: Mapping[str, str] | None = None,
        kind: str = "",
        accept: str = "*/*",
        absent: bool = False,
    ) -> Reply:
        """Send one request; with ``absent``, 404 is an answer and no error.

        Raises
        ------
        LookupFailed
            After the last try: KG-420 not reached, broken off or too late, KG-421 credentials, KG-422 not
            allowed, KG-423 no such address, KG-424 too large, KG-425 the store's own error, KG-427 moved,
            KG-429 refused for another reason.
        """
        headers = {"Accept": accept} | ({"Content-Type": kind} if kind else {})
        for attempt in range(1, self._tries + 1):
            last = attempt == self._tries
            try:
                reply, wait = self._once(method, body, dict(params or {}), headers)
            except requests.RequestException as error:
                trouble, passing = self._unreached(error)
                if last or not passing:
                    raise trouble from error
                self._pause(_BACKOFF**attempt)
                continue
            if self._introduce(reply):
                reply, wait = self._once(method, body, dict(params or {}), headers)
            if reply.status in _PASSING and not last and wait <= _PATIENCE:
                self._pause(max(wait, _BACKOFF**attempt))
                continue
            if reply.status < HTTPStatus.MULTIPLE_CHOICES:
                return reply
            if absent and reply.status == HTTPStatus.NOT_FOUND:
                return reply
            raise self._refusal(reply)
        raise LookupFailed("KG-420", f"{self.url} was not asked: tries is {self._tries}.")

    def _once(
        self, method: str, body: bytes, params: dict[str, str], headers: dict[str, str]
    ) -> tuple[Reply, float]:
        self.requests += 1
        with self._session.request(
            method,
            self.url,
            params=params,
            data=body or None,
            headers=headers,
            timeout=self._timeout,
            allow_redirects=False,
            stream=True,
        ) as answer:
            content = b"".join(answer.iter_content(_PIECE))
            kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            wanted = answer.headers.get("WWW-Authenticate", "")
            where = answer.headers.get("Location", "")
            after = answer.headers.get("Retry-After", "")
            wait = float(after) if after.isdecimal() else 0.0
            return Reply(answer.status_code, kind, content, where, wanted), wait

    def _introduce(self, reply: Reply) -> bool:
        """Say who asks, where the store wants to know: with a digest where it takes one, else in the open."""
        unasked = reply.status == HTTPStatus.FORBIDDEN and not reply.wanted
        wanted = reply.status == HTTPStatus.UNAUTHORIZED or unasked
        if self._introduced or not self._access.user or not wanted:
            return False
        self._introduced = True
        user, password = self._access.user, self._access.password
        if "digest" in reply.wanted.lower():
            self._session.auth = HTTPDigestAuth(user, password)
        else:
            self._session.auth = HTTPBasicAuth(user.encode(), password.encode())
        return True

    def _unreached(self, error: requests.RequestException) -> tuple[LookupFailed, bool]:
        """Tell what went wrong on the way, and whether it may pass."""
        if isinstance(error, requests.exceptions.SSLError):
            what = f"{self.url} has a certificate that this machine does not trust."
            return LookupFailed("KG-420", what, "Check the address, and the certificates here."), False
        if isinstance(error, requests.Timeout):
            what = f"{self.url} did not answer within {self._timeout[1]:.0f} s."
            return LookupFailed("KG-420", what, f"{_KEPT}\nGive it longer:  --timeout SECONDS"), False
        broken = isinstance(error, requests.exceptions.ChunkedEncodingError) or "aborted" in str(error)
        what = f"{self.url} broke the connection off." if broken else f"{self.url} cannot be reached."
        return LookupFailed("KG-420", what, f"Is it running, and is the address right? {_KEPT}"), True

    def _refusal(self, reply: Reply) -> LookupFailed:
        if HTTPStatus.MULTIPLE_CHOICES <= reply.status < HTTPStatus.BAD_REQUEST:
            what = f"{self.url} sends its visitors on to {reply.where or 'another address'}."
            return Refused("KG-427", what, "Give that address, if you trust it.", reply.status)
        said = said_by(reply)
        tail = f" (HTTP {reply.status}){f': {said}' if said else '.'}"
        if reply.status in _NAMED:
            code, words, remedy = _NAMED[reply.status]
            return Refused(code, f"{self.url} {words}{tail}", f"{remedy}\n{_KEPT}", reply.status)
        if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return Refused("KG-425", f"{self.url} failed{tail}", _KEPT, reply.status)
        remedy = "A store without a writable default graph wants one named:  --graph IRI"
        return Refused("KG-429", f"{self.url} refused this{tail}", remedy, reply.status)


def said_by(reply: Reply) -> str:
    """Give the first words of an answer, markup taken off."""
    text = reply.body[: 20 * _WORDS].decode("utf-8", "replace")
    if "html" in reply.kind or text.lstrip()[:1] == "<":
        text = re.sub(r"(?is)<(style|script|head)\b.*?</\1>|<[^>]*>", " ", text)
    return " ".join(text.split())[:_WORDS]


class _Plain(AuthBase):
    """Sends the token, if there is one; it also keeps requests from looking for credentials elsewhere."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def _check(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise MissingError(
            "KG-318", f"{url!r} is no web address.", "Write it in full:  http://host:port/path"
        )
    if parts.username or parts.password:
        raise MissingError(
            "KG-318",
            "An address may not hold a name or a password: others could read it.",
            "Write --user NAME, and set KG_PASSWORD or wait to be asked.",
        )
