"""What is said only of an aspect of an event, or when somebody will say it, and not of the event.

"Подробности встречи не раскрываются" takes no meeting back; "Отметим, что он прибыл" puts no arrival ahead.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language
    from kg.model import Clause


def of_an_aspect(event: Clause, verb: Clause, clauses: Sequence[Clause], language: Language) -> bool:
    """Whether an event noun hangs, under a verb, on a noun that is an aspect of it: details, time, topic."""
    words = language.grammar.aspects
    if event.kind != "noun" or not words:
        return False
    under = [clauses[index] for argument in verb.arguments for index in argument.clauses]
    aspects = [noun for noun in under if noun.lemma in words and noun.index != event.index]
    return any(event.index in argument.clauses for noun in aspects for argument in noun.arguments)


def as_said(verb: Clause, language: Language) -> Clause:
    """Give a verb over an event without its future, if it only says what is told ("will say that …")."""
    says = verb.kind == "verb" and verb.lemma in language.attribution.say - language.plan.verbs
    return replace(verb, tense="") if says and verb.tense == "future" else verb


def former(noun: Clause, language: Language) -> bool:
    """Whether an event is the one before, which was ("в ходе прошлого визита")."""
    return bool(language.grammar.former & {word.lemma for word in noun.adverbs})
