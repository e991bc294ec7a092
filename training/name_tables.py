"""Names by class and language, from the tables of ``shared/wikidata``: for replacement and as a feature.

Rows whose licence is not clear enough to ship ("Who's On First", NEREL) are left out. A name's class comes
from the table it stands in; for the large alias lists from the item's class, where all items of that
class that another table knows are of one kind.
"""

from __future__ import annotations

import collections
import csv
import gzip
import json
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_KINDS = Path(__file__).with_name("name_kinds.toml")

#: What a script's names are made of.
_SCRIPTS = {
    "de": re.compile(r"[A-ZÀ-ÖØ-Þa-zß-öø-ÿĀ-ž’'\-. ]+"),
    "en": re.compile(r"[A-ZÀ-ÖØ-Þa-zß-öø-ÿĀ-ž’'\-. ]+"),
    "ru": re.compile(r"[А-ЯЁа-яё«»\-. ]+"),
    "ko": re.compile(r"[가-힣 ]+"),
}
_HUMAN = "Q5"
_LONGEST = 5
_FEWEST = 3
#: Tables whose labels are in Latin letters only: file, column, class.
_LATIN = (
    ("igos_opensanctions.tsv", "label_en", "ORG"),
    ("media_outlets.tsv", "label_en", "ORG"),
    ("office_holders_everypolitician.tsv.gz", "person_label_en", "PER"),
    ("people_bio_everypolitician.tsv.gz", "label_en", "PER"),
    ("us_congress_current.tsv", "name", "PER"),
    ("dprk_elite_free_north_korea.tsv", "labels_en_index", "PER"),
)
_PERSON_GROUPS = {"person"}
_PLACE_GROUPS = {"state", "place", "city", "region", "spaceport"}
_ORG_GROUPS = {"organisation"}


def load(folder: Path, lang: str) -> dict[str, list[str]]:
    """Give the names of a language by class (PER, LOC, ORG), sorted, each once.

    Parameters
    ----------
    folder
        The folder ``wikidata`` of the shared data.
    lang
        One of de, en, ru, ko.
    """
    bulk = folder / "bulk"
    labels: dict[str, set[str]] = {"PER": set(), "LOC": set(), "ORG": set()}
    kinds = _kinds(bulk)
    for label, name in (*_tables(bulk, lang), *_domain(folder, lang), *_aliases(bulk, lang, kinds)):
        clean = re.sub(r"\s*[(,].*$", "", name).strip()
        if _SCRIPTS[lang].fullmatch(clean) and len(clean.split()) <= _LONGEST and len(clean) > 1:
            labels[label].add(clean)
    return {label: sorted(names) for label, names in labels.items()}


def wider(folder: Path, lang: str) -> dict[str, list[str]]:
    """Give the names of a language by class, MISC too, with those that ``name_kinds.toml`` gives a class.

    They say what a word may be, but are too mixed to replace others.

    Parameters
    ----------
    folder
        The folder ``wikidata`` of the shared data.
    lang
        One of de, en, ru, ko.
    """
    bulk = folder / "bulk"
    kinds = _kinds(bulk)
    label_of = {one: label for label, classes in _classes().items() for one in classes}
    told: dict[str, set[str]] = collections.defaultdict(set)
    for row in _read(bulk / "instance_of_xfactr.tsv.gz"):
        if row["qid"] not in kinds and row["class_qid"] in label_of:
            told[row["qid"]].add(label_of[row["class_qid"]])
    one_kind = {item: next(iter(labels)) for item, labels in told.items() if len(labels) == 1}
    found = {label: set(names) for label, names in load(folder, lang).items()} | {"MISC": set()}
    for label, name in _aliases(bulk, lang, one_kind):
        clean = re.sub(r"\s*[(,].*$", "", name).strip()
        if clean[:1].isalpha() and not clean[:1].islower() and len(clean.split()) <= _LONGEST:
            found[label].add(clean)
    return {label: sorted(names) for label, names in found.items()}


def _classes() -> dict[str, list[str]]:
    read: dict[str, list[str]] = tomllib.loads(_KINDS.read_text(encoding="utf-8"))
    return read


def flags(names: dict[str, list[str]]) -> dict[str, str]:
    """Say of each word in which kinds of names it stands, and how often: the feature of a word.

    g, f: given and family part of persons; l, L: a place's whole name, a part of one; o, O: the same of
    organisations; m, M: of what else has names. A doubled letter stands for five names and more.
    """
    seen: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for label, listed in names.items():
        for name in listed:
            words = [w.strip(".«»'’") for w in name.split()]
            for place, word in enumerate(words):
                if len(word) < 2 or word[:1].islower():  # noqa: PLR2004 - an initial says nothing
                    continue
                if label == "PER":
                    seen[word]["f" if place == len(words) - 1 else "g"] += 1
                else:
                    mark = label[0].lower() if len(words) == 1 else label[0]
                    seen[word][mark] += 1
    out = {}
    for word, counts in seen.items():
        marks = "".join(
            mark * (2 if count >= 5 else 1)  # noqa: PLR2004
            for mark, count in sorted(counts.items())
            if count > 1 or mark not in "LOM"
        )
        if marks:
            out[word] = marks
    return out


def _read(path: Path) -> Iterator[dict[str, str]]:
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode()
    yield from csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)


def _tables(bulk: Path, lang: str) -> Iterator[tuple[str, str]]:
    latin = lang in {"de", "en"}
    own = f"label_{lang}"
    for name in ("cities_ne10m.tsv", "countries_ne51.tsv", "regions_admin1_ne51.tsv"):
        for row in _read(bulk / name):
            columns = {own, "name", "label_en"} if latin else {own}
            yield from (("LOC", row[c]) for c in columns if row.get(c))
    for row in _read(bulk / "orgs_ror.tsv.gz"):
        yield from (("ORG", row[c]) for c in ({own, "label_en"} if latin else {own}) if row.get(c))
        yield from (("ORG", alias) for alias in row["aliases"].split("|") if alias)
    for row in _read(bulk / "territories_rigour.tsv"):
        yield from (("LOC", alias) for alias in (row["name"], *row["names_strong"].split("|")) if alias)
    for name, column, label in _LATIN if latin else ():
        for row in _read(bulk / name):
            yield from ((label, one) for one in row[column].split("|"))


def _domain(folder: Path, lang: str) -> Iterator[tuple[str, str]]:
    latin = lang in {"de", "en"}
    languages = {lang, "en"} if latin else {lang}
    for line in (folder / "bulk" / "north_korea_people_2022.jsonl").read_text("utf-8").splitlines():
        labels = json.loads(line)["labels"]
        yield from (("PER", labels[code]) for code in languages if code in labels)
    for row in _read(folder / "bulk" / "spa_members_everypolitician_nk.tsv"):
        listed = dict(pair.split("=", 1) for pair in row["names"].split(",") if "=" in pair)
        yield from (("PER", listed[code]) for code in languages if code in listed)
    for line in (folder / "entities.jsonl").read_text("utf-8").splitlines():
        entity = json.loads(line)
        label = _label_of(entity["group"])
        if not label:
            continue
        for code in languages:
            names = [entity["labels"].get(code, ""), *entity.get("aliases", {}).get(code, ())]
            names += [form["form"] for form in entity.get("surface_forms", {}).get(code, ())]
            yield from ((label, name) for name in names if name)


def _label_of(group: str) -> str:
    if group in _PERSON_GROUPS:
        return "PER"
    if group in _PLACE_GROUPS:
        return "LOC"
    return "ORG" if group in _ORG_GROUPS else ""


def _kinds(bulk: Path) -> dict[str, str]:
    """Give the class of an item's name where the tables settle it."""
    known: dict[str, str] = {}
    for name in ("cities_ne10m.tsv", "countries_ne51.tsv", "regions_admin1_ne51.tsv"):
        known |= {row["qid"]: "LOC" for row in _read(bulk / name)}
    known |= {row["qid"]: "ORG" for row in _read(bulk / "orgs_ror.tsv.gz")}
    members: dict[str, set[str]] = collections.defaultdict(set)
    for row in _read(bulk / "instance_of_xfactr.tsv.gz"):
        members[row["class_qid"]].add(row["qid"])
    out = dict(known)
    for group, items in sorted(members.items()):
        told = collections.Counter(known[item] for item in items if item in known)
        if group == _HUMAN:
            out |= dict.fromkeys(items, "PER")
        elif len(told) == 1 and told.total() >= _FEWEST:
            out |= {item: next(iter(told)) for item in items if item not in out}
    return out


def _aliases(bulk: Path, lang: str, kinds: dict[str, str]) -> Iterable[tuple[str, str]]:
    code = "en" if lang == "de" else lang
    for row in _read(bulk / f"aliases_xfactr_{code}.tsv.gz"):
        if row["qid"] in kinds:
            yield kinds[row["qid"]], row["alias"]
