"""The small panels under the picture of speech: scores, and who loses them for what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hushed.figures import style
from hushed.figures.bands import drawn
from hushed.figures.subject import Box, axes_for, dataset_of

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes


_HEIGHT = 2.1
_BOX: Box = (0.09, 0.2, 0.76, 0.86)


def scores(result: Any, ax: Axes | None = None) -> Axes:
    """The score of the middle person and the ranges of half and of nine tenths of the enrolled, over rounds.

    Takes a run, a scan or its dataset; of several arms it draws the first.
    """
    dataset, axes = _first_arm(result), axes_for(ax, height=_HEIGHT, box=_BOX)
    low, lower, middle, upper, high = (
        drawn(dataset, f"score_p{share}").mean(axis=0) for share in ("05", "25", "50", "75", "95")
    )
    rounds = np.arange(len(middle))
    axes.fill_between(rounds, low, high, color=style.MIST, linewidth=0)
    axes.fill_between(rounds, lower, upper, color=style.FOG, linewidth=0)
    axes.plot(rounds, middle, color=style.SLATE, linewidth=1.6)
    small_axes(axes, dataset, "Score of the enrolled", low.min(), 1.05)
    label_apart(
        axes,
        [
            (middle[-1], "middle person", style.SLATE),
            (lower[-1], "half lie between", style.SLATE),
            (low[-1], "nine in ten do", style.FAINT),
        ],
    )
    return axes


def losses(result: Any, ax: Axes | None = None) -> Axes:
    """Score lost per person in each round, for one's own acts and for a friend's; means over replicates.

    Takes a run, a scan or its dataset; of several arms it draws the first.
    """
    dataset, axes = _first_arm(result), axes_for(ax, height=_HEIGHT, box=_BOX)
    own, others = (drawn(dataset, name).mean(axis=0) for name in ("own_loss", "third_party_loss"))
    rounds = np.arange(len(own))
    axes.plot(rounds, own, color=style.INK, linewidth=1.5)
    axes.plot(rounds, others, color=style.ICE, linewidth=1.5)
    top = max(float(own.max(initial=0.0)), float(others.max(initial=0.0)), 1e-3)
    small_axes(axes, dataset, "Score lost per person and round", 0.0, 1.1 * top)
    label_apart(axes, [(own[-1], "for one’s own acts", style.INK), (others[-1], "for a friend’s", style.ICE)])
    return axes


def _first_arm(result: Any) -> xr.Dataset:
    dataset = dataset_of(result, "run", "scan", "comparison", "recovery")
    return dataset.isel(arm=0) if "arm" in dataset.dims else dataset


def small_axes(axes: Axes, dataset: xr.Dataset, title: str, low: float, high: float) -> None:
    """Axes of a small panel, over the rounds of a dataset."""
    over_rounds(axes, dataset, title, pad=7)
    axes.set_ylim(min(0.0, low), high)
    axes.locator_params(axis="y", nbins=4)


def over_rounds(axes: Axes, dataset: xr.Dataset, title: str, *, pad: float) -> None:
    """Plain axes over the rounds of a dataset, with a title `pad` points above them."""
    style.plain_axes(axes)
    axes.set_xlim(0, max(1, dataset.sizes["round"] - 1))
    axes.set_xlabel("round", fontfamily=style.SANS, fontsize=8, color=style.FAINT, labelpad=3)
    axes.locator_params(axis="x", integer=True)
    axes.set_title(title, loc="left", fontfamily=style.SANS, fontsize=9.5, color=style.INK, pad=pad)


def inches_high(axes: Axes) -> float:
    """How high a panel is on its sheet, in inches."""
    sheet = axes.get_figure(root=True)
    return float(axes.get_position().height * sheet.get_figheight()) if sheet is not None else 1.0


def label_apart(axes: Axes, labels: list[tuple[float, str, str]], *, gap: float = 0.15, size: float = 8.0) -> None:
    """Labels right of the panel, each near its line and none on another; `gap` is a share of the panel's height."""
    bottom, top = axes.get_ylim()
    step = gap * (top - bottom)
    at = np.inf
    for value, words, colour in sorted(labels, key=lambda label: -label[0]):
        at = min(float(value), at - step)
        end = axes.get_xlim()[1]
        axes.annotate(
            words,
            (end, at),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontfamily=style.SANS,
            fontsize=size,
            color=colour,
            annotation_clip=False,
        )
