"""The language file: what is refused, and what it knows of nouns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import ProjectError
from kg.language_files import load_language
from kg.rooms import room

if TYPE_CHECKING:
    from pathlib import Path

    from kg.language import Language
    from kg.vocabulary import Vocabulary

EVENTS = {"Meeting": frozenset({"participant", "host"}), "ArmsDeal": frozenset({"supplier", "recipient"})}
FACTS = ("locatedIn", "headOf")
HEAD = 'code = "xx"\nname = "Test"\n'
FRAME = """
[[frame]]
event = "Meeting"
verbs = ["meet"]
require = ["participant:2"]
roles.participant = { slots = ["subject"], types = ["Person"] }
"""


def _load(folder: Path, text: str) -> Language:
    path = folder / "xx.toml"
    path.write_text(text, encoding="utf-8")
    return load_language(path, EVENTS, FACTS)


def test_small_language_is_enough(tmp_path: Path) -> None:
    """A file with a code, a name and a frame is a language; its frames are numbered by event and part."""
    language = _load(tmp_path, HEAD + FRAME + FRAME)
    assert [frame.id for frame in language.frames] == ["xx/Meeting/verb-1", "xx/Meeting/verb-2"]
    assert language.frame_verbs == {"meet"}


UNKNOWN = "KG-111"
REFUSED = (
    ("[grammer]", UNKNOWN, "xx.toml: 'grammer'", "grammar"),
    ("[grammar]\nnegashun = []", UNKNOWN, "xx.toml [grammar]: 'negashun'", "negation"),
    ("[certainty.Possible]\nadverb = []", UNKNOWN, "xx.toml [certainty.Possible]: 'adverb'", "adverbs"),
    (FRAME.replace("require", "requires"), UNKNOWN, "xx.toml [[frame]] 1: 'requires'", "require"),
    (FRAME.replace("types", "type"), UNKNOWN, "xx.toml [[frame]] 1 participant: 'type'", "types"),
    (
        FRAME + FRAME.replace("Meeting", "Meating"),
        "KG-112",
        "[[frame]] 2: no event type 'Meating'",
        "Meeting",
    ),
    (FRAME.replace("participant =", "partizipant ="), "KG-113", "no role 'partizipant'", "participant"),
    (
        '[[fact]]\npredicate = "locatedAt"\nverbs = ["lie"]',
        "KG-114",
        "[[fact]] 1: no fact 'locatedAt'",
        "locatedIn",
    ),
)


@pytest.mark.parametrize(("text", "code", "where", "near"), REFUSED)
def test_error_names_place_and_nearest(tmp_path: Path, text: str, code: str, where: str, near: str) -> None:
    """What is unknown is refused with its code, where it stands, and the nearest known word."""
    with pytest.raises(ProjectError) as caught:
        _load(tmp_path, HEAD + text)
    assert caught.value.code == code
    assert where in caught.value.what
    assert caught.value.remedy == f"Did you mean {near!r}?"


def test_word_like_no_other_lists_all(tmp_path: Path) -> None:
    """Where nothing is near, the known words are listed."""
    with pytest.raises(ProjectError) as caught:
        _load(tmp_path, HEAD + FRAME.replace("roles.participant", "roles.zzz"))
    assert caught.value.remedy == "Known: host, participant, place."


def test_broken_file_is_named(tmp_path: Path) -> None:
    """A file that is no TOML is told by its name."""
    with pytest.raises(ProjectError) as caught:
        _load(tmp_path, "code = ")
    assert caught.value.code == "KG-110"
    assert "xx.toml cannot be read" in caught.value.what


def test_missing_file_is_named(tmp_path: Path) -> None:
    """A file that is not there is told by its name."""
    with pytest.raises(ProjectError) as caught:
        load_language(tmp_path / "yy.toml", EVENTS, FACTS)
    assert caught.value.code == "KG-110"
    assert "yy.toml" in caught.value.what


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    """A file in another encoding is told by its name."""
    (tmp_path / "xx.toml").write_bytes(b'code = "\xff"')
    with pytest.raises(ProjectError) as caught:
        load_language(tmp_path / "xx.toml", EVENTS, FACTS)
    assert caught.value.code == "KG-110"


@pytest.mark.parametrize("code", ["de", "en"])
def test_shipped_language_fits_the_ontology(vocabulary: Vocabulary, code: str) -> None:
    """The shipped files load against the ontology, and their frames have ids of their own."""
    events = {name: vocabulary.roles(name) for name in vocabulary.event_types()}
    language = load_language(room("lang") / f"{code}.toml", events, vocabulary.fact_predicates())
    ids = [*(frame.id for frame in language.frames), *(fact.id for fact in language.facts)]
    assert language.code == code
    assert len(set(ids)) == len(ids)


def test_german_tells_of_every_event_type(language_de: Language, vocabulary: Vocabulary) -> None:
    """Each event type of the ontology has a German frame."""
    assert {frame.event for frame in language_de.frames} == set(vocabulary.event_types())


def test_german_classes_are_declared(language_de: Language, vocabulary: Vocabulary) -> None:
    """Every class that nouns, roles and facts name is in the ontology."""
    named = set(language_de.nouns)
    named |= {t for frame in language_de.frames for role in frame.roles for t in role.types}
    named |= {
        t for fact in language_de.facts for side in (fact.subject, fact.object) if side for t in side.types
    }
    named = {name.removeprefix("!") for name in named}  # "!NewsAgency": all but those
    assert len(named) > 15
    assert named <= set(vocabulary.declared_in)


@pytest.mark.parametrize(
    ("noun", "parts"),
    [
        ("Waffengeschäft", ("Waffe", "Geschäft")),
        ("Waffenlieferung", ("Waffe", "Lieferung")),
        ("Munitionslieferung", ("Munition", "Lieferung")),
        ("Raketentest", ("Rakete", "Test")),
        ("Angara-Rakete", ("Angara", "Rakete")),
        ("Geschäft", ("", "Geschäft")),
        ("Haus", ("", "Haus")),
        ("", ("", "")),
    ],
)
def test_compound_is_split(language_de: Language, noun: str, parts: tuple[str, str]) -> None:
    """A compound is split at a known head, and its first part loses the linking element."""
    assert language_de.compound(noun) == parts


@pytest.mark.parametrize(
    ("noun", "name"),
    [
        ("Weltraumbahnhof", "Spaceport"),
        ("Kosmodrom", "Spaceport"),
        ("Artilleriegranate", "Weapon"),
        ("Langstreckenrakete", "Weapon"),
        ("Trägerrakete", "LaunchVehicle"),
        ("Raketenprogramm", "Technology"),
        ("Munitionsfabrik", "Facility"),
        ("Hafenstadt", "City"),
        ("Haus", ""),
        ("Pilzgericht", ""),
    ],
)
def test_noun_has_its_class(language_de: Language, noun: str, name: str) -> None:
    """A noun has its own class, that of a pattern, or that of its head; else none."""
    assert language_de.classify(noun) == name


def test_members_decide_a_pattern(language_de: Language) -> None:
    """An elided first part counts like a written one ("Raketen- und Atomprogramm")."""
    assert language_de.classify("Programm") == ""
    assert language_de.classify("Programm", ["Rakete"]) == "Technology"
