"""Splits a loop over people among threads, with the same bytes whatever their number."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

BLOCK = 1 << 14
"""People per block; sums are formed per block and added in the order of blocks, never by thread."""
PARALLEL_FROM = 4 * BLOCK
"""Fewer people than this are not worth waking a second thread for."""


def usable_cores() -> int:
    """Cores this process may use, affinity respected."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers:
    """One or more threads that run a kernel over all people, block by block.

    Kernels release the interpreter lock and take `first` and `last` as their closing arguments.
    """

    def __init__(self, threads: int, people: int) -> None:
        if threads < 1:
            raise ValueError(f"threads must be at least 1; this is {threads}")
        self.people = people
        self.blocks = [(first, min(first + BLOCK, people)) for first in range(0, people, BLOCK)]
        self.threads = threads if people >= PARALLEL_FROM else 1
        self._pool = ThreadPoolExecutor(self.threads - 1) if self.threads > 1 else None

    def each(self, kernel: Callable[..., Any], *arguments: Any) -> list[Any]:
        """What the kernel returns for each block, in the order of blocks."""
        return self._spread_out(lambda ends: kernel(*arguments, *ends), self.blocks)

    def each_share(self, kernel: Callable[..., Any], *arguments: Any) -> None:
        """Run a kernel over all people in as many equal shares as there are threads."""
        share = -(-self.people // self.threads)
        shares = [(first, min(first + share, self.people)) for first in range(0, self.people, share)]
        self._spread_out(lambda ends: kernel(*arguments, *ends), shares)

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
