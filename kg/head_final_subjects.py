"""Who does it: the groups of a verb in their functions, and a subject that the verb leaves out.

A subject left out is that of a clause chained to this one, of what this one says, or of the sentence before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.head_final_nodes import (
    AGENTS,
    CHAINED,
    OBJECT,
    SUBJECT,
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
    own = any(g.function == SUBJECT for g in taken)
    has_object = any(g.function == OBJECT for g in taken)
    topics = [g for g in taken if g.function == TOPIC]
    main = next((g for g in reversed(topics) if g.type in AGENTS), topics[0] if topics else None)
    inner = _said_before(verb, taken, nodes)
    for group in taken:
        if group.time is not None:
            within = inner is not None and group.link.begin < inner.begin
            (inner if inner is not None and within else verb).times.append(group.time)
            continue
        function = group.function
        if group.link.lemma in telling.language.grammar.there:
            span = Span(group.link.begin, group.link.end)
            verb.words.append(Word(group.link.lemma, group.link.lemma, span))
        if function == TOPIC:
            function = SUBJECT if not own and group is main else ("" if has_object else OBJECT)
        if not function and group.link.nodes and not has_object:
            function = OBJECT  # "정상회담 개최했다"
        _link(verb, group.link, function)
    if verb.passive:
        _undo_passive(verb)
        if not has(verb, OBJECT):
            _beside(verb, OBJECT, nodes, telling)
    elif not verb.wanted and not any(link.function == SUBJECT for link in verb.links):
        _beside(verb, SUBJECT, nodes, telling)


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
    says = telling.says(verb) and verb.lemma not in telling.impersonal
    for relation in ("coordinated", "adverbial", *(("complement",) if says else ())):
        for node in reversed(below):
            if node.relation == relation and not node.passive:
                found = [link for link in node.links if link.function == SUBJECT and link.mentions]
                if found:
                    one = found[-1]
                    verb.links.insert(0, as_function(one, function))
                    return
