"""The battery lets sound generators through and catches broken ones, each by its own fault."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from hushed.random import uniforms
from hushed.selftest import battery, drawing
from hushed.selftest.drawing import AXES, along, known_answers, mixed_up
from hushed.selftest.drawing import battery as put_to


def few_bits(**names):
    """A linear congruential generator of 24 bits, started from a mixture of all five names."""
    first = int(uniforms(**names)[0] * 2.0**24)
    return (LEAPS[: names["subjects"].size] @ np.array([first, 1], dtype=np.uint64) % np.uint64(2**24)) / 2.0**24


def leaps(count):
    """What the k-th number is of the first: a factor and a summand for each k."""
    found = [(1, 0)]
    for _ in range(count - 1):
        factor, summand = found[-1]
        found.append((factor * 1140671485 % 2**24, (summand * 1140671485 + 12820163) % 2**24))
    return np.array(found, dtype=np.uint64)


LEAPS = leaps(4096)


def coarse(**names):
    """Only 16 bits of each draw."""
    return np.floor(uniforms(**names) * 2.0**16) / 2.0**16


def without(name):
    return lambda **names: uniforms(**(names | {name: 0}))


def person_for_round(*, round, subjects, **names):
    """Person and round added up, so that one's draw of today is another's of tomorrow."""
    return uniforms(round=0, subjects=subjects + np.uint64(round), **names)


def in_any_order(*, round, subjects, **names):
    """Person 3 in round 5 draws what person 5 draws in round 3."""
    low, high = np.minimum(subjects, np.uint64(round)), np.maximum(subjects, np.uint64(round))
    return uniforms(round=7, subjects=(low << np.uint64(32)) | high, **names)


def seed_and_replicate_added(*, seed, replicate, **names):
    return uniforms(seed=(seed + replicate) % 2**32, replicate=0, **names)


def biased_bit(place):
    """One bit is set in 51 of 100 draws."""

    def draw(**names):
        drawn = uniforms(**names)
        more = uniforms(**(names | {"channel": names["channel"] ^ 2**31})) < 0.02
        words = (drawn * 2.0**53).astype(np.uint64)
        return np.where(more, words | np.uint64(1 << place), words) / 2.0**53

    return draw


BROKEN = {
    "few bits": few_bits,
    "coarse": coarse,
    **{f"ignores the {name}": without(name) for name in ("round", "channel", "replicate", "seed")},
    "person and round added": person_for_round,
    "person and round in any order": in_any_order,
    "seed and replicate added": seed_and_replicate_added,
    "highest bit biased": biased_bit(52),
    "a middle bit biased": biased_bit(20),
    "lowest bit biased": biased_bit(0),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_generator_is_caught(fault):
    found = put_to(batteries=1, seed=3, draw=BROKEN[fault])
    failed = [check.name for check in found if not check.passed]
    assert failed, fault
    assert all(check.detail for check in found if not check.passed)


@pytest.mark.parametrize(
    ("fault", "axis"), [("round", "round"), ("channel", "channel"), ("replicate", "replicate"), ("seed", "seed")]
)
def test_a_name_that_is_ignored_is_told_by_its_name(fault, axis):
    found = {check.name.split(":")[0]: check.passed for check in put_to(batteries=1, seed=5, draw=without(fault))}
    assert not found[f"independent along {axis}"]
    assert found["independent along person"]


def test_the_true_one_passes_for_many_seeds():
    for seed in (0, 1, 2, 17, 2**31, 2**32 - 1):
        assert all(check.passed for check in put_to(batteries=1, seed=seed)), seed


@pytest.mark.verification
def test_chances_are_those_of_a_sound_generator():
    """Over 60 seeds each test's p-values are spread evenly, so that the false alarm is what it is said to be."""
    by_test: dict[str, list[float]] = {}
    for seed in range(60):
        for axis in AXES:
            for found in along(uniforms, axis, seed=seed):
                by_test.setdefault(found.test, []).append(found.chance)
        assert all(found.chance == 1.0 for found in mixed_up(uniforms, seed=seed))
    assert set(by_test.pop("repeats")) == {1.0}
    for test, chances in by_test.items():
        assert stats.kstest(chances, "uniform").pvalue > 1e-5, test


def test_each_test_of_the_battery_gives_the_chance_that_scipy_gives():
    drawn = np.random.default_rng(2).random(20_000)
    counts = np.histogram(drawn, bins=256, range=(0, 1))[0]
    upper = stats.chisquare(counts).pvalue
    assert battery.frequencies(drawn) == pytest.approx(2 * min(upper, 1 - upper))
    assert battery.distances(drawn) == pytest.approx(stats.kstest(drawn, "uniform").pvalue, rel=0.02)
    one, other = drawn[::2], drawn[1::2]
    table = np.histogram2d(one, other, bins=16, range=[[0, 1], [0, 1]])[0]
    upper = stats.chisquare(table.ravel()).pvalue
    assert battery.pairs(one, other) == pytest.approx(2 * min(upper, 1 - upper))
    assert battery.repeats(np.array([0.1, 0.2, 0.3])) == 1.0
    assert battery.repeats(np.array([0.1, 0.2, 0.1])) == pytest.approx(3 / 2.0**53, rel=1e-6)


def test_published_vectors_are_those_of_the_other_tests():
    assert all(check.passed for check in known_answers())


def test_a_wrong_vector_or_layout_is_told(monkeypatch):
    right = drawing.KNOWN_ANSWERS
    monkeypatch.setattr(drawing, "KNOWN_ANSWERS", ((right[0][0], right[0][1], (1, 2, 3, 4)),))
    assert "6627e8d5" in drawing.published()
    monkeypatch.setattr(drawing, "KNOWN_ANSWERS", right)
    monkeypatch.setattr(drawing, "uniforms", lambda **names: uniforms(**(names | {"round": 0})))
    assert "other words" in drawing.published()
