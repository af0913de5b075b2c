"""The picture of a user's own model: a panel for each outcome, in words."""

from __future__ import annotations

import hushed
from hushed.figures.own import own_figure, own_png
from models.conftest import EXAMPLE

REFERENCE = f"{EXAMPLE}:PeerPressure"
SCENARIO = hushed.read_scenario("sesame-credit", population=200, rounds=6)


def words(figure: object) -> str:
    texts = [text.get_text() for text in figure.findobj(lambda each: hasattr(each, "get_text"))]
    return " ".join(" ".join(texts).split())


def test_a_run_has_a_panel_for_each_outcome_and_its_sentence() -> None:
    dataset = hushed.run(SCENARIO, model=REFERENCE, replicates=3)
    figure = own_figure(dataset)
    assert len([axes for axes in figure.axes if axes.get_visible()]) == 2
    said = words(figure)
    for part in ("PeerPressure", "How many speak.", "share of people", "Invented people. A model, not a forecast."):
        assert part in said
    assert "95 % interval of the mean over 3 replicates" in said
    assert own_png(dataset) == own_png(dataset)


def test_a_comparison_names_both_arms_and_one_round_is_drawn() -> None:
    compared = hushed.compare(SCENARIO, model=REFERENCE, arm={"bar": 0.7}, replicates=2).dataset
    assert words(own_figure(compared)).count("with bar 0.7") == 2
    alone = hushed.run(hushed.read_scenario("sesame-credit", population=200, rounds=1), model=REFERENCE)
    assert "One replicate." in words(own_figure(alone))
