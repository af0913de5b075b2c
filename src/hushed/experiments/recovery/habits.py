"""What people carry on in themselves: means over everybody, for nobody's own can come out."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.engine.state import State


class Habit(NamedTuple):
    """Something remembered from round to round: its unit, formula, sentence and value, and whether more is worse."""

    unit: str
    formula: str
    sentence: str
    value: Callable[[State], float]
    harm: bool

    def described(self, name: str) -> dict[str, str]:
        """Attributes of its variable in a dataset."""
        return {"units": self.unit, "long_name": name, "formula": self.formula, "sentence": self.sentence}


def _mean(values: NDArray[np.float32]) -> float:
    return float(values.mean(dtype=np.float64)) if len(values) else 0.0


HABITS: dict[str, Habit] = {
    "reproach": Habit(
        "severities per person",
        "sum r / N",
        "How much reproach people bear for what they cost their friends.",
        lambda state: _mean(state.reproach),
        harm=True,
    ),
    "confidence": Habit(
        "mean over people",
        "sum h / N",
        "How far people believe their opinion to be shared; below 0, that they are alone with it.",
        lambda state: _mean(state.confidence),
        harm=False,
    ),
}
"""Every habit, by name."""


def habits_of(state: State) -> list[float]:
    """The habits of a society, in the order of `HABITS`."""
    return [habit.value(state) for habit in HABITS.values()]
