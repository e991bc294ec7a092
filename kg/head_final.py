"""Clauses of a language in which the verb stands last and suffixes tell what hangs on it.

Strategy: words are read from the left; noun groups wait until a verb takes them. How much it takes, its
ending tells: a clause before a noun leaves the subject of the sentence alone unless it lacks its own, one
that is said or thought takes what stands inside, the last takes the rest. The tree of a parser is not
asked. What comes out are the same neutral clauses that `kg.clauses` makes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kg.head_final_forms import Forms, Item
from kg.head_final_hosts import REPORTED, hang_quoted, host_relatives
from kg.head_final_nodes import (
    AGENTS,
    CHAINED,
    FORCES,
    INSIDE,
    OBJECT,
    OF,
    PLACES,
    SAID,
    SUBJECT,
    TOPIC,
    Group,
    Node,
    as_function,
    hang,
    has,
    past_before_future,
)
from kg.head_final_pending import Pending
from kg.head_final_subjects import Topic, carry, fill, since
from kg.head_final_values import finished
from kg.head_final_words import Telling
from kg.model import Clause, Span, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language

__all__ = ["Topic", "find_clauses"]

#: Forms of a verb that tell what is to come of something: it is decided, aimed at, or may be.
_AHEAD: Final = frozenset({"decided", "purpose", "name", "adnominal"})
_BESIDE: Final = frozenset({"if", "intent", "purpose", "so"})


def find_clauses(
    items: Sequence[Item], language: Language, sentence: int, first: int, topic: Topic
) -> tuple[Clause, ...]:
    """Give the clauses of a sentence, numbered from ``first``; ``topic`` goes on to the next sentence."""
    telling = Telling(language)
    settled = Forms(language).settle(items)
    chart = _Chart(language, telling, settled, Pending(settled, telling))
    chart.run()
    carry(settled, topic, telling)
    return finished(chart.nodes, sentence, first, telling.transparent)


@dataclass
class _Chart:
    """A sentence while it is read.

    ``modifiers`` are groups that stand before a noun, ``waiting`` clauses that another follows, ``words``
    and ``qualities`` adverbs and adjectives, ``before_noun`` verbs whose noun comes next.
    """

    language: Language
    telling: Telling
    items: Sequence[Item]
    pending: Pending
    nodes: list[Node] = field(default_factory=list)
    modifiers: list[Group] = field(default_factory=list)
    waiting: list[Node] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    qualities: list[Word] = field(default_factory=list)
    before_noun: list[Node] = field(default_factory=list)

    def run(self) -> None:
        """Read the sentence."""
        for at, item in enumerate(self.items):
            if isinstance(item, Group):
                self._group(item)
            elif isinstance(item, Node):
                self._verb(item, at)
            elif item.kind == "adverb":
                self.words.append(_word(item.text, item.begin, item.end))
            elif item.kind == "adjective":
                self.qualities.append(_word(item.text, item.begin, item.end))
        self.pending.groups += self.modifiers
        head = self._end_in_noun(self.pending.groups)
        host_relatives(self.nodes)
        self._settle_waiting(head)

    # ------------------------------------------------------------ noun groups

    def _group(self, group: Group) -> None:
        self.nodes += [n for n in group.nouns if n not in self.nodes]
        for modifier in self.modifiers:
            self._modify(group, modifier)
            if modifier.type in AGENTS and modifier.function == OF:
                group.owner = modifier.link
        self.modifiers = []
        if group.nouns:
            head = group.nouns[-1]
            head.words += self.qualities
            head.definite = bool({w.form for w in self.qualities} & self.language.grammar.definite)
        if group.time is None:
            self.qualities = []
            for verb in self.before_noun:
                self._described(verb, group)
            self.before_noun = []
        if group.adnominal:
            self.modifiers.append(group)
        else:
            self.pending.add(group)

    def _modify(self, group: Group, modifier: Group) -> None:
        """Hang what stands before a group with an adnominal particle on its nouns."""
        given = group.nouns and group.nouns[-1].lemma in self.language.suffixes.givers
        for node in group.nouns[-1:] if given and modifier.function == OF else group.nouns:
            if modifier.time is not None:
                node.times.append(modifier.time)
                continue
            node.links.append(modifier.link)
            for inner in modifier.link.nodes:
                hang(inner, node, "within")

    def _described(self, verb: Node, group: Group) -> None:
        """Hang a verb on the noun after it: as its content, or as what describes it."""
        head = group.nouns[-1] if group.nouns else None
        if head is None:
            self._relative(verb, group)
            return
        done = verb.tense == "past" and head.lemma in self.language.plan.nouns  # "파견한 시점"
        if verb.form == "told" or (head.lemma in self.telling.content and not done):
            verb.relation, verb.over = "complement", head
            if head.lemma in self.language.suffixes.empty:
                verb.mood = "indicative"
            return
        if not group.type and head.lemma not in self.telling.claimed and verb.tense != "past":
            verb.relation, verb.over, verb.mood = "complement", head, "infinitive"
            return
        self._relative(verb, group)
        shown = verb.finite.form if verb.finite is not None else verb.lemma
        negation = self.language.grammar.negation if verb.negated else frozenset()
        denied = [w.lemma for w in verb.words if w.form in negation]
        told = " ".join([verb.lemma, *denied])  # "확인되지 않은 보도"
        head.words.append(Word(told, shown, Span(verb.begin, verb.end)))
        if verb.lemma in self.language.grammar.light | self.language.plan.verbs:
            head.links += verb.links
            head.times += verb.times
            if verb.tense == "future":
                head.tense, head.finite = "future", verb.finite

    def _relative(self, verb: Node, group: Group) -> None:
        """Give a verb before a noun that noun in the function it lacks."""
        verb.kind, verb.relation = "participle", "relative"
        verb.host = (group.link.begin, group.link.end)
        function = self._gap(verb, group)
        if function and not (group.adnominal and group.type in AGENTS):  # "…한 A의 B": of A or of B?
            verb.links.append(as_function(group.link, function))
            if group.type != FORCES:  # "파병된 북한군": whose they are
                verb.links[-1].nodes = []

    def _gap(self, verb: Node, group: Group) -> str:
        """Give the function that the noun after a verb has in its clause; "" if that stays open."""
        places = any(link.function in self.language.grammar.locative for link in verb.links)
        if group.type in PLACES and not places and has(verb, SUBJECT) and has(verb, OBJECT):
            return self.language.suffixes.where
        acts = group.type in AGENTS or (group.type == FORCES and has(verb, OBJECT))
        if acts and not has(verb, SUBJECT) and not verb.passive:
            return SUBJECT
        return OBJECT if group.type and not has(verb, OBJECT) else ""

    # ------------------------------------------------------------ verbs

    def _verb(self, verb: Node, at: int) -> None:
        self.nodes.append(verb)
        verb.words += [*self.words, *self.qualities]
        negated = {w.form for w in verb.words} & self.language.grammar.negation
        verb.negated = verb.negated or bool(negated)
        self.words, self.qualities = [], []
        self.pending.groups += self.modifiers  # nothing followed that they could stand before
        self.modifiers = []
        if verb.speech:
            self._spoken(verb)
        if verb.form == "adnominal":
            self._before_noun(verb, at)
            return
        inside = verb.form in INSIDE or verb.form in CHAINED
        taken = self.pending.take(verb, at, self.waiting) if inside else self.pending.rest(verb)
        told = self.telling.hearsay(verb) or verb.lemma in self.telling.impersonal
        taken = [g for g in taken if not (g.shared and told)]
        self._adopt(verb)
        fill(verb, taken, self.nodes, self.telling)
        if verb.form == "told":
            self.before_noun = [verb]
        elif inside:
            beside = "adverbial" if verb.form in _BESIDE else "coordinated"
            verb.relation = "complement" if verb.form in INSIDE else beside
            self.waiting.append(verb)

    def _before_noun(self, verb: Node, at: int) -> None:
        """Take the groups of a verb before a noun; whose content it is, takes all, else what is its own."""
        after = next((i for i in self.items[at + 1 :] if isinstance(i, Group) and i.time is None), None)
        head = after.nouns[-1].lemma if after is not None and after.nouns else ""
        self.before_noun = [*(v for v in self.before_noun if v.form == "told"), verb]
        if head in self.telling.content:
            taken = self.pending.take(verb, at, self.waiting)
            self._adopt(verb, anew=any(g.function == SUBJECT for g in taken))
        else:
            taken = self.pending.own(verb, after)
            self._adopt(verb, near=max((g.link.begin for g in taken), default=-1))
        fill(verb, taken, self.nodes, self.telling)

    def _adopt(self, verb: Node, near: int | None = None, *, anew: bool = False) -> None:
        """Let a verb take the clauses that wait for one; a describing one only those right before it.

        The content of a noun that begins ``anew`` with its own subject leaves what was before to the rest.
        """
        kept: list[Node] = []
        holds = self.telling.holds(verb)
        for node in self.waiting:
            far = bool(verb.quote and node.quote != verb.quote)
            far |= node.form in SAID and not holds and verb.form != "final"
            far |= near is not None and (node.form != "having" or near > node.end)
            far |= verb.form in SAID and self.pending.turned(node)
            far |= verb.form in _AHEAD and node.form in CHAINED and self.telling.held(node, verb)
            far |= anew and node.tense == "past" and node.form in CHAINED and has(node, SUBJECT)
            if far or past_before_future(node, verb):
                kept.append(node)
                continue
            node.over = verb
            if node.form == "content" and node.tense == "present" and verb.lemma in self.telling.copula:
                node.mood = "indicative"  # "방문하는 것은 처음이다"
        self.waiting = kept

    def _spoken(self, verb: Node) -> None:
        """Make a clause of words in quotation marks that end in a noun, for who says them."""
        here = [g for g in self.pending.groups if g.quote == verb.speech]
        if (head := self._end_in_noun(here)) is None:
            return
        self.pending.groups = [g for g in self.pending.groups if g not in here]
        exists, plans = min(self.language.suffixes.exists), self.language.plan.verbs
        said = Node("verb", exists, head.end - 1, head.end, form="quote", relation="complement")
        ahead = verb.lemma in plans | self.language.request.verbs
        said.mood, said.quote = "infinitive" if ahead else REPORTED, verb.speech
        hang(head, said, "complement")
        for node in [n for n in self.waiting if n.quote == verb.speech]:
            node.over = head
            if not has(head, SUBJECT):
                head.links += [link for link in node.links if link.function == SUBJECT]
        self.nodes.append(said)
        self.waiting = [*(n for n in self.waiting if n.over is not head), said]

    # ------------------------------------------------------------ the end

    def _end_in_noun(self, left: Sequence[Group]) -> Node | None:
        """Let the last noun of words without a verb take what is left; it is what is told."""
        left = since(left, self.telling)
        after, named = self.language.grammar.after, [g for g in left if g.nouns]
        last = next((g for g in reversed(named) if g.function not in after), named[-1] if named else None)
        if last is None:
            return None
        head = last.nouns[-1]
        head.words, self.words = [*head.words, *self.words], []
        for group in left:
            if group.time is not None:
                head.times.append(group.time)
            elif group is not last and group.link.begin < head.begin:
                function = SUBJECT if group.function in {TOPIC, SUBJECT} else group.function or "bare"
                told = function == SUBJECT and self.telling.accounts(head)  # "러시아, 정상회담 발표"
                for node in last.nouns[-1:] if told else last.nouns:
                    if function != SUBJECT or not has(node, SUBJECT):
                        node.links.append(as_function(group.link, function))
                for node in group.link.nodes:
                    hang(node, head, "within")
        return head

    def _settle_waiting(self, head: Node | None) -> None:
        for node in self.waiting:
            top = [n for n in self.nodes if n.kind != "noun" and n.over is None and n.begin > node.begin]
            end = head if head is not None and head.begin > node.begin else None
            node.over = top[-1] if top else end
        hang_quoted(self.nodes, self.telling)


def _word(text: str, begin: int, end: int) -> Word:
    return Word(text, text, Span(begin, end))
