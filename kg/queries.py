"""The ready questions: SPARQL files that say of themselves what they ask, and how they are run.

The rule: a question is one ``queries/<name>.rq`` that runs as it stands in any SPARQL 1.1 engine. Its
comment header is its documentation, one ``# key: value`` a line:

- ``title-de``, ``title-en``, ``question-de``, ``question-en``, ``row-de``, ``row-en`` (what a row is)
- ``parameter NAME: KIND | WORDS-DE | WORDS-EN``, KIND one of text, date, number, language; its default
  is what stands in the query's one line ``VALUES ?NAME { … }``
- ``column NAME: DE | EN``, in the order of the SELECT
- ``overview: COUNTED | BY``, where an answer is long: how many of one column there are per value of another

Only that VALUES line is ever changed, and only to a value written as a literal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final, Protocol

import pyoxigraph

from kg.errors import ArticleError, ProjectError
from kg.service_calls import service_calls

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Cell = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple | None

KINDS: Final = ("text", "date", "number", "language")
LANGUAGES: Final = ("de", "en")
#: The parameter that the command fills with the reader's language.
LANGUAGE: Final = "lang"
_HEAD: Final = re.compile(
    r"# (?:(?P<kind>parameter|column) (?P<name>\w+)|(?P<key>overview|[a-z]+-(?:de|en))): (?P<value>.+)"
)
_KEYS: Final = tuple(f"{key}-{lang}" for key in ("title", "question", "row") for lang in LANGUAGES)
_OVERVIEW: Final = "overview"
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
#: SPARQL's strings, addresses and comments: what is in them is no keyword.
_SILENT: Final = re.compile(
    r"'''.*?'''|\"\"\".*?\"\"\"|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"|<[^<>\s]*>|#[^\r\n]*", re.DOTALL
)
_LEAVING: Final = re.compile(
    r"(?<![?$:\w])(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD)\b"
    r"(?=\s*(?:[<?{]|SILENT|DATA|WHERE|GRAPH|DEFAULT|ALL|NAMED|\w*:))",
    re.IGNORECASE,
)
#: What a query gives.
_FORM: Final = re.compile(r"(?<![?$:\w])(?:SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)


class Service(Protocol):
    """Whoever puts a query to a SPARQL service and reads its JSON answer."""

    def answer(self, query: str, parse: Callable[[bytes], Table | bool]) -> Table | bool:
        """Give the answer as ``parse`` reads it."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A blank of a question; ``default`` is the value the file has, "" where it means "any"."""

    name: str
    kind: str
    words: Mapping[str, str]
    default: str


@dataclass(frozen=True, slots=True)
class Question:
    """A ready question: its words by language ("title-de"), its blanks, its columns, its SPARQL."""

    name: str
    words: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, Mapping[str, str]]
    sparql: str

    def say(self, key: str, lang: str) -> str:
        """Give title, question or row in a language, in English where there is no such language."""
        return self.words[f"{key}-{lang if lang in LANGUAGES else 'en'}"]

    def overview(self) -> tuple[str, ...]:
        """Give the column to count and that to count by, nothing where no overview is needed."""
        return tuple(part.strip() for part in self.words.get(_OVERVIEW, "").split("|") if part)


@dataclass(frozen=True, slots=True)
class Table:
    """An answer: names of columns, and rows of RDF terms (None where there is nothing)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...] = field(default=())


def library(folder: Path) -> dict[str, Question]:
    """Read all questions of a folder (not of folders inside it), by name.

    Raises
    ------
    ProjectError
        KG-150 for a header that is not as described above, KG-151 if there is no question.
    """
    found = {path.stem: read_question(path) for path in sorted(folder.glob("*.rq"))}
    if not found:
        raise ProjectError("KG-151", f"{folder} holds no question.", "Install geoevents again.")
    return found


def read_question(path: Path) -> Question:
    """Read one question."""
    text = path.read_text(encoding="utf-8")
    words: dict[str, str] = {}
    columns: dict[str, Mapping[str, str]] = {}
    parameters: list[Parameter] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            break
        head = _HEAD.fullmatch(line)
        if head is None or (head["key"] or _OVERVIEW) not in (*_KEYS, _OVERVIEW):
            raise _wrong(
                path, f"line {number} is no 'key: value'; keys: {', '.join(_KEYS)}, parameter, column"
            )
        parts = [part.strip() for part in head["value"].split("|")]
        if head["key"]:
            words[head["key"]] = head["value"]
        elif head["kind"] == "column" and len(parts) == len(LANGUAGES):
            columns[head["name"]] = dict(zip(LANGUAGES, parts, strict=True))
        elif head["kind"] == "parameter" and len(parts) == len(LANGUAGES) + 1 and parts[0] in KINDS:
            told = dict(zip(LANGUAGES, parts[1:], strict=True))
            default = _default(path, text, head["name"], parts[0])
            parameters.append(Parameter(head["name"], parts[0], told, default))
        else:
            raise _wrong(path, f"line {number}: write 'column x: DE | EN' or 'parameter x: KIND | DE | EN'")
    question = Question(path.stem, words, tuple(parameters), columns, text)
    _complete(path, question)
    return question


def _complete(path: Path, question: Question) -> None:
    """See to it that the header says what the query does."""
    missing = [key for key in _KEYS if key not in question.words]
    if missing:
        raise _wrong(path, f"{', '.join(missing)} missing")
    stated = sorted(parameter.name for parameter in question.parameters)
    used = sorted(set(re.findall(r"VALUES \?(\w+) \{", question.sparql)))
    if stated != used:
        raise _wrong(path, f"parameters {stated}, but VALUES lines {used}")
    try:
        selected = _run(pyoxigraph.Store(), question.sparql, str(path)).columns
    except ArticleError as error:
        raise _wrong(path, error.what) from error
    if tuple(question.columns) != selected:
        raise _wrong(path, f"columns {list(question.columns)}, but the query gives {list(selected)}")
    told = question.overview()
    if told and [name in selected for name in told] != [True, True]:
        raise _wrong(path, "write 'overview: COLUMN | COLUMN' with two columns of the query")


def _wrong(path: Path, what: str) -> ProjectError:
    return ProjectError("KG-150", f"{path}: {what}.", "The header is described in kg/queries.py.")


def _default(path: Path, text: str, name: str, kind: str) -> str:
    lines = re.findall(rf'VALUES \?{name} \{{ (?:"((?:[^"\\]|\\.)*)"(?:\^\^xsd:date)?|([0-9.]+)) \}}', text)
    if len(lines) != 1:
        raise _wrong(path, f"?{name} needs exactly one line 'VALUES ?{name} {{ … }}' with one value")
    value = "".join(lines[0])
    _term(kind, value, name)
    return value


def fill(question: Question, values: Mapping[str, str]) -> str:
    """Write values into the blanks; blanks that get none keep their default.

    Raises
    ------
    ArticleError
        KG-223 for a blank the question does not have, KG-224 for a value of the wrong kind.
    """
    sparql = question.sparql
    known = {parameter.name: parameter for parameter in question.parameters}
    for name, value in values.items():
        if name not in known:
            what = f"The question {question.name} has no option --{name}."
            raise ArticleError("KG-223", what, f"It has: {', '.join(known)}.")
        term = _term(known[name].kind, value, name)
        # The whole line is replaced; what an earlier value holds has no line ends.
        before, _, after = sparql.partition(f"VALUES ?{name} {{")
        sparql = f"{before}VALUES ?{name} {{ {term} }}\n{after.partition(chr(10))[2]}"
    return sparql


def _term(kind: str, value: str, name: str) -> str:
    wrong = ArticleError("KG-224", f"--{name} {value!r} is no {kind}.", "")
    if kind == "number":
        if not re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,9})?", value):
            raise wrong
        return value
    if kind == "date":
        try:
            day = date.fromisoformat(value)
        except ValueError:
            wrong.remedy = "Write it as 2023-09-13."
            raise wrong from None
        return f'"{day.isoformat()}"^^xsd:date'
    if kind == "language" and not re.fullmatch(r"[a-z]{2,3}", value):
        raise wrong
    clean = value.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")
    return '"' + "".join(_ESCAPES.get(letter, letter) for letter in clean) + '"'


def ask(store: pyoxigraph.Store, question: Question, values: Mapping[str, str]) -> Table:
    """Run a ready question on a graph."""
    return _run(store, fill(question, values), question.name)


def run(store: pyoxigraph.Store, sparql: str) -> Table | bool | list[pyoxigraph.Triple]:
    """Run anybody's query: SELECT gives a table, ASK yes or no, CONSTRUCT and DESCRIBE triples.

    Raises
    ------
    ArticleError
        KG-225 if it is not SPARQL, KG-226 if it would change the graph or ask another machine.
    """
    found = _LEAVING.search(_spoken(sparql))
    if found or service_calls(sparql):
        raise _leaving(found[1] if found else "SERVICE")
    answer = _query(store, sparql, "The query")
    if isinstance(answer, pyoxigraph.QuerySolutions):
        return _table(answer)
    if isinstance(answer, pyoxigraph.QueryBoolean):
        return bool(answer)
    return sorted(answer, key=str)


def ask_service(service: Service, sparql: str) -> Table | bool:
    """Put anybody's query to a SPARQL service; which others that one asks is its own affair.

    Raises
    ------
    ArticleError
        KG-226 if it would change what the service holds, KG-225 if the answer would be no table.
    LookupFailed
        If the service does not answer.
    """
    spoken = _spoken(sparql)
    if found := _LEAVING.search(spoken):
        raise _leaving(found[1])
    form = _FORM.search(spoken)
    if form is None or form[0].upper() not in {"SELECT", "ASK"}:
        what = "This is no query that a service can answer with a table, or with yes or no."
        raise ArticleError("KG-225", what, "Ask with SELECT or ASK.")
    return service.answer(sparql, _read_answer)


def _read_answer(body: bytes) -> Table | bool:
    answer = pyoxigraph.parse_query_results(body, format=pyoxigraph.QueryResultsFormat.JSON)
    return _table(answer) if isinstance(answer, pyoxigraph.QuerySolutions) else bool(answer)


def _spoken(sparql: str) -> str:
    """Leave the words of a query that may be keywords."""
    return _SILENT.sub(lambda found: "<>" if found[0].startswith("<") else " ", sparql)


def _leaving(word: str) -> ArticleError:
    what = f"This query says {word.upper()}: it would change the graph or ask another machine."
    return ArticleError("KG-226", what, "Questions only read the graph that was built here.")


def _run(store: pyoxigraph.Store, sparql: str, where: str) -> Table:
    answer = _query(store, sparql, where)
    if not isinstance(answer, pyoxigraph.QuerySolutions):
        raise ProjectError("KG-150", f"{where} is not a SELECT query.")
    return _table(answer)


def _query(
    store: pyoxigraph.Store, sparql: str, where: str
) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples:
    try:
        return store.query(sparql)
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        raise ArticleError(
            "KG-225",
            f"{where} cannot be run: {error}.",
            "Prefixes are not assumed: state them as the files in queries/ do.",
        ) from error


def _table(answer: pyoxigraph.QuerySolutions) -> Table:
    return Table(tuple(one.value for one in answer.variables), tuple(tuple(row) for row in answer))
