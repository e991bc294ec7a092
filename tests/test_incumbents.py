"""Whom an office with its country means where no name stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.coreference import resolve
from kg.errors import LookupFailed
from kg.linking import link
from kg.model import LinkStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from kg.language import Language
    from kg.linking import Lookup
    from kg.model import Reading, Telling
    from kg.telling import Knowledge
    from kg.who import Who

    Read = Callable[..., Reading]
    Meant = Callable[[str, str, str], tuple[str, ...]]
    Resolved = Callable[[str, str], tuple[Reading, Who]]

MOTEGI, HAYASHI, LAVROV, CHOE, PUTIN = "Q1655453", "Q1141271", "Q58217", "Q30436217", "Q7747"
AUSTIN = "Q941013"


@pytest.fixture(scope="module")
def who_of(read_de: Read, language_de: Language, knowledge: Knowledge) -> Resolved:
    """Read a text of a day and resolve it."""

    def resolved(text: str, date: str) -> tuple[Reading, Who]:
        reading = read_de(text, date)
        linked = link(reading.mentions, "de", knowledge.lookup, knowledge.classes, exhaustive=False)
        return reading, resolve(reading, linked, language_de, knowledge.lookup, knowledge.offices)

    return resolved


@pytest.fixture(scope="module")
def meant(who_of: Resolved) -> Meant:
    """Give whom the last mention with these words means."""

    def keys(text: str, words: str, date: str) -> tuple[str, ...]:
        reading, who = who_of(text, date)
        found = [i for i, m in enumerate(reading.mentions) if m.text == words]
        assert found, [m.text for m in reading.mentions]
        return who.of.get(found[-1], ())

    return keys


@pytest.mark.parametrize(
    ("words", "date", "holder"),
    [
        ("Der japanische Außenminister", "2023-02-20", HAYASHI),
        ("Der russische Außenminister", "2024-06-01", LAVROV),
        ("Der russische Präsident", "2026-10-01", PUTIN),
        ("Die nordkoreanische Außenministerin", "2025-11-20", CHOE),
        ("Der amerikanische Verteidigungsminister", "2023-03-20", AUSTIN),
    ],
)
def test_facts_reach_beyond_their_day(meant: Meant, words: str, date: str, holder: str) -> None:
    """Who held the office on the last day known is taken for a while, the longer he had held it."""
    assert meant(f"{words} empfing Gäste.", words, date) == (holder,)


@pytest.mark.parametrize(
    ("words", "date", "holder"),
    [
        ("Der amerikanische Verteidigungsminister", "2025-11-10", AUSTIN),
        ("Der südkoreanische Außenminister", "2024-11-10", "Q16090188"),
        ("Der ukrainische Außenminister", "2025-01-10", "Q24025631"),
    ],
)
def test_old_facts_leave_the_office_open(who_of: Resolved, words: str, date: str, holder: str) -> None:
    """Long after the last day known nobody is linked: a person stays, with the candidate and the reason."""
    reading, who = who_of(f"{words} empfing Gäste.", date)
    index = next(i for i, m in enumerate(reading.mentions) if m.text == words)
    (key,) = who.of[index]
    made = who.links[key]
    assert not key.startswith("Q")
    assert who.types[key] == "Person"
    assert who.names[key] == words.removeprefix("Der ")
    assert made.status is LinkStatus.NOT_ATTEMPTED
    assert made.candidates == ((holder, 0.6),)
    assert made.reasons[0].startswith(f"{holder} held the office (")
    assert "too long before the article" in made.reasons[0]


def test_the_open_office_is_one_person_a_year(meant: Meant) -> None:
    """In one year an office of a country is one person in all articles, in another year somebody else."""
    words = "Der südkoreanische Außenminister"
    text = f"{words} empfing Gäste."
    (first,), (second,), (later,) = (
        meant(text, words, day) for day in ("2024-05-02", "2024-11-10", "2025-11-10")
    )
    assert first == second != later


@pytest.mark.parametrize(
    ("words", "named", "date", "holder"),
    [
        ("Der japanische Außenminister", "Japans Außenminister Toshimitsu Motegi", "2025-11-10", MOTEGI),
        ("Der weißrussische Außenminister", "Der weißrussische Außenminister Motegi", "2023-02-20", ""),
        # Facts of another one are nearly fresh.
        (
            "Der südkoreanische Außenminister",
            "Südkoreas Außenminister Yun Byung-se",
            "2023-03-20",
            "Q8325594",
        ),
    ],
)
def test_the_article_names_the_holder(meant: Meant, words: str, named: str, date: str, holder: str) -> None:
    """Whom the article calls so holds the office, with and without an item."""
    (key,) = meant(f"{named} reiste nach Seoul. {words} empfing Gäste.", words, date)
    assert key == holder if holder else key.startswith("motegi-")


def test_the_article_names_a_holder_without_item(meant: Meant) -> None:
    """Also who is not in the snapshot is meant, if the article calls nobody else so."""
    words = "Der südkoreanische Außenminister"
    named = "Südkoreas Außenminister Cho Hyun reiste nach Tokio."
    (key,) = meant(f"{named} {words} empfing Gäste.", words, "2025-11-10")
    assert key == meant(named, "Außenminister Cho Hyun", "2025-11-10")[0]
    other = "Südkoreas Außenminister Kang Byung Woo blieb in Seoul."
    (left,) = meant(f"{named} {other} {words} empfing Gäste.", words, "2025-11-10")
    assert left not in {key, *meant(other, "Außenminister Kang Byung Woo", "2025-11-10")}


def test_a_candidate_whom_the_article_names_is_meant(meant: Meant) -> None:
    """An old fact and the name in the article support each other, unless the name is that of a former one."""
    words = "Der südkoreanische Außenminister"
    text = f"Park Jin reiste nach Tokio. {words} empfing Gäste."
    assert meant(text, words, "2024-11-10") == ("Q16090188",)
    former = f"Der frühere Außenminister Park Jin reiste nach Tokio. {words} empfing Gäste."
    assert meant(former, words, "2024-11-10") != ("Q16090188",)


class _SilentOffices:
    """The snapshot behind a service that does not answer who holds offices."""

    def __init__(self, lookup: Lookup) -> None:
        self.named, self.items = lookup.named, lookup.items

    def holders(self, positions: Collection[str]) -> Mapping[str, tuple[tuple[str, str, str], ...]]:
        """Fail as a service does."""
        raise LookupFailed("KG-401", f"No answer for {len(positions)} offices.")

    def heads(self, countries: Collection[str]) -> Mapping[str, tuple[tuple[str, str, str, str], ...]]:
        """Fail as a service does."""
        raise LookupFailed("KG-401", f"No answer for {len(countries)} countries.")


def test_no_answer_is_not_nobody(read_de: Read, language_de: Language, knowledge: Knowledge) -> None:
    """If the service does not say who held the office, the person's link says that it failed."""
    lookup = _SilentOffices(knowledge.lookup)
    reading = read_de("Der russische Präsident empfing Gäste.")
    linked = link(reading.mentions, "de", lookup, knowledge.classes, exhaustive=False)
    who = resolve(reading, linked, language_de, lookup, knowledge.offices)
    title = next(i for i, m in enumerate(reading.mentions) if m.office == "president")
    (key,) = who.of[title]
    assert who.links[key].status is LinkStatus.LOOKUP_FAILED
    assert who.links[key].reasons == ("No answer for 1 offices.",)


def test_several_are_not_one_holder(tell_en: Callable[..., Telling], tell_ru: Callable[..., Telling]) -> None:
    """Those who hold offices of one state are nobody in particular."""
    for tell, text in (
        (tell_en, "Shoigu met North Korean leaders in Pyongyang on Monday."),
        (tell_ru, "Шойгу встретился с северокорейскими лидерами в Пхеньяне."),
    ):
        assert "Q56226" not in {entity.key for entity in tell(text).entities}


def test_an_open_office_takes_part(tell_de: Callable[..., Telling]) -> None:
    """What the minister did is told of him, though nobody knows who that was."""
    told = tell_de("Japans Außenminister traf am Montag in Moskau Sergej Lawrow.", "2025-11-12")
    assert told.reports
    report = told.reports[0]
    names = {entity.key: entity.name for entity in told.entities}
    assert report.event_type == "Meeting"
    assert {names[filler.entity] for filler in report.roles} == {"Japans Außenminister", "Sergei Lawrow"}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ru", "Бывший президент России прибыл в Пхеньян."),
        ("ru", "Заместитель министра обороны России посетил Пхеньян."),
        ("ko", "러시아 전 대통령이 평양을 방문했다."),
        ("ko", "러시아 차기 대통령이 평양을 방문했다."),
        ("en", "The former Russian president visited Pyongyang."),
        ("de", "Der frühere russische Präsident besuchte Pjöngjang."),
    ],
)
def test_former_and_deputy_ones_are_not_the_holder(
    request: pytest.FixtureRequest, lang: str, text: str
) -> None:
    """Who held the office, will hold it, or stands in for its holder, is not its holder."""
    told = request.getfixturevalue(f"tell_{lang}")(text)
    assert told.entities
    assert not {PUTIN, "Q32024"} & {entity.key for entity in told.entities}


def test_a_title_of_another_state_is_somebody_else(tell_en: Callable[..., Telling]) -> None:
    """A headline that puts two side by side with a comma does not make one person of them."""
    told = tell_en("Lavrov, North Korean Leader Discuss Bilateral Issues. Sergei Lavrov arrived in Wonsan.")
    mentions = {entity.key: entity.mentions for entity in told.entities}
    assert "North Korean Leader" not in mentions[LAVROV]
    same = tell_en("Sergei Lavrov, Russian foreign minister, arrived in Wonsan on Friday.")
    assert "Russian foreign minister" in {e.key: e.mentions for e in same.entities}[LAVROV]


def test_a_surname_with_its_title_needs_no_state_beside_it(tell_de: Callable[..., Telling]) -> None:
    """The state that the article names tells whose leader is meant, and the bare surname is his."""
    told = tell_de("Schoigu stand neben Kim. Er sprach mit Machthaber Kim in Nordkorea. Kim lachte.")
    people = {entity.key: entity.mentions for entity in told.entities if entity.type == "Person"}
    assert people.keys() == {"Q56226", "Q32024"}
    assert set(people["Q56226"]) >= {"Kim", "Machthaber Kim"}


def test_a_surname_with_a_title_of_nobody_known_stays_open(tell_de: Callable[..., Telling]) -> None:
    """Whose surname is not that of a holder of then is nobody of them."""
    told = tell_de("Präsident Moon besuchte Südkorea. Moon lachte.")
    assert not {"Q16090635", "Q21001"} & {entity.key for entity in told.entities}
    assert len([entity for entity in told.entities if entity.type == "Person"]) == 1


BODIES = "The Russian Foreign Ministry denied it. The North Korean Foreign Ministry thanked Moscow."


def test_ministries_of_two_states_are_two(tell_en: Callable[..., Telling]) -> None:
    """A body with a common name is told apart by its state; the one named without is the article's."""
    told = tell_en(BODIES)
    bodies = {entity.name for entity in told.entities if entity.type == "Government"}
    assert bodies == {"Russian Foreign Ministry", "North Korean Foreign Ministry"}
    one = tell_en("The Russian Foreign Ministry denied it. The Foreign Ministry thanked Pyongyang.")
    assert {e.name for e in one.entities if e.type == "Government"} == {"Russian Foreign Ministry"}


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("The Security Council met in New York.", True),
        ("Russian Security Council Secretary Sergei Shoigu visited Pyongyang.", False),
        ("Shoigu, secretary of Russia's Security Council, visited Pyongyang.", False),
    ],
)
def test_a_body_of_a_state_is_not_the_worlds(
    tell_en: Callable[..., Telling], text: str, *, linked: bool
) -> None:
    """What a name means without more it does not mean beside a state."""
    assert ("Q37470" in {entity.key for entity in tell_en(text).entities}) == linked
