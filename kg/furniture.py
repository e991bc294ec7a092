"""What stands on a news page but is not the article, told line by line.

The patterns are data (``lang/furniture.toml``): classes of lines, anchored at both ends. Strategy: a
line is furniture only if a pattern matches all of it; when in doubt it stays, for a stray button in the
text costs less than a lost sentence. Photo credits stand inside a line; they are cut off its end, never
out of its middle; so are agency tags (`kg.datelines`).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from kg.datelines import alternatives, compile_datelines, compile_places, compile_tails
from kg.errors import ProjectError
from kg.language_id import Profile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LONGEST: Final = 400  # no line of furniture is longer; also bounds the work of the patterns


class LineKind(StrEnum):
    """What a line of furniture is; the values are the keys of the data file, first match wins."""

    AGENCY = "agency_line"
    COMMENT = "comment_line"
    COMMENTS = "comment_heading"
    RELATED = "related_heading"
    IMAGE = "image"
    CREDIT = "credit"
    BYLINE = "byline"
    TIMESTAMP = "timestamp"
    DROP = "drop"


_SEARCHED: Final = ("credit_tail", "caption_mark")
_PATTERN_KEYS: Final = frozenset({*LineKind, *_SEARCHED})
_LANGUAGE_KEYS: Final = _PATTERN_KEYS | {"names", "script", "words", "foreign", "months"}
_TOP_KEYS: Final = frozenset({"parts", "agencies", "datelines", "neutral", "language"})
_NEVER: Final = re.compile(r"(?!)")
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Furniture:
    """The data file, compiled.

    ``patterns`` holds a table of key to pattern for each language and "" for any; ``months`` are
    (stem, number), longest stem first; ``function_words`` end no line; ``codes`` leads from a
    language's names to its code.
    """

    patterns: Mapping[str, Mapping[str, re.Pattern[str]]]
    agencies: Mapping[str, str]
    agency: re.Pattern[str]
    tails: tuple[re.Pattern[str], ...]
    datelines: tuple[re.Pattern[str], ...]
    places: tuple[re.Pattern[str], ...]
    profiles: tuple[Profile, ...]
    months: tuple[tuple[str, int], ...]
    codes: Mapping[str, str]
    function_words: frozenset[str]


def line_kind(furniture: Furniture, line: str, lang: str = "") -> LineKind | None:
    """Tell what furniture a whole line is, None if it is text. Without a language any may match."""
    if len(line) > LONGEST:
        return None
    tables = _tables(furniture, lang)
    for kind in LineKind:
        if any(table[kind].fullmatch(line) for table in tables):
            return kind
    return None


def is_caption(furniture: Furniture, line: str, lang: str = "") -> bool:
    """Tell whether a block bears the marks of a caption, such as "(l)"."""
    return any(table["caption_mark"].search(line) for table in _tables(furniture, lang))


def is_bare_date(furniture: Furniture, line: str) -> bool:
    """Tell whether a line is a date and no more: over a text a time stamp, inside it a heading."""
    return bool(furniture.patterns[""][LineKind.TIMESTAMP].fullmatch(line))


def cut_credit(furniture: Furniture, line: str, lang: str = "") -> str:
    """Take a photo credit off the end of a line."""
    tail = line[-LONGEST:]
    for table in _tables(furniture, lang):
        found = table["credit_tail"].search(tail)
        if found:
            return line[: len(line) - len(tail) + found.start()].rstrip(" |–-")
    return line


def load_furniture(path: Path) -> Furniture:
    """Read and compile the data file.

    Raises
    ------
    ProjectError
        With key and place, if the file is not TOML, holds an unknown key, or a pattern is no regex.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProjectError("KG-110", f"{path}: cannot be read: {error}", "Mend the file.") from error
    _refuse_unknown(path, data, _TOP_KEYS, "")
    for key in _TOP_KEYS - data.keys():
        raise ProjectError("KG-111", f"{path}: the table [{key}] is missing.", "Add it, empty if need be.")
    languages: dict[str, dict[str, Any]] = data["language"]
    _refuse_unknown(path, data["neutral"], _PATTERN_KEYS, "neutral")
    _refuse_unknown(path, data["datelines"], frozenset({"places"}), "datelines")
    for code, table in languages.items():
        _refuse_unknown(path, table, _LANGUAGE_KEYS, f"language.{code}")
    spellings = {
        spelling.casefold(): name
        for name, found in data["agencies"].items()
        for spelling in _strings(path, found, f"agencies.{name}")
    }
    agency = alternatives(spellings)
    parts = _parts(path, data["parts"], agency)
    compiled = {
        code: _compile(path, table, parts, where)
        for code, table, where in [("", data["neutral"], "neutral")]
        + [(code, table, f"language.{code}") for code, table in languages.items()]
    }
    profiles = tuple(_profile(path, code, table) for code, table in languages.items())
    return Furniture(
        patterns=MappingProxyType(compiled),
        agencies=MappingProxyType(spellings),
        agency=re.compile(agency, re.IGNORECASE),
        tails=compile_tails(agency),
        datelines=compile_datelines(agency),
        places=compile_places(_strings(path, data["datelines"].get("places", []), "datelines.places")),
        profiles=profiles,
        function_words=frozenset().union(*(profile.words for profile in profiles)),
        months=tuple(sorted(_months(path, languages), key=lambda month: -len(month[0]))),
        codes=MappingProxyType(
            {name.casefold(): code for code, t in languages.items() for name in t.get("names", [])}
        ),
    )


def _tables(furniture: Furniture, lang: str) -> tuple[Mapping[str, re.Pattern[str]], ...]:
    if lang and lang in furniture.patterns:
        return (furniture.patterns[""], furniture.patterns[lang])
    return tuple(furniture.patterns.values())


def _refuse_unknown(path: Path, table: object, known: frozenset[str], where: str) -> None:
    if not isinstance(table, dict):
        raise ProjectError(
            "KG-112", f"{path}: [{where}] is no table.", "Write it as [table] and key = value."
        )
    for key in table:
        if key not in known:
            place = f"[{where}] " if where else ""
            raise ProjectError(
                "KG-113", f"{path}: {place}unknown key {key!r}.", f"Known: {', '.join(sorted(known))}."
            )


def _strings(path: Path, value: object, where: str) -> list[str]:
    if isinstance(value, list) and all(isinstance(item, str) and item for item in value):
        return value
    raise ProjectError("KG-114", f"{path}: {where} must be a list of words.", 'Write ["…", "…"].')


def _parts(path: Path, table: object, agency: str) -> dict[str, str]:
    """Fill the fragments into one another, in the order the file has them."""
    parts = {"agency": agency}
    if not isinstance(table, dict) or not all(isinstance(part, str) for part in table.values()):
        raise ProjectError("KG-112", f"{path}: [parts] must hold names and patterns.", "Write name = '…'.")
    for name, pattern in table.items():
        parts[name] = _fill(pattern, parts)
    return parts


def _fill(pattern: str, parts: Mapping[str, str]) -> str:
    for name, part in parts.items():
        pattern = pattern.replace("{" + name + "}", part)
    return pattern


def _compile(
    path: Path, table: Mapping[str, Any], parts: Mapping[str, str], where: str
) -> dict[str, re.Pattern[str]]:
    compiled = {}
    for key in sorted(_PATTERN_KEYS):
        filled = []
        for number, pattern in enumerate(_strings(path, table.get(key, []), f"{where}.{key}"), start=1):
            filled.append(_fill(pattern, parts))
            try:
                re.compile(filled[-1])
            except re.error as error:
                raise ProjectError(
                    "KG-115",
                    f"{path}: {where}.{key}, number {number}: {pattern!r} is no pattern: {error}.",
                    "Mend it.",
                ) from error
        compiled[key] = (
            re.compile("|".join(f"(?:{one})" for one in filled), re.IGNORECASE) if filled else _NEVER
        )
    return compiled


def _profile(path: Path, code: str, table: Mapping[str, Any]) -> Profile:
    script = table.get("script")
    if not isinstance(script, str):
        raise ProjectError("KG-116", f"{path}: language.{code} has no script.", 'Write script = "Latin".')
    words = _strings(path, table.get("words", []), f"language.{code}.words")
    foreign = _strings(path, table.get("foreign", []), f"language.{code}.foreign")
    return Profile(code, script, frozenset(words), frozenset(foreign))


def _months(path: Path, languages: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, int]]:
    months = []
    for code, table in languages.items():
        stems = table.get("months", [])
        if stems and len(stems) != _MONTHS:
            raise ProjectError(
                "KG-117", f"{path}: language.{code}.months has {len(stems)} entries.", "Write twelve."
            )
        for number, found in enumerate(stems, start=1):
            months += [(stem, number) for stem in _strings(path, found, f"language.{code}.months")]
    return months
