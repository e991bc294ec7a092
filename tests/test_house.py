"""The rules of the house: who may import whom, what may stand where, and how large it may grow."""

from __future__ import annotations

import ast
import fnmatch
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kg"

#: Parts of the package: their modules, and the other parts that these may import.
PARTS: dict[str, tuple[set[str], set[str]]] = {
    "values": ({"errors", "formulas", "minting", "model", "rooms", "tab_tables"}, set()),
    "reading": (
        {"articles", "datelines", "furniture", "language_id", "layout", "metadata", "pages", "pieces"},
        {"values"},
    ),
    "time": ({"calendar_days", "calendar_words", "dates", "stretches", "times"}, {"values"}),
    "language": (
        {"amount_files", "amount_words", "language", "language_files", "paradigms", "suffixes"},
        {"values"},
    ),
    "words": (
        {
            "bounds",
            "designations",
            "foreign_trees",
            "lemma_parts",
            "lemmas",
            "lines",
            "name_forms",
            "name_labels",
            "products",
            "tokenizing",
            "tokens",
            "tree_rules",
            "word_features",
            "word_look_ups",
        },
        {"values"},
    ),
    "parsing": (
        {
            "agreeing",
            "attaching",
            "auxiliaries",
            "clauses",
            "coordinating",
            "cores",
            "counting",
            "declension",
            "demonyms",
            "drafting",
            "timing",
            "infinitives",
            "surnames",
            "head_final",
            "head_final_aims",
            "head_final_forms",
            "head_final_hosts",
            "head_final_nodes",
            "head_final_opinions",
            "head_final_pending",
            "head_final_reading",
            "head_final_subjects",
            "head_final_values",
            "head_final_voices",
            "head_final_words",
            "mention_table",
            "peoples",
            "mentions",
            "morphology",
            "names",
            "noun_groups",
            "noun_units",
            "noun_words",
            "parsing",
            "passives",
            "carriers",
            "phrase_cases",
            "phrase_edges",
            "phrases",
            "predicates",
            "appositions",
            "realigning",
            "relatives",
            "rings",
            "repairs",
            "suffixed_words",
            "verbs",
            "parting",
            "word_order",
            "going_on",
            "second_halves",
            "lost_verbs",
            "settling",
            "unmarked",
            "participles",
            "grafting",
            "name_edges",
            "noun_heads",
            "speaking_branches",
            "second_verbs",
            "front_branches",
            "headline_verbs",
            "contact_clauses",
            "content_clauses",
            "blaming",
            "tree_moves",
            "wording",
            "written",
            "written_runs",
            "written_words",
        },
        {"values", "language", "time", "words"},
    ),
    "telling": (
        {
            "accounts",
            "asides",
            "attribution",
            "bearers",
            "circumstances",
            "colons",
            "coreference",
            "anchoring",
            "dating",
            "descriptions",
            "events",
            "facts",
            "frames",
            "aspects",
            "hedging",
            "openings",
            "holders",
            "incumbents",
            "linking",
            "overrides",
            "binding",
            "meanings",
            "partitives",
            "partners",
            "pointing",
            "quantities",
            "quoting",
            "retelling",
            "same_day",
            "sayings",
            "scoring",
            "shown",
            "sides",
            "sources",
            "speakers",
            "speech_verbs",
            "spoken_of",
            "telling",
            "tenures",
            "unlinked",
            "unmet",
            "voices",
            "weighing",
            "who",
        },
        {"values", "language", "words"},
    ),
    "wikidata": (
        {"answers", "bundling", "cache", "endpoint", "kept", "snapshot", "text_search", "wikidata", "wire"},
        {"values"},
    ),
    "widening": ({"gathering", "snapshot_files", "widening"}, {"values", "wikidata"}),
    "merging": (
        {
            "claims",
            "decisions",
            "event_keys",
            "happenings",
            "identity",
            "joining",
            "merging",
            "origins",
            "outlets",
            "regrouping",
            "reviewing",
            "subevents",
            "things",
            "told",
            "tying",
        },
        {"values"},
    ),
    "graph": (
        {
            "aiming",
            "checking",
            "describe",
            "describing_events",
            "findings",
            "indexed",
            "labelling",
            "turtle",
            "vocabulary",
        },
        {"values", "merging"},
    ),
    "stores": (
        {
            "change_log",
            "comparing",
            "embedded",
            "link_table",
            "queries",
            "service_calls",
            "statements",
            "store",
        },
        {"values"},
    ),
    "explaining": ({"explaining"}, {"values", "language"}),
    "catalogue": ({"catalogue"}, {"values", "graph", "stores"}),
    "network": ({"network", "remote"}, {"values"}),
    "loading": ({"loading"}, {"values", "stores", "network"}),
    "pipeline": (
        {
            "assembling",
            "extracting",
            "intake",
            "lookups",
            "crew",
            "pipeline",
            "results",
            "setup",
            "stages",
            "tellings",
            "verdicts",
            "writing",
        },
        {
            "explaining",
            "values",
            "reading",
            "language",
            "parsing",
            "telling",
            "wikidata",
            "merging",
            "graph",
            "stores",
            "network",
            "catalogue",
        },
    ),
    "project": (
        {"project"},
        {
            "values",
            "reading",
            "time",
            "language",
            "parsing",
            "telling",
            "wikidata",
            "merging",
            "graph",
            "stores",
        },
    ),
    "showing": ({"showing"}, {"values", "graph", "stores"}),
    "exporting": (
        {
            "export_bibliography",
            "export_database",
            "export_formats",
            "export_map",
            "export_nanopubs",
            "export_networks",
            "export_rdf",
            "export_scope",
            "export_sheets",
            "export_tables",
            "placing",
            "record_reading",
            "records",
        },
        {"values", "graph", "stores", "showing"},
    ),
    "review": ({"doubts", "review_table"}, {"values", "merging", "exporting"}),
    "pages": (
        {"notebook", "ontology_entries", "ontology_examples", "ontology_pages", "rendering"},
        {"values", "graph", "stores", "showing", "exporting"},
    ),
    "serving": (
        {"query_process", "serving", "serving_pages"},
        {"values", "graph", "stores", "showing", "exporting", "pages"},
    ),
    "command": (
        {
            "__main__",
            "asking",
            "building",
            "cli",
            "deciding",
            "delivering",
            "diffing",
            "documenting",
            "exporting",
            "hosting",
            "messages",
            "renewing",
        },
        {
            "explaining",
            "values",
            "merging",
            "graph",
            "stores",
            "catalogue",
            "pipeline",
            "project",
            "showing",
            "exporting",
            "review",
            "pages",
            "wikidata",
            "widening",
            "network",
            "loading",
            "serving",
        },
    ),
}
#: Libraries that exactly these modules import.
LIBRARIES = {
    "click": {
        "asking",
        "building",
        "cli",
        "deciding",
        "delivering",
        "diffing",
        "documenting",
        "exporting",
        "hosting",
        "renewing",
    },
    "SPARQLWrapper": {"wire"},
    "msgspec": {"results"},
    "threadpoolctl": {"products"},
    "jinja2": {"rendering"},
    "networkx": {"export_networks"},
    "openpyxl": {"export_tables"},
    "pandas": {"notebook"},
    "pyshacl": {"checking"},
    "requests": {"network", "remote"},
    "simplemma": {"lemmas", "parsing", "word_features"},
    "spacy": {"bounds", "parsing", "tokenizing", "unmarked", "word_features", "word_look_ups"},
    "trafilatura": {"pages"},
    "waitress": {"hosting"},
    "werkzeug": {"serving", "serving_pages"},
}
#: From which part on a graph is a graph; before, values go in and values come out.
GRAPH_PARTS = {
    "wikidata",
    "widening",
    "graph",
    "pipeline",
    "project",
    "showing",
    "exporting",
    "pages",
    "serving",
    "catalogue",
}
LONGER = {
    "language": "values: one class a table of the language file, and the words that follow from them",
    "model": "values only: whoever reads one needs to see its neighbours",
}
LONGEST = 300
LARGEST = 20 * 1024 * 1024
TOP = {
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "data",
    "kg",
    "ontology",
    "pyproject.toml",
    "queries",
    "shapes",
    "tests",
    "training",
}
EMPTY_NAMES = {"common", "handler", "handlers", "helper", "helpers", "manager", "managers", "util", "utils"}
MACHINE_PATH = re.compile(rb"(?<![\w.>~-])/(?:home|Users|root|work|tmp|opt|mnt|srv|var)/[\w.]")


def _ignored() -> list[str]:
    """Give the patterns of .gitignore; all of them name a folder, some with a path."""
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    return [line.strip().rstrip("/") for line in lines if line.strip() and not line.startswith("#")]


def _files() -> list[Path]:
    """Give what belongs to the project: everything below the root that is not ignored."""
    patterns = _ignored()
    found: list[Path] = []
    folders = [ROOT]
    while folders:
        for path in sorted(folders.pop().iterdir()):
            name = path.relative_to(ROOT).as_posix()
            if path.name == ".git" or any(
                fnmatch.fnmatch(name if "/" in pattern else path.name, pattern) for pattern in patterns
            ):
                continue
            if path.is_dir():
                folders.append(path)
            else:
                found.append(path)
    return found


FILES = _files()
TREES = {path.stem: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.glob("*.py"))}
MODULES = sorted(TREES.keys() - {"__init__"})
PART_OF = {module: part for part, (modules, _) in PARTS.items() for module in modules}


def _imports(module: str) -> set[str]:
    """Give the full names of all that a module imports, also where only types are checked."""
    names: set[str] = set()
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            if node.module == "kg":
                names.update(f"kg.{alias.name}" for alias in node.names if alias.name != "__version__")
            else:
                names.add(node.module or "")
    return names


def _importers(library: str) -> set[str]:
    return {module for module in MODULES if any(name.split(".")[0] == library for name in _imports(module))}


def test_every_module_has_its_part() -> None:
    """Every module of the package is placed in exactly one part of the house, and none is a ghost."""
    placed = [module for modules, _ in PARTS.values() for module in modules]
    assert sorted(placed) == MODULES


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_its_part_may(module: str) -> None:
    """A module imports from its own part and from those that its part may use."""
    part = PART_OF[module]
    allowed = {part, *PARTS[part][1]}
    wrong = {
        name
        for name in _imports(module)
        if name.startswith("kg.") and PART_OF.get(name.removeprefix("kg.")) not in allowed
    }
    assert wrong == set()


def test_parts_do_not_import_in_circles() -> None:
    """A part may import only parts that stand before it."""
    known: set[str] = set()
    for part, (_, others) in PARTS.items():
        assert others <= known, part
        known.add(part)


@pytest.mark.parametrize("library", sorted(LIBRARIES))
def test_a_library_is_known_in_its_place_only(library: str) -> None:
    """SpaCy, the network and SHACL each have exactly the modules that the plan gives them."""
    assert _importers(library) == LIBRARIES[library]


def test_rdflib_is_used_from_the_graph_on_only() -> None:
    """What reads, parses and tells works on values and knows no graph."""
    users = _importers("rdflib")
    assert users
    assert {module for module in users if PART_OF.get(module) not in GRAPH_PARTS} == set()


def test_the_network_has_two_doors() -> None:
    """No module but network and wire opens a connection by the standard library either."""
    doors = {"http.client", "socket", "urllib.error", "urllib.request"}
    users = {module for module in MODULES if _imports(module) & doors}
    assert users <= {"network", "wire"}
    assert "wire" in users


def test_no_module_has_an_empty_name() -> None:
    """No module is called after nothing: utils, helpers, common, manager, handler."""
    sources = [path for path in FILES if path.suffix == ".py"]
    assert len(sources) > len(MODULES)
    assert [path.name for path in sources if EMPTY_NAMES & set(path.stem.split("_"))] == []


def test_modules_are_short() -> None:
    """No module is longer than 300 lines, save those with a reason; the reasons are all needed."""
    sources = [path for path in FILES if path.suffix == ".py" and "tests" not in path.parts]
    assert len(sources) > len(MODULES)
    long = {path.stem for path in sources if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST}
    assert long == LONGER.keys()


def _german() -> set[str]:
    """Give the words by which the German file tells events, titles and things; compounds by their head."""
    data = tomllib.loads((PACKAGE / "lang" / "de.toml").read_text(encoding="utf-8"))
    words: set[str] = set()
    for frame in (*data["frame"], *data["fact"]):
        for key in ("verbs", "nouns", "governors", "qualities", "offices"):
            words.update(frame.get(key, ()))
    for table in (data["titles"], data["nouns"], data["sources"]):
        for entries in table.values():
            words.update(entries)
    return {word.lstrip("*").rpartition("+")[2] for word in words if not word.startswith("@")}


def test_python_knows_no_german_word() -> None:
    """No word of the German file stands as a text of its own in a module; ontology names may look alike."""
    words = _german() - {path.stem for path in (ROOT / "ontology").rglob("*.ttl")}
    assert {"besuchen", "Besuch"} <= words
    found = {
        (module, node.value)
        for module, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in words
    }
    assert found == set()


def test_every_event_type_has_its_twin_in_the_shapes() -> None:
    """An event type is one file in the ontology and one of the same name in the shapes."""
    types = {path.name for path in (ROOT / "ontology" / "events").iterdir()}
    assert "Meeting.ttl" in types
    assert types == {path.name for path in (ROOT / "shapes" / "events").iterdir()}


def test_the_top_level_is_fixed() -> None:
    """Nothing lies at the top that the plan does not name, and nothing of it is missing."""
    assert {path.relative_to(ROOT).parts[0] for path in FILES} == TOP


def test_no_file_is_too_large() -> None:
    """Every file is small enough for an ordinary git host."""
    assert FILES
    assert [path.name for path in FILES if path.stat().st_size > LARGEST] == []


def test_no_file_names_a_machine() -> None:
    """No file of the project, pipelines included, holds a path of the machine that it was made on."""
    assert MACHINE_PATH.search(b'train = "' + b"/" + b'work/main"')
    contents = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in FILES}
    assert "data/pipelines/de/config.cfg" in contents
    assert {name: hit[0] for name, text in contents.items() if (hit := MACHINE_PATH.search(text))} == {}


def test_texts_are_utf8_with_plain_line_ends() -> None:
    """Every text file is UTF-8, ends its lines with LF, and the last line, too; pipelines are spaCy's."""
    checked: set[str] = set()
    for path in FILES:
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith("data/pipelines/"):
            text = path.read_bytes().decode("utf-8")
            assert "\r" not in text, name
            assert text.endswith("\n") or not text, name
            checked.add(name)
    assert {"pyproject.toml", "ontology/roles.ttl", "kg/lang/de.toml"} <= checked
