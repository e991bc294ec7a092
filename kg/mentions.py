"""What the noun phrases of a sentence name or describe, as mentions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.appositions import apposed
from kg.declension import without_genitive
from kg.demonyms import between, nations, proper_noun, state_before
from kg.language import NATIONAL
from kg.mention_table import MentionTable
from kg.model import Mention, MentionKind, Span
from kg.peoples import one_person, some_of_people, whole_people
from kg.phrase_edges import locates
from kg.surnames import base_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.language import Language
    from kg.phrases import Phrase
    from kg.tokens import Token


def find_mentions(
    tokens: Sequence[Token],
    phrases: Sequence[Phrase],
    language: Language,
    sentence: int,
    text: str,
    mentions: list[Mention],
) -> MentionTable:
    """Make the mentions of a sentence and append them to ``mentions``.

    ``text`` is the article's kept text, so that surfaces are its words.
    """
    table = MentionTable(mentions)
    maker = _Maker(tokens, phrases, language, sentence, text, table)
    for number, phrase in enumerate(phrases):
        maker.adjectives(number, phrase)
        if phrase.name[0] >= 0:
            maker.name(number, phrase)
        else:
            maker.nominal(number, phrase)
    maker.link_owners(phrases)
    return table


@dataclass
class _Maker:
    tokens: Sequence[Token]
    phrases: Sequence[Phrase]
    language: Language
    sentence: int
    text: str
    table: MentionTable

    def span(self, first: int, last: int) -> Span:
        return Span(self.tokens[first].begin, self.tokens[last].end)

    def surface(self, first: int, last: int) -> str:
        span = self.span(first, last)
        return self.text[span.begin : span.end]

    def adjectives(self, number: int, phrase: Phrase) -> None:
        told = nations(self.tokens, phrase.adjectives, self.language)
        own = self._nations(told or some_of_people(phrase, self.tokens, self.language))
        self.table.adjectives |= {number: own} if own else {}
        for index in phrase.adjectives:
            if both := between(self.tokens[index], self.language):
                self.table.pairs[number] = self._nations(both)

    def _nations(self, told: Sequence[tuple[Span, str]]) -> tuple[int, ...]:
        kind, texts = MentionKind.ADJECTIVE, [self.text[span.begin : span.end] for span, _ in told]
        made = (
            Mention(span, text, self.sentence, kind, "Country", text, key=country)
            for (span, country), text in zip(told, texts, strict=True)
        )
        return tuple(self.table.add(mention) for mention in made)

    def name(self, number: int, phrase: Phrase) -> None:
        begin, end = phrase.name
        noun = self.tokens[phrase.noun].lemma if phrase.noun >= 0 else ""
        with_noun = (min(phrase.noun, begin), max(phrase.noun, end))
        first, last = with_noun if phrase.noun >= 0 else (begin, end)
        written = self.surface(begin, end)
        may_inflect = not phrase.preposition or phrase.noun >= 0 or self._owns(number)
        bare = without_genitive(written, self.language) if may_inflect else written
        if self.language.cases and not phrase.pronoun:
            named = self.language.cases.get(phrase.case) == "subject"  # "Мария Захарова"
            bare = written if named and end > begin else base_name(self.tokens[begin : end + 1], written)
        key, kind = "", MentionKind.NAME
        if phrase.pronoun:
            kind = MentionKind.PRONOUN
        metonym = self.language.metonyms.get(written, "") or self.language.metonyms.get(bare, "")
        if metonym and phrase.noun < 0 and not locates(self.tokens, phrase, self.language):
            key, kind = metonym, MentionKind.METONYM
        mention = Mention(
            self.span(first, last),
            self.surface(first, last),
            self.sentence,
            kind,
            "Country" if key else (self._class(noun) or phrase.name_type or "Entity"),
            written,
            head=noun,
            key=key,
            country=self.language.titles_country.get(noun, ""),
            office=self._office(noun),
            plural=phrase.pronoun and self.tokens[begin].low in self.language.grammar.pair,
            definite=bool(phrase.article) or self.language.grammar.bare_definite,
            of=self.table.adjectives.get(number, ()),
        )
        index = self.table.add(mention)
        self.table.of_phrase[number] = index
        if phrase.listed and phrase.listed != written:
            self.table.mentions[index] = replace(mention, name=phrase.listed)
        elif bare != written:
            self.table.mentions[index] = replace(mention, bare_name=bare)
        elif begin < phrase.noun:  # "Vostochny cosmodrome" is listed with two capitals
            self.table.mentions[index] = replace(mention, bare_name=f"{written} {noun.title()}")

    def _owns(self, number: int) -> bool:
        """Whether a name stands before what it owns ("seit Kims Besuch")."""
        return any(phrase.owner == number for phrase in self.phrases[number + 1 : number + 2])

    def _class(self, noun: str, parts: Sequence[str] = ()) -> str:
        if not noun:
            return ""
        return "Person" if self._office(noun) else self.language.classify(noun, parts)

    def _office(self, noun: str) -> str:
        offices = self.language.office_of_title
        return offices.get(noun, "") or offices.get(self.language.compound(noun)[1], "") if noun else ""

    def nominal(self, number: int, phrase: Phrase) -> None:
        token = self.tokens[phrase.noun]
        lemma = token.lemma
        first, _ = self.language.compound(lemma)
        parts = [self.tokens[i].lemma for i in phrase.parts]
        kind = self._class(lemma, parts)
        if self._office(lemma) == NATIONAL and not one_person(phrase, self.language):
            kind = ""  # "die Russen" are nobody in particular
        if not kind and whole_people(number, self.phrases, self.tokens, self.language):
            self._state(number, phrase, self.language.titles_country[lemma])
            return
        source = self.language.kind_of_source
        if not kind and (lemma in source or self.language.compound(lemma)[1] in source or first in source):
            kind = "UnnamedSource"
        if not kind:
            if first or parts:
                self._members(number, phrase, first)
            return
        grammar = self.language.grammar
        begin = self.phrases[phrase.owner].first if phrase.owner >= 0 else phrase.first
        mention = Mention(
            self.span(begin, phrase.last),
            self.surface(begin, phrase.last),
            self.sentence,
            MentionKind.NOMINAL,
            kind,
            proper_noun(phrase, self.tokens, kind, self.language),
            head=lemma,
            country=self.language.titles_country.get(lemma, ""),
            office=self._office(lemma),
            plural=self._both(phrase) or any(token.has(form) for form in grammar.plural_forms),
            definite=phrase.owner >= 0 or grammar.makes_definite(phrase.article),
            of=self.table.adjectives.get(number, ()),
        )
        self.table.of_phrase[number] = self.table.add(mention)

    def _state(self, number: int, phrase: Phrase, key: str) -> None:
        span, text = self.span(phrase.first, phrase.last), self.surface(phrase.first, phrase.last)
        kind = MentionKind.METONYM
        mention = Mention(span, text, self.sentence, kind, "Country", text, key=key, definite=True)
        self.table.of_phrase[number] = self.table.add(mention)

    def _both(self, phrase: Phrase) -> bool:
        """Whether a phrase is of two who are known: "beide Staatschefs", not "zwei Diplomaten"."""
        grammar = self.language.grammar
        first = phrase.article_at if phrase.article_at >= 0 else phrase.first
        words = {self.tokens[i].low for i in range(first, phrase.noun)} & grammar.pair
        return bool(words - grammar.two) or bool(words and phrase.article)

    def _members(self, number: int, phrase: Phrase, first: str) -> None:
        """Make the things named by the first parts of a compound, the elided one of "A- und B-Tests" too."""
        parts = [(first, phrase.noun)] if first else [(self.tokens[i].lemma, i) for i in phrase.parts]
        for at in range(phrase.first + 1, phrase.noun):
            cut = self.tokens[at - 1].text
            if self.tokens[at].low in self.language.grammar.coordinators and cut.endswith("-"):
                parts.insert(0, (self.language.first_part(cut.rstrip("-")), at - 1))
        made: list[int] = []
        for part, index in parts:
            kind = self.language.classify(part)
            if (state := state_before(self.tokens[index], part, self.language)) is not None:
                made += self._nations([state])
            elif kind:
                last = phrase.noun if first else index
                mention = Mention(
                    self.span(index, last),
                    self.surface(index, last),
                    self.sentence,
                    MentionKind.NOMINAL,
                    kind,
                    part,
                    head=part,
                )
                made.append(self.table.add(mention))
        if made:
            self.table.members[number] = tuple(made)

    def link_owners(self, phrases: Sequence[Phrase]) -> None:
        """Note on each mention what modifies it, and on a title after a comma whose title it is."""
        for number, phrase in enumerate(phrases):
            index = self.table.of_phrase.get(number, -1)
            if index < 0:
                continue
            mention = self.table.mentions[index]
            of = list(mention.of)
            if phrase.owner >= 0 and phrase.owner in self.table.of_phrase:
                of.append(self.table.of_phrase[phrase.owner])
                of += self.table.adjectives.get(phrase.owner, ())
            if number + 1 < len(phrases) and self._modifies(phrases[number + 1], phrase):
                after = self.table.of_phrase.get(number + 1, -1)
                of += [after] if after >= 0 else []
                of += self._joined(number + 1, phrases)
            same = self._explained(number, phrases, mention)
            same = self._called(number, phrases, mention) if same < 0 else same
            if same >= 0 and self.table.mentions[same].type == "Entity" and self.language.grammar.fixed_order:
                self.table.mentions[same] = replace(self.table.mentions[same], type="Person")
            if of != list(mention.of) or same >= 0:
                self.table.mentions[index] = replace(mention, of=tuple(of), same_as=same)

    def _joined(self, number: int, phrases: Sequence[Phrase]) -> list[int]:
        """Give the names that "und" joins to a modifier ("die Staatschefs Russlands und Chinas")."""
        names: list[int] = []
        for at in range(number + 1, len(phrases)):
            between = self.tokens[phrases[at - 1].last + 1 : phrases[at].first]
            words = [t.low for t in between]
            joined = len(words) == 1 and (words[0] in self.language.grammar.coordinators or words == [","])
            index = self.table.of_phrase.get(at, -1)
            if not joined or index < 0 or phrases[at].article or phrases[at].noun >= 0:
                break
            names.append(index)
        return names

    def _modifies(self, after: Phrase, phrase: Phrase) -> bool:
        """Whether the next phrase is a genitive or "von" of this one."""
        grammar = self.language.grammar
        if after.preposition_at == phrase.last + 1 and after.preposition in grammar.of:
            return True
        direct = after.first == phrase.last + 1 and after.preposition_at < 0 and phrase.noun >= 0
        if direct and self.language.cases.get(after.case) == "genitive":
            return True
        return direct and (
            after.article in grammar.genitive_articles or (after.genitive_name and not after.article)
        )

    def _explained(self, number: int, phrases: Sequence[Phrase], mention: Mention) -> int:
        """Give the name before a comma that a title explains ("Kim Jong Un, Machthaber von Nordkorea")."""
        if number == 0 or mention.kind is not MentionKind.NOMINAL or not mention.office:
            return -1
        earlier, phrase = phrases[number - 1], phrases[number]
        between = self.tokens[earlier.last + 1 : phrase.first]
        index = self.table.of_phrase.get(number - 1, -1)
        acts = self.language.grammar.fixed_order and phrase.dep in self.language.functions.subject
        if index < 0 or acts or [t.text for t in between] != [","]:
            return -1  # "…, the lawmakers said"
        other = self.table.mentions[index]
        return index if other.kind is MentionKind.NAME and other.type in {"Person", "Entity"} else -1

    def _called(self, number: int, phrases: Sequence[Phrase], mention: Mention) -> int:
        """Give the name after a comma that says who bears a title ("his counterpart, Wang Yi, …").

        What the title is of or for may stand between ("der Minister für Handel, Wang Yi, …").
        """
        fixed, at = self.language.grammar.fixed_order, number + 1
        if not (fixed or self.language.grammar.relative_genders):
            return apposed(number, phrases, mention, self.table, self.language)
        of = self._belongs if not fixed else lambda phrase, after: self._modifies(after, phrase)
        while at < len(phrases) and of(phrases[at - 1], phrases[at]):
            at += 1
        if at >= len(phrases) or not mention.office or mention.kind is not MentionKind.NOMINAL:
            return -1
        after, index = phrases[at], self.table.of_phrase.get(at, -1)
        between = [t.text for t in self.tokens[phrases[at - 1].last + 1 : after.first]]
        if index < 0 or between != [","]:
            return -1
        other = self.table.mentions[index]
        kinds = {"Person", "Entity"} if fixed else {"Person"}
        named = other.kind is MentionKind.NAME and other.type in kinds and not other.head
        closed = after.last + 1 >= len(self.tokens) or self.tokens[after.last + 1].text in {",", "."}
        joined = not fixed or after.dep in self.language.functions.apposition
        return index if named and closed and mention.definite and joined else -1

    def _belongs(self, phrase: Phrase, after: Phrase) -> bool:
        """Whether a phrase stands right after another and says of or for what that is."""
        between = self.tokens[phrase.last + 1 : after.first]
        bound = bool(after.preposition) or self._modifies(after, phrase)
        return bound and all(t.pos in {"ADP", "DET", "ADJ"} for t in between)
