"""Events on a map: GeoJSON (RFC 7946), a point an event, longitude first.

The rule: a point says how coarse it is. A country's point is its middle, which is no place where anything
happened, so it is marked ``extended``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kg.export_scope import clean, point_of
from kg.records import CONFIRMED, identifier

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.export_scope import Scope
    from kg.records import EventRecord


def geojson_file(scope: Scope) -> Mapping[str, bytes]:
    """Write a FeatureCollection; what it leaves out stands in its member ``note``."""
    placed = ((event, point_of(event, scope.complete)) for event in scope.records.events.values())
    features = [_feature(event, point, scope) for event, point in placed if point is not None]
    whole = {
        "type": "FeatureCollection",
        "name": "geoevents",
        "note": list(scope.note()),
        "features": features,
    }
    return {"": (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()}


def _feature(event: EventRecord, point: tuple[float, float], scope: Scope) -> dict[str, Any]:
    place = scope.complete.entities[event.place]
    roles: dict[str, list[str]] = {}
    for role, iri in event.roles:
        roles.setdefault(role, []).append(scope.name(iri))
    return {
        "type": "Feature",
        "id": identifier(event.iri),
        "geometry": {"type": "Point", "coordinates": list(point)},
        "properties": {
            "label": scope.label(event),
            "type": event.type,
            "type_label": scope.term(event.type),
            "status": event.status,
            "status_label": scope.term(event.status),
            "uncertain": event.status not in CONFIRMED,
            "begin": event.time.begin or None,
            "end": event.time.end or None,
            "precision": event.time.precision or None,
            "place": scope.name(event.place),
            "place_class": place.type,
            # Whatever has an area of its own that a point hides.
            "extended": bool({"Country", "Region"} & scope.vocabulary.superclasses(place.type)),
            "roles": "; ".join(f"{scope.term(role)}: {', '.join(names)}" for role, names in roles.items()),
            "part_of": identifier(event.part_of) if event.part_of in scope.records.events else None,
            "reports": event.reports,
            "independent_sources": event.origins,
            "iri": clean(event.iri),
        },
    }
