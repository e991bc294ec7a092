"""Verbs with all that grammar has written after them: "만날 수 있다", "만날 것이라고", "만나기로 했다".

A verb is joined with the verbs and nouns that only say how it is meant; what they say becomes its form,
tense, modals and negation.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kg.head_final_aims import aim, aimed
from kg.head_final_nodes import AGENTS, OBJECT, PLAIN, SAID, Group, Link, Node
from kg.head_final_opinions import as_verbs
from kg.head_final_voices import spoken
from kg.head_final_words import Telling
from kg.model import Span, Word
from kg.suffixed_words import apart
from kg.written import Written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language
    from kg.noun_groups import Grouper

Item = Group | Node | Written

_EXISTS = 2
_NAMED: Final = "named"
_PRESUMED: Final = "presumed"


def sentence_items(
    words: Sequence[Written], grouper: Grouper, language: Language, *, heading: bool = False
) -> list[Item]:
    """Give the items of a sentence, or of a ``heading``: noun groups, verbs, and other words."""
    items: list[Item] = []
    for item in grouper.group(words, heading=heading):
        if isinstance(item, Group):
            items.append(item)
        elif item.kind == "time" and item.times is not None:
            link = Link("time", item.begin, item.end, item.text)
            items.append(Group(link, "", item.adnominal, item.quote, [], time=item.times))
        elif item.kind == "verb" and item.verb is not None:
            items += _verb_items(item, grouper, language)
        else:
            items.append(item)
    return items


def _verb_items(word: Written, grouper: Grouper, language: Language) -> list[Item]:
    """Make the node of a verb; a copula's noun stands before it as a group of its own."""
    verb = word.verb
    if verb is None:
        return []
    form = verb.form
    if form == "order" and (verb.copula or verb.lemma in language.grammar.copula):
        form = "quote"
    begin = word.pieces[-1].end if verb.copula and word.pieces else word.begin
    shown = Word(verb.lemma, word.text, Span(word.begin, word.end))
    node = Node(
        "verb",
        verb.lemma,
        min(begin, word.end - 1),
        word.end,
        form=form,
        tense=verb.tense,
        passive=verb.passive,
        finite=shown,
        quote=word.quote,
        mood="indicative",
        question=form == "question",
        negated=verb.lemma in language.suffixes.absent and verb.form != "asked",  # "아니냐는 우려"
    )
    if verb.means:
        node.words.append(Word(verb.means, verb.means, shown.span))
    if verb.copula and word.pieces:
        bare = Written(word.text, word.begin, begin, "noun", word.pieces, "complement", quote=word.quote)
        return [grouper.make(word.pieces, bare), node]
    return [node]


class Forms:
    """Joins verbs with what follows them."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.data = language.suffixes
        self.verbs = language.frame_verbs

    def settle(self, items: Sequence[Item]) -> list[Item]:
        """Join all verbs of a sentence, and settle the mood of each."""
        out = as_verbs(list(items), self.language)
        at = 0
        while at < len(out):
            item = out[at]
            if isinstance(item, Node) and self._join(out, at, item):
                continue
            at += 1
        self._said(out)
        self._asks(out)
        out = spoken(out, Telling(self.language))
        for item in out:
            if isinstance(item, Node):
                self._mood(item)
                self._scheduled(item)
        self._share(out)
        return out

    # ------------------------------------------------------------ joining

    def _join(self, out: list[Item], at: int, verb: Node) -> bool:
        """Join a verb with the next item, if that only helps it; true if something was joined."""
        after = out[at + 1] if at + 1 < len(out) else None
        if after is None:
            return False
        if isinstance(after, Node):
            return aimed(out, at, verb, after, self.data) or self._helper(out, at, verb, after)
        if isinstance(after, Group) and verb.form == "adnominal" and after.time is None:
            return self._bound(out, at, verb, after)
        if isinstance(after, Written) and verb.form == "adnominal" and self._means(after) == "when":
            del out[at + 1]  # "만난 이후 5년 만에"
            verb.form, verb.tense = "after", verb.tense if verb.tense != "future" else ""
            return True
        if verb.form == "name":
            return aim(out, at, verb, self.data)
        return False

    def _helper(self, out: list[Item], at: int, verb: Node, after: Node) -> bool:
        joined = verb.finite.form + after.lemma if verb.finite is not None else ""
        if verb.form == "having" and joined in self.verbs:  # "쏘아 올렸다"
            verb.lemma = joined
            self._goes_on(verb, after)
            del out[at + 1]
            return True
        for entry in self.data.after:
            if entry["form"] == verb.form and entry["verb"] == after.lemma:
                gives = entry.get("gives", "")
                shown = after.finite or Word(after.lemma, after.lemma, Span(after.begin, after.end))
                name = entry.get("as", after.lemma)
                if gives == "modal":
                    verb.modals.append(Word(name, name, shown.span))
                elif gives == "negated":
                    verb.negated = not verb.negated
                    verb.words.append(Word(after.lemma, min(self.language.grammar.negation), shown.span))
                elif gives == "wanted":
                    verb.wanted = True
                elif gives == "request":
                    verb.condition = True
                self._goes_on(verb, after)
                del out[at + 1]
                return True
        return False

    def _goes_on(self, verb: Node, after: Node) -> None:
        """Let a verb go on as the last of its helpers does."""
        verb.form = after.form
        verb.tense = after.tense or verb.tense
        verb.question = verb.question or after.question
        verb.modals += after.modals
        verb.negated = verb.negated != (after.negated and after.lemma in self.language.suffixes.absent)
        verb.finite = after.finite or verb.finite
        verb.words += after.words

    def _bound(self, out: list[Item], at: int, verb: Node, noun: Group) -> bool:
        means = self.data.bound.get(noun.link.lemma, "")
        following = out[at + 2] if at + _EXISTS < len(out) else None
        last = following if isinstance(following, Node) else None
        exists = last is not None and last.lemma in self.language.grammar.copula
        if means == "thing":
            return self._thing(out, at, verb, noun, last)
        if means == "may" and exists and last is not None:
            shown = Word("", noun.link.lemma, Span(noun.link.begin, last.end))
            name = f"{noun.link.lemma} {min(self.data.exists)}"
            verb.modals.append(Word(name, name, shown.span))
            verb.tense = ""
            self._goes_on(verb, last)
            del out[at + 1 : at + 3]
            return True
        if means == "ever" and exists and last is not None:
            self._goes_on(verb, last)
            del out[at + 1 : at + 3]
            return True
        if means in {"ever", "when"} and noun.function == OBJECT:  # "위성을 만드는 일을 돕다"
            means = "content"
        if means in {"when", "before", "if", "content", "seems", "instead"}:
            self._becomes(verb, means, noun)
            del out[at + 1]
            return True
        return False

    def _thing(self, out: list[Item], at: int, verb: Node, noun: Group, last: Node | None) -> bool:
        """Read "것": with the copula it ends the verb, with a particle it makes its clause a content."""
        future = verb.tense == "future"
        if self._presumed(verb):
            name = f"{self.data.marks[_PRESUMED]} {noun.link.lemma}"
            verb.modals.append(Word(name, name, Span(noun.link.begin, noun.link.end)))
        if noun.function == "complement" and last is not None:
            if future:
                name = noun.link.lemma + last.lemma
                verb.modals.append(Word(name, name, Span(noun.link.begin, last.end)))
                verb.tense = "future"
            self._goes_on(verb, last)
            del out[at + 1 : at + 3]
            return True
        if noun.function == _NAMED:  # "보냈을 것이라는 관측"
            holder = out[at + _EXISTS] if at + _EXISTS < len(out) else None
            says = isinstance(holder, Group) and holder.type in AGENTS
            verb.form = "quote" if says else "told"  # "방문할 것이라는 게 크렘린의 설명이다"
            del out[at + 1]
            return True
        verb.form = "content"
        if noun.function in self.data.complementizing:
            verb.tense = "future" if future else ""
        elif verb.tense != "past":
            verb.mood = "infinitive"
        del out[at + 1]
        return True

    def _presumed(self, verb: Node) -> bool:
        """Whether what lies behind is only taken to be so: "보냈을 것"."""
        marks, shown = self.data.marks, verb.finite.form if verb.finite is not None else ""
        return _PRESUMED in marks and apart(shown).endswith(apart(marks["past"] + marks[_PRESUMED]))

    def _asks(self, items: Sequence[Item]) -> None:
        """Read the last verb of a sentence as a question, if its ending would else go on: "만나나"."""
        for group, mark in pairwise(items):  # "김정은 방러?"
            asks = isinstance(mark, Written) and mark.text in self.data.question_marks
            for node in group.nouns if asks and isinstance(group, Group) else ():
                node.question = True
        last = next((item for item in reversed(items) if not isinstance(item, Written)), None)
        if not isinstance(last, Node) or last.form != "though" or last.finite is None:
            return
        last.question = last.finite.form.endswith(tuple(self.data.asking))

    def _becomes(self, verb: Node, means: str, noun: Group) -> None:
        if means == "if":
            verb.form, verb.condition = "if", True
        elif means == "content":
            verb.form = "content"
            verb.mood = "infinitive" if verb.tense != "past" else verb.mood
        elif means == "before":
            verb.form, verb.mood = "purpose", "infinitive"
            verb.words.append(Word(noun.link.lemma, noun.link.lemma, Span(noun.link.begin, noun.link.end)))
        elif means == "seems":
            verb.form = "content"
        else:
            verb.form, verb.negated = "after", verb.negated != (means == "instead")
            verb.tense = verb.tense if verb.tense != "future" else ""

    def _means(self, word: Written) -> str:
        return self.data.bound.get(word.text, "") if word.kind == "adverb" else ""

    # ------------------------------------------------------------ mood

    def _said(self, out: list[Item]) -> None:
        """Rename the light verb that stands after what is said: "…다고 했다"."""
        before: Node | None = None
        for item in out:
            if isinstance(item, Node):
                if before is not None and before.form in SAID and item.lemma in self.data.said:
                    item.lemma = self.data.said[item.lemma]
                elif before is not None and before.form == "decided" and item.lemma in self.data.said:
                    item.lemma = self.data.decided or item.lemma
                before = item
            elif isinstance(item, Group) and item.function != "time":
                before = None if item.function == "object" else before

    def _mood(self, verb: Node) -> None:
        if verb.form in {"quote", "told"}:
            verb.mood = "subjunctive1"
        elif verb.form in {"order", "proposal", "decided", "intent", "purpose", "name"}:
            verb.mood = "infinitive"
            verb.condition = verb.condition or verb.form == "order"
        elif verb.form in {"whether", "asked"} or (verb.form == "if" and verb.lemma not in self.data.granted):
            verb.condition = True
        if verb.form == "question":
            verb.question = True

    def _scheduled(self, verb: Node) -> None:
        """Let the plain present of what happens once lie ahead: "푸틴이 평양을 방문한다"."""
        last = verb.finite.lemma if verb.finite is not None and not verb.modals else ""
        plain = last == verb.lemma or last in self.data.scheduling  # "방문하게 된다"
        if plain and not verb.tense and verb.form in PLAIN and verb.lemma in self.data.scheduling:
            verb.tense = "future"

    def _share(self, out: Sequence[Item]) -> None:
        """Let a chained verb without a tense of its own take that of the verb its chain ends in."""
        nodes = [item for item in out if isinstance(item, Node) and item.form != "adnominal"]
        for at, first in reversed(list(enumerate(nodes))):
            second = next((n for n in nodes[at + 1 :] if n.quote in {0, first.quote}), None)
            chained = first.form in {"and", "having", "while"} and not (first.tense or first.modals)
            if second is None or not chained:
                continue
            first.condition = first.condition or (second.form == "if" and second.condition)
            if second.form != "if":
                first.modals += second.modals
            if second.tense == "future" and second.form not in {"adnominal", "if"}:
                first.tense = "future"
