"""Sources in, articles out: what is new is read, what was read before is taken from what was kept.

The rule: one source that cannot be read becomes a `KgError`, and the others go on; the same content is taken
once, and no two articles have one name, also on Windows.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.articles import find, read
from kg.errors import ArticleError, KgError, MissingError
from kg.furniture import load_furniture
from kg.model import Article  # noqa: TC001  read again by its type
from kg.network import fetch, is_address
from kg.results import fingerprint
from kg.rooms import room
from kg.store import is_output

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from kg.results import Results
    from kg.stages import Stages

    Progress = Callable[[str, int, int], None]

_LONGEST_ID: Final = 100
#: Names that Windows takes for devices.
_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sources:
    """What is to be read, and how: ``date`` is for articles that tell none, ``contact`` for fetching."""

    named: Sequence[str]
    date: str = ""
    contact: str = ""
    offline: bool = False


@dataclass(frozen=True, slots=True)
class ReadIn:
    """The articles with names of their own, what could not be read, and what is noteworthy."""

    articles: tuple[Article, ...]
    errors: tuple[KgError, ...]
    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Item:
    """An article, or why it is none, as it is kept."""

    article: Article | None = None
    refusal: tuple[str, str, str] = ("", "", "")


def read_in(
    sources: Sources, languages: Collection[str], results: Results, stages: Stages, progress: Progress
) -> ReadIn:
    """Read all sources; files that were read before, as they are now, are not read again."""
    with tempfile.TemporaryDirectory(prefix="kg-") as fetched:
        reader = _Reader(sources, languages, results, stages)
        errors: list[KgError] = []
        files: dict[Path, str] = {}
        for source in dict.fromkeys(sources.named):
            try:
                files |= _files(source, sources, Path(fetched))
            except KgError as error:
                errors.append(error)
            except (OSError, ValueError) as error:
                errors.append(_unreadable(source, error))
        if not files and not errors:
            errors.append(
                ArticleError("KG-202", "There is nothing to read but earlier builds.", "Name articles.")
            )
        taken = _Taken()
        for number, path in enumerate(sorted(files, key=lambda one: (files[one], one.as_posix())), 1):
            try:
                items = reader.read(path, files[path])
            except (OSError, ValueError) as error:
                errors.append(_unreadable(path.as_posix(), error))
                continue
            finally:
                progress("Reading", number, len(files))
            for item in items:
                if item.article is None:
                    errors.append(ArticleError(*item.refusal))
                else:
                    taken.take(item.article)
    return ReadIn(tuple(taken.articles), tuple(errors), tuple(taken.notes))


class _Reader:
    """Reads files, unless they were read before."""

    def __init__(
        self, sources: Sources, languages: Collection[str], results: Results, stages: Stages
    ) -> None:
        self._date = sources.date
        self._languages = languages
        self._results = results
        self._stage = stages.reading(languages)
        self._furniture = load_furniture(room("lang") / "furniture.toml")

    def read(self, path: Path, url: str) -> tuple[_Item, ...]:
        """Give the articles of a file."""
        with path.open("rb") as file:  # by pieces: some are too large to be articles
            content = hashlib.file_digest(file, "sha256").digest()
        key = fingerprint(self._stage, path.as_posix(), url, self._date, content)
        kept = self._results.read("read", key, tuple[_Item, ...])
        if kept is not None:
            return kept
        found = read(path, self._furniture, self._languages, {"url": url, "date": self._date})
        items = tuple(
            _Item(refusal=(one.code, one.what, one.remedy)) if isinstance(one, ArticleError) else _Item(one)
            for one in found
        )
        self._results.keep("read", key, items)
        return items


def _files(source: str, sources: Sources, folder: Path) -> Mapping[Path, str]:
    """Give the files of a source, each with the address it was fetched from, "" for a file."""
    if not is_address(source):
        return {path: "" for path in find([source]) if str(path) == source or not is_output(path)}
    if sources.offline:
        raise MissingError(
            "KG-412", f"{source} was not fetched: --offline forbids it.", "Give the page as a file."
        )
    return {fetch(source, folder, sources.contact): source}


def _unreadable(source: str, error: Exception) -> ArticleError:
    return ArticleError("KG-203", f"{source}: cannot be opened: {error}.", "Check the file and its rights.")


@dataclass
class _Taken:
    """The articles taken so far."""

    articles: list[Article] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    _by_content: dict[str, str] = field(default_factory=dict)
    _names: set[str] = field(default_factory=set)

    def take(self, article: Article) -> None:
        """Take an article in, unless its content was taken before."""
        if article.sha256 in self._by_content:
            words = f"KG-217: the same article as {self._by_content[article.sha256]}; taken once"
            self.notes.append((article.id, words))
            return
        chosen = self._name(article)
        if chosen != article.id:
            words = f"KG-218: {article.path} is called {chosen} here, {article.id!r} is taken or no file name"
            self.notes.append((chosen, words))
        self._names.add(chosen.casefold())
        self._by_content[article.sha256] = chosen
        self.articles.append(replace(article, id=chosen))
        # KG-214 (no such language) is told as the error it leads to.
        self.notes += [(chosen, note) for note in article.notes if not note.startswith("KG-214")]

    def _name(self, article: Article) -> str:
        name = re.sub(r"[^\w.-]+", "-", article.id).strip("-.")[:_LONGEST_ID] or "article"
        name = f"article-{name}" if _DEVICES.fullmatch(name) else name
        number, chosen = 1, name
        while chosen.casefold() in self._names:
            number += 1
            chosen = f"{name}-{number}"
        return chosen
