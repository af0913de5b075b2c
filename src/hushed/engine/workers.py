"""Splits a loop over people among threads, with the same bytes whatever their number."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 1 << 14
"""People per block, a multiple of the chunks in columns.py; sums are formed per block, and added in the order of
blocks, never by thread."""
PARALLEL_FROM = 4 * BLOCK
"""Fewer people than this are not worth waking a second thread for."""
_TURNS = 4
"""Pieces for each thread: a thread whose core is busy elsewhere leaves its pieces to the others."""
_LARGEST = 64
"""Blocks in a piece at most, so that nothing waits long for the interpreter."""


class Workers:
    """One or more threads that run a kernel over all people, piece by piece.

    Kernels release the interpreter lock and take `first` and `last` as their closing arguments.
    """

    def __init__(self, threads: int, people: int) -> None:
        if threads < 1:
            raise ValueError(f"threads must be at least 1; this is {threads}")
        self.people = people
        self.threads = threads if people >= PARALLEL_FROM else 1
        turns = _TURNS * self.threads if self.threads > 1 else 1
        piece = BLOCK * min(_LARGEST, max(1, -(-people // (BLOCK * turns))))
        self.pieces = [(first, min(first + piece, people)) for first in range(0, people, piece)]
        self._pool = ThreadPoolExecutor(self.threads - 1) if self.threads > 1 else None

    def each(self, kernel: Callable[..., Any], *arguments: Any) -> list[Any]:
        """What the kernel returns for each piece of people, in order; a piece is a number of whole blocks."""
        return self._spread_out(lambda ends: kernel(*arguments, *ends), self.pieces)

    def each_share(self, offsets: NDArray[np.uint64], kernel: Callable[..., Any], *arguments: Any) -> None:
        """Run a kernel over all people in as many shares as there are threads, each with as many friends."""
        ends = np.linspace(0.0, float(offsets[-1]), self.threads + 1)[1:-1]
        borders = [0, *np.searchsorted(offsets[:-1], ends.astype(np.uint64)).tolist(), self.people]
        shares = [(first, last) for first, last in itertools.pairwise(borders) if first < last]
        self._spread_out(lambda share: kernel(*arguments, *share), shares)

    def _spread_out(self, work: Callable[[tuple[int, int]], Any], ends: list[tuple[int, int]]) -> list[Any]:
        """Have all threads take piece after piece; the calling one too, since waking another takes its time."""
        if self._pool is None:
            return [work(piece) for piece in ends]
        done: list[Any] = [None] * len(ends)
        waiting = deque(enumerate(ends))

        def take() -> None:
            while waiting:
                try:
                    place, piece = waiting.popleft()
                except IndexError:
                    return
                done[place] = work(piece)

        helpers = [self._pool.submit(take) for _ in range(self.threads - 1)]
        take()
        for helper in helpers:
            if not helper.cancel():
                helper.result()
        return done

    def close(self) -> None:
        """Let the threads go."""
        if self._pool is not None:
            self._pool.shutdown()
