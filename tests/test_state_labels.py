"""How something that each state has is called, so that a reader knows whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import Telling


def test_military_is_labelled_with_its_state(tell_de: Callable[..., Telling]) -> None:
    """A body without a name is labelled with the state it is of, in the words of the article."""
    telling = tell_de("Laut dem südkoreanischen Militär hat Nordkorea am Montag eine Rakete getestet.")
    source = telling.reports[0].stance.source
    entity = next(one for one in telling.entities if one.key == source)
    assert entity.labels == (("Militär (Südkorea)", "de"),)


def test_base_form_is_preferred_to_an_inflected_one(tell_de: Callable[..., Telling]) -> None:
    """Of the forms in an article, the base form is the name."""
    telling = tell_de(
        "Nach Darstellung des südkoreanischen Militärs hat Nordkorea am Montag eine Rakete getestet. "
        "Laut dem südkoreanischen Militär hat Nordkorea am Dienstag zwei Raketen getestet."
    )
    holders = {report.stance.source for report in telling.reports}
    names = [entity.name for entity in telling.entities if entity.key in holders]
    assert names == ["Militär"]


def test_body_of_no_state_keeps_its_word(tell_de: Callable[..., Telling]) -> None:
    """Where the article does not say whose a body is, its label says no more, either."""
    telling = tell_de("Laut dem Militär hat Nordkorea am Montag eine Rakete getestet.")
    source = telling.reports[0].stance.source
    assert not [one.labels for one in telling.entities if one.key == source and one.labels]
