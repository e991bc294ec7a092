"""Why each sentence gave what it gave, and why it did not: ``sentences.tsv`` beside the graph.

The graph holds a report's rule and cues; here stands every sentence, also the one that gave nothing, with
the words that a frame claims in it and what they lacked. The frames' slots are read from the language
files when they are asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kg.errors import MissingError
from kg.model import DeclineReason
from kg.tab_tables import BETWEEN, flat, from_text, several, to_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from kg.language import Language
    from kg.model import Declined, Fact, Quantity, Report, Telling

SENTENCES: Final = "sentences.tsv"
_FIELD: Final = " · "
_REASONS: Final[Mapping[DeclineReason, tuple[str, str]]] = MappingProxyType(
    {
        DeclineReason.LACKS: ("es fehlt", "lacks"),
        DeclineReason.BETWEEN_UNNAMED: ("die Beteiligten sind nicht genannt", "its parties are not named"),
        DeclineReason.POINTS_BACK: ("weist auf schon Erzähltes zurück", "points back to what was told"),
        DeclineReason.INVITED_TO: ("ist das, wozu eingeladen wird", "is what the invitation is to"),
        DeclineReason.NO_PARTIES: ("niemand ist beteiligt", "nobody takes part"),
        DeclineReason.FORBIDDEN: ("wird nur verboten", "is only forbidden"),
        DeclineReason.CAPTION: ("Bildzeile zu schon Erzähltem", "caption of what the text tells"),
    }
)
#: What a rule took from elsewhere, as the finder marks it.
_TAKEN: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "place": ("Ort aus dem Zusammenhang", "place from the context"),
        "time": ("Zeit aus dem Zusammenhang", "time from the context"),
        "talks": ("Beteiligte aus den Gesprächen davor", "parties from the talks before"),
        "speakers": ("Beteiligte sind die Sprechenden", "parties are who speak"),
        "before": ("Beteiligte aus dem Satz davor", "parties from the sentence before"),
        "since": ("vorausgesetzt", "presupposed"),
        "topic": ("Subjekt aus dem Satz davor", "subject from the sentence before"),
    }
)


@dataclass(frozen=True, slots=True)
class Explained:
    """A sentence of an article: the reports it gave, and the words that gave none, each in one line."""

    article: str
    number: str
    sentence: str
    gave: tuple[str, ...]
    silent: tuple[str, ...]


def explain(tellings: Iterable[Telling]) -> tuple[Explained, ...]:
    """List every sentence with what it gave and what it did not."""
    rows = []
    for telling in tellings:
        names = {entity.key: entity.name for entity in telling.entities}
        for one in telling.reading.sentences:
            gave = (
                *(_gave(r, names) for r in telling.reports if r.sentence == one.index),
                *(_fact(f, names) for f in telling.facts if f.sentence == one.index),
            )
            silent = tuple(_silent(d) for d in telling.declined if d.sentence == one.index)
            article = telling.reading.article.id
            rows.append(Explained(article, str(one.index), flat(one.text), gave, silent))
    return tuple(rows)


def _gave(report: Report, names: Mapping[str, str]) -> str:
    told_of = [f"{one.role} {names.get(one.entity, one.entity)}" for one in report.roles]
    told_of += [f"quantity {_number(report.quantity)}"] if report.quantity is not None else []
    roles = ", ".join(told_of)
    stance = report.stance
    told = [f"{report.event_type} “{report.trigger_text}”", stance.modality.value, roles or "-"]
    return _joined([*told, "; ".join(stance.cues) or "-", report.rule])


def _number(quantity: Quantity) -> str:
    """Say a quantity in short: "≥1000 Container", "1500–3000 troops"."""
    low, high = (
        f"{bound:.12g}" if bound is not None else "" for bound in (quantity.minimum, quantity.maximum)
    )
    several = f"{low}–{high}" if low and high else f"≥{low}" if low else f"≤{high}"
    return f"{low if low == high else several} {quantity.unit}"


def _fact(fact: Fact, names: Mapping[str, str]) -> str:
    ends = f"{names.get(fact.subject, fact.subject)} – {names.get(fact.object, fact.object)}"
    cues = "; ".join(fact.stance.cues) or "-"
    return _joined([fact.predicate, fact.stance.modality.value, ends, cues, fact.rule])


def _silent(declined: Declined) -> str:
    parts = [f"{declined.event_type} “{declined.trigger_text}”", declined.reason.value]
    return _joined([*parts, " ".join(declined.lacks) or "-", declined.rule])


def _joined(parts: Iterable[str]) -> str:
    """Put the parts of a line together, so that no name can look like the sign between them."""
    return _FIELD.join(part.replace(_FIELD, " - ").replace(BETWEEN, " / ") for part in parts)


def to_table(rows: Iterable[Explained]) -> bytes:
    """Write the table: one line a sentence."""
    names = [column.name for column in fields(Explained)]
    return to_text(names, ([getattr(row, name) for name in names] for row in rows)).encode()


def read_table(place: Path) -> tuple[Explained, ...]:
    """Read the table beside a graph.

    Raises
    ------
    MissingError
        KG-311 if there is none.
    """
    path = (place if place.is_dir() else place.parent) / SENTENCES
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise MissingError(
            "KG-311", f"There is no {path}: why sentences gave what they gave was not kept.", "Build again."
        ) from error
    _, rows = from_text(text)
    return tuple(
        Explained(article, number, sentence, several(gave), several(silent))
        for article, number, sentence, gave, silent in rows
    )


def about(
    rows: Iterable[Explained], articles: Collection[str], quotes: Collection[str]
) -> tuple[Explained, ...]:
    """Choose the sentences of whole articles, and those that are quoted."""
    wanted = {flat(quote) for quote in quotes}
    return tuple(row for row in rows if row.article in articles or row.sentence in wanted)


def words(rows: Iterable[Explained], languages: Mapping[str, Language], lang: str) -> str:
    """Say for each sentence why it gave what it gave: frame, slots and cues; and why it gave no more."""
    german = lang == "de"
    lines: list[str] = []
    for row in rows:
        lines.append(f"{row.article} [{row.number}] {row.sentence}")
        for one in row.gave:
            told, modality, roles, cues, rule = one.split(_FIELD)
            because = f"{'Hinweise' if german else 'cues'}: {cues}" if cues != "-" else ""
            lines.append(f"    + {modality} {told}: {roles}")
            lines += [f"      {why}" for why in (because, _rule_words(rule, languages, lang)) if why]
        for one in row.silent:
            told, reason, lacks, rule = one.split(_FIELD)
            said = _REASONS[DeclineReason(reason)][0 if german else 1]
            lines.append(f"    - {told}: {said}{'' if lacks == '-' else f' {lacks}'} ({rule})")
        if not row.gave and not row.silent:
            none = "kein Wort, das ein Ereignis nennt" if german else "no word that names an event"
            lines.append(f"    - {none}")
    return "\n".join(lines)


def _rule_words(rule: str, languages: Mapping[str, Language], lang: str) -> str:
    """Say which frame a rule is, with its slots, and what it took from elsewhere."""
    name, *taken = rule.split("+")
    language = languages.get(name.partition("/")[0])
    frame = next((one for one in language.frames if one.id == name), None) if language else None
    slots = "; ".join(f"{r.role}: {', '.join(r.slots)}" for r in frame.roles) if frame else ""
    elsewhere = ", ".join(_TAKEN[one][0 if lang == "de" else 1] for one in taken if one in _TAKEN)
    return _FIELD.join(part for part in (name, slots, elsewhere) if part)
