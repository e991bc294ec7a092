"""Words of a sentence as any dependency parser gives them: the seam between spaCy and the grammar."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """A word of one sentence.

    ``index`` counts from 0 in the sentence; ``head`` is the index of the governor (its own at the
    root); ``pos`` a universal part of speech; ``dep`` the pipeline's label; ``begin``/``end`` offsets in
    the article's kept text; ``known`` whether a dictionary of common words has it; ``infinitive`` the verb
    that an adjective may be the participle of; ``feats`` what the tagger says of its form ("Case=Nom|…"),
    ``cases`` the cases that its form may be in (none where the language has no cases, or all are possible).
    """

    index: int
    text: str
    lemma: str
    pos: str
    dep: str
    head: int
    begin: int
    end: int
    known: bool = False
    infinitive: str = ""
    feats: str = ""
    cases: frozenset[str] = frozenset()

    def has(self, feature: str) -> bool:
        """Whether the tagger says something of its form ("Voice=Pass")."""
        return feature in self.feats.split("|")

    @property
    def low(self) -> str:
        """The form in lower case."""
        return self.text.lower()

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


@dataclass(frozen=True, slots=True)
class NameSpan:
    """Consecutive words that are a name: token range, class hint ("Person", "Place", "" …), listed form."""

    first: int
    last: int
    type: str = ""
    listed: str = ""
