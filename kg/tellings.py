"""Readings in, tellings out: told again is only what is new, or whose names are answered otherwise now.

The rule: a telling is kept with the questions it put to the look-up and what the answers came to. From the
snapshot the answers cannot change unless it does; a service is asked the same again (its answers are kept
too), and the telling counts if they are the same. What failed because a service did not answer is not kept.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from kg.assembling import Told
from kg.errors import KgError, LookupFailed, ProjectError
from kg.extracting import fault
from kg.lookups import foresee, open_lookup
from kg.model import Article, Reading, Telling
from kg.results import fingerprint, written
from kg.rooms import room
from kg.telling import load_knowledge, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from kg.crew import Crew
    from kg.endpoint import EndpointLookup
    from kg.extracting import Extracted
    from kg.linking import Lookup
    from kg.model import Candidate
    from kg.pipeline import Settings
    from kg.results import Results
    from kg.setup import Setup
    from kg.stages import Stages
    from kg.telling import Knowledge

    Progress = Callable[[str, int, int], None]
    Name = tuple[str, str]

#: Stands in what is kept for the reading, which is kept by itself.
_NO_READING: Final = Reading(Article("", "", "", ""), (), (), ())


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked of a look-up at once: names with their language ("named"), or things of items."""

    kind: str
    keys: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    telling: Telling
    asked: tuple[Question, ...] = ()
    answers: str = ""


class Recorder:
    """A look-up that remembers what it was asked, and what the answers came to.

    Parameters
    ----------
    lookup
        Who answers.
    """

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._answers: list[bytes] = []
        #: What was asked, in order.
        self.asked: list[Question] = []
        #: Whether a question was not answered.
        self.failed = False

    @property
    def answers(self) -> str:
        """The fingerprint of all answers."""
        return fingerprint(*self._answers)

    def named(self, names: Collection[Name]) -> Mapping[Name, tuple[Candidate, ...]]:
        """Give candidates by (name, language)."""
        with self._noting():
            answer = self._lookup.named(names)
        self._note("named", sorted(names), sorted(answer.items()))
        return answer

    def items(self, qids: Collection[str]) -> Mapping[str, Candidate]:
        """Give candidates by QID."""
        with self._noting():
            answer = self._lookup.items(qids)
        self._note("items", [(qid, "") for qid in sorted(qids)], sorted(answer.items()))
        return answer

    def holders(self, positions: Collection[str]) -> Mapping[str, tuple[tuple[str, str, str], ...]]:
        """Give (person, begin, end) by position."""
        with self._noting():
            answer = self._lookup.holders(positions)
        self._note("holders", [(position, "") for position in sorted(positions)], sorted(answer.items()))
        return answer

    def heads(self, countries: Collection[str]) -> Mapping[str, tuple[tuple[str, str, str, str], ...]]:
        """Give (P35 or P6, person, begin, end) by country."""
        with self._noting():
            answer = self._lookup.heads(countries)
        self._note("heads", [(country, "") for country in sorted(countries)], sorted(answer.items()))
        return answer

    def ask(self, question: Question) -> None:
        """Ask once more what was asked before."""
        if question.kind == "named":
            self.named(question.keys)
        elif question.kind == "items":
            self.items([key for key, _ in question.keys])
        elif question.kind == "heads":
            self.heads([key for key, _ in question.keys])
        else:
            self.holders([key for key, _ in question.keys])

    def _note(self, kind: str, keys: Sequence[Name], answer: Sequence[tuple[Any, Any]]) -> None:
        self.asked.append(Question(kind, tuple(keys)))
        self._answers.append(written(answer))

    @contextmanager
    def _noting(self) -> Iterator[None]:
        try:
            yield
        except LookupFailed:
            self.failed = True
            raise


def tell_all(
    readings: Sequence[Extracted],
    setup: Setup,
    crew: Crew,
    settings: Settings,
    results: Results,
    stages: Stages,
    progress: Progress,
    told: Callable[[str], None],
) -> Told:
    """Tell what the articles tell, asking for the names of all of them together.

    Raises
    ------
    ProjectError
        If a file of the project is wrong.
    """
    service = open_lookup(
        setup.snapshot,
        settings.endpoint,
        settings.contact,
        settings.cache,
        settings.cache_days,
        told,
        offline=settings.offline,
        text_search=settings.text_search,
    )
    teller = _Teller(setup, settings, results, stages, service)
    if service is not None:
        read = [(one.reading, setup.language(one.reading.article.lang)) for one in readings]
        foresee(service, read, teller.knowledge.offices, lambda done, total: progress("Linking", done, total))
    made = teller.tell_all(readings, crew)
    tellings = [one for one, _ in made if isinstance(one, Telling)]
    errors = [one for one, _ in made if isinstance(one, KgError)]
    unchanged = sum(kept and one.kept for (_, kept), one in zip(made, readings, strict=True))
    if service is not None:
        errors += service.failures
    date = setup.snapshot.date if service is None else service.date
    runs = {one.reading.article.id: replace(one.run, snapshot_date=date) for one in readings}
    requests = service.requests if service is not None else 0
    ordered = tuple(sorted(tellings, key=lambda one: one.reading.article.id))
    return Told(ordered, runs, tuple(errors), requests, unchanged)


class _Teller:
    """Tells, unless an earlier build did and nothing has changed since."""

    def __init__(
        self,
        setup: Setup,
        settings: Settings,
        results: Results,
        stages: Stages,
        service: EndpointLookup | None,
    ) -> None:
        self._setup = setup
        self._settings = settings
        self._results = results
        self._stages = stages
        self._service = service
        # The snapshot is a part of Wikidata, and so is what was kept: what they lack may be there.
        self._exhaustive = service is not None and not settings.offline

    @cached_property
    def knowledge(self) -> Knowledge:
        """What is known beside the texts."""
        if self._service is None:
            return self._setup.knowledge
        return load_knowledge(
            self._service,
            room("data") / "wikidata",
            self._setup.classes,
            exhaustive=self._exhaustive,
            overrides=self._settings.overrides,
            snapshot=self._settings.snapshot,
            service=True,
        )

    def tell_all(self, readings: Sequence[Extracted], crew: Crew) -> list[tuple[Telling | KgError, bool]]:
        """Give what each reading tells, or why it could not be told, and whether an earlier build told it.

        Who asks a service does so alone: it is asked for one thing at a time.
        """
        keys = [fingerprint(self._stage(one.reading.article.lang), one.digest) for one in readings]
        told: dict[int, tuple[Telling | KgError, bool]] = {}
        for number, (one, key) in enumerate(zip(readings, keys, strict=True)):
            kept = self._results.read("told", key, _Kept)
            if kept is not None and self._answered_alike(kept):
                told[number] = replace(kept.telling, reading=one.reading), True
        new = [number for number in range(len(readings)) if number not in told]
        tasks = [readings[number].reading for number in new]
        made = crew.each(told_offline, tasks) if self._service is None else enumerate(map(self._asked, tasks))
        for place, answer in made:
            number = new[place]
            if isinstance(answer, KgError):
                told[number] = answer, False
                continue
            fresh, failed = answer
            if not failed:
                self._results.keep("told", keys[number], fresh)
            told[number] = replace(fresh.telling, reading=readings[number].reading), False
        return [told[number] for number in range(len(readings))]

    def _asked(self, reading: Reading) -> tuple[_Kept, bool] | KgError:
        """Tell by what the service answers; gives also whether it failed to answer something."""
        recorder = Recorder(self.knowledge.lookup)
        made = _told(reading, self._setup, replace(self.knowledge, lookup=recorder))
        if isinstance(made, KgError):
            return made
        return replace(made, asked=tuple(recorder.asked), answers=recorder.answers), recorder.failed

    def _stage(self, lang: str) -> str:
        settings = self._settings
        lookup = f"{settings.endpoint} {settings.text_search} {settings.offline}"
        return self._stages.telling(
            lang,
            lambda: self._setup.classes,
            lookup if self._service is not None else self._stages.snapshot,
            exhaustive=self._exhaustive,
        )

    def _answered_alike(self, kept: _Kept) -> bool:
        if self._service is None:
            return True
        again = Recorder(self._service)
        try:
            for question in kept.asked:
                again.ask(question)
        except LookupFailed:
            return False
        return again.answers == kept.answers


def told_offline(setup: Setup, reading: Reading) -> tuple[_Kept, bool] | KgError:
    """Tell by what the snapshot answers, in whichever process; it never fails to answer."""
    made = _told(reading, setup, setup.knowledge)
    return made if isinstance(made, KgError) else (made, False)


def _told(reading: Reading, setup: Setup, knowledge: Knowledge) -> _Kept | KgError:
    try:
        telling = tell(reading, setup.language(reading.article.lang), knowledge)
    except ProjectError:
        raise
    except Exception as error:  # noqa: BLE001  a fault of ours in one article must not cost the others
        return fault(reading.article, error)
    return _Kept(replace(telling, reading=_NO_READING))
