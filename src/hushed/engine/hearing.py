"""Step 2, where people fear isolation: what each hears from her friends, and what it does to her confidence."""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed import rules
from hushed.compiled import compiled
from hushed.engine.columns import bit, tie_bit

_U = np.uint64
_ONE = np.uint64(1)
_SIX = np.uint64(6)


@compiled
def pack_speakers(voice: Any, words: Any, first: Any, last: Any) -> None:
    """One bit for each of the people `first` to `last - 1` who said anything; `first` a multiple of 64."""
    for start in range(_U(first), _U(last), _U(64)):
        word = _U(0)
        for place in range(min(_U(64), _U(last) - start)):
            word |= _U(voice[start + place] > 0) << place
        words[start >> _SIX] = word


@compiled
def hear(
    network: Any,
    cut: Any,
    loud: Any,
    spoke: Any,
    fading: float,
    isolation: float,
    confidence: Any,
    first: Any,
    last: Any,
) -> None:
    """Let the people `first` to `last - 1` take heart from friends above the line, and lose it to those who conform.

    `loud` and `spoke` hold a bit for each person: whether she was above the line last round, and said anything.
    """
    offsets, friends = network
    cuttable = len(cut) > 0
    for i in range(_U(first), _U(last)):
        above = heard = _U(0)
        for tie in range(offsets[i], offsets[i + _ONE]):
            friend = _U(friends[tie])
            live = (tie_bit(cut, tie) ^ _ONE) if cuttable else _ONE
            above += bit(loud, friend) & live
            heard += bit(spoke, friend) & live
        air = rules.climate(np.float64(above), np.float64(heard - above))
        confidence[i] = rules.next_confidence(np.float64(confidence[i]), fading, isolation, air)
