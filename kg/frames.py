"""Lays a frame over a clause: does its predicate fit, and who fills its roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.accounts import spoken_of
from kg.meanings import means_else, officials_of
from kg.model import MentionKind
from kg.partitives import in_rounds, whole
from kg.partners import doer, guests, maker, mistaken, owner, partner, planners, riders, verbless, with_whom

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.coreference import Who
    from kg.language import Frame, Language, NounPattern, RoleSlots
    from kg.model import Argument, Clause, Reading


#: The slot of who is the subject of what is told beside an occasion.
_DOER = "doer"
#: The slot of where it is said, where nothing else says who says it ("в Кремле опровергли").
_ACCOUNT = "account"
#: The slot of who wants something with somebody, and of whom a possessive means.
_PARTNER, _OWNER = "partner", "owner"
#: The slot of two that a noun is of in one breath ("the Seoul-Tokyo arms trade").
_PAIR = "pair"
#: The slot of whom a train carries ("Kim's train", "the train carrying Kim").
_RIDER = "rider"
#: The slot of who completes or carries out what a noun tells of ("completed a shipment").
_MAKER = "maker"
_TAKER = "recipient"
_OTHERWISE = frozenset({_MAKER, _RIDER, _DOER, _ACCOUNT, _PARTNER, _OWNER, _PAIR, "content"})
#: Inside an argument: the state of officials who are not named ("talks with Chinese officials").
_NATION = "nation"
#: Of what a noun is of: only the states that its adjectives say ("der russische Beschuss der Stadt").
_DEMONYM = "adjective"
_CORE = frozenset({"object", "subject"})
_STATE, _TOWN = "Country", "City"


@dataclass(frozen=True)
class Scene:
    """An article's clauses with who is who, and the class tree of the ontology."""

    reading: Reading
    language: Language
    who: Who
    superclasses: Mapping[str, frozenset[str]]

    def is_a(self, key: str, types: Sequence[str]) -> bool:
        """Whether an entity is of one of the classes; no classes allow all."""
        kind = self.who.types.get(key, "Entity")
        kinds = self.superclasses.get(kind, frozenset({kind}))
        barred = {name.removeprefix("!") for name in types if name.startswith("!")}
        return not types or bool(kinds & set(types) and not kinds & barred)

    def above(self, clause: Clause) -> Clause | None:
        """Give the clause that a clause hangs on."""
        return self.reading.clauses[clause.parent] if clause.parent >= 0 else None

    def verb_above(self, clause: Clause) -> Clause | None:
        """Give the nearest verb above a clause."""
        node = self.above(clause)
        while node is not None and node.kind == "noun":
            node = self.above(node)
        return node


def fits_verb(clause: Clause, frame_verbs: Iterable[str], language: Language) -> bool:
    """Whether a clause's verb is one of a frame's, "bekannt machen" too, or "Radardaten austauschen"."""
    if clause.kind == "noun" or clause.lemma in frame_verbs:
        return clause.kind != "noun"
    split = (set(verb.split(" ")) for verb in frame_verbs)
    phrases = [words - {clause.lemma} for words in split if clause.lemma in words]
    beside = {form for w in clause.adverbs for form in (w.lemma, w.form)}
    beside |= {w for a in clause.arguments if phrases for w in (a.lemma, language.compound(a.lemma)[1])}
    return any(words <= beside for words in phrases)


def fits_noun(clause: Clause, patterns: Sequence[NounPattern], language: Language) -> bool:
    """Whether a clause's noun is one of a frame's."""
    if clause.kind != "noun":
        return False
    for pattern in patterns:
        if pattern.of_class:
            if language.classify(clause.lemma, clause.members) == pattern.of_class:
                return True
        elif clause.lemma == pattern.head:
            plain = not clause.members and not pattern.member and not pattern.any_compound
            of_class = pattern.member and any(language.classify(m) == pattern.member for m in clause.members)
            if plain or of_class or (pattern.any_compound and clause.members):
                return True
    return False


def fits(frame: Frame, clause: Clause, scene: Scene) -> bool:
    """Whether a frame claims a clause."""
    if not (fits_verb(clause, frame.verbs, scene.language) or fits_noun(clause, frame.nouns, scene.language)):
        return False
    taken = _taken(clause, scene) if frame.bars or frame.takes else set()
    if frame.bars and clause.kind == "noun" and (over := scene.verb_above(clause)) is not None:
        taken |= {f"^{a.function}" for a in over.arguments}
    lacks = bool(frame.takes) and not frame.takes & taken
    if frame.bars & taken or lacks or means_else(frame, clause, scene.language, scene.reading.article.text):
        return False
    if frame.qualities and not frame.qualities & {w.lemma.lower() for w in clause.adverbs}:
        return False
    if frame.governors:
        verb = scene.verb_above(clause)
        return verb is not None and verb.lemma in frame.governors
    return True


def _taken(clause: Clause, scene: Scene) -> set[str]:
    """Give the functions that are filled, and the moods of what a verb takes as a clause."""
    below = (c for c in scene.reading.clauses if c.parent == clause.index and c.relation == "complement")
    return {a.function for a in clause.arguments} | {c.mood for c in below}


class Slots:
    """Fetches what stands in a slot of a clause, as entity keys."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def fill(self, clause: Clause, spec: RoleSlots, used: set[str], *, collect: bool) -> tuple[str, ...]:
        """Give the fillers of a role: those of the first slot that has one of the right class, or of all.

        ``used`` are the entities that already have a role here; nobody meets or sells to himself.
        """
        if spec.verbs and clause.lemma not in spec.verbs:
            return ()
        found: list[str] = []
        filled: set[str] = set()
        for slot in spec.slots:
            if slot.partition("/")[0] in filled and "/" in slot:
                continue  # "mit dem russischen Minister": with him, not with what he is of
            if slot in {_DOER, _PARTNER, _OWNER} and (len(found) > 1 or (found and not collect)):
                break
            keys = [k for k in self.fetch(clause, slot) if self.scene.is_a(k, spec.types)]
            taker = spec.role == _TAKER and self.scene.language.grammar.fixed_order
            if slot == "object" and taker and used & set(self.fetch(clause, slot)):
                continue  # "sent units, missiles": what is sent takes nothing
            keys = keys or self._capitals(clause, slot, spec)
            filled |= {slot} if keys else set()
            found += [k for k in keys if k not in used and k not in found]
            if found and not collect:
                break
        return tuple(found)

    def fetch(self, clause: Clause, slot: str) -> tuple[str, ...]:
        """Give all entities in a slot."""
        if slot.startswith("^"):
            above = self.scene.verb_above(clause)
            grammar = self.scene.language.grammar
            apart = above is None or clause.relation in grammar.before | grammar.apart
            return () if apart or above is None else self.fetch(above, slot[1:])
        if slot in _OTHERWISE - {_ACCOUNT}:
            return self._beyond(clause, slot)
        if slot == _ACCOUNT:
            bare = not any(a.function == "subject" for a in clause.arguments)
            where = sorted(self.scene.language.grammar.locative) if bare else []
            return tuple(k for one in where for k in self.scene.who.keys(self.mentions(clause, one)))
        return self.scene.who.keys(self.mentions(clause, slot))

    def _beyond(self, clause: Clause, slot: str) -> tuple[str, ...]:
        """Give who does something, with whom, or whose it is, where no argument of its own says so."""
        scene, language = self.scene, self.scene.language
        over = scene.verb_above(clause)
        found: tuple[str, ...] = ()
        if slot == "content":
            found = self._content(clause)
        elif slot == _PAIR:
            found = both if len(both := self.fetch(clause, "genitive")) > 1 else ()
        elif slot == _DOER:
            doers = doer(clause, scene.above(clause), language, scene.who, self.fetch)
            found = guests(clause, scene.above(clause), doers, language, scene.who, self.fetch)
        elif slot == _MAKER:
            found = maker(clause, over, language, self.fetch)
        elif slot == _RIDER:
            found = riders(clause, scene.reading, language, scene.who, self.fetch)
        elif slot == _PARTNER:
            found = partner(clause, over, language, self.fetch)
        else:
            found = owner(clause, scene.reading, scene.who, language, self.fetch)
        return found

    def mentions(self, clause: Clause, slot: str) -> list[int]:
        """Give the mentions in a slot: those of an argument, or of one inside it ("an/genitive")."""
        if slot == _DEMONYM:
            of = self.mentions(clause, "genitive")
            return [m for m in of if self.scene.reading.mentions[m].kind is MentionKind.ADJECTIVE]
        outer, _, inner = slot.partition("/")
        arguments = self._arguments(clause, outer)
        if inner:
            inside = [self.scene.reading.clauses[i] for a in arguments for i in a.clauses]
            core = outer in _CORE
            if inner == _NATION:
                own = {noun.index: self.mentions(noun, "genitive") for noun in inside}
                return officials_of(inside, self.scene.reading, self.scene.language, own)
            return [m for c in inside for m in self.mentions(c, inner) if core or self._says_whose(c, m)]
        return [m for a in arguments for m in a.mentions]

    def _says_whose(self, noun: Clause, mention: int) -> bool:
        """Whether a word inside a phrase says whose a thing of note is, not only what it is like.

        "nordkoreanische Waffen" are North Korea's; "mit der russischen Hymne" brings Russia into nothing.
        """
        if self.scene.reading.mentions[mention].kind is not MentionKind.ADJECTIVE:
            return True
        language = self.scene.language
        return bool(
            language.classify(noun.lemma, noun.members)
            or noun.lemma in language.office_of_title
            or noun.lemma in language.kind_of_source
        )

    def _capitals(self, clause: Clause, slot: str, spec: RoleSlots) -> list[str]:
        """Give the states whose capitals stand where a state is wanted and no town ("Hilfe aus Moskau")."""
        towns = self.scene.superclasses.get(_TOWN, frozenset({_TOWN}))
        if _STATE not in spec.types or towns & set(spec.types) or slot[:1] == "^" or slot in _OTHERWISE:
            return []
        mentions = [self.scene.reading.mentions[m] for m in self.mentions(clause, slot)]
        states = [self.scene.language.metonyms.get(m.bare_name or m.name, "") for m in mentions]
        return [key for key in states if self.scene.who.types.get(key) == _STATE]

    def _arguments(self, clause: Clause, function: str) -> list[Argument]:
        clauses, grammar = self.scene.reading.clauses, self.scene.language.grammar
        own = [whole(a, clauses, grammar) for a in clause.arguments if a.function == function]
        own = [spoken_of(a, clause, clauses, self.scene.language) for a in own]
        if function == "subject" and grammar.fixed_order:  # "X visits, as Y and Z met"
            own = [a for a in own if a.span.end <= clause.trigger.begin] or own
        if own or function not in _CORE:
            return with_whom(clause, own, self.scene.reading, self.scene.language)
        return self._shared_subject(clause) if function == "subject" else self._shared_object(clause)

    def _shared_object(self, clause: Clause) -> list[Argument]:
        """Give what a second passive is said of: whom the clause above is of ("came and was seen")."""
        above = self.scene.verb_above(clause)
        raised = clause.relation == "complement" and clause.mood == "infinitive"
        if above is None or not clause.passive or not (raised or clause.relation == "coordinated"):
            return []
        return [a for a in above.arguments if a.function == ("object" if above.passive else "subject")]

    def _shared_subject(self, clause: Clause) -> list[Argument]:
        """Give the subject from the clause above: light verbs, predicate nouns, infinitives, "und"."""
        above = self.scene.verb_above(clause)
        if above is None:
            return verbless(clause, self.scene.reading, self.scene.language)
        if clause.kind == "noun":
            grammar = self.scene.language.grammar
            carried = above.lemma in grammar.light | grammar.copula
            direct = clause.relation in {"object", "complement", ""} | grammar.predicative
            direct = direct or in_rounds(clause, above, self.scene.reading.clauses, grammar)
            return self._arguments(above, "subject") if carried and direct else []
        infinitive = clause.relation == "complement" and clause.mood in {"infinitive", "participle"}
        raised = self._arguments(above, "object") if above.passive else []
        beside = clause.relation == "adverbial" and self.scene.language.grammar.fixed_order
        planned = (infinitive or beside) and planners(clause, self.scene.reading, self.scene.language)
        if planned or (infinitive and (raised or clause.passive)):  # "is said to have met"
            return [] if clause.passive else planned or raised
        if infinitive and (self._blamed(clause) or above.lemma in self.scene.language.grammar.object_control):
            return self._controllers(above)
        if mistaken(clause, above, self.scene.language, self.scene.reading.article.text):
            return []
        purpose = clause.relation == "adverbial" and clause.mood in {"infinitive", "participle"}
        shares = infinitive or purpose or clause.relation == "coordinated"
        undone = above.passive and clause.relation == "coordinated" and not clause.passive
        found = self._arguments(above, "object" if undone else "subject") if shares else []
        before = [a for a in found if a.span.begin < clause.span.begin]
        return before[-1:] or found if len(found) > 1 else found  # of two, the one said last

    def _controllers(self, above: Clause) -> list[Argument]:
        """Give who does what somebody is asked, blamed or thanked for."""
        language = self.scene.language
        controllers = {"object", "recipient"} | language.grammar.controllers
        asked = [a for a in above.arguments if a.function in controllers]
        if above.lemma not in language.grammar.object_control:
            return []  # "sanctions on two firms for shipping oil": who imposed them did not
        if (language.cases or language.suffixes.particles) and above.lemma in language.request.verbs:
            return asked
        charged = above.lemma in language.attribution.blame | language.attribution.charge
        return asked or ([] if charged else self._arguments(above, "subject"))  # "accused them of"

    def _blamed(self, clause: Clause) -> bool:
        """Whether a gerund tells for what somebody is blamed or thanked ("for selling arms")."""
        words = self.scene.language.grammar.blamed_for
        return any(w.form in words and w.span.end <= clause.trigger.begin for w in clause.adverbs)

    def _content(self, clause: Clause) -> tuple[str, ...]:
        """Who and what the clause that is said speaks of: all of its arguments."""
        keys: list[str] = []
        for inner in self.scene.reading.clauses:
            if inner.parent != clause.index or inner.relation != "complement" or inner.kind == "noun":
                continue
            keys += self.scene.who.keys([m for argument in inner.arguments for m in argument.mentions])
        return tuple(dict.fromkeys(keys))
