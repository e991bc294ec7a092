r"""The articles as a bibliography: BibTeX, and CSL-JSON for Zotero and others.

The rule: an entry is an article; how many reports of which certainty were found in it stands in its note.
No title can become a command of TeX or markup of a reference manager.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from kg.export_scope import clean
from kg.export_sheets import day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.export_scope import Scope
    from kg.records import SourceRecord

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TEX: Final = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{letter: f"\\{letter}" for letter in "&%$#_{}"},
}
#: Tags that citation processors take for formatting.
_TAG: Final = re.compile(r"<(?=\s*/?\s*(?:i|b|u|sup|sub|sc|span|nocase)\b)", re.IGNORECASE)
_KEY: Final = re.compile(r"[^A-Za-z0-9:-]+")


def bibtex_file(scope: Scope) -> Mapping[str, bytes]:
    """Write BibTeX, an entry an article."""
    remarks = "".join(f"% {' '.join(line.split())}\n" for line in scope.note())
    keys = _keys(scope)
    entries = [_entry(source, keys[source.iri], scope) for source in scope.complete.sources.values()]
    return {"": "\n".join([remarks, *entries]).encode()}


def csl_file(scope: Scope) -> Mapping[str, bytes]:
    """Write CSL-JSON, an item an article."""
    keys = _keys(scope)
    items = [_item(source, keys[source.iri], scope) for source in scope.complete.sources.values()]
    return {"": (json.dumps(items, ensure_ascii=False, indent=1) + "\n").encode()}


def _entry(source: SourceRecord, key: str, scope: Scope) -> str:
    issued = day(source.date)
    fields = {
        "title": f"{{{_tex(source.title)}}}" if source.title else "",
        "journal": _tex(scope.name(source.publisher)),
        "year": str(issued.year) if issued else "",
        "day": str(issued.day) if issued else "",
        "date": issued.isoformat() if issued else "",
        "langid": _tex(source.language),
        "url": _address(source.url),
        "note": _tex(_note(source, scope)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if issued:
        lines.insert(3, f"  month = {_MONTHS[issued.month - 1]},")
    kind = "article" if source.publisher else "misc"
    return "\n".join([f"@{kind}{{{key},", *lines, "}\n"])


def _item(source: SourceRecord, key: str, scope: Scope) -> dict[str, Any]:
    issued = day(source.date)
    item: dict[str, Any] = {
        "id": key,
        "type": "article-newspaper",
        "title": _plain(source.title),
        "container-title": _plain(scope.name(source.publisher)),
        "source": _plain(scope.name(source.agency)),
        "language": source.language,
        "URL": source.url,
        "note": _plain(_note(source, scope)),
    }
    if issued:
        item["issued"] = {"date-parts": [[issued.year, issued.month, issued.day]]}
    return {name: value for name, value in item.items() if value}


def _note(source: SourceRecord, scope: Scope) -> str:
    found = Counter(one.telling.modality for one in scope.complete.by_source.get(source.iri, ()))
    told = ", ".join(f"{found[one]} {scope.vocabulary.label(one, scope.lang)}" for one in sorted(found))
    return f"geoevents {source.id} <{source.iri}>: {told or 0}"


def _keys(scope: Scope) -> dict[str, str]:
    """Give each article a key that BibTeX takes and no other has."""
    keys: dict[str, str] = {}
    used: set[str] = set()
    for source in scope.complete.sources.values():
        key = _KEY.sub("-", source.id).strip("-") or "article"
        names = (key, *(f"{key}-{number}" for number in range(2, len(used) + 3)))
        keys[source.iri] = next(name for name in names if name.casefold() not in used)
        used.add(keys[source.iri].casefold())
    return keys


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in " ".join(clean(text).split()))


def _plain(text: str) -> str:
    return _TAG.sub("< ", " ".join(clean(text).split()))


def _address(url: str) -> str:
    """Keep an address as it is, but for signs that would end the field."""
    return "".join(f"%{ord(letter):02X}" if letter in "{}\\ " else letter for letter in url)
