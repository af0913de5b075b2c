"""People who move ties and learn, against runs of the authors' own program at the same settings.

The program (Castillo & Cozzo, public, MIT) was run 100 times at each setting, with its seeds 1 to 100, on 1000 people;
what is compared is the mean over runs. Its random numbers are its own, so runs are alike in distribution only.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy.stats import t as student

from hushed.replications.replication import Request
from hushed.replications.silence_hysteresis.settings import CITATION, PeopleSettings, play_people
from hushed.replications.targets import Docked, Level, Target

NAMES = ("T_a", "T_b", "Q1", "Q2")
PROGRAM_RUNS = 100
FAMILY_ERROR = 0.01
"""Chance that any cell of the table fails although both programs are alike (Bonferroni)."""


class ProgramRuns(NamedTuple):
    """Settings, and mean and standard deviation over the program's runs of T_a, T_b, Q1 and Q2."""

    settings: PeopleSettings
    means: tuple[float, float, float, float]
    deviations: tuple[float, float, float, float]


_COMMON = PeopleSettings(people=1000, first_tie_sweeps=0, sweeps=300)
PROGRAM = (
    ProgramRuns(
        _COMMON.model_copy(
            update={
                "closure_from": 0.785,
                "homophily_a": 0.6525,
                "minority": 0.5,
                "tie_sweeps": 1000,
                "beta": 25.0,
                "q1": 0.6,
                "q2": 0.3,
            }
        ),
        (0.70867, 0.69258, 0.28430, 0.08754),
        (0.02905, 0.03051, 0.13166, 0.17100),
    ),
    ProgramRuns(
        _COMMON.model_copy(update={"closure_from": 0.8, "tie_sweeps": 500, "q2": -0.4}),
        (0.61330, 0.92073, 0.38215, -0.18571),
        (0.04345, 0.00993, 0.05657, 0.02413),
    ),
    ProgramRuns(
        _COMMON.model_copy(
            update={
                "closure_from": 0.9,
                "minority": 0.3,
                "mean_degree": 10.0,
                "tie_sweeps": 1000,
                "beta": 5.0,
                "q1": 0.2,
                "q2": 0.2,
            }
        ),
        (0.92321, 0.49310, 0.63103, -0.43714),
        (0.01954, 0.06017, 0.03058, 0.11915),
    ),
)
"""Runs of the authors' program at settings near its own, of fewer people and sweeps."""


def against_program(request: Request) -> list[Docked]:
    """Mean cohesion and mean value of speaking over runs of ours, against those of the program's."""
    seed = 1 if request.seed is None else request.seed
    replicates = 4 if request.quick else 100
    docked: list[Docked] = []
    for row in PROGRAM:
        settings = row.settings.model_copy(update={"seed": seed})
        runs = [play_people(settings, replicate)[0][0] for replicate in range(replicates)]
        ours = np.array([[*one.cohesion, *one.speech] for one in runs])
        docked += [_cell(row, number, ours[:, number].tolist()) for number in range(len(NAMES))]
        if request.progress:
            request.progress(len(docked), len(PROGRAM) * len(NAMES))
    return docked


def _cell(row: ProgramRuns, number: int, ours: list[float]) -> Docked:
    settings = row.settings
    chance = welch(row.means[number], row.deviations[number], PROGRAM_RUNS, ours)
    least = FAMILY_ERROR / (len(PROGRAM) * len(NAMES))
    where = f"closure {settings.closure_from:g}, minority {settings.minority:g}, beta {settings.beta:g}"
    target = Target(
        f"{where}: mean {NAMES[number]}",
        row.means[number],
        f"{CITATION} Authors' program, {PROGRAM_RUNS} runs of {settings.people} people.",
        Level.DISTRIBUTION,
        test=f"Welch's t of the means over runs: p above {least:.2g} (1 % over the table's 12 cells, Bonferroni)",
    )
    return target.judged(float(np.mean(ours)), passed=chance > least)


def welch(mean: float, deviation: float, runs: int, ours: list[float]) -> float:
    """Chance of a gap between two means as large as this, were they of one distribution (Welch 1947), two-sided."""
    a, b = deviation**2 / runs, float(np.var(ours, ddof=1)) / len(ours)
    freedom = (a + b) ** 2 / (a**2 / (runs - 1) + b**2 / (len(ours) - 1))
    return float(2 * student.sf(abs(mean - float(np.mean(ours))) / math.sqrt(a + b), freedom))
