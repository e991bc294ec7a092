"""Who takes part in what a noun tells of without the noun's own phrase saying so.

The rule: nobody is taken where two could be meant, and nobody who only speaks of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.model import Argument

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.language import Language
    from kg.model import Clause, Reading
    from kg.who import Who

    Fetch = Callable[[Clause, str], tuple[str, ...]]

#: What stands between a noun and the clause that says what it is of.
_OPENING: Final = re.compile(r"\s*,?\s*(?:\w+\s+)?")
#: The end of the verb of which the noun is the object ("gab die Entscheidung Seouls bekannt, …").
_END: Final = re.compile(r"\s+\w+(?=,)")
_PERSON = "Person"
_VEHICLE = "Vehicle"
_OTHERS = ("object", "recipient")


def with_whom(clause: Clause, own: list[Argument], reading: Reading, language: Language) -> list[Argument]:
    """Leave out of several companions of a verb who is that of a noun below it.

    "Putin sprach mit Kim über sein Treffen mit Trump".
    """
    several = len(own) > 1 and own[0].function in language.grammar.companions
    if not several or clause.kind == "noun":
        return own
    nouns = [c for c in reading.clauses if c.parent == clause.index and c.kind == "noun"]
    known = {pattern.head for frame in language.frames for pattern in frame.nouns}
    theirs = {a.span for c in nouns if c.lemma in known for a in c.arguments if a.function == own[0].function}
    return [a for a in own if a.span not in theirs] or own


def doer(noun: Clause, over: Clause | None, language: Language, who: Who, fetch: Fetch) -> tuple[str, ...]:
    """Give who did what the sentence tells on an occasion: "bei einem Besuch in Peking sagte Putin"."""
    if over is None or noun.definite:
        return ()
    grammar = language.grammar
    attends = over.lemma in grammar.attending and noun.relation in grammar.directional
    if not attends and noun.relation not in grammar.occasion:
        return ()
    keys = fetch(over, "subject")
    speaks = over.lemma in language.attribution.say  # of a body that speaks, nobody is on a visit
    return tuple(key for key in keys if not speaks or who.types.get(key) == _PERSON)


def guests(
    noun: Clause, over: Clause | None, doers: tuple[str, ...], language: Language, who: Who, fetch: Fetch
) -> tuple[str, ...]:
    """Give those of who does something on an occasion who are not at home where it leads ("on a visit").

    Where all are, it is the one person whom they meet ("Kim met Shoigu on a visit to North Korea").
    """
    grammar = language.grammar
    if not (grammar.fixed_order and doers and over is not None):
        return doers
    where = [a for a in noun.arguments if a.function in grammar.directional | grammar.locative]
    places = set(who.keys([m for a in where for m in a.mentions]))
    states = places | {who.items[key].country for key in places & who.items.keys()} - {""}
    away = tuple(k for k in doers if k not in who.items or who.items[k].country not in states)
    met = [] if away else [k for k in fetch(over, "object") if k in who.items]
    abroad = tuple(k for k in met if who.items[k].country not in {"", *states})
    return away or (abroad if len(abroad) == 1 else ())


def maker(noun: Clause, over: Clause | None, language: Language, fetch: Fetch) -> tuple[str, ...]:
    """Give who completes or carries on what a noun tells of ("completed a shipment")."""
    makes = over is not None and over.lemma in language.grammar.making and noun.relation == "object"
    return fetch(over, "subject") if makes and over is not None else ()


def planners(clause: Clause, reading: Reading, language: Language) -> list[Argument]:
    """Give whose plan or promise it is that an infinitive tells ("Moskaus Zusage, Raketen zu liefern").

    The noun stands right before the infinitive's clause, with nothing but what that clause brings between.
    """
    plans = language.plan.nouns | language.request.nouns | language.grammar.undertakings
    hedges = {noun for level in language.certainty.values() for noun in level.nouns}
    here = [c for c in reading.clauses if c.sentence == clause.sentence]
    same = [c for c in here if c.trigger.end <= clause.trigger.begin]
    own = {i for a in clause.arguments for i in a.clauses}
    nouns = [c for c in same if c.kind == "noun" and c.index not in own and c.lemma in plans | hedges]
    if clause.mood != "infinitive" or not nouns:
        return []
    noun = max(nouns, key=lambda c: c.trigger.begin)
    end = max([noun.span.end, *(a.span.end for a in noun.arguments if a.span.end <= clause.trigger.begin)])
    begin = min([clause.trigger.begin, *(a.span.begin for a in clause.arguments if a.span.begin >= end)])
    between = reading.article.text[end:begin]
    between = _END.sub("", between, count=1) if noun.relation == "object" else between
    if not _OPENING.fullmatch(between):
        return []
    return [a for a in noun.arguments if a.function == "genitive"]


def riders(clause: Clause, reading: Reading, language: Language, who: Who, fetch: Fetch) -> tuple[str, ...]:
    """Give the person whom a train, a plane or a car carries somewhere ("the train carrying Kim arrived").

    So does one that is somebody's ("Бронепоезд Ким Чен Ына прибыл"), or that somebody is aboard ("탄 열차").
    """
    subjects = [a for a in clause.arguments if a.function == "subject"]
    vehicles = [a for a in subjects if language.classify(a.lemma) == _VEHICLE]
    telling = [
        c for c in reading.clauses if vehicles and c.relation == "relative" and c.parent == clause.index
    ]
    words = language.grammar
    keys = [k for c in telling if c.lemma in words.carrying for k in fetch(c, "object")]
    keys += [k for c in telling if c.lemma in words.boarding for k in fetch(c, "subject")]
    owned = [i for a in vehicles for i in a.clauses if language.cases]
    keys += [k for index in owned for k in fetch(reading.clauses[index], "genitive")]
    return tuple(dict.fromkeys(k for k in keys if who.types.get(k) == _PERSON))


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


def _away(
    noun: Clause, subject: tuple[str, ...], others: list[str], language: Language, who: Who
) -> tuple[str, ...]:
    """Give the subject whom a noun leads abroad, where the other person is at home ("bei seinem Besuch")."""
    functions = language.grammar.directional | language.grammar.locative | {"member"}
    places = set(who.keys([m for a in noun.arguments if a.function in functions for m in a.mentions]))
    states = places | {who.items[key].country for key in places & who.items.keys()} - {""}
    home = [k in who.items and who.items[k].country in states for k in others]
    goes = [k in who.items and who.items[k].country not in {"", *states} for k in subject]
    return subject if states and all(home) and len(subject) == 1 and all(goes) else ()


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
            return _away(noun, fetch(over, "subject"), others, language, who)
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


def mistaken(clause: Clause, above: Clause, language: Language, text: str) -> bool:
    """Whether a verb only seems to go on with the one above it: its subject is not that one's.

    "Including, Seoul says, supplying shells": nobody says doing so. A bare phrase before a second verb
    is a subject of its own that the tree does not know as one.
    """
    says = above.lemma in language.attribution.say - language.grammar.implicative
    bare = any(a.function == "" and a.span.end <= clause.trigger.begin for a in clause.arguments)
    own = above.passive or above.lemma in language.grammar.claims_to | language.grammar.object_control
    acts = language.quoting.acts | {verb for verb, _ in language.quoting.acts_on}  # "…, calling for talks"
    apart = (clause.mood == "participle" and clause.lemma not in acts) or (
        clause.mood == "infinitive" and not own
    )
    before = text[: clause.trigger.begin].rsplit(maxsplit=1)[-1:]  # "sanctions for their role in sending"
    blamed = bool(set(before) & language.grammar.blaming) and above.lemma in language.grammar.blamed_by
    others = clause.mood == "participle" and blamed
    seems = others or (says and apart) or (bare and clause.relation == "coordinated")
    return language.grammar.fixed_order and seems
