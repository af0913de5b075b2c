"""Graphs whose ties are independent coin flips: Erdos-Renyi and the stochastic block model."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from hushed.compiled import compiled
from hushed.society.drawing import fill_uniforms
from hushed.society.generators.sampling import Stream
from hushed.society.network import Network, friends_of
from hushed.society.row_kernels import BATCH, count_ends, place_ends

_WITHIN, _ACROSS = 0, 1
_FARTHEST = float(2**62)
_BLOCK = 1024
_TIES = int(BATCH)
_ONE = np.uint64(1)


def erdos_renyi(people: int, mean_degree: float, stream: Stream) -> Network:
    """G(n, p) with p = mean_degree / (people - 1).

    Source: Gilbert (1959); skips between ties are drawn as in Batagelj & Brandes (2005), Phys. Rev. E 71, 036113.
    """
    return stochastic_block(np.array([0, people], dtype=np.int64), mean_degree / (people - 1), 0.0, stream)


def stochastic_block(starts: NDArray[np.int64], within: float, across: float, stream: Stream) -> Network:
    """Communities of consecutive people, block b from starts[b] to starts[b + 1]; a pair is tied with probability
    `within` inside a community and `across` between two.

    Source: Holland, Laskey & Leinhardt (1983), Social Networks 5, 109-137.
    """
    offsets = np.zeros(int(starts[-1]) + 1, dtype=np.uint64)
    chances = np.array([within, across])
    # Drawing twice, once to count, costs less than a list of ties.
    _sprinkle(starts, chances, stream, offsets, np.empty(0, dtype=np.uint32), True)
    friends = friends_of(offsets)
    _sprinkle(starts, chances, stream, offsets, friends, False)
    return Network(offsets, friends)


@compiled
def _sprinkle(starts: Any, chances: Any, stream: Any, offsets: Any, friends: Any, counting: Any) -> Any:
    """Tie each person to earlier people of earlier blocks and of the same block; count ties, or put them in the rows.

    Rows come out ascending: first those before a person, at her turn, and then those after her as their turns come.
    Returns what `place_ends` does.
    """
    gaps = np.empty((2, _BLOCK), dtype=np.int64)
    ties = np.zeros(2, dtype=np.int64)
    skips = np.empty(2, dtype=np.int64)
    left, right = np.empty(_TIES, dtype=np.uint32), np.empty(_TIES, dtype=np.uint32)
    held, touched = 0, np.uint64(0)
    for side in (_WITHIN, _ACROSS):
        skips[side] = _next_gap(gaps, chances[side], stream, np.int64(0), side)
    for block in range(starts.size - 1):
        for person in range(starts[block], starts[block + 1]):
            for side in (_ACROSS, _WITHIN):
                low = 0 if side == _ACROSS else starts[block]
                high = starts[block] if side == _ACROSS else person
                skip, tie = skips[side], ties[side]
                while skip < high - low:
                    left[held], right[held] = person, low + skip
                    held += 1
                    tie += 1
                    skip += 1 + _next_gap(gaps, chances[side], stream, tie, side)
                    if held == _TIES:
                        touched += _hand_over(offsets, friends, left, right, counting)
                        held = 0
                skips[side], ties[side] = skip - (high - low), tie
    return touched + _hand_over(offsets, friends, left[:held], right[:held], counting)


@compiled
def _hand_over(offsets: Any, friends: Any, left: Any, right: Any, counting: Any) -> Any:
    if counting:
        count_ends(offsets, left, right)
        return np.uint64(0)
    return place_ends(offsets, friends, left, right)


@compiled
def _next_gap(gaps: Any, chance: Any, stream: Any, tie: Any, side: Any) -> Any:
    """Pairs left untied before tie number `tie` of a side; draws a block of gaps whenever one is used up."""
    if tie % _BLOCK == 0:
        _draw_gaps(gaps[side], chance, stream, tie, side)
    return gaps[side, tie % _BLOCK]


@compiled
def _draw_gaps(gaps: Any, chance: Any, stream: Any, tie: Any, side: Any) -> None:
    """Geometric gaps by inverse transform; where the chance is 0, farther than any pair."""
    gaps[:] = np.int64(_FARTHEST)
    if chance > 0:
        values = np.empty(gaps.size)
        fill_uniforms(values, stream, np.uint64(side), np.uint64(tie), _ONE)
        for place in range(gaps.size):
            gaps[place] = np.int64(min(np.log1p(-values[place]) / np.log1p(-chance), _FARTHEST))
