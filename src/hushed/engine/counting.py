"""Counting friends: those who are enrolled, those who report, those who were heard."""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed.compiled import compiled
from hushed.engine.columns import bit, tie_bit

_U = np.uint64
_ONE = np.uint64(1)


@compiled
def count_flagged(network: Any, cut: Any, flagged: Any, having: Any, first: Any, last: Any) -> None:
    """Count each person's live ties to somebody whose bit in `flagged` is set."""
    offsets, friends = network
    cuttable = len(cut) > 0
    for i in range(_U(first), _U(last)):
        many = _U(0)
        if cuttable:
            for tie in range(offsets[i], offsets[i + _ONE]):
                many += bit(flagged, _U(friends[tie])) & (tie_bit(cut, tie) ^ _ONE)
        else:
            for tie in range(offsets[i], offsets[i + _ONE]):
                many += bit(flagged, _U(friends[tie]))
        having[i] = many
