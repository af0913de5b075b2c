"""Who has tied to whom so far: for each person a list that grows, all of them in one pool.

A list lies in one stretch of the pool, 2, 4, 8, ... entries long. When it is full it moves to one twice as long, and
the stretch it leaves is handed to the next list that needs that length.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from hushed.compiled import helper, inlined

_ONE = np.uint64(1)
_TWO = np.uint64(2)
_LOW = np.uint64(2**32 - 1)
_HALF = np.uint64(32)
_LENGTHS = 64
_FEW = 1 << 16


def new_received(
    people: int, ties: int, *, generous: bool
) -> tuple[NDArray[Any], NDArray[np.uint32], NDArray[np.uint64]]:
    """Empty lists for `people` people who receive `ties` ties in all: rows, pool and free stretches.

    A row has where the list starts, in pairs of entries, and how many it holds. Generous, the pool has four entries for
    each tie, enough for any lists even if no stretch is ever used again. Otherwise it has 1.6: lists whose lengths
    follow a power law fill 1.38 to 1.46, as was measured for 1 to 20 links and 0 to 1 triads.
    """
    entries = 4 * ties if generous or ties < _FEW else 8 * ties // 5
    rows = np.zeros((people, 2), dtype=np.uint32 if entries // 2 < 2**32 else np.uint64)
    return rows, np.empty(entries, dtype=np.uint32), np.zeros(_LENGTHS + 1, dtype=np.uint64)


@inlined
def nth_received(person: Any, number: Any, rows: Any, pool: Any) -> Any:
    """The person whose tie came as number `number`, from 0."""
    return np.uint64(pool[_TWO * np.uint64(rows[person, 0]) + number])


@inlined
def last_received(person: Any, rows: Any, pool: Any) -> Any:
    """The person whose tie came last; anybody if none came."""
    count = np.uint64(rows[person, 1])
    return nth_received(person, max(count, _ONE) - _ONE, rows, pool)


@inlined
def receive(person: Any, giver: Any, rows: Any, pool: Any, free: Any) -> Any:
    """Note that `giver` made a tie to `person`; False if the pool is full."""
    count = np.uint64(rows[person, 1])
    if (count & (count - _ONE)) == np.uint64(0) and count != _ONE and not _grow(person, count, rows, pool, free):
        return False
    pool[_TWO * np.uint64(rows[person, 0]) + count] = giver
    rows[person, 1] = count + _ONE
    return True


@helper
def _grow(person: Any, count: Any, rows: Any, pool: Any, free: Any) -> Any:
    """Move a full list of `count` entries, 0 or a power of two, to a stretch twice as long."""
    pairs = max(count, _ONE)
    start = _take(pairs, pool, free)
    if _TWO * (start + pairs) > np.uint64(pool.size):
        return False
    old = np.uint64(rows[person, 0])
    for entry in range(count):
        pool[_TWO * start + entry] = pool[_TWO * old + entry]
    if count > np.uint64(0):
        _give_back(old, count // _TWO, pool, free)
    rows[person, 0] = start
    return True


@helper
def _take(pairs: Any, pool: Any, free: Any) -> Any:
    """Where a stretch of so many pairs starts: one that was left, or the next of the pool (free[0] pairs are used)."""
    length = _length(pairs)
    left = free[length]
    if left == np.uint64(0):
        start = free[0]
        free[0] += pairs
        return start
    start = left - _ONE
    # A stretch that is free holds, in its first two entries, which one was left before it.
    free[length] = np.uint64(pool[_TWO * start]) | (np.uint64(pool[_TWO * start + _ONE]) << _HALF)
    return start


@helper
def _give_back(start: Any, pairs: Any, pool: Any, free: Any) -> None:
    length = _length(pairs)
    pool[_TWO * start] = free[length] & _LOW
    pool[_TWO * start + _ONE] = free[length] >> _HALF
    free[length] = start + _ONE


@helper
def _length(pairs: Any) -> Any:
    """1 for one pair, 2 for two, 3 for four, and so on."""
    length = np.uint64(0)
    while pairs > np.uint64(0):
        pairs >>= _ONE
        length += _ONE
    return length
