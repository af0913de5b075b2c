"""The picture of a model of the user's own: each outcome over time, in both arms where there are two."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np

from hushed.errors import InputError, did_you_mean
from hushed.figures import style
from hushed.figures.bands import drawn
from hushed.figures.subject import axes_for, dataset_of
from hushed.results.furthest import furthest
from hushed.results.statistics import t_quantile
from hushed.results.table import in_percent

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_PANELS = 12
_COLUMNS, _WIDTH, _HEIGHT = 2, 5.0, 2.7
_LETTERS_A_LINE = 54


@style.by_default()
def own_png(dataset: xr.Dataset) -> bytes:
    """The picture as PNG; the same dataset gives the same bytes."""
    return style.png(own_figure(dataset))


def own_figure(dataset: xr.Dataset) -> Figure:
    """A panel for each outcome, the first dozen at most, with means and 95 % bands over replicates."""
    names = [str(name) for name, variable in dataset.data_vars.items() if "round" in variable.dims][:MOST_PANELS]
    columns = min(_COLUMNS, len(names))
    rows = -(-len(names) // columns)
    height = _HEIGHT * rows + 1.5
    figure = style.new_figure(max(7.5, _WIDTH * columns), height)
    grid = figure.subplots(rows, columns, squeeze=False).ravel()
    right = 0.87 if "arm" in dataset.dims or columns > 1 else 0.9
    figure.subplots_adjust(0.08, 0.95 / height, right, 1 - 1.35 / height, wspace=0.42, hspace=0.55)
    for name, axes in zip(names, grid, strict=False):
        course(dataset, axes, outcome=name)
    for axes in grid[len(names) :]:
        axes.set_visible(False)
    _words(figure, dataset, height)
    return figure


def course(result: Any, ax: Axes | None = None, *, outcome: str = "chill") -> Axes:
    """The course of any outcome over rounds, in both arms where there are two, with 95 % bands over replicates.

    Takes a run, a scan, a comparison or its dataset, of hushed's model or of one's own. InputError for another kind of
    result, or an outcome that is not in it.
    """
    dataset = dataset_of(result, "run", "scan", "comparison")
    names = [str(name) for name, variable in dataset.data_vars.items() if "round" in variable.dims]
    if outcome not in names:
        raise InputError(f"there is no outcome '{outcome[:60]}' in it{did_you_mean(outcome[:60], names)}")
    axes = axes_for(ax, height=2.5, box=(0.095, 0.19, 0.82, 0.76))
    _panel(axes, dataset, outcome)
    return axes


def _panel(axes: Axes, dataset: xr.Dataset, name: str) -> None:
    unit = dataset[name].attrs["units"]
    style.plain_axes(axes)
    if "arm" in dataset.dims:
        labels = [str(label) for label in dataset["arm"].values]
        arms = [(dataset.isel(arm=arm), colour) for arm, colour in ((0, style.ICE), (1, style.EMBER))]
        ends = [_line(axes, arm, name, colour) for arm, colour in arms]
        _name_ends(axes, [(end, label, colour) for end, label, (_, colour) in zip(ends, labels, arms, strict=True)])
    else:
        _line(axes, dataset, name, style.ICE)
    axes.set_xlim(0, max(1, dataset.sizes["round"] - 1))
    axes.locator_params(axis="x", integer=True)
    axes.locator_params(axis="y", nbins=5)
    if in_percent(unit):
        axes.yaxis.set_major_formatter(lambda value, _: style.percent(value))
    title = textwrap.fill(f"{dataset[name].attrs['sentence']}", _LETTERS_A_LINE)
    axes.set_title(title, loc="left", fontfamily=style.SANS, fontsize=9.5, color=style.INK, pad=16)
    axes.text(0, 1.03, unit, transform=axes.transAxes, fontfamily=style.SANS, fontsize=8, color=style.FAINT)
    axes.set_xlabel("round", fontfamily=style.SANS, fontsize=8, color=style.FAINT, labelpad=3)


def _line(axes: Axes, dataset: xr.Dataset, name: str, colour: str) -> float:
    """A mean with its band over replicates; where it ends, NaN if nothing was played."""
    values = drawn(dataset, name)
    count, rounds = len(values), np.arange(values.shape[-1])
    if count == 0:
        return float("nan")
    middle = values.mean(axis=0)
    if count > 1:
        margin = t_quantile(count) * values.std(axis=0, ddof=1) / np.sqrt(count)
        axes.fill_between(rounds, middle - margin, middle + margin, color=colour, alpha=0.28, linewidth=0)
    axes.plot(rounds, middle, color=colour, linewidth=1.8, solid_capstyle="round")
    return float(middle[-1])


def _name_ends(axes: Axes, ends: list[tuple[float, str, str]]) -> None:
    """The arms' names right of where their lines end, moved apart where they would lie on each other."""
    bottom, top = axes.get_ylim()
    step, at = 0.19 * (top - bottom), np.inf
    for value, words, colour in sorted((end for end in ends if end[0] == end[0]), key=lambda end: -end[0]):
        at = min(value, at - step)
        axes.annotate(
            textwrap.fill(words, 14), (1.02, at), xycoords=("axes fraction", "data"), va="center", color=colour,
            fontfamily=style.SANS, fontsize=8, linespacing=1.2, annotation_clip=False,
        )  # fmt: skip


def _words(figure: Figure, dataset: xr.Dataset, height: float) -> None:
    name = dataset.attrs["model"].rpartition(":")[2]
    title = textwrap.shorten(f"{dataset.attrs['title']}: {name}", 60, placeholder=" …")
    people, ties, rounds = int(dataset["people"]), int(dataset["ties"].values[0]), dataset.sizes["round"]
    counts = (f"{count:,} {noun}{'s' * (count != 1)}" for count, noun in ((ties, "friendship"), (rounds, "round")))
    size = "   ·   ".join((f"{people:,} invented people", *counts))
    count = len(furthest(dataset).replicates)
    bands = f"Shaded bands: 95 % interval of the mean over {count} replicates." if count > 1 else "One replicate."
    left: dict[str, Any] = {"x": 0.08, "va": "center"}
    figure.text(y=1 - 0.36 / height, s=title, fontfamily=style.SERIF, fontsize=15, color=style.INK, **left)
    figure.text(y=1 - 0.66 / height, s=size, fontfamily=style.SANS, fontsize=9, color=style.FAINT, **left)
    figure.text(y=0.25 / height, s=bands, fontfamily=style.SANS, fontsize=8, color=style.FAINT, **left)
    honest: dict[str, Any] = {
        "fontfamily": style.SERIF,
        "fontstyle": "italic",
        "fontsize": 8.5,
        "color": style.INK,
        "ha": "right",
    }
    figure.text(0.97, 0.25 / height, style.HONESTY, va="center", **honest)
