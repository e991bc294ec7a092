"""Articles in, readings out: each language's pipeline is loaded once, and only if something is new in it.

The rule: one article that cannot be read becomes an error, and the others go on; a reading is kept as soon
as it is there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kg import __version__
from kg.describe import Run
from kg.errors import ArticleError, KgError, MissingError, ProjectError
from kg.model import Reading  # noqa: TC001  read again by its type
from kg.results import fingerprint, written

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.crew import Crew
    from kg.model import Article
    from kg.results import Results
    from kg.setup import Setup
    from kg.stages import Stages

    Progress = Callable[[str, int, int], None]

#: Parsers need memory by the square of what they read at once.
_LONGEST_PARAGRAPH: Final = 50_000


@dataclass(frozen=True, slots=True)
class Extracted:
    """A reading, what it was made with, its fingerprint, and whether an earlier build made it.

    ``note`` is what there is to tell of the pipeline, "" if nothing.
    """

    reading: Reading
    run: Run
    digest: str
    kept: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What the parsers made of the articles; ``notes`` are (pipeline, words), each once."""

    readings: tuple[Extracted, ...]
    errors: tuple[KgError, ...]
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Kept:
    reading: Reading
    pipeline: str
    note: str = ""


def parse_all(
    articles: Sequence[Article],
    setup: Setup,
    crew: Crew,
    results: Results,
    stages: Stages,
    progress: Progress,
) -> Parsed:
    """Parse all articles that are new, one language after the other: one pipeline is in memory at a time.

    Raises
    ------
    ProjectError
        If a file of the project is wrong.
    """
    ordered = sorted(articles, key=lambda article: article.lang)
    keys: dict[int, str] = {}
    made: dict[int, tuple[_Kept, bool]] = {}
    failed: dict[int, KgError] = {}
    for number, article in enumerate(ordered):
        try:
            setup.must_build(article)
            _refuse_longest(article)
            keys[number] = _key(article, setup, stages)
        except ProjectError:
            raise
        except Exception as error:  # noqa: BLE001  a fault of ours in one article must not cost the others
            failed[number] = fault(article, error)
            continue
        found = results.read("parsed", keys[number], _Kept)
        if found is not None:
            made[number] = found, True
    new = [number for number in keys if number not in made]
    progress("Extracting", len(ordered) - len(new), len(ordered))
    for done, (place, one) in enumerate(crew.each(_parsed, [ordered[number] for number in new]), 1):
        number = new[place]
        if isinstance(one, _Kept):
            results.keep("parsed", keys[number], one)
            made[number] = one, False
        else:
            failed[number] = one
        progress("Extracting", len(ordered) - len(new) + done, len(ordered))
    readings = [_extracted(ordered[number], *made[number], stages) for number in sorted(made)]
    errors = _each_once([(ordered[number], failed[number]) for number in sorted(failed)], setup)
    notes = dict.fromkeys((one.run.pipeline_version, f"KG-308: {one.note}") for one in readings if one.note)
    return Parsed(tuple(readings), tuple(errors), tuple(notes))


def fault(article: Article, error: Exception) -> KgError:
    """Give the error of one article; a fault of ours in it must not cost the others."""
    if isinstance(error, KgError):
        return error
    return ArticleError(
        "KG-219",
        f"{article.path}: our program failed on this article ({type(error).__name__}: {error}).",
        "It is left out. Please report it with the article.",
    )


def _key(article: Article, setup: Setup, stages: Stages) -> str:
    lang = article.lang
    return fingerprint(stages.parsing(lang, lambda: setup.names(lang)), content_of(article))


def _parsed(setup: Setup, article: Article) -> _Kept | KgError:
    """Parse an article, in whichever process."""
    try:
        parser = setup.parser(article.lang)
        return _Kept(_nameless(parser.read(article)), parser.version, parser.checked.note)
    except ProjectError:
        raise
    except Exception as error:  # noqa: BLE001
        return fault(article, error)


def _extracted(article: Article, made: _Kept, kept: bool, stages: Stages) -> Extracted:
    digest = fingerprint(written(made.reading))
    run = Run(__version__, made.pipeline, stages.language_file(article.lang))
    return Extracted(replace(made.reading, article=article), run, digest, kept, made.note)


def _each_once(failed: Sequence[tuple[Article, KgError]], setup: Setup) -> list[KgError]:
    """Give the errors; why a pipeline cannot be loaded is told with its first article only."""
    errors: list[KgError] = []
    told: set[str] = set()
    for article, error in failed:
        again = isinstance(error, MissingError) and article.lang in told
        errors.append(setup.unread(article) if again else error)
        if isinstance(error, MissingError):
            told.add(article.lang)
    return errors


def content_of(article: Article) -> bytes:
    """Write what an article says, without what it is called here."""
    return written(replace(article, id="", path="", notes=()))


def _nameless(reading: Reading) -> Reading:
    return replace(reading, article=replace(reading.article, id="", path="", notes=()))


def _refuse_longest(article: Article) -> None:
    longest = max((one.span.end - one.span.begin for one in article.sections), default=0)
    if longest > _LONGEST_PARAGRAPH:
        raise ArticleError(
            "KG-205",
            f"{article.path}: a paragraph of {longest:,} characters is no news text.",
            "Check that the text was saved with its line ends.",
        )
