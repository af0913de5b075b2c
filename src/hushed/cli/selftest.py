"""Does hushed compute right on this machine? The checks of `hushed doctor`."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from hushed.engine.reference import Reference
from hushed.engine.simulation import Simulation
from hushed.engine.workers import PARALLEL_FROM
from hushed.random import philox
from hushed.scenario.reader import read_scenario
from hushed.scenario.schema import Scenario
from hushed.society.society import build_society

# Random123's published vector for Philox4x32-10 with counter and key of zeros.
_KNOWN_ANSWER = (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)
_SMALL, _ROUNDS = 400, 12


class Check(NamedTuple):
    """One check: what should hold, whether it does, and what was found if not."""

    name: str
    passed: bool
    detail: str


def run_checks(*, seed: int, quick: bool) -> list[Check]:
    """Run the checks one after the other; an error in one is its failure and stops no other."""
    checks: list[tuple[str, Callable[[int], str]]] = [
        ("random numbers are the published ones", _philox),
        ("kernels equal the oracle, person by person", _oracle),
        ("a result is read back as it was written", _store),
    ]
    if not quick:
        checks.insert(2, ("one thread and two give the same bytes", _threads))
    return [_checked(name, check, seed) for name, check in checks]


def _checked(name: str, check: Callable[[int], str], seed: int) -> Check:
    try:
        detail = check(seed)
    except Exception as error:
        detail = f"{type(error).__name__}: {error}"
    return Check(name, not detail, detail)


def _philox(_seed: int) -> str:
    zero = np.uint64(0)
    words = tuple(int(word) for word in philox(zero, zero, zero, zero, zero, zero))
    return "" if words == _KNOWN_ANSWER else f"got {' '.join(f'{word:08x}' for word in words)}"


def _oracle(seed: int) -> str:
    scenario = read_scenario("all-instruments", population=_SMALL, rounds=_ROUNDS, seed=seed)
    society = build_society(scenario.society, seed=seed, replicate=0)
    fast = Simulation(society, *scenario.policy(), seed=seed)
    slow = Reference(society, *scenario.policy(), seed=seed)
    for round_ in range(_ROUNDS):
        fast.step()
        slow.step()
        for name, ours, theirs in (
            ("voice", fast.state.voice, slow.voice),
            ("score", fast.state.score, slow.score),
            ("loss", fast.state.loss, slow.now["loss"]),
        ):
            wrong = int(np.count_nonzero(~np.isclose(ours, theirs, rtol=0.0, atol=1e-5)))
            if wrong:
                return f"{name} of {wrong} people differs in round {round_}"
    return ""


def _threads(seed: int) -> str:
    scenario = _large(seed)
    society = build_society(scenario.society, seed=seed, replicate=0)
    states = []
    for threads in (1, 2):
        run = Simulation(society, *scenario.policy(), seed=seed, threads=threads)
        try:
            for _ in run.rounds(scenario.rounds):
                pass
        finally:
            run.close()
        states.append(b"".join(array.tobytes() for array in run.state))
    return "" if states[0] == states[1] else "the states differ"


def _large(seed: int) -> Scenario:
    """Just enough people that a second thread is really used."""
    ties = 'society.online={ generator = "ring-lattice", mean_degree = 4 }'
    return read_scenario("sesame-credit", population=PARALLEL_FROM + 1_000, rounds=3, seed=seed, changes=[ties])


def _store(seed: int) -> str:
    from hushed.experiments.run import run
    from hushed.results.store import load, save

    dataset = run(read_scenario("sesame-credit", population=_SMALL, rounds=3, seed=seed))
    with tempfile.TemporaryDirectory() as folder:
        again = load(save(dataset, Path(folder, "result")))
    return "" if again.identical(dataset) else "the datasets differ"
