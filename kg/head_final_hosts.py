"""In whose words a clause of a language of suffixes is told that hangs on no verb yet.

What describes a noun inside somebody's words is told in those words, too, and so is a sentence in quotation
marks by the verb that says it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.head_final_nodes import CHAINED, SAID, Node

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.head_final_words import Telling

#: The mood of what somebody says.
REPORTED: Final = "subjunctive1"


def host_relatives(nodes: Sequence[Node]) -> None:
    """Let what describes a noun inside somebody's words be told in those words too."""
    for verb in [n for n in nodes if n.relation == "relative" and n.over is None]:
        host = next((n for n in nodes if n is not verb and verb.host in _spans(n)), None)
        while host is not None and host.kind == "noun":
            host = host.over
        if host is not None and host is not verb:
            verb.over, verb.relation = host, "described" if _told(host) else "relative"


def _told(host: Node | None) -> bool:
    """Whether a clause, or the one that it is chained to, is what somebody says."""
    seen: list[Node] = []
    while host is not None and host not in seen:
        seen.append(host)
        if host.form in SAID and host.mood == REPORTED:
            return True
        host = host.over if host.form in CHAINED and host.relation == "coordinated" else None
    return False


def hang_quoted(nodes: Sequence[Node], telling: Telling) -> None:
    """Hang whole sentences in quotation marks on the verb that says them."""
    for node in [n for n in nodes if n.quote and n.kind == "verb" and n.over is None]:
        says = (n for n in nodes if not n.quote and telling.says(n))
        over = next((n for n in says if n.begin > node.begin), None)
        if over is not None:
            node.over, node.relation, node.mood = over, "complement", REPORTED


def _spans(node: Node) -> set[tuple[int, int]]:
    return {(link.begin, link.end) for link in node.links}
