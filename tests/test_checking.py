"""The checker says what is wrong with which item, in the reader's language, and blames the right party."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import SH, Graph, Literal, URIRef

from kg import findings
from kg.checking import Checker, file_loads_everywhere, loads_everywhere, quotes_hold
from kg.errors import ProjectError
from kg.findings import Finding, in_words
from kg.rooms import room
from kg.vocabulary import KG, NIF, load_vocabulary

SHAPES = Path(__file__).parent / "shapes"
ARTICLE = "https://w3id.org/geoevents/id/article/9f3c0000aaaabbbb"
MEETING = f"{ARTICLE}#s5-Meeting"
SENTENCE = "Vertreter von Nordkorea und Russland trafen sich in Wostoktal."
TEXT = "x" * 200 + SENTENCE
PREFIXES = (
    f"@prefix kg: <{KG}> . @prefix e: <https://example.org/> . "
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
)
SHAPE = (
    "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <https://example.org/> .\n"
    'e:rule a sh:NodeShape ; sh:targetNode e:x ; sh:sparql e:query . e:query sh:select "%s" .'
)


@pytest.fixture(scope="module")
def checker() -> Checker:
    """Give the checker of the real rules and the real ontology."""
    return Checker(room("shapes"), load_vocabulary(room("ontology")))


def fixture(name: str) -> Graph:
    """Read one of the fixtures of the shapes."""
    return Graph().parse(SHAPES / f"{name}.ttl")


def rules(findings: tuple[Finding, ...]) -> list[str]:
    """Keep only the names of the rules."""
    return [finding.rule for finding in findings]


def test_good_graph_gives_no_finding(checker: Checker) -> None:
    """A graph that keeps all rules is passed by every check."""
    graph = fixture("Report/valid-asserted")
    assert checker.check(graph) == ()
    assert checker.undeclared(graph) == ()
    assert quotes_hold(graph, {ARTICLE: TEXT}) == ()
    assert loads_everywhere(graph) == ()
    assert file_loads_everywhere((SHAPES / "Report/valid-asserted.ttl").read_bytes()) == ()


def test_finding_names_rule_item_value_and_remedy(checker: Checker) -> None:
    """A finding carries all that a reader needs, in English unless asked otherwise."""
    graph = fixture("Report/invalid-Report-event-twice")
    assert checker.check(graph) == (
        Finding(
            "must",
            "Report-event",
            MEETING,
            "A report tells of one event at most.",
            "Make a report of its own for each event in the sentence.",
            "reportsOn: Meeting-1; reportsOn: Meeting-2",
        ),
    )


def test_finding_speaks_german(checker: Checker) -> None:
    """In German, message and remedy are German; in a language the rules lack, English."""
    graph = fixture("Meeting/invalid-Meeting-participants")
    german, english = checker.check(graph, "de")[0], checker.check(graph, "ko")[0]
    assert german.message == "Ein Treffen sollte zwei Teilnehmer nennen."
    assert german.mend == "Nachsehen, ob der Satz oder ein Nachbarsatz den zweiten nennt."
    assert english.message == "A meeting should name two participants."


def test_warnings_are_told_after_what_must_be_mended(checker: Checker) -> None:
    """What sets a graph aside stands first."""
    graph = fixture("Meeting/invalid-Meeting-participants")
    graph.remove((URIRef(f"{ARTICLE}#s5-Meeting"), KG.tense, None))
    found = checker.check(graph)
    assert [finding.severity for finding in found] == ["must"] * (len(found) - 2) + ["should"] * 2
    assert "Report-tense" in rules(found)


def test_detail_names_the_foreign_role(checker: Checker) -> None:
    """Where one of many roles is at fault, the finding says which and who fills it."""
    (finding,) = checker.check(fixture("Meeting/invalid-Meeting-foreign-role"))
    assert (finding.rule, finding.detail) == ("Meeting-foreign-role", "agent: Q159")


def test_detail_names_the_value(checker: Checker) -> None:
    """Where one value is at fault, the finding says which, without its address."""
    (finding,) = checker.check(fixture("Sentence/invalid-Sentence-section-unknown"))
    assert finding.detail == "Asserted"


def test_query_findings_name_the_item_and_not_its_class(checker: Checker) -> None:
    """Rules that are asked once a graph still name the report or sentence at fault."""
    (finding,) = checker.check(fixture("Report/invalid-Report-trigger-quote"))
    assert finding.node == MEETING


def test_text_in_place_of_an_entry_is_told_once(checker: Checker) -> None:
    """A mere text in a role is the report's fault, and no item of its own."""
    assert [(one.rule, one.node) for one in checker.check(fixture("Report/invalid-Report-fillers"))] == [
        ("Report-fillers", MEETING)
    ]


def test_checking_leaves_the_graph_as_it_was(checker: Checker) -> None:
    """The graph that is written is the graph that was checked."""
    graph = fixture("Report/valid-asserted")
    before = set(graph)
    checker.check(graph)
    assert set(graph) == before


def test_report_is_that_of_shacl(checker: Checker) -> None:
    """Tools that read SHACL's own report get it."""
    report = checker.report(fixture("Report/invalid-Report-source"))
    assert len(list(report.subjects(SH.resultSeverity, SH.Violation))) == 1


def test_folder_without_shapes_is_refused(tmp_path: Path) -> None:
    """No rules is not the same as no broken rules."""
    with pytest.raises(ProjectError, match="no rules") as caught:
        Checker(tmp_path, load_vocabulary(room("ontology")))
    assert caught.value.code == "KG-140"


def test_shape_that_is_not_turtle_is_named(tmp_path: Path) -> None:
    """A broken file of rules is named, also where only a prefix is missing."""
    (tmp_path / "bad.ttl").write_text("e:rule a sh:NodeShape .", encoding="utf-8")
    with pytest.raises(ProjectError, match=r"bad\.ttl is not Turtle") as caught:
        Checker(tmp_path, load_vocabulary(room("ontology")))
    assert caught.value.code == "KG-140"


@pytest.mark.parametrize(
    "query", ["SELECT $this WHERE { VALUES ?a { 1 } $this ?p ?a }", "SELECT $this WHERE {", "ASK { }"]
)
def test_shape_that_cannot_run_is_our_fault(tmp_path: Path, query: str) -> None:
    """A rule that fails is an error of the project, never a finding about the data."""
    (tmp_path / "rule.ttl").write_text(SHAPE % query, encoding="utf-8")
    checker = Checker(tmp_path, load_vocabulary(room("ontology")))
    with pytest.raises(ProjectError, match="cannot be run") as caught:
        checker.check(Graph())
    assert caught.value.code == "KG-141"


def test_undeclared_terms_are_found_wherever_they_stand(checker: Checker) -> None:
    """A misspelt class, property, value or datatype is found, with the term that was meant."""
    graph = Graph().parse(
        data=PREFIXES
        + 'e:x a kg:Meetting ; kg:suplier e:y ; kg:status kg:Asserted ; e:p "1"^^kg:zzzz . kg:Mars e:p e:y .'
    )
    found = checker.undeclared(graph)
    assert {finding.rule for finding in found} == {"undeclared-term"}
    assert [(finding.node.rsplit("/", 1)[1], finding.detail) for finding in found] == [
        ("x", "Meetting (did you mean Meeting?)"),
        ("x", "suplier (did you mean supplier?)"),
        ("x", "zzzz"),
        ("ontology#Mars", "Mars"),
    ]
    assert "Meetting (meintest du Meeting?)" in {one.detail for one in checker.undeclared(graph, "de")}


def test_quotes_must_stand_in_the_text() -> None:
    """A sentence or a trigger that the article does not have at its place is found."""
    graph = fixture("Report/valid-asserted")
    found = quotes_hold(graph, {ARTICLE: TEXT.replace("trafen", "sahen_")})
    assert [(one.rule, one.detail) for one in found] == [("quote", SENTENCE), ("quote", "trafen")]
    assert rules(quotes_hold(graph, {ARTICLE: "x" + TEXT})) == ["quote", "quote"]


def test_quotes_without_a_text_are_findings() -> None:
    """A quote that could not be looked up is not passed for good."""
    assert rules(quotes_hold(fixture("Report/valid-asserted"), {})) == ["quote-text", "quote-text"]


def test_quote_without_a_place_is_a_finding() -> None:
    """Words without offsets cannot be in the text at their place."""
    graph = fixture("Report/valid-asserted")
    graph.remove((None, NIF.beginIndex, None))
    assert rules(quotes_hold(graph, {ARTICLE: TEXT})) == ["quote"]


@pytest.mark.parametrize(
    ("turtle", "rule"),
    [
        ("[] e:p e:y .", "blank-node"),
        ("e:x e:p [] .", "blank-node"),
        ("e:x e:p () .", "list"),
        ('e:x e:p "2023-09"^^xsd:gYearMonth .', "partial-date"),
        ('e:x e:p "2023"^^xsd:gYear .', "partial-date"),
    ],
)
def test_what_some_stores_refuse_is_found(turtle: str, rule: str) -> None:
    """Graph and file are held to the same rules."""
    assert rules(loads_everywhere(Graph().parse(data=PREFIXES + turtle))) == [rule]
    assert rules(file_loads_everywhere(PREFIXES + turtle)) == [rule]


def test_bad_address_is_found_in_a_graph() -> None:
    """An address with a space or without a scheme is found before it is written."""
    for bad in ("https://example.org/a b", "entity/Q1"):
        graph = Graph()
        graph.add((URIRef(bad), KG["index"], Literal(1)))
        assert rules(loads_everywhere(graph)) == ["iri"]


def test_zone_of_a_date_is_found_in_the_file() -> None:
    """A zone on a date, which rdflib drops while it reads, is found in the file; a plain day passes."""
    for zone in ("Z", "+09:00"):
        assert rules(file_loads_everywhere(f'{PREFIXES}e:x e:p "2023-09-13{zone}"^^xsd:date .')) == [
            "date-zone"
        ]
    assert file_loads_everywhere(f'{PREFIXES}e:x e:p "2023-09-13"^^xsd:date .') == ()


def test_file_that_is_not_turtle_is_a_finding() -> None:
    """A file that cannot be read is told with the parser's place."""
    (finding,) = file_loads_everywhere("e:x e:p .")
    assert finding.rule == "turtle"
    assert "line 1" in finding.detail


def test_words_name_article_sentence_and_trigger(checker: Checker) -> None:
    """A reader sees where it stands, what is wrong and what to do, and no address."""
    graph = fixture("Report/invalid-Report-event-twice")
    (finding,) = checker.check(graph)
    assert in_words(finding, graph) == (
        f"error  article beispiel, “{SENTENCE}” (trafen): A report tells of one event at most.\n"
        "        found: reportsOn: Meeting-1; reportsOn: Meeting-2\n"
        "        mend: Make a report of its own for each event in the sentence.  [Report-event]"
    )


def test_words_in_german(checker: Checker) -> None:
    """In German, the frame around message and remedy is German too."""
    graph = fixture("Sentence/invalid-Sentence-length")
    (finding,) = checker.check(graph, "de")
    assert in_words(finding, graph, "de") == (
        f"Fehler  Artikel beispiel, „{SENTENCE}“: "
        "Der Wortlaut ist nicht so lang wie die Stelle, die der Satz im Text einnimmt.\n"
        "        beheben: Den Artikel neu lesen; die Stellen zählen Zeichen des behaltenen Textes."
        "  [Sentence-length]"
    )


def test_words_name_an_event_or_entity_by_its_label(checker: Checker) -> None:
    """Events and entities are called by their label, a warning is called one."""
    graph = fixture("Meeting/invalid-Meeting-participants")
    event = next(one for one in checker.check(graph) if one.node.endswith("Meeting-1"))
    assert in_words(event, graph).startswith("warning  Meeting: A meeting should name two participants.")


def test_words_name_an_article_and_an_unknown_item(checker: Checker) -> None:
    """An article is called by its identifier, an item without any description by the end of its address."""
    graph = fixture("Article/invalid-Article-sha256-short")
    (finding,) = checker.check(graph)
    assert in_words(finding, graph).startswith("error  article beispiel: ")
    (missing,) = checker.check(fixture("Entity/invalid-Entity-linkStatus-undescribed"))
    assert in_words(missing, graph).startswith("error  Q423: ")


def test_own_rules_are_worded_in_german_and_english() -> None:
    """The rules that SHACL cannot state have both languages too."""
    rules_in = {lang: {rule for rule, one in findings._WORDS if one == lang} for lang in ("de", "en")}
    assert len(rules_in["en"]) == 9
    assert rules_in["de"] == rules_in["en"]
    assert len(findings._WORDS) == 18
