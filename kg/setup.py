"""What a build works with, loaded when it is first needed: a build in which nothing is new needs little.

The rule: one of each for a whole build; no parser of two languages at a time, they are large.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from kg.checking import Checker
from kg.errors import MissingError
from kg.language_files import load_language, with_frames
from kg.rooms import room
from kg.snapshot import SnapshotLookup
from kg.telling import Knowledge, load_knowledge
from kg.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.language import Language
    from kg.model import Article
    from kg.parsing import Parser
    from kg.vocabulary import Vocabulary

    #: What a setup is made from.
    Given = tuple[Mapping[str, str], Path | None, Path | None]


class Setup:
    """The parts of the house that a build needs.

    Parameters
    ----------
    pipelines
        By language a folder or spaCy package in place of the shipped pipeline.
    snapshot
        The folder of the snapshot of Wikidata in place of the shipped one.
    overrides
        A user's own file of fixed links.
    """

    def __init__(
        self, pipelines: Mapping[str, str], snapshot: Path | None = None, overrides: Path | None = None
    ) -> None:
        #: What another process makes the same from.
        self.given: Final[Given] = (pipelines, snapshot, overrides)
        self._pipelines = pipelines
        self._refused: dict[str, MissingError] = {}
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

    @cached_property
    def knowledge(self) -> Knowledge:
        """What is known beside the texts if no service is asked."""
        _, snapshot, overrides = self.given
        folder = room("data") / "wikidata"
        return load_knowledge(self.snapshot, folder, self.classes, overrides=overrides, snapshot=snapshot)

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

        if code in self._refused:
            raise self._refused[code]
        if self._parser is None or self._parser[0] != code:
            self._parser = None
            path = self._pipelines.get(code) or str(room("data") / "pipelines" / code)
            try:
                self._parser = code, Parser(self.language(code), path, self.names(code))
            except MissingError as error:
                self._refused[code] = error
                raise
        return self._parser[1]

    def must_build(self, article: Article) -> None:
        """See to it that an article's language can be built.

        Raises
        ------
        MissingError
            KG-301 if it cannot.
        """
        if article.lang not in self.built:
            raise self.unread(article)

    def unread(self, article: Article) -> MissingError:
        """Give the error of an article whose language cannot be built."""
        known = article.lang or "an unknown language"
        return MissingError(
            "KG-301",
            f"{article.path}: no pipeline reads {known!r}." if article.lang else f"{article.path}: {known}.",
            f"Languages that can be built here: {', '.join(sorted(self.built)) or 'none'}.\n"
            "If it was taken for another, state it in the article's head (lang: de).",
        )
