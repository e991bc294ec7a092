"""Who is who in an article: the entities that its mentions mean, as far as they are resolved."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Candidate, Clause, Link, Mention

#: What can do nothing.
_SCENES: Final = frozenset({"City", "Region", "Place", "Spaceport", "Facility"})


@dataclass
class Who:
    """Who is who in an article.

    ``of`` gives the entity keys of each mention (several for "die beiden"); ``types`` the ontology
    class, ``items`` the Wikidata item and ``links`` the link of each key.
    """

    of: dict[int, tuple[str, ...]] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    items: dict[str, Candidate] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def keys(self, mentions: Sequence[int]) -> tuple[str, ...]:
        """Entity keys of mentions, in order, each once."""
        return tuple(dict.fromkeys(key for m in mentions for key in self.of.get(m, ())))

    def may_act(self, mentions: Sequence[int]) -> bool:
        """Whether one of some mentions may be who does something, not only where ("In Minsk …")."""
        return any({self.types.get(key) for key in self.of.get(m, ("",))} - _SCENES for m in mentions)

    def enter(self, key: str, kind: str, link: Link, item: Candidate | None = None) -> None:
        """Enter an entity; what is known of it already stays."""
        self.types.setdefault(key, kind)
        self.links.setdefault(key, link)
        if item is not None:
            self.items.setdefault(key, item)

    def countries(self, mention: Mention) -> list[str]:
        """Give the countries that a description names, or that its noun implies."""
        if mention.country:
            return [mention.country]
        return [k for m in mention.of for k in self.of.get(m, ()) if self.types.get(k) == "Country"]

    def persons_before(self, index: int) -> Iterator[tuple[int, str]]:
        """Give the persons meant before a mention, nearest first, each with the mention that means it."""
        for at in range(index - 1, -1, -1):
            for key in self.of.get(at, ()):
                if self.types.get(key) == "Person":
                    yield at, key

    def last_persons(self, index: int, number: int) -> tuple[str, ...]:
        """Give so many different persons meant last before a mention, or none at all."""
        found = list(dict.fromkeys(key for _, key in self.persons_before(index)))[:number]
        return tuple(reversed(found)) if len(found) == number else ()

    def last_of_country(self, index: int, country: str) -> str:
        """Give the person of a country meant last before a mention; "" if there is none."""
        for _, key in self.persons_before(index):
            item = self.items.get(key)
            if item and item.country == country:
                return key
        return ""

    def heads(self, mentions: Sequence[Mention], index: int, offices: frozenset[str]) -> tuple[str, ...]:
        """Give the persons that were called heads of states before a mention, each once."""
        called = [key for at, key in self.persons_before(index) if mentions[at].office in offices]
        return tuple(dict.fromkeys(reversed(called)))

    def other(self, mentions: Sequence[Mention], index: int) -> tuple[str, ...]:
        """Give the one person of the two sentences before who is not in this one ("er und sein Gast")."""
        at = mentions[index].sentence
        persons: dict[bool, set[str]] = {True: set(), False: set()}
        for i, mention in enumerate(mentions):
            if at - 2 <= mention.sentence <= at and i != index:
                keys = {key for key in self.of.get(i, ()) if self.types.get(key) == "Person"}
                persons[mention.sentence == at] |= keys
        left = persons[False] - persons[True]
        return tuple(left) if len(left) == 1 and persons[True] else ()

    def two_countries(self, clauses: Sequence[Clause], mention: Mention, index: int) -> tuple[str, ...]:
        """Give the two countries that a plural means: named in one breath before, here or a sentence back."""
        for at in (mention.sentence, mention.sentence - 1) if mention.plural else ():
            for clause in clauses:
                for argument in clause.arguments if clause.sentence == at else ():
                    before = [one for one in argument.mentions if one < index]
                    keys = [key for key in self.keys(before) if self.types.get(key) == "Country"]
                    if len(keys) == 2:  # noqa: PLR2004 - "the two countries"
                        return tuple(keys)
        return ()
