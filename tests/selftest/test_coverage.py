"""What is expected in closed form, against other ways of getting it; and wrong intervals, which must be found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hushed.engine.meanfield import limit, limit_costs
from hushed.experiments import effects
from hushed.results import statistics
from hushed.results.statistics import Estimate, estimate
from hushed.selftest import coverage
from hushed.selftest.coverage import Coverage, Job, coverage_checks, done, jobs, nothing_from_nothing, together
from hushed.selftest.expected import truncated_mean
from hushed.selftest.known import KNOWN, PUBLICITY, publicity_shares
from hushed.society.distributions import TruncatedExponential


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known.name)
def test_closed_forms_are_those_of_the_limit_and_of_drawn_societies(known):
    society = replace(known.as_is, people=40)
    assert truncated_mean(society.rate) == pytest.approx(0.25)
    expected = limit_costs(
        limit(people=1.0, dissent=0.25, boldness=2.0), 0.2, society.feared, society.surveillance, False
    )
    assert society.outcome("political_cost") == pytest.approx(expected.voices, rel=1e-9)
    assert society.outcome("punished") == pytest.approx(expected.punished, rel=1e-9)
    # 40,000 societies of 40 people, drawn with NumPy's generator and asked in NumPy.
    rng = np.random.default_rng(8)
    desire = TruncatedExponential(mean=0.25).quantile(rng.random((40_000, 40)))
    bold, watched = rng.exponential(2.0, desire.shape), rng.random(desire.shape) < 0.5
    dares = bold * (desire - 0.2) >= society.feared * (0.1 + 0.9 * desire)
    voice = np.where((desire <= 0.2) | dares | ~watched, desire, 0.2)
    half = replace(society, watched=0.5)
    for name, values in {
        "chill": 1 - voice.sum(axis=1) / desire.sum(axis=1),
        "silenced": (voice < desire).mean(axis=1),
        "seen": ((0.1 + 0.9 * voice) * watched).mean(axis=1),
        "political_cost": voice.mean(axis=1),
        "punished": ((0.1 + 0.9 * voice) * watched * (voice > 0.2)).mean(axis=1),
    }.items():
        assert abs(half.outcome(name) - values.mean()) < 4.5 * values.std() / 200, name


def test_a_ratio_of_sums_over_few_people_is_not_the_ratio_of_expectations():
    society = replace(PUBLICITY.as_is, people=2)
    limit_ = society.outcome("political_cost") / 0.25
    assert society.outcome("voice_share") > limit_ + 0.01
    assert replace(society, people=10**6).outcome("voice_share") == pytest.approx(limit_, abs=1e-6)


def test_shares_add_up_to_the_whole_chill():
    shares = publicity_shares()
    assert sum(shares.values()) == pytest.approx(PUBLICITY.as_is.outcome("chill"))
    assert shares["observation"] == pytest.approx(shares["scoring"])


def test_jobs_have_seeds_of_their_own_and_make_up_what_was_asked():
    asked = jobs(repetitions=120, seed=2**32 - 1)
    assert len({job.seed for job in asked}) == len(asked)
    assert all(0 <= job.seed < 2**32 for job in asked)
    assert [sum(job.runs for job in asked if job.place == place) for place in range(4)] == [2400, 2400, 2400, 600]


def test_what_does_nothing_is_said_to_do_nothing(monkeypatch):
    assert nothing_from_nothing(seed=1) == ""
    monkeypatch.setattr(effects, "estimate", lambda values: Estimate(0.0, -1e-9, 1e-9, len(values)))
    assert "is said to change by" in nothing_from_nothing(seed=1)


def normal_interval(values):
    """The normal quantile in place of Student's: too narrow with few replicates."""
    found = estimate(values)
    narrower = found.margin * 1.959964 / statistics.t_quantile(found.replicates)
    return Estimate(found.mean, found.mean - narrower, found.mean + narrower, found.replicates)


def shifted_interval(values):
    """A mean that is off by a part of the standard deviation."""
    found = estimate(values)
    by = 0.6 * float(values.std(ddof=1))
    return Estimate(found.mean + by, found.low + by, found.high + by, found.replicates)


@pytest.mark.parametrize(("wrong", "pairs", "count"), [(normal_interval, 2_000, 5), (shifted_interval, 400, 20)])
def test_a_wrong_interval_is_found(monkeypatch, wrong, pairs, count):
    monkeypatch.setattr(effects, "estimate", wrong)
    found = coverage_checks(done(Job(place=0, seed=5, runs=pairs)))
    compared = {check.name: check for check in found if check.name.startswith("without")}
    assert not compared[f"without publicity, chill, {count} replicates"].passed
    assert not compared[f"without publicity, silenced, {count} replicates"].passed


def test_a_truth_that_is_another_is_found(monkeypatch):
    """Were the kernels to take a tenth of the shame away, intervals would be right and their place wrong."""
    monkeypatch.setattr(type(PUBLICITY), "truth", lambda self, name: (0.16, 0.11))
    found = coverage_checks(done(Job(place=0, seed=5, runs=1_000)))
    assert not next(check for check in found if check.name == "without publicity, chill, 20 replicates").passed


def test_right_intervals_pass_in_every_kind():
    counted = together(done(Job(place, seed=9, runs=200)) for place in range(len(KNOWN) + 1))
    found = coverage_checks(counted)
    assert [check.name for check in found if not check.passed] == []
    assert {check.name.rpartition(", ")[2] for check in found} == {
        *(f"{count} replicates" for count in coverage.REPLICATES),
        "voice_share",
    }


def test_coverage_counts_what_it_should():
    counted = Coverage()
    for low, high in [(0.0, 1.0), (0.6, 1.0), (0.0, 0.4), (0.5, 0.5), (float("nan"), float("nan"))]:
        counted.add(low, high, 0.5)
    assert (counted.intervals, counted.held, counted.above, counted.below) == (5, 2, 1, 1)
    many = Coverage(intervals=1000, held=920)
    assert many.check("x").passed
    assert not replace(many, held=915).check("x").passed
    assert not Coverage(intervals=10_000, held=9_290).check("x").passed
    assert Coverage(intervals=10_000, held=9_310).check("x").passed
