"""Which phrases are one list: "Putin und Kim", "A, B und C"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.drafting import Draft


def join_coordinated(draft: Draft) -> None:
    """Note which phrase a coordinated one belongs to ("Putin und Kim", "A, B und C")."""
    for number in range(1, len(draft.phrases)):
        phrase = draft.phrases[number]
        earlier = phrase.owner - 1 if phrase.owner >= 0 else number - 1
        if draft.language.cases and (other := _joined_to(draft, number)) >= 0:
            draft.coordinated[number] = draft.head_of(other)
            continue
        start = min(phrase.first, draft.phrases[phrase.owner].first) if phrase.owner >= 0 else phrase.first
        if earlier < 0 or 0 <= phrase.preposition_at < start:
            continue
        if draft.grammar.fixed_order and draft.owns_another(number):
            continue
        before = draft.phrases[earlier]
        between = [t.low for t in draft.tokens[before.last + 1 : start]]
        joined = len(between) == 1 and between[0] in draft.grammar.coordinators
        listed = between == [","] and phrase.dep in draft.labels.coordination
        if listed and draft.language.cases:  # "Как сообщает ТАСС, Ким прибыл" is no list
            listed = phrase.last + 1 < len(draft.tokens) and (
                draft.tokens[phrase.last + 1].low in {",", *draft.grammar.coordinators}
            )
        if (joined and _alike(draft, number, earlier)) or listed:
            draft.coordinated[number] = draft.head_of(earlier)


def _joined_to(draft: Draft, number: int) -> int:
    """Give the phrase that the tree joins to one after "и", genitives between them or not; -1 if none."""
    phrase = draft.phrases[number]
    start = min(phrase.first, draft.phrases[phrase.owner].first) if phrase.owner >= 0 else phrase.first
    start = phrase.preposition_at if 0 <= phrase.preposition_at < start else start
    if (
        start == 0
        or draft.tokens[start - 1].low not in draft.grammar.coordinators
        or draft.owns_another(number)
    ):
        return -1
    if phrase.dep in draft.labels.coordination:
        other = draft.phrase_at.get(phrase.governor, -1)
        before = (phrase.owner if phrase.owner >= 0 else number) - 1
        names = all(draft.phrases[n].noun < 0 or draft.phrases[n].name[0] >= 0 for n in (number, before))
        near = names and draft.phrases[before].last == start - 2
        return before if near else other if 0 <= other < number else -1
    labels = draft.labels.subject | draft.labels.object
    alike = (n for n in range(number) if draft.phrases[n].dep == phrase.dep and phrase.dep in labels)
    same = [n for n in alike if draft.phrases[n].governor == phrase.governor]
    if same and not phrase.preposition:
        return same[-1]
    last = draft.phrases[number - 1]
    names = phrase.noun < 0 and last.noun < 0 and last.last == start - 2 and phrase.dep not in labels
    return number - 1 if names and not phrase.preposition and phrase.cases & last.cases else -1


def _alike(draft: Draft, number: int, before: int) -> bool:
    """Whether two phrases beside "und" hang together, not two clauses that meet there."""
    phrase = draft.phrases[number]
    governor = phrase.governor
    if phrase.dep in draft.labels.coordination and governor >= 0:
        return governor in draft.phrase_at or governor not in draft.verb_of
    if draft.grammar.fixed_order and draft.within(draft.phrases[before].governor, number):
        return True
    same = governor == draft.phrases[before].governor
    return same and phrase.dep in draft.labels.subject | draft.labels.object
