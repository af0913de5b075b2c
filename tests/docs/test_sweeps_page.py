"""The page of sweeps shows a study that is there, and explains every key that a study has."""

from __future__ import annotations

import re
from pathlib import Path

from hushed.studies.reader import read_study
from hushed.studies.spec import StudyFile

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "sweeps.md").read_text()
EXAMPLE = ROOT / "docs" / "examples" / "secret-scores.toml"


def test_the_example_is_the_file_it_names() -> None:
    assert f'```toml title="docs/examples/secret-scores.toml"\n{EXAMPLE.read_text()}```' in PAGE
    study = read_study(EXAMPLE)
    assert f"{len(study.points)} points · {study.replicates} replicates · {study.people:,} invented people" in PAGE


def test_every_key_is_explained() -> None:
    rows = "\n".join(re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE))
    for key in StudyFile.model_fields:
        assert re.search(rf"`\[?{key}\b", rows), key
