"""Branches of the tree of a verb-second language that a small parser leaves open, settled by the words alone.

"Es" beside a subject and an object is the subject ("dass es Moskau Waffen liefert"), "ohne" before an
infinitive introduces it, what says how somebody calls or shows himself is no verb, a modal verb with nothing
but a noun is the verb, a name that "is" somewhere is the subject of that, and an inflected participle between
a number and its noun belongs to the noun.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.tree_moves import hang, take_over, under

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language
    from kg.tokens import Token

_EMPTY: Final = "expl"
_SUBJECT: Final = "nsubj"
_RESULT: Final = "xcomp"
_ADVERB: Final = "advmod"
_MARK: Final = "mark"
_NOMINAL: Final = frozenset({"NOUN", "PROPN"})
_VERBAL: Final = frozenset({"VERB", "AUX"})
_COMMA: Final = ","


def settle(words: Sequence[Token], language: Language) -> tuple[Token, ...]:
    """Give the words of a sentence with such branches where they belong."""
    tree = list(words)
    for index in range(len(tree)) if language.grammar.verb_first else ():
        _reflexive(tree, index, language)
        _without(tree, index, language)
        _neuter(tree, index, language)
        _somebody(tree, index, language)
        _result(tree, index, language)
        _modal(tree, index, language)
        _somewhere(tree, index, language)
        _counted(tree, index, language)
        _second(tree, index, language)
    return tuple(tree)


def _reflexive(tree: list[Token], index: int, language: Language) -> None:
    """Take back that "sich" is a subject; beside what says how, it is of the verb ("zeigten sich empört")."""
    token, labels = tree[index], language.functions
    empty = language.quoting.expletives - language.grammar.personal_singular.keys()
    if token.low in empty and token.dep in labels.subject:
        over = tree[token.head]
        hang(tree, index, over.head if over.dep == _RESULT else over.index, min(labels.object))


def _neuter(tree: list[Token], index: int, language: Language) -> None:
    """Make "es" the subject beside a bare name and an object: that name is to whom."""
    token, labels = tree[index], language.functions
    if token.dep != _EMPTY or token.low not in language.grammar.personal_singular:
        return
    beside = under(tree, token.head)
    subjects = [t for t in beside if t.dep in labels.subject and t.pos == "PROPN" and t.index > index]
    bare = [t for t in subjects if not any(u.pos in {"DET", "ADP"} for u in under(tree, t.index))]
    if len(bare) == 1 and len(subjects) == 1 and any(t.dep in labels.object for t in beside):
        hang(tree, index, token.head, _SUBJECT)
        hang(tree, bare[0].index, token.head, min(labels.recipient))


def _somebody(tree: list[Token], index: int, language: Language) -> None:
    """Leave "man" the only subject of its verb ("Man habe Russland keine Waffen geliefert")."""
    token, labels = tree[index], language.functions
    if token.dep not in labels.subject or token.low not in language.grammar.generic:
        return
    beside = under(tree, token.head)
    done = any(t.dep in labels.object for t in beside)
    for other in beside:
        if other.index != index and other.dep in labels.subject and other.pos in _NOMINAL:
            hang(tree, other.index, token.head, min(labels.recipient if done else labels.object))


def _without(tree: list[Token], index: int, language: Language) -> None:
    """Let "ohne", "statt" behind a comma introduce the infinitive, whose object the noun behind it is."""
    token, labels = tree[index], language.functions
    noun = tree[token.head]
    verb = tree[noun.head]
    opens = index > 0 and tree[index - 1].text == _COMMA and token.low in language.grammar.with_infinitive
    to = language.forms.words("marker")
    below = [u for t in under(tree, verb.index) for u in (t, *under(tree, t.index))]
    marked = any(t.low in to and t.pos != "ADP" for t in below)
    if opens and noun.pos in _NOMINAL and verb.pos == "VERB" and verb.index > noun.index and marked:
        hang(tree, index, verb.index, _MARK)
        tree[index] = replace(tree[index], pos="SCONJ")
        hang(tree, noun.index, verb.index, min(labels.object))


def _result(tree: list[Token], index: int, language: Language) -> None:
    """Read as an adverb what only says how: "nannte das absurd", "zeigten sich enttäuscht"."""
    token, labels = tree[index], language.functions
    nominal = labels.subject | labels.passive_subject | labels.object | labels.auxiliary
    below = under(tree, index)
    plain = token.dep == _RESULT and token.pos in {"ADJ", "VERB"}
    to = language.forms.words("marker")
    own = [t for t in below if t.dep in nominal or t.low in to or t.pos in {"ADP", "SCONJ"}]
    infinitive = any(t.low in to for t in tree[max(index - 1, 0) : index])
    forms = {reading.form for reading in language.forms.readings(token.text, token.infinitive or token.lemma)}
    if plain and not own and not infinitive and (token.pos == "ADJ" or "infinitive" not in forms):
        tree[index] = replace(token, dep=_ADVERB, pos="ADJ", lemma=token.low, infinitive=token.lemma)


def _modal(tree: list[Token], index: int, language: Language) -> None:
    """Make a modal verb the verb where the tree has it help a noun ("Pjöngjang wolle Raketentechnologie")."""
    modal = tree[index]
    noun = tree[modal.head]
    labels = language.functions
    below = under(tree, noun.index)
    helps = modal.lemma in language.grammar.modal and modal.dep in labels.auxiliary and noun.pos == "NOUN"
    others = [
        t for t in below if t.pos in _VERBAL and t.index != index and t.dep in labels.auxiliary | {"cop"}
    ]
    if not helps or others or noun.index < index:
        return
    take_over(tree, noun.index, index)
    tree[index] = replace(tree[index], pos="VERB")
    hang(tree, noun.index, index, min(labels.object))
    for one in below:
        if one.index != index and (one.dep in labels.subject or one.pos in {"ADV", "PUNCT"}):
            hang(tree, one.index, index, one.dep)


def _somewhere(tree: list[Token], index: int, language: Language) -> None:
    """Make "sein" the verb of a name that the tree takes for a predicate ("wonach Kim dort gewesen sei")."""
    copula, labels = tree[index], language.functions
    name = tree[copula.head]
    below = under(tree, name.index)
    subjects = labels.subject | labels.passive_subject
    alone = copula.dep == "cop" and name.pos == "PROPN" and name.index < index
    between = [t for t in below if name.index < t.index < index]
    placed = [t for t in between if any(u.pos == "ADP" for u in under(tree, t.index))]
    if not alone or not placed or any(t.dep in subjects for t in below):
        return
    take_over(tree, name.index, index)
    tree[index] = replace(tree[index], pos="VERB")
    hang(tree, name.index, index, _SUBJECT)
    for one in below:
        if one.index != index and (one in placed or one.pos in {"ADV", "PUNCT", "SCONJ"}):
            hang(tree, one.index, index, one.dep if one not in placed else "obl")
    tree[index] = replace(tree[index], dep="acl" if tree[index].dep in labels.apposition else tree[index].dep)


def _counted(tree: list[Token], index: int, language: Language) -> None:
    """Give the noun behind an inflected participle that the tree takes for the verb before another verb.

    "Rund 200 nach Russland entsandte Soldaten sind verwundet worden".
    """
    participle, labels = tree[index], language.functions
    after = tree[index + 1] if index + 1 < len(tree) else participle
    verbs = [t for t in under(tree, index) if t.index > after.index and t.pos == "VERB"]
    front = [t for t in under(tree, index) if t.index < index and t.pos == "NUM"]
    joined = [
        t for t in verbs if t.dep in {"parataxis", "conj", "ccomp"} and not _parted(tree, index, t.index)
    ]
    if after.pos != "NOUN" or after.head != index or not front or len(joined) != 1:
        return
    main = joined[0].index
    take_over(tree, index, main)
    hang(tree, after.index, main, _SUBJECT)
    hang(tree, index, after.index, min(labels.modifier))
    tree[index] = replace(tree[index], pos="ADJ", lemma=participle.low, infinitive=participle.lemma)
    for one in under(tree, index):
        if one.pos == "NUM":
            hang(tree, one.index, after.index, "nummod")
        elif one.index > after.index or one.pos == "PUNCT":
            hang(tree, one.index, main, one.dep)


def _second(tree: list[Token], index: int, language: Language) -> None:
    """Make a verb of what the tagger held an adjective, though it is joined to a verb and has an object."""
    token, labels = tree[index], language.functions
    joined = token.dep in labels.coordination and tree[token.head].pos == "VERB" and bool(token.infinitive)
    below = under(tree, index)
    linked = any(t.low in language.grammar.coordinators for t in below)
    if token.pos == "ADJ" and joined and linked and any(t.dep in labels.object for t in below):
        forms = {reading.form for reading in language.forms.readings(token.text, token.infinitive)}
        if "finite" in forms:
            tree[index] = replace(token, pos="VERB", lemma=token.infinitive, infinitive="")


def _parted(tree: Sequence[Token], first: int, last: int) -> bool:
    """Whether a mark or a conjunction stands between two words."""
    return any(t.pos in {"PUNCT", "CCONJ"} for t in tree[first:last])
