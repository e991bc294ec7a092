"""Noun groups of a language of suffixes, and what they name or describe, as mentions.

A run of nouns ends with the word that bears the particle, which tells the function of all of it. Within the
run each noun is modified by what stands before it; a person's name comes before state and title
("김정은 북한 국무위원장"), a noun that tells what bears a name after it ("보스토치니 우주기지").
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.head_final_nodes import AGENTS, FORCES, OBJECT, SUBJECT, THINGS, TOPIC, Group, Link, Node
from kg.noun_units import Unit, Units
from kg.written import Written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language
    from kg.model import Mention
    from kg.written import Piece

_MIDDLE = 3
_ALIKE = {"Government": "Country", "NewsAgency": "Organization", "Company": "Organization"}
_ENTITY = "Entity"
#: What a state right before it is of, and not of the noun behind that ("러시아대사관 방문").
_OWN = frozenset({FORCES, "Government", "Organization"})
_HEADING = AGENTS | {FORCES, _ENTITY}
_SOURCE, _ORGANIZATION = "UnnamedSource", "Organization"


class Grouper:
    """Makes the groups and mentions of one sentence; ``mentions`` is the article's list, which grows."""

    def __init__(self, language: Language, text: str, sentence: int, mentions: list[Mention]) -> None:
        self.language = language
        self.units = Units(language, text, sentence, mentions)

    def group(self, words: Sequence[Written], *, heading: bool = False) -> list[Group | Written]:
        """Put nouns together, all else stays as it is; in a ``heading`` a comma sets the topic apart."""
        found: list[Group | Written] = []
        run: list[Written] = []
        for at, word in enumerate(words):
            if word.kind != "noun":
                found.append(word)
                continue
            run.append(word)
            after = _next_noun(words, at)
            named = run[0].quote != word.quote or self._bears_quoted(words, at)
            goes_on = after is not None and after.kind == "noun" and (after.quote == word.quote or named)
            before = words[at - 1].verb if at else None
            if len(run) == 1 and word.text in self.language.suffixes.bound and before is not None:
                goes_on = False  # "만난 뒤 베이징으로"
            if word.function or not goes_on:
                pieces = [p for w in run for p in w.pieces]
                last = replace(word, quote=run[0].quote)
                found.append(self.make(self._as_places(pieces, word, after), last))
                run = []
        return self._coordinated(_with_topics(found) if heading else found)

    def _bears_quoted(self, words: Sequence[Written], at: int) -> bool:
        """Whether a noun stands before its own name in quotation marks ("정찰위성 '만리경 1호'")."""
        noun, quote = words[at], words[at + 1].quote if at + 1 < len(words) else 0
        if noun.function or noun.quote or not quote or not noun.pieces:
            return False
        inside = [word for word in words[at + 1 :] if word.quote == quote]
        nouns = all(word.kind == "noun" and (not word.function or word is inside[-1]) for word in inside)
        return nouns and len(inside) < _MIDDLE and noun.pieces[-1].type in self.language.grammar.named

    def _as_places(self, pieces: Sequence[Piece], last: Written, after: Written | None) -> list[Piece]:
        """Take a capital for the city where something happens or somebody goes, not for the state."""
        grammar = self.language.grammar
        there = last.function in grammar.locative | grammar.directional | grammar.whence
        if after is not None and after.verb is not None and last.function:
            there = there or after.verb.lemma in grammar.to_places
        out = []
        for piece, following in zip(pieces, [*pieces[1:], None], strict=True):
            goes = there if following is None else following.lemma in grammar.to_places
            out.append(
                replace(piece, kind="name", type="City") if goes and piece.kind == "capital" else piece
            )
        return out

    def make(self, pieces: Sequence[Piece], last: Written) -> Group:
        """Make the group of some pieces, with the particle of the last word."""
        units = self.units.of(pieces)
        nouns = [u.node for u in units if u.node is not None]
        apart = _described_by(units)
        for number, unit in enumerate(units):
            if unit.node is not None:
                before = [u for n, u in enumerate(units[:number]) if n not in apart or number in apart]
                self._modify(unit.node, before, unit.type)
            over = next((u.node for u in units[number + 1 :] if u.node is not None), None)
            if unit.node is not None and over is not None:
                unit.node.over, unit.node.relation = over, "within"
        if not units:
            return Group(
                Link(last.function, last.begin, last.end, last.text), "", last.adnominal, last.quote, []
            )
        head = units[-1]
        link = Link(last.function, units[0].begin, head.end, head.lemma, list(head.mentions))
        joined = units[-2] if len(units) > 1 and units[-2].end + 1 == head.begin else None
        if joined is not None and joined.type == head.type and self.units.joined(joined.end):
            link.mentions = [*joined.mentions, *link.mentions]  # "김정은-푸틴"
        link.nodes = [head.node] if head.node is not None else []
        return Group(link, head.type, last.adnominal, last.quote, nouns, named=head.named)

    def _modify(self, node: Node, before: Sequence[Unit], kind: str) -> None:
        """Hang what stands before a noun in its run on it."""
        for at, unit in enumerate(before):
            after = before[at + 1] if at + 1 < len(before) else None
            state = unit.type == "Country" and unit.node is None and not unit.function
            of_next = after is not None and (after.named if after.type == "Person" else after.type in _OWN)
            if state and of_next and not kind:
                continue  # "北 최선희 면담", "북한군 파병": the state is the next word's
            nodes = [unit.node] if unit.node is not None else []
            function = unit.function or "bare"
            node.links.append(Link(function, unit.begin, unit.end, unit.lemma, list(unit.mentions), nodes))
        last = before[-1] if before else None
        member = last.type if last is not None and not last.named else ""
        if last is not None and last.node is not None and member and member not in AGENTS:
            node.members = (last.lemma,)
            node.links.append(Link("member", last.begin, last.end, last.lemma, list(last.mentions)))

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
            if isinstance(item, Group) and isinstance(last, Group) and self._goes_to_both(last, item):
                found.pop()  # "러시아와 벨라루스 방문"
            elif isinstance(item, Group) and isinstance(last, Group) and self._of_both(found, item):
                found.pop()  # "우크라이나와 한반도 상황에 대해"
            elif isinstance(item, Group) and isinstance(last, Group) and self._lists(last, item):
                item.link.begin = last.link.begin
                item.link.mentions = [*last.link.mentions, *item.link.mentions]
                item.link.nodes = [*last.link.nodes, *item.link.nodes]
                item.nouns = [*last.nouns, *item.nouns]
                found.pop()
            elif isinstance(last, Group) and last.comma and not last.function and _begins(last, found):
                last.link.function = TOPIC
            found.append(item)
        return found

    def _of_both(self, before: Sequence[Group | Written], item: Group) -> bool:
        """Whether a state with "and" belongs to the place before the noun after it, where a person acts."""
        first = before[-1]
        with_ = isinstance(first, Group) and first.function in self.language.grammar.coordinators
        if not with_ or not isinstance(first, Group) or first.adnominal or first.type != "Country":
            return False
        placed = item.nouns and not item.type and any(one.mentions for one in item.nouns[0].links)
        acting = [g for g in before[:-1] if isinstance(g, Group) and g.function in {TOPIC, SUBJECT, OBJECT}]
        persons = any(g.type == "Person" for g in acting)
        return bool(placed) and persons and first.quote == item.quote

    def _goes_to_both(self, first: Group, second: Group) -> bool:
        """Give a visit the state with "and" before the one it names, if it names one right before it."""
        with_ = first.function in self.language.grammar.coordinators or (first.comma and not first.function)
        noun = second.nouns[-1] if second.nouns else None
        if not with_ or first.adnominal or first.type != "Country" or first.nouns or noun is None:
            return False
        where = [link for link in noun.links if link.begin == second.link.begin and link.mentions]
        states = [link for link in where if self.units.mentions[link.mentions[0]].type == "Country"]
        if not states or noun.lemma not in self.language.grammar.to_places or first.quote != second.quote:
            return False
        noun.links.insert(noun.links.index(states[0]), replace(first.link, function=states[0].function))
        second.link.begin = first.link.begin
        return True

    def _lists(self, first: Group, second: Group) -> bool:
        with_ = first.function in self.language.grammar.coordinators or (first.comma and not first.function)
        if not with_ or first.adnominal or first.quote != second.quote or first.time or second.time:
            return False
        if first.link.lemma in self.language.suffixes.bound:
            return False  # "발표한 가운데, …"
        kinds = {_ALIKE.get(t, t) for t in (first.type, second.type)}
        if _ENTITY in kinds and first.named and second.named:
            return True
        if kinds == {""}:
            return bool(first.nouns and second.nouns)
        alike = len(kinds) == 1 or kinds <= THINGS
        return alike and "" not in kinds and (not first.nouns or bool(first.type))


def _next_noun(words: Sequence[Written], at: int) -> Written | None:
    """Give the word after a noun; adjectives between two nouns part nothing ("포탄 추가 지원")."""
    after = next((w for w in words[at + 1 :] if w.kind != "adjective"), None)
    between = at + 1 < len(words) and words[at + 1].kind == "adjective"
    return words[at + 1] if between and (after is None or after.kind != "noun") else after


def _begins(last: Group, found: Sequence[Group | Written]) -> bool:
    """Whether who acts, with a comma behind, is what a sentence is about.

    States after a topic are of what follows ("북·미, 미·러 관계").
    """
    topics = any(isinstance(one, Group) and one.function == TOPIC for one in found)
    return last.type in AGENTS and not (last.type == "Country" and not last.nouns and topics)


def _described_by(units: Sequence[Unit]) -> set[int]:
    """Tell which units only say of the person after them that he goes there ("방북 쇼이구 접견").

    The noun that holds a state gets him as its subject; what stands behind him has nothing to do with it.
    """
    found: set[int] = set()
    for at in range(1, len(units) - 1):
        state, noun, person = units[at - 1 : at + 2]
        held = state.type == "Country" and noun.node is not None and noun.begin <= state.begin < noun.end
        if held and noun.node is not None and person.type == "Person" and not noun.type:
            noun.node.links.append(Link(SUBJECT, person.begin, person.end, person.lemma, person.mentions))
            found |= {at - 1, at}
    return found


def _with_topics(items: Sequence[Group | Written]) -> list[Group | Written]:
    """Mark what a heading, or what is quoted in it, is about: the first name, with a comma after it.

    Of three names with commas between them each is one of a list. A bare name right before a verb is then
    what something is done to ("푸틴, 김정은 만나").
    """
    opens, topic = True, -1
    for at, item in enumerate(items):
        after = items[at + 1] if at + 1 < len(items) else None
        if isinstance(item, Group) and item.type in _HEADING and not item.function:
            listed = at + _MIDDLE < len(items) and _comma(items[at + _MIDDLE])
            acts = isinstance(after, Written) and after.kind == "verb" and after.quote == item.quote
            if opens and _comma(after) and not listed:
                item.link.function, topic = TOPIC, item.quote
            elif acts and topic == item.quote:
                item.link.function = OBJECT
        parts = after is not None and after.quote != item.quote
        opens = parts or (opens and isinstance(after, Written) and after.kind == "mark" and not _comma(after))
    return list(items)


def _comma(item: Group | Written | None) -> bool:
    return isinstance(item, Written) and item.text == ","
