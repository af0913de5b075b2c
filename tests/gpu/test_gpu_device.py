"""What is said without a device, what kernels become for one, and a device itself where there is one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from unittest import mock

import pytest

from engine.worlds import reactions, regime, society
from gpu.programs import needs_numba_cuda, program
from hushed.errors import InputError
from hushed.gpu import GpuSimulation, check_device, device, device_line


def has_device() -> bool:
    return not device_line().startswith(("none", "simulated"))


def test_without_numba_cuda_the_message_says_how_to_get_it():
    with mock.patch.object(device, "find_spec", return_value=None):
        with pytest.raises(InputError) as caught:
            GpuSimulation(society(100), regime(), reactions(), seed=1)
        assert device_line().startswith("none: numba-cuda is not installed")
    assert str(caught.value) == (
        'device gpu: numba-cuda is not installed; install it with: pip install "hushed[gpu]"; or leave --device out'
    )


@needs_numba_cuda
def test_without_a_device_the_message_says_so_in_one_line():
    if has_device():
        pytest.skip("there is a device here")
    with pytest.raises(InputError) as caught:
        check_device()
    assert len(caught.value.lines) == 1
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("device gpu: no CUDA device can be used here")
    assert "--device" in str(caught.value)
    assert device_line().startswith("none: ")


@needs_numba_cuda
def test_a_simulated_device_is_said_to_be_one():
    code = "from hushed.gpu import check_device, device_line; check_device(); print(device_line())"
    found = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"NUMBA_ENABLE_CUDASIM": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == "simulated by Numba"


def test_the_room_is_imported_without_numba_cuda():
    code = "import sys; sys.modules['numba_cuda'] = None; import hushed.gpu; assert 'numba.cuda' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


@needs_numba_cuda
def test_no_kernel_rounds_a_product_and_a_sum_together():
    if program("gpu.ptx", "probe", check=False).returncode != 0:
        pytest.skip("the compiler of the CUDA toolkit is not here")
    lines = program("gpu.ptx").stdout.splitlines()
    assert len(lines) == 21
    assert [line for line in lines if len(line.split()) > 1] == []


@needs_numba_cuda
def test_a_real_device_agrees():
    if not has_device():
        pytest.skip("no CUDA device here")
    differences = json.loads(program("gpu.agreement_report", "device").stdout)
    assert {name: found for name, found in differences.items() if found} == {}
