"""The picture: the same bytes each time, the right numbers in words, and no result it cannot draw."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
import xarray as xr
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text

from hushed.experiments.compare import compare
from hushed.experiments.progress import Step
from hushed.experiments.run import run
from hushed.figures import style
from hushed.figures.bands import voice_band
from hushed.figures.marks import policy_marks
from hushed.figures.speech_picture import speech_figure, speech_png
from hushed.scenario.reader import read_scenario


@pytest.fixture(scope="module")
def sesame() -> xr.Dataset:
    return run(read_scenario("sesame-credit", population=400, rounds=70), replicates=3)


def _words(figure: Figure) -> str:
    return "\n".join(text.get_text() for text in figure.findobj(Text))


def test_the_same_result_gives_the_same_bytes_without_a_date(sesame: xr.Dataset) -> None:
    picture = speech_png(sesame)
    assert picture == speech_png(sesame)
    assert picture.startswith(b"\x89PNG")
    assert not any(mark in picture for mark in (b"tIME", b"matplotlib", b"Software"))


def test_it_says_in_words_how_much_is_said_and_how_much_is_not(sesame: xr.Dataset) -> None:
    words = _words(speech_figure(sesame))
    chill = 100 * float(sesame["chill"].isel(round=-1).mean())
    assert f"{chill:.0f} % stays unsaid" in words
    assert f"{100 - chill:.0f} % is said" in words
    assert "enrolled 30 % → 100 %" in words
    assert "95 % interval of the mean over 3 replicates" in words
    assert "Invented people. A model, not a forecast." in words


@pytest.mark.parametrize(("rounds", "changes"), [(1, []), (60, []), (8, ["regime.enrolment.share=1.0"])])
def test_words_in_the_picture_end_inside_it(rounds: int, changes: list[str]) -> None:
    scenario = read_scenario("sesame-credit", population=300, rounds=rounds, changes=changes)
    compared = compare(scenario, without="association", replicates=2).dataset
    for dataset in (run(scenario, replicates=2), compared):
        axes = speech_figure(dataset).axes[0]
        italic = [text for text in axes.texts if text.get_style() == "italic"]
        assert all(text.get_window_extent().x1 <= axes.get_window_extent().x1 for text in italic)


def test_nothing_is_written_where_nothing_is_said() -> None:
    severe = ["scoring.severity=9.0", "scoring.tolerance=0.0", "observation.surveillance=1.0", "enrolment.share=1.0"]
    changes = [f"regime.{each}" for each in severe]
    silent = run(read_scenario("sesame-credit", population=200, rounds=3, changes=changes))
    assert float(silent["voice_share"].isel(round=-1).mean()) < 0.1
    assert "is said" not in _words(speech_figure(silent)).replace("so much is said", "")


def test_a_comparison_names_the_gap() -> None:
    scenario = read_scenario("sesame-credit", population=400, rounds=60)
    comparison = compare(scenario, without="scoring", replicates=2)
    words = _words(speech_figure(comparison.dataset))
    points = 100 * comparison.last["voice_share"].difference.mean
    amount = f"{points:.0f}" if points >= 9.5 else f"{points:.1f}"
    assert f"without scoring, {amount} in 100\nmore of it is said" in words


def test_the_band_of_one_replicate_is_its_sampling_error(sesame: xr.Dataset) -> None:
    alone = sesame.isel(replicate=[0])
    band = voice_band(alone)
    error = alone["voice_share_error"].values[0]
    assert np.allclose(band.high - band.low, 2 * 1.959964 * error)
    assert "sampling error of one society" in _words(speech_figure(alone))


def test_the_band_of_several_is_the_t_interval(sesame: xr.Dataset) -> None:
    from scipy import stats

    share = sesame["voice_share"].values
    low, high = stats.t.interval(0.95, 2, share.mean(0), stats.sem(share, axis=0))
    band = voice_band(sesame)
    assert np.allclose(band.low, low)
    assert np.allclose(band.high, np.minimum(high, 1.0))


def test_no_label_lies_on_another_or_off_the_sheet(sesame: xr.Dataset) -> None:
    for dataset in (sesame, run(read_scenario("free-society", population=300, rounds=30))):
        figure = speech_figure(dataset)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        labels = [text for text in figure.findobj(Annotation) if text.get_text()]
        boxes = [(label.get_text(), Text.get_window_extent(label, canvas.get_renderer())) for label in labels]
        for (one, first), (other, second) in combinations(boxes, 2):
            assert not first.overlaps(second), (one, other)
        for words, box in boxes:
            assert box.x0 >= 0, words
            assert box.x1 <= figure.bbox.width, words


@pytest.mark.parametrize("rounds", [1, 2])
def test_even_the_shortest_run_can_be_drawn(rounds: int) -> None:
    for name in ("all-instruments", "free-society", "daymude-2025"):
        assert speech_png(run(read_scenario(name, population=200, rounds=rounds)))


@pytest.mark.parametrize("stop_at", [2, 10])
def test_interrupted_comparisons_can_be_drawn(stop_at: int) -> None:
    def stop(step: Step) -> None:
        if step.done == stop_at:
            raise KeyboardInterrupt

    scenario = read_scenario("sesame-credit", population=200, rounds=8)
    comparison = compare(scenario, with_=("expiry", 0.5), progress=stop)
    assert "interrupted after" in _words(speech_figure(comparison.dataset))
    assert speech_png(comparison.dataset)


def test_policy_changes_are_marked_once_and_in_order() -> None:
    scenario = read_scenario(
        "sesame-credit",
        rounds=100,
        changes=[
            'regime.scoring.tolerance={ at = [0, 20, 40, 200], value = [0.3, 0.3, 0.2, 0.1], between = "step" }',
            'regime.association.weight={ at = [0, 52], value = [0.0, 0.5], between = "linear" }',
        ],
    )
    marks = {mark.round: mark.text for mark in policy_marks(scenario)}
    assert list(marks) == [40, 52]
    assert marks[40] == "tolerance 30 % → 20 %"
    assert marks[52].splitlines() == ["association weight reaches 50 %", "enrolled 30 % → 100 %"]


def _lightness(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


# Viénot, Brettel & Mollon (1999): linear RGB as a person without red or green cones sees it.
_DICHROMATS = {
    "protan": [[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]],
    "deutan": [[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]],
}


@pytest.mark.parametrize("kind", _DICHROMATS)
def test_voice_and_silence_stay_apart_for_colour_blind_eyes(kind: str) -> None:
    def seen(colour: str) -> np.ndarray:
        channels = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
        return np.clip(np.array(_DICHROMATS[kind]) @ channels**2.2, 0, 1) ** (1 / 2.2)

    for warm, cold in ((style.EMBER, style.ICE), (style.SAND, style.FROST)):
        assert np.abs(seen(warm) - seen(cold)).max() > 0.1


def test_lines_and_words_stand_out_from_the_paper() -> None:
    paper = _lightness(style.PAPER)
    for colour in (style.EMBER, style.ICE, style.INK, style.SLATE):
        assert (paper + 0.05) / (_lightness(colour) + 0.05) > 4.5
