"""The first experiment: a scenario, played as it is written, next to the same people left free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hushed.cores import usable_cores
from hushed.engine.simulation import minds_the_line
from hushed.errors import InputError
from hushed.experiments.memory import check_run_memory
from hushed.experiments.own_models import run_own
from hushed.experiments.playing import Device, Played, play, share_joined
from hushed.experiments.progress import Counter, Progress
from hushed.models.chosen import Chosen, choose
from hushed.models.model import OwnModel
from hushed.regime.reactions import Reactions
from hushed.regime.regime import INSTRUMENTS, Regime
from hushed.results.provenance import Provenance, provenance
from hushed.scenario.schema import Scenario
from hushed.society.society import Society, build_society

if TYPE_CHECKING:
    import xarray as xr

MOST_REPLICATES = 100_000


def run(
    scenario: Scenario,
    *,
    model: OwnModel | Chosen | str | None = None,
    replicates: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
    device: Device = "cpu",
) -> xr.Dataset:
    """Play a scenario on independent replicates of its society.

    Returns a dataset with one variable for each outcome, dimensions (replicate, round), each with its unit, formula
    and sentence; besides these `voice_share_error`, `largest_component` (replicate, when), `left_free` (the outcomes
    of the same society without any regime: one round, really played), `people`, `ties` and `rounds_played`. Its
    attributes say where it came from. `threads` defaults to the cores this process may use; the numbers are the same
    for any, and for `device` "gpu", which plays people on a graphics card (docs/gpu.md).

    With a `model` of the user's own (an object, or a reference such as "my_model.py:PeerPressure"; docs/own-models.md)
    that model is played on the scenario's people, and the dataset holds its outcomes in place of hushed's.

    Interrupted, it keeps every round that was finished (NaN in the others; attribute `complete` is 0). Raises
    InputError for a society that cannot be built or held in memory.
    """
    check_counts(replicates=replicates, threads=threads)
    if model is not None:
        return run_own(scenario, own_model(model, device), replicates=replicates, progress=progress)
    check_playable(device)
    check_run_memory(scenario, replicates=replicates)
    runs = _Runs(scenario, threads or usable_cores(), Counter(scenario.rounds * replicates, progress), device)
    try:
        for replicate in range(replicates):
            runs.play(replicate)
            if runs.played[-1].interrupted:
                break
    except KeyboardInterrupt:
        if not runs.played:
            raise
    return runs.dataset(replicates)


class _Runs:
    """What has been played so far."""

    def __init__(self, scenario: Scenario, threads: int, counter: Counter, device: Device) -> None:
        self._scenario, self._threads, self._counter, self._device = scenario, threads, counter, device
        self._ties: list[int] = []
        self._free: list[dict[str, float]] = []
        self._society: Society
        self.played: list[Played] = []

    def play(self, replicate: int) -> None:
        scenario = self._scenario
        regime, reactions = scenario.policy()
        society = build_society(
            scenario.society,
            seed=scenario.seed,
            replicate=replicate,
            beliefs=minds_the_line(regime),
            doing=self._counter.doing,
        )
        joined = share_joined(society)
        self._counter.doing("playing")
        free = left_free(scenario, society, replicate=replicate, threads=self._threads, device=self._device)
        played = play(
            society,
            regime,
            reactions,
            rounds=scenario.rounds,
            seed=scenario.seed,
            replicate=replicate,
            threads=self._threads,
            on_round=self._counter.round_played,
            joined=joined,
            device=self._device,
        )
        self._ties.append(society.online.ties)
        self._free.append(free)
        self._society = society
        self.played.append(played)

    def dataset(self, asked: int) -> xr.Dataset:
        from hushed.experiments.labelled import labelled

        scenario, played, finished = self._scenario, self.played, len(self.played)
        dataset = labelled(
            [(each,) for each in played],
            arms=None,
            rounds=scenario.rounds,
            people=self._society.size,
            ties=self._ties[:finished],
            left_free=self._free[:finished],
        )
        whole = finished == asked and not any(each.interrupted for each in played)
        origin = provenance(scenario, experiment="run", replicates=asked, society=self._society)
        return dataset.assign_attrs(origin, complete=int(whole), **timing(played))


def left_free(
    scenario: Scenario, society: Society, *, replicate: int, threads: int, device: Device = "cpu"
) -> dict[str, float]:
    """Every outcome of the same society without any regime, by name; one round tells, for no later one differs."""
    regime = without_any(scenario.regime)
    seed, nobody = scenario.seed, Reactions()
    played = play(society, regime, nobody, rounds=1, seed=seed, replicate=replicate, threads=threads, device=device)
    return {name: float(values[0]) for name, values in played.outcomes.items()}


def without_any(regime: Regime) -> Regime:
    """The regime with every instrument abolished: nothing is watched, and nothing can be lost."""
    for name in INSTRUMENTS:
        regime = regime.without(name)
    return regime


def timing(played: list[Played]) -> Provenance:
    """Seconds spent in rounds, in all and by phase."""
    phases = {phase: sum(each.phase_seconds[phase] for each in played) for phase in played[0].phase_seconds}
    return {
        "seconds_rounds": sum(each.seconds for each in played),
        **{f"seconds_phase_{phase}": seconds for phase, seconds in phases.items()},
    }


def own_model(model: OwnModel | Chosen | str, device: Device) -> Chosen:
    """A user's own model, ready to be played; InputError if there is none, or if it cannot be played there."""
    if device == "gpu":
        raise InputError("a model of your own plays on the processor; leave the graphics card out")
    return choose(model)


def check_playable(device: Device) -> None:
    """Raises InputError, saying what is missing, if people cannot be played there."""
    if device == "gpu":
        from hushed.gpu import check_device

        check_device()


def check_counts(*, replicates: int, threads: int | None) -> None:
    """Raises InputError for a number of replicates or threads that makes no sense."""
    if not 1 <= replicates <= MOST_REPLICATES:
        raise InputError(f"replicates: {replicates} is out of range; allowed: 1 to {MOST_REPLICATES:_}")
    if threads is not None and not 1 <= threads <= 1024:
        raise InputError(f"threads: {threads} is out of range; allowed: 1 to 1_024")
