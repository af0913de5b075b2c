"""How a whole that several bring about together is shared out among them: Shapley's shares, and interactions of pairs.

A game is an array whose first axis holds its value for every subset of n players: subset s has player i if bit i of s
is set. Further axes hold games side by side.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import comb

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Subsets = NDArray[np.int64]


def members(subsets: Subsets, players: int) -> NDArray[np.bool_]:
    """Who is in each subset: shape (subsets, players)."""
    there: NDArray[np.bool_] = (subsets[:, None] >> np.arange(players)) & 1 == 1
    return there


def shapley_shares(values: Floats) -> Floats:
    """Each player's share of v(all) - v(none): shape (n, ...) from values of shape (2^n, ...).

    phi_i = sum over S without i of |S|! (n - |S| - 1)! / n! [v(S + i) - v(S)]: what i adds, averaged over all orders
    in which players can come or go. Source: Shapley (1953), A value for n-person games.
    """
    players = _players(values)
    weights = np.array([1.0 / (players * comb(players - 1, size)) for size in range(players)])
    return np.array([_averaged(values, (player,), weights) for player in range(players)])


def interaction_indices(values: Floats) -> Floats:
    """How much more, or less, two players add together than apart: shape (n, n, ...), symmetric, 0 on the diagonal.

    I_ij = sum over S without i and j of |S|! (n - |S| - 2)! / (n - 1)! [v(S + ij) - v(S + i) - v(S + j) + v(S)].
    Source: Grabisch & Roubens (1999), An axiomatic approach to the concept of interaction among players.
    """
    players = _players(values)
    weights = np.array([1.0 / ((players - 1) * comb(players - 2, size)) for size in range(players - 1)])
    indices = np.zeros((players, players, *values.shape[1:]))
    for one in range(players):
        for other in range(one):
            indices[one, other] = indices[other, one] = _averaged(values, (one, other), weights)
    return indices


def _players(values: Floats) -> int:
    players = len(values).bit_length() - 1
    if len(values) != 1 << players:
        raise ValueError(f"a game has a value for every subset, so 2^n of them; these are {len(values)}")
    return players


def _averaged(values: Floats, joining: tuple[int, ...], weights: Floats) -> Floats:
    """What those joining add beyond what fewer of them add, weighed by the size of the subset they join."""
    added, bits = values, 0
    subsets = np.arange(len(values))
    for player in joining:
        bits |= 1 << player
        added = added[subsets | 1 << player] - added
    without = subsets[subsets & bits == 0]
    weighed: Floats = np.tensordot(weights[np.bitwise_count(without)], added[without], axes=1)
    return weighed


def met_in(order: Iterable[int]) -> list[int]:
    """The subsets met as players join one after the other: n + 1 of them, from none to all."""
    met = [0]
    for player in order:
        met.append(met[-1] | 1 << int(player))
    return met


def shares_by_orders(values: Floats, orders: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Estimated shares and their standard errors, each of shape (n, ...), from some orders of joining.

    `orders` has shape (orders, n); `values` are those of the subsets met, shape (orders, n + 1, ...), so every order
    shares out the whole and so does their mean. The errors are NaN for a single order. Source: Castro, Gómez & Tejada
    (2009), Polynomial calculation of the Shapley value based on sampling.
    """
    added = np.diff(values, axis=1)
    by_player = np.empty_like(added)
    for place, order in enumerate(orders):
        by_player[place, order] = added[place]
    count = len(orders)
    if count == 1:
        return by_player[0], np.full_like(by_player[0], np.nan)
    return by_player.mean(axis=0), by_player.std(axis=0, ddof=1) / np.sqrt(count)
