"""Edges of the rules, where a reasonable program would go wrong without anyone noticing."""

from __future__ import annotations

import pytest

from engine.test_by_hand import OPEN, last, rounds_of, scoring, voices, world
from engine.worlds import reactions, regime, society
from hushed.engine.simulation import Simulation
from hushed.engine.state import Mark
from hushed.outcomes import Setting, outcomes_of
from hushed.regime.safeguards import safeguarded
from hushed.regime.terms import terms_at


def outcomes(run):
    return outcomes_of(run.record, Setting(run.society.size, run.society.online.ties, run.regime, run.round - 1))


@pytest.mark.parametrize(("severity", "threshold"), [(0.3, 0.7), (0.1, 0.9), (0.6, 0.4), (0.2, 0.8), (0.4, 0.6)])
def test_a_score_at_a_threshold_is_not_below_it(severity, threshold):
    sanctions = {"tiers": [{"domain": "bank", "threshold": threshold, "burden": 100.0}]}
    run = last(world([], people=1), regime(observation=OPEN, scoring=scoring(severity), sanctions=sanctions))
    assert run.state.mark[0] & Mark.PUNISHED
    assert run.record.served[0] == 0


def test_a_sanction_that_falls_loomed():
    # Whatever the rule at a tie: what is believed and what happens must be the same.
    sanctions = {"tiers": [{"domain": "bank", "threshold": 0.7, "burden": 100.0}]}
    run = last(world([], people=1, boldness=2.0), regime(observation=OPEN, scoring=scoring(0.3), sanctions=sanctions))
    assert not (run.state.voice[0] == 1 and run.record.served[0] == 1)


def test_who_loses_nothing_was_not_punished():
    run = last(society(2000, online={"generator": "empty"}), regime(observation={"surveillance": 0.2}))
    found = outcomes(run)
    assert found["own_loss"] == 0
    assert found["punished"] == 0
    assert not run.state.past.any()


def test_capacity_is_judged_by_the_last_round_from_the_first_limited_round_on():
    policy = regime(observation=OPEN, scoring=scoring(2.0), capacity={"cases": {"at": [0, 1], "value": [1.0, 0.25]}})
    people = world([], people=4, boldness=[1.0, 1000, 1000, 1000])
    # Three cases in round 0, one allowed in round 1: a third. .75 > 2/3, so the first dares.
    assert voices(people, policy, rounds=2)[:, 0].tolist() == [0.25, 1]


def test_no_sanction_begins_on_those_who_have_left():
    tier = {"domain": "platform", "threshold": 0.5, "rounds": 26}
    policy = regime(
        observation=OPEN,
        scoring=scoring(0.9),
        enrolment={"share": {"at": [0, 1], "value": [1.0, 0.0]}},
        sanctions={"grace": 3, "tiers": [tier]},
    )
    for run in rounds_of(world([], people=2), policy, rounds=6):
        found = outcomes(run)
        if found["enrolled"] == 0:
            assert found["sanctioned"] == 0
            assert (run.state.voice == 1).all()


def test_caps_hold_between_the_nodes_of_a_linear_schedule():
    line = {"at": [0, 10], "between": "linear"}
    policy = regime(
        enrolment={"share": line | {"value": [0.2, 1.0]}, "volunteers": 0.3},
        scoring={"severity": line | {"value": [0.5, 2.0]}},
    )
    doses = {"voluntary_enrolment": 1.0, "proportionality": 1.0}
    for round_ in range(11):
        before = terms_at(policy, reactions(), round_)
        after = terms_at(*safeguarded(policy, reactions(), doses), round_)
        assert after.enrolled == pytest.approx(min(before.enrolled, 0.3))
        assert after.severity == pytest.approx(min(before.severity, 1.0))


def test_an_adaptive_authority_cannot_bring_back_what_was_abolished_or_capped():
    policy = regime(
        observation={"surveillance": 0.1}, scoring=scoring(2.0), authority={"mode": "adaptive", "window": 0.5}
    )
    people = society(500, online={"generator": "empty"})
    run = Simulation(people, policy.without("scoring"), reactions(), seed=1)
    assert max(record.levers[1] for record in run.rounds(300)) == 0
    run = Simulation(people, *safeguarded(policy, reactions(), {"proportionality": 1.0}), seed=1)
    assert max(record.levers[1] for record in run.rounds(300)) <= 1


def test_who_said_nothing_lost_nothing_for_what_she_said():
    sanctions = {"tiers": [{"domain": "bank", "threshold": 0.5, "burden": 0.0}]}
    policy = regime(observation=OPEN | {"misreading": 1.0}, scoring=scoring(0.9), sanctions=sanctions)
    run = last(world([], people=1, desire=0.0), policy)
    assert run.state.voice[0] == 0
    assert outcomes(run)["sanctioned"] == 1
    assert outcomes(run)["collateral_sanctions"] == 1


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_a_simulation_refuses_a_seed_that_does_not_fit(seed):
    with pytest.raises(ValueError, match="seed"):
        Simulation(world([], people=1), regime(), reactions(), seed=seed)
