"""How rules and kernels are compiled for the device, so that they round as they do on the processor.

A rule's text is compiled anew from `hushed.rules`, with all it calls; no equation is written twice. Products are
rounded before they are added to anything: the compiler would rather fuse both steps, which rounds once where the
processor rounds twice.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CellType, FunctionType
from typing import Any

import numpy as np
from numba import cuda as _cuda

from hushed.errors import InputError
from hushed.gpu.device import simulated

cuda: Any = _cuda
"""Numba's module, which has no types."""
_THREADS = 128
"""Threads in a block of the device, at most."""


@functools.cache
def on_device(rule: Any) -> Any:
    """A function compiled for the processor, compiled for the device with everything that it calls."""
    function = rule.py_func
    world = function.__globals__
    names = {name: _carried(world[name]) for name in function.__code__.co_names if name in world}
    cells = tuple(CellType(_carried(cell.cell_contents)) for cell in function.__closure__ or ())
    copy = FunctionType(
        function.__code__,
        {"__name__": function.__module__, **names},
        function.__name__,
        function.__defaults__,
        cells or None,
    )
    return device(copy)


def _carried(value: Any) -> Any:
    return on_device(value) if hasattr(value, "py_func") else value


def device(function: Callable[..., Any]) -> Any:
    """Compile a helper that kernels call; in the simulator, which calls it as it is, leave it alone."""
    return function if simulated() else cuda.jit(device=True)(function)


class Kernel:
    """A loop over people, one thread for each: called with how many there are, and the kernel's own arguments."""

    def __init__(self, function: Callable[..., None]) -> None:
        functools.update_wrapper(self, function)
        self.function = function
        # Linking with its own optimiser would bring the fused steps back.
        self._compiled = cuda.jit(function) if simulated() else cuda.jit(lto=False)(function)

    def __call__(self, count: int, *arguments: Any) -> None:
        if count == 0:
            return
        threads = min(_THREADS, count)
        with rounded_apart():
            self._compiled[-(-count // threads), threads](*arguments)


def kernel(function: Callable[..., None]) -> Kernel:
    """Make a kernel of a function."""
    return Kernel(function)


@contextmanager
def rounded_apart() -> Iterator[None]:
    """Have whatever is compiled meanwhile round products before adding them, and small grids pass without a warning."""
    if simulated():
        yield
        return
    from numba.cuda.cudadrv import nvvm

    compile_ir, warned = nvvm.compile_ir, cuda.config.CUDA_LOW_OCCUPANCY_WARNINGS
    nvvm.compile_ir = functools.partial(compile_ir, fma=False)
    cuda.config.CUDA_LOW_OCCUPANCY_WARNINGS = 0
    try:
        yield
    finally:
        nvvm.compile_ir, cuda.config.CUDA_LOW_OCCUPANCY_WARNINGS = compile_ir, warned


@kernel
def _multiply_and_add(values: Any, out: Any) -> None:
    out[0] = values[0] * values[1] + values[2]


@functools.cache
def check_rounding() -> None:
    """Raises InputError if the device rounds a product and a sum together: its results would not be the processor's."""
    # The product is 1 - 2**-60, which rounds to 1 unless it is added before it is rounded.
    values = cuda.to_device(np.array([1.0 + 2.0**-30, 1.0 - 2.0**-30, -1.0]))
    out = cuda.to_device(np.ones(1))
    _multiply_and_add(1, values, out)
    if out.copy_to_host()[0] != 0.0:
        raise InputError(
            "device gpu: this version of numba-cuda fuses products and sums, so results would differ from the "
            "processor's; install another, or leave --device out"
        )
