"""Tirole 2021 rebuilt: image against integrals and closed forms, choices against a plain comparison of four courses."""

from __future__ import annotations

import itertools
import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import beta, truncnorm

from hushed.errors import InputError
from hushed.replications.digital_dystopia import DIGITAL_DYSTOPIA
from hushed.replications.digital_dystopia.image import equilibria, net_gain
from hushed.replications.digital_dystopia.model import (
    Settings,
    Stakes,
    State,
    choices,
    drawn_people,
    init,
    play,
    settled,
    stakes,
    step,
    ties_broken,
)
from hushed.replications.digital_dystopia.values import Values


def density(values: Values):
    width = values.high - values.low
    if values.family == "truncated-normal":
        ends = [(end - values.first) / values.second for end in (values.low, values.high)]
        return truncnorm(*ends, loc=values.first, scale=values.second).pdf
    shapes = (values.first, values.second) if values.family == "beta" else (1.0, 1.0)
    return beta(*shapes, loc=values.low, scale=width).pdf


@pytest.mark.parametrize(
    "values",
    [
        Values(),
        Values("uniform", -1.0, 3.0),
        Values("beta", 0.0, 2.0, 2.5, 1.5),
        Values("truncated-normal", -0.5, 1.0, 0.2, 0.6),
        Values("truncated-normal", 0.0, 1.0, -0.4, 0.3),
    ],
)
@pytest.mark.parametrize("share", [0.1, 0.45, 0.9])
def test_images_are_the_means_that_integration_gives(values, share):
    threshold = float(values.at(share))
    pdf = density(values)
    assert values.below(threshold) == pytest.approx(share, abs=1e-12)
    below, mass = (quad(lambda v, k=k: v**k * pdf(v), values.low, threshold)[0] for k in (0, 1))
    mean = quad(lambda v: v * pdf(v), values.low, values.high)[0]
    above, under = values.images(threshold)
    assert below == pytest.approx(share, abs=1e-7)
    assert under == pytest.approx(mass / below, abs=1e-6)
    assert above == pytest.approx((mean - mass) / (1 - below), abs=1e-6)


def test_beliefs_where_nobody_is_on_one_side_are_the_ends_of_the_support():
    values = Values("beta", 0.0, 1.0, 2.0, 3.0)
    assert values.images(0.0) == pytest.approx((0.4, 0.0))
    assert values.images(1.0) == pytest.approx((1.0, 0.4))


@given(
    e=st.floats(0.2, 3),
    c=st.floats(0, 2),
    mu=st.floats(0, 2),
    low=st.floats(-1, 0.5),
    width=st.floats(0.2, 2),
)
def test_a_uniform_has_one_equilibrium_in_closed_form(e, c, mu, low, width):
    found = equilibria(Settings(externality=e, cost=c, image=mu, value_low=low, value_high=low + width), cells=60)
    assert len(found) == 1
    assert found[0].threshold == pytest.approx(np.clip((c - mu * width / 2) / e, low, low + width), abs=1e-9)
    assert found[0].stable


@given(first=st.floats(0.5, 4), second=st.floats(0.5, 4), c=st.floats(0.2, 1.5), mu=st.floats(0, 3))
def test_inner_equilibria_leave_the_person_at_the_threshold_indifferent(first, second, c, mu):
    settings = Settings(values="beta", value_first=first, value_second=second, cost=c, image=mu)
    found = equilibria(settings, cells=200)
    assert found
    for one in found:
        if 0 < one.threshold < 1:
            assert net_gain(one.threshold, settings, settings.distribution) == pytest.approx(0.0, abs=1e-7)
    # Along the axis stable and unstable ones take turns, for the gain must change its sign between them.
    assert all(left.stable != right.stable for left, right in itertools.pairwise(found))


@pytest.mark.parametrize(("start", "ends_at"), [(0.9, 0.8), (0.3, 0.8), (0.99, 0.0)])
def test_adjustment_ends_in_the_equilibrium_on_its_side_of_the_unstable_one(start, ends_at):
    settings = Settings(values="beta", value_first=2.0, cost=2.0, image=3.24, start=start, dissenters=0.0, step=0.2)
    values = settings.distribution
    assert settled(settings).acting == pytest.approx(1.0 - float(values.below(ends_at)), abs=1e-6)


def best_course(value: float, theta: float, minds: bool, at: Stakes, settings: Settings) -> tuple[float, float]:
    """Compare the four courses one by one, as a person would."""
    best, chosen = -math.inf, (0.0, 0.0)
    for acts, conforms in ((0, 0), (1, 0), (0, 1), (1, 1)):
        if not minds and not conforms:
            continue
        utility = acts * (settings.externality * value - settings.cost + at.direct)
        utility += at.scored if acts and conforms else 0.0
        utility -= theta if minds and conforms else 0.0
        utility -= 0.0 if conforms else at.outcast
        if utility > best:
            best, chosen = utility, (float(acts), float(conforms))
    return chosen


@pytest.mark.parametrize("score", ["separate", "bundled", "graph"])
def test_choices_are_the_best_of_four_courses(score):
    settings = Settings(score=score, people=3000, dissenters=0.4, seed=5, guilt=0.9)
    at_stake = stakes(settled(settings), settings)
    rng = np.random.default_rng(1)
    value, theta = rng.random(3000), settings.resolve * rng.random(3000)
    minds = rng.random(3000) < 0.4
    acts, conforms = choices(value, np.where(minds, theta, 0.0), at_stake, settings)
    for i in range(3000):
        told = best_course(value[i], theta[i], bool(minds[i]), at_stake, settings)
        assert (acts[i], conforms[i]) == told


@pytest.mark.parametrize("score", ["separate", "bundled", "graph"])
@pytest.mark.parametrize("family", [{}, {"values": "beta", "value_first": 2.0, "value_second": 3.0}])
def test_a_large_society_does_what_the_continuum_does(score, family):
    settings = Settings(score=score, people=200_000, seed=11, dissenters=0.4, **family)
    last = settled(settings)
    acts, conforms = drawn_people(settings, stakes(last, settings))
    assert acts.mean() == pytest.approx(last.acting, abs=5 * 0.5 / math.sqrt(200_000))
    assert conforms.mean() == pytest.approx(1 - last.open, abs=5 * 0.5 / math.sqrt(200_000))


@given(
    mind=st.floats(0, 1),
    strong=st.floats(0, 1),
    guilt=st.floats(0, 2),
    image=st.floats(0, 1.5),
    score=st.sampled_from(["separate", "bundled", "graph"]),
    first=st.floats(0.7, 3),
)
def test_beliefs_average_to_the_truth(mind, strong, guilt, image, score, first):
    settings = Settings(
        dissenters=mind, strong_ties=strong, guilt=guilt, image=image, score=score, values="beta", value_first=first
    )
    state = step(init(settings), settings.model_copy(update={"step": 1.0}))
    mean = settings.distribution.mean
    for share, above, under in (
        (state.acting, state.seen_act, state.seen_none),
        (state.high, state.score_high, state.score_low),
    ):
        assert share * above + (1 - share) * under == pytest.approx(mean, abs=1e-9)
    assert -1e-12 <= state.open <= mind + 1e-12
    assert 0 <= ties_broken(state, settings) <= 1


def test_a_separate_score_leaves_dissent_alone_and_gives_the_core_form():
    last = settled(Settings(score="separate", dissenters=0.45, cost=0.7, image=0.5))
    assert last.open == pytest.approx(0.45)
    assert last.acting == pytest.approx(1 - (0.7 - 0.25), abs=1e-9)
    assert last.acting_dissenters == pytest.approx(last.acting)


def test_without_guilt_the_graph_score_is_the_bundled_one():
    bundled, graph = (settled(Settings(score=score, guilt=0.0)) for score in ("bundled", "graph"))
    assert bundled == pytest.approx(graph)


def test_ties_stronger_than_any_guilt_are_mostly_kept():
    fragile = Settings(score="graph", weak_value=0.01, strong_ties=0.0)
    lasting = Settings(score="graph", weak_value=10.0, strong_ties=0.0)
    assert ties_broken(settled(fragile), fragile) > 20 * ties_broken(settled(lasting), lasting)
    last = settled(fragile)
    assert ties_broken(last, fragile) == pytest.approx(2 * last.high * last.open)


def at_breach(breach: float, **kinds: float) -> tuple[Settings, State]:
    """A society and beliefs under which the guilt of a tie to an open dissenter is that large."""
    settings = Settings(score="graph", image=1.0, guilt=breach, ties=30.0, **{"strong_ties": 0.0, **kinds})
    return settings, State(0.5, 0.5, 1.0, 1.0 - 1.0 / (1.0 - settings.strong_ties), 0.4, 0.2, 0.5, 0.5)


@pytest.mark.parametrize("breach", [0.05, 0.3, 0.5, 0.7, 0.99, 1.0, 1.7, 40.0])
def test_ties_worth_less_than_the_guilt_are_lost_and_no_others(breach):
    """Values of weak ties are uniform from 0 to 1 here, of strong ones from 0 to 5: integrals, kind by kind."""
    settings, state = at_breach(breach, strong_ties=0.25, weak_value=0.5, strong_value=2.5)
    told = stakes(state, settings)
    assert told.breach == pytest.approx(breach)
    lost = [
        quad(lambda t, top=top: t * (t < breach) / top, 0.0, top, points=[min(breach, top)])[0] for top in (1.0, 5.0)
    ]
    expected = 30.0 * (0.75 * lost[0] + 0.25 * lost[1])
    assert told.outcast == pytest.approx(0.4 * expected)
    assert told.scored == pytest.approx(max(1.0 - 0.2 * expected, 0.0))
    shares = 0.75 * min(breach, 1.0) + 0.25 * min(breach / 5.0, 1.0)
    assert ties_broken(state, settings) == pytest.approx(2 * 0.4 * 0.2 * shares)


def test_a_high_score_that_is_thought_ill_of_costs_no_ties_and_stays_a_burden():
    settings, state = at_breach(0.7)
    told = stakes(state._replace(score_high=0.2, score_low=0.5), settings)
    assert told == pytest.approx(Stakes(direct=0.0, scored=-0.3, breach=0.0, outcast=0.0))


def test_strong_ties_see_the_act_and_weak_ones_the_score():
    settings = Settings(score="bundled", image=0.8, strong_ties=0.25)
    told = stakes(State(0.9, 0.4, 0.7, 0.3, 0.4, 0.2, 0.5, 0.5), settings)
    assert told == pytest.approx(Stakes(0.8 * 0.25 * 0.5, 0.8 * 0.75 * 0.4, 0.0, 0.0))


def test_before_the_first_round_those_who_value_it_most_are_expected_to_act():
    """v ~ U[0, 1], half act, a fifth of them not in line: means of halves, and of all who have no high score."""
    start = init(Settings(start=0.5, dissenters=0.2))
    assert start == pytest.approx(State(0.75, 0.25, 0.75, (0.5 - 0.4 * 0.75) / 0.6, 0.4, 0.2, 0.5, 0.5))


def test_play_settles_and_each_state_follows_from_the_one_before():
    settings = Settings(score="graph")
    states = list(play(settings))
    assert len(states) < settings.rounds
    assert all(step(before, settings) == after for before, after in itertools.pairwise(states))


def test_run_is_one_json_object_and_honours_its_seed():
    one = DIGITAL_DYSTOPIA.run("run", seed=3, settings={"score": "graph", "people": 500})
    two = DIGITAL_DYSTOPIA.run("run", settings={"score": "graph", "people": 500, "seed": 3})
    other = DIGITAL_DYSTOPIA.run("run", seed=4, settings={"score": "graph", "people": 500})
    told = json.loads(json.dumps(one.as_json(), allow_nan=False))
    assert told == json.loads(json.dumps(two.as_json()))
    assert told["final"]["drawn_people_conforming"] != other.as_json()["final"]["drawn_people_conforming"]
    assert told["per_round"]["acting"][-1] == pytest.approx(told["final"]["share_acting"])


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"value_low": 1.0, "value_high": 0.0}, "must be above value_low"),
        ({"values": "beta", "value_first": -1.0}, "shapes of a Beta"),
        ({"values": "truncated-normal", "value_first": 50.0, "value_second": 0.1}, "next to no weight"),
        ({"dissenters": 1.5}, "dissenters"),
        ({"resolved": 1.0}, "did you mean 'resolve'"),
    ],
)
def test_settings_that_make_no_sense_are_refused(settings, says):
    with pytest.raises(InputError, match=says):
        DIGITAL_DYSTOPIA.run("run", settings=settings)


@pytest.mark.parametrize("extreme", [{"dissenters": 0.0}, {"dissenters": 1.0}, {"image": 0.0}, {"cost": 5.0}])
@pytest.mark.parametrize("score", ["separate", "bundled", "graph"])
def test_extreme_societies_run(extreme, score):
    final = DIGITAL_DYSTOPIA.run("run", settings={**extreme, "score": score, "people": 50}).as_json()["final"]
    assert 0 <= final["share_acting"] <= 1
    assert 0 <= final["share_conforming"] <= 1 + 1e-12


@pytest.mark.parametrize("item", ["image", "bundling", "graph"])
def test_quick_dockings_pass(item):
    docking = DIGITAL_DYSTOPIA.run(item, quick=True)
    assert [one.target.name for one in docking.docked if not one.passed] == []
    assert docking.panels
    json.dumps(docking.as_json(), allow_nan=False)


@pytest.mark.verification
@pytest.mark.parametrize("item", ["image", "bundling", "graph"])
def test_full_dockings_pass(item):
    assert [one.target.name for one in DIGITAL_DYSTOPIA.run(item).docked if not one.passed] == []
