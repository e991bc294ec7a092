"""Weighs the candidates of an article's names against each other and against the rest of the article.

The rule: which candidates there are comes from the look-up, how each fits from `kg.scoring`; here the best
is taken if it is good enough and far enough from the next. Each outcome keeps all candidates and reasons.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.model import Candidate, Link, LinkStatus, Mention, MentionKind
from kg.name_forms import PART, name_forms
from kg.overrides import Overrides
from kg.scoring import (
    CLOSE,
    ENOUGH,
    REGION,
    Scene,
    class_of,
    compatible,
    point_of,
    regions_named_as_cities,
    score,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Found = dict[tuple[str, str], tuple[Candidate, ...]]


@dataclass(frozen=True)
class Known:
    """What is known of an article beside its mentions.

    ``date`` ISO or ""; ``text`` the kept text, for the words before a credit; ``positions`` of Wikidata by
    kind of office and country; ``overrides`` what a person fixed.
    """

    date: str = ""
    text: str = ""
    positions: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    overrides: Overrides = field(default_factory=Overrides)


@dataclass(frozen=True)
class Linked:
    """Outcome for one mention: the link, its item if any, the ontology class it has.

    ``of`` is the mention that stands for the name: the one with the full name, else the mention itself.
    """

    link: Link
    item: Candidate | None
    type: str
    of: int = -1


def is_name(mention: Mention) -> bool:
    """Whether a mention is a name that is to be looked up."""
    return mention.kind is MentionKind.NAME and not mention.key and bool(mention.name)


#: What may stand around the name in a description ("космодром «Восточный»").
_QUOTES = str.maketrans("", "", '„“”"«»')


def spellings(mention: Mention) -> list[str]:
    """Give a name as it stands: with what describes it, without, and without what may be a genitive."""
    written = (mention.text, mention.text.translate(_QUOTES), mention.name, mention.bare_name)
    return list(dict.fromkeys(name for name in written if name))


class Weighing:
    """Weighs the names of one article.

    Parameters
    ----------
    found
        Candidates by (form of a name, language).
    exhaustive
        Whether no candidate means that there is none.
    """

    def __init__(
        self,
        mentions: Sequence[Mention],
        lang: str,
        found: Found,
        classes: Mapping[str, Sequence[str]],
        known: Known,
        *,
        exhaustive: bool,
    ) -> None:
        self.mentions, self.lang, self.found = mentions, lang, found
        self.classes, self.told, self.exhaustive = classes, known, exhaustive
        self.forms = name_forms(lang)

    def standing_for(self, index: int) -> Mention:
        """Give the mention by which a name is judged: with the class that most of its mentions show."""
        mention = self.mentions[index]
        if mention.head:
            return mention
        hints = Counter(
            m.type
            for m in self.mentions
            if is_name(m) and m.name == mention.name and not m.head and m.type not in {"", "Entity"}
        )
        kind = min(hints, key=lambda name: (-hints[name], name), default=mention.type)
        return replace(mention, type=kind)

    # ------------------------------------------------------------ scores

    def candidates(self, mention: Mention) -> list[tuple[Candidate, str, float]]:
        """Give each candidate with the form it has and the form's weight; parts only if nothing else is."""
        made = [
            (candidate, form, weight)
            for name in spellings(mention)
            for form, weight in self.forms.forms(name)
            for candidate in self.found.get((form, self.lang), ())
            if candidate.classes  # a class itself ("university") bears no name
        ]
        whole = [one for one in made if one[2] > PART]
        return whole or [one for one in made if class_of(one[0], self.classes) != "Entity"]

    def states(self, mention: Mention) -> frozenset[str]:
        """Give the states that stand with a name: an adjective, or a name that means one state only."""
        found = set()
        for other in (self.mentions[i] for i in mention.of):
            items = (
                {c.qid: class_of(c, self.classes) for c, _, _ in self.candidates(other)}
                if is_name(other)
                else {}
            )
            known = {other.key} if other.key else {qid for qid, kind in items.items() if kind == "Country"}
            found |= known if len(known) == 1 else set()
        return frozenset(found)

    def scene(self) -> Scene:
        """Gather what of the article bears on its names."""
        countries = {m.key for m in self.mentions if m.key}
        points: dict[str, tuple[float, float]] = {}
        sure: set[str] = set()
        open_names: dict[str, set[str]] = defaultdict(set)
        for mention in self.mentions:
            if not is_name(mention):
                continue
            own = {c.qid: c for c, _, _ in self.candidates(mention)}
            fitting = [c for c in own.values() if compatible(mention.type, class_of(c, self.classes))]
            if mention.head and len(fitting) == 1:
                sure.add(fitting[0].qid)
            if len(own) > 1 and not mention.head:
                open_names[mention.name] |= own.keys()
            if len(own) == 1:
                item = next(iter(own.values()))
                sure.add(item.qid)
                if class_of(item, self.classes) == "Country":
                    countries.add(item.qid)
                elif point := point_of(item):
                    points[mention.name] = point
        senses = {name: frozenset(qids & sure) for name, qids in sorted(open_names.items())}
        senses = {name: qids for name, qids in senses.items() if len(qids) == 1}
        told = self.told
        kinds = frozenset(m.type for m in self.mentions if m.kind is MentionKind.NOMINAL)
        return Scene(self.lang, told.date, frozenset(countries), points, told.positions, senses, kinds)

    def _scored(self, mention: Mention, scene: Scene) -> list[tuple[float, Candidate, str]]:
        best: dict[str, tuple[float, Candidate, str]] = {}
        candidates, states = self.candidates(mention), self.states(mention)
        kinds = {c.qid: class_of(c, self.classes) for c, _, _ in candidates}
        named_after = regions_named_as_cities(kinds, {c.qid: c.country for c, _, _ in candidates})
        for candidate, form, weight in candidates:
            points, reasons = score(mention, candidate, form, kinds[candidate.qid], scene, states)
            if candidate.qid in named_after and compatible(mention.type, "City") and not mention.head:
                points -= REGION
                reasons += ("its city has the same name",)
            points *= weight
            if candidate.qid not in best or best[candidate.qid][0] < points:
                best[candidate.qid] = (points, candidate, "; ".join(reasons))
        return sorted(best.values(), key=lambda one: (-round(one[0], 6), int(one[1].qid[1:])))

    def decide(self, mention: Mention, scene: Scene) -> Linked:
        """Choose the item of a name, or say why none."""
        ranked = self._scored(mention, scene)
        listed = tuple((c.qid, round(min(points, 1.0), 2)) for points, c, _ in ranked)
        reasons = tuple(f"{c.qid} {c.label}: {why}" for _, c, why in ranked)
        good = [one for one in ranked if one[0] >= ENOUGH]
        if not good:
            status = LinkStatus.NIL if self.exhaustive or ranked else LinkStatus.NOT_ATTEMPTED
            return Linked(Link(status, candidates=listed, reasons=reasons), None, "")
        if len(good) > 1 and good[0][0] - good[1][0] < CLOSE:
            return Linked(Link(LinkStatus.AMBIGUOUS, candidates=listed, reasons=reasons), None, "")
        points, item, _ = good[0]
        made = Link(LinkStatus.LINKED, item.qid, round(min(points, 1.0), 2), listed, reasons)
        return Linked(made, item, class_of(item, self.classes))
