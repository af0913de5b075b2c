"""What it costs to sweep instead of looping: `python benchmarks/sweeping.py`, on a machine that does nothing else.

The same units are played by a bare loop that keeps nothing, by two such loops at the same time (the most that two cores
can do here), and as whole sweeps: in this process, by one and by two worker processes, and by a Dask cluster of two.
Each is warm (compiled), and each is timed several times, in turn.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from hushed.studies.course import pursue
from hushed.studies.executors.cluster import ClusterExecutor
from hushed.studies.executors.in_process import InProcessExecutor
from hushed.studies.executors.local import LocalExecutor
from hushed.studies.folder import StudyFolder, create_folder
from hushed.studies.reader import read_study
from hushed.studies.study import Study
from hushed.studies.unit import run_unit
from hushed.studies.work import Executor, Job

STUDY = """
study = 1
title = "What a sweep costs"
scenario = "sesame-credit"
replicates = {replicates}
outcomes = ["chill", "overbreadth"]
[set]
"society.population" = 1000
[uncertainties]
"society.traits.boldness.mean" = {{ low = 1.0, high = 4.0, steps = {steps} }}
[levers]
"regime.scoring.severity" = [0.1, 0.2, 0.3, 0.4, 0.5]
"""


def main() -> None:
    """Time every way in turn, and print medians."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--steps", type=int, default=20, help="a fifth of the units")
    asked.add_argument("--replicates", type=int, default=1, help="for each unit; one takes about 70 ms")
    asked.add_argument("--times", type=int, default=3)
    asked.add_argument("--cluster", action="store_true", help="with Dask as well")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, _cluster(options.cluster) as address:
        file = Path(folder) / "study.toml"
        file.write_text(STUDY.format(steps=options.steps, replicates=options.replicates))
        study = read_study(file)
        ways = _ways(address)
        timed = {name: [] for name in ("a bare loop", "two loops", *ways)}
        run_unit(Job(study.recipe(0), 0))
        for turn in range(options.times):
            timed["a bare loop"].append(_loop(study, range(study.units)))
            timed["two loops"].append(_two_loops(file, study.units))
            for name, way in ways.items():
                timed[name].append(_sweep(study, Path(folder) / f"{turn}-{name}", way()))
    _tell(study, timed)


def _ways(address: str | None) -> dict[str, Callable[[], Executor]]:
    ways: dict[str, Callable[[], Executor]] = {
        "in this process": InProcessExecutor,
        "one worker": lambda: LocalExecutor(1),
        "two workers": lambda: LocalExecutor(2),
    }
    return ways if address is None else {**ways, "a cluster of two": lambda: ClusterExecutor(address)}


def _cluster(wanted: bool) -> AbstractContextManager[Any]:
    if not wanted:
        return nullcontext()
    from contextlib import contextmanager

    from distributed import LocalCluster

    @contextmanager
    def started() -> Any:
        with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
            yield cluster.scheduler_address

    return started()


def _loop(study: Study, units: range) -> tuple[float, float]:
    began = time.perf_counter()
    for unit in units:
        run_unit(Job(study.recipe(unit), unit))
    return time.perf_counter() - began, 0.0


def _two_loops(file: Path, units: int) -> tuple[float, float]:
    context = get_context("spawn")
    start, end = context.Barrier(3), context.Barrier(3)
    loops = [context.Process(target=_part, args=(file, range(place, units, 2), start, end)) for place in (0, 1)]
    for loop in loops:
        loop.start()
    start.wait()
    began = time.perf_counter()
    end.wait()
    spent = time.perf_counter() - began
    for loop in loops:
        loop.join()
    return spent, 0.0


def _part(file: Path, units: range, start: Any, end: Any) -> None:
    study = read_study(file)
    run_unit(Job(study.recipe(0), 0))
    start.wait()
    _loop(study, units)
    end.wait()


def _sweep(study: Study, folder: Path, executor: Executor) -> tuple[float, float]:
    """Seconds of a whole sweep, and those until its first unit was stored: workers start, and read what is compiled."""
    create_folder(folder, study)
    first = []
    with StudyFolder(folder) as opened:
        began = time.perf_counter()

        def note(step: Any) -> None:
            if step.done and not first:
                first.append(time.perf_counter() - began)

        pursue(opened, executor, opened.unfinished(), progress=note)
        return time.perf_counter() - began, first[0]


def _tell(study: Study, timed: dict[str, list[tuple[float, float]]]) -> None:
    bare = statistics.median(total for total, _ in timed["a bare loop"])
    print(f"{study.units} units of {bare / study.units * 1e3:.0f} ms")
    print(f"{'':18}{'seconds':>9}{'first':>8}{'the rest, ms a unit':>21}{'against the loop':>18}")
    for name, runs in timed.items():
        total, first = (statistics.median(run[place] for run in runs) for place in (0, 1))
        each = (total - first) / (study.units - 1 if first else study.units)
        print(f"{name:18}{total:9.1f}{first:8.2f}{each * 1e3:21.1f}{bare / study.units / each:17.2f}x")


if __name__ == "__main__":
    main()
