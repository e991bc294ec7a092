"""Who is asked what names mean, and for which names.

The rule: a build asks for the names of all its articles together, so that a service gets few questions; a
name that is forgotten here is asked for later, alone.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cache import Cache
from kg.endpoint import EndpointLookup
from kg.errors import LookupFailed
from kg.linking import asked
from kg.model import MentionKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from kg.coreference import Offices
    from kg.language import Language
    from kg.model import Reading
    from kg.snapshot import SnapshotLookup


def default_cache() -> Path:
    """Give the file in the user's own cache folder."""
    home = Path.home()
    if sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        folder = home / "Library" / "Caches"
    else:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return folder / "geoevents" / "lookups.sqlite"


def open_lookup(
    snapshot: SnapshotLookup,
    endpoint: str,
    contact: str,
    cache: Path | None,
    days: float,
    told: Callable[[str], None],
    *,
    offline: bool,
    text_search: bool | None,
) -> EndpointLookup | None:
    """Give the look-up that asks a service; None if none is named, and the snapshot answers.

    Offline the service is not asked: what is kept of its answers counts, then the snapshot.
    """
    if not endpoint:
        return None
    return EndpointLookup(
        endpoint,
        contact,
        cache=Cache(cache, days, told),
        standby=snapshot if offline else None,
        text_search=text_search,
        told=told,
    )


def foresee(
    service: EndpointLookup,
    read: Collection[tuple[Reading, Language]],
    offices: Offices,
    progress: Callable[[int, int], None],
) -> None:
    """Ask for all that the articles will be linked by; what fails is told by ``service.failures``."""
    service.foresee(_names_in(read), progress)
    mentions = [mention for reading, _ in read for mention in reading.mentions]
    spoken_of = {mention.office for mention in mentions} & offices.positions.keys()
    positions = {one for office in spoken_of for held in offices.positions[office].values() for one in held}
    days = [reading.article.day for reading, _ in read if reading.article.day]
    with suppress(LookupFailed):
        # Who held an office then may be spoken of by the office alone.
        terms = {term for held in service.holders(positions).values() for term in held}
        told = service.heads(_states(read, offices)) if days else {}
        # Without a begin nobody is known to have held it then.
        terms |= {(person, begin, end) for heads in told.values() for _, person, begin, end in heads if begin}
        people = {
            person
            for person, begin, end in terms
            if (not end or end >= min(days, default="")) and begin <= max(days, default="9999")
        }
        keys = {mention.key for mention in mentions if mention.key}
        service.items(people | keys | offices.conflicts.keys())


def _states(read: Iterable[tuple[Reading, Language]], offices: Offices) -> set[str]:
    """List the countries whose heads are spoken of by the office alone, as far as the words tell them."""
    return {
        state
        for reading, _ in read
        for mention in reading.mentions
        if mention.office in offices.heads and mention.kind is MentionKind.NOMINAL
        for state in (mention.country, *(reading.mentions[i].key for i in mention.of))
        if state
    }


def _names_in(read: Iterable[tuple[Reading, Language]]) -> set[tuple[str, str]]:
    """List the (name, language) that articles will be linked by."""
    found = set()
    for reading, language in read:
        article = reading.article
        # A capital may stand for its state, which is not asked for where the words are read.
        names = asked(reading.mentions, article.lang) | language.metonyms.keys()
        found |= {(name, article.lang) for name in names | {article.agency, article.publisher} if name}
    return found
