"""Fingerprints of what each stage of a build depends on beside the article: if it changes, it is redone.

Reading depends on the file, the page furniture and the languages; parsing on the kept text, the pipeline, the
language's files and the names in the snapshot; telling on the parsed text, the language's files, the look-up,
the fixed links and the class tree; checking and describing on what is told, the ontology, the shapes and the
run. To each belongs the code that does it: the modules that its first module leads to by imports.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from kg import __version__
from kg.results import fingerprint, written
from kg.rooms import room

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from kg.results import Results

_IMPORT: Final = re.compile(
    r"^\s*(?:from kg\.(\w+) import|import kg\.(\w+)|from kg import (.+))", re.MULTILINE
)
_NAME: Final = re.compile(r"\w+")
#: By the first module of a stage: the libraries whose version may change its outcome.
_LIBRARIES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "articles": ("trafilatura",),
        "parsing": ("spacy", "thinc", "simplemma", "pymorphy3", "pymorphy3-dicts-ru"),
        "checking": ("rdflib", "pyshacl"),
        "describe": ("rdflib",),
    }
)
#: Tables that only say what becomes of what is told.
_OF_EVENTS: Final = frozenset(
    {"exports.toml", "happenings.tsv", "labels.toml", "publishers.tsv", "things.toml"}
)
#: Modules that only hand on what others make: those count where they are called.
_HANDING_ON: Final = frozenset({"crew", "setup"})
_NOT_OF_WORDS: Final = frozenset({"furniture"})


class Stages:
    """The fingerprints of one build; each is worked out once, when it is first asked for.

    Parameters
    ----------
    results
        Where answers that take long are kept: what a snapshot's names or an ontology's classes come to.
    snapshot
        The folder of the snapshot.
    pipelines
        By language a folder or package in place of the shipped pipeline.
    overrides
        A user's own file of fixed links.
    """

    def __init__(
        self, results: Results, snapshot: Path, pipelines: Mapping[str, str], overrides: Path | None
    ) -> None:
        self._results = results
        self._folder = snapshot
        self._pipelines = pipelines
        self._overrides = overrides
        self._found: dict[tuple[str, ...], str] = {}

    def reading(self, languages: Iterable[str]) -> str:
        """Give what the text of an article depends on beside its file."""
        furniture = (room("lang") / "furniture.toml").read_bytes()
        return fingerprint("reading", self.code("articles"), furniture, *sorted(languages))

    def parsing(self, lang: str, names: Callable[[], Iterable[str]]) -> str:
        """Give what the reading of a text depends on beside the text; ``names`` are those of the snapshot."""
        return self._once(
            ("parsing", lang),
            lambda: [
                self.code("parsing"),
                self._files_of(lang),
                self._pipeline(lang),
                self._kept("names", [lang, self.snapshot, self.code("snapshot")], lambda: [*names()]),
            ],
        )

    def telling(
        self, lang: str, classes: Callable[[], Mapping[str, Iterable[str]]], lookup: str, *, exhaustive: bool
    ) -> str:
        """Give what the telling of a reading depends on.

        ``classes`` is the class tree of the ontology; ``lookup`` says who is asked what names mean,
        ``exhaustive`` whether no answer means that there is none.
        """
        fixed = [self._overrides] if self._overrides else []
        files = [*_tables(room("data") / "wikidata", ()), self._folder / "snapshot.toml"]
        return self._once(
            ("telling", lang, lookup, str(exhaustive)),
            lambda: [
                self.code("telling"),
                self._files_of(lang),
                *(_content(path) for path in (*_tables(room("data"), _OF_EVENTS), *files, *fixed)),
                *(path.name for path in fixed),
                _folder(room("queries") / "lookup"),
                self._kept(
                    "classes",
                    [_folder(room("ontology")), self.code("vocabulary")],
                    lambda: {name: sorted(over) for name, over in classes().items()},
                ),
            ],
        )

    @cached_property
    def checking(self) -> str:
        """Give what the verdict on an article's graph depends on beside what is told."""
        return fingerprint("checking", self.code("checking"), _folder(room("shapes")), self.describing)

    @cached_property
    def describing(self) -> str:
        """Give what an article's graph depends on beside what is told."""
        return fingerprint("describing", self.code("describe"), _folder(room("ontology")))

    @cached_property
    def assembling(self) -> str:
        """Give what the files of a build depend on beside what all articles tell."""
        paths = [*_tables(room("data"), ()), *sorted(room("data").glob("*.ttl"))]
        tables = [_content(path) for path in (*paths, *sorted(room("queries").glob("*.rq")))]
        return fingerprint("assembling", self.code("assembling"), *tables, self.checking)

    @cached_property
    def snapshot(self) -> str:
        """Give the fingerprint of the snapshot's facts."""
        return _folder(self._folder)

    def language_file(self, lang: str) -> str:
        """Give the hash of a language file, as the run in the graph states it."""
        return hashlib.sha256((room("lang") / f"{lang}.toml").read_bytes()).hexdigest()

    def code(self, module: str) -> str:
        """Give the fingerprint of a module, of all that it leads to, and of the libraries that count."""

        def parts() -> list[str | bytes]:
            sources = _closure(module)
            versions = [_version(library) for library in _LIBRARIES.get(module, ())]
            return [*versions, *(part for name in sorted(sources) for part in (name, sources[name]))]

        return self._once(("code", module), parts)

    def _once(self, name: tuple[str, ...], parts: Callable[[], Iterable[str | bytes]]) -> str:
        if name not in self._found:
            self._found[name] = fingerprint(*name, *parts())
        return self._found[name]

    def _kept(self, kind: str, on: Iterable[str], value: Callable[[], Any]) -> str:
        """Give the fingerprint of a value that takes long to load, kept by that of what it is loaded from."""
        key = fingerprint(*on)
        known = self._results.read(kind, key, str)
        if known is None:
            known = fingerprint(written(value()))
            self._results.keep(kind, key, known)
        return known

    def _files_of(self, lang: str) -> str:
        """Give the fingerprint of a language's data: remarks in its own file do not count."""

        def parts() -> list[str | bytes]:
            package = room("lang").parent
            others = _codes() - {lang}
            rooms = (path for path in package.iterdir() if path.is_dir() and not path.name.startswith("_"))
            paths = (path for folder in rooms for path in folder.rglob("*") if path.is_file())
            files = {path.relative_to(package).as_posix(): path for path in paths}
            taken = [name for name, path in sorted(files.items()) if path.stem not in others | _NOT_OF_WORDS]
            return [part for name in taken for part in (name, _content(files[name]))]

        return self._once(("files", lang), parts)

    def _pipeline(self, lang: str) -> str:
        named = self._pipelines.get(lang, "")
        folder = Path(named) if named else room("data") / "pipelines" / lang
        if named and not folder.is_dir() and named.isidentifier() and (spec := find_spec(named)):
            folder = Path(spec.origin or named).parent  # a package
        return _folder(folder)


def _codes() -> set[str]:
    """Give the codes of all languages that have any data."""
    return {path.stem for path in (room("lang") / "tokens").iterdir()} - {"all"}


def _closure(module: str) -> dict[str, bytes]:
    """Give the source of a module and of all modules of the package that it leads to."""
    package = Path(__file__).resolve().parent
    sources: dict[str, bytes] = {}
    waiting = [module]
    while waiting:
        name = waiting.pop()
        path = package / f"{name}.py"
        if name not in sources and name not in _HANDING_ON and path.is_file():
            sources[name] = path.read_bytes()
            for found in _IMPORT.finditer(sources[name].decode("utf-8")):
                waiting += [one for one in (found[1], found[2], *_NAME.findall(found[3] or "")) if one]
    return sources or {module: __version__.encode()}


def _folder(folder: Path) -> str:
    """Give the fingerprint of all files of a folder, hidden ones left out."""
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    names = sorted(name for name in paths if not any(part.startswith(".") for part in name.split("/")))
    return fingerprint(*(part for name in names for part in (name, paths[name].read_bytes())))


def _tables(folder: Path, others: Collection[str]) -> list[Path]:
    """List the tables that lie in a folder, but for some."""
    found = (path for path in folder.iterdir() if path.suffix in {".toml", ".tsv"})
    return sorted(path for path in found if path.name not in others)


def _content(path: Path) -> bytes:
    """Give what a file says: of TOML its tables, without remarks; a file that is missing says nothing."""
    try:
        content = path.read_bytes()
        if path.suffix != ".toml":
            return content
        return json.dumps(tomllib.loads(content.decode("utf-8")), default=str).encode()
    except (OSError, ValueError):
        return b""  # told where it is needed


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
