"""Who takes part in what a noun tells of without the noun's own phrase saying so.

The rule: nobody is taken where two could be meant, and nobody who only speaks of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Argument

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.language import Language
    from kg.model import Clause, Reading
    from kg.who import Who

    Fetch = Callable[[Clause, str], tuple[str, ...]]

_PERSON = "Person"
_OTHERS = ("object", "recipient")


def doer(noun: Clause, over: Clause | None, language: Language, fetch: Fetch) -> tuple[str, ...]:
    """Give who did what the sentence tells on an occasion: "bei einem Besuch in Peking sagte Putin"."""
    if over is None or noun.definite or noun.relation not in language.grammar.occasion:
        return ()
    return fetch(over, "subject")


def partner(noun: Clause, over: Clause | None, language: Language, fetch: Fetch) -> tuple[str, ...]:
    """Give who wants, plans or awaits something with somebody: "freut sich auf ein Treffen mit Kim"."""
    shared = any(a.function in language.grammar.companions for a in noun.arguments)
    if over is None or noun.kind != "noun" or not shared:
        return ()
    hedging = frozenset(verb for level in language.certainty.values() for verb in level.verbs)
    wanting = hedging | language.plan.verbs | language.request.verbs | language.denial.own_voice
    wanting -= language.attribution.say | language.attribution.think
    governed = (over.lemma, noun.relation) in language.grammar.governed
    if over.lemma in wanting and (noun.relation == "object" or governed):
        return fetch(over, "subject")
    return fetch(over, "subject") if governed and over.lemma not in language.attribution.say else ()


def owner(noun: Clause, reading: Reading, who: Who, language: Language, fetch: Fetch) -> tuple[str, ...]:
    """Give whom "his" means before a noun: the only person of the clause over it, else who says it."""
    before = reading.article.text[noun.span.begin : noun.trigger.begin].lower().split()
    occasion = noun.relation in language.grammar.occasion | {"object"}
    if noun.kind != "noun" or not occasion or not language.grammar.possessive & set(before):
        return ()
    at, seen = noun.parent, {noun.index}
    while at >= 0 and at not in seen:
        seen.add(at)
        over = reading.clauses[at]
        others = [k for slot in _OTHERS for k in fetch(over, slot) if who.types.get(k) == _PERSON]
        if others and over.kind != "noun":
            return ()
        subjects = fetch(over, "subject") if over.kind != "noun" else ()
        if persons := tuple(k for k in subjects if who.types.get(k) == _PERSON):
            return persons
        if subjects or over.relation not in {"complement", "within"} | language.grammar.occasion:
            return ()
        at = over.parent
    return ()


def verbless(noun: Clause, reading: Reading, language: Language) -> list[Argument]:
    """Give of whom a headline without a verb tells something: "Kim Jong Un zu Besuch in Wladiwostok"."""
    verbs = any(c.kind == "verb" and c.sentence == noun.sentence for c in reading.clauses)
    for index, mention in enumerate(reading.mentions if noun.kind == "noun" and not verbs else ()):
        between = reading.article.text[mention.span.end : noun.span.begin].split()
        here = mention.sentence == noun.sentence and mention.span.end <= noun.span.begin
        if here and len(between) == 1 and between[0] in language.grammar.predicative:
            return [Argument("subject", mention.span, mention.head, (index,))]
    return []
