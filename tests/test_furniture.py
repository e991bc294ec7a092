"""Page furniture: each class of line is told, look-alikes stay, and a wrong data file is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.datelines import Cut, cut_agency, cut_place
from kg.errors import ProjectError
from kg.furniture import LineKind, cut_credit, is_caption, line_kind, load_furniture
from kg.rooms import room

if TYPE_CHECKING:
    from pathlib import Path

FILE = room("lang") / "furniture.toml"
FURNITURE = load_furniture(FILE)

TOLD = {
    "de": {
        LineKind.DROP: [
            "Logo Tageskurier",
            "Anzeige",
            "- Anzeige -",
            "Artikel teilen",
            "Teilen",
            "auf Facebook teilen",
            "Drucken",
            "Facebook | Twitter | WhatsApp",
            "Lesedauer: 3 Min.",
            "Lesezeit: ca. 4 Minuten",
            "author-image",
            "autor_bild",
            "Lesen Sie auch: Wie Raketen fliegen",
            "Mehr zum Thema: Der lange Weg nach Osten",
            "Newsletter",
            "Jetzt Newsletter abonnieren",
            "Melden Sie sich für unseren Newsletter an und bleiben Sie informiert.",
            "Wir verwenden Cookies, um unser Angebot zu verbessern.",
            "Folgen Sie uns auf Instagram",
            "* * *",
            "Impressum",
            "Ich bin damit einverstanden, dass mir externe Inhalte angezeigt werden.",
            "Alle Rechte vorbehalten",
        ],
        LineKind.IMAGE: ["top-article-image", "Artikelbild", "Bild vergrößern", "main_image", "[Bild]"],
        LineKind.CREDIT: [
            "Foto: Anna Probe/dpa",
            "Bild: KCNA",
            "© Agentur Nord",
            "(Foto: privat)",
            "Quelle: Imago / Zuma",
            "Bildquelle: Ministerium für Verteidigung",
            "picture alliance/dpa | Anna Probe",
            "Anna Probe/Getty Images",
        ],
        LineKind.BYLINE: [
            "Von Anna Probe",
            "VON ANNA PROBE",
            "Von Anna Probe und Bert von Muster",
            "Autor: Anna Probe",
        ],
        LineKind.TIMESTAMP: [
            "Stand: 13.09.2023, 10:15 Uhr",
            "Aktualisiert am 13. September 2023",
            "13.09.2023",
            "Veröffentlicht: 2023-09-13",
            "Mittwoch, 13.09.2023 | 10:15",
        ],
        LineKind.AGENCY: [
            "dpa",
            "Quelle: dpa",
            "(AFP)",
            "Mit Material von dpa und Reuters",
            "dpa/AFP",
            "© dpa-infocom, dpa:230913-99-123456/2",
        ],
        LineKind.COMMENTS: ["Kommentare", "Kommentare (12)", "3 Kommentare"],
        LineKind.COMMENT: [
            "Noch keine Kommentare",
            "Schreiben Sie den ersten Kommentar.",
            "Antworten",
            "vor 3 Stunden",
        ],
        LineKind.RELATED: [
            "Mehr zum Thema",
            "Lesen Sie auch",
            "Das könnte Sie auch interessieren",
            "Meistgelesen",
        ],
    },
    "en": {
        LineKind.DROP: [
            "Share this article",
            "Advertisement",
            "5 min read",
            "Read more: How rockets fly",
            "Newsletter",
            "Sign up for our newsletter",
            "We use cookies to improve this site.",
            "Follow us on Instagram",
            "All rights reserved",
            "(Reporting by Ann Sample; Editing by Bob Test)",
        ],
        LineKind.IMAGE: ["View image in fullscreen", "hero-image"],
        LineKind.CREDIT: [
            "Photo: KCNA",
            "(AP Photo/Ann Sample)",
            "Credit: Ann Sample/AFP",
            "[Photo by Ann Sample]",
            "(Kremlin Press Office via AP)",
        ],
        LineKind.BYLINE: ["By Ann Sample", "By ANN SAMPLE and Bob Test", "By Ann Sample, Reuters"],
        LineKind.TIMESTAMP: [
            "Published September 13, 2023",
            "Updated: 13 Sep 2023, 10:15 am",
            "2023-09-13 10:15",
        ],
        LineKind.AGENCY: ["— Reuters", "Source: AFP", "(Yonhap)", "[AP]"],
        LineKind.COMMENTS: ["Comments", "12 comments"],
        LineKind.COMMENT: [
            "No comments yet",
            "Be the first to comment",
            "Leave a comment",
            "Reply",
            "3 hours ago",
        ],
        LineKind.RELATED: ["Related stories", "Read also", "Most read"],
    },
    "ru": {
        LineKind.DROP: ["Реклама", "Поделиться", "Время чтения: 2 мин", "Читайте также: Новый порт", "16+"],
        LineKind.CREDIT: ["Фото: Пресс-служба порта"],
        LineKind.TIMESTAMP: ["Опубликовано: 13.09.2023 10:15", "13 сентября 2023"],
        LineKind.AGENCY: ["ТАСС", "Источник: Интерфакс"],
        LineKind.COMMENTS: ["Комментарии"],
        LineKind.COMMENT: ["Комментариев пока нет"],
        LineKind.RELATED: ["Читайте также"],
    },
    "ko": {
        LineKind.DROP: ["광고", "기사 공유하기", "무단 전재 및 재배포 금지"],
        LineKind.CREDIT: ["[사진=연합뉴스]", "사진: 크렘린궁"],
        LineKind.BYLINE: ["김보기 기자", "김보기 기자 bogi@example.org"],
        LineKind.TIMESTAMP: ["입력 2023.09.13 10:15", "기사입력 2023-09-13"],
        LineKind.AGENCY: ["연합뉴스", "(연합뉴스)"],
        LineKind.COMMENTS: ["댓글 12"],
        LineKind.RELATED: ["관련 기사"],
    },
}
LINES = [
    (lang, kind, line) for lang, kinds in TOLD.items() for kind, lines in kinds.items() for line in lines
]

STAY = {
    "de": [
        "Das Logo der Partei wurde geändert.",
        "Logo der Partei geändert",
        "Kommentare aus Moskau blieben aus.",
        "Kommentare sind derzeit nicht zu erwarten",
        "Teilen sich beide den Gewinn, bleibt wenig.",
        "Teilen will Moskau sein Wissen nicht.",
        "Das Foto zeigt Kim auf dem Bahnhof.",
        "Foto: Kim Jong Un begrüßt Wladimir Putin auf dem Bahnhof.",
        "Ein Foto von Anna Probe ging um die Welt.",
        "Anzeige wurde gegen drei Händler erstattet.",
        "Die Anzeige blieb ohne Folgen.",
        "Zur Anzeige brachte der Minister den Inhalt der Akte.",
        "Mit ihrer Zustimmung zum Inhalt endet der Streit.",
        "Von Moskau nach Pjöngjang",
        "Von Waffen war keine Rede",
        "Von Kim hieß es am Montag, er sei krank.",
        "Stand: Die Gespräche dauern an.",
        "Am 13.09.2023 trafen sich beide.",
        "Die dpa meldet einen Treffer.",
        "Quelle: ein Mitarbeiter der Regierung, der nicht genannt werden will.",
        "Mehr zum Thema sagte Putin nicht.",
        "Lesen Sie auch das Kleingedruckte, riet der Anwalt.",
        "Newsletter der Botschaft warnen vor Reisen.",
        "Der Minister will Cookies verbieten.",
        "Facebook und Twitter sperrten die Konten.",
        "Streit um das Atomprogramm",
        "Das Bild der Lage ist unklar.",
        "Bilder aus dem All",
        "Vor drei Stunden landete der Zug.",
        "Antworten blieb der Sprecher schuldig.",
        "Drucken lassen will Nordkorea neue Banknoten.",
        "Reuters berichtet aus Seoul",
        "Tass zitierte den Sprecher.",
        "Diskussion über Sanktionen",
    ],
    "en": [
        "Share prices fell in Seoul.",
        "Share of the North in the trade",
        "Comments from Moscow were not available.",
        "Photo shows Kim at the station.",
        "Photos of the launch surprised analysts",
        "By Monday the train had left.",
        "By Train to Russia",
        "Read more than one account of the meeting, he said.",
        "Related weapons were shown.",
        "Reply from Moscow expected",
        "The report said the ad was false.",
        "Follow the money, the panel said.",
        "Published reports disagree.",
        "Source close to the Kremlin speaks",
        "We baked cookies, the worker said.",
        "AP reported the visit.",
        "Subscribe to this view and you accept war, he said.",
        "Sign up for war",
    ],
    "ru": [
        "Реклама оружия запрещена.",
        "Поделиться опытом готовы обе стороны.",
        "Комментарии Кремля не поступали.",
        "Фото запуска показали по телевидению.",
        "ТАСС сообщил о встрече.",
    ],
    "ko": [
        "광고를 금지했다고 밝혔다.",
        "사진에는 두 정상이 보인다.",
        "댓글 조작 수사가 시작됐다.",
        "제보는 경찰에 접수됐다.",
    ],
}


@pytest.mark.parametrize(("lang", "kind", "line"), LINES)
def test_a_line_of_furniture_is_told(lang: str, kind: LineKind, line: str) -> None:
    """Each class of line is known in its language, and where the language is not known."""
    assert line_kind(FURNITURE, line, lang) is kind
    assert line_kind(FURNITURE, line, "") is not None


@pytest.mark.parametrize(("lang", "line"), [(lang, line) for lang, lines in STAY.items() for line in lines])
def test_a_look_alike_stays(lang: str, line: str) -> None:
    """An ordinary sentence or heading is no furniture, whatever words it holds."""
    assert line_kind(FURNITURE, line, lang) is None
    assert line_kind(FURNITURE, line, "") is None
    assert cut_credit(FURNITURE, line, lang) == line
    assert cut_agency(FURNITURE, line) == Cut(line)


@pytest.mark.parametrize(
    ("line", "left", "agency"),
    [
        ("Er kam am Montag. (dpa/red)", "Er kam am Montag.", "dpa"),
        ("Er kam am Montag. (dpa)", "Er kam am Montag.", "dpa"),
        ("Er kam „heute.“ (red, AFP, dpa)", "Er kam „heute.“", "AFP"),
        ("Washington (dpa) - Die Regierung schweigt.", "Die Regierung schweigt.", "dpa"),
        ("NEW YORK (dpa-AFX) - Der Rat tagt.", "Der Rat tagt.", "dpa-AFX"),
        ("Moskau/Seoul (AFP/dpa) – Beide reden.", "Beide reden.", "AFP"),
        ("SEOUL, Sept. 13 (Yonhap) -- The two met.", "The two met.", "Yonhap"),
        ("MOSCOW (Reuters) - The two met. (Reuters)", "The two met.", "Reuters"),
        ("They met. — Reuters", "They met.", "Reuters"),
        ("МОСКВА, 13 сен — РИА Новости. Они встретились.", "Они встретились.", "RIA Novosti"),
        ("ТОКИО, 13 сентября. /ТАСС/. Они встретились.", "Они встретились.", "TASS"),
        ("(서울=연합뉴스) 김보기 기자 = 둘이 만났다.", "둘이 만났다.", "Yonhap"),
        ("Das meldet die Deutsche Presse-Agentur (dpa)", "Das meldet die Deutsche Presse-Agentur (dpa)", ""),
        ("Die Agentur (dpa) meldet das.", "Die Agentur (dpa) meldet das.", ""),
        (
            "Die Agentur Reuters - eine der großen - meldet das.",
            "Die Agentur Reuters - eine der großen - meldet das.",
            "",
        ),
        ("Laut Tass. Mehr nicht.", "Laut Tass. Mehr nicht.", ""),
        ("Er kam aus Rason (Nordkorea).", "Er kam aus Rason (Nordkorea).", ""),
        ("Er kam. (Sie nicht.)", "Er kam. (Sie nicht.)", ""),
        ("(dpa)", "(dpa)", ""),
    ],
)
def test_agency_tags_come_off_the_ends_only(line: str, left: str, agency: str) -> None:
    """A tag goes with its dateline and names the agency; the same words inside a sentence stay."""
    cut = cut_agency(FURNITURE, line)
    assert (cut.text, cut.agency) == (left, agency)


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("Pjöngjang. Kim hat geredet.", "Kim hat geredet."),
        ("Brüssel: Die Nato tagt.", "Die Nato tagt."),
        ("BEIJING – The two met.", "The two met."),
        ("Moscow/Seoul: The two met.", "The two met."),
        ("Pyongyang, North Korea - The two met.", "The two met."),
        ("SEOUL, July 7 - The two met.", "The two met."),
        ("SEOUL, Sept. 13 (Sample Wire) — The two met.", "The two met."),
        ("WASHINGTON -- The two met.", "The two met."),
        ("Seoul Putin - ein Paar.", "Seoul Putin - ein Paar."),
        ("Moskau hat geredet.", "Moskau hat geredet."),
        ("Moskauer: Die Leute warten.", "Moskauer: Die Leute warten."),
        ("Berlin-Mitte wartet.", "Berlin-Mitte wartet."),
        ("Kim: Wir kommen wieder.", "Kim: Wir kommen wieder."),
    ],
)
def test_a_dateline_of_a_known_town_comes_off(line: str, left: str) -> None:
    """A town before the first sentence is a dateline, a town in it is not."""
    assert cut_place(FURNITURE, line).text == left


@pytest.mark.parametrize(
    ("lang", "line", "left"),
    [
        ("de", "Kim am Bahnhof. Foto: Anna Probe/dpa", "Kim am Bahnhof."),
        ("de", "Kim am Bahnhof (Foto: KCNA)", "Kim am Bahnhof"),
        ("de", "Kim am Bahnhof. | © Agentur Nord", "Kim am Bahnhof."),
        ("en", "Kim at the station. (AP Photo/Ann Sample)", "Kim at the station."),
        ("en", "Kim at the station. [Photo: KCNA]", "Kim at the station."),
        ("ru", "Ким на вокзале. Фото: ТАСС", "Ким на вокзале."),
        ("ko", "역에 선 김 위원장 [사진=연합뉴스]", "역에 선 김 위원장"),
        ("de", "Er zeigte ein Foto: Kim.", "Er zeigte ein Foto: Kim."),
        ("de", "Er lachte. Foto: das Bild ging um die Welt", "Er lachte. Foto: das Bild ging um die Welt"),
    ],
)
def test_a_credit_comes_off_the_end_of_a_caption(lang: str, line: str, left: str) -> None:
    """What is said in the caption stays."""
    assert cut_credit(FURNITURE, line, lang) == left


@pytest.mark.parametrize("mark", ["(l)", "(l.)", "(r.)", "(M.)", "(2.v.l.)", "(2. v. r.)", "(2. von links)"])
def test_position_marks_show_a_caption(mark: str) -> None:
    """Marks of who stands where are known."""
    assert is_caption(FURNITURE, f"Kim Jong Un {mark} am Bahnhof", "de")
    assert not is_caption(FURNITURE, "Kim Jong Un (40) am Bahnhof", "de")


@pytest.mark.parametrize(
    ("before", "after", "code", "words"),
    [
        ("[neutral]\n", "[neutral]\nlogos = []\n", "KG-113", "logos"),
        ("[neutral]\n", "[neutraal]\n", "KG-113", "neutraal"),
        ("drop = ['реклама", "drop = ['(реклама", "KG-115", "language.ru.drop, number 1"),
        ('script = "Hangul"\n', "", "KG-116", "language.ko"),
        ('["янв"], ', "", "KG-117", "language.ru.months"),
        ('upi = ["upi"]', "upi = 7", "KG-114", "agencies.upi"),
        ("[parts]\n", "[parts\n", "KG-110", "furniture.toml"),
    ],
)
def test_a_wrong_data_file_is_refused_with_place_and_remedy(
    before: str, after: str, code: str, words: str, tmp_path: Path
) -> None:
    """An unknown key, a bad pattern, a missing value: each is named where it stands."""
    text = FILE.read_text(encoding="utf-8").replace("UPI =", "upi =")
    assert before in text
    path = tmp_path / "furniture.toml"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ProjectError) as caught:
        load_furniture(path)
    assert caught.value.code == code
    assert words in caught.value.what
    assert caught.value.remedy


def test_patterns_take_no_long_time_on_hostile_lines() -> None:
    """The longest lines that are looked at are judged at once, so no page can stall a build."""
    for line in (
        "Foto: " + "A-B/ " * 79,
        "Von " + "Anna " * 79,
        "(" + "A/" * 180,
        "A." * 199,
        "dpa/" * 99,
        "Kim " * 99,
    ):
        line_kind(FURNITURE, line, "")
        cut_credit(FURNITURE, line * 20, "")
        cut_agency(FURNITURE, line * 20)
        cut_place(FURNITURE, line * 20)
