"""Does hushed compute right on this machine? The quick checks of `hushed doctor`: seconds."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from hushed.engine.workers import PARALLEL_FROM
from hushed.scenario.reader import read_scenario
from hushed.scenario.schema import Scenario
from hushed.selftest.check import Check, checked
from hushed.selftest.drawing import published
from hushed.selftest.kernels import beside_oracle, on_threads
from hushed.society.society import build_society

_SMALL, _ROUNDS = 400, 12


def run_checks(*, seed: int, quick: bool) -> list[Check]:
    """Run the checks one after the other; an error in one is its failure and stops no other."""
    checks: list[tuple[str, Callable[[int], str]]] = [
        ("random numbers are the published ones", _philox),
        ("kernels equal the oracle, person by person", _oracle),
        ("a result is read back as it was written", _store),
    ]
    if not quick:
        checks.insert(2, ("one thread and two give the same bytes", _threads))
    return [checked(name, partial(check, seed)) for name, check in checks]


def _philox(_seed: int) -> str:
    return published()


def _oracle(seed: int) -> str:
    scenario = read_scenario("all-instruments", population=_SMALL, rounds=_ROUNDS, seed=seed)
    society = build_society(scenario.society, seed=seed, replicate=0)
    return beside_oracle(society, *scenario.policy(), rounds=_ROUNDS, seed=seed)


def _threads(seed: int) -> str:
    scenario = _large(seed)
    society = build_society(scenario.society, seed=seed, replicate=0)
    return on_threads(society, *scenario.policy(), rounds=scenario.rounds, seed=seed, counts=(1, 2))


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
