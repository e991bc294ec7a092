"""Numbers of things in plain text: what they are, how they are bounded, and what is no number of things."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.amount_files import load_amounts
from kg.errors import ProjectError
from kg.rooms import room

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.amount_words import AmountWords
    from kg.model import Telling

LANGUAGES = ("de", "en", "ko", "ru")


def _table(lang: str) -> dict[str, Any]:
    text = (room("lang") / f"{lang}.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text)["amounts"])


WORDS: Mapping[str, AmountWords] = {lang: load_amounts(_table(lang), lang) for lang in LANGUAGES}

#: Language, text, what is found: (words, least, most); None is an open bound.
NUMBERS = [
    ("de", "bis zu 12.000 Soldaten", "bis zu 12.000", None, 12000),
    ("de", "mehr als eine Million Granaten", "mehr als eine Million", 1000000, None),
    ("de", "zwischen 1.500 und 3.000 Mann", "zwischen 1.500 und 3.000", 1500, 3000),
    ("de", "rund 7000 Container", "rund 7000", 7000, 7000),
    ("de", "10 000 Soldaten", "10 000", 10000, 10000),
    ("de", "1,5 Millionen Granaten", "1,5 Millionen", 1500000, 1500000),
    ("de", "2 bis 3 Millionen Granaten", "2 bis 3 Millionen", 2000000, 3000000),
    ("de", "zweihundertfünfzig Raketen", "zweihundertfünfzig", 250, 250),
    ("de", "fünfundzwanzig Panzer", "fünfundzwanzig", 25, 25),
    ("de", "hunderttausend Mann", "hunderttausend", 100000, 100000),
    ("de", "eine halbe Million Schuss", "eine halbe Million", 500000, 500000),
    ("de", "zwei Dutzend Raketen", "zwei Dutzend", 24, 24),
    ("de", "Dutzende Raketen", "Dutzende", 12, None),
    ("de", "mehrere tausend Soldaten", "mehrere tausend", 1000, None),
    ("de", "nicht mehr als 100 Panzer", "nicht mehr als 100", None, 100),
    ("de", "mindestens rund 3000 Mann", "mindestens rund 3000", 3000, None),
    ("de", "2000 Soldaten", "2000", 2000, 2000),
    ("en", "at least 10,000 containers", "at least 10,000", 10000, None),
    ("en", "as many as 12,000 troops", "as many as 12,000", None, 12000),
    ("en", "no fewer than 3,000 troops", "no fewer than 3,000", 3000, None),
    ("en", "half a million shells", "half a million", 500000, 500000),
    ("en", "1.5 to 2 million shells", "1.5 to 2 million", 1500000, 2000000),
    ("en", "two hundred thousand shells", "two hundred thousand", 200000, 200000),
    ("en", "twenty-five drones", "twenty-five", 25, 25),
    ("en", "more than a dozen missiles", "more than a dozen", 12, None),
    ("en", "tens of thousands of troops", "tens of thousands of", 10000, None),
    ("ru", "около 3 тысяч военных", "около 3 тысяч", 3000, 3000),
    ("ru", "более 1 млн снарядов", "более 1 млн", 1000000, None),
    ("ru", "от 6 до 8 тысяч контейнеров", "от 6 до 8 тысяч", 6000, 8000),
    ("ru", "полтора миллиона снарядов", "полтора миллиона", 1500000, 1500000),
    ("ru", "2-3 тысячи снарядов", "2-3 тысячи", 2000, 3000),
    ("ru", "тысячи солдат", "тысячи", 1000, None),
    ("ru", "тысячу солдат", "тысячу", 1000, 1000),
    ("ko", "포탄 100만 발 이상을", "100만 발 이상", 1000000, None),
    ("ko", "병력 약 1만2000명을", "약 1만2000명", 12000, 12000),
    ("ko", "1만 2천여 명", "1만 2천여 명", 12000, None),
    ("ko", "수백만 발", "수백만 발", 1000000, None),
    ("ko", "1500~3000명", "1500~3000명", 1500, 3000),
    ("ko", "3억 발", "3억 발", 300000000, 300000000),
]
NONE = [
    ("de", "lieferte 2023 Granaten"),
    ("de", "die Hälfte der 10.000 Soldaten"),
    ("de", "152-mm-Granaten"),
    ("de", "eine 10-tägige Reise"),
    ("de", "eine Hwasong-17"),
    ("de", "Panzer vom Typ 59"),
    ("de", "eine Rakete"),
    ("de", "im Mai 2000"),
    ("en", "a missile"),
    ("en", "a 10,000-strong force"),
    ("en", "152mm shells"),
    ("en", "half of its 10,000 soldiers"),
    ("en", "On October 3 missiles were fired"),
    ("ru", "ракета «Хвасон-17»"),
    ("ru", "в 2024 году"),
    ("ko", "2024년"),
    ("ko", "10월 3일"),
    ("ko", "제3국"),
]


@pytest.mark.parametrize(("lang", "text", "words", "least", "most"), NUMBERS)
def test_number_is_read(lang: str, text: str, words: str, least: float | None, most: float | None) -> None:
    """A number has its words, and the bounds that they give it."""
    found = list(WORDS[lang].find(text))
    assert [(text[n.begin : n.end], n.minimum, n.maximum) for n in found] == [(words, least, most)]


@pytest.mark.parametrize(("lang", "text"), NONE)
def test_what_counts_nothing_is_no_number(lang: str, text: str) -> None:
    """Years, days, names of types, calibres, parts of a whole and articles are no numbers of things."""
    assert list(WORDS[lang].find(text)) == []


@pytest.mark.parametrize("lang", LANGUAGES)
@given(text=st.text())
def test_any_text_can_be_searched(lang: str, text: str) -> None:
    """Whatever stands in a text, numbers lie in it, in order, and no lower bound is above the upper."""
    end = 0
    for number in WORDS[lang].find(text):
        assert end <= number.begin < number.end <= len(text)
        end = number.end
        assert number.minimum is not None or number.maximum is not None
        if number.minimum is not None and number.maximum is not None:
            assert number.minimum <= number.maximum


def test_same_things_have_one_name_in_all_languages() -> None:
    """What counts soldiers, shells, missiles and containers is known by one name in each language."""
    for sort in ("soldiers", "shells", "missiles", "containers"):
        assert [lang for lang in LANGUAGES if WORDS[lang].sorts.get(sort)] == list(LANGUAGES)


@pytest.mark.parametrize(
    ("change", "code"),
    [({"digit": "x"}, "KG-110"), ({"digits": None}, "KG-111"), ({"digits": "("}, "KG-112")],
)
def test_wrong_table_is_refused(change: dict[str, str | None], code: str) -> None:
    """A key that is unknown or missing, and a pattern that is none, stop with their code."""
    table = {key: value for key, value in {**_table("de"), **change}.items() if value is not None}
    with pytest.raises(ProjectError) as caught:
        load_amounts(table, "de.toml [amounts]")
    assert caught.value.code == code


def test_number_is_hung_on_its_noun(tell_en: Callable[..., Telling]) -> None:
    """What a verb takes is the noun that is counted, not the number, and what a unit holds, not the unit."""
    reading = tell_en("North Korea has shipped at least 10,000 containers of munitions to Russia.").reading
    [verb] = [c for c in reading.clauses if c.lemma == "ship"]
    assert "munitions" in {a.lemma for a in verb.arguments if a.function == "object"}
    [amount] = reading.amounts
    assert (amount.quantity.minimum, amount.quantity.maximum) == (10000, None)
    assert (amount.quantity.unit, amount.quantity.sort) == ("containers", "containers")
    assert amount.quantity.text == "at least 10,000 containers of munitions"
