"""Reports that several tests look at; each is made once."""

from __future__ import annotations

import json

import pytest

from gpu.programs import program


@pytest.fixture(scope="session")
def reports() -> dict[str, dict[str, list[str]]]:
    """Reports made so far, by how the kernels are run."""
    return {}


@pytest.fixture
def differences(reports, request) -> dict[str, list[str]]:
    """What differs from the processor, by scenario, with kernels run as the test's parameter says."""
    how = request.param
    if how not in reports:
        reports[how] = json.loads(program("gpu.agreement_report", how, simulator=how == "simulated").stdout)
    return reports[how]
