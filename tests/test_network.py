"""A page that is named by its address is fetched, or it is said why not."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest

from kg.errors import ArticleError, LookupFailed
from kg.network import LARGEST, fetch, is_address

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = b"<html><body><p>Kim reiste nach Moskau.</p></body></html>"
ANSWERS = {
    "/news/kim-in-moskau.html": (200, "text/html; charset=utf-8", PAGE),
    "/plain": (200, "text/plain", b"Kim reiste."),
    "/file.pdf": (200, "application/pdf", b"%PDF"),
    "/gone": (404, "text/html", b""),
    "/broken": (503, "text/html", b""),
    "/large": (200, "text/html", b"x" * (LARGEST + 1)),
}


class Server(BaseHTTPRequestHandler):
    """Answers from the table."""

    def do_GET(self) -> None:
        """Answer one request."""
        status, kind, body = ANSWERS[self.path]
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("X-Agent", self.headers["User-Agent"])
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            self.close_connection = True  # the reader had enough

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """Serve the table."""
    with HTTPServer(("127.0.0.1", 0), Server) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_page_comes_as_a_file(site: str, tmp_path: Path) -> None:
    """Its name says what it is of, its bytes are those of the server."""
    path = fetch(f"{site}/news/kim-in-moskau.html", tmp_path)
    assert path.name.startswith("kim-in-moskau-")
    assert (path.suffix, path.read_bytes()) == (".html", PAGE)
    assert fetch(f"{site}/plain", tmp_path).suffix == ".txt"


@pytest.mark.parametrize(
    ("path", "kind", "code"),
    [
        ("/gone", ArticleError, "KG-221"),
        ("/file.pdf", ArticleError, "KG-222"),
        ("/large", ArticleError, "KG-205"),
        ("/broken", LookupFailed, "KG-411"),
    ],
)
def test_what_does_not_come_is_told(
    path: str, kind: type[ArticleError | LookupFailed], code: str, site: str, tmp_path: Path
) -> None:
    """No page, another kind, too much, a broken server: each with its code, and no file."""
    with pytest.raises(kind) as error:
        fetch(site + path, tmp_path)
    assert error.value.code == code
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/x", "http://[::bad/", "http:///x"])
def test_a_server_that_is_not_there(url: str, tmp_path: Path) -> None:
    """An address that leads nowhere is a failure of the service, not an empty article."""
    with pytest.raises(LookupFailed, match="could not be reached"):
        fetch(url, tmp_path)


def test_what_is_an_address() -> None:
    """Only http and https."""
    assert is_address("HTTPS://example.org/a")
    assert not is_address("ftp://example.org/a")
    assert not is_address("articles/https.txt")
