"""Preferential attachment: newcomers tie themselves to those who already have many ties.

Both kernels start from a star of links + 1 people (person `links` in its middle); each later person v makes `links`
ties to different earlier people. Tie t belongs to person links + t // links.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from hushed.compiled import compiled, inlined
from hushed.society.drawing import fill_uniforms
from hushed.society.generators.sampling import Stream, among, draw, draw_below
from hushed.society.network import Network

BATCH = np.uint64(128)
"""Newcomers whose draws are made together, and whose scattered reads are begun together, before each has her turn."""

_ONE = np.uint64(1)


def preferential_attachment(people: int, links: int, exponent: float, stream: Stream) -> Network:
    """Each newcomer's ties go to earlier people with probability in proportion to degree**exponent.

    Source: Barabasi & Albert (1999), Science 286, 509-512, for exponent 1; Krapivsky, Redner & Leyvraz (2000),
    Phys. Rev. Lett. 85, 4629, for others.
    """
    targets = _linear(people, links, stream) if exponent == 1 else _weighted(people, links, exponent, stream)
    return Network.from_owned(people, targets, each=links, owner=links)


def first_targets(people: int, links: int) -> NDArray[np.uint32]:
    """Room for every tie's target; the star is there already."""
    targets = np.empty((people - links) * links, dtype=np.uint32)
    targets[:links] = np.arange(links)
    return targets


@inlined
def end_of_tie(targets: Any, links: Any, half: Any) -> Any:
    """One end of a tie drawn by half-ties: 2t is the target of tie t and 2t + 1 the person it belongs to."""
    tie = half >> _ONE
    return np.uint64(targets[tie]) if half & _ONE == np.uint64(0) else links + tie // links


@compiled
def fill_draws(draws: Any, stream: Any, person: Any, size: Any) -> None:
    """Row i of `draws` gets the numbers with index i of `size` people from `person` on."""
    for index in range(np.uint64(draws.shape[0])):
        fill_uniforms(draws[index, :size], stream, index, person, _ONE)


@inlined
def drawn_below(limit: Any, draws: Any, place: Any, stream: Any, person: Any, index: Any) -> Any:
    """What `draw_below` gives, from the batch where it reaches; unsigned."""
    if index < np.uint64(draws.shape[0]):
        return np.uint64(np.int64(draws[index, place] * np.float64(limit)))
    return np.uint64(draw_below(np.float64(limit), stream, person, index))


def _linear(people: int, links: int, stream: Stream) -> NDArray[np.uint32]:
    """Exponent 1: the end of a tie drawn at random is a person drawn by degree."""
    targets = first_targets(people, links)
    _grow_linear(targets, np.uint64(people), np.uint64(links), stream)
    return targets


@compiled
def _grow_linear(targets: Any, people: Any, links: Any, stream: Any) -> Any:
    draws = np.empty((links + _ONE, BATCH))
    touched = np.uint64(0)
    for begin in range(links + _ONE, people, BATCH):
        size = min(BATCH, people - begin)
        fill_draws(draws, stream, begin, size)
        # Reads that do not wait for each other overlap; afterwards each newcomer finds hers close at hand.
        for place in range(size):
            ends = np.float64(np.uint64(2) * (begin + place - links) * links)
            for index in range(links):
                touched += np.uint64(targets[np.int64(draws[index, place] * ends) >> 1])
        for place in range(size):
            person = begin + place
            first = (person - links) * links
            turn: Any = np.uint64(0)
            for tie in range(first, first + links):
                searching = True
                while searching:
                    half = drawn_below(np.uint64(2) * first, draws, place, stream, person, turn)
                    turn += _ONE
                    other = end_of_tie(targets, links, half)
                    searching = among(targets, first, tie, other)
                targets[tie] = other
    return touched


@compiled
def _weighted(people: Any, links: Any, exponent: Any, stream: Any) -> Any:
    """Any exponent: weights in a Fenwick tree; whoever is chosen is taken out until the newcomer is done."""
    targets = np.empty((people - links) * links, dtype=np.uint32)
    targets[:links] = np.arange(links)
    degree = np.zeros(people, dtype=np.int64)
    sums = np.zeros(people + 1, dtype=np.float64)
    total = 0.0
    for person in range(links + 1):
        degree[person] = 1 if person < links else links
        _add(sums, person, float(degree[person]) ** exponent)
        total += float(degree[person]) ** exponent
    for person in range(links + 1, people):
        first = (person - links) * links
        for tie in range(first, first + links):
            other = min(_find(sums, total * draw(stream, person, tie - first)), person - 1)
            # Rounding can only ever point at somebody already chosen, whose weight is out.
            while among(targets, first, tie, other):
                other = other - 1 if other > 0 else person - 1
            weight = float(degree[other]) ** exponent
            _add(sums, other, -weight)
            total -= weight
            targets[tie] = other
        degree[person] = links
        _add(sums, person, float(links) ** exponent)
        total += float(links) ** exponent
        for tie in range(first, first + links):
            other = np.int64(targets[tie])
            degree[other] += 1
            weight = float(degree[other]) ** exponent
            _add(sums, other, weight)
            total += weight
    return targets


@compiled
def _add(sums: Any, person: Any, weight: Any) -> None:
    """Add to one person's weight in a Fenwick tree (Fenwick 1994), whose node k sums k & -k people up to k - 1."""
    node = person + 1
    while node < sums.size:
        sums[node] += weight
        node += node & -node


@compiled
def _find(sums: Any, point: Any) -> Any:
    """The person in whose stretch of the summed weights `point` falls."""
    step = 1
    while 2 * step < sums.size:
        step *= 2
    before = 0
    while step > 0:
        if before + step < sums.size and sums[before + step] <= point:
            before += step
            point -= sums[before]
        step //= 2
    return before
