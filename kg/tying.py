"""Reports put together or apart by a person, after all rules have had their say.

The rule: what was decided stands, in the order in which it was decided; a group that is left empty is gone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.identity import Group

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.reviewing import Ties
    from kg.told import Told


def tie(groups: Sequence[Group], ties: Ties) -> list[Group]:
    """Move the reports that a person put elsewhere."""
    if not (ties.apart or ties.together):
        return list(groups)
    members: list[list[Told]] = [list(group.members) for group in groups]
    at = {one.iri: number for number, group in enumerate(members) for one in group}
    named: dict[tuple[str, int], int] = {}
    for iri, name in ties.apart:
        if iri in at:
            new = named.setdefault((name, at[iri]), len(members)) if name else len(members)
            if new == len(members):
                members.append([])
            _move(members, at, iri, new)
    for iri, other in ties.together:
        if iri in at and other in at and at[iri] != at[other]:
            _move(members, at, iri, at[other])
    return [_grouped(left) for left in members if left]


def _move(members: list[list[Told]], at: dict[str, int], iri: str, new: int) -> None:
    old = at[iri]
    members[new] += [one for one in members[old] if one.iri == iri]
    members[old] = [one for one in members[old] if one.iri != iri]
    at[iri] = new


def _grouped(members: Sequence[Told]) -> Group:
    group = Group(members[0])
    for one in members[1:]:
        group.add(one)
    return group
