"""A group made to answer for each of its members, after Heckathorn 1988, 1990 and 1993: the form is ours.

Everybody chooses at two levels: to comply or defect, and to do nothing about others, police them or oppose control.
Policing takes others' opportunity to defect; opposition gives it back and wears down the agent's monitoring.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from hushed.bibliography.publications import in_full
from hushed.parameters import Parameters, Share, described
from hushed.random import LARGEST_SEED, Draws
from hushed.replications.limits import BoundedAmount, BoundedPositive
from hushed.replications.meanings import Meaning

NAME = "collective-sanctions"
CITATION = in_full("heckathorn1988", "heckathorn1990", "heckathorn1993")
Course = Literal["defection", "cooperation", "hypocrisy", "policing", "opposition"]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
_COMPLY, _POLICE, _OPPOSE, _ORDER, _START, _TREMBLE, _WHICH = range(7)
_GAIN = 1e-12

COURSES: tuple[tuple[bool, bool, bool], ...] = (
    (True, False, False),
    (True, True, False),
    (True, False, True),
    (False, False, False),
    (False, True, False),
    (False, False, True),
)
"""What one can do: defect or comply, each with nothing else, policing, or opposition; the first of equals is taken."""
NAMED: dict[Course, tuple[bool, bool, bool]] = {
    "defection": COURSES[0],
    "hypocrisy": COURSES[1],
    "opposition": COURSES[2],
    "cooperation": COURSES[3],
    "policing": COURSES[4],
}


class Settings(Parameters):
    """Settings of a group and of the agent who sanctions it; all defaults are ours."""

    people: Annotated[int, Field(ge=2, le=500)] = described(10, "Members of the group.", "people")
    monitoring: Share = described(0.6, "Chance that the agent notices what is done.")
    sanction: BoundedAmount = described(5.0, "Loss by the sanction where all defect and are noticed.", "utility")
    collective: Share = described(1.0, "Share of the sanction that all bear alike; the rest is borne by who defects.")
    curvature: BoundedPositive = described(
        1.0, "The group escapes a share of the collective sanction: compliance to this power. Above 1: late escape."
    )
    comply_cost: BoundedAmount = described(1.0, "What complying costs.", "utility")
    police_cost: BoundedAmount = described(0.3, "What policing costs.", "utility")
    oppose_cost: BoundedAmount = described(0.5, "What opposing costs.", "utility")
    police_power: Share = described(0.3, "Share of others' opportunity to defect that one who polices takes.")
    oppose_power: Share = described(0.3, "Share of the policing that one who opposes undoes.")
    revolt_power: Share = described(0.0, "Share of the agent's monitoring that one who opposes undoes.")
    spread: Share = described(0.0, "How far a person's costs may lie from these: share of the cost, uniform.")
    start: Course = described("defection", "What the first do at the start; hypocrisy is to defect and police.")
    start_share: Share = described(1.0, "Chance that a person starts so; all others start by defecting.")
    push: Course = described("cooperation", "What people are pushed to in the round of the push.")
    push_round: Annotated[int, Field(ge=0, le=100_000)] = described(0, "Round of the push; 0 for none.", "round")
    push_share: Share = described(1.0, "Chance that a person is pushed.")
    tremble: Share = described(0.0, "Chance that a person in her turn does anything at all.", "chance per turn")
    rounds: Annotated[int, Field(ge=1, le=100_000)] = described(100, "Most rounds of turns.", "rounds")
    replicates: Annotated[int, Field(ge=1, le=1000)] = described(10, "Runs, each with its own order of turns.", "runs")
    seed: Annotated[int, Field(ge=0, le=LARGEST_SEED)] = described(0, "Seed of costs and of the order of turns.")


class State(NamedTuple):
    """What everybody does; three arrays of flags, shape (people,)."""

    defects: Flags
    polices: Flags
    opposes: Flags


class Costs(NamedTuple):
    """What complying, policing and opposing cost each person; three arrays, shape (people,)."""

    comply: Floats
    police: Floats
    oppose: Floats


class Measures(NamedTuple):
    """Shares of the group, what is left of the agent's monitoring, and utility; each explained in `MEANINGS`."""

    compliance: float
    willing: float
    hypocrites: float
    full_cooperators: float
    opposers: float
    monitoring_left: float
    utility: float


MEANINGS = {
    "compliance": Meaning("share of the group", "1 less the mean chance of defecting; whoever is prevented complies."),
    "willing": Meaning("share of the group", "How many comply of themselves."),
    "hypocrites": Meaning("share of the group", "How many defect and police others."),
    "full_cooperators": Meaning("share of the group", "How many comply and police others."),
    "opposers": Meaning("share of the group", "How many oppose control."),
    "monitoring_left": Meaning("chance", "How likely the agent is to notice what is done, worn down by opposition."),
    "utility": Meaning("utility per person", "What people have of it all on average, at most 0."),
    "compliance_least": Meaning("share of the group", "The compliance of the run with the least of it."),
    "compliance_most": Meaning("share of the group", "The compliance of the run with the most of it."),
    "rounds": Meaning("rounds", "How many were played until nobody moved, or there were no more; the mean over runs."),
}
"""The measures, and what a table of many runs tells besides; all but the least and the most are means over runs."""


def costs_of(settings: Settings, draws: Draws) -> Costs:
    """Everybody's costs, drawn once."""
    means = {_COMPLY: settings.comply_cost, _POLICE: settings.police_cost, _OPPOSE: settings.oppose_cost}
    drawn = [
        mean * (1.0 + settings.spread * (2.0 * draws.uniforms(purpose, subjects=settings.people) - 1.0))
        for purpose, mean in means.items()
    ]
    return Costs(*drawn)


def init(settings: Settings, draws: Draws) -> State:
    """What everybody does before the first turn."""
    everyone = np.ones(settings.people, dtype=bool)
    nobody = State(everyone, ~everyone, ~everyone)
    return _made(nobody, settings.start, draws.uniforms(_START, subjects=settings.people) < settings.start_share)


def _made(state: State, course: Course, who: Flags) -> State:
    return State._make(np.where(who, wanted, flags) for wanted, flags in zip(NAMED[course], state, strict=True))


def opportunity(police: int, opposing: int, settings: Settings) -> float:
    """The chance that somebody inclined to defect can, where so many others police her and so many oppose."""
    taken = 1.0 - (1.0 - settings.police_power) ** police
    return float(1.0 - taken * (1.0 - settings.oppose_power) ** opposing)


def sanction_loss(own: float, mean: float, opposing: int, settings: Settings) -> float:
    """What a person loses by sanctions: own chance of defecting, the group's mean chance, and how many oppose."""
    seen = settings.monitoring * (1.0 - settings.revolt_power) ** opposing
    together = 1.0 - (1.0 - mean) ** settings.curvature
    return float(settings.sanction * seen * ((1.0 - settings.collective) * own + settings.collective * together))


class Others(NamedTuple):
    """What a person sees of others: counts."""

    policing_defectors: int
    other_defectors: int
    police: int
    opposing: int


def others_of(state: State, person: int) -> Others:
    """What the others of a person do."""
    defects, polices, opposes = (flags.astype(int) for flags in state)
    both = defects * polices
    return Others(
        int(both.sum() - both[person]),
        int((defects - both).sum() - (defects - both)[person]),
        int(polices.sum() - polices[person]),
        int(opposes.sum() - opposes[person]),
    )


def utility(course: tuple[bool, bool, bool], others: Others, cost: tuple[float, float, float], s: Settings) -> float:
    """What a course of defecting, policing and opposing gives a person of such costs, while others stay as they are."""
    defects, polices, opposes = course
    police, opposing = others.police + polices, others.opposing + opposes
    own = opportunity(others.police, opposing, s) if defects else 0.0
    theirs = others.other_defectors * opportunity(police, opposing, s)
    if others.policing_defectors:
        theirs += others.policing_defectors * opportunity(police - 1, opposing, s)
    lost = sanction_loss(own, (own + theirs) / s.people, opposing, s)
    return -cost[0] * (1.0 - own) - cost[1] * polices - cost[2] * opposes - lost


def step(state: State, settings: Settings, costs: Costs, draws: Draws, round_: int) -> State:
    """One round: in an order drawn anew everybody takes the best course, given what the others do at her turn.

    She keeps to what she does unless another course is better; in the round of the push, people are pushed first.
    """
    if round_ == settings.push_round and round_ > 0:
        pushed = draws.uniforms(_START, round=round_, subjects=settings.people) < settings.push_share
        state = _made(state, settings.push, pushed)
    moved = State._make(flags.copy() for flags in state)
    trembles = draws.uniforms(_TREMBLE, round=round_, subjects=settings.people) < settings.tremble
    which = (len(COURSES) * draws.uniforms(_WHICH, round=round_, subjects=settings.people)).astype(int)
    for person in np.argsort(draws.uniforms(_ORDER, round=round_, subjects=settings.people)).tolist():
        course = COURSES[which[person]] if trembles[person] else best_course(moved, person, costs, settings)
        for flags, value in zip(moved, course, strict=True):
            flags[person] = value
    return moved


def best_course(state: State, person: int, costs: Costs, settings: Settings) -> tuple[bool, bool, bool]:
    """The course a person takes in her turn: the one she is on, unless another gives more."""
    others = others_of(state, person)
    cost = (float(costs.comply[person]), float(costs.police[person]), float(costs.oppose[person]))
    course = (bool(state.defects[person]), bool(state.polices[person]), bool(state.opposes[person]))
    least = utility(course, others, cost, settings) + _GAIN
    for other in COURSES:
        gives = utility(other, others, cost, settings)
        if gives > least:
            course, least = other, gives
    return course


def measured(state: State, settings: Settings, costs: Costs) -> Measures:
    """The shares of a state."""
    defects, polices, opposes = state
    police, opposing = int(polices.sum()), int(opposes.sum())
    own = np.array([opportunity(police - int(p), opposing, settings) for p in polices]) * defects
    mean = float(own.mean())
    lost = np.array([sanction_loss(float(one), mean, opposing, settings) for one in own])
    gives = -costs.comply * (1.0 - own) - costs.police * polices - costs.oppose * opposes - lost
    return Measures(
        compliance=1.0 - mean,
        willing=float((~defects).mean()),
        hypocrites=float((defects & polices).mean()),
        full_cooperators=float((~defects & polices).mean()),
        opposers=float(opposes.mean()),
        monitoring_left=settings.monitoring * (1.0 - settings.revolt_power) ** opposing,
        utility=float(gives.mean()),
    )


def play(settings: Settings, replicate: int = 0) -> Iterator[Measures]:
    """Measures before the first turn and after each round, until nobody moves and no push is due."""
    draws = Draws(settings.seed, replicate)
    costs, state = costs_of(settings, draws), init(settings, draws)
    yield measured(state, settings, costs)
    for round_ in range(1, settings.rounds + 1):
        before, state = state, step(state, settings, costs, draws, round_)
        yield measured(state, settings, costs)
        still = all((old == new).all() for old, new in zip(before, state, strict=True))
        if still and settings.tremble == 0 and round_ >= settings.push_round:
            return


def settled(settings: Settings, replicate: int = 0) -> Measures:
    """The measures when nobody moves any more, or the rounds are over."""
    *_, last = play(settings, replicate)
    return last
