"""Which noun a relative clause tells of, where its pronoun looks like an article ("die Soldaten, die …").

The rule: the noun before the comma whose article, number or kind agrees with the pronoun, the one that the
tree names before any other. What the noun does in the clause is told by the pronoun's form, by the voice,
by number, and last by who else stands there. Only for languages that part such clauses by commas and put
their verbs last; a clause whose noun stays open takes none.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.drafting import SUBJECT_LIKE
from kg.morphology import verb_features

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.drafting import Draft, Verb
    from kg.language import Language
    from kg.phrases import Phrase
    from kg.tokens import Token

_VERBAL = frozenset({"VERB", "AUX"})
#: A verb right after the first phrase may be that of a main clause ("…, die Lage sei ernst").
_SHORT = 2
_PLURAL = "p"
_SINGULAR = frozenset("mfn")
_ANY = frozenset("mfnp")
#: What a clause tells that was done to it, not what it did.
_THINGS = frozenset({"Weapon", "Technology", "Treaty", "Vehicle", "LaunchVehicle", "Facility", "Thing"})
_PERSON = "Person"
_BODIES = frozenset({"Organization", "NewsAgency", "Company", "Publisher", "Government"})
_CLOSING = frozenset('“”"«»)')
#: How many phrases before the comma may be the one that is meant ("ein Vertrag zwischen X und Y, der …").
_BACK = 4


def tell_pronouns(tokens: Sequence[Token], language: Language) -> tuple[Token, ...]:
    """Take an article after a comma for a pronoun where only a relative clause can follow."""
    words = list(tokens)
    if not language.grammar.relative_genders:
        return tuple(words)
    _close_relayed(words, language)
    for index in range(1, len(words)):
        token = words[index]
        before = index - 1 - (words[index - 1].pos == "ADP")
        listed = token.low in language.grammar.relative_genders and token.pos == "DET"
        last = _last(words, index) if listed and words[before].text == "," else -1
        if last >= 0 and _only_relative(words, index, last, language):
            words[index] = replace(token, pos="PRON", dep="nsubj", head=last)
            noun = token.head
            if index < noun < last and words[noun].head not in range(index, last + 1):
                words[noun] = replace(words[noun], dep="obj", head=last)
    return tuple(words)


def _close_relayed(words: list[Token], language: Language) -> None:
    """Give the verb that closes what a report says all of it ("…, wonach Kim in Kasan gewesen sei, …")."""
    for index, token in enumerate(words):
        opens = token.low in language.attribution.relaying and index > 0 and words[index - 1].text == ","
        last = _last(words, index) if opens else -1
        inside = range(index, last + 1)
        main = words[last].head if words[last].head in inside else last
        for at in inside if last >= 0 else ():
            if words[at].head not in inside and at != main:
                words[at] = replace(words[at], head=main)


def _last(words: Sequence[Token], index: int) -> int:
    """Give the finite verb at the end of the clause that a word opens; -1 if there is none."""
    end = next((t.index for t in words[index:] if t.pos == "PUNCT"), len(words))
    verbs = [t.index for t in words[index:end] if t.pos in _VERBAL]
    group = list(range(end - len(verbs), end))
    return end - 1 if verbs and verbs == group else -1


def _only_relative(words: Sequence[Token], index: int, last: int, language: Language) -> bool:
    """Whether a clause with its verb last is no main one: by its verbs, its opening, or what follows."""
    forms = [verb_features(words, at, language.forms).form for at in range(index, last + 1)]
    if forms[-1] != "finite" or "finite" in forms[:-1] or last - index <= _SHORT:
        return False
    after = words[last + 2] if last + 2 < len(words) and words[last + 1].text == "," else None
    goes_on = after is not None and after.pos in _VERBAL
    return goes_on or words[last - 1].pos in _VERBAL or words[index + 1].pos == "PROPN"


def take_antecedents(draft: Draft) -> None:
    """Give every relative clause the noun that it tells of, in the place of its pronoun."""
    if not draft.grammar.relative_genders:
        return
    for main in sorted(draft.verbs):
        verb = draft.verbs[main]
        pronoun = None if verb.participle else _pronoun(draft, verb)
        if pronoun is None:
            continue
        _part(draft, verb, pronoun)
        over = _antecedent(draft, verb, pronoun)
        function = _function(draft, verb, pronoun, over) if over >= 0 else ""
        if function:
            verb.borrowed.append((function, over))


# ---------------------------------------------------------------- the clause


def _pronoun(draft: Draft, verb: Verb) -> Token | None:
    """Give the relative pronoun of a verb that closes its clause; None if there is none."""
    tokens = draft.tokens
    comma = max((t.index for t in tokens[: verb.group[0]] if t.text == ","), default=0)
    if not comma or not _closes(draft, verb):
        return None
    at = comma + 1 + (tokens[comma + 1].pos == "ADP")
    pronoun = tokens[at]
    other = any(draft.verb_of.get(i, verb.main) != verb.main for i in range(at, verb.group[0]))
    other = other or tokens[at + 1].low in draft.language.attribution.prepositions  # "denen zufolge"
    told = pronoun.low in draft.grammar.relative_genders and pronoun.pos == "PRON" and not other
    return pronoun if told and at < verb.group[0] and at not in draft.phrase_at else None


def _closes(draft: Draft, verb: Verb) -> bool:
    """Whether a verb stands at the end of its clause, as only those under another do."""
    last = verb.group[-1]
    after = draft.tokens[last + 1] if last + 1 < len(draft.tokens) else None
    forms = {verb_features(draft.tokens, i, draft.language.forms).form for i in verb.group}
    joined = after is not None and after.low in draft.grammar.coordinators
    return "finite" in forms and (after is None or after.pos in {"PUNCT", "SCONJ"} or joined)


def _part(draft: Draft, verb: Verb, pronoun: Token) -> None:
    """Part a relative clause from that around it: what stands before its comma is none of its own."""
    early = [(f, n) for f, n in verb.phrases if draft.phrases[n].last < pronoun.index - 1]
    verb.phrases = [pair for pair in verb.phrases if pair not in early]
    if verb.parent > verb.group[-1]:
        over = draft.verbs[verb.parent]
        over.phrases = [*(pair for pair in early if not over.takes(pair[1])), *over.phrases]
    later = [o for o in draft.verbs.values() if o.parent == verb.main and o.main > verb.group[-1]]
    marks = {t.lemma for other in later[:1] for t in draft.marks(other)} & draft.grammar.complementizers
    own = bool(marks) or verb.lemma in draft.grammar.showing  # "Videos, die zeigen sollen, wie …"
    if verb.parent >= 0 and later and later[0].relation == "complement" and not own:  # "…, die …, zu sehen"
        later[0].parent = verb.parent
        given = [("object" if f == "subject" else f, n) for f, n in early if not later[0].takes(n)]
        later[0].phrases = [*given, *later[0].phrases]
    if verb.parent < 0 and later and later[0].relation == "coordinated":
        later[0].parent, later[0].relation = -1, ""
        later[0].phrases = [*early, *(pair for pair in later[0].phrases if pair not in early)]
        verb.parent = later[0].main
    if verb.parent >= 0:
        verb.relation = "complement" if _tells(draft, verb, pronoun) else "relative"


def _tells(draft: Draft, verb: Verb, pronoun: Token) -> bool:
    """Whether a clause gives what a report says ("Berichte, die von Lieferungen sprechen")."""
    language = draft.language
    near = draft.phrase_at.get(pronoun.index - 2, -1)
    noun = draft.phrases[near].noun if near >= 0 else -1
    says = verb.lemma in language.attribution.say | language.quoting.verbs
    return says and noun >= 0 and draft.tokens[noun].lemma in language.attribution.nouns


# ---------------------------------------------------------------- the noun


def _antecedent(draft: Draft, verb: Verb, pronoun: Token) -> int:
    """Give the phrase that a relative pronoun means; -1 if none agrees with it."""
    tokens = draft.tokens
    end = pronoun.index - 2 - (tokens[pronoun.index - 1].pos == "ADP")
    while end > 0 and tokens[end].text in _CLOSING:
        end -= 1
    near = draft.phrase_at.get(end, -1)
    if near < 0:
        return -1
    chain = [near]
    while chain[-1] > 0 and len(chain) < _BACK and _goes_back(draft, chain[-1]):
        chain.append(chain[-1] - 1)
    wanted = draft.grammar.relative_genders[pronoun.low]
    fitting = [n for n in chain if _genders(draft, draft.phrases[n]) & set(wanted)]
    named = draft.phrase_at.get(tokens[verb.main].head, -1)
    if tokens[verb.main].dep in draft.labels.relative and named in fitting:
        return draft.head_of(named)
    return draft.head_of(fitting[0]) if fitting else -1


def _goes_back(draft: Draft, number: int) -> bool:
    """Whether a phrase stands right after another, to which it may belong."""
    phrase, before = draft.phrases[number], draft.phrases[number - 1]
    attached = bool(phrase.preposition) or draft.genitive(phrase) or number in draft.coordinated
    return attached and (draft.adjacent(phrase, before) or number in draft.coordinated)


def _genders(draft: Draft, phrase: Phrase) -> frozenset[str]:
    """Give the genders that a phrase may have, "p" for the plural, as far as its words tell."""
    grammar = draft.grammar
    if phrase.pronoun:
        return frozenset()
    if phrase.article in grammar.article_genders:
        told = frozenset(grammar.article_genders[phrase.article])
    elif phrase.preposition_at >= 0 and draft.tokens[phrase.preposition_at].low in grammar.article_genders:
        told = frozenset(grammar.article_genders[draft.tokens[phrase.preposition_at].low])
    elif phrase.noun < 0:
        told = _of_name(phrase)
    else:
        told = _ANY
    several = phrase.numbers and draft.tokens[phrase.numbers[-1]].low not in grammar.article_genders
    return told & {_PLURAL} if several else told


def _of_name(phrase: Phrase) -> frozenset[str]:
    """Give the genders of a name without an article: persons are men or women, states and towns neuter."""
    if phrase.name_type == _PERSON:
        return frozenset("mf")
    return frozenset("fn") if phrase.name_type in _BODIES else frozenset("n")


# ---------------------------------------------------------------- its part in the clause


def _function(draft: Draft, verb: Verb, pronoun: Token, over: int) -> str:
    """Tell what the noun is in the relative clause, and what who stands beside it; "" if that is open."""
    before = draft.tokens[pronoun.index - 1]
    if before.pos == "ADP":
        return draft.grammar.contractions.get(before.low, before.low)
    fixed = draft.grammar.relative_functions.get(pronoun.low, "")
    beside = [n for f, n in verb.phrases if f in SUBJECT_LIKE and draft.phrases[n].first > pronoun.index]
    beside = [n for n in beside if not draft.is_time(n) and n not in draft.coordinated]
    if draft.passive(verb):
        taken = any(f == "object" for f, n in verb.phrases if n in beside)
        return "" if taken or fixed in {"object", "recipient"} else "object"
    acts = _acts(draft, verb, pronoun, over, beside) if not fixed else fixed == "subject"
    if acts is None:
        _change(verb, beside, "subject", "")
        return ""
    if acts:
        _change(verb, beside, "subject", "object")
        return "subject"
    subjects = [n for f, n in verb.phrases if f == "subject" and n in beside]
    if beside and not subjects:
        bare = [n for n in beside if draft.phrases[n].article not in draft.grammar.accusative_articles]
        _change(verb, bare[:1], "object", "subject")
        _change(verb, bare[:1], "", "subject")
        _change(verb, bare[:1], "recipient", "subject")
    return fixed or "object"


def _change(verb: Verb, numbers: list[int], old: str, new: str) -> None:
    verb.phrases = [(new if f == old and n in numbers else f, n) for f, n in verb.phrases]


def _acts(draft: Draft, verb: Verb, pronoun: Token, over: int, beside: list[int]) -> bool | None:
    """Whether the noun does what its clause tells, its pronoun not showing it; None if that is open."""
    other = draft.phrases[beside[0]] if beside else None
    if other is None or other.article in draft.grammar.nominative_articles:
        return other is None
    marked = draft.grammar.accusative_articles | draft.grammar.dative_articles
    if other.article in marked and len(beside) == 1:
        return True
    counted = _by_number(draft, verb, pronoun, over, beside[0])
    return _by_kind(draft, pronoun, draft.phrases[over], other) if counted is None else counted


def _by_number(draft: Draft, verb: Verb, pronoun: Token, over: int, other: int) -> bool | None:
    """Tell by the verb's number whether the noun is its subject or the other phrase; None if open."""
    number = verb_features(draft.tokens, draft.finite(verb), draft.language.forms).number
    meant = _genders(draft, draft.phrases[over]) & set(draft.grammar.relative_genders[pronoun.low])
    own = _number(draft, meant, over)
    beside = _number(draft, _genders(draft, draft.phrases[other]), other)
    if own and beside and own != beside:
        return own == number if number else None
    return {own: False, beside: True}.get({"singular": "plural", "plural": "singular"}.get(number, "-"))


def _by_kind(draft: Draft, pronoun: Token, phrase: Phrase, other: Phrase) -> bool | None:
    """Tell by what both are who does it: a thing of note does nothing to who has a name."""
    if phrase.noun < 0 and other.noun < 0:
        return None  # "die Ukraine, die Russland beschoss"
    kind = draft.language.classify(draft.tokens[phrase.noun].lemma) if phrase.noun >= 0 else ""
    return not (kind in _THINGS and other.noun < 0) and pronoun.dep not in draft.labels.object


def _number(draft: Draft, genders: frozenset[str] | set[str], number: int) -> str:
    """Tell whether a phrase is one or several; "" if its words leave that open."""
    if number in draft.coordinated.values() or genders == {_PLURAL}:
        return "plural"
    return "singular" if genders and genders <= _SINGULAR else ""
