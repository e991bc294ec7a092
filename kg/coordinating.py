"""Which phrases are one list: "Putin und Kim", "A, B und C"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.phrase_edges import paired

if TYPE_CHECKING:
    from kg.drafting import Draft


_VERBAL = frozenset({"VERB", "AUX"})
_STOPS = frozenset(".!?")


def join_coordinated(draft: Draft) -> None:
    """Note which phrase a coordinated one belongs to ("Putin und Kim", "A, B und C")."""
    for number in range(1, len(draft.phrases)):
        phrase = draft.phrases[number]
        earlier = phrase.owner - 1 if phrase.owner >= 0 else number - 1
        if draft.language.cases and (other := _joined_to(draft, number)) >= 0:
            draft.coordinated[number] = draft.head_of(other)
            continue
        other = paired(draft.tokens, phrase.first, draft.phrases[:number])
        if draft.grammar.fixed_order and other >= 0 and draft.owns_another(number):  # "Tokyo-Seoul talks"
            draft.coordinated[other] = number
            continue
        start = min(phrase.first, draft.phrases[phrase.owner].first) if phrase.owner >= 0 else phrase.first
        if _correlated(draft, earlier, start):
            draft.coordinated[number] = draft.head_of(earlier)
            continue
        if earlier < 0 or 0 <= phrase.preposition_at < start:
            continue
        if not draft.language.cases and draft.owns_another(number):
            continue
        before = draft.phrases[earlier]
        between = [t.low for t in draft.tokens[before.last + 1 : start]]
        joined = len(between) == 1 and between[0] in draft.grammar.coordinators
        if between == [","] and _heads_line(draft, number):
            draft.coordinated[number] = earlier
            continue
        listed = between == [","] and (
            phrase.dep in draft.labels.coordination or _alike_objects(draft, number)
        )
        if listed and draft.language.cases:  # "Как сообщает ТАСС, Ким прибыл" is no list
            listed = phrase.last + 1 < len(draft.tokens) and (
                draft.tokens[phrase.last + 1].low in {",", *draft.grammar.coordinators}
            )
        if (joined and _alike(draft, number, earlier)) or listed:
            draft.coordinated[number] = draft.head_of(earlier)


def _correlated(draft: Draft, before: int, start: int) -> bool:
    """Whether words between two phrases join them as one list ("sowohl A als auch B", "weder A noch B")."""
    while draft.tokens[start].pos == "ADV" and start + 1 < len(draft.tokens):
        start += 1  # "als auch Seoul"
    words = draft.tokens[draft.phrases[before].last + 1 : start] if before >= 0 else ()
    return " ".join(t.low for t in words) in draft.grammar.correlatives


def _alike_objects(draft: Draft, number: int) -> bool:
    """Whether a phrase and the one before it are both an object of one verb, as a list without "and" is."""
    before, phrase = draft.phrases[number - 1], draft.phrases[number]
    objects = draft.labels.object if draft.grammar.fixed_order else frozenset()
    return before.dep in objects and phrase.dep in objects and before.governor == phrase.governor


def _heads_line(draft: Draft, number: int) -> bool:
    """Whether two names with a comma between them open a headline as subject ("Kim, Putin sign treaty")."""
    first, second = draft.phrases[0], draft.phrases[number]
    alike = first.name_type == second.name_type and first.noun < 0 and second.noun < 0
    after = second.last + 1
    if not draft.grammar.fixed_order or number != 1 or first.first or not alike or after >= len(draft.tokens):
        return False
    return draft.tokens[after].pos in _VERBAL and draft.tokens[-1].text not in _STOPS


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
    """Whether two phrases beside "und" hang together, not two clauses that meet there.

    Where a genitive opens the second, a tree may join that ("Putin und Nordkoreas Machthaber").
    """
    phrase = draft.phrases[number]
    if phrase.owner >= 0 and draft.phrases[phrase.owner].dep in draft.labels.coordination:
        phrase = draft.phrases[phrase.owner]
    governor = phrase.governor
    if phrase.dep in draft.labels.coordination and governor >= 0:
        return governor in draft.phrase_at or governor not in draft.verb_of
    if draft.grammar.fixed_order and draft.within(draft.phrases[before].governor, number):
        return True
    same = governor == draft.phrases[before].governor
    return same and phrase.dep in draft.labels.subject | draft.labels.object


def modifiers(draft: Draft, number: int) -> list[tuple[str, int]]:
    """Give the phrases that modify a noun: genitives, and what follows with a preposition."""
    phrase = draft.phrases[number]
    found = [("genitive", phrase.owner)] if phrase.owner >= 0 else []
    found += _carried(draft, number)
    chain, since = number, False
    for after in range(number + 1, len(draft.phrases)):
        other = draft.phrases[after]
        if after in draft.coordinated:
            chain = after if draft.coordinated[after] in {n for _, n in found} | {number} else chain
            continue
        if draft.owns_another(after) or draft.inserted(after):
            continue
        between = other.preposition in draft.grammar.between and chain not in (number, draft.head_of(number))
        if between and draft.phrases[after - 1].name[0] < 0:
            break  # "options for dialogue between …": between whom is said of the nearest noun
        direct = draft.adjacent(other, draft.phrases[chain])
        hangs = draft.within(other.governor, number)
        if draft.genitive(other) and direct and chain == number:
            found.append(("genitive", after))
        elif other.preposition and (hangs or direct):
            inner = chain not in {number, draft.head_of(number)} and other.preposition in draft.grammar.of
            since = since or draft.phrases[chain].preposition in draft.grammar.after
            if not (draft.grammar.fixed_order and inner and since and not hangs):
                found.append((other.preposition, after))  # not "since the start of the war" of the first
        elif draft.language.cases and direct and (draft.genitive(other) or hangs):
            if not draft.genitive(other):
                found.append((draft.language.cases.get(other.case, ""), after))
        else:
            break
        chain = after
    return found


def _carried(draft: Draft, number: int) -> list[tuple[str, int]]:
    """Give what hangs on a participle that only carries a noun ("die von A verhängten Sanktionen")."""
    if not draft.grammar.verb_first:
        return []
    words = [draft.tokens[i] for i in draft.phrases[number].adjectives if i not in draft.verb_of]
    light = {t.index for t in words if {t.infinitive, t.lemma} & draft.grammar.light}
    before = enumerate(draft.phrases[:number])
    return [(p.preposition, n) for n, p in before if p.governor in light and p.preposition]
