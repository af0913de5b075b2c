"""Who belongs to a share of people, and what acts from when: worked out on paper, for kernels and oracle alike."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from engine.test_by_hand import BOLD, OPEN, PATH, STAR, assert_rate, last, rounds_of, scoring, voices, world
from engine.worlds import reactions, regime
from hushed.engine.state import Mark, Standing


def test_nobody_leaves_as_a_share_grows():
    grows = {"at": [0, 10], "value": [0.0, 1.0], "between": "linear"}
    policy = regime(
        observation={"cooperation": grows},
        scoring=scoring(),
        enrolment={"share": grows},
        informers={"share": grows, "report_chance": 0.1},
        sanctions={"linked_identity": grows, "tiers": [{"domain": "bank", "threshold": 0.1}]},
    )
    size = 3000
    people = world([], people=size, offline=[(0, 1)], propensity=(np.arange(size) + 0.5) / size)
    standings = [run.state.standing.copy() for run in rounds_of(people, policy, rounds=11)]
    for bit in (Standing.ENROLLED, Standing.REPORTED, Standing.INFORMS, Standing.LINKED):
        members = [(standing & bit) > 0 for standing in standings]
        for before, after in pairwise(members):
            assert (after >= before).all()
        for share, belong in zip(np.linspace(0, 1, 11), members, strict=True):
            assert_rate(belong, share)


@pytest.mark.parametrize(
    ("instrument", "share", "bit"),
    [
        ("enrolment", "share", Standing.ENROLLED),
        ("observation", "cooperation", Standing.REPORTED),
        ("informers", "share", Standing.INFORMS),
        ("informers", "duty", Standing.INFORMS),
        ("sanctions", "linked_identity", Standing.LINKED),
    ],
)
def test_each_share_alone_moves_people_in_and_out(instrument, share, bit):
    up_and_down = {"at": [0, 1, 2], "value": [0.0, 1.0, 0.0]}
    informers = {"informers": {"report_chance": 0.5}}
    policy = regime(**informers | {instrument: informers.get(instrument, {}) | {share: up_and_down}})
    runs = rounds_of(world(STAR, offline=STAR), policy, rounds=3)
    assert [((run.state.standing & bit) > 0).all() for run in runs] == [False, True, False]


def late(number):
    """Nothing in round 0, the number from round 1 on."""
    return {"at": [0, 1], "value": [0.0, number]}


def test_each_part_acts_from_the_round_it_is_written_for():
    watched = {"observation": OPEN, "scoring": scoring(recovery=0.5)}
    guilt = {"association": {"weight": late(0.4)}}

    people = world(STAR, offline=STAR, desire=[1, 0, 0, 0])

    def parts(more, **how):
        return last(people, regime(**watched | more), reactions(**how), rounds=2)

    shared = [run.state.shared.tolist() for run in rounds_of(people, regime(**watched | guilt), rounds=2)]
    assert shared == [[0] * 4, pytest.approx([0, 0.24, 0.24, 0.24])]
    far = parts({"association": {"weight": late(0.4), "hops": 2}})
    assert far.state.shared.tolist() == pytest.approx([0, 0.24, 0.24, 0.24])
    assert parts(guilt, reproach=late(0.5)).state.reproach.tolist() == pytest.approx([0.5 * 0.4 * 3, 0, 0, 0])
    assert parts(guilt, ostracism=late(1.0)).record.ties_cut == 3
    shown = {"publicity": {"audience": late(1.0), "shaming_line": 0.5}}
    assert parts(shown, shunning=1.0).record.ties_cut == 3
    for informers in ({"share": late(1.0)}, {"duty": late(1.0)}):
        told = {"informers": informers | {"false_denunciation": 1.0}}
        assert parts(told).record.tally.denounced == 3
    told = {"observation": {"cooperation": 0.0}, "informers": {"share": 1.0, "report_chance": late(1.0)}}
    assert parts(told).record.tally.seen == 4
    timid = world([(0, 1)], boldness=[BOLD, 1.0])
    policy = regime(observation=OPEN, scoring=scoring(1.0))
    assert voices(timid, policy, reactions(encouragement=late(1.0)), rounds=2)[:, 1].tolist() == [0.25, 1]


def test_a_part_at_rest_leaves_no_trace():
    """Guilt, reproach and ostracism that end: what friends lose ends at once, reproach fades, ties stay."""
    ends = {"at": [0, 1], "value": [0.4, 0.0]}
    policy = regime(observation=OPEN, scoring=scoring(), association={"weight": ends, "hops": 2})
    runs = rounds_of(world(PATH, desire=[1, 0, 0, 0]), policy, reactions(reproach=0.5, forgiveness=0.25), rounds=3)
    shared, reproach = zip(*[(run.state.shared.copy(), float(run.state.reproach[0])) for run in runs], strict=True)
    np.testing.assert_allclose(shared, [[0, 0.24, 0.096, 0], [0] * 4, [0] * 4], atol=1e-7)
    assert reproach == pytest.approx([0.2, 0.15, 0.1125])


def test_who_stands_exactly_at_a_share_or_a_line_is_not_beyond_it():
    # Propensity a half is not below a share of a half; a score of a half is not below a line at a half.
    policy = regime(
        observation=OPEN,
        scoring=scoring(0.5),
        enrolment={"share": 0.5},
        publicity={"audience": 1.0, "shaming_line": 0.5},
        sanctions={"tiers": [{"domain": "bank", "threshold": 0.5, "burden": 0.0}]},
    )
    people = world([(0, 1)], propensity=[0.25, 0.5], desire=[1, 0.25])
    run = last(people, policy, reactions(shunning=1.0))
    assert [int(standing & Standing.ENROLLED) for standing in run.state.standing] == [1, 0]
    assert run.state.score.tolist() == [0.5, 1]
    assert (run.ties_cut, run.record.served[0]) == (0, 0)
    # Nor is a voice at the line above it.
    assert not run.state.mark[1] & (Mark.LOUD | Mark.PUNISHED)
    assert (run.record.tally.dissenters, run.record.tally.loud) == (1, 1)


def test_a_share_judged_proportionally_mixes_two_forms():
    size = 20_000
    people = world([], people=size, boldness=np.linspace(0.05, 3, size), desire=np.linspace(0.05, 1, size)[::-1])

    def spoken(**form):
        policy = regime(observation={"surveillance": 0.2}, scoring=scoring(1.0, **form))
        return last(people, policy).state.voice

    uniform, proportional, mixed = spoken(), spoken(form="proportional"), spoken(proportional_share=0.4)
    differ = uniform != proportional
    assert ((mixed == uniform) | (mixed == proportional)).all()
    assert_rate((mixed == proportional)[differ], 0.4)
