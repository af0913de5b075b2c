"""Whether there is a device to play on, and what to say if there is none."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from hushed import memory
from hushed.errors import InputError

_INSTALL = 'install it with: pip install "hushed[gpu]"; or leave --device out'


def check_device() -> None:
    """Raises InputError, saying what is missing and how to get it, unless a CUDA device can be used.

    Numba's simulator (NUMBA_ENABLE_CUDASIM=1) counts as one.
    """
    problem = _problem()
    if problem is not None:
        raise InputError(f"device gpu: {problem}")


def device_there() -> bool:
    """Whether a CUDA device can be used; Numba's simulator counts as one."""
    return _problem() is None


def device_line() -> str:
    """One line on the device there is, or on why there is none."""
    problem = _problem()
    if problem is not None:
        return f"none: {problem.partition(';')[0]}"
    if simulated():
        return "simulated by Numba"
    device = _cuda().get_current_device()
    return f"{_text(device.name)}, compute capability {'.'.join(map(str, device.compute_capability))}"


def simulated() -> bool:
    """Whether Numba's simulator stands in for a device."""
    return bool(_cuda().config.ENABLE_CUDASIM)


def check_room(needed: int, *, people: int) -> None:
    """Raises InputError if the device has fewer bytes free than a society of so many people needs."""
    if simulated():
        return
    free = int(_cuda().current_context().get_memory_info().free)
    if needed > free:
        raise InputError(
            f"device gpu: {people} people with these ties need about {memory.readable(needed)} of the device's memory "
            f"and {memory.readable(free)} are free; ask for fewer people, or leave --device out"
        )


def _problem() -> str | None:
    if find_spec("numba_cuda") is None:
        return f"numba-cuda is not installed; {_INSTALL}"
    try:
        cuda = _cuda()
    except ImportError as error:
        return f"numba-cuda does not load ({_first_line(error)}); {_INSTALL}"
    if simulated():
        return None
    if not cuda.is_available():
        reason = _first_line(cuda.cuda_error())
        return f"no CUDA device can be used here{f' ({reason})' if reason else ''}; leave --device out"
    return None


def _cuda() -> Any:
    from numba import cuda

    return cuda


def _first_line(problem: Any) -> str:
    lines = str(problem or "").strip().splitlines()
    return lines[0].strip().rstrip(".:") if lines else ""


def _text(name: Any) -> str:
    return name.decode() if isinstance(name, bytes) else str(name)
