"""Builds, and kills itself at a chosen moment: for the tests that go on after a kill.

``python -m tests.killed N OUT SOURCE...`` ends without a word before the N-th time that a file below OUT is
opened for writing, moved or removed, or a result is kept; 0 lets the build end.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from kg.cli import execute
from kg.results import Results

#: The exit code of a process that was killed so.
KILLED = 137
_EVENTS = frozenset({"open", "os.mkdir", "os.remove", "os.rename", "os.rmdir"})


class Doom:
    """Counts what happens to files below a folder, and ends the process when its time has come."""

    def __init__(self, moment: int, folder: Path) -> None:
        self.left = moment
        self.folder = str(folder.resolve())

    def pass_by(self) -> None:
        """Come one step nearer."""
        self.left -= 1
        if self.left == 0:
            os._exit(KILLED)  # nothing is flushed, closed or tidied up: what a kill leaves

    def audit(self, event: str, given: tuple[Any, ...]) -> None:
        """Hear of all that the process does."""
        if event not in _EVENTS or not isinstance(given[0], str | os.PathLike):
            return
        if event == "open" and not (isinstance(given[1], str) and set(given[1]) & set("wax+")):
            return
        if os.path.abspath(given[0]).startswith(self.folder):  # noqa: PTH100  a Path would be heard of, too
            self.pass_by()


def main(moment: int, out: str, sources: list[str]) -> int:
    """Build and be killed."""
    doom = Doom(moment, Path(out))
    keep = Results.keep_all

    def kept(results: Results, kind: str, values: Any) -> None:
        doom.pass_by()
        keep(results, kind, values)

    Results.keep_all = kept  # type: ignore[method-assign, assignment]
    sys.addaudithook(doom.audit)
    return execute(["build", "-q", "-o", out, *sources])


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2], sys.argv[3:]))
