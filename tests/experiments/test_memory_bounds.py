"""A run takes the memory that was foretold, at its peak, however many rounds are played: a promise, measured."""

from __future__ import annotations

import subprocess
import sys

import pytest

import hushed
from hushed.experiments.memory import run_bytes

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a process's own peak is read from Linux")

_PEAK = """
import gc, sys
import hushed
def held(what):
    return 1024 * int(next(line.split()[1] for line in open("/proc/self/status") if line.startswith(what + ":")))
def play(people, rounds):
    hushed.run(hushed.read_scenario("all-instruments", population=people, rounds=rounds), threads=1)
few, many, rounds = map(int, sys.argv[1:])
play(few, 4)  # Loads and compiles what a run needs, which takes memory of its own.
gc.collect()
open("/proc/self/clear_refs", "w").write("5")  # The peak is counted from here on.
before = held("VmRSS")
play(many, rounds)
print(held("VmHWM") - before)
"""
FEW, MANY, ROUNDS = 100_000, 600_000, 10
PAGES = 24 << 20
"""What the allocators of Python and of the system keep besides, or kept from before, in bytes."""


def test_a_run_takes_what_was_foretold_however_many_rounds_there_are() -> None:
    command = [sys.executable, "-c", _PEAK, str(FEW), str(MANY), str(ROUNDS)]
    taken = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    told = run_bytes(hushed.read_scenario("all-instruments", population=MANY, rounds=ROUNDS))
    assert told > 4 * PAGES, "enough people for the rest not to matter"
    assert told - 2 * PAGES < taken < told + PAGES, (taken, told)
