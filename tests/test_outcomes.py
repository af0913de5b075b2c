"""Every outcome against its formula, computed straight from the people rather than from sums."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse, stats
from scipy.sparse.csgraph import connected_components

from engine.test_by_hand import world
from engine.worlds import ALL_REACTIONS, EVERYTHING, reactions, regime, society
from hushed.engine.reference import Reference
from hushed.engine.simulation import Simulation
from hushed.engine.tally import SCORE_BINS, SCORE_SHARES, new_histogram, score_bins, score_histogram, score_quantiles
from hushed.outcomes import HEADLINES, OUTCOMES, Setting, outcomes_of, voice_share_error
from hushed.regime.sanctions import DOMAINS
from hushed.selftest.agreement import outcomes_apart
from hushed.selftest.definitions import by_definition

ROUNDS = 18


@pytest.fixture(scope="module")
def both():
    world = society(3000, online={"generator": "holme-kim", "mean_degree": 6}, offline="same")
    policy, how = regime(**EVERYTHING), reactions(**ALL_REACTIONS)
    run, oracle = Simulation(world, policy, how, seed=3), Reference(world, policy, how, seed=3)
    for _ in range(ROUNDS):
        record = run.step()
        oracle.step()
    outcomes = outcomes_of(record, Setting(world.size, world.online.ties, policy, ROUNDS - 1))
    return run, oracle, record, outcomes


def test_every_outcome_is_what_its_formula_says(both):
    run, oracle, _, outcomes = both
    expected = by_definition(oracle, run.terms)
    assert set(OUTCOMES) == set(expected)
    quantiles = {f"score_p{round(share * 100):02d}" for share in SCORE_SHARES}
    for name in OUTCOMES.keys() - quantiles:
        assert outcomes[name] == pytest.approx(expected[name], rel=1e-6, abs=1e-9), name
    assert (outcomes["tolerance"], outcomes["severity"], outcomes["surveillance"]) == pytest.approx((0.2, 0.6, 0.2))
    assert outcomes_apart(run, oracle) == []
    idle = {name for name, value in expected.items() if value == 0}
    assert idle == {
        f"{kind}_{d}" for kind in ("sanctioned", "hardship") for d in DOMAINS if d not in ("platform", "bank")
    }


def test_score_quantiles_follow_the_sorted_scores(both):
    _, oracle, record, _ = both
    score = oracle.score.astype(float)[oracle.enrolled]
    exact = np.quantile(score, SCORE_SHARES, method="inverted_cdf")
    np.testing.assert_allclose(1 - record.score_quantiles, 1 - exact, rtol=2e-3, atol=2e-6)
    assert exact[0] < 0.5 < exact[-1]


@pytest.mark.parametrize("scale", [1e-7, 1e-3, 1.0, 50.0, 1e5])
def test_score_quantiles_at_every_scale(scale):
    scores = 1 - scale * stats.expon.ppf((np.arange(3000) + 0.5) / 3000)
    held = scores.astype(np.float32)
    histograms = new_histogram(), new_histogram()
    score_histogram(np.ones(3000, dtype=np.uint8), held, histograms[0], 0, 1024)
    score_histogram(np.ones(3000, dtype=np.uint8), held, histograms[1], 1024, 3000)
    bins = score_bins(histograms)
    assert bins.sum() == 3000
    assert len(bins) == SCORE_BINS
    exact = np.quantile(held.astype(float), SCORE_SHARES, method="inverted_cdf")
    found = score_quantiles(bins, SCORE_SHARES)
    inside = 1 - exact < 2.0**12
    np.testing.assert_allclose(1 - found[inside], 1 - exact[inside], rtol=2e-3, atol=2e-6)
    assert (np.diff(found) >= 0).all()


def test_scores_are_those_of_the_enrolled_and_burdens_those_of_the_round():
    # Of three who are enrolled one is punished in round 0, and nobody in round 1; the fourth, who speaks too, is free.
    tier = {"domain": "bank", "threshold": 0.5, "burden": {"at": [0, 1], "value": [2.0, 3.0]}}
    policy = regime(
        observation={"surveillance": 1.0},
        scoring={"severity": {"at": [0, 1], "value": [0.6, 0.0]}, "recovery": 0.5},
        enrolment={"share": 0.5},
        sanctions={"tiers": [tier]},
    )
    people = world([], people=4, desire=[1, 0, 0, 1], propensity=[0.1, 0.1, 0.1, 0.9])
    run = Simulation(people, policy, reactions(), seed=1)
    for round_, (score, burden) in enumerate(((0.4, 2.0), (0.7, 3.0))):
        found = outcomes_of(run.step(), Setting(4, 0, policy, round_))
        assert found["enrolled"] == 0.75
        assert found["score_mean"] == pytest.approx((score + 2) / 3)
        assert found["score_spread"] == pytest.approx(np.std([score, 1, 1]))
        assert found["score_p05"] == pytest.approx(score, abs=1e-3)
        assert found["sanctioned_bank"] == found["sanctioned"] == 0.25
        assert found["hardship_bank"] == found["hardship"] == burden / 4
        assert found["collateral_sanctions"] == 0


def test_costs_and_sampling_error_by_their_formulas():
    world = society(500, online={"generator": "empty"})
    policy = regime(
        observation={"surveillance": 0.4}, scoring={"severity": 1.5, "tolerance": 0.1}, authority={"adamancy": 3.0}
    )
    run = Simulation(world, policy, reactions(), seed=1)
    record = run.step()
    desire, voice = world.people.desire.astype(float), run.state.voice.astype(float)
    share = voice.sum() / desire.sum()
    assert share < 0.8
    error = np.sqrt(((voice - share * desire) ** 2).sum()) / desire.sum()
    assert voice_share_error(record) == pytest.approx(error, rel=1e-9)
    outcomes = outcomes_of(record, Setting(500, 0, policy, 0))
    assert outcomes["political_cost"] == pytest.approx(3 * voice.mean())
    assert outcomes["punishment_cost"] == pytest.approx(run.state.loss.astype(float).mean())


def test_nobody_enrolled_has_no_score_to_lose():
    world = society(100)
    policy = regime(enrolment={"share": 0.0})
    run = Simulation(world, policy, reactions(), seed=1)
    outcomes = outcomes_of(run.step(), Setting(100, world.online.ties, policy, 0))
    assert outcomes["score_mean"] == outcomes["score_p05"] == outcomes["voice_share"] == 1
    assert outcomes["chill"] == outcomes["punished"] == outcomes["score_spread"] == 0


def test_largest_component_over_standing_ties(both):
    run, oracle, _, _ = both
    mine, theirs = oracle.online[0][oracle.live], oracle.online[1][oracle.live]
    size = run.society.size
    labels = connected_components(sparse.coo_array((np.ones(len(mine)), (mine, theirs)), shape=(size, size)))[1]
    assert run.largest_component() == np.bincount(labels).max() < size


def test_sampling_error_of_the_voice_share_is_the_spread_between_societies():
    policy = regime(observation={"surveillance": 0.2}, scoring={"severity": 0.6})
    shares, errors = [], []
    for replicate in range(60):
        world = society(800, replicate=replicate, online={"generator": "empty"})
        record = Simulation(world, policy, reactions(), seed=1, replicate=replicate).step()
        shares.append(record.tally.voice / record.tally.desire)
        errors.append(voice_share_error(record))
    # With 60 societies the sample standard deviation is known to about a tenth.
    assert np.std(shares, ddof=1) == pytest.approx(np.mean(errors), rel=0.35)


def test_each_outcome_is_explained():
    for name, outcome in OUTCOMES.items():
        assert outcome.name == name
        assert outcome.formula
        assert outcome.unit
        assert outcome.sentence.endswith(".")
    assert set(HEADLINES) <= set(OUTCOMES)
