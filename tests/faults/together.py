"""Two commands at one folder, and a clock that jumps."""

from __future__ import annotations

import os
import random
import shutil
import time
from datetime import datetime, timedelta

from faults.children import Child, check
from faults.grounds import HERE, UNITS, Grounds, known
from faults.moments import Calls, slowed
from faults.promises import check_goes_on, check_kept, check_whole, check_words

_JUMPS = (1.0, 3600.0, 86_400.0, 3.2e7, 1e9, 2e9)
"""Seconds by which the clock jumps at most, forwards or backwards: up to some sixty years."""


def second(grounds: Grounds, chance: random.Random) -> int:
    """While a sweep goes on, another command comes: it is refused, or only reads, and disturbs nothing."""
    folder = grounds.begun(chance)
    before = check_kept({}, folder, grounds)
    slowly = slowed(Calls(), random.Random(chance.random()), 0.05)
    first = Child(("resume", str(folder), *HERE, "--quiet"), grounds.folder, before=slowly)
    while not first.ended_already and "process" not in (folder / "lock").read_text():
        time.sleep(0.002)
    orders = (
        ("resume", folder, *HERE),
        ("resume", folder, "--verify"),
        ("resume", folder, "--unit", 3),
        ("sweep", grounds.study, "-o", folder, *HERE),
        ("merge", folder, "-o", folder.with_name("whole")),
        ("export", folder, folder.with_name("table.csv")),
    )
    order = chance.choice(orders)
    ended, at_work = grounds.run(*order), not first.ended_already
    check_words(ended, 0, 2)
    if at_work and order[0] in ("resume", "merge"):
        check_words(ended, 2)
        check("another sweep is at work in this folder (process" in ended.err, "it says who is at work", ended)
    check_words(first.wait(), 0)
    check_kept(before, folder, grounds)
    shutil.rmtree(folder.with_name("whole"), ignore_errors=True)
    check_goes_on(folder, grounds)
    shutil.rmtree(folder.parent)
    return int(at_work)


def at_once(grounds: Grounds, chance: random.Random) -> int:
    """Two sweeps begin, or go on, in one folder at the same moment: one does the work, the other is refused."""
    fresh = chance.random() < 0.5
    folder = grounds.new() if fresh else grounds.begun(chance)
    before = known(folder)
    order = ("sweep", str(grounds.study), "-o", str(folder)) if fresh else ("resume", str(folder))
    children = []
    for _ in range(2):
        children.append(Child((*order, *HERE, "--quiet"), grounds.folder))
        time.sleep(chance.choice((0.0, chance.uniform(0.0, 0.3))))
    ended = [each.wait() for each in children]
    for each in ended:
        check_words(each, 0, 2)
    check(any(each.code == 0 for each in ended), "one of them did the work", ended[1])
    check_kept(before, folder, grounds)
    check(len(known(folder)) == UNITS, "all units are done")
    check_whole(folder, grounds)
    shutil.rmtree(folder.parent)
    return 1


def clock(grounds: Grounds, chance: random.Random) -> int:
    """The clock goes backwards or far forwards, again and again, and files are from the past or the future."""
    folder = grounds.begun(chance)
    before = check_kept({}, folder, grounds)
    for each in folder.rglob("*"):
        moment = time.time() + _jump(chance)
        os.utime(each, (moment, moment))
    jumps = random.Random(chance.random())
    ended = grounds.run("resume", folder, *HERE, before=lambda: _wrong_clock(jumps))
    check_words(ended, 0)
    check_kept(before, folder, grounds)
    check_goes_on(folder, grounds)
    shutil.rmtree(folder.parent)
    return 1


def _jump(chance: random.Random) -> float:
    return chance.uniform(-1, 1) * chance.choice(_JUMPS)


def _wrong_clock(jumps: random.Random) -> None:
    """From now on, whoever asks this process for the time of day is told something else each time."""
    from hushed.studies import ledger

    real, seconds = time.time, time.time_ns

    class Wrong(datetime):
        @classmethod
        def now(cls, tz=None):  # type: ignore[no-untyped-def, override]
            return datetime.now(tz) + timedelta(seconds=_jump(jumps))

    time.time = lambda: real() + _jump(jumps)
    time.time_ns = lambda: seconds() + int(1e9 * _jump(jumps))
    ledger.datetime = Wrong  # type: ignore[misc]


KINDS = {
    "two processes: a command where a sweep is at work": second,
    "two processes: begun at the same moment": at_once,
    "clock: backwards and far forwards, files from then": clock,
}
