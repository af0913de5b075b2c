"""What an attribution found: each instrument's share of an outcome, with its interval, and how pairs work together."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.experiments.attribution.game import interaction_indices
from hushed.experiments.attribution.told import told
from hushed.results.statistics import Estimate, estimate

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]


class Share(NamedTuple):
    """What one instrument is answerable for."""

    instrument: str
    share: Estimate
    "Its Shapley share: what it adds, averaged over all orders in which instruments can be abolished."
    abolished_alone: Estimate
    "What changes if it alone is abolished; these do not add up to the total."
    indispensable: bool
    "Whether abolishing it alone undoes all that the regime does, in every replicate."
    order_error: float
    "Standard error of the share that comes from drawing orders; NaN where every subset was played."


class Pair(NamedTuple):
    """How two instruments work together: above 0 they need each other, below 0 each does part of the other's work."""

    instruments: tuple[str, str]
    interaction: Estimate
    "Their Shapley interaction index."


@dataclass(frozen=True, eq=False)
class Attribution:
    """Who is answerable for how much of an outcome, over replicates."""

    dataset: xr.Dataset
    "Outcomes (over, subset, replicate), and shares of each (over, outcome, instrument, replicate)."
    outcome: str
    over: str
    "'last' for the last round, 'mean' for the mean over rounds."
    as_is: Estimate
    "The outcome with every instrument."
    without_any: Estimate
    "The outcome with none of them."
    total: Estimate
    "The first less the second: what the shares add up to."
    shares: dict[str, Share]
    pairs: tuple[Pair, ...]
    "Every pair of instruments; none where only some orders were played."
    sums: tuple[float, ...]
    "What the shares add up to, by replicate."
    totals: tuple[float, ...]
    "What the regime does in all, by replicate."

    @property
    def sentence(self) -> str:
        """What is due to which instrument, in plain words."""
        return told(self)


def attributed(dataset: xr.Dataset, outcome: str = "chill", over: str = "last") -> Attribution:
    """What an attribution's dataset says of an outcome in its last round ("last") or over its rounds ("mean")."""
    found = _Found(dataset, outcome, over)
    return Attribution(
        dataset,
        outcome,
        over,
        as_is=estimate(found.every),
        without_any=estimate(found.none),
        total=estimate(found.totals),
        shares=found.all_shares(),
        pairs=found.pairs(),
        sums=tuple(found.shares.sum(axis=0).tolist()),
        totals=tuple(found.totals.tolist()),
    )


def shares_of(dataset: xr.Dataset, outcome: str, over: str) -> dict[str, Share]:
    """The share of each instrument in an outcome, by name."""
    return _Found(dataset, outcome, over).all_shares()


class _Found:
    """The part of a dataset that one question is about."""

    def __init__(self, dataset: xr.Dataset, outcome: str, over: str) -> None:
        self._instruments = [str(name) for name in dataset["instrument"].values]
        self._everything = (1 << len(self._instruments)) - 1
        self._bits = dataset["kept"].values.astype(np.int64) @ (1 << np.arange(len(self._instruments)))
        self._values: Floats = dataset[outcome].sel(over=over).transpose("subset", "replicate").values
        asked = {"outcome": outcome, "over": over}
        self.shares: Floats = dataset["share"].sel(asked).transpose("instrument", "replicate").values
        drawn = "share_error" in dataset
        self._errors: Floats | None = dataset["share_error"].sel(asked).values if drawn else None
        self.none, self.every = self._of(0), self._of(self._everything)
        self.totals = self.every - self.none

    def _of(self, subset: int) -> Floats:
        values: Floats = self._values[int(np.searchsorted(self._bits, subset))]
        return values

    def all_shares(self) -> dict[str, Share]:
        return {name: self._share(name, place) for place, name in enumerate(self._instruments)}

    def _share(self, name: str, place: int) -> Share:
        left = self._of(self._everything & ~(1 << place))
        undone = bool((left == self.none).all()) and bool((self.totals != 0.0).any())
        return Share(name, estimate(self.shares[place]), estimate(left - self.every), undone, self._error(place))

    def _error(self, place: int) -> float:
        """That of the mean over replicates, which draw their orders independently."""
        if self._errors is None:
            return np.nan
        return float(np.sqrt((self._errors[place] ** 2).sum()) / len(self.totals))

    def pairs(self) -> tuple[Pair, ...]:
        if self._errors is not None:
            return ()
        indices = interaction_indices(self._values)
        names = combinations(enumerate(self._instruments), 2)
        return tuple(Pair((one, other), estimate(indices[i, j])) for (i, one), (j, other) in names)
