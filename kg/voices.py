"""In whose words a clause stands: the quotes around it, each with the key of who speaks.

The tree of a sentence tells a holder only within that sentence. What is quoted over several sentences,
attributed by the next one ("Das sagte X"), or framed so that a small parser misses it, is told by the
quotes of the article (`kg.quoting`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.lines import QUOTATION_MARKS
from kg.model import MentionKind
from kg.quoting import QuoteKind, find_quotes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kg.coreference import Who
    from kg.language import Language
    from kg.model import Clause, Reading, Span
    from kg.quoting import Quote


#: Classes of what can hold a belief.
_HOLDERS = frozenset(
    {
        "Person",
        "Country",
        "Organization",
        "NewsAgency",
        "Publisher",
        "Government",
        "ArmedForces",
        "Company",
        "Entity",
    }
)
_THINGS = frozenset({"Weapon", "Technology", "Vehicle", "LaunchVehicle", "ArmedConflict", "Treaty", "Thing"})
#: Kinds of office whose holder speaks for somebody else.
FOR_OTHERS = frozenset({"spokesperson", "speaker"})


@dataclass(frozen=True)
class Voices:
    """The quotes of an article as holders; ``unnamed`` gives the key of a source by its noun, "" if none."""

    reading: Reading
    language: Language
    who: Who
    unnamed: Callable[[str, Span], str]
    quotes: Sequence[Quote]
    speakers: Mapping[int, Quote]

    def speaker_of(self, verb: Clause) -> str:
        """Give the key of who speaks by a verb of saying; "" if that is nobody known."""
        quote = self.speakers.get(verb.index)
        return self.key(quote) if quote is not None else ""

    def direct(self, clause: Clause) -> list[Quote]:
        """Give the quotations in whose marks a clause stands, the innermost first."""
        return self._around(clause, {QuoteKind.DIRECT})

    def indirect(self, clause: Clause) -> list[Quote]:
        """Give the frames of saying over a clause, and those of the sentence after that point back to it."""
        return self._around(clause, {QuoteKind.INDIRECT})

    def _around(self, clause: Clause, kinds: set[QuoteKind]) -> list[Quote]:
        at = clause.trigger.begin
        over = [
            (sum(s.end - s.begin for s in quote.content), number, quote)
            for number, quote in enumerate(self.quotes)
            if quote.kind in kinds and any(s.begin <= at < s.end for s in quote.content)
        ]
        return [quote for _, _, quote in sorted(over, key=lambda one: one[:2])]

    def key(self, quote: Quote) -> str:
        """Give the key of a quote's speaker: the person named, else who or what is described first."""
        for span in quote.speaker:
            inside = [
                (mention.span.begin, index)
                for index, mention in enumerate(self.reading.mentions)
                if span.begin <= mention.span.begin and mention.span.end <= span.end
            ]
            found = self._named([index for _, index in sorted(inside)]) or self._described(span)
            if found:
                return found
        return ""

    def _named(self, mentions: Sequence[int]) -> str:
        """Give the key of a person who is named, else of the first mention if it is known."""
        known = self.reading.mentions
        for index in mentions:
            if known[index].kind is MentionKind.NAME and known[index].type == "Person":
                for key in self.who.of.get(index, ()):
                    return key
        whole = [i for i in mentions if known[i].kind is not MentionKind.ADJECTIVE]
        first = whole[0] if whole else -1
        if first < 0 or self.name_after(first):
            return self.name_after(first) if first >= 0 else ""
        if known[first].type == "UnnamedSource":
            return ""
        if known[first].office in FOR_OTHERS and not self.who.of.get(first):
            whole = whole[1:]  # "ein Sprecher des Ministeriums" speaks for it
        keys = (key for i in whole[:1] for key in self.who.of.get(i, ()))
        return next((key for key in keys if self._holds(key, whole[0])), "")

    def _holds(self, key: str, mention: int) -> bool:
        """Whether an entity can hold a belief: somebody, or what bears a name and is no thing."""
        kind = self.who.types.get(key)
        named = self.reading.mentions[mention].kind in {MentionKind.NAME, MentionKind.METONYM}
        return kind in _HOLDERS or (named and kind not in _THINGS)

    def name_after(self, index: int) -> str:
        """Give the key of the name in quotation marks right after a common noun (der Zeitung „…“)."""
        known = self.reading.mentions
        if known[index].kind is not MentionKind.NOMINAL or index + 1 >= len(known):
            return ""
        first, after = known[index], known[index + 1]
        between = self.reading.article.text[first.span.end : after.span.begin]
        closing = self.reading.article.text[after.span.end :].lstrip()[:1]  # "매체 “김정은, …”" quotes words
        quoted = first.sentence == after.sentence and between.strip() in QUOTATION_MARKS
        quoted = quoted and closing in QUOTATION_MARKS
        if after.kind is not MentionKind.NAME or not quoted or not between.strip():
            return ""
        return next(iter(self.who.of.get(index + 1, ())), "")

    def _described(self, span: Span) -> str:
        """Give the key of a source that is told only by its kind ("Experten", "amtliche Stellen")."""
        nouns = [
            c
            for c in self.reading.clauses
            if c.kind == "noun" and span.begin <= c.trigger.begin and c.trigger.end <= span.end
        ]
        return next((key for noun in nouns if (key := self.unnamed(noun.lemma, span))), "")


def find_voices(
    reading: Reading, language: Language, who: Who, unnamed: Callable[[str, Span], str]
) -> Voices:
    """Read the quotes of an article as holders."""
    quotes = find_quotes(reading, language)
    speakers = {quote.verb: quote for quote in quotes if quote.verb >= 0}
    return Voices(reading, language, who, unnamed, quotes, speakers)
