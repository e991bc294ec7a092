"""Which mentions of an article are one entity: names by their links, descriptions by what they say.

A description is resolved from the surest to the vaguest: an apposition beside a name, the holder of an
office at the article's date, an entity of the same class that the article named before. What stays
without a name becomes an entity of its own ("Waffen"), which is not linkable.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.binding import joined_subject
from kg.descriptions import Offices, capital, conflict
from kg.errors import LookupFailed
from kg.incumbents import Incumbents
from kg.language import NATIONAL
from kg.minting import local_key
from kg.model import Link, LinkStatus, Mention, MentionKind, Reading, SectionKind
from kg.name_forms import name_forms
from kg.pointing import Pointing
from kg.unlinked import Unlinked
from kg.who import Who

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.language import Language
    from kg.linking import Linked, Lookup

__all__ = ["Offices", "Who", "resolve"]

_NAMED_CLASSES = frozenset({"Spaceport", "City", "Region"})
#: Classes whose descriptions mean somebody known, or nobody that can be told.
_NEVER_OWN = frozenset({"Person", "Country", "UnnamedSource"})
_PERSONS = frozenset({"Person", "Entity"})


def resolve(
    reading: Reading,
    linked: Mapping[int, Linked],
    language: Language,
    lookup: Lookup,
    offices: Offices,
    classes: Mapping[str, Sequence[str]] | None = None,
) -> Who:
    """Resolve every mention of an article; ``classes`` are Wikidata's by ontology class."""
    return _Resolver(reading, linked, language, lookup, offices, classes or {}).run()


class _Resolver:
    def __init__(
        self,
        reading: Reading,
        linked: Mapping[int, Linked],
        language: Language,
        lookup: Lookup,
        offices: Offices,
        classes: Mapping[str, Sequence[str]],
    ) -> None:
        self.reading = reading
        self.mentions = reading.mentions
        self.linked = linked
        self.language = language
        self.lookup = lookup
        self.offices = offices
        self.classes = classes
        self.who = Who()
        self.pointing = Pointing(reading, language, self.who)
        self.incumbents = Incumbents(reading, self.who, offices, lookup)
        self.unlinked = Unlinked(reading, linked, language)

    def run(self) -> Who:
        for index in sorted(self.linked):
            self._name(index)
        for index in sorted(self.linked):
            self._beside(index)
        self._bare()
        for index, mention in enumerate(self.mentions):
            if index not in self.linked:
                keys = self._describe(index, mention)
                if keys:
                    self.who.of[index] = keys
        return self.who

    # ------------------------------------------------------------ names

    def _name(self, index: int) -> None:
        outcome = self.linked[index]
        if outcome.link.qid:
            key, kind = outcome.link.qid, outcome.type
        else:
            key, kind, name = self.unlinked.name(index)
            self.who.names.setdefault(key, name)
        self.who.enter(key, kind, outcome.link, outcome.item)
        self.who.of[index] = (key,)

    def _beside(self, index: int) -> None:
        """Link a name that the look-up lacks by what stands beside it.

        That is the office of a surname that the article never completes, or the state in "Hauptstadt
        Nordkoreas", where it looks like the city's name.
        """
        mention, link = self.mentions[index], self.linked[index].link
        if link.qid or link.status is LinkStatus.LOOKUP_FAILED:
            return
        if mention.head in name_forms(self.reading.article.lang).capital:
            self.who.of[index] = self._capital([qid for qid, _ in link.candidates[:1]]) or self.who.of[index]
        if mention.office and (held := self.incumbents.surnamed(mention)):
            self.who.of[index] = (held,)

    def _bare(self) -> None:
        """Take a bare surname for whom the article calls so with his title, if that is one person."""
        titled: dict[str, set[str]] = defaultdict(set)
        names = {i: self.mentions[i] for i in self.linked if self.mentions[i].kind is MentionKind.NAME}
        for index, mention in names.items():
            if mention.office:
                titled[mention.name].update(self.who.of[index])
        for index, mention in names.items():
            keys = titled.get(mention.name, set())
            alone = not mention.head and self.linked[index].of == index and mention.type in _PERSONS
            if alone and not self.linked[index].link.qid and len(keys) == 1:
                self.who.of[index] = tuple(keys)

    # ------------------------------------------------------------ descriptions

    def _describe(self, index: int, mention: Mention) -> tuple[str, ...]:
        if mention.kind is MentionKind.PRONOUN:
            return self._pronoun(index, mention)
        if mention.same_as >= 0 and not self._of_another_state(mention):
            return self.who.of.get(mention.same_as, ())
        if mention.type in _NEVER_OWN:
            return self._pointed(index, mention)
        return self._of_kind(index, mention) or self._own(mention)

    def _of_another_state(self, mention: Mention) -> bool:
        """Whether a title beside a name is of another state than its bearer ("Putin, US leader meet")."""
        told = self.who.countries(mention) if mention.office else []
        items = [self.who.items.get(key) for key in self.who.of.get(mention.same_as, ())]
        return bool(told) and any(item is not None and item.country not in {"", *told} for item in items)

    def _pointed(self, index: int, mention: Mention) -> tuple[str, ...]:
        """Resolve a description that, unresolved, stands for nobody: a person, a country."""
        if mention.type == "Person":
            return self._person(index, mention)
        return self.pointing.country(index, mention) if mention.type == "Country" else ()

    def _pronoun(self, index: int, mention: Mention) -> tuple[str, ...]:
        """Resolve a pronoun; one whose gender rules out who was spoken of before means who is beside it."""
        keys = self.pointing.pronoun(index, mention)
        if all(self._of_gender(key, mention) for key in keys):
            return keys
        beside = joined_subject(index, self.reading, self.who)
        return tuple(key for key in beside if self._of_gender(key, mention))

    def _of_gender(self, key: str, mention: Mention) -> bool:
        """Whether the endings of a whole name and of a pronoun are not of two genders ("Захарова", "он")."""
        grammar, item = self.language.grammar, self.who.items.get(key)
        wanted = grammar.personal_genders.get(mention.text.lower(), "") if mention.type == "Person" else ""
        labels = [text for text, lang in item.labels if lang == self.language.code] if item else []
        names = [name for name in (*labels, self.who.names.get(key, "")) if " " in name] if wanted else []
        ends = [e for name in names[:1] for e in grammar.surname_genders if name.endswith(e)]
        called = {m.head for i, m in enumerate(self.mentions) if key in self.who.of.get(i, ())}
        if wanted and grammar.feminine and (wanted == "f") != bool(called & self.language.titles_of_women):
            return False  # "Die Ministerin reiste ab. Er …"
        return not ends or grammar.surname_genders[max(ends, key=len)] == wanted

    def _of_kind(self, index: int, mention: Mention) -> tuple[str, ...]:
        """Resolve a description by its class: a war, or what the article named before."""
        if mention.type == "ArmedConflict":
            return self._conflict(index, mention)
        if mention.type == "Government" and mention.plural and not mention.of:
            return self.pointing.country(index, mention)  # "beide Regierungen"
        if mention.type == "NewsAgency" and not mention.of:
            return self._agency(index, mention)
        if mention.type == "City" and mention.head in name_forms(self.reading.article.lang).capital:
            return self._capital(self.who.countries(mention))
        own = mention.text.split(" ", 1)[0].lower() in self.language.grammar.possessive  # "its coast"
        named = not own and mention.type in _NAMED_CLASSES and (mention.type == "Spaceport" or not mention.of)
        return self._of_class(index, mention) if named and self._known(mention) else ()

    def _agency(self, index: int, mention: Mention) -> tuple[str, ...]:
        """Give the agency named last before ("die Agentur", "통신")."""
        bare = bool(self.language.suffixes.particles)
        for i in range(index - 1, -1, -1) if mention.definite or bare else ():
            for key in self.who.of.get(i, ()):
                if self.who.types.get(key) == mention.type and self.mentions[i].kind is MentionKind.NAME:
                    return (key,)
        return ()

    def _capital(self, countries: Sequence[str]) -> tuple[str, ...]:
        for country in countries:
            try:
                link = capital(
                    country, self.reading.article.lang, self.language.metonyms, self.lookup, self.classes
                )
            except LookupFailed:
                return ()
            if link:
                return (self.incumbents.enter(link, "City"),)
        return ()

    def _own(self, mention: Mention) -> tuple[str, ...]:
        """Make an entity of its own: named by its noun, with its country where one is told."""
        name = mention.head or mention.name
        if mention.type in {"Organization", "Government", "ArmedForces", "Region", "Technology", "Facility"}:
            name = " ".join([*self.who.countries(mention), name])
        key = local_key(mention.type, name)
        base = mention.name == mention.head and " " not in self.who.names.get(key, "")
        if key not in self.who.names or base:  # no "Militärs" where it says "Militär"
            self.who.names[key] = mention.name
        self.who.enter(key, mention.type, Link(LinkStatus.NOT_LINKABLE))
        return (key,)

    def _person(self, index: int, mention: Mention) -> tuple[str, ...]:
        countries = self.who.countries(mention)
        if mention.plural and not countries:
            return self.pointing.pair(index, mention)
        plural = self.language.grammar.fixed_order and mention.name.lower() != mention.head.split(" ")[-1]
        if len(countries) > 1 and (mention.definite or plural):
            held = [self.incumbents.of(mention, country) for country in countries]
            return tuple(key for keys in held for key in keys) if all(held) else ()
        # "The country's leaders" are not its leader.
        for country in () if mention.plural or plural else countries:
            if holding := self.incumbents.of(mention, country):
                return holding
            beside = self.who.last_of_country(index, country)
            now = self.incumbents.is_of_now(mention)
            if beside and now and mention.office in {*self.language.heads, NATIONAL}:
                return (beside,)
        if mention.definite and not countries and self.incumbents.is_of_now(mention):
            met = mention.head in self.language.grammar.counterparts
            return self.pointing.titled(index, mention) or (
                self.who.other(self.mentions, index) if met else ()
            )
        return self.pointing.called(index, mention) if mention.definite and not mention.of else ()

    def _known(self, mention: Mention) -> bool:
        """Whether a description is of something known; headlines leave their articles out."""
        return mention.definite or self._heads(mention)

    def _heads(self, mention: Mention) -> bool:
        """Whether a mention stands in a headline."""
        section = self.reading.sentences[mention.sentence].section
        return section in {SectionKind.HEADLINE, SectionKind.SUBHEADING}

    def _of_class(self, index: int, mention: Mention) -> tuple[str, ...]:
        """Give the named entity of the class that is meant: the last before, else the first after.

        A region is told again by certain nouns only, and after it, if not by a headline.
        """
        countries = self.who.countries(mention)
        region = mention.type == "Region"
        if region and mention.head not in name_forms(self.reading.article.lang).regions:
            return ()
        after = range(index + 1, len(self.mentions)) if not region or self._heads(mention) else ()
        for i in (*range(index - 1, -1, -1), *after):
            if self.mentions[i].kind is not MentionKind.NAME:
                continue
            for key in self.who.of.get(i, ()):
                item = self.who.items.get(key)
                here = item is not None and (not countries or item.country in countries)
                if here and self.who.types.get(key) == mention.type:
                    return (key,)
        return ()

    def _conflict(self, index: int, mention: Mention) -> tuple[str, ...]:
        """Give the war described by where it is fought, at a time when it had begun."""
        beside = [
            argument
            for clause in self.reading.clauses
            if clause.kind == "noun"
            and any(a.function == "self" and index in a.mentions for a in clause.arguments)
            for argument in clause.arguments
        ]
        named = set(self.who.keys([*mention.of, *(m for a in beside for m in a.mentions)]))
        countries = {k for k in named if self.who.types.get(k) == "Country"}
        link = conflict(named, countries, self.reading.article.day, self.offices)
        return (self.incumbents.enter(link, "ArmedConflict"),) if link else ()
