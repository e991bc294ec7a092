from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ProjectError
from kg.labelling import Known, event_label, label, read_templates
from kg.minting import Mint
from kg.model import Article, Entity, Event, Filler, Link, LinkStatus, Reading, Status, Telling
from kg.rooms import room
from kg.vocabulary import load_vocabulary

TEMPLATES = read_templates(room("data") / "labels.toml")
VOCABULARY = load_vocabulary(room("ontology"))
NAMES = {
    "Q423": Known({"de": "Nordkorea", "en": "North Korea"}),
    "Q159": Known({"de": "Russland", "en": "Russia"}),
    "Q7747": Known({"de": "Wladimir Putin", "ru": "Владимир Путин"}, "Q159"),
    "Q56226": Known({"de": "Kim Jong-un"}, "Q423"),
    "Q1166191": Known({"de": "Wostotschny"}),
    "vertrag": Known({"de": "Vertrag"}, named=False),
    "treaty": Known({"en": "treaty"}, named=False),
    "pact": Known({"en": "Treaty"}, named=False),
    "dogovor": Known({"ru": "договор"}, named=False),
    "delegationen": Known({"de": "Delegationen"}, named=False),
}
DEAL = Event(
    "k", "ArmsDeal", Status.SPECULATED, roles=(Filler("recipient", "Q159"), Filler("supplier", "Q423"))
)


def made(event_type: str, **roles: str) -> Event:
    """Give an event that is stated; fillers of a role are parted by spaces."""
    fillers = tuple(Filler(role, key) for role, keys in roles.items() for key in keys.split())
    return Event("k", event_type, Status.ASSERTED, fillers)


@pytest.mark.parametrize(
    ("event", "german", "english"),
    [
        (DEAL, "Mögliches Waffengeschäft Nordkorea–Russland", "Possible arms deal, North Korea–Russia"),
        (
            replace(DEAL, status=Status.REPORTED, begin="2023-09-01", end="2023-09-30"),
            "Waffengeschäft Nordkorea–Russland, 09/2023",
            "Arms deal, North Korea–Russia, 2023-09",
        ),
        (
            replace(DEAL, roles=(Filler("supplier", "Q423"),), status=Status.DENIED),
            "Bestrittenes Waffengeschäft Nordkorea",
            "Denied arms deal, North Korea",
        ),
        (replace(DEAL, roles=()), "Mögliches Waffengeschäft", "Possible arms deal"),
        (
            Event(
                "k",
                "Visit",
                Status.PLANNED,
                (Filler("visitor", "Q7747"),),
                "Q1166191",
                "2023-09-13",
                "2023-09-13",
            ),
            "Geplanter Besuch: Wladimir Putin, Wostotschny, 13.09.2023",
            "Planned visit: Wladimir Putin, Wostotschny, 2023-09-13",
        ),
        (
            Event("k", "Visit", Status.ASSERTED, (Filler("visitor", "unknown"),), "", "2023-09-13", ""),
            "Besuch",
            "Visit",
        ),
        (
            made("Agreement", participant="Q423 Q159 Q56226 Q7747", topic="dogovor pact treaty vertrag"),
            "Abkommen Nordkorea–Russland, Vertrag",
            "Agreement, North Korea–Russia, Treaty",
        ),
        (
            made("Agreement", participant="Q423 Q7747", topic="dogovor"),
            "Abkommen Nordkorea–Wladimir Putin, договор",
            "Agreement, North Korea–Wladimir Putin, договор",
        ),
        (
            made("Meeting", participant="Q423 Q7747 Q56226 delegationen"),
            "Treffen Kim Jong-un–Wladimir Putin",
            "Meeting, Kim Jong-un–Wladimir Putin",
        ),
        (
            made("Meeting", participant="Q423 Q159"),
            "Treffen Nordkorea–Russland",
            "Meeting, North Korea–Russia",
        ),
        (made("Meeting", participant="delegationen"), "Treffen Delegationen", "Meeting, Delegationen"),
    ],
)
def test_labels_name_type_standing_actors_and_time(event: Event, german: str, english: str) -> None:
    """What is not known is left out, names fall back to another language, none says the same twice."""
    assert event_label(event, "de", NAMES, TEMPLATES) == german
    assert event_label(event, "en", NAMES, TEMPLATES) == english


def test_every_event_type_has_its_words_in_both_languages() -> None:
    """No type falls back to its name, no template names a slot that no event of the type fills."""
    types = VOCABULARY.event_types()
    assert len(types) == 16
    for lang in ("de", "en"):
        for name in types:
            assert {standing for key, kind, standing in TEMPLATES.heads if (key, kind) == (lang, name)} == {
                "stated",
                "possible",
                "planned",
                "denied",
                "disputed",
            }
            slots = {
                slot.split("}")[0] for tail in TEMPLATES.tails[lang, name] for slot in tail.split("{")[1:]
            }
            assert slots
            assert slots <= VOCABULARY.roles(name) | {"place", "actors"}
    assert set(TEMPLATES.tails) == {(lang, name) for lang in ("de", "en") for name in types}


def test_an_unknown_type_is_called_by_its_name() -> None:
    """A type without words still gets a label."""
    assert event_label(replace(DEAL, event_type="Parade"), "de", NAMES, TEMPLATES) == "Parade"


def test_names_come_from_the_articles() -> None:
    """Labels of linked entities, else the name in the article's language; the order plays no part."""
    link = Link(LinkStatus.NIL)
    first = Entity("Q423", "Country", "Nordkorea", link, labels=(("North Korea", "en"), ("Nordkorea", "de")))
    second = Entity("Q159", "Country", "Russland", link)
    tellings = [
        Telling(Reading(Article(name, "", "de", name * 64), (), (), ()), (first, entity), (), ())
        for name, entity in (("a", second), ("b", replace(second, name="Rußland")))
    ]
    labels = (
        ("Mögliches Waffengeschäft Nordkorea–Russland", "de"),
        ("Possible arms deal, North Korea–Russland", "en"),
    )
    for order in (tellings, tellings[::-1]):
        (event,) = label([DEAL], order, Mint(), TEMPLATES)
        assert event.labels == labels


@given(
    st.sampled_from(VOCABULARY.event_types()),
    st.sampled_from(Status),
    st.lists(st.tuples(st.sampled_from(VOCABULARY.role_names()), st.text(alphabet="ab", min_size=1))),
    st.sampled_from(["", "2023-01-01", "2023-09-13"]),
)
def test_a_label_never_shows_a_gap(
    event_type: str, status: Status, roles: list[tuple[str, str]], begin: str
) -> None:
    """Whatever is missing, there is no brace, no doubled space and no stray end."""
    names = {key: Known({"de": key}) for _, key in roles if "b" in key}
    fillers = tuple(Filler(role, key) for role, key in roles)
    event = Event("k", event_type, status, fillers, begin=begin, end=begin and "2023-12-31")
    for lang in ("de", "en"):
        text = event_label(event, lang, names, TEMPLATES)
        assert text
        assert not set(text) & set("{}")
        assert "  " not in text
        assert text == text.strip(" ,:–")


def test_braces_in_a_name_are_only_braces() -> None:
    """A name is never read as a template."""
    names = {"Q423": Known({"de": "{recipient}"}), "Q159": Known({"de": "{}"})}
    assert event_label(DEAL, "de", names, TEMPLATES) == "Mögliches Waffengeschäft {recipient}–{}"


@pytest.mark.parametrize("text", ["[de", "de = 3", "[de.Visit]\nstated = 'Besuch'"])
def test_a_broken_file_of_words_is_our_mistake(tmp_path: Path, text: str) -> None:
    """The message names the file."""
    path = tmp_path / "labels.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProjectError, match=r"labels\.toml"):
        read_templates(path)
