"""Which articles keep the rules: checked many at a time, and alone only where that shows a fault.

The rule: the verdict on an article hangs on that article alone, whatever it was checked with. So the graphs
of a batch get bases of their own, share no node, and are checked as one; where a rule is broken, the
articles of that batch are checked again, each by itself and under its own name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.checking import Scope, loads_everywhere, quotes_hold
from kg.describe import article_triples
from kg.errors import KgError
from kg.findings import in_words
from kg.indexed import Indexed
from kg.minting import Mint
from kg.turtle import to_turtle

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from kg.checking import Checker
    from kg.describe import Run
    from kg.findings import Finding
    from kg.model import Telling
    from kg.setup import Setup
    from kg.vocabulary import Triple, Vocabulary

#: SHACL costs half as much in a batch of this size as alone; larger ones gain little and hold more in memory.
BATCH: Final = 32


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why an article is set aside, in words, and its graph; no reasons if it is good."""

    reasons: tuple[str, ...] = ()
    graph: bytes = b""


@dataclass(frozen=True, slots=True)
class Task:
    """A batch of articles to judge: the base of their names, and the language of reasons."""

    batch: tuple[tuple[Telling, Run], ...]
    base: str
    lang: str


class Judge:
    """Checks the graphs of articles before events are made of them.

    Parameters
    ----------
    vocabulary, checker
        The ontology and the shapes.
    mint
        Names the items.
    lang
        In which language reasons are told.
    """

    def __init__(self, vocabulary: Vocabulary, checker: Checker, mint: Mint, lang: str) -> None:
        self._vocabulary = vocabulary
        self._checker = checker
        self._mint = mint
        self._lang = lang

    def judge(self, batch: Sequence[tuple[Telling, Run]]) -> list[Verdict]:
        """Give the verdict on each article."""
        if len(batch) > 1 and self._all_good(batch):
            return [Verdict() for _ in batch]
        return [self._alone(telling, run) for telling, run in batch]

    def _all_good(self, batch: Sequence[tuple[Telling, Run]]) -> bool:
        whole: list[Triple] = []
        for number, (telling, run) in enumerate(batch):
            mint = Mint(f"{self._mint.base}batch/{number}/")
            try:
                triples = article_triples(telling, self._vocabulary, mint, run)
            except KgError:
                return False
            if self._own_rules(triples, telling, mint):
                return False
            whole += triples
        return not self._checker.check(whole, self._lang, Scope.MUSTS)

    def _alone(self, telling: Telling, run: Run) -> Verdict:
        graph = Indexed(())
        try:
            graph = Indexed(article_triples(telling, self._vocabulary, self._mint, run))
            findings = [
                *self._checker.check(graph, self._lang, Scope.MUSTS),
                *self._own_rules(graph, telling, self._mint),
            ]
            reasons = [in_words(one, graph, self._lang) for one in findings]
        except KgError as error:
            reasons = [str(error)]
        if not reasons:
            return Verdict()
        return Verdict(tuple(reasons), to_turtle(graph, self._mint.prefixes()))

    def _own_rules(self, graph: Collection[Triple], telling: Telling, mint: Mint) -> list[Finding]:
        """Find what SHACL cannot see; all of it is a must."""
        article = telling.reading.article
        return [
            *self._checker.undeclared(graph, self._lang),
            *loads_everywhere(graph, self._lang),
            *quotes_hold(graph, {mint.article(article.sha256): article.text}, self._lang),
        ]


def judged(setup: Setup, task: Task) -> list[Verdict]:
    """Give the verdicts on a batch of articles, in whichever process."""
    judge = Judge(setup.vocabulary, setup.checker, Mint(task.base), task.lang)
    return judge.judge(task.batch)


def set_aside(verdicts: Mapping[str, Verdict]) -> dict[str, bytes]:
    """Give the files of articles that are set aside: graph and reasons, by name."""
    files: dict[str, bytes] = {}
    for name, verdict in verdicts.items():
        if verdict.reasons:
            files[f"rejected/{name}.ttl"] = verdict.graph
            files[f"rejected/{name}.txt"] = ("\n".join(verdict.reasons) + "\n").encode()
    return files
