"""Means, intervals and what pairing saves, against scipy.stats and closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hushed.random import uniforms
from hushed.results.statistics import estimate, ratio, told_from_zero, variance_ratio

numbers = st.lists(st.floats(-1e3, 1e3, allow_subnormal=False), min_size=2, max_size=30)


@given(numbers)
def test_interval_is_the_one_sample_t_interval_of_scipy(values: list[float]) -> None:
    sample = np.array(values)
    if np.ptp(sample) < 1e-6:
        return
    theirs = stats.ttest_1samp(sample, 0.0).confidence_interval(0.95)
    ours = estimate(sample)
    assert ours.low == pytest.approx(theirs.low, rel=1e-9, abs=1e-9)
    assert ours.high == pytest.approx(theirs.high, rel=1e-9, abs=1e-9)
    assert ours.replicates == len(values)


def test_one_replicate_has_a_mean_and_no_interval() -> None:
    alone = estimate(np.array([0.25]))
    assert alone.mean == 0.25
    assert math.isnan(alone.low)
    assert math.isnan(alone.margin)


def test_replicates_that_were_not_played_do_not_count() -> None:
    assert estimate(np.array([1.0, np.nan, 3.0])) == estimate(np.array([1.0, 3.0]))


def test_interval_covers_the_truth_in_95_of_100_samples() -> None:
    samples = np.random.default_rng(7).normal(2.0, 3.0, size=(4000, 5))
    covered = sum(found.low <= 2.0 <= found.high for found in map(estimate, samples))
    # 0.95 +- 4 standard errors of a binomial share; a normal quantile in place of t would give 0.88.
    assert abs(covered / 4000 - 0.95) < 4 * math.sqrt(0.95 * 0.05 / 4000)


def test_variance_ratio_of_pairs_with_a_common_part_is_its_closed_form() -> None:
    rng = np.random.default_rng(3)
    common = rng.normal(0.0, 3.0, 200_000)
    one, other = common + rng.normal(0.0, 1.0, 200_000), common + rng.normal(0.0, 1.0, 200_000)
    # (9 + 1 + 9 + 1) / (1 + 1)
    assert variance_ratio(one, other) == pytest.approx(10.0, rel=0.02)


def test_variance_ratio_at_its_edges() -> None:
    steady, moving = np.array([1.0, 1.0, 1.0]), np.array([1.0, 2.0, 3.0])
    assert math.isinf(variance_ratio(moving, moving + 1.0))
    assert math.isnan(variance_ratio(steady, steady))
    assert math.isnan(variance_ratio(moving[:1], moving[:1]))
    assert variance_ratio(moving, -moving) == pytest.approx(0.5)


def test_a_ratio_is_cochrans_with_his_standard_error() -> None:
    parts, wholes = np.array([1.0, 2.0, 2.5, 4.0]), np.array([2.0, 3.0, 6.0, 7.0])
    found = ratio(parts, wholes)
    share = 9.5 / 18.0
    # Cochran (1977), equation 6.13, for an infinite population.
    error = math.sqrt(sum((y - share * x) ** 2 for y, x in zip(parts, wholes, strict=True)) / 3 / 4) / 4.5
    assert found.mean == pytest.approx(share)
    assert found.margin == pytest.approx(stats.t.ppf(0.975, 3) * error)
    assert math.isnan(ratio(parts, np.zeros(4)).mean)
    assert math.isnan(ratio(parts[:1], wholes[:1]).margin)
    assert ratio(2.0 * wholes, wholes)[:3] == pytest.approx((2.0, 2.0, 2.0))


@pytest.mark.parametrize(
    ("values", "told"),
    [([1.0, 1.1, 0.9], True), ([-1.0, -1.1, -0.9], True), ([1.0, -1.0, 0.5], False), ([0.0, 0.0], False),
     ([0.3], True), ([0.0], False), ([1e-15, 1e-15], False)],
)  # fmt: skip
def test_what_can_be_told_from_zero(values: list[float], told: bool) -> None:
    assert told_from_zero(estimate(np.array(values))) is told


@pytest.mark.verification
def test_the_interval_of_a_ratio_covers_it() -> None:
    draws = uniforms(seed=4, replicate=0, round=0, subjects=np.arange(2 * 12 * 4000), channel=0).reshape(2, 4000, 12)
    wholes = 1.0 + draws[0]
    parts = 0.6 * wholes + 0.4 * (draws[1] - 0.5)
    covered = np.mean([found.low <= 0.6 <= found.high for found in map(ratio, parts, wholes)])
    assert abs(covered - 0.95) < 0.02
