"""Datelines: what is cut off, the day they name, and what a build makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import Graph, Literal, Namespace
from rdflib.namespace import DCTERMS, RDF, XSD

from kg.articles import read
from kg.datelines import Cut, cut_agency, cut_place, cut_whole
from kg.furniture import load_furniture
from kg.metadata import read_dateline
from kg.model import Article, TimeBasis
from kg.pipeline import Settings, build
from kg.rooms import room

if TYPE_CHECKING:
    from pathlib import Path

FURNITURE = load_furniture(room("lang") / "furniture.toml")
KG = Namespace("https://w3id.org/geoevents/ontology#")
NEWS = "Kim Jong Un hat heute in Wladiwostok den russischen Präsidenten Wladimir Putin getroffen."


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("Rason, 4. Mai 2025 (dpa) - Der Zug fährt.", Cut("Der Zug fährt.", "dpa", "4. Mai 2025")),
        ("Berlin (dpa) 12.09.23 – Der Zug fährt.", Cut("Der Zug fährt.", "dpa", "12.09.23")),
        ("BERLIN, 12.09.2023 (AFP) -- Der Zug fährt.", Cut("Der Zug fährt.", "AFP", "12.09.2023")),
        ("PYONGYANG, May 4 (KCNA) -- The train left.", Cut("The train left.", "KCNA", "May 4")),
        ("ТОКИО, 4 мая. /ТАСС/. Поезд ушёл.", Cut("Поезд ушёл.", "TASS", "4 мая")),
        ("СЕУЛ, 4 мая 2025 г. - РИА Новости. Поезд ушёл.", Cut("Поезд ушёл.", "RIA Novosti", "4 мая 2025 г")),
        ("Москва. 4 мая. INTERFAX.RU - Поезд ушёл.", Cut("Поезд ушёл.", "Interfax", "4 мая")),
        ("(평양 5월 4일발 조선중앙통신) 기차가 떠났다.", Cut("기차가 떠났다.", "KCNA", "5월 4일")),
        ("[서울=뉴시스] 2025.05.04. 기차가 떠났다.", Cut("기차가 떠났다.", "Newsis", "2025.05.04")),
        ("[서울=뉴시스] 2025년 5월 4일 기차가 떠났다.", Cut("2025년 5월 4일 기차가 떠났다.", "Newsis")),
        ("Seoul (dpa) - Am 4. Mai 2025 fährt der Zug.", Cut("Am 4. Mai 2025 fährt der Zug.", "dpa")),
        ("Am 4. Mai (dpa) fährt der Zug.", Cut("Am 4. Mai (dpa) fährt der Zug.")),
    ],
)
def test_a_dateline_with_an_agency_comes_off_with_its_day(line: str, cut: Cut) -> None:
    """The agency is named as it is known, the day as it stands; a day of the sentence stays in it."""
    assert cut_agency(FURNITURE, line) == cut


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("Moskau, 12. Juli 2025 – Der Zug fährt.", Cut("Der Zug fährt.", day="12. Juli 2025")),
        ("SEOUL, June 3 - The train left.", Cut("The train left.", day="June 3")),
        ("Москва, 4 мая. Поезд ушёл.", Cut("Поезд ушёл.", day="4 мая")),
        ("CHASAN/RASON, 4. Mai – Der Zug fährt.", Cut("Der Zug fährt.", day="4. Mai")),
        ("Musterstadt, 4. Mai – Der Zug fährt.", Cut("Musterstadt, 4. Mai – Der Zug fährt.")),
        ("Samstag, 4. Mai – Der Zug fährt.", Cut("Samstag, 4. Mai – Der Zug fährt.")),
        ("UNO, 4. Mai: Der Rat tagt.", Cut("UNO, 4. Mai: Der Rat tagt.")),
        ("Seoul: Der Zug fährt.", Cut("Der Zug fährt.")),
        ("Seoul, (Sample Wire - 3rd Jun, 2024 ) :A train left.", Cut("A train left.", day="3rd Jun, 2024")),
        ("Seoul (Wire / News - 4th May, 2024) A train left.", Cut("A train left.", day="4th May, 2024")),
        ("Seoul (a city - large) has trains.", Cut("Seoul (a city - large) has trains.")),
    ],
)
def test_a_dateline_without_an_agency_needs_a_known_town_or_capitals(line: str, cut: Cut) -> None:
    """A day of a chronology, or a word with a day, is no dateline."""
    assert cut_place(FURNITURE, line) == cut


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("Berlin (dpa) 12.09.23", Cut("", "dpa", "12.09.23")),
        ("SEOUL, June 3 (Yonhap)", Cut("", "Yonhap", "June 3")),
        ("Berlin, am Abend", None),
        ("Er kam aus Seoul (dpa) - und blieb.", None),
    ],
)
def test_a_line_may_be_a_dateline_and_no_more(line: str, cut: Cut | None) -> None:
    """Over a text it says when and by whom that was written."""
    assert cut_whole(FURNITURE, line) == cut


@pytest.mark.parametrize(
    ("words", "published", "day"),
    [
        ("12. Juli 2025", "", "2025-07-12"),
        ("12. Juli 2025", "2025-07-13", "2025-07-12"),
        ("June 3", "2025-06-04", "2025-06-03"),
        ("31 декабря", "2024-01-01", "2023-12-31"),
        ("1 января", "2023-12-31", "2024-01-01"),
        ("13 сентября", "2023-09", "2023-09-13"),
        ("Sept. 13", "2023", "2023-09-13"),
        ("6월 3일", "2025-06-03", "2025-06-03"),
        ("12.09.23", "", "2023-09-12"),
        ("12.09.98", "", "1998-09-12"),
        ("12.09.", "2023-09-13", "2023-09-12"),
        ("June 3", "", ""),
        ("31. Juni", "2025-06-30", ""),
        ("12 Personen", "2025-06-30", ""),
    ],
)
def test_the_day_of_a_dateline_is_read(words: str, published: str, day: str) -> None:
    """Its year comes from the publication; without that a day alone settles nothing."""
    assert read_dateline([words], FURNITURE, published) == (day, ())


@pytest.mark.parametrize(
    ("words", "published"),
    [
        (["12. Juli 2025"], "2025-09-01"),
        (["3 May"], "2025-06-03"),
        (["13 сентября"], "2023-10"),
        (["12. Juli 2025", "13. Juli 2025"], "2025-07-13"),
    ],
)
def test_a_dateline_that_does_not_fit_is_told_and_not_used(words: list[str], published: str) -> None:
    """A text printed again, or several datelines, say nothing of what "today" is."""
    day, notes = read_dateline(words, FURNITURE, published)
    assert day == ""
    assert [note[:6] for note in notes] == ["KG-233"]


def _article(folder: Path, text: str, head: str = "") -> Article:
    path = folder / "a.txt"
    path.write_text(f"---\nlang: de\n{head}---\n{text}\n", encoding="utf-8")
    (article,) = read(path, FURNITURE, ["de"])
    assert isinstance(article, Article)
    return article


def test_a_dateline_serves_where_no_date_is_stated(tmp_path: Path) -> None:
    """It is no publication date, and the note says what it is used for."""
    article = _article(tmp_path, f"Moskau, 12. Juli 2025 – {NEWS}")
    assert (article.date, article.dateline, article.day) == ("", "2025-07-12", "2025-07-12")
    assert article.counted is TimeBasis.RELATIVE_TO_DATELINE
    assert article.text == NEWS
    (note,) = article.notes
    assert note.startswith("KG-210: no date found")
    assert "2025-07-12" in note


def test_a_day_of_writing_comes_before_that_of_publication(tmp_path: Path) -> None:
    """What is dated the 12th and printed on the 13th means the 12th by "today"."""
    article = _article(tmp_path, f"Berlin (dpa) 12.09.23 - {NEWS}", "date: 2023-09-13\n")
    assert (article.date, article.dateline, article.day) == ("2023-09-13", "2023-09-12", "2023-09-12")
    assert article.counted is TimeBasis.RELATIVE_TO_DATELINE
    assert article.notes == ()


def test_the_same_day_is_counted_from_the_publication(tmp_path: Path) -> None:
    """Where both are one day, and where there is no dateline, the date of the article is what counts."""
    for text in (f"Moskau, 12. Juli – {NEWS}", NEWS):
        article = _article(tmp_path, text, "date: 2025-07-12\n")
        assert (article.day, article.counted) == ("2025-07-12", TimeBasis.RELATIVE_TO_PUBLICATION)


def test_a_month_is_made_a_day_by_the_dateline(tmp_path: Path) -> None:
    """The head tells the month, the dateline the day in it."""
    article = _article(tmp_path, f"Moskau, 12. Juli – {NEWS}", "date: 2025-07\n")
    assert (article.date, article.day) == ("2025-07", "2025-07-12")


def test_a_dateline_changes_the_address_of_its_article_only(tmp_path: Path) -> None:
    """Texts that differ in nothing else are two; a text without a dateline keeps its address."""
    bare = _article(tmp_path, NEWS, "date: 2025-07-12\n")
    lines = [_article(tmp_path, f"Moskau, {day}. Juli – {NEWS}", "date: 2025-07-12\n") for day in (11, 12)]
    assert bare.text == lines[0].text == lines[1].text
    assert len({bare.sha256, *(one.sha256 for one in lines)}) == 3
    assert bare.sha256 == _article(tmp_path, f"Moskau: {NEWS}", "date: 2025-07-12\n").sha256


def test_the_graph_tells_what_a_day_was_counted_from(tmp_path: Path) -> None:
    """The article bears its dateline and no date of publication, its report the basis."""
    path = tmp_path / "a.txt"
    path.write_text(f"---\nlang: de\n---\nMoskau, 12. Juli 2025 – {NEWS}\n", encoding="utf-8")
    summary = build([str(path)], tmp_path / "out", Settings(offline=True), lambda *_: None)
    assert summary.errors == ()
    graph = Graph().parse(tmp_path / "out" / "graph.ttl")
    day = Literal("2025-07-12", datatype=XSD.date)
    (article,) = graph.subjects(RDF.type, KG.Article)
    assert set(graph.objects(article, KG.dateline)) == {day}
    assert set(graph.objects(article, DCTERMS.issued)) == set()
    (report,) = graph.subjects(KG.timeText, Literal("heute", lang="de"))
    assert graph.value(report, KG.begin) == day
    assert graph.value(report, KG.timeBasis) == KG.RelativeToDateline
    assert graph.value(graph.value(report, KG.reportsOn), KG.firstReported) == day
