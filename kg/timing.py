"""Which of a sentence's times are a verb's, and which a noun's.

The rule: a time hangs where the tree hangs it, but that of an occasion ("after their meeting last month")
or of an account at the end ("…, according to the agency on Thursday") is not the verb's. What is ahead takes
the coming one of two readings ("am Mittwoch").
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kg.model import TimeBasis, TimePrecision
from kg.morphology import verb_features

if TYPE_CHECKING:
    from kg.drafting import Draft, Verb
    from kg.model import Period


#: What is told beside the main clause.
_ASIDE = frozenset({"adverbial", "relative"})


@dataclass(frozen=True)
class Timing:
    """Reads times off a finished draft."""

    draft: Draft

    def of_verb(self, verb: Verb, *, future: bool) -> tuple[Period, ...]:
        """Give the times told of a verb; what is ahead or only may be takes the coming ones."""
        coming = self._coming(verb, future=future)
        found = []
        for index, past, ahead in self.draft.parsed.times:
            if not self._hangs(index, past, verb) or self._of_another(index, past, verb):
                continue
            counted = ahead.basis is TimeBasis.FROM_CONTEXT and past != ahead and self._told_before(index)
            gone = counted or (past != ahead and self._past_plan(verb) and self._nearer(past, ahead))
            found.append(ahead if self._scheduled(ahead) or (coming and not gone) else past)
        return tuple(found)

    def of_noun(self, number: int) -> tuple[Period, ...]:
        """Give the times told of a noun, by the number of its phrase."""
        times = self.draft.parsed.times
        of_it = [
            (past, ahead)
            for i, past, ahead in times
            if self._of_noun(i, past, number) and not self._of_account(i, past)
        ]
        return tuple(ahead if self._scheduled(ahead) else past for past, ahead in of_it)

    def _hangs(self, index: int, time: Period, verb: Verb) -> bool:
        first = self._first_verb(index, time)
        if first >= 0:
            return first == verb.main
        return verb.takes(self.draft.phrase_at.get(index, -1)) or self.draft.climb(index) == [verb.main]

    def _of_noun(self, index: int, time: Period, number: int) -> bool:
        draft = self.draft
        at = draft.phrase_at.get(index, -1)
        if at == number or self._first_verb(index, time) >= 0:
            return at == number
        occasion = self._occasion(index)
        if occasion >= 0:
            return occasion == number
        return draft.within(draft.phrases[at].governor if at >= 0 else draft.tokens[index].head, number)

    def _first_verb(self, index: int, time: Period) -> int:
        """Give the verb of a time that opens a sentence before a comma, where words keep their order."""
        tokens, verbs = self.draft.tokens, self.draft.verbs.values()
        end = tokens[0].begin + len(time.text)
        comma = next((t for t in tokens if t.begin >= end), tokens[-1])
        if not self.draft.grammar.fixed_order or tokens[index].begin >= end or comma.text != ",":
            return -1
        main = (v.main for v in verbs if v.relation not in _ASIDE and v.main > index)
        return min(main, default=-1)

    def _of_another(self, index: int, time: Period, verb: Verb) -> bool:
        """Whether a time that hangs on a verb is told of a noun, or of who says so."""
        number = self._occasion(index)
        if self._within_noun(index, verb) or self._of_account(index, time) or self._dates_noun(index, time):
            return True
        if number < 0:
            return False
        since = self.draft.phrases[number].preposition in self._since
        return since or time.precision is not TimePrecision.DAY

    def _dates_noun(self, index: int, time: Period) -> bool:
        """Whether a time only says of what year or month the thing before it is ("ein Abkommen von 2018")."""
        draft, grammar = self.draft, self.draft.grammar
        token = draft.tokens[index]
        under = [t.low for t in draft.tokens if t.head == index and t.index < index]
        of = any(grammar.contractions.get(word, word) in grammar.of for word in under)
        noun = draft.tokens[token.head].pos == "NOUN" and token.dep in draft.labels.nominal
        return grammar.verb_first and of and noun and time.precision is not TimePrecision.DAY

    @property
    def _since(self) -> set[str]:
        language = self.draft.language
        intro = language.dates.get("intro", {}) if not language.cases else {}  # "с" is "with", too
        return {*intro.get("since", ()), *intro.get("ever", ())}

    def _occasion(self, index: int) -> int:
        """Give the phrase of an occasion that a time stands behind: "seit dem Amtsantritt im Januar"."""
        draft, grammar = self.draft, self.draft.grammar
        occasions = self._since | grammar.after | grammar.before | grammar.other_day
        at = draft.phrase_at.get(index, -1)
        own = [at] if at >= 0 and draft.phrases[at].noun > index else []  # "since the April summit"
        phrases = (n for n in (*own, *self._chain(index)) if draft.phrases[n].preposition in occasions)
        number = next(phrases, -1)
        account = number >= 0 and draft.tokens[draft.phrases[number].core].lemma
        return -1 if account in draft.language.attribution.nouns else number

    def _of_account(self, index: int, time: Period) -> bool:
        """Whether a time is that of who says so, behind whom it stands.

        At the end of a sentence in a language where a verb's own stands elsewhere, else by its preposition
        ("laut einer Mitteilung vom Montag").
        """
        draft, told_by = self.draft, self.draft.language.attribution
        at = draft.phrase_at.get(index, -1)
        rest = draft.tokens[draft.phrases[at].last + 1 :] if at >= 0 else ()
        closes = draft.grammar.fixed_order and not any(token.text.isalnum() for token in rest)
        dated = time.text.split(" ")[0].lower() in draft.language.dates.get("intro", {}).get("from", ())
        phrases = [draft.phrases[n] for n in self._chain(index)] if closes or dated else []
        nouns = [p for p in phrases if p.noun >= 0 and draft.tokens[p.noun].lemma in told_by.nouns]
        by_noun = any(p.preposition in told_by.noun_prepositions for p in nouns) and dated
        return by_noun or any(p.preposition in told_by.prepositions for p in phrases)

    def _chain(self, index: int) -> list[int]:
        """List the phrases right before a time, each of which goes on with the one before it."""
        draft = self.draft
        at = draft.phrase_at.get(index, -1)
        found: list[int] = []
        while at > 0:
            before = draft.head_of(at - 1)
            if not draft.adjacent(draft.phrases[at], draft.phrases[at - 1]):
                break
            found.append(before)
            phrase = draft.phrases[before]
            apposed = draft.grammar.fixed_order and phrase.noun < 0  # "state media KCNA"
            if not (phrase.preposition or apposed or draft.genitive(phrase) or draft.is_time(before)):
                break
            at = before
        return found

    def _coming(self, verb: Verb, *, future: bool) -> bool:
        """Whether what a verb tells lies ahead, or only may be, so that a bare day is the next one."""
        draft, grammar = self.draft, self.draft.grammar
        lemmas = {draft.tokens[i].lemma for i in verb.auxiliaries}
        perfect = grammar.auxiliary - grammar.passive
        modal = bool(lemmas & grammar.modal) and not lemmas & perfect
        at = draft.finite(verb)
        features = verb_features(draft.tokens, at, draft.language.forms) if at >= 0 else None
        if at == verb.main and draft.tokens[at].low in grammar.same_past:
            return future  # "missiles hit the city on Monday"
        told = features is not None and features.tense == "past" and features.mood == "indicative"
        modal = modal and (not told or bool(draft.marks(verb)) or at == 0)  # "wollte im April reisen"
        present = features is not None and features.tense == "present"
        infinitive = features is not None and features.form == "infinitive" and not lemmas & perfect
        over = draft.tokens[draft.tokens[verb.main].head].lemma
        infinitive = infinitive and over not in grammar.attempting
        planned = verb.lemma in draft.language.ahead_verbs  # "ist für Oktober geplant"
        done = any(draft.tokens[i].low in grammar.passive_forms for i in verb.auxiliaries)
        done = done or (bool(lemmas & perfect) and not grammar.fixed_order)  # "haben am Dienstag vereinbart"
        planned = planned and not done  # "sei am Dienstag vereinbart worden"
        present |= verb.lemma == grammar.zero_copula and at == verb.main  # "возможен в октябре"
        present = present and (planned or not lemmas & grammar.auxiliary)
        return future or modal or infinitive or present

    def _past_plan(self, verb: Verb) -> bool:
        """Whether an infinitive hangs on a verb of the past ("was scheduled to arrive on Tuesday")."""
        draft = self.draft
        over = draft.verbs.get(verb.parent)
        at = draft.finite(over) if over is not None else -1
        return at >= 0 and verb.relation == "complement" and draft.told_tense(at) == "past"

    def _nearer(self, past: Period, ahead: Period) -> bool:
        """Whether the past one of two days is nearer to the article's: such a plan may be over."""
        if len(self.draft.parsed.day) != len(past.end) or past.precision is not TimePrecision.DAY:
            return False
        gone, today, comes = map(date.fromisoformat, (past.end, self.draft.parsed.day, ahead.begin))
        return today - gone < comes - today

    def _told_before(self, index: int) -> bool:
        """Whether the day that "the next day" counts from is told before it, of a verb of the past."""
        days = [(i, past) for i, past, _ in self.draft.parsed.times if i < index and past.end == past.begin]
        verbs = [v for v in self.draft.verbs.values() if days and self._hangs(*days[-1], v)]
        futures = {"future"}
        ahead = [{self.draft.told_tense(i) for i in v.group} & futures for v in verbs]
        coming = (self._coming(v, future=bool(f)) for v, f in zip(verbs, ahead, strict=True))
        return bool(verbs) and not any(coming)

    def _scheduled(self, time: Period) -> bool:
        """Whether a time is told as one to come ("kündigte einen Besuch für Freitag an")."""
        return time.text.split(" ")[0].lower() in self.draft.grammar.scheduled

    def _within_noun(self, index: int, verb: Verb) -> bool:
        """Whether a year stands before a noun in its phrase, in a language where it so names that."""
        draft = self.draft
        number = draft.phrase_at.get(index, -1)
        if number < 0 or not draft.grammar.fixed_order or draft.is_time(number):
            return False
        phrase = draft.phrases[number]
        during = verb.takes(number) and phrase.preposition in draft.grammar.during
        whole = bool(phrase.numbers) and index < phrase.noun and not during  # "in the 2016 election"
        return (index in phrase.numbers or whole) and phrase.noun > index
