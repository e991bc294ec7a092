"""Parts verbs that a small parser runs together in a language of fixed order, each with what is its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.word_order import PAUSES

if TYPE_CHECKING:
    from kg.drafting import Draft, Verb

#: What may stand before a name that a participle describes ("visiting Russian Foreign Minister X").
_DESCRIBING = frozenset({"ADJ", "PROPN", "NOUN"})
_PERSON = "Person"
_FINITE: Final = "VerbForm=Fin"
_GERUND: Final = "VerbForm=Ger"
_PRESENT: Final = ("Tense=Pres", "VerbForm=Part")
_PARTS = frozenset({"ADP", "ADV", "PART", "SCONJ"})


def governs_gerund(draft: Draft, verb: Verb, relation: str) -> bool:
    """Whether a preposition makes a gerund what a noun or the word right before it is about.

    "The delay in testing", "interested in buying"; not "in sending troops, Pyongyang broke its word".
    """
    grammar, marks, token = draft.grammar, draft.marks(verb), draft.tokens[verb.main]
    if grammar.before_gerund & {t.lemma for t in marks}:
        return True
    gerund = token.has(_GERUND) or all(token.has(feature) for feature in _PRESENT)
    if not grammar.before_gerund or not gerund:
        return False
    near = [t for t in marks if t.lemma in grammar.prepositions]
    beside = [t for t in near if t.index == token.head + 1 and t.lemma not in grammar.circumstantial]
    return bool(near if relation == "relative" else beside)


def right_after(draft: Draft, verb: Verb) -> bool:
    """Whether only particles part a verb from one before it that says that it is done or not."""
    above, told = draft.verbs.get(verb.parent), draft.language.denial.verbs | draft.grammar.implicative
    if above is None or not draft.grammar.fixed_order or above.lemma not in told:
        return False
    between = draft.tokens[above.main + 1 : verb.main]
    return above.main < verb.main and all(t.pos in _PARTS and t.text != "," for t in between)


def part(draft: Draft, verb: Verb) -> None:
    """Part a verb from those beside it: remarks, attributes, reduced and relative clauses."""
    _take_opened(draft, verb)
    _part_inserted(draft, verb)
    _part_attribute(draft, verb)
    _part_reduced(draft, verb)
    _part_relative(draft, verb)
    _end_relative(draft, verb)
    _part_said(draft, verb)
    _raise_account(draft, verb)


def _take_opened(draft: Draft, verb: Verb) -> None:
    """Give a verb its subject that the tree hung with "after" on another ("after Seoul alleged that")."""
    own = any(f == "subject" for f, _ in [*verb.phrases, *verb.borrowed])
    finite = draft.tokens[verb.main].has(_FINITE) or verb.auxiliaries
    if own or not finite or verb.parent not in draft.verbs:
        return
    opens = draft.grammar.clause_openers
    for number, phrase in enumerate(draft.phrases):
        if phrase.last == verb.group[0] - 1 and phrase.preposition in opens and verb.parent < phrase.first:
            for other in draft.verbs.values():
                other.phrases = [(f, n) for f, n in other.phrases if n != number]
            verb.phrases.append(("object" if draft.passive(verb) else "subject", number))
            return


def _part_said(draft: Draft, verb: Verb) -> None:
    """Let who speaks say what is told of a noun after it, where the tree made that noun speak, too.

    "The coast guard said a missile fired by the North had fallen into the sea": the guard says all of it.
    """
    told = {n for function, n in verb.phrases if function in {"subject", "object"}}
    after = {n for n in told if draft.phrases[n].first == verb.main + 1}
    below = [other for other in draft.verbs.values() if other.parent == verb.main < other.main]
    said = verb.lemma in draft.language.attribution.say - draft.grammar.object_control
    described = [other for other in below if other.relation == "relative"]
    if not said or not after or told == after or any(other.relation == "complement" for other in below):
        return
    verb.phrases = [pair for pair in verb.phrases if pair[1] not in after or not described]
    for other in described:
        other.relation = "complement"


def _raise_account(draft: Draft, verb: Verb) -> None:
    """Hang who says so at the end of a sentence on its main verb ("…, which harms peace, according to X")."""
    words, seen, top = draft.language.attribution.prepositions, {verb.main}, verb
    while top.parent in draft.verbs and top.parent not in seen:
        top = draft.verbs[top.parent]
        seen.add(top.main)
    for function, number in verb.phrases if top is not verb else ():
        begin = draft.phrases[number].preposition_at
        apart = begin > verb.main and "," in {draft.tokens[i].text for i in (begin - 1, begin - 2)}
        if function in words and apart and not top.takes(number):
            top.phrases.append((function, number))


def _part_inserted(draft: Draft, verb: Verb) -> None:
    """Give "says" its own subject where it is inserted after another ("the North, Seoul says, has sold")."""
    own = [n for f, n in verb.phrases if f == "subject"]
    after = verb.group[-1] + 1
    words = draft.language.attribution
    if verb.lemma not in words.say | words.think or len(own) != 1 or after >= len(draft.tokens):
        return
    inserted = [n for n, p in enumerate(draft.phrases) if p.last == verb.group[0] - 1 and n > own[0]]
    below = [o for o in draft.verbs.values() if o.parent == verb.main and o.main > after]
    bare = [o for o in below if not {f for f, _ in o.phrases} & {"subject"}]
    if inserted and bare and draft.tokens[after].text == ",":
        verb.phrases = [("subject", inserted[0])]
        bare[0].phrases.append(("object" if draft.passive(bare[0]) else "subject", own[0]))


def _part_attribute(draft: Draft, verb: Verb) -> None:
    """Give a verb its object back from a participle that only describes it ("met visiting minister X")."""
    over = draft.verbs.get(draft.verb_of.get(verb.main - 1, -1))
    if over is None or over is verb or verb.lemma not in draft.grammar.attributive or verb.auxiliaries:
        return
    own = [n for f, n in verb.phrases if f == "object" and _described(draft, verb, n)]
    if own and not any(f == "object" for f, _ in over.phrases):
        over.phrases += [pair for pair in verb.phrases if not over.takes(pair[1])]
        verb.phrases = [("subject" if n == own[0] else f, n) for f, n in verb.phrases]


def _described(draft: Draft, verb: Verb, number: int) -> bool:
    """Whether a phrase is a person right after a verb, without an article between them."""
    table, first = draft.parsed.table, draft.phrases[number].first
    between = draft.tokens[verb.main + 1 : first]
    mention = table.of_phrase.get(number, -1)
    person = mention >= 0 and table.mentions[mention].type == _PERSON
    return person and verb.main < first and all(t.pos in _DESCRIBING for t in between)


def _part_reduced(draft: Draft, verb: Verb) -> None:
    """Part a participle from the verb after it, whose subject its noun is ("a team led by X arrived in Y").

    Small parsers make X the subject of the second verb.
    """
    agents = [n for f, n in verb.phrases if f in draft.grammar.agentive and draft.phrases[n].last < verb.main]
    agents = [n for n in agents if draft.phrases[n].dep in draft.labels.subject]
    for other in list(draft.verbs.values()) if agents else ():
        by = draft.phrases[agents[0]]
        taken = [n for f, n in [*other.phrases, *other.borrowed] if f == "object" and n < agents[0]]
        if not taken or by.preposition_at != other.main + 1 or not draft.passive(other):
            continue
        verb.phrases = [("subject", taken[0]), *((f, n) for f, n in verb.phrases if n != agents[0])]
        other.phrases.append(("subject", agents[0]))
        verb.parent, verb.relation = other.parent, ""
        other.parent, other.relation = verb.main, "relative"
        return


def _part_relative(draft: Draft, verb: Verb) -> None:
    """Give the main verb back the noun that parsers give to the clause after it ("Kim, who came, met")."""
    own = [n for f, n in verb.phrases if f in {"", "subject"} and draft.phrases[n].last < verb.group[0] - 2]
    after = draft.phrases[own[0]].last + 1 if own else 0
    who = [t for t in draft.tokens if t.head == verb.main and t.low in draft.grammar.relative_pronouns]
    if not own or verb.relation == "relative" or draft.tokens[after].text not in PAUSES:
        return
    main = [o for o in draft.verbs.values() if o.parent == verb.main and o.relation == "coordinated"]
    bare = [o for o in main if o.group[0] > verb.main and draft.tokens[o.group[0] - 1].text in PAUSES]
    if not bare or not any(t.index == after + 1 and t.dep in draft.labels.subject for t in who):
        return
    top = bare[0]
    verb.phrases = [(f, n) for f, n in verb.phrases if n != own[0]]
    verb.borrowed.append(("object" if draft.passive(verb) else "subject", own[0]))
    top.phrases.insert(0, ("object" if draft.passive(top) else "subject", own[0]))
    top.parent, top.relation = verb.parent, verb.relation
    verb.parent, verb.relation = top.main, "relative"


def _end_relative(draft: Draft, verb: Verb) -> None:
    """Give the clause above what stands behind a relative one's last comma ("…, which he hid, in reply")."""
    over, tokens, end = draft.verbs.get(verb.parent), draft.tokens, verb.group[-1] + 1
    words = draft.grammar.relative_pronouns
    first = next((t.index for t in tokens if t.head in verb.group and t.low in words), 0)
    closed = first > 0 and end < len(tokens) and tokens[first - 1].text == tokens[end].text == ","
    if over is None or verb.relation != "relative" or not closed or over.main > verb.main:
        return
    late = [(f, n) for f, n in verb.phrases if draft.phrases[n].first > end and draft.phrases[n].preposition]
    verb.phrases = [pair for pair in verb.phrases if pair not in late]
    over.phrases += [pair for pair in late if not over.takes(pair[1])]
