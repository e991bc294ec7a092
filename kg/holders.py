"""Who is meant where somebody is named as a source: an entity of the article, or an unnamed one by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import MentionKind
from kg.voices import FOR_OTHERS, find_voices

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kg.coreference import Who
    from kg.language import Language
    from kg.model import Argument, Clause, Reading, Span


_AGENCIES = frozenset({"Organization", "NewsAgency"})
#: The kind of source of who speaks for a body that is not known.
_OFFICIALS = "Officials"


class Holders:
    """The holders of an article; ``unnamed`` gathers the kind and words of those without a name."""

    def __init__(self, reading: Reading, language: Language, who: Who) -> None:
        self._reading = reading
        self._language = language
        self._who = who
        self.unnamed: dict[str, tuple[str, str]] = {}
        self.voices = find_voices(reading, language, who, self.kind_of)

    def holder_of(self, verb: Clause) -> str:
        """Give the key of who says, thinks or does it: the subject; "" if it is nobody."""
        for argument in verb.arguments:
            if argument.function == "subject":
                named = self.who_says(argument) or self.voices.speaker_of(verb) or self._spokesman(argument)
                titled = self._official(argument) if self._language.grammar.fixed_order else ""
                return named or titled  # "a senior adviser said"
        for argument in verb.arguments if self._language.grammar.fixed_order else ():
            if argument.function in self._language.grammar.agentive and (by := self.who_says(argument)):
                return by  # "as reported by state media"
        if verb.mood == "participle" and verb.relation == "adverbial" and verb.parent >= 0:
            over = self._reading.clauses[verb.parent]
            quoted = [a for a in over.arguments if a.function == "object"]
            if over.lemma in self._language.attribution.quote and quoted:
                return self.who_says(quoted[0])  # "Tass quoted him as saying …"
            return self.holder_of(over)  # "denied it, saying that …"
        if verb.lemma in self._language.attribution.impersonal:
            return self._account(verb) or self.voices.speaker_of(verb)
        return self.voices.speaker_of(verb)

    def _account(self, verb: Clause) -> str:
        """Give the key of where it is said: "aus dem Kreml hieß es", "heißt es in einer Mitteilung der …"."""
        grammar = self._language.grammar
        for argument in verb.arguments:
            if argument.function in grammar.whence | grammar.of | grammar.locative:
                holder = self.inside(argument) or self.who_says(argument)
                if holder:
                    return holder
        return ""

    def passing_on(self, clause: Clause, near: Collection[int], *, said: bool) -> Iterator[tuple[str, Span]]:
        """Give the agencies that pass on what is ``said`` in some sentences, with the words that tell it."""
        passing = self._language.attribution.passing
        for other in self._reading.clauses if passing else ():
            if other.sentence not in near or other.index == clause.index or other.kind != "verb":
                continue
            named = [a for a in other.arguments if a.function in {"subject", "object"}]
            quotes = any((other.lemma, a.lemma) in passing for a in named)
            alone = (other.lemma, "") in passing and other.relation == "coordinated" and len(named) == 1
            if quotes or (alone and other.tense == "present" and said):
                key = self.holder_of(other) if quotes else self.who_says(named[0])
                if self._who.types.get(key) in _AGENCIES:
                    yield key, other.trigger

    def describes(self, verb: Clause) -> bool:
        """Whether a noun says who says it, though nobody known: then it is not who spoke before."""
        return any(a.function == "subject" and a.clauses for a in verb.arguments)

    # ------------------------------------------------------------ keys

    def who_says(self, argument: Argument) -> str:
        """Give the key of a holder: a named entity, else an unnamed source by its kind."""
        for mention in argument.mentions:
            named = self.voices.name_after(mention)
            if named:
                return named
            known = self._reading.mentions[mention]
            if known.type == "UnnamedSource":
                return self.kind_of(argument.lemma, known.span)
            keys = self._who.of.get(mention, ())
            if keys:
                return keys[0]
        return self._unnamed_of(argument)

    def _spokesman(self, argument: Argument) -> str:
        """Give the key of who speaks for a body that is not known ("a State Department spokesman")."""
        known = [self._reading.mentions[mention] for mention in argument.mentions]
        spans = [one.span for one in known if one.office in FOR_OTHERS]
        return self._unnamed(_OFFICIALS, spans[0]) if spans else ""

    def _official(self, argument: Argument) -> str:
        """Give the key of somebody with a title who has no name ("according to the minister")."""
        known = [self._reading.mentions[mention] for mention in argument.mentions]
        spans = [one.span for one in known if one.office and one.kind is MentionKind.NOMINAL]
        head = argument.lemma.replace(" ", "-") if self._language.grammar.fixed_order else ""
        return self._unnamed(_OFFICIALS, spans[0], head) if spans else ""

    def _unnamed_of(self, argument: Argument) -> str:
        return self.kind_of(argument.lemma, argument.span)

    def kind_of(self, lemma: str, span: Span) -> str:
        """Give the key of the unnamed source that a noun stands for; "" if it stands for none."""
        first, head = self._language.compound(lemma)
        return self._by_kind((lemma, head, first), span)

    def _by_kind(self, words: tuple[str, ...], span: Span) -> str:
        """Give the key of the unnamed source that the first known of some words stands for; "" if none."""
        kinds = self._language.kind_of_source
        kind = next((kinds[word] for word in words if kinds.get(word)), "")
        return self._unnamed(kind, span) if kind else ""

    def _unnamed(self, kind: str, span: Span, head: str = "") -> str:
        key = f"source/{kind.lower()}{self._nation(span)}{head and '-'}{head}"
        self.unnamed.setdefault(key, (kind, self._reading.article.text[span.begin : span.end]))
        return key

    def _nation(self, span: Span) -> str:
        """Give what tells a state's officials or media from another's: "South Korean media"."""
        for index, mention in enumerate(self._reading.mentions):
            inside = span.begin <= mention.span.begin and mention.span.end <= span.end
            if inside and mention.kind is MentionKind.ADJECTIVE:
                return "".join(f"-{key.lower()}" for key in self._who.of.get(index, ())[:1])
        return ""

    # ------------------------------------------------------------ "laut", "nach Angaben"

    def beside(self, clause: Clause, argument: Argument) -> str:
        """Give the key of who is named by an adposition ("laut X", "nach Angaben von X"); "" if nobody."""
        words = self._language.attribution
        function = argument.function
        if function not in words.prepositions | words.noun_prepositions:
            return ""
        _, head = self._language.compound(argument.lemma)
        if {argument.lemma, head} & words.nouns:
            media = self._language.grammar.fixed_order and argument.lemma in self._language.kind_of_source
            inside = "" if media else self.inside(argument)  # "Russian media reports" are not Russia's
            return inside or self._of_account(clause, argument)
        if function not in words.prepositions:
            return ""
        return self.who_says(argument) or self._official(argument)

    def is_account(self, argument: Argument) -> bool:
        """Whether a phrase tells that somebody says so, without telling who ("dem Vernehmen nach")."""
        words = self._language.attribution
        _, head = self._language.compound(argument.lemma)
        return argument.function in words.noun_prepositions and bool({argument.lemma, head} & words.nouns)

    def inside(self, argument: Argument) -> str:
        """Give the holder that hangs on "Angaben": a genitive, "von", or an adjective of a country."""
        grammar = self._language.grammar
        inner = [a for index in argument.clauses for a in self._reading.clauses[index].arguments]
        own = [a for a in inner if a.function in {"genitive", "demonym"}]  # "nach russischen Angaben von …"
        beside = [a for a in inner if a.function in grammar.of | grammar.whence]
        return next((holder for a in (*own, *beside) if (holder := self.who_says(a))), "")

    def _of_account(self, clause: Clause, argument: Argument) -> str:
        """Give the holder of an account without a name: "eigenen", "amtlichen", or the account itself."""
        for word in [w for i in argument.clauses for w in self._reading.clauses[i].adverbs]:
            lemma = word.lemma.lower()
            if lemma in self._language.attribution.own:
                return self.holder_of(clause)
            if lemma in self._language.kind_of_source:
                return self._by_kind((lemma,), argument.span)
        first, head = self._language.compound(argument.lemma)
        state = self._language.metonyms.get(first, "")  # "nach Kremlangaben"
        known = state if state in self._who.types else ""
        return known or self._by_kind((argument.lemma, first, head), argument.span)

    def of_others(self, argument: Argument) -> bool:
        """Whether an account is told to be of others than who spoke before ("nach westlichen Angaben")."""
        nouns = [self._reading.clauses[index] for index in argument.clauses]
        return not self._language.grammar.fixed_order and any(n.adverbs and not n.definite for n in nouns)
