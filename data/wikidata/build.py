"""Writes the embedded snapshot of Wikidata from tables of verified facts.

    python data/wikidata/build.py --facts ../shared/wikidata

The same facts and rules give the same bytes. Rules are the hand-written files beside this one:
``editorial.toml`` (names, classes, refusals), ``offices.toml``, ``classes.toml``, ``field.toml`` (classes
taken from the big tables) and ``regions.tsv``. What was refused goes
to ``refused.txt``, counts to ``snapshot.toml``. Exit code 1: a check failed, nothing was written.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import snapshot_field as field
import snapshot_people as people
import snapshot_sources as sources
from snapshot_items import LANGUAGES, Item, Snapshot, rank, turtle

HERE = Path(__file__).resolve().parent
KINDS = {
    "countries": "States and territories",
    "places": "Cities, regions and other places",
    "people": "Persons",
    "organisations": "Organisations and media",
    "things": "Spaceports, rockets and events",
    "positions": "Offices",
    "classes": "Classes",
}
Rules = dict[str, Any]


def gather(facts: Path, rules: Rules) -> Snapshot:
    """Read all tables, best source first, then what is added and dropped by hand."""
    snapshot, bulk, editorial = Snapshot(), facts / "bulk", rules["editorial"]
    sources.entities(snapshot, facts)
    codes = sources.countries(snapshot, bulk)
    sources.cities(snapshot, bulk, codes)
    sources.regions(snapshot, bulk, codes, editorial.get("regions", {}))
    sources.organisations(snapshot, bulk)
    sources.launches(snapshot, bulk, editorial.get("refuse", {}))
    people.positions(snapshot, bulk)
    key_positions = {qid for kind in rules["offices"].values() for qids in kind.values() for qid in qids}
    people.holders(snapshot, bulk, key_positions)
    people.north_koreans(snapshot, bulk)
    people.assembly(snapshot, bulk)
    names = field.Names(bulk)
    field.regions(snapshot, names, rules["folder"] / "regions.tsv")
    add_by_hand(snapshot, editorial)
    people.more_names(snapshot, bulk)
    wanted = rules.get("field", {})
    field.field(snapshot, bulk, names, wanted)
    field.ror(snapshot, bulk, wanted.get("ror", {}))
    field.german(snapshot, editorial.get("german", {}))
    heads(snapshot, editorial.get("heads", {}))
    add_classes(snapshot, bulk)
    drop(snapshot, editorial.get("drop", {}))
    return snapshot


def add_by_hand(snapshot: Snapshot, editorial: Rules) -> None:
    """Apply ``editorial.toml``: names, classes and offices of items that the tables brought."""
    for extra in editorial.get("extra", ()):
        item = snapshot.item(extra["qid"], extra["kind"], "editorial.toml")
        if item is not None:
            _describe(item, extra)
    for entry in editorial.get("item", ()):
        if entry["qid"] not in snapshot.items:
            snapshot.refuse(f"editorial.toml: no table brings {entry['qid']}")
            continue
        item = snapshot.items[entry["qid"]]
        if entry.get("label") and entry["label"] in item.labels:
            item.aliases[entry["label"]].add(item.labels.pop(entry["label"]))
        _describe(item, entry)
    for office in editorial.get("office", ()):
        if office["person"] in snapshot.items:
            snapshot.items[office["person"]].finish(office["position"], office["begin"], office["end"])


def heads(snapshot: Snapshot, rules: dict[str, dict[str, str]]) -> None:
    """Say who is head of state (P35) and of government (P6), where one person holds the office."""
    for prop, offices in sorted(rules.items()):
        for country, position in sorted(offices.items()):
            holders = [
                item.qid
                for item in snapshot.items.values()
                if any(held == position and not end for held, _, end in item.offices)
            ]
            if len(holders) == 1 and country in snapshot.items:
                snapshot.items[country].claim(prop, *holders)
            else:
                snapshot.refuse(
                    f"editorial.toml: {position} has {len(holders)} holders, no {prop} of {country}"
                )


def _describe(item: Item, entry: Rules) -> None:
    for language in LANGUAGES:
        item.name(language, *entry.get(language, ()))
    for prop in ("P31", "P279", "P17"):
        item.claim(prop, *entry.get(prop, ()))


def add_classes(snapshot: Snapshot, bulk: Path) -> None:
    """Name every class that an item has, where a table names it."""
    rows = {row["qid"]: row for row in sources.table(bulk / "classes_codex.tsv")}
    used = sorted({qid for item in snapshot.items.values() for qid in item.claims["P31"]}, key=rank)
    for qid in used:
        if qid in rows and qid not in snapshot.items:
            item = Item(qid, "classes")
            for language in ("de", "en", "ru"):
                item.name(language, rows[qid][f"label_{language}"])
            snapshot.items[qid] = item


def drop(snapshot: Snapshot, names: dict[str, list[str]]) -> None:
    """Take misleading names out, then items without a name or, unless it is one, without a class."""
    for qid, item in snapshot.items.items():
        unwanted = {*names.get("any", ()), *names.get(qid, ())}
        for tag in list(item.aliases):
            item.aliases[tag] = {name for name in item.aliases[tag] - unwanted if not _is_code(name)}
    for qid in sorted(snapshot.items, key=rank):
        item = snapshot.items[qid]
        if not item.labels:
            snapshot.refuse(f"{item.kind}: {qid} has no label")
        elif item.kind != "classes" and not item.claims["P31"] | item.claims["P279"]:
            snapshot.refuse(f"{item.kind}: {qid} ({item.labels.get('en', '?')}) has no class")
        else:
            continue
        del snapshot.items[qid]
    for item in snapshot.items.values():
        item.offices = {office for office in item.offices if office[0] in snapshot.items}


def _is_code(name: str) -> bool:
    return name.isascii() and name.islower() and len(name) <= len("kor")


def check(snapshot: Snapshot, rules: Rules, bulk: Path) -> list[str]:
    """Check what must hold: classes are what we take them for, homonyms apart, offices known."""
    wrong = []
    rows = {row["qid"]: row["label_en"] for row in sources.table(bulk / "classes_codex.tsv")}
    for qid, label in rules["editorial"].get("classes", {}).items():
        known = {rows.get(qid, ""), *_english(snapshot.items.get(qid))}
        if label not in known:
            wrong.append(f"editorial.toml: class {qid} is not known as {label!r}")
    wrong += _check_field(snapshot, rules["field"], bulk, rows)
    for pair in rules["editorial"].get("homonym", ()):
        for qid, must in ((pair["qid"], pair["must"]), (pair["other"], pair["other_must"])):
            item = snapshot.items.get(qid)
            if item is None or must not in item.claims["P31"]:
                wrong.append(f"homonym {qid} must be a {must}")
        if snapshot.items[pair["qid"]].claims["P31"] & {pair["other_must"]}:
            wrong.append(f"homonym {pair['qid']} must not be a {pair['other_must']}")
    wrong.extend(
        f"offices.toml: {kind} names {qid}, which is no position of the snapshot"
        for kind, by_country in rules["offices"].items()
        for qids in by_country.values()
        for qid in qids
        if qid not in snapshot.items or snapshot.items[qid].kind != "positions"
    )
    return wrong


def _check_field(snapshot: Snapshot, rules: Rules, bulk: Path, rows: dict[str, str]) -> list[str]:
    """Check that the tables know each class of ``field.toml`` by the name it has there."""
    named = [*(rules.get(kind, {}) for kind in ("organisations", "things", "places"))]
    named.append(rules.get("ror", {}).get("labels", {}))
    aliases = sources.grouped(bulk / "aliases_xfactr_en.tsv", "qid", "alias") if any(named) else {}
    return [
        f"field.toml: class {qid} is not known as {label!r}"
        for table in named
        for qid, label in table.items()
        if label not in {rows.get(qid, ""), *aliases.get(qid, ()), *_english(snapshot.items.get(qid))}
    ]


def _english(item: Item | None) -> set[str]:
    return {item.labels.get("en", ""), *item.aliases["en"]} if item else set()


def coverage(snapshot: Snapshot, classes: dict[str, list[str]]) -> tuple[Counter[str], Counter[str]]:
    """Count items by class of the ontology, and the classes of those that get none."""
    found: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    for item in snapshot.items.values():
        if item.kind in {"classes", "positions"}:
            continue
        name = next((name for name, qids in classes.items() if item.claims["P31"] & set(qids)), "")
        found[name or "none"] += 1
        if not name:
            missing.update(item.claims["P31"])
    return found, missing


def write(snapshot: Snapshot, out: Path, rules: Rules) -> Counter[str]:
    """Write one Turtle file a kind, the list of refusals, and the one place that has the date."""
    degree: dict[str, int] = defaultdict(int)
    for item in snapshot.items.values():
        values = [qid for qids in item.claims.values() for qid in qids]
        for value in [*values, *(held[0] for held in item.offices)]:
            degree[item.qid] += 1
            degree[value] += 1
    counts: Counter[str] = Counter(item.kind for item in snapshot.items.values())
    for kind, title in KINDS.items():
        items = [item for item in snapshot.items.values() if item.kind == kind]
        (out / f"{kind}.ttl").write_text(turtle(items, degree, title), encoding="utf-8", newline="\n")
    refused = "\n".join([*sorted(set(snapshot.refused)), ""])
    (out / "refused.txt").write_text(refused, encoding="utf-8", newline="\n")
    dates = rules["editorial"]["snapshot"]
    lines = [
        "# Written by build.py: when the facts of the snapshot are from, and how many there are.",
        f'date = "{dates["date"]}" # newest fact',
        f'offices_as_of = "{dates["offices_as_of"]}" # an office without an end was held then',
        f'licence = "{dates["licence"]}"',
        f"items = {sum(counts.values())}",
        "",
        "[counts]",
        *(f"{kind} = {counts[kind]}" for kind in KINDS),
        "",
    ]
    (out / "snapshot.toml").write_text("\n".join(lines), encoding="utf-8", newline="\n")
    return counts


def main() -> int:
    """Build, check, write, and say what there is."""
    parser = argparse.ArgumentParser(description="Write the embedded snapshot of Wikidata.")
    parser.add_argument("--facts", type=Path, default=Path("../shared/wikidata"), help="folder of the facts")
    parser.add_argument("--rules", type=Path, default=HERE, help="folder of editorial.toml and its like")
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to")
    options = parser.parse_args()
    names = ("editorial", "offices", "classes")
    rules = {n: tomllib.loads((options.rules / f"{n}.toml").read_text(encoding="utf-8")) for n in names}
    rules["folder"] = options.rules
    extra = options.rules / "field.toml"
    rules["field"] = tomllib.loads(extra.read_text(encoding="utf-8")) if extra.is_file() else {}
    snapshot = gather(options.facts, rules)
    wrong = check(snapshot, rules, options.facts / "bulk")
    if wrong:
        sys.stderr.write("\n".join(wrong) + "\n")
        return 1
    counts = write(snapshot, options.out, rules)
    found, missing = coverage(snapshot, rules["classes"])
    sys.stdout.write(f"items: {dict(counts)}, refused rows: {len(set(snapshot.refused))}\n")
    sys.stdout.write(f"ontology classes: {dict(found)}\nclasses without a place: {missing.most_common(40)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
