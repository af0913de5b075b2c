"""The expression game against closed forms, other solvers, and people followed one by one in plain Python."""

from __future__ import annotations

import itertools
import json
import math

import numpy as np
import pytest
from hypothesis import given, settings, strategies
from scipy.integrate import solve_ivp
from scipy.optimize import brentq, fsolve
from scipy.special import expit, logit

from hushed.errors import InputError
from hushed.random import Draws, channel_of, uniforms
from hushed.replications.expression_game import (
    EXPRESSION_GAME,
    AgentSettings,
    Settings,
    agents,
    init,
    play,
    play_agents,
    step,
)
from hushed.replications.expression_game.agents import FRIEND, OWN, SPEAKS, WHO, block_network, learn
from hushed.replications.expression_game.boundaries import lone_fold, pitchfork, stable_patterns
from hushed.replications.expression_game.dynamics import Forces, State, drift, jacobian, settle, voice
from hushed.replications.expression_game.rests import rests
from hushed.replications.expression_game.settings import people_of

games = strategies.builds(
    Forces,
    gamma=strategies.floats(0, 1),
    delta=strategies.floats(0, 1),
    costs=strategies.tuples(strategies.floats(-0.5, 1), strategies.floats(-0.5, 1)),
    beta=strategies.floats(0, 60),
)
values = strategies.floats(-2, 2)


@pytest.mark.parametrize("item", ["points", "regions", "mean-field"])
def test_quick_dockings_pass(item: str) -> None:
    docking = EXPRESSION_GAME.run(item, quick=True)
    assert [one.as_json() for one in docking.docked if not one.passed] == []
    assert docking.docked
    assert docking.panels


@pytest.mark.verification
@pytest.mark.parametrize("item", ["regions", "mean-field"])
def test_full_dockings_pass(item: str) -> None:
    docking = EXPRESSION_GAME.run(item)
    assert [one.as_json() for one in docking.docked if not one.passed] == []


def test_a_drift_worked_by_hand() -> None:
    # At Q1 = Q2 = 0 both chances are 1/2: .8/2 - .2/2 - .1 = .2 and .4/2 - .6/2 - .3 = -.4.
    moved = drift(State(0.0, 0.0), Forces(0.8, 0.4, (0.1, 0.3), 7.0))
    assert moved == pytest.approx((0.2, -0.4))


@given(games, values, values)
def test_the_jacobian_is_the_slope_of_the_drift(forces: Forces, first: float, second: float) -> None:
    h = 1e-6
    ahead = [drift(State(first + h, second), forces), drift(State(first, second + h), forces)]
    behind = [drift(State(first - h, second), forces), drift(State(first, second - h), forces)]
    slopes = (np.array(ahead) - np.array(behind)).T / (2 * h)
    assert jacobian(State(first, second), forces) == pytest.approx(slopes, abs=1e-5)


@settings(max_examples=40)
@given(games, values, values)
def test_the_course_is_that_of_another_solver(forces: Forces, first: float, second: float) -> None:
    ours, time = settle(State(first, second), forces, duration=3.0, step=0.02)

    def slope(_: float, q: np.ndarray) -> list[float]:
        p = expit(forces.beta * q)
        return [
            forces.gamma * p[0] - (1 - forces.gamma) * p[1] - forces.costs[0] - q[0],
            forces.delta * p[1] - (1 - forces.delta) * p[0] - forces.costs[1] - q[1],
        ]

    theirs = solve_ivp(slope, (0, time), (first, second), method="DOP853", rtol=1e-10, atol=1e-12).y[:, -1]
    # Near a saddle a difference grows by up to e^(3 (beta/4 - 1)), so only gentle choice is held to many digits.
    assert ours == pytest.approx(theirs, abs=1e-5 if forces.beta < 20 else 5e-2)


def on_nullclines(forces: Forces) -> list[tuple[float, float]]:
    """Points of rest by another way: the second value as a function of the first, and signs along a fine line."""
    gamma, delta, (c1, c2), beta = forces

    def second(q1: np.ndarray) -> np.ndarray:
        p2 = (gamma * expit(beta * q1) - c1 - q1) / (1 - gamma)
        return np.where((p2 > 0) & (p2 < 1), logit(np.clip(p2, 1e-300, 1 - 1e-16)) / beta, np.nan)

    def rest(q1: float) -> float:
        q2 = second(np.array(q1))
        return float(delta * expit(beta * q2) - (1 - delta) * expit(beta * q1) - c2 - q2)

    line = np.linspace(-1 - c1, 1 - c1, 200_001)
    with np.errstate(invalid="ignore"):
        heights = np.array(second(line))
        signs = np.sign(delta * expit(beta * heights) - (1 - delta) * expit(beta * line) - c2 - heights)
    places = np.flatnonzero(signs[1:] * signs[:-1] < 0)
    roots = [brentq(rest, line[k], line[k + 1], xtol=1e-14) for k in places]
    return [(root, float(second(np.array(root)))) for root in roots]


@pytest.mark.parametrize(
    ("gamma", "delta", "cost", "beta", "number"),
    [
        (0.5, 0.5, 0.1, 5.0, 3),
        (0.8, 0.8, 0.2, 10.0, 5),
        (0.3, 0.9, 0.1, 12.0, 1),
        (0.61, 0.6, 0.1, 4.2, 1),
        (0.601, 0.6, 0.1, 4.2, 3),
    ],
)
def test_all_points_of_rest_are_found(gamma: float, delta: float, cost: float, beta: float, number: int) -> None:
    forces = Forces(gamma, delta, (cost, cost), beta)
    found = rests(forces)
    assert [tuple(one.state) for one in found] == [pytest.approx(point, abs=1e-7) for point in on_nullclines(forces)]
    assert len(found) == number


def test_all_seven_points_are_found_where_choice_is_sharp() -> None:
    """A general solver from a grid of starts finds the same points and no other."""
    forces = Forces(0.8, 0.7, (0.1, 0.1), 40.0)
    reached: list[np.ndarray] = []
    for start in itertools.product(np.linspace(-1.1, 0.9, 41), repeat=2):
        point, _, found, _ = fsolve(lambda q: drift(State(*q), forces), start, full_output=True, xtol=1e-13)
        if found == 1 and max(map(abs, drift(State(*point), forces))) < 1e-10:
            reached += [point] if all(math.dist(point, one) > 1e-6 for one in reached) else []
    assert len(reached) == 7
    ours = [one.state for one in rests(forces)]
    assert ours == [pytest.approx(tuple(point), abs=1e-8) for point in sorted(reached, key=tuple)]


@settings(max_examples=60, deadline=None)
@given(games)
def test_points_of_rest_obey_the_index_theorem(forces: Forces) -> None:
    """The flow enters a large box everywhere, so nodes and foci outnumber saddles by one."""
    found = rests(forces)
    if any(min(abs(value) for value in one.eigenvalues) < 1e-3 for one in found):
        return
    signs = [math.copysign(1.0, one.eigenvalues[0] * one.eigenvalues[1]) for one in found]
    assert sum(signs) == 1
    assert sum(one.kind == "stable" for one in found) >= 1
    for one in found:
        assert drift(one.state, forces) == pytest.approx((0.0, 0.0), abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(games, values, values)
def test_every_course_ends_at_a_point_of_rest(forces: Forces, first: float, second: float) -> None:
    """The equations have no cycles: a competitive flow in the plane comes to rest."""
    end, _ = settle(State(first, second), forces, duration=400.0, step=0.1)
    assert min(math.dist(end, one.state) for one in rests(forces)) < 1e-2


def test_groups_trade_places_when_their_settings_do() -> None:
    ours = rests(Forces(0.7, 0.4, (0.1, 0.2), 9.0))
    mirrored = rests(Forces(0.4, 0.7, (0.2, 0.1), 9.0))
    turned = sorted((one.state.second, one.state.first) for one in mirrored)
    assert [tuple(one.state) for one in ours] == [pytest.approx(point, abs=1e-10) for point in turned]


def test_equal_groups_that_start_equal_stay_equal_even_where_that_is_unstable() -> None:
    end, _ = play(Settings(gamma=0.6, delta=0.6, beta=8.0, q1=0.3, q2=0.3))
    assert end.first == end.second
    assert end.first == pytest.approx(0.0, abs=1e-9)


def test_the_pitchfork_is_where_half_cohesion_and_cost_part() -> None:
    for cost in (0.0, 0.1, 0.4):
        assert pitchfork(cost, 4.0, upper=True) == pytest.approx(0.5 + cost)
        assert pitchfork(cost, 4.0, upper=False) == pytest.approx(0.5 + cost)
    # Just above the upper branch equal speech is stable, just below it is not.
    gamma = pitchfork(0.1, 9.0, upper=True)
    for offset, kind in ((1e-3, "stable"), (-1e-3, "saddle")):
        equal = [one for one in rests(Forces(gamma + offset, gamma + offset, (0.1, 0.1), 9.0)) if one.voices[0] > 0.5]
        assert [one.kind for one in equal if abs(one.state.first - one.state.second) < 1e-9] == [kind]


@pytest.mark.parametrize(
    ("gamma", "cost", "beta", "kind"),
    [
        (0.6, 0.1, 3.98, "stable"),
        (0.6, 0.1, 4.0, "degenerate"),
        (0.6, 0.1, 4.02, "saddle"),
        (0.9, 0.4, 4.9, "saddle"),
        (0.9, 0.4, 5.1, "unstable"),
    ],
)
def test_half_speech_is_of_the_kind_its_two_slopes_say(gamma: float, cost: float, beta: float, kind: str) -> None:
    """At Q = 0 the flow's slopes are beta/4 - 1 between groups, and (2 gamma - 1) beta/4 - 1 for both alike."""
    (half,) = [one for one in rests(Forces(gamma, gamma, (cost, cost), beta)) if math.hypot(*one.state) < 1e-3]
    slopes = sorted([beta / 4 - 1, (2 * gamma - 1) * beta / 4 - 1], reverse=True)
    assert half.eigenvalues == pytest.approx(slopes, abs=1e-7)
    assert half.kind == kind


def test_a_lone_group_needs_no_more_cohesion_than_its_cost_where_choice_is_sharp() -> None:
    gamma = lone_fold(0.3, 400.0)
    assert 0.3 < gamma < 0.32
    for offset, alone in ((1e-4, True), (-1e-4, False)):
        found = rests(Forces(gamma + offset, 0.1, (0.3, 0.3), 400.0))
        assert any(one.kind == "stable" and one.voices[0] > 0.5 > one.voices[1] for one in found) is alone


def test_patterns_of_the_limit() -> None:
    silence, first, second, both = (False, False), (True, False), (False, True), (True, True)
    assert stable_patterns(0.7, 0.7, (0.1, 0.1)) == {silence, first, second, both}
    assert stable_patterns(0.5, 0.7, (0.1, 0.1)) == {silence, first, second}
    assert stable_patterns(0.05, 0.7, (0.1, 0.1)) == {silence, second}
    assert stable_patterns(0.05, 0.05, (0.1, 0.1)) == {silence}
    assert stable_patterns(0.5, 0.5, (-0.1, -0.1)) == {first, second, both}


def test_a_step_is_a_short_course() -> None:
    chosen = Settings(beta=3.0, step=0.05)
    assert step(init(chosen), chosen) == settle(init(chosen), chosen.forces, duration=0.05, step=0.05)[0]


@pytest.mark.parametrize(
    ("gamma", "delta", "share"), [(0.7, 0.4, 0.3), (0.2, 0.9, 0.5), (1.0, 1.0, 0.5), (0.0, 0.0, 0.5)]
)
def test_the_network_has_the_cohesion_asked_for(gamma: float, delta: float, share: float) -> None:
    settings_ = AgentSettings(gamma=gamma, delta=delta, share_first=share, people=4000, mean_degree=40.0)
    (network, groups), _ = people_of(settings_)
    network.check()
    assert network.mean_degree == pytest.approx(40, rel=0.03)
    owners = np.repeat(groups, network.degrees())
    same = owners == groups[network.friends]
    assert same[owners == 0].mean() == pytest.approx(gamma, abs=0.02)
    assert same[owners == 1].mean() == pytest.approx(delta, abs=0.02)
    assert (groups == 0).sum() == round(4000 * share)


def test_learning_is_the_same_however_often_it_lets_others_in(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = AgentSettings(people=40, mean_degree=5.0, contacts=2, sweeps=23, seed=3)
    whole = play_agents(chosen)
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(agents, "_MEETINGS", 5 * 80)
    parts = play_agents(chosen, progress=lambda done, total: told.append((done, total)))
    assert (parts == whole).all()
    assert told == [(5, 23), (10, 23), (15, 23), (20, 23), (23, 23)]


@pytest.mark.parametrize(
    ("settings_", "says"),
    [
        ({"people": 10_000_000, "sweeps": 1_000_000}, "people, sweeps, contacts: these may take"),
        ({"people": 10_000_000, "mean_degree": 10_000.0}, "people, mean_degree: these need about"),
        ({"mean_degree": 1e-9}, "mean_degree"),
    ],
)
def test_what_would_take_days_or_all_memory_is_refused_at_once(settings_: dict[str, float], says: str) -> None:
    with pytest.raises(InputError, match=says):
        EXPRESSION_GAME.run("agents", settings=settings_)
    with pytest.raises(InputError, match="duration, step, beta"):
        EXPRESSION_GAME.run("run", settings={"duration": 1e6, "step": 1e-6})


@pytest.mark.parametrize("silent_learn", [True, False])
def test_people_learn_as_in_a_plain_loop(silent_learn: bool) -> None:
    """One by one, from the same draws, in Python that shares no line with the kernel."""
    draws = Draws(seed=5, replicate=2)
    chosen = AgentSettings(
        people=30, share_first=0.4, mean_degree=4.0, cost_second=0.3, contacts=3, silent_learn=silent_learn, seed=5
    )
    crowd, start = people_of(chosen, 2)
    values_ = start.copy()
    course = learn(crowd, values_, chosen.learning, sweeps=4, draws=draws)

    def drawn(purpose: int, sweep: int, subject: int) -> float:
        one = uniforms(seed=5, replicate=2, round=sweep, subjects=np.array([subject]), channel=channel_of(purpose))
        return float(one[0])

    expected = start.tolist()
    circles = np.split(crowd.network.friends, crowd.network.offsets[1:-1].astype(int))
    for sweep in range(4):
        for turn in range(30):
            person = int(drawn(WHO, sweep, turn) * 30)
            speaks = drawn(OWN, sweep, turn) < expit(chosen.beta * expected[person])
            if not silent_learn and not speaks:
                continue
            feedback = []
            for contact in range(3):
                circle = circles[person].tolist()
                if not circle:
                    feedback.append(0.0)
                    continue
                friend = circle[int(drawn(FRIEND, sweep, 3 * turn + contact) * len(circle))]
                heard = drawn(SPEAKS, sweep, 3 * turn + contact) < expit(chosen.beta * expected[friend])
                agrees = (person < 12) == (friend < 12)
                feedback.append((1.0 if agrees else -1.0) if heard else 0.0)
            cost = 0.1 if person < 12 else 0.3
            expected[person] += chosen.rate * (sum(feedback) / 3 - cost - expected[person])
        means = [np.mean(expected[:12]), np.mean(expected[12:])]
        assert course[sweep] == pytest.approx(means, abs=1e-12)
    assert values_ == pytest.approx(expected, abs=1e-12)


def test_people_who_learn_only_by_speaking_rest_where_the_equations_do() -> None:
    chosen = AgentSettings(gamma=0.8, delta=0.8, q1=0.3, q2=0.3, mean_degree=100.0, silent_learn=False, sweeps=3000)
    end = play_agents(chosen)[-500:].mean(axis=0)
    assert [voice(q, 5.0) for q in end] == pytest.approx([0.9003, 0.9003], abs=0.02)


def test_runs_are_repeated_to_the_bit_and_seeds_differ() -> None:
    chosen = AgentSettings(people=100, sweeps=20)
    assert np.array_equal(play_agents(chosen), play_agents(chosen))
    assert not np.array_equal(play_agents(chosen), play_agents(chosen, 1))
    assert play_agents(chosen).shape == (21, 2)


@pytest.mark.parametrize("item", ["run", "equilibria", "agents"])
def test_free_items_are_plain_data(item: str) -> None:
    given_settings = {"gamma": 0.7, "delta": 1, "beta": 6} if item != "agents" else {"people": 60, "sweeps": 10}
    told = EXPRESSION_GAME.run(item, settings=given_settings).as_json()
    assert json.loads(json.dumps(told, allow_nan=False))["final"]
    assert told["targets"] == []


def test_a_run_tells_where_it_settled() -> None:
    final = EXPRESSION_GAME.run("run", settings={"gamma": 0.4, "delta": 0.8}).results["final"]
    assert (round(final["p1"], 3), round(final["p2"], 3), final["settled"]) == (0.035, 0.965, "true")
    cut = EXPRESSION_GAME.run("run", settings={"duration": 1.0}).results
    assert cut["final"]["settled"] == "false"
    assert cut["course"]["time"][-1] == pytest.approx(1.0)
    assert cut["course"]["q1"][-1] == pytest.approx(cut["final"]["q1"], abs=1e-6)


def test_settings_that_make_no_society_are_refused() -> None:
    with pytest.raises(InputError, match="gamma"):
        EXPRESSION_GAME.run("run", settings={"gamma": 1.2})
    with pytest.raises(InputError, match="did you mean 'cost_second'"):
        EXPRESSION_GAME.run("run", settings={"cost_secnd": 0.2})
    with pytest.raises(InputError, match="no seed"):
        EXPRESSION_GAME.run("run", seed=3)
    with pytest.raises(InputError, match="neither has the other"):
        EXPRESSION_GAME.run("agents", settings={"gamma": 1.0, "delta": 0.5})
    with pytest.raises(InputError, match="group empty"):
        EXPRESSION_GAME.run("agents", settings={"people": 2, "share_first": 0.1})
    with pytest.raises(InputError, match="mean_degree"):
        block_network(0.5, 0.5, sizes=(10, 10), mean_degree=60.0, draws=Draws(1))
