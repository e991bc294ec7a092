"""Which meaning words have by what stands beside them: those of a frame, and officials that are a state's."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from kg.model import MentionKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.language import Frame, Language, Words
    from kg.model import Clause, Reading

_STATE = "Country"


def means_else(frame: Frame, clause: Clause, language: Language, text: str) -> bool:
    """Whether what stands beside the words gives them another meaning ("ein Spiel bestreiten")."""
    if frame.objects and not _fits(frame.objects, "object", clause, language, alone=True):
        return True
    if frame.subjects and not _fits(frame.subjects, "subject", clause, language, alone=False):
        return True
    if _looms(clause, language, text):
        return True
    if frame.adjoining and not _adjoins(frame, clause, text):
        return True
    beside = {a.lemma for a in clause.arguments} | {w.form for w in clause.adverbs} if frame.unless else set()
    beside |= set(clause.members) if frame.unless else set()  # "ein Täuschungsmanöver"
    placed = {f"{a.function}:{language.compound(a.lemma)[1]}" for a in clause.arguments}
    return bool(frame.unless & (beside | placed | {language.compound(one)[1] for one in beside}))


def _looms(clause: Clause, language: Language, text: str) -> bool:
    """Whether a verb says what may happen: its infinitive follows without a comma ("droht zu fallen")."""
    grammar = language.grammar
    if clause.lemma not in grammar.raising:
        return False
    rest = text[clause.trigger.end :].split(",", maxsplit=1)[0].split(".", maxsplit=1)[0].split()
    to = language.forms.words("marker")
    return any(word in to and after.islower() for word, after in itertools.pairwise(rest))


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
    beside = {w.form for w in clause.adverbs if not text[clause.trigger.end : w.span.begin].strip()}
    return any(set(words) <= frame.adjoining for words in between) or bool((beside - slots) & frame.adjoining)


def officials_of(
    nouns: Iterable[Clause], reading: Reading, language: Language, owners: Mapping[int, Sequence[int]]
) -> list[int]:
    """Give the state of officials or leaders who are not named ("with Chinese officials", "its leaders")."""
    found: list[int] = []
    for noun in nouns:
        words = reading.article.text[noun.trigger.begin : noun.trigger.end].lower()
        leaders = words in language.grammar.leaderships
        for one in owners[noun.index] if leaders or noun.lemma in language.kind_of_source else ():
            mention = reading.mentions[one]
            state = leaders and mention.type == _STATE
            found += [one] if mention.kind is MentionKind.ADJECTIVE or state else []
    return found
