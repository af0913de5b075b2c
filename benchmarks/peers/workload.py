"""The workload all programs play, and how each talks to the runner. Needs NumPy and the standard library only.

An undirected random graph. In each round every person says what the uniform voice rule of Daymude, Axelrod & Forrest
2025 tells her to; whoever is seen dissenting loses `SEVERITY`; half of that falls on her friends, divided among them;
a tenth of every lost score comes back. Wish and boldness are uniform on [0, 1].
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

TOLERANCE, SEVERITY, SURVEILLANCE = 0.25, 0.6, 0.2
RECOVERY, WEIGHT = 0.1, 0.5


class Check(NamedTuple):
    """What a run ends in, by which the runner knows that every program plays the same model."""

    loud: float
    "Share of people whose voice was above the line in the last round."
    score: float | None = None
    "Mean score; None for a model without scores."
    spread: float | None = None
    "Standard deviation of the scores over people."


class Player(Protocol):
    """A society at play."""

    def play(self, rounds: int) -> None:
        """Play so many rounds more."""

    def check(self) -> Check:
        """What the last round ended in."""


def people(count: int, seed: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """What each person wishes to say, and how bold she is: float32 arrays of shape (count,), uniform on [0, 1)."""
    rng = np.random.default_rng((seed, 1))
    return rng.random(count, dtype=np.float32), rng.random(count, dtype=np.float32)


def random_ties(count: int, degree: float, seed: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Both ends of count x degree / 2 random ties, less the few that repeat or join a person to herself."""
    rng = np.random.default_rng((seed, 2))
    one, other = rng.integers(0, count, size=(2, round(count * degree / 2)), dtype=np.int64)
    keys = np.minimum(one, other) * count + np.maximum(one, other)
    keys = keys[one != other]
    keys.sort()
    keys = keys[np.concatenate(([True], keys[1:] != keys[:-1]))]
    return (keys // count).astype(np.int32), (keys % count).astype(np.int32)


def tie_pairs(count: int, degree: float, seed: int) -> Iterator[tuple[int, int]]:
    """The same ties one by one, for programs that go from person to person."""
    left, right = random_ties(count, degree, seed)
    return zip(left.tolist(), right.tolist(), strict=True)


def speaks_out(desire: float, boldness: float) -> bool:
    """Whether one person says all she wishes though it is over the line: the uniform voice rule, a person at a time."""
    seen = SURVEILLANCE + (1.0 - SURVEILLANCE) * desire
    return desire > TOLERANCE and boldness * (desire - TOLERANCE) >= SEVERITY * seen


def serve(
    make: Callable[[argparse.Namespace], Player], *packages: str, options: Callable[..., None] | None = None
) -> None:
    """Build a society as the command line asks, then play as many rounds as each line of input says, until it ends.

    One JSON object a line goes out: first what was built, then for each request the seconds of the rounds alone.
    """
    # Libraries may print; the runner reads nothing but answers.
    answers, sys.stdout = sys.stdout, sys.stderr
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, required=True)
    parser.add_argument("--degree", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    if options:
        options(parser)
    started = time.perf_counter()
    player = make(parser.parse_args())
    built = {"built_seconds": time.perf_counter() - started, "versions": {name: version(name) for name in packages}}
    print(json.dumps(built), file=answers, flush=True)
    played = 0
    for line in sys.stdin:
        answer = played_out(player, int(line))
        played += answer["rounds"]
        print(json.dumps({**answer, "played": played}), file=answers, flush=True)


def played_out(player: Player, rounds: int) -> dict[str, Any]:
    """The answer to one request: what it took, what memory is held, what it ended in, what the player adds."""
    prepare = getattr(player, "prepare", None)
    if prepare:
        prepare()
    started = time.perf_counter()
    player.play(rounds)
    seconds = time.perf_counter() - started
    answer = {"seconds": seconds, "rounds": rounds, "peak_bytes": peak_bytes(), "held_bytes": held_bytes()}
    added: dict[str, Any] = getattr(player, "added", dict)()
    return {**answer, "check": player.check()._asdict(), **added}


def peak_bytes() -> int:
    """The most memory this process ever held, building included."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def held_bytes() -> int | None:
    """The memory this process holds now; None where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return None
    return pages * resource.getpagesize()
