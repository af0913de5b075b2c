"""Do the kernels do what the model says here? Person by person against the oracle, on threads and on a card."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hushed.cores import usable_cores
from hushed.engine.reference import Reference
from hushed.engine.simulation import Simulation
from hushed.engine.workers import PARALLEL_FROM
from hushed.regime.reactions import Reactions
from hushed.regime.regime import Regime
from hushed.scenario.library import library_names
from hushed.scenario.reader import read_scenario
from hushed.selftest.agreement import bytes_apart, outcomes_apart, people_apart
from hushed.selftest.check import Check, checked
from hushed.selftest.regimes import random_policy
from hushed.society.society import Society, SocietySpec, build_society

PART = "kernels"
OnStep = Callable[[str], None]


@dataclass(frozen=True)
class Size:
    """How much is played."""

    people: int
    "In each library scenario."
    rounds: int
    policies: int
    "Random ones, of `few` people and `short` rounds."
    few: int
    short: int
    many: int
    "People where threads share the work; 0 to leave threads out."
    brief: int
    "Rounds there."
    card: int
    "People on a graphics card; 0 to leave it out."


DEEP = Size(people=1_000, rounds=60, policies=200, few=120, short=8, many=PARALLEL_FROM + 3_000, brief=4, card=100_000)
"""What `hushed doctor --deep` plays: past the round in which enrolment becomes mandatory."""


def steps(size: Size) -> int:
    """How many pieces of work `kernel_checks` tells of."""
    return len(library_names()) * (1 + (size.many > 0) + _cards(size)) + 1


def _cards(size: Size) -> bool:
    from hushed.gpu import device_there

    return size.card > 0 and device_there()


def kernel_checks(size: Size, *, seed: int, on_step: OnStep) -> list[Check]:
    """Every library scenario and many random policies against the oracle; then threads, and a card if there is one."""
    found = [*_scenarios(size, seed, on_step), _random(size, seed, on_step), *_threads(size, seed, on_step)]
    return [*found, *_card(size, seed, on_step)]


def _scenarios(size: Size, seed: int, on_step: OnStep) -> Iterator[Check]:
    for name in library_names():
        on_step(f"{name}, beside the oracle")

        def check(name: str = name) -> str:
            scenario = read_scenario(name, population=size.people, rounds=size.rounds, seed=seed)
            society = build_society(scenario.society, seed=seed, replicate=0)
            return beside_oracle(society, *scenario.policy(), rounds=size.rounds, seed=seed)

        yield checked(f"{name}: every person and outcome as in the oracle", check, part=PART)


def _random(size: Size, seed: int, on_step: OnStep) -> Check:
    on_step("random policies, beside the oracle")

    def check() -> str:
        for number in range(size.policies):
            policy = random_policy(seed=seed, number=number)
            society = _small_society(size.few, seed=seed, number=number)
            apart = beside_oracle(society, *policy, rounds=size.short, seed=seed, replicate=number)
            if apart:
                return f"policy {number}: {apart}"
        return ""

    return checked(f"{size.policies} random policies: every person and outcome as in the oracle", check, part=PART)


def _small_society(people: int, *, seed: int, number: int) -> Society:
    offline = (None, "same", {"generator": "watts-strogatz", "mean_degree": 4, "rewiring": 0.2})[number % 3]
    ties = {"generator": "erdos-renyi", "mean_degree": 5}
    spec = SocietySpec.model_validate({"population": people, "online": ties, "offline": offline})
    return build_society(spec, seed=seed, replicate=number)


def beside_oracle(
    society: Society,
    regime: Regime,
    reactions: Reactions,
    *,
    rounds: int,
    seed: int,
    replicate: int = 0,
    threads: int = 1,
) -> str:
    """What the kernels do otherwise than the oracle, in the first round in which they do; empty if nothing."""
    fast = Simulation(society, regime, reactions, seed=seed, replicate=replicate, threads=threads)
    slow = Reference(society, regime, reactions, seed=seed, replicate=replicate)
    try:
        for round_ in range(rounds):
            fast.step()
            slow.step()
            apart = _told(fast, slow)
            if apart:
                return f"{apart} in round {round_}"
    finally:
        fast.close()
    return ""


def _told(fast: Simulation, slow: Reference) -> str:
    people = {name: number for name, number in people_apart(fast, slow).items() if number}
    for name, number in people.items():
        return f"{name} of {number} people differs"
    outcomes = outcomes_apart(fast, slow)
    return f"the outcome {outcomes[0]} differs" if outcomes else ""


# Threads ------------------------------------------------------------------------------------------------


def thread_counts() -> tuple[int, ...]:
    """One thread, two, and all that there are."""
    return tuple(sorted({1, 2, usable_cores()}))


def _threads(size: Size, seed: int, on_step: OnStep) -> Iterator[Check]:
    if not size.many:
        return
    counts = thread_counts()
    told = f"{', '.join(map(str, counts[:-1]))} and {counts[-1]} threads"
    for name in library_names():
        on_step(f"{name}, on {told}")

        def check(name: str = name) -> str:
            scenario = read_scenario(name, population=size.many, rounds=size.brief, seed=seed)
            society, policy = build_society(scenario.society, seed=seed, replicate=0), scenario.policy()
            apart = beside_oracle(society, *policy, rounds=size.brief, seed=seed, threads=counts[-1])
            return apart or on_threads(society, *policy, rounds=size.brief, seed=seed, counts=counts)

        yield checked(f"{name}: the oracle's people, and the same bytes on {told}", check, part=PART)


def on_threads(
    society: Society, regime: Regime, reactions: Reactions, *, rounds: int, seed: int, counts: tuple[int, ...]
) -> str:
    """What other numbers of threads do otherwise than the first, to the byte; empty if nothing."""
    first, *others = (Simulation(society, regime, reactions, seed=seed, threads=count) for count in counts)
    try:
        return next(_side_by_side(first, others, rounds), "")
    finally:
        for run in (first, *others):
            run.close()


def _side_by_side(first: Simulation, others: list[Simulation], rounds: int) -> Iterator[str]:
    for round_ in range(rounds):
        expected = first.step()
        for run in others:
            for apart in bytes_apart(first, run, expected, run.step()):
                yield f"{apart} differs on {run.threads} threads in round {round_}"


# A graphics card -----------------------------------------------------------------------------------------


def _card(size: Size, seed: int, on_step: OnStep) -> Iterator[Check]:
    if not _cards(size):
        return
    for name in library_names():
        on_step(f"{name}, on the graphics card")

        def check(name: str = name) -> str:
            return on_card(name, people=size.card, rounds=size.brief, seed=seed)

        yield checked(f"{name}: the same bytes on the graphics card", check, part=PART)


def on_card(name: str, *, people: int, rounds: int, seed: int) -> str:
    """What a graphics card does otherwise than the processor; empty if nothing."""
    from hushed.gpu import GpuSimulation

    scenario = read_scenario(name, population=people, rounds=rounds, seed=seed)
    society, policy = build_society(scenario.society, seed=seed, replicate=0), scenario.policy()
    ours = Simulation(society, *policy, seed=seed)
    theirs = GpuSimulation(society, *policy, seed=seed)
    for round_ in range(rounds):
        expected = ours.step()
        for apart in bytes_apart(ours, theirs, expected, theirs.step()):
            return f"{apart} differs in round {round_}"
    return ""
