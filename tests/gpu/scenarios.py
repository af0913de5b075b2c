"""Scenarios on which the device and the processor must agree to the byte, and how far they do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numba import cuda

from engine.worlds import ALL_REACTIONS, EVERYTHING, OFFLINE, REACTIONS, REGIMES, reactions, regime, society
from hushed.engine.simulation import Simulation
from hushed.engine.state import Moment, Standing
from hushed.gpu import GpuSimulation
from hushed.gpu.compiled import kernel
from hushed.gpu.people import luck
from hushed.random import uniforms
from hushed.selftest.agreement import bytes_apart
from hushed.society.society import Society

TIES = {"online": {"generator": "holme-kim", "mean_degree": 6}}
APART = {"offline": {"generator": "watts-strogatz", "mean_degree": 4, "rewiring": 0.2}}
SAME = {"offline": "same"}
WATCHED = {"observation": {"surveillance": 0.3, "misreading": 0.1}, "scoring": {"severity": 0.5, "tolerance": 0.2}}
CONSTANT = {
    "desired_dissent": {"distribution": "constant", "value": 0.7},
    "boldness": {"distribution": "constant", "value": 1.5},
    "care": {"distribution": "constant", "value": 0.0},
    "propensity": {"distribution": "constant", "value": 0.5},
}
INFORMERS = {"share": 0.2, "duty": 0.3, "report_chance": 0.3, "false_denunciation": 0.2}
REPORTING = {"report_chance": 0.3, "false_denunciation": 0.2}
AFRAID = {"isolation": {"at": [0, 2], "value": [0.5, 0.2]}, "fading": 0.1}
ENFORCING = {"false_enforcement": {"at": [0, 2], "value": [0.5, 0.8]}}
INDIGNANT = {"indignation": {"at": [0, 2], "value": [0.8, -0.5]}}
GUILT = {"weight": 0.4}
EXPENSIVE = {"tiers": [{"domain": "platform", "threshold": 0.8, "rounds": 3, "burden": 0.4}]}
TIGHTENING = {"tiers": [{"domain": "bank", "threshold": {"at": [0, 2], "value": [0.3, 0.9]}, "rounds": 5}]} | {
    "linked_identity": 0.8
}


class Scenario(NamedTuple):
    """A society as a scenario writes it, a policy, and how people react."""

    world: dict[str, Any]
    policy: dict[str, Any]
    how: Mapping[str, Any] = MappingProxyType({})


def _with(**instruments: Any) -> dict[str, Any]:
    return WATCHED | instruments


def _adaptive(acceptance: str) -> dict[str, Any]:
    return _with(authority={"mode": "adaptive", "acceptance": acceptance})


PROPORTIONAL = {"severity": 2.0, "tolerance": 0.1, "form": "proportional"}
SCENARIOS = {
    "everything, friends meet online": Scenario(TIES | SAME, EVERYTHING, ALL_REACTIONS),
    "everything, friends meet elsewhere": Scenario(TIES | APART, EVERYTHING, ALL_REACTIONS),
    "nothing but watching": Scenario(TIES, WATCHED),
    "proportional": Scenario(TIES, _with(scoring=PROPORTIONAL)),
    "no severity": Scenario(TIES, _with(scoring={"severity": 0.0}, capacity={"cases": 0.1})),
    "guilt by tie": Scenario(TIES, _with(association=GUILT)),
    "guilt, shared": Scenario(TIES, _with(association=GUILT | {"sharing": "shared"})),
    "guilt, two hops": Scenario(TIES, _with(association=GUILT | {"hops": 2})),
    "reproach": Scenario(TIES, _with(association=GUILT), {"reproach": 0.5, "forgiveness": 0.2}),
    "ostracism": Scenario(TIES | SAME, _with(association=GUILT, informers=INFORMERS), {"ostracism": 0.4}),
    "shunning": Scenario(TIES, _with(publicity={"audience": 0.8, "shaming_line": 0.9}), {"shunning": 0.4}),
    "publicity": Scenario(TIES, _with(publicity={"audience": 0.8})),
    "enrolment": Scenario(TIES, _with(enrolment={"share": {"at": [0, 3], "value": [0.3, 1.0]}})),
    "informers, friends meet online": Scenario(TIES | SAME, _with(informers=INFORMERS)),
    "informers, friends meet elsewhere": Scenario(TIES | APART, _with(informers=INFORMERS)),
    "sanctions": Scenario(TIES, _with(sanctions=EXPENSIVE)),
    "sanctions after grace": Scenario(TIES, _with(sanctions=EXPENSIVE | {"grace": 1}), {"mutual_aid": 0.5}),
    "sanctions that tighten": Scenario(TIES, _with(sanctions=TIGHTENING)),
    "capacity": Scenario(TIES | SAME, _with(capacity={"cases": 0.05}, informers=INFORMERS)),
    "vagueness": Scenario(TIES, _with(clarity={"vagueness": 0.2})),
    "encouragement": Scenario(TIES, WATCHED, {"encouragement": 0.5}),
    "indignation": Scenario(TIES, WATCHED, {"indignation": 0.8}),
    "indignation, friends leave": Scenario(
        TIES | SAME, _with(association=GUILT, informers=INFORMERS), INDIGNANT | {"encouragement": 0.5, "ostracism": 0.4}
    ),
    "caution": Scenario(TIES, _with(clarity={"vagueness": 0.2}), {"caution": {"at": [0, 3], "value": [1.0, 0.3]}}),
    "caution, proportional": Scenario(TIES, _with(scoring=PROPORTIONAL, clarity={"vagueness": 0.1}), {"caution": 0.7}),
    "fear of isolation": Scenario(TIES, WATCHED, {"isolation": 0.4}),
    "fear of isolation, friends leave": Scenario(
        TIES, _with(publicity={"audience": 0.8, "shaming_line": 0.9}), AFRAID | {"encouragement": 0.5, "shunning": 0.4}
    ),
    "enforcement, friends meet online": Scenario(
        TIES | SAME, _with(association=GUILT, informers=REPORTING), ENFORCING | {"ostracism": 0.4}
    ),
    "enforcement beside informers, elsewhere": Scenario(TIES | APART, _with(informers=INFORMERS), ENFORCING),
    "adaptive, as published": Scenario(TIES, _adaptive("previous_round")),
    "adaptive, incumbent": Scenario(TIES, _adaptive("incumbent")),
    "one value for all": Scenario(TIES | SAME | {"traits": CONSTANT}, EVERYTHING, ALL_REACTIONS),
    "nobody is tied": Scenario({"online": {"generator": "empty"}} | SAME, EVERYTHING, ALL_REACTIONS),
}


def renumbered(world: Society) -> Society:
    """The same people in another order; their draws' keys travel with them."""
    order = np.arange(world.size)[::-1].copy()
    order[:7] = np.roll(order[:7], 3)
    return world.renumbered(order)


def both(world: Society, scenario: Scenario, *, seed: int = 3) -> tuple[Simulation, GpuSimulation]:
    policy, how = regime(**scenario.policy), reactions(**scenario.how)
    return Simulation(world, policy, how, seed=seed), GpuSimulation(world, policy, how, seed=seed)


def disagreements(pair: tuple[Simulation, GpuSimulation], *, rounds: int) -> Iterator[str]:
    """Every difference in a byte of the state, person by person, or in the record of a round."""
    ours, theirs = pair
    for number in range(rounds):
        expected, found = ours.step(), theirs.step()
        for name in bytes_apart(ours, theirs, expected, found):
            yield f"round {number}: {name}"
    if ours.terms != theirs.terms or ours.round != theirs.round:
        yield "terms"
    if ours.largest_component() != theirs.largest_component():
        yield "largest component"


def idle(run: Simulation) -> list[str]:
    """What never happened in a run with everything in it, where agreement would mean little."""
    tally = run.record.tally._asdict() | {"ties_cut": run.ties_cut, "served": run.record.served.sum()}
    tally |= {"heartened": (run.state.confidence > 0).any(), "disheartened": (run.state.confidence < 0).any()}
    tally |= {"indignant": (run.state.punished_friends > 0).any()}
    tally |= {"enforcing": (run.state.standing & Standing.ENFORCES).any()}
    return [name for name, value in tally.items() if not value]


@kernel
def _draw(subjects, moment, channel, out):
    i = cuda.grid(1)
    if i < len(out):
        out[i] = luck(moment, subjects[i], channel)


def draws_differ() -> list[str]:
    """Channels in which the device draws other numbers than `uniforms`; pairs are subjects above 2**32."""
    subjects = np.array([0, 1, 2, 511, 2**31, 2**32 - 1, 2**32, (5 << 32) | 9, 2**64 - 1], dtype=np.uint64)
    wrong = []
    for channel in (0, 11, 15, 20):
        names = {"seed": 2**32 - 1, "replicate": 7, "round": 123456}
        moment = Moment(*map(np.uint64, names.values()), 1.0)
        out = cuda.to_device(np.zeros(len(subjects)))
        _draw(len(subjects), cuda.to_device(subjects), moment, np.uint64(channel), out)
        expected = uniforms(**names, subjects=subjects, channel=channel)
        if out.copy_to_host().tobytes() != expected.tobytes():
            wrong.append(f"channel {channel}")
    return wrong


def society_of(scenario: Scenario, people: int, *, seed: int = 1) -> Society:
    return society(people, seed=seed, **scenario.world)


@settings(max_examples=60, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(REGIMES, REACTIONS, OFFLINE, st.integers(0, 2**32 - 1))
def random_scenarios_agree(policy: dict[str, Any], how: dict[str, Any], offline: Any, seed: int) -> None:
    """Raises AssertionError on a random scenario that the device plays otherwise."""
    world = {"online": {"generator": "erdos-renyi", "mean_degree": 5}, "offline": offline}
    scenario = Scenario(world, policy, how)
    found = list(disagreements(both(society_of(scenario, 60, seed=seed), scenario, seed=seed), rounds=7))
    assert found == [], (scenario, found)
