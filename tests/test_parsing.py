"""How sentences are read: neutral clauses and mentions, the same for every language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kg.errors import MissingError
from kg.model import Article, MentionKind, Section, SectionKind, Span
from kg.parsing import Parser

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.language import Language
    from kg.model import Clause, Mention, Reading

    Read = Callable[..., Reading]


def _verb(reading: Reading, lemma: str) -> Clause:
    found = [c for c in reading.clauses if c.lemma == lemma and c.kind != "noun"]
    assert len(found) == 1, [(c.kind, c.lemma) for c in reading.clauses]
    return found[0]


def _noun(reading: Reading, lemma: str) -> Clause:
    found = [c for c in reading.clauses if c.lemma == lemma and c.kind == "noun"]
    assert len(found) == 1, [(c.kind, c.lemma) for c in reading.clauses]
    return found[0]


def _names(reading: Reading, clause: Clause, function: str) -> list[str]:
    """Names of the mentions in a function of a clause."""
    return [
        reading.mentions[m].bare_name or reading.mentions[m].name
        for a in clause.arguments
        if a.function == function
        for m in a.mentions
    ]


def _mention(reading: Reading, name: str) -> Mention:
    found = [m for m in reading.mentions if name in {m.name, m.bare_name}]
    assert len(found) == 1, [m.name for m in reading.mentions]
    return found[0]


def test_passive_is_undone(read_de: Read) -> None:
    """What a passive verb has as its subject is the object of the clause."""
    reading = read_de("Am Mittwoch wurde der Vertrag in Moskau unterzeichnet.")
    clause = _verb(reading, "unterzeichnen")
    assert clause.passive
    assert _names(reading, clause, "object") == ["Vertrag"]
    assert _names(reading, clause, "subject") == []


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("Am Sonntag traf Sergej Schoigu in Pjöngjang ein.", "eintreffen"),
        ("Japan lehnt den Vorschlag Nordkoreas ab.", "ablehnen"),
        ("Nordkorea feuerte eine Rakete ab.", "abfeuern"),
        ("Russland griff am Sonntag die Stadt Charkiw an.", "angreifen"),
    ],
)
def test_separable_verb_is_one(read_de: Read, text: str, lemma: str) -> None:
    """A verb and its particle at the sentence's end are one predicate."""
    assert _verb(read_de(text), lemma).kind == "verb"


def test_coordinated_names_fill_one_function(read_de: Read) -> None:
    """Names joined by "und" are both the subject."""
    reading = read_de("Wladimir Putin und Xi Jinping unterzeichneten in Moskau ein Abkommen.")
    assert _names(reading, _verb(reading, "unterzeichnen"), "subject") == ["Wladimir Putin", "Xi Jinping"]


def test_title_belongs_to_its_name(read_de: Read) -> None:
    """A title before a name is its head noun, with the office and what modifies it; the name is bare."""
    reading = read_de("Der nordkoreanische Machthaber Kim Jong Un reiste ab.")
    mention = _mention(reading, "Kim Jong Un")
    assert (mention.kind, mention.type, mention.head, mention.office) == (
        MentionKind.NAME,
        "Person",
        "Machthaber",
        "leader",
    )
    assert mention.text == "Machthaber Kim Jong Un"
    assert [reading.mentions[m].key for m in mention.of] == ["Q423"]


def test_apposition_points_to_its_name(read_de: Read) -> None:
    """A title after a comma says of which name it speaks, and of which state."""
    reading = read_de("Kim Jong Un, Machthaber von Nordkorea, reiste ab.")
    title = next(m for m in reading.mentions if m.head == "Machthaber")
    assert reading.mentions[title.same_as].name == "Kim Jong Un"
    assert [reading.mentions[m].name for m in title.of] == ["Nordkorea"]


def test_genitive_before_its_noun(read_de: Read) -> None:
    """A genitive name before a title modifies it; its ending is offered off."""
    reading = read_de("Südkoreas Präsident Yoon Suk Yeol schwieg.")
    mention = _mention(reading, "Yoon Suk Yeol")
    assert [reading.mentions[m].name for m in mention.of] == ["Südkorea"]


def test_compound_gives_its_first_part(read_de: Read) -> None:
    """An event noun's first part is a member, and a mention of its class."""
    reading = read_de("Ein Waffengeschäft zwischen Russland und Nordkorea gibt es nicht.")
    clause = _noun(reading, "Geschäft")
    assert clause.members == ("Waffe",)
    assert [m.type for m in reading.mentions if m.name == "Waffe"] == ["Weapon"]
    assert _names(reading, clause, "zwischen") == ["Russland", "Nordkorea"]


def test_elided_compound_is_completed(read_de: Read) -> None:
    """In "A- und B-Lieferungen" both first parts are there."""
    reading = read_de("Russland kündigte Waffen- und Munitionslieferungen an.")
    assert _names(reading, _noun(reading, "Lieferung"), "member") == ["Waffe", "Munition"]


def test_participle_has_its_agent_and_object(read_de: Read) -> None:
    """An attributive participle is a clause of its own, over the noun that it describes."""
    reading = read_de("Die von Nordkorea an Russland gelieferten Granaten kamen per Schiff.")
    clause = _verb(reading, "liefern")
    assert clause.kind == "participle"
    assert _names(reading, clause, "subject") == ["Nordkorea"]
    assert _names(reading, clause, "an") == ["Russland"]
    assert _names(reading, clause, "object") == ["Granaten"]


def test_subject_after_its_verb(read_de: Read) -> None:
    """With an adverbial first, the name after the verb is the subject."""
    reading = read_de("Am Sonntag traf Sergej Schoigu in Pjöngjang ein.")
    clause = _verb(reading, "eintreffen")
    assert _names(reading, clause, "subject") == ["Sergej Schoigu"]
    assert _names(reading, clause, "in") == ["Pjöngjang"]
    assert [t.begin for t in clause.times] == ["2023-09-10"]


def test_saying_after_its_content_is_above_it(read_de: Read) -> None:
    """In "…, glauben Beobachter" the believing takes the main clause as its content."""
    reading = read_de("Russland könnte Waffen kaufen, glauben Beobachter.")
    bought, believed = _verb(reading, "kaufen"), _verb(reading, "glauben")
    assert (bought.parent, bought.relation) == (believed.index, "complement")
    assert _names(reading, believed, "subject") == ["Beobachter"]


def test_auxiliary_chain_is_one_clause(read_de: Read) -> None:
    """Modal, participle and auxiliary are one predicate, whose perfect is kept."""
    clause = _verb(read_de("Nordkorea könnte Granaten geliefert haben."), "liefern")
    assert [m.form for m in clause.modals] == ["könnte"]
    assert clause.perfect
    assert clause.mood == "subjunctive2"


def test_future_is_told_apart(read_de: Read) -> None:
    """A future auxiliary makes the clause a future one, and a month then lies ahead."""
    clause = _verb(read_de("Putin wird im Oktober nach Peking reisen."), "reisen")
    assert clause.tense == "future"
    assert [t.begin for t in clause.times] == ["2023-10-01"]


def test_negation_has_its_clause(read_de: Read) -> None:
    """A negated object negates the clause; an affirmed one does not."""
    assert _verb(read_de("Nordkorea hat Russland keine Munition geliefert."), "liefern").negated
    assert not _verb(read_de("Nordkorea hat Russland Munition geliefert."), "liefern").negated


def test_capital_that_acts_is_no_place(read_de: Read) -> None:
    """A capital is a metonym where it acts, and a plain name after a preposition of place."""
    acting = read_de("Moskau drohte Seoul.")
    assert [(m.kind, m.key) for m in acting.mentions] == [
        (MentionKind.METONYM, "Q159"),
        (MentionKind.METONYM, "Q884"),
    ]
    assert _mention(read_de("In Moskau traf Putin Xi Jinping."), "Moskau").kind is MentionKind.NAME


_LONG = (
    "„Granaten“ – für wen?\n\nDer Kreml schwieg.  Wladimir Putin, Präsident Russlands, reiste am 13. "
    "September zum Kosmodrom Wostotschny. Dort zeigte er seinem Gast Kim Jong Un Raketen- und "
    "Satellitentechnik; die USA befürchten Waffengeschäfte."
)


def _read_in_parts(parser: Parser) -> Reading:
    first = _LONG.index("\n")
    sections = (
        Section(SectionKind.HEADLINE, Span(0, first)),
        Section(SectionKind.BODY, Span(first + 2, len(_LONG))),
    )
    return parser.read(Article("test", _LONG, "de", "0" * 64, date="2023-09-13", sections=sections))


def test_offsets_are_those_of_the_article(parser_de: Parser) -> None:
    """Every sentence and mention is the article's own text at its offsets, and lies in its sentence."""
    reading = _read_in_parts(parser_de)
    text = reading.article.text
    assert len(reading.mentions) > 8
    for sentence in reading.sentences:
        assert text[sentence.span.begin : sentence.span.end] == sentence.text
    for mention in reading.mentions:
        assert text[mention.span.begin : mention.span.end] == mention.text
        around = reading.sentences[mention.sentence].span
        assert around.begin <= mention.span.begin < mention.span.end <= around.end


def test_clauses_lie_in_their_sentence(parser_de: Parser) -> None:
    """Every trigger and argument lies in the clause's sentence; parents come from the same sentence."""
    reading = _read_in_parts(parser_de)
    assert [c.index for c in reading.clauses] == list(range(len(reading.clauses)))
    assert len(reading.clauses) > 5
    for clause in reading.clauses:
        around = reading.sentences[clause.sentence].span
        for span in (clause.trigger, clause.span, *(a.span for a in clause.arguments if a.lemma)):
            assert around.begin <= span.begin <= span.end <= around.end
        if clause.parent >= 0:
            assert reading.clauses[clause.parent].sentence == clause.sentence
        for argument in clause.arguments:
            assert all(reading.mentions[m].sentence == clause.sentence for m in argument.mentions)


def test_sections_stay_apart(parser_de: Parser) -> None:
    """A heading without a full stop is a sentence of its own, and keeps its kind."""
    reading = _read_in_parts(parser_de)
    assert reading.sentences[0].section is SectionKind.HEADLINE
    assert {s.section for s in reading.sentences[1:]} == {SectionKind.BODY}


def test_reading_is_deterministic(parser_de: Parser) -> None:
    """The same article gives the same reading, whatever was read between."""
    first = _read_in_parts(parser_de)
    parser_de.read(
        replace(first.article, text="Putin reiste ab.", sections=(Section(SectionKind.BODY, Span(0, 16)),))
    )
    assert _read_in_parts(parser_de) == first


@pytest.mark.parametrize("text", ["", "  \n ", "…", "1", "„“", "Und?", "-- -- --", "und und und"])
def test_odd_text_is_read(read_de: Read, text: str) -> None:
    """Text without a predicate gives a reading and no event, and does not fail."""
    assert [c for c in read_de(text).clauses if c.kind == "verb"] == []


def test_missing_pipeline_says_what_to_do(language_de: Language) -> None:
    """A pipeline that is not there is the machine's lack, with a remedy."""
    with pytest.raises(MissingError) as caught:
        Parser(language_de, "no_such_pipeline")
    assert caught.value.code == "KG-301"
    assert "no_such_pipeline" in caught.value.what
    assert "--pipeline" in caught.value.remedy


def test_the_place_of_a_war_is_not_that_of_the_verb(read_de: Read) -> None:
    """What is told of a war's place right after it hangs on the war, not on the verb of the clause."""
    reading = read_de("Russland will für den Krieg in der Ukraine Granaten kaufen.")
    functions = [argument.function for argument in _verb(reading, "kaufen").arguments]
    assert functions == ["subject", "für", "object"]
