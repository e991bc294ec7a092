"""Verbs by which somebody blames or praises: they cannot lack whom, or what, they are done to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.drafting import Draft, Verb


def object_of_blame(draft: Draft, verb: Verb) -> None:
    """Make who stands behind a verb of blaming its object, which it cannot lack ("осуждали США")."""
    language = draft.language
    objects = {case for case, function in language.cases.items() if function == "object"}
    bare = [n for function, n in verb.phrases if function == "subject"]
    other = any(function in {"object", "complement"} for function, _ in verb.phrases)
    if len(bare) != 1 or other or draft.passive(verb):
        return
    phrase = draft.phrases[bare[0]]
    blames = verb.lemma in language.quoting.acts - language.attribution.say - language.denial.verbs
    if blames and phrase.first > verb.group[-1] and phrase.cases & objects:
        verb.phrases = [("object" if n == bare[0] else f, n) for f, n in verb.phrases]
