"""The form in which answers are kept, and what is read back of it.

The rule: what was kept in another form, or was changed by hand, is as good as not kept: `ValueError`.
"""

from __future__ import annotations

from dataclasses import astuple
from typing import TYPE_CHECKING, Any

from kg.answers import rank
from kg.model import Candidate

if TYPE_CHECKING:
    from kg.answers import Holder


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


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text")  # noqa: TRY004  one error, see above
    return value


def _qid(value: Any) -> str:
    rank(_text(value))
    return str(value)
