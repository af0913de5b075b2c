"""Fear of isolation: confidence by hand, in closed form, and as published; off, it leaves no trace."""

from __future__ import annotations

import numpy as np
import pytest

from engine.test_by_hand import BOLD, OPEN, last, rounds_of, scoring, voices, world
from engine.worlds import ALL_REACTIONS, EVERYTHING, FIRST_REACTIONS, played, reactions, regime, society
from hushed.engine.simulation import Simulation
from hushed.random import uniforms

STAR = [(0, 1), (0, 2), (0, 3), (0, 4)]
WATCHED = {"observation": OPEN, "scoring": scoring(1.0)}
RING = {"generator": "ring-lattice", "mean_degree": 6}


def confidence(*arguments, **more):
    """Everybody's confidence, round by round."""
    return np.array([run.state.confidence.copy() for run in rounds_of(*arguments, **more)])


def lifted(h):
    return 1 + h if h >= 0 else 1 / (1 - h)


# By hand ---------------------------------------------------------------------------------------------


def test_two_friends_above_the_line_one_within_it_and_one_who_says_nothing():
    """The centre hears (2 - 1) / 3 from round 1 on; the leaves hear her alone, who conforms until she dares."""
    how = reactions(isolation=0.5, fading=0.2)
    people = world(STAR, desire=[1, 1, 1, 0.25, 0], boldness=[1 / 0.75 / 1.3 * 1.001, *[BOLD] * 4])
    felt = confidence(people, regime(**WATCHED), how, rounds=4)
    np.testing.assert_allclose(felt[:, 0], [0, 1 / 6, 0.3, 0.24 + 1 / 6], rtol=1e-6)
    np.testing.assert_allclose(felt[:, 1:], np.repeat([[0], [-0.5], [-0.9], [-0.22]], 4, axis=1), atol=1e-7)
    assert voices(people, regime(**WATCHED), how, rounds=4)[:, 0].tolist() == [0.25, 0.25, 1, 1]


def test_each_round_among_the_lawful_lowers_boldness_until_she_falls_silent():
    # Boldness over the price is 1 + 2.5 alpha; after t rounds among friends at the line the lift is 1 / (1 + alpha t).
    alpha = 0.4
    people = world(STAR, desire=[1, *[0.25] * 4], boldness=[(1 + 2.5 * alpha) / 0.75, *[BOLD] * 4])
    how = reactions(isolation=alpha)
    assert voices(people, regime(**WATCHED), how, rounds=5)[:, 0].tolist() == [1, 1, 1, 0.25, 0.25]
    np.testing.assert_allclose(confidence(people, regime(**WATCHED), how, rounds=5)[:, 0], -alpha * np.arange(5))


def test_friends_of_one_opinion_keep_each_other_up_and_a_lone_dissenter_gives_way():
    """Two who dissent hold out beside each other for good; one between lawful friends does not."""
    how, nerve = reactions(isolation=0.3), 1.1 / 0.75
    together = world([(0, 1)], desire=1.0, boldness=nerve)
    alone = world([(0, 1), (0, 2)], desire=[1, 0.2, 0.2], boldness=[nerve, BOLD, BOLD])
    assert voices(together, regime(**WATCHED), how, rounds=6)[:, 0].tolist() == [1] * 6
    assert voices(alone, regime(**WATCHED), how, rounds=6)[:, 0].tolist() == [1, *[0.25] * 5]


def test_encouragement_comes_first_and_cannot_make_boldness_negative():
    for omega, alpha in ((0.5, 0.25), (-0.5, 0.25), (-3.0, 0.25)):
        worth = max(0.0, 1 + omega * 0.5) * lifted(0.0)
        for factor, dares in ((0.999, False), (1.001, worth > 0)):
            # One friend above the line and one at it: the climate is even, and half are loud.
            nerve = factor / 0.75 / worth if worth else BOLD
            people = world([(0, 1), (0, 2)], desire=[1, 1, 0.25], boldness=[nerve, BOLD, BOLD])
            run = last(people, regime(**WATCHED), reactions(encouragement=omega, isolation=alpha), rounds=2)
            assert run.state.confidence[0] == 0
            assert (run.state.voice[0] == 1) == dares
    # Both together: half again for a loud friend, and 1.25 for a climate of 1.
    for factor, voice in ((0.999, 0.25), (1.001, 1.0)):
        people = world([(0, 1)], boldness=[factor / 0.75 / (1.5 * 1.25), BOLD])
        run = last(people, regime(**WATCHED), reactions(encouragement=0.5, isolation=0.25), rounds=2)
        assert run.state.voice[0] == voice


def test_friends_lost_are_heard_no_more():
    # The friend at the line has nothing to hide; the loud one is put to shame, and leaves after round 0.
    policy = regime(**WATCHED, publicity={"audience": 1.0, "shaming_line": 0.5})
    people = world([(0, 1), (0, 2)], desire=[0.25, 1, 0.25])
    felt = confidence(people, policy, reactions(isolation=0.5, shunning=1.0), rounds=3)
    assert felt[:, 0].tolist() == [0, -0.5, -1]
    assert felt[:, 1].tolist() == [0, 0, 0]


def test_it_may_begin_end_and_be_forgotten():
    people = world([(0, 1)], desire=1.0)
    spell = reactions(isolation={"at": [0, 2, 4], "value": [0.0, 0.5, 0.0]}, fading={"at": [0, 5], "value": [0.0, 0.5]})
    assert confidence(people, regime(), spell, rounds=7)[:, 0].tolist() == [0, 0, 0.5, 1, 1, 0.5, 0.25]


# In closed form --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("desire", "sign"), [(1.0, 1), (0.25, -1), (0.0, 0)])
@pytest.mark.parametrize("fading", [0.0, 0.3])
def test_on_a_regular_network_of_one_opinion_confidence_is_a_geometric_sum(desire, sign, fading):
    alpha, rounds = 0.25, 12
    people = society(200, online=RING, traits={"desired_dissent": desire, "boldness": BOLD})
    run = Simulation(people, regime(**WATCHED), reactions(isolation=alpha, fading=fading), seed=1)
    for t, _ in enumerate(run.rounds(rounds)):
        expected = alpha * t if fading == 0 else alpha * (1 - (1 - fading) ** t) / fading
        np.testing.assert_allclose(run.state.confidence, sign * expected, rtol=1e-6)


def test_the_lift_decides_as_a_boldness_of_its_own_would():
    """With confidence alpha t everywhere, voices are those of people (1 + alpha t) times as bold."""
    alpha, rounds = 0.5, 4
    watched = {"observation": {"surveillance": 0.2}, "scoring": scoring(0.3)}
    bold = {"distribution": "constant", "value": 3.0}
    for desire, lift in ((0.9, 1 + alpha * 3), (0.25, 1 / (1 + alpha * 3))):
        people = society(100, online=RING, traits={"desired_dissent": desire, "boldness": bold})
        run = played(people, regime(**watched), reactions(isolation=alpha), rounds=rounds)
        other = society(100, online=RING, traits={"desired_dissent": desire, "boldness": 3.0 * lift})
        np.testing.assert_array_equal(run.state.voice, played(other, regime(**watched)).state.voice)
        assert lifted(float(run.state.confidence[0])) == pytest.approx(lift)


# As published ----------------------------------------------------------------------------------------


def test_confidence_is_that_of_ross_and_others_on_the_same_voices():
    """h(t) - h(0) of Ross et al. 2019 for those whose opinion is dissent, summed from voices that were recorded."""
    policy = regime(observation={"surveillance": 0.2}, scoring=scoring(0.5, form="proportional"))
    people = society(500, online={"generator": "preferential-attachment", "mean_degree": 6})
    run = Simulation(people, policy, reactions(isolation=1.0), seed=4)
    spoken = []
    for _ in run.rounds(15):
        spoken.append(run.state.voice.tolist())
    line = run.terms.tolerance
    for person in range(people.size):
        h = 0.0
        row = people.online.friends[people.online.offsets[person] : people.online.offsets[person + 1]]
        for said in spoken[:-1]:
            speaking = [said[friend] for friend in row.tolist() if said[friend] > 0]
            same = sum(voice > line for voice in speaking)
            other = len(speaking) - same
            h += 1.0 * (same - other) / (same + other) if speaking else 0.0
        assert run.state.confidence[person] == pytest.approx(h, abs=1e-5)
    assert (run.state.confidence > 0).any()
    assert (run.state.confidence < 0).any()


# Off, and renumbered ---------------------------------------------------------------------------------

UNUSED = {"isolation": {"at": [0, 5], "value": [0.0, 0.0]}, "fading": 0.7, "false_enforcement": 0.0}


def test_off_it_takes_no_memory_and_changes_no_byte():
    people = society(1000, offline="same")
    plain = played(people, regime(**EVERYTHING), reactions(**FIRST_REACTIONS), rounds=10)
    off = played(people, regime(**EVERYTHING), reactions(**FIRST_REACTIONS | UNUSED), rounds=10)
    assert repr(plain.record) == repr(off.record)
    assert [array.tobytes() for array in plain.state] == [array.tobytes() for array in off.state]
    assert len(off.state.confidence) == 0


def test_relabelling_moves_confidence_with_its_people():
    people = society(1500, offline="same")
    order = np.argsort(uniforms(seed=8, replicate=0, round=0, subjects=np.arange(1500), channel=0)).astype(np.uint32)
    policy, how = regime(**EVERYTHING), reactions(**ALL_REACTIONS)
    ours, theirs = (played(each, policy, how, rounds=10) for each in (people, people.renumbered(order)))
    np.testing.assert_array_equal(ours.state.confidence[order], theirs.state.confidence)
    np.testing.assert_array_equal(ours.state.standing[order], theirs.state.standing)
    assert len(np.unique(ours.state.confidence)) > 100
