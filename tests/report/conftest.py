"""One small result of every kind, stored once, and its page."""

from __future__ import annotations

from pathlib import Path

import pytest

import hushed
from hushed.report.document import report_html
from models.conftest import EXAMPLE

SMALL = {"population": 300, "rounds": 8}
ALL_ENROLLED = ["regime.enrolment.share=1.0"]
KINDS = (
    "run",
    "comparison",
    "attribution",
    "recovery",
    "scan",
    "safeguards",
    "study",
    "sensitivity",
    "own",
    "own-arms",
)


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a result of each kind, under the kind's name."""
    place = tmp_path_factory.mktemp("results")
    sesame = hushed.read_scenario("sesame-credit", changes=ALL_ENROLLED, **SMALL)
    datasets = {
        "run": hushed.run(sesame, replicates=3),
        "alone": hushed.run(sesame, replicates=1),
        "comparison": hushed.compare(sesame, without="association", replicates=3).dataset,
        "attribution": hushed.attribute(
            hushed.read_scenario("informers", **SMALL, changes=["regime.clarity.vagueness=0.0"]), replicates=3
        ).dataset,
        "recovery": hushed.recover(sesame, abolish="scoring", at=4, replicates=3).dataset,
        "scan": hushed.scan(
            sesame, "regime.scoring.severity", start=0.0, end=1.0, steps=4, hold=3, replicates=3
        ).dataset,
        "safeguards": hushed.what_restores(sesame, replicates=3, largest=1, doses=(0.0, 0.5, 1.0)).dataset,
        "own": hushed.run(sesame, model=f"{EXAMPLE}:PeerPressure", replicates=3),
        "own-arms": hushed.compare(sesame, model=f"{EXAMPLE}:PeerPressure", arm={"rate": 0.6}, replicates=3).dataset,
    }
    for name, dataset in datasets.items():
        asked = {"outcome": "chill", "over": "last"} if name == "attribution" else {}
        hushed.save(dataset.assign_attrs(asked), place / name)
    _studies(place)
    return place


def _studies(place: Path) -> None:
    head = 'study = 1\nscenario = "sesame-credit"\nreplicates = 3\noutcomes = ["chill", "ties_cut"]\n'
    people = '[set]\nrounds = 5\n"society.population" = 200\n"regime.enrolment.share" = 1.0\n'
    (place / "grid.toml").write_text(
        f'{head}title = "A grid"\n{people}[uncertainties]\n"society.online.mean_degree" = [4, 8]\n'
        '[levers]\n"safeguards.secret_scores" = [0.0, 0.5, 1.0]\n'
    )
    (place / "ranges.toml").write_text(
        f'{head}title = "Ranges"\n{people}[uncertainties]\n'
        '"society.traits.boldness.mean" = { low = 1.0, high = 4.0 }\n'
        '[levers]\n"regime.scoring.severity" = { low = 0.1, high = 0.6 }\n'
    )
    hushed.sweep(place / "grid.toml", place / "study", executor="in-process")
    hushed.sensitivity(place / "ranges.toml", place / "sensitivity", samples=4, executor="in-process")


@pytest.fixture(scope="session")
def pages(results: Path) -> dict[str, str]:
    """The page of each kind."""
    return {kind: report_html([results / kind]) for kind in KINDS}
