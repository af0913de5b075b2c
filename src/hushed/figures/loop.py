"""The picture of a hysteresis scan: each outcome on the way there and on the way back, over the parameter moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hushed.experiments.recovery.loop import held, there_and_back
from hushed.experiments.recovery.way import Way, recorded_way
from hushed.figures import style
from hushed.figures.bands import Floats, draw_band, mean_band
from hushed.figures.recovery import decimals
from hushed.figures.speech import captions
from hushed.results.table import spoken

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


def loop_png(dataset: xr.Dataset) -> bytes:
    """The picture as PNG; the same dataset gives the same bytes."""
    return style.png(loop_figure(dataset))


def loop_figure(dataset: xr.Dataset) -> Figure:
    """The loop of speech, and that of friendships broken off or, where none were, of scores."""
    figure = style.new_figure(10.0, 6.2)
    grid = figure.add_gridspec(1, 2, left=0.075, right=0.955, top=0.79, bottom=0.17, wspace=0.24)
    second = "ties_cut" if float(dataset["ties_cut"].max()) > 0.0 else "score_mean"
    for place, name in enumerate(("voice_share", second)):
        _loop(figure.add_subplot(grid[0, place]), dataset, name)
    captions(figure, dataset)
    return figure


def _loop(axes: Axes, dataset: xr.Dataset, name: str) -> None:
    from matplotlib.ticker import PercentFormatter

    way = recorded_way(dataset.attrs)
    style.plain_axes(axes)
    there, back = (mean_band(each) for each in there_and_back(held(dataset, name, way), way))
    axes.fill_between(way.there, there.middle, back.middle, color=style.FROST, linewidth=0)
    draw_band(axes, way.there, there, _THERE)
    draw_band(axes, way.there, back, _BACK)
    above = float((there.middle - back.middle).sum()) >= 0.0
    _arrow(axes, way, there.middle, "there", _THERE, forward=True, above=above)
    _arrow(axes, way, back.middle, "back", _BACK, forward=False, above=not above)
    axes.set_xlim(*sorted((way.start, way.end)))
    axes.margins(y=0.22)
    if name != "score_mean":
        axes.set_ylim(bottom=max(0.0, axes.get_ylim()[0]))
    if name != "score_mean":
        reach = float(np.ptp((there.middle, back.middle)))
        axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=decimals(reach), symbol=" %"))
    axes.set_xlabel(spoken(way.path.rpartition(".")[2]), fontfamily=style.SANS, fontsize=9, color=style.INK, labelpad=5)
    axes.set_title(PANELS[name], loc="left", fontfamily=style.SANS, fontsize=9.5, color=style.INK, pad=8)


def _arrow(axes: Axes, way: Way, line: Floats, words: str, colour: str, *, forward: bool, above: bool) -> None:
    """The direction of a way, at about the middle of it, and its name on the side where the other way is not."""
    step = (way.steps - 1) // 2
    ends = (step, step + 1) if forward else (step + 1, step)
    start, end = ((way.there[place], line[place]) for place in ends)
    axes.annotate(
        "", end, xytext=start, arrowprops={"arrowstyle": "-|>", "color": colour, "linewidth": 1.8, "mutation_scale": 16}
    )
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
