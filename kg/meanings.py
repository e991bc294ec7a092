"""Which meaning the words of a frame have: what stands beside them may give them another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.language import Frame, Language, Words
    from kg.model import Clause


def means_else(frame: Frame, clause: Clause, language: Language, text: str) -> bool:
    """Whether what stands beside the words gives them another meaning ("ein Spiel bestreiten")."""
    if frame.objects and not _fits(frame.objects, "object", clause, language, alone=True):
        return True
    if frame.subjects and not _fits(frame.subjects, "subject", clause, language, alone=False):
        return True
    if frame.adjoining and not _adjoins(frame, clause, text):
        return True
    beside = {a.lemma for a in clause.arguments} | {w.form for w in clause.adverbs} if frame.unless else set()
    placed = {f"{a.function}:{language.compound(a.lemma)[1]}" for a in clause.arguments}
    return bool(frame.unless & (beside | placed | {language.compound(one)[1] for one in beside}))


def _fits(words: Words, function: str, clause: Clause, language: Language, *, alone: bool) -> bool:
    """Whether what a verb has as its object or subject is asked for, or ``alone`` that it has none.

    "Launched a probe against" fires at nobody.
    """
    found = [a.lemma for a in clause.arguments if a.function == function]
    asked = any({one, language.compound(one)[1], language.classify(one)} & words for one in found)
    return asked or (alone and not found)


def _adjoins(frame: Frame, clause: Clause, text: str) -> bool:
    """Whether where somebody is stands right behind the verb ("is in Seoul", not "is popular in Seoul")."""
    slots = {slot for spec in frame.roles if spec.role == "place" for slot in spec.slots}
    between = [
        text[clause.trigger.end : a.span.begin].lower().split()
        for a in clause.arguments
        if a.function in slots
        and (a.mentions or a.lemma in frame.adjoining)
        and a.span.begin >= clause.trigger.end
    ]
    return any(set(words) <= frame.adjoining for words in between)
