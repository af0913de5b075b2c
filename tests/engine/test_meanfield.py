"""The limit of infinitely many people, the counted people, and the climb on their expected costs."""

from __future__ import annotations

import math

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, kstest

from hushed.engine.meanfield import Expected, limit, limit_costs
from hushed.engine.meanfield_census import census, census_costs, rescaled
from hushed.engine.meanfield_climb import Rules, binomial, climb, penalties_drawn
from hushed.rules import voice_proportional, voice_uniform
from hushed.society.distributions import TruncatedExponential

SHARE = st.floats(0.0, 1.0)
SEVERITY = st.floats(1e-9, 20.0)


@numba.njit
def person_by_person(desires, boldnesses, weight, tolerance, severity, surveillance, proportional):
    """Every person asked for her best voice: the five figures of a round, summed without any shortcut."""
    voices = penalties = variance = punished = speakers = 0.0
    anyway, speaking = surveillance, 1.0 - surveillance
    for i in range(desires.size):
        if proportional:
            voice = voice_proportional(desires[i], boldnesses[i], tolerance, severity, anyway, speaking, 0.0)
        else:
            voice = voice_uniform(desires[i], boldnesses[i], tolerance, severity, anyway, speaking, 0.0)
        voices += voice
        if voice > tolerance:
            seen = anyway + speaking * voice
            penalty = severity * (voice - tolerance) if proportional else severity
            penalties += seen * penalty
            variance += seen * (1.0 - seen) * penalty**2
            punished += seen
            speakers += 1.0
    return weight * voices, weight * penalties, weight * variance, weight * punished, weight * speakers


def drawn(population, dissent, boldness, seed):
    rng = np.random.default_rng(seed)
    scale = TruncatedExponential(distribution="truncated-exponential", mean=dissent).scale
    desires = -scale * np.log1p(rng.random(population) * math.expm1(-1.0 / scale))
    return desires, rng.exponential(boldness, population)


def evenly(dissent, boldness, *, desires=1500, boldnesses=600):
    """A society without luck: every quantile of desire with every quantile of boldness."""
    scale = TruncatedExponential(distribution="truncated-exponential", mean=dissent).scale
    ranks = (np.arange(desires) + 0.5) / desires
    desire = -scale * np.log1p(ranks * math.expm1(-1.0 / scale))
    bold = -boldness * np.log1p(-(np.arange(boldnesses) + 0.5) / boldnesses)
    return np.repeat(desire, boldnesses), np.tile(bold, desires)


@pytest.mark.parametrize(
    ("proportional", "boldness", "voices", "penalties"),
    [(False, 2, 24070.4, 1704.5), (False, 8, 24750.9, 1939.0), (True, 1, 24442.8, 536.0), (True, 3, 24809.4, 564.3)],
)
def test_round_0_of_the_published_trials_with_infinitely_many_people(proportional, boldness, voices, penalties):
    found = limit_costs(limit(people=1e5, dissent=0.25, boldness=boldness), 0.25, 0.1, 0.1, proportional)
    # The reference figures round a quadrature of their own.
    assert found.voices == pytest.approx(voices, abs=0.1)
    assert found.penalties == pytest.approx(penalties, rel=2e-3)


@pytest.mark.parametrize("proportional", [False, True])
@pytest.mark.parametrize(("dissent", "boldness"), [(0.25, 4.0), (0.02, 1.0), (0.49, 8.0)])
def test_the_limit_is_what_a_society_without_luck_does(proportional, dissent, boldness):
    desires, bold = evenly(dissent, boldness)
    society = limit(people=1.0, dissent=dissent, boldness=boldness)
    reach = min(1.0, 4.0 * dissent)
    for at, severity, surveillance in [
        (0.1, 0.5, 0.2),
        (0.4, 3.0, 0.9),
        (0.9, 0.05, 0.5),
        (0.0, 9.0, 0.95),
        (0.3, 1.0, 1.0),
    ]:
        policy = at * reach, severity, surveillance, proportional
        brute = person_by_person(desires, bold, 1.0 / desires.size, *policy)
        ours = limit_costs(society, *policy)
        for name, one, other in zip(Expected._fields, ours, brute, strict=True):
            assert one == pytest.approx(other, rel=0.02, abs=2e-4 * max(1.0, severity**2)), (name, policy)


FEW_NODES, MANY_NODES = (limit(people=1.0, dissent=0.25, boldness=2.0, nodes=nodes) for nodes in (48, 300))


@given(tolerance=st.floats(0.0, 0.999), severity=SEVERITY, surveillance=SHARE, proportional=st.booleans())
@settings(max_examples=200)
def test_more_nodes_change_nothing(tolerance, severity, surveillance, proportional):
    policy = tolerance, severity, surveillance, proportional
    one, other = limit_costs(FEW_NODES, *policy), limit_costs(MANY_NODES, *policy)
    assert one.voices == pytest.approx(other.voices, abs=1e-7)
    assert one.penalties == pytest.approx(other.penalties, abs=1e-6 * max(1.0, severity))
    assert one.variance >= -1e-12


@pytest.mark.parametrize("proportional", [False, True])
def test_the_ends_of_severity(proportional):
    society = limit(people=100.0, dissent=0.3, boldness=2.0)
    free = limit_costs(society, 0.1, 1e-9, 0.5, proportional)
    assert free.voices == pytest.approx(30.0, rel=1e-6)
    assert free.penalties == pytest.approx(0.0, abs=1e-6)
    silent = limit_costs(society, 0.0, 1e4, 1.0, proportional)
    assert silent.voices == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("proportional", [False, True])
@pytest.mark.parametrize(("dissent", "boldness"), [(0.25, 4.0), (0.05, 2.0), (0.49, 8.0)])
def test_the_census_keeps_the_luck_of_the_draw(proportional, dissent, boldness):
    """What a drawn population does unlike the infinite one is kept: at least four fifths of it, in every sum."""
    rng = np.random.default_rng(3)
    desires, bold = drawn(100_000, dissent, boldness, seed=4)
    counted = rescaled(census(desires, bold / boldness, proportional=proportional), boldness)
    society = limit(people=desires.size, dissent=dissent, boldness=boldness)
    policies = [
        (rng.random() * min(1.0, 4 * dissent), 4 * rng.random(), rng.random(), proportional) for _ in range(150)
    ]
    exact = np.array([person_by_person(desires, bold, 1.0, *policy) for policy in policies])
    ours = np.array([census_costs(counted, *policy) for policy in policies])
    infinite = np.array([limit_costs(society, *policy) for policy in policies])
    for column, name in ((0, "voices"), (1, "penalties")):
        luck = np.sqrt(np.mean((exact - infinite)[:, column] ** 2))
        left = np.sqrt(np.mean((exact - ours)[:, column] ** 2))
        assert left < 0.2 * luck, name
    some = exact[:, 4] > 1000
    # In persons: a hundredth of one person's voice is nothing to an authority whose costs are thousands.
    assert np.sqrt(ours[some, 2]) == pytest.approx(np.sqrt(exact[some, 2]), rel=0.06, abs=0.01)


@pytest.mark.parametrize("proportional", [False, True])
def test_a_handful_of_people_are_counted_one_by_one(proportional):
    desires, bold = np.array([0.05, 0.31, 0.42, 0.77, 0.93]), np.array([3.0, 0.2, 1.0, 0.5, 2.5])
    counted = census(desires, bold, proportional=proportional, columns=100, levels=20_000)
    for policy in [(0.2, 0.3, 0.1), (0.5, 0.4, 0.6), (0.0, 2.0, 0.9), (0.95, 0.1, 0.1), (0.8, 1e-6, 0.5)]:
        exact = person_by_person(desires, bold, 1.0, *policy, proportional)
        ours = census_costs(counted, *policy, proportional)
        assert ours.voices == pytest.approx(exact[0], abs=2e-3)
        assert ours.speakers == pytest.approx(exact[4], abs=1e-9)


def test_where_nobody_desires_more_than_is_tolerated_costs_are_equal_to_the_last_bit():
    desires, bold = drawn(5000, 0.01, 1.0, seed=1)
    counted = census(desires, bold, proportional=False)
    above = [census_costs(counted, tolerance, 1.3, 0.4, False) for tolerance in (desires.max() * 1.001, 0.5, 1.0)]
    assert len(set(above)) == 1
    assert above[0].voices == pytest.approx(desires.sum(), rel=1e-12)
    assert above[0].penalties == 0.0


@pytest.mark.parametrize("trials", [1, 3, 40, 5000])
def test_the_binomial_is_scipys(trials):
    for mean in (0.0, 0.3, 0.02 * trials, 0.5 * min(trials, 16), trials - 0.2, float(trials)):
        if not 0.0 <= mean <= trials:
            continue
        chance = mean / trials
        ranks = (np.arange(200) + 0.5) / 200
        ours = np.sort([binomial(float(trials), mean, rank) for rank in ranks])
        assert ours == pytest.approx(np.sort(binom.ppf(ranks, trials, chance)), abs=1.0)
        assert ours.mean() == pytest.approx(mean, abs=0.02 * max(1.0, math.sqrt(mean)))


@pytest.mark.parametrize(
    ("people", "low", "high"), [(4, 0.9, 0.99), (30, 0.1, 0.9), (400, 0.0, 0.02), (3000, 0.2, 1.0)]
)
def test_the_noise_of_punishment_is_that_of_people_seen_one_by_one(people, low, high):
    rng = np.random.default_rng(people)
    chances = rng.uniform(low, high, people)
    counts = (rng.random((4000, people)) < chances).sum(axis=1)
    severity = 2.5
    expected = Expected(
        0.0, severity * chances.sum(), severity**2 * (chances * (1 - chances)).sum(), chances.sum(), float(people)
    )
    ours = np.array([penalties_drawn(expected, severity, False, *rng.random(2)) for _ in range(4000)]) / severity
    assert np.all(ours == np.round(ours))
    assert ours.mean() == pytest.approx(counts.mean(), abs=0.1 * counts.std() + 1e-9)
    assert ours.std() == pytest.approx(counts.std(), rel=0.25)
    assert ours.max() <= people


def test_the_noise_of_proportional_punishment_has_its_own_spread():
    rng = np.random.default_rng(8)
    excess, seen = rng.uniform(0.0, 0.6, 800), rng.uniform(0.3, 0.9, 800)
    sums = ((rng.random((4000, 800)) < seen) * excess).sum(axis=1)
    expected = Expected(0.0, (seen * excess).sum(), (seen * (1 - seen) * excess**2).sum(), seen.sum(), 800.0)
    ours = np.array([penalties_drawn(expected, 1.0, True, *rng.random(2)) for _ in range(4000)])
    assert kstest(ours, sums).pvalue > 1e-3


def test_nobody_speaking_costs_nothing():
    assert penalties_drawn(Expected(7.0, 0.0, 0.0, 0.0, 0.0), 3.0, False, 0.999, 0.5) == 0.0


def a_climb(society, rounds=3000, *, seed=5, start=(0.3, 0.5, 0.3), **rules):
    rng = np.random.default_rng(seed)
    chosen = {"proportional": False, "incumbent": False, "noisy": True, **rules}
    return climb(society, Rules(**chosen), start=start, moved=rng.integers(3, size=rounds), draws=rng.random(rounds))


LIMIT = limit(people=1e5, dissent=0.25, boldness=2.0)


def test_one_lever_moves_at_most_a_window_a_round_and_keeps_to_its_range():
    run = a_climb(LIMIT)
    steps = np.diff(run.levers, axis=1)
    assert np.abs(steps).max() <= 0.05
    assert np.count_nonzero(steps, axis=0).max() <= 1
    assert run.levers[[0, 2]].min() >= 0.0
    assert run.levers[[0, 2]].max() <= 1.0
    assert run.levers[1].min() >= 1e-9


def test_without_noise_the_incumbent_rule_never_keeps_a_costlier_policy():
    run = a_climb(LIMIT, incumbent=True, noisy=False)
    kept = [sum(limit_costs(LIMIT, *policy, False)[:2]) for policy in run.levers[:, ::10].T]
    assert np.all(np.diff(kept) <= 1e-9)


def test_the_published_rule_compares_with_the_round_before_kept_or_not():
    run = a_climb(LIMIT, noisy=False)
    cost = run.voices + run.penalties
    moved = np.any(np.diff(run.levers, axis=1) != 0, axis=0)
    assert not np.any(moved & (np.diff(cost) > 0))
    assert np.all(moved | (np.diff(cost) > 0))


def test_equal_costs_are_accepted_so_the_policy_wanders_where_nobody_minds():
    desires, bold = drawn(2000, 0.02, 2.0, seed=2)
    run = a_climb(census(desires, bold / 2.0, proportional=False), rounds=400, start=(0.9, 0.5, 0.5))
    assert desires.max() < run.levers[0].min()
    assert np.all(np.any(np.diff(run.levers, axis=1) != 0, axis=0))


def test_luck_follows_its_key():
    runs = [a_climb(LIMIT, replicate=replicate) for replicate in (1, 1, 2)]
    assert np.array_equal(runs[0].penalties, runs[1].penalties)
    assert not np.array_equal(runs[0].penalties, runs[2].penalties)
