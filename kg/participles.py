"""Participles before their noun as verbs of their own: "die von Moskau an Seoul gelieferten Waffen"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.drafting import Verb

if TYPE_CHECKING:
    from kg.drafting import Draft

_VERB: Final = "VERB"
_ACTIVE: Final = "Voice=Act"
_PASSIVE: Final = "Voice=Pass"


def find_participles(draft: Draft) -> None:
    """Enter attributive participles of verbs that frames know ("die von Moskau gepachtete …")."""
    for number, phrase in enumerate(draft.phrases):
        for index in phrase.adjectives:
            token = draft.tokens[index]
            tagged = token.pos == _VERB and draft.grammar.verb_first  # "die stationierten Soldaten"
            lemma = token.lemma if tagged else token.infinitive
            if lemma in draft.language.frame_verbs and index not in draft.verb_of:
                _enter_participle(draft, index, lemma, number)


def _enter_participle(draft: Draft, index: int, lemma: str, number: int) -> None:
    verb = Verb(index, lemma, participle=True)
    draft.verbs[index] = verb
    draft.verb_of[index] = index
    acting = draft.tokens[index].has(_ACTIVE) and not draft.tokens[index].has(_PASSIVE)
    verb.phrases.append(("subject" if acting and draft.language.cases else "object", number))
    first = draft.phrases[number].first
    begin = draft.phrases[number].article_at
    before = [n for n, p in enumerate(draft.phrases) if p.last == first - 1 and p.preposition]
    if begin >= 0:  # "die von Moskau an Seoul gelieferten …"
        inside = [n for n, p in enumerate(draft.phrases) if begin < p.first <= p.last < first]
        before = [n for n in inside if draft.phrases[n].preposition]
    by = draft.grammar.of if begin >= 0 else frozenset()
    verb.phrases += [
        ("subject" if draft.phrases[n].preposition in by else draft.phrases[n].preposition, n) for n in before
    ]
    article = draft.phrases[before[0]].preposition_at - 1 if before else -1
    if article >= 0 and draft.tokens[article].pos == "DET":
        draft.extended[number] = article
