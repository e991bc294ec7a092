"""Real servers for tests: Oxigraph, Virtuoso, our own service, and a browser; each started by who needs it.

What a machine lacks is named and left out there; where ``KG_REQUIRE_SERVERS`` is set (.ci/run sets it), that
is an error.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.remote import Access

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BIN = Path(sys.executable).parent
STORES = ("oxigraph", "virtuoso")
NAMED = "https://example.org/news"
NOBODY = Access()
#: Virtuoso as small as it goes, without rights of its own, in a folder that goes away.
VIRTUOSO = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
TempStorage = TempDatabase

[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
MaxCheckpointRemap = 2000

[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 10
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
CheckpointInterval = 0
DirsAllowed = .

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 5

[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 60
"""


def program(name: str, package: str) -> str:
    """Give a program of this machine; without it, leave the test out, or fail where all must run."""
    found = shutil.which(name)
    if found is None and os.environ.get("KG_REQUIRE_SERVERS"):
        pytest.fail(f"{name} is missing: apt-get install {package}")
    if found is None:
        pytest.skip(f"needs {name}:  apt-get install {package}")
    return found


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """Run an Oxigraph server that can be written to; gives its address."""
    port = free_port()
    command = [BIN / "oxigraph", "serve", "--location", folder, "--bind", f"127.0.0.1:{port}"]
    with _running(command, folder, port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """Run a Virtuoso server, whose user dba has the password dba; gives its address."""
    binary = program("virtuoso-t", "virtuoso-opensource-7-bin")
    sql, port = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(sql=sql, http=port), encoding="utf-8")
    with _running([binary, "+foreground", "+configfile", "virtuoso.ini"], folder, port):
        yield f"http://127.0.0.1:{port}"


@dataclass(frozen=True)
class Place:
    """Where a store listens: for queries, updates and graphs; its graph, and who may write."""

    query: str
    update: str
    graphs: str
    graph: str = ""
    access: Access = NOBODY


@contextmanager
def store_server(name: str, folder: Path) -> Iterator[Place]:
    """Run a store by name."""
    if name == "oxigraph":
        with oxigraph(folder) as url:
            yield Place(f"{url}/query", f"{url}/update", f"{url}/store")
    else:
        with virtuoso(folder) as url:
            access = Access("dba", "dba")
            yield Place(f"{url}/sparql", f"{url}/sparql-auth", f"{url}/sparql-graph-crud-auth", NAMED, access)


@contextmanager
def kg_serve(graph: Path, folder: Path, *options: str) -> Iterator[str]:
    """Run our own service; gives its address."""
    port = free_port()
    command = [BIN / "kg", "serve", "-g", graph, "--port", str(port), *options]
    with _running(command, folder, port):
        yield f"http://127.0.0.1:{port}"


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def _running(command: Sequence[object], folder: Path, port: int) -> Iterator[None]:
    log = folder / "server.log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            for _ in range(600):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert server.poll() is None, log.read_text(encoding="utf-8", errors="replace")
                time.sleep(0.05)
            else:
                pytest.fail(
                    f"{command[0]} does not listen: {log.read_text(encoding='utf-8', errors='replace')}"
                )
            yield
        finally:
            server.terminate()
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait(timeout=20)
