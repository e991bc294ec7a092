"""Passives that no auxiliary of the passive tells: headlines and states.

"Soldaten nach Russland geschickt" and "Soldaten sind in Kursk stationiert" say what was done to the soldiers.
The rule: a form that can only be a participle, of a verb whose perfect does not take the copula, and nothing
finite beside it, or only the copula.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.morphology import verb_features

if TYPE_CHECKING:
    from kg.drafting import Draft, Verb

_VERBAL = frozenset({"VERB", "AUX"})
_ROOT = "ROOT"


def mark_passives(draft: Draft) -> None:
    """Mark the verbs of which something is said that was done to it, without an auxiliary that tells so."""
    grammar = draft.grammar
    carrying = {verb for frame in draft.language.frames for verb in frame.governors}
    for verb in draft.verbs.values() if grammar.perfect_with_copula else ():
        known = verb.lemma in (draft.language.frame_verbs | carrying) - draft.language.plan.verbs
        if not known or verb.lemma in grammar.perfect_with_copula:
            continue
        helpers = {draft.tokens[i].lemma for i in verb.auxiliaries}
        alone = not helpers and draft.tokens[verb.main].dep == _ROOT and _only_participle(draft, verb.main)
        alone = alone and _nothing_finite(draft)
        if alone or (helpers and helpers <= grammar.copula - grammar.passive and _finite(draft, verb)):
            verb.reflexive = True


def _only_participle(draft: Draft, index: int) -> bool:
    """Whether a form is a participle, whatever stands around it."""
    token = draft.tokens[index]
    readings = draft.language.forms.readings(token.text, token.lemma)
    return bool(readings) and all(reading.form == "participle" for reading in readings)


def _finite(draft: Draft, verb: Verb) -> bool:
    """Whether one finite word alone helps a participle ("sind stationiert", not "stationiert gewesen")."""
    words = (*verb.auxiliaries, verb.main)
    forms = [verb_features(draft.tokens, i, draft.language.forms).form for i in words]
    return forms == ["finite", "participle"]


def _nothing_finite(draft: Draft) -> bool:
    verbs = [t.index for t in draft.tokens if t.pos in _VERBAL]
    return all(verb_features(draft.tokens, i, draft.language.forms).form != "finite" for i in verbs)
