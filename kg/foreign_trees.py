"""Trees of other schemes, turned into Universal Dependencies, which the grammar of the house expects.

spaCy's German pipelines give TIGER's functions and its English ones ClearNLP's labels. What turns round
(preposition and noun, auxiliary and participle, copula and predicate, conjunction and conjunct) and what
each label becomes is data: ``kg/trees/<scheme>.toml``. Targets are German GSD and English EWT
(https://universaldependencies.org); sources are the TIGER annotation scheme (Albert et al. 2003) and the
ClearNLP dependency labels (Choi & Palmer 2012). The pipelines themselves could not be loaded where this
was written: the trees in ``tests/sentences/trees.toml`` are written by hand after those two schemes.

Every change is one of three, and each keeps a tree a tree: a word and its head change places, and all
else that hung on that head follows; a word moves up to the head of its head; a word moves to a neighbour
that stands under the same head. Before these, labels are told apart that would look alike after them; the
universal labels come last, and read parts of speech and labels around them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kg.tree_rules import load_scheme

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.tree_rules import Rule, Scheme, Wanted

UNIVERSAL, UNKNOWN = "universal", "unknown"
SCHEMES = ("tiger", "clearnlp")
_TELLING = frozenset({"nsubj", "obj", "obl", "case"})
_ROOT = "ROOT"
_ELSE = "dep"
_NOUN = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "X"})
_VERB = frozenset({"VERB", "AUX"})


@dataclass(frozen=True, slots=True)
class TreeWord:
    """A word of a sentence's tree; ``head`` is its governor's index, its own at the root."""

    text: str
    lemma: str
    pos: str
    dep: str
    head: int


def scheme_of(labels: Iterable[str]) -> str:
    """Tell a parser's scheme by its labels: "universal", "tiger", "clearnlp" or "unknown"."""
    given = {label.partition(":")[0] for label in labels}
    for name in SCHEMES:
        if load_scheme(name).telling <= given:
            return name
    return UNIVERSAL if given >= _TELLING else UNKNOWN


def to_universal(words: Sequence[TreeWord], scheme: str) -> tuple[TreeWord, ...]:
    """Give the same words in a universal tree.

    A sentence that a parser gave several roots keeps as many trees.

    Raises
    ------
    ValueError
        If the scheme is not one of those that `scheme_of` tells, or the heads make no tree.
    """
    if scheme == UNIVERSAL:
        return tuple(words)
    if scheme not in SCHEMES:
        message = f"no rules for trees of the scheme {scheme!r}"
        raise ValueError(message)
    return rebuild(words, load_scheme(scheme))


def rebuild(words: Sequence[TreeWord], scheme: Scheme) -> tuple[TreeWord, ...]:
    """Give the same words in the tree that a scheme's rules make."""
    tree = _Tree(words, scheme)
    tree.prepare()
    tree.turn()
    tree.climb()
    tree.shift()
    tree.relabel()
    return tuple(tree.words)


class _Tree:
    """A sentence's tree while it is changed."""

    def __init__(self, words: Sequence[TreeWord], scheme: Scheme) -> None:
        self.words = list(words)
        self.scheme = scheme
        self.below: list[list[int]] = [[] for _ in words]
        for index, word in enumerate(words):
            if not 0 <= word.head < len(words):
                message = f"word {index} hangs on word {word.head} of {len(words)}"
                raise ValueError(message)
            if word.head != index:
                self.below[word.head].append(index)

    # ------------------------------------------------------------ shape

    def turn(self) -> None:
        """Let content words and their function words change places, from the leaves up."""
        for index in self._upwards():
            for rule in self.scheme.turn:
                found = [i for i in self.below[index] if self._fits(rule, i)]
                if found:
                    self._swap(index, min(found) if rule.first else _nearest(found, index), rule)
                    break

    def climb(self) -> None:
        """Move words up to the head of their head, as often as a rule asks it."""
        for rule in self.scheme.climb:
            for index in range(len(self.words)):
                while self._fits(rule, index) and self._head(self._head(index)) != self._head(index):
                    self._hang(index, self._head(self._head(index)))
                    if rule.to:
                        self._label(index, rule)
                        break

    def shift(self) -> None:
        """Move words over to the next word under the same head that bears a rule's ``beside`` label."""
        for rule in self.scheme.shift:
            for index in range(len(self.words)):
                if not self._fits(rule, index):
                    continue
                later = [i for i in sorted(self.below[self._head(index)]) if i > index]
                target = next((i for i in later if self.words[i].dep in rule.beside), -1)
                if target >= 0:
                    self._hang(index, target)

    def _upwards(self) -> list[int]:
        """Give all words, each after all that hangs on it."""
        order = [i for i, word in enumerate(self.words) if word.head == i]
        for index in order:
            order += self.below[index]
        if len(order) != len(self.words):
            message = "the heads of the words run in a circle"
            raise ValueError(message)
        return order[::-1]

    def _swap(self, head: int, word: int, rule: Rule) -> None:
        """Let a word take its head's place; all else under that head follows it."""
        over, label = self._head(head), self.words[head].dep
        others = [i for i in self.below[head] if i != word]
        if over == head:
            self.below[head].remove(word)
            self._set(word, head=word)
        else:
            self._hang(word, over)
        for index in (*others, head):
            self._hang(index, word)
        self._set(word, dep=rule.own or label)
        self._label(head, rule)

    def _hang(self, index: int, head: int) -> None:
        if self._head(index) != index:
            self.below[self._head(index)].remove(index)
        self.below[head].append(index)
        self._set(index, head=head)

    def _head(self, index: int) -> int:
        return self.words[index].head

    def _set(self, index: int, **changes: Any) -> None:
        self.words[index] = replace(self.words[index], **changes)

    def _label(self, index: int, rule: Rule) -> None:
        self._set(index, dep=rule.to, pos=rule.pos or self.words[index].pos)

    # ------------------------------------------------------------ labels

    def prepare(self) -> None:
        """Tell apart labels that mean two things, while every word hangs where its scheme hung it."""
        self._rewrite(self.scheme.prepare)

    def relabel(self) -> None:
        """Give every word its universal label."""
        done = self._rewrite(self.scheme.relabel)
        for index, word in enumerate(self.words):
            if word.head == index:
                self._set(index, dep=_ROOT)
            elif index not in done and word.dep not in self.scheme.keep:
                self._set(index, dep=_ELSE)

    def _rewrite(self, rules: Sequence[Rule]) -> set[int]:
        """Label words rule by rule, each by the first that fits it; gives the words that one fitted."""
        done: set[int] = set()
        for rule in rules:
            fitting = [i for i in range(len(self.words)) if i not in done and self._fits(rule, i)]
            for index in fitting:
                self._label(index, rule)
            done.update(fitting)
        return done

    # ------------------------------------------------------------ rules

    def _fits(self, rule: Rule, index: int) -> bool:
        word, head = self.words[index], self._head(index)
        if word.dep not in rule.label or head == index:
            return False
        if rule.before is not None and rule.before != (index < head):
            return False
        if rule.beside and not any(self.words[i].dep in rule.beside for i in self.below[head] if i != index):
            return False
        return self._passes(rule.word, index) and self._passes(rule.head, head)

    def _passes(self, test: Wanted, index: int) -> bool:
        word = self.words[index]
        under = {self.words[i].dep for i in self.below[index]}
        wanted = (
            (test.pos, word.pos),
            (test.lemma, word.lemma.lower()),
            (test.form, word.text.lower()),
            (test.label, word.dep),
        )
        return (
            all(not allowed or value in allowed for allowed, value in wanted)
            and (not test.with_ or bool(test.with_ & under))
            and not test.without & under
            and (test.inflected is None or test.inflected == (word.text.lower() != word.lemma.lower()))
            and (not test.kind or test.kind == self._kind(word, under))
        )

    def _kind(self, word: TreeWord, under: set[str]) -> str:
        if word.pos in _VERB or under & self.scheme.function:
            return "clause"
        return "noun" if word.pos in _NOUN else "other"


def _nearest(found: Sequence[int], index: int) -> int:
    return min(found, key=lambda i: (abs(i - index), i))
