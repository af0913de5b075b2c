"""The experiment: a scenario with every subset of its instruments abolished, on the same people with the same luck."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from hushed import memory
from hushed.cores import usable_cores
from hushed.engine.simulation import minds_the_line
from hushed.errors import InputError, did_you_mean
from hushed.experiments.attribution.abolishing import essence
from hushed.experiments.attribution.plan import DEFAULT_ORDERS, EXACT_UP_TO, Plan, plans
from hushed.experiments.attribution.playing import OVER, Ran, play_each
from hushed.experiments.attribution.shares import Attribution, attributed
from hushed.experiments.memory import check_run_memory
from hushed.experiments.progress import Counter, Progress
from hushed.experiments.run import check_counts
from hushed.outcomes import OUTCOMES
from hushed.results.provenance import provenance
from hushed.scenario.schema import Scenario
from hushed.society.society import Society, build_society

if TYPE_CHECKING:
    import xarray as xr

_MOST_ORDERS = 100_000
_NUMBER = 8
"""Bytes of one."""


def attribute(
    scenario: Scenario,
    *,
    outcome: str = "chill",
    over: str = "last",
    replicates: int = 10,
    orders: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Attribution:
    """Say how much of an outcome each active instrument is answerable for: its Shapley share.

    Every subset of the active instruments is played, the others abolished, on one society in each replicate with the
    same draws (common random numbers). In every replicate the shares add up to what the regime does in all: the
    outcome as it is, less the outcome with none of the instruments. Each comes with a 95 % t-interval over replicates.
    `over` is "last" for the last round, or "mean" for the mean over rounds; what is played is the same, and
    `attributed` asks the same runs about another outcome.

    `orders` draws so many orders of abolition for each replicate in place of playing every subset, which is what
    happens with more than 10 instruments; shares are then estimates, and the intervals hold that error too.

    Interrupted, it keeps the replicates that were finished. Raises InputError for an unknown outcome, if no instrument
    is active, and for a society that cannot be built or held in memory. Source: Shapley (1953).
    """
    check_question(outcome, over)
    check_counts(replicates=replicates, threads=threads)
    instruments = active_instruments(scenario)
    if orders is None and len(instruments) > EXACT_UP_TO:
        orders = DEFAULT_ORDERS
    _check_orders(orders)
    check_run_memory(scenario)
    planned = plans(scenario, instruments, replicates=replicates, orders=orders)
    _check_results_memory(planned)
    played = _Played(scenario, instruments, planned, threads or usable_cores(), progress)
    try:
        for replicate in range(replicates):
            played.play(replicate)
    except KeyboardInterrupt:
        if not played.values:
            raise
    return attributed(played.dataset().assign_attrs(outcome=outcome, over=over), outcome, over)


def active_instruments(scenario: Scenario) -> tuple[str, ...]:
    """The instruments that have something to act with and upon; InputError if there are none."""
    active = essence(scenario.policy()[0]).active()
    if not active:
        raise InputError("no instrument is active in this scenario, so there is nothing to attribute to any")
    return active


def check_question(outcome: str, over: str) -> None:
    """Raises InputError, with the nearest name, unless there is such an outcome and such a part of a run."""
    if outcome not in OUTCOMES:
        raise InputError(f"there is no outcome '{outcome[:40]}'{did_you_mean(outcome, OUTCOMES)}")
    if over not in OVER:
        raise InputError(f"over: '{over[:40]}' is no part of a run{did_you_mean(over, OVER)}")


def _check_orders(orders: int | None) -> None:
    if orders is not None and not 2 <= orders <= _MOST_ORDERS:
        raise InputError(f"orders: {orders} is out of range; allowed: 2 to {_MOST_ORDERS:_}")


def _check_results_memory(planned: list[Plan]) -> None:
    kept = sum(len(each.subsets) for each in planned) * len(OVER) * len(OUTCOMES) * _NUMBER
    needed, there = 3 * kept, memory.available_bytes()
    if needed > there:
        raise InputError(
            f"replicates: the outcomes of {len(planned)} replicates with every subset of the instruments need about "
            f"{memory.readable(needed)} of memory and {memory.readable(there)} are free"
        )


class _Played:
    """The replicates played so far."""

    def __init__(
        self,
        scenario: Scenario,
        instruments: tuple[str, ...],
        planned: list[Plan],
        threads: int,
        progress: Progress | None,
    ) -> None:
        self._scenario, self._instruments, self._planned, self._threads = scenario, instruments, planned, threads
        self._counter = Counter(sum(len(each.policies) for each in planned), progress)
        self._society: Society
        self._ties: list[int] = []
        self._seconds = 0.0
        self.values: list[NDArray[np.float64]] = []
        "Of each replicate, shape (subsets, 2, outcomes)."

    def play(self, replicate: int) -> None:
        scenario, wanted = self._scenario, self._planned[replicate]
        society = build_society(
            scenario.society,
            seed=scenario.seed,
            replicate=replicate,
            beliefs=minds_the_line(scenario.policy()[0]),
            doing=self._counter.doing,
        )
        self._counter.doing("playing")
        runs = play_each(
            wanted.policies,
            society,
            scenario,
            replicate=replicate,
            threads=self._threads,
            on_run=self._counter.run_played,
        )
        self._keep(society, wanted, runs)

    def _keep(self, society: Society, wanted: Plan, runs: list[Ran]) -> None:
        self._society = society
        self._ties.append(society.online.ties)
        self._seconds += sum(run.seconds for run in runs)
        self.values.append(np.array([runs[place].values for place in wanted.policy_of]))

    def dataset(self) -> xr.Dataset:
        from hushed.experiments.attribution.dataset import labelled_subsets

        scenario, finished = self._scenario, len(self.values)
        planned = self._planned[:finished]
        dataset = labelled_subsets(
            planned,
            self.values,
            instruments=self._instruments,
            rounds=scenario.rounds,
            people=self._society.size,
            ties=self._ties[:finished],
        )
        asked = len(self._planned)
        origin = provenance(scenario, experiment="attribution", replicates=asked, society=self._society)
        return dataset.assign_attrs(
            origin,
            orders=0 if planned[0].orders is None else len(planned[0].orders),
            runs=sum(len(each.policies) for each in planned),
            complete=int(finished == asked),
            seconds_rounds=self._seconds,
        )
