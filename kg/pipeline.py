"""Articles in, a checked graph out: the parts of the house in the order in which they work.

The rule: nothing is decided here. find -> read -> parse -> tell -> join -> check -> merge -> describe ->
write. One article that fails becomes a `KgError` in the `Summary`, and the others go on; an article whose
graph breaks a must-rule is set aside with its reasons before events are made of the rest.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.articles import find, read
from kg.assembling import Summary, Told, assemble
from kg.checking import Checker
from kg.errors import ArticleError, KgError, MissingError, ProjectError
from kg.extracting import fault, parse_all
from kg.furniture import load_furniture
from kg.language_files import with_frames
from kg.lookups import foresee, open_lookup
from kg.minting import Mint
from kg.network import fetch, is_address
from kg.rooms import room
from kg.snapshot import SnapshotLookup
from kg.store import is_output, prepare, write
from kg.telling import load_knowledge, tell
from kg.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kg.model import Article, Telling
    from kg.vocabulary import Vocabulary

    Progress = Callable[[str, int, int], None]

_LONGEST_ID: Final = 100
#: Names that Windows takes for devices.
_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a build can be told.

    ``pipelines`` maps a language to a folder or spaCy package in place of the shipped one; ``endpoint``
    is asked in place of the snapshot, its answers are kept in ``cache`` for ``cache_days``, and
    ``text_search`` says whether it has Wikidata's; ``date`` is for articles that tell none; ``lang`` is
    the language in which broken rules are told; ``snapshot`` is a folder in place of the shipped one;
    ``overrides`` is a file of links that a person fixed, put before the project's own.
    """

    pipelines: Mapping[str, str] = field(default_factory=dict)
    endpoint: str = ""
    contact: str = ""
    date: str = ""
    offline: bool = False
    force: bool = False
    base: str = Mint().base
    lang: str = "en"
    snapshot: Path | None = None
    cache: Path | None = None
    cache_days: float = 30
    text_search: bool | None = None
    overrides: Path | None = None


def build(
    sources: Sequence[str],
    out: Path,
    settings: Settings,
    progress: Progress,
    told: Callable[[str], None] = lambda _: None,
) -> Summary:
    """Build the graph of all sources in a folder; if no article could be read, nothing is written.

    ``told`` hears of waiting for a service, and of kept answers that cannot be used.

    Raises
    ------
    MissingError
        If the folder cannot be written, or the setup lacks something for all articles.
    ProjectError
        If a file of the project is wrong.
    """
    prepare(out, [Path(source) for source in sources if not is_address(source)], force=settings.force)
    with tempfile.TemporaryDirectory(prefix="kg-") as fetched:
        read_in = _read(sources, settings, Path(fetched), progress)
    vocabulary = load_vocabulary(room("ontology"))
    tellings = _tell(read_in.articles, settings, vocabulary, progress, told)
    errors = read_in.errors + tellings.errors
    if not tellings.tellings:
        return Summary(errors=errors, notes=read_in.notes, requests=tellings.requests)
    checker = Checker(room("shapes"), vocabulary)
    assembled = assemble(tellings, vocabulary, checker, Mint(settings.base), settings.lang, progress)
    summary = replace(assembled.summary, errors=errors, notes=read_in.notes)
    write(out, assembled.files, summary.plain())
    return summary


@dataclass(frozen=True, slots=True)
class _ReadIn:
    articles: tuple[Article, ...]
    errors: tuple[KgError, ...]
    notes: tuple[tuple[str, str], ...]


def _read(sources: Sequence[str], settings: Settings, folder: Path, progress: Progress) -> _ReadIn:
    furniture = load_furniture(room("lang") / "furniture.toml")
    built = languages(settings)
    errors: list[KgError] = []
    files: dict[Path, str] = {}
    for source in dict.fromkeys(sources):
        try:
            files |= _files(source, settings, folder)
        except KgError as error:
            errors.append(error)
        except (OSError, ValueError) as error:
            errors.append(_unreadable(source, error))
    if not files and not errors:
        errors.append(
            ArticleError("KG-202", "There is nothing to read but earlier builds.", "Name articles.")
        )
    articles: list[Article] = []
    notes: list[tuple[str, str]] = []
    for number, path in enumerate(sorted(files, key=lambda one: (files[one], one.as_posix())), 1):
        try:
            items = read(path, furniture, built, {"url": files[path], "date": settings.date})
        except (OSError, ValueError) as error:
            items = (_unreadable(path.as_posix(), error),)
        for item in items:
            if isinstance(item, ArticleError):
                errors.append(item)
            else:
                _take(item, articles, notes)
        progress("Reading", number, len(files))
    return _ReadIn(tuple(articles), tuple(errors), tuple(notes))


def _files(source: str, settings: Settings, folder: Path) -> dict[Path, str]:
    """Give the files of a source, each with the address it was fetched from, "" for a file."""
    if not is_address(source):
        return {path: "" for path in find([source]) if str(path) == source or not is_output(path)}
    if settings.offline:
        raise MissingError(
            "KG-412", f"{source} was not fetched: --offline forbids it.", "Give the page as a file."
        )
    return {fetch(source, folder, settings.contact): source}


def _unreadable(source: str, error: Exception) -> ArticleError:
    return ArticleError("KG-203", f"{source}: cannot be opened: {error}.", "Check the file and its rights.")


def _take(article: Article, taken: list[Article], notes: list[tuple[str, str]]) -> None:
    """Take an article in, unless its content was taken before; no two have one name, also on Windows."""
    same = next((one for one in taken if one.sha256 == article.sha256), None)
    if same is not None:
        notes.append((article.id, f"KG-217: the same article as {same.id}; taken once"))
        return
    name = re.sub(r"[^\w.-]+", "-", article.id).strip("-.")[:_LONGEST_ID] or "article"
    name = f"article-{name}" if _DEVICES.fullmatch(name) else name
    used = {one.id.casefold() for one in taken}
    number, chosen = 1, name
    while chosen.casefold() in used:
        number += 1
        chosen = f"{name}-{number}"
    if chosen != article.id:
        notes.append(
            (
                chosen,
                f"KG-218: {article.path} is called {chosen} here, {article.id!r} is taken or no file name",
            )
        )
    taken.append(replace(article, id=chosen))
    # KG-214 (no such language) is told as the error it leads to.
    notes += [(chosen, note) for note in article.notes if not note.startswith("KG-214")]


def languages(settings: Settings) -> frozenset[str]:
    """List the languages that can be built: frames and a pipeline, shipped or named."""
    shipped = room("data") / "pipelines"
    with_pipeline = {path.name for path in shipped.iterdir() if path.is_dir()} if shipped.is_dir() else set()
    return frozenset((with_pipeline | set(settings.pipelines)) & with_frames(room("lang")))


def _tell(
    articles: Sequence[Article],
    settings: Settings,
    vocabulary: Vocabulary,
    progress: Progress,
    told: Callable[[str], None],
) -> Told:
    snapshot = SnapshotLookup(settings.snapshot or room("data") / "wikidata")
    service = open_lookup(
        snapshot,
        settings.endpoint,
        settings.contact,
        settings.cache,
        settings.cache_days,
        told,
        offline=settings.offline,
        text_search=settings.text_search,
    )
    tree = {name: vocabulary.superclasses(name) for name in vocabulary.declared_in}
    # The snapshot is a part of Wikidata, and so is what was kept: what they lack may be there.
    exhaustive = service is not None and not settings.offline
    knowledge = load_knowledge(
        service or snapshot,
        room("data") / "wikidata",
        tree,
        exhaustive=exhaustive,
        overrides=settings.overrides,
        snapshot=settings.snapshot,
    )
    parsed = parse_all(articles, settings.pipelines, languages(settings), vocabulary, snapshot, progress)
    errors = list(parsed.errors)
    if service is not None:
        foresee(
            service, parsed.readings, knowledge.offices, lambda done, total: progress("Linking", done, total)
        )
    tellings: list[Telling] = []
    for reading, language in parsed.readings:
        try:
            tellings.append(tell(reading, language, knowledge))
        except ProjectError:
            raise
        except Exception as error:  # noqa: BLE001  a fault of ours in one article must not cost the others
            errors.append(fault(reading.article, error))
    date = snapshot.date
    if service is not None:
        date = service.date
        errors += service.failures
    runs = {name: replace(run, snapshot_date=date) for name, run in parsed.runs.items()}
    requests = service.requests if service is not None else 0
    ordered = tuple(sorted(tellings, key=lambda one: one.reading.article.id))
    return Told(ordered, runs, tuple(errors), requests)
