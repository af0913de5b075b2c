"""What an attribution played, as one labelled dataset: every outcome for every subset of the instruments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from hushed.experiments.attribution.game import members, met_in, shapley_shares, shares_by_orders
from hushed.experiments.attribution.plan import Plan
from hushed.experiments.attribution.playing import OVER
from hushed.experiments.labelled import described
from hushed.outcomes import OUTCOMES

Floats = NDArray[np.float64]


def labelled_subsets(
    plans: Sequence[Plan],
    played: Sequence[Floats],
    *,
    instruments: Sequence[str],
    rounds: int,
    people: int,
    ties: Sequence[int],
) -> xr.Dataset:
    """The dataset: outcomes with dimensions (over, subset, replicate), shares (over, outcome, instrument, replicate).

    `played` has for each replicate the values of its plan's subsets, shape (subsets, 2, outcomes). A subset that a
    replicate had no need of is NaN there. `share_error` is there only where orders were drawn.
    """
    subsets = sorted(set().union(*(each.subsets for each in plans)))
    values = np.full((len(OUTCOMES), len(OVER), len(subsets), len(plans)), np.nan)
    for replicate, (each, brought) in enumerate(zip(plans, played, strict=True)):
        values[:, :, np.searchsorted(subsets, each.subsets), replicate] = brought.transpose(2, 1, 0)
    data: dict[str, Any] = {
        name: xr.Variable(("over", "subset", "replicate"), values[place]) for place, name in enumerate(OUTCOMES)
    }
    kept = members(np.array(subsets), len(instruments))
    data["kept"] = xr.Variable(("subset", "instrument"), kept.astype(np.int8))
    data |= _shares(plans, played)
    data["rounds_played"] = xr.Variable(("replicate",), np.full(len(plans), rounds, dtype=np.int64))
    data["people"] = xr.Variable((), np.int64(people))
    data["ties"] = xr.Variable(("replicate",), np.array(ties, dtype=np.int64))
    for name, variable in data.items():
        variable.attrs = described(name)
    return xr.Dataset(data, coords=_coordinates(kept, instruments, len(plans)))


def _coordinates(kept: NDArray[np.bool_], instruments: Sequence[str], replicates: int) -> dict[str, Any]:
    names = np.array(list(instruments))
    return {
        "over": np.array(OVER),
        "subset": np.array(["+".join(names[row]) or "none" for row in kept]),
        "replicate": np.arange(replicates),
        "instrument": names,
        "outcome": np.array(list(OUTCOMES)),
    }


def _shares(plans: Sequence[Plan], played: Sequence[Floats]) -> dict[str, xr.Variable]:
    dims = ("over", "outcome", "instrument", "replicate")
    if plans[0].orders is None:
        exact = [shapley_shares(values) for values in played]
        return {"share": xr.Variable(dims, _last_axis(exact))}
    pairs = [_estimated(each, values) for each, values in zip(plans, played, strict=True)]
    shares, errors = zip(*pairs, strict=True)
    return {"share": xr.Variable(dims, _last_axis(shares)), "share_error": xr.Variable(dims, _last_axis(errors))}


def _last_axis(replicates: Sequence[Floats]) -> Floats:
    """From (instrument, over, outcome) of each replicate to (over, outcome, instrument, replicate)."""
    return np.stack(replicates, axis=-1).transpose(1, 2, 0, 3)


def _estimated(each: Plan, values: Floats) -> tuple[Floats, Floats]:
    assert each.orders is not None
    met = np.array([met_in(order) for order in each.orders])
    return shares_by_orders(values[np.searchsorted(each.subsets, met)], each.orders)
