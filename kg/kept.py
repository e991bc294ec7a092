"""What is kept of a service's answers: in memory for one build, in the cache for the next, and in which form.

The rule: what was kept in another form, or was changed by hand, is as good as not kept: `ValueError`. What
was read or asked once in a build stands for all of it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import astuple
from typing import TYPE_CHECKING, Any, Final, TypeVar

from kg.answers import rank
from kg.model import Candidate

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from kg.answers import Head, Holder, Name
    from kg.cache import Cache

_Kept = TypeVar("_Kept")
_HEADS: Final = frozenset({"P35", "P6"})


class KeptAnswers:
    """The kept answers of one service, as one build uses them.

    Parameters
    ----------
    cache
        What keeps them.
    url
        Address of the service.
    expired
        Whether they count however old they are.
    """

    def __init__(self, cache: Cache, url: str, *, expired: bool) -> None:
        self._cache = cache
        self._url = url
        self._expired = expired
        self._answers: dict[str, dict[Name, Any]] = defaultdict(dict)
        #: When the answers that were used were given.
        self.stamps: set[int] = set()

    def get(self, kind: str, keys: Collection[Name], read: Callable[[Any], _Kept]) -> dict[Name, _Kept]:
        """Give what is known of keys."""
        known = self._answers[kind]
        new = set(keys) - known.keys()
        for key, (answer, asked) in self._cache.read(self._url, kind, new, expired=self._expired).items():
            try:
                known[key] = read(answer)
            except ValueError:
                continue  # as if it were not kept
            self.stamps.add(asked)
        return {key: known[key] for key in keys if key in known}

    def keep(
        self, kind: str, answers: Mapping[Name, _Kept], write: Callable[[_Kept], Any] = lambda one: one
    ) -> None:
        """Keep answers as ``write`` puts them."""
        kept = {key: write(answer) for key, answer in answers.items()}
        self.stamps.add(self._cache.write(self._url, kind, kept))
        self._answers[kind].update(answers)

    def keep_items(self, qids: Collection[str], told: Mapping[str, Candidate]) -> None:
        """Keep items, but not in place of those that count still: one build knows one state of each."""
        keys = {(qid, "") for qid in qids}
        new = keys - self.get("item", keys, kept_item).keys()
        self.keep("item", {key: told.get(key[0]) for key in new}, to_keep)


def to_keep(item: Candidate | None) -> Any:
    """Write an item as JSON takes it; None is one without a label in our languages."""
    return None if item is None else astuple(item)


def kept_item(answer: Any) -> Candidate | None:
    """Read an item."""
    if answer is None:
        return None
    try:
        qid, label, labels, classes, country, point, offices, links = answer
        rank(qid)
        return Candidate(
            qid,
            _text(label),
            tuple((_text(text), _text(language)) for text, language in labels),
            tuple(_qid(one) for one in classes),
            _text(country),
            _text(point),
            tuple((_qid(position), _text(begin), _text(end)) for position, begin, end in offices),
            int(links),
        )
    except (TypeError, ValueError) as error:
        raise ValueError(f"no item: {error}") from error


def kept_qids(answer: Any) -> list[str]:
    """Read the items of a name."""
    if not isinstance(answer, list):
        raise ValueError("no list")  # noqa: TRY004  one error for all that is not as we write it
    return [_qid(one) for one in answer]


def kept_holders(answer: Any) -> tuple[Holder, ...]:
    """Read the holders of an office."""
    try:
        return tuple((_qid(person), _text(begin), _text(end)) for person, begin, end in answer)
    except (TypeError, ValueError) as error:
        raise ValueError(f"no holders: {error}") from error


def kept_heads(answer: Any) -> tuple[Head, ...]:
    """Read the heads of a country."""
    try:
        heads = tuple((kind, _qid(person), _text(begin), _text(end)) for kind, person, begin, end in answer)
    except (TypeError, ValueError) as error:
        raise ValueError(f"no heads: {error}") from error
    if not {kind for kind, *_ in heads} <= _HEADS:
        raise ValueError("no heads: another property")
    return heads


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text")  # noqa: TRY004  one error, see above
    return value


def _qid(value: Any) -> str:
    rank(_text(value))
    return str(value)
