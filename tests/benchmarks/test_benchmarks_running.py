"""Running programs: turns, lengths, answers, and what becomes of those that cannot take part."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import contest
import environments
import pytest
from conversation import Ended, Program
from plan import FULL, SHORT
from subjects import PROGRAMS, Subject, everybody

NUMPY = Subject("numpy", "NumPy + SciPy", "play_numpy.py", "hushed", 420)


@pytest.fixture
def here(tmp_path: Path) -> contest.Contest:
    return contest.Contest(tmp_path)


def test_a_program_answers_until_it_is_let_go():
    with Program(NUMPY, Path(sys.executable), people=500, degree=10.0, seed=1) as program:
        assert program.built["versions"].keys() == {"numpy", "scipy"}
        first, second = program.ask(2), program.ask(3)
    assert (first["rounds"], first["played"], second["rounds"], second["played"]) == (2, 2, 3, 5)
    assert second["seconds"] > 0
    assert second["peak_bytes"] > 1_000_000


def test_a_program_that_fails_says_why():
    broken = Subject("numpy", "broken", "play_numpy.py", "hushed", 1, ("--unheard-of",))
    with pytest.raises(Ended, match=r"status 2: .*unrecognized arguments: --unheard-of"):
        Program(broken, Path(sys.executable), people=500, degree=10.0, seed=1)


def test_programs_take_turns_and_are_held_to_the_workload(here):
    telling = Subject("numpy-telling", "telling", "play_numpy.py", "hushed", 420, ("--telling",))
    found = here.play([NUMPY, telling], people=2000, repeats=3, seconds=0.001)
    assert [entry["subject"] for entry in found] == ["numpy", "numpy-telling"]
    for entry in found:
        assert len(entry["seconds"]) == 3
        assert entry["rounds"] >= 3
        assert entry["misses"] == []
    assert here.absent == []


def test_who_cannot_take_part_is_told_of(here, monkeypatch):
    monkeypatch.setattr(contest, "available_bytes", lambda: 10_000_000)
    large = Subject("large", "Large", "play_numpy.py", "hushed", 1_000_000)
    assert here.play([large], people=2000, repeats=1, seconds=0.001) == []
    assert here.absent == [
        {"subject": "large", "label": "Large", "people": 2000, "reason": "needs about 2 GB of memory; 0 GB were free"}
    ]


def test_a_peer_that_cannot_be_installed_is_told_of(here, monkeypatch):
    def refused(*_: object) -> Path:
        raise environments.Unavailable("no matching distribution")

    monkeypatch.setattr(contest, "python_for", refused)
    assert here.play([NUMPY], people=100, repeats=1, seconds=0.001) == []
    assert [gone["reason"] for gone in here.absent] == ["no matching distribution"]


def test_a_program_that_ends_early_keeps_its_turns_and_is_told_of_once(here, monkeypatch):
    class Dying:
        def __init__(self, *_: object, **__: object) -> None:
            self.built = {"built_seconds": 0.0, "versions": {}}
            self.left = 5  # two to warm up, three turns

        def ask(self, rounds: int) -> dict[str, object]:
            self.left -= 1
            if self.left < 0:
                raise Ended("ended with status -9")
            check = {"loud": 0.0335, "score": None, "spread": None}
            seconds = {4: 0.1, 3: 0.1, 2: 0.1, 1: 0.3, 0: 0.2}[self.left]
            told = {"seconds": seconds, "rounds": rounds, "played": 9, "check": check, "phases": {"speak": seconds}}
            return {**told, "peak_bytes": 1, "held_bytes": 1}

        def close(self) -> None:
            pass

    monkeypatch.setattr(contest, "Program", Dying)
    (entry,) = here.play([NUMPY], people=2000, repeats=5, seconds=0.5)
    assert entry["seconds"] == [0.1, 0.3, 0.2]
    assert entry["phases"] == {"speak": 0.2}
    assert entry["rounds"] == 10
    assert [gone["reason"] for gone in here.absent] == ["ended with status -9"]


def test_an_environment_is_made_once_and_anew_when_its_requirements_change(tmp_path, monkeypatch):
    ran: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        ran.append(command)
        (tmp_path / "made" / "mesa").mkdir(parents=True, exist_ok=True)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(environments.subprocess, "run", run)
    monkeypatch.setattr(environments, "PROGRAMS", tmp_path)
    requirements = tmp_path / "mesa.txt"
    requirements.write_text("Mesa==1\n")
    for calls in (2, 2):
        environments.python_for("mesa", tmp_path / "made")
        assert len(ran) == calls
    requirements.write_text("Mesa==2\n")
    environments.python_for("mesa", tmp_path / "made")
    assert len(ran) == 4


def test_an_installers_reason_is_its_last_error():
    errors = "ERROR: Ignored 3.4\nERROR: No matching distribution found for mesa==99\n\nWARNING: slow\n"
    assert environments.why(errors) == "No matching distribution found for mesa==99"
    assert environments.why("") == "it could not be installed"


@pytest.mark.parametrize(
    ("seconds", "one", "rounds"), [(1.0, 0.02, 50), (1.0, 5.0, 3), (1.0, 1e-7, 1000), (1.0, 0.0, 1000)]
)
def test_a_turn_fills_its_time_within_limits(seconds, one, rounds):
    assert contest.rounds_for(seconds, one) == rounds


def test_every_program_of_the_plans_exists_with_pinned_requirements():
    for subject in everybody():
        assert (PROGRAMS / subject.program).exists()
        if subject.environment != "hushed":
            lines = (PROGRAMS / f"{subject.environment}.txt").read_text(encoding="ascii").split()
            assert lines
            assert all("==" in line for line in lines)
        assert SHORT.sizes_of(subject)
        assert FULL.sizes_of(subject)


def test_only_hushed_on_all_cores_plays_the_largest_society():
    assert [subject.key for subject in FULL.playing(100_000_000)] == [everybody()[0].key]
    assert all(people <= 1_000_000 for people in SHORT.all_sizes())
    assert FULL.all_sizes(largest=10_000_000) == [10**4, 10**5, 10**6, 10**7]
