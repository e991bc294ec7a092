"""What a single Korean word says by its suffixes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.language_files import load_language
from kg.rooms import room
from kg.suffixed_words import Suffixed, closed

if TYPE_CHECKING:
    from kg.language import Language
    from kg.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def language(vocabulary: Vocabulary) -> Language:
    """Read the Korean language file."""
    events = {name: vocabulary.roles(name) for name in vocabulary.event_types()}
    return load_language(room("lang") / "ko.toml", events, vocabulary.fact_predicates())


@pytest.fixture(scope="module")
def suffixed(language: Language) -> Suffixed:
    """Make the analyser of the language."""
    return Suffixed(language)


@pytest.mark.parametrize(
    ("word", "lemma", "form", "tense"),
    [
        ("만났다", "만나다", "final", "past"),
        ("만난다", "만나다", "final", ""),
        ("만날", "만나다", "adnominal", "future"),
        ("만난", "만나다", "adnominal", "past"),
        ("만나고", "만나다", "and", ""),
        ("만나면", "만나다", "if", ""),
        ("만나지", "만나다", "not", ""),
        ("만나겠다고", "만나다", "quote", "future"),
        ("밝혔다", "밝히다", "final", "past"),
        ("열린", "열리다", "adnominal", "past"),
        ("열렸으며", "열리다", "while", "past"),
        ("보입니다", "보이다", "final", ""),
        ("도왔다", "돕다", "final", "past"),
        ("도울", "돕다", "adnominal", "future"),
        ("맺기로", "맺다", "decided", ""),
        ("보내라고", "보내다", "order", ""),
        ("제공했다는", "제공하다", "told", "past"),
        ("제공했다고", "제공하다", "quote", "past"),
    ],
)
def test_verb_is_told_by_its_stem_and_ending(
    suffixed: Suffixed, word: str, lemma: str, form: str, tense: str
) -> None:
    """A form gives its verb, how its clause goes on, and its tense."""
    read = suffixed.known_verb(word)
    assert read is not None
    assert (read.lemma, read.form, read.tense) == (lemma, form, tense)


@pytest.mark.parametrize("word", ["대통령", "러시아", "평양에서", "정상회담을"])
def test_noun_is_no_verb(suffixed: Suffixed, word: str) -> None:
    """A noun with its particle is no form of a known verb."""
    assert suffixed.known_verb(word) is None


def test_light_verb_in_the_passive_is_undone(suffixed: Suffixed) -> None:
    """What is made by a passive light verb has the active verb as its lemma."""
    read = next(suffixed.light_verb("파병된"))
    assert (read.lemma, read.noun, read.passive, read.form) == ("파병하다", "파병", True, "adnominal")


def test_copula_keeps_its_noun(suffixed: Suffixed) -> None:
    """A noun with the copula gives both."""
    found = [read for read in suffixed.light_verb("예정이라고") if read.copula]
    assert [(read.noun, read.lemma) for read in found] == [("예정", "이다")]


@pytest.mark.parametrize(
    ("word", "stem", "function", "adnominal"),
    [
        ("러시아에", "러시아", "에", False),
        ("푸틴의", "푸틴", "genitive", True),
        ("위원장과의", "위원장", "와", True),
        ("김정은은", "김정은", "topic", False),
        ("북한으로부터", "북한", "로부터", False),
    ],
)
def test_particle_tells_the_function(
    suffixed: Suffixed, word: str, stem: str, function: str, adnominal: bool
) -> None:
    """A noun can be read with its particle, in the function that this tells."""
    assert (stem, function, adnominal) in [(n.stem, n.function, n.adnominal) for n in suffixed.nouns(word)]


def test_particle_that_follows_only_vowels_is_none_after_a_consonant(suffixed: Suffixed) -> None:
    """A letter that looks like a particle is none where the language does not let it stand."""
    assert closed("북한")
    assert not closed("러시아")
    assert "북한" not in {n.stem for n in suffixed.nouns("북한가") if n.function}
