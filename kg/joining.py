"""One choice of entity a key across articles, so that their graphs can be put together.

The rule: what an entity may have once (type, link, score, label a language, point) is chosen for all
articles alike, from the telling that links it best; what it may have many times (mentions) stays with
its article. Without this the union of two good graphs breaks the rules.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.minting import SOURCE, local_key
from kg.model import LinkStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Entity, Telling

#: Where articles disagree, what is known counts more than what was not found, that more than not asked.
_RANKS = {
    LinkStatus.LINKED: 5,
    LinkStatus.AMBIGUOUS: 4,
    LinkStatus.NIL: 3,
    LinkStatus.LOOKUP_FAILED: 2,
    LinkStatus.NOT_ATTEMPTED: 1,
    LinkStatus.NOT_LINKABLE: 0,
}


def join(tellings: Sequence[Telling]) -> tuple[Telling, ...]:
    """Give the tellings with the same choice of entity under each key; sources without a name stay."""
    told: dict[str, list[tuple[Entity, str]]] = {}
    for telling in tellings:
        for entity in telling.entities:
            if not entity.key.startswith(SOURCE):
                told.setdefault(entity.key, []).append((entity, telling.reading.article.lang))
    chosen = {key: _choice(same) for key, same in told.items()}
    return tuple(_rewritten(telling, chosen) for telling in tellings)


def _rewritten(telling: Telling, chosen: dict[str, Entity]) -> Telling:
    entities = {
        entity.key: replace(chosen.get(entity.key, entity), mentions=entity.mentions)
        for entity in telling.entities
    }
    article = telling.reading.article
    publisher, agency = telling.publisher, telling.agency
    # `describe` would make an unlinked entity of a bare name, although another article's text has it.
    if not publisher and article.publisher and (key := local_key("Publisher", article.publisher)) in chosen:
        publisher = key
        entities.setdefault(key, replace(chosen[key], mentions=()))
    if not agency and article.agency and (key := local_key("NewsAgency", article.agency)) in chosen:
        agency = key
        entities.setdefault(key, replace(chosen[key], mentions=()))
    return replace(telling, entities=tuple(entities.values()), publisher=publisher, agency=agency)


def _choice(same: Sequence[tuple[Entity, str]]) -> Entity:
    best, _ = min(same, key=lambda one: _order(one[0]))
    labels: dict[str, str] = {lang: text for text, lang in best.labels}
    # Names of entities without labels: the first by alphabet, one a language.
    others: dict[str, str] = {}
    for entity, lang in same:
        for text, tag in entity.labels or ((entity.name, lang),):
            others[tag] = min(others.get(tag, text), text)
    labels = {**others, **labels}
    country = best.country or min((entity.country for entity, _ in same if entity.country), default="")
    return replace(
        best, labels=tuple((labels[lang], lang) for lang in sorted(labels)), country=country, mentions=()
    )


def _order(entity: Entity) -> tuple[object, ...]:
    link = entity.link
    finer = entity.type == "Entity"
    return (
        -_RANKS[link.status],
        -link.score,
        finer,
        entity.type,
        entity.name,
        entity.labels,
        link.candidates,
    )
