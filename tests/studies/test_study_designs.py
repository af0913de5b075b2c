"""Designs: where points lie, and that they are always the same points."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hushed.studies.designs import Axis, grid, latin_hypercube, sampled, sobol
from hushed.studies.spec import Range

COUNTS, SEEDS = st.integers(1, 60), st.integers(0, 2**32 - 1)


def linear(low: float, high: float, steps: int | None = None, scale: str = "linear") -> Range:
    return Range.model_validate({"low": low, "high": high, "steps": steps, "scale": scale})


def test_a_grid_has_every_combination_once_and_in_order() -> None:
    axes = [Axis("a", "lever", linear(0.0, 0.3, 4)), Axis("b", "lever", ("x", "y")), Axis("c", "lever", (True, False))]
    points = [tuple(point.values()) for point in grid(axes)]
    assert points == list(product((0.0, 0.1, 0.2, 0.3), ("x", "y"), (True, False)))


@given(COUNTS, st.integers(1, 6), SEEDS)
def test_a_latin_hypercube_has_one_point_in_each_stratum(points: int, parameters: int, seed: int) -> None:
    shares = latin_hypercube(points, parameters, seed=seed)
    assert ((shares >= 0) & (shares < 1)).all()
    for column in shares.T:
        assert sorted(np.floor(column * points).astype(int)) == list(range(points))


def test_a_latin_hypercube_joins_strata_at_random() -> None:
    """Ranks of two parameters are as little related as those of two random orders: within 4 standard errors."""
    ranks = np.argsort(np.argsort(latin_hypercube(400, 5, seed=3), axis=0), axis=0)
    related = np.corrcoef(ranks.T)[np.triu_indices(5, 1)]
    assert np.abs(related).max() < 4 / np.sqrt(400)


@given(st.integers(0, 8), st.integers(1, 6), SEEDS)
def test_sobol_is_balanced_in_every_parameter(power: int, parameters: int, seed: int) -> None:
    points = 1 << power
    shares = sobol(points, parameters, seed=seed)
    for column in shares.T:
        assert sorted(np.floor(column * points).astype(int)) == list(range(points))


@given(SEEDS)
def test_sobol_is_balanced_in_pairs_of_parameters(seed: int) -> None:
    """The first two parameters make a (0, m, 2)-net: each elementary box of area 1/64 holds one of 64 points."""
    one, other = sobol(64, 2, seed=seed).T
    for bits in range(7):
        boxes = np.floor(one * (1 << bits)) * (1 << (6 - bits)) + np.floor(other * (1 << (6 - bits)))
        assert sorted(boxes.astype(int)) == list(range(64))


def test_sobol_integrates_better_than_chance() -> None:
    """The mean of x y z over the cube is 1/8; 4,096 random points would miss it by about 0.0024."""
    errors = [abs(sobol(4096, 3, seed=seed).prod(axis=1).mean() - 0.125) for seed in range(5)]
    assert max(errors) < 0.0004


@pytest.mark.parametrize("draw", [latin_hypercube, sobol])
def test_the_seed_alone_decides(draw) -> None:
    assert (draw(16, 3, seed=5) == draw(16, 3, seed=5)).all()
    assert (draw(16, 3, seed=5) != draw(16, 3, seed=6)).any()
    # What is drawn for one parameter does not depend on how many there are.
    assert (draw(16, 3, seed=5)[:, :2] == draw(16, 2, seed=5)).all()


def test_points_are_known_ones() -> None:
    """Written down once: whoever changes them changes every study that was ever sampled."""
    assert latin_hypercube(4, 2, seed=1).round(6).tolist() == KNOWN_HYPERCUBE
    assert sobol(4, 2, seed=1).round(6).tolist() == KNOWN_SOBOL


def test_ranges_are_spread_evenly_by_difference_or_by_ratio() -> None:
    assert Axis("a", "lever", linear(1.0, 100.0, 3, "log")).levels() == (1.0, 10.0, 100.0)
    assert Axis("a", "lever", linear(1.0, 100.0, scale="log")).level(0.25) == pytest.approx(100**0.25)
    assert Axis("a", "lever", linear(2.0, 4.0)).level(0.25) == 2.5


@given(st.integers(-50, 50), st.integers(1, 30))
def test_whole_numbers_are_all_reached_and_equally_often(low: int, more: int) -> None:
    axis = Axis("a", "lever", linear(float(low), float(low + more)), whole=True)
    each = 7
    shares = (np.arange(each * (more + 1)) + 0.5) / (each * (more + 1))
    values = [axis.level(share) for share in shares]
    assert all(type(value) is int for value in values)
    assert {value: values.count(value) for value in values} == dict.fromkeys(range(low, low + more + 1), each)


def test_listed_values_of_a_sampled_design_come_equally_often() -> None:
    axes = [Axis("a", "lever", ("x", "y", "z")), Axis("b", "lever", linear(0.0, 1.0))]
    points = list(sampled(axes, latin_hypercube(30, 2, seed=1)))
    named = [point["a"] for point in points]
    assert {name: named.count(name) for name in "xyz"} == {"x": 10, "y": 10, "z": 10}


KNOWN_HYPERCUBE = [[0.101004, 0.394789], [0.4696, 0.705891], [0.862964, 0.09219], [0.648438, 0.78058]]
KNOWN_SOBOL = [[0.814916, 0.2938], [0.314916, 0.7938], [0.064916, 0.0438], [0.564916, 0.5438]]
