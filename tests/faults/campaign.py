"""Faults of every kind, at random, and whether each promise held after each of them.

    make faults                                             twenty minutes, every kind
    PYTHONPATH=tests python -m faults.campaign --times 10 --only ledger

The next fault is always of the kind on which least time was spent, until all have had `--times` or the minutes are
over: cheap kinds get many, costly ones few. The same seed gives the same faults but for their moments, which hang on
how busy the machine is. What came out is printed as a table and written as JSON; the exit code is 1 if any promise was
broken.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from faults import damaging, disks, interruptions, together, working
from faults.children import Failure
from faults.grounds import Grounds
from faults.interruptions import Kind

KINDS: dict[str, Kind] = {
    **interruptions.KINDS,
    **disks.KINDS,
    **damaging.KINDS,
    **working.KINDS,
    **together.KINDS,
}
_TOLD_EVERY = 30.0
_IN_MEMORY = Path("/dev/shm")


class Campaign:
    """What was injected so far, what was survived, and what was found."""

    def __init__(self, grounds: Grounds, kinds: dict[str, Kind], seed: int) -> None:
        self._grounds, self._kinds, self._seed = grounds, kinds, seed
        self.tried: Counter[str] = Counter()
        self.injected: Counter[str] = Counter()
        self.survived: Counter[str] = Counter()
        self.found: list[dict[str, Any]] = []
        self.seconds: Counter[str] = Counter()

    def one(self, name: str) -> None:
        """Try one fault of a kind, or some, and note what came of it."""
        number, began = self.tried[name], time.monotonic()
        self.tried[name] += 1
        try:
            injected = self._kinds[name](self._grounds, random.Random(f"{self._seed} {name} {number}"))
        except Failure as broken:
            self.injected[name] += 1
            self.found.append({"kind": name, "number": number, "what": str(broken)})
            print(f"BROKEN  {name}, number {number}: {broken}", flush=True)
        else:
            self.injected[name] += injected
            self.survived[name] += injected
        self.seconds[name] += time.monotonic() - began  # type: ignore[assignment]

    def pursue(self, times: int, seconds: float) -> None:
        """Always the kind on which least time was spent, until each had its times or time is over."""
        end, due = time.monotonic() + seconds, 0.0
        while waiting := [n for n in self._kinds if self.injected[n] < times and self.tried[n] < 4 * times]:
            if time.monotonic() >= end:
                return
            name = min(waiting, key=lambda n: self.seconds[n])
            self.one(name)
            if time.monotonic() >= due:
                due = time.monotonic() + _TOLD_EVERY
                print(f"{self.injected.total():,} faults, {len(self.found)} promises broken; {name}", flush=True)

    def as_data(self, seconds: float) -> dict[str, Any]:
        """Everything, as it is written down."""
        kinds = {name: {"injected": self.injected[name], "survived": self.survived[name]} for name in self._kinds}
        return {
            "seed": self._seed, "minutes": round(seconds / 60, 1), "injected": self.injected.total(),
            "survived": self.survived.total(), "kinds": kinds, "found": self.found,
        }  # fmt: skip


def table(told: dict[str, Any]) -> str:
    """What came out, a line for each kind."""
    lines = [f"{'fault':<62} {'injected':>9} {'survived':>9}"]
    lines += [f"{name:<62} {each['injected']:>9,} {each['survived']:>9,}" for name, each in told["kinds"].items()]
    return "\n".join([*lines, f"{'all':<62} {told['injected']:>9,} {told['survived']:>9,}"])


def main() -> int:
    """Run the campaign."""
    parser = argparse.ArgumentParser(description="Faults of every kind, and whether each promise held.")
    parser.add_argument("--times", type=int, default=300, help="faults of each kind")
    parser.add_argument("--minutes", type=float, default=20.0, help="and no longer than this")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="kinds whose name holds one of these, separated by commas")
    parser.add_argument("--json", type=Path, default=None)
    asked = parser.parse_args()
    # Started in the background, Ctrl-C would be ignored here and in commands that are started afresh as well.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    kinds = {name: kind for name, kind in KINDS.items() if any(part in name for part in asked.only.split(","))}
    began = time.monotonic()
    # In memory, where a disk that others use would only make every fault take longer.
    place = Path(tempfile.mkdtemp(prefix="hushed-faults-", dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None))
    try:
        campaign = Campaign(Grounds(place), kinds, asked.seed)
        campaign.pursue(asked.times, 60 * asked.minutes)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    told = campaign.as_data(time.monotonic() - began)
    print(table(told), flush=True)
    if asked.json:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 1 if told["found"] else 0


if __name__ == "__main__":
    sys.exit(main())
