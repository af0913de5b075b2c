"""Thresholds of collective behaviour: closed forms, small crowds by hand, and chains worked another way."""

from __future__ import annotations

import itertools
import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import kstest

from hushed.errors import InputError
from hushed.replications.thresholds import THRESHOLDS
from hushed.replications.thresholds.crowds import final_law, final_numbers
from hushed.replications.thresholds.model import critical_spread, play
from hushed.replications.thresholds.people import Settings, cumulative, thresholds_of, turns_of


def spread_like_gossip(thresholds: list[float], start: float, *, strictly: bool = False) -> list[int]:
    """Who acts, person by person, asking everybody in every round."""
    level, numbers = start, []
    while True:
        acting = [t for t in thresholds if (t < level if strictly else t <= level)]
        numbers.append(len(acting))
        if len(acting) == level:
            return numbers
        level = len(acting)


@pytest.mark.parametrize("item", ["riots", "revolutions", "crowds"])
def test_quick_docking_passes(item: str) -> None:
    docking = THRESHOLDS.run(item, quick=True)
    assert [one.as_json() for one in docking.docked if not one.passed] == []
    assert docking.docked
    assert docking.panels


@pytest.mark.verification
def test_full_docking_passes() -> None:
    for item in THRESHOLDS.items:
        assert THRESHOLDS.run(item.name).passed


def test_the_critical_spread_touches_the_diagonal_and_nothing_less_does() -> None:
    for mean in (5.0, 25.0, 40.0, 49.0):
        sd = critical_spread(mean)
        below = Settings(mean=mean, sd=sd * (1 - 1e-9))
        above = Settings(mean=mean, sd=sd * (1 + 1e-9))
        small, large = play(below).equilibrium, play(above).equilibrium
        assert small < mean < large
        # Touching: the slope of F is one where the small equilibrium ends.
        slope = 100 * (cumulative(below, small + 1e-4) - cumulative(below, small - 1e-4)) / 2e-4
        assert slope == pytest.approx(1, abs=1e-3)
    with pytest.raises(ValueError, match="between 0 and 50"):
        critical_spread(50.0)


def test_equilibria_by_brute_force() -> None:
    """The integral of the density meets the diagonal there, and lies above it everywhere before."""
    for sd in (8.0, 12.2, 20.0, 50.0):
        ours = play(Settings(sd=sd)).equilibrium
        share, _ = quad(lambda z: math.exp(-z * z / 2) / math.sqrt(2 * math.pi), -40, (ours - 25) / sd)
        assert 100 * share == pytest.approx(ours, abs=1e-6)
        grid = np.linspace(0, ours - 1e-3, 20_000)
        assert all(100 * cumulative(Settings(sd=sd), float(r)) > r for r in grid)


def test_from_another_start_the_next_equilibrium_on_the_way_is_reached() -> None:
    low = play(Settings(sd=10.0)).equilibrium
    middle = next(r for r in np.linspace(low + 0.1, 60, 4000) if 100 * cumulative(Settings(sd=10.0), float(r)) > r)
    assert play(Settings(sd=10.0, start=middle - 0.1)).equilibrium == pytest.approx(low, abs=1e-9)
    assert play(Settings(sd=10.0, start=middle + 0.1)).equilibrium > 99
    # A path from above comes down to the same place.
    assert play(Settings(sd=50.0, start=100.0)).equilibrium == pytest.approx(90.4852, abs=1e-4)


def test_a_cut_off_path_still_tells_where_it_settles() -> None:
    short, long = play(Settings(rounds=3)), play(Settings())
    assert not short.settled
    assert short.path.tolist() == long.path[:4].tolist()
    assert short.equilibrium == long.equilibrium
    assert long.path[-1] == pytest.approx(long.equilibrium, abs=1e-8)


def test_nobody_starts_where_truncation_takes_the_unconditional_away() -> None:
    assert play(Settings(distribution="truncated-normal", sd=30.0)).equilibrium == 0
    assert play(Settings(distribution="truncated-normal", sd=30.0, start=1.0)).equilibrium == pytest.approx(100)


@pytest.mark.parametrize(("mean", "sd"), [(50.0, 45.0), (50.0, 25.0), (30.0, 20.0), (60.0, 30.0)])
def test_between_turns_a_truncated_crowd_only_gains_or_only_loses(mean: float, sd: float) -> None:
    """Truncation makes the density taller: at sd 45 the whole normal has no turns, and this has two."""
    crowd = Settings(distribution="truncated-normal", mean=mean, sd=sd)
    turns = turns_of(crowd)
    assert len(turns) == 2
    for turn in (one for one in turns if 0 < one < 100):
        slope = 100 * (cumulative(crowd, turn + 1e-4) - cumulative(crowd, turn - 1e-4)) / 2e-4
        assert slope == pytest.approx(1, abs=1e-5)
    edges = [0.0, *(min(max(turn, 0.0), 100.0) for turn in turns), 100.0]
    for low, high, sign in zip(edges, edges[1:], (-1, 1, -1), strict=False):
        excess = [100 * cumulative(crowd, r) - r for r in np.linspace(low, high, 50).tolist()]
        assert (sign * np.diff(excess) >= -1e-9).all()


def test_a_truncated_crowd_that_is_symmetric_parts_at_its_middle() -> None:
    crowd = Settings(distribution="truncated-normal", mean=50.0, sd=45.0)
    for start, end in ((49.0, 0.0), (50.0, 50.0), (51.0, 100.0)):
        assert play(crowd.model_copy(update={"start": start})).equilibrium == pytest.approx(end, abs=1e-6)


def test_uniform_crowds_by_hand() -> None:
    # F(r) = (r + 10)/80 * 100 crosses the diagonal nowhere below 70, where all act.
    assert play(Settings(distribution="uniform", low=-10.0, high=70.0)).equilibrium == 100
    # F(r) = (r + 10)/160 * 100: r = 100 (r + 10)/160 at 50/3.
    assert play(Settings(distribution="uniform", low=-10.0, high=150.0)).equilibrium == pytest.approx(50 / 3)
    assert play(Settings(distribution="uniform", low=10.0, high=50.0, start=5.0)).equilibrium == 0


@given(
    thresholds=st.lists(st.integers(-2, 12), min_size=1, max_size=10),
    start=st.integers(0, 10),
    strictly=st.booleans(),
)
@effort(max_examples=150, deadline=None)
def test_listed_crowds_do_what_each_person_does(thresholds: list[int], start: int, strictly: bool) -> None:
    people = len(thresholds)
    start = min(start, people)
    listed = tuple(float(t) for t in thresholds)
    crowd = Settings(
        distribution="list", thresholds=listed, out_of=float(people), start=float(start), strictly=strictly
    )
    run = play(crowd)
    assert run.path[0] == start
    assert run.path[1:].tolist() == spread_like_gossip(list(listed), float(start), strictly=strictly)
    assert run.settled
    assert run.equilibrium == run.path[-1]
    # One with a lower threshold never makes fewer act.
    braver = crowd.model_copy(update={"thresholds": (listed[0] - 1, *listed[1:])})
    assert play(braver).equilibrium >= run.equilibrium


def test_lists_and_percentages_mean_the_same() -> None:
    percent = Settings(distribution="list", thresholds=(0.0, 25.0, 50.0, 80.0))
    people = Settings(distribution="list", thresholds=(0.0, 1.0, 2.0, 3.2), out_of=4.0)
    assert play(percent).path.tolist() == [0, 25, 50, 75, 75]
    assert play(people).path.tolist() == [0, 1, 2, 3, 3]


def test_the_law_of_small_crowds_by_listing_every_order() -> None:
    """Thresholds uniform on [-1, 3): four equally likely unit cells decide everything for three people."""
    crowd = Settings(distribution="uniform", low=-1.0, high=3.0, out_of=3.0, population=3)
    expected = np.zeros(4)
    for cells in itertools.product((-0.5, 0.5, 1.5, 2.5), repeat=3):
        expected[spread_like_gossip(list(cells), 0.0)[-1]] += 1 / 64
    assert final_law(crowd) == pytest.approx(expected, abs=1e-12)


def test_the_law_adds_up_and_drawn_crowds_are_those_that_are_played() -> None:
    crowd = Settings(sd=12.2, population=60, seed=5)
    assert final_law(crowd).sum() == pytest.approx(1, abs=1e-9)
    fast = final_numbers(crowd, 40)
    for number, settled in enumerate(fast):
        assert play(crowd, number).equilibrium == pytest.approx(100 * settled / 60)
    assert len(set(fast.tolist())) > 3
    with pytest.raises(ValueError, match="start from 0"):
        final_law(Settings())


@pytest.mark.parametrize("distribution", ["normal", "truncated-normal", "uniform"])
def test_drawn_thresholds_have_their_distribution(distribution: str) -> None:
    crowd = Settings(distribution=distribution, population=20_000, sd=20.0, low=-5.0, high=90.0, seed=3)
    drawn = thresholds_of(crowd)
    assert kstest(drawn, lambda values: np.array([cumulative(crowd, float(v)) for v in values])).pvalue > 1e-3
    if distribution == "truncated-normal":
        assert 0 <= drawn.min() <= drawn.max() <= 100


def test_large_crowds_approach_the_continuum() -> None:
    assert play(Settings(sd=30.0, population=200_000)).equilibrium == pytest.approx(99.339, abs=0.1)


def test_a_run_of_any_settings_is_one_json_object() -> None:
    one = THRESHOLDS.run("run", settings={"distribution": "list", "thresholds": [0, 1, 5], "out_of": 3.0})
    told = json.loads(json.dumps(one.as_json(), allow_nan=False))
    assert told["final"] == {"equilibrium": 2.0, "acting": 2.0, "rounds": 3, "settled": 1.0}
    assert told["per_round"]["acting"] == [0, 1, 2, 2]
    many = THRESHOLDS.run("run", seed=4, settings={"population": 30, "crowds": 20, "sd": 15.0})
    assert len(many.results["equilibria"]) == 20
    assert many.results["settings"]["seed"] == 4
    assert THRESHOLDS.run("run", seed=4, settings={"population": 30, "crowds": 20, "sd": 15.0}).results == many.results


def test_a_seed_is_refused_where_nothing_is_drawn() -> None:
    for item in ("riots", "revolutions"):
        with pytest.raises(InputError, match="nothing is drawn"):
            THRESHOLDS.run(item, seed=1)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"start": 101.0}, "at most out_of"),
        ({"thresholds": [1.0]}, "with no other"),
        ({"distribution": "list"}, "to be listed"),
        ({"distribution": "list", "thresholds": [1.0, 2.0], "population": 3}, "2 thresholds are listed"),
        ({"distribution": "uniform", "low": 3.0, "high": 3.0}, "low must be below high"),
        ({"distribution": "truncated-normal", "mean": 500.0}, "hardly any threshold"),
        ({"sd": 0.0}, "sd: it should be greater than"),
        ({"spread": 3.0}, "unknown setting"),
    ],
)
def test_contradictions_are_refused(settings: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        THRESHOLDS.run("run", settings=settings)
