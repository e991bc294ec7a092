"""Words in quotation marks with nobody's verb of saying: headlines such as `통일부 "…"`.

Who is named before the marks, or behind them at the end, says what stands in them; where nobody is named,
somebody does: the words are never the outlet's own. The verb that is left out is put there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.head_final_nodes import AGENTS, INSIDE, SUBJECT, TOPIC, Group, Node
from kg.written import Written

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.head_final_forms import Item
    from kg.head_final_words import Telling

_SPEAKERS: Final = AGENTS | {"UnnamedSource", "ArmedForces"}
_SEVERAL: Final = 3
_MET: Final = "having"
_ENDS: Final = {"question": "asked"}


def spoken(items: Sequence[Item], telling: Telling) -> list[Item]:
    """Give the items with a verb of saying after each quotation that has none."""
    out: list[Item] = []
    at = 0
    while at < len(items):
        quote, end = _quote(items[at]), at + 1
        while end < len(items) and _quote(items[end]) == quote:
            end += 1
        before, stretch = out[:], items[at:end]
        out += stretch
        if quote and telling.language.suffixes.says:
            added, used = _speech(before, stretch, items[end:], telling)
            out += added
            end += used
        at = end
    return out


def _speech(
    before: Sequence[Item], stretch: Sequence[Item], after: Sequence[Item], telling: Telling
) -> tuple[list[Item], int]:
    """Give what is to follow a quotation, and how many of the items after it that uses up."""
    words = [item for item in stretch if not isinstance(item, Written)]
    last = words[-1] if words else None
    if last is None or (isinstance(last, Node) and last.form in INSIDE - {"content"}):
        return [], 0
    paused = not after or isinstance(after[0], Written)
    if not paused and any(isinstance(i, Node) and not i.quote for i in after):
        return [], 0  # `"…" 라고 말했다`
    trailing = [item for item in after if not isinstance(item, Written)]
    label = trailing[0] if len(trailing) == 1 else None
    speaker = _speaker(before)
    behind = speaker is None and isinstance(label, Group) and not label.function and label.type in _SPEAKERS
    act = "" if paused or behind else _act(after, telling)
    several = isinstance(last, Node) or sum(isinstance(i, Group) for i in words) > 1
    alone = not any(isinstance(item, (Group, Node)) for item in before)
    if not (several or (speaker and _longer(words))) or not (speaker or behind or alone):
        return [], 0
    if isinstance(last, Group) and not (paused or behind or act):
        return [], 0
    who = speaker or (label if behind and isinstance(label, Group) else None)
    verb = _verb(who, stretch, act or telling.language.suffixes.says)
    if act and isinstance(after[0], Group):
        verb.begin, verb.end = after[0].link.begin, after[0].link.end
    if isinstance(last, Node):
        last.tense = "past" if last.form == _MET else last.tense  # `크렘린궁 "푸틴, 최선희 만나"`
        last.form = _ENDS.get(last.form, "quote")
    else:
        verb.speech = last.quote
    if behind and isinstance(label, Group):
        label.link.function, label.quote = TOPIC, 0
        return [label, verb], len(after)
    return [verb], 1 if act else 0


def _verb(who: Group | None, stretch: Sequence[Item], lemma: str) -> Node:
    """Make the verb that is left out; it is shown by who speaks, else by the closing mark."""
    end = max(item.link.end if isinstance(item, Group) else item.end for item in stretch)
    begin, end = (who.link.begin, who.link.end) if who is not None else (end, end + 1)
    return Node("verb", lemma, begin, end, form="final", tense="past", mood="indicative")


def _speaker(before: Sequence[Item]) -> Group | None:
    """Give who is named right before a quotation, or before whom it is said to; it becomes the topic."""
    groups: list[Group] = []
    for item in reversed(before):
        if isinstance(item, Node) or (isinstance(item, Written) and item.kind == "mark") or _quote(item):
            break
        if isinstance(item, Group) and item.time is None:
            groups.append(item)
    named = [g for g in groups if not g.adnominal and (g.type in _SPEAKERS or _unknown(g, before))]
    for group in named:
        first = group is groups[0]
        if group.function in {TOPIC, SUBJECT} or (not group.function and (first or group.comma)):
            group.link.function = group.function or TOPIC
            return group
    return None


def _unknown(group: Group, before: Sequence[Item]) -> bool:
    """Whether a group is all that stands before a quotation, a word or two that may well be a name."""
    alone = not any(isinstance(item, (Group, Node)) and item is not group for item in before)
    return alone and not group.function and group.type in {"", "Entity"} and len(group.nouns) < _SEVERAL


def _act(after: Sequence[Item], telling: Telling) -> str:
    """Give the verb of a noun right after a quotation that tells what is done by it (`"…" 부인`)."""
    noun = after[0]
    if not isinstance(noun, Group) or noun.link.begin != min((n.begin for n in noun.nouns), default=-1):
        return ""
    ends = not noun.function and (len(after) == 1 or isinstance(after[1], Written))
    verb = noun.link.lemma + telling.language.suffixes.does_verb
    account = noun.link.lemma in telling.language.attribution.nouns  # `"…" 주장에 …`
    return verb if telling.tells(verb) and (ends or account) else ""


def _longer(words: Iterable[Item]) -> bool:
    """Whether words in quotation marks are more than one name."""
    return any(isinstance(i, Group) and any(n.begin > i.link.begin for n in i.nouns) for i in words)


def _quote(item: Item) -> int:
    return item.quote
