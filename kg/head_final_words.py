"""What the words of a language file do to a clause, as the reading by suffixes asks it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kg.head_final_nodes import Node
    from kg.language import Language

Words = frozenset[str]
_TALKS: Final = "Meeting"


class Telling:
    """Answers which verbs and nouns hold a clause as their content."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.impersonal = language.attribution.impersonal
        self.copula = language.grammar.copula

    @cached_property
    def content(self) -> Words:
        """Nouns of which a clause before them is the content."""
        hedged = {noun for hedges in self.language.certainty.values() for noun in hedges.nouns}
        told = self.language.plan.nouns | self.language.request.nouns
        return frozenset((told | hedged | self.language.suffixes.content) - self.language.attribution.nouns)

    @cached_property
    def transparent(self) -> Words:
        """Nouns of which what is said is said of what they are of."""
        return self.content | self.language.attribution.nouns | self.language.suffixes.structural

    @cached_property
    def claimed(self) -> Words:
        """Nouns that a frame claims."""
        return frozenset(p.head for frame in self.language.frames for p in frame.nouns)

    @cached_property
    def _holding(self) -> Words:
        language = self.language
        words = language.attribution.say | language.attribution.think | language.denial.verbs
        words |= language.plan.verbs | language.request.verbs
        return frozenset(words | {v for hedges in language.certainty.values() for v in hedges.verbs})

    def holds(self, verb: Node) -> bool:
        """Whether a verb does something to what is said: says, thinks, denies, plans it."""
        return self.tells(verb.lemma)

    def tells(self, lemma: str) -> bool:
        """Whether a verb is one that does something to what is said."""
        return lemma in self._holding

    def accounts(self, noun: Node) -> bool:
        """Whether a noun is what somebody says ("발표"): who stands before it says so."""
        verb = noun.lemma + self.language.suffixes.does_verb
        return noun.lemma in self.language.attribution.nouns and verb in self.language.attribution.say

    @cached_property
    def talks(self) -> Words:
        """Verbs and nouns of meeting and talking."""
        frames = [frame for frame in self.language.frames if frame.event == _TALKS]
        return frozenset(v for f in frames for v in f.verbs) | {p.head for f in frames for p in f.nouns}

    def held(self, node: Node, verb: Node) -> bool:
        """Whether talks that a clause tells of were held, not planned by what is chained to them.

        "회담을 갖고 협력을 강화하기로 했다": what is decided there is no event of its own.
        """
        nouns = {noun.lemma for link in node.links for noun in link.nodes}
        return bool(({node.lemma} | nouns) & self.talks) and verb.lemma not in self.language.frame_verbs

    def hearsay(self, verb: Node) -> bool:
        """Whether a verb only says that others say so ("…라고 한다"): what it tells of does not speak."""
        return verb.tense != "past" and verb.lemma in self.language.suffixes.said.values()

    def says(self, verb: Node | None) -> bool:
        """Whether a verb says or denies something."""
        words = self.language.attribution
        return verb is not None and verb.lemma in words.say | self.language.denial.verbs
