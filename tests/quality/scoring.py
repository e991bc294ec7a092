"""How far a built graph says what the annotations say.

A report is right if its type is that of an annotated event whose passage lies in the report's sentence; each
is used once, those that share most participants first. Everything else is counted on such pairs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.rooms import room
from kg.vocabulary import load_vocabulary
from tests.quality.gold import OTHER, STATED, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tests.quality.gold import Annotated, Happening, Known, Part

_KG: Final = "https://w3id.org/geoevents/ontology#"
_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SAME: Final = "http://www.w3.org/2002/07/owl#sameAs"
_IDENTIFIER: Final = "http://purl.org/dc/terms/identifier"
_ANCHOR: Final = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#anchorOf"
_FORMS: Final = (
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2004/02/skos/core#altLabel",
    _KG + "mention",
)
_ITEM: Final = "http://www.wikidata.org/entity/"
#: Asked of no annotation.
_UNASKED: Final = "instrument"
_HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class Named:
    """A node of the graph: the forms it bears and its Wikidata items."""

    forms: frozenset[str]
    qids: frozenset[str]

    def is_(self, known: Known) -> bool:
        """Tell whether it is the one the annotation means: by item where both have one, else by form."""
        if known.qid and self.qids:
            return known.qid in self.qids
        return bool(known.forms & self.forms)


@dataclass(frozen=True, slots=True)
class Told:
    """One report of the graph."""

    type: str
    modality: str
    sentence: str
    roles: tuple[tuple[str, Named], ...]
    place: Named | None
    begin: str
    sources: tuple[Named, ...]

    @property
    def stated(self) -> bool:
        """Tell whether it passes for something that happened."""
        return self.modality in STATED


@dataclass(frozen=True, slots=True)
class BuiltArticle:
    """What the graph holds of one article."""

    told: tuple[Told, ...]
    mentioned: tuple[Named, ...]


@dataclass(slots=True)
class Tally:
    """What was counted: by name, and by event type (right, missed, false)."""

    n: Counter[str] = field(default_factory=Counter)
    types: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    wrong: list[str] = field(default_factory=list)

    def check(self, name: str, *, right: bool) -> None:
        """Count one more of those asked for, right or not."""
        self.n[name] += 1
        self.n[f"{name} right"] += right


def read_graph(turtle: Path) -> dict[str, BuiltArticle]:
    """Read a built graph: what it tells of each article, by the article's identifier."""
    facts: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in parse(path=str(turtle), format=RdfFormat.TURTLE):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, (NamedNode, Literal)):
            facts[quad.subject.value][quad.predicate.value].append(quad.object.value)
    roles = sorted({*load_vocabulary(room("ontology")).role_names()} - {_UNASKED})
    reports: defaultdict[str, list[Told]] = defaultdict(list)
    for node in sorted(facts):
        if _KG + "Report" in facts[node][_TYPE]:
            reports[facts[node][_KG + "inArticle"][0]].append(_told(facts, node, roles))
    return {
        facts[node][_IDENTIFIER][0]: BuiltArticle(
            tuple(reports[node]), tuple(_named(facts, one) for one in facts[node][_KG + "mentions"])
        )
        for node in sorted(facts)
        if _KG + "Article" in facts[node][_TYPE]
    }


def _told(facts: Mapping[str, Mapping[str, list[str]]], node: str, roles: Sequence[str]) -> Told:
    def values(name: str) -> list[str]:
        return sorted(facts[node][_KG + name])

    def local(name: str) -> str:
        return values(name)[0].removeprefix(_KG)

    return Told(
        local("eventType"),
        local("modality").lower(),
        folded(facts[values("inSentence")[0]][_ANCHOR][0]),
        tuple(
            (role, filler)
            for role in roles
            for filler in (_named(facts, one) for one in values(role))
            if filler.forms
        ),
        next((_named(facts, one) for one in values("place")), None),
        "".join(values("begin")),
        tuple(_named(facts, one) for one in values("source")),
    )


def _named(facts: Mapping[str, Mapping[str, list[str]]], node: str) -> Named:
    of = facts[node]
    forms = frozenset(folded(form) for predicate in _FORMS for form in of[predicate])
    items = (one for one in of[_SAME] if one.startswith(_ITEM))
    return Named(forms, frozenset(item.removeprefix(_ITEM) for item in items))


def stands_in(evidence: str, sentence: str) -> bool:
    """Tell whether the one holds the other, or half of the evidence's pairs of words."""
    if evidence in sentence or sentence in evidence:
        return bool(evidence and sentence)
    words = evidence.split()
    pairs = {" ".join(pair) for pair in pairwise(words)}
    return bool(pairs) and sum(pair in sentence for pair in pairs) >= _HALF * len(pairs)


def shared_parts(happening: Happening, told: Told) -> list[tuple[Part, str]]:
    """Pair the participants with the roles of a report that the same ones play; each is used once."""
    left = list(told.roles)
    pairs = []
    for part in happening.parts:
        for role, filler in left:
            if filler.is_(part.who):
                pairs.append((part, role))
                left.remove((role, filler))
                break
    return pairs


def matched(happenings: Sequence[Happening], told: Sequence[Told]) -> dict[int, int]:
    """Pair events with reports, by index."""
    fitting = sorted(
        (-len(shared_parts(happening, report)), one, other)
        for one, happening in enumerate(happenings)
        for other, report in enumerate(told)
        if report.type in happening.types and stands_in(happening.evidence, report.sentence)
    )
    pairs: dict[int, int] = {}
    for _, one, other in fitting:
        if one not in pairs and other not in pairs.values():
            pairs[one] = other
    return pairs


def score(gold: Iterable[Annotated], graph: Mapping[str, BuiltArticle]) -> Tally:
    """Count what is right, missed and false in the articles."""
    tally = Tally()
    for article in gold:
        built = graph.get(article.id)
        tally.n["articles"] += 1
        tally.n["articles not built"] += built is None
        _score_article(tally, article, built or BuiltArticle((), ()))
    return tally


def _score_article(tally: Tally, article: Annotated, built: BuiltArticle) -> None:
    pairs = matched(article.happenings, built.told)
    for number, happening in enumerate(article.happenings):
        if number in pairs:
            for name in _score_pair(tally, happening, built.told[pairs[number]]):
                tally.wrong.append(f"{article.id}  {name}  {happening.type}: {happening.evidence}")
        elif happening.type != OTHER:
            tally.types[happening.type]["missed"] += 1
            tally.wrong.append(f"{article.id}  missed  {happening.type}: {happening.evidence}")
    for number, report in enumerate(built.told):
        if number not in pairs.values():
            tally.n["distractor reports"] += article.distractor
            if not any(_tells_of(report, happening) for happening in article.happenings):
                tally.types[report.type]["false"] += 1
                tally.n["false stated"] += report.stated
                tally.wrong.append(
                    f"{article.id}  false   {report.type} ({report.modality}): {report.sentence}"
                )
    _score_links(tally, article, built)


def _tells_of(report: Told, happening: Happening) -> bool:
    """Tell whether a report that no event was left for says a thing twice, or one that is not scored."""
    fits = happening.type == OTHER or report.type in happening.types
    return fits and stands_in(happening.evidence, report.sentence)


def _score_pair(tally: Tally, happening: Happening, report: Told) -> Iterator[str]:
    """Count what a report got right of its event, and name what it got wrong."""
    if happening.type != OTHER:
        tally.types[happening.type]["right"] += 1
    pairs = shared_parts(happening, report)
    right = sum(part.has_role(role, happening.type) for part, role in pairs)
    tally.n["parts asked"] += len(happening.parts)
    tally.n["parts told"] += len(report.roles)
    tally.n["parts right"] += right
    if right < max(len(happening.parts), len(report.roles)):
        yield "role"
    for name, is_right in _answers(happening, report):
        tally.check(name, right=is_right)
        if not is_right:
            yield name


def _answers(happening: Happening, report: Told) -> Iterator[tuple[str, bool]]:
    """Tell of each thing that the annotation states whether the report has it right."""
    yield "modality", report.modality in happening.modalities
    if not happening.stated:
        yield "unstated kept", not report.stated
    if happening.sources or happening.unnamed:
        named = any(source.is_(known) for source in report.sources for known in happening.sources)
        yield "source", named or (happening.unnamed and bool(report.sources))
    if happening.place:
        yield "place", report.place is not None and report.place.is_(happening.place)
    if happening.time:
        yield "time", report.begin.startswith(happening.time.partition("/")[0])


def _score_links(tally: Tally, article: Annotated, built: BuiltArticle) -> None:
    seen = {*built.mentioned}
    for report in built.told:
        seen |= {filler for _, filler in report.roles} | {*report.sources}
        seen |= {report.place} if report.place else set()
    found = {qid for one in seen for qid in one.qids}
    for known in article.known.values():
        if known.qid:
            tally.check("link", right=known.qid in found)
            others = any(one.qids and known.forms & one.forms for one in seen)
            if known.qid not in found:
                tally.n["link wrong"] += others
                what = "link to another item" if others else "link missing"
                tally.wrong.append(f"{article.id}  {what}  {known.qid}: {min(known.forms)}")
