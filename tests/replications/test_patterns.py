"""Published patterns: every estimator against another computation, every sign at a small setting, every placebo."""

from __future__ import annotations

import bisect
import json
import math
import statistics
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hushed.engine.state import Mark
from hushed.errors import InputError
from hushed.replications.patterns import PATTERNS
from hushed.replications.patterns import backlash as backlash
from hushed.replications.patterns import channels as channels
from hushed.replications.patterns import channels_grids as channels_grids
from hushed.replications.patterns import climate as climate
from hushed.replications.patterns import enrolment as enrolment
from hushed.replications.patterns import estimators as estimators
from hushed.replications.patterns import evidence as evidence
from hushed.replications.patterns import informers as informers
from hushed.replications.patterns import shock as shock
from hushed.replications.patterns import threats as threats
from hushed.replications.patterns.common import (
    COMMON,
    PATHS,
    PatternSettings,
    Steps,
    last_of,
    rounds_of,
    scenario_of,
    settings_of,
)
from hushed.replications.replication import Request
from hushed.replications.targets import Docking, Level

SMALL = {"population": 3_000, "replicates": 4}
SILENT = {
    "reactions.encouragement": 0.0,
    "reactions.indignation": 0.0,
    "reactions.reproach": 0.0,
    "reactions.ostracism": 0.0,
}
"""Nothing that people do to each other."""

QUICK_MISSES = {
    "climate": {
        "correlation among friends, common set",
        "correlation overall, common set",
        "correlations .34 and .10 by the same parameters",
    },
    "threats": {
        "a vague statute chills more people than a clear one",
        "share less likely to speak: threat",
        "share less likely to speak: surveillance",
        "the three shares at one severity",
        "more people hold back under a vague statute at some caution, where any dissent costs the same",
    },
    "enrolment": set(),
    "shock": set(),
    "informers": set(),
    "backlash": {
        "backlash where climate and expression go together, by encouragement alone",
    },
    "channels": {
        "share who held back at least once, common set",
        "share who speak in person, common set",
        "share who speak online, common set",
    },
}
"""What hushed's own model does not do, by item; a target that starts or ceases to be met is news."""

# Estimators ------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), min_size=3, max_size=30))
@settings(max_examples=60, deadline=None)
def test_correlation_is_that_of_the_standard_library(pairs: list[tuple[float, float]]) -> None:
    x, y = [a for a, _ in pairs], [b for _, b in pairs]
    if max(x) - min(x) < 1e-3 or max(y) - min(y) < 1e-3:
        return
    assert estimators.correlation(np.array(x), np.array(y)) == pytest.approx(statistics.correlation(x, y), abs=1e-7)


def test_correlation_by_hand_and_without_any_variation() -> None:
    assert estimators.correlation(np.array([0, 1, 2, 3]), np.array([0, 0, 1, 1])) == pytest.approx(2 / math.sqrt(5))
    assert estimators.correlation(np.array([1, 2]), np.array([True, True])) == 0.0


def test_a_known_break_is_found_exactly() -> None:
    before, after = 9, 14
    t = np.arange(before + after)
    series = 3.0 + 0.25 * t + np.where(t >= before, -1.5 - 0.125 * (t - before), 0.0)
    found = estimators.segmented(series, before)
    assert found == pytest.approx((3.0, 0.25, -1.5, -0.125, -1.5 / (3.0 + 0.25 * before)))


@given(st.integers(2, 12), st.integers(2, 12), st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_segments_are_two_separate_lines(before: int, after: int, seed: int) -> None:
    """The full interaction fits each side by itself: polyfit on either side is an independent answer."""
    series = np.random.default_rng(seed).normal(size=before + after)
    slope_before, level = np.polyfit(np.arange(before), series[:before], 1)
    slope_after, start = np.polyfit(np.arange(after), series[before:], 1)
    found = estimators.segmented(series, before)
    assert found.level == pytest.approx(level, abs=1e-8)
    assert found.bend == pytest.approx(slope_after - slope_before, abs=1e-8)
    assert found.step == pytest.approx(start - (level + slope_before * before), abs=1e-7)
    assert estimators.trend_of(series[:before]) == pytest.approx(slope_before, abs=1e-8)


def test_a_break_too_near_an_end_is_refused() -> None:
    with pytest.raises(ValueError, match="fewer than two of 5 rounds"):
        estimators.segmented(np.zeros(5), 4)


def test_elasticity_of_a_power_law_is_its_exponent() -> None:
    x = np.array([0.0, 0.01, 0.05, 0.2])
    y = np.array([9.0, *(3.0 * x[1:] ** -0.7)])
    assert estimators.elasticity(x, y) == pytest.approx(-0.7)
    assert math.isnan(estimators.elasticity(np.array([0.0, 1.0]), np.array([1.0, 1.0])))


def test_matched_difference_by_hand() -> None:
    strata = np.array([0, 0, 0, 1, 1, 1, 2])
    treated = np.array([1, 0, 0, 1, 1, 0, 1], dtype=bool)
    outcome = np.array([5.0, 1.0, 3.0, 10.0, 20.0, 6.0, 99.0])
    # Stratum 0: 5 - 2 = 3, one treated; stratum 1: 15 - 6 = 9, two; stratum 2 has no control.
    assert estimators.matched_difference(outcome, treated, ~treated, strata) == pytest.approx((3 + 2 * 9) / 3)
    assert math.isnan(estimators.matched_difference(outcome, treated, treated & False, strata))


@given(st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_matching_undoes_confounding_by_stratum(seed: int) -> None:
    """Strata differ wildly, the treated crowd into some: what is found is the effect, as a plain loop finds it."""
    rng = np.random.default_rng(seed)
    strata = rng.integers(0, 5, size=300)
    treated = rng.random(300) < 0.1 + 0.15 * strata
    outcome = 100.0 * strata + 2.0 * treated + rng.normal(size=300)
    told = []
    for stratum in range(5):
        here, there = outcome[(strata == stratum) & treated], outcome[(strata == stratum) & ~treated]
        told += [here.mean() - there.mean()] * len(here) if len(here) and len(there) else []
    found = estimators.matched_difference(outcome, treated, ~treated, strata.astype(np.int64))
    assert found == pytest.approx(np.mean(told))
    assert found == pytest.approx(2.0, abs=1.0)


def test_what_friends_say_is_what_the_engine_hears() -> None:
    """Shares of friends heard, after ties were cut, against a loop over rows and the engine's own count."""
    small = PatternSettings(population=400, replicates=2)
    arm = rounds_of(small, {"reactions.ostracism": 0.3}, 0, rounds=13)
    for _ in range(12):
        run = next(arm)
    assert run.ties_cut > 20
    live, spoke = estimators.live_ties(run), estimators.loud(run)
    heard = estimators.over_friends(run.society.online, spoke, live)
    friends = estimators.over_friends(run.society.online, np.ones(400), live)
    offsets = run.society.online.offsets.astype(int)
    for person in range(400):
        row = range(offsets[person], offsets[person + 1])
        assert heard[person] == sum(bool(spoke[run.society.online.friends[e]]) for e in row if live[e])
    assert (friends == run.state.friends).all()
    assert 2 * run.ties_cut == (~live).sum()
    next(arm)
    assert (heard == run.state.loud_friends).all()
    tally = run.record.tally
    assert estimators.loud(run).sum() == tally.loud
    assert estimators.dissenters(run).sum() == tally.dissenters
    assert estimators.curbed(run).sum() == tally.silenced


# Tests and intervals ---------------------------------------------------------------------------------


def test_intervals_are_student_s_and_wider_for_more_tests() -> None:
    found = evidence.interval([1.0, 2.0, 3.0, 6.0])
    # t(0.975, 3) = 3.182446; mean 3, standard deviation sqrt(14 / 3).
    margin = 3.182446 * math.sqrt(14 / 3) / 2
    assert found == pytest.approx((3.0, 3.0 - margin, 3.0 + margin), rel=1e-6)
    assert evidence.interval([1.0, 2.0, 3.0, 6.0], tests=4).high > found.high
    assert math.isnan(evidence.interval([1.0]).low)


def test_a_wrong_sign_no_sign_and_no_number_fail() -> None:
    def passed(values: list[float], *, positive: bool) -> bool:
        return evidence.has_sign("x", "-", "s", values, positive=positive, tests=1).passed

    right, wrong, neither = [1.0, 1.1, 0.9], [-1.0, -1.1, -0.9], [1.0, -1.0, 0.1]
    assert passed(right, positive=True)
    assert passed(wrong, positive=False)
    assert not passed(wrong, positive=True)
    assert not passed(right, positive=False)
    assert not passed(neither, positive=True)
    assert not passed(neither, positive=False)
    assert not passed([0.0, 0.0, 0.0], positive=True)
    assert not passed([math.nan, 1.0, 1.0], positive=True)


def test_figures_hold_within_both_errors_and_no_further() -> None:
    values = [0.50, 0.52, 0.51]
    assert evidence.holds("x", 0.51, "s", values, tests=1).passed
    assert not evidence.holds("x", 0.60, "s", values, tests=1).passed
    # 400 asked: 1.96 sqrt(.6 x .4 / 400) = .048; with the interval's .0248 together .054.
    assert not evidence.holds("x", 0.60, "s", values, tests=1, people=400).passed
    assert evidence.holds("x", 0.56, "s", values, tests=1, people=400).passed
    assert evidence.interval_of_share(0.5, 100) == pytest.approx(1.959964 * 0.05, rel=1e-6)


def test_grids_and_crossings() -> None:
    assert evidence.within_grid("x", 0.3, "s", [0.1, 0.4], grid="g").passed
    assert not evidence.within_grid("x", 0.5, "s", [0.1, 0.4], grid="g").passed
    assert evidence.where_crossed([0.0, 1.0, 3.0], [0.0, 0.2, 0.6], 0.4) == pytest.approx(2.0)
    assert math.isnan(evidence.where_crossed([0.0, 1.0], [0.0, 0.2], 0.4))
    assert evidence.where_crossed([0.0, 1.0, 2.0], [0.1, 0.4, 0.6], 0.4) == 1.0
    assert evidence.where_crossed([0.0, 1.0], [0.1, 0.4], 0.4) == 1.0, "the last point counts"


# Patterns --------------------------------------------------------------------------------------------


def test_climate_goes_with_speech_only_where_voices_count() -> None:
    asked = climate.ClimateSettings(population=20_000, replicates=2)
    stern = {"regime.scoring.severity": 1.5}
    heard = climate.measure(asked, {**stern, "reactions.encouragement": 4.0}, 0)
    calm = {**stern, "reactions.indignation": 0.0}
    placebo = climate.measure(asked, {**calm, "reactions.encouragement": 0.0}, 0)
    contrary = climate.measure(asked, {**calm, "reactions.encouragement": -0.9}, 0)
    assert heard.friends > 0.25
    assert heard.friends > heard.overall > 0.05
    assert abs(placebo.friends) < 0.04
    assert abs(heard.strangers) < 0.04
    assert contrary.friends < -0.05


def test_climate_by_a_plain_loop() -> None:
    """Friends, and friends of friends by every path that does not lead back, person by person."""
    asked = climate.ClimateSettings(population=300, replicates=2, settled=5)
    strict = {"regime.scoring.severity": 1.5, "reactions.ostracism": 0.0}
    arm = rounds_of(asked, strict, 1, rounds=6)
    for _ in range(5):
        run = next(arm)
    network = run.society.online
    rows = [network.friends[int(network.offsets[i]) : int(network.offsets[i + 1])].tolist() for i in range(300)]
    spoke = estimators.loud(run).tolist()
    next(arm)
    now, close, wide = estimators.loud(run).tolist(), {}, {}
    for person in np.flatnonzero(run.society.people.desire > np.float32(0.05)).tolist():
        heard = [spoke[friend] for friend in rows[person]]
        further = [spoke[other] for friend in rows[person] for other in rows[friend] if other != person]
        close[person], wide[person] = statistics.mean(heard), statistics.mean(heard + further)
    found = climate.measure(asked, strict, 1)
    speech = [float(now[person]) for person in close]
    assert found.friends == pytest.approx(statistics.correlation(list(close.values()), speech), abs=1e-9)
    assert found.overall == pytest.approx(statistics.correlation(list(wide.values()), speech), abs=1e-9)


def test_threats_are_ordered_and_vagueness_chills_fewer_people() -> None:
    for caution in (0.0, 1.0):
        less = threats.measure(threats.ThreatSettings(**SMALL, caution=caution), 0.6, 0)
        people = [less[arm].people for arm in ("threat", "surveillance", "clear statute", "statute")]
        assert people == sorted(people, reverse=True)
        assert [less[arm].lawful for arm in ("threat", "surveillance", "clear statute")] == [0.0] * 3
    nothing = threats.measure(threats.ThreatSettings(**SMALL), 0.0, 0)
    assert set(nothing.values()) == {(0.0, 0.0, 0.0)}


def test_caution_makes_a_vague_law_cost_speech_and_where_penalties_are_graded_people_too() -> None:
    asked = threats.ThreatSettings(population=20_000, replicates=2)
    graded = {"regime.scoring.proportional_share": 1.0}

    def beyond(caution: float, severity: float, law: dict[str, float]) -> threats.Chill:
        found = threats.measure(asked, severity, 0, {**law, "reactions.caution": caution})
        return threats.Chill(*np.subtract(found["statute"], found["clear statute"]))

    assert beyond(0.0, 0.6, {}).speech < 0.0 < beyond(1.0, 0.6, {}).speech
    assert beyond(1.0, 0.6, {}).people < beyond(0.0, 0.6, {}).people < 0.0
    assert beyond(0.0, 2.2, graded).people < 0.0 < beyond(1.0, 2.2, graded).people
    assert beyond(1.0, 0.6, {}).lawful > beyond(0.0, 0.6, {}).lawful > 0.0


def test_a_line_at_nothing_is_the_closed_form() -> None:
    """With caution without bound nobody has a line: who speaks at all says everything, if beta >= psi (1 + .03 k)."""
    asked = threats.ThreatSettings(**SMALL, caution=1e6)
    society = last_of(asked, {}, 1, rounds=1).society
    people, degree = society.people, society.online.degrees()
    silent = people.boldness.astype(float) < 0.6 * (1.0 + 0.3 * 0.1 * degree)
    desire = people.desire.astype(float)
    found = threats.measure(asked, 0.6, 1)["statute"]
    assert found.people == pytest.approx(silent[people.desire > np.float32(0.05)].mean(), abs=1e-3)
    assert found.speech == pytest.approx(desire[silent].sum() / desire.sum(), abs=1e-3)


def test_a_personal_threat_is_the_closed_form() -> None:
    """Certain to be seen, she speaks if beta (delta - tau) >= psi (1 + kappa lambda k): no engine needed."""
    asked = threats.ThreatSettings(**SMALL)
    run = last_of(asked, threats.arms_of(asked, 0.6)["free"], 2, rounds=1)
    people, degree = run.society.people, run.society.online.degrees()
    line, desire = np.float32(0.05), people.desire.astype(float)
    cost = 0.6 * (1.0 + 0.3 * 0.1 * degree)
    quiet = people.boldness * (desire - float(line)) < cost
    expected = quiet[people.desire > line].mean()
    assert threats.measure(asked, 0.6, 2)["threat"].people == pytest.approx(expected, abs=1e-3)


def test_mandatory_scoring_reaches_volunteers_through_others_alone() -> None:
    asked = enrolment.EnrolmentSettings(**SMALL)
    common = enrolment.measure(asked, {}, 0)
    assert common["all people, mandatory"] > common["all people, opt-in"] + 0.1
    assert common["volunteers, mandatory"] > common["volunteers, opt-in"] + 0.03
    assert common["all people, opt-in"] < common["volunteers, opt-in"]
    alone = enrolment.measure(asked, enrolment.PLACEBO, 0)
    assert alone["volunteers, mandatory"] == alone["volunteers, opt-in"]


def test_a_shock_drops_and_bends_and_no_shock_does_nothing() -> None:
    asked = shock.ShockSettings(**SMALL)
    hit = estimators.segmented(shock.series_of(asked, 0.3, {}, 0), asked.before)
    flat = estimators.segmented(shock.series_of(asked, 0.3, shock.PLACEBO, 0), asked.before)
    calm = estimators.segmented(shock.series_of(asked, asked.surveillance, SILENT, 0), asked.before)
    relief = estimators.segmented(shock.series_of(asked, 0.0, {}, 0), asked.before)
    assert hit.relative_step < -0.2
    assert hit.bend < -1e-4
    assert flat.relative_step < -0.2
    assert abs(flat.bend) < 1e-9
    assert (abs(calm.step), abs(calm.bend)) < (1e-9, 1e-9)
    assert relief.relative_step > 0.0


def test_the_shock_comes_when_the_rounds_before_it_are_over() -> None:
    asked = shock.ShockSettings(population=3_000, replicates=2, settling=5, before=4, after=6)
    hit, calm = (shock.series_of(asked, watching, {}, 0) for watching in (0.3, asked.surveillance))
    assert len(hit) == len(calm) == 10
    assert (hit[:4] == calm[:4]).all()
    assert hit[4] < calm[4] - 0.05
    alone = [run.record.tally for run in rounds_of(asked, {}, 0, rounds=15)][5:]
    assert calm.tolist() == [one.loud / one.dissenters for one in alone]


def test_a_late_trend_is_told_against_the_trend_before() -> None:
    """Lines through the mean series: that of the second half of the rounds after, less that of the rounds before."""
    asked = shock.ShockSettings(population=1_000, replicates=3, settling=2, before=6, after=8)
    told = shock.find(asked, Steps(None, 3)).results
    series = [one["mean"] for one in told["series"]]
    early, late = (statistics.linear_regression(range(len(y)), y).slope for y in (series[:6], series[10:]))
    assert abs(early) > 1e-4
    assert told["late_trend"]["mean"] == pytest.approx(late - early)


def test_encouragement_alone_is_over_within_the_rounds_after_a_shock() -> None:
    asked = shock.ShockSettings(**SMALL)
    calm = {"reactions.reproach": 0.0, "reactions.indignation": 0.0}
    heard = shock.series_of(asked, 0.3, {**calm, "reactions.ostracism": 0.0}, 0)
    parted = shock.series_of(asked, 0.3, calm, 0)
    half = asked.before + asked.after // 2
    assert heard[asked.before] > heard[asked.before + 2] > heard[-1]
    assert len(set(heard[half:].tolist())) == 1
    assert estimators.trend_of(parted[half:]) < estimators.trend_of(parted[: asked.before]) - 1e-4


def test_more_informers_cost_ties_and_speech() -> None:
    asked = informers.InformerSettings(**SMALL)
    few, many = (informers.measure(asked, share, {}, 0) for share in (0.01, 0.1))
    none = informers.measure(asked, 0.0, {}, 0)
    assert none == informers.measure(asked, 0.1, informers.PLACEBO, 0) == (0.0, 1.0)
    assert many.ties_cut > few.ties_cut > 0.0
    assert many.speech < few.speech < 1.0
    assert informers.slope([0.0, 1.0, 2.0], [1.0, 3.0, 5.0]) == pytest.approx(2.0)


def test_ties_lost_to_informers_are_a_share_of_the_ties_there_were() -> None:
    asked = informers.InformerSettings(population=500, replicates=2, rounds=12, ostracism=0.2)
    informed = {"regime.observation.cooperation": 0.0, "regime.informers.share": 0.2}
    run = last_of(asked, {**informed, "regime.informers.report_chance": 0.2}, 1, rounds=12)
    found = informers.measure(asked, 0.2, {}, 1)
    assert found.ties_cut == pytest.approx((~estimators.live_ties(run)).mean())
    assert 0.01 < found.ties_cut < 1.0


def test_a_change_per_standard_deviation_is_the_slope_over_the_levels_times_theirs() -> None:
    asked = informers.InformerSettings(population=500, replicates=3, rounds=5, informers=(0.0, 0.1, 0.4))
    told = informers.find(asked, Steps(None, 9)).results
    x = [0.0, 0.1, 0.4]
    for name in ("ties_cut", "speech"):
        y = [row["mean"] for row in told["by_informers"][name]]
        expected = statistics.linear_regression(x, y).slope * statistics.pstdev(x)
        assert told["change_per_sd"][name]["mean"] == pytest.approx(expected)


def test_backlash_by_a_plain_loop() -> None:
    """Person by person: who was punished for speaking, whom she is matched with, and what changes after."""
    asked = backlash.BacklashSettings(population=600, replicates=2, settling=3, watched=4, following=2)
    kept: list[tuple[list[float], list[bool], list[bool]]] = []
    for run in rounds_of(asked, {}, 1, rounds=9):
        desire = run.society.people.desire.astype(float).tolist()
        voice = [said / wish if wish > 0 else 0.0 for said, wish in zip(run.state.voice.tolist(), desire, strict=True)]
        spoke = estimators.loud(run).tolist()
        punished = [
            bool(mark & Mark.PUNISHED) and loud for mark, loud in zip(run.state.mark.tolist(), spoke, strict=True)
        ]
        kept.append((voice, spoke, punished))
    network = run.society.online
    rows = [network.friends[int(network.offsets[i]) : int(network.offsets[i + 1])].tolist() for i in range(600)]
    cuts = np.quantile([wish for wish in desire if wish > np.float32(0.05)], np.arange(1, 20) / 20).tolist()
    kind = [(bisect.bisect_right(cuts, wish), len(row).bit_length()) for wish, row in zip(desire, rows, strict=True)]
    found = []
    for now in range(3, 7):
        voice, spoke, punished = kept[now]
        change = [(kept[now + 1][0][i] + kept[now + 2][0][i]) / 2 - voice[i] for i in range(600)]
        around = [statistics.mean(change[j] for j in row) for row in rows]
        pairs: list[tuple[float, float]] = []
        for i in (i for i in range(600) if punished[i]):
            like = [j for j in range(600) if spoke[j] and not punished[j] and kind[j] == kind[i]]
            if like:
                own, theirs = (of[i] - statistics.mean(of[j] for j in like) for of in (change, around))
                pairs.append((own, theirs))
        found.append(np.mean(pairs, axis=0))
    assert backlash.measure(asked, {}, 1) == pytest.approx(np.mean(found, axis=0).tolist(), abs=1e-6)


def test_the_punished_go_quiet_by_reproach_and_nothing_happens_without_reactions() -> None:
    asked = backlash.BacklashSettings(**SMALL)
    common = backlash.measure(asked, {}, 0)
    assert common.punished < -0.005
    neutral = backlash.measure(asked, SILENT, 0)
    assert neutral == pytest.approx((0.0, 0.0), abs=1e-12)
    unpunished = backlash.measure(asked, {"regime.scoring.severity": 0.0}, 0)
    assert unpunished == (0.0, 0.0)


def test_friends_of_the_punished_speak_more_by_indignation_and_less_by_its_opposite() -> None:
    asked = backlash.BacklashSettings(population=20_000, replicates=2)
    alone = {"reactions.encouragement": 0.0}
    stirred, calm, cowed = (
        backlash.measure(asked, {**alone, "reactions.indignation": chi}, 0).friends for chi in (4.0, 0.0, -0.9)
    )
    assert stirred > 0.005
    assert abs(calm) < 0.002
    assert cowed < -0.002
    # It says nothing about who is silent, so the climate goes with speech, as it does not under the contrary remedy.
    others = climate.ClimateSettings(population=20_000, replicates=2)
    assert climate.measure(others, {**alone, "reactions.indignation": 4.0}, 0).friends > 0.05


def test_without_indignation_friends_step_in_only_under_negative_encouragement() -> None:
    asked = backlash.BacklashSettings(population=20_000, replicates=2)
    muted = {"reactions.reproach": 1.0, "reactions.ostracism": 0.0, "reactions.indignation": 0.0}
    stepping_in = backlash.measure(asked, {**muted, "reactions.encouragement": -0.9}, 0)
    following = backlash.measure(asked, {**muted, "reactions.encouragement": 4.0}, 0)
    assert stepping_in.punished < -0.05
    assert stepping_in.friends > 0.0 > following.friends


def test_people_speak_more_in_person_and_all_speak_where_nobody_listens() -> None:
    asked = channels.ChannelSettings(**SMALL)
    common = channels.measure(asked, {}, 0.05, 0)
    assert common.in_person > common.online + 0.1
    assert channels.measure(asked, {}, 0.0, 0).in_person == 1.0
    free = channels.measure(asked, {"regime.scoring.severity": 0.0}, 0.05, 0)
    assert free == (0.0, 1.0, 1.0)
    swarming = channels.measure(asked, {}, 0.9, 0)
    assert swarming.in_person < swarming.online


def test_all_three_shares_are_found_where_they_are_put() -> None:
    """The search ends within its grid, and what it says of where it ends is what is played there."""
    asked = channels.ChannelSettings(
        population=3_000,
        replicates=2,
        tolerances=[0.02, 0.05],
        searched=[1.0, 2.0],
        recruited=[0.02, 0.04],
    )
    found = channels_grids.search(asked, Steps(None, 1))
    assert 0.02 < found.tolerance < 0.05
    assert 1.0 < found.severity < 2.0
    assert 0.02 < found.informers < 0.04
    arm = {"regime.scoring.tolerance": found.tolerance, "regime.scoring.severity": found.severity}
    again = [channels.measure(asked, arm, found.informers, replicate) for replicate in range(2)]
    assert np.mean(again, axis=0) == pytest.approx(found.shares)
    assert found.shares == pytest.approx((0.71, 0.42, 0.86), abs=0.03)
    mild = asked.model_copy(update={"searched": (0.1, 0.2)})
    assert math.isnan(channels_grids.search(mild, Steps(None, 1)).tolerance)


def test_ever_is_at_least_the_largest_of_all_rounds() -> None:
    asked = channels.ChannelSettings(**SMALL)
    silent = [run.record.tally.silenced / 3_000 for run in rounds_of(asked, {}, 0, rounds=asked.days)]
    found = channels.measure(asked, {}, 0.05, 0).held_back
    assert max(silent) <= found < 1.0


# Items -----------------------------------------------------------------------------------------------


def test_the_common_set_is_a_scenario_and_takes_settings() -> None:
    asked = PatternSettings(encouragement=1.5, friends=6, isolation=0.2, fading=0.1, false_enforcement=0.3, caution=0.5)
    scenario = scenario_of(asked, {"regime.enrolment.share": 0.3}, rounds=3)
    assert scenario.reactions.encouragement == 1.5
    assert scenario.reactions.indignation == COMMON["reactions"]["indignation"] == 2.0
    assert (scenario.reactions.isolation, scenario.reactions.fading) == (0.2, 0.1)
    assert (scenario.reactions.false_enforcement, scenario.reactions.caution) == (0.3, 0.5)
    assert scenario.society.online.mean_degree == 6
    assert scenario.regime.enrolment.share == 0.3
    assert scenario.society.population == asked.population
    assert scenario.regime.scoring.severity == COMMON["regime"]["scoring"]["severity"]
    with pytest.raises(InputError, match=r"regime\.enrolment\.share"):
        scenario_of(asked, {"regime.enrolment.share": 2.0}, rounds=3)


def test_a_quick_docking_plays_fewer_replicates_unless_told() -> None:
    whole, quick = (settings_of(PatternSettings, Request(quick=one, seed=7)) for one in (False, True))
    assert (whole.replicates, quick.replicates, whole.seed) == (20, 8, 7)
    assert settings_of(PatternSettings, Request(quick=True, settings={"replicates": 3})).replicates == 3


def test_every_reaction_of_the_common_set_can_be_set_from_outside() -> None:
    numbers = {f"reactions.{name}" for name in COMMON["reactions"]}
    assert numbers <= set(PATHS.values())
    assert set(PATHS) <= set(PatternSettings.model_fields)


def test_settings_of_every_item_are_checked() -> None:
    for item in PATTERNS.items:
        assert item.settings is not None
        with pytest.raises(InputError, match="did you mean 'population'"):
            PATTERNS.run(item.name, settings={"popluation": 3})
    with pytest.raises(InputError, match="replicates"):
        PATTERNS.run("shock", settings={"replicates": 1})


@pytest.mark.parametrize(
    ("item", "setting", "values"),
    [
        ("shock", "shocks", [0.2, 2.0]),
        ("informers", "informers", [-0.1, 0.2]),
        ("channels", "shares", [0.2, 1.5]),
        ("channels", "tolerances", [0.1, 4.0]),
        ("channels", "recruited", [0.1, 4.0]),
        ("channels", "searched", [-1.0, 1.0]),
        ("channels", "severities", [-1.0, 1.0]),
        ("threats", "severities", [-1.0, 1.0]),
        ("threats", "cautions", [-1.0, 1.0]),
        ("climate", "severities", [-1.0, 1.0]),
        ("climate", "encouragements", [0.0, 1e300]),
        ("backlash", "indignations", [0.0, 1e300]),
        ("backlash", "encouragements", [0.5]),
    ],
)
def test_levels_that_cannot_be_are_refused_by_their_own_name(item: str, setting: str, values: list[float]) -> None:
    with pytest.raises(InputError, match=f"^{setting}"):
        PATTERNS.run(item, settings={"population": 100, "replicates": 2, setting: values})


def test_lists_of_a_wrong_length_and_of_wrong_values_are_told_apart() -> None:
    def told(values: list[float]) -> list[str]:
        with pytest.raises(InputError) as refused:
            PATTERNS.run("shock", settings={"shocks": values})
        return list(refused.value.lines)

    assert told([0.5]) == ["shocks: it should have at least 2 values; this is [0.5]"]
    assert told([0.5, 2.0]) == ["shocks[1]: it should be less than or equal to 1; this is 2.0"]
    assert told([]) == ["shocks: it should have at least 2 values; this is []"]
    (line,) = told([0.5] * 41)
    assert line.startswith("shocks: it should have at most 40 values; this is [0.5, 0.5, ")


def lists_in(value: Any) -> list[int]:
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return [len(inner), *(length for each in inner for length in lists_in(each))]


def check(docking: Docking) -> None:
    """Plain JSON without a row for anybody; panels with what was published."""
    told = json.loads(json.dumps(docking.as_json(), allow_nan=False))
    assert max(lists_in(told)) < 100
    assert docking.panels
    assert all(one.target.level in (Level.RELATION, Level.DISTRIBUTION) for one in docking.docked)


@pytest.mark.parametrize("item", QUICK_MISSES)
def test_a_quick_docking_misses_what_the_model_does_not_do(item: str) -> None:
    told: list[tuple[int, int]] = []
    docking = PATTERNS.run(item, quick=True, progress=lambda done, total: told.append((done, total)))
    check(docking)
    assert {one.target.name for one in docking.docked if not one.passed} == QUICK_MISSES[item]
    assert told[-1][0] == told[-1][1]
    assert told == sorted(told)


def test_together_counts_patterns_whose_relations_all_hold() -> None:
    docking = PATTERNS.run("together", quick=True)
    check(docking)
    met = {name for name, word in docking.results["final"].items() if word == "met"}
    assert met == {"climate", "enrolment", "shock", "informers", "backlash", "channels"}
    assert docking.docked[-1].target.name == "patterns met at once"
    assert not docking.passed


@pytest.mark.verification
@pytest.mark.parametrize("item", QUICK_MISSES)
def test_the_full_docking_misses_no_more(item: str) -> None:
    docking = PATTERNS.run(item)
    assert {one.target.name for one in docking.docked if not one.passed} == QUICK_MISSES[item]


@pytest.mark.parametrize("item", [item.name for item in PATTERNS.items])
@pytest.mark.parametrize("extreme", [{"severity": 0.0}, {"tolerance": 1.0}, {"severity": 1e6, "encouragement": -2.0}])
def test_free_and_silent_societies_are_told_in_plain_json(item: str, extreme: dict[str, float]) -> None:
    docking = PATTERNS.run(item, settings={"population": 200, "replicates": 2, **extreme})
    json.dumps(docking.as_json(), allow_nan=False)


def test_settings_reach_the_model() -> None:
    """Numbers of the common set are set from outside; where nobody is stirred the climate carries nothing."""
    given = {
        **SMALL,
        "encouragement": 0.0,
        "indignation": 0.0,
        "encouragements": [0.0, 4.0],
        "severities": [0.6, 3.0],
    }
    docking = PATTERNS.run("climate", settings=given, seed=5)
    named = {one.target.name: one.passed for one in docking.docked}
    assert not named["climate among friends goes with speaking up"]
    assert docking.results["settings"]["seed"] == 5
