"""What somebody is told whose input is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hushed.errors import InputError


def message(call: Callable[..., object], *arguments: Any, **named: Any) -> str:
    """The words of the InputError that a call ends with."""
    with pytest.raises(InputError) as told:
        call(*arguments, **named)
    return str(told.value)
