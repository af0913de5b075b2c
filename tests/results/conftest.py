"""A small result, made once."""

from __future__ import annotations

import pytest
import xarray as xr

from hushed.experiments.run import run
from hushed.scenario.reader import read_scenario


@pytest.fixture(scope="session")
def small() -> xr.Dataset:
    """Three hundred people, eight rounds, two replicates."""
    return run(read_scenario("sesame-credit", population=300, rounds=8, seed=5), replicates=2)
