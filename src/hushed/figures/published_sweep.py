"""The published sweep of an adaptive authority, beside what was published: maps over mean desire and mean boldness."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from hushed.figures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure

_ROWS = (
    ("suppression", "Rounds to suppression"),
    ("tolerance", "Final tolerance"),
    ("severity", "Final severity"),
    ("surveillance", "Final surveillance"),
    ("political_cost", "Final political cost"),
    ("punishment_cost", "Final punishment cost"),
)
_COLUMNS = (
    ("published", "Published"),
    ("previous_round", "hushed"),
    ("incumbent", "hushed, moves judged against\nthe last one kept"),
)
_VOICE = ("suppression", "tolerance", "political_cost")
"""Quantities of which more is more speech: warm. The others are drawn in lightness alone."""
_PANEL = 2.5
_MARGINS = {"left": 0.08, "right": 0.98, "top": 0.945, "bottom": 0.045, "hspace": 0.16, "wspace": 0.1}


def sweep_maps(results: Mapping[str, Any]) -> Figure:
    """One row of maps for each quantity; what was published, what came out, and the other rule of acceptance.

    `results` are those of `replicate daymude-2025 sweep`: 'previous_round', 'incumbent' and, where there is one,
    'published'. The dashed line runs where final tolerance crosses one half.
    """
    # A map needs two rows; a quick sweep has only one for the other rule.
    columns = [(name, title) for name, title in _COLUMNS if name in results and len(results[name]["dissent"]) > 1]
    sheet = style.new_figure(1.2 + _PANEL * len(columns), 0.9 + 2.15 * len(_ROWS))
    grid = sheet.subplots(len(_ROWS), len(columns), sharex=True, sharey=True, squeeze=False, gridspec_kw=_MARGINS)
    for (name, words), line in zip(_ROWS, grid, strict=True):
        top = max(float(np.max(results[one][name])) for one, _ in columns)
        for (one, title), axes in zip(columns, line, strict=True):
            mesh = _map(axes, results[one], name, top)
            if name == _ROWS[0][0]:
                _write(axes.set_title, title, colour=style.INK, size=10.0)
        bar = sheet.colorbar(mesh, ax=list(line), pad=0.02, aspect=14)
        bar.outline.set_visible(False)
        bar.ax.tick_params(length=0, colors=style.FAINT, labelsize=7.5, labelfontfamily=style.SANS[0])
        _write(bar.set_label, words, colour=style.INK, size=9.0)
        _write(line[0].set_ylabel, "mean boldness", colour=style.FAINT)
    for axes in grid[-1]:
        _write(axes.set_xlabel, "mean desired dissent", colour=style.FAINT)
    return sheet


def suppression_times(results: Mapping[str, Any]) -> Figure:
    """Time to suppression as mean boldness grows, a line for some mean desires: hushed in full, published dashed.

    `results` as for `sweep_maps`.
    """
    sheet = style.new_figure(7.2, 4.4)
    axes = sheet.add_axes((0.1, 0.13, 0.72, 0.74))
    ours, published = results["previous_round"], results.get("published")
    chosen = np.unique(np.linspace(0, len(ours["dissent"]) - 1, 7).astype(int))
    for order, row in enumerate(chosen):
        colour = _heat()(0.25 + 0.75 * order / max(1, len(chosen) - 1))
        axes.plot(ours["boldness"], ours["suppression"][row], color=colour, linewidth=1.5)
        if published is not None:
            axes.plot(
                published["boldness"], published["suppression"][row], color=style.INK, linewidth=0.8, linestyle="--"
            )
        label = f"{ours['dissent'][row]:.3f}"
        place = (1.02, 0.05 + 0.13 * order)
        axes.annotate(label, place, xycoords="axes fraction", color=colour, fontsize=8, fontfamily=style.SANS)
    axes.annotate("mean desire", (1.02, 0.97), xycoords="axes fraction", color=style.FAINT, fontsize=8)
    style.plain_axes(axes)
    axes.set_ylim(0, None)
    words = "Rounds to suppression; dashed: as published" if published is not None else "Rounds to suppression"
    axes.set_title(words, loc="left", fontfamily=style.SERIF, fontsize=11, color=style.INK)
    _write(axes.set_xlabel, "mean boldness", colour=style.FAINT)
    return sheet


def _map(axes: Axes, maps: Mapping[str, Any], name: str, top: float) -> Any:
    desires, boldnesses = np.array(maps["dissent"]), np.array(maps["boldness"])
    values = np.array(maps[name]).T
    highest = 1.0 if name in ("tolerance", "surveillance") else top
    mesh = axes.pcolormesh(
        desires,
        boldnesses,
        values,
        cmap=_heat() if name in _VOICE else _shade(),
        vmin=0.0,
        vmax=highest,
        shading="nearest",
    )
    if min(values.shape) > 1:
        tolerance = np.array(maps["tolerance"]).T
        if tolerance.min() < 0.5 < tolerance.max():
            axes.contour(
                desires, boldnesses, tolerance, levels=[0.5], colors=[style.PAPER], linewidths=0.9, linestyles="--"
            )
    style.plain_axes(axes)
    axes.grid(visible=False)
    return mesh


def _heat() -> Colormap:
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("ember", [style.FROST, style.ICE, style.SLATE, style.EMBER])


def _shade() -> Colormap:
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("shade", [style.MIST, style.FOG, style.SLATE, style.INK])


def _write(setter: Any, words: str, *, colour: str, size: float = 8.0) -> None:
    setter(words, fontfamily=style.SANS, fontsize=size, color=colour)
