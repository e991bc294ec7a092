"""Who is quoted with which words: frames, cues and speakers of all classes, and the form of the quote set."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from kg.lines import is_name, line_of, quotations
from kg.model import Span
from kg.quoting import QuoteKind, find_quotes
from tests.quality.quotes import article_of, evaluate, figures, in_form, read_set, table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.language import Language
    from kg.model import Reading
    from kg.quoting import Quote

    Read = Callable[..., Reading]


def _words(reading: Reading, spans: tuple[Span, ...]) -> str:
    return " … ".join(reading.article.text[s.begin : s.end] for s in spans)


def _told(reading: Reading, quote: Quote) -> tuple[str, ...]:
    return tuple(_words(reading, spans) for spans in (quote.content, quote.speaker, quote.cue, quote.frame))


GERMAN = [
    ("Der Minister sagte, die Lage sei ernst.", "die Lage sei ernst", "Der Minister", "sagte"),
    ("Die Lage sei ernst, sagte der Minister am Montag.", "Die Lage sei ernst", "der Minister", "sagte"),
    ("Die Lage, so der Minister, sei ernst.", "Die Lage … sei ernst", "der Minister", "so"),
    (
        "Die Behörde teilte am Montag mit, dass die Brücke gesperrt ist.",
        "dass die Brücke gesperrt ist",
        "Die Behörde",
        "teilte … mit",
    ),
    (
        "Wie die Polizei mitteilte, ist die Brücke gesperrt.",
        "ist die Brücke gesperrt",
        "die Polizei",
        "Wie … mitteilte",
    ),
    (
        "Die Brücke ist gesperrt, wie die Polizei mitteilte.",
        "Die Brücke ist gesperrt",
        "die Polizei",
        "wie … mitteilte",
    ),
    (
        "Laut der Polizei von Bremen ist die Brücke gesperrt.",
        "ist die Brücke gesperrt",
        "der Polizei von Bremen",
        "Laut",
    ),
    (
        "Nach Angaben der Polizei ist die Brücke gesperrt.",
        "ist die Brücke gesperrt",
        "Angaben der Polizei",
        "Nach",
    ),
    (
        "Die Brücke ist einem Sprecher zufolge gesperrt.",
        "Die Brücke ist … gesperrt",
        "einem Sprecher",
        "zufolge",
    ),
    (
        "Die Ministerin wies darauf hin, dass die Brücke gesperrt ist.",
        "dass die Brücke gesperrt ist",
        "Die Ministerin",
        "wies darauf hin",
    ),
]


@pytest.mark.parametrize(("text", "content", "speaker", "cue"), GERMAN, ids=[g[0][:30] for g in GERMAN])
def test_indirect_speech_has_its_frame(
    read_de: Read, language_de: Language, text: str, content: str, speaker: str, cue: str
) -> None:
    """What is said, who says it and the cue are told apart, wherever the frame stands."""
    reading = read_de(text)
    quotes = find_quotes(reading, language_de)
    assert [q.kind for q in quotes] == [QuoteKind.INDIRECT]
    assert _told(reading, quotes[0])[:3] == (content, speaker, cue)


@pytest.mark.parametrize(
    ("opening", "closing"), [("„", "“"), ("»", "«"), ("«", "»"), ('"', '"'), ("“", "”"), ("„", '"')]
)
def test_every_style_of_quotation_marks_is_read(
    read_de: Read, language_de: Language, opening: str, closing: str
) -> None:
    """A quotation over two sentences is one, with its speaker, whatever the marks."""
    said = f"{opening}Wir haben lange gewartet. Nun reisen wir ab{closing}"
    reading = read_de(f"{said}, sagte die Ministerin.")
    quotes = find_quotes(reading, language_de)
    assert [(q.kind, _words(reading, q.content), _words(reading, q.speaker)) for q in quotes] == [
        (QuoteKind.DIRECT, said, "die Ministerin")
    ]


def test_a_quotation_after_a_colon_has_the_clause_before_as_frame(
    read_de: Read, language_de: Language
) -> None:
    """Any verb before a colon and quotation marks is a verb of saying."""
    reading = read_de("Der Trainer lachte nur: „Wir haben noch viel Zeit bis zum Spiel.“")
    quote = find_quotes(reading, language_de)[0]
    assert quote.kind is QuoteKind.DIRECT
    assert _told(reading, quote)[1:] == ("Der Trainer", "lachte", "Der Trainer lachte nur:")


def test_the_reported_mood_carries_the_speaker_on(read_de: Read, language_de: Language) -> None:
    """A sentence in Konjunktiv I without a frame is said by who spoke before; a plain one is not."""
    reading = read_de("Der Minister sagte, die Lage sei ernst. Man müsse handeln. Es regnete am Abend.")
    quotes = find_quotes(reading, language_de)
    assert [(q.kind, _words(reading, q.content)) for q in quotes] == [
        (QuoteKind.INDIRECT, "die Lage sei ernst"),
        (QuoteKind.CARRIED, "Man müsse handeln."),
    ]
    assert _words(reading, quotes[1].speaker) == "Der Minister"


def test_an_act_of_speech_is_told_as_a_whole(read_de: Read, language_de: Language) -> None:
    """Who criticizes a plan says something, though not with which words."""
    reading = read_de("Die Opposition kritisierte den Plan scharf.")
    quotes = find_quotes(reading, language_de)
    assert [(q.kind, _words(reading, q.speaker)) for q in quotes] == [(QuoteKind.ACT, "Die Opposition")]


def test_a_word_that_points_back_gives_the_sentence_before_a_speaker(
    read_de: Read, language_de: Language
) -> None:
    """Dies teilte X mit: what stands in the sentence before is said by X."""
    reading = read_de("Die Brücke bleibt gesperrt. Dies teilte die Polizei am Montag mit.")
    quotes = find_quotes(reading, language_de)
    assert [(_words(reading, q.content), _words(reading, q.speaker)) for q in quotes] == [
        ("Die Brücke bleibt gesperrt.", "die Polizei")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Die Brücke ist gesperrt.",
        "Der Film „Das Boot“ lief am Abend.",
        "Nach dem Spiel war die Brücke gesperrt.",
        "Es regnete, und die Brücke wurde gesperrt.",
    ],
)
def test_where_nobody_speaks_there_is_no_quote(read_de: Read, language_de: Language, text: str) -> None:
    """A title in quotation marks, and "nach" before what is no account, quote nobody."""
    assert find_quotes(read_de(text), language_de) == ()


def test_a_name_in_quotation_marks_parts_no_sentence() -> None:
    """Few words between capitals are a name; what has a stop or begins small is none."""
    text = "„Der Spiegel“ „nie wieder“ „Das ist gut.“ „Wort“"
    pairs = quotations(text, Span(0, len(text)))
    assert [is_name(text, pair) for pair in pairs] == [True, False, False, True]
    line = line_of(text, Span(0, len(text)), pairs)
    assert len(line.marks) == 4


DOCUMENT = {
    "documentName": "one",
    "originalText": "Er sagte, es\nsei gut.",
    "annotations": [],
    "tokens": [
        {"id": 0, "charBegin": 0, "charEnd": 2, "text": "Er"},
        {"id": 1, "charBegin": 3, "charEnd": 8, "text": "sagte"},
        {"id": 2, "charBegin": 8, "charEnd": 9, "text": ","},
        {"id": 3, "charBegin": 10, "charEnd": 12, "text": "es"},
        {"id": 4, "charBegin": 13, "charEnd": 16, "text": "sei"},
        {"id": 5, "charBegin": 17, "charEnd": 20, "text": "gut"},
        {"id": 6, "charBegin": 20, "charEnd": 21, "text": "."},
    ],
}


def test_quotes_are_written_with_the_words_of_the_set(read_de: Read, language_de: Language) -> None:
    """Offsets become ids of the document's words, role by role; paragraphs keep the offsets."""
    article = article_of(DOCUMENT, "de")
    assert [article.text[s.span.begin : s.span.end] for s in article.sections] == ["Er sagte, es", "sei gut."]
    reading = read_de("Er sagte, es sei gut.")
    (written,) = in_form(DOCUMENT, find_quotes(reading, language_de))
    parts = {name: value["tokenIds"] for name, value in written.items() if isinstance(value, dict)}
    assert parts == {"quote": [3, 4, 5], "speaker": [0], "cue": [1], "frame": [0, 1, 2], "addressee": []}
    assert (written["type"], written["isNested"]) == ("Indirect", False)


def test_the_figures_of_the_program_are_read(tmp_path: Path) -> None:
    """What the set's program prints and logs becomes one table in percent; a program that fails is told."""
    program = tmp_path / "eval.py"
    program.write_text(
        "import sys\n"
        "for what in ('msg', 'roles', 'joint'):\n"
        "    for which, value in (('prec', 0.75), ('recall', 0.5), ('f1', 0.6)):\n"
        "        print('INFO:__main__:global', which, what + ':', value)\n"
        "for what in ('Messages', 'Roles', 'Joint'):\n"
        "    print(f'{what}(F1): 0.5\\n{what}(P):  0.8\\n{what}(R):  0.4\\n')\n",
        encoding="utf-8",
    )
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(DOCUMENT) + "\n", encoding="utf-8")
    assert read_set(gold) == [DOCUMENT]
    measured = evaluate(program, sys.executable, gold, gold)
    assert measured["quotes"]["Joint P"] == 80.0
    assert measured["words"]["Joint F1"] == 60.0
    assert table(measured).splitlines()[3] == "quotes          Joint        50.0   80.0   40.0"
    assert figures("") == {"quotes": {}, "words": {}}
