"""Step 5 where few lost score: whoever did tells her friends, and each piece of people then hears what it was told.

What losses cost most is reading and writing here and there in memory. So it is done in three turns. Every piece of
people lists who in it lost score, while that is in the cache. Then each writes down its losses, sorted by the piece in
which the friend to be told stands. Then each adds up what was written down for it, while its sums are in the cache.
Pieces are heard in their order, and so each person adds up her friends' losses in the order of her row, as if she had
asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.compiled import compiled, helper, ones, prefetch
from hushed.engine.columns import ask_ahead, flagged, tie_bit
from hushed.engine.sharing import first_of, portion

_U = np.uint64
_ONE = _U(1)
_AHEAD = _U(8)
_WHO = _U(32)
_HALF = _U(16)
_WHOM = _U(0xFFFF)
_NUMBER = _U(0xFFFFFFFF)
_BEYOND = _U(16)
"Friends copied at a time."


class Losers(NamedTuple):
    """Those of a piece of people who lost score."""

    numbers: NDArray[np.uint32]
    amounts: NDArray[np.float64]
    "What each passes on to every friend."
    ties: int
    "Ties that still stand which they have between them."


class Told(NamedTuple):
    """What pieces of people have written down for each other."""

    entries: NDArray[np.uint32]
    "A word for each loss and friend: which of the piece's losses, and the friend's place in her own piece."
    amounts: NDArray[np.float64]
    "What each person who lost score passes on to every friend."
    entries_before: NDArray[np.uint64]
    "By piece that tells: where its entries begin."
    amounts_before: NDArray[np.uint64]
    "By piece that tells: where its amounts begin."
    starts: NDArray[np.uint32]
    "By piece that tells and piece that is told: where its entries for it begin among its own; one more at the end."


@compiled
def losers(lost: Any, loss: Any, friends: Any, shared: float, first: Any, last: Any) -> Any:
    """Those of the people `first` to `last - 1` who lost score: the fields of `Losers`."""
    many = _U(0)
    for word in range(_U(first) >> _U(6), (_U(last) + _U(63)) >> _U(6)):
        many += ones(lost[word])
    numbers, amounts = np.empty(many, np.uint32), np.empty(many)
    flagged(lost, _U(first), _U(last) - _U(first), numbers)
    ties = _U(0)
    for place in range(many):
        i = _U(numbers[place])
        amounts[place] = loss[i] * portion(friends[i], shared)
        ties += _U(friends[i])
    return numbers, amounts, ties


def told_by(pieces: Sequence[Losers]) -> Told:
    """Room for all that is to be told."""
    ties, losers = [piece.ties for piece in pieces], [len(piece.numbers) for piece in pieces]
    return Told(
        entries=np.empty(sum(ties), dtype=np.uint32),
        amounts=np.concatenate([piece.amounts for piece in pieces]),
        entries_before=_before(ties),
        amounts_before=_before(losers),
        starts=np.zeros((len(pieces), len(pieces) + 1), dtype=np.uint32),
    )


def _before(counts: Iterable[int]) -> NDArray[np.uint64]:
    before: NDArray[np.uint64] = np.cumsum([0, *counts][:-1]).astype(np.uint64)
    return before


@compiled
def tell(network: Any, cut: Any, numbers: Any, shift: Any, starts: Any, entries: Any) -> None:
    """Write down the losses of one piece for the friends they reach, who are sorted by piece.

    `starts` comes as zeros, one for each piece and one more; `entries` has room for all ties of the losers.
    """
    unsorted = np.empty(_U(len(entries)) + _BEYOND, np.uint64)
    _list(network, cut, numbers, unsorted)
    for place in range(_U(len(entries))):
        starts[((unsorted[place] & _NUMBER) >> shift) + _ONE] += np.uint32(1)
    for piece in range(_ONE, _U(len(starts))):
        starts[piece] += starts[piece - _ONE]
    following, within = starts.copy(), (_ONE << shift) - _ONE
    for place in range(_U(len(entries))):
        told = unsorted[place]
        piece = (told & _NUMBER) >> shift
        entries[_U(following[piece])] = ((told >> _WHO) << _HALF) | (told & within)
        following[piece] += np.uint32(1)


@helper
def _list(network: Any, cut: Any, numbers: Any, unsorted: Any) -> None:
    """List who is told by whom: the place of the loser among them, and her friend's number.

    Rows are copied some friends at a time, and what was copied beyond their end is written over by the next: who would
    stop at the end of each would guess it wrongly each time.
    """
    offsets, ends = network
    cuttable = len(cut) > 0
    some, many, safe = _U(len(numbers)), _U(0), _U(len(ends)) - min(_U(len(ends)), _BEYOND)
    for place in range(some):
        ask_ahead(ends, offsets, numbers, place, some)
        i, who = _U(numbers[place]), place << _WHO
        row, row_end = offsets[i], offsets[i + _ONE]
        if cuttable or row_end > safe:
            for tie in range(row, row_end):
                unsorted[many] = who | _U(ends[tie])
                many += (tie_bit(cut, tie) ^ _ONE) if cuttable else _ONE
        else:
            for begin in range(row, row_end, _BEYOND):
                for beside in range(_BEYOND):
                    unsorted[many + beside] = who | _U(ends[begin + beside])
                many += min(_BEYOND, row_end - begin)


@compiled
def hear(told: Any, shift: Any, reaching: Any, first: Any, last: Any) -> None:
    """Sum what was told to the people `first` to `last - 1`, one piece; `told.starts` by piece told, then telling.

    `reaching` begins with the person `first`, or has room for everybody.
    """
    before = first_of(reaching, first, last)
    own = reaching[_U(first) - before : _U(last) - before]
    own[:] = 0.0
    begins, ends = told.starts[_U(first) >> shift], told.starts[(_U(first) >> shift) + _ONE]
    pieces = _U(len(begins))
    for piece in range(pieces):
        if piece + _AHEAD < pieces:
            further = piece + _AHEAD
            prefetch(told.entries, told.entries_before[further] + _U(begins[further]))
        base, at = told.entries_before[piece], told.amounts_before[piece]
        for place in range(base + _U(begins[piece]), base + _U(ends[piece])):
            entry = _U(told.entries[place])
            own[entry & _WHOM] += told.amounts[at + (entry >> _HALF)]
