"""What the tests of commands share."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

SMALL = ("--population", "300", "--rounds", "5")


class Ended(NamedTuple):
    """How a command ended: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as the one JSON object it must be."""
        return json.loads(self.out)


Command = Callable[..., Ended]
