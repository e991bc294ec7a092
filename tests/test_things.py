"""Things that texts of all languages call by plain words."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from kg.errors import ProjectError
from kg.minting import local_key
from kg.model import Article, Entity, Filler, Link, LinkStatus, Reading, Report, Span, Stance, Telling
from kg.rooms import room
from kg.things import THINGS, gather, load_things
from kg.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = room("data") / THINGS
TABLE = """
[weapons]
type = "Weapon"
name = { de = "Waffen", en = "weapons" }
de = ["Waffe"]
en = ["weapon", "arms"]

[troops]
type = "ArmedForces"
name = { de = "Truppen", en = "troops" }
de = ["Soldat"]
en = ["troops"]
"""
PLAIN = Link(LinkStatus.NOT_LINKABLE)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Write a small table."""
    path = tmp_path / "things.toml"
    path.write_text(TABLE, encoding="utf-8")
    return path


def entity(kind: str, word: str, name: str, link: Link = PLAIN) -> Entity:
    """Make an entity as an article has it: the key of the base form, the name as it was written."""
    return Entity(local_key(kind, word), kind, name, link, (name,))


def telling(lang: str, *entities: Entity, actor: str = "") -> Telling:
    """Tell of a deal in all of these things."""
    roles = [Filler("item", one.key) for one in entities]
    roles += [Filler("supplier", actor)] if actor else []
    report = Report("ArmsDeal", 0, Span(0, 1), "w", Stance(), tuple(roles), "r")
    article = Article("a", "text", lang, "0" * 64)
    return Telling(Reading(article, (), (), ()), entities, (report,), (), tuple(one.key for one in entities))


def test_words_of_two_languages_are_one_thing(table: Path) -> None:
    """The thing has a name in each language; the words of the texts stay as mentions."""
    things = load_things(table)
    german, english = gather(
        [
            telling("de", entity("Weapon", "Waffe", "Waffen")),
            telling("en", entity("Weapon", "arms", "Arms"), entity("Weapon", "weapon", "weapon")),
        ],
        things,
    )
    key = local_key("Weapon", "weapons")
    labels = (("Waffen", "de"), ("weapons", "en"))
    assert german.entities == (Entity(key, "Weapon", "Waffen", PLAIN, ("Waffen",), labels),)
    assert english.entities == (Entity(key, "Weapon", "weapons", PLAIN, ("Arms", "weapon"), labels),)
    for one in (german, english):
        assert [filler.entity for filler in one.reports[0].roles] == [key]
        assert one.mentions == (key,)


def test_whose_things_they_are_plays_no_part(table: Path) -> None:
    """Soldiers of a state are soldiers: who sends them is told by its own role."""
    (made,) = gather([telling("de", entity("ArmedForces", "Q423 Soldat", "Soldaten"))], load_things(table))
    assert [one.key for one in made.entities] == [local_key("ArmedForces", "troops")]


def test_who_acts_stays(table: Path) -> None:
    """An army that supplies is no thing; what it supplies is."""
    soldiers = entity("ArmedForces", "Soldat", "Soldaten")
    (made,) = gather([telling("de", soldiers, actor=soldiers.key)], load_things(table))
    key = local_key("ArmedForces", "troops")
    assert [one.key for one in made.entities] == [soldiers.key, key]
    assert made.reports[0].roles == (Filler("item", key), Filler("supplier", soldiers.key))


@pytest.mark.parametrize("status", [LinkStatus.LINKED, LinkStatus.NIL, LinkStatus.NOT_ATTEMPTED])
def test_names_are_no_things(status: LinkStatus, table: Path) -> None:
    """What was looked up, or may be, stays what it is; so does a word that no table has."""
    named = telling(
        "de", entity("Weapon", "Waffe", "Waffe", Link(status)), entity("Weapon", "Speer", "Speer")
    )
    assert gather([named], load_things(table)) == [named]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"arms"', '"arms", "weapon"', "'weapon' means two things"),
        ('de = ["Soldat"]', 'ru = ["солдат"]', "no name in ru"),
        ('type = "Weapon"\n', "", "are missing"),
        ('type = "Weapon"', 'type = "Weapon"\nbroader = ["tools"]', r"no \[tools\]"),
        ("[weapons]", "[weapons", "cannot be read"),
    ],
)
def test_a_faulty_table_is_refused(old: str, new: str, told: str, table: Path) -> None:
    """With the place of the fault."""
    table.write_text(TABLE.replace(old, new), encoding="utf-8")
    with pytest.raises(ProjectError, match=told):
        load_things(table)


def test_shipped_words_are_those_of_the_language_files() -> None:
    """Each word stands there under its class, or it would never be met."""
    tables = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    assert len(tables) > 30
    assert load_things(SHIPPED).broader
    declared = load_vocabulary(room("ontology")).declared_in
    for lang in ("de", "en", "ru", "ko"):
        nouns = tomllib.loads((room("lang") / f"{lang}.toml").read_text(encoding="utf-8"))["nouns"]
        words = [(one["type"], word) for one in tables.values() for word in one.get(lang, ())]
        assert len(words) > 20
        # German compounds follow their head.
        heads = [
            (kind, word)
            for kind, word in words
            if word in nouns[kind]
            or (lang == "de" and word.lower().endswith(tuple(map(str.lower, nouns[kind]))))
        ]
        assert heads == words
    assert {one["type"] for one in tables.values()} <= set(declared)
