"""People who move their ties and learn, against the mean field of the hysteresis of silence."""

from __future__ import annotations

import numpy as np

from hushed.random import Draws
from hushed.replications.panels import Panel, Series
from hushed.replications.replication import Request
from hushed.replications.silence_hysteresis.network import Cohesion, grown, paces_of
from hushed.replications.silence_hysteresis.people import cohesion_on, random_ties, rewire
from hushed.replications.silence_hysteresis.program import against_program
from hushed.replications.silence_hysteresis.settings import CITATION, NAME, PeopleSettings, play_people
from hushed.replications.silence_hysteresis.targets import PUBLISHED_SOCIETY
from hushed.replications.targets import Docked, Docking, Level, Target

CLOSURES = (0.0, 0.3, 0.6, 0.8)
SIZES = (1000, 4000)
SWEEPS = 1000
"""Of ties; what the mean field makes of the same time is followed at people's own pace."""
DEGREE = 20.0
AGREEMENT = 0.01
"""Largest gap in cohesion without closure, where the mean field holds but for people tied already, about 1 in 100."""
_SOURCE = f"{CITATION} Mean field at the same closure after the same time."

_Means = dict[tuple[float, int], Cohesion]


def dock_simulation(request: Request) -> Docking:
    """Cohesion on simulated networks against the mean field, what people remember, and the authors' own program."""
    seed = 1 if request.seed is None else request.seed
    replicates = 2 if request.quick else 10
    expected = {closure: _mean_field(closure) for closure in CLOSURES}
    ours: _Means = {}
    for closure in CLOSURES:
        for size in SIZES:
            ours[closure, size] = _simulated(closure, size, seed, replicates)
    docked = [*_unclosed(expected, ours), _larger_is_closer(expected, ours), _rising(ours)]
    docked += [_memory(10.0, True, seed), _memory(5.0, False, seed)]
    docked += against_program(request)
    return Docking(NAME, "simulation", tuple(docked), panels=(_panel(expected, ours),))


def _mean_field(closure: float) -> Cohesion:
    paces = paces_of(0.2, DEGREE)
    return grown(Cohesion(0.2, 0.8), PUBLISHED_SOCIETY._replace(closure=closure), duration=float(SWEEPS), paces=paces)[
        0
    ]


def _simulated(closure: float, size: int, seed: int, replicates: int) -> Cohesion:
    """Mean cohesion over replicates after the sweeps."""
    found = []
    for replicate in range(replicates):
        draws = Draws(seed, replicate)
        ties = random_ties(people=size, minority=0.2, mean_degree=DEGREE, draws=draws, exact=True)
        found.append(cohesion_on(rewire(ties, PUBLISHED_SOCIETY._replace(closure=closure), sweeps=SWEEPS, draws=draws)))
    a, b = np.mean(found, axis=0).tolist()
    return Cohesion(a, b)


def _unclosed(expected: dict[float, Cohesion], ours: _Means) -> list[Docked]:
    return [
        Target(f"closure 0, {SIZES[-1]} people: {name}", expected[0.0][group], _SOURCE, Level.RELATION, AGREEMENT).dock(
            ours[0.0, SIZES[-1]][group]
        )
        for group, name in enumerate(("T_a", "T_b"))
    ]


def _larger_is_closer(expected: dict[float, Cohesion], ours: _Means) -> Docked:
    gaps = [
        float(np.mean([np.abs(np.subtract(ours[closure, size], expected[closure])) for closure in CLOSURES]))
        for size in SIZES
    ]
    target = Target(
        f"cohesion is closer to the mean field among {SIZES[1]} people than among {SIZES[0]}",
        "smaller gap",
        f"{CITATION} Summary: finite-size effects.",
        Level.RELATION,
        test="mean gap in T_a and T_b over the closures",
    )
    return target.judged(f"{gaps[1]:.4f} against {gaps[0]:.4f}", passed=gaps[1] < gaps[0])


def _rising(ours: _Means) -> Docked:
    row = [ours[closure, SIZES[1]].a for closure in CLOSURES]
    target = Target(
        "the minority's cohesion rises with closure up to .8",
        "rising",
        f"{CITATION} Summary: closure reinforces local cohesion.",
        Level.RELATION,
        test="T_a at closures 0, .3, .6, .8: each above the one before",
    )
    return target.judged(", ".join(f"{one:.3f}" for one in row), passed=bool(np.all(np.diff(row) > 0)))


def _memory(beta: float, remembers: bool, seed: int) -> Docked:
    """Two histories on the same ties: a minority that spoke while the majority was silent, and the reverse."""
    ends = [
        play_people(
            PeopleSettings(
                beta=beta, q1=q1, q2=q2, closure_from=0.85, first_tie_sweeps=0, tie_sweeps=3000, sweeps=1500, seed=seed
            )
        )[0][0].speech
        for q1, q2 in ((0.8, -0.4), (-0.4, 0.8))
    ]
    speaks = [end.first > 0 for end in ends]
    target = Target(
        f"beta {beta:g}, 2000 people, closure .85: whether the minority speaks depends on whether it did",
        "yes" if remembers else "no",
        f"{CITATION} Loop at beta 10, none at beta 5.",
        Level.RELATION,
        test="signs of the minority's mean Q1 after a history of speech and one of silence: differ, or both above 0",
    )
    told = f"Q1 {ends[0].first:.3f} and {ends[1].first:.3f}"
    return target.judged(told, passed=speaks == ([True, False] if remembers else [True, True]))


def _panel(expected: dict[float, Cohesion], ours: _Means) -> Panel:
    closures = list(CLOSURES)
    simulated = [
        Series(f"{size} people, {name}", closures, [ours[closure, size][group] for closure in closures], "points")
        for size in SIZES
        for group, name in enumerate(("T_a", "T_b"))
    ]
    lines = [
        Series(f"mean field, {name}", closures, [expected[closure][group] for closure in closures])
        for group, name in enumerate(("T_a", "T_b"))
    ]
    return Panel(
        "Simulated networks come to the mean field as they grow",
        "closure c, a share of new ties",
        f"share of ties within the group after {SWEEPS} sweeps",
        (*lines, *simulated),
        y_range=(0.0, 1.0),
    )
