"""The hysteresis of silence against elimination, other solvers, and people followed one by one in plain Python."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given, settings, strategies
from scipy.optimize import brentq
from scipy.stats import ttest_ind_from_stats

from hushed.errors import InputError
from hushed.random import Draws, channel_of, uniforms
from hushed.replications.expression_game.dynamics import State
from hushed.replications.silence_hysteresis import (
    SILENCE_HYSTERESIS,
    PeopleSettings,
    ScanSettings,
    Settings,
    people,
    play,
    scan,
)
from hushed.replications.silence_hysteresis import settings as scans
from hushed.replications.silence_hysteresis.loop import kept_to, regained_at
from hushed.replications.silence_hysteresis.network import (
    Cohesion,
    Formation,
    cohesion_of,
    grown,
    growth,
    growths,
    network_rests,
    paces_of,
    shares_of,
)
from hushed.replications.silence_hysteresis.people import (
    ACCEPTS,
    CANDIDATE,
    CLOSES,
    CUT,
    MIDDLE,
    MOVER,
    Ties,
    cohesion_on,
    crowd_of,
    random_ties,
    rewire,
)
from hushed.replications.silence_hysteresis.program import welch
from hushed.replications.silence_hysteresis.settings import Outcome, play_people

inner = strategies.floats(0.01, 0.99)
PUBLISHED = Formation(0.8, 0.755, 0.65, 0.2)


@pytest.mark.parametrize("item", ["network", "loop", "simulation"])
def test_quick_dockings_pass(item: str) -> None:
    docking = SILENCE_HYSTERESIS.run(item, quick=True)
    assert [one.as_json() for one in docking.docked if not one.passed] == []
    assert docking.docked
    assert docking.panels


@pytest.mark.verification
@pytest.mark.parametrize("item", ["loop", "simulation"])
def test_full_dockings_pass(item: str) -> None:
    docking = SILENCE_HYSTERESIS.run(item)
    assert [one.as_json() for one in docking.docked if not one.passed] == []


@given(inner, inner, inner, inner, inner)
def test_growth_is_that_of_two_steps_on_a_chain(a: float, b: float, s: float, n: float, c: float) -> None:
    """Candidates by closure are two steps of the chain of groups; without it they are the population."""
    chain = np.array([[a, 1 - a], [1 - b, b]])
    candidate = c * (chain @ chain)[0] + (1 - c) * np.array([n, 1 - n])
    inwards = candidate[0] * s * (1 - a)
    outwards = candidate[1] * (1 - s) * a
    assert growth(a, b, s, n, c) == pytest.approx(inwards - outwards, abs=1e-12)


@given(inner, inner)
def test_cohesion_and_shares_of_ties_determine_each_other(a: float, b: float) -> None:
    p, q = shares_of(Cohesion(a, b))
    assert p + q < 1
    # A group's ties that lie within it count twice among its ties' ends: T = 2P / (2P + between).
    assert 2 * p / (2 * p + (1 - p - q)) == pytest.approx(a)
    assert cohesion_of((p, q)) == pytest.approx((a, b))


def eliminated(formation: Formation) -> list[tuple[float, float]]:
    """Points of rest by algebra: the minority's equation is linear in T_b, and signs of the majority's along it."""
    c, s, r, n = formation

    def other(a: np.ndarray) -> np.ndarray:
        inwards = s * (1 - a) * (c * (a**2 + 1 - a) + (1 - c) * n)
        outwards = (1 - s) * a * (c * a * (1 - a) + (1 - c) * (1 - n))
        return (inwards - outwards) / (c * (1 - a) * (s * (1 - a) + (1 - s) * a))

    def majority(a: np.ndarray) -> np.ndarray:
        b = other(a)
        inwards = r * (1 - b) * (c * (b**2 + (1 - b) * (1 - a)) + (1 - c) * (1 - n))
        return inwards - (1 - r) * b * (c * (a + b) * (1 - b) + (1 - c) * n)

    line = np.linspace(1e-4, 1 - 1e-4, 100_001)
    signs = np.where((other(line) > 0) & (other(line) < 1), np.sign(majority(line)), np.nan)
    places = np.flatnonzero(signs[1:] * signs[:-1] < 0)
    roots = [brentq(majority, line[k], line[k + 1], xtol=1e-14) for k in places]
    return [(root, float(other(np.array(root)))) for root in roots]


@pytest.mark.parametrize(("closure", "number"), [(0.3, 1), (0.7, 1), (0.8, 1), (0.86, 1), (0.9, 3), (0.95, 3)])
def test_points_of_rest_are_those_of_elimination(closure: float, number: int) -> None:
    formation = PUBLISHED._replace(closure=closure)
    found = network_rests(formation)
    assert [tuple(one.cohesion) for one in found] == [pytest.approx(one, abs=1e-6) for one in eliminated(formation)]
    assert len(found) == number
    assert [one.stable for one in found] == [True, False, True][:number]


def test_ties_rest_where_a_plain_scheme_of_small_steps_does() -> None:
    p, q = shares_of(Cohesion(0.2, 0.8))
    for _ in range(40_000):
        one = growths(2 * p / (1 + p - q), 2 * q / (1 + q - p), PUBLISHED)
        r, s = p + 0.05 * one[0], q + 0.05 * one[1]
        two = growths(2 * r / (1 + r - s), 2 * s / (1 + s - r), PUBLISHED)
        p, q = p + 0.025 * (one[0] + two[0]), q + 0.025 * (one[1] + two[1])
    ours, still = grown(Cohesion(0.2, 0.8), PUBLISHED, duration=1e6)
    assert still
    assert ours == pytest.approx((2 * p / (1 + p - q), 2 * q / (1 + q - p)), abs=1e-7)


def test_pace_moves_no_point_of_rest() -> None:
    slow, _ = grown(Cohesion(0.2, 0.8), PUBLISHED, duration=1e7, paces=paces_of(0.2, 20.0))
    assert slow == pytest.approx(grown(Cohesion(0.2, 0.8), PUBLISHED, duration=1e6)[0], abs=1e-8)


@settings(max_examples=30, deadline=None)
@given(strategies.floats(0, 0.95), strategies.floats(0.05, 0.95), strategies.floats(0.05, 0.95), inner)
def test_groups_trade_places(closure: float, s: float, r: float, n: float) -> None:
    formation, mirrored = Formation(closure, s, r, n), Formation(closure, r, s, 1 - n)
    assume(all(abs(one.eigenvalue) > 1e-3 for one in network_rests(formation)))
    ours = sorted(tuple(one.cohesion) for one in network_rests(formation))
    theirs = sorted((one.cohesion.b, one.cohesion.a) for one in network_rests(mirrored))
    assert ours == [pytest.approx(one, abs=1e-7) for one in theirs]


def test_equal_groups_stay_equal_even_where_that_is_unstable() -> None:
    formation = Formation(0.9, 0.65, 0.65, 0.5)
    ours, _ = grown(Cohesion(0.5, 0.5), formation, duration=1e6)
    assert ours.a == pytest.approx(ours.b, abs=1e-9)
    assert [one.stable for one in network_rests(formation)] == [True, False, True]


def test_ties_made_blindly_stay_as_they_are() -> None:
    """Homophilies of 1/2 accept everybody alike, so groups meet as they are many, whatever the closure."""
    for closure in (0.0, 0.5, 0.9):
        ours, _ = grown(Cohesion(0.3, 0.7), Formation(closure, 0.5, 0.5, 0.3), duration=1e6)
        assert ours == pytest.approx((0.3, 0.7), abs=1e-9)


def row(*speech: float) -> list[Outcome]:
    closures = np.linspace(0.9, 0.7, len(speech)).tolist()
    return [Outcome(c, Cohesion(0.5, 0.5), State(q, 0.0), True) for c, q in zip(closures, speech, strict=True)]


def test_ends_of_a_loop() -> None:
    there, back = row(0.5, 0.4, 0.3, -0.2, -0.3), row(0.5, -0.1, -0.1, -0.2, -0.3)[::-1]
    assert kept_to((there, back)) == pytest.approx(0.8)
    assert regained_at((there, back)) == pytest.approx(0.9)
    assert kept_to((row(-0.1, 0.2), [])) is None
    assert kept_to((row(0.5, -0.1, 0.4), [])) == pytest.approx(0.9), "speech that comes back was not kept"
    assert regained_at((there, row(0.5, 0.4)[::-1])) is None
    assert regained_at((there, row(-0.5, -0.4)[::-1])) is None


def test_a_scan_goes_on_from_where_it_was() -> None:
    there, back = scan(ScanSettings(points=3, closure_from=0.9, closure_to=0.8))
    assert [one.closure for one in there + back] == pytest.approx([0.9, 0.85, 0.8, 0.8, 0.85, 0.9])
    # At closure .8 and beta 10 a society that starts with both groups speaking keeps both; the scan's does not.
    alone = play(Settings(closure=0.8))
    assert alone.speech.second > 0 > there[-1].speech.second
    assert there[-1].cohesion == pytest.approx(alone.cohesion, abs=1e-8)


def ends_of(ties: Ties) -> list[set[int]]:
    return [set(row_[:degree].tolist()) for row_, degree in zip(ties.rows, ties.degrees, strict=True)]


def copied(ties: Ties) -> Ties:
    return Ties(ties.rows.copy(), ties.degrees.copy(), ties.groups)


@pytest.mark.parametrize("closure", [0.0, 0.7, 1.0])
def test_people_move_ties_as_in_a_plain_loop(closure: float) -> None:
    """One by one, from the same draws, on lists of friends that share no line with the kernel."""
    draws = Draws(seed=9, replicate=1)
    formation = Formation(closure, 0.8, 0.6, 0.3)
    ties = random_ties(people=40, minority=0.3, mean_degree=3.0, draws=draws, exact=True)
    narrow = ties._replace(rows=ties.rows[:, : int(ties.degrees.max())].copy())
    friends = [row_[:degree].tolist() for row_, degree in zip(ties.rows, ties.degrees, strict=True)]

    def drawn(purpose: int, sweep: int, subject: int) -> float:
        one = uniforms(seed=9, replicate=1, round=sweep, subjects=np.array([subject]), channel=channel_of(purpose))
        return float(one[0])

    for sweep in range(12):
        for turn in range(40):
            subject = turn
            while not friends[int(drawn(MOVER, sweep, subject) * 40)]:
                subject += 40
            person = int(drawn(MOVER, sweep, subject) * 40)
            chosen = drawn(CANDIDATE, sweep, turn)
            candidate = int(chosen * 40)
            if drawn(CLOSES, sweep, turn) < closure:
                own = friends[person]
                circle = friends[own[int(drawn(MIDDLE, sweep, turn) * len(own))]]
                candidate = circle[int(chosen * len(circle))]
            own_group = (person < 12) == (candidate < 12)
            homophily = 0.8 if person < 12 else 0.6
            accepted = drawn(ACCEPTS, sweep, turn) < (homophily if own_group else 1 - homophily)
            if candidate == person or not accepted or candidate in friends[person]:
                continue
            place = int(drawn(CUT, sweep, turn) * len(friends[person]))
            former = friends[person][place]
            friends[person][place] = candidate
            friends[candidate].append(person)
            # The last of the row takes the place of the one who left.
            gone = friends[former].index(person)
            friends[former][gone] = friends[former][-1]
            friends[former].pop()
    moved = rewire(narrow, formation, sweeps=12, draws=draws)
    assert [row_[:degree].tolist() for row_, degree in zip(moved.rows, moved.degrees, strict=True)] == friends
    assert moved.rows.shape[1] > narrow.rows.shape[1] or moved.degrees.max() <= narrow.rows.shape[1]


def test_moved_ties_are_still_a_network() -> None:
    draws = Draws(seed=2)
    ties = random_ties(people=300, minority=0.2, mean_degree=8.0, draws=draws, exact=True)
    before = int(ties.degrees.sum())
    moved = rewire(ties, PUBLISHED, sweeps=100, draws=draws)
    circles = ends_of(moved)
    assert sum(map(len, circles)) == before == moved.degrees.sum()
    assert all(person in circles[friend] for person, circle in enumerate(circles) for friend in circle)
    assert all(person not in circle for person, circle in enumerate(circles))


def test_the_minority_is_drawn_or_counted_out() -> None:
    draws = Draws(seed=8)
    counted = random_ties(people=1000, minority=0.2, mean_degree=4.0, draws=draws, exact=True)
    drawn = random_ties(people=1000, minority=0.2, mean_degree=4.0, draws=draws, exact=False)
    assert (counted.groups == 0).sum() == 200
    assert 150 < (drawn.groups == 0).sum() < 250
    assert not np.array_equal(drawn.groups, np.sort(drawn.groups))
    assert ends_of(drawn) == ends_of(counted)


def test_sweeps_in_two_parts_are_the_sweeps_in_one() -> None:
    draws = Draws(seed=4)
    ties = random_ties(people=100, minority=0.2, mean_degree=6.0, draws=draws, exact=True)
    whole = rewire(copied(ties), PUBLISHED, sweeps=30, draws=draws)
    half = rewire(copied(ties), PUBLISHED, sweeps=10, draws=draws)
    parts = rewire(half, PUBLISHED, sweeps=20, draws=draws, first_sweep=10)
    assert ends_of(whole) == ends_of(parts)


def test_ties_move_the_same_however_often_others_are_let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    formation = Formation(0.8, 0.7, 0.6, 0.3)
    draws = Draws(5)
    start = random_ties(people=60, minority=0.3, mean_degree=4.0, draws=draws, exact=True)
    whole = rewire(copied(start), formation, sweeps=30, draws=draws)
    monkeypatch.setattr(people, "_TURNS", 7)
    parts = rewire(copied(start), formation, sweeps=30, draws=draws)
    assert ends_of(parts) == ends_of(whole)
    assert parts.rows.shape == whole.rows.shape, "rows grow with friends and not with time"


def test_where_nobody_has_a_friend_nothing_moves_and_nothing_hangs() -> None:
    alone = Ties(np.zeros((10, 8), np.uint32), np.zeros(10, np.int64), np.array([0] * 3 + [1] * 7, np.uint8))
    assert rewire(alone, Formation(0.8, 0.7, 0.6, 0.3), sweeps=5, draws=Draws(1)) is alone


@pytest.mark.parametrize(
    ("item", "settings_", "says"),
    [
        ("people", {"people": 1_000_000, "sweeps": 10**7}, "these may take some"),
        ("people", {"mean_degree": 1e-9}, "mean_degree: it should be greater"),
        ("scan", {"points": 1000, "duration": 1e6, "beta": 10_000.0}, "duration, step, beta, points"),
        ("run", {"minority": 1e-300}, "minority: it should be greater"),
        ("run", {"network_duration": 1e-300}, "network_duration"),
    ],
)
def test_what_would_take_days_is_refused_at_once(item: str, settings_: dict[str, float], says: str) -> None:
    with pytest.raises(InputError, match=says):
        SILENCE_HYSTERESIS.run(item, settings=settings_)


def test_cohesion_and_the_largest_component_are_those_of_networkx() -> None:
    draws = Draws(seed=3)
    ties = rewire(
        random_ties(people=200, minority=0.3, mean_degree=2.0, draws=draws, exact=True),
        PUBLISHED,
        sweeps=20,
        draws=draws,
    )
    graph = nx.Graph()
    graph.add_nodes_from(range(200))
    graph.add_edges_from((i, j) for i, circle in enumerate(ends_of(ties)) for j in circle)
    kinds = [(i < 60) + (j < 60) for i, j in graph.edges]
    inside_a, between, inside_b = kinds.count(2), kinds.count(1), kinds.count(0)
    expected = 2 * inside_a / (2 * inside_a + between), 2 * inside_b / (2 * inside_b + between)
    assert cohesion_on(ties) == pytest.approx(expected)
    largest = graph.subgraph(max(nx.connected_components(graph), key=len))
    network, groups = crowd_of(ties)
    network.check()
    assert (network.people, network.ties) == (len(largest), largest.number_of_edges())
    assert (groups == 0).sum() == sum(person < 60 for person in largest)
    assert sorted(network.degrees().tolist()) == sorted(degree for _, degree in largest.degree)


def test_those_who_learn_are_the_largest_group_wherever_it_stands() -> None:
    """Two people, then a row of four, then one alone: the four are kept, with their groups."""
    rows = np.array([[1, 0], [0, 0], [3, 0], [2, 4], [3, 5], [4, 0], [0, 0]], dtype=np.uint32)
    ties = Ties(rows, np.array([1, 1, 1, 2, 2, 1, 0]), np.array([0, 0, 1, 0, 1, 1, 0], dtype=np.uint8))
    network, groups = crowd_of(ties)
    assert groups.tolist() == [1, 0, 1, 1]
    assert network.degrees().tolist() == [1, 2, 2, 1]
    assert network.friends.tolist() == [1, 0, 2, 1, 3, 2]


def test_a_sweep_can_move_as_many_ties_as_there_are_turns() -> None:
    """1000 people of degree 20 have 10000 ties; 200 turns of the minority and 800 of the majority move 2 and 8 %."""
    assert paces_of(0.2, 20.0) == pytest.approx((200 / 10_000, 800 / 10_000))


def test_people_who_accept_only_their_own_never_tie_to_the_others() -> None:
    draws = Draws(seed=6)
    ties = random_ties(people=200, minority=0.5, mean_degree=8.0, draws=draws, exact=True)
    across = [sum((i < 100) != (j < 100) for i, c in enumerate(ends_of(ties)) for j in c)]
    for part in range(3):
        ties = rewire(ties, Formation(0.5, 1.0, 1.0, 0.5), sweeps=20, draws=draws, first_sweep=20 * part)
        across.append(sum((i < 100) != (j < 100) for i, c in enumerate(ends_of(ties)) for j in c))
    assert across == sorted(across, reverse=True)
    assert across[-1] < across[0] / 10


def test_people_go_there_and_back_and_are_repeated_to_the_bit() -> None:
    chosen = PeopleSettings(people=80, mean_degree=6.0, first_tie_sweeps=20, tie_sweeps=10, sweeps=10, points=3)
    there, back = play_people(chosen)
    assert [one.closure for one in there + back] == pytest.approx([0.9, 0.8, 0.7, 0.7, 0.8, 0.9])
    assert (there, back) == play_people(chosen)
    assert there != play_people(chosen, 1)[0]
    single = play_people(chosen.model_copy(update={"points": 1}))
    assert single == ([there[0]], [])


def test_ties_of_the_first_closure_moved_for_its_sweeps_and_those_before() -> None:
    chosen = PeopleSettings(people=200, mean_degree=6.0, first_tie_sweeps=7, tie_sweeps=5, sweeps=1)
    ((first,), _), draws = play_people(chosen), Draws(chosen.seed)
    ties = random_ties(people=200, minority=0.2, mean_degree=6.0, draws=draws, exact=False)
    assert first.cohesion == cohesion_on(rewire(ties, chosen.formation(0.9), sweeps=12, draws=draws))


def test_no_sweep_of_a_scan_repeats_the_numbers_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: dict[str, list[int]] = {"learn": [], "rewire": []}

    def noting(name: str) -> Callable[..., Any]:
        whole = getattr(scans, name)

        def noted(*given_: Any, sweeps: int, first_sweep: int = 0, **named: Any) -> Any:
            drawn[name] += range(first_sweep, first_sweep + sweeps)
            return whole(*given_, sweeps=sweeps, first_sweep=first_sweep, **named)

        return noted

    for name in drawn:
        monkeypatch.setattr(scans, name, noting(name))
    play_people(PeopleSettings(people=60, mean_degree=5.0, first_tie_sweeps=3, tie_sweeps=4, sweeps=2, points=3))
    assert drawn == {"learn": list(range(2 * 6)), "rewire": list(range(3 + 4 * 6))}


@pytest.mark.parametrize(
    ("item", "chosen"),
    [
        ("run", {"closure": 0.9, "beta": 7}),
        ("run", {"closure": 1.0}),
        ("scan", {"points": 2, "closure_from": 1.0, "beta": 5.0}),
        ("people", {"people": 60, "mean_degree": 5, "first_tie_sweeps": 5, "tie_sweeps": 5, "sweeps": 5, "points": 2}),
    ],
)
def test_free_items_are_plain_data(item: str, chosen: dict[str, float]) -> None:
    told = json.loads(json.dumps(SILENCE_HYSTERESIS.run(item, settings=chosen).as_json(), allow_nan=False))
    assert told["final"]
    assert told["targets"] == []


def test_a_run_tells_of_the_networks_other_state() -> None:
    final = SILENCE_HYSTERESIS.run("run", settings={"closure": 0.9}).results["final"]
    assert (round(final["t_a"], 4), final["stable states of ties"]) == (0.9517, 2)
    other = SILENCE_HYSTERESIS.run("run", settings={"closure": 0.9, "t_a": 0.2, "t_b": 0.97}).results["final"]
    assert round(other["t_a"], 4) == 0.1988


def test_welch_is_scipys() -> None:
    ours = [0.1, 0.4, 0.35, 0.2, 0.33]
    theirs = ttest_ind_from_stats(0.3, 0.05, 100, np.mean(ours), np.std(ours, ddof=1), 5, equal_var=False)
    assert welch(0.3, 0.05, 100, ours) == pytest.approx(theirs.pvalue)


def test_settings_that_make_no_society_are_refused() -> None:
    with pytest.raises(InputError, match="closure"):
        SILENCE_HYSTERESIS.run("run", settings={"closure": 1.2})
    with pytest.raises(InputError, match="no seed"):
        SILENCE_HYSTERESIS.run("scan", seed=3)
    with pytest.raises(InputError, match="group empty"):
        SILENCE_HYSTERESIS.run("people", settings={"people": 10, "minority": 0.01, "mean_degree": 3.0})
    with pytest.raises(InputError, match="mean_degree"):
        SILENCE_HYSTERESIS.run("people", settings={"people": 10, "mean_degree": 30.0})
