"""Which Wikidata item a name means, against the embedded snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import LookupFailed
from kg.linking import Known, class_of, compatible, link
from kg.model import Candidate, LinkStatus, Mention, MentionKind, Span
from kg.scoring import kilometres
from kg.telling import tell

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from kg.language import Language
    from kg.linking import Linked
    from kg.model import Reading
    from kg.telling import Knowledge

    Read = Callable[..., Reading]


class Down:
    """A service that does not answer."""

    def named(self, names: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], tuple[Candidate, ...]]:
        """Fail as a service does."""
        raise LookupFailed("KG-401", f"No answer for {len(names)} names.")

    def items(self, qids: Collection[str]) -> Mapping[str, Candidate]:
        """Fail as a service does."""
        raise LookupFailed("KG-401", f"No answer for {len(qids)} items.")

    def holders(self, positions: Collection[str]) -> Mapping[str, tuple[tuple[str, str, str], ...]]:
        """Fail as a service does."""
        raise LookupFailed("KG-401", f"No answer for {len(positions)} positions.")

    def heads(self, countries: Collection[str]) -> Mapping[str, tuple[tuple[str, str, str, str], ...]]:
        """Fail as a service does."""
        raise LookupFailed("KG-401", f"No answer for {len(countries)} countries.")


class Twins:
    """A source with two items of one name and class."""

    def named(self, names: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], tuple[Candidate, ...]]:
        """Give both."""
        both = tuple(Candidate(qid, "Neustadt", (("Neustadt", "de"),), ("Q515",)) for qid in ("Q11", "Q12"))
        return {name: both for name in names if name[0] == "Neustadt"}

    def items(self, qids: Collection[str]) -> Mapping[str, Candidate]:
        """Know nothing of items."""
        return {qid: Candidate(qid, qid) for qid in qids if qid == "nothing"}

    def holders(self, positions: Collection[str]) -> Mapping[str, tuple[tuple[str, str, str], ...]]:
        """Know nothing of offices."""
        return dict.fromkeys(positions, ())

    def heads(self, countries: Collection[str]) -> Mapping[str, tuple[tuple[str, str, str, str], ...]]:
        """Know nothing of heads."""
        return dict.fromkeys(countries, ())


def _link(reading: Reading, knowledge: Knowledge) -> dict[str, Linked]:
    """Give the outcome by the words of the mention."""
    linked = link(reading.mentions, "de", knowledge.lookup, knowledge.classes, exhaustive=False)
    return {reading.mentions[i].text: outcome for i, outcome in linked.items()}


@pytest.mark.parametrize(
    ("text", "words", "qid", "kind"),
    [
        ("Vom Kosmodrom Baikonur startete eine Rakete.", "Kosmodrom Baikonur", "Q177477", "Spaceport"),
        ("Die Stadt Baikonur liegt in Kasachstan.", "Stadt Baikonur", "Q165413", "City"),
        ("Die Trägerrakete Angara startete.", "Trägerrakete Angara", "Q530600", "LaunchVehicle"),
        ("Kim Jong Un reiste nach Moskau. Kim traf Putin.", "Kim", "Q56226", "Person"),
        ("Kim Jong Un reiste nach Moskau. Kim traf Putin.", "Putin", "Q7747", "Person"),
        ("Interfax berichtet aus Moskau.", "Interfax", "Q379271", "NewsAgency"),
        ("Interfax berichtet aus Moskau.", "Moskau", "Q649", "City"),
        ("In Moskau traf Putin den russischen Minister.", "Moskau", "Q649", "City"),
        ("In Moskau traf Putin den russischen Minister.", "russischen", "Q159", "Country"),
        ("Moskau drohte Seoul.", "Moskau", "Q159", "Country"),
        ("Moskau drohte Seoul.", "Seoul", "Q884", "Country"),
        ("Der Kreml warnte Pjöngjang.", "Kreml", "Q159", "Country"),
        ("Der Kreml warnte Pjöngjang.", "Pjöngjang", "Q423", "Country"),
    ],
)
def test_name_is_linked(
    read_de: Read, knowledge: Knowledge, text: str, words: str, qid: str, kind: str
) -> None:
    """A name is the item that its class noun and the text around it mean; a capital that acts the state."""
    outcome = _link(read_de(text), knowledge)[words]
    assert (outcome.link.status, outcome.link.qid, outcome.type) == (LinkStatus.LINKED, qid, kind)


def test_two_equal_readings_stay_ambiguous(read_de: Read, knowledge: Knowledge) -> None:
    """Without a hint "Baikonur" is the city or the spaceport: both are kept, none is chosen."""
    outcome = _link(read_de("In Baikonur schneit es."), knowledge)["Baikonur"]
    assert outcome.link.status is LinkStatus.AMBIGUOUS
    assert outcome.link.qid == ""
    assert {qid for qid, _ in outcome.link.candidates} == {"Q165413", "Q177477"}
    assert len(outcome.link.reasons) == 2


def test_a_rocket_that_is_spoken_of_keeps_a_name_from_being_the_river(
    read_de: Read, knowledge: Knowledge
) -> None:
    """Where the article speaks of rockets, "Angara" alone weighs the same as river and as rocket."""
    plain, spoken = (
        dict(_link(read_de(text), knowledge)["Angara"].link.candidates)
        for text in (
            "Putin reiste nach Moskau und an die Angara.",
            "Putin sah in Moskau eine Rakete am Startplatz der Angara.",
        )
    )
    assert round(spoken["Q530600"] - plain["Q530600"], 2) == 0.1
    assert spoken["Q162737"] <= plain["Q162737"]


def test_class_noun_refuses_what_it_does_not_fit(read_de: Read, knowledge: Knowledge) -> None:
    """The river is a candidate for "Trägerrakete Angara", and is weighed far below."""
    scores = dict(
        _link(read_de("Die Trägerrakete Angara startete."), knowledge)["Trägerrakete Angara"].link.candidates
    )
    assert scores["Q162737"] < 0.5 < scores["Q530600"]


def test_unknown_name_was_not_attempted(read_de: Read, knowledge: Knowledge) -> None:
    """What the snapshot lacks may be in Wikidata: that is not NIL."""
    outcome = _link(read_de("Der Händler Anton Grubenwald traf Putin in Moskau."), knowledge)[
        "Anton Grubenwald"
    ]
    assert outcome.link.status is LinkStatus.NOT_ATTEMPTED
    assert outcome.link.candidates == ()


def test_unknown_name_of_an_endpoint_is_nil(read_de: Read, knowledge: Knowledge) -> None:
    """A source that has everything and gives nothing says that there is none."""
    reading = read_de("Der Händler Anton Grubenwald traf Putin in Moskau.")
    linked = link(reading.mentions, "de", knowledge.lookup, knowledge.classes, exhaustive=True)
    found = [o.link.status for i, o in linked.items() if reading.mentions[i].name == "Anton Grubenwald"]
    assert found == [LinkStatus.NIL]


def test_failed_service_is_never_nil(read_de: Read, knowledge: Knowledge) -> None:
    """If the service fails, every name is LookupFailed with its reason, and none is linked or NIL."""
    reading = read_de("Kim Jong Un traf Putin in Wladiwostok. Moskau schwieg.")
    linked = link(reading.mentions, "de", Down(), knowledge.classes, exhaustive=True)
    assert len(linked) == 4
    assert {o.link.status for o in linked.values()} == {LinkStatus.LOOKUP_FAILED}
    assert {o.link.qid for o in linked.values()} == {""}
    assert all(o.link.reasons for o in linked.values())


def test_article_is_told_without_the_service(
    read_de: Read, language_de: Language, knowledge: Knowledge
) -> None:
    """A failed service costs the links, not the reports, and its entities say why they have none."""
    down = type(knowledge)(
        Down(), knowledge.classes, knowledge.offices, knowledge.superclasses, exhaustive=True
    )
    telling = tell(read_de("Kim Jong Un besichtigte in Wladiwostok eine Rakete."), language_de, down)
    assert [r.event_type for r in telling.reports] == ["Inspection"]
    named = [e.link.status for e in telling.entities if e.name == "Kim Jong Un"]
    assert named == [LinkStatus.LOOKUP_FAILED]


def test_twins_are_both_kept(knowledge: Knowledge) -> None:
    """Two items that agree in all are Ambiguous, in a stable order."""
    mention = Mention(Span(0, 8), "Neustadt", 0, MentionKind.NAME, "Place", "Neustadt")
    outcome = link([mention], "de", Twins(), knowledge.classes, exhaustive=True)[0]
    assert outcome.link.status is LinkStatus.AMBIGUOUS
    assert [qid for qid, _ in outcome.link.candidates] == ["Q11", "Q12"]


def test_part_of_a_name_is_that_name(knowledge: Knowledge) -> None:
    """The single word "Kim" is the Kim named last before, even if another Kim is named after."""
    names = ("Kim Jong Un", "Kim", "Kim Jong Il")
    mentions = [
        Mention(Span(20 * n, 20 * n + len(name)), name, 0, MentionKind.NAME, "Person", name)
        for n, name in enumerate(names)
    ]
    linked = link(mentions, "de", knowledge.lookup, knowledge.classes, exhaustive=False)
    assert [linked[n].link.qid for n in range(3)] == ["Q56226", "Q56226", "Q10665"]


def test_only_names_are_linked(read_de: Read, knowledge: Knowledge) -> None:
    """A description is no name: who "der Präsident" is, is not the linker's matter."""
    assert _link(read_de("Der Präsident schwieg."), knowledge) == {}


def test_class_of_an_item_is_the_finest(knowledge: Knowledge) -> None:
    """An item's ontology class comes from the table; one without a known class is an Entity."""
    spaceport = knowledge.lookup.items(["Q1166191"])["Q1166191"]
    assert class_of(spaceport, knowledge.classes) == "Spaceport"
    assert class_of(Candidate("Q0", "?"), knowledge.classes) == "Entity"


@pytest.mark.parametrize(
    ("hint", "kind", "agree"),
    [
        ("", "City", True),
        ("Entity", "Person", True),
        ("Place", "Spaceport", True),
        ("Place", "Person", False),
        ("Organization", "NewsAgency", True),
        ("Person", "Country", False),
        ("City", "City", True),
        ("City", "Spaceport", False),
    ],
)
def test_hint_and_class_agree(hint: str, kind: str, agree: bool) -> None:
    """What the text shows of a name's class is checked against the item's."""
    assert compatible(hint, kind) is agree


class Backwards:
    """The embedded snapshot, with its candidates in the other order."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._lookup = knowledge.lookup

    def named(self, names: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], tuple[Candidate, ...]]:
        """Give the candidates of each name, the last first."""
        found = self._lookup.named(names)
        return {name: tuple(reversed(found[name])) for name in reversed([*found])}

    def items(self, qids: Collection[str]) -> Mapping[str, Candidate]:
        """Give what the snapshot has."""
        return self._lookup.items(qids)

    def holders(self, positions: Collection[str]) -> Mapping[str, tuple[tuple[str, str, str], ...]]:
        """Give what the snapshot has."""
        return self._lookup.holders(positions)

    def heads(self, countries: Collection[str]) -> Mapping[str, tuple[tuple[str, str, str, str], ...]]:
        """Give what the snapshot has."""
        return self._lookup.heads(countries)


def test_order_of_candidates_says_nothing(read_de: Read, knowledge: Knowledge) -> None:
    """The order in which a source gives its candidates changes no link, score or reason."""
    reading = read_de("In Baikonur und New York flog die Angara. Kim Jong Un sah Kursk und Washington.")
    backwards = Backwards(knowledge)
    one, other = (
        link(reading.mentions, "de", lookup, knowledge.classes, exhaustive=False)
        for lookup in (knowledge.lookup, backwards)
    )
    assert len(one) >= 5
    assert one == other


def _persons(*names: tuple[str, str, str, int]) -> list[Mention]:
    """Make mentions of persons: (words, title, office, sentence)."""
    return [
        Mention(
            Span(40 * n, 40 * n + len(name)), name, at, MentionKind.NAME, "Person", name, title, office=kind
        )
        for n, (name, title, kind, at) in enumerate(names)
    ]


@pytest.mark.parametrize(
    ("last", "qid", "why"),
    [
        (("Kim", "", "", 2), "Q4330912", "named nearest"),
        (("Kim", "Machthaber", "leader", 2), "Q56226", "whose title 'Machthaber' is"),
        (("Kim", "Ministerpräsident", "primeMinister", 2), "", "nothing tells who is meant"),
    ],
)
def test_two_of_one_surname(
    knowledge: Knowledge, last: tuple[str, str, str, int], qid: str, why: str
) -> None:
    """The title decides between two of one surname, then who was named last; a stranger's title nobody."""
    near = 1 if qid else 0
    mentions = _persons(("Kim Jong Un", "", "", 0), ("Kim Yo Jong", "", "", near), last)
    known = Known("2023-09-13", "", knowledge.offices.positions)
    linked = link(mentions, "de", knowledge.lookup, knowledge.classes, known, exhaustive=False)
    assert linked[2].link.qid == qid
    assert why in linked[2].link.reasons[0]


def test_given_name_inside_is_no_surname(knowledge: Knowledge) -> None:
    """Only the first or last part of a name stands for it: "Jong" alone is nobody of the article."""
    mentions = _persons(("Kim Jong Un", "", "", 0), ("Jong", "", "", 1))
    linked = link(mentions, "de", knowledge.lookup, knowledge.classes, exhaustive=False)
    assert linked[1].link.status is LinkStatus.NOT_ATTEMPTED


def test_distance_is_measured_on_the_globe() -> None:
    """Vladivostok and Pyongyang are some 690 km apart."""
    assert round(kilometres((131.9, 43.1), (125.75, 39.02)), -1) == 690
