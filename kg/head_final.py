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
from kg.model import Argument, Clause, Span, Word
from kg.noun_groups import Group, Link, Node

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language

_SUBJECT, _TOPIC, _OBJECT = "subject", "topic", "object"
_AGENTS: Final = frozenset({"Person", "Country", "Government", "Organization", "NewsAgency", "Company"})
_PLACES: Final = frozenset({"City", "Region", "Spaceport", "Facility"})
_SAID: Final = frozenset({"quote", "order", "proposal", "asked"})
_INSIDE: Final = _SAID | {"told", "whether", "content", "decided", "name"}
_CHAINED: Final = frozenset(
    {"and", "having", "while", "though", "since", "after", "or", "so", "not", "must", "if", "intent", "purpose"}
)


@dataclass
class Topic:
    """Who the sentence before was about, and who spoke: the subject that the next one may leave out."""

    link: Link | None = None
    speaker: Link | None = None


def find_clauses(
    items: Sequence[Item], language: Language, sentence: int, first: int, topic: Topic
) -> tuple[Clause, ...]:
    """Give the clauses of a sentence, numbered from ``first``; ``topic`` goes on to the next sentence."""
    chart = _Chart(language, Forms(language).settle(items))
    chart.run()
    chart.carry(topic)
    return _finished(chart.nodes, sentence, first)


@dataclass
class _Chart:
    language: Language
    items: Sequence[Item]
    nodes: list[Node] = field(default_factory=list)
    pending: list[Group] = field(default_factory=list)
    modifiers: list[Group] = field(default_factory=list)
    waiting: list[Node] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    qualities: list[Word] = field(default_factory=list)
    before_noun: Node | None = None

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
        self._close()

    def carry(self, topic: Topic) -> None:
        """Give what stands before any subject the one of the sentence before, and remember the new one."""
        groups = [i for i in self.items if isinstance(i, Group) and i.function in {_SUBJECT, _TOPIC}]
        verbs = [i for i in self.items if isinstance(i, Node)]
        begin = min((g.link.begin for g in groups), default=None)
        said = set(self.language.suffixes.said.values())
        away = self.language.attribution.impersonal | self.language.grammar.copula
        for node in verbs:
            early = begin is None or (node.begin < begin and node.form in _CHAINED)
            hearsay = node.lemma in said and node.tense != "past"
            acts = node.kind == "verb" and not node.passive and node.lemma not in away and not node.quote
            given = topic.speaker if self._says(node) else topic.link
            if given is not None and early and acts and not hearsay and not _has(node, _SUBJECT):
                node.links.insert(0, Link(_SUBJECT, node.begin, node.begin, "", given.mentions))
        own = [g.link for g in groups if g.type in _AGENTS]
        if groups or not verbs:
            topic.speaker = own[0] if own else None
            inner = [g.link for g in groups if g.type in _AGENTS and g.function == _SUBJECT]
            says = bool(verbs) and self._says(verbs[-1])
            topic.link = inner[-1] if says and inner else topic.speaker

    # ------------------------------------------------------------ noun groups

    def _group(self, group: Group) -> None:
        self.nodes += [n for n in group.nouns if n not in self.nodes]
        for modifier in self.modifiers:
            self._modify(group, modifier)
        self.modifiers = []
        if group.nouns:
            for node in group.nouns[-1:]:
                node.words += self.qualities
                node.definite = bool({w.form for w in self.qualities} & self.language.grammar.definite)
        if not group.time:
            self.qualities = []
        if self.before_noun is not None and not group.time:
            self._described(self.before_noun, group)
            self.before_noun = None
        if group.adnominal:
            self.modifiers.append(group)
            return
        if group.function == _TOPIC:  # a new topic ends one that has had its verb
            self.pending = [g for g in self.pending if not (g.shared and g.quote == group.quote)]
        self.pending.append(group)

    def _modify(self, group: Group, modifier: Group) -> None:
        """Hang what stands before a group with an adnominal particle on its nouns."""
        for node in group.nouns:
            if modifier.time is not None:
                node.times.append(modifier.time)
            else:
                node.links.append(modifier.link)
                for inner in modifier.link.nodes:
                    _hang(inner, node, "within")

    def _described(self, verb: Node, group: Group) -> None:
        """Hang a verb on the noun after it: as its content, or as what describes it."""
        head = group.nouns[-1] if group.nouns else None
        if head is None:
            self._relative(verb, group)
            return
        if verb.form == "told" or head.lemma in self._content_nouns() - self.language.attribution.nouns:
            verb.relation, verb.over = "complement", head
            if head.lemma in self.language.suffixes.empty:
                verb.mood = "indicative"
            return
        if not group.type and not self._tells(head) and verb.tense != "past":
            verb.relation, verb.over, verb.mood = "complement", head, "infinitive"
            return
        self._relative(verb, group)
        head.words.append(_word(verb.lemma, verb.begin, verb.end, verb.finite))
        if verb.lemma in self.language.grammar.light or verb.lemma in self.language.plan.verbs:
            head.links += [link for link in verb.links if link.function not in {_SUBJECT + "-"}]
            head.times += verb.times
            if verb.tense == "future":
                head.tense, head.finite = "future", verb.finite

    def _tells(self, noun: Node) -> bool:
        """Whether a frame claims a noun."""
        return any(p.head == noun.lemma for frame in self.language.frames for p in frame.nouns)

    def _content_nouns(self) -> frozenset[str]:
        language = self.language
        hedged = {noun for hedges in language.certainty.values() for noun in hedges.nouns}
        told = language.plan.nouns | language.request.nouns | language.attribution.nouns
        return frozenset(told | hedged | language.suffixes.content)

    def _relative(self, verb: Node, group: Group) -> None:
        """Give a verb before a noun that noun in the function it lacks."""
        verb.kind, verb.relation = "participle", "relative"
        has = {link.function for link in verb.links}
        function = ""
        if group.type in _PLACES and not has & self.language.grammar.locative and _OBJECT in has | {""}:
            function = self.language.suffixes.where if _SUBJECT in has else ""
        if not function and group.type in _AGENTS and _SUBJECT not in has and not verb.passive:
            function = _SUBJECT
        elif not function and _OBJECT not in has and group.type:
            function = _OBJECT
        if function:
            verb.links.append(
                Link(function, group.link.begin, group.link.end, group.link.lemma, group.link.mentions)
            )

    # ------------------------------------------------------------ verbs

    def _verb(self, verb: Node, at: int) -> None:
        self.nodes.append(verb)
        verb.words += [*self.words, *self.qualities]
        verb.negated = verb.negated or self._negated(verb)
        self.words, self.qualities = [], []
        for modifier in self.modifiers:
            self.pending.append(modifier)  # nothing followed that it could stand before
        self.modifiers = []
        if verb.form == "adnominal":
            self._before_noun(verb, at)
            return
        inside = verb.form in _INSIDE
        taken = self._take(verb, at) if inside or verb.form in _CHAINED else self._rest(verb)
        self._adopt(verb, taken)
        self._fill(verb, taken)
        if verb.form == "told":
            self.before_noun = verb
        elif inside or verb.form in _CHAINED:
            verb.relation = self._relation(verb)
            self.waiting.append(verb)
        else:
            verb.relation = ""

    def _negated(self, verb: Node) -> bool:
        return bool({w.form for w in verb.words} & self.language.grammar.negation)

    def _relation(self, verb: Node) -> str:
        if verb.form in _INSIDE:
            return "complement"
        return "adverbial" if verb.form in {"if", "intent", "purpose", "so"} else "coordinated"

    def _before_noun(self, verb: Node, at: int) -> None:
        """Take the groups of a verb before a noun; whose content it is, takes all, else what is its own."""
        after = next((i for i in self.items[at + 1 :] if isinstance(i, Group) and not i.time), None)
        head = after.nouns[-1].lemma if after is not None and after.nouns else ""
        content = head in self._content_nouns() - self.language.attribution.nouns
        self.before_noun = verb
        if content:
            taken = self._take(verb, at)
        else:
            taken = self._own(verb, after)
        self._adopt(verb, taken, only_near=not content)
        self._fill(verb, taken)

    def _own(self, verb: Node, head: Group | None) -> list[Group]:
        """Take what stands right before a relative clause's verb, and a subject that its noun is not."""
        taken: list[Group] = []
        agent = head is not None and head.type in _AGENTS
        while self.pending and self.pending[-1].quote == verb.quote:
            group = self.pending[-1]
            if group.function in {_TOPIC, ""} and not group.time:
                break
            if group.function == _SUBJECT:
                has_object = any(g.function == _OBJECT for g in taken)
                if not agent or (not has_object and verb.passive):
                    taken.insert(0, self.pending.pop())
                break
            if group.comma and taken:
                break
            if any(g.function == group.function != "" for g in taken):
                break
            taken.insert(0, self.pending.pop())
        return taken

    def _take(self, verb: Node, at: int) -> list[Group]:
        """Take what belongs to a clause inside another; the topic of the sentence stays with that."""
        here = [n for n, g in enumerate(self.pending) if g.quote == verb.quote or not verb.quote]
        subjects = [n for n in here if self.pending[n].function == _SUBJECT]
        topics = [n for n in here if self.pending[n].function == _TOPIC]
        over = self._matrix_after(at)
        impersonal = over is not None and over.lemma in self.language.attribution.impersonal
        chained = verb.form in _CHAINED
        told = self.language.attribution.prepositions
        if subjects:
            earlier = [n for n in (*subjects, *topics) if n < subjects[-1]]
            first = subjects[-1] if earlier else here[0]
            while first - 1 in here and self.pending[first - 1].function in told:
                first -= 1
        elif topics:
            inside = self.pending[topics[-1]].quote not in {0, self._quote_around(at)}
            if impersonal or inside:
                return self._pop(here)
            topic = self.pending[topics[-1]]
            first = topics[-1] + 1
            while (
                verb.form in _SAID
                and first < len(self.pending)
                and self.pending[first].time is not None
                and self._says(over)
            ):
                first += 1
            taken = self._pop([n for n in here if n >= first])
            chained_own = any(
                n.form in _CHAINED and n.begin > topic.link.begin and _has(n, _SUBJECT) for n in self.waiting
            )
            topic.shared = True
            return taken if chained_own and not chained else [_as(topic, _SUBJECT), *taken]
        else:
            return self._pop(here)
        return self._pop([n for n in here if n >= first])

    def _quote_around(self, at: int) -> int:
        """Give the quotation in which the verb above the one here stands."""
        over = self._matrix_after(at)
        return over.quote if over is not None else 0

    def _pop(self, numbers: Sequence[int]) -> list[Group]:
        taken = [self.pending[n] for n in numbers]
        self.pending = [g for n, g in enumerate(self.pending) if n not in set(numbers)]
        return taken

    def _rest(self, verb: Node) -> list[Group]:
        taken = [g for g in self.pending if g.quote == verb.quote or not verb.quote]
        self.pending = [g for g in self.pending if g not in taken]
        return taken

    def _matrix_after(self, at: int) -> Node | None:
        return next((i for i in self.items[at + 1 :] if isinstance(i, Node)), None)

    def _says(self, verb: Node | None) -> bool:
        words = self.language.attribution
        return verb is not None and verb.lemma in words.say | self.language.denial.verbs

    # ------------------------------------------------------------ what a verb gets

    def _fill(self, verb: Node, taken: Sequence[Group]) -> None:
        """Give a verb its groups in their functions, and a subject from beside it where it has none."""
        own = any(g.function == _SUBJECT for g in taken)
        has_object = any(g.function == _OBJECT for g in taken)
        for group in taken:
            if group.time is not None:
                verb.times.append(group.time)
                continue
            function = group.function
            if function == _TOPIC:
                function = _SUBJECT if not own else ("" if has_object else _OBJECT)
                own = True
            if not function and group.link.nodes and not has_object:
                function = _OBJECT  # "정상회담 개최했다"
            self._link(verb, group.link, function)
        if verb.passive:
            self._undo_passive(verb)
        elif not any(link.function == _SUBJECT for link in verb.links):
            self._subject_beside(verb)

    def _link(self, verb: Node, link: Link, function: str) -> None:
        made = Link(function, link.begin, link.end, link.lemma, link.mentions, link.nodes)
        verb.links.append(made)
        for node in link.nodes:
            _hang(node, verb, function or "within")

    def _undo_passive(self, verb: Node) -> None:
        functions = [link.function for link in verb.links]
        for link in verb.links:
            if link.function == _SUBJECT and _OBJECT not in functions:
                link.function = _OBJECT
                for node in link.nodes:
                    node.relation = _OBJECT

    def _subject_beside(self, verb: Node) -> None:
        """Take the subject of a clause chained to this one, or of what this one says."""
        below = [n for n in self.nodes if n.over is verb]
        words = self.language.attribution
        says = verb.lemma in words.say | self.language.denial.verbs and verb.lemma not in words.impersonal
        for relation in ("coordinated", "adverbial", *(("complement",) if says else ())):
            for node in reversed(below):
                if node.relation == relation and not node.passive:
                    found = [link for link in node.links if link.function == _SUBJECT and link.mentions]
                    if found:
                        verb.links.insert(0, found[-1])
                        return

    def _adopt(self, verb: Node, taken: Sequence[Group], *, only_near: bool = False) -> None:
        """Let a verb take the clauses that wait for one."""
        kept: list[Node] = []
        speaks = self._holds(verb)
        for node in self.waiting:
            outside = verb.quote and node.quote != verb.quote
            said = node.form in _SAID and not speaks and verb.form != "final"
            far = only_near and (node.form != "having" or any(g.link.begin > node.end for g in taken))
            shared = node.form in _CHAINED and verb.form == "told" and False
            if outside or said or far or shared:
                kept.append(node)
            else:
                node.over = verb
        self.waiting = kept

    def _holds(self, verb: Node) -> bool:
        """Whether a verb does something to what is said: says, thinks, denies, plans it."""
        language = self.language
        words = language.attribution.say | language.attribution.think | language.denial.verbs
        words |= language.plan.verbs | language.request.verbs
        hedged = {v for hedges in language.certainty.values() for v in hedges.verbs}
        return verb.lemma in words or verb.lemma in hedged

    def _close(self) -> None:
        """End the sentence: without a verb, its last noun is what it tells."""
        for group in self.modifiers:
            self.pending.append(group)
        last = next((g for g in reversed(self.pending) if g.nouns), None)
        head = last.nouns[-1] if last is not None else None
        if head is not None and last is not None:
            for group in self.pending:
                if group is last:
                    continue
                if group.time is not None:
                    head.times.append(group.time)
                elif group.link.begin < head.begin:
                    function = _SUBJECT if group.function in {_TOPIC, _SUBJECT} else group.function or "bare"
                    for node in last.nouns if last is not None else []:
                        node.links.append(
                            Link(function, group.link.begin, group.link.end, group.link.lemma, group.link.mentions)
                        )
                    for node in group.link.nodes:
                        _hang(node, head, "within")
        for node in self.waiting:
            top = [n for n in self.nodes if n.kind != "noun" and n is not node and n.over is None]
            later = [n for n in top if n.begin > node.begin]
            node.over = later[-1] if later else (head if head is not None and head.begin > node.begin else None)


def _hang(node: Node, over: Node, relation: str) -> None:
    if node.over is None and node is not over:
        node.over, node.relation = over, relation


def _has(node: Node, function: str) -> bool:
    return any(link.function == function for link in node.links)


def _as(group: Group, function: str) -> Group:
    link = group.link
    made = Link(function, link.begin, link.end, link.lemma, link.mentions)
    return Group(made, group.type, group.adnominal, group.quote, [])


def _word(text: str, begin: int, end: int, form: Word | None = None) -> Word:
    return Word(text, form.form if form is not None else text, Span(begin, end))


def _finished(nodes: Sequence[Node], sentence: int, first: int) -> tuple[Clause, ...]:
    """Make the values; a noun's clause hangs on the verb above all nouns over it."""
    number = {id(node): first + at for at, node in enumerate(nodes)}
    return tuple(_clause(node, number, sentence) for node in nodes)


def _clause(node: Node, number: dict[int, int], sentence: int) -> Clause:
    over, relation = node.over, node.relation
    while node.kind == "noun" and over is not None and over.kind == "noun" and over.over is not None:
        relation = over.relation
        over = over.over
    ahead = node.tense == "future" or bool(node.modals)
    spans = [(node.begin, node.end), *((link.begin, link.end) for link in node.links)]
    return Clause(
        index=number[id(node)],
        sentence=sentence,
        kind=node.kind,
        lemma=node.lemma,
        trigger=Span(node.begin, node.end),
        span=Span(min(b for b, _ in spans), max(e for _, e in spans)),
        arguments=tuple(_argument(link, number) for link in node.links),
        members=node.members,
        parent=number.get(id(over), -1) if over is not None else -1,
        relation=relation if over is not None else ("within" if node.kind == "noun" else ""),
        tense=node.tense if node.tense in {"future", "present"} else "",
        mood=node.mood,
        modals=tuple(node.modals),
        adverbs=tuple(node.words),
        finite=node.finite,
        negated=node.negated,
        passive=node.passive,
        definite=node.definite,
        question=node.question,
        condition=node.condition,
        times=tuple(future if ahead else past for past, future in node.times),
        quoted=bool(node.quote),
    )


def _argument(link: Link, number: dict[int, int]) -> Argument:
    inner = tuple(number[id(n)] for n in link.nodes if id(n) in number)
    return Argument(link.function, Span(link.begin, link.end), link.lemma, tuple(link.mentions), inner)
