"""hushed itself: the workload written as a scenario, or a scenario of its library, every outcome measured each round.

A library scenario is played from its first round each time; the workload goes on, as in the other programs.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from workload import Check, serve

from hushed.engine.simulation import Simulation
from hushed.scenario.reader import read_scenario
from hushed.society.society import build_society

WORKLOAD = Path(__file__).with_name("workload.toml")
DEGREE = "society.online.mean_degree"


class Play:
    """One society, played round by round."""

    def __init__(self, asked: argparse.Namespace) -> None:
        own = asked.scenario is None
        changes = [f"{DEGREE}={asked.degree}"] if own else []
        scenario = read_scenario(WORKLOAD if own else asked.scenario, changes=changes, population=asked.people)
        self.society = build_society(scenario.society, seed=asked.seed, replicate=0)
        self.policy, self.threads, self.seed, self.again = scenario.policy(), asked.threads, asked.seed, not own
        self.run = self.fresh()
        self.before: dict[str, float] = {}

    def fresh(self) -> Simulation:
        """The society before its first round."""
        return Simulation(self.society, *self.policy, seed=self.seed, threads=self.threads)

    def prepare(self) -> None:
        """Begin anew where a whole scenario is to be played."""
        if self.again:
            self.run.close()
            self.seed += 1
            self.run = self.fresh()
        self.before = dict(self.run.seconds)

    def play(self, rounds: int) -> None:
        """Play so many rounds more."""
        for _ in range(rounds):
            self.run.step()

    def added(self) -> dict[str, Any]:
        """Seconds by phase in the rounds just played."""
        return {"phases": {name: seconds - self.before[name] for name, seconds in self.run.seconds.items()}}

    def check(self) -> Check:
        """What the last round ended in."""
        tally, people = self.run.record.tally, self.society.size
        mean = tally.score / people
        return Check(tally.loud / people, mean, max(0.0, tally.score_squared / people - mean * mean) ** 0.5)


def options(parser: argparse.ArgumentParser) -> None:
    """What else the command line says."""
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--scenario", help="a library scenario in place of the workload")


if __name__ == "__main__":
    serve(Play, "hushed", "numba", "numpy", options=options)
