"""Reads the tables of verified facts into the snapshot: one function a table, best source first.

Every function adds to a `Snapshot`; a row that cannot be trusted is refused there with its reason.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from snapshot_names import region_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from snapshot_items import Item, Snapshot

Row = dict[str, str]
STATES = {
    "RUS": "Q159", "PRK": "Q423", "KOR": "Q884", "CHN": "Q148", "UKR": "Q212", "KAZ": "Q232", "BLR": "Q184",
    "MNG": "Q711", "VNM": "Q881", "JPN": "Q17", "IRN": "Q794", "USA": "Q30", "DEU": "Q183",
}  # fmt: skip
BIG_CITY = 300_000
_KINDS = {
    "person": "people", "state": "countries", "city": "places", "region": "places", "place": "places",
    "spaceport": "things", "rocket": "things", "weapon class": "classes", "event": "things",
    "organisation": "organisations", "position": "positions", "class": "classes",
}  # fmt: skip
_NO_CODE = {
    "Somaliland": "SOL", "Kosovo": "KOS", "Palestine": "PSX", "Western Sahara": "SAH",
    "Turkish Republic of Northern Cyprus": "CYN",
}  # fmt: skip
_CLAIMS = ("P131", "P36", "P279", "P1001")
_GEO_UNITS = {"Q21", "Q22", "Q25", "Q26", "Q36678", "Q39760"}


def table(path: Path) -> Iterator[Row]:
    """Give the rows of a table, packed or not; a missing table has none."""
    packed = path.with_name(path.name + ".gz")
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    elif packed.is_file():
        with gzip.open(packed, "rt", encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def grouped(path: Path, key: str, value: str) -> dict[str, list[str]]:
    """Give all values of a two-column table by key, in the order of the table."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in table(path):
        found[row[key]].append(row[value])
    return found


def entities(snapshot: Snapshot, facts: Path) -> None:
    """Add the hand-verified items; what they say comes first."""
    for line in (facts / "entities.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        kind = _KINDS.get(row["group"])
        item = snapshot.item(row["qid"], kind, "entities.jsonl") if kind else None
        if item is None:
            continue
        for language in ("de", "en", "ru", "ko"):
            item.name(language, row["labels"].get(language, ""))
            item.name(language, row["key"].split(" (")[0] if language == "en" else "")
            item.name(language, *row["aliases"].get(language, ()))
            item.name(language, *row.get("aliases_editorial", {}).get(language, ()))
            item.name(language, *(seen["form"] for seen in row["surface_forms"].get(language, ())))
        item.claim("P31", *row["instance_of"])
        if row["country"]:
            item.claim("P27" if row["group"] == "person" else "P17", row["country"])
        for prop in _CLAIMS:
            item.claim(prop, *(claim["value"] for claim in row["claims"].get(prop, ())[:1]))
        if row["coordinate"]:
            item.point = (float(row["coordinate"]["lat"]), float(row["coordinate"]["lon"]))
        _offices(item, row)


def _offices(item: Item, row: dict[str, Any]) -> None:
    for claim in row["claims"].get("P39", ()):
        if claim["start"] or claim["end"]:  # without dates it would read as still held
            item.hold(claim["value"], claim["start"] or "", claim["end"] or "")
    for claim in row.get("claims_update", {}).get("P39", ()):
        item.finish(claim["value"], claim["start"] or "", claim["end"] or "")


def countries(snapshot: Snapshot, bulk: Path) -> dict[str, str]:
    """Add all states and territories; give them by two- and three-letter code."""
    classes = grouped(bulk / "instance_of_xfactr.tsv", "qid", "class_qid")
    codes: dict[str, str] = {}
    for row in table(bulk / "countries_ne51.tsv"):
        unit = row["type"].startswith("Geo ") or "Glacier" in row["label_en"]
        if unit and row["qid"] not in _GEO_UNITS:
            continue
        item = snapshot.item(row["qid"], "countries", "countries_ne51.tsv")
        if item is None:
            continue
        item.name("de", row["label_de"])
        item.name("en", row["label_en"], row["formal_en"])
        item.name("ru", row["label_ru"])
        item.name("ko", row["label_ko"])
        item.claim("P31", *classes.get(row["qid"], ()))
        if row["type"] == "Dependency":
            item.claim("P31", "Q161243")
        elif row["type"] in {"Sovereign country", "Country", "Sovereignty", "Disputed", "Indeterminate"}:
            item.claim("P31", "Q6256")
        else:
            item.claim("P31", "Q82794")
        if row["type"] in {"Sovereign country", "Sovereignty"}:
            item.claim("P31", "Q3624078")
        if item.point is None:
            item.point = (float(row["lat"]), float(row["lon"]))
        for code in (row["iso_a2"], row["iso_a3"], _NO_CODE.get(row["label_en"], "")):
            if code.isalpha():
                codes.setdefault(code, row["qid"])
    return codes | STATES


def cities(snapshot: Snapshot, bulk: Path, codes: dict[str, str]) -> None:
    """Add capitals, big cities, and every city of the states that matter here."""
    classes = grouped(bulk / "instance_of_xfactr.tsv", "qid", "class_qid")
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in table(bulk / "cities_ne10m.tsv"):
        rows[row["qid"]].append(row)
    for qid in sorted(rows):
        row = _one(snapshot, qid, rows[qid])
        capital = row["featurecla"] == "Admin-0 capital"
        big = float(row["pop_max"] or 0) >= BIG_CITY
        if not (capital or big or row["adm0_a3"] in STATES) or row["featurecla"] == "Scientific station":
            continue
        item = snapshot.item(qid, "places", f"cities_ne10m.tsv ({row['name']})")
        if item is None:
            continue
        for language in ("de", "en", "ru"):
            item.name(language, row[f"label_{language}"])
        item.name("en", row["name"])
        item.claim("P31", "Q515", *(["Q5119"] if capital else []), *classes.get(qid, ()))
        item.point = item.point or (float(row["lat"]), float(row["lon"]))
        country = codes.get(row["adm0_a3"], "")
        item.claim("P17", country)
        if capital and country in snapshot.items and snapshot.items[country].kind == "countries":
            snapshot.items[country].claim("P36", qid)


def _one(snapshot: Snapshot, qid: str, rows: list[Row]) -> Row:
    """Of rows that share a QID keep the one named as the item's label, else the biggest."""
    ordered = sorted(
        rows, key=lambda row: (row["name"] != row["label_en"], -float(row["pop_max"] or 0), row["name"])
    )
    for row in ordered[1:]:
        snapshot.refuse(f"cities_ne10m.tsv ({row['name']}): {qid} belongs to {ordered[0]['name']}")
    return ordered[0]


def regions(snapshot: Snapshot, bulk: Path, codes: dict[str, str], german: dict[str, str]) -> None:
    """Add first-level regions, the Russian ones with the forms of the German press."""
    names = {row["qid"]: row for row in table(bulk / "territories_rigour.tsv")}
    for row in table(bulk / "regions_admin1_checked.tsv"):
        qid = row["qid_checked"]
        item = (
            snapshot.item(qid, "places", f"regions_admin1_checked.tsv ({row['iso_3166_2']})") if qid else None
        )
        if item is None:
            continue
        if item.claims["P31"] & {"Q515"} and row["label_en"] not in names.get(qid, {"name": ""})["name"]:
            snapshot.refuse(f"regions_admin1_checked.tsv ({row['iso_3166_2']}): {qid} is a city")
            continue
        item.claim("P31", "Q10864048")
        item.claim("P17", codes.get(row["iso_3166_2"][:2], ""))
        item.point = item.point or (float(row["lat"]), float(row["lon"]))
        if qid in names:
            item.name("en", names[qid]["name"])
        if row["status"] == "CONFLICT":
            snapshot.refuse(
                f"regions_admin1_checked.tsv ({row['iso_3166_2']}): names left out, QID {qid} kept"
            )
            continue
        _name_region(item, row)
    for qid, row in sorted(names.items()):
        if row["parent"] == "ua" and qid in german:
            item = snapshot.item(qid, "places", "territories_rigour.tsv")
            if item is not None:
                item.name("en", row["name"])
                russian = [name for name in row["names_strong"].split("|") if name.endswith("ая область")]
                item.name("ru", *russian)
                item.name("de", *region_names(german[qid], "область"))
                item.claim("P31", "Q3348196")
                item.claim("P17", STATES["UKR"])


def _name_region(item: Item, row: Row) -> None:
    russian = row["label_ru"]
    forms = region_names(row["label_de"], russian) if row["iso_3166_2"].startswith("RU-") else ()
    if forms:
        short = item.labels.pop("de", "")
        item.name("de", *forms)
        item.name("de", *({short} - {row["label_de"]}))
        if russian.endswith("область"):
            item.claim("P31", "Q835714")
    else:
        item.name("de", row["label_de"])
    item.name("en", row["label_en"])
    item.name("ru", russian)
    item.name("ko", row["label_ko"])


def organisations(snapshot: Snapshot, bulk: Path) -> None:
    """Add intergovernmental organisations and media."""
    classes = grouped(bulk / "instance_of_xfactr.tsv", "qid", "class_qid")
    for row in table(bulk / "igos_opensanctions.tsv"):
        item = snapshot.item(row["qid"], "organisations", "igos_opensanctions.tsv")
        if item is not None:
            item.name("en", row["label_en"])
            item.claim("P31", "Q43229", *classes.get(row["qid"], ()))
    countries_of = {"RU": "Q159", "UA": "Q212", "KR": "Q884"}
    for row in table(bulk / "media_outlets.tsv"):
        item = snapshot.item(row["qid"], "organisations", "media_outlets.tsv")
        if item is None:
            continue
        item.name("en", row["label_en"].replace("_", "/"))
        agency = row["source"].startswith("impresso") or "Agency" in row["label_en"]
        item.claim("P31", "Q192283" if agency else "Q11033", *classes.get(row["qid"], ()))
        item.claim("P17", countries_of.get(row["country_group"], ""))


def launches(snapshot: Snapshot, bulk: Path, refused: dict[str, str]) -> None:
    """Add launch sites and launch vehicles."""
    for name, kind in (("launch_sites_satcat.tsv", "Q194188"), ("launch_vehicles_satcat.tsv", "Q697175")):
        for row in table(bulk / name):
            organisation = row.get("kind") == "organisation"
            if row["qid"] in refused:
                snapshot.refuse(f"{name} ({row['name']}): {row['qid']} is {refused[row['qid']]}")
                continue
            item = snapshot.item(row["qid"], "organisations" if organisation else "things", name)
            if item is None:
                continue
            for part in re.sub(r"\s*\(.*?\)", "", row["name"]).split(" / "):
                item.name("en", part.split(",")[0])
            if not organisation:
                item.claim("P31", kind)
