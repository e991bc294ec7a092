"""Fetches an article that is named by its address; nothing else of the house touches the web but lookups.

The rule: one request an address, http or https only, at most `LARGEST` bytes, the user's contact in the
User-Agent. What does not come is an error with a reason, never an empty article.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import requests

from kg import __version__
from kg.errors import ArticleError, LookupFailed
from kg.minting import digest, slug

if TYPE_CHECKING:
    from pathlib import Path

LARGEST: Final = 10_000_000
_TIMEOUT: Final = (10, 30)
_CHUNK: Final = 65_536
_SERVER_ERROR: Final = 500


def is_address(source: str) -> bool:
    """Tell whether a source is a web address and not a file."""
    return bool(re.match(r"https?://", source, re.IGNORECASE))


def fetch(url: str, folder: Path, contact: str = "") -> Path:
    """Fetch a page into a folder, under a name made of its address, and give its file.

    Raises
    ------
    LookupFailed
        KG-411 if the server cannot be reached or fails.
    ArticleError
        KG-221 if it has no such page, KG-222 if the answer is no page, KG-205 if it is too large.
    """
    agent = f"geoevents/{__version__}" + (f" ({' '.join(contact.split())})" if contact.strip() else "")
    later = "Try again later, or save the page and give its file."
    try:
        with requests.get(
            url, headers={"User-Agent": agent, "Accept": "text/html"}, timeout=_TIMEOUT, stream=True
        ) as answer:
            if answer.status_code >= _SERVER_ERROR:
                raise LookupFailed("KG-411", f"{url}: the server failed (HTTP {answer.status_code}).", later)
            if not answer.ok:
                raise ArticleError(
                    "KG-221",
                    f"{url}: the server gave no page (HTTP {answer.status_code}).",
                    "Check the address.",
                )
            kind = answer.headers.get("Content-Type", "text/html").partition(";")[0].strip().lower()
            if kind not in ("text/html", "application/xhtml+xml", "text/plain"):
                raise ArticleError(
                    "KG-222", f"{url}: this is {kind}, not a page.", "Save its text as a .txt file."
                )
            raw = b""
            for piece in answer.iter_content(_CHUNK):
                raw += piece
                if len(raw) > LARGEST:
                    raise ArticleError(
                        "KG-205", f"{url}: more than {LARGEST:,} bytes.", "Save its text as .txt."
                    )
    except (requests.RequestException, UnicodeError) as error:
        raise LookupFailed("KG-411", f"{url} could not be reached: {_reason(error)}.", later) from error
    path = folder / (_name(url) + (".txt" if kind == "text/plain" else ".html"))
    path.write_bytes(raw)
    return path


def _name(url: str) -> str:
    parts = urlsplit(url)
    last = (
        parts.path.rstrip("/").rpartition("/")[2].rpartition(".")[0]
        or parts.path.rstrip("/").rpartition("/")[2]
    )
    return f"{slug(last or parts.netloc)}-{digest(url, 6)}"


def _reason(error: Exception) -> str:
    inner: BaseException = error
    while inner.__context__ is not None:
        inner = inner.__context__
    return getattr(inner, "strerror", None) or type(error).__name__
