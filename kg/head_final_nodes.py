"""What a sentence of a language of suffixes is made of while it is read: verbs, nouns, and noun groups."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kg.model import Period, Word

SUBJECT: Final = "subject"
TOPIC: Final = "topic"
OBJECT: Final = "object"
#: The function of whose something is.
OF: Final = "genitive"
#: Classes of those who act.
AGENTS: Final = frozenset({"Person", "Country", "Government", "Organization", "NewsAgency", "Company"})
FORCES: Final = "ArmedForces"
PLACES: Final = frozenset({"Place", "City", "Region", "Spaceport", "Facility"})
#: Classes of what is given, sent or launched.
THINGS: Final = frozenset({"Weapon", "Technology", "LaunchVehicle", "Vehicle"})
#: Forms of a verb by which somebody's words go on, ...
SAID: Final = frozenset({"quote", "order", "proposal", "asked"})
#: ... by which its clause is a part of another, ...
INSIDE: Final = SAID | {"told", "whether", "content", "decided", "name"}
#: ... and by which another clause follows.
CHAINED: Final = frozenset(
    {
        *("and", "having", "while", "though", "since", "after", "or"),
        *("so", "not", "must", "if", "intent", "purpose"),
    }
)
#: Forms in which the present tense also tells what is scheduled ("10월 평양을 방문한다").
PLAIN: Final = frozenset({"final", "quote", "told"})


@dataclass(eq=False)
class Node:
    """A clause while it is made; ``over`` is the one it hangs on, ``wanted`` what is asked for.

    ``speech`` is the quotation without a verb that this one says, ``thing`` an object that is a thing.
    """

    kind: str
    lemma: str
    begin: int
    end: int
    links: list[Link] = field(default_factory=list)
    over: Node | None = None
    relation: str = ""
    members: tuple[str, ...] = ()
    words: list[Word] = field(default_factory=list)
    modals: list[Word] = field(default_factory=list)
    times: list[tuple[Period, Period]] = field(default_factory=list)
    tense: str = ""
    mood: str = ""
    finite: Word | None = None
    passive: bool = False
    negated: bool = False
    definite: bool = False
    condition: bool = False
    question: bool = False
    wanted: bool = False
    quote: int = 0
    form: str = ""
    host: tuple[int, int] = (-1, -1)
    speech: int = 0
    thing: Link | None = None


@dataclass(eq=False)
class Link:
    """What hangs on a clause: a function and what stands there."""

    function: str
    begin: int
    end: int
    lemma: str
    mentions: list[int] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)


@dataclass(eq=False)
class Group:
    """A noun group: ``type`` is the class of its head, "" if unknown; ``comma`` whether one follows.

    ``owner`` is who stands before it as whose it is.
    """

    link: Link
    type: str
    adnominal: bool
    quote: int
    nouns: list[Node]
    comma: bool = False
    named: bool = False
    shared: bool = False
    time: tuple[Period, Period] | None = None
    owner: Link | None = None

    @property
    def function(self) -> str:
        """Give its function."""
        return self.link.function


def hang(node: Node, over: Node, relation: str) -> None:
    """Hang a noun on what it is part of, unless it hangs already."""
    if node.over is None and node is not over:
        node.over, node.relation = over, relation


def has(node: Node, function: str) -> bool:
    """Whether something stands in a function of a verb."""
    return any(link.function == function for link in node.links)


def as_function(link: Link, function: str) -> Link:
    """Give the same words in another function."""
    return Link(function, link.begin, link.end, link.lemma, link.mentions, link.nodes)


def lend(group: Group, function: str) -> Group:
    """Give a group that stays where it is to one more verb."""
    return Group(as_function(group.link, function), group.type, group.adnominal, group.quote, [])


def past_before_future(node: Node, verb: Node) -> bool:
    """Whether a clause that was is chained to one that will be: "방문했는데 … 회담할 예정"."""
    ahead = verb.form == "adnominal" and verb.tense == "future"
    return node.tense == "past" and (ahead or (verb.form in CHAINED and not verb.tense))
