"""What the words right before it say has not happened: "instead of meeting him", "on the eve of his visit".

The rule: only words that stand right before the first word of a clause speak of it, whatever the tree makes
of them; what somebody only says after them ("instead of saying so") is not touched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.hedging import Hedging
    from kg.model import Clause
    from kg.sources import Way

#: How many characters before a clause are looked at: more than the longest phrase has.
_REACH = 40
#: How many characters behind a noun what is set behind a comma may begin.
_ASIDE = 80
#: What may part an event noun from the doubtful noun behind it.
_MARKS = " “”\"'‘’«»"
#: How many characters before a noun its own adjectives may stand.
_WIDE = 60
#: What of a clause may stand before its verb or noun.
_BEFORE = frozenset({"subject", "genitive"})


def read_unmet(clause: Clause, hedging: Hedging, way: Way) -> None:
    """Take what stands before a clause and keeps it from being so: not so, only supposed, or ahead."""
    grammar = hedging.language.grammar
    if not grammar.unmet or clause.lemma in hedging.language.attribution.say:
        return
    before = _before(clause, hedging.text)
    if _ends(before, grammar.unmet) or _kept_from(clause, before, hedging):
        way.negative = True
    elif _ends(before, grammar.supposing):
        way.conditional = True
    elif _ends(before, grammar.forestalling):
        way.future = True
    else:
        return
    way.cues.append(clause.trigger)


def _kept_from(clause: Clause, before: list[str], hedging: Hedging) -> bool:
    """Whether somebody is kept from it ("helping to keep Kyiv from attacking")."""
    grammar = hedging.language.grammar
    over = hedging.clauses[clause.parent].lemma if clause.parent >= 0 else ""
    return clause.mood == "participle" and over in grammar.hindering and _ends(before, grammar.whence)


def read_adjective(hedging: Hedging, clause: Clause, way: Way) -> None:
    """Take a hedge before whose an event is, which the tree hangs on them ("alleged Seoul-Kyiv talks")."""
    language = hedging.language
    if clause.kind != "noun" or not language.grammar.fixed_order:
        return
    openers = language.grammar.prepositions | language.grammar.definite | language.grammar.indefinite
    words = hedging.text[max(0, clause.trigger.begin - _WIDE) : clause.trigger.begin].lower().split()
    opens = [at for at, word in enumerate(words) if word in openers | language.grammar.possessive]
    first = words[opens[-1] + 1] if opens and opens[-1] + 1 < len(words) else ""
    _set_ahead(clause, hedging, way)
    after = hedging.text[clause.trigger.end : clause.trigger.end + _REACH].lstrip(_MARKS).split(maxsplit=1)
    next_word = after[0].strip(_MARKS + ".,").lower() if after else ""
    for level, hedges in hedging.levels.items():
        if first in hedges.adjectives or next_word in hedges.nouns:  # "the arms deal “theory”"
            way.hedge(level, clause.trigger)


def _set_ahead(clause: Clause, hedging: Hedging, way: Way) -> None:
    """Take what is set behind a comma ("the drill of the two, set to begin on Monday")."""
    grammar, at = hedging.language.grammar, clause.trigger.end
    words = hedging.text[at : at + _ASIDE].partition(",")[2].lower().split()[:3]
    aimed = set(words[1:2]) & (grammar.purpose | grammar.directional)
    known = set(words[2:]) & (grammar.definite | grammar.indefinite)  # "due to the delay"
    if aimed and not known and words[0] in hedging.language.plan.adjectives:
        way.future = True
        way.cues.append(clause.trigger)


def _before(clause: Clause, text: str) -> list[str]:
    """Give what stands before a clause: before its phrase, its subject and its verb."""
    first = {a.span.begin for a in clause.arguments if a.function in _BEFORE}
    begins = {clause.trigger.begin, clause.span.begin, *first}
    return [f" {text[max(0, at - _REACH) : at].rstrip().lower()}" for at in begins]


def _ends(before: list[str], phrases: frozenset[str]) -> bool:
    return any(one.endswith(f" {phrase}") for one in before for phrase in phrases)
