"""Loops over people and ties behind `Network`.

Offsets are uint64 and ids uint32; `_ONE` keeps sums unsigned, because Numba turns int64 + uint64 into float64.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed.compiled import compiled

_ONE = np.uint64(1)


@compiled
def triangles(offsets: Any, friends: Any) -> Any:
    """Triangles each person is part of, uint64 of shape (people,); each is met once, from its lowest person."""
    counts = np.zeros(offsets.size - 1, dtype=np.uint64)
    for one in range(np.uint64(offsets.size - 1)):
        for entry in range(offsets[one], offsets[one + _ONE]):
            two = np.uint64(friends[entry])
            if two <= one:
                continue
            mine, theirs = entry + _ONE, offsets[two]
            while mine < offsets[one + _ONE] and theirs < offsets[two + _ONE]:
                if friends[mine] < friends[theirs]:
                    mine += _ONE
                elif friends[mine] > friends[theirs]:
                    theirs += _ONE
                else:
                    counts[one] += _ONE
                    counts[two] += _ONE
                    counts[friends[mine]] += _ONE
                    mine += _ONE
                    theirs += _ONE
    return counts


@compiled
def first_fault(offsets: Any, friends: Any) -> Any:
    """What is wrong with the rows, and the person it is wrong at: 0 nothing, 1 unknown friend, 2 self-loop,
    3 not strictly ascending, 4 not symmetric.
    """
    people = np.uint64(offsets.size - 1)
    for person in range(people):
        for entry in range(offsets[person], offsets[person + _ONE]):
            if friends[entry] >= people:
                return 1, person
            if friends[entry] == person:
                return 2, person
            if entry > offsets[person] and friends[entry - _ONE] >= friends[entry]:
                return 3, person
    # With rows ascending, visiting people in order must meet each row's entries exactly in order.
    cursor = offsets.copy()
    for person in range(people):
        for entry in range(offsets[person], offsets[person + _ONE]):
            friend = np.uint64(friends[entry])
            if cursor[friend] >= offsets[friend + _ONE] or friends[cursor[friend]] != person:
                return 4, person
            cursor[friend] += _ONE
    return 0, np.uint64(0)
