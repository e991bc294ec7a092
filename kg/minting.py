"""Every IRI of the graph is made here, and nowhere else.

The rule: an IRI depends on nothing but what it names (an article's hash, offsets, types, keys), so a
rebuild gives the same IRIs. All are ASCII, percent-encoded and checked before they leave this module.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit, urlunsplit

from kg.errors import ProjectError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import Telling

DEFAULT_BASE = "https://w3id.org/geoevents/id/"
WIKIDATA = "http://www.wikidata.org/entity/"
#: Keys of sources without a name; they live under their article.
SOURCE = "source/"

_SLUG_LENGTH = 40
_QID = re.compile(r"Q[1-9][0-9]*")
_HOST = re.compile(r"[\w.-]+(:[0-9]+)?")
#: RFC 3987 without what Turtle, SPARQL or a shell would stumble over; a percent sign only before two digits.
_IRI = re.compile(r"[a-z][a-z0-9+.-]*://(?:[A-Za-z0-9._~:/?#@!$&()*+,;=-]|%[0-9A-Fa-f]{2})+")
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
#: Letters that Unicode does not take apart into an ASCII letter and a mark.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_CYRILLIC = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True))
    | {"ё": "yo", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": ""}
    | {"ю": "yu", "я": "ya", "і": "i", "ї": "yi", "є": "ye", "ґ": "g"},
)


def checked(iri: str) -> str:
    """Give the IRI back if it can be written anywhere as it stands.

    Raises
    ------
    ProjectError
        If it holds spaces, quotes, brackets, control characters or a stray percent sign.
    """
    if not _IRI.fullmatch(iri):
        raise ProjectError("KG-130", f"{iri!r} is not an IRI that can be written.")
    return iri


def slug(text: str) -> str:
    """Make a readable ASCII piece of an IRI: lower case, words joined by "-", "x" if nothing is left.

    Cyrillic is transliterated by letter, Hangul by the syllables' Unicode names.
    """
    plain = "".join(_romanised(c) for c in unicodedata.normalize("NFC", text).casefold().translate(_LETTERS))
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if c.isascii())
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return words[:_SLUG_LENGTH].rstrip("-") or "x"


def _romanised(letter: str) -> str:
    name = unicodedata.name(letter, "")
    if name.startswith("HANGUL SYLLABLE "):
        return name.removeprefix("HANGUL SYLLABLE ").lower()
    return letter.translate(_CYRILLIC)


def folded(name: str) -> str:
    """Bring a name into the form that is compared: canonical, without case, single spaces."""
    name = unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())
    return " ".join(name.split())


def local_key(entity_type: str, name: str) -> str:
    """Make the key of an entity that has no Wikidata item: "waffen-1a2b3c4d"."""
    identity = f"{entity_type}\n{folded(name)}"
    return f"{slug(name)}-{digest(identity, 8)}"


def web(url: str) -> str:
    """Encode an address found outside so that it can be written as an IRI; "" if it is no web address."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    host = parts.netloc.rpartition("@")[2]
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(host):
        return ""
    try:
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    safe = "/:@!$&()*+,;=~-._"
    path, query, fragment = (
        _PERCENT.sub("%25", quote(part, safe=safe + extra + "%", errors="replace"))
        for part, extra in ((parts.path, ""), (parts.query, "?"), (parts.fragment, "?"))
    )
    return checked(urlunsplit((parts.scheme, host, path, query, fragment)))


@dataclass(frozen=True, slots=True)
class Mint:
    """Makes the IRIs below one base (a setting); articles are named by the hash of their content."""

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        if not self.base.endswith(("/", "#")) or not _IRI.fullmatch(self.base):
            raise ProjectError(
                "KG-131",
                f"The base {self.base!r} cannot carry IRIs.",
                "Give an address such as https://example.org/id/ that ends in / or #.",
            )

    def article(self, sha256: str) -> str:
        """Name an article by the first 16 digits of its hash."""
        return self._iri(f"article/{sha256[:16]}")

    def sentence(self, sha256: str, index: int) -> str:
        """Name a sentence by its place in the article."""
        return self._iri(f"article/{sha256[:16]}", f"s{index}")

    def report(
        self, sha256: str, sentence: int, event_type: str, begin: int, end: int, *, view: int = 0
    ) -> str:
        """Name a report by its trigger; ``view`` counts further views (sources) of the same trigger."""
        return self._iri(f"article/{sha256[:16]}", f"s{sentence}-{event_type}-{begin}-{end}{_nth(view)}")

    def fact(self, sha256: str, sentence: int, predicate: str, begin: int, end: int, *, view: int = 0) -> str:
        """Name the report of a static fact, as `report` does."""
        return self._iri(f"article/{sha256[:16]}", f"s{sentence}-fact-{predicate}-{begin}-{end}{_nth(view)}")

    def reports(self, telling: Telling) -> tuple[str, ...]:
        """Name all reports of an article, in their order: the one place where views are counted."""
        seen: Counter[tuple[object, ...]] = Counter()
        iris = []
        for report in telling.reports:
            place = (report.sentence, report.event_type, report.trigger.begin, report.trigger.end)
            iris.append(self.report(telling.reading.article.sha256, *place, view=seen[place]))
            seen[place] += 1
        return tuple(iris)

    def facts(self, telling: Telling) -> tuple[str, ...]:
        """Name all facts of an article, in their order."""
        seen: Counter[tuple[object, ...]] = Counter()
        iris = []
        for fact in telling.facts:
            place = (fact.sentence, fact.predicate, fact.trigger.begin, fact.trigger.end)
            iris.append(self.fact(telling.reading.article.sha256, *place, view=seen[place]))
            seen[place] += 1
        return tuple(iris)

    def global_key(self, key: str, sha256: str) -> str:
        """Make an entity key good beyond its article: sources without a name are told apart by article."""
        return f"article/{sha256[:16]}/{key}" if key.startswith(SOURCE) else key

    def entity(self, key: str, sha256: str = "") -> str:
        """Name an entity by its key; "source/…" needs the article, or a key made by `global_key`."""
        if key.startswith(SOURCE):
            if not sha256:
                raise ProjectError("KG-130", f"The source {key!r} has no IRI without its article.")
            key = self.global_key(key, sha256)
        return self._iri(key if key.startswith("article/") else f"entity/{key}")

    def geometry(self, entity: str) -> str:
        """Name the geometry of an entity, given the entity's IRI."""
        return checked(f"{entity}/geometry")

    def event(self, key: str) -> str:
        """Name an event by its key."""
        return self._iri(f"event/{key}")

    def run(self, fields: Mapping[str, str]) -> str:
        """Name a run by a hash of what it was run with, whatever the order of the fields."""
        return self._iri(f"run/{digest(json.dumps(dict(fields), sort_keys=True), 16)}")

    def wikidata(self, qid: str) -> str:
        """Name a Wikidata item.

        Raises
        ------
        ProjectError
            If it is no QID.
        """
        if not _QID.fullmatch(qid):
            raise ProjectError("KG-130", f"{qid!r} is not the number of a Wikidata item.")
        return WIKIDATA + qid

    def prefixes(self) -> dict[str, str]:
        """Give the prefixes that shorten this base's IRIs in Turtle."""
        return {"entity": f"{self.base}entity/", "event": f"{self.base}event/", "run": f"{self.base}run/"}

    def _iri(self, path: str, fragment: str = "") -> str:
        tail = "#" + quote(fragment, safe="-._~") if fragment else ""
        return checked(self.base + quote(path, safe="/-._~") + tail)


def digest(text: str, length: int) -> str:
    """Shorten a text to so many hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def _nth(view: int) -> str:
    return f"-{view + 1}" if view else ""
