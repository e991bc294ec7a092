"""What a build works with, loaded when it is first needed: a build in which nothing is new needs little.

The rule: one of each for a whole build; no parser of two languages at a time, they are large.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kg.checking import Checker
from kg.errors import MissingError
from kg.language_files import load_language, with_frames
from kg.rooms import room
from kg.snapshot import SnapshotLookup
from kg.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from kg.language import Language
    from kg.model import Article
    from kg.parsing import Parser
    from kg.vocabulary import Vocabulary


class Setup:
    """The parts of the house that a build needs.

    Parameters
    ----------
    pipelines
        By language a folder or spaCy package in place of the shipped pipeline.
    snapshot
        The folder of the snapshot of Wikidata.
    """

    def __init__(self, pipelines: Mapping[str, str], snapshot: Path | None = None) -> None:
        self._pipelines = pipelines
        self._languages: dict[str, Language] = {}
        self._parser: tuple[str, Parser] | None = None
        #: Folder of the snapshot.
        self.folder = snapshot or room("data") / "wikidata"
        #: The snapshot's answers.
        self.snapshot = SnapshotLookup(self.folder)

    @cached_property
    def built(self) -> frozenset[str]:
        """The languages that can be built: frames and a pipeline, shipped or named."""
        shipped = room("data") / "pipelines"
        with_pipeline = (
            {path.name for path in shipped.iterdir() if path.is_dir()} if shipped.is_dir() else set()
        )
        return frozenset((with_pipeline | set(self._pipelines)) & with_frames(room("lang")))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The ontology."""
        return load_vocabulary(room("ontology"))

    @cached_property
    def checker(self) -> Checker:
        """The shapes."""
        return Checker(room("shapes"), self.vocabulary)

    @cached_property
    def classes(self) -> Mapping[str, frozenset[str]]:
        """The ontology's classes, each with those above it."""
        return {name: self.vocabulary.superclasses(name) for name in self.vocabulary.declared_in}

    def language(self, code: str) -> Language:
        """Give a language.

        Raises
        ------
        ProjectError
            If its file is wrong.
        """
        if code not in self._languages:
            known = self.vocabulary
            events = {name: known.roles(name) for name in known.event_types()}
            path = room("lang") / f"{code}.toml"
            self._languages[code] = load_language(path, events, known.fact_predicates())
        return self._languages[code]

    def names(self, code: str) -> list[str]:
        """List the names that the snapshot knows in a language: a second opinion on what is a name."""
        return [name for name, _ in self.snapshot.names(code)]

    def parser(self, code: str) -> Parser:
        """Give the parser of a language; the one given before is let go.

        Raises
        ------
        MissingError
            If its pipeline cannot be loaded or lacks something.
        """
        from kg.parsing import Parser  # noqa: PLC0415  spaCy takes long to load and may not be needed

        if self._parser is None or self._parser[0] != code:
            self._parser = None
            path = self._pipelines.get(code) or str(room("data") / "pipelines" / code)
            self._parser = code, Parser(self.language(code), path, self.names(code))
        return self._parser[1]

    def must_build(self, article: Article, refused: Collection[str] = ()) -> None:
        """See to it that an article's language can be built, and was not refused before.

        Raises
        ------
        MissingError
            KG-301 if it cannot.
        """
        if article.lang in refused or article.lang not in self.built:
            known = article.lang or "an unknown language"
            raise MissingError(
                "KG-301",
                f"{article.path}: no pipeline reads {known!r}."
                if article.lang
                else f"{article.path}: {known}.",
                f"Languages that can be built here: {', '.join(sorted(self.built)) or 'none'}.\n"
                "If it was taken for another, state it in the article's head (lang: de).",
            )
