"""Ring lattices, small worlds and the complete graph."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from hushed.compiled import compiled
from hushed.society.drawing import fill_uniforms
from hushed.society.generators.sampling import Stream, among, draw_below
from hushed.society.network import Network

_BLOCK = 1024


def ring_lattice(people: int, half: int) -> Network:
    """A ring where everyone is tied to the `half` nearest on each side."""
    return Network.from_owned(people, _ring(people, half).reshape(-1), each=half)


def watts_strogatz(people: int, half: int, rewiring: float, stream: Stream) -> Network:
    """A ring lattice each of whose ties is moved, with probability `rewiring`, to a person drawn at random.

    Source: Watts & Strogatz (1998), Nature 393, 440-442; ties are visited ring by ring, as there.
    """
    targets = _ring(people, half)
    _rewire(targets, np.full(people, 2 * half, dtype=np.uint32), rewiring, stream)
    return Network.from_owned(people, targets.reshape(-1), each=half)


def complete(people: int) -> Network:
    """Everyone tied to everyone."""
    offsets = np.arange(people + 1, dtype=np.uint64) * np.uint64(people - 1)
    friends = np.empty(people * (people - 1), dtype=np.uint32)
    _fill_with_everyone_else(friends, people)
    return Network(offsets, friends)


def _ring(people: int, half: int) -> NDArray[np.uint32]:
    """The next `half` people of each, shape (people, half)."""
    targets = np.empty((people, half), dtype=np.uint32)
    _fill_ring(targets)
    return targets


@compiled
def _fill_ring(targets: Any) -> None:
    people, half = targets.shape
    for person in range(people):
        for step in range(half):
            targets[person, step] = (person + step + 1) % people


@compiled
def _rewire(targets: Any, degree: Any, rewiring: Any, stream: Any) -> None:
    """Move ties in place. Person i owns the ties to targets[i], so a pair is tied if either owns the tie."""
    people, half = targets.shape
    coins = np.empty(min(people, _BLOCK))
    for step in range(half):
        for person in range(people):
            tie = person * half + step
            if person % _BLOCK == 0:
                fill_uniforms(coins, stream, np.uint64(0), np.uint64(tie), np.uint64(half))
            # Somebody tied to everyone has nobody to move the tie to.
            if coins[person % _BLOCK] >= rewiring or degree[person] >= people - 1:
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
def _fill_with_everyone_else(friends: Any, people: Any) -> None:
    entry = 0
    for person in range(people):
        for friend in range(people):
            if friend != person:
                friends[entry] = friend
                entry += 1
