"""A sweep that goes on for an hour while its workers are killed: nothing is lost, and its memory does not grow.

    make soak                                     one hour
    PYTHONPATH=tests python -m faults.soak --minutes 5

Two workers play ever new points. About every 10 to 20 seconds one of them is killed (SIGKILL), never the elder, so
that the memory of one worker can be followed through all of the time; in the last 30 seconds nobody is. In the end the
sweep is stopped with Ctrl-C.

What must hold, settled beforehand:

- every unit that was seen as done stays done, with the same SHA-256 and the same end, and is never played again;
- the ledger, the chunks on the disk and what the command says on leaving agree on how many units there are;
- each unit was handed out once, and once more for each time that its worker was killed;
- a sample of units played again, alone, gives the bytes that are stored;
- over the last three quarters of the time the memory (RSS) of the coordinator and of the worker which is spared change
  by less than 2 % of their level in an hour; the coordinator may hold besides what the ledger's pages take, at most
  SQLite's 2 MB;
- no worker that was killed had ever held more than 1.02 times the most that the spared one held: how far a young one
  has filled its memory by then hangs on how busy the machine is.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faults.processes import memory, workers
from faults.trends import Trend, later

STUDY = """study = 1
title = "Soak"
scenario = "sesame-credit"
replicates = 4
design = "sobol"
points = 131_072
outcomes = ["chill", "seen"]
[set]
"society.population" = 5_000
rounds = 12
"regime.enrolment.share" = 1.0
[uncertainties]
"society.traits.boldness.mean" = { low = 1.0, high = 4.0 }
[levers]
"regime.scoring.severity" = { low = 0.05, high = 0.5 }
"""
"""Every point draws societies of its own, so that what a worker keeps of them is full within seconds and turns over."""
MEASURED_EVERY, READ_EVERY, TOLD_EVERY = 3.0, 60.0, 60.0
KILLED_EVERY = (10.0, 20.0)
PEACE = 30.0
MOST_SLOPE = 0.02
LAST = 0.75
SQLITE_PAGES = 2_000_000
SAMPLE = 40

Known = dict[int, tuple[Any, ...]]


@dataclass
class Seen:
    """What was measured, with seconds since the soak began."""

    coordinator: list[tuple[float, int]] = field(default_factory=list)
    spared: list[tuple[float, int]] = field(default_factory=list)
    killed: list[tuple[float, int]] = field(default_factory=list)
    "When a worker was killed, and the most memory it had held."
    most_spared: int = 0
    kills: int = 0
    lost: list[int] = field(default_factory=list)
    "Units that were done and later were not, or not the same."


def rows(folder: Path) -> Known:
    """Every row of a ledger that somebody else is writing, by unit."""
    with closing(sqlite3.connect(f"file:{folder / 'ledger.sqlite'}?mode=ro", uri=True, timeout=30)) as ledger:
        found = ledger.execute("SELECT unit, status, sha256, ended, attempts FROM units")
        return {row[0]: row[1:] for row in found}


class Sweep:
    """One sweep under observation, from its start to Ctrl-C."""

    def __init__(self, folder: Path, seed: int, began: float, seen: Seen, moments: random.Random) -> None:
        self.folder, self._began, self._seen, self._moments = folder, began, seen, moments
        file = folder.with_suffix(".toml")
        file.write_text(STUDY, encoding="utf-8")
        order = ["sweep", str(file), "-o", str(folder), "--workers", "2", "--seed", str(seed), "--quiet"]
        self._log = folder.with_suffix(".log")
        with self._log.open("wb") as log:
            self.process = subprocess.Popen([sys.executable, "-m", "hushed", *order], stdout=log, stderr=log)
        self._born: dict[int, float] = {}
        self._known: Known = {}
        self._next_kill = 0.0

    @property
    def now(self) -> float:
        """Seconds since the soak began."""
        return time.monotonic() - self._began

    def watch(self, until: float) -> None:
        """Measure, kill and read until a moment, or until the sweep has come to its end."""
        next_read = next_told = self.now
        self._next_kill = self.now + self._moments.uniform(*KILLED_EVERY)
        while self.now < until and self.process.poll() is None:
            self._measure()
            if self.now >= self._next_kill and self.now < until - PEACE:
                self._kill()
            if self.now >= next_read:
                self.read()
                next_read += READ_EVERY
            if self.now >= next_told:
                self._tell()
                next_told += TOLD_EVERY
            time.sleep(min(MEASURED_EVERY, max(0.05, until - self.now)))

    def stop(self) -> str:
        """End it with Ctrl-C, unless it has ended; what it said."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=300)
        self.read()
        return self._log.read_text(encoding="utf-8")

    def read(self) -> None:
        """Look into the ledger, and note what was done and is not, or not as it was."""
        if (self.folder / "ledger.sqlite").exists():
            found = rows(self.folder)
            self._seen.lost += [unit for unit, row in self._known.items() if found.get(unit) != row]
            self._known = found

    def _measure(self) -> None:
        held = memory(self.process.pid)
        if held:
            self._seen.coordinator.append((self.now, held["VmRSS"]))
        alive = workers(self.process.pid)
        self._born = {each: self._born.get(each, self.now) for each in alive}
        if alive and (elder := memory(self._elder())) is not None:
            self._seen.spared.append((self.now, elder["VmRSS"]))
            self._seen.most_spared = max(self._seen.most_spared, elder["VmHWM"])

    def _elder(self) -> int:
        return min(self._born, key=lambda each: (self._born[each], each))

    def _kill(self) -> None:
        self._next_kill = self.now + self._moments.uniform(*KILLED_EVERY)
        younger = [each for each in self._born if each != self._elder()]
        if not younger:
            return
        victim = younger[0]
        held = memory(victim)
        try:
            os.kill(victim, signal.SIGKILL)
        except ProcessLookupError:
            return
        self._seen.kills += 1
        if held:
            self._seen.killed.append((self.now, held["VmHWM"]))

    def _tell(self) -> None:
        held = memory(self.process.pid) or {"VmRSS": 0}
        elder = self._seen.spared[-1][1] if self._seen.spared else 0
        print(
            f"{self.now / 60:6.1f} min  {len(self._known):,} units, {self._seen.kills} workers killed; memory: "
            f"coordinator {held['VmRSS'] / 1e6:.1f} MB, worker {elder / 1e6:.1f} MB",
            flush=True,
        )


def whole(folder: Path, said: str, known: Known, moments: random.Random) -> Iterator[tuple[str, bool]]:
    """Whether what is stored is what it should be, each claim with its answer."""
    stored = {each.name: each for each in (folder / "results.zarr" / "outcomes").glob("c.*")}
    done = {unit: row for unit, row in known.items() if row[0] == "done"}
    yield "every unit ended well", len(done) == len(known)
    matching = {f"c.{unit}.0.0": row[1] for unit, row in done.items()}
    wrong = [name for name, sha in matching.items() if name not in stored or _sha256(stored[name]) != sha]
    yield "every unit's chunk is the one the ledger knows", not wrong
    # The chunk of a unit in flight may have been written when Ctrl-C came, and its row not.
    yield "there are no other chunks but one in flight", len(stored.keys() - matching.keys()) <= 1
    yield "the command counted as many units on leaving", f"{len(known):,} of " in said or "interrupted" not in said
    yield "no traceback was shown", "Traceback" not in said
    yield "units played again alone give the same bytes", _sampled(folder, sorted(done), moments)


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _sampled(folder: Path, units: list[int], moments: random.Random) -> bool:
    from hushed.studies.folder import StudyFolder
    from hushed.studies.sweep import rerun

    with StudyFolder(folder) as opened:
        return bool(units) and all(rerun(opened, unit).same for unit in moments.sample(units, min(SAMPLE, len(units))))


def trends(seen: Seen, length: float) -> dict[str, Trend | None]:
    """How memory changed after the first quarter of the time."""
    return {
        name: later(*map(list, zip(*measured, strict=True)), share=LAST, length=length) if measured else None
        for name, measured in (
            ("coordinator", seen.coordinator),
            ("worker that was spared", seen.spared),
        )
    }


def is_flat(name: str, found: Trend | None) -> bool:
    """Whether memory grew, or shrank, by less than is allowed."""
    if found is None:
        return False
    allowed = MOST_SLOPE + (SQLITE_PAGES / found.level if name == "coordinator" else 0.0)
    return abs(found.slope) < allowed


def soak(folder: Path, minutes: float, seed: int) -> dict[str, Any]:
    """Run it; everything that was found."""
    folder.mkdir(parents=True)
    moments, seen, began, length = random.Random(seed), Seen(), time.monotonic(), 60 * minutes
    claims: dict[str, bool] = {}
    units = again = studies = 0
    while time.monotonic() - began < length:
        studies += 1
        sweep = Sweep(folder / f"study-{studies}", studies, began, seen, moments)
        sweep.watch(length)
        said, known = sweep.stop(), rows(sweep.folder)
        units, again = units + len(known), again + sum(row[3] - 1 for row in known.values())
        for claim, answer in whole(sweep.folder, said, known, moments):
            claims[claim] = claims.get(claim, True) and answer
    claims["what was done stayed done, and was never played again"] = not seen.lost
    claims["units were handed out again only when their worker was killed"] = again <= seen.kills
    found = trends(seen, length)
    claims |= {f"memory is flat: {name}": is_flat(name, each) for name, each in found.items()}
    most_killed = max((most for _, most in seen.killed), default=0)
    claims["no worker that was killed held more than the spared one"] = most_killed <= 1.02 * seen.most_spared
    return {
        "minutes": minutes, "seed": seed, "studies": studies, "units": units, "workers_killed": seen.kills,
        "units_that_lost_their_worker": again, "claims": claims,
        "memory": {name: each and each._asdict() for name, each in found.items()},
        "most_bytes": {"spared": seen.most_spared, "killed": most_killed},
        "ledger_bytes": sum(each.stat().st_size for each in folder.glob("*/ledger.sqlite")),
        "measured": {"coordinator": seen.coordinator, "spared": seen.spared, "killed": seen.killed},
    }  # fmt: skip


def told(found: dict[str, Any]) -> str:
    """What came out, in words."""
    lines = [
        f"{found['minutes']:g} minutes: {found['units']:,} units, {found['workers_killed']} workers killed, "
        f"{found['units_that_lost_their_worker']} units lost their worker and were played again"
    ]
    for name, each in found["memory"].items():
        if each:
            lines.append(
                f"{name}: {each['level'] / 1e6:.1f} MB, {100 * each['slope']:+.2f} % an hour "
                f"(standard error {100 * each['error']:.2f}, {each['measured']} measurements)"
            )
    return "\n".join([*lines, *(f"{'yes' if held else 'NO '}  {claim}" for claim, held in found["claims"].items())])


def main() -> int:
    """Soak, tell, and write down what was found; 0 if every claim held."""
    parser = argparse.ArgumentParser(description="A sweep whose workers are killed, for an hour.")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path("results/soak"))
    parser.add_argument("--json", type=Path, default=None, help="what was found (default: soak.json in the folder)")
    asked = parser.parse_args()
    # Started in the background, Ctrl-C would be ignored here and in the sweep as well.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    shutil.rmtree(asked.folder, ignore_errors=True)
    found = soak(asked.folder.absolute(), asked.minutes, asked.seed)
    (asked.json or asked.folder / "soak.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(told(found), flush=True)
    return 0 if all(found["claims"].values()) else 1


if __name__ == "__main__":
    sys.exit(main())
