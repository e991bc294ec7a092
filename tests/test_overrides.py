"""Links that a person fixed for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.cli import execute
from kg.errors import ProjectError
from kg.link_table import read_table
from kg.linking import Known, link
from kg.model import LinkStatus, Mention, MentionKind, Span
from kg.overrides import COLUMNS, load_overrides
from kg.rooms import room

if TYPE_CHECKING:
    from pathlib import Path

    from kg.linking import Linked
    from kg.overrides import Overrides
    from kg.telling import Knowledge

CLASSES = {"Person", "City", "Spaceport"}
HEAD = "\t".join(COLUMNS)


def _load(folder: Path, *lines: str) -> Overrides:
    path = folder / "own.tsv"
    path.write_text("\n".join([HEAD, *lines, ""]), encoding="utf-8")
    return load_overrides(path, CLASSES)


def _linked(name: str, kind: str, overrides: Overrides, knowledge: Knowledge) -> Linked:
    mention = Mention(Span(0, len(name)), name, 0, MentionKind.NAME, kind, name)
    known = Known(overrides=overrides)
    return link([mention], "de", knowledge.lookup, knowledge.classes, known, exhaustive=False)[0]


def test_fixed_link_is_taken_first(tmp_path: Path, knowledge: Knowledge) -> None:
    """What a line fixes is linked whatever the candidates are, and the reason names the line."""
    own = _load(tmp_path, "# a remark", "Baikonur\tde\t\tQ177477\tthe launch site")
    made = _linked("Baikonur", "Place", own, knowledge)
    assert (made.link.qid, made.type) == ("Q177477", "Spaceport")
    assert made.link.reasons == ("fixed by own.tsv, line 3: the launch site",)


def test_fixed_nil_has_no_item(tmp_path: Path, knowledge: Knowledge) -> None:
    """A line can say that a name has no item, though there are candidates."""
    made = _linked("Moskau", "Place", _load(tmp_path, "Moskau\tde\t\tNIL\ta ship"), knowledge)
    assert (made.link.status, made.link.qid) == (LinkStatus.NIL, "")


def test_line_of_a_class_counts_for_it_only(tmp_path: Path, knowledge: Knowledge) -> None:
    """A line with a class fixes names of that class, before a line for all."""
    own = _load(tmp_path, "Baikonur\tde\tCity\tQ165413\t", "Baikonur\tde\t\tQ177477\t")
    assert _linked("Baikonur", "City", own, knowledge).link.qid == "Q165413"
    assert _linked("Baikonur", "Entity", own, knowledge).link.qid == "Q177477"


def test_own_file_goes_before_the_project(tmp_path: Path) -> None:
    """A user's line is found before the project's own for the same name."""
    project = _load(tmp_path, "Wostotschny\tde\t\tQ1\t")
    own = _load(tmp_path, "wostotschny\tde\t\tQ2\t")
    found = own.over(project).find(["Wostotschny"], "de", "City")
    assert found is not None
    assert found.item == "Q2"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Moskau\tde\tQ649", "3 columns, not 5"),
        ("\tde\t\tQ649\t", "the text is missing"),
        ("Moskau\tdeutsch\t\tQ649\t", "'deutsch' is no language code"),
        ("Moskau\tde\tTown\tQ649\t", "the ontology has no class 'Town'"),
        ("Moskau\tde\t\t649\t", "'649' is neither an item (Q…) nor NIL"),
        ("Baikonur\tde\t\tQ2\t", "'Baikonur' is fixed twice in 'de'"),
    ],
)
def test_faulty_line_is_named(tmp_path: Path, line: str, said: str) -> None:
    """A line that is no fixed link is a message with its number."""
    with pytest.raises(ProjectError) as caught:
        _load(tmp_path, "Baikonur\tde\t\tQ1\t", line)
    assert (caught.value.code, "own.tsv, line 3: " + said in caught.value.what) == ("KG-135", True)


def test_other_columns_are_refused(tmp_path: Path) -> None:
    """The first line names the columns."""
    path = tmp_path / "own.tsv"
    path.write_text("name\titem\n", encoding="utf-8")
    with pytest.raises(ProjectError, match="line 1: the columns must be text, language, type, item, note"):
        load_overrides(path, CLASSES)


def test_missing_file_is_named(tmp_path: Path) -> None:
    """A file that is not there is an error, not an empty list."""
    with pytest.raises(ProjectError, match=r"none\.tsv cannot be read"):
        load_overrides(tmp_path / "none.tsv", CLASSES)


def test_project_file_holds(knowledge: Knowledge) -> None:
    """The project's own fixed links name items that the snapshot knows, each with a note."""
    fixed = load_overrides(room("data") / "overrides.tsv", knowledge.superclasses)
    lines = [one for some in fixed.by_name.values() for one in some]
    assert lines
    assert all(one.note for one in lines)
    known = knowledge.lookup.items({one.item for one in lines if one.item != "NIL"})
    assert {one.item for one in lines if one.item != "NIL"} <= known.keys()


def test_build_takes_a_file_of_ones_own(tmp_path: Path) -> None:
    """`kg build --overrides FILE` links by the file; a faulty one stops the build with its line."""
    article, own, out = tmp_path / "eins.txt", tmp_path / "own.tsv", tmp_path / "out"
    text = "Am Mittwoch besuchte der russische Präsident Wladimir Putin die Stadt Baikonur in Kasachstan."
    article.write_text(f"date: 2023-09-13\nlang: de\n\n{text}\n", encoding="utf-8")
    own.write_text(f"{HEAD}\nBaikonur\tde\t\tQ177477\tthe launch site\n", encoding="utf-8")
    command = ["build", str(article), "-o", str(out), "--offline", "--overrides", str(own), "-q"]
    assert execute(command) == 0
    fixed = [row for row in read_table(out) if row.item == "Q177477"]
    assert [row.reasons for row in fixed] == [("fixed by own.tsv, line 2: the launch site",)]
    own.write_text(f"{HEAD}\nBaikonur\tde\n", encoding="utf-8")
    assert execute(command) == 3
