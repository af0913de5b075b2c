"""Who takes part: each program, the environment it runs in, and how it is named."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = Path(__file__).parent / "peers"
HERE = "hushed"
"""The environment that runs the benchmark; hushed is installed in it."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A program that plays the workload."""

    key: str
    label: str
    program: str
    environment: str
    bytes_per_person: int
    "About what it takes at its peak, building included; it is not started where there is less."
    options: tuple[str, ...] = ()
    threads: int = 1
    is_scenario: bool = False
    "Whether it plays a scenario of the library in place of the workload."


def usable_cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_words(threads: int) -> str:
    """A number of threads in words, as far as words are usual."""
    words = {1: "one thread", 2: "two threads", 3: "three threads", 4: "four threads"}
    return words.get(threads, f"{threads} threads")


def hushed(threads: int) -> Subject:
    """hushed on so many threads."""
    options = ("--threads", str(threads))
    label = f"hushed, {in_words(threads)}"
    return Subject(f"hushed-{threads}", label, "play_hushed.py", HERE, 180, options, threads=threads)


def scenario(name: str, threads: int) -> Subject:
    """A whole scenario of hushed's library on so many threads."""
    options = ("--threads", str(threads), "--scenario", name)
    return Subject(name, name, "play_hushed.py", HERE, 300, options, threads=threads, is_scenario=True)


PEERS = (
    Subject("numpy-telling", "NumPy + SciPy, telling", "play_numpy.py", "numpy", 420, ("--telling",)),
    Subject("numpy", "NumPy + SciPy", "play_numpy.py", "numpy", 420),
    Subject("published", "published, no ties", "play_published.py", "numpy", 110),
    Subject("starsim", "Starsim", "play_starsim.py", "starsim", 700),
    Subject("mesa", "Mesa", "play_mesa.py", "mesa", 16_000),
    Subject("agentpy", "AgentPy", "play_agentpy.py", "agentpy", 20_000),
    Subject("ndlib", "NDlib", "play_ndlib.py", "ndlib", 12_000),
)


def everybody() -> tuple[Subject, ...]:
    """hushed on all cores and on one thread, then its peers, from the quickest kind to the slowest."""
    cores = usable_cores()
    own = [hushed(cores), hushed(1)] if cores > 1 else [hushed(1)]
    return (*own, *PEERS)
