"""What became of events: followed by their reports, told once, kept in a log that a kill does not harm."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

from kg.change_log import continued, read_log
from kg.cli import execute
from kg.comparing import Comparison, compare

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """@prefix kg: <https://w3id.org/geoevents/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix event: <https://w3id.org/geoevents/id/event/> .
@prefix entity: <https://w3id.org/geoevents/id/entity/> .
@prefix r: <https://w3id.org/geoevents/id/article/a#> .
entity:Q1 rdfs:label "Kim"@de , "Kim"@en .
entity:Q2 rdfs:label "Moskau"@de , "Moscow"@en .
"""


def graph(**events: str) -> str:
    """Write events: "reports status role=entity …"; reports and entities by comma."""
    lines = [HEAD]
    for key, words in events.items():
        reports, status, *said = words.split()
        lines += [f"r:{report} kg:reportsOn event:{key} ." for report in reports.split(",")]
        lines.append(
            f'event:{key} kg:status kg:{status} ; rdfs:label "=Ereignis {key}"@de , "event {key}"@en .'
        )
        for one in said:
            role, _, value = one.partition("=")
            text = f'"{value}"^^xsd:date' if value[:1].isdigit() else f"entity:{value}"
            lines.append(f"event:{key} kg:{role} {text} ; kg:reportCount {len(reports)} .")
    return "\n".join(lines) + "\n"


def store(turtle: str) -> pyoxigraph.Store:
    """Load a graph."""
    made = pyoxigraph.Store()
    made.load(turtle.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    return made


def became(old: str, new: str) -> Comparison:
    """Compare two graphs."""
    return compare(store(old), store(new))


def told(found: Comparison) -> list[tuple[str, ...]]:
    """List the changes: kind, event, others."""
    return [(one.kind, one.event, *one.others) for one in found.changes]


def test_equal_graphs_have_no_changes() -> None:
    """All events are as before."""
    one = graph(A="1,2 Asserted host=Q1", B="3 Speculated")
    found = became(one, one)
    assert (found.changes, found.same) == ((), 2)


def test_a_report_more_is_no_change_of_the_event() -> None:
    """Counts are not what people cite."""
    assert became(graph(A="1 Asserted"), graph(A="1,2 Asserted")).changes == ()


@pytest.mark.parametrize(
    ("was", "now", "what", "old", "new"),
    [
        ("1 Reported", "1 Asserted", "status", ("Reported",), ("Asserted",)),
        ("1 Asserted host=Q1", "1 Asserted host=Q1 host=Q2", "host", ("Q1",), ("Q1", "Q2")),
        ("1 Asserted place=Q2", "1 Asserted", "place", ("Q2",), ()),
        ("1 Asserted", "1 Asserted begin=2023-09-13", "begin", (), ("2023-09-13",)),
    ],
)
def test_values_that_are_others_are_told(
    was: str, now: str, what: str, old: tuple[str, ...], new: tuple[str, ...]
) -> None:
    """Standing, roles, place and time, with what was and what is said."""
    (change,) = became(graph(A=was), graph(A=now)).changes
    (detail,) = change.details
    assert (change.kind, detail.what, detail.old, detail.new) == ("changed", what, old, new)


def test_what_comes_and_goes() -> None:
    """An event without a report in common with one of the other graph is new or withdrawn."""
    found = became(graph(A="1 Asserted", B="2 Denied"), graph(A="1 Asserted", C="3 Planned"))
    assert told(found) == [("new", "C"), ("withdrawn", "B")]
    assert [one.status for one in found.changes] == ["Planned", "Denied"]
    assert found.same == 1


def test_an_event_of_another_name_is_followed() -> None:
    """Its reports are the same, so it is the same."""
    (change,) = became(graph(A="1,2 Asserted"), graph(B="1,2 Asserted")).changes
    assert (change.kind, change.event) == ("changed", "B")
    assert [(one.what, one.old, one.new) for one in change.details] == [("name", ("A",), ("B",))]


def test_an_event_of_the_same_name_is_followed_through_other_texts() -> None:
    """Where all reports are new, because the articles were changed, the name tells."""
    assert became(graph(A="1 Asserted"), graph(A="9 Asserted")).changes == ()


def test_merged_split_and_moved() -> None:
    """Told of the event that took in, of the one that was split, and of the one that reports went to."""
    old = graph(A="1,2,3 Asserted", B="4 Reported", C="5,6,7 Asserted", D="8,9 Planned", E="10,11 Planned")
    new = graph(A="1,2,3,4 Asserted", C="5,6 Asserted", F="7 Asserted", D="8 Planned", E="9,10,11 Planned")
    assert told(became(old, new)) == [("merged", "A", "B"), ("split", "C", "F"), ("moved", "E", "D")]
    assert told(became(new, old)) == [("merged", "C", "F"), ("split", "A", "B"), ("moved", "D", "E")]


def test_no_event_is_lost() -> None:
    """Every event of before goes on, was merged or withdrawn; every one of now comes from somewhere."""
    old = graph(A="1,2 Asserted", B="3,4 Asserted", C="5 Asserted", D="6 Asserted")
    new = graph(X="1,3 Asserted", Y="2,4 Asserted", Z="7 Asserted", D="6 Asserted")
    found = became(old, new)
    assert told(found) == [
        ("new", "Z"),
        ("changed", "X"),
        ("withdrawn", "C"),
        ("merged", "X", "B"),
        ("split", "A", "Y"),
        ("moved", "Y", "B"),
    ]
    assert found.same == 1


def test_diff_in_words_and_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Labels first; the JSON has all of it."""
    (tmp_path / "old.ttl").write_text(graph(A="1 Reported place=Q2", B="2 Denied"), encoding="utf-8")
    (tmp_path / "new.ttl").write_text(graph(A="1 Asserted place=Q1"), encoding="utf-8")
    command = ["diff", str(tmp_path / "old.ttl"), str(tmp_path / "new.ttl"), "--lang", "de"]
    assert execute(command) == 0
    assert capsys.readouterr().out.splitlines() == [
        "1 geändert, 1 zurückgezogen; 0 Ereignisse wie zuvor",
        "~ geändert: =Ereignis A [festgestellt]  A",
        "    Status: berichtet -> festgestellt",
        "    Ort: Moskau -> Kim",
        "- zurückgezogen: =Ereignis B [bestritten]  B",
    ]
    assert execute([*command, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["counts"] == {
        "new": 0,
        "changed": 1,
        "withdrawn": 1,
        "merged": 0,
        "split": 0,
        "moved": 0,
        "same": 0,
    }
    assert found["changes"][0]["details"][0] == {"what": "status", "old": ["Reported"], "new": ["Asserted"]}


def test_diff_names_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without a graph gives 3 and the code."""
    assert execute(["diff", str(tmp_path)]) == 3
    assert "KG-310" in capsys.readouterr().err


ONE, TWO, THREE = (
    graph(A="1 Reported").encode(),
    graph(A="1 Asserted").encode(),
    graph(A="1 Asserted", B="2 Planned").encode(),
)


def steps(log: str) -> list[tuple[str, str, str, str]]:
    """List what a log tells."""
    return [(line.built, line.kind, line.old, line.new) for line in read_log(log)]


def test_the_log_grows_by_what_changed() -> None:
    """One line a change, with its build."""
    log = continued("", ONE, TWO, "t1")
    assert steps(log) == [("t1", "changed", "Reported", "Asserted")]
    log = continued(log, TWO, THREE, "t2")
    assert steps(log) == [("t1", "changed", "Reported", "Asserted"), ("t2", "new", "", "Planned")]


def test_a_step_that_was_not_taken_is_struck_out() -> None:
    """A log written before a kill loses what never came to be, and nothing is told twice."""
    first = continued("", ONE, TWO, "t1")
    killed = continued(first, TWO, THREE, "t2")
    assert steps(continued(killed, TWO, THREE, "t3"))[1:] == [("t3", "new", "", "Planned")]
    assert continued(killed, TWO, TWO, "t3") == first
    assert steps(continued(killed, TWO, ONE, "t3"))[1:] == [("t3", "changed", "Asserted", "Reported")]


def test_the_way_back_is_told_too() -> None:
    """A graph that is again what it was has its history."""
    log = continued(continued("", ONE, TWO, "t1"), TWO, ONE, "t2")
    log = continued(log, ONE, TWO, "t3")
    assert [(built, old) for built, _, old, _ in steps(log)] == [
        ("t1", "Reported"),
        ("t2", "Asserted"),
        ("t3", "Reported"),
    ]


def test_a_log_runs_no_formula_and_survives_a_stranger() -> None:
    """A label that begins like a formula is made a text; a file that is no log counts as none."""
    made = graph(A="1 Reported").replace('"event A"@en', '"=1+1"@en').encode()
    log = continued("", ONE, made.replace(b"Reported", b"Denied"), "t1")
    assert "\t'=1+1\t" in log
    assert [line.label for line in read_log(log)] == ["=1+1"]
    assert read_log("anything\nelse\n") == []
    assert continued("", b"no turtle", ONE, "t1") == ""
