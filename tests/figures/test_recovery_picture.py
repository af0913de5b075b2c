"""The pictures of recoveries and scans: the same bytes each time, the right numbers in words, nothing on anything."""

from __future__ import annotations

from itertools import combinations

import pytest
import xarray as xr
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text

from hushed.experiments.recovery.arms import recover
from hushed.experiments.recovery.scan import scan
from hushed.figures.loop import loop_figure, loop_png
from hushed.figures.recovery_picture import recovery_figure, recovery_png
from hushed.scenario.reader import read_scenario


@pytest.fixture(scope="module")
def recovery() -> xr.Dataset:
    scenario = read_scenario("sesame-credit", population=400, rounds=90)
    return recover(scenario, abolish="scoring", at=70, replicates=3).dataset


@pytest.fixture(scope="module")
def loop() -> xr.Dataset:
    scenario = read_scenario("sesame-credit", population=400, changes=["regime.enrolment.share=1.0"])
    return scan(scenario, "regime.scoring.severity", start=0.0, end=1.0, steps=5, hold=4, replicates=3).dataset


def _words(figure: Figure) -> str:
    return "\n".join(text.get_text() for text in figure.findobj(Text))


def _check_labels(figure: Figure) -> None:
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    labels = [text for text in figure.findobj(Annotation) if text.get_text()]
    boxes = [(label.get_text(), Text.get_window_extent(label, canvas.get_renderer())) for label in labels]
    for (one, first), (other, second) in combinations(boxes, 2):
        assert not first.overlaps(second), (one, other)
    for words, box in boxes:
        assert box.x0 >= 0, words
        assert box.x1 <= figure.bbox.width, words


def test_the_same_result_gives_the_same_bytes(recovery: xr.Dataset, loop: xr.Dataset) -> None:
    for draw, dataset in ((recovery_png, recovery), (loop_png, loop)):
        picture = draw(dataset)
        assert picture == draw(dataset)
        assert picture.startswith(b"\x89PNG")


def test_it_names_the_arms_the_abolition_and_what_is_back(recovery: xr.Dataset) -> None:
    words = _words(recovery_figure(recovery))
    ends = recovery["voice_share"].isel(round=-1).mean("replicate")
    for arm in ("never introduced", "never abolished", "abolished"):
        assert f"{arm}, {100 * float(ends.sel(arm=arm)):.0f} %" in words.replace("\n", " ")
    assert "scoring abolished" in words
    assert "100 % of what was lost" in words
    assert "enrolled 30 % → 100 %" in words
    assert "Invented people. A model, not a forecast." in words


def test_the_loop_has_both_ways_and_the_parameter(loop: xr.Dataset) -> None:
    words = _words(loop_figure(loop))
    assert {"there", "back", "severity"} <= set(words.splitlines())
    assert "Friendships broken off" in words


def test_no_label_lies_on_another_or_off_the_sheet(recovery: xr.Dataset, loop: xr.Dataset) -> None:
    _check_labels(recovery_figure(recovery))
    _check_labels(loop_figure(loop))


@pytest.mark.parametrize("name", ["all-instruments", "daymude-2025"])
def test_even_the_shortest_can_be_drawn(name: str) -> None:
    scenario = read_scenario(name, population=200, rounds=2)
    assert recovery_png(recover(scenario, abolish="all", replicates=1).dataset)
    path = "regime.observation.misreading"
    assert loop_png(scan(scenario, path, start=0.1, end=0.0, steps=2, hold=1, replicates=1).dataset)
