"""Ring lattices, small worlds and the complete graph."""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed.compiled import compiled
from hushed.society.generators.sampling import Edges, Stream, among, draw, draw_below
from hushed.society.network import Network


def ring_lattice(people: int, half: int) -> Edges:
    """A ring where everyone is tied to the `half` nearest on each side."""
    targets = _ring(people, half)
    return np.repeat(np.arange(people, dtype=np.uint32), half), targets.ravel()


def watts_strogatz(people: int, half: int, rewiring: float, stream: Stream) -> Edges:
    """A ring lattice each of whose ties is moved, with probability `rewiring`, to a person drawn at random.

    Source: Watts & Strogatz (1998), Nature 393, 440-442; ties are visited ring by ring, as there.
    """
    targets = _ring(people, half)
    _rewire(targets, rewiring, stream)
    return np.repeat(np.arange(people, dtype=np.uint32), half), targets.ravel()


def complete(people: int) -> Network:
    """Everyone tied to everyone."""
    offsets = np.arange(people + 1, dtype=np.uint64) * np.uint64(people - 1)
    return Network(offsets, _everyone_else(people))


@compiled
def _ring(people: Any, half: Any) -> Any:
    targets = np.empty((people, half), dtype=np.uint32)
    for person in range(people):
        for step in range(half):
            targets[person, step] = (person + step + 1) % people
    return targets


@compiled
def _rewire(targets: Any, rewiring: Any, stream: Any) -> None:
    """Move ties in place. Person i owns the ties to targets[i], so a pair is tied if either owns the tie."""
    people, half = targets.shape
    degree = np.full(people, 2 * half, dtype=np.uint32)
    for step in range(half):
        for person in range(people):
            tie = person * half + step
            # Somebody tied to everyone has nobody to move the tie to.
            if degree[person] >= people - 1 or draw(stream, tie, 0) >= rewiring:
                continue
            index = 1
            other = draw_below(people, stream, tie, index)
            while other == person or among(targets[person], 0, half, other) or among(targets[other], 0, half, person):
                index += 1
                other = draw_below(people, stream, tie, index)
            degree[targets[person, step]] -= 1
            degree[other] += 1
            targets[person, step] = other


@compiled
def _everyone_else(people: Any) -> Any:
    friends = np.empty(people * (people - 1), dtype=np.uint32)
    entry = 0
    for person in range(people):
        for friend in range(people):
            if friend != person:
                friends[entry] = friend
                entry += 1
    return friends
