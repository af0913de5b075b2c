"""Docking to Gaisbauer, Olbrich & Banisch 2020, "Dynamics of opinion expression".

Phys. Rev. E 102:042303 (arXiv 1912.12631). Level reached: analytic for the equations (boundaries, pitchfork, points of
rest); relation for the people behind them. Only the article's summary could be read here. The equations were confirmed
against the public MIT program of Castillo & Cozzo 2025, who take them from it; of the people, see step 1 below, the
learning rule is that program's, and the network that summary's; sizes, degrees and rates are ours.

The model, in order:

1. Two groups hold opposite opinions, which never change. A member of the first group meets her own group with
   probability gamma (the first group's cohesion), one of the second with delta. (People: ties of a stochastic block
   network; `expression_game.agents` has the steps of a turn.)
2. Each person carries the value Q of speaking; silence has value 0. She speaks with probability
   p = 1/(1 + e^(-beta Q)).
3. Whoever speaks to her praises (+1) if of her opinion and blames (-1) if not; speaking costs c. The value follows
   what is heard, less the cost, and forgets (Q-learning with one state).
4. Averaged over many people and slow learning, with time in units of the learning rate:
   dQ1/dt = gamma p1 - (1 - gamma) p2 - c - Q1;
   dQ2/dt = delta p2 - (1 - delta) p1 - c - Q2.
5. The flow pushes each group's value down as the other's rises, so it is competitive and planar: it has no cycles,
   and every course ends at a point of rest.

Derived here and tested: for gamma = delta, rest with Q1 = Q2 loses stability to one group's silence where
beta p (1 - p) = 1, so the pitchfork lies at gamma = ½ + (c + ln(p/(1-p))/beta)/(2p), p = (1 +- sqrt(1 - 4/beta))/2; it
begins at beta = 4 with gamma = ½ + c. As beta grows the upper branch tends to (1 + c)/2: the least cohesion at which
both speak. One group alone speaks from the fold gamma = 1/(beta p (1 - p)), c = gamma p - ln(p/(1-p))/beta on, which
tends to gamma = c.
"""

from __future__ import annotations

from hushed.parameters import settings_from
from hushed.replications.expression_game.boundaries import dock_regions
from hushed.replications.expression_game.dynamics import State, settle, speed
from hushed.replications.expression_game.mean_field import dock_mean_field
from hushed.replications.expression_game.rests import rests
from hushed.replications.expression_game.settings import (
    NAME,
    AgentSettings,
    Game,
    Settings,
    init,
    play,
    play_agents,
    step,
    told_values,
    value_meanings,
)
from hushed.replications.expression_game.targets import dock_points
from hushed.replications.meanings import Meaning, ended, where
from hushed.replications.replication import Item, Replication, Request, refuse_seed
from hushed.replications.targets import Docking

__all__ = ["EXPRESSION_GAME", "AgentSettings", "Game", "Settings", "init", "play", "play_agents", "step"]

_VALUES = value_meanings("first group", "second group")
MEANINGS = {
    **_VALUES,
    "time": Meaning("learning times", "How long the course was followed."),
    "speed": Meaning("units of praise per learning time", "How fast the faster of the two values still moved."),
    "settled": Meaning("true or false", "Whether both values had come to rest."),
    "points of rest": Meaning("points", "How many there are: both values stay as they are."),
    "stable": Meaning("points", "To how many of them nearby courses return."),
    "mean q1": Meaning("units of praise", "What speaking is worth to the first group on average."),
    "mean q2": Meaning("units of praise", "What speaking is worth to the second group on average."),
    **where("Where the equations settle from the same start", _VALUES, "{} of the equations"),
}
"""What runs tell at their end, by name."""
_REST = Meaning("chances", "How likely each group is to speak at this point of rest, and of which kind the point is.")
"""What is told of each point of rest; they are numbered."""
_RECORDED = 500
"""Points of a course that are told."""


def _dock_run(request: Request) -> Docking:
    """One course of the equations at any settings."""
    refuse_seed(request, NAME, "run")
    settings = settings_from(Settings, request.settings)
    end, time = play(settings)
    left = speed(end, settings.forces)
    final = {**told_values(end, settings.beta), "time": time, "speed": left, "settled": str(left < 1e-9).lower()}
    results = {"settings": settings.model_dump(), **ended(final, MEANINGS), "course": _course(settings, time)}
    return Docking(NAME, "run", results=results)


def _course(settings: Settings, time: float) -> dict[str, list[float]]:
    """The course in up to 500 points, at equal times."""
    stride, state = max(time / _RECORDED, 1e-9), init(settings)
    times, states = [0.0], [state]
    while times[-1] < time - 1e-9:
        state, _ = settle(state, settings.forces, duration=stride, step=settings.step)
        times.append(times[-1] + stride)
        states.append(state)
    return {"time": times, "q1": [one.first for one in states], "q2": [one.second for one in states]}


def _dock_equilibria(request: Request) -> Docking:
    """Every point of rest at any settings."""
    refuse_seed(request, NAME, "equilibria")
    settings = settings_from(Game, request.settings)
    found = rests(settings.forces)
    rows = [
        {**told_values(one.state, settings.beta), "eigenvalues": list(one.eigenvalues), "kind": one.kind}
        for one in found
    ]
    each = {
        f"p1, p2 of {number}": f"{one.voices[0]:.6f}, {one.voices[1]:.6f} ({one.kind})"
        for number, one in enumerate(found, start=1)
    }
    final = {"points of rest": len(found), "stable": sum(one.kind == "stable" for one in found), **each}
    told = ended(final, {**MEANINGS, **dict.fromkeys(each, _REST)})
    return Docking(NAME, "equilibria", results={"settings": settings.model_dump(), **told, "rests": rows})


def _dock_agents(request: Request) -> Docking:
    """People who learn, at any settings."""
    given = {**request.settings, **({} if request.seed is None else {"seed": request.seed})}
    settings = settings_from(AgentSettings, given)
    course = play_agents(settings, progress=request.progress)
    first, second = course[-1]
    field, _ = settle(State(*course[0].tolist()), settings.forces, duration=1000.0, step=0.1)
    mean_field = {f"{name} of the equations": value for name, value in told_values(field, settings.beta).items()}
    final = {"mean q1": float(first), "mean q2": float(second), **mean_field}
    series = {"mean_q1": [float(one[0]) for one in course], "mean_q2": [float(one[1]) for one in course]}
    told = ended(final, MEANINGS)
    return Docking(NAME, "agents", results={"settings": settings.model_dump(), **told, "per_sweep": series})


EXPRESSION_GAME = Replication(
    name=NAME,
    title="Dynamics of opinion expression",
    sources=("gaisbauer2020",),
    items=(
        Item("points", "published points of rest, and how many are stable", dock_points),
        Item("regions", "pitchfork and boundaries of speech against their closed forms", dock_regions),
        Item(
            "mean-field",
            "people on a network against the equations that average over them",
            dock_mean_field,
            kernel="agents._sweep",
        ),
        Item("run", "one course of the equations", _dock_run, has_targets=False, settings=Settings),
        Item("equilibria", "every point of rest", _dock_equilibria, has_targets=False, settings=Game),
        Item(
            "agents",
            "people who learn on a network",
            _dock_agents,
            has_targets=False,
            settings=AgentSettings,
            kernel="agents._sweep",
        ),
    ),
    bridge=(
        "Fear of isolation that fades as fast as it grows is the running value of praise less blame, and settles at "
        "2 gamma - 1 where all speak; the least cohesion at which dissenters go on is then (1 + c)/2 as here, c "
        "being the price of dissent beyond what one would pay. Encouragement gives speech two points of rest. "
        "Lawful speech does not fall silent for want of praise."
    ),
    caveat=(
        "Only the article's summary could be read. The equations agree with a later public program that cites it; "
        "whether the silent learn too, and the sizes and rates of the people, are ours."
    ),
)
