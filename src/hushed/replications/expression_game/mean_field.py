"""People of the expression game on networks, against the equations that average over them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from hushed.replications.expression_game.dynamics import Floats, voice
from hushed.replications.expression_game.settings import CITATION, NAME, AgentSettings, Settings, play, play_agents
from hushed.replications.expression_game.targets import PUBLISHED_POINTS
from hushed.replications.panels import Panel, Series
from hushed.replications.replication import Request
from hushed.replications.targets import Docked, Docking, Level, Target

AGREEMENT = 0.02
"""Largest gap between people's mean chance of speaking and the equations' that still counts as the same point."""


def dock_mean_field(request: Request) -> Docking:
    """People on networks against the equations: the same points of rest, and closer the less chance there is."""
    seed = 1 if request.seed is None else request.seed
    replicates = 3 if request.quick else 20
    docked: list[Docked] = []
    gaps: dict[tuple[float, float, float], dict[str, float]] = {}
    cases = [(beta, g, d) for beta, g, d, _ in PUBLISHED_POINTS]
    for number, (beta, gamma, delta) in enumerate(cases):
        calm = AgentSettings(
            gamma=gamma, delta=delta, beta=beta, q1=0.0, q2=0.3, seed=seed, mean_degree=100.0, rate=0.005, sweeps=4000
        )
        noisy = calm.model_copy(update={"mean_degree": 10.0, "rate": 0.05, "sweeps": 400})
        field = play(Settings(gamma=gamma, delta=delta, beta=beta, q1=0.0, q2=0.3))[0]
        means = {name: _mean_voices(one, replicates) for name, one in (("calm", calm), ("noisy", noisy))}
        expected = np.array([voice(q, beta) for q in field])
        docked += _agreements(f"beta {beta:g}, gamma {gamma:g}, delta {delta:g}", expected, means["calm"])
        gaps[(beta, gamma, delta)] = {name: float(np.abs(mean - expected).max()) for name, mean in means.items()}
        if request.progress:
            request.progress(number + 1, len(cases))
    docked.append(_closer(gaps))
    return Docking(NAME, "mean-field", tuple(docked), panels=(_gap_panel(gaps),))


def _mean_voices(settings: AgentSettings, replicates: int) -> Floats:
    """Chance of speaking at the mean value of each group, averaged over the last quarter of the sweeps and runs."""
    runs = [play_agents(settings, replicate)[-settings.sweeps // 4 :].mean(axis=0) for replicate in range(replicates)]
    return np.array([voice(q, settings.beta) for q in np.mean(runs, axis=0).tolist()])


def _agreements(where: str, expected: Floats, ours: Floats) -> Iterator[Docked]:
    for group in (0, 1):
        target = Target(
            f"{where}: people's p{group + 1}, 100 friends each, rate 0.005",
            float(expected[group]),
            "The equations at the same settings, from the same start.",
            Level.RELATION,
            AGREEMENT,
        )
        yield target.dock(float(ours[group]))


def _closer(gaps: dict[tuple[float, float, float], dict[str, float]]) -> Docked:
    calm, noisy = (float(np.mean([gap[name] for gap in gaps.values()])) for name in ("calm", "noisy"))
    target = Target(
        "people come closer to the equations with more friends and slower learning",
        "smaller gap",
        "Derived from the equations of " + CITATION,
        Level.RELATION,
        test="mean gap over the societies at 100 friends, rate 0.005 below that at 10 friends, rate 0.05",
    )
    return target.judged(f"{calm:.4f} against {noisy:.4f}", passed=calm < noisy)


def _gap_panel(gaps: dict[tuple[float, float, float], dict[str, float]]) -> Panel:
    names = [f"{beta:g}: {gamma:g}, {delta:g}" for beta, gamma, delta in gaps]
    places = list(range(len(names)))
    return Panel(
        "With many friends and slow learning people do as the equations say",
        "society (beta: gamma, delta)",
        "gap in the chance of speaking",
        tuple(
            Series(label, places, [gap[name] for gap in gaps.values()], "points")
            for name, label in (("calm", "100 friends, rate 0.005"), ("noisy", "10 friends, rate 0.05"))
        ),
        ticks=names,
    )
