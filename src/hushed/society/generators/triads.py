"""Preferential attachment that closes triangles (Holme & Kim)."""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed.compiled import compiled
from hushed.society.generators.attachment import end_of_tie, newcomers
from hushed.society.generators.sampling import Edges, Stream, among, draw, draw_below


def holme_kim(people: int, links: int, triads: float, stream: Stream) -> Edges:
    """Scale-free and clustered: after a newcomer's tie to w by degree, each further tie goes with probability
    `triads` to a friend of w instead, where one is left; otherwise again by degree.

    The first `links` people count one tie more than they have, so that they can be chosen before they have any.
    Source: Holme & Kim (2002), Phys. Rev. E 65, 026107.
    """
    return newcomers(people, links), _grow(people, links, triads, stream)


@compiled
def _grow(people: Any, links: Any, triads: Any, stream: Any) -> Any:
    targets = np.empty((people - links) * links, dtype=np.uint32)
    targets[:links] = np.arange(links)
    # Ties received, as one growing stretch of `pool` per person; those a person made are in `targets`.
    start = np.zeros(people, dtype=np.int64)
    received = np.zeros(people, dtype=np.uint32)
    room = np.zeros(people, dtype=np.uint32)
    pool = np.empty(4 * targets.size, dtype=np.uint32)
    used = 0
    for tie in range(links):
        used = _receive(tie, links, start, received, room, pool, used)
    for person in range(links + 1, people):
        first = (person - links) * links
        index = 0
        centre = 0
        for tie in range(first, first + links):
            other = -1
            if tie > first:
                index += 1
                if draw(stream, person, index) < triads:
                    other, index = _friend(
                        centre, targets, links, first, tie, start, received, pool, stream, person, index
                    )
            if other < 0:
                other, index = _by_degree(targets, links, first, tie, stream, person, index)
                centre = other
            targets[tie] = other
        for tie in range(first, first + links):
            used = _receive(np.int64(targets[tie]), person, start, received, room, pool, used)
    return targets


@compiled
def _by_degree(targets: Any, links: Any, first: Any, tie: Any, stream: Any, person: Any, index: Any) -> Any:
    """An earlier person not yet chosen, drawn by degree, and the index of the last draw."""
    while True:
        index += 1
        half = draw_below(links + 2 * first, stream, person, index)
        other = half if half < links else end_of_tie(targets, links, half - links)
        if not among(targets, first, tie, other):
            return other, index


@compiled
def _friend(
    centre: Any,
    targets: Any,
    links: Any,
    first: Any,
    tie: Any,
    start: Any,
    received: Any,
    pool: Any,
    stream: Any,
    person: Any,
    index: Any,
) -> Any:
    """A friend of `centre` not yet chosen, each equally likely (-1 if none is left), and the last draw's index."""
    made = links if centre >= links else 0
    degree = made + np.int64(received[centre])
    left = degree
    if degree <= 4 * links:
        for number in range(degree):
            if among(targets, first, tie, _nth_friend(centre, number, made, targets, links, start, pool)):
                left -= 1
    if left == 0:
        return -1, index
    while True:
        index += 1
        number = draw_below(degree, stream, person, index)
        other = _nth_friend(centre, number, made, targets, links, start, pool)
        if not among(targets, first, tie, other):
            return other, index


@compiled
def _nth_friend(person: Any, number: Any, made: Any, targets: Any, links: Any, start: Any, pool: Any) -> Any:
    if number < made:
        return np.int64(targets[(person - links) * links + number])
    return np.int64(pool[start[person] + number - made])


@compiled
def _receive(person: Any, giver: Any, start: Any, received: Any, room: Any, pool: Any, used: Any) -> Any:
    """Note that `giver` made a tie to `person`, moving her stretch to a new one twice as long when full; pool used."""
    count = np.int64(received[person])
    if count == room[person]:
        moved = used
        room[person] = max(1, 2 * count)
        pool[moved : moved + count] = pool[start[person] : start[person] + count]
        start[person] = moved
        used += np.int64(room[person])
    pool[start[person] + count] = giver
    received[person] += 1
    return used
