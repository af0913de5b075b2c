"""Indignation at the sight of friends punished: by hand, in closed form, and no trace of it where it is off."""

from __future__ import annotations

import numpy as np
import pytest

from engine.test_by_hand import BOLD, OPEN, last, rounds_of, scoring, voices, world
from engine.worlds import ALL_REACTIONS, EVERYTHING, FIRST_REACTIONS, played, reactions, regime, society
from hushed.engine.simulation import Simulation
from hushed.engine.state import Mark
from hushed.random import uniforms
from hushed.regime.safeguards import SAFEGUARDS, safeguarded

WATCHED = {"observation": OPEN, "scoring": scoring(1.0)}
RING = {"generator": "ring-lattice", "mean_degree": 6}
CASES = Mark.PUNISHED | Mark.MISREAD | Mark.DENOUNCED


def seen(run):
    return run.state.punished_friends.tolist()


# By hand ---------------------------------------------------------------------------------------------


def test_a_friend_punished_raises_boldness_a_round_later_and_for_a_round():
    """Speaking costs 1 and brings three quarters of boldness; with severity 0 in round 1 nobody is punished then."""
    policy = regime(observation=OPEN, scoring=scoring({"at": [0, 1, 2], "value": [1.0, 0.0, 1.0]}))
    people = world([(0, 1)], boldness=[BOLD, 1])
    spoken = {chi: voices(people, policy, reactions(indignation=chi), rounds=4)[:, 1].tolist() for chi in (0.3, 0.4)}
    assert spoken == {0.3: [0.25, 1, 0.25, 0.25], 0.4: [0.25, 1, 0.25, 1]}


def test_it_goes_by_the_share_of_friends():
    # One of two friends is punished, so twice as much indignation is needed.
    people = world([(0, 1), (1, 2)], desire=[1, 1, 0], boldness=[BOLD, 1, BOLD])
    for chi, voice in ((0.6, 0.25), (0.7, 1.0)):
        run = last(people, regime(**WATCHED), reactions(indignation=chi), rounds=2)
        assert seen(run) == [0, 1, 0]
        assert run.state.voice[1] == voice


def test_it_adds_to_encouragement_in_one_bracket_that_cannot_fall_below_zero():
    for omega, chi in ((0.5, 0.25), (-0.5, 0.75), (1.0, -0.5), (-0.5, -3.0)):
        stirred = 1 + omega + chi
        for factor, dares in ((0.999, False), (1.001, stirred > 0)):
            nerve = factor / 0.75 / stirred if stirred > 0 else BOLD
            # Who would be bold alone has spoken in round 0, and her friend, who is punished anyhow, has seen it.
            people = world([(0, 1)], boldness=[BOLD * 10, nerve])
            policy = regime(observation=OPEN, scoring=scoring({"at": [0, 1], "value": [2000.0, 1.0]}))
            run = last(people, policy, reactions(encouragement=omega, indignation=chi), rounds=2)
            assert (run.state.voice[1] == 1) == dares, (omega, chi, factor)


def test_whatever_for():
    """Dissent, lawful speech misread, and nothing at all but a false denunciation."""
    centre = [(0, 1), (0, 2), (0, 3)]
    told = {"share": 1.0, "false_denunciation": 1.0}
    for desire, offline, more, expected in (
        ([0, 1, 1, 0], None, {}, 2),
        ([0, 1, 1, 0], None, {"misreading": 1.0}, 3),
        ([0, 0, 0, 0], centre, {"cooperation": 0.0}, 3),
    ):
        policy = regime(observation=OPEN | more, scoring=scoring(1.0), informers=told if offline else {})
        run = last(world(centre, desire=desire, offline=offline), policy, reactions(indignation=0.5), rounds=2)
        assert run.state.punished_friends[0] == expected


def test_a_loss_for_a_friend_s_sake_is_no_punishment_nor_is_a_case_not_taken_up():
    line = [(0, 1), (1, 2), (2, 3)]
    policy = regime(**WATCHED, association={"weight": 0.5, "hops": 2})
    run = last(world(line, desire=[1, 0, 0, 0]), policy, reactions(indignation=1.0), rounds=2)
    assert (run.state.shared > 0).tolist() == [False, True, True, False]
    assert seen(run) == [0, 1, 0, 0]
    nobody = last(world(line), regime(**WATCHED, capacity={"cases": 0.0}), reactions(indignation=1.0), rounds=2)
    free = last(world(line), regime(observation=OPEN, scoring=scoring(0.0)), reactions(indignation=1.0), rounds=2)
    assert seen(nobody) == seen(free) == [0] * 4


def test_friends_lost_are_seen_no_more():
    policy = regime(**WATCHED, association={"weight": 0.1})
    people = world([(0, 1), (0, 2)], desire=[1, 0, 1])
    found = [seen(run) for run in rounds_of(people, policy, reactions(indignation=1.0, ostracism=1.0), rounds=2)]
    assert found == [[0] * 3, [0] * 3]
    held = [seen(run) for run in rounds_of(people, policy, reactions(indignation=1.0), rounds=2)]
    assert held == [[0] * 3, [1, 1, 1]]


def test_it_may_begin_and_end():
    people = world([(0, 1)], boldness=[BOLD, 1])
    spell = reactions(indignation={"at": [0, 2, 4], "value": [0.0, 0.5, 0.0]})
    assert voices(people, regime(**WATCHED), spell, rounds=6)[:, 1].tolist() == [0.25, 0.25, 1, 1, 0.25, 0.25]


# In closed form --------------------------------------------------------------------------------------


@pytest.mark.parametrize("chi", [-0.5, -0.25, 0.5, 1.0])
def test_where_all_are_punished_boldness_is_one_plus_indignation_times_as_large(chi):
    """All on a ring are denounced each round; what they say is the published interior optimum at beta (1 + chi)."""
    nerve, severity, tau, nu = 0.75, 1.5, 0.1, 0.2
    policy = regime(
        observation={"surveillance": nu},
        scoring={"severity": severity, "tolerance": tau, "form": "proportional"},
        informers={"share": 1.0, "false_denunciation": 1.0},
    )
    people = society(200, online=RING, offline="same", traits={"desired_dissent": 1.0, "boldness": nerve})
    run = Simulation(people, policy, reactions(indignation=chi), seed=1)
    for t, _ in enumerate(run.rounds(3)):
        assert ((run.state.mark & CASES) > 0).all()
        beta = nerve * (1 + chi if t else 1)
        best = 0.5 * (tau + (beta - nu * severity) / ((1 - nu) * severity))
        np.testing.assert_allclose(run.state.voice, np.clip(best, tau, 1), rtol=1e-6)
        assert run.state.punished_friends.tolist() == [6 if t else 0] * 200


def test_friends_punished_are_the_degrees_of_the_punished():
    people = society(3000, online={"generator": "holme-kim", "mean_degree": 8})
    run = Simulation(people, regime(**EVERYTHING), reactions(indignation=0.7), seed=2)
    degrees = people.online.degrees()
    for _ in range(6):
        run.step()
        last_cases = (run.state.mark & CASES) > 0
        run.step()
        assert run.state.punished_friends.sum() == degrees[last_cases].sum() > 0


# Off, safeguards, and renumbered ---------------------------------------------------------------------

UNUSED = {"indignation": {"at": [0, 5], "value": [0.0, 0.0]}}


def test_off_it_takes_no_memory_and_changes_no_byte():
    people = society(1000, offline="same")
    plain = played(people, regime(**EVERYTHING), reactions(**FIRST_REACTIONS), rounds=10)
    off = played(people, regime(**EVERYTHING), reactions(**FIRST_REACTIONS | UNUSED), rounds=10)
    assert repr(plain.record) == repr(off.record)
    assert [array.tobytes() for array in plain.state] == [array.tobytes() for array in off.state]
    assert len(off.state.punished_friends) == 0
    assert not off.needs.indignation


@pytest.mark.parametrize("name", SAFEGUARDS)
def test_no_safeguard_makes_people_less_indignant_or_less_cautious(name):
    how = reactions(indignation=0.7, caution=1.2)
    assert safeguarded(regime(**EVERYTHING), how, {name: 1.0})[1].model_dump(include={"indignation", "caution"}) == {
        "indignation": 0.7,
        "caution": 1.2,
    }


def test_relabelling_moves_it_with_its_people():
    people = society(1500, offline="same")
    order = np.argsort(uniforms(seed=8, replicate=0, round=0, subjects=np.arange(1500), channel=0)).astype(np.uint32)
    policy, how = regime(**EVERYTHING), reactions(**ALL_REACTIONS)
    ours, theirs = (played(each, policy, how, rounds=10) for each in (people, people.renumbered(order)))
    np.testing.assert_array_equal(ours.state.punished_friends[order], theirs.state.punished_friends)
    np.testing.assert_array_equal(ours.state.voice[order], theirs.state.voice)
    assert len(np.unique(ours.state.punished_friends)) > 2
