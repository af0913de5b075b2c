"""Compiling ahead: what the second process leaves behind."""

from __future__ import annotations

import subprocess
import sys

from hushed import compiled
from hushed.engine.ahead import compile_later_steps

LATER = (
    *("observing.observe", "tally.speech", "tally.scores", "tally.events", "tally.score_histogram", "sharing.spread"),
    *(
        "telling.losers",
        "telling.tell",
        "telling.hear",
        "reacting.blame",
        "reacting.parting",
        "reacting.part",
        "sanctioning.sanction",
    ),
    "counting.count_flagged",
)


def test_every_later_kernel_is_on_the_disk_afterwards():
    compile_later_steps()
    assert [name for name in LATER if not compiled.is_cached(name)] == []


def test_what_was_never_compiled_is_not_cached():
    assert not compiled.is_cached("observing.no_such_kernel")


def test_a_run_after_it_compiles_none_of_them():
    """Kernels are kept by the types of their arguments: the small society must have those of a real one."""
    script = (
        "from numba.core import event\n"
        "new = []\n"
        "class Heard(event.Listener):\n"
        "    def on_start(self, about): new.append(about.data['dispatcher'].py_func)\n"
        "    def on_end(self, about): pass\n"
        "from hushed.engine.ahead import compile_later_steps\n"
        "compile_later_steps()\n"
        "from hushed.scenario.reader import read_scenario\n"
        "from hushed.experiments.run import run\n"
        "event.register('numba:compile', Heard())\n"
        "run(read_scenario('sesame-credit', population=800, rounds=60))\n"
        "print(*(f'{one.__module__.rpartition(chr(46))[2]}.{one.__name__}' for one in new))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) & set(LATER) == set()
