"""Which replicates a summary speaks of: those that were played furthest, so that an interrupted one spoils nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import xarray as xr


class Furthest(NamedTuple):
    """Numbers of the replicates played furthest (in all arms), and how many rounds each of them has."""

    replicates: NDArray[np.int64]
    rounds: int


def furthest(dataset: xr.Dataset) -> Furthest:
    """The replicates played furthest; none, and no round, where an arm was never begun."""
    played = dataset["rounds_played"]
    counts = (played.min("arm") if "arm" in played.dims else played).values
    rounds = int(counts.max())
    return Furthest(np.flatnonzero((counts == rounds) & (counts > 0)), rounds)


def summarised(dataset: xr.Dataset, name: str) -> NDArray[np.float64]:
    """A variable over the rounds and replicates of `furthest`: shape (arms if any, replicates, rounds)."""
    replicates, rounds = furthest(dataset)
    dims = ("arm", "replicate", "round") if "arm" in dataset[name].dims else ("replicate", "round")
    values: NDArray[np.float64] = dataset[name].transpose(*dims).values
    return values[..., replicates, :rounds]
