"""Whole sweeps by other processes: what is killed meanwhile does not show in the results."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import toys

from hushed.experiments.progress import Step
from hushed.studies import course
from hushed.studies.executors import meeting
from hushed.studies.sweep import sweep

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
STUDY = """
study = 1
title = "Severity and boldness"
scenario = "sesame-credit"
replicates = 3
outcomes = ["chill", "overbreadth"]
[set]
"society.population" = 500
"rounds" = 40
[uncertainties]
"society.traits.boldness.mean" = { low = 1.0, high = 4.0, steps = 4 }
[levers]
"regime.scoring.severity" = [0.1, 0.3, 0.5]
"""
UNITS = 12


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("study") / "study.toml"
    file.write_text(STUDY)
    return file


@pytest.fixture(scope="module")
def undisturbed(study: Path) -> dict[str, bytes]:
    sweep(study, study.parent / "undisturbed", executor="in-process")
    return chunks(study.parent / "undisturbed")


def chunks(folder: Path) -> dict[str, bytes]:
    found = {file.name: file.read_bytes() for file in (folder / "results.zarr" / "outcomes").glob("c.*")}
    assert len(found) >= UNITS - 1
    return found


def told(folder: Path, question: str) -> list[Any]:
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as ledger:
        return ledger.execute(question).fetchall()


def once(what: Callable[[], object], *, at: int) -> Callable[[Step], None]:
    """Do something when so many units have ended."""
    left = [what]

    def watch(step: Step) -> None:
        if step.done >= at and left:
            left.pop()()

    return watch


def _kill_a_worker_process() -> None:
    victim = multiprocessing.active_children()[0].pid
    assert victim is not None
    os.kill(victim, signal.SIGKILL)


def test_a_killed_worker_process_does_not_show(study: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    sweep(study, tmp_path / "out", workers=2, progress=once(_kill_a_worker_process, at=3))
    assert chunks(tmp_path / "out") == undisturbed
    assert told(tmp_path / "out", "SELECT status, COUNT(*) FROM units GROUP BY status") == [("done", UNITS)]
    assert told(tmp_path / "out", "SELECT MAX(attempts) FROM units") == [(2,)]
    assert not multiprocessing.active_children()


def test_a_unit_that_keeps_killing_its_worker_is_named_and_all_others_are_kept(
    study: Path, undisturbed: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(course, "run_unit", toys.deadly)
    sweep(study, tmp_path / "out", workers=2)
    (row,) = told(tmp_path / "out", "SELECT unit, stage, message, attempts FROM units WHERE status = 'quarantined'")
    assert (row[0], row[1], row[3]) == (toys.DEADLY, "worker", 3)
    assert "died 3 times" in row[2]
    kept = chunks(tmp_path / "out")
    assert len(kept) == UNITS - 1
    assert kept.items() <= undisturbed.items()


def _kill_a_cluster_worker(address: str) -> None:
    with meeting.connected(meeting.located(address)) as client:
        victim = next(iter(client.run(os.getpid).values()))
    os.kill(victim, signal.SIGKILL)


def test_a_killed_cluster_worker_does_not_show(
    study: Path, undisturbed: dict[str, bytes], tmp_path: Path, cluster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meeting, "_ANSWER_WITHIN", 30)
    seen: list[int] = []
    kill = once(lambda: _kill_a_cluster_worker(cluster), at=3)

    def watch(step: Step) -> None:
        seen.append(step.done)
        kill(step)

    sweep(study, tmp_path / "out", cluster=cluster, progress=watch)
    assert chunks(tmp_path / "out") == undisturbed
    assert told(tmp_path / "out", "SELECT status, COUNT(*) FROM units GROUP BY status") == [("done", UNITS)]
    assert seen == list(range(UNITS + 1))
