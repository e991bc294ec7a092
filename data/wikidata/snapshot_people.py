"""Reads offices, who holds them, and the names of persons into the snapshot.

The rule: an office without an end in the tables was held in January 2023; later ends win over it.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from snapshot_names import korean_spellings, press_name
from snapshot_sources import STATES, Row, grouped, table

if TYPE_CHECKING:
    from pathlib import Path

    from snapshot_items import Item, Snapshot

SINCE = "2010"
_CABINETS = (
    "russia-cabinet", "north-korea", "south-korea-ministers", "china-ministers", "ukraine-cabinet",
    "belarus-ministers", "kazakhstan-cabinet", "mongolia-ministers", "vietnam", "japan-ministers",
    "iran-ministers", "us-cabinet", "world",
)  # fmt: skip
_LATIN = re.compile(r"[\u0000-\u024f\u1e00-\u1eff\u2018\u2019ʹʻʼ–]+")
_NOISE = re.compile(r"[,;()\[\]/|\"«»“”…]")


def positions(snapshot: Snapshot, bulk: Path) -> None:
    """Add all offices of the table, so that every office someone holds has a name and a country."""
    for row in table(bulk / "positions_everypolitician.tsv"):
        if not row["position_qid"].startswith("Q"):
            continue
        item = snapshot.item(row["position_qid"], "positions", "positions_everypolitician.tsv")
        if item is None:
            continue
        item.name("en", row["label_en"], row["enwiki"])
        item.claim("P31", "Q4164871")
        item.claim("P17", row["country_qid"])
        item.claim("P1001", row["jurisdiction_qid"])


def holders(snapshot: Snapshot, bulk: Path, key_positions: set[str]) -> None:
    """Add holders of office: heads of all states, cabinets and key offices of the states that matter."""
    rows = [
        row for row in table(bulk / "office_holders_everypolitician.tsv")
        if row["file"] != "html/legislators.csv" and row["position_qid"].startswith("Q")
    ]  # fmt: skip
    wanted = {row["person_qid"] for row in rows if _wanted(row, key_positions)}
    labels = {row["qid"]: row["label_en"] for row in table(bulk / "people_bio_everypolitician.tsv")}
    for row in rows:
        if row["person_qid"] not in wanted:
            continue
        person = snapshot.item(row["person_qid"], "people", "office_holders_everypolitician.tsv")
        if person is None:
            continue
        for name in (row["person_label_en"], labels.get(row["person_qid"], "")):
            if _LATIN.fullmatch(name):
                person.name("en", name)
        person.claim("P31", "Q5")
        _hold_older(person, row)
        position = snapshot.item(row["position_qid"], "positions", "office_holders_everypolitician.tsv")
        if position is not None:
            position.name("en", row["position_label_en"])
            position.claim("P31", "Q4164871")


def _wanted(row: Row, key_positions: set[str]) -> bool:
    lately = not row["end"] or row["end"] >= SINCE
    if row["repo"].startswith("world-leaders"):
        return lately
    if row["repo"] in _CABINETS and row["file"] == "html/current.csv":
        return True
    return lately and (row["repo"] == "north-korea" or row["position_qid"] in key_positions)


def _hold_older(person: Item, row: Row) -> None:
    """Add an office unless a later source already closed it."""
    for position, begin, end in person.offices:
        same = position == row["position_qid"] and begin[:4] == row["start"][:4]
        if same and end and not row["end"]:
            return
    person.hold(row["position_qid"], row["start"], row["end"])


def north_koreans(snapshot: Snapshot, bulk: Path) -> None:
    """Add persons of North Korea's elite that a second source confirms, and members of its governments."""
    for row in table(bulk / "dprk_elite_free_north_korea.tsv"):
        if row["other_sources_in_index"] == "0" and row["qid"] not in snapshot.items:
            snapshot.refuse(
                f"dprk_elite_free_north_korea.tsv ({row['slug']}): {row['qid']} has no second source"
            )
            continue
        item = snapshot.item(row["qid"], "people", "dprk_elite_free_north_korea.tsv")
        if item is not None:
            names = [re.sub(r"\[.*?\]|\s*\(.*?\)", "", name) for name in row["labels_en_index"].split("|")]
            item.name(
                "en", *(name for name in names if " " in name and "%" not in name and not name.isupper())
            )
            item.name("ko", *(n for n in row["labels_ko_index"].split("|") if "(" not in n))
            item.claim("P31", "Q5")
            item.claim("P27", "Q423")
    path = bulk / "north_korea_people_2022.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        row = json.loads(line)
        item = snapshot.item(row["id"], "people", path.name)
        if item is None:
            continue
        for language in ("de", "en", "ru", "ko"):
            item.name(language, row["labels"].get(language, ""))
        item.claim("P31", *(claim["value"] for claim in row["claims"].get("P31", ())))
        item.claim("P27", *(claim["value"] for claim in row["claims"].get("P27", ())))


def assembly(snapshot: Snapshot, bulk: Path) -> None:
    """Add names of members of North Korea's assembly whom another table brings, too."""
    for row in table(bulk / "spa_members_everypolitician_nk.tsv"):
        if row["qid"] not in snapshot.items:
            snapshot.refuse(f"spa_members_everypolitician_nk.tsv: {row['qid']} has no second source")
            continue
        for part in row["names"].split(","):
            tag, _, name = part.partition("=")
            if snapshot.items[row["qid"]].kind == "people":
                snapshot.items[row["qid"]].name(tag, name)


def more_names(snapshot: Snapshot, bulk: Path) -> None:
    """Add Russian and Korean names from the alias tables, and the press spellings made by rule."""
    nerel = grouped(bulk / "labels_nerel_ru.tsv", "qid", "label_ru")
    lists = {tag: grouped(bulk / f"aliases_xfactr_{tag}.tsv", "qid", "alias") for tag in ("ru", "ko")}
    named = {"people", "places", "countries", "organisations", "things", "positions"}
    for qid, item in sorted(snapshot.items.items()):
        if item.kind not in named:
            continue
        item.name("ru", *nerel.get(qid, ()))
        for tag, aliases in lists.items():
            clean = [alias for alias in aliases.get(qid, ()) if not _NOISE.search(alias) and len(alias) > 1]
            item.name(tag, *clean)
        if item.kind == "people":
            _press(snapshot, item)


def _press(snapshot: Snapshot, item: Item) -> None:
    served = (
        snapshot.items[position].claims["P17"]
        for position, _, _ in item.offices
        if position in snapshot.items
    )
    states = item.claims["P27"].union(*served)
    names = {item.labels.get("ru", "")} | item.aliases["ru"]
    russian = sorted({forms for name in names if (forms := press_name(name))})
    for plain, german in russian[:1]:
        item.name("ru", plain)
        if STATES["RUS"] in states:
            item.name("de", german)
    if states & {STATES["PRK"], STATES["KOR"]}:
        english = {item.labels.get("en", "")} | set(item.aliases["en"])
        for name in sorted(english):
            spellings = sorted(korean_spellings(name))
            item.name("en", *spellings)
            item.aliases["de"].update(spellings)
