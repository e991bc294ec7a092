"""Articles in, a checked graph out: the parts of the house in the order in which they work.

The rule: nothing is decided here. find -> read -> parse -> tell -> join -> check -> merge -> describe ->
write. One article that fails becomes a `KgError` in the `Summary`, and the others go on; an article whose
graph breaks a must-rule is set aside with its reasons before events are made of the rest.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg import __version__
from kg.articles import find, read
from kg.assembling import Summary, Told, assemble
from kg.checking import Checker
from kg.describe import Run
from kg.endpoint import EndpointLookup
from kg.errors import ArticleError, KgError, LookupFailed, MissingError, ProjectError
from kg.furniture import load_furniture
from kg.language_files import load_language, with_frames
from kg.minting import Mint
from kg.network import fetch, is_address
from kg.parsing import Parser
from kg.rooms import room
from kg.snapshot import SnapshotLookup
from kg.store import is_output, prepare, write
from kg.telling import load_knowledge, tell
from kg.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from kg.language import Language
    from kg.model import Article, Telling
    from kg.vocabulary import Vocabulary

    Progress = Callable[[str, int, int], None]

_LONGEST_ID: Final = 100
#: Parsers need memory by the square of what they read at once.
_LONGEST_PARAGRAPH: Final = 50_000
#: Names that Windows takes for devices.
_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a build can be told.

    ``pipelines`` maps a language to a folder or spaCy package in place of the shipped one; ``endpoint``
    is asked in place of the snapshot; ``date`` is for articles that tell none; ``lang`` is the language
    in which broken rules are told.
    """

    pipelines: Mapping[str, str] = field(default_factory=dict)
    endpoint: str = ""
    contact: str = ""
    date: str = ""
    offline: bool = False
    force: bool = False
    base: str = Mint().base
    lang: str = "en"


def build(sources: Sequence[str], out: Path, settings: Settings, progress: Progress) -> Summary:
    """Build the graph of all sources in a folder; if no article could be read, nothing is written.

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
    told = _tell(read_in.articles, settings, vocabulary, progress)
    errors = read_in.errors + told.errors
    if not told.tellings:
        return Summary(errors=errors, notes=read_in.notes)
    checker = Checker(room("shapes"), vocabulary)
    assembled = assemble(told, vocabulary, checker, Mint(settings.base), settings.lang, progress)
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
    articles: Sequence[Article], settings: Settings, vocabulary: Vocabulary, progress: Progress
) -> Told:
    snapshot = SnapshotLookup(room("data") / "wikidata")
    lookup = EndpointLookup(settings.endpoint, settings.contact) if settings.endpoint else snapshot
    tree = {name: vocabulary.superclasses(name) for name in vocabulary.declared_in}
    # The snapshot is a part of Wikidata: what it lacks may be there.
    asked = bool(settings.endpoint)
    knowledge = load_knowledge(lookup, room("data") / "wikidata", tree, exhaustive=asked)
    tellings: list[Telling] = []
    errors: list[KgError] = []
    runs: dict[str, Run] = {}
    # One language after the other: one pipeline is in memory at a time.
    ordered = sorted(articles, key=lambda article: article.lang)
    setup: tuple[str, Language, Parser] | None = None
    refused: set[str] = set()
    for number, article in enumerate(ordered, 1):
        try:
            if setup is None or setup[0] != article.lang:
                setup = _setup(article, settings, vocabulary, snapshot, refused)
            _, language, parser = setup
            runs[article.id] = Run(
                __version__,
                parser.version,
                _hash_of(article.lang),
                "" if settings.endpoint else snapshot.date,
            )
            _refuse_longest(article)
            tellings.append(tell(parser.read(article), language, knowledge))
        except ProjectError:
            raise
        except LookupFailed as error:
            # Each further article would wait for the same service again.
            left = f"{error.what} Left out: {article.path}"
            more = len(ordered) - number
            errors.append(
                LookupFailed(error.code, f"{left} and {more} more." if more else f"{left}.", error.remedy)
            )
            break
        except KgError as error:
            errors.append(error)
            if isinstance(error, MissingError):
                refused.add(article.lang)
        except Exception as error:  # noqa: BLE001  a fault of ours in one article must not cost the others
            errors.append(
                ArticleError(
                    "KG-219",
                    f"{article.path}: our program failed on this article ({type(error).__name__}: {error}).",
                    "It is left out. Please report it with the article.",
                )
            )
        progress("Extracting", number, len(ordered))
    return Told(tuple(sorted(tellings, key=lambda one: one.reading.article.id)), runs, tuple(errors))


def _setup(
    article: Article,
    settings: Settings,
    vocabulary: Vocabulary,
    snapshot: SnapshotLookup,
    refused: Collection[str],
) -> tuple[str, Language, Parser]:
    if article.lang in refused or article.lang not in languages(settings):
        raise _no_pipeline(article, languages(settings))
    events = {name: vocabulary.roles(name) for name in vocabulary.event_types()}
    language = load_language(room("lang") / f"{article.lang}.toml", events, vocabulary.fact_predicates())
    path = settings.pipelines.get(article.lang) or str(room("data") / "pipelines" / article.lang)
    return article.lang, language, Parser(language, path, [name for name, _ in snapshot.names(article.lang)])


def _no_pipeline(article: Article, built: Collection[str]) -> MissingError:
    known = article.lang or "an unknown language"
    return MissingError(
        "KG-301",
        f"{article.path}: no pipeline reads {known!r}." if article.lang else f"{article.path}: {known}.",
        f"Languages that can be built here: {', '.join(sorted(built)) or 'none'}.\n"
        "If it was taken for another, state it in the article's head (lang: de).",
    )


def _refuse_longest(article: Article) -> None:
    longest = max((one.span.end - one.span.begin for one in article.sections), default=0)
    if longest > _LONGEST_PARAGRAPH:
        raise ArticleError(
            "KG-205",
            f"{article.path}: a paragraph of {longest:,} characters is no news text.",
            "Check that the text was saved with its line ends.",
        )


def _hash_of(lang: str) -> str:
    return hashlib.sha256((room("lang") / f"{lang}.toml").read_bytes()).hexdigest()
