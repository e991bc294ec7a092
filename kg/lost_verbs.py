"""Verbs that a small parser takes for something else, in a language whose participles close the clause.

A participle at the end is the verb of a perfect or a passive, whatever noun stands before it ("hat eine
Reise angekündigt"); a second one is a verb as the first is ("hat Putin getroffen und Moskau besucht"); some
words make one verb with the one behind them ("hat bekannt gegeben").
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.morphology import verb_features
from kg.tree_moves import hang, take_over, under

if TYPE_CHECKING:
    from kg.language import Language
    from kg.tokens import Token

_VERBAL: Final = frozenset({"VERB", "AUX"})
_NOMINAL: Final = frozenset({"NOUN", "PROPN"})
_PHRASE: Final = frozenset({"NOUN", "PROPN", "DET", "ADJ", "NUM"})
_AUXILIARY: Final = "aux"
_RESULT: Final = "xcomp"
_ADVERB: Final = "advmod"
_ENDS: Final = frozenset({".", ",", ";", ":", "!", "?", "–"})


def find_verb(tree: list[Token], index: int, language: Language) -> None:
    """Make a verb of a word that is one, or that makes one with its verb."""
    _only_verb(tree, index, language)
    _part_of_verb(tree, index, language)
    _perfect(tree, index, language)
    _passive(tree, index, language)
    _second_participle(tree, index, language)


def _only_verb(tree: list[Token], index: int, language: Language) -> None:
    """Make a verb of the adjective behind a subject that alone can be it ("Tokio verhängte Sanktionen")."""
    token, labels = tree[index], language.functions
    if token.pos != "ADJ" or not token.infinitive or any(t.pos in _VERBAL for t in tree):
        return
    noun = tree[token.head]
    readings = language.forms.readings(token.text, token.infinitive)
    beside = [*under(tree, index), *under(tree, noun.index)]
    subjects = [t for t in beside if t.dep in labels.subject and t.index < index]
    part = token.dep in labels.modifier and noun.index > index
    if not subjects or not (part or noun is token) or all(r.form != "finite" for r in readings):
        return
    tree[index] = replace(token, pos="VERB", lemma=token.infinitive)
    if part:
        take_over(tree, noun.index, index)
        hang(tree, noun.index, index, min(labels.object))
        hang(tree, subjects[0].index, index, min(labels.subject))


def _part_of_verb(tree: list[Token], index: int, language: Language) -> None:
    """Make a part of its verb of the word before it that says so with it ("hat bekannt gegeben, dass …")."""
    token, verb = tree[index], tree[tree[index].head]
    whole = f"{token.low}{verb.lemma}"
    if verb.pos == "VERB" and verb.index == index + 1 and whole in language.attribution.say:
        hang(tree, index, verb.index, min(language.functions.particle))
        tree[verb.index] = replace(verb, lemma=whole)
    elif token.dep != _RESULT or verb.lemma in language.grammar.causative:
        return
    elif f"{token.low} {verb.lemma}" in language.phrasal_verbs:
        for one in under(tree, index):  # "nannte die Vorwürfe absurd"
            hang(tree, one.index, verb.index, one.dep)
        tree[index] = replace(token, pos="ADJ", dep=_ADVERB)


def _perfect(tree: list[Token], index: int, language: Language) -> None:
    """Make the verb of a perfect of the participle at its end that the tree put beside a noun."""
    finite, labels = tree[index], language.functions
    having = language.grammar.auxiliary - language.grammar.passive - language.grammar.copula
    if finite.lemma not in having or finite.dep in labels.auxiliary or finite.pos not in _VERBAL:
        return
    end = next((t.index for t in tree[index:] if t.text in _ENDS), len(tree))
    last = tree[end - 1]
    noun = tree[last.head]
    described = last.dep in labels.relative | labels.modifier and index < noun.index < last.index
    if not described or noun.pos not in _NOMINAL or last.pos not in {"ADJ", "VERB"}:
        return
    lemma = last.infinitive or last.lemma
    if "participle" not in {reading.form for reading in language.forms.readings(last.text, lemma)}:
        return
    take_over(tree, index, last.index)
    for one in under(tree, index):
        hang(tree, one.index, last.index, one.dep)
    hang(tree, index, last.index, _AUXILIARY)
    tree[last.index] = replace(tree[last.index], pos="VERB", lemma=lemma, infinitive="")
    tree[index] = replace(tree[index], pos="AUX")


def _passive(tree: list[Token], index: int, language: Language) -> None:
    """Make a verb of the participle of a passive that the tagger held an adjective ("werden ausgebildet")."""
    token = tree[index]
    helped = any(t.dep in language.functions.passive_auxiliary for t in under(tree, index))
    known = token.pos == "ADJ" and bool(token.infinitive) and token.text.islower()
    forms = {r.form for r in language.forms.readings(token.text, token.infinitive)} if known else ()
    if helped and "participle" in forms:
        tree[index] = replace(token, pos="VERB", lemma=token.infinitive, infinitive="")


def _second_participle(tree: list[Token], index: int, language: Language) -> None:
    """Make a verb of the second participle that the tagger held an adjective."""
    token, first = tree[index], tree[tree[index].head]
    joined = token.dep in language.functions.coordination and first.index < index and bool(token.infinitive)
    if token.pos != "ADJ" or not joined or first.pos != "VERB":
        return
    forms = [r.form for r in language.forms.readings(token.text, token.infinitive)]
    alike = verb_features(tree, first.index, language.forms).form == "participle" and "participle" in forms
    helped = any(t.dep in language.functions.auxiliary for t in under(tree, first.index))
    after = tree[index + 1].pos if index + 1 < len(tree) else ""
    if alike and helped and after not in _PHRASE:
        tree[index] = replace(token, pos="VERB", lemma=token.infinitive, infinitive="")
