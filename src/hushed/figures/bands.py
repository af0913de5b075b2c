"""Lines over rounds with their 95 % bands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.results.furthest import summarised
from hushed.results.statistics import t_quantile

if TYPE_CHECKING:
    import xarray as xr

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
        margin = t_quantile(count) * share.std(axis=0, ddof=1) / np.sqrt(count)
    else:
        margin = _NORMAL_QUANTILE * drawn(dataset, "voice_share_error")[0]
    return Band(middle, np.clip(middle - margin, 0.0, 1.0), np.clip(middle + margin, 0.0, 1.0))


def drawn(dataset: xr.Dataset, name: str) -> Floats:
    """A variable over the rounds played, shape (replicates, rounds); a single round is drawn one round wide."""
    values = summarised(dataset, name)
    return np.repeat(values, 2, axis=-1) if values.shape[-1] == 1 else values
