"""Real services for tests: a SPARQL server over Turtle files, and one that fails on the way to it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

#: Status, headers, body; the length is told unless a header tells another.
Answer = tuple[int, dict[str, str], bytes]
#: What the n-th request gets: an answer, something that writes one itself, or None: it is passed on.
Fault = Answer | None
JSON_TYPE = {"Content-Type": "application/sparql-results+json"}
EMPTY = json.dumps({"head": {"vars": []}, "results": {"bindings": []}}).encode()


@contextmanager
def sparql_server(files: Iterable[Path], folder: Path) -> Iterator[str]:
    """Serve Turtle files by Oxigraph; gives the address of its queries."""
    program = Path(sys.executable).parent / "oxigraph"
    names = [str(path) for path in files]
    assert names
    subprocess.run([program, "load", "--location", folder, "--file", *names], check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [program, "serve-read-only", "--location", folder, "--bind", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        server.terminate()
        server.wait(timeout=10)


class Seen:
    """What a service was asked."""

    def __init__(self) -> None:
        self.queries: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.at_once = 0
        self.most_at_once = 0

    def __len__(self) -> int:
        return len(self.queries)


@contextmanager
def faulty(
    fault: Callable[[int, str], Fault], behind: str = "", trickle: float = 0.0
) -> Iterator[tuple[str, Seen]]:
    """Run a server that answers the n-th query as ``fault`` says, else asks the service behind it.

    With ``trickle`` each byte of a body comes after so many seconds.
    """
    seen = Seen()
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            query = urllib.parse.parse_qs(body.decode()).get("query", [""])[0]
            with lock:
                seen.queries.append(query)
                seen.headers.append(dict(self.headers.items()))
                seen.at_once += 1
                seen.most_at_once = max(seen.most_at_once, seen.at_once)
                number = len(seen)
            try:
                answer = fault(number, query) or _passed_on(behind, body, dict(self.headers.items()))
            finally:
                with lock:  # before the answer goes out: who has it may ask again at once
                    seen.at_once -= 1
            self._give(*answer)

        def do_GET(self) -> None:
            circle = self.path.startswith("/sparql")
            head = {"Location": self.path} if circle else {"Content-Type": "text/html"}
            self._give(301 if circle else 200, head, b"<html>Welcome</html>")

        def _give(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for piece in [bytes([one]) for one in body] if trickle else [body]:
                    self.wfile.write(piece)
                    self.wfile.flush()
                    time.sleep(trickle)
            except OSError:
                return  # who asked has gone

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql", seen
    finally:
        server.shutdown()
        server.server_close()


def _passed_on(behind: str, body: bytes, headers: dict[str, str]) -> Answer:
    kept = {name: headers[name] for name in ("Content-Type", "Accept") if name in headers}
    with urllib.request.urlopen(urllib.request.Request(behind, body, kept), timeout=30) as answer:  # noqa: S310
        return answer.status, {"Content-Type": answer.headers["Content-Type"]}, answer.read()
