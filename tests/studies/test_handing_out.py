"""Which job is next, and whose fault it was, without any process."""

from __future__ import annotations

from collections import deque

from hypothesis import given
from hypothesis import strategies as st

from hushed.studies.executors.handing import ATTEMPTS, HandingOut
from hushed.studies.work import Job, Report


def _played(units: int, deaths: dict[int, int], seats: int) -> dict[int, Report]:
    """A study at so many seats, in which each unit dies as often as is said; its reports by unit."""
    handing = HandingOut(Job("", unit) for unit in range(units))
    out: deque[Job] = deque()
    left = dict(deaths)
    reports: dict[int, Report] = {}
    while True:
        while len(out) < seats and (job := handing.next(running=len(out))) is not None:
            out.append(job)
        if not out:
            return reports
        job = out.popleft()
        report: Report | None = Report(job.unit, "done", attempt=job.attempt)
        if left.get(job.unit, 0):
            left[job.unit] -= 1
            report = handing.lost(job, deaths=1, how="SIGKILL", host="here")
        if report is not None:
            assert job.unit not in reports
            reports[job.unit] = report


@given(st.integers(0, 12), st.dictionaries(st.integers(0, 11), st.integers(0, 5)), st.integers(1, 4))
def test_every_unit_is_reported_once_and_only_killers_are_left_out(
    units: int, deaths: dict[int, int], seats: int
) -> None:
    reports = _played(units, deaths, seats)
    assert set(reports) == set(range(units))
    for unit, report in reports.items():
        died = deaths.get(unit, 0)
        assert report.status == ("quarantined" if died >= ATTEMPTS else "done")
        assert report.attempt == min(died + 1, ATTEMPTS)


def test_jobs_are_taken_only_when_asked_for() -> None:
    taken = []
    handing = HandingOut(taken.append(unit) or Job("", unit) for unit in range(100))
    for _ in range(3):
        handing.next(running=0)
    assert taken == [0, 1, 2]


def test_what_was_never_begun_comes_first_and_in_order() -> None:
    handing = HandingOut(Job("", unit) for unit in range(4))
    first = [handing.next(running=0) for _ in range(3)]
    handing.take_back([job for job in first if job is not None][1:])
    again = [handing.next(running=1) for _ in range(3)]
    assert [job.unit for job in again if job is not None] == [1, 2, 3]
    assert {job.attempt for job in again if job is not None} == {1}


def test_a_suspect_waits_until_nothing_else_runs() -> None:
    handing = HandingOut([Job("", 0), Job("", 1)])
    for _ in range(ATTEMPTS - 1):
        suspect = handing.next(running=0)
        assert suspect is not None
        assert handing.lost(suspect, deaths=1, how="SIGKILL", host="here") is None
    other = handing.next(running=0)
    assert other is not None
    assert other.unit == 1
    assert handing.next(running=1) is None
    last = handing.next(running=0)
    assert last is not None
    assert (last.unit, last.attempt) == (0, ATTEMPTS)
    report = handing.lost(last, deaths=1, how="SIGKILL", host="here")
    assert report is not None
    assert report.stage == "worker"
    assert "died 3 times" in report.message
    assert "memory" in report.message
