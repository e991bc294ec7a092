"""Verdicts on articles: in a batch as alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kg.checking import Checker, Scope
from kg.describe import Run
from kg.minting import Mint
from kg.model import Entity, Link, LinkStatus
from kg.rooms import room
from kg.verdicts import Judge, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.assembling import Assembled
    from kg.findings import Finding
    from kg.model import Telling
    from kg.vocabulary import Triple, Vocabulary

RUN = Run("0.1.0", "test-1")


class Counting(Checker):
    """Counts how often it is asked."""

    asked = 0

    def check(
        self, graph: Iterable[Triple], lang: str = "en", scope: Scope = Scope.ALL
    ) -> tuple[Finding, ...]:
        """Check as ever."""
        self.asked += 1
        return super().check(graph, lang, scope)


@pytest.fixture
def checker(vocabulary: Vocabulary) -> Counting:
    """Make a checker."""
    return Counting(room("shapes"), vocabulary)


def faults(telling: Telling) -> dict[str, Telling]:
    """Break an article in ways that SHACL, our own rules and the describing each find."""
    report, *others = telling.reports
    linked = replace(telling.entities[0], link=Link(LinkStatus.AMBIGUOUS))
    return {
        "SHACL": replace(telling, entities=(linked, *telling.entities[1:])),
        "quote": replace(telling, reports=(replace(report, trigger_text="anders"), *others)),
        "describing": replace(telling, reports=(replace(report, place="Q404"), *others)),
        "term": replace(
            telling, entities=(*telling.entities, Entity("Q5", "Persn", "X", Link(LinkStatus.NIL)))
        ),
    }


def test_good_articles_are_checked_once_together(
    assembled: Assembled, vocabulary: Vocabulary, checker: Counting
) -> None:
    """One run of SHACL for the batch."""
    batch = [(telling, RUN) for telling in assembled.summary.tellings]
    assert len(batch) == 3
    judge = Judge(vocabulary, checker, Mint(), "en")
    assert judge.judge(batch) == [Verdict()] * 3
    assert checker.asked == 1


@pytest.mark.parametrize("fault", ["SHACL", "quote", "describing", "term"])
def test_a_fault_is_that_of_its_article(
    fault: str, assembled: Assembled, vocabulary: Vocabulary, checker: Counting
) -> None:
    """The others of the batch are good, and the reasons are those of the article alone."""
    first, *others = assembled.summary.tellings
    wrong = faults(first)[fault]
    judge = Judge(vocabulary, checker, Mint(), "en")
    (alone,) = judge.judge([(wrong, RUN)])
    assert alone.reasons
    batch = [(one, RUN) for one in (*others, wrong)]
    assert judge.judge(batch) == [Verdict(), Verdict(), alone]
    assert judge.judge(batch[::-1]) == [alone, Verdict(), Verdict()]
    assert "batch" not in " ".join(alone.reasons) + alone.graph.decode()
