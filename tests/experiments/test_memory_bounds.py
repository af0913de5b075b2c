"""A run takes the memory that was foretold, at its peak, whatever number of rounds is played: a promise, measured."""

from __future__ import annotations

import subprocess
import sys

import pytest

import hushed
from hushed.experiments.memory import run_bytes

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a process's own peak is read from Linux")

_PEAK = """
import sys
import hushed
people, rounds = map(int, sys.argv[1:])
scenario = hushed.read_scenario("all-instruments", population=people, rounds=rounds)
hushed.run(scenario, threads=1)
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM:")))
"""
FEW, MANY = 2_000, 1_000_000
PAGES = 24 << 20
"""What Python's and the system's own allocators may keep besides, in bytes."""


def peak(people: int, rounds: int) -> int:
    """The most memory that a process held that played so many people, in bytes."""
    command = [sys.executable, "-c", _PEAK, str(people), str(rounds)]
    return 1024 * int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def foretold(people: int, rounds: int) -> int:
    return run_bytes(hushed.read_scenario("all-instruments", population=people, rounds=rounds))


def test_a_run_takes_what_was_foretold_and_more_rounds_take_no_more() -> None:
    base = peak(FEW, 4)
    taken = peak(MANY, 4) - base
    told = foretold(MANY, 4) - foretold(FEW, 4)
    assert told > 3 * PAGES, "enough people for the rest not to matter"
    print(taken, told)
    assert 0.7 * told - PAGES < taken < told + PAGES, (taken, told)
    assert peak(MANY, 12) - base < taken + PAGES
