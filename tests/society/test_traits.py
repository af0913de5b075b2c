"""People: every trait in its range, on its own channel, keyed by the person."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError
from scipy import stats
from scipy.special import ndtri

from hushed.random import Channel, uniforms
from hushed.society import traits
from hushed.society.traits import (
    Beta,
    Constant,
    Exponential,
    LogNormal,
    People,
    TraitSpecs,
    TruncatedExponential,
    Uniform,
    draw_people,
    reordered,
)


def test_the_default_people_follow_the_model() -> None:
    people = draw_people(TraitSpecs(), people=20_000, seed=3, replicate=0)
    s = 0.278279301280
    assert stats.kstest(people.desire, stats.truncexpon(b=1 / s, scale=s).cdf).pvalue > 0.001
    assert stats.kstest(people.boldness, stats.expon(scale=2.0).cdf).pvalue > 0.001
    assert stats.kstest(people.propensity, stats.uniform().cdf).pvalue > 0.001
    assert stats.kstest(people.belief, stats.norm().cdf).pvalue > 0.001
    assert people.care.tolist() == [np.float32(0.3)]
    assert people.shame.tolist() == [np.float32(0.5)]
    assert people.key.shape == (0,)


def test_fields_and_types_are_the_contract() -> None:
    people = draw_people(TraitSpecs(), people=7, seed=0, replicate=0)
    assert People._fields == ("desire", "boldness", "care", "shame", "propensity", "belief", "key")
    assert [array.dtype for array in people] == [np.float32] * 6 + [np.uint32]
    assert [array.shape for array in people] == [(7,), (7,), (1,), (1,), (7,), (7,), (0,)]
    assert draw_people(TraitSpecs(), people=7, seed=0, replicate=0, beliefs=False).belief.shape == (0,)


def test_people_spread_out_have_every_array_in_full() -> None:
    people = draw_people(TraitSpecs(), people=7, seed=0, replicate=0, beliefs=False)
    full = people.spread_out(7)
    assert [array.dtype for array in full] == [np.float32] * 6 + [np.uint32]
    assert {array.shape for array in full} == {(7,)}
    assert full.care.tolist() == [np.float32(0.3)] * 7
    assert not full.belief.any()
    assert full.key.tolist() == list(range(7))
    assert full.desire is people.desire
    order = np.array([3, 1, 0, 2, 6, 5, 4], dtype=np.uint32)
    moved = reordered(people, order)
    assert moved.key.tolist() == order.tolist()
    for one, other in zip(moved.spread_out(7), full, strict=True):
        assert np.array_equal(one, other[order])
    with pytest.raises(ValueError, match="length 8"):
        people.spread_out(8)


def test_draws_have_the_bytes_of_the_plain_formula() -> None:
    """The same inverse transforms, written out over NumPy's uniforms, in full length."""
    people = draw_people(TraitSpecs(), people=100_003, seed=8, replicate=3)
    for trait, channel, inverse in (
        (people.desire, Channel.DESIRE, lambda u: TruncatedExponential(mean=0.25).quantile(u).clip(0, 1)),
        (people.boldness, Channel.BOLDNESS, lambda u: -2.0 * np.log1p(-u)),
        (people.propensity, Channel.PROPENSITY, lambda u: u.clip(0, np.nextafter(np.float32(1), np.float32(0)))),
        (people.belief, Channel.BELIEF, ndtri),
    ):
        u = uniforms(seed=8, replicate=3, round=0, subjects=np.arange(100_003), channel=channel)
        assert trait.tobytes() == inverse(np.minimum(u + 2.0**-54, 1 - 2.0**-53)).astype(np.float32).tobytes()


def test_traits_are_independent_of_each_other() -> None:
    specs = TraitSpecs(care=Uniform(low=0.0, high=1.0), shame=Uniform(low=0.0, high=1.0))
    people = draw_people(specs, people=10_000, seed=3, replicate=0)
    correlation = stats.spearmanr(np.column_stack(people[:6])).statistic
    assert np.abs(correlation - np.eye(6)).max() < 4 / np.sqrt(10_000)


def test_a_person_is_the_same_in_a_larger_society_and_in_any_block_size(monkeypatch: pytest.MonkeyPatch) -> None:
    few = draw_people(TraitSpecs(), people=100, seed=5, replicate=2)
    monkeypatch.setattr(traits, "_BLOCK", 64)
    many = draw_people(TraitSpecs(), people=1000, seed=5, replicate=2)
    for small, large in zip(few.spread_out(100), many.spread_out(1000), strict=True):
        assert small.tobytes() == large[:100].tobytes()


def test_seed_and_replicate_change_everyone() -> None:
    first, again, other, replicate = (
        draw_people(TraitSpecs(), people=50, seed=seed, replicate=number)
        for seed, number in ((5, 0), (5, 0), (6, 0), (5, 1))
    )
    assert first.desire.tobytes() == again.desire.tobytes()
    assert not np.any(first.desire == other.desire)
    assert not np.any(first.desire == replicate.desire)


def test_one_trait_can_change_without_moving_the_others() -> None:
    plain = draw_people(TraitSpecs(), people=50, seed=5, replicate=0)
    changed = draw_people(TraitSpecs(care=Exponential(mean=1.0)), people=50, seed=5, replicate=0)
    assert np.unique(changed.care).size == 50
    assert plain.boldness.tobytes() == changed.boldness.tobytes()


def test_the_last_uniform_does_not_round_up_to_infinity(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traits, "fill_uniforms", lambda values, *_: values.fill(1 - 2.0**-53))
    people = draw_people(TraitSpecs(), people=1, seed=0, replicate=0)
    assert people.boldness[0] == pytest.approx(2 * 53 * np.log(2))
    assert people.belief[0] == pytest.approx(stats.norm.isf(2.0**-53))


@pytest.mark.parametrize("end", [0.0, 1 - 2.0**-53])
def test_the_ends_of_the_unit_interval_stay_in_range(monkeypatch: pytest.MonkeyPatch, end: float) -> None:
    monkeypatch.setattr(traits, "fill_uniforms", lambda values, *_: values.fill(end))
    for specs in (
        TraitSpecs(),
        TraitSpecs(desired_dissent=TruncatedExponential(mean=0.99), boldness=LogNormal(median=1e-30, sigma=10.0)),
        TraitSpecs(desired_dissent=Beta(a=0.01, b=0.01), boldness=LogNormal(median=1e30, sigma=10.0)),
        TraitSpecs(propensity=Constant(value=1.0), boldness=Constant(value=0.0), desired_dissent=Constant(value=1.0)),
    ):
        people = draw_people(specs, people=2, seed=0, replicate=0)
        assert all(np.isfinite(array).all() for array in people)
        assert np.all((people.desire >= 0) & (people.desire <= 1))
        assert np.all(people.boldness > 0)
        assert np.all((people.propensity >= 0) & (people.propensity < 1))


def test_every_trait_uses_the_uniform_of_its_channel() -> None:
    unit = Uniform(low=0.0, high=1.0)
    specs = TraitSpecs(desired_dissent=unit, boldness=unit, care=unit, shame=unit, propensity=unit)
    people = draw_people(specs, people=10, seed=9, replicate=4)
    channels = (Channel.DESIRE, Channel.BOLDNESS, Channel.CARE, Channel.SHAME, Channel.PROPENSITY)
    for trait, channel in zip(people, channels, strict=False):
        expected = uniforms(seed=9, replicate=4, round=0, subjects=np.arange(10), channel=channel)
        np.testing.assert_array_equal(trait, expected.astype(np.float32))


@pytest.mark.parametrize(
    ("trait", "spec", "allowed"),
    [
        ("desired_dissent", Exponential(mean=0.1), "from 0 to 1"),
        ("desired_dissent", Constant(value=1.01), "from 0 to 1"),
        ("boldness", Uniform(low=-0.1, high=1.0), "0 or more"),
        ("care", Constant(value=-1.0), "0 or more"),
        ("shame", Constant(value=-1.0), "0 or more"),
        ("propensity", LogNormal(median=0.1, sigma=0.1), "from 0 to 1"),
    ],
)
def test_a_distribution_that_leaves_the_range_is_refused(trait: str, spec: object, allowed: str) -> None:
    with pytest.raises(ValidationError) as caught:
        TraitSpecs.model_validate({trait: spec})
    (error,) = caught.value.errors()
    assert error["loc"] == (trait,)
    assert f"{trait} must be {allowed}" in error["msg"]
