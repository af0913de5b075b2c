"""A run that goes on from a kept state: the bytes of one never interrupted, whatever the policy it goes on under."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.worlds import ALL_REACTIONS, EVERYTHING, OFFLINE, REACTIONS, REGIMES, reactions, regime, society
from hushed.engine import workers
from hushed.engine.checkpoint import checkpoint, resumed
from hushed.engine.columns import CHUNK
from hushed.engine.simulation import Simulation
from hushed.regime.reactions import Reactions
from hushed.regime.regime import Regime
from hushed.scenario.library import library_names
from hushed.scenario.reader import read_scenario
from hushed.society.society import Society, build_society

SCRATCH = {"reaching", "further", "shared", "lost"}
"""Arrays that are written anew in each round before anything reads them, and that only some policies have."""


def started(world: Society, policy: Regime, how: Reactions, *, threads: int = 1) -> Simulation:
    return Simulation(world, policy, how, seed=3, replicate=2, threads=threads)


def told(run: Simulation, rounds: int) -> list[str]:
    return [repr(record) for record in run.rounds(rounds)]


def assert_same(one: Simulation, other: Simulation) -> None:
    for name, ours, theirs in zip(one.state._fields, one.state, other.state, strict=True):
        assert ours.dtype == theirs.dtype
        assert ours.tobytes() == theirs.tobytes(), name


def assert_same_where_both_remember(one: Simulation, other: Simulation) -> None:
    for name, ours, theirs in zip(one.state._fields, one.state, other.state, strict=True):
        if name not in SCRATCH:
            assert np.array_equal(ours, theirs), name


# The same policy -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", library_names())
@pytest.mark.parametrize("threads", [1, 3])
def test_a_library_scenario_goes_on_as_if_never_interrupted(
    name: str, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "BLOCK", CHUNK)
    monkeypatch.setattr(workers, "PARALLEL_FROM", 0)
    scenario = read_scenario(name, population=3 * CHUNK + 5)
    world = build_society(scenario.society, seed=3, replicate=2)
    whole = started(world, *scenario.policy(), threads=4 - threads)
    expected = told(whole, 58)
    first = started(world, *scenario.policy(), threads=threads)
    assert told(first, 51) == expected[:51]
    kept = checkpoint(first)
    assert told(first, 7) == expected[51:], "keeping a state changes nothing"
    for _ in range(2):
        branch = resumed(kept, threads=threads)
        assert told(branch, 7) == expected[51:]
        assert_same(branch, whole)
        assert branch.largest_component() == whole.largest_component()


@settings(max_examples=40)
@given(REGIMES, REACTIONS, OFFLINE, st.integers(0, 6), st.booleans())
def test_any_policy_goes_on_as_if_never_interrupted(
    instruments: Any, rates: Any, offline: Any, at: int, adaptive: bool
) -> None:
    if adaptive:
        instruments = instruments | {
            "authority": {"mode": "adaptive", "window": 0.3},
            "observation": {"surveillance": 0.3},
            "scoring": {"severity": 0.4, "tolerance": 0.2},
        }
    world = society(150, offline=offline)
    whole = started(world, regime(**instruments), reactions(**rates))
    expected = told(whole, 9)
    first = started(world, regime(**instruments), reactions(**rates))
    told(first, at)
    branch = resumed(checkpoint(first))
    assert branch.round == at
    assert told(branch, 9 - at) == expected[at:]
    assert_same(branch, whole)


CARRIED = {
    *("society", "regime", "reactions", "seed", "replicate", "round", "needs", "state", "scene", "record", "stance"),
    *("expected_cases", "ties_cut", "standing_changed", "wished"),
}
WITHIN_A_ROUND = {"losers", "said"}
OF_THE_MACHINE = {"seconds", "_workers"}
WORKED_OUT = {"most_gathering"}


def test_nothing_that_a_simulation_holds_has_been_forgotten() -> None:
    """Whoever lets a simulation carry something new says here whether a checkpoint has to."""
    run = started(society(60), regime(**EVERYTHING), reactions(**ALL_REACTIONS))
    run.step()
    assert set(vars(run)) == CARRIED | WITHIN_A_ROUND | OF_THE_MACHINE | WORKED_OUT
    assert set(checkpoint(run)._fields) == CARRIED


def test_a_simulation_elsewhere_is_not_kept() -> None:
    class Elsewhere(Simulation):
        pass

    run = Elsewhere(society(20), regime(), reactions(), seed=1)
    with pytest.raises(ValueError, match="on the processor"):
        checkpoint(run)


# Another policy --------------------------------------------------------------------------------------

AT, ROUNDS = 7, 18
STEPPED = EVERYTHING | {"enrolment": {"share": {"at": [0, 4], "value": [0.4, 1.0]}, "volunteers": 0.3}}


def until(value: Any, then: Any) -> dict[str, Any]:
    """A value until the abolition, and another from then on."""
    if isinstance(value, dict):
        return {"at": [*value["at"], AT], "value": [*value["value"], then]}
    return {"at": [0, AT], "value": [value, then]}


NEUTRAL = {
    "observation": {"surveillance": 0.0, "cooperation": 0.0},
    "scoring": {"severity": 0.0},
    "association": {"weight": 0.0},
    "publicity": {"audience": 0.0},
    "enrolment": {"share": 0.3},
    "informers": {"share": 0.0, "duty": 0.0, "report_chance": 0.0, "false_denunciation": 0.0},
    "capacity": {"cases": 1.0},
    "clarity": {"vagueness": 0.0},
}
"""What each instrument's levels are when it is abolished; the others take no schedule."""


@pytest.mark.parametrize("instrument", NEUTRAL)
@pytest.mark.parametrize("offline", [None, "same", {"generator": "watts-strogatz", "mean_degree": 4, "rewiring": 0.2}])
def test_abolished_from_a_round_on_is_a_schedule_that_ends_it_there(instrument: str, offline: Any) -> None:
    world, how = society(500, offline=offline), reactions(**ALL_REACTIONS)
    written = STEPPED[instrument]
    ended = {name: until(written[name], value) for name, value in NEUTRAL[instrument].items() if name in written}
    scheduled = started(world, regime(**STEPPED | {instrument: written | ended}), how)
    expected = told(scheduled, ROUNDS)
    first = started(world, regime(**STEPPED), how)
    told(first, AT)
    branch = resumed(checkpoint(first), regime(**STEPPED).without(instrument))
    assert told(branch, ROUNDS - AT) == expected[AT:]
    assert_same_where_both_remember(branch, scheduled)
    does_something = instrument != "informers" or offline is not None
    assert (told(first, ROUNDS - AT) != expected[AT:]) == does_something


@pytest.mark.parametrize("told_on", [True, False])
def test_what_is_introduced_late_finds_the_ties_that_still_stand(told_on: bool) -> None:
    """Nobody needed to count friends before; a schedule that begins there has counted them all along.

    Without informers nobody's standing changes with the policy, and friends have to be counted all the same.
    """
    world = society(400, offline="same")
    shown = {"observation": {"surveillance": 0.3}, "scoring": {"severity": 0.5, "tolerance": 0.1}}
    shown |= {"publicity": {"audience": 1.0, "shaming_line": 0.9}, "clarity": {"vagueness": 0.2}}
    informers = {"share": 0.3, "duty": 0.2, "report_chance": 0.3, "false_denunciation": 0.1}
    guilt = {"weight": 0.3}, informers if told_on else {}
    felt = {"reproach": 0.3, "encouragement": 0.4, "indignation": 0.5, "isolation": 0.3, "false_enforcement": 0.4}
    shunning = {"shunning": 0.2, "fading": 0.1}

    def late(part: dict[str, float]) -> dict[str, Any]:
        return {name: {"at": [0, AT], "value": [0.0, value]} for name, value in part.items()}

    scheduled = started(
        world,
        regime(**shown, association=late(guilt[0]), informers=late(guilt[1])),
        reactions(**shunning, **late(felt)),
    )
    expected = told(scheduled, ROUNDS)
    first = started(world, regime(**shown), reactions(**shunning))
    assert told(first, AT) == expected[:AT]
    assert first.ties_cut > 100
    assert not first.needs.friends
    policy = regime(**shown, association=guilt[0], informers=guilt[1])
    branch = resumed(checkpoint(first), policy, reactions(**shunning, **felt))
    assert told(branch, ROUNDS - AT) == expected[AT:]
    assert_same_where_both_remember(branch, scheduled)


def test_abolished_sanctions_end_at_once_and_leave_scores_as_they_are() -> None:
    world = society(600)
    run = started(world, regime(**EVERYTHING), reactions(**ALL_REACTIONS))
    told(run, 12)
    assert run.record.tally.sanctioned > 0
    branch = resumed(checkpoint(run), run.regime.without("sanctions"))
    assert np.array_equal(branch.state.score, run.state.score)
    record = branch.step()
    assert (record.tally.sanctioned, len(record.served), branch.state.clock.size) == (0, 0, 0)


def test_fewer_sanctions_leave_those_before_them_in_the_list_under_way() -> None:
    world = society(600)
    run = started(world, regime(**EVERYTHING), reactions(**ALL_REACTIONS))
    told(run, 12)
    platform_alone = EVERYTHING["sanctions"] | {"tiers": EVERYTHING["sanctions"]["tiers"][:1]}
    branch = resumed(checkpoint(run), regime(**EVERYTHING | {"sanctions": platform_alone}))
    assert np.array_equal(branch.state.clock, run.state.clock[:1])
    assert branch.state.clock.any()


def test_an_authority_that_no_longer_adapts_goes_back_to_its_first_policy_and_one_that_begins_starts_there() -> None:
    scenario = read_scenario("daymude-2025", population=300, changes=["regime.authority.window=0.3"])
    policy, how = scenario.policy()
    run = started(build_society(scenario.society, seed=3, replicate=2), policy, how)
    told(run, 10)
    first = (np.float32(0.25), 0.1, 0.1)
    assert run.record.levers != first
    fixed = resumed(checkpoint(run), policy.without("authority"))
    assert [record.levers for record in fixed.rounds(3)] == [first] * 3
    again = resumed(checkpoint(fixed), policy)
    assert again.step().levers == first
    assert again.step().levers != first


def test_a_vague_line_needs_beliefs_that_the_society_has() -> None:
    scenario = read_scenario("free-society", population=100)
    world = build_society(scenario.society, seed=1, replicate=0, beliefs=False)
    run = started(world, regime(), reactions())
    run.step()
    with pytest.raises(ValueError, match="without beliefs"):
        resumed(checkpoint(run), regime(clarity={"vagueness": 0.1}))
