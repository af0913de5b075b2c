"""Arrays that stand in for a device's, so that the host side of a run can be played without one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import numpy as np
from numba import cuda

from hushed.gpu import simulation


class Held(np.ndarray):
    """An array that answers as one on a device would."""

    def copy_to_host(self) -> np.ndarray:
        return np.array(self)

    def copy_to_device(self, values: np.ndarray) -> None:
        self[:] = values


def held(values: Any) -> Held:
    return np.array(values).view(Held)


def room(shape: Any, dtype: Any) -> Held:
    return held(np.full(shape, 77, dtype=dtype))


def plain(value: Any) -> Any:
    """An argument of a kernel with ordinary arrays in it."""
    if isinstance(value, np.ndarray):
        return value.view(np.ndarray)
    if isinstance(value, tuple):
        entries = [plain(each) for each in value]
        return type(value)(*entries) if hasattr(value, "_fields") else tuple(entries)
    return value


@contextmanager
def no_device() -> Iterator[None]:
    """Play on such arrays, and ask for no device."""
    with (
        mock.patch.multiple(cuda, to_device=held, device_array=room, synchronize=lambda: None),
        mock.patch.object(simulation, "check_device"),
        mock.patch("hushed.gpu.there.check_room"),
    ):
        yield
