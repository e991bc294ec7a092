"""Which mentions of an article are one entity: names by their links, descriptions by what they say.

A description is resolved from the surest to the vaguest: an apposition beside a name, the holder of an
office at the article's date, an entity of the same class that the article named before. What stays
without a name becomes an entity of its own ("Waffen"), which is not linkable.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TYPE_CHECKING

from kg.errors import LookupFailed
from kg.linking import Linked, Lookup, full_name
from kg.minting import local_key
from kg.model import Candidate, Clause, Link, LinkStatus, Mention, MentionKind, Reading

if TYPE_CHECKING:
    from kg.language import Language
    from collections.abc import Mapping, Sequence

_NAMED_CLASSES = frozenset({"Spaceport", "City", "Region"})


@dataclass(frozen=True)
class Offices:
    """What descriptions mean: ``positions`` by kind of office and country, ``conflicts`` by item."""

    positions: Mapping[str, Mapping[str, Sequence[str]]]
    conflicts: Mapping[str, Mapping[str, Any]]


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


def resolve(
    reading: Reading,
    linked: Mapping[int, Linked],
    language: Language,
    lookup: Lookup,
    offices: Offices,
) -> Who:
    """Resolve every mention of an article."""
    return _Resolver(reading, linked, language, lookup, offices).run()


class _Resolver:
    def __init__(
        self,
        reading: Reading,
        linked: Mapping[int, Linked],
        language: Language,
        lookup: Lookup,
        offices: Offices,
    ) -> None:
        self.reading = reading
        self.mentions = reading.mentions
        self.linked = linked
        self.language = language
        self.lookup = lookup
        self.offices = offices
        self.who = Who()

    def run(self) -> Who:
        for index, mention in enumerate(self.mentions):
            if index in self.linked:
                self._name(index, mention)
        for index, mention in enumerate(self.mentions):
            if index not in self.linked:
                keys = self._describe(index, mention)
                if keys:
                    self.who.of[index] = keys
        return self.who

    # ------------------------------------------------------------ names

    def _name(self, index: int, mention: Mention) -> None:
        outcome = self.linked[index]
        if outcome.link.qid:
            key, kind = outcome.link.qid, outcome.type
        else:
            twin = self._twin(index, mention)
            name = twin.bare_name if twin.bare_name and self._seen_bare(twin) else twin.name
            kind = twin.type if twin.type != "Place" else "Entity"
            key = local_key(kind, name)
            self.who.names.setdefault(key, name)
        self._enter(key, kind, outcome.link, outcome.item)
        self.who.of[index] = (key,)

    def _twin(self, index: int, mention: Mention) -> Mention:
        """The mention that stands for an unlinked name: the same words with the best-known class."""
        main = self.mentions[full_name(index, self.mentions)]
        same = [m for m in self.mentions if m.kind is MentionKind.NAME and m.name == main.name and m.head]
        return same[0] if same else main

    def _seen_bare(self, mention: Mention) -> bool:
        return any(m.name == mention.bare_name for m in self.mentions)

    def _enter(self, key: str, kind: str, link: Link, item: Candidate | None = None) -> None:
        self.who.types.setdefault(key, kind)
        self.who.links.setdefault(key, link)
        if item is not None:
            self.who.items.setdefault(key, item)

    # ------------------------------------------------------------ descriptions

    def _describe(self, index: int, mention: Mention) -> tuple[str, ...]:
        if mention.kind is MentionKind.PRONOUN:
            return self._pronoun(index, mention)
        if mention.same_as >= 0:
            return self.who.of.get(mention.same_as, ())
        if mention.type == "Person":
            return self._person(index, mention)
        if mention.type == "UnnamedSource":
            return ()
        if mention.type == "Country":
            return self._country(index, mention)
        if mention.type == "ArmedConflict":
            return self._conflict(index, mention) or self._own(mention)
        if (
            mention.type in _NAMED_CLASSES
            and mention.definite
            and (mention.type == "Spaceport" or not mention.of)
        ):
            known = self._of_class(index, mention)
            if known:
                return known
        return self._own(mention)

    def _own(self, mention: Mention) -> tuple[str, ...]:
        """An entity of its own: named by its noun, with its country where one is told."""
        name = mention.head or mention.name
        if mention.type in {"Organization", "Government", "ArmedForces", "Region", "Technology", "Facility"}:
            name = " ".join([*self._countries(mention), name])
        key = local_key(mention.type, name)
        if self.who.names.get(key, mention.head) == mention.head:
            self.who.names[key] = mention.name
        self._enter(key, mention.type, Link(LinkStatus.NOT_LINKABLE))
        return (key,)

    def _countries(self, mention: Mention) -> list[str]:
        keys = [k for m in mention.of for k in self.who.of.get(m, ()) if self.who.types.get(k) == "Country"]
        return [mention.country] if mention.country else keys

    def _person(self, index: int, mention: Mention) -> tuple[str, ...]:
        if mention.plural:
            return self._last_persons(index, 2)
        for country in self._countries(mention):
            holder = self._holder(mention.office, country)
            if holder:
                return (holder,)
            beside = self._last_of_country(index, country)
            if beside:
                return (beside,)
        if mention.definite and not self._countries(mention):
            same = [
                k
                for i in range(index - 1, -1, -1)
                for k in self.who.of.get(i, ())
                if self.mentions[i].head == mention.head and self.who.types.get(k) == "Person"
            ]
            return tuple(same[:1])
        return ()

    def _holder(self, office: str, country: str) -> str:
        """Who held an office at the article's date; "" if unknown or not in the article's names."""
        positions = self.offices.positions.get(office, {}).get(country, ())
        date = self.reading.article.date or "9999"
        try:
            held = self.lookup.holders(positions) if positions else {}
        except LookupFailed:
            return ""
        for position in positions:
            holders = [
                (begin, person)
                for person, begin, end in held.get(position, ())
                if (not begin or begin[: len(date)] <= date) and (not end or end >= date)
            ]
            if holders:
                person = max(holders)[1]
                reason = "holder of the office at the article's date"
                self._enter(
                    person, "Person", Link(LinkStatus.LINKED, person, 0.9, ((person, 0.9),), (reason,))
                )
                self._learn(person)
                return person
        return ""

    def _learn(self, qid: str) -> None:
        """Ask for the item of an entity that no name gave."""
        if qid in self.who.items:
            return
        try:
            item = self.lookup.items([qid]).get(qid)
        except LookupFailed:
            return
        if item is not None:
            self.who.items[qid] = item

    def _last_persons(self, index: int, number: int) -> tuple[str, ...]:
        found: list[str] = []
        for i in range(index - 1, -1, -1):
            for key in self.who.of.get(i, ()):
                if self.who.types.get(key) == "Person" and key not in found and len(found) < number:
                    found.append(key)
        return tuple(reversed(found)) if len(found) == number else ()

    def _last_of_country(self, index: int, country: str) -> str:
        for i in range(index - 1, -1, -1):
            for key in self.who.of.get(i, ()):
                item = self.who.items.get(key)
                if self.who.types.get(key) == "Person" and item and item.country == country:
                    return key
        return ""

    def _of_class(self, index: int, mention: Mention) -> tuple[str, ...]:
        """The named entity of the class that is meant: the last before, else the first after."""
        countries = self._countries(mention)
        order = [*range(index - 1, -1, -1), *range(index + 1, len(self.mentions))]
        for i in order:
            for key in self.who.of.get(i, ()):
                item = self.who.items.get(key)
                here = item is not None and (not countries or item.country in countries)
                if (
                    here
                    and self.who.types.get(key) == mention.type
                    and self.mentions[i].kind is MentionKind.NAME
                ):
                    return (key,)
        return ()

    def _country(self, index: int, mention: Mention) -> tuple[str, ...]:
        """ "den Nachbarn", "das Land": the country first named in the sentence before, not one of this one."""
        if not mention.definite:
            return ()
        here = {
            k
            for i, m in enumerate(self.mentions)
            if m.sentence == mention.sentence
            for k in self.who.of.get(i, ())
        }
        for back in (1, 2):
            for i, other in enumerate(self.mentions):
                if other.sentence == mention.sentence - back and i < index:
                    for key in self.who.of.get(i, ()):
                        if self.who.types.get(key) == "Country" and key not in here:
                            return (key,)
        return ()

    def _conflict(self, index: int, mention: Mention) -> tuple[str, ...]:
        """A war described by where it is fought, at a time when it had begun."""
        beside = [
            argument
            for clause in self.reading.clauses
            if clause.kind == "noun"
            and any(a.function == "self" and index in a.mentions for a in clause.arguments)
            for argument in clause.arguments
        ]
        named = set(self.who.keys([*mention.of, *(m for a in beside for m in a.mentions)]))
        for qid, war in self.offices.conflicts.items():
            begun = self.reading.article.date >= war["begin"][: len(self.reading.article.date)]
            countries = {k for k in named if self.who.types.get(k) == "Country"}
            if (
                begun
                and self.reading.article.date
                and war["place"] in named
                and countries <= set(war["parties"])
            ):
                reason = "the war fought there at the article's date"
                self._enter(qid, "ArmedConflict", Link(LinkStatus.LINKED, qid, 0.9, ((qid, 0.9),), (reason,)))
                self._learn(qid)
                return (qid,)
        return ()

    def _pronoun(self, index: int, mention: Mention) -> tuple[str, ...]:
        """A personal pronoun: the person that is the subject of the sentence before, else named last."""
        if mention.plural:
            return self._last_persons(index, 2)
        subjects = [
            key
            for clause in self._clauses_of(mention.sentence - 1)
            for argument in clause.arguments
            if argument.function == "subject"
            for key in self.who.keys(argument.mentions)
            if self.who.types.get(key) == mention.type
        ]
        if len(set(subjects)) == 1:
            return (subjects[0],)
        last = self._last_persons(index, 1)
        return last if not subjects else ()

    def _clauses_of(self, sentence: int) -> list[Clause]:
        return [c for c in self.reading.clauses if c.sentence == sentence and c.kind == "verb"]
