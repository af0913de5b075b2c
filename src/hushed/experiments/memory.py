"""Whether a run fits into memory, asked before anything is built."""

from __future__ import annotations

from hushed import memory
from hushed.engine.phases import TOLD_BYTES
from hushed.engine.simulation import minds_the_line, needs_of
from hushed.engine.state import initial_state
from hushed.errors import InputError
from hushed.outcomes import OUTCOMES
from hushed.regime.reactions import Reactions
from hushed.regime.regime import Regime
from hushed.scenario.schema import Scenario
from hushed.society.generators import FileNetwork
from hushed.society.network import Network
from hushed.society.society import Society, SocietySpec, check_memory, society_bytes
from hushed.society.traits import draw_people

_SAMPLE = 512
"""People in the society on which the size of the state is measured."""
_ROUND_BYTES = 8 * (len(OUTCOMES) + 1)
_WORTH_SAYING = 1 << 30
_COMPONENT = 8
"""Bytes for each person while the largest component is looked for."""


def run_bytes(scenario: Scenario, *, arms: int = 1, replicates: int = 1, states: int = 1) -> int:
    """About how much memory a run takes at its peak: society, state and outcomes; a file's network is not counted.

    `states` is how many copies of what the engine carries there are at the same time.
    """
    regime, reactions = scenario.policy()
    society = society_bytes(scenario.society, beliefs=minds_the_line(regime))
    joined = 0 if scenario.society.file is not None else _COMPONENT * scenario.society.population
    playing = states * _state_bytes(scenario, regime, reactions)
    at_work = max(society.building, joined + playing)
    return society.kept + at_work + _outcome_bytes(scenario, arms * replicates)


def memory_sentence(scenario: Scenario, *, arms: int = 1, replicates: int = 1, states: int = 1) -> str | None:
    """What a run will take, for people to read before it is taken; None where it is too little to speak of."""
    needed = run_bytes(scenario, arms=arms, replicates=replicates, states=states)
    if needed < _WORTH_SAYING:
        return None
    people, ties = scenario.society.population, _tie_ends(scenario.society) / 2
    free = memory.readable(memory.available_bytes())
    return f"{people:,} people, about {ties:,.0f} ties: about {memory.readable(needed)} of memory; {free} are free"


def check_run_memory(scenario: Scenario, *, arms: int = 1, replicates: int = 1, states: int = 1) -> None:
    """Raises InputError, saying what is needed and what there is, if a run cannot be held in memory."""
    check_memory(scenario.society, beliefs=minds_the_line(scenario.policy()[0]))
    needed = run_bytes(scenario, arms=arms, replicates=replicates, states=states)
    there = memory.available_bytes()
    if needed <= there:
        return
    results = _outcome_bytes(scenario, arms * replicates)
    what = "rounds" if results > needed / 2 else "society.population"
    of = f"{scenario.rounds} rounds" if what == "rounds" else f"{scenario.society.population} people"
    raise InputError(
        f"{what}: a run of {of} needs about {memory.readable(needed)} of memory and {memory.readable(there)} are free"
    )


def check_shared_memory(scenario: Scenario, *, societies: int, at_once: int) -> None:
    """Raises InputError if so many societies, kept, and so many runs at once cannot be held in memory."""
    check_run_memory(scenario)
    regime, reactions = scenario.policy()
    society = society_bytes(scenario.society, beliefs=minds_the_line(regime))
    needed = societies * society.kept + at_once * _state_bytes(scenario, regime, reactions) + society.building
    there = memory.available_bytes()
    if needed > there:
        raise InputError(
            f"society.population: {societies} replicates of {scenario.society.population} people need about "
            f"{memory.readable(needed)} of memory and {memory.readable(there)} are free"
        )


def _outcome_bytes(scenario: Scenario, runs: int) -> int:
    return 2 * runs * scenario.rounds * _ROUND_BYTES


def _state_bytes(scenario: Scenario, regime: Regime, reactions: Reactions) -> int:
    """Bytes of what the engine carries, measured on a few people without ties; and what each end of a tie adds."""
    spec = scenario.society
    if spec.file is not None:
        return 0
    few = _few(spec)
    needs = needs_of(regime, reactions, few)
    per_person = sum(array.nbytes for array in initial_state(few, needs)) / _SAMPLE
    per_end = (1 / 8 if needs.cutting else 0) + (TOLD_BYTES if needs.association else 0)
    return int(spec.population * per_person + _tie_ends(spec) * per_end)


def _few(spec: SocietySpec) -> Society:
    people = draw_people(spec.traits, people=_SAMPLE, seed=0, replicate=0)
    alone = Network.empty(_SAMPLE)
    return Society(people, alone, None if spec.offline is None else alone, loaded=False)


def _tie_ends(spec: SocietySpec) -> float:
    """Ends of ties in both layers, as far as they are drawn."""
    layers = [layer for layer in (spec.online, spec.offline) if layer is not None and layer != "same"]
    return sum(2.0 * layer.expected_ties(spec.population) for layer in layers if not isinstance(layer, FileNetwork))
