"""The kernels against the NumPy oracle on one scenario, interleaved in one run, on one thread.

    python benchmarks/oracle.py [--population 100000] [--rounds 156] [--repeats 3]

Prints nanoseconds per person and round for both (median of the repeats), their ratio, and the kernels' time by
phase. The oracle is written to be read; the ratio says what the kernels gain on this machine, not how fast NumPy
could be made.
"""

from __future__ import annotations

import argparse
import statistics
import time

from hushed.engine.phases import PHASES
from hushed.engine.reference import Reference
from hushed.engine.simulation import Simulation
from hushed.scenario.reader import read_scenario
from hushed.society.society import build_society

NANO = 1e9


def timed(step, rounds: int) -> float:
    """Seconds for a number of calls."""
    started = time.perf_counter()
    for _ in range(rounds):
        step()
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scenario", default="sesame-credit")
    parser.add_argument("--population", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=156)
    parser.add_argument("--repeats", type=int, default=3)
    asked = parser.parse_args()
    scenario = read_scenario(asked.scenario, changes=[f"society.population={asked.population}"])
    world = build_society(scenario.society, seed=scenario.seed, replicate=0)
    policy, reactions = scenario.policy()
    people = asked.population * asked.rounds
    Simulation(world, policy, reactions, seed=0).step()  # compiled, or read from the cache, before any clock runs
    fast, slow, phases = [], [], dict.fromkeys((phase.name for phase in PHASES), 0.0)
    for repeat in range(asked.repeats):
        run = Simulation(world, policy, reactions, seed=repeat, threads=1)
        oracle = Reference(world, policy, reactions, seed=repeat)
        fast.append(timed(run.step, asked.rounds) / people * NANO)
        slow.append(timed(oracle.step, asked.rounds) / people * NANO)
        phases = {name: total + run.seconds[name] for name, total in phases.items()}
    print(
        f"{asked.scenario}: {asked.population:,} people, {world.online.ties:,} ties, {asked.rounds} rounds, one thread"
    )
    for name, nanoseconds in (("kernels", fast), ("NumPy oracle", slow)):
        spread = f"(from {min(nanoseconds):.1f} to {max(nanoseconds):.1f})"
        print(f"{name:12s} {statistics.median(nanoseconds):8.1f} ns per person and round  {spread}")
    print(f"the kernels are {statistics.median(slow) / statistics.median(fast):.1f} times as fast")
    for name, seconds in phases.items():
        print(f"  {name:9s} {seconds / asked.repeats / people * NANO:6.2f} ns")


if __name__ == "__main__":
    main()
