"""Running commands: in this process where that is enough, as a process of its own where it is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from commands import Command, Ended

from hushed.cli.start import run_command


@pytest.fixture
def hushed(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    # Whether results reach the disk before they take their name is tested with the store; here it only takes time.
    monkeypatch.setattr(os, "fsync", lambda _: None)

    def run(*arguments: object) -> Ended:
        capsys.readouterr()
        code = run_command([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Ended(code, out, err)

    return run
