"""Why names are linked as they are: kept beside the graph, told by `kg show NAME --why`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from kg.cli import execute
from kg.errors import MissingError
from kg.link_table import LINKS, about, read_table, to_table, why, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.model import Telling


@pytest.fixture
def table(tell_de: Callable[..., Telling], tmp_path: Path) -> Path:
    """Keep the links of an article in a folder."""
    told = tell_de("Kim Jong Un besuchte Baikonur. In Neuhausen traf Kim den Händler Anton Grubenwald.")
    (tmp_path / LINKS).write_bytes(to_table(why([told])))
    return tmp_path


def test_table_is_read_as_written(table: Path) -> None:
    """What is written is read again, and a second writing gives the same bytes."""
    rows = read_table(table)
    assert len(rows) >= 3
    assert to_table(rows) == (table / LINKS).read_bytes()


def test_name_is_explained(table: Path) -> None:
    """A name has its item, its score, its candidates and the reasons, in words."""
    text = words(about(read_table(table), "Kim", ()))
    assert text.splitlines()[0].startswith("test, 2023-09-13: “Kim Jong Un”, “Kim”")
    assert "is Kim Jong-un (Wikidata Q56226), score 0." in text
    assert "Q56226 Kim Jong-un: is also called 'Kim Jong Un'; is a Person" in text


def test_open_name_lists_its_candidates(table: Path) -> None:
    """A name that stays open tells each candidate with its score."""
    text = words(about(read_table(table), "Baikonur", ()))
    assert "may be several items, none is chosen" in text
    assert {"Q165413", "Q177477"} <= {*text.replace(":", " ").split()}


def test_unknown_name_says_that_nobody_was_asked(table: Path) -> None:
    """What the snapshot lacks is told as that."""
    text = words(about(read_table(table), "Anton Grubenwald", ()))
    assert "has no item in the snapshot; Wikidata itself was not asked" in text


def test_nothing_to_explain_is_said(table: Path) -> None:
    """A name of no article gets a sentence, not silence."""
    assert words(about(read_table(table), "Nirgendwo", ())).startswith("No article links this")


def test_missing_table_is_named(tmp_path: Path) -> None:
    """A graph without the table says so."""
    with pytest.raises(MissingError, match="why names are linked was not kept"):
        read_table(tmp_path)


def test_command_tells_why(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`kg show NAME --why` tells each article that links the name, also as JSON."""
    assert execute(["show", "Putin", "--why", "-g", str(world)]) == 0
    assert "(Wikidata Q2), score 0.90" in capsys.readouterr().out
    assert execute(["show", "Putin", "--why", "--json", "-g", str(world)]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["entity"] for row in rows} == {"Q2"}
    assert sorted(row["article"] for row in rows) == ["two", "zwei"]
