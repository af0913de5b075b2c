"""The largest connected component, without walking all ties.

Afforest (Sutton, Ben-Nun & Barak 2018, "Optimizing parallel graph connectivity computation via subgraph sampling",
IPDPS): people are joined to two friends each, which nearly always makes one giant component; only people outside it
need their other ties looked at. Here it is serial, and its sample is evenly spaced, so nothing is left to chance.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed.compiled import compiled, helper, inlined
from hushed.society.row_kernels import sort_span

_ZERO = np.uint64(0)
_ONE = np.uint64(1)
_TRIED = np.uint64(2)
"""Friends everyone is joined to at first."""
_SAMPLE = np.uint64(1024)
_BATCH = np.uint64(256)


@compiled
def join_all(offsets: Any, friends: Any, cut: Any, above: Any) -> Any:
    """Fill uint32 `above` with the lowest person of everyone's component, over entries whose bit of `cut` is 0 (empty:
    nothing is cut). Returns what was read ahead, or the compiler would leave the reads out.
    """
    people, touched = np.uint64(above.size), _ZERO
    for person in range(people):
        above[person] = person
    for begin in range(_ZERO, people, _BATCH):
        end = min(begin + _BATCH, people)
        touched += _look_ahead(offsets, friends, above, begin, end)
        for person in range(begin, end):
            _join_row(offsets, friends, cut, above, person, _TRIED)
    _flatten(above)
    giant = _commonest(above)
    for person in range(people):
        if above[person] != giant:
            _join_row(offsets, friends, cut, above, person, people)
    _flatten(above)
    return touched


@helper
def _look_ahead(offsets: Any, friends: Any, above: Any, begin: Any, end: Any) -> Any:
    """Read what joining a batch of people will read: reads that do not wait for each other overlap."""
    touched = _ZERO
    for person in range(begin, end):
        for entry in range(offsets[person], min(offsets[person] + _TRIED, offsets[person + _ONE])):
            touched += np.uint64(above[friends[entry]])
    return touched


@helper
def _join_row(offsets: Any, friends: Any, cut: Any, above: Any, person: Any, most: Any) -> None:
    """Join a person to her first `most` friends on ties that stand."""
    joined = _ZERO
    for entry in range(offsets[person], offsets[person + _ONE]):
        if joined == most:
            return
        if cut.size == 0 or not _is_set(cut, entry):
            _join(above, person, np.uint64(friends[entry]))
            joined += _ONE


@inlined
def _is_set(bits: Any, entry: Any) -> Any:
    return (bits[entry >> np.uint64(3)] >> (entry & np.uint64(7))) & 1 != 0


@inlined
def _join(above: Any, one: Any, other: Any) -> None:
    """Hang the higher of two people's roots below the lower one."""
    one, other = np.uint64(above[one]), np.uint64(above[other])
    while one != other:
        high, low = max(one, other), min(one, other)
        over = np.uint64(above[high])
        if over == high:
            above[high] = low
        if over in (high, low):
            return
        one, other = np.uint64(above[over]), np.uint64(above[low])


@helper
def _flatten(above: Any) -> None:
    """Point everyone straight at her root; nobody stands below a higher person, so one pass upward is enough."""
    for person in range(np.uint64(above.size)):
        above[person] = above[above[person]]


@helper
def _commonest(above: Any) -> Any:
    """The root most people of an evenly spaced sample share."""
    people = np.uint64(above.size)
    size = min(people, _SAMPLE)
    sample = np.empty(size, dtype=np.uint32)
    for place in range(size):
        sample[place] = above[place * people // size]
    sort_span(sample, _ZERO, size)
    best, longest, run = np.uint32(0), _ZERO, _ZERO
    for place in range(size):
        run = run + _ONE if place > _ZERO and sample[place] == sample[place - _ONE] else _ONE
        if run > longest:
            best, longest = sample[place], run
    return best


@compiled
def largest_group(above: Any, counts: Any) -> Any:
    """How many people the commonest entry of `above` stands for; `counts` are zeros, one for each person."""
    largest = np.uint32(0)
    for person in range(np.uint64(above.size)):
        root = above[person]
        counts[root] += np.uint32(1)
        largest = max(largest, counts[root])
    return largest
