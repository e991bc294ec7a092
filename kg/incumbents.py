"""Who holds the office that an article speaks of without a name: "Japans Außenminister".

The rule: surest first. Who held it by facts that reach the article's day; whom the article itself calls so;
who held it by older facts, if the article names him. Else the words stand for a person of their own, with
the office, the country and the year: that somebody holds it is told, who it is could not be known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.descriptions import SURE, holder, meant
from kg.errors import LookupFailed
from kg.minting import local_key
from kg.model import Link, LinkStatus, MentionKind
from kg.name_forms import name_forms

if TYPE_CHECKING:
    from kg.descriptions import Offices
    from kg.linking import Lookup
    from kg.model import Mention, Reading
    from kg.who import Who

_PERSON: Final = "Person"
#: How far before a title the word may begin that says whose it is no longer.
_NEAR: Final = 30
_QID: Final = re.compile(r"Q[1-9][0-9]*")


class Incumbents:
    """Finds who is meant by an office and its country in one article."""

    def __init__(self, reading: Reading, who: Who, offices: Offices, lookup: Lookup) -> None:
        self._lang, self._day, self._text = reading.article.lang, reading.article.day, reading.article.text
        self._not_now = name_forms(self._lang).not_now
        self._mentions, self._who, self._offices, self._lookup = reading.mentions, who, offices, lookup

    def of(self, mention: Mention, country: str) -> tuple[str, ...]:
        """Give the key of who holds a country's office, entered as an entity; () if nothing tells."""
        if not self.is_of_now(mention) or self._of_deputy(mention):
            return ()
        link = self._holder(mention, country)
        if link and link.qid and link.score >= SURE:
            return self._entered(link)
        kind = mention.office if mention.office in self._offices.positions else ""
        if kind and (called := self._called(kind, country)):
            return called
        if link and link.qid:
            return self._entered(link)
        candidates = link.candidates if link else ()
        if known := [qid for qid, _ in candidates if self._named(qid)]:
            return (known[0],)
        told = kind and mention.definite and _QID.fullmatch(country)
        return self._somebody(mention, country, link) if told else ()

    def surnamed(self, mention: Mention) -> str:
        """Give who holds the office and bears the surname that stands with it; "" if nobody, or two.

        Its country stands with it, or is any that the article names.
        """
        named = [key for key, kind in self._who.types.items() if kind == "Country"]
        found: dict[str, Link] = {}
        for country in (self._who.countries(mention) or named) if self.is_of_now(mention) else ():
            link = self._holder(mention, country)
            for qid, score in link.candidates if link else ():
                self._learn(qid)
                item = self._who.items.get(qid)
                if link and item and any(mention.name in text.split() for text, _ in item.labels):
                    found[qid] = meant(qid, score, link.reasons[0])
        if len(found) != 1:
            return ""
        for qid, link in found.items():
            self._who.enter(qid, _PERSON, link)
        return next(iter(found))

    def enter(self, link: Link, kind: str) -> str:
        """Enter an entity that no name gave, with its item; give its key."""
        self._who.enter(link.qid, kind, link)
        self._learn(link.qid)
        return link.qid

    def _entered(self, link: Link) -> tuple[str, ...]:
        return (self.enter(link, _PERSON),)

    def _called(self, office: str, country: str) -> tuple[str, ...]:
        """Give whom the article names as the holder of a country's office; nobody if it names two as such."""
        named = [
            self._who.of.get(i, ())
            for i, mention in enumerate(self._mentions)
            if mention.kind is MentionKind.NAME and mention.office == office and self.is_of_now(mention)
            if country in (self._who.countries(mention) or self._states(i))
        ]
        keys = {key for keys in named for key in keys if self._who.types.get(key) == _PERSON}
        return tuple(keys) if len(keys) == 1 else ()

    def _states(self, index: int) -> list[str]:
        """Give the countries of whom a mention means, as far as they are known."""
        items = [self._who.items.get(key) for key in self._who.of.get(index, ())]
        return [item.country for item in items if item is not None]

    def _named(self, key: str) -> bool:
        """Whether the article names an entity, and not only by a title that he has no longer."""
        return any(
            key in self._who.of.get(i, ()) and mention.kind is MentionKind.NAME and self.is_of_now(mention)
            for i, mention in enumerate(self._mentions)
        )

    def is_of_now(self, mention: Mention) -> bool:
        """Whether a title is the holder's at the time: no former, acting or future one, no deputy's."""
        before = self._text[max(0, mention.span.begin - _NEAR) : mention.span.begin].split()[-1:]
        words = [*before, *mention.text.split()]
        return not any(_begins(word.casefold(), stem) for word in words for stem in self._not_now)

    def _of_deputy(self, mention: Mention) -> bool:
        """Whether a title only says whose deputy somebody is ("заместитель министра обороны")."""
        return any(
            self._mentions[i] is mention and not self.is_of_now(other)
            for other in self._mentions
            for i in other.of
        )

    def _somebody(self, mention: Mention, country: str, link: Link | None) -> tuple[str, ...]:
        key = local_key(_PERSON, f"{mention.office} {country} {self._day[:4]}")
        self._who.names.setdefault(key, self._words(mention, country))
        self._who.enter(key, _PERSON, link or self._unknown())
        return (key,)

    def _unknown(self) -> Link:
        status = LinkStatus.NOT_ATTEMPTED if self._offices.tenures.as_of else LinkStatus.NIL
        return Link(status, reasons=("who held the office then is not known",))

    def _words(self, mention: Mention, country: str) -> str:
        """Give the office with its country as they stand there, without what stands before both."""
        spans = [self._mentions[i].span for i in mention.of if country in self._who.of.get(i, ())]
        begin = min((one.begin for one in spans), default=mention.span.begin)
        noun = mention.span.begin + max(mention.text.find(mention.name), 0)
        end = max([mention.span.end, *(one.end for one in spans)])
        return " ".join(self._text[min(begin, noun) : end].split()) if spans else mention.text

    def _holder(self, mention: Mention, country: str) -> Link | None:
        try:
            return holder(mention.office, country, self._day, self._offices, self._lookup)
        except LookupFailed as error:
            return Link(LinkStatus.LOOKUP_FAILED, reasons=(error.what,))

    def _learn(self, qid: str) -> None:
        """Ask for the item of an entity that no name gave."""
        if qid in self._who.items:
            return
        try:
            item = self._lookup.items([qid]).get(qid)
        except LookupFailed:
            return
        if item is not None:
            self._who.items[qid] = item


def _begins(word: str, stem: str) -> bool:
    return word == stem[:-1] if stem.endswith(" ") else word.startswith(stem)
