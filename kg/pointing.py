"""Whom words mean that point back in the text: pronouns, "both", titles alone, "the country".

The rule: nobody is taken where two could be meant; the nearest counts only where nothing else tells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.binding import beside, contrasted, stands_in
from kg.model import MentionKind
from kg.sides import two_states
from kg.spoken_of import state_meant
from kg.voices import FOR_OTHERS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from kg.language import Language
    from kg.model import Clause, Mention, Reading
    from kg.who import Who

_BOTH = 2
#: What pronouns of states and bodies, and of several, are held to be.
_GROUP: Final = "Agent"
_TOGETHER: Final = frozenset({"Country", _GROUP})
_BODIES: Final = frozenset({"Country", "Government", "Organization", "ArmedForces"})
_FORCES: Final = "ArmedForces"
_CORE: Final = frozenset({"subject", "object"})
_ALIKE: Final = ({"Person"}, {"Country"})


def _core_of(clause: Clause, mention: int) -> bool:
    """Whether a mention is who a clause says something of: its subject, or what a passive is said of."""
    wanted = "object" if clause.passive else "subject"
    return any(a.function == wanted and mention in a.mentions for a in clause.arguments)


def _has(clause: Clause, mention: int) -> bool:
    return any(mention in a.mentions for a in clause.arguments)


class Pointing:
    """Finds whom the words of an article point back to, by what was resolved before them."""

    def __init__(self, reading: Reading, language: Language, who: Who) -> None:
        self.reading = reading
        self.mentions = reading.mentions
        self.language = language
        self.who = who

    def called(self, index: int, mention: Mention) -> tuple[str, ...]:
        """Give the person last called by a title that names its state itself ("der Kremlsprecher")."""
        before = self.who.persons_before(index)
        return tuple([key for at, key in before if self.mentions[at].head == mention.head][:1])

    def titled(self, index: int, mention: Mention) -> tuple[str, ...]:
        """Give who was called so before: by the same word, else the only one of this kind of office."""
        before = [(self.mentions[i], key) for i, key in self.who.persons_before(index)]
        same = [key for other, key in before if other.head == mention.head]
        if same:
            return (same[0],)
        shorter = mention.head.casefold()
        heads = self.language.heads
        here = {key for other, key in before if other.sentence == mention.sentence}
        alike = {
            key
            for other, key in before
            if (mention.office in heads and other.office in heads and key not in here)
            or other.head.casefold().endswith(shorter)  # "Verteidigungsminister", "der Minister"
        }
        others = contrasted(index, self.reading, self.who) if len(alike) > 1 else frozenset()
        states = {key: self.who.items[key].country for key in alike if key in self.who.items}
        alike = {key for key in alike if not {key, states.get(key, "")} & others}
        return tuple(alike) if len(alike) == 1 else ()

    def country(self, index: int, mention: Mention) -> tuple[str, ...]:
        """Give the country first named in the sentence before, not in this one ("das Land")."""
        own, side = self.who.countries(mention), mention.head in self.language.grammar.sides
        if len(own) == _BOTH if mention.plural else side or (mention.of and not own):
            return tuple(own)  # "한미 양국", "the Russian side", "the Republic of Sakha"
        if mention.plural or not mention.definite:
            named = self.who.two_countries(self.reading.clauses, mention, index)
            if named or not mention.plural:
                return named
            sides = mention.head in self.language.grammar.sides
            return two_states(mention, self.mentions, self.who, self.pair(index, mention), sides=sides)
        return state_meant(index, self.reading, self.language, self.who)

    def pair(self, index: int, mention: Mention) -> tuple[str, ...]:
        """Give the two persons that are "both" of somebody: those of the last sentences with persons.

        Three persons there, or a pronoun for nobody known, leave open who is meant.
        """
        heads = self.who.heads(self.mentions, index, self.language.heads)
        told = self.language.grammar.plural_forms  # where a plural is all that shows two ("лидеры")
        if told and mention.office in self.language.heads and heads:
            return heads if len(heads) == _BOTH else ()
        if named := self._named_here(index, mention):
            return named
        persons: tuple[str, ...] = ()
        for back in (1, 2):
            there = [
                (i, m) for i, m in enumerate(self.mentions[:index]) if m.sentence == mention.sentence - back
            ]
            unknown = (i for i, m in there if m.kind is MentionKind.PRONOUN and m.type == "Person")
            if any(i not in self.who.of for i in unknown) and not self._of_two(mention.sentence - back - 1):
                return ()
            if self.language.cases and any(self._acts_unknown(i, m) for i, m in there):
                return ()
            found = self.who.keys([i for i, _ in there])
            found = tuple(key for key in found if self._of_rank(key, mention))
            persons = tuple(dict.fromkeys((*found, *persons)))
            if len(persons) >= _BOTH:
                return persons if len(persons) == _BOTH else ()
        both = mention.office in self.language.heads and len(heads) == _BOTH
        return heads if both and set(persons) <= set(heads) else ()

    def _acts_unknown(self, index: int, mention: Mention) -> bool:
        """Whether somebody does something who is called only by a title, and is nobody known."""
        told = mention.kind is MentionKind.NOMINAL and mention.type == "Person" and not mention.plural
        one = told and index not in self.who.of
        return one and any(_core_of(clause, index) for clause in self._clauses_of(mention.sentence))

    def _of_two(self, sentence: int) -> bool:
        """Whether a sentence names two persons, so that a pronoun after it is one of the two."""
        there = [i for i, m in enumerate(self.mentions) if m.sentence == sentence]
        return sum(self.who.types.get(key) == "Person" for key in self.who.keys(there)) == _BOTH

    def _named_here(self, index: int, mention: Mention) -> tuple[str, ...]:
        """Give the two that the sentence named in one breath before it said "both", or that are between."""
        pronoun, between = mention.kind is MentionKind.PRONOUN, self.language.grammar.between
        for clause in (c for c in self.reading.clauses if c.sentence == mention.sentence):
            for argument in clause.arguments:
                keys = self.who.keys([one for one in argument.mentions if one < index])
                both = len(keys) == _BOTH and {self.who.types.get(key) for key in keys} in _ALIKE
                fits = both and (pronoun or all(self._of_rank(key, mention) for key in keys))
                if fits and argument.function in ({"subject"} if pronoun else between):
                    return keys
        own = next((c for c in self.reading.clauses if pronoun and _has(c, index) and c.parent >= 0), None)
        over = self.reading.clauses[own.parent].arguments if own is not None else ()
        named = [m for argument in over for m in argument.mentions if m < index]
        persons = [key for key in self.who.keys(named) if self.who.types.get(key) == "Person"]
        return tuple(persons) if len(persons) == _BOTH else ()  # "agreed with Xi when the two met"

    def _of_rank(self, key: str, mention: Mention) -> bool:
        """Whether an entity is a person of whom "both" of a kind of office may be said."""
        if self.who.types.get(key) != "Person" or mention.office not in self.language.heads:
            return self.who.types.get(key) == "Person"
        called = [m.office for i, m in enumerate(self.mentions) if key in self.who.of.get(i, ())]
        return not any(called) or bool(set(called) & self.language.heads)

    def pronoun(self, index: int, mention: Mention) -> tuple[str, ...]:
        """Resolve a personal pronoun: the person that is the subject before, else named last."""
        if mention.type in _TOGETHER:
            return self._of_states(index, mention)
        if mention.plural:
            return self.pair(index, mention)
        if described := self._described(index, mention) or self._above(index, mention):
            return described
        subjects = [
            key
            for clause in self._clauses_of(mention.sentence - 1)
            for argument in clause.arguments
            # The passive was undone: of whom it speaks is its object.
            if argument.function == ("object" if clause.passive else "subject")
            for key in self._meant(argument.mentions, mention.type)
        ]
        if len(set(subjects)) == 1:
            return (subjects[0],) if subjects[0] else ()
        last = self.who.last_persons(index, 1)
        alone = not last or self._alone(index, last[0])
        return last if alone and not subjects and not beside(index, last, self.reading, self.who) else ()

    def _alone(self, index: int, person: str) -> bool:
        """Whether the last sentence that named a person before a mention named nobody else."""
        named = ((self.mentions[at].sentence, key) for at, key in self.who.persons_before(index))
        first, *others = named
        return all(key == person for sentence, key in others if sentence == first[0])

    def _described(self, index: int, mention: Mention) -> tuple[str, ...]:
        """Give the subject of the clause that the relative one with a pronoun is of ("где ему показали")."""
        clauses = self._clauses_of(mention.sentence)
        own = [c for c in clauses if stands_in(c, index)]
        over = [self.reading.clauses[c.parent] for c in own if c.relation == "relative" and c.parent >= 0]
        wanted = [(a, "object" if c.passive else "subject") for c in over for a in c.arguments]
        keys = {key for a, f in wanted if a.function == f for key in self._meant(a.mentions, mention.type)}
        return tuple(keys) if len(keys) == 1 and all(keys) else ()

    def _above(self, index: int, mention: Mention) -> tuple[str, ...]:
        """Give who the clauses over that of a pronoun speak of before it ("Putin said that he would come").

        That is the subject of the nearest with a person; else the one person named. Who only speaks for
        others means somebody else. Read where the tree tells what is below what.
        """
        node = next((c for c in self._clauses_of(mention.sentence) if _has(c, index)), None)
        while self.language.grammar.fixed_order and node is not None and node.parent >= 0:
            node = self.reading.clauses[node.parent]
            there = [(a.function, m) for a in node.arguments for m in a.mentions if m < index]
            if self._speak_for_others(self.who.keys([m for _, m in there])):
                return ()
            wanted = "object" if node.passive else "subject"
            subjects = set(self._meant([m for f, m in there if f == wanted], mention.type))
            subjects = subjects or set(self._meant(self._owners(node, index), mention.type))
            if subjects:
                return tuple(subjects) if len(subjects) == 1 and all(subjects) else ()
        before = [i for i, m in enumerate(self.mentions[:index]) if m.sentence == mention.sentence]
        named = self.who.keys(before) if node is not None and not _has(node, index) else ()
        persons = [key for key in named if self.who.types.get(key) == mention.type]
        return tuple(persons) if len(persons) == 1 else ()

    def _owners(self, clause: Clause, index: int) -> list[int]:
        """Give whose the subject of a clause is ("Putin's message said that he …")."""
        nouns = [i for a in clause.arguments if a.function == "subject" for i in a.clauses]
        inner = (a for i in nouns for a in self.reading.clauses[i].arguments)
        return [m for a in inner for m in a.mentions if a.function == "genitive" and m < index]

    def _speak_for_others(self, keys: Collection[str]) -> bool:
        called = [i for i, m in enumerate(self.mentions) if m.office in FOR_OTHERS]
        return bool(set(self.who.keys(called)) & set(keys))

    def _of_states(self, index: int, mention: Mention) -> tuple[str, ...]:
        """Give whom "it" or "they" means as who does something: who says so, else the one before who could.

        One state or body, two persons or states named in one breath, or soldiers that are sent.
        """
        one = mention.type != _GROUP
        clause = next((c for c in self._clauses_of(mention.sentence) if _core_of(c, index)), None)
        if clause is None or clause.lemma not in self.language.frame_verbs | self.language.grammar.light:
            return ()
        words = self.language.attribution
        above = self.reading.clauses[clause.parent] if clause.parent >= 0 else None
        said = words.say | words.think | self.language.denial.verbs
        if above is not None and clause.relation == "complement" and above.lemma in said:
            speakers = [m for a in above.arguments if a.function == "subject" for m in a.mentions]
            if found := self._doers(speakers, one=one):
                return found
        here = [i for i in range(index) if self.mentions[i].sentence == mention.sentence]
        if self.who.may_act(here):
            return () if one or above is None else self._two_above(clause, above)
        before = self._clauses_of(mention.sentence - 1)
        if not one and clause.passive:
            return self._the_forces(
                m for c in before for a in c.arguments if a.function in _CORE for m in a.mentions
            )
        named = [i for i, m in enumerate(self.mentions) if m.sentence == mention.sentence - 1]
        alone = [k for k in self.who.keys(named) if self.who.types.get(k) in _BODIES]
        for c in before:
            subjects = [m for a in c.arguments if a.function == "subject" for m in a.mentions]
            found = self._doers(subjects, one=one)
            if found and (not one or len(alone) == 1 or self._describes(c, found)):
                return found
        return () if one else self._two_persons(before, named) or self._the_forces(named)

    def _two_above(self, clause: Clause, above: Clause) -> tuple[str, ...]:
        """Give the two who do what a clause beside theirs goes on with ("A und B redeten, indem sie …")."""
        subjects = [m for a in above.arguments if a.function == "subject" for m in a.mentions]
        beside = clause.relation == "adverbial" and bool(self.language.grammar.personal_plural)
        return self._doers(subjects, one=False) if beside else ()

    def _describes(self, clause: Clause, subject: Sequence[str]) -> bool:
        """Whether a main clause only says what its subject is ("Pyongyang is an ally of Moscow. It …")."""
        words = self.language.attribution.say | self.language.attribution.think
        acts = self.language.frame_verbs | self.language.grammar.light | words
        core = [m for a in clause.arguments if a.function in {*_CORE, "recipient"} for m in a.mentions]
        parts = {k for k in self.who.keys(core) if self.who.types.get(k) in _BODIES}
        return clause.parent < 0 and clause.lemma not in acts and parts == {*subject}

    def _the_forces(self, mentions: Iterable[int]) -> tuple[str, ...]:
        """Give the soldiers among mentions, if they are those of one country only."""
        forces = tuple(
            dict.fromkeys(k for k in self.who.keys(tuple(mentions)) if self.who.types.get(k) == _FORCES)
        )
        return forces if len(forces) == 1 else ()

    def _doers(self, mentions: Sequence[int], *, one: bool) -> tuple[str, ...]:
        keys = self.who.keys(mentions)
        kinds = {self.who.types.get(key, "") for key in keys}
        if one:
            return keys if len(keys) == 1 and kinds <= _BODIES else ()
        return keys if len(keys) == _BOTH and kinds in _ALIKE else ()

    def _two_persons(self, clauses: Sequence[Clause], named: Sequence[int]) -> tuple[str, ...]:
        """Give the two persons of a sentence who did something together ("Putin met Kim. They …")."""
        persons = {k for k in self.who.keys(named) if self.who.types.get(k) == "Person"}
        for clause in clauses:
            beside = [m for a in clause.arguments for m in a.mentions]
            keys = [k for k in self.who.keys(beside) if self.who.types.get(k) == "Person"]
            if len(keys) == _BOTH and persons == set(keys):
                return tuple(keys)
        return ()

    def _meant(self, mentions: Sequence[int], kind: str) -> list[str]:
        """Give the entities of a kind that mentions mean, "" for a person who is left open."""
        keys = [key for key in self.who.keys(mentions) if self.who.types.get(key) == kind]
        unknown = any(self.mentions[i].type == kind == "Person" and i not in self.who.of for i in mentions)
        return [*keys, ""] if unknown else keys

    def _clauses_of(self, sentence: int) -> list[Clause]:
        return [c for c in self.reading.clauses if c.sentence == sentence and c.kind == "verb"]
