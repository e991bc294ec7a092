"""How Korean sentences are read: what a verb takes, and whose words a clause is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.language_files import load_language
from kg.model import Article, Section, SectionKind, Span
from kg.parsing import Parser
from kg.rooms import room

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import Clause, Reading
    from kg.snapshot import SnapshotLookup
    from kg.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def read(vocabulary: Vocabulary, snapshot: SnapshotLookup) -> Callable[[str], Reading]:
    """Read Korean words as the body of an article."""
    events = {name: vocabulary.roles(name) for name in vocabulary.event_types()}
    language = load_language(room("lang") / "ko.toml", events, vocabulary.fact_predicates())
    names = [name for name, _ in snapshot.names("ko")]
    parser = Parser(language, str(room("data") / "pipelines" / "ko"), names)

    def done(text: str) -> Reading:
        section = Section(SectionKind.BODY, Span(0, len(text)))
        return parser.read(Article("test", text, "ko", "0" * 64, date="2023-09-13", sections=(section,)))

    return done


def _verb(reading: Reading, lemma: str) -> Clause:
    found = [c for c in reading.clauses if c.lemma == lemma and c.kind != "noun"]
    assert len(found) == 1, [(c.kind, c.lemma) for c in reading.clauses]
    return found[0]


def _names(reading: Reading, clause: Clause, function: str) -> list[str]:
    held = [a for a in clause.arguments if a.function == function]
    return [reading.mentions[m].name for a in held for m in a.mentions]


def test_clauses_are_numbered_by_their_place(read: Callable[[str], Reading]) -> None:
    """Every clause stands at its own number, and hangs on one that is there."""
    reading = read("푸틴 대통령이 평양을 방문했다. 김정은 위원장은 푸틴 대통령을 만났다.")
    assert [c.index for c in reading.clauses] == list(range(len(reading.clauses)))
    assert all(c.parent < len(reading.clauses) for c in reading.clauses)
    assert {c.sentence for c in reading.clauses} == {0, 1}


def test_mentions_are_words_of_the_text(read: Callable[[str], Reading]) -> None:
    """A mention's words stand in the text at its place, without the particle."""
    reading = read("블라디미르 푸틴 러시아 대통령이 보스토치니 우주기지에서 김정은을 만났다.")
    assert [m.text for m in reading.mentions] == [
        "러시아", "블라디미르 푸틴 러시아 대통령", "보스토치니 우주기지", "김정은",
    ]  # fmt: skip
    text = reading.article.text
    assert all(text[m.span.begin : m.span.end] == m.text for m in reading.mentions)


def test_topic_stays_with_the_verb_of_saying(read: Callable[[str], Reading]) -> None:
    """What is said has its own subject; the topic before it is who says it."""
    reading = read("미국은 북한이 러시아에 탄약을 제공했다고 주장했다.")
    said, says = _verb(reading, "제공하다"), _verb(reading, "주장하다")
    assert (said.parent, said.relation, said.mood) == (says.index, "complement", "subjunctive1")
    assert _names(reading, said, "subject") == ["북한"]
    assert _names(reading, says, "subject") == ["미국"]


def test_verb_before_a_noun_leaves_the_subject_alone(read: Callable[[str], Reading]) -> None:
    """A relative clause takes its object, and its noun for its subject."""
    reading = read("김정은 위원장은 러시아를 방문한 시진핑 주석을 만났다.")
    inner, outer = _verb(reading, "방문하다"), _verb(reading, "만나다")
    assert inner.relation == "relative"
    assert _names(reading, inner, "subject") == ["시진핑"]
    assert _names(reading, outer, "subject") == ["김정은"]


def test_possibility_is_a_modal(read: Callable[[str], Reading]) -> None:
    """Words of grammar after a verb are its modals and its negation, no clauses of their own."""
    possible = _verb(read("푸틴 대통령은 북한을 방문할 수 있다."), "방문하다")
    assert [m.form for m in possible.modals] == ["수 있다"]
    assert not possible.negated
    impossible = _verb(read("푸틴 대통령은 북한을 방문하지 않았다."), "방문하다")
    assert impossible.negated
    assert impossible.modals == ()


def test_noun_stands_over_its_content(read: Callable[[str], Reading]) -> None:
    """A clause before a noun such as "possibility" hangs on that noun."""
    reading = read("북한이 위성을 발사할 가능성이 있다.")
    inner = _verb(reading, "발사하다")
    over = reading.clauses[inner.parent]
    assert (over.kind, over.lemma, inner.relation) == ("noun", "가능성", "complement")


def test_subject_left_out_is_that_of_the_sentence_before(read: Callable[[str], Reading]) -> None:
    """A sentence without a subject tells of the one before; where none was, of nobody."""
    reading = read("라브로프 장관은 평양에 도착했다. 13일에는 최선희 외무상을 만났다.")
    assert _names(reading, _verb(reading, "만나다"), "subject") == ["라브로프"]
    alone = read("13일에는 최선희 외무상을 만났다.")
    assert _names(alone, _verb(alone, "만나다"), "subject") == []


def test_surname_before_a_title_is_the_name_told_before(read: Callable[[str], Reading]) -> None:
    """A family name with a title stands for the whole name that the article gave."""
    reading = read("김정은 국무위원장이 도착했다. 김 위원장은 푸틴 대통령을 만났다.")
    assert [m.name for m in reading.mentions] == ["김정은", "김정은", "푸틴"]
