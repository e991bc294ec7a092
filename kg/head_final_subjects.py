"""Who does it: the groups of a verb in their functions, and a subject that the verb leaves out.

A subject left out is that of a clause chained to this one, of what this one says, or of the sentence before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.head_final_nodes import (
    AGENTS,
    CHAINED,
    OBJECT,
    PLACES,
    SUBJECT,
    THINGS,
    TOPIC,
    Group,
    Link,
    Node,
    as_function,
    hang,
    has,
)
from kg.model import Span, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.head_final_forms import Item
    from kg.head_final_words import Telling


_STATE: Final = "Country"


@dataclass
class Topic:
    """Who the sentence before was about, and who spoke: the subject that the next one may leave out."""

    link: Link | None = None
    speaker: Link | None = None


def carry(items: Sequence[Item], topic: Topic, telling: Telling) -> None:
    """Give what stands before any subject the one of the sentence before, and remember the new one."""
    language = telling.language
    groups = [i for i in items if isinstance(i, Group) and i.function in {SUBJECT, TOPIC}]
    verbs = [i for i in items if isinstance(i, Node)]
    begin = min((g.link.begin for g in groups), default=None)
    said = set(language.suffixes.said.values())
    away = language.attribution.impersonal | language.grammar.copula
    for node in verbs:
        early = begin is None or (node.begin < begin and node.form in CHAINED)
        hearsay = node.lemma in said and node.tense != "past"
        acts = (
            node.kind == "verb"
            and node.form != "adnominal"
            and not node.passive
            and node.lemma not in away
            and not node.quote
        )
        speaks = node.lemma in said  # "… 것이라고도 했다": who spoke before
        given = topic.speaker if telling.says(node) else topic.link
        if given is not None and (early or speaks) and acts and not hearsay and not has(node, SUBJECT):
            node.links.insert(0, Link(SUBJECT, node.begin, node.begin, "", given.mentions))
    _share_topic(items, groups, topic, telling)
    own = [g.link for g in groups if g.type in AGENTS]
    if groups or not verbs:
        says = bool(verbs) and telling.says(verbs[-1])
        spoke = [link.begin for link in verbs[-1].links if link.function == SUBJECT] if says else []
        inner = [g.link for g in groups if g.type in AGENTS and g.function == SUBJECT]
        inner = [link for link in inner if link.begin not in spoke]  # "…했다고 타스통신이 보도했다"
        topic.speaker = next((link for link in own if link.begin in spoke), own[0] if own else None)
        topic.link = inner[-1] if says and inner else topic.speaker


def _share_topic(items: Sequence[Item], groups: Sequence[Group], topic: Topic, telling: Telling) -> None:
    """Give an event noun with one party the one that the sentence before was about ("김정은과의 회담")."""
    if topic.link is None or any(g.type in AGENTS for g in groups):
        return
    for group in items:
        for node in group.nouns if isinstance(group, Group) else ():
            parties = [one for one in node.links if one.mentions]
            with_ = {one.function for one in parties} == telling.language.grammar.coordinators & {
                one.function for one in parties
            }
            if parties and with_ and node.lemma in telling.claimed:
                node.links.append(Link(SUBJECT, node.begin, node.begin, "", topic.link.mentions))


def fill(verb: Node, taken: Sequence[Group], nodes: Sequence[Node], telling: Telling) -> None:
    """Give a verb its groups in their functions, and a subject from beside it where it has none."""
    counts = verb.lemma in telling.copula or _after_another(taken, telling)
    taken = _at_once(since(taken, telling) if counts else taken, telling)
    own = any(g.function == SUBJECT for g in taken)
    has_object = any(g.function == OBJECT for g in taken)
    topics = [g for g in taken if g.function == TOPIC]
    main = next((g for g in reversed(topics) if g.type in AGENTS), topics[0] if topics else None)
    inner = _said_before(verb, taken, nodes)
    _when(verb, taken, inner)
    for group in [g for g in taken if g.time is None]:
        function = group.function
        if group.link.lemma in telling.language.grammar.there:
            span = Span(group.link.begin, group.link.end)
            verb.words.append(Word(group.link.lemma, group.link.lemma, span))
        if function == TOPIC:
            function = SUBJECT if not own and group is main else ("" if has_object else OBJECT)
        if not function and group.link.nodes and not has_object:
            function = OBJECT  # "정상회담 개최했다"
        if function == OBJECT and group.type in THINGS:
            verb.thing = group.link
        _link(verb, group.link, function)
    if verb.passive:
        _undo_passive(verb)
        if not has(verb, OBJECT):
            _beside(verb, OBJECT, nodes, telling)
    elif not verb.wanted and not any(link.function == SUBJECT for link in verb.links):
        _beside(verb, SUBJECT, nodes, telling)
    if not has(verb, OBJECT) and verb.lemma in telling.language.frame_verbs:
        _go_on_with(verb, nodes)


def since(groups: Sequence[Group], telling: Telling) -> list[Group]:
    """Give a time to what was "since" then, where the sentence counts from it ("24일 발사 이후 13번째다")."""
    after = telling.language.grammar.after
    first = next((n for n, g in enumerate(groups) if g.function in after and g.nouns), -1)
    kept: list[Group] = []
    for number, group in enumerate(groups):
        if group.time is not None and number < first:
            groups[first].nouns[-1].times.append(group.time)
        else:
            kept.append(group)
    return kept


def _after_another(groups: Sequence[Group], telling: Telling) -> bool:
    """Whether one time dates what was before and a second what followed ("5월 방문에 이어 6월 방문했다")."""
    after = next(
        (n for n, g in enumerate(groups) if g.function in telling.language.grammar.after and g.nouns), 0
    )
    times = [n for n, g in enumerate(groups) if g.time is not None]
    return bool(after and times) and times[0] < after < times[-1]


def _at_once(taken: Sequence[Group], telling: Telling) -> list[Group]:
    """Leave out when and where of what a verb lists ("9월 러시아, 6월 평양에서 열렸다"): it was twice."""
    times = [n for n, g in enumerate(taken) if g.time is not None]
    between = taken[times[0] : times[-1]] if times else []
    if not any(g.time is None and g.type in PLACES | {_STATE} and not g.function for g in between):
        return list(taken)
    there = telling.language.grammar.locative
    return [g for g in taken if g.time is None and g.function not in there]


def _when(verb: Node, taken: Sequence[Group], inner: Node | None) -> None:
    """Give the times to a verb, or to what it says if they stand before that."""
    for group in taken:
        if group.time is not None:
            within = inner is not None and group.link.begin < inner.begin
            (inner if inner is not None and within else verb).times.append(group.time)


def _go_on_with(verb: Node, nodes: Sequence[Node]) -> None:
    """Let a verb go on with the thing that the one right before it is done to ("위성을 탑재해 발사했다")."""
    before = [n for n in nodes if n.over is verb and n.form == "having" and n.relation == "coordinated"]
    if before and before[-1].thing is not None and not verb.passive:
        verb.thing = as_function(before[-1].thing, OBJECT)
        verb.thing.nodes = []
        verb.links.append(verb.thing)


def _said_before(verb: Node, taken: Sequence[Group], nodes: Sequence[Node]) -> Node | None:
    """Give what is said where who says it, or when, comes after: what stands before is of what is said.

    "25일 만난다고 크렘린궁이 23일 밝혔다": the first day is that of the meeting.
    """
    said = [n for n in nodes if n.over is verb and n.relation == "complement" and n.kind == "verb"]
    if not said or said[-1].times:
        return None
    own = [g for g in taken if g.function == SUBJECT or g.time is not None]
    return said[-1] if any(g.link.begin > said[-1].begin for g in own) else None


def _link(verb: Node, link: Link, function: str) -> None:
    verb.links.append(as_function(link, function))
    for node in link.nodes:
        hang(node, verb, function or "within")


def _undo_passive(verb: Node) -> None:
    functions = [link.function for link in verb.links]
    for link in verb.links:
        if link.function == SUBJECT and OBJECT not in functions:
            link.function = OBJECT
            for node in link.nodes:
                node.relation = OBJECT


def _beside(verb: Node, function: str, nodes: Sequence[Node], telling: Telling) -> None:
    """Take the subject of a clause chained to this one, or of what this one says."""
    below = [n for n in nodes if n.over is verb]
    says = telling.says(verb) and verb.lemma not in telling.impersonal and not telling.hearsay(verb)
    for relation in ("coordinated", "adverbial", *(("complement",) if says else ())):
        for node in reversed(below):
            if node.relation == relation and not node.passive:
                found = [link for link in node.links if link.function == SUBJECT and link.mentions]
                if found:
                    one = found[-1]
                    verb.links.insert(0, as_function(one, function))
                    return
