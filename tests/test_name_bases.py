"""Declined names are one person in an article, and Korean names keep their first syllable."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import Telling


def test_a_surname_in_a_is_one_person(tell_ru: Callable[..., Telling]) -> None:
    """The forename tells of which form a surname is that looks like another one's genitive."""
    told = tell_ru(
        "Посол Александр Мацегора прибыл в Пхеньян. Ким Чен Ын принял Александра Мацегору. "
        "Он говорил с Александром Мацегорой. Об Александре Мацегоре писали газеты. "
        "Визит Александра Мацегоры завершился."
    )
    people = {entity.name for entity in told.entities if entity.type == "Person" and entity.key != "Q56226"}
    assert "Александр Мацегора" in people
    assert not people & {"Александр Мацегор", "Александр Мацегоры"}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Лавров встретился с Александром Козловым в Пхеньяне.", "Q16664506"),
        ("Лавров встретился с Ли Су Еном в Пхеньяне.", "Q9310191"),
        ("Лавров встретился с Олегом Кожемяко в Пхеньяне.", "Q4226336"),
        ("Лавров принял Марию Захарову в Пхеньяне.", "Q20812953"),
    ],
)
def test_declined_names_are_found(tell_ru: Callable[..., Telling], text: str, key: str) -> None:
    """A first syllable that is also a particle belongs to the name where it has a capital."""
    people = {entity.key for entity in tell_ru(text).entities if entity.type == "Person"}
    assert people == {"Q58217", key}


def test_a_surname_told_with_its_title_ends_the_whole_name(tell_ko: Callable[..., Telling]) -> None:
    """Who is called by the surname later is no second person where the forename stands before it."""
    told = tell_ko("안드레이 벨로우소프 러시아 국방장관이 평양을 방문했다. 벨로우소프 장관은 김정은과 왔다.")
    assert {e.key for e in told.entities if e.type == "Person"} == {"Q4082839", "Q56226"}
