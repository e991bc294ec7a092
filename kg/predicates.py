"""Predicates of languages with modal verbs as heads, without a copula, with passives by an ending.

Each is put in the shape that the grammar of the house knows: a modal verb becomes a helper of its
infinitive, an adjective that stands for a verb gets a copula, "поставляется" is the passive of its verb.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.drafting import Verb
from kg.morphology import verb_features

if TYPE_CHECKING:
    from kg.drafting import Draft

_INFINITIVE = "infinitive"


def reshape(draft: Draft) -> None:
    """Put the verbs of a sentence in the shape that the grammar of the house knows."""
    join_modals(draft)
    add_copulas(draft)
    undo_reflexives(draft)


def join_modals(draft: Draft) -> None:
    """Make a modal verb a helper of the infinitive that hangs on it ("мог поставить")."""
    for main in sorted(draft.verbs):
        modal = draft.verbs[main]
        if modal.lemma not in draft.grammar.modal or modal.nominal >= 0:
            continue
        under = [
            v
            for v in draft.verbs.values()
            if draft.tokens[v.main].head == main
            and draft.tokens[v.main].dep in draft.labels.complement
            and any(_infinitive(draft, index) for index in v.group)
        ]
        if not under:
            continue
        inner = under[0]
        inner.auxiliaries += modal.group
        inner.head_at = main
        for index in modal.group:
            draft.verb_of[index] = inner.main
        del draft.verbs[main]


def _infinitive(draft: Draft, index: int) -> bool:
    return verb_features(draft.tokens, index, draft.language.forms).form == _INFINITIVE


def add_copulas(draft: Draft) -> None:
    """Give an adjective that stands for a verb the copula that is left out ("намерен посетить")."""
    copula = draft.grammar.zero_copula
    for token in draft.tokens:
        taken = token.index in draft.verb_of or any(v.nominal == token.index for v in draft.verbs.values())
        clausal = any(t.head == token.index and t.dep in draft.labels.complement for t in draft.tokens)
        if not copula or taken:
            continue
        subjects = draft.labels.subject | draft.labels.passive_subject
        said = any(t.head == token.index and t.dep in subjects for t in draft.tokens)
        denies = token.low in draft.grammar.negation and said  # "Нет данных, что …", "Неправда, что …"
        if token.head == token.index and (denies or (token.pos == "NOUN" and clausal)):
            draft.verbs[token.index] = Verb(token.index, copula, words=[token.index])
            draft.verb_of[token.index] = token.index
            continue
        if token.index in draft.phrase_at or token.pos not in {"ADJ", "ADV"}:
            continue
        short = any(token.has(feature) for feature in draft.grammar.predicate_forms)
        if (short and (said or clausal or token.head == token.index)) or (token.pos == "ADV" and clausal):
            draft.verbs[token.index] = Verb(token.index, copula, words=[token.index])
            draft.verb_of[token.index] = token.index


def undo_reflexives(draft: Draft) -> None:
    """Take the ending of the passive off verbs that the file has only without ("поставляется")."""
    known = draft.language.known_verbs
    for verb in draft.verbs.values():
        for ending in draft.grammar.reflexive:
            bare = verb.lemma.removesuffix(ending)
            if bare != verb.lemma and verb.lemma not in known and bare in known:
                verb.lemma, verb.reflexive = bare, True
                break
