"""Who says it: the holders that a clause names, and those that carry on from the sentence before.

A holder is named by the subject of a verb of saying, by an adposition ("laut …", "nach Angaben …"), or not
at all: then a reported mood, or a word such as "demnach", points back to the holder named last.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.model import Certainty

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.coreference import Who
    from kg.language import Language
    from kg.model import Argument, Clause, Reading, Span

_RANK = {Certainty.CERTAIN: 0, Certainty.PROBABLE: 1, Certainty.POSSIBLE: 2}
#: Reported speech runs on, but not far: sentences after which its holder is forgotten.
_RUNS_ON = 2


@dataclass
class Way:
    """What was gathered on the way from an event up to the top of its sentence."""

    certainty: Certainty = Certainty.CERTAIN
    negative: bool = False
    future: bool = False
    conditional: bool = False
    sources: list[str] = field(default_factory=list)
    cues: list[Span] = field(default_factory=list)
    reported: bool = False
    topic: Span | None = None
    unreal: bool = False
    hearsay: bool = False
    supposed: Span | None = None

    def hedge(self, level: Certainty, cue: Span) -> None:
        """Lower the certainty to a level; it never rises again."""
        if _RANK[level] > _RANK[self.certainty]:
            self.certainty = level
        self.cues.append(cue)

    def holder(self, key: str, cue: Span | None = None) -> None:
        """Add a holder, the innermost first, each once; "" adds none."""
        if key and key not in self.sources:
            self.sources.append(key)
        if cue is not None:
            self.cues.append(cue)


class Sources:
    """The holders of an article; ``unnamed`` gathers the kind and words of those without a name."""

    def __init__(self, reading: Reading, language: Language, who: Who) -> None:
        self._reading = reading
        self._language = language
        self._who = who
        self.unnamed: dict[str, tuple[str, str]] = {}
        self._carried: Mapping[int, str] = {}
        self._carried = self._carry()

    def holder_of(self, verb: Clause) -> str:
        """Give the key of who says, thinks or does it: the subject; "" if it is nobody."""
        for argument in verb.arguments:
            if argument.function == "subject":
                return self._who_says(argument)
        if verb.lemma in self._language.attribution.impersonal:
            return self._account(verb)
        return ""

    def _account(self, verb: Clause) -> str:
        """Give the key of where it is said: "aus dem Kreml hieß es", "heißt es in einer Mitteilung der …"."""
        grammar = self._language.grammar
        for argument in verb.arguments:
            if argument.function in grammar.whence | grammar.of | grammar.locative:
                holder = self._inside(argument) or self._who_says(argument)
                if holder:
                    return holder
        return ""

    def describes(self, verb: Clause) -> bool:
        """Whether a noun says who says it, though nobody known: then it is not who spoke before."""
        return any(a.function == "subject" and a.clauses for a in verb.arguments)

    def somebody(self) -> str:
        """Give the key of the source of what is told as said by others, who are not even described."""
        key = "source/unspecified"
        self.unnamed.setdefault(key, ("MediaReports", self._language.attribution.unnamed))
        return key

    def adpositions(self, clause: Clause, way: Way) -> None:
        """Note the holders that a clause names by an adposition, or by a word that points back."""
        for argument in clause.arguments:
            holder = self._adposition(clause, argument)
            if holder:
                way.holder(holder, argument.span)
            elif self._is_account(argument):
                way.cues.append(argument.span)
            way.reported = way.reported or bool(holder) or self._is_account(argument)
        for word in clause.adverbs:
            if word.form in self._language.attribution.back:
                way.reported = True
                way.holder(self._carried.get(clause.sentence, "") or self.somebody(), word.span)

    def as_told(self, clause: Clause, way: Way) -> None:
        """Note the holder of a clause beside this one that says who tells it ("…, wie Tass meldet")."""
        say, grammar = self._language.attribution.say, self._language.grammar
        for told in self._reading.clauses:
            if told.sentence != clause.sentence or told.parent != clause.index or told.lemma not in say:
                continue
            if grammar.as_told & {word.form for word in told.adverbs}:
                way.reported = True
                way.holder(self.holder_of(told), told.trigger)

    def carry_on(self, clause: Clause, way: Way) -> None:
        """Give a reported mood without a holder that of the sentence before.

        The second subjunctive reports where somebody is reported, else it tells what is not so.
        """
        if way.unreal and not way.sources and clause.sentence not in self._carried:
            way.conditional = True
        elif way.unreal:
            way.reported = True
        if way.reported and not way.sources:
            carried = "" if way.hearsay else self._carried.get(clause.sentence, "")
            way.holder(carried or self.somebody())

    # ------------------------------------------------------------ keys

    def _who_says(self, argument: Argument) -> str:
        """Give the key of a holder: a named entity, else an unnamed source by its kind."""
        for mention in argument.mentions:
            if self._reading.mentions[mention].type == "UnnamedSource":
                return self._unnamed_of(argument)
            keys = self._who.of.get(mention, ())
            if keys:
                return keys[0]
        return self._unnamed_of(argument)

    def _unnamed_of(self, argument: Argument) -> str:
        first, head = self._language.compound(argument.lemma)
        return self._by_kind((argument.lemma, head, first), argument.span)

    def _by_kind(self, words: tuple[str, ...], span: Span) -> str:
        """Give the key of the unnamed source that the first known of some words stands for; "" if none."""
        kinds = self._language.kind_of_source
        kind = next((kinds[word] for word in words if kinds.get(word)), "")
        return self._unnamed(kind, span) if kind else ""

    def _unnamed(self, kind: str, span: Span) -> str:
        key = f"source/{kind.lower()}"
        self.unnamed.setdefault(key, (kind, self._reading.article.text[span.begin : span.end]))
        return key

    # ------------------------------------------------------------ "laut", "nach Angaben"

    def _adposition(self, clause: Clause, argument: Argument) -> str:
        words = self._language.attribution
        function = argument.function
        if function not in words.prepositions | words.noun_prepositions:
            return ""
        _, head = self._language.compound(argument.lemma)
        if {argument.lemma, head} & words.nouns:
            return self._inside(argument) or self._of_account(clause, argument)
        return self._who_says(argument) if function in words.prepositions else ""

    def _is_account(self, argument: Argument) -> bool:
        """Whether a phrase tells that somebody says so, without telling who ("dem Vernehmen nach")."""
        words = self._language.attribution
        _, head = self._language.compound(argument.lemma)
        return argument.function in words.noun_prepositions and bool({argument.lemma, head} & words.nouns)

    def _inside(self, argument: Argument) -> str:
        """Give the holder that hangs on "Angaben": a genitive, "von", or an adjective of a country."""
        for index in argument.clauses:
            for inner in self._reading.clauses[index].arguments:
                grammar = self._language.grammar
                if inner.function == "genitive" or inner.function in grammar.of | grammar.whence:
                    holder = self._who_says(inner)
                    if holder:
                        return holder
        return ""

    def _of_account(self, clause: Clause, argument: Argument) -> str:
        """Give the holder of an account without a name: "eigenen", "amtlichen", or the account itself."""
        for word in [w for i in argument.clauses for w in self._reading.clauses[i].adverbs]:
            lemma = word.lemma.lower()
            if lemma in self._language.attribution.own:
                return self.holder_of(clause)
            if lemma in self._language.kind_of_source:
                return self._by_kind((lemma,), argument.span)
        first, head = self._language.compound(argument.lemma)
        return self._by_kind((argument.lemma, first, head), argument.span)

    # ------------------------------------------------------------ across sentences

    def _carry(self) -> Mapping[int, str]:
        """Give the holder named last before each sentence, for moods and adverbs that point back."""
        carried: dict[int, str] = {}
        last, at = "", -1
        for sentence in self._reading.sentences:
            if last and sentence.index - at <= _RUNS_ON:
                carried[sentence.index] = last
            found = self._named_in(sentence.index)
            if found:
                last, at = found[0], sentence.index
            elif sentence.index in carried and self._runs_on(sentence.index):
                at = sentence.index
        return carried

    def _named_in(self, sentence: int) -> list[str]:
        way = Way()
        words = self._language.attribution
        for clause in self._reading.clauses:
            if clause.sentence != sentence:
                continue
            self.adpositions(clause, way)
            if clause.lemma in words.say | words.think and clause.kind == "verb":
                way.holder(self.holder_of(clause))
        return way.sources

    def _runs_on(self, sentence: int) -> bool:
        clauses = self._reading.clauses
        return any(c.sentence == sentence and c.mood == "subjunctive1" for c in clauses)
