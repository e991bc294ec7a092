"""Many questions in one request: all that is to be known of the items of a batch of names.

The rule: a bundle is made of the very texts of ``queries/lookup``, each a sub-select of its own and marked
by its name, so a service and the snapshot are asked the same. Every sub-select begins with what narrows it
(names or QIDs): no engine has to scan, and none needs more than SPARQL 1.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.answers import Row, Term
from kg.wikidata import item_terms, name_term, replace_values

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from kg.answers import Name

#: As many pairs of name and item one request brings; a batch that reaches it is asked again in halves.
MOST_PAIRS: Final = 500
_ABOUT_ITEMS: Final = ("labels", "classes", "superclasses", "about", "offices")
_MARK: Final = "question"


def bundle_named(names: Collection[Name]) -> str:
    """Ask for the items that have these names, and for all about them.

    One request brings at most `MOST_PAIRS` pairs of name and item, the items with the most pages in
    Wikipedia first: a single name that more items bear ("Kim") is answered by the best known of them.
    """
    values = " ".join(name_term(one) for one in sorted(names))
    bearing = (
        f"VALUES ?name {{ {values} }} {{ ?item rdfs:label ?name }} UNION {{ ?item skos:altLabel ?name }} "
        "OPTIONAL { ?item wikibase:sitelinks ?pages }"
    )

    def best_known(variables: str) -> str:
        # The last variable orders what is equally known, so that all sub-selects choose alike.
        return (
            f"{{ SELECT DISTINCT {variables} ?pages WHERE {{ {bearing} }} "
            f"ORDER BY DESC(?pages) {variables} LIMIT {MOST_PAIRS} }}"
        )

    named = f"{{ {{ SELECT ?name ?item WHERE {{ {best_known('?item ?name')} }} }} {_marked('named')} }}"
    return _bundle(best_known("?item"), named)


def bundle_items(qids: Collection[str]) -> str:
    """Ask for all about items."""
    return _bundle(f"VALUES ?item {{ {' '.join(item_terms(qids))} }}")


def unbundle(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Sort the rows of an answer by their question."""
    sorted_out: dict[str, list[Row]] = {name: [] for name in ("named", *_ABOUT_ITEMS)}
    for row in rows:
        mark = row.get(_MARK, Term("")).value
        if mark in sorted_out:
            sorted_out[mark].append(row)
    return sorted_out


def _bundle(selector: str, *more: str) -> str:
    kinds = f"{{ SELECT DISTINCT ?class WHERE {{ {selector} ?item wdt:P31|wdt:P279 ?class }} }}"
    prefixes = {
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>",
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>",
        "PREFIX wikibase: <http://wikiba.se/ontology#>",
    }
    parts = list(more)
    for question in _ABOUT_ITEMS:
        lines = replace_values(question, kinds if question == "superclasses" else selector).splitlines()
        prefixes.update(line for line in lines if line.startswith("PREFIX"))
        body = "\n".join(line for line in lines if not line.startswith(("PREFIX", "#")))
        parts.append(f"{{ {{ {body} }} {_marked(question)} }}")
    union = "\nUNION\n".join(parts)
    return "\n".join([*sorted(prefixes), "SELECT * WHERE {", union, "}"])


def _marked(question: str) -> str:
    return f'BIND("{question}" AS ?{_MARK})'
