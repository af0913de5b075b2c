"""A paired comparison: right differences, right intervals, and what pairing is worth."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from hushed.errors import InputError
from hushed.experiments.change import Change
from hushed.experiments.compare import compare
from hushed.experiments.effects import Effect, told
from hushed.experiments.progress import Step
from hushed.experiments.run import run
from hushed.outcomes import OUTCOMES
from hushed.results.statistics import Estimate, estimate
from hushed.scenario.reader import read_scenario
from hushed.scenario.schema import Scenario


def scenario(rounds: int = 6, population: int = 400) -> Scenario:
    return read_scenario("sesame-credit", population=population, rounds=rounds, seed=2,
                         changes=["regime.enrolment.share=1.0"])  # fmt: skip


def test_both_arms_are_the_runs_one_would_make_apart() -> None:
    comparison = compare(scenario(), without="association", replicates=2)
    for arm, alone in enumerate((scenario(), scenario().without("association"))):
        separate = run(alone, replicates=2)
        for name in OUTCOMES:
            assert np.array_equal(comparison.dataset[name][arm], separate[name]), name


def test_effects_are_the_paired_t_test_of_scipy() -> None:
    comparison = compare(scenario(), without="association", replicates=6)
    values = comparison.dataset
    for name in ("chill", "third_party_loss", "score_mean"):
        for effects, pick in (
            (comparison.last, lambda data: data.isel(round=-1)),
            (comparison.mean, lambda data: data.mean("round")),
        ):
            as_is, changed = pick(values[name]).values
            theirs = stats.ttest_rel(changed, as_is).confidence_interval(0.95)
            ours = effects[name]
            assert ours.difference.mean == pytest.approx((changed - as_is).mean(), abs=1e-14)
            assert ours.difference.low == pytest.approx(theirs.low, rel=1e-9)
            assert ours.difference.high == pytest.approx(theirs.high, rel=1e-9)
            noise = np.var(as_is, ddof=1) + np.var(changed, ddof=1)
            assert ours.variance_ratio == pytest.approx(noise / np.var(as_is - changed, ddof=1), rel=1e-9)


def test_pairing_makes_the_effect_on_speech_surer() -> None:
    assert compare(scenario(), without="publicity", replicates=8).mean["chill"].variance_ratio > 2.0


def test_without_scoring_everything_is_said_so_all_chill_is_due_to_it() -> None:
    comparison = compare(scenario(), without="scoring", replicates=3)
    chill = comparison.last["chill"]
    assert chill.changed == pytest.approx(0.0, abs=1e-12)
    assert chill.difference.mean == pytest.approx(-chill.as_is)


def test_one_replicate_has_no_interval_and_says_so() -> None:
    comparison = compare(scenario(), without="association", replicates=1)
    assert math.isnan(comparison.last["chill"].difference.low)
    assert "95 %" not in comparison.sentence
    assert "With one replicate there is no interval" in comparison.sentence


def _sentence(change: Change, *, chill: float, mean: float, low: float, high: float, replicates: int = 10) -> str:
    return told(change, Effect("chill", chill, chill + mean, Estimate(mean, low, high, replicates), 5.0))


def test_the_sentence_says_what_the_numbers_say() -> None:
    association, secret = Change("association", None), Change("secret_scores", 0.5)
    assert _sentence(association, chill=0.41, mean=-0.12, low=-0.13, high=-0.11) == (
        "Of the 41 % of desired dissent that stays unsaid, 12 points (95 % interval 11 to 13) are due to association."
    )
    assert _sentence(secret, chill=0.41, mean=-0.034, low=-0.039, high=-0.029).endswith(
        "3.4 points (95 % interval 2.9 to 3.9) are given back by secret scores at dose 0.5."
    )
    worse = _sentence(association, chill=0.2, mean=0.034, low=0.029, high=0.039)
    assert "3.4 points (95 % interval 2.9 to 3.9) would come on top without association." in worse
    unsure = _sentence(association, chill=0.2, mean=-0.01, low=-0.03, high=0.01)
    assert "(95 % interval −1.0 to 3.0)" in unsure
    assert unsure.endswith("The interval holds zero: from these replicates no effect can be told.")


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({}, "needs one change"),
        ({"without": "scoring", "with_": ("expiry", 1.0)}, "needs one change"),
        ({"without": "asociation"}, "did you mean 'association'"),
        ({"without": "clarity"}, "not active.*active: observation, scoring, association"),
        ({"with_": ("expirey", 1.0)}, "did you mean 'expiry'"),
        ({"with_": ("expiry", 1.5)}, "a dose goes from 0"),
        ({"with_": ("expiry", float("nan"))}, "a dose goes from 0"),
        ({"with_": ("no_informers", 1.0)}, "changes nothing in this scenario"),
        ({"without": "scoring", "replicates": 0}, "replicates: 0 is out of range"),
    ],
)
def test_a_change_that_cannot_be_made_is_an_input_error(asked: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        compare(scenario(), **asked)  # type: ignore[arg-type]


def test_an_instrument_that_a_safeguard_has_switched_off_is_not_active() -> None:
    with pytest.raises(InputError, match="'association' is not active"):
        compare(scenario().with_safeguard("no_guilt_by_association"), without="association")


@pytest.mark.parametrize(("stop_at", "played", "rounds"), [(9, [[6], [3]], 3), (15, [[6, 3], [6, 0]], 6)])
def test_interrupted_it_speaks_of_the_pairs_played_furthest(stop_at: int, played: list[list[int]], rounds: int) -> None:
    def stop(step: Step) -> None:
        if step.done == stop_at:
            raise KeyboardInterrupt

    comparison = compare(scenario(), without="association", replicates=4, progress=stop)
    assert comparison.dataset["rounds_played"].values.tolist() == played
    assert (comparison.rounds, comparison.dataset.attrs["complete"]) == (rounds, 0)
    as_is, changed = comparison.dataset["chill"].values[:, 0, rounds - 1]
    assert comparison.last["chill"].difference.mean == changed - as_is


def test_interrupted_in_the_first_arm_there_is_no_effect_to_tell() -> None:
    def stop(step: Step) -> None:
        if step.done == 2:
            raise KeyboardInterrupt

    comparison = compare(scenario(), without="association", replicates=4, progress=stop)
    assert comparison.sentence == "No round was played in both arms."
    assert comparison.last == {}


@pytest.mark.verification
def test_the_interval_of_a_real_comparison_covers_the_long_run_effect() -> None:
    comparison = compare(scenario(rounds=4, population=200), without="association", replicates=2_400)
    as_is, changed = comparison.dataset["chill"].isel(round=-1).values
    differences = changed - as_is
    truth, groups = differences.mean(), differences.reshape(-1, 8)
    covered = np.mean([found.low <= truth <= found.high for found in map(estimate, groups)])
    # 300 intervals of 8 pairs; four standard errors of a binomial share, and the small error of the truth itself.
    assert abs(covered - 0.95) < 4 * math.sqrt(0.95 * 0.05 / len(groups))
