"""The rules against brute force and closed forms, never against themselves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hushed import rules

UNIT = st.floats(0, 1)
STAKE = st.floats(0, 20)
GRID = np.linspace(0, 1, 2001)


def worth(voice, *, boldness, line, anyway, speaking, over, under):
    """What a voice is worth: boldness x voice less chance of being seen x penalty above or below the line."""
    penalty = np.where(voice > line, over(voice), under)
    return boldness * voice - (anyway + speaking * voice) * penalty


@given(UNIT, STAKE, UNIT, STAKE, UNIT, UNIT, UNIT)
def test_uniform_voice_beats_every_other(desire, boldness, line, cost, anyway, w, epsilon):
    speaking = (1 - anyway) * w
    voice = rules.voice_uniform(desire, boldness, line, cost, anyway, speaking, epsilon)
    assert 0 <= voice <= desire
    value = dict(
        boldness=boldness, line=line, anyway=anyway, speaking=speaking, over=lambda a: cost, under=epsilon * cost
    )
    tried = np.concatenate([GRID * desire, [min(desire, line), desire]])
    assert worth(np.array(voice), **value) >= worth(tried, **value).max() - 1e-9 * (1 + boldness + cost)


@given(UNIT, STAKE, UNIT, STAKE, UNIT, UNIT, UNIT, UNIT)
def test_proportional_voice_beats_every_other(desire, boldness, line, cost, anyway, w, epsilon, excess):
    speaking = (1 - anyway) * w
    misread = epsilon * excess * cost
    voice = rules.voice_proportional(desire, boldness, line, cost, anyway, speaking, misread)
    assert 0 <= voice <= desire
    value = dict(
        boldness=boldness,
        line=line,
        anyway=anyway,
        speaking=speaking,
        over=lambda a: cost * (a - line) + misread,
        under=misread,
    )
    tried = np.concatenate([GRID * desire, [min(desire, line)]])
    assert worth(np.array(voice), **value) >= worth(tried, **value).max() - 1e-9 * (1 + boldness + cost)


@given(STAKE, st.floats(-5, 5), UNIT, st.floats(-5, 5), UNIT)
def test_company_adds_up_and_never_makes_boldness_negative(boldness, omega, loud, chi, punished):
    found = rules.emboldened(boldness, omega, loud, chi, punished)
    assert found == pytest.approx(max(0.0, boldness + boldness * omega * loud + boldness * chi * punished), abs=1e-9)
    assert rules.emboldened(boldness, omega, loud, 0.0, punished) == max(0.0, boldness * (1.0 + omega * loud))
    assert rules.emboldened(boldness, omega, loud, chi, loud) == pytest.approx(
        rules.emboldened(boldness, omega + chi, loud, 0.0, 0.0), abs=1e-9
    )


@given(st.floats(-1e6, 1e6))
def test_the_lift_is_one_plus_confidence_and_its_inverse_for_the_lack_of_it(confidence):
    assert rules.lift(abs(confidence)) == 1 + abs(confidence)
    assert rules.lift(-abs(confidence)) == 1 / (1 + abs(confidence))
    assert rules.lift(0.0) == 1


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_climate_lies_between_all_against_and_all_for(loud, conforming):
    air = rules.climate(float(loud), float(conforming))
    assert -1 <= air <= 1
    assert air == -rules.climate(float(conforming), float(loud))
    assert rules.climate(float(loud), 0.0) == (loud > 0)


@given(UNIT, UNIT, UNIT, UNIT)
def test_a_friend_reports_unless_for_none_of_three_reasons(recruited, duty, enrolled, enforcing):
    share = rules.reporting_share(recruited, duty, enrolled, enforcing)
    assert share == 1 - (1 - recruited) * (1 - duty * enrolled) * (1 - enforcing)
    assert rules.reporting_share(recruited, duty, enrolled, 0.0) == 1 - (1 - recruited) * (1 - duty * enrolled)
    assert 0 <= rules.reporting_share(recruited, duty, enrolled, 0.0) <= share <= 1


@given(UNIT, STAKE, UNIT, UNIT, UNIT)
def test_no_stake_no_silence(desire, boldness, line, anyway, speaking):
    assert rules.voice_uniform(desire, boldness, line, 0.0, anyway, speaking, 0.5) == desire
    assert rules.voice_proportional(desire, boldness, line, 0.0, anyway, speaking, 0.0) == desire
    assert rules.voice_uniform(desire, boldness, line, 5.0, 0.0, 0.0, 0.5) == desire
    assert rules.voice_proportional(desire, boldness, line, 5.0, 0.0, 0.0, 0.0) == desire


@given(UNIT, UNIT, UNIT, UNIT)
def test_being_seen_is_the_chance_that_either_watcher_sees(exposure, surveillance, informed, voice):
    v = rules.watched_anyway(1.0, exposure, surveillance, informed)
    w = rules.watched_for_speaking(1.0, exposure, surveillance, informed)
    online = exposure * (surveillance + (1 - surveillance) * voice)
    assert rules.chance_seen(v, w, voice) == pytest.approx(1 - (1 - online) * (1 - informed), abs=1e-12)
    assert rules.watched_anyway(0.0, exposure, surveillance, informed) == 0


@given(UNIT, UNIT, UNIT, UNIT, st.integers(0, 2), st.integers(0, 2))
def test_a_tie_is_kept_only_if_every_reason_lets_it(mu, shun, p, q, harmed, shamed):
    assert rules.chance_cut(mu, harmed, shun, shamed) == pytest.approx(1 - (1 - mu) ** harmed * (1 - shun) ** shamed)
    more = rules.chance_cut(max(mu, p), harmed, max(shun, q), shamed)
    assert more >= rules.chance_cut(mu, harmed, shun, shamed) - 1e-15


def test_reporting_share_counts_each_friend_once():
    # Among 1,000 friends, recruited and dutiful independently, count those who are either.
    recruited, dutiful = np.arange(1000) % 10 < 3, np.arange(1000) // 10 % 10 < 4
    enrolled = 0.5
    either = (recruited | (dutiful & (np.arange(1000) // 100 % 2 == 0))).mean()
    assert rules.reporting_share(0.3, 0.4, enrolled) == pytest.approx(either)


@pytest.mark.parametrize(
    ("score", "loss", "trips"), [(0.5, 0.26, True), (0.5, 0.24, False), (0.25, 0.9, False), (0.3, 0.06, False)]
)
def test_a_sanction_looms_only_over_those_it_would_newly_reach(score, loss, trips):
    # A tenth of what is missing comes back first; the line is at 0.3.
    assert rules.would_trip(score, 0.1, loss, 0.3) is trips


def test_a_score_at_a_threshold_can_still_be_taken_below_it():
    assert rules.would_trip(0.5, 0.0, 0.25, 0.5) is True
    assert rules.would_trip(0.75, 0.0, 0.25, 0.5) is False


@pytest.mark.parametrize(("belief", "line"), [(-9.0, 0.0), (-1.0, 0.125), (0.0, 0.25), (2.0, 0.5), (9.0, 1.0)])
def test_a_believed_line_stays_where_voices_are(belief, line):
    assert rules.believed_line(0.25, 0.125, belief) == line
    # Caution is belief moved, and nothing where the line is clear.
    assert rules.believed_line(0.25, 0.125, belief + 1.5, 1.5) == line
    assert rules.believed_line(0.25, 0.0, belief, 1.5) == 0.25


def test_cases_are_taken_up_whole_until_capacity_is_reached():
    shares = [rules.enforced_share(2.0, expected) for expected in (0.0, 1.0, 2.0, 4.0, 20.0)]
    assert shares == [1.0, 1.0, 1.0, 0.5, 0.1]


def test_burden_is_shared_with_friends():
    assert rules.share_borne(0.0, 9.0) == 1.0
    assert rules.share_borne(1.0, 3.0) == pytest.approx(0.25)
    assert rules.share_borne(0.5, 3.0) == pytest.approx(1 - 0.5 * 0.75)
    assert rules.share_borne(1.0, 0.0) == 1.0


def test_reproach_settles_where_gain_equals_fading():
    reproach = 0.0
    for _ in range(500):
        reproach = rules.next_reproach(reproach, 0.2, 0.5, 0.25, 1.0, 8.0)
    assert reproach == pytest.approx(0.5 * 0.25 * 8.0 / 0.2)


def test_reproach_grows_with_the_loss_and_with_each_friend_harmed():
    assert rules.next_reproach(0.5, 0.25, 0.5, 0.25, 2.0, 3.0) == 0.375 + 0.75
    assert rules.next_reproach(0.0, 0.5, 1.0, 0.5, 0.25, 4.0) == 0.5


def test_nothing_is_taken_up_without_capacity():
    assert rules.enforced_share(0.0, 0.0) == rules.enforced_share(0.0, 3.0) == rules.enforced_share(-1.0, 3.0) == 0.0
    # However little there is, it is something: half of all cases, if there are twice as many.
    assert rules.enforced_share(0.25, 0.5) == 0.5


def test_a_punishment_costs_its_severity_and_what_each_reason_adds():
    cost = dict(severity=2.0, care=0.0, weight=0.0, harmed=0.0, shame=0.0, audience=0.0, reproach=0.0)
    assert rules.cost_of_punishment(*cost.values()) == 2.0
    for added, more in (
        (dict(care=0.5, weight=0.25, harmed=12.0), 1.5),
        (dict(shame=0.5, audience=0.25), 0.125),
        (dict(reproach=0.75), 0.75),
    ):
        assert rules.cost_of_punishment(*(cost | added).values()) == 2.0 * (1.0 + more)
    all_of_it = cost | dict(care=0.5, weight=0.25, harmed=12.0, shame=0.5, audience=0.25, reproach=0.75)
    assert rules.cost_of_punishment(*all_of_it.values()) == 2.0 * 3.375


def test_a_score_is_below_a_line_by_more_than_single_precision_rounds():
    for line in (0.3, 0.5, 1.0):
        stored = float(np.float32(line))
        assert not rules.below(stored, line)
        assert not rules.below(float(np.nextafter(np.float32(line), np.float32(0))), line)
        assert rules.below(line - 1e-6, line)
        assert not rules.below(line - 0.9e-6, line)
        assert not rules.below(line, line)
    # Where both can be written exactly: a millionth, as a power of two, is still rounding, and the next number is not.
    edge = 0.5 - 1 / 1_048_576
    assert not rules.below(edge, 0.5)
    assert rules.below(np.nextafter(edge, 0.0), 0.5)


def test_confidence_moves_by_what_is_heard_and_fades():
    assert rules.next_confidence(0.5, 0.0, 0.0, 1.0) == 0.5
    assert rules.next_confidence(0.5, 0.25, 0.0, 1.0) == 0.375
    assert rules.next_confidence(0.5, 1.0, 0.25, -1.0) == -0.25
    assert rules.next_confidence(0.5, 0.25, 0.5, 0.25) == 0.375 + 0.125


def test_one_friend_alone_makes_a_climate():
    assert rules.climate(1.0, 0.0) == 1.0
    assert rules.climate(0.0, 1.0) == -1.0
    assert rules.climate(0.0, 0.0) == 0.0
    assert rules.climate(3.0, 1.0) == 0.5


@pytest.mark.parametrize(
    ("desire", "voice", "quiet"),
    [(0.5, 0.25, True), (0.5, 0.3, False), (0.5, 0.1, True), (0.25, 0.25, False), (0.1, 0.1, False)],
)
def test_who_wished_to_speak_above_the_line_and_did_not_has_complied(desire, voice, quiet):
    assert rules.complied(desire, voice, 0.25) is quiet


def test_ties_go_to_the_louder_voice():
    """Everything here is a power of two, so that gain and risk are equal to the last bit."""
    # Lawful speech: boldness equals the chance of being misread times the cost.
    assert rules.voice_uniform(0.5, 0.25, 0.25, 1.0, 0.0, 1.0, 0.25) == 0.25
    assert rules.voice_uniform(0.5, 0.25, 0.5, 1.0, 0.0, 1.0, 0.5) == 0.0
    # Dissent: boldness x 1/2 equals cost x chance at 1/2, with nothing misread.
    assert rules.voice_uniform(0.5, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0) == 0.5
    # All that is wished for is lawful: the line is no dissent.
    assert rules.voice_uniform(0.25, 0.5, 0.25, 1.0, 0.0, 1.0, 0.25) == 0.25
    # Under the proportional form: no price, and nothing to spare.
    assert rules.voice_proportional(0.5, 0.25, 0.25, 0.5, 0.5, 0.0, 0.0) == 0.5
    assert rules.voice_proportional(0.5, 0.125, 0.25, 0.5, 0.5, 0.0, 0.0) == 0.25
    # Boldness equals the cost of being misread.
    assert rules.voice_proportional(0.5, 0.25, 0.75, 1.0, 0.0, 0.5, 0.5) == 0.5


@pytest.mark.parametrize(("voice", "loss"), [(0.25, 0.0), (0.75, 1.0), (1.0, 1.5)])
def test_a_loss_is_whole_or_grows_with_the_excess(voice, loss):
    assert rules.loss_for_dissent(2.0, True, voice, 0.25) == loss
    assert rules.loss_for_dissent(2.0, False, voice, 0.25) == 2.0
    assert rules.loss_for_nothing(2.0, True, voice) == 2.0 * voice
    assert rules.loss_for_nothing(2.0, False, voice) == 2.0


def test_a_score_comes_back_by_a_share_of_what_is_missing():
    assert rules.recovered(0.5, 0.25) == 0.625
    assert rules.recovered(1.0, 0.25) == 1.0
    assert rules.recovered(-3.0, 0.5) == -1.0
