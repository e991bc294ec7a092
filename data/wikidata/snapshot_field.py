"""Takes from the big tables what belongs to the field, where two tables agree on QID and name.

The rule: X-FACTR alone proves nothing. An item of a class of ``field.toml`` is taken if NEREL, ROR or
Wikidata's own entity files give the same QID one of its names. ROR itself is curated and stands alone. A
name that an item of a better table has is not given to a second one.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import unicodedata
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from snapshot_sources import grouped, table

if TYPE_CHECKING:
    from pathlib import Path

    from snapshot_items import Item, Snapshot

_NOISE = re.compile(r"[,;()\[\]/|\"«»“”…#]|\d{3}|\.(?:com|ru|co)\b")
_COUNTRY = re.compile(r"\s*\([^()]*\)$")
_WRITTEN = {
    "de": re.compile(r"[\u0020-\u024f\u1e00-\u1eff‘’–]+"),
    "en": re.compile(r"[\u0020-\u024f\u1e00-\u1eff‘’–]+"),
    "ru": re.compile(r"[ -~\u0400-\u04ff«»—–№]+"),
    "ko": re.compile(r"[ -~\uac00-\ud7a3·]+"),
}
_LANGUAGES = ("en", "ru", "ko")
_SHORTEST_ACRONYM = 4
_FEW = 2
_KINDS = ("organisations", "things", "places")
_STATES = {
    "RU": "Q159", "KP": "Q423", "KR": "Q884", "CN": "Q148", "UA": "Q212", "KZ": "Q232", "BY": "Q184",
    "MN": "Q711", "VN": "Q881", "JP": "Q17", "IR": "Q794",
}  # fmt: skip
_REGIONS = {
    "KP": ("Q423", "Q15620174"), "KR": ("Q884", "Q10864048"), "KZ": ("Q232", "Q10864048"),
    "BY": ("Q184", "Q10864048"), "UA": ("Q212", "Q3348196"), "MN": ("Q711", "Q50399"),
    "JP": ("Q17", "Q50337"), "IR": ("Q794", "Q10864048"),
}  # fmt: skip


def plain(name: str) -> str:
    """Give what two spellings of one name share: letters and digits, no case, no marks."""
    letters = unicodedata.normalize("NFD", name.casefold())
    return "".join(char for char in letters if char.isalnum())


class Names:
    """All names of the tables by QID, so that they can be compared."""

    def __init__(self, bulk: Path) -> None:
        self.aliases = {
            tag: grouped(bulk / f"aliases_xfactr_{tag}.tsv", "qid", "alias") for tag in _LANGUAGES
        }
        self.nerel = grouped(bulk / "labels_nerel_ru.tsv", "qid", "label_ru")
        self.ror: dict[str, list[str]] = defaultdict(list)
        for row in table(bulk / "orgs_ror.tsv"):
            labels = [row[f"label_{tag}"] for tag in ("en", "de", "ru", "ko")]
            self.ror[row["qid"]] += [*labels, *row["aliases"].split("|")]
        self.entities = _entities(bulk / "full_entities_reduced.jsonl.gz")
        self.places: dict[str, list[str]] = defaultdict(list)
        for row in table(bulk / "places_wof_kp_kr_ua_by_kz_mn_xy.tsv"):
            columns = ("name", "label_en", "label_de", "label_ru", "label_ko")
            self.places[row["qid"]] += [row[name] for name in columns]

    def xfactr(self, qid: str) -> set[str]:
        """Give an item's names in X-FACTR, made plain."""
        return {plain(name) for names in self.aliases.values() for name in names.get(qid, ())} - {""}

    def second(self, qid: str) -> set[str]:
        """Give its names in the tables that X-FACTR is compared with, made plain."""
        labels = self.entities.get(qid, {}).get("labels", {}).values()
        names = [*self.nerel.get(qid, ()), *self.ror.get(qid, ()), *labels]
        return {plain(name) for name in names} - {""}

    def any(self, qid: str) -> set[str]:
        """Give its names in all tables, those that are only compared too, made plain."""
        return self.xfactr(qid) | self.second(qid) | {plain(name) for name in self.places.get(qid, ())} - {""}


def _entities(path: Path) -> dict[str, dict[str, Any]]:
    if not path.is_file():
        return {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {row["qid"]: row for row in rows}


def regions(snapshot: Snapshot, names: Names, path: Path) -> None:
    """Add the regions of ``regions.tsv``: written by hand, QID and a name as the tables have them."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
    for row in rows:
        written = [name for tag in ("de", "en", "ru", "ko") for name in row[tag].split(";") if name]
        if not names.any(row["qid"]) & {plain(name) for name in written}:
            snapshot.refuse(f"regions.tsv ({row['iso_3166_2']}): no table knows {row['qid']} by that name")
            continue
        item = snapshot.item(row["qid"], "places", f"regions.tsv ({row['iso_3166_2']})")
        if item is None:
            continue
        country, kind = _REGIONS[row["iso_3166_2"][:2]]
        for tag in ("de", "en", "ru", "ko"):
            item.name(tag, *row[tag].split(";"))
        item.claim("P31", "Q10864048", kind)
        item.claim("P17", country)
        item.point = item.point or (float(row["lat"]), float(row["lon"]))


def field(snapshot: Snapshot, bulk: Path, names: Names, rules: dict[str, Any]) -> None:
    """Add what belongs to the field by its class, where two tables agree on a name."""
    taken = _Taken(snapshot)
    classes = grouped(bulk / "instance_of_xfactr.tsv", "qid", "class_qid")
    alone: Counter[str] = Counter()
    used = Counter(kind for several in classes.values() for kind in several)
    # What many items are is a class, "army", not one army.
    left_out = {kind for kind, number in used.items() if number > _FEW} | {*rules.get("skip", {})}
    for qid in sorted(classes.keys() - snapshot.items.keys() - left_out, key=lambda one: int(one[1:])):
        fitting = (
            one for one in ("organisations", "things", "places") if {*classes[qid]} & {*rules.get(one, ())}
        )
        kind = next(fitting, "")
        if not kind:
            continue
        agreed = names.xfactr(qid) & names.second(qid)
        if not agreed:
            alone.update(rules[kind][one] for one in classes[qid] if one in rules[kind])
            continue
        known = names.entities.get(qid, {})
        item = snapshot.item(qid, kind, "instance_of_xfactr.tsv")
        if item is None:
            continue
        for tag in ("de", *_LANGUAGES):
            first = [name for name in [known.get("labels", {}).get(tag, "")] if name]
            first += names.nerel.get(qid, ()) if tag == "ru" else ()
            others = sorted(names.aliases.get(tag, {}).get(qid, ()), key=lambda name: _order(name, agreed))
            others = [name for name in others if not _NOISE.search(name)]
            clear = [n for n in others if kind == "places" or plain(n) in agreed or _telling(n)]
            taken.give(item, tag, [*first, *(clear or others[:1])])
        item.claim("P31", *classes[qid])
    for kind, number in alone.items():
        snapshot.refuse(f"instance_of_xfactr.tsv ({kind}): {number} items have no second source")


def ror(snapshot: Snapshot, bulk: Path, rules: dict[str, Any]) -> None:
    """Add organisations of the states that matter: authorities, companies, and what teaches and searches."""
    if not rules:
        return
    taken = _Taken(snapshot)
    known = grouped(bulk / "instance_of_xfactr.tsv", "qid", "class_qid")
    for row in sorted(table(bulk / "orgs_ror.tsv"), key=lambda row: row["qid"]):
        kinds = [kind for kind in rules["classes"] if kind in row["types"].lower().split("|")]
        company = kinds[:1] == ["company"]
        narrow = row["country"] not in rules["companies" if company else "all"] and "government" not in kinds
        if row["country"] not in rules["states"] or not kinds or narrow or row["status"] != "active":
            continue
        if row["qid"] in snapshot.items or not row["label_en"]:
            continue
        item = snapshot.item(row["qid"], "organisations", "orgs_ror.tsv")
        if item is None:
            continue
        for tag in ("en", "de", "ru", "ko"):
            taken.give(item, tag, [_COUNTRY.sub("", row[f"label_{tag}"])])
        taken.give(
            item, "en", [name for name in row["aliases"].split("|") if name.isascii() and _telling(name)]
        )
        item.claim("P31", *(rules["classes"][kind] for kind in kinds[:1]), *known.get(row["qid"], ()))
        item.claim("P17", _STATES[row["country"]])
        if row["lat"] and row["lon"]:
            item.point = (float(row["lat"]), float(row["lon"]))


class _Taken:
    """Names that are in use: a name of the big tables does not compete with one of a better table."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._names = {
            (tag, name)
            for item in snapshot.items.values()
            for tag in item.labels.keys() | item.aliases.keys()
            for name in {item.labels.get(tag, ""), *item.aliases.get(tag, ())}
        }

    def give(self, item: Item, tag: str, names: list[str]) -> None:
        """Give an item the names that are free."""
        for raw in names:
            name = " ".join(raw.split())
            acronym = name.isascii() and name.isupper() and len(name) < _SHORTEST_ACRONYM
            if (
                not name
                or not _WRITTEN[tag].fullmatch(name)
                or acronym
                or (name.isascii() and name.islower())
            ):
                continue
            if (tag, name) in self._names:
                self._snapshot.refuse(f"field: {item.qid} is not called {name!r}@{tag}: another item is")
                continue
            item.name(tag, name)
        self._names |= {(tag, name) for name in {item.labels.get(tag, ""), *item.aliases.get(tag, ())}}


def _telling(name: str) -> bool:
    """Tell whether a name that one table has alone says what it means: "Labor" and "Congress" do not."""
    return not name.isascii() or " " in name or sum(char.isupper() for char in name) > 1


def german(snapshot: Snapshot, names: dict[str, list[str]]) -> None:
    """Give German names of the press, written by hand, to items that the tables brought."""
    for qid, forms in names.items():
        if qid not in snapshot.items:
            snapshot.refuse(f"editorial.toml: no table brings {qid} ({forms[0]})")
            continue
        item = snapshot.items[qid]
        if "de" in item.labels:
            item.aliases["de"].add(item.labels.pop("de"))
        item.name("de", *forms)


def _order(name: str, agreed: set[str]) -> tuple[bool, bool, bool, int, str]:
    """Order names: one that a second table has first, whole words before acronyms, then the shorter."""
    return plain(name) not in agreed, name.isupper(), name.islower(), len(name), name
