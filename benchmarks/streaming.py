"""How fast this machine's memory streams: a triad over arrays that no cache holds, on one thread and on all.

Prints one JSON object: threads -> bytes per second, a list of trials each. What is read and written is counted once.
"""

from __future__ import annotations

import argparse
import itertools
import json
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import numba
import numpy as np
from subjects import usable_cores

_LENGTH = 1 << 26
_BYTES = 3 * 4 * _LENGTH


def _triad(out: Any, one: Any, two: Any, first: Any, last: Any) -> None:
    """out = one + 3 two, over part of the arrays."""
    for i in range(np.uint64(first), np.uint64(last)):
        out[i] = one[i] + np.float32(3.0) * two[i]


triad: Any = numba.njit(nogil=True, error_model="numpy")(_triad)


def trial(arrays: Any, threads: int, pool: ThreadPoolExecutor) -> float:
    """Bytes per second of one triad."""
    ends = np.linspace(0, _LENGTH, threads + 1).astype(int)
    started = time.perf_counter()
    parts = [partial(triad, *arrays, first, last) for first, last in itertools.pairwise(ends)]
    for done in [pool.submit(part) for part in parts]:
        done.result()
    return _BYTES / (time.perf_counter() - started)


def main() -> None:
    """Measure, each number of threads in turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=7)
    asked = parser.parse_args()
    arrays = [np.full(_LENGTH, value, np.float32) for value in (0.0, 1.0, 2.0)]
    triad(*arrays, 0, 16)
    counts = sorted({1, usable_cores()})
    found: dict[int, list[float]] = {threads: [] for threads in counts}
    with ThreadPoolExecutor(max(counts)) as pool:
        for _ in range(asked.trials):
            for threads in counts:
                found[threads].append(trial(arrays, threads, pool))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
