"""The campaign of faults in its short form: the cheapest faults of most kinds, seeded; `make faults` has them all."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from faults.campaign import KINDS, Campaign, table
from faults.children import Failure
from faults.grounds import Grounds
from faults.trends import later, trend

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and processes as POSIX has them")
ONCE = (
    "SIGKILL: sweep",
    "SIGKILL: resume",
    "SIGKILL: merge",
    "Ctrl-C: resume",
    "SIGTERM: verify",
    "disk full (ENOSPC): resume",
    "read-only (EROFS): resume",
    "disk full (a real small one): sweep, resume",
    "read-only disk (a real one): every command",
    "chunk or label bits flipped",
    "chunk or label emptied",
    "ledger bits flipped",
    "ledger truncated",
    "study.toml bits flipped",
    "scenario.toml truncated",
    "no memory (MemoryError): drawing a society",
    "no memory (MemoryError): the coordinator",
    "two processes: a command where a sweep is at work",
    "clock: backwards and far forwards, files from then",
)
"""Kinds that take a second or so; those that start whole commands or workers are left to the long form."""
CELLS = [name for name in KINDS if name.startswith("kept cell")]
SEED = 8


@pytest.fixture(scope="module")
def grounds(tmp_path_factory: pytest.TempPathFactory) -> Grounds:
    return Grounds(tmp_path_factory.mktemp("faults"))


@pytest.fixture(autouse=True)
def _where_i_was() -> Iterator[None]:
    before = Path.cwd()
    yield
    assert Path.cwd() == before


@pytest.mark.parametrize("name", ONCE)
def test_a_fault_is_survived(name: str, grounds: Grounds) -> None:
    KINDS[name](grounds, random.Random(f"{SEED} {name}"))


@pytest.mark.parametrize("name", CELLS)
def test_a_damaged_cell_is_never_taken_for_what_it_was(name: str, grounds: Grounds) -> None:
    assert sum(KINDS[name](grounds, random.Random(f"{SEED} {name} {number}")) for number in range(30)) == 30


@pytest.mark.verification
@pytest.mark.parametrize("name", [name for name in KINDS if name not in (*ONCE, *CELLS)])
def test_a_costlier_fault_is_survived(name: str, grounds: Grounds) -> None:
    KINDS[name](grounds, random.Random(f"{SEED} {name}"))


def test_a_broken_promise_is_counted_and_told(grounds: Grounds, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(_grounds: Grounds, _chance: random.Random) -> int:
        raise Failure("a unit was lost")

    campaign = Campaign(grounds, {"good": lambda _grounds, _chance: 2, "bad": broken}, seed=1)
    campaign.pursue(4, 60)
    told = campaign.as_data(1.0)
    assert told["kinds"] == {"good": {"injected": 4, "survived": 4}, "bad": {"injected": 4, "survived": 0}}
    assert {each["what"] for each in told["found"]} == {"a unit was lost"}
    assert "BROKEN  bad, number 0: a unit was lost" in capsys.readouterr().out
    assert table(told).splitlines()[-1].split() == ["all", "8", "4"]


def test_faults_that_came_too_late_are_not_counted(grounds: Grounds) -> None:
    campaign = Campaign(grounds, {"late": lambda _grounds, _chance: 0}, seed=1)
    campaign.pursue(3, 60)
    assert campaign.as_data(1.0)["injected"] == 0


def test_a_trend_is_the_slope_that_was_put_in() -> None:
    seconds = [10.0 * step for step in range(360)]
    found = trend(seconds, [200.0 + 4.0 * second / 3600 for second in seconds])
    assert found is not None
    assert found.slope == pytest.approx(4.0 / found.level, rel=1e-9)
    assert found.error == pytest.approx(0.0, abs=1e-9)


def test_what_was_measured_while_warming_up_is_left_out() -> None:
    seconds = [float(step) for step in range(400)]
    values = [1.0 if second < 100 else 5.0 for second in seconds]
    flat, steep = later(seconds, values, share=0.75, length=400), later(seconds, values, share=1.0, length=400)
    assert flat is not None
    assert steep is not None
    assert flat.slope == pytest.approx(0.0, abs=1e-9)
    assert steep.slope > 1


def test_too_little_tells_nothing() -> None:
    assert trend([0.0, 1.0], [1.0, 2.0]) is None
