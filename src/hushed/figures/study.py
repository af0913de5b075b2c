"""The picture of a study: an outcome at every point, over one of the parameters that were varied."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hushed.errors import InputError, did_you_mean
from hushed.figures import style
from hushed.figures.subject import axes_for, dataset_of
from hushed.results.statistics import Estimate, estimate
from hushed.results.table import in_percent
from hushed.scenario.reader import parse_scenario
from hushed.scenario.shape import place

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]
_MOST_STEPS = 12
"""From more values on, a parameter was sampled: points share no value to average over."""


def sweep(result: Any, ax: Axes | None = None, *, outcome: str | None = None, over: str | None = None) -> Axes:
    """An outcome at every point of a study, over one parameter: means with 95 % intervals, and their mean by value.

    Takes the dataset of `open_study`. `outcome` is by default the study's first, `over` (a parameter's path) the last
    that is varied. InputError for another kind of result, and for an outcome or parameter that is not in it.
    """
    dataset = dataset_of(result, "study")
    name = _chosen(outcome, list(map(str, dataset.data_vars)), 0, "outcome")
    path = _chosen(over, varied(dataset), -1, "parameter")
    axes = axes_for(ax, height=3.1, box=(0.1, 0.17, 0.97, 0.82))
    found = at_points(dataset, name)
    labels, places = _places(dataset[path].values)
    style.plain_axes(axes)
    _points(axes, _beside(places), found)
    _line(axes, places, np.array([each.mean for each in found]))
    if labels is not None:
        axes.set_xticks(range(len(labels)), labels)
    _words(axes, dataset, name, path)
    return axes


def varied(dataset: xr.Dataset) -> list[str]:
    """The paths of the parameters that a study varies, as it lists them."""
    return [str(name) for name, label in dataset.coords.items() if label.dims == ("point",) and name != "point"]


def at_points(dataset: xr.Dataset, outcome: str) -> list[Estimate]:
    """An outcome at every point over its replicates, in the last round that was kept; NaN where nothing was played."""
    values = dataset[outcome].isel(round=-1) if "round" in dataset.dims else dataset[outcome]
    done = values.where(dataset["done"]).transpose("point", "replicate").values
    return [estimate(each) for each in done]


def _chosen(asked: str | None, names: list[str], default: int, what: str) -> str:
    if not names:
        raise InputError(f"the study has no {what} to draw")
    if asked is None:
        return names[default]
    if asked not in names:
        raise InputError(f"the study has no {what} '{asked[:60]}'{did_you_mean(asked[:60], names)}")
    return asked


def _places(values: NDArray[Any]) -> tuple[list[str] | None, Floats]:
    """Where points stand on the axis: at their numbers, or side by side under the names of their settings."""
    if values.dtype.kind in "fiu":
        return None, values.astype(np.float64)
    names = list(dict.fromkeys(map(str, values)))
    return [textwrap.shorten(name, 24) for name in names], np.array(
        [names.index(str(value)) for value in values], float
    )


def _beside(places: Floats) -> Floats:
    """Places a little apart where points share one, so that their intervals can be told from each other."""
    values, which, counts = np.unique(places, return_inverse=True, return_counts=True)
    if len(values) < 2 or len(values) > _MOST_STEPS:
        return places
    seen, moved = np.zeros(len(values)), np.array(places)
    for point, value in enumerate(which):
        moved[point] += 0.3 * np.diff(values).min() * ((seen[value] + 0.5) / counts[value] - 0.5)
        seen[value] += 1
    return moved


def _points(axes: Axes, places: Floats, found: list[Estimate]) -> None:
    for x, each in zip(places, found, strict=True):
        axes.plot([x, x], [each.low, each.high], color=style.ICE, linewidth=0.9, alpha=0.5)
    middles = [each.mean for each in found]
    axes.plot(places, middles, "o", markersize=3.4, color=style.ICE, alpha=0.75, markeredgewidth=0)


def _line(axes: Axes, places: Floats, middles: Floats) -> None:
    """The mean over the points that share a value, where values are few."""
    values = np.unique(places)
    if 1 < len(values) <= _MOST_STEPS:
        groups = [middles[(places == value) & ~np.isnan(middles)] for value in values]
        means = [group.mean() if len(group) else np.nan for group in groups]
        axes.plot(values, means, color=style.EMBER, linewidth=1.6, marker="o", markersize=4.5, zorder=3)


def _words(axes: Axes, dataset: xr.Dataset, name: str, path: str) -> None:
    unit = str(dataset[name].attrs["units"])
    if in_percent(unit):
        axes.yaxis.set_major_formatter(lambda value, _: style.percent(value))
    axes.locator_params(axis="y", nbins=5)
    sentence = str(dataset[name].attrs["sentence"]).rstrip(".")
    title = textwrap.fill(f"{sentence} ({unit})", 72)
    axes.set_title(title, loc="left", fontfamily=style.SANS, fontsize=9, color=style.INK, pad=8)
    words = parameter_words(dataset, path)
    axes.set_xlabel(words, fontfamily=style.SANS, fontsize=8.5, color=style.INK, labelpad=4)


def parameter_words(dataset: xr.Dataset, path: str) -> str:
    """A parameter as a label: the last parts of its path, and its unit in brackets."""
    parts = tuple(int(part) if part.isdecimal() else part for part in path.split("."))
    unit = "" if parts[0] == "model" else place(parts, parse_scenario(dataset.attrs["scenario"]).table()).unit
    words = " ".join(str(part) for part in parts[-2:]).replace("_", " ")
    return f"{words} ({unit})" if unit else words
