"""Names that invite a wrong link, through the shipped pipeline and the embedded snapshot."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kg.coreference import resolve
from kg.linking import Known, link
from kg.model import LinkStatus, Mention, MentionKind, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.language import Language
    from kg.model import Link, Reading
    from kg.telling import Knowledge

    Read = Callable[..., Reading]

TRAPS: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "sentences" / "traps.toml").read_text(encoding="utf-8")
)
DAY = "2023-09-13"


def _title(trap: dict[str, Any]) -> str:
    return f"{trap.get('words', trap['text'])} {trap.get('date', '')} {trap['is']}"


def _meant(reading: Reading, words: str, language: Language, knowledge: Knowledge) -> str:
    """Give the item that a mention means, or why it has none."""
    article = reading.article
    known = Known(article.date, article.text, knowledge.offices.positions, knowledge.overrides)
    linked = link(reading.mentions, "de", knowledge.lookup, knowledge.classes, known, exhaustive=False)
    who = resolve(reading, linked, language, knowledge.lookup, knowledge.offices, knowledge.classes)
    found = [i for i, m in enumerate(reading.mentions) if words in (m.text, m.name)]
    if not found:
        return "unnamed"
    keys = who.of.get(found[-1], ())
    if not keys:
        return "nobody"
    status = who.links[keys[0]].status
    return keys[0] if status is LinkStatus.LINKED else status.value


def _link(names: Sequence[str], kind: str, lang: str, knowledge: Knowledge) -> Link:
    """Give the link of the last of names that stand alone in an article."""
    mentions = [
        Mention(Span(100 * n, 100 * n + len(name)), name, 0, MentionKind.NAME, kind, name)
        for n, name in enumerate(names)
    ]
    known = Known(DAY, "", knowledge.offices.positions, knowledge.overrides)
    linked = link(mentions, lang, knowledge.lookup, knowledge.classes, known, exhaustive=False)
    return linked[len(names) - 1].link


def test_there_are_traps() -> None:
    """The traps are there, each told once, and each of the four ways to have no item is among them."""
    told = [(one["text"], one.get("words"), one.get("date")) for one in TRAPS["trap"]]
    assert len(told) == len({*told}) >= 60
    assert len(TRAPS["name"]) >= 20
    assert {one["lang"] for one in TRAPS["name"]} == {"en", "ru", "ko"}
    ways = {one["is"] for one in TRAPS["trap"]}
    assert {"NIL", "Ambiguous", "NotAttempted", "nobody"} <= ways


@pytest.mark.parametrize("trap", TRAPS["trap"], ids=_title)
def test_trap_is_seen(
    trap: dict[str, Any], read_de: Read, language_de: Language, knowledge: Knowledge
) -> None:
    """The mention is the item that is meant, or is left without one for the right reason."""
    meant = _meant(read_de(trap["text"], trap.get("date", DAY)), trap["words"], language_de, knowledge)
    assert meant in {trap["is"], trap.get("at_worst", trap["is"])}


@pytest.mark.parametrize("trap", TRAPS["name"], ids=_title)
def test_name_in_another_language_is_seen(trap: dict[str, Any], knowledge: Knowledge) -> None:
    """A name in its case, with its particle or rank, is the item that is so called."""
    made = _link([*trap.get("beside", ()), trap["text"]], trap["type"], trap["lang"], knowledge)
    assert (made.qid or made.status.value) == trap["is"]


def test_every_link_has_reasons(read_de: Read, knowledge: Knowledge) -> None:
    """Each candidate that was weighed stands in the reasons with its score."""
    reading = read_de("In Baikonur traf Kim Jong Un den Minister Sergej Lawrow.")
    known = Known(DAY, reading.article.text, knowledge.offices.positions)
    linked = link(reading.mentions, "de", knowledge.lookup, knowledge.classes, known, exhaustive=False)
    weighed = [one.link for one in linked.values() if one.link.candidates]
    assert len(weighed) == 3
    for made in weighed:
        assert [reason.partition(" ")[0] for reason in made.reasons] == [qid for qid, _ in made.candidates]


def test_old_facts_lower_the_score(read_de: Read, language_de: Language, knowledge: Knowledge) -> None:
    """Whose term was open when the facts were read may have left the office: the reason says so."""
    scores = {}
    for day in ("2020-05-01", "2026-06-19"):
        reading = read_de("Der russische Außenminister empfing Gäste.", day)
        linked = link(reading.mentions, "de", knowledge.lookup, knowledge.classes, exhaustive=False)
        who = resolve(reading, linked, language_de, knowledge.lookup, knowledge.offices, knowledge.classes)
        scores[day] = who.links["Q58217"]
    assert scores["2020-05-01"].score > scores["2026-06-19"].score >= 0.5
    assert "as of 2026-01-19" in scores["2026-06-19"].reasons[0]
    assert "facts end before the article" in scores["2026-06-19"].reasons[0]
