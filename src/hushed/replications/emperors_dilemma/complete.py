"""The Emperor's Dilemma where everybody watches everybody: closed forms, and where they end.

With a share f of believers below the cost K, pressure on disbelievers is at most f, so none has p > S + K and nobody
falsely enforces. As long as all believers enforce, and nobody else, pressure is f, and the share who comply is
f + (1 - f) F_S(f), F_S being the distribution of disbelievers' convictions. Believers do while more than K deviate.
Before f = K disbelievers may resist: once S W > K for the firmest, W being the share who comply, she enforces deviance,
and fewer comply. For S up to 0.38 and K = 0.125 that is from 9.75 % on.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.optimize import brentq
from scipy.stats import binomtest

from hushed.replications.emperors_dilemma.model import NAME, Run, play_all
from hushed.replications.emperors_dilemma.people import Settings
from hushed.replications.panels import Panel, Series
from hushed.replications.replication import Request
from hushed.replications.targets import Docked, Docking, Level, Target

_ERROR_RATE = 0.01


def closed_compliance(believers: float, largest_conviction: float = 0.38) -> float:
    """Share who comply where everybody watches everybody and believers alone enforce: f + (1 - f) F_S(f)."""
    return believers + (1 - believers) * min(believers / largest_conviction, 1.0)


def least_believers_opposed(cost: float = 0.125, largest_conviction: float = 0.38) -> float:
    """Believer share above which disbelievers enforce deviance on the complete network, so the closed form ends.

    The firmest does once largest_conviction x compliance exceeds the cost; compliance rises with the share.
    """

    def excess(believers: float) -> float:
        return largest_conviction * closed_compliance(believers, largest_conviction) - cost

    return float(brentq(excess, 0.0, largest_conviction, xtol=1e-12))


def dock_complete(request: Request) -> Docking:
    """Where everybody watches everybody: nobody falsely enforces, and compliance has a closed form."""
    people, runs = (500, 10) if request.quick else (1000, 40)
    base = Settings(network="complete", people=people, rounds=20, seed=request.seed or 0)
    shares = (0.02, 0.05, 0.08)
    docked: list[Docked] = []
    ours: list[float] = []
    for done, believers in enumerate((*shares, 0.12)):
        played = play_all(base.model_copy(update={"believers": believers}), runs)
        docked.append(_no_false_enforcement(believers, played))
        ours.append(float(np.mean([run.rounds[-1].compliance for run in played])))
        if believers in shares:
            docked += _compliance(believers, played, tests=len(shares))
        else:
            docked.append(_opposition(believers, played))
        if request.progress is not None:
            request.progress(done + 1, len(shares) + 1)
    threshold = Target.as_printed(
        "believer share from which disbelievers enforce deviance", "0.0975", source="Derived.", level=Level.ANALYTIC
    )
    grid = np.linspace(0, 0.125, 26).tolist()
    panel = Panel(
        "Where everybody watches everybody, compliance follows the closed form and nobody falsely enforces",
        "share of believers",
        "share of people who comply",
        (
            Series("closed form, only believers enforcing", grid, [*map(closed_compliance, grid)], published=True),
            Series("hushed", [*shares, 0.12], ours, "points"),
        ),
    )
    return Docking(NAME, "complete", (*docked, threshold.dock(least_believers_opposed())), panels=(panel,))


def _no_false_enforcement(believers: float, played: list[Run]) -> Docked:
    target = Target(
        f"complete network, {believers:.0%} believers: largest false enforcement of {len(played)} runs, all rounds",
        0.0,
        "Derived: pressure is at most the share of believers, which is below the cost of enforcement.",
        Level.ANALYTIC,
        tolerance=0.0,
    )
    return target.dock(max(shares.false_enforcement for run in played for shares in run.rounds))


def _compliance(believers: float, played: list[Run], *, tests: int) -> Iterator[Docked]:
    off = [abs(int((run.state.compliance == 1).sum()) - _people_who_yield(run)) for run in played]
    yield Target(
        f"complete network, {believers:.0%} believers: people off the closed form, given convictions",
        0.0,
        "Derived: believers, and disbelievers whose conviction is below believers / (people - 1).",
        Level.ANALYTIC,
        tolerance=0.0,
    ).dock(float(max(off)))
    doubters = sum(int((run.society.belief == -1).sum()) for run in played)
    yielding = sum(int(((run.society.belief == -1) & (run.state.compliance == 1)).sum()) for run in played)
    test = binomtest(yielding, doubters, believers / 0.38)
    yield Target(
        f"complete network, {believers:.0%} believers: share of all who comply",
        closed_compliance(believers),
        "Derived: f + (1 - f) F_S(f).",
        Level.DISTRIBUTION,
        test=f"binomial test of {doubters} disbelievers; error rate {_ERROR_RATE:g} over {tests} tests (Bonferroni)",
    ).judged(float(np.mean([run.rounds[-1].compliance for run in played])), passed=test.pvalue > _ERROR_RATE / tests)


def _people_who_yield(run: Run) -> int:
    believers = int((run.society.belief == 1).sum())
    pressure = believers / (run.society.belief.size - 1)
    return believers + int(((run.society.belief == -1) & (run.society.conviction < pressure)).sum())


def _opposition(believers: float, played: list[Run]) -> Docked:
    most = max(run.rounds[-1].compliance for run in played)
    opposed = all(any(shares.deviance_enforcement > 0 for shares in run.rounds) for run in played)
    return Target(
        f"complete network, {believers:.0%} believers: disbelievers enforce deviance, and fewer comply",
        f"< {closed_compliance(believers):.3f}",
        "Derived: believers are more than 9.75 %.",
        Level.RELATION,
        test=f"compliance at the end below the closed form in each of {len(played)} runs",
    ).judged(most, passed=opposed and most < closed_compliance(believers))
