import hashlib
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.errors import ProjectError
from kg.minting import DEFAULT_BASE, Mint, checked, folded, local_key, slug, web
from kg.model import Article, Reading, Report, Span, Stance, Telling

HASH = hashlib.sha256(b"an article").hexdigest()
ARTICLE = f"https://w3id.org/geoevents/id/article/{HASH[:16]}"
MINT = Mint()


def loads(iri: str) -> bool:
    """Tell whether a strict parser takes the IRI as it stands."""
    (quad,) = parse(f"<{iri}> <{iri}> <{iri}> .".encode(), format=RdfFormat.N_TRIPLES)
    return bool(quad.subject == NamedNode(iri))


def test_every_kind_of_node_has_its_iri() -> None:
    """IRIs are spelt as the contract has them."""
    assert MINT.article(HASH) == ARTICLE
    assert MINT.sentence(HASH, 4) == f"{ARTICLE}#s4"
    assert MINT.report(HASH, 4, "ArmsDeal", 830, 846) == f"{ARTICLE}#s4-ArmsDeal-830-846"
    assert MINT.report(HASH, 4, "ArmsDeal", 830, 846, view=1) == f"{ARTICLE}#s4-ArmsDeal-830-846-2"
    assert MINT.fact(HASH, 4, "locatedIn", 830, 846) == f"{ARTICLE}#s4-fact-locatedIn-830-846"
    assert MINT.entity("Q423") == f"{DEFAULT_BASE}entity/Q423"
    assert MINT.entity("waffen-1a2b3c4d") == f"{DEFAULT_BASE}entity/waffen-1a2b3c4d"
    assert MINT.entity("source/observers", HASH) == f"{ARTICLE}/source/observers"
    assert MINT.entity(MINT.global_key("source/observers", HASH)) == f"{ARTICLE}/source/observers"
    assert MINT.geometry(MINT.entity("Q423")) == f"{DEFAULT_BASE}entity/Q423/geometry"
    assert MINT.event("Meeting-Q1-Q2-2023") == f"{DEFAULT_BASE}event/Meeting-Q1-Q2-2023"
    assert MINT.wikidata("Q423") == "http://www.wikidata.org/entity/Q423"


def test_the_base_is_a_setting() -> None:
    """Another base carries all IRIs and prefixes."""
    mint = Mint("http://localhost:8000/x/")
    assert mint.entity("Q423") == "http://localhost:8000/x/entity/Q423"
    assert mint.prefixes()["event"] == "http://localhost:8000/x/event/"


@pytest.mark.parametrize(
    "base", ["", "x", "https://example.org/id", "https://exa mple.org/", 'https://e.org/"/']
)
def test_a_base_that_cannot_carry_iris_is_refused(base: str) -> None:
    """The message says what a base looks like."""
    with pytest.raises(ProjectError, match="cannot carry IRIs"):
        Mint(base)


def test_views_of_one_trigger_are_counted() -> None:
    """Two sources of one trigger are two reports; another trigger starts anew."""
    spans = (Span(0, 4), Span(0, 4), Span(9, 12))
    reports = tuple(Report("Visit", 0, span, "w", Stance(), (), "r") for span in spans)
    telling = Telling(Reading(Article("a", "text", "de", HASH), (), (), ()), (), reports, ())
    assert MINT.reports(telling) == (
        f"{ARTICLE}#s0-Visit-0-4",
        f"{ARTICLE}#s0-Visit-0-4-2",
        f"{ARTICLE}#s0-Visit-9-12",
    )


def test_a_run_is_named_by_what_it_was_run_with() -> None:
    """The order of the fields plays no part, their values do."""
    one = MINT.run({"tool": "1", "pipeline": "2"})
    assert one == MINT.run({"pipeline": "2", "tool": "1"})
    assert one != MINT.run({"tool": "2", "pipeline": "1"})
    assert re.fullmatch(re.escape(DEFAULT_BASE) + "run/[0-9a-f]{16}", one)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Waffengeschäfte", "waffengeschafte"),
        ("Straße 7", "strasse-7"),
        ("Łódź", "lodz"),
        ("Восточный", "vostochnyy"),
        ("김정은", "gimjeongeun"),
        ("「？」", "x"),
        ("", "x"),
    ],
)
def test_slugs_can_be_read(name: str, expected: str) -> None:
    """Latin loses its marks, Cyrillic and Hangul are transliterated, nothing is "x"."""
    assert slug(name) == expected


def test_a_local_key_holds_type_and_name() -> None:
    """The hash is of type and folded name, as written down in the design."""
    digits = hashlib.sha256(b"Weapon\nwaffen").hexdigest()[:8]
    assert local_key("Weapon", "Waffen") == f"waffen-{digits}"
    assert local_key("Weapon", " WAFFEN ") == local_key("Weapon", "Waffen")
    assert local_key("Technology", "Waffen") != local_key("Weapon", "Waffen")
    assert local_key("City", "Jose\u0301 B") == local_key("City", "Jos\u00e9\u00a0 b")


@pytest.mark.parametrize(
    "iri", ["http://a b", 'http://a/"', "http://a/<", "http://a/%zz", "http://a/|", "a", "http://a/\n"]
)
def test_what_cannot_be_written_is_refused(iri: str) -> None:
    """Nothing leaves the mint that a parser would stumble over."""
    with pytest.raises(ProjectError):
        checked(iri)


@pytest.mark.parametrize("qid", ["", "Q0", "P31", "Q4 ", "423"])
def test_only_items_are_wikidata_iris(qid: str) -> None:
    """Properties and typing errors are no items."""
    with pytest.raises(ProjectError):
        MINT.wikidata(qid)


def test_an_unnamed_source_needs_its_article() -> None:
    """Observers of one article are not those of another."""
    with pytest.raises(ProjectError):
        MINT.entity("source/observers")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a/b-1.html", "https://example.org/a/b-1.html"),
        (" http://example.org/ä b?x=[1]#y#z ", "http://example.org/%C3%A4%20b?x=%5B1%5D#y%23z"),
        ("https://example.org/%C3%A4%zz", "https://example.org/%C3%A4%25zz"),
        ("https://user:secret@example.org/a", "https://example.org/a"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example/"),
        ("file:///etc/passwd", ""),
        ("no address", ""),
        ("http://[::1", ""),
        ("", ""),
    ],
)
def test_addresses_from_outside_are_encoded_or_dropped(url: str, expected: str) -> None:
    """What is no web address gives nothing; a password never gets into the graph."""
    assert web(url) == expected


@given(st.text(), st.text())
def test_any_name_gives_a_key_that_can_be_an_iri(entity_type: str, name: str) -> None:
    """Keys are ASCII without anything to escape, and loadable."""
    key = local_key(entity_type, name)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*-[0-9a-f]{8}", key)
    assert loads(MINT.entity(key))


@given(st.text())
def test_any_text_in_any_place_gives_a_loadable_iri(text: str) -> None:
    """Percent-encoding covers all of Unicode."""
    iris = [
        MINT.entity(text + "x"),
        MINT.event(text + "x"),
        MINT.report(HASH, 1, text, 0, 1),
        MINT.fact(HASH, 1, text, 0, 1),
        MINT.entity(f"source/{text}", HASH),
    ]
    for iri in iris:
        assert iri.isascii()
        assert not set(iri) & set(string.whitespace + "\"'<>{}|^`\\")
        assert loads(iri)


@given(st.text())
def test_any_address_is_loadable_or_dropped(url: str) -> None:
    """No input makes the mint write a broken address."""
    for address in (web(url), web(f"https://{url}"), web(f"https://example.org/{url}")):
        assert address == "" or loads(address)


@given(st.text())
def test_folding_is_stable(name: str) -> None:
    """A folded name stays as it is, so keys do not depend on how often it was folded."""
    assert folded(folded(name)) == folded(name)
