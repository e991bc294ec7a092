"""Keeps the answers of a service in a file, each with the time it was given.

The rule: only answers are kept, "found nothing" among them; failures never. A file that is damaged, or
cannot be written, costs the kept answers and never a build: it is put aside with a word, and a new one is
begun. Any number of processes may use one file.
"""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

_DAY: Final = 86_400
_AT_ONCE: Final = 400
#: The number is that of the form of the answers; another form takes another table.
_TABLE: Final = """
CREATE TABLE IF NOT EXISTS answers_1 (
    endpoint TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL, language TEXT NOT NULL,
    answer TEXT NOT NULL, asked INTEGER NOT NULL,
    PRIMARY KEY (endpoint, kind, value, language)
) WITHOUT ROWID
"""
_READ: Final = "SELECT value, language, answer, asked FROM answers_1 WHERE endpoint = ? AND kind = ?"
_WRITE: Final = "INSERT OR REPLACE INTO answers_1 VALUES (?, ?, ?, ?, ?, ?)"

#: What was asked: the value and its language, "" where it has none.
Key = tuple[str, str]


class Cache:
    """The kept answers of services.

    Parameters
    ----------
    path
        The file; None keeps answers in memory only.
    days
        How long an answer counts; 0 asks each thing anew, but in one run once.
    told
        Hears of a file that cannot be used.
    now
        Gives the seconds since 1970.
    """

    def __init__(
        self,
        path: Path | None = None,
        days: float = 30,
        told: Callable[[str], None] = lambda _: None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._days = days
        self._told = told
        self._now = now
        self._path = path
        self._begun = int(now())
        self._connection = self._open()

    def read(
        self, endpoint: str, kind: str, keys: Iterable[Key], *, expired: bool = False
    ) -> dict[Key, tuple[Any, int]]:
        """Give what is kept of the keys: answer and time; with ``expired`` however old."""
        wanted = set(keys)
        values = sorted({value for value, _ in wanted})
        found: dict[Key, tuple[Any, int]] = {}
        for start in range(0, len(values), _AT_ONCE):
            some = values[start : start + _AT_ONCE]
            query = f"{_READ} AND value IN ({', '.join('?' * len(some))})"
            for value, language, answer, asked in self._run(query, [endpoint, kind, *some]):
                if (value, language) in wanted and (expired or self._counts(asked)):
                    try:
                        found[value, language] = (json.loads(answer), int(asked))
                    except (TypeError, ValueError):
                        continue  # as if it were not there: it is asked for again
        return found

    def write(self, endpoint: str, kind: str, answers: Mapping[Key, Any]) -> int:
        """Keep answers, all or none of them, and give the time they are kept with."""
        asked = int(self._now())
        rows = [
            (endpoint, kind, value, language, json.dumps(answer, ensure_ascii=False), asked)
            for (value, language), answer in sorted(answers.items())
        ]
        self._run(_WRITE, rows, many=True)
        return asked

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _counts(self, asked: object) -> bool:
        """Tell whether an answer is new enough; one from the future comes of a wrong clock."""
        now = self._now()
        return isinstance(asked, int) and min(now - self._days * _DAY, self._begun) <= asked <= now + _DAY

    def _open(self) -> sqlite3.Connection:
        if self._path is None:
            return _connect(":memory:")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return _connect(self._path)
        except sqlite3.OperationalError as error:
            return self._without(error)
        except sqlite3.DatabaseError:
            return self._anew(self._path)
        except OSError as error:
            return self._without(error)

    def _run(self, query: str, values: list[Any], *, many: bool = False) -> list[tuple[Any, ...]]:
        """Run one statement; a damaged file is put aside, and a new one is asked."""
        for last in (False, True):
            try:
                with self._connection:
                    if many:
                        self._connection.executemany(query, values)
                        return []
                    return self._connection.execute(query, values).fetchall()
            except sqlite3.OperationalError as error:  # locked for long, a full disk: the file is good
                self._connection.close()
                self._connection = self._without(error)
            except sqlite3.DatabaseError:
                if last or self._path is None:
                    raise
                self._connection.close()
                self._connection = self._anew(self._path)
        return []

    def _anew(self, path: Path) -> sqlite3.Connection:
        """Put a damaged file aside and begin a new one, unless another process has just done so."""
        aside = path.with_name(f"{path.name}.damaged")
        try:
            with closing(_connect(path)) as connection:
                good = connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        except sqlite3.DatabaseError:
            good = False
        try:
            if not good:
                path.replace(aside)
                self._told(
                    f"KG-408  {path}: the kept answers of services are damaged and lie in {aside.name} now.\n"
                    "        They are asked for again; nothing else is lost."
                )
            return _connect(path)
        except (OSError, sqlite3.Error) as error:
            return self._without(error)

    def _without(self, error: Exception) -> sqlite3.Connection:
        self._path = None
        self._told(
            f"KG-409  The answers of services cannot be kept: {error}.\n"
            "        The build goes on and asks for all it needs. Name another file:  --cache FILE"
        )
        return _connect(":memory:")


def _connect(place: Path | str) -> sqlite3.Connection:
    # Seconds of waiting for another process; closed by whoever opens.
    connection = sqlite3.connect(place, timeout=30)
    try:
        with connection:
            connection.execute(_TABLE)
    except sqlite3.Error:
        connection.close()
        raise
    return connection
