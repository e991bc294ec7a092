"""What can go wrong, told apart by whose fault it is.

`ProjectError`: a file of this project is wrong (ontology, shapes, language file); crash, say where.
`ArticleError`: an input is unreadable; say which, go on with the others.
`MissingError`: something this machine lacks (a pipeline, a folder that can be written).
`LookupFailed`: a service did not answer. Never an answer, never cached, never "no such entity".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class KgError(Exception):
    """What happened, where, and what to do about it, with a code to search for.

    Parameters
    ----------
    code
        ``KG-`` and three digits; the first names the part (1 project, 2 input, 3 machine, 4 service).
    what
        What happened and where, in one sentence.
    remedy
        What the reader can do; may be empty.
    """

    def __init__(self, code: str, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.code = code
        self.what = what
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[KgError], tuple[object, ...]]:
        """Make the same error in another process."""
        return type(self), (self.code, self.what, self.remedy)

    def __str__(self) -> str:
        """Code and sentence, and the remedy on a line of its own."""
        lines = [f"{self.code}  {self.what}"]
        if self.remedy:
            lines += [f"        {line}" for line in self.remedy.splitlines()]
        return "\n".join(lines)


class ProjectError(KgError):
    """A file of the project is wrong: ours to mend, so it stops everything."""


class ArticleError(KgError):
    """One input cannot be used: the user's to mend, the others go on."""


class MissingError(KgError):
    """Something that the command needs is missing from this machine."""


class LookupFailed(KgError):
    """A service did not answer: never to be taken for "there is nothing"."""


class PartlyFailed(LookupFailed):
    """Some of what was asked was not answered; who makes nothing of the rest takes it for a failure.

    Parameters
    ----------
    answered
        The answers that came, as the look-up gives them.
    failed
        What went wrong, by each name or item that was not answered; never empty.
    """

    def __init__(self, answered: Mapping[Any, Any], failed: Mapping[Any, LookupFailed]) -> None:
        first = next(iter(failed.values()))
        super().__init__(first.code, first.what, first.remedy)
        self.answered = answered
        self.failed = failed

    def __reduce__(self) -> tuple[type[KgError], tuple[object, ...]]:
        """Make the same error in another process."""
        return type(self), (self.answered, self.failed)
