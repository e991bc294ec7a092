"""Doubtful reports as a table that a person fills in, and the decisions that a filled-in table holds.

The rule: only what the person changed becomes a decision; each row carries what its cells held (column
``was``), so that a table filled in weeks later changes nothing that nobody touched. A cell that begins like
a formula gets an apostrophe, which is taken off again when the table is read.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Final

from kg.decisions import Anchor, Decision, Kind, fault_of
from kg.doubts import BETWEEN, UNKNOWN, Doubt
from kg.errors import ArticleError
from kg.formulas import guarded, unguarded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

COLUMNS: Final = (
    "article",
    "date",
    "type",
    "quote",
    "trigger",
    "reasons",
    "status",
    "verdict",
    "certainty",
    "cues",
    "time",
    "place",
    "roles",
    "links",
    "event",
    "why",
    "was",
)
_CHANGEABLE: Final = ("certainty", "cues", "time", "place", "roles", "links", "event")
_NEW: Final = "new"
_REMEDY: Final = "Mend the row; nothing of this file was taken over."


def to_csv(doubts: Iterable[Doubt], lang: str) -> bytes:
    """Write doubtful reports as Excel reads them; with German settings it parts cells by semicolons."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if lang == "de" else ",", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in doubts:
        writer.writerow([_safe(cell) for cell in _row(one)])
    return text.getvalue().encode("utf-8-sig")


def read_csv(content: bytes, name: str, doubts: Sequence[Doubt]) -> tuple[Decision, ...]:
    """Read the decisions of a filled-in table; ``doubts`` are all reports of the graph as it is now.

    Raises
    ------
    ArticleError
        KG-262 with the first row that cannot be understood.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _faulty(name, 1, "it is not written in UTF-8") from error
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise _faulty(name, 1, f"the column {missing[0]!r} is missing")
    reports: dict[str, list[Doubt]] = {}
    for one in doubts:
        reports.setdefault(one.event, []).append(one)
    found: list[Decision] = []
    for number, row in enumerate(reader, 2):
        cells = {column: _bare(row[column] or "") for column in COLUMNS}
        for made in _decisions(cells, reports, name, number):
            fault = fault_of(made)
            if fault:
                raise _faulty(name, number, fault)
            found.append(made)
    return tuple(found)


def _row(one: Doubt) -> list[str]:
    was = {column: str(getattr(one, column)) for column in _CHANGEABLE}
    reasons = [
        f"contested: {', '.join(one.contested)}" if r == "contested" and one.contested else r
        for r in one.reasons
    ]
    return [
        one.article,
        one.date,
        one.type,
        one.quote,
        one.trigger,
        BETWEEN.join(reasons),
        one.status,
        "",
        *was.values(),
        "",
        json.dumps(was, ensure_ascii=False, sort_keys=True),
    ]


def _decisions(
    cells: Mapping[str, str], reports: Mapping[str, Sequence[Doubt]], name: str, number: int
) -> Iterator[Decision]:
    about = Anchor(cells["quote"], cells["type"], cells["trigger"], cells["article"])
    try:
        was: Mapping[str, str] = {key: str(value) for key, value in json.loads(cells["was"]).items()}
        changed = [column for column in _CHANGEABLE if cells[column] != was[column].strip()]
    except (ValueError, KeyError, AttributeError) as error:
        raise _faulty(name, number, "the column 'was' is damaged") from error
    verdict = cells["verdict"].lower()
    if verdict and verdict not in {Kind.CONFIRM, Kind.REJECT}:
        raise _faulty(name, number, f"the verdict {verdict!r} is neither confirm nor reject")
    if verdict:
        yield Decision(Kind(verdict), about, why=cells["why"])
    if "certainty" in changed or "cues" in changed:
        value = "=".join(one for one in (cells["certainty"], cells["cues"]) if one)
        yield Decision(Kind.CERTAINTY, about, value, why=cells["why"])
    for column, kind in (("time", Kind.DATE), ("place", Kind.PLACE), ("roles", Kind.ROLE)):
        if column in changed:
            yield Decision(kind, about, " ".join(cells[column].split()), why=cells["why"])
    before = set(was["links"].split(BETWEEN))
    for link in cells["links"].split(BETWEEN) if "links" in changed else ():
        if link.strip() and link not in before and not link.endswith(f"={UNKNOWN}"):
            yield Decision(Kind.LINK, about, link.strip(), why=cells["why"])
    if "event" in changed:
        yield _event(about, cells, reports, name, number)


def _event(
    about: Anchor, cells: Mapping[str, str], reports: Mapping[str, Sequence[Doubt]], name: str, number: int
) -> Decision:
    event = cells["event"]
    if event.split(" ", 1)[0] == _NEW:
        return Decision(Kind.SPLIT, about, event, why=cells["why"])
    others = [Anchor(one.quote, one.type, one.trigger, one.article) for one in reports.get(event, ())]
    others = [one for one in others if one != about and one.type == about.type]
    if not others:
        raise _faulty(
            name, number, f"there is no event {event!r} of this type; write {_NEW} for one of its own"
        )
    return Decision(Kind.MERGE, about, other=others[0], why=cells["why"])


def _safe(cell: str) -> str:
    return guarded(cell)


def _bare(cell: str) -> str:
    return unguarded(cell).strip()


def _faulty(name: str, number: int, what: str) -> ArticleError:
    return ArticleError("KG-262", f"{name}, row {number}: {what}.", _REMEDY)
