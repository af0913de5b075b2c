"""Splits a loop over people among threads, with the same bytes whatever their number."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
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
        self._pool = ThreadPoolExecutor(self.threads) if self.threads > 1 else None

    def each(self, kernel: Callable[..., Any], *arguments: Any) -> list[Any]:
        """What the kernel returns for each block, in the order of blocks."""
        if self._pool is None:
            return [kernel(*arguments, first, last) for first, last in self.blocks]
        share = -(-len(self.blocks) // (2 * self.threads))
        parts = [self.blocks[start : start + share] for start in range(0, len(self.blocks), share)]

        def work(part: Sequence[tuple[int, int]]) -> list[Any]:
            return [kernel(*arguments, first, last) for first, last in part]

        return [result for results in self._pool.map(work, parts) for result in results]

    def each_share(self, kernel: Callable[..., Any], *arguments: Any) -> None:
        """Run a kernel over all people in as many equal shares as there are threads."""
        share = -(-self.people // self.threads)
        shares = [(first, min(first + share, self.people)) for first in range(0, self.people, share)]
        if self._pool is None:
            kernel(*arguments, *shares[0])
        else:
            list(self._pool.map(lambda ends: kernel(*arguments, *ends), shares))

    def close(self) -> None:
        """Let the threads go."""
        if self._pool is not None:
            self._pool.shutdown()
