"""The noun groups of a sentence that wait for a verb, and which of them a verb takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kg.head_final_nodes import (
    AGENTS,
    CHAINED,
    FORCES,
    OBJECT,
    PLACES,
    SAID,
    SUBJECT,
    THINGS,
    TOPIC,
    Group,
    Link,
    Node,
    has,
    lend,
)
from kg.model import TimePrecision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.head_final_forms import Item
    from kg.head_final_words import Telling


#: Times of that kind may tell when somebody speaks.
_DAYS: Final = frozenset({TimePrecision.DAY})


@dataclass
class Pending:
    """Groups that wait, in the order of the text; ``items`` are all of the sentence."""

    items: Sequence[Item]
    telling: Telling
    groups: list[Group] = field(default_factory=list)

    def add(self, group: Group) -> None:
        """Let a group wait; a new topic ends one that has had its verb, a thing none of who speaks."""
        if group.function == TOPIC and group.type not in THINGS | PLACES:
            self.groups = [g for g in self.groups if not (g.shared and g.quote == group.quote)]
        self.groups.append(group)

    def turned(self, node: Node) -> bool:
        """Whether another topic stands after a clause chained to what follows: that is not in its words."""
        topics = [g for g in self.groups if g.function == TOPIC and not g.shared]
        after = any(g.link.begin > node.end for g in topics)
        return after and node.form in CHAINED and node.tense == "past"

    def own(self, verb: Node, head: Group | None) -> list[Group]:
        """Take what stands right before a relative clause's verb, and a subject that its noun is not."""
        taken: list[Group] = []
        if verb.lemma in self.telling.language.suffixes.describing:
            first = self.groups[-1:] if self.groups and self.groups[-1].function == SUBJECT else []
            self.groups = self.groups[: len(self.groups) - len(first)]
            return first
        agent = head is not None and head.type in AGENTS | self._takes_place(verb, head)
        while self.groups and self.groups[-1].quote == verb.quote:
            group = self.groups[-1]
            if group.function in {TOPIC, ""} and not group.time:
                break
            if group.function == SUBJECT:
                has_object = any(g.function == OBJECT for g in taken)
                agent = agent or (has_object and head is not None and head.type == FORCES)
                # "장관이 이끄는 대표단": of verbs that frames know either may be meant
                led = not taken and not self._claimed(verb)
                if not agent or led or (not has_object and verb.passive):
                    taken.insert(0, self.groups.pop())
                    taken = [*self._when(verb), *taken]
                break
            if group.comma and taken:
                break
            if taken and self._used_later(verb):
                break
            if group.time is None and any(g.function == group.function != "" for g in taken):
                break
            taken.insert(0, self.groups.pop())
        return taken

    def _claimed(self, verb: Node) -> bool:
        return verb.lemma in self.telling.language.frame_verbs

    def _when(self, verb: Node) -> list[Group]:
        """Take a month or a year that stands before the subject of a relative clause that is past."""
        last = self.groups[-1] if self.groups else None
        if last is None or last.time is None or verb.tense != "past" or not self._claimed(verb):
            return []
        return [self.groups.pop()] if last.time[0].precision not in _DAYS else []

    def _used_later(self, verb: Node) -> bool:
        return verb.tense == "future" and not self._claimed(verb)

    def _takes_place(self, verb: Node, head: Group | None) -> frozenset[str]:
        """Give the class of the noun after a verb that only says that it takes place ("열리는 포럼").

        So does what it will be used for: who does it is told by the verb over it ("사용할 포탄을 보냈다").
        """
        happens = verb.lemma in self.telling.language.suffixes.happening
        if head is None or not (happens or (self._used_later(verb) and head.type)):
            return frozenset()
        return frozenset({head.type})

    def take(self, verb: Node, at: int, waiting: Sequence[Node]) -> list[Group]:
        """Take what belongs to a clause inside another; the topic of the sentence stays with that."""
        here = [n for n, g in enumerate(self.groups) if g.quote == verb.quote or not verb.quote]
        subjects = [n for n in here if self.groups[n].function == SUBJECT]
        topics = [n for n in here if self.groups[n].function == TOPIC]
        over = self._matrix_after(at)
        impersonal = over is not None and over.lemma in self.telling.impersonal
        chained = verb.form in CHAINED
        told = self.telling.language.attribution.prepositions
        if chained:  # "X에 따르면 A가 방문해 …": that is said of all that follows
            here = [n for n in here if self.groups[n].function not in told]
        if verb.wanted:  # "러시아에 제공해 달라고": that Russia is asked
            asked = self.telling.language.grammar.controllers
            here = [
                n for n in here if self.groups[n].function not in asked or self.groups[n].type not in AGENTS
            ]
        if subjects and here:
            earlier = [n for n in (*subjects, *topics) if n < subjects[-1]]
            first = subjects[-1] if earlier else here[0]
            while first - 1 in here and (
                (not chained and self.groups[first - 1].function in told)
                or (verb.form in SAID | {"told"} and self._leads_there(self.groups[first - 1]))
            ):
                first -= 1
        elif topics:
            inside = self.groups[topics[-1]].quote not in {0, self._quote_around(at)}
            topic = self.groups[topics[-1]]
            chained_own = any(
                n.form in CHAINED and n.begin > topic.link.begin and has(n, SUBJECT) for n in waiting
            )
            if (impersonal and not chained_own) or inside:
                return self._pop(here)
            first = topics[-1] + 1
            after = self.groups[first] if first < len(self.groups) else None
            when = after is not None and after.time is not None
            if when and verb.form in SAID and self.telling.says(over):
                first += 1  # "X는 13일 … 했다고 밝혔다": that day it was said
            if after is not None and self._about(after, verb, over):
                first += 1
            over_all = self._over_all(topics[-1]) if chained else []
            taken = [*over_all, *self._pop([n for n in here if n >= first])]
            if verb.form == "order":  # somebody else is to do it
                return taken
            topic.shared = True
            return taken if chained_own and not chained else [*self._lent(topic, verb), *taken]
        else:
            named = any(n.quote == verb.quote and has(n, SUBJECT) for n in waiting)
            outer = [] if named else self._outside(verb)
            own = [g for g in self.groups if g.quote == verb.quote or not verb.quote]
            self.groups = [g for g in self.groups if g not in own]
            return [*outer, *(g for g in own if g not in outer)]
        return self._pop([n for n in here if n >= first])

    def _leads_there(self, group: Group) -> bool:
        """Whether a group tells where to or where ("쿠르스크에 북한군이 주둔했다는 사실")."""
        return group.function in self.telling.language.grammar.directional and group.type in PLACES

    def _over_all(self, topic: int) -> list[Group]:
        """Lend a clause chained to one that says the time before the topic ("전날 X는 Y를 만나 밝혔다")."""
        last = next((i for i in reversed(self.items) if isinstance(i, Node)), None)
        quote = self.groups[topic].quote
        times = [g for g in self.groups[:topic] if g.time is not None and g.quote == quote]
        return times[-1:] if self.telling.says(last) else []

    def _lent(self, topic: Group, verb: Node) -> list[Group]:
        """Lend a verb the topic of the sentence; of an event, whose it is ("X의 방문은 … 만난 후 처음")."""
        event = topic.link.lemma in self.telling.claimed and not topic.type
        if not (event and self._claimed(verb)) or verb.passive:
            return [lend(topic, SUBJECT)]
        if topic.owner is None:
            return []
        owner = Link(SUBJECT, topic.owner.begin, topic.owner.end, topic.owner.lemma, topic.owner.mentions)
        return [Group(owner, "Person", topic.adnominal, topic.quote, [])]

    def _about(self, group: Group, verb: Node, over: Node | None) -> bool:
        """Whether what stands after the topic is what is spoken about, and the verb here does not speak."""
        about = group.function in self.telling.language.suffixes.about_what
        topical = (verb.lemma, group.function) in self.telling.language.grammar.topical
        last = next((i for i in reversed(self.items) if isinstance(i, Node)), None)
        return about and not topical and last is not verb and last is not over and self.telling.says(last)

    def _outside(self, verb: Node) -> list[Group]:
        """Give the speaker as the subject of quoted words that name none ("… 도울 것"이라고)."""
        outer = [g for g in self.groups if verb.quote and g.quote != verb.quote]
        speakers = [g for g in outer if g.function in {TOPIC, SUBJECT} and g.type in AGENTS]
        if not speakers:
            return []
        last = speakers[-1]
        if last.function == SUBJECT and any(g.function == TOPIC for g in speakers):
            self.groups.remove(last)  # `러시아는 양측이 "…"고 밝혔다`: Russia says it
            return [last]
        return [lend(last, SUBJECT)]

    def _quote_around(self, at: int) -> int:
        """Give the quotation in which the verb above the one here stands."""
        over = self._matrix_after(at)
        return over.quote if over is not None else 0

    def _pop(self, numbers: Sequence[int]) -> list[Group]:
        taken = [self.groups[n] for n in numbers]
        self.groups = [g for n, g in enumerate(self.groups) if n not in set(numbers)]
        return taken

    def rest(self, verb: Node) -> list[Group]:
        """Take all that is left where a verb stands."""
        taken = [g for g in self.groups if g.quote == verb.quote or not verb.quote]
        self.groups = [g for g in self.groups if g not in taken]
        return taken

    def _matrix_after(self, at: int) -> Node | None:
        return next((i for i in self.items[at + 1 :] if isinstance(i, Node)), None)
