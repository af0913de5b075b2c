"""What a replication gave, beside what was published: one pair of axes for each panel, all alike.

hushed's values are drawn in colour; published ones in ink, dashed or hollow.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hushed.figures import style
from hushed.replications.panels import Panel, Series

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLOURS = (style.EMBER, style.ICE, style.SLATE, "#b98a3e", "#7fa3bd", "#8a5a44", style.FAINT)
_WIDTH, _HEIGHT = 5.6, 4.1
_LETTERS_A_LINE = 52
_MOST_TICKS = 14
_MOST_WITHIN = 4
"Names in a legend that stands within the axes."


def docking_figure(panels: Sequence[Panel]) -> Figure:
    """The panels of a docking, two beside each other at most; there is at least one."""
    columns = min(2, len(panels))
    rows = -(-len(panels) // columns)
    sheet = style.new_figure(_WIDTH * columns + 0.4, _HEIGHT * rows)
    sheet.set_layout_engine("constrained", w_pad=0.22, h_pad=0.22)
    grid = sheet.subplots(rows, columns, squeeze=False).ravel()
    for panel, axes in zip(panels, grid, strict=False):
        _draw(panel, axes)
    for axes in grid[len(panels) :]:
        axes.set_visible(False)
    return sheet


def _draw(panel: Panel, axes: Axes) -> None:
    style.plain_axes(axes)
    colours = iter(_COLOURS * (1 + len(panel.series) // len(_COLOURS)))
    for series in panel.series:
        if series.published:
            _published(series, axes)
        else:
            _ours(series, axes, next(colours))
    # A formula is not broken over lines.
    title = textwrap.fill(panel.title.replace(" + ", "\u00a0+\u00a0"), _LETTERS_A_LINE)
    axes.set_title(title, loc="left", fontfamily=style.SERIF, fontsize=10.5, color=style.INK, pad=10)
    _write(axes.set_xlabel, panel.x_label)
    _write(axes.set_ylabel, panel.y_label)
    if panel.x_log:
        axes.set_xscale("log")
    if panel.y_range is not None:
        axes.set_ylim(*panel.y_range)
    if panel.ticks:
        _name_places(panel.ticks, axes)
    _name_series(axes)


def _ours(series: Series, axes: Axes, colour: str) -> None:
    shape: dict[str, Any] = {"color": colour, "label": series.label}
    if series.kind == "line":
        axes.plot(series.x, series.y, linewidth=1.6, **shape)
        if len(series.low):
            axes.fill_between(series.x, series.low, series.high, color=colour, alpha=0.16, linewidth=0)
        return
    axes.plot(series.x, series.y, linestyle="none", marker="o", markersize=4.5, zorder=3, **shape)
    if len(series.low):
        axes.vlines(series.x, series.low, series.high, color=colour, linewidth=1.1, alpha=0.7)


def _published(series: Series, axes: Axes) -> None:
    if series.kind == "line":
        level = len(set(series.y)) == 1
        label = None if level else series.label
        axes.plot(series.x, series.y, color=style.INK, linewidth=0.9, linestyle=(0, (4, 2.5)), label=label)
        if level:
            _name_level(series, axes)
        return
    hollow: dict[str, Any] = {"markerfacecolor": "none", "markeredgecolor": style.INK, "markeredgewidth": 0.9}
    axes.plot(series.x, series.y, linestyle="none", marker="o", markersize=8.5, zorder=4, label=series.label, **hollow)


def _name_level(series: Series, axes: Axes) -> None:
    """Write what a level line stands for upon its end, where no legend has to be searched for it."""
    place: dict[str, Any] = {"xy": (max(series.x), series.y[0]), "xytext": (0, 2.5), "textcoords": "offset points"}
    paper = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 0.6, "alpha": 0.85}
    axes.annotate(series.label, **place, ha="right", size=7, family=style.SANS, color=style.INK, bbox=paper, zorder=5)


def _name_series(axes: Axes) -> None:
    """A legend within the axes where there is little to tell apart, else below them."""
    named = axes.get_legend_handles_labels()[1]
    shape: dict[str, Any] = {"frameon": False, "labelcolor": style.INK, "handlelength": 2.2}
    shape["prop"] = {"family": style.SANS, "size": 7.5}
    if len(named) > _MOST_WITHIN:
        axes.legend(loc="upper left", bbox_to_anchor=(-0.02, -0.15), ncols=2, columnspacing=1.2, **shape)
    elif len(named) > 1:
        axes.legend(**shape)


def _name_places(ticks: Sequence[str], axes: Axes) -> None:
    many = len(ticks) > _MOST_TICKS // 2 or max(map(len, ticks)) > 12
    axes.set_xticks(range(len(ticks)), ticks, rotation=35 if many else 0, ha="right" if many else "center")
    axes.set_xlim(-0.5, len(ticks) - 0.5)


def _write(setter: Any, words: str) -> None:
    setter(words, fontfamily=style.SANS, fontsize=8.5, color=style.FAINT)
