"""Processes that share the work on many articles, each with a setup of its own.

The rule: what comes out hangs on the work alone, never on who did it, on how many there were or on who was
done first. Little work is done in this process: another one costs seconds to start. A process whose parent
is gone, even killed, ends; one that ends by itself stops the build, which goes on from what is kept.
"""

from __future__ import annotations

import multiprocessing
import signal
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from kg.errors import MissingError
from kg.setup import Setup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from types import TracebackType

    from kg.setup import Given

_Item = TypeVar("_Item")
_Made = TypeVar("_Made")

#: Pieces of work for which a process of its own is worth its start.
_WORTH: Final = 24


class Crew:
    """Who works on the articles of a build: this process, and others where there is enough to do.

    Parameters
    ----------
    setup
        What this process works with; the others load the same for themselves.
    jobs
        How many processes there may be; with one, this one does all.
    """

    def __init__(self, setup: Setup, jobs: int = 1) -> None:
        #: What this process works with.
        self.setup = setup
        self._jobs = jobs
        self._others: list[_Process] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for one in self._others:
            one.end()

    def each(
        self, work: Callable[[Setup, _Item], _Made], items: Sequence[_Item], weight: int = 1
    ) -> Iterator[tuple[int, _Made]]:
        """Do a piece of work for each item; gives its number and what came of it, in the order of being done.

        ``work`` is a function of a module, and what it takes and gives can be sent to another process;
        ``weight`` is how many articles an item is about.

        Raises
        ------
        KgError
            What ``work`` raises; KG-316 if a process ended before it was done.
        """
        jobs = min(self._jobs, len(items) * weight // _WORTH, len(items))
        if jobs < 2:  # noqa: PLR2004  one alone is this process
            for number, item in enumerate(items):
                yield number, work(self.setup, item)
            return
        self._others += [_Process(self.setup.given) for _ in range(jobs - len(self._others))]
        yield from _shared(self._others, work, items)


def _shared(
    processes: Sequence[_Process], work: Callable[[Setup, _Item], _Made], items: Sequence[_Item]
) -> Iterator[tuple[int, _Made]]:
    """Give one item after the other to whoever is idle."""
    left = iter(enumerate(items))
    busy: dict[Any, tuple[_Process, int]] = {}

    def go_on(process: _Process) -> None:
        for number, item in islice(left, 1):
            process.send((work, item))
            busy[process.ours] = process, number

    for one in processes:
        go_on(one)
    while busy:
        for ready in wait([*busy]):
            process, number = busy.pop(ready)
            made = process.receive()
            go_on(process)  # before this process does something with what was made
            yield number, made


class _Process:
    """One of the others; it works on one thing at a time, so that neither end waits for the other to read."""

    def __init__(self, given: Given) -> None:
        context = multiprocessing.get_context("spawn")
        self.ours, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(given, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def send(self, task: tuple[Callable[..., Any], Any]) -> None:
        try:
            self.ours.send(task)
        except OSError as error:
            raise _ended() from error

    def receive(self) -> Any:
        try:
            made = self.ours.recv()
        except (EOFError, OSError) as error:
            raise _ended() from error
        if isinstance(made, _Raised):
            raise made.error
        return made

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.join()
        self.ours.close()


@dataclass(frozen=True, slots=True)
class _Raised:
    error: Exception


def _work(given: Given, ours: Connection) -> None:
    """Work until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is heard by the parent, which ends us
    setup = Setup(*given)
    with suppress(EOFError, OSError):
        while True:
            work, item = ours.recv()
            try:
                made = work(setup, item)
            except Exception as error:  # noqa: BLE001  raised again by who gave the work
                made = _Raised(error)
            ours.send(made)


def _ended() -> MissingError:
    return MissingError(
        "KG-316",
        "A process that read articles was ended from outside; perhaps the memory was not enough.",
        "Build again with fewer of them, such as --jobs 1; it goes on from what is kept.",
    )
