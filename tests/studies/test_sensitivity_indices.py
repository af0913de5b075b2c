"""Indices from plain arrays, against closed forms: linear functions, Ishigami's function, and known noise."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hushed.studies.indices import Indices, elementary_effects, growing, indices, noise_share
from hushed.studies.sensitivity_designs import morris, rows_of, saltelli

SLOPES = np.array([3.0, -2.0, 0.5, 0.0])


def values_of(measure: str, found: Indices) -> list[float]:
    return [index.value for index in found.measures[measure]]


def once(values: np.ndarray) -> np.ndarray:
    return values[:, None]


def ishigami(shares: np.ndarray, a: float = 7.0, b: float = 0.1) -> np.ndarray:
    x = math.pi * (2 * shares - 1)
    return np.sin(x[:, 0]) + a * np.sin(x[:, 1]) ** 2 + b * x[:, 2] ** 4 * np.sin(x[:, 0])


def ishigami_indices(a: float = 7.0, b: float = 0.1) -> tuple[list[float], list[float]]:
    """First-order and total indices: Ishigami & Homma (1990); Saltelli et al. (2008), Global Sensitivity Analysis."""
    one = 0.5 * (1 + b * math.pi**4 / 5) ** 2
    two, both = a**2 / 8, b**2 * math.pi**8 * (1 / 18 - 1 / 50)
    whole = one + two + both
    return [one / whole, two / whole, 0.0], [(one + both) / whole, two / whole, both / whole]


# Morris ---------------------------------------------------------------------------------------------


def test_morris_of_a_linear_function_is_its_slopes() -> None:
    shares = morris(10, 4, seed=3)
    found = indices("morris", shares, once(shares @ SLOPES), seed=3, common=True)
    assert values_of("effect", found) == pytest.approx(abs(SLOPES).tolist(), abs=1e-12)
    assert values_of("mean_effect", found) == pytest.approx(SLOPES.tolist(), abs=1e-12)
    assert values_of("spread", found) == pytest.approx([0.0] * 4, abs=1e-12)
    assert all(index.high - index.low < 1e-9 for index in found.measures["effect"])


def test_morris_sees_that_a_product_differs_from_place_to_place() -> None:
    shares = morris(50, 3, seed=1)
    found = indices("morris", shares, once(shares[:, 0] * shares[:, 1]), seed=1, common=True)
    # The slope in the one is the other, on four levels with mean 1/2 and variance 5/36.
    assert values_of("effect", found)[:2] == pytest.approx([0.5, 0.5], abs=0.15)
    assert values_of("spread", found)[:2] == pytest.approx([math.sqrt(5 / 36)] * 2, abs=0.1)
    assert values_of("spread", found)[2] == 0.0


def test_morris_agrees_with_salibs_own_analysis() -> None:
    from SALib.analyze.morris import analyze

    shares = morris(12, 3, seed=8)
    outcome = ishigami(shares)
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0, 1]] * 3}
    theirs = analyze(problem, shares, outcome, num_levels=4, seed=1)
    found = indices("morris", shares, once(outcome), seed=8, common=True)
    assert values_of("effect", found) == pytest.approx(list(theirs["mu_star"]))
    assert values_of("mean_effect", found) == pytest.approx(list(theirs["mu"]))
    assert values_of("spread", found) == pytest.approx(list(theirs["sigma"]))


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), trajectories=st.integers(1, 20), parameters=st.integers(1, 7))
def test_a_trajectory_moves_every_parameter_once_by_two_thirds(seed: int, trajectories: int, parameters: int) -> None:
    shares = morris(trajectories, parameters, seed=seed).reshape(trajectories, parameters + 1, parameters)
    steps = np.diff(shares, axis=1)
    assert ((steps != 0).sum(axis=2) == 1).all()
    assert np.sort(abs(steps).argmax(axis=2), axis=1).tolist() == [list(range(parameters))] * trajectories
    assert abs(steps).max(axis=2) == pytest.approx(2 / 3)
    assert set(np.unique(shares)) <= {0.0, 1 / 3, 2 / 3, 1.0}


# Sobol ----------------------------------------------------------------------------------------------


def test_sobol_of_ishigami_is_the_closed_form_and_the_intervals_hold_it() -> None:
    shares = saltelli(1024, 3, seed=2)
    found = indices("sobol", shares, once(ishigami(shares)), seed=2, common=True)
    first, total = ishigami_indices()
    assert values_of("first", found) == pytest.approx(first, abs=0.05)
    assert values_of("total", found) == pytest.approx(total, abs=0.03)
    for measure, expected in (("first", first), ("total", total)):
        for index, exact in zip(found.measures[measure], expected, strict=True):
            assert index.low <= exact <= index.high


def test_sobol_of_a_linear_function_is_its_squared_slopes() -> None:
    shares = saltelli(512, 4, seed=4)
    found = indices("sobol", shares, once(shares @ SLOPES), seed=4, common=True)
    expected = (SLOPES**2 / (SLOPES**2).sum()).tolist()
    assert values_of("first", found) == pytest.approx(expected, abs=0.03)
    assert values_of("total", found) == pytest.approx(expected, abs=0.03)


@pytest.mark.verification
def test_intervals_hold_the_closed_form_about_as_often_as_they_say() -> None:
    first, total = ishigami_indices()
    held = 0
    for seed in range(60):
        shares = saltelli(256, 3, seed=seed)
        found = indices("sobol", shares, once(ishigami(shares)), seed=seed, common=True)
        pairs = [*zip(found.measures["first"], first, strict=True), *zip(found.measures["total"], total, strict=True)]
        held += sum(index.low <= exact <= index.high for index, exact in pairs)
    # Scrambled samples are more even than independent ones, so intervals err on the wide side.
    assert held / 360 > 0.93


def test_sobol_agrees_with_salibs_own_analysis() -> None:
    from SALib.analyze.sobol import analyze

    shares = saltelli(64, 3, seed=5)
    outcome = ishigami(shares)
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0, 1]] * 3}
    theirs = analyze(problem, outcome, calc_second_order=False, num_resamples=1000, seed=1)
    found = indices("sobol", shares, once(outcome), seed=5, common=True)
    assert values_of("first", found) == pytest.approx(list(theirs["S1"]))
    assert values_of("total", found) == pytest.approx(list(theirs["ST"]))
    margins = [index.high - index.value for index in found.measures["total"]]
    assert margins == pytest.approx(list(theirs["ST_conf"]), rel=0.15)


def test_an_outcome_that_never_changes_hangs_on_nothing() -> None:
    for method, shares in (("morris", morris(6, 2, seed=1)), ("sobol", saltelli(16, 2, seed=1))):
        found = indices(method, shares, np.full((len(shares), 3), 0.4), seed=1, common=True)
        for places in found.measures.values():
            assert [index.value for index in places] == [0.0, 0.0]
        assert found.noise == 0.0


# Noise ----------------------------------------------------------------------------------------------


def test_the_share_of_noise_is_the_one_that_was_put_in() -> None:
    rng = np.random.default_rng(3)
    shares = saltelli(512, 2, seed=1)
    signal = shares @ [1.0, 1.0]
    luck = rng.normal(scale=0.5, size=(len(shares), 4))
    exact = 0.25 / 4 / (0.25 / 4 + signal.var())
    assert noise_share(signal[:, None] + luck, common=False) == pytest.approx(exact, rel=0.1)
    everywhere = rng.normal(scale=5.0, size=4)
    assert noise_share(signal[:, None] + luck + everywhere, common=True) == pytest.approx(exact, rel=0.1)
    assert noise_share(signal[:, None] + everywhere, common=True) == pytest.approx(0.0, abs=1e-12)


def test_luck_that_is_common_to_all_points_changes_no_index() -> None:
    shares = saltelli(64, 2, seed=1)
    plain = shares @ [1.0, 2.0]
    with_luck = plain[:, None] + np.array([0.0, 10.0, -7.0])
    for measure in ("first", "total"):
        one = indices("sobol", shares, once(plain), seed=1, common=True)
        other = indices("sobol", shares, with_luck, seed=1, common=True)
        assert values_of(measure, one) == pytest.approx(values_of(measure, other), abs=1e-9)


def test_common_luck_in_the_slopes_widens_the_intervals() -> None:
    """Each replicate has slopes of its own: the bootstrap over points cannot see that, the jackknife does."""
    shares = morris(40, 2, seed=2)
    slopes = np.array([[1.0, 1.0], [3.0, 1.0], [2.0, 1.0]])
    found = indices("morris", shares, shares @ slopes.T, seed=2, common=True)
    one, other = found.measures["effect"]
    assert one.value == pytest.approx(2.0)
    # The t-interval of three slopes with standard deviation 1.
    assert one.high - one.value == pytest.approx(4.302653 / math.sqrt(3), rel=1e-6)
    assert other.high - other.low == pytest.approx(0.0, abs=1e-9)


# In general -----------------------------------------------------------------------------------------


def test_a_missing_value_is_refused() -> None:
    shares = morris(5, 2, seed=1)
    outcome = once(shares @ [1.0, 1.0])
    outcome[3] = np.nan
    with pytest.raises(ValueError, match="none may be dropped"):
        indices("morris", shares, outcome, seed=1, common=True)


def test_a_part_of_the_samples_gives_the_indices_of_that_part() -> None:
    shares = saltelli(64, 3, seed=5)
    part = shares[: 16 * rows_of("sobol", 3)]
    whole = indices("sobol", shares, once(ishigami(shares)), seed=5, common=True, samples=16)
    assert whole == indices("sobol", part, once(ishigami(part)), seed=5, common=True)
    assert growing(64) == [4, 8, 16, 32, 64]
    assert growing(20) == [5, 10, 20]
    assert growing(3) == [3]


def test_the_same_seed_gives_the_same_and_no_global_generator_is_touched() -> None:
    before = random.getstate(), np.random.get_state()[1].tobytes()  # noqa: NPY002
    made = []
    for seed in (0, 0, 1):
        shares = saltelli(32, 3, seed=seed)
        made.append((shares.tobytes(), indices("sobol", shares, once(ishigami(shares)), seed=seed, common=True)))
        assert len(morris(4, 3, seed=seed)) == 16
    assert made[0] == made[1]
    assert made[0] != made[2]
    assert (random.getstate(), np.random.get_state()[1].tobytes()) == before  # noqa: NPY002


def test_an_effect_is_for_the_whole_range() -> None:
    shares = np.array([[0.0, 1.0], [2 / 3, 1.0], [2 / 3, 1 / 3]])
    assert elementary_effects(shares, np.array([1.0, 3.0, 0.0]), 3) == pytest.approx(np.array([[3.0], [4.5]]))
