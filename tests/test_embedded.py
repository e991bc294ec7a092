"""The store beside a graph: just the graph, or not there."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from kg.embedded import embedded, keep_in_step
from kg.queries import ask, library
from kg.rooms import room
from kg.store import load

if TYPE_CHECKING:
    from pathlib import Path

    import pyoxigraph

    from kg.queries import Question

QUESTIONS = library(room("queries"))


@pytest.fixture
def stored(world: Path, tmp_path: Path) -> Path:
    """Give a build folder with its store."""
    shutil.copytree(world, tmp_path / "build")
    keep_in_step(tmp_path / "build")
    return tmp_path / "build"


def stores(out: Path) -> list[str]:
    """List the stores of a folder."""
    return sorted(path.name for path in (out / "work").iterdir() if path.is_dir())


def triples(store: pyoxigraph.Store) -> set[pyoxigraph.Quad]:
    """Give all that a store holds."""
    found = set(store)
    assert found
    return found


def test_the_store_holds_the_graph(stored: Path) -> None:
    """It has the same statements as the file, and is what a question opens."""
    made = embedded(stored / "graph.ttl")
    assert made is not None
    shutil.copy(stored / "graph.ttl", stored / "copy.ttl")
    assert triples(made) == triples(load(stored / "copy.ttl"))
    assert len(load(stored)) == len(made)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_questions_have_the_same_answers(question: Question, stored: Path) -> None:
    """From the store on disk as from memory."""
    shutil.copy(stored / "graph.ttl", stored / "copy.ttl")
    rows = [
        sorted(map(str, ask(store, question, {}).rows)) for store in (load(stored), load(stored / "copy.ttl"))
    ]
    assert rows[0] == rows[1]


def test_nobody_writes_into_it(stored: Path) -> None:
    """A store is opened for reading only."""
    made = embedded(stored / "graph.ttl")
    assert made is not None
    with pytest.raises(RuntimeError):
        made.clear()
    assert triples(made)


def test_another_graph_has_another_store(stored: Path) -> None:
    """A graph that was changed is read from its file until a build makes its store; the one before stays."""
    (before,) = stores(stored)
    graph = stored / "graph.ttl"
    graph.write_bytes(graph.read_bytes() + b"<urn:a> <urn:b> <urn:c> .\n")
    assert embedded(graph) is None
    count = len(load(stored))
    keep_in_step(stored)
    made = embedded(graph)
    assert made is not None
    assert len(made) == count
    assert before in stores(stored)
    assert len(stores(stored)) == 2
    graph.write_bytes(graph.read_bytes() + b"<urn:a> <urn:b> <urn:d> .\n")
    keep_in_step(stored)
    assert before not in stores(stored)
    assert len(stores(stored)) == 2


def test_half_a_store_is_none(stored: Path) -> None:
    """What a kill left is thrown away by the next build; until then the file answers."""
    (name,) = stores(stored)
    (stored / "work" / name).rename(stored / "work" / "half-store")
    assert embedded(stored / "graph.ttl") is None
    assert triples(load(stored))
    keep_in_step(stored)
    assert stores(stored) == [name]


def test_a_store_that_cannot_be_opened_is_passed_by(stored: Path) -> None:
    """The graph file answers."""
    (name,) = stores(stored)
    (stored / "work" / name / "CURRENT").write_bytes(b"nonsense")
    assert embedded(stored / "graph.ttl") is None
    assert triples(load(stored))


def test_two_may_read_while_a_build_makes_a_new_one(stored: Path) -> None:
    """A reader goes on with what it opened."""
    readers = [load(stored), load(stored)]
    graph = stored / "graph.ttl"
    before = len(readers[0])
    graph.write_bytes(graph.read_bytes() + b"<urn:a> <urn:b> <urn:c> .\n")
    keep_in_step(stored)
    assert [len(one) for one in readers] == [before, before]
    assert len(load(stored)) == before + 1


def test_a_store_that_cannot_be_made_is_told(world: Path, tmp_path: Path) -> None:
    """It costs time, never the build."""
    shutil.copytree(world, tmp_path / "build")
    (tmp_path / "build" / "work").rmdir()
    (tmp_path / "build" / "work").write_text("in the way", encoding="utf-8")
    heard: list[str] = []
    keep_in_step(tmp_path / "build", heard.append)
    assert [words.partition(" ")[0] for words in heard] == ["KG-315"]
    assert triples(load(tmp_path / "build"))
