"""The embedded snapshot: built the same every time, refuses what is doubtful, and whole as shipped."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest
from rdflib import RDFS, Graph, Literal, URIRef

from kg.rooms import room

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = room("data") / "wikidata"
WDT = "http://www.wikidata.org/prop/direct/"
WD = "http://www.wikidata.org/entity/"
PS = "http://www.wikidata.org/prop/statement/"
TABLES = {
    "countries_ne51.tsv": [
        "qid\tiso_a2\tiso_a3\ttype\tlabel_en\tlabel_de\tlabel_ru\tlabel_ko\tformal_en\tlat\tlon",
        "Q159\tRU\tRUS\tSovereign country\tRussia\tRussland\tРоссия\t러시아\tRussian Federation\t58.2\t44.6",
    ],
    "cities_ne10m.tsv": [
        "qid\tname\tfeaturecla\tadm0_a3\tlabel_en\tlabel_de\tlabel_ru\tlat\tlon\tpop_max",
        "Q649\tMoscow\tAdmin-0 capital\tRUS\tMoscow\tMoskau\tМосква\t55.7\t37.6\t10000000",
        "Q649\tTwin\tPopulated place\tRUS\tMoscow\tMoskau\tМосква\t50.1\t30.6\t100",
        "Q159\tWrong\tPopulated place\tRUS\tWrong\t\t\t1\t2\t9",
        'Q7\tQuo"te\\\tPopulated place\tRUS\tQuo"te\\\t\t\t1\t2\t9',
    ],
    "regions_admin1_checked.tsv": [
        "iso_3166_2\tqid_checked\tstatus\tlabel_en\tlabel_de\tlabel_ru\tlabel_ko\tlat\tlon",
        "RU-AMU\tQ6886\tagree\tAmur\tAmur\tАмурская область\t아무르\t52.9\t128.3",
        "RU-XXX\t\tCONFLICT\tNowhere\t\t\t\t1\t2",
    ],
    "office_holders_everypolitician.tsv": [
        "person_qid\tperson_label_en\tposition_qid\tposition_label_en\tstart\tend\trepo\tfile",
        "Q8\tA Minister\tQ9\tMinister\t2020-05\t\trussia-cabinet\thtml/current.csv",
        "Q8\tA Minister\tQ9\tMinister\t2020\t\tworld-leaders-2021:Russia\tdata/wikidata.csv",
        "Q10\tLong Ago\tQ9\tMinister\t1990\t1991\trussia-cabinet\thtml/holders21.csv",
        "Q11\tDelegate\tQ9\tMinister\t2020\t\trussia-cabinet\thtml/legislators.csv",
    ],
    "media_outlets.tsv": [
        "domain\tqid\tcountry_group\tlabel_en\tsource",
        "a.ru\tQ12\tRU\t\tsomewhere",
    ],
}
RULES = {
    "editorial.toml": '[snapshot]\ndate = "2026-01-01"\noffices_as_of = "2023-01-31"\nlicence = "CC0-1.0"\n',
    "offices.toml": '[minister]\nQ159 = ["Q9"]\n',
    "classes.toml": 'Person = ["Q5"]\n',
}
PERSON = {
    "qid": "Q7747",
    "key": "Vladimir Putin",
    "group": "person",
    "labels": {"de": "Wladimir Putin", "ru": "Владимир Владимирович Путин"},
    "aliases": {"en": ["ru"], "de": ["Putin"]},
    "aliases_editorial": {"de": ["Kremlchef Putin"]},
    "surface_forms": {"de": [{"form": "Putins"}]},
    "instance_of": ["Q5"],
    "country": "Q159",
    "coordinate": None,
    "claims": {
        "P39": [
            {"value": "Q9", "start": "2012-05-07", "end": None},
            {"value": "Q9", "start": "2012", "end": None},
            {"value": "Q9", "start": None, "end": None},
        ]
    },
    "claims_update": {"P39": [{"value": "Q9", "start": None, "end": "2024-05"}]},
}


def write_facts(folder: Path) -> tuple[Path, Path]:
    """Write a small folder of facts and one of rules."""
    facts, rules = folder / "facts", folder / "rules"
    (facts / "bulk").mkdir(parents=True)
    rules.mkdir()
    (facts / "entities.jsonl").write_text(json.dumps(PERSON) + "\n", encoding="utf-8")
    for name, lines in TABLES.items():
        (facts / "bulk" / name).write_text("\n".join([*lines, ""]), encoding="utf-8")
    for name, text in RULES.items():
        (rules / name).write_text(text, encoding="utf-8")
    return facts, rules


def build(facts: Path, rules: Path, out: Path, seed: str = "0") -> subprocess.CompletedProcess[str]:
    """Run the builder as a user does."""
    out.mkdir(exist_ok=True)
    command = [sys.executable, str(FOLDER / "build.py"), "--facts", str(facts)]
    command += ["--rules", str(rules), "--out", str(out)]
    environment = {"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a small snapshot."""
    folder = tmp_path_factory.mktemp("small")
    facts, rules = write_facts(folder)
    done = build(facts, rules, folder / "out")
    assert done.returncode == 0, done.stderr
    return folder / "out"


@pytest.fixture(scope="module")
def shipped() -> Graph:
    """Give the shipped snapshot as one graph."""
    graph = Graph()
    for path in sorted(FOLDER.glob("*.ttl")):
        graph.parse(path)
    return graph


def written(kind: str) -> list[str]:
    """Give the QIDs of a shipped file."""
    return re.findall(r"^wd:(Q\d+) ", (FOLDER / f"{kind}.ttl").read_text(encoding="utf-8"), re.MULTILINE)


def item(folder: Path, qid: str) -> str:
    """Give the block of an item as it is written."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.ttl")))
    blocks = [block for block in text.split("\n\n") if block.startswith(f"wd:{qid} ")]
    assert len(blocks) == 1
    return blocks[0]


def test_two_builds_are_equal(tmp_path: Path) -> None:
    """The same facts give the same bytes, whatever the hash seed."""
    facts, rules = write_facts(tmp_path)
    for seed in ("1", "2"):
        assert build(facts, rules, tmp_path / seed, seed).returncode == 0
    names = sorted(path.name for path in (tmp_path / "1").iterdir())
    assert len(names) == len(list((tmp_path / "2").iterdir())) == 9
    for name in names:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


def test_written_files_are_turtle(small: Path) -> None:
    """Names with quotes and backslashes come back as they were."""
    graph = Graph()
    for path in sorted(small.glob("*.ttl")):
        graph.parse(path)
    assert [str(label) for label in graph.objects(URIRef(WD + "Q7"), RDFS.label)] == ['Quo"te\\']


def test_doubtful_rows_are_refused(small: Path) -> None:
    """One QID for two things, a twin, and a row without a name stay out and are listed."""
    assert (small / "refused.txt").read_text(encoding="utf-8").splitlines() == [
        "cities_ne10m.tsv (Twin): Q649 belongs to Moscow",
        "cities_ne10m.tsv (Wrong): Q159 is already in countries (Russia), not added as places",
        "organisations: Q12 has no label",
    ]


def test_offices_are_brought_up_to_date(small: Path) -> None:
    """A later end closes the office, less exact twins go, and what has no date says nothing."""
    block = item(small, "Q7747")
    assert block.count("ps:P39") == 1
    assert 'pq:P580 "2012-05-07T00:00:00Z"^^xsd:dateTime' in block
    assert 'pq:P582 "2024-05-01T00:00:00Z"^^xsd:dateTime ; pqv:P582 wdv:date-2024-05' in block


def test_holders_are_chosen(small: Path) -> None:
    """Present holders are in, delegates and those of long ago are not."""
    text = (small / "people.ttl").read_text(encoding="utf-8")
    assert re.findall(r"^wd:(Q\d+) ", text, flags=re.MULTILINE) == ["Q8", "Q7747"]
    assert item(small, "Q8").count("ps:P39") == 1


def test_names_of_the_press_are_made(small: Path) -> None:
    """Russian regions get the forms of German newspapers; codes are no names."""
    assert 'rdfs:label "Oblast Amur"@de' in item(small, "Q6886")
    assert '"Gebiet Amur"@de' in item(small, "Q6886")
    assert '"ru"@en' not in item(small, "Q7747")
    assert '"Kremlchef Putin"@de, "Putin"@de, "Putins"@de' in item(small, "Q7747")


def test_capital_is_linked_to_its_state(small: Path) -> None:
    """The capital of the cities table is the P36 of its country."""
    assert "wdt:P36 wd:Q649" in item(small, "Q159")


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("offices.toml", '[minister]\nQ159 = ["Q99"]\n', "offices.toml: minister names Q99"),
        ("editorial.toml", '[classes]\nQ5 = "dog"\n', "class Q5 is not known as 'dog'"),
        (
            "editorial.toml",
            '[[homonym]]\nqid = "Q7747"\nmust = "Q4022"\nother = "Q649"\nother_must = "Q515"\n',
            "homonym Q7747 must be a Q4022",
        ),
    ],
)
def test_wrong_rules_stop_the_build(tmp_path: Path, name: str, text: str, complaint: str) -> None:
    """A rule that the facts contradict is told, and nothing is written."""
    facts, rules = write_facts(tmp_path)
    old = "" if name == "offices.toml" else RULES[name]
    (rules / name).write_text(text + "\n" + old, encoding="utf-8")
    done = build(facts, rules, tmp_path / "out")
    assert done.returncode == 1
    assert complaint in done.stderr
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    ("russian", "german"),
    [
        ("Лавров", "Lawrow"),
        ("Белоусов", "Beloussow"),
        ("Шойгу", "Schoigu"),
        ("Дмитрий", "Dmitri"),
        ("Алексей", "Alexei"),
        ("Герасимов", "Gerassimow"),
        ("Матвиенко", "Matwijenko"),
        ("Григорьев", "Grigorjew"),
        ("Елена", "Jelena"),
    ],
)
def test_russian_names_as_german_papers_write_them(russian: str, german: str) -> None:
    """Transliteration gives the forms of the German press."""
    path = FOLDER / "snapshot_names.py"
    spec = importlib.util.spec_from_file_location("snapshot_names", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.german(russian) == german


def test_every_shipped_item_has_a_label_and_a_class(shipped: Graph) -> None:
    """No item of the snapshot is nameless; all but the classes say what they are."""
    items = {subject for subject in shipped.subjects() if str(subject).startswith(f"{WD}Q")}
    assert len(items) > 7000
    assert {subject for subject in items if not shipped.value(subject, RDFS.label)} == set()
    classes = {f"{WD}{qid}" for qid in written("classes")}
    unclassed = {str(subject) for subject in items if not shipped.value(subject, URIRef(f"{WDT}P31"))}
    assert unclassed - classes == set()


def test_every_shipped_thing_fits_an_ontology_class(shipped: Graph) -> None:
    """The table of classes covers every state, place, person, organisation and thing."""
    table = tomllib.loads((FOLDER / "classes.toml").read_text(encoding="utf-8"))
    known = {f"{WD}{qid}" for qids in table.values() for qid in qids}
    things = {
        URIRef(f"{WD}{qid}")
        for kind in ("countries", "places", "people", "organisations", "things")
        for qid in written(kind)
    }
    assert len(things) > 5000
    lost = {
        str(thing) for thing in things
        if not {str(kind) for kind in shipped.objects(thing, URIRef(f"{WDT}P31"))} & known
    }  # fmt: skip
    assert lost == set()


def test_homonyms_are_apart(shipped: Graph) -> None:
    """Cosmodrome and city, rocket and river, office and castle are what they are."""
    expected = {
        "Q177477": "Q194188", "Q165413": "Q515", "Q530600": "Q697175", "Q162737": "Q4022",
        "Q2060629": "Q327333", "Q133274": "Q57831", "Q701801": "Q5", "Q1072326": None,
    }  # fmt: skip
    for qid, kind in expected.items():
        found = shipped.objects(URIRef(WD + qid), URIRef(f"{WDT}P31"))
        kinds = {str(one).removeprefix(WD) for one in found}
        assert kind is None or kind in kinds, qid
        assert not kinds & (set(filter(None, expected.values())) - {kind}), qid


def test_offices_table_names_positions_that_someone_holds(shipped: Graph) -> None:
    """Every office of the table is a position of the snapshot; nearly all have a known holder."""
    table = tomllib.loads((FOLDER / "offices.toml").read_text(encoding="utf-8"))
    positions = {qid for kind in table.values() for qids in kind.values() for qid in qids}
    held = {str(position).removeprefix(WD) for position in shipped.objects(None, URIRef(PS + "P39"))}
    assert len(positions) > 80
    for qid in positions:
        assert (URIRef(WD + qid), URIRef(f"{WDT}P31"), URIRef(f"{WD}Q4164871")) in shipped, qid
    assert sorted(positions - held) == []


def test_shipped_counts_are_true() -> None:
    """The one place with date and counts agrees with the files."""
    told = tomllib.loads((FOLDER / "snapshot.toml").read_text(encoding="utf-8"))
    counts = {path.stem: len(written(path.stem)) for path in FOLDER.glob("*.ttl")}
    assert counts == told["counts"]
    assert told["items"] == sum(counts.values())
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", told["date"])


def test_first_level_regions_of_the_neighbours_are_there(shipped: Graph) -> None:
    """Provinces of both Koreas have names in four languages, their state, and coordinates."""
    provinces = {
        "Q109380",
        "Q109348",
        "Q272406",
        "Q626052",
        "Q109342",
        "Q41416",
        "Q109368",
        "Q109361",
        "Q110171",
    }
    for qid in provinces | {"Q20937", "Q41071", "Q41066", "Q41070", "Q41157", "Q41161", "Q41154", "Q41151"}:
        item = URIRef(WD + qid)
        labels = [label for label in shipped.objects(item, RDFS.label) if isinstance(label, Literal)]
        assert {label.language for label in labels} == {"de", "en", "ru", "ko"}, qid
        state = "Q423" if qid in provinces else "Q884"
        assert list(shipped.objects(item, URIRef(f"{WDT}P17"))) == [URIRef(WD + state)]
        assert shipped.value(item, URIRef(f"{WDT}P625")), qid


def test_heads_of_states_hold_the_office(shipped: Graph) -> None:
    """P35 and P6 name a person of the snapshot; who it is follows from the offices with dates."""
    heads = {
        str(state).removeprefix(WD): str(person).removeprefix(WD)
        for state, person in shipped.subject_objects(URIRef(f"{WDT}P35"))
    }
    assert len(heads) == 11
    assert (heads["Q423"], heads["Q159"], heads["Q884"]) == ("Q56226", "Q7747", "Q12612463")
    assert set(heads.values()) <= set(written("people"))


def test_items_of_the_field_have_two_sources(shipped: Graph) -> None:
    """Authorities and agencies that two tables agree on are there; none has a name of a better known item."""
    for qid in ("Q58792", "Q23548", "Q8333", "Q320644", "Q7779"):
        assert shipped.value(URIRef(WD + qid), RDFS.label), qid
    refused = (FOLDER / "refused.txt").read_text(encoding="utf-8")
    assert "items have no second source" in refused
    assert "another item is" in refused
