"""How news is cut into words: cases of our own, and that nothing of a text is lost."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ProjectError
from kg.rooms import room
from kg.tokenizing import load_rules, news_tokenizer

if TYPE_CHECKING:
    from spacy.language import Language

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "sentences" / "tokens.toml").read_text(encoding="utf-8")
)
RULES = room("lang") / "tokens"
FEWEST = {"de": 45, "en": 35, "ru": 15, "ko": 15}
#: What breaks tokenizers: quotes, points, hyphens and digits next to letters of four scripts.
TEXTS = st.text(
    st.sampled_from("aZßéЖы한국1907 .,:;-–—…!?'’\"„“”«»()[]/@#%€$°&*_=+~\n\t\u00a0\u2011\u00ad\U0001f600")
)


@cache
def pipeline(lang: str) -> Language:
    """Give a pipeline of nothing but the tokenizer, by the name that configurations use."""
    config = {"nlp": {"tokenizer": {"@tokenizers": "geoevents.Tokenizer.v1", "lang": lang}}}
    return spacy.blank(lang, config=config)


def cut(lang: str, text: str) -> list[str]:
    """Give the words of a text."""
    return [token.text for token in pipeline(lang).make_doc(text)]


@pytest.mark.parametrize("lang", FEWEST)
def test_every_language_has_its_cases(lang: str) -> None:
    """Each language that has rules has cases, and not a token few."""
    files = {path.stem for path in RULES.glob("*.toml")} - {"all"}
    assert files == FEWEST.keys() == CASES.keys()
    assert len({case["text"] for case in CASES[lang]}) >= FEWEST[lang]


@pytest.mark.parametrize(
    ("lang", "text", "tokens"),
    [
        pytest.param(lang, case["text"], case["tokens"], id=f"{lang}-{number}")
        for lang, cases in CASES.items()
        for number, case in enumerate(cases, 1)
    ],
)
def test_a_text_is_cut_as_expected(lang: str, text: str, tokens: list[str]) -> None:
    """A case gives exactly its words."""
    assert cut(lang, text) == tokens


@pytest.mark.parametrize("lang", FEWEST)
@pytest.mark.parametrize(
    ("before", "after"), [("„", "“"), ("«", "»"), ("»", "«"), ("“", "”"), ("‚", "‘"), ("(", ")"), ('"', '"')]
)
def test_every_quote_is_cut_off(lang: str, before: str, after: str) -> None:
    """Quotes and brackets of any country are words of their own, also before a comma or a full stop."""
    for end in (".", ",", ":", ""):
        words = cut(lang, f"{before}KCNA{after}{end}")
        assert words == [before, "KCNA", after, *([end] if end else [])]


@pytest.mark.parametrize("lang", FEWEST)
def test_an_abbreviation_is_one_word_everywhere(lang: str) -> None:
    """What the file lists stays whole, bare, in brackets and before a comma."""
    listed = load_rules(RULES, lang).abbreviations
    assert listed or lang == "ko"
    for word in listed:
        assert cut(lang, f"{word} ({word}) {word}, 1") == [word, "(", word, ")", word, ",", "1"], word


@pytest.mark.parametrize("lang", FEWEST)
@settings(deadline=None)  # the first text pays for the rules
@given(text=TEXTS)
def test_nothing_is_lost(lang: str, text: str) -> None:
    """The words with the blanks between them give the text back, and no word is empty."""
    doc = pipeline(lang).make_doc(text)
    assert "".join(token.text + token.whitespace_ for token in doc) == text
    assert all(token.text for token in doc)


@pytest.mark.parametrize("lang", FEWEST)
@settings(deadline=None)
@given(text=st.text(max_size=60))
def test_nothing_is_lost_of_any_text(lang: str, text: str) -> None:
    """The same for all characters there are."""
    assert "".join(token.text_with_ws for token in pipeline(lang).make_doc(text)) == text


@pytest.mark.parametrize("lang", FEWEST)
def test_a_stored_pipeline_cuts_alike(lang: str, tmp_path: Path) -> None:
    """A pipeline that is stored and loaded gives the same words, and stores the same bytes again."""
    pipeline(lang).to_disk(tmp_path / "one")
    loaded = spacy.load(tmp_path / "one")
    for case in CASES[lang]:
        assert [token.text for token in loaded.make_doc(case["text"])] == case["tokens"]
    loaded.to_disk(tmp_path / "two")
    assert (tmp_path / "one" / "tokenizer").read_bytes() == (tmp_path / "two" / "tokenizer").read_bytes()


def test_an_unknown_language_is_a_clear_error() -> None:
    """A language without a file of rules is named."""
    with pytest.raises(ProjectError, match=r"tokens/xx\.toml cannot be read"):
        news_tokenizer("xx")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('abreviations = ["Nr."]', "tokens/de.toml: 'abreviations' is not known here"),
        ('suffixes = ["(?<=x"]', "tokens/de.toml: '(?<=x' is no regular expression"),
        ("suffixes = [", "tokens/de.toml cannot be read"),
    ],
)
def test_a_wrong_file_is_a_clear_error(tmp_path: Path, written: str, told: str) -> None:
    """An unknown key, a broken pattern and broken TOML are named with their file."""
    (tmp_path / "all.toml").write_text("", encoding="utf-8")
    (tmp_path / "de.toml").write_text(written, encoding="utf-8")
    with pytest.raises(ProjectError, match=re.escape(told)):
        load_rules(tmp_path, "de")


def test_own_rules_follow_the_shared_ones(tmp_path: Path) -> None:
    """A language has the rules of all, then its own; a switch of its own prevails."""
    (tmp_path / "all.toml").write_text('keep = ["a"]\ninherit = true', encoding="utf-8")
    (tmp_path / "de.toml").write_text('keep = ["b"]\ninherit = false', encoding="utf-8")
    rules = load_rules(tmp_path, "de")
    assert (rules.keep, rules.inherit, rules.whole) == (("a", "b"), False, ())
