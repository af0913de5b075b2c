"""Wei and others 2016 rebuilt: Bayes' rule against counting, ties against a plain loop, groups against networkx."""

from __future__ import annotations

import itertools
import json
import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from hushed.errors import InputError
from hushed.replications.network_scoring import NETWORK_SCORING
from hushed.replications.network_scoring.model import (
    Settings,
    State,
    Ties,
    adjust,
    friend_rates,
    gains,
    init,
    rule_of,
    settled,
    step,
    tie_chances,
)
from hushed.replications.network_scoring.society import (
    Society,
    befriended,
    drawn,
    expected_error,
    groups,
    outcome,
    play,
    probability,
    scores,
)
from hushed.replications.network_scoring.targets import sign_test


@given(
    noise=st.floats(0.02, 0.48),
    highs=st.floats(0.05, 0.95),
    hh=st.floats(0.05, 1),
    hl=st.floats(0.05, 1),
    ll=st.floats(0.05, 1),
    good=st.integers(0, 8),
    bad=st.integers(0, 8),
    signal=st.sampled_from([1, -1]),
)
def test_the_rule_is_bayes_rule_on_poisson_counts(noise, highs, hh, hl, ll, good, bad, signal):
    settings = Settings(noise=noise, high_types=highs, meetings=6.0)
    rule = rule_of(Ties(hh, hl, ll), settings)
    odds = rule.base + rule.signal * signal + rule.high_friend * good + rule.low_friend * bad
    likelihoods = []
    for share, to_high, to_low, right in ((highs, hh, hl, signal > 0), (1 - highs, hl, ll, signal < 0)):
        signals_high = 6 * (highs * to_high * (1 - noise) + (1 - highs) * to_low * noise)
        signals_low = 6 * (highs * to_high * noise + (1 - highs) * to_low * (1 - noise))
        chance = poisson.pmf(good, signals_high) * poisson.pmf(bad, signals_low)
        likelihoods.append(share * chance * ((1 - noise) if right else noise))
    assert float(probability(odds)) == pytest.approx(likelihoods[0] / sum(likelihoods), abs=1e-9)


def test_without_weight_ties_are_those_of_lemma_three():
    ties = tie_chances(settled(Settings(weight=0.0)), Settings(weight=0.0))
    assert ties == pytest.approx((1.0, math.exp(-1.0), 1.0))
    uniform = Settings(weight=0.0, match="uniform", match_mean=0.8)
    assert tie_chances(init(), uniform) == pytest.approx((1.0, 1 - 1 / 1.6, 1.0))


def test_a_hand_worked_round():
    """K2 = 1, K3 = -1, noise .2, alpha .5: a high friend adds .3, a low one takes .3."""
    settings = Settings(noise=0.2, weight=0.5, caring=1.0)
    state = State(1.0, -1.0)
    assert gains(state, settings) == pytest.approx((0.3, -0.3))
    assert tie_chances(state, settings) == pytest.approx((1.0, math.exp(-1.3), math.exp(-0.3)))
    half = Settings(noise=0.2, weight=0.5, caring=0.5)
    mixed = 0.25 * math.exp(-1.3) + 0.25 * math.exp(-1.3) + 0.25 * math.exp(-1.0) + 0.25 * math.exp(-1.0)
    assert tie_chances(state, half) == pytest.approx((1.0, mixed, 0.75 * math.exp(-0.3) + 0.25))


@given(noise=st.floats(0.05, 0.4), weight=st.floats(0, 0.8), caring=st.floats(0, 1), highs=st.floats(0.3, 0.7))
def test_in_equilibrium_the_firm_is_right_about_ties(noise, weight, caring, highs):
    settings = Settings(noise=noise, weight=weight, caring=caring, high_types=highs)
    states = list(adjust(settings))
    assert len(states) < settings.rounds
    rule = rule_of(tie_chances(states[-1], settings), settings)
    assert (rule.high_friend, rule.low_friend) == pytest.approx(states[-1], abs=1e-9)
    assert step(states[-1], settings) == pytest.approx(states[-1], abs=1e-9)


def test_friends_and_scores_are_those_of_a_plain_loop():
    settings = Settings(people=60, meetings=20.0, caring=0.6, weight=0.7, seed=9)
    society, state = drawn(settings, 2), settled(Settings(people=60, caring=0.6, weight=0.7))
    rule = rule_of(tie_chances(state, settings), settings)
    odds = [rule.base + (rule.signal if up else -rule.signal) for up in society.signal]
    kept = []
    for one, other, match in zip(society.left, society.right, society.match, strict=True):
        worth = []
        for me, friend in ((one, other), (other, one)):
            expected = [state.high_friend, state.low_friend]
            chances = [0.8, 0.2] if society.high[friend] else [0.2, 0.8]
            score = 0.7 * sum(k * p for k, p in zip(expected, chances, strict=True)) if society.cares[me] else 0.0
            worth.append(match - (society.high[me] != society.high[friend]) + score)
        kept.append(min(worth) > 0)
        if kept[-1]:
            odds[one] += rule.high_friend if society.signal[other] else rule.low_friend
            odds[other] += rule.high_friend if society.signal[one] else rule.low_friend
    friends = befriended(society, state, settings)
    assert friends.tolist() == kept
    assert 10 < sum(kept) < len(kept)
    assert scores(society, friends, rule) == pytest.approx(1 / (1 + np.exp(-np.array(odds))))


@given(st.integers(2, 40), st.integers(0, 60), st.integers(0, 10**6))
def test_groups_are_connected_components(people, ties, seed):
    rng = np.random.default_rng(seed)
    left, right = rng.integers(0, people, (2, ties))
    graph = nx.Graph()
    graph.add_nodes_from(range(people))
    graph.add_edges_from(zip(left.tolist(), right.tolist(), strict=True))
    label = groups(people, left, right)
    assert {frozenset(np.flatnonzero(label == each).tolist()) for each in set(label.tolist())} == {
        frozenset(each) for each in nx.connected_components(graph)
    }


def test_a_network_of_six_counted_by_hand():
    """A row of three, two more, and one whom nobody befriends: her only match is worth less than types differ by."""
    high = np.array([True, True, False, False, False, True])
    left, right, match = np.array([0, 1, 3, 4]), np.array([1, 2, 4, 5]), np.array([0.1, 1.1, 0.1, 0.9])
    society = Society(high, high, np.ones(6, dtype=bool), left, right, match)
    told = outcome(society, init(), Settings(people=6, meetings=2.0, difference=1.0))
    assert told[:5] == pytest.approx((1.0, 2 / 3, 3 / 6, 3 / 6, 1 / 6))


def test_large_societies_have_the_ties_and_errors_expected():
    settings = Settings(people=3000, meetings=8.0, noise=0.25, weight=0.6, caring=0.7, high_types=0.4)
    state = settled(settings)
    (hh, hl), (lh, ll) = friend_rates(tie_chances(state, settings), settings)
    told = [outcome(drawn(settings, replicate), state, settings) for replicate in range(3)]
    assert np.mean([one.mean_degree for one in told]) == pytest.approx(0.4 * (hh + hl) + 0.6 * (lh + ll), rel=0.03)
    assert np.mean([one.error for one in told]) == pytest.approx(expected_error(settings, state), rel=0.06)


def test_scoring_only_takes_ties_away_where_types_are_even():
    settings = Settings(people=200, weight=0.8)
    society = drawn(settings, 0)
    without = befriended(society, init(), settings.model_copy(update={"weight": 0.0}))
    scored = befriended(society, settled(settings), settings)
    assert not (scored & ~without).any()
    assert scored.sum() < without.sum()


def test_where_nobody_cares_scoring_changes_nothing():
    unscored, scored = play(Settings(people=150, caring=0.0, weight=2.0), 1)
    assert unscored == pytest.approx(scored)


def test_sign_test_counts_the_tail():
    assert sign_test(np.array([1.0, 2.0, -1.0])) == pytest.approx((3 + 1) / 8)
    assert sign_test(np.array([0.0, 0.0])) == 1.0
    assert sign_test(np.ones(12)) == pytest.approx(2.0**-12)


def test_the_ends_of_the_weight_scale_are_ordered():
    """More weight: fewer mixed ties and fewer among low types, step by step."""
    ties = [tie_chances(settled(s), s) for s in (Settings(weight=w) for w in (0.0, 0.2, 0.4, 0.8))]
    for before, after in itertools.pairwise(ties):
        assert after.mixed < before.mixed
        assert after.both_low < before.both_low
        assert after.both_high == before.both_high == 1.0


def test_run_is_one_json_object_and_honours_its_seed():
    small = {"people": 50, "replicates": 2}
    one = NETWORK_SCORING.run("run", seed=3, settings=small)
    two = NETWORK_SCORING.run("run", settings={**small, "seed": 3})
    told = json.loads(json.dumps(one.as_json(), allow_nan=False))
    assert told == json.loads(json.dumps(two.as_json()))
    assert told != json.loads(json.dumps(NETWORK_SCORING.run("run", seed=4, settings=small).as_json()))
    assert told["final"]["settled"] == "True"
    assert len(told["per_replicate"]) == 2


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"people": 5, "meetings": 6.0}, "none can meet so many"),
        ({"noise": 0.5}, "noise"),
        ({"weigth": 1.0}, "did you mean 'weight'"),
    ],
)
def test_settings_that_make_no_sense_are_refused(settings, says):
    with pytest.raises(InputError, match=says):
        NETWORK_SCORING.run("run", settings=settings)


@pytest.mark.parametrize(
    "extreme",
    [{"meetings": 0.0}, {"weight": 5.0, "rounds": 200}, {"match": "uniform", "match_mean": 0.1}, {"high_types": 0.97}],
)
def test_extreme_societies_run(extreme):
    final = NETWORK_SCORING.run("run", settings={"people": 40, "replicates": 1, **extreme}).as_json()["final"]
    assert 0 <= final["error_scored"] <= 1
    json.dumps(final, allow_nan=False)


@pytest.mark.parametrize("item", ["posterior", "ties", "accuracy"])
def test_quick_dockings_pass(item):
    docking = NETWORK_SCORING.run(item, quick=True)
    assert [one.target.name for one in docking.docked if not one.passed] == []
    assert docking.panels
    json.dumps(docking.as_json(), allow_nan=False)


@pytest.mark.verification
@pytest.mark.parametrize("item", ["ties", "accuracy"])
def test_full_dockings_pass(item):
    assert [one.target.name for one in NETWORK_SCORING.run(item).docked if not one.passed] == []


def test_where_as_many_meet_as_there_are_others_everybody_meets_everybody():
    for replicate in range(12):
        assert drawn(Settings(people=3, meetings=2.0), replicate).left.size == 3
