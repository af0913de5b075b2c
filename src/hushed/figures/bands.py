"""Lines over rounds with their 95 % bands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.results.furthest import summarised
from hushed.results.statistics import t_quantile

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]
_NORMAL_QUANTILE = 1.959963984540054


class Band(NamedTuple):
    """A line over rounds with its 95 % band, shape (rounds,) each."""

    middle: Floats
    low: Floats
    high: Floats


def voice_band(dataset: xr.Dataset) -> Band:
    """The voice share and its 95 % band: t-interval over replicates, or with one its sampling error."""
    share = drawn(dataset, "voice_share")
    count = len(share)
    if count == 0:
        return Band(*np.empty((3, 0)))
    middle = share.mean(axis=0)
    if count > 1:
        _, low, high = mean_band(share)
        return Band(middle, np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0))
    margin = _NORMAL_QUANTILE * drawn(dataset, "voice_share_error")[0]
    return Band(middle, np.clip(middle - margin, 0.0, 1.0), np.clip(middle + margin, 0.0, 1.0))


def mean_band(values: Floats) -> Band:
    """The mean over replicates and its 95 % t-interval, shape (replicates, rounds) in; no width with one replicate."""
    count, middle = len(values), values.mean(axis=0)
    if count < 2:
        return Band(middle, middle, middle)
    margin = t_quantile(count) * values.std(axis=0, ddof=1) / np.sqrt(count)
    return Band(middle, middle - margin, middle + margin)


def draw_band(axes: Axes, rounds: Floats | NDArray[np.int64], band: Band, colour: str) -> None:
    """A line with its band."""
    axes.fill_between(rounds, band.low, band.high, color=colour, alpha=0.28, linewidth=0)
    axes.plot(rounds, band.middle, color=colour, linewidth=1.8, solid_capstyle="round")


def drawn(dataset: xr.Dataset, name: str) -> Floats:
    """A variable over the rounds played, shape (replicates, rounds); a single round is drawn one round wide."""
    values = summarised(dataset, name)
    return np.repeat(values, 2, axis=-1) if values.shape[-1] == 1 else values
