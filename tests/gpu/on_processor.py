"""The kernels of `hushed.gpu` compiled for the processor, one thread after another; to be imported before them.

The simulator runs kernels as Python, in which whole numbers never change their kind; compiled, they do. Nothing here
knows what a kernel does: only where its thread's number comes from, and what adding to a shared count means.
"""

from __future__ import annotations

from types import FunctionType, ModuleType
from typing import Any

import numpy as np
from llvmlite.ir import Value
from numba import carray, cuda, njit, types
from numba.extending import intrinsic

from gpu.held import plain

_number = np.zeros(1, dtype=np.int64)
_ADDRESS = _number.ctypes.data


@intrinsic
def _pointer(typing: Any, address: Any) -> Any:
    del typing

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Value:
        return builder.inttoptr(arguments[0], context.get_value_type(signature.return_type))

    return types.CPointer(types.int64)(address), code


@njit
def _grid(_):
    return carray(_pointer(_ADDRESS), 1)[0]


@njit
def _add(values, place, amount):
    values[place] += amount


_cuda = ModuleType("cuda")
_cuda.grid = _grid
_cuda.atomic = ModuleType("atomic")
_cuda.atomic.add = _add


class _Launched:
    """A kernel that plays all threads of a launch, one after another."""

    def __init__(self, function: FunctionType) -> None:
        copy = FunctionType(function.__code__, {**function.__globals__, "cuda": _cuda}, function.__name__)
        kernel = njit(error_model="numpy")(copy)

        @njit
        def play(threads, number, arguments):
            for thread in range(threads):
                number[0] = thread
                kernel(*arguments)

        self._play = play

    def __getitem__(self, grid: tuple[int, int]) -> Any:
        return lambda *arguments: self._play(grid[0] * grid[1], _number, plain(arguments))


def _jit(function: Any = None, *, device: bool = False, **_: Any) -> Any:
    if function is None:
        return lambda inner: _jit(inner, device=device)
    return njit(error_model="numpy")(function) if device else _Launched(function)


cuda.jit = _jit
