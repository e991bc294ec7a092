"""Whom the words of a clause may mean, by who else stands in it or over it.

The rule: a pronoun is nobody that its own clause speaks of already ("Putin traf ihn" means another); "his
country" is that of who says it, else of who does it, else of whom was spoken of before. After the binding
principles of Chomsky 1981.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language
    from kg.model import Clause, Reading
    from kg.who import Who

_PERSON = "Person"
_JOINED = frozenset({"coordinated", "parenthetical"})


def stands_in(clause: Clause, mention: int) -> bool:
    """Whether a mention stands in a clause itself, not in one below it."""
    return any(mention in argument.mentions for argument in clause.arguments)


def beside(index: int, keys: Sequence[str], reading: Reading, who: Who) -> bool:
    """Whether the clause of a mention speaks of entities, too."""
    own = [c for c in _clauses_of(reading.mentions[index].sentence, reading) if stands_in(c, index)]
    others = [m for c in own for a in c.arguments for m in a.mentions if m != index]
    return bool(set(keys) & set(who.keys(others)))


def joined_subject(index: int, reading: Reading, who: Who) -> tuple[str, ...]:
    """Give the person of whom the clause tells to which that of a pronoun is joined ("X came, he was …")."""
    for clause in _clauses_of(reading.mentions[index].sentence, reading):
        over = reading.clauses[clause.parent] if clause.parent >= 0 else None
        if over is None or clause.relation not in _JOINED or not stands_in(clause, index):
            continue
        wanted = "object" if over.passive else "subject"
        told = [m for a in over.arguments if a.function == wanted for m in a.mentions if m < index]
        persons = tuple(key for key in who.keys(told) if who.types.get(key) == _PERSON)
        if len(persons) == 1:
            return persons
    return ()


def contrasted(index: int, reading: Reading, who: Who) -> frozenset[str]:
    """Give the subjects to which a gapped clause opposes its own: "Moskau könnte liefern, der … hoffen"."""
    for clause in _clauses_of(reading.mentions[index].sentence, reading):
        subject = any(a.function == "subject" and index in a.mentions for a in clause.arguments)
        over = reading.clauses[clause.parent] if clause.parent >= 0 else None
        gapped = clause.relation == "complement" and not clause.modals
        if subject and gapped and over is not None and over.modals:
            return frozenset(
                k for a in over.arguments if a.function == "subject" for k in who.keys(a.mentions)
            )
    return frozenset()


def own_state(index: int, reading: Reading, language: Language, who: Who) -> tuple[str, ...]:
    """Give the state of whom "his country" means; () where that is open, or for "our country"."""
    mention = reading.mentions[index]
    if mention.text.split(" ", 1)[0].lower() in language.grammar.speakers_own:
        return ()
    words = language.attribution.say | language.attribution.think
    here = _clauses_of(mention.sentence, reading)
    own = [c for c in here if stands_in(c, index)]
    saying = [c for c in here if c.lemma in words and c.index in {one.parent for one in own}]
    for among in (saying, own, _clauses_of(mention.sentence - 1, reading)):
        subjects = [m for c in among for a in c.arguments if a.function == "subject" for m in a.mentions]
        persons = [key for key in who.keys(subjects) if who.types.get(key) == _PERSON]
        items = [who.items.get(key) for key in persons]
        if persons:
            states = {item.country if item is not None else "" for item in items}
            return tuple(states) if len(states) == 1 and states <= who.types.keys() else ()
    return ()


def _clauses_of(sentence: int, reading: Reading) -> list[Clause]:
    return [c for c in reading.clauses if c.sentence == sentence and c.kind == "verb"]
