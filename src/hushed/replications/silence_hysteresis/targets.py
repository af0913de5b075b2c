"""Cohesion of two groups by closure, published and found, and its closed form without closure."""

from __future__ import annotations

from collections.abc import Iterator

from hushed.replications.panels import Panel, Series
from hushed.replications.replication import Request, refuse_seed
from hushed.replications.silence_hysteresis.network import Cohesion, Formation, grown, network_rests
from hushed.replications.silence_hysteresis.settings import CITATION, NAME
from hushed.replications.targets import Docked, Docking, Level, Target

PUBLISHED_COHESION: dict[float, tuple[str, str]] = {
    0.9: (".9517", ".3177"),
    0.86: (".9040", ".7255"),
    0.8: (".8181", ".8764"),
    0.75: (".7442", ".8946"),
    0.7: (".6682", ".9023"),
}
"""T_a and T_b by closure, at homophilies .755 and .65 and a minority of .2."""
PUBLISHED_SOCIETY = Formation(0.9, homophily_a=0.755, homophily_b=0.65, minority=0.2)
"""How ties form in the published scans; closure varies."""


def dock_network(request: Request) -> Docking:
    """Cohesion by closure, and without closure in closed form."""
    refuse_seed(request, NAME, "network")
    docked: list[Docked] = []
    for closure, printed in PUBLISHED_COHESION.items():
        ours, _ = grown(Cohesion(0.2, 0.8), PUBLISHED_SOCIETY._replace(closure=closure), duration=1e6)
        for name, figure, value in zip(("T_a", "T_b"), printed, ours, strict=True):
            target = Target.as_printed(f"closure {closure:g}: {name}", figure, source=CITATION, level=Level.ANALYTIC)
            docked.append(target.dock(value))
    docked += [*_without_closure(), *_states()]
    return Docking(NAME, "network", tuple(docked), panels=(_cohesion_panel(),))


def unclosed(homophily: float, share: float) -> float:
    """Cohesion where every candidate is anybody: own candidates accepted, among all accepted."""
    return homophily * share / (homophily * share + (1 - homophily) * (1 - share))


def _without_closure() -> Iterator[Docked]:
    for homophily_a, homophily_b, minority in ((0.755, 0.65, 0.2), (0.5, 0.5, 0.35), (0.9, 0.6, 0.45)):
        formation = Formation(0.0, homophily_a, homophily_b, minority)
        ours, _ = grown(Cohesion(minority, 1 - minority), formation, duration=1e6)
        expected = unclosed(homophily_a, minority), unclosed(homophily_b, 1 - minority)
        for name, closed, value in zip(("T_a", "T_b"), expected, ours, strict=True):
            where = f"closure 0, homophilies {homophily_a:g} and {homophily_b:g}, minority {minority:g}"
            source = f"Derived from the equations of {CITATION}"
            yield Target(f"{where}: {name} in closed form", closed, source, Level.ANALYTIC, 1e-6).dock(value)


def _states() -> Iterator[Docked]:
    """The scans start and end in states at rest, found without following any course."""
    for closure in PUBLISHED_COHESION:
        followed, _ = grown(Cohesion(0.2, 0.8), PUBLISHED_SOCIETY._replace(closure=closure), duration=1e6)
        found = [one.cohesion for one in network_rests(PUBLISHED_SOCIETY._replace(closure=closure)) if one.stable]
        gap = min(max(abs(one.a - followed.a), abs(one.b - followed.b)) for one in found)
        name = f"closure {closure:g}: distance of the course's end from the nearest stable point of rest"
        yield Target(name, 0.0, "Two ways to the same point.", Level.ANALYTIC, 1e-6).dock(gap)


def _cohesion_panel() -> Panel:
    closures = [k / 100 for k in range(0, 91, 2)]
    ends = [
        grown(Cohesion(0.2, 0.8), PUBLISHED_SOCIETY._replace(closure=closure), duration=1e6)[0] for closure in closures
    ]
    printed = PUBLISHED_COHESION.items()
    return Panel(
        "Closure makes the minority cohesive, and in the end the majority less so",
        "closure c, a share of new ties",
        "share of ties within the group",
        (
            Series("minority, T_a", closures, [one.a for one in ends]),
            Series("majority, T_b", closures, [one.b for one in ends]),
            Series("published T_a", [c for c, _ in printed], [float(one[0]) for _, one in printed], "points", True),
            Series("published T_b", [c for c, _ in printed], [float(one[1]) for _, one in printed], "points", True),
        ),
        y_range=(0.0, 1.0),
    )
