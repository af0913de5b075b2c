"""Every kernel translated for a device that need not be there: run as a program, it prints a line for each.

Two rounds are played through with kernels that are compiled instead of launched, for the arguments they are given; only
the compiler of the CUDA toolkit is needed. A line names what would round a product and a sum together, if anything.
"""

from __future__ import annotations

import re
import sys
from types import SimpleNamespace
from typing import Any
from unittest import mock

import numpy as np
from numba import cuda, types
from numba.np.numpy_support import from_dtype

from engine.worlds import ALL_REACTIONS, EVERYTHING, reactions, regime, society
from gpu.held import no_device
from hushed.gpu import GpuSimulation, compiled

CAPABILITY = (9, 0)
# Without a rounding mode, the assembler may fuse a product and a sum by itself.
FUSED = re.compile(r"\b(?:fma\.\S*f(?:32|64)|(?:mul|add|sub)\.f(?:32|64)|div\.(?:approx|full)\S*)")


def type_of(value: Any) -> types.Type:
    """The type that a launch would give an argument."""
    if isinstance(value, np.ndarray):
        return types.Array(from_dtype(value.dtype), value.ndim, "C")
    if isinstance(value, tuple):
        return types.BaseTuple.from_types(tuple(type_of(each) for each in value), type(value))
    return types.float64 if isinstance(value, float) else from_dtype(np.dtype(type(value)))


def ptx_of(function: Any, signature: Any) -> str:
    with compiled.rounded_apart():
        return cuda.compile(function, signature, device=False, abi="numba", cc=CAPABILITY, output="ptx")[0]


def kernels() -> dict[str, str]:
    """The text of every kernel that rounds with everything in them launch, by name."""
    found: dict[str, str] = {}

    def compile_instead(self: compiled.Kernel, _: int, *arguments: Any) -> None:
        function = self.function
        found[f"{function.__module__}.{function.__name__}"] = ptx_of(function, types.void(*map(type_of, arguments)))
        if function.__name__ == "_multiply_and_add":
            arguments[1][0] = 0.0

    world = society(60, online={"generator": "holme-kim", "mean_degree": 4}, offline="same")
    device = SimpleNamespace(compute_capability=CAPABILITY)
    with (
        no_device(),
        mock.patch.object(compiled.Kernel, "__call__", compile_instead),
        mock.patch("numba.cuda.dispatcher.get_current_device", return_value=device),
    ):
        run = GpuSimulation(world, regime(**EVERYTHING), reactions(**ALL_REACTIONS), seed=1)
        # Nobody enforces in the first round.
        for _ in run.rounds(2):
            pass
    return found


def probe(out: Any) -> None:
    """Does nothing; compiled to see whether there is a compiler."""


if __name__ == "__main__":
    if sys.argv[1:] == ["probe"]:
        ptx_of(probe, types.void(types.float64[:]))
    else:
        for name, text in kernels().items():
            print(name, *sorted(set(FUSED.findall(text))))
