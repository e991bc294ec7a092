"""What is told in an account of it, and who gives an account that names nobody.

"Reports of troops arriving", "signs of troops moving": what a noun is of is no surer than the noun makes it.
Only for languages of fixed order, whose trees hang such a participle beside the noun.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import Certainty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.hedging import Hedging
    from kg.language import Language
    from kg.model import Argument, Clause, Reading, Span
    from kg.sources import Way


def take_account(node: Clause, above: Clause, hedging: Hedging, way: Way) -> None:
    """Take the noun over whom a participle is said of ("reports of North Korean troops arriving")."""
    language = hedging.language
    _belied(node, above, hedging, way)
    if node.relation != "relative" or node.mood != "participle" or not language.grammar.fixed_order:
        return
    for noun in _over(node, hedging.clauses, language):
        before = noun.negated or (noun.parent >= 0 and hedging.clauses[noun.parent].negated)
        if before:
            way.negative = True  # "no information on troops arriving"
            way.cues.append(noun.trigger)
        hedging.by_noun(noun, way)


def _over(node: Clause, clauses: Sequence[Clause], language: Language) -> list[Clause]:
    """Give the nouns that are of whom or what a participle is said of."""
    subjects = [a for a in node.arguments if a.function == "subject"]
    own = {i for a in subjects for i in a.clauses}
    said_of = {m for a in subjects for m in a.mentions}
    found = [clauses[i] for i in own if clauses[i].lemma in _accounts(language)]
    links = language.quoting.links | language.grammar.of | {"on", "about"}
    for noun in clauses:
        if noun.sentence == node.sentence and noun.kind == "noun" and noun.index not in own:
            inside = [a for a in noun.arguments if a.function in links and said_of & set(a.mentions)]
            found += [noun] if inside else []
    return found


def _accounts(language: Language) -> frozenset[str]:
    hedges = {noun for level in language.certainty.values() for noun in level.nouns}
    return language.attribution.nouns | frozenset(hedges)


def spoken_of(argument: Argument, clause: Clause, clauses: Sequence[Clause], language: Language) -> Argument:
    """Give whom an account is of, where a participle is said of the account ("signs of troops moving")."""
    reduced = clause.relation == "relative" and clause.mood == "participle" and language.grammar.fixed_order
    if not reduced or argument.function != "subject" or argument.lemma not in _accounts(language):
        return argument
    inner = [a for i in argument.clauses for a in clauses[i].arguments if a.function in language.grammar.of]
    return replace(inner[0], function=argument.function) if inner else argument


def hedge_by_outer(outer: Clause, noun: Clause, hedging: Hedging, way: Way) -> None:
    """Take what is said of a noun that an event noun hangs on ("his alleged role in arms transfers")."""
    grammar = hedging.language.grammar
    beside = grammar.circumstantial | grammar.apart | grammar.before
    of_it = any(noun.index in a.clauses and a.function not in beside for a in outer.arguments)
    for word in outer.adverbs if of_it and grammar.fixed_order else ():
        hedging.hedge_word(word, way, noun=True)


def by_somebody(argument: Argument, language: Language) -> bool:
    """Whether something is said in what is no account known ("according to the leaflet")."""
    words = language.attribution
    named = argument.function in words.prepositions and argument.lemma not in words.by_order
    return language.grammar.fixed_order and named


def told_before(verb: Clause, text: str, language: Language) -> bool:
    """Whether only the text before tells who it is that says something ("…, it said")."""
    spans = [a.span for a in verb.arguments if a.function == "subject"]
    pronouns = language.quoting.pronouns if language.grammar.fixed_order else frozenset()
    return any(text[span.begin : span.end].lower() in pronouns for span in spans)


def _belied(node: Clause, above: Clause, hedging: Hedging, way: Way) -> None:
    """Take it that somebody says what is told to be untrue ("Moscow said reports that he came were lies")."""
    language = hedging.language
    says = node.lemma in language.attribution.say and above.lemma in language.grammar.copula
    way.negative |= says and language.grammar.fixed_order and hedging.rejects(above)


def mistaken(verb: Clause, hedging: Hedging) -> bool:
    """Whether a verb of saying is said to be mistaken ("wrongly reported that")."""
    return any(hedging.declined(word, hedging.language.denial.adjectives) for word in verb.adverbs)


def first_to(verb: Clause, hedging: Hedging) -> bool:
    """Whether somebody is said to be the first to do what an infinitive tells: he did it."""
    grammar = hedging.language.grammar
    inside = [hedging.clauses[i] for a in verb.arguments if a.function != "subject" for i in a.clauses]
    ones = any(grammar.first & {w.form for w in noun.adverbs} for noun in inside)
    return verb.lemma in grammar.copula and ones


def in_own_words(noun: Clause, quoted: Sequence[Span], reading: Reading, language: Language) -> bool:
    """Whether only a few words of what somebody does are quoted ("expressed “condemnation of it”")."""
    if noun.kind != "noun" or noun.parent < 0 or not language.grammar.fixed_order:
        return False
    subjects = [a.span for a in reading.clauses[noun.parent].arguments if a.function == "subject"]
    return any(all(s.end <= span.begin or s.begin >= span.end for span in quoted) for s in subjects)


def counted(verb: Clause, noun: Clause, hedging: Hedging) -> bool:
    """Whether something ahead is counted among others ("the talks will mark their third meeting")."""
    words = set(hedging.text[verb.trigger.end : noun.trigger.begin].lower().split())
    return verb.tense == "future" and bool(hedging.language.grammar.ordinals & words)


def in_general(noun: Clause, verb: Clause, hedging: Hedging) -> bool:
    """Whether something is said of any event of a kind ("an arms deal seems logical"), not of one."""
    words, grammar = hedging.text[noun.span.begin : noun.span.end].split(maxsplit=1), hedging.language.grammar
    one = bool(words) and words[0].lower() in grammar.indefinite and not noun.times
    return grammar.fixed_order and one and verb.tense == "present" and verb.lemma not in grammar.light


def hedge_charge(verb: Clause, language: Language, way: Way) -> None:
    """Lower what somebody is only suspected of ("suspected of involvement in the trade")."""
    for level, hedges in language.certainty.items():
        if language.grammar.fixed_order and verb.lemma in hedges.verbs & language.attribution.charge:
            way.hedge(Certainty(level), verb.trigger)
