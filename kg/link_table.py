"""Why each name of each article is linked as it is: ``links.tsv`` beside the graph.

The graph says which item and how sure (`kg:linkStatus`, `kg:linkScore`, `kg:candidate`); the candidates'
scores and the reasons stand here, in the same order in every build.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from kg.errors import MissingError
from kg.model import LinkStatus
from kg.tab_tables import from_text, several, to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kg.model import Entity, Telling

LINKS: Final = "links.tsv"


@dataclass(frozen=True, slots=True)
class Why:
    """Why an entity of an article is linked as it is; ``candidates`` are "QID score", the best first."""

    article: str
    date: str
    entity: str
    label: str
    names: tuple[str, ...]
    status: str
    item: str
    score: str
    candidates: tuple[str, ...]
    reasons: tuple[str, ...]


def why(tellings: Iterable[Telling]) -> tuple[Why, ...]:
    """List why the entities of articles are linked as they are; what no name can be linked of is left out."""
    rows = [
        _row(telling, entity)
        for telling in tellings
        for entity in telling.entities
        if entity.link.status is not LinkStatus.NOT_LINKABLE
    ]
    return tuple(sorted(rows, key=lambda row: (row.article, row.entity)))


def _row(telling: Telling, entity: Entity) -> Why:
    link, article = entity.link, telling.reading.article
    return Why(
        article.id,
        article.date,
        entity.key,
        entity.name,
        tuple(dict.fromkeys(entity.mentions)),
        link.status.value,
        link.qid,
        f"{link.score:.2f}" if link.qid else "",
        tuple(f"{qid} {score:.2f}" for qid, score in link.candidates),
        link.reasons,
    )


def to_table(rows: Iterable[Why]) -> bytes:
    """Write the table: one line an entity and article."""
    names = [column.name for column in fields(Why)]
    return to_text(names, ([getattr(row, name) for name in names] for row in rows)).encode()


def read_table(place: Path) -> tuple[Why, ...]:
    """Read the table beside a graph.

    Raises
    ------
    MissingError
        KG-311 if there is none.
    """
    path = (place if place.is_dir() else place.parent) / LINKS
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise MissingError(
            "KG-311", f"There is no {path}: why names are linked was not kept.", "Build the graph again."
        ) from error
    names, rows = from_text(text)
    return tuple(_read(dict(zip(names, cells, strict=False))) for cells in rows)


def _read(row: Mapping[str, str]) -> Why:
    return Why(
        row.get("article", ""),
        row.get("date", ""),
        row.get("entity", ""),
        row.get("label", ""),
        several(row.get("names", "")),
        row.get("status", ""),
        row.get("item", ""),
        row.get("score", ""),
        several(row.get("candidates", "")),
        several(row.get("reasons", "")),
    )


def about(rows: Iterable[Why], name: str, entities: Iterable[str]) -> tuple[Why, ...]:
    """Choose the rows of entities (their keys), and those of articles that use a name."""
    folded, keys = name.strip().casefold(), {*entities}
    return tuple(row for row in rows if row.entity in keys or folded in {one.casefold() for one in row.names})


def words(rows: Iterable[Why]) -> str:
    """Say why names are linked as they are, a paragraph an article."""
    told = ["\n".join(_lines(row)) for row in rows]
    return "\n\n".join(told) or "No article links this: only names are linked, not events or descriptions."


def _lines(row: Why) -> list[str]:
    names = ", ".join(f"“{one}”" for one in row.names) or f"“{row.label}”"
    day = f", {row.date}" if row.date else ""
    lines = [f"{row.article}{day}: {names}", f"   {_verdict(row)}"]
    scores = dict(one.rpartition(" ")[::2] for one in row.candidates)
    for reason in row.reasons:
        score = scores.pop(reason.partition(" ")[0], "")
        lines.append(f"   {score:>4}  {reason}" if score else f"   {reason}")
    lines += [f"   {score:>4}  {qid}" for qid, score in scores.items()]
    return lines


def _verdict(row: Why) -> str:
    if row.item:
        return f"is {row.label} (Wikidata {row.item}), score {row.score}"
    return {
        "NIL": "has no item: nothing that is so called fits",
        "Ambiguous": "may be several items, none is chosen",
        "LookupFailed": "is not known: the service did not answer",
        "NotAttempted": "has no item in the snapshot; Wikidata itself was not asked",
    }.get(row.status, row.status)
