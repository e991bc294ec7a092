"""What persons decided on reports: a file that only ever grows, one decision a line (JSON).

The rule: a decision names the words that it is about (quote, trigger, event type), never an address of the
graph, so that it survives every rebuild; of two on one matter the later counts. Who, when and why stand
beside it. Nothing is ever taken out of the file: who changes their mind decides again.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from kg.errors import ArticleError, MissingError
from kg.model import Certainty

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

DECISIONS: Final = "decisions.jsonl"
NIL: Final = "NIL"
_TIME: Final = re.compile(r"(?:[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:/[0-9]{4}-[0-9]{2}-[0-9]{2})?)?)?)?")
_KEY: Final = r"[A-Za-z0-9][\w./-]*"
_PLACE: Final = re.compile(rf"(?:{_KEY})?")
_ROLES: Final = re.compile(rf"(?:[A-Za-z]+={_KEY}(?: [A-Za-z]+={_KEY})*)?")
_LINK: Final = re.compile(r".+=(?:Q[1-9][0-9]*|NIL)")


class Kind(StrEnum):
    """What is decided."""

    CONFIRM = "confirm"
    REJECT = "reject"
    LINK = "link"
    DATE = "date"
    PLACE = "place"
    ROLE = "role"
    CERTAINTY = "certainty"
    MERGE = "merge"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Anchor:
    """The words that a decision is about; ``article`` narrows it where several articles print them."""

    quote: str
    type: str
    trigger: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision.

    ``value`` depends on the kind: link "name=Q…" or "name=NIL"; date "", a year, month, day or two days
    parted by "/"; place an entity's key or ""; role "role=key role=key"; certainty the value, for a hedged
    one followed by "=" and the words that show it; split a name, equal for reports that stay together.
    ``other`` is the report whose event a merged one is of.
    """

    kind: Kind
    about: Anchor
    value: str = ""
    other: Anchor | None = None
    who: str = ""
    when: str = ""
    why: str = ""

    @property
    def matter(self) -> tuple[Anchor, str]:
        """What it is about: the later decision on the same matter counts."""
        slots = {Kind.CONFIRM: "verdict", Kind.REJECT: "verdict", Kind.MERGE: "event", Kind.SPLIT: "event"}
        name = self.value.rpartition("=")[0] if self.kind is Kind.LINK else ""
        return self.about, slots.get(self.kind, f"{self.kind}:{name}")

    def same(self, other: Decision) -> bool:
        """Tell whether another decides the same, whoever made it and when."""
        return (self.matter, self.kind, self.value, self.other) == (
            other.matter,
            other.kind,
            other.value,
            other.other,
        )


def fault_of(decision: Decision) -> str:
    """Say what is wrong with a decision's value, "" if nothing."""
    value = decision.value
    wrong = {
        Kind.LINK: not _LINK.fullmatch(value),
        Kind.DATE: not _TIME.fullmatch(value),
        Kind.PLACE: not _PLACE.fullmatch(value),
        Kind.ROLE: not _ROLES.fullmatch(value),
        Kind.CERTAINTY: not _certainty(value),
        Kind.MERGE: decision.other is None,
        Kind.SPLIT: not value,
    }
    if not (decision.about.quote and decision.about.type):
        return "it does not say which words it is about"
    return f"{value!r} is no {decision.kind}" if wrong.get(decision.kind, False) else ""


def _certainty(value: str) -> bool:
    name, _, cues = value.partition("=")
    return name in set(Certainty) and (name == Certainty.CERTAIN or bool(cues.strip()))


def latest(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Give of each matter the last decision, in the order in which they were made."""
    last: dict[tuple[Anchor, str], Decision] = {}
    for one in decisions:
        last.pop(one.matter, None)
        last[one.matter] = one
    return tuple(last.values())


def load_decisions(path: Path) -> tuple[Decision, ...]:
    """Read a file of decisions; one that is not there holds none.

    Raises
    ------
    ArticleError
        KG-260 with the first faulty line.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise _faulty(path, 0, str(error)) from error
    return tuple(_read(path, number, line) for number, line in enumerate(lines, 1) if line.strip())


def append(path: Path, decisions: Iterable[Decision]) -> None:
    """Add decisions to the end of the file.

    Raises
    ------
    MissingError
        KG-302 if it cannot be written.
    """
    text = "".join(f"{_written(one)}\n" for one in decisions)
    try:
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise MissingError(
            "KG-302", f"{path} cannot be written: {error}.", "Check the folder and its rights."
        ) from error


def _written(one: Decision) -> str:
    plain = {key: value for key, value in asdict(one).items() if value not in ("", None)}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def _read(path: Path, number: int, line: str) -> Decision:
    try:
        made = _decision(json.loads(line))
    except (ValueError, TypeError, KeyError) as error:
        raise _faulty(path, number, str(error) or "no decision") from error
    fault = fault_of(made)
    if fault:
        raise _faulty(path, number, fault)
    return made


def _decision(plain: Any) -> Decision:
    other = plain.pop("other", None)
    made = Decision(
        **plain | {"kind": Kind(plain["kind"]), "about": Anchor(**plain["about"])},
        other=Anchor(**other) if other else None,
    )
    if not all(isinstance(one, str) for one in (made.value, made.who, made.when, made.why)):
        raise TypeError("a value is no text")
    return made


def _faulty(path: Path, number: int, what: str) -> ArticleError:
    return ArticleError(
        "KG-260",
        f"{path}, line {number}: {what}.",
        "Mend the line; kg review writes such lines itself.",
    )
