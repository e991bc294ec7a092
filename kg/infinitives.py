"""Which verb an infinitive clause hangs on, where the tree took another: "…, Moskau plane, Waffen zu kaufen".

The rule: where commas part clauses, it hangs on the verb before its comma, not on who says both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.morphology import verb_features

if TYPE_CHECKING:
    from kg.drafting import Draft, Verb

_REPORTED = "subjunctive"


def hang_infinitives(draft: Draft) -> None:
    """Hang an infinitive clause on the verb before it, where the tree hung it on who says both.

    "Sie teilte mit, Moskau sei dabei, Granaten zu kaufen", "er habe die Absicht, zu reisen, sagte Peskow".
    """
    if draft.grammar.fixed_order or draft.language.cases:
        return
    words = draft.language.attribution
    for verb in [one for one in draft.verbs.values() if _infinitive_clause(draft, one)]:
        _turn_over(draft, verb)
        over = draft.verbs.get(verb.parent)
        if over is None or over.lemma not in words.say | words.think:
            continue
        beside = [other for other in draft.verbs.values() if other.parent == over.main]
        before = max((other.main for other in beside if other.main < verb.main), default=-1)
        apart = any(t.text == "," for t in draft.tokens[before + 1 : verb.main])
        if before >= 0 and apart and (over.main < before or over.main > verb.main):
            verb.parent = before


def _turn_over(draft: Draft, verb: Verb) -> None:
    """Put an infinitive clause under the verb before its comma that the tree hung on it."""
    comma = max((t.index for t in draft.tokens[: verb.main] if t.text == ","), default=-1)
    below = [o for o in draft.verbs.values() if o.parent == verb.main and o.main < comma and not o.participle]
    if not below or any(comma < o.main < verb.main for o in draft.verbs.values()):
        return
    last = max(below, key=lambda o: o.main)
    early = [(f, n) for f, n in verb.phrases if draft.phrases[n].last < comma]
    verb.phrases = [pair for pair in verb.phrases if pair not in early]
    last.phrases += [("subject" if f == "object" else f, n) for f, n in early]
    last.parent, last.relation = verb.parent, "complement" if verb.parent >= 0 else ""
    verb.parent, verb.relation = last.main, "complement"


def _infinitive_clause(draft: Draft, verb: Verb) -> bool:
    """Whether a verb has no finite form, but an infinitive ("zu liefern", "geliefert zu haben")."""
    forms = {verb_features(draft.tokens, i, draft.language.forms).form for i in verb.group}
    return "infinitive" in forms and "finite" not in forms


def take_opening(draft: Draft, verb: Verb) -> None:
    """Give a verb in the Konjunktiv who alone stands between the comma and it ("…, Moskau sei dabei")."""
    features = verb_features(draft.tokens, verb.group[0], draft.language.forms)
    own = any(function == "subject" for function, _ in verb.phrases)
    if own or not features.mood.startswith(_REPORTED):
        return
    for number, phrase in enumerate(draft.phrases):
        opens = phrase.first > 0 and draft.tokens[phrase.first - 1].text == ","
        if phrase.last == verb.group[0] - 1 and opens and not phrase.preposition:
            for other in draft.verbs.values():
                other.phrases = [(f, n) for f, n in other.phrases if n != number]
            verb.phrases.append(("subject", number))
