"""Decisions of persons: put on reports by their words, on every build anew, and never dropped."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kg.assembling import Assembled, Told, assemble
from kg.cli import execute
from kg.crew import Crew
from kg.decisions import DECISIONS, Anchor, Decision, Kind, append, latest, load_decisions
from kg.describe import Run
from kg.doubts import doubtful
from kg.errors import ArticleError
from kg.merging import merge
from kg.minting import Mint, local_key
from kg.model import Certainty, Filler, LinkStatus, Report, Telling, TimePrecision
from kg.record_reading import read_graph, read_records
from kg.review_table import COLUMNS, read_csv, to_csv
from kg.reviewing import decide
from kg.setup import Setup
from kg.store import GRAPH
from tests.conftest import SITE, STATED, TELLINGS, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from kg.doubts import Doubt
    from kg.vocabulary import Vocabulary

MINT = Mint()
VISIT = Anchor("Kim besuchte Russland auf der Basis Nord.", "Visit", "besuchte", "eins")
RUMOUR = Anchor("Beobachter sagen, es könnte Waffengeschäfte geben.", "ArmsDeal", "Waffengeschäfte", "eins")
DENIAL = Anchor("Putin bestritt das Waffengeschäft.", "ArmsDeal", "Waffengeschäft", "zwei")
MEETING = Anchor("Kim will meet Putin.", "Meeting", "meet", "two")
GONE = Anchor("Diesen Satz gibt es nicht.", "Meeting", "gibt")


def after(*decisions: Decision, tellings: Sequence[Telling] = TELLINGS) -> dict[str, Report]:
    """Put decisions on the tiny world, and give its reports by trigger."""
    decided = decide(tellings, decisions, MINT)
    assert decided.lost == ()
    return {one.trigger_text: one for telling in decided.tellings for one in telling.reports}


def reasons(*decisions: Decision) -> list[str]:
    """Give why decisions found nothing."""
    return [reason for _, reason in decide(TELLINGS, decisions, MINT).lost]


def build(*decisions: Decision, tellings: tuple[Telling, ...] = TELLINGS) -> Assembled:
    """Assemble the tiny world with decisions."""
    runs = {telling.reading.article.id: Run("0.1.0", "test-1") for telling in tellings}
    crew = Crew(Setup({}))
    return assemble(Told(tellings, runs), crew, MINT, "en", lambda *_: None, decisions=decisions)


@pytest.fixture(scope="module")
def doubts(world: Path, vocabulary: Vocabulary) -> tuple[Doubt, ...]:
    """List all reports of the tiny world as they stand for review."""
    return doubtful(read_records(read_graph(world), vocabulary), everything=True)


def test_without_decisions_nothing_changes() -> None:
    """What was told is what comes out."""
    assert decide(TELLINGS, (), MINT).tellings == TELLINGS


def test_a_confirmed_report_is_sure() -> None:
    """Its confidence is full, and its rule says that a person decided."""
    one = after(Decision(Kind.CONFIRM, VISIT))["besuchte"]
    assert (one.confidence, one.rule) == (1.0, "de/test + decided confirm")


def test_a_rejected_report_is_gone_and_the_others_stay() -> None:
    """Only the report with these words is taken out; a later confirmation brings it back."""
    reject = Decision(Kind.REJECT, RUMOUR)
    assert sorted(after(reject)) == ["Waffengeschäft", "besuchte", "meet"]
    assert "Waffengeschäfte" in after(reject, Decision(Kind.CONFIRM, RUMOUR))
    assert "Waffengeschäfte" not in after(Decision(Kind.CONFIRM, RUMOUR), reject)


@pytest.mark.parametrize(
    ("value", "certainty", "cues"),
    [
        ("Certain", Certainty.CERTAIN, ("könnte",)),
        ("Probable=könnte | sagen", Certainty.PROBABLE, ("könnte", "sagen")),
    ],
)
def test_a_certainty_is_fixed(value: str, certainty: Certainty, cues: tuple[str, ...]) -> None:
    """The value is taken, with the words that show it."""
    stance = after(Decision(Kind.CERTAINTY, RUMOUR, value))["Waffengeschäfte"].stance
    assert (stance.certainty, stance.cues) == (certainty, cues)


@pytest.mark.parametrize(
    ("value", "begin", "end", "precision"),
    [
        ("2023-09-12", "2023-09-12", "2023-09-12", TimePrecision.DAY),
        ("2024-02", "2024-02-01", "2024-02-29", TimePrecision.MONTH),
        ("2023", "2023-01-01", "2023-12-31", TimePrecision.YEAR),
        ("2023-09-12/2023-09-17", "2023-09-12", "2023-09-17", TimePrecision.INTERVAL),
    ],
)
def test_a_date_is_fixed(value: str, begin: str, end: str, precision: TimePrecision) -> None:
    """A day, a month, a year or two days."""
    time = after(Decision(Kind.DATE, VISIT, value))["besuchte"].time
    assert time is not None
    assert (time.begin, time.end, time.precision) == (begin, end, precision)


def test_a_date_is_taken_away() -> None:
    """An empty value says that no time is told."""
    assert after(Decision(Kind.DATE, VISIT, ""))["besuchte"].time is None


def test_roles_and_place_are_fixed() -> None:
    """All roles are replaced; an entity that another article describes is described here, too."""
    role = Decision(Kind.ROLE, MEETING, "host=Q1 visitor=Q2")
    place = Decision(Kind.PLACE, MEETING, SITE)
    decided = decide(TELLINGS, (role, place), MINT)
    (report,) = decided.tellings[1].reports
    assert report.roles == (Filler("host", "Q1"), Filler("visitor", "Q2"))
    assert report.place == SITE
    assert SITE in {entity.key for entity in decided.tellings[1].entities}
    assert report.rule == "en/test + decided place role"


def test_a_link_is_fixed_wherever_the_article_tells_of_the_name() -> None:
    """The name becomes the item in roles and descriptions of this article, not in others."""
    decided = decide(TELLINGS, (Decision(Kind.LINK, VISIT, "Kim=Q2", who="Ada"),), MINT)
    first, second = decided.tellings[:2]
    assert Filler("visitor", "Q2") in first.reports[0].roles
    kim = next(entity for entity in first.entities if entity.key == "Q2")
    assert (kim.link.status, kim.link.reasons) == (LinkStatus.LINKED, ("decided by Ada",))
    assert "Q1" not in {entity.key for entity in first.entities}
    assert "Q1" in {entity.key for entity in second.entities}


def test_a_link_is_taken_away() -> None:
    """NIL says that Wikidata has no such item: the name gets a key of its own."""
    decided = decide(TELLINGS, (Decision(Kind.LINK, VISIT, "Kim=NIL"),), MINT)
    key = local_key("Person", "Kim")
    assert Filler("visitor", key) in decided.tellings[0].reports[0].roles
    found = next(entity for entity in decided.tellings[0].entities if entity.key == key)
    assert (found.link.status, found.link.qid) == (LinkStatus.NIL, "")


def partition(*decisions: Decision) -> list[list[str]]:
    """Give which triggers came together in one event."""
    decided = decide(TELLINGS, decisions, MINT)
    trigger = {
        iri: one.trigger_text
        for telling in decided.tellings
        for iri, one in zip(MINT.reports(telling), telling.reports, strict=True)
    }
    events = merge(decided.tellings, MINT, ties=decided.ties)
    return sorted(sorted(trigger[iri] for iri in event.reports) for event in events)


def test_an_event_is_split_and_merged_again() -> None:
    """Rumour and denial were one; apart they are two, and a later decision puts them together."""
    together = [["Waffengeschäft", "Waffengeschäfte"], ["besuchte"], ["meet"]]
    split = Decision(Kind.SPLIT, DENIAL, "new")
    assert partition() == together
    assert partition(split) == [["Waffengeschäft"], ["Waffengeschäfte"], ["besuchte"], ["meet"]]
    assert partition(split, Decision(Kind.MERGE, DENIAL, other=RUMOUR)) == together


def test_reports_that_no_rule_would_put_together_are_merged() -> None:
    """A person knows more: two meetings of other people become one event."""
    other = tell("drei", "de", "2020-01-01", "Blatt", ("Russland traf Kim.", "traf", "Meeting", STATED, {}))
    about = Anchor("Russland traf Kim.", "Meeting", "traf", "drei")
    decided = decide((*TELLINGS, other), (Decision(Kind.MERGE, about, other=MEETING),), MINT)
    events = merge(decided.tellings, MINT, ties=decided.ties)
    assert sorted(len(event.reports) for event in events if event.event_type == "Meeting") == [2]


def test_a_split_survives_the_same_name_in_another_event() -> None:
    """Two reports split off one event under one name stay together, a third of another event does not."""
    more = tell(
        "drei",
        "de",
        "2023-09-14",
        "Post",
        ("Auch Kim bestritt das Waffengeschäft.", "Waffengeschäft", "ArmsDeal", STATED, {"supplier": "Q423"}),
    )
    third = Anchor("Auch Kim bestritt das Waffengeschäft.", "ArmsDeal", "Waffengeschäft", "drei")
    decisions = [Decision(Kind.SPLIT, one, "new") for one in (DENIAL, third, MEETING)]
    decided = decide((*TELLINGS, more), decisions, MINT)
    events = merge(decided.tellings, MINT, ties=decided.ties)
    assert sorted(len(event.reports) for event in events) == [1, 1, 1, 2]


def test_a_decision_is_found_again_in_a_new_edition() -> None:
    """The article's hash and the place of the sentence change; its words are what counts."""
    first = TELLINGS[0]
    article = replace(first.reading.article, sha256="f" * 64, title="Neu", id="eins-2")
    sentences = tuple(replace(one, index=one.index + 5) for one in first.reading.sentences)
    reports = tuple(replace(one, sentence=one.sentence + 5) for one in first.reports)
    reading = replace(first.reading, article=article, sentences=sentences)
    anew = replace(first, reading=reading, reports=reports)
    found = after(Decision(Kind.CONFIRM, VISIT), tellings=(anew, *TELLINGS[1:]))
    assert found["besuchte"].confidence == 1.0


def test_a_sentence_of_two_articles_is_decided_on_in_the_one_named() -> None:
    """Named, the article alone is meant; if it is gone, all that print the sentence."""
    copy = replace(
        TELLINGS[0],
        reading=replace(
            TELLINGS[0].reading, article=replace(TELLINGS[0].reading.article, id="kopie", sha256="e" * 64)
        ),
    )
    decided = decide((*TELLINGS, copy), (Decision(Kind.REJECT, VISIT),), MINT)
    assert [len(telling.reports) for telling in decided.tellings] == [1, 1, 1, 2]
    decided = decide((*TELLINGS, copy), (Decision(Kind.REJECT, replace(VISIT, article="")),), MINT)
    assert [len(telling.reports) for telling in decided.tellings] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("decision", "reason"),
    [
        (Decision(Kind.REJECT, GONE), "the sentence is gone"),
        (
            Decision(Kind.REJECT, replace(VISIT, type="Meeting")),
            "the sentence is there, but tells of no such event any more",
        ),
        (Decision(Kind.MERGE, VISIT, other=GONE), "its other report: the sentence is gone"),
        (Decision(Kind.MERGE, VISIT, other=MEETING), "the two reports are of different types"),
        (Decision(Kind.PLACE, VISIT, "Q99"), "what it names is described in no article"),
        (Decision(Kind.LINK, VISIT, "Niemand=Q1"), "what it names is described in no article"),
    ],
)
def test_a_decision_that_finds_nothing_is_told_with_the_reason(decision: Decision, reason: str) -> None:
    """Nothing is dropped in silence."""
    assert reasons(decision) == [reason]


def test_what_a_build_says_of_lost_decisions() -> None:
    """The build's notes name code, kind, words, who and when; the rest of the build is as ever."""
    lost = Decision(Kind.REJECT, GONE, who="Ada", when="2026-01-02T03:04:05Z")
    made = build(lost)
    words = (
        "KG-261: the decision to reject “Diesen Satz gibt es nicht.” (Ada 2026-01-02) had no effect: "
        "the sentence is gone"
    )
    assert made.summary.notes == (("", words),)
    assert made.files == build().files


def test_decided_graphs_keep_all_rules() -> None:
    """A build with a decision of every kind breaks nothing, and gives the same bytes again."""
    decisions = (
        Decision(Kind.CONFIRM, VISIT),
        Decision(Kind.DATE, VISIT, "2023-09-12"),
        Decision(Kind.PLACE, MEETING, SITE),
        Decision(Kind.ROLE, MEETING, "participant=Q1 participant=Q2"),
        Decision(Kind.CERTAINTY, MEETING, "Possible=will"),
        Decision(Kind.LINK, VISIT, "Basis Nord=Q377158"),
        Decision(Kind.SPLIT, DENIAL, "new"),
        Decision(Kind.REJECT, RUMOUR),
    )
    made = build(*decisions)
    assert (made.summary.set_aside, made.summary.broken, made.summary.notes) == ((), (), ())
    assert made.files == build(*decisions).files
    graph = made.files[GRAPH].decode()
    assert "decided certainty place role" in graph
    assert "http://www.wikidata.org/entity/Q377158" in graph or "wd:Q377158" in graph


def test_the_file_only_grows_and_the_last_counts(tmp_path: Path) -> None:
    """What was appended is read back in order; of each matter the latest decision is left."""
    path = tmp_path / DECISIONS
    assert load_decisions(path) == ()
    first = Decision(Kind.DATE, VISIT, "2023-09-12", who="Ada", when="2026-01-01", why="so steht es da")
    append(path, [first])
    before = path.read_bytes()
    second = Decision(Kind.DATE, VISIT, "2023-09-11", who="Bo")
    third = Decision(Kind.MERGE, VISIT, other=MEETING)
    append(path, [second, third])
    assert path.read_bytes().startswith(before)
    assert load_decisions(path) == (first, second, third)
    assert latest(load_decisions(path)) == (second, third)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"kind": "confirm"}',
        '{"kind": "guess", "about": {"quote": "q", "type": "Visit", "trigger": "t"}}',
        '{"kind": "date", "value": "gestern", "about": {"quote": "q", "type": "Visit", "trigger": "t"}}',
        '{"kind": "link", "value": "Kim=7", "about": {"quote": "q", "type": "Visit", "trigger": "t"}}',
        '{"kind": "certainty", "value": "Sure", "about": {"quote": "q", "type": "Visit", "trigger": "t"}}',
        '{"kind": "role", "value": "guest", "about": {"quote": "q", "type": "Visit", "trigger": "t"}}',
        '{"kind": "merge", "about": {"quote": "q", "type": "Visit", "trigger": "t"}}',
        '{"kind": "confirm", "about": {"quote": "", "type": "Visit", "trigger": "t"}}',
        '{"kind": "confirm", "who": 7, "about": {"quote": "q", "type": "Visit", "trigger": "t"}}',
    ],
)
def test_a_faulty_line_is_named(line: str, tmp_path: Path) -> None:
    """A decision that cannot be understood stops the build with its line, before anything is written."""
    path = tmp_path / DECISIONS
    append(path, [Decision(Kind.CONFIRM, VISIT)])
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(ArticleError, match="line 2") as caught:
        load_decisions(path)
    assert caught.value.code == "KG-260"


# ---------------------------------------------------------------- the table


def rows_of(content: bytes) -> list[dict[str, str]]:
    """Read a table as a spreadsheet does."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def filled(rows: list[dict[str, str]]) -> bytes:
    """Write a table as a spreadsheet does."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(COLUMNS))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def changed(
    doubts: tuple[Doubt, ...], about: Anchor, change: Callable[[dict[str, str]], object]
) -> tuple[Decision, ...]:
    """Change one row of the table, and read its decisions."""
    rows = rows_of(to_csv(doubts, "en"))
    (row,) = (one for one in rows if one["quote"] == about.quote)
    change(row)
    return read_csv(filled(rows), "in.csv", doubts)


def test_reports_come_with_their_reasons(doubts: tuple[Doubt, ...]) -> None:
    """What is contested stands first, what is beyond doubt is listed on demand only."""
    found = {one.trigger: one for one in doubts}
    assert found["Waffengeschäft"].reasons == ("contested", "unconfirmed")
    assert found["besuchte"].reasons == ("name without item", "one source")
    assert found["meet"].reasons == ("unconfirmed", "one source")
    assert [one.type for one in doubts[:2]] == ["ArmsDeal", "ArmsDeal"]


def test_an_untouched_table_decides_nothing(doubts: tuple[Doubt, ...]) -> None:
    """In either spreadsheet's form."""
    assert read_csv(to_csv(doubts, "en"), "in.csv", doubts) == ()
    assert read_csv(to_csv(doubts, "de"), "in.csv", doubts) == ()


@pytest.mark.parametrize(
    ("about", "cells", "expected"),
    [
        (VISIT, {"verdict": "Confirm", "why": "stimmt"}, [Decision(Kind.CONFIRM, VISIT, why="stimmt")]),
        (VISIT, {"verdict": "reject"}, [Decision(Kind.REJECT, VISIT)]),
        (VISIT, {"time": "2023-09-12"}, [Decision(Kind.DATE, VISIT, "2023-09-12")]),
        (VISIT, {"time": ""}, [Decision(Kind.DATE, VISIT, "")]),
        (VISIT, {"place": "Q159"}, [Decision(Kind.PLACE, VISIT, "Q159")]),
        (
            MEETING,
            {"roles": "participant=Q1  participant=Q2"},
            [Decision(Kind.ROLE, MEETING, "participant=Q1 participant=Q2")],
        ),
        (
            MEETING,
            {"certainty": "Possible", "cues": "will"},
            [Decision(Kind.CERTAINTY, MEETING, "Possible=will")],
        ),
        (DENIAL, {"event": "new"}, [Decision(Kind.SPLIT, DENIAL, "new")]),
    ],
)
def test_a_changed_cell_is_a_decision(
    about: Anchor, cells: dict[str, str], expected: list[Decision], doubts: tuple[Doubt, ...]
) -> None:
    """One for each cell that a person changed, and no other."""
    assert list(changed(doubts, about, lambda row: row.update(cells))) == expected


def test_a_changed_link_is_a_decision(doubts: tuple[Doubt, ...]) -> None:
    """Of several names in the cell only the changed one is decided on."""
    found = changed(
        doubts,
        VISIT,
        lambda row: row.update(links=row["links"].replace("Basis Nord=NIL", "Basis Nord=Q377158")),
    )
    assert found == (Decision(Kind.LINK, VISIT, "Basis Nord=Q377158"),)


def test_another_event_is_a_merge(doubts: tuple[Doubt, ...]) -> None:
    """The name of the event in another row puts the report there; that row's words are kept."""
    event = next(one.event for one in doubts if one.trigger == "Waffengeschäfte")
    apart = tuple(
        replace(one, event="ArmsDeal-apart") if one.trigger == "Waffengeschäft" else one for one in doubts
    )
    assert changed(apart, DENIAL, lambda row: row.update(event=event)) == (
        Decision(Kind.MERGE, DENIAL, other=RUMOUR),
    )


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        ({"verdict": "vielleicht"}, "verdict"),
        ({"time": "gestern"}, "gestern"),
        ({"certainty": "Possible"}, "no certainty"),
        ({"roles": "wer auch immer"}, "no role"),
        ({"place": "da drüben"}, "no place"),
        ({"event": "Visit-nowhere"}, "there is no event"),
        ({"was": "x"}, "'was' is damaged"),
    ],
)
def test_a_cell_that_is_not_understood_stops_it(
    cells: dict[str, str], what: str, doubts: tuple[Doubt, ...]
) -> None:
    """The row is named, and nothing of the table is taken over."""
    with pytest.raises(ArticleError, match=what) as caught:
        changed(doubts, VISIT, lambda row: row.update(cells))
    assert caught.value.code == "KG-262"
    assert "row " in caught.value.what


def test_formulas_do_not_run(doubts: tuple[Doubt, ...]) -> None:
    """A cell that begins like a formula gets an apostrophe, and is understood without it."""
    evil = replace(doubts[0], quote="=HYPERLINK(1)", trigger="@SUM", article="-x")
    (row,) = rows_of(to_csv([evil], "en"))
    assert [row[name] for name in ("quote", "trigger", "article")] == ["'=HYPERLINK(1)", "'@SUM", "'-x"]
    row["verdict"] = "reject"
    (found,) = read_csv(filled([row]), "in.csv", [evil])
    assert found.about == Anchor("=HYPERLINK(1)", evil.type, "@SUM", "-x")


def test_a_table_without_its_columns_is_refused(doubts: tuple[Doubt, ...]) -> None:
    """As is one that is not in UTF-8."""
    with pytest.raises(ArticleError, match="the column 'article' is missing"):
        read_csv(b"a,b\r\n1,2\r\n", "in.csv", doubts)
    with pytest.raises(ArticleError, match="not written in UTF-8"):
        read_csv("ä".encode("latin-1"), "in.csv", doubts)


# ---------------------------------------------------------------- the command


def test_the_command_lists_writes_and_applies(
    world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the table to the file of decisions; applied twice, nothing is added the second time."""
    folder = tmp_path / "build"
    folder.mkdir()
    (folder / GRAPH).write_bytes((world / GRAPH).read_bytes())
    assert execute(["review", "-g", str(folder)]) == 0
    assert "contested" in capsys.readouterr().out
    table = tmp_path / "out.csv"
    again = ["review", "-g", str(folder), "--csv", str(table), "--lang", "en", "--all"]
    assert execute(again) == 0
    assert execute(again) == 3
    rows = rows_of(table.read_bytes())
    assert len(rows) == 4
    next(row for row in rows if row["quote"] == RUMOUR.quote)["verdict"] = "reject"
    table.write_bytes(filled(rows))
    apply = ["review", "-g", str(folder), "--apply", str(table), "--who", "Ada"]
    capsys.readouterr()
    assert execute(apply) == 0
    assert "1 decision added" in capsys.readouterr().out
    assert execute(apply) == 0
    assert "0 decisions added, 1 stood there already" in capsys.readouterr().out
    (made,) = load_decisions(folder / DECISIONS)
    assert (made.kind, made.about, made.who, len(made.when)) == (Kind.REJECT, RUMOUR, "Ada", 20)


def test_the_command_refuses_a_faulty_table(world: Path, tmp_path: Path) -> None:
    """Exit code 5, and no file of decisions."""
    folder = tmp_path / "build"
    folder.mkdir()
    (folder / GRAPH).write_bytes((world / GRAPH).read_bytes())
    table = tmp_path / "in.csv"
    table.write_text("nothing\n", encoding="utf-8")
    assert execute(["review", "-g", str(folder), "--apply", str(table)]) == 5
    assert not (folder / DECISIONS).exists()
