"""Words at the edges of what a pipeline holds a name that are none of it, in a language of fixed order."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language
    from kg.tokens import Token


def before_noun(tokens: Sequence[Token], first: int, last: int, language: Language) -> int:
    """Give the last word of a name less those that begin the noun behind it ("Culture" before "Minister")."""
    after = tokens[last + 1].lemma.split(" ")[:-1] if last + 1 < len(tokens) else []
    while after and first <= last and language.grammar.fixed_order and tokens[last].low == after.pop():
        last -= 1
    return last


def only_describes(words: Sequence[Token], language: Language, *, listed: bool) -> bool:
    """Whether words only describe what follows ("Russian and North Korean", and what is not ``listed``)."""
    loose = all(t.pos in {"ADJ", "ADV"} for t in words) and not listed
    titles = language.office_of_title  # "Russian FM"
    told = all(_national(t, language) or t.lemma in titles for t in words)
    return language.grammar.fixed_order and (loose or told)


def _national(token: Token, language: Language) -> bool:
    """Whether a word is a demonym, or joins two."""
    known = {token.text, token.lemma} & language.demonyms.keys()
    return bool(known) or token.low in language.grammar.coordinators
