"""Words in or before a clause that change when or how surely it is so, though the tree does not tell.

A modal that a headline writes large is taken for a noun, a verb of saying before "that" for an adjective:
each still lowers what the clause tells. What the present tells of soon, or of the week that runs, lies ahead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Certainty, Span, TimePrecision
from kg.unmet import read_adjective

if TYPE_CHECKING:
    from kg.hedging import Hedging
    from kg.model import Clause
    from kg.sources import Way


def read_openings(hedging: Hedging, clause: Clause, way: Way, day: str) -> None:
    """Take what lowers a clause's certainty, or puts it ahead of the article's ``day``."""
    if hedging.language.grammar.fixed_order:
        _modals(hedging, clause, way)
        read_adjective(hedging, clause, way)
        _openers(hedging, clause, way)
    if clause.kind == "verb" and clause.tense == "present" and not clause.modals:
        _coming(hedging, clause, way, day)
    for word in clause.adverbs if clause.kind == "noun" else ():
        ahead = hedging.declined(word, hedging.language.plan.adjectives)
        undone = hedging.declined(word, hedging.language.denial.adjectives)  # "die abgesagte Reise"
        way.future, way.negative = way.future or ahead, way.negative or undone
        way.cues.extend([word.span] if ahead or undone else [])
    if clause.kind == "noun":
        _denied_of(hedging, clause, way)
        _spoken_of(hedging, clause, way)
    elif hedging.language.cases:
        _as_thought(hedging, clause, way)
        _labelled(hedging, clause, way)


def _labelled(hedging: Hedging, clause: Clause, way: Way) -> None:
    """Take a word before a colon that says that it is not so ("Фейк: …")."""
    before = hedging.text[: clause.span.begin].rstrip('«„" ')
    label = before.removesuffix(":").rpartition("\n")[2].strip('«»" ')
    untrue = {(hedging.language.grammar.zero_copula, label.lower())} & set(hedging.language.denial.phrases)
    if before.endswith(":") and untrue:
        way.negative = True
        at = before.rfind(label)
        way.cues.append(Span(at, at + len(label)))


def _spoken_of(hedging: Hedging, noun: Clause, way: Way) -> None:
    """Take what is only named as what somebody speaks of, without a verb ("Песков о встрече")."""
    grammar = hedging.language.grammar
    alone = noun.parent < 0 and not any(
        c.kind == "verb" and c.sentence == noun.sentence for c in hedging.clauses
    )
    if not (hedging.language.cases and alone):
        return
    before = hedging.text[: noun.span.begin].split()[-1:]
    link = "".join(before).lower()
    if grammar.contractions.get(link, link) in {function for _, function in grammar.topical}:
        way.hedge(Certainty.POSSIBLE, Span(noun.span.begin - 1 - len(link), noun.span.begin - 1))


def _as_thought(hedging: Hedging, clause: Clause, way: Way) -> None:
    """Take a clause beside this one by which it is only thought so ("как полагают эксперты")."""
    for one in hedging.clauses:
        now = one.tense == "present" or one.mood == "participle"
        beside = one.parent == clause.index and one.relation != "complement" and now
        behind = (c for c in hedging.clauses if c.trigger.begin > one.trigger.begin > clause.trigger.begin)
        other = any(c.parent == clause.index and c.relation == "coordinated" for c in behind)
        shown = hedging.text[one.trigger.begin : one.trigger.end].lower()  # "судя по всему"
        opened = hedging.language.grammar.as_told & {shown, *(word.form for word in one.adverbs)}
        if beside and opened and not other:  # not "прибыл и, как ожидается, встретится"
            for level, hedges in hedging.levels.items():
                if one.lemma in hedges.verbs:
                    way.hedge(level, one.trigger)


def _denied_of(hedging: Hedging, noun: Clause, way: Way) -> None:
    """Take the negated participle before a noun ("die bislang nicht bestätigte Reise")."""
    for one in hedging.clauses:
        here = one.kind == "participle" and one.sentence == noun.sentence and one.negated
        if not here or not any(noun.index in a.clauses for a in one.arguments):
            continue
        if one.lemma in hedging.language.attribution.say:
            way.hedge(Certainty.POSSIBLE, one.trigger)


def _coming(hedging: Hedging, clause: Clause, way: Way, day: str) -> None:
    """Put ahead what is told in the present of a time to come ("besucht demnächst …", "… diese Woche")."""
    plan, locative = hedging.language.plan, hedging.language.grammar.locative
    way_ahead = [w.span for w in clause.adverbs if w.form in plan.soon]
    inside = [(a, hedging.clauses[i]) for a in clause.arguments if a.function in locative for i in a.clauses]
    way_ahead += [a.span for a in clause.arguments if a.lemma in plan.soon and a.function in locative]
    way_ahead += [a.span for a, c in inside if any(hedging.declined(w, plan.soon) for w in c.adverbs)]
    weeks = [t for t in clause.times if t.precision is TimePrecision.WEEK and t.begin <= day < t.end]
    weeks = weeks if clause.lemma not in hedging.language.grammar.copula else []  # "is in Moscow this week"
    if (way_ahead or weeks) and (plan.soon and clause.lemma in hedging.language.frame_verbs):
        way.future = True
        way.cues.extend(way_ahead or [clause.trigger])


def _modals(hedging: Hedging, clause: Clause, way: Way) -> None:
    """Take a modal that a headline writes large, so that the tree holds it a noun ("May Have Sold")."""
    begins = {clause.trigger.begin, clause.finite.span.begin if clause.finite else -1}
    for argument in (a for a in clause.arguments if not a.function and a.span.end + 1 in begins):
        word = hedging.text[argument.span.begin : argument.span.end].lower()
        for level, hedges in hedging.levels.items():
            if word in hedges.modals:
                way.hedge(level, argument.span)


def _openers(hedging: Hedging, clause: Clause, way: Way) -> None:
    """Take the noun or the word before "that" ("Seoul published claims that …", "analysts doubt that …")."""
    words = hedging.language.grammar.complementizers
    thats = [w.span.begin for w in clause.adverbs if w.form in words]
    for that in thats if clause.parent < 0 and clause.kind == "verb" else ():
        _word_before(hedging, that, way)
    for argument in clause.arguments:
        if not argument.function and argument.span.end + 1 in thats:
            hedging.by_nouns(argument.clauses, way)


def _word_before(hedging: Hedging, at: int, way: Way) -> None:
    begin = hedging.text.rfind(" ", 0, max(0, at - 1)) + 1
    word = hedging.text[begin : max(begin, at - 1)].lower()
    for level, hedges in hedging.levels.items():
        if word in hedges.verbs | hedges.nouns:
            way.hedge(level, Span(begin, at - 1))
    way.reported = way.reported or word in hedging.language.attribution.say
