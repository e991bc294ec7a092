"""What trees of small pipelines get wrong about subject and object, put right by articles and order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.drafting import SUBJECT_LIKE
from kg.morphology import verb_features

if TYPE_CHECKING:
    from kg.drafting import Draft, Verb

_EMPTY = "expl"
_TWO = 2
#: What gives something to somebody, where its article leaves the case open.
_ACTING = frozenset({"Country", "Government"})


def repair(draft: Draft, verb: Verb) -> None:
    """Give a verb its subject where the tree left it without, or with two."""
    functions = {n: f for f, n in verb.phrases if f in SUBJECT_LIKE}
    order = sorted(functions)
    accusative = draft.grammar.accusative_articles
    free = [n for n in order if draft.phrases[n].article not in accusative]
    subjects = [n for n in free if functions[n] == "subject"]
    if _subjectless(draft, verb):
        bare = [n for n in free if functions[n] in {"subject", ""} and not _has_own_subject(draft, n)]
        functions |= {bare[0]: "object"} if bare and "object" not in functions.values() else {}
        functions |= {} if bare else _direct(draft, verb, functions)
    elif not draft.passive(verb):
        shared = subjects[:1] if _shares_helper(draft, verb) else []
        functions |= dict.fromkeys(shared, "object") or _changes(draft, verb, functions, subjects, free)
    elif not any(draft.phrases[n].dep in draft.labels.passive_subject for n in order):
        functions |= dict.fromkeys((n for n in subjects if not draft.phrases[n].preposition), "object")
    functions |= _in_list(draft, verb, functions)
    verb.phrases = [(functions[n] or "object" if n in functions else f, n) for f, n in verb.phrases]


def _subjectless(draft: Draft, verb: Verb) -> bool:
    """Whether a verb is an infinitive clause, which has no subject ("…, Soldaten geschickt zu haben")."""
    forms = {verb_features(draft.tokens, i, draft.language.forms).form for i in verb.group}
    return "infinitive" in forms and "finite" not in forms and not draft.passive(verb)


def _turned(
    draft: Draft, functions: dict[int, str], subject: int, objects: list[int], finite: int
) -> dict[int, str]:
    """Turn round a subject that the tree put after the verb though an unmarked name stands before it."""
    if draft.phrases[subject].first <= finite:
        return {}
    before = [n for n in objects if draft.phrases[n].first < finite]
    early = [n for n in before if functions[n] == "" or _acts(draft, n)]
    if early:
        return {early[0]: "subject", subject: "object"}
    if len(functions) > _TWO and _bare_name_first(draft, functions, finite):
        return {min(functions): "subject", subject: "recipient"}
    return {}


def _bare_name_first(draft: Draft, functions: dict[int, str], finite: int) -> bool:
    """Whether who acts stands before the verb: with two objects after it, the giver.

    That is a name without an article, or "sein Land", "die Regierung".
    """
    first = draft.phrases[min(functions)]
    named = first.name[0] >= 0 and not first.article
    return first.first < finite and (named or _acts(draft, min(functions)))


def _acts(draft: Draft, number: int) -> bool:
    """Whether a phrase is of what acts, and its article leaves open that it is the subject."""
    phrase = draft.phrases[number]
    kind = draft.language.classify(draft.tokens[phrase.noun].lemma) if phrase.noun >= 0 else ""
    marked = draft.grammar.accusative_articles | draft.grammar.dative_articles
    return kind in _ACTING and phrase.article not in marked


def _changes(
    draft: Draft, verb: Verb, functions: dict[int, str], subjects: list[int], free: list[int]
) -> dict[int, str]:
    """Give the functions to change under an active verb, ``free`` being what may be its subject."""
    objects = [n for n in free if functions[n] in {"object", ""}]
    finite = verb.group[0]
    if len(subjects) > 1:
        return dict.fromkeys(subjects[1:], "object")
    if subjects:
        phrase = draft.phrases[subjects[0]]
        marked = phrase.first < finite or phrase.article in draft.grammar.nominative_articles
        said = draft.language.attribution.say | draft.language.attribution.think
        if not marked and verb.lemma not in said and _goes_on(draft, verb):
            return {subjects[0]: "recipient" if "object" in functions.values() else "object"}
        turned = _turned(draft, functions, subjects[0], objects, finite)
        return turned or _direct(draft, verb, functions)
    objects = objects or ([] if _opens_with_it(draft, verb) else _recipients(draft, functions))
    shares = bool(objects) and _second_participle(draft, verb) and _taken(draft, verb, objects[0])
    if shares or not objects or _has_other_subject(draft, verb) or _subject_elsewhere(draft, verb):
        return {objects[0]: "object"} if shares else {}
    if len(functions) > _TWO and _bare_name_first(draft, functions, finite):
        giver, taker, *_ = sorted(functions)
        return {giver: "subject", taker: "recipient"}
    after = (n for n in objects if draft.phrases[n].first > finite)
    first = objects[0] if draft.phrases[objects[0]].first < finite else next(after, objects[0])
    return {first: "subject"}


def _goes_on(draft: Draft, verb: Verb) -> bool:
    """Whether a clause that opens with its verb goes on with the subject of the one before.

    "Seoul verurteilte die Reise, belegte Moskau mit Sanktionen": after a clause whose subject stands before
    its verb. "…, sagte Putin" is no such clause.
    """
    finite, above = verb.group[0], draft.verbs.get(draft.verb_of.get(draft.tokens[verb.main].head, -1))
    if draft.language.cases or draft.grammar.fixed_order or above is None or finite == 0:
        return False
    opens = draft.tokens[finite - 1].text == "," or draft.tokens[finite - 1].low in draft.grammar.coordinators
    coordinated = draft.tokens[verb.main].dep in draft.labels.coordination and above.group[0] < finite
    if not (opens and coordinated):
        return False
    firsts = [n for function, n in above.phrases if function == "subject"]
    joined = draft.tokens[finite - 1].text != ","  # "Mit dem Zug war Kim gekommen und hatte Xi getroffen"
    return any(joined or draft.phrases[n].last < above.group[0] for n in firsts)


def _direct(draft: Draft, verb: Verb, functions: dict[int, str]) -> dict[int, str]:
    """Make the last recipient the object that a verb lacks, unless the verb takes none."""
    if (
        "object" in functions.values()
        or "" in functions.values()
        or verb.lemma in draft.language.dative_verbs
    ):
        return {}
    return dict.fromkeys(_recipients(draft, functions)[-1:], "object")


def _recipients(draft: Draft, functions: dict[int, str]) -> list[int]:
    """Give the recipients that only the tree holds such, not their article."""
    dative = draft.grammar.dative_articles
    told = sorted(n for n, function in functions.items() if function == "recipient")
    return [n for n in told if draft.phrases[n].article not in dative]


def _marked_infinitive(draft: Draft, verb: Verb) -> bool:
    """Whether a verb is an infinitive with its particle ("zu liefern"), so that it has no subject."""
    main = draft.tokens[verb.main]
    if verb.auxiliaries or verb_features(draft.tokens, verb.main, draft.language.forms).form != "infinitive":
        return False
    marks = draft.labels.marker
    return main.low != main.lemma or any(t.head == verb.main and t.dep in marks for t in draft.tokens)


def _subject_elsewhere(draft: Draft, verb: Verb) -> bool:
    """Whether a verb takes its subject from the clause above: a bare infinitive, "… und lud ihn ein"."""
    first = verb.group[0]
    if _marked_infinitive(draft, verb):
        return (
            draft.tokens[verb.main].dep
            in draft.labels.complement | draft.labels.relative | draft.labels.adverbial
        )
    joined = first > 0 and draft.tokens[first - 1].low in draft.grammar.coordinators
    return (joined and draft.tokens[verb.main].dep in draft.labels.coordination) or _goes_on(draft, verb)


def _in_list(draft: Draft, verb: Verb, functions: dict[int, str]) -> dict[int, str]:
    """Give the function of the first to all of a list before the finite verb ("A, B wie auch C warnten")."""
    early = [n for n in sorted(functions) if draft.phrases[n].last < verb.group[0]]
    if len(early) < _TWO or draft.passive(verb):
        return {}
    between = [t.text for t in draft.tokens[draft.phrases[early[0]].last + 1 : draft.phrases[early[1]].first]]
    told = between[:1] == [","] and not draft.marks(verb) and draft.phrases[early[0]].first <= 1
    return dict.fromkeys(early[1:], functions[early[0]]) if told and functions[early[0]] == "subject" else {}


def _has_own_subject(draft: Draft, number: int) -> bool:
    """Whether a phrase can only be a subject: "(Moskau könnte liefern,) der Diktator auf Technik hoffen"."""
    phrase = draft.phrases[number]
    if phrase.article not in draft.grammar.nominative_articles or phrase.noun < 0:
        return False
    noun = draft.tokens[phrase.noun]
    return noun.lemma in draft.language.office_of_title and noun.text == noun.lemma


def _second_participle(draft: Draft, verb: Verb) -> bool:
    """Whether a verb is a participle that shares the subject ("hat … geschickt und … geliefert")."""
    features = verb_features(draft.tokens, verb.main, draft.language.forms)
    joined = draft.tokens[verb.main].dep in draft.labels.coordination
    alone = all(index > verb.main for index in verb.auxiliaries)  # "dass er … schickte und … geliefert hat"
    return joined and alone and features.form == "participle"


def _shares_helper(draft: Draft, verb: Verb) -> bool:
    """Whether a second participle shares helper and subject ("hat A verurteilt und B gewarnt")."""
    above = draft.verbs.get(draft.verb_of.get(draft.tokens[verb.main].head, -1))
    told = above is not None and any(function == "subject" for function, _ in above.phrases)
    alone = not verb.auxiliaries and verb.lemma not in draft.grammar.perfect_with_copula
    return told and alone and draft.grammar.verb_first and _second_participle(draft, verb)


def _taken(draft: Draft, verb: Verb, number: int) -> bool:
    """Whether a bare phrase is what a second participle is done to: no name, or an object to the tree."""
    phrase = draft.phrases[number]
    intransitive = verb.lemma in draft.grammar.perfect_with_copula
    return phrase.name[0] < 0 or (phrase.dep in draft.labels.object and not intransitive)


def _opens_with_it(draft: Draft, verb: Verb) -> bool:
    """Whether a pronoun that the tree holds empty opens the clause ("Es warf der Regierung vor, …")."""
    before = draft.tokens[verb.group[0] - 1] if verb.group[0] else None
    return before is not None and before.dep == _EMPTY and before.head == verb.main


def _has_other_subject(draft: Draft, verb: Verb) -> bool:
    """Whether a word that is no phrase ("man", "es", a relative pronoun) is the subject."""
    group = {verb.main, verb.nominal, *verb.auxiliaries}
    labels = draft.labels.subject | draft.labels.passive_subject
    return any(t.dep in labels and t.head in group and t.index not in draft.phrase_at for t in draft.tokens)
