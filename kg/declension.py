"""The case of a noun phrase, in languages whose words show it.

What the dictionary allows for its words is narrowed by agreement; what stays open, the tree's label and
then the tagger decide, since a label tells more than a form that may be two cases.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.blaming import object_of_blame
from kg.cores import name_cases
from kg.tokens import NameSpan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.cores import Core
    from kg.drafting import Draft, Verb
    from kg.language import Language
    from kg.phrases import Phrase
    from kg.tokens import Token

#: Functions by the labels that mark them, and those whose labels a counted noun may take.
_FUNCTIONS = ("subject", "passive_subject", "object", "recipient", "nominal", "agent")
_NEUTRAL = {"passive_subject": "subject", "nominal": "genitive", "agent": "instrument"}
_COUNTED = frozenset({"subject", "object"})
_BOTH = 2
_SINGULAR, _NEUTER, _LIFELESS = "Number=Sing", "Gender=Neut", "Animacy=Inan"
#: So many cases has a form that shows none.
_UNDECLINED = 5


def phrase_case(
    tokens: Sequence[Token],
    core: Core,
    modifiers: tuple[Sequence[int], Sequence[int]],
    hangs: tuple[str, int],
    language: Language,
) -> tuple[str, frozenset[str]]:
    """Give the case of a phrase, "" where nothing tells, and all that its words allow.

    Parameters
    ----------
    modifiers
        The adjectives and the numbers of the phrase.
    hangs
        The label with which the phrase hangs, and the word on which.
    """
    if not language.cases:
        return "", frozenset()
    adjectives, numbers = modifiers
    cases = _possible(tokens, core, language)
    for index in adjectives:
        cases = (cases & tokens[index].cases) or cases or tokens[index].cases
    of = {function: case for case, function in language.cases.items()}
    counted = bool(numbers) and of["genitive"] in cases
    if counted:
        cases = frozenset(of[function] for function in _COUNTED)
    labelled = _labelled(tokens, core, hangs, language)
    wanted = of.get(labelled, "") if labelled else ""
    if labelled == "object" and wanted not in cases and of["recipient"] in cases:
        wanted = of["recipient"]  # "отправила России"
    if wanted and (not cases or wanted in cases):
        return wanted, cases
    cases = (
        frozenset(c for c in cases if language.cases.get(c)) or cases
    )  # some stand after prepositions only
    head = core.noun if core.noun >= 0 else core.name[1]
    tagged = next((c for c in language.cases if tokens[head].has(f"Case={c}")), "")
    if not cases or tagged in cases:
        return tagged, cases
    return of["object"] if counted else next((c for c in language.cases if c in cases), tagged), cases


def governs(preposition: str, cases: frozenset[str], language: Language) -> bool:
    """Whether what looks like a preposition can be one: none in "накануне Путин принял", that is a day."""
    days = {word for forms in language.dates.get("shifts", {}).values() for word in forms}
    return preposition not in days or {language.cases.get(one) for one in cases} != {"subject"}


def stands_alone(article: Token, tokens: Sequence[Token], core: Core, language: Language) -> bool:
    """Whether "this" before a noun is no article of it ("после этого Ким", "до этого президент")."""
    if not language.cases or article.low not in language.grammar.definite:
        return False
    noun = tokens[core.noun].cases if core.noun >= 0 else frozenset()
    return core.noun < 0 or bool(noun and article.cases and not noun & article.cases)


def _labelled(tokens: Sequence[Token], core: Core, hangs: tuple[str, int], language: Language) -> str:
    """Give the function that the tree's label tells; "" if none, or where it hangs on what takes none."""
    dep, governor = hangs
    over = tokens[governor] if governor >= 0 else None
    beside = over is not None and (over.pos == "NOUN" or over.text.isupper())  # "МИД КНДР", too
    beside = beside and dep in language.functions.apposition
    told = [_NEUTRAL.get(name, name) for name in _FUNCTIONS if dep in getattr(language.functions, name)]
    if beside and core.name[0] >= 0:
        return "genitive"  # "визит Путина", held an apposition: true ones are put together before
    if over is not None and over.pos == "PROPN" and core.noun >= 0 and told[:1] == ["genitive"]:
        return "object"  # a name has no genitive: "передала КНДР технологии"
    return told[0] if told else ""


def _possible(tokens: Sequence[Token], core: Core, language: Language) -> frozenset[str]:
    """Give the cases that a core allows: of its noun, of its name, of both where they agree (titles)."""
    named = name_cases(tokens, NameSpan(*core.name)) if core.name[0] >= 0 else frozenset()
    noun = tokens[core.noun].cases if core.noun >= 0 else frozenset()
    agree = core.noun >= 0 and tokens[core.noun].lemma in language.office_of_title
    return ((noun & named) if agree else noun) or noun or named


def by_case(draft: Draft, verb: Verb, phrase: Phrase) -> str:
    """Tell the function of a bare phrase under a verb by its case; the passive is undone.

    The genitive under a verb is what a negation does to its object or subject.
    """
    labels = draft.labels
    subject = phrase.dep in labels.subject | labels.passive_subject
    function = draft.language.cases.get(phrase.case, "")
    if function == "genitive":
        denied = any(t.low in draft.grammar.negation and t.head in verb.group for t in draft.tokens)
        direct = phrase.dep in labels.object or (denied and not subject)
        function = "object" if direct else "subject" if subject else function
    elif not function:
        function = "subject" if subject else "object" if phrase.dep in labels.object else ""
    if draft.passive(verb):
        return {"subject": "object", "instrument": "subject"}.get(function, function)
    return function


def share_out(draft: Draft) -> None:
    """Mend what forms of two cases leave wrong: a verb with two objects or subjects, and one without."""
    for main in sorted(draft.verbs):
        verb = draft.verbs[main]
        _destination(draft, verb)
        _two_subjects(draft, verb)
        _two_objects(draft, verb)
        _undeclined(draft, verb)
        object_of_blame(draft, verb)


def _destination(draft: Draft, verb: Verb) -> None:
    """Make the place behind a verb that is done to places its object ("… посетит Пхеньян")."""
    early = {n for f, n in verb.phrases if f == "object" and draft.phrases[n].last < verb.group[0]}
    late = any(f == "object" and n not in early for f, n in verb.phrases)
    if verb.lemma not in draft.grammar.to_places or late or draft.passive(verb):
        return
    for function, number in verb.phrases:
        phrase = draft.phrases[number]
        head = draft.tokens[phrase.name[1] if phrase.name[0] >= 0 else phrase.noun]
        if function == "subject" and phrase.first > verb.group[-1] and head.has(_LIFELESS):
            now = {number: "object"} | dict.fromkeys(early, "subject")  # "Матвиенко посетит КНДР"
            verb.phrases = [(now.get(n, f), n) for f, n in verb.phrases]
            return


def _of_converb(draft: Draft, verb: Verb) -> None:
    """Give the verb over a converb the subject that stands before both ("ТАСС, ссылаясь на X, сообщил")."""
    over = draft.verbs.get(verb.parent)
    token = draft.tokens[verb.main]
    if over is None or not any(token.has(form) for form in draft.grammar.converbs):
        return
    for function, number in list(verb.phrases):
        if function == "subject" and draft.phrases[number].last < verb.main:
            verb.phrases.remove((function, number))
            verb.borrowed.append((function, number))
            if not any(f == "subject" for f, _ in over.phrases):
                over.phrases.append((function, number))


def _helped(draft: Draft, verb: Verb) -> None:
    """Give the verb above an infinitive who is to do it ("поможет КНДР построить спутники")."""
    over = draft.verbs.get(verb.parent)
    if over is None or verb.relation != "complement" or over.lemma not in draft.grammar.object_control:
        return
    dative = {case for case, function in draft.language.cases.items() if function == "recipient"}
    for function, number in list(verb.phrases):
        phrase = draft.phrases[number]
        between = over.group[-1] < phrase.first and phrase.last < verb.group[0]
        if between and function in {"subject", "recipient"} and not phrase.preposition:
            verb.phrases.remove((function, number))
            over.phrases.append(("recipient" if phrase.cases & dative else "object", number))


def _undeclined(draft: Draft, verb: Verb) -> None:
    """Read the one object of a verb anew if its form shows nothing ("США потребовали", "помочь КНДР")."""
    objects = [n for f, n in verb.phrases if f == "object"]
    functions = {f for f, _ in verb.phrases}
    if len(objects) != 1 or draft.passive(verb):
        return
    function = ""
    first = draft.phrases[objects[0]]
    subject = {c for c, f in draft.language.cases.items() if f == "subject"}
    says = verb.lemma in draft.language.attribution.say - draft.language.direct_verbs
    early = first.last < verb.group[0]
    bare = "subject" not in functions and (early or says) and first.cases & subject
    if bare and (says or verb.lemma in draft.language.frame_verbs - draft.language.direct_verbs):
        function = "subject"  # "тысяча саперов приедут"
    elif len(first.cases) < _UNDECLINED:
        return
    elif verb.lemma in draft.language.dative_verbs and "recipient" not in functions:
        function = "recipient"
    elif bare:
        function = "subject"
    if function:
        verb.phrases = [(function if n == objects[0] else f, n) for f, n in verb.phrases]


def _two_objects(draft: Draft, verb: Verb) -> None:
    """Make the first of two objects the subject that the verb lacks, else the recipient, as it may be."""
    objects = sorted(n for f, n in verb.phrases if f == "object")
    functions = {f for f, _ in verb.phrases}
    if len(objects) < _BOTH or draft.passive(verb):
        return
    first = draft.phrases[objects[0]]
    other = {c for c, f in draft.language.cases.items() if f in {"subject", "recipient"} - functions}
    for case, function in draft.language.cases.items():
        before = first.first < verb.group[0] or function != "subject"
        if case in other and case in first.cases and before:
            verb.phrases = [(function if n == objects[0] else f, n) for f, n in verb.phrases]
            return


def _two_subjects(draft: Draft, verb: Verb) -> None:
    """Give one of two subjects to the verb after it that lacks one, else make it the object."""
    subjects = sorted(n for f, n in verb.phrases if f == "subject")
    if len(subjects) < _BOTH:
        return
    first = draft.phrases[subjects[0]]
    at = first.governor if first.dep in draft.labels.apposition else -1  # "На станции Хасан его встретил …"
    placed = at >= 0 and any(p.preposition and p.noun == at for p in draft.phrases)
    if placed or draft.tokens[first.last + 1].text == ":":  # "Песков: Путин посетит КНДР"
        verb.phrases = [(f, n) for f, n in verb.phrases if n != subjects[0]]
        _two_subjects(draft, verb)
        return
    last = draft.phrases[subjects[-1]]
    functions = {f for f, _ in verb.phrases}
    if _told(draft, verb, first, last):
        verb.phrases = [("recipient" if n == subjects[0] else f, n) for f, n in verb.phrases]
        return
    for other in draft.verbs.values():
        bare = not any(f == "subject" for f, _ in other.phrases)
        if other is not verb and bare and other.group[0] > last.last and verb.group[0] < last.first:
            verb.phrases = [(f, n) for f, n in verb.phrases if n != subjects[-1]]
            other.phrases.append(("object" if draft.passive(other) else "subject", subjects[-1]))
            return
    for function in ("object", "recipient"):
        cases = {c for c, f in draft.language.cases.items() if f == function}
        open_ = not last.cases and last.first > verb.group[-1]
        if (last.cases & cases or open_) and function not in functions:
            verb.phrases = [(function if n == subjects[-1] else f, n) for f, n in verb.phrases]
            return
    around = first.last < verb.group[0] <= verb.group[-1] < last.first
    if around and "object" in functions:  # "передала КНДР комплексы ПВО «Панцирь»"
        verb.phrases = [("" if n == subjects[-1] else f, n) for f, n in verb.phrases]


def _told(draft: Draft, verb: Verb, first: Phrase, last: Phrase) -> bool:
    """Whether the first of two subjects is whom the second tells it ("Об этом ТАСС сообщил Песков")."""
    dative = {case for case, function in draft.language.cases.items() if function == "recipient"}
    around = last.first > verb.group[-1] > first.last
    beside = verb.group[-1] < first.first and last.first == first.last + 1
    says = verb.lemma in draft.language.attribution.say and (around or beside)
    return says and (not first.cases or bool(first.cases & dative))


def borrow_subjects(draft: Draft) -> None:
    """Give a singular verb without a subject that of the verb above ("Трамп заявил, что хочет …").

    That says it, or goes to the place where it happens ("прибыл в Пекин, где встретился …").
    """
    for verb in draft.verbs.values():
        _of_converb(draft, verb)
        _helped(draft, verb)
        told = {f for f, _ in (*verb.phrases, *verb.borrowed)}
        finite = draft.tokens[verb.group[0]]
        if "subject" in told or verb.parent not in draft.verbs or not finite.has(_SINGULAR):
            continue
        over = draft.verbs[verb.parent]
        said = over.lemma in draft.language.attribution.say | draft.language.attribution.think
        done = {i for f, n in verb.phrases if f == "object" for i in _words(draft, n)}
        named = [t for t in draft.tokens if t.dep in draft.labels.subject and t.head in verb.group]
        own = any(t.index not in done for t in named)
        there = {draft.tokens[i].low for i in verb.words} & draft.grammar.relative_places.keys()
        beside = verb.relation == "relative" and bool(there) and not draft.passive(verb)
        said = said and verb.relation == "complement"
        if (said or beside) and not own and not finite.has(_NEUTER):
            verb.borrowed += [(f, n) for f, n in over.phrases if f == "subject"][:1]


def _words(draft: Draft, number: int) -> range:
    return range(draft.phrases[number].first, draft.phrases[number].last + 1)


def without_genitive(name: str, language: Language) -> str:
    """Take the ending of a genitive off a name."""
    for ending in language.grammar.genitive:
        if name.endswith(ending) and len(name) > len(ending) + 2:
            return name[: -len(ending)]
    return name
