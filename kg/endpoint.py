"""Answers the questions of `kg.wikidata` from a SPARQL service, each thing asked for once.

The rule: an answer comes from the cache or from the service, in bundles, and is kept as soon as it is
there; a service that does not answer raises `LookupFailed`, which is never kept, and `PartlyFailed` where
it answered some of what was asked. Offline, the cache and then the snapshot answer, and nothing is asked.
"""

from __future__ import annotations

import time
from collections import defaultdict
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar

from kg.answers import candidates, heads_of, holders_of, items_of, rank, whole
from kg.bundling import MOST_PAIRS, bundle_items, bundle_named, unbundle
from kg.cache import Cache
from kg.errors import LookupFailed
from kg.kept import KeptAnswers, kept_heads, kept_holders, kept_item, kept_qids
from kg.text_search import search_query, spelt_alike
from kg.wikidata import askable, batches, fill, item_terms, tags
from kg.wire import TooHeavy, Wire, is_wikidata

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from kg.answers import Head, Holder, Name, Row
    from kg.model import Candidate
    from kg.snapshot import SnapshotLookup

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
        self._kept = KeptAnswers(cache or Cache(), url, expired=standby is not None)
        self._standby = standby
        self._searches = is_wikidata(url) if text_search is None else text_search
        self._told = told
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
        days = {datetime.fromtimestamp(stamp, UTC).date().isoformat() for stamp in self._kept.stamps}
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
        found = self._kept.get("named", pairs, kept_qids)
        leant: Mapping[Name, tuple[Candidate, ...]] = {}
        failed: dict[Name, LookupFailed] = {}
        if missing := pairs - found.keys():
            if self._standby is None:
                why = self._ask_named(missing)
                found = self._kept.get("named", pairs, kept_qids)
                lost = pairs - found.keys()
                failed = {name: why[name[0]] for name, own in wanted.items() if lost & {*own}}
            else:
                leant = self._lean(
                    self._standby.named({name for name, own in wanted.items() if missing & {*own}})
                )
        qids = {
            name: {qid for pair in own if pair in pairs for qid in found[pair]}
            for name, own in wanted.items()
            if name not in leant and name not in failed
        }
        if self._searches:
            more, unsearched = self._searched([one for one in qids if not qids[one]])
            failed |= unsearched
            for name, own in more.items():
                qids[name].update(own)
        known, unknown = self._items({qid for of_name in qids.values() for qid in of_name})
        failed |= {name: unknown[qid] for name in qids for qid in qids[name] if qid in unknown}
        answer = {
            name: leant[name]
            if name in leant
            else tuple(known[qid] for qid in sorted(qids[name], key=rank) if qid in known)
            for name in wanted
            if name not in failed
        }
        return whole(answer, failed)

    def items(self, qids: Collection[str]) -> Mapping[str, Candidate]:
        """Give what is known of items; an item without a label in our languages is left out."""
        return whole(*self._items(qids))

    def holders(self, positions: Collection[str]) -> Mapping[str, tuple[Holder, ...]]:
        """Give (person, begin, end) for each office asked for, oldest first; an end "" is open."""
        lean = self._standby.holders if self._standby else None
        return whole(*self._of_items("holders", positions, kept_holders, self._ask_holders, lean))

    def heads(self, countries: Collection[str]) -> Mapping[str, tuple[Head, ...]]:
        """Give (P35 or P6, person, begin, end) for each country asked for; a date "" is not told."""
        lean = self._standby.heads if self._standby else None
        return whole(*self._of_items("heads", countries, kept_heads, self._ask_heads, lean))

    def _items(self, qids: Collection[str]) -> tuple[dict[str, Candidate], dict[str, LookupFailed]]:
        """Give what is known of items, and what went wrong with others."""
        lean = self._standby.items if self._standby else None
        found, failed = self._of_items("item", qids, kept_item, self._ask_items, lean, _ITEMS)
        return {qid: item for qid, item in found.items() if item is not None}, failed

    def _of_items(
        self,
        kind: str,
        qids: Collection[str],
        read: Callable[[Any], _Answer],
        ask: Callable[[list[str]], bool],
        lean: Callable[[Collection[str]], Mapping[str, _Answer]] | None,
        most: int = _POSITIONS,
    ) -> tuple[dict[str, _Answer], dict[str, LookupFailed]]:
        """Give answers of one kind by item, from the cache and then from the service or what stands by."""
        item_terms(qids)  # refuses what is none
        keys = {(qid, "") for qid in qids}
        found = self._kept.get(kind, keys, read)
        missing = sorted({qid for qid, _ in keys - found.keys()}, key=rank)
        failed: dict[str, LookupFailed] = {}
        leant: Mapping[str, _Answer] = {}
        if missing and lean is not None:
            leant = self._lean(lean(missing))
        elif missing:
            for batch in batches(missing, most):
                failed |= self._in_halves(batch, ask)
            found = self._kept.get(kind, keys, read)
        return {qid: answer for (qid, _), answer in found.items()} | {**leant}, failed

    def _ask_named(self, pairs: Collection[Name]) -> dict[str, LookupFailed]:
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
            self._kept.keep_items({qid for qids in found.values() for qid in qids}, told)

            def known(qid: str) -> tuple[int, int]:
                return (-told[qid].links if qid in told else 0, rank(qid))

            self._kept.keep(
                "named", {one: sorted(found.get(one, ()), key=known)[:_CANDIDATES] for one in asked}
            )
            return True

        failed: dict[str, LookupFailed] = {}
        for batch in batches(sorted(by_name), _NAMES):
            failed |= self._in_halves(batch, ask)
        return failed

    def _ask_items(self, qids: list[str]) -> bool:
        self._kept.keep_items(qids, candidates(unbundle(self.rows(bundle_items(qids)))))
        return True

    def _ask_holders(self, positions: list[str]) -> bool:
        return self._ask_of("holders", positions, holders_of)

    def _ask_heads(self, countries: list[str]) -> bool:
        return self._ask_of("heads", countries, heads_of)

    def _ask_of(
        self, kind: str, qids: list[str], read: Callable[[list[Row], list[str]], Mapping[str, Any]]
    ) -> bool:
        found = read(self.rows(fill(kind, item_terms(qids))), qids)
        self._kept.keep(kind, {(qid, ""): told for qid, told in found.items()})
        return True

    def _searched(self, names: Collection[Name]) -> tuple[Mapping[Name, list[str]], dict[Name, LookupFailed]]:
        """Look for other spellings of names (capitals, accents, hyphens) by Wikidata's text search."""
        asked = {name for name in names if askable(name[0])}
        found = self._kept.get("search", asked, kept_qids)
        failed: dict[Name, LookupFailed] = {}
        for batch in batches(sorted(asked - found.keys()), _SEARCHES) if self._standby is None else ():
            failed |= self._in_halves(batch, self._ask_search)
        return self._kept.get("search", asked, kept_qids), failed

    def _ask_search(self, names: list[Name]) -> bool:
        self._kept.keep("search", spelt_alike(self.rows(search_query(names)), names))
        return True

    def _in_halves(
        self, values: list[_Asked], ask: Callable[[list[_Asked]], bool]
    ) -> dict[_Asked, LookupFailed]:
        """Ask for a batch; where that is too much for the service, for its halves. Give what failed."""
        try:
            if ask(values):
                return {}
        except LookupFailed as error:
            hopeless = self._wire is None or self._wire.given_up is not None
            if hopeless or len(values) == 1 or not isinstance(error, TooHeavy):
                self._failures.setdefault(error.what, error)
                return dict.fromkeys(values, error)
        middle = len(values) // 2
        return self._in_halves(values[:middle], ask) | self._in_halves(values[middle:], ask)

    def _lean(self, answer: _Answer) -> _Answer:
        self._leant = True
        return answer

    def _wait(self, trouble: LookupFailed, seconds: float) -> None:
        stored = f" {self._done} of {self._total} names are looked up and stored;" if self._total else ""
        self._told(
            f"{trouble.code}  {trouble.what}\n"
            f"        Waiting {seconds:.0f} s.{stored} you may stop with Ctrl-C and go on later."
        )
