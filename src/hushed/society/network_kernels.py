"""Loops over people and ties behind `Network`.

Offsets are uint64 and ids uint32; `_ONE` keeps sums unsigned, because Numba turns int64 + uint64 into float64.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed.compiled import compiled

_ONE = np.uint64(1)


@compiled
def count_offsets(people: Any, left: Any, right: Any) -> Any:
    """Row offsets, uint64 of length people + 1, counting every tie at both ends and no self-loop."""
    offsets = np.zeros(people + 1, dtype=np.uint64)
    for tie in range(np.uint64(left.size)):
        one, other = np.uint64(left[tie]), np.uint64(right[tie])
        if one != other:
            offsets[one + _ONE] += _ONE
            offsets[other + _ONE] += _ONE
    for person in range(np.uint64(people)):
        offsets[person + _ONE] += offsets[person]
    return offsets


@compiled
def place(offsets: Any, left: Any, right: Any) -> Any:
    """Rows of friends in the order the ties came, uint32, self-loops left out."""
    cursor = offsets.copy()
    friends = np.empty(offsets[-1], dtype=np.uint32)
    for tie in range(np.uint64(left.size)):
        one, other = np.uint64(left[tie]), np.uint64(right[tie])
        if one != other:
            friends[cursor[one]] = other
            cursor[one] += _ONE
            friends[cursor[other]] = one
            cursor[other] += _ONE
    return friends


@compiled
def transpose(offsets: Any, friends: Any) -> Any:
    """The same symmetric rows with friends ascending: visiting people in order appends each to her friends' rows."""
    cursor = offsets.copy()
    ordered = np.empty_like(friends)
    for person in range(np.uint64(offsets.size - 1)):
        for entry in range(offsets[person], offsets[person + _ONE]):
            friend = np.uint64(friends[entry])
            ordered[cursor[friend]] = person
            cursor[friend] += _ONE
    return ordered


@compiled
def drop_repeats(offsets: Any, friends: Any) -> Any:
    """Close up ascending rows in place so that no friend stands twice; returns the entries left."""
    kept = np.uint64(0)
    start = offsets[0]
    for person in range(np.uint64(offsets.size - 1)):
        stop = offsets[person + _ONE]
        for entry in range(start, stop):
            if entry == start or friends[entry] != friends[entry - _ONE]:
                # kept never overtakes entry, so the entry before is overwritten by nothing but itself.
                friends[kept] = friends[entry]
                kept += _ONE
        start = stop
        offsets[person + _ONE] = kept
    return kept


@compiled
def renumber_rows(offsets: Any, friends: Any, order: Any) -> Any:
    """Offsets and ascending rows after people are put in a new order, order[new] = old."""
    people = np.uint64(order.size)
    number = np.empty(order.size, dtype=np.uint32)
    moved = np.zeros(offsets.size, dtype=np.uint64)
    for new in range(people):
        old = np.uint64(order[new])
        number[old] = new
        moved[new + _ONE] = moved[new] + offsets[old + _ONE] - offsets[old]
    cursor = moved.copy()
    rows = np.empty_like(friends)
    for new in range(people):
        old = np.uint64(order[new])
        for entry in range(offsets[old], offsets[old + _ONE]):
            friend = np.uint64(number[friends[entry]])
            rows[cursor[friend]] = new
            cursor[friend] += _ONE
    return moved, rows


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
def component_size(offsets: Any, friends: Any, cut: Any) -> Any:
    """People in the largest component over entries whose `cut` is 0 (an empty `cut` cuts none), by union-find."""
    people = np.uint64(offsets.size - 1)
    parent = np.empty(offsets.size - 1, dtype=np.uint32)
    for person in range(people):
        parent[person] = person
    size = np.ones(offsets.size - 1, dtype=np.uint32)
    largest = np.uint32(1) if people > np.uint64(0) else np.uint32(0)
    for person in range(people):
        for entry in range(offsets[person], offsets[person + _ONE]):
            if friends[entry] > person or (cut.size > 0 and cut[entry] != 0):
                continue
            one, other = _root(parent, person), _root(parent, np.uint64(friends[entry]))
            if one == other:
                continue
            if size[one] < size[other]:
                one, other = other, one
            parent[other] = one
            size[one] += size[other]
            largest = max(largest, size[one])
    return largest


@compiled
def _root(parent: Any, person: Any) -> Any:
    while np.uint64(parent[person]) != person:
        parent[person] = parent[parent[person]]
        person = np.uint64(parent[person])
    return person


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
