"""Random regular graphs: everyone has the same number of friends."""

from __future__ import annotations

from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hushed.compiled import compiled
from hushed.society.generators.sampling import Stream, among, draw_below, shuffle
from hushed.society.network import Network


def random_regular(people: int, degree: int, stream: Stream) -> Network:
    """Everyone has exactly `degree` friends; people x degree must be even and degree below people.

    Half-ties are paired at random (Bollobas 1980, Eur. J. Combin. 1, 311) and each self-loop or repeated tie is
    repaired by a switch with a random tie (McKay & Wormald 1990, J. Algorithms 11, 52): close to uniform over such
    graphs while degree is small beside people. Where most pairs are tied, the untied ones are drawn instead.
    """
    dense = 2 * degree > people - 1
    drawn = people - 1 - degree if dense else degree
    for attempt in count():
        rows = _pair(people, drawn, stream, attempt)
        # Only in the smallest graphs can no switch help; those are paired anew.
        if _repair(rows, stream, attempt):
            break
    if dense:
        rows = _untied(rows)
    rows.sort(axis=1)
    return Network(np.arange(people + 1, dtype=np.uint64) * np.uint64(degree), rows.ravel())


def _pair(people: int, degree: int, stream: Stream, attempt: int) -> NDArray[np.uint32]:
    """Rows of friends, shape (people, degree), from half-ties paired at random; self-loops and repeats included."""
    ends = np.repeat(np.arange(people, dtype=np.uint32), degree)
    shuffle(ends, stream, attempt)
    rows = np.empty((people, degree), dtype=np.uint32)
    _deal(ends, rows, np.zeros(people, dtype=np.uint32))
    return rows


@compiled
def _deal(ends: Any, rows: Any, filled: Any) -> None:
    for half in range(0, ends.size, 2):
        for one, other in ((ends[half], ends[half + 1]), (ends[half + 1], ends[half])):
            rows[one, filled[one]] = other
            filled[one] += np.uint32(1)


@compiled
def _repair(rows: Any, stream: Any, attempt: Any) -> Any:
    """Switch away self-loops and repeats in place; False if some tie found no partner to switch with."""
    people, degree = rows.shape
    draws = people * degree
    limit = 1000 + 20 * people
    for person in range(people):
        for slot in range(degree):
            tries = 0
            while _is_bad(rows, person, slot):
                draws += 1
                tries += 1
                if tries > limit:
                    return False
                half = draw_below(people * degree, stream, draws, attempt)
                _try_switch(rows, person, slot, half // degree, half % degree)
    return True


@compiled
def _is_bad(rows: Any, person: Any, slot: Any) -> Any:
    other = rows[person, slot]
    return other == person or among(rows[person], 0, slot, other)


@compiled
def _try_switch(rows: Any, person: Any, slot: Any, one: Any, one_slot: Any) -> None:
    """Turn the ties person-friend and one-other into person-one and friend-other, if both of those are new."""
    friend, other = np.int64(rows[person, slot]), np.int64(rows[one, one_slot])
    if one == person or other == friend or (person == friend and one == other):
        return
    if _slot_of(rows, person, one, -1) >= 0 or _slot_of(rows, friend, other, -1) >= 0:
        return
    # A self-loop fills two slots of one row; the second must not be the one in hand.
    friend_slot = _slot_of(rows, friend, person, slot if friend == person else -1)
    other_slot = _slot_of(rows, other, one, one_slot if other == one else -1)
    rows[person, slot] = one
    rows[friend, friend_slot] = other
    rows[one, one_slot] = person
    rows[other, other_slot] = friend


@compiled
def _slot_of(rows: Any, person: Any, friend: Any, besides: Any) -> Any:
    for slot in range(rows.shape[1]):
        if slot != besides and rows[person, slot] == friend:
            return slot
    return -1


@compiled
def _untied(rows: Any) -> Any:
    """Everyone's strangers: the rows of the complementary graph."""
    people, degree = rows.shape
    strangers = np.empty((people, people - 1 - degree), dtype=np.uint32)
    tied = np.zeros(people, dtype=np.bool_)
    for person in range(people):
        tied[person] = True
        for slot in range(degree):
            tied[rows[person, slot]] = True
        filled = 0
        for other in range(people):
            if not tied[other]:
                strangers[person, filled] = other
                filled += 1
            tied[other] = False
    return strangers
