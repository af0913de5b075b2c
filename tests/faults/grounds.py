"""What the faults are let loose on: a small study and a run, played once undisturbed to know what must come out."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from faults.children import Ended, check, run
from faults.moments import Calls, killed, signalled
from studies.small_studies import SMALL, chunks, written

STUDY = SMALL.replace("[0.1, 0.4]", "[0.1, 0.2, 0.3, 0.4]").replace("replicates = 3", "replicates = 2")
UNITS = 12
_MOMENTS = 9
"""Moments at the disk for each unit of a sweep."""
SCENARIO = ("run", "sesame-credit", "--population", "300", "--rounds", "30", "--replicates", "2", "--seed", "7")
HERE = ("--executor", "in-process")
PARTS = 3
_FOLDER = {"study.toml", "scenario.toml", "results.zarr", "ledger.sqlite", "lock"}

Known = dict[int, tuple[Any, ...]]


class Grounds:
    """A folder to work in, and what an undisturbed sweep and run leave."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.study = written(folder, STUDY)
        self._count = 0
        _load(self.study)
        self.seconds: dict[str, float] = {}
        "How long each command takes that is left in peace."
        self.calls: dict[str, int] = {}
        "How many moments at the disk it has."
        self._play()

    def new(self, name: str = "study") -> Path:
        """A folder of its own in which a study or result can be put; nothing is there yet."""
        self._count += 1
        place = self.folder / f"{self._count:05d}"
        place.mkdir()
        return place / name

    def run(self, *arguments: object, before: Callable[[], object] | None = None) -> Ended:
        """Run a command to its end."""
        return run(*arguments, folder=self.folder, before=before)

    def begun(self, chance: random.Random) -> Path:
        """A copy of a sweep that was stopped or killed somewhere, or has just begun."""
        return Path(shutil.copytree(chance.choice(self._begun), self.new()))

    def done(self) -> Path:
        """A copy of the whole sweep."""
        return Path(shutil.copytree(self._whole, self.new()))

    def parts(self) -> list[Path]:
        """Copies of the parts of the study."""
        above = self.new("parts")
        return [Path(shutil.copytree(each, above / each.name)) for each in self._parts]

    def _play(self) -> None:
        self._whole = self.new()
        self._timed("sweep", "sweep", self.study, "-o", self._whole, *HERE)
        self.whole = chunks(self._whole)
        self.rows = known(self._whole)
        check(len(self.rows) == UNITS, "the study has as many units as expected")
        self._timed("verify", "resume", self.done(), "--verify")
        begun = self._interrupted(killed, 1)
        self._begun = [begun, self._interrupted(killed, 3 * _MOMENTS), self._interrupted(killed, 5 * _MOMENTS + 4)]
        self._begun.append(self._interrupted(lambda calls, at: signalled(calls, signal.SIGINT, at), 8 * _MOMENTS))
        self._timed("resume", "resume", self.begun(random.Random(0)), *HERE)
        above = self.new("parts")
        self._parts = [above / f"part-{number}" for number in range(1, PARTS + 1)]
        for number, part in enumerate(self._parts, 1):
            self._well("sweep", self.study, "-o", part, "--shard", f"{number}/{PARTS}", *HERE)
        self._timed("merge", "merge", *self._parts, "-o", self.new())
        table = self.new("table.csv")
        self._timed("export", "export", self._whole, table)
        self.table = table.read_bytes()
        played = self.new("result")
        self._timed("run", *SCENARIO, "-o", played)
        self.result = result(played)

    def _interrupted(self, how: Callable[[Calls, int], Callable[[], object]], after: int) -> Path:
        """A sweep that ended some moments after its folder was there."""
        place, calls = self.new(), Calls()
        beginning = self.calls["sweep"] - _MOMENTS * UNITS
        self.run("sweep", self.study, "-o", place, *HERE, before=how(calls, beginning + after))
        check(place.exists() and len(known(place)) < UNITS, "it was stopped in the midst of its units")
        return place

    def _timed(self, name: str, *arguments: object) -> None:
        calls = Calls()
        began = time.monotonic()
        ended = self.run(*arguments, before=lambda: calls.install(lambda _: None))
        self.seconds[name], self.calls[name] = time.monotonic() - began, calls.count
        check(ended.code == 0, f"{name}, left in peace, ends well", ended)

    def _well(self, *arguments: object) -> None:
        ended = self.run(*arguments)
        check(ended.code == 0, "what is left in peace ends well", ended)


def _load(study: Path) -> None:
    """Import and compile, once, all that forked commands will need."""
    import typer
    import zarr  # noqa: F401

    import hushed
    import hushed.cli.app
    from hushed.figures.speech_picture import speech_png
    from hushed.studies import exporting, merging, sweep  # noqa: F401
    from hushed.studies.reader import read_study
    from hushed.studies.unit import run_unit
    from hushed.studies.work import Job

    run_unit(Job(read_study(study).recipe(0), 0))
    whole = typer.main.get_command(hushed.cli.app.app)
    typer.main.get_command = lambda _: whole
    speech_png(hushed.run(hushed.read_scenario("sesame-credit", population=300, rounds=30), threads=1))


def known(folder: Path) -> Known:
    """Every row of a study's ledger, by unit, read without touching it; nothing if there is none yet."""
    if not (folder / "ledger.sqlite").exists():
        return {}
    with tempfile.TemporaryDirectory() as place:
        for name in ("ledger.sqlite", "ledger.sqlite-wal"):
            if (folder / name).exists():
                shutil.copy(folder / name, place)
        with closing(sqlite3.connect(Path(place, "ledger.sqlite"))) as ledger:
            found = ledger.execute("SELECT unit, status, sha256, key, ended, attempts FROM units").fetchall()
    return {row[0]: row[1:] for row in found}


def result(folder: Path) -> dict[str, bytes]:
    """A stored result but for what tells of the moment: how long it took, and the picture's time."""
    files = (folder / name for name in ("outcomes.csv", "columns.csv", "scenario.toml"))
    numbers = [each for each in sorted((folder / "outcomes.zarr").rglob("c/*")) if each.is_file()]
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in (*files, *numbers)}


def left_behind(folder: Path) -> list[str]:
    """What lies in and beside a study's folder and should not."""
    inside = {each.name for each in folder.iterdir()} if folder.is_dir() else set()
    beside = [each.name for each in folder.parent.iterdir() if each.name.startswith(".")]
    partial = [each.name for each in folder.rglob("*.part")]
    return sorted({*beside, *partial, *(inside - _FOLDER)})
