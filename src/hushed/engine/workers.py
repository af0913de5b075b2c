"""Splits a loop over people among threads, with the same bytes whatever their number."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

BLOCK = 1 << 14
"""People per block, a power of two and a multiple of the chunks in columns.py; sums are formed per block, and added in
the order of blocks, never by thread."""
PARALLEL_FROM = 12 * BLOCK
"""Fewer people than this are not worth waking a second thread for."""
_TURNS = 4
"""Pieces for each thread: a thread whose core is busy elsewhere leaves its pieces to the others."""
_LARGEST = 4
"""Blocks in a piece at most, so that what one kernel has written is still in the cache when the next one reads it."""


class Waiting(NamedTuple):
    """A kernel that waits to be run, and the results it has brought, one for each piece of people."""

    kernel: Callable[..., Any]
    arguments: tuple[Any, ...]
    results: list[Any]
    phase: int
    "The step of the round it belongs to."


class Workers:
    """One or more threads that run kernels over all people, piece by piece.

    Kernels release the interpreter lock and take `first` and `last` as their closing arguments. Those that only look
    at their own people are kept waiting, and then run one after the other on each piece while it is in the cache.
    """

    def __init__(self, threads: int, people: int) -> None:
        if threads < 1:
            raise ValueError(f"threads must be at least 1; this is {threads}")
        self.people = people
        self.threads = threads if people >= PARALLEL_FROM else 1
        turns = _TURNS * self.threads if self.threads > 1 else 1
        blocks = min(_LARGEST, max(1, -(-people // (BLOCK * turns))))
        self.shift = BLOCK.bit_length() + blocks.bit_length() - 2
        "People in a piece, as a power of two; the last piece may have fewer."
        piece = 1 << self.shift
        self.pieces = [(first, min(first + piece, people)) for first in range(0, people, piece)]
        self.phase = 0
        "The step of the round whose kernels come next."
        self.seconds: defaultdict[int, float] = defaultdict(float)
        "Seconds that kernels have run, by the step they belong to; the calling thread's share of the time."
        self._waiting: list[Waiting] = []
        self._pool = ThreadPoolExecutor(self.threads - 1) if self.threads > 1 else None

    def later(self, kernel: Callable[..., Any], *arguments: Any) -> list[Any]:
        """Keep a kernel waiting; what it returns for each piece of people, in order, will be in the list."""
        results: list[Any] = [None] * len(self.pieces)
        self._waiting.append(Waiting(kernel, arguments, results, self.phase))
        return results

    def each(self, kernel: Callable[..., Any], *arguments: Any) -> list[Any]:
        """What a kernel returns for each piece of people, in order, after everything that waits has been run."""
        results = self.later(kernel, *arguments)
        self.run_waiting()
        return results

    def run_waiting(self) -> None:
        """Run every kernel that waits, in the order they came, piece by piece of people."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        began = time.perf_counter()
        spent: defaultdict[int, float] = defaultdict(float)

        def play(place: int, piece: tuple[int, int]) -> None:
            for kernel, arguments, results, phase in waiting:
                started = time.perf_counter()
                results[place] = kernel(*arguments, *piece)
                spent[phase] += time.perf_counter() - started

        self._spread_out(play, self.pieces)
        elapsed, total = time.perf_counter() - began, sum(spent.values())
        for phase, seconds in spent.items():
            self.seconds[phase] += elapsed * seconds / total

    def _spread_out(self, work: Callable[[int, tuple[int, int]], None], ends: list[tuple[int, int]]) -> None:
        """Have all threads take piece after piece; the calling one too, since waking another takes its time."""
        waiting = deque(enumerate(ends))

        def take() -> None:
            while waiting:
                try:
                    place, piece = waiting.popleft()
                except IndexError:
                    return
                work(place, piece)

        helpers = [self._pool.submit(take) for _ in range(self.threads - 1)] if self._pool is not None else []
        take()
        for helper in helpers:
            if not helper.cancel():
                helper.result()

    def close(self) -> None:
        """Let the threads go."""
        if self._pool is not None:
            self._pool.shutdown()
