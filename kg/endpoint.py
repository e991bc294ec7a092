"""Answers the questions of `kg.wikidata` from a SPARQL service, each thing asked for once.

The rule: an answer comes from the cache or from the service, in bundles, and is kept as soon as it is
there; a service that does not answer raises `LookupFailed`, which is never kept. Offline, the cache and
then the snapshot answer, and nothing is asked.
"""

from __future__ import annotations

import time
from collections import defaultdict
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar

from kg.answers import candidates, holders_of, items_of, rank
from kg.bundling import MOST_PAIRS, bundle_items, bundle_named, unbundle
from kg.cache import Cache
from kg.errors import LookupFailed
from kg.kept import kept_holders, kept_item, kept_qids, to_keep
from kg.text_search import search_query, spelt_alike
from kg.wikidata import askable, batches, fill, item_terms, tags
from kg.wire import TooHeavy, Wire, is_wikidata

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from kg.answers import Holder, Name, Row
    from kg.model import Candidate
    from kg.snapshot import SnapshotLookup

_Kept = TypeVar("_Kept")
_Answer = TypeVar("_Answer")
_Asked = TypeVar("_Asked")

_NAMES: Final = 64
_ITEMS: Final = 150
_POSITIONS: Final = 100
_CANDIDATES: Final = 30
#: One call of Wikidata's search each; the service allows 60 s for all.
_SEARCHES: Final = 25


class EndpointLookup:
    """Wikidata's own service or any SPARQL 1.1 endpoint over Wikidata's data.

    A name has at most 30 candidates a language, those with the most pages in Wikipedia: a bare "Kim" is
    not compared with everyone of that name.

    Parameters
    ----------
    url
        SPARQL endpoint.
    contact
        The user's mail address or page, sent in the User-Agent as Wikidata's rules want.
    timeout
        Seconds until a request counts as failed.
    tries
        How often a question is put before `LookupFailed`.
    pause
        What waiting is done with.
    cache
        What keeps the answers; without one they are kept in memory.
    standby
        If given, the service is not asked: the cache answers, then this.
    text_search
        Whether the service has Wikidata's text search; None: if it is Wikidata's own.
    told
        Hears of waiting.
    """

    def __init__(
        self,
        url: str,
        contact: str,
        timeout: int = 60,
        tries: int = 4,
        pause: Callable[[float], None] = time.sleep,
        *,
        cache: Cache | None = None,
        standby: SnapshotLookup | None = None,
        text_search: bool | None = None,
        told: Callable[[str], None] = lambda _: None,
    ) -> None:
        #: Address of the service.
        self.url = url
        self._wire = None if standby else Wire(url, contact, timeout, tries, pause, self._wait)
        self._cache = cache or Cache()
        self._standby = standby
        self._searches = is_wikidata(url) if text_search is None else text_search
        self._told = told
        self._answers: dict[str, dict[Name, Any]] = defaultdict(dict)
        self._stamps: set[int] = set()
        self._leant = False
        self._done, self._total = 0, 0
        self._failures: dict[str, LookupFailed] = {}

    @property
    def failures(self) -> tuple[LookupFailed, ...]:
        """What was not answered, each trouble once."""
        return tuple(self._failures.values())

    @property
    def requests(self) -> int:
        """How many requests were sent."""
        return self._wire.requests if self._wire else 0

    @property
    def date(self) -> str:
        """ISO day (UTC) of the oldest answer used, "" if none was: what is told was so then or later."""
        days = {datetime.fromtimestamp(stamp, UTC).date().isoformat() for stamp in self._stamps}
        if self._leant and self._standby:
            days.add(self._standby.date)
        return min(days, default="")

    def rows(self, query: str) -> list[Row]:
        """Answer one query of the caller's own; neither read from the cache nor kept."""
        if self._wire is None:
            raise LookupFailed("KG-412", f"{self.url} was not asked: --offline forbids it.")
        return self._wire.rows(query)

    def foresee(self, names: Collection[Name], progress: Callable[[int, int], None]) -> None:
        """Ask for names that will be needed, 64 a request; what fails is told by `failures`."""
        languages: dict[str, set[str]] = defaultdict(set)
        for name, language in names:
            languages[name].add(language)
        self._done, self._total = 0, len(languages)
        for batch in batches(sorted(languages), _NAMES):
            if self._wire is None or self._wire.given_up is not None:
                break
            with suppress(LookupFailed):
                self.named([(name, language) for name in batch for language in sorted(languages[name])])
            self._done += len(batch)
            progress(self._done, self._total)

    def named(self, names: Collection[Name]) -> Mapping[Name, tuple[Candidate, ...]]:
        """Give the items that have a (name, language) as label or alias, also as English or "mul".

        Every name asked for is a key of the answer; nothing found is an empty tuple.
        """
        wanted = {(name, language): [(name, tag) for tag in tags(language)] for name, language in names}
        pairs = {pair for of_name in wanted.values() for pair in of_name if askable(pair[0])}
        found = self._kept("named", pairs, kept_qids)
        leant: Mapping[Name, tuple[Candidate, ...]] = {}
        if missing := pairs - found.keys():
            if self._standby is None:
                self._ask_named(missing)
                found = self._kept("named", pairs, kept_qids)
            else:
                leant = self._lean(
                    self._standby.named({name for name, own in wanted.items() if missing & {*own}})
                )
        qids = {
            name: {qid for pair in own if pair in pairs for qid in found[pair]}
            for name, own in wanted.items()
            if name not in leant
        }
        if self._searches:
            for name, more in self._searched([one for one in qids if not qids[one]]).items():
                qids[name].update(more)
        known = self.items({qid for of_name in qids.values() for qid in of_name})
        return {
            name: leant[name]
            if name in leant
            else tuple(known[qid] for qid in sorted(qids[name], key=rank) if qid in known)
            for name in wanted
        }

    def items(self, qids: Collection[str]) -> Mapping[str, Candidate]:
        """Give what is known of items; an item without a label in our languages is left out."""
        item_terms(qids)  # refuses what is none
        keys = {(qid, "") for qid in qids}
        found = self._kept("item", keys, kept_item)
        missing = sorted({qid for qid, _ in keys - found.keys()}, key=rank)
        if missing and self._standby is not None:
            leant = self._lean(self._standby.items(missing))
            found |= {(qid, ""): leant.get(qid) for qid in missing}
        elif missing:
            for batch in batches(missing, _ITEMS):
                self._in_halves(batch, self._ask_items)
            found = self._kept("item", keys, kept_item)
        return {qid: item for qid in qids if (item := found[qid, ""]) is not None}

    def holders(self, positions: Collection[str]) -> Mapping[str, tuple[Holder, ...]]:
        """Give (person, begin, end) for each office asked for, oldest first; an end "" is open."""
        item_terms(positions)
        keys = {(position, "") for position in positions}
        found = self._kept("holders", keys, kept_holders)
        missing = sorted({position for position, _ in keys - found.keys()}, key=rank)
        leant: Mapping[str, tuple[Holder, ...]] = {}
        if missing and self._standby is not None:
            leant = self._lean(self._standby.holders(missing))
        elif missing:
            for batch in batches(missing, _POSITIONS):
                self._in_halves(batch, self._ask_holders)
            found = self._kept("holders", keys, kept_holders)
        return {
            position: leant[position] if position in leant else found[position, ""] for position in positions
        }

    def _ask_named(self, pairs: Collection[Name]) -> None:
        by_name: dict[str, set[str]] = defaultdict(set)
        for name, tag in pairs:
            by_name[name].add(tag)

        def ask(some: list[str]) -> bool:
            asked = [(name, tag) for name in some for tag in sorted(by_name[name])]
            rows = unbundle(self.rows(bundle_named(asked)))
            if len(rows["named"]) >= MOST_PAIRS and len(some) > 1:
                return False
            found = items_of(rows["named"])
            told = candidates(rows)
            self._keep_items({qid for qids in found.values() for qid in qids}, told)

            def known(qid: str) -> tuple[int, int]:
                return (-told[qid].links if qid in told else 0, rank(qid))

            self._keep("named", {one: sorted(found.get(one, ()), key=known)[:_CANDIDATES] for one in asked})
            return True

        for batch in batches(sorted(by_name), _NAMES):
            self._in_halves(batch, ask)

    def _ask_items(self, qids: list[str]) -> bool:
        self._keep_items(qids, candidates(unbundle(self.rows(bundle_items(qids)))))
        return True

    def _ask_holders(self, positions: list[str]) -> bool:
        found = holders_of(self.rows(fill("holders", item_terms(positions))), positions)
        self._keep("holders", {(position, ""): holders for position, holders in found.items()})
        return True

    def _searched(self, names: Collection[Name]) -> Mapping[Name, list[str]]:
        """Look for other spellings of names (capitals, accents, hyphens) by Wikidata's text search."""
        asked = {name for name in names if askable(name[0])}
        found = self._kept("search", asked, kept_qids)
        for batch in batches(sorted(asked - found.keys()), _SEARCHES) if self._standby is None else ():
            self._in_halves(batch, self._ask_search)
        return self._kept("search", asked, kept_qids)

    def _ask_search(self, names: list[Name]) -> bool:
        self._keep("search", spelt_alike(self.rows(search_query(names)), names))
        return True

    def _in_halves(self, values: list[_Asked], ask: Callable[[list[_Asked]], bool]) -> None:
        """Ask for a batch; where that is too much for the service, for its halves."""
        try:
            done = ask(values)
        except LookupFailed as error:
            hopeless = self._wire is None or self._wire.given_up is not None
            if hopeless or len(values) == 1 or not isinstance(error, TooHeavy):
                self._failures.setdefault(error.what, error)
                raise
            done = False
        if not done:
            middle = len(values) // 2
            self._in_halves(values[:middle], ask)
            self._in_halves(values[middle:], ask)

    def _kept(self, kind: str, keys: Collection[Name], read: Callable[[Any], _Kept]) -> dict[Name, _Kept]:
        """Give what is known of keys; what was read or asked once in a build stands for all of it."""
        known = self._answers[kind]
        new = set(keys) - known.keys()
        expired = self._standby is not None
        for key, (answer, asked) in self._cache.read(self.url, kind, new, expired=expired).items():
            try:
                known[key] = read(answer)
            except ValueError:
                continue  # as if it were not kept
            self._stamps.add(asked)
        return {key: known[key] for key in keys if key in known}

    def _keep(
        self, kind: str, answers: Mapping[Name, _Kept], write: Callable[[_Kept], Any] = lambda one: one
    ) -> None:
        kept = {key: write(answer) for key, answer in answers.items()}
        self._stamps.add(self._cache.write(self.url, kind, kept))
        self._answers[kind].update(answers)

    def _keep_items(self, qids: Collection[str], told: Mapping[str, Candidate]) -> None:
        """Keep items, but not in place of those that count still: one build knows one state of each."""
        keys = {(qid, "") for qid in qids}
        new = keys - self._kept("item", keys, kept_item).keys()
        self._keep("item", {key: told.get(key[0]) for key in new}, to_keep)

    def _lean(self, answer: _Answer) -> _Answer:
        self._leant = True
        return answer

    def _wait(self, trouble: LookupFailed, seconds: float) -> None:
        stored = f" {self._done} of {self._total} names are looked up and stored;" if self._total else ""
        self._told(
            f"{trouble.code}  {trouble.what}\n"
            f"        Waiting {seconds:.0f} s.{stored} you may stop with Ctrl-C and go on later."
        )
