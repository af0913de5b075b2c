"""Trials of the adaptive authority: identity with the authors' program, published numbers, and quadrature."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import brentq

from hushed.errors import InputError
from hushed.parameters import settings_from
from hushed.replications.daymude import TrialSettings, run_trial
from hushed.replications.daymude.people import published_sum, truncated_exponential

PROGRAM = json.loads((Path(__file__).parent / "data" / "daymude_program.json").read_text())["trials"]


def _named(case: dict[str, Any]) -> str:
    s = case["settings"]
    return f"{s['punishment']}-N{s['population']}-R{s['rounds']}-seed{s['seed']}"


@pytest.mark.parametrize("case", PROGRAM, ids=_named)
def test_trials_equal_the_authors_program_to_the_last_bit(case: dict[str, Any]) -> None:
    trial = run_trial(TrialSettings(**case["settings"]))
    assert trial.sum_of_desires == case["sum_of_desires"]
    for name, published in case["values"].items():
        ours = getattr(trial, name)
        assert ours[case["rounds"]].tolist() == published, name
        assert math.fsum(ours.tolist()) == case["sums_over_all_rounds"][name], name


def test_settings_change_the_trial() -> None:
    usual = {"population": 2000, "rounds": 200}
    reference = run_trial(TrialSettings(**usual))
    changes = [("dissent", 0.3), ("boldness", 3.0), ("punishment", "proportional"), ("tolerance", 0.3)]
    changes += [("severity", 0.2), ("surveillance", 0.2), ("adamancy", 2.0), ("window", 0.1), ("seed", 1)]
    for name, value in changes:
        other = run_trial(TrialSettings(**{**usual, name: value}))
        assert not np.array_equal(other.punishment_cost, reference.punishment_cost), name


def test_published_trial_in_rounds_0_and_500() -> None:
    trial = run_trial(TrialSettings(punishment="uniform", boldness=2.0), stop_after=501)
    assert f"{trial.sum_of_desires:.4f}" == "24964.6676"
    assert f"{trial.political_cost[0]:.2f} {trial.punishment_cost[0]:.2f}" == "24058.58 1688.80"
    ours = [f"{levers[500]:.4f}" for levers in (trial.tolerance, trial.severity, trial.surveillance)]
    assert ours == ["0.6498", "0.7987", "0.2797"]


def test_an_early_stop_runs_the_first_rounds_of_the_whole_trial() -> None:
    settings = TrialSettings(population=500, rounds=300)
    whole, part = run_trial(settings), run_trial(settings, stop_after=120)
    assert part.tolerance.size == 120
    for name in ("tolerance", "severity", "surveillance", "political_cost", "punishment_cost"):
        assert np.array_equal(getattr(part, name), getattr(whole, name)[:120]), name


def test_a_move_is_undone_when_costlier_than_the_round_before_kept_or_not() -> None:
    trial = run_trial(TrialSettings(population=2000, rounds=1500, boldness=3.0))
    cost = trial.political_cost + trial.punishment_cost
    levers = np.stack([trial.tolerance, trial.severity, trial.surveillance])
    moved = np.any(np.diff(levers, axis=1) != 0, axis=0)
    assert not np.any(moved & (np.diff(cost) > 0))
    assert np.all(moved | (np.diff(cost) > 0))
    assert np.all(np.sum(np.diff(levers, axis=1) != 0, axis=0) <= 1)
    assert np.abs(np.diff(levers, axis=1)).max() <= 0.05


def test_levers_keep_to_their_ranges() -> None:
    trial = run_trial(TrialSettings(population=50, rounds=2000, window=2.0))
    assert trial.tolerance.min() >= 0
    assert trial.tolerance.max() <= 1
    assert trial.surveillance.min() >= 0
    assert trial.surveillance.max() <= 1
    assert trial.severity.min() >= 1e-9


def test_a_severity_below_the_floor_is_raised_to_it_and_no_error() -> None:
    trial = run_trial(TrialSettings(population=50, rounds=60, severity=1e-12, window=0.0))
    assert set(trial.severity.tolist()) <= {1e-12, 1e-9}


def test_progress_ends_at_the_last_round() -> None:
    told: list[tuple[int, int]] = []
    run_trial(TrialSettings(population=10, rounds=130), progress=lambda done, total: told.append((done, total)))
    assert told == [(50, 130), (100, 130), (130, 130)]


# The people -----------------------------------------------------------------------------------------


def _scale(mean: float) -> float:
    return float(brentq(lambda s: s - 1 / math.expm1(1 / s) - mean, 0.01, 1000, xtol=1e-14))


@pytest.mark.parametrize("mean", [0.05, 0.25, 0.4, 0.49])
def test_desires_have_the_truncated_mean_and_law(mean: float) -> None:
    draws = np.sort(truncated_exponential(np.random.default_rng(3), mean=mean, size=200_000))
    assert draws.size == 200_000
    assert draws[-1] <= 1
    assert draws.mean() == pytest.approx(mean, abs=4 * draws.std() / math.sqrt(draws.size))
    scale = _scale(mean)
    law = np.expm1(-draws / scale) / math.expm1(-1 / scale)
    distance = np.abs(law - (np.arange(draws.size) + 0.5) / draws.size).max()
    assert distance < 1.95 / math.sqrt(draws.size)  # Kolmogorov-Smirnov, one in a thousand


def test_tiny_means_do_not_overflow() -> None:
    draws = truncated_exponential(np.random.default_rng(3), mean=1e-5, size=10_000)
    assert draws.mean() == pytest.approx(1e-5, rel=0.05)


def test_published_sum_adds_up_blocks_of_8192() -> None:
    values = np.random.default_rng(1).random(30_000)
    assert published_sum(values) == pytest.approx(math.fsum(values), rel=1e-13)
    # A block that drowns the rest shows where the blocks end: 2**53 + 1 is 2**53 in double precision.
    drowning = np.zeros(8192 * 3)
    drowning[0], drowning[8192], drowning[8193] = 2.0**53, 1.0, 1.0
    assert published_sum(drowning) == 2.0**53 + 2
    drowning[8193], drowning[8192 * 2] = 0.0, 1.0
    assert published_sum(drowning) == 2.0**53


# An infinite population, round 0 --------------------------------------------------------------------


def _expected(
    settings: TrialSettings, gain: Callable[[float], float], slope: Callable[[float], float], jump: bool
) -> float:
    """Mean of gain(action) over an infinite population.

    `jump`: only the part above the line counts. Uniform: the share defiant at desire d is
    exp(-psi (nu + (1 - nu) d) / ((d - tau) beta)). Proportional: an action above x is worth it to whom boldness
    exceeds psi (nu + (1 - nu)(2 x - tau)); gain is integrated by parts over x.
    """
    tau, psi, nu, mean = settings.tolerance, settings.severity, settings.surveillance, settings.boldness
    scale = _scale(settings.dissent)
    at_line = 0.0 if jump else gain(tau)

    def given_desire(d: float) -> float:
        if d <= tau:
            return 0.0 if jump else gain(d)
        if settings.punishment == "uniform":
            defiant = math.exp(-psi * (nu + (1 - nu) * d) / ((d - tau) * mean))
            return defiant * gain(d) + (1 - defiant) * at_line
        bolder = lambda x: math.exp(-max(0.0, psi * (nu + (1 - nu) * (2 * x - tau))) / mean)  # noqa: E731
        return at_line + quad(lambda x: slope(x) * bolder(x), tau, d)[0]

    density = lambda d: math.exp(-d / scale) / (scale * -math.expm1(-1 / scale))  # noqa: E731
    return float(quad(lambda d: given_desire(d) * density(d), 0, 1, points=[tau], limit=200)[0])


def _expected_costs(settings: TrialSettings) -> tuple[float, float]:
    tau, psi, nu = settings.tolerance, settings.severity, settings.surveillance
    political = _expected(settings, lambda a: a, lambda a: 1.0, jump=False)
    if settings.punishment == "uniform":
        punishment = _expected(settings, lambda a: psi * (nu + (1 - nu) * a), lambda a: 0.0, jump=True)
    else:
        slope = lambda a: psi * (nu + (1 - nu) * (2 * a - tau))  # noqa: E731
        punishment = _expected(settings, lambda a: psi * (a - tau) * (nu + (1 - nu) * a), slope, jump=True)
    return political, punishment


FIRST_ROUND = [
    ("uniform", 2.0, 24070.4, 1704.5),
    ("uniform", 8.0, 24750.9, 1939.0),
    ("proportional", 1.0, 24442.8, 536.0),
    ("proportional", 3.0, 24809.5, 564.3),
]


@pytest.mark.parametrize(("form", "boldness", "political", "punishment"), FIRST_ROUND)
def test_first_costs_of_many_people_near_those_of_infinitely_many(
    form: str, boldness: float, political: float, punishment: float
) -> None:
    settings = TrialSettings(population=1_000_000, rounds=1, punishment=form, boldness=boldness, seed=99)
    expected = _expected_costs(settings)
    assert [round(1e5 * cost, 1) for cost in expected] == [political, punishment]
    trial = run_trial(settings)
    people = settings.population
    # An action lies in [0, 1], a loss in [0, psi]: their variances are below these.
    spread = math.sqrt(expected[0] * (1 - expected[0])), math.sqrt(settings.severity * expected[1])
    for ours, mean, sd in zip((trial.political_cost[0], trial.punishment_cost[0]), expected, spread, strict=True):
        assert abs(ours / people - mean) < 4 * sd / math.sqrt(people)


# Mistakes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"population": 0}, "population"),
        ({"rounds": 0}, "rounds"),
        ({"dissent": 0.5}, "dissent"),
        ({"dissent": 0.0}, "dissent"),
        ({"boldness": -1.0}, "boldness"),
        ({"punishment": "linear"}, "'uniform' or 'proportional'"),
        ({"tolerance": 1.5}, "tolerance"),
        ({"severity": 0.0}, "severity"),
        ({"surveillance": float("nan")}, "surveillance"),
        ({"adamancy": 0.0}, "adamancy"),
        ({"window": -0.1}, "window"),
        ({"seed": -1}, "seed"),
        ({"populaton": 10}, "did you mean 'population'"),
    ],
)
def test_wrong_settings_are_named(wrong: dict[str, Any], named: str) -> None:
    with pytest.raises(InputError, match=named):
        settings_from(TrialSettings, wrong)


def test_every_mistake_is_reported_at_once() -> None:
    with pytest.raises(InputError) as caught:
        settings_from(TrialSettings, {"population": 0, "tolerance": 2.0, "seed": None})
    assert len(caught.value.lines) == 2


def test_more_people_than_memory_is_refused_before_anything_is_drawn() -> None:
    with pytest.raises(InputError, match="GiB"):
        run_trial(TrialSettings(population=10**12))
