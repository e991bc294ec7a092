"""Files of news into articles: the kept text, what each part of it is, and what is known about it.

Reads ``.txt`` and ``.md`` (optional front matter between ``---`` lines), ``.html``, ``.jsonl`` (one
record a line: ``text``, the front matter's keys, optional ``id``). The kept text is the sections
joined by a blank line, and every offset anywhere refers to it. Nothing here raises for a bad input:
it becomes an `ArticleError` in the result, and the others go on.

Errors: KG-201 no such file · KG-202 nothing here to read · KG-203 cannot be opened · KG-204 not text,
or an encoding that cannot be told · KG-205 too large · KG-206 empty, or nothing but page furniture ·
KG-207 front matter never closes · KG-208 a record that is no article · KG-209 a page without article.
Notes: KG-211 read as Windows-1252; the others are in `kg.metadata`.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kg.errors import ArticleError
from kg.language_id import identify
from kg.layout import arrange
from kg.metadata import KEYS, read_days, read_front_matter, read_language, read_url, settle_language
from kg.model import Article, Section, SectionKind, Span
from kg.pages import read_page
from kg.pieces import split, tidy

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from kg.furniture import Furniture
    from kg.layout import Layout
    from kg.pieces import Piece

SUFFIXES: Final = frozenset({".txt", ".md", ".markdown", ".html", ".htm", ".jsonl", ".ndjson"})
LARGEST: Final = 2_000_000  # bytes of one text: some 300,000 words, no news article
LARGEST_PAGE: Final = 10_000_000  # HTML carries scripts
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PLAUSIBLE: Final = 0.85  # share of ASCII among the letters of a Western text
_NO_DEFAULTS: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class _Source:
    """One article before it is put together."""

    id: str
    path: str
    values: Mapping[str, str]
    text: str = ""
    pieces: tuple[Piece, ...] = ()
    markdown: bool = False
    notes: tuple[str, ...] = ()
    where: str = ""


def find(sources: Sequence[str | Path]) -> tuple[Path, ...]:
    """List the files to read, sorted, each once; folders are searched to the bottom, READMEs left out.

    Raises
    ------
    ArticleError
        KG-201 for a source that does not exist, KG-202 for one that holds nothing to read.
    """
    found: set[Path] = set()
    kinds = ", ".join(sorted(SUFFIXES))
    for source in map(Path, sources):
        if source.is_dir():
            inside = {
                path for path in source.rglob("*") if _readable(path.relative_to(source)) and path.is_file()
            }
            if not inside:
                raise ArticleError(
                    "KG-202", f"{source}: no article in this folder.", f"Files that are read: {kinds}."
                )
            found |= inside
        elif not source.exists():
            raise ArticleError("KG-201", f"{source}: there is no such file or folder.", "Check the spelling.")
        elif source.suffix.lower() not in SUFFIXES:
            raise ArticleError(
                "KG-202", f"{source}: this kind of file is not read.", f"Files that are read: {kinds}."
            )
        else:
            found.add(source)
    return tuple(sorted(found, key=lambda path: path.as_posix()))


def read(
    path: Path, furniture: Furniture, languages: Collection[str], defaults: Mapping[str, str] = _NO_DEFAULTS
) -> tuple[Article | ArticleError, ...]:
    """Read one file: an article, or many from a ``.jsonl``; each bad one gives its error instead.

    ``defaults`` are ``date`` and ``url`` of articles in which neither head nor text tells them.
    """
    read_items: list[Article | ArticleError] = []
    for source in _sources(path):
        if isinstance(source, ArticleError):
            read_items.append(source)
            continue
        try:
            read_items.append(_article(source, furniture, languages, defaults))
        except ArticleError as error:
            read_items.append(error)
    return tuple(read_items)


def _readable(path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.parts)
    return path.suffix.lower() in SUFFIXES and path.stem.lower() != "readme" and not hidden


def _sources(path: Path) -> Iterator[_Source | ArticleError]:
    suffix = path.suffix.lower()
    try:
        if suffix in (".jsonl", ".ndjson"):
            yield from _records(path)
        elif suffix in (".html", ".htm"):
            values, pieces = read_page(_bytes(path, LARGEST_PAGE), _name(path))
            yield _Source(tidy(path.stem), _name(path), values, pieces=pieces)
        else:
            text, notes = _decode(_bytes(path, LARGEST), str(path))
            front = read_front_matter(text, str(path))
            markdown = suffix in (".md", ".markdown")
            yield _Source(
                tidy(path.stem), _name(path), front.values, front.text, (), markdown, notes + front.notes
            )
    except ArticleError as error:
        yield error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path itself
        yield ArticleError(
            "KG-203", f"{_name(path)}: cannot be opened: {error}.", "Check the file and its rights."
        )


def _name(path: Path) -> str:
    return path.as_posix().encode("utf-8", "replace").decode("utf-8")


def _bytes(path: Path, largest: int) -> bytes:
    with path.open("rb") as file:
        raw = file.read(largest + 1)
    if len(raw) > largest:
        size = path.stat().st_size
        raise ArticleError(
            "KG-205",
            f"{_name(path)}: {size:,} bytes are too much for one article (at most {largest:,}).",
            "Split it into one file an article, or give a .jsonl with one article a line.",
        )
    return raw


def _decode(raw: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    """Decode by mark, else as UTF-8, else as Windows-1252 if that gives Western text."""
    refusal = ArticleError(
        "KG-204", f"{where}: this is not text, or its encoding cannot be told.", "Save it as text in UTF-8."
    )
    encoding = next((name for mark, name in _BOMS if raw.startswith(mark)), "utf-8")
    notes: tuple[str, ...] = ()
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        try:
            text = raw.decode("cp1252")
        except UnicodeDecodeError:
            raise refusal from None
        letters = [letter for letter in text if letter.isalpha()]
        plain = sum(letter.isascii() for letter in letters)
        if encoding != "utf-8" or not letters or plain / len(letters) < _PLAUSIBLE:
            raise refusal from None
        notes = ("KG-211: not UTF-8; read as Windows-1252",)
    if "\x00" in text:
        raise refusal
    return text, notes


def _records(path: Path) -> Iterator[_Source | ArticleError]:
    with path.open("rb") as file:
        number = 0
        while raw := file.readline(LARGEST + 1):
            number += 1
            where = f"{_name(path)}, line {number}"
            whole = len(raw) <= LARGEST
            while not raw.endswith(b"\n") and (more := file.readline(LARGEST)):
                raw = more
                whole = False
            if not whole:
                yield ArticleError("KG-205", f"{where}: longer than {LARGEST:,} bytes.", "Split the record.")
            elif raw.strip(b"\xef\xbb\xbf \t\r\n"):
                yield _record(raw, where, path, number)
    if not number:
        yield _nothing(_name(path))


def _record(raw: bytes, where: str, path: Path, number: int) -> _Source | ArticleError:
    remedy = 'One line a record: {"text": "…", "date": "2023-09-13", "lang": "de"}.'
    try:
        record = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return ArticleError("KG-208", f"{where}: no JSON: {error}.", remedy)
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        return ArticleError("KG-208", f"{where}: the record has no 'text'.", remedy)
    if "\x00" in record["text"]:
        return ArticleError("KG-204", f"{where}: the text holds NUL characters.", "Write the text in UTF-8.")
    notes = [
        f"KG-212: unknown key {tidy(key)[:40]!r} in the record; known: id, text, {', '.join(KEYS)}"
        for key in record
        if key not in {*KEYS, "id", "text"}
    ]
    values = {key: str(record[key]) for key in KEYS if isinstance(record.get(key), str | int)}
    named = tidy(str(record["id"])) if isinstance(record.get("id"), str | int) else ""
    return _Source(
        named or f"{tidy(path.stem)}-{number}",
        _name(path),
        values,
        record["text"],
        notes=tuple(notes),
        where=where,
    )


def _nothing(where: str) -> ArticleError:
    return ArticleError(
        "KG-206", f"{where}: there is no article text in it.", "Check that the text was saved whole."
    )


def _article(
    source: _Source, furniture: Furniture, languages: Collection[str], defaults: Mapping[str, str]
) -> Article:
    stated = source.values.get("lang", "")
    whole = source.text or "\n".join(piece.text for piece in source.pieces)
    # Furniture is in the language of the page, whatever the front matter says.
    page = identify(whole, furniture.profiles) or read_language(stated, furniture)
    pieces = source.pieces or split(source.text, furniture, page, markdown=source.markdown)
    layout = arrange(pieces, furniture, page, source.values.get("title", ""))
    if not any(re.search(r"\w", text) for kind, text in layout.sections if kind is not SectionKind.HEADLINE):
        raise _nothing(source.where or source.path)
    url, url_notes = read_url(source.values.get("url") or defaults.get("url", ""))
    day, dateline, day_notes = read_days(
        source.values.get("date", ""), layout.timestamp, defaults.get("date", ""), layout.datelines, furniture
    )
    text, sections = _joined(layout)
    lang, notes = settle_language(stated, text, furniture, languages)
    known = {
        "title": layout.title,
        "date": day,
        "publisher": tidy(source.values.get("publisher", "")),
        "lang": lang,
        "url": url,
        "agency": tidy(source.values.get("agency", "")) or layout.agency,
    }
    if dateline:  # an article without one keeps the address it always had
        known["dateline"] = dateline
    canonical = json.dumps(known | {"text": text}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Article(
        id=source.id,
        text=text,
        sha256=hashlib.sha256(canonical.encode("utf-8")).hexdigest(),
        sections=sections,
        path=source.path,
        notes=source.notes + notes + day_notes + url_notes,
        **known,
    )


def _joined(layout: Layout) -> tuple[str, tuple[Section, ...]]:
    sections = []
    begin = 0
    for kind, text in layout.sections:
        sections.append(Section(kind, Span(begin, begin + len(text))))
        begin += len(text) + 2
    return "\n\n".join(text for _, text in layout.sections), tuple(sections)
