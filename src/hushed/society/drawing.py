"""Rows of uniform numbers, drawn many at a time: a loop that does nothing else becomes vector instructions."""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed.compiled import compiled
from hushed.random import drawn


@compiled
def fill_uniforms(values: Any, stream: Any, round_: Any, first: Any, step: Any) -> None:
    """Fill float64 `values` with the numbers of subjects first, first + step, first + 2 step, ...

    `stream` is (seed, replicate, channel); all numbers are unsigned 64-bit.
    """
    for place in range(np.uint64(values.size)):
        values[place] = drawn(stream[0], stream[1], round_, first + place * step, stream[2])
