"""Sums of a round of Daymude, Axelrod & Forrest 2025, rounded as published, from those above tolerance alone.

The order is that of `published_sum`: blocks of 8192 values added up in order, each block summed by halves down to runs
of at most 128, which are summed in eight strands (pairwise summation as in NumPy 2.2).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hushed.compiled import compiled
from hushed.replications.daymude.people import Floats

_BLOCK = 8192
_RUN = 128


@compiled
def _run_sum(values: Floats, first: int, count: int) -> float:
    """Sum of at most 128 values."""
    total = 0.0
    if count < 8:
        for i in range(first, first + count):
            total += values[i]
        return float(total)
    s0, s1, s2, s3 = values[first], values[first + 1], values[first + 2], values[first + 3]
    s4, s5, s6, s7 = values[first + 4], values[first + 5], values[first + 6], values[first + 7]
    whole = count - count % 8
    for i in range(first + 8, first + whole, 8):
        s0 += values[i]
        s1 += values[i + 1]
        s2 += values[i + 2]
        s3 += values[i + 3]
        s4 += values[i + 4]
        s5 += values[i + 5]
        s6 += values[i + 6]
        s7 += values[i + 7]
    total += ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7))
    for i in range(first + whole, first + count):
        total += values[i]
    return float(total)


@compiled
def _halved_sum(values: Floats, first: int, count: int) -> float:
    if count <= _RUN:
        return _run_sum(values, first, count)
    half = count // 2
    half -= half % 8
    left: float = _halved_sum(values, first, half)
    right: float = _halved_sum(values, first + half, count - half)
    return left + right


@compiled
def sum_as_published(values: Floats) -> float:
    """What `published_sum` gives, inside kernels."""
    total = 0.0
    for first in range(0, values.size, _BLOCK):
        total += _halved_sum(values, first, min(_BLOCK, values.size - first))
    return total


@compiled
def said_sum(
    desires: Floats, tolerance: float, people: NDArray[np.uint32], actions: Floats, count: int, room: Floats
) -> float:
    """Sum of everybody's actions: of `count` people those given, of the others all they desire and is tolerated."""
    for i in range(np.uint64(desires.size)):
        room[i] = min(desires[i], tolerance)
    for k in range(np.uint64(count)):
        room[people[k]] = actions[k]
    return sum_as_published(room)


@compiled
def fined_sum(people: NDArray[np.uint32], fines: Floats, count: int, room: Floats) -> float:
    """Sum of everybody's fines: of `count` people those given, of the others none."""
    total, fined, least, most = 0.0, 0, np.inf, 0.0
    for k in range(np.uint64(count)):
        if fines[k] > 0.0:
            total += fines[k]
            fined += 1
            least, most = min(least, fines[k]), max(most, fines[k])
    if fined <= 2 or (fined == 3 and least == most):
        # Too few for their order to matter.
        return total
    room[:] = 0.0
    for k in range(np.uint64(count)):
        room[people[k]] = fines[k]
    return sum_as_published(room)
