"""What must hold after every fault, looked at from outside: files, rows and what commands say."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from faults.children import Ended, check
from faults.grounds import HERE, UNITS, Grounds, Known, known, left_behind
from studies.small_studies import chunks

STOPPED = (130, 143)


def check_words(ended: Ended, *codes: int) -> None:
    """That a command ended with one of the codes expected, and never with a traceback or as a bug."""
    check("Traceback" not in ended.err and "bug in hushed" not in ended.err, "no traceback, no bug", ended)
    check("Exception ignored" not in ended.err, "no error is passed over", ended)
    check(ended.code in codes, f"the exit code is one of {codes}", ended)


def check_kept(before: Known, folder: Path, grounds: Grounds) -> Known:
    """That nothing acknowledged is lost, and that what is said to be done is so to the bit; what is there now."""
    now = known(folder)
    for unit, row in before.items():
        check(now.get(unit) == row, f"unit {unit} stays as it was acknowledged: {row}, now {now.get(unit)}")
    for unit, row in now.items():
        if row[0] == "done":
            name = f"outcomes/c.{unit}.0.0"
            file = folder / "results.zarr" / name
            check(file.exists(), f"unit {unit} is done, so its chunk is there")
            check(file.read_bytes() == grounds.whole[name], f"the chunk of unit {unit} is that of an undisturbed sweep")
            check(hashlib.sha256(file.read_bytes()).hexdigest() == row[1], f"unit {unit} has the SHA-256 of its chunk")
    return now


def check_goes_on(folder: Path, grounds: Grounds, *options: str) -> None:
    """That the next command goes on, plays what is missing and no more, and ends as an undisturbed sweep."""
    if not folder.exists():
        ended = grounds.run("sweep", grounds.study, "-o", folder, "--json", *HERE)
        check_words(ended, 0)
        check_whole(folder, grounds)
        return
    before = known(folder)
    ended = grounds.run("resume", folder, "--json", *HERE, *options)
    check_words(ended, 0)
    told = json.loads(ended.out)
    done = sum(row[0] == "done" for row in before.values())
    check(told["done"] == told["units"] == UNITS, "every unit is done", ended)
    check(told["failed"] == 0, "no unit failed", ended)
    check(told["played_now"] == UNITS - done, f"of {UNITS} units {done} were done: {told['played_now']} played", ended)
    check_whole(folder, grounds)


def check_whole(folder: Path, grounds: Grounds) -> None:
    """That a study's folder equals, bit for bit, that of an undisturbed sweep, and holds nothing else."""
    found = chunks(folder)
    differing = [name for name in {*found, *grounds.whole} if found.get(name) != grounds.whole.get(name)]
    check(not differing, f"the results equal those of an undisturbed sweep; these differ: {sorted(differing)[:5]}")
    rows = known(folder)
    same = {u: row[:3] for u, row in rows.items()} == {u: row[:3] for u, row in grounds.rows.items()}
    check(same, "every unit has the status, SHA-256 and key of an undisturbed sweep, once")
    check(not left_behind(folder), f"nothing is left behind: {left_behind(folder)}")
