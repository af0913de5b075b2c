"""Worker processes of this machine: they are kept, they may die, and none outlives its parent."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import toys

from faults.processes import gone
from hushed.errors import InputError
from hushed.studies.executors.local import LocalExecutor
from hushed.studies.work import Job, Report, Work

posix = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
HERE = Path(__file__).parent
PARENT = """
import sys, toys
from hushed.studies.executors.local import LocalExecutor
try:
    for report in LocalExecutor(2).run(toys.work, toys.jobs([0, 1, 2, 3], bad=[2, 3], trick="linger")):
        print(report.host, flush=True)
except KeyboardInterrupt:
    print("stopped", flush=True)
"""


def run(jobs: Iterator[Job], *, workers: int = 2, work: Work = toys.work) -> dict[int, Report]:
    reports = list(LocalExecutor(workers).run(work, jobs))
    found = {report.unit: report for report in reports}
    assert len(found) == len(reports)
    return found


def until(true: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Whether something becomes true soon; slow machines get their time."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def test_every_job_is_done_once_by_workers_that_are_kept() -> None:
    reports = run(toys.jobs(range(40), seconds=0.005))
    assert {unit: report.payload for unit, report in reports.items()} == {u: toys.expected(u) for u in range(40)}
    assert {report.attempt for report in reports.values()} == {1}
    assert len({report.host for report in reports.values()}) <= 2


def test_no_jobs_no_workers() -> None:
    assert run(toys.jobs([])) == {}


def test_jobs_are_taken_a_few_ahead() -> None:
    taken = 0

    def jobs() -> Iterator[Job]:
        nonlocal taken
        for job in toys.jobs(range(60)):
            taken += 1
            yield job

    for told, _ in enumerate(LocalExecutor(2).run(toys.work, jobs()), 1):
        assert taken - told <= 2 * 4
    assert taken == told == 60


def test_a_long_recipe_cannot_block_the_connection() -> None:
    reports = run(toys.jobs(range(12), padding="x" * 1_000_000))
    assert set(reports) == set(range(12))


def test_a_worker_is_single_threaded_deaf_to_ctrl_c_and_keeps_off_the_output(capfd: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run(toys.jobs([0]), work=toys.environment)[0].payload)
    assert found == {"NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "deaf": True}
    assert "a model that talks" not in capfd.readouterr().out


@posix
def test_a_unit_whose_worker_is_killed_is_run_again_and_nobody_else_is_touched(tmp_path: Path) -> None:
    reports = run(toys.jobs(range(12), bad=[3, 4], trick="die once", folder=str(tmp_path)))
    assert {unit: report.payload for unit, report in reports.items()} == {u: toys.expected(u) for u in range(12)}
    assert {unit for unit, report in reports.items() if report.attempt == 2} == {3, 4}


@posix
def test_a_unit_that_keeps_killing_its_worker_is_left_out_and_named() -> None:
    reports = run(toys.jobs(range(12), bad=[5], trick="die"))
    assert {unit for unit, report in reports.items() if report.status == "quarantined"} == {5}
    assert (reports[5].stage, reports[5].attempt) == ("worker", 3)
    assert "SIGKILL" in reports[5].message
    assert {report.attempt for unit, report in reports.items() if unit != 5} == {1}


@posix
def test_a_suspects_last_attempt_is_made_when_all_others_are_done() -> None:
    jobs = toys.jobs(range(8), bad=[1], trick="die twice", seconds=0.05)
    *others, last = LocalExecutor(2).run(toys.work, jobs)
    assert {report.status for report in (*others, last)} == {"done"}
    assert (last.unit, last.attempt) == (1, 3)


def test_leaving_from_within_a_unit_counts_as_dying() -> None:
    reports = run(toys.jobs(range(3), bad=[0], trick="leave"))
    assert reports[0].status == "quarantined"
    assert "exit code 3" in reports[0].message


def test_an_error_that_is_no_units_is_a_bug_and_ends_the_run() -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        run(toys.jobs(range(3)), work=toys.broken)


def test_workers_that_cannot_start_are_not_tried_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = type(sys)("only_here")
    exec("def work(job): ...", elsewhere.__dict__)
    monkeypatch.setitem(sys.modules, "only_here", elsewhere)
    with pytest.raises(InputError, match="as soon as they start"):
        run(toys.jobs(range(3)), work=elsewhere.work)


@posix
def test_closing_ends_all_workers_in_the_midst_of_their_units() -> None:
    with closing(LocalExecutor(2).run(toys.work, toys.jobs(range(6), bad=[2, 3, 4, 5], trick="linger"))) as reports:
        workers = {int(next(reports).host) for _ in range(2)}
        began = time.monotonic()
    assert time.monotonic() - began < 10
    assert all(gone(worker) for worker in workers)


def _parent() -> tuple[subprocess.Popen[str], set[int]]:
    """A process with two workers that are in the midst of long units, and the two."""
    path = os.pathsep.join([str(HERE), *filter(None, sys.path)])
    process = subprocess.Popen(
        [sys.executable, "-c", PARENT],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert process.stdout is not None
    return process, {int(process.stdout.readline()) for _ in range(2)}


@posix
def test_workers_end_when_their_parent_is_killed() -> None:
    process, workers = _parent()
    process.kill()
    process.communicate()
    assert until(lambda: all(gone(worker) for worker in workers))


@posix
def test_ctrl_c_reaches_all_and_only_the_parent_answers() -> None:
    process, workers = _parent()
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (out, err, process.returncode) == ("stopped\n", "", 0)
    assert all(gone(worker) for worker in workers)
