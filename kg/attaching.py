"""Which verb each noun phrase and word hangs on, and in which neutral function.

Told by preposition, article, case and label, with repairs that small parsers need. The passive is undone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.agreeing import agree
from kg.declension import by_case, share_out
from kg.infinitives import take_opening
from kg.morphology import verb_features
from kg.repairs import repair
from kg.word_order import describe, place_bare

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.drafting import Draft, Verb
    from kg.phrases import Phrase

_COMMA = ","
_HAS_ITS_PLACE = "ArmedConflict"
_LOOSE = frozenset({"ADV", "ADJ", "PART", "SCONJ", "DET", "CCONJ", "ADP"})
_FUNCTIONS = {"subject": "subject", "object": "object", "recipient": "recipient", "agent": "subject"}
_BESIDE = frozenset({",", "(", "–"})


# ---------------------------------------------------------------- which verb


def attach_phrases(draft: Draft) -> None:
    """Hang every phrase that belongs to no other on its verb, and mend what the tree got wrong."""
    for number, phrase in enumerate(draft.phrases):
        if number in draft.coordinated or draft.owns_another(number) or _genitive_after(draft, number):
            continue
        if draft.inserted(number) or _labels(draft, number):
            continue
        for main in _verbs_over(draft, number, phrase):
            verb = draft.verbs[main]
            function = _function_under(draft, verb, number)
            if not verb.takes(number) and not _second(draft, verb, function, number):
                verb.phrases.append((function, number))
    _mend(draft)


def _second(draft: Draft, verb: Verb, function: str, number: int) -> bool:
    """Whether a verb has its direction, and the tree hangs another on a noun ("… over aid to Kyiv")."""
    governor = draft.phrases[number].governor
    directed = draft.grammar.fixed_order and function in draft.grammar.directional
    own = [n for f, n in verb.phrases if f == function and draft.phrases[n].first > verb.main]
    return directed and bool(own) and governor not in draft.verb_of


def _labels(draft: Draft, number: int) -> bool:
    """Whether a phrase stands before a colon without a verb, so that it is no part of what follows."""
    colon = next((t.index for t in draft.tokens if t.text == ":"), -1)
    before = not draft.grammar.fixed_order and draft.phrases[number].last < colon
    return before and all(index > colon for index in draft.verb_of)


def _mend(draft: Draft) -> None:
    """Mend functions by what the language tells them by: order, cases, articles."""
    for verb in draft.verbs.values():
        if draft.grammar.fixed_order:
            place_bare(draft, verb)
            describe(draft, verb)
        elif draft.language.cases:
            describe(draft, verb)
        elif not verb.participle:
            take_opening(draft, verb)
            agree(draft, verb)
            repair(draft, verb)
    if draft.language.cases:
        share_out(draft)


def _genitive_after(draft: Draft, number: int) -> bool:
    """Whether a phrase is a genitive right after a noun: it belongs to that, whatever the tree says."""
    phrase = draft.phrases[number]
    inserted = number in draft.extended
    before = number - 2 if inserted or (draft.language.cases and phrase.owner >= 0) else number - 1
    if number == 0 or before < 0 or not draft.genitive(phrase):
        return False
    if draft.phrases[before].noun < 0 or not draft.adjacent(phrase, draft.phrases[before]):
        return False
    article = phrase.article or (draft.tokens[draft.extended[number]].low if inserted else "")
    if article not in draft.grammar.definite:
        return True
    return phrase.dep not in draft.labels.subject | draft.labels.object


def _verbs_over(draft: Draft, number: int, phrase: Phrase, passed: frozenset[int] = frozenset()) -> list[int]:
    """Give the verb on which a phrase hangs; a bare phrase glued to another goes to that one's verb."""
    governor = phrase.governor
    predicates = [m for m, v in draft.verbs.items() if phrase.first <= v.nominal <= phrase.last]
    if governor < 0 and draft.language.cases:  # "На космодром, где ждал Путин, приехал Ким"
        relative = [t.index for t in draft.tokens if t.dep in draft.labels.relative]
        rest = [m for m in draft.verbs if m not in relative or not draft.within(draft.tokens[m].head, number)]
        return predicates or _nearest_verb(draft, phrase, rest)
    if governor < 0 or governor in draft.verb_of:
        return predicates or ([draft.verb_of[governor]] if governor >= 0 else _nearest_verb(draft, phrase))
    other = draft.phrase_at.get(governor, -1)
    under = [
        main
        for main, verb in draft.verbs.items()
        if verb.nominal == governor or (other >= 0 and draft.within(verb.nominal, other))
    ]
    if under and (phrase.dep in draft.labels.subject or not draft.follows(phrase, other)):
        return under
    if other < 0 or other in passed:
        return draft.climb(governor)
    if _stays_with(draft, number, other):
        return []
    over = _verbs_over(draft, other, draft.phrases[other], passed | {number})
    return over[:1] or draft.climb(governor)


def _stays_with(draft: Draft, number: int, other: int) -> bool:
    """Whether a phrase that the tree hangs on another is part of that, not of its verb's clause."""
    phrase = draft.phrases[number]
    if number == other or _in_account(draft, phrase):
        return True
    if phrase.preposition:
        governor = draft.tokens[phrase.governor].lemma
        later = draft.phrases[other].preposition in draft.grammar.apart  # "spoke ahead of a dinner with Xi"
        if later and phrase.preposition not in draft.grammar.locative:
            return draft.follows(phrase, other)
        own = governor in draft.grammar.ways  # "on her way to Moscow"
        whence = draft.phrases[other].preposition in draft.grammar.whence  # "from a port in North Korea"
        own = own or (draft.grammar.fixed_order and whence and phrase.preposition in draft.grammar.locative)
        own = own or draft.language.classify(governor) == _HAS_ITS_PLACE  # "der Krieg in der Ukraine"
        return (own or phrase.preposition in draft.grammar.of) and draft.follows(phrase, other)
    if draft.language.cases and draft.phrases[other].noun >= 0 and draft.follows(phrase, other):
        return draft.language.cases.get(phrase.case) in {"genitive", "instrument", "recipient"}
    if draft.language.cases and draft.phrases[other].noun < 0 <= phrase.noun:
        return False  # a name takes no genitive
    return draft.genitive(phrase) or _apposition(draft, phrase, other)


def _in_account(draft: Draft, phrase: Phrase) -> bool:
    """Whether a phrase closes one that says whose account it is ("По данным посольства в КНДР, …")."""
    words, tokens = draft.language.attribution, draft.tokens
    closes = phrase.last + 1 < len(tokens) and tokens[phrase.last + 1].text == _COMMA
    if not (draft.language.cases and phrase.preposition and closes):
        return False
    accounts = [
        p
        for p in draft.phrases
        if p.first < phrase.first and p.preposition in words.noun_prepositions and p.noun >= 0
        if tokens[p.noun].lemma in words.nouns
    ]
    between = tokens[accounts[-1].first : phrase.first] if accounts else ()
    return bool(between) and not any(t.text == _COMMA or t.index in draft.verb_of for t in between)


def _apposition(draft: Draft, phrase: Phrase, other: int) -> bool:
    between = [t.text for t in draft.tokens[draft.phrases[other].last + 1 : phrase.first]]
    return phrase.dep in draft.labels.apposition and bool(between) and between[0] in _BESIDE


def _nearest_verb(draft: Draft, phrase: Phrase, among: Iterable[int] | None = None) -> list[int]:
    verbs = list(draft.verbs if among is None else among)
    return [min(verbs, key=lambda m: (abs(m - phrase.first), m))] if verbs else []


# ---------------------------------------------------------------- in which function


def _function_under(draft: Draft, verb: Verb, number: int) -> str:
    """Give the function of a phrase under its verb: its preposition, else a neutral name."""
    phrase = draft.phrases[number]
    passive = draft.passive(verb)
    if phrase.noun >= 0 and phrase.first <= verb.nominal <= phrase.last:
        return phrase.preposition or "complement"
    function = phrase.preposition or _function(draft, phrase, passive=passive)
    if draft.is_time(number) and not phrase.preposition:
        return "time"
    if draft.language.cases:
        return phrase.preposition or by_case(draft, verb, phrase)
    if draft.grammar.agentive:
        agent = function in draft.grammar.agentive and phrase.first > verb.group[0]
        return "subject" if passive and agent else function
    hangs = phrase.governor in draft.verb_of
    agent = passive and function in draft.grammar.of and (hangs or not _follows_noun(draft, number))
    return "subject" if agent else function


def _follows_noun(draft: Draft, number: int) -> bool:
    """Whether a phrase with a preposition stands right after a noun, which it may belong to."""
    if number == 0 or draft.phrases[number - 1].noun < 0:
        return False
    return draft.adjacent(draft.phrases[number], draft.phrases[number - 1])


def _function(draft: Draft, phrase: Phrase, *, passive: bool) -> str:
    """Tell the function of a bare phrase from its article, else from the label; "" if neither tells."""
    labels, grammar = draft.labels, draft.grammar
    if phrase.dep in labels.passive_subject:
        return "object" if passive or _bare_participle(draft, phrase) else "subject"
    if phrase.article in grammar.accusative_articles and phrase.dep not in labels.recipient:
        return "object"
    if phrase.article in grammar.nominative_articles and phrase.dep in labels.object:
        noun = draft.tokens[phrase.noun]
        if phrase.noun >= 0 and noun.lemma in draft.language.office_of_title and noun.text == noun.lemma:
            return "subject"  # "der Diktator" is no object, whatever the tree says
    low = draft.tokens[phrase.first].low
    if phrase.article in grammar.dative_articles or low in grammar.dative_pronouns:
        return "recipient"
    told = (function for name, function in _FUNCTIONS.items() if phrase.dep in getattr(labels, name))
    return next(told, "")


def _bare_participle(draft: Draft, phrase: Phrase) -> bool:
    """Whether a participle after "und" has what is done as a passive subject without an auxiliary.

    "Kim hatte Moskau besucht und Gespräche mit Putin geführt".
    """
    verb = draft.verbs.get(phrase.governor)
    if verb is None or verb.auxiliaries or draft.grammar.fixed_order or draft.language.cases:
        return False
    over = draft.verbs.get(draft.tokens[verb.main].head)
    having = draft.grammar.auxiliary - draft.grammar.passive - draft.grammar.copula
    shared = over is not None and any(draft.tokens[i].lemma in having for i in over.auxiliaries)
    joined = shared and draft.tokens[verb.main].dep in draft.labels.coordination
    return joined and verb_features(draft.tokens, verb.main, draft.language.forms).form == "participle"


# ---------------------------------------------------------------- words


def attach_words(draft: Draft) -> None:
    """Hang adverbs, particles, marks and negations on their verb."""
    for token in draft.tokens:
        grammar = draft.grammar
        listed = grammar.negation | grammar.generic | grammar.complementizers | draft.language.hedging
        heard = token.low in listed and not draft.within_name(token.index)  # "No Kwang Chol"
        over = draft.verb_of.get(token.index, token.index)
        if over != token.index and over in draft.verbs and token.low in grammar.negation:
            draft.verbs[over].words.append(token.index)  # "didn't": the tree holds it an auxiliary
        if token.index in draft.verb_of or (token.pos not in _LOOSE and not heard):
            continue
        if token.pos == "NUM" and token.low in grammar.negation:
            continue  # "nicht mehr als 200 Raketen" denies nothing
        if token.index in draft.phrase_at and not heard:
            continue
        for main in draft.climb(token.index):
            draft.verbs[main].words.append(token.index)
