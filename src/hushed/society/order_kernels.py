"""An order of people in which friends stand close together."""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed.compiled import compiled
from hushed.society.row_kernels import sort_span

_ZERO = np.uint64(0)
_ONE = np.uint64(1)
_HALF = np.uint64(32)
_LOW = np.uint64(2**32 - 1)


@compiled
def by_degree(offsets: Any, order: Any) -> None:
    """Fill `order` with people from fewest to most friends, lower numbers first among equals (a counting sort)."""
    people = np.uint64(order.size)
    most = _ZERO
    for person in range(people):
        most = max(most, offsets[person + _ONE] - offsets[person])
    starts = np.zeros(most + np.uint64(2), dtype=np.uint64)
    for person in range(people):
        starts[offsets[person + _ONE] - offsets[person] + _ONE] += _ONE
    for degree in range(most + _ONE):
        starts[degree + _ONE] += starts[degree]
    for person in range(people):
        degree = offsets[person + _ONE] - offsets[person]
        order[starts[degree]] = person
        starts[degree] += _ONE


@compiled
def cuthill_mckee(offsets: Any, friends: Any, seeds: Any, seen: Any, order: Any) -> None:
    """Fill `order` breadth first from the first of `seeds` in each component, friends with few friends first.

    `seen` is zeros, one for each person. Takes time in proportion to ties x logarithm of the largest degree.
    """
    most, known, done = _ZERO, _ZERO, _ZERO
    for row in range(np.uint64(order.size)):
        most = max(most, offsets[row + _ONE] - offsets[row])
    waiting = np.empty(most, dtype=np.uint64)
    for place in range(np.uint64(seeds.size)):
        if seen[seeds[place]]:
            continue
        seen[seeds[place]] = 1
        order[known] = seeds[place]
        known += _ONE
        while done < known:
            person: Any = np.uint64(order[done])
            done += _ONE
            found = _ZERO
            for entry in range(offsets[person], offsets[person + _ONE]):
                friend: Any = np.uint64(friends[entry])
                if not seen[friend]:
                    seen[friend] = 1
                    waiting[found] = ((offsets[friend + _ONE] - offsets[friend]) << _HALF) | friend
                    found += _ONE
            sort_span(waiting, _ZERO, found)
            for number in range(found):
                order[known + number] = waiting[number] & _LOW
            known += found
