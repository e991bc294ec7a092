"""Verbs of a sentence: grouped with auxiliaries and particles, and which one hangs on which.

A verb of saying after a comma ("…, glauben Beobachter") is raised over what stands before it, because
small parsers hang it below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.drafting import Verb
from kg.phrases import speaks_after_pause

if TYPE_CHECKING:
    from kg.drafting import Draft

_VERBAL = frozenset({"VERB", "AUX"})
_RELATIONS = ("complement", "relative", "adverbial", "parenthetical")
#: How many words after a raised verb of saying its subject may begin.
_SUBJECT_NEAR = 3


def group_verbs(draft: Draft) -> None:
    """Enter the verbs of a sentence, each with its auxiliaries and particles."""
    tokens, labels = draft.tokens, draft.labels
    auxiliaries: dict[int, list[int]] = {}
    for token in tokens:
        if token.dep in labels.auxiliary and token.head != token.index and token.pos in _VERBAL:
            auxiliaries.setdefault(_top(draft, token.head), []).append(token.index)
    for main, helpers in auxiliaries.items():
        if tokens[main].pos in _VERBAL and main not in draft.phrase_at:
            _enter(draft, Verb(main, _lemma(draft, main), helpers))
        else:
            copula = next((i for i in helpers if tokens[i].dep in draft.labels.copula), helpers[-1])
            others = [i for i in helpers if i != copula]
            _enter(draft, Verb(copula, _lemma(draft, copula), others, nominal=main))
    for token in tokens:
        if token.index in draft.verb_of or token.index in draft.phrase_at:
            continue
        if token.pos in _VERBAL or speaks_after_pause(tokens, token.index, draft.language):
            _enter(draft, Verb(token.index, _lemma(draft, token.index)))


def _top(draft: Draft, index: int) -> int:
    """Give the word that a chain of auxiliaries ends in ("beteiligt gewesen sein sollen")."""
    seen: set[int] = set()
    while index not in seen and draft.tokens[index].dep in draft.labels.auxiliary:
        seen.add(index)
        index = draft.tokens[index].head
    return index


def _enter(draft: Draft, verb: Verb) -> None:
    group = (verb.main, *verb.auxiliaries)
    if any(index in draft.verb_of for index in group):
        return
    draft.verbs[verb.main] = verb
    for index in group:
        draft.verb_of[index] = verb.main
    for token in draft.tokens:
        if token.dep in draft.labels.particle and token.head in group:
            draft.verb_of[token.index] = verb.main


def _lemma(draft: Draft, main: int) -> str:
    """Give a verb's lemma with its separated particle."""
    lemma = draft.tokens[main].lemma.lower()
    for token in draft.tokens:
        if token.head == main and token.index != main and token.dep in draft.labels.particle:
            return token.low + lemma
    return lemma


def find_participles(draft: Draft) -> None:
    """Enter attributive participles of verbs that frames know ("die von Moskau gepachtete …")."""
    for number, phrase in enumerate(draft.phrases):
        for index in phrase.adjectives:
            lemma = draft.tokens[index].lemma
            if lemma in draft.language.frame_verbs and index not in draft.verb_of:
                _enter_participle(draft, index, lemma, number)


def _enter_participle(draft: Draft, index: int, lemma: str, number: int) -> None:
    verb = Verb(index, lemma, participle=True)
    draft.verbs[index] = verb
    draft.verb_of[index] = index
    verb.phrases.append(("object", number))
    first = draft.phrases[number].first
    before = [n for n, p in enumerate(draft.phrases) if p.last == first - 1 and p.preposition]
    verb.phrases += [(draft.phrases[n].preposition, n) for n in before]
    article = draft.phrases[before[0]].preposition_at - 1 if before else -1
    if article >= 0 and draft.tokens[article].pos == "DET":
        draft.extended[number] = article


def relate(draft: Draft) -> None:
    """Note on each verb which one is above it, and how it hangs on that."""
    for verb in draft.verbs.values():
        top = verb.nominal if verb.nominal >= 0 else verb.main
        token = draft.tokens[top]
        if verb.participle or token.head == top:
            continue
        over = [m for m in draft.climb(token.head) if m != verb.main]
        if over:
            verb.parent = over[0]
            verb.relation = _relation(draft, verb, token.dep)


def _relation(draft: Draft, verb: Verb, dep: str) -> str:
    relation = verb.relation
    for name in _RELATIONS:
        if dep in getattr(draft.labels, name):
            relation = name
    if dep in draft.labels.coordination:
        relation = "coordinated"
    if relation != "relative" and {t.lemma for t in draft.marks(verb)} & draft.grammar.complementizers:
        relation = "complement"
    return relation or "adverbial"


def raise_saying(draft: Draft) -> None:
    """Put verbs of saying over what stands before them ("…, glauben Beobachter")."""
    for main in sorted(draft.verbs):
        verb = draft.verbs[main]
        if not _says_before(draft, verb) or not _subject_after(draft, verb):
            continue
        for other in draft.verbs.values():
            if other.main < main and (other.parent == main or not 0 <= other.parent < main):
                other.parent, other.relation = main, "complement"
        verb.parent, verb.relation = -1, ""
        _take_subject(draft, verb)


def _says_before(draft: Draft, verb: Verb) -> bool:
    """Whether a verb of saying stands after a pause, so that what it says comes before it."""
    words = draft.language.attribution
    first = verb.group[0]
    pause = first > 0 and not draft.tokens[first - 1].text.isalnum()
    speaks = verb.lemma in words.say | words.think | words.so
    return (pause and speaks) or speaks_after_pause(draft.tokens, first, draft.language)


def _subject_after(draft: Draft, verb: Verb) -> bool:
    near = range(verb.main + 1, verb.main + 1 + _SUBJECT_NEAR)
    return any(p.first in near and not p.preposition for p in draft.phrases)


def _take_subject(draft: Draft, verb: Verb) -> None:
    """Give a raised verb the first bare phrase after it, whatever that hung on."""
    if any(f == "subject" and draft.phrases[n].first > verb.main for f, n in verb.phrases):
        return
    for number, phrase in enumerate(draft.phrases):
        if phrase.first > verb.main and not phrase.preposition and number not in draft.coordinated:
            for other in draft.verbs.values():
                other.phrases = [(f, n) for f, n in other.phrases if n != number]
            verb.phrases.append(("subject", number))
            return
