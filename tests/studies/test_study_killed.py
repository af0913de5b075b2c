"""A sweep that is killed, again and again, at whatever moment."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import numpy as np
import pytest
from small_studies import SMALL, chunks, small

from hushed.studies.executors.in_process import InProcessExecutor
from hushed.studies.folder import StudyFolder, create_folder
from hushed.studies.opening import open_study
from hushed.studies.sweep import go_on

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="signals and processes as POSIX has them")
TIMES = 10
MANY = SMALL.replace("steps = 3", "steps = 12").replace("[0.1, 0.4]", "[0.1, 0.2, 0.3, 0.4, 0.5]")


def killed_after(folder: Path, seconds: float, *, more: int) -> None:
    """Go on with a sweep in a process of its own, and kill it some time after it has stored some chunks more."""
    enough = stored(folder) + more
    child = os.fork()
    if child == 0:
        try:
            with StudyFolder(folder) as opened:
                go_on(opened, InProcessExecutor())
        finally:
            os._exit(0)
    while stored(folder) < enough and not os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
        time.sleep(0.001)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def stored(folder: Path) -> int:
    return len(list((folder / "results.zarr" / "outcomes").glob("c.*")))


def done(folder: Path) -> int:
    return int(open_study(folder)["done"].values.all(axis=1).sum())


def test_a_sweep_killed_ten_times_ends_as_one_that_was_not(tmp_path: Path) -> None:
    study = small(tmp_path, MANY)
    create_folder(tmp_path / "whole", study)
    with StudyFolder(tmp_path / "whole") as folder:
        began = time.monotonic()
        go_on(folder, InProcessExecutor())
        spent = time.monotonic() - began
    place, moments = tmp_path / "killed", np.random.default_rng(20)
    create_folder(place, study)
    reached = [0]
    for number in range(TIMES):
        # However slow the machine is: killed both before anything more is stored and after.
        killed_after(place, float(moments.uniform(0.0, 1.5)) * spent / TIMES, more=number % 3)
        reached.append(done(place))
    assert reached == sorted(reached), "what is done stays done"
    assert len(set(reached)) > 3, "it must be killed in the midst of its work for this to mean anything"
    with StudyFolder(place) as folder:
        assert not folder.damaged()
        go_on(folder, InProcessExecutor())
        rows = list(folder.ledger.rows())
    assert [row.unit for row in rows] == list(range(study.units))
    assert {row.status for row in rows} == {"done"}
    assert chunks(place) == chunks(tmp_path / "whole")
