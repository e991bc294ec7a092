"""Reading articles: the fixtures beside this file, what can be wrong with an input, and properties."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.articles import LARGEST, SUFFIXES, find, read
from kg.errors import ArticleError
from kg.furniture import load_furniture
from kg.language_id import identify
from kg.metadata import read_date, read_language, read_url
from kg.model import Article, SectionKind
from kg.rooms import room

FURNITURE = load_furniture(room("lang") / "furniture.toml")
LANGUAGES = ("de", "en", "ko", "ru")
FIXTURES = Path(__file__).parent / "articles"
SINGLE = tuple(sorted(p for p in FIXTURES.iterdir() if p.suffix in SUFFIXES and p.suffix != ".jsonl"))
KEYS = ("title", "date", "publisher", "lang", "url", "agency")

TRAIN = (
    "Der Zug ist am Mittwoch von Chasan nach Osten gefahren, wie die Bahn mitteilte. Der Rest blieb geheim."
)
BODY = (
    "Der Minister hat am Mittwoch mit seinem Gast gesprochen und den Hafen besucht, wie die Bahn mitteilte."
)


def one(path: Path) -> Article:
    """Read a file that holds one good article."""
    (item,) = read(path, FURNITURE, LANGUAGES)
    assert isinstance(item, Article), item
    return item


def fault(path: Path) -> ArticleError:
    """Read a file that holds one bad article."""
    (item,) = read(path, FURNITURE, LANGUAGES)
    assert isinstance(item, ArticleError), item
    return item


def of_text(folder: Path, text: str, name: str = "a.txt") -> Article:
    """Write a text to a file and read it."""
    path = folder / name
    path.write_bytes(text.encode("utf-8"))
    return one(path)


def sections(article: Article) -> list[list[str]]:
    """Give kind and text of every section."""
    return [[str(s.kind), article.text[s.span.begin : s.span.end]] for s in article.sections]


def test_there_are_enough_fixtures() -> None:
    """A dozen fixture articles are there, and each has its expectation."""
    assert len(SINGLE) >= 12
    assert all(path.with_suffix(".json").exists() for path in SINGLE)


@pytest.mark.parametrize("path", SINGLE, ids=lambda path: path.name)
def test_fixture_reads_as_expected(path: Path) -> None:
    """Sections, metadata and notes of a fixture are exactly those beside it."""
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    article = one(path)
    assert sections(article) == expected["sections"]
    assert {key: getattr(article, key) for key in KEYS} == {key: expected[key] for key in KEYS}
    assert [note[:6] for note in article.notes] == expected["notes"]
    assert article.id == path.stem
    assert article.text == "\n\n".join(text for _, text in expected["sections"])


@pytest.mark.parametrize("path", SINGLE, ids=lambda path: path.name)
def test_kept_text_of_a_fixture_is_kept_whole(path: Path, tmp_path: Path) -> None:
    """Reading the kept text again gives the same text."""
    text = one(path).text
    assert of_text(tmp_path, text).text == text


def test_a_bullet_is_no_word_of_the_entry_behind_it(tmp_path: Path) -> None:
    """Marks before the entries of a list are taken off; a dash that opens speech stays."""
    entries = ("• Kim Jong Un reiste ab.", "- Putin blieb in Moskau.", "- Wir gehen - sagte er.")
    article = of_text(tmp_path, "\n\n".join(("Meldungen des Tages", *entries)))
    paragraphs = [article.text[s.span.begin : s.span.end] for s in article.sections]
    assert paragraphs[1:] == ["Kim Jong Un reiste ab.", "Putin blieb in Moskau.", "- Wir gehen - sagte er."]


def test_records_are_read_one_by_one() -> None:
    """A bad record gives its error in its place, and the others are read."""
    path = FIXTURES / "records.jsonl"
    items = read(path, FURNITURE, LANGUAGES)
    assert [item.id if isinstance(item, Article) else item.code for item in items] == [
        "rail-1",
        "records-2",
        "KG-208",
        "KG-208",
        "KG-206",
        "KG-208",
        "KG-204",
        "records-9",
    ]
    first, second, last = items[0], items[1], items[-1]
    assert isinstance(first, Article)
    assert sections(first) == [
        ["Headline", "Zug fährt nach Osten"],
        [
            "Body",
            TRAIN,
        ],
    ]
    assert (first.date, first.publisher, first.path) == ("2023", "Bahnblatt", path.as_posix())
    assert isinstance(second, Article)
    assert (second.title, second.lang, second.date) == ("Ministers meet", "en", "2023-05-01")
    assert [note[:6] for note in second.notes] == ["KG-212"]
    assert isinstance(last, Article)
    assert last.text == (
        "Die Gespräche über den Hafen wurden nach Angaben des Ministeriums auf das Frühjahr verschoben. �"
    )


def test_a_bad_record_is_named_by_its_line() -> None:
    """The message says file and line."""
    items = read(FIXTURES / "records.jsonl", FURNITURE, LANGUAGES)
    errors = [item for item in items if isinstance(item, ArticleError)]
    assert [f"line {line}" in error.what for error, line in zip(errors, (4, 5, 6, 7, 8), strict=True)] == [
        True
    ] * 5


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "KG-206"),
        (b" \n\n\t", "KG-206"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "KG-204"),
        (b"Der Text\x00 bricht ab.", "KG-204"),
        ("Путин и Ким встретились".encode("cp1251"), "KG-204"),
        (b"Anzeige\nArtikel teilen\n\nLesedauer: 2 Min.\n", "KG-206"),
        (b"---\ntitle: Nur der Kopf\n---\n", "KG-206"),
        (b"---\ntitle: Ohne Ende\nDer Text beginnt hier.\n", "KG-207"),
        (b"---\ntitle: Ohne Ende\n", "KG-207"),
        (b"\xff\xfeA", "KG-204"),
        (b"a" * (LARGEST + 1), "KG-205"),
    ],
)
def test_a_bad_text_is_refused_with_code_and_remedy(content: bytes, code: str, tmp_path: Path) -> None:
    """Whatever is wrong with a file is said, with its name and what to do."""
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    error = fault(path)
    assert error.code == code
    assert "bad" in error.what
    assert error.remedy


def test_a_huge_text_is_refused_with_its_size(tmp_path: Path) -> None:
    """The message says how big the file is and how big it may be."""
    path = tmp_path / "huge.txt"
    path.write_bytes(b"a" * (LARGEST + 5))
    assert "2,000,005 bytes" in fault(path).what


@pytest.mark.parametrize(
    "content", [b"", b"<html></html>", b"<p>", b"\x00\x01\x02", b"<html><body>Kurz</body></html>"]
)
def test_a_page_without_article_is_refused(content: bytes, tmp_path: Path) -> None:
    """An HTML file without article text is an error, not an empty article."""
    path = tmp_path / "page.html"
    path.write_bytes(content)
    assert fault(path).code == ("KG-209" if content else "KG-206")


def test_a_record_too_long_does_not_stop_the_next(tmp_path: Path) -> None:
    """A line over the limit is refused, and the next line is read."""
    path = tmp_path / "long.jsonl"
    good = json.dumps({"text": BODY, "date": "2024"}).encode()
    path.write_bytes(b"x" * (LARGEST * 2 + 10) + b"\n" + good + b"\n")
    items = read(path, FURNITURE, LANGUAGES)
    assert [item.id if isinstance(item, Article) else item.code for item in items] == ["KG-205", "long-2"]


def test_a_file_that_is_gone_is_an_error_of_that_file(tmp_path: Path) -> None:
    """A file that cannot be opened does not raise."""
    assert fault(tmp_path / "gone.txt").code == "KG-203"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_common_encodings_give_the_same_text(encoding: str, tmp_path: Path) -> None:
    """Marks are obeyed, and Western text without UTF-8 is read as Windows-1252, with a note."""
    path = tmp_path / "a.txt"
    path.write_bytes(f"---\ndate: 2024\n---\nDie Gäste hörten „Grüße“. {BODY}".encode(encoding))
    article = one(path)
    assert article.text == f"Die Gäste hörten „Grüße“. {BODY}"
    assert [note[:6] for note in article.notes] == (["KG-211"] if encoding == "cp1252" else [])


def test_front_matter_is_plain_text(tmp_path: Path) -> None:
    """No value of the front matter is anything but the words that stand there."""
    article = of_text(
        tmp_path,
        f"---\ntitle: !!python/object:os.system [x]\npublisher: 'A: B'\ntags:\n  - eins\n# Bemerkung\n"
        f"date: 2024-01-01\n---\n{BODY}",
    )
    assert article.title == "!!python/object:os.system [x]"
    assert article.publisher == "A: B"
    assert [note[:6] for note in article.notes] == ["KG-212"]


def test_the_hash_names_text_and_metadata_and_nothing_else(tmp_path: Path) -> None:
    """Same text and metadata under another name: same hash; another date: another hash."""
    text = f"---\ndate: 2024-01-01\n---\n{BODY}"
    article = of_text(tmp_path, text)
    assert article.sha256 == of_text(tmp_path, text, "b.txt").sha256
    assert article.sha256 != of_text(tmp_path, text.replace("01-01", "01-02"), "c.txt").sha256
    known = {key: getattr(article, key) for key in KEYS} | {"text": article.text}
    canonical = json.dumps(known, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert article.sha256 == hashlib.sha256(canonical.encode()).hexdigest()


def test_a_language_that_contradicts_the_text_is_noted(tmp_path: Path) -> None:
    """What is stated is kept, and the doubt is said."""
    article = of_text(tmp_path, f"---\ndate: 2024\nlang: en\n---\n{BODY}")
    assert article.lang == "en"
    assert [note[:6] for note in article.notes] == ["KG-215"]


def test_the_days_of_a_chronology_are_headings(tmp_path: Path) -> None:
    """A date above the text is when it appeared, a date inside it opens a part of it."""
    article = of_text(tmp_path, f"13.09.2023\n\n{BODY}\n\n14. September 2023\n\n{BODY}")
    assert article.date == "2023-09-13"
    assert sections(article) == [["Body", BODY], ["Subheading", "14. September 2023"], ["Body", BODY]]


@pytest.mark.parametrize(
    "line",
    ["Kommentare", "Mehr zum Thema", "Ein Titel", "13.09.2023", "Foto: Anna Probe", ". (a, ", "Ein Satz."],
)
@pytest.mark.parametrize("end", ["\n", "\n\n", " "])
def test_long_texts_are_read_in_a_moment(line: str, end: str, tmp_path: Path) -> None:
    """A text of thousands of lines is read in linear time, whatever it repeats."""
    path = tmp_path / "a.txt"
    path.write_text((line + end) * (LARGEST // 40 // len((line + end).encode())) + BODY, encoding="utf-8")
    begin = time.process_time()
    assert len(read(path, FURNITURE, LANGUAGES)) == 1
    assert time.process_time() - begin < 3


def test_too_short_a_text_has_no_language(tmp_path: Path) -> None:
    """Unsure is said, not guessed."""
    article = of_text(tmp_path, "---\ndate: 2024\n---\nKim Jong Un.")
    assert article.lang == ""
    assert [note[:6] for note in article.notes] == ["KG-213"]


def test_find_lists_folders_to_the_bottom_sorted_and_once(tmp_path: Path) -> None:
    """Hidden files, READMEs and other kinds of files are left out."""
    for name in ("b.txt", "a/z.jsonl", "a/b/c.HTML", "README.md", ".git/x.txt", "a/pic.png", "a/.d.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    wanted = ("a/b/c.HTML", "a/z.jsonl", "b.txt")
    assert find([tmp_path, tmp_path / "b.txt"]) == tuple(tmp_path / name for name in wanted)


def test_find_names_what_is_missing_or_empty(tmp_path: Path) -> None:
    """A source that gives nothing is an error with a remedy."""
    (tmp_path / "pic.png").write_bytes(b"")
    for source, code in (
        (tmp_path / "gone", "KG-201"),
        (tmp_path, "KG-202"),
        (tmp_path / "pic.png", "KG-202"),
    ):
        with pytest.raises(ArticleError) as caught:
            find([source])
        assert caught.value.code == code
        assert caught.value.remedy


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("2023-09-13", "2023-09-13"),
        ("2023-09", "2023-09"),
        ("2023", "2023"),
        ("13.09.2023", "2023-09-13"),
        ("13. 9. 2023", "2023-09-13"),
        ("13. September 2023", "2023-09-13"),
        ("September 13, 2023", "2023-09-13"),
        ("Sept. 13, 2023", "2023-09-13"),
        ("13 September 2023", "2023-09-13"),
        ("3rd May 2024", "2024-05-03"),
        ("Mittwoch, 13. September 2023, 10:15 Uhr", "2023-09-13"),
        ("Wed, 13 Sep 2023 10:00:00 GMT", "2023-09-13"),
        ("2023-09-13T22:00:00+02:00", "2023-09-13"),
        ("2023-09-13 22:00", "2023-09-13"),
        ("20230913", "2023-09-13"),
        ("13 сентября 2023 г.", "2023-09-13"),
        ("9 мая 2024", "2024-05-09"),
        ("2023년 9월 13일", "2023-09-13"),
        ("2023.09.13", "2023-09-13"),
        ("2023/09/13", "2023-09-13"),
        ("März 2024", "2024-03"),
        ("2023년 9월", "2023-09"),
        ("13/09/2023", "2023-09-13"),
        ("09/13/2023", "2023-09-13"),
        ("03/04/2023", ""),
        ("2023-13-01", ""),
        ("2023-02-30", ""),
        ("gestern", ""),
        ("", ""),
        ("13.09.", ""),
        ("3023-01-01", ""),
        ("Zimmer 2023", ""),
    ],
)
def test_dates_become_iso(words: str, iso: str) -> None:
    """Dates as people write them become ISO day, month or year; what is ambiguous or no date gives ''."""
    assert read_date(words, FURNITURE) == iso


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("de", "de"),
        ("DE-at", "de"),
        ("en_US", "en"),
        ("German", "de"),
        ("kor", "ko"),
        ("fr", "fr"),
        ("Klingon", ""),
        ("", ""),
    ],
)
def test_language_tags_become_two_letters(words: str, code: str) -> None:
    """Tags and names of languages become ISO 639-1."""
    assert read_language(words, FURNITURE) == code


@pytest.mark.parametrize(
    "words", ["javascript:alert(1)", "file:///etc/passwd", "https://a b", 'https://a"b', "<x>"]
)
def test_only_web_addresses_are_kept(words: str) -> None:
    """No other scheme can reach a page of the explorer."""
    url, notes = read_url(words)
    assert url == ""
    assert [note[:6] for note in notes] == ["KG-216"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("de", BODY),
        (
            "en",
            "The minister spoke with his guest on Wednesday and then went to the harbor, the railway said.",
        ),
        (
            "ru",
            "Министр в среду встретился с гостем и посетил порт, об этом сообщил тот, кто был там.",
        ),
        ("ko", "장관은 수요일에 손님을 만나 항구를 방문했다고 철도 당국이 밝혔다."),
        ("fr", "Le ministre a rencontré son invité dans le port et ils ont parlé de la pêche."),
        (
            "nl",
            "De minister heeft woensdag met zijn gast gesproken en de haven bezocht, volgens het bedrijf.",
        ),
        (
            "uk",
            "Міністр у середу зустрівся з гостем та відвідав порт, про це повідомили, але не більше.",
        ),
        ("ja", "大臣は水曜日に客と会談し、港を訪れたと鉄道会社が発表した。"),
        ("zh", "部长星期三会见了客人并参观了港口。"),
        ("", "Kim Putin Wostotschny"),
        ("", "12345 67890"),
        ("", "Xylo brax tindul morvek plon gruxi tabber wolmin kerst dovax lunti prask ombel wixt forlan"),
    ],
)
def test_languages_are_told_apart(code: str, text: str) -> None:
    """The four that are read are told, others are not taken for them, and unsure is ''."""
    assert identify(text, FURNITURE.profiles) == code


WORDS = st.sampled_from(
    [
        "der",
        "Minister",
        "Kim",
        "Moskau",
        "besuchte",
        "am",
        "Hafen",
        "und",
        "sprach",
        "über",
        "the",
        "visit",
        "said",
    ]
)
SENTENCE = st.builds(
    lambda words, end: " ".join(["Gestern", *words]) + end,
    st.lists(WORDS, min_size=4, max_size=30),
    st.sampled_from(".!?"),
)
PARAGRAPH = st.builds(" ".join, st.lists(SENTENCE, min_size=1, max_size=5))
HEADING = st.builds(lambda words: " ".join(["Neues", *words]), st.lists(WORDS, min_size=2, max_size=6))
ORDINARY = st.builds("\n\n".join, st.lists(st.one_of(PARAGRAPH, PARAGRAPH, HEADING), min_size=1, max_size=8))
QUICK = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def whole(article: Article) -> None:
    """Check that the sections are the text, in order, and nothing more."""
    parts = [article.text[s.span.begin : s.span.end] for s in article.sections]
    assert "\n\n".join(parts) == article.text
    assert all(part and part == " ".join(part.split()) for part in parts)
    assert [s.span.begin for s in article.sections] == sorted({s.span.begin for s in article.sections})
    assert sum(s.kind is SectionKind.HEADLINE for s in article.sections) <= 1


@QUICK
@given(text=ORDINARY)
def test_ordinary_text_is_kept_and_reading_it_again_changes_nothing(text: str, tmp_path: Path) -> None:
    """Reading is idempotent, and the words of paragraphs all stay."""
    article = of_text(tmp_path, text)
    whole(article)
    again = of_text(tmp_path, article.text)
    assert (again.text, again.sections, again.sha256) == (article.text, article.sections, article.sha256)
    for block in text.split("\n\n"):
        assert block.rstrip(".!?") in article.text  # said again with another end, it is said once


@QUICK
@given(
    raw=st.one_of(
        st.binary(max_size=400),
        st.text(max_size=400).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.text(alphabet="-:\n abc(dpa)/#*<>p{}\"'[]!.—", max_size=200).map(str.encode),
    ),
    suffix=st.sampled_from(sorted(SUFFIXES)),
)
def test_arbitrary_bytes_never_raise(raw: bytes, suffix: str, tmp_path: Path) -> None:
    """Whatever is in a file, each item is a whole article or an error with code and words."""
    path = tmp_path / f"any{suffix}"
    path.write_bytes(raw)
    for item in read(path, FURNITURE, LANGUAGES):
        if isinstance(item, Article):
            whole(item)
        else:
            assert item.code.startswith("KG-20")
            assert item.what
