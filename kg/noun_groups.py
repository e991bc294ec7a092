"""Noun groups of a language of suffixes, and what they name or describe, as mentions.

A run of nouns ends with the word that bears the particle, which tells the function of all of it. Within the
run each noun is modified by what stands before it; a person's name comes before state and title
("김정은 북한 국무위원장"), a noun that tells what bears a name after it ("보스토치니 우주기지").
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.model import Mention, MentionKind, Span
from kg.written import Written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language
    from kg.model import Period, Word
    from kg.written import Piece

_AGENT = frozenset({"Person", "Country", "Government", "Organization", "NewsAgency", "Company"})
_STATES = frozenset({"state", "capital"})
_MIDDLE = 3
_THINGS = frozenset({"Weapon", "Technology", "LaunchVehicle", "Vehicle"})
_TOPIC, _SOURCE, _ORGANIZATION = "topic", "UnnamedSource", "Organization"


@dataclass(eq=False)
class Node:
    """A clause while it is made; ``over`` is the one it hangs on."""

    kind: str
    lemma: str
    begin: int
    end: int
    links: list[Link] = field(default_factory=list)
    over: Node | None = None
    relation: str = ""
    members: tuple[str, ...] = ()
    words: list[Word] = field(default_factory=list)
    modals: list[Word] = field(default_factory=list)
    times: list[tuple[Period, Period]] = field(default_factory=list)
    tense: str = ""
    mood: str = ""
    finite: Word | None = None
    passive: bool = False
    negated: bool = False
    definite: bool = False
    condition: bool = False
    question: bool = False
    quote: int = 0
    form: str = ""


@dataclass(eq=False)
class Link:
    """What hangs on a clause: a function and what stands there."""

    function: str
    begin: int
    end: int
    lemma: str
    mentions: list[int] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)


@dataclass(eq=False)
class Group:
    """A noun group: ``type`` is the class of its head, "" if unknown; ``comma`` whether one follows."""

    link: Link
    type: str
    adnominal: bool
    quote: int
    nouns: list[Node]
    comma: bool = False
    named: bool = False
    shared: bool = False
    time: tuple[Period, Period] | None = None

    @property
    def function(self) -> str:
        """Give its function."""
        return self.link.function


@dataclass(eq=False)
class _Unit:
    begin: int
    end: int
    lemma: str
    type: str
    mentions: list[int]
    node: Node | None = None
    function: str = ""
    named: bool = False


class Grouper:
    """Makes the groups and mentions of one sentence; ``mentions`` is the article's list, which grows."""

    def __init__(self, language: Language, text: str, sentence: int, mentions: list[Mention]) -> None:
        self.language = language
        self.text = text
        self.sentence = sentence
        self.mentions = mentions

    def group(self, words: Sequence[Written]) -> list[Group | Written]:
        """Put nouns together; all other words stay as they are."""
        found: list[Group | Written] = []
        run: list[Written] = []
        for at, word in enumerate(words):
            if word.kind != "noun":
                found.append(word)
                continue
            run.append(word)
            after = words[at + 1] if at + 1 < len(words) else None
            goes_on = after is not None and after.kind == "noun" and after.quote == word.quote
            if word.function or not goes_on:
                pieces = [p for w in run for p in w.pieces]
                found.append(self.make(self._as_places(pieces, word, after), word))
                run = []
        return self._coordinated(found)

    def _as_places(self, pieces: Sequence[Piece], last: Written, after: Written | None) -> list[Piece]:
        """Take a capital for the city where something happens or somebody goes, not for the state."""
        grammar = self.language.grammar
        there = last.function in grammar.locative | grammar.directional | grammar.whence
        if after is not None and after.verb is not None and last.function:
            there = there or after.verb.lemma in grammar.to_places
        out = []
        for piece, following in zip(pieces, [*pieces[1:], None], strict=True):
            goes = there if following is None else following.lemma in grammar.to_places
            out.append(replace(piece, kind="name", type="City") if goes and piece.kind == "capital" else piece)
        return out

    def make(self, pieces: Sequence[Piece], last: Written) -> Group:
        """Make the group of some pieces, with the particle of the last word."""
        units = self._units(pieces)
        nouns = [u.node for u in units if u.node is not None]
        for number, unit in enumerate(units):
            if unit.node is not None:
                self._modify(unit.node, units[:number])
            over = next((u.node for u in units[number + 1 :] if u.node is not None), None)
            if unit.node is not None and over is not None:
                unit.node.over, unit.node.relation = over, "within"
        if not units:
            return Group(Link(last.function, last.begin, last.end, last.text), "", last.adnominal, last.quote, [])
        head = units[-1]
        link = Link(last.function, units[0].begin, head.end, head.lemma, list(head.mentions))
        link.nodes = [head.node] if head.node is not None else []
        return Group(link, head.type, last.adnominal, last.quote, nouns, named=head.named)

    def _modify(self, node: Node, before: Sequence[_Unit]) -> None:
        """Hang what stands before a noun in its run on it."""
        for unit in before:
            nodes = [unit.node] if unit.node is not None else []
            function = unit.function or "bare"
            node.links.append(Link(function, unit.begin, unit.end, unit.lemma, list(unit.mentions), nodes))
        last = before[-1] if before else None
        if last is not None and last.node is not None and last.type and not last.named:
            node.members = (last.lemma,)
            node.links.append(Link("member", last.begin, last.end, last.lemma, list(last.mentions)))

    # ------------------------------------------------------------ units

    def _units(self, pieces: Sequence[Piece]) -> list[_Unit]:
        units: list[_Unit] = []
        at = 0
        pair = False
        while at < len(pieces):
            piece = pieces[at]
            if piece.kind == "pair" and at + 1 < len(pieces) and not piece.type:
                pair, at = True, at + 1
                continue
            person = self._person(pieces, at, pair=pair)
            if person is not None:
                unit, at = person
                units.append(unit)
                pair = False
                continue
            unit, at = self._thing(pieces, at, units, pair=pair)
            pair = False
            units.append(unit)
        return units

    def _person(self, pieces: Sequence[Piece], at: int, *, pair: bool) -> tuple[_Unit, int] | None:
        """Read a name with the title after it, and the state or body between them."""
        end = at
        while end < len(pieces) and self._names_person(pieces[end], end > at):
            end += 1
        name = pieces[at:end]
        middle = end
        while (
            middle < len(pieces)
            and middle - end < _MIDDLE
            and (pieces[middle].kind in _STATES or pieces[middle].type in _AGENT - {"Person", "Country"})
        ):
            middle += 1
        titles = middle
        while titles < len(pieces) and pieces[titles].kind == "title":
            titles += 1
        if titles == middle or (not name and middle == titles):
            return None
        units = [self._state(p) for p in pieces[end:middle] if p.kind in _STATES]
        of = tuple(m for unit in units for m in unit.mentions)
        title = pieces[titles - 1]
        begin = name[0].begin if name else pieces[end].begin
        return self._titled(name, title, begin, of, pair=pair), titles

    def _names_person(self, piece: Piece, more: bool) -> bool:
        if piece.kind == "name":
            return piece.type in {"", "Person", "Entity"} and not more
        return piece.kind == "unknown" and piece.type in {"Person", "Entity"}

    def _titled(
        self, name: Sequence[Piece], title: Piece, begin: int, of: tuple[int, ...], *, pair: bool
    ) -> _Unit:
        written = self.text[name[0].begin : name[-1].end] if name else title.text
        known = self._whole_name(written) if name else written
        mention = Mention(
            Span(begin, title.end),
            self.text[begin : title.end],
            self.sentence,
            MentionKind.NAME if name else MentionKind.NOMINAL,
            "Person",
            known,
            head=title.lemma,
            country=self.language.titles_country.get(title.lemma, "") if not name else "",
            office=self.language.office_of_title.get(title.lemma, ""),
            of=of,
            plural=pair and not name,
            definite=True,
        )
        return self._unit(mention, title, begin, named=bool(name))

    def _whole_name(self, name: str) -> str:
        """Give the name that a surname before a title is short for: the one named last."""
        if len(name) > 1:
            return name
        for mention in reversed(self.mentions):
            whole = mention.name
            person = mention.kind is MentionKind.NAME and mention.type == "Person"
            if person and len(whole) > 1 and whole.startswith(name) and " " not in whole:
                return whole
        return name

    def _thing(
        self, pieces: Sequence[Piece], at: int, before: Sequence[_Unit], *, pair: bool
    ) -> tuple[_Unit, int]:
        piece = pieces[at]
        if piece.kind in _STATES:
            return self._state(piece), at + 1
        after = pieces[at + 1] if at + 1 < len(pieces) else None
        named = piece.kind == "name" or (piece.kind == "unknown" and piece.type)
        if named and after is not None and after.type in self.language.grammar.names_before:
            return self._bears_name(piece, after), at + 2
        if named:
            return self._name(piece), at + 1
        if named_after := self._named_after(pieces, at):
            return self._bears_name(pieces[at + 1], piece, pieces[named_after]), named_after + 1
        if piece.kind == "unknown" or (piece.kind == "noun" and not piece.type):
            node = Node("noun", piece.lemma, piece.begin, piece.end)
            return _Unit(piece.begin, piece.end, piece.lemma, "", [], node), at + 1
        return self._described(piece, before, pair=pair), at + 1

    def _state(self, piece: Piece) -> _Unit:
        kind = MentionKind.ADJECTIVE if piece.kind == "state" else MentionKind.METONYM
        mention = Mention(
            Span(piece.begin, piece.end), piece.text, self.sentence, kind, "Country", piece.text, key=piece.key
        )
        return _Unit(
            piece.begin, piece.end, piece.lemma, "Country", [self._add(mention)], function=piece.function
        )

    def _name(self, piece: Piece) -> _Unit:
        kind = piece.type or "Entity"
        mention = Mention(
            Span(piece.begin, piece.end), piece.text, self.sentence, MentionKind.NAME, kind, piece.text
        )
        return _Unit(piece.begin, piece.end, piece.lemma, kind, [self._add(mention)], named=True)

    def _named_after(self, pieces: Sequence[Piece], at: int) -> int:
        """Give the last word of the name that stands after what bears it; 0 if there is none."""
        last = at
        if pieces[at].type in self.language.grammar.named:
            while last + 1 < len(pieces) and pieces[last + 1].kind == "unknown":
                last += 1
        proper = any(p.type or any(c.isdigit() for c in p.text) for p in pieces[at + 1 : last + 1])
        return last if last > at and proper else 0

    def _bears_name(self, name: Piece, noun: Piece, last: Piece | None = None) -> _Unit:
        """Make the mention of a name with the noun that tells what bears it, before or after it."""
        begin, end = min(name.begin, noun.begin), (last or noun).end
        surface = self.text[begin:end]
        mention = Mention(
            Span(begin, end),
            surface,
            self.sentence,
            MentionKind.NAME,
            _ORGANIZATION if noun.type == _SOURCE else noun.type,
            self.text[name.begin : last.end] if last is not None else name.text,
            head=noun.lemma,
            bare_name="" if last is not None else surface,
        )
        return self._unit(mention, noun, begin, named=True)

    def _described(self, piece: Piece, before: Sequence[_Unit], *, pair: bool) -> _Unit:
        """Make the mention of a common noun, with the state that stands right before it."""
        of: list[int] = []
        begin = piece.begin
        for unit in reversed(before):
            if unit.type != "Country" or unit.node is not None or unit.function:
                break
            of = [*unit.mentions, *of]
            begin = unit.begin
        office = self.language.office_of_title.get(piece.lemma, "")
        mention = Mention(
            Span(begin, piece.end),
            self.text[begin : piece.end],
            self.sentence,
            MentionKind.NOMINAL,
            piece.type,
            piece.text,
            head=piece.lemma,
            country=self.language.titles_country.get(piece.lemma, ""),
            office=office,
            plural=pair or piece.kind == "pair",
            definite=pair or piece.kind == "pair" or bool(of),
            of=tuple(of),
        )
        return self._unit(mention, piece, begin)

    def _unit(self, mention: Mention, noun: Piece, begin: int, *, named: bool = False) -> _Unit:
        index = self._add(mention)
        node = Node("noun", noun.lemma, noun.begin, noun.end)
        node.links.append(Link("self", begin, noun.end, noun.lemma, [index]))
        return _Unit(begin, noun.end, noun.lemma, mention.type, [index], node, named=named)

    def _add(self, mention: Mention) -> int:
        self.mentions.append(mention)
        return len(self.mentions) - 1

    # ------------------------------------------------------------ lists

    def _coordinated(self, items: list[Group | Written]) -> list[Group | Written]:
        """Join what is listed: "A와 B가", "A, B가", where both are of one kind."""
        found: list[Group | Written] = []
        for item in items:
            mark = isinstance(item, Written) and (
                item.text in self.language.suffixes.joins or item.text in self.language.grammar.coordinators
            )
            last = found[-1] if found else None
            if mark and isinstance(last, Group) and not last.adnominal:
                last.comma = True
                continue
            if isinstance(item, Group) and isinstance(last, Group) and self._lists(last, item):
                item.link.begin = last.link.begin
                item.link.mentions = [*last.link.mentions, *item.link.mentions]
                item.link.nodes = [*last.link.nodes, *item.link.nodes]
                item.nouns = [*last.nouns, *item.nouns]
                found.pop()
            elif isinstance(last, Group) and last.comma and not last.function and last.type in _AGENT:
                last.link.function = _TOPIC
            found.append(item)
        return found

    def _lists(self, first: Group, second: Group) -> bool:
        with_ = first.function in self.language.grammar.coordinators or (first.comma and not first.function)
        if not with_ or first.adnominal or first.quote != second.quote or first.time or second.time:
            return False
        kinds = {"Country" if t == "Government" else t for t in (first.type, second.type)}
        if kinds == {""}:
            return bool(first.nouns and second.nouns)
        alike = len(kinds) == 1 or kinds <= _THINGS
        return alike and "" not in kinds and (not first.nouns or bool(first.type))


