"""All programs that run in this environment play one model, and the closed form that holds them to it is right."""

from __future__ import annotations

import argparse

import expected
import numpy as np
import play_numpy
import pytest
import workload
from play_hushed import Play
from play_published import Crowd
from scipy.integrate import quad

PEOPLE, DEGREE, ROUNDS = 2000, 10.0, 20


def hushed(seed: int, people: int = PEOPLE) -> Play:
    asked = {"people": people, "degree": DEGREE, "seed": seed, "threads": 1, "scenario": None}
    return Play(argparse.Namespace(**asked))


PROGRAMS = {
    "NumPy": lambda seed: play_numpy.Arrays(PEOPLE, DEGREE, seed),
    "NumPy, telling": lambda seed: play_numpy.Arrays(PEOPLE, DEGREE, seed, telling=True),
    "published": lambda seed: Crowd(PEOPLE, seed),
    "hushed": hushed,
}


def _bold_enough(desire: float) -> float:
    """Share of people who speak out at a wish: those with beta (delta - tau) >= psi (nu + (1 - nu) delta)."""
    price = workload.SEVERITY * (workload.SURVEILLANCE + (1 - workload.SURVEILLANCE) * desire)
    gain = desire - workload.TOLERANCE
    return max(0.0, 1.0 - price / gain) if gain > 0 else 0.0


def _punished(desire: float) -> float:
    return _bold_enough(desire) * (workload.SURVEILLANCE + (1 - workload.SURVEILLANCE) * desire)


def test_the_closed_form_equals_the_integrals():
    shares = expected.expected()
    assert shares.loud == pytest.approx(quad(_bold_enough, 0, 1, points=[0.72])[0], rel=1e-6)
    assert shares.punished == pytest.approx(quad(_punished, 0, 1, points=[0.72])[0], rel=1e-6)


def test_the_mean_score_goes_where_losses_and_recovery_balance():
    per_round = workload.SEVERITY * expected.expected().punished * (1 + workload.WEIGHT)
    assert expected.mean_score(0, DEGREE) == 1.0
    assert expected.mean_score(1, 50.0) == pytest.approx(1 - per_round)
    assert expected.mean_score(2000, 50.0) == pytest.approx(1 - per_round / workload.RECOVERY)
    assert expected.mean_score(2000, 0.0) == pytest.approx(1 - per_round / 1.5 / workload.RECOVERY)


def test_runner_and_programs_agree_on_the_parameters():
    names = ("TOLERANCE", "SEVERITY", "SURVEILLANCE", "RECOVERY", "WEIGHT")
    assert [getattr(expected, name) for name in names] == [getattr(workload, name) for name in names]


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_program_plays_the_workload(name):
    """Over ten societies, so that the error left is a third of what one society's would be."""
    checks = []
    for seed in range(1, 11):
        player = PROGRAMS[name](seed)
        player.play(ROUNDS)
        checks.append(player.check())
    pooled = {"loud": np.mean([c.loud for c in checks]), "score": None, "spread": None}
    if checks[0].score is not None:
        pooled |= {"score": np.mean([c.score for c in checks]), "spread": np.mean([c.spread for c in checks])}
    assert not expected.misses(pooled, people=10 * PEOPLE, degree=DEGREE, rounds=ROUNDS)


def test_asking_and_telling_come_to_the_same():
    asking, telling = (play_numpy.Arrays(PEOPLE, DEGREE, 3, telling=way) for way in (False, True))
    for _ in range(ROUNDS):
        asking.play(1)
        telling.play(1)
    np.testing.assert_allclose(asking.score, telling.score, atol=1e-5)


def test_numpys_losses_are_those_of_a_loop_over_ties():
    world = play_numpy.Arrays(300, 6.0, 5)
    before = world.score.copy()
    world.play(1)
    left, right = workload.random_ties(300, 6.0, 5)
    degree = np.bincount(left, minlength=300) + np.bincount(right, minlength=300)
    score = before + workload.RECOVERY * (1 - before) - workload.SEVERITY * world.seen
    for one, other in zip(left, right, strict=True):
        score[one] -= workload.WEIGHT * workload.SEVERITY * world.seen[other] / degree[other]
        score[other] -= workload.WEIGHT * workload.SEVERITY * world.seen[one] / degree[one]
    assert world.seen.any()
    np.testing.assert_allclose(world.score, score, atol=1e-5)


def test_the_rule_for_one_person_is_the_rule_for_arrays():
    world = play_numpy.Arrays(PEOPLE, DEGREE, 7)
    world.speak()
    alone = [workload.speaks_out(float(d), float(b)) for d, b in zip(world.desire, world.boldness, strict=True)]
    assert world.out.tolist() == alone
    crowd = Crowd(PEOPLE, 7)
    np.testing.assert_allclose(crowd.chosen(), world.voice, atol=1e-6)


def test_random_ties_are_simple_and_as_many_as_asked():
    left, right = workload.random_ties(20_000, DEGREE, 1)
    assert np.all(left < right)
    assert len(set(zip(left.tolist(), right.tolist(), strict=True))) == len(left)
    # Of n d / 2 pairs drawn, n d / 2 x 1 / n join a person to herself and about (d / 2)^2 repeat another.
    assert len(left) == pytest.approx(100_000 - 5 - 25, abs=30)


def test_a_program_that_plays_another_model_is_found_out():
    right = {"loud": expected.expected().loud, "score": expected.mean_score(ROUNDS, DEGREE), "spread": 0.8}
    settings = {"people": 100_000, "degree": DEGREE, "rounds": ROUNDS}
    assert not expected.misses(right, **settings)
    assert expected.misses({**right, "loud": right["loud"] + 0.005}, **settings)
    assert expected.misses({**right, "score": right["score"] + 0.05}, **settings)
