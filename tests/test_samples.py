"""The sample articles that ship with geoevents: their heads, names, languages and README."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from kg.rooms import room

if TYPE_CHECKING:
    from pathlib import Path

ARTICLES = room("data") / "articles"
README = ARTICLES / "README.md"
SAMPLES = tuple(sorted(path for path in ARTICLES.iterdir() if path != README))
HEAD_KEYS = {"title", "date", "publisher", "lang", "url"}
STEM = re.compile(r"(\d{4}-\d{2}-\d{2})-[a-z0-9]+(?:-[a-z0-9]+)*")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
WORDS = range(120, 281)

each_sample = pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)


def head_and_body(path: Path) -> tuple[dict[str, str], str]:
    """Split a sample at its two fence lines."""
    opening, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    assert opening == ""
    pairs = [line.partition(": ") for line in head.splitlines()]
    assert all(key and colon and value.strip() == value != "" for key, colon, value in pairs)
    fields = {key: value for key, _, value in pairs}
    assert len(fields) == len(pairs), "a key stands twice"
    return fields, body.strip()


def sentences(path: Path) -> set[str]:
    """Give the sentences of a sample, case and white space folded."""
    parts = SENTENCE_END.split(head_and_body(path)[1])
    return {" ".join(part.casefold().split()) for part in parts if part.strip()}


def test_there_are_enough_samples() -> None:
    """Fourteen articles ship, nine German and five English, all of them plain text but one."""
    assert Counter(head_and_body(path)[0]["lang"] for path in SAMPLES) == {"de": 9, "en": 5}
    assert Counter(path.suffix for path in SAMPLES) == {".txt": 13, ".md": 1}


@each_sample
def test_head_is_complete(path: Path) -> None:
    """A sample's head has title, date, publisher, language and address, and at most an agency besides."""
    fields, _ = head_and_body(path)
    assert HEAD_KEYS <= fields.keys() <= HEAD_KEYS | {"agency"}
    assert fields["url"].startswith("https://example.org/")


@each_sample
def test_head_is_plain_yaml(path: Path) -> None:
    """No value of a head holds a colon and a blank, so that any front matter reader takes it alike."""
    fields, _ = head_and_body(path)
    assert not [value for value in fields.values() if ": " in value or value[0] in "\"'[{&*!|>%@`#"]


@each_sample
def test_stem_begins_with_the_date(path: Path) -> None:
    """The file name begins with the ISO day that the head states."""
    match = STEM.fullmatch(path.stem)
    assert match is not None
    assert match[1] == head_and_body(path)[0]["date"] == date.fromisoformat(match[1]).isoformat()


@each_sample
def test_length_is_that_of_a_news_item(path: Path) -> None:
    """A sample has 120 to 280 words."""
    assert len(head_and_body(path)[1].split()) in WORDS


@each_sample
def test_bytes_are_clean(path: Path) -> None:
    """A sample is UTF-8 in composed letters, with LF, one newline at its end and no trailing blanks."""
    data = path.read_bytes()
    text = data.decode("utf-8")
    assert b"\r" not in data
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert not [line for line in text.splitlines() if line != line.rstrip()]
    assert not re.search("[\u0300-\u036f\u00a0\ufeff]", text)


@pytest.mark.parametrize("key", ["title", "url"])
def test_titles_and_addresses_are_unique(key: str) -> None:
    """No two samples have the same title or address."""
    values = [head_and_body(path)[0][key] for path in SAMPLES]
    assert len(values) == len(set(values)) > 0


def test_stems_are_unique() -> None:
    """No two samples have the same stem, whatever their suffix: the stem is the article's name."""
    stems = [path.stem for path in SAMPLES]
    assert len(stems) == len(set(stems)) > 0


def test_no_two_samples_share_a_sentence() -> None:
    """Every sample is its own text: no sentence stands in two of them."""
    texts = {path.stem: sentences(path) for path in SAMPLES}
    assert min(len(found) for found in texts.values()) >= 8
    assert [(a, b) for a, b in combinations(texts, 2) if texts[a] & texts[b]] == []


def test_one_happening_is_told_by_three_publishers() -> None:
    """The meeting of 13 September 2023 stands in three samples of three different outlets."""
    told = [
        head
        for head, body in map(head_and_body, SAMPLES)
        if "Wostotschny" in body and "2023-09" in head["date"]
    ]
    assert len(told) == len({head["publisher"] for head in told}) == 3


def test_readme_lists_every_sample() -> None:
    """The README's table has one row for each file, and none for a file that is not there."""
    rows = re.findall(r"^\| `([^`]+)` \|", README.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert sorted(rows) == [path.name for path in SAMPLES]


def test_readme_states_the_licence() -> None:
    """The README says that the samples are CC0 and that the outlets are invented, each by its name."""
    text = README.read_text(encoding="utf-8")
    assert "CC0 1.0" in text
    heads = [head_and_body(path)[0] for path in SAMPLES]
    names = {head[key] for head in heads for key in ("publisher", "agency") if key in head}
    assert names
    assert {name for name in names if name not in text} == set()
