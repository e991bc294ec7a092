"""Which Wikidata item a name means, or honestly why none. Pure: the asking is behind `Lookup`.

What a person fixed (`kg.overrides`) is taken first. Names are then grouped (a part of a person's name is
that name, see `kg.bearers`; one spelling has one sense in an article), looked up together in all their
forms (`kg.name_forms`), and each candidate is scored (`kg.scoring`). Two candidates that stay close make
a name Ambiguous; a service that did not answer what was asked of a name makes it LookupFailed, never NIL.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from kg.bearers import Bearer, bearers
from kg.errors import LookupFailed, PartlyFailed
from kg.model import Candidate, Link, LinkStatus, Mention, MentionKind
from kg.name_forms import name_forms
from kg.overrides import NIL, Override, Overrides
from kg.scoring import Scene, at, class_of, compatible
from kg.weighing import Found, Known, Linked, Weighing, is_name, spellings

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

__all__ = ["Known", "Linked", "Lookup", "asked", "class_of", "compatible", "link"]

_Key = TypeVar("_Key")
#: Descriptions of these classes may be the name of one thing ("der Koreakrieg", "der UN-Sicherheitsrat").
#: How many mentions before a name may tell whose forebear it is.
_NEAR = 3
_BODIES = frozenset({"Government", "Organization"})
_NAMED_BY_NOUN = frozenset({"ArmedConflict", "Facility", "Government", "Organization", "Treaty"})


class Lookup(Protocol):
    """What the linker asks of a source of Wikidata items; every method may raise `LookupFailed`."""

    def named(self, names: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], tuple[Candidate, ...]]:
        """Candidates by (name, language)."""
        ...

    def items(self, qids: Collection[str]) -> Mapping[str, Candidate]:
        """Full candidates by QID."""
        ...

    def holders(self, positions: Collection[str]) -> Mapping[str, tuple[tuple[str, str, str], ...]]:
        """(person, begin, end) by position."""
        ...

    def heads(self, countries: Collection[str]) -> Mapping[str, tuple[tuple[str, str, str, str], ...]]:
        """(P35 or P6, person, begin, end) by country."""
        ...


def asked(mentions: Sequence[Mention], lang: str) -> frozenset[str]:
    """List the names that will be looked up for an article, in all their forms."""
    return frozenset(name for mention in mentions for name, _ in _asked_for(mention, lang))


def link(
    mentions: Sequence[Mention],
    lang: str,
    lookup: Lookup,
    classes: Mapping[str, Sequence[str]],
    known: Known | None = None,
    *,
    exhaustive: bool,
) -> dict[int, Linked]:
    """Link every mention that is a name, or whose item the language file knows.

    Parameters
    ----------
    classes
        Wikidata classes by ontology class, finest first.
    known
        What is known of the article beside its mentions.
    exhaustive
        Whether no candidate means that there is none (a live endpoint), or only that the embedded
        snapshot has none.

    Returns
    -------
    dict
        `Linked` by the mention's index; mentions that are no names are left out.
    """
    told = known or Known()
    fixed = {i: one for i, m in enumerate(mentions) if (one := _fixed(m, lang, told.overrides))}
    keys = {m.key for m in mentions if m.key} | {one.item for one in fixed.values()} - {NIL}
    found, unnamed = _answered(lookup.named, {(name, lang) for name in asked(mentions, lang)})
    items, unknown = _answered(lookup.items, keys)
    failed = {i: unknown[m.key] for i, m in enumerate(mentions) if m.key in unknown and i not in fixed}
    failed |= {i: unknown[one.item] for i, one in fixed.items() if one.item in unknown}
    for i, mention in enumerate(mentions):
        why = [unnamed[one] for one in _asked_for(mention, lang) if one in unnamed and i not in fixed]
        failed |= {i: why[0]} if why else {}
    return _Linker(mentions, lang, found, items, classes, told, exhaustive=exhaustive).run(fixed, failed)


def _asked_for(mention: Mention, lang: str) -> list[tuple[str, str]]:
    """List the names that will be looked up for a mention."""
    if is_name(mention):
        return [(form, lang) for name in spellings(mention) for form, _ in name_forms(lang).forms(name)]
    return [(mention.head, lang)] if _may_name(mention) else []


def _answered(
    ask: Callable[[Collection[_Key]], Mapping[_Key, Any]], keys: Collection[_Key]
) -> tuple[dict[_Key, Any], dict[_Key, str]]:
    """Give the answers that came, and by what was asked in vain the service's trouble."""
    try:
        return dict(ask(keys)), {}
    except PartlyFailed as error:
        return dict(error.answered), {key: why.what for key, why in error.failed.items()}
    except LookupFailed as error:
        return {}, dict.fromkeys(keys, error.what)


def _failed(index: int, *reasons: str) -> Linked:
    return Linked(Link(LinkStatus.LOOKUP_FAILED, reasons=reasons), None, "", index)


def _may_name(mention: Mention) -> bool:
    described = mention.kind is MentionKind.NOMINAL and not mention.plural and not mention.key
    return described and mention.type in _NAMED_BY_NOUN and bool(mention.head)


def _fixed(mention: Mention, lang: str, overrides: Overrides) -> Override | None:
    if mention.kind is MentionKind.PRONOUN:
        return None
    return overrides.find(spellings(mention), lang, mention.type)


class _Linker:
    def __init__(
        self,
        mentions: Sequence[Mention],
        lang: str,
        found: Found,
        items: Mapping[str, Candidate],
        classes: Mapping[str, Sequence[str]],
        told: Known,
        *,
        exhaustive: bool,
    ) -> None:
        self.mentions, self.lang, self.found, self.items = mentions, lang, found, items
        self.classes, self.told = classes, told
        self.weighing = Weighing(mentions, lang, found, classes, told, exhaustive=exhaustive)

    def run(self, fixed: Mapping[int, Override], failed: Mapping[int, str]) -> dict[int, Linked]:
        """Link all; ``failed`` says by mention why nothing is known of what was asked for it."""
        fixed = {i: one for i, one in fixed.items() if not self._of_another_state(i, one)}
        out = {i: self._as_fixed(i, one) for i, one in fixed.items()}
        out |= {i: self._as_known(i, m) for i, m in enumerate(self.mentions) if m.key and i not in fixed}
        out |= {i: _failed(i, why) for i, why in failed.items() if i in out or is_name(self.mentions[i])}
        scene = self.weighing.scene()
        for i, bearer in self._bearers().items():
            if i not in out and is_name(self.mentions[i]):
                whole = next((one for one in (bearer.index, *bearer.rivals) if one in failed), -1)
                if whole >= 0:
                    # What it is short for may be anybody.
                    short = f"short for {self.mentions[whole].name!r}"
                    out[i] = _failed(bearer.index, short, failed[whole])
                    continue
                out[i] = out[bearer.index] if bearer.index in fixed else self._name(i, bearer, scene)
        for i, mention in enumerate(self.mentions):
            if i not in out and i not in failed and _may_name(mention):
                named = replace(mention, text=mention.head, name=mention.head, head="")
                made = self.weighing.decide(named, scene)
                states = {self.mentions[one].key for one in mention.of} - {""}
                foreign = made.item and made.item.country and states - {made.item.country}
                if made.link.qid and made.type == mention.type and not foreign:
                    out[i] = replace(made, of=i)
        return dict(sorted(out.items()))

    def _name(self, index: int, bearer: Bearer, scene: Scene) -> Linked:
        if bearer.rivals:
            return self._open(index, bearer, scene)
        made = self.weighing.decide(self.weighing.standing_for(bearer.index), scene)
        if bearer.why:
            made = replace(made, link=replace(made.link, reasons=(bearer.why, *made.link.reasons)))
        return replace(made, of=bearer.index)

    def _as_known(self, index: int, mention: Mention) -> Linked:
        item = self.items.get(mention.key)
        reasons = ("known to the language file",)
        made = Link(LinkStatus.LINKED, mention.key, 1.0, ((mention.key, 1.0),), reasons)
        return Linked(made, item, class_of(item, self.classes) if item else mention.type, index)

    def _of_another_state(self, index: int, override: Override) -> bool:
        """Whether a body stands with a state of which the item fixed for its name is not.

        "The Russian Security Council" is not what "the Security Council" is without more.
        """
        mention, item = self.mentions[index], self.items.get(override.item)
        if mention.type not in _BODIES or item is None:
            return False
        states = self.weighing.states(mention)
        told = any(self.mentions[i].text in override.text for i in mention.of)
        return bool(states) and item.country not in states and not told

    # ------------------------------------------------------------ groups

    def _bearers(self) -> dict[int, Bearer]:
        """Give whom each name means; a place with an item of its own is no surname."""
        person_of, settled = {}, set()
        for i, mention in enumerate(self.mentions):
            if not is_name(mention):
                continue
            own = self.weighing.candidates(mention)
            persons = sorted({c.qid for c, _, _ in own if class_of(c, self.classes) == "Person"})
            if " " in mention.name and (persons or (not own and not self._two_in_one(mention))):
                person_of[i] = persons[0] if len(persons) == 1 else mention.name.casefold().replace("-", " ")
            places = [c for c, _, _ in own if compatible("Place", class_of(c, self.classes))]
            if mention.type != "Person" and places and not persons:
                settled.add(i)
        return bearers(self.mentions, person_of, self._held, self._signed() | self._elders(), settled)

    def _elders(self) -> set[int]:
        """Give the names told only as somebody's relative ("his father, Kim Jong Il", "Kim's sister, …").

        A brother or sister counts as such where the article named a bearer of the same name before.
        """
        forms, out = name_forms(self.lang), set()
        for i, mention in enumerate(self.mentions):
            here = [m for m in self.mentions[max(0, i - _NEAR) : i] if m.sentence == mention.sentence]
            apart = [m for m in here if m.same_as < 0 and m.of[:1] != (i,)]
            heads = {m.head for m in (mention, *apart, *(m for m in self.mentions if m.same_as == i))}
            first = mention.name.split(" ")[0]
            before = {m.name for m in self.mentions[:i] if " " in m.name and m.name.split(" ")[0] == first}
            if heads & forms.elder or (heads & forms.kin and before - {mention.name}):
                out.add(mention.name)
        return {i for i, mention in enumerate(self.mentions) if mention.name in out}

    def _two_in_one(self, mention: Mention) -> bool:
        """Whether what looks like one name is two persons side by side: "führte Kim Schoigu durch …"."""
        first, *middle, last = mention.name.split()
        others = [m.name.split() for m in self.mentions if is_name(m) and m.name != mention.name]
        opens = {name[0] for name in others if len(name) > 1 and name[-1] != last}
        closes = {name[-1] for name in others if len(name) > 1 and name[0] != first}
        return not middle and first in opens and last in closes

    def _held(self, person: str, office: str) -> bool:
        """Whether a person held a kind of office at the article's date."""
        positions = {p for held in self.told.positions.get(office, {}).values() for p in held}
        offices = next((c.offices for some in self.found.values() for c in some if c.qid == person), ())
        return any(p in positions and at(begin, end, self.told.date) for p, begin, end in offices)

    def _signed(self) -> set[int]:
        """Give the names that sign the article: "Von" and a name at the begin of a line."""
        lines = self.told.text
        out = set()
        for i, mention in enumerate(self.mentions):
            before = lines[lines.rfind("\n", 0, mention.span.begin) + 1 : mention.span.begin]
            if lines and before.strip().casefold() in name_forms(self.lang).credit:
                out.add(i)
        return out

    def _open(self, index: int, bearer: Bearer, scene: Scene) -> Linked:
        """Keep the persons that a part of a name may mean as candidates."""
        made = [self.weighing.decide(self.mentions[rival], scene).link for rival in bearer.rivals]
        listed = tuple((one.qid, one.score) for one in made if one.qid)
        status = LinkStatus.AMBIGUOUS if len(listed) > 1 else LinkStatus.NOT_ATTEMPTED
        names = " or ".join(repr(self.mentions[rival].name) for rival in bearer.rivals)
        reasons = (f"short for {names}: {bearer.why}, and nothing tells who is meant",)
        return Linked(Link(status, candidates=listed, reasons=reasons), None, "", index)

    def _as_fixed(self, index: int, override: Override) -> Linked:
        note = f": {override.note}" if override.note else ""
        reason = (f"fixed by {override.where}{note}",)
        if override.item == NIL:
            return Linked(Link(LinkStatus.NIL, reasons=reason), None, "", index)
        item = self.items.get(override.item)
        made = Link(LinkStatus.LINKED, override.item, 1.0, ((override.item, 1.0),), reason)
        own = override.type or self.mentions[index].type
        kind = class_of(item, self.classes) if item else own
        return Linked(made, item, own if kind == "Entity" else kind, index)
