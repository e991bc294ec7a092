"""Verbs of a sentence: grouped with auxiliaries and particles, and which one hangs on which.

A verb of saying after a comma ("…, glauben Beobachter") is raised over what stands before it, because
small parsers hang it below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.auxiliaries import helped, parted
from kg.cores import QUOTES
from kg.drafting import Verb
from kg.going_on import set_against
from kg.morphology import verb_features
from kg.parting import governs_gerund, part, right_after
from kg.passives import mark_passives
from kg.phrases import speaks_after_pause
from kg.word_order import goes_with, raise_remark, take_speaker

if TYPE_CHECKING:
    from kg.drafting import Draft
    from kg.tokens import Token

_VERBAL = frozenset({"VERB", "AUX"})
_RELATIONS = ("complement", "relative", "adverbial", "parenthetical")
#: How many words after a raised verb of saying its subject may begin.
_SUBJECT_NEAR = 3


def group_verbs(draft: Draft) -> None:
    """Enter the verbs of a sentence, each with its auxiliaries and particles."""
    tokens, labels = draft.tokens, draft.labels
    auxiliaries: dict[int, list[int]] = {}
    for token in tokens:
        if (
            token.dep in labels.auxiliary
            and token.head != token.index
            and token.pos in _VERBAL
            and not parted(draft, token.index, token.head)
        ):
            auxiliaries.setdefault(_top(draft, token.head), []).append(token.index)
    for main, helpers in auxiliaries.items():
        if tokens[main].pos in _VERBAL and main not in draft.phrase_at:
            _enter(draft, Verb(main, tokens[main].lemma.lower(), helpers))
        else:
            _enter(draft, helped(draft, main, helpers))
    for token in tokens:
        if token.index in draft.verb_of or token.index in draft.phrase_at:
            continue
        speaks = speaks_after_pause(tokens, token.index, draft.language)
        if token.pos in _VERBAL or speaks or _only_subjunctive(draft, token.index):
            _enter(draft, Verb(token.index, token.lemma.lower()))
    _join_causatives(draft)
    mark_passives(draft)


def _join_causatives(draft: Draft) -> None:
    """Make one verb of a causative and its infinitive: "ließ sich die Rampe zeigen", "zeigen lassen"."""
    for main in sorted(draft.verbs):
        token = draft.tokens[main]
        over = draft.verb_of.get(token.head, main)
        if over == main or over not in draft.verbs or token.dep not in draft.labels.complement:
            continue
        if main < over - 1:
            continue  # "Man wolle reden, ließ er wissen"
        upper, lower = draft.verbs[over], draft.verbs[main]
        turned = lower.lemma in draft.grammar.causative and main == over + 1
        if turned or upper.lemma in draft.grammar.causative:  # "hat sich … zeigen lassen"
            both = (upper.lemma, lower.lemma) if turned else (lower.lemma, upper.lemma)
            upper.lemma = " ".join(both)
            upper.auxiliaries += lower.auxiliaries
            draft.verb_of |= dict.fromkeys(draft.verbs.pop(main).group, over)


def _only_subjunctive(draft: Draft, index: int) -> bool:
    """Whether a word can only be a verb in the Konjunktiv, whatever the tagger holds it."""
    forms = draft.language.forms
    wrongly = draft.tokens[index].pos in forms.words("mistagged_as")
    return wrongly and verb_features(draft.tokens, index, forms).mood.startswith("subjunctive")


def _top(draft: Draft, index: int) -> int:
    """Give the word that a chain of auxiliaries ends in ("beteiligt gewesen sein sollen")."""
    seen: set[int] = set()
    while index not in seen and draft.tokens[index].dep in draft.labels.auxiliary:
        seen.add(index)
        index = draft.tokens[index].head
    token = draft.tokens[index]
    verbal = draft.tokens[token.head].pos in _VERBAL
    form = verb_features(draft.tokens, token.head, draft.language.forms).form if verbal else ""
    almost = token.pos == "ADV" and form == "participle" and not draft.grammar.fixed_order
    almost = almost and all(t.text != "," for t in draft.tokens[token.head : index])
    hedged = verbal and token.low in draft.language.hedging
    return token.head if hedged or almost else index  # "Offenbar ist Kim …": the auxiliary is of the verb


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
            if f"{verb.lemma} {token.low}" in draft.language.phrasal_verbs:
                verb.lemma = f"{verb.lemma} {token.low}"


def relate(draft: Draft) -> None:
    """Note on each verb which one is above it, and how it hangs on that."""
    for verb in draft.verbs.values():
        top = verb.nominal if verb.nominal >= 0 else verb.head_at if verb.head_at >= 0 else verb.main
        token = draft.tokens[top]
        if verb.participle or token.head == top:
            continue
        over = [m for m in draft.climb(token.head) if m != verb.main]
        if over:
            verb.parent = over[0]
            verb.relation = _relation(draft, verb, token)


def _relation(draft: Draft, verb: Verb, token: Token) -> str:
    relation, dep = verb.relation, token.dep
    for name in _RELATIONS:
        if dep in getattr(draft.labels, name):
            relation = name
    if relation == "relative" and token.head in draft.verb_of:  # only a noun has such a clause
        words = draft.language.attribution
        speaks = draft.verbs[verb.parent].lemma in words.say | words.think
        relation = "complement" if speaks else "adverbial"
    joined = not relation and dep in draft.labels.modifier and draft.grammar.fixed_order
    if dep in draft.labels.coordination or joined:
        relation = "coordinated"
        _goes_on_above(draft, verb)
    gerund = governs_gerund(draft, verb, relation) or right_after(draft, verb)
    if relation in {"", "adverbial", "relative"} and gerund:
        relation = "complement"  # "accused of supplying", "held off imposing"
    marked = bool({t.lemma for t in draft.marks(verb)} & draft.grammar.complementizers)
    if relation == "relative":  # "Berichte, wonach …"
        whole = any(function == "object" for function, _ in verb.phrases)
        core = draft.labels.subject | (frozenset() if whole else draft.labels.object)
        mark = [draft.tokens[i].low for i in verb.words if draft.tokens[i].dep not in core]
        marked = marked or bool({*mark} & draft.grammar.complementizers)
    if marked or (relation == "relative" and _bare_infinitive(draft, verb)):
        meant = draft.tokens[token.head].lemma in draft.grammar.purposeful and not marked
        relation = "adverbial" if meant else "complement"  # "on a visit to hold talks"
    return relation or "adverbial"


def _goes_on_above(draft: Draft, verb: Verb) -> None:
    """Hang a second verb on the main clause where its place shows it: "…, dass er kam, und mahnte zur Eile".

    In a clause with its verb last, a verb right after "und" that something follows is no second of it.
    """
    above = draft.verbs.get(verb.parent)
    first = verb.group[0]
    if draft.grammar.fixed_order or draft.language.cases or above is None or above.parent < 0 or first == 0:
        return
    after = draft.tokens[first - 1].low in draft.grammar.coordinators
    marked = {t.lemma for t in draft.marks(above)} & draft.grammar.complementizers
    follows = any(
        f in {"object", "recipient", "subject", ""} and draft.phrases[n].first > first
        for f, n in verb.phrases
    )
    if after and marked and follows and draft.told_tense(first):
        verb.parent = above.parent


def _bare_infinitive(draft: Draft, verb: Verb) -> bool:
    """Whether a verb is an infinitive without auxiliaries ("der Plan, ihn zu treffen")."""
    features = verb_features(draft.tokens, verb.main, draft.language.forms)
    return not verb.auxiliaries and features.form == "infinitive"


def raise_saying(draft: Draft) -> None:
    """Put verbs of saying over what stands before them ("…, glauben Beobachter")."""
    for main in sorted(draft.verbs):
        verb = draft.verbs[main]
        if draft.grammar.fixed_order:
            part(draft, verb)
            take_speaker(draft, verb)
            if goes_with(draft, verb) or raise_remark(draft, verb):
                continue
        comments = (
            _says_before(draft, verb) and _subject_after(draft, verb) and not _opens_with_who(draft, verb)
        )
        if not comments or set_against(draft.tokens, verb.group[0], draft.language):
            continue
        for other in [one for one in draft.verbs.values() if one.main < main]:
            if other.parent == main and (_gives_reason(draft, other, main) or _sets_condition(draft, other)):
                other.relation = "adverbial"
                continue
            hangs = other.parent == main or not 0 <= other.parent < main
            if _before_colon(draft, other.main, main):
                other.parent, other.relation = (-1, "") if hangs else (other.parent, other.relation)
            elif hangs or _before_colon(draft, other.parent, main):
                other.parent, other.relation = main, "complement"
        verb.parent, verb.relation = -1, ""
        _give_back(draft, verb)
        _take_subject(draft, verb)


def _opens_with_who(draft: Draft, verb: Verb) -> bool:
    """Whether only who says it stands before a verb of saying ("Kims Schwester, Kim Yo Jong, warf …")."""
    early = any(other < verb.main for other in draft.verbs)
    own = any(f == "subject" and draft.phrases[n].first <= 1 < verb.main for f, n in verb.phrases)
    return draft.grammar.verb_first and own and not early


def _gives_reason(draft: Draft, verb: Verb, saying: int) -> bool:
    """Whether a clause before one of saying only tells why or when ("Da …, wird erwartet, dass …").

    What is said then follows it.
    """
    opens = {t.lemma for t in draft.marks(verb)}
    after = [t.low for t in draft.tokens[saying + 1 : saying + 3]]
    follows = after[:1] == [","] and after[-1] in draft.grammar.complementizers
    return follows and bool(opens) and not opens & draft.grammar.markers


def _sets_condition(draft: Draft, verb: Verb) -> bool:
    """Whether a clause opens the sentence with a modal ("Sollte er kommen, drohen …")."""
    opens = verb.group[0] == 0 and draft.grammar.verb_first and draft.tokens[-1].text != "?"
    return opens and draft.tokens[0].lemma in draft.grammar.modal


def _before_colon(draft: Draft, index: int, saying: int) -> bool:
    """Whether a colon parts a verb from one of saying behind it ("Der Kreml wies das zurück: …, sagte X")."""
    if draft.grammar.fixed_order or draft.language.cases:
        return False
    quoted = any(t.text in QUOTES for t in draft.tokens[:index])
    return not quoted and any(t.text == ":" for t in draft.tokens[index:saying])


def _give_back(draft: Draft, verb: Verb) -> None:
    """Hang what stands before the pause on the verb that is said, where the tree hung it on the saying."""
    said = [other for other in draft.verbs.values() if other.parent == verb.main and other.main < verb.main]
    early = [(f, n) for f, n in verb.phrases if draft.phrases[n].last < verb.group[0] - 1]
    if said and early and not draft.grammar.fixed_order:
        verb.phrases = [pair for pair in verb.phrases if pair not in early]
        said[0].phrases += [pair for pair in early if not said[0].takes(pair[1])]


def _says_before(draft: Draft, verb: Verb) -> bool:
    """Whether a verb of saying stands after a pause, so that what it says comes before it."""
    words = draft.language.attribution
    first = verb.group[0]
    pause = first > 0 and not any(map(str.isalnum, draft.tokens[first - 1].text))
    speaks = verb.lemma in words.say | words.think | words.so
    return (pause and speaks) or speaks_after_pause(draft.tokens, first, draft.language)


def _subject_after(draft: Draft, verb: Verb) -> bool:
    near = range(verb.main + 1, verb.main + 1 + _SUBJECT_NEAR)
    if draft.language.cases:
        told = any(f == "subject" and draft.phrases[n].first > verb.main for f, n in verb.phrases)
        placed = verb.lemma in draft.language.attribution.impersonal
        return told or (placed and any(p.first - 1 in near and p.preposition for p in draft.phrases))
    before = any(f == "subject" and draft.phrases[n].last < verb.group[0] for f, n in verb.phrases)
    if draft.grammar.fixed_order and before:
        return False  # "Lavrov, who was there, said that the North …"
    objects = draft.labels.object if draft.grammar.fixed_order else frozenset()  # "…, accused China"
    return any(p.first in near and not p.preposition and p.dep not in objects for p in draft.phrases)


def _take_subject(draft: Draft, verb: Verb) -> None:
    """Give a raised verb the first bare phrase after it, whatever that hung on."""
    own = [draft.phrases[n] for f, n in verb.phrases if f == "subject"]
    # "Kim warf Seoul vor, …", "Es warf …": who stands right before it says so
    pronoun = verb.group[0] > 0 and draft.tokens[verb.group[0] - 1].pos == "PRON"
    before = pronoun or any(p.last == verb.group[0] - 1 for p in own)
    if draft.language.cases or any(p.first > verb.main for p in own):
        return
    for number, phrase in enumerate(draft.phrases):
        if phrase.first > verb.main and not phrase.preposition and number not in draft.coordinated:
            if before and all(t.text != "," for t in draft.tokens[verb.group[0] : phrase.first]):
                return
            for other in draft.verbs.values():
                other.phrases = [(f, n) for f, n in other.phrases if n != number]
            verb.phrases.append(("subject", number))
            return
