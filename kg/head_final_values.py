"""The clauses of a sentence as values, from the nodes that the reading by suffixes made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.head_final_nodes import PLAIN
from kg.model import Argument, Clause, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.head_final_nodes import Link, Node


def finished(
    nodes: Sequence[Node], sentence: int, first: int, transparent: frozenset[str]
) -> tuple[Clause, ...]:
    """Make the values; a noun's clause hangs on the verb above all nouns over it.

    What is done to ``transparent`` nouns is done to what they are of ("deny a plan of talks"), what is done
    to others is not ("decline a comment on talks").
    """
    number = {id(node): first + at for at, node in enumerate(nodes)}
    return tuple(_clause(node, number, sentence, transparent) for node in nodes)


def _clause(node: Node, number: dict[int, int], sentence: int, transparent: frozenset[str]) -> Clause:
    over, relation = node.over, node.relation
    while node.kind == "noun" and over is not None and over.kind == "noun" and over.over is not None:
        relation = over.relation if over.lemma in transparent and relation != "opaque" else "opaque"
        over = over.over
    relation = "within" if relation == "opaque" else relation
    present = node.finite is not None and node.tense == "" and node.form in PLAIN
    ahead = node.tense == "future" or bool(node.modals) or present
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
        # "5월부터 공급한다": the plain present goes on from what is past
        times=tuple(future if ahead and (future.end or not present) else past for past, future in node.times),
        quoted=bool(node.quote),
    )


def _argument(link: Link, number: dict[int, int]) -> Argument:
    inner = tuple(number[id(n)] for n in link.nodes if id(n) in number)
    return Argument(link.function, Span(link.begin, link.end), link.lemma, tuple(link.mentions), inner)
