"""What people read on a terminal: tables, cards, the words of a build; and the same as JSON and CSV.

The rule: labels first, certainty with its mark, never an address in full where a name will do. Nothing
that stands in an article can colour or move the terminal: control characters are made visible.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from typing import TYPE_CHECKING, Any

import pyoxigraph
from rich.cells import cell_len
from rich.table import Table as RichTable
from rich.text import Text

from kg.errors import LookupFailed
from kg.formulas import guarded
from kg.model import LinkStatus, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from rich.console import Console

    from kg.assembling import Summary
    from kg.queries import Table
    from kg.showing import Card, Reader

_STANDINGS = (
    (Status.ASSERTED, "stated as fact"),
    (Status.REPORTED, "reported by someone"),
    (Status.SPECULATED, "speculation"),
    (Status.DENIED, "denied"),
    (Status.DISPUTED, "disputed"),
    (Status.PLANNED, "announced"),
)
_BELOW = re.compile(r"-[0-9]+")
#: What would be read as markup in a cell of a Markdown table.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>|#~]")
#: What a column of a table takes beside its words.
_FRAME = 3
_QUOTES = {"de": ("„", "“"), "en": ("“", "”")}
_LINKS = (
    (LinkStatus.LINKED, "linked to Wikidata"),
    (LinkStatus.AMBIGUOUS, "ambiguous"),
    (LinkStatus.NIL, "not in Wikidata"),
    (LinkStatus.NOT_ATTEMPTED, "not in the snapshot"),
    (LinkStatus.LOOKUP_FAILED, "not looked up: the service did not answer"),
)


def safe(text: str) -> str:
    """Make control characters visible."""
    return "".join("\ufffd" if unicodedata.category(c) in {"Cc", "Cf"} and c != "\n" else c for c in text)


def counted(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def build_words(summary: Summary, out: Path) -> str:
    """Tell what a build came to."""
    events, articles = len(summary.events), len(summary.tellings)
    where = f" ({counted(summary.publishers, 'publisher')})" if summary.publishers else ""
    lines = [f"{counted(events, 'event')} from {counted(articles, 'article')}{where}"]
    # What a service did not say is told with the names.
    failed = sum(not isinstance(error, LookupFailed) for error in summary.errors)
    left = ((failed, "failed"), (len(summary.set_aside), "set aside"))
    if any(number for number, _ in left):
        told = ", ".join(f"{number} {words}" for number, words in left if number)
        lines.append(f"   besides, {told}: the messages say which, and why")
    if summary.unchanged:
        lines.append(f"   {summary.unchanged} of {counted(articles, 'article')} unchanged")
    statuses = summary.statuses
    if events:
        lines.append(
            "   " + "   ".join(f"{statuses[one]} {words}" for one, words in _STANDINGS if statuses[one])
        )
    names: dict[LinkStatus, int] = {
        one: number for one, number in summary.names.items() if one != LinkStatus.NOT_LINKABLE
    }
    if names:
        parts = [f"{names[one]} {words}" for one, words in _LINKS if names.get(one)]
        lines.append(f"{counted(sum(names.values()), 'name')}: {', '.join(parts)}")
    if summary.warnings:
        lines.append(f"{counted(summary.warnings, 'warning')}:  kg check {out}")
    lines.append(
        f"graph.ttl  {counted(summary.statements, 'statement')}   sha256 {summary.sha256[:8]}…   "
        "the same input gives the same bytes"
    )
    lines.append(f"Next:  kg ask -g {out}" if str(out) != "build" else "Next:  kg ask")
    return "\n".join(lines)


def trouble_words(summary: Summary, *, quiet: bool = False) -> str:
    """List what failed, was set aside, and, unless quiet, what is noteworthy."""
    lines = []
    for number, error in enumerate(summary.errors):
        lines.append(f"{error.code}  {error.what}")
        after = summary.errors[number + 1] if number + 1 < len(summary.errors) else None
        # A remedy that is the same for several stands once, below the last.
        if after is None or (after.code, after.remedy) != (error.code, error.remedy):
            lines += [f"        {line}" for line in error.remedy.splitlines()]
    for article, reasons in summary.set_aside:
        lines.append(f"KG-230  {article}: set aside, its graph breaks rules (see rejected/{article}.txt):")
        lines += [f"        {line}" for line in reasons.splitlines()]
    if summary.broken:
        lines.append("KG-231  The whole graph breaks rules:")
        lines += [f"        {line}" for words in summary.broken for line in words.splitlines()]
    for article, note in () if quiet else summary.notes:
        code, _, words = note.partition(": ")
        lines.append(f"{code}  {article}: {words}")
    return safe("\n".join(lines))


def cell(term: object, reader: Reader) -> str:
    """Say one value of an answer."""
    if isinstance(term, pyoxigraph.NamedNode):
        return safe(reader.cell(term.value))
    return safe(str(getattr(term, "value", "")))


def short(iri: str) -> str:
    """Give the part of an address that tells it from others."""
    return iri.rpartition("/")[2] or iri


def show_table(
    console: Console, heads: Sequence[str], rows: Iterable[Sequence[str]], title: str = ""
) -> None:
    """Draw a table; where a terminal is too narrow for its words, tell its rows one below the other."""
    lines = [tuple(row) for row in rows]
    columns = list(zip(heads, *lines, strict=True))
    least = [max(cell_len(word) for text in column for word in (*text.split(), "")) for column in columns]
    widths = [
        max(cell_len(line) for text in column for line in (*text.splitlines(), "")) for column in columns
    ]
    needed, frame = sum(least), _FRAME * len(heads) + 1
    if console.is_terminal and needed + frame > console.width:
        _show_rows(console, heads, lines, title)
        return
    # A file is as wide as its words are.
    console.width = max(console.width, needed + frame)
    while sum(widths) + frame > console.width:
        wide = [place for place, width in enumerate(widths) if width > least[place]]
        widths[max(wide, key=widths.__getitem__)] -= 1
    table = RichTable(title=Text(title) if title else None, title_justify="left", header_style="bold")
    for head, width in zip(heads, widths, strict=True):
        table.add_column(Text(head), overflow="fold", width=width)
    for row in lines:
        table.add_row(*(Text(value) for value in row))
    console.print(table)


def _show_rows(console: Console, heads: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> None:
    """Tell rows one below the other, each cell that is filled on a line of its own."""
    if title:
        console.print(Text(title, style="italic"), soft_wrap=True)
    for first, *others in rows:
        console.print(Text(f"\n{first}", style="bold"), soft_wrap=True)
        for head, value in zip(heads[1:], others, strict=True):
            if value:
                console.print(Text(f"  {head}: {value}" if head else f"  {value}"), soft_wrap=True)


def show_card(console: Console, card: Card, lang: str) -> None:
    """Draw a card with its sentences."""
    opening, closing = _QUOTES[lang]
    console.print(Text(safe(card.title), style="bold"))
    for name, value in card.facts:
        console.print(Text(f"  {safe(name)}: {safe(value)}"))
    for told in card.told:
        head = [told.modality, told.source, told.publisher, told.date, told.article]
        console.print()
        console.print(Text("  " + safe(" · ".join(part for part in head if part))))
        console.print(Text(f"    {opening}{safe(told.quote)}{closing}"))
        tail = [", ".join(told.cues) and f"[{', '.join(told.cues)}]", told.event and f"→ {told.event}"]
        if any(tail):
            console.print(Text("    " + safe(" ".join(part for part in tail if part))))


def as_json(value: Any) -> str:
    """Write JSON."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def tally(table: Table, counted: str, by: str) -> list[tuple[str, str]]:
    """Count how many different values of one column stand beside each value of another, in its order."""
    one, other = table.columns.index(counted), table.columns.index(by)
    found: dict[str, set[str]] = {}
    for row in table.rows:
        found.setdefault(str(getattr(row[other], "value", "")), set()).add(str(row[one]))
    return [(safe(value), f"{len(each):,}") for value, each in found.items()]


def rows_json(table: Table) -> list[dict[str, str]]:
    """Give an answer's rows as JSON takes them: values as they are, those that are missing left out."""
    return [
        {
            name: str(getattr(term, "value", term))
            for name, term in zip(table.columns, row, strict=True)
            if term is not None
        }
        for row in table.rows
    ]


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[str]], lang: str) -> str:
    """Write CSV with the mark and, in German, the semicolon without which Excel garbles it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if lang == "de" else ",", lineterminator="\r\n")
    writer.writerow(heads)
    # A cell that begins like a formula would be run by Excel; a number of days below nought is none.
    writer.writerows([value if _BELOW.fullmatch(value) else guarded(value) for value in row] for row in rows)
    return "\ufeff" + text.getvalue()


def as_markdown(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table as Markdown; what would end a cell or become markup is escaped."""
    lines = [[safe(head) for head in heads], ["---"] * len(heads)]
    lines += [[_MARKUP.sub(r"\\\g<0>", " ".join(value.split())) for value in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
