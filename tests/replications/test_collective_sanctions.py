"""Collective sanctions rebuilt: utilities against a plain count of pairs, equilibria against their definition."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hushed.errors import InputError
from hushed.random import Draws
from hushed.replications.collective_sanctions import COLLECTIVE_SANCTIONS
from hushed.replications.collective_sanctions.model import (
    COURSES,
    Settings,
    State,
    best_course,
    costs_of,
    init,
    measured,
    others_of,
    play,
    settled,
    step,
    utility,
)
from hushed.replications.collective_sanctions.targets import Cell, Sweep, collapse, has_fold, sweep

courses = st.lists(st.sampled_from(range(6)), min_size=2, max_size=9)


def state_of(chosen: list[int]) -> State:
    return State(*(np.array([COURSES[one][k] for one in chosen]) for k in range(3)))


def plain_utilities(chosen: list[int], s: Settings) -> tuple[list[float], list[float]]:
    """Chances of defecting and utilities, pair by pair, with equal costs."""
    chances = []
    for i, one in enumerate(chosen):
        free = 1.0
        for j, other in enumerate(chosen):
            free *= 1 - s.police_power if j != i and COURSES[other][1] else 1.0
        held = 1 - free
        for other in chosen:
            held *= 1 - s.oppose_power if COURSES[other][2] else 1.0
        chances.append((1 - held) if COURSES[one][0] else 0.0)
    seen = s.monitoring
    for other in chosen:
        seen *= 1 - s.revolt_power if COURSES[other][2] else 1.0
    group = 1 - (1 - sum(chances) / len(chances)) ** s.curvature
    told = []
    for one, chance in zip(chosen, chances, strict=True):
        lost = s.sanction * seen * (s.collective * group + (1 - s.collective) * chance)
        spent = s.police_cost * COURSES[one][1] + s.oppose_cost * COURSES[one][2]
        told.append(-s.comply_cost * (1 - chance) - spent - lost)
    return chances, told


@given(
    chosen=courses,
    power=st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)),
    collective=st.floats(0, 1),
    curvature=st.floats(0.3, 3),
)
def test_utilities_and_measures_are_those_of_a_plain_count(chosen, power, collective, curvature):
    s = Settings(
        people=len(chosen),
        police_power=power[0],
        oppose_power=power[1],
        revolt_power=power[2],
        collective=collective,
        curvature=curvature,
    )
    state, (chances, told) = state_of(chosen), plain_utilities(chosen, s)
    cost = (s.comply_cost, s.police_cost, s.oppose_cost)
    for person, one in enumerate(chosen):
        ours = utility(COURSES[one], others_of(state, person), cost, s)
        assert ours == pytest.approx(told[person], abs=1e-9)
    measures = measured(state, s, costs_of(s, Draws(0)))
    assert measures.compliance == pytest.approx(1 - np.mean(chances))
    assert measures.utility == pytest.approx(np.mean(told))


@given(chosen=courses, monitoring=st.floats(0, 1), curvature=st.sampled_from([0.5, 1.0, 2.0]))
def test_the_best_course_is_the_best_of_six(chosen, monitoring, curvature):
    s = Settings(people=len(chosen), monitoring=monitoring, curvature=curvature, revolt_power=0.3)
    state, costs = state_of(chosen), costs_of(s, Draws(0))
    taken = COURSES.index(best_course(state, 0, costs, s))
    told = [plain_utilities([other, *chosen[1:]], s)[1][0] for other in range(6)]
    assert told[taken] == pytest.approx(max(told), abs=1e-9)
    if told[chosen[0]] >= max(told) - 1e-13:
        assert taken == chosen[0]


@pytest.mark.parametrize("start", ["defection", "policing", "opposition"])
@pytest.mark.parametrize("revolt", [0.0, 0.4])
def test_a_settled_group_is_an_equilibrium(start, revolt):
    s = Settings(start=start, revolt_power=revolt, curvature=2.0, spread=0.3, seed=8)
    draws = Draws(s.seed, 0)
    costs, state = costs_of(s, draws), init(s, draws)
    for round_ in range(1, 60):
        state = step(state, s, costs, draws, round_)
    again = step(state, s, costs, draws, 60)
    assert all((old == new).all() for old, new in zip(state, again, strict=True))
    assert measured(state, s, costs) == settled(s)
    for person in range(s.people):
        others, cost = others_of(state, person), tuple(float(one[person]) for one in costs)
        course = tuple(bool(flags[person]) for flags in state)
        assert utility(course, others, cost, s) >= max(utility(other, others, cost, s) for other in COURSES) - 1e-9


@pytest.mark.parametrize("sanction", [1.0, 3.0, 5.0, 12.0])
def test_cheap_opposition_grows_until_another_opponent_gains_nothing(sanction):
    """All defect: with n opponents the next gains S r (1-r)^n - cost."""
    s = Settings(monitoring=1.0, sanction=sanction, revolt_power=0.3, oppose_cost=0.1, police_cost=50.0)
    n = 0
    while sanction * 0.3 * 0.7**n > 0.1 and n < 10:
        n += 1
    assert settled(s).opposers == pytest.approx(n / 10)
    assert settled(s).compliance == 0.0


@pytest.mark.parametrize("level", [0.2, 0.4, 0.6, 0.9])
def test_hypocrites_are_as_many_as_pay_for_themselves(level):
    """Linear production, all sanction collective: the k-th police lowers the mean by q^(k-1) p-ish; counted plainly."""
    s = Settings(monitoring=level, oppose_cost=50.0)

    def mean(police: int) -> float:
        return (police * 0.7 ** (police - 1) + (10 - police) * 0.7**police) / 10 if police else 1.0

    def gain(police: int) -> float:
        """What the next one gains by policing: her own opportunity is the same, for nobody polices herself."""
        return 5.0 * level * (mean(police) - mean(police + 1)) - 0.3

    n = 0
    while n < 10 and gain(n) > 1e-12:
        n += 1
    found = settled(s)
    assert found.hypocrites == pytest.approx(n / 10)
    assert found.willing == 0
    assert found.compliance == pytest.approx(1 - mean(n))


def test_without_collective_sanctions_nobody_cares_what_others_do():
    """Each complies iff the sanction on herself is dearer."""
    for level, complies in ((0.1, 0.0), (0.19, 0.0), (0.21, 1.0), (0.8, 1.0)):
        found = settled(Settings(collective=0.0, monitoring=level))
        assert (found.willing, found.hypocrites, found.opposers) == (complies, 0.0, 0.0)


def test_a_push_moves_a_group_from_one_equilibrium_to_the_other():
    """As the abstract of 2004 says: compliance of many lifts a group though it does not pay; defection drops it."""
    low = Settings(curvature=2.0, monitoring=0.6)
    assert settled(low).compliance == 0.0
    assert settled(low.model_copy(update={"push_round": 5, "push": "policing"})).compliance > 0.7
    high = low.model_copy(update={"start": "policing"})
    assert settled(high).compliance > 0.7
    assert settled(high.model_copy(update={"push_round": 5, "push": "defection"})).compliance == 0.0


def test_trembles_keep_a_group_moving_for_all_rounds():
    course = list(play(Settings(tremble=0.3, rounds=25)))
    assert len(course) == 26
    assert len({one.compliance for one in course}) > 5


def test_folds_and_collapses_are_told_apart_from_what_is_neither():
    rising, flat = np.linspace(0, 1, 11), np.zeros(11)
    dip = np.array([0, 0.3, 0.5, 0.5, 0.1, 0.1, 0.2, 0.9, 1, 1, 1.0])
    assert collapse(rising) == 0
    assert collapse(dip) == pytest.approx(0.4)
    assert collapse(dip[:6]) <= 1e-12
    late = np.where(np.arange(11) > 6, 1.0, 0.0)
    assert has_fold(Sweep(late, np.where(np.arange(11) > 3, 1.0, 0.0)))
    assert not has_fold(Sweep(late, late))
    assert not has_fold(Sweep(flat, late))


def test_order_of_turns_does_not_matter_where_all_are_alike():
    told = {settled(Settings(curvature=2.0, start="policing"), replicate) for replicate in range(6)}
    assert len({round(one.compliance, 9) for one in told}) == 1


def test_a_fold_is_a_matter_of_the_start():
    found = sweep(Cell(0.0, 5.0, 0.3, 1.0, 2.0))
    assert has_fold(found)
    assert (found.down >= found.up - 1e-12).all()


NOTHING_AT_STAKE = {"monitoring": 0.0, "comply_cost": 0.0, "police_cost": 0.0, "oppose_cost": 0.0}


@pytest.mark.parametrize("course", range(6))
def test_who_is_indifferent_keeps_to_what_she_does(course):
    s = Settings(people=4, **NOTHING_AT_STAKE)
    assert best_course(state_of([course, 0, 1, 5]), 0, costs_of(s, Draws(0)), s) == COURSES[course]


def test_shares_of_a_group_counted_by_hand():
    """One defects, two are hypocrites, one defects and opposes, one complies, three police, two comply and oppose."""
    s = Settings(monitoring=0.8, revolt_power=0.5)
    told = measured(state_of([0, 1, 1, 2, 3, 4, 4, 4, 5, 5]), s, costs_of(s, Draws(0)))
    shares = (told.willing, told.hypocrites, told.full_cooperators, told.opposers, told.monitoring_left)
    assert shares == pytest.approx((0.6, 0.2, 0.3, 0.3, 0.8 * 0.5**3))


def test_so_many_start_and_are_pushed_as_said():
    """Where nothing is at stake everybody stays as she started, and then as she was pushed."""
    s = Settings(people=500, start="policing", start_share=0.2, push="opposition", push_round=3, push_share=0.3)
    course = list(play(s.model_copy(update=NOTHING_AT_STAKE)))
    before, last = course[:3], course[-1]
    assert course[3] == last
    assert {one.opposers for one in before} == {0.0}
    assert {one.full_cooperators for one in before} == {one.willing for one in before}
    assert before[0].willing == pytest.approx(0.2, abs=5 * math.sqrt(0.16 / 500))
    assert last.opposers == pytest.approx(0.3, abs=5 * math.sqrt(0.21 / 500))
    assert last.full_cooperators == last.willing < before[0].willing


def test_each_of_six_courses_is_taken_in_a_sixth_of_trembles():
    """Complying costs and nothing is noticed, so whoever does not tremble defects and does no more."""
    s = Settings(people=100, monitoring=0.0, police_power=0.0, tremble=0.3, rounds=100)
    course = list(play(s))[1:]
    for name, share in (("willing", 0.15), ("hypocrites", 0.05), ("full_cooperators", 0.05), ("opposers", 0.1)):
        told = np.mean([getattr(one, name) for one in course])
        assert told == pytest.approx(share, abs=5 * math.sqrt(share * (1 - share) / 10_000))


def test_costs_are_spread_as_said():
    costs = costs_of(Settings(people=400, spread=0.5, comply_cost=2.0), Draws(1))
    assert 1.0 <= costs.comply.min() < 1.1
    assert 2.9 < costs.comply.max() <= 3.0
    assert math.isclose(costs.comply.mean(), 2.0, abs_tol=0.1)
    assert abs(np.corrcoef(costs.comply, costs.police)[0, 1]) < 0.2


def test_run_is_one_json_object_and_honours_its_seed():
    given = {"spread": 0.5, "start_share": 0.5, "start": "policing", "replicates": 3}
    one = COLLECTIVE_SANCTIONS.run("run", seed=3, settings=given)
    two = COLLECTIVE_SANCTIONS.run("run", settings={**given, "seed": 3})
    told = json.loads(json.dumps(one.as_json(), allow_nan=False))
    assert told == json.loads(json.dumps(two.as_json()))
    assert told["per_replicate"] != COLLECTIVE_SANCTIONS.run("run", seed=4, settings=given).as_json()["per_replicate"]


def test_a_run_tells_the_mean_and_the_extremes_of_its_replicates():
    given = {"tremble": 0.3, "rounds": 8, "replicates": 6}
    told = COLLECTIVE_SANCTIONS.run("run", seed=1, settings=given).as_json()
    ends = [one["compliance"] for one in told["per_replicate"]]
    assert len(ends) == 6
    assert min(ends) < max(ends)
    final = told["final"]
    assert (final["compliance_least"], final["compliance_most"]) == (min(ends), max(ends))
    assert final["compliance"] == pytest.approx(sum(ends) / 6)
    first = told["per_replicate"][0]
    assert {name: values[-1] for name, values in told["per_round"].items()} == first


@pytest.mark.parametrize(
    ("settings", "says"),
    [({"people": 1}, "people"), ({"start": "riot"}, "start"), ({"monitorin": 0.1}, "did you mean 'monitoring'")],
)
def test_settings_that_make_no_sense_are_refused(settings, says):
    with pytest.raises(InputError, match=says):
        COLLECTIVE_SANCTIONS.run("run", settings=settings)


@pytest.mark.parametrize("item", ["monitoring", "enforcers", "opposition"])
def test_quick_dockings_pass(item):
    docking = COLLECTIVE_SANCTIONS.run(item, quick=True)
    assert [one.target.name for one in docking.docked if not one.passed] == []
    assert docking.panels
    json.dumps(docking.as_json(), allow_nan=False)


@pytest.mark.verification
@pytest.mark.parametrize("item", ["monitoring", "enforcers", "opposition"])
def test_full_dockings_pass(item):
    assert [one.target.name for one in COLLECTIVE_SANCTIONS.run(item).docked if not one.passed] == []
