"""hushed against its peers on one workload, all in one run.

    python benchmarks/run.py           the short form, under two minutes once the peers' environments exist
    python benchmarks/run.py --full    every size, degree, thread count and instrument; then `python benchmarks/page.py`

Each program runs in its own process and environment, has built its society and is warm before a clock runs, and takes
its turn with the others. Figures depend on the machine and on what else it does: compare within a run only.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import spreads
from contest import Contest
from machine import described
from plan import FULL, SHORT, Plan
from subjects import PROGRAMS, Subject, hushed, scenario, usable_cores

HERE = Path(__file__).parent
ROOT = HERE.parent
FORMAT = 1
MILLION = 1_000_000
SCENARIO_ROUNDS = 156


def main() -> None:
    """Measure, write the results down, and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", action="store_true", help="the short form (the default)")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--largest", type=int, metavar="PEOPLE", help="leave larger societies out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path, help="the file of results")
    asked = parser.parse_args()
    plan = FULL if asked.full else SHORT
    results = measured(plan, seed=asked.seed, cache=ROOT / ".cache" / "benchmarks", largest=asked.largest)
    output = asked.output or _place(plan, results)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(spreads.plain(results))
    print(f"\nThe results are in {os.path.relpath(output)}.")
    if plan is FULL:
        print("python benchmarks/page.py makes the page and the picture from the newest results.")


def _place(plan: Plan, results: dict[str, Any]) -> Path:
    if plan is FULL:
        return HERE / "results" / f"{results['date'][:7]}.json"
    return ROOT / ".cache" / "benchmarks" / "short.json"


def measured(plan: Plan, *, seed: int, cache: Path, largest: int | None = None) -> dict[str, Any]:
    """Everything the plan asks for, in societies up to the largest."""
    contest = Contest(cache)
    machine, date = described(), datetime.now(UTC).date().isoformat()
    streamed = [streaming()]
    side_by_side = [entry for people in plan.all_sizes(largest) for entry in contest_at(contest, plan, people, seed)]
    found = {
        "format": FORMAT,
        "form": plan.name,
        "date": date,
        "machine": machine,
        "repeats": plan.repeats,
        "peers": side_by_side,
        "degrees": degrees(contest, plan, seed),
        "threads": threads(contest, plan, seed),
        "scenarios": scenarios(contest, plan, seed),
        **alone(plan),
    }
    streamed.append(streaming())
    joined = {count: [speed for trials in streamed for speed in trials[count]] for count in streamed[0]}
    return {**found, "streaming": joined, "versions": contest.versions, "absent": contest.absent}


def contest_at(contest: Contest, plan: Plan, people: int, seed: int) -> list[dict[str, Any]]:
    """Everybody who plays at this size, in turns."""
    return contest.play(plan.playing(people), people=people, repeats=plan.repeats, seconds=plan.seconds, seed=seed)


def degrees(contest: Contest, plan: Plan, seed: int) -> list[dict[str, Any]]:
    """hushed and NumPy with fewer and more friends, a million people each."""
    compared = ("numpy", "numpy-telling", f"hushed-{usable_cores()}", "hushed-1")
    playing = [subject for subject in plan.playing(MILLION) if subject.key in compared]
    return [entry for degree in plan.degrees for entry in _a_million(contest, plan, playing, seed, degree)]


def threads(contest: Contest, plan: Plan, seed: int) -> list[dict[str, Any]]:
    """hushed on more and more threads, a million people."""
    return _a_million(contest, plan, [hushed(count) for count in plan.thread_counts], seed)


def _a_million(
    contest: Contest, plan: Plan, playing: list[Subject], seed: int, degree: float = 10.0
) -> list[dict[str, Any]]:
    if not playing:
        return []
    return contest.play(playing, people=MILLION, degree=degree, repeats=plan.repeats, seconds=plan.seconds, seed=seed)


def scenarios(contest: Contest, plan: Plan, seed: int) -> list[dict[str, Any]]:
    """Whole scenarios of the library, all their rounds, on all cores."""
    people, cores = plan.scenario_people, usable_cores()
    return [
        entry
        for name, repeats in plan.scenarios
        for entry in contest.play(
            [scenario(name, cores)], people=people, repeats=repeats, seconds=0.0, rounds=SCENARIO_ROUNDS, seed=seed
        )
    ]


def alone(plan: Plan) -> dict[str, Any]:
    """What hushed measures of itself: bytes moved, and the cost of each instrument."""
    asked = ["--people", str(plan.instruments_people)] if plan.instruments_people else []
    return _told([str(PROGRAMS / "hushed_alone.py"), *asked])


def streaming() -> dict[str, list[float]]:
    """Bytes per second that memory streams, by threads."""
    return _told([str(HERE / "streaming.py")])


def _told(command: list[str]) -> dict[str, Any]:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise SystemExit(f"{Path(command[0]).name} failed:\n{done.stderr}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


if __name__ == "__main__":
    main()
