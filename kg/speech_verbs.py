"""The verbs by which somebody speaks in a sentence: their words, and who is their subject."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language
    from kg.lines import Line
    from kg.model import Clause
    from kg.speakers import Speakers


@dataclass(frozen=True)
class SpeechVerb:
    """A verb of saying in its sentence: its clause, its words, the finite one, and who is its subject."""

    clause: Clause
    group: frozenset[int]
    finite: int
    subject: tuple[int, int] | None

    @property
    def taken(self) -> range:
        """Give the words of the subject."""
        return range(self.subject[0], self.subject[1] + 1) if self.subject else range(0)


def speaking(language: Language) -> frozenset[str]:
    """Give the verbs that take what is said as a clause."""
    words = language.attribution
    return words.say | words.think | words.pause | words.impersonal | language.quoting.verbs


def speech_verbs(
    language: Language, line: Line, clauses: Sequence[Clause], speakers: Speakers
) -> Sequence[SpeechVerb]:
    """Give the verbs of saying of a sentence that are not themselves said in quotation marks."""
    known = speaking(language)
    verbs = [c for c in clauses if c.kind == "verb" and line.at(c.trigger.begin) not in line.quoted]
    speak = [c for c in verbs if c.lemma in known or _carries(c, language)]
    return [_verb(c, line, speakers) for c in speak]


def _carries(clause: Clause, language: Language) -> bool:
    """Whether a verb says something only with its noun ("ist der Meinung, dass …")."""
    return any(a.lemma in language.quoting.nouns for a in clause.arguments)


def _verb(clause: Clause, line: Line, speakers: Speakers) -> SpeechVerb:
    main = line.at(clause.trigger.begin)
    finite = line.at(clause.finite.span.begin) if clause.finite else main
    if any(line.words[i].span.begin in line.marks for i in range(min(finite, main), max(finite, main))):
        finite = main  # the auxiliary is of what is quoted
    group = {main, finite, *(line.at(m.span.begin) for m in clause.modals)}
    last = line.stretch(max(finite, main))[1]
    # Where a clause is inserted the particle follows it, at the sentence's end.
    for at in (last, line.last):
        low = line.words[at].low
        particle = len(low) > 1 and clause.lemma.startswith(low) and at not in speakers.verbs
        if at > finite == main and particle:
            group.add(at)
            break
    return SpeechVerb(clause, frozenset(group), finite, speakers.subject(clause, finite))
