"""Measures whom we quote with which words, on a set in the form of the German Wikinews quotes (2024).

Run by hand (``python -m tests.quality.quotes SET --program FILE``): reads the texts of the set with our
pipeline, writes our quotes in its form, and runs its own evaluation program on both. Set and program
(Petersen-Frey & Biemann, repository uhh-lt/german-news-quotation-attribution-2024, eval/eval.py) are not
part of the project; the program needs numpy and scipy, so name a Python that has them with ``--python``.

Figures are in percent: averaged over quotes and roles, as the program prints them, and over all words,
as it logs them. Exit code 1 if the averaged joint figures are below the floors.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from kg.language_files import load_language
from kg.model import Article, Section, SectionKind, Span
from kg.parsing import Parser
from kg.quoting import find_quotes
from kg.rooms import room
from kg.snapshot import SnapshotLookup
from kg.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.quoting import Quote

    Document = dict[str, Any]

_TELL: Final = 25
_ROLES: Final = ("speaker", "cue", "frame", "addressee")
_PARAGRAPH: Final = re.compile(r"[^\n]*\S[^\n]*")
_PRINTED: Final = re.compile(r"^(\w+)\((F1|P|R)\):\s+([\d.]+)$", re.MULTILINE)
_LOGGED: Final = re.compile(r"global (prec|recall|f1) (\w+): ([\d.]+)")
_NAMES: Final = {
    "prec": "P",
    "recall": "R",
    "f1": "F1",
    "msg": "Messages",
    "roles": "Roles",
    "joint": "Joint",
}


def read_set(path: Path) -> list[Document]:
    """Read a set: one document a line, packed with gzip or plain."""
    packed = path.suffix == ".gz"
    text = gzip.decompress(path.read_bytes()).decode() if packed else path.read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def article_of(document: Document, lang: str) -> Article:
    """Give a document's text as an article, each line of it a paragraph, so that offsets stay the same."""
    text = document["originalText"]
    sections = tuple(Section(SectionKind.BODY, Span(*m.span())) for m in _PARAGRAPH.finditer(text))
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(document["documentName"], text, lang, digest, sections=sections)


def in_form(document: Document, quotes: Sequence[Quote]) -> list[dict[str, Any]]:
    """Give quotes in the form of the set: each part as the ids of the document's words."""
    return [
        {
            "id": number,
            "type": str(quote.kind),
            "medium": "Speech",
            "isNested": quote.nested,
            "quote": _words(document, quote.content),
            **{role: _words(document, getattr(quote, role)) for role in _ROLES},
        }
        for number, quote in enumerate(quotes)
    ]


def _words(document: Document, spans: Sequence[Span]) -> dict[str, list[int]]:
    inside = (
        token["id"]
        for token in document["tokens"]
        if any(token["charBegin"] < span.end and span.begin < token["charEnd"] for span in spans)
    )
    return {"tokenIds": sorted(inside)}


def predict(documents: Sequence[Document], lang: str) -> Iterator[dict[str, Any]]:
    """Give each document with our quotes in it."""
    vocabulary = load_vocabulary(room("ontology"))
    events = {name: vocabulary.roles(name) for name in vocabulary.event_types()}
    language = load_language(room("lang") / f"{lang}.toml", events, vocabulary.fact_predicates())
    names = [name for name, _ in SnapshotLookup(room("data") / "wikidata").names(lang)]
    parser = Parser(language, str(room("data") / "pipelines" / lang), names)
    for number, document in enumerate(documents, 1):
        reading = parser.read(article_of(document, lang))
        found = in_form(document, find_quotes(reading, language))
        yield {
            "documentName": document["documentName"],
            "annotations": [one for one in found if one["quote"]["tokenIds"]],
        }
        if number % _TELL == 0 or number == len(documents):
            click.echo(f"{number} of {len(documents)} read", err=True)


def figures(output: str) -> dict[str, dict[str, float]]:
    """Read the program's output: by way of averaging and measure ("quotes", "Joint F1"), in percent."""
    printed = {f"{what} {which}": 100 * float(value) for what, which, value in _PRINTED.findall(output)}
    logged = {
        f"{_NAMES[what]} {_NAMES[which]}": 100 * float(value)
        for which, what, value in _LOGGED.findall(output)
    }
    return {"quotes": printed, "words": logged}


def evaluate(program: Path, python: str, gold: Path, predicted: Path) -> dict[str, dict[str, float]]:
    """Run the set's own program."""
    done = subprocess.run(
        [python, str(program), "--prediction", str(predicted), "--gold", str(gold)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise click.ClickException(f"{program} failed:\n{done.stderr[-2000:]}")
    return figures(done.stdout + done.stderr)


def table(measured: Mapping[str, Mapping[str, float]]) -> str:
    """Give the figures as a table."""
    lines = [f"{'averaged over':16}{'':10}{'F1':>7}{'P':>7}{'R':>7}"]
    for way, values in measured.items():
        for what in ("Messages", "Roles", "Joint"):
            row = "".join(f"{values[f'{what} {which}']:7.1f}" for which in ("F1", "P", "R"))
            lines.append(f"{way:16}{what:10}{row}")
    return "\n".join(lines)


@click.command()
@click.argument("gold", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--program", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True)
@click.option("--python", default=sys.executable, help="A Python with numpy and scipy.")
@click.option("--lang", default="de", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="Keep our quotes in this file.")
@click.option(
    "--floors", type=(float, float), default=(50.0, 75.0), show_default=True, help="Joint F1 and P."
)
def main(
    gold: Path, program: Path, python: str, lang: str, out: Path | None, floors: tuple[float, float]
) -> None:
    """Measure our quotes on the set GOLD with its own evaluation PROGRAM."""
    documents = read_set(gold)
    with tempfile.TemporaryDirectory() as folder:
        plain, predicted = Path(folder) / "gold.jsonl", out or Path(folder) / "ours.jsonl"
        plain.write_text("".join(json.dumps(one) + "\n" for one in documents), encoding="utf-8")
        ours = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in predict(documents, lang))
        predicted.write_text(ours, encoding="utf-8")
        measured = evaluate(program, python, plain, predicted)
    click.echo(table(measured))
    reached = measured["quotes"]
    if reached["Joint F1"] < floors[0] or reached["Joint P"] < floors[1]:
        sys.exit(1)


if __name__ == "__main__":
    main()
