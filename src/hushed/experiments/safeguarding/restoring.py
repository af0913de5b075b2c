"""What restores speech: every safeguard at every dose, the smallest sets that do, and an authority that reacts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hushed.cores import usable_cores
from hushed.errors import InputError
from hushed.experiments.memory import check_shared_memory
from hushed.experiments.progress import Progress
from hushed.experiments.run import check_counts
from hushed.experiments.safeguarding.acting import acting_safeguards
from hushed.experiments.safeguarding.arms import Arm
from hushed.experiments.safeguarding.findings import Member, Response, members, responses
from hushed.experiments.safeguarding.measuring import Measurements
from hushed.experiments.safeguarding.sets import SafeguardSet, Seen, Sifting
from hushed.regime.safeguards import SAFEGUARDS
from hushed.results.statistics import Estimate, estimate
from hushed.scenario.schema import Scenario

if TYPE_CHECKING:
    import xarray as xr

RESTORE = 0.9
DOSES = (0.0, 0.25, 0.5, 0.75, 1.0)
REPLICATES, SCREENING, LARGEST = 10, 2, 4
_MOST_DOSES = 21


@dataclass(frozen=True, eq=False)
class Restoration:
    """What restores speech in a scenario; shares are of the speech of the same people left free."""

    dataset: xr.Dataset
    "Every arm that was measured, dimensions (policy, replicate)."
    scenario: Scenario
    share: float
    "Asked for."
    as_is: Estimate
    altogether: Estimate
    "With every safeguard that acts, in full."
    idle: tuple[str, ...]
    "Safeguards that change nothing here, left out."
    responses: list[Response]
    members: list[Member]
    "The frontier, and the smallest sets that reach the share."
    reacting_alone: Estimate | None
    "Where the authority reacts and there is no safeguard; None where that was not measured."
    sifting: Sifting
    "Which sets were looked at, and which were measured with all replicates."
    missing: tuple[str, ...]
    "What an interrupted experiment has not measured."


def what_restores(
    scenario: Scenario,
    *,
    restore: float = RESTORE,
    doses: Sequence[float] = DOSES,
    replicates: int = REPLICATES,
    screening: int = SCREENING,
    largest: int = LARGEST,
    reaction: bool = True,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Restoration:
    """Find which safeguards restore a share of free speech, in (0, 1], and whether they hold.

    Every safeguard that acts is played alone at each dose; sets of up to `largest` of them, in full, are looked at
    with `screening` replicates, and those that may matter with all. With `reaction`, what matters is played again
    against the adaptive authority of Daymude, Axelrod & Forrest (2025) as the scenario describes it. All arms meet
    the same societies with the same luck; what counts is the mean over the last quarter of the rounds.

    Interrupted, it keeps what was measured. Raises InputError for numbers out of range, for a schedule of what an
    adaptive authority would set, and for societies that cannot be built or held in memory.
    """
    _check(restore, doses, screening, largest)
    check_counts(replicates=replicates, threads=threads)
    at_once = threads or usable_cores()
    fixed, reacting = opponents(scenario, reaction=reaction)
    check_shared_memory(fixed, societies=replicates, at_once=at_once)
    work = _Work(fixed, reacting, restore, tuple(sorted({*doses})), (replicates, min(screening, replicates)), largest)
    work.measurements = Measurements(fixed, reacting, replicates=replicates, threads=at_once, progress=progress)
    work.do()
    return work.restoration(scenario)


def opponents(scenario: Scenario, *, reaction: bool) -> tuple[Scenario, Scenario | None]:
    """The scenario with an authority that holds to its first policy, and with one that reacts.

    Raises InputError where a schedule sets what the second would: played from the schedule's first values it would be
    another scenario, and its difference from the first no reaction.
    """
    fixed = scenario.without("authority")
    if not reaction:
        return fixed, None
    scheduled = scenario.regime.scheduled_levers()
    if scheduled:
        raise InputError(
            f"{' and '.join(scheduled)}: set by a schedule, so no authority can react through it; give a number "
            f"(--set {scheduled[0]}=0.3), or leave the reaction out (--no-reaction)"
        )
    return fixed, scenario.with_adaptive_authority()


def _check(restore: float, doses: Sequence[float], screening: int, largest: int) -> None:
    if not 0.0 < restore <= 1.0:
        raise InputError(f"restore: {restore} is out of range; allowed: above 0, at most 1 (1 is all free speech)")
    if not 1 <= len(doses) <= _MOST_DOSES:
        raise InputError(f"doses: {len(doses)} of them; allowed: 1 to {_MOST_DOSES}")
    for dose in doses:
        if not 0.0 <= dose <= 1.0:
            raise InputError(f"doses: {dose} is out of range; a dose goes from 0 (absent) to 1 (complete)")
    if screening < 1:
        raise InputError(f"screening: {screening} is out of range; allowed: 1 or more")
    if not 1 <= largest <= len(SAFEGUARDS):
        raise InputError(f"largest: {largest} is out of range; allowed: 1 to {len(SAFEGUARDS)}")


class _Work:
    """The steps of the experiment, and what they have brought."""

    measurements: Measurements

    def __init__(
        self,
        fixed: Scenario,
        reacting: Scenario | None,
        share: float,
        doses: tuple[float, ...],
        counts: tuple[int, int],
        largest: int,
    ) -> None:
        self._fixed, self._reacting, self._doses = fixed, reacting, doses
        self._replicates, self._screening = counts
        self._names = acting_safeguards(fixed)
        self._sifting = Sifting(self._names, fixed.costs.model_dump(), share, largest)
        self._missing: tuple[str, ...] = ()

    def do(self) -> None:
        """Take the steps one after another; at an interrupt, note which are not done."""
        steps = {"doses": self._measure_doses, "sets": self._measure_sets, "reaction": self._measure_reaction}
        for place, step in enumerate(steps.values()):
            if not step():
                self._missing = tuple(list(steps)[place:])
                break
        if np.isnan(self.measurements.restored.get(Arm(), np.array([np.nan]))[0]):
            raise KeyboardInterrupt

    def _measure_doses(self) -> bool:
        ends = [frozenset[str](), *(frozenset({name}) for name in self._names), frozenset(self._names)]
        arms = [Arm.of([name], dose=dose) for name in self._names for dose in self._doses]
        # How many sets are still to be looked at is known once the safeguards alone are measured.
        return self._settle(ends, "safeguards alone", len(arms) * self._replicates) and self.measurements.measure(
            arms, self._replicates, "doses", still=self._to_come()
        )

    def _measure_sets(self) -> bool:
        sifting = self._sifting
        while True:
            if waiting := sifting.to_screen():
                done = self._screen(waiting)
            elif waiting := sifting.to_settle():
                done = self._settle(waiting, "sets that may matter", 0)
            else:
                return True
            if not done:
                return False

    def _measure_reaction(self) -> bool:
        if self._reacting is None:
            return True
        found = {*self._sifting.unbeaten(), *self._sifting.smallest()}
        arms = [Arm.of(each, adapts=True) for each in sorted(found, key=lambda each: (len(each), sorted(each)))]
        return self.measurements.measure([Arm(adapts=True), *arms], self._replicates, "authority reacts")

    def _to_come(self) -> int:
        return self._screening * self._sifting.most_to_come()

    def _screen(self, sets: list[SafeguardSet]) -> bool:
        arms = [Arm.of(each) for each in sets]
        still = self._to_come() - self._screening * len(sets)
        return self.measurements.measure(arms, self._screening, f"sets of {len(sets[0])}", still=still) and self._note(
            sets, settled=self._screening == self._replicates
        )

    def _settle(self, sets: list[SafeguardSet], what: str, still: int) -> bool:
        arms = [Arm.of(each) for each in sets]
        return self.measurements.measure(arms, self._replicates, what, still=still) and self._note(sets, settled=True)

    def _note(self, sets: list[SafeguardSet], *, settled: bool) -> bool:
        for each in sets:
            mean = float(np.nanmean(self.measurements.restored[Arm.of(each)]))
            self._sifting.seen[each] = Seen(mean, settled)
        return True

    def _asked(self) -> dict[str, str | int | float]:
        return {
            "restore": self._sifting.share,
            "doses": ",".join(f"{dose:g}" for dose in self._doses),
            "screening": self._screening,
            "largest": self._sifting.largest,
            "reaction": int(self._reacting is not None),
            "complete": int(not self._missing),
            **({"missing": ",".join(self._missing)} if self._missing else {}),
        }

    def restoration(self, scenario: Scenario) -> Restoration:
        """What was found, from what was measured."""
        from hushed.experiments.safeguarding.kept import measured_dataset

        restored = {arm: values for arm, values in self.measurements.restored.items() if not np.isnan(values).all()}
        alone, everything = restored.get(Arm(adapts=True)), restored.get(Arm.of(self._names))
        return Restoration(
            dataset=measured_dataset(scenario, self.measurements, replicates=self._replicates).assign_attrs(
                self._asked()
            ),
            scenario=scenario,
            share=self._sifting.share,
            as_is=estimate(restored[Arm()]),
            altogether=estimate(np.array([]) if everything is None else everything),
            idle=tuple(name for name in SAFEGUARDS if name not in self._names),
            responses=responses(restored, self._names, self._doses),
            members=members(restored, self._sifting),
            reacting_alone=None if alone is None else estimate(alone),
            sifting=self._sifting,
            missing=self._missing,
        )
