"""Which verb auxiliaries help, where the tree hangs them on what is no verb, or on that of another clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.drafting import Verb
from kg.morphology import verb_features

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.drafting import Draft


def helped(draft: Draft, main: int, helpers: list[int]) -> Verb:
    """Give the verb of auxiliaries that hang on what the tagger holds no verb, or what is none."""
    tokens = draft.tokens
    if _infinitive_first(draft, main, helpers):
        return Verb(main, tokens[main].low, helpers)
    if _perfect(draft, main, helpers):
        return Verb(main, tokens[main].infinitive, helpers)
    closing = max(_closing_participle(draft, main, helpers), _closing_infinitive(draft, main, helpers))
    if closing >= 0:
        return Verb(closing, tokens[closing].lemma.lower(), helpers)
    copula = next((i for i in helpers if tokens[i].dep in draft.labels.copula), helpers[-1])
    others = [i for i in helpers if i != copula]
    return Verb(copula, tokens[copula].lemma.lower(), others, nominal=main)


def parted(draft: Draft, auxiliary: int, main: int) -> bool:
    """Whether a comma parts what the tree took for one verb: "Moskau wolle Waffen, sagte Kirby"."""
    words = draft.language.attribution
    said = draft.tokens[main].lemma.lower() in words.say | words.think
    between = {t.text for t in draft.tokens[auxiliary + 1 : main]}
    return (
        said
        and not draft.grammar.fixed_order
        and "," in between
        and main - 1 > auxiliary
        and (draft.tokens[main - 1].text == ",")
    )


def _infinitive_first(draft: Draft, main: int, helpers: Sequence[int]) -> bool:
    """Whether a word with a capital that opens the sentence is the infinitive of the modal verb after it."""
    modal = main + 1 in helpers and draft.tokens[main + 1].lemma in draft.grammar.modal
    return main == 0 and modal and draft.tokens[main].low in draft.language.frame_verbs


def _perfect(draft: Draft, main: int, helpers: Sequence[int]) -> bool:
    """Whether a word taken for an adjective is the participle of a perfect ("hat eine Rakete getestet").

    With the copula it is one of a verb of going ("ist nach Vietnam weitergereist").
    """
    grammar = draft.grammar
    having = grammar.auxiliary - grammar.passive - grammar.copula
    having |= grammar.copula if draft.tokens[main].infinitive in grammar.perfect_with_copula else frozenset()
    known = bool(draft.tokens[main].infinitive) and main not in draft.phrase_at
    return known and all(draft.tokens[i].lemma in having for i in helpers)


def _closing_participle(draft: Draft, noun: int, helpers: Sequence[int]) -> int:
    """Give the participle of a perfect of which the tree made a predicate noun and a verb; -1 if none.

    "ist der Staatschef mit dem Minister zusammengetroffen": the participle closes the clause.
    """
    head = draft.tokens[noun].head
    token = draft.tokens[head]
    if draft.grammar.fixed_order or draft.language.cases or len(helpers) != 1 or token.pos != "VERB":
        return -1
    perfect = draft.tokens[helpers[0]].lemma in draft.grammar.auxiliary and head > noun > helpers[0]
    bare = not any(t.head == head and t.dep in draft.labels.auxiliary for t in draft.tokens)
    form = verb_features(draft.tokens, head, draft.language.forms).form
    between = {t.text for t in draft.tokens[noun:head]}
    return head if perfect and bare and form == "participle" and not between & {",", ";", ":"} else -1


def _closing_infinitive(draft: Draft, noun: int, helpers: Sequence[int]) -> int:
    """Give the infinitive of a modal of which the tree made a copula ("will 50 Mann … entsenden"); or -1."""
    if draft.grammar.fixed_order or draft.language.cases or len(helpers) != 1 or helpers[0] > noun:
        return -1
    last = draft.tokens[-2 if draft.tokens[-1].pos == "PUNCT" else -1]
    between = draft.tokens[helpers[0] : last.index]
    bare = last.pos == "VERB" and last.low == last.lemma and between[-1].head != last.index
    alone = not any(t.text in {",", ";", ":"} or t.pos == "VERB" for t in between)
    modal = draft.tokens[helpers[0]].lemma in draft.grammar.modal
    return last.index if modal and bare and alone and last.index > noun and last.head == noun else -1
