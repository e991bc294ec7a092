"""What somebody does something for, or before: "만나기 위해", "만나기 전에". That lies ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.head_final_nodes import Group, Node
from kg.model import Span, Word
from kg.written import Written

if TYPE_CHECKING:
    from kg.suffixes import Suffixes

_NAME: Final = "name"
_BEFORE: Final = "before"
#: Within so many items after a verb stands what says what it is for.
_NEAR: Final = 4


def aimed(out: list[Group | Node | Written], at: int, verb: Node, after: Node, data: Suffixes) -> bool:
    """Read an aim of which the second word was taken for a verb; true if it is one."""
    shown = after.finite
    if verb.form != _NAME or shown is None or shown.form not in data.aims:
        return False
    verb.words.append(Word(shown.form, shown.form, shown.span))
    _lies_ahead(verb)
    del out[at + 1]
    return True


def aim(out: list[Group | Node | Written], at: int, verb: Node, data: Suffixes) -> bool:
    """Read an aim, its second word near after the verb; true if it is one."""
    near = range(at + 1, min(at + 1 + _NEAR, len(out)))
    for place in near:
        after = out[place]
        if isinstance(after, Node):
            continue
        span = Span(after.begin, after.end) if isinstance(after, Written) else _span(after)
        text = after.text if isinstance(after, Written) else after.link.lemma
        if text in data.aims or data.bound.get(text) == _BEFORE:
            mark = min(data.aims) if text in data.aims else text
            verb.words.append(Word(mark, mark, span))
            _lies_ahead(verb)
            del out[place]
            return True
    return False


def _span(group: Group) -> Span:
    return Span(group.link.begin, group.link.end)


def _lies_ahead(verb: Node) -> None:
    verb.form, verb.mood = "purpose", "infinitive"
