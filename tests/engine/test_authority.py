"""The authority that adapts, against the published algorithm and its traps, step by step."""

from __future__ import annotations

import numpy as np
import pytest

from engine.test_by_hand import OPEN, STAR, last, scoring, world
from engine.worlds import regime
from hushed.engine.authority import LEVERS, Stance, next_stance
from hushed.regime.authority import Authority

START = Stance(trial=(0.25, 0.1, 0.1), kept=(0.25, 0.1, 0.1), to_beat=np.inf)


def climbed(acceptance, costs, *, window=0.05, seed=1):
    """The stances of an authority that meets these costs, the one before the first included."""
    authority = Authority(mode="adaptive", acceptance=acceptance, window=window)
    stances = [START]
    for round_, cost in enumerate(costs):
        stances.append(next_stance(authority, stances[-1], cost=cost, seed=seed, replicate=0, round=round_))
    return stances


def test_the_published_authority_compares_with_the_last_round_even_a_rejected_one():
    _, first, second, third, fourth = climbed("previous_round", [10.0, 12.0, 11.0, 11.0])
    assert first.kept == START.trial
    assert second.kept == START.trial
    assert second.to_beat == 12
    assert third.kept == second.trial
    # As dear as before is not dearer.
    assert fourth.kept == third.trial


def test_an_incumbent_must_be_beaten_itself():
    _, first, second, third, fourth = climbed("incumbent", [10.0, 12.0, 11.0, 10.0])
    assert (first.to_beat, second.to_beat, third.to_beat) == (10, 10, 10)
    assert second.kept == third.kept == START.trial
    assert fourth.kept == third.trial


@pytest.mark.parametrize("acceptance", ["previous_round", "incumbent"])
def test_a_rejected_move_is_taken_back_whole(acceptance):
    for stance in climbed(acceptance, range(600))[2:]:
        assert stance.kept == START.trial
        assert sum(there != here for there, here in zip(stance.trial, stance.kept, strict=True)) <= 1
        assert np.abs(np.subtract(stance.trial, stance.kept)).max() <= 0.05 + 1e-12


def test_one_lever_moves_at_a_time_evenly_and_within_bounds():
    moves = {lever: [] for lever in range(len(LEVERS))}
    for stance in climbed("previous_round", [0.0] * 6000)[1:]:
        changed = [lever for lever in range(3) if stance.trial[lever] != stance.kept[lever]]
        assert len(changed) <= 1
        for lever in changed:
            moves[lever].append(stance.trial[lever] - stance.kept[lever])
        assert 0 <= stance.trial[0] <= 1
        assert stance.trial[1] >= 1e-9
        assert 0 <= stance.trial[2] <= 1
    for lever, steps in moves.items():
        assert 1800 < len(steps) < 2200, lever
        assert max(np.abs(steps)) <= 0.05 + 1e-12
        assert max(steps) > 0.049
        assert min(steps) < -0.049
    for tolerance in (stance.trial[0] for stance in climbed("previous_round", [0.0] * 300, window=5.0)):
        assert 0 <= tolerance <= 1


def test_an_authority_counts_voice_and_own_losses_alone():
    policy = regime(
        observation=OPEN,
        scoring=scoring(),
        association={"weight": 0.5},
        authority={"mode": "adaptive", "adamancy": 3.0},
    )
    run = last(world(STAR, desire=[1, 0.125, 0.125, 0]), policy)
    assert run.stance.to_beat == pytest.approx(3 * 1.25 + 0.6)
    assert run.record.tally.shared == pytest.approx(0.9)
    assert run.record.levers == pytest.approx((0.25, 0.6, 1.0))
