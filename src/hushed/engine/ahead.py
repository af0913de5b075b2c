"""Compiling half of the engine in another process, so that a first run waits half as long."""

from __future__ import annotations

from hushed.engine import phases, weighing
from hushed.engine.simulation import Simulation
from hushed.regime.reactions import Reactions
from hushed.regime.regime import Regime
from hushed.society.network import Network
from hushed.society.society import Society
from hushed.society.traits import TraitSpecs, draw_people

_PEOPLE = 1024
_WATCHED = {
    "observation": {"surveillance": 1.0},
    "scoring": {"severity": 0.5},
    "association": {"weight": 0.5},
    "publicity": {"audience": 1.0, "shaming_line": 1.0},
    "sanctions": {"tiers": [{"domain": "bank", "threshold": 0.5}]},
}
_SHUNNED = {"reproach": 0.5, "shunning": 0.5}


def compile_later_steps() -> None:
    """Compile what comes after speaking in a round into the cache, by a round of a small society that says nothing.

    Whoever plays a first round meanwhile has society and voices to compile, and finds the rest done. Reactions that no
    scenario of the library has (fear of isolation, enforcement) are left to whoever meets them.
    """
    people = draw_people(TraitSpecs(), people=_PEOPLE, seed=0, replicate=0, beliefs=False)
    world = Society(people, Network.empty(_PEOPLE), None, loaded=False)
    run = Simulation(world, Regime.model_validate(_WATCHED), Reactions.model_validate(_SHUNNED), seed=0)
    phases.look_up(run)
    run.state.standing[:] = 1
    run.state.score[:] = 0.0
    # In the order in which whoever plays will need them: first a round without friends' losses, as left free.
    for step in (phases.observe, phases.measure):
        step(run)
    for step in (weighing.weigh, phases.spread, phases.react, phases.sanction):
        step(run)
        run.run_waiting()
