"""The own trees, and the treebank in the words that the tool reads."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from as_read import as_read, in_both_forms

TRAINING = Path(__file__).resolve().parent.parent / "training"
TREES = TRAINING / "trees"
RECIPES = tomllib.loads((TRAINING / "recipes.toml").read_text(encoding="utf-8"))
FILES = sorted(TREES.glob("*/*.conllu"))
NUMBER, FORM, HEAD, LABEL = 0, 1, 6, 7

#: Written as UD German GSD cuts words; nobody's sentence.
RELEASED = """\
# text = Im "EU-Rat" sprach Kim.
1-2\tIm\t_\t_\t_\t_\t_\t_\t_\t_
1\tIn\t_\tADP\t_\t_\t6\tcase\t_\t_
2\tdem\t_\tDET\t_\t_\t6\tdet\t_\t_
3\t"\t_\tPUNCT\t_\t_\t6\tpunct\t_\tSpaceAfter=No
4\tEU\t_\tPROPN\t_\t_\t6\tcompound\t_\tSpaceAfter=No
5\t-\t_\tPUNCT\t_\t_\t4\tpunct\t_\tSpaceAfter=No
6\tRat\t_\tNOUN\t_\t_\t8\tobl\t_\tSpaceAfter=No
7\t"\t_\tPUNCT\t_\t_\t6\tpunct\t_\t_
8\tsprach\t_\tVERB\t_\t_\t0\troot\t_\t_
9\tKim\t_\tPROPN\t_\t_\t8\tnsubj\t_\tSpaceAfter=No
10\t.\t_\tPUNCT\t_\t_\t8\tpunct\t_\t_
"""
ELLIPSIS = """\
1\tGas\t_\tNOUN\t_\t_\t4\tcompound\t_\t_
2\t-\t_\tPUNCT\t_\t_\t1\tpunct\t_\t_
3\tund\t_\tCCONJ\t_\t_\t4\tcc\t_\t_
4\tStrompreise\t_\tNOUN\t_\t_\t5\tnsubj\t_\t_
5\tsteigen\t_\tVERB\t_\t_\t0\troot\t_\t_
"""


def _rows(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def test_a_compound_is_one_word_and_quotation_marks_are_left_out() -> None:
    """A compound hangs where its last part hung, a contraction stays two words of one, numbers run on."""
    assert [(r[NUMBER], r[FORM], r[HEAD], r[LABEL]) for r in _rows(as_read(RELEASED))] == [
        ("1-2", "Im", "_", "_"),
        ("1", "In", "3", "case"),
        ("2", "dem", "3", "det"),
        ("3", "EU-Rat", "4", "obl"),
        ("4", "sprach", "0", "root"),
        ("5", "Kim", "4", "nsubj"),
        ("6", ".", "4", "punct"),
    ]


def test_the_first_part_of_a_shortened_compound_keeps_its_hyphen() -> None:
    """What is short for two compounds has three words, as the tokenizer cuts it."""
    assert [(r[FORM], r[HEAD]) for r in _rows(as_read(ELLIPSIS))] == [
        ("Gas-", "3"),
        ("und", "3"),
        ("Strompreise", "4"),
        ("steigen", "0"),
    ]


def test_what_hangs_on_a_quotation_mark_is_no_sentence() -> None:
    """A tree whose words hang on a mark would fall apart without it."""
    assert not _rows(as_read(RELEASED.replace("8\tnsubj", "3\tnsubj")))


def test_both_forms_are_given_only_where_they_differ() -> None:
    """A sentence that is the same either way is read once, another twice, as released and as read."""
    plain = "1\tKim\t_\tPROPN\t_\t_\t2\tnsubj\t_\t_\n2\tredet\t_\tVERB\t_\t_\t0\troot\t_\t_"
    blocks = in_both_forms(f"{RELEASED}\n{plain}\n\n").strip().split("\n\n")
    assert [block.count("\n") + 1 for block in blocks] == [7, 2, 11]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_own_trees_are_trees(path: Path) -> None:
    """Every sentence has one root, no ring, and its words numbered from one."""
    blocks = path.read_text(encoding="utf-8").strip().split("\n\n")
    assert len(blocks) >= 50
    for block in blocks:
        rows = _rows(block)
        heads = {int(row[NUMBER]): int(row[HEAD]) for row in rows}
        assert list(heads) == list(range(1, len(rows) + 1)), block
        assert [row[LABEL] for row in rows if row[HEAD] == "0"] == ["root"], block
        for at in heads:
            above, steps = at, 0
            while above and steps <= len(heads):
                above, steps = heads[above], steps + 1
            assert above == 0, block


@pytest.mark.parametrize("lang", sorted({path.parent.name for path in FILES}))
def test_trees_that_only_measure_are_none_to_learn_from(lang: str) -> None:
    """The recipe names the held trees apart, and no sentence of theirs stands among the others."""
    recipe = RECIPES[lang]
    assert recipe["trees_held"] not in recipe["trees"]
    folder = TREES / lang
    assert {path.stem for path in folder.glob("*.conllu")} == {*recipe["trees"], recipe["trees_held"]}
    held = _sentences(folder / f"{recipe['trees_held']}.conllu")
    assert held
    for name in recipe["trees"]:
        assert not _sentences(folder / f"{name}.conllu") & held


def _sentences(path: Path) -> set[str]:
    blocks = path.read_text(encoding="utf-8").strip().split("\n\n")
    return {" ".join(row[FORM] for row in _rows(block)) for block in blocks}
