"""The noun groups of a sentence that wait for a verb, and which of them a verb takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.head_final_nodes import AGENTS, CHAINED, FORCES, OBJECT, SAID, SUBJECT, TOPIC, Group, Node, has, lend

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.head_final_forms import Item
    from kg.head_final_words import Telling


@dataclass
class Pending:
    """Groups that wait, in the order of the text; ``items`` are all of the sentence."""

    items: Sequence[Item]
    telling: Telling
    groups: list[Group] = field(default_factory=list)

    def add(self, group: Group) -> None:
        """Let a group wait; a new topic ends one that has had its verb."""
        if group.function == TOPIC:
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
        agent = head is not None and head.type in AGENTS
        while self.groups and self.groups[-1].quote == verb.quote:
            group = self.groups[-1]
            if group.function in {TOPIC, ""} and not group.time:
                break
            if group.function == SUBJECT:
                has_object = any(g.function == OBJECT for g in taken)
                agent = agent or (has_object and head is not None and head.type == FORCES)
                # "장관이 이끄는 대표단": of verbs that frames know either may be meant
                led = not taken and verb.lemma not in self.telling.language.frame_verbs
                if not agent or led or (not has_object and verb.passive):
                    taken.insert(0, self.groups.pop())
                break
            if group.comma and taken:
                break
            if any(g.function == group.function != "" for g in taken):
                break
            taken.insert(0, self.groups.pop())
        return taken

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
            while not chained and first - 1 in here and self.groups[first - 1].function in told:
                first -= 1
        elif topics:
            inside = self.groups[topics[-1]].quote not in {0, self._quote_around(at)}
            if impersonal or inside:
                return self._pop(here)
            topic = self.groups[topics[-1]]
            first = topics[-1] + 1
            after = self.groups[first] if first < len(self.groups) else None
            when = after is not None and after.time is not None
            if when and verb.form in SAID and self.telling.says(over):
                first += 1  # "X는 13일 … 했다고 밝혔다": that day it was said
            taken = self._pop([n for n in here if n >= first])
            chained_own = any(
                n.form in CHAINED and n.begin > topic.link.begin and has(n, SUBJECT) for n in waiting
            )
            if verb.form == "order":  # somebody else is to do it
                return taken
            topic.shared = True
            return taken if chained_own and not chained else [lend(topic, SUBJECT), *taken]
        else:
            named = any(n.quote == verb.quote and has(n, SUBJECT) for n in waiting)
            outer = [] if named else self._outside(verb)
            own = [g for g in self.groups if g.quote == verb.quote or not verb.quote]
            self.groups = [g for g in self.groups if g not in own]
            return [*outer, *(g for g in own if g not in outer)]
        return self._pop([n for n in here if n >= first])

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
