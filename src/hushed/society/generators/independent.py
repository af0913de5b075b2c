"""Graphs whose ties are independent coin flips: Erdos-Renyi and the stochastic block model."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from hushed.compiled import compiled
from hushed.society.generators.sampling import Edges, Stream, draw

_WITHIN, _ACROSS = 0, 1
_FARTHEST = float(2**62)


def erdos_renyi(people: int, mean_degree: float, stream: Stream) -> Edges:
    """G(n, p) with p = mean_degree / (people - 1).

    Source: Gilbert (1959); skips between ties are drawn as in Batagelj & Brandes (2005), Phys. Rev. E 71, 036113.
    """
    starts = np.array([0, people], dtype=np.int64)
    return _edges(starts, _WITHIN, mean_degree / (people - 1), stream)


def stochastic_block(starts: NDArray[np.int64], within: float, across: float, stream: Stream) -> Edges:
    """Communities of consecutive people, block b from starts[b] to starts[b + 1]; a pair is tied with probability
    `within` inside a community and `across` between two.

    Source: Holland, Laskey & Leinhardt (1983), Social Networks 5, 109-137.
    """
    inside = _edges(starts, _WITHIN, within, stream)
    between = _edges(starts, _ACROSS, across, stream)
    return np.concatenate((inside[0], between[0])), np.concatenate((inside[1], between[1]))


def _edges(starts: NDArray[np.int64], side: int, probability: float, stream: Stream) -> Edges:
    none = np.empty(0, dtype=np.uint32)
    if probability <= 0:
        return none, none.copy()
    # Drawing twice, once to count, costs less than arrays that grow or guess.
    count = _sprinkle(starts, side, probability, stream, none, none)
    left, right = np.empty(count, dtype=np.uint32), np.empty(count, dtype=np.uint32)
    _sprinkle(starts, side, probability, stream, left, right)
    return left, right


@compiled
def _sprinkle(starts: Any, side: Any, probability: Any, stream: Any, left: Any, right: Any) -> Any:
    """Tie each person to each earlier person of the same block (side 0) or of earlier blocks (side 1); how many ties.

    Fills `left` and `right` as far as they reach.
    """
    tie = 0
    skip = _gap(probability, stream, tie, side)
    for block in range(starts.size - 1):
        for person in range(starts[block], starts[block + 1]):
            low = 0 if side == 1 else starts[block]
            high = starts[block] if side == 1 else person
            while skip < high - low:
                if tie < left.size:
                    left[tie] = person
                    right[tie] = low + skip
                tie += 1
                skip += 1 + _gap(probability, stream, tie, side)
            skip -= high - low
    return tie


@compiled
def _gap(probability: Any, stream: Any, tie: Any, side: Any) -> Any:
    """Pairs left untied before the next tie: geometric, by inverse transform."""
    failures = np.log1p(-draw(stream, tie, side)) / np.log1p(-probability)
    return np.int64(min(failures, _FARTHEST))
