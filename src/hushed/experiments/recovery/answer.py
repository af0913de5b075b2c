"""The answer to a recovery: what came back of every outcome, and what that says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hushed.experiments.recovery.abolition import Abolition
from hushed.experiments.recovery.habits import HABITS
from hushed.experiments.recovery.measures import LASTING, Regained, regained
from hushed.experiments.recovery.told import told
from hushed.outcomes import OUTCOMES
from hushed.results.furthest import summarised
from hushed.results.statistics import Estimate

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True, eq=False)
class Recovery:
    """Three arms played on the same societies, and what the abolition gave back of every outcome."""

    dataset: xr.Dataset
    "Dimensions (arm, replicate, round)."
    abolition: Abolition
    regained: dict[str, Regained]
    "By outcome and habit."

    @property
    def remaining(self) -> dict[str, Estimate]:
        """What is left at the end of what may never return: abolished minus never introduced."""
        return {name: self.regained[name].left for name in LASTING}

    @property
    def sentences(self) -> list[str]:
        """What came back, how fast, and what did not, in plain words."""
        return told(self.dataset, self.abolition, self.regained)

    @property
    def sentence(self) -> str:
        """The sentences as one text."""
        return " ".join(self.sentences)


def measured(dataset: xr.Dataset, chosen: Abolition) -> Recovery:
    """What came back, from a recovery's dataset."""
    names = (*OUTCOMES, *HABITS)
    return Recovery(dataset, chosen, {name: regained(name, summarised(dataset, name), chosen.at) for name in names})
