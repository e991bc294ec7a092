"""Who is meant by descriptions, pronouns and offices."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kg.coreference import resolve
from kg.errors import LookupFailed
from kg.linking import link
from kg.model import LinkStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from kg.coreference import Who
    from kg.language import Language
    from kg.model import Candidate, Reading
    from kg.telling import Knowledge

    Read = Callable[..., Reading]


@pytest.fixture(scope="module")
def meant(read_de: Read, language_de: Language, knowledge: Knowledge) -> Callable[..., tuple[str, ...]]:
    """Give whom the last mention with these words means."""

    def resolved(text: str, words: str, date: str = "2023-09-13") -> tuple[str, ...]:
        reading = read_de(text, date)
        who = _resolve(reading, language_de, knowledge)
        found = [i for i, m in enumerate(reading.mentions) if m.text == words]
        assert found, [m.text for m in reading.mentions]
        return who.of.get(found[-1], ())

    return resolved


def _resolve(reading: Reading, language: Language, knowledge: Knowledge) -> Who:
    linked = link(reading.mentions, "de", knowledge.lookup, knowledge.classes, exhaustive=False)
    return resolve(reading, linked, language, knowledge.lookup, knowledge.offices)


@pytest.mark.parametrize(
    ("words", "date", "holder"),
    [
        ("Der russische Präsident", "2023-09-13", "Q7747"),
        ("Der russische Präsident", "2010-05-01", "Q23530"),
        ("Der russische Präsident", "2010", "Q23530"),
        ("Der amerikanische Präsident", "2023-09-13", "Q6279"),
        ("Der amerikanische Präsident", "2019-09-13", "Q22686"),
        ("Der südkoreanische Präsident", "2023-09-13", "Q16090635"),
        ("Der japanische Ministerpräsident", "2023-09-13", "Q359480"),
        ("Der nordkoreanische Machthaber", "2023-09-13", "Q56226"),
        ("Der nordkoreanische Machthaber", "2010-09-13", "Q10665"),
        ("Der Kremlchef", "2023-09-13", "Q7747"),
        ("Der Kremlchef", "2010-05-01", "Q23530"),
    ],
)
def test_office_has_its_holder_of_the_day(
    meant: Callable[..., tuple[str, ...]], words: str, date: str, holder: str
) -> None:
    """A title with its state is who held the office on the article's date."""
    assert meant(f"{words} empfing Gäste.", words, date) == (holder,)


def test_state_may_stand_behind_the_title(meant: Callable[..., tuple[str, ...]]) -> None:
    """The state of an office may be a genitive."""
    assert meant("Der Präsident der USA empfing Gäste.", "Der Präsident") == ("Q6279",)


def test_title_without_state_is_nobody(meant: Callable[..., tuple[str, ...]]) -> None:
    """Whose president is not said, so nobody is taken."""
    assert meant("Der Präsident empfing Gäste.", "Der Präsident") == ()


def test_office_without_known_holder_is_a_person_of_its_own(meant: Callable[..., tuple[str, ...]]) -> None:
    """Before any holder that is known somebody holds it, and the holder of another day is not taken."""
    words = "Der russische Präsident"
    (key,) = meant(f"{words} empfing Gäste.", words, "1950-01-01")
    assert key.startswith("president-q159-1950-")


def test_apposition_is_its_name(meant: Callable[..., tuple[str, ...]]) -> None:
    """A title after a comma is who stands before it."""
    assert meant("Kim Jong Un, Machthaber von Nordkorea, reiste ab.", "Machthaber") == ("Q56226",)


def test_both_are_the_two_persons_named_last(meant: Callable[..., tuple[str, ...]]) -> None:
    """A description of two is the two persons named before, in their order."""
    text = "Putin traf Kim Jong Un in Wladiwostok. Die beiden Staatschefs sprachen über Waffen."
    assert meant(text, "Die beiden Staatschefs") == ("Q7747", "Q56226")


def test_both_without_two_is_nobody(meant: Callable[..., tuple[str, ...]]) -> None:
    """If only one person was named, a description of two is not resolved by half."""
    text = "Putin reiste nach Wladiwostok. Die beiden Staatschefs sprachen über Waffen."
    assert meant(text, "Die beiden Staatschefs") == ()


def test_definite_spaceport_is_the_one_named(meant: Callable[..., tuple[str, ...]]) -> None:
    """A definite class noun is the named entity of that class."""
    text = "Putin reiste zum Kosmodrom Wostotschny. Der Weltraumbahnhof liegt im Osten."
    assert meant(text, "Der Weltraumbahnhof") == ("Q1166191",)


def test_pronoun_is_the_subject_before(meant: Callable[..., tuple[str, ...]]) -> None:
    """A personal pronoun is the person that was the subject of the sentence before."""
    assert meant("Putin reiste nach Peking. Er traf Xi Jinping.", "Er") == ("Q7747",)


def test_pronoun_without_person_is_nobody(meant: Callable[..., tuple[str, ...]]) -> None:
    """Where no person was named, a pronoun is nobody."""
    assert meant("Der Regen blieb aus. Er traf Xi Jinping.", "Er") == ()


def test_neighbour_is_the_country_before(meant: Callable[..., tuple[str, ...]]) -> None:
    """A definite "neighbour" is the country of the sentence before that this one does not name."""
    text = "Nordkorea braucht Getreide. China beliefert den Nachbarn."
    assert meant(text, "den Nachbarn") == ("Q423",)


def test_holder_from_outside_is_linked_with_its_reason(
    read_de: Read, language_de: Language, knowledge: Knowledge
) -> None:
    """Who is found by office is linked, with a label and a reason, though no name stands in the text."""
    who = _resolve(read_de("Der russische Präsident empfing Gäste."), language_de, knowledge)
    assert who.links["Q7747"].status is LinkStatus.LINKED
    assert "office" in who.links["Q7747"].reasons[0]
    assert who.items["Q7747"].label == "Wladimir Putin"


def test_thing_without_name_is_not_linkable(
    read_de: Read, language_de: Language, knowledge: Knowledge
) -> None:
    """Weapons are an entity of their own that no item is looked for; all mentions of them are one."""
    who = _resolve(read_de("Nordkorea testete Raketen. Die Raketen flogen weit."), language_de, knowledge)
    keys = [key for key, kind in who.types.items() if kind == "Weapon"]
    assert len(keys) == 1
    assert who.links[keys[0]].status is LinkStatus.NOT_LINKABLE


class _NoOffices:
    """A source whose offices do not answer."""

    def named(self, names: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], tuple[Candidate, ...]]:
        """Know no name."""
        return dict.fromkeys(names, ())

    def items(self, qids: Collection[str]) -> Mapping[str, Candidate]:
        """Fail as a service does."""
        raise LookupFailed("KG-401", f"No answer for {len(qids)} items.")

    def holders(self, positions: Collection[str]) -> Mapping[str, tuple[tuple[str, str, str], ...]]:
        """Fail as a service does."""
        raise LookupFailed("KG-401", f"No answer for {len(positions)} positions.")

    def heads(self, countries: Collection[str]) -> Mapping[str, tuple[tuple[str, str, str, str], ...]]:
        """Fail as a service does."""
        raise LookupFailed("KG-401", f"No answer for {len(countries)} countries.")


def test_failed_offices_cost_only_the_holder(
    read_de: Read, language_de: Language, knowledge: Knowledge
) -> None:
    """If nobody can say who held the office, the description stays open and nothing fails."""
    reading = read_de("Der russische Präsident empfing Gäste.")
    who = _resolve(reading, language_de, replace(knowledge, lookup=_NoOffices()))
    title = next(i for i, m in enumerate(reading.mentions) if m.office == "president")
    assert who.of.get(title, ()) == ()
