"""The picture of a docking: what is published is told apart, named where it stands, and nothing is left out."""

from __future__ import annotations

import pytest

from hushed.figures import style
from hushed.figures.docking import docking_figure
from hushed.replications.panels import Panel, Series

OURS = Series("hushed", [0, 1, 2], [0.1, 0.2, 0.4], low=[0.0, 0.1, 0.3], high=[0.2, 0.3, 0.5])
POINTS = Series("published", [0, 2], [0.1, 0.4], kind="points", published=True)
LEVEL = Series("as printed", [0, 2], [0.3, 0.3], published=True)


def axes_of(*panels: Panel):
    return [axes for axes in docking_figure(panels).axes if axes.get_visible()]


def panel(*series: Series, **more) -> Panel:
    return Panel("What is to be seen", "where", "how much", series, **more)


def test_every_value_is_drawn_and_published_ones_are_hollow_and_in_ink():
    (axes,) = axes_of(panel(OURS, POINTS))
    ours, theirs = axes.lines
    assert ours.get_ydata().tolist() == [0.1, 0.2, 0.4]
    assert ours.get_color() != style.INK
    assert theirs.get_xydata().tolist() == [[0, 0.1], [2, 0.4]]
    assert (theirs.get_markerfacecolor(), theirs.get_markeredgecolor()) == ("none", style.INK)
    assert theirs.get_linestyle() == "None"
    assert len(axes.collections) == 1, "the interval"
    assert [each.get_text() for each in axes.get_legend().get_texts()] == ["hushed", "published"]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("where", "how much")


def test_a_level_is_named_upon_its_end_and_not_in_the_legend():
    (axes,) = axes_of(panel(OURS, POINTS, LEVEL))
    (name,) = axes.texts
    assert (name.get_text(), name.xy) == ("as printed", (2, 0.3))
    assert "as printed" not in [each.get_text() for each in axes.get_legend().get_texts()]
    assert axes.lines[-1].get_linestyle() == "--"


def test_many_names_stand_below_the_axes():
    many = [Series(f"row {i}", [0, 1], [i, i + 1]) for i in range(6)]
    (axes,) = axes_of(panel(*many))
    assert axes.get_legend().get_bbox_to_anchor().transformed(axes.transAxes.inverted()).y1 < 0
    assert len({line.get_color() for line in axes.lines}) == 6


def test_panels_stand_two_beside_each_other_and_none_is_lost():
    for many in (1, 2, 3, 4):
        assert len(axes_of(*[panel(OURS)] * many)) == many
    first, second, third = axes_of(*[panel(OURS)] * 3)
    assert first.get_position().y0 == pytest.approx(second.get_position().y0, abs=0.02)
    assert third.get_position().y0 < first.get_position().y0


def test_places_without_numbers_have_names():
    (axes,) = axes_of(panel(OURS, ticks=("one", "two", "three")))
    assert [each.get_text() for each in axes.get_xticklabels()] == ["one", "two", "three"]


def test_a_series_whose_parts_do_not_fit_is_refused():
    for wrong in ({"y": [1.0]}, {"low": [0.0]}, {"high": [0.0, 1.0, 2.0, 3.0]}):
        with pytest.raises(ValueError, match="equally long"):
            Series(**{"label": "x", "x": [0, 1, 2], "y": [0, 1, 2], **wrong})
