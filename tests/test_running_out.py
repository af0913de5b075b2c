"""Errors that say that memory has run out are told from all others."""

from __future__ import annotations

import errno
import os

import pytest

from hushed.memory import ran_out


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)),
        RuntimeError("can't start new thread"),
        ImportError("libz.so: failed to map segment from shared object"),
    ],
)
def test_memory_that_ran_out_is_known_by_its_words(error: Exception) -> None:
    assert ran_out(error)


@pytest.mark.parametrize(
    "error",
    [OSError(errno.ENOSPC, "No space left"), RuntimeError("other"), ImportError("no module"), ValueError("memory")],
)
def test_other_errors_are_no_lack_of_memory(error: Exception) -> None:
    assert not ran_out(error)
