"""Articles annotated by hand: what each tells of, read from one JSON file an article.

The form is that of ``data/gold/README.md``. Roles and types of the set kept outside the project have names
of their own; they are read as those of the ontology.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: What states nothing that the ontology has a type for: neither asked for nor held against anyone.
OTHER: Final = "Other"
STATED: Final = frozenset({"asserted", "reported"})
_TYPES: Final = MappingProxyType({"Treaty": "Agreement"})
_ROLES: Final = MappingProxyType(
    {
        "party": "participant",
        "signatory": "participant",
        "attendee": "participant",
        "inspector": "agent",
        "imposer": "agent",
        "organizer": "agent",
        "giver": "supplier",
        "object": "item",
        "payload": "item",
        "unit": "item",
        "invitee": "visitor",
        "origin": "sender",
        "vehicle": "instrument",
    }
)
#: Not asked for: what somebody came with.
_VEHICLE: Final = "vehicle"
#: Who receives whom at a meeting is no matter of right or wrong here.
_AT_A_MEETING: Final = frozenset({"participant", "host", "visitor"})
_ASIDE: Final = re.compile(r"\([^()]*\)")
_NO_LETTER: Final = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """Give a form in which neither case nor accents, signs or the width of spaces matter."""
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return _NO_LETTER.sub(" ", plain.casefold()).strip()


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody or something an article names: every form it has there, and its Wikidata item if known."""

    forms: frozenset[str]
    qid: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Who plays a role in an event."""

    who: Known
    role: str

    def has_role(self, role: str, event_type: str) -> bool:
        """Tell whether a report's role says the same."""
        wanted = _ROLES.get(self.role, self.role)
        if event_type == "Meeting" and {wanted, role} <= _AT_A_MEETING:
            return True
        return role in {wanted, self.role}


@dataclass(frozen=True, slots=True)
class Happening:
    """One event as a passage tells it, with what else would be right."""

    type: str
    types: frozenset[str]
    modality: str
    modalities: frozenset[str]
    evidence: str
    parts: tuple[Part, ...]
    place: Known | None
    time: str
    sources: tuple[Known, ...]
    unnamed: bool

    @property
    def stated(self) -> bool:
        """Tell whether it is told as having happened."""
        return self.modality in STATED


@dataclass(frozen=True, slots=True)
class Annotated:
    """One annotated article."""

    id: str
    lang: str
    distractor: bool
    known: Mapping[str, Known]
    happenings: tuple[Happening, ...]


def read_gold(folder: Path) -> tuple[Annotated, ...]:
    """Read all annotations of a folder, in the order of their names."""
    return tuple(annotated(json.loads(file.read_bytes())) for file in sorted(folder.glob("*.json")))


def annotated(given: Mapping[str, Any]) -> Annotated:
    """Read the annotation of one article."""
    forms: dict[str, set[str]] = defaultdict(set)
    qids: dict[str, str] = {}
    for entity in given["entities"]:
        key = entity["entity"] or entity["label_en"]
        forms[key] |= {folded(entity["mention"]), folded(entity["label_en"])}
        if entity["qid"]:
            qids[key] = entity["qid"]
    known = {key: Known(frozenset(of), qids.get(key, "")) for key, of in forms.items()}
    return Annotated(
        given["id"],
        given["lang"],
        bool(given["distractor"]),
        known,
        tuple(_happening(event, known) for event in given["events"]),
    )


def _happening(event: Mapping[str, Any], known: Mapping[str, Known]) -> Happening:
    also = event.get("accept_also") or {}
    sources = tuple(event.get("attributed_to") or ())
    place = event.get("place")
    return Happening(
        _TYPES.get(event["type"], event["type"]),
        frozenset(_TYPES.get(name, name) for name in (event["type"], *_listed(also.get("type")))),
        event["modality"],
        frozenset((event["modality"], *_listed(also.get("modality")))),
        folded(event["evidence"]),
        tuple(
            Part(_who(known, part.get("key"), part["entity"]), part["role"])
            for part in event["participants"]
            if part["role"] != _VEHICLE
        ),
        _who(known, event.get("place_key"), place) if place else None,
        event.get("time") or "",
        tuple(one for name in sources for one in _named(known, _ASIDE.sub("", name))),
        any("unnamed" in name for name in sources),
    )


def _listed(given: str | list[str] | None) -> list[str]:
    return [given] if isinstance(given, str) else given or []


def _who(known: Mapping[str, Known], key: str | None, label: str) -> Known:
    found = known.get(key or "", Known(frozenset()))
    return Known(found.forms | {folded(label)}, found.qid)


def _named(known: Mapping[str, Known], name: str) -> list[Known]:
    form = folded(name)
    return [Known(frozenset({form})), *(one for one in known.values() if form in one.forms)]
