"""Tests against published means, shares and medians: exact where that can be counted, and of the size they claim."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from hushed.replications.published_samples import (
    mean_probability,
    median_probability,
    more_hits_probability,
    share_probability,
)


def test_a_mean_inside_the_rounding_is_no_different() -> None:
    ours = np.array([1.0, 2.0, 3.0])
    assert mean_probability(ours, 2.04, runs=10, half_unit=0.05) == 1.0
    assert mean_probability(np.ones(5), 1.0, runs=10, half_unit=0.0) == 1.0
    assert mean_probability(np.ones(5), 1.1, runs=10, half_unit=0.05) == 0.0


def test_a_mean_against_a_huge_published_sample_is_a_t_test_of_one_sample() -> None:
    ours = np.random.default_rng(1).normal(0.3, 1, 25)
    known = mean_probability(ours, 0.0, runs=10**12, half_unit=0.0)
    assert known == pytest.approx(stats.ttest_1samp(ours, 0.0).pvalue, rel=1e-6)


def test_a_share_is_fishers_test_with_the_count_that_suits_best() -> None:
    exact = [stats.fisher_exact([[30, 70], [count, 300 - count]]).pvalue for count in (80, 81, 82)]
    assert share_probability(30, 100, 0.27, runs=300, half_unit=0.005) == pytest.approx(max(exact), rel=1e-12)
    only = stats.fisher_exact([[60, 40], [101, 49]]).pvalue
    assert share_probability(60, 100, 0.673, runs=150, half_unit=0.0005) == pytest.approx(only, rel=1e-12)
    with pytest.raises(ValueError, match="no number of 7 runs"):
        share_probability(1, 10, 0.5, runs=7, half_unit=0.01)


def test_a_median_is_tested_exactly() -> None:
    """Every way in which 4 of ours and 5 of theirs can be ordered is equally likely."""
    counts = []
    for ours in combinations(range(9), 4):
        median = sorted(set(range(9)) - set(ours))[2]
        counts.append(sum(value < median for value in ours))
    for below in range(5):
        sample = np.array([0.0] * below + [2.0] * (4 - below))
        up, down = np.mean([k >= below for k in counts]), np.mean([k <= below for k in counts])
        expected = min(1.0, 2 * min(up, down))
        assert median_probability(sample, 1.0, runs=5, half_unit=0.0) == pytest.approx(expected, rel=1e-9)


def test_values_level_with_the_median_count_for_either_side() -> None:
    assert median_probability(np.full(50, 30.0), 30, runs=300, half_unit=0.5) == 1.0
    assert median_probability(np.full(50, 31.0), 30, runs=300, half_unit=0.5) < 1e-9


def test_samples_of_one_distribution_differ_as_often_as_claimed() -> None:
    rng = np.random.default_rng(7)
    tries = 1500
    ours, theirs = rng.exponential(1.0, (tries, 60)), rng.exponential(1.0, (tries, 300))
    means = [mean_probability(a, b.mean(), runs=300, half_unit=0.0) for a, b in zip(ours, theirs, strict=True)]
    medians = [
        median_probability(a, float(np.median(b)), runs=300, half_unit=0.0) for a, b in zip(ours, theirs, strict=True)
    ]
    assert np.mean(np.array(means) < 0.05) == pytest.approx(0.05, abs=0.025)
    assert np.mean(np.array(medians) < 0.05) == pytest.approx(0.04, abs=0.025)


def test_more_hits_is_one_sided() -> None:
    assert more_hits_probability(90, 100, than=50, of=100) < 1e-8
    assert more_hits_probability(50, 100, than=90, of=100) == pytest.approx(1.0)
    assert more_hits_probability(1, 1, than=0, of=1) == pytest.approx(0.5)
