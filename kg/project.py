"""What `kg check` and `kg doctor` look at: the project's own files, a built graph, the installation.

The rule: every check says how many things it looked at, and one that found nothing to look at fails.
"""

from __future__ import annotations

import platform
import re
import tomllib
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Final

import pyoxigraph
from rdflib import RDF, Graph
from rdflib.namespace import DCTERMS
from rdflib.plugins.sparql import prepareQuery

from kg import __version__
from kg.checking import Checker, file_loads_everywhere, quotes_hold, read_shapes
from kg.errors import ArticleError, KgError
from kg.findings import in_words
from kg.furniture import load_furniture
from kg.happenings import load_happenings
from kg.labelling import read_templates
from kg.language_files import load_language, with_frames
from kg.outlets import load_outlets
from kg.overrides import load_overrides
from kg.queries import library
from kg.rooms import room
from kg.snapshot import SnapshotLookup
from kg.store import graph_file, texts
from kg.things import load_things
from kg.vocabulary import KG, load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kg.findings import Finding
    from kg.language import Language
    from kg.vocabulary import Vocabulary

_PACKAGES: Final = (
    *("spacy", "rdflib", "pyoxigraph", "pyshacl"),
    *("SPARQLWrapper", "trafilatura", "requests", "simplemma"),
)
_STANDINGS: Final = ("stated", "possible", "planned", "denied", "disputed")
_TERM: Final = re.compile(r"\bkg:([A-Za-z]\w*)")
#: Comments, strings and full addresses of a query: a "kg:" in them is no term.
_SILENT: Final = re.compile(r'"(?:\\.|[^"\\])*"|<[^<>\s]*>|#[^\n]*')


@dataclass(frozen=True, slots=True)
class Checked:
    """One check: what was looked at, how many there were, and what is wrong."""

    name: str
    count: int
    faults: tuple[str, ...] = field(default=())

    @property
    def good(self) -> bool:
        """Whether there was something to check and nothing is wrong."""
        return self.count > 0 and not self.faults


@dataclass(frozen=True, slots=True)
class Part:
    """Something a build needs: whether it is there, and what is told of it."""

    name: str
    told: str
    good: bool = True


def installed() -> tuple[Part, ...]:
    """List what this installation has."""
    parts = [Part("geoevents", __version__), Part("Python", platform.python_version())]
    for name in _PACKAGES:
        try:
            parts.append(Part(name, version(name)))
        except PackageNotFoundError:
            parts.append(Part(name, "not installed", good=False))
    pipelines = room("data") / "pipelines"
    for path in sorted(room("lang").glob("*.toml")):
        if path.stem != "furniture":
            found = (pipelines / path.stem / "meta.json").is_file()
            frames = path.stem in with_frames(room("lang"))
            told = _can_build(frames=frames, pipeline=found)
            parts.append(Part(f"language {path.stem}", told))
    ready = any(part.told == "frames and pipeline" for part in parts)
    parts.append(Part("a language that can be built", "yes" if ready else "no", ready))
    try:
        parts.append(Part("Wikidata snapshot", SnapshotLookup(room("data") / "wikidata").date))
    except KgError as error:
        parts.append(Part("Wikidata snapshot", error.what, good=False))
    return tuple(parts)


def _can_build(*, frames: bool, pipeline: bool) -> str:
    if not frames:
        return "dates only; its articles are left out"
    return "frames and pipeline" if pipeline else "frames only; name a pipeline:  --pipeline"


def frame_languages() -> dict[str, Language]:
    """Load every language that has frames, by its code: what says which words and slots a rule has."""
    vocabulary = load_vocabulary(room("ontology"))
    events = {name: vocabulary.roles(name) for name in vocabulary.event_types()}
    return {
        code: load_language(room("lang") / f"{code}.toml", events, vocabulary.fact_predicates())
        for code in sorted(with_frames(room("lang")))
    }


def check_graph(place: Path, lang: str) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Check a built graph, or a file of it, with the texts beside it; give findings and their words.

    Raises
    ------
    ArticleError
        KG-220 if the file is no Turtle, KG-228 if it holds no article.
    """
    path = graph_file(place)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ArticleError(
            "KG-220", f"{path} cannot be read: {error}.", "Check the file and its rights."
        ) from error
    unsafe = file_loads_everywhere(raw, lang)
    if any(one.rule == "turtle" for one in unsafe):
        raise ArticleError(
            "KG-220",
            f"{path} is no graph: {unsafe[0].detail}.",
            "Build it again, or mend the place it names.",
        )
    graph = Graph().parse(data=raw, format="turtle")
    names = {
        str(graph.value(one, DCTERMS.identifier)): str(one) for one in graph.subjects(RDF.type, KG.Article)
    }
    if not names:
        raise ArticleError(
            "KG-228", f"{path}: there is no article in this graph.", "Name a graph that kg build made."
        )
    vocabulary = load_vocabulary(room("ontology"))
    beside = {names[stem]: text for stem, text in texts(place).items() if stem in names}
    checker = Checker(room("shapes"), vocabulary)
    findings = (
        *checker.check(graph, lang),
        *checker.undeclared(graph, lang),
        *unsafe,
        *quotes_hold(graph, beside, lang),
    )
    ordered = tuple(sorted(set(findings), key=lambda one: (one.severity, one.node, one.rule, one.detail)))
    return ordered, tuple(in_words(one, graph, lang) for one in ordered)


def check_project() -> tuple[Checked, ...]:
    """Run all checks on the project's own files."""
    try:
        vocabulary = load_vocabulary(room("ontology"))
    except KgError as error:
        return (Checked("ontology", 1, (str(error),)),)
    checks: tuple[tuple[str, Callable[[Vocabulary], Iterator[str]]], ...] = (
        ("event types", _event_types),
        ("shapes", _shapes),
        ("languages", _languages),
        ("labels of events", _labels),
        ("fixed links", _overrides),
        ("outlets and happenings", _tables),
        ("words for things", _things),
        ("questions", _questions),
        ("lookups", _lookups),
        ("Wikidata snapshot", _snapshot),
    )
    return (
        Checked("terms of the ontology", len(vocabulary.declared_in)),
        *(_checked(name, check(vocabulary)) for name, check in checks),
    )


def _checked(name: str, found: Iterator[str]) -> Checked:
    """Count what a check looked at: it gives "" for each good thing and words for each fault."""
    results: list[str] = []
    try:
        results.extend(found)
    except KgError as error:
        results.append(str(error))
    return Checked(name, len(results), tuple(result for result in results if result))


def _event_types(vocabulary: Vocabulary) -> Iterator[str]:
    for name in vocabulary.event_types():
        expected = (("ontology", f"events/{name}.ttl"), ("shapes", f"events/{name}.ttl"))
        missing = [f"{folder}/{path}" for folder, path in expected if not (room(folder) / path).is_file()]
        yield f"The event type {name} has no file {', '.join(missing)}." if missing else ""


def _shapes(vocabulary: Vocabulary) -> Iterator[str]:
    folder = room("shapes")
    checker = Checker(folder, vocabulary)
    checker.check(Graph())
    for path in sorted(folder.rglob("*.ttl")):
        where = path.relative_to(folder).as_posix()
        unknown = vocabulary.undeclared(Graph().parse(path))
        yield "".join(f"shapes/{where} speaks of {iri}, which the ontology lacks." for iri in unknown)
    yield "" if len(read_shapes(folder)) else "The shapes are empty."


def _languages(vocabulary: Vocabulary) -> Iterator[str]:
    events = {name: vocabulary.roles(name) for name in vocabulary.event_types()}
    for path in sorted(room("lang").glob("*.toml")):
        try:
            if path.stem == "furniture":
                load_furniture(path)
            else:
                load_language(path, events, vocabulary.fact_predicates())
        except KgError as error:
            yield str(error)
        else:
            yield ""


def _labels(vocabulary: Vocabulary) -> Iterator[str]:
    templates = read_templates(room("data") / "labels.toml")
    for lang in ("de", "en"):
        for name in vocabulary.event_types():
            missing = [one for one in _STANDINGS if (lang, name, one) not in templates.heads]
            yield f"data/labels.toml has no [{lang}.{name}] {', '.join(missing)}." if missing else ""


def _overrides(vocabulary: Vocabulary) -> Iterator[str]:
    yield ""  # a file without a link is good, too
    fixed = load_overrides(room("data") / "overrides.tsv", vocabulary.declared_in)
    for lines in fixed.by_name.values():
        yield from ("" for _ in lines)


def _tables(vocabulary: Vocabulary) -> Iterator[str]:
    yield from ("" for _ in load_outlets(room("data") / "publishers.tsv").by_key)
    for one in load_happenings(room("data") / "happenings.tsv"):
        known = one.event_type in vocabulary.event_types()
        yield "" if known else f"data/happenings.tsv: {one.name} is no event of the ontology."


def _things(vocabulary: Vocabulary) -> Iterator[str]:
    for key, one in load_things(room("data") / "things.toml").by_key.items():
        known = one.type in vocabulary.declared_in
        yield "" if known else f"data/things.toml: {one.type} ({key}) is no class of the ontology."


def _questions(vocabulary: Vocabulary) -> Iterator[str]:
    for name, question in library(room("queries")).items():
        unknown = [term for term in _terms(question.sparql) if term not in vocabulary.declared_in]
        if unknown:
            yield f"queries/{name}.rq speaks of kg:{', kg:'.join(unknown)}, which the ontology lacks."
        else:
            yield _parses(question.sparql, f"queries/{name}.rq")


def _lookups(_: Vocabulary) -> Iterator[str]:
    for folder in ("lookup", "snapshot"):
        paths = sorted((room("queries") / folder).glob("*.rq"))
        for path in paths:
            yield _parses(path.read_text(encoding="utf-8"), f"queries/{folder}/{path.name}")
        if not paths:
            yield f"queries/{folder} holds no question."


def _terms(sparql: str) -> list[str]:
    return sorted(set(_TERM.findall(_SILENT.sub(" ", sparql))))


def _parses(sparql: str, where: str) -> str:
    try:
        pyoxigraph.Store().query(sparql)
        prepareQuery(sparql)
    except Exception as error:  # noqa: BLE001  the two parsers raise what they like
        return f"{where} is not SPARQL 1.1: {error}"
    return ""


def _snapshot(vocabulary: Vocabulary) -> Iterator[str]:
    folder = room("data") / "wikidata"
    snapshot = SnapshotLookup(folder)
    yield (
        ""
        if re.fullmatch(r"\d{4}-\d\d-\d\d", snapshot.date)
        else f"snapshot.toml: {snapshot.date!r} is no day."
    )
    yield "" if snapshot.items(["Q159"]) else "The snapshot does not know Russia (Q159)."
    for name in tomllib.loads((folder / "classes.toml").read_text(encoding="utf-8")):
        known = name in vocabulary.declared_in
        yield "" if known else f"data/wikidata/classes.toml: the ontology has no class {name!r}."
