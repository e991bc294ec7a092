"""Runs queries in processes of their own, so that one that takes too long or too much can be ended.

The rule: a query has a time, after which its process is ended and another takes its place; what it does to
memory or to the process harms nobody else. Where no other machine may be asked, a process cannot even open
a connection. On Windows, which lacks such limits, the time holds all the same.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import queue
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph

from kg.errors import KgError, LookupFailed
from kg.queries import LANGUAGES
from kg.rooms import room
from kg.showing import Reader
from kg.store import load
from kg.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping
    from multiprocessing.connection import Connection

#: Bytes of an answer; who wants more asks in pieces.
_LARGEST: Final = 64 * 1024 * 1024
_STARTING: Final = 120.0
_READY: Final = "ready"
#: Seconds of computing beyond a query's own time, should nobody be left to end its process.
_GRACE: Final = 5


@dataclass(frozen=True, slots=True)
class Task:
    """A query, and what is wanted of it: media types of tables and of graphs, or words in a language."""

    sparql: str
    tables: str = ""
    graphs: str = ""
    words: str = ""
    most: int = 0


@dataclass(frozen=True, slots=True)
class Words:
    """An answer for reading: names of columns, rows as texts, and how many rows there are in all."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a task: an HTTP status, the media type and the body; for reading, the words."""

    status: int
    kind: str = ""
    body: bytes = b""
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may take: seconds, bytes beyond those of the graph (0: no limit), and the network."""

    seconds: float = 30.0
    memory: int = 1 << 30
    network: bool = False


class Processes:
    """The processes that answer queries over one graph; safe to use from several threads.

    Raises
    ------
    LookupFailed
        KG-432 if they do not start.
    """

    def __init__(self, place: Path, limits: Limits, count: int = 2) -> None:
        self._place = place
        self._limits = limits
        self._idle: queue.LifoQueue[_Process] = queue.LifoQueue()
        self._closed = False
        first = _Process(place, limits)
        first.wait()
        for one in (first, *(_Process(place, limits) for _ in range(count - 1))):
            self._idle.put(one)

    def run(self, task: Task) -> Answer:
        """Run a task; a query that is too late gets 503, one that broke its process 500."""
        seconds = self._limits.seconds
        try:
            process = self._idle.get(timeout=seconds)
        except queue.Empty:
            return _told(503, f"KG-431  All processes are busy, and were for {seconds:g} s. Ask again later.")
        try:
            answer = process.answer(task, seconds)
        except KgError as error:
            answer = _told(500, str(error))
        except (EOFError, OSError):
            answer = _told(
                500, "KG-434  This query needed more than it may have. Ask for less, or add LIMIT."
            )
        else:
            if answer is not None:
                self._idle.put(process)
                return answer
            answer = _told(503, f"KG-433  This query took longer than {seconds:g} s and was ended.")
        process.end()
        if not self._closed:
            self._idle.put(_Process(self._place, self._limits))
        return answer

    def close(self) -> None:
        """End all that wait; those at work are ended when their time is up."""
        self._closed = True
        with suppress(queue.Empty):
            while True:
                self._idle.get_nowait().end()


class _Process:
    """One process, with the graph loaded."""

    def __init__(self, place: Path, limits: Limits) -> None:
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(place, limits, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self._ready = False

    def wait(self) -> None:
        """Wait until the graph is loaded."""
        if self._ready:
            return
        try:
            said = self._ours.recv() if self._ours.poll(_STARTING) else "it did not start in time"
        except EOFError:
            said = "it ended at once"
        if said != _READY:
            raise LookupFailed("KG-432", f"A process for queries cannot start: {said}.")
        self._ready = True

    def answer(self, task: Task, seconds: float) -> Answer | None:
        """Run a task; None if its time is up."""
        self.wait()
        self._ours.send(task)
        if not self._ours.poll(seconds):
            return None
        answer: Answer = self._ours.recv()
        return answer

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.join()
        self._ours.close()


def _work(place: Path, limits: Limits, ours: Connection) -> None:
    """Answer tasks until nobody asks any more."""
    with suppress(EOFError, OSError, KeyboardInterrupt):
        try:
            store = load(place)
            vocabulary = load_vocabulary(room("ontology"))
            readers = {lang: Reader(store, vocabulary, lang) for lang in LANGUAGES}
            _bound(limits)
        except (KgError, OSError, ValueError) as error:
            ours.send(str(error))
            return
        ours.send(_READY)
        while True:
            task = ours.recv()
            _bound_time(limits)
            ours.send(_answer(store, task, readers))


def _answer(store: pyoxigraph.Store, task: Task, readers: Mapping[str, Reader]) -> Answer:
    try:
        found = store.query(task.sparql)
        return _in_words(found, task, readers) if task.words else _as_bytes(found, task)
    except SyntaxError as error:
        return _told(400, f"KG-225  The query cannot be read: {error}.")
    except OverflowError:
        return _told(
            500, f"KG-435  The answer is larger than {_LARGEST >> 20} MB. Ask for less, or add LIMIT."
        )
    except (OSError, RuntimeError, ValueError) as error:
        return _told(500, f"KG-436  The query failed: {error}.")


def _as_bytes(found: Any, task: Task) -> Answer:
    triples = isinstance(found, pyoxigraph.QueryTriples)
    kind = task.graphs if triples else task.tables
    known: type[Any] = pyoxigraph.RdfFormat if triples else pyoxigraph.QueryResultsFormat
    if not kind:
        what = "a graph" if triples else "a table or yes and no"
        return _told(
            406, f"KG-437  This query gives {what}, and none of the formats asked for can hold that."
        )
    body = _Bounded()
    found.serialize(body, format=known.from_media_type(kind))
    return Answer(200, kind, body.getvalue())


def _in_words(found: Any, task: Task, readers: Mapping[str, Reader]) -> Answer:
    if isinstance(found, pyoxigraph.QueryBoolean):
        return Answer(200, words=Words(("",), ((str(bool(found)).lower(),),), 1))
    if isinstance(found, pyoxigraph.QueryTriples):
        rows = [(triple.subject, triple.predicate, triple.object) for triple in found]
        columns: tuple[str, ...] = ("s", "p", "o")
    else:
        rows = [tuple(row) for row in found]
        columns = tuple(one.value for one in found.variables)
    told = tuple(tuple(_word(term, readers[task.words]) for term in row) for row in rows[: task.most])
    return Answer(200, words=Words(columns, told, len(rows)))


def _word(term: Any, reader: Reader) -> str:
    if not isinstance(term, pyoxigraph.NamedNode):
        return str(getattr(term, "value", "" if term is None else term))
    return reader.cell(term.value)


class _Bounded(io.BytesIO):
    """Bytes that do not grow without end."""

    def write(self, data: Any, /) -> int:
        """Add bytes."""
        if self.tell() + len(data) > _LARGEST:
            raise OverflowError
        return super().write(data)


def _told(status: int, words: str) -> Answer:
    return Answer(status, "text/plain", f"{words}\n".encode())


def _bound(limits: Limits) -> None:
    """Set what a process may take from now on."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  not on Windows

    usage = Path("/proc/self/statm")
    if limits.memory and usage.is_file():
        held = int(usage.read_text(encoding="ascii").split()[5]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_DATA, (held + limits.memory, held + limits.memory))
    if not limits.network:
        # A connection is a file, and from now on none can be opened: no number below the limit is free.
        free = os.dup(0)
        os.close(free)
        resource.setrlimit(resource.RLIMIT_NOFILE, (free, free))


def _bound_time(limits: Limits) -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415

    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + limits.seconds) + _GRACE
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))
