"""The device's kernels against the processor's: the same bytes for every person and in every sum.

Numba's simulator runs the kernels as Python on few people; compiled for the processor, the same kernels play
thousands. Only a device could show what its own arithmetic does; test_gpu_device.py asks one where there is one.
"""

from __future__ import annotations

import pytest

from gpu.programs import needs_numba_cuda

pytestmark = needs_numba_cuda
BOTH = pytest.mark.parametrize("differences", ["simulated", "compiled"], indirect=True)


@BOTH
@pytest.mark.parametrize(
    "scenario",
    [
        *("everything, friends meet online", "everything, friends meet elsewhere", "nothing but watching"),
        *("proportional", "no severity", "guilt by tie", "guilt, shared", "guilt, two hops", "reproach", "ostracism"),
        *("shunning", "publicity", "enrolment", "informers, friends meet online", "informers, friends meet elsewhere"),
        *("sanctions", "sanctions after grace", "sanctions that tighten", "capacity", "vagueness", "encouragement"),
        *("indignation", "indignation, friends leave", "caution", "caution, proportional"),
        *("fear of isolation", "fear of isolation, friends leave"),
        *("enforcement, friends meet online", "enforcement beside informers, elsewhere"),
        *("adaptive, as published", "adaptive, incumbent", "one value for all", "nobody is tied"),
        *("renumbered", "several blocks"),
    ],
)
def test_the_device_says_what_the_processor_says(differences, scenario):
    assert differences[scenario] == []


@BOTH
def test_the_device_draws_what_everybody_draws(differences):
    assert differences["draws"] == []


@pytest.mark.parametrize("differences", ["compiled"], indirect=True)
@pytest.mark.parametrize("friends", ["online", "elsewhere"])
def test_with_everything_in_it_everything_happens(differences, friends):
    assert differences[f"everything, friends meet {friends}: never happened"] == []


@pytest.mark.parametrize("differences", ["compiled"], indirect=True)
def test_random_scenarios_agree(differences):
    assert differences["random"] == []
