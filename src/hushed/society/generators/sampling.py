"""Draws inside generator kernels, keyed as every draw in hushed is.

A `stream` is the tuple (seed, replicate, channel) of unsigned 64-bit numbers; each draw adds a subject (a person or a
tie) and an index, which takes the place of the round. Kernels count in int64 and turn to uint64 only here.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from hushed.compiled import compiled, helper
from hushed.random import LARGEST_SEED, Channel, uniform
from hushed.society.drawing import fill_uniforms

Stream: TypeAlias = tuple[np.uint64, np.uint64, np.uint64]
_BATCH = 1024


def stream_of(*, seed: int, replicate: int, channel: Channel) -> Stream:
    """The stream of a generator; ValueError if seed or replicate does not fit 32 bits."""
    for name, value in (("seed", seed), ("replicate", replicate)):
        if not 0 <= value <= LARGEST_SEED:
            raise ValueError(f"{name} must be a whole number from 0 to {LARGEST_SEED}; this is {value}")
    return np.uint64(seed), np.uint64(replicate), np.uint64(channel)


@helper
def draw(stream: Any, subject: Any, index: Any) -> Any:
    """One number in [0, 1)."""
    return uniform(stream[0], stream[1], np.uint64(index), np.uint64(subject), stream[2])


@helper
def draw_below(limit: Any, stream: Any, subject: Any, index: Any) -> Any:
    """A whole number from 0 to limit - 1, each equally likely to within 2**-53 x limit."""
    return np.int64(draw(stream, subject, index) * limit)


@helper
def among(items: Any, start: Any, stop: Any, wanted: Any) -> Any:
    """Whether `wanted` is one of items[start:stop]."""
    for place in range(start, stop):
        if items[place] == wanted:
            return True
    return False


@compiled
def shuffle(items: Any, stream: Any, index: Any) -> Any:
    """Put an array in random order in place, every order equally likely (Fisher & Yates 1938; Durstenfeld 1964).

    Items are read a batch ahead of their exchange, because reads that do not wait for each other overlap; returns what
    was read, or the compiler would leave the reads out.
    """
    draws, others = np.empty(_BATCH), np.empty(_BATCH, dtype=np.int64)
    touched: Any = 0
    for stop in range(items.size, 1, -_BATCH):
        start = max(1, stop - _BATCH)
        fill_uniforms(draws[: stop - start], stream, np.uint64(index), np.uint64(start), np.uint64(1))
        for last in range(start, stop):
            others[last - start] = np.int64(draws[last - start] * (last + 1))
            touched += np.int64(items[others[last - start]])
        for last in range(stop - 1, start - 1, -1):
            other = others[last - start]
            items[last], items[other] = items[other], items[last]
    return touched


def random_order(people: int, stream: Stream, *, index: int = 0) -> NDArray[np.uint32]:
    """The numbers 0 to people - 1 in random order."""
    order = np.arange(people, dtype=np.uint32)
    shuffle(order, stream, index)
    return order
