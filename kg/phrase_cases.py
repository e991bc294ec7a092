"""Case and number of a noun phrase by rule: article, adjective endings, preposition and the noun's form."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.paradigms import Rules
    from kg.tokens import Token

_READINGS: frozenset[tuple[str, ...]] = frozenset(product("NADG", "sp", "mfn"))


@dataclass(frozen=True, slots=True)
class PhraseFeatures:
    """What a noun phrase may be: cases "N", "A", "D", "G"; numbers "s", "p"; genders "m", "f", "n"."""

    cases: frozenset[str]
    numbers: frozenset[str]
    genders: frozenset[str]


def case_and_number(tokens: Sequence[Token], index: int, rules: Rules) -> PhraseFeatures:
    """Tell what case and number the noun phrase around the noun or pronoun at ``index`` may have.

    By article, adjective endings, preposition and the noun's own form; the tree only helps to find them.
    All stays open where the language's file has no table of phrases.
    """
    return _features(_possible(tokens, index, rules))


def _possible(tokens: Sequence[Token], index: int, rules: Rules) -> frozenset[tuple[str, ...]]:
    table = rules.tables.get("phrase")
    token = tokens[index]
    if table is None:
        return _READINGS
    if token.pos in table["pronouns"]:
        return _narrow(_READINGS, table["pronoun_forms"].get(token.low, ()))
    article, adjectives, preposition = _around(tokens, index, table)
    found: frozenset[tuple[str, ...]] = _READINGS
    bare = True
    if article is not None:
        written = _article(article.low, table)
        found = _narrow(found, written)
        bare = article.low in table["possessive_stems"] or not written
    for adjective in adjectives:
        endings = table["strong_adjective" if bare else "weak_adjective"]
        ending = next((e for e in endings if adjective.text.endswith(e)), "")
        if ending and not adjective.capital:
            found = _narrow(found, endings[ending])
    if preposition is not None:
        low = preposition.low
        found = _narrow(found, table["contractions"].get(low, ()))
        governed = "".join(case for case, words in table["prepositions_of"].items() if low in words)
        found = _keep(found, {r for r in _READINGS if r[0] in (governed or "ADG")})
    elif article is None and not adjectives and token.dep in rules.words("coordinated"):
        other = _possible(tokens, token.head, rules) if token.head < index else _READINGS
        found = _keep(found, {r for r in _READINGS if r[0] in {one[0] for one in other}})
    joined = token.dep in rules.words("coordinated")
    return _by_noun(found, token, rules, alone=article is None and not adjectives and not joined)


def _around(
    tokens: Sequence[Token], index: int, table: Mapping[str, Any]
) -> tuple[Token | None, list[Token], Token | None]:
    """Give article, adjectives and preposition of a noun."""
    at = index - 1
    adjectives: list[Token] = []
    article: Token | None = None
    while at >= 0 and tokens[at].pos in table["inside"]:
        adjectives += [tokens[at]] if tokens[at].pos == "ADJ" else []
        at -= 1
    if at >= 0 and tokens[at].pos not in table["determiners"]:
        far = [t.index for t in tokens[:at] if t.head == index and t.pos in table["determiners"]]
        at = far[-1] if far else at
    if at >= 0 and tokens[at].pos in table["determiners"]:
        article = tokens[at]
        at -= 1
    before = tokens[at] if at >= 0 and tokens[at].pos in table["prepositions"] else None
    if before is not None and before.low in table["postpositions"] and at > 0:
        before = before if tokens[at - 1].pos not in {*table["nouns"], *table["pronouns"]} else None
    if before is None:
        leading = [t for t in tokens[:index] if t.head == index and t.pos in table["prepositions"]]
        under = [t for t in leading if t.low not in table["postpositions"]]
        before = under[-1] if under else None
    return article, adjectives, before


def _article(low: str, table: Mapping[str, Any]) -> Sequence[str]:
    """Give what an article may be; nothing for a word that does not bend."""
    if low in table["articles"]:
        return list(table["articles"][low])
    for stems, endings in (("article_stems", "article_endings"), ("possessive_stems", "possessive_endings")):
        for stem in table[stems]:
            if low.startswith(stem) and low.removeprefix(stem) in table[endings]:
                return list(table[endings][low.removeprefix(stem)])
    return []


def _by_noun(
    found: frozenset[tuple[str, ...]], token: Token, rules: Rules, *, alone: bool
) -> frozenset[tuple[str, ...]]:
    """Narrow by what the noun's own ending allows."""
    table = rules.tables["phrase"]
    form, low, lemma = table["form"], rules.fold(token.text), rules.fold(token.lemma)
    hissing = lemma.endswith(tuple(form["hissing"]))
    if token.pos == "PROPN":
        told = {g for g, names in table.get("name_gender", {}).items() if low in names}
        found = _keep(found, {r for r in _READINGS if r[1] in told or (r[1] == "s" and r[2] in told)})
        if low in {lemma + ending for ending in form["genitive"]}:
            return _keep(found, {r for r in _READINGS if r[0] == "G"})
        return _keep(found, {r for r in _READINGS if r[0] != "G"}) if alone and not hissing else found
    genders = [(e, g) for g, endings in table["gender"].items() for e in endings if lemma.endswith(e)]
    if genders:
        gender = max(genders, key=lambda pair: len(pair[0]))[1]
        found = _keep(found, {r for r in _READINGS if r[2] == gender})
    if low in form["measures"]:
        return found
    allowed = _inflected(low, lemma, form)
    if not low.endswith(tuple(form["dative_plural"])):
        allowed -= {r for r in allowed if r[:2] == ("D", "p")}
    if alone:
        allowed -= {r for r in allowed if r[0] == "G" and not low.endswith(tuple(form["genitive"]))}
    return _keep(found, allowed)


def _inflected(low: str, lemma: str, form: Mapping[str, Any]) -> set[tuple[str, ...]]:
    """Give what a common noun may be by what its form adds to the lemma."""
    if lemma in form["plural_only"]:
        return {r for r in _READINGS if r[1] == "p"}
    if low == lemma:
        plural = lemma.endswith(tuple(form["plural_as_singular"]))
        hissing = lemma.endswith(tuple(form["hissing"]))
        singular = {r for r in _READINGS if r[1] == "s" and (r[0] != "G" or r[2] == "f" or hissing)}
        return singular | {r for r in _READINGS if r[1] == "p" and plural}
    if low in {lemma + ending for ending in form["genitive"]}:
        return {r for r in _READINGS if r[1] == "p" or (r[0] == "G" and r[2] != "f")}
    if low in {lemma + ending for ending in form["genitive_weak"]}:
        return {r for r in _READINGS if r[1] == "p" or (r[0] != "N" and r[2] == "m")}
    return {r for r in _READINGS if r[1] == "p"}


def _narrow(found: frozenset[tuple[str, ...]], written: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """Keep what one of the written readings ("Nsm", "Gp*", "D") allows."""
    patterns = [(one + "***")[:3] for one in written]
    allowed = {
        r for r in _READINGS for p in patterns if all(a in (b, "*") for a, b in zip(p, r, strict=True))
    }
    return _keep(found, allowed)


def _keep(
    found: frozenset[tuple[str, ...]], allowed: Iterable[tuple[str, ...]]
) -> frozenset[tuple[str, ...]]:
    """Narrow, but never to nothing: what contradicts the rest is an error in the text or in the tags."""
    return found & frozenset(allowed) or found


def _features(found: frozenset[tuple[str, ...]]) -> PhraseFeatures:
    cases, numbers, genders = (frozenset(r[i] for r in found) for i in range(3))
    return PhraseFeatures(cases, numbers, genders)
