"""Shares and interactions of a game: by hand, in closed form, and against an oracle that tries every order."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from math import factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from hushed.experiments.attribution.game import (
    interaction_indices,
    members,
    met_in,
    shapley_shares,
    shares_by_orders,
)
from hushed.experiments.attribution.plan import draw_orders

Game = dict[frozenset[int], int]


@st.composite
def whole_games(draw: st.DrawFn) -> tuple[int, list[int]]:
    players = draw(st.integers(1, 5))
    values = draw(st.lists(st.integers(-50, 50), min_size=1 << players, max_size=1 << players))
    return players, values


def by_set(players: int, values: list[int]) -> Game:
    return {frozenset(i for i in range(players) if subset >> i & 1): value for subset, value in enumerate(values)}


def shares_of_all_orders(players: int, game: Game) -> list[Fraction]:
    """What each player adds on joining, averaged over all orders, in exact numbers."""
    added = [Fraction(0)] * players
    for order in permutations(range(players)):
        there: frozenset[int] = frozenset()
        for player in order:
            added[player] += game[there | {player}] - game[there]
            there |= {player}
    return [total / factorial(players) for total in added]


def interaction_in_all_orders(players: int, game: Game, one: int, other: int) -> Fraction:
    """What two add together beyond what they add apart, where they join as one, averaged over all orders."""
    others = [player for player in range(players) if player not in (one, other)]
    total, orders = Fraction(0), 0
    for order in permutations([*others, -1]):
        there = frozenset(order[: order.index(-1)])
        total += game[there | {one, other}] - game[there | {one}] - game[there | {other}] + game[there]
        orders += 1
    return total / orders


@given(whole_games())
def test_shares_and_interactions_are_those_of_all_orders(drawn: tuple[int, list[int]]) -> None:
    players, values = drawn
    game, given_values = by_set(players, values), np.array(values, dtype=np.float64)
    assert shapley_shares(given_values) == pytest.approx(
        [float(share) for share in shares_of_all_orders(players, game)], abs=1e-10
    )
    indices = interaction_indices(given_values)
    for one in range(players):
        for other in range(one):
            theirs = float(interaction_in_all_orders(players, game, one, other))
            assert indices[one, other] == indices[other, one] == pytest.approx(theirs, abs=1e-10)


@given(
    st.integers(1, 10).flatmap(
        lambda players: arrays(np.float64, (1 << players, 2), elements=st.floats(-1e3, 1e3, width=64))
    )
)
def test_shares_add_up_to_the_whole(values: np.ndarray) -> None:
    assert shapley_shares(values).sum(axis=0) == pytest.approx(values[-1] - values[0], abs=1e-9)


def test_in_an_additive_game_everybody_has_what_she_brings() -> None:
    brings = np.array([3.0, -1.5, 0.0, 7.25])
    values = members(np.arange(16), 4) @ brings
    assert shapley_shares(values) == pytest.approx(brings, abs=1e-12)
    assert interaction_indices(values) == pytest.approx(np.zeros((4, 4)), abs=1e-12)


@pytest.mark.parametrize("needed", [(0, 1), (1, 2, 4), (0, 1, 2, 3, 4)])
def test_those_without_whom_nothing_happens_share_alike_and_others_have_nothing(needed: tuple[int, ...]) -> None:
    """The unanimity game: shares 1/t for the t who are needed, interactions 1/(t - 1) between them, 0 elsewhere."""
    there = members(np.arange(32), 5)
    values = there[:, list(needed)].all(axis=1).astype(np.float64)
    shares, indices = shapley_shares(values), interaction_indices(values)
    for one in range(5):
        assert shares[one] == pytest.approx(1 / len(needed) if one in needed else 0.0, abs=1e-12)
        for other in range(one):
            both = one in needed and other in needed
            assert indices[one, other] == pytest.approx(1 / (len(needed) - 1) if both else 0.0, abs=1e-12)


def test_two_players_by_hand() -> None:
    """v = 2, 3, 5, 12: the first adds 1 or 7, the second 3 or 9; together 6 more than apart."""
    values = np.array([2.0, 3.0, 5.0, 12.0])
    assert shapley_shares(values).tolist() == [4.0, 6.0]
    assert interaction_indices(values)[0, 1] == 6.0


def test_those_who_stand_in_for_each_other_interact_below_zero() -> None:
    assert interaction_indices(np.array([0.0, 1.0, 1.0, 1.0]))[1, 0] == -1.0


def test_many_symmetric_players_share_alike() -> None:
    sizes = members(np.arange(1 << 10), 10).sum(axis=1)
    assert shapley_shares(sizes**2 / 7.0) == pytest.approx(np.full(10, 100 / 70), abs=1e-12)


def test_a_single_player_has_it_all() -> None:
    assert shapley_shares(np.array([1.0, 4.0])).tolist() == [3.0]
    assert interaction_indices(np.array([1.0, 4.0])).tolist() == [[0.0]]


def test_values_that_are_no_game_are_refused() -> None:
    with pytest.raises(ValueError, match=r"2\^n of them; these are 6"):
        shapley_shares(np.zeros(6))


# Some orders in place of every subset ------------------------------------------------------------


def _along(values: np.ndarray, orders: np.ndarray) -> np.ndarray:
    return values[np.array([met_in(order) for order in orders])]


def test_all_orders_give_the_exact_shares() -> None:
    values = np.cos(np.arange(16.0)).repeat(2).reshape(16, 2) * [1.0, 3.0]
    orders = np.array(list(permutations(range(4))))
    shares, _ = shares_by_orders(_along(values, orders), orders)
    assert shares == pytest.approx(shapley_shares(values), abs=1e-12)


@given(st.integers(2, 6), st.integers(2, 9), st.integers(0, 2**32 - 1))
def test_shares_of_any_orders_add_up_and_err_as_their_mean_does(players: int, count: int, seed: int) -> None:
    values = np.sin(1.0 + np.arange(1 << players)) * 100
    orders = draw_orders(seed=seed, replicate=0, orders=count, players=players)
    shares, errors = shares_by_orders(_along(values, orders), orders)
    assert shares.sum() == pytest.approx(values[-1] - values[0], abs=1e-9)
    for player in range(players):
        added = []
        for order in orders.tolist():
            before = sum(1 << other for other in order[: order.index(player)])
            added.append(values[before | 1 << player] - values[before])
        assert shares[player] == pytest.approx(np.mean(added), abs=1e-9)
        assert errors[player] == pytest.approx(stats.sem(added), abs=1e-9)


def test_one_order_has_no_error() -> None:
    orders = np.array([[1, 0]])
    shares, errors = shares_by_orders(_along(np.array([2.0, 3.0, 5.0, 12.0]), orders), orders)
    assert shares.tolist() == [7.0, 3.0]
    assert np.isnan(errors).all()


def test_orders_are_drawn_alike_and_each_as_often_as_any_other() -> None:
    orders = draw_orders(seed=3, replicate=1, orders=6_000, players=3)
    assert np.array_equal(np.sort(orders, axis=1), np.tile(np.arange(3), (6_000, 1)))
    assert np.array_equal(orders[:10], draw_orders(seed=3, replicate=1, orders=10, players=3))
    assert not np.array_equal(orders, draw_orders(seed=3, replicate=2, orders=6_000, players=3))
    _, counts = np.unique(orders, axis=0, return_counts=True)
    assert stats.chisquare(counts).pvalue > 0.001
