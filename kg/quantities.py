"""How much or how many: the number of what an event is about, as its sentence claims it.

The rule: a number counts for a report only where it stands with the noun that fills the report's item, in
the slot that the frame names, or with what that noun holds ("ein Kontingent von 3.000 Mann"). Any other
number of the sentence (a day, a distance, a price, an age) says nothing of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.frames import Scene, Slots
    from kg.language import Frame, RoleSlots
    from kg.model import Amount, Argument, Clause, Filler, Quantity

_ITEM = "item"
_MEMBER = "member"
#: Functions of what a compound's own noun is of ("Waffenlieferung von 500 Granaten").
_GENITIVE = "genitive"
_FORCES = "ArmedForces"
#: The sort of those who are counted as soldiers are.
_SOLDIERS = "soldiers"


def find_quantity(frame: Frame, clause: Clause, fillers: Sequence[Filler], slots: Slots) -> Quantity | None:
    """Give the number of a report's item; None if the sentence states none, or not of that."""
    scene = slots.scene
    amounts = [a for a in scene.reading.amounts if a.sentence == clause.sentence]
    items = {f.entity for f in fillers if f.role == _ITEM}
    if not amounts or not items:
        return None
    for spec in frame.roles:
        if spec.role != _ITEM:
            continue
        found = (*_of_item(spec, clause, items, amounts, slots), *_beside(spec, clause, amounts, slots))
        if found:
            return found[0].quantity
    return None


def counts_units(clause: Clause, scene: Scene) -> bool:
    """Whether a clause tells a number of units of what it does not name ("mehr als 1000 Container")."""
    bare = [a.span for a in clause.arguments if a.lemma in scene.language.amounts.units]
    amounts = [a.counted for a in scene.reading.amounts if a.sentence == clause.sentence]
    return any(span.begin <= counted.begin < span.end for span in bare for counted in amounts)


def _of_item(
    spec: RoleSlots, clause: Clause, items: set[str], amounts: Sequence[Amount], slots: Slots
) -> Iterator[Amount]:
    """Give the numbers that stand with the item itself, or with what it consists of."""
    scene = slots.scene
    for slot in spec.slots:
        mentions = [m for m in slots.mentions(clause, slot) if items & set(scene.who.of.get(m, ()))]
        for index in sorted(mentions, key=lambda m: scene.reading.mentions[m].span.begin):
            mention = scene.reading.mentions[index]
            for amount in amounts:
                if mention.span.begin <= amount.counted.begin < mention.span.end:
                    yield amount
            if mention.type == _FORCES:
                yield from _made_of(mention.span.end, amounts, scene)


def _made_of(end: int, amounts: Iterable[Amount], scene: Scene) -> Iterator[Amount]:
    """Give the number of those that a body of soldiers consists of ("a contingent of 3,000 soldiers")."""
    text, language = scene.reading.article.text, scene.language
    for amount in amounts:
        between = text[end : amount.span.begin].strip() if end <= amount.span.begin else "."
        people = any(
            one.type == _FORCES and one.span.begin <= amount.counted.begin < one.span.end
            for one in scene.reading.mentions
        )
        if between in language.amounts.links and (people or amount.quantity.sort == _SOLDIERS):
            yield amount


def _beside(spec: RoleSlots, clause: Clause, amounts: Sequence[Amount], slots: Slots) -> Iterator[Amount]:
    """Give the numbers of units, or of what a compound's noun is of, in a slot of the item."""
    scene = slots.scene
    wanted = {slot.partition("/")[0] for slot in spec.slots}
    if _MEMBER in wanted:
        wanted = {_GENITIVE, *scene.language.grammar.of}
    for argument in clause.arguments:
        if argument.function not in wanted:
            continue
        for amount in amounts:
            inside = argument.span.begin <= amount.counted.begin < argument.span.end
            if inside and _fits(spec, argument, scene):
                yield amount


def _fits(spec: RoleSlots, argument: Argument, scene: Scene) -> bool:
    """Whether what is counted can be the item, or is only a unit of what was told of before."""
    if not argument.mentions or argument.lemma in scene.language.amounts.units:
        return True
    return any(scene.is_a(key, spec.types) for key in scene.who.keys(argument.mentions))
