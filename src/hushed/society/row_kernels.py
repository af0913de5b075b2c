"""Loops that build the rows of a network in place, without a list of its ties beside them.

While rows are filled, offsets[i + 1] is where the next friend of person i goes; once all are in, that is the end of
row i, as `Network` wants it. Offsets are uint64 and ids uint32; `_ONE` keeps sums unsigned.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed.compiled import compiled, helper, inlined

BATCH = np.uint64(512)
"""Ties that are put into rows together."""

_ZERO = np.uint64(0)
_ONE = np.uint64(1)
_TWO = np.uint64(2)
_SHORT = np.uint64(40)
"""Rows up to this long are sorted by insertion."""


@compiled
def counts_to_starts(offsets: Any) -> None:
    """Turn friends of person i at offsets[i + 1] into the place where her row starts."""
    start = np.uint64(0)
    for person in range(_ONE, np.uint64(offsets.size)):
        count = offsets[person]
        offsets[person] = start
        start += count


@compiled
def count_ends(offsets: Any, left: Any, right: Any) -> None:
    """Count every tie left[k] - right[k] at both ends, and no self-loop."""
    for tie in range(np.uint64(left.size)):
        one, other = np.uint64(left[tie]), np.uint64(right[tie])
        if one != other:
            offsets[one + _ONE] += _ONE
            offsets[other + _ONE] += _ONE


@compiled
def place_ends(offsets: Any, friends: Any, left: Any, right: Any) -> Any:
    """Put every tie left[k] - right[k] in both rows, self-loops left out; returns what `place_batch` does."""
    touched = _ZERO
    for first in range(_ZERO, np.uint64(left.size), BATCH):
        last = min(first + BATCH, np.uint64(left.size))
        touched += place_batch(offsets, friends, left[first:last], right[first:last], last - first)
    return touched


@compiled
def count_owned(offsets: Any, targets: Any, owner: Any, each: Any) -> None:
    """Count ties of which every person from `owner` on owns `each`, to the next people in `targets`, at both ends."""
    for person in range(owner, np.uint64(offsets.size) - _ONE):
        offsets[person + _ONE] += each
    for tie in range(np.uint64(targets.size)):
        offsets[np.uint64(targets[tie]) + _ONE] += _ONE


@compiled
def place_owned(offsets: Any, friends: Any, targets: Any, owner: Any, each: Any) -> Any:
    """Put owned ties in both rows, owner by owner; sorts the targets of each owner. Returns whether rows ascend:
    they do if all targets stand before their owners, for then each row has those first and then later owners.
    """
    ascending: Any = True
    owners = np.empty(BATCH + each, dtype=np.uint32)
    first, tie = _ZERO, _ZERO
    for person in range(owner, np.uint64(offsets.size) - _ONE):
        sort_span(targets, tie, tie + each)
        for _ in range(each):
            ascending &= targets[tie] < person
            owners[tie - first] = person
            tie += _ONE
        if tie - first >= BATCH or tie == np.uint64(targets.size):
            owners[0] = place_batch(offsets, friends, owners, targets[first:tie], tie - first)
            first = tie
    return ascending


@helper
def place_batch(offsets: Any, friends: Any, left: Any, right: Any, ties: Any) -> Any:
    """Put the first `ties` ties left[k] - right[k] in both rows, self-loops left out.

    Where each goes is read first for all of them: reads that do not wait for each other overlap, and writes then find
    their place close at hand. Returns what was read, or the compiler would leave the reads out.
    """
    touched = _ZERO
    for tie in range(ties):
        touched += offsets[np.uint64(right[tie]) + _ONE]
    for tie in range(ties):
        if left[tie] != right[tie]:
            touched += np.uint64(friends[offsets[np.uint64(right[tie]) + _ONE]])
    for tie in range(ties):
        one, other = np.uint64(left[tie]), np.uint64(right[tie])
        if one != other:
            _append(offsets, friends, one, other)
            _append(offsets, friends, other, one)
    return touched


@inlined
def _append(offsets: Any, friends: Any, person: Any, friend: Any) -> None:
    entry = offsets[person + _ONE]
    friends[entry] = friend
    offsets[person + _ONE] = entry + _ONE


@compiled
def sort_rows(offsets: Any, friends: Any) -> None:
    """Put every row in ascending order in place."""
    for person in range(np.uint64(offsets.size) - _ONE):
        sort_span(friends, offsets[person], offsets[person + _ONE])


@helper
def sort_span(items: Any, start: Any, stop: Any) -> None:
    """Put items[start:stop] in ascending order: by insertion if short, else by heaps (Williams 1964)."""
    if stop - start <= _SHORT:
        for place in range(start + _ONE, stop):
            item = items[place]
            hole: Any = place
            while hole > start and items[hole - _ONE] > item:
                items[hole] = items[hole - _ONE]
                hole -= _ONE
            items[hole] = item
        return
    size = stop - start
    for parent in range(size // _TWO):
        _sink(items, start, size // _TWO - _ONE - parent, size)
    for taken in range(_ONE, size):
        last = size - taken
        items[start], items[start + last] = items[start + last], items[start]
        _sink(items, start, np.uint64(0), last)


@helper
def _sink(items: Any, start: Any, parent: Any, size: Any) -> None:
    """Let one item of a heap of `size` items sink to where no child is larger."""
    item = items[start + parent]
    child = _TWO * parent + _ONE
    while child < size:
        if child + _ONE < size and items[start + child + _ONE] > items[start + child]:
            child += _ONE
        if items[start + child] <= item:
            break
        items[start + parent] = items[start + child]
        parent = child
        child = _TWO * parent + _ONE
    items[start + parent] = item


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
def renumber_rows(offsets: Any, friends: Any, order: Any, number: Any, moved: Any, rows: Any) -> Any:
    """Fill offsets `moved` and ascending `rows` with people put in a new order: order[new] = old, number[old] = new.

    Reads ahead for a batch of people, as `place_batch` does, and returns what was read.
    """
    people, touched = np.uint64(order.size), _ZERO
    moved[0] = _ZERO
    for begin in range(_ZERO, people, BATCH):
        end = min(begin + BATCH, people)
        for new in range(begin, end):
            old = np.uint64(order[new])
            start, stop = offsets[old], offsets[old + _ONE]
            moved[new + _ONE] = moved[new] + (stop - start)
            if stop > start:
                touched += np.uint64(friends[start]) + np.uint64(friends[stop - _ONE])
        for new in range(begin, end):
            shift = offsets[order[new]] - moved[new]
            for entry in range(moved[new], moved[new + _ONE]):
                rows[entry] = number[friends[entry + shift]]
        for new in range(begin, end):
            sort_span(rows, moved[new], moved[new + _ONE])
    return touched
