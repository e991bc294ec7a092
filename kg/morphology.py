"""What a verb's form tells in its sentence: mood, tense, number and person.

Among the readings that `kg.paradigms` gives for a form the words around it decide (subject, infinitive
marker, auxiliaries, a condition), and what stays open is indicative: German replaces a Konjunktiv that
looks like the indicative, so a form that could be both is read as the plain one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kg.paradigms import Rules, VerbFeatures, load_rules
from kg.phrase_cases import PhraseFeatures, case_and_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.tokens import Token

__all__ = ["PhraseFeatures", "Rules", "VerbFeatures", "case_and_number", "load_rules", "verb_features"]

_VERBS = frozenset({"VERB", "AUX"})


@dataclass(frozen=True)
class _Place:
    """A verb among the words of its sentence, by the tree where there is one."""

    tokens: Sequence[Token]
    index: int
    rules: Rules

    @cached_property
    def stretch(self) -> range:
        """The words around it up to the nearest punctuation."""
        bounds = self.rules.words("bounds")
        cuts = [-1, *(t.index for t in self.tokens if t.text in bounds), len(self.tokens)]
        return range(max(c for c in cuts if c < self.index) + 1, min(c for c in cuts if c > self.index))

    @cached_property
    def main(self) -> int:
        token = self.tokens[self.index]
        return token.head if token.dep in self.rules.words("helper") else self.index

    @cached_property
    def others(self) -> list[int]:
        """The other verbs of its group: of the stretch if there is no tree."""
        helper = self.rules.words("helper")
        if any(t.dep for t in self.tokens):
            found = [t.index for t in self.tokens if t.index == self.main or _under(t, self.main, helper)]
        else:
            found = list(self.stretch)
        return [i for i in found if i != self.index and self.tokens[i].pos in _VERBS]

    @cached_property
    def subject(self) -> Token | None:
        """The subject: a pronoun beside the verb, else the tree's, shared in a coordination."""
        words = self.rules.words
        pronouns = words("first") | words("second")
        for i in (self.index + 1, self.index - 1):
            if i in self.stretch and self.tokens[i].low in pronouns:
                return self.tokens[i]
        at, seen = self.main, set[int]()
        while at not in seen:
            seen.add(at)
            for token in self.tokens:
                if _under(token, at, words("subject")):
                    return token
            at = self.tokens[at].head if self.tokens[at].dep in words("coordinated") else at
        return next((self.tokens[i] for i in self.stretch if self.tokens[i].low in words("first")), None)

    @cached_property
    def person(self) -> int:
        """The person that the subject has; without one, a verb that opens its sentence is the writer's."""
        words = self.rules.words
        if self.subject is None:
            return 1 if self.index == 0 and any(t.dep for t in self.tokens) else 3
        low = self.subject.low
        if low in words("first") | words("first_plural"):
            return 1
        return 2 if low in words("second") | words("second_plural") and self.subject.pos == "PRON" else 3

    def finite(self) -> bool:
        """Whether a form that may be finite or not is finite here."""
        token, words = self.tokens[self.index], self.rules.words
        if self.index and self.tokens[self.index - 1].low in words("marker"):
            return False
        if token.dep in words("non_finite") and not any(
            _under(t, self.index, words("subject")) for t in self.tokens
        ):
            return False
        own = any(_under(t, self.index, words("subject")) for t in self.tokens)
        if token.dep in words("coordinated") and not own and not self.others and token.head < self.index:
            above = verb_features(self.tokens, token.head, self.rules)
            return above.form not in {r.form for r in self._readings(self.index)} - {"finite"}
        helpers = [i for i in self.others if self.tokens[i].pos == "AUX"]
        kinds = {i: {r.form for r in self._readings(i)} for i in helpers}
        if {"finite"} in kinds.values():
            return False
        rivals = [i for i, forms in kinds.items() if "finite" in forms]
        if not rivals or token.pos != "AUX":
            return not rivals
        last = self.tokens[self.stretch[0]].low in words("subordinating")
        return self.index > max(rivals) if last else self.index < min(rivals)

    @cached_property
    def mistagged(self) -> bool:
        """Whether a word that is tagged as no verb can only be a Konjunktiv: its clause lacks a verb."""
        token, words = self.tokens[self.index], self.rules.words
        if token.pos not in words("mistagged_as") or token.low in words("look_alikes"):
            return False
        if self.index and self.tokens[self.index - 1].pos == "DET":
            return False
        told = [r for r in self._readings(self.index) if r.person in {0, 3} and r.mood != "imperative"]
        if not told or any(not r.mood.startswith("subjunctive") for r in told):
            return False
        if not self.rules.certain(token.text, token.lemma):
            return False
        return not any(
            self.tokens[i].pos in _VERBS
            and self.tokens[i - 1].low not in words("marker")
            and any(r.form == "finite" for r in self._readings(i))
            for i in self.stretch
            if i != self.index
        )

    def non_finite(self, readings: Sequence[VerbFeatures]) -> VerbFeatures:
        """Choose between infinitive and participle."""
        words = self.rules.words
        asked = self.index > 0 and self.tokens[self.index - 1].low in words("marker")
        asked |= any(self.tokens[i].lemma in words("infinitive_governors") for i in self.others)
        passive = any(self.tokens[i].dep in words("passive") for i in self.others)
        wanted = "infinitive" if asked and not passive else "participle"
        return next((r for r in readings if r.form == wanted), next(iter(readings), VerbFeatures()))

    def imperative(self, finite: Sequence[VerbFeatures]) -> VerbFeatures | None:
        """Tell an order: the verb opens the sentence and asks nothing."""
        words = self.rules.words
        ends = words("question") | words("call")
        end = next((t.text for t in self.tokens[self.index :] if t.text in ends), "")
        if not self.opens or end in words("question"):
            return None
        if self.index + 1 < len(self.tokens) and self.tokens[self.index + 1].text in words("polite"):
            plural = next((r for r in finite if r.number == "plural" and r.tense != "past"), None)
            return plural and VerbFeatures("finite", "imperative", "", "plural", 3)
        orders = [r for r in finite if r.mood == "imperative"]
        told = {r.person for r in finite if r.mood != "imperative"} & {1, 3}
        if orders and self.subject is None and (not told or end in words("call")):
            return orders[0]
        return None

    @cached_property
    def opens(self) -> bool:
        """Whether it opens its sentence or quotation."""
        return self.index == 0 or self.tokens[self.index - 1].text in self.rules.words("openers")

    @cached_property
    def condition(self) -> bool:
        """Whether a form that may be indicative or Konjunktiv II is the latter: in an unreal condition."""
        words = self.rules.words
        if self.tokens[self.index].low in words("verb_first"):
            return self.opens and self.tokens[-1].text not in words("question")
        if not any(self.tokens[i].low in words("conditional") for i in self.stretch):
            return False
        verbs = [t.index for t in self.tokens if t.pos in _VERBS and t.index not in self.stretch]
        return any({r.mood for r in self._readings(i)} == {"subjunctive2"} for i in verbs)

    @cached_property
    def set_phrase(self) -> bool:
        """Whether it stands in a fixed expression, with no other verb beside it."""
        if any(self.tokens[i].pos in _VERBS for i in self.stretch if i != self.index):
            return False
        lows = [t.low for t in self.tokens]
        return any(self._matches(lows, phrase["words"]) for phrase in self.rules.tables.get("set_phrase", ()))

    def _matches(self, lows: Sequence[str], words: Sequence[str]) -> bool:
        """Whether an expression, its pieces parted by "*", stands in the sentence with this verb in it."""
        at, inside = 0, False
        for piece in " ".join(words).split(" * "):
            parts = piece.split()
            starts = [i for i in range(at, len(lows)) if lows[i : i + len(parts)] == parts]
            if not starts:
                return False
            at = starts[0] + len(parts)
            inside |= starts[0] <= self.index < at
        return inside

    def _readings(self, index: int) -> tuple[VerbFeatures, ...]:
        return self.rules.readings(self.tokens[index].text, self.tokens[index].lemma)


def _under(token: Token, head: int, labels: frozenset[str]) -> bool:
    return token.head == head != token.index and token.dep in labels


def verb_features(tokens: Sequence[Token], index: int, rules: Rules) -> VerbFeatures:
    """Tell form, mood, tense, number and person of the verb at ``index`` of a sentence.

    A Konjunktiv is rare in treebanks, so taggers take it for an adjective; where its clause has no other
    finite verb, it is told all the same.
    """
    token = tokens[index]
    if rules.tagged:
        told = (r for feats, r in rules.tagged.items() if all(token.has(f) for f in feats.split("|")))
        return next(told, VerbFeatures()) if token.pos in _VERBS else VerbFeatures()
    place = _Place(tokens, index, rules)
    if token.pos not in _VERBS and not place.mistagged:
        return VerbFeatures()
    readings = rules.readings(token.text, token.lemma)
    finite = [r for r in readings if r.form == "finite"]
    other = [r for r in readings if r.form != "finite"]
    if not finite or (other and not place.finite()):
        return place.non_finite(other)
    person = place.person
    if (asked := place.imperative(finite)) is not None:
        return asked
    plain = [r for r in finite if r.mood != "imperative"] or finite
    fitting = [r for r in plain if r.person == person] or [r for r in plain if r.person in {0, 3}] or plain
    moods = {r.mood for r in fitting}
    wanted = "subjunctive2" if "subjunctive2" in moods and place.condition else ""
    chosen = next((r for r in fitting if r.mood == wanted), fitting[0])
    fixed = chosen.mood.startswith("subjunctive") and place.set_phrase
    return replace(chosen, person=person if chosen.person and person else chosen.person, set_phrase=fixed)
