"""The grammar that writes sentences with their trees, and the German one."""

from __future__ import annotations

import itertools
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import build
import grammar
import pytest
from grammar_rules import derive, read_item, read_rule, verb_forms
from grammar_trees import DeadEnd, Word, contracted, join, one, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).resolve().parent.parent / "training" / "grammars"
DATA: dict[str, Any] = tomllib.loads((FOLDER / "de.toml").read_text(encoding="utf-8"))
COUNT = 300
LABELS = frozenset(
    {
        *(
            "acl",
            "advcl",
            "advmod",
            "amod",
            "appos",
            "aux",
            "aux:pass",
            "case",
            "cc",
            "ccomp",
            "compound:prt",
        ),
        *("conj", "cop", "csubj", "det", "det:poss", "expl", "fixed", "flat", "mark", "nmod", "nsubj"),
        *(
            "nsubj:pass",
            "nummod",
            "obj",
            "obl",
            "obl:agent",
            "obl:arg",
            "parataxis",
            "punct",
            "root",
            "xcomp",
        ),
    }
)

Row = list[str]


@pytest.fixture(scope="module")
def written() -> list[list[Row]]:
    """Give some sentences, each as its rows."""
    texts = grammar.sentences(grammar.load("de", None, 1), COUNT)
    return [[line.split("\t") for line in text.strip().split("\n")] for text in texts]


def test_a_seed_gives_the_same_sentences() -> None:
    """The same seed gives the same text, another seed another."""
    first, again, other = (list(grammar.sentences(grammar.load("de", None, seed), 5)) for seed in (3, 3, 4))
    assert first == again
    assert first != other


def test_every_sentence_is_a_projective_tree(written: list[list[Row]]) -> None:
    """One root, from which all words are reached; no edge crosses another; all labels are known."""
    assert len(written) == COUNT
    for rows in written:
        heads = [int(row[6]) for row in rows]
        assert heads.count(0) == 1
        assert {row[7] for row in rows} <= LABELS
        for at, head in enumerate(heads, 1):
            seen = set[int]()
            above = at
            while above and above not in seen:
                seen.add(above)
                above = heads[above - 1]
            assert above == 0
            low, high = min(at, head), max(at, head)
            assert head == 0 or all(low <= heads[between - 1] <= high for between in range(low + 1, high))


def test_every_label_occurs(written: list[list[Row]]) -> None:
    """What the grammar has rules for is there in a few hundred sentences."""
    assert {row[7] for rows in written for row in rows} >= LABELS - {"fixed", "parataxis", "expl", "csubj"}


def test_words_are_those_of_the_tokenizer(written: list[list[Row]]) -> None:
    """The tokenizer that ships cuts the text as the rows do."""
    nlp = build.blank("de")
    for rows in written:
        text = "".join(row[1] + ("" if row[9] == "SpaceAfter=No" else " ") for row in rows)
        assert [word.text for word in nlp(text.strip())] == [row[1] for row in rows]


def test_a_preposition_and_an_article_are_one_word(written: list[list[Row]]) -> None:
    """No two words that German writes as one stand side by side with the same head."""
    apart = {
        f"{first[1]} {second[1]}"
        for rows in written
        for first, second in itertools.pairwise(rows)
        if first[6] == second[6] and (first[3], second[3]) == ("ADP", "DET")
    }
    assert apart
    assert not apart & set(DATA["contractions"])


def test_an_article_agrees_with_its_noun(written: list[list[Row]]) -> None:
    """The feminine nouns of the singular have none of the articles that only others have."""
    feminine = {
        re.split("[: ]", line)[1]
        for lines in DATA["nouns"].values()
        for line in lines
        if line.startswith("f:")
    }
    wrong = {"das", "dem", "des", "den", "ein", "einen", "einem", "eines"}
    found = [
        (row[1], rows[int(row[6]) - 1][1])
        for rows in written
        for row in rows
        if row[7] == "det" and rows[int(row[6]) - 1][1] in feminine
    ]
    assert len(found) > COUNT // 5
    assert [pair for pair in found if pair[0].lower() in wrong] == []


def _symbols() -> Iterator[str]:
    """Give all symbols that rules and frames name."""
    lines = itertools.chain(*DATA["rules"].values())
    for line in lines:
        written = line
        for name, text in DATA["macros"].items():
            written = written.replace(f"&{name}", text)
        for item in read_rule(written).items:
            yield item.symbol
            yield dict(item.own).get("fill", item.symbol)
    for group in DATA["verbs"].values():
        for frame in (*group.get("act", ()), *group.get("pass", ())):
            yield from (read_item(item).symbol for item in frame.split())


def test_every_symbol_has_its_rules_and_every_rule_its_use() -> None:
    """Nothing is named that is not there, and nothing is there that nothing names."""
    used = {symbol for symbol in _symbols() if "_" not in symbol and "." not in symbol} - {"Clause"}
    used |= {"Sentence", "Free", "Cluster"} | {other for other, _ in DATA["instead"].values()}
    assert used == set(DATA["rules"])
    lists = {s[1:].rpartition("_")[0].partition(":")[0] for s in _symbols() if s.startswith("#")}
    assert lists == set(DATA["lists"])


def test_there_are_enough_words() -> None:
    """The words are many enough for a parser not to learn them by heart."""
    verbs = {line.split(" ")[0] for group in DATA["verbs"].values() for line in group["words"]}
    nouns = {re.split("[: ]", line)[1] for lines in DATA["nouns"].values() for line in lines}
    adjectives = {stem for stems in DATA["adjectives"].values() for stem in stems}
    assert (len(verbs) >= 120, len(nouns) >= 250, len(adjectives) >= 80) == (True, True, True)


def test_forms_are_derived() -> None:
    """A separable verb has its particle in front, or apart; endings follow the patterns of the language."""
    forms = verb_forms("zu|sicher ~n ~t ~te ge~t h", DATA)
    kept = ("to", "bare.past", "pastpl", "bare.subj", "part")
    assert [forms[name] for name in kept] == [
        "zuzusichern",
        "sicherte",
        "zusicherten",
        "sichere",
        "zugesichert",
    ]
    assert derive("Paris", DATA["derived"]["genitive"]) == "Paris"
    assert derive("Oslo", DATA["derived"]["genitive"]) == "Oslos"


def test_a_phrase_has_one_head() -> None:
    """Phrases join on the one that is the head; without one, there is no phrase."""
    phrase = join([("det", one("a", "DET")), ("^", one("b", "NOUN"))])
    assert [(word.text, word.label) for word in phrase.words] == [("a", "det"), ("b", "^")]
    assert phrase.words[0].head is phrase.head
    with pytest.raises(DeadEnd):
        join([("det", one("a", "DET"))])


def test_commas_do_not_meet() -> None:
    """Of two marks in a row the comma goes, and so does one that opens a sentence."""
    marks = [Word(text, "PUNCT") for text in ",.,"]
    assert [word.text for word in tidy([marks[0], Word("a", "NOUN"), marks[2], marks[1]])] == ["a", "."]


def test_only_an_article_of_the_same_noun_is_joined() -> None:
    """A pronoun after a preposition stays, though it looks like an article."""
    noun = Word("n", "NOUN")
    before, article, pronoun = (
        Word("in", "ADP", "case", noun),
        Word("dem", "DET", "det", noun),
        Word("dem", "PRON"),
    )
    table = {"in dem": "im"}
    assert [word.text for word in contracted([before, pronoun], table)] == ["in", "dem"]
    assert [word.text for word in contracted([before, article, noun], table)] == ["im", "n"]
