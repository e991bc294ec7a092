"""Words before a clause that a small parser holds something else than what they are.

A modal that a headline writes large is taken for a noun, a verb of saying before "that" for an adjective:
each still lowers what the clause tells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Span

if TYPE_CHECKING:
    from kg.hedging import Hedging
    from kg.model import Clause
    from kg.sources import Way


def read_openings(hedging: Hedging, clause: Clause, way: Way) -> None:
    """Take what stands before a clause and lowers its certainty, whatever the tree holds it."""
    if hedging.language.grammar.fixed_order:
        _modals(hedging, clause, way)
        _openers(hedging, clause, way)


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
