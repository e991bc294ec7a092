"""What was worked out for each article, kept in the build folder: the next build need not do it again.

The rule: a result is found by a fingerprint of all that it depends on (`kg.stages`), so an old one is never
taken for a new one, and each is kept as soon as it is there: a build that is stopped, even killed, goes on
where it was. What is damaged counts as not there. Nothing here is needed to read a build; the file may be
deleted at any time.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

import msgspec

from kg.errors import MissingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path
    from types import TracebackType

_Kept = TypeVar("_Kept")

#: The number is that of the form of what is kept; another form takes another table.
_TABLE: Final = """
CREATE TABLE IF NOT EXISTS results_1 (
    kind TEXT NOT NULL, key TEXT NOT NULL, digest BLOB NOT NULL, content BLOB NOT NULL,
    PRIMARY KEY (kind, key)
)
"""
_READ: Final = "SELECT digest, content FROM results_1 WHERE kind = ? AND key = ?"
_WRITE: Final = "INSERT OR REPLACE INTO results_1 VALUES (?, ?, ?, ?)"
_USED: Final = "CREATE TEMP TABLE used (kind TEXT, key TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID"
_FORGET: Final = """
DELETE FROM results_1 WHERE NOT EXISTS (
    SELECT 1 FROM used WHERE used.kind = results_1.kind AND used.key = results_1.key
)
"""
_QUICK: Final = 1


def fingerprint(*parts: str | bytes) -> str:
    """Give one fingerprint of several texts; where one ends and the next begins counts."""
    whole = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        whole.update(len(content).to_bytes(8, "big"))
        whole.update(content)
    return whole.hexdigest()


def written(value: Any) -> bytes:
    """Write a value of `kg.model` (or of such) as JSON, the same bytes for equal values."""
    return msgspec.json.encode(value, order="deterministic")


class Results:
    """The kept results of one build folder; holds the folder for itself until closed.

    Parameters
    ----------
    path
        The file; None keeps results in memory only.
    told
        Hears of a file that cannot be used: that costs time, never a build.

    Raises
    ------
    MissingError
        KG-312 if another build holds the folder.
    """

    def __init__(self, path: Path | None = None, told: Callable[[str], None] = lambda _: None) -> None:
        self._told = told
        self._path = path
        self._used: set[tuple[str, str]] = set()
        self._connection = self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def discard(self) -> None:
        """Take the file and its folder away again: nothing came of a build where nothing lay before."""
        self.close()
        if self._path is not None:
            for path in self._path.parent.glob(f"{self._path.name}*"):
                path.unlink(missing_ok=True)
            with suppress(OSError):
                self._path.parent.rmdir()

    def read(self, kind: str, key: str, form: type[_Kept]) -> _Kept | None:
        """Give a kept value, None if there is none that can be used."""
        rows = self._run(_READ, [kind, key])
        if not rows:
            return None
        digest, content = rows[0]
        try:
            plain = zlib.decompress(content)
            if hashlib.sha256(plain).digest() != digest:
                return None
            value = msgspec.json.decode(plain, type=form)
        except (zlib.error, msgspec.MsgspecError, ValueError, TypeError):
            return None
        self._used.add((kind, key))
        return value

    def keep(self, kind: str, key: str, value: Any) -> None:
        """Keep a value; when this returns, a kill loses it no more."""
        self.keep_all(kind, {key: value})

    def keep_all(self, kind: str, values: Mapping[str, Any]) -> None:
        """Keep several values, all or none."""
        rows = []
        for key, value in values.items():
            plain = written(value)
            rows.append((kind, key, hashlib.sha256(plain).digest(), zlib.compress(plain, _QUICK)))
            self._used.add((kind, key))
        if rows:
            self._run(_WRITE, rows, many=True)

    def forget_unused(self) -> None:
        """Forget all that was neither read nor kept since the file was opened: the build is done."""
        with suppress(sqlite3.Error), self._connection:
            self._connection.execute("DROP TABLE IF EXISTS used")
            self._connection.execute(_USED)
            self._connection.executemany("INSERT INTO used VALUES (?, ?)", sorted(self._used))
            self._connection.execute(_FORGET)

    def _run(self, query: str, values: Any, *, many: bool = False) -> list[tuple[Any, ...]]:
        try:
            with self._connection:
                if many:
                    self._connection.executemany(query, values)
                    return []
                return self._connection.execute(query, values).fetchall()
        except sqlite3.OperationalError as error:  # a full disk: the file is good
            self._connection.close()
            self._connection = self._without(error)
        except sqlite3.DatabaseError:
            self._connection.close()
            self._connection = self._anew()
        return self._run(query, values, many=many) if many else []

    def _open(self) -> sqlite3.Connection:
        if self._path is None:
            return _connect(":memory:")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return _connect(self._path)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise _held(self._path) from error
            return self._without(error)
        except sqlite3.DatabaseError:
            return self._anew()
        except OSError as error:
            return self._without(error)

    def _anew(self) -> sqlite3.Connection:
        """Begin a new file in place of one that is damaged."""
        if self._path is None:
            return _connect(":memory:")
        try:
            for path in (self._path, *_beside(self._path)):
                path.unlink(missing_ok=True)
            connection = _connect(self._path)
        except (OSError, sqlite3.Error) as error:
            return self._without(error)
        self._told(
            f"KG-313  {self._path}: what earlier builds kept is damaged and was thrown away.\n"
            "        All articles are read again; nothing else is lost."
        )
        return connection

    def _without(self, error: Exception) -> sqlite3.Connection:
        where, self._path = self._path, None
        self._told(
            f"KG-314  {where}: what is worked out cannot be kept: {error}.\n"
            "        The build goes on; stopped, it would have to begin again."
        )
        return _connect(":memory:")


def _held(path: Path) -> MissingError:
    return MissingError(
        "KG-312",
        f"Another kg build is at work in {path.parent.parent}.",
        "Wait until it is done, or name another folder:  -o FOLDER",
    )


def _beside(path: Path) -> Iterable[Path]:
    return (path.with_name(path.name + ending) for ending in ("-journal", "-wal", "-shm"))


def _connect(place: Path | str) -> sqlite3.Connection:
    connection = sqlite3.connect(place, timeout=1)
    try:
        # The lock of the first statement is held until the file is closed, and let go of by a kill.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        # A log is written on from where it ends, without waiting for the disk at each result.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute(_TABLE)
        connection.commit()
    except sqlite3.Error:
        connection.close()
        raise
    return connection
