"""The ontology as pages: whole, in two languages, with examples that keep the rules, and self-contained."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from lxml import etree, html
from rdflib import RDF, SH, Graph, Literal
from rdflib.namespace import SKOS

from kg.checking import Checker, loads_everywhere, read_shapes
from kg.cli import execute
from kg.ontology_entries import Ontology, read_ontology
from kg.ontology_examples import Example, examples
from kg.ontology_pages import pages
from kg.rooms import room
from kg.vocabulary import KG, Vocabulary, load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LANGUAGES = ("de", "en")
EXAMPLES = room("data") / "examples.ttl"


@pytest.fixture(scope="module")
def ontology(vocabulary: Vocabulary) -> Ontology:
    """Read what the pages show."""
    return read_ontology(vocabulary, room("ontology"), room("shapes"))


@pytest.fixture(scope="module")
def shown(ontology: Ontology, vocabulary: Vocabulary) -> Mapping[str, Example]:
    """Cut the examples."""
    return examples(Graph().parse(EXAMPLES), ontology.entries, vocabulary)


@pytest.fixture(scope="module")
def written(vocabulary: Vocabulary) -> Mapping[str, bytes]:
    """Make the pages."""
    return pages(vocabulary)


@pytest.fixture(scope="module")
def trees(written: Mapping[str, bytes]) -> Mapping[str, html.HtmlElement]:
    """Parse the pages."""
    return {name: html.document_fromstring(text) for name, text in written.items() if name.endswith(".html")}


def words(element: html.HtmlElement) -> str:
    """Give the words of an element, single spaces between them."""
    return " ".join(str(element.text_content()).split())


def test_the_examples_keep_every_rule(vocabulary: Vocabulary) -> None:
    """The graph of examples breaks no rule, names no undeclared term, and loads in every store."""
    graph = Graph().parse(EXAMPLES)
    checker = Checker(room("shapes"), vocabulary)
    assert len(graph) > 1000
    assert checker.told(checker.report(graph), graph) == ()
    assert vocabulary.undeclared(graph) == ()
    assert loads_everywhere(graph) == ()


def test_every_class_role_and_value_has_an_example(ontology: Ontology, shown: Mapping[str, Example]) -> None:
    """Nothing that data can hold is without an example; a class of values shows those of its values."""
    without = {
        entry.name
        for entry in ontology.entries.values()
        if entry.name not in shown and not entry.values and entry.kind != "AnnotationProperty"
    }
    assert without == set()
    assert len(shown) > 150


def test_an_example_is_a_part_of_the_graph(shown: Mapping[str, Example]) -> None:
    """Each example is Turtle whose statements all stand in the graph of examples, and names its term."""
    graph = Graph().parse(EXAMPLES)
    prefixes = "".join(f"@prefix {name}: <{space}> .\n" for name, space in graph.namespaces())
    articles = {str(article) for article in graph.subjects(RDF.type, KG.Article)}
    for name, example in shown.items():
        readings = (
            Graph().parse(data=f"{prefixes}@prefix text: <{one}#> .\n{example.turtle}") for one in articles
        )
        assert any(reading and set(reading) <= set(graph) for reading in readings), name
        assert example.turtle.endswith(" .")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_term_is_on_the_page(
    lang: str, ontology: Ontology, trees: Mapping[str, html.HtmlElement], vocabulary: Vocabulary
) -> None:
    """Each class, role, value and property stands once, with its label and definition in the language."""
    page = trees[f"{lang}.html"]
    assert page.get("lang") == lang
    assert len(ontology.entries) == len(vocabulary.declared_in) > 170
    for name, entry in ontology.entries.items():
        places = page.xpath("//*[@id=$name]", name=name)
        assert len(places) == 1, name
        place = places[0]
        text = words(place if place.tag == "tr" else place.getparent())
        assert entry.label[lang] in text, name
        told = [
            one for one in vocabulary.graph.objects(KG[name], SKOS.definition) if isinstance(one, Literal)
        ]
        (definition,) = {str(one) for one in told if one.language == lang}
        assert " ".join(definition.split()) in text, name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_and_bridge_is_on_the_page(
    lang: str, ontology: Ontology, trees: Mapping[str, html.HtmlElement]
) -> None:
    """Each shape stands in words with its remedy, each alignment with its reason."""
    page = trees[f"{lang}.html"]
    rules = [rule for found in ontology.rules.values() for rule in found]
    shapes = read_shapes(room("shapes"))
    assert len(rules) == len(set(shapes.subjects(SH.message, None))) > 100
    for rule in rules:
        (row,) = page.xpath("//tr[@id=$name]", name=f"rule-{rule.name}")
        assert rule.message[lang] in words(row)
        assert rule.mend[lang] in words(row)
    assert len(ontology.alignments) > 100
    assert all(one.reason for one in ontology.alignments)
    rows = [words(row) for row in page.xpath("//table[@class='bridges']/tbody/tr")]
    assert len(rows) == len(ontology.alignments)
    for one in ontology.alignments:
        assert [row for row in rows if one.target in row and " ".join(one.reason.split()) in row]


@pytest.mark.parametrize("name", ["index.html", "de.html", "en.html"])
def test_a_page_needs_no_other_machine(name: str, trees: Mapping[str, html.HtmlElement]) -> None:
    """No script, no style in the page, only the style sheet beside it, and a policy that says so."""
    page = trees[name]
    assert page.xpath("//script | //style | //iframe | //img | //object | //form") == []
    assert page.xpath("//@style | //@src") == []
    assert not [one for one in page.xpath("//@*") if str(one.attrname).startswith("on")]
    assert page.xpath("//link[@rel='stylesheet']/@href") == ["style.css"]
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'self'")


def test_the_style_sheet_loads_nothing(written: Mapping[str, bytes]) -> None:
    """The style sheet names no address, and has rules for print and for narrow windows."""
    style = written["style.css"].decode()
    assert "url(" not in style
    assert "@import" not in style
    assert "@media print" in style
    assert "max-width: 56rem" in style


@pytest.mark.parametrize("name", ["index.html", "de.html", "en.html"])
def test_every_link_leads_somewhere(
    name: str, trees: Mapping[str, html.HtmlElement], written: Mapping[str, bytes]
) -> None:
    """Links inside lead to a place that is there once; links outside are addresses of other vocabularies."""
    page = trees[name]
    ids = [str(one) for one in page.xpath("//@id")]
    assert len(ids) == len(set(ids))
    links = [str(one) for one in page.xpath("//a/@href")]
    assert links
    for link in links:
        parts = urlsplit(link)
        if parts.scheme:
            assert parts.scheme in ("http", "https")
        elif parts.path:
            assert parts.path in written
        else:
            assert parts.fragment in ids, link


def test_the_contents_name_every_part(trees: Mapping[str, html.HtmlElement]) -> None:
    """The table of contents leads to each section, and to each class and role."""
    page = trees["en.html"]
    linked = set(page.xpath("//nav//a/@href"))
    heads = {f"#{one}" for one in page.xpath("//main//h2/@id")}
    assert len(heads) == 12
    assert heads <= linked
    assert {"#ArmsDeal", "#supplier", "#Person", "#Certainty", "#headOf"} <= linked


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_diagram_is_drawn_and_told(
    lang: str, written: Mapping[str, bytes], vocabulary: Vocabulary
) -> None:
    """The diagram is well-formed SVG with title and description, speaks the language, and names no colour."""
    (svg,) = re.findall(
        r'<svg class="diagram".*?</svg>\n(?=</div>)', written[f"{lang}.html"].decode(), re.DOTALL
    )
    drawn = etree.fromstring(svg)
    assert drawn.xpath("count(title)") == 1
    assert drawn.xpath("count(desc)") == 1
    texts = ["".join(one.itertext()) for one in drawn.iter("text")]
    for name in ("Article", "Sentence", "Report", "Event", "UnnamedSource", "Speculated", "Disputed"):
        assert vocabulary.label(name, lang) in texts
    assert not re.search(r"#[0-9a-f]{3,6}\b|rgb\(", svg)


def test_both_languages_show_the_same(trees: Mapping[str, html.HtmlElement]) -> None:
    """The German and the English page have the same places and the same examples."""
    german, english = trees["de.html"], trees["en.html"]
    assert german.xpath("//@id") == english.xpath("//@id")
    assert [words(one) for one in german.xpath("//pre")] == [words(one) for one in english.xpath("//pre")]


def test_markup_in_the_ontology_stays_text(tmp_path: Path) -> None:
    """A definition with markup is shown as it is written."""
    folder = tmp_path / "ontology"
    folder.mkdir()
    for path in room("ontology").rglob("*.ttl"):
        target = folder / path.relative_to(room("ontology"))
        target.parent.mkdir(exist_ok=True)
        target.write_text(
            path.read_text(encoding="utf-8").replace("arms deal", "<b>arms</b> deal"), encoding="utf-8"
        )
    text = pages(load_vocabulary(folder))["en.html"].decode()
    assert "&lt;b&gt;arms&lt;/b&gt; deal" in text
    assert "<b>arms" not in text


SCRIPT = """
import hashlib
from kg.ontology_pages import pages
from kg.rooms import room
from kg.vocabulary import load_vocabulary
for name, text in sorted(pages(load_vocabulary(room("ontology"))).items()):
    print(name, hashlib.sha256(text).hexdigest())
"""


def test_the_same_files_give_the_same_bytes(written: Mapping[str, bytes]) -> None:
    """The pages are the same bytes from run to run, whatever the hash seed."""
    told = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
    assert all(name in next(iter(told)) for name in written)


def test_the_command_writes_the_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The pages are written to a folder, and over an old one only by force."""
    out = tmp_path / "docs"
    assert execute(["docs", "-o", str(out)]) == 0
    assert "index.html" in capsys.readouterr().err
    assert sorted(path.name for path in out.iterdir()) == ["de.html", "en.html", "index.html", "style.css"]
    assert execute(["docs", "-o", str(out)]) == 3
    assert "KG-351" in capsys.readouterr().err
    assert execute(["docs", "-o", str(out), "--force"]) == 0
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert execute(["docs", "-o", str(tmp_path / "file"), "--force"]) == 3
