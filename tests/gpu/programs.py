"""Programs beside these tests, run as such: Numba must be told of its simulator before it is imported."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

needs_numba_cuda = pytest.mark.skipif(
    find_spec("numba_cuda") is None, reason='numba-cuda is not installed (pip install "hushed[gpu]")'
)
_TESTS = str(Path(__file__).parents[1])


def program(*arguments: str, simulator: bool = False, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a program here, such as `gpu.agreement_report compiled`."""
    path = os.pathsep.join(filter(None, (_TESTS, os.environ.get("PYTHONPATH"))))
    environment = os.environ | {"PYTHONPATH": path, "NUMBA_ENABLE_CUDASIM": str(int(simulator))}
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=check)
