"""A Dask cluster of real processes: workers may die, and what cannot work is said at once."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import toys
from clusters import scheduler

from hushed.errors import InputError
from hushed.studies.executors import cluster as running
from hushed.studies.executors import meeting
from hushed.studies.executors.cluster import ClusterExecutor
from hushed.studies.executors.handing import HandingOut
from hushed.studies.work import Job, Report

pytest.importorskip("distributed")


@pytest.fixture
def met(cluster: str, monkeypatch: pytest.MonkeyPatch) -> ClusterExecutor:
    monkeypatch.setattr(meeting, "_ANSWER_WITHIN", 30)
    return ClusterExecutor(cluster)


def run(executor: ClusterExecutor, jobs: Iterator[Job]) -> dict[int, Report]:
    reports = list(executor.run(toys.work, jobs))
    found = {report.unit: report for report in reports}
    assert len(found) == len(reports)
    return found


def test_every_job_is_done_once_with_the_same_bytes(met: ClusterExecutor) -> None:
    reports = run(met, toys.jobs(range(20), seconds=0.01))
    assert {unit: report.payload for unit, report in reports.items()} == {u: toys.expected(u) for u in range(20)}
    assert met.workers >= 1


def test_jobs_are_taken_a_few_ahead(met: ClusterExecutor) -> None:
    taken: list[int] = []

    def noted() -> Iterator[Job]:
        for job in toys.jobs(range(40)):
            taken.append(job.unit)
            yield job

    jobs = noted()
    for told, _ in enumerate(met.run(toys.work, jobs), 1):
        assert len(taken) - told <= met.workers * 3
    assert len(taken) == told == 40


def test_a_worker_killed_midway_changes_nothing(met: ClusterExecutor, tmp_path: Path) -> None:
    reports = run(met, toys.jobs(range(12), bad=[4], trick="die once", folder=str(tmp_path), seconds=0.02))
    assert (tmp_path / "died-4").exists()
    assert {unit: report.payload for unit, report in reports.items()} == {u: toys.expected(u) for u in range(12)}


def test_what_a_worker_did_counts_though_it_died_before_its_report_was_fetched(met: ClusterExecutor) -> None:
    """The future itself is asked, for it waits until another worker has done it again."""
    from distributed import CancelledError, KilledWorker

    (job,) = toys.jobs([3])
    report = Report(3, "done", payload=b"numbers")

    def told(answer: Any) -> Report | None:
        def result() -> Report:
            if isinstance(answer, Exception):
                raise answer
            return answer

        return met._report(handing, SimpleNamespace(status="lost", result=result), job)

    handing = HandingOut([])
    assert told(report) == report
    killed = KilledWorker("unit-3", SimpleNamespace(address="tcp://here:1", host="here"), 0)
    assert told(killed) is None
    again = handing.next(running=0)
    assert again is not None
    assert (again.unit, again.attempt) == (3, 2)
    with pytest.raises(InputError, match="was lost"):
        told(CancelledError())


def test_a_unit_that_keeps_killing_its_worker_is_left_out_and_named(met: ClusterExecutor) -> None:
    reports = run(met, toys.jobs(range(8), bad=[3], trick="die"))
    assert {unit for unit, report in reports.items() if report.status == "quarantined"} == {3}
    assert set(reports) == set(range(8))
    assert reports[3].stage == "worker"
    assert "died 4 times" in reports[3].message


def test_an_early_end_takes_back_what_waits(met: ClusterExecutor) -> None:
    reports = met.run(toys.work, toys.jobs(range(6), seconds=0.1))
    next(reports)
    reports.close()
    assert len(run(met, toys.jobs(range(2)))) == 2


def test_an_error_that_is_no_units_comes_through(met: ClusterExecutor) -> None:
    with pytest.raises(ZeroDivisionError):
        list(met.run(toys.broken, toys.jobs(range(3))))


def test_workers_of_another_version_are_refused(
    met: ClusterExecutor, cluster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = meeting.Sources("0.0.0", "0123456789abcdef")
    for module in (meeting, running):
        monkeypatch.setattr(module, "here", lambda: other)
    with pytest.raises(InputError, match=r"(?s)tcp://.* runs hushed .*here is hushed 0\.0\.0"):
        ClusterExecutor(cluster)
    with pytest.raises(InputError, match="joined the cluster"):
        run(met, toys.jobs(range(3)))


def test_a_cluster_without_workers_says_how_to_start_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with scheduler(tmp_path, workers=0) as file:
        monkeypatch.setattr(meeting, "_ANSWER_WITHIN", 0.5)
        with pytest.raises(InputError, match="no workers; start one with: dask worker tcp://"):
            ClusterExecutor(str(file))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("tcp://127.0.0.1:1", "no scheduler answers at tcp://127.0.0.1:1"),
        ("tcp://127.0.0.1:many", "no scheduler answers at"),
        ("carrier://pigeon", "no scheduler answers at carrier://pigeon"),
        ("nowhere.json", "nowhere.json.*no such file"),
        (__file__, "cannot be read as one"),
    ],
)
def test_what_is_no_cluster_is_said(address: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meeting, "_ANSWER_WITHIN", 0.5)
    with pytest.raises(InputError, match=said):
        ClusterExecutor(address)


def test_without_dask_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *others: Any) -> Any:
        if name.partition(".")[0] == "distributed":
            raise ImportError(name)
        return real(name, *others)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(InputError, match=r'pip install "hushed\[cluster\]"'):
        ClusterExecutor("tcp://127.0.0.1:8786")
