"""A paired comparison: two policies on the same people with the same luck, so that differences are effects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from hushed.cores import usable_cores
from hushed.engine.simulation import minds_the_line
from hushed.errors import InputError
from hushed.experiments.change import Change, change_of, recorded
from hushed.experiments.effects import AS_IS, Comparison, measured
from hushed.experiments.memory import check_run_memory
from hushed.experiments.own_models import compare_own
from hushed.experiments.playing import Device, Played, play, share_joined
from hushed.experiments.progress import Counter, Progress
from hushed.experiments.run import check_counts, check_playable, left_free, own_model, timing
from hushed.models.chosen import Chosen
from hushed.models.model import OwnModel
from hushed.results.provenance import provenance
from hushed.scenario.schema import Scenario
from hushed.society.society import Society, build_society

if TYPE_CHECKING:
    import xarray as xr


def compare(
    scenario: Scenario,
    *,
    without: str | None = None,
    with_: tuple[str, float] | None = None,
    model: OwnModel | Chosen | str | None = None,
    arm: Mapping[str, Any] | None = None,
    replicates: int = 10,
    threads: int | None = None,
    progress: Progress | None = None,
    device: Device = "cpu",
) -> Comparison:
    """Compare a scenario with itself without an instrument, or with a safeguard at a dose in [0, 1].

    Each replicate's society is built once, and both arms are played on it with the same draws (common random
    numbers). Differences come with a 95 % t-interval over replicates (none for a single replicate) and with the
    variance ratio against unpaired runs. `device` as in `run`. With a `model` of the user's own, as in `run`, the
    second arm is that model with the parameters in `arm` at other values.

    Interrupted, it keeps every round that was finished. Raises InputError if the instrument or safeguard is unknown
    or changes nothing here, and for a society that cannot be built or held in memory.
    """
    check_counts(replicates=replicates, threads=threads)
    if model is not None or arm is not None:
        chosen = _own(model, device, other_change=without is not None or with_ is not None)
        return compare_own(scenario, chosen, arm or {}, replicates=replicates, progress=progress)
    change = change_of(without, with_)
    check_playable(device)
    changed = change.applied(scenario)
    for each in (scenario, changed):
        check_run_memory(each, arms=2, replicates=replicates)
    counter = Counter(2 * scenario.rounds * replicates, progress)
    pairs = _Pairs((scenario, changed), threads or usable_cores(), counter, device)
    try:
        while len(pairs.played) < replicates and not pairs.interrupted:
            pairs.play(len(pairs.played))
    except KeyboardInterrupt:
        pairs.keep_unfinished()
        if not pairs.played:
            raise
    return measured(pairs.dataset(change, replicates), change)


def _own(model: OwnModel | Chosen | str | None, device: Device, *, other_change: bool) -> Chosen:
    if model is None:
        raise InputError("the second arm changes parameters of a model of your own; say which model")
    if other_change:
        raise InputError("a model of your own knows no instruments and no safeguards; change its parameters")
    return own_model(model, device)


class _Pairs:
    """The pairs of runs played so far, and the one under way."""

    def __init__(self, arms: tuple[Scenario, Scenario], threads: int, counter: Counter, device: Device) -> None:
        self._arms, self._threads, self._counter, self._device = arms, threads, counter, device
        self._pair: list[Played] = []
        self._ties: list[int] = []
        self._free: list[dict[str, float]] = []
        self._society: Society
        self.played: list[tuple[Played | None, ...]] = []

    @property
    def interrupted(self) -> bool:
        return bool(self.played) and any(arm is None or arm.interrupted for arm in self.played[-1])

    def play(self, replicate: int) -> None:
        scenario = self._arms[0]
        self._pair = []
        society = build_society(
            scenario.society,
            seed=scenario.seed,
            replicate=replicate,
            beliefs=any(minds_the_line(arm.policy()[0]) for arm in self._arms),
            doing=self._counter.doing,
        )
        joined = share_joined(society)
        free = left_free(scenario, society, replicate=replicate, threads=self._threads, device=self._device)
        del self._ties[replicate:], self._free[replicate:]
        self._ties.append(society.online.ties)
        self._free.append(free)
        self._society = society
        for arm, name in zip(self._arms, (AS_IS, "changed"), strict=True):
            self._counter.doing(f"playing, {name}")
            self._pair.append(self._play_arm(arm, society, replicate, joined))
            if self._pair[-1].interrupted:
                break
        self.keep_unfinished()

    def _play_arm(self, arm: Scenario, society: Society, replicate: int, joined: float) -> Played:
        regime, reactions = arm.policy()
        return play(
            society,
            regime,
            reactions,
            rounds=arm.rounds,
            seed=arm.seed,
            replicate=replicate,
            threads=self._threads,
            on_round=self._counter.round_played,
            joined=joined,
            device=self._device,
        )

    def keep_unfinished(self) -> None:
        """Keep the arms played of the pair under way, if any."""
        if self._pair:
            pair, self._pair = self._pair, []
            self.played.append((pair[0], pair[1] if len(pair) > 1 else None))

    def dataset(self, change: Change, asked: int) -> xr.Dataset:
        from hushed.experiments.labelled import labelled

        scenario, finished = self._arms[0], len(self.played)
        dataset = labelled(
            self.played,
            arms=(AS_IS, change.label),
            rounds=scenario.rounds,
            people=self._society.size,
            ties=self._ties[:finished],
            left_free=self._free[:finished],
        )
        origin = provenance(scenario, experiment="comparison", replicates=asked, society=self._society)
        whole = finished == asked and not self.interrupted
        runs = [arm for pair in self.played for arm in pair if arm is not None]
        return dataset.assign_attrs(origin, **recorded(change), complete=int(whole), **timing(runs))
