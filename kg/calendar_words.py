r"""The time words of a language, from its table [dates] to compiled patterns.

The rule: every word stands in the table, none in Python. A table holds

- value lists: ``weekdays.1``, ``months.1``, ``seasons.3`` (key: the season's first month), ``units.day``,
  ``periods.week`` (singular units that ``which.last`` can stand before), ``numbers.2``, ``which.last``,
  ``shifts.-1`` (days from today), ``parts."1/3"`` (first third); each entry a regular expression;
- ``words.NAME``, lists without a value, and ``intro.NAME``, lists of words that introduce a time;
- ``edges.before`` and ``edges.after``, what must (not) stand around a time; empty where words are not
  spaced;
- ``patterns``: ``{ match = '{day}\. {month}', gives = "day" }``. A placeholder stands for a list
  (``{month}``), one key of it (``{period.year}``, ``{intro.at}``) or a number (``{day}``, ``{year}`` from
  1900 on, ``{any_year}``, ``{month_number}``, ``{short_year}``), with a 2 at its end for the second of a
  pair. A blank matches any white space, a blank and ``?`` also none. ``set`` adds values that no word
  carries, ``alone = false`` makes a building block, ``before`` and ``after`` replace the edges;
  "then" counts from the day told before, "then_or_now" from today where none was;
- ``frames``: patterns around one or two ``{time}``, which stand for any time found so far whose ``gives``
  is in ``takes`` (all if not stated), with ``bare = true`` none with a preposition of its own.

A form that begins with a small letter also matches with a capital one.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.errors import ProjectError

Value = int | float | str | tuple[int, int]
PATTERN_GIVES = (
    *("day", "weekday", "shift", "month", "season", "year", "decade", "period"),
    *("count", "span", "lasting", "range", "nothing", "then", "then_or_now"),
)
FRAME_GIVES = ("time", "part", "since", "ever", "range", "nothing")

_Names = tuple[str, ...]
_UNITS = ("day", "week", "month", "year", "decade")
_PERIODS = ("week", "weekend", "month", "year")
_WHICH = {"last": -1, "this": 0, "next": 1}
_LISTS = {
    name: name.removesuffix("s")
    for name in ("weekdays", "months", "seasons", "units", "periods", "numbers", "which", "shifts", "parts")
}
_DIGITS = {
    "day": ("day", r"0?[1-9]|[12]\d|3[01]"),
    "year": ("year", r"(?:19|20)\d\d"),
    "any_year": ("year", r"1\d{3}|20\d\d"),
    "short_year": ("year", r"\d\d"),
    "month_number": ("month", r"0?[1-9]|1[0-2]"),
    "number": ("number", r"\d{1,4}"),
}
_GROUPS = ("intro", *_LISTS.values(), "day", "year")
_KEYS = (*_LISTS, "words", "intro", "edges", "patterns", "frames")
_PATTERN_KEYS = ("match", "gives", "set", "alone", "before", "after")
_FRAME_KEYS = ("match", "gives", "takes", "bare", "before", "after")
_PLACEHOLDER = re.compile(r"\{([a-z_]+)(?:\.([\w/-]+?))?(2?)\}")
_TIME = "{time}"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A time written in one piece."""

    gives: str
    regex: re.Pattern[str]
    constants: Mapping[str, Value] = field(default_factory=dict)
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Frame:
    """Words around one or two times: the regexes before, between and after them."""

    gives: str
    pieces: tuple[re.Pattern[str], ...]
    opens: bool
    bare: bool
    takes: frozenset[str]


@dataclass(frozen=True, slots=True)
class DateWords:
    """The time words of a language, ready to use; made by `load_words`."""

    patterns: tuple[Pattern, ...]
    frames: tuple[Frame, ...]
    values: Mapping[str, tuple[tuple[re.Pattern[str], Value], ...]]

    def read(self, groups: Mapping[str, str | None]) -> dict[str, Value]:
        """Turn the words a regex caught into values; "intro" is left out."""
        found: dict[str, Value] = {}
        for name, words in groups.items():
            if words is None or name == "intro":
                continue
            if words.isdecimal():
                found[name] = int(words)
                continue
            forms = self.values.get(name.removesuffix("2"), ())
            value = next((value for form, value in forms if form.fullmatch(words)), None)
            if value is not None:
                found[name] = value
        return found


@dataclass(frozen=True, slots=True)
class _Loader:
    """Reads one table; ``forms`` are the regexes of every list and of every key of it."""

    where: str
    forms: dict[str, str] = field(default_factory=dict)
    edges: dict[str, str] = field(default_factory=lambda: {"before": "", "after": ""})

    def wrong(self, place: str, what: str, remedy: str) -> ProjectError:
        """Say what is wrong with a value, and where."""
        return ProjectError("KG-111", f"{self.where}: {place}: {what}.", remedy)

    def mapping(self, value: object, place: str, keys: tuple[str, ...] = ()) -> dict[str, object]:
        """Take a table, whose keys must be among ``keys`` if any are given."""
        if not isinstance(value, Mapping):
            raise self.wrong(place, "is not a table", "Write it as KEY = VALUE lines.")
        for key in value:
            if keys and key not in keys:
                near = difflib.get_close_matches(str(key), keys, n=1)
                hint = f"Did you mean {near[0]!r}? " if near else ""
                what = f"{self.where}: {place}: unknown key {key!r}."
                raise ProjectError("KG-110", what, f"{hint}Known: {', '.join(keys)}.")
        return {str(key): item for key, item in value.items()}

    def texts(self, value: object, place: str) -> list[str]:
        """Take a list of words, at least one, none empty."""
        if not isinstance(value, list) or not value or not all(isinstance(w, str) and w for w in value):
            raise self.wrong(place, "is not a list of words", 'Write it as ["word", "other word"].')
        return [str(word) for word in value]

    def regex(self, source: str, place: str) -> re.Pattern[str]:
        """Compile, or say which pattern is no regular expression or has a group without a meaning."""
        try:
            regex = re.compile(source)
        except re.error as error:
            what = f"{self.where}: {place}: no regular expression ({error})."
            raise ProjectError("KG-112", what, "Mend the pattern.") from error
        for group in regex.groupindex:
            if group.removesuffix("2") not in _GROUPS:
                raise self.wrong(place, f"unknown group {group!r}", f"Known: {', '.join(_GROUPS)}.")
        return regex

    def lexicon(self, name: str, value: object) -> tuple[tuple[re.Pattern[str], Value], ...]:
        """Read one list with values; remember its forms for the placeholders."""
        single = _LISTS.get(name, name)
        everything: list[str] = []
        found: list[tuple[re.Pattern[str], Value]] = []
        for key, item in self.mapping(value, name).items():
            place = f"{name}.{key}"
            forms = [_form(word) for word in self.texts(item, place)]
            for form in forms:
                if self.regex(form, place).groups:
                    raise self.wrong(place, f"{form!r} has a capturing group", "Write (?:…) for (…).")
            self.forms[f"{single}.{key}"] = "|".join(forms)
            everything += forms
            if name in _LISTS:
                found.append((self.regex("|".join(forms), place), self.value(single, key, place)))
        self.forms[single] = "|".join(everything)
        return tuple(found)

    def value(self, single: str, key: object, place: str) -> Value:
        """Give what a list's key, or a constant of a pattern, stands for."""
        text = str(key)
        whole = re.fullmatch(r"-?\d{1,4}", text)
        limits = {"weekday": 7, "month": 12, "season": 12, "day": 31, "year": 9999}
        if single in limits and whole and 1 <= int(text) <= limits[single]:
            return int(text)
        if single == "shift" and whole:
            return int(text)
        if single == "number" and re.fullmatch(r"\d{1,4}(\.\d+)?", text):
            return float(text)
        if single == "part" and (part := re.fullmatch(r"([1-9])/([1-9])", text)) and part[1] <= part[2]:
            return int(part[1]), int(part[2])
        if single == "which" and text in _WHICH:
            return _WHICH[text]
        if (single == "unit" and text in _UNITS) or (single == "period" and text in _PERIODS):
            return text
        raise self.wrong(place, f"{text!r} is no value of {single}", "kg/calendar_words.py lists the values.")

    def expand(self, source: str, place: str) -> str:
        """Put the lists in for their placeholders."""

        def put(found: re.Match[str]) -> str:
            name, key, second = found[1], found[2], found[3]
            forms = self.forms.get(f"{name}.{key}" if key else name)
            group, digits = _DIGITS.get(name, (name, ""))
            if forms is None and not digits:
                near = difflib.get_close_matches(found[0].strip("{}"), sorted({*self.forms, *_DIGITS}), n=3)
                what = f"{self.where}: {place}: no list for {found[0]}."
                raise ProjectError("KG-112", what, f"Near: {', '.join(near) or 'none'}; add words.{name}.")
            options = "|".join(part for part in (digits, forms) if part)
            captured = name in (*_LISTS.values(), *_DIGITS, "intro")
            return f"(?P<{group}{second}>{options})" if captured else f"(?:{options})"

        return _spaced(_PLACEHOLDER.sub(put, source))

    def entry(self, value: object, place: str, keys: _Names, gives: _Names) -> dict[str, object]:
        """Check what patterns and frames have in common."""
        table = self.mapping(value, place, keys)
        for key in ("match", "gives", "before", "after"):
            if not isinstance(table.get(key, "" if key in self.edges else None), str):
                raise self.wrong(place, f"{key} is not a text", f'Write {key} = "…".')
        if table["gives"] not in gives:
            raise self.wrong(place, f"gives is {table['gives']!r}", f"Known: {', '.join(gives)}.")
        return table

    def edge(self, table: Mapping[str, object], key: str, place: str) -> str:
        """Give the pattern's own edge, or the language's."""
        return self.expand(str(table.get(key, self.edges[key])), place)

    def flag(self, table: Mapping[str, object], key: str, place: str, *, default: bool) -> bool:
        """Take true or false."""
        if not isinstance(value := table.get(key, default), bool):
            raise self.wrong(
                place, f"{key} is neither true nor false", f"Write {key} = {str(not default).lower()}."
            )
        return value

    def pattern(self, value: object, place: str) -> Pattern:
        """Read one pattern."""
        table = self.entry(value, place, _PATTERN_KEYS, PATTERN_GIVES)
        alone = self.flag(table, "alone", place, default=True)
        constants = self.mapping(table.get("set", {}), f"{place}.set", _GROUPS[1:])
        whole = f"(?:{self.expand(str(table['match']), place)}){self.edge(table, 'after', place)}"
        return Pattern(
            str(table["gives"]),
            self.regex(self.edge(table, "before", place) + whole, place),
            {key: self.value(key, item, f"{place}.set.{key}") for key, item in constants.items()},
            alone,
        )

    def frame(self, value: object, place: str) -> Frame:
        """Read one frame."""
        table = self.entry(value, place, _FRAME_KEYS, FRAME_GIVES)
        pieces = str(table["match"]).split(_TIME)
        wanted = (3,) if table["gives"] == "range" else (2, 3) if table["gives"] == "nothing" else (2,)
        if len(pieces) not in wanted:
            raise self.wrong(place, f"{len(pieces) - 1} times {_TIME}", "A range takes two, others take one.")
        takes = self.texts(table.get("takes", [*PATTERN_GIVES]), f"{place}.takes")
        for take in takes:
            if take not in (*PATTERN_GIVES, *FRAME_GIVES):
                raise self.wrong(place, f"takes {take!r}", f"Known: {', '.join(PATTERN_GIVES)}.")
        sources = [self.expand(piece, place) for piece in pieces]
        opens = bool(sources[0])
        if opens:
            sources[0] = f"{self.edge(table, 'before', place)}(?:{sources[0]})"
        sources[-1] = f"(?:{sources[-1]}){self.edge(table, 'after', place)}"
        compiled = tuple(self.regex(source, place) for source in sources)
        bare = self.flag(table, "bare", place, default=False)
        return Frame(str(table["gives"]), compiled, opens, bare, frozenset(takes) - {"lasting", "nothing"})


def load_words(table: Mapping[str, object], where: str) -> DateWords:
    """Check and compile the table [dates] of a language file; ``where`` names it in errors.

    Raises
    ------
    ProjectError
        KG-110 unknown key, KG-111 bad value, KG-112 bad pattern, each with its place.
    """
    loader = _Loader(where)
    parts = loader.mapping(table, "dates", _KEYS)
    for key, edge in loader.mapping(parts.get("edges", {}), "edges", ("before", "after")).items():
        if not isinstance(edge, str):
            raise loader.wrong(f"edges.{key}", "is not a text", f'Write edges.{key} = "…".')
        loader.edges[key] = edge
    values = {single: loader.lexicon(name, parts[name]) for name, single in _LISTS.items() if name in parts}
    if "intro" in parts:
        loader.lexicon("intro", parts["intro"])
    for name, item in loader.mapping(parts.get("words", {}), "words").items():
        if name in (*_LISTS.values(), *_DIGITS, "intro", "time"):
            raise loader.wrong(f"words.{name}", "is a placeholder with a value", "Choose another name.")
        loader.forms[name] = "|".join(_form(word) for word in loader.texts(item, f"words.{name}"))
    patterns, frames = parts.get("patterns"), parts.get("frames", [])
    if not isinstance(patterns, list) or not patterns or not isinstance(frames, list):
        raise loader.wrong("patterns", "no list of patterns", "Write patterns = [{ match = …, gives = … }].")
    return DateWords(
        tuple(loader.pattern(item, f"patterns[{index}]") for index, item in enumerate(patterns)),
        tuple(loader.frame(item, f"frames[{index}]") for index, item in enumerate(frames)),
        values,
    )


def _form(word: str) -> str:
    """Let a word that begins small also begin a sentence."""
    first = f"[{word[0]}{word[0].upper()}]" if word[0].islower() and len(word[0].upper()) == 1 else word[0]
    return _spaced(first + word[1:])


def _spaced(source: str) -> str:
    return source.replace(" ?", r"\s*").replace(" ", r"\s+")
