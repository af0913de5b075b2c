"""The picture of what restores speech: the same bytes each time, every set named, whatever was found."""

from __future__ import annotations

import pytest

from hushed.experiments.safeguarding.restoring import Restoration, what_restores
from hushed.figures.restoring import safeguards_figure, safeguards_png
from hushed.scenario.reader import read_scenario


def found(name: str = "sesame-credit", **settings: object) -> Restoration:
    scenario = read_scenario(name, population=200, rounds=12, changes=["regime.enrolment.share=1.0"])
    options: dict = {"replicates": 2, "largest": 1, "doses": (0.0, 1.0), **settings}
    return what_restores(scenario, **options)


def texts(restoration: Restoration) -> str:
    figure = safeguards_figure(restoration)
    inside = [text.get_text() for axes in figure.axes for text in (*axes.texts, axes.title, axes._left_title)]
    return " ".join(" ".join([*inside, *(text.get_text() for text in figure.texts)]).split())


def test_it_names_every_safeguard_and_what_becomes_of_sets() -> None:
    restoration = found()
    words = texts(restoration)
    assert "Invented people" in words
    assert "asked for: 90 %" in words
    for response in restoration.responses:
        assert response.safeguard.replace("_", " ") in words
    assert "holds" in words
    assert safeguards_png(restoration) == safeguards_png(restoration)


@pytest.mark.parametrize("name", ["free-society", "informers", "daymude-2025"])
def test_it_can_be_drawn_of_whatever_was_found(name: str) -> None:
    for settings in ({}, {"replicates": 1, "reaction": False}, {"restore": 1.0}):
        assert safeguards_png(found(name, **settings)).startswith(b"\x89PNG")
