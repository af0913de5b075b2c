"""Programs with models in them, written as users write them."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "my_model.py"
HEAD = """
import os, random as python_random, time, uuid
from typing import Any, ClassVar, Literal
import numpy as np
from hushed.models import Model, Outcome, parameter

class Wavering(Model):
    '''People say yes or no by chance.'''
    chance: float = parameter(0.5, "how often they say yes", "chance", ge=0, le=1)
    outcomes = (Outcome("yes", "share of people", "How many say yes."),)
    def init(self, society, random):
        return {"society": society, "random": random, "said": 0.0}
    def step(self, state, round):
        drawn = state["random"].uniforms(0, round=round, subjects=state["society"].size)
        return {"yes": (drawn < self.chance).mean()}
"""


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Writes a program with the class Mine, which may build on Wavering; gives its reference."""
    monkeypatch.chdir(tmp_path)

    def written(body: str) -> str:
        Path("mine.py").write_text(HEAD + textwrap.dedent(body))
        return "mine.py:Mine"

    return written
