"""Faults that end a command, or refuse it the disk, at any moment: SIGKILL, SIGTERM, Ctrl-C, full, read-only, slow."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import hushed
from faults.children import Child, Ended, check, started_afresh
from faults.grounds import Grounds
from faults.moments import Act, Calls, killed, refused, signalled, slowed
from faults.promises import STOPPED, check_words
from faults.works import WORKS, Work

Kind = Callable[[Grounds, random.Random], int]
"""Injects one fault, or some, checks every promise (raises Failure), and says how many they were: 0 came too late."""
_TWICE = 0.2
"""Share of requests to stop that come twice."""
_SLOWEST = 0.04


def in_work(name: str, disturb: Callable[[Work, random.Random], int], *, most: int = 3) -> Kind:
    """A kind that disturbs a command, and what goes on with it, up to some times before it may end."""

    def one(grounds: Grounds, chance: random.Random) -> int:
        work, injected = WORKS[name](grounds, chance), 0
        for number in range(chance.randint(1, most)):
            if number and work.is_made:
                break
            hit = disturb(work, chance)
            work.check()
            injected += hit
        work.goes_on()
        work.dispose()
        return injected

    return one


def kill(work: Work, chance: random.Random) -> int:
    """SIGKILL, at a moment of the clock or at a call to the disk."""
    if _by_call(work, chance):
        ended = work.grounds.run(*work.arguments, before=killed(Calls(), _call(work, chance)))
    else:
        ended = _after_a_while(work, chance, lambda child: child.signal(signal.SIGKILL))
    check_words(ended, 0, 2, -signal.SIGKILL)
    return int(ended.code == -signal.SIGKILL)


def stop(number: int) -> Callable[[Work, random.Random], int]:
    """Ctrl-C or SIGTERM, at a moment of the clock or at a call to the disk, now and then twice."""

    def disturb(work: Work, chance: random.Random) -> int:
        if _by_call(work, chance):
            ended = work.grounds.run(*work.arguments, before=signalled(Calls(), number, _call(work, chance)))
        else:
            ended = _after_a_while(work, chance, lambda child: _asked(child, number, chance))
        check_stopped(work, ended, number)
        # Asked while it stores what it has, a command stores it and then ends as if nobody had asked.
        return int(ended.code != 0 or "storing the finished rounds" in ended.err)

    return disturb


def check_stopped(work: Work, ended: Ended, number: int) -> None:
    """That a command that was asked to stop did so in a documented way, or had done its work."""
    if ended.code == -number:
        # Hushed had not begun to listen, or had left off: the system ended the process, and nothing is said.
        check(not ended.err, "a process that the system ended says nothing", ended)
        return
    expected = STOPPED[number == signal.SIGTERM]
    check_words(ended, 0, expected)
    if ended.code == expected:
        work.check_says(ended)


def _python_alone(ended: Ended) -> bool:
    """Whether Python was stopped before it had found hushed: no code of hushed is in what Python says of that."""
    places = [line for line in ended.err.splitlines() if line.startswith("  File ")]
    within = str(Path(hushed.__file__).parent)
    return bool(places) and ended.err.endswith("KeyboardInterrupt\n") and not any(within in place for place in places)


def stop_afresh(name: str) -> Kind:
    """Ctrl-C or SIGTERM at any moment of a real command, from its first to its last: loading, working, leaving."""

    def one(grounds: Grounds, chance: random.Random) -> int:
        work = WORKS[name](grounds, chance)
        number = chance.choice((signal.SIGINT, signal.SIGTERM))
        seconds = _seconds_afresh(grounds, name, chance)
        process = started_afresh(*work.arguments)
        _wait(process, chance.uniform(0.0, 1.1) * seconds, grounds, name)
        process.send_signal(number)
        out, err = process.communicate(timeout=900)
        ended = Ended(process.returncode, out, err)
        if not _python_alone(ended):
            check_stopped(work, ended, number)
        work.check()
        work.goes_on()
        work.dispose()
        return int(ended.code != 0)

    return one


def _wait(process: subprocess.Popen[str], seconds: float, grounds: Grounds, name: str) -> None:
    """Let time pass; a command that ends before tells how long such a one takes now."""
    began = time.monotonic()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return
    grounds.seconds[f"{name} afresh"] = time.monotonic() - began


def _seconds_afresh(grounds: Grounds, name: str, chance: random.Random) -> float:
    """How long a command takes with all it has to load."""
    if f"{name} afresh" not in grounds.seconds:
        work = WORKS[name](grounds, chance)
        began = time.monotonic()
        started_afresh(*work.arguments).communicate()
        grounds.seconds[f"{name} afresh"] = time.monotonic() - began
        work.dispose()
    return grounds.seconds[f"{name} afresh"]


def refuse(error: int) -> Callable[[Work, random.Random], int]:
    """The disk refuses everything from some call on."""

    def disturb(work: Work, chance: random.Random) -> int:
        ended = work.grounds.run(*work.arguments, before=refused(Calls(), error, _call(work, chance)))
        check_refused(ended, error)
        return int(ended.code != 0)

    return disturb


def check_refused(ended: Ended, error: int) -> None:
    """That a command without a disk says so, as something for its user to mend."""
    check_words(ended, 0, 2)
    told = "the disk is full" if error == errno.ENOSPC else f"cannot be written: {os.strerror(error)}"
    check(ended.code == 0 or told in " ".join(ended.err.split()), f"it says {told!r}", ended)


def slow(work: Work, chance: random.Random) -> int:
    """The disk answers late, and half of the time the command is killed or asked to stop meanwhile."""
    act = slowed(Calls(), random.Random(chance.random()), _SLOWEST)
    number = chance.choice((0, 0, signal.SIGKILL, signal.SIGINT))
    if not number:
        check_words(work.grounds.run(*work.arguments, before=act), 0, 2)
        return 1
    ended = _after_a_while(work, chance, lambda child: child.signal(number), before=act, longer=4.0)
    if number == signal.SIGINT:
        check_stopped(work, ended, number)
    else:
        check_words(ended, 0, 2, -number)
    return 1


def _by_call(work: Work, chance: random.Random) -> bool:
    """Whether a moment is chosen by calls to the disk; some commands make none."""
    return chance.random() < 0.5 and work.grounds.calls[work.calls_like] > 0


def _call(work: Work, chance: random.Random) -> int:
    """The number of a moment in the work; those of a sweep are most of them in its units."""
    return chance.randint(1, work.grounds.calls[work.calls_like])


def _asked(child: Child, number: int, chance: random.Random) -> None:
    if child.signal(number) and chance.random() < _TWICE:
        time.sleep(chance.uniform(0.0, 0.05))
        child.signal(number)


def _after_a_while(
    work: Work,
    chance: random.Random,
    act: Callable[[Child], object],
    *,
    before: Act | None = None,
    longer: float = 1.0,
) -> Ended:
    """Begin the command, let some of the time pass that it takes, and act."""
    child = Child(tuple(map(str, work.arguments)), work.grounds.folder, before=before)
    end = time.monotonic() + chance.uniform(0.0, 1.1) * longer * work.grounds.seconds[work.calls_like]
    while time.monotonic() < end and not child.ended_already:
        time.sleep(0.002)
    act(child)
    return child.wait()


_STOPPED = ("sweep", "resume", "verify", "merge", "run", "overwrite", "export")
_AFRESH = ("sweep", "resume", "merge", "run")
_STORING = ("sweep", "resume", "merge", "run", "overwrite")
KINDS: dict[str, Kind] = {
    **{f"SIGKILL: {name}": in_work(name, kill) for name in _STOPPED},
    **{f"Ctrl-C: {name}": in_work(name, stop(signal.SIGINT)) for name in _STOPPED},
    **{f"SIGTERM: {name}": in_work(name, stop(signal.SIGTERM)) for name in _STOPPED},
    **{
        f"Ctrl-C or SIGTERM, start-up to exit: {name}": stop_afresh(name)
        for name in ("sweep", "resume", "merge", "run")
    },
    **{f"disk full (ENOSPC): {name}": in_work(name, refuse(errno.ENOSPC)) for name in _STORING},
    **{f"read-only (EROFS): {name}": in_work(name, refuse(errno.EROFS)) for name in _STORING},
    **{f"slow disk: {name}": in_work(name, slow) for name in ("sweep", "resume", "merge")},
}
