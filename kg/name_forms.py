"""The forms in which a name is looked up: as it is written, without rank and case, in its base form.

The rule: every form is a question, never an answer; what a language does to names is data
(``data/naming.toml``, `kg.lemmas`). A form further from the words of the text counts less.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Final

from kg.errors import ProjectError
from kg.lemmas import Lemmatizer
from kg.rooms import room

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What a name in another form than the written one counts, and what a part of it does.
BASE_FORM: Final = 0.97
_DOTTED: Final = re.compile(r"\b(?:[A-Z]\.){2,}")
PART: Final = 0.9


class NameForms:
    """Gives the forms of the names of one language.

    Parameters
    ----------
    lang
        Code of the language; one without data keeps its names as they are written.
    """

    def __init__(self, lang: str) -> None:
        self._lang = lang
        data = _read().get(lang, {})
        self.capital = frozenset(data.get("capital", ()))
        self.near = tuple(data.get("near", ()))
        self.regions = frozenset(data.get("regions", ()))
        self.kin = frozenset(data.get("kin", ()))
        self.elder = frozenset(data.get("elder", ()))
        self.credit = frozenset(data.get("credit", ()))
        self.not_now = tuple(data.get("not_now", ()))
        self._declined = tuple(data.get("declined", ()))
        self._citation = tuple(data.get("citation", ()))
        self._endings = tuple(data.get("endings", ()))
        self._based = bool(data.get("base"))
        self._before = tuple(t.casefold().split() for t in data.get("titles_before", ()))
        self._after = tuple(t.casefold().split() for t in data.get("titles_after", ()))

    def forms(self, name: str) -> tuple[tuple[str, float], ...]:
        """Give (form, weight) of a name, the written one first, each form once.

        "Владимиром Путиным" gives also "Владимир Путин", "김정은 국무위원장이" also "김정은", "Weißen Haus"
        also "Weißes Haus".
        """
        found: dict[str, float] = {name: 1.0}
        words = name.split()
        # Only the last word of a Korean name carries a particle; in Russian each word is declined.
        bases = [words, *([[*words[:-1], *self._base(words[-1:])], self._base(words)] if self._based else [])]
        for based in bases:
            found.setdefault(" ".join(based), BASE_FORM)
            found.setdefault(" ".join(self._plain(based)), BASE_FORM)
        if self._based:
            # A particle hides the title that it hangs on, and a title the name's own case.
            found.setdefault(" ".join(self._base(self._plain(self._base(words)))), BASE_FORM)
        for form in self._declensions(words):
            found.setdefault(form, BASE_FORM)
        if _DOTTED.search(name):  # "U.N. Security Council" is listed without the dots
            found.setdefault(_DOTTED.sub(lambda dotted: dotted[0].replace(".", ""), name), BASE_FORM)
        for ending in self._endings:
            if len(words) > 1 and words[-1].endswith(ending) and len(words[-1]) > len(ending) + 1:
                found.setdefault(" ".join([*words[:-1], words[-1].removesuffix(ending)]), BASE_FORM)
        cut = next((i for i, word in enumerate(words) if word[:1].islower()), 0)
        if cut > 1:
            for form in (" ".join(words[:cut]), *self._declensions(words[:cut])):
                found.setdefault(form, PART)
        return tuple((form, weight) for form, weight in found.items() if form)

    @cached_property
    def _lemmatizer(self) -> Lemmatizer:
        return Lemmatizer(self._lang)

    def _base(self, words: list[str]) -> list[str]:
        return [self._lemmatizer.lemma(word, "PROPN") for word in words]

    def _plain(self, words: list[str]) -> list[str]:
        """Take words of rank off both ends, as long as a name is left."""
        low = [word.casefold() for word in words]
        for title in sorted(self._before, key=len, reverse=True):
            if len(words) > len(title) and low[: len(title)] == title:
                return self._plain(words[len(title) :])
        for title in sorted(self._after, key=len, reverse=True):
            if len(words) > len(title) and low[-len(title) :] == title:
                return self._plain(words[: -len(title)])
        return words

    def _declensions(self, words: list[str]) -> Iterator[str]:
        """Give a name with its first word as adjectives are listed ("Weißen Haus": "Weißes Haus")."""
        if len(words) > 1:
            ending = next((e for e in self._declined if words[0].endswith(e)), "")
            if ending and len(words[0]) > len(ending) + 2:
                for listed in self._citation:
                    yield " ".join([words[0].removesuffix(ending) + listed, *words[1:]])


@cache
def name_forms(lang: str) -> NameForms:
    """Give the forms of a language's names; the dictionaries behind them are loaded once."""
    return NameForms(lang)


@cache
def _read() -> dict[str, Any]:
    path = room("data") / "naming.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ProjectError("KG-115", f"{path} cannot be read: {error}.") from error
