"""What the order of words tells in languages whose nouns show no case.

A bare phrase right after its verb is the object, one before it the subject; a verb of saying after a comma
and its own subject stands over what it says; a clause behind a noun has that noun as its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.morphology import verb_features

if TYPE_CHECKING:
    from kg.drafting import Draft, Verb
    from kg.tokens import Token

PAUSES = frozenset({",", "”", '"', "“", "'", "’", "–", "—", "-"})


def place_bare(draft: Draft, verb: Verb) -> None:
    """Tell the function of phrases of which the tree tells none by where they stand."""
    _unlabel(draft, verb)
    _take_back(draft, verb)
    if "object" not in {f for f, _ in verb.phrases}:
        verb.phrases = [("object" if f == "recipient" else f, n) for f, n in verb.phrases]
    told = {f for f, _ in verb.phrases}
    end = verb.group[-1]
    for place, (function, number) in enumerate(verb.phrases):
        phrase = draft.phrases[number]
        if function or draft.is_time(number):
            continue
        if phrase.first == end + 1 and "object" not in told:
            verb.phrases[place] = ("object", number)
        elif (
            phrase.first == end + 1 and verb.lemma in draft.language.giving_verbs and "recipient" not in told
        ):
            verb.phrases[place] = ("recipient", number)
        elif "subject" not in told and (_plans(draft, verb, number) or _labelled(draft, verb, number)):
            verb.phrases[place] = ("subject", number)
        elif phrase.last < verb.group[0] and not told & {"subject", "object"}:
            named = "object" if draft.passive(verb) else "subject"
            verb.phrases[place] = ("" if _subject_word(draft, verb) else named, number)
        told = {f for f, _ in verb.phrases}
    _give(draft, verb)


def _give(draft: Draft, verb: Verb) -> None:
    """Tell who is given something from what, where both stand bare behind the verb ("gave Kim a car")."""
    functions = dict(verb.phrases)
    if verb.lemma not in draft.language.giving_verbs or "recipient" in functions or "object" not in functions:
        return
    first = functions["object"]
    for function, number in verb.phrases:
        phrase = draft.phrases[number]
        if not function and phrase.first == draft.phrases[first].last + 1 and not draft.is_time(number):
            told = {first: "recipient", number: "object"}
            verb.phrases = [(told.get(n, f), n) for f, n in verb.phrases]
            return


def _take_back(draft: Draft, verb: Verb) -> None:
    """Give a verb that the tree holds an adjective the noun after it ("thanked him and invited Putin")."""
    token = draft.tokens[verb.main]
    if token.dep not in draft.labels.modifier or verb.participle:
        return
    for number, phrase in enumerate(draft.phrases):
        if phrase.first == verb.main + 1 and draft.within(token.head, number):
            for other in draft.verbs.values():
                other.phrases = [(f, n) for f, n in other.phrases if n != number]
            verb.phrases.append(("object", number))


def _unlabel(draft: Draft, verb: Verb) -> None:
    """Take off a verb what stands before a colon, as who says so ("Seoul: the North has sent troops")."""
    if not draft.phrases:
        return
    label = draft.phrases[0]
    end = label.last + 1
    if label.first or end >= len(draft.tokens) or draft.tokens[end].text != ":" or verb.group[0] < end:
        return
    verb.phrases = [(f, n) for f, n in verb.phrases if n]


def _labelled(draft: Draft, verb: Verb, number: int) -> bool:
    """Whether a phrase stands between the colon after who says it and an active verb."""
    phrase = draft.phrases[number]
    after = phrase.first > 0 and draft.tokens[phrase.first - 1].text == ":"
    return after and phrase.last == verb.group[0] - 1 and not draft.passive(verb)


def _plans(draft: Draft, verb: Verb, number: int) -> bool:
    """Whether a phrase and an infinitive right after it are a headline ("Putin to visit China")."""
    own = [draft.tokens[i].low for i in range(draft.phrases[number].last + 1, verb.group[0])]
    head = draft.tokens[verb.main].head
    top = head == verb.main or (draft.within(head, number) and draft.phrases[number].governor < 0)
    return top and len(own) == 1 and set(own) <= draft.grammar.purpose


def _subject_word(draft: Draft, verb: Verb) -> bool:
    """Whether a word that is no phrase is the subject ("it", "who")."""
    labels = draft.labels.subject | draft.labels.passive_subject
    under = [t for t in draft.tokens if t.head == verb.main and t.index not in draft.phrase_at]
    return any(t.dep in labels for t in under)


def describe(draft: Draft, verb: Verb) -> None:
    """Give a verb the noun that its clause describes, in the place of the relative pronoun."""
    tokens, labels = draft.tokens, draft.labels
    over = draft.phrase_at.get(tokens[verb.main].head, -1)
    if draft.grammar.fixed_order or (draft.language.cases and tokens[verb.main].dep in labels.adverbial):
        _borrow_place(draft, verb)
    if not draft.grammar.relative_pronouns or over < 0 or tokens[verb.main].dep not in labels.relative:
        return
    function = draft.reduced(verb)
    for token in tokens:
        if token.head == verb.main and token.low in draft.grammar.relative_pronouns:
            before = tokens[token.index - 1] if token.index else token
            if draft.language.cases and before.pos == "ADP":
                function = before.low
            objects = labels.passive_subject | labels.object
            function = "object" if token.dep in objects else function
            function = "subject" if token.dep in labels.subject else function
            if draft.language.cases and function == "subject" and _acts_instead(draft, verb, token):
                function = "object"  # "снаряды, которые КНДР отправила"
        where = token.low in draft.grammar.relative_places and not draft.grammar.fixed_order
        if token.head == verb.main and where:
            function = draft.grammar.relative_places[token.low]
            near = [n for n, p in enumerate(draft.phrases) if p.last == token.index - 2 and p.name[0] >= 0]
            over = near[0] if near else over  # "на переговорах в Пхеньяне, куда он прибыл"
    taken = {f for f, _ in verb.phrases}
    marks = [t for t in tokens if t.head == verb.main and t.dep in labels.marker]
    marked = any(t.low not in draft.grammar.relative_pronouns for t in marks)
    bare = not marked and not draft.language.cases
    if not function and bare and tokens[verb.main].dep not in labels.reduced and "object" not in taken:
        function = "object"  # "the shells the North sent"
    if function and function not in taken:
        verb.borrowed.append((function, over))


def _borrow_place(draft: Draft, verb: Verb) -> None:
    """Give a clause behind the name of a place that place ("flew to Beijing, where he met Xi")."""
    for token in draft.tokens:
        if token.head != verb.main or token.low not in draft.grammar.relative_places:
            continue
        last = token.index - 1 - (draft.tokens[token.index - 1].text == ",")
        before = [n for n, p in enumerate(draft.phrases) if p.last == last]
        if before:
            verb.borrowed.append((draft.grammar.relative_places[token.low], before[0]))


def _acts_instead(draft: Draft, verb: Verb, pronoun: Token) -> bool:
    """Whether a bare phrase between a relative pronoun and its verb is the subject; it is made so."""
    cases = {function: case for case, function in draft.language.cases.items()}
    if cases["object"] not in pronoun.cases:
        return False
    for number, phrase in enumerate(draft.phrases):
        bare = not phrase.preposition and cases["subject"] in phrase.cases and not draft.is_time(number)
        if bare and pronoun.index < phrase.first and phrase.last < verb.group[0]:
            verb.phrases = [(f, n) for f, n in verb.phrases if n != number] + [("subject", number)]
            return True
    return False


def goes_with(draft: Draft, verb: Verb) -> bool:
    """Whether a verb of saying only goes with another ("denied it, saying that …")."""
    features = verb_features(draft.tokens, verb.main, draft.language.forms)
    own = any(f == "subject" for f, _ in verb.phrases)
    return verb.parent >= 0 and features.form == "participle" and not verb.auxiliaries and not own


def take_speaker(draft: Draft, verb: Verb) -> None:
    """Give a verb of saying without a subject what stands right before it ("…, Kim Il, said")."""
    words = draft.language.attribution
    features = verb_features(draft.tokens, verb.main, draft.language.forms)
    spoken = verb.lemma in words.say | words.think and not verb.auxiliaries and features.form != "participle"
    if not spoken or any(f == "subject" for f, _ in verb.phrases) or not verb.group[0]:
        return
    end = verb.group[0] - 1
    end -= draft.tokens[end].text == ","
    for number, phrase in enumerate(draft.phrases):
        start = draft.phrases[phrase.owner].first if phrase.owner >= 0 else phrase.first
        opened = start > 0 and draft.tokens[start - 1].text in PAUSES
        if phrase.last == end and opened and not phrase.preposition:
            for other in draft.verbs.values():
                other.phrases = [(f, n) for f, n in other.phrases if n != number]
            verb.phrases.append(("subject", number))


def raise_remark(draft: Draft, verb: Verb) -> bool:
    """Put a verb of saying over the clause beside which it stands ("Kim left, Tass said"), if it is one."""
    words = draft.language.attribution
    speaks = verb.lemma in words.say | words.think | words.pause
    if speaks and verb.parent < 0:
        return _raise_over_adverbial(draft, verb)
    if not speaks or verb.parent < 0 or verb.parent not in draft.verbs:
        return False
    content = any(
        o.parent == verb.main and o.relation == "complement" and not goes_with(draft, o)
        for o in draft.verbs.values()
    )
    beside = draft.tokens[verb.main].dep in draft.labels.parenthetical
    closed = verb.parent < verb.main and _after_pause(draft, verb)
    if (not beside and not closed) or (content and not (closed and _before_pause(draft, verb))):
        return False
    over = draft.verbs[verb.parent]
    if verb.relation == "complement" and over.lemma in words.say | words.think:
        return False
    while over.relation == "coordinated" and over.parent in draft.verbs and over.parent < verb.main:
        over = draft.verbs[over.parent]
    verb.parent, verb.relation = over.parent, over.relation
    over.parent, over.relation = verb.main, "complement"
    return True


def _raise_over_adverbial(draft: Draft, verb: Verb) -> bool:
    """Take for what is said a clause before it that nothing introduces ("Kim sent …, Kyiv said")."""
    after = verb.group[-1] + 1
    if after < len(draft.tokens) and draft.tokens[after].text[:1].isalnum():
        return False
    for other in draft.verbs.values():
        said = other.parent == verb.main and other.relation == "adverbial" and other.main < verb.main
        own = any(f == "subject" for f, _ in other.phrases)
        if said and own and not draft.marks(other) and _after_pause(draft, verb):
            other.relation = "complement"
            return True
    return False


def _before_pause(draft: Draft, verb: Verb) -> bool:
    after = verb.group[-1] + 1
    return after >= len(draft.tokens) or draft.tokens[after].text in PAUSES


def _before_bracket(draft: Draft, index: int) -> int:
    """Go back from a closing bracket to before what stands in it ("the news agency (KCNA) said")."""
    if draft.tokens[index].text != ")":
        return index
    return next((at - 1 for at in range(index, -1, -1) if draft.tokens[at].text == "("), index)


def _first_of(draft: Draft, last: int) -> int:
    """Give the first of two phrases that "and" joins ("…, Seoul and Tokyo say"), else the one given."""
    at = draft.phrases[last].first - 2
    joins = at >= 0 and draft.tokens[at + 1].low in draft.grammar.coordinators
    before = [n for n, p in enumerate(draft.phrases) if p.last == at and not p.preposition]
    return before[0] if joins and before else last


def _after_pause(draft: Draft, verb: Verb) -> bool:
    """Whether only its subject stands between a pause and a verb; what does, becomes its subject."""
    end = _before_bracket(draft, verb.group[0] - 1)
    for last, phrase in enumerate(draft.phrases):
        joined = last in draft.coordinated
        if phrase.last != end or phrase.preposition or (joined and not draft.grammar.fixed_order):
            continue
        number = _first_of(draft, last)
        if joined and number == last:
            continue
        first = draft.phrases[phrase.owner].first if phrase.owner >= 0 else draft.phrases[number].first
        if first == 0 or draft.tokens[first - 1].text not in PAUSES:
            return False
        if joined:
            draft.coordinated.pop(number, None)
            draft.coordinated[last] = number
        for other in draft.verbs.values():
            other.phrases = [(f, n) for f, n in other.phrases if n != number]
        verb.phrases.append(("subject", number))
        return True
    return False
