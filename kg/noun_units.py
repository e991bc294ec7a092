"""The parts of a run of nouns, and the mentions they make.

A person's name comes before state and title ("김정은 북한 국무위원장"), a state before what is its own, and a
noun that tells what bears a name after or before the name ("보스토치니 우주기지", "정찰위성 만리경 1호").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.head_final_nodes import AGENTS, FORCES, Link, Node
from kg.model import Mention, MentionKind, Span
from kg.written import JOINT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language
    from kg.written import Piece

_STATES = frozenset({"state", "capital"})
_MIDDLE = 3
#: Of what a title between a name and it may be ("박영일 인민군 부국장").
_BODIES = (AGENTS | {FORCES}) - {"Person", "Country"}
_SOURCE, _ORGANIZATION = "UnnamedSource", "Organization"
_MEDIA = "MediaReports"


@dataclass(eq=False)
class Unit:
    """A name, state or noun of a run, with its mentions and its clause; ``named`` if it bears a name."""

    begin: int
    end: int
    lemma: str
    type: str
    mentions: list[int]
    node: Node | None = None
    function: str = ""
    named: bool = False


class Units:
    """Makes the units of one sentence; ``mentions`` is the article's list, which grows."""

    def __init__(self, language: Language, text: str, sentence: int, mentions: list[Mention]) -> None:
        self.language = language
        self.text = text
        self.sentence = sentence
        self.mentions = mentions

    def joined(self, at: int) -> bool:
        """Whether a hyphen stands at an offset."""
        return self.text[at] == JOINT

    def of(self, pieces: Sequence[Piece]) -> list[Unit]:
        """Give the units of a run, each with its mentions."""
        units: list[Unit] = []
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

    def _person(self, pieces: Sequence[Piece], at: int, *, pair: bool) -> tuple[Unit, int] | None:
        """Read a name with the title after it, and the state or body between them."""
        end = at
        while end < len(pieces) and self._names_person(pieces[end], end > at):
            end += 1
        if end == at and pieces[at].kind == "unknown" and not pieces[at].type:
            end += self._of_state(pieces, at)
        name = pieces[at:end]
        middle = end
        while (
            middle < len(pieces)
            and middle - end < _MIDDLE
            and (pieces[middle].kind in _STATES or pieces[middle].type in _BODIES)
        ):
            middle += 1
        titles = middle
        while titles < len(pieces) and pieces[titles].kind == "title":
            titles += 1
        if titles == middle or (not name and middle == titles):
            return None
        units = [self._state(p) for p in pieces[end:middle] if p.kind in _STATES and not p.function]
        of = tuple(m for unit in units for m in unit.mentions)
        title = pieces[titles - 1]
        begin = name[0].begin if name else pieces[end].begin
        return self._titled(name, title, begin, of, pair=pair), titles

    def _of_state(self, pieces: Sequence[Piece], at: int) -> bool:
        """Whether a word is followed by a state and a title: then it is a name ("쇼이구 러시아 국방장관")."""
        kinds = [piece.kind for piece in pieces[at + 1 : at + _MIDDLE]]
        return kinds == ["state", "title"]

    def _names_person(self, piece: Piece, more: bool) -> bool:
        if piece.kind == "name":  # one that the article calls so may end a longer one
            return piece.type in {"", "Person", "Entity"} and (not more or piece.type == "Person")
        return piece.kind == "unknown" and piece.type in {"Person", "Entity"}

    def _titled(
        self, name: Sequence[Piece], title: Piece, begin: int, of: tuple[int, ...], *, pair: bool
    ) -> Unit:
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
        self, pieces: Sequence[Piece], at: int, before: Sequence[Unit], *, pair: bool
    ) -> tuple[Unit, int]:
        piece = pieces[at]
        if piece.kind in _STATES:
            return self._state(piece), at + 1
        if piece.kind == "pronoun":
            return self._name(piece, MentionKind.PRONOUN), at + 1
        return self._named(pieces, at) or (self._common(piece, before, pair=pair), at + 1)

    def _named(self, pieces: Sequence[Piece], at: int) -> tuple[Unit, int] | None:
        """Read a name, alone or with the noun that tells what bears it; None if there is no name."""
        piece = pieces[at]
        after = pieces[at + 1] if at + 1 < len(pieces) else None
        if piece.kind == "name" or (piece.kind == "unknown" and piece.type):
            if after is not None and after.type in self.language.grammar.names_before:
                return self._bears_name(piece, after), at + 2
            return self._name(piece), at + 1
        last = self._named_after(pieces, at)
        return (self._bears_name(pieces[at + 1], piece, pieces[last]), last + 1) if last else None

    def _common(self, piece: Piece, before: Sequence[Unit], *, pair: bool) -> Unit:
        if piece.kind == "unknown" or (piece.kind == "noun" and not piece.type):
            node = Node("noun", piece.lemma, piece.begin, piece.end)
            return Unit(piece.begin, piece.end, piece.lemma, "", [], node)
        return self._described(piece, before, pair=pair)

    def _state(self, piece: Piece) -> Unit:
        kind = MentionKind.ADJECTIVE if piece.kind == "state" else MentionKind.METONYM
        mention = Mention(
            Span(piece.begin, piece.end),
            piece.text,
            self.sentence,
            kind,
            "Country",
            piece.text,
            key=piece.key,
        )
        return Unit(
            piece.begin, piece.end, piece.lemma, "Country", [self._add(mention)], function=piece.function
        )

    def _name(self, piece: Piece, way: MentionKind = MentionKind.NAME) -> Unit:
        kind = piece.type or "Entity"
        mention = Mention(Span(piece.begin, piece.end), piece.text, self.sentence, way, kind, piece.text)
        return Unit(piece.begin, piece.end, piece.lemma, kind, [self._add(mention)], named=True)

    def _named_after(self, pieces: Sequence[Piece], at: int) -> int:
        """Give the last word of the name that stands after what bears it; 0 if there is none."""
        last = at
        if pieces[at].type in self.language.grammar.named:
            while last + 1 < len(pieces) and pieces[last + 1].kind == "unknown":
                last += 1
        medium = self.language.kind_of_source.get(pieces[at].lemma) == _MEDIA
        proper = pieces[at].type == _SOURCE and medium  # "일간 코메르산트", not "고위관계자 세르게이"
        proper = proper or any(p.type or any(c.isdigit() for c in p.text) for p in pieces[at + 1 : last + 1])
        return last if last > at and proper else 0

    def _bears_name(self, name: Piece, noun: Piece, last: Piece | None = None) -> Unit:
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

    def _described(self, piece: Piece, before: Sequence[Unit], *, pair: bool) -> Unit:
        """Make the mention of a common noun, with the state that stands right before it."""
        of: list[int] = []
        begin = piece.begin
        for unit in reversed(before):
            if unit.type != "Country" or unit.node is not None or unit.function:
                break
            of = [*unit.mentions, *of]
            begin = unit.begin
        office = self.language.office_of_title.get(piece.lemma, "")
        plural = (p for p in self.language.suffixes.plural if self.text.startswith(p, piece.end))
        end = piece.end + len(next(plural, ""))
        mention = Mention(
            Span(begin, end),
            self.text[begin:end],
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

    def _unit(self, mention: Mention, noun: Piece, begin: int, *, named: bool = False) -> Unit:
        index = self._add(mention)
        node = Node("noun", noun.lemma, noun.begin, noun.end)
        node.links.append(Link("self", begin, noun.end, noun.lemma, [index]))
        return Unit(begin, noun.end, noun.lemma, mention.type, [index], node, named=named)

    def _add(self, mention: Mention) -> int:
        self.mentions.append(mention)
        return len(self.mentions) - 1
