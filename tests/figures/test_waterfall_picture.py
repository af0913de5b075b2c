"""The waterfall: the same bytes each time, the right numbers in words, and no attribution it cannot draw."""

from __future__ import annotations

from itertools import combinations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text

from hushed.experiments.attribution.attribute import attribute
from hushed.experiments.attribution.shares import Attribution, attributed
from hushed.figures.waterfall_picture import waterfall_figure, waterfall_png
from hushed.outcomes import OUTCOMES
from hushed.scenario.reader import read_scenario


@pytest.fixture(scope="module")
def found() -> Attribution:
    changes = ["regime.enrolment.share=1.0", "regime.capacity.cases=0.02", "regime.clarity.vagueness=0.1"]
    return attribute(read_scenario("sesame-credit", population=300, rounds=8, changes=changes), replicates=3)


def _words(figure: Figure) -> str:
    return "\n".join(text.get_text() for text in figure.findobj(Text))


def test_the_same_attribution_gives_the_same_bytes_without_a_date(found: Attribution) -> None:
    picture = waterfall_png(found)
    assert picture == waterfall_png(found)
    assert picture.startswith(b"\x89PNG")
    assert not any(mark in picture for mark in (b"tIME", b"matplotlib", b"Software"))


def test_it_says_every_share_in_words(found: Attribution) -> None:
    words = _words(waterfall_figure(found))
    for name, each in found.shares.items():
        sign = "−" if each.share.mean > 0 else "+"
        digits = 1 if each.share.margin >= 0.0005 else 2
        assert name in words
        assert f"{sign}{abs(100 * each.share.mean):.{digits}f} ± {100 * each.share.margin:.{digits}f} points" in words
    assert f"{100 * found.as_is.mean:.1f} %" in words
    assert "without it: nobody loses score for a friend" in words
    assert "Invented people. A model, not a forecast." in words


def test_steps_lead_from_the_outcome_as_it_is_to_what_is_left_without_any(found: Attribution) -> None:
    figure = waterfall_figure(found)
    bars = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in figure.axes[0].patches]
    assert len(bars) == len(found.shares) + 2
    assert bars[0] == pytest.approx((0.0, found.as_is.mean))
    assert bars[-1] == pytest.approx((0.0, found.without_any.mean))
    at = found.as_is.mean
    for start, end in bars[1:-1]:
        assert start == pytest.approx(at)
        at = end
    assert at == pytest.approx(found.without_any.mean)


def test_no_label_lies_on_another_or_off_the_sheet(found: Attribution) -> None:
    for outcome in ("chill", "score_mean", "punished", "wrongly_punished"):
        figure = waterfall_figure(attributed(found.dataset, outcome, "mean"))
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        labels = [text for text in figure.findobj(Annotation) if text.get_text()]
        boxes = [(label.get_text(), Text.get_window_extent(label, canvas.get_renderer())) for label in labels]
        for (one, first), (other, second) in combinations(boxes, 2):
            assert not first.overlaps(second), (outcome, one, other)
        for words, box in boxes:
            assert box.x0 >= 0, words
            assert box.x1 <= figure.bbox.width, (outcome, words)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_can_be_drawn(found: Attribution, outcome: str) -> None:
    assert waterfall_png(attributed(found.dataset, outcome))


def test_one_replicate_and_drawn_orders_can_be_drawn() -> None:
    scenario = read_scenario("linked-identity", population=100, rounds=2)
    alone = attribute(scenario, replicates=1, orders=2)
    words = _words(waterfall_figure(alone))
    assert "±" not in words
    assert "Averaged over 2 random orders" in words
    assert waterfall_png(alone)
