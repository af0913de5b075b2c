"""What own models gave, as one labelled dataset: a variable for each outcome, with its unit and sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from hushed.experiments.labelled import Stack, described
from hushed.models.model import Outcome

if TYPE_CHECKING:
    from hushed.experiments.own_models import OwnPlayed


def labelled_own(
    replicates: Sequence[Sequence[OwnPlayed | None]],
    outcomes: Mapping[str, Outcome],
    *,
    arms: Sequence[str] | None,
    rounds: int,
    people: int,
    ties: Sequence[int],
) -> xr.Dataset:
    """The dataset of an own model, dimensions (arm, replicate, round); without arms, (replicate, round)."""
    stack = Stack(replicates, arms)
    data = {name: stack.variable(("round",), (rounds,), _outcome(name)) for name in outcomes}
    for name, outcome in outcomes.items():
        labels = {"units": outcome.unit, "formula": outcome.formula, "sentence": outcome.sentence}
        data[name].attrs = {"long_name": name.replace("_", " "), **labels}
    data["rounds_played"] = stack.variable((), (), lambda played: np.array(played.rounds_played), missing=0)
    data["people"] = xr.Variable((), np.int64(people))
    data["ties"] = xr.Variable(("replicate",), np.array(ties, dtype=np.int64))
    for name in ("rounds_played", "people", "ties"):
        data[name].attrs = described(name)
    axes: dict[str, Any] = {"replicate": np.arange(len(replicates)), "round": np.arange(rounds)}
    return xr.Dataset(data, coords={"arm": np.array(list(arms)), **axes} if arms else axes)


def _outcome(name: str) -> Callable[[OwnPlayed], NDArray[Any]]:
    return lambda played: played.outcomes[name]
