"""The picture of a hysteresis scan: each outcome on the way there and on the way back, over the parameter moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hushed.errors import InputError, did_you_mean
from hushed.experiments.recovery.loop import held, there_and_back
from hushed.experiments.recovery.way import Way, recorded_way
from hushed.figures import style
from hushed.figures.bands import Floats, draw_band, mean_band
from hushed.figures.recovery_picture import decimals
from hushed.figures.speech_picture import captions
from hushed.figures.subject import axes_for, dataset_of
from hushed.results.table import spoken
from hushed.scenario.reader import parse_scenario
from hushed.scenario.shape import place

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PANELS = {
    "voice_share": "Of what people would like to say, so much is said",
    "ties_cut": "Friendships broken off",
    "score_mean": "Average score",
}
"""What can be shown beside speech, the more lasting first."""
_THERE, _BACK = style.EMBER, style.ICE


@style.by_default()
def loop_png(dataset: xr.Dataset) -> bytes:
    """The picture as PNG; the same dataset gives the same bytes."""
    return style.png(loop_figure(dataset))


def loop_figure(dataset: xr.Dataset) -> Figure:
    """The loop of speech, and that of friendships broken off or, where none were, of scores."""
    figure = style.new_figure(10.0, 6.2)
    grid = figure.add_gridspec(1, 2, left=0.075, right=0.955, top=0.79, bottom=0.17, wspace=0.24)
    for column, name in enumerate(("voice_share", lasting(dataset))):
        hysteresis(dataset, figure.add_subplot(grid[0, column]), outcome=name)
    captions(figure, dataset)
    return figure


def lasting(dataset: xr.Dataset) -> str:
    """What is shown beside speech: friendships broken off or, where none were, scores."""
    return "ties_cut" if float(dataset["ties_cut"].max()) > 0.0 else "score_mean"


def hysteresis(result: Any, ax: Axes | None = None, *, outcome: str = "voice_share") -> Axes:
    """An outcome over the parameter that a scan moved, on the way there and on the way back, with 95 % bands.

    Takes a scan or its dataset. InputError for another kind of result, or an outcome not in `PANELS`.
    """
    dataset = dataset_of(result, "scan")
    if outcome not in PANELS:
        raise InputError(f"'{outcome}' is not drawn{did_you_mean(outcome, PANELS)}")
    axes = axes_for(ax, box=(0.095, 0.17, 0.95, 0.9))
    _loop(axes, dataset, outcome)
    return axes


def _loop(axes: Axes, dataset: xr.Dataset, name: str) -> None:
    from matplotlib.ticker import PercentFormatter

    way = recorded_way(dataset.attrs)
    style.plain_axes(axes)
    there, back = (mean_band(each) for each in there_and_back(held(dataset, name, way), way))
    axes.fill_between(way.there, there.middle, back.middle, color=style.FROST, linewidth=0)
    draw_band(axes, way.there, there, _THERE)
    draw_band(axes, way.there, back, _BACK)
    above = float((there.middle - back.middle).sum()) >= 0.0
    axes.set_xlim(*sorted((way.start, way.end)))
    axes.margins(y=0.22)
    if name != "score_mean":
        axes.set_ylim(bottom=max(0.0, axes.get_ylim()[0]))
    _arrow(axes, way, there.middle, "there", _THERE, forward=True, above=above)
    _arrow(axes, way, back.middle, "back", _BACK, forward=False, above=not above)
    if name != "score_mean":
        reach = float(np.ptp((there.middle, back.middle)))
        axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=decimals(reach), symbol=" %"))
    words = spoken(way.path.rpartition(".")[2]) + f"\n{_unit(dataset, way)}".rstrip()
    axes.set_xlabel(words, fontfamily=style.SANS, fontsize=9, color=style.INK, labelpad=5)
    axes.set_title(PANELS[name], loc="left", fontfamily=style.SANS, fontsize=9.5, color=style.INK, pad=8)


def _unit(dataset: xr.Dataset, way: Way) -> str:
    """The unit of the parameter that was moved, in brackets; nothing where it has none."""
    path = tuple(int(part) if part.isdecimal() else part for part in way.path.split("."))
    unit = place(path, parse_scenario(dataset.attrs["scenario"]).table()).unit
    return f"({unit})" if unit else ""


def _arrow(axes: Axes, way: Way, line: Floats, words: str, colour: str, *, forward: bool, above: bool) -> None:
    """The direction of a way, at about the middle of it, and its name on the side where the other way is not."""
    step = (way.steps - 1) // 2
    ends = (step, step + 1) if forward else (step + 1, step)
    start, end = ((way.there[place], line[place]) for place in ends)
    axes.annotate(
        "", end, xytext=start, arrowprops={"arrowstyle": "-|>", "color": colour, "linewidth": 1.8, "mutation_scale": 16}
    )
    bottom, top = axes.get_ylim()
    # A line on the floor has its name above it, where no numbers are.
    above = above or (start[1] + end[1]) / 2 - bottom < 0.12 * (top - bottom)
    rises = (end[1] - start[1]) * (end[0] - start[0]) > 0.0
    aside = "right" if rises == above else "left"
    axes.annotate(
        words,
        ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2),
        xytext=(-4 if aside == "right" else 4, 7 if above else -7),
        textcoords="offset points",
        ha=aside,
        va="bottom" if above else "top",
        fontfamily=style.SERIF,
        fontstyle="italic",
        fontsize=11,
        color=colour,
    )
