"""Studies small enough to be swept in a moment."""

from __future__ import annotations

from pathlib import Path

from hushed.studies.executors.in_process import InProcessExecutor
from hushed.studies.reader import read_study
from hushed.studies.study import Study
from hushed.studies.sweep import begin, go_on

HEAD = """study = 1
scenario = "sesame-credit"
replicates = 3
outcomes = ["chill", "seen"]
"""
SET = """[set]
"society.population" = 60
rounds = 5
"regime.enrolment.share" = 1.0
"""
VARIED = """[uncertainties]
"society.traits.boldness.mean" = { low = 1.0, high = 3.0, steps = 3 }
[levers]
"regime.scoring.severity" = [0.1, 0.4]
"""
SMALL = HEAD + SET + VARIED
"""Six points."""
HERE = InProcessExecutor()


def written(folder: Path, text: str = SMALL, name: str = "study.toml") -> Path:
    """A file with a study in it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def small(folder: Path, text: str = SMALL) -> Study:
    """A study, read."""
    return read_study(written(folder, text))


def chunks(folder: Path) -> dict[str, bytes]:
    """Everything in a study's results, by name."""
    store = folder / "results.zarr"
    return {each.relative_to(store).as_posix(): each.read_bytes() for each in store.rglob("*") if each.is_file()}


def swept(folder: Path, study: Study) -> Path:
    """A folder in which a study has been swept."""
    with begin(study, folder) as opened:
        go_on(opened, HERE)
    return folder
