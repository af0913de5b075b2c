"""Caution where the line is vague: by hand, as beliefs moved, and nothing at all where the line is clear."""

from __future__ import annotations

import numpy as np
import pytest

from engine.test_by_hand import OPEN, last, scoring, voices, world
from engine.worlds import ALL_REACTIONS, EVERYTHING, FIRST_REACTIONS, played, reactions, regime, society
from hushed.regime.safeguards import safeguarded

STERN = scoring(1.0)
VAGUE = {"vagueness": 0.125}


def watched(vagueness=0.125, **more):
    return regime(observation=OPEN, scoring=STERN, clarity={"vagueness": vagueness}, **more)


# By hand ---------------------------------------------------------------------------------------------


def test_the_timid_stay_below_where_they_believe_the_line():
    """The line is at a quarter; an eighth of a voice for each standard deviation, and never outside [0, 1]."""
    beliefs = [-4.0, -1.0, 0.0, 1.0, 2.0, 9.0]
    people = world([], people=6, boldness=0.01, belief=beliefs)
    for gamma, expected in (
        (0.0, [0, 0.125, 0.25, 0.375, 0.5, 1]),
        (1.0, [0, 0, 0.125, 0.25, 0.375, 1]),
        (2.0, [0, 0, 0, 0.125, 0.25, 1]),
        (20.0, [0] * 6),
    ):
        assert last(people, watched(), reactions(caution=gamma)).state.voice.tolist() == expected


def test_who_dares_dares_all_the_same_and_falls_back_on_less():
    """What is kept back by yielding is delta - tau_i: a lower line leaves more to lose by silence."""
    # Three quarters of a boldness of 1.3 do not outweigh a penalty of 1; seven eighths do.
    people = world([], people=1, boldness=1.3)
    plain, careful = (last(people, watched(), reactions(caution=gamma)).state.voice[0] for gamma in (0.0, 1.0))
    assert (plain, careful) == (0.25, 1.0)


def test_it_follows_its_schedule_and_that_of_the_law():
    people = world([], people=1, boldness=0.01)
    rising = reactions(caution={"at": [0, 2], "value": [0.0, 1.0]})
    cleared = {"at": [0, 4], "value": [0.125, 0.0]}
    assert voices(people, watched(cleared), rising, rounds=6)[:, 0].tolist() == [0.25, 0.25, 0.125, 0.125, 0.25, 0.25]


def test_lawful_speech_held_back_is_vagueness_times_caution():
    people = world([], people=50, boldness=0.01)
    tally = played(people, watched(), reactions(caution=1.5)).record.tally
    assert tally.voice == pytest.approx(50 * (0.25 - 0.125 * 1.5))
    assert tally.loud == 0


# In closed form --------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["uniform", "proportional"])
def test_caution_is_beliefs_moved_down(form):
    """Everybody's line moves by exactly upsilon gamma: the same as beliefs lower by gamma (dyadic, so to the bit)."""
    rng = np.random.default_rng(3)
    size, gamma = 300, 0.75
    beliefs, bold, desire = rng.integers(-64, 64, size) / 32, rng.exponential(1.5, size), rng.random(size)
    policy = regime(
        observation={"surveillance": 0.3, "misreading": 0.1},
        scoring={"severity": 0.7, "tolerance": 0.25, "form": form},
        clarity=VAGUE,
    )
    careful = world([], people=size, belief=beliefs, boldness=bold, desire=desire)
    plain = world([], people=size, belief=beliefs - gamma, boldness=bold, desire=desire)
    np.testing.assert_array_equal(
        last(careful, policy, reactions(caution=gamma), rounds=3).state.voice, last(plain, policy, rounds=3).state.voice
    )


def test_the_share_of_people_over_the_line_unawares_is_that_of_a_normal_tail():
    """Who would say anything lawful speaks up to her own line; over the true one are those with z above gamma."""
    size = 40_000
    people = society(size, online={"generator": "empty"}, traits={"desired_dissent": 0.9, "boldness": 0.01})
    strict = {"observation": OPEN, "scoring": scoring(1.0), "clarity": {"vagueness": 0.05}}
    for gamma, tail in ((0.0, 0.5), (1.0, 0.158655), (2.0, 0.022750)):
        loud = played(people, regime(**strict), reactions(caution=gamma)).record.tally.loud / size
        assert abs(loud - tail) < 4.5 * np.sqrt(tail * (1 - tail) / size)


# Where it does nothing -------------------------------------------------------------------------------


def test_where_the_line_is_clear_it_changes_no_byte_and_needs_no_beliefs():
    people = society(1000, offline="same")
    clear = {name: value for name, value in EVERYTHING.items() if name != "clarity"}
    plain = played(people, regime(**clear), reactions(**FIRST_REACTIONS), rounds=10)
    careful = played(people, regime(**clear), reactions(**FIRST_REACTIONS | {"caution": 2.0}), rounds=10)
    assert not careful.needs.beliefs
    assert repr(plain.record) == repr(careful.record)
    assert [array.tobytes() for array in plain.state] == [array.tobytes() for array in careful.state]


def test_a_clear_law_takes_all_of_it_away():
    people = world([], people=3, boldness=0.01, belief=[-1, 0, 1])
    policy, how = safeguarded(watched(), reactions(caution=1.0), {"clear_law": 1.0})
    assert last(people, policy, how).state.voice.tolist() == [0.25] * 3
    assert how.caution == 1.0


def test_what_is_written_for_everything_has_it_on():
    assert "caution" in ALL_REACTIONS
    assert "caution" not in FIRST_REACTIONS
    assert reactions().caution == 0
