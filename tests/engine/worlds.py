"""Societies and policies for the engine's tests."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from hushed.engine.simulation import Simulation
from hushed.regime.reactions import Reactions
from hushed.regime.regime import Regime
from hushed.selftest.agreement import differences as differences
from hushed.selftest.agreement import unpacked as unpacked
from hushed.society.society import Society, SocietySpec, build_society

EVERYTHING: dict[str, Any] = {
    "observation": {"surveillance": 0.2, "cooperation": 0.8, "identifiability": 0.9, "misreading": 0.05},
    "scoring": {"severity": {"at": [0, 5], "value": [0.3, 0.6]}, "tolerance": 0.2, "proportional_share": 0.4},
    "association": {"weight": 0.2, "hops": 2, "sharing": "shared"},
    "publicity": {"audience": 0.5, "shaming_line": 0.6},
    "enrolment": {"share": {"at": [0, 8], "value": [0.3, 1.0], "between": "linear"}},
    "informers": {"share": 0.05, "duty": 0.2, "report_chance": 0.1, "false_denunciation": 0.02},
    "sanctions": {
        "linked_identity": 0.7,
        "grace": 2,
        "tiers": [
            {"domain": "platform", "threshold": 0.7, "rounds": 4, "burden": 0.3},
            {"domain": "bank", "threshold": 0.4, "rounds": 5},
        ],
    },
    "capacity": {"cases": 0.05},
    "clarity": {"vagueness": 0.1},
}
FIRST_REACTIONS = {"reproach": 0.3, "ostracism": 0.1, "shunning": 0.05, "encouragement": 0.4, "mutual_aid": 0.3}
"""What the golden vectors were written with before people feared isolation, enforced, were indignant or cautious."""
ALL_REACTIONS: dict[str, Any] = FIRST_REACTIONS | {
    "isolation": {"at": [0, 6], "value": [0.3, 0.1], "between": "linear"},
    "fading": 0.1,
    "indignation": {"at": [0, 5], "value": [0.5, 0.9]},
    "caution": {"at": [0, 10], "value": [0.4, 1.0], "between": "linear"},
    "false_enforcement": {"at": [0, 4, 9], "value": [0.4, 0.8, 0.2]},
}


def society(people: int = 400, *, seed: int = 1, replicate: int = 0, **spec: Any) -> Society:
    """A society; layers and traits as a scenario would write them."""
    return build_society(SocietySpec.model_validate({"population": people, **spec}), seed=seed, replicate=replicate)


def regime(**instruments: Any) -> Regime:
    return Regime.model_validate(instruments)


def reactions(**rates: Any) -> Reactions:
    return Reactions.model_validate(rates)


def played(
    world: Society, policy: Regime, how: Reactions | None = None, *, rounds: int = 1, seed: int = 1
) -> Simulation:
    """A simulation after some rounds."""
    run = Simulation(world, policy, how or Reactions(), seed=seed)
    for _ in run.rounds(rounds):
        pass
    return run


# Random scenarios ------------------------------------------------------------------------------------

SHARE = st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0, 1))
SEVERITY = st.one_of(st.just(0.0), st.floats(0.01, 3))


def leveled(number: st.SearchStrategy[float]) -> st.SearchStrategy[Any]:
    """A number, or a schedule of two or three."""

    def schedule(values: list[float], rises: list[int], between: str) -> dict[str, Any]:
        at = [sum(rises[: i + 1]) for i in range(len(values))]
        return {"at": at, "value": values, "between": between}

    steps = st.lists(st.integers(1, 3), min_size=3, max_size=3)
    values = st.lists(number, min_size=2, max_size=3)
    return st.one_of(number, st.builds(schedule, values, steps, st.sampled_from(["step", "linear"])))


def part(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.one_of(st.just({}), st.fixed_dictionaries({}, optional=fields))


TIER = st.fixed_dictionaries(
    {"domain": st.sampled_from(["platform", "bank", "travel"]), "threshold": st.floats(-0.5, 1)},
    optional={"rounds": st.integers(1, 6), "burden": st.floats(0, 3)},
)
REGIMES = st.fixed_dictionaries(
    {
        "observation": part(
            surveillance=leveled(SHARE), cooperation=leveled(SHARE), identifiability=SHARE, misreading=leveled(SHARE)
        ),
        "scoring": st.fixed_dictionaries(
            {"severity": leveled(SEVERITY)},
            optional={
                "tolerance": leveled(SHARE),
                "form": st.sampled_from(["uniform", "proportional"]),
                "proportional_share": SHARE,
                "misread_excess": SHARE,
                "recovery": st.floats(0.01, 1),
            },
        ),
        "association": part(
            weight=leveled(SHARE), sharing=st.sampled_from(["per_tie", "shared"]), hops=st.sampled_from([1, 2])
        ),
        "publicity": part(audience=leveled(SHARE), shaming_line=st.floats(-1, 1)),
        "enrolment": part(share=leveled(SHARE)),
        "informers": part(share=SHARE, duty=leveled(SHARE), report_chance=leveled(SHARE), false_denunciation=SHARE),
        "sanctions": part(tiers=st.lists(TIER, max_size=3), linked_identity=leveled(SHARE), grace=st.integers(0, 3)),
        "capacity": part(cases=leveled(SHARE)),
        "clarity": part(vagueness=leveled(st.floats(0, 0.5))),
    }
)
REACTIONS = part(
    reproach=leveled(st.floats(0, 2)),
    forgiveness=SHARE,
    ostracism=SHARE,
    shunning=SHARE,
    encouragement=st.floats(-2, 2),
    indignation=leveled(st.floats(-2, 3)),
    caution=leveled(st.floats(0, 3)),
    isolation=leveled(st.floats(0, 3)),
    fading=SHARE,
    false_enforcement=leveled(SHARE),
    mutual_aid=SHARE,
)
OFFLINE = st.sampled_from([None, "same", {"generator": "watts-strogatz", "mean_degree": 4, "rewiring": 0.2}])
