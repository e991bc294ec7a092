"""The ontology as pages in German and English.

The rule: everything on them comes from the files that declare it; they need no script and no other machine,
and the same files give the same bytes.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from kg.ontology_entries import LANGUAGES, read_ontology
from kg.ontology_examples import examples, read_examples
from kg.rendering import templates
from kg.rooms import room
from kg.showing import MARKS
from kg.vocabulary import KG

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.ontology_entries import Entry, Ontology
    from kg.vocabulary import Vocabulary

#: The statuses in the order from sure to unsure.
_SCALE: Final = ("Asserted", "Reported", "Planned", "Speculated", "Disputed", "Denied")
#: The parts of a page, in their order, with the files that they show.
_PARTS: Final = (
    ("events", "events/"),
    ("roles", "roles.ttl"),
    ("core", "core/"),
    ("agents", "agents/"),
    ("places", "places/"),
    ("things", "things/"),
    ("values", "values/"),
    ("facts", "facts.ttl"),
)
_TERM: Final = re.compile(r"\bkg:(\w+)")


def pages(vocabulary: Vocabulary) -> Mapping[str, bytes]:
    """Make the pages: content by file name."""
    ontology = read_ontology(vocabulary, room("ontology"), room("shapes"))
    shown = examples(read_examples(room("data")), ontology.entries, vocabulary)
    words = tomllib.loads((room("data") / "docs.toml").read_text(encoding="utf-8"))
    known = templates()
    known.filters["terms"] = lambda text: _linked(text, ontology)
    made = {
        "index.html": known.get_template("index.html").render(
            ontology=ontology, words=words, languages=LANGUAGES
        )
    }
    for lang in LANGUAGES:
        other = next(one for one in LANGUAGES if one != lang)
        made[f"{lang}.html"] = known.get_template("ontology.html").render(
            lang=lang,
            other=other,
            say=words[lang],
            ontology=ontology,
            entries=ontology.entries,
            examples=shown,
            parts=_parts(ontology, words["order"]["core"]),
            roles=ontology.of_file("roles.ttl"),
            scale=_SCALE,
            marked=MARKS,
            label=lambda name, lang=lang: ontology.entries[name].label[lang],
            namespace=str(KG),
        )
    style = (room("templates") / "style.css").read_bytes()
    return {"style.css": style, **{name: text.encode() for name, text in made.items()}}


def _parts(ontology: Ontology, order: list[str]) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    found = []
    for part, files in _PARTS:
        entries = ontology.of_file(files)
        if part == "core":
            classes = [entry for entry in entries if entry.kind == "Class"]
            # A class that the order does not know yet stands at the end, never nowhere.
            places = {name: place for place, name in enumerate(order)}
            entries = tuple(sorted(classes, key=lambda entry: places.get(entry.name, len(places))))
        elif part == "values":
            entries = tuple(entry for entry in entries if entry.values)
        found.append((part, entries))
    return tuple(found)


def _linked(text: str, ontology: Ontology) -> Markup:
    """Escape a text and make its terms links."""
    return Markup(_TERM.sub(lambda found: _link(found[1], ontology), str(escape(text))))  # noqa: S704  escaped


def _link(name: str, ontology: Ontology) -> str:
    if name not in ontology.entries:
        return f"<code>kg:{name}</code>"
    return f'<a class="term" href="#{name}">kg:{name}</a>'
