"""Each distribution against scipy's, and what a mistake in a scenario is told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from scipy import stats

from hushed.random import uniforms
from hushed.society.distributions import (
    Beta,
    Constant,
    Distribution,
    Exponential,
    LogNormal,
    TruncatedExponential,
    Uniform,
)

ADAPTER: TypeAdapter[Any] = TypeAdapter(Distribution)
U = uniforms(seed=11, replicate=0, round=0, subjects=np.arange(20_000), channel=0) + 2.0**-60
S = 0.278279301280

CASES = [
    (Uniform(low=0.2, high=0.7), stats.uniform(0.2, 0.5)),
    (Exponential(mean=2.0), stats.expon(scale=2.0)),
    (TruncatedExponential(mean=0.25), stats.truncexpon(b=1 / S, scale=S)),
    (TruncatedExponential(mean=0.5), stats.uniform()),
    (Beta(a=2.0, b=5.0), stats.beta(2, 5)),
    (LogNormal(median=1.5, sigma=0.8), stats.lognorm(s=0.8, scale=1.5)),
]


@pytest.mark.parametrize(("ours", "theirs"), CASES, ids=lambda case: getattr(case, "distribution", ""))
def test_draws_follow_the_distribution_and_its_mean(ours: Any, theirs: Any) -> None:
    drawn = ours.quantile(U)
    assert stats.kstest(drawn, theirs.cdf).pvalue > 0.001
    assert ours.mean == pytest.approx(theirs.mean(), rel=1e-9)
    assert abs(drawn.mean() - ours.mean) < 4 * theirs.std() / np.sqrt(U.size)


@pytest.mark.parametrize(("ours", "theirs"), CASES, ids=lambda case: getattr(case, "distribution", ""))
def test_quantiles_equal_scipys_to_the_far_ends(ours: Any, theirs: Any) -> None:
    u = np.array([2.0**-54, 1e-9, 0.01, 0.3, 0.5, 0.9, 0.999, 1 - 2.0**-40])
    np.testing.assert_allclose(ours.quantile(u), theirs.ppf(u), rtol=1e-9)


def test_truncated_exponential_of_mean_a_quarter_has_the_known_scale() -> None:
    assert TruncatedExponential(mean=0.25).scale == pytest.approx(0.278279, abs=5e-7)


@given(st.floats(0.001, 0.999))
def test_truncated_exponential_keeps_the_mean_it_was_given(mean: float) -> None:
    middle = (np.arange(200_000) + 0.5) / 200_000
    values = TruncatedExponential(mean=mean).quantile(middle)
    assert values.mean() == pytest.approx(mean, abs=2e-5)
    assert 0 <= values.min() <= values.max() <= 1
    assert np.all(np.diff(values) >= 0)


@given(st.floats(0.001, 0.499))
def test_truncated_exponential_above_a_half_mirrors_below(mean: float) -> None:
    u = np.linspace(0.001, 0.999, 99)
    low, high = TruncatedExponential(mean=mean), TruncatedExponential(mean=1 - mean)
    np.testing.assert_allclose(high.quantile(1 - u), 1 - low.quantile(u), atol=1e-9)


def test_truncated_exponential_is_smooth_through_a_half() -> None:
    u = np.linspace(0.01, 0.99, 99)
    for off in (1e-3, 1e-6, 1e-10, 1e-15):
        for mean in (0.5 - off, 0.5 + off):
            np.testing.assert_allclose(TruncatedExponential(mean=mean).quantile(u), u, atol=2 * off + 1e-12)


def test_a_bare_number_means_constant() -> None:
    for written in (0.3, 3):
        spec = ADAPTER.validate_python(written)
        assert spec == Constant(value=written)
        assert np.all(spec.quantile(U[:5]) == written)
    assert "number" in str(ADAPTER.json_schema())


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("much", ["a number, or a table"]),
        (True, ["a number, or a table"]),
        ([1], ["a number, or a table"]),
        ({"mean": 1.0}, ["does not name its distribution", "exponential"]),
        ({"distribution": "exponentail", "mean": 1.0}, ["exponentail", "did you mean 'exponential'"]),
        ({"distribution": 3}, ["unknown distribution 3"]),
        ({"distribution": "exponential"}, ["required"]),
        ({"distribution": "exponential", "mean": 0.0}, ["greater than 0"]),
        ({"distribution": "exponential", "mean": 1.0, "rate": 2}, ["Extra"]),
        ({"distribution": "uniform", "low": 0.7, "high": 0.2}, ["low must not be above high", "0.7", "0.2"]),
        ({"distribution": "truncated-exponential", "mean": 1.0}, ["less than 1"]),
        ({"distribution": "beta", "a": -1.0, "b": 1.0}, ["greater than 0"]),
        ({"distribution": "log-normal", "median": 1.0, "sigma": -0.1}, ["greater than or equal to 0"]),
        (float("nan"), ["finite"]),
        (float("inf"), ["finite"]),
    ],
)
def test_a_mistake_is_one_clear_error(written: Any, words: list[str]) -> None:
    with pytest.raises(ValidationError) as caught:
        ADAPTER.validate_python(written)
    assert caught.value.error_count() == 1
    for word in words:
        assert word in caught.value.errors()[0]["msg"]


def test_what_is_written_out_reads_back_equal() -> None:
    for ours, _ in CASES:
        assert ADAPTER.validate_python(ADAPTER.dump_python(ours)) == ours
        assert ADAPTER.validate_json(ADAPTER.dump_json(ours)) == ours
