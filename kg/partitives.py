"""Parts and numbers of something: "Part of the North Korean force", "eine Gruppe von Soldaten".

The rule: what is said of the part is said of what it is part of, where the part itself names nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Grammar
    from kg.model import Argument, Clause

_GENITIVE = "genitive"


def whole(argument: Argument, clauses: Sequence[Clause], grammar: Grammar) -> Argument:
    """Give what an argument is a part or a number of, in its place; itself if it is none."""
    if argument.mentions or argument.lemma not in grammar.partitive:
        return argument
    inner = (a for i in argument.clauses for a in clauses[i].arguments)
    of = [a for a in inner if a.function in {_GENITIVE, *grammar.of}]
    return replace(of[0], function=argument.function) if of else argument


def in_rounds(noun: Clause, over: Clause, clauses: Sequence[Clause], grammar: Grammar) -> bool:
    """Whether a verb carries an event noun by the rounds it is told in ("held a second round of talks")."""
    rounds = [a for a in over.arguments if a.function == "object" and a.lemma in grammar.rounds]
    return any(noun.index in b.clauses for a in rounds for i in a.clauses for b in clauses[i].arguments)
