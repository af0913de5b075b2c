"""Step 5: losses fall on friends, and scores move.

Rows of a network rise, and sums run along them, so they round alike always, asked or told (`telling`).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed import rules
from hushed.compiled import compiled, helper, inlined
from hushed.engine.columns import CHUNK, bit, span_at, spans, tie_bit
from hushed.engine.flags import ENROLLED

_U = np.uint64
_ONE = _U(1)


@inlined
def portion(friends: Any, shared: float) -> float:
    """Part of a person's loss that reaches each friend, before the weight: all, or one share of it."""
    return 1.0 / max(1.0, np.float64(friends)) if shared > 0.0 else 1.0


@inlined
def first_of(sums: Any, first: Any, last: Any) -> Any:
    """The person whose sum comes first: `first` where there is room for a piece alone, else person 0."""
    return _U(first) if _U(len(sums)) < _U(last) else _U(0)


@compiled
def gather(
    network: Any, cut: Any, lost: Any, loss: Any, friends: Any, shared: float, reaching: Any, first: Any, last: Any
) -> None:
    """Sum for each person the losses that reach her from friends, unweighted, by asking every friend.

    `reaching` begins with the person `first`, or has room for everybody.
    """
    offsets, ends = network
    cuttable = len(cut) > 0
    before = first_of(reaching, first, last)
    for i in range(_U(first), _U(last)):
        total = 0.0
        for tie in range(offsets[i], offsets[i + _ONE]):
            friend = _U(ends[tie])
            if bit(lost, friend) and not (cuttable and tie_bit(cut, tie)):
                total += loss[friend] * portion(friends[friend], shared)
        reaching[i - before] = total


@compiled
def gather_further(
    network: Any, cut: Any, loss: Any, friends: Any, shared: float, reaching: Any, further: Any, first: Any, last: Any
) -> None:
    """Sum for each person the losses that reach her over two ties, never her own."""
    offsets, ends = network
    cuttable = len(cut) > 0
    for i in range(_U(first), _U(last)):
        own = loss[i] * portion(friends[i], shared)
        total = 0.0
        for tie in range(offsets[i], offsets[i + _ONE]):
            if cuttable and tie_bit(cut, tie):
                continue
            friend = _U(ends[tie])
            total += (reaching[friend] - own) * portion(friends[friend], shared)
        further[i] = total


@compiled
def spread(
    standing: Any,
    loss: Any,
    reaching: Any,
    further: Any,
    weight: float,
    recovery: float,
    shared: Any,
    before: Any,
    score: Any,
    first: Any,
    last: Any,
) -> None:
    """Let friends' losses fall on the enrolled, and move every score.

    `reaching` begins with the person `first`, or has room for everybody, or is empty where no loss reaches friends.
    """
    lost = np.empty(CHUNK)
    ahead = first_of(reaching, first, last)
    for start in spans(first, last):
        span = span_at(start, last)
        _fall(standing, reaching, ahead, further, weight, span, shared)
        if len(before) > 0:
            for i in range(span[0], span[0] + span[1]):
                before[i] = score[i]
        _add_up(loss, shared, span, lost)
        _move(lost, recovery, span, score)


@helper
def _fall(standing: Any, reaching: Any, ahead: Any, further: Any, weight: float, span: Any, shared: Any) -> None:
    start, count = span
    if len(shared) == 0:
        return
    if len(reaching) == 0:
        shared[start : start + count] = np.float32(0.0)
        return
    place = start - ahead
    if len(further) > 0:
        for j in range(_U(count)):
            falling = weight * reaching[place + j] + weight * weight * further[start + j]
            shared[start + j] = falling if standing[start + j] & ENROLLED else 0.0
    else:
        for j in range(_U(count)):
            shared[start + j] = weight * reaching[place + j] if standing[start + j] & ENROLLED else 0.0


@helper
def _add_up(loss: Any, shared: Any, span: Any, lost: Any) -> None:
    start, count = span
    if len(shared) == 0:
        for j in range(_U(count)):
            lost[j] = loss[start + j]
    else:
        for j in range(_U(count)):
            lost[j] = np.float64(loss[start + j]) + np.float64(shared[start + j])


@helper
def _move(lost: Any, recovery: float, span: Any, score: Any) -> None:
    start, count = span
    for j in range(_U(count)):
        score[start + j] = rules.recovered(np.float64(score[start + j]), recovery) - lost[j]
