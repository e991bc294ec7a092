"""Which of two bare phrases is the subject, told by number and case rather than by the tree.

For languages of free order whose articles show case: a small parser takes the first phrase for the subject,
but "Munition lieferten die Fabriken" and "Ein Abkommen schlossen A und B" say by the verb's number who acts,
and "die Rakete startete der Norden" by the article. Where number and case leave both open and the tree holds
both subjects, the one that can act is it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.drafting import SUBJECT_LIKE
from kg.morphology import case_and_number, verb_features

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.drafting import Draft, Verb
    from kg.tokens import Token

_NOMINATIVE, _ACCUSATIVE, _DATIVE = "N", "A", "D"
_GIVEN: Final = "recipient"
_CORE: Final = frozenset({"subject", "object"})
_SINGULAR, _PLURAL = "s", "p"
_NUMBERS: Final = {"singular": _SINGULAR, "plural": _PLURAL}
_ACTING: Final = frozenset({"Person", "Country", "Government", "Organization", "NewsAgency", "ArmedForces"})
_THIRD: Final = frozenset({0, 3})
_TWO: Final = 2


def agree(draft: Draft, verb: Verb) -> None:
    """Give an active verb with two bare phrases the subject that agrees with it; the other is its object."""
    _give_first(draft, verb)
    core = [(f, n) for f, n in verb.phrases if f in SUBJECT_LIKE and n not in draft.coordinated]
    core = core if len(core) <= _TWO else [(f, n) for f, n in core if f in _CORE]
    finite = _finite_numbers(draft, verb)
    if len(core) != _TWO or not finite or draft.passive(verb) or verb.lemma in draft.grammar.copula:
        return
    (first, one), (second, other) = sorted(core, key=lambda pair: draft.phrases[pair[1]].first)
    light = second == "object" and verb.lemma in draft.grammar.light
    either = (first == "subject" and (second == first or light)) or first == second == "object"
    if first == second == "recipient":
        free = [n for n in (one, other) if "subject" in _can(draft, n, finite)]
        datives = [n for n in (one, other) if not _can(draft, n, finite)]
        if len(free) == len(datives) == 1:  # "Beiden Ländern drohen neue Sanktionen"
            verb.phrases = [("subject" if n == free[0] else f, n) for f, n in verb.phrases]
        return
    turned = (first, second) == ("object", "subject")
    acts, done = _subject_of(draft, one, other, finite, either=either, turned=turned)
    given = acts >= 0 and draft.phrases[acts].dep in draft.labels.recipient
    none = "subject" not in {first, second} and not _elsewhere(draft, verb)
    if acts >= 0 and (not given or none or _can(draft, acts, finite) == {"subject"}):
        to = {one: first, other: second}[done] == "recipient"
        changed = {acts: "subject"} | ({} if to else {done: "object"})
        verb.phrases = [(changed.get(n, f), n) for f, n in verb.phrases]


def _give_first(draft: Draft, verb: Verb) -> None:
    """Make the first phrase the one to whom, where it is a dative ("Der Ukraine versprach Macron Hilfe")."""
    core = [(f, n) for f, n in verb.phrases if f in _CORE | {_GIVEN} and n not in draft.coordinated]
    core.sort(key=lambda pair: draft.phrases[pair[1]].first)
    finite = _finite_numbers(draft, verb)
    if len(core) < _TWO or not finite or draft.passive(verb):
        return
    first, rest = core[0][1], core[1:]
    told = case_and_number(draft.tokens, draft.phrases[first].core, draft.language.forms)
    if {_NOMINATIVE, _ACCUSATIVE} & told.cases or _DATIVE not in told.cases:
        return
    subjects = [n for f, n in rest if f == "subject"]
    acting = [n for n in subjects if _acts(draft, n)]
    acting += [n for _, n in rest if "subject" in _can(draft, n, finite) and _acts(draft, n)]
    if acting:
        changed = dict.fromkeys(subjects, "object") | {first: _GIVEN, acting[0]: "subject"}
        verb.phrases = [(changed.get(n, f), n) for f, n in verb.phrases]


def _subject_of(
    draft: Draft, one: int, other: int, finite: frozenset[str], *, either: bool, turned: bool
) -> tuple[int, int]:
    """Give who acts and what is done; (-1, -1) where nothing tells.

    ``either`` is whether the tree says nothing: both are subjects to it, or the verb only carries a noun
    ("Gespräche führten Lawrow und Wang"). ``turned`` is whether it has the object first: of two that act and
    that case and number leave open, the first acts.
    """
    can = {n: _can(draft, n, finite) for n in (one, other)}
    for acts, done in ((one, other), (other, one)):
        if "subject" in can[acts] and can[done] == {"object"}:
            return acts, done
    if turned and all(can[n] >= _CORE and _acts(draft, n) for n in (one, other)):
        return one, other
    open_both = either and "subject" in can[other] and "object" in can[one]
    return (other, one) if open_both and _acts(draft, other) and not _acts(draft, one) else (-1, -1)


def _elsewhere(draft: Draft, verb: Verb) -> bool:
    """Whether the subject is a word that is no phrase, or that of the clause before "und"."""
    labels = draft.labels.subject | draft.labels.passive_subject
    words = {verb.main, *verb.auxiliaries}
    if any(t.dep in labels and t.head in words and t.index not in draft.phrase_at for t in draft.tokens):
        return True
    first = verb.group[0]
    return first > 0 and draft.tokens[first - 1].low in draft.grammar.coordinators


def _can(draft: Draft, number: int, finite: frozenset[str]) -> frozenset[str]:
    """Give what a phrase may be by its case and number: "subject", "object"."""
    phrase = draft.phrases[number]
    told = case_and_number(draft.tokens, phrase.core, draft.language.forms)
    numbers = _numbers(draft, number, told.numbers)
    subject = _NOMINATIVE in told.cases and bool(numbers & finite)
    found = {"subject"} if subject else set()
    return frozenset(found | ({"object"} if _ACCUSATIVE in told.cases else set()))


def _numbers(draft: Draft, number: int, told: frozenset[str]) -> frozenset[str]:
    """Give the number of a phrase: a name without an article is one, a list with "and" are several."""
    phrase = draft.phrases[number]
    listed = [n for n, first in draft.coordinated.items() if first == number]
    if listed:
        between = draft.tokens[phrase.last + 1 : draft.phrases[max(listed)].first]
        return frozenset(_PLURAL) if _adds(draft, between) else frozenset(_NUMBERS.values())
    noun = draft.tokens[phrase.core]
    if phrase.noun < 0:  # "das Weiße Haus" is no form of "Weiß"; "USA" may be one or several
        short = frozenset(_NUMBERS.values()) if noun.text.isupper() else frozenset(_SINGULAR)
        return told if phrase.article else short
    fold = draft.language.forms.fold
    if fold(noun.text).removesuffix("r") != fold(noun.lemma).removesuffix("r"):
        told -= {_SINGULAR}  # the nominative singular is the base form
    if phrase.numbers and draft.tokens[phrase.numbers[0]].low not in draft.grammar.generic:
        return told | {_PLURAL}
    return told


def _adds(draft: Draft, between: Sequence[Token]) -> bool:
    """Whether a list adds up ("A und B"); "nicht nur A, sondern auch B" agrees with the last."""
    links = {t.low for t in between if t.low in draft.grammar.coordinators or t.pos == "CCONJ"}
    return bool(links) and links <= draft.grammar.additive


def _acts(draft: Draft, number: int) -> bool:
    """Whether a phrase is of what can act."""
    phrase = draft.phrases[number]
    kind = draft.language.classify(draft.tokens[phrase.noun].lemma) if phrase.noun >= 0 else phrase.name_type
    if phrase.noun >= 0 and draft.tokens[phrase.noun].lemma in draft.language.office_of_title:
        return True
    return kind in _ACTING or (phrase.noun < 0 and phrase.name_type != "Weapon")


def _finite_numbers(draft: Draft, verb: Verb) -> frozenset[str]:
    """Give the numbers that the finite word of a verb may have; none where it has none or may be another."""
    forms = draft.language.forms
    for index in verb.group:
        token = draft.tokens[index]
        if verb_features(draft.tokens, index, forms).form == "finite":
            readings = forms.readings(token.text, token.lemma)
            told = {r.number for r in readings if r.form == "finite" and r.person in _THIRD}
            return frozenset(_NUMBERS[number] for number in told if number in _NUMBERS)
    return frozenset()
