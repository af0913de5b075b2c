"""One policy played on one society: the loop that every experiment is made of."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from hushed.engine.simulation import Simulation
from hushed.engine.tally import Round
from hushed.outcomes import OUTCOMES, Setting, outcomes_of, voice_share_error
from hushed.regime.reactions import Reactions
from hushed.regime.regime import Regime
from hushed.society.network import largest_component
from hushed.society.society import Society

Device: TypeAlias = Literal["cpu", "gpu"]
"""Where people are played."""
OnRound = Callable[[int], None]
"""Told the number of rounds played so far."""


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """What a run brought: every outcome of every round, and how long it took."""

    outcomes: dict[str, NDArray[np.float64]]
    "By name, shape (rounds,); NaN in rounds that were not played."
    voice_share_error: NDArray[np.float64]
    "Sampling error of the voice share, shape (rounds,)."
    rounds_played: int
    largest_component: tuple[float, float]
    "Share of people in the largest component over live ties, at the start and at the end; NaN where nobody asked."
    seconds: float
    "Of the rounds alone."
    phase_seconds: dict[str, float]
    interrupted: bool

    def followed_by(self, later: Played) -> Played:
        """This stretch of rounds and a later one as one run."""
        outcomes = {name: np.concatenate((values, later.outcomes[name])) for name, values in self.outcomes.items()}
        return Played(
            outcomes,
            np.concatenate((self.voice_share_error, later.voice_share_error)),
            self.rounds_played + later.rounds_played,
            (self.largest_component[0], later.largest_component[1]),
            self.seconds + later.seconds,
            {phase: seconds + later.phase_seconds[phase] for phase, seconds in self.phase_seconds.items()},
            self.interrupted or later.interrupted,
        )


class _Table:
    """Outcomes over rounds; a round is on it wholly or not at all."""

    def __init__(self, rounds: int) -> None:
        self._values = np.full((len(OUTCOMES) + 1, rounds), np.nan)
        self.rounds = 0

    def add(self, record: Round, setting: Setting) -> None:
        row = [*outcomes_of(record, setting).values(), voice_share_error(record)]
        self._values[:, self.rounds] = row
        self.rounds += 1

    def columns(self) -> tuple[dict[str, NDArray[np.float64]], NDArray[np.float64]]:
        self._values[:, self.rounds :] = np.nan
        return dict(zip(OUTCOMES, self._values, strict=False)), self._values[-1]


def play(
    society: Society,
    regime: Regime,
    reactions: Reactions,
    *,
    rounds: int,
    seed: int,
    replicate: int,
    threads: int,
    on_round: OnRound | None = None,
    joined: float | None = None,
    device: Device = "cpu",
) -> Played:
    """Play a policy for some rounds and keep every outcome.

    `joined` is the share of people in the society's largest component, which is found again at the end if ties were
    cut; without it, neither is looked for. `device` is where people are played: the processor or a graphics card, with
    the same numbers. Interrupted (KeyboardInterrupt) after at least one round, it hands back
    the rounds that were finished; before that, it raises.
    """
    run: Simulation
    if device == "gpu":
        from hushed.gpu import GpuSimulation

        run = GpuSimulation(society, regime, reactions, seed=seed, replicate=replicate)
    else:
        run = Simulation(society, regime, reactions, seed=seed, replicate=replicate, threads=threads)
    try:
        return play_on(run, rounds=rounds, on_round=on_round, joined=joined)
    finally:
        run.close()


def play_on(run: Simulation, *, rounds: int, on_round: OnRound | None = None, joined: float | None = None) -> Played:
    """Play some more rounds of a simulation and keep every outcome; all else as in `play`."""
    society, regime = run.society, run.regime
    table, start, before = _Table(rounds), np.nan if joined is None else joined, dict(run.seconds)
    began, interrupted = time.perf_counter(), False
    try:
        for record in run.rounds(rounds):
            table.add(record, Setting(society.size, society.online.ties, regime, run.round - 1))
            if on_round is not None:
                on_round(table.rounds)
    except KeyboardInterrupt:
        if table.rounds == 0:
            raise
        interrupted = True
    seconds = time.perf_counter() - began
    phases = {phase: spent - before[phase] for phase, spent in run.seconds.items()}
    outcomes, error = table.columns()
    end = run.largest_component() / society.size if joined is not None and run.ties_cut else start
    return Played(outcomes, error, table.rounds, (start, end), seconds, phases, interrupted)


def share_joined(society: Society) -> float:
    """Share of people in the largest component of the online layer."""
    return largest_component(society.online) / society.size
