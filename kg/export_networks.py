"""Who with whom: a network of actors, for Gephi (GEXF) and for R, igraph and others (GraphML).

The rule: nodes are actors, an edge is one event between two of them. It leads from those who act to those
acted on; where an event has no such sides, it joins each pair and says ``directed: false``. Certainty is
on the edge: its status, and a dashed line where it is unconfirmed. What it leaves out stands in the file.
"""

from __future__ import annotations

import io
from itertools import combinations, product
from typing import TYPE_CHECKING, Any, Final

from kg import __version__
from kg.export_scope import actors, clean, is_actor
from kg.records import CONFIRMED, identifier

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.export_scope import Scope
    from kg.records import EventRecord

    Edge = tuple[str, str, bool]

#: Status to line: as in every view, shape tells certainty, so that grey is enough.
_LINES: Final = {"Asserted": "solid", "Reported": "solid", "Disputed": "dotted"}
_DASHED: Final = "dashed"


def gexf_file(scope: Scope) -> Mapping[str, bytes]:
    """Write GEXF; needs networkx."""
    from networkx.readwrite.gexf import GEXFWriter  # noqa: PLC0415  only networks need it

    network = network_of(scope)
    for _, _, edge in network.edges(data=True):
        edge["viz"] = {"shape": edge["line"]}
    del network.graph["note"]
    writer = GEXFWriter(network, version="1.2draft")
    meta = writer.xml.find("meta")
    # The day and the version of the library would make other bytes of the same graph.
    meta.attrib.pop("lastmodifieddate", None)
    meta.find("creator").text = f"geoevents {__version__}"
    for name, text in (("description", " ".join(scope.note())), ("keywords", "geoevents")):
        told = meta.makeelement(name, {})
        told.text = text
        meta.append(told)
    file = io.BytesIO()
    writer.write(file)
    return {"": file.getvalue() + b"\n"}


def graphml_file(scope: Scope) -> Mapping[str, bytes]:
    """Write GraphML; needs networkx."""
    from networkx.readwrite.graphml import GraphMLWriter  # noqa: PLC0415  only networks need it

    writer = GraphMLWriter(network_of(scope), encoding="utf-8", prettyprint=True)
    file = io.BytesIO()
    writer.dump(file)
    return {"": file.getvalue().rstrip(b"\n") + b"\n"}


def network_of(scope: Scope) -> Any:
    """Make the network: a directed multigraph of networkx."""
    import networkx as nx  # noqa: PLC0415

    network = nx.MultiDiGraph(name="geoevents", note=" ".join(scope.note()))
    edges = [
        (event, source, target, directed)
        for event in scope.records.events.values()
        for source, target, directed in _edges(event, scope)
    ]
    for iri in sorted({end for _, source, target, _ in edges for end in (source, target)}):
        network.add_node(identifier(iri), **_node(iri, scope))
    numbers: dict[str, int] = {}
    for event, source, target, directed in edges:
        number = numbers[event.iri] = numbers.get(event.iri, 0) + 1
        key = f"{identifier(event.iri)}.{number}"
        told = _edge(event, scope) | {"directed": directed}
        network.add_edge(identifier(source), identifier(target), key=key, id=key, **told)
    return network


def _edges(event: EventRecord, scope: Scope) -> Iterator[Edge]:
    sides = scope.words["network"]
    acting = _in(event, scope, sides["from"])
    acted_on = _in(event, scope, sides["to"])
    found = actors(event, scope.complete, scope.vocabulary)
    sided = set(acting) | set(acted_on) if acting and acted_on and acting != acted_on else set()
    if sided:
        yield from ((one, other, True) for one, other in product(acting, acted_on) if one != other)
    yield from ((one, other, False) for one, other in combinations(found, 2) if not {one, other} <= sided)


def _in(event: EventRecord, scope: Scope, roles: list[str]) -> list[str]:
    found = {iri for role, iri in event.roles if role in roles}
    return sorted(iri for iri in found if is_actor(iri, scope.complete, scope.vocabulary))


def _node(iri: str, scope: Scope) -> dict[str, str]:
    entity = scope.complete.entities[iri]
    return {
        "label": scope.name(iri),
        "class": entity.type,
        "country": scope.name(entity.country),
        "wikidata": entity.wikidata,
        "link_status": entity.link_status,
        "iri": clean(iri),
    }


def _edge(event: EventRecord, scope: Scope) -> dict[str, str | int | bool]:
    told: dict[str, str | int | bool] = {
        "label": scope.label(event),
        "event": identifier(event.iri),
        "event_type": event.type,
        "status": event.status,
        "certainty": scope.term(event.status),
        "uncertain": event.status not in CONFIRMED,
        "line": _LINES.get(event.status, _DASHED),
        "date": event.time.begin,
        "precision": event.time.precision,
        "place": scope.name(event.place),
        "weight": event.origins,
        "reports": event.reports,
    }
    return told | {
        name: value for name, value in (("start", event.time.begin), ("end", event.time.end)) if value
    }
