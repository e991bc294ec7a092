"""Cuts text into words: spaCy's rule tokenizer, adapted to news by the files of ``lang/tokens``.

spaCy's rules for a language are the ground; a file takes rules off and adds its own, so that no word
of a language stands here. Three devices of the file, from strong to weak:

- ``whole``: what fits from end to end is one token, whatever the affixes say (``U.S.``, ``13.``, links);
- ``keep``: the same, and also inside a longer word: ``Su-35`` in ``Su-35/MiG-31``;
- ``prefixes``, ``suffixes``, ``infixes``: where else words are cut.

The tokenizer is an ordinary ``spacy.tokenizer.Tokenizer``: a trained pipeline stores it with its rules,
and later changes of a file do not reach it. It never changes the text.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Any

from spacy import registry
from spacy.lang import char_classes
from spacy.lang.tokenizer_exceptions import BASE_EXCEPTIONS, URL_MATCH
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found, unused-ignore]

from kg.errors import ProjectError
from kg.rooms import room

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from spacy.language import Language

#: What a pattern of a file may name, in the places of spaCy's own rules.
_CLASSES = {
    "<alpha>": char_classes.ALPHA,
    "<lower>": char_classes.ALPHA_LOWER,
    "<upper>": char_classes.ALPHA_UPPER,
    "<icons>": char_classes.ICONS,
    "<units>": char_classes.UNITS,
}
_SHARED = "all"


@dataclass(frozen=True, slots=True)
class TokenRules:
    """How the words of one language are cut; the shared rules come first in each list.

    ``abbreviations`` are one token with their full stops; ``split`` gives the parts of a word that no
    affix cuts; ``inherit`` and ``drop`` say which exceptions of spaCy count (a pattern of those that do
    not); ``without`` takes affix rules of spaCy off, written as spaCy writes them; ``own_infixes`` takes
    all its infixes off. The others are regular expressions, see the module.
    """

    abbreviations: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    infixes: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    split: tuple[tuple[str, ...], ...] = ()
    inherit: bool = True
    own_infixes: bool = False


@registry.tokenizers("geoevents.Tokenizer.v1")  # type: ignore[untyped-decorator, unused-ignore]
def news_tokenizer(lang: str) -> Callable[[Language], Tokenizer]:
    """Give the factory of the tokenizer of a language, for a pipeline's configuration.

    Parameters
    ----------
    lang
        The language's code; ``lang/tokens`` has a file of this name.

    Raises
    ------
    ProjectError
        If there is no such file, or it holds what is not known here.
    """
    rules = load_rules(room("lang") / "tokens", lang)

    def make(nlp: Language) -> Tokenizer:
        defaults = nlp.Defaults
        infixes = () if rules.own_infixes else (defaults.infixes or ())
        return Tokenizer(
            nlp.vocab,
            rules=_exceptions(rules, defaults.tokenizer_exceptions),
            prefix_search=_search(_kept(defaults.prefixes, rules), rules.prefixes, "^(?:{})"),
            suffix_search=_search(_kept(defaults.suffixes, rules), rules.suffixes, "(?:{})$"),
            infix_finditer=_compiled([*rules.keep, *rules.infixes, *_kept(infixes, rules)], "{}").finditer,
            token_match=_compiled([*rules.whole, *rules.keep], "^(?:{})$").match,
            url_match=URL_MATCH,
        )

    return make


@cache
def load_rules(folder: Path, lang: str) -> TokenRules:
    """Read the rules of a language, those that all languages share before its own.

    Raises
    ------
    ProjectError
        If the file is missing or cannot be read, or has an unknown key or a pattern that is none.
    """
    shared, own = _table(folder / f"{_SHARED}.toml"), _table(folder / f"{lang}.toml")
    made: dict[str, Any] = {}
    for name in (field.name for field in fields(TokenRules)):
        values = [table[name] for table in (shared, own) if name in table]
        if name == "split":
            made[name] = tuple(tuple(parts) for value in values for parts in value)
        elif values and isinstance(values[0], list):
            made[name] = tuple(one for value in values for one in value)
        elif values:
            made[name] = values[-1]
    rules = TokenRules(**made)
    for pattern in (*rules.whole, *rules.keep, *rules.prefixes, *rules.suffixes, *rules.infixes, *rules.drop):
        try:
            _compiled([pattern], "{}")
        except re.error as error:
            what = f"tokens/{lang}.toml: {pattern!r} is no regular expression: {error}."
            raise ProjectError("KG-118", what) from error
    return rules


def _table(path: Path) -> Mapping[str, Any]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProjectError("KG-118", f"tokens/{path.name} cannot be read: {error}.") from error
    known = {field.name for field in fields(TokenRules)}
    unknown = sorted(table.keys() - known)
    if unknown:
        what = f"tokens/{path.name}: {unknown[0]!r} is not known here."
        raise ProjectError("KG-118", what, f"Known: {', '.join(sorted(known))}.")
    return table


def _exceptions(rules: TokenRules, inherited: Mapping[str, Any]) -> dict[str, Any]:
    """Give the words that are cut by list: spaCy's own less smileys and terms with spaces, and ours."""
    dropped = _compiled(rules.drop, "^(?:{})$") if rules.drop else None
    made: dict[str, Any] = {}
    if rules.inherit:
        made = {
            text: parts
            for text, parts in inherited.items()
            if text not in BASE_EXCEPTIONS
            and not any(char.isspace() for char in text)
            and not (dropped and dropped.match(text))
        }
    made |= {text: [{"ORTH": text}] for text in rules.abbreviations}
    return made | {"".join(parts): [{"ORTH": part} for part in parts] for parts in rules.split}


def _kept(patterns: Sequence[str | re.Pattern[str]] | None, rules: TokenRules) -> list[str]:
    gone = {_spelled_out(pattern) for pattern in rules.without}
    return [one for one in patterns or () if isinstance(one, str) and one and one not in gone]


def _search(inherited: Sequence[str], own: Sequence[str], frame: str) -> Callable[[str], Any]:
    return _compiled([*own, *inherited], frame).search


def _compiled(patterns: Sequence[str], frame: str) -> re.Pattern[str]:
    """Join patterns to one, the first the strongest; without flags, which spaCy would not store."""
    return re.compile(frame.format(_spelled_out("|".join(patterns))))


def _spelled_out(pattern: str) -> str:
    for name, characters in _CLASSES.items():
        pattern = pattern.replace(name, characters)
    return pattern
