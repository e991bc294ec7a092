"""What stands for a name that no item was found of: its class, its key, and how it is called.

The rule: the same words are the same in an article, with the best-known class. A body with a common name is
told apart by its state ("the Russian Foreign Ministry"): else the ministries of two states were one.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from kg.designations import class_by_form
from kg.minting import local_key
from kg.model import Mention, MentionKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.language import Language
    from kg.linking import Linked
    from kg.model import Reading

_BODIES: Final = frozenset({"ArmedForces", "Government", "Organization"})
_ORGANIZATION: Final = "Organization"
#: How far before a name its preposition may begin.
_NEAR: Final = 12


class Unlinked:
    """Names the unlinked names of one article; ``linked`` are the outcomes by mention."""

    def __init__(self, reading: Reading, linked: Mapping[int, Linked], language: Language) -> None:
        self._text, self._mentions = reading.article.text, reading.mentions
        self._linked, self._language = linked, language
        self._states: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for index in linked:
            if told := self._told(index):
                self._states[self._mentions[index].name].add(told)

    def name(self, index: int) -> tuple[str, str, str]:
        """Give the key, the class and the name of what an unlinked mention names."""
        mention = self._twin(index)
        based = mention.bare_name and (self._language.cases or self._seen(mention.bare_name))
        name = mention.bare_name if based else mention.name
        # A noun before a name makes no country of it ("President of the State Affairs of …").
        vague = mention.type == "Place" or (mention.type == "Country" and mention.head)
        place = "Place" if mention.type == "Place" and self._where(mention.name) else "Entity"
        kind = class_by_form(name) or (place if vague else mention.type)
        common = self._class_of_common(name) if kind in _BODIES else ""
        states = self._told(index) if common else ()
        if common and not states and len(told := self._states.get(mention.name, ())) == 1:
            states = next(iter(told))
        kind = common if states and kind == _ORGANIZATION else kind
        return local_key(kind, " ".join([name, *states])), kind, self._words(index, name) if states else name

    def _where(self, name: str) -> bool:
        """Whether the text says of a name that something is or goes there ("in Rylsk", "nach Rylsk")."""
        grammar = self._language.grammar
        words = grammar.locative | grammar.directional | grammar.whence
        same = [m for m in self._mentions if m.kind is MentionKind.NAME and m.name == name]
        before = (self._text[max(0, m.span.begin - _NEAR) : m.span.begin].split() for m in same)
        return any(one[-1].lower() in words for one in before if one)

    def _told(self, index: int) -> tuple[str, ...]:
        """Give the states that stand with a name."""
        of = [self._linked[i] for i in self._mentions[index].of if i in self._linked]
        return tuple(one.link.qid for one in of if one.type == "Country" and one.link.qid)

    def _class_of_common(self, name: str) -> str:
        """Give the class that a common noun in a name tells ("Foreign Ministry"), "" if it has none."""
        last = self._language.classify(name.rsplit(" ", 1)[-1].lower())
        return last if last in _BODIES else ""

    def _words(self, index: int, name: str) -> str:
        """Give a name with the state that stands right before it."""
        span = self._mentions[index].span
        for i in self._mentions[index].of:
            state = self._mentions[i].span
            if state.end <= span.begin and len(self._text[state.end : span.begin].split()) <= 1:
                return " ".join(self._text[state.begin : span.end].split())
        return name

    def _seen(self, name: str) -> bool:
        return any(mention.name == name for mention in self._mentions)

    def _twin(self, index: int) -> Mention:
        """Give the mention that stands for a name: the same words with the best-known class."""
        main = self._mentions[self._linked[index].of]
        same = [m for m in self._mentions if m.kind is MentionKind.NAME and m.name == main.name and m.head]
        return same[0] if same else main
