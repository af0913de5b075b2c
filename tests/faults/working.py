"""Workers that die, hang, or have no memory, and a coordinator without it."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

from faults.children import Child, check
from faults.grounds import HERE, Grounds
from faults.moments import Act
from faults.processes import gone, memory, workers
from faults.promises import check_goes_on, check_kept, check_words
from hushed.studies.work import Job, Report

TWO = ("--workers", "2", "--quiet")
_BETWEEN = (0.1, 1.0)
_SLOWLY = 0.15


def unhurried(job: Job) -> Report:
    """A unit that takes long enough to be killed in."""
    from hushed.studies.unit import run_unit

    time.sleep(_SLOWLY)
    return run_unit(job)


def doing(name: str) -> Act:
    """What makes a command's workers run units in this file's way."""

    def before() -> None:
        from hushed.studies import course

        course.run_unit = globals()[name]  # type: ignore[attr-defined]

    return before


def killed_workers(grounds: Grounds, chance: random.Random) -> int:
    """SIGKILL to workers at random moments, also while they start; nobody notices."""
    folder, kills = grounds.begun(chance), 0
    before = check_kept({}, folder, grounds)
    child = Child(("resume", str(folder), *TWO), grounds.folder, before=doing("unhurried"))
    while not child.ended_already:
        time.sleep(chance.uniform(*_BETWEEN))
        for each in workers(child.process)[: chance.randint(1, 2)]:
            if chance.random() < 0.6 and kills < 6:
                os.kill(each, signal.SIGKILL)
                kills += 1
    ended = child.wait()
    if "as soon as they start" in ended.err:
        check_words(ended, 2)
    else:
        check_words(ended, 0)
    check_kept(before, folder, grounds)
    ended = grounds.run("resume", folder, "--only-failed", *HERE)
    check_words(ended, 0)
    check_goes_on(folder, grounds)
    shutil.rmtree(folder.parent)
    return kills


def hanging(grounds: Grounds, chance: random.Random) -> int:
    """A worker stands still (SIGSTOP): it wakes up again, or the command is stopped, or the worker is killed."""
    folder = grounds.begun(chance)
    before = check_kept({}, folder, grounds)
    child = Child(("resume", str(folder), *TWO), grounds.folder, before=doing("unhurried"))
    victims = _soon(child)
    time.sleep(chance.uniform(0.0, 1.5))
    hit = [each for each in victims[:1] if memory(each)]
    for each in hit:
        os.kill(each, signal.SIGSTOP)
    time.sleep(chance.uniform(0.5, 2.0))
    way = chance.choice(("wakes up", "stopped", "killed"))
    if way == "stopped":
        child.signal(signal.SIGINT)
    for each in hit if way != "stopped" else ():
        os.kill(each, signal.SIGCONT if way == "wakes up" else signal.SIGKILL)
    ended = child.wait()
    check_words(ended, *((0, 130) if way == "stopped" else (0,)))
    check(way != "stopped" or ended.code == 0 or "to go on: hushed resume" in ended.err, "it says how to go on", ended)
    check(all(map(gone, victims)), "no worker outlives the command")
    check_kept(before, folder, grounds)
    check_goes_on(folder, grounds)
    shutil.rmtree(folder.parent)
    return len(hit)


def _soon(child: Child) -> list[int]:
    """The workers of a command, once there are some."""
    while not child.ended_already:
        if found := workers(child.process):
            return found
        time.sleep(0.02)
    return []


def no_memory(where: str) -> Callable[[Grounds, random.Random], int]:
    """MemoryError somewhere: in a unit, which fails and is run again when asked; or in the coordinator."""

    def one(grounds: Grounds, chance: random.Random) -> int:
        folder = grounds.begun(chance)
        before = check_kept({}, folder, grounds)
        ended = grounds.run("resume", folder, *HERE, before=_short(where, chance.randint(1, 8)))
        after = check_kept(before, folder, grounds)
        failed = sum(row[0] == "failed" for row in after.values())
        if failed:
            check_words(ended, 0)
            words = " ".join(ended.out.split())
            check("there is not enough memory for this" in words and "--only-failed" in words, "it says why", ended)
            check_words(grounds.run("resume", folder, "--only-failed", *HERE), 0)
        else:
            check_words(ended, 0, 2)
            check(ended.code == 0 or "not enough memory" in ended.err, "it says why", ended)
        check_goes_on(folder, grounds)
        shutil.rmtree(folder.parent)
        return failed or int(ended.code != 0)

    return one


def _short(where: str, at: int) -> Act:
    """What makes one call of a function raise MemoryError."""

    def before() -> None:
        from hushed.studies import folder, unit

        places = {
            "unit": (unit, "build_society"),
            "playing": (unit, "Simulation"),
            "coordinator": (folder.Chunks, "write"),
        }
        owner, name = places[where]
        real, left = getattr(owner, name), [at]

        def call(*arguments: object, **named: object) -> object:
            left[0] -= 1
            if not left[0]:
                raise MemoryError
            return real(*arguments, **named)

        setattr(owner, name, call)

    return before


def out_of_memory(grounds: Grounds, chance: random.Random) -> int:
    """A sweep under a real limit of memory (RLIMIT_AS): units fail, or the command ends; then there is more."""
    folder = grounds.begun(chance)
    before = check_kept({}, folder, grounds)
    spare = chance.choice((0, 1 << 20, 16 << 20))
    ended = grounds.run("resume", folder, *HERE, before=lambda: _limit(spare))
    check_words(ended, 0, 2)
    after = check_kept(before, folder, grounds)
    hit = sum(row[0] != "done" for row in after.values())
    if ended.code == 0 and hit:
        check_words(grounds.run("resume", folder, "--only-failed", *HERE), 0)
    check_goes_on(folder, grounds)
    shutil.rmtree(folder.parent)
    return hit or int(ended.code != 0)


def _limit(spare: int) -> None:
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (size + spare, hard))


KINDS = {
    "worker killed (SIGKILL), also while it starts": killed_workers,
    "worker that hangs (SIGSTOP)": hanging,
    "no memory (MemoryError): drawing a society": no_memory("unit"),
    "no memory (MemoryError): playing": no_memory("playing"),
    "no memory (MemoryError): the coordinator": no_memory("coordinator"),
    "no memory (a real limit, RLIMIT_AS)": out_of_memory,
}
