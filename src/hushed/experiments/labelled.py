"""What was played, as one labelled dataset: a variable for each outcome, with its unit, formula and sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeAlias, TypeVar

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from hushed.experiments.playing import Played
from hushed.outcomes import OUTCOMES

Replicate: TypeAlias = Sequence[Played | None]
"""What one replicate brought, one entry for each arm; None where an arm was not reached."""

_WHEN = ("start", "end")
_PLAIN: dict[str, tuple[str, str, str]] = {
    "voice_share_error": (
        "share of desired dissent",
        "sqrt(sum (a - V delta)^2) / sum delta",
        "Sampling error of the voice share in a society of this size: its standard error.",
    ),
    "largest_component": (
        "share of people",
        "largest connected component over live ties / N",
        "How many are joined, through friends of friends, in the largest group.",
    ),
    "rounds_played": ("rounds", "", "Rounds played; fewer than asked for if the run was interrupted."),
    "people": ("people", "N", "How many people there are."),
    "ties": ("ties", "", "How many friendships there are online at the start."),
    "share": (
        "as the outcome of that name",
        "sum over S without i of |S|! (n - |S| - 1)! / n! [v(S + i) - v(S)]",
        "What each instrument adds to each outcome, averaged over all orders in which instruments can be abolished.",
    ),
    "share_error": (
        "as the outcome of that name",
        "standard deviation over orders / sqrt(orders)",
        "Standard error of a share that only some orders were drawn for.",
    ),
    "kept": ("1 or 0", "", "Whether an instrument is kept; those that are not are abolished."),
    "left_free": ("as the outcome of that name", "", "Each outcome in the same society without any regime."),
}


def labelled(
    replicates: Sequence[Replicate],
    *,
    arms: Sequence[str] | None,
    rounds: int,
    people: int,
    ties: Sequence[int],
    left_free: Sequence[Mapping[str, float]],
) -> xr.Dataset:
    """The dataset of an experiment, dimensions (arm, replicate, round); without arms, (replicate, round)."""
    stack = Stack(replicates, arms)
    data = {name: stack.variable(("round",), (rounds,), _outcome(name)) for name in OUTCOMES}
    data["voice_share_error"] = stack.variable(("round",), (rounds,), lambda played: played.voice_share_error)
    data["largest_component"] = stack.variable(("when",), (2,), lambda played: np.array(played.largest_component))
    data["rounds_played"] = stack.variable((), (), lambda played: np.array(played.rounds_played), missing=0)
    data["people"] = xr.Variable((), np.int64(people))
    data["ties"] = xr.Variable(("replicate",), np.array(ties, dtype=np.int64))
    data["left_free"] = xr.Variable(("replicate", "outcome"), [[free[name] for name in OUTCOMES] for free in left_free])
    for name, variable in data.items():
        variable.attrs = described(name)
    return xr.Dataset(data, coords=_coordinates(len(replicates), rounds, arms))


def _outcome(name: str) -> Callable[[Played], NDArray[Any]]:
    return lambda played: played.outcomes[name]


One = TypeVar("One")
"""What one run brought."""


class Stack(Generic[One]):
    """Puts what each replicate and arm brought into one array."""

    def __init__(self, replicates: Sequence[Sequence[One | None]], arms: Sequence[str] | None) -> None:
        self._replicates, self._arms = replicates, arms

    def variable(
        self,
        dims: tuple[str, ...],
        shape: tuple[int, ...],
        value: Callable[[One], NDArray[Any]],
        missing: float = np.nan,
    ) -> xr.Variable:
        """One variable over (arm,) replicate and what each run has of it; `missing` where a run was not reached."""
        count = len(self._arms) if self._arms else 1
        kind = np.float64 if np.isnan(missing) else np.int64
        values = np.full((count, len(self._replicates), *shape), missing, dtype=kind)
        for replicate, arms in enumerate(self._replicates):
            for arm, played in enumerate(arms):
                if played is not None:
                    values[arm, replicate] = value(played)
        if self._arms:
            return xr.Variable(("arm", "replicate", *dims), values)
        return xr.Variable(("replicate", *dims), values[0])


def described(name: str) -> dict[str, str]:
    """The labels of a variable of hushed's own: unit, name, formula and sentence."""
    if name in OUTCOMES:
        unit, formula, sentence = OUTCOMES[name].unit, OUTCOMES[name].formula, OUTCOMES[name].sentence
    else:
        unit, formula, sentence = _PLAIN[name]
    return {"units": unit, "long_name": name.replace("_", " "), "formula": formula, "sentence": sentence}


def _coordinates(replicates: int, rounds: int, arms: Sequence[str] | None) -> dict[str, Any]:
    axes: dict[str, Any] = {
        "replicate": np.arange(replicates),
        "round": np.arange(rounds),
        "when": np.array(_WHEN),
        "outcome": np.array(list(OUTCOMES)),
    }
    return {"arm": np.array(list(arms)), **axes} if arms else axes
