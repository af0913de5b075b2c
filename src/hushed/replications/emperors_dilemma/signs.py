"""Published signs of the Emperor's Dilemma: what helps cascades of false enforcement, and what does not."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest, fisher_exact, mannwhitneyu

from hushed.replications.emperors_dilemma.model import CITATION, NAME, play_all
from hushed.replications.emperors_dilemma.people import Settings
from hushed.replications.emperors_dilemma.ties import Rewiring
from hushed.replications.panels import Panel, Series
from hushed.replications.replication import Request
from hushed.replications.targets import Docked, Docking, Level, Target

_ERROR_RATE = 0.01
_CASCADE = 0.5
"""Share of disbelievers who falsely enforce from which a run counts as a cascade."""
_TESTS = 4


def _false_enforcement(runs: int, **settings: Any) -> NDArray[np.float64]:
    return np.array([run.rounds[-1].false_enforcement for run in play_all(Settings(**settings), runs)])


def dock_signs(request: Request) -> Docking:
    """Published signs: cascades need local horizons, and neither more believers nor bridges help them."""
    runs = 20 if request.quick else 100
    common: dict[str, Any] = {"rounds": 100, "seed": request.seed or 0}
    report = request.progress or (lambda _done, _total: None)
    docked = [_horizons(runs, common)]
    report(1, 4)
    more, by_believers = _more_believers(runs, common)
    report(2, 4)
    docked.append(more)
    ways: tuple[Rewiring, ...] = ("moved", "switched")
    series: list[Series] = []
    for done, way in enumerate(ways):
        target, curve = _bridges(runs, common, way)
        docked.append(target)
        series.append(curve)
        report(3 + done, 4)
    by_bridges = Panel(
        "Bridges stop cascades: ties that lead elsewhere take away the pressure of a neighbourhood",
        "share of ties that are bridges",
        "share of runs with a cascade",
        tuple(series),
        y_range=(0, 1),
    )
    return Docking(NAME, "signs", tuple(docked), panels=(by_believers, by_bridges))


def _sign(name: str, claim: str, test: str) -> Target:
    return Target(
        name,
        claim,
        f"{CITATION} Abstract.",
        Level.RELATION,
        test=f"{test}, one-sided; error rate {_ERROR_RATE:g} over {_TESTS} tests (Bonferroni)",
    )


def _horizons(runs: int, common: dict[str, Any]) -> Docked:
    near = _false_enforcement(runs, believers=0.01, placement="clustered", **common)
    everywhere = _false_enforcement(runs, believers=0.01, placement="clustered", network="complete", **common)
    more = int((near > everywhere).sum())
    p = binomtest(more, runs, alternative="greater").pvalue
    return _sign(
        "1 % believers in a cluster: false enforcement on the torus exceeds that on the complete network, at 0",
        "torus > complete = 0",
        "sign test over runs",
    ).judged(
        f"{near.mean():.3f} > {everywhere.mean():.3f}", passed=bool(p < _ERROR_RATE / _TESTS and not everywhere.any())
    )


def _more_believers(runs: int, common: dict[str, Any]) -> tuple[Docked, Panel]:
    shares = (0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7)
    values = [_false_enforcement(runs, believers=share, **common) for share in shares]
    few, many = values[shares.index(0.05)], values[shares.index(0.3)]
    p = mannwhitneyu(few, many, alternative="greater").pvalue
    docked = _sign(
        "believers at random on the torus: false enforcement among disbelievers is less at 30 % than at 5 %",
        "falls",
        "Mann-Whitney test",
    ).judged(f"{few.mean():.3f} > {many.mean():.3f}", passed=bool(p < _ERROR_RATE / _TESTS))
    panel = Panel(
        "Once believers are enough to start a cascade, more of them make disbelievers enforce less",
        "believers at random, percent",
        "false enforcement, share of disbelievers",
        (Series("hushed", [100 * share for share in shares], [float(v.mean()) for v in values]),),
        y_range=(0, 1),
    )
    return docked, panel


def _bridges(runs: int, common: dict[str, Any], way: Rewiring) -> tuple[Docked, Series]:
    shares = (0.0, 0.05, 0.1, 0.2, 0.3)
    cascades = []
    for share in shares:
        given = {"believers": 0.01, "placement": "clustered", "bridges": share, "rewiring": way, **common}
        cascades.append(int((_false_enforcement(runs, **given) > _CASCADE).sum()))
    table = np.array([[cascades[0], runs - cascades[0]], [cascades[-1], runs - cascades[-1]]])
    p = float(fisher_exact(table, alternative="greater")[1])
    docked = _sign(
        f"1 % believers in a cluster: share of runs with a cascade is less with 30 % bridges ({way}) than with none",
        "falls",
        "Fisher's exact test",
    ).judged(f"{cascades[0] / runs:.2f} > {cascades[-1] / runs:.2f}", passed=bool(p < _ERROR_RATE / _TESTS))
    return docked, Series(f"hushed, ends {way}", shares, [number / runs for number in cascades])
