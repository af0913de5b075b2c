"""What is said before work begins: that compiling happens once, and what memory it will take."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from hushed import compiled, cores
from hushed.cli import progress
from hushed.experiments.progress import Step


def test_a_first_run_says_that_it_compiles_before_it_does(tmp_path):
    """In a real process with an empty cache: importing kernels makes the cache's folder, which once hid the message."""
    command = [sys.executable, "-m", "hushed", "run", "sesame-credit", "--rounds", "2", "--population", "600"]
    started = subprocess.Popen(
        [*command, "-o", str(tmp_path / "result")],
        env=os.environ | {"NUMBA_CACHE_DIR": str(tmp_path / "cache")},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        assert started.stderr is not None
        assert "compiling, once" in started.stderr.readline()
    finally:
        os.killpg(started.pid, 9)
        started.wait()


@pytest.mark.parametrize(("cold", "quiet", "said"), [(True, False, 1), (True, True, 0), (False, False, 0)])
def test_compiling_is_spoken_of_only_where_there_is_any(cold, quiet, said, monkeypatch, capsys):
    monkeypatch.setattr(compiled, "is_cached", lambda _: not cold)
    assert progress.warn_of_compiling("speaking.speak", quiet=quiet) == cold
    assert capsys.readouterr().err.count("compiling, once") == said


def test_memory_is_told_before_anything_is_built(monkeypatch, capsys):
    monkeypatch.setattr(compiled, "is_cached", lambda _: True)
    monkeypatch.setattr(cores, "usable_cores", lambda: 1)
    progress.announce(lambda: "as much as this", quiet=False)
    progress.announce(lambda: None, quiet=False)
    progress.announce(lambda: "not this", quiet=True)
    assert capsys.readouterr().err == "hushed: as much as this\n"


def test_a_step_that_takes_long_is_spoken_of_again(monkeypatch, capsys):
    """Where there is no terminal, a step without reports of its own must not look like a standstill."""
    for name, seconds in (("_FIRST_LINE", 0.02), ("_LINE_EVERY", 0.05), ("_CHECK_EVERY", 0.01), ("_LONG", 0.1)):
        monkeypatch.setattr(progress, name, seconds)
    with progress.shown(quiet=False) as show:
        assert show is not None
        show(Step(0, 10, "drawing ties"))
        deadline = time.monotonic() + 20
        said = ""
        while "so far" not in said and time.monotonic() < deadline:
            time.sleep(0.05)
            said += capsys.readouterr().err
        assert "hushed: drawing ties, for " in said
        show(Step(1, 10, "playing"))
    time.sleep(0.1)
    capsys.readouterr()
    time.sleep(0.3)
    assert capsys.readouterr().err == ""
