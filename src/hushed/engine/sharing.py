"""Step 5: losses fall on friends, and scores move.

Rows of a network rise, and sums run along them, so they round alike always, asked or told.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed import rules
from hushed.compiled import compiled, helper, inlined
from hushed.engine.columns import CHUNK, STRETCH, ask_ahead, bit, flagged, span_at, spans, tie_bit
from hushed.engine.flags import ENROLLED

_U = np.uint64
_ONE = _U(1)


@inlined
def portion(friends: Any, shared: float) -> float:
    """Part of a person's loss that reaches each friend, before the weight: all, or one share of it."""
    return 1.0 / max(1.0, np.float64(friends)) if shared > 0.0 else 1.0


@compiled
def gather(
    network: Any, cut: Any, lost: Any, loss: Any, friends: Any, shared: float, reaching: Any, first: Any, last: Any
) -> None:
    """Sum for each person the losses that reach her from friends, unweighted, by asking every friend."""
    offsets, ends = network
    cuttable = len(cut) > 0
    for i in range(_U(first), _U(last)):
        total = 0.0
        for tie in range(offsets[i], offsets[i + _ONE]):
            friend = _U(ends[tie])
            if bit(lost, friend) and not (cuttable and tie_bit(cut, tie)):
                total += loss[friend] * portion(friends[friend], shared)
        reaching[i] = total


@compiled
def scatter(
    network: Any, cut: Any, lost: Any, loss: Any, friends: Any, shared: float, reaching: Any, first: Any, last: Any
) -> None:
    """The same sums, to the byte, by telling the friends of those who lost: quicker where few did.

    Everybody's losses are read, and only the people `first` to `last - 1` are written to. Whoever loses tells her
    friends in the order of people, which is the order in which `gather` asks.
    """
    offsets, ends = network
    reaching[first:last] = 0.0
    losers = np.empty(STRETCH, np.uint32)
    for stretch in range(_U(0), _U(len(loss)), _U(STRETCH)):
        some = flagged(lost, stretch, min(_U(STRETCH), _U(len(loss)) - stretch), losers)
        for place in range(some):
            ask_ahead(ends, offsets, losers, place, some)
            i = _U(losers[place])
            amount = loss[i] * portion(friends[i], shared)
            _tell(ends, offsets[i], offsets[i + _ONE], cut, amount, _U(first), _U(last), reaching)


@inlined
def _tell(ends: Any, row: Any, row_end: Any, cut: Any, amount: float, first: Any, last: Any, reaching: Any) -> None:
    """Let a loss reach the friends in one row who are among the people `first` to `last - 1`."""
    cuttable = len(cut) > 0
    # Rows rise, so those to be told stand together: for the first share of people at the beginning of the row.
    if first == _U(0):
        for tie in range(row, row_end):
            friend = _U(ends[tie])
            if friend >= last:
                return
            if not (cuttable and tie_bit(cut, tie)):
                reaching[friend] += amount
        return
    while row < row_end and _U(ends[row_end - _ONE]) >= last:
        row_end -= _ONE
    while row < row_end:
        row_end -= _ONE
        friend = _U(ends[row_end])
        if friend < first:
            return
        if not (cuttable and tie_bit(cut, row_end)):
            reaching[friend] += amount


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
    """Let friends' losses fall on the enrolled, and move every score."""
    lost = np.empty(CHUNK)
    for start in spans(first, last):
        span = span_at(start, last)
        _fall(standing, reaching, further, weight, span, shared)
        if len(before) > 0:
            for i in range(span[0], span[0] + span[1]):
                before[i] = score[i]
        _add_up(loss, shared, span, lost)
        _move(lost, recovery, span, score)


@helper
def _fall(standing: Any, reaching: Any, further: Any, weight: float, span: Any, shared: Any) -> None:
    start, count = span
    if len(shared) == 0:
        return
    if len(further) > 0:
        for j in range(_U(count)):
            falling = weight * reaching[start + j] + weight * weight * further[start + j]
            shared[start + j] = falling if standing[start + j] & ENROLLED else 0.0
    else:
        for j in range(_U(count)):
            shared[start + j] = weight * reaching[start + j] if standing[start + j] & ENROLLED else 0.0


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
