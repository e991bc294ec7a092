"""Articles in, readings out: each language's pipeline is loaded once, one after the other.

The rule: one article that cannot be read becomes an error, and the others go on.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg import __version__
from kg.describe import Run
from kg.errors import ArticleError, KgError, MissingError, ProjectError
from kg.language_files import load_language
from kg.parsing import Parser
from kg.rooms import room

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from kg.language import Language
    from kg.model import Article, Reading
    from kg.snapshot import SnapshotLookup
    from kg.vocabulary import Vocabulary

    Progress = Callable[[str, int, int], None]

#: Parsers need memory by the square of what they read at once.
_LONGEST_PARAGRAPH: Final = 50_000


@dataclass(frozen=True, slots=True)
class Parsed:
    """What the parsers made of the articles, each with its language, and the run it was made in."""

    readings: tuple[tuple[Reading, Language], ...]
    runs: Mapping[str, Run]
    errors: tuple[KgError, ...]


def parse_all(
    articles: Sequence[Article],
    pipelines: Mapping[str, str],
    built: Collection[str],
    vocabulary: Vocabulary,
    snapshot: SnapshotLookup,
    progress: Progress,
) -> Parsed:
    """Parse all articles, one language after the other: one pipeline is in memory at a time.

    ``pipelines`` maps a language to a folder or package in place of the shipped one; ``built`` are the
    languages that can be read.

    Raises
    ------
    ProjectError
        If a file of the project is wrong.
    """
    readings: list[tuple[Reading, Language]] = []
    errors: list[KgError] = []
    runs: dict[str, Run] = {}
    ordered = sorted(articles, key=lambda article: article.lang)
    setup: tuple[str, Language, Parser] | None = None
    refused: set[str] = set()
    for number, article in enumerate(ordered, 1):
        try:
            if setup is None or setup[0] != article.lang:
                setup = _setup(article, pipelines, built, vocabulary, snapshot, refused)
            _, language, parser = setup
            runs[article.id] = Run(__version__, parser.version, _hash_of(article.lang))
            _refuse_longest(article)
            readings.append((parser.read(article), language))
        except ProjectError:
            raise
        except Exception as error:  # noqa: BLE001  a fault of ours in one article must not cost the others
            errors.append(fault(article, error))
            if isinstance(error, MissingError):
                refused.add(article.lang)
        progress("Extracting", number, len(ordered))
    return Parsed(tuple(readings), runs, tuple(errors))


def fault(article: Article, error: Exception) -> KgError:
    """Give the error of one article; a fault of ours in it must not cost the others."""
    if isinstance(error, KgError):
        return error
    return ArticleError(
        "KG-219",
        f"{article.path}: our program failed on this article ({type(error).__name__}: {error}).",
        "It is left out. Please report it with the article.",
    )


def _setup(
    article: Article,
    pipelines: Mapping[str, str],
    built: Collection[str],
    vocabulary: Vocabulary,
    snapshot: SnapshotLookup,
    refused: Collection[str],
) -> tuple[str, Language, Parser]:
    if article.lang in refused or article.lang not in built:
        raise _no_pipeline(article, built)
    events = {name: vocabulary.roles(name) for name in vocabulary.event_types()}
    language = load_language(room("lang") / f"{article.lang}.toml", events, vocabulary.fact_predicates())
    path = pipelines.get(article.lang) or str(room("data") / "pipelines" / article.lang)
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
